//! What was agreed in a meeting: each decision with its time and who wrote it down. It becomes an operation here; where
//! it is shown, and who acts on it, is for others.

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

use super::edit::{self, Author};
use super::failure::Failure;
use super::id::Ids;
use super::operation::Operation;
use super::plan::Plan;
use super::records::{self, Record, RecordId};
use super::text::Line;

/// Something that was agreed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// What, in the words of the meeting.
    pub decision: Line,
    /// When it was written down, local time in England.
    pub at: DateTime,
    /// Who wrote it down.
    pub who: Line,
}

/// The operation that writes a decision down. Refuses an empty one.
pub fn decide(text: &str, author: &Author, ids: &mut Ids) -> Result<Operation, Failure> {
    let decision = edit::line(text, "The decision")?;
    if decision.is_empty() {
        return Err(Failure::usage("Type what was agreed.")
            .hint("For example: Ravi takes lists 4 and 7, today 15:00"));
    }
    let label = format!("agreed: {decision}");
    let made = Decision {
        decision,
        at: author.now,
        who: author.who.clone(),
    };
    Ok(Operation {
        label,
        changes: vec![records::create(
            RecordId(ids.next_id()),
            Record::Decision(made),
        )],
    })
}

/// All decisions, the oldest first.
pub fn all(plan: &Plan) -> Vec<&Decision> {
    let mut all: Vec<(RecordId, &Decision)> = plan
        .records()
        .filter_map(|(id, record)| match record {
            Record::Decision(decision) => Some((id, decision)),
            _ => None,
        })
        .collect();
    all.sort_by_key(|(id, decision)| (decision.at, *id));
    all.into_iter().map(|(_, decision)| decision).collect()
}

/// Those of one day, the oldest first.
pub fn on(plan: &Plan, day: Date) -> Vec<&Decision> {
    let mut found = all(plan);
    found.retain(|decision| decision.at.date() == day);
    found
}
