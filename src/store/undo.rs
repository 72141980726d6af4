//! Undo and redo: which operation each takes next, and whether an old one can go by itself. It only reads.

use std::collections::{HashMap, HashSet};
use std::iter::successors;

use rusqlite::Connection;

use super::error::Error;
use super::log::{self, Newest};
use super::read::{Found, Reader};
use super::row::Logged;
use crate::domain::change::{Change, Row};
use crate::domain::depends::Footprint;
use crate::domain::drill;
use crate::domain::id::TaskId;
use crate::domain::operation::{Entry, Hash, Kind};
use crate::domain::phrase;
use crate::domain::records::{Record, field_title};

/// What undo takes back next: the newest operation of a person that is neither taken back nor an undo itself.
pub(super) fn undo_target(connection: &Connection) -> Result<Option<Logged>, Error> {
    walk(connection, |entry, answered| match entry.kind {
        Kind::Do | Kind::Redo if !answered && !drill::arrived(entry) => Step::Take,
        Kind::Do | Kind::Redo | Kind::Undo => Step::Pass,
        Kind::Start => Step::Stop,
    })
}

/// What redo brings back next: the newest undo that no redo has answered, unless something else was done since.
pub(super) fn redo_target(connection: &Connection) -> Result<Option<Logged>, Error> {
    walk(connection, |entry, answered| match entry.kind {
        Kind::Undo if !answered => Step::Take,
        Kind::Undo | Kind::Redo => Step::Pass,
        Kind::Do if drill::arrived(entry) => Step::Pass,
        Kind::Do | Kind::Start => Step::Stop,
    })
}

enum Step {
    Pass,
    Stop,
    Take,
}

/// Looks back from the newest operation, and reads no further than it has to. `step` is told whether a later undo or
/// redo has answered the operation.
fn walk(
    connection: &Connection,
    step: impl Fn(&Entry, bool) -> Step,
) -> Result<Option<Logged>, Error> {
    let mut reader = Reader::default();
    let mut answered = HashSet::new();
    let mut newest = Newest::new(connection)?;
    let mut rows = newest.rows()?;
    while let Some(logged) = log::next(&mut rows, &mut reader)? {
        answered.extend(logged.entry.undoes);
        match step(&logged.entry, answered.contains(&logged.entry.hash)) {
            Step::Pass => {}
            Step::Stop => return Ok(None),
            Step::Take => return Ok(Some(logged)),
        }
    }
    Ok(None)
}

/// What has to be answered to take back the operation `wanted` by itself, and whether that is an undo or, where `wanted`
/// is an undo, a redo. Refused when it has been taken back already, or when something later rests on it.
pub(super) fn chosen(connection: &Connection, wanted: Hash) -> Result<(Kind, Logged), Error> {
    let asked = log::by_hash(connection, wanted)?.ok_or_else(log::broken)?;
    if asked.entry.kind == Kind::Start {
        return Err(Error::TheBeginning);
    }
    let later = later_than(connection, asked.seq)?;
    let answers: HashMap<Hash, usize> = (0..)
        .zip(&later)
        .filter_map(|(at, logged)| Some((logged.entry.undoes?, at)))
        .collect();
    let answer_to = |logged: &Logged| answers.get(&logged.entry.hash).map(|at| &later[*at]);
    let stands_for = successors(Some(&asked), |logged| answer_to(logged))
        .last()
        .unwrap_or(&asked);
    let is_undo = |logged: &Logged| logged.entry.kind == Kind::Undo;
    if is_undo(stands_for) != is_undo(&asked) {
        return Err(Error::TakenBackAlready {
            order: stands_for.seq as u64,
            by: Box::new(stands_for.entry.clone()),
        });
    }
    in_the_way(connection, stands_for, &later, |logged| {
        answer_to(logged).is_some()
    })?;
    let kind = if is_undo(&asked) {
        Kind::Redo
    } else {
        Kind::Undo
    };
    Ok((kind, stands_for.clone()))
}

/// Newest first, without their parents.
fn later_than(connection: &Connection, seq: i64) -> Result<Vec<Logged>, Error> {
    let mut reader = Reader::default();
    let mut later = Vec::new();
    let mut newest = Newest::new(connection)?;
    let mut rows = newest.rows()?;
    while let Some(logged) = log::next(&mut rows, &mut reader)?.filter(|logged| logged.seq > seq) {
        later.push(logged);
    }
    Ok(later)
}

