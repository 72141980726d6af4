//! `call` and `milestones`: the dates that all others hang from. What moves is shown before it is saved, or instead.

use clap::{Arg, ArgMatches, Command};
use serde::Serialize;

use super::Verb;
use super::args::{as_of, flag, joined, json, option, value, words};
use super::desk::{Desk, moment_of};
use super::json::{Document, MilestoneJson, Versioned, milestones as milestones_json};
use super::output::Stop;
use crate::domain::board::Schedule;
use crate::domain::change::Clash;
use crate::domain::edit::{self, Call};
use crate::domain::failure::Failure;
use crate::domain::inspection::Typed;
use crate::domain::near;
use crate::domain::operation::Operation;
use crate::domain::phrase;
use crate::domain::plan::Plan;
use crate::domain::preview::{self, Preview};
use crate::domain::rating::count;
use crate::domain::text::{Line, quoted};
use crate::domain::when::{MilestoneKey, Moment};

pub(super) const CALL: Verb = Verb {
    name: "call",
    usage: "[DATE] [--time HH:MM] [--on-site DATE] [--expected] [--dry-run | --what-if] [--json]",
    about: "Record the call, real or expected: every deadline moves with it",
    examples: &[
        ("readyroom call today 11:00 --on-site mon", "it has come"),
        (
            "readyroom call \"next mon\" --expected",
            "a likely date, so that deadlines can be shown",
        ),
        (
            "readyroom call --on-site 15/12",
            "a monitoring visit: agreed ahead, notice is counted back",
        ),
        (
            "readyroom call \"next mon\" --what-if",
            "what it would find; nothing is changed",
        ),
    ],
    args: |command: Command| {
        command
            .arg(
                words("date", "The day of the call, with its time if it is known")
                    .value_name("DATE")
                    .required(false)
                    .required_unless_present("on-site"),
            )
            .arg(option("time", "HH:MM", "The time of the call").requires("date"))
            .arg(option(
                "on-site",
                "DATE",
                "The first day on site; else the template's rule proposes one",
            ))
            .arg(flag(
                "expected",
                "The call has not come yet: the dates are provisional",
            ))
            .arg(flag("dry-run", "Show what would move, and save nothing"))
            .arg(
                flag(
                    "what-if",
                    "Show what would be late, red, unowned and without evidence on days 1, 2 and 5; save nothing",
                )
                .conflicts_with_all(["dry-run", "expected"]),
            )
            .arg(json())
    },
    run: call,
};

pub(super) const MILESTONES: Verb = Verb {
    name: "milestones",
    usage: "[NAME [DATE [TIME]]] [--as-of MOMENT] [--json]",
    about: "Show the milestones, or type the real date of one",
    examples: &[
        ("readyroom milestones", "all of them"),
        (
            "readyroom milestones draft 18/1",
            "the draft report has come",
        ),
        (
            "readyroom milestones start \"next tue\" 9:30",
            "with a time",
        ),
        ("readyroom milestones draft rule", "back to its rule"),
    ],
    args: |command: Command| {
        command
            .arg(Arg::new("name").value_name("NAME").help("call, start, end, draft, comments, final, publication or plan"))
            .arg(
                Arg::new("date")
                    .value_name("DATE")
                    .help("The real date, with a time if it matters; `rule` or nothing in quotes clears it")
                    .num_args(1..),
            )
            .arg(as_of())
            .arg(json())
    },
    run: milestones,
};

/// Reads the call that `day` and the options tell of. Without a time, a call that came today came now; without a day,
/// it is counted back from the first day on site, where the visit is agreed ahead.
pub(super) fn read(
    desk: &Desk,
    plan: &Plan,
    day: Option<&str>,
    matches: &ArgMatches,
) -> Result<Call, Failure> {
    let on_site = value(matches, "on-site")
        .map(|text| desk.moment(plan, text, "On site"))
        .transpose()?;
    if on_site.is_some_and(|at| at.time.is_some()) {
        return Err(Failure::usage(
            "On site must be a date without a time, like mon or 7/12.",
        ));
    }
    let on_site = on_site.map(|at| at.date);
    let at = match (day, on_site) {
        (Some(day), _) => read_when(desk, plan, day, matches)?,
        (None, Some(on_site)) => Moment::day(edit::notice(plan, on_site).ok_or_else(no_day)?),
        (None, None) => return Err(no_day()),
    };
    Ok(Call {
        date: at.date,
        time: at.time,
        on_site,
        expected: matches.get_flag("expected"),
        drop_preparation: false,
    })
}

