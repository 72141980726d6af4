//! Looking back: an inspection as it stood at a moment gone by, how it moved between two, how readiness went and how a
//! drill. The file is only read, once, from its newest operation backwards.

use jiff::civil::DateTime;

use super::{Store, verify};
use crate::domain::as_of::{Mark, Search};
use crate::domain::difference::Difference;
use crate::domain::drill::{Score, Went};
use crate::domain::failure::Failure;
use crate::domain::operation::{Entry, Hash, Past};
use crate::domain::plan::Plan;
use crate::domain::trend::{Gather, Trend};

/// So many working days a trend has, when nobody says how many.
pub const TREND_DAYS: usize = 10;

/// An inspection as it stood at a moment gone by.
#[derive(Debug, Clone)]
pub struct Then {
    /// What it held.
    pub plan: Plan,
    /// The moment whose clock it goes by.
    pub at: DateTime,
    /// In which order the last that had been done came in.
    pub order: u64,
    /// That, as it is kept.
    pub last: Entry,
}

impl Then {
    /// What [`Store::head`] was.
    pub fn head(&self) -> Hash {
        verify::stand_for(&[self.last.hash])
    }
}

/// The inspection as it stood at `mark`.
pub fn as_of(store: &Store, mark: Mark) -> Result<Then, Failure> {
    let mut search = Search::new(mark);
    let mut last = None;
    let plan = store.read_back(|plan, past| {
        let found = search.reaches(plan, past);
        last = found.then(|| (past.order, past.entry.clone()));
        found
    })?;
    let at = search.found()?;
    let nothing = || Failure::failed("Nothing has been done yet.");
    let (order, last) = last.ok_or_else(nothing)?;
    Ok(Then {
        plan,
        at,
        order,
        last,
    })
}

/// How the board moved from one moment to a later one, and the plan as it stood at the later.
pub fn difference(store: &Store, from: Mark, to: Mark) -> Result<(Difference, Plan), Failure> {
    let mut ends = [from, to].map(|mark| (Search::new(mark), None));
    store.read_back(|plan, past| {
        for (search, found) in &mut ends {
            if found.is_none() && search.reaches(plan, past) {
                *found = Some(plan.clone());
            }
        }
        ends.iter().all(|(_, found)| found.is_some())
    })?;
    let [(from, then), (to, now)] = ends;
    let (from, to) = (from.found()?, to.found()?);
    // Each moment that was found came with its plan.
    let (then, now) = (then.unwrap_or_default(), now.unwrap_or_default());
    if from > to {
        return Err(Failure::usage("The first moment is later than the second.")
            .hint("Name the earlier one first."));
    }
    Ok((Difference::between(&then, from, &now, to), now))
}

/// How the drill that is held in this file went, up to `now`.
pub fn score(store: &Store, now: DateTime) -> Result<Score, Failure> {
    let mut went = Went::until(now);
    let mut last = None;
    store.read_back(|plan, past| {
        last.get_or_insert_with(|| plan.clone());
        went.meet(plan, past)
    })?;
    Ok(Score::of(&last.unwrap_or_default(), now, &went))
}

/// How readiness went over at most so many working days up to `now`, and where it leads; and the plan that rests on.
/// Nothing counts that came in after `last`, where that is given.
pub fn trend(
    store: &Store,
    now: DateTime,
    days: usize,
    last: Option<u64>,
) -> Result<(Trend, Plan), Failure> {
    let mut gather = Gather::new(now, days);
    let counts = |past: &Past| last.is_none_or(|last| past.order <= last);
    store.read_back(|plan, past| counts(past) && gather.meet(plan, past))?;
    gather
        .finish()
        .ok_or_else(|| Failure::failed("Nothing has been done yet."))
}
