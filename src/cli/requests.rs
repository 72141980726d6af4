//! `request` and `enquiry`: what inspectors asked for, how far each answer is, and what they are testing.

use std::collections::HashMap;

use clap::{Arg, ArgMatches, Command};
use serde::Serialize;

use super::Verb;
use super::args::{all, as_of, fields_of, flag, json, open_ended, said_behind};
use super::desk::{Desk, sentence};
use super::json::{Document, Owner, Versioned};
use super::output::{Stop, Style};
use crate::domain::board::Schedule;
use crate::domain::edit::{self, phase_now};
use crate::domain::enquiries::{self, Enquiry, LineOf, Probe};
use crate::domain::failure::Failure;
use crate::domain::id::Ref;
use crate::domain::operation::Operation;
use crate::domain::phrase;
use crate::domain::plan::Plan;
use crate::domain::records::{Record, RecordId};
use crate::domain::requests::log::{self, Counts, Entry, Log};
use crate::domain::requests::{self, Step, capture, fields};
use crate::domain::text::{self, Line, Note, quoted, width};
use crate::domain::when::Moment;
use crate::domain::words;

pub(super) const REQUEST: Verb = Verb {
    name: "request",
    usage: "[list [WORDS...] [--open] | add LINE... | show REQUEST | set REQUEST FIELD=VALUE... | begin|ready|approve|sent|return|close|reopen REQUEST [WORDS...] | task REQUEST] [--as-of MOMENT] [--json]",
    about: "What inspectors asked for: log it, answer it, see what is owed",
    examples: &[
        (
            "readyroom request add Vacancy rates by team by:LI a:RK d:+4h l:workforce",
            "by: who asked, at: when, a: owner, d: promised by, l: line of enquiry",
        ),
        (
            "readyroom request sent R-4 Sheet 2, in the folder --approved \"Helen Shaw\"",
            "what went, and who approved it",
        ),
        (
            "readyroom request return R-4 They want it by ward",
            "more is wanted; the first answer is kept",
        ),
        (
            "readyroom request set R-4 promised=\"tomorrow 10:00\" owner=JS",
            "other fields",
        ),
    ],
    args: |command: Command| {
        command
            .arg(
                Arg::new("words")
                    .value_name("add LINE | show REQUEST")
                    .num_args(0..)
                    .help("What to do, which request, and what to say of it"),
            )
            .arg(flag("open", "With `list`: only what is owed"))
            .arg(open_ended(
                "approved",
                "NAME",
                "With `sent`: who approved it",
            ))
            .arg(as_of())
            .arg(json())
    },
    run: request,
};

pub(super) const ENQUIRY: Verb = Verb {
    name: "enquiry",
    usage: "[list | add NAME [FIELD=VALUE...] | set NAME FIELD=VALUE... | remove NAME] [--as-of MOMENT] [--json]",
    about: "Lines of enquiry: what inspectors test, and where proof is thin",
    examples: &[
        ("readyroom enquiry", "all of them, with what is under each"),
        (
            "readyroom enquiry add Neglect area=HELP testing=\"Do we act early enough?\"",
            "a new line",
        ),
        (
            "readyroom enquiry set Neglect task=N-12,FW-03 evidence=\"Audit of March\"",
            "what is under it",
        ),
        (
            "readyroom enquiry remove Neglect",
            "its requests stay; undo brings it back",
        ),
    ],
    args: |command: Command| {
        command
            .arg(
                Arg::new("words")
                    .value_name("add NAME | set NAME FIELD=VALUE")
                    .num_args(0..)
                    .help("What to do, the line's name, and what to set"),
            )
            .arg(as_of())
            .arg(json())
    },
    run: enquiry,
};

