//! What the actions on tasks do, and how the boxes they open are answered. Every change becomes one operation built in
//! `domain::edit`; nothing is changed in the plan here.

use jiff::civil::Date;

use crate::assets;
use crate::domain::capture;
use crate::domain::change::{Change, SettingEdit, Swap};
use crate::domain::edit::{self, Owner, Patch, PersonPatch};
use crate::domain::failure::Failure;
use crate::domain::fields::{self, FIELDS, Field};
use crate::domain::filter::Filter;
use crate::domain::id::{PersonId, TaskId};
use crate::domain::inspection::{Person, Typed};
use crate::domain::operation::Operation;
use crate::domain::order::{Grouping, SortKey};
use crate::domain::phrase;
use crate::domain::preview;
use crate::domain::task::{Element, Judgement, Rag, Status};
use crate::domain::template::Template;
use crate::domain::text::{Line, fold};
use crate::domain::when::{MilestoneKey, Moment, When};

use super::Effect;
use super::action::Action;
use super::editor::Editor;
use super::finder;
use super::key::Key;
use super::model::{AfterSave, Model, Tone};
use super::overlay::{
    CallBox, CallStage, Choice, Form, FormField, Item, Menu, Overlay, Prompt, Purpose,
};
use super::update::{self, commit};

/// The themes, as they are called.
pub const THEMES: [&str; 3] = ["dark", "light", "mono"];

/// Does an action that opens a box, answers one, or changes tasks.
pub(super) fn run(model: &mut Model, action: Action) -> Vec<Effect> {
    match action {
        Action::ToggleDone => toggle_done(model),
        Action::Open => open_form(model),
        Action::Add => open_for(model, Purpose::Capture, Vec::new()),
        Action::SetRag => open_menu(model, rag_menu),
        Action::SetStatus => open_menu(model, status_menu),
        Action::SetDue => open_on_targets(model, Purpose::Due),
        Action::SetOwner => open_on_targets(model, Purpose::Owner),
        Action::SetDeputy => open_on_targets(model, Purpose::Deputy),
        Action::SetNote => open_on_current(model, Purpose::Note),
        Action::SetTitle => open_on_current(model, Purpose::Title),
        Action::AddEvidence => open_on_targets(model, Purpose::Evidence),
        Action::NameRole => name_role(model),
        Action::Remove => remove(model),
        Action::Find => open_filter(model),
        Action::Sort => open_menu(model, |_| sort_menu()),
        Action::Theme => open_menu(model, |_| theme_menu()),
        Action::Milestones => open_menu(model, milestone_menu),
        Action::Call => open_call(model),
        Action::DropOvertaken => drop_overtaken(model),
        Action::Authority => {
            let now = model.plan.inspection().authority.to_string();
            open_prompt(model, Purpose::Authority, Vec::new(), &now);
            Vec::new()
        }
        Action::Submit => submit(model, AfterSave::Close),
        Action::SubmitMore => submit(model, AfterSave::Another),
        Action::NextField => next_field(model, true),
        Action::PrevField => next_field(model, false),
        Action::ChoiceUp => choose(model, false),
        Action::ChoiceDown => choose(model, true),
        Action::Clear => clear(model),
        _ => Vec::new(),
    }
}

// Straight edits.

fn toggle_done(model: &mut Model) -> Vec<Effect> {
    let ids = model.targets();
    let all_done = ids
        .iter()
        .filter_map(|id| model.plan.task(*id))
        .all(|task| task.status.is_done());
    let status = if all_done {
        Status::InProgress
    } else {
        Status::Done { at: model.now }
    };
    let patch = Patch {
        status: Some(status),
        ..Patch::default()
    };
    let operation = edit::patch(&model.plan, &ids, &patch);
    // The cursor keeps its place: what was done may move away from under it.
    model.list_mut().anchor(None);
    commit(model, operation, AfterSave::Keep)
}

fn remove(model: &mut Model) -> Vec<Effect> {
    let operation = edit::remove(&model.plan, &model.targets());
    model.list_mut().anchor(None);
    commit(model, operation, AfterSave::Keep)
}

