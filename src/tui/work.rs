//! One long piece of work at a time, on a thread of its own, so that keys are heard meanwhile, Esc stops it, and how far
//! it is is told when that takes a while. It knows nothing of what the work is.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};
use std::sync::mpsc::Sender;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::input::{Incoming, Raw};
use crate::domain::failure::Failure;

/// Work that takes longer than this is said to be going on, and again after as long.
const NOTICEABLE: Duration = Duration::from_millis(300);

/// It goes on, and may be stopped.
const GOING: u8 = 0;
/// It was stopped: nothing is to come of it.
const STOPPED: u8 = 1;
/// It is past stopping: all of it is to come.
const LANDING: u8 = 2;

/// What the work and whoever started it share.
#[derive(Debug, Default)]
struct Shared {
    state: AtomicU8,
    rows: AtomicUsize,
}

impl Shared {
    /// Of stopping and landing the one that is first wins. Returns whether this one has.
    fn settle(&self, state: u8) -> bool {
        let (success, failure) = (Ordering::AcqRel, Ordering::Acquire);
        match self.state.compare_exchange(GOING, state, success, failure) {
            Ok(_going) => true,
            Err(settled) => settled == state,
        }
    }
}

/// Held by the work: it says how far it is, and hears whether it is to stop.
#[derive(Debug, Clone, Default)]
pub(super) struct Watching(Arc<Shared>);

impl Watching {
    /// So many rows are done; whether to go on.
    pub(super) fn look(&self, rows: usize) -> ControlFlow<()> {
        self.0.rows.store(rows, Ordering::Relaxed);
        if self.0.state.load(Ordering::Acquire) == STOPPED {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }

    /// From here on it cannot be stopped, and what it makes is there to stay. `false` where it was stopped before.
    pub(super) fn land(&self) -> bool {
        self.0.settle(LANDING)
    }
}

/// Work that has ended, by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ended(u64);

/// A thread at work.
#[derive(Debug)]
struct Running<T> {
    number: u64,
    thread: JoinHandle<Result<T, Failure>>,
    shared: Arc<Shared>,
    /// When to say next that it goes on.
    next_word: Instant,
}

/// The work that goes on, if any does. `T` is what it comes to.
#[derive(Debug)]
pub(super) struct Work<T> {
    wake: Option<Sender<Raw>>,
    running: Option<Running<T>>,
    /// How many threads were started.
    started: u64,
}

impl<T> Default for Work<T> {
    fn default() -> Self {
        Self {
            wake: None,
            running: None,
            started: 0,
        }
    }
}

impl<T: Send + 'static> Work<T> {
    /// Whom threads are to wake when they end.
    pub(super) fn wake_with(&mut self, wake: &Sender<Raw>) {
        self.wake.get_or_insert_with(|| wake.clone());
    }

    /// Starts `job`; what went on before is stopped.
    pub(super) fn start(
        &mut self,
        job: impl FnOnce(&Watching) -> Result<T, Failure> + Send + 'static,
    ) -> Result<(), Failure> {
        if !self.stop() {
            return Err(Failure::failed(
                "What was begun before is still being finished. Try again in a moment.",
            ));
        }
        let wake = self
            .wake
            .clone()
            .ok_or_else(|| Failure::failed("The screens are not ready yet."))?;
        self.started += 1;
        let number = self.started;
        let watching = Watching::default();
        let shared = Arc::clone(&watching.0);
        let run = move || {
            let came = job(&watching);
            let _left = wake.send(Raw::Plain(Incoming::Ended(Ended(number))));
            came
        };
        let thread = thread::Builder::new()
            .name("work".to_owned())
            .spawn(run)
            .map_err(|error| {
                Failure::failed(format!("The computer cannot do that just now: {error}."))
            })?;
        self.running = Some(Running {
            number,
            thread,
            shared,
            next_word: Instant::now() + NOTICEABLE,
        });
        Ok(())
    }

    /// Stops what goes on. Returns whether nothing will come of it; not so once it is past stopping.
    pub(super) fn stop(&mut self) -> bool {
        let stopped = self
            .running
            .take_if(|running| running.shared.settle(STOPPED));
        stopped.is_some() || self.running.is_none()
    }

    /// What work came to that has ended. Of work that was stopped nothing comes.
    pub(super) fn ended(&mut self, Ended(number): Ended) -> Option<Result<T, Failure>> {
        let ended = self
            .running
            .take_if(|running| running.number == number)?
            .thread
            .join();
        Some(ended.unwrap_or_else(|_panic| {
            Err(
                Failure::failed("That was too much for the program. Nothing was changed.")
                    .hint("Try it with another file, or with fewer tasks."),
            )
        }))
    }

