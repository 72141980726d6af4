//! The full verification: structure, layout, every row's sum, and the whole log. It only reads.

use rusqlite::Connection;
use rusqlite::types::ValueRef;
use sha2::{Digest, Sha256};

use super::error::{Damage, Error};
use super::log;
use super::read::Reader;
use super::row::{Logged, Summer, Table, Tally, int, text};
use super::schema::{self, Migration, Room};
use crate::domain::operation::{Hash, Sealer};

/// What a full verification found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// How many tasks can be read.
    pub tasks: usize,
    /// How many operations the log holds.
    pub operations: usize,
    /// What is wrong, one thing a line; empty when the file is sound.
    pub problems: Vec<String>,
    /// Stands for all that the file holds and how it came to: papers print it.
    pub head: Hash,
    /// The problems in the form in which the file carries them from now on; `None` when it is sound.
    pub damage: Option<Damage>,
}

impl Report {
    /// Whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.problems.is_empty()
    }
}

/// `known` is what was wrong already when the file was opened.
pub(super) fn verify(
    connection: &Connection,
    migrations: &[Migration],
    known: Option<&Damage>,
) -> Result<Report, Error> {
    let mut reader = Reader::default();
    for problem in known
        .map(|known| known.problems.as_slice())
        .unwrap_or_default()
    {
        reader.note(problem);
    }
    Room::Checking.make(connection)?;
    structure(connection, &mut reader)?;
    for problem in schema::check_shape(connection, migrations.len(), migrations)?.problems {
        reader.note(problem);
    }
    let count = reader.inspect(connection)?;
    counters_are_ahead(connection, &mut reader, &count.greatest)?;
    let (operations, head) = match log(connection, &mut reader) {
        Err(Error::Damaged(_)) => {
            reader.note("Not all of the history can be reached.");
            (0, Hash([0; 32]))
        }
        other => other?,
    };
    let damage = (!reader.damage.is_none()).then_some(reader.damage);
    let problems = damage
        .as_ref()
        .map(|damage| damage.problems.clone())
        .unwrap_or_default();
    Ok(Report {
        tasks: count.tasks,
        operations,
        problems,
        head,
        damage,
    })
}

/// What the engine itself can tell of a file whose rows this version cannot read.
pub(super) fn structure_and_links(
    connection: &Connection,
    reader: &mut Reader,
) -> Result<(), Error> {
    structure(connection, reader)?;
    if let Some(problem) = strays(connection)? {
        reader.note(broken(problem));
    }
    Ok(())
}

/// What the engine itself can tell. Whether each row is there that another names is seen when the rows are read.
fn structure(connection: &Connection, reader: &mut Reader) -> Result<(), Error> {
    for problem in integrity(connection)? {
        reader.note(broken(&problem));
    }
    Ok(())
}

fn broken(problem: &str) -> String {
    format!("The file's structure is broken: {problem}.")
}

fn integrity(connection: &Connection) -> Result<Vec<String>, Error> {
    let mut problems = Vec::new();
    let mut statement = connection.prepare("PRAGMA integrity_check(20)")?;
    let mut rows = statement.query([])?;
    loop {
        match rows.next().map_err(Error::from) {
            Ok(Some(row)) => {
                let found: String = row.get(0)?;
                problems.extend(
                    (found != "ok").then(|| crate::domain::text::Line::clipped(&found).to_string()),
                );
            }
            Ok(None) => break,
            Err(Error::Damaged(_)) => {
                problems.push("it cannot be followed to the end".to_owned());
                break;
            }
            Err(other) => return Err(other),
        }
    }
    Ok(problems)
}

fn strays(connection: &Connection) -> Result<Option<&'static str>, Error> {
    let strays = connection
        .prepare("PRAGMA foreign_key_check")
        .and_then(|mut statement| statement.exists([]));
    match strays.map_err(Error::from) {
        Ok(false) => Ok(None),
        Ok(true) => Ok(Some("a row names another that is not there")),
        Err(Error::Damaged(_)) => Ok(Some("the links between rows cannot be followed")),
        Err(other) => Err(other),
    }
}

/// A ref given once is never given again.
fn counters_are_ahead(
    connection: &Connection,
    reader: &mut Reader,
    greatest: &[u32; 3],
) -> Result<(), Error> {
    let counters = reader.counters(connection)?;
    if counters
        .iter()
        .any(|counter| counter.next <= greatest[counter.phase as usize])
    {
        reader.note("A ref could be given out a second time.");
    }
    Ok(())
}