fn no_day() -> Failure {
    Failure::usage("The day of the call is needed as well.")
        .hint("Only a visit that is agreed ahead is counted from its first day on site alone.")
}

fn read_when(desk: &Desk, plan: &Plan, day: &str, matches: &ArgMatches) -> Result<Moment, Failure> {
    let text = format!("{day} {}", value(matches, "time").unwrap_or_default());
    let mut at = desk.moment(plan, text.trim(), "The call")?;
    let expected = matches.get_flag("expected");
    if value(matches, "time").is_some() && at.time.is_none() {
        return Err(Failure::usage(
            "The time must be a time of day, like 11:00 or 9am.",
        ));
    }
    if at.time.is_none() && at.date == desk.now.date() && !expected {
        at.time = moment_of(desk.now).time;
    }
    Ok(at)
}

/// Says when inspectors arrive and, if that is only a proposal, how to say better.
pub(super) fn say_on_site(desk: &mut Desk, after: &Plan, call: &Call) -> Result<(), Stop> {
    let start = Schedule::of(after, desk.now).get(MilestoneKey::Start);
    let rule = after
        .milestone(MilestoneKey::Start)
        .and_then(|start| start.rule);
    if after.milestone(MilestoneKey::Start).is_none() {
        return Ok(());
    }
    if after.is_agreed_ahead() && start.is_some() {
        let notice = phrase::day(call.date);
        return desk.out.say(&format!("The day of notice is {notice}."));
    }
    if !call.expected && call.date > desk.now.date() {
        desk.out
            .warn("That day is still to come. If the call has not come yet, say --expected.")?;
    }
    let told = match (start, call.on_site, rule) {
        (Some(at), Some(_), _) => format!("Inspectors arrive on {}.", phrase::moment(at)),
        (Some(at), None, Some(rule)) => format!(
            "On site is proposed for {}, by the rule \"{rule}\". Give the real date with --on-site.",
            phrase::moment(at)
        ),
        (Some(at), None, None) => format!("On site is {}.", phrase::moment(at)),
        (None, _, _) => {
            "When inspectors arrive is not known. Give the date with --on-site.".to_owned()
        }
    };
    desk.out.say(&told)
}

/// A plan just read that does not take an operation built from it.
pub(super) fn moved_meanwhile(clash: Clash) -> Failure {
    Failure::failed(format!(
        "The change does not fit what the file holds: {clash}."
    ))
    .hint("Nothing has been changed. Try again.")
}

fn call(desk: &mut Desk, matches: &ArgMatches) -> Result<(), Stop> {
    if matches.get_flag("what-if") {
        return super::what_if::what_if(desk, matches);
    }
    let rehearse = matches.get_flag("dry-run");
    let (mut store, plan) = desk.open(rehearse)?;
    let day = matches.contains_id("date").then(|| joined(matches, "date"));
    let call = read(desk, &plan, day.as_deref(), matches)?;
    let operation = edit::record_call(&plan, &call, &desk.author())?;
    let preview = preview::preview(&plan, &operation, desk.now).map_err(moved_meanwhile)?;
    let mut after = plan.clone();
    after
        .apply_all(&operation.changes)
        .map_err(moved_meanwhile)?;
    let deadlines = count(preview.tasks.len() as i32, "deadline");
    let came = phrase::moment(Moment {
        date: call.date,
        time: call.time,
    });
    let what = match call.on_site.filter(|_| plan.is_agreed_ahead()) {
        Some(on_site) => format!("A visit from {}", phrase::day(on_site)),
        None => format!("A call on {came}"),
    };
    if desk.asks() && !rehearse && !operation.is_empty() && !matches.get_flag("json") {
        desk.out.say(&format!("{what} moves {deadlines}."))?;
        show_as_text(desk, &after, &preview)?;
        say_on_site(desk, &after, &call)?;
        say_the_rest(desk, &preview)?;
        return desk.save_if_agreed(&mut store, &operation, "Save the call?");
    }
    let mut saved = false;
    if rehearse {
        desk.out.say(&format!(
            "Nothing has been saved. {what} would move {deadlines}."
        ))?;
    } else {
        let otherwise = "That is the call the file holds already.";
        saved = desk.save(&mut store, &operation, otherwise)?;
        if saved {
            desk.out.say(&format!("{deadlines} moved."))?;
        }
    }
    say_on_site(desk, &after, &call)?;
    if matches.get_flag("json") {
        show_as_json(desk, &after, &preview, saved)?;
    } else if rehearse {
        show_as_text(desk, &after, &preview)?;
    }
    say_the_rest(desk, &preview)
}

