//! While a box is open: typing, choosing, leaving, and saying what was wrong.
//! It answers no box.

use jiff::civil::Date;

use crate::domain::edit::{self, Patch};
use crate::domain::failure::Failure;
use crate::domain::filter::Filter;
use crate::domain::inspection::Person;
use crate::domain::phrase;
use crate::domain::text::fold;
use crate::domain::when::When;

use super::Effect;
use super::action::Action;
use super::answers;
use super::chase;
use super::edits;
use super::finder;
use super::import::{self, ImportBox, ImportStep};
use super::key::Key;
use super::layout;
use super::model::{AfterSave, Model, Tone};
use super::overlay::{CallBox, CallStage, Overlay, Prompt, Purpose, Shape, WhatIfBox};
use super::papers;
use super::policy;
use super::update::{self, commit};

/// A key that is text, or moves the caret.
pub(super) fn typed(model: &mut Model, key: Key) {
    let Some(editor) = model.overlays.last_mut().and_then(Overlay::editor) else {
        return;
    };
    if editor.key(key) {
        text_changed(model);
    }
}

/// The text of the top box has changed: what was chosen under it, and what was wrong with it, no longer counts.
pub(super) fn text_changed(model: &mut Model) {
    match model.overlays.last_mut() {
        Some(Overlay::Prompt(prompt)) => {
            prompt.choice = None;
            prompt.day = None;
            prompt.paths.clear();
            prompt.error = None;
            if prompt.purpose == Purpose::Filter {
                let text = prompt.editor.text();
                narrow(model, &text);
            }
        }
        Some(Overlay::Finder(finder)) => finder.cursor = 0,
        Some(Overlay::Call(call)) => call.error = None,
        Some(Overlay::WhatIf(asked)) => asked.error = None,
        Some(Overlay::Policy(_)) => policy::changed(model),
        Some(Overlay::Record(form)) => {
            if let Some(field) = form.fields.get_mut(form.cursor) {
                field.error = None;
            }
        }
        Some(Overlay::Form(form)) => {
            if let Some(field) = form.fields.get_mut(form.cursor) {
                field.error = None;
            }
        }
        Some(
            Overlay::Change(_)
            | Overlay::Cover(_)
            | Overlay::Guard(_)
            | Overlay::Import(_)
            | Overlay::Making(_)
            | Overlay::Menu(_)
            | Overlay::Reading(_)
            | Overlay::Walk(_)
            | Overlay::Present(_)
            | Overlay::Round(_)
            | Overlay::Welcome(_),
        )
        | None => {}
    }
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

/// A letter or digit in a menu chooses its row at once.
pub(super) fn chosen_by_key(model: &mut Model, key: Key) -> Vec<Effect> {
    let Some(letter) = key.typed() else {
        return Vec::new();
    };
    let Some(Overlay::Menu(menu) | Overlay::Welcome(menu)) = model.overlays.last_mut() else {
        return Vec::new();
    };
    match menu.items.iter().position(|item| item.key == letter) {
        Some(at) => {
            menu.cursor = at;
            answers::submit(model, AfterSave::Close)
        }
        None => Vec::new(),
    }
}

/// A page up or down in the box on top.
pub(super) fn page(model: &mut Model, down: bool) {
    let page = usize::from(model.size.rows).saturating_sub(8).max(1);
    let step = |at: usize| {
        if down {
            at.saturating_add(page)
        } else {
            at.saturating_sub(page)
        }
    };
    let count = match model.overlays.last() {
        Some(Overlay::Finder(finder)) => finder::rows(model, finder).len(),
        _ => 0,
    };
    if let Some(Overlay::Finder(finder)) = model.overlays.last_mut() {
        finder.cursor = step(finder.cursor).min(count.saturating_sub(1));
    } else if let Some(import) = columns(model) {
        import.go_to(step);
    } else {
        scroll(model, step);
    }
}

/// The box in which columns are gone through, if that is on top.
fn columns(model: &mut Model) -> Option<&mut ImportBox> {
    match model.overlays.last_mut()? {
        Overlay::Import(import) if import.step == ImportStep::Columns => Some(import),
        _ => None,
    }
}

/// Moves the lines of the box on top, as far as there are more.
pub(super) fn scroll(model: &mut Model, step: impl Fn(usize) -> usize) {
    let inside = usize::from(layout::tall_box(model.size.rows));
    if let Some((top, lines, others)) = model.overlays.last_mut().and_then(Overlay::scroll) {
        let room = inside.saturating_sub(others).max(1);
        *top = step(*top).min(lines.saturating_sub(room));
    }
}

pub(super) fn choose(model: &mut Model, down: bool) -> Vec<Effect> {
    let step = |at: usize, count: usize| {
        if down {
            (at + 1).min(count.saturating_sub(1))
        } else {
            at.saturating_sub(1)
        }
    };
    let count = match model.overlays.last() {
        Some(Overlay::Finder(finder)) => finder::rows(model, finder).len(),
        Some(Overlay::Prompt(prompt)) => people_for(model, prompt).len(),
        _ => 0,
    };
    let today = model.now.date();
    let shown_day = match model.overlays.last() {
        Some(Overlay::Prompt(prompt)) => Some(calendar_day(model, prompt)),
        _ => None,
    };
    match model.overlays.last_mut() {
        Some(Overlay::Menu(menu) | Overlay::Welcome(menu)) => {
            menu.cursor = step(menu.cursor, menu.items.len());
        }
        Some(Overlay::Finder(finder)) => finder.cursor = step(finder.cursor, count),
        Some(Overlay::Import(import)) if import.step == ImportStep::Columns => {
            import.go_to(|at| if down { at + 1 } else { at.saturating_sub(1) });
        }
        Some(
            Overlay::Call(_)
            | Overlay::Change(_)
            | Overlay::Cover(_)
            | Overlay::Guard(_)
            | Overlay::Import(_)
            | Overlay::Reading(_)
            | Overlay::Round(_)
            | Overlay::WhatIf(_),
        ) => {
            scroll(
                model,
                |top| {
                    if down { top + 1 } else { top.saturating_sub(1) }
                },
            );
        }
        Some(Overlay::Prompt(prompt)) => match prompt.purpose.shape() {
            Shape::Date => {
                step_day(prompt, shown_day.unwrap_or(today), down);
            }
            Shape::Person => {
                prompt.choice = Some(prompt.choice.map_or(0, |at| step(at, count)));
            }
            Shape::Filter => {
                let up_or_down = if down { Action::Down } else { Action::Up };
                return update::run(model, up_or_down);
            }
            Shape::Ask | Shape::Capture | Shape::Line | Shape::Note | Shape::Path => {}
        },
        Some(
            Overlay::Form(_)
            | Overlay::Making(_)
            | Overlay::Policy(_)
            | Overlay::Present(_)
            | Overlay::Record(_)
            | Overlay::Walk(_),
        )
        | None => {}
    }
    Vec::new()
}

/// Up is the day before, down the day after; the text follows.
pub(super) fn step_day(prompt: &mut Prompt, from: Date, down: bool) {
    let day = if down {
        from.tomorrow()
    } else {
        from.yesterday()
    }
    .unwrap_or(from);
    prompt.editor.replace(&phrase::day(day));
    prompt.day = Some(day);
    prompt.error = None;
}

/// The day the calendar shows: the one chosen, else the one typed, else the present one, else today.
pub fn calendar_day(model: &Model, prompt: &Prompt) -> Date {
    let typed = || match phrase::read(&prompt.editor.text(), &model.phrases()).ok()? {
        When::At(moment) => Some(moment.date),
        When::Rule(rule) => model
            .board
            .schedule
            .resolve(rule, &model.plan)
            .map(|moment| moment.date),
    };
    let present = || {
        if let Purpose::Milestone(key) = prompt.purpose {
            model.board.schedule.get(key).map(|moment| moment.date)
        } else {
            let at = model.plan.position(*prompt.targets.first()?)?;
            model.board.standings[at].due.map(|due| due.date)
        }
    };
    prompt
        .day
        .or_else(typed)
        .or_else(present)
        .unwrap_or(model.now.date())
}

/// The people an owner box offers for what is typed: those whose name, initials or role hold it.
pub fn people_for<'m>(model: &'m Model, prompt: &Prompt) -> Vec<&'m Person> {
    if prompt.purpose.shape() != Shape::Person {
        return Vec::new();
    }
    let wanted = fold(prompt.editor.text().trim());
    let holds = |person: &&Person| {
        let texts = person.name.iter().chain([&person.initials, &person.role]);
        wanted.is_empty()
            || texts
                .map(|line| fold(line.as_str()))
                .any(|text| text.contains(&wanted))
    };
    let mut people: Vec<&Person> = model.plan.people().iter().filter(holds).collect();
    people.sort_by_key(|person| {
        (
            !person.answers_to(&wanted),
            person.name.is_none(),
            fold(person.label()),
        )
    });
    people
}

