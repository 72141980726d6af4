//! The Requests screen: inspectors' requests by the time left, or by line of enquiry, and what is done to them. Their rules
//! are in [`crate::domain::requests`]; Today lists those that are owed through the same functions.

use std::collections::HashMap;

use jiff::civil::DateTime;

use crate::domain::edit::{self, phase_now};
use crate::domain::england::Clocked;
use crate::domain::enquiries::{self, Board, LineOf};
use crate::domain::failure::Failure;
use crate::domain::id::TaskId;
use crate::domain::operation::Operation;
use crate::domain::plan::Plan;
use crate::domain::records::{Record, RecordId};
use crate::domain::requests::fields::Field as RecordField;
use crate::domain::requests::log::{self, Entry, Log};
use crate::domain::requests::{self, Request, Step, capture, fields};
use crate::domain::text::{Line, Note, capital, fold};

use super::Effect;
use super::action::Action;
use super::drafts::Kind;
use super::editor::Editor;
use super::fields::Fields;
use super::keymap::Context;
use super::layout;
use super::list::Row;
use super::menu::{Choice, Menu};
use super::model::{AfterSave, Model, Tone};
use super::openers::{self, digit, item, menu};
use super::overlay::Overlay;
use super::prompt::{Prompt, Purpose, Row as Asking, Shape};
use super::screen::{Items, Narrowing, Screen};
use super::typing;
use super::update::{self, commit};

/// What the screen shows.
#[derive(Debug, Default)]
pub struct Desk {
    /// Every request as it stands.
    pub log: Log,
    /// Every line of enquiry as it stands.
    pub lines: Board,
    /// They stand under their lines of enquiry, instead of by the time left.
    pub by_line: bool,
    /// Only requests that hold these words are shown.
    pub text: String,
    /// By the time left: how many of those owed and of the others hold them, and how many of these are late.
    found: [Found; 2],
    /// Where in the log the request is that a task stands for.
    of_task: HashMap<TaskId, usize>,
}

/// How many requests stand under a heading.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Found {
    shown: usize,
    late: usize,
    all: usize,
}

impl Desk {
    /// What stands behind a heading: "3, 1 late", or while a filter hides some, "2 of 3, 1 late"; and whether any is late.
    pub fn head_words(&self, at: u32) -> (String, bool) {
        let Some(found) = self.found.get(at as usize) else {
            return Default::default();
        };
        let shown = match found.all {
            all if all == found.shown => all.to_string(),
            all => format!("{} of {all}", found.shown),
        };
        match found.late {
            0 => (shown, false),
            late => (format!("{shown}, {late} late"), true),
        }
    }

    /// Reads the plan again: it has changed, or the minute has.
    pub(super) fn derive(&mut self, plan: &Plan, now: DateTime) {
        self.log = Log::of(plan, now);
        self.lines = Board::of(plan);
        let entries = self.log.entries.iter().enumerate();
        let linked = entries.filter_map(|(at, entry)| Some((request(plan, entry.id)?.task?, at)));
        self.of_task = linked.collect();
    }

    /// The request that a task stands for.
    pub fn of_task<'m>(&'m self, plan: &'m Plan, task: TaskId) -> Option<(&'m Entry, &'m Request)> {
        let entry = self.log.entries.get(*self.of_task.get(&task)?)?;
        Some((entry, request(plan, entry.id)?))
    }
}

/// What text is being typed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    /// Who approves an answer.
    Approve(RecordId),
    /// A field of a request.
    Field(RecordId, RecordField),
    /// A new request in one line.
    New,
    /// A new line of enquiry, for this request.
    NewLine(Option<RecordId>),
    /// What more inspectors want.
    Return(RecordId),
    /// What was sent.
    Sent(RecordId),
}

impl Ask {
    /// The box it is typed in.
    pub(super) fn row(self) -> Asking {
        match self {
            Ask::Approve(id) => moving(id, "Who approves the answer?", approve)
                .offers(|model, _| model.who.to_string())
                .help("A name. The moment is noted with it."),
            Ask::Field(id, field) => field_row(id, field),
            Ask::New => Asking::new(Shape::Ask, "Log a request", asked).kept(Kind::Request),
            Ask::NewLine(of) => Asking::line("A new line of enquiry", move |model, prompt| {
                new_line(model, of, prompt.text().trim())
            })
            .about(|_| "What are inspectors testing?".to_owned())
            .help("A few words, like Neglect. Enter on it adds its judgement areas.")
            .kept(Kind::Enquiry),
            Ask::Return(id) => moving(id, "Returned: what more is wanted?", give_back)
                .help("A few words. What was sent first is kept.")
                .kept(Kind::Returned(id)),
            Ask::Sent(id) => moving(id, "Sent: what, and where is it?", send)
                .help_with(move |model, _| sent_help(model, id))
                .kept(Kind::Sent(id)),
        }
    }
}

