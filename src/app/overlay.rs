//! The boxes that open over a screen, as a stack: what each holds while it is open.
//! What they do when they are answered is in [`super::edits`]; how they look is for the views.

use jiff::civil::Date;

use crate::domain::absence::Cover;
use crate::domain::id::{PersonId, TaskId};
use crate::domain::operation::Past;
use crate::domain::order::{Grouping, SortKey};
use crate::domain::policy;
use crate::domain::preview::Preview;
use crate::domain::records::{Record, RecordId, View};
use crate::domain::requests::Step;
use crate::domain::task::{Rag, Status, Task};
use crate::domain::text;
use crate::domain::when::MilestoneKey;

use super::Product;
use super::action::Action;
use super::drafts::Draft;
use super::editor::Editor;
use super::grades::{Ask, Pick};
use super::import::{ImportBox, ImportStep};
use super::keymap::Context;
use super::papers::{GuardBox, MakingBox};
use super::present::Present;
use super::reading::Reading;
use super::settings::ThemeName;
use super::walk::WalkBox;

/// What a line, or a note, is being typed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// A new task in one line.
    Capture,
    /// A new request in one line.
    Ask,
    /// Who approves an answer.
    RequestApprove(RecordId),
    /// A field of a request.
    RequestField(RecordId, &'static str),
    /// What more inspectors want.
    RequestReturn(RecordId),
    /// What was sent.
    RequestSent(RecordId),
    /// A new line of enquiry, for this request.
    NewEnquiry(Option<RecordId>),
    /// The council's name.
    Authority,
    /// The moment at which the board is to be shown.
    AsOf,
    /// The days a person is away.
    Away(PersonId),
    /// A day the council is closed.
    Closure,
    /// What was agreed.
    Decision,
    /// A deputy.
    Deputy,
    /// Two moments to be compared.
    Difference,
    /// A due date.
    Due,
    /// Where the proof is.
    Evidence,
    /// The filter of the list.
    Filter,
    /// Something of the self-evaluation.
    Grades(Ask),
    /// The real date of a milestone.
    Milestone(MilestoneKey),
    /// A spreadsheet to bring in.
    ImportFile,
    /// The council's name, for a new file.
    NewFile(usize),
    /// A note.
    Note,
    /// A file to open.
    OpenFile,
    /// A template file to begin from.
    OwnTemplate,
    /// An owner.
    Owner,
    /// The user's own name.
    OwnName,
    /// Why it was judged so.
    Reason(Rag),
    /// A view's new name.
    RenameView(RecordId),
    /// The name of the person in a role.
    Role(PersonId),
    /// A name for what is shown.
    SaveView,
    /// A new date, or a promise, in a walk.
    Slipping,
    /// Why a task is stuck, in a walk.
    Stuck,
    /// A title.
    Title,
    /// On whom or what it waits.
    Waiting,
    /// Something to be noted in a walk.
    WalkNote,
    /// Where to put a file that is made.
    Write(Product),
}

impl Purpose {
    /// What the box is called.
    pub fn title(self) -> String {
        match self {
            Purpose::Capture => "Add a task".to_owned(),
            Purpose::Ask => "Log a request".to_owned(),
            Purpose::RequestApprove(_) => "Who approves the answer?".to_owned(),
            Purpose::RequestField(_, "promised") => "Promised by when?".to_owned(),
            Purpose::RequestField(_, "owner") => "Who answers it?".to_owned(),
            Purpose::RequestField(_, field) => text::capital(field),
            Purpose::RequestReturn(_) => "Returned: what more is wanted?".to_owned(),
            Purpose::RequestSent(_) => "Sent: what, and where is it?".to_owned(),
            Purpose::NewEnquiry(_) => "A new line of enquiry".to_owned(),
            Purpose::AsOf => "The board as it stood at ...".to_owned(),
            Purpose::Difference => "What moved from ... to ...".to_owned(),
            Purpose::Authority | Purpose::NewFile(_) => "The council's name".to_owned(),
            Purpose::Away(_) => "Away from when to when?".to_owned(),
            Purpose::Closure => "A day the council is closed".to_owned(),
            Purpose::Decision => "What was agreed?".to_owned(),
            Purpose::Deputy => "Deputy".to_owned(),
            Purpose::Due => "Due date".to_owned(),
            Purpose::Evidence => "Evidence: where is the proof?".to_owned(),
            Purpose::Filter => "Filter".to_owned(),
            Purpose::Grades(ask) => ask.title().to_owned(),
            Purpose::ImportFile => "Bring in a spreadsheet".to_owned(),
            Purpose::Milestone(key) => format!("{}: the real date", key.title()),
            Purpose::Note => "Note".to_owned(),
            Purpose::OpenFile => "Open a file".to_owned(),
            Purpose::OwnTemplate => "A template of your own".to_owned(),
            Purpose::Owner => "Owner".to_owned(),
            Purpose::OwnName => "Your name".to_owned(),
            Purpose::Reason(rag) => format!("Why is it {}?", rag.as_str()),
            Purpose::RenameView(_) => "The view's new name".to_owned(),
            Purpose::Role(_) => "Name the person in this role".to_owned(),
            Purpose::SaveView => "Save what is shown as a view".to_owned(),
            Purpose::Slipping => "Slipping: until when?".to_owned(),
            Purpose::Stuck => "Stuck: why, or waiting on whom?".to_owned(),
            Purpose::WalkNote => "To be noted".to_owned(),
            Purpose::Title => "Title".to_owned(),
            Purpose::Waiting => "Waiting on whom, or what?".to_owned(),
            Purpose::Write(Product::Brief(_)) => "Where to put the brief".to_owned(),
            Purpose::Write(Product::Export(_)) => "Where to put the export".to_owned(),
        }
    }

