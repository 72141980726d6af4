//! What the mouse does: where it points is found by the geometry that drawing uses ([`super::layout`]), and every click
//! is an action that a key does too. It is told what was clicked, and draws nothing.

use ratatui::layout::Position;

use super::Effect;
use super::action::Action;
use super::footer;
use super::key::{Code, Key};
use super::keymap;
use super::layout;
use super::model::{Model, Tone};
use super::overlay::Overlay;
use super::settings::Setting;
use super::typing;
use super::update;

/// What the mouse did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Did {
    /// The left button was pressed.
    Click,
    /// It was pressed again at once, in the same place.
    DoubleClick,
    /// The wheel was turned one notch, to see what is above.
    WheelUp,
    /// One notch, to see what is below.
    WheelDown,
}

/// What the mouse did, and in which cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mouse {
    /// What it did.
    pub did: Did,
    /// The column.
    pub x: u16,
    /// The row.
    pub y: u16,
}

/// How many rows a notch of the wheel goes.
const NOTCH: usize = 3;

/// Takes the mouse, or leaves it to the terminal.
pub(super) fn toggle(model: &mut Model) -> Vec<Effect> {
    let on = !model.settings.mouse;
    model.settings.mouse = on;
    let words = if on {
        "Mouse on: click, double click and wheel work here. To select text, hold Shift. F9 turns it off."
    } else {
        "Mouse off: the terminal has it, to select and copy text. F9 turns it on."
    };
    model.say(words, Tone::Note);
    vec![Effect::Remember(Setting::Mouse(on))]
}

/// The mouse was used. While it is not ours, nothing comes of it.
pub(super) fn used(model: &mut Model, mouse: Mouse) -> Vec<Effect> {
    if !model.settings.mouse {
        return Vec::new();
    }
    let at = Position {
        x: mouse.x,
        y: mouse.y,
    };
    match mouse.did {
        Did::WheelUp => turned(model, Action::Up, Action::ChoiceUp),
        Did::WheelDown => turned(model, Action::Down, Action::ChoiceDown),
        Did::Click if in_box(model) => clicked_in_box(model, at),
        Did::Click => clicked(model, at),
        Did::DoubleClick if in_box(model) => Vec::new(),
        Did::DoubleClick => double_clicked(model, at),
    }
}

/// Whether a box covers the screen. The filter line is no box.
fn in_box(model: &Model) -> bool {
    !model.overlays.is_empty() && !model.is_filtering()
}

fn turned(model: &mut Model, row: Action, choice: Action) -> Vec<Effect> {
    if model.overlays.is_empty() {
        return (0..NOTCH)
            .flat_map(|_row| update::run(model, row))
            .collect();
    }
    // Only where a key does the same: in a box that holds a list.
    if keymap::key_for(&model.contexts(), choice).is_some() {
        update::run(model, choice)
    } else {
        Vec::new()
    }
}

/// A tab shows its screen, a hint does what it says, a row gets the cursor.
fn clicked(model: &mut Model, at: Position) -> Vec<Effect> {
    let panes = model.panes();
    if panes.tabs.contains(at) {
        let tabs = layout::tabs(model.size.cols, model.screen);
        let hit = tabs.iter().find(|tab| tab.covers(at.x));
        return hit.map_or_else(Vec::new, |tab| update::run(model, tab.entry.action));
    }
    if panes.footer.contains(at) {
        let hints = footer::footer(model).hints;
        let hit = hints.iter().find(|hint| hint.covers(at.x));
        return hit.map_or_else(Vec::new, |hint| update::run(model, hint.action));
    }
    if let Some(row) = row_at(model, at) {
        model.list_mut().cursor = row;
        model.list_mut().anchor(None);
    }
    Vec::new()
}

/// Twice on a row opens it. Anywhere else the first click has done it, and twice would be once too often.
fn double_clicked(model: &mut Model, at: Position) -> Vec<Effect> {
    match row_at(model, at) {
        Some(row) if row == model.list().cursor => {
            let opens = keymap::resolve(&model.contexts(), Key::plain(Code::Enter));
            opens.map_or_else(Vec::new, |action| update::run(model, action))
        }
        _ => Vec::new(),
    }
}

/// The row of the list the mouse points at, or at a line that belongs to it.
fn row_at(model: &Model, at: Position) -> Option<usize> {
    let area = model.panes().list;
    if !area.contains(at) {
        return None;
    }
    model
        .list()
        .owner_of(model.list().top + usize::from(at.y - area.y))
}

/// A row of a list in a box is chosen as Enter would.
fn clicked_in_box(model: &mut Model, at: Position) -> Vec<Effect> {
    let top = model.overlays.last().map(Overlay::conduct);
    let shelf = top.and_then(|top| top.shelf(model));
    let row = shelf.and_then(|shelf| shelf.row_at(at));
    row.map_or_else(Vec::new, |row| typing::chosen(model, row))
}
