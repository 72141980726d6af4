//! The box in which the RAG policy is changed: its fields, what they would make of the tasks as they are typed, and the
//! one operation that saves them.

use crate::domain::inspection::Policy;
use crate::domain::policy::{self, FIELDS, Field, Refused};

use super::Effect;
use super::editor::Editor;
use super::fields::{Fields, Form};
use super::model::{AfterSave, Model};
use super::overlay::Overlay;
use super::typing;
use super::update::commit;

/// The RAG policy being changed.
#[derive(Debug, Clone)]
pub struct PolicyBox {
    /// Its fields.
    pub fields: Fields<Field>,
    /// What saving it would make of the tasks; nothing while it makes no sense.
    pub dry_run: Option<String>,
}

impl Form for PolicyBox {
    type Of = Field;

    fn fields(&self) -> &Fields<Self::Of> {
        &self.fields
    }

    fn fields_mut(&mut self) -> &mut Fields<Self::Of> {
        &mut self.fields
    }

    /// Works out anew what the fields as typed would make of the tasks, and which of them cannot be.
    fn retyped(&mut self, model: &mut Model) {
        let read = read(model, self);
        self.dry_run = (read.as_ref().ok()).map(|policy| {
            policy::dry_run(&model.plan, &model.board, policy, model.now).says(policy)
        });
        let wrong = read.err();
        for field in &mut self.fields.rows {
            let at_fault = wrong.as_ref().filter(|wrong| wrong.field == field.of);
            field.error = at_fault.map(|wrong| wrong.failure.to_string());
        }
    }

    fn save(&self, model: &mut Model) -> Vec<Effect> {
        save(model, self)
    }

    fn keep(&self, model: &mut Model) -> &'static str {
        model.policy_draft = Some(self.clone());
        "the policy"
    }
}

/// Opens the box, with what was left there unsaved.
pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    let present = &model.plan.inspection().policy;
    let fields = FIELDS.map(|(field, ..)| (field, Editor::offer(&policy::show(present, field))));
    let mut open = PolicyBox {
        fields: Fields::new(fields.into_iter()),
        dry_run: None,
    };
    if let Some(draft) = model.policy_draft.take() {
        open.fields.bring_back(&draft.fields);
        typing::say_back(model);
    }
    open.retyped(model);
    model.overlays.push(Overlay::Policy(Box::new(open)));
    Vec::new()
}

/// The policy as typed: what somebody else changed meanwhile in other fields stays.
fn read(model: &Model, open: &PolicyBox) -> Result<Policy, Refused> {
    let typed: Vec<(Field, String)> = open.fields.changed().collect();
    policy::write(&model.plan.inspection().policy, &typed)
}

/// Saves it, or puts the caret where it cannot be.
fn save(model: &mut Model, open: &PolicyBox) -> Vec<Effect> {
    match read(model, open) {
        Ok(new) => {
            if let Some(said) = &open.dry_run {
                model.notice.clone_from(said);
            }
            let operation = policy::change(&model.plan, new);
            commit(model, Ok(operation), AfterSave::Close)
        }
        Err(refused) => {
            if let Some(Overlay::Policy(open)) = model.overlays.last_mut() {
                open.fields.go_to(refused.field);
            }
            commit(model, Err(refused.failure), AfterSave::Keep)
        }
    }
}
