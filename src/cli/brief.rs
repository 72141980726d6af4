//! `brief` and `chase`: papers for people who do not open the file.

use std::path::PathBuf;

use clap::{Arg, ArgMatches, Command, value_parser};

use super::Verb;
use super::args::{as_of, flag, joined, json, option, value};
use super::desk::{Answer, Desk};
use super::json::Document;
use super::output::Stop;
use crate::domain::board::Board;
use crate::domain::chase;
use crate::domain::edit::{self, Owner};
use crate::domain::failure::Failure;
use crate::domain::id::PersonId;
use crate::domain::inspection::Person;
use crate::domain::load::{LoadOrder, Team};
use crate::domain::plan::Plan;
use crate::domain::privacy;
use crate::domain::rating::count;
use crate::domain::since;
use crate::domain::text::quoted;
use crate::exchange::reports::{self, AUDIENCES, Facts, Half};
use crate::exchange::write;
use crate::shell::save::{self, Existing};
use crate::store::Store;

pub(super) const BRIEF: Verb = Verb {
    name: "brief",
    usage: "[--for WHO] [--format text|md|html] [--morning | --evening] [--out F [--force]] [--as-of MOMENT] [--json]",
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
        (
            "readyroom brief --as-of \"yesterday 17:00\"",
            "what it said then; only read, so not with --out",
        ),
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
            .arg(as_of())
            .arg(json())
    },
    run: brief,
};

pub(super) const CHASE: Verb = Verb {
    name: "chase",
    usage: "[OWNER] [--owed] [--log] [--as-of MOMENT] [--json]",
    about: "What an owner has to do, in words to send them; without a name, everybody's",
    examples: &[
        ("readyroom chase JS", "for one person"),
        (
            "readyroom chase JS --log",
            "the same, and remember that it was sent",
        ),
        (
            "readyroom chase --owed",
            "for everybody with something late or red who was sent nothing today",
        ),
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
            .arg(
                flag(
                    "owed",
                    "Those with something late or red who were sent nothing today",
                )
                .conflicts_with("owner"),
            )
            .arg(flag("log", "Remember that it was sent, and count it"))
            .arg(as_of())
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
    let (mut store, plan) = desk.open(out.is_none())?;
    let board = Board::of(&plan, desk.now);
    let since = since_last(desk, &store, &plan, &board, audience.name)?;
    let head = desk.head(&store)?;
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
    desk: &Desk,
    store: &Store,
    plan: &Plan,
    board: &Board,
    audience: &str,
) -> Result<Option<since::Since>, Stop> {
    let Some((id, made)) = since::last_brief(plan, audience, board.now) else {
        return Ok(None);
    };
    let done = desk.by_then(store.history_since(|past| since::files(past, id))?);
    let then = since::before(plan, &done);
    Ok(then.map(|then| since::Since::between(&then, made.at, plan, board)))
}

fn chase(desk: &mut Desk, matches: &ArgMatches) -> Result<(), Stop> {
    let logs = matches.get_flag("log");
    let (mut store, plan) = desk.open(!logs)?;
    let board = Board::of(&plan, desk.now);
    let typed = joined(matches, "owner");
    let owners: Vec<Option<PersonId>> = if matches.get_flag("owed") {
        let team = Team::whole(&plan, &board, LoadOrder::Late);
        let owed = chase::owed(&team.loads, desk.now);
        owed.into_iter().map(Some).collect()
    } else if typed.is_empty() {
        let lists = chase::lists(&plan, &board);
        lists.into_iter().map(|(owner, _)| owner).collect()
    } else {
        vec![read_owner(desk, &plan, &typed)?]
    };
    let people: Vec<PersonId> = owners.iter().copied().flatten().collect();
    if logs && people.is_empty() && !owners.is_empty() {
        return Err(
            Failure::usage("Nobody cannot be sent anything, so there is nothing to log.")
                .hint("Give the tasks owners first: readyroom list nobody")
                .into(),
        );
    }
    if logs && matches.get_flag("owed") && desk.asks() {
        return round(desk, &mut store, &plan, &board, &people);
    }
    let messages: Vec<String> = owners
        .iter()
        .map(|owner| chase::message(&plan, &board, *owner))
        .collect();
    desk.point_at("list", &messages.join("\n"))?;
    if matches.get_flag("json") {
        desk.out.json(&Document("chase", &messages))?;
    } else if messages.is_empty() {
        let owed = matches.get_flag("owed");
        let said = if owed {
            chase::NOBODY_OWED
        } else {
            NOTHING_LEFT
        };
        return desk.out.say(said);
    } else {
        desk.out
            .write(super::output::Style::Plain, &messages.join("\n"))?;
    }
    if logs {
        let operation = chase::sent(&plan, &board, &people, &desk.author(), &mut desk.ids());
        desk.save(&mut store, &operation, NOTHING_LEFT)?;
    }
    Ok(())
}

const NOTHING_LEFT: &str = "Nothing is left to chase.";

/// One message after the other, each logged if it was sent; whatever is no answer ends it.
fn round(
    desk: &mut Desk,
    store: &mut Store,
    plan: &Plan,
    board: &Board,
    people: &[PersonId],
) -> Result<(), Stop> {
    let (mut logged, mut skipped) = (0, 0);
    for person in people {
        let message = chase::message(plan, board, Some(*person));
        desk.point_at("list", &message)?;
        desk.out.write(super::output::Style::Plain, &message)?;
        let name = plan.person(*person).map_or("them", Person::label);
        match desk.answer(&format!("Sent to {name}?"))? {
            Answer::Yes => {
                let author = desk.author();
                let operation = chase::sent(plan, board, &[*person], &author, &mut desk.ids());
                desk.save(store, &operation, NOTHING_LEFT)?;
                logged += 1;
            }
            Answer::No => skipped += 1,
            Answer::None => break,
        }
    }
    if people.is_empty() {
        return desk.out.say(chase::NOBODY_OWED);
    }
    let left = match people.len() - logged - skipped {
        0 => String::new(),
        left => format!(", {left} left"),
    };
    desk.out
        .say(&format!("{logged} logged, {skipped} skipped{left}."))
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
