//! The request log: every request of the inspectors with its answers, in the order of their numbers, with what is owed
//! first said in a sentence. For the inspectors' coordinator and for the file; it names who answers.

use super::{Audience, Block, Facts, Report, Table, Value, headings};
use crate::domain::enquiries;
use crate::domain::phrase;
use crate::domain::requests::log::{self, Entry, Log};
use crate::domain::requests::{self, Reference, Request};
use crate::domain::text::capital;
use crate::domain::when::Moment;

pub(super) const AUDIENCE: Audience = Audience {
    name: "requests",
    about: "What inspectors asked for, and what was sent",
    make,
};

fn make(facts: &Facts<'_>) -> Report {
    let log = Log::of(facts.plan, facts.board.now);
    let mut report = facts.report("Request log");
    if log.entries.is_empty() {
        let none = "Inspectors have asked for nothing yet.".to_owned();
        report.blocks.push(Block::Paragraph(none));
        return report;
    }
    let counts = capital(&log.counts.words());
    report.blocks.push(Block::Paragraph(format!("{counts}.")));
    report.blocks.push(Block::Table(table(facts, &log)));
    let answered = requests::all(facts.plan).into_iter();
    let items = answered.flat_map(|(_, name, request)| {
        let lines = log::answers(request).into_iter();
        lines.map(move |line| format!("{name}: {line}"))
    });
    let items: Vec<String> = items.collect();
    if !items.is_empty() {
        report
            .blocks
            .push(Block::Heading("What was sent".to_owned()));
        report.blocks.push(Block::Items(items));
    }
    let lines = enquiries::Board::of(facts.plan);
    if let Some(hardest) = lines.hardest() {
        report
            .blocks
            .push(Block::Heading("Lines of enquiry".to_owned()));
        report.blocks.push(Block::Paragraph(format!("{hardest}.")));
        let items = lines
            .lines
            .iter()
            .map(|line| format!("{}: {}", line.name, line.probe.words()));
        report.blocks.push(Block::Items(items.collect()));
    }
    report
}

fn table(facts: &Facts<'_>, log: &Log) -> Table {
    let all = requests::all(facts.plan);
    let rows = all.iter().filter_map(|(id, name, request)| {
        let entry = log.entries.iter().find(|entry| entry.id == *id)?;
        Some(row(facts, *name, request, entry))
    });
    Table {
        caption: "Requests".to_owned(),
        headings: headings([
            "RAG",
            "No",
            "Asked",
            "By",
            "Request",
            "Owner",
            "Promised",
            "How it stands",
        ]),
        rows: rows.collect(),
        names: 4,
    }
}

fn row(facts: &Facts<'_>, name: Reference, request: &Request, entry: &Entry) -> Vec<Value> {
    let now = facts.board.now;
    let short = |at| phrase::moment_short(at, now.date());
    let stands = if entry.owed {
        format!(
            "{}, {}",
            request.stands(),
            log::time_words(request, entry, now)
        )
    } else {
        log::time_words(request, entry, now)
    };
    vec![
        Value::Rag(
            facts
                .plan
                .inspection()
                .policy
                .called(entry.shown)
                .into_owned(),
        ),
        Value::Text(name.to_string()),
        Value::Text(short(Moment::from(request.asked.local))),
        Value::Text(request.asked_by.to_string()),
        Value::Text(request.title()),
        Value::Text(facts.plan.label_of(request.owner).to_owned()),
        Value::Text(request.promised.map(short).unwrap_or_default()),
        Value::Text(stands),
    ]
}

/// The log as text to be pasted into an email: one line for each request, what is owed first.
pub fn message(facts: &Facts<'_>) -> String {
    let now = facts.board.now;
    let log = Log::of(facts.plan, now);
    let mut lines = vec![format!(
        "Inspectors' requests at {}: {}.\n",
        phrase::moment(Moment::from(now)),
        log.counts.words()
    )];
    for entry in &log.entries {
        let Some(crate::domain::records::Record::Request(request)) = facts.plan.record(entry.id)
        else {
            continue;
        };
        let owner = facts.plan.label_of(request.owner);
        let promised = request.promised.filter(|_| entry.owed);
        let promised = promised
            .map(|at| format!(" promised {},", phrase::moment_short(at, now.date())))
            .unwrap_or_default();
        let stands = log::time_words(request, entry, now);
        let (name, title, state) = (entry.name, request.title(), request.stands());
        lines.push(format!(
            "- {name} {title} ({owner}):{promised} {state}, {stands}\n"
        ));
    }
    lines.concat()
}
