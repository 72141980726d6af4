//! Everything that depends on the moment: milestones worked out, deadlines, RAG, counts.
//! Derived from a plan and a "now" that is passed in, and never stored.

use jiff::civil::DateTime;

use super::calendar::days_between;
use super::checks::{self, Checks, Crowd};
use super::effort;
use super::inspection::{Milestone, Policy};
use super::plan::Plan;
use super::rating::{self, Facts, Rating, Shown};
use super::task::{Phase, Task};
use super::when::{MilestoneKey, Moment, Roll, Rule, When};

/// The milestones, worked out: typed dates first, rules where nobody has typed one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Schedule {
    moments: [Option<Moment>; MilestoneKey::ALL.len()],
    /// The call is a recorded fact, and its time has passed.
    pub call_has_come: bool,
    /// The call is only expected, so every anchored date is provisional.
    pub provisional: bool,
}

impl Schedule {
    /// Works the milestones of `plan` out at `now`. A rule whose anchor has no date gives none.
    pub fn of(plan: &Plan, now: DateTime) -> Self {
        let mut schedule = Self::default();
        for milestone in plan.milestones() {
            schedule.moments[milestone.key as usize] = milestone.typed.map(|typed| typed.at);
        }
        // Each round settles at least one milestone, so as many rounds as milestones are enough.
        for _round in MilestoneKey::ALL {
            for milestone in plan.milestones() {
                schedule.settle(plan, milestone);
            }
        }
        let expected = is_expected(plan);
        let call = schedule.get(MilestoneKey::Call);
        schedule.provisional = expected == Some(true);
        schedule.call_has_come = expected == Some(false)
            && call.is_some_and(|at| at.date.to_datetime(at.time.unwrap_or_default()) <= now);
        schedule
    }

    fn settle(&mut self, plan: &Plan, milestone: &Milestone) {
        let slot = milestone.key as usize;
        if let (None, Some(rule)) = (self.moments[slot], milestone.rule)
            && let Some(anchor) = self.moments[rule.anchor as usize]
        {
            // A visit cannot begin before the day that was said; everything else keeps on the safe side.
            let roll = if milestone.key == MilestoneKey::Start {
                Roll::Forward
            } else {
                Roll::Back
            };
            self.moments[slot] = Some(rule.resolve(anchor, plan.calendar(), roll));
        }
    }

    /// When the milestone is, if that can be told.
    pub fn get(&self, key: MilestoneKey) -> Option<Moment> {
        self.moments[key as usize]
    }

    /// When a rule falls, if its milestone has a date.
    pub fn resolve(&self, rule: Rule, plan: &Plan) -> Option<Moment> {
        Some(rule.resolve(self.get(rule.anchor)?, plan.calendar(), Roll::Back))
    }

    /// When the deadline of a task in `phase` falls. What hangs from the call in the notification phase is held at the
    /// first day on site, so that the off-site week's work ends with it, whichever day the call came.
    pub fn deadline(&self, when: When, phase: Phase, plan: &Plan) -> Option<Moment> {
        let rule = match when {
            When::At(moment) => return Some(moment),
            When::Rule(rule) => rule,
        };
        let mut due = self.resolve(rule, plan)?;
        if let (Phase::Notification, MilestoneKey::Call, Some(start)) =
            (phase, rule.anchor, self.get(MilestoneKey::Start))
        {
            due.date = due.date.min(start.date);
        }
        Some(due)
    }
}

/// Whether the call that somebody typed is only expected; of a call that is counted from a milestone, whether that is.
fn is_expected(plan: &Plan) -> Option<bool> {
    let call = plan.milestone(MilestoneKey::Call)?;
    let counted_from = || plan.milestone(call.rule?.anchor)?.typed;
    call.typed.or_else(counted_from).map(|typed| typed.expected)
}

/// How one task stands at the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Standing {
    /// By when, worked out.
    pub due: Option<Moment>,
    /// From when, worked out.
    pub from: Option<Moment>,
    /// Calendar days from today to the due day, negative when past.
    pub days: Option<i32>,
    /// Working days in (today, due], negative when past.
    pub working_days: Option<i32>,
    /// A task it needs is not finished.
    pub blocked: bool,
    /// Unfinished work for before the call, and the call has come.
    pub overtaken: bool,
    /// Its RAG.
    pub rating: Rating,
    /// What about it wants a second look.
    pub checks: Checks,
}

impl Standing {
    /// Whether it is late, or shows red.
    pub fn is_urgent(&self) -> bool {
        self.rating.late || self.rating.shown == Shown::Red
    }
}

/// A plan as it stands at one moment. `standings` runs beside `plan.tasks()`.
#[derive(Debug, Clone, Default)]
pub struct Board {
    /// The moment, local time in England.
    pub now: DateTime,
    /// The milestones.
    pub schedule: Schedule,
    /// One for each task, in the same order.
    pub standings: Vec<Standing>,
    /// The hours in which one person has too much due.
    pub crowds: Vec<Crowd>,
}

