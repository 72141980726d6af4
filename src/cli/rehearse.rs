//! A drill in a conversation: it begins, its clock goes on, its requests arrive before the next line is answered, and its
//! score is said in the end. What arrives, and when, is in [`drill`].

use super::converse::{Session, newest};
use super::desk::Desk;
use super::diff::say_lines;
use super::output::Stop;
use crate::domain::drill::{self, Course};
use crate::domain::failure::Failure;
use crate::shell::clock::Clock;
use crate::shell::drill::Wanted;
use crate::store::back;
use crate::store::drill::Laid;
use crate::store::hold::Hold;

impl Session {
    /// From here on everything is about a copy on which the call has come.
    pub(super) fn rehearse(&mut self, desk: &mut Desk, wanted: &Wanted) -> Result<(), Stop> {
        if self.drill.is_some() {
            let failure = Failure::usage("A drill is being held already.");
            return Err(failure.hint("Leave it with quit first.").into());
        }
        let (file, call) = (wanted.file.as_deref(), wanted.call.as_deref());
        let stamp = desk.stamp();
        let laid = Laid::out(file, &wanted.script()?, call, &stamp, &mut desk.ids())?;
        let (folder, name) = wanted.copy()?;
        self.clock = Clock::drill(laid.at, wanted.speed)?;
        let by = self.clock.stamp(&drill::author(laid.at).who);
        let copy = laid.copy(&folder, &name, &by)?;
        self.globals.file = Some(copy.path().to_owned());
        self.hold = Hold::on(copy.path());
        copy.close();
        self.drill = Some(Course::new(laid.arrivals));
        desk.turn_to(&self.globals, self.clock.clone());
        self.known = newest(desk);
        desk.out.say(
            "A drill, on a copy, until you quit: the call has come. Requests arrive as you go on.\n\
             `drill on` puts the clock forward to the next one, `drill score` is the score so far.",
        )
    }

    /// Lets in what has come by now; the news tell of it.
    pub(super) fn let_in(&mut self, desk: &mut Desk) -> Result<(), Stop> {
        let Some(course) = &mut self.drill else {
            return Ok(());
        };
        desk.turn_to(&self.globals, self.clock.clone());
        let by = self.clock.stamp(&drill::author(desk.now).who);
        while let Some(arrival) = course.due(desk.now) {
            let (mut store, plan) = desk.open(false)?;
            let operation = drill::arrive(&plan, arrival, &mut desk.ids());
            store.commit(&operation, &by)?;
            course.let_in();
        }
        Ok(())
    }

    /// The clock goes on to the next request, which arrives.
    pub(super) fn put_forward(&mut self, desk: &mut Desk) -> Result<(), Stop> {
        if let Some(course) = &self.drill {
            self.clock.set_to(course.next(self.clock.now()))?;
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
