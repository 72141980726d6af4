//! Files that are made to be sent on: where each goes, the wait while it is made, and what the privacy guard asks before
//! anything leaves. What stands in them, and the making itself, is the shell's work.

use crate::domain::edit;
use crate::domain::id::TaskId;
use crate::domain::operation::Operation;
use crate::domain::privacy::{self, Mark, Sighting};
use crate::domain::rating::count;
use crate::domain::text::capital;

use super::keymap::Context;
use super::model::{AfterSave, Model, Tone};
use super::openers;
use super::overlay::{Conduct, Overlay};
use super::update::{commit, finish};
use super::{Clip, Effect, Offer, Order, Product};

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

/// How many rows of the privacy guard's box are not for what it points at: a question above, why, and the keys below.
pub const GUARD_LINES: usize = 4;

impl Conduct for MakingBox {
    fn context(&self) -> Context {
        Context::Working
    }

    fn is_shown(&self) -> bool {
        self.written.is_some()
    }

    fn step_back(&mut self, _model: &mut Model) -> Option<Vec<Effect>> {
        Some(vec![Effect::StopWork])
    }
}

impl Conduct for GuardBox {
    fn context(&self) -> Context {
        Context::GuardBox
    }

    fn lines(&mut self) -> Option<(&mut usize, usize, usize)> {
        Some((&mut self.top, self.seen.len(), GUARD_LINES))
    }

    /// It is all right.
    fn submit(&self, model: &mut Model, _after: AfterSave) -> Vec<Effect> {
        model.overlays.pop();
        begin(model, self.then.clone())
    }

    /// It is not.
    fn left(&mut self, model: &mut Model) -> Vec<Effect> {
        let words = match self.then {
            Effect::Copy(_) => "Left. Nothing was copied.",
            _ => "Left. No file was written.",
        };
        model.say(words, Tone::Note);
        Vec::new()
    }
}

/// Offers what can be made; of an export, how many tasks go into it.
pub(super) fn offered(model: &mut Model, offers: Vec<Offer>) -> Vec<Effect> {
    let exports = |offer: &Offer| matches!(offer.product, Product::Export(_));
    let title = if offers.iter().any(exports) {
        let all = model.plan.tasks().len();
        let some = in_view(model).map_or(String::new(), |tasks| format!("{} of ", tasks.len()));
        let all = count(all as i32, "task");
        format!("Export {some}{all}: as what?")
    } else {
        "Brief: for whom?".to_owned()
    };
    openers::offer(model, &title, offers);
    Vec::new()
}

/// The selected tasks, else those the filter shows on this screen; `None` for all.
fn in_view(model: &Model) -> Option<Vec<TaskId>> {
    if !model.selected.is_empty() {
        return Some(model.targets());
    }
    let narrowing = model.screen.entry().narrowing?;
    let narrowed = narrowing.tasks && narrowing.screen == model.screen;
    if !narrowed || model.filter.is_empty() {
        return None;
    }
    let shown = model.filter.positions(&model.plan, &model.board);
    let ids = shown.iter().map(|at| model.plan.tasks()[*at as usize].id);
    Some(ids.collect())
}

/// Makes a file of what is in view, where tasks can be chosen for it.
pub(super) fn write(model: &mut Model, product: Product, path: &str) -> Vec<Effect> {
    let order = Order {
        product,
        path: path.trim().to_owned(),
        tasks: in_view(model),
        knowingly: false,
    };
    begin(model, Effect::Write(order))
}

fn begin(model: &mut Model, effect: Effect) -> Vec<Effect> {
    if let Effect::Write(order) = &effect {
        model.overlays.push(Overlay::Making(MakingBox {
            product: order.product,
            written: None,
            of: order
                .tasks
                .as_ref()
                .map_or(model.plan.tasks().len(), Vec::len),
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

/// Copies it; where the privacy guard points at something in it, that is asked about first, and it is remembered that
/// `what` left all the same.
pub(super) fn copy(model: &mut Model, what: &str, mut clip: Clip) -> Vec<Effect> {
    let seen = privacy::in_paper(&clip.text);
    if seen.is_empty() {
        return vec![Effect::Copy(clip)];
    }
    clip.remember = released(model, what, &seen, clip.remember);
    let seen = seen.iter().map(|one| capital(&one.to_string()));
    guarded(model, seen.collect(), Effect::Copy(clip))
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
