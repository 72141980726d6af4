//! Opening boxes: what each holds when it opens, and the rows of the short lists.
//! What happens when one is answered is in [`super::answers`].

use crate::assets;
use crate::domain::fields::{self, FIELDS, Field};
use crate::domain::id::TaskId;
use crate::domain::order::{Grouping, SortKey};
use crate::domain::phrase;
use crate::domain::rating::Shown;
use crate::domain::task::{Rag, Status, Task};
use crate::domain::template::Template;
use crate::domain::text::{self, Line};
use crate::domain::when::MilestoneKey;

use super::action::Action;
use super::editor::Editor;
use super::keymap::Context;
use super::model::{Model, Tone};
use super::overlay::{
    CallBox, CallStage, Choice, Form, FormField, Item, Menu, Overlay, Prompt, Purpose,
};
use super::screen::Screen;
use super::settings::ThemeName;
use super::update::{self};
use super::{Effect, Offer};

pub(super) fn open_for(model: &mut Model, purpose: Purpose, targets: Vec<TaskId>) -> Vec<Effect> {
    open_prompt(model, purpose, targets, "");
    Vec::new()
}

pub(super) fn open_on_targets(model: &mut Model, purpose: Purpose) -> Vec<Effect> {
    let targets = model.targets();
    open_for(model, purpose, targets)
}

pub(super) fn open_on_current(model: &mut Model, purpose: Purpose) -> Vec<Effect> {
    let Some(task) = model.current() else {
        return Vec::new();
    };
    let (id, text) = match purpose {
        Purpose::Note => (task.id, task.note.to_string()),
        _ => (task.id, task.title.to_string()),
    };
    open_prompt(model, purpose, vec![id], &text);
    Vec::new()
}

/// Opens a box to type in, with `text` in it, or with what was left there unsaved.
pub(super) fn open_prompt(model: &mut Model, purpose: Purpose, targets: Vec<TaskId>, text: &str) {
    let mut editor = if purpose.context() == Context::NoteBox {
        Editor::lines(text)
    } else {
        Editor::line(text)
    };
    let draft = model
        .drafts
        .iter()
        .position(|(kind, ids, _)| *kind == purpose && *ids == targets);
    if let Some(at) = draft {
        let (.., left) = model.drafts.remove(at);
        editor.replace(&left);
        model.say(
            "What you typed before is back. Nothing of it is saved yet.",
            Tone::Note,
        );
    }
    let before = snapshot(model, &targets);
    model.overlays.push(Overlay::Prompt(Prompt {
        purpose,
        targets,
        before,
        editor,
        choice: None,
        day: None,
        paths: Vec::new(),
        error: None,
    }));
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
    let text = model.filter_typed().to_owned();
    model.overlays.push(Overlay::Prompt(Prompt {
        purpose: Purpose::Filter,
        targets: Vec::new(),
        before: Vec::new(),
        editor: Editor::line(&text),
        choice: None,
        day: None,
        paths: Vec::new(),
        error: None,
    }));
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
        Choice::UseView(view) => model.view == view.name.as_str(),
        Choice::Theme(name) => model.settings.theme == *name,
        Choice::Act(_)
        | Choice::Ask(_)
        | Choice::RequestLine(..)
        | Choice::RequestStep(..)
        | Choice::ChangeView(_)
        | Choice::ChangeViews
        | Choice::DropDrafts
        | Choice::Resume(_)
        | Choice::RemoveView(_)
        | Choice::RenameView(_)
        | Choice::ReplaceView(_)
        | Choice::SaveView
        | Choice::Demo
        | Choice::Grades(_)
        | Choice::GoOnWalking
        | Choice::Group(_)
        | Choice::Make(_)
        | Choice::Milestone(_)
        | Choice::Import
        | Choice::OpenFile
        | Choice::OwnTemplate
        | Choice::Setting(_)
        | Choice::Walk(_)
        | Choice::Template(_) => false,
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
                "no judgement; the computed RAG shows",
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
                Choice::Milestone(milestone.key),
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
            Choice::Template(at),
        ));
    }
    items.push(item(
        digit(items.len()),
        "Start from a template of your own",
        "a file, like ours.toml",
        Choice::OwnTemplate,
    ));
    items.push(item(
        digit(items.len()),
        "Open a file a colleague sent you",
        "",
        Choice::OpenFile,
    ));
    items.push(item(
        digit(items.len()),
        "Look around with made-up data",
        "nothing is saved",
        Choice::Demo,
    ));
    let import = item(
        'i',
        "Bring in your own spreadsheet",
        "Excel or CSV, shown first",
        Choice::Import,
    );
    items.insert(assets::TEMPLATES.len().min(items.len()), import);
    Overlay::Welcome(menu("No inspection yet", items))
}

