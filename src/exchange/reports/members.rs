//! The paper for elected members: where the council stands, in plain words and numbers, with the dates that matter and
//! the main risks. It names no member of staff.

use super::{Audience, Block, Facts, Report, Table, Value, counted, cut_rows, headings};
use crate::domain::agenda::Agenda;
use crate::domain::phrase;
use crate::domain::rating::{Shown, count};
use crate::domain::scrub::Scrubber;
use crate::domain::task::Phase;
use crate::domain::when::Moment;

pub(super) const AUDIENCE: Audience = Audience {
    name: "members",
    about: "For elected members: where we stand, no staff names",
    make,
};

/// Risks listed before "and 3 more".
const MOST_RISKS: usize = 8;

/// How every paper for people outside begins.
pub(super) fn where_we_stand(facts: &Facts<'_>, agenda: &Agenda) -> Vec<Block> {
    vec![
        Block::Heading("Where we stand".to_owned()),
        Block::Paragraph(facts.situation(agenda)),
        facts.bars(),
        Block::Table(phases(facts)),
    ]
}

fn make(facts: &Facts<'_>) -> Report {
    let agenda = Agenda::of(facts.plan, facts.board);
    let scrubber = Scrubber::of(facts.plan);
    let mut report = facts.report("Inspection readiness: briefing for elected members");
    report.blocks = where_we_stand(facts, &agenda);
    report.blocks.extend([
        Block::Heading("What has changed".to_owned()),
        Block::Paragraph(changed(facts)),
        Block::Heading("Main risks".to_owned()),
        risks(facts, &scrubber, MOST_RISKS),
        Block::Heading("Key dates".to_owned()),
        Block::Table(facts.key_dates()),
        Block::Paragraph(key(facts)),
    ]);
    report.without_names(&scrubber)
}

/// What the letters mean, for readers who do not see them every day.
pub(super) fn key(facts: &Facts<'_>) -> String {
    let policy = &facts.plan.inspection().policy;
    let said = |shown| format!("{} {}", policy.letter(shown), policy.word(shown));
    format!(
        "{}: late, or will be unless someone acts now. {}: at risk, and we know what to do. {}: on track. {}: {}.",
        said(Shown::Red),
        said(Shown::Amber),
        said(Shown::Green),
        policy.letter(Shown::Complete),
        policy.word(Shown::Complete)
    )
}

/// The RAG of each phase in numbers.
fn phases(facts: &Facts<'_>) -> Table {
    let tallies = facts.board.tallies(facts.plan);
    let phases = Phase::ALL.into_iter();
    let rows = phases.map(|phase| (phase.title().to_owned(), &tallies[phase as usize]));
    let (headings, rows) = counted(facts, "Phase", rows);
    Table {
        caption: "Tasks by phase of the inspection".to_owned(),
        headings,
        rows,
        names: 0,
    }
}

/// What has changed since the last paper, in numbers.
pub(super) fn changed(facts: &Facts<'_>) -> String {
    let Some(since) = facts.since else {
        return "This is the first briefing.".to_owned();
    };
    let number = |list: usize, what: &str| format!("{list} {what}");
    format!(
        "Since the briefing of {}: {}, {}, {}, {}.",
        phrase::moment(Moment::at(since.at.date(), since.at.time())),
        number(since.closed.len(), "completed"),
        number(since.new.len(), "added"),
        number(
            since.turned_red.len(),
            &format!("turned {}", facts.word(Shown::Red))
        ),
        number(since.slipped.len(), "put off to a later date"),
    )
}

/// The reds, each with the role that answers for it.
pub(super) fn risks(facts: &Facts<'_>, scrubber: &Scrubber, most: usize) -> Block {
    let reds = facts.shown(Shown::Red);
    if reds.is_empty() {
        return Block::Paragraph(format!("Nothing is rated {}.", facts.word(Shown::Red)));
    }
    let headings = headings(["RAG", "Risk", "Who answers for it", "Due"]);
    let mut rows: Vec<Vec<Value>> = reds
        .iter()
        .map(|at| {
            let (task, standing) = facts.task(*at);
            let role = facts.owner(task).map_or("nobody yet".to_owned(), |person| {
                let role = person.roles().next();
                role.map_or("a named officer".to_owned(), str::to_owned)
            });
            vec![
                facts.rag(standing),
                Value::Text(scrubber.clean(task.title.as_str())),
                Value::Text(scrubber.clean(&role)),
                facts.when(standing),
            ]
        })
        .collect();
    cut_rows(&mut rows, most, headings.len(), 1);
    Block::Table(Table {
        caption: format!(
            "{} rated {}",
            count(reds.len() as i32, "task"),
            facts.word(Shown::Red)
        ),
        headings,
        rows,
        names: 1,
    })
}
