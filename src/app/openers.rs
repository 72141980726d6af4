//! Opening boxes: what each holds when it opens, and the rows of the short lists.
//! What comes of the answer is said in the row of the box ([`super::prompt`]).

use crate::assets;
use crate::domain::id::TaskId;
use crate::domain::order::{Grouping, SortKey};
use crate::domain::phrase;
use crate::domain::rating::Shown;
use crate::domain::task::{Rag, Status, Task};
use crate::domain::template::Template;
use crate::domain::text::{self, Line};

use super::action::Action;
use super::complete;
use super::menu::{Choice, Item, Menu};
use super::model::{Model, Tone};
use super::overlay::Overlay;
use super::prompt::{Prompt, Purpose};
use super::requests;
use super::screen::Screen;
use super::settings::ThemeName;
use super::typing;
use super::update;
use super::views::Pick;
use super::{Effect, Offer};

/// Opens a box to type in.
pub(super) fn ask(model: &mut Model, purpose: Purpose) -> Vec<Effect> {
    ask_for(model, purpose, Vec::new())
}

/// Opens a box to type in for the selected tasks, else for the one the cursor is on.
pub(super) fn ask_for_targets(model: &mut Model, purpose: Purpose) -> Vec<Effect> {
    let targets = model.targets();
    ask_for(model, purpose, targets)
}

/// Opens a box to type in for the task the cursor is on.
pub(super) fn ask_for_current(model: &mut Model, purpose: Purpose) -> Vec<Effect> {
    let task = model.current().map(|task| task.id);
    task.map_or_else(Vec::new, |id| ask_for(model, purpose, vec![id]))
}

/// Opens a box to type in for these tasks.
pub(super) fn ask_for(model: &mut Model, purpose: Purpose, targets: Vec<TaskId>) -> Vec<Effect> {
    let prompt = Prompt::new(model, purpose, targets);
    open(model, prompt)
}

/// Opens a box to type in with this in it.
pub(super) fn ask_with(model: &mut Model, purpose: Purpose, text: &str) -> Vec<Effect> {
    let mut prompt = Prompt::new(model, purpose, Vec::new());
    prompt.begin(text);
    open(model, prompt)
}

/// Opens it, with what was left there unsaved.
fn open(model: &mut Model, mut prompt: Prompt) -> Vec<Effect> {
    let mut drafts = model.drafts.iter();
    let left = drafts.position(|(kind, ids, _)| *kind == prompt.purpose && *ids == prompt.targets);
    if let Some(at) = left {
        let (.., left) = model.drafts.remove(at);
        prompt.editor.replace(&left);
        typing::say_back(model);
    }
    model.overlays.push(Overlay::Prompt(prompt));
    Vec::new()
}

/// The tasks as they are now.
pub(super) fn snapshot(model: &Model, ids: &[TaskId]) -> Vec<Task> {
    ids.iter()
        .filter_map(|id| model.plan.task(*id))
        .cloned()
        .collect()
}

/// From a screen whose list is not narrowed, the one that is narrowed instead is shown first.
pub(super) fn open_filter(model: &mut Model) -> Vec<Effect> {
    let narrowing = model.screen.entry().narrowing;
    let shown = if narrowing.is_some_and(|narrowing| narrowing.screen == model.screen) {
        Vec::new()
    } else {
        update::run(model, Action::ShowChecklist)
    };
    ask(model, Purpose::Filter);
    shown
}

/// Opens a short list on the row that is so already, where one is.
pub(super) fn open_menu(model: &mut Model, make: impl Fn(&Model) -> Menu) -> Vec<Effect> {
    let mut menu = Menu {
        targets: model.targets(),
        ..make(model)
    };
    let is_so = |item: &Item| is_present(model, &item.choice);
    menu.cursor = menu.items.iter().position(is_so).unwrap_or(0);
    model.overlays.push(Overlay::Menu(menu));
    Vec::new()
}

