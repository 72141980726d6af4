//! `check`, `backup`, `backups`, `restore` and `where`: the file itself, and its copies.

use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command};
use serde::Serialize;

use super::Verb;
use super::args::{json, value};
use super::desk::{Desk, moment_of};
use super::json::{Document, Versioned};
use super::output::Stop;
use crate::domain::failure::{Failure, Kind};
use crate::domain::phrase;
use crate::domain::rating::count;
use crate::domain::text::quoted;
use crate::shell::paths;
use crate::store::backup::{self, Backup};

pub(super) const CHECK: Verb = Verb {
    name: "check",
    usage: "[--json]",
    about: "Check the file from end to end",
    examples: &[
        ("readyroom check", "is my file sound"),
        ("readyroom check --json", "for a script"),
    ],
    args: |command: Command| command.arg(json()),
    run: check,
};

pub(super) const BACKUP: Verb = Verb {
    name: "backup",
    usage: "",
    about: "Make a verified copy of the file now",
    examples: &[
        ("readyroom backup", "a copy beside the file"),
        ("readyroom backups", "lists the copies"),
    ],
    args: |command: Command| command,
    run: make,
};

pub(super) const BACKUPS: Verb = Verb {
    name: "backups",
    usage: "[--json]",
    about: "List the file's copies, newest first",
    examples: &[
        ("readyroom backups", "with their numbers"),
        ("readyroom backups --json", "for a script"),
    ],
    args: |command: Command| command.arg(json()),
    run: list,
};

pub(super) const RESTORE: Verb = Verb {
    name: "restore",
    usage: "FILE_OR_NUMBER",
    about: "Go back to a copy; what is there now is kept beside it",
    examples: &[
        ("readyroom restore 1", "the newest copy"),
        (
            "readyroom restore copies/old.readyroom",
            "a copy by its name",
        ),
    ],
    args: |command: Command| {
        command.arg(
            Arg::new("which")
                .value_name("FILE_OR_NUMBER")
                .help("The copy: its number in `readyroom backups`, or a file")
                .required(true),
        )
    },
    run: restore,
};

pub(super) const WHERE: Verb = Verb {
    name: "where",
    usage: "[--json]",
    about: "Say where the file, its copies and your settings are",
    examples: &[
        ("readyroom where", "all places"),
        ("readyroom where --json", "for a script"),
    ],
    args: |command: Command| command.arg(json()),
    run: places,
};

#[derive(Debug, Serialize)]
struct CheckJson {
    sound: bool,
    tasks: usize,
    operations: usize,
    problems: Vec<String>,
    head: String,
}

fn check(desk: &mut Desk, matches: &ArgMatches) -> Result<(), Stop> {
    let store = desk.look()?;
    let report = store.verify()?;
    desk.note_damage(&store);
    let sound = report.is_sound() && desk.damage().is_none();
    let head = report.head.to_string();
    if matches.get_flag("json") {
        desk.out.json(&Versioned::new(CheckJson {
            sound,
            tasks: report.tasks,
            operations: report.operations,
            problems: report.problems,
            head,
        }))?;
    } else if sound {
        let tasks = count(report.tasks as i32, "task");
        let operations = count(report.operations as i32, "change");
        let mark = report.head.short();
        desk.out.line(&format!(
            "Sound: {tasks}, {operations} in the history. Mark {mark}."
        ))?;
    } else {
        report
            .problems
            .iter()
            .try_for_each(|problem| desk.out.line(problem))?;
    }
    if sound || desk.damage().is_some() {
        return Ok(());
    }
    Err(Failure::new(
        Kind::Damaged,
        "Part of this file is damaged. Nothing has been changed.",
    )
    .hint("`readyroom backups` lists the copies to go back to.")
    .into())
}

fn make(desk: &mut Desk, _: &ArgMatches) -> Result<(), Stop> {
    let store = desk.look()?;
    let copy = backup::make(&store, desk.now, None)?;
    desk.out.line(&copy.path.display().to_string())?;
    let tasks = count(copy.tasks as i32, "task");
    let copies = backup::list(store.path())?;
    let number = copies.iter().position(|other| other.path == copy.path);
    let number = number.map_or(1, |at| at + 1);
    desk.out.say(&format!(
        "Copied and verified: {tasks}. Go back to it with: readyroom restore {number}"
    ))
}