fn drop_overtaken(model: &mut Model) -> Vec<Effect> {
    if let Some(Overlay::Call(call)) = model.overlays.last_mut() {
        call.drop_preparation = !call.drop_preparation;
        return Vec::new();
    }
    let ids: Vec<TaskId> = model
        .overtaken_tasks()
        .map(|at| model.plan.tasks()[at as usize].id)
        .collect();
    if ids.is_empty() {
        model.say("No preparation is overtaken.", Tone::Note);
        return Vec::new();
    }
    let patch = Patch {
        status: Some(Status::NotNeeded),
        ..Patch::default()
    };
    let operation = edit::patch(&model.plan, &ids, &patch);
    commit(model, operation, AfterSave::Close)
}

fn patch_targets(
    model: &mut Model,
    targets: &[TaskId],
    patch: &Patch,
    after: AfterSave,
) -> Vec<Effect> {
    let operation = edit::patch(&model.plan, targets, patch);
    commit(model, operation, after)
}

// Opening boxes.

fn open_for(model: &mut Model, purpose: Purpose, targets: Vec<TaskId>) -> Vec<Effect> {
    open_prompt(model, purpose, targets, "");
    Vec::new()
}

fn open_on_targets(model: &mut Model, purpose: Purpose) -> Vec<Effect> {
    let targets = model.targets();
    open_for(model, purpose, targets)
}

