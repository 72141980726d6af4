//! A message in, changes to the model, effects out. Keys find their action here; what an action does to tasks is in
//! [`super::edits`].

use uuid::Uuid;

use crate::domain::absence;
use crate::domain::as_of::counts;
use crate::domain::change::{Change, Row, TaskEdit};
use crate::domain::failure::Failure;
use crate::domain::id::TaskId;
use crate::domain::operation::{Entry, Kind, Operation, Past};
use crate::domain::phrase;
use crate::domain::plan::Plan;
use crate::domain::privacy;
use crate::domain::rating::count;
use crate::domain::text;

use super::action::{Action, Needs};
use super::back;
use super::chase;
use super::complete;
use super::drafts;
use super::edits;
use super::finder::Finder;
use super::history;
use super::import;
use super::key::Key;
use super::keymap::{self, Context};
use super::layout;
use super::list::Row as ListRow;
use super::model::{AfterSave, Model, Tone};
use super::mouse;
use super::openers;
use super::overlay::Overlay;
use super::papers;
use super::prompt::Purpose;
use super::reading;
use super::screen::{self, SCREENS, Screen};
use super::typing;
use super::walk;
use super::{Effect, Msg, Size};

/// How many the detail of a task shows.
const DETAIL_LIMIT: usize = 8;

/// Takes a message in. What it returns is to be done, in order, and answered with further messages.
pub fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    let settles = matches!(msg, Msg::Pause | Msg::Committed { .. });
    let (open, said) = (model.overlays.len(), model.status.clone());
    let mut effects = step(model, msg);
    // What was said before a box opened is no word of the box; that something went wrong stays.
    if model.overlays.len() > open && model.status == said && said.tone != Tone::Wrong {
        model.say(String::new(), Tone::Note);
    }
    model.settle();
    if settles {
        effects.extend(drafts::wanted(model));
    }
    effects.extend(history::wanted(model));
    effects
}

fn step(model: &mut Model, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Key(key) => pressed(model, key),
        Msg::Mouse(used) => mouse::used(model, used),
        Msg::Paste(text) => pasted(model, &text),
        Msg::Resize(size) => resized(model, size),
        Msg::Now(now) => back::clock(model, now),
        Msg::Rest => rested(model),
        Msg::Pause => Vec::new(),
        Msg::Committed { entry, changes } => committed(model, entry, changes),
        Msg::TakenBack { entry, of, changes } => taken_back(model, entry, &of, changes),
        Msg::Failed(failure) => failed(model, &failure),
        Msg::Arrived { changes } => arrived(model, &changes),
        Msg::Reloaded(plan) => reloaded(model, *plan),
        Msg::LookedBack { plan, at } => back::show(model, *plan, at),
        Msg::Trend(found) => back::show_trend(model, &found.0, &found.1),
        Msg::Read(reading) => reading::open(model, reading),
        Msg::Opened(opened) => model.open(*opened),
        Msg::History { task, past } => keep_detail(model, task, past),
        Msg::Operation(past) => history::fill(model, *past),
        Msg::Past { task, before, past } => history::take(model, task, before, past),
        Msg::Verified(problem) => verified(model, problem),
        Msg::Offered(offers) => papers::offered(model, offers),
        Msg::Proposed { product, path } => {
            openers::ask_with(model, Purpose::File(complete::Ask::Write(product)), &path)
        }
        Msg::Paths {
            typed,
            folder,
            names,
        } => complete::take(model, &typed, &folder, names),
        Msg::RequestLog(clip) => papers::copy(model, "Request log", clip),
        Msg::Guarded { seen, then } => papers::guarded(model, seen, *then),
        Msg::Written { text, remember } => papers::written(model, text, remember),
        Msg::SheetRead(sheet) => import::read(model, *sheet),
        Msg::Progress(rows) => progressed(model, rows),
        Msg::Stopped => papers::stopped(model),
        Msg::ImportProposed(proposed) => import::proposed(model, *proposed),
        Msg::Notice(text) => noticed(model, text),
    }
}

/// Rows have one line, or two.
fn resized(model: &mut Model, size: Size) -> Vec<Effect> {
    if layout::two_lines(size) != layout::two_lines(model.size) {
        model.touch_lists();
    }
    model.size = size;
    Vec::new()
}

