//! While a box is open: typing, choosing, leaving, and saying what was wrong. It knows no box, only how boxes behave
//! ([`Conduct`]).

use crate::domain::failure::Failure;
use crate::domain::filter::Filter;

use super::Effect;
use super::key::Key;
use super::model::{AfterSave, Model, Tone};
use super::overlay::{Conduct, Overlay};

/// Lets the box on top do something with the model, from which it is taken meanwhile.
fn with_top<T: Default>(
    model: &mut Model,
    what: impl FnOnce(&mut dyn Conduct, &mut Model) -> T,
) -> T {
    let Some(mut top) = model.overlays.pop() else {
        return T::default();
    };
    let done = what(top.conduct_mut(), model);
    model.overlays.push(top);
    done
}

/// A key that is text, or moves the caret.
pub(super) fn typed(model: &mut Model, key: Key) {
    let editor = model.overlays.last_mut().and_then(Overlay::editor);
    if editor.is_some_and(|editor| editor.key(key)) {
        text_changed(model);
    }
}

/// The text of the top box has changed.
pub(super) fn text_changed(model: &mut Model) {
    with_top(model, |top, model| top.retyped(model));
}

/// Filters the list by what is typed so far. Text that cannot be read leaves the last good filter.
pub(super) fn narrow(model: &mut Model, text: &str) {
    if let Some(narrowing) = model.screen.entry().narrowing {
        (narrowing.narrow)(model, text);
    }
}

/// Filters tasks by what is typed so far.
pub(super) fn narrow_tasks(model: &mut Model, text: &str) {
    text.clone_into(&mut model.filter_text);
    match Filter::read(text, &model.phrases(), &model.plan, &model.board.schedule) {
        Ok(filter) => {
            model.filter_error = None;
            model.say(String::new(), Tone::Note);
            model.filter = filter;
            model.touch_lists();
        }
        Err(failure) => {
            model.filter_error = Some(failure.to_string());
            model.say(failure.to_string(), Tone::Note);
        }
    }
}

/// Shows everything again.
pub(super) fn clear_filter(model: &mut Model) {
    narrow(model, "");
    model.say("Filter cleared.", Tone::Note);
}

/// The box on top is answered.
pub(super) fn submit(model: &mut Model, after: AfterSave) -> Vec<Effect> {
    let top = model.overlays.last().cloned();
    top.map_or_else(Vec::new, |top| top.conduct().submit(model, after))
}

/// A letter or digit chooses a row at once.
pub(super) fn chosen_by_key(model: &mut Model, key: Key) -> Vec<Effect> {
    let top = model.overlays.last().map(Overlay::conduct);
    let row = key
        .typed()
        .and_then(|letter| top.and_then(|top| top.row_of(letter)));
    row.map_or_else(Vec::new, |row| chosen(model, row))
}

/// A row is chosen, and that is the answer.
pub(super) fn chosen(model: &mut Model, row: usize) -> Vec<Effect> {
    with_top(model, |top, model| top.go(model, &|_| row));
    submit(model, AfterSave::Close)
}

/// A page up or down in the box on top.
pub(super) fn page(model: &mut Model, down: bool) {
    let page = usize::from(model.size.rows).saturating_sub(8).max(1);
    let to = |at: usize| {
        if down {
            at.saturating_add(page)
        } else {
            at.saturating_sub(page)
        }
    };
    with_top(model, |top, model| top.go(model, &to));
}

/// Moves the lines of the box on top, as far as there are more.
pub(super) fn scroll(model: &mut Model, to: impl Fn(usize) -> usize) {
    with_top(model, |top, model| top.scroll(model, &to));
}

/// Up or down in the box on top.
pub(super) fn choose(model: &mut Model, down: bool) -> Vec<Effect> {
    with_top(model, |top, model| top.choose(model, down))
}

/// The next field of the box on top, or the one before.
pub(super) fn next_field(model: &mut Model, forward: bool) -> Vec<Effect> {
    with_top(model, |top, model| top.next_field(model, forward));
    Vec::new()
}

/// Closes the top box one step.
pub(super) fn close_top(model: &mut Model) -> Vec<Effect> {
    let Some(mut top) = model.overlays.pop() else {
        return Vec::new();
    };
    match top.conduct_mut().step_back(model) {
        Some(effects) => {
            model.overlays.push(top);
            effects
        }
        None => top.conduct_mut().left(model),
    }
}

/// What was typed in a box is kept, and comes back when `what` is opened again.
pub(super) fn say_kept(model: &mut Model, what: &str) {
    let words = format!("Not saved. What you typed is kept: open {what} again and it is back.");
    model.say(words, Tone::Note);
}

/// What was typed in a box before is in it again.
pub(super) fn say_back(model: &mut Model) {
    let words = "What you typed before is back. Nothing of it is saved yet.";
    model.say(words, Tone::Note);
}

/// Says what did not work where the person looks: in the box, and on the status line.
pub(super) fn show_failure(model: &mut Model, failure: &Failure, was_saving: bool) {
    let text = failure.to_string();
    while let Some(top) = model.overlays.last_mut() {
        if top.conduct_mut().refuse(&text) {
            break;
        }
        model.overlays.pop();
    }
    // What could not be saved before is not saved by something else that does not work.
    model.unsaved |= was_saving;
    let text = if was_saving {
        format!("Not saved. {text}")
    } else {
        text
    };
    model.say(text, Tone::Wrong);
}

/// What was to be added to the next message, taken.
pub(super) fn take_notice(model: &mut Model) -> String {
    let notice = std::mem::take(&mut model.notice);
    if notice.is_empty() {
        notice
    } else {
        format!(" {notice}")
    }
}
