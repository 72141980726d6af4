//! The boxes to type in, one row each: in which of the boxes it is typed, what stands there, and what comes of the answer.
//! Who opens one is not said here, nor how it looks; what an answer changes is built in the file of what it is about.

use std::fmt;
use std::rc::Rc;

use jiff::civil::Date;

use crate::domain::edit::{self, Patch};
use crate::domain::failure::Failure;
use crate::domain::id::{PersonId, TaskId};
use crate::domain::inspection::Person;
use crate::domain::operation::Operation;
use crate::domain::phrase;
use crate::domain::rating::count;
use crate::domain::task::{Rag, Task};
use crate::domain::text::fold;
use crate::domain::when::{MilestoneKey, Moment, When};

use super::Effect;
use super::action::Action;
use super::answers;
use super::back;
use super::complete;
use super::cover;
use super::drafts::{Draft, Kind};
use super::editor::Editor;
use super::edits;
use super::grades;
use super::keymap::Context;
use super::model::{AfterSave, Model, Tone};
use super::openers;
use super::overlay::{Conduct, Overlay};
use super::present;
use super::requests;
use super::settings;
use super::typing;
use super::update::{self, commit};
use super::views;
use super::walk;

/// What a line, or a note, is being typed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// The council's name.
    Authority,
    /// The days a person is away.
    Away(PersonId),
    /// A new task in one line.
    Capture,
    /// A day the council is closed.
    Closure,
    /// What was agreed.
    Decision,
    /// A deputy.
    Deputy,
    /// A due date.
    Due,
    /// Where the proof is.
    Evidence,
    /// Where a file is, or is to be.
    File(complete::Ask),
    /// The filter of the list.
    Filter,
    /// Something of the self-evaluation.
    Grades(grades::Ask),
    /// The real date of a milestone.
    Milestone(MilestoneKey),
    /// The council's name, for a new file.
    NewFile(usize),
    /// A note.
    Note,
    /// An owner.
    Owner,
    /// The user's own name.
    OwnName,
    /// A moment gone by, or two.
    Past(back::Ask),
    /// Why it was judged so.
    Reason(Rag),
    /// A request, or something of one.
    Request(requests::Ask),
    /// The name of the person in a role.
    Role(PersonId),
    /// A title.
    Title,
    /// The name of a view.
    View(views::Ask),
    /// On whom or what it waits.
    Waiting,
    /// What is said of a task in a walk.
    Walk(walk::Ask),
}

/// What an answer comes to.
#[expect(
    clippy::large_enum_variant,
    reason = "there is one at a time, and it is taken apart at once"
)]
pub(super) enum Answer {
    /// Something to do at once.
    Effects(Result<Vec<Effect>, Failure>),
    /// One operation.
    Operation(Result<Operation, Failure>),
    /// The same change to each of the tasks the box is for.
    Patch(Result<Patch, Failure>),
}

impl From<Vec<Effect>> for Answer {
    fn from(effects: Vec<Effect>) -> Self {
        Answer::Effects(Ok(effects))
    }
}

impl From<Result<Vec<Effect>, Failure>> for Answer {
    fn from(effects: Result<Vec<Effect>, Failure>) -> Self {
        Answer::Effects(effects)
    }
}

impl From<Result<Operation, Failure>> for Answer {
    fn from(operation: Result<Operation, Failure>) -> Self {
        Answer::Operation(operation)
    }
}

impl From<Result<Patch, Failure>> for Answer {
    fn from(patch: Result<Patch, Failure>) -> Self {
        Answer::Patch(patch)
    }
}

/// Words that depend on how things stand, or on what is typed so far.
type Words = Box<dyn Fn(&Model, &Prompt) -> String>;

/// Makes something of what was typed.
type Answering = Box<dyn Fn(&mut Model, &Prompt) -> Answer>;

/// What the program knows of a box to type in.
pub struct Row {
    /// Which of the boxes it is typed in.
    pub shape: Shape,
    /// What it is called.
    pub title: Words,
    /// What it is about.
    pub about: Words,
    /// What helps to answer it.
    pub help: Words,
    /// The text that is there when it opens.
    begins: Words,
    /// That text is only offered: the first letter typed takes its place.
    offered: bool,
    /// What answering does, in a word or two.
    pub verb: &'static str,
    /// As what the text is kept that was not saved. Names, dates, paths and filters are quicker typed again than
    /// brought back.
    pub(super) kept: Option<Kind>,
    /// What comes of the answer.
    answer: Answering,
}