fn committed(model: &mut Model, entry: Entry, changes: Vec<Change>) -> Vec<Effect> {
    follow_what_is_new(model, &changes);
    let label = text::capital(&entry.label);
    let past = unplaced(entry, changes);
    landed(model, past, "Saved. ", &label, Action::Undo)
}

fn taken_back(model: &mut Model, entry: Entry, of: &Entry, changes: Vec<Change>) -> Vec<Effect> {
    let (lead, back) = match entry.kind {
        Kind::Redo => ("Made again: ", Action::Undo),
        Kind::Start | Kind::Do | Kind::Undo => ("Undone: ", Action::Redo),
    };
    let label = whose_change(model, of);
    landed(model, unplaced(entry, changes), lead, &label, back)
}

/// A damaged file may only be looked at.
fn verified(model: &mut Model, problem: Option<String>) -> Vec<Effect> {
    if let Some(problem) = problem {
        model.say(problem.clone(), Tone::Wrong);
        model.read_only = Some(problem);
    }
    Vec::new()
}

fn noticed(model: &mut Model, text: String) -> Vec<Effect> {
    model.say(text, Tone::Note);
    Vec::new()
}

/// What becomes of the open box. Returns what is to be said.
pub(super) fn finish(model: &mut Model, after: AfterSave, said: String) -> String {
    match after {
        AfterSave::Keep => {}
        AfterSave::Close => model.overlays.clear(),
        AfterSave::Another => {
            let again = match model.overlays.last() {
                Some(Overlay::Prompt(prompt)) => prompt.purpose,
                _ => Purpose::Capture,
            };
            model.overlays.clear();
            openers::ask(model, again);
        }
        AfterSave::Next => return chase::sent(model, said),
        AfterSave::Walk { on } => walk::step(model, on),
        AfterSave::Back => {
            model.overlays.pop();
        }
    }
    said
}

fn shown_key(model: &Model, action: Action) -> String {
    let contexts = model.screen.entry().contexts;
    keymap::key_for(contexts, action)
        .map(|key| key.to_string())
        .unwrap_or_default()
}

/// What an operation is called, and by whom it was, when that was somebody else.
fn whose_change(model: &Model, of: &Entry) -> String {
    let who = &of.stamp.who;
    if *who == model.who || who.is_empty() {
        of.label.clone()
    } else {
        format!("{}, by {who}", of.label)
    }
}

/// The file was changed elsewhere: this is what it holds now.
fn reloaded(model: &mut Model, plan: Plan) -> Vec<Effect> {
    model.lookback.expire();
    let Some(plan) = back::keep(model, plan) else {
        return Vec::new();
    };
    let text = outside_changes(&model.plan, &plan);
    model.plan = plan;
    model.selected.retain(|id| model.plan.task(*id).is_some());
    model.detail = None;
    model.touch();
    model.say(text, Tone::Note);
    Vec::new()
}

/// The same changes go into the plan in memory: the one of now, whatever past is shown.
fn arrived(model: &mut Model, changes: &[Change]) -> Vec<Effect> {
    model.lookback.expire();
    let plan = match &mut model.aside {
        Some(aside) => &mut aside.plan,
        None => &mut model.plan,
    };
    if plan.apply_all(changes).is_err() {
        // The file holds what this window has not seen yet.
        return vec![Effect::Reload];
    }
    model.touch();
    Vec::new()
}

/// The history of the task whose detail is shown; of another, it came too late.
fn keep_detail(model: &mut Model, task: TaskId, past: Vec<Past>) -> Vec<Effect> {
    if let Some((shown, kept)) = &mut model.detail
        && *shown == task
    {
        let at = model.aside.is_some().then_some(model.now);
        *kept = past;
        kept.retain(|past| at.is_none_or(|at| counts(past.entry.stamp.local, at)));
        kept.truncate(DETAIL_LIMIT);
    }
    Vec::new()
}

/// Long work goes on: the box that waits for it says how far it is.
fn progressed(model: &mut Model, rows: usize) -> Vec<Effect> {
    import::progress(model, rows);
    papers::progress(model, rows);
    Vec::new()
}