pub(super) fn digit(at: usize) -> char {
    char::from_digit(at as u32 + 1, 10).unwrap_or('0')
}

pub(super) fn open_form(model: &mut Model) -> Vec<Effect> {
    let heading = model
        .list()
        .current()
        .is_some_and(|row| !matches!(row, super::list::Row::Task(_)));
    if heading && model.selected.is_empty() {
        return update::run(model, Action::Fold);
    }
    let task = model.current().map(|task| task.id);
    if let Some(task) = task {
        open_form_of(model, task);
    }
    Vec::new()
}

/// The form of a task as it stands.
pub(super) fn form_of(model: &Model, id: TaskId) -> Option<Form> {
    let task = model.plan.task(id)?;
    let fields = FIELDS.iter().map(|(field, _)| {
        let text = fields::show(&model.plan, task, *field);
        let editor = if *field == Field::Note {
            Editor::lines(&text)
        } else {
            Editor::line(&text)
        };
        FormField {
            field: *field,
            editor,
            error: None,
        }
    });
    Some(Form {
        task: id,
        before: task.clone(),
        fields: fields.collect(),
        cursor: 0,
    })
}

/// Opens the form of a task, with what was left in it unsaved.
pub(super) fn open_form_of(model: &mut Model, id: TaskId) {
    let Some(mut form) = form_of(model, id) else {
        return;
    };
    if let Some(at) = model.form_drafts.iter().position(|draft| draft.task == id) {
        let draft = model.form_drafts.remove(at);
        for (field, typed) in form.fields.iter_mut().zip(&draft.fields) {
            if typed.editor.is_changed() {
                field.editor.replace(&typed.editor.text());
            }
        }
        form.cursor = draft.cursor;
        model.say(
            "What you typed before is back. Nothing of it is saved yet.",
            Tone::Note,
        );
    }
    model.overlays.push(Overlay::Form(Box::new(form)));
}

pub(super) fn open_call(model: &mut Model) -> Vec<Effect> {
    let agreed = model.plan.is_agreed_ahead();
    let first = if agreed {
        MilestoneKey::Start
    } else {
        MilestoneKey::Call
    };
    let known = model
        .plan
        .milestone(first)
        .and_then(|milestone| milestone.typed);
    let recorded = known
        .filter(|call| !call.expected)
        .map(|call| phrase::moment(call.at))
        .unwrap_or_default();
    if !recorded.is_empty() {
        let what = if agreed {
            "The visit has its day already. What you type here moves it."
        } else {
            "The call is recorded already. What you type here corrects it."
        };
        model.say(what, Tone::Note);
    }
    let (stage, when, on_site) = if agreed {
        (CallStage::OnSite, "", recorded.as_str())
    } else {
        (CallStage::When, recorded.as_str(), "")
    };
    let call = CallBox {
        stage,
        when: Editor::line(when),
        on_site: Editor::line(on_site),
        drop_preparation: false,
        top: 0,
        error: None,
    };
    model.overlays.push(Overlay::Call(Box::new(call)));
    Vec::new()
}

/// The role to name: the one the current task is with.
pub(super) fn name_role(model: &mut Model) -> Vec<Effect> {
    let owner = model
        .owner_here()
        .flatten()
        .and_then(|id| model.plan.person(id));
    match owner {
        Some(person) => {
            let (id, name) = (
                person.id,
                person
                    .name
                    .as_ref()
                    .map(Line::to_string)
                    .unwrap_or_default(),
            );
            open_prompt(model, Purpose::Role(id), Vec::new(), &name);
        }
        None => model.say(
            "Nobody is here, so there is no role to name. Move to a role, or give the task an owner first.",
            Tone::Note,
        ),
    }
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
        (Purpose::Ask, "a request")
    } else {
        (Purpose::Capture, "a new task")
    };
    open_prompt(model, purpose, Vec::new(), "");
    if let Some(editor) = model.overlays.last_mut().and_then(Overlay::editor) {
        editor.paste(text);
    }
    let said = format!("Pasted text is here as {what}. Enter adds it, Esc leaves it.");
    model.say(said, Tone::Note);
}