fn request(desk: &mut Desk, matches: &ArgMatches) -> Result<(), Stop> {
    let words = all(matches, "words");
    let json = matches.get_flag("json");
    check_options(words.first().copied().unwrap_or("list"), matches)?;
    let Some((verb, rest)) = words.split_first() else {
        return list(desk, "", matches.get_flag("open"), json);
    };
    let plain = bare(rest);
    let parts: Vec<&str> = plain.iter().map(String::as_str).collect();
    match (*verb, parts.as_slice()) {
        ("list", wanted) => list(desk, &wanted.join(" "), matches.get_flag("open"), json),
        ("add", _) => add(desk, &rest.join(" "), json),
        ("show", [name]) => show(desk, name, json),
        ("set", [name, changes @ ..]) if !changes.is_empty() => set(desk, name, changes, json),
        ("task", [name]) => task(desk, name),
        (step, [name, said @ ..]) if STEPS.contains(&step) => {
            let approved = said_by(matches);
            let step = step_of(step, name, &said.join(" "), approved.as_deref())?;
            advance(desk, name, &step, json)
        }
        (known, _) if STEPS.contains(&known) || ["show", "set", "task"].contains(&known) => {
            Err(Failure::usage(format!("`readyroom request {known}` needs to know which."))
                .hint(format!("Type it like: readyroom request {known} R-4"))
                .into())
        }
        (name, []) if requests::Reference::read(name).is_some() => show(desk, name, json),
        (other, _) => Err(
            Failure::usage(format!("`readyroom request` cannot do \"{}\".", quoted(other)))
                .hint("It can list, add, show, set, begin, ready, approve, sent, return, close, reopen and task.")
                .into(),
        ),
    }
}

/// An option that says nothing of what is done is refused, instead of being dropped.
fn check_options(verb: &str, matches: &ArgMatches) -> Result<(), Failure> {
    let is_open = matches.get_flag("open");
    let is_approved = said_by(matches).is_some();
    let rows = [
        (is_open, "open", "list", "list --open"),
        (
            is_approved,
            "approved",
            "sent",
            "sent R-4 \"Sheet 2\" --approved \"Helen Shaw\"",
        ),
    ];
    let stray = rows
        .into_iter()
        .find(|(given, _, goes_with, _)| *given && verb != *goes_with);
    stray.map_or(Ok(()), |(_, option, goes_with, like)| {
        let message = format!("--{option} goes with `readyroom request {goes_with}`.");
        Err(Failure::usage(message).hint(format!("Type it like: readyroom request {like}")))
    })
}

/// What moves a request on, as it is typed.
const STEPS: [&str; 7] = [
    "begin", "ready", "approve", "sent", "return", "close", "reopen",
];

/// The step called `step`, with the words said of it. Words that it would not keep are refused.
/// Who approved it, where that was said.
fn said_by(matches: &ArgMatches) -> Option<String> {
    said_behind(matches, "approved").pop()
}

fn step_of(step: &str, request: &str, said: &str, approved: Option<&str>) -> Result<Step, Failure> {
    let wordless = match step {
        "approve" => return Ok(Step::Approve(edit::line(said, "Who approves it")?)),
        "return" => return Ok(Step::Return(edit::line(said, "What more is wanted")?)),
        "sent" => {
            let by = approved.map(|by| edit::line(by, "Who approved it"));
            return Ok(Step::Send {
                said: Note::new(said)
                    .map_err(|error| Failure::usage(format!("What was sent is {error}.")))?,
                approved_by: by.transpose()?,
            });
        }
        "begin" => Step::Begin,
        "ready" => Step::Ready,
        "close" => Step::Close,
        _ => Step::Open,
    };
    if said.is_empty() {
        return Ok(wordless);
    }
    let said = quoted(said);
    Err(Failure::usage(format!(
        "`readyroom request {step}` keeps no words, so \"{said}\" would be lost."
    ))
    .hint(format!(
        "Words for the log go into the note: readyroom request set {} note=\"{said}\"",
        quoted(request)
    )))
}

/// Words without the quotes that a conversation keeps around them; a shell has taken them off already.
fn bare(words: &[&str]) -> Vec<String> {
    let opens = |head: &str| head.is_empty() || head.ends_with('=');
    let one = |word: &&str| match words::split(word, opens).as_slice() {
        [only] => match &only.quoted {
            Some(text) => format!("{}{text}", only.head),
            None => (*word).to_owned(),
        },
        _ => (*word).to_owned(),
    };
    words.iter().map(one).collect()
}

fn add(desk: &mut Desk, line: &str, json: bool) -> Result<(), Stop> {
    let mut store = desk.change()?;
    let plan = store.read()?;
    let author = desk.author();
    let asked = capture::read(line, &plan, &author)?;
    let alike = log::alike(&plan, asked.wording.as_str(), None, author.now);
    let operation = requests::ask(&plan, asked, &mut desk.ids());
    save(desk, &mut store, plan, &operation, json)?;
    match alike {
        Some(alike) => desk.out.say(&sentence(&format!("It {}", alike.words))),
        None => Ok(()),
    }
}

