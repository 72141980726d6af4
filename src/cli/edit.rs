//! `add`, `set`, `done`, `reopen` and `remove`: changing tasks. Each reads only the rows it needs.

use clap::{Arg, ArgMatches, Command};

use super::Verb;
use super::args::{all, joined, json, words};
use super::call::moved_meanwhile;
use super::desk::{Desk, with_what_it_looks_like};
use super::json::{Document, Tasks};
use super::output::Stop;
use crate::domain::board::{Board, Schedule};
use crate::domain::capture;
use crate::domain::change::Clash;
use crate::domain::edit::{self, Patch};
use crate::domain::failure::Failure;
use crate::domain::fields::{self, Field};
use crate::domain::id::{Ref, TaskId};
use crate::domain::operation::Operation;
use crate::domain::phrase;
use crate::domain::plan::Plan;
use crate::domain::privacy;
use crate::domain::rating::count;
use crate::domain::task::{Status, Task};
use crate::domain::text;
use crate::store;

pub(super) const ADD: Verb = Verb {
    name: "add",
    usage: "LINE... [--json]",
    about: "Add a task in one line",
    examples: &[
        (
            "readyroom add Chase the rota a:JS d:fri 12:00",
            "owner and due",
        ),
        (
            "readyroom add \"Check Annex A lists\" d:call+1wd p:notification",
            "a due day that moves with the call",
        ),
        (
            "readyroom add Book the room s:\"On site week 1\" r:amber #rooms",
            "section, RAG and tag",
        ),
    ],
    args: |command: Command| {
        command
            .arg(
                words(
                    "line",
                    "The title; a: owner, d: due, r: RAG, p: phase, s: section, #tag",
                )
                .value_name("LINE"),
            )
            .arg(json())
    },
    run: add,
};

pub(super) const SET: Verb = Verb {
    name: "set",
    usage: "REF... FIELD=VALUE... [--json]",
    about: "Change fields of one or more tasks, all or none",
    examples: &[
        (
            "readyroom set N-12 owner=JS due=\"fri 12:00\"",
            "two fields",
        ),
        (
            "readyroom set N-12 N-14 status=waiting waiting=ICT",
            "two tasks",
        ),
        (
            "readyroom set FW-03 rag=amber reason=\"two lists do not match\"",
            "a judgement",
        ),
        ("readyroom set N-12 due=", "no date any more"),
    ],
    args: |command: Command| {
        let names = fields::FIELDS.map(|(_, name)| name);
        command
            .arg(
                words(
                    "words",
                    format!("The refs, then what to set: {}", names.join(" ")),
                )
                .value_name("REF FIELD=VALUE"),
            )
            .arg(json())
    },
    run: set,
};

pub(super) const DONE: Verb = Verb {
    name: "done",
    usage: "REF... [--json]",
    about: "Mark tasks done",
    examples: &[
        ("readyroom done N-12", "one"),
        ("readyroom done N-12 N-14 FW-03", "several, all or none"),
    ],
    args: |command: Command| command.arg(refs()).arg(json()),
    run: done,
};

pub(super) const REOPEN: Verb = Verb {
    name: "reopen",
    usage: "REF... [--json]",
    about: "Open tasks again that were done or not needed",
    examples: &[
        ("readyroom reopen N-12", "one"),
        ("readyroom reopen N-12 N-14", "several, all or none"),
    ],
    args: |command: Command| command.arg(refs()).arg(json()),
    run: reopen,
};

pub(super) const REMOVE: Verb = Verb {
    name: "remove",
    usage: "REF...",
    about: "Remove tasks; undo brings them back",
    examples: &[
        ("readyroom remove N-12", "one"),
        ("readyroom remove N-12 N-14", "several, all or none"),
    ],
    args: |command: Command| command.arg(refs()),
    run: remove,
};

fn refs() -> Arg {
    words("refs", "Which tasks, by their refs").value_name("REF")
}

fn read_refs(matches: &ArgMatches) -> Result<Vec<Ref>, Failure> {
    all(matches, "refs").into_iter().map(read_ref).collect()
}

/// Reads the ref of a task.
pub(super) fn read_ref(word: &str) -> Result<Ref, Failure> {
    word.parse().map_err(|why: String| {
        Failure::usage(why).hint("`readyroom list` shows every task with its ref.")
    })
}