/// Every operation's hash, its parents and its place; returns how many there are and what stands for all of them.
fn log(connection: &Connection, reader: &mut Reader) -> Result<(usize, Hash), Error> {
    let tallies = reader.tallies(connection)?;
    let operations: Vec<Logged> =
        reader.records(connection, log::ALL, Table::Operation, Some(&tallies))?;
    let parents = parents(connection)?;
    let mut parents = parents.into_iter().peekable();
    let mut changes = Changes::new();
    let mut statement =
        connection.prepare("SELECT seq, operation, task, body, sum FROM change ORDER BY seq")?;
    let mut rows = statement.query([])?;
    let mut followed = vec![false; operations.len()];
    let mut wrong = false;
    for (at, logged) in operations.iter().enumerate() {
        let mut entry = logged.entry.clone();
        let mut lamport = 0;
        while let Some((_, parent)) = parents.next_if(|(operation, _)| *operation == logged.seq) {
            // Operations that arrived earlier stand earlier, and their seqs are their places.
            let known = operations[..at].binary_search_by_key(&parent, |earlier| earlier.seq);
            let Ok(place) = known else {
                wrong = true;
                continue;
            };
            followed[place] = true;
            lamport = operations[place].entry.lamport.max(lamport);
            entry.parents.push(operations[place].entry.hash);
        }
        entry.parents.sort_unstable();
        let mut sealer = Sealer::new(&entry);
        wrong |= !changes.take(&mut rows, logged, &mut sealer)?;
        wrong |= sealer.seal() != entry.hash || lamport + 1 != entry.lamport;
    }
    wrong |= parents.next().is_some() || rows.next()?.is_some();
    let expected = tallies.iter().find(|tally| tally.table == Table::Change);
    wrong |= expected.is_some_and(|expected| *expected != changes.tally);
    let mut heads: Vec<Hash> = operations
        .iter()
        .zip(&followed)
        .filter(|(_, followed)| !**followed)
        .map(|(logged, _)| logged.entry.hash)
        .collect();
    heads.sort_unstable();
    let stored: Vec<Hash> = log::heads(connection, reader)?
        .iter()
        .map(|head| head.entry.hash)
        .collect();
    if wrong || stored != heads {
        reader.note("The history is not what was saved.");
    }
    Ok((operations.len(), stand_for(&heads)))
}

/// One hash for the sorted heads.
pub(super) fn stand_for(heads: &[Hash]) -> Hash {
    let mut digest = Sha256::new();
    for head in heads {
        digest.update(head.0);
    }
    Hash(digest.finalize().into())
}

fn parents(connection: &Connection) -> Result<Vec<(i64, i64)>, Error> {
    let mut statement =
        connection.prepare("SELECT operation, parent FROM parent ORDER BY operation, parent")?;
    let parents: Result<Vec<_>, _> = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect();
    Ok(parents?)
}

/// Walks along the changes as the operations claim them, without copying their text.
struct Changes {
    summer: Summer,
    tally: Tally,
}

impl Changes {
    fn new() -> Self {
        Self {
            summer: Summer::default(),
            tally: Tally::new(Table::Change),
        }
    }

    /// False when the next rows are not this operation's changes.
    fn take(
        &mut self,
        rows: &mut rusqlite::Rows<'_>,
        logged: &Logged,
        sealer: &mut Sealer,
    ) -> Result<bool, Error> {
        let mut sound = true;
        for seq in (logged.first..).take(logged.entry.changes) {
            let Some(row) = rows.next()? else {
                return Ok(false);
            };
            let mut cells = [ValueRef::Null; 4];
            self.summer.begin(Table::Change);
            for (column, cell) in cells.iter_mut().enumerate() {
                *cell = row.get_ref(column)?;
                self.summer.cell(*cell);
            }
            let sum = self.summer.sum();
            self.tally.add(sum);
            sound &= int(row.get_ref(4)?) == Some(sum);
            sound &= int(cells[0]) == Some(seq) && int(cells[1]) == Some(logged.seq);
            match text(cells[3]) {
                Some(body) => sealer.change(body),
                None => sound = false,
            }
        }
        Ok(sound)
    }
}