/// Saves an operation, and shows the requests it touched as JSON where that is wanted.
fn save(
    desk: &mut Desk,
    store: &mut crate::store::Store,
    mut plan: Plan,
    operation: &Operation,
    json: bool,
) -> Result<(), Stop> {
    desk.save(store, operation, "It is so already.")?;
    if !json {
        return Ok(());
    }
    let touched = requests::touched(operation);
    plan.apply_all(&operation.changes)
        .map_err(|clash| Failure::failed(format!("The plan does not fit: {clash}.")))?;
    let log = Log::of(&plan, desk.now);
    let rows = log
        .entries
        .iter()
        .filter(|entry| touched.contains(&entry.id));
    let rows: Vec<RequestJson<'_>> = rows
        .filter_map(|entry| RequestJson::of(&plan, entry))
        .collect();
    desk.out.json(&Document("requests", rows))
}

fn advance(desk: &mut Desk, name: &str, step: &Step, json: bool) -> Result<(), Stop> {
    let mut store = desk.change()?;
    let plan = store.read()?;
    let id = requests::find(&plan, name)?;
    let operation = requests::step(&plan, id, step, desk.now)?;
    save(desk, &mut store, plan, &operation, json)
}

fn set(desk: &mut Desk, name: &str, words: &[&str], json: bool) -> Result<(), Stop> {
    let mut store = desk.change()?;
    let plan = store.read()?;
    let id = requests::find(&plan, name)?;
    let operation = fields::write_named(
        &plan,
        id,
        &typed_fields(words, "request set R-4 owner=JS")?,
        &desk.author(),
    )?;
    save(desk, &mut store, plan, &operation, json)
}

/// `FIELD=VALUE`, each value as long as words follow that name no field.
fn typed_fields(words: &[&str], how: &str) -> Result<Vec<(String, String)>, Failure> {
    let (before, fields) = fields_of(words);
    if before.is_empty() && !fields.is_empty() {
        let owned = fields
            .into_iter()
            .map(|(name, text)| (name.to_owned(), text));
        return Ok(owned.collect());
    }
    Err(Failure::usage("What is to be set is typed as FIELD=VALUE.")
        .hint(format!("Type it like: readyroom {how}")))
}

fn task(desk: &mut Desk, name: &str) -> Result<(), Stop> {
    let mut store = desk.change()?;
    let plan = store.read()?;
    let id = requests::find(&plan, name)?;
    let phase = phase_now(&Schedule::of(&plan, desk.now), desk.now);
    let (operation, _) = requests::make_task(&plan, id, phase, &mut desk.ids())?;
    desk.save(&mut store, &operation, "")?;
    Ok(())
}

#[derive(Debug, Serialize)]
struct ListJson<'a> {
    requests: Vec<RequestJson<'a>>,
    counts: CountsJson,
}

#[derive(Debug, Serialize)]
struct CountsJson {
    asked: usize,
    open: usize,
    late: usize,
    returned: usize,
    answered: usize,
    closed_unanswered: usize,
    median_minutes: Option<i64>,
}

impl CountsJson {
    fn of(counts: Counts) -> Self {
        Self {
            asked: counts.asked,
            open: counts.open,
            late: counts.late,
            returned: counts.returned,
            answered: counts.answered,
            closed_unanswered: counts.dropped,
            median_minutes: counts.median,
        }
    }
}

/// A request as `--json` has it.
#[derive(Debug, Serialize)]
pub(super) struct RequestJson<'a> {
    id: RecordId,
    #[serde(rename = "ref")]
    name: String,
    wording: &'a Note,
    asked_by: &'a Line,
    asked: String,
    asked_utc: String,
    line: Option<&'a str>,
    owner: Option<Owner<'a>>,
    promised: Option<String>,
    state: &'static str,
    rag: &'static str,
    late: bool,
    approved: Option<ApprovalJson<'a>>,
    answers: Vec<ReplyJson<'a>>,
    evidence: &'a [Line],
    note: &'a Note,
    task: Option<Ref>,
}

#[derive(Debug, Serialize)]
struct ApprovalJson<'a> {
    by: &'a Line,
    at: String,
}

#[derive(Debug, Serialize)]
struct ReplyJson<'a> {
    said: &'a Note,
    sent: String,
    sent_utc: String,
    approved_by: Option<&'a Line>,
    returned: Option<String>,
    returned_why: Option<&'a Line>,
}

