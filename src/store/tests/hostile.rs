//! Files that are not what they seem: each gets its own message, quickly, and is left as it was.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rusqlite::Connection;

use super::world::{SEED, inspection, stamp, start};
use crate::domain::failure::{Failure, Kind};
use crate::store::{Access, Error, Store};

fn good(path: &Path) -> PathBuf {
    Store::create(path, &inspection(), &start(), &stamp(0), SEED)
        .unwrap()
        .close();
    path.to_owned()
}

/// Opens and reads, as every reading verb does.
fn attempt(path: &Path) -> Result<(), Error> {
    let store = Store::open(path, Access::ReadWrite)?;
    store.read()?;
    store
        .damage()
        .map_or(Ok(()), |damage| Err(Error::Damaged(damage.clone())))
}

fn refused(path: &Path, what: &str) -> Failure {
    let before = std::fs::read(path).ok();
    let began = Instant::now();
    let error = attempt(path).expect_err(what);
    assert!(
        began.elapsed() < Duration::from_secs(2),
        "{what} took {:?}",
        began.elapsed()
    );
    assert_eq!(std::fs::read(path).ok(), before, "{what} was touched");
    let failure = Failure::from(error);
    let words = failure.to_string().to_lowercase();
    for banned in [
        "sqlite",
        "database",
        "commit",
        "sync",
        "malformed",
        "invalid",
        "sql",
    ] {
        assert!(!words.contains(banned), "{what}: {words}");
    }
    failure
}

#[test]
fn what_is_no_file_of_ours_is_named_for_what_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let named = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let padded = |start: &[u8]| {
        let mut bytes = start.to_vec();
        bytes.resize(8192, b' ');
        bytes
    };
    let not_ours: [(&str, Vec<u8>); 11] = [
        ("one byte", b"S".to_vec()),
        ("99 bytes", vec![0; 99]),
        ("zeros", vec![0; 8192]),
        ("a letter", padded(b"Dear colleague, here is our tracker.")),
        ("a spreadsheet", padded(b"PK\x03\x04")),
        ("a picture", padded(b"\x89PNG\r\n\x1a\n")),
        ("a web page", padded(b"<!doctype html>")),
        ("json", padded(br#"{"version": 1, "tasks": []}"#)),
        ("half the magic", padded(b"SQLite for")),
        ("only the magic", b"SQLite format 3\0".to_vec()),
        (
            "the magic and nothing behind it",
            padded(b"SQLite format 3\0"),
        ),
    ];
    for (what, bytes) in not_ours {
        let failure = refused(&named(what, &bytes), what);
        assert_eq!(failure.kind, Kind::Failed, "{what}");
        assert!(
            failure.message.ends_with("is not a readyroom file."),
            "{what}: {failure}"
        );
    }
    let empty = refused(&named("empty", b""), "empty");
    assert!(
        empty.kind == Kind::Failed && empty.message.ends_with("is an empty file."),
        "{empty}"
    );
    let dir = refused(folder.path(), "a folder");
    assert!(
        dir.kind == Kind::Failed
            && dir
                .message
                .ends_with("is a folder, not an inspection file."),
        "{dir}"
    );
    let missing = refused(&folder.path().join("missing"), "missing");
    assert!(
        missing.kind == Kind::NotFound && missing.message.starts_with("There is no file"),
        "{missing}"
    );
}

#[test]
fn another_programs_file_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("other.db");
    let other = Connection::open(&path).unwrap();
    other
        .execute_batch("PRAGMA journal_mode = WAL; CREATE TABLE task (id INTEGER PRIMARY KEY)")
        .unwrap();
    other.close().unwrap();
    let failure = refused(&path, "another program's file");
    assert!(
        failure.message.ends_with("is not a readyroom file."),
        "{failure}"
    );
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn the_marks_of_the_file_are_read_before_anything_else() {
    let cases = [
        ("PRAGMA application_id = 0", "is not a readyroom file."),
        (
            "PRAGMA application_id = 1380209746",
            "is not a readyroom file.",
        ),
        ("PRAGMA user_version = 1", "damaged"),
        ("PRAGMA user_version = 3", "was made by a newer readyroom."),
        ("PRAGMA user_version = 4", "was made by a newer readyroom."),
        (
            "PRAGMA user_version = 10000",
            "was made by a newer readyroom.",
        ),
        ("PRAGMA user_version = 0", "damaged"),
        ("PRAGMA user_version = -1", "damaged"),
        ("PRAGMA user_version = 16777217", "damaged"),
        ("PRAGMA user_version = 2147483647", "damaged"),
    ];
    let folder = tempfile::tempdir().unwrap();
    let whole = std::fs::read(good(&folder.path().join("good.readyroom"))).unwrap();
    for (at, (sql, expected)) in cases.into_iter().enumerate() {
        let path = folder.path().join(format!("{at}.readyroom"));
        std::fs::write(&path, &whole).unwrap();
        Connection::open(&path).unwrap().execute_batch(sql).unwrap();
        let failure = refused(&path, sql);
        assert!(failure.message.contains(expected), "{sql}: {failure}");
        assert_eq!(
            failure.kind == Kind::Damaged,
            expected == "damaged",
            "{sql}"
        );
    }
}

/// Everything that can be slipped into a layout. Each has to be noticed before a row is believed.
const TAMPERING: [&str; 38] = [
    "DROP TABLE task",
    "DROP TABLE element",
    "DROP TABLE person",
    "DROP TABLE milestone",
    "DROP TABLE day_off",
    "DROP TABLE setting",
    "DROP TABLE counter",
    "DROP TABLE meta",
    "DROP TABLE tally",
    "DROP TABLE operation",
    "DROP TABLE parent",
    "DROP TABLE head",
    "DROP TABLE change",
    "DROP INDEX change_by_task",
    "ALTER TABLE task RENAME TO tasks",
    "ALTER TABLE task RENAME COLUMN title TO headline",
    "ALTER TABLE task ADD COLUMN extra TEXT",
    "ALTER TABLE task ADD COLUMN twice TEXT GENERATED ALWAYS AS (title || title)",
    "ALTER TABLE task DROP COLUMN starts",
    "CREATE TABLE extra (id INTEGER)",
    "CREATE TABLE \"ta sk\" (id INTEGER)",
    "CREATE VIRTUAL TABLE f USING fts5(title)",
    "CREATE TRIGGER t AFTER INSERT ON task BEGIN DELETE FROM operation; END",
    "CREATE TRIGGER t AFTER UPDATE ON task BEGIN UPDATE task SET title = 'mine'; END",
    "CREATE TRIGGER t BEFORE INSERT ON change BEGIN SELECT RAISE(IGNORE); END",
    "CREATE VIEW v AS SELECT * FROM task",
    "CREATE VIEW v AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n",
    "ALTER TABLE task RENAME TO t2; CREATE VIEW task AS SELECT * FROM t2",
    "ALTER TABLE task RENAME TO t2; CREATE VIEW task AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n)
        SELECT x AS ref, zeroblob(1000000) AS id FROM n",
    "ALTER TABLE element RENAME TO e2; CREATE VIEW element AS SELECT * FROM e2",
    "ALTER TABLE tally RENAME TO t2; CREATE VIEW tally AS SELECT * FROM t2",
    "DROP TABLE task; CREATE TABLE task (ref, id, phase, section, title, note, owner, deputy, status, waiting_on,
        done_at, rag, reason, judged_by, judged_at, expires, due, starts, takes_call, sum)",
    "DROP TABLE head; CREATE TABLE head (operation TEXT)",
    "DROP TABLE setting; CREATE TABLE setting (name TEXT, value BLOB, sum REAL)",
    "CREATE INDEX i ON task (lower(title))",
    "CREATE INDEX i ON task (abs(randomblob(1000000)))",
    "CREATE UNIQUE INDEX i ON task (phase, ref)",
    "DROP TABLE counter; CREATE TABLE counter (phase TEXT DEFAULT (randomblob(100000000)), next INTEGER, sum INTEGER)",
];

