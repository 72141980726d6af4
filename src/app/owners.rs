//! The Owners screen: everybody's load, late first, each with their tasks folded under them.
//! Who has how much is worked out in [`crate::domain::load`].

use std::collections::HashSet;

use uuid::Uuid;

use crate::domain::id::PersonId;
use crate::domain::load::{Load, LoadOrder, Team};

use super::Effect;
use super::action::Action;
use super::keymap::Context;
use super::list::Row;
use super::model::{Model, Tone};
use super::screen::{Items, Narrowing, Screen};

/// What the screen shows, and how.
#[derive(Debug, Default)]
pub struct Owners {
    /// Everybody's load, as far as the filter shows it.
    pub team: Team,
    /// In what order.
    pub order: LoadOrder,
    /// Whose tasks are unfolded.
    open: HashSet<Option<PersonId>>,
}

impl Owners {
    /// Whether the tasks of this owner are unfolded.
    pub fn is_open(&self, owner: Option<PersonId>) -> bool {
        self.open.contains(&owner)
    }
}

/// The rows: everybody, and under them their tasks where those are unfolded.
pub(super) fn rows(model: &mut Model) -> Vec<Row> {
    let shown = model.filter.positions(&model.plan, &model.board);
    let owners = &mut model.owners;
    owners.team = Team::of(&model.plan, &model.board, &shown, owners.order);
    let loads = (0..).zip(&owners.team.loads);
    let rows = loads.flat_map(|(at, load)| {
        let is_open = owners.is_open(load.owner);
        let tasks = load.tasks.iter().filter(move |_| is_open);
        std::iter::once(Row::Item(at)).chain(tasks.map(|at| Row::Task(*at)))
    });
    rows.collect()
}

/// Owners as things of this screen; nobody is one of them.
pub(super) const ITEMS: Items = Items {
    of: Screen::Owners,
    contexts: &[Context::Owners, Context::Tasks, Context::Global],
    called: "a person in Owners",
    id: |model, at| {
        let load = model.owners.team.loads.get(at as usize)?;
        Some(load.owner.map_or(Uuid::nil(), |id| id.0))
    },
};

/// How the tasks are narrowed that are counted.
pub(super) const NARROWING: &Narrowing = &Narrowing::of_tasks(Screen::Owners);

/// The load the cursor is on.
pub fn here(model: &Model) -> Option<&Load> {
    let at = model.item(Screen::Owners)?;
    model.owners.team.loads.get(at as usize)
}

/// What is done on this screen alone.
pub(super) fn act(model: &mut Model, action: Action) -> Option<Vec<Effect>> {
    match action {
        Action::Unfold | Action::Fold => unfold(model),
        Action::FoldAll => unfold_all(model),
        Action::Turn => turn(model),
        _ => return None,
    }
    Some(Vec::new())
}

/// Shows or hides the tasks of the person the cursor is on, or whose task it is on.
fn unfold(model: &mut Model) {
    let Some(at) = model.list().item_above() else {
        return;
    };
    let Some(load) = model.owners.team.loads.get(at as usize) else {
        return;
    };
    if load.tasks.is_empty() {
        let who = load.who(&model.plan);
        model.say(format!("{who} has nothing open."), Tone::Note);
        return;
    }
    let owner = load.owner;
    if !model.owners.open.remove(&owner) {
        model.owners.open.insert(owner);
    }
    model.list_mut().go_to_item(at);
    model.touch_lists();
}

fn unfold_all(model: &mut Model) {
    let owners: Vec<Option<PersonId>> = (model.owners.team.loads.iter())
        .map(|load| load.owner)
        .collect();
    let all_open = owners.iter().all(|owner| model.owners.is_open(*owner));
    if all_open {
        model.owners.open.clear();
    } else {
        model.owners.open.extend(owners);
    }
    model.list_mut().anchor(None);
    model.touch_lists();
}

/// The other order.
fn turn(model: &mut Model) {
    model.owners.order = match model.owners.order {
        LoadOrder::Late => LoadOrder::Name,
        LoadOrder::Name => LoadOrder::Late,
    };
    let words = format!("Sorted: {}.", model.owners.order.words());
    model.say(words, Tone::Note);
    model.touch_lists();
}