impl<'a> RequestJson<'a> {
    /// The request of `entry`.
    pub(super) fn of(plan: &'a Plan, entry: &Entry) -> Option<Self> {
        let Some(Record::Request(request)) = plan.record(entry.id) else {
            return None;
        };
        let local = |at| Moment::from(at).to_string();
        let answers = request.answers.iter().map(|reply| ReplyJson {
            said: &reply.said,
            sent: local(reply.sent.local),
            sent_utc: reply.sent.utc.to_string(),
            approved_by: reply.approved.as_ref().map(|approval| &approval.by),
            returned: reply.returned.as_ref().map(|back| local(back.at.local)),
            returned_why: reply.returned.as_ref().map(|back| &back.why),
        });
        Some(Self {
            id: entry.id,
            name: entry.name.to_string(),
            wording: &request.wording,
            asked_by: &request.asked_by,
            asked: local(request.asked.local),
            asked_utc: request.asked.utc.to_string(),
            line: enquiries::name_of(plan, request.enquiry),
            owner: request.owner.and_then(|id| plan.person(id)).map(Owner::of),
            promised: request.promised.map(|at| at.to_string()),
            state: request.state.as_str(),
            rag: entry.shown.as_str(),
            late: entry.late || entry.was_late,
            approved: request.approved.as_ref().map(|approval| ApprovalJson {
                by: &approval.by,
                at: local(approval.at),
            }),
            answers: answers.collect(),
            evidence: &request.evidence,
            note: &request.note,
            task: request
                .task
                .and_then(|id| plan.task(id))
                .map(|task| task.reference),
        })
    }
}

fn list(desk: &mut Desk, wanted: &str, open: bool, json: bool) -> Result<(), Stop> {
    let (plan, _) = desk.read()?;
    let log = Log::of(&plan, desk.now);
    let wanted = text::fold(wanted);
    let is_wanted = |entry: &&Entry| match plan.record(entry.id) {
        Some(Record::Request(request)) => {
            (entry.owed || !open) && log::holds(&plan, entry, request, &wanted)
        }
        _ => false,
    };
    let rows: Vec<&Entry> = log.entries.iter().filter(is_wanted).collect();
    if json {
        return desk.out.json(&Versioned::new(ListJson {
            requests: rows
                .iter()
                .filter_map(|entry| RequestJson::of(&plan, entry))
                .collect(),
            counts: CountsJson::of(log.counts),
        }));
    }
    if log.entries.is_empty() {
        return desk.out.say(
            "No request has been logged yet. Log one with: readyroom request add WORDS by:LI d:+4h",
        );
    }
    desk.out.heading(&sentence(&log.counts.words()))?;
    write_rows(desk, &plan, &rows)?;
    if rows.is_empty() {
        desk.out.say("No request fits.")?;
    }
    Ok(())
}

/// Requests as aligned lines: RAG, name, owner, promise, how far off, state, wording.
pub(super) fn write_rows(desk: &mut Desk, plan: &Plan, rows: &[&Entry]) -> Result<(), Stop> {
    let now = desk.now;
    let cells = rows.iter().filter_map(|entry| {
        let Some(Record::Request(request)) = plan.record(entry.id) else {
            return None;
        };
        let owner = request.owner.and_then(|id| plan.person(id));
        let promised = request
            .promised
            .map_or("-".to_owned(), |at| phrase::moment_short(at, now.date()));
        let cells = [
            entry.name.to_string(),
            owner.map_or("--".to_owned(), |person| person.initials.to_string()),
            promised,
            log::time_words(request, entry, now),
            request.stands().to_owned(),
        ];
        Some((entry.shown, cells, request.title()))
    });
    let cells: Vec<_> = cells.collect();
    let widths: [usize; 5] = std::array::from_fn(|at| {
        cells
            .iter()
            .map(|(_, row, _)| width(&row[at]))
            .max()
            .unwrap_or(0)
    });
    let policy = &plan.inspection().policy;
    for (shown, row, title) in &cells {
        desk.out
            .write(Style::Rag(policy.colour(*shown)), policy.letter(*shown))?;
        let padded = row
            .iter()
            .zip(widths)
            .map(|(cell, wide)| format!("  {cell}{}", " ".repeat(wide - width(cell))));
        let line = format!("{}  {title}", padded.collect::<String>());
        let room = desk.out.columns().map(|columns| columns.saturating_sub(1));
        let line = room.map_or(line.clone(), |room| text::fit(&line, room).into_owned());
        desk.out.line(&line)?;
    }
    Ok(())
}

