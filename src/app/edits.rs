//! What the actions on tasks do: at once, or by opening a box ([`super::openers`]) that is answered later
//! ([`super::prompt`]). Every change becomes one operation built in `domain::edit`; nothing is changed in the plan here.

use crate::domain::edit::{self, Patch};
use crate::domain::failure::{Failure, Kind};
use crate::domain::id::TaskId;
use crate::domain::task::{Status, Task};
use crate::domain::text;

use super::Effect;
use super::action::Action;
use super::back;
use super::call;
use super::chase;
use super::complete;
use super::cover;
use super::drill;
use super::form;
use super::grades;
use super::import;
use super::model::{AfterSave, Model, Tone};
use super::openers;
use super::overlay::Overlay;
use super::policy;
use super::present;
use super::prompt::{self, Purpose};
use super::reading;
use super::requests;
use super::settings;
use super::typing;
use super::update::commit;
use super::views;
use super::walk;

/// Does an action that opens a box, answers one, or changes tasks.
pub(super) fn run(model: &mut Model, action: Action) -> Vec<Effect> {
    match action {
        Action::ToggleDone => toggle_done(model),
        Action::Open => form::open(model),
        Action::Add => openers::ask(model, Purpose::Capture),
        Action::AskRequest => requests::ask(model),
        Action::CopyRequests => vec![Effect::CopyRequests],
        Action::NewEnquiry => openers::ask(model, Purpose::Request(requests::Ask::NewLine(None))),
        Action::SetRag => openers::open_menu(model, openers::rag_menu),
        Action::SetStatus => openers::open_menu(model, openers::status_menu),
        Action::SetDue => openers::ask_for_targets(model, Purpose::Due),
        Action::SetOwner => openers::ask_for_targets(model, Purpose::Owner),
        Action::SetDeputy => openers::ask_for_targets(model, Purpose::Deputy),
        Action::SetNote => openers::ask_for_current(model, Purpose::Note),
        Action::SetTitle => openers::ask_for_current(model, Purpose::Title),
        Action::AddEvidence => openers::ask_for_targets(model, Purpose::Evidence),
        Action::NameRole => openers::name_role(model),
        Action::Absence => cover::ask_away(model),
        Action::Cover => cover::open(model),
        Action::Views => openers::open_menu(model, views::view_menu),
        Action::Remove => remove(model),
        Action::Find => openers::open_filter(model),
        Action::Sort => openers::open_menu(model, |_| openers::sort_menu()),
        Action::Settings => openers::open_menu(model, settings::menu),
        Action::Theme => openers::open_menu(model, |_| openers::theme_menu()),
        Action::Milestones => openers::open_menu(model, openers::milestone_menu),
        Action::Call => call::open(model),
        Action::Policy => policy::open(model),
        Action::AsOf => back::open(model, back::Ask::AsOf),
        Action::Difference => back::open(model, back::Ask::Difference),
        Action::SinceCall => back::since_the_call(model),
        Action::Walk => openers::open_menu(model, walk::walk_menu),
        Action::Minutes => walk::minutes(model),
        Action::Promises => walk::show_promises(model),
        Action::SayOnTrack
        | Action::SayDone
        | Action::SaySlipping
        | Action::SayStuck
        | Action::SayNote
        | Action::KeepPromise
        | Action::WalkNext
        | Action::WalkBack => walk::act(model, action),
        Action::DrillScore => drill::score(model),
        Action::DrillOn => drill::go_on(model),
        Action::Trend => vec![Effect::Trend],
        Action::CopyText => reading::copy(model),
        Action::Present => present::open(model),
        Action::WhatIf => call::ask_what_if(model),
        Action::DropOvertaken => drop_overtaken(model),
        Action::ClosureDay => openers::ask(model, Purpose::Closure),
        Action::Authority => openers::ask(model, Purpose::Authority),
        Action::Framework => grades::choose_framework(model),
        Action::OpenRow
        | Action::GradeArea
        | Action::AddToArea
        | Action::AnswerRow
        | Action::ProveRow
        | Action::RemoveRow
        | Action::TurnStatement
        | Action::MoveStatement => grades::from_elsewhere(model),
        Action::Export => vec![Effect::OfferExports],
        Action::Brief => vec![Effect::OfferBriefs],
        Action::CopyChase => chase::copy(model),
        Action::ChaseRound => chase::begin_round(model),
        Action::Skip => chase::skip(model),
        Action::Submit => typing::submit(model, AfterSave::Close),
        Action::SubmitMore => typing::submit(model, AfterSave::Another),
        Action::Import => openers::ask(model, Purpose::File(complete::Ask::Import)),
        Action::Complete => complete::ask(model),
        Action::LeaveOut => import::toggle_doubtful(model),
        Action::MonthFirst => import::toggle_month_first(model),
        Action::NextField => typing::next_field(model, true),
        Action::PrevField => typing::next_field(model, false),
        Action::ChoiceUp => typing::choose(model, false),
        Action::ChoiceDown => typing::choose(model, true),
        Action::Clear => prompt::clear(model),
        other => present::act(model, other).unwrap_or_default(),
    }
}

