//! A large file read in two halves at the same time holds what it holds read in one piece.

use std::fs;

use super::world::{inspection, line, stamp};
use crate::domain::change::{Change, Row};
use crate::domain::id::{Ids, Ref, TaskId};
use crate::domain::operation::Operation;
use crate::domain::plan::Plan;
use crate::domain::task::{Element, Phase, Place, Task};
use crate::store::{Access, Error, Store};

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

fn in_halves(store: &Store) -> Result<Plan, Error> {
    let parting = store.parting()?.expect("it is large enough");
    store.read_beside(parting, || Store::upper_half(store.path(), parting))
}

#[test]
fn two_halves_are_the_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("large.readyroom");
    let store = Store::create(
        &path,
        &inspection(),
        &many(3_000),
        &stamp(1),
        uuid::Uuid::nil(),
    )
    .unwrap();
    let plan = in_halves(&store).unwrap();
    assert_eq!(plan.tasks().len(), 3_000);
    assert!(plan == store.read_in_one_piece().unwrap());
    assert!(plan == store.read().unwrap());
}

#[test]
fn a_small_file_is_read_in_one_piece() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("small.readyroom");
    let store = Store::create(
        &path,
        &inspection(),
        &many(90),
        &stamp(1),
        uuid::Uuid::nil(),
    )
    .unwrap();
    assert_eq!(store.parting().unwrap(), None);
}

#[test]
fn damage_in_either_half_is_told_as_in_one_piece() {
    for marker in ["Marker 00004", "Marker 02999"] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("large.readyroom");
        Store::create(
            &path,
            &inspection(),
            &many(3_000),
            &stamp(1),
            uuid::Uuid::nil(),
        )
        .unwrap()
        .close();
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
