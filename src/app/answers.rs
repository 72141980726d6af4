//! Answering boxes: what was typed or chosen becomes one operation, built in `domain::edit`.
//! Nothing is changed in the plan here.

use crate::assets;
use crate::domain;
use crate::domain::capture;
use crate::domain::change::{Change, SettingEdit, Swap};
use crate::domain::edit::{self, Owner, Patch, PersonPatch};
use crate::domain::failure::Failure;
use crate::domain::fields::{self};
use crate::domain::id::PersonId;
use crate::domain::inspection::{Person, Typed};
use crate::domain::operation::Operation;
use crate::domain::phrase;
use crate::domain::task::{Element, Judgement, Rag, Status};
use crate::domain::text::{Line, Note};
use crate::domain::when::{MilestoneKey, Moment, When};

use super::Effect;
use super::back;
use super::call;
use super::chase;
use super::cover;
use super::drafts;
use super::edits;
use super::finder;
use super::form;
use super::grades;
use super::import;
use super::model::{AfterSave, Model};
use super::openers;
use super::overlay::{Choice, Menu, Overlay, Prompt, Purpose};
use super::papers;
use super::policy;
use super::present;
use super::requests;
use super::settings;
use super::typing;
use super::update::{self, commit};
use super::views;
use super::walk;

pub(super) fn submit(model: &mut Model, after: AfterSave) -> Vec<Effect> {
    // It may be as large as the file it came from, and is not copied.
    if let Some(Overlay::Import(_)) = model.overlays.last() {
        return import::go_on(model);
    }
    match model.overlays.last().cloned() {
        Some(Overlay::Prompt(prompt)) => answer(model, &prompt, after),
        Some(Overlay::Menu(menu) | Overlay::Welcome(menu)) => chosen(model, &menu),
        Some(Overlay::Form(form)) => form::save_form(model, &form),
        Some(Overlay::Policy(open)) => policy::save(model, &open),
        Some(Overlay::Record(form)) => requests::save_form(model, &form),
        Some(Overlay::Finder(finder)) => {
            let action = finder::rows(model, &finder)
                .get(finder.cursor)
                .map(|row| row.action);
            model.overlays.pop();
            action.map_or_else(Vec::new, |action| update::run(model, action))
        }
        Some(Overlay::Call(call)) => call::call_on(model, *call),
        Some(Overlay::WhatIf(asked)) => call::answer_what_if(model, &asked),
        Some(Overlay::Cover(open)) => cover::hand_over(model, &open.cover),
        Some(Overlay::Round(_)) => chase::send(model),
        Some(Overlay::Guard(guard)) => papers::go_on(model, *guard),
        Some(
            Overlay::Change(_)
            | Overlay::Import(_)
            | Overlay::Making(_)
            | Overlay::Present(_)
            | Overlay::Reading(_)
            | Overlay::Walk(_),
        )
        | None => Vec::new(),
    }
}

/// What an answer comes to.
#[expect(
    clippy::large_enum_variant,
    reason = "there is one at a time, and it is taken apart at once"
)]
enum Answer {
    /// Something to do at once.
    Effects(Vec<Effect>),
    /// One operation.
    Operation(Result<Operation, Failure>),
    /// The same change to each of the tasks the box is for.
    Patch(Result<Patch, Failure>),
}

fn answer(model: &mut Model, prompt: &Prompt, after: AfterSave) -> Vec<Effect> {
    let text = prompt.editor.text();
    if let Some(operation) = requests::answer(model, prompt.purpose, &text) {
        return commit(model, operation, after);
    }
    match read(model, prompt, &text, after) {
        Answer::Effects(effects) => effects,
        Answer::Operation(operation) => commit(model, operation, AfterSave::Close),
        Answer::Patch(Ok(patch)) => {
            match edits::meets_another_edit(model, &prompt.before, &patch) {
                Some(failure) => commit(model, Err(failure), AfterSave::Keep),
                None => edits::patch_targets(model, &prompt.targets, &patch, AfterSave::Close),
            }
        }
        Answer::Patch(Err(failure)) => commit(model, Err(failure), AfterSave::Keep),
    }
}

