//! The box that records the call: when it came, when inspectors arrive, and every date before and after.

use ratatui::style::Style;

use crate::app::action::Action;
use crate::app::call::{self, CallBox, CallStage};
use crate::app::keymap::Context;
use crate::app::layout;
use crate::app::model::Model;
use crate::domain::phrase;
use crate::domain::preview::{Moved, Preview};
use crate::domain::rating::count;
use crate::domain::text;
use crate::domain::when::Moment;
use crate::tui::theme::Theme;

use super::boxes::{Caret, error_or, frame, input, keys};
use super::pen::Pen;

pub(super) fn call_box(pen: &mut Pen<'_>, theme: &Theme, model: &Model, call: &CallBox) -> Caret {
    match &call.stage {
        CallStage::When => {
            let mut pen = frame(pen, theme, "The call: when did it come?", 66, 7);
            let caret = input(&mut pen, theme, &call.when, 0, 1);
            let echo = match call::call_when(model, call) {
                Ok((at, false)) => format!("The call came on {}.", phrase::moment(at)),
                Ok((at, true)) => {
                    format!(
                        "Expected on {}. Every deadline is provisional until it comes.",
                        phrase::moment(at)
                    )
                }
                Err(error) => error,
            };
            error_or(&mut pen, theme, 2, call.error.as_deref(), &echo);
            pen.write(
                0,
                5,
                "Empty means now. Try: 10:12   yesterday 9:40   mon 11/1",
                theme.dim,
            );
            day_keys(&mut pen, theme, "leave");
            caret
        }
        CallStage::OnSite if model.plan.is_agreed_ahead() => agreed_box(pen, theme, model, call),
        CallStage::OnSite => {
            let mut pen = frame(pen, theme, "The call: when do inspectors arrive?", 66, 7);
            let caret = input(&mut pen, theme, &call.on_site, 0, 1);
            let proposed = call::call_when(model, call)
                .ok()
                .and_then(|(at, expected)| call::proposed_on_site(model, at, expected));
            let echo = match (call::call_on_site(model, call), proposed) {
                (Ok(Some(date)), _) => format!("The first day on site: {}.", phrase::day(date)),
                (Ok(None), Some((date, true))) => {
                    format!(
                        "The first day on site stays {}, as typed before.",
                        phrase::day(date)
                    )
                }
                (Ok(None), Some((date, false))) => {
                    format!(
                        "The first day on site: {}, as the template proposes.",
                        phrase::day(date)
                    )
                }
                (Ok(None), None) => "The template has no proposal; type the day.".to_owned(),
                (Err(error), _) => error,
            };
            error_or(&mut pen, theme, 2, call.error.as_deref(), &echo);
            pen.write(
                0,
                5,
                "Ask the lead inspector; empty takes the proposal.",
                theme.dim,
            );
            day_keys(&mut pen, theme, "back");
            caret
        }
        CallStage::Preview(preview) => {
            call_preview(pen, theme, model, call, preview);
            None
        }
    }
}

/// The first day of a visit that is agreed ahead, and the day of notice that is counted back from it.
fn agreed_box(pen: &mut Pen<'_>, theme: &Theme, model: &Model, call: &CallBox) -> Caret {
    let mut pen = frame(pen, theme, "The visit: when do inspectors arrive?", 66, 7);
    let caret = input(&mut pen, theme, &call.on_site, 0, 1);
    let echo = match call::agreed(model, call) {
        Ok((on_site, notice)) => {
            let (on_site, notice) = (phrase::day(on_site), phrase::day(notice));
            format!("From {on_site}; notice on {notice}.")
        }
        Err(_) if call.on_site.is_empty() => "The day that is agreed with inspectors.".to_owned(),
        Err(error) => error,
    };
    error_or(&mut pen, theme, 2, call.error.as_deref(), &echo);
    let words = "Every date is counted from it. Try: 15/12   next tue";
    pen.write(0, 5, words, theme.dim);
    day_keys(&mut pen, theme, "leave");
    caret
}

/// The keys while a day of the call is typed; `back` is what leaving it comes to.
fn day_keys(pen: &mut Pen<'_>, theme: &Theme, back: &str) {
    let hints = [
        (Action::Submit, "next"),
        (Action::WhatIf, ""),
        (Action::Cancel, back),
    ];
    keys(pen, theme, Context::CallDate, &hints);
}

