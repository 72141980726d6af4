//! The boxes that open over a screen, as a stack, and how a box behaves while it is open. What each holds, and what it
//! does of its own, stands in the file of what it is about; how it looks is for the views.

use super::Effect;
use super::call::{CallBox, WhatIfBox};
use super::chase::RoundBox;
use super::cover::CoverBox;
use super::drafts::Draft;
use super::editor::Editor;
use super::finder::Finder;
use super::form::Form;
use super::history::ChangeBox;
use super::import::ImportBox;
use super::keymap::Context;
use super::layout::{self, Shelf};
use super::menu::Menu;
use super::model::{AfterSave, Model};
use super::papers::{GuardBox, MakingBox};
use super::policy::PolicyBox;
use super::present::Present;
use super::prompt::Prompt;
use super::reading::Reading;
use super::requests::RecordForm;
use super::walk::WalkBox;

/// How a box behaves while it is open. What one does not say, it does not do.
pub trait Conduct {
    /// Where its keys are looked up.
    fn context(&self) -> Context;

    /// Whether there is anything to see of it. What takes no time is not shown at all.
    fn is_shown(&self) -> bool {
        true
    }

    /// The text being typed, if any is.
    fn editor(&mut self) -> Option<&mut Editor> {
        None
    }

    /// That text has changed: what was chosen under it, and what was wrong with it, no longer counts.
    fn retyped(&mut self, _model: &mut Model) {}

    /// That text, as it is kept outside the file until it is saved.
    fn draft(&self) -> Option<Draft> {
        None
    }

    /// Of a box with lines to scroll through: the first in view, how many there are, and how many rows of the box they
    /// do not have.
    fn lines(&mut self) -> Option<(&mut usize, usize, usize)> {
        None
    }

    /// Of a box with rows to choose from: the chosen one, and how many there are.
    fn rows(&mut self, _model: &Model) -> Option<(&mut usize, usize)> {
        None
    }

    /// Where those rows are in the window.
    fn shelf(&self, _model: &Model) -> Option<Shelf> {
        None
    }

    /// The row that a letter or a digit chooses at once.
    fn row_of(&self, _letter: char) -> Option<usize> {
        None
    }

    /// Up or down: another row, else other lines.
    fn choose(&mut self, model: &mut Model, down: bool) -> Vec<Effect> {
        let by_one = |at: usize| if down { at + 1 } else { at.saturating_sub(1) };
        self.go(model, &by_one);
        Vec::new()
    }

    /// Chooses the row that `to` makes of the present one, or as near as there is one; else moves the lines so.
    fn go(&mut self, model: &Model, to: &dyn Fn(usize) -> usize) {
        match self.rows(model) {
            Some((cursor, count)) => *cursor = to(*cursor).min(count.saturating_sub(1)),
            None => self.scroll(model, to),
        }
    }

    /// Moves the lines, as far as there are more.
    fn scroll(&mut self, model: &Model, to: &dyn Fn(usize) -> usize) {
        let inside = usize::from(layout::tall_box(model.size.rows));
        if let Some((top, lines, others)) = self.lines() {
            let room = inside.saturating_sub(others).max(1);
            *top = to(*top).min(lines.saturating_sub(room));
        }
    }

    /// The next of its fields, or the one before.
    fn next_field(&mut self, _model: &Model, _forward: bool) {}

    /// It is answered. Asked of a copy: the box itself stays open until what comes of it is saved.
    fn submit(&self, _model: &mut Model, _after: AfterSave) -> Vec<Effect> {
        Vec::new()
    }

    /// Says in the box what was wrong. Returns whether the box stays; one that goes leaves it to the one under it.
    fn refuse(&mut self, _why: &str) -> bool {
        true
    }

    /// One step back, where that does not close it. Asked while it is off the stack.
    fn step_back(&mut self, _model: &mut Model) -> Option<Vec<Effect>> {
        None
    }

    /// It was closed without an answer. Text typed and not saved is kept to bring back.
    fn left(&mut self, _model: &mut Model) -> Vec<Effect> {
        Vec::new()
    }
}

/// A box that is open.
#[derive(Debug, Clone)]
pub enum Overlay {
    /// The call.
    Call(Box<CallBox>),
    /// An operation of the history.
    Change(Box<ChangeBox>),
    /// What deputies would take over.
    Cover(Box<CoverBox>),
    /// What the privacy guard points at before something leaves.
    Guard(Box<GuardBox>),
    /// Actions narrowed by typing: the palette, or the help.
    Finder(Finder),
    /// A task's fields.
    Form(Box<Form>),
    /// A spreadsheet being brought in.
    Import(Box<ImportBox>),
    /// A file being made.
    Making(MakingBox),
    /// A short list.
    Menu(Menu),
    /// The RAG policy.
    Policy(Box<PolicyBox>),
    /// What the room sees.
    Present(Present),
    /// A record's fields.
    Record(Box<RecordForm>),
    /// Text for a purpose.
    Prompt(Prompt),
    /// Lines to be read.
    Reading(Reading),
    /// A walk through tasks in a meeting.
    Walk(Box<WalkBox>),
    /// A chase round.
    Round(Box<RoundBox>),
    /// No file yet.
    Welcome(Menu),
    /// What if the call came then?
    WhatIf(Box<WhatIfBox>),
}

impl Overlay {
    /// How it behaves.
    pub fn conduct(&self) -> &dyn Conduct {
        match self {
            Overlay::Call(open) => &**open,
            Overlay::Change(open) => &**open,
            Overlay::Cover(open) => &**open,
            Overlay::Guard(open) => &**open,
            Overlay::Finder(open) => open,
            Overlay::Form(open) => &**open,
            Overlay::Import(open) => &**open,
            Overlay::Making(open) => open,
            Overlay::Menu(open) | Overlay::Welcome(open) => open,
            Overlay::Policy(open) => &**open,
            Overlay::Present(open) => open,
            Overlay::Record(open) => &**open,
            Overlay::Prompt(open) => open,
            Overlay::Reading(open) => open,
            Overlay::Walk(open) => &**open,
            Overlay::Round(open) => &**open,
            Overlay::WhatIf(open) => &**open,
        }
    }

    /// The same, to do something.
    pub fn conduct_mut(&mut self) -> &mut dyn Conduct {
        match self {
            Overlay::Call(open) => &mut **open,
            Overlay::Change(open) => &mut **open,
            Overlay::Cover(open) => &mut **open,
            Overlay::Guard(open) => &mut **open,
            Overlay::Finder(open) => open,
            Overlay::Form(open) => &mut **open,
            Overlay::Import(open) => &mut **open,
            Overlay::Making(open) => open,
            Overlay::Menu(open) | Overlay::Welcome(open) => open,
            Overlay::Policy(open) => &mut **open,
            Overlay::Present(open) => open,
            Overlay::Record(open) => &mut **open,
            Overlay::Prompt(open) => open,
            Overlay::Reading(open) => open,
            Overlay::Walk(open) => &mut **open,
            Overlay::Round(open) => &mut **open,
            Overlay::WhatIf(open) => &mut **open,
        }
    }

    /// Where its keys are looked up.
    pub fn context(&self) -> Context {
        self.conduct().context()
    }

    /// The text being typed, if any is.
    pub fn editor(&mut self) -> Option<&mut Editor> {
        self.conduct_mut().editor()
    }
}
