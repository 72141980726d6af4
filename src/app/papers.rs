//! Files that are made to be sent on: where each goes, the wait while it is made, and what the privacy guard asks before
//! anything leaves. What stands in them, and the making itself, is the shell's work.

use crate::domain::edit;
use crate::domain::operation::Operation;
use crate::domain::privacy::{self, Mark, Sighting};
use crate::domain::text::capital;

use super::model::{AfterSave, Model, Tone};
use super::overlay::Overlay;
use super::screen::Screen;
use super::update::{commit, finish};
use super::{Effect, Product};

/// A file being made. Nothing is drawn of it until it has taken a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MakingBox {
    /// What is made.
    pub product: Product,
    /// How many tasks are written, once that is worth saying.
    pub written: Option<usize>,
    /// How many there are to write.
    pub of: usize,
}

/// What the privacy guard points at in what is about to leave.
#[derive(Debug, Clone, PartialEq)]
pub struct GuardBox {
    /// Each thing it points at.
    pub seen: Vec<String>,
    /// The first of them in view.
    pub top: usize,
    /// What goes on if that is all right.
    pub then: Effect,
}

/// Makes a file: of the selected tasks, else of those the filter shows, else of all.
pub(super) fn write(model: &mut Model, product: Product, path: &str) -> Vec<Effect> {
    let filtered = model.screen == Screen::Checklist && !model.filter.is_empty();
    let tasks = if !model.selected.is_empty() {
        Some(model.targets())
    } else if filtered {
        let ids = model
            .visible
            .iter()
            .map(|at| model.plan.tasks()[*at as usize].id);
        Some(ids.collect())
    } else {
        None
    };
    let effect = Effect::Write {
        product,
        path: path.trim().to_owned(),
        tasks,
        knowingly: false,
    };
    begin(model, effect)
}

fn begin(model: &mut Model, effect: Effect) -> Vec<Effect> {
    if let Effect::Write { product, tasks, .. } = &effect {
        model.overlays.push(Overlay::Making(MakingBox {
            product: *product,
            written: None,
            of: tasks.as_ref().map_or(model.plan.tasks().len(), Vec::len),
        }));
    }
    vec![effect]
}

/// The privacy guard points at something: that is shown before anything leaves.
pub(super) fn guarded(model: &mut Model, seen: Vec<String>, then: Effect) -> Vec<Effect> {
    put_away(model);
    let guard = GuardBox { seen, top: 0, then };
    model.overlays.push(Overlay::Guard(Box::new(guard)));
    Vec::new()
}

/// Copies `text`; where the privacy guard points at something in it, that is asked about first, and it is remembered that
/// `what` left all the same.
pub(super) fn copy(
    model: &mut Model,
    what: &str,
    text: String,
    said: String,
    remember: Option<Operation>,
) -> Vec<Effect> {
    let seen = privacy::in_paper(&text);
    if seen.is_empty() {
        return vec![Effect::Copy {
            text,
            said,
            remember,
        }];
    }
    let remember = released(model, what, &seen, remember);
    let then = Effect::Copy {
        text,
        said,
        remember,
    };
    let seen = seen.iter().map(|one| capital(&one.to_string()));
    guarded(model, seen.collect(), then)
}

/// The same operation, also remembering that it left although the guard points at something in it.
fn released(
    model: &mut Model,
    what: &str,
    seen: &[Sighting],
    also: Option<Operation>,
) -> Option<Operation> {
    if model.read_only.is_some() || model.aside.is_some() {
        return None;
    }
    let marks: Vec<Mark> = seen.iter().map(|one| one.mark).collect();
    let author = model.author();
    let released = edit::released(what, &marks, &author, &mut model.ids);
    let Some(mut operation) = also else {
        return Some(released);
    };
    operation.label = format!("{}; {}", operation.label, released.label);
    operation.changes.extend(released.changes);
    Some(operation)
}

/// It is all right.
pub(super) fn go_on(model: &mut Model, guard: GuardBox) -> Vec<Effect> {
    model.overlays.pop();
    begin(model, guard.then)
}

/// It is not.
pub(super) fn leave(model: &mut Model, guard: &GuardBox) {
    let words = match guard.then {
        Effect::Copy { .. } => "Left. Nothing was copied.",
        _ => "Left. No file was written.",
    };
    model.say(words, Tone::Note);
}

/// So many tasks are written.
pub(super) fn progress(model: &mut Model, written: usize) {
    if let Some(Overlay::Making(making)) = model.overlays.last_mut() {
        making.written = Some(written);
    }
}

/// It was stopped in time: the box in which the file was named is there again.
pub(super) fn stopped(model: &mut Model) -> Vec<Effect> {
    if put_away(model) {
        let words = "Stopped. No file was written, and nothing was changed.";
        model.say(words, Tone::Note);
    }
    Vec::new()
}

/// Something has left. What the inspection is to remember of it is saved like any change.
pub(super) fn written(model: &mut Model, text: String, remember: Option<Operation>) -> Vec<Effect> {
    put_away(model);
    let after = match model.overlays.last() {
        Some(Overlay::Round(_)) => AfterSave::Next,
        Some(Overlay::Reading(_)) => AfterSave::Keep,
        _ => AfterSave::Close,
    };
    if let Some(operation) = remember {
        model.notice = text;
        return commit(model, Ok(operation), after);
    }
    let said = finish(model, after, text);
    model.say(said, Tone::Done);
    Vec::new()
}

/// Nothing is being made any more. Returns whether something was.
pub(super) fn put_away(model: &mut Model) -> bool {
    let making = |overlay: &mut Overlay| matches!(overlay, Overlay::Making(_));
    model.overlays.pop_if(making).is_some()
}