/// What is typed for which purpose, one row each.
fn read(model: &mut Model, prompt: &Prompt, text: &str, after: AfterSave) -> Answer {
    use Answer::{Effects, Operation, Patch};
    match prompt.purpose {
        Purpose::AsOf => Effects(back::ask(model, text)),
        Purpose::Difference => Effects(back::compare(model, text)),
        Purpose::Grades(ask) => Effects(grades::answer(model, ask, text)),
        Purpose::Slipping | Purpose::Stuck | Purpose::WalkNote => {
            Effects(walk::answer(model, prompt.purpose, text))
        }
        Purpose::Ask
        | Purpose::NewEnquiry(_)
        | Purpose::RequestApprove(_)
        | Purpose::RequestField(..)
        | Purpose::RequestReturn(_)
        | Purpose::RequestSent(_) => Effects(Vec::new()),
        Purpose::Authority => Operation(authority(model, text)),
        Purpose::Away(id) => Operation(cover::away(model, id, text)),
        Purpose::Capture => Effects(capture(model, text, after)),
        Purpose::Closure => Operation(closure_day(model, prompt, text)),
        Purpose::Deputy => Patch(read_owner(model, prompt, text).map(to_deputy)),
        Purpose::Decision => Effects(present::decided(model, text)),
        Purpose::Due => Patch(read_due(model, prompt, text)),
        Purpose::Evidence => Patch(edit::line(text, "The evidence").map(evidence)),
        Purpose::Filter => Effects(keep_filter(model)),
        Purpose::ImportFile => Effects(import::start(model, text)),
        Purpose::Milestone(key) => Operation(milestone(model, key, text)),
        Purpose::NewFile(template) => Effects(create(template_name(template), text.trim())),
        Purpose::Note => Patch(fields::note(text).map(note)),
        Purpose::OpenFile => Effects(vec![Effect::Open(text.trim().to_owned())]),
        Purpose::OwnTemplate => Effects(create(text.trim(), "")),
        Purpose::OwnName => Effects(settings::take_name(model, text)),
        Purpose::Owner => Patch(read_owner(model, prompt, text).map(to_owner)),
        Purpose::Reason(rag) => {
            let reason = edit::line(text, "The reason");
            Patch(reason.map(|reason| judged(model, rag, reason)))
        }
        Purpose::RenameView(id) => Operation(domain::views::rename(&model.plan, id, text)),
        Purpose::Role(id) => Operation(role(model, id, text)),
        Purpose::SaveView => Operation(views::save(model, text)),
        Purpose::Title => Patch(edit::line(text, "The title").map(title)),
        Purpose::Waiting => Patch(edit::line(text, "What it waits on").map(waiting)),
        Purpose::Write(product) => Effects(papers::write(model, product, text)),
    }
}

fn keep_filter(model: &mut Model) -> Vec<Effect> {
    model.overlays.pop();
    Vec::new()
}

fn template_name(at: usize) -> &'static str {
    assets::TEMPLATES.get(at).map_or("blank", |row| row.0)
}

fn to_owner((id, people): (Option<PersonId>, Vec<Person>)) -> Patch {
    Patch {
        owner: Some(id),
        people,
        ..Patch::default()
    }
}

fn to_deputy((id, people): (Option<PersonId>, Vec<Person>)) -> Patch {
    Patch {
        deputy: Some(id),
        people,
        ..Patch::default()
    }
}

fn title(title: Line) -> Patch {
    Patch {
        title: Some(title),
        ..Patch::default()
    }
}

fn note(note: Note) -> Patch {
    Patch {
        note: Some(note),
        ..Patch::default()
    }
}

fn evidence(line: Line) -> Patch {
    let line = Some(line).filter(|line| !line.is_empty());
    Patch {
        add: line.map(Element::Evidence).into_iter().collect(),
        ..Patch::default()
    }
}

fn waiting(on: Line) -> Patch {
    Patch {
        status: Some(Status::Waiting { on }),
        ..Patch::default()
    }
}

fn create(template: &str, authority: &str) -> Vec<Effect> {
    vec![Effect::Create {
        template: template.to_owned(),
        authority: authority.to_owned(),
    }]
}

