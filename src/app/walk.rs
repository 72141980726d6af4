//! Walking through tasks in a meeting, one to a screen: which come, what is said of each with one key, and the minutes in
//! the end. What an answer changes is in [`crate::domain::walk`].

use crate::domain::board::Board;
use crate::domain::id::TaskId;
use crate::domain::order;
use crate::domain::promises::{self, Outcome};
use crate::domain::rating::count;
use crate::domain::task::Phase;
use crate::domain::walk::{self, Answer, Route};
use crate::domain::what_if::Line;

use super::Effect;
use super::action::Action;
use super::drafts::Kind;
use super::keymap::Context;
use super::menu::{Choice, Item, Menu};
use super::model::{AfterSave, Model, Tone};
use super::openers::{self, item, menu};
use super::overlay::{Conduct, Overlay};
use super::prompt::{Purpose, Row};
use super::reading::{self, Reading};
use super::typing;
use super::update::commit;

/// A walk under way.
#[derive(Debug, Clone)]
pub struct WalkBox {
    /// What it goes through.
    pub route: Route,
    /// The tasks, in order.
    pub order: Vec<TaskId>,
    /// Which of them is shown.
    pub at: usize,
}

impl WalkBox {
    /// The task that is shown.
    pub fn task(&self) -> Option<TaskId> {
        self.order.get(self.at).copied()
    }
}

impl Conduct for WalkBox {
    fn context(&self) -> Context {
        Context::Walk
    }

    fn left(&mut self, model: &mut Model) -> Vec<Effect> {
        model.say("Stopped. W goes on from here.", Tone::Note);
        Vec::new()
    }
}

/// What is typed of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    /// Something to be noted.
    Note,
    /// A new date, or a promise.
    Slipping,
    /// Why it is stuck.
    Stuck,
}

impl Ask {
    /// The box it is typed in.
    pub(super) fn row(self) -> Row {
        let (title, said): (_, fn(String) -> Answer) = match self {
            Ask::Note => ("To be noted", Answer::Note),
            Ask::Slipping => ("Slipping: until when?", Answer::Slipping),
            Ask::Stuck => ("Stuck: why, or waiting on whom?", Answer::Stuck),
        };
        let row = Row::line(title, move |model, prompt| say(model, &said(prompt.text())));
        match self {
            Ask::Note => row
                .help("It goes to the task's note and into the minutes.")
                .kept(Kind::Loose),
            Ask::Slipping => {
                row.help("A new date: fri 12:00. Or a promise: by 3pm, by fri send the rooms.")
            }
            Ask::Stuck => row
                .help("One sentence a director can repeat; or: waiting on the landlord.")
                .kept(Kind::Loose),
        }
    }
}

/// The walk that is open, if one is.
pub fn open_walk(model: &Model) -> Option<&WalkBox> {
    model.overlays.iter().find_map(|overlay| match overlay {
        Overlay::Walk(open) => Some(&**open),
        _ => None,
    })
}

fn open_walk_mut(model: &mut Model) -> Option<&mut WalkBox> {
    model.overlays.iter_mut().find_map(|overlay| match overlay {
        Overlay::Walk(open) => Some(&mut **open),
        _ => None,
    })
}

/// At most so many owners are offered.
const OWNERS: usize = 12;

/// The keys of the owners in the list.
const OWNER_KEYS: &str = "123456789xyz";

/// What can be walked through, today's unfinished walk first.
pub(super) fn walk_menu(model: &Model) -> Menu {
    let mut items: Vec<Item> = Vec::new();
    if let Some(route) = Route::to_resume(&model.plan, &model.board, None) {
        let left = route.left(&model.plan, &model.board).unwrap_or_default();
        let more = format!("{} left", left.len());
        items.push(item(
            'w',
            &format!("Go on: {}", route.title(&model.plan)),
            &more,
            Choice::GoOnWalking,
        ));
    }
    let tasks = |number: usize| count(number as i32, "task");
    items.push(item(
        'l',
        "The late list",
        &tasks(model.tally.late),
        Choice::Walk("late".to_owned()),
    ));
    for (phase, key) in Phase::ALL.into_iter().zip(['n', 'f', 'b']) {
        let tally = model.phase_tallies[phase as usize];
        let open = tally.total - tally.complete - tally.overtaken;
        let scope = format!("phase:{}", phase.as_str());
        items.push(item(key, phase.title(), &tasks(open), Choice::Walk(scope)));
    }
    if !model.filter_text.is_empty() {
        items.push(item(
            's',
            "What the checklist shows",
            &model.filter_text,
            Choice::Walk(model.filter_text.clone()),
        ));
    }
    let everybody = order::groups(
        &model.plan,
        &model.board,
        &open_positions(model),
        order::Grouping::Owner,
    );
    let owners = everybody.iter().filter_map(|group| {
        let first = *group.items.first()? as usize;
        let person = model.plan.person(model.plan.tasks()[first].owner?)?;
        let scope = format!("owner:\"{}\"", person.initials);
        Some((person.label().to_owned(), group.items.len(), scope))
    });
    for ((name, number, scope), key) in owners.take(OWNERS).zip(OWNER_KEYS.chars()) {
        items.push(item(key, &name, &tasks(number), Choice::Walk(scope)));
    }
    menu("Walk through ...", items)
}

fn open_positions(model: &Model) -> Vec<u32> {
    let tasks = (0_u32..).zip(model.plan.tasks().iter().zip(&model.board.standings));
    let open = tasks.filter(|(_, (task, standing))| task.status.is_open() && !standing.overtaken);
    open.map(|(at, _)| at).collect()
}

/// Goes on with today's unfinished walk.
pub(super) fn go_on(model: &mut Model) -> Vec<Effect> {
    if let Some(route) = Route::to_resume(&model.plan, &model.board, None) {
        begin(model, route);
    }
    Vec::new()
}