impl Board {
    /// Derives everything from `plan` at `now`.
    pub fn of(plan: &Plan, now: DateTime) -> Self {
        Self::under(&plan.inspection().policy, plan, now)
    }

    /// The same, as if `policy` were the plan's.
    pub fn under(policy: &Policy, plan: &Plan, now: DateTime) -> Self {
        effort::spend(plan.tasks().len());
        let schedule = Schedule::of(plan, now);
        let mut standings: Vec<Standing> = plan
            .tasks()
            .iter()
            .map(|task| stand(task, plan, policy, &schedule, now))
            .collect();
        let crowds = checks::find(plan, policy, &schedule, now, &mut standings);
        Self {
            now,
            schedule,
            standings,
            crowds,
        }
    }

    /// How the tasks at these positions stand at `now`, without the checks.
    pub fn some<'p>(
        plan: &'p Plan,
        now: DateTime,
        positions: impl IntoIterator<Item = usize> + 'p,
    ) -> impl Iterator<Item = (&'p Task, Standing)> + 'p {
        let schedule = Schedule::of(plan, now);
        let policy = &plan.inspection().policy;
        positions.into_iter().map(move |at| {
            let task = &plan.tasks()[at];
            (task, stand(task, plan, policy, &schedule, now))
        })
    }

    /// One sentence on why the task at this position shows what it shows.
    pub fn explain(&self, plan: &Plan, at: usize) -> String {
        let facts = self.facts(plan, at);
        rating::explain(&plan.tasks()[at], &facts, &plan.inspection().policy)
    }

    /// What its computed RAG rests on, whatever a person judged.
    pub fn computed_because(&self, plan: &Plan, at: usize) -> String {
        let (facts, late) = (self.facts(plan, at), self.standings[at].rating.late);
        rating::computed_because(&plan.tasks()[at], &facts, &plan.inspection().policy, late)
    }

    /// How many working days ago a person judged it, if anybody did.
    pub fn judged_ago(&self, plan: &Plan, at: usize) -> Option<i32> {
        self.facts(plan, at).judged_ago
    }

    fn facts(&self, plan: &Plan, at: usize) -> Facts {
        facts(&plan.tasks()[at], &self.standings[at], plan, self.now)
    }

    /// How many of the tasks at these positions there are of each sort.
    pub fn tally_of(&self, plan: &Plan, positions: &[u32]) -> Tally {
        let mut tally = Tally::default();
        for at in positions.iter().map(|at| *at as usize) {
            tally.count(&plan.tasks()[at], &self.standings[at]);
        }
        tally
    }

    /// How many tasks there are of each sort, phase by phase.
    pub fn tallies(&self, plan: &Plan) -> [Tally; 3] {
        effort::spend(self.standings.len());
        let mut tallies = [Tally::default(); 3];
        for (task, standing) in plan.tasks().iter().zip(&self.standings) {
            tallies[task.place.phase as usize].count(task, standing);
        }
        tallies
    }
}

fn stand(
    task: &Task,
    plan: &Plan,
    policy: &Policy,
    schedule: &Schedule,
    now: DateTime,
) -> Standing {
    let work_out = |when: Option<When>| schedule.deadline(when?, task.place.phase, plan);
    let due = work_out(task.deadline.due);
    let today = now.date();
    let mut standing = Standing {
        due,
        from: work_out(task.deadline.from),
        days: due.map(|due| days_between(today, due.date)),
        working_days: due.map(|due| plan.calendar().working_days(today, due.date)),
        blocked: task.status.is_open() && is_blocked(task, plan),
        overtaken: schedule.call_has_come && task.is_preparation() && task.status.is_open(),
        rating: Rating::default(),
        checks: Checks::default(),
    };
    standing.rating = rating::rate(task, &facts(task, &standing, plan, now), policy);
    standing
}

fn is_blocked(task: &Task, plan: &Plan) -> bool {
    task.needs()
        .any(|need| plan.task(need).is_some_and(|need| need.status.is_open()))
}

fn facts(task: &Task, standing: &Standing, plan: &Plan, now: DateTime) -> Facts {
    Facts {
        now,
        due: standing.due,
        days: standing.days,
        working_days: standing.working_days,
        blocked: standing.blocked,
        overtaken: standing.overtaken,
        judged_ago: task
            .judgement
            .as_ref()
            .map(|j| plan.calendar().working_days(j.at.date(), now.date())),
    }
}

