//! `walk` and `promises`: going through tasks one by one in a meeting, the minutes of it, and what was promised there.

use std::collections::HashSet;

use clap::{Arg, ArgMatches, Command};
use serde::Serialize;

use super::Verb;
use super::args::{all, as_of, filter, joined, json};
use super::converse::Heard;
use super::desk::{Desk, moment_of};
use super::diff::say_lines;
use super::json::Document;
use super::output::Stop;
use crate::domain::as_of::spoken;
use crate::domain::board::Board;
use crate::domain::failure::Failure;
use crate::domain::fields;
use crate::domain::id::{Ref, TaskId};
use crate::domain::inspection::Person;
use crate::domain::phrase;
use crate::domain::plan::Plan;
use crate::domain::promises::{self, Outcome};
use crate::domain::task::{Phase, Task};
use crate::domain::text;
use crate::domain::walk::{self, Answer, Route};

pub(super) const WALK: Verb = Verb {
    name: "walk",
    usage: "[FILTER... | minutes] [--as-of MOMENT] [--json]",
    about: "Go through tasks one by one in a meeting, and the minutes of it",
    examples: &[
        (
            "readyroom walk late",
            "the late list; asks when typed in `readyroom --plain`",
        ),
        ("readyroom walk fieldwork", "a phase"),
        ("readyroom walk owner:JS", "what one person has"),
        (
            "readyroom walk minutes",
            "what was said, with owner and time",
        ),
    ],
    args: |command: Command| {
        command
            .arg(
                filter("Which tasks: late, a phase, owner:JS, any filter; nothing goes on with today's walk"),
            )
            .arg(as_of())
            .arg(json())
    },
    run: walk,
};

pub(super) const PROMISES: Verb = Verb {
    name: "promises",
    usage: "[REF by TIME [WHAT...] | kept NUMBER] [--as-of MOMENT] [--json]",
    about: "What was promised by when, the broken first; note one, or that it was kept",
    examples: &[
        ("readyroom promises", "all of them"),
        (
            "readyroom promises FW-02 by 3pm send the rooms",
            "its owner has promised",
        ),
        (
            "readyroom promises kept 2",
            "the second of the list was kept",
        ),
    ],
    args: |command: Command| {
        command
            .arg(
                Arg::new("words")
                    .value_name("REF by TIME WHAT | kept NUMBER")
                    .num_args(0..)
                    .help("The task and the promise; or which one was kept"),
            )
            .arg(as_of())
            .arg(json())
    },
    run: run_promises,
};

fn walk(desk: &mut Desk, matches: &ArgMatches) -> Result<(), Stop> {
    let typed = joined(matches, "filter");
    let (plan, board) = desk.read()?;
    if typed == "minutes" {
        let route = walk::latest(&plan).ok_or_else(|| {
            Failure::not_found("There has been no walk yet.").hint("Begin one: readyroom walk late")
        })?;
        return minutes(desk, &route, &plan, &board, matches.get_flag("json"));
    }
    let scope = match typed.parse() {
        _ if typed.is_empty() => None,
        Err(()) => Some(typed.clone()),
        Ok(Scope(phase)) => Some(format!("phase:{}", phase.as_str())),
    };
    let resumed = Route::to_resume(&plan, &board, scope.as_deref());
    let route = match resumed {
        Some(route) => route,
        None => Route::new(
            scope.as_deref().unwrap_or("late"),
            &desk.author(),
            &mut desk.ids(),
        )?,
    };
    let left = route.left(&plan, &board)?;
    if matches.get_flag("json") {
        return desk
            .out
            .json(&Document("walk", WalkJson::of(&route, &plan, &board)));
    }
    if left.is_empty() {
        return desk.out.say(&format!(
            "{}: there is nothing to walk through.",
            route.title(&plan)
        ));
    }
    if desk.asks() && !desk.looks_back() {
        return ask_one_by_one(desk, &route);
    }
    desk.out.heading(&format!(
        "{}: {} to walk through",
        route.title(&plan),
        crate::domain::rating::count(left.len() as i32, "task")
    ))?;
    for task in left.iter().filter_map(|id| plan.task(*id)) {
        desk.out.line(&format!(
            "  {} {}, {}",
            task.reference,
            task.title,
            walk::owner(&plan, task)
        ))?;
    }
    if desk.looks_back() {
        return Ok(());
    }
    desk.out.say(
        "To be asked one by one, type `walk` in `readyroom --plain`, or press W on the screens.",
    )
}

