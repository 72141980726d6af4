//! `policy`: when a letter changes, and what the council calls it; shown, tried, or changed.

use clap::{Arg, ArgMatches, Command};
use serde::Serialize;

use super::Verb;
use super::args::{all, as_of, fields_of, flag, json};
use super::call::moved_meanwhile;
use super::desk::Desk;
use super::json::Versioned;
use super::output::{Stop, Style};
use crate::domain::board::Board;
use crate::domain::failure::Failure;
use crate::domain::id::Ref;
use crate::domain::inspection::Policy;
use crate::domain::plan::Plan;
use crate::domain::policy::{self, DryRun, FIELDS, Field};
use crate::domain::rating::Shown;
use crate::domain::text::{Line, quoted};

pub(super) const POLICY: Verb = Verb {
    name: "policy",
    usage: "[FIELD=VALUE...] [--dry-run] [--as-of MOMENT] [--json]",
    about: "Show or change when a RAG letter changes, and what it is called",
    examples: &[
        ("readyroom policy", "as it is"),
        (
            "readyroom policy amber=5 --dry-run",
            "how many tasks that would make amber",
        ),
        (
            "readyroom policy red-word=\"Off track\" scheme=rag",
            "your own words, and done in green",
        ),
        ("readyroom policy red-word=", "the usual word again"),
    ],
    args: |command: Command| {
        command
            .arg(
                Arg::new("words")
                    .value_name("FIELD=VALUE")
                    .num_args(0..)
                    .help("What to set: red amber stale evidence scheme red-word amber-word green-word done-word none-word"),
            )
            .arg(flag("dry-run", "Show what it would make of the tasks, and save nothing"))
            .arg(as_of())
            .arg(json())
    },
    run,
};

fn run(desk: &mut Desk, matches: &ArgMatches) -> Result<(), Stop> {
    let fields = read(&all(matches, "words"))?;
    let rehearse = matches.get_flag("dry-run") || fields.is_empty();
    let (mut store, mut plan) = desk.open(rehearse)?;
    let board = Board::of(&plan, desk.now);
    let new =
        policy::write(&plan.inspection().policy, &fields).map_err(|refused| refused.failure)?;
    let dry_run = policy::dry_run(&plan, &board, &new, desk.now);
    let mut saved = false;
    if !rehearse {
        let operation = policy::change(&plan, new.clone());
        saved = desk.save(&mut store, &operation, "That is the policy already.")?;
        plan.apply_all(&operation.changes)
            .map_err(moved_meanwhile)?;
    }
    if matches.get_flag("json") {
        return desk.out.json(&Versioned::new(PolicyJson::of(
            &plan, &new, &dry_run, saved,
        )));
    }
    if fields.is_empty() {
        return show(desk, &new);
    }
    if rehearse {
        desk.out.say("Nothing has been saved.")?;
        moved(desk, &plan, &new, &dry_run)?;
    }
    desk.out.say(&dry_run.says(&new))
}

fn read(words: &[&str]) -> Result<Vec<(Field, String)>, Failure> {
    let (before, fields) = fields_of(words);
    if let Some(word) = before.first() {
        return Err(
            Failure::usage(format!("\"{}\" is no FIELD=VALUE.", quoted(word)))
                .hint("Type it like: readyroom policy amber=5"),
        );
    }
    let read = fields
        .into_iter()
        .map(|(name, text)| Ok((Field::read(name)?, text)));
    read.collect()
}

fn show(desk: &mut Desk, policy: &Policy) -> Result<(), Stop> {
    for (field, name, _) in FIELDS {
        let value = match field {
            Field::Word(shown) => policy.word(shown).to_owned(),
            other => policy::show(policy, other),
        };
        let help = match field {
            Field::Word(shown) => format!("What {} is called.", policy.letter(shown)),
            other => other.help().to_owned(),
        };
        desk.out.line(&format!("{name:<10}  {value:<16}  {help}"))?;
    }
    Ok(())
}

/// The tasks that would show another letter, before and after.
fn moved(desk: &mut Desk, plan: &Plan, policy: &Policy, dry_run: &DryRun) -> Result<(), Stop> {
    for task in &dry_run.tasks {
        letter(desk, policy, task.before)?;
        desk.out.write(Style::Plain, " -> ")?;
        letter(desk, policy, task.after)?;
        let task = &plan.tasks()[task.at as usize];
        let reference = task.reference.to_string();
        desk.out
            .line(&format!("  {reference:<6}  {}", task.title))?;
    }
    Ok(())
}

fn letter(desk: &mut Desk, policy: &Policy, shown: Shown) -> Result<(), Stop> {
    let style = Style::Rag(policy.colour(shown));
    desk.out.write(style, policy.letter(shown))
}

#[derive(Debug, Serialize)]
struct PolicyJson<'a> {
    saved: bool,
    red: i32,
    amber: i32,
    stale: i32,
    evidence: bool,
    scheme: &'static str,
    letters: Vec<LetterJson<'a>>,
    changed: Vec<ChangedJson<'a>>,
    more_checks: i32,
}

#[derive(Debug, Serialize)]
struct LetterJson<'a> {
    rag: &'static str,
    letter: &'static str,
    word: &'a str,
}

#[derive(Debug, Serialize)]
struct ChangedJson<'a> {
    #[serde(rename = "ref")]
    reference: Ref,
    title: &'a Line,
    before: &'static str,
    after: &'static str,
}

impl<'a> PolicyJson<'a> {
    fn of(plan: &'a Plan, policy: &'a Policy, dry_run: &DryRun, saved: bool) -> Self {
        let letters = Shown::ALL.map(|shown| LetterJson {
            rag: shown.as_str(),
            letter: policy.letter(shown),
            word: policy.word(shown),
        });
        let changed = dry_run.tasks.iter().map(|moved| {
            let task = &plan.tasks()[moved.at as usize];
            ChangedJson {
                reference: task.reference,
                title: &task.title,
                before: moved.before.as_str(),
                after: moved.after.as_str(),
            }
        });
        Self {
            saved,
            red: policy.red_within,
            amber: policy.amber_within,
            stale: policy.stale_after,
            evidence: policy.green_needs_evidence,
            scheme: policy.scheme.as_str(),
            letters: letters.into(),
            changed: changed.collect(),
            more_checks: dry_run.more_checks,
        }
    }
}
