//! What happens when the file, the disk or another window does not allow a save: nothing is claimed, nothing is lost.

use std::path::Path;
use std::time::Duration;

use super::world::{SEED, inspection, retitle, stamp, start};
use crate::domain::failure::{Failure, Kind};
use crate::store::{Access, Error, HistoryQuery, Store};

fn create(folder: &Path) -> Store {
    Store::create(
        &folder.join("a.readyroom"),
        &inspection(),
        &start(),
        &stamp(0),
        SEED,
    )
    .unwrap()
}

#[test]
fn a_file_that_is_there_is_never_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.readyroom");
    std::fs::write(&path, "mine").unwrap();
    let made = Store::create(&path, &inspection(), &start(), &stamp(0), SEED);
    assert!(matches!(made, Err(Error::Exists(_))));
    assert_eq!(std::fs::read(&path).unwrap(), b"mine");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_full_disk_is_named_and_the_next_try_works() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = create(folder.path());
    let plan = store.read().unwrap();
    let mut saved = 0;
    store
        .commit(&retitle(&plan, 0, "The day's copy is made"), &stamp(1))
        .unwrap();
    let pages: i64 = store
        .connection
        .query_row("PRAGMA page_count", [], |row| row.get(0))
        .unwrap();
    store
        .connection
        .query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(()))
        .unwrap();
    let error = loop {
        let plan = store.read().unwrap();
        match store.commit(
            &retitle(&plan, 1, &format!("{saved} {}", "long words ".repeat(15))),
            &stamp(2),
        ) {
            Ok(_) => saved += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(error, Error::DiskFull), "{error:?}");
    let failure = Failure::from(error);
    assert_eq!(failure.kind, Kind::Failed);
    assert_eq!(
        failure.to_string(),
        "The disk is full. Your last change is not saved. Free some space, then try again."
    );
    assert_eq!(
        store.history(&HistoryQuery::default()).unwrap().len(),
        2 + saved
    );
    assert!(store.verify().unwrap().is_sound());

    store
        .connection
        .query_row("PRAGMA max_page_count = 100000", [], |_| Ok(()))
        .unwrap();
    let plan = store.read().unwrap();
    store
        .commit(&retitle(&plan, 1, "There is room again"), &stamp(3))
        .unwrap();
}

#[test]
fn another_window_that_is_saving_is_waited_for_and_then_named() {
    let folder = tempfile::tempdir().unwrap();
    let mut one = create(folder.path());
    let two = Store::open(one.path(), Access::ReadWrite).unwrap();
    let plan = one.read().unwrap();
    one.commit(&retitle(&plan, 0, "The day's copy is made"), &stamp(1))
        .unwrap();
    two.connection.execute_batch("BEGIN IMMEDIATE").unwrap();
    one.connection
        .busy_timeout(Duration::from_millis(20))
        .unwrap();
    let error = one
        .commit(&retitle(&plan, 1, "Too soon"), &stamp(2))
        .unwrap_err();
    assert_eq!(Failure::from(error).kind, Kind::Busy);
    two.connection.execute_batch("ROLLBACK").unwrap();
    one.commit(&retitle(&plan, 1, "Now"), &stamp(3)).unwrap();
}

#[test]
fn readers_are_not_in_each_others_way() {
    let folder = tempfile::tempdir().unwrap();
    let one = create(folder.path());
    let two = Store::open(one.path(), Access::ReadOnly).unwrap();
    one.connection
        .execute_batch("BEGIN; SELECT count(*) FROM task")
        .unwrap();
    assert_eq!(two.read().unwrap(), {
        one.connection.execute_batch("COMMIT").unwrap();
        one.read().unwrap()
    });
}

#[test]
fn a_file_opened_for_looking_is_not_changed() {
    let folder = tempfile::tempdir().unwrap();
    let path = create(folder.path()).path().to_owned();
    let before = std::fs::read(&path).unwrap();
    let mut store = Store::open(&path, Access::ReadOnly).unwrap();
    let plan = store.read().unwrap();
    assert!(store.is_read_only());
    let error = store
        .commit(&retitle(&plan, 0, "No"), &stamp(1))
        .unwrap_err();
    assert_eq!(Failure::from(error).kind, Kind::Busy);
    assert!(matches!(store.undo(&stamp(1)), Err(Error::ReadOnly)));
    store.close();
    assert_eq!(std::fs::read(&path).unwrap(), before);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[cfg(unix)]
#[test]
fn only_the_owner_can_read_what_is_made() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new/folder/a.readyroom");
    let mut store = Store::create(&path, &inspection(), &start(), &stamp(0), SEED).unwrap();
    store
        .commit(&retitle(&store.read().unwrap(), 0, "Copied"), &stamp(1))
        .unwrap();
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&path), 0o600);
    assert_eq!(mode(&path.with_file_name("a.readyroom-journal")), 0o600);
    assert_eq!(mode(path.parent().unwrap()), 0o700);
    let copies = crate::store::backup::list(&path).unwrap();
    assert_eq!((copies.len(), mode(&copies[0].path)), (1, 0o600));
    assert_eq!(mode(copies[0].path.parent().unwrap()), 0o700);
}

#[cfg(unix)]
#[test]
fn a_file_without_write_permission_opens_for_looking_by_itself() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let path = create(folder.path()).path().to_owned();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o444)).unwrap();
    let mut store = Store::open(&path, Access::ReadWrite).unwrap();
    assert!(store.is_read_only() && store.damage().is_none());
    let plan = store.read().unwrap();
    assert!(matches!(
        store.commit(&retitle(&plan, 0, "No"), &stamp(1)),
        Err(Error::ReadOnly)
    ));
}

