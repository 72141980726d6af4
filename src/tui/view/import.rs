//! The box that brings a spreadsheet in: which column is which, and what would happen.
//!
//! ```text
//! ┌ Bring in tracker.xlsx: which column is which? ────────┐
//! │> Lead officer           Owner        Jo Smith; TB     │
//! │  By when                Due          12/6/26; ASAP    │
//! └───────────────────────────────────────────────────────┘
//! ```

use crate::app::action::Action;
use crate::app::import::{ImportBox, ImportStep, LineKind, Proposed};
use crate::app::keymap::Context;
use crate::app::layout;
use crate::app::reading;
use crate::domain::rating::count;
use crate::domain::text;
use crate::tui::theme::Theme;

use super::boxes::{choice, frame, keys, keys_that_count};
use super::pen::Pen;

pub(super) fn import_box(pen: &mut Pen<'_>, theme: &Theme, import: &ImportBox) {
    match &import.step {
        ImportStep::Reading(rows) => reading(pen, theme, *rows),
        ImportStep::Columns => columns(pen, theme, import),
        ImportStep::Preview(proposed) => preview(pen, theme, import, proposed),
    }
}

fn reading(pen: &mut Pen<'_>, theme: &Theme, rows: usize) {
    let mut pen = frame(pen, theme, "Bring in a spreadsheet", 60, 4);
    let words = match rows {
        0 => "Reading the file ...".to_owned(),
        rows => format!("Reading the file ... {} so far", count(rows as i32, "row")),
    };
    pen.write(0, 1, &words, theme.body);
    keys(
        &mut pen,
        theme,
        Context::Working,
        &[(Action::Cancel, "stop")],
    );
}

/// How many columns a heading takes.
const HEADING: usize = 24;

/// How many columns what it is for takes.
const TARGET: usize = 21;

fn columns(pen: &mut Pen<'_>, theme: &Theme, import: &ImportBox) {
    let height = usize::from(pen.area.height).saturating_sub(4).max(6);
    let wanted = (import.sheet.columns.len() + 4).min(height);
    let title = format!("Bring in {}: which column is which?", import.sheet.file);
    let mut pen = frame(pen, theme, &title, 92, wanted);
    let head = match (&import.error, import.sheet.remembered) {
        (Some(error), _) => (error.as_str(), theme.late),
        (None, true) => (
            "As you chose the last time for a file like this.",
            theme.dim,
        ),
        (None, false) => ("Right and left change what a column is for.", theme.dim),
    };
    pen.wrapped(0, 0, 2, head.0, head.1);
    let room = usize::from(pen.area.height).saturating_sub(3).max(1);
    let first = (import.cursor + 1).saturating_sub(room);
    let shown = import
        .sheet
        .columns
        .iter()
        .enumerate()
        .skip(first)
        .take(room);
    for (y, (at, column)) in shown.enumerate() {
        let y = y + 2;
        let here = at == import.cursor;
        let lay = choice(&mut pen, theme, y, here);
        let target = import
            .sheet
            .targets
            .get(column.target)
            .copied()
            .unwrap_or_default();
        pen.put(
            2,
            y,
            HEADING,
            &text::fit(&column.heading, HEADING),
            lay(theme.body),
        );
        pen.put(
            4 + HEADING,
            y,
            TARGET,
            &text::fit(target, TARGET),
            lay(theme.accent),
        );
        let left = pen.width().saturating_sub(6 + HEADING + TARGET);
        pen.put(
            6 + HEADING + TARGET,
            y,
            left,
            &text::fit(&column.sample, left),
            lay(theme.dim),
        );
    }
    let hints = [
        (Action::Submit, "preview"),
        (Action::NextField, "change"),
        (Action::Cancel, "leave"),
    ];
    keys(&mut pen, theme, Context::ImportColumns, &hints);
}

fn preview(pen: &mut Pen<'_>, theme: &Theme, import: &ImportBox, proposed: &Proposed) {
    let height = usize::from(layout::tall_box(pen.area.height));
    let title = format!("Bring in {}: what would happen", import.sheet.file);
    let cols = pen.area.width;
    let mut pen = frame(pen, theme, &title, reading::WIDTH, height);
    let end = pen.write(
        0,
        0,
        &text::fit(&proposed.summary, pen.width()),
        theme.title,
    );
    let unsaved = " Nothing is saved yet.";
    if end + unsaved.len() <= pen.width() {
        pen.write(end, 0, unsaved, theme.title);
    }
    if let Some(question) = &proposed.question {
        let words = format!("{question} m reads the month first.");
        pen.wrapped(0, 1, 2, &words, theme.warn);
    }
    let above = proposed.others() - 2;
    if let Some(doubt) = &proposed.doubt {
        let what = match (doubt.rows, import.leave_out) {
            (1, true) => "It stays out.",
            (1, false) => "It comes in.",
            (_, true) => "They stay out.",
            (_, false) => "They come in.",
        };
        let rows = count(doubt.rows as i32, "row");
        let words = format!("{rows} {}. {what}", doubt.words);
        pen.write(0, above - 1, &text::fit(&words, pen.width()), theme.warn);
    }
    let room = usize::from(pen.area.height)
        .saturating_sub(proposed.others())
        .max(1);
    let count = reading::count(&proposed.lines, cols);
    let top = import.top.min(count.saturating_sub(room));
    let shown = reading::in_view(&proposed.lines, cols, top, room);
    for (y, (kind, line)) in shown.iter().enumerate() {
        let style = match kind {
            LineKind::Heading => theme.accent,
            LineKind::Plain => theme.body,
            LineKind::Refused => theme.late,
            LineKind::Note => theme.dim,
            LineKind::Doubtful => theme.warn,
        };
        pen.write(0, above + y, &text::fit(line, pen.width()), style);
    }
    let below = usize::from(pen.area.height).saturating_sub(2);
    let left = count.saturating_sub(top + room);
    match &import.error {
        Some(error) => pen.write(0, below, error, theme.late),
        None if left > 0 => pen.write(0, below, &format!("{left} more below"), theme.dim),
        None => 0,
    };
    let save = if import.operation(proposed).is_empty() {
        "close"
    } else {
        "bring in"
    };
    let one = proposed.doubt.as_ref().is_some_and(|doubt| doubt.rows == 1);
    let doubtful = match (one, import.leave_out) {
        (true, true) => "bring that in too",
        (true, false) => "leave that out",
        (false, true) => "bring those in too",
        (false, false) => "leave those out",
    };
    // What was exported whole has no columns to go back to.
    let has_columns = !import.sheet.columns.is_empty();
    let hints = [
        (Action::Submit, save, true),
        (
            Action::Cancel,
            if has_columns { "back" } else { "leave" },
            true,
        ),
        (Action::LeaveOut, doubtful, proposed.doubt.is_some()),
        (
            Action::MonthFirst,
            other_order(import),
            proposed.question.is_some() || import.month_first,
        ),
        (Action::PageDown, "further down", count > room),
    ];
    keys_that_count(&mut pen, theme, Context::ImportPreview, &hints);
}

/// The order of day and month that is not in use, and can be.
fn other_order(import: &ImportBox) -> &'static str {
    if import.month_first {
        "day first"
    } else {
        "month first"
    }
}
