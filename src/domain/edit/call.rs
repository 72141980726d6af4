//! What moves all dates at once, as operations: the call, a milestone's real date, and the days a council is closed.
//! Which deadlines follow is derived in [`board`](crate::domain::board), never written down.

use jiff::civil::{Date, DateTime, Time};

use super::Author;
use crate::domain::board::Schedule;
use crate::domain::change::{Change, DayList, DayOff, Row, Swap, TaskEdit};
use crate::domain::failure::Failure;
use crate::domain::inspection::Typed;
use crate::domain::operation::Operation;
use crate::domain::phrase;
use crate::domain::plan::Plan;
use crate::domain::task::{Phase, Status, Task};
use crate::domain::text::Line;
use crate::domain::when::{MilestoneKey, Moment, Roll};

/// The call, as somebody tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Call {
    /// The day it came, or is expected.
    pub date: Date,
    /// The time, where known.
    pub time: Option<Time>,
    /// The first day on site, where it was said; otherwise the template's rule proposes one.
    pub on_site: Option<Date>,
    /// Not yet certain.
    pub expected: bool,
    /// Mark unfinished preparation as not needed.
    pub drop_preparation: bool,
}

impl Call {
    /// The call that came then, with the first day on site that the template proposes.
    pub fn came(at: DateTime) -> Self {
        Self {
            date: at.date(),
            time: Some(at.time()),
            on_site: None,
            expected: false,
            drop_preparation: false,
        }
    }
}

/// The operation that records the call: every anchored deadline moves with it.
/// An on-site date before the call is refused.
pub fn record_call(plan: &Plan, call: &Call, author: &Author) -> Result<Operation, Failure> {
    if let Some(on_site) = call.on_site
        && on_site < call.date
    {
        return Err(Failure::usage(format!(
            "Inspectors cannot arrive on {}, before the call on {}.",
            phrase::day(on_site),
            phrase::day(call.date)
        ))
        .hint("Check the on-site date."));
    }
    let at = Moment {
        date: call.date,
        time: call.time,
    };
    let typed = |at| Typed {
        at,
        expected: call.expected,
    };
    let on_site = call.on_site.map(|date| typed(Moment::day(date)));
    let on_site = on_site.or_else(|| standing_start(plan, call));
    let agreed = plan.is_agreed_ahead();
    if agreed && on_site.is_none() {
        return Err(Failure::usage(
            "This visit is agreed ahead, and everything is counted from its first day on site.",
        )
        .hint("Say which day inspectors arrive; on the command line, with --on-site."));
    }
    let mut operation = Operation::new(match (on_site.filter(|_| agreed), call.expected) {
        (Some(start), false) => format!("inspectors arrive on {}", phrase::moment(start.at)),
        (Some(start), true) => format!("inspectors are expected on {}", phrase::moment(start.at)),
        (None, false) => format!("the call came on {}", phrase::moment(at)),
        (None, true) => format!("the call is expected on {}", phrase::moment(at)),
    });
    // What the rule gives anyway is left to the rule, so that it moves when the first day on site does.
    let by_rule = on_site.and_then(|start| notice(plan, start.at.date)) == Some(at.date);
    let call_at = (!by_rule || at.time.is_some()).then(|| typed(at));
    push_milestone(plan, MilestoneKey::Call, call_at, &mut operation)?;
    // A plan of one's own may do without a visit.
    if on_site.is_some() || plan.milestone(MilestoneKey::Start).is_some() {
        push_milestone(plan, MilestoneKey::Start, on_site, &mut operation)?;
    }
    if !call.expected && !agreed {
        let taken = plan
            .tasks()
            .iter()
            .filter(|task| task.takes_call && task.status.is_open());
        push_status(taken, &Status::Done { at: author.now }, &mut operation);
    }
    if call.drop_preparation && !call.expected {
        let left = plan
            .tasks()
            .iter()
            .filter(|t| t.is_preparation() && t.status.is_open() && !t.takes_call);
        push_status(left, &Status::NotNeeded, &mut operation);
    }
    Ok(operation)
}

/// The day of notice that goes with a first day on site, where the visit is agreed ahead.
pub fn notice(plan: &Plan, on_site: Date) -> Option<Date> {
    let rule = plan.milestone(MilestoneKey::Call)?.rule?;
    let notice = rule.resolve(Moment::day(on_site), plan.calendar(), Roll::Back);
    plan.is_agreed_ahead().then_some(notice.date)
}

/// The first day on site somebody typed for a call that is recorded already: correcting the call's date or time does
/// not move inspectors. `None` where the template proposes one.
pub fn standing_start(plan: &Plan, call: &Call) -> Option<Typed> {
    let typed = |key| plan.milestone(key).and_then(|milestone| milestone.typed);
    let recorded =
        plan.is_agreed_ahead() || typed(MilestoneKey::Call).is_some_and(|known| !known.expected);
    typed(MilestoneKey::Start)
        .filter(|start| recorded && !call.expected && !start.expected && start.at.date >= call.date)
}

