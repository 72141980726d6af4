//! A drill in a conversation: it begins, its clock goes on, its requests arrive before the next line is answered, and its
//! score is said in the end. How it is held is in [`crate::rehearsal`].

use super::converse::{Session, newest};
use super::desk::Desk;
use super::diff::say_lines;
use super::output::Stop;
use crate::domain::failure::Failure;
use crate::rehearsal::Rehearsal;
use crate::shell::drill::Wanted;
use crate::store::back;
use crate::store::hold::Hold;

impl Session {
    /// From here on everything is about a copy on which the call has come.
    pub(super) fn rehearse(&mut self, desk: &mut Desk, wanted: &Wanted) -> Result<(), Stop> {
        if self.drill.is_some() {
            let failure = Failure::usage("A drill is being held already.");
            return Err(failure.hint("Leave it with quit first.").into());
        }
        let (drill, clock, copy) = Rehearsal::begin(wanted, &desk.stamp(), &mut desk.ids())?;
        self.globals.file = Some(copy.path().to_owned());
        self.hold = Hold::on(copy.path());
        copy.close();
        self.drill = Some(drill);
        self.clock = clock;
        desk.turn_to(&self.globals, self.clock.clone());
        self.known = newest(desk);
        desk.out.say(
            "A drill, on a copy, until you quit: the call has come. Requests arrive as you go on.\n\
             `drill on` puts the clock forward to the next one, `drill score` is the score so far.",
        )
    }

    /// Lets in what has come by now; the news tell of it.
    pub(super) fn let_in(&mut self, desk: &mut Desk) -> Result<(), Stop> {
        let Some(drill) = &mut self.drill else {
            return Ok(());
        };
        desk.turn_to(&self.globals, self.clock.clone());
        if drill.is_due(desk.now) {
            let (mut copy, mut ids) = (desk.change()?, desk.ids());
            while drill.let_in(&self.clock, &mut copy, &mut ids)?.is_some() {}
        }
        Ok(())
    }

    /// The clock goes on to the next request, which arrives.
    pub(super) fn put_forward(&mut self, desk: &mut Desk) -> Result<(), Stop> {
        if let Some(drill) = &self.drill {
            drill.go_on(&mut self.clock)?;
        }
        self.let_in(desk)?;
        self.tell_news(desk)
    }

    /// The score so far.
    pub(super) fn score(&mut self, desk: &mut Desk) -> Result<(), Stop> {
        desk.turn_to(&self.globals, self.clock.clone());
        let score = back::score(&desk.look()?, desk.now)?;
        say_lines(desk, &score.lines(desk.now))
    }

    /// Said when it is over: how the drill went, and where its copy is.
    pub(super) fn part(&mut self, desk: &mut Desk) -> Result<(), Stop> {
        if self.drill.is_none() {
            return Ok(());
        }
        desk.out.begin();
        desk.out.say("The drill is over.")?;
        self.score(desk)?;
        let path = desk.path()?.display().to_string();
        desk.out.say(&format!("The copy it was held on is {path}"))
    }
}