/// What was just done, before History is read again and tells its order.
fn unplaced(entry: Entry, changes: Vec<Change>) -> Past {
    Past {
        order: 0,
        entry,
        changes,
    }
}

/// The cursor goes to what was just added.
fn follow_what_is_new(model: &mut Model, changes: &[Change]) {
    let mut made = changes.iter().filter_map(|change| match change {
        Change::Create(Row::Task(task)) => Some(task.id.0),
        Change::Create(Row::Record(filed)) => Some(filed.id.0),
        _ => None,
    });
    if let (Some(id), None) = (made.next(), made.next()) {
        model.list_mut().anchor(Some(id));
    }
}

/// An operation is on disk: the same changes go into the plan in memory, and the status line says so, with the key
/// that takes it back.
fn landed(model: &mut Model, past: Past, lead: &str, label: &str, back: Action) -> Vec<Effect> {
    let notice = typing::take_notice(model);
    let verb = if back == Action::Redo {
        "makes it again"
    } else {
        "undoes it"
    };
    let rest = format!(".{notice} {} {verb}.", shown_key(model, back));
    let said = format!("{lead}{label}{rest}");
    remember_done(model, &past.changes);
    if model.plan.apply_all(&past.changes).is_err() {
        // Cannot happen while every change comes through here; the file is right, so it is read again.
        model.say(said, Tone::Done);
        return vec![Effect::Reload];
    }
    model.touch();
    model.unsaved = false;
    model.saved_at = Some(model.now);
    model.selected.retain(|id| model.plan.task(*id).is_some());
    let after = model.after_save.take().unwrap_or_default();
    let said = finish(model, after, said);
    model.say(said, Tone::Done);
    if let Some(detail) = &mut model.detail {
        detail.1.clear();
    }
    model.lookback.add(past);
    refresh_detail(model)
}

fn failed(model: &mut Model, failure: &Failure) -> Vec<Effect> {
    let was_saving = model.after_save.take().is_some();
    papers::put_away(model);
    typing::take_notice(model);
    typing::show_failure(model, failure, was_saving);
    Vec::new()
}

/// What each task's status was before it became done, so that the same key goes back to it.
fn remember_done(model: &mut Model, changes: &[Change]) {
    for change in changes {
        if let Change::Task {
            id,
            edit: TaskEdit::Status(swap),
        } = change
            && swap.new.is_done()
        {
            model.done_from.insert(*id, swap.old.clone());
        }
    }
}

/// How much the file differs from what was shown.
fn outside_changes(before: &Plan, after: &Plan) -> String {
    let differs = after
        .tasks()
        .iter()
        .filter(|task| before.task(task.id) != Some(task))
        .count();
    let gone = before
        .tasks()
        .iter()
        .filter(|task| after.task(task.id).is_none())
        .count();
    match differs + gone {
        0 => "The file was changed in another window; this is how it stands now.".to_owned(),
        some => format!(
            "{} changed in another window; this is how it stands now.",
            count(some as i32, "task")
        ),
    }
}

/// The cursor has come to rest: the detail follows it.
fn rested(model: &mut Model) -> Vec<Effect> {
    let current = model.current().map(|task| task.id);
    let shown = model.detail.as_ref().map(|detail| detail.0);
    if current != shown {
        model.detail = current.map(|id| (id, Vec::new()));
        return refresh_detail(model);
    }
    match &model.detail {
        Some((_, past)) if past.is_empty() => refresh_detail(model),
        Some(_) | None => Vec::new(),
    }
}

fn refresh_detail(model: &Model) -> Vec<Effect> {
    let task = model.detail.as_ref().map(|detail| detail.0);
    let beside = model.panes().detail.is_some();
    task.filter(|_| beside)
        .map(|task| Effect::LoadHistory {
            task,
            // What was done since the past that is shown does not count, however much it was.
            limit: if model.aside.is_some() {
                usize::MAX
            } else {
                DETAIL_LIMIT
            },
        })
        .into_iter()
        .collect()
}

