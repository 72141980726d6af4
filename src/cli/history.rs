//! `history`, `undo` and `redo`: what was done, and taking it back.

use clap::{Arg, ArgMatches, Command, value_parser};
use serde::ser::SerializeSeq as _;
use serde::{Serialize, Serializer};

use super::Verb;
use super::args::{json, option, value};
use super::desk::{Desk, moment_of};
use super::edit::read_ref;
use super::json::Document;
use super::output::{Stop, Style};
use crate::domain::fields;
use crate::domain::operation::{Entry, Past};
use crate::domain::phrase;
use crate::domain::plan::Plan;
use crate::domain::wording;
use crate::store::{Done, Error, HistoryQuery, Store};

pub(super) const HISTORY: Verb = Verb {
    name: "history",
    usage: "[REF] [--limit N] [--json]",
    about: "Who changed what, when, from what to what: newest first",
    examples: &[
        ("readyroom history", "everything"),
        ("readyroom history N-12", "one task"),
        ("readyroom history --limit 10 --json", "for a script"),
    ],
    args: |command: Command| {
        command
            .arg(
                Arg::new("ref")
                    .value_name("REF")
                    .help("Only what touched this task"),
            )
            .arg(option("limit", "N", "At most so many entries").value_parser(value_parser!(u32)))
            .arg(json())
    },
    run: history,
};

pub(super) const UNDO: Verb = Verb {
    name: "undo",
    usage: "",
    about: "Take back the newest change that has not been taken back",
    examples: &[
        ("readyroom undo", "one step back"),
        ("readyroom undo --who \"Jo Smith\"", "in Jo's name"),
    ],
    args: |command: Command| command,
    run: |desk, _| {
        take_back(
            desk,
            Store::undo,
            "Taken back",
            "Bring it back with: readyroom redo",
        )
    },
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
    run: |desk, _| {
        take_back(
            desk,
            Store::redo,
            "Brought back",
            "Undo with: readyroom undo",
        )
    },
};

/// How many entries are read at a time: the first are shown while the rest are still to be read.
const AT_A_TIME: usize = 200;

/// How many changes of one entry the text tells.
const CHANGES: usize = 3;

/// Reads the past in portions, newest first.
struct Pages<'a> {
    store: &'a Store,
    query: HistoryQuery,
    left: usize,
}

impl Pages<'_> {
    fn next(&mut self) -> Result<Vec<Past>, Error> {
        let wanted = self.left.min(AT_A_TIME);
        if wanted == 0 {
            return Ok(Vec::new());
        }
        let page = self.store.history(&HistoryQuery {
            limit: Some(wanted),
            ..self.query
        })?;
        self.left = if page.len() < wanted {
            0
        } else {
            self.left - wanted
        };
        self.query.before = page.last().map(|past| past.order);
        Ok(page)
    }
}

fn history(desk: &mut Desk, matches: &ArgMatches) -> Result<(), Stop> {
    let word = value(matches, "ref");
    let reference = word.map(read_ref).transpose()?;
    let store = desk.look()?;
    let plan = store.read()?;
    desk.note_damage(&store);
    let task = match (word, reference) {
        (Some(word), Some(_)) => Some(fields::find(&plan, word)?),
        _ => None,
    };
    let limit = matches
        .get_one::<u32>("limit")
        .map_or(usize::MAX, |limit| *limit as usize);
    let json = matches.get_flag("json");
    let query = HistoryQuery {
        task,
        changes_per_entry: (!json).then_some(CHANGES),
        ..HistoryQuery::default()
    };
    let mut pages = Pages {
        store: &store,
        query,
        left: limit,
    };
    if json {
        let entries = Entries {
            plan: &plan,
            pages: std::cell::RefCell::new(pages),
            failed: std::cell::Cell::new(None),
        };
        let document = Document("history", entries);
        let written = desk.out.json(&document);
        return match document.1.failed.take() {
            Some(error) => Err(error.into()),
            None => written,
        };
    }
    loop {
        let page = pages.next()?;
        if page.is_empty() {
            return Ok(());
        }
        for past in &page {
            tell(desk, &plan, past)?;
        }
    }
}

fn tell(desk: &mut Desk, plan: &Plan, past: &Past) -> Result<(), Stop> {
    let Past {
        order,
        entry,
        changes,
    } = past;
    let stamp = &entry.stamp;
    let rehearsed = if stamp.rehearsed { "  (rehearsed)" } else { "" };
    let at = phrase::moment(moment_of(stamp.local));
    desk.out
        .write(Style::Plain, &format!("{order:>5}  {at}  {}  ", who(entry)))?;
    desk.out.write(Style::Heading, &entry.label)?;
    desk.out.line(rehearsed)?;
    for change in changes {
        let said = wording::say(plan, change);
        desk.out
            .line(&format!("       {} {}", said.whose, said.line("->")))?;
    }
    if entry.changes > changes.len() && changes.len() == CHANGES {
        desk.out.line(&format!(
            "       and {} more",
            entry.changes - changes.len()
        ))?;
    }
    Ok(())
}

fn who(entry: &Entry) -> &str {
    if entry.stamp.who.is_empty() {
        "somebody"
    } else {
        entry.stamp.who.as_str()
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
            for past in &page {
                list.serialize_element(&EntryJson::of(self.plan, past))?;
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
    fn of(plan: &Plan, past: &'a Past) -> Self {
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
            changes: changes.collect(),
        }
    }
}

fn take_back(
    desk: &mut Desk,
    step: fn(&mut Store, &crate::domain::operation::Stamp) -> Result<Done, Error>,
    told: &str,
    next: &str,
) -> Result<(), Stop> {
    let mut store = desk.change()?;
    let done = step(&mut store, &desk.stamp())?;
    let label = done.of.label.as_str();
    let label = label.strip_prefix("Redo: ").unwrap_or(label);
    let at = phrase::moment(moment_of(done.of.stamp.local));
    desk.out.say(&format!(
        "{told}: {label} ({}, {at}). {next}",
        who(&done.of)
    ))?;
    desk.say_backup_trouble(&store)
}
