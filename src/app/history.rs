//! The History screen: what of the past has been read so far, which of it is wanted, and what to read next.
//! It reads portions as they come into view and never the whole past at once.

use uuid::Uuid;

use crate::domain::as_of::counts;
use crate::domain::id::TaskId;
use crate::domain::operation::Past;
use crate::domain::past::{Answers, Filter, Gone};

use super::Effect;
use super::action::Action;
use super::keymap::Context;
use super::list::Row;
use super::model::{Model, Tone};
use super::overlay::{Conduct, Overlay};
use super::screen::{Items, Narrowing, Screen};

/// How many operations are read at a time.
const PORTION: usize = 500;

/// The past as far as it was read, and the filter it is looked through with.
#[derive(Debug, Default)]
pub struct Lookback {
    /// What happened, newest first.
    pub past: Vec<Past>,
    /// The operations that no longer count: taken back, or undos that were made again.
    pub gone: Gone,
    /// What became of those.
    answers: Answers,
    /// Only matching operations are shown.
    pub filter: Filter,
    /// The filter as typed.
    pub text: String,
    /// Why the filter as typed cannot be read; the last good one stays.
    pub error: Option<String>,
    /// There is nothing older than what was read.
    pub whole: bool,
    /// Whose past was read: one task's, where the filter asks for no other.
    of: Option<TaskId>,
    /// What was read is still all that has happened.
    fresh: bool,
    /// A portion was asked for and has not come.
    asked: bool,
}

impl Lookback {
    /// Something has happened since.
    pub(super) fn expire(&mut self) {
        self.fresh = false;
        self.asked = false;
    }

    /// The screen is shown: what could not be read before is asked for again.
    pub(super) fn ask_again(&mut self) {
        self.asked = false;
    }

    /// Something has just happened: it is shown before the past is read again.
    pub(super) fn add(&mut self, past: Past) {
        self.past.insert(0, past);
        self.answers = Answers::among(&self.past);
        self.expire();
    }
}

/// A portion of the past has come.
pub(super) fn take(
    model: &mut Model,
    of: Option<TaskId>,
    before: Option<u64>,
    past: Vec<Past>,
) -> Vec<Effect> {
    let back = &mut model.lookback;
    back.asked = false;
    back.whole = past.len() < PORTION;
    match before {
        None => back.past = past,
        Some(_) => back.past.extend(past),
    }
    back.of = of;
    back.fresh = true;
    back.gone = Gone::among(&back.past);
    back.answers = Answers::among(&back.past);
    model.touch_lists();
    Vec::new()
}

/// What has to be read for the screen as it is: the first portion, or the next one when the cursor nears the end.
pub(super) fn wanted(model: &mut Model) -> Vec<Effect> {
    let list = &model.lists[Screen::History];
    let near_end = list.cursor + 2 * model.page() >= list.rows.len();
    let of = model.lookback.filter.only_task();
    let back = &mut model.lookback;
    if model.screen != Screen::History || !model.is_open || back.asked {
        return Vec::new();
    }
    let before = if !back.fresh || back.of != of {
        None
    } else if near_end && !back.whole {
        back.past.last().map(|past| past.order)
    } else {
        return Vec::new();
    };
    back.asked = true;
    vec![Effect::LoadPast {
        task: of,
        before,
        limit: PORTION,
    }]
}

/// The positions of the operations that are wanted. At the top the cursor stays at the top when others come.
pub(super) fn rows(model: &mut Model) -> Vec<Row> {
    let list = &mut model.lists[Screen::History];
    if list.cursor == 0 {
        list.anchor(None);
    }
    let back = &model.lookback;
    let wanted = (0..)
        .zip(&back.past)
        .filter(|(_, past)| model.aside.is_none() || counts(past.entry.stamp.local, model.now))
        .filter(|(_, past)| back.filter.is_empty() || back.filter.matches(&model.plan, past));
    wanted.map(|(at, _)| Row::Item(at)).collect()
}

