//! What an operation would do to the dates, before anything is saved: a comparison of two derivations.
//! It changes nothing and saves nothing.

use jiff::civil::DateTime;

use super::board::{Board, Schedule};
use super::change::Clash;
use super::id::TaskId;
use super::operation::Operation;
use super::plan::Plan;
use super::task::Phase;
use super::when::{MilestoneKey, Moment, When};

/// A task whose deadline moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moved {
    /// Which task.
    pub task: TaskId,
    /// Its deadline now.
    pub before: Option<Moment>,
    /// Its deadline afterwards.
    pub after: Option<Moment>,
}

/// A milestone that moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MovedMilestone {
    /// Which.
    pub key: MilestoneKey,
    /// When it is now.
    pub before: Option<Moment>,
    /// When it is afterwards.
    pub after: Option<Moment>,
}

/// What would be different.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Preview {
    /// Milestones that move, in their order.
    pub milestones: Vec<MovedMilestone>,
    /// Tasks whose deadline moves, in the order of their new deadlines.
    pub tasks: Vec<Moved>,
    /// Open tasks with a date somebody typed, which stays.
    pub fixed: usize,
    /// Those among the tasks that would be late at once.
    pub late: usize,
    /// Unfinished preparation that would be overtaken.
    pub overtaken: usize,
    /// Anchored deadlines that an odd date would have put outside the visit, held at its edge.
    pub held: usize,
    /// What is odd about the dates, in plain words.
    pub warnings: Vec<String>,
}

/// Compares `plan` with what it would be after `operation`, both at `now`.
pub fn preview(plan: &Plan, operation: &Operation, now: DateTime) -> Result<Preview, Clash> {
    let mut after = plan.clone();
    after.apply_all(&operation.changes)?;
    let (old, new) = (Board::of(plan, now), Board::of(&after, now));
    let mut preview = Preview {
        milestones: moved_milestones(plan, &old.schedule, &new.schedule),
        warnings: warnings(&after, &new.schedule),
        ..Preview::default()
    };
    for (at, task) in after.tasks().iter().enumerate() {
        let (before, after_due) = (old.standings[at].due, new.standings[at].due);
        if !task.status.is_open() {
            continue;
        }
        if before != after_due {
            preview.tasks.push(Moved {
                task: task.id,
                before,
                after: after_due,
            });
        }
        let late = new.standings[at].rating.late && !new.standings[at].overtaken;
        preview.late += usize::from(late && before != after_due);
        preview.fixed += usize::from(matches!(task.deadline.due, Some(When::At(_))));
        preview.overtaken += usize::from(new.standings[at].overtaken);
        preview.held += usize::from(is_held(
            &new.schedule,
            &after,
            task.place.phase,
            task.deadline.due,
            after_due,
        ));
    }
    preview.tasks.sort_by_key(|moved| moved.after);
    Ok(preview)
}

fn moved_milestones(plan: &Plan, old: &Schedule, new: &Schedule) -> Vec<MovedMilestone> {
    let moved = plan.milestones().iter().map(|milestone| {
        let key = milestone.key;
        MovedMilestone {
            key,
            before: old.get(key),
            after: new.get(key),
        }
    });
    moved.filter(|moved| moved.before != moved.after).collect()
}

fn is_held(
    schedule: &Schedule,
    plan: &Plan,
    phase: Phase,
    due: Option<When>,
    shown: Option<Moment>,
) -> bool {
    match due {
        Some(When::Rule(rule)) if phase != Phase::Feedback => schedule.resolve(rule, plan) != shown,
        _ => false,
    }
}

/// What is odd about the dates of `plan`, in plain words.
pub(super) fn warnings(plan: &Plan, schedule: &Schedule) -> Vec<String> {
    let mut warnings = Vec::new();
    for milestone in plan.milestones() {
        let Some(at) = schedule.get(milestone.key) else {
            continue;
        };
        if milestone.typed.is_some()
            && let Some(why) = plan.calendar().why_not_working(at.date)
        {
            warnings.push(format!(
                "{} is not a working day: {why}.",
                super::phrase::day(at.date)
            ));
        }
        if plan.calendar().beyond_data(at.date) {
            warnings.push(past_the_data(plan, at));
        }
    }
    warnings.dedup();
    warnings
}

/// Says that the bank holidays are not known that far.
fn past_the_data(plan: &Plan, at: Moment) -> String {
    let known = plan
        .calendar()
        .known_until()
        .map(|date| date.year().to_string())
        .unwrap_or_default();
    format!(
        "Bank holidays are known to the end of {known}; dates in {} may be a day or two early.",
        at.date.year()
    )
}