    /// Which of the boxes it is typed in.
    pub fn shape(self) -> Shape {
        match self {
            Purpose::Ask => Shape::Ask,
            Purpose::Capture => Shape::Capture,
            Purpose::Closure | Purpose::Due | Purpose::Milestone(_) => Shape::Date,
            Purpose::Owner | Purpose::Deputy => Shape::Person,
            Purpose::Note | Purpose::RequestField(_, "note") => Shape::Note,
            Purpose::Grades(ask) if ask.is_long() => Shape::Note,
            Purpose::Filter => Shape::Filter,
            Purpose::ImportFile | Purpose::OpenFile | Purpose::OwnTemplate | Purpose::Write(_) => {
                Shape::Path
            }
            Purpose::AsOf
            | Purpose::Difference
            | Purpose::Authority
            | Purpose::Away(_)
            | Purpose::Decision
            | Purpose::NewEnquiry(_)
            | Purpose::RequestApprove(_)
            | Purpose::RequestField(..)
            | Purpose::RequestReturn(_)
            | Purpose::RequestSent(_)
            | Purpose::RenameView(_)
            | Purpose::SaveView
            | Purpose::Evidence
            | Purpose::Grades(_)
            | Purpose::NewFile(_)
            | Purpose::OwnName
            | Purpose::Reason(_)
            | Purpose::Role(_)
            | Purpose::Slipping
            | Purpose::Stuck
            | Purpose::Title
            | Purpose::Waiting
            | Purpose::WalkNote => Shape::Line,
        }
    }

    /// Where its keys are looked up.
    pub fn context(self) -> Context {
        match self.shape() {
            Shape::Ask | Shape::Capture => Context::Capture,
            Shape::Date => Context::DateBox,
            Shape::Filter => Context::FilterLine,
            Shape::Line => Context::Prompt,
            Shape::Note => Context::NoteBox,
            Shape::Path => Context::PathBox,
            Shape::Person => Context::OwnerBox,
        }
    }
}

/// A box that text is typed in: which keys it knows and how it is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// One line for a request, read as it is typed.
    Ask,
    /// One line for a task, read as it is typed.
    Capture,
    /// A date, with a calendar under it.
    Date,
    /// The line above the list that narrows it.
    Filter,
    /// One line.
    Line,
    /// Several lines.
    Note,
    /// Where a file is.
    Path,
    /// A person, with those who are known under it.
    Person,
}

/// Text being typed for a purpose.
#[derive(Debug, Clone)]
pub struct Prompt {
    /// For what.
    pub purpose: Purpose,
    /// The tasks it is for.
    pub targets: Vec<TaskId>,
    /// The same tasks as they were when the box opened, to notice what somebody else changes meanwhile.
    pub before: Vec<Task>,
    /// The text.
    pub editor: Editor,
    /// The row chosen in a list under the text, if one was.
    pub choice: Option<usize>,
    /// The day chosen in the calendar, if one was.
    pub day: Option<Date>,
    /// Of a path, what begins so, where that is several things.
    pub paths: Vec<String>,
    /// What was wrong with the text when it was last sent off.
    pub error: Option<String>,
}

