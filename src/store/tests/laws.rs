//! Saving, undoing and reading: what holds for any operations in any order.

use proptest::prelude::*;

use super::world::{Chance, SEED, in_memory, inspection, line, retitle, stamp, start};
use crate::domain::change::{Change, Clash, Row, Swap, TaskEdit};
use crate::domain::id::{Ref, TaskId};
use crate::domain::operation::{Kind, Operation};
use crate::domain::plan::Plan;
use crate::domain::task::{Phase, Place, Task};
use crate::domain::text::Line;
use crate::store::schema::{self, MIGRATIONS};
use crate::store::write::{self, Draft};
use crate::store::{Access, Error, HistoryQuery, Store};

#[test]
fn the_fingerprints_of_the_layouts_are_up_to_date() {
    let mut connection = rusqlite::Connection::open_in_memory().unwrap();
    for (version, migration) in MIGRATIONS.iter().enumerate() {
        schema::migrate(&mut connection, version, &MIGRATIONS[..=version]).unwrap();
        assert_eq!(
            schema::shape(&connection).unwrap(),
            migration.shape,
            "version {}",
            version + 1
        );
    }
}

#[test]
fn a_new_file_holds_what_it_was_made_of() {
    let store = in_memory();
    let mut expected = Plan::about(inspection());
    expected.apply_all(&start().changes).unwrap();
    let plan = store.read().unwrap();
    assert_eq!(plan, expected);
    assert_eq!(plan.next_numbers(), [3, 3, 3]);
    assert!(matches!(store.peek_undo(), Ok(None)));
    let report = store.verify().unwrap();
    assert_eq!(
        (report.tasks, report.operations, report.problems),
        (6, 1, vec![])
    );
}

#[test]
fn what_is_saved_is_read_back_after_closing_and_opening() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.readyroom");
    let mut store = Store::create(&path, &inspection(), &start(), &stamp(0), SEED).unwrap();
    let plan = store.read().unwrap();
    let operation = retitle(&plan, 2, "Parking passes for two");
    let entry = store.commit(&operation, &stamp(1)).unwrap();
    assert_eq!(
        (
            entry.lamport,
            entry.kind,
            entry.changes,
            entry.parents.len()
        ),
        (2, Kind::Do, 1, 1)
    );
    store.close();
    assert!(!folder.path().join("a.readyroom-journal").exists());

    let store = Store::open(&path, Access::ReadOnly).unwrap();
    assert_eq!(
        store.read().unwrap().tasks()[2].title,
        "Parking passes for two"
    );
    let history = store.history(&HistoryQuery::default()).unwrap();
    assert_eq!(
        history.iter().map(|past| past.order).collect::<Vec<_>>(),
        [2, 1]
    );
    assert_eq!(history[0].entry, entry);
    assert_eq!(history[0].changes, operation.changes);
}

#[test]
fn an_operation_that_does_not_fit_changes_nothing() {
    let mut store = in_memory();
    let plan = store.read().unwrap();
    let mut operation = retitle(&plan, 0, "First");
    operation
        .changes
        .extend(retitle(&plan, 1, "Second").changes);
    store
        .commit(&retitle(&plan, 1, "Somebody else's"), &stamp(1))
        .unwrap();
    let now = store.read().unwrap();

    let error = store.commit(&operation, &stamp(2)).unwrap_err();
    let Error::Clash { what, clash, last } = &error else {
        panic!("{error}")
    };
    assert_eq!((what.as_str(), *clash), ("N-02 (title)", Clash::Changed));
    assert_eq!(
        last.as_ref().map(|entry| entry.label.as_str()),
        Some("N-02 retitled")
    );
    assert_eq!(
        error.to_string(),
        "N-02 (title) cannot be changed: it has been changed since (N-02 retitled by Jo Smith, 02/06 09:01)."
    );
    assert_eq!(store.read().unwrap(), now);
    assert!(store.verify().unwrap().is_sound());
}

