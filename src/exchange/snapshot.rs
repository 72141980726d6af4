//! All that a file holds, as plain values to be written and read back without loss. It keeps no history.

use serde::{Deserialize, Serialize};

use crate::domain::change::DayOff;
use crate::domain::inspection::{Inspection, Milestone, Person};
use crate::domain::numbers::Numbers;
use crate::domain::plan::Plan;
use crate::domain::records::Filed;
use crate::domain::task::Task;

/// What a file holds, in the order in which it refers to itself. Its tasks are its own, or those of a plan (`&Task`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot<T = Task> {
    /// What the file is about, with its policy.
    pub inspection: Inspection,
    /// Everybody.
    pub people: Vec<Person>,
    /// The milestones, with their rules and typed dates.
    pub milestones: Vec<Milestone>,
    /// Bank holidays and closure days.
    pub days_off: Vec<DayOff>,
    /// What is kept beside them: briefs that were made, saved views, absences.
    #[serde(default)]
    pub records: Vec<Filed>,
    /// The numbers the next refs carry, by phase.
    pub next_numbers: [u32; 3],
    /// The numbers the next records carry, by kind.
    #[serde(flatten)]
    pub numbers: Numbers,
    /// The tasks.
    pub tasks: Vec<T>,
}

impl<T> Snapshot<T> {
    /// What `plan` holds, but with these tasks.
    fn with(plan: &Plan, tasks: Vec<T>) -> Self {
        let records = plan.records().map(|(id, record)| Filed {
            id,
            record: record.clone(),
        });
        Self {
            inspection: plan.inspection().clone(),
            people: plan.people().to_vec(),
            milestones: plan.milestones().to_vec(),
            days_off: plan.days_off().collect(),
            records: records.collect(),
            next_numbers: plan.next_numbers(),
            numbers: plan.numbers(),
            tasks,
        }
    }
}

impl<'a> Snapshot<&'a Task> {
    /// What `plan` holds, with only the tasks at these positions, where they stand.
    pub fn view(plan: &'a Plan, positions: &[u32]) -> Self {
        let tasks = positions.iter().map(|at| &plan.tasks()[*at as usize]);
        Self::with(plan, tasks.collect())
    }
}

impl Snapshot {
    /// What `plan` holds, with only the tasks at these positions.
    pub fn of(plan: &Plan, positions: &[u32]) -> Self {
        let tasks = positions
            .iter()
            .map(|at| plan.tasks()[*at as usize].clone());
        Self::with(plan, tasks.collect())
    }

    /// The plan that holds this.
    pub fn into_plan(self) -> Plan {
        let Self {
            inspection,
            people,
            milestones,
            days_off,
            records,
            next_numbers,
            numbers,
            tasks,
        } = self;
        Plan::from_rows(
            inspection,
            people,
            milestones,
            days_off,
            tasks,
            next_numbers,
        )
        .with_records(records)
        .with_numbers(&numbers)
    }
}