/// Del where nothing is typed: no date, or nobody.
pub(super) fn clear(model: &mut Model) -> Vec<Effect> {
    let Some(Overlay::Prompt(prompt)) = model.overlays.last() else {
        return Vec::new();
    };
    let (purpose, targets) = (prompt.purpose, prompt.targets.clone());
    let patch = match purpose {
        Purpose::Due => Patch {
            due: Some(None),
            ..Patch::default()
        },
        Purpose::Owner => Patch {
            owner: Some(None),
            ..Patch::default()
        },
        Purpose::Deputy => Patch {
            deputy: Some(None),
            ..Patch::default()
        },
        Purpose::Milestone(key) => {
            let operation = edit::milestone(&model.plan, &model.board.schedule, key, None);
            return commit(model, operation, AfterSave::Close);
        }
        _ => return Vec::new(),
    };
    edits::patch_targets(model, &targets, &patch, AfterSave::Close)
}

/// Closes the top box one step. Text typed and not saved is kept to bring back.
pub(super) fn close_top(model: &mut Model) -> Vec<Effect> {
    let Some(overlay) = model.overlays.pop() else {
        return Vec::new();
    };
    match overlay {
        Overlay::Prompt(prompt) if prompt.purpose == Purpose::Filter => clear_filter(model),
        Overlay::Prompt(prompt) if prompt.editor.is_changed() && !prompt.editor.is_empty() => {
            keep_draft(model, &prompt);
        }
        Overlay::Form(form) if form.fields.iter().any(|field| field.editor.is_changed()) => {
            model.form_drafts.retain(|draft| draft.task != form.task);
            model.form_drafts.push(*form);
            model.say(
                "Not saved. What you typed is kept: open the task again and it is back.",
                Tone::Note,
            );
        }
        Overlay::Policy(open) if open.fields.iter().any(|field| field.editor.is_changed()) => {
            model.policy_draft = Some(*open);
            model.say(
                "Not saved. What you typed is kept: open the policy again and it is back.",
                Tone::Note,
            );
        }
        Overlay::Record(form) if form.fields.iter().any(|field| field.editor.is_changed()) => {
            model.record_drafts.retain(|draft| draft.id != form.id);
            model.record_drafts.push(*form);
            model.say(
                "Not saved. What you typed is kept: open it again and it is back.",
                Tone::Note,
            );
        }
        Overlay::Call(call) => step_back(model, *call),
        Overlay::WhatIf(asked) => step_back_from_answer(model, *asked),
        Overlay::Import(import) => return import::step_back(model, *import),
        Overlay::Round(round) => model.say(chase::summary(model, &round), Tone::Done),
        Overlay::Walk(_) => model.say("Stopped. W goes on from here.", Tone::Note),
        Overlay::Guard(guard) => papers::leave(model, &guard),
        Overlay::Making(making) => {
            model.overlays.push(Overlay::Making(making));
            return vec![Effect::StopWork];
        }
        Overlay::Welcome(menu) => model.overlays.push(Overlay::Welcome(menu)),
        Overlay::Change(_)
        | Overlay::Cover(_)
        | Overlay::Form(_)
        | Overlay::Finder(_)
        | Overlay::Menu(_)
        | Overlay::Policy(_)
        | Overlay::Present(_)
        | Overlay::Prompt(_)
        | Overlay::Reading(_)
        | Overlay::Record(_) => {}
    }
    Vec::new()
}

