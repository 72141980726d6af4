//! The tracker as CSV: UTF-8 with a mark in front, so that Excel reads it as such; lines end as Excel ends them.
//!
//! Text that a spreadsheet would take for a formula gets an apostrophe in front, and so does text that only looks like
//! one that has: taking one away again always gives what was there.

use std::borrow::Cow;

use super::{Format, Halt, Source, Watch, look};
use crate::domain::failure::Failure;
use crate::exchange::FORMULA;
use crate::exchange::tracker::{self, COLUMNS, Cell, Names, Row};

pub(super) const FORMAT: Format = Format {
    ending: "csv",
    name: "CSV",
    about: "a plain table, for any spreadsheet",
    write,
    guard: |source| tracker::guard(source.plan, source.board, source.positions),
};

/// Tells Excel that UTF-8 follows.
const BYTE_ORDER_MARK: &[u8] = "\u{FEFF}".as_bytes();

fn write(source: &Source<'_>, watch: Watch<'_>) -> Result<Vec<u8>, Halt> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(BYTE_ORDER_MARK.to_vec());
    writer
        .write_record(COLUMNS.iter().map(|column| column.heading))
        .map_err(|error| failed(&error))?;
    let names = Names::of(source.plan);
    for (written, at) in source.positions.iter().enumerate() {
        look(watch, written)?;
        let row = Row::new(source.plan, source.board, &names, *at as usize);
        for cell in &row.cells() {
            writer
                .write_field(text_of(cell).as_bytes())
                .map_err(|error| failed(&error))?;
        }
        writer
            .write_record(None::<&[u8]>)
            .map_err(|error| failed(&error))?;
    }
    writer
        .into_inner()
        .map_err(|error| failed(&error.into_error().into()))
}

fn failed(error: &csv::Error) -> Halt {
    Halt::Failed(Failure::failed(format!(
        "The table cannot be made: {error}."
    )))
}

/// Dates as every Excel reads them, whatever its language: `2026-06-08 12:00`.
fn text_of<'a>(cell: &'a Cell<'_>) -> Cow<'a, str> {
    match cell {
        Cell::Text(text) => as_text(text),
        Cell::Moment(at) if at.time.is_none() => cell.words(),
        Cell::Moment(at) => Cow::Owned(at.to_string().replace('T', " ")),
        Cell::Number(_) => cell.words(),
        Cell::Rag(_, words) => as_text(words),
    }
}

/// The text with an apostrophe in front if a spreadsheet would calculate it, or if it begins as such text does.
fn as_text(text: &str) -> Cow<'_, str> {
    if text.trim_start_matches('\'').starts_with(FORMULA) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}
