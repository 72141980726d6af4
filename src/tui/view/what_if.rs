//! What a call on some day would find: first the day is asked for, then the answer is read, down to every task.
//!
//! ```text
//! ┌ What if the call came on Mon 11 Jan 2027? ─────────────────────────┐
//! │ At the end of each day, if nothing more is done before then:       │
//! │                     Now      Day 1      Day 2      Day 5           │
//! │              Tue 24 Nov Mon 11 Jan Tue 12 Jan Fri 15 Jan           │
//! │ Late                  0         14         27         52           │
//! ```

use crate::app::action::Action;
use crate::app::call::{self, WhatIfBox};
use crate::app::keymap::Context;
use crate::app::layout;
use crate::app::model::Model;
use crate::app::reading::Reading;
use crate::domain::inspection::NOBODY;
use crate::domain::phrase;
use crate::domain::what_if::{Line, Listed};
use crate::tui::theme::Theme;

use super::boxes::{Caret, error_or, frame, input, keys};
use super::pen::Pen;

pub(super) fn what_if_box(
    pen: &mut Pen<'_>,
    theme: &Theme,
    model: &Model,
    asked: &WhatIfBox,
) -> Caret {
    if let Some(found) = &asked.found {
        answer(pen, theme, model, found);
        return None;
    }
    let title = if model.plan.is_agreed_ahead() {
        "What if inspectors arrived on ..."
    } else {
        "What if the call came on ..."
    };
    let mut pen = frame(pen, theme, title, 66, 7);
    let caret = input(&mut pen, theme, &asked.when, 0, 1);
    let echo = match call::what_if_when(model, asked) {
        Ok((at, None)) => format!("A call on {}.", phrase::moment(at)),
        Ok((at, Some(on_site))) => format!(
            "Inspectors arrive on {}; notice {}.",
            phrase::day(on_site),
            phrase::moment(at)
        ),
        Err(error) => error,
    };
    error_or(&mut pen, theme, 2, asked.error.as_deref(), &echo);
    let help = "Nothing is changed. Try: next mon   11/1   mon 10:00";
    pen.write(0, 5, help, theme.dim);
    let hints = [(Action::Submit, "look"), (Action::Cancel, "leave")];
    keys(&mut pen, theme, Context::Prompt, &hints);
    caret
}

fn answer(pen: &mut Pen<'_>, theme: &Theme, model: &Model, found: &Reading) {
    let height = usize::from(layout::tall_box(pen.area.height));
    let mut pen = frame(pen, theme, &found.title, 92, height);
    let inside = usize::from(pen.area.height);
    let room = inside.saturating_sub(2).max(1);
    let top = found.top.min(found.lines.len().saturating_sub(room));
    for (y, line) in found.lines.iter().skip(top).take(room).enumerate() {
        match line {
            Line::Blank => {}
            Line::Head(text) => {
                pen.write(0, y, text, theme.title);
            }
            Line::Task(listed) => task(&mut pen, theme, model, y, *listed),
            Line::Text(text) => {
                pen.write(0, y, text, theme.body);
            }
            Line::Warning(text) => {
                pen.write(0, y, text, theme.warn);
            }
        }
    }
    let left = found.lines.len().saturating_sub(top + room);
    let words = match left {
        0 => "Nothing has been changed.".to_owned(),
        more => format!("{more} more below. Nothing has been changed."),
    };
    pen.write(0, inside.saturating_sub(2), &words, theme.dim);
    let hints = [
        (Action::PageDown, "further down"),
        (Action::PageUp, "up"),
        (Action::Cancel, "back"),
    ];
    keys(&mut pen, theme, Context::WhatIf, &hints);
}

/// Columns of the owner and of the due date, each with the space before it.
const OWNER: usize = 6;
const DUE: usize = 17;

fn task(pen: &mut Pen<'_>, theme: &Theme, model: &Model, y: usize, listed: Listed) {
    let Some(task) = model.plan.task(listed.task) else {
        return;
    };
    let owner = task.owner.and_then(|id| model.plan.person(id));
    let (owner, gap) = owner.map_or((NOBODY, theme.gap), |person| {
        (person.initials.as_str(), theme.dim)
    });
    let policy = &model.plan.inspection().policy;
    let letter = policy.letter(listed.shown);
    pen.write(1, y, letter, theme.rag(policy.colour(listed.shown)));
    pen.write(3, y, &task.reference.to_string(), theme.dim);
    let title = 10;
    let room = pen.width().saturating_sub(title + OWNER + DUE + 1);
    pen.put(title, y, room, task.title.as_str(), theme.body);
    pen.put(title + room + 1, y, OWNER, owner, gap);
    let due = listed
        .due
        .map(|due| phrase::moment_short(due, due.date))
        .unwrap_or_default();
    pen.put(title + room + 1 + OWNER + 1, y, DUE - 1, &due, theme.body);
}