/// How many tasks there are of each sort. Not-needed tasks count nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// All that have to be done.
    pub total: usize,
    /// Done.
    pub complete: usize,
    /// Shown red.
    pub red: usize,
    /// Shown amber.
    pub amber: usize,
    /// Shown green.
    pub green: usize,
    /// Open without a RAG, overtaken ones apart.
    pub unrated: usize,
    /// Open, and their time has passed.
    pub late: usize,
    /// Open, with nobody to answer for them, overtaken ones apart.
    pub unowned: usize,
    /// Unfinished work for before a call that has come.
    pub overtaken: usize,
}

impl Tally {
    fn count(&mut self, task: &Task, standing: &Standing) {
        if task.status == super::task::Status::NotNeeded {
            return;
        }
        self.total += 1;
        self.late += usize::from(standing.rating.late);
        if standing.overtaken {
            self.overtaken += 1;
            return;
        }
        self.unowned += usize::from(task.status.is_open() && task.owner.is_none());
        match standing.rating.shown {
            Shown::Red => self.red += 1,
            Shown::Amber => self.amber += 1,
            Shown::Green => self.green += 1,
            Shown::None => self.unrated += 1,
            Shown::Complete => self.complete += 1,
        }
    }

    /// All of them together.
    pub fn sum(tallies: &[Tally]) -> Tally {
        let add = |of: fn(&Tally) -> usize| tallies.iter().map(of).sum();
        Tally {
            total: add(|tally| tally.total),
            complete: add(|tally| tally.complete),
            red: add(|tally| tally.red),
            amber: add(|tally| tally.amber),
            green: add(|tally| tally.green),
            unrated: add(|tally| tally.unrated),
            late: add(|tally| tally.late),
            unowned: add(|tally| tally.unowned),
            overtaken: add(|tally| tally.overtaken),
        }
    }

    /// Complete of total, in whole per cent, rounded down.
    pub fn percent(&self) -> usize {
        (self.complete * 100).checked_div(self.total).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::change::Change;
    use crate::domain::edit::{self, Author, Call, Patch, record_call};
    use crate::domain::id::Ids;
    use crate::domain::task::{Element, Status};
    use crate::domain::template::{Start, Template};
    use crate::domain::text::Line;

    /// The standard plan, called on Monday 8 June 2026, with inspectors on site from the Monday after.
    fn called() -> (Plan, Schedule) {
        let template = Template::named("standard").unwrap();
        let mut plan = template
            .plan(&Start::default(), &mut Ids::new(1, 1))
            .unwrap();
        let now = date(2026, 6, 8).at(9, 0, 0, 0);
        let author = Author {
            who: Line::default(),
            now,
        };
        let call = record_call(&plan, &Call::came(now), &author).unwrap();
        plan.apply_all(&call.changes).unwrap();
        let schedule = Schedule::of(&plan, now);
        (plan, schedule)
    }

    #[test]
    fn a_need_holds_a_task_up_until_it_has_ended_either_way() {
        let (mut plan, schedule) = called();
        let (task, need) = (plan.tasks()[0].id, plan.tasks()[1].id);
        let add = Change::Add {
            task,
            element: Element::Need(need),
        };
        plan.apply(&add).unwrap();
        let now = date(2026, 6, 8).at(10, 0, 0, 0);
        for (status, expected) in [
            (Status::NotStarted, true),
            (Status::InProgress, true),
            (Status::Done { at: now }, false),
            (Status::NotNeeded, false),
        ] {
            let mut plan = plan.clone();
            let patch = Patch::status(status.clone());
            let operation = edit::patch(&plan, &[need], &patch).unwrap();
            plan.apply_all(&operation.changes).unwrap();
            let at = plan.position(task).unwrap();
            let policy = &plan.inspection().policy;
            let standing = stand(&plan.tasks()[at], &plan, policy, &schedule, now);
            assert_eq!(standing.blocked, expected, "{status:?}");
        }
    }

    #[test]
    fn what_hangs_from_the_call_ends_with_the_off_site_week() {
        let (plan, schedule) = called();
        let falls = |rule: &str, phase| {
            let when = When::Rule(rule.parse().unwrap());
            schedule.deadline(when, phase, &plan).unwrap().date
        };
        for (rule, phase, expected) in [
            ("call+3wd", Phase::Notification, date(2026, 6, 11)),
            ("call+5wd", Phase::Notification, date(2026, 6, 15)),
            ("call+9wd", Phase::Notification, date(2026, 6, 15)),
            ("call+9wd", Phase::Fieldwork, date(2026, 6, 19)),
            ("start+2wd", Phase::Notification, date(2026, 6, 17)),
        ] {
            assert_eq!(falls(rule, phase), expected, "{rule} {phase:?}");
        }
        let typed = When::At(Moment::day(date(2026, 6, 19)));
        let typed = schedule.deadline(typed, Phase::Notification, &plan);
        assert_eq!(typed, Some(Moment::day(date(2026, 6, 19))));
    }
}
