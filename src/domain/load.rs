//! Who has how much: what everybody has open, what of it is late, red or due this week, when they are away, and where
//! that cannot all be done. Nobody is counted like a person, because what nobody owns is the commonest gap.
//! It reads a plan and its board; what is sent to people about it is for [`chase`].

use std::cmp::Reverse;
use std::collections::HashMap;

use jiff::civil::{Date, Weekday};

use super::absence;
use super::board::{Board, Tally};
use super::calendar::plus_days;
use super::chase::{self, Chases};
use super::clash::{self, Clash};
use super::effort;
use super::id::PersonId;
use super::inspection::{NOBODY, Person};
use super::order::{self, SortKey};
use super::phrase;
use super::plan::Plan;
use super::rating::Shown;
use super::records::Absence;
use super::text::{capital, fold};

/// What somebody has to do, or nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Load {
    /// Whose; `None` is nobody's.
    pub owner: Option<PersonId>,
    /// How many there are of each sort. Overtaken work counts nowhere but there.
    pub tally: Tally,
    /// Open, due from now to Sunday, and not late.
    pub this_week: usize,
    /// What is open, as positions in the plan: late first, then red, then by date.
    pub tasks: Vec<u32>,
    /// When they are away, from today on, soonest first.
    pub away: Vec<Absence>,
    /// What of it cannot all be done, as places in [`Team::clashes`].
    pub clashes: Vec<usize>,
    /// How they were chased; `None` when they never were.
    pub chased: Option<Chases>,
}

/// In what order loads stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LoadOrder {
    /// The most late first, then the most red, then what is due this week, then all that is open.
    #[default]
    Late,
    /// By name, roles without a name next, nobody last.
    Name,
}

impl LoadOrder {
    /// In a few words.
    pub fn words(self) -> &'static str {
        match self {
            LoadOrder::Late => "late, then red",
            LoadOrder::Name => "by name",
        }
    }
}

/// Everybody's load.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Team {
    /// One for everybody, and one for nobody where that has anything.
    pub loads: Vec<Load>,
    /// What cannot all be done, by day.
    pub clashes: Vec<Clash>,
}

impl Team {
    /// The loads of everybody, as far as they are among the tasks at `positions`. People without any are left out unless
    /// those are all tasks.
    pub fn of(plan: &Plan, board: &Board, positions: &[u32], order: LoadOrder) -> Self {
        effort::spend(positions.len());
        let is_whole = positions.len() == plan.tasks().len();
        let mut lists: HashMap<Option<PersonId>, Vec<u32>> = HashMap::new();
        for at in positions {
            let owner = plan.tasks()[*at as usize].owner;
            lists.entry(owner).or_default().push(*at);
        }
        let clashes = clash::among(plan, board, positions);
        let mut chased = chase::chases(plan);
        let mut away: HashMap<PersonId, Vec<Absence>> = HashMap::new();
        let today = board.now.date();
        for (_, absence) in absence::all(plan) {
            if absence.to >= today {
                away.entry(absence.person)
                    .or_default()
                    .push(absence.clone());
            }
        }
        let mut of_person: HashMap<PersonId, Vec<usize>> = HashMap::new();
        for (at, clash) in clashes.iter().enumerate() {
            of_person.entry(clash.owner).or_default().push(at);
        }
        let owners = by_name(plan).into_iter().map(Some).chain([None]);
        let mut loads: Vec<Load> = Vec::new();
        for owner in owners {
            let list = lists.remove(&owner).unwrap_or_default();
            if list.is_empty() && (owner.is_none() || !is_whole) {
                continue;
            }
            let take = |id: PersonId| {
                let away = away.remove(&id).unwrap_or_default();
                (
                    away,
                    of_person.remove(&id).unwrap_or_default(),
                    chased.remove(&id),
                )
            };
            let (away, clashes, chased) = owner.map(take).unwrap_or_default();
            let mut load = Load {
                owner,
                tally: board.tally_of(plan, &list),
                this_week: 0,
                tasks: open_of(plan, board, &list),
                away,
                clashes,
                chased,
            };
            load.this_week = this_week(board, &load.tasks);
            if let Some(chased) = &mut load.chased {
                chased.keep_urgent(plan, board, &load.tasks);
            }
            loads.push(load);
        }
        if order == LoadOrder::Late {
            loads.sort_by_key(|load| {
                let tally = &load.tally;
                Reverse((tally.late, tally.red, load.this_week, load.tasks.len()))
            });
        }
        Self { loads, clashes }
    }

    /// The load of all tasks of the plan.
    pub fn whole(plan: &Plan, board: &Board, order: LoadOrder) -> Self {
        let all: Vec<u32> = (0..plan.tasks().len() as u32).collect();
        Self::of(plan, board, &all, order)
    }

    /// How many tasks are open, overtaken ones apart.
    pub fn open(&self) -> usize {
        self.loads.iter().map(|load| load.tasks.len()).sum()
    }
}

impl Load {
    /// Who, in words: "Jo Smith, Data lead", "Data lead (no name yet)", "Nobody".
    pub fn who(&self, plan: &Plan) -> String {
        let Some(person) = self.owner.and_then(|id| plan.person(id)) else {
            return capital(NOBODY);
        };
        match (&person.name, person.role.as_str()) {
            (Some(name), "") => name.to_string(),
            (Some(name), role) => format!("{name}, {role}"),
            (None, role) => format!("{role} (no name yet)"),
        }
    }

