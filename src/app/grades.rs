//! The self-evaluation screen: its areas, what an opened one lists, and what is done to each of these things.
//! What may be said, and what it becomes, is for `domain::evaluation`; nothing is changed in the plan here.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::evaluation::write::{self, NewGrade, NewPast, Place, Switch};
use crate::domain::evaluation::{Area, Claim, Evaluation, Proof, framework_of};
use crate::domain::failure::Failure;
use crate::domain::framework::Framework;
use crate::domain::id::TaskId;
use crate::domain::operation::Operation;
use crate::domain::phrase;
use crate::domain::records::{Confidence, Question, Record, RecordId, Side};
use crate::domain::text::{Line, fit};
use crate::domain::when::When;

use super::Effect;
use super::action::Action;
use super::drafts::Kind;
use super::edits;
use super::layout;
use super::list::Row;
use super::menu::{Choice, Item, Menu};
use super::model::{AfterSave, Model, Tone};
use super::openers::{ask_with, digit, item, menu};
use super::overlay::Overlay;
use super::prompt::{Purpose, Row as Asking, Shape};
use super::requests;
use super::screen::{Items, Screen};
use super::update::{self, available, commit};

/// At most so many tasks whose evidence proves nothing yet are listed in an area.
const MOST_TASKS: usize = 12;

/// What the screen shows.
#[derive(Debug, Default)]
pub struct Grades {
    /// The self-evaluation as it stands.
    pub evaluation: Evaluation,
    /// What its rows stand for.
    pub entries: Vec<Entry>,
    /// The keys of the areas that are open.
    open: HashSet<Line>,
    /// What the text in the open box was when the box opened.
    before: String,
}

/// What a row stands for; the first number is its area's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// The area itself.
    Area(usize),
    /// Our grade now.
    Now(usize),
    /// One of the three questions.
    Answer(usize, Question),
    /// A statement.
    Claim(usize, usize),
    /// What proves a statement.
    Proof(usize, usize, usize),
    /// Evidence of which nobody has said what it proves.
    Loose(usize, usize),
    /// A task with evidence that proves nothing yet: its position in the plan.
    Unused(usize, u32),
    /// What inspectors test that bears on the area.
    Line(usize, usize),
    /// What an inspection judged.
    Past(usize, usize),
    /// A grade we gave ourselves, now or before.
    Given(usize, usize),
}

/// The headings inside an area, by the number of their row.
pub const SECTIONS: [&str; 7] = [
    "Strengths",
    "Areas for improvement",
    "Evidence that proves nothing yet",
    "Open and red",
    "Judged by inspections",
    "How our grade came to be",
    "Lines of enquiry",
];

/// What text is being typed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ask {
    /// An answer to one of the three questions, in an area.
    Answer(usize, Question),
    /// The day and the framework of an inspection's grade, in an area; the grade by its place.
    Past(usize, usize),
    /// Evidence: for a statement, or for an area.
    Prove(usize, Option<RecordId>),
    /// A statement or evidence in other words, on one line.
    Reword(RecordId),
    /// A statement in other words, on as many lines as it takes.
    RewordLong(RecordId),
    /// A new statement.
    Say(usize, Side),
    /// Why an area is graded so; the grade by its place.
    Why(usize, usize, Option<Confidence>),
}

impl Ask {
    /// The box it is typed in.
    pub(super) fn row(self) -> Asking {
        let (shape, title, help) = match self {
            Ask::Answer(_, question) => (Shape::Note, question.title(), ""),
            Ask::Past(..) => (
                Shape::Line,
                "When, and under which framework?",
                "The day of the report with its year, then the framework: 1/3/2019 2018",
            ),
            Ask::Prove(..) => (
                Shape::Line,
                "Evidence: where is the proof?",
                "A link, a few words, or the ref of a task that has it, like N-12.",
            ),
            Ask::Reword(_) => (Shape::Line, "In other words", ONE_SENTENCE),
            Ask::RewordLong(_) => (Shape::Note, "In other words", ""),
            Ask::Say(_, Side::Strength) => (Shape::Line, "A strength", ONE_SENTENCE),
            Ask::Say(_, Side::Improvement) => {
                (Shape::Line, "An area for improvement", ONE_SENTENCE)
            }
            Ask::Why(..) => (
                Shape::Line,
                "Why is it so?",
                "One sentence a director can repeat. It is kept with the grade.",
            ),
        };
        Asking::new(shape, title, move |model, prompt| {
            answer(model, self, &prompt.text())
        })
        .about(move |model| about(model, self))
        .help(help)
        .kept(Kind::Grades(self))
    }
}