#[test]
fn two_windows_cannot_overwrite_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.readyroom");
    let mut one = Store::create(&path, &inspection(), &start(), &stamp(0), SEED).unwrap();
    let mut two = Store::open(&path, Access::ReadWrite).unwrap();
    let (seen_by_one, seen_by_two) = (one.read().unwrap(), two.read().unwrap());
    assert!(!two.changed_outside().unwrap());

    one.commit(&retitle(&seen_by_one, 0, "One was here"), &stamp(1))
        .unwrap();
    assert!(!one.changed_outside().unwrap());
    assert!(two.changed_outside().unwrap());
    assert!(!two.changed_outside().unwrap());

    assert!(matches!(
        two.commit(&retitle(&seen_by_two, 0, "Two"), &stamp(2)),
        Err(Error::Clash { .. })
    ));
    two.commit(
        &retitle(&seen_by_two, 1, "Another field is free"),
        &stamp(3),
    )
    .unwrap();
    assert_eq!(one.read().unwrap().tasks()[0].title, "One was here");
    assert_eq!(one.undo(&stamp(4)).unwrap().of.label, "N-02 retitled");
}

#[test]
fn what_is_already_there_is_not_made_again() {
    let mut store = in_memory();
    let plan = store.read().unwrap();
    let again = |row| Operation {
        label: "Again".to_owned(),
        changes: vec![Change::Create(row)],
    };
    let task = plan.tasks()[0].clone();
    let mut same_ref = task.clone();
    same_ref.id.0 = SEED;
    let rows = [
        Row::Task(Box::new(task)),
        Row::Task(Box::new(same_ref)),
        Row::Person(plan.people()[0].clone()),
        Row::Milestone(plan.milestones()[0].clone()),
        Row::DayOff(plan.days_off().next().unwrap()),
    ];
    for row in rows {
        let error = store.commit(&again(row), &stamp(1)).unwrap_err();
        assert!(
            matches!(
                error,
                Error::Clash {
                    clash: Clash::Exists,
                    ..
                }
            ),
            "{error}"
        );
    }
    assert_eq!(store.read().unwrap(), plan);
}

#[test]
fn a_number_that_came_and_went_in_one_operation_is_never_given_again() {
    let mut store = in_memory();
    let plan = store.read().unwrap();
    let next = plan.next_ref(Phase::Feedback).number;
    let place = Place {
        phase: Phase::Feedback,
        section: Line::default(),
    };
    let task = |id, number| {
        let reference = Ref::new(Phase::Feedback, number);
        let id = TaskId(uuid::Uuid::from_u128(id));
        Row::Task(Box::new(Task::new(
            id,
            reference,
            place.clone(),
            line("Rota"),
        )))
    };
    let (far, near) = (task(901, next + 7), task(902, next));
    let operation = Operation {
        label: "Came and went".to_owned(),
        changes: vec![
            Change::Create(far.clone()),
            Change::Create(near.clone()),
            Change::Delete(far),
            Change::Delete(near),
        ],
    };
    store.commit(&operation, &stamp(1)).unwrap();
    let after = store.read().unwrap();
    assert_eq!(after.tasks(), plan.tasks());
    assert_eq!(after.next_ref(Phase::Feedback).number, next + 8);
}

#[test]
fn what_has_changed_since_is_not_removed() {
    let mut store = in_memory();
    let plan = store.read().unwrap();
    let known = plan.tasks()[0].clone();
    let mut milestone = plan.milestones()[0].clone();
    milestone.name = line("Another name");
    let task = Task {
        title: line("Another title"),
        ..known
    };
    for row in [Row::Task(Box::new(task)), Row::Milestone(milestone)] {
        let operation = Operation {
            label: "Gone".to_owned(),
            changes: vec![Change::Delete(row)],
        };
        let refused = store.commit(&operation, &stamp(1));
        assert!(
            matches!(
                refused,
                Err(Error::Clash {
                    clash: Clash::Changed,
                    ..
                })
            ),
            "{refused:?}"
        );
        assert_eq!(store.read().unwrap(), plan);
    }
}

#[test]
fn a_person_somebody_still_names_does_not_go() {
    let mut store = in_memory();
    let person = store.read().unwrap().people()[0].clone();
    let operation = Operation {
        label: "Gone".to_owned(),
        changes: vec![Change::Delete(Row::Person(person))],
    };
    assert!(matches!(
        store.commit(&operation, &stamp(1)),
        Err(Error::StillNamed)
    ));
    assert!(store.verify().unwrap().is_sound());
}