#[test]
fn a_write_refused_by_a_file_that_was_made_read_only_is_known_to_have_changed_nothing() {
    use rusqlite::ffi::{SQLITE_IOERR_FSYNC, SQLITE_IOERR_WRITE};
    let folder = tempfile::tempdir().unwrap();
    let path = create(folder.path()).path().to_owned();
    let set = |readonly: bool| {
        let mut permissions = std::fs::metadata(&path).unwrap().permissions();
        permissions.set_readonly(readonly);
        std::fs::set_permissions(&path, permissions).unwrap();
    };
    let after = |code| {
        let said = rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(code), None);
        Error::from(said).knowing(crate::store::is_writable(&path))
    };
    assert!(matches!(after(SQLITE_IOERR_WRITE), Error::Disk(_)));
    set(true);
    let failure = Failure::from(after(SQLITE_IOERR_WRITE));
    assert_eq!(failure.kind, Kind::Busy);
    assert_eq!(
        failure.to_string(),
        "The file has been made read-only while it was open. Your last change is not saved. \
         Have it made writable again, then try again."
    );
    // What was being synced may be lost, whatever became of the file since.
    assert!(matches!(after(SQLITE_IOERR_FSYNC), Error::Disk(_)));
    set(false);
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_is_followed_to_the_real_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = create(folder.path()).path().to_owned();
    let link = folder.path().join("link.readyroom");
    std::os::unix::fs::symlink(&path, &link).unwrap();
    let mut store = Store::open(&link, Access::ReadWrite).unwrap();
    assert_eq!(store.path(), path);
    store
        .commit(
            &retitle(&store.read().unwrap(), 0, "Through the link"),
            &stamp(1),
        )
        .unwrap();
    assert!(link.is_symlink());
    assert_eq!(
        Store::open(&path, Access::ReadOnly)
            .unwrap()
            .read()
            .unwrap()
            .tasks()[0]
            .title,
        "Through the link"
    );
}

#[cfg(unix)]
#[test]
fn a_file_that_was_moved_while_open_is_not_written_to() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = create(folder.path());
    let plan = store.read().unwrap();
    store
        .commit(&retitle(&plan, 0, "The day's copy is made"), &stamp(1))
        .unwrap();
    std::fs::rename(store.path(), folder.path().join("b.readyroom")).unwrap();
    let error = store
        .commit(&retitle(&plan, 1, "Where to?"), &stamp(2))
        .unwrap_err();
    assert!(matches!(error, Error::Moved), "{error:?}");
}

#[test]
fn a_copy_at_another_place_becomes_another_replica_with_its_first_change() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = create(folder.path());
    let plan = store.read().unwrap();
    let here = store.commit(&retitle(&plan, 0, "Here"), &stamp(1)).unwrap();
    assert_eq!(here.replica, SEED);
    let copy = folder.path().join("copy.readyroom");
    std::fs::copy(store.path(), &copy).unwrap();

    let mut there = Store::open(&copy, Access::ReadWrite).unwrap();
    let first = there
        .commit(&retitle(&plan, 1, "There"), &stamp(2))
        .unwrap();
    let second = there
        .commit(&retitle(&plan, 2, "There too"), &stamp(3))
        .unwrap();
    assert_ne!(first.replica, SEED);
    assert_eq!(first.replica, second.replica);
    there.close();
    let mut there = Store::open(&copy, Access::ReadWrite).unwrap();
    assert_eq!(there.undo(&stamp(4)).unwrap().entry.replica, first.replica);
    assert!(there.verify().unwrap().is_sound());
    assert_eq!(
        store
            .commit(&retitle(&plan, 3, "Here again"), &stamp(5))
            .unwrap()
            .replica,
        SEED
    );
}

#[cfg(unix)]
#[test]
fn a_save_that_was_cut_short_is_rolled_back_even_when_only_looking() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = create(folder.path());
    let plan = store.read().unwrap();
    store.commit(&retitle(&plan, 0, "Kept"), &stamp(1)).unwrap();
    let journal = super::super::journal_of(store.path());
    // With a cache of a few pages, the changed pages go to the file before the save is complete.
    store
        .connection
        .execute_batch("PRAGMA cache_size = 2; BEGIN IMMEDIATE")
        .unwrap();
    store
        .connection
        .execute("UPDATE change SET body = body || '                '", [])
        .unwrap();
    store
        .connection
        .execute("UPDATE task SET title = 'torn'", [])
        .unwrap();
    let torn = folder.path().join("torn.readyroom");
    std::fs::copy(store.path(), &torn).unwrap();
    std::fs::copy(&journal, super::super::journal_of(&torn)).unwrap();
    store.connection.execute_batch("ROLLBACK").unwrap();
    assert_ne!(
        std::fs::read(&torn).unwrap(),
        std::fs::read(store.path()).unwrap()
    );

    let looking = Store::open(&torn, Access::ReadOnly).unwrap();
    assert_eq!(looking.read().unwrap(), store.read().unwrap());
    assert!(looking.verify().unwrap().is_sound());
}

/// A process that holds a lock loses it when it closes the file by another way: a second connection must not do that.
#[cfg(unix)]
#[test]
fn a_second_connection_leaves_the_first_ones_lock_alone() {
    let folder = tempfile::tempdir().unwrap();
    let one = create(folder.path());
    one.connection.execute_batch("BEGIN IMMEDIATE").unwrap();
    drop(Store::open_beside(one.path()).unwrap());
    let locked = std::process::Command::new("sqlite3")
        .arg(one.path())
        .arg("BEGIN IMMEDIATE; ROLLBACK;")
        .output();
    if let Ok(output) = locked {
        assert!(!output.status.success(), "another process could write");
    }
    one.connection.execute_batch("ROLLBACK").unwrap();
}