/// A phase that is named without its key.
struct Scope(Phase);

impl std::str::FromStr for Scope {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Phase::read(&text.to_lowercase()).map(Self).ok_or(())
    }
}

/// What can be answered.
const ANSWERS: &str = "on track, done, slipping DATE or by TIME, stuck WHY, note TEXT, next, stop";

/// What came of asking about one task.
enum Went {
    On,
    Past,
    Over,
}

/// Asks about each task until there are no more, or until whoever answers has had enough; ends with the minutes.
fn ask_one_by_one(desk: &mut Desk, route: &Route) -> Result<(), Stop> {
    let mut passed: HashSet<TaskId> = HashSet::new();
    loop {
        desk.tick();
        let (plan, board) = desk.read()?;
        let mut left = route.left(&plan, &board)?;
        left.retain(|id| !passed.contains(id));
        let Some(id) = left.first().copied() else {
            break;
        };
        show(desk, &plan, &board, id, left.len())?;
        match ask(desk, route, id)? {
            Went::On => {}
            Went::Past => {
                passed.insert(id);
            }
            Went::Over => break,
        }
    }
    desk.tick();
    let (plan, board) = desk.read()?;
    desk.out.begin();
    if route.said(&plan).is_empty() {
        return desk.out.say("Nothing was said.");
    }
    minutes(desk, route, &plan, &board, false)
}

/// One task, in a few plain lines.
fn show(desk: &mut Desk, plan: &Plan, board: &Board, id: TaskId, left: usize) -> Result<(), Stop> {
    let (Some(task), Some(at)) = (plan.task(id), plan.position(id)) else {
        return Ok(());
    };
    desk.out.begin();
    desk.out.line("")?;
    desk.out
        .heading(&format!("{left} left. {} {}", task.reference, task.title))?;
    desk.out.line(&format!(
        "  Owner {}. {}",
        walk::owner(plan, task),
        due(board, at)
    ))?;
    desk.out
        .line(&format!("  {}", text::capital(&board.explain(plan, at))))?;
    for line in task.note.as_str().lines() {
        desk.out.line(&format!("  Note: {line}"))?;
    }
    for (_, promise) in promises::of_task(plan, id) {
        let outcome = Outcome::of(plan, promise, board.now).as_str();
        desk.out.line(&format!(
            "  Promised ({outcome}) {}",
            promises::says(plan, promise, board.now)
        ))?;
    }
    Ok(())
}

fn due(board: &Board, at: usize) -> String {
    board.standings[at]
        .due
        .map_or("No date.".to_owned(), |due| {
            format!(
                "Due {}, {}.",
                phrase::moment(due),
                phrase::gap(due, board.now)
            )
        })
}

/// Hears an answer about one task and keeps it. What is no answer is asked for again.
fn ask(desk: &mut Desk, route: &Route, id: TaskId) -> Result<Went, Stop> {
    loop {
        desk.out.say(&format!("{}.", text::capital(ANSWERS)))?;
        desk.out.prompt()?;
        let line = match desk.hear()? {
            Heard::End => return Ok(Went::Over),
            Heard::Noise(failure) => {
                desk.out.fail(&failure);
                continue;
            }
            Heard::Line(line) => line,
        };
        match line.trim().to_lowercase().as_str() {
            // There may be more of a long note to be read.
            "" => {
                desk.out.next_page()?;
                continue;
            }
            "next" => return Ok(Went::Past),
            "stop" | "quit" | "q" => return Ok(Went::Over),
            _ => {}
        }
        let Some(answer) = Answer::read(&line) else {
            desk.out.fail(&Failure::usage("That is no answer here."));
            continue;
        };
        desk.tick();
        let (mut store, plan) = desk.open(false)?;
        match route.say(&plan, id, &answer, &desk.author(), &mut desk.ids()) {
            Err(failure) => desk.out.fail(&failure),
            Ok(operation) => {
                desk.save(&mut store, &operation, "")?;
                // A note is seldom all that is said.
                if !matches!(answer, Answer::Note(_)) {
                    return Ok(Went::On);
                }
            }
        }
    }
}

fn minutes(
    desk: &mut Desk,
    route: &Route,
    plan: &Plan,
    board: &Board,
    json: bool,
) -> Result<(), Stop> {
    if json {
        return desk
            .out
            .json(&Document("walk", WalkJson::of(route, plan, board)));
    }
    say_lines(desk, &route.minutes(plan, board))
}

