//! The palette and the help: actions narrowed by typing, the best match first, and the chosen one run.

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use super::Effect;
use super::action::{Action, Group};
use super::editor::Editor;
use super::keymap::{self, Context};
use super::layout::{self, Shelf};
use super::model::{AfterSave, Model};
use super::overlay::Conduct;
use super::update;

/// A list of actions narrowed by typing.
#[derive(Debug, Clone)]
pub struct Finder {
    /// Only what has a key here, with its keys; otherwise every command.
    pub keys_only: bool,
    /// Where the keys were looked up when it was opened.
    pub contexts: Vec<Context>,
    /// What is typed.
    pub editor: Editor,
    /// The row the cursor is on.
    pub cursor: usize,
}

impl Conduct for Finder {
    fn context(&self) -> Context {
        if self.keys_only {
            Context::Help
        } else {
            Context::Palette
        }
    }

    fn editor(&mut self) -> Option<&mut Editor> {
        Some(&mut self.editor)
    }

    fn retyped(&mut self, _model: &mut Model) {
        self.cursor = 0;
    }

    fn rows(&mut self, model: &Model) -> Option<(&mut usize, usize)> {
        let count = rows(model, self).len();
        Some((&mut self.cursor, count))
    }

    fn shelf(&self, model: &Model) -> Option<Shelf> {
        Some(layout::finder(model.size, self, rows(model, self).len()))
    }

    fn submit(&self, model: &mut Model, _after: AfterSave) -> Vec<Effect> {
        let chosen = rows(model, self).get(self.cursor).map(|row| row.action);
        model.overlays.pop();
        chosen.map_or_else(Vec::new, |action| update::run(model, action))
    }
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FinderRow {
    /// What it does.
    pub action: Action,
    /// Its keys as shown; empty when it has none here.
    pub keys: String,
    /// Why it cannot be done now, if so.
    pub why_not: Option<String>,
}

/// The rows for what is typed so far.
pub fn rows(model: &Model, finder: &Finder) -> Vec<FinderRow> {
    let actions = if finder.keys_only {
        with_keys(&finder.contexts)
    } else {
        every_command()
    };
    let typed = finder.editor.text();
    let chosen = if typed.trim().is_empty() {
        actions
    } else {
        narrowed(&actions, typed.trim())
    };
    let row = |action: Action| FinderRow {
        action,
        keys: keys_of(&finder.contexts, action, model.settings.ascii()),
        why_not: update::available(model, action).err(),
    };
    chosen.into_iter().map(row).collect()
}

/// What has a key here: first what this screen does, then what every screen does, and what only moves about comes last.
fn with_keys(contexts: &[Context]) -> Vec<Action> {
    let has_key = |action: &Action| keymap::key_for(contexts, *action).is_some();
    let mut actions: Vec<Action> = Action::ALL.iter().copied().filter(has_key).collect();
    let among = |contexts: &[Context], action: Action| {
        let mut rows = keymap::rows(contexts).into_iter();
        rows.any(|row| row.action == action)
    };
    actions.sort_by_cached_key(|action| {
        let moves = action.group() == Group::Move;
        if moves && among(&[Context::Tasks, Context::Global], *action) {
            2
        } else {
            u8::from(among(&[Context::Global], *action))
        }
    });
    actions
}

/// Everything but what only makes sense inside a box.
fn every_command() -> Vec<Action> {
    let outside = |action: &Action| {
        action.group() != Group::Box
            && !matches!(
                action,
                Action::Palette | Action::Interrupt | Action::Suspend
            )
    };
    let mut actions: Vec<Action> = Action::ALL.iter().copied().filter(outside).collect();
    // What changes tasks and the inspection comes before what only moves about.
    actions.sort_by_key(|action| action.group() == Group::Move);
    actions
}

fn narrowed(actions: &[Action], typed: &str) -> Vec<Action> {
    let mut matcher = Matcher::new(Config::DEFAULT);
    let pattern = Pattern::new(
        typed,
        CaseMatching::Ignore,
        Normalization::Smart,
        AtomKind::Substring,
    );
    let loose = Pattern::new(
        typed,
        CaseMatching::Ignore,
        Normalization::Smart,
        AtomKind::Fuzzy,
    );
    let mut buffer = Vec::new();
    let mut score = |action: Action| {
        let title = Utf32Str::new(action.title(), &mut buffer);
        if let Some(score) = pattern.score(title, &mut matcher) {
            return Some((0, u32::MAX - score));
        }
        let words = format!("{} {}", action.hint(), action.words());
        let words = Utf32Str::new(&words, &mut buffer);
        if let Some(score) = pattern.score(words, &mut matcher) {
            return Some((1, u32::MAX - score));
        }
        let title = Utf32Str::new(action.title(), &mut buffer);
        loose
            .score(title, &mut matcher)
            .map(|score| (2, u32::MAX - score))
    };
    let mut scored: Vec<((u32, u32), Action)> = actions
        .iter()
        .filter_map(|action| Some((score(*action)?, *action)))
        .collect();
    scored.sort_by_key(|(score, _)| *score);
    scored.into_iter().map(|(_, action)| action).collect()
}

fn keys_of(contexts: &[Context], action: Action, ascii: bool) -> String {
    let keys: Vec<String> = keymap::keys_for(contexts, action)
        .map(|key| key.shown(ascii))
        .collect();
    keys.join(" ")
}
