//! Damaged files: whatever happens to the bytes, the content is never silently different, and the file is never touched.

use std::path::Path;

use super::world::{Chance, SEED, everything_new, inspection, stamp, start};
use crate::domain::change::{Change, Swap, TaskEdit};
use crate::domain::failure::{Failure, Kind};
use crate::domain::id::PersonId;
use crate::domain::operation::{Operation, Past};
use crate::domain::plan::Plan;
use crate::store::{Access, Error, HistoryQuery, Store};

/// A file with some history, and what it holds.
struct Sound {
    bytes: Vec<u8>,
    /// The same file some operations earlier.
    earlier: Vec<u8>,
    plan: Plan,
    history: Vec<Past>,
}

fn sound(folder: &Path) -> Sound {
    let path = folder.join("sound.readyroom");
    let mut store = Store::create(&path, &inspection(), &start(), &stamp(0), SEED).unwrap();
    let mut plan = store.read().unwrap();
    let mut chance = Chance::new(77);
    let mut earlier = Vec::new();
    for n in 0..60 {
        let operation = chance.operation(&mut plan);
        store.commit(&operation, &stamp(n)).unwrap();
        if n == 50 {
            earlier = std::fs::read(&path).unwrap();
        }
    }
    store
        .commit(&everything_new(&store.read().unwrap()), &stamp(60))
        .unwrap();
    let (plan, history) = (
        store.read().unwrap(),
        store.history(&HistoryQuery::default()).unwrap(),
    );
    store.close();
    Sound {
        bytes: std::fs::read(&path).unwrap(),
        earlier,
        plan,
        history,
    }
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Clone, Copy)]
enum Outcome {
    Refused,
    Noticed,
    Unchanged,
}

/// Opens the bytes and insists that whatever is shown as sound is what was saved.
fn look_at(bytes: &[u8], folder: &Path, sound: &Sound, what: &str) -> Outcome {
    let path = folder.join("damaged.readyroom");
    std::fs::write(&path, bytes).unwrap();
    let outcome = look(&path, sound, what);
    assert_eq!(
        std::fs::read(&path).unwrap(),
        bytes,
        "{what}: the file was touched"
    );
    outcome
}

fn look(path: &Path, sound: &Sound, what: &str) -> Outcome {
    let store = match Store::open(path, Access::ReadWrite) {
        Ok(store) => store,
        Err(Error::Damaged(_) | Error::NotOurs(_) | Error::Newer(_) | Error::Empty(_)) => {
            return Outcome::Refused;
        }
        Err(other) => panic!("{what}: {other:?}"),
    };
    let plan = match store.read() {
        Ok(plan) => plan,
        Err(Error::Damaged(_)) => return Outcome::Refused,
        Err(other) => panic!("{what}: {other:?}"),
    };
    for task in plan.tasks() {
        assert!(
            sound.plan.task(task.id) == Some(task) || store.damage().is_some(),
            "{what}: {} came back different",
            task.reference
        );
    }
    if store.damage().is_none() {
        assert_eq!(plan, sound.plan, "{what}: silently different");
    }
    match store.verify() {
        Ok(report) if report.is_sound() => {
            assert_eq!(plan, sound.plan, "{what}: silently different");
            assert_eq!(
                store.history(&HistoryQuery::default()).unwrap(),
                sound.history,
                "{what}: another history"
            );
            Outcome::Unchanged
        }
        Ok(_) | Err(Error::Damaged(_)) => {
            assert!(store.is_read_only() || store.damage().is_none());
            Outcome::Noticed
        }
        Err(other) => panic!("{what}: {other:?}"),
    }
}

/// How many damaged copies; the full run before a release sets it to 10,000.
fn copies() -> usize {
    std::env::var("READYROOM_DAMAGED")
        .ok()
        .and_then(|count| count.parse().ok())
        .unwrap_or(500)
}