/// What can be chosen for a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pick {
    /// Put it under this line of enquiry, or none.
    Line(RecordId, Option<RecordId>),
    /// Move it on.
    Step(RecordId, Step),
}

/// What is typed, as a step.
type ReadStep = fn(&str) -> Result<Step, Failure>;

/// A box whose answer moves a request on.
fn moving(id: RecordId, title: &'static str, read: ReadStep) -> Asking {
    Asking::line(title, move |model, prompt| {
        let step = read(prompt.text().trim())?;
        requests::step(&model.plan, id, &step, model.now)
    })
    .about(move |model| name_and_title(model, id))
}

fn approve(text: &str) -> Result<Step, Failure> {
    edit::line(text, "The name").map(Step::Approve)
}

fn give_back(text: &str) -> Result<Step, Failure> {
    edit::line(text, "What is wanted").map(Step::Return)
}

fn send(text: &str) -> Result<Step, Failure> {
    let said =
        Note::new(text).map_err(|error| Failure::usage(format!("What was sent is {error}.")))?;
    Ok(Step::Send {
        said,
        approved_by: None,
    })
}

/// A box for one field of a request.
fn field_row(id: RecordId, field: RecordField) -> Asking {
    let shape = if field == RecordField::Note {
        Shape::Note
    } else {
        Shape::Line
    };
    let row = Asking::new(shape, "", move |model, prompt| {
        set(model, id, field, prompt.text().trim())
    })
    .titled(move |_| capital(field.as_str()))
    .begins(move |model, _| {
        // A date and a name are typed anew, as for tasks; longer words are gone on with.
        let record = model
            .plan
            .record(id)
            .filter(|_| !matches!(field, RecordField::Promised | RecordField::Owner));
        record.map_or(String::new(), |record| {
            fields::show(&model.plan, record, field)
        })
    })
    .about(move |model| name_and_title(model, id));
    match field {
        RecordField::Promised => {
            row.titled(|_| "Promised by when?".to_owned())
                .help_with(|model, prompt| {
                    let read = capture::promise_words(&prompt.text(), &model.plan, &model.author());
                    let help =
                        "Like +4h, today 16:00 or tomorrow 10:00; nothing typed: no promise.";
                    read.unwrap_or_else(|| help.to_owned())
                })
        }
        RecordField::Owner => row
            .titled(|_| "Who answers it?".to_owned())
            .help("Initials, a name or a role; nothing typed: nobody."),
        RecordField::Note => row.kept(Kind::RequestNote(id)),
        _ => row.help_with(move |model, _| {
            let record = model.plan.record(id);
            record
                .map_or("", |record| fields::help(record, field))
                .to_owned()
        }),
    }
}

/// What is known of the answer before it goes.
fn sent_help(model: &Model, id: RecordId) -> String {
    let approved = request(&model.plan, id).and_then(|request| request.approved.as_ref());
    match approved {
        Some(approval) => format!(
            "Approved by {}. A few words, a file, a version.",
            approval.by
        ),
        None => {
            "A few words, or a file. Nobody has approved it yet; it may go all the same.".to_owned()
        }
    }
}

/// "R-14  Placement list"
fn name_and_title(model: &Model, id: RecordId) -> String {
    let Some(request) = request(&model.plan, id) else {
        return String::new();
    };
    let mut entries = model.requests.log.entries.iter();
    let entry = entries.find(|entry| entry.id == id);
    let name = entry.map_or_else(|| request.reference(), |entry| entry.name);
    format!("{name}  {}", request.title())
}

/// The headings of the list by time left: what is owed, and what is not.
const HEADINGS: [&str; 3] = ["Owed", "Answered or closed", "No line of enquiry"];

/// What a row of the screen's own stands for.
#[derive(Debug, Clone, Copy)]
pub enum Thing<'m> {
    /// A request.
    Request(&'m Entry, &'m Request),
    /// A line of enquiry.
    Line(RecordId, &'m LineOf),
}