pub(super) fn judged(model: &Model, rag: Rag, reason: Line) -> Patch {
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

/// A closure day more, or, when it is one already, one fewer.
pub(super) fn closure_day(
    model: &Model,
    prompt: &Prompt,
    text: &str,
) -> Result<Operation, Failure> {
    let date = match (prompt.day, phrase::read(text, &model.phrases())) {
        (Some(day), _) => day,
        (None, Ok(When::At(moment))) => moment.date,
        (None, Ok(When::Rule(_))) => {
            return Err(Failure::usage(
                "A closure day must be a real date, like 24/12.",
            ));
        }
        (None, Err(error)) => return Err(Failure::usage(error.to_string())),
    };
    Ok(edit::toggle_closure(&model.plan, date))
}

pub(super) fn read_due(model: &Model, prompt: &Prompt, text: &str) -> Result<Patch, Failure> {
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

pub(super) fn read_owner(
    model: &mut Model,
    prompt: &Prompt,
    text: &str,
) -> Result<(Option<PersonId>, Vec<Person>), Failure> {
    if let Some(chosen) = prompt.choice {
        return Ok((
            typing::people_for(model, prompt)
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

pub(super) fn capture(model: &mut Model, text: &str, after: AfterSave) -> Vec<Effect> {
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

pub(super) fn authority(model: &Model, text: &str) -> Result<Operation, Failure> {
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

pub(super) fn role(model: &Model, id: PersonId, text: &str) -> Result<Operation, Failure> {
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

pub(super) fn milestone(
    model: &Model,
    key: MilestoneKey,
    text: &str,
) -> Result<Operation, Failure> {
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
        &model.board.schedule,
        key,
        Some(Typed {
            at,
            expected: false,
        }),
    )
}

pub(super) fn chosen(model: &mut Model, menu: &Menu) -> Vec<Effect> {
    let Some(item) = menu.items.get(menu.cursor) else {
        return Vec::new();
    };
    let stays = matches!(model.overlays.last(), Some(Overlay::Welcome(_)))
        || matches!(item.choice, Choice::Setting(_));
    if !stays {
        model.overlays.pop();
    }
    let targets = menu.targets.clone();
    match item.choice.clone() {
        Choice::Act(action) => return update::run(model, action),
        Choice::Grades(pick) => return grades::chosen(model, pick),
        Choice::Make(product) => return vec![Effect::Propose(product)],
        Choice::Rag(Some(rag)) => openers::open_prompt(model, Purpose::Reason(rag), targets, ""),
        Choice::Rag(None) => {
            let patch = Patch {
                judgement: Some(None),
                ..Patch::default()
            };
            return edits::patch_targets(model, &targets, &patch, AfterSave::Close);
        }
        Choice::Status(Status::Waiting { .. }) => {
            openers::open_prompt(model, Purpose::Waiting, targets, "");
        }
        Choice::Status(status) => {
            let patch = Patch {
                status: Some(status),
                ..Patch::default()
            };
            return edits::patch_targets(model, &targets, &patch, AfterSave::Close);
        }
        Choice::Sort(key) => {
            model.sort = key;
            model.touch_lists();
        }
        Choice::Group(grouping) => {
            model.grouping = grouping;
            model.touch_lists();
        }
        Choice::Setting(at) => return settings::change(model, at),
        Choice::Theme(theme) => return settings::choose_theme(model, theme),
        Choice::Milestone(key) => {
            openers::open_prompt(model, Purpose::Milestone(key), Vec::new(), "");
        }
        Choice::Template(at) => openers::open_prompt(model, Purpose::NewFile(at), Vec::new(), ""),
        Choice::OwnTemplate => {
            openers::open_prompt(model, Purpose::OwnTemplate, Vec::new(), "");
        }
        Choice::OpenFile => openers::open_prompt(model, Purpose::OpenFile, Vec::new(), ""),
        Choice::Import => openers::open_prompt(model, Purpose::ImportFile, Vec::new(), ""),
        Choice::Demo => return vec![Effect::Demo],
        choice @ (Choice::Ask(_) | Choice::RequestLine(..) | Choice::RequestStep(..)) => {
            return requests::chosen(model, &choice);
        }
        Choice::Walk(scope) => return walk::start(model, &scope),
        Choice::GoOnWalking => return walk::go_on(model),
        Choice::DropDrafts => return drafts::drop_all(model),
        Choice::Resume(draft) => return drafts::resume(model, &draft),
        choice @ (Choice::ChangeView(_)
        | Choice::ChangeViews
        | Choice::RemoveView(_)
        | Choice::RenameView(_)
        | Choice::ReplaceView(_)
        | Choice::SaveView
        | Choice::UseView(_)) => return views::chosen(model, &choice),
    }
    Vec::new()
}
