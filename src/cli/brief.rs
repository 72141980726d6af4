//! `brief` and `chase`: papers for people who do not open the file.

use std::path::PathBuf;

use clap::{Arg, ArgMatches, Command, value_parser};

use super::Verb;
use super::args::{flag, joined, json, option, value};
use super::desk::Desk;
use super::json::Document;
use super::output::Stop;
use crate::domain::board::Board;
use crate::domain::edit::{self, Owner};
use crate::domain::failure::Failure;
use crate::domain::id::PersonId;
use crate::domain::plan::Plan;
use crate::domain::privacy;
use crate::domain::rating::count;
use crate::domain::since;
use crate::domain::text::quoted;
use crate::exchange::reports::{self, AUDIENCES, Facts, Half, chase};
use crate::exchange::write;
use crate::shell::save::{self, Existing};
use crate::store::Store;

pub(super) const BRIEF: Verb = Verb {
    name: "brief",
    usage: "[--for WHO] [--format text|md|html] [--morning | --evening] [--out F [--force]] [--json]",
    about: "One page for the director, the team, members or scrutiny",
    examples: &[
        ("readyroom brief", "for the director, to read here"),
        (
            "readyroom brief --out monday.html",
            "to print; remembered, so the next one tells what has changed since",
        ),
        (
            "readyroom brief --for members --format md",
            "without names of staff",
        ),
        ("readyroom brief --for team", "who has what to do"),
    ],
    args: |command: Command| {
        command
            .arg(option("for", "WHO", "For whom").help(audiences()))
            .arg(option(
                "format",
                "FORMAT",
                "text, md or html; with --out its ending decides",
            ))
            .arg(flag("morning", "The day lies ahead, whatever the time").conflicts_with("evening"))
            .arg(flag("evening", "Tomorrow lies ahead, whatever the time"))
            .arg(
                option(
                    "out",
                    "F",
                    "Write it to a file, and remember that it was made",
                )
                .value_parser(value_parser!(PathBuf))
                .conflicts_with("json"),
            )
            .arg(flag("force", "Replace the file if it is there already").requires("out"))
            .arg(json())
    },
    run: brief,
};

pub(super) const CHASE: Verb = Verb {
    name: "chase",
    usage: "[OWNER] [--json]",
    about: "What an owner has to do, in words to send them; without a name, everybody's",
    examples: &[
        ("readyroom chase JS", "for one person"),
        ("readyroom chase nobody", "what nobody owns"),
        ("readyroom chase", "for everybody, one after the other"),
    ],
    args: |command: Command| {
        command
            .arg(
                Arg::new("owner")
                    .value_name("OWNER")
                    .num_args(0..)
                    .help("Who, by initials, name or role"),
            )
            .arg(json())
    },
    run: chase,
};

fn audiences() -> String {
    let rows: Vec<String> = AUDIENCES
        .iter()
        .map(|audience| format!("{}: {}", audience.name, audience.about))
        .collect();
    rows.join("; ")
}

fn brief(desk: &mut Desk, matches: &ArgMatches) -> Result<(), Stop> {
    let audience = reports::audience(value(matches, "for").unwrap_or("director"))?;
    let out = matches.get_one::<PathBuf>("out").map(PathBuf::as_path);
    let render = match (out, value(matches, "format")) {
        (Some(path), _) => write::render_for_name(&path.to_string_lossy())?,
        (None, format) => write::render_named(format.unwrap_or("text"))?,
    };
    let existing = if matches.get_flag("force") {
        Existing::Replace
    } else {
        Existing::Keep
    };
    if let Some(path) = out {
        save::check(path, existing)?;
    }
    let half = match (matches.get_flag("morning"), matches.get_flag("evening")) {
        (true, _) => Half::Morning,
        (_, true) => Half::Evening,
        _ => Half::of(desk.now),
    };
    let mut store = match out {
        Some(_) => desk.change()?,
        None => desk.look()?,
    };
    let plan = store.read()?;
    desk.note_damage(&store);
    let board = Board::of(&plan, desk.now);
    let since = since_last(&store, &plan, &board, audience.name)?;
    let head = store.head()?;
    let report = (audience.make)(&Facts {
        plan: &plan,
        board: &board,
        since: since.as_ref(),
        half,
        mark: &head.short(),
    });
    if matches.get_flag("json") {
        desk.point_at("brief", &report.words())?;
        return desk.out.json(&Document("brief", report));
    }
    let text = (render.render)(&report);
    let marks = desk.point_at("brief", &report.words())?;
    match out {
        None => desk.out.write(super::output::Style::Plain, &text)?,
        Some(path) => {
            let head = store.head()?;
            save::write(path, text.as_bytes(), existing)?;
            desk.out.say(&format!("Wrote {}.", path.display()))?;
            let made = edit::brief_made(audience.name, &desk.author(), head, &mut desk.ids())?;
            let made = match marks.as_slice() {
                [] => made,
                marks => privacy::logged(&made, marks),
            };
            desk.save(&mut store, &made, "")?;
        }
    }
    match report.names_taken {
        None => Ok(()),
        Some(0) => desk.out.say("No name of staff stood in what people typed."),
        Some(taken) => desk.out.say(&format!(
            "Taken out of what people typed: {} of staff.",
            count(taken as i32, "name")
        )),
    }
}

/// What has changed since the last brief for these readers.
fn since_last(
    store: &Store,
    plan: &Plan,
    board: &Board,
    audience: &str,
) -> Result<Option<since::Since>, Stop> {
    let Some((id, made)) = since::last_brief(plan, audience, board.now) else {
        return Ok(None);
    };
    let done = store.history_since(|past| since::files(past, id))?;
    let then = since::before(plan, &done);
    Ok(then.map(|then| since::Since::between(&then, made.at, plan, board)))
}

fn chase(desk: &mut Desk, matches: &ArgMatches) -> Result<(), Stop> {
    let store = desk.look()?;
    let plan = store.read()?;
    desk.note_damage(&store);
    let board = Board::of(&plan, desk.now);
    let mark = store.head()?.short();
    let facts = Facts {
        plan: &plan,
        board: &board,
        since: None,
        half: Half::of(desk.now),
        mark: &mark,
    };
    let typed = joined(matches, "owner");
    let owners = if typed.is_empty() {
        chase::owners(&facts)
    } else {
        vec![read_owner(desk, &plan, &typed)?]
    };
    let messages: Vec<String> = owners
        .iter()
        .map(|owner| chase::message(&facts, *owner))
        .collect();
    desk.point_at("list", &messages.join("\n"))?;
    if matches.get_flag("json") {
        return desk.out.json(&Document("chase", messages));
    }
    if messages.is_empty() {
        return desk.out.say("Nothing is left to chase.");
    }
    desk.out
        .write(super::output::Style::Plain, &messages.join("\n"))
}

fn read_owner(desk: &Desk, plan: &Plan, typed: &str) -> Result<Option<PersonId>, Failure> {
    match edit::read_owner(plan, typed, &mut desk.ids())? {
        Owner::Nobody => Ok(None),
        Owner::Known(id) => Ok(Some(id)),
        Owner::New { near, .. } => {
            let failure = Failure::not_found(format!("There is nobody \"{}\".", quoted(typed)));
            Err(match near.as_slice() {
                [] => failure.hint("`readyroom owners` lists everybody."),
                near => failure.hint(format!("Did you mean {}?", near.join(" or "))),
            })
        }
    }
}