/// Whether choosing this would change nothing.
fn is_present(model: &Model, choice: &Choice) -> bool {
    let task = model.current();
    match choice {
        Choice::Rag(rag) => {
            task.is_some_and(|task| task.judgement.as_ref().map(|judged| judged.rag) == *rag)
        }
        Choice::Status(status) => task.is_some_and(|task| task.status.as_str() == status.as_str()),
        Choice::Sort(key) => model.sort == *key,
        Choice::View(Pick::Use(view)) => model.view == view.name.as_str(),
        Choice::Theme(name) => model.settings.theme == *name,
        _ => false,
    }
}

/// What the shell can make, to choose from.
pub(super) fn offer(model: &mut Model, title: &str, offers: Vec<Offer>) {
    let rows = offers.into_iter().enumerate().map(|(at, offer)| {
        let choice = Choice::Make(offer.product);
        item(digit(at), &offer.label, &offer.more, choice)
    });
    let menu = menu(title, rows.collect());
    model.overlays.push(Overlay::Menu(menu));
}

pub(super) fn menu(title: &str, items: Vec<Item>) -> Menu {
    Menu {
        title: title.to_owned(),
        items,
        cursor: 0,
        targets: Vec::new(),
        first: false,
    }
}

pub(super) fn item(key: char, label: &str, more: &str, choice: Choice) -> Item {
    Item {
        key,
        label: label.to_owned(),
        more: more.to_owned(),
        choice,
    }
}

pub(super) fn rag_menu(model: &Model) -> Menu {
    let policy = &model.plan.inspection().policy;
    let word = |shown| text::capital(policy.word(shown));
    let done = policy.letter(Shown::Complete).to_lowercase();
    menu(
        "RAG",
        vec![
            item(
                'r',
                &word(Shown::Red),
                "late, or will be unless someone acts",
                Choice::Rag(Some(Rag::Red)),
            ),
            item(
                'a',
                &word(Shown::Amber),
                "at risk; we know what to do",
                Choice::Rag(Some(Rag::Amber)),
            ),
            item(
                'g',
                &word(Shown::Green),
                "on track",
                Choice::Rag(Some(Rag::Green)),
            ),
            item(
                done.chars().next().unwrap_or('b'),
                &word(Shown::Complete),
                "done",
                Choice::Act(Action::ToggleDone),
            ),
            item(
                '-',
                "By the dates",
                "no judgement; the dates decide",
                Choice::Rag(None),
            ),
        ],
    )
}

pub(super) fn status_menu(model: &Model) -> Menu {
    let done = Status::Done { at: model.now };
    let waiting = Status::Waiting {
        on: Line::default(),
    };
    menu(
        "Status",
        vec![
            item('n', "Not started", "", Choice::Status(Status::NotStarted)),
            item(
                'i',
                "In progress",
                "somebody is at it",
                Choice::Status(Status::InProgress),
            ),
            item(
                'w',
                "Waiting",
                "asks on whom, or what",
                Choice::Status(waiting),
            ),
            item('d', "Done", "", Choice::Status(done)),
            item(
                'x',
                "Not needed",
                "counts nowhere",
                Choice::Status(Status::NotNeeded),
            ),
        ],
    )
}

pub(super) fn sort_menu() -> Menu {
    menu(
        "Sort and group",
        vec![
            item(
                'd',
                "Sort by due",
                "soonest first",
                Choice::Sort(SortKey::Due),
            ),
            item(
                'r',
                "Sort by RAG",
                "worst first",
                Choice::Sort(SortKey::Rag),
            ),
            item('o', "Sort by owner", "", Choice::Sort(SortKey::Owner)),
            item(
                'n',
                "Sort by ref",
                "the order of the plan",
                Choice::Sort(SortKey::Ref),
            ),
            item('t', "Sort by title", "", Choice::Sort(SortKey::Title)),
            item('s', "Sort by status", "", Choice::Sort(SortKey::Status)),
            item(
                '1',
                "Group by phase",
                "and section",
                Choice::Group(Grouping::Phase),
            ),
            item('2', "Group by owner", "", Choice::Group(Grouping::Owner)),
            item('3', "Group by RAG", "", Choice::Group(Grouping::Rag)),
            item('4', "No groups", "", Choice::Group(Grouping::None)),
        ],
    )
}