/// Refuses when a later operation that still counts rests on `target`, naming the newest such.
fn in_the_way(
    connection: &Connection,
    target: &Logged,
    later: &[Logged],
    is_answered: impl Fn(&Logged) -> bool,
) -> Result<(), Error> {
    let mut reader = Reader::default();
    let footprint = Footprint::of(&log::changes_of(
        connection,
        &mut reader,
        target,
        usize::MAX,
    )?);
    let after: HashMap<Hash, &Logged> = later
        .iter()
        .filter(|logged| logged.seq > target.seq)
        .map(|logged| (logged.entry.hash, logged))
        .collect();
    // An undo of something later, and what it undid, are together as good as nothing.
    let counts = |logged: &&Logged| {
        let undone = |logged: &&Logged| {
            logged
                .entry
                .undoes
                .and_then(|hash| after.get(&hash).copied())
        };
        !is_answered(logged) && successors(Some(*logged), undone).count() % 2 == 1
    };
    let mut first: Option<(String, &Logged)> = None;
    let mut more = 0;
    for logged in later
        .iter()
        .filter(|logged| logged.seq > target.seq)
        .filter(counts)
    {
        let changes = log::changes_of(connection, &mut reader, logged, usize::MAX)?;
        match changes.iter().find(|change| footprint.bears(change)) {
            Some(_) if first.is_some() => more += 1,
            Some(change) => {
                let words = what_happened(connection, &mut reader, &footprint, change)?;
                first = Some((words, logged));
            }
            None => {}
        }
    }
    match first {
        None => Ok(()),
        Some((what, logged)) => Err(Error::InTheWay {
            what,
            order: logged.seq as u64,
            by: Box::new(logged.entry.clone()),
            more,
        }),
    }
}

/// The beginning of a sentence that goes on with who did it, and when: "FW-03's due was changed again".
fn what_happened(
    connection: &Connection,
    reader: &mut Reader,
    footprint: &Footprint,
    change: &Change,
) -> Result<String, Error> {
    let again = if footprint.is_overwritten_by(change) {
        " again"
    } else {
        ""
    };
    let mut field = |id: &TaskId, field: &str| -> Result<String, Error> {
        let whose = match reader.task(connection, *id)? {
            Found::Sound(task) => task.reference.to_string(),
            Found::Absent | Found::Broken => "a removed task".to_owned(),
        };
        Ok(format!("{whose}'s {field} was changed{again}"))
    };
    Ok(match change {
        Change::Add { task, element } | Change::Remove { task, element } => {
            field(task, element.list_name())?
        }
        Change::Create(row) => format!("{} was added", row_name(row)),
        Change::Delete(row) => format!("{} was removed", row_name(row)),
        Change::Milestone { key, .. } => {
            format!("the date of \"{}\" was changed{again}", key.title())
        }
        Change::Person { id, edit } => {
            let whose = match reader.person(connection, &id.0)? {
                Found::Sound(person) => person.label().to_owned(),
                Found::Absent | Found::Broken => "somebody".to_owned(),
            };
            format!("{whose}'s {} was changed{again}", edit.field())
        }
        Change::Record { id, edit } => {
            let whose = match reader.record(connection, &id.0)? {
                Found::Sound(kept) => record_name(&kept.filed.record),
                Found::Absent | Found::Broken => "a removed record".to_owned(),
            };
            format!("{whose}'s {} was changed{again}", field_title(&edit.field))
        }
        Change::Setting(edit) => {
            format!("the inspection's {} was changed{again}", edit.field())
        }
        Change::Task { id, edit } => field(id, edit.field())?,
    })
}

/// What a person calls a row.
pub(super) fn row_name(row: &Row) -> String {
    match row {
        Row::DayOff(day) => format!("the day off on {}", phrase::day(day.date)),
        Row::Milestone(milestone) => milestone.name.to_string(),
        Row::Person(person) => person.label().to_owned(),
        Row::Record(filed) => record_name(&filed.record),
        Row::Task(task) => task.reference.to_string(),
    }
}

fn record_name(record: &Record) -> String {
    format!("the {} {}", record.kind().title(), record.words())
}

/// The operation behind any number of undos and redos.
pub(super) fn named(
    connection: &Connection,
    target: Option<Logged>,
) -> Result<Option<Entry>, Error> {
    let Some(mut logged) = target else {
        return Ok(None);
    };
    while let Some(hash) = logged.entry.undoes {
        let earlier = log::by_hash(connection, hash)?.filter(|earlier| earlier.seq < logged.seq);
        logged = earlier.ok_or_else(log::broken)?;
    }
    log::whole(connection, logged).map(Some)
}
