//! The team list: who has what to do, person by person, what is late first.

use super::{Audience, Block, Facts, Report, Table, Value, headings};
use crate::domain::agenda::Agenda;
use crate::domain::chase;
use crate::domain::order::{self, SortKey};
use crate::domain::rating::count;

pub(super) const AUDIENCE: Audience = Audience {
    name: "team",
    about: "Who has what to do, person by person",
    make,
};

fn make(facts: &Facts<'_>) -> Report {
    let agenda = Agenda::of(facts.plan, facts.board);
    let mut report = facts.report("Team list");
    report.blocks = vec![Block::Paragraph(facts.situation(&agenda))];
    for (owner, mut list) in chase::lists(facts.plan, facts.board) {
        order::sort(&mut list, SortKey::Due, facts.plan, facts.board);
        let name = owner.and_then(|id| facts.plan.person(id)).map_or(
            "Nobody has these".to_owned(),
            |person| {
                if person.name.is_some() && !person.role.is_empty() {
                    format!("{}, {}", person.label(), person.role)
                } else {
                    person.label().to_owned()
                }
            },
        );
        report.blocks.push(Block::Heading(name));
        report.blocks.push(Block::Table(table(facts, &list)));
    }
    if report.blocks.len() == 1 {
        report
            .blocks
            .push(Block::Paragraph("Nothing is left to do.".to_owned()));
    }
    report
}

fn table(facts: &Facts<'_>, list: &[u32]) -> Table {
    let rows = list.iter().map(|at| {
        let (task, standing) = facts.task(*at);
        vec![
            facts.rag(standing),
            Value::Text(task.reference.to_string()),
            Value::Text(task.title.to_string()),
            facts.when(standing),
            Value::Text(task.status.words()),
        ]
    });
    Table {
        caption: count(list.len() as i32, "open task"),
        headings: headings(["RAG", "Ref", "Task", "Due", "Status"]),
        rows: rows.collect(),
        names: 2,
    }
}
