//! Files of earlier versions open in this one, after a copy has been made; files of later ones are refused.

use std::path::{Path, PathBuf};

use super::world::{retitle, stamp};
use crate::domain::drill::Script;
use crate::domain::evaluation;
use crate::domain::id::Ids;
use crate::domain::numbers::NUMBERED;
use crate::store::drill::Laid;
use crate::store::schema::{self, MIGRATIONS, Migration};
use crate::store::{Access, Error, HistoryQuery, Store, backup};

/// What the first released version wrote. Never changed; a later version adds its own beside it.
const V1: &str = include_str!("../../../tests/fixtures/v1.readyroom.sql");

/// What the second wrote: records, and a policy in the council's own words.
const V2: &str = include_str!("../../../tests/fixtures/v2.readyroom.sql");

/// What the second wrote before it counted statements, evidence and inspections' grades: S-1, S-2, E-1, E-2 and P-1.
const V2_SAID: &str = include_str!("../../../tests/fixtures/v2-said.readyroom.sql");

fn of(version: &str, dump: &str, folder: &Path) -> PathBuf {
    let path = folder.join(version).with_extension("readyroom");
    let connection = rusqlite::Connection::open(&path).unwrap();
    connection.execute_batch(dump).unwrap();
    path
}

fn v1(folder: &Path) -> PathBuf {
    of("v1", V1, folder)
}

fn v2(folder: &Path) -> PathBuf {
    of("v2", V2, folder)
}

fn lock(path: &Path, locked: bool) {
    let mut permissions = std::fs::metadata(path).unwrap().permissions();
    permissions.set_readonly(locked);
    std::fs::set_permissions(path, permissions).unwrap();
}

/// The migrations with one more, as the next version will have.
fn with_one_more(sql: &'static str) -> &'static [Migration] {
    let mut migrations = MIGRATIONS.to_vec();
    migrations.push(Migration { sql, shape: "" });
    let mut fresh = rusqlite::Connection::open_in_memory().unwrap();
    if schema::migrate(&mut fresh, 0, &migrations).is_ok() {
        let last = migrations.len() - 1;
        migrations[last].shape = schema::shape(&fresh).unwrap().leak();
    }
    migrations.leak()
}

const ADDITION: &str =
    "CREATE TABLE extra (id INTEGER PRIMARY KEY) STRICT; ALTER TABLE task ADD COLUMN extra TEXT;";

#[test]
fn a_file_of_the_first_version_opens_and_can_be_changed() {
    let folder = tempfile::tempdir().unwrap();
    let path = v1(folder.path());
    let mut store = Store::open(&path, Access::ReadWrite).unwrap();
    let report = store.verify().unwrap();
    assert_eq!(
        (report.tasks, report.operations, report.problems),
        (8, 13, vec![])
    );
    let plan = store.read().unwrap();
    store
        .commit(&retitle(&plan, 0, "Changed by this version"), &stamp(1))
        .unwrap();
    while store.undo(&stamp(2)).is_ok() {}
    assert!(store.verify().unwrap().is_sound());
    let first = store.read().unwrap();
    assert_eq!(first.inspection().authority, "Northshire");
    assert_eq!(first.tasks().len(), 6);
}

#[test]
fn a_file_of_the_second_version_opens_with_its_records() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(&v2(folder.path()), Access::ReadWrite).unwrap();
    assert!(store.verify().unwrap().is_sound());
    let plan = store.read().unwrap();
    assert_eq!((plan.tasks().len(), plan.records().count()), (11, 4));
    assert!(!plan.inspection().policy.words.red.is_empty());
    while store.undo(&stamp(2)).is_ok() {}
    assert!(store.verify().unwrap().is_sound());
    assert_eq!(store.read().unwrap().records().count(), 0);
}

