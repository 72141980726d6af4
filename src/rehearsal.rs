//! A drill that is held: how one begins, on a copy and under a clock of its own, and how its requests get into the copy.
//! It stands by itself because it needs both the clock and the store, which know nothing of each other; `tui` and `cli`
//! hold drills through it. What arrives, and when, is in [`crate::domain::drill`].

use jiff::civil::DateTime;

use crate::domain::drill::{self, Course};
use crate::domain::failure::Failure;
use crate::domain::id::Ids;
use crate::domain::operation::{Operation, Stamp};
use crate::shell::clock::Clock;
use crate::shell::drill::Wanted;
use crate::store::drill::Laid;
use crate::store::{Error, Store};

/// A drill on its way.
#[derive(Debug)]
pub struct Rehearsal(Course);

/// Works out what the drill that is wanted would be. `stamp` is who asks, and when.
pub fn lay_out(wanted: &Wanted, stamp: &Stamp, ids: &mut Ids) -> Result<Laid, Failure> {
    let (file, call) = (wanted.file.as_deref(), wanted.call.as_deref());
    Laid::out(file, &wanted.script()?, call, stamp, ids)
}

impl Rehearsal {
    /// Begins the drill that is wanted: its copy is made, and the call comes in it. Returns its clock and its copy, too.
    pub fn begin(
        wanted: &Wanted,
        stamp: &Stamp,
        ids: &mut Ids,
    ) -> Result<(Self, Clock, Store), Failure> {
        let laid = lay_out(wanted, stamp, ids)?;
        let clock = Clock::drill(laid.at, wanted.speed)?;
        let (folder, name) = wanted.copy()?;
        let copy = laid.copy(&folder, &name, &clock.stamp(&drill::author(laid.at).who))?;
        Ok((Self(Course::new(laid.arrivals)), clock, copy))
    }

    /// Whether a request has come by `now` that is not in the copy yet.
    pub fn is_due(&self, now: DateTime) -> bool {
        self.0.due(now).is_some()
    }

    /// Puts the next request that has come into the copy; `None` when there is none.
    pub fn let_in(
        &mut self,
        clock: &Clock,
        copy: &mut Store,
        ids: &mut Ids,
    ) -> Result<Option<Operation>, Error> {
        let now = clock.now();
        let Some(arrival) = self.0.due(now) else {
            return Ok(None);
        };
        // Nothing that arrives hangs from a task.
        let plan = copy.read_frame()?;
        let operation = drill::arrive(&plan, arrival, ids);
        copy.commit(&operation, &clock.stamp(&drill::author(now).who))?;
        self.0.let_in();
        Ok(Some(operation))
    }

    /// Puts the clock forward to the next request, or by an hour when all have come.
    pub fn go_on(&self, clock: &mut Clock) -> Result<(), Failure> {
        clock.set_to(self.0.next(clock.now()))
    }
}
