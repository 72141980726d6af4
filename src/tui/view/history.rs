//! History: who changed what, when, from what to what.

use jiff::civil::DateTime;

use crate::app::action::Action;
use crate::app::history::{self, ChangeBox};
use crate::app::keymap::Context;
use crate::app::list::Row;
use crate::app::model::Model;
use crate::domain::change::Change;
use crate::domain::operation::{Kind, Past};
use crate::domain::phrase;
use crate::domain::rating::count;
use crate::domain::text;
use crate::domain::wording::{self, Said};
use crate::tui::theme::Theme;

use super::boxes;
use super::pen::Pen;
use super::rows;

/// ` History  filter: who:tom                            12 of 1,284 changes`
pub(super) fn summary(pen: &mut Pen<'_>, theme: &Theme, model: &Model) {
    let back = &model.lookback;
    let x = pen.write(1, 0, "History", theme.title) + 2;
    let read = match (back.past.len(), back.whole) {
        (1, true) => "1 change".to_owned(),
        (some, true) => format!("{some} changes"),
        (some, false) => format!("the last {some} changes"),
    };
    let counted = if back.filter.is_empty() {
        format!("{read}, newest first")
    } else {
        format!("{} of {read}", model.list().rows.len())
    };
    let end = pen.width().saturating_sub(1);
    pen.right(x, end, 0, &counted, theme.dim);
    let room = end.saturating_sub(x + text::width(&counted) + 2);
    if !back.text.is_empty() || model.is_filtering() {
        rows::filter(pen, theme, model, x, room, back.error.is_some());
    }
}

/// ` Wed 3 Jun 09:41    TB   N-30 owner: nobody → Tariq Bello`
pub(super) fn row(pen: &mut Pen<'_>, theme: &Theme, model: &Model, y: usize, row: Row, here: bool) {
    let Row::Item(at) = row else { return };
    let Some(past) = model.lookback.past.get(at as usize) else {
        return;
    };
    let local = past.entry.stamp.local;
    let when = format!(
        "{} {}",
        phrase::day_short(local.date(), model.now.date()),
        phrase::clock_time(local.time())
    );
    let who = past.entry.stamp.who.as_str();
    let who_from = if pen.width() >= 70 { 19 } else { 0 };
    let what_from = if who_from > 0 { who_from + 13 } else { 18 };
    pen.put(1, y, 17, &when, theme.dim);
    if who_from > 0 {
        pen.put(who_from, y, 12, who, theme.body);
    }
    let is_gone = model.lookback.gone.has(&past.entry);
    let style = match (here, is_gone) {
        (true, _) => theme.title,
        (false, true) => theme.dim,
        (false, false) => theme.body,
    };
    let mark = if is_gone { taken_back(past) } else { "" };
    let end = pen.width().saturating_sub(1);
    let room = end.saturating_sub(what_from).saturating_sub(if is_gone {
        text::width(mark) + 2
    } else {
        0
    });
    let mut what = one_line(model, past, theme);
    if who_from == 0 && !who.is_empty() {
        what = format!("{what}  {who}");
    }
    let next = pen.put(what_from, y, room, &what, style);
    pen.right(next + 2, end, y, mark, theme.dim);
}

/// What an empty list says.
pub(super) fn empty(model: &Model) -> [String; 2] {
    let back = &model.lookback;
    if back.filter.is_empty() {
        [
            "Nothing has been changed yet.".to_owned(),
            "Every change will be listed here, with who and when.".to_owned(),
        ]
    } else {
        [
            format!("No change matches '{}'.", back.text),
            "Esc clears the filter.".to_owned(),
        ]
    }
}

/// One word for an operation that no longer counts.
fn taken_back(past: &Past) -> &'static str {
    if past.entry.kind == Kind::Undo {
        "made again"
    } else {
        "undone"
    }
}

/// An operation on one line.
fn one_line(model: &Model, past: &Past, theme: &Theme) -> String {
    let entry = &past.entry;
    match past.changes.as_slice() {
        // What was added or removed, and what became of a person or a record, is told best by what it was called.
        [Change::Create(_) | Change::Delete(_) | Change::Person { .. } | Change::Record { .. }] => {
            text::capital(&entry.label)
        }
        [only] if entry.changes == 1 && entry.kind == Kind::Do => {
            let said = wording::say(&model.plan, only);
            if said.from.is_empty() && said.to.is_empty() {
                text::capital(&entry.label)
            } else {
                format!("{} {}", said.whose, said.line(theme.glyphs.arrow))
            }
        }
        _ => text::capital(&entry.label),
    }
}

/// One change of a past operation, for a detail.
pub(super) fn said_line(said: &Said, theme: &Theme) -> String {
    said.line(theme.glyphs.arrow)
}

/// Two lines on the chosen operation, under the list.
pub(super) fn peek(pen: &mut Pen<'_>, theme: &Theme, model: &Model) {
    let Some(past) = history::chosen(model) else {
        return;
    };
    let mut said = vec![
        moment(past.entry.stamp.local),
        count(past.entry.changes as i32, "change"),
    ];
    if past.entry.stamp.rehearsed {
        said.push("rehearsed".to_owned());
    }
    if let Some(answer) = answered(model, past) {
        said.push(answer);
    }
    pen.write(1, 1, &text::capital(&past.entry.label), theme.body);
    pen.write(1, 2, &said.join(", "), theme.dim);
}