/// How a statement is best put.
const ONE_SENTENCE: &str = "One sentence inspectors could test. n writes a longer one.";

/// What is being said: of which area, which grade, or which statement.
fn about(model: &Model, ask: Ask) -> String {
    let record = |id| model.plan.record(id).map(Record::words).unwrap_or_default();
    let grade = |grade: usize| {
        let grades = &framework_of(&model.plan).grades;
        grades.get(grade).map_or("", |grade| grade.name.as_str())
    };
    match ask {
        Ask::Answer(at, _) | Ask::Say(at, _) | Ask::Prove(at, None) => short_of(model, at),
        Ask::Past(at, of) => format!("{}: {}", short_of(model, at), grade(of)),
        Ask::Prove(_, Some(id)) | Ask::Reword(id) | Ask::RewordLong(id) => record(id),
        Ask::Why(at, of, sure) => {
            let sure = Confidence::behind(sure);
            format!("{}: {}{sure}", short_of(model, at), grade(of))
        }
    }
}

/// What a row of one of this screen's short lists does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pick {
    /// Ask for a statement, evidence, or an inspection's grade.
    Add(usize, Adding),
    /// Answer this question.
    Answer(usize, Question),
    /// Put the inspection under this framework, by its place.
    Framework(usize),
    /// Give this grade.
    Grade(usize, usize),
    /// Move a statement to this area.
    Move(RecordId, usize),
    /// An inspection gave this grade.
    Past(usize, usize),
    /// Let a piece of evidence prove this statement.
    Proves(RecordId, RecordId),
    /// Let a task's evidence prove this statement.
    TaskProves(TaskId, RecordId),
    /// Put it in other words.
    Reword(RecordId),
    /// So sure are we of this grade.
    Sure(usize, usize, Option<Confidence>),
}

/// What can be added to an area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Adding {
    /// A statement.
    Statement(Side),
    /// Evidence.
    Evidence,
    /// What an inspection judged.
    Past,
}

/// The areas, and of those that are open all that is in them.
pub(super) fn rows(model: &mut Model) -> Vec<Row> {
    let evaluation = Evaluation::of(&model.plan, &model.board);
    let mut rows = Vec::new();
    let mut entries = Vec::new();
    let narrow = layout::two_lines(model.size);
    for (at, area) in evaluation.areas.iter().enumerate() {
        let here = entries.len() as u32;
        push(Entry::Area(at), &mut entries, &mut rows);
        if narrow {
            rows.push(Row::UnderItem(here));
        }
        if model.grades.open.contains(&area.key) {
            push_area(at, area, &mut entries, &mut rows);
            rows.push(Row::Blank);
        }
    }
    rows.pop_if(|row| *row == Row::Blank);
    model.grades.evaluation = evaluation;
    model.grades.entries = entries;
    rows
}

fn push(entry: Entry, entries: &mut Vec<Entry>, rows: &mut Vec<Row>) {
    rows.push(Row::Item(entries.len() as u32));
    entries.push(entry);
}