#[test]
fn undo_names_what_it_took_back_and_redo_brings_it_back() {
    let mut store = in_memory();
    let plan = store.read().unwrap();
    let first = store
        .commit(&retitle(&plan, 0, "First"), &stamp(1))
        .unwrap();
    assert_eq!(store.peek_undo().unwrap(), Some(first.clone()));
    assert!(matches!(store.redo(&stamp(2)), Err(Error::NothingToRedo)));

    let undone = store.undo(&stamp(2)).unwrap();
    assert_eq!(
        (undone.entry.kind, undone.entry.undoes),
        (Kind::Undo, Some(first.hash))
    );
    assert_eq!(
        (undone.entry.label.as_str(), &undone.of),
        ("Undo: N-01 retitled", &first)
    );
    assert_eq!(store.read().unwrap(), plan);
    assert!(matches!(store.undo(&stamp(3)), Err(Error::NothingToUndo)));
    assert_eq!(store.peek_redo().unwrap(), Some(first.clone()));

    let redone = store.redo(&stamp(4)).unwrap();
    assert_eq!(
        (redone.entry.kind, redone.entry.undoes),
        (Kind::Redo, Some(undone.entry.hash))
    );
    assert_eq!(
        (redone.entry.label.as_str(), &redone.of),
        ("Redo: N-01 retitled", &first)
    );
    assert_eq!(store.read().unwrap().tasks()[0].title, "First");

    let again = store.undo(&stamp(5)).unwrap();
    assert_eq!(again.entry.label, "Undo: N-01 retitled");
    assert_eq!(again.of, first, "what a person did, not the redo of it");
    assert_eq!(store.peek_redo().unwrap(), Some(first));
    assert_eq!(store.read().unwrap(), plan);
    assert!(store.verify().unwrap().is_sound());
}

#[test]
fn something_new_leaves_nothing_to_redo() {
    let mut store = in_memory();
    let plan = store.read().unwrap();
    store
        .commit(&retitle(&plan, 0, "First"), &stamp(1))
        .unwrap();
    store.undo(&stamp(2)).unwrap();
    store
        .commit(&retitle(&plan, 1, "Second"), &stamp(3))
        .unwrap();
    assert!(matches!(store.redo(&stamp(4)), Err(Error::NothingToRedo)));
    assert_eq!(store.undo(&stamp(5)).unwrap().of.label, "N-02 retitled");
    assert!(matches!(store.undo(&stamp(6)), Err(Error::NothingToUndo)));
}

#[test]
fn undo_is_refused_when_a_value_has_changed_since() {
    let mut store = in_memory();
    let plan = store.read().unwrap();
    store
        .commit(&retitle(&plan, 0, "First"), &stamp(1))
        .unwrap();
    let id = plan.tasks()[0].id;
    let theirs = store
        .commit(&retitle(&store.read().unwrap(), 0, "Theirs"), &stamp(2))
        .unwrap();
    // Undo is made to believe that this change has been dealt with, as a merge will.
    let done = Draft {
        kind: Kind::Undo,
        undoes: Some(theirs.hash),
        label: "",
        changes: &[],
    };
    store
        .writing(|connection, place| write::append(connection, &done, &stamp(2), place))
        .unwrap();
    let error = store.undo(&stamp(3)).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("it has been changed since (N-01 retitled by Jo Smith, 02/06 09:02)"),
        "{error}"
    );
    assert_eq!(store.read().unwrap().task(id).unwrap().title, "Theirs");
}

/// The order in which the operation with this label arrived, and the operation.
fn labelled(store: &Store, label: &str) -> crate::domain::operation::Past {
    let mut history = store.history(&HistoryQuery::default()).unwrap().into_iter();
    history.find(|past| past.entry.label == label).unwrap()
}

