//! The box in which the RAG policy is changed: its fields, what they would make of the tasks as they are typed, and the
//! one operation that saves them.

use crate::domain::inspection::Policy;
use crate::domain::policy::{self, FIELDS, Field, Refused};

use super::Effect;
use super::editor::Editor;
use super::model::{AfterSave, Model, Tone};
use super::overlay::{Overlay, PolicyBox, PolicyField};
use super::update::commit;

/// Opens the box, with what was left there unsaved.
pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    let present = &model.plan.inspection().policy;
    let fields = FIELDS.map(|(field, ..)| PolicyField {
        field,
        editor: Editor::line(&policy::show(present, field)),
        error: None,
    });
    let mut open = PolicyBox {
        fields: fields.into(),
        cursor: 0,
        dry_run: None,
    };
    if let Some(draft) = model.policy_draft.take() {
        for (field, typed) in open.fields.iter_mut().zip(&draft.fields) {
            if typed.editor.is_changed() {
                field.editor.replace(&typed.editor.text());
            }
        }
        open.cursor = draft.cursor;
        model.say(
            "What you typed before is back. Nothing of it is saved yet.",
            Tone::Note,
        );
    }
    model.overlays.push(Overlay::Policy(Box::new(open)));
    changed(model);
    Vec::new()
}

/// Works out anew what the fields as typed would make of the tasks, and which of them cannot be.
pub(super) fn changed(model: &mut Model) {
    let Some(Overlay::Policy(open)) = model.overlays.last() else {
        return;
    };
    let read = read(model, open);
    let dry_run = read
        .as_ref()
        .ok()
        .map(|policy| policy::dry_run(&model.plan, &model.board, policy, model.now).says(policy));
    if let Some(Overlay::Policy(open)) = model.overlays.last_mut() {
        open.dry_run = dry_run;
        let wrong = read.err();
        for field in &mut open.fields {
            let at_fault = wrong.as_ref().filter(|wrong| wrong.field == field.field);
            field.error = at_fault.map(|wrong| wrong.failure.to_string());
        }
    }
}

/// The policy as typed: what somebody else changed meanwhile in other fields stays.
fn read(model: &Model, open: &PolicyBox) -> Result<Policy, Refused> {
    let typed = open.fields.iter().filter(|field| field.editor.is_changed());
    let typed: Vec<(Field, String)> = typed
        .map(|field| (field.field, field.editor.text()))
        .collect();
    policy::write(&model.plan.inspection().policy, &typed)
}

/// Saves it, or puts the caret where it cannot be.
pub(super) fn save(model: &mut Model, open: &PolicyBox) -> Vec<Effect> {
    match read(model, open) {
        Ok(new) => {
            if let Some(said) = &open.dry_run {
                model.notice.clone_from(said);
            }
            let operation = policy::change(&model.plan, new);
            commit(model, Ok(operation), AfterSave::Close)
        }
        Err(refused) => {
            if let Some(Overlay::Policy(open)) = model.overlays.last_mut()
                && let Some(at) = open.fields.iter().position(|f| f.field == refused.field)
            {
                open.cursor = at;
            }
            commit(model, Err(refused.failure), AfterSave::Keep)
        }
    }
}