fn open_on_current(model: &mut Model, purpose: Purpose) -> Vec<Effect> {
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
    let mut editor = if purpose == Purpose::Note {
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
    model.overlays.push(Overlay::Prompt(Prompt {
        purpose,
        targets,
        editor,
        choice: None,
        day: None,
        error: None,
    }));
}

fn open_filter(model: &mut Model) -> Vec<Effect> {
    let text = model.filter_text.clone();
    model.overlays.push(Overlay::Prompt(Prompt {
        purpose: Purpose::Filter,
        targets: Vec::new(),
        editor: Editor::line(&text),
        choice: None,
        day: None,
        error: None,
    }));
    Vec::new()
}

fn open_menu(model: &mut Model, make: impl Fn(&Model) -> Menu) -> Vec<Effect> {
    let menu = Menu {
        targets: model.targets(),
        ..make(model)
    };
    model.overlays.push(Overlay::Menu(menu));
    Vec::new()
}

fn menu(title: &str, items: Vec<Item>) -> Menu {
    Menu {
        title: title.to_owned(),
        items,
        cursor: 0,
        targets: Vec::new(),
    }
}

fn item(key: char, label: &str, more: &str, choice: Choice) -> Item {
    Item {
        key,
        label: label.to_owned(),
        more: more.to_owned(),
        choice,
    }
}

fn rag_menu(_model: &Model) -> Menu {
    menu(
        "RAG",
        vec![
            item(
                'r',
                "Red",
                "late, or will be unless someone acts now",
                Choice::Rag(Some(Rag::Red)),
            ),
            item(
                'a',
                "Amber",
                "at risk; we know what to do",
                Choice::Rag(Some(Rag::Amber)),
            ),
            item('g', "Green", "on track", Choice::Rag(Some(Rag::Green))),
            item('b', "Complete", "done", Choice::Act(Action::ToggleDone)),
            item(
                '-',
                "By the dates",
                "no judgement; the computed RAG shows",
                Choice::Rag(None),
            ),
        ],
    )
}

fn status_menu(model: &Model) -> Menu {
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

fn sort_menu() -> Menu {
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

fn theme_menu() -> Menu {
    let more = [
        "for most rooms",
        "for bright rooms and projectors",
        "no colour: letters and bold",
    ];
    let rows = THEMES.into_iter().zip(more).zip(['d', 'l', 'm']);
    menu(
        "Colours",
        rows.map(|((name, more), key)| item(key, name, more, Choice::Theme(name)))
            .collect(),
    )
}

fn milestone_menu(model: &Model) -> Menu {
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
                format!("Start from the {name} plan"),
                format!("{}, {count} tasks", template.title),
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
    Overlay::Welcome(menu("No inspection yet", items))
}

fn digit(at: usize) -> char {
    char::from_digit(at as u32 + 1, 10).unwrap_or('0')
}

fn open_form(model: &mut Model) -> Vec<Effect> {
    let heading = model
        .list()
        .current()
        .is_some_and(|row| !matches!(row, super::list::Row::Task(_)));
    if heading && model.selected.is_empty() {
        return update::run(model, Action::Fold);
    }
    let Some(task) = model.current() else {
        return Vec::new();
    };
    let id = task.id;
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
    let form = Form {
        task: id,
        fields: fields.collect(),
        cursor: 0,
    };
    model.overlays.push(Overlay::Form(form));
    Vec::new()
}

fn open_call(model: &mut Model) -> Vec<Effect> {
    let call = CallBox {
        stage: CallStage::When,
        when: Editor::line(""),
        on_site: Editor::line(""),
        drop_preparation: false,
        top: 0,
        error: None,
    };
    model.overlays.push(Overlay::Call(Box::new(call)));
    Vec::new()
}

/// The role to name: the one the current task is with.
fn name_role(model: &mut Model) -> Vec<Effect> {
    let owner = model
        .current()
        .and_then(|task| task.owner)
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
            "Nobody has this task, so there is no role to name. Give it an owner first.",
            Tone::Note,
        ),
    }
    Vec::new()
}

/// Text pasted where no box is open never runs commands: it is offered as a new task.
pub(super) fn paste_into_capture(model: &mut Model, text: &str) {
    if let Some(why) = model.read_only.clone() {
        model.say(
            format!("You can look at this file but not change it. {why}"),
            Tone::Note,
        );
        return;
    }
    open_prompt(model, Purpose::Capture, Vec::new(), "");
    if let Some(editor) = model.overlays.last_mut().and_then(Overlay::editor) {
        editor.paste(text);
    }
    model.say(
        "Pasted text is here as a new task. Enter adds it, Esc leaves it.",
        Tone::Note,
    );
}

// While a box is open.

/// A key that is text, or moves the caret.
pub(super) fn typed(model: &mut Model, key: Key) {
    let Some(editor) = model.overlays.last_mut().and_then(Overlay::editor) else {
        return;
    };
    if editor.key(key) {
        text_changed(model);
    }
}

/// The text of the top box has changed: what was chosen under it, and what was wrong with it, no longer counts.
pub(super) fn text_changed(model: &mut Model) {
    match model.overlays.last_mut() {
        Some(Overlay::Prompt(prompt)) => {
            prompt.choice = None;
            prompt.day = None;
            prompt.error = None;
            if prompt.purpose == Purpose::Filter {
                let text = prompt.editor.text();
                narrow(model, &text);
            }
        }
        Some(Overlay::Finder(finder)) => finder.cursor = 0,
        Some(Overlay::Call(call)) => call.error = None,
        Some(Overlay::Form(form)) => {
            if let Some(field) = form.fields.get_mut(form.cursor) {
                field.error = None;
            }
        }
        Some(Overlay::Menu(_) | Overlay::Welcome(_)) | None => {}
    }
}

/// Filters the list by what is typed so far. Text that cannot be read leaves the last good filter.
fn narrow(model: &mut Model, text: &str) {
    text.clone_into(&mut model.filter_text);
    match Filter::read(text, &model.phrases(), &model.plan, &model.board.schedule) {
        Ok(filter) => {
            model.filter_error = None;
            model.filter = filter;
            model.touch_lists();
        }
        Err(failure) => model.filter_error = Some(failure.to_string()),
    }
}

/// Shows every task again.
pub(super) fn clear_filter(model: &mut Model) {
    narrow(model, "");
    model.say("Filter cleared.", Tone::Note);
}

/// A letter or digit in a menu chooses its row at once.
pub(super) fn chosen_by_key(model: &mut Model, key: Key) -> Vec<Effect> {
    let Some(letter) = key.typed() else {
        return Vec::new();
    };
    let Some(Overlay::Menu(menu) | Overlay::Welcome(menu)) = model.overlays.last_mut() else {
        return Vec::new();
    };
    match menu.items.iter().position(|item| item.key == letter) {
        Some(at) => {
            menu.cursor = at;
            submit(model, AfterSave::Close)
        }
        None => Vec::new(),
    }
}

fn choose(model: &mut Model, down: bool) -> Vec<Effect> {
    let step = |at: usize, count: usize| {
        if down {
            (at + 1).min(count.saturating_sub(1))
        } else {
            at.saturating_sub(1)
        }
    };
    let count = match model.overlays.last() {
        Some(Overlay::Finder(finder)) => finder::rows(model, finder).len(),
        Some(Overlay::Prompt(prompt)) => people_for(model, prompt).len(),
        _ => 0,
    };
    let today = model.now.date();
    let shown_day = match model.overlays.last() {
        Some(Overlay::Prompt(prompt)) => Some(calendar_day(model, prompt)),
        _ => None,
    };
    match model.overlays.last_mut() {
        Some(Overlay::Menu(menu) | Overlay::Welcome(menu)) => {
            menu.cursor = step(menu.cursor, menu.items.len());
        }
        Some(Overlay::Finder(finder)) => finder.cursor = step(finder.cursor, count),
        Some(Overlay::Call(call)) => {
            call.top = if down {
                call.top + 1
            } else {
                call.top.saturating_sub(1)
            };
        }
        Some(Overlay::Prompt(prompt)) => match prompt.purpose {
            Purpose::Due | Purpose::Milestone(_) => {
                step_day(prompt, shown_day.unwrap_or(today), down);
            }
            Purpose::Owner | Purpose::Deputy => {
                prompt.choice = Some(prompt.choice.map_or(0, |at| step(at, count)));
            }
            Purpose::Filter => {
                let up_or_down = if down { Action::Down } else { Action::Up };
                return update::run(model, up_or_down);
            }
            _ => {}
        },
        Some(Overlay::Form(_)) | None => {}
    }
    Vec::new()
}

/// Up is the day before, down the day after; the text follows.
fn step_day(prompt: &mut Prompt, from: Date, down: bool) {
    let day = if down {
        from.tomorrow()
    } else {
        from.yesterday()
    }
    .unwrap_or(from);
    prompt.editor.replace(&phrase::day(day));
    prompt.day = Some(day);
    prompt.error = None;
}

/// The day the calendar shows: the one chosen, else the one typed, else the present one, else today.
pub fn calendar_day(model: &Model, prompt: &Prompt) -> Date {
    let typed = || match phrase::read(&prompt.editor.text(), &model.phrases()).ok()? {
        When::At(moment) => Some(moment.date),
        When::Rule(rule) => model
            .board
            .schedule
            .resolve(rule, &model.plan)
            .map(|moment| moment.date),
    };
    let present = || {
        if let Purpose::Milestone(key) = prompt.purpose {
            model.board.schedule.get(key).map(|moment| moment.date)
        } else {
            let at = model.plan.position(*prompt.targets.first()?)?;
            model.board.standings[at].due.map(|due| due.date)
        }
    };
    prompt
        .day
        .or_else(typed)
        .or_else(present)
        .unwrap_or(model.now.date())
}

/// The people an owner box offers for what is typed: those whose name, initials or role hold it.
pub fn people_for<'m>(model: &'m Model, prompt: &Prompt) -> Vec<&'m Person> {
    if !matches!(prompt.purpose, Purpose::Owner | Purpose::Deputy) {
        return Vec::new();
    }
    let wanted = fold(prompt.editor.text().trim());
    let holds = |person: &&Person| {
        let texts = person.name.iter().chain([&person.initials, &person.role]);
        wanted.is_empty()
            || texts
                .map(|line| fold(line.as_str()))
                .any(|text| text.contains(&wanted))
    };
    let mut people: Vec<&Person> = model.plan.people().iter().filter(holds).collect();
    people.sort_by_key(|person| {
        (
            !person.answers_to(&wanted),
            person.name.is_none(),
            fold(person.label()),
        )
    });
    people
}

