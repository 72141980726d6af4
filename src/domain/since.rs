//! What has changed between two moments: what turned red, was closed, came new or slipped. It compares the plan as it is
//! with the plan as it was, and finds that one by taking back what the log says was done since.

use jiff::civil::DateTime;

use super::as_of;
use super::board::Board;
use super::change::{Change, Row};
use super::id::{PersonId, Ref};
use super::operation::Past;
use super::plan::Plan;
use super::rating::Shown;
use super::records::{Briefing, Record, RecordId};
use super::task::Task;
use super::text::Line;
use super::when::{MilestoneKey, Moment};

/// A date that is later now than it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slip {
    /// Whose, as a position in the plan as it is.
    pub at: u32,
    /// When it was due.
    pub from: Moment,
    /// When it is due.
    pub to: Moment,
}

/// A task that has another owner now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Handed {
    /// Which, as a position in the plan as it is.
    pub at: u32,
    /// Who had it.
    pub from: Option<PersonId>,
    /// Who has it.
    pub to: Option<PersonId>,
}

/// A task that does not have to be done any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dropped {
    /// Its ref.
    pub reference: Ref,
    /// What it was.
    pub title: Line,
    /// It is no longer there at all.
    pub removed: bool,
}

impl Dropped {
    fn of(task: &Task, removed: bool) -> Self {
        Self {
            reference: task.reference,
            title: task.title.clone(),
            removed,
        }
    }
}

/// What has changed. Lists are positions in the plan as it is, in its order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Since {
    /// The moment it is compared with, local time in England.
    pub at: DateTime,
    /// Red, and it was not.
    pub turned_red: Vec<u32>,
    /// Done, and it was not; or not there then.
    pub closed: Vec<u32>,
    /// Not there then, and still to do.
    pub new: Vec<u32>,
    /// Given a later date, apart from what moved with a milestone.
    pub slipped: Vec<Slip>,
    /// Done then, and to do again.
    pub reopened: Vec<u32>,
    /// In other hands than it was.
    pub handed: Vec<Handed>,
    /// No longer there, or no longer needed.
    pub dropped: Vec<Dropped>,
    /// Milestones with another date, and how many deadlines hang from a milestone and moved.
    pub milestones: Vec<(MilestoneKey, Option<Moment>, Option<Moment>)>,
    /// How many deadlines moved with a milestone.
    pub moved: usize,
}

impl Since {
    /// Whether nothing has changed.
    pub fn is_empty(&self) -> bool {
        *self
            == Self {
                at: self.at,
                ..Self::default()
            }
    }

    /// Compares `now`, as `board` has it, with `then` as it stood at `at`.
    pub fn between(then: &Plan, at: DateTime, now: &Plan, board: &Board) -> Self {
        let before = Board::of(then, at);
        let mut since = Self {
            at,
            ..Self::default()
        };
        for (position, task) in (0..).zip(now.tasks()) {
            let standing = &board.standings[position as usize];
            let Some(old_at) = then.position(task.id) else {
                if task.status.is_done() {
                    since.closed.push(position);
                } else if task.status.is_open() {
                    since.new.push(position);
                }
                continue;
            };
            let (old, was) = (&then.tasks()[old_at], &before.standings[old_at]);
            if task.status.is_done() && !old.status.is_done() {
                since.closed.push(position);
            } else if task.status.is_open() && !old.status.is_open() {
                since.reopened.push(position);
            } else if !task.status.is_open() && old.status.is_open() {
                since.dropped.push(Dropped::of(task, false));
            }
            if task.status.is_open() && task.owner != old.owner {
                since.handed.push(Handed {
                    at: position,
                    from: old.owner,
                    to: task.owner,
                });
            }
            if standing.rating.shown == Shown::Red && was.rating.shown != Shown::Red {
                since.turned_red.push(position);
            }
            since.compare_dates(position, task, old, (was.due, standing.due));
        }
        let removed = then
            .tasks()
            .iter()
            .filter(|old| old.status.is_open() && now.task(old.id).is_none());
        since
            .dropped
            .extend(removed.map(|old| Dropped::of(old, true)));
        since.milestones = MilestoneKey::ALL
            .into_iter()
            .map(|key| (key, before.schedule.get(key), board.schedule.get(key)))
            .filter(|(_, from, to)| from != to)
            .collect();
        since
    }

    fn compare_dates(
        &mut self,
        at: u32,
        task: &Task,
        old: &Task,
        (from, to): (Option<Moment>, Option<Moment>),
    ) {
        if !task.status.is_open() || from == to {
            return;
        }
        if task.deadline.due == old.deadline.due {
            self.moved += 1;
        } else if let (Some(from), Some(to)) = (from, to)
            && to > from
        {
            self.slipped.push(Slip { at, from, to });
        }
    }
}

