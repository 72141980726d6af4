//! Fields one below the other, each with a text of its own: what the forms of tasks, of records and of the policy share.
//! Which fields there are, and what may stand in them, is for those whose form it is.

use super::Effect;
use super::drafts::Draft;
use super::editor::Editor;
use super::keymap::Context;
use super::model::{AfterSave, Model};
use super::overlay::Conduct;
use super::typing;

/// A field.
#[derive(Debug, Clone)]
pub struct Field<K> {
    /// Which.
    pub of: K,
    /// Its text.
    pub editor: Editor,
    /// What is wrong with it.
    pub error: Option<String>,
}

/// The fields of a form.
#[derive(Debug, Clone)]
pub struct Fields<K> {
    /// All of them, in order.
    pub rows: Vec<Field<K>>,
    /// The one the caret is in.
    pub cursor: usize,
}

impl<K: Copy + PartialEq> Fields<K> {
    /// These fields, the caret in the first.
    pub(super) fn new(rows: impl Iterator<Item = (K, Editor)>) -> Self {
        let row = |(of, editor)| Field {
            of,
            editor,
            error: None,
        };
        Self {
            rows: rows.map(row).collect(),
            cursor: 0,
        }
    }

    /// The field the caret is in.
    pub fn here(&self) -> Option<&Field<K>> {
        self.rows.get(self.cursor)
    }

    /// The text being typed.
    pub(super) fn editor(&mut self) -> Option<&mut Editor> {
        let here = self.rows.get_mut(self.cursor);
        here.map(|field| &mut field.editor)
    }

    /// Marks the field the caret is in with what is wrong with it, if anything is.
    pub(super) fn mark(&mut self, error: Option<String>) {
        if let Some(field) = self.rows.get_mut(self.cursor) {
            field.error = error;
        }
    }

    /// Puts the caret into the next field, or the one before; the first follows the last.
    pub(super) fn turn(&mut self, forward: bool) {
        let count = self.rows.len().max(1);
        let by = if forward { 1 } else { count - 1 };
        self.cursor = (self.cursor + by) % count;
    }

    /// Puts the caret into this field.
    pub(super) fn go_to(&mut self, of: K) {
        let at = self.rows.iter().position(|field| field.of == of);
        self.cursor = at.unwrap_or(self.cursor);
    }

    /// The fields whose text was changed, with it.
    pub(super) fn changed(&self) -> impl Iterator<Item = (K, String)> + '_ {
        let changed = self.rows.iter().filter(|field| field.editor.is_changed());
        changed.map(|field| (field.of, field.editor.text()))
    }

    /// Puts back what was changed in `draft`, and the caret where it was.
    pub(super) fn bring_back(&mut self, draft: &Self) {
        for (field, left) in self.rows.iter_mut().zip(&draft.rows) {
            if left.editor.is_changed() {
                field.editor.replace(&left.editor.text());
            }
        }
        self.cursor = draft.cursor;
    }
}

/// A box that is a form. What forms have in common follows from this.
pub trait Form: Clone {
    /// What tells its fields apart.
    type Of: Copy + PartialEq;

    /// Its fields.
    fn fields(&self) -> &Fields<Self::Of>;

    /// The same, to type in.
    fn fields_mut(&mut self) -> &mut Fields<Self::Of>;

    /// The text of the field the caret is in has changed.
    fn retyped(&mut self, _model: &mut Model) {
        self.fields_mut().mark(None);
    }

    /// The caret is about to leave its field.
    fn check(&mut self, _model: &Model) {}

    /// Saves what was changed.
    fn save(&self, model: &mut Model) -> Vec<Effect>;

    /// Keeps what was typed to bring back, and says of what it is.
    fn keep(&self, model: &mut Model) -> &'static str;

    /// What was typed, as it is kept outside the file until it is saved.
    fn draft(&self) -> Option<Draft> {
        None
    }
}

impl<F: Form> Conduct for F {
    fn context(&self) -> Context {
        Context::Form
    }

    fn editor(&mut self) -> Option<&mut Editor> {
        self.fields_mut().editor()
    }

    fn retyped(&mut self, model: &mut Model) {
        Form::retyped(self, model);
    }

    fn draft(&self) -> Option<Draft> {
        Form::draft(self)
    }

    fn next_field(&mut self, model: &Model, forward: bool) {
        self.check(model);
        self.fields_mut().turn(forward);
    }

    fn submit(&self, model: &mut Model, _after: AfterSave) -> Vec<Effect> {
        self.save(model)
    }

    fn refuse(&mut self, why: &str) -> bool {
        self.fields_mut().mark(Some(why.to_owned()));
        true
    }

    fn left(&mut self, model: &mut Model) -> Vec<Effect> {
        if self.fields().changed().next().is_some() {
            let of = self.keep(model);
            typing::say_kept(model, of);
        }
        Vec::new()
    }
}