fn pressed(model: &mut Model, key: Key) -> Vec<Effect> {
    let leaving = std::mem::take(&mut model.leaving);
    let contexts = model.contexts();
    let in_text = model
        .overlays
        .last_mut()
        .is_some_and(|overlay| overlay.editor().is_some());
    let action = keymap::resolve(&contexts, key);
    // Where text is typed, Delete deletes while there is something to delete.
    let action = action.filter(|action| !(in_text && *action == Action::Clear && has_text(model)));
    match action {
        Some(Action::Interrupt) if leaving => vec![Effect::Quit],
        Some(action) => run(model, action),
        None if in_text => {
            typing::typed(model, key);
            Vec::new()
        }
        None => typing::chosen_by_key(model, key),
    }
}

fn has_text(model: &mut Model) -> bool {
    model
        .overlays
        .last_mut()
        .and_then(Overlay::editor)
        .is_some_and(|editor| !editor.is_empty())
}

fn pasted(model: &mut Model, text: &str) -> Vec<Effect> {
    if model.overlays.is_empty() && model.is_open {
        openers::paste_into_capture(model, text);
    } else if let Some(editor) = model.overlays.last_mut().and_then(Overlay::editor) {
        editor.paste(text);
        typing::text_changed(model);
    }
    Vec::new()
}

/// Does what `action` says.
pub fn run(model: &mut Model, action: Action) -> Vec<Effect> {
    if let Err(why) = available(model, action) {
        model.say(why, Tone::Note);
        return Vec::new();
    }
    if !model.overlays.is_empty() && moves_a_box(model, action) {
        return Vec::new();
    }
    let of_row = model.screen_here().entry().act;
    let done = of_row(model, action).or_else(|| (model.screen.entry().act)(model, action));
    if let Some(effects) = done {
        return effects;
    }
    if let Some(entry) = SCREENS.iter().find(|entry| entry.action == action) {
        return show(model, entry.screen);
    }
    match action {
        Action::Up => moved(model, super::list::List::up),
        Action::Down => moved(model, super::list::List::down),
        Action::PageUp => {
            let page = model.page();
            jumped(model, |list| list.page_up(page))
        }
        Action::PageDown => {
            let page = model.page();
            jumped(model, |list| list.page_down(page))
        }
        Action::Top => jumped(model, super::list::List::top),
        Action::Bottom => jumped(model, super::list::List::bottom),
        Action::GoToNow => go_to_now(model),
        Action::NextScreen => turn(model, 1),
        Action::PrevScreen => turn(model, SCREENS.len() - 1),
        Action::Undo => vec![Effect::Undo],
        Action::Redo => vec![Effect::Redo],
        Action::Fold => (model.screen.entry().act)(model, action).unwrap_or_else(|| fold(model)),
        Action::FoldAll => fold_all(model),
        Action::Select => select(model, None),
        Action::SelectDown => select(model, Some(super::list::List::down)),
        Action::SelectUp => select(model, Some(super::list::List::up)),
        Action::SelectAll => select_all(model),
        Action::Palette => open_finder(model, false),
        Action::Help => open_finder(model, true),
        Action::Mouse => mouse::toggle(model),
        Action::Backup => vec![Effect::Backup],
        Action::SaveNow => say_saved(model),
        Action::Suspend => vec![Effect::Suspend],
        Action::Interrupt => {
            model.leaving = true;
            model.say("Press q to leave. Everything you did is saved.", Tone::Note);
            Vec::new()
        }
        Action::Quit => vec![Effect::Quit],
        Action::Cancel => cancel(model),
        other => edits::run(model, other),
    }
}

/// Moves the lines of the box on top, if that is what `action` does.
fn moves_a_box(model: &mut Model, action: Action) -> bool {
    match action {
        Action::PageUp | Action::PageDown => typing::page(model, action == Action::PageDown),
        Action::Top => typing::scroll(model, |_| 0),
        Action::Bottom => typing::scroll(model, |_| usize::MAX),
        _ => return false,
    }
    true
}

