//! Chase lists: what one owner has to do, said to them, to be pasted into an email or a chat. Late first, then red, then
//! by date; short sentences, no tables.

use super::team::{by_owner, open_of};
use super::{Audience, Block, Facts, Report};
use crate::domain::id::PersonId;
use crate::domain::inspection::Person;
use crate::domain::phrase;
use crate::domain::rating::Shown;

pub(super) const AUDIENCE: Audience = Audience {
    name: "owner",
    about: "A chase list for every owner",
    make,
};

fn make(facts: &Facts<'_>) -> Report {
    let mut report = facts.report("Chase lists");
    for (owner, list) in by_owner(facts) {
        let person = owner.and_then(|id| facts.plan.person(id));
        let name = person.map_or("Nobody", Person::label).to_owned();
        report.blocks.push(Block::Heading(name));
        report
            .blocks
            .push(Block::Paragraph(opening(facts, person, &list)));
        report.blocks.push(Block::Items(lines(facts, &list)));
    }
    if report.blocks.is_empty() {
        report
            .blocks
            .push(Block::Paragraph("Nothing is left to chase.".to_owned()));
    }
    report
}

/// The chase list of one owner, ready to be sent: "Jo, these 9 are with you. 1 is late."
pub fn message(facts: &Facts<'_>, owner: Option<PersonId>) -> String {
    let list = open_of(facts, owner);
    let person = owner.and_then(|id| facts.plan.person(id));
    let mut text = opening(facts, person, &list);
    text.push('\n');
    for line in lines(facts, &list) {
        text.push_str("- ");
        text.push_str(&line);
        text.push('\n');
    }
    text
}

/// How many tasks the list of this owner has.
pub fn length(facts: &Facts<'_>, owner: Option<PersonId>) -> usize {
    open_of(facts, owner).len()
}

/// The owners who have something open, nobody last.
pub fn owners(facts: &Facts<'_>) -> Vec<Option<PersonId>> {
    by_owner(facts)
        .into_iter()
        .map(|(owner, _)| owner)
        .collect()
}

fn opening(facts: &Facts<'_>, person: Option<&Person>, list: &[u32]) -> String {
    let name = person.map(|person| {
        let first = person
            .name
            .as_ref()
            .and_then(|name| name.as_str().split(' ').next());
        first.map_or(person.label(), |first| first).to_owned()
    });
    let late = list
        .iter()
        .filter(|at| facts.task(**at).1.rating.late)
        .count();
    let late = match late {
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
fn lines(facts: &Facts<'_>, list: &[u32]) -> Vec<String> {
    let mut list = list.to_vec();
    // The order by date stays within each.
    list.sort_by_key(|at| {
        let rating = facts.task(*at).1.rating;
        (!rating.late, rating.shown != Shown::Red)
    });
    let lines = list.iter().map(|at| {
        let (task, standing) = facts.task(*at);
        let now = facts.board.now;
        let word = match standing.rating.shown {
            _ if standing.rating.late => "Late: ".to_owned(),
            shown @ (Shown::Red | Shown::Amber) => format!("{}: ", facts.heading(shown)),
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
