//! `owners`: who has how much, and who a role is.

use std::collections::HashMap;

use clap::{Arg, ArgMatches, Command};
use serde::Serialize;

use super::Verb;
use super::args::{all, as_of, fields_of, flag, json};
use super::desk::Desk;
use super::json::Versioned;
use super::output::{Stop, Style};
use crate::domain::absence::{self, Cover, Hands};
use crate::domain::board::{Board, Tally};
use crate::domain::edit::{self, Owner, PersonPatch};
use crate::domain::failure::Failure;
use crate::domain::id::PersonId;
use crate::domain::inspection::{Person, Policy};
use crate::domain::operation::Operation;
use crate::domain::phrase;
use crate::domain::plan::Plan;
use crate::domain::rating::{Shown, count};
use crate::domain::text::{Line, fold, quoted, width};

pub(super) const OWNERS: Verb = Verb {
    name: "owners",
    usage: "[set WHO [name=NAME] [initials=XX] [role=ROLE] [away=DAY..DAY] | cover WHO [--dry-run]] [--as-of MOMENT] [--json]",
    about: "Who has how much; name a role, say who is away, let deputies cover",
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
    red: usize,
    amber: usize,
    green: usize,
    none: usize,
    complete: usize,
}

impl Counts {
    fn of(plan: &Plan, board: &Board, positions: &[u32]) -> Self {
        let Tally {
            total,
            complete,
            red,
            amber,
            green,
            unrated,
            late,
            unowned: _,
            overtaken,
        } = board.tally_of(plan, positions);
        Self {
            open: total - complete - overtaken,
            late,
            red,
            amber,
            green,
            none: unrated,
            complete,
        }
    }
}

/// The positions of everybody's tasks, and of nobody's.
fn by_owner(plan: &Plan) -> HashMap<Option<PersonId>, Vec<u32>> {
    let mut positions: HashMap<_, Vec<u32>> = HashMap::new();
    for (at, task) in (0..).zip(plan.tasks()) {
        positions.entry(task.owner).or_default().push(at);
    }
    positions
}

#[derive(Debug, Serialize)]
struct OwnersJson<'a> {
    owners: Vec<OwnerJson<'a>>,
    nobody: Counts,
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
}

#[derive(Debug, Serialize)]
struct AwayJson<'a> {
    from: String,
    to: String,
    reason: &'a Line,
}

fn list(desk: &mut Desk, plan: &Plan, board: &Board, json: bool) -> Result<(), Stop> {
    let mut people: Vec<&Person> = plan.people().iter().collect();
    people.sort_by_cached_key(|person| (person.name.is_none(), fold(person.label())));
    let positions = by_owner(plan);
    let counts = |owner| {
        let positions = positions.get(&owner).map_or(&[][..], Vec::as_slice);
        Counts::of(plan, board, positions)
    };
    let nobody = counts(None);
    let today = board.now.date();
    if json {
        let owners = people.iter().map(|person| OwnerJson {
            initials: &person.initials,
            name: person.name.as_ref(),
            role: &person.role,
            away: absence::ahead(plan, person.id, today)
                .into_iter()
                .map(|(_, absence)| AwayJson {
                    from: absence.from.to_string(),
                    to: absence.to.to_string(),
                    reason: &absence.reason,
                })
                .collect(),
            counts: counts(Some(person.id)),
        });
        return desk.out.json(&Versioned::new(OwnersJson {
            owners: owners.collect(),
            nobody,
        }));
    }
    let initials = people
        .iter()
        .map(|person| width(person.initials.as_str()))
        .max()
        .unwrap_or(0)
        .max(2);
    for person in people {
        let who = match (&person.name, person.role.as_str()) {
            (Some(name), "") => name.to_string(),
            (Some(name), role) => format!("{name}, {role}"),
            (None, role) => format!("{role} (no name yet)"),
        };
        let away: Vec<String> = absence::ahead(plan, person.id, today)
            .iter()
            .map(|(_, absence)| absence::days(absence, today))
            .collect();
        let who = if away.is_empty() {
            who
        } else {
            format!("{who}; away {}", away.join(" and "))
        };
        row(
            desk,
            &plan.inspection().policy,
            person.initials.as_str(),
            initials,
            counts(Some(person.id)),
            &who,
        )?;
    }
    if nobody.open > 0 {
        let policy = &plan.inspection().policy;
        row(desk, policy, "--", initials, nobody, "nobody")?;
    }
    Ok(())
}

fn row(
    desk: &mut Desk,
    policy: &Policy,
    initials: &str,
    columns: usize,
    counts: Counts,
    who: &str,
) -> Result<(), Stop> {
    let pad = columns.saturating_sub(width(initials));
    desk.out.write(
        Style::Plain,
        &format!("{initials}{:pad$}  {:>3} open", "", counts.open),
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
    desk.out.line(&format!("  {:>3} late  {who}", counts.late))
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