/// What a row of a menu does.
#[derive(Debug, Clone, PartialEq)]
pub enum Choice {
    /// Run an action.
    Act(Action),
    /// Open a box to type in.
    Ask(Purpose),
    /// Put a request under a line of enquiry, or none.
    RequestLine(RecordId, Option<RecordId>),
    /// Move a request on.
    RequestStep(RecordId, Step),
    /// Rename or remove this view.
    ChangeView(RecordId),
    /// Rename or remove a view.
    ChangeViews,
    /// Throw away what was not saved.
    DropDrafts,
    /// Say something of the self-evaluation.
    Grades(Pick),
    /// Go on with today's walk.
    GoOnWalking,
    /// Group the list.
    Group(Grouping),
    /// Type this milestone's date.
    Milestone(MilestoneKey),
    /// Make a file of this.
    Make(Product),
    /// Judge, or with `None` go by the dates again.
    Rag(Option<Rag>),
    /// Take a view out.
    RemoveView(RecordId),
    /// Give a view another name.
    RenameView(RecordId),
    /// Go on with what was being typed.
    Resume(Box<Draft>),
    /// Let a view show what is shown now.
    ReplaceView(RecordId),
    /// Save what is shown now under a name.
    SaveView,
    /// Change a setting, by its place in the box.
    Setting(usize),
    /// Sort the list.
    Sort(SortKey),
    /// A status.
    Status(Status),
    /// Colours.
    Theme(ThemeName),
    /// Start from a template, by its place in the registry.
    Template(usize),
    /// Look around with made-up data.
    Demo,
    /// Open a file.
    OpenFile,
    /// Start from a template file.
    OwnTemplate,
    /// Show what a view shows.
    UseView(Box<View>),
    /// Walk through the tasks of a filter.
    Walk(String),
    /// Bring in a spreadsheet.
    Import,
}

/// A row of a menu.
#[derive(Debug, Clone)]
pub struct Item {
    /// The key that chooses it at once.
    pub key: char,
    /// What it is.
    pub label: String,
    /// A few more words, in grey.
    pub more: String,
    /// What it does.
    pub choice: Choice,
}

/// A short list to choose from.
#[derive(Debug, Clone)]
pub struct Menu {
    /// What it is called.
    pub title: String,
    /// The rows.
    pub items: Vec<Item>,
    /// The row the cursor is on.
    pub cursor: usize,
    /// The tasks it is for.
    pub targets: Vec<TaskId>,
}

/// A field of a form.
#[derive(Debug, Clone)]
pub struct FormField {
    /// Which.
    pub field: crate::domain::fields::Field,
    /// Its text.
    pub editor: Editor,
    /// What is wrong with it, found on leaving it.
    pub error: Option<String>,
}

/// All fields of one task.
#[derive(Debug, Clone)]
pub struct Form {
    /// Whose.
    pub task: TaskId,
    /// The task as it was when the form opened.
    pub before: Task,
    /// The fields, in order.
    pub fields: Vec<FormField>,
    /// The field the caret is in.
    pub cursor: usize,
}

/// A field of a record's form.
#[derive(Debug, Clone)]
pub struct RecordField {
    /// Its name.
    pub name: &'static str,
    /// What may stand in it.
    pub help: &'static str,
    /// Its text.
    pub editor: Editor,
    /// What is wrong with it, found on leaving it.
    pub error: Option<String>,
}

/// All fields of one record.
#[derive(Debug, Clone)]
pub struct RecordForm {
    /// Which.
    pub id: RecordId,
    /// What it is called.
    pub title: String,
    /// The record as it was when the form opened.
    pub before: Record,
    /// The fields, in order.
    pub fields: Vec<RecordField>,
    /// The field the caret is in.
    pub cursor: usize,
}

/// A field of the RAG policy being changed.
#[derive(Debug, Clone)]
pub struct PolicyField {
    /// Which.
    pub field: policy::Field,
    /// Its text.
    pub editor: Editor,
    /// What is wrong with it.
    pub error: Option<String>,
}

/// The RAG policy being changed.
#[derive(Debug, Clone)]
pub struct PolicyBox {
    /// The fields, in order.
    pub fields: Vec<PolicyField>,
    /// The field the caret is in.
    pub cursor: usize,
    /// What saving it would make of the tasks; nothing while it makes no sense.
    pub dry_run: Option<String>,
}

