//! Saved views on the screens: the list of them, using one, and changing the council's own.
//! What a view is, and which come along, is in [`crate::domain::views`].

use crate::domain::failure::Failure;
use crate::domain::filter::Filter;
use crate::domain::operation::Operation;
use crate::domain::records::{RecordId, View};
use crate::domain::views::{self, SHIPPED};

use super::Effect;
use super::action::Action;
use super::menu::{Choice, Item, Menu};
use super::model::{AfterSave, Model, Tone};
use super::openers::{self, item, menu};
use super::overlay::Overlay;
use super::prompt::{Purpose, Row};
use super::screen::Screen;
use super::typing;
use super::update::{self, commit};

/// The name of which view is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    /// A new one for this.
    Rename(RecordId),
    /// That of a view of what is shown.
    Save,
}

impl Ask {
    /// The box it is typed in.
    pub(super) fn row(self) -> Row {
        match self {
            Ask::Rename(id) => Row::line("The view's new name", move |model, prompt| {
                views::rename(&model.plan, id, &prompt.text())
            })
            .begins(move |model, _| name_of(model, id)),
            Ask::Save => Row::line("Save what is shown as a view", |model, prompt| {
                save(model, &prompt.text())
            })
            .about(shown_words)
            .offers(|model, _| model.view.clone())
            .help("A name of your own; a view of yours with this name is replaced."),
        }
    }
}

/// What is done with a view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pick {
    /// Choose what becomes of one of the council's own.
    Change(RecordId),
    /// Choose one of the council's own to change.
    ChangeOne,
    /// Take it out.
    Remove(RecordId),
    /// Let it show what is shown now.
    Replace(RecordId),
    /// Show what it shows.
    Use(Box<View>),
}

/// What a view saved now would show.
fn shown_words(model: &Model) -> String {
    let filter = match model.filter_text.trim() {
        "" => "every task",
        filter => filter,
    };
    format!("{filter}   by {}, groups: {}", model.sort, model.grouping)
}

/// The keys of the views in the list, the council's own first; the letters that mean something else there are left out.
const KEYS: &str = "1234567890abdefghijlmnoprtuvwxyz";

/// All views, and what can be done with them.
pub(super) fn view_menu(model: &Model) -> Menu {
    let own = views::own(&model.plan).into_iter().map(|(_, view)| {
        let about = view.filter.to_string();
        (view.clone(), about)
    });
    let shipped = SHIPPED
        .iter()
        .map(|row| (row.view(model.who.as_str()), row.about.to_owned()));
    let mut keys = KEYS.chars();
    let row = |(view, about): (View, String)| {
        let key = keys.next().unwrap_or(' ');
        let name = view.name.to_string();
        item(key, &name, &about, Choice::View(Pick::Use(Box::new(view))))
    };
    let mut items: Vec<Item> = own.chain(shipped).map(row).collect();
    items.push(item(
        's',
        "Save what is shown now",
        "under a name",
        Choice::Ask(Purpose::View(Ask::Save)),
    ));
    if !views::own(&model.plan).is_empty() {
        items.push(item(
            'c',
            "Rename or remove one",
            "of your own",
            Choice::View(Pick::ChangeOne),
        ));
    }
    menu("Saved views", items)
}

/// The council's own views, to change one.
pub(super) fn own_menu(model: &Model) -> Menu {
    let own = views::own(&model.plan).into_iter().zip(KEYS.chars());
    let rows = own.map(|((id, view), key)| {
        item(
            key,
            view.name.as_str(),
            view.filter.as_str(),
            Choice::View(Pick::Change(id)),
        )
    });
    menu("Which view?", rows.collect())
}

/// What can be done with one of the council's own.
fn change_menu(name: &str, id: RecordId) -> Menu {
    menu(
        &format!("The view \"{name}\""),
        vec![
            item(
                'r',
                "Rename it",
                "",
                Choice::Ask(Purpose::View(Ask::Rename(id))),
            ),
            item(
                's',
                "Let it show what is shown now",
                "filter, order and groups",
                Choice::View(Pick::Replace(id)),
            ),
            item(
                'x',
                "Remove it",
                "u brings it back",
                Choice::View(Pick::Remove(id)),
            ),
        ],
    )
}

/// Does what was chosen in a list of views.
pub(super) fn chosen(model: &mut Model, pick: &Pick) -> Vec<Effect> {
    match pick {
        Pick::Use(view) => use_view(model, view),
        Pick::ChangeOne => openers::open_menu(model, own_menu),
        Pick::Change(id) => {
            let name = name_of(model, *id);
            model.overlays.push(Overlay::Menu(change_menu(&name, *id)));
            Vec::new()
        }
        Pick::Replace(id) => {
            let name = name_of(model, *id);
            let operation = save(model, &name);
            commit(model, operation, AfterSave::Close)
        }
        Pick::Remove(id) => {
            let operation = views::remove(&model.plan, *id);
            commit(model, operation, AfterSave::Close)
        }
    }
}

fn name_of(model: &Model, id: RecordId) -> String {
    let own = views::own(&model.plan).into_iter();
    own.filter(|(known, _)| *known == id)
        .map(|(_, view)| view.name.to_string())
        .next()
        .unwrap_or_default()
}

/// The operation that saves what the checklist shows as a view called `name`.
fn save(model: &mut Model, name: &str) -> Result<Operation, Failure> {
    if let Some(error) = &model.filter_error {
        return Err(Failure::usage(format!(
            "The filter cannot be read, so it cannot be saved. {error}"
        )));
    }
    views::save(
        &model.plan,
        name,
        &model.filter_text,
        model.sort,
        model.grouping,
        &mut model.ids,
    )
}

/// Shows the checklist as a view has it. One whose filter cannot be read any more leaves its text in the filter line.
fn use_view(model: &mut Model, view: &View) -> Vec<Effect> {
    let shown = if model.screen == Screen::Checklist {
        Vec::new()
    } else {
        update::run(model, Action::ShowChecklist)
    };
    model.sort = views::sort_of(view);
    model.grouping = views::grouping_of(view);
    model.view = view.name.to_string();
    let read = Filter::read(
        view.filter.as_str(),
        &model.phrases(),
        &model.plan,
        &model.board.schedule,
    );
    typing::narrow(model, view.filter.as_str());
    model.touch_lists();
    match read {
        Err(failure) => model.say(views::unusable(view, &failure).to_string(), Tone::Wrong),
        Ok(filter) => {
            let said = match filter.names_nobody() {
                Some(name) => format!(
                    "View \"{}\": there is nobody called {name} any more. The view is kept as it is.",
                    view.name
                ),
                None => format!("View \"{}\". Esc clears its filter.", view.name),
            };
            model.say(said, Tone::Note);
        }
    }
    shown
}
