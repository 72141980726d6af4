//! Text that is being typed and not saved yet: what of it is kept outside the file in case the window is killed, and how
//! it is offered when the inspection is opened again. Where it is kept is the shell's to know.

use serde::{Deserialize, Serialize};

use crate::domain::fields::Field;
use crate::domain::id::TaskId;
use crate::domain::records::RecordId;
use crate::domain::requests::fields::Field as RecordField;
use crate::domain::task::Rag;
use crate::domain::text;

use super::Effect;
use super::editor::Editor;
use super::form::{self, Form};
use super::grades::Ask;
use super::menu::{Choice, Item};
use super::model::{Model, Tone};
use super::openers;
use super::overlay::Overlay;
use super::prompt::Purpose;
use super::requests;

/// What is being written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A new task.
    Capture,
    /// What was agreed in a meeting.
    Decision,
    /// A new line of enquiry.
    Enquiry,
    /// Evidence.
    Evidence,
    /// The form of a task.
    Form,
    /// Something of the self-evaluation.
    Grades(Ask),
    /// Said of a task in a walk, which is over by the time it comes back.
    Loose,
    /// A note.
    Note,
    /// Why it was judged so.
    Reason(Rag),
    /// A new request.
    Request,
    /// The note of a request.
    RequestNote(RecordId),
    /// What inspectors want more.
    Returned(RecordId),
    /// What was sent to inspectors.
    Sent(RecordId),
    /// A title.
    Title,
    /// On whom or what it waits.
    Waiting,
}

impl Kind {
    /// The box it is typed in again; a form is no such box, and what was said in a walk has none any more.
    fn purpose(self) -> Option<Purpose> {
        match self {
            Kind::Capture => Some(Purpose::Capture),
            Kind::Decision => Some(Purpose::Decision),
            Kind::Enquiry => Some(Purpose::Request(requests::Ask::NewLine(None))),
            Kind::Evidence => Some(Purpose::Evidence),
            Kind::Form | Kind::Loose => None,
            Kind::Grades(ask) => Some(Purpose::Grades(ask)),
            Kind::Note => Some(Purpose::Note),
            Kind::Reason(rag) => Some(Purpose::Reason(rag)),
            Kind::Request => Some(Purpose::Request(requests::Ask::New)),
            Kind::RequestNote(request) => Some(Purpose::Request(requests::Ask::Field(
                request,
                RecordField::Note,
            ))),
            Kind::Returned(request) => Some(Purpose::Request(requests::Ask::Return(request))),
            Kind::Sent(request) => Some(Purpose::Request(requests::Ask::Sent(request))),
            Kind::Title => Some(Purpose::Title),
            Kind::Waiting => Some(Purpose::Waiting),
        }
    }

    /// As it is said: "a note".
    fn words(self) -> &'static str {
        match self {
            Kind::Capture => "a new task",
            Kind::Decision => "what was agreed",
            Kind::Enquiry => "a line of enquiry",
            Kind::Evidence => "evidence",
            Kind::Form => "the form",
            Kind::Grades(_) => "the self-evaluation",
            Kind::Loose => "what was said",
            Kind::Note => "a note",
            Kind::Reason(_) => "the reason for a RAG",
            Kind::Request => "a request",
            Kind::RequestNote(_) => "the note of a request",
            Kind::Returned(_) => "what more is wanted",
            Kind::Sent(_) => "what was sent",
            Kind::Title => "a title",
            Kind::Waiting => "what it waits on",
        }
    }

    /// Whether what it is about is still there.
    fn is_there(self, model: &Model) -> bool {
        match self {
            Kind::RequestNote(id)
            | Kind::Returned(id)
            | Kind::Sent(id)
            | Kind::Grades(Ask::Prove(_, Some(id)) | Ask::Reword(id) | Ask::RewordLong(id)) => {
                model.plan.record(id).is_some()
            }
            Kind::Loose => false,
            _ => true,
        }
    }
}

/// Text that is not saved yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// What it is.
    pub kind: Kind,
    /// The tasks it is for.
    pub tasks: Vec<TaskId>,
    /// The texts, each with the name of its field; of a form those that were changed, else one without a name.
    pub texts: Vec<(String, String)>,
    /// Its box was open.
    pub open: bool,
}

impl Draft {
    pub(super) fn of_box(
        purpose: Purpose,
        tasks: &[TaskId],
        text: String,
        open: bool,
    ) -> Option<Self> {
        Some(Self {
            kind: purpose.row().kept?,
            tasks: tasks.to_vec(),
            texts: vec![(String::new(), text)],
            open,
        })
    }

    pub(super) fn of_form(form: &Form, open: bool) -> Self {
        let texts = form.fields.changed();
        let texts = texts.map(|(field, text)| (field.as_str().to_owned(), text));
        Self {
            kind: Kind::Form,
            tasks: vec![form.task],
            texts: texts.collect(),
            open,
        }
    }

