//! The form with all of a task's fields: moving between them, checking each on leaving it, saving what changed.

use crate::domain::failure::Failure;
use crate::domain::fields::{self, FIELDS, Field};
use crate::domain::id::TaskId;
use crate::domain::task::Task;

use super::Effect;
use super::action::Action;
use super::drafts::Draft;
use super::editor::Editor;
use super::edits;
use super::fields::Fields;
use super::list::Row;
use super::model::{AfterSave, Model};
use super::overlay::Overlay;
use super::typing;
use super::update::{self, commit};

/// All fields of one task.
#[derive(Debug, Clone)]
pub struct Form {
    /// Whose.
    pub task: TaskId,
    /// The task as it was when the form opened.
    pub before: Task,
    /// Its fields.
    pub fields: Fields<Field>,
}

impl super::fields::Form for Form {
    type Of = Field;

    fn fields(&self) -> &Fields<Self::Of> {
        &self.fields
    }

    fn fields_mut(&mut self) -> &mut Fields<Self::Of> {
        &mut self.fields
    }

    fn check(&mut self, model: &Model) {
        self.fields.mark(check_field(model, self));
    }

    fn save(&self, model: &mut Model) -> Vec<Effect> {
        save(model, self)
    }

    fn keep(&self, model: &mut Model) -> &'static str {
        model.form_drafts.retain(|draft| draft.task != self.task);
        model.form_drafts.push(self.clone());
        "the task"
    }

    fn draft(&self) -> Option<Draft> {
        Some(Draft::of_form(self, true))
    }
}

/// Opens the form of the task the cursor is on; a heading is folded.
pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    let heading = model
        .list()
        .current()
        .is_some_and(|row| !matches!(row, Row::Task(_)));
    if heading && model.selected.is_empty() {
        return update::run(model, Action::Fold);
    }
    let task = model.current().map(|task| task.id);
    if let Some(task) = task {
        open_of(model, task);
    }
    Vec::new()
}

/// The form of a task as it stands.
pub(super) fn of(model: &Model, id: TaskId) -> Option<Form> {
    let task = model.plan.task(id)?;
    let fields = FIELDS.iter().map(|(field, _)| {
        let text = fields::show(&model.plan, task, *field);
        // Words and lists are gone on with; a date, a name or one of a few is typed anew.
        let editor = match field {
            Field::Note => Editor::lines(&text),
            Field::Area
            | Field::Evidence
            | Field::Needs
            | Field::Reason
            | Field::Tag
            | Field::Title
            | Field::Waiting => Editor::line(&text),
            Field::Deputy
            | Field::Due
            | Field::Expires
            | Field::Owner
            | Field::Phase
            | Field::Rag
            | Field::Section
            | Field::Status => Editor::offer(&text),
        };
        (*field, editor)
    });
    Some(Form {
        task: id,
        before: task.clone(),
        fields: Fields::new(fields),
    })
}

/// Opens the form of a task, with what was left in it unsaved.
pub(super) fn open_of(model: &mut Model, id: TaskId) {
    let Some(mut form) = of(model, id) else {
        return;
    };
    if let Some(at) = model.form_drafts.iter().position(|draft| draft.task == id) {
        let draft = model.form_drafts.remove(at);
        form.fields.bring_back(&draft.fields);
        typing::say_back(model);
    }
    model.overlays.push(Overlay::Form(Box::new(form)));
}

/// What is wrong with the field the caret is in, judged as it would be on saving.
fn check_field(model: &Model, form: &Form) -> Option<String> {
    let field = form.fields.here()?;
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
    let alone = [(field.of, field.editor.text())];
    let with_rag = form.fields.changed().any(|(other, _)| other == Field::Rag);
    if with_rag && matches!(field.of, Field::Reason | Field::Expires) {
        return None;
    }
    fields::write(task, &alone, &mut cx)
        .err()
        .map(|failure| failure.to_string())
}

fn save(model: &mut Model, form: &Form) -> Vec<Effect> {
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
    let changed: Vec<(Field, String)> = form.fields.changed().collect();
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
fn point_at(model: &mut Model, form: &Form, changed: &[(Field, String)]) {
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
    if let (Some(bad), Some(Overlay::Form(form))) = (bad, model.overlays.last_mut()) {
        form.fields.go_to(changed[bad - 1].0);
    }
}
