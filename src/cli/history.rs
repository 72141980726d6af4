//! `history`, `undo` and `redo`: what was done, and taking it back.

use clap::{ArgMatches, Command, value_parser};
use serde::ser::SerializeSeq as _;
use serde::{Serialize, Serializer};

use super::Verb;
use super::args::{as_of, filter, filter_help, flag, joined, json, option};
use super::desk::{Desk, moment_of};
use super::json::Document;
use super::output::{Stop, Style};
use crate::domain::failure::Failure;
use crate::domain::fields;
use crate::domain::id::Ref;
use crate::domain::operation::{Kind, Past, Stamp};
use crate::domain::past::{self, Filter, Gone};
use crate::domain::phrase;
use crate::domain::plan::Plan;
use crate::domain::wording;
use crate::store::{Done, Error, HistoryQuery, Store};

pub(super) const HISTORY: Verb = Verb {
    name: "history",
    usage: "[NUMBER | [REF] [FILTER...]] [--limit N] [--full] [--as-of MOMENT] [--json]",
    about: "Who changed what, when, from what to what: newest first",
    examples: &[
        ("readyroom history N-12", "one task"),
        (
            "readyroom history who:JS day:today kind:due",
            "the due dates Jo changed today",
        ),
        ("readyroom history 41", "all that number 41 changed"),
        ("readyroom history --limit 10 --json", "for a script"),
    ],
    args: |command: Command| {
        command
            .arg(filter(filter_help(
                "A change's number; or a ref, words to search for",
                &past::KEYS,
                &past::KEYWORDS,
            )))
            .arg(option("limit", "N", "At most so many entries").value_parser(value_parser!(u32)))
            .arg(flag(
                "full",
                "All that each changed, not just the first three",
            ))
            .arg(as_of())
            .arg(json())
    },
    run: history,
};

pub(super) const UNDO: Verb = Verb {
    name: "undo",
    usage: "[--op NUMBER]",
    about: "Take back the newest change, or one by its number in the history",
    examples: &[
        ("readyroom undo", "one step back"),
        (
            "readyroom undo --op 41",
            "number 41 of the history alone, when nothing later rests on it",
        ),
        ("readyroom undo --who \"Jo Smith\"", "in Jo's name"),
    ],
    args: |command: Command| {
        command.arg(
            option(
                "op",
                "NUMBER",
                "The number of one change, as the history has it",
            )
            .value_parser(value_parser!(u64)),
        )
    },
    run: undo,
};

pub(super) const REDO: Verb = Verb {
    name: "redo",
    usage: "",
    about: "Bring back what the last undo took",
    examples: &[
        ("readyroom redo", "one step forward"),
        ("readyroom redo --who \"Jo Smith\"", "in Jo's name"),
    ],
    args: |command: Command| command,
    run: |desk, _| take_back(desk, |store, stamp| Ok(store.redo(stamp)?)),
};

/// How many entries are read at a time: the first are shown while the rest are still to be read.
const AT_A_TIME: usize = 200;

/// How many changes of one entry the text tells.
const CHANGES: usize = 3;

/// Reads the past in portions, newest first, and keeps what is wanted.
struct Pages<'a> {
    store: &'a Store,
    plan: &'a Plan,
    filter: &'a Filter,
    query: HistoryQuery,
    /// How many more are wanted.
    left: usize,
    gone: Gone,
}

/// An operation, and whether it no longer counts.
type Told = (Past, bool);

impl Pages<'_> {
    /// The next of them; none when there are no more.
    fn next(&mut self) -> Result<Vec<Told>, Error> {
        while self.left > 0 {
            let wanted = if self.filter.is_empty() {
                self.left.min(AT_A_TIME)
            } else {
                AT_A_TIME
            };
            let page = self.store.history(&HistoryQuery {
                limit: Some(wanted),
                ..self.query
            })?;
            let is_last = page.len() < wanted;
            self.query.before = page.last().map(|past| past.order);
            let mut told = Vec::new();
            for past in page {
                let is_gone = self.gone.meet(&past.entry);
                if told.len() < self.left && self.filter.matches(self.plan, &past) {
                    told.push((past, is_gone));
                }
            }
            self.left = if is_last { 0 } else { self.left - told.len() };
            if !told.is_empty() {
                return Ok(told);
            }
        }
        Ok(Vec::new())
    }
}

