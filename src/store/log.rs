//! The log: what was done, in the order in which it arrived. It only reads.

use rusqlite::types::ValueRef;
use rusqlite::{CachedStatement, Connection, OptionalExtension, Rows};

use super::error::{Damage, Error};
use super::read::{Found, Reader};
use super::row::{Logged, Table, Tabled, int, text};
use crate::domain::change::Change;
use crate::domain::depends::Footprint;
use crate::domain::id::TaskId;
use crate::domain::operation::{Entry, Hash, Past};

macro_rules! operations {
    ($rest:literal) => {
        concat!(
            "SELECT seq, hash, lamport, replica, kind, undoes, label, who, at, local, rehearsed, first, changes, sum ",
            "FROM operation ",
            $rest
        )
    };
}

const HEADS: &str = operations!("WHERE seq IN (SELECT operation FROM head) ORDER BY hash");
const BY_SEQ: &str = operations!("WHERE seq = ?1");
const BY_HASH: &str = operations!("WHERE hash = ?1");
pub(super) const ALL: &str = operations!("ORDER BY seq");
const NEWEST_BEFORE: &str = operations!("WHERE seq < ?1 ORDER BY seq DESC LIMIT ?2");
const PARENTS: &str = "SELECT o.hash FROM parent p JOIN operation o ON o.seq = p.parent WHERE p.operation = ?1 ORDER BY o.hash";
const CHANGES: &str =
    "SELECT seq, operation, task, body, sum FROM change WHERE seq >= ?1 AND seq < ?2 ORDER BY seq";
const CHANGES_OF_TASK: &str = "SELECT seq, operation, task, body, sum FROM change WHERE task = ?1 AND operation < ?2 ORDER BY seq DESC";
const CHANGES_OF_NONE: &str = "SELECT seq, operation, task, body, sum FROM change WHERE task IS NULL ORDER BY seq DESC LIMIT 1000";

/// Which part of the history is wanted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct HistoryQuery {
    /// Only what touched this task, and of each operation only the changes to it.
    pub task: Option<TaskId>,
    /// At most so many operations.
    pub limit: Option<usize>,
    /// Only what arrived before this one ([`Past::order`]).
    pub before: Option<u64>,
    /// At most so many changes of each operation; `Entry::changes` says how many there are.
    pub changes_per_entry: Option<usize>,
}

/// What the query asks for, newest first.
pub(super) fn history(connection: &Connection, query: &HistoryQuery) -> Result<Vec<Past>, Error> {
    match query.task {
        Some(task) => history_of(connection, task, query),
        None => history_of_all(connection, query),
    }
}

fn history_of_all(connection: &Connection, query: &HistoryQuery) -> Result<Vec<Past>, Error> {
    let mut reader = Reader::default();
    let before = query.before.map_or(i64::MAX, |order| order as i64);
    let limit = query.limit.map_or(-1, |limit| limit as i64);
    let mut logged = Vec::new();
    let mut statement = connection.prepare_cached(NEWEST_BEFORE)?;
    let mut rows = statement.query([before, limit])?;
    while let Some(operation) = next(&mut rows, &mut reader)? {
        logged.push(operation);
    }
    let most = query.changes_per_entry.unwrap_or(usize::MAX);
    logged
        .into_iter()
        .map(|logged| {
            let changes = changes_of(connection, &mut reader, &logged, most)?;
            past(connection, logged, changes)
        })
        .collect()
}

fn history_of(
    connection: &Connection,
    task: TaskId,
    query: &HistoryQuery,
) -> Result<Vec<Past>, Error> {
    let mut reader = Reader::default();
    let before = query.before.map_or(i64::MAX, |order| order as i64);
    let limit = query.limit.unwrap_or(usize::MAX);
    let most = query.changes_per_entry.unwrap_or(usize::MAX);
    let mut history: Vec<(i64, Vec<Change>)> = Vec::new();
    let mut statement = connection.prepare_cached(CHANGES_OF_TASK)?;
    let mut rows = statement.query(rusqlite::params![task.0.as_bytes(), before])?;
    while let Some(row) = rows.next()? {
        let (stored, _) = reader
            .decode::<Stored>(row, Table::Change)?
            .ok_or_else(broken)?;
        let is_new = history
            .last()
            .is_none_or(|(operation, _)| *operation != stored.operation);
        if is_new && history.len() == limit {
            break;
        }
        if is_new {
            history.push((stored.operation, Vec::new()));
        }
        if let Some((_, changes)) = history.last_mut() {
            changes.push(stored.change()?);
        }
    }
    history
        .into_iter()
        .map(|(seq, mut changes)| {
            changes.reverse();
            changes.truncate(most);
            past(connection, by_seq(connection, &mut reader, seq)?, changes)
        })
        .collect()
}

pub(super) fn past(
    connection: &Connection,
    logged: Logged,
    changes: Vec<Change>,
) -> Result<Past, Error> {
    Ok(Past {
        order: logged.seq as u64,
        entry: whole(connection, logged)?,
        changes,
    })
}

/// The entry with its parents.
pub(super) fn whole(connection: &Connection, logged: Logged) -> Result<Entry, Error> {
    let mut entry = logged.entry;
    let mut statement = connection.prepare_cached(PARENTS)?;
    let mut rows = statement.query([logged.seq])?;
    while let Some(row) = rows.next()? {
        entry
            .parents
            .push(super::row::hash(row.get_ref(0)?).ok_or_else(broken)?);
    }
    Ok(entry)
}