/// Whether `action` can be done now, else why not.
pub fn available(model: &Model, action: Action) -> Result<(), String> {
    let needs = action.needs();
    let writes = needs.write();
    if let (true, Some(why)) = (writes, &model.read_only) {
        return Err(format!(
            "You can look at this file but not change it. {why}"
        ));
    }
    back::allows(model, action, writes)?;
    let wants_task = matches!(needs, Needs::Task | Needs::TaskAndWrite);
    if wants_task && model.overlays.is_empty() && model.targets().is_empty() {
        let nothing = model.screen == Screen::Today && model.list().rows.is_empty();
        return Err(if nothing {
            let key = shown_key(model, Action::ShowChecklist);
            format!("No task is listed here yet. {key} shows the whole checklist.")
        } else {
            "Move to a task first.".to_owned()
        });
    }
    if let Needs::Item(screen) | Needs::ItemAndWrite(screen) = needs
        && model.item(screen).is_none()
    {
        return Err(format!("Move to {} first.", screen.entry().items.called));
    }
    Ok(())
}

fn moved(model: &mut Model, step: impl FnOnce(&mut super::list::List)) -> Vec<Effect> {
    step(model.list_mut());
    Vec::new()
}

/// The whole screen changes, so what follows the cursor comes along; row by row it waits until the keys rest.
fn jumped(model: &mut Model, step: impl FnOnce(&mut super::list::List)) -> Vec<Effect> {
    step(model.list_mut());
    rested(model)
}

fn go_to_now(model: &mut Model) -> Vec<Effect> {
    let now = model.now;
    let next = model.list().rows.iter().filter_map(|row| match row {
        ListRow::Task(at) if model.plan.tasks()[*at as usize].status.is_open() => {
            let due = model.board.standings[*at as usize].due?;
            (!phrase::is_late(due, now)).then_some((due, *row))
        }
        _ => None,
    });
    match next.min_by_key(|(due, _)| *due) {
        Some((_, row)) => model.list_mut().go_to(row),
        None => model.say("Nothing in this list is still to come.", Tone::Note),
    }
    Vec::new()
}

fn turn(model: &mut Model, by: usize) -> Vec<Effect> {
    let here = SCREENS
        .iter()
        .position(|entry| entry.screen == model.screen)
        .unwrap_or(0);
    show(model, SCREENS[(here + by) % SCREENS.len()].screen)
}

fn show(model: &mut Model, screen: Screen) -> Vec<Effect> {
    let is_task = |id: &Uuid| model.plan.task(TaskId(*id)).is_some();
    let followed = model.list().anchored().filter(is_task);
    let lists_tasks = screen.entry().contexts.contains(&Context::Tasks);
    model.screen = screen;
    model.lookback.ask_again();
    if followed.is_some() && lists_tasks {
        model.list_mut().anchor(followed);
        model.touch_lists();
    }
    Vec::new()
}

fn fold(model: &mut Model) -> Vec<Effect> {
    let heading = match model.list().current() {
        Some(ListRow::Overtaken) => {
            model.overtaken_open = !model.overtaken_open;
            model.touch_lists();
            return Vec::new();
        }
        Some(ListRow::Task(at)) if model.board.standings[at as usize].overtaken => {
            model.overtaken_open = false;
            model.touch_lists();
            return Vec::new();
        }
        _ => heading_above(model),
    };
    let Some((row, heading)) = heading else {
        return Vec::new();
    };
    if !model.folded.remove(&heading) {
        model.folded.insert(heading);
    }
    model.list_mut().go_to(row);
    model.list_mut().anchor(None);
    model.touch_lists();
    Vec::new()
}

/// The heading the cursor is on, or under.
fn heading_above(model: &Model) -> Option<(ListRow, String)> {
    let list = model.list();
    let above = list.rows.get(..=list.cursor)?.iter().rev();
    let row = *above
        .clone()
        .find(|row| matches!(row, ListRow::Head(_) | ListRow::Folded(_)))?;
    let (ListRow::Head(at) | ListRow::Folded(at)) = row else {
        return None;
    };
    Some((row, (model.screen.entry().heading)(model, at)?))
}

fn fold_all(model: &mut Model) -> Vec<Effect> {
    let headings: Vec<String> = model.groups.iter().map(screen::head_title).collect();
    let all_folded = headings
        .iter()
        .all(|heading| model.folded.contains(heading));
    for heading in headings {
        if all_folded {
            model.folded.remove(&heading);
        } else {
            model.folded.insert(heading);
        }
    }
    model.list_mut().anchor(None);
    model.touch_lists();
    Vec::new()
}