impl fmt::Debug for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut row = f.debug_struct("Row");
        row.field("shape", &self.shape).field("verb", &self.verb);
        row.finish_non_exhaustive()
    }
}

impl Row {
    /// A box that opens empty, is about the tasks it was opened on, and has no help; what is typed is saved, or typed
    /// again.
    pub(super) fn new<A: Into<Answer>>(
        shape: Shape,
        title: &'static str,
        answer: impl Fn(&mut Model, &Prompt) -> A + 'static,
    ) -> Self {
        Self {
            shape,
            title: Box::new(move |_, _| title.to_owned()),
            about: Box::new(whose),
            help: Box::new(|_, _| String::new()),
            begins: Box::new(|_, _| String::new()),
            offered: false,
            verb: "save",
            kept: None,
            answer: Box::new(move |model, prompt| answer(model, prompt).into()),
        }
    }

    /// The same, of one line.
    pub(super) fn line<A: Into<Answer>>(
        title: &'static str,
        answer: impl Fn(&mut Model, &Prompt) -> A + 'static,
    ) -> Self {
        Self::new(Shape::Line, title, answer)
    }

    /// Called so, in place of its title.
    pub(super) fn titled(mut self, title: impl Fn(&Model) -> String + 'static) -> Self {
        self.title = Box::new(move |model, _| title(model));
        self
    }

    /// About this.
    pub(super) fn about(mut self, about: impl Fn(&Model) -> String + 'static) -> Self {
        self.about = Box::new(move |model, _| about(model));
        self
    }

    /// With these words to help.
    pub(super) fn help(mut self, help: &'static str) -> Self {
        self.help = Box::new(move |_, _| help.to_owned());
        self
    }

    /// With words to help that depend on how things stand, or on what is typed so far.
    pub(super) fn help_with(mut self, help: impl Fn(&Model, &Prompt) -> String + 'static) -> Self {
        self.help = Box::new(help);
        self
    }

    /// With this in it when it opens.
    pub(super) fn begins(mut self, text: impl Fn(&Model, &Prompt) -> String + 'static) -> Self {
        self.begins = Box::new(text);
        self
    }

    /// With this in it when it opens, which the first letter typed takes the place of.
    pub(super) fn offers(self, text: impl Fn(&Model, &Prompt) -> String + 'static) -> Self {
        let offered = true;
        Self { offered, ..self }.begins(text)
    }

    /// Answering does this.
    pub(super) fn verb(mut self, verb: &'static str) -> Self {
        self.verb = verb;
        self
    }

    /// Text that was not saved is kept as this.
    pub(super) fn kept(mut self, kind: Kind) -> Self {
        self.kept = Some(kind);
        self
    }
}

/// The ref and title of the task it is about, or how many there are.
fn whose(model: &Model, prompt: &Prompt) -> String {
    match prompt.targets.as_slice() {
        [] => String::new(),
        [_] => of_task(model, prompt, |task| {
            format!("{}  {}", task.reference, task.title)
        }),
        many => count(many.len() as i32, "task"),
    }
}

/// Something of the one task it is about; nothing of several.
fn of_task(model: &Model, prompt: &Prompt, what: impl Fn(&Task) -> String) -> String {
    let task = match prompt.targets.as_slice() {
        [only] => model.plan.task(*only),
        _ => None,
    };
    task.map(what).unwrap_or_default()
}

