//! `decisions`: what was agreed in meetings, and writing it down.

use clap::{Arg, ArgMatches, Command};
use serde::Serialize;

use super::Verb;
use super::args::{all, as_of, json};
use super::desk::Desk;
use super::json::Document;
use super::output::{Stop, Style};
use crate::domain::decisions;
use crate::domain::phrase;

pub(super) const DECISIONS: Verb = Verb {
    name: "decisions",
    usage: "[WORDS...] [--as-of MOMENT] [--json]",
    about: "What was agreed in meetings: show it, or write it down with the time",
    examples: &[
        (
            "readyroom decisions Ravi takes lists 4 and 7, today 15:00",
            "written down at this minute",
        ),
        ("readyroom decisions", "all of them, day by day"),
    ],
    args: |command: Command| {
        command
            .arg(
                Arg::new("words")
                    .value_name("WORDS")
                    .num_args(0..)
                    .help("What was agreed; nothing, to see them all"),
            )
            .arg(as_of())
            .arg(json())
    },
    run: decisions,
};

#[derive(Debug, Serialize)]
struct DecisionJson<'p> {
    at: String,
    decision: &'p str,
    who: &'p str,
}

fn decisions(desk: &mut Desk, matches: &ArgMatches) -> Result<(), Stop> {
    let words = all(matches, "words").join(" ");
    if !words.is_empty() {
        let mut store = desk.change()?;
        let operation = decisions::decide(&words, &desk.author(), &mut desk.ids())?;
        desk.save(&mut store, &operation, "It is so already.")?;
        return Ok(());
    }
    let (plan, _) = desk.read()?;
    let all = decisions::all(&plan);
    if matches.get_flag("json") {
        let rows = all.iter().map(|made| DecisionJson {
            at: made.at.strftime("%Y-%m-%dT%H:%M").to_string(),
            decision: made.decision.as_str(),
            who: made.who.as_str(),
        });
        return desk
            .out
            .json(&Document("decisions", rows.collect::<Vec<_>>()));
    }
    if all.is_empty() {
        return desk.out.line("Nothing has been written down yet.");
    }
    let mut day = None;
    for made in all {
        if day != Some(made.at.date()) {
            day = Some(made.at.date());
            desk.out
                .write(Style::Heading, &phrase::day(made.at.date()))?;
            desk.out.line("")?;
        }
        let clock = phrase::clock_time(made.at.time());
        desk.out
            .line(&format!("  {clock}  {} ({})", made.decision, made.who))?;
    }
    Ok(())
}
