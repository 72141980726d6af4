//! The board as it stood at a moment gone by: asked for, shown instead of the present, and left again. While it is shown
//! the present waits aside, and nothing can be changed.

use jiff::civil::DateTime;

use crate::domain::as_of::{self, Mark};
use crate::domain::failure::Failure;
use crate::domain::phrase;
use crate::domain::plan::Plan;
use crate::domain::trend::Trend;

use super::Effect;
use super::action::Action;
use super::history;
use super::model::{Model, Tone};
use super::openers;
use super::prompt::{Prompt, Purpose, Row};
use super::reading::{self, Reading};
use super::screen::Screen;

/// The present, while something else is shown.
#[derive(Debug)]
pub struct Aside {
    /// What the file holds.
    pub plan: Plan,
    /// The moment it is.
    pub now: DateTime,
}

/// What is asked of the past.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    /// The board as it stood at a moment.
    AsOf,
    /// What moved between two.
    Difference,
}

impl Ask {
    /// The box it is typed in.
    pub(super) fn row(self) -> Row {
        let row = match self {
            Ask::AsOf => Row::line("The board as it stood at ...", look_back)
                .help("Try: yesterday 14:05   1/12   mon 9:00   call. Nothing is changed."),
            Ask::Difference => Row::line("What moved from ... to ...", compare).help(
                "Try: call   yesterday 9:00   mon 9:00 to mon 17:00. Without a second: to now.",
            ),
        };
        let row = row.offers(|model, _| {
            let on_history = model.screen == Screen::History;
            let chosen = history::chosen(model).filter(|_| on_history);
            let at = chosen.map(|past| as_of::spoken(past.entry.stamp.local));
            at.map(phrase::moment).unwrap_or_default()
        });
        row.verb("look")
    }
}

/// Asks for the moment, or for two. On History the chosen change's own is typed already.
pub(super) fn open(model: &mut Model, ask: Ask) -> Vec<Effect> {
    if model.aside.is_some() {
        to_now(model);
    }
    openers::ask(model, Purpose::Past(ask))
}

/// Sends for the board as it stood at the moment that was typed.
fn look_back(model: &mut Model, said: &Prompt) -> Result<Vec<Effect>, Failure> {
    let mark = Mark::read(&said.text(), "The moment", &model.phrases())?;
    Ok(vec![Effect::LookBack(mark)])
}

/// What parts two moments.
const TO: &str = " to ";

/// Sends for what moved between the two moments that were typed; from the first to now, where only one was.
fn compare(model: &mut Model, said: &Prompt) -> Result<Vec<Effect>, Failure> {
    let text = said.text();
    let (from, to) = text.split_once(TO).unwrap_or((&text, "now"));
    let read = |text, field| Mark::read(text, field, &model.phrases());
    let (from, to) = (
        read(from, "The first moment")?,
        read(to, "The second moment")?,
    );
    Ok(vec![Effect::Compare { from, to }])
}

/// Sends for the movement against the baseline.
pub(super) fn since_the_call(model: &Model) -> Vec<Effect> {
    vec![Effect::Compare {
        from: Mark::Call,
        to: Mark::At(model.now),
    }]
}

/// Shows the plan as it stood at `at`.
pub(super) fn show(model: &mut Model, plan: Plan, at: DateTime) -> Vec<Effect> {
    let (plan, now) = match model.aside.take() {
        // What was shown was the past already.
        Some(aside) => {
            model.plan = plan;
            (aside.plan, aside.now)
        }
        None => (std::mem::replace(&mut model.plan, plan), model.now),
    };
    model.aside = Some(Aside { plan, now });
    model.now = at;
    turn(model);
    model.say(String::new(), Tone::Note);
    Vec::new()
}

/// Shows the present again.
pub(super) fn to_now(model: &mut Model) {
    if let Some(aside) = model.aside.take() {
        model.plan = aside.plan;
        model.now = aside.now;
        turn(model);
        model.say("This is how it stands now.", Tone::Note);
    }
}

/// Shows how readiness went.
pub(super) fn show_trend(model: &mut Model, trend: &Trend, plan: &Plan) -> Vec<Effect> {
    let (full, empty) = if model.settings.ascii() {
        ("#", ".")
    } else {
        ("█", "░")
    };
    let lines = trend.lines(plan, full, empty);
    reading::open(model, Reading::new("Readiness trend", lines))
}

/// Nothing that belongs to the other moment stays.
fn turn(model: &mut Model) {
    model.overlays.clear();
    model.selected.clear();
    model.detail = None;
    model.touch();
}

/// It is `now`; what is shown of the past keeps its own clock.
pub(super) fn clock(model: &mut Model, now: DateTime) -> Vec<Effect> {
    match &mut model.aside {
        Some(aside) => aside.now = now,
        None if now != model.now => {
            model.now = now;
            model.touch();
        }
        None => {}
    }
    Vec::new()
}

/// What the file holds now, unless the past is shown: then it is kept for later.
pub(super) fn keep(model: &mut Model, plan: Plan) -> Option<Plan> {
    match &mut model.aside {
        Some(aside) => {
            aside.plan = plan;
            None
        }
        None => Some(plan),
    }
}

/// Refuses while the past is shown.
pub(super) fn is_now(model: &Model) -> Result<(), String> {
    if model.aside.is_none() {
        return Ok(());
    }
    Err(format!(
        "This is the board as it stood {}, to be looked at only. Esc goes back to now.",
        phrase::moment(as_of::spoken(model.now))
    ))
}

/// Whether `action` can be done while the past is shown: it `writes` nothing, and makes nothing of the present.
pub(super) fn allows(model: &Model, action: Action, writes: bool) -> Result<(), String> {
    let of_the_present = matches!(
        action,
        Action::Export
            | Action::Brief
            | Action::CopyChase
            | Action::CopyRequests
            | Action::Import
            | Action::Trend
    );
    if writes || of_the_present {
        is_now(model)
    } else {
        Ok(())
    }
}