    /// "a note on N-12"
    fn title(&self, model: &Model) -> String {
        let what = self.kind.words();
        match self.tasks.as_slice() {
            [] => what.to_owned(),
            [only] => match model.plan.task(*only) {
                Some(task) => format!("{what} on {}", task.reference),
                None => format!("{what} on a task that is gone"),
            },
            many => format!("{what} on {} tasks", many.len()),
        }
    }

    /// All of its text, in a row.
    fn text(&self) -> String {
        let texts = self.texts.iter().map(|(_, text)| text.replace('\n', " "));
        texts.collect::<Vec<_>>().join("; ")
    }
}

/// All text that is not saved: what is typed in the box on top, and what was left in others.
fn unsaved(model: &Model) -> Vec<Draft> {
    let boxes = model.overlays.iter();
    let open = boxes.filter_map(|overlay| overlay.conduct().draft());
    let left = model
        .drafts
        .iter()
        .filter_map(|(purpose, tasks, text)| Draft::of_box(*purpose, tasks, text.clone(), false));
    let forms = model.form_drafts.iter();
    let forms = forms.map(|form| Draft::of_form(form, false));
    let all = open.chain(left).chain(forms);
    all.filter(|draft| !draft.texts.is_empty()).collect()
}

/// What is to be kept outside the file, where that has changed since it was last said.
pub(super) fn wanted(model: &mut Model) -> Option<Effect> {
    if !model.is_open || model.demo {
        return None;
    }
    let drafts = unsaved(model);
    if drafts == model.kept_drafts {
        return None;
    }
    model.kept_drafts.clone_from(&drafts);
    Some(Effect::KeepDrafts(drafts))
}

/// The inspection was opened again: what was typed comes back into its boxes, and what was being typed is offered.
pub(super) fn bring_back(model: &mut Model, drafts: &[Draft]) {
    for draft in drafts {
        match (draft.kind.purpose(), draft.tasks.first()) {
            (Some(purpose), _) => {
                let (tasks, text) = (draft.tasks.clone(), draft.text_in_lines());
                model.drafts.push((purpose, tasks, text));
            }
            (None, Some(task)) if draft.kind == Kind::Form => {
                if let Some(form) = filled(model, *task, draft) {
                    model.form_drafts.push(form);
                }
            }
            (None, _) => {}
        }
    }
    drafts.clone_into(&mut model.kept_drafts);
    if model.read_only.is_none() && drafts.iter().any(|draft| draft.open) {
        offer(model, drafts);
    }
}

impl Draft {
    fn text_in_lines(&self) -> String {
        let texts: Vec<&str> = self.texts.iter().map(|(_, text)| text.as_str()).collect();
        texts.join("\n")
    }
}

fn filled(model: &Model, task: TaskId, draft: &Draft) -> Option<Form> {
    let mut form = form::of(model, task)?;
    for (name, text) in &draft.texts {
        if let Ok(field) = Field::read(name) {
            form.fields.go_to(field);
            if let Some(editor) = form.fields.editor() {
                editor.replace(text);
            }
        }
    }
    Some(form)
}

fn offer(model: &mut Model, drafts: &[Draft]) {
    let open = drafts.iter().filter(|draft| draft.open).take(8);
    let rows = open.enumerate().map(|(at, draft)| Item {
        key: openers::digit(at),
        label: format!("Go on with {}", draft.title(model)),
        more: text::fit(&draft.text(), 40).into_owned(),
        choice: Choice::Resume(Box::new(draft.clone())),
    });
    let mut rows: Vec<Item> = rows.collect();
    let away = openers::item(
        'x',
        "Throw it away",
        "all that was not saved",
        Choice::DropDrafts,
    );
    rows.push(away);
    let menu = openers::menu("You were writing when the window closed", rows);
    model.overlays.push(Overlay::Menu(menu));
}

/// Opens the box again in which it was being typed. Of a task that is gone, what was typed becomes a new one.
pub(super) fn resume(model: &mut Model, draft: &Draft) -> Vec<Effect> {
    let mut tasks = draft.tasks.iter();
    let is_there = tasks.all(|id| model.plan.task(*id).is_some()) && draft.kind.is_there(model);
    match draft.kind.purpose() {
        Some(purpose) if is_there => {
            openers::ask_for(model, purpose, draft.tasks.clone());
        }
        None if is_there => {
            if let Some(task) = draft.tasks.first() {
                form::open_of(model, *task);
            }
        }
        Some(_) | None => {
            openers::ask(model, Purpose::Capture);
            if let Some(Overlay::Prompt(prompt)) = model.overlays.last_mut() {
                // A new task may have been left half typed; it stays.
                let left = prompt.editor.text();
                let texts = [left, draft.text()]
                    .into_iter()
                    .filter(|text| !text.is_empty());
                prompt.editor = Editor::line("");
                prompt.editor.replace(&texts.collect::<Vec<_>>().join("; "));
            }
        }
    }
    Vec::new()
}

/// What was typed is not wanted any more.
pub(super) fn drop_all(model: &mut Model) -> Vec<Effect> {
    model.drafts.clear();
    model.form_drafts.clear();
    model.say("Thrown away.", Tone::Note);
    wanted(model).into_iter().collect()
}