fn push_area(at: usize, area: &Area, entries: &mut Vec<Entry>, rows: &mut Vec<Row>) {
    push(Entry::Now(at), entries, rows);
    for question in Question::ALL {
        push(Entry::Answer(at, question), entries, rows);
    }
    for (section, side) in (0..).zip(Side::ALL) {
        let mut begun = false;
        for (nth, claim) in area.claims.iter().enumerate() {
            if claim.statement.side != side {
                continue;
            }
            if !std::mem::replace(&mut begun, true) {
                rows.push(Row::Section(section));
            }
            push(Entry::Claim(at, nth), entries, rows);
            for proof in 0..claim.proofs.len() {
                push(Entry::Proof(at, nth, proof), entries, rows);
            }
        }
    }
    if area.idle() > 0 {
        rows.push(Row::Section(2));
    }
    for nth in 0..area.loose.len() {
        push(Entry::Loose(at, nth), entries, rows);
    }
    for task in area.unused.iter().take(MOST_TASKS) {
        push(Entry::Unused(at, *task), entries, rows);
    }
    if area.unused.len() > MOST_TASKS {
        rows.push(Row::More((area.unused.len() - MOST_TASKS) as u32));
    }
    if !area.red.is_empty() {
        rows.push(Row::Section(3));
        rows.extend(area.red.iter().copied().map(Row::Task));
    }
    if !area.lines.is_empty() {
        rows.push(Row::Section(6));
    }
    for nth in 0..area.lines.len() {
        push(Entry::Line(at, nth), entries, rows);
    }
    if !area.past.is_empty() {
        rows.push(Row::Section(4));
    }
    for nth in (0..area.past.len()).rev() {
        push(Entry::Past(at, nth), entries, rows);
    }
    if !area.graded.is_empty() {
        rows.push(Row::Section(5));
    }
    for nth in 0..area.graded.len() {
        push(Entry::Given(at, nth), entries, rows);
    }
}

/// The rows of this screen that are no tasks.
pub(super) const ITEMS: Items = Items {
    called: "a row of the self-evaluation",
    of: Screen::Grades,
    contexts: &[],
    id: |model, at| {
        let entry = *model.grades.entries.get(at as usize)?;
        let area = model.grades.evaluation.areas.get(entry.area())?;
        Some(match entry {
            Entry::Area(_) => tagged(1, &area.key),
            Entry::Now(_) => tagged(2, &area.key),
            Entry::Answer(_, question) => tagged(3 + question as u128, &area.key),
            Entry::Unused(_, at) => {
                let task = model.plan.tasks().get(at as usize)?.id.0.as_u128();
                Uuid::from_u128(task ^ tagged(6, &area.key).as_u128())
            }
            // A line may bear on several areas.
            Entry::Line(_, nth) => {
                let line = area.lines.get(nth)?.id?.0.as_u128();
                Uuid::from_u128(line ^ tagged(7, &area.key).as_u128())
            }
            // Not the record itself: a grade that was just given does not draw the cursor to the end of its area.
            Entry::Given(..) => Uuid::from_u128(!record_of(area, entry)?.0.as_u128()),
            _ => record_of(area, entry)?.0,
        })
    },
};

/// Stands for a part of an area that is no record.
fn tagged(tag: u128, key: &Line) -> Uuid {
    let bytes = key.as_str().bytes();
    let number = bytes.fold(tag, |number, byte| {
        number.wrapping_mul(257).wrapping_add(byte.into())
    });
    Uuid::from_u128(number)
}

/// The record a row stands for.
fn record_of(area: &Area, entry: Entry) -> Option<RecordId> {
    let claim = |nth: usize| area.claims.get(nth);
    match entry {
        Entry::Claim(_, nth) => claim(nth).map(|claim| claim.id),
        Entry::Proof(_, nth, proof) => claim(nth)?.proofs.get(proof).map(|proof| proof.id),
        Entry::Loose(_, nth) => area.loose.get(nth).map(|proof| proof.id),
        Entry::Past(_, nth) => area.past.get(nth).map(|(id, _)| *id),
        Entry::Given(_, nth) => area.graded.get(nth).map(|(id, _)| *id),
        Entry::Area(_)
        | Entry::Now(_)
        | Entry::Answer(..)
        | Entry::Unused(..)
        | Entry::Line(..) => None,
    }
}

impl Entry {
    /// The place of its area.
    pub fn area(self) -> usize {
        match self {
            Entry::Area(at)
            | Entry::Now(at)
            | Entry::Answer(at, _)
            | Entry::Claim(at, _)
            | Entry::Proof(at, ..)
            | Entry::Loose(at, _)
            | Entry::Unused(at, _)
            | Entry::Line(at, _)
            | Entry::Past(at, _)
            | Entry::Given(at, _) => at,
        }
    }
}