fn history(desk: &mut Desk, matches: &ArgMatches) -> Result<(), Stop> {
    let words = joined(matches, "filter");
    let first = words.split(' ').next().unwrap_or_default();
    let names_task = first.parse::<Ref>().is_ok();
    let (store, plan) = desk.open(true)?;
    if let Ok(number) = words.parse() {
        return one(desk, &store, &plan, number, matches.get_flag("json"));
    }
    if names_task {
        fields::find(&plan, first)?;
    }
    let filter = Filter::read(
        &words,
        &phrase::Context {
            now: desk.now,
            calendar: plan.calendar(),
        },
        &plan,
    )?;
    let limit = matches
        .get_one::<u32>("limit")
        .map_or(usize::MAX, |limit| *limit as usize);
    let (json, full) = (matches.get_flag("json"), matches.get_flag("full"));
    let is_cut = !json && !full && filter.is_empty();
    let mut pages = Pages {
        store: &store,
        plan: &plan,
        filter: &filter,
        query: HistoryQuery {
            task: filter.only_task(),
            before: desk.last().map(|last| last + 1),
            changes_per_entry: is_cut.then_some(CHANGES),
            ..HistoryQuery::default()
        },
        left: limit,
        gone: Gone::default(),
    };
    if json {
        return as_json(desk, &plan, pages);
    }
    let most = if full { usize::MAX } else { CHANGES };
    loop {
        let page = pages.next()?;
        if page.is_empty() {
            return Ok(());
        }
        for (past, is_gone) in &page {
            tell(desk, &plan, past, *is_gone, most)?;
        }
    }
}

/// One operation, whole, and what has become of it.
fn one(desk: &mut Desk, store: &Store, plan: &Plan, number: u64, json: bool) -> Result<(), Stop> {
    let past = desk.by_then(vec![numbered(store, number)?]).pop();
    let past = past.ok_or_else(|| no_such_number(number))?;
    let newer = store.history(&HistoryQuery {
        limit: Some(usize::MAX >> 1),
        changes_per_entry: Some(0),
        ..HistoryQuery::default()
    })?;
    let newer: Vec<Past> = desk
        .by_then(newer)
        .into_iter()
        .take_while(|newer| newer.order > number)
        .collect();
    let is_gone = Gone::among(&newer).has(&past.entry);
    if json {
        let entries = [EntryJson::of(plan, &past, is_gone)];
        return desk.out.json(&Document("history", entries));
    }
    tell(desk, plan, &past, is_gone, usize::MAX)?;
    let Some(answer) = past::answer_to(past.entry.hash, &newer) else {
        return Ok(());
    };
    let done = if answer.entry.kind == Kind::Undo {
        "Taken back"
    } else {
        "Made again"
    };
    let at = phrase::moment(moment_of(answer.entry.stamp.local));
    desk.out.line(&format!(
        "       {done} by {}, {at} (number {})",
        answer.entry.stamp.somebody(),
        answer.order
    ))
}

/// The operation with this number.
fn numbered(store: &Store, number: u64) -> Result<Past, Stop> {
    let past = store.operation(number)?;
    Ok(past.ok_or_else(|| no_such_number(number))?)
}

fn no_such_number(number: u64) -> Failure {
    Failure::not_found(format!("There is no change number {number}."))
        .hint("`readyroom history` lists every change with its number.")
}

/// One operation, and at most so many of its changes.
fn tell(desk: &mut Desk, plan: &Plan, past: &Past, is_gone: bool, most: usize) -> Result<(), Stop> {
    let Past {
        order,
        entry,
        changes,
    } = past;
    let stamp = &entry.stamp;
    let rehearsed = if stamp.rehearsed { "  (rehearsed)" } else { "" };
    let gone = match (is_gone, entry.kind) {
        (false, _) => "",
        (true, Kind::Undo) => "  (made again)",
        (true, _) => "  (undone)",
    };
    let at = phrase::moment(moment_of(stamp.local));
    desk.out.write(
        Style::Plain,
        &format!("{order:>5}  {at}  {}  ", entry.stamp.somebody()),
    )?;
    desk.out.write(Style::Heading, &entry.label)?;
    desk.out.line(&format!("{rehearsed}{gone}"))?;
    for change in changes.iter().take(most) {
        let said = wording::say(plan, change);
        desk.out
            .line(&format!("       {} {}", said.whose, said.line("->")))?;
    }
    if changes.len() >= most && entry.changes > most {
        desk.out
            .line(&format!("       and {} more", entry.changes - most))?;
    }
    Ok(())
}