/// Del where nothing is typed: no date, or nobody.
fn clear(model: &mut Model) -> Vec<Effect> {
    let Some(Overlay::Prompt(prompt)) = model.overlays.last() else {
        return Vec::new();
    };
    let (purpose, targets) = (prompt.purpose, prompt.targets.clone());
    let patch = match purpose {
        Purpose::Due => Patch {
            due: Some(None),
            ..Patch::default()
        },
        Purpose::Owner => Patch {
            owner: Some(None),
            ..Patch::default()
        },
        Purpose::Deputy => Patch {
            deputy: Some(None),
            ..Patch::default()
        },
        Purpose::Milestone(key) => {
            let operation = edit::milestone(&model.plan, key, None);
            return commit(model, operation, AfterSave::Close);
        }
        _ => return Vec::new(),
    };
    patch_targets(model, &targets, &patch, AfterSave::Close)
}

/// Closes the top box one step. Text typed and not saved is kept to bring back.
pub(super) fn close_top(model: &mut Model) {
    let Some(overlay) = model.overlays.pop() else {
        return;
    };
    match overlay {
        Overlay::Prompt(prompt) if prompt.purpose == Purpose::Filter => clear_filter(model),
        Overlay::Prompt(prompt) if prompt.editor.is_changed() && !prompt.editor.is_empty() => {
            keep_draft(model, &prompt);
        }
        Overlay::Form(form) if form.fields.iter().any(|field| field.editor.is_changed()) => {
            model.say("Nothing was saved. Enter opens the task again.", Tone::Note);
        }
        Overlay::Call(call) => step_back(model, *call),
        Overlay::Welcome(menu) => model.overlays.push(Overlay::Welcome(menu)),
        Overlay::Form(_) | Overlay::Finder(_) | Overlay::Menu(_) | Overlay::Prompt(_) => {}
    }
}