impl Grades {
    /// Whether the area is open.
    pub fn is_open(&self, area: &Area) -> bool {
        self.open.contains(&area.key)
    }

    /// The area at this place.
    pub fn area(&self, at: usize) -> Option<&Area> {
        self.evaluation.areas.get(at)
    }

    /// The statement a row stands for, or is under.
    pub fn claim(&self, entry: Entry) -> Option<&Claim> {
        match entry {
            Entry::Claim(at, nth) | Entry::Proof(at, nth, _) => self.area(at)?.claims.get(nth),
            _ => None,
        }
    }

    /// The piece of evidence a row stands for.
    pub fn proof(&self, entry: Entry) -> Option<&Proof> {
        match entry {
            Entry::Proof(at, nth, proof) => self.area(at)?.claims.get(nth)?.proofs.get(proof),
            Entry::Loose(at, nth) => self.area(at)?.loose.get(nth),
            _ => None,
        }
    }
}

/// What the cursor is on, where that is no task.
pub fn here(model: &Model) -> Option<Entry> {
    let at = model.item(Screen::Grades)?;
    model.grades.entries.get(at as usize).copied()
}

/// The place of the area the cursor is in.
fn area_here(model: &Model) -> Option<usize> {
    let at = model.list().item_above()?;
    let entry = model.grades.entries.get(at as usize)?;
    Some(entry.area())
}

/// What is done on this screen.
pub(super) fn act(model: &mut Model, action: Action) -> Option<Vec<Effect>> {
    let on_task = model.current().is_some();
    match action {
        Action::OpenRow if on_task => return Some(edits::run(model, Action::Open)),
        Action::AnswerRow if on_task => return Some(edits::run(model, Action::SetNote)),
        Action::ProveRow if on_task => return Some(edits::run(model, Action::AddEvidence)),
        Action::RemoveRow if on_task => return Some(edits::run(model, Action::Remove)),
        _ => {}
    }
    let at = area_here(model);
    match (action, at) {
        (Action::Fold, Some(at)) => toggle(model, at),
        (Action::OpenRow, _) => open_row(model),
        (Action::GradeArea, Some(at)) => open_menu(model, grade_menu(model, at)),
        (Action::AddToArea, Some(at)) => open_menu(model, add_menu(model, at)),
        (Action::ProveRow, Some(at)) => {
            let claim = here(model).and_then(|entry| model.grades.claim(entry));
            let claim = claim.map(|claim| claim.id);
            ask(model, Ask::Prove(at, claim), "");
        }
        (Action::AnswerRow, Some(at)) => write_text(model, at),
        (Action::RemoveRow, Some(_)) => return Some(remove(model)),
        (Action::TurnStatement, _) => return Some(turn(model)),
        (Action::MoveStatement, _) => move_menu(model),
        _ => return None,
    }
    Some(Vec::new())
}

/// Asks under which framework the inspection is to be, from whichever screen.
pub(super) fn choose_framework(model: &mut Model) -> Vec<Effect> {
    open_menu(model, framework_menu(model));
    Vec::new()
}

/// What is done to the self-evaluation is done on its screen: that is shown first.
pub(super) fn from_elsewhere(model: &mut Model) -> Vec<Effect> {
    let shown = update::run(model, Action::ShowGrades);
    model.say(
        "This is done here. Move to what you mean first.",
        Tone::Note,
    );
    shown
}

fn open_menu(model: &mut Model, menu: Menu) {
    model.overlays.push(Overlay::Menu(menu));
}

/// Opens a box to type in; what is in it is remembered, to notice what somebody else changes meanwhile.
fn ask(model: &mut Model, ask: Ask, text: &str) {
    text.clone_into(&mut model.grades.before);
    ask_with(model, Purpose::Grades(ask), text);
}

/// Opens or closes an area; the cursor goes to it.
fn toggle(model: &mut Model, at: usize) {
    let Some(key) = model.grades.area(at).map(|area| area.key.clone()) else {
        return;
    };
    model.list_mut().anchor(Some(tagged(1, &key)));
    if !model.grades.open.remove(&key) {
        model.grades.open.insert(key);
    }
    model.touch_lists();
}

