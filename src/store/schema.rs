//! The file's layout: what marks it as ours, the settings every connection gets, and the migrations.
//!
//! Migrations are only ever added. Each is applied in one transaction, after a verified copy has been put beside the file.

use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use sha2::{Digest, Sha256};

use super::error::{Damage, Error};

/// "RDYR" at byte 68 of the file says that it is ours.
pub(super) const APPLICATION_ID: i32 = i32::from_be_bytes(*b"RDYR");

/// Anything above this is no version but a flipped bit.
pub(super) const FURTHEST_VERSION: i32 = 10_000;

/// One step from a version to the next.
#[derive(Debug, Clone, Copy)]
pub(super) struct Migration {
    /// What to run.
    pub(super) sql: &'static str,
    /// The fingerprint of the layout afterwards; a test says so when it has to be brought up to date.
    pub(super) shape: &'static str,
}

/// All of them in order; the file's version is the number of those it has been through.
pub(super) const MIGRATIONS: &[Migration] = &[
    Migration {
        sql: include_str!("../../assets/migrations/0001_init.sql"),
        shape: "3dddb723a5e62397128b058e20ef2e1f",
    },
    Migration {
        sql: include_str!("../../assets/migrations/0002_records.sql"),
        shape: "705b784bc8febb6070e5ede7298b83d7",
    },
];

/// How long to wait for another window to finish saving.
const PATIENCE: Duration = Duration::from_secs(5);

/// Opens the file with every setting in place, or fails.
pub(super) fn connect(path: &Path, writable: bool) -> Result<Connection, Error> {
    let access = if writable {
        OpenFlags::SQLITE_OPEN_READ_WRITE
    } else {
        OpenFlags::SQLITE_OPEN_READ_ONLY
    };
    let connection = Connection::open_with_flags(path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    harden(&connection)?;
    connection.execute_batch(READING)?;
    Ok(connection)
}

/// Takes the first lock, which also rolls back a save that was cut short, and reads the layout. Only then can the cache
/// be made small.
pub(super) fn first_look(connection: &Connection) -> rusqlite::Result<()> {
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    Room::Reading.make(connection)
}

/// How much of the file is kept in memory, in KiB. Memory that is never touched need not be fetched: that is most of what
/// a short command costs.
#[derive(Debug, Clone, Copy)]
pub(super) enum Room {
    /// Rows are read once, in order.
    Reading = 100,
    /// Each row of a table is looked up in its indexes, and a file that is checked before each change fits in whole: read
    /// in pieces, 800 KiB of it were fetched nearly three times.
    Checking = 8_192,
    /// A save touches few pages, and none should reach the disk before its end.
    Saving = 2_000,
    /// An import touches many, and none should be written twice.
    Importing = 65_536,
}

impl Room {
    /// How much this is.
    pub(super) fn bytes(self) -> u64 {
        self as u64 * 1_024
    }

    /// Makes this much room.
    pub(super) fn make(self, connection: &Connection) -> rusqlite::Result<()> {
        connection.execute_batch(&format!("PRAGMA cache_size = -{}", self as i32))
    }
}

/// Opens what the engine itself refuses, such as a file that has been cut short: to look at, never to write to.
pub(super) fn connect_to_damaged(path: &Path) -> Result<Connection, Error> {
    let connection = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    harden(&connection)?;
    connection.execute_batch(READING)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, false)?;
    connection.execute_batch("PRAGMA writable_schema = ON")?;
    first_look(&connection)?;
    Ok(connection)
}

/// The settings that make a connection distrust what it opens: files arrive by email.
pub(super) fn harden(connection: &Connection) -> Result<(), Error> {
    connection.busy_timeout(PATIENCE)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false)?;
    connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, 4 << 20)?;
    connection.set_limit(Limit::SQLITE_LIMIT_SQL_LENGTH, 100_000)?;
    connection.set_limit(Limit::SQLITE_LIMIT_EXPR_DEPTH, 50)?;
    // One, for the copy that a backup is written into.
    connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 1)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(())
}