fn keep_draft(model: &mut Model, prompt: &Prompt) {
    let text = prompt.editor.text();
    model
        .drafts
        .retain(|(kind, ids, _)| (*kind, ids) != (prompt.purpose, &prompt.targets));
    model
        .drafts
        .push((prompt.purpose, prompt.targets.clone(), text));
    model.say(
        "Not saved. What you typed is kept: open the same box again and it is back.",
        Tone::Note,
    );
}

fn step_back(model: &mut Model, call: CallBox) {
    let stage = match call.stage {
        CallStage::When => return,
        CallStage::OnSite => CallStage::When,
        CallStage::Preview(_) => CallStage::OnSite,
    };
    model.overlays.push(Overlay::Call(Box::new(CallBox {
        stage,
        error: None,
        ..call
    })));
}

/// Says what did not work where the person looks: in the box, and on the status line.
pub(super) fn show_failure(model: &mut Model, failure: &Failure, was_saving: bool) {
    let text = failure.to_string();
    match model.overlays.last_mut() {
        Some(Overlay::Prompt(prompt)) => prompt.error = Some(text.clone()),
        Some(Overlay::Call(call)) => call.error = Some(text.clone()),
        Some(Overlay::Form(form)) => {
            if let Some(field) = form.fields.get_mut(form.cursor) {
                field.error = Some(text.clone());
            }
        }
        Some(Overlay::Menu(_) | Overlay::Finder(_) | Overlay::Welcome(_)) | None => {}
    }
    model.unsaved = was_saving;
    let text = if was_saving {
        format!("Not saved. {text}")
    } else {
        text
    };
    model.say(text, Tone::Wrong);
}

/// What was to be added to the next message, taken.
pub(super) fn take_notice(model: &mut Model) -> String {
    let notice = std::mem::take(&mut model.notice);
    if notice.is_empty() {
        notice
    } else {
        format!(" {notice}")
    }
}

// Answering boxes.

fn submit(model: &mut Model, after: AfterSave) -> Vec<Effect> {
    match model.overlays.last().cloned() {
        Some(Overlay::Prompt(prompt)) => answer(model, &prompt, after),
        Some(Overlay::Menu(menu) | Overlay::Welcome(menu)) => chosen(model, &menu),
        Some(Overlay::Form(form)) => save_form(model, &form),
        Some(Overlay::Finder(finder)) => {
            let action = finder::rows(model, &finder)
                .get(finder.cursor)
                .map(|row| row.action);
            model.overlays.pop();
            action.map_or_else(Vec::new, |action| update::run(model, action))
        }
        Some(Overlay::Call(call)) => call_on(model, *call),
        None => Vec::new(),
    }
}

fn answer(model: &mut Model, prompt: &Prompt, after: AfterSave) -> Vec<Effect> {
    let text = prompt.editor.text();
    let targets = &prompt.targets;
    let read = match prompt.purpose {
        Purpose::Capture => return capture(model, &text, after),
        Purpose::Filter => {
            model.overlays.pop();
            return Vec::new();
        }
        Purpose::OpenFile => return vec![Effect::Open(text.trim().to_owned())],
        Purpose::NewFile(template) => {
            let template = assets::TEMPLATES
                .get(template)
                .map_or("blank", |row| row.0)
                .to_owned();
            return vec![Effect::Create {
                template,
                authority: text.trim().to_owned(),
            }];
        }
        Purpose::Authority => {
            let operation = authority(model, &text);
            return commit(model, operation, AfterSave::Close);
        }
        Purpose::Role(id) => {
            let operation = role(model, id, &text);
            return commit(model, operation, AfterSave::Close);
        }
        Purpose::Milestone(key) => {
            let operation = milestone(model, key, &text);
            return commit(model, operation, AfterSave::Close);
        }
        Purpose::Due => read_due(model, prompt, &text),
        Purpose::Owner => read_owner(model, prompt, &text).map(|(id, people)| Patch {
            owner: Some(id),
            people,
            ..Patch::default()
        }),
        Purpose::Deputy => read_owner(model, prompt, &text).map(|(id, people)| Patch {
            deputy: Some(id),
            people,
            ..Patch::default()
        }),
        Purpose::Title => edit::line(&text, "The title").map(|title| Patch {
            title: Some(title),
            ..Patch::default()
        }),
        Purpose::Note => fields::note(&text).map(|note| Patch {
            note: Some(note),
            ..Patch::default()
        }),
        Purpose::Evidence => edit::line(&text, "The evidence").map(|line| {
            let add = if line.is_empty() {
                Vec::new()
            } else {
                vec![Element::Evidence(line)]
            };
            Patch {
                add,
                ..Patch::default()
            }
        }),
        Purpose::Waiting => edit::line(&text, "What it waits on").map(|on| Patch {
            status: Some(Status::Waiting { on }),
            ..Patch::default()
        }),
        Purpose::Reason(rag) => {
            edit::line(&text, "The reason").map(|reason| judged(model, rag, reason))
        }
    };
    match read {
        Ok(patch) => patch_targets(model, targets, &patch, AfterSave::Close),
        Err(failure) => commit(model, Err(failure), AfterSave::Keep),
    }
}