/// A list of actions narrowed by typing.
#[derive(Debug, Clone)]
pub struct Finder {
    /// Only what has a key here, with its keys; otherwise every command.
    pub keys_only: bool,
    /// Where the keys were looked up when it was opened.
    pub contexts: Vec<Context>,
    /// What is typed.
    pub editor: Editor,
    /// The row the cursor is on.
    pub cursor: usize,
}

/// How far the recording of the call has got.
#[derive(Debug, Clone)]
pub enum CallStage {
    /// When did it come?
    When,
    /// When do inspectors arrive?
    OnSite,
    /// What would move.
    Preview(Box<Preview>),
}

/// The call being recorded.
#[derive(Debug, Clone)]
pub struct CallBox {
    /// How far it has got.
    pub stage: CallStage,
    /// When it came, as typed.
    pub when: Editor,
    /// When inspectors arrive, as typed.
    pub on_site: Editor,
    /// Mark overtaken preparation as not needed.
    pub drop_preparation: bool,
    /// The first line of the preview in view.
    pub top: usize,
    /// What was wrong with the last answer.
    pub error: Option<String>,
}

/// A call that is only asked about.
#[derive(Debug, Clone)]
pub struct WhatIfBox {
    /// When it would come, as typed.
    pub when: Editor,
    /// What was wrong with what was typed.
    pub error: Option<String>,
    /// What it would find, once asked.
    pub found: Option<Reading>,
}

impl CallBox {
    /// How many lines the preview has at most.
    pub fn lines(&self) -> usize {
        match &self.stage {
            CallStage::Preview(preview) => {
                preview.milestones.len() + preview.tasks.len() + preview.warnings.len() + 3
            }
            CallStage::When | CallStage::OnSite => 0,
        }
    }
}

/// An operation of the history, whole.
#[derive(Debug, Clone)]
pub struct ChangeBox {
    /// The operation.
    pub past: Past,
    /// The first of its changes in view.
    pub top: usize,
}

/// What deputies would take over from somebody who is away.
#[derive(Debug, Clone)]
pub struct CoverBox {
    /// What would be handed over, and what could not.
    pub cover: Cover,
    /// The first line in view.
    pub top: usize,
}

impl CoverBox {
    /// How many lines there are.
    pub fn lines(&self) -> usize {
        self.cover.handed.len() + self.cover.left.len()
    }
}

/// How many rows of the privacy guard's box are not for what it points at: a question above, why, and the keys below.
pub const GUARD_LINES: usize = 4;
/// A chase round: everybody who is owed a message, one after the other.
#[derive(Debug, Clone)]
pub struct RoundBox {
    /// Everybody who was owed one when it began.
    pub people: Vec<PersonId>,
    /// Whose turn it is.
    pub at: usize,
    /// The message to them.
    pub text: String,
    /// How many messages were copied.
    pub copied: usize,
    /// How many people were left out.
    pub skipped: usize,
    /// The first line of the message in view.
    pub top: usize,
}

impl RoundBox {
    /// Whose turn it is; `None` at the end.
    pub fn person(&self) -> Option<PersonId> {
        self.people.get(self.at).copied()
    }
}

/// A box that is open.
#[derive(Debug, Clone)]
pub enum Overlay {
    /// The call.
    Call(Box<CallBox>),
    /// An operation of the history.
    Change(Box<ChangeBox>),
    /// What deputies would take over.
    Cover(Box<CoverBox>),
    /// What the privacy guard points at before something leaves.
    Guard(Box<GuardBox>),
    /// Actions narrowed by typing: the palette, or the help.
    Finder(Finder),
    /// A task's fields.
    Form(Box<Form>),
    /// A spreadsheet being brought in.
    Import(Box<ImportBox>),
    /// A file being made.
    Making(MakingBox),
    /// A short list.
    Menu(Menu),
    /// The RAG policy.
    Policy(Box<PolicyBox>),
    /// What the room sees.
    Present(Present),
    /// A record's fields.
    Record(Box<RecordForm>),
    /// Text for a purpose.
    Prompt(Prompt),
    /// Lines to be read.
    Reading(Reading),
    /// A walk through tasks in a meeting.
    Walk(Box<WalkBox>),
    /// A chase round.
    Round(Box<RoundBox>),
    /// No file yet.
    Welcome(Menu),
    /// What if the call came then?
    WhatIf(Box<WhatIfBox>),
}

