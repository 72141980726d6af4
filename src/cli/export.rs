//! `export`: tasks as a file to send on.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::{Arg, ArgMatches, Command, value_parser};
use serde::Serialize;

use super::Verb;
use super::args::{as_of, filter, flag, joined, json};
use super::desk::Desk;
use super::json::Versioned;
use super::output::Stop;
use crate::domain::board::Board;
use crate::domain::edit::{self, Author};
use crate::domain::failure::{Failure, Kind};
use crate::domain::filter::Filter;
use crate::domain::phrase;
use crate::domain::privacy::{self, Mark, Sighting};
use crate::domain::rating::count;
use crate::exchange::write::{self, Halt, Source};
use crate::shell::save::{self, Existing};

pub(super) const EXPORT: Verb = Verb {
    name: "export",
    usage: "F [FILTER...] [--force] [--as-of MOMENT] [--json]",
    about: "Write tasks to a file to send on; its ending picks the format",
    examples: &[
        ("readyroom export tracker.xlsx", "a tracker for Excel"),
        ("readyroom export jo.csv owner:JS", "what is with Jo"),
        ("readyroom export all.json", "everything the file holds"),
        (
            "readyroom export monday.xlsx --as-of call",
            "the tracker as it stood when the call was recorded",
        ),
    ],
    args: |command: Command| {
        command
            .arg(
                Arg::new("to")
                    .value_name("F")
                    .help("The file to write")
                    .required(true)
                    .value_parser(value_parser!(PathBuf)),
            )
            .arg(filter("Which tasks, as `readyroom list` has it; else all"))
            .arg(flag("force", "Replace the file if it is there already"))
            .arg(as_of())
            .arg(json())
    },
    run: export,
};

#[derive(Debug, Serialize)]
struct Exported<'a> {
    path: String,
    format: &'a str,
    written: usize,
    of: usize,
}

fn export(desk: &mut Desk, matches: &ArgMatches) -> Result<(), Stop> {
    let path = matches
        .get_one::<PathBuf>("to")
        .map_or(Path::new(""), PathBuf::as_path);
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let format = write::for_name(&name)?;
    let existing = if matches.get_flag("force") {
        Existing::Replace
    } else {
        Existing::Keep
    };
    save::check(path, existing)?;
    let (store, plan) = desk.open(true)?;
    let mark = desk.head(&store)?.short();
    let edition = desk.edition(&store)?;
    let board = Board::of(&plan, desk.now);
    let cx = phrase::Context {
        now: desk.now,
        calendar: plan.calendar(),
    };
    let filter = Filter::read(&joined(matches, "filter"), &cx, &plan, &board.schedule)?;
    let positions = filter.positions(&plan, &board);
    let source = Source {
        plan: &plan,
        board: &board,
        positions: &positions,
        mark: &mark,
        edition,
    };
    let seen = (format.guard)(&source);
    if let Some(warning) = privacy::warning_of(&seen) {
        desk.out.warn(&warning)?;
    }
    let bytes = with_progress(desk, positions.len(), |watch| {
        (format.write)(&source, watch)
    })?;
    save::write(path, &bytes, existing)?;
    let (written, of) = (positions.len(), plan.tasks().len());
    if matches.get_flag("json") {
        desk.out.json(&Versioned::new(Exported {
            path: path.display().to_string(),
            format: format.ending,
            written,
            of,
        }))?;
    } else {
        desk.out.say(&format!(
            "Wrote {written} of {} to {} ({}).",
            count(of as i32, "task"),
            path.display(),
            format.name
        ))?;
    }
    drop(store);
    remember(desk, &name, &seen)
}

/// The history says that this left although the privacy guard points at something in it; what may not be changed cannot.
fn remember(desk: &mut Desk, name: &str, seen: &[Sighting]) -> Result<(), Stop> {
    if seen.is_empty() || desk.damage().is_some() {
        return Ok(());
    }
    match desk.change_now() {
        Ok(mut store) => {
            let marks: Vec<Mark> = seen.iter().map(|one| one.mark).collect();
            let author = Author {
                now: desk.stamp().local,
                ..desk.author()
            };
            let released = edit::released(name, &marks, &author, &mut desk.ids());
            desk.commit(&mut store, &released, &[])?;
            desk.out
                .say("The history says that it was sent out. Undo with: readyroom undo")
        }
        Err(Stop::Failed(failure)) if failure.kind == Kind::Busy => desk.out.say(
            "The file may not be changed, so its history does not say that this was sent out.",
        ),
        Err(stop) => Err(stop),
    }
}

/// Work that takes longer than this is said to be going on.
const NOTICEABLE: Duration = Duration::from_millis(300);

/// Makes the bytes; on a terminal, says how far it is when that takes a while.
fn with_progress(
    desk: &mut Desk,
    rows: usize,
    make: impl FnOnce(write::Watch<'_>) -> Result<Vec<u8>, Halt>,
) -> Result<Vec<u8>, Stop> {
    let began = Instant::now();
    let (mut said, shown) = (false, desk.out.columns().is_some());
    let mut watch = |written: usize| {
        if shown && !said && began.elapsed() > NOTICEABLE {
            said = true;
            // That it is going on is a courtesy; whether it worked is said in the end.
            let _ = desk
                .out
                .say(&format!("Writing: {written} of {rows} so far."));
        }
        true
    };
    make(&mut watch).map_err(|halt| match halt {
        Halt::Failed(failure) => failure.into(),
        Halt::Stopped => Failure::failed("The export was stopped. Nothing was written.").into(),
    })
}