#[test]
fn an_old_operation_goes_by_itself_and_redo_brings_it_back() {
    let mut store = in_memory();
    let plan = store.read().unwrap();
    let old = store
        .commit(&retitle(&plan, 0, "First"), &stamp(1))
        .unwrap();
    store
        .commit(&retitle(&plan, 1, "Second"), &stamp(2))
        .unwrap();
    let before = store.read().unwrap();
    let undone = store.undo_one(old.hash, &stamp(3)).unwrap();
    assert_eq!(
        (undone.entry.kind, undone.entry.undoes, &undone.of),
        (Kind::Undo, Some(old.hash), &old)
    );
    let titles = |store: &Store| -> Vec<String> {
        let plan = store.read().unwrap();
        let tasks = plan.tasks().iter().take(2);
        tasks.map(|task| task.title.to_string()).collect()
    };
    assert_eq!(titles(&store), ["Take the call", "Second"]);
    let again = store.undo_one(old.hash, &stamp(4)).unwrap_err();
    assert_eq!(
        again.to_string(),
        "It has been taken back already by Jo Smith on Tue 2 Jun 2026 09:03 (number 4)."
    );
    assert_eq!(store.peek_undo().unwrap().unwrap().label, "N-02 retitled");
    assert_eq!(store.redo(&stamp(5)).unwrap().of, old);
    assert_eq!(store.read().unwrap(), before);

    // Once something else was done, redo has nothing; the undo itself can still be made again.
    let undone = store.undo_one(old.hash, &stamp(6)).unwrap();
    store
        .commit(&retitle(&before, 2, "Third"), &stamp(7))
        .unwrap();
    assert!(matches!(store.redo(&stamp(8)), Err(Error::NothingToRedo)));
    let redone = store.undo_one(undone.entry.hash, &stamp(8)).unwrap();
    assert_eq!(
        (redone.entry.kind, redone.entry.label.as_str()),
        (Kind::Redo, "Redo: N-01 retitled")
    );
    assert_eq!(titles(&store), ["First", "Second"]);
    let twice = store.undo_one(undone.entry.hash, &stamp(9)).unwrap_err();
    assert!(
        twice
            .to_string()
            .starts_with("It has been made again already"),
        "{twice}"
    );
    let start = labelled(&store, "New inspection").entry.hash;
    assert!(matches!(
        store.undo_one(start, &stamp(9)),
        Err(Error::TheBeginning)
    ));
    assert!(store.verify().unwrap().is_sound());
}

#[test]
fn what_is_in_the_way_of_an_old_undo_is_named() {
    let mut store = in_memory();
    let plan = store.read().unwrap();
    let old = store
        .commit(&retitle(&plan, 0, "First"), &stamp(1))
        .unwrap();
    for (minute, title) in [(2, "Second"), (3, "Third")] {
        let now = store.read().unwrap();
        store
            .commit(&retitle(&now, 0, title), &stamp(minute))
            .unwrap();
    }
    let error = store.undo_one(old.hash, &stamp(4)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "N-01's title was changed again by Jo Smith on Tue 2 Jun 2026 09:03 (number 4), and another change rests on \
         it too; undo those first."
    );
    store.undo(&stamp(5)).unwrap();
    let error = store.undo_one(old.hash, &stamp(6)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "N-01's title was changed again by Jo Smith on Tue 2 Jun 2026 09:02 (number 3); undo that first."
    );
    store.undo(&stamp(7)).unwrap();
    store.undo_one(old.hash, &stamp(8)).unwrap();
    assert_eq!(store.read().unwrap(), plan);
}

#[test]
fn somebody_who_has_tasks_by_now_is_not_undone_away() {
    let mut store = in_memory();
    let plan = store.read().unwrap();
    let mut kim = plan.people()[0].clone();
    kim.id = crate::domain::id::PersonId(SEED);
    kim.name = Some(line("Kim Lee"));
    kim.initials = line("KL");
    let created = Operation {
        label: "Kim Lee added".to_owned(),
        changes: vec![Change::Create(Row::Person(kim.clone()))],
    };
    let old = store.commit(&created, &stamp(1)).unwrap();
    let task = &plan.tasks()[5];
    let edit = TaskEdit::Owner(Swap::from_to(&task.owner, Some(kim.id)).unwrap());
    let given = Operation {
        label: "FB-02 owner Kim Lee".to_owned(),
        changes: vec![Change::Task { id: task.id, edit }],
    };
    store.commit(&given, &stamp(2)).unwrap();
    let error = store.undo_one(old.hash, &stamp(3)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "FB-02's owner was changed by Jo Smith on Tue 2 Jun 2026 09:02 (number 3); undo that first."
    );
}

