//! A large file is read from both ends at once, by two threads that meet wherever they meet: a second processor that
//! comes late, or not at all, costs nothing but what it would have saved.
//!
//! It decides who reads which tasks and puts them together. How a task is read is not known here, nor who runs a thread.

use std::sync::atomic::{AtomicUsize, Ordering};

use rusqlite::Connection;

use super::error::Error;
use super::heap;
use super::read::{ALL, Keys, Reader};
use super::row::{Counter, Table, Tally, ref_key};
use crate::domain::id::Ref;
use crate::domain::plan::Plan;
use crate::domain::task::Task;

/// From so many tasks on, a second connection is worth what it takes to open.
const MANY: usize = 2_000;

/// How large the shares are from either end to the middle, in parts of [`PARTS`]. Whoever comes to the middle last waits
/// for one share at most, and mostly for one of the small ones.
const SHARES: [usize; 8] = [6, 6, 6, 6, 4, 2, 1, 1];

/// What all shares, from the one end to the other, come to.
const PARTS: usize = 64;

/// About what a task takes in memory.
const TASK_BYTES: usize = 1_000;

/// For so many tasks room is made beforehand at most, whatever a file says of itself.
const MOST: usize = 1 << 20;

/// The tasks in shares, each of which is claimed once: from the beginning by the one, from the end by the other.
#[derive(Debug)]
pub(super) struct Shares {
    /// The key of the first task of each share, and what lies behind the last.
    bounds: Vec<i64>,
    /// How many tasks to make room for.
    tasks: usize,
    claimed: AtomicUsize,
}

impl Shares {
    /// By how many refs were given out; `None` when there are too few to share.
    fn of(counters: &[Counter]) -> Option<Self> {
        let given: usize = counters.iter().map(|counter| counter.next as usize).sum();
        let sizes = SHARES.iter().chain(SHARES.iter().rev());
        let ends = sizes.scan(0, |end, size| {
            *end += size;
            Some(*end)
        });
        let between = ends
            .take_while(|end| *end < PARTS)
            .filter_map(|end| key_of(counters, (given * end / PARTS) as i64));
        (given >= MANY).then(|| Self {
            bounds: [ALL.start]
                .into_iter()
                .chain(between)
                .chain([ALL.end])
                .collect(),
            tasks: given.min(MOST),
            claimed: AtomicUsize::new(0),
        })
    }

    fn count(&self) -> usize {
        self.bounds.len() - 1
    }

    /// Whether one more share is whoever's asks.
    pub(super) fn claim(&self) -> bool {
        self.claimed.fetch_add(1, Ordering::Relaxed) < self.count()
    }

    /// Whether there is nothing left to come for.
    pub(super) fn are_all_claimed(&self) -> bool {
        self.claimed.load(Ordering::Relaxed) >= self.count()
    }

    /// About how many tasks a share holds.
    fn size(&self, share: usize) -> usize {
        let from_its_end = share.min(self.count() - 1 - share);
        self.tasks * SHARES[from_its_end] / PARTS + 2
    }

    fn keys(&self, share: usize) -> Keys {
        self.bounds[share]..self.bounds[share + 1]
    }
}

/// The key of the ref that was given as so many'th, counted phase by phase.
fn key_of(counters: &[Counter], mut at: i64) -> Option<i64> {
    for counter in counters {
        let next = i64::from(counter.next);
        if at < next {
            return Some(ref_key(Ref::new(counter.phase, at as u32)));
        }
        at -= next;
    }
    None
}

/// What was read from the end, through a connection of its own, share by share from the last on.
#[derive(Debug)]
pub(super) struct Upper {
    shares: Vec<Vec<Task>>,
    found: Tally,
}

impl Upper {
    /// Nothing: for whoever came when nothing was left.
    pub(super) fn empty() -> Self {
        Self {
            shares: Vec::new(),
            found: Tally::new(Table::Task),
        }
    }
}

impl Reader {
    /// The shares of the tasks; `None` when there are too few.
    pub(super) fn shares(&mut self, connection: &Connection) -> Result<Option<Shares>, Error> {
        let mut counters = self.counters(connection)?;
        counters.sort_by_key(|counter| counter.phase);
        Ok(Shares::of(&counters))
    }

    /// What nobody else claims, from the last share on. `None` when anything at all is wrong with it.
    pub(super) fn upper_end(&mut self, connection: &Connection, shares: &Shares) -> Option<Upper> {
        let mut upper = Upper::empty();
        heap::make_room(shares.tasks / 2 * TASK_BYTES);
        for share in (0..shares.count()).rev() {
            if !shares.claim() {
                break;
            }
            let mut tasks = Vec::with_capacity(shares.size(share));
            let keys = shares.keys(share);
            let read = self.every_task(connection, keys, &mut upper.found, &mut tasks);
            if !read.ok()? {
                return None;
            }
            upper.shares.push(tasks);
        }
        Some(upper)
    }

    /// Everything, while somebody else reads [from the end](Self::upper_end); `upper` waits for them. `None` when what
    /// the two have read is not the whole, or anything at all is wrong: then the file has to be read in one piece, to
    /// tell what.
    pub(super) fn everything_with(
        &mut self,
        connection: &Connection,
        shares: &Shares,
        upper: impl FnOnce() -> Option<Upper>,
    ) -> Result<Option<Plan>, Error> {
        let tallies = self.tallies(connection)?;
        let frame = self.frame(connection, &tallies)?;
        // Room for all, so that joining them moves nothing twice.
        let mut tasks = Vec::with_capacity(shares.tasks);
        let mut found = Tally::new(Table::Task);
        let mut whole = true;
        for share in 0..shares.count() {
            if !whole || !shares.claim() {
                break;
            }
            let read = self.every_task(connection, shares.keys(share), &mut found, &mut tasks);
            whole = read.unwrap_or_default();
        }
        let (true, Some(upper)) = (whole, upper()) else {
            return Ok(None);
        };
        found.join(&upper.found);
        if !tallies.contains(&found) || !self.damage.is_none() {
            return Ok(None);
        }
        for mut share in upper.shares.into_iter().rev() {
            tasks.append(&mut share);
        }
        Ok(Some(frame.plan(tasks)))
    }
}