impl Thing<'_> {
    fn id(self) -> RecordId {
        match self {
            Thing::Request(entry, _) => entry.id,
            Thing::Line(id, _) => id,
        }
    }
}

/// What stands at this position: the requests come first, then the lines of enquiry.
pub fn thing(model: &Model, at: u32) -> Option<Thing<'_>> {
    let (at, desk) = (at as usize, &model.requests);
    let requests = desk.log.entries.len();
    if let Some(entry) = desk.log.entries.get(at) {
        return Some(Thing::Request(entry, request(&model.plan, entry.id)?));
    }
    let line = desk.lines.lines.get(at - requests)?;
    Some(Thing::Line(line.id?, line))
}

fn request(plan: &Plan, id: RecordId) -> Option<&Request> {
    match plan.record(id)? {
        Record::Request(request) => Some(request),
        _ => None,
    }
}

/// What the cursor is on.
pub fn here(model: &Model) -> Option<Thing<'_>> {
    thing(model, model.item(Screen::Requests)?)
}

fn request_here(model: &Model) -> Option<(RecordId, &Request)> {
    match here(model)? {
        Thing::Request(entry, request) => Some((entry.id, request)),
        Thing::Line(..) => None,
    }
}

/// The heading with this number.
pub fn heading(at: u32) -> Option<&'static str> {
    HEADINGS.get(at as usize).copied()
}

/// The requests and lines as things of a screen.
pub(super) const ITEMS: Items = Items {
    of: Screen::Requests,
    called: "a request in Requests",
    contexts: &[Context::Requests, Context::RequestRow, Context::Global],
    id: |model, at| thing(model, at).map(|thing| thing.id().0),
};

/// The same among the tasks of Today.
pub(super) const ITEMS_OF_TODAY: Items = Items {
    contexts: &[Context::RequestRow, Context::Tasks, Context::Global],
    ..ITEMS
};

/// Narrowing by words.
pub(super) const NARROWING: &Narrowing = &Narrowing {
    screen: Screen::Requests,
    tasks: false,
    typed: |model| &model.requests.text,
    narrow: |model, text| {
        text.clone_into(&mut model.requests.text);
        model.say(String::new(), Tone::Note);
        model.touch_lists();
    },
    hint: "words, a name, or R-2",
};

/// The rows of the screen.
pub(super) fn rows(model: &mut Model) -> Vec<Row> {
    if model.requests.by_line {
        rows_by_line(model)
    } else {
        rows_by_time(model)
    }
}

/// A request, and its second line where there is little room.
fn push_request(model: &Model, at: usize, rows: &mut Vec<Row>) {
    rows.push(Row::Item(at as u32));
    if layout::two_lines(model.size) {
        rows.push(Row::UnderItem(at as u32));
    }
}

fn is_wanted(model: &Model, at: usize, wanted: &str) -> bool {
    match thing(model, at as u32) {
        Some(Thing::Request(entry, request)) => log::holds(&model.plan, entry, request, wanted),
        _ => false,
    }
}

fn rows_by_time(model: &mut Model) -> Vec<Row> {
    let wanted = fold(&model.requests.text);
    let (owed, all) = (model.requests.log.owed(), model.requests.log.entries.len());
    let mut rows = Vec::new();
    for (head, part) in (0..).zip([0..owed, owed..all]) {
        let all = part.len();
        let shown: Vec<usize> = part.filter(|at| is_wanted(model, *at, &wanted)).collect();
        let is_late = |at: &&usize| model.requests.log.entries[**at].late;
        model.requests.found[head as usize] = Found {
            shown: shown.len(),
            late: shown.iter().filter(is_late).count(),
            all,
        };
        if shown.is_empty() {
            continue;
        }
        if !rows.is_empty() {
            rows.push(Row::Blank);
        }
        push_head(model, head, &mut rows);
        if !is_folded(model, head) {
            for at in shown {
                push_request(model, at, &mut rows);
            }
        }
    }
    rows
}

fn is_folded(model: &Model, head: u32) -> bool {
    heading(head).is_some_and(|title| model.folded.contains(title))
}

fn push_head(model: &Model, head: u32, rows: &mut Vec<Row>) {
    rows.push(if is_folded(model, head) {
        Row::Folded(head)
    } else {
        Row::Head(head)
    });
}