#[test]
fn flipped_bits_are_never_taken_for_content() {
    let folder = tempfile::tempdir().unwrap();
    let sound = sound(folder.path());
    assert_eq!(
        look_at(&sound.bytes, folder.path(), &sound, "untouched"),
        Outcome::Unchanged
    );
    let mut chance = Chance::new(1);
    let mut noticed = 0;
    for n in 0..copies() {
        let mut bytes = sound.bytes.clone();
        for _ in 0..if n % 4 == 3 { 8 } else { 1 } {
            let bit = chance.below(bytes.len() * 8);
            bytes[bit / 8] ^= 1 << (bit % 8);
        }
        let outcome = look_at(&bytes, folder.path(), &sound, &format!("copy {n}"));
        noticed += usize::from(outcome != Outcome::Unchanged);
    }
    assert!(
        noticed > copies() / 4,
        "only {noticed} were noticed: was anything damaged?"
    );
}

#[test]
fn missing_and_misplaced_pages_are_noticed() {
    const PAGE: usize = 4096;
    let folder = tempfile::tempdir().unwrap();
    let sound = sound(folder.path());
    let pages = sound.bytes.len() / PAGE;
    let damaged = |what: &str, bytes: &[u8]| {
        let outcome = look_at(bytes, folder.path(), &sound, what);
        assert_ne!(outcome, Outcome::Unchanged, "{what}");
    };
    for page in 0..pages {
        let mut bytes = sound.bytes.clone();
        bytes[page * PAGE..][..PAGE].fill(0);
        damaged(&format!("page {page} zeroed"), &bytes);
    }
    for page in 1..pages - 1 {
        let mut bytes = sound.bytes.clone();
        let (one, two) = bytes[page * PAGE..][..2 * PAGE].split_at_mut(PAGE);
        one.swap_with_slice(two);
        damaged(&format!("pages {page} and {} swapped", page + 1), &bytes);
    }
    for page in 0..sound.earlier.len() / PAGE {
        let mut bytes = sound.bytes.clone();
        bytes[page * PAGE..][..PAGE].copy_from_slice(&sound.earlier[page * PAGE..][..PAGE]);
        if bytes != sound.bytes {
            damaged(&format!("page {page} of an earlier copy"), &bytes);
        }
    }
    for cut in [
        1,
        94,
        512,
        PAGE - 1,
        PAGE,
        PAGE + 1,
        3 * PAGE,
        sound.bytes.len() - 100,
    ] {
        damaged(
            &format!("cut by {cut}"),
            &sound.bytes[..sound.bytes.len() - cut],
        );
    }
    for more in [1, 100, PAGE] {
        let mut bytes = sound.bytes.clone();
        bytes.resize(bytes.len() + more, 7);
        damaged(&format!("{more} bytes too many"), &bytes);
    }
}

/// One task's title with one letter changed, as no program that keeps the sums would.
fn with_one_bad_task(folder: &Path) -> std::path::PathBuf {
    let path = folder.join("a.readyroom");
    Store::create(&path, &inspection(), &start(), &stamp(0), SEED)
        .unwrap()
        .close();
    let other = rusqlite::Connection::open(&path).unwrap();
    other
        .execute(
            "UPDATE task SET title = 'Parking passed' WHERE title = 'Parking passes'",
            [],
        )
        .unwrap();
    path
}

#[test]
fn the_sound_rows_of_a_damaged_file_are_shown_and_the_others_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = with_one_bad_task(folder.path());
    let mut store = Store::open(&path, Access::ReadWrite).unwrap();
    assert!(store.damage().is_none(), "nobody has looked yet");
    let plan = store.read().unwrap();
    assert_eq!(plan.tasks().len(), 5);
    let damage = store.damage().unwrap().clone();
    assert_eq!(
        (damage.lost, damage.readable, damage.expected),
        (vec!["FW-01".to_owned()], 5, Some(6))
    );
    assert!(store.is_read_only());

    let bytes = std::fs::read(&path).unwrap();
    let error = store
        .commit(&super::world::retitle(&plan, 0, "No"), &stamp(1))
        .unwrap_err();
    let failure = Failure::from(error);
    assert_eq!(failure.kind, Kind::Damaged);
    assert_eq!(
        failure.message,
        "Part of this file is damaged. Nothing has been changed. 5 of 6 tasks can be read. Not readable: FW-01."
    );
    assert!(matches!(store.undo(&stamp(1)), Err(Error::Damaged(_))));
    assert!(matches!(store.verify_if_small(), Err(Error::Damaged(_))));
    assert_eq!(std::fs::read(&path).unwrap(), bytes);
}

