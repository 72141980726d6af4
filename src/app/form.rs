//! The form with all of a task's fields: moving between them, checking each on leaving it, saving what changed.

use crate::domain::failure::Failure;
use crate::domain::fields::{self, Field};

use super::Effect;
use super::edits;
use super::model::{AfterSave, Model};
use super::overlay::{Form, Overlay};
use super::requests;
use super::update::commit;

pub(super) fn next_field(model: &mut Model, forward: bool) -> Vec<Effect> {
    if let Some(Overlay::Policy(open)) = model.overlays.last_mut() {
        open.cursor = step(open.cursor, open.fields.len(), forward);
        return Vec::new();
    }
    if let Some(Overlay::Record(form)) = model.overlays.last() {
        let error = requests::check_field(model, form);
        if let Some(Overlay::Record(form)) = model.overlays.last_mut() {
            let count = form.fields.len();
            if let Some(field) = form.fields.get_mut(form.cursor) {
                field.error = error;
            }
            form.cursor = step(form.cursor, count, forward);
        }
        return Vec::new();
    }
    let Some(Overlay::Form(form)) = model.overlays.last() else {
        return Vec::new();
    };
    let error = check_field(model, form);
    let Some(Overlay::Form(form)) = model.overlays.last_mut() else {
        return Vec::new();
    };
    let count = form.fields.len();
    if let Some(field) = form.fields.get_mut(form.cursor) {
        field.error = error;
    }
    form.cursor = step(form.cursor, count, forward);
    Vec::new()
}

/// The next field of `count`, or the one before; the first follows the last.
fn step(at: usize, count: usize, forward: bool) -> usize {
    if forward {
        (at + 1) % count
    } else {
        (at + count - 1) % count
    }
}

/// What is wrong with the field the caret is in, judged as it would be on saving.
pub(super) fn check_field(model: &Model, form: &Form) -> Option<String> {
    let field = form.fields.get(form.cursor)?;
    if !field.editor.is_changed() {
        return None;
    }
    let task = model.plan.task(form.task)?;
    let mut ids = model.ids.clone();
    let mut cx = fields::Context {
        plan: &model.plan,
        author: &model.author(),
        ids: &mut ids,
    };
    let alone = [(field.field, field.editor.text())];
    let with_rag = changed_fields(form).any(|(other, _)| other == Field::Rag);
    if with_rag && matches!(field.field, Field::Reason | Field::Expires) {
        return None;
    }
    fields::write(task, &alone, &mut cx)
        .err()
        .map(|failure| failure.to_string())
}

pub(super) fn changed_fields(form: &Form) -> impl Iterator<Item = (Field, String)> + '_ {
    let changed = form.fields.iter().filter(|field| field.editor.is_changed());
    changed.map(|field| (field.field, field.editor.text()))
}

pub(super) fn save_form(model: &mut Model, form: &Form) -> Vec<Effect> {
    let Some(task) = model.plan.task(form.task) else {
        let gone = Failure::not_found("This task was removed in another window.");
        return commit(model, Err(gone), AfterSave::Keep);
    };
    let author = model.author();
    let mut cx = fields::Context {
        plan: &model.plan,
        author: &author,
        ids: &mut model.ids,
    };
    let changed: Vec<(Field, String)> = changed_fields(form).collect();
    match fields::write(task, &changed, &mut cx) {
        Ok(written) => {
            if let Some(failure) =
                edits::meets_another_edit(model, std::slice::from_ref(&form.before), &written.patch)
            {
                return commit(model, Err(failure), AfterSave::Keep);
            }
            model.notice = written.notices.join(" ");
            edits::patch_targets(model, &[form.task], &written.patch, AfterSave::Close)
        }
        Err(failure) => {
            point_at(model, form, &changed);
            commit(model, Err(failure), AfterSave::Keep)
        }
    }
}

/// Puts the caret into the first changed field that cannot be read.
pub(super) fn point_at(model: &mut Model, form: &Form, changed: &[(Field, String)]) {
    let Some(task) = model.plan.task(form.task) else {
        return;
    };
    let author = model.author();
    let bad = (1..=changed.len()).find(|count| {
        let mut ids = model.ids.clone();
        let mut cx = fields::Context {
            plan: &model.plan,
            author: &author,
            ids: &mut ids,
        };
        fields::write(task, &changed[..*count], &mut cx).is_err()
    });
    let field = bad.map(|count| changed[count - 1].0);
    if let Some(Overlay::Form(form)) = model.overlays.last_mut()
        && let Some(at) = form
            .fields
            .iter()
            .position(|candidate| Some(candidate.field) == field)
    {
        form.cursor = at;
    }
}