/// The operations nothing follows yet, by hash; none only while the file is being made.
pub(super) fn heads(connection: &Connection, reader: &mut Reader) -> Result<Vec<Logged>, Error> {
    let heads: Vec<Logged> = reader.records(connection, HEADS, Table::Operation, None)?;
    let newest: Option<i64> =
        connection.query_row("SELECT max(seq) FROM operation", [], |row| row.get(0))?;
    if newest != heads.iter().map(|head| head.seq).max() {
        reader.note("The end of the log is not what was saved.");
    }
    Ok(heads)
}

/// All operations, newest first, read one by one.
pub(super) struct Newest<'c>(CachedStatement<'c>);

impl<'c> Newest<'c> {
    pub(super) fn new(connection: &'c Connection) -> Result<Self, Error> {
        Ok(Self(connection.prepare_cached(NEWEST_BEFORE)?))
    }

    /// For [`next`].
    pub(super) fn rows(&mut self) -> Result<Rows<'_>, Error> {
        Ok(self.0.query([i64::MAX, -1])?)
    }
}

/// The next operation, without its parents.
pub(super) fn next(rows: &mut Rows<'_>, reader: &mut Reader) -> Result<Option<Logged>, Error> {
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let (logged, _) = reader
        .decode::<Logged>(row, Table::Operation)?
        .ok_or_else(broken)?;
    Ok(Some(logged))
}

/// A change as it lies in its table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stored {
    pub(super) operation: i64,
    pub(super) body: String,
}

impl Stored {
    fn change(&self) -> Result<Change, Error> {
        serde_json::from_str(&self.body).map_err(|_not_a_change| broken())
    }
}

impl Tabled for Stored {
    const TABLE: Table = Table::Change;

    /// Changes are written straight from their text (write.rs).
    fn cells(&self) -> Vec<super::row::Cell<'_>> {
        Vec::new()
    }

    fn decode(cells: &[ValueRef<'_>]) -> Option<Self> {
        let [_, operation, _, body] = *cells else {
            return None;
        };
        Some(Self {
            operation: int(operation)?,
            body: text(body)?.to_owned(),
        })
    }
}

/// The first `most` changes of an operation.
pub(super) fn changes_of(
    connection: &Connection,
    reader: &mut Reader,
    logged: &Logged,
    most: usize,
) -> Result<Vec<Change>, Error> {
    let wanted = logged.entry.changes.min(most);
    let mut changes = Vec::with_capacity(wanted.min(1 << 16));
    let mut statement = connection.prepare_cached(CHANGES)?;
    let mut rows = statement.query([logged.first, logged.first + wanted as i64])?;
    while let Some(row) = rows.next()? {
        let (stored, _) = reader
            .decode::<Stored>(row, Table::Change)?
            .ok_or_else(broken)?;
        if stored.operation != logged.seq {
            return Err(broken());
        }
        changes.push(stored.change()?);
    }
    if changes.len() == wanted {
        Ok(changes)
    } else {
        Err(broken())
    }
}

/// The latest operation that touched what `change` touches.
pub(super) fn last_to_touch(
    connection: &Connection,
    change: &Change,
) -> Result<Option<Entry>, Error> {
    let mut reader = Reader::default();
    let touched = Footprint::of(std::slice::from_ref(change));
    let mut statement = match change.task() {
        Some(_) => connection.prepare_cached(CHANGES_OF_TASK)?,
        None => connection.prepare_cached(CHANGES_OF_NONE)?,
    };
    let mut rows = match change.task() {
        Some(task) => statement.query(rusqlite::params![task.0.as_bytes(), i64::MAX])?,
        None => statement.query([])?,
    };
    while let Some(row) = rows.next()? {
        let (stored, _) = reader
            .decode::<Stored>(row, Table::Change)?
            .ok_or_else(broken)?;
        if touched.bears(&stored.change()?) {
            let logged = by_seq(connection, &mut reader, stored.operation)?;
            return whole(connection, logged).map(Some);
        }
    }
    Ok(None)
}

fn by_seq(connection: &Connection, reader: &mut Reader, seq: i64) -> Result<Logged, Error> {
    match reader.one(connection, BY_SEQ, &[&seq])? {
        Found::Sound(logged) => Ok(logged),
        Found::Absent | Found::Broken => Err(broken()),
    }
}

/// The operation that arrived as this one, if there is one.
pub(super) fn at(connection: &Connection, order: u64) -> Result<Option<Past>, Error> {
    let mut reader = Reader::default();
    let seq = i64::try_from(order).unwrap_or(i64::MAX);
    match reader.one::<Logged>(connection, BY_SEQ, &[&seq])? {
        Found::Absent => Ok(None),
        Found::Broken => Err(broken()),
        Found::Sound(logged) => {
            let changes = changes_of(connection, &mut reader, &logged, usize::MAX)?;
            past(connection, logged, changes).map(Some)
        }
    }
}

/// The operation with this hash.
pub(super) fn by_hash(connection: &Connection, hash: Hash) -> Result<Option<Logged>, Error> {
    match Reader::default().one(connection, BY_HASH, &[&hash.0])? {
        Found::Sound(logged) => Ok(Some(logged)),
        Found::Absent => Ok(None),
        Found::Broken => Err(broken()),
    }
}

/// When the latest operation was made, as local time in England.
pub(super) fn last_saved(connection: &Connection) -> Result<Option<jiff::civil::DateTime>, Error> {
    let text: Option<String> = connection
        .query_row(
            "SELECT local FROM operation ORDER BY seq DESC LIMIT 1",
            [],
            |row| row.get(0),
        )
        .optional()?;
    Ok(text.and_then(|text| text.parse().ok()))
}

pub(super) fn broken() -> Error {
    Error::Damaged(Damage::of("A part of the history is not what was saved."))
}
