//! Absences on the screens: saying when somebody is away, and handing their tasks to the deputies.
//! Who covers, and what is left to nobody, is in [`crate::domain::absence`].

use crate::domain::absence::{self, Cover};
use crate::domain::failure::Failure;
use crate::domain::id::PersonId;
use crate::domain::operation::Operation;

use super::Effect;
use super::keymap::Context;
use super::model::{AfterSave, Model, Tone};
use super::openers;
use super::overlay::{Conduct, Overlay};
use super::prompt::{Purpose, Row};
use super::update::commit;

/// What deputies would take over from somebody who is away.
#[derive(Debug, Clone)]
pub struct CoverBox {
    /// What would be handed over, and what could not.
    pub cover: Cover,
    /// The first line in view.
    pub top: usize,
}

impl Conduct for CoverBox {
    fn context(&self) -> Context {
        Context::CoverBox
    }

    fn lines(&mut self) -> Option<(&mut usize, usize, usize)> {
        let lines = self.cover.handed.len() + self.cover.left.len();
        Some((&mut self.top, lines, 4))
    }

    fn submit(&self, model: &mut Model, _after: AfterSave) -> Vec<Effect> {
        hand_over(model, &self.cover)
    }
}

/// The person the cursor is on, or who owns the task it is on; what to do first where there is none.
fn owner(model: &mut Model) -> Option<PersonId> {
    let owner = model.owner_here().flatten();
    if owner.is_none() {
        model.say(
            "Nobody is here. Move to the person who is away, or to a task of theirs.",
            Tone::Note,
        );
    }
    owner
}

/// Asks when the owner is away.
pub(super) fn ask_away(model: &mut Model) -> Vec<Effect> {
    owner(model).map_or_else(Vec::new, |id| openers::ask(model, Purpose::Away(id)))
}

/// The box that asks for the days somebody is away; what is known already stands there.
pub(super) fn row(id: PersonId) -> Row {
    Row::line("Away from when to when?", move |model, prompt| {
        away(model, id, &prompt.text())
    })
    .about(move |model| away_words(model, id))
    .begins(move |model, _| {
        let known = absence::ahead(&model.plan, id, model.now.date());
        known.first().map_or(String::new(), |(_, absence)| {
            let days = absence::days(absence, model.now.date()).replace(" to ", "..");
            format!("{days} {}", absence.reason).trim_end().to_owned()
        })
    })
    .help("The first and the last day, like 7/12..9/12, and why. Nothing typed: not away.")
}

/// Who is away, and what is known of it.
fn away_words(model: &Model, id: PersonId) -> String {
    let today = model.now.date();
    let name = model.plan.person(id).map_or("", |person| person.label());
    let known: Vec<String> = absence::ahead(&model.plan, id, today)
        .iter()
        .map(|(_, absence)| absence::days(absence, today))
        .collect();
    if known.is_empty() {
        format!("{name}: not known to be away")
    } else {
        format!("{name}: away {}", known.join(" and "))
    }
}

/// The operation for the days that were typed; nothing typed means not away.
fn away(model: &mut Model, id: PersonId, text: &str) -> Result<Operation, Failure> {
    if text.trim().is_empty() {
        return absence::back(&model.plan, id, model.now.date());
    }
    let away = absence::read(text, &model.phrases())?;
    absence::away(&model.plan, id, &away, &mut model.ids)
}

/// Shows what the deputies would take over from the owner, before anything is saved.
pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    let Some(id) = owner(model) else {
        return Vec::new();
    };
    match Cover::of(&model.plan, &model.board, id) {
        Ok(cover) => model
            .overlays
            .push(Overlay::Cover(Box::new(CoverBox { cover, top: 0 }))),
        Err(failure) => model.say(
            format!(
                "{} \"Say when the owner is away\" in the commands (:) comes first.",
                failure.message
            ),
            Tone::Note,
        ),
    }
    Vec::new()
}

/// Hands over what was shown; where the plan has changed since, that is shown first.
fn hand_over(model: &mut Model, shown: &Cover) -> Vec<Effect> {
    let now = Cover::of(&model.plan, &model.board, shown.person);
    match now {
        Ok(now) if now == *shown && now.handed.is_empty() => {
            model.say(
                "No task can be handed over. Give the tasks deputies first.",
                Tone::Note,
            );
            Vec::new()
        }
        Ok(now) if now == *shown => {
            let operation = now.operation(&model.plan);
            commit(model, Ok(operation), AfterSave::Close)
        }
        Ok(now) => {
            if let Some(Overlay::Cover(open)) = model.overlays.last_mut() {
                **open = CoverBox { cover: now, top: 0 };
            }
            model.say(
                "The plan has changed meanwhile. This is how it would be now.",
                Tone::Note,
            );
            Vec::new()
        }
        Err(failure) => commit(model, Err(failure), AfterSave::Keep),
    }
}