fn judged(model: &Model, rag: Rag, reason: Line) -> Patch {
    let judgement = Judgement {
        rag,
        reason,
        who: model.who.clone(),
        at: model.now,
        expires: None,
    };
    Patch {
        judgement: Some(Some(judgement)),
        ..Patch::default()
    }
}

fn read_due(model: &Model, prompt: &Prompt, text: &str) -> Result<Patch, Failure> {
    let day = prompt.day.map(|date| When::At(Moment { date, time: None }));
    let due = match phrase::read(text, &model.phrases()) {
        Ok(when) => when,
        Err(error) => day.ok_or_else(|| Failure::usage(error.to_string()))?,
    };
    Ok(Patch {
        due: Some(Some(due)),
        ..Patch::default()
    })
}

fn read_owner(
    model: &mut Model,
    prompt: &Prompt,
    text: &str,
) -> Result<(Option<PersonId>, Vec<Person>), Failure> {
    if let Some(chosen) = prompt.choice {
        return Ok((
            people_for(model, prompt)
                .get(chosen)
                .map(|person| person.id),
            Vec::new(),
        ));
    }
    if text.trim().is_empty() {
        return Err(
            Failure::usage("Type initials or a name, or choose with the arrow keys.")
                .hint("Del with nothing typed makes it nobody's."),
        );
    }
    let owner = edit::read_owner(&model.plan, text, &mut model.ids)?;
    if let Owner::New { person, near } = &owner {
        model.notice = fields::new_person_notice(person.label(), near);
    }
    Ok((owner.id(), owner.newcomer().cloned().into_iter().collect()))
}

fn capture(model: &mut Model, text: &str, after: AfterSave) -> Vec<Effect> {
    let author = model.author();
    let phrases = phrase::Context {
        now: model.now,
        calendar: model.plan.calendar(),
    };
    let read = capture::read(text, &model.plan, &phrases, &author, &mut model.ids);
    let operation = read.and_then(|captured| {
        model.notice = captured.notices.join(" ");
        let phase = edit::phase_now(&model.board.schedule, model.now);
        edit::add(&model.plan, &captured.draft, phase, &mut model.ids)
            .map(|(operation, _)| operation)
    });
    commit(model, operation, after)
}

fn authority(model: &Model, text: &str) -> Result<Operation, Failure> {
    let name = edit::line(text, "The council's name")?;
    let swap = Swap::from_to(&model.plan.inspection().authority, name);
    let changes = swap
        .map(|swap| Change::Setting(SettingEdit::Authority(swap)))
        .into_iter()
        .collect();
    Ok(Operation {
        label: "the council's name changed".to_owned(),
        changes,
    })
}

fn role(model: &Model, id: PersonId, text: &str) -> Result<Operation, Failure> {
    let name = edit::line(text, "The name")?;
    if name.is_empty() {
        return Err(Failure::usage("Type the person's name."));
    }
    edit::person(
        &model.plan,
        id,
        &PersonPatch {
            name: Some(name),
            ..PersonPatch::default()
        },
    )
}