/// One request in full.
pub(super) fn show(desk: &mut Desk, name: &str, json: bool) -> Result<(), Stop> {
    let (plan, _) = desk.read()?;
    let id = requests::find(&plan, name)?;
    let log = Log::of(&plan, desk.now);
    let entry = log.entries.iter().find(|entry| entry.id == id);
    let (Some(entry), Some(Record::Request(request))) = (entry, plan.record(id)) else {
        return Err(Failure::not_found("That request is no longer there.").into());
    };
    if json {
        let rows: Vec<RequestJson<'_>> = RequestJson::of(&plan, entry).into_iter().collect();
        return desk.out.json(&Document("requests", rows));
    }
    let mut wording = request.wording.as_str().lines();
    desk.out.heading(&format!(
        "{}  {}",
        entry.name,
        wording.next().unwrap_or_default()
    ))?;
    for line in wording {
        desk.out.line(&format!("  {line}"))?;
    }
    let policy = &plan.inspection().policy;
    desk.out.write(Style::Plain, "  RAG       ")?;
    desk.out.write(
        Style::Rag(policy.colour(entry.shown)),
        policy.letter(entry.shown),
    )?;
    desk.out
        .line(&format!("  {}", log::time_words(request, entry, desk.now)))?;
    for (name, text) in requests::log::facts(&plan, request) {
        desk.out.line(&format!("  {name:<9} {text}"))?;
    }
    for line in requests::log::answers(request) {
        desk.out.line(&format!("  {line}"))?;
    }
    for line in request.note.as_str().lines() {
        desk.out.line(&format!("  {line}"))?;
    }
    Ok(())
}

fn enquiry(desk: &mut Desk, matches: &ArgMatches) -> Result<(), Stop> {
    let words = all(matches, "words");
    match words.as_slice() {
        [] | ["list"] => list_lines(desk, matches.get_flag("json")),
        ["add", rest @ ..] => add_line(desk, rest),
        ["set", name, changes @ ..] => {
            let mut store = desk.change()?;
            let plan = store.read()?;
            let id = enquiries::named(&plan, name)?;
            let typed = typed_fields(changes, "enquiry set Neglect area=HELP")?;
            let operation = fields::write_named(&plan, id, &typed, &desk.author())?;
            desk.save(&mut store, &operation, "It is so already.")?;
            Ok(())
        }
        ["remove", name @ ..] => {
            let mut store = desk.change()?;
            let plan = store.read()?;
            let id = enquiries::named(&plan, &name.join(" "))?;
            let operation = enquiries::remove(&plan, id)?;
            desk.save(&mut store, &operation, "")?;
            Ok(())
        }
        [other, ..] => Err(Failure::usage(format!(
            "`readyroom enquiry` cannot do \"{}\".",
            quoted(other)
        ))
        .hint("It can list, add, set and remove.")
        .into()),
    }
}

fn add_line(desk: &mut Desk, words: &[&str]) -> Result<(), Stop> {
    let (name, typed) = fields_of(words);
    let mut store = desk.change()?;
    let mut plan = store.read()?;
    let (mut operation, id) = enquiries::add(&plan, &name.join(" "), &mut desk.ids())?;
    if !typed.is_empty() {
        plan.apply_all(&operation.changes)
            .map_err(|clash| Failure::failed(format!("The plan does not fit: {clash}.")))?;
        let typed: Vec<(String, String)> = typed
            .into_iter()
            .map(|(name, text)| (name.to_owned(), text))
            .collect();
        let more = fields::write_named(&plan, id, &typed, &desk.author())?;
        operation.changes.extend(more.changes);
    }
    desk.save(&mut store, &operation, "")?;
    Ok(())
}

#[derive(Debug, Serialize)]
struct EnquiriesJson<'a> {
    lines: Vec<LineJson<'a>>,
    areas: Vec<AreaJson>,
}

#[derive(Debug, Serialize)]
struct LineJson<'a> {
    name: String,
    areas: Vec<Line>,
    testing: Option<&'a Note>,
    evidence: &'a [Line],
    requests: Vec<String>,
    tasks: Vec<Ref>,
    #[serde(flatten)]
    probe: ProbeJson,
}