/// Enter: opens or closes an area, and opens what is in it to be changed.
fn open_row(model: &mut Model) {
    let Some(entry) = here(model) else {
        return;
    };
    if let Entry::Area(at) = entry {
        toggle(model, at);
        return;
    }
    if let Entry::Line(at, nth) = entry {
        let line = model.grades.area(at).and_then(|area| area.lines.get(nth));
        if let Some(id) = line.and_then(|line| line.id) {
            requests::show_line(model, id);
        }
        return;
    }
    if let Err(why) = available(model, Action::GradeArea) {
        model.say(why, Tone::Note);
        return;
    }
    match entry {
        Entry::Area(_) | Entry::Line(..) => {}
        Entry::Now(at) => open_menu(model, grade_menu(model, at)),
        Entry::Answer(at, question) => answer_question(model, at, question),
        Entry::Claim(..) | Entry::Proof(..) => {
            let area = model.grades.area(entry.area());
            if let Some(id) = area.and_then(|area| record_of(area, entry)) {
                reword(model, id, false);
            }
        }
        Entry::Loose(at, _) | Entry::Unused(at, _) => {
            let menu = proves_menu(model, at, entry);
            open_menu(model, menu);
        }
        Entry::Past(..) => model.say(
            "An inspection's grade stays as it was given. Del removes it, a notes another.",
            Tone::Note,
        ),
        Entry::Given(..) => model.say(
            "A grade that was given stays. The line \"Our grade now\" gives another.",
            Tone::Note,
        ),
    }
}

fn answer_question(model: &mut Model, at: usize, question: Question) {
    let text = model.grades.area(at).map(|area| area.answer(question));
    ask(model, Ask::Answer(at, question), &text.unwrap_or_default());
}

/// What a statement or a piece of evidence says now, as it is typed.
fn text_of(model: &Model, id: RecordId) -> String {
    match model.plan.record(id) {
        Some(Record::Statement(statement)) => statement.text.to_string(),
        Some(Record::Evidence(evidence)) => {
            match evidence.task.and_then(|id| model.plan.task(id)) {
                Some(task) if evidence.text.is_empty() => task.reference.to_string(),
                _ => evidence.text.to_string(),
            }
        }
        _ => String::new(),
    }
}

fn reword(model: &mut Model, id: RecordId, long: bool) {
    let text = text_of(model, id);
    if long || text.contains('\n') {
        ask(model, Ask::RewordLong(id), &text);
    } else {
        ask(model, Ask::Reword(id), &text);
    }
}

/// `n`: the long text of the row; on an area, of one of its three questions.
fn write_text(model: &mut Model, at: usize) {
    match here(model) {
        Some(Entry::Answer(at, question)) => answer_question(model, at, question),
        Some(entry @ Entry::Claim(..)) => {
            let area = model.grades.area(at);
            if let Some(id) = area.and_then(|area| record_of(area, entry)) {
                reword(model, id, true);
            }
        }
        _ => {
            let menu = question_menu(model, at);
            open_menu(model, menu);
        }
    }
}

fn remove(model: &mut Model) -> Vec<Effect> {
    let id = here(model).and_then(|entry| record_of(model.grades.area(entry.area())?, entry));
    let Some(id) = id else {
        model.say(
            "Move to a statement, to evidence or to an inspection's grade first.",
            Tone::Note,
        );
        return Vec::new();
    };
    let operation = write::remove(&model.plan, id);
    if operation.is_ok() {
        model.list_mut().stay();
    }
    commit(model, operation, AfterSave::Keep)
}

fn statement_here(model: &mut Model) -> Option<RecordId> {
    let claim = here(model).and_then(|entry| model.grades.claim(entry));
    let id = claim.map(|claim| claim.id);
    if id.is_none() {
        model.say("Move to a statement first.", Tone::Note);
    }
    id
}

fn turn(model: &mut Model) -> Vec<Effect> {
    match statement_here(model) {
        Some(id) => {
            let operation = write::turn(&model.plan, id);
            commit(model, operation, AfterSave::Keep)
        }
        None => Vec::new(),
    }
}

