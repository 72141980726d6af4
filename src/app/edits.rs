//! What the actions on tasks do: at once, or by opening a box ([`super::openers`]) that is answered later
//! ([`super::answers`]). Every change becomes one operation built in `domain::edit`; nothing is changed in the plan here.

use crate::domain::edit::{self, Patch};
use crate::domain::id::TaskId;
use crate::domain::task::Status;

use super::Effect;
use super::action::Action;
use super::answers;
use super::form;
use super::model::{AfterSave, Model, Tone};
use super::openers;
use super::overlay::{Overlay, Purpose};
use super::typing;
use super::update::commit;

/// The themes, as they are called.
pub const THEMES: [&str; 3] = ["dark", "light", "mono"];

/// Does an action that opens a box, answers one, or changes tasks.
pub(super) fn run(model: &mut Model, action: Action) -> Vec<Effect> {
    match action {
        Action::ToggleDone => toggle_done(model),
        Action::Open => openers::open_form(model),
        Action::Add => openers::open_for(model, Purpose::Capture, Vec::new()),
        Action::SetRag => openers::open_menu(model, openers::rag_menu),
        Action::SetStatus => openers::open_menu(model, openers::status_menu),
        Action::SetDue => openers::open_on_targets(model, Purpose::Due),
        Action::SetOwner => openers::open_on_targets(model, Purpose::Owner),
        Action::SetDeputy => openers::open_on_targets(model, Purpose::Deputy),
        Action::SetNote => openers::open_on_current(model, Purpose::Note),
        Action::SetTitle => openers::open_on_current(model, Purpose::Title),
        Action::AddEvidence => openers::open_on_targets(model, Purpose::Evidence),
        Action::NameRole => openers::name_role(model),
        Action::Remove => remove(model),
        Action::Find => openers::open_filter(model),
        Action::Sort => openers::open_menu(model, |_| openers::sort_menu()),
        Action::Theme => openers::open_menu(model, |_| openers::theme_menu()),
        Action::Milestones => openers::open_menu(model, openers::milestone_menu),
        Action::Call => openers::open_call(model),
        Action::DropOvertaken => drop_overtaken(model),
        Action::ClosureDay => openers::open_for(model, Purpose::Closure, Vec::new()),
        Action::Authority => {
            let now = model.plan.inspection().authority.to_string();
            openers::open_prompt(model, Purpose::Authority, Vec::new(), &now);
            Vec::new()
        }
        Action::Submit => answers::submit(model, AfterSave::Close),
        Action::SubmitMore => answers::submit(model, AfterSave::Another),
        Action::NextField => form::next_field(model, true),
        Action::PrevField => form::next_field(model, false),
        Action::ChoiceUp => typing::choose(model, false),
        Action::ChoiceDown => typing::choose(model, true),
        Action::Clear => typing::clear(model),
        _ => Vec::new(),
    }
}

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

/// One patch to all of them, sent off to be saved.
pub(super) fn patch_targets(
    model: &mut Model,
    targets: &[TaskId],
    patch: &Patch,
    after: AfterSave,
) -> Vec<Effect> {
    let operation = edit::patch(&model.plan, targets, patch);
    commit(model, operation, after)
}
