//! `owners`: who has how much, and who a role is.

use clap::{Arg, ArgMatches, Command};
use jiff::civil::Date;
use serde::Serialize;

use super::Verb;
use super::args::{all, as_of, fields_of, flag, json};
use super::desk::{Desk, moment_of};
use super::json::{ClashJson, Shows, Versioned, refs};
use super::output::{Stop, Style};
use crate::domain::absence::{self, Cover, Hands};
use crate::domain::board::Board;
use crate::domain::clash::Clash;
use crate::domain::edit::{self, Owner, PersonPatch};
use crate::domain::failure::Failure;
use crate::domain::id::{PersonId, Ref};
use crate::domain::inspection::Person;
use crate::domain::load::{Load, LoadOrder, Team};
use crate::domain::operation::Operation;
use crate::domain::phrase;
use crate::domain::plan::Plan;
use crate::domain::rating::{Shown, count};
use crate::domain::text::{Line, quoted, width};
use crate::domain::when::Moment;

pub(super) const OWNERS: Verb = Verb {
    name: "owners",
    usage: "[set WHO [name=NAME] [initials=XX] [role=ROLE] [away=DAY..DAY] | cover WHO [--dry-run]] [--as-of MOMENT] [--json]",
    about: "Who has how much, late first; name a role, say who is away, let deputies cover",
    examples: &[
        ("readyroom owners", "everybody, and what nobody owns"),
        (
            "readyroom owners set \"Data lead\" name=\"Jo Smith\" initials=JS",
            "once for all its tasks",
        ),
        (
            "readyroom owners set JS away=\"7/12..9/12 leave\"",
            "when somebody is away; away= when they are not",
        ),
        (
            "readyroom owners cover JS --dry-run",
            "what their deputies would take over",
        ),
    ],
    args: |command: Command| {
        command
            .arg(
                Arg::new("words")
                    .value_name("set WHO FIELD=VALUE | cover WHO")
                    .num_args(0..)
                    .help("Whom to change, by initials, name or role, and what to set"),
            )
            .arg(flag(
                "dry-run",
                "With `cover`: only show what would be handed over",
            ))
            .arg(as_of())
            .arg(json())
    },
    run: owners,
};

fn owners(desk: &mut Desk, matches: &ArgMatches) -> Result<(), Stop> {
    let words = all(matches, "words");
    match words.as_slice() {
        [] => {
            let (plan, board) = desk.read()?;
            list(desk, &plan, &board, matches.get_flag("json"))
        }
        ["set", rest @ ..] => set(desk, rest, matches.get_flag("json")),
        ["cover", rest @ ..] => cover(
            desk,
            &rest.join(" "),
            matches.get_flag("dry-run"),
            matches.get_flag("json"),
        ),
        [other, ..] => Err(Failure::usage(format!(
            "`readyroom owners` cannot do \"{}\".",
            quoted(other)
        ))
        .hint(HOW_TO)
        .into()),
    }
}

const HOW_TO: &str =
    "Type it like: readyroom owners set \"Data lead\" name=\"Jo Smith\" initials=JS";

/// How much one person has. Overtaken work counts nowhere.
#[derive(Debug, Clone, Copy, Default, Serialize)]
struct Counts {
    open: usize,
    late: usize,
    this_week: usize,
    red: usize,
    amber: usize,
    green: usize,
    none: usize,
    complete: usize,
}

impl From<&Load> for Counts {
    fn from(load: &Load) -> Self {
        let tally = load.tally;
        Self {
            open: load.tasks.len(),
            late: tally.late,
            this_week: load.this_week,
            red: tally.red,
            amber: tally.amber,
            green: tally.green,
            none: tally.unrated,
            complete: tally.complete,
        }
    }
}

#[derive(Debug, Serialize)]
struct OwnersJson<'a> {
    owners: Vec<OwnerJson<'a>>,
    nobody: Counts,
    clashes: Vec<ClashJson<'a>>,
}

#[derive(Debug, Serialize)]
struct OwnerJson<'a> {
    initials: &'a Line,
    name: Option<&'a Line>,
    role: &'a Line,
    /// From today on, soonest first.
    away: Vec<AwayJson<'a>>,
    #[serde(flatten)]
    counts: Counts,
    chased: Option<ChasedJson>,
}

#[derive(Debug, Serialize)]
struct AwayJson<'a> {
    from: String,
    to: String,
    reason: &'a Line,
}

#[derive(Debug, Serialize)]
struct ChasedJson {
    count: usize,
    last: Shows<Moment>,
    /// What is late or red and has not moved since the last three messages or more.
    stuck: Vec<Ref>,
}