pub(super) fn theme_menu() -> Menu {
    let rows = ThemeName::ALL.iter().map(|theme| {
        item(
            theme.key(),
            theme.name(),
            theme.words(),
            Choice::Theme(*theme),
        )
    });
    menu("Colours", rows.collect())
}

pub(super) fn milestone_menu(model: &Model) -> Menu {
    let rows = model
        .plan
        .milestones()
        .iter()
        .zip('1'..)
        .map(|(milestone, key)| {
            let at = model
                .board
                .schedule
                .get(milestone.key)
                .map_or("no date yet".to_owned(), phrase::moment);
            let how = if milestone.typed.is_some() {
                "typed"
            } else {
                "by its rule"
            };
            item(
                key,
                milestone.name.as_str(),
                &format!("{at}, {how}"),
                Choice::Ask(Purpose::Milestone(milestone.key)),
            )
        });
    menu("Milestones: which date is known?", rows.collect())
}

/// The box shown when there is no file yet.
pub fn welcome() -> Overlay {
    let mut items: Vec<Item> = Vec::new();
    for (at, (name, _)) in assets::TEMPLATES.iter().enumerate() {
        let Ok(template) = Template::named(name) else {
            continue;
        };
        let (label, more) = match template.tasks.len() {
            0 => (
                "Start from an empty list".to_owned(),
                "your own tasks only".to_owned(),
            ),
            count => (
                template.title.to_string(),
                format!("a plan of {count} tasks"),
            ),
        };
        items.push(item(
            digit(items.len()),
            &label,
            &more,
            Choice::Ask(Purpose::NewFile(at)),
        ));
    }
    items.push(item(
        digit(items.len()),
        "Start from your own template",
        "a file, like ours.toml",
        Choice::Ask(Purpose::File(complete::Ask::OwnTemplate)),
    ));
    items.push(item(
        digit(items.len()),
        "Open a file you were sent",
        "",
        Choice::Ask(Purpose::File(complete::Ask::Open)),
    ));
    items.push(item(
        digit(items.len()),
        "Look around with made-up data",
        "nothing is saved",
        Choice::Demo,
    ));
    let import = item(
        'i',
        "Bring in your spreadsheet",
        "Excel or CSV, previewed",
        Choice::Ask(Purpose::File(complete::Ask::Import)),
    );
    items.insert(assets::TEMPLATES.len().min(items.len()), import);
    Overlay::Welcome(Menu {
        first: true,
        ..menu("No inspection yet", items)
    })
}

pub(super) fn digit(at: usize) -> char {
    char::from_digit(at as u32 + 1, 10).unwrap_or('0')
}

/// The role to name: the one the current task is with.
pub(super) fn name_role(model: &mut Model) -> Vec<Effect> {
    if let Some(id) = model.owner_here().flatten() {
        return ask(model, Purpose::Role(id));
    }
    model.say(
        "Nobody is here, so there is no role to name. Move to a role, or give the task an owner first.",
        Tone::Note,
    );
    Vec::new()
}

/// Text pasted where no box is open never runs commands: it is offered as a new task, or on Requests as a request.
pub(super) fn paste_into_capture(model: &mut Model, text: &str) {
    if let Some(why) = model.read_only.clone() {
        model.say(
            format!("You can look at this file but not change it. {why}"),
            Tone::Note,
        );
        return;
    }
    let (purpose, what) = if model.screen == Screen::Requests {
        (Purpose::Request(requests::Ask::New), "a request")
    } else {
        (Purpose::Capture, "a new task")
    };
    ask(model, purpose);
    if let Some(editor) = model.overlays.last_mut().and_then(Overlay::editor) {
        editor.paste(text);
    }
    let said = format!("Pasted text is here as {what}. Enter adds it, Esc leaves it.");
    model.say(said, Tone::Note);
}
