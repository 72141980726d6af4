//! The team list: who has what to do, person by person, what is late first.

use super::{Audience, Block, Facts, Report, Table, Value, headings};
use crate::domain::agenda::Agenda;
use crate::domain::id::PersonId;
use crate::domain::order::{self, SortKey};
use crate::domain::rating::count;
use crate::domain::text::fold;

pub(super) const AUDIENCE: Audience = Audience {
    name: "team",
    about: "Who has what to do, person by person",
    make,
};

fn make(facts: &Facts<'_>) -> Report {
    let agenda = Agenda::of(facts.plan, facts.board);
    let mut report = facts.report("Team list");
    report.blocks = vec![Block::Paragraph(facts.situation(&agenda))];
    for (owner, list) in by_owner(facts) {
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

/// Open tasks by owner, people by name, nobody last; each list by how soon it is due.
pub(super) fn by_owner(facts: &Facts<'_>) -> Vec<(Option<PersonId>, Vec<u32>)> {
    let mut people: Vec<_> = facts.plan.people().iter().collect();
    people.sort_by_cached_key(|person| (person.name.is_none(), fold(person.label())));
    let owners = people
        .into_iter()
        .map(|person| Some(person.id))
        .chain([None]);
    let lists = owners.map(|owner| (owner, open_of(facts, owner)));
    lists.filter(|(_, list)| !list.is_empty()).collect()
}

/// What this owner has open, by how soon it is due. Overtaken work is nobody's to chase.
pub(super) fn open_of(facts: &Facts<'_>, owner: Option<PersonId>) -> Vec<u32> {
    let mut list: Vec<u32> = (0..facts.plan.tasks().len() as u32)
        .filter(|at| {
            let (task, standing) = facts.task(*at);
            task.owner == owner && task.status.is_open() && !standing.overtaken
        })
        .collect();
    order::sort(&mut list, SortKey::Due, facts.plan, facts.board);
    list
}

fn table(facts: &Facts<'_>, list: &[u32]) -> Table {
    let rows = list.iter().map(|at| {
        let (task, standing) = facts.task(*at);
        vec![
            facts.rag(standing),
            Value::Text(task.reference.to_string()),
            Value::Text(task.title.to_string()),
            Value::Text(facts.due(standing)),
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
