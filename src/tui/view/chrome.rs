//! What every screen has: the bar at the top, the tabs, the line that says what happened, the keys.

use crate::app::action::Action;
use crate::app::footer::{self, Lead};
use crate::app::keymap::{self, Context};
use crate::app::layout;
use crate::app::model::{Model, Tone};
use crate::domain::as_of;
use crate::domain::phrase;
use crate::domain::text;
use crate::tui::theme::Theme;

use super::pen::Pen;

/// What every screen of a drill says.
const DRILL: &str = " DRILL ";

/// Whatever covers the header says so too: nobody is to take a drill for the inspection.
pub(super) fn drill(pen: &mut Pen<'_>, theme: &Theme) {
    if !pen.says(0, DRILL.trim()) {
        let right = pen.width().saturating_sub(1);
        pen.right(0, right, 0, DRILL, theme.band);
    }
}

/// ` readyroom  Northshire  ILACS standard  Day 1 of 15      Mon 30 Nov 2026  11:42  saved`
pub(super) fn header(pen: &mut Pen<'_>, theme: &Theme, model: &Model) {
    if model.aside.is_some() {
        band(pen, theme, model);
        return;
    }
    pen.clear(theme.header);
    let saved = saved_word(model);
    let date = if pen.width() >= 72 {
        phrase::day(model.now.date())
    } else {
        phrase::day_short(model.now.date(), model.now.date())
    };
    let clock = phrase::clock_time(model.now.time());
    let right = format!("{date}  {clock}  ");
    let right_from = pen
        .width()
        .saturating_sub(text::width(&right) + text::width(saved.0) + 1);
    let inspection = model.plan.inspection();
    let title = inspection.title.as_str();
    let title = title.strip_suffix(" inspection").unwrap_or(title);
    let mut x = 1;
    let name = if model.drill {
        (DRILL, theme.band)
    } else {
        ("readyroom", theme.header_name)
    };
    let parts = [
        name,
        (inspection.authority.as_str(), theme.header),
        (title, theme.header),
        (
            model.agenda.day_line.as_deref().unwrap_or_default(),
            theme.header,
        ),
    ];
    for (words, style) in parts.into_iter().filter(|(words, _)| !words.is_empty()) {
        if x + text::width(words) + 1 < right_from {
            x = pen.write(x, 0, words, style) + 2;
        }
    }
    if right_from >= x {
        let end = pen.write(right_from, 0, &right, theme.header_dim);
        let style = if saved.1 {
            theme.header_dim
        } else {
            theme.header.patch(theme.error)
        };
        pen.write(end, 0, saved.0, style);
    } else {
        pen.right(
            x,
            pen.width().saturating_sub(1),
            0,
            saved.0,
            theme.header_dim,
        );
    }
}

/// ` As it stood Tue 1 Dec 2026 14:05 - read only, Esc back to now`
fn band(pen: &mut Pen<'_>, theme: &Theme, model: &Model) {
    pen.clear(theme.band);
    let at = as_of::spoken(model.now);
    let short = phrase::moment_short(at, model.now.date());
    let drill = if model.drill { "DRILL - " } else { "" };
    let lines = [
        format!(
            "{drill}As it stood {} - read only, Esc back to now",
            phrase::moment(at)
        ),
        format!("{drill}As it stood {short} - read only, Esc back"),
        format!("{drill}{short} - Esc back"),
    ];
    let fits = |line: &&String| text::width(line) < pen.width();
    let line = lines.iter().find(fits).unwrap_or(&lines[2]);
    pen.write(1, 0, line, theme.band);
}

fn saved_word(model: &Model) -> (&'static str, bool) {
    if model.unsaved {
        ("NOT SAVED", false)
    } else if model.demo {
        ("made up", true)
    } else if model.read_only.is_some() {
        ("look only", true)
    } else {
        ("saved", true)
    }
}

/// ` 1 Today   2 Checklist   7 History`
pub(super) fn tabs(pen: &mut Pen<'_>, theme: &Theme, model: &Model) {
    for tab in layout::tabs(model.size.cols, model.screen) {
        let style = if tab.entry.screen == model.screen {
            theme.tab_active
        } else {
            theme.tab
        };
        pen.write(tab.x.into(), 0, &tab.words, style);
    }
}

/// What happened last: what was done, and the key that takes it back, are never cut.
pub(super) fn status(pen: &mut Pen<'_>, theme: &Theme, model: &Model) {
    let status = &model.status;
    if status.text.is_empty() {
        return;
    }
    let style = if status.tone == Tone::Wrong {
        theme.error
    } else {
        theme.body
    };
    pen.clear(theme.base);
    let lines = text::wrap(&status.text, pen.width().saturating_sub(2));
    for (y, line) in lines.iter().enumerate() {
        if status.tone == Tone::Wrong {
            pen.row(y, style);
        }
        pen.write(1, y, line, style);
    }
}

/// The keys that count here, most used first; help is always there.
pub(super) fn footer(pen: &mut Pen<'_>, theme: &Theme, model: &Model) {
    let footer = footer::footer(model);
    match footer.lead {
        Lead::None => {}
        Lead::Selected(words) => {
            pen.write(1, 0, &words, theme.warn);
        }
        Lead::Move(keys) => {
            let end = pen.write(1, 0, keys, theme.key);
            pen.write(end + 1, 0, "move", theme.key_label);
        }
    }
    for hint in footer.hints {
        let end = pen.write(hint.x.into(), 0, &hint.key, theme.key);
        pen.write(end + 1, 0, hint.word, theme.key_label);
    }
}

/// The key and the word for an action, as the keymap has them here.
pub(super) fn hint(
    theme: &Theme,
    contexts: &[Context],
    action: Action,
) -> Option<(String, &'static str)> {
    let key = keymap::key_for(contexts, action)?;
    Some((key.shown(theme.glyphs.ascii), action.hint()))
}