    /// When to say next that it goes on, if it does.
    pub(super) fn next_word(&self) -> Option<Instant> {
        self.running.as_ref().map(|running| running.next_word)
    }

    /// How many rows are done, when it is time to say so.
    pub(super) fn word(&mut self, now: Instant) -> Option<usize> {
        let running = self.running.as_mut()?;
        if now < running.next_word {
            return None;
        }
        running.next_word = now + NOTICEABLE;
        Some(running.shared.rows.load(Ordering::Relaxed))
    }

    /// Before the program ends: what is past stopping comes to its end, all else is stopped.
    pub(super) fn finish(&mut self) {
        if !self.stop()
            && let Some(landing) = self.running.take()
        {
            let _nobody_to_tell = landing.thread.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{Receiver, channel};

    use super::*;

    /// Work that goes on until it is told to end, and tells where it is.
    struct Stage {
        work: Work<bool>,
        inbox: Receiver<Raw>,
        go: Sender<()>,
        there: Receiver<()>,
    }

    /// The work says `rows`, waits, and then, where it may, is past stopping; waits again and ends.
    fn stage(rows: usize) -> Stage {
        let (wake, inbox) = channel();
        let (go, gone) = channel();
        let (here, there) = channel();
        let mut work = Work::default();
        work.wake_with(&wake);
        work.start(move |watching| {
            let _on = watching.look(rows);
            here.send(()).unwrap();
            gone.recv().unwrap();
            let lands = watching.land();
            here.send(()).unwrap();
            gone.recv().unwrap();
            Ok(lands)
        })
        .unwrap();
        there.recv().unwrap();
        Stage {
            work,
            inbox,
            go,
            there,
        }
    }

    impl Stage {
        fn next(&self) {
            self.go.send(()).unwrap();
            self.there.recv().unwrap();
        }

        fn end(&mut self) -> Option<Result<bool, Failure>> {
            self.go.send(()).unwrap();
            match self.inbox.recv().unwrap() {
                Raw::Plain(Incoming::Ended(ended)) => self.work.ended(ended),
                other => panic!("{other:?} is not an end"),
            }
        }
    }

    #[test]
    fn how_far_it_is_is_told_only_when_it_takes_a_while_and_then_again() {
        let mut stage = stage(4_096);
        let first = stage.work.next_word().unwrap();
        assert_eq!(
            stage
                .work
                .word(first.checked_sub(Duration::from_millis(1)).unwrap()),
            None
        );
        assert_eq!(stage.work.word(first), Some(4_096));
        assert_eq!(stage.work.word(first), None);
        assert_eq!(stage.work.next_word(), Some(first + NOTICEABLE));
        stage.next();
        assert!(matches!(stage.end(), Some(Ok(true))));
        assert_eq!(stage.work.next_word(), None);
    }

    #[test]
    fn of_work_that_is_stopped_nothing_comes() {
        let mut stage = stage(1);
        assert!(stage.work.stop());
        assert_eq!(stage.work.next_word(), None);
        stage.next();
        assert!(stage.end().is_none());
    }

    #[test]
    fn what_is_past_stopping_comes_to_its_end() {
        let mut stage = stage(1);
        stage.next();
        assert!(!stage.work.stop());
        assert!(stage.work.start(|_watching| Ok(true)).is_err());
        assert!(matches!(stage.end(), Some(Ok(true))));
        assert!(stage.work.stop(), "nothing is left to stop");
    }

    #[test]
    fn what_was_stopped_finds_out_and_may_not_land() {
        let watching = Watching::default();
        assert!(watching.look(1).is_continue());
        assert!(watching.0.settle(STOPPED));
        assert!(watching.look(2).is_break());
        assert!(!watching.land());
        let landing = Watching::default();
        assert!(landing.land() && landing.land());
        assert!(!landing.0.settle(STOPPED));
    }

    #[test]
    fn a_fault_in_the_work_is_a_failure_and_no_end_of_the_program() {
        let (wake, inbox) = channel();
        let mut work: Work<bool> = Work::default();
        assert!(work.start(|_watching| Ok(true)).is_err(), "nobody to wake");
        work.wake_with(&wake);
        drop(wake);
        work.start(|_watching| Err(Failure::failed("No."))).unwrap();
        let Raw::Plain(Incoming::Ended(ended)) = inbox.recv().unwrap() else {
            panic!("it ends");
        };
        assert!(matches!(work.ended(ended), Some(Err(_))));
        assert!(work.ended(ended).is_none());
    }
}