#[derive(Debug, Serialize)]
struct PreviewJson {
    saved: bool,
    milestones: Vec<MilestoneJson>,
    moved: Vec<MovedJson>,
    fixed: usize,
    held: usize,
    overtaken: usize,
    warnings: Vec<String>,
}

#[derive(Debug, Serialize)]
struct MovedJson {
    #[serde(rename = "ref")]
    reference: String,
    title: Line,
    before: Option<String>,
    after: Option<String>,
}

fn show_as_json(desk: &mut Desk, after: &Plan, preview: &Preview, saved: bool) -> Result<(), Stop> {
    let moved = preview.tasks.iter().filter_map(|moved| {
        let task = after.task(moved.task)?;
        Some(MovedJson {
            reference: task.reference.to_string(),
            title: task.title.clone(),
            before: moved.before.map(|at| at.to_string()),
            after: moved.after.map(|at| at.to_string()),
        })
    });
    desk.out.json(&Versioned::new(PreviewJson {
        saved,
        milestones: milestones_json(after, &Schedule::of(after, desk.now)),
        moved: moved.collect(),
        fixed: preview.fixed,
        held: preview.held,
        overtaken: preview.overtaken,
        warnings: preview.warnings.clone(),
    }))
}

fn show_as_text(desk: &mut Desk, after: &Plan, preview: &Preview) -> Result<(), Stop> {
    for moved in &preview.milestones {
        let name = after
            .milestone(moved.key)
            .map(|milestone| milestone.name.as_str())
            .unwrap_or_default();
        show_moved(desk, moved.key.as_str(), name, moved.before, moved.after)?;
    }
    for moved in &preview.tasks {
        let Some(task) = after.task(moved.task) else {
            continue;
        };
        let reference = task.reference.to_string();
        show_moved(
            desk,
            &reference,
            task.title.as_str(),
            moved.before,
            moved.after,
        )?;
    }
    Ok(())
}

fn show_moved(
    desk: &mut Desk,
    key: &str,
    name: &str,
    before: Option<Moment>,
    after: Option<Moment>,
) -> Result<(), Stop> {
    let spoken = |at: Option<Moment>| at.map_or("no date".to_owned(), phrase::moment);
    let (before, after) = (spoken(before), spoken(after));
    if desk.asks() {
        return desk
            .out
            .line(&format!("{key}. {name}: {after}, was {before}."));
    }
    desk.out
        .line(&format!("{key:<11}  {before:<21}  ->  {after:<21}  {name}"))
}

/// What does not move, and what is odd.
fn say_the_rest(desk: &mut Desk, preview: &Preview) -> Result<(), Stop> {
    if preview.fixed > 0 {
        let stay = if preview.fixed == 1 { "stays" } else { "stay" };
        desk.out.say(&format!(
            "{} with a typed date {stay}.",
            count(preview.fixed as i32, "task")
        ))?;
    }
    if preview.overtaken > 0 {
        let tasks = count(preview.overtaken as i32, "unfinished task");
        desk.out.say(&format!(
            "{tasks} from before the call will show as overtaken."
        ))?;
    }
    if preview.held > 0 {
        let deadlines = count(preview.held as i32, "deadline");
        desk.out.warn(&format!(
            "The visit is too short for {deadlines}: held at its edge."
        ))?;
    }
    say_warnings(desk, preview)
}