#[test]
fn a_ref_is_never_given_twice() {
    let mut store = in_memory();
    let mut plan = store.read().unwrap();
    let mut chance = Chance::new(5);
    while store.history(&HistoryQuery::default()).unwrap().len() < 20 {
        let operation = chance.operation(&mut plan);
        store.commit(&operation, &stamp(1)).unwrap();
    }
    let before = store.read().unwrap().next_numbers();
    while store.undo(&stamp(2)).is_ok() {}
    assert_eq!(store.read().unwrap().next_numbers(), before);
}

#[test]
fn an_operation_without_changes_is_not_kept() {
    let mut store = in_memory();
    assert!(matches!(
        store.commit(&Operation::new("Nothing"), &stamp(1)),
        Err(Error::Nothing)
    ));
}

#[test]
fn history_can_be_asked_for_one_task_and_page_by_page() {
    let mut store = in_memory();
    let plan = store.read().unwrap();
    let id = plan.tasks()[3].id;
    let mut both = retitle(&plan, 3, "Both");
    both.changes.extend(retitle(&plan, 4, "Both too").changes);
    store
        .commit(&retitle(&plan, 0, "Another"), &stamp(1))
        .unwrap();
    store.commit(&both, &stamp(2)).unwrap();

    let of_task = store
        .history(&HistoryQuery {
            task: Some(id),
            ..HistoryQuery::default()
        })
        .unwrap();
    assert_eq!(
        of_task.iter().map(|past| past.order).collect::<Vec<_>>(),
        [3, 1]
    );
    assert_eq!(of_task[0].changes, both.changes[..1]);
    assert_eq!(of_task[0].entry.changes, 2);

    let page = HistoryQuery {
        before: Some(3),
        limit: Some(1),
        changes_per_entry: Some(0),
        ..HistoryQuery::default()
    };
    let page = store.history(&page).unwrap();
    assert_eq!(
        page.iter()
            .map(|past| (past.order, past.changes.len()))
            .collect::<Vec<_>>(),
        [(2, 0)]
    );
}

#[test]
fn a_few_tasks_come_with_what_they_need() {
    let mut store = in_memory();
    let plan = store.read().unwrap();
    let (a, b, c) = (&plan.tasks()[0], &plan.tasks()[2], &plan.tasks()[4]);
    let need = |task: &crate::domain::task::Task, of: &crate::domain::task::Task| Change::Add {
        task: task.id,
        element: crate::domain::task::Element::Need(of.id),
    };
    let operation = Operation {
        label: "Needs".to_owned(),
        changes: vec![need(a, b), need(b, c), need(c, a)],
    };
    store.commit(&operation, &stamp(1)).unwrap();
    let some = store
        .read_some(&[a.reference, "FB-99".parse().unwrap()])
        .unwrap();
    assert_eq!(
        some.tasks().iter().map(|task| task.id).collect::<Vec<_>>(),
        [a.id, b.id, c.id]
    );
    assert_eq!(some.people(), plan.people());
    assert_eq!(some.next_numbers(), plan.next_numbers());
    assert!(store.read_frame().unwrap().tasks().is_empty());
}

#[test]
fn a_text_too_long_for_its_field_is_refused_in_words() {
    let mut store = in_memory();
    let plan = store.read().unwrap();
    let edit = TaskEdit::Title(Swap {
        old: plan.tasks()[0].title.clone(),
        new: line(""),
    });
    let operation = Operation {
        label: "No title".to_owned(),
        changes: vec![Change::Task {
            id: plan.tasks()[0].id,
            edit,
        }],
    };
    assert!(matches!(
        store.commit(&operation, &stamp(1)),
        Err(Error::Refused(_))
    ));
    assert_eq!(store.read().unwrap(), plan);
}

/// Commits `count` operations, undoes them all, redoes them all, and compares both ends.
fn there_and_back(
    mut store: Store,
    seed: u64,
    count: usize,
    mut reopen: impl FnMut(Store) -> Store,
) {
    let first = store.read().unwrap();
    let mut plan = first.clone();
    let mut chance = Chance::new(seed);
    for n in 0..count {
        let mut next = plan.clone();
        let operation = chance.operation(&mut next);
        store.commit(&operation, &stamp(n as i64)).unwrap();
        plan = next;
    }
    store = reopen(store);
    let last = store.read().unwrap();
    assert_eq!(last, plan);
    let mut mirror = last.clone();
    for _ in 0..count {
        mirror
            .apply_all(&store.undo(&stamp(99)).unwrap().changes)
            .unwrap();
    }
    assert!(matches!(store.undo(&stamp(99)), Err(Error::NothingToUndo)));
    store = reopen(store);
    assert_eq!(store.read().unwrap(), first);
    assert_eq!(mirror, first);
    for _ in 0..count {
        store.redo(&stamp(99)).unwrap();
    }
    assert!(matches!(store.redo(&stamp(99)), Err(Error::NothingToRedo)));
    store = reopen(store);
    assert_eq!(store.read().unwrap(), last);
    let report = store.verify().unwrap();
    assert_eq!(report.problems, Vec::<String>::new());
    assert_eq!(report.operations, 1 + 3 * count);
    assert_eq!(fold(&store), last);
}