    /// "away Mon 7 Dec to Wed 9 Dec and Mon 21 Dec"; `None` when no absence is known.
    pub fn away_words(&self, today: Date) -> Option<String> {
        let away = self.away.iter().map(|away| absence::days(away, today));
        let away: Vec<String> = away.collect();
        (!away.is_empty()).then(|| format!("away {}", away.join(" and ")))
    }

    /// Whether something of it is late or red.
    pub fn is_urgent(&self) -> bool {
        self.tally.late > 0 || self.tally.red > 0
    }

    /// The first task of it that is due, and is not late.
    pub fn next(&self, board: &Board) -> Option<u32> {
        let ahead = self.tasks.iter().copied().filter(|at| {
            let standing = &board.standings[*at as usize];
            !standing.rating.late && standing.due.is_some()
        });
        ahead.min_by_key(|at| order::urgency(&board.standings[*at as usize]))
    }
}

/// Everybody, by name, roles without a name last.
pub(super) fn by_name(plan: &Plan) -> Vec<PersonId> {
    let mut people: Vec<&Person> = plan.people().iter().collect();
    people.sort_by_cached_key(|person| (person.name.is_none(), fold(person.label())));
    people.into_iter().map(|person| person.id).collect()
}

/// What is open of the tasks at `positions`: late first, then red, then by date. Overtaken work is nobody's to do.
pub(super) fn open_of(plan: &Plan, board: &Board, positions: &[u32]) -> Vec<u32> {
    let is_open = |at: &u32| {
        let at = *at as usize;
        plan.tasks()[at].status.is_open() && !board.standings[at].overtaken
    };
    let mut open: Vec<u32> = positions.iter().copied().filter(is_open).collect();
    order::sort(&mut open, SortKey::Due, plan, board);
    // The order by date stays within each.
    open.sort_by_key(|at| {
        let rating = board.standings[*at as usize].rating;
        (!rating.late, rating.shown != Shown::Red)
    });
    open
}

/// How many of the open tasks at `positions` are due from now to Sunday.
fn this_week(board: &Board, positions: &[u32]) -> usize {
    let today = board.now.date();
    let sunday = plus_days(today, i64::from(today.weekday().until(Weekday::Sunday)));
    let is_due = |at: &&u32| {
        let due = board.standings[**at as usize].due;
        due.is_some_and(|due| due.date <= sunday && !phrase::is_late(due, board.now))
    };
    positions.iter().filter(is_due).count()
}

#[cfg(test)]
mod tests {
    use jiff::civil::datetime;
    use proptest::prelude::*;

    use super::*;
    use crate::domain::demo::demo;
    use crate::domain::id::Ids;

    fn world(now: jiff::civil::DateTime) -> (Plan, Board) {
        let plan = demo(now, &mut Ids::new(1, 1)).unwrap().plan().unwrap();
        let board = Board::of(&plan, now);
        (plan, board)
    }

    #[test]
    fn late_comes_first_and_names_are_in_order() {
        let (plan, board) = world(datetime(2026, 11, 30, 11, 42, 0, 0));
        let late = Team::whole(&plan, &board, LoadOrder::Late);
        let key = |load: &Load| Reverse((load.tally.late, load.tally.red));
        assert!(late.loads.is_sorted_by_key(key));
        assert!(late.loads[0].tally.late > 0);
        let names = Team::whole(&plan, &board, LoadOrder::Name);
        let label = |load: &Load| {
            let person = plan.person(load.owner.unwrap()).unwrap();
            (person.name.is_none(), fold(person.label()))
        };
        let (last, people) = names.loads.split_last().unwrap();
        assert_eq!(last.owner, None);
        assert!(people.is_sorted_by_key(label));
        assert_eq!(late.loads.len(), plan.people().len() + 1);
        for load in &late.loads {
            let late = |at: &u32| board.standings[*at as usize].rating.late;
            assert!(load.tasks.is_sorted_by_key(|at| !late(at)));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        /// Every open task is in exactly one load, and the counts are those of counting by hand.
        #[test]
        fn every_open_task_is_counted_once(hours in 0_i64..24 * 40, some in any::<bool>()) {
            let start = datetime(2026, 11, 20, 8, 0, 0, 0);
            let now = start.saturating_add(jiff::SignedDuration::from_hours(hours));
            let plan = demo(datetime(2026, 11, 30, 11, 42, 0, 0), &mut Ids::new(1, 1)).unwrap().plan().unwrap();
            let board = Board::of(&plan, now);
            let shown: Vec<u32> = (0..plan.tasks().len() as u32).filter(|at| !some || at % 3 == 0).collect();
            let team = Team::of(&plan, &board, &shown, LoadOrder::Late);
            let mut counted: Vec<u32> = team.loads.iter().flat_map(|load| load.tasks.clone()).collect();
            counted.sort_unstable();
            let open = |at: &u32| {
                let at = *at as usize;
                plan.tasks()[at].status.is_open() && !board.standings[at].overtaken
            };
            let by_hand: Vec<u32> = shown.iter().copied().filter(open).collect();
            prop_assert_eq!(&counted, &by_hand);
            prop_assert_eq!(team.open(), by_hand.len());
            for load in &team.loads {
                for at in &load.tasks {
                    prop_assert_eq!(plan.tasks()[*at as usize].owner, load.owner);
                }
                let late = load.tasks.iter().filter(|at| board.standings[**at as usize].rating.late).count();
                prop_assert_eq!(load.tally.late, late);
                prop_assert!(load.this_week + load.tally.late <= load.tasks.len());
                let next = load.next(&board).map(|at| board.standings[at as usize].due.unwrap());
                prop_assert!(next.is_none_or(|next| !phrase::is_late(next, now)));
            }
        }
    }
}