#[derive(Debug, Serialize)]
struct AreaJson {
    area: Line,
    name: String,
    #[serde(flatten)]
    probe: ProbeJson,
}

#[derive(Debug, Serialize)]
struct ProbeJson {
    asked: usize,
    open: usize,
    pieces: usize,
    without_evidence: usize,
}

impl ProbeJson {
    fn of(probe: Probe) -> Self {
        Self {
            asked: probe.asked,
            open: probe.open,
            pieces: probe.pieces,
            without_evidence: probe.thin,
        }
    }
}

fn list_lines(desk: &mut Desk, json: bool) -> Result<(), Stop> {
    let (plan, _) = desk.read()?;
    let board = enquiries::Board::of(&plan);
    let names: HashMap<RecordId, String> = requests::all(&plan)
        .into_iter()
        .map(|(id, name, _)| (id, name.to_string()))
        .collect();
    if json {
        let json = lines_json(&plan, &board, &names);
        return desk.out.json(&Versioned::new(json));
    }
    if board.lines.is_empty() {
        return desk.out.say(
            "There is no line of enquiry yet. Add one with: readyroom enquiry add Neglect area=HELP",
        );
    }
    if let Some(hardest) = board.hardest() {
        desk.out.line(&sentence(&hardest))?;
    }
    for (key, name, probe) in &board.areas {
        desk.out
            .line(&format!("{key}  {name}: {}", probe.words()))?;
    }
    for (at, line) in board.lines.iter().enumerate() {
        if at > 0 || !board.areas.is_empty() {
            desk.out.line("")?;
        }
        line_in_full(desk, &plan, line, &names)?;
    }
    Ok(())
}

fn enquiry_of<'p>(plan: &'p Plan, line: &LineOf) -> Option<&'p Enquiry> {
    match plan.record(line.id?) {
        Some(Record::Enquiry(enquiry)) => Some(enquiry),
        _ => None,
    }
}

fn lines_json<'p>(
    plan: &'p Plan,
    board: &'p enquiries::Board,
    names: &HashMap<RecordId, String>,
) -> EnquiriesJson<'p> {
    let lines = board.lines.iter().map(|line| {
        let enquiry = enquiry_of(plan, line);
        let requests = line.requests.iter();
        let tasks = line.tasks.iter().filter_map(|id| plan.task(*id));
        LineJson {
            name: line.name.clone(),
            areas: line.areas.clone(),
            testing: enquiry.map(|enquiry| &enquiry.testing),
            evidence: enquiry.map_or(&[][..], |enquiry| &enquiry.evidence),
            requests: requests.filter_map(|id| names.get(id).cloned()).collect(),
            tasks: tasks.map(|task| task.reference).collect(),
            probe: ProbeJson::of(line.probe),
        }
    });
    let areas = board.areas.iter().map(|(area, name, probe)| AreaJson {
        area: area.clone(),
        name: name.clone(),
        probe: ProbeJson::of(*probe),
    });
    EnquiriesJson {
        lines: lines.collect(),
        areas: areas.collect(),
    }
}

/// What inspectors test, and all that is under it.
fn line_in_full(
    desk: &mut Desk,
    plan: &Plan,
    line: &LineOf,
    names: &HashMap<RecordId, String>,
) -> Result<(), Stop> {
    let areas: Vec<&str> = line.areas.iter().map(Line::as_str).collect();
    let areas = if areas.is_empty() {
        String::new()
    } else {
        format!("  {}", areas.join(", "))
    };
    desk.out
        .heading(&format!("{}{areas}  {}", line.name, line.probe.words()))?;
    if let Some(enquiry) = enquiry_of(plan, line) {
        for text in enquiry.testing.as_str().lines() {
            desk.out.line(&format!("  {text}"))?;
        }
        for text in &enquiry.evidence {
            desk.out.line(&format!("  evidence: {text}"))?;
        }
    }
    for id in &line.requests {
        if let (Some(Record::Request(request)), Some(name)) = (plan.record(*id), names.get(id)) {
            let (state, title) = (request.stands(), request.title());
            desk.out.line(&format!("  {name}  {state}  {title}"))?;
        }
    }
    for task in line.tasks.iter().filter_map(|id| plan.task(*id)) {
        let (name, status, title) = (task.reference, task.status.words(), &task.title);
        desk.out.line(&format!("  {name}  {status}  {title}"))?;
    }
    Ok(())
}
