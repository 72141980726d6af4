//! What comes in while the screens are open, from the threads that wait for it. The terminal is read on a thread of
//! its own, so the loop wakes only when there is something to do, and a terminal that has gone shows at once as the
//! end of its input: nothing polls and nothing spins.

use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError, channel};
use std::thread;
use std::time::Instant;

use super::event::Typed;
use super::terminal::Link;
use super::work::Ended;
use crate::domain::failure::Failure;

/// Something that came in.
#[derive(Debug)]
pub(super) enum Incoming {
    /// A key or a paste.
    Typed(Typed),
    /// The window may have another size.
    Resized,
    /// We are asked to stop for now.
    #[cfg_attr(windows, expect(dead_code, reason = "no shell on Windows does it"))]
    StopForNow,
    /// We were stopped and now go on; the terminal may have been used by others.
    #[cfg_attr(windows, expect(dead_code, reason = "no shell on Windows does it"))]
    Continued,
    /// The file has been checked from end to end.
    Checked,
    /// Long work has ended.
    Ended(Ended),
    /// The terminal has gone: nobody can see or say anything any more.
    Gone,
}

/// What the threads send.
#[derive(Debug)]
pub(super) enum Raw {
    /// What the terminal sent.
    #[cfg(unix)]
    Bytes(Vec<u8>),
    /// What the console reported, when, and whether more was waiting behind it.
    #[cfg(windows)]
    Event(crossterm::event::Event, Instant, bool),
    /// Nothing to make sense of first.
    Plain(Incoming),
}

/// Where everything comes in.
#[derive(Debug)]
pub(super) struct Inbox {
    raw: Receiver<Raw>,
    sender: Sender<Raw>,
    sense: Sense,
    ready: VecDeque<Incoming>,
}

impl Inbox {
    /// Starts to listen for signals. From here on a signal that ends the program gives the terminal back first.
    pub(super) fn open(link: &Link) -> Result<Self, Failure> {
        let (sender, raw) = channel();
        signals(link, sender.clone()).map_err(|error| {
            Failure::failed(format!("The program cannot listen for signals: {error}."))
        })?;
        Ok(Self {
            raw,
            sender,
            sense: Sense::default(),
            ready: VecDeque::new(),
        })
    }

    /// Starts to read the terminal.
    pub(super) fn read(&self) -> Result<(), Failure> {
        let sender = self.sender.clone();
        start("input", move || {
            // However this thread ends, nobody can say anything any more.
            let _gone = Last(sender.clone());
            listen(&sender);
        })
        .map_err(|error| Failure::failed(format!("The keyboard cannot be read: {error}.")))
    }

    /// For other threads.
    pub(super) fn sender(&self) -> Sender<Raw> {
        self.sender.clone()
    }

    /// What came in, if anything did by `until`.
    pub(super) fn wait(&mut self, until: Instant) -> Option<Incoming> {
        loop {
            if let Some(ready) = self.ready.pop_front() {
                return Some(ready);
            }
            match self.raw.try_recv() {
                Ok(raw) => self.take(raw),
                Err(TryRecvError::Disconnected) => return Some(Incoming::Gone),
                Err(TryRecvError::Empty) => {
                    let now = Instant::now();
                    let patience = self.sense.until();
                    if patience.is_some_and(|patience| patience <= now) {
                        self.decide();
                    } else if until <= now {
                        return None;
                    } else {
                        let end = patience.map_or(until, |patience| patience.min(until));
                        match self.raw.recv_timeout(end - now) {
                            Ok(raw) => self.take(raw),
                            Err(RecvTimeoutError::Disconnected) => return Some(Incoming::Gone),
                            Err(RecvTimeoutError::Timeout) => {}
                        }
                    }
                }
            }
        }
    }

    fn take(&mut self, raw: Raw) {
        match raw {
            Raw::Plain(incoming) => self.ready.push_back(incoming),
            #[cfg(unix)]
            Raw::Bytes(bytes) => {
                let mut typed = Vec::new();
                self.sense.reader.feed(&bytes, &mut typed);
                self.sense.last = Instant::now();
                self.ready.extend(typed.into_iter().map(Incoming::Typed));
            }
            #[cfg(windows)]
            Raw::Event(event, at, more) => {
                let mut typed = Vec::new();
                self.sense.burst.comes(at, more, &mut typed);
                let is_resize = matches!(event, crossterm::event::Event::Resize(..));
                match super::event::read(event) {
                    Some(Typed::Key(key)) => self.sense.burst.key(key, at, &mut typed),
                    other => typed.extend(other),
                }
                self.ready.extend(typed.into_iter().map(Incoming::Typed));
                self.ready.extend(is_resize.then_some(Incoming::Resized));
            }
        }
    }

    /// Nothing more came in time.
    fn decide(&mut self) {
        let mut typed = Vec::new();
        #[cfg(unix)]
        self.sense.reader.give_up(&mut typed);
        #[cfg(windows)]
        self.sense.burst.settle(&mut typed);
        self.ready.extend(typed.into_iter().map(Incoming::Typed));
    }
}