/// Everybody's load: those with the most late first.
fn list(desk: &mut Desk, plan: &Plan, board: &Board, json: bool) -> Result<(), Stop> {
    let team = Team::whole(plan, board, LoadOrder::Late);
    if json {
        return desk.out.json(&Versioned::new(owners_json(plan, &team)));
    }
    let initials = team.loads.iter().map(|load| width(initials_of(plan, load)));
    let initials = initials.max().unwrap_or(0).max(2);
    for load in &team.loads {
        row(desk, plan, load, initials, board.now.date())?;
    }
    clashes(desk, &team.clashes)
}

/// What cannot all be done, under a list of who has how much.
pub(super) fn clashes(desk: &mut Desk, clashes: &[Clash]) -> Result<(), Stop> {
    if clashes.is_empty() {
        return Ok(());
    }
    desk.out.line("")?;
    desk.out.line(&format!("Clashes  {}", clashes.len()))?;
    for clash in clashes {
        desk.out.line(&format!("  {}", clash.text))?;
    }
    Ok(())
}

fn owners_json<'a>(plan: &'a Plan, team: &'a Team) -> OwnersJson<'a> {
    let mut people: Vec<(&Person, &Load)> = Vec::new();
    let mut nobody = Counts::default();
    for load in &team.loads {
        match load.owner.and_then(|id| plan.person(id)) {
            Some(person) => people.push((person, load)),
            None => nobody = load.into(),
        }
    }
    let owners = people.into_iter().map(|(person, load)| OwnerJson {
        initials: &person.initials,
        name: person.name.as_ref(),
        role: &person.role,
        away: load
            .away
            .iter()
            .map(|absence| AwayJson {
                from: absence.from.to_string(),
                to: absence.to.to_string(),
                reason: &absence.reason,
            })
            .collect(),
        counts: load.into(),
        chased: load.chased.as_ref().map(|chased| ChasedJson {
            count: chased.count,
            last: Shows(moment_of(chased.last)),
            stuck: refs(plan, &chased.stuck),
        }),
    });
    OwnersJson {
        owners: owners.collect(),
        nobody,
        clashes: ClashJson::all(plan, &team.clashes),
    }
}

fn initials_of<'a>(plan: &'a Plan, load: &Load) -> &'a str {
    let person = load.owner.and_then(|id| plan.person(id));
    person.map_or("--", |person| person.initials.as_str())
}

fn row(desk: &mut Desk, plan: &Plan, load: &Load, columns: usize, today: Date) -> Result<(), Stop> {
    let initials = initials_of(plan, load);
    let pad = columns.saturating_sub(width(initials));
    let counts = Counts::from(load);
    let policy = &plan.inspection().policy;
    let Counts {
        open,
        late,
        this_week,
        ..
    } = counts;
    desk.out.write(
        Style::Plain,
        &format!(
            "{initials}{:pad$}  {open:>3} open  {late:>3} late  {this_week:>3} this week",
            ""
        ),
    )?;
    for (shown, number) in [
        (Shown::Red, counts.red),
        (Shown::Amber, counts.amber),
        (Shown::Green, counts.green),
        (Shown::Complete, counts.complete),
    ] {
        desk.out.write(Style::Plain, "  ")?;
        desk.out
            .write(Style::Rag(policy.colour(shown)), policy.letter(shown))?;
        desk.out.write(Style::Plain, &format!(" {number:>3}"))?;
    }
    let chased = load.chased.as_ref();
    let more = [
        load.away_words(today),
        chased.map(|chased| chased.words(today)),
        chased.and_then(|chased| chased.escalation(plan)),
    ];
    let words: Vec<String> = std::iter::once(load.who(plan))
        .chain(more.into_iter().flatten())
        .collect();
    desk.out.line(&format!("  {}", words.join("; ")))
}

fn set(desk: &mut Desk, words: &[&str], json: bool) -> Result<(), Stop> {
    let Settings { who, patch, away } = read_settings(words)?;
    let mut store = desk.change()?;
    let mut plan = store.read()?;
    let id = known(desk, &plan, &who)?;
    let mut operation = edit::person(&plan, id, &patch)?;
    if let Some(days) = away {
        let absence = away_from(desk, &plan, id, &days)?;
        operation.label = if operation.is_empty() {
            absence.label
        } else {
            format!("{}; {}", operation.label, absence.label)
        };
        operation.changes.extend(absence.changes);
    }
    let board = Board::of(&plan, desk.now);
    let clash = absence::clashes_made(&plan, &board, &operation);
    desk.save(&mut store, &operation, "It is so already.")?;
    if let Some(clash) = clash {
        desk.out.warn(&clash)?;
    }
    if json {
        plan.apply_all(&operation.changes)
            .map_err(super::call::moved_meanwhile)?;
        let board = Board::of(&plan, desk.now);
        list(desk, &plan, &board, true)?;
    }
    Ok(())
}