fn select(model: &mut Model, then: Option<fn(&mut super::list::List)>) -> Vec<Effect> {
    if let Some(id) = model.current().map(|task| task.id)
        && !model.selected.remove(&id)
    {
        model.selected.insert(id);
    }
    if let Some(step) = then {
        step(model.list_mut());
    }
    say_selected(model);
    Vec::new()
}

fn select_all(model: &mut Model) -> Vec<Effect> {
    let shown = model.list().rows.iter().filter_map(|row| match row {
        ListRow::Task(at) => Some(model.plan.tasks()[*at as usize].id),
        _ => None,
    });
    let shown: Vec<TaskId> = shown.collect();
    if shown.iter().all(|id| model.selected.contains(id)) {
        model.selected.clear();
    } else {
        model.selected.extend(shown);
    }
    say_selected(model);
    Vec::new()
}

fn say_selected(model: &mut Model) {
    let text = match model.selected.len() {
        0 => "Nothing selected.".to_owned(),
        some => format!(
            "{some} selected. What you do next is done to all of them; Esc clears the selection."
        ),
    };
    model.say(text, Tone::Note);
}

fn open_finder(model: &mut Model, keys_only: bool) -> Vec<Effect> {
    let contexts = model.contexts();
    let editor = super::editor::Editor::line("");
    model.overlays.push(Overlay::Finder(Finder {
        keys_only,
        contexts,
        editor,
        cursor: 0,
    }));
    Vec::new()
}

fn say_saved(model: &mut Model) -> Vec<Effect> {
    match model.saved_at {
        _ if model.unsaved => model.say("The last change is not saved.", Tone::Wrong),
        Some(at) => {
            let text = format!("Already saved at {}.", phrase::clock_time(at.time()));
            model.say(text, Tone::Note);
        }
        None => model.say(
            "Everything is saved; nothing has changed since the file was opened.",
            Tone::Note,
        ),
    }
    Vec::new()
}

/// One step back: close the box, else clear the selection, else the filter, else the message.
fn cancel(model: &mut Model) -> Vec<Effect> {
    if model.overlays.last().is_some() {
        return typing::close_top(model);
    }
    if model.aside.is_some() {
        back::to_now(model);
    } else if !model.selected.is_empty() {
        model.selected.clear();
        model.say("Selection cleared.", Tone::Note);
    } else if !model.filter_typed().is_empty() {
        typing::clear_filter(model);
    } else {
        model.say(String::new(), Tone::Note);
    }
    Vec::new()
}

/// What looks as if it were about one child is saved all the same; the message and the history say so.
fn guarded(model: &mut Model, operation: Operation) -> Operation {
    let flags = privacy::look_at_new(&operation);
    let Some(warning) = privacy::warning(&flags) else {
        return operation;
    };
    add_notice(model, &warning);
    privacy::logged(&operation, &privacy::marks(&flags))
}

/// Says one thing more once the operation under way is saved.
fn add_notice(model: &mut Model, words: &str) {
    if !model.notice.is_empty() {
        model.notice.push(' ');
    }
    model.notice.push_str(words);
}

/// Sends an operation off to be saved. The box it came from stays open until it is.
pub(super) fn commit(
    model: &mut Model,
    operation: Result<Operation, Failure>,
    after: AfterSave,
) -> Vec<Effect> {
    let operation = operation.and_then(|operation| {
        back::is_now(model).map_err(Failure::failed)?;
        Ok(operation)
    });
    match operation {
        Err(failure) => {
            typing::take_notice(model);
            typing::show_failure(model, &failure, false);
            Vec::new()
        }
        Ok(operation) if operation.is_empty() => {
            typing::take_notice(model);
            if after != AfterSave::Keep {
                model.overlays.clear();
            }
            model.say("Nothing to change: it is so already.", Tone::Note);
            Vec::new()
        }
        Ok(operation) => {
            model.after_save = Some(after);
            if let Some(clash) = absence::clashes_made(&model.plan, &model.board, &operation) {
                add_notice(model, &clash);
            }
            vec![Effect::Commit(guarded(model, operation))]
        }
    }
}
