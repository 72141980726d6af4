//! What cannot all be done: somebody is away when a task of theirs is due and nobody covers, or has too much due in one
//! hour. Both are found by [`checks`]; here they are one list, a person and a day at a time.

use std::collections::{BTreeMap, HashSet};

use jiff::civil::Date;

use super::absence;
use super::board::Board;
use super::checks::{self, Check};
use super::id::PersonId;
use super::plan::Plan;

/// Something that cannot all be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    /// By whom.
    pub owner: PersonId,
    /// On which day.
    pub day: Date,
    /// The tasks it is about, as positions in the plan.
    pub tasks: Vec<u32>,
    /// All of it in one sentence, without its full stop: "Tom Bell is away on Tue 8 Dec, and there is no deputy: FW-03".
    pub text: String,
}

/// Every clash from today on, by day; on one day absences come first.
pub fn all(plan: &Plan, board: &Board) -> Vec<Clash> {
    let today = board.now.date();
    let mut away: BTreeMap<(Date, String), (PersonId, Vec<u32>)> = BTreeMap::new();
    for (at, (task, standing)) in (0..).zip(plan.tasks().iter().zip(&board.standings)) {
        if !standing.checks.has(Check::Uncovered) {
            continue;
        }
        if let (Some(owner), Some(due)) = (task.owner, standing.due)
            && let Some(words) = absence::clash(plan, task, due.date, today)
        {
            let clash = away.entry((due.date, words)).or_insert((owner, Vec::new()));
            clash.1.push(at);
        }
    }
    let away = away
        .into_iter()
        .map(|((day, words), (owner, tasks))| Clash {
            owner,
            day,
            text: format!("{words}: {}", checks::refs(plan, &tasks)),
            tasks,
        });
    let crowds = board.crowds.iter().map(|crowd| Clash {
        owner: crowd.owner,
        day: crowd.hour.date(),
        text: format!(
            "{}: {}",
            crowd.says(plan, today),
            checks::refs(plan, &crowd.tasks)
        ),
        tasks: crowd.tasks.clone(),
    });
    let mut clashes: Vec<Clash> = away.chain(crowds).collect();
    clashes.sort_by_key(|clash| clash.day);
    clashes
}

/// The same, as far as they are about the tasks at `positions`.
pub fn among(plan: &Plan, board: &Board, positions: &[u32]) -> Vec<Clash> {
    let mut clashes = all(plan, board);
    if positions.len() < plan.tasks().len() {
        let among: HashSet<u32> = positions.iter().copied().collect();
        clashes.retain(|clash| clash.tasks.iter().any(|at| among.contains(at)));
    }
    clashes
}