#[test]
fn a_change_to_a_damaged_row_is_refused_before_anything_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let plan = super::world::in_memory().read().unwrap();
    let path = with_one_bad_task(folder.path());
    let mut store = Store::open(&path, Access::ReadWrite).unwrap();
    // No copy is made today, and nobody has read the file: the row itself has to tell.
    store.backed_up = Some(stamp(1).local.date());
    let error = store
        .commit(&super::world::retitle(&plan, 2, "Parking"), &stamp(1))
        .unwrap_err();
    assert!(matches!(error, Error::Damaged(_)), "{error:?}");
    assert!(store.is_read_only());
    assert!(matches!(
        store.commit(&super::world::retitle(&plan, 0, "No"), &stamp(1)),
        Err(Error::Damaged(_))
    ));
}

#[test]
fn a_damaged_file_gets_no_copy_that_looks_sound() {
    let folder = tempfile::tempdir().unwrap();
    let plan = super::world::in_memory().read().unwrap();
    let path = with_one_bad_task(folder.path());
    let mut store = Store::open(&path, Access::ReadWrite).unwrap();
    let error = store
        .commit(&super::world::retitle(&plan, 0, "Sound row"), &stamp(1))
        .unwrap_err();
    assert!(matches!(error, Error::Damaged(_)), "{error:?}");
    assert_eq!(crate::store::backup::list(&path).unwrap(), []);
}

#[test]
fn a_task_whose_owner_is_not_there_is_noticed_though_every_row_is_as_it_was_saved() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.readyroom");
    let mut store = Store::create(&path, &inspection(), &start(), &stamp(0), SEED).unwrap();
    let plan = store.read().unwrap();
    let task = &plan.tasks()[0];
    let stranger = Some(PersonId(SEED));
    let edit = TaskEdit::Owner(Swap::from_to(&task.owner, stranger).unwrap());
    let given = Operation {
        label: "given to nobody known".to_owned(),
        changes: vec![Change::Task { id: task.id, edit }],
    };
    assert!(store.commit(&given, &stamp(1)).is_err());
    let careless = "PRAGMA foreign_keys = OFF";
    store.connection.execute_batch(careless).unwrap();
    store.commit(&given, &stamp(1)).unwrap();
    let report = store.verify().unwrap();
    assert_eq!(report.problems, ["A task names somebody who is not there."]);
}

#[test]
fn rows_that_vanish_or_come_back_are_noticed() {
    let tampering = [
        "DELETE FROM element",
        "DELETE FROM task WHERE ref = 256",
        "DELETE FROM day_off",
        "DELETE FROM milestone WHERE key = 'call'",
        "DELETE FROM setting WHERE name = 'title'",
        "DELETE FROM counter WHERE phase = 'fieldwork'",
        "DELETE FROM tally WHERE name = 'task'",
        "DELETE FROM meta WHERE name = 'place'",
        "DELETE FROM change WHERE seq = 3",
        "DELETE FROM head",
        "UPDATE counter SET next = 1 WHERE phase = 'fieldwork'",
        "UPDATE operation SET who = 'somebody else'",
        "UPDATE operation SET lamport = 9",
        "UPDATE change SET body = replace(body, 'Northshire', 'Southshire')",
        "UPDATE change SET task = NULL WHERE seq = (SELECT max(seq) FROM change)",
        "UPDATE meta SET value = 'x' WHERE name = 'replica'",
        "INSERT INTO element (task, list, value) VALUES (256, 'tag', 'smuggled in')",
    ];
    let folder = tempfile::tempdir().unwrap();
    for (at, sql) in tampering.iter().enumerate() {
        let path = folder.path().join(format!("{at}.readyroom"));
        Store::create(&path, &inspection(), &start(), &stamp(0), SEED)
            .unwrap()
            .close();
        let other = rusqlite::Connection::open(&path).unwrap();
        other.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
        assert!(other.execute(sql, []).unwrap() > 0, "{sql}");
        drop(other);
        let store = Store::open(&path, Access::ReadWrite).unwrap();
        let report = store.verify().unwrap();
        assert!(!report.is_sound(), "{sql}");
    }
}
