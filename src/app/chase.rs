//! Chasing on the screens: the message to one owner, copied and remembered, and the round that steps through everybody
//! who is owed one. Who that is and what a message says is in [`crate::domain::chase`].

use crate::domain::chase;
use crate::domain::id::PersonId;
use crate::domain::load::{LoadOrder, Team};
use crate::domain::operation::Operation;
use crate::domain::phrase;
use crate::domain::rating::count;

use super::keymap::Context;
use super::model::{AfterSave, Model, Tone};
use super::overlay::{Conduct, Overlay};
use super::papers;
use super::{Clip, Effect};

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

impl Conduct for RoundBox {
    fn context(&self) -> Context {
        Context::RoundBox
    }

    fn lines(&mut self) -> Option<(&mut usize, usize, usize)> {
        let lines = self.text.lines().count();
        Some((&mut self.top, lines, usize::MAX))
    }

    /// Copies the message that is shown. The round goes on once that is done.
    fn submit(&self, model: &mut Model, _after: AfterSave) -> Vec<Effect> {
        let person = self.person();
        person.map_or_else(Vec::new, |person| copied(model, Some(person)))
    }

    fn left(&mut self, model: &mut Model) -> Vec<Effect> {
        model.say(summary(model, self), Tone::Done);
        Vec::new()
    }
}

/// Copies the message to the owner the cursor is on, or to the owner of the task it is on, and remembers it.
pub(super) fn copy(model: &mut Model) -> Vec<Effect> {
    let Some(owner) = model.owner_here() else {
        model.say("Move to a task or a person first.", Tone::Note);
        return Vec::new();
    };
    copied(model, owner)
}

/// Copies the message to `owner`; where the privacy guard points at something in it, that is asked about first.
fn copied(model: &mut Model, owner: Option<PersonId>) -> Vec<Effect> {
    let (plan, board) = (&model.plan, &model.board);
    let text = chase::message(plan, board, owner);
    let tasks = count(chase::list(plan, board, owner).len() as i32, "task");
    let name = plan.label_of(owner);
    let mut said = format!("{tasks} of {name}");
    let what = format!("Chase list of {name}");
    let mut remember = None;
    if let Some(person) = owner {
        match chase::just_sent(plan, person, model.now) {
            Some(at) => {
                let at = phrase::clock_time(at.time());
                said = format!("{said}, counted at {at} already");
            }
            None => remember = logged(model, person),
        }
    }
    let clip = Clip {
        text,
        said,
        remember,
    };
    papers::copy(model, &what, clip)
}

/// The operation that remembers it, where there is something to remember and the file may be changed.
fn logged(model: &mut Model, person: PersonId) -> Option<Operation> {
    if model.read_only.is_some() {
        return None;
    }
    let author = model.author();
    let operation = chase::sent(
        &model.plan,
        &model.board,
        &[person],
        &author,
        &mut model.ids,
    );
    (!operation.is_empty()).then_some(operation)
}

/// Begins a round: everybody who is owed a message, one after the other.
pub(super) fn begin_round(model: &mut Model) -> Vec<Effect> {
    let team = Team::whole(&model.plan, &model.board, LoadOrder::Late);
    let people = chase::owed(&team.loads, model.now);
    if people.is_empty() {
        model.say(chase::NOBODY_OWED, Tone::Note);
        return Vec::new();
    }
    let round = RoundBox {
        people,
        at: 0,
        text: String::new(),
        copied: 0,
        skipped: 0,
        top: 0,
    };
    model.overlays.push(Overlay::Round(Box::new(round)));
    show_text(model);
    Vec::new()
}

/// The message was copied: on to the next. At the end it says what was done, in place of `said`.
pub(super) fn sent(model: &mut Model, said: String) -> String {
    step(model, |round| round.copied += 1).unwrap_or(said)
}

/// Leaves this one out.
pub(super) fn skip(model: &mut Model) -> Vec<Effect> {
    if let Some(summary) = step(model, |round| round.skipped += 1) {
        model.say(summary, Tone::Done);
    }
    Vec::new()
}

/// Counts, and shows the next message; `Some` with what was done when there is none.
fn step(model: &mut Model, counted: impl Fn(&mut RoundBox)) -> Option<String> {
    let Some(Overlay::Round(round)) = model.overlays.last_mut() else {
        return None;
    };
    counted(round);
    round.at += 1;
    if round.person().is_some() {
        show_text(model);
        return None;
    }
    let summary = summary(model, round_of(model)?);
    model.overlays.pop();
    Some(summary)
}

fn round_of(model: &Model) -> Option<&RoundBox> {
    match model.overlays.last() {
        Some(Overlay::Round(round)) => Some(round),
        _ => None,
    }
}

fn show_text(model: &mut Model) {
    let Some(person) = round_of(model).and_then(RoundBox::person) else {
        return;
    };
    let text = chase::message(&model.plan, &model.board, Some(person));
    if let Some(Overlay::Round(round)) = model.overlays.last_mut() {
        round.text = text;
        round.top = 0;
    }
}

/// "7 copied, 2 skipped. 3 late or red have no owner."
fn summary(model: &Model, round: &RoundBox) -> String {
    let left = round.people.len() - round.at.min(round.people.len());
    let mut words = format!("{} copied, {} skipped", round.copied, round.skipped);
    if left > 0 {
        words = format!("{words}, {left} left");
    }
    let board = &model.board;
    let urgent = chase::list(&model.plan, board, None)
        .into_iter()
        .filter(|at| board.standings[*at as usize].is_urgent());
    match urgent.count() {
        0 => format!("{words}."),
        1 => format!("{words}. 1 late or red has no owner."),
        many => format!("{words}. {many} late or red have no owner."),
    }
}