impl Purpose {
    /// Its row, made anew.
    pub(super) fn row(self) -> Row {
        match self {
            Purpose::Authority => Row::line("The council's name", answers::authority)
                .offers(|model, _| model.plan.inspection().authority.to_string()),
            Purpose::Away(id) => cover::row(id),
            Purpose::Capture => {
                Row::new(Shape::Capture, "Add a task", answers::capture).kept(Kind::Capture)
            }
            Purpose::Closure => Row::new(
                Shape::Date,
                "A day the council is closed",
                answers::closure_day,
            ),
            Purpose::Decision => {
                Row::line("What was agreed?", present::decide).kept(Kind::Decision)
            }
            Purpose::Deputy => Row::new(Shape::Person, "Deputy", answers::deputy),
            Purpose::Due => Row::new(Shape::Date, "Due date", answers::due),
            Purpose::Evidence => Row::line("Evidence: where is the proof?", answers::evidence)
                .help("A link, or a few words on where the proof is.")
                .kept(Kind::Evidence),
            Purpose::File(ask) => ask.row(),
            Purpose::Filter => Row::new(Shape::Filter, "Filter", |model, _| {
                model.overlays.pop();
                Vec::new()
            })
            .begins(|model, _| model.filter_typed().to_owned()),
            Purpose::Grades(ask) => ask.row(),
            Purpose::Milestone(key) => Row::new(Shape::Date, "", move |model, prompt| {
                answers::milestone(model, key, &prompt.text())
            })
            .titled(move |_| format!("{}: the real date", key.title())),
            Purpose::NewFile(at) => Row::line("The council's name", move |_, prompt| {
                answers::create(answers::template_name(at), prompt.text().trim())
            })
            .help("For example Northshire. It may be left empty and changed later.")
            .verb("begin"),
            Purpose::Note => Row::new(Shape::Note, "Note", answers::note)
                .begins(|model, prompt| of_task(model, prompt, |task| task.note.to_string()))
                .kept(Kind::Note),
            Purpose::Owner => Row::new(Shape::Person, "Owner", answers::owner),
            Purpose::OwnName => Row::line("Your name", settings::take_name)
                .offers(|model, _| model.who.to_string())
                .help("It stands beside every change you make, in History and in papers."),
            Purpose::Past(ask) => ask.row(),
            Purpose::Reason(rag) => Row::line("", move |model, prompt| {
                answers::judged(model, rag, &prompt.text())
            })
            .titled(move |model| {
                let word = model.plan.inspection().policy.rag_word(rag);
                format!("Why is it {word}?")
            })
            .help("One sentence a director can repeat. It may be left empty.")
            .kept(Kind::Reason(rag)),
            Purpose::Request(ask) => ask.row(),
            Purpose::Role(id) => answers::role_row(id),
            Purpose::Title => Row::line("Title", answers::title)
                .begins(|model, prompt| of_task(model, prompt, |task| task.title.to_string()))
                .kept(Kind::Title),
            Purpose::View(ask) => ask.row(),
            Purpose::Waiting => {
                Row::line("Waiting on whom, or what?", answers::waiting).kept(Kind::Waiting)
            }
            Purpose::Walk(ask) => ask.row(),
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
    /// Where a file is: what those end in that fit, or anything where there is none.
    Path(&'static [&'static str]),
    /// A person, with those who are known under it.
    Person,
}

impl Shape {
    /// Where its keys are looked up.
    fn context(self) -> Context {
        match self {
            Shape::Ask | Shape::Capture => Context::Capture,
            Shape::Date => Context::DateBox,
            Shape::Filter => Context::FilterLine,
            Shape::Line => Context::Prompt,
            Shape::Note => Context::NoteBox,
            Shape::Path(_) => Context::PathBox,
            Shape::Person => Context::OwnerBox,
        }
    }
}

/// Text being typed for a purpose.
#[derive(Debug, Clone)]
pub struct Prompt {
    /// For what.
    pub purpose: Purpose,
    /// What the program knows of it.
    pub row: Rc<Row>,
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

impl Prompt {
    /// A box for these tasks, with what is there when it opens.
    pub(super) fn new(model: &Model, purpose: Purpose, targets: Vec<TaskId>) -> Self {
        let before = openers::snapshot(model, &targets);
        let row = Rc::new(purpose.row());
        let mut prompt = Self {
            purpose,
            row: Rc::clone(&row),
            targets,
            before,
            editor: Editor::line(""),
            choice: None,
            day: None,
            paths: Vec::new(),
            error: None,
        };
        let text = (row.begins)(model, &prompt);
        prompt.begin(&text);
        prompt
    }

    /// This text is in it, and counts as not typed yet.
    pub(super) fn begin(&mut self, text: &str) {
        self.editor = match self.row.shape {
            Shape::Note => Editor::lines(text),
            _ if self.row.offered => Editor::offer(text),
            _ => Editor::line(text),
        };
    }

    /// What is typed.
    pub(super) fn text(&self) -> String {
        self.editor.text()
    }

    /// Which of the boxes it is.
    fn shape(&self) -> Shape {
        self.row.shape
    }

    /// Whether something is typed that is not saved.
    fn is_unsaved(&self) -> bool {
        self.editor.is_changed() && !self.editor.is_empty()
    }