/// The operations as things of this screen.
pub(super) const ITEMS: Items = Items {
    of: Screen::History,
    contexts: &[],
    called: "a change in History",
    id: |model, at| {
        let past = model.lookback.past.get(at as usize)?;
        Uuid::from_slice(&past.entry.hash.0[..16]).ok()
    },
};

/// How the past is looked through.
pub(super) const NARROWING: &Narrowing = &Narrowing {
    screen: Screen::History,
    tasks: false,
    typed: |model| &model.lookback.text,
    narrow,
    hint: "words, or who:jo kind:due day:today",
};

/// What is done to an operation of the past.
pub(super) fn act(model: &mut Model, action: Action) -> Option<Vec<Effect>> {
    match action {
        Action::UndoThis => Some(undo_one(model)),
        Action::Details => Some(open(model)),
        _ => None,
    }
}

/// Filters by what is typed so far. Text that cannot be read leaves the last good filter.
fn narrow(model: &mut Model, text: &str) {
    text.clone_into(&mut model.lookback.text);
    match Filter::read(text, &model.phrases(), &model.plan) {
        Ok(filter) => {
            model.lookback.error = None;
            model.say(String::new(), Tone::Note);
            model.lookback.filter = filter;
            model.touch_lists();
        }
        Err(failure) => {
            model.lookback.error = Some(failure.to_string());
            model.say(failure.to_string(), Tone::Note);
        }
    }
}

/// An operation of the history, whole.
#[derive(Debug, Clone)]
pub struct ChangeBox {
    /// The operation.
    pub past: Past,
    /// The first of its changes in view.
    pub top: usize,
}

impl Conduct for ChangeBox {
    fn context(&self) -> Context {
        Context::ChangeBox
    }

    fn lines(&mut self) -> Option<(&mut usize, usize, usize)> {
        // A change may take several lines, so the last may come to the top.
        Some((&mut self.top, self.past.changes.len(), usize::MAX))
    }
}

/// The operation the cursor is on, or that is open in a box.
pub fn chosen(model: &Model) -> Option<&Past> {
    if let Some(Overlay::Change(open)) = model.overlays.last() {
        return Some(&open.past);
    }
    match model.list().current()? {
        Row::Item(at) if model.screen == Screen::History => model.lookback.past.get(at as usize),
        _ => None,
    }
}

/// What has become of an operation: the undo that took it back, or the redo that made it again.
pub fn answer_to<'m>(model: &'m Model, past: &Past) -> Option<&'m Past> {
    let back = &model.lookback;
    back.past.get(back.answers.to(past.entry.hash, &back.past)?)
}

/// Opens the chosen operation, whole. What is not there of it yet is read.
fn open(model: &mut Model) -> Vec<Effect> {
    let Some(past) = chosen(model).cloned() else {
        return Vec::new();
    };
    let is_part = past.changes.len() < past.entry.changes;
    let order = past.order;
    let open = ChangeBox { past, top: 0 };
    model.overlays.push(Overlay::Change(Box::new(open)));
    if is_part {
        vec![Effect::LoadOperation(order)]
    } else {
        Vec::new()
    }
}

/// An operation has come with all its changes.
pub(super) fn fill(model: &mut Model, past: Past) -> Vec<Effect> {
    if let Some(Overlay::Change(open)) = model.overlays.last_mut()
        && open.past.entry.hash == past.entry.hash
    {
        open.past = past;
    }
    Vec::new()
}

/// Takes back the chosen operation by itself.
fn undo_one(model: &mut Model) -> Vec<Effect> {
    let Some(hash) = chosen(model).map(|past| past.entry.hash) else {
        return Vec::new();
    };
    if let Some(Overlay::Change(_)) = model.overlays.last() {
        model.overlays.pop();
    }
    vec![Effect::UndoOne(hash)]
}
