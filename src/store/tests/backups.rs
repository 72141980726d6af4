//! Copies, and every rung of the way back to one.

use std::path::{Path, PathBuf};

use jiff::civil::{DateTime, datetime};

use super::world::{SEED, inspection, retitle, stamp, stamp_at, start};
use crate::domain::plan::Plan;
use crate::store::{Access, Error, Store, backup};

const NOW: DateTime = datetime(2026, 6, 2, 17, 31, 5, 0);

struct Home {
    folder: tempfile::TempDir,
    path: PathBuf,
    first: Plan,
    last: Plan,
}

/// A file with a copy made of its first state, and a change since.
fn home() -> Home {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("Northshire.readyroom");
    let mut store = Store::create(&path, &inspection(), &start(), &stamp(0), SEED).unwrap();
    let first = store.read().unwrap();
    store
        .commit(&retitle(&first, 0, "Changed since"), &stamp(1))
        .unwrap();
    let last = store.read().unwrap();
    Home {
        folder,
        path,
        first,
        last,
    }
}

fn plan_of(path: &Path) -> Plan {
    Store::open(path, Access::ReadOnly).unwrap().read().unwrap()
}

#[test]
fn the_first_change_of_a_day_makes_a_copy_of_what_was_there_before() {
    let home = home();
    let copies = backup::list(&home.path).unwrap();
    assert_eq!(copies.len(), 1);
    let copy = &copies[0];
    assert_eq!(
        copy.path,
        home.folder
            .path()
            .canonicalize()
            .unwrap()
            .join("Northshire-backups/Northshire-2026-06-02T09-01-00.readyroom")
    );
    assert_eq!(
        (copy.at, copy.tasks, copy.verified),
        (stamp(1).local, 6, true)
    );
    assert_eq!(plan_of(&copy.path), home.first);
    assert_eq!(copy.verify(), Ok(()));

    let mut store = Store::open(&home.path, Access::ReadWrite).unwrap();
    store
        .commit(&retitle(&home.last, 1, "Later that day"), &stamp(5))
        .unwrap();
    assert_eq!(backup::list(&home.path).unwrap().len(), 1);
    let tomorrow = stamp_at(datetime(2026, 6, 3, 8, 0, 0, 0));
    store.undo(&tomorrow).unwrap();
    assert_eq!(backup::list(&home.path).unwrap().len(), 2);
    assert!(store.backup_trouble().is_none());
}

#[test]
fn a_copy_that_cannot_be_made_does_not_stop_the_work_and_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.readyroom");
    let mut store = Store::create(&path, &inspection(), &start(), &stamp(0), SEED).unwrap();
    std::fs::write(folder.path().join("a-backups"), "in the way").unwrap();
    store
        .commit(
            &retitle(&store.read().unwrap(), 0, "Saved all the same"),
            &stamp(1),
        )
        .unwrap();
    assert!(store.backup_trouble().is_some());
}

#[test]
fn a_copy_by_hand_can_go_elsewhere_and_never_replaces_another() {
    let home = home();
    let elsewhere = home.folder.path().join("stick");
    let store = Store::open(&home.path, Access::ReadOnly).unwrap();
    let one = backup::make(&store, NOW, Some(&elsewhere)).unwrap();
    let two = backup::make(&store, NOW, Some(&elsewhere)).unwrap();
    assert_ne!(one.path, two.path);
    assert_eq!(plan_of(&two.path), home.last);
    assert_eq!(std::fs::read_dir(&elsewhere).unwrap().count(), 2);
}

#[test]
fn restoring_keeps_what_was_there() {
    let home = home();
    let copy = backup::list(&home.path).unwrap().remove(0);
    let restored = backup::restore(&home.path, &copy.path, NOW).unwrap();
    assert_eq!(
        (restored.tasks, plan_of(&home.path)),
        (6, home.first.clone())
    );
    let kept = restored.kept.unwrap();
    assert_eq!(
        kept.file_name().unwrap(),
        "Northshire.replaced-2026-06-02T17-31-05.readyroom"
    );
    assert_eq!(plan_of(&kept), home.last);
    let mut store = Store::open(&home.path, Access::ReadWrite).unwrap();
    let entry = store
        .commit(&retitle(&home.first, 3, "And on"), &stamp(30))
        .unwrap();
    assert_ne!(
        entry.replica, SEED,
        "the restored file is another copy from now on"
    );
    assert!(store.verify().unwrap().is_sound());
    assert!(plan_of(&kept) == home.last && plan_of(&copy.path) == home.first);
}

#[test]
fn restoring_over_a_file_that_is_gone_brings_it_back() {
    let home = home();
    let copy = backup::list(&home.path).unwrap().remove(0);
    std::fs::remove_file(&home.path).unwrap();
    let restored = backup::restore(&home.path, &copy.path, NOW).unwrap();
    assert_eq!((restored.kept, plan_of(&home.path)), (None, home.first));
}

#[test]
fn restoring_over_a_broken_file_keeps_the_broken_one_too() {
    let home = home();
    let copy = backup::list(&home.path).unwrap().remove(0);
    std::fs::write(&home.path, "nothing left").unwrap();
    std::fs::write(super::super::journal_of(&home.path), "of somebody else").unwrap();
    let restored = backup::restore(&home.path, &copy.path, NOW).unwrap();
    let kept = restored.kept.unwrap();
    assert_eq!(std::fs::read(&kept).unwrap(), b"nothing left");
    assert_eq!(
        std::fs::read(super::super::journal_of(&kept)).unwrap(),
        b"of somebody else"
    );
    assert!(!super::super::journal_of(&home.path).exists());
    assert_eq!(plan_of(&home.path), home.first);
}