/// The person who answers to `who`.
fn known(desk: &Desk, plan: &Plan, who: &str) -> Result<PersonId, Failure> {
    match edit::read_owner(plan, who, &mut desk.ids())? {
        Owner::Known(id) => Ok(id),
        Owner::Nobody => Err(not_there(who, &[])),
        Owner::New { near, .. } => Err(not_there(who, &near)),
    }
}

/// The operation for the days somebody is away; nothing typed means not away.
fn away_from(desk: &Desk, plan: &Plan, id: PersonId, days: &str) -> Result<Operation, Failure> {
    if days.trim().is_empty() {
        return absence::back(plan, id, desk.now.date());
    }
    let cx = phrase::Context {
        now: desk.now,
        calendar: plan.calendar(),
    };
    absence::away(plan, id, &absence::read(days, &cx)?, &mut desk.ids())
}

#[derive(Debug, Serialize)]
struct CoverJson {
    handed: Vec<HandedJson>,
    left: Vec<LeftJson>,
}

#[derive(Debug, Serialize)]
struct HandedJson {
    #[serde(rename = "ref")]
    reference: String,
    to: String,
}

#[derive(Debug, Serialize)]
struct LeftJson {
    #[serde(rename = "ref")]
    reference: String,
    why: &'static str,
}

/// Hands what falls due while somebody is away to the deputies, and names what has none.
fn cover(desk: &mut Desk, who: &str, dry_run: bool, json: bool) -> Result<(), Stop> {
    if who.trim().is_empty() {
        return Err(
            Failure::usage("`readyroom owners cover` needs to know whom.")
                .hint("Type it like: readyroom owners cover JS --dry-run")
                .into(),
        );
    }
    let (mut store, plan) = desk.open(dry_run)?;
    let board = Board::of(&plan, desk.now);
    let id = known(desk, &plan, who)?;
    let cover = Cover::of(&plan, &board, id)?;
    if json {
        desk.out.json(&Versioned::new(cover_json(&plan, &cover)))?;
    } else {
        for line in cover.lines(&plan, &board) {
            desk.out.line(&line)?;
        }
    }
    if cover.handed.is_empty() && cover.left.is_empty() {
        return desk
            .out
            .say("No open task of theirs falls due in these days. Nothing has been changed.");
    }
    if dry_run {
        let tasks = count(cover.handed.len() as i32, "task");
        return desk.out.say(&format!(
            "{tasks} to hand over, {} left. Nothing has been changed.",
            cover.left.len()
        ));
    }
    let operation = cover.operation(&plan);
    desk.save(&mut store, &operation, "No task can be handed over.")?;
    Ok(())
}

fn cover_json(plan: &Plan, cover: &Cover) -> CoverJson {
    let reference = |id| {
        let task = plan.task(id);
        task.map_or(String::new(), |task| task.reference.to_string())
    };
    let initials = |id| {
        let person = plan.person(id);
        person.map_or(String::new(), |person| person.initials.to_string())
    };
    CoverJson {
        handed: cover
            .handed
            .iter()
            .map(|(task, deputy)| HandedJson {
                reference: reference(*task),
                to: initials(*deputy),
            })
            .collect(),
        left: cover
            .left
            .iter()
            .map(|(task, hands)| LeftJson {
                reference: reference(*task),
                why: match hands {
                    Hands::BothAway(_) => "deputy_away",
                    _ => "no_deputy",
                },
            })
            .collect(),
    }
}

fn not_there(who: &str, near: &[String]) -> Failure {
    let near = if near.is_empty() {
        String::new()
    } else {
        format!("Did you mean {}? ", near.join(" or "))
    };
    Failure::not_found(format!("There is nobody called \"{}\".", quoted(who)))
        .hint(format!("{near}`readyroom owners` lists everybody."))
}

/// Whom, and what is to become of them.
struct Settings {
    who: String,
    patch: PersonPatch,
    /// The days they are away, as typed.
    away: Option<String>,
}

/// Reads them.
fn read_settings(words: &[&str]) -> Result<Settings, Failure> {
    let (who, fields) = fields_of(words);
    if who.is_empty() || fields.is_empty() {
        return Err(Failure::usage(
            "`readyroom owners set` needs to know whom to change, and what to set.",
        )
        .hint(HOW_TO));
    }
    let mut patch = PersonPatch::default();
    let mut away = None;
    for (name, text) in fields {
        match name.trim().to_lowercase().as_str() {
            "name" => patch.name = Some(edit::line(&text, "The name")?),
            "initials" => patch.initials = Some(edit::line(&text, "The text for initials")?),
            "role" => patch.role = Some(edit::line(&text, "The role")?),
            "away" => away = Some(text),
            _ => {
                return Err(
                    Failure::usage(format!("There is no field \"{}\".", quoted(name)))
                        .hint("The fields are name, initials, role and away."),
                );
            }
        }
    }
    Ok(Settings {
        who: who.join(" "),
        patch,
        away,
    })
}