/// The tasks with these refs, each once, in the order in which they were named.
fn find_all(plan: &Plan, refs: &[Ref]) -> Result<Vec<TaskId>, Failure> {
    let mut ids = Vec::new();
    for reference in refs {
        let id = fields::find(plan, &reference.to_string())?;
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    Ok(ids)
}

/// How often a task is given the next ref, when others keep taking it first.
const ATTEMPTS: usize = 100;

fn add(desk: &mut Desk, matches: &ArgMatches) -> Result<(), Stop> {
    let line = joined(matches, "line");
    let mut store = desk.change()?;
    for attempt in 1.. {
        let plan = store.read_frame()?;
        let (operation, id, notices) = captured(desk, &plan, &line)?;
        let flags = privacy::look_at_new(&operation);
        let saved = with_what_it_looks_like(&operation, &flags);
        match store.commit(&saved, &desk.stamp()) {
            // Somebody else has just given that ref out: this task gets the one after it.
            Err(store::Error::Clash {
                clash: Clash::Exists,
                ..
            }) if attempt < ATTEMPTS => {}
            other => {
                other?;
                desk.say_saved(&store, &saved)?;
                desk.point_at_new(&flags)?;
                say_all(desk, &notices)?;
                return show_changed(desk, plan, &operation, &[id], matches);
            }
        }
    }
    Ok(())
}

/// What a line makes of a plan: the operation, the new task, and what to say about it.
fn captured(
    desk: &Desk,
    plan: &Plan,
    line: &str,
) -> Result<(Operation, TaskId, Vec<String>), Failure> {
    let cx = phrase::Context {
        now: desk.now,
        calendar: plan.calendar(),
    };
    let mut ids = desk.ids();
    let captured = capture::read(line, plan, &cx, &desk.author(), &mut ids)?;
    let phase = edit::phase_now(&Schedule::of(plan, desk.now), desk.now);
    let (operation, id) = edit::add(plan, &captured.draft, phase, &mut ids)?;
    Ok((operation, id, captured.notices))
}

fn set(desk: &mut Desk, matches: &ArgMatches) -> Result<(), Stop> {
    let words = all(matches, "words");
    let (refs, fields) = read_settings(&words)?;
    let mut store = desk.change()?;
    let named = fields
        .iter()
        .filter(|(field, _)| *field == Field::Needs)
        .flat_map(|(_, text)| text.split([',', ' ']));
    let named = named.filter_map(|word| word.parse().ok());
    let plan = store.read_some(&refs.iter().copied().chain(named).collect::<Vec<_>>())?;
    let ids = find_all(&plan, &refs)?;
    let mut together = Together::new(&plan);
    let (mut notices, mut fixed) = (Vec::new(), None);
    let (author, mut new_ids) = (desk.author(), desk.ids());
    for id in &ids {
        let task = together.task(*id)?.clone();
        let mut cx = fields::Context {
            plan: &together.after,
            author: &author,
            ids: &mut new_ids,
        };
        let written = fields::write(&task, &fields, &mut cx)?;
        notices.extend(written.notices);
        fixed = edit::fixed(&plan, &ids, &written.patch);
        let operation = edit::patch(&together.after, &[*id], &written.patch)?;
        together.take(&task, operation)?;
    }
    let operation = together.operation;
    desk.save(&mut store, &operation, "It is so already.")?;
    notices.extend(fixed.map(str::to_owned));
    say_all(desk, &notices)?;
    show_changed(desk, plan, &operation, &ids, matches)
}

/// Fields with their new text, as typed.
type Settings = Vec<(Field, String)>;

/// The refs, and the fields with their new text. Words behind a field that are not fields themselves belong to it.
fn read_settings(words: &[&str]) -> Result<(Vec<Ref>, Settings), Failure> {
    let mut refs = Vec::new();
    let mut fields = Settings::new();
    for word in words {
        if let Some((name, text)) = word.split_once('=') {
            fields.push((Field::read(name)?, text.to_owned()));
        } else if let Some((_, text)) = fields.last_mut() {
            text.push(' ');
            text.push_str(word);
        } else if let Ok(field) = Field::read(word) {
            return Err(Failure::usage(format!(
                "{} needs its new text right behind it.",
                text::capital(field.as_str())
            ))
            .hint(format!(
                "Type it like: readyroom set N-12 {0}=... Nothing behind the = clears it.",
                field.as_str()
            )));
        } else {
            refs.push(read_ref(word)?);
        }
    }
    if refs.is_empty() {
        return Err(
            Failure::usage("`readyroom set` needs the ref of a task first.")
                .hint("Type it like: readyroom set N-12 owner=JS"),
        );
    }
    if fields.is_empty() {
        return Err(Failure::usage("`readyroom set` needs to know what to set.")
            .hint("Type it like: readyroom set N-12 owner=JS"));
    }
    Ok((refs, fields))
}

/// Operations on one task each, made one operation on all of them.
struct Together {
    after: Plan,
    operation: Operation,
    touched: usize,
}

impl Together {
    fn new(plan: &Plan) -> Self {
        Self {
            after: plan.clone(),
            operation: Operation::new(""),
            touched: 0,
        }
    }

    fn task(&self, id: TaskId) -> Result<&Task, Failure> {
        self.after.task(id).ok_or_else(edit::gone)
    }

    fn take(&mut self, task: &Task, next: Operation) -> Result<(), Failure> {
        if next.is_empty() {
            return Ok(());
        }
        self.after
            .apply_all(&next.changes)
            .map_err(moved_meanwhile)?;
        self.touched += 1;
        self.operation.label = match self.touched {
            1 => next.label,
            many => {
                let whose = format!("{} ", task.reference);
                let what = next.label.strip_prefix(&whose).unwrap_or(&next.label);
                format!("{} {what}", count(many as i32, "task"))
            }
        };
        self.operation.changes.extend(next.changes);
        Ok(())
    }
}

fn done(desk: &mut Desk, matches: &ArgMatches) -> Result<(), Stop> {
    let status = Some(Status::Done { at: desk.now });
    patch_all(
        desk,
        matches,
        |_| {
            Some(Patch {
                status: status.clone(),
                ..Patch::default()
            })
        },
        "done",
    )
}

fn reopen(desk: &mut Desk, matches: &ArgMatches) -> Result<(), Stop> {
    let reopened = |task: &Task| match task.status {
        Status::Done { .. } => Some(Status::InProgress),
        Status::NotNeeded => Some(Status::NotStarted),
        Status::NotStarted | Status::InProgress | Status::Waiting { .. } => None,
    };
    patch_all(
        desk,
        matches,
        |task| Some(Patch::status(reopened(task)?)),
        "open",
    )
}

fn patch_all(
    desk: &mut Desk,
    matches: &ArgMatches,
    patch: impl Fn(&Task) -> Option<Patch>,
    becomes: &str,
) -> Result<(), Stop> {
    let refs = read_refs(matches)?;
    let mut store = desk.change()?;
    let plan = store.read_some(&refs)?;
    let ids = find_all(&plan, &refs)?;
    let mut together = Together::new(&plan);
    for id in &ids {
        let task = together.task(*id)?.clone();
        if let Some(patch) = patch(&task) {
            let operation = edit::patch(&together.after, &[*id], &patch)?;
            together.take(&task, operation)?;
        }
    }
    let named: Vec<String> = refs.iter().map(Ref::to_string).collect();
    let are = if named.len() == 1 { "is" } else { "are" };
    let otherwise = format!("{} {are} {becomes} already.", named.join(", "));
    desk.save(&mut store, &together.operation, &otherwise)?;
    show_changed(desk, plan, &together.operation, &ids, matches)
}

fn remove(desk: &mut Desk, matches: &ArgMatches) -> Result<(), Stop> {
    let refs = read_refs(matches)?;
    let mut store = desk.change()?;
    let plan = store.read()?;
    let ids = find_all(&plan, &refs)?;
    let operation = edit::remove(&plan, &ids)?;
    let what = match ids.as_slice() {
        [id] => plan.task(*id).map_or_else(String::new, |task| {
            format!("{} {}", task.reference, task.title)
        }),
        many => count(many.len() as i32, "task"),
    };
    desk.save_if_agreed(&mut store, &operation, &format!("Remove {what}?"))
}

fn say_all(desk: &mut Desk, notices: &[String]) -> Result<(), Stop> {
    notices.iter().try_for_each(|notice| desk.out.say(notice))
}

/// With `--json`, the tasks as they are now.
fn show_changed(
    desk: &mut Desk,
    mut plan: Plan,
    operation: &Operation,
    ids: &[TaskId],
    matches: &ArgMatches,
) -> Result<(), Stop> {
    if !matches.get_flag("json") {
        return Ok(());
    }
    plan.apply_all(&operation.changes)
        .map_err(moved_meanwhile)?;
    let board = Board::of(&plan, desk.now);
    let positions: Vec<u32> = ids
        .iter()
        .filter_map(|id| plan.position(*id))
        .map(|at| at as u32)
        .collect();
    desk.out.json(&Document(
        "tasks",
        Tasks {
            plan: &plan,
            board: &board,
            positions: &positions,
        },
    ))
}
