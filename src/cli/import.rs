//! `import`: a tracker from Excel or CSV, or the whole of an inspection from our own JSON, brought in as one operation.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command, value_parser};
use serde::Serialize;

use super::Verb;
use super::args::{flag, json, option, value};
use super::desk::Desk;
use super::json::Versioned;
use super::output::Stop;
use crate::domain::change::{Change, Row};
use crate::domain::failure::{Failure, Kind};
use crate::domain::id::{Ref, TaskId};
use crate::domain::operation::Operation;
use crate::domain::plan::Plan;
use crate::domain::privacy::{self, Flag};
use crate::domain::rating::count;
use crate::exchange::import::{self, About, Conflict, DateOrder, Proposal, Request, whole};
use crate::exchange::read::{self, ReadError};
use crate::exchange::recognise::{self, Mapping, Recognised};
use crate::exchange::sheet::Workbook;
use crate::shell::config::Config;
use crate::shell::files;

pub(super) const IMPORT: Verb = Verb {
    name: "import",
    usage: "F [--sheet S] [--map FIELD=COLUMN,...] [--month-first] [--dry-run] [--json]",
    about: "Bring in a tracker from Excel or CSV, or what was exported as JSON, in one operation",
    examples: &[
        (
            "readyroom import tracker.xlsx --dry-run",
            "what it would do",
        ),
        ("readyroom import tracker.xlsx", "bring it in"),
        (
            "readyroom import plan.csv --map title=\"Next steps\",owner=Lead,due=F",
            "say which column is which, by its heading or letter",
        ),
        (
            "readyroom import all.json",
            "everything that `readyroom export all.json` wrote",
        ),
    ],
    args: |command: Command| {
        command
            .arg(
                Arg::new("from")
                    .value_name("F")
                    .help("The file to read; it is never changed")
                    .required(true)
                    .value_parser(value_parser!(PathBuf)),
            )
            .arg(option("sheet", "S", "Only the sheet with this name"))
            .arg(option(
                "map",
                "FIELD=COLUMN,...",
                "What columns are for, where that is not seen",
            ))
            .arg(flag("month-first", "Read 5/6 as 6 May, as in America"))
            .arg(flag(
                "dry-run",
                "Show what would happen, and change nothing",
            ))
            .arg(json())
    },
    run: import,
};

fn import(desk: &mut Desk, matches: &ArgMatches) -> Result<(), Stop> {
    let path = matches
        .get_one::<PathBuf>("from")
        .map_or(Path::new(""), PathBuf::as_path);
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let wanted = Wanted {
        name: &name,
        sheet: value(matches, "sheet"),
        mapping: Mapping::read(value(matches, "map").unwrap_or_default())?,
        order: matches
            .get_flag("month-first")
            .then_some(DateOrder::MonthFirst),
    };
    let bytes = files::read_whole(path, whole::MOST_BYTES as u64)?;
    let rehearse = matches.get_flag("dry-run");
    let (mut store, plan) = desk.open(rehearse)?;
    let proposal = if whole::is_json(&bytes) {
        whole::propose(whole::read(&bytes, &name)?, &plan, &name, &mut desk.ids())?
    } else {
        propose(desk, &plan, &bytes, &wanted)?
    };
    let flags = privacy::look_at_new(&proposal.operation);
    let saved = if rehearse || proposal.operation.is_empty() {
        None
    } else {
        Some(desk.commit(&mut store, &proposal.operation, &flags)?)
    };
    if matches.get_flag("json") {
        desk.out.json(&Versioned::new(ProposalJson::of(
            &proposal,
            saved.is_some(),
        )))?;
    } else {
        show(desk, &plan, &proposal)?;
    }
    say(desk, &proposal)?;
    point_at(desk, &plan, &proposal.operation, &flags)?;
    if let Some(saved) = saved {
        desk.say_saved(&store, &saved)?;
    } else if rehearse {
        desk.out.say("Nothing has been saved.")?;
    } else {
        desk.out.say("There is nothing to save.")?;
    }
    if proposal.conflicts.is_empty() {
        return Ok(());
    }
    let fields = count(proposal.conflicts.len() as i32, "field");
    let message =
        format!("{fields} changed here and in the sheet. Yours stays; both are named above.");
    Err(Failure::new(Kind::Conflicts, message)
        .hint("To take theirs, type it: readyroom set REF FIELD=VALUE")
        .into())
}

/// What was typed about a spreadsheet.
struct Wanted<'a> {
    name: &'a str,
    sheet: Option<&'a str>,
    mapping: Mapping,
    order: Option<DateOrder>,
}

