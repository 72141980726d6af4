//! The checklist as a paper: every task that was asked for, phase by phase.

use super::{Block, Facts, Report, Table, Value, headings};
use crate::domain::agenda::Agenda;
use crate::domain::rating::count;
use crate::domain::task::Phase;

/// The tasks at these positions, in order, a table for each phase.
pub fn make(facts: &Facts<'_>, positions: &[u32]) -> Report {
    let agenda = Agenda::of(facts.plan, facts.board);
    let mut report = facts.report("Readiness checklist");
    report.blocks = vec![Block::Paragraph(facts.situation(&agenda)), facts.bars()];
    for phase in Phase::ALL {
        let rows: Vec<Vec<Value>> = positions
            .iter()
            .filter(|at| facts.task(**at).0.place.phase == phase)
            .map(|at| row(facts, *at))
            .collect();
        if rows.is_empty() {
            continue;
        }
        report.blocks.push(Block::Heading(phase.title().to_owned()));
        report.blocks.push(Block::Table(Table {
            caption: count(rows.len() as i32, "task"),
            headings: headings([
                "RAG", "Ref", "Section", "Task", "Owner", "Due", "Status", "Note",
            ]),
            rows,
            names: 3,
        }));
    }
    report
}

fn row(facts: &Facts<'_>, at: u32) -> Vec<Value> {
    let (task, standing) = facts.task(at);
    vec![
        facts.rag(standing),
        Value::Text(task.reference.to_string()),
        Value::Text(task.place.section.to_string()),
        Value::Text(task.title.to_string()),
        Value::Text(facts.owner_name(task)),
        if task.status.is_open() {
            facts.when(standing)
        } else {
            Value::Text(String::new())
        },
        Value::Text(task.status.words()),
        Value::Text(task.note.to_string()),
    ]
}