/// The plan before all of `done`, newest first, was done to it. `None` when the log does not fit the plan.
pub fn before(plan: &Plan, done: &[Past]) -> Option<Plan> {
    let mut plan = plan.clone();
    for past in done {
        if past.changes.len() != past.entry.changes {
            return None;
        }
        as_of::take_back(&mut plan, past).ok()?;
    }
    Some(plan)
}

/// The last brief made for these readers before `now`.
pub fn last_brief<'p>(
    plan: &'p Plan,
    audience: &str,
    now: DateTime,
) -> Option<(RecordId, &'p Briefing)> {
    let made = plan.records().filter_map(|(id, record)| match record {
        Record::Briefing(made) if made.audience == *audience && made.at < now => Some((id, made)),
        _ => None,
    });
    made.max_by_key(|(_, made)| made.at)
}

/// Whether this is the operation that filed the record.
pub fn files(past: &Past, id: RecordId) -> bool {
    let is_it =
        |change: &Change| matches!(change, Change::Create(Row::Record(filed)) if filed.id == id);
    past.changes.iter().any(is_it)
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, datetime};
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::domain::demo;
    use crate::domain::edit::{self, Patch};
    use crate::domain::id::Ids;
    use crate::domain::operation::{Entry, Hash, Kind, Operation, Stamp};
    use crate::domain::task::Status;
    use crate::domain::when::When;

    const AT: DateTime = datetime(2026, 6, 3, 9, 0, 0, 0);

    fn past(operation: &Operation) -> Past {
        let entry = Entry {
            hash: Hash([0; 32]),
            parents: Vec::new(),
            lamport: 1,
            replica: Uuid::nil(),
            kind: Kind::Do,
            undoes: None,
            label: operation.label.clone(),
            stamp: Stamp {
                who: Line::default(),
                at: jiff::Timestamp::UNIX_EPOCH,
                local: AT,
                rehearsed: false,
            },
            changes: operation.changes.len(),
        };
        Past {
            order: 1,
            entry,
            changes: operation.changes.clone(),
        }
    }

    fn demo_plan() -> Plan {
        demo::demo(AT, &mut Ids::new(3, 1)).unwrap().plan().unwrap()
    }

    fn compare(then: &Plan, now: &Plan) -> Since {
        Since::between(then, AT, now, &Board::of(now, AT))
    }

    #[test]
    fn nothing_done_is_nothing_changed() {
        let plan = demo_plan();
        assert!(compare(&plan, &plan).is_empty());
    }

    #[test]
    fn what_was_closed_put_off_and_added_is_told_apart_from_what_moved() {
        let then = demo_plan();
        let open: Vec<_> = (then.tasks().iter())
            .filter(|task| {
                task.status.is_open() && matches!(task.deadline.due, Some(When::Rule(_)))
            })
            .map(|task| task.id)
            .collect();
        let mut now = then.clone();
        let mut change = |id, patch: &Patch| {
            let operation = edit::patch(&now, &[id], patch).unwrap();
            now.apply_all(&operation.changes).unwrap();
        };
        let done = Status::Done { at: AT };
        change(open[0], &Patch::status(done));
        let later = When::At(Moment::day(date(2027, 3, 1)));
        change(open[1], &Patch::due(Some(later)));
        change(open[2], &Patch::status(Status::NotNeeded));
        let since = compare(&then, &now);
        let position = |id| now.position(id).unwrap() as u32;
        assert_eq!(since.closed, [position(open[0])]);
        assert_eq!(
            since.slipped.iter().map(|slip| slip.at).collect::<Vec<_>>(),
            [position(open[1])]
        );
        assert_eq!(
            (since.dropped.len(), since.moved, since.milestones.len()),
            (1, 0, 0)
        );
        assert!(!since.dropped[0].removed && since.handed.is_empty());
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

        #[test]
        fn taking_back_what_was_done_gives_the_plan_as_it_was(picks in prop::collection::vec((0..40usize, 0..4u8), 1..8)) {
            let then = demo_plan();
            let mut now = then.clone();
            let mut log = Vec::new();
            for (at, what) in picks {
                let id = now.tasks()[at % now.tasks().len()].id;
                let patch = match what {
                    0 => Patch { status: Some(Status::Done { at: AT }), ..Patch::default() },
                    1 => Patch { title: Some(Line::clipped(&format!("t{at}"))), ..Patch::default() },
                    2 => Patch { due: Some(None), ..Patch::default() },
                    _ => Patch { owner: Some(None), ..Patch::default() },
                };
                let operation = edit::patch(&now, &[id], &patch).unwrap();
                now.apply_all(&operation.changes).unwrap();
                log.insert(0, past(&operation));
            }
            prop_assert_eq!(before(&now, &log), Some(then));
        }
    }
}