/// What every connection needs: damaged pages are noticed, nothing is mapped into memory or put into temporary files.
const READING: &str = "
    PRAGMA mmap_size = 0;
    PRAGMA cell_size_check = ON;
    PRAGMA foreign_keys = ON;
    PRAGMA temp_store = MEMORY;
";

/// Makes commits last through a power cut. `TRUNCATE` syncs the emptied journal, which deleting it does not do
/// everywhere; `secure_delete` keeps deleted words from lingering; the last two matter on a Mac only.
const WRITING: &str = "
    PRAGMA secure_delete = ON;
    PRAGMA synchronous = FULL;
    PRAGMA fullfsync = ON;
    PRAGMA checkpoint_fullfsync = ON;
";

/// Prepares a connection for saving, and makes sure the settings took: the engine may refuse them without a word.
pub(super) fn prepare_for_writing(connection: &Connection) -> Result<(), Error> {
    connection.execute_batch(WRITING)?;
    let journal: String =
        connection.query_row("PRAGMA journal_mode = TRUNCATE", [], |row| row.get(0))?;
    let synchronous: i64 = connection.query_row("PRAGMA synchronous", [], |row| row.get(0))?;
    let foreign_keys: i64 = connection.query_row("PRAGMA foreign_keys", [], |row| row.get(0))?;
    let in_memory = journal == "memory" && connection.path().is_none_or(str::is_empty);
    if (journal != "truncate" && !in_memory) || synchronous != 2 || foreign_keys != 1 {
        return Err(Error::ReadOnly);
    }
    Ok(())
}

/// Gives a new file the latest layout, with no trace of the earlier ones on its way.
pub(super) fn lay_out(connection: &mut Connection) -> Result<(), Error> {
    migrate(connection, 0, MIGRATIONS)?;
    connection.execute_batch("VACUUM")?;
    Ok(())
}

/// How many migrations the connection's file has been through.
pub(super) fn version(connection: &Connection) -> rusqlite::Result<usize> {
    let version: u32 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    Ok(version as usize)
}

/// Brings the connection's file from `version` to the latest of `migrations`, all or nothing for each step.
pub(super) fn migrate(
    connection: &mut Connection,
    version: usize,
    migrations: &[Migration],
) -> Result<(), Error> {
    for (step, migration) in migrations.iter().enumerate().skip(version) {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.execute_batch(migration.sql)?;
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        transaction.pragma_update(None, "user_version", step as i64 + 1)?;
        transaction.commit()?;
    }
    Ok(())
}

/// Whether the layout is word for word what it should be at `version`.
pub(super) fn check_shape(
    connection: &Connection,
    version: usize,
    migrations: &[Migration],
) -> Result<Damage, Error> {
    let expected = version
        .checked_sub(1)
        .and_then(|at| migrations.get(at))
        .map(|migration| migration.shape);
    Ok(if Some(shape(connection)?.as_str()) == expected {
        Damage::default()
    } else {
        Damage::of("The file's layout is not what it should be.")
    })
}

/// A fingerprint of all tables and indexes.
pub(super) fn shape(connection: &Connection) -> Result<String, Error> {
    let mut statement = connection
        .prepare("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name")?;
    let mut rows = statement.query([])?;
    let mut digest = Sha256::new();
    while let Some(row) = rows.next()? {
        for column in 0..4 {
            let text = row
                .get_ref(column)?
                .as_bytes_or_null()
                .ok()
                .flatten()
                .unwrap_or_default();
            digest.update((text.len() as u64).to_be_bytes());
            digest.update(text);
        }
    }
    Ok(digest
        .finalize()
        .iter()
        .take(16)
        .fold(String::new(), |hex, byte| hex + &format!("{byte:02x}")))
}