#[test]
fn a_damaged_copy_is_not_restored_and_nothing_changes() {
    let home = home();
    let copy = backup::list(&home.path).unwrap().remove(0);
    let before = std::fs::read(&home.path).unwrap();
    let other = rusqlite::Connection::open(&copy.path).unwrap();
    other
        .execute("UPDATE task SET title = 'tampered with'", [])
        .unwrap();
    drop(other);
    assert!(copy.verify().is_err());
    assert!(matches!(
        backup::restore(&home.path, &copy.path, NOW),
        Err(Error::Damaged(_))
    ));
    let not_ours = home.folder.path().join("letter.txt");
    std::fs::write(&not_ours, "Dear colleague, ".repeat(20)).unwrap();
    assert!(matches!(
        backup::restore(&home.path, &not_ours, NOW),
        Err(Error::NotOurs(_))
    ));
    let missing = home.folder.path().join("missing");
    assert!(matches!(
        backup::restore(&home.path, &missing, NOW),
        Err(Error::NotFound(_))
    ));
    assert_eq!(std::fs::read(&home.path).unwrap(), before);
    let names: Vec<_> = std::fs::read_dir(home.folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(names.len(), 3, "{names:?}");
}

#[test]
fn the_newest_copy_is_listed_first_and_a_broken_one_says_so() {
    let home = home();
    let store = Store::open(&home.path, Access::ReadOnly).unwrap();
    backup::make(&store, NOW, None).unwrap();
    let broken = backup::folder_for(&home.path).join("Northshire-2026-06-02T12-00-00.readyroom");
    std::fs::write(&broken, "cut short").unwrap();
    std::fs::write(
        backup::folder_for(&home.path).join("notes.readyroom"),
        "no copy",
    )
    .unwrap();
    let copies = backup::list(&home.path).unwrap();
    assert_eq!(
        copies.iter().map(|copy| copy.verified).collect::<Vec<_>>(),
        [true, false, true]
    );
    assert_eq!(copies[0].at, NOW);
}

#[test]
fn of_the_copies_of_one_second_the_last_is_listed_first() {
    let home = home();
    let store = Store::open(&home.path, Access::ReadOnly).unwrap();
    let made: Vec<_> = (0..11)
        .map(|_| backup::make(&store, NOW, None).unwrap().path)
        .collect();
    let listed = backup::list(&home.path).unwrap().into_iter();
    let listed: Vec<_> = listed.map(|copy| copy.path).take(made.len()).collect();
    assert!(listed.iter().eq(made.iter().rev()), "{listed:?}");
}

#[test]
fn what_is_no_copy_is_called_by_the_name_it_has() {
    let home = home();
    let not_ours = home.path.with_file_name("plan.txt");
    std::fs::write(&not_ours, "plan".repeat(200)).unwrap();
    let error = backup::restore(&home.path, &not_ours, NOW).unwrap_err();
    assert_eq!(
        error.to_string(),
        format!("{} is not a readyroom file.", not_ours.display())
    );
}

#[test]
fn copies_are_thinned_as_they_age_and_the_newest_stays() {
    // One every 15 minutes for 60 days, newest first.
    let moments: Vec<(DateTime, u64)> = (0..60 * 96)
        .map(|n| {
            (
                NOW.saturating_sub(jiff::SignedDuration::from_mins(15 * n)),
                1000,
            )
        })
        .collect();
    let spare = backup::spare_of(&moments, NOW);
    let kept: Vec<DateTime> = moments
        .iter()
        .enumerate()
        .filter(|(at, _)| !spare.contains(at))
        .map(|(_, (at, _))| *at)
        .collect();
    assert_eq!(kept.len(), 200, "no more than that");
    assert_eq!(kept[0], NOW);

    // One every 6 hours for 60 days: 8 of two days, 4 a day to a week, 1 a day to a month, 1 a week after that.
    let moments: Vec<(DateTime, u64)> = (0..240)
        .map(|n| {
            (
                NOW.saturating_sub(jiff::SignedDuration::from_hours(6 * n)),
                1000,
            )
        })
        .collect();
    let spare = backup::spare_of(&moments, NOW);
    let kept = moments.len() - spare.len();
    assert!(
        (8 + 20 + 24 + 4..=8 + 20 + 25 + 6).contains(&kept),
        "{kept}"
    );

    let huge: Vec<(DateTime, u64)> = moments.iter().map(|(at, _)| (*at, 600 << 20)).collect();
    assert_eq!(backup::spare_of(&huge, NOW).len(), huge.len() - 1);
    assert_eq!(
        backup::spare_of(&[(NOW, 1), (NOW, 1)], NOW),
        Vec::<usize>::new()
    );
}

#[test]
fn a_rehearsal_under_another_date_costs_no_copy() {
    let home = home();
    let store = Store::open(&home.path, Access::ReadOnly).unwrap();
    for hour in 0..5 {
        backup::make(
            &store,
            NOW.saturating_add(jiff::SignedDuration::from_hours(hour)),
            None,
        )
        .unwrap();
    }
    drop(store);
    let mut store = Store::open(&home.path, Access::ReadWrite).unwrap();
    let next_year = crate::domain::operation::Stamp {
        rehearsed: true,
        ..stamp_at(datetime(2027, 9, 1, 9, 0, 0, 0))
    };
    store
        .commit(&retitle(&home.last, 2, "Rehearsed"), &next_year)
        .unwrap();
    assert_eq!(backup::list(&home.path).unwrap().len(), 7);
}