#[derive(Debug, Serialize)]
struct BackupJson {
    number: usize,
    at: String,
    tasks: usize,
    size: u64,
    verified: bool,
    path: String,
}

fn list(desk: &mut Desk, matches: &ArgMatches) -> Result<(), Stop> {
    let copies = backup::list(&desk.real_path()?)?;
    if matches.get_flag("json") {
        let rows = (1..).zip(&copies).map(|(number, copy)| BackupJson {
            number,
            at: copy.at.to_string(),
            tasks: copy.tasks,
            size: copy.size,
            verified: copy.verified,
            path: copy.path.display().to_string(),
        });
        return desk
            .out
            .json(&Document("backups", rows.collect::<Vec<_>>()));
    }
    for (number, copy) in (1..).zip(&copies) {
        let Backup {
            path,
            at,
            tasks,
            size,
            verified,
        } = copy;
        let state = if *verified { "verified" } else { "damaged" };
        let at = phrase::moment(moment_of(*at));
        let (tasks, size) = (count(*tasks as i32, "task"), size.div_ceil(1024));
        desk.out.line(&format!(
            "{number:>3}  {at:<21}  {tasks:>10}  {size:>6} KB  {state}  {}",
            path.display()
        ))?;
    }
    if copies.is_empty() {
        desk.out
            .say("There are no copies yet. `readyroom backup` makes one.")?;
    }
    Ok(())
}

fn restore(desk: &mut Desk, matches: &ArgMatches) -> Result<(), Stop> {
    let path = desk.real_path()?;
    let which = which_copy(&path, value(matches, "which").unwrap_or_default())?;
    let question = format!("Go back to {}?", which.display());
    if !desk.agrees(&question)? {
        return desk.out.say("Nothing has been changed.");
    }
    let restored = backup::restore(&path, &which, desk.now)?;
    let tasks = count(restored.tasks as i32, "task");
    desk.out.say(&format!(
        "Restored {} from {}: {tasks}.",
        restored.path.display(),
        which.display()
    ))?;
    match restored.kept {
        Some(kept) => desk.out.say(&format!(
            "What was there before is kept as {}.",
            kept.display()
        )),
        None => Ok(()),
    }
}

/// A number counts from the newest copy; anything else is a file.
fn which_copy(path: &Path, which: &str) -> Result<PathBuf, Stop> {
    let Ok(number) = which.parse::<usize>() else {
        let file = PathBuf::from(which);
        return if file.exists() {
            Ok(file)
        } else {
            Err(no_such_copy(which).into())
        };
    };
    let copies = backup::list(path)?;
    let copy = number
        .checked_sub(1)
        .and_then(|at| copies.into_iter().nth(at));
    Ok(copy.ok_or_else(|| no_such_copy(which))?.path)
}

fn no_such_copy(which: &str) -> Failure {
    Failure::not_found(format!("There is no copy \"{}\".", quoted(which)))
        .hint("`readyroom backups` lists the copies with their numbers.")
}

#[derive(Debug, Serialize)]
struct PlacesJson {
    file: Option<String>,
    there: bool,
    backups: Option<String>,
    settings: Option<String>,
    data: Option<String>,
}

fn places(desk: &mut Desk, matches: &ArgMatches) -> Result<(), Stop> {
    let file = desk.real_path().ok();
    let shown = |path: &Path| path.display().to_string();
    let places = PlacesJson {
        file: file.as_deref().map(shown),
        there: file.as_ref().is_some_and(|file| file.exists()),
        backups: file.as_deref().map(|file| shown(&backup::folder_for(file))),
        settings: paths::settings().ok().as_deref().map(shown),
        data: paths::data().ok().as_deref().map(shown),
    };
    if matches.get_flag("json") {
        return desk.out.json(&Versioned::new(places));
    }
    let PlacesJson {
        file,
        there,
        backups,
        settings,
        data,
    } = &places;
    let missing = if *there || file.is_none() {
        ""
    } else {
        "  (not there)"
    };
    for (name, path, more) in [
        ("file", file, missing),
        ("copies", backups, ""),
        ("settings", settings, ""),
        ("data", data, ""),
    ] {
        let path = path.as_deref().unwrap_or("none yet");
        desk.out.line(&format!("{name:<9} {path}{more}"))?;
    }
    Ok(())
}