fn rows_by_line(model: &Model) -> Vec<Row> {
    let desk = &model.requests;
    let wanted = fold(&desk.text);
    let mut rows: Vec<Row> = (0..)
        .zip(&desk.lines.areas)
        .map(|(at, _)| Row::Section(at))
        .collect();
    if !rows.is_empty() {
        rows.insert(0, Row::More(0));
    }
    let position = |id: &RecordId| desk.log.entries.iter().position(|entry| entry.id == *id);
    for (at, line) in desk.lines.lines.iter().enumerate() {
        let mut shown: Vec<usize> = line.requests.iter().filter_map(position).collect();
        shown.sort_unstable();
        shown.retain(|at| is_wanted(model, *at, &wanted));
        if !rows.is_empty() {
            rows.push(Row::Blank);
        }
        match line.id {
            Some(_) => rows.push(Row::Item((desk.log.entries.len() + at) as u32)),
            None => push_head(model, 2, &mut rows),
        }
        if line.id.is_none() && is_folded(model, 2) {
            continue;
        }
        for at in shown {
            push_request(model, at, &mut rows);
        }
        if wanted.trim().is_empty() {
            let tasks = line.tasks.iter().filter_map(|id| model.plan.position(*id));
            rows.extend(tasks.map(|at| Row::Task(at as u32)));
        }
    }
    rows
}

/// The request rows that Today lists: those owed, as many as there is room for.
pub(super) fn owed_rows(model: &Model, most: usize) -> Vec<Row> {
    let mut rows = Vec::new();
    for at in 0..model.requests.log.owed().min(most) {
        push_request(model, at, &mut rows);
    }
    rows
}

/// Does what is done to requests and lines.
pub(super) fn act(model: &mut Model, action: Action) -> Option<Vec<Effect>> {
    let on_screen = model.screen == Screen::Requests;
    Some(match action {
        Action::Add if on_screen => ask(model),
        Action::RequestOpen => open_form(model),
        Action::RequestSent => on_request(model, |model, id, _| {
            openers::ask(model, Purpose::Request(Ask::Sent(id)));
        }),
        Action::RequestDue => on_field(model, RecordField::Promised),
        Action::RequestOwner => on_field(model, RecordField::Owner),
        Action::RequestNote => on_field(model, RecordField::Note),
        Action::RequestEvidence => on_field(model, RecordField::Evidence),
        Action::RequestState => on_request(model, |model, id, request| {
            let menu = state_menu(id, request, model.now);
            model.overlays.push(Overlay::Menu(menu));
        }),
        Action::RequestLine => on_request(model, |model, id, _| {
            let menu = line_menu(model, id);
            model.overlays.push(Overlay::Menu(menu));
        }),
        Action::RequestTask => make_task(model),
        Action::RequestRemove => remove(model),
        Action::RequestsByLine => turn(model),
        _ => return None,
    })
}

/// Opens the line in which a request is logged.
pub(super) fn ask(model: &mut Model) -> Vec<Effect> {
    openers::ask(model, Purpose::Request(Ask::New))
}

fn on_request(model: &mut Model, then: impl FnOnce(&mut Model, RecordId, &Request)) -> Vec<Effect> {
    let chosen = request_here(model).map(|(id, request)| (id, request.clone()));
    match chosen {
        Some((id, request)) => then(model, id, &request),
        None => model.say(
            "That is for requests. This is a line of enquiry.",
            Tone::Note,
        ),
    }
    Vec::new()
}

/// Opens a box for one field.
fn on_field(model: &mut Model, field: RecordField) -> Vec<Effect> {
    on_request(model, |model, id, _| {
        openers::ask(model, Purpose::Request(Ask::Field(id, field)));
    })
}

fn turn(model: &mut Model) -> Vec<Effect> {
    model.requests.by_line = !model.requests.by_line;
    let words = if model.requests.by_line {
        "By line of enquiry, the most asked first. s goes back to the time left."
    } else {
        "By the time left. s shows them by line of enquiry."
    };
    model.say(words, Tone::Note);
    model.touch_lists();
    Vec::new()
}

/// Shows a line of enquiry with what is under it, from whichever screen.
pub(super) fn show_line(model: &mut Model, id: RecordId) {
    update::run(model, Action::ShowRequests);
    model.requests.by_line = true;
    model.requests.text.clear();
    model.list_mut().anchor(Some(id.0));
    model.touch_lists();
}