    /// Goes to the day after `from`, or the one before; the text follows.
    fn step_day(&mut self, from: Date, down: bool) {
        let day = if down {
            from.tomorrow()
        } else {
            from.yesterday()
        }
        .unwrap_or(from);
        self.editor.replace(&phrase::day(day));
        self.day = Some(day);
        self.error = None;
    }
}

impl Conduct for Prompt {
    fn context(&self) -> Context {
        self.shape().context()
    }

    fn editor(&mut self) -> Option<&mut Editor> {
        Some(&mut self.editor)
    }

    fn retyped(&mut self, model: &mut Model) {
        self.choice = None;
        self.day = None;
        self.paths.clear();
        self.error = None;
        if self.shape() == Shape::Filter {
            typing::narrow(model, &self.text());
        }
    }

    fn draft(&self) -> Option<Draft> {
        let text = self.is_unsaved().then(|| self.text())?;
        Draft::of_box(self.purpose, &self.targets, text, true)
    }

    fn choose(&mut self, model: &mut Model, down: bool) -> Vec<Effect> {
        match self.shape() {
            Shape::Date => self.step_day(calendar_day(model, self), down),
            Shape::Person => {
                let last = people_for(model, self).len().saturating_sub(1);
                self.choice = Some(match self.choice {
                    None => 0,
                    Some(at) if down => (at + 1).min(last),
                    Some(at) => at.saturating_sub(1),
                });
            }
            Shape::Filter => {
                let up_or_down = if down { Action::Down } else { Action::Up };
                return update::run(model, up_or_down);
            }
            Shape::Ask | Shape::Capture | Shape::Line | Shape::Note | Shape::Path(_) => {}
        }
        Vec::new()
    }

    fn submit(&self, model: &mut Model, after: AfterSave) -> Vec<Effect> {
        match (self.row.answer)(model, self) {
            Answer::Effects(Ok(effects)) => effects,
            Answer::Effects(Err(failure)) => {
                typing::show_failure(model, &failure, false);
                Vec::new()
            }
            Answer::Operation(operation) => commit(model, operation, after),
            Answer::Patch(Ok(patch)) => {
                match edits::meets_another_edit(model, &self.before, &patch) {
                    Some(failure) => commit(model, Err(failure), AfterSave::Keep),
                    None => edits::patch_targets(model, &self.targets, &patch, after),
                }
            }
            Answer::Patch(Err(failure)) => commit(model, Err(failure), AfterSave::Keep),
        }
    }

    fn refuse(&mut self, why: &str) -> bool {
        self.error = Some(why.to_owned());
        true
    }

    fn left(&mut self, model: &mut Model) -> Vec<Effect> {
        if self.shape() == Shape::Filter {
            typing::clear_filter(model);
        } else if self.is_unsaved() {
            keep(model, self);
        }
        Vec::new()
    }
}

/// A longer text was pasted by mistake more likely than typed; in bytes. A note at its limit fits.
const LONGEST_DRAFT: usize = 20_000;

/// Keeps what was typed, in the place of what was kept for the same before.
fn keep(model: &mut Model, prompt: &Prompt) {
    let text = prompt.text();
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
    typing::say_kept(model, "the same box");
}

/// The day the calendar shows: the one chosen, else the one typed, else the present one, else today.
pub fn calendar_day(model: &Model, prompt: &Prompt) -> Date {
    let typed = || match phrase::read(&prompt.text(), &model.phrases()).ok()? {
        When::At(moment) => Some(moment),
        When::Rule(rule) => model.board.schedule.resolve(rule, &model.plan),
    };
    let shown = || typed().or_else(|| present_date(model, prompt));
    prompt
        .day
        .or_else(|| shown().map(|moment| moment.date))
        .unwrap_or(model.now.date())
}

/// The date that is there now: of the milestone, or of the first task.
pub fn present_date(model: &Model, prompt: &Prompt) -> Option<Moment> {
    if let Purpose::Milestone(key) = prompt.purpose {
        return model.board.schedule.get(key);
    }
    let at = model.plan.position(*prompt.targets.first()?)?;
    model.board.standings[at].due
}

/// The people an owner box offers for what is typed: those whose name, initials or role hold it.
pub fn people_for<'m>(model: &'m Model, prompt: &Prompt) -> Vec<&'m Person> {
    let wanted = fold(prompt.text().trim());
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
        Purpose::Due => Patch::due(None),
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