fn milestone(model: &Model, key: MilestoneKey, text: &str) -> Result<Operation, Failure> {
    let when =
        phrase::read(text, &model.phrases()).map_err(|error| Failure::usage(error.to_string()))?;
    let at = match when {
        When::At(moment) => moment,
        When::Rule(rule) => model
            .board
            .schedule
            .resolve(rule, &model.plan)
            .ok_or_else(|| {
                Failure::usage("That hangs from a milestone without a date. Type a real date.")
            })?,
    };
    edit::milestone(
        &model.plan,
        key,
        Some(Typed {
            at,
            expected: false,
        }),
    )
}

fn chosen(model: &mut Model, menu: &Menu) -> Vec<Effect> {
    let Some(item) = menu.items.get(menu.cursor) else {
        return Vec::new();
    };
    let welcome = matches!(model.overlays.last(), Some(Overlay::Welcome(_)));
    if !welcome {
        model.overlays.pop();
    }
    let targets = menu.targets.clone();
    match item.choice.clone() {
        Choice::Act(action) => return update::run(model, action),
        Choice::Rag(Some(rag)) => open_prompt(model, Purpose::Reason(rag), targets, ""),
        Choice::Rag(None) => {
            let patch = Patch {
                judgement: Some(None),
                ..Patch::default()
            };
            return patch_targets(model, &targets, &patch, AfterSave::Close);
        }
        Choice::Status(Status::Waiting { .. }) => open_prompt(model, Purpose::Waiting, targets, ""),
        Choice::Status(status) => {
            let patch = Patch {
                status: Some(status),
                ..Patch::default()
            };
            return patch_targets(model, &targets, &patch, AfterSave::Close);
        }
        Choice::Sort(key) => {
            model.sort = key;
            model.touch_lists();
        }
        Choice::Group(grouping) => {
            model.grouping = grouping;
            model.touch_lists();
        }
        Choice::Theme(name) => {
            name.clone_into(&mut model.theme);
            return vec![Effect::SaveTheme(name.to_owned())];
        }
        Choice::Milestone(key) => open_prompt(model, Purpose::Milestone(key), Vec::new(), ""),
        Choice::Template(at) => open_prompt(model, Purpose::NewFile(at), Vec::new(), ""),
        Choice::OpenFile => open_prompt(model, Purpose::OpenFile, Vec::new(), ""),
        Choice::Demo => return vec![Effect::Demo],
    }
    Vec::new()
}

// The form.

fn next_field(model: &mut Model, forward: bool) -> Vec<Effect> {
    let Some(Overlay::Form(form)) = model.overlays.last() else {
        return Vec::new();
    };
    let error = check_field(model, form);
    let Some(Overlay::Form(form)) = model.overlays.last_mut() else {
        return Vec::new();
    };
    let count = form.fields.len();
    if let Some(field) = form.fields.get_mut(form.cursor) {
        field.error = error;
    }
    form.cursor = if forward {
        (form.cursor + 1) % count
    } else {
        (form.cursor + count - 1) % count
    };
    Vec::new()
}

/// What is wrong with the field the caret is in, judged as it would be on saving.
fn check_field(model: &Model, form: &Form) -> Option<String> {
    let field = form.fields.get(form.cursor)?;
    if !field.editor.is_changed() {
        return None;
    }
    let task = model.plan.task(form.task)?;
    let mut ids = model.ids.clone();
    let mut cx = fields::Context {
        plan: &model.plan,
        author: &model.author(),
        ids: &mut ids,
    };
    let alone = [(field.field, field.editor.text())];
    let with_rag = changed_fields(form).any(|(other, _)| other == Field::Rag);
    if with_rag && matches!(field.field, Field::Reason | Field::Expires) {
        return None;
    }
    fields::write(task, &alone, &mut cx)
        .err()
        .map(|failure| failure.to_string())
}

fn changed_fields(form: &Form) -> impl Iterator<Item = (Field, String)> + '_ {
    let changed = form.fields.iter().filter(|field| field.editor.is_changed());
    changed.map(|field| (field.field, field.editor.text()))
}

fn save_form(model: &mut Model, form: &Form) -> Vec<Effect> {
    let Some(task) = model.plan.task(form.task) else {
        let gone = Failure::not_found("This task was removed in another window.");
        return commit(model, Err(gone), AfterSave::Keep);
    };
    let author = model.author();
    let mut cx = fields::Context {
        plan: &model.plan,
        author: &author,
        ids: &mut model.ids,
    };
    let changed: Vec<(Field, String)> = changed_fields(form).collect();
    match fields::write(task, &changed, &mut cx) {
        Ok(written) => {
            model.notice = written.notices.join(" ");
            patch_targets(model, &[form.task], &written.patch, AfterSave::Close)
        }
        Err(failure) => {
            point_at(model, form, &changed);
            commit(model, Err(failure), AfterSave::Keep)
        }
    }
}

