//! Looking back: the plan as it stood is the plan as it was seen to stand.

use std::collections::HashSet;

use jiff::civil::{DateTime, datetime};
use jiff::{SignedDuration, ToSpan as _};
use proptest::prelude::*;

use super::world::{Chance, SEED, in_memory, inspection, retitle, stamp, stamp_at, start};
use crate::domain::as_of::{self, Mark, Search};
use crate::domain::board::{Board, Tally};
use crate::domain::drill::{self, Went};
use crate::domain::id::Ids;
use crate::domain::operation::Stamp;
use crate::domain::plan::Plan;
use crate::domain::template::{Start, Template};
use crate::domain::trend::Gather;
use crate::store::{HistoryQuery, Store};

const BEGAN: DateTime = datetime(2026, 6, 2, 9, 0, 0, 0);

/// Random operations, undone and made again at random, at most so many seconds apart and now and then at once; and the plan as it was
/// read after each.
fn lived(seed: u64, steps: usize, apart: usize) -> (Store, Vec<(DateTime, Plan)>) {
    let mut chance = Chance::new(seed);
    let mut store = Store::in_memory(&inspection(), &start(), &stamp_at(BEGAN), SEED).unwrap();
    let mut snapshots = vec![(BEGAN, store.read().unwrap())];
    let mut now = BEGAN;
    for _ in 0..steps {
        now = later(&mut chance, now, apart);
        if live(&mut store, &mut chance, now) {
            snapshots.push((now, store.read().unwrap()));
        }
    }
    (store, snapshots)
}

fn later(chance: &mut Chance, now: DateTime, apart: usize) -> DateTime {
    let pause = SignedDuration::from_secs(chance.below(apart) as i64);
    now.checked_add(pause).unwrap()
}

/// One random step; false when it could not be taken.
fn live(store: &mut Store, chance: &mut Chance, now: DateTime) -> bool {
    let stamp = stamp_at(now);
    match chance.below(5) {
        0 => store.undo(&stamp).is_ok(),
        1 => store.redo(&stamp).is_ok(),
        _ => {
            let mut plan = store.read().unwrap();
            let operation = chance.operation(&mut plan);
            store.commit(&operation, &stamp).is_ok()
        }
    }
}

fn read_back(store: &Store, mark: Mark) -> Result<(Plan, DateTime), String> {
    let mut search = Search::new(mark);
    let plan = store.read_back(|plan, past| search.reaches(plan, past));
    let at = search.found().map_err(|failure| failure.to_string())?;
    Ok((plan.unwrap(), at))
}