/// Begins a walk, or goes on with today's where it is through the same tasks.
pub(super) fn start(model: &mut Model, scope: &str) -> Vec<Effect> {
    let resumed = Route::to_resume(&model.plan, &model.board, Some(scope));
    let route = match resumed {
        Some(route) => Ok(route),
        None => Route::new(scope, &model.author(), &mut model.ids),
    };
    match route {
        Ok(route) => begin(model, route),
        Err(failure) => typing::show_failure(model, &failure, false),
    }
    Vec::new()
}

fn begin(model: &mut Model, route: Route) {
    match route.left(&model.plan, &model.board) {
        Ok(order) if order.is_empty() => {
            model.say("There is nothing to walk through.", Tone::Note);
        }
        Ok(order) => {
            model.say(String::new(), Tone::Note);
            let open = WalkBox {
                route,
                order,
                at: 0,
            };
            model.overlays.clear();
            model.overlays.push(Overlay::Walk(Box::new(open)));
        }
        Err(failure) => typing::show_failure(model, &failure, false),
    }
}

/// Does what a key of the walk says.
pub(super) fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    match action {
        Action::SayOnTrack => say(model, &Answer::OnTrack),
        Action::SayDone => say(model, &Answer::Done),
        Action::SaySlipping => ask(model, Ask::Slipping),
        Action::SayStuck => ask(model, Ask::Stuck),
        Action::SayNote => ask(model, Ask::Note),
        Action::KeepPromise => keep_promise(model),
        Action::WalkNext => {
            step(model, true);
            Vec::new()
        }
        Action::WalkBack => {
            if let Some(open) = open_walk_mut(model) {
                open.at = open.at.saturating_sub(1);
            }
            Vec::new()
        }
        _ => Vec::new(),
    }
}

fn ask(model: &mut Model, what: Ask) -> Vec<Effect> {
    let task = open_walk(model).and_then(WalkBox::task);
    openers::ask_for(model, Purpose::Walk(what), task.into_iter().collect())
}

/// Keeps an answer; the next task comes once it is saved. A note is seldom all that is said, so it stays.
fn say(model: &mut Model, answer: &Answer) -> Vec<Effect> {
    let Some((route, task)) =
        open_walk(model).and_then(|open| Some((open.route.clone(), open.task()?)))
    else {
        return Vec::new();
    };
    let author = model.author();
    let operation = route.say(&model.plan, task, answer, &author, &mut model.ids);
    let on = !matches!(answer, Answer::Note(_));
    commit(model, operation, AfterSave::Walk { on })
}

/// Something was said and saved: the box it was typed in closes, and the next task comes when the walk goes `on`.
pub(super) fn step(model: &mut Model, on: bool) {
    let Some(at) = model
        .overlays
        .iter()
        .position(|overlay| matches!(overlay, Overlay::Walk(_)))
    else {
        return;
    };
    model.overlays.truncate(at + 1);
    let Some(open) = open_walk_mut(model).filter(|_| on) else {
        return;
    };
    open.at += 1;
    if open.at >= open.order.len() {
        let route = open.route.clone();
        model.overlays.truncate(at);
        show_minutes(model, &route);
    }
}

/// The last promise about the task that is shown, of those not kept yet, is kept: it stands in the place of the others.
fn keep_promise(model: &mut Model) -> Vec<Effect> {
    let task = open_walk(model).and_then(WalkBox::task);
    let promise = task.and_then(|task| {
        promises::of_task(&model.plan, task)
            .filter(|(_, promise)| promise.kept.is_none())
            .last()
            .map(|(id, _)| id)
    });
    match promise {
        None => {
            model.say("Nothing is promised about this task.", Tone::Note);
            Vec::new()
        }
        Some(id) => {
            let operation = promises::keep(&model.plan, id, &model.author());
            commit(model, operation, AfterSave::Walk { on: false })
        }
    }
}

/// The minutes of the walk that is open, else of the last one.
pub(super) fn minutes(model: &mut Model) -> Vec<Effect> {
    let open = open_walk(model).map(|open| open.route.clone());
    match open.or_else(|| walk::latest(&model.plan)) {
        Some(route) => show_minutes(model, &route),
        None => model.say("There has been no walk yet. W begins one.", Tone::Note),
    }
    Vec::new()
}

fn show_minutes(model: &mut Model, route: &Route) {
    let lines = route.minutes(&model.plan, &Board::of(&model.plan, model.now));
    reading::open(model, Reading::new("Minutes", lines));
}

/// Every promise, the broken ones first.
pub(super) fn show_promises(model: &mut Model) -> Vec<Effect> {
    let now = model.now;
    let mut lines = Vec::new();
    for (outcome, title) in [
        (Outcome::Broken, "Broken"),
        (Outcome::Open, "Still to come"),
        (Outcome::Kept, "Kept"),
    ] {
        let made = promises::all(&model.plan);
        let made = made
            .iter()
            .filter(|(_, promise)| Outcome::of(&model.plan, promise, now) == outcome);
        let rows: Vec<String> = made
            .map(|(_, promise)| promises::line(&model.plan, promise, now))
            .collect();
        if !rows.is_empty() {
            lines.push(Line::Head(format!("{title}  {}", rows.len())));
            lines.extend(rows.into_iter().map(|row| Line::Text(format!("  {row}"))));
            lines.push(Line::Blank);
        }
    }
    if lines.is_empty() {
        lines.push(Line::Text(
            "Nothing has been promised. In a walk (W), s takes one: by 3pm send the list."
                .to_owned(),
        ));
    }
    reading::open(model, Reading::new("Promises", lines))
}
