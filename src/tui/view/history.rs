//! History: who changed what, when, from what to what.

use crate::app::model::Model;
use crate::domain::operation::{Kind, Past};
use crate::domain::phrase;
use crate::domain::rating::count;
use crate::domain::text;
use crate::domain::wording::{self, Said};
use crate::tui::theme::Theme;

use super::pen::Pen;

/// ` History                                   1,284 changes`
pub(super) fn summary(pen: &mut Pen<'_>, theme: &Theme, model: &Model) {
    let end = pen.write(1, 0, "History", theme.title);
    let count = match model.past.len() {
        1 => "1 change, newest first".to_owned(),
        some => format!("{some} changes, newest first"),
    };
    pen.right(end + 2, pen.width().saturating_sub(1), 0, &count, theme.dim);
}

/// ` Wed 3 Jun 09:41    TB   N-30 owner: nobody → Tariq Bello`
pub(super) fn row(
    pen: &mut Pen<'_>,
    theme: &Theme,
    model: &Model,
    y: usize,
    at: usize,
    here: bool,
) {
    let Some(past) = model.past.get(at) else {
        return;
    };
    let local = past.entry.stamp.local;
    let today = model.now.date();
    let when = format!(
        "{} {}",
        phrase::day_short(local.date(), today),
        phrase::clock_time(local.time())
    );
    let who_from = if pen.width() >= 60 { 19 } else { 0 };
    let what_from = if who_from > 0 { who_from + 13 } else { 18 };
    pen.put(1, y, 17, &when, theme.dim);
    if who_from > 0 {
        pen.put(who_from, y, 12, past.entry.stamp.who.as_str(), theme.body);
    }
    let style = if here { theme.title } else { theme.body };
    pen.write(what_from, y, &one_line(model, past, theme), style);
    if here {
        pen.row(y, theme.selected);
        pen.write(
            0,
            y,
            theme.glyphs.marker,
            theme.marker.patch(theme.selected),
        );
    }
}

/// An operation on one line.
fn one_line(model: &Model, past: &Past, theme: &Theme) -> String {
    let entry = &past.entry;
    match past.changes.as_slice() {
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
    let Some(past) = model.past.get(model.history.cursor) else {
        return;
    };
    if pen.area.height < 3 {
        return;
    }
    pen.rule(0, theme.glyphs.rule, theme.rule);
    let entry = &past.entry;
    let rehearsed = if entry.stamp.rehearsed {
        ", rehearsed"
    } else {
        ""
    };
    let changes = count(entry.changes as i32, "change");
    pen.write(1, 1, &entry.label, theme.body);
    let local = entry.stamp.local;
    let when = format!(
        "{}, {}",
        phrase::long(local.date()),
        phrase::clock_time(local.time())
    );
    pen.write(1, 2, &format!("{when}, {changes}{rehearsed}"), theme.dim);
}

/// All of the chosen operation.
pub(super) fn beside(pen: &mut Pen<'_>, theme: &Theme, model: &Model) {
    super::detail::edge(pen, theme);
    let Some(past) = model.past.get(model.history.cursor) else {
        return;
    };
    let entry = &past.entry;
    let mut y = pen.wrapped(2, 0, 3, &entry.label, theme.title) + 1;
    let local = entry.stamp.local;
    let when = format!(
        "{}, {}",
        phrase::long(local.date()),
        phrase::clock_time(local.time())
    );
    let who = match entry.stamp.who.as_str() {
        "" => "somebody".to_owned(),
        who => who.to_owned(),
    };
    for words in [format!("By {who}"), when] {
        pen.write(2, y, &words, theme.body);
        y += 1;
    }
    if entry.stamp.rehearsed {
        pen.write(2, y, "Rehearsed: the time was typed", theme.warn);
        y += 1;
    }
    y += 1;
    let height = usize::from(pen.area.height);
    for (at, change) in past.changes.iter().enumerate() {
        if y + 1 >= height && at + 1 < entry.changes {
            pen.write(
                2,
                y,
                &format!("... and {} more", entry.changes - at),
                theme.dim,
            );
            return;
        }
        let said = wording::say(&model.plan, change);
        y = pen.wrapped(
            2,
            y,
            3,
            &format!("{} {}", said.whose, said_line(&said, theme)),
            theme.dim,
        );
    }
    if past.changes.len() < entry.changes {
        pen.write(
            2,
            y,
            &format!("... and {} more", entry.changes - past.changes.len()),
            theme.dim,
        );
    }
}