fn toggle_done(model: &mut Model) -> Vec<Effect> {
    let ids = model.targets();
    let all_done = ids
        .iter()
        .filter_map(|id| model.plan.task(*id))
        .all(|task| task.status.is_done());
    let status = if all_done {
        status_before(model, &ids)
    } else {
        Status::Done { at: model.now }
    };
    let patch = Patch::status(status);
    let operation = edit::patch(&model.plan, &ids, &patch);
    model.list_mut().stay();
    commit(model, operation, AfterSave::Keep)
}

/// What tasks were before they were marked done here, when that is the same for all; else in progress.
fn status_before(model: &Model, ids: &[TaskId]) -> Status {
    let mut known = ids.iter().map(|id| model.done_from.get(id));
    let first = known.next().flatten();
    match first {
        Some(status) if known.all(|other| other == Some(status)) => status.clone(),
        _ => Status::InProgress,
    }
}

fn remove(model: &mut Model) -> Vec<Effect> {
    let operation = edit::remove(&model.plan, &model.targets());
    model.list_mut().stay();
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
    let patch = Patch::status(Status::NotNeeded);
    let operation = edit::patch(&model.plan, &ids, &patch);
    commit(model, operation, AfterSave::Close)
}

/// One patch to all of them, sent off to be saved.
pub(super) fn patch_targets(
    model: &mut Model,
    targets: &[TaskId],
    patch: &Patch,
    after: AfterSave,
) -> Vec<Effect> {
    if let Some(words) = edit::fixed(&model.plan, targets, patch) {
        words.clone_into(&mut model.notice);
    }
    let operation = edit::patch(&model.plan, targets, patch);
    commit(model, operation, after)
}

/// Whether somebody else changed what `patch` is about to change since the box opened: their value would be lost.
/// It is said once, with what is there now; sending the same again replaces it knowingly.
pub(super) fn meets_another_edit(
    model: &mut Model,
    before: &[Task],
    patch: &Patch,
) -> Option<Failure> {
    let (task, field) = before.iter().find_map(|before| {
        let now = model.plan.task(before.id)?;
        Some((now.clone(), edit::changed_meanwhile(before, now, patch)?))
    })?;
    let ids: Vec<TaskId> = before.iter().map(|task| task.id).collect();
    let fresh = openers::snapshot(model, &ids);
    match model.overlays.last_mut() {
        Some(Overlay::Prompt(prompt)) => prompt.before = fresh,
        Some(Overlay::Form(form)) => form.before = task.clone(),
        _ => {}
    }
    let there = match field {
        "note" => task.note.to_string(),
        "title" => task.title.to_string(),
        "due" => task.deadline.due.map(edit::spoken).unwrap_or_default(),
        _ => String::new(),
    };
    let there = if there.is_empty() {
        String::new()
    } else {
        format!(" It says now: {}", text::fit(&there, 120))
    };
    Some(
        Failure::new(
            Kind::Busy,
            format!(
                "Somebody changed the {field} of {} meanwhile.{there}",
                task.reference
            ),
        )
        .hint("Save again to replace it, or Esc to keep theirs."),
    )
}