/// What the log says the file should hold.
fn fold(store: &Store) -> Plan {
    let mut plan = Plan::default();
    for past in store
        .history(&HistoryQuery::default())
        .unwrap()
        .iter()
        .rev()
    {
        plan.apply_all(&past.changes).unwrap();
    }
    plan
}

/// Commits, undoes, redoes and undoes old operations by themselves, at random; then undoes all there is.
fn in_any_order(seed: u64, steps: usize) {
    let mut store = in_memory();
    let first = store.read().unwrap();
    let mut mirror = first.clone();
    let mut chance = Chance::new(seed);
    let mut alone = 0;
    for n in 0..steps {
        let now = stamp(n as i64);
        let done = match chance.below(6) {
            0 => store.undo(&now),
            1 => store.redo(&now),
            2 | 3 => {
                let all = store.history(&HistoryQuery::default()).unwrap();
                let one = &all[chance.below(all.len())];
                let before = store.read().unwrap();
                let undone = store.undo_one(one.entry.hash, &now);
                match &undone {
                    Ok(_) => alone += 1,
                    Err(
                        Error::InTheWay { .. }
                        | Error::TakenBackAlready { .. }
                        | Error::TheBeginning,
                    ) => assert_eq!(store.read().unwrap(), before),
                    Err(other) => panic!("{other}"),
                }
                // What went by itself comes back as it was.
                match undone {
                    Ok(done) if done.entry.kind == Kind::Undo && chance.below(2) == 0 => {
                        mirror.apply_all(&done.changes).unwrap();
                        let redone = store.redo(&now);
                        assert_eq!(store.read().unwrap(), before);
                        redone
                    }
                    other => other,
                }
            }
            _ => {
                let operation = chance.operation(&mut mirror);
                store.commit(&operation, &now).unwrap();
                continue;
            }
        };
        if let Ok(done) = done {
            mirror.apply_all(&done.changes).unwrap();
        }
        assert_eq!(store.read().unwrap(), mirror);
    }
    let last = store.read().unwrap();
    assert_eq!(fold(&store), last);
    let mut undone = 0;
    loop {
        match store.undo(&stamp(99)) {
            Ok(_) => undone += 1,
            Err(Error::NothingToUndo) => break,
            Err(other) => panic!("after {alone} by themselves: {other}"),
        }
    }
    assert_eq!(store.read().unwrap(), first);
    for _ in 0..undone {
        store.redo(&stamp(99)).unwrap();
    }
    assert_eq!(store.read().unwrap(), last);
    assert_eq!(store.verify().unwrap().problems, Vec::<String>::new());
}

/// How many random sequences; the full run before a release sets it to 2,000.
fn sequences() -> u32 {
    std::env::var("READYROOM_SEQUENCES")
        .ok()
        .and_then(|count| count.parse().ok())
        .unwrap_or(150)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: sequences(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn undoing_all_and_redoing_all_changes_nothing(seed: u64, count in 1_usize..9) {
        there_and_back(in_memory(), seed, count, |store| store);
    }

    #[test]
    fn taking_back_old_operations_never_jams_undo(seed: u64, steps in 1_usize..16) {
        in_any_order(seed, steps);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 50.min(sequences()), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nor_does_it_when_the_file_is_closed_in_between(seed: u64, count in 1_usize..4) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.readyroom");
        let store = Store::create(&path, &inspection(), &start(), &stamp(0), SEED).unwrap();
        there_and_back(store, seed, count, |store| {
            store.close();
            Store::open(&path, Access::ReadWrite).unwrap()
        });
    }
}