#[test]
fn a_number_removed_from_a_file_that_did_not_count_is_not_given_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = of("v2-said", V2_SAID, folder.path());
    let wanted = [("S-2", 3), ("E-2", 3), ("P-1", 2)];
    let mut minute = 0;
    let mut taken_back = Store::open(&path, Access::ReadWrite).unwrap();
    for (handle, _) in wanted {
        let plan = taken_back.read().unwrap();
        let id = evaluation::write::find(&plan, handle).unwrap();
        let operation = evaluation::write::remove(&plan, id).unwrap();
        taken_back.commit(&operation, &stamp(minute)).unwrap();
        minute += 1;
    }
    drop(taken_back);
    let check = |store: &Store| {
        let numbers = store.read().unwrap().numbers();
        for (row, (handle, next)) in NUMBERED[1..].iter().zip(wanted) {
            assert_eq!(numbers.next(row.kind), next, "{handle}");
        }
        assert!(store.verify().unwrap().is_sound());
    };
    let mut store = Store::open(&path, Access::ReadWrite).unwrap();
    check(&store);
    while store.undo(&stamp(minute)).is_ok() {}
    check(&store);
    assert_eq!(store.read().unwrap().records().count(), 0);
}

#[test]
fn an_older_file_is_brought_up_to_date_even_to_be_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    let path = v1(folder.path());
    lock(&path, true);
    let bytes = std::fs::read(&path).unwrap();
    let locked = Store::open(&path, Access::ReadOnly);
    assert!(matches!(locked, Err(Error::Older(_))));
    assert_eq!(std::fs::read(&path).unwrap(), bytes);
    lock(&path, false);
    let store = Store::open(&path, Access::ReadOnly).unwrap();
    assert_eq!(store.read().unwrap().tasks().len(), 8);
    let copies = backup::list(&path).unwrap();
    assert_eq!(copies.len(), 1, "and a copy of what it was is kept");
}

#[test]
fn a_drill_leaves_an_older_file_as_it_is_to_the_byte() {
    let folder = tempfile::tempdir().unwrap();
    let path = v1(folder.path());
    let bytes = std::fs::read(&path).unwrap();
    let files = || std::fs::read_dir(folder.path()).unwrap().count();
    let text = "title = \"T\"\n[[request]]\nat = \"call 10:15\"\nwording = \"Rotas\"\n";
    let script = Script::parse("t.toml", text).unwrap();
    let mut ids = Ids::new(1, 1_700_000_000_000);
    let call = Some("8/6/2026 09:30");
    let laid = Laid::out(Some(&path), &script, call, &stamp(0), &mut ids).unwrap();
    assert_eq!(files(), 1);
    let store = laid.copy(folder.path(), "copy", &stamp(1)).unwrap();
    assert!(store.verify().unwrap().is_sound());
    assert_eq!(store.read().unwrap().tasks().len(), 8);
    drop((store, laid));
    assert_eq!(std::fs::read(&path).unwrap(), bytes);
    assert_eq!(backup::list(&path).unwrap(), []);

    // One that is locked, too; a damaged one is refused, and one of this version is read where it is.
    lock(&path, true);
    let looked = Store::open(&path, Access::Untouched).unwrap();
    assert!(looked.is_read_only());
    drop(looked);
    lock(&path, false);
    let migrated = Store::open(&path, Access::ReadOnly).unwrap();
    let same = Store::open(&path, Access::Untouched).unwrap();
    assert_eq!(same.read().unwrap(), migrated.read().unwrap());
    let torn = of("torn", V1, folder.path());
    let other = rusqlite::Connection::open(&torn).unwrap();
    other
        .execute_batch("CREATE TABLE stray (id INTEGER PRIMARY KEY)")
        .unwrap();
    drop(other);
    let refused = Store::open(&torn, Access::Untouched);
    assert!(matches!(refused, Err(Error::Damaged(_))));
}