/// Puts the caret into the first changed field that cannot be read.
fn point_at(model: &mut Model, form: &Form, changed: &[(Field, String)]) {
    let Some(task) = model.plan.task(form.task) else {
        return;
    };
    let author = model.author();
    let bad = (1..=changed.len()).find(|count| {
        let mut ids = model.ids.clone();
        let mut cx = fields::Context {
            plan: &model.plan,
            author: &author,
            ids: &mut ids,
        };
        fields::write(task, &changed[..*count], &mut cx).is_err()
    });
    let field = bad.map(|count| changed[count - 1].0);
    if let Some(Overlay::Form(form)) = model.overlays.last_mut()
        && let Some(at) = form
            .fields
            .iter()
            .position(|candidate| Some(candidate.field) == field)
    {
        form.cursor = at;
    }
}

// The call.

/// When the call came, as typed so far; nothing typed means now. A day still to come is only expected.
pub fn call_when(model: &Model, call: &CallBox) -> Result<(Moment, bool), String> {
    let text = call.when.text();
    let at = if text.trim().is_empty() {
        Moment {
            date: model.now.date(),
            time: Some(model.now.time()),
        }
    } else {
        match phrase::read(&text, &model.phrases()) {
            Ok(When::At(moment)) => moment,
            Ok(When::Rule(_)) => {
                return Err("The call must be a real date, like today 10:12 or 8/6.".to_owned());
            }
            Err(error) => return Err(error.to_string()),
        }
    };
    let ahead = at.date > model.now.date()
        || (at.date == model.now.date() && at.time.is_some_and(|time| time > model.now.time()));
    Ok((at, ahead))
}

/// The first day on site, as typed so far; nothing typed means the template's proposal.
pub fn call_on_site(model: &Model, call: &CallBox) -> Result<Option<Date>, String> {
    let text = call.on_site.text();
    if text.trim().is_empty() {
        return Ok(None);
    }
    match phrase::read(&text, &model.phrases()) {
        Ok(When::At(moment)) => Ok(Some(moment.date)),
        Ok(When::Rule(_)) => {
            Err("The day inspectors arrive must be a real date, like mon or 7/12.".to_owned())
        }
        Err(error) => Err(error.to_string()),
    }
}

/// The day the template proposes for a call at `at`.
pub fn proposed_on_site(model: &Model, at: Moment) -> Option<Date> {
    let rule = model.plan.milestone(MilestoneKey::Start)?.rule?;
    Some(
        rule.resolve(
            at,
            model.plan.calendar(),
            crate::domain::when::Roll::Forward,
        )
        .date,
    )
}

fn call_operation(model: &Model, call: &CallBox) -> Result<Operation, Failure> {
    let (at, expected) = call_when(model, call).map_err(Failure::usage)?;
    let on_site = call_on_site(model, call).map_err(Failure::usage)?;
    let said = edit::Call {
        date: at.date,
        time: at.time,
        on_site,
        expected,
        drop_preparation: call.drop_preparation,
    };
    edit::record_call(&model.plan, &said, &model.author())
}

fn call_on(model: &mut Model, mut call: CallBox) -> Vec<Effect> {
    let next = match &call.stage {
        CallStage::When => call_when(model, &call).map(|_| CallStage::OnSite),
        CallStage::OnSite => call_operation(model, &call)
            .and_then(|operation| {
                preview::preview(&model.plan, &operation, model.now)
                    .map_err(|clash| Failure::failed(format!("That cannot be done: {clash}.")))
            })
            .map(|preview| CallStage::Preview(Box::new(preview)))
            .map_err(|failure| failure.to_string()),
        CallStage::Preview(preview) => {
            if !preview.tasks.is_empty() {
                let folded = match preview.overtaken {
                    0 => String::new(),
                    some => format!(", {some} preparation tasks folded away"),
                };
                model.notice = format!("{} deadlines moved{folded}.", preview.tasks.len());
            }
            let operation = call_operation(model, &call);
            return commit(model, operation, AfterSave::Close);
        }
    };
    match next {
        Ok(stage) => {
            call.stage = stage;
            call.error = None;
        }
        Err(error) => call.error = Some(error),
    }
    model.overlays.pop();
    model.overlays.push(Overlay::Call(Box::new(call)));
    Vec::new()
}