#[derive(Debug, Serialize)]
struct WalkJson<'a> {
    scope: String,
    began: String,
    said: Vec<SaidJson<'a>>,
    left: Vec<Ref>,
}

#[derive(Debug, Serialize)]
struct SaidJson<'a> {
    #[serde(rename = "ref")]
    reference: Option<Ref>,
    title: &'a str,
    owner: Option<String>,
    at: String,
    who: &'a str,
    words: &'a str,
}

impl<'a> WalkJson<'a> {
    fn of(route: &Route, plan: &'a Plan, board: &Board) -> Self {
        let said = route.said(plan).into_iter().map(|said| {
            let task = plan.task(said.task);
            SaidJson {
                reference: task.map(|task| task.reference),
                title: task.map_or("", |task| task.title.as_str()),
                owner: task.map(|task| walk::owner(plan, task)),
                at: moment_of(said.at).to_string(),
                who: said.who.as_str(),
                words: said.words.as_str(),
            }
        });
        let left = route.left(plan, board).unwrap_or_default();
        Self {
            scope: route.scope.to_string(),
            began: moment_of(route.began).to_string(),
            said: said.collect(),
            left: left
                .into_iter()
                .filter_map(|id| plan.task(id))
                .map(|task: &Task| task.reference)
                .collect(),
        }
    }
}

fn run_promises(desk: &mut Desk, matches: &ArgMatches) -> Result<(), Stop> {
    let words = all(matches, "words");
    match words.as_slice() {
        [] => {
            let (plan, board) = desk.read()?;
            list(desk, &plan, &board, matches.get_flag("json"))
        }
        ["kept", number] => {
            let (mut store, plan) = desk.open(false)?;
            let made = promises::all(&plan);
            let nth = number.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
            let (id, _) = nth.and_then(|nth| made.get(nth)).ok_or_else(|| {
                Failure::not_found(format!(
                    "There is no promise number \"{}\".",
                    text::quoted(number)
                ))
                .hint("`readyroom promises` lists them with their numbers.")
            })?;
            let operation = promises::keep(&plan, *id, &desk.author())?;
            let saved = desk.save(&mut store, &operation, "It is kept already.");
            saved.map(|_saved| ())
        }
        [reference, rest @ ..] => {
            let (mut store, plan) = desk.open(false)?;
            let id = fields::find(&plan, reference)?;
            let operation =
                promises::promise(&plan, id, &rest.join(" "), &desk.author(), &mut desk.ids())?;
            let saved = desk.save(&mut store, &operation, "");
            saved.map(|_saved| ())
        }
    }
}

#[derive(Debug, Serialize)]
struct PromiseJson<'a> {
    number: usize,
    outcome: &'static str,
    #[serde(rename = "ref")]
    reference: Option<Ref>,
    title: &'a str,
    what: &'a str,
    who: Option<&'a str>,
    by: String,
    made: String,
    kept: Option<String>,
}

fn list(desk: &mut Desk, plan: &Plan, board: &Board, json: bool) -> Result<(), Stop> {
    let now = board.now;
    let mut rows: Vec<(Outcome, usize, &_)> = (1..)
        .zip(promises::all(plan))
        .map(|(number, (_, promise))| (Outcome::of(plan, promise, now), number, promise))
        .collect();
    rows.sort_by_key(|(outcome, number, promise)| (*outcome, promise.by, *number));
    if json {
        let rows: Vec<PromiseJson<'_>> = rows
            .iter()
            .map(|(outcome, number, promise)| {
                let task = plan.task(promise.task);
                PromiseJson {
                    number: *number,
                    outcome: outcome.as_str(),
                    reference: task.map(|task| task.reference),
                    title: task.map_or("", |task| task.title.as_str()),
                    what: promise.what.as_str(),
                    who: promise
                        .person
                        .and_then(|id| plan.person(id))
                        .map(Person::label),
                    by: spoken(promise.by).to_string(),
                    made: spoken(promise.at).to_string(),
                    kept: promise.kept.map(|at| spoken(at).to_string()),
                }
            })
            .collect();
        return desk.out.json(&Document("promises", rows));
    }
    if rows.is_empty() {
        return desk.out.say("Nothing has been promised.");
    }
    for (outcome, number, promise) in rows {
        desk.out.line(&format!(
            "{number:>3}  {:<6}  {}",
            outcome.as_str(),
            promises::line(plan, promise, now)
        ))?;
    }
    Ok(())
}
