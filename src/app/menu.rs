//! Short lists to choose from: what a row can do when it is chosen. Which rows a list has is said where it is opened.

use crate::domain::edit::Patch;
use crate::domain::id::TaskId;
use crate::domain::order::{Grouping, SortKey};
use crate::domain::task::{Rag, Status};

use super::action::Action;
use super::drafts::{self, Draft};
use super::edits;
use super::grades::{self, Pick};
use super::keymap::Context;
use super::layout::{self, Shelf};
use super::model::{AfterSave, Model};
use super::openers;
use super::overlay::Conduct;
use super::prompt::Purpose;
use super::requests;
use super::settings::{self, ThemeName};
use super::update;
use super::views;
use super::walk;
use super::{Effect, Product};

/// What a row of a menu does.
#[derive(Debug, Clone, PartialEq)]
pub enum Choice {
    /// Run an action.
    Act(Action),
    /// Open a box to type in.
    Ask(Purpose),
    /// Move a request on, or put it under a line of enquiry.
    Request(requests::Pick),
    /// Use a saved view, or change one.
    View(views::Pick),
    /// Throw away what was not saved.
    DropDrafts,
    /// Say something of the self-evaluation.
    Grades(Pick),
    /// Go on with today's walk.
    GoOnWalking,
    /// Group the list.
    Group(Grouping),
    /// Make a file of this.
    Make(Product),
    /// Judge, or with `None` go by the dates again.
    Rag(Option<Rag>),
    /// Go on with what was being typed.
    Resume(Box<Draft>),
    /// Change a setting, by its place in the box.
    Setting(usize),
    /// Sort the list.
    Sort(SortKey),
    /// A status.
    Status(Status),
    /// Colours.
    Theme(ThemeName),
    /// Look around with made-up data.
    Demo,
    /// Walk through the tasks of a filter.
    Walk(String),
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
    /// It is the first screen, while there is no file yet, and stays.
    pub first: bool,
}

impl Conduct for Menu {
    fn context(&self) -> Context {
        if self.first {
            Context::Welcome
        } else {
            Context::Menu
        }
    }

    fn rows(&mut self, _model: &Model) -> Option<(&mut usize, usize)> {
        Some((&mut self.cursor, self.items.len()))
    }

    fn shelf(&self, model: &Model) -> Option<Shelf> {
        Some(if self.first {
            layout::welcome(model.size, self)
        } else {
            layout::menu(model.size, self)
        })
    }

    fn row_of(&self, letter: char) -> Option<usize> {
        self.items.iter().position(|item| item.key == letter)
    }

    fn submit(&self, model: &mut Model, _after: AfterSave) -> Vec<Effect> {
        chosen(model, self)
    }

    fn step_back(&mut self, _model: &mut Model) -> Option<Vec<Effect>> {
        self.first.then(Vec::new)
    }
}

/// Does what the chosen row says.
fn chosen(model: &mut Model, menu: &Menu) -> Vec<Effect> {
    let Some(item) = menu.items.get(menu.cursor) else {
        return Vec::new();
    };
    let stays = menu.first || matches!(item.choice, Choice::Setting(_));
    if !stays {
        model.overlays.pop();
    }
    let patch_all = |model: &mut Model, patch: &Patch| {
        edits::patch_targets(model, &menu.targets, patch, AfterSave::Close)
    };
    match item.choice.clone() {
        Choice::Act(action) => update::run(model, action),
        Choice::Ask(purpose) => openers::ask(model, purpose),
        Choice::Grades(pick) => grades::chosen(model, pick),
        Choice::Request(pick) => requests::chosen(model, &pick),
        Choice::View(pick) => views::chosen(model, &pick),
        Choice::Make(product) => vec![Effect::Propose(product)],
        Choice::Rag(Some(rag)) => {
            openers::ask_for(model, Purpose::Reason(rag), menu.targets.clone())
        }
        Choice::Rag(None) => patch_all(model, &Patch::judgement(None)),
        Choice::Status(Status::Waiting { .. }) => {
            openers::ask_for(model, Purpose::Waiting, menu.targets.clone())
        }
        Choice::Status(status) => patch_all(model, &Patch::status(status)),
        Choice::Sort(key) => {
            model.sort = key;
            model.touch_lists();
            Vec::new()
        }
        Choice::Group(grouping) => {
            model.grouping = grouping;
            model.touch_lists();
            Vec::new()
        }
        Choice::Setting(at) => settings::change(model, at),
        Choice::Theme(theme) => settings::choose_theme(model, theme),
        Choice::Demo => vec![Effect::Demo],
        Choice::Walk(scope) => walk::start(model, &scope),
        Choice::GoOnWalking => walk::go_on(model),
        Choice::DropDrafts => drafts::drop_all(model),
        Choice::Resume(draft) => drafts::resume(model, &draft),
    }
}