/// The end of the minute that `at` is in.
fn end_of_minute(at: DateTime) -> DateTime {
    at.with().second(59).build().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 50, ..ProptestConfig::default() })]

    /// Fifty random histories, twenty random moments in each.
    #[test]
    fn the_board_as_at_a_moment_is_the_snapshot_taken_then(
        seed in any::<u64>(),
        moments in prop::collection::vec(0..6_000i64, 20),
    ) {
        let (store, snapshots) = lived(seed, 40, 200);
        let log = store.history(&HistoryQuery::default()).unwrap();
        for seconds in moments {
            let at = BEGAN.checked_add(seconds.seconds()).unwrap();
            let snapshot = snapshots.iter().rev().find(|(made, _)| *made <= end_of_minute(at)).unwrap();
            let streamed = read_back(&store, Mark::At(at)).unwrap();
            prop_assert_eq!(&streamed, &(snapshot.1.clone(), at));
            let folded = as_of::rewind(store.read().unwrap(), &log, Mark::At(at)).unwrap();
            prop_assert_eq!(folded, streamed);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20, ..ProptestConfig::default() })]

    /// Each day of the trend is what would have been counted that evening.
    #[test]
    fn the_trend_counts_what_was_there_at_the_end_of_each_day(seed in any::<u64>()) {
        let (store, snapshots) = lived(seed, 40, 30_000);
        let now = snapshots.last().unwrap().0;
        let mut gather = Gather::new(now, 100);
        store.read_back(|plan, past| gather.meet(plan, past)).unwrap();
        let (trend, _) = gather.finish().unwrap();
        let calendar = store.read().unwrap().calendar().clone();
        let mut days: Vec<DateTime> = (BEGAN.date().series(1.day()))
            .take_while(|day| *day < now.date())
            .filter(|day| calendar.is_working(*day))
            .map(|day| day.at(23, 59, 59, 0))
            .collect();
        days.push(now);
        let moments: Vec<DateTime> = trend.days.iter().map(|day| day.at).collect();
        prop_assert_eq!(moments, days);
        for day in &trend.days {
            let (_, plan) = snapshots.iter().rev().find(|(made, _)| *made <= day.at).unwrap();
            let tallies = Board::of(plan, day.at).tallies(plan);
            prop_assert_eq!(day.phases, tallies.map(Into::into));
            prop_assert_eq!(day.all, Tally::sum(&tallies).into());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    /// Looking only at what changed, and at both ends, finds the reds that looking at everything after each step finds.
    #[test]
    fn the_reds_of_a_drill_are_those_of_looking_at_everything_all_the_time(
        seed in any::<u64>(),
        before in 0..30usize,
        after in 1..20usize,
        is_drill in any::<bool>(),
    ) {
        let (mut store, _) = lived(seed, before, 20_000);
        let plan = store.read().unwrap();
        let last = store.history(&HistoryQuery::default()).unwrap()[0].entry.stamp.local;
        let called = last.checked_add(1.minute()).unwrap();
        let call = drill::call(&plan, called, &drill::author(called).who);
        prop_assume!(call.as_ref().is_ok_and(|call| !call.is_empty()));
        let mut by = stamp_at(called);
        if is_drill {
            by.who = drill::author(called).who;
        }
        store.commit(&call.unwrap(), &by).unwrap();
        let mut chance = Chance::new(seed ^ 1);
        let mut now = called;
        for _ in 0..after {
            now = later(&mut chance, now, 2_000_000);
            live(&mut store, &mut chance, now);
        }

        let mut went = Went::until(now);
        let (mut until, mut late, mut red, mut at_first) =
            (now, HashSet::new(), HashSet::new(), HashSet::new());
        store.read_back(|plan, past| {
            let made = past.entry.stamp.local;
            let began = is_drill && past.entry.stamp.who == by.who;
            let is_in_it = drill::called(plan).is_some_and(|call| made >= call);
            for at in [until, made].into_iter().filter(|_| began || is_in_it) {
                at_first.clear();
                for (task, standing) in plan.tasks().iter().zip(&Board::of(plan, at).standings) {
                    if standing.is_urgent() {
                        red.insert(task.id);
                        at_first.insert(task.id);
                    }
                    if standing.rating.late {
                        late.insert(task.id);
                    }
                }
            }
            if !began {
                at_first.clear();
            }
            until = made;
            let is_over = went.meet(plan, past);
            assert_eq!(is_over, began || !is_in_it);
            is_over
        }).unwrap();
        for task in store.read().unwrap().tasks() {
            let turned = late.contains(&task.id) || red.contains(&task.id) && !at_first.contains(&task.id);
            prop_assert_eq!(went.turned(task.id), turned, "{}", task.reference);
        }
    }
}

/// However much is done in a drill, and however large the plan: each change costs two looks at the one task it changes.
#[test]
fn the_score_looks_at_what_was_changed_and_twice_at_everything() {
    let template = Template::named("standard").unwrap();
    let mut ids = Ids::new(1, 1_700_000_000_000);
    let (inspection, rows) = template.start(&Start::default(), &mut ids);
    let mut store = Store::in_memory(&inspection, &rows, &stamp_at(BEGAN), SEED).unwrap();
    let plan = store.read().unwrap();
    let called = later_by(BEGAN, 1);
    let who = drill::author(called).who;
    let by = stamp_at(called);
    let call = drill::call(&plan, called, &who).unwrap();
    store.commit(&call, &Stamp { who, ..by }).unwrap();
    for step in 0..100 {
        let plan = store.read().unwrap();
        let operation = retitle(&plan, step, &format!("Title {step}"));
        store
            .commit(&operation, &stamp_at(later_by(called, step as i64)))
            .unwrap();
    }
    let mut went = Went::until(later_by(called, 5_000));
    store.read_back(|plan, past| went.meet(plan, past)).unwrap();
    assert_eq!(went.looked, 2 * plan.tasks().len() + 2 * 100);
}

fn later_by(at: DateTime, minutes: i64) -> DateTime {
    at.checked_add(minutes.minutes()).unwrap()
}

#[test]
fn a_moment_before_the_file_began_is_refused() {
    let store = in_memory();
    let before = BEGAN.checked_sub(1.minute()).unwrap();
    assert_eq!(
        read_back(&store, Mark::At(before)),
        Err(
            "This file was begun on Tue 2 Jun 2026 09:00, so there is no board as at Tue 2 Jun 2026 08:59."
                .to_owned()
        )
    );
}

#[test]
fn the_baseline_is_the_board_right_after_the_call_and_stays_so() {
    use crate::domain::edit::{self, Author, Call};
    let mut store = in_memory();
    assert_eq!(
        read_back(&store, Mark::Call),
        Err(
            "The call has not been recorded, so there is no baseline. The baseline is the board as it stood when the \
             call was recorded."
                .to_owned()
        )
    );
    let mut call = |date: &str, expected, minute| {
        let plan = store.read().unwrap();
        let call = Call {
            date: date.parse().unwrap(),
            time: None,
            on_site: None,
            expected,
            drop_preparation: false,
        };
        let stamp = stamp(minute);
        let author = Author {
            who: stamp.who.clone(),
            now: stamp.local,
        };
        let operation = edit::record_call(&plan, &call, &author).unwrap();
        store.commit(&operation, &stamp).unwrap();
        store.read().unwrap()
    };
    call("2026-06-08", true, 1);
    let baseline = call("2026-06-02", false, 2);
    let corrected = call("2026-06-01", false, 3);
    assert_ne!(baseline, corrected);
    let found = || read_back(&store, Mark::Call);
    assert_eq!(found(), Ok((baseline.clone(), stamp(2).local)));
    // Taken back and made again it is the same call.
    store.undo(&stamp(4)).unwrap();
    store.undo(&stamp(5)).unwrap();
    assert!(read_back(&store, Mark::Call).is_err(), "only expected");
    store.redo(&stamp(6)).unwrap();
    assert_eq!(
        read_back(&store, Mark::Call),
        Ok((baseline, stamp(2).local))
    );
}
