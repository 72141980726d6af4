//! The line above the checklist, and the headings of its groups.

use crate::app::list::Row;
use crate::app::model::Model;
use crate::app::screen;
use crate::domain::board::Tally;
use crate::domain::order::{Grouping, SortKey};
use crate::domain::rating::{Shown, count};
use crate::domain::text;
use crate::tui::theme::Theme;

use super::pen::Pen;
use super::rows;
use super::today;

/// ` Checklist  filter: owner:tb -done                          14 of 106 shown`
pub(super) fn summary(pen: &mut Pen<'_>, theme: &Theme, model: &Model) {
    let x = pen.write(1, 0, "Checklist", theme.title) + 2;
    let all = model.plan.tasks().len();
    let counted = if model.filter.is_empty() {
        count(all as i32, "task")
    } else {
        format!("{} of {all} shown", model.visible.len())
    };
    let end = pen.width().saturating_sub(1);
    pen.right(x, end, 0, &counted, theme.dim);
    let room = end.saturating_sub(x + text::width(&counted) + 2);
    if filter(pen, theme, model, x, room) {
        return;
    }
    if model.sort != SortKey::default() || model.grouping != Grouping::default() {
        let words = format!("sort: {}   group: {}", model.sort, model.grouping);
        pen.put(x, 0, room, &words, theme.dim);
    }
}

/// What tasks are filtered by, at column `x` of the first line; whether there is anything.
pub(super) fn filter(
    pen: &mut Pen<'_>,
    theme: &Theme,
    model: &Model,
    x: usize,
    room: usize,
) -> bool {
    if model.filter_text.is_empty() && !model.is_filtering() {
        return false;
    }
    let is_wrong = model.filter_error.is_some();
    rows::filter(pen, theme, model, x, room, is_wrong);
    true
}

/// A heading, of a group or inside one.
pub(super) fn row(
    pen: &mut Pen<'_>,
    theme: &Theme,
    model: &Model,
    y: usize,
    row: Row,
    _here: bool,
) {
    match row {
        Row::Head(at) | Row::Folded(at) => head(pen, theme, model, y, at as usize),
        Row::Section(at) => {
            let group = model.groups.get(at as usize);
            let title = group.and_then(|group| group.section.as_ref());
            pen.write(5, y, title.map_or("", |title| title.as_str()), theme.dim);
        }
        _ => {}
    }
}

/// What a list that is narrowed to nothing says.
pub(super) fn empty(model: &Model) -> Option<[String; 2]> {
    (!model.filter.is_empty()).then(|| {
        let what = match model.filter_error {
            Some(_) => "what could be read of the filter".to_owned(),
            None => format!("'{}'", model.filter_text),
        };
        [
            format!("No tasks match {what}."),
            "Esc clears the filter.".to_owned(),
        ]
    })
}

/// ` Notification  12 of 41 complete                       ███░░░░░░░`
fn head(pen: &mut Pen<'_>, theme: &Theme, model: &Model, y: usize, at: usize) {
    let Some(title) = model.groups.get(at).map(screen::head_title) else {
        return;
    };
    let tally = head_tally(model, at, &title);
    let folded = model.is_folded(&title);
    let end = pen.write(1, y, &title, theme.title);
    let end = pen.write(
        end + 2,
        y,
        &format!("{} of {} complete", tally.complete, tally.total),
        theme.dim,
    );
    let mut end = pen.write(
        end + 1,
        y,
        if folded { theme.glyphs.folded } else { " " },
        theme.accent,
    );
    if folded {
        let worst = [(Shown::Red, tally.red), (Shown::Amber, tally.amber)];
        for (shown, count) in worst.into_iter().filter(|(_, count)| *count > 0) {
            end = pen.write(
                end + 1,
                y,
                &format!("{} {count}", shown.letter()),
                theme.rag(shown),
            ) + 1;
        }
    }
    let room = 10.min(pen.width().saturating_sub(end + 2));
    if room >= 6 {
        today::bar(
            pen,
            theme,
            pen.width() - room - 1,
            y,
            room,
            tally.complete,
            tally.total,
        );
    }
}

/// The counts of everything under one heading, whatever the filter hides.
fn head_tally(model: &Model, at: usize, title: &str) -> Tally {
    let phase = model.groups.get(at).and_then(|group| group.phase);
    match phase {
        Some(phase) if phase.title() == title => model.phase_tallies[phase as usize],
        _ => {
            let items = model
                .groups
                .get(at)
                .map(|group| group.items.as_slice())
                .unwrap_or_default();
            model.board.tally_of(&model.plan, items)
        }
    }
}
