//! A large file read from both ends at once holds what it holds read in one piece, wherever the two meet.

use std::fs;

use rusqlite::params;
use tempfile::TempDir;

use super::world::{inspection, line, stamp};
use crate::domain::change::{Change, Row};
use crate::domain::id::{Ids, Ref, TaskId};
use crate::domain::operation::Operation;
use crate::domain::plan::Plan;
use crate::domain::task::{Element, Phase, Place, Task};
use crate::store::row::{Counter, Summer, Table, Tabled as _};
use crate::store::{Access, Error, Store, Upper};

fn many(count: u32) -> Operation {
    let mut ids = Ids::new(4, 1_700_000_000_000);
    let mut operation = Operation::new("made for the test");
    for at in 0..count {
        let phase = Phase::ALL[at as usize % 3];
        let place = Place {
            phase,
            section: line("Annex A"),
        };
        let title = line(&format!("Marker {at:05}"));
        let mut task = Task::new(
            TaskId(ids.next_id()),
            Ref::new(phase, at / 3 + 1),
            place,
            title,
        );
        if at % 5 == 0 {
            task.elements = vec![Element::Tag(line("five"))];
        }
        operation
            .changes
            .push(Change::Create(Row::Task(Box::new(task))));
    }
    operation
}

/// A file of so many tasks.
fn of(count: u32) -> (TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.readyroom");
    let made = many(count);
    let nil = uuid::Uuid::nil();
    let store = Store::create(&path, &inspection(), &made, &stamp(1), nil).unwrap();
    (folder, store)
}

/// Read from both ends, the upper one having claimed so many shares.
fn met(store: &Store, upper: usize) -> Result<Plan, Error> {
    let shares = || store.shares().unwrap().expect("it is large enough");
    let unclaimed = shares();
    let all = std::iter::from_fn(|| unclaimed.claim().then_some(())).count();
    let claimed = |by_others: usize| {
        let shares = shares();
        assert!((0..by_others).all(|_| shares.claim()));
        shares
    };
    let upper_end = Store::upper_end(store.path(), &claimed(all - upper));
    store.read_beside(&claimed(upper), || upper_end)
}

#[test]
fn wherever_the_two_meet_they_have_read_the_whole() {
    let (_folder, store) = of(3_000);
    let whole = store.read_in_one_piece().unwrap();
    assert_eq!(whole.tasks().len(), 3_000);
    for upper in [0, 1, 7, 8, 16] {
        assert!(met(&store, upper).unwrap() == whole, "{upper}");
    }
    assert!(store.read().unwrap() == whole);
}

#[test]
fn what_nobody_read_is_read_again_in_one_piece() {
    let (_folder, store) = of(3_000);
    let shares = store.shares().unwrap().unwrap();
    assert!((0..5).all(|_| shares.claim()));
    let plan = store.read_beside(&shares, || None).unwrap();
    assert_eq!(plan.tasks().len(), 3_000);
    let shares = store.shares().unwrap().unwrap();
    assert!((0..5).all(|_| shares.claim()));
    let plan = store.read_beside(&shares, || Some(Upper::empty())).unwrap();
    assert_eq!(plan.tasks().len(), 3_000);
}

#[test]
fn a_file_that_says_it_gave_out_four_thousand_million_refs_gets_no_room_for_them() {
    let (_folder, store) = of(3_000);
    for phase in Phase::ALL {
        let boast = Counter {
            phase,
            next: u32::MAX,
        };
        let sum = Summer::default().of(Table::Counter, &boast.cells());
        let named = "UPDATE counter SET next = ?2, sum = ?3 WHERE phase = ?1";
        let row = params![phase.as_str(), boast.next, sum];
        assert_eq!(store.connection.execute(named, row).unwrap(), 1);
    }
    assert_eq!(store.read().unwrap().tasks().len(), 3_000);
}

#[test]
fn a_small_file_is_read_in_one_piece() {
    let (_folder, store) = of(90);
    assert!(store.shares().unwrap().is_none());
}

#[test]
fn damage_at_either_end_is_told_as_in_one_piece() {
    for marker in ["Marker 00004", "Marker 02999"] {
        let (_folder, store) = of(3_000);
        let path = store.path().to_owned();
        store.close();
        let mut bytes = fs::read(&path).unwrap();
        let at = bytes
            .windows(marker.len())
            .position(|text| text == marker.as_bytes())
            .unwrap();
        bytes[at] ^= 1;
        fs::write(&path, bytes).unwrap();
        let store = Store::open(&path, Access::ReadWrite).unwrap();
        let plan = store.read().unwrap();
        assert_eq!(plan.tasks().len(), 2_999, "{marker}");
        assert_eq!(
            store.damage().map(|damage| damage.lost.len()),
            Some(1),
            "{marker}"
        );
    }
}
