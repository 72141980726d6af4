//! The hints on the last line: which keys count here, most used first, and where each stands. Drawing and the mouse
//! both read it.

use crate::domain::text;

use super::action::{Action, Needs};
use super::keymap;
use super::model::Model;
use super::screen::SELECTED_HINTS;

/// A key, what it does, and where it says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// The column it begins in.
    pub x: u16,
    /// The key.
    pub key: String,
    /// What the key does, in a word or two.
    pub word: &'static str,
    /// What the key does.
    pub action: Action,
}

impl Hint {
    /// How many columns it takes.
    fn width(&self) -> usize {
        text::width(&self.key) + 1 + text::width(self.word)
    }

    /// Whether it is drawn in this column.
    pub fn covers(&self, column: u16) -> bool {
        let x = usize::from(self.x);
        (x..x + self.width()).contains(&column.into())
    }
}

/// What stands before the hints.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lead {
    /// Nothing.
    None,
    /// How many tasks are selected.
    Selected(String),
    /// The keys that move.
    Move(&'static str),
}

/// The last line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Footer {
    /// What comes first, from column 1 on.
    pub lead: Lead,
    /// The hints, as many as there is room for; help is always among them.
    pub hints: Vec<Hint>,
}

impl Footer {
    /// Adds a hint at column `x`; returns the column for the next.
    fn put(&mut self, x: usize, hint: Hint) -> usize {
        let next = x + hint.width() + 2;
        self.hints.push(Hint {
            x: x as u16,
            ..hint
        });
        next
    }
}

/// The last line of the screen that is shown. A box says its own keys; the filter line is no box.
pub fn footer(model: &Model) -> Footer {
    let contexts = model.contexts();
    let ascii = model.settings.ascii();
    let filtering = model.is_filtering();
    let mut footer = Footer {
        lead: Lead::None,
        hints: Vec::new(),
    };
    if !model.overlays.is_empty() && !filtering {
        return footer;
    }
    let width = usize::from(model.size.cols);
    let hint = |action: Action| {
        let key = keymap::key_for(&contexts, action)?.shown(ascii);
        let word = match action {
            Action::Submit if filtering => "keep the filter",
            Action::Cancel if filtering => "clear it",
            _ => action.hint(),
        };
        Some(Hint {
            x: 0,
            key,
            word,
            action,
        })
    };
    let mut x = 1;
    if model.overlays.is_empty() && !model.selected.is_empty() {
        let words = format!("{} selected", model.selected.len());
        x += text::width(&words) + 2;
        footer.lead = Lead::Selected(words);
    } else if width >= 60 && model.overlays.is_empty() && !model.list().rows.is_empty() {
        let keys = if ascii { "Up/Down" } else { "↑↓" };
        x += text::width(keys) + " move".len() + 2;
        footer.lead = Lead::Move(keys);
    }
    let help = hint(Action::Help);
    let reserved = help.as_ref().map_or(0, |help| help.width() + 2);
    for hint in actions(model).into_iter().filter_map(hint) {
        if x + hint.width() + reserved < width {
            x = footer.put(x, hint);
        }
    }
    if let Some(help) = help {
        footer.put(x, help);
    }
    footer
}

/// The actions hinted at.
fn actions(model: &Model) -> Vec<Action> {
    match model.overlays.last() {
        Some(overlay) => keymap::rows(&[overlay.context()])
            .iter()
            .map(|row| row.action)
            .collect(),
        None if !model.selected.is_empty() => SELECTED_HINTS.to_vec(),
        None => {
            let mut hints = model.screen.entry().hints.to_vec();
            if model.list().rows.is_empty() {
                hints.retain(|action| !acts_on_a_row(*action));
            }
            if model.read_only.is_some() || model.aside.is_some() {
                hints.retain(|action| !action.needs().write());
            }
            hints
        }
    }
}

/// Whether it does something with the row the cursor is on, so that nothing comes of it where nothing is listed.
fn acts_on_a_row(action: Action) -> bool {
    match action.needs() {
        Needs::Task | Needs::TaskAndWrite | Needs::Item(_) | Needs::ItemAndWrite(_) => true,
        Needs::Nothing | Needs::Write => {
            matches!(action, Action::CopyChase | Action::Fold | Action::Unfold)
        }
    }
}