fn short_of(model: &Model, at: usize) -> String {
    let area = model.grades.area(at);
    area.map(|area| area.short.to_string()).unwrap_or_default()
}

/// A grade's letter as the key of its row; the row's number where that is taken.
fn grade_rows(framework: &Framework, pick: impl Fn(usize) -> Pick) -> Vec<Item> {
    let mut taken = HashSet::new();
    let rows = framework.grades.iter().enumerate().map(|(at, grade)| {
        let letter = grade.letter.as_str().to_lowercase().chars().next();
        let letter = letter.filter(|letter| taken.insert(*letter));
        let key = letter.unwrap_or(digit(at));
        item(key, grade.name.as_str(), "", Choice::Grades(pick(at)))
    });
    rows.collect()
}

fn grade_menu(model: &Model, at: usize) -> Menu {
    let framework = framework_of(&model.plan);
    let rows = grade_rows(framework, |grade| Pick::Grade(at, grade));
    let mut menu = menu(&format!("{}: our grade now", short_of(model, at)), rows);
    let now = model.grades.area(at).and_then(Area::now);
    let here = now.and_then(|now| {
        framework
            .grades
            .iter()
            .position(|grade| grade.key == now.grade)
    });
    menu.cursor = here.unwrap_or(0);
    menu
}

fn confidence_menu(model: &Model, at: usize, grade: usize) -> Menu {
    let words = [
        "inspectors would see the same",
        "some of it is not proved yet",
        "it is a hope",
    ];
    let keys = ['h', 'm', 'l'];
    let rows = Confidence::ALL.into_iter().zip(words).zip(keys);
    let rows = rows.map(|((sure, words), key)| {
        let label = crate::domain::text::capital(sure.as_str());
        let pick = Pick::Sure(at, grade, Some(sure));
        item(key, &label, words, Choice::Grades(pick))
    });
    let mut rows: Vec<Item> = rows.collect();
    let unsaid = Choice::Grades(Pick::Sure(at, grade, None));
    rows.push(item('-', "As it is", "nothing is said about it", unsaid));
    let mut menu = menu("How sure are we?", rows);
    let now = model.grades.area(at).and_then(Area::now);
    let sure = now.and_then(|now| now.confidence);
    menu.cursor = sure.map_or(Confidence::ALL.len(), |sure| sure as usize);
    menu
}

fn add_menu(model: &Model, at: usize) -> Menu {
    let row = |key, label: &str, more: &str, adding| {
        item(key, label, more, Choice::Grades(Pick::Add(at, adding)))
    };
    menu(
        &format!("{}: add", short_of(model, at)),
        vec![
            row('s', "A strength", "", Adding::Statement(Side::Strength)),
            row(
                'i',
                "An area for improvement",
                "",
                Adding::Statement(Side::Improvement),
            ),
            row(
                'e',
                "Evidence",
                "what it proves can be said later",
                Adding::Evidence,
            ),
            row(
                'p',
                "What an inspection judged",
                "with its date",
                Adding::Past,
            ),
            item(
                't',
                "A task",
                "into the checklist",
                Choice::Act(Action::Add),
            ),
        ],
    )
}

fn question_menu(model: &Model, at: usize) -> Menu {
    let area = model.grades.area(at);
    let rows = (1..).zip(Question::ALL).map(|(number, question)| {
        let answered = area.is_some_and(|area| !area.answer(question).is_empty());
        let more = if answered { "answered" } else { "no answer" };
        let pick = Choice::Grades(Pick::Answer(at, question));
        item(digit(number - 1), question.title(), more, pick)
    });
    menu(&short_of(model, at), rows.collect())
}