/// Makes keys of what terminals send.
#[cfg(unix)]
#[derive(Debug)]
struct Sense {
    reader: super::escape::Reader,
    last: Instant,
}

#[cfg(unix)]
impl Default for Sense {
    fn default() -> Self {
        Self {
            reader: super::escape::Reader::default(),
            last: Instant::now(),
        }
    }
}

#[cfg(unix)]
impl Sense {
    fn until(&self) -> Option<Instant> {
        self.reader.patience().map(|patience| self.last + patience)
    }
}

/// Makes keys and pastes of what consoles report.
#[cfg(windows)]
#[derive(Debug, Default)]
struct Sense {
    burst: super::event::Burst,
}

#[cfg(windows)]
impl Sense {
    fn until(&self) -> Option<Instant> {
        self.burst.until()
    }
}

/// Says, when dropped, that the terminal has gone.
struct Last(Sender<Raw>);

impl Drop for Last {
    fn drop(&mut self) {
        let _left = self.0.send(Raw::Plain(Incoming::Gone));
    }
}

fn start(name: &str, work: impl FnOnce() + Send + 'static) -> std::io::Result<()> {
    thread::Builder::new()
        .name(name.to_owned())
        .stack_size(128 * 1024)
        .spawn(work)
        .map(|_runs_on| ())
}

/// Sends on what the terminal sends, until it has gone or nobody listens.
#[cfg(unix)]
fn listen(sender: &Sender<Raw>) {
    use rustix::event::{PollFd, PollFlags, poll};
    use rustix::io::Errno;

    let terminal = rustix::stdio::stdin();
    let mut bytes = [0; 4096];
    loop {
        match rustix::io::read(terminal, &mut bytes) {
            Ok(0) => return,
            Ok(length) => {
                if sender.send(Raw::Bytes(bytes[..length].to_vec())).is_err() {
                    return;
                }
            }
            Err(Errno::INTR) => {}
            // Somebody who shares the terminal told it not to wait.
            Err(Errno::AGAIN) => {
                let _ready = poll(&mut [PollFd::new(&terminal, PollFlags::IN)], None);
            }
            Err(_gone) => return,
        }
    }
}

#[cfg(windows)]
fn listen(sender: &Sender<Raw>) {
    use std::time::Duration;

    while let Ok(event) = crossterm::event::read() {
        let at = Instant::now();
        let more = crossterm::event::poll(Duration::ZERO).unwrap_or(false);
        if sender.send(Raw::Event(event, at, more)).is_err() {
            return;
        }
    }
}

/// Listens for signals on a thread that waits for nobody: those that end the program end it within a moment, whatever
/// the rest of it is doing.
#[cfg(unix)]
fn signals(link: &Link, sender: Sender<Raw>) -> std::io::Result<()> {
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
    use signal_hook::iterator::Signals;

    let mut signals = Signals::new([SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH])?;
    let link = link.clone();
    start("signals", move || {
        for signal in signals.forever() {
            let incoming = match signal {
                SIGCONT => Incoming::Continued,
                SIGTSTP => Incoming::StopForNow,
                SIGWINCH => Incoming::Resized,
                ends => end(&link, ends),
            };
            // The loop may have ended; the signals still have to be heard.
            let _left = sender.send(Raw::Plain(incoming));
        }
    })
}

/// Nobody sends any.
#[cfg(windows)]
#[expect(clippy::unnecessary_wraps, reason = "elsewhere it can fail")]
fn signals(_link: &Link, _sender: Sender<Raw>) -> std::io::Result<()> {
    Ok(())
}

/// Gives the terminal back and ends the program, also when the terminal takes nothing any more.
#[cfg(unix)]
fn end(link: &Link, signal: i32) -> ! {
    use std::sync::mpsc;

    let (done, wait) = mpsc::channel();
    let link = link.clone();
    if start("restore", move || {
        link.restore();
        let _late = done.send(());
    })
    .is_ok()
    {
        wait_for(&wait, super::terminal::takes_bytes);
    }
    // What was saved is on disk already, and nothing else needs to be put away.
    signal_hook::low_level::exit(128 + signal)
}

/// How long a terminal may take nothing before it is given up, and how often it is asked.
#[cfg(unix)]
const PATIENCE: std::time::Duration = std::time::Duration::from_millis(150);
#[cfg(unix)]
const TIMES: usize = 60;

/// Waits until it is `done`. On a busy machine that takes a while: only a terminal that takes nothing is given up.
#[cfg(unix)]
fn wait_for(done: &Receiver<()>, takes_bytes: impl Fn() -> bool) {
    let is_late = || done.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout);
    let _given_up = (0..TIMES).all(|_| is_late() && takes_bytes());
}

#[cfg(all(test, unix))]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn a_terminal_that_takes_bytes_is_waited_for_and_one_that_does_not_is_given_up() {
        let (sender, done) = channel();
        let asked = Cell::new(0);
        wait_for(&done, || {
            asked.set(asked.get() + 1);
            if asked.get() == 2 {
                sender.send(()).unwrap();
            }
            true
        });
        assert_eq!(asked.get(), 2, "it was done while it waited");
        wait_for(&done, || false);
    }
}
