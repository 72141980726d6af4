//! Chasing: who is owed a message, what it says, that it was sent, and what did not move for all the messages. The words
//! are said to the owner, to be pasted into an email or a chat: late first, then red, then by date, in short sentences.
//!
//! A message that was sent is a record like any other. A task has moved when its status or its due date is another than
//! when it was named, or somebody else has it; a task that is late or red and has not moved since the last
//! [`ESCALATE_AFTER`] messages, or more, is to be taken further. It sends nothing itself.

use std::collections::HashMap;

use jiff::civil::{Date, DateTime};

use super::board::Board;
use super::calendar::days_between;
use super::checks;
use super::edit::Author;
use super::id::{Ids, PersonId, TaskId};
use super::inspection::Person;
use super::load::{self, Load};
use super::operation::Operation;
use super::phrase;
use super::plan::Plan;
use super::rating::{Shown, count};
use super::records::{self, Chased, Named, Record, RecordId};
use super::task::Task;
use super::text::capital;

/// After so many messages without movement a task is to be taken further.
pub const ESCALATE_AFTER: usize = 3;

/// A message within so many minutes of the last one is the same message, sent or copied again.
const SAME_MESSAGE: i64 = 10;

/// A record names at most so many tasks, the most urgent ones.
const MOST_NAMED: usize = 1_000;

/// What is said when nobody is owed a message.
pub const NOBODY_OWED: &str =
    "Nobody is owed a message: whoever has something late or red was sent one today.";

/// How somebody was chased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chases {
    /// How often.
    pub count: usize,
    /// When last, local time in England.
    pub last: DateTime,
    /// The tasks that are late or red, and have not moved since the last [`ESCALATE_AFTER`] messages or more, as
    /// positions in the plan; the most urgent first.
    pub stuck: Vec<u32>,
    /// How many of the last messages named each task as it stands now.
    named: HashMap<TaskId, usize>,
}

impl Chases {
    fn of(plan: &Plan, sent: &[&Chased]) -> Option<Self> {
        let (last, earlier) = sent.split_last()?;
        let stands = |named: &&Named| plan.task(named.task).is_some_and(|task| is_so(task, named));
        let mut named: HashMap<TaskId, usize> = (last.tasks.iter())
            .filter(stands)
            .map(|named| (named.task, 1))
            .collect();
        // A task that one message did not name as it is now is not followed further back.
        for (back, chased) in (1..).zip(earlier.iter().rev()) {
            let mut any = false;
            for one in chased.tasks.iter().filter(stands) {
                if let Some(run) = named.get_mut(&one.task).filter(|run| **run == back) {
                    *run += 1;
                    any = true;
                }
            }
            if !any {
                break;
            }
        }
        Some(Self {
            count: sent.len(),
            last: last.at,
            stuck: Vec::new(),
            named,
        })
    }

    /// Keeps of the tasks that have not moved those that are late or red; `open` is all that is open, in order.
    pub(super) fn keep_urgent(&mut self, plan: &Plan, board: &Board, open: &[u32]) {
        let is_stuck = |at: &u32| {
            let run = self.named.get(&plan.tasks()[*at as usize].id);
            board.standings[*at as usize].is_urgent()
                && run.is_some_and(|run| *run >= ESCALATE_AFTER)
        };
        self.stuck = open.iter().copied().filter(is_stuck).collect();
    }

    /// Whether it is time to take it further.
    pub fn escalates(&self) -> bool {
        !self.stuck.is_empty()
    }

    /// "chased 2x, last Tue"; today the time, "chased 1x, last 09:40"
    pub fn words(&self, today: Date) -> String {
        let date = self.last.date();
        let last = match days_between(date, today) {
            0 => phrase::clock_time(self.last.time()),
            1..=6 => phrase::weekday_name(date.weekday())[..3].to_owned(),
            _ => phrase::day_short(date, today),
        };
        format!("chased {}x, last {last}", self.count)
    }

    /// "escalate: N-01, N-07 have not moved"; `None` when there is nothing to escalate.
    pub fn escalation(&self, plan: &Plan) -> Option<String> {
        let verb = if self.stuck.len() == 1 { "has" } else { "have" };
        let refs = checks::refs(plan, &self.stuck);
        self.escalates()
            .then(|| format!("escalate: {refs} {verb} not moved"))
    }
}