/// What a loose piece of evidence, or a task's, could prove.
fn proves_menu(model: &Model, at: usize, entry: Entry) -> Menu {
    let grades = &model.grades;
    let proof = grades.proof(entry).map(|proof| proof.id);
    let task = match entry {
        Entry::Unused(_, task) => model.plan.tasks().get(task as usize).map(|task| task.id),
        _ => None,
    };
    let claims = grades.area(at).map_or(&[][..], |area| &area.claims);
    let rows = claims.iter().enumerate().filter_map(|(nth, claim)| {
        let pick = match (proof, task) {
            (Some(proof), _) => Pick::Proves(proof, claim.id),
            (None, Some(task)) => Pick::TaskProves(task, claim.id),
            (None, None) => return None,
        };
        let text = claim.statement.text.as_str().replace('\n', " ");
        let label = format!("{}  {}", claim.handle(), fit(&text, 52));
        Some(item(digit(nth), &label, "", Choice::Grades(pick)))
    });
    let mut rows: Vec<Item> = rows.collect();
    if let Some(proof) = proof {
        let reword = Choice::Grades(Pick::Reword(proof));
        rows.push(item('w', "Put it in other words", "", reword));
    }
    let add = Choice::Grades(Pick::Add(at, Adding::Statement(Side::Strength)));
    rows.push(item('s', "Say a strength first", "", add));
    menu("What does it prove?", rows)
}

/// The areas a statement can go to, on purpose.
fn move_menu(model: &mut Model) {
    let Some(id) = statement_here(model) else {
        return;
    };
    let areas = model.grades.evaluation.areas.iter().enumerate();
    let areas = areas.filter(|(_, area)| area.from.is_none());
    let rows = areas.map(|(at, area)| {
        let pick = Choice::Grades(Pick::Move(id, at));
        item(digit(at), area.short.as_str(), area.key.as_str(), pick)
    });
    let menu = menu("Move the statement to which area?", rows.collect());
    open_menu(model, menu);
}

/// The frameworks, each with what it would mean.
fn framework_menu(model: &Model) -> Menu {
    let rows = Framework::shipped().iter().enumerate().map(|(at, known)| {
        let more = match Switch::of(&model.plan, known.name.as_str()) {
            _ if known.name == model.plan.inspection().framework => "as now".to_owned(),
            Ok(switch) if switch.drop.is_empty() => "every area stays".to_owned(),
            Ok(switch) => {
                let names = switch.drop.iter().map(|(area, _)| area.short.as_str());
                let names = names.collect::<Vec<_>>().join(", ");
                format!("{names} falls away, stays readable")
            }
            Err(failure) => failure.message,
        };
        let pick = Choice::Grades(Pick::Framework(at));
        item(digit(at), known.title.as_str(), &more, pick)
    });
    menu("The framework of this inspection", rows.collect())
}

/// Does what was chosen in one of this screen's short lists.
pub(super) fn chosen(model: &mut Model, pick: Pick) -> Vec<Effect> {
    match pick {
        Pick::Add(at, Adding::Statement(side)) => ask(model, Ask::Say(at, side), ""),
        Pick::Add(at, Adding::Evidence) => ask(model, Ask::Prove(at, None), ""),
        Pick::Add(at, Adding::Past) => {
            let framework = framework_of(&model.plan);
            let rows = grade_rows(framework, |grade| Pick::Past(at, grade));
            let title = format!("{}: what did the inspection judge?", short_of(model, at));
            open_menu(model, menu(&title, rows));
        }
        Pick::Answer(at, question) => answer_question(model, at, question),
        Pick::Grade(at, grade) => open_menu(model, confidence_menu(model, at, grade)),
        Pick::Sure(at, grade, sure) => ask(model, Ask::Why(at, grade, sure), ""),
        Pick::Past(at, grade) => ask(model, Ask::Past(at, grade), ""),
        Pick::Reword(id) => reword(model, id, false),
        Pick::Framework(at) => {
            let name = Framework::shipped()
                .get(at)
                .map(|known| known.name.as_str());
            let operation = write::framework(&model.plan, name.unwrap_or_default());
            return commit(model, operation, AfterSave::Close);
        }
        Pick::Move(id, at) => {
            let operation = write::move_record(&model.plan, id, &place_of(model, at, None));
            return commit(model, operation, AfterSave::Close);
        }
        Pick::Proves(proof, claim) => {
            let operation = write::move_record(&model.plan, proof, &Place::Statement(claim));
            return commit(model, operation, AfterSave::Close);
        }
        Pick::TaskProves(task, claim) => {
            let task = model.plan.task(task).map(|task| task.reference.to_string());
            let (of, typed) = (Place::Statement(claim), task.unwrap_or_default());
            let operation = write::prove_at(&model.plan, &of, &typed, &mut model.ids);
            return commit(model, operation, AfterSave::Close);
        }
    }
    Vec::new()
}