#[test]
fn a_layout_that_was_tampered_with_is_damage() {
    let folder = tempfile::tempdir().unwrap();
    let whole = std::fs::read(good(&folder.path().join("good.readyroom"))).unwrap();
    let mut tried = 0;
    for (at, sql) in TAMPERING.into_iter().enumerate() {
        let path = folder.path().join(format!("{at}.readyroom"));
        std::fs::write(&path, &whole).unwrap();
        let other = Connection::open(&path).unwrap();
        other.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
        if other.execute_batch(sql).is_err() {
            continue;
        }
        drop(other);
        let failure = refused(&path, sql);
        assert_eq!(failure.kind, Kind::Damaged, "{sql}: {failure}");
        tried += 1;
    }
    assert!(tried >= TAMPERING.len() - 2, "{tried}");
}

#[test]
fn rows_of_the_wrong_kind_are_damage() {
    let folder = tempfile::tempdir().unwrap();
    let whole = std::fs::read(good(&folder.path().join("good.readyroom"))).unwrap();
    let tampering = [
        "UPDATE task SET title = 'x' || char(27) || ']0;owned' || char(7)",
        "UPDATE task SET phase = 'somewhere'",
        "UPDATE task SET id = zeroblob(3000000) WHERE ref = 256",
        "UPDATE task SET sum = 0",
        "UPDATE task SET due = '2026-02-30'",
        "UPDATE task SET owner = NULL",
        "UPDATE setting SET value = 'many' WHERE name = 'red_within'",
        "UPDATE tally SET rows = 1000000000000000",
        "UPDATE counter SET next = 9000000000000000000",
        "UPDATE person SET initials = 'XX'",
    ];
    for (at, sql) in tampering.into_iter().enumerate() {
        let path = folder.path().join(format!("{at}.readyroom"));
        std::fs::write(&path, &whole).unwrap();
        let other = Connection::open(&path).unwrap();
        other
            .execute_batch("PRAGMA ignore_check_constraints = ON")
            .unwrap();
        assert!(other.execute(sql, []).unwrap() > 0, "{sql}");
        drop(other);
        assert_eq!(refused(&path, sql).kind, Kind::Damaged, "{sql}");
    }
}

#[cfg(unix)]
#[test]
fn what_is_no_regular_file_is_not_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    let dangling = folder.path().join("dangling");
    std::os::unix::fs::symlink(folder.path().join("nowhere"), &dangling).unwrap();
    assert_eq!(
        Failure::from(attempt(&dangling).unwrap_err()).kind,
        Kind::NotFound
    );
    let pipe = folder.path().join("pipe");
    if std::process::Command::new("mkfifo")
        .arg(&pipe)
        .status()
        .is_ok_and(|status| status.success())
    {
        assert!(matches!(attempt(&pipe), Err(Error::NotOurs(_))));
    }
}

#[test]
fn a_stray_journal_of_nonsense_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = good(&folder.path().join("a.readyroom"));
    let before = std::fs::read(&path).unwrap();
    std::fs::write(super::super::journal_of(&path), "nonsense ".repeat(500)).unwrap();
    attempt(&path).unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), before);
}