/// All of the chosen operation.
pub(super) fn beside(pen: &mut Pen<'_>, theme: &Theme, model: &Model) {
    let Some(past) = history::chosen(model) else {
        return;
    };
    let label = text::capital(&past.entry.label);
    let y = pen.wrapped(2, 0, 3, &label, theme.title) + 1;
    let y = head(pen, theme, model, past, 2, y);
    let height = usize::from(pen.area.height);
    changes(pen, theme, model, past, 2, y..height, 0);
}

/// One operation, whole, over the list.
pub(super) fn change_box(
    pen: &mut Pen<'_>,
    theme: &Theme,
    model: &Model,
    open: &ChangeBox,
) -> boxes::Caret {
    let past = &open.past;
    let height = usize::from(pen.area.height).saturating_sub(4).max(6);
    let width = usize::from(pen.area.width).saturating_sub(8).min(96);
    let title = text::capital(&past.entry.label);
    let needed = 6 + lines_of(theme, model, past, width);
    let mut pen = boxes::frame(pen, theme, &title, width, height.min(needed));
    let y = head(&mut pen, theme, model, past, 0, 0);
    let last = usize::from(pen.area.height).saturating_sub(1);
    changes(&mut pen, theme, model, past, 0, y..last, open.top);
    let hints = [
        (Action::UndoThis, "undo this"),
        (Action::ChoiceDown, "scroll"),
        (Action::Cancel, "leave"),
    ];
    boxes::keys(&mut pen, theme, Context::ChangeBox, &hints);
    None
}

/// How many lines all changes take, counted no further than any window is high.
fn lines_of(theme: &Theme, model: &Model, past: &Past, width: usize) -> usize {
    let lines = past
        .changes
        .iter()
        .take(100)
        .map(|change| change_lines(theme, model, change, width).len());
    lines.sum()
}

fn change_lines(
    theme: &Theme,
    model: &Model,
    change: &crate::domain::change::Change,
    width: usize,
) -> Vec<String> {
    let said = wording::say(&model.plan, change);
    text::wrap(
        &format!("{} {}", said.whose, said_line(&said, theme)),
        width,
    )
}

/// Who, when, and what has become of it; returns the next free row.
fn head(
    pen: &mut Pen<'_>,
    theme: &Theme,
    model: &Model,
    past: &Past,
    x: usize,
    mut y: usize,
) -> usize {
    let stamp = &past.entry.stamp;
    let number = match past.order {
        0 => String::new(),
        order => format!(", number {order}"),
    };
    let mut lines = vec![
        (format!("By {}{number}", by(past)), theme.body),
        (moment(stamp.local), theme.body),
    ];
    if stamp.rehearsed {
        lines.push(("Rehearsed: the time was typed".to_owned(), theme.warn));
    }
    if let Some(answer) = answered(model, past) {
        lines.push((text::capital(&answer), theme.warn));
    }
    for (words, style) in lines {
        y = pen.wrapped(x, y, 2, &words, style);
    }
    y + 1
}

/// The changes from the one numbered `top` on, as far as there is room in `rows`.
fn changes(
    pen: &mut Pen<'_>,
    theme: &Theme,
    model: &Model,
    past: &Past,
    x: usize,
    rows: std::ops::Range<usize>,
    top: usize,
) {
    let width = pen.width().saturating_sub(x);
    let mut y = rows.start;
    for (at, change) in past.changes.iter().enumerate().skip(top) {
        let lines = change_lines(theme, model, change, width);
        let is_last = at + 1 == past.entry.changes;
        let fits = y + lines.len() + usize::from(!is_last) <= rows.end;
        if !fits && y + 1 >= rows.end {
            more(pen, theme, x, rows.end - 1, past.entry.changes - at);
            return;
        }
        for line in lines
            .iter()
            .take(rows.end.saturating_sub(y + usize::from(!is_last)))
        {
            pen.write(x, y, line, theme.dim);
            y += 1;
        }
    }
    if past.changes.len() < past.entry.changes {
        more(pen, theme, x, y, past.entry.changes - past.changes.len());
    }
}

fn more(pen: &mut Pen<'_>, theme: &Theme, x: usize, y: usize, left: usize) {
    pen.write(x, y, &format!("... and {left} more"), theme.dim);
}

fn by(past: &Past) -> &str {
    past.entry.stamp.somebody()
}

/// "Wednesday 3 June 2026, 09:41"
fn moment(local: DateTime) -> String {
    format!(
        "{}, {}",
        phrase::long(local.date()),
        phrase::clock_time(local.time())
    )
}

/// "undone by Tom Bell, Wed 3 Jun 10:12", where it was.
fn answered(model: &Model, past: &Past) -> Option<String> {
    let answer = history::answer_to(model, past)?;
    let done = if answer.entry.kind == Kind::Undo {
        "undone"
    } else {
        "made again"
    };
    let local = answer.entry.stamp.local;
    Some(format!(
        "{done} by {}, {} {}",
        by(answer),
        phrase::day_short(local.date(), model.now.date()),
        phrase::clock_time(local.time())
    ))
}