fn key_of(model: &Model, at: usize) -> String {
    let area = model.grades.area(at);
    area.map(|area| area.key.to_string()).unwrap_or_default()
}

/// The area at this place, or a statement in it.
fn place_of(model: &Model, at: usize, claim: Option<RecordId>) -> Place {
    let area = || Place::Area(Line::clipped(&key_of(model, at)));
    claim.map_or_else(area, Place::Statement)
}

/// What was typed becomes an operation.
fn answer(model: &mut Model, asked: Ask, text: &str) -> Vec<Effect> {
    if let Some(failure) = changed_meanwhile(model, asked) {
        return commit(model, Err(failure), AfterSave::Keep);
    }
    let author = model.author();
    let framework = framework_of(&model.plan);
    let grade_at = |grade: usize| {
        framework
            .grades
            .get(grade)
            .map_or("", |grade| grade.key.as_str())
    };
    let operation = match asked {
        Ask::Answer(at, question) => {
            let area = key_of(model, at);
            write::answer(&model.plan, &area, question, text, &mut model.ids)
        }
        Ask::Past(at, grade) => past(model, at, grade_at(grade), text),
        Ask::Prove(at, claim) => {
            let of = place_of(model, at, claim);
            write::prove_at(&model.plan, &of, text, &mut model.ids)
        }
        Ask::Reword(id) | Ask::RewordLong(id) => write::reword(&model.plan, id, text),
        Ask::Say(at, side) => {
            let area = key_of(model, at);
            write::state(&model.plan, &area, side, text, &[], &mut model.ids)
        }
        Ask::Why(at, grade, confidence) => {
            let area = key_of(model, at);
            let new = NewGrade {
                grade: Some(grade_at(grade)),
                confidence,
                why: text,
            };
            write::grade(&model.plan, &area, new, &author, &mut model.ids)
        }
    };
    commit(model, operation, AfterSave::Close)
}

/// Somebody else's text would be lost: that is said once, and sending the same again replaces it knowingly.
fn changed_meanwhile(model: &mut Model, asked: Ask) -> Option<Failure> {
    let now = match asked {
        Ask::Answer(at, question) => model.grades.area(at)?.answer(question),
        Ask::Reword(id) | Ask::RewordLong(id) => {
            model.plan.record(id)?;
            text_of(model, id)
        }
        Ask::Past(..) | Ask::Prove(..) | Ask::Say(..) | Ask::Why(..) => return None,
    };
    if now == model.grades.before {
        return None;
    }
    let failure = Failure::usage(format!(
        "This was changed elsewhere meanwhile. It says now: {}",
        fit(&now.replace('\n', " "), 60)
    ))
    .hint("Save again to put yours in its place.");
    model.grades.before = now;
    Some(failure)
}

/// Reads "1/3/2019 2018": the longest beginning that is a date, and the framework behind it.
fn past(model: &mut Model, at: usize, grade: &str, text: &str) -> Result<Operation, Failure> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let read = |many: usize| match phrase::read(&words[..many].join(" "), &model.phrases()) {
        Ok(When::At(moment)) => Some((moment.date, words[many..].join(" "))),
        Ok(When::Rule(_)) | Err(_) => None,
    };
    let found = (1..=words.len()).rev().find_map(read);
    let (date, framework) = found.ok_or_else(|| {
        Failure::usage("That does not begin with a date.")
            .hint("Type the day of the report with its year, then the framework: 1/3/2019 2018")
    })?;
    let new = NewPast {
        area: &key_of(model, at),
        grade,
        date,
        framework: &framework,
        note: "",
    };
    let author = model.author();
    write::past(&model.plan, new, &author, &mut model.ids)
}