/// Whether a task stands as it was named, whoever has it now.
fn is_so(task: &Task, named: &Named) -> bool {
    task.status == named.status && task.deadline.due == named.due
}

/// How everybody was chased who ever was. What is stuck is not told yet.
pub(super) fn chases(plan: &Plan) -> HashMap<PersonId, Chases> {
    let mut sent: HashMap<PersonId, Vec<&Chased>> = HashMap::new();
    for (_, record) in plan.records() {
        if let Record::Chased(chased) = record {
            sent.entry(chased.person).or_default().push(chased);
        }
    }
    let chases = sent.into_iter().filter_map(|(person, mut sent)| {
        sent.sort_by_key(|chased| chased.at);
        Some((person, Chases::of(plan, &sent)?))
    });
    chases.collect()
}

/// The people who are owed a message, in the order of `loads`: something of theirs is late or red, and they have not been
/// sent one today.
pub fn owed(loads: &[Load], now: DateTime) -> Vec<PersonId> {
    let is_owed = |load: &&Load| {
        let today = load.chased.as_ref().map(|chased| chased.last.date()) == Some(now.date());
        load.is_urgent() && !today
    };
    let owed = loads.iter().filter(is_owed);
    owed.filter_map(|load| load.owner).collect()
}

/// When somebody was sent a message just now, so that another is the same one again.
pub fn just_sent(plan: &Plan, person: PersonId, now: DateTime) -> Option<DateTime> {
    let sent = plan.records().filter_map(|(_, record)| match record {
        Record::Chased(chased) if chased.person == person => Some(chased.at),
        _ => None,
    });
    let last = sent.filter(|at| *at <= now).max()?;
    let minutes = now.duration_since(last).as_mins();
    (minutes < SAME_MESSAGE).then_some(last)
}

/// The operation that remembers that these people were sent what they have to do now. Who has nothing open is left out.
pub fn sent(
    plan: &Plan,
    board: &Board,
    people: &[PersonId],
    author: &Author,
    ids: &mut Ids,
) -> Operation {
    let mut changes = Vec::new();
    let mut label = String::new();
    for person in people {
        let list = list(plan, board, Some(*person));
        let Some(name) = plan.person(*person).map(Person::label) else {
            continue;
        };
        if list.is_empty() {
            continue;
        }
        label = format!("{name} chased, {}", count(list.len() as i32, "task"));
        let named = list.iter().take(MOST_NAMED).map(|at| {
            let task = &plan.tasks()[*at as usize];
            Named {
                task: task.id,
                status: task.status.clone(),
                due: task.deadline.due,
            }
        });
        let chased = Chased {
            person: *person,
            at: author.now,
            who: author.who.clone(),
            tasks: named.collect(),
        };
        let id = RecordId(ids.next_id());
        changes.push(records::create(id, Record::Chased(chased)));
    }
    if changes.len() > 1 {
        label = format!("{} people chased", changes.len());
    }
    Operation { label, changes }
}

/// What this owner has open: late first, then red, then by date.
pub fn list(plan: &Plan, board: &Board, owner: Option<PersonId>) -> Vec<u32> {
    let theirs = (0..).zip(plan.tasks());
    let theirs = theirs.filter(|(_, task)| task.owner == owner);
    let theirs: Vec<u32> = theirs.map(|(at, _)| at).collect();
    load::open_of(plan, board, &theirs)
}

/// Everybody who has something open, by name and nobody last, with it in the order of a message.
pub fn lists(plan: &Plan, board: &Board) -> Vec<(Option<PersonId>, Vec<u32>)> {
    let mut lists: HashMap<Option<PersonId>, Vec<u32>> = HashMap::new();
    for (at, task) in (0..).zip(plan.tasks()) {
        lists.entry(task.owner).or_default().push(at);
    }
    let owners = load::by_name(plan).into_iter().map(Some).chain([None]);
    let lists = owners.filter_map(|owner| {
        let open = load::open_of(plan, board, &lists.remove(&owner)?);
        (!open.is_empty()).then_some((owner, open))
    });
    lists.collect()
}