fn propose(
    desk: &mut Desk,
    plan: &Plan,
    bytes: &[u8],
    wanted: &Wanted<'_>,
) -> Result<Proposal, Stop> {
    let mut go_on = |_rows| ControlFlow::Continue(());
    let workbook = read::read(bytes, &mut go_on).map_err(|error| error.about(wanted.name))?;
    let found = recognised(desk, &workbook, wanted)?;
    let request = Request {
        workbook: &workbook,
        found: &found,
        plan,
        author: &desk.author(),
        file: wanted.name,
        order: wanted.order,
    };
    let proposal = import::propose(&request, &mut desk.ids(), &mut go_on)?;
    Ok(proposal.ok_or_else(|| ReadError::Stopped.about(wanted.name))?)
}

/// Which column is which: as typed, else as it was last chosen for a file of this shape, else as seen.
fn recognised(
    desk: &mut Desk,
    workbook: &Workbook,
    wanted: &Wanted<'_>,
) -> Result<Recognised, Stop> {
    let seen = recognise::recognise(workbook, wanted.sheet, &wanted.mapping);
    if !wanted.mapping.0.is_empty() {
        return Ok(seen?);
    }
    let all = match &seen {
        Ok(_) => None,
        Err(_nothing_seen) => recognise::all_columns(workbook),
    };
    let mut chosen = Config::load().unwrap_or_default().columns;
    let remembered = seen.as_ref().ok().or(all.as_ref()).and_then(|seen| {
        let columns = chosen.remove(&recognise::shape(&seen.tables))?;
        recognise::remembered(workbook, wanted.sheet, seen, &columns)
    });
    let Some(found) = remembered else {
        return Ok(seen?);
    };
    desk.out
        .say("Its columns are read as you last chose for a file like it; --map says otherwise.")?;
    Ok(found)
}

/// What happens, row by row; unchanged rows are only counted.
fn show(desk: &mut Desk, plan: &Plan, proposal: &Proposal) -> Result<(), Stop> {
    desk.out.line(&proposal.summary())?;
    if !proposal.new.is_empty() {
        desk.out.heading("New")?;
    }
    for new in proposal.new_in_words(plan) {
        desk.out.line(&format!("  {new}"))?;
    }
    if !proposal.changed.is_empty() {
        desk.out.heading("Changed")?;
    }
    for changed in &proposal.changed {
        desk.out.line(&format!(
            "  {}: {} {}",
            changed.place, changed.reference, changed.title
        ))?;
        for field in &changed.fields {
            desk.out.line(&format!(
                "    {}: {} -> {}",
                field.field,
                or_nothing(&field.old),
                or_nothing(&field.new)
            ))?;
        }
    }
    if !proposal.conflicts.is_empty() {
        desk.out
            .heading("Changed here and in the sheet; yours stays")?;
    }
    for conflict in &proposal.conflicts {
        desk.out.line(&format!(
            "  {}: {}: mine {}, theirs {}",
            conflict.place,
            conflict.field,
            or_nothing(&conflict.mine),
            or_nothing(&conflict.theirs)
        ))?;
    }
    let each = |rows: &[About]| rows.iter().map(ToString::to_string).collect::<Vec<_>>();
    for (heading, lines) in [
        ("Refused", each(&proposal.refused)),
        ("Without an owner", import::gathered(&proposal.ownerless)),
        ("Kept in the note", import::gathered(&proposal.kept)),
        ("Passed over", each(&proposal.passed_over)),
    ] {
        if !lines.is_empty() {
            desk.out.heading(heading)?;
        }
        for line in lines {
            desk.out.line(&format!("  {line}"))?;
        }
    }
    Ok(())
}

fn or_nothing(text: &str) -> String {
    if text.is_empty() {
        "nothing".to_owned()
    } else {
        text.replace('\n', " / ")
    }
}

/// The first rows of those that the privacy guard points at; they come in all the same.
const MOST_POINTED_AT: usize = 5;

/// Says which texts look as if they were about one child, each by its task.
fn point_at(
    desk: &mut Desk,
    plan: &Plan,
    operation: &Operation,
    flags: &[Flag],
) -> Result<(), Stop> {
    let new: HashMap<TaskId, Ref> = operation
        .changes
        .iter()
        .filter_map(|change| match change {
            Change::Create(Row::Task(task)) => Some((task.id, task.reference)),
            _ => None,
        })
        .collect();
    let known = |id| plan.task(id).map(|task| task.reference);
    for flag in flags.iter().take(MOST_POINTED_AT) {
        let of_task = |id| new.get(&id).copied().or_else(|| known(id));
        let reference = flag.task.and_then(of_task);
        let of = reference.map_or_else(String::new, |reference| format!(" of {reference}"));
        let looks = flag.mark.words();
        desk.out.warn(&format!(
            "The {}{of} looks as if it held {looks}.",
            flag.field
        ))?;
    }
    let more = flags.len().saturating_sub(MOST_POINTED_AT);
    if more > 0 {
        let texts = count(more as i32, "more text");
        desk.out.warn(&format!("So do {texts}."))?;
    }
    if flags.is_empty() {
        return Ok(());
    }
    desk.out.warn(privacy::WHY)
}

