//! Looking back: the plan as it stood is the plan as it was seen to stand.

use jiff::civil::{DateTime, datetime};
use jiff::{SignedDuration, ToSpan as _};
use proptest::prelude::*;

use super::world::{Chance, SEED, in_memory, inspection, stamp, stamp_at, start};
use crate::domain::as_of::{self, Mark, Search};
use crate::domain::board::{Board, Tally};
use crate::domain::plan::Plan;
use crate::domain::trend::Gather;
use crate::store::{HistoryQuery, Store};

const BEGAN: DateTime = datetime(2026, 6, 2, 9, 0, 0, 0);

/// Random operations, undone and made again at random, at most so many seconds apart and now and then at once; and the plan as it was
/// read after each.
fn lived(seed: u64, steps: usize, apart: usize) -> (Store, Vec<(DateTime, Plan)>) {
    let mut chance = Chance::new(seed);
    let mut store = Store::in_memory(&inspection(), &start(), &stamp_at(BEGAN), SEED).unwrap();
    let mut now = BEGAN;
    let mut snapshots = vec![(now, store.read().unwrap())];
    for _ in 0..steps {
        now = now
            .checked_add(SignedDuration::from_secs(chance.below(apart) as i64))
            .unwrap();
        let stamp = stamp_at(now);
        let done = match chance.below(5) {
            0 => store.undo(&stamp).is_ok(),
            1 => store.redo(&stamp).is_ok(),
            _ => {
                let mut plan = store.read().unwrap();
                let operation = chance.operation(&mut plan);
                store.commit(&operation, &stamp).is_ok()
            }
        };
        if done {
            snapshots.push((now, store.read().unwrap()));
        }
    }
    (store, snapshots)
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