fn push_status<'a>(tasks: impl Iterator<Item = &'a Task>, new: &Status, operation: &mut Operation) {
    for task in tasks {
        if let Some(swap) = Swap::from_to(&task.status, new.clone()) {
            operation.changes.push(Change::Task {
                id: task.id,
                edit: TaskEdit::Status(swap),
            });
        }
    }
}

fn push_milestone(
    plan: &Plan,
    key: MilestoneKey,
    typed: Option<Typed>,
    operation: &mut Operation,
) -> Result<(), Failure> {
    let milestone = plan.milestone(key).ok_or_else(|| no_milestone(plan, key))?;
    operation.changes.extend(
        Swap::from_to(&milestone.typed, typed).map(|typed| Change::Milestone { key, typed }),
    );
    Ok(())
}

pub(super) fn no_milestone(plan: &Plan, key: MilestoneKey) -> Failure {
    let keys = plan.milestones().iter().map(|known| known.key.as_str());
    let keys = keys.collect::<Vec<_>>().join(", ");
    Failure::not_found(format!("This inspection has no milestone \"{key}\"."))
        .hint(format!("Its milestones are {keys}."))
}

/// The phase a new task goes to when nobody says: the one we are in.
pub fn phase_now(schedule: &Schedule, now: DateTime) -> Phase {
    let reached = |key| {
        schedule
            .get(key)
            .is_some_and(|at: Moment| at.date <= now.date())
    };
    let past_end = schedule
        .get(MilestoneKey::End)
        .is_some_and(|end| end.date < now.date());
    if !schedule.call_has_come {
        Phase::Notification
    } else if past_end {
        Phase::Feedback
    } else if reached(MilestoneKey::Start) {
        Phase::Fieldwork
    } else {
        Phase::Notification
    }
}

/// Which milestone cannot come before which.
const ORDER: [(MilestoneKey, MilestoneKey); 7] = [
    (MilestoneKey::Call, MilestoneKey::Start),
    (MilestoneKey::Start, MilestoneKey::End),
    (MilestoneKey::End, MilestoneKey::Draft),
    (MilestoneKey::Draft, MilestoneKey::Comments),
    (MilestoneKey::End, MilestoneKey::Final),
    (MilestoneKey::End, MilestoneKey::Publication),
    (MilestoneKey::Publication, MilestoneKey::Plan),
];

/// The operation that types a milestone's real date, or clears it so that its rule counts again. A date before the
/// milestone it follows, or after a typed one that follows it, is refused.
pub fn milestone(
    plan: &Plan,
    schedule: &Schedule,
    key: MilestoneKey,
    typed: Option<Typed>,
) -> Result<Operation, Failure> {
    let name = |key| {
        plan.milestone(key)
            .map_or(key.title(), |known| known.name.as_str())
    };
    if let Some(typed) = typed {
        let is_typed = |key| {
            plan.milestone(key)
                .is_some_and(|known| known.typed.is_some())
        };
        let wrong = ORDER.into_iter().find_map(|(first, then)| {
            let other = if key == then { first } else { then };
            let at = schedule.get(other)?.date;
            if moves_along(plan, other, key) {
                return None;
            }
            let is_wrong = (key == then && typed.at.date < at)
                || (key == first && is_typed(then) && typed.at.date > at);
            is_wrong.then_some((other, at))
        });
        if let Some((other, at)) = wrong {
            let side = if typed.at.date < at {
                "before"
            } else {
                "after"
            };
            return Err(Failure::usage(format!(
                "{} cannot be on {}, {side} {} on {}.",
                name(key),
                phrase::day(typed.at.date),
                name(other),
                phrase::day(at)
            ))
            .hint("Check both dates."));
        }
    }
    let mut operation = Operation::new(match typed {
        Some(typed) => format!("{} on {}", name(key), phrase::moment(typed.at)),
        None => format!("{} by its rule again", name(key)),
    });
    push_milestone(plan, key, typed, &mut operation)?;
    Ok(operation)
}

/// Whether nobody has typed `key` and it is counted from `anchor`.
fn moves_along(plan: &Plan, key: MilestoneKey, anchor: MilestoneKey) -> bool {
    plan.milestone(key).is_some_and(|known| {
        known.typed.is_none() && known.rule.is_some_and(|rule| rule.anchor == anchor)
    })
}

/// The operation that makes `date` a council closure day, or a working day again when it was one.
pub fn toggle_closure(plan: &Plan, date: Date) -> Operation {
    let known = plan
        .days_off()
        .find(|day| day.list == DayList::Closure && day.date == date);
    let said = phrase::day(date);
    if let Some(day) = known {
        Operation {
            label: format!("{said} is no closure day any more"),
            changes: vec![Change::Delete(Row::DayOff(day))],
        }
    } else {
        let name = Line::clipped("Council closed");
        let day = DayOff {
            list: DayList::Closure,
            date,
            name,
        };
        Operation {
            label: format!("{said} is a closure day"),
            changes: vec![Change::Create(Row::DayOff(day))],
        }
    }
}