/// A longer text was pasted by mistake more likely than typed; in bytes. A note at its limit fits.
const LONGEST_DRAFT: usize = 20_000;

pub(super) fn keep_draft(model: &mut Model, prompt: &Prompt) {
    let text = prompt.editor.text();
    if text.len() > LONGEST_DRAFT {
        model.say("Left. So long a text is not kept.", Tone::Note);
        return;
    }
    model
        .drafts
        .retain(|(kind, ids, _)| (*kind, ids) != (prompt.purpose, &prompt.targets));
    model
        .drafts
        .push((prompt.purpose, prompt.targets.clone(), text));
    model.say(
        "Not saved. What you typed is kept: open the same box again and it is back.",
        Tone::Note,
    );
}

pub(super) fn step_back(model: &mut Model, call: CallBox) {
    let stage = match call.stage {
        CallStage::When => return,
        // A visit that is agreed ahead has no call to go back to.
        CallStage::OnSite if model.plan.is_agreed_ahead() => return,
        CallStage::OnSite => CallStage::When,
        CallStage::Preview(_) => CallStage::OnSite,
    };
    model.overlays.push(Overlay::Call(Box::new(CallBox {
        stage,
        error: None,
        ..call
    })));
}

/// From the answer back to the day that was typed, or to the call it was asked from.
fn step_back_from_answer(model: &mut Model, asked: WhatIfBox) {
    let from_the_call = matches!(model.overlays.last(), Some(Overlay::Call(_)));
    if asked.found.is_some() && !from_the_call {
        model.overlays.push(Overlay::WhatIf(Box::new(WhatIfBox {
            found: None,
            ..asked
        })));
    }
}