/// What is worth knowing about the whole of it.
fn say(desk: &mut Desk, proposal: &Proposal) -> Result<(), Stop> {
    for notice in &proposal.notices {
        desk.out.say(notice)?;
    }
    if let Some(question) = &proposal.question {
        desk.out.say(&format!(
            "The dates under \"{}\", such as {}, were read with the day first. If the month comes first, add --month-first.",
            question.heading, question.example
        ))?;
    }
    if !proposal.refused.is_empty() {
        let rows = count(proposal.refused.len() as i32, "row");
        desk.out.warn(&format!(
            "{rows} could not be brought in; each is named above with its reason."
        ))?;
    }
    Ok(())
}

#[derive(Debug, Serialize)]
struct ProposalJson<'a> {
    saved: bool,
    rows: usize,
    new: Vec<NewJson<'a>>,
    changed: Vec<ChangedJson<'a>>,
    conflicts: Vec<ConflictJson<'a>>,
    unchanged: usize,
    refused: Vec<AboutJson<'a>>,
    passed_over: Vec<AboutJson<'a>>,
    blank: usize,
    kept: Vec<AboutJson<'a>>,
    ownerless: Vec<AboutJson<'a>>,
    notices: &'a [String],
}

#[derive(Debug, Serialize)]
struct NewJson<'a> {
    row: usize,
    sheet: Option<&'a str>,
    #[serde(rename = "ref")]
    reference: String,
    title: &'a str,
}

#[derive(Debug, Serialize)]
struct ChangedJson<'a> {
    row: usize,
    sheet: Option<&'a str>,
    #[serde(rename = "ref")]
    reference: String,
    fields: Vec<FieldJson<'a>>,
}

#[derive(Debug, Serialize)]
struct FieldJson<'a> {
    field: &'a str,
    old: &'a str,
    new: &'a str,
}

#[derive(Debug, Serialize)]
struct AboutJson<'a> {
    row: usize,
    sheet: Option<&'a str>,
    column: Option<String>,
    why: &'a str,
}

impl<'a> ProposalJson<'a> {
    fn of(proposal: &'a Proposal, saved: bool) -> Self {
        let about = |rows: &'a [About]| rows.iter().map(AboutJson::of).collect();
        let changed = proposal.changed.iter().map(|changed| ChangedJson {
            row: changed.place.row,
            sheet: changed.place.sheet.as_deref(),
            reference: changed.reference.to_string(),
            fields: changed
                .fields
                .iter()
                .map(|field| FieldJson {
                    field: field.field,
                    old: &field.old,
                    new: &field.new,
                })
                .collect(),
        });
        let new = proposal.new.iter().map(|new| NewJson {
            row: new.place.row,
            sheet: new.place.sheet.as_deref(),
            reference: new.reference.to_string(),
            title: new.title.as_str(),
        });
        Self {
            saved,
            rows: proposal.rows,
            new: new.collect(),
            changed: changed.collect(),
            conflicts: proposal.conflicts.iter().map(ConflictJson::of).collect(),
            unchanged: proposal.unchanged,
            refused: about(&proposal.refused),
            passed_over: about(&proposal.passed_over),
            blank: proposal.blank,
            kept: about(&proposal.kept),
            ownerless: about(&proposal.ownerless),
            notices: &proposal.notices,
        }
    }
}

#[derive(Debug, Serialize)]
struct ConflictJson<'a> {
    row: usize,
    sheet: Option<&'a str>,
    id: TaskId,
    field: &'a str,
    mine: &'a str,
    theirs: &'a str,
}

impl<'a> ConflictJson<'a> {
    fn of(conflict: &'a Conflict) -> Self {
        Self {
            row: conflict.place.row,
            sheet: conflict.place.sheet.as_deref(),
            id: conflict.task,
            field: conflict.field,
            mine: &conflict.mine,
            theirs: &conflict.theirs,
        }
    }
}

impl<'a> AboutJson<'a> {
    fn of(about: &'a About) -> Self {
        Self {
            row: about.place.row,
            sheet: about.place.sheet.as_deref(),
            column: about
                .place
                .column
                .map(crate::exchange::sheet::column_letters),
            why: &about.what,
        }
    }
}