fn say_warnings(desk: &mut Desk, preview: &Preview) -> Result<(), Stop> {
    preview
        .warnings
        .iter()
        .try_for_each(|warning| desk.out.warn(warning))
}

fn milestones(desk: &mut Desk, matches: &ArgMatches) -> Result<(), Stop> {
    let key = value(matches, "name").map(read_key).transpose()?;
    let (Some(key), true) = (key, matches.contains_id("date")) else {
        let (plan, board) = desk.read()?;
        list(desk, &plan, &board.schedule, key, matches)?;
        let preview =
            preview::preview(&plan, &Operation::new(""), desk.now).map_err(moved_meanwhile)?;
        return say_warnings(desk, &preview);
    };
    let mut store = desk.change()?;
    let plan = store.read()?;
    let typed = read_typed(desk, &plan, key, &joined(matches, "date"))?;
    let operation = edit::milestone(&plan, &Schedule::of(&plan, desk.now), key, typed)?;
    let preview = preview::preview(&plan, &operation, desk.now).map_err(moved_meanwhile)?;
    let mut after = plan.clone();
    after
        .apply_all(&operation.changes)
        .map_err(moved_meanwhile)?;
    if desk.asks() && !operation.is_empty() && !matches.get_flag("json") {
        show_as_text(desk, &after, &preview)?;
        say_warnings(desk, &preview)?;
        return desk.save_if_agreed(&mut store, &operation, "Save this date?");
    }
    let saved = desk.save(
        &mut store,
        &operation,
        "That is what the file holds already.",
    )?;
    if saved {
        desk.out.say(&format!(
            "{} moved.",
            count(preview.tasks.len() as i32, "deadline")
        ))?;
    }
    if matches.get_flag("json") {
        list(desk, &after, &Schedule::of(&after, desk.now), None, matches)?;
    }
    say_warnings(desk, &preview)
}

fn read_key(name: &str) -> Result<MilestoneKey, Failure> {
    name.trim().to_lowercase().parse().map_err(|_unknown| {
        let names = MilestoneKey::ALL.map(MilestoneKey::as_str);
        let list = format!("The milestones are {}.", names.join(", "));
        Failure::not_found(format!("There is no milestone \"{}\".", quoted(name)))
            .hint(near::hint(name, names, &list))
    })
}

/// What was typed, or `None` when it is to be cleared.
fn read_typed(
    desk: &Desk,
    plan: &Plan,
    key: MilestoneKey,
    text: &str,
) -> Result<Option<Typed>, Failure> {
    if matches!(
        text.trim().to_lowercase().as_str(),
        "" | "rule" | "-" | "none"
    ) {
        return Ok(None);
    }
    if key == MilestoneKey::Call {
        return Err(Failure::usage(
            "The call is recorded with its own command, which moves all else.",
        )
        .hint(format!("Type it like: readyroom call {}", quoted(text))));
    }
    let at = desk.moment(plan, text, key.title())?;
    Ok(Some(Typed {
        at,
        expected: false,
    }))
}

fn list(
    desk: &mut Desk,
    plan: &Plan,
    schedule: &Schedule,
    only: Option<MilestoneKey>,
    matches: &ArgMatches,
) -> Result<(), Stop> {
    let wanted = |key: MilestoneKey| only.is_none_or(|only| only == key);
    if matches.get_flag("json") {
        let mut all = milestones_json(plan, schedule);
        all.retain(|milestone| only.is_none_or(|only| milestone.is(only)));
        return desk.out.json(&Document("milestones", all));
    }
    for milestone in plan
        .milestones()
        .iter()
        .filter(|milestone| wanted(milestone.key))
    {
        let at = schedule
            .get(milestone.key)
            .map_or("no date".to_owned(), phrase::moment);
        let basis = match (milestone.typed, milestone.rule) {
            (Some(Typed { expected: true, .. }), _) => "expected".to_owned(),
            (Some(_), _) => "typed".to_owned(),
            (None, Some(rule)) => format!("by rule {rule}"),
            (None, None) => String::new(),
        };
        desk.out.line(
            format!(
                "{:<11}  {at:<21}  {basis:<23}  {}",
                milestone.key, milestone.name
            )
            .trim_end(),
        )?;
    }
    Ok(())
}