/// The message to one owner, ready to be sent: "Jo, these 9 are with you. 1 is late."
pub fn message(plan: &Plan, board: &Board, owner: Option<PersonId>) -> String {
    let list = list(plan, board, owner);
    let mut text = opening(plan, board, owner, &list);
    text.push('\n');
    for line in lines(plan, board, &list) {
        text.push_str("- ");
        text.push_str(&line);
        text.push('\n');
    }
    text
}

/// How a message begins.
pub fn opening(plan: &Plan, board: &Board, owner: Option<PersonId>, list: &[u32]) -> String {
    let person = owner.and_then(|id| plan.person(id));
    let name = person.map(|person| {
        let first = person
            .name
            .as_ref()
            .and_then(|name| name.as_str().split(' ').next());
        first.unwrap_or(person.label())
    });
    let is_late = |at: &&u32| board.standings[**at as usize].rating.late;
    let late = match list.iter().filter(is_late).count() {
        0 => String::new(),
        1 => " 1 is late.".to_owned(),
        many => format!(" {many} are late."),
    };
    match (name, list.len()) {
        (Some(name), 0) => format!("{name}, nothing is with you at the moment."),
        (Some(name), 1) => format!("{name}, this one is with you.{late}"),
        (Some(name), many) => format!("{name}, these {many} are with you.{late}"),
        (None, 0) => "Everything has an owner.".to_owned(),
        (None, 1) => format!("This one has no owner.{late}"),
        (None, many) => format!("These {many} have no owner.{late}"),
    }
}