impl Overlay {
    /// Where its keys are looked up.
    pub fn context(&self) -> Context {
        match self {
            Overlay::Call(call) if matches!(call.stage, CallStage::Preview(_)) => {
                Context::CallPreview
            }
            Overlay::Call(_) => Context::CallDate,
            Overlay::Change(_) => Context::ChangeBox,
            Overlay::Cover(_) => Context::CoverBox,
            Overlay::Guard(_) => Context::GuardBox,
            Overlay::Making(_) => Context::Working,
            Overlay::Finder(finder) if finder.keys_only => Context::Help,
            Overlay::Finder(_) => Context::Palette,
            Overlay::Form(_) | Overlay::Policy(_) | Overlay::Record(_) => Context::Form,
            Overlay::Import(import) => match import.step {
                ImportStep::Reading(_) => Context::Working,
                ImportStep::Columns => Context::ImportColumns,
                ImportStep::Preview(_) => Context::ImportPreview,
            },
            Overlay::Menu(_) => Context::Menu,
            Overlay::Present(_) => Context::Present,
            Overlay::Prompt(prompt) => prompt.purpose.context(),
            Overlay::Reading(_) => Context::Reading,
            Overlay::Walk(_) => Context::Walk,
            Overlay::Round(_) => Context::RoundBox,
            Overlay::Welcome(_) => Context::Welcome,
            Overlay::WhatIf(asked) if asked.found.is_some() => Context::WhatIf,
            Overlay::WhatIf(_) => Context::Prompt,
        }
    }

    /// Of a box with lines to scroll through: the first in view, how many there are, and how many rows of the box
    /// they do not have.
    pub fn scroll(&mut self) -> Option<(&mut usize, usize, usize)> {
        match self {
            Overlay::Call(call) => {
                let lines = call.lines();
                Some((&mut call.top, lines, 3))
            }
            Overlay::Reading(open) => Some((&mut open.top, open.lines.len(), 2)),
            Overlay::WhatIf(asked) => {
                let found = asked.found.as_mut()?;
                Some((&mut found.top, found.lines.len(), 2))
            }
            // A change may take several lines, so the last may come to the top.
            Overlay::Cover(open) => {
                let lines = open.lines();
                Some((&mut open.top, lines, 4))
            }
            Overlay::Change(open) => Some((&mut open.top, open.past.changes.len(), usize::MAX)),
            Overlay::Import(import) => {
                let ImportStep::Preview(proposed) = &import.step else {
                    return None;
                };
                Some((&mut import.top, proposed.lines.len(), proposed.others()))
            }
            Overlay::Guard(guard) => Some((&mut guard.top, guard.seen.len(), GUARD_LINES)),
            Overlay::Round(round) => {
                let lines = round.text.lines().count();
                Some((&mut round.top, lines, usize::MAX))
            }
            Overlay::Finder(_)
            | Overlay::Form(_)
            | Overlay::Making(_)
            | Overlay::Menu(_)
            | Overlay::Policy(_)
            | Overlay::Present(_)
            | Overlay::Prompt(_)
            | Overlay::Record(_)
            | Overlay::Walk(_)
            | Overlay::Welcome(_) => None,
        }
    }

    /// Whether there is anything to see of it. What takes no time is not shown at all.
    pub fn is_shown(&self) -> bool {
        !matches!(self, Overlay::Making(making) if making.written.is_none())
    }

    /// The text being typed, if any is.
    pub fn editor(&mut self) -> Option<&mut Editor> {
        match self {
            Overlay::Call(call) => match call.stage {
                CallStage::When => Some(&mut call.when),
                CallStage::OnSite => Some(&mut call.on_site),
                CallStage::Preview(_) => None,
            },
            Overlay::Finder(finder) => Some(&mut finder.editor),
            Overlay::Form(form) => form
                .fields
                .get_mut(form.cursor)
                .map(|field| &mut field.editor),
            Overlay::Policy(open) => open
                .fields
                .get_mut(open.cursor)
                .map(|field| &mut field.editor),
            Overlay::Prompt(prompt) => Some(&mut prompt.editor),
            Overlay::Record(form) => {
                let field = form.fields.get_mut(form.cursor);
                field.map(|field| &mut field.editor)
            }
            Overlay::WhatIf(asked) if asked.found.is_none() => Some(&mut asked.when),
            Overlay::Change(_)
            | Overlay::Cover(_)
            | Overlay::Guard(_)
            | Overlay::Import(_)
            | Overlay::Making(_)
            | Overlay::WhatIf(_)
            | Overlay::Menu(_)
            | Overlay::Reading(_)
            | Overlay::Walk(_)
            | Overlay::Present(_)
            | Overlay::Round(_)
            | Overlay::Welcome(_) => None,
        }
    }
}
