//! Tasks as CSV, for spreadsheets: what a person would type there, one task a row.

use super::desk::Desk;
use super::output::Stop;
use crate::domain::board::{Board, Standing};
use crate::domain::fields::{self, Field};
use crate::domain::id::PersonId;
use crate::domain::inspection::Person;
use crate::domain::plan::Plan;
use crate::domain::rating;
use crate::domain::task::{Judgement, Rag, Task};
use crate::domain::when::When;

/// A column: its heading, and what it says of a task.
type Column = (&'static str, fn(&Row<'_>) -> String);

/// The columns, in order.
const COLUMNS: [Column; 23] = [
    ("ref", |row| row.task.reference.to_string()),
    ("phase", |row| row.task.place.phase.as_str().to_owned()),
    ("section", |row| as_text(row.task.place.section.as_str())),
    ("title", |row| as_text(row.task.title.as_str())),
    ("owner", |row| row.initials(row.task.owner)),
    ("owner name", |row| {
        let owner = row.person(row.task.owner);
        as_text(owner.map_or("", Person::label))
    }),
    ("deputy", |row| row.initials(row.task.deputy)),
    ("status", |row| row.task.status.as_str().to_owned()),
    ("waiting on", |row| row.show(Field::Waiting)),
    ("rag", |row| row.standing.rating.shown.as_str().to_owned()),
    ("rag word", |row| {
        let policy = &row.plan.inspection().policy;
        as_text(policy.word(row.standing.rating.shown))
    }),
    ("judged", |row| letter(row.judged.map(|judged| judged.rag))),
    ("computed", |row| letter(row.standing.rating.computed)),
    ("reason", |row| {
        as_text(row.judged.map_or("", |judged| judged.reason.as_str()))
    }),
    ("due", |row| said(row.standing.due)),
    ("due rule", |row| match row.task.deadline.due {
        Some(When::Rule(rule)) => rule.to_string(),
        Some(When::At(_)) | None => String::new(),
    }),
    ("days", |row| said(row.standing.days)),
    ("working days", |row| said(row.standing.working_days)),
    ("areas", |row| row.show(Field::Area)),
    ("evidence", |row| row.show(Field::Evidence)),
    ("tags", |row| row.show(Field::Tag)),
    ("note", |row| as_text(row.task.note.as_str())),
    ("id", |row| row.task.id.0.to_string()),
];

/// A task, and what its columns are made of.
struct Row<'a> {
    plan: &'a Plan,
    task: &'a Task,
    standing: &'a Standing,
    judged: Option<&'a Judgement>,
}

impl Row<'_> {
    fn person(&self, id: Option<PersonId>) -> Option<&Person> {
        id.and_then(|id| self.plan.person(id))
    }

    fn initials(&self, id: Option<PersonId>) -> String {
        as_text(
            self.person(id)
                .map_or("", |person| person.initials.as_str()),
        )
    }

    fn show(&self, field: Field) -> String {
        as_text(&fields::show(self.plan, self.task, field))
    }
}

fn letter(rag: Option<Rag>) -> String {
    rag.map_or("", Rag::as_str).to_owned()
}

fn said(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

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
    writer
        .write_record(COLUMNS.map(|(heading, _)| heading))
        .map_err(stop)?;
    for at in positions {
        let task = &plan.tasks()[*at as usize];
        let row = Row {
            plan,
            task,
            standing: &board.standings[*at as usize],
            judged: rating::standing(task, board.now),
        };
        let cells = COLUMNS.map(|(_, cell)| cell(&row));
        writer.write_record(&cells).map_err(stop)?;
    }
    Ok(writer.flush()?)
}

fn stop(error: csv::Error) -> Stop {
    std::io::Error::from(error).into()
}

/// Spreadsheets take text that begins so for a formula; an apostrophe tells them that it is text.
fn as_text(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}