/// Says what did not work where the person looks: in the box, and on the status line.
pub(super) fn show_failure(model: &mut Model, failure: &Failure, was_saving: bool) {
    let text = failure.to_string();
    if let Some(Overlay::Import(import)) = model.overlays.last_mut()
        && import::failed(import, &text)
    {
        model.overlays.pop();
    }
    match model.overlays.last_mut() {
        Some(Overlay::Prompt(prompt)) => prompt.error = Some(text.clone()),
        Some(Overlay::Call(call)) => call.error = Some(text.clone()),
        Some(Overlay::Record(open)) => {
            if let Some(field) = open.fields.get_mut(open.cursor) {
                field.error = Some(text.clone());
            }
        }
        Some(Overlay::Policy(open)) => {
            if let Some(field) = open.fields.get_mut(open.cursor) {
                field.error = Some(text.clone());
            }
        }
        Some(Overlay::Form(form)) => {
            if let Some(field) = form.fields.get_mut(form.cursor) {
                field.error = Some(text.clone());
            }
        }
        Some(
            Overlay::Change(_)
            | Overlay::Cover(_)
            | Overlay::Guard(_)
            | Overlay::Import(_)
            | Overlay::Making(_)
            | Overlay::Menu(_)
            | Overlay::Finder(_)
            | Overlay::Reading(_)
            | Overlay::Walk(_)
            | Overlay::Present(_)
            | Overlay::Round(_)
            | Overlay::Welcome(_)
            | Overlay::WhatIf(_),
        )
        | None => {}
    }
    model.unsaved = was_saving;
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