#[test]
fn the_layout_after_all_migrations_is_that_of_a_new_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = v1(folder.path());
    drop(Store::open(&path, Access::ReadWrite).unwrap());
    let old = rusqlite::Connection::open(&path).unwrap();
    let mut fresh = rusqlite::Connection::open_in_memory().unwrap();
    schema::migrate(&mut fresh, 0, MIGRATIONS).unwrap();
    assert_eq!(schema::shape(&old).unwrap(), schema::shape(&fresh).unwrap());
}

#[test]
fn an_older_file_is_copied_and_then_brought_up_to_date() {
    let folder = tempfile::tempdir().unwrap();
    let path = v2(folder.path());
    let before = Store::open(&path, Access::ReadOnly)
        .unwrap()
        .read()
        .unwrap();
    let migrations = with_one_more(ADDITION);

    let store = Store::open_as(&path, Access::ReadWrite, migrations).unwrap();
    assert_eq!(store.read().unwrap(), before);
    assert!(store.verify().unwrap().is_sound());
    drop(store);
    let copies = backup::list(&path).unwrap();
    assert_eq!(copies.len(), 1);
    assert_eq!(
        copies[0].path.file_name().unwrap(),
        "v2-before-version-3.readyroom"
    );
    assert_eq!(
        Store::open(&copies[0].path, Access::ReadOnly)
            .unwrap()
            .read()
            .unwrap(),
        before
    );
    assert!(
        matches!(Store::open(&path, Access::ReadWrite), Err(Error::Newer(_))),
        "the version before says so"
    );
    assert!(Store::open_as(&path, Access::ReadOnly, migrations).is_ok());
}

#[test]
fn a_migration_that_fails_leaves_the_file_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = v2(folder.path());
    let before = Store::open(&path, Access::ReadOnly)
        .unwrap()
        .read()
        .unwrap();
    let migrations = with_one_more(
        "CREATE TABLE extra (id INTEGER PRIMARY KEY) STRICT; INSERT INTO nowhere VALUES (1);",
    );
    assert!(Store::open_as(&path, Access::ReadWrite, migrations).is_err());
    let store = Store::open(&path, Access::ReadWrite).unwrap();
    assert_eq!(store.read().unwrap(), before);
    assert!(store.verify().unwrap().is_sound());
}

#[test]
fn a_damaged_older_file_is_not_migrated() {
    let folder = tempfile::tempdir().unwrap();
    let path = v2(folder.path());
    let other = rusqlite::Connection::open(&path).unwrap();
    other
        .execute_batch("CREATE TABLE stray (id INTEGER PRIMARY KEY)")
        .unwrap();
    drop(other);
    let bytes = std::fs::read(&path).unwrap();
    assert!(matches!(
        Store::open_as(&path, Access::ReadWrite, with_one_more(ADDITION)),
        Err(Error::Damaged(_))
    ));
    assert_eq!(std::fs::read(&path).unwrap(), bytes);
}

/// Writes the fixture of this version, on the day it is released: set `READYROOM_FIXTURE` to a path, then run
/// `sqlite3 FILE .dump` and put the two `PRAGMA` lines for the application id and the version before `COMMIT`.
#[test]
#[ignore = "only on the day of a release"]
fn write_the_fixture() {
    let path = PathBuf::from(std::env::var("READYROOM_FIXTURE").unwrap());
    let mut store = Store::create(
        &path,
        &super::world::inspection(),
        &super::world::start(),
        &stamp(0),
        super::world::SEED,
    )
    .unwrap();
    let mut chance = super::world::Chance::new(2026);
    for n in 0..30 {
        let mut plan = store.read().unwrap();
        store
            .commit(&chance.operation(&mut plan), &stamp(n))
            .unwrap();
    }
    let plan = store.read().unwrap();
    store
        .commit(&super::world::everything_new(&plan), &stamp(31))
        .unwrap();
    store.undo(&stamp(32)).unwrap();
    store.redo(&stamp(33)).unwrap();
    assert_eq!(store.history(&HistoryQuery::default()).unwrap().len(), 34);
}
