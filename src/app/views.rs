//! Saved views on the screens: the list of them, using one, and changing the council's own.
//! What a view is, and which come along, is in [`crate::domain::views`].

use crate::domain::failure::Failure;
use crate::domain::filter::Filter;
use crate::domain::operation::Operation;
use crate::domain::records::{RecordId, View};
use crate::domain::views::{self, SHIPPED};

use super::Effect;
use super::action::Action;
use super::model::{AfterSave, Model, Tone};
use super::openers::{self, item, menu};
use super::overlay::{Choice, Item, Menu, Overlay, Purpose};
use super::screen::Screen;
use super::typing;
use super::update::{self, commit};

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
        item(key, &name, &about, Choice::UseView(Box::new(view)))
    };
    let mut items: Vec<Item> = own.chain(shipped).map(row).collect();
    items.push(item(
        's',
        "Save what is shown now",
        "under a name",
        Choice::SaveView,
    ));
    if !views::own(&model.plan).is_empty() {
        items.push(item(
            'c',
            "Rename or remove one",
            "of your own",
            Choice::ChangeViews,
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
            Choice::ChangeView(id),
        )
    });
    menu("Which view?", rows.collect())
}

/// What can be done with one of the council's own.
fn change_menu(name: &str, id: RecordId) -> Menu {
    menu(
        &format!("The view \"{name}\""),
        vec![
            item('r', "Rename it", "", Choice::RenameView(id)),
            item(
                's',
                "Let it show what is shown now",
                "filter, order and groups",
                Choice::ReplaceView(id),
            ),
            item('x', "Remove it", "u brings it back", Choice::RemoveView(id)),
        ],
    )
}

/// Does what was chosen in a list of views.
pub(super) fn chosen(model: &mut Model, choice: &Choice) -> Vec<Effect> {
    match choice {
        Choice::UseView(view) => return use_view(model, view),
        Choice::SaveView => {
            let name = model.view.clone();
            openers::open_prompt(model, Purpose::SaveView, Vec::new(), &name);
        }
        Choice::ChangeViews => return openers::open_menu(model, own_menu),
        Choice::ChangeView(id) => {
            let name = name_of(model, *id);
            model.overlays.push(Overlay::Menu(change_menu(&name, *id)));
        }
        Choice::RenameView(id) => {
            let name = name_of(model, *id);
            openers::open_prompt(model, Purpose::RenameView(*id), Vec::new(), &name);
        }
        Choice::ReplaceView(id) => {
            let name = name_of(model, *id);
            let operation = save(model, &name);
            return commit(model, operation, AfterSave::Close);
        }
        Choice::RemoveView(id) => {
            let operation = views::remove(&model.plan, *id);
            return commit(model, operation, AfterSave::Close);
        }
        _ => {}
    }
    Vec::new()
}

fn name_of(model: &Model, id: RecordId) -> String {
    let own = views::own(&model.plan).into_iter();
    own.filter(|(known, _)| *known == id)
        .map(|(_, view)| view.name.to_string())
        .next()
        .unwrap_or_default()
}

/// The operation that saves what the checklist shows as a view called `name`.
pub(super) fn save(model: &mut Model, name: &str) -> Result<Operation, Failure> {
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