fn make_task(model: &mut Model) -> Vec<Effect> {
    let Some((id, _)) = request_here(model) else {
        return on_request(model, |_, _, _| {});
    };
    let phase = phase_now(&model.board.schedule, model.now);
    let made = requests::make_task(&model.plan, id, phase, &mut model.ids);
    commit(model, made.map(|(operation, _)| operation), AfterSave::Keep)
}

fn remove(model: &mut Model) -> Vec<Effect> {
    let Some(Thing::Line(id, _)) = here(model) else {
        let words = "A request stays in the log. w closes it; u takes back one just logged.";
        model.say(words, Tone::Note);
        return Vec::new();
    };
    let operation = enquiries::remove(&model.plan, id);
    model.list_mut().stay();
    commit(model, operation, AfterSave::Keep)
}

/// What can become of a request.
fn state_menu(id: RecordId, request: &Request, now: DateTime) -> Menu {
    let step = |step| Choice::Request(Pick::Step(id, step));
    let title = format!("{}: {}", request.reference(), request.stands());
    let mut rows = vec![
        item('o', "Open", "nobody is at it", step(Step::Open)),
        item('i', "In progress", "somebody is at it", step(Step::Begin)),
        item('r', "Ready", "waits for approval", step(Step::Ready)),
        item(
            'a',
            "Approved",
            "asks by whom",
            Choice::Ask(Purpose::Request(Ask::Approve(id))),
        ),
        item(
            's',
            "Sent",
            "asks what was sent",
            Choice::Ask(Purpose::Request(Ask::Sent(id))),
        ),
        item(
            'm',
            "Returned for more",
            "asks what is wanted",
            Choice::Ask(Purpose::Request(Ask::Return(id))),
        ),
        item('c', "Closed", "nothing more will come", step(Step::Close)),
    ];
    let can_be = |choice: &Choice| {
        let step = match choice {
            Choice::Request(Pick::Step(_, step)) => step.clone(),
            Choice::Ask(Purpose::Request(Ask::Approve(_))) => approve("whoever").ok()?,
            Choice::Ask(Purpose::Request(Ask::Return(_))) => give_back("whatever").ok()?,
            Choice::Ask(Purpose::Request(Ask::Sent(_))) => send("").ok()?,
            _ => return None,
        };
        request.after(&step, Clocked::at(now)).ok()
    };
    rows.retain(|row| can_be(&row.choice).is_some());
    menu(&title, rows)
}

/// The lines a request can belong to.
fn line_menu(model: &Model, id: RecordId) -> Menu {
    let lines = enquiries::all(&model.plan);
    let mut rows: Vec<_> = lines
        .iter()
        .take(9)
        .enumerate()
        .map(|(at, (line, enquiry))| {
            let areas: Vec<&str> = enquiry.areas.iter().map(Line::as_str).collect();
            let choice = Choice::Request(Pick::Line(id, Some(*line)));
            item(digit(at), enquiry.name.as_str(), &areas.join(", "), choice)
        })
        .collect();
    rows.push(item(
        '-',
        "No line of enquiry",
        "",
        Choice::Request(Pick::Line(id, None)),
    ));
    rows.push(item(
        'n',
        "A new one",
        "asks for its name",
        Choice::Ask(Purpose::Request(Ask::NewLine(Some(id)))),
    ));
    menu("Which line of enquiry?", rows)
}

/// Does what was chosen in one of the lists above.
pub(super) fn chosen(model: &mut Model, pick: &Pick) -> Vec<Effect> {
    let operation = match pick {
        Pick::Line(id, line) => requests::in_line(&model.plan, *id, *line),
        Pick::Step(id, step) => requests::step(&model.plan, *id, step, model.now),
    };
    commit(model, operation, AfterSave::Close)
}

fn set(model: &Model, id: RecordId, field: RecordField, text: &str) -> Result<Operation, Failure> {
    let typed = [(field, text.to_owned())];
    fields::write(&model.plan, id, &typed, &model.author())
}

fn asked(model: &mut Model, said: &Prompt) -> Result<Operation, Failure> {
    let asked = capture::read(said.text().trim(), &model.plan, &model.author())?;
    if let Some(alike) = log::alike(&model.plan, asked.wording.as_str(), None, model.now) {
        model.notice = format!("It {}.", alike.words);
    }
    Ok(requests::ask(&model.plan, asked, &mut model.ids))
}