/// "Late: Check Annex A lists, due Tue 2 Jun 17:00, 1 day late (N-01)"
pub fn lines(plan: &Plan, board: &Board, list: &[u32]) -> Vec<String> {
    let now = board.now;
    let policy = &plan.inspection().policy;
    let lines = list.iter().map(|at| {
        let (task, standing) = (&plan.tasks()[*at as usize], &board.standings[*at as usize]);
        let word = match standing.rating.shown {
            _ if standing.rating.late => "Late: ".to_owned(),
            shown @ (Shown::Red | Shown::Amber) => format!("{}: ", capital(policy.word(shown))),
            Shown::Green | Shown::None | Shown::Complete => String::new(),
        };
        let due = standing.due.map_or(", no date yet".to_owned(), |due| {
            let day = phrase::moment_short(due, now.date());
            if standing.rating.late {
                format!(", due {day}, {}", phrase::gap(due, now))
            } else {
                format!(", by {day}")
            }
        });
        format!("{word}{}{due} ({})", task.title, task.reference)
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::datetime;

    use super::*;
    use crate::domain::change::{Change, Row};
    use crate::domain::edit::{self, Patch};
    use crate::domain::id::Ref;
    use crate::domain::load::{LoadOrder, Team};
    use crate::domain::task::{Phase, Place, Status};
    use crate::domain::text::Line;
    use crate::domain::when::{Moment, When};

    struct World {
        plan: Plan,
        ids: Ids,
        jo: PersonId,
        now: DateTime,
    }

    impl World {
        /// Jo, with three tasks: two late since 30 November, one due on 18 December.
        fn new() -> Self {
            let mut ids = Ids::new(1, 1);
            let jo = PersonId(ids.next_id());
            let mut plan = Plan::default();
            let person = Person {
                id: jo,
                name: Some(Line::clipped("Jo Smith")),
                initials: Line::clipped("JS"),
                role: Line::default(),
            };
            plan.apply(&Change::Create(Row::Person(person))).unwrap();
            for (number, day) in [(1, "2026-11-30"), (2, "2026-11-30"), (3, "2026-12-18")] {
                let place = Place {
                    phase: Phase::Fieldwork,
                    section: Line::default(),
                };
                let mut task = Task::new(
                    TaskId(ids.next_id()),
                    Ref::new(Phase::Fieldwork, number),
                    place,
                    Line::clipped("Rota"),
                );
                task.owner = Some(jo);
                task.deadline.due = Some(When::At(Moment::day(day.parse().unwrap())));
                plan.apply(&Change::Create(Row::Task(Box::new(task))))
                    .unwrap();
            }
            let now = datetime(2026, 12, 1, 9, 40, 0, 0);
            Self { plan, ids, jo, now }
        }

        fn team(&self) -> Team {
            let board = Board::of(&self.plan, self.now);
            Team::whole(&self.plan, &board, LoadOrder::Late)
        }

        fn jo_is(&self) -> Option<Chases> {
            self.team().loads[0].chased.clone()
        }

        /// Sends Jo a message at `now`, and goes on a day.
        fn chase(&mut self) {
            let board = Board::of(&self.plan, self.now);
            let author = Author {
                who: Line::clipped("Lead"),
                now: self.now,
            };
            let operation = sent(&self.plan, &board, &[self.jo], &author, &mut self.ids);
            assert_eq!(operation.label, "Jo Smith chased, 3 tasks");
            self.plan.apply_all(&operation.changes).unwrap();
            self.now = self
                .now
                .saturating_add(jiff::SignedDuration::from_hours(24));
        }

        fn set(&mut self, number: usize, patch: &Patch) {
            let id = self.plan.tasks()[number - 1].id;
            let operation = edit::patch(&self.plan, &[id], patch).unwrap();
            self.plan.apply_all(&operation.changes).unwrap();
        }

        fn escalation(&self) -> Option<String> {
            self.jo_is()?.escalation(&self.plan)
        }
    }

    #[test]
    fn what_is_late_and_has_not_moved_for_three_messages_is_to_be_taken_further() {
        let mut world = World::new();
        assert_eq!(world.jo_is(), None);
        world.chase();
        world.chase();
        assert_eq!(world.escalation(), None);
        world.chase();
        assert_eq!(
            world.escalation().as_deref(),
            Some("escalate: FW-01, FW-02 have not moved"),
            "what is not due yet is not waited for"
        );
        let words = world.jo_is().unwrap().words(world.now.date());
        assert_eq!(words, "chased 3x, last Thu");
        world.set(1, &Patch::status(Status::InProgress));
        let fw_2 = Some("escalate: FW-02 has not moved".to_owned());
        assert_eq!(world.escalation(), fw_2);
        world.chase();
        world.chase();
        assert_eq!(world.escalation(), fw_2, "two messages since it moved");
        world.chase();
        assert_eq!(
            world.escalation().as_deref(),
            Some("escalate: FW-01, FW-02 have not moved")
        );
        let later = When::At(Moment::day("2026-12-07".parse().unwrap()));
        for number in [1, 2] {
            world.set(number, &Patch::due(Some(later)));
        }
        assert_eq!(world.escalation(), None, "a new date is movement");
        assert_eq!(world.jo_is().unwrap().count, 6);
    }

    #[test]
    fn who_was_sent_a_message_today_is_owed_none_and_a_second_one_at_once_is_the_same() {
        let mut world = World::new();
        assert_eq!(owed(&world.team().loads, world.now), [world.jo]);
        let first = world.now;
        world.chase();
        let minutes = |minutes| first.saturating_add(jiff::SignedDuration::from_mins(minutes));
        assert_eq!(owed(&world.team().loads, minutes(60)), []);
        assert_eq!(owed(&world.team().loads, world.now), [world.jo]);
        let known = |minute| just_sent(&world.plan, world.jo, minutes(minute));
        assert_eq!(known(9), Some(first));
        assert_eq!(known(10), None);
        assert_eq!(known(-1), None, "a message still to come is none");
        assert_eq!(
            world.jo_is().unwrap().words(first.date()),
            "chased 1x, last 09:40"
        );
    }

    #[test]
    fn who_has_nothing_open_is_sent_nothing() {
        let mut world = World::new();
        for number in 1..=3 {
            world.set(number, &Patch::status(Status::NotNeeded));
        }
        let board = Board::of(&world.plan, world.now);
        let author = Author {
            who: Line::default(),
            now: world.now,
        };
        let operation = sent(&world.plan, &board, &[world.jo], &author, &mut world.ids);
        assert!(operation.is_empty());
        assert_eq!(
            message(&world.plan, &board, Some(world.jo)),
            "Jo, nothing is with you at the moment.\n"
        );
    }
}
