//! `drill`: the rehearsal. It is held on the screens, or in a conversation; here is how one is asked for, what would arrive,
//! and the score of one that was held.

use std::path::{Path, PathBuf};

use clap::{ArgMatches, Command, value_parser};
use jiff::civil::DateTime;
use serde::Serialize;

use super::Verb;
use super::args::{Globals, flag, json, option, value};
use super::desk::Desk;
use super::diff::say_lines;
use super::json::{Document, Versioned};
use super::output::Stop;
use crate::domain::drill::{Arrival, Score};
use crate::domain::phrase;
use crate::domain::rating::count;
use crate::domain::requests::Reference;
use crate::domain::when::Moment;
use crate::rehearsal;
use crate::shell::drill::{SPEED, Wanted};
use crate::store::{Access, HistoryQuery, Store, back};

pub(super) const DRILL: Verb =
    Verb {
        name: "drill",
        usage: "[--call MOMENT] [--speed N] [--script FILE] [--list | --score FILE] [--json]",
        about: "Rehearse on a copy: the call comes, requests arrive, a score at the end",
        examples: &[
            (
                "readyroom drill",
                "the call comes next Monday at 09:30; an hour takes a minute",
            ),
            (
                "readyroom drill --speed 0",
                "the clock stands still, and goes on when you say so",
            ),
            (
                "readyroom drill --script ours.toml --list",
                "what would arrive, and when",
            ),
            (
                "readyroom drill --score t-drill.readyroom",
                "how a drill went",
            ),
        ],
        args: |command: Command| {
            command
            .arg(option(
                "call",
                "MOMENT",
                "When the call comes: mon 09:30, 30/11/2026; else the next Monday at 09:30",
            ))
            .arg(
                option(
                    "speed",
                    "N",
                    "Times as fast as real time, 0 to 3600; 60 if not said: an hour takes a minute",
                )
                .value_parser(value_parser!(u16).range(0..=3600)),
            )
            .arg(
                option("script", "FILE", "What inspectors ask: standard, or a file of your own"),
            )
            .arg(flag("list", "Only list what would arrive, and when"))
            .arg(
                option(
                    "score",
                    "FILE",
                    "Only show the score of the drill in this file; the newest ten are kept",
                )
                    .value_parser(value_parser!(PathBuf))
                    .conflicts_with_all(["list", "call", "speed", "script"]),
            )
            .arg(json())
        },
        run,
    };

#[derive(Debug, Serialize)]
struct ArrivalJson<'a> {
    at: String,
    wording: &'a str,
    by: &'a str,
    promised: Option<String>,
}

impl<'a> ArrivalJson<'a> {
    fn of(arrival: &'a Arrival) -> Self {
        Self {
            at: Moment::from(arrival.at).to_string(),
            wording: arrival.wording.as_str(),
            by: arrival.by.as_str(),
            promised: arrival.promised.map(|by| by.to_string()),
        }
    }
}

/// A score; times to an answer are in minutes.
#[derive(Debug, Serialize)]
struct ScoreJson<'a> {
    at: String,
    arrived: usize,
    answered: usize,
    median: Option<i64>,
    worst: Option<i64>,
    late: Vec<String>,
    nobody: Vec<String>,
    red: &'a [String],
    done_late: &'a [String],
    was_red: &'a [String],
    promises_broken: usize,
}

impl<'a> ScoreJson<'a> {
    fn of(score: &'a Score, now: DateTime) -> Self {
        let names = |list: &[Reference]| list.iter().map(Reference::to_string).collect();
        Self {
            at: Moment::from(now).to_string(),
            arrived: score.arrived,
            answered: score.answered,
            median: score.median(),
            worst: score.worst.map(|(_, minutes)| minutes),
            late: names(&score.broken),
            nobody: names(&score.nobody),
            red: &score.red,
            done_late: &score.done_late,
            was_red: &score.was_red,
            promises_broken: score.said,
        }
    }
}

/// The drill that is to be held, if the command asks for one.
pub(super) fn wanted_by(verb: &Verb, globals: &Globals, matches: &ArgMatches) -> Option<Wanted> {
    if verb.name != DRILL.name {
        return None;
    }
    let file = globals.file.clone();
    let only = matches.get_flag("list") || matches.contains_id("score");
    (!only).then(|| wanted(matches, file))
}

fn wanted(matches: &ArgMatches, file: Option<PathBuf>) -> Wanted {
    Wanted {
        file,
        script: value(matches, "script").map(str::to_owned),
        call: value(matches, "call").map(str::to_owned),
        speed: matches.get_one::<u16>("speed").copied().unwrap_or(SPEED),
    }
}

fn run(desk: &mut Desk, matches: &ArgMatches) -> Result<(), Stop> {
    if let Some(path) = matches.get_one::<PathBuf>("score") {
        return score(desk, path, matches.get_flag("json"));
    }
    let file = desk.path().ok().map(PathBuf::from);
    let wanted = wanted(matches, file);
    let laid = rehearsal::lay_out(&wanted, &desk.stamp(), &mut desk.ids())?;
    if matches.get_flag("json") {
        let arrivals: Vec<ArrivalJson<'_>> = laid.arrivals.iter().map(ArrivalJson::of).collect();
        return desk.out.json(&Document("arrivals", arrivals));
    }
    for arrival in &laid.arrivals {
        let at = Moment::from(arrival.at);
        let by = arrival.promised.map_or_else(
            || "no time promised".to_owned(),
            |by| format!("by {}", phrase::moment_short(by, arrival.at.date())),
        );
        desk.out.line(&format!(
            "{}  {}  ({}, {by})",
            phrase::moment(at),
            arrival.wording,
            arrival.by
        ))?;
    }
    let number = count(laid.arrivals.len() as i32, "request");
    desk.out.say(&format!("{number} would arrive."))
}

/// The score as of the last thing that was done in a drill: its clock stood still from then on.
fn score(desk: &mut Desk, path: &Path, json: bool) -> Result<(), Stop> {
    let store = Store::open(path, Access::Untouched)?;
    desk.note_damage(&store);
    let last = store.history(&HistoryQuery {
        limit: Some(1),
        ..HistoryQuery::default()
    })?;
    let now = last.first().map_or(desk.now, |past| past.entry.stamp.local);
    let went = back::score(&store, now)?;
    if json {
        return desk.out.json(&Versioned::new(ScoreJson::of(&went, now)));
    }
    say_lines(desk, &went.lines(now))
}