/// A new line of enquiry, for a request where it was made for one.
fn new_line(model: &mut Model, of: Option<RecordId>, name: &str) -> Result<Operation, Failure> {
    let (mut operation, line) = enquiries::add(&model.plan, name, &mut model.ids)?;
    if of.is_none() && !model.requests.by_line {
        "s shows the lines.".clone_into(&mut model.notice);
    }
    if let Some(id) = of.filter(|id| request(&model.plan, *id).is_some()) {
        let under = requests::in_line(&model.plan, id, Some(line))?;
        operation.changes.extend(under.changes);
    }
    Ok(operation)
}

/// What the line typed in reads as, name by name, and the earlier request it looks like.
pub fn preview(model: &Model, text: &str) -> Preview {
    let said = capture::preview(text, &model.plan, &model.author());
    let wording = said.wording();
    let alike = log::alike(&model.plan, &wording, None, model.now);
    Preview {
        alike: alike.map(|alike| capital(&alike.words)),
        said,
        wording,
    }
}

/// A request being typed, as far as it is.
#[derive(Debug)]
pub struct Preview {
    /// What it says.
    pub said: capture::Said,
    /// The wording.
    pub wording: String,
    /// "Looks like R-4, answered yesterday".
    pub alike: Option<String>,
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
    /// Its fields.
    pub fields: Fields<RecordField>,
}

impl super::fields::Form for RecordForm {
    type Of = RecordField;

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
        save_form(model, self)
    }

    fn keep(&self, model: &mut Model) -> &'static str {
        model.record_drafts.retain(|draft| draft.id != self.id);
        model.record_drafts.push(self.clone());
        "it"
    }
}

/// Opens the form of what the cursor is on.
fn open_form(model: &mut Model) -> Vec<Effect> {
    let Some(id) = here(model).map(Thing::id) else {
        return Vec::new();
    };
    let Some(before) = model.plan.record(id).cloned() else {
        return Vec::new();
    };
    let rows = fields::rows(&before).iter().map(|(field, _)| {
        let text = fields::show(&model.plan, &before, *field);
        (*field, editor_of(*field, &text))
    });
    let mut form = RecordForm {
        id,
        title: capital(&before.words()),
        fields: Fields::new(rows),
        before: before.clone(),
    };
    if let Some(at) = model.record_drafts.iter().position(|draft| draft.id == id) {
        let draft = model.record_drafts.remove(at);
        form.fields.bring_back(&draft.fields);
        typing::say_back(model);
    }
    model.overlays.push(Overlay::Record(Box::new(form)));
    Vec::new()
}

/// Where a field may have several lines, so may its box. Words and lists are gone on with; a moment, a name or one of a few
/// is typed anew.
fn editor_of(field: RecordField, text: &str) -> Editor {
    match field {
        RecordField::Note | RecordField::Testing | RecordField::Wording => Editor::lines(text),
        RecordField::Area | RecordField::Evidence | RecordField::Name | RecordField::Task => {
            Editor::line(text)
        }
        RecordField::Approved
        | RecordField::Asked
        | RecordField::By
        | RecordField::Line
        | RecordField::Owner
        | RecordField::Promised
        | RecordField::State => Editor::offer(text),
    }
}

/// What is wrong with the field the caret is in, judged as it would be on saving.
fn check_field(model: &Model, form: &RecordForm) -> Option<String> {
    let field = form.fields.here()?;
    if !field.editor.is_changed() {
        return None;
    }
    let refused = set(model, form.id, field.of, &field.editor.text()).err();
    refused.map(|failure| failure.to_string())
}

/// Saves what was changed in a form. The caret goes to the first field that cannot be read.
fn save_form(model: &mut Model, form: &RecordForm) -> Vec<Effect> {
    if model.plan.record(form.id) != Some(&form.before) {
        let failure = Failure::failed("It was changed in another window meanwhile.")
            .hint("Esc keeps what you typed; open it again to see both.");
        return commit(model, Err(failure), AfterSave::Keep);
    }
    let typed: Vec<(RecordField, String)> = form.fields.changed().collect();
    if typed.is_empty() {
        model.overlays.clear();
        return Vec::new();
    }
    let mut refused = typed.iter();
    let bad = refused.find(|(field, text)| set(model, form.id, *field, text).is_err());
    if let (Some((bad, _)), Some(Overlay::Record(open))) = (bad, model.overlays.last_mut()) {
        open.fields.go_to(*bad);
    }
    let operation = fields::write(&model.plan, form.id, &typed, &model.author());
    commit(model, operation, AfterSave::Close)
}