fn call_preview(
    pen: &mut Pen<'_>,
    theme: &Theme,
    model: &Model,
    call: &CallBox,
    preview: &Preview,
) {
    let height = usize::from(layout::tall_box(pen.area.height));
    let title = if model.plan.is_agreed_ahead() {
        "The visit: before and after"
    } else {
        "The call: before and after"
    };
    let mut pen = frame(pen, theme, title, 92, height);
    let head = format!(
        "{} and {} move; nothing saved yet.",
        count(preview.milestones.len() as i32, "milestone"),
        count(preview.tasks.len() as i32, "deadline")
    );
    pen.write(0, 0, &head, theme.title);
    let mut lines: Vec<(String, Style)> = remarks(theme, call, preview)
        .into_iter()
        .flat_map(|(line, style)| {
            let lines = text::wrap(&line, pen.width());
            lines.into_iter().map(move |line| (line, style))
        })
        .collect();
    lines.extend(moves(theme, model, preview, pen.width()));
    let room = usize::from(pen.area.height).saturating_sub(3).max(1);
    let top = call.top.min(lines.len().saturating_sub(room));
    for (y, (line, style)) in lines.iter().skip(top).take(room).enumerate() {
        pen.write(0, 1 + y, line, *style);
    }
    let below = usize::from(pen.area.height).saturating_sub(2);
    let left = lines.len().saturating_sub(top + room);
    match &call.error {
        Some(error) => pen.write(0, below, error, theme.late),
        None if left > 0 => pen.write(0, below, &format!("{left} more below"), theme.dim),
        None => 0,
    };
    let preparation = if call.drop_preparation {
        "fold preparation away"
    } else {
        "preparation not needed"
    };
    let mut hints = vec![(Action::Submit, "save"), (Action::Cancel, "back")];
    hints.extend((preview.overtaken > 0).then_some((Action::DropOvertaken, preparation)));
    hints.push((Action::WhatIf, ""));
    hints.extend((left > 0 || top > 0).then_some((Action::PageDown, "further down")));
    keys(&mut pen, theme, Context::CallPreview, &hints);
}

/// What is worth knowing before the dates.
fn remarks(theme: &Theme, call: &CallBox, preview: &Preview) -> Vec<(String, Style)> {
    let mut lines = Vec::new();
    if preview.overtaken > 0 {
        let what = if call.drop_preparation {
            "become not needed; x folds them away."
        } else {
            "fold away; x marks them not needed."
        };
        let tasks = count(preview.overtaken as i32, "unfinished preparation task");
        lines.push((format!("{tasks} {what}"), theme.body));
    }
    if preview.late > 0 {
        let tasks = count(preview.late as i32, "task");
        lines.push((format!("{tasks} would be late at once."), theme.warn));
    }
    if preview.fixed > 0 {
        let tasks = count(preview.fixed as i32, "task");
        lines.push((format!("{tasks} with a typed date: it stays."), theme.body));
    }
    if preview.held > 0 {
        let held = count(preview.held as i32, "deadline");
        lines.push((format!("{held} held at the first day on site."), theme.warn));
    }
    lines.extend(
        preview
            .warnings
            .iter()
            .map(|warning| (warning.clone(), theme.warn)),
    );
    lines
}

/// Every date that moves, before and after. The dates are never cut: the names give way.
fn moves(theme: &Theme, model: &Model, preview: &Preview, width: usize) -> Vec<(String, Style)> {
    let arrow = theme.glyphs.arrow;
    let today = model.now.date();
    let said =
        |at: Option<Moment>| at.map_or("no date".to_owned(), |at| phrase::moment_short(at, today));
    // The dates take what the widest of them takes, and the names have the rest.
    let milestones = preview.milestones.iter().map(|m| (m.before, m.after));
    let tasks = preview
        .tasks
        .iter()
        .map(|moved| (moved.before, moved.after));
    let (befores, afters): (Vec<_>, Vec<_>) = milestones.chain(tasks).unzip();
    let widest = |dates: Vec<Option<Moment>>| {
        let widths = dates.into_iter().map(|at| text::width(&said(at)));
        widths.max().unwrap_or_default()
    };
    let (dates, after) = (widest(befores), widest(afters));
    let beneath = layout::two_line_dates(model.size.cols);
    let room = width.saturating_sub(dates + after + text::width(arrow) + 3);
    let lines = |name: &str, moved: (Option<Moment>, Option<Moment>), style: Style| {
        let (before, after) = (said(moved.0), said(moved.1));
        if beneath {
            let dates = format!("       {before:<dates$} {arrow} {after}");
            return vec![(name.to_owned(), style), (dates, style)];
        }
        let name = text::fit(name, room);
        let pad = " ".repeat(room.saturating_sub(text::width(&name)));
        let line = format!("{name}{pad} {before:<dates$} {arrow} {after}");
        vec![(line, style)]
    };
    let milestones = preview.milestones.iter().flat_map(|moved| {
        let known = model.plan.milestone(moved.key);
        let name = known.map_or(moved.key.title(), |known| known.name.as_str());
        lines(name, (moved.before, moved.after), theme.accent)
    });
    // What is still to come matters; what has passed comes after it.
    let has_passed = |moved: &&Moved| moved.after.is_some_and(|at| at.date < today);
    let (passed, ahead): (Vec<&Moved>, Vec<&Moved>) = preview.tasks.iter().partition(has_passed);
    let tasks = ahead.into_iter().chain(passed).filter_map(|moved| {
        let task = model.plan.task(moved.task)?;
        let name = format!("{:<6} {}", task.reference.to_string(), task.title);
        Some(lines(&name, (moved.before, moved.after), theme.body))
    });
    milestones.chain(tasks.flatten()).collect()
}
