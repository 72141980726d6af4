//! Tasks as CSV, for spreadsheets: what a person would type there, one task a row.

use super::desk::Desk;
use super::output::Stop;
use crate::domain::board::Board;
use crate::domain::fields;
use crate::domain::plan::Plan;
use crate::domain::rating;
use crate::domain::when::When;

const HEADINGS: [&str; 23] = [
    "ref",
    "phase",
    "section",
    "title",
    "owner",
    "owner name",
    "deputy",
    "status",
    "waiting on",
    "rag",
    "rag word",
    "judged",
    "computed",
    "reason",
    "due",
    "due rule",
    "days",
    "working days",
    "areas",
    "evidence",
    "tags",
    "note",
    "id",
];

/// Writes the tasks at `positions`.
pub(super) fn write(
    desk: &mut Desk,
    plan: &Plan,
    board: &Board,
    positions: &[u32],
) -> Result<(), Stop> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(desk.out.raw());
    writer.write_record(HEADINGS).map_err(stop)?;
    for at in positions {
        let cells = record(plan, board, *at as usize);
        writer
            .write_record(cells.iter().map(String::as_str))
            .map_err(stop)?;
    }
    Ok(writer.flush()?)
}

fn stop(error: csv::Error) -> Stop {
    std::io::Error::from(error).into()
}

fn record(plan: &Plan, board: &Board, at: usize) -> [String; 23] {
    let (task, standing) = (&plan.tasks()[at], &board.standings[at]);
    let judged = rating::standing(task, board.now);
    let person = |id: Option<_>| id.and_then(|id| plan.person(id));
    let text = |text: &str| as_text(text);
    let number = |number: Option<i32>| number.map(|number| number.to_string()).unwrap_or_default();
    let show = |field| as_text(&fields::show(plan, task, field));
    [
        task.reference.to_string(),
        task.place.phase.as_str().to_owned(),
        text(task.place.section.as_str()),
        text(task.title.as_str()),
        text(person(task.owner).map_or("", |person| person.initials.as_str())),
        text(person(task.owner).map_or("", |person| person.label())),
        text(person(task.deputy).map_or("", |person| person.initials.as_str())),
        task.status.as_str().to_owned(),
        show(fields::Field::Waiting),
        standing.rating.shown.as_str().to_owned(),
        text(plan.inspection().policy.word(standing.rating.shown)),
        judged
            .map(|judged| judged.rag.as_str().to_owned())
            .unwrap_or_default(),
        standing
            .rating
            .computed
            .map(|rag| rag.as_str().to_owned())
            .unwrap_or_default(),
        text(judged.map_or("", |judged| judged.reason.as_str())),
        standing.due.map(|due| due.to_string()).unwrap_or_default(),
        match task.deadline.due {
            Some(When::Rule(rule)) => rule.to_string(),
            Some(When::At(_)) | None => String::new(),
        },
        number(standing.days),
        number(standing.working_days),
        show(fields::Field::Area),
        show(fields::Field::Evidence),
        show(fields::Field::Tag),
        text(task.note.as_str()),
        task.id.0.to_string(),
    ]
}

/// Spreadsheets take text that begins so for a formula; an apostrophe tells them that it is text.
fn as_text(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}
