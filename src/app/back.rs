//! The board as it stood at a moment gone by: asked for, shown instead of the present, and left again. While it is shown
//! the present waits aside, and nothing can be changed.

use jiff::civil::DateTime;

use crate::domain::as_of::{self, Mark};
use crate::domain::phrase;
use crate::domain::plan::Plan;
use crate::domain::trend::Trend;

use super::Effect;
use super::action::Action;
use super::history;
use super::model::{Model, Tone};
use super::openers;
use super::overlay::Purpose;
use super::reading::{self, Reading};
use super::screen::Screen;
use super::typing;

/// The present, while something else is shown.
#[derive(Debug)]
pub struct Aside {
    /// What the file holds.
    pub plan: Plan,
    /// The moment it is.
    pub now: DateTime,
}

/// Asks for the moment, or for two. On History the chosen change's own is typed already.
pub(super) fn open(model: &mut Model, purpose: Purpose) -> Vec<Effect> {
    if model.aside.is_some() {
        to_now(model);
    }
    let chosen = (model.screen == Screen::History)
        .then(|| history::chosen(model))
        .flatten();
    let text = chosen.map(|past| {
        let at = as_of::spoken(past.entry.stamp.local);
        phrase::moment(at)
    });
    openers::open_prompt(model, purpose, Vec::new(), &text.unwrap_or_default());
    Vec::new()
}

/// Sends for the board as it stood at the moment that was typed.
pub(super) fn ask(model: &mut Model, text: &str) -> Vec<Effect> {
    match Mark::read(text, "The moment", &model.phrases()) {
        Ok(mark) => vec![Effect::LookBack(mark)],
        Err(failure) => {
            typing::show_failure(model, &failure, false);
            Vec::new()
        }
    }
}

/// What parts two moments.
const TO: &str = " to ";

/// Sends for what moved between the two moments that were typed; from the first to now, where only one was.
pub(super) fn compare(model: &mut Model, text: &str) -> Vec<Effect> {
    let (from, to) = text.split_once(TO).unwrap_or((text, "now"));
    let read = |text, field| Mark::read(text, field, &model.phrases());
    let both =
        read(from, "The first moment").and_then(|from| Ok((from, read(to, "The second moment")?)));
    match both {
        Ok((from, to)) => vec![Effect::Compare { from, to }],
        Err(failure) => {
            typing::show_failure(model, &failure, false);
            Vec::new()
        }
    }
}

/// Sends for the movement against the baseline.
pub(super) fn since_the_call(model: &Model) -> Vec<Effect> {
    vec![Effect::Compare {
        from: Mark::Call,
        to: Mark::At(model.now),
    }]
}

/// Shows the plan as it stood at `at`.
pub(super) fn show(model: &mut Model, plan: Plan, at: DateTime) {
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
pub(super) fn show_trend(model: &mut Model, trend: &Trend, plan: &Plan) {
    let (full, empty) = if model.settings.ascii() {
        ("#", ".")
    } else {
        ("█", "░")
    };
    let lines = trend.lines(plan, full, empty);
    reading::open(model, Reading::new("Readiness trend", lines));
}

/// Nothing that belongs to the other moment stays.
fn turn(model: &mut Model) {
    model.overlays.clear();
    model.selected.clear();
    model.detail = None;
    model.touch();
}

/// It is `now`; what is shown of the past keeps its own clock.
pub(super) fn clock(model: &mut Model, now: DateTime) {
    match &mut model.aside {
        Some(aside) => aside.now = now,
        None if now != model.now => {
            model.now = now;
            model.touch();
        }
        None => {}
    }
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