fn as_json(desk: &mut Desk, plan: &Plan, pages: Pages<'_>) -> Result<(), Stop> {
    let entries = Entries {
        plan,
        pages: std::cell::RefCell::new(pages),
        failed: std::cell::Cell::new(None),
    };
    let document = Document("history", entries);
    let written = desk.out.json(&document);
    match document.1.failed.take() {
        Some(error) => Err(error.into()),
        None => written,
    }
}

/// The past as JSON, read while it is written.
struct Entries<'a> {
    plan: &'a Plan,
    pages: std::cell::RefCell<Pages<'a>>,
    failed: std::cell::Cell<Option<Error>>,
}

impl Serialize for Entries<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(None)?;
        loop {
            let page = self.pages.borrow_mut().next().map_err(|error| {
                let told = serde::ser::Error::custom(&error);
                self.failed.set(Some(error));
                told
            })?;
            if page.is_empty() {
                return list.end();
            }
            for (past, is_gone) in &page {
                list.serialize_element(&EntryJson::of(self.plan, past, *is_gone))?;
            }
        }
    }
}

#[derive(Debug, Serialize)]
struct EntryJson<'a> {
    order: u64,
    at: String,
    who: &'a str,
    label: &'a str,
    kind: &'static str,
    rehearsed: bool,
    /// It no longer counts: taken back, or an undo that was made again.
    undone: bool,
    changes: Vec<ChangeJson>,
}

#[derive(Debug, Serialize)]
struct ChangeJson {
    #[serde(rename = "ref")]
    whose: String,
    field: &'static str,
    from: String,
    to: String,
}

impl<'a> EntryJson<'a> {
    fn of(plan: &Plan, past: &'a Past, undone: bool) -> Self {
        let Past {
            order,
            entry,
            changes,
        } = past;
        let changes = changes.iter().map(|change| {
            let wording::Said {
                whose,
                field,
                from,
                to,
            } = wording::say(plan, change);
            ChangeJson {
                whose,
                field,
                from,
                to,
            }
        });
        Self {
            order: *order,
            at: entry.stamp.local.to_string(),
            who: entry.stamp.who.as_str(),
            label: &entry.label,
            kind: entry.kind.as_str(),
            rehearsed: entry.stamp.rehearsed,
            undone,
            changes: changes.collect(),
        }
    }
}

fn undo(desk: &mut Desk, matches: &ArgMatches) -> Result<(), Stop> {
    match matches.get_one::<u64>("op") {
        None => take_back(desk, |store, stamp| Ok(store.undo(stamp)?)),
        Some(number) => take_back(desk, |store, stamp| {
            let operation = numbered(store, *number)?.entry.hash;
            Ok(store.undo_one(operation, stamp)?)
        }),
    }
}

/// Undoes or redoes, and says what, and how to go back.
fn take_back(
    desk: &mut Desk,
    step: impl FnOnce(&mut Store, &Stamp) -> Result<Done, Stop>,
) -> Result<(), Stop> {
    let mut store = desk.change()?;
    let done = step(&mut store, &desk.stamp())?;
    let (told, next) = if done.entry.kind == Kind::Redo {
        ("Brought back", "Undo with: readyroom undo")
    } else {
        ("Taken back", "Bring it back with: readyroom redo")
    };
    let at = phrase::moment(moment_of(done.of.stamp.local));
    desk.out.say(&format!(
        "{told}: {} ({}, {at}). {next}",
        done.of.label,
        done.of.stamp.somebody()
    ))?;
    desk.say_backup_trouble(&store)
}
