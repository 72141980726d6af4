//! A real terminal with a program in it. Everything waits for what is to be seen, never for time to pass; the time
//! limit only says when to give up.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{
    Child, CommandBuilder, ExitStatus, MasterPty, PtySize, SlavePty, native_pty_system,
};
use rustix::process::{Pid, Signal, kill_process};

/// When to give up.
const LIMIT: Duration = Duration::from_secs(30);

type Shared = Arc<(Mutex<Seen>, Condvar)>;

/// What the terminal shows.
struct Seen {
    parser: vt100::Parser,
    /// All that was ever written.
    bytes: Vec<u8>,
    ended: bool,
    /// Nobody looks any more.
    closed: bool,
}

/// A terminal window.
pub(crate) struct Window {
    child: Box<dyn Child + Send + Sync>,
    /// Kept, so that the terminal can still be looked at when the program has ended.
    slave: Option<Box<dyn SlavePty + Send>>,
    master: Option<Box<dyn MasterPty + Send>>,
    keyboard: Option<Box<dyn Write + Send>>,
    seen: Shared,
    settings: String,
}

fn of(cells: u16) -> NonZeroU16 {
    cells.try_into().unwrap()
}

fn size(cols: u16, rows: u16) -> PtySize {
    PtySize {
        rows,
        cols,
        pixel_width: 0,
        pixel_height: 0,
    }
}

impl Window {
    /// Opens a window of 80x24 with `command` in it.
    pub(crate) fn open(command: CommandBuilder) -> Self {
        let pair = native_pty_system().openpty(size(80, 24)).unwrap();
        let settings = format!("{:?}", pair.master.get_termios());
        let parser = vt100::Parser::new(of(24), of(80), 0);
        let seen = Arc::new((
            Mutex::new(Seen {
                parser,
                bytes: Vec::new(),
                ended: false,
                closed: false,
            }),
            Condvar::new(),
        ));
        watch(pair.master.try_clone_reader().unwrap(), Arc::clone(&seen));
        Self {
            child: pair.slave.spawn_command(command).unwrap(),
            slave: Some(pair.slave),
            keyboard: Some(pair.master.take_writer().unwrap()),
            master: Some(pair.master),
            seen,
            settings,
        }
    }

    /// Waits until what is shown is as `wanted`; `what` says in words what that is.
    pub(crate) fn until(&self, what: &str, wanted: impl Fn(&vt100::Screen) -> bool) {
        self.wait(what, |seen| wanted(seen.parser.screen()).then_some(()));
    }

    /// Waits until what was written after the first `from` bytes is as `wanted`, and returns it.
    pub(crate) fn written(&self, from: usize, what: &str, wanted: impl Fn(&str) -> bool) -> String {
        self.wait(what, |seen| {
            let text = str::from_utf8(&seen.bytes[from..]).ok()?;
            wanted(text).then(|| text.to_owned())
        })
    }

    fn wait<T>(&self, what: &str, found: impl Fn(&Seen) -> Option<T>) -> T {
        let (seen, news) = &*self.seen;
        let late = Instant::now() + LIMIT;
        let mut seen = seen.lock().unwrap();
        loop {
            if let Some(found) = found(&seen) {
                return found;
            }
            let left = late.saturating_duration_since(Instant::now());
            assert!(
                !left.is_zero(),
                "{what} was not seen, but\n{}",
                seen.parser.screen().contents()
            );
            seen = news.wait_timeout(seen, left).unwrap().0;
        }
    }

    /// Waits until `text` is shown.
    pub(crate) fn shows(&self, text: &str) {
        self.until(text, |screen| screen.contents().contains(text));
    }

    /// Presses keys, as the terminal sends them.
    pub(crate) fn press(&mut self, keys: &str) {
        let keyboard = self.keyboard.as_mut().unwrap();
        keyboard.write_all(keys.as_bytes()).unwrap();
        keyboard.flush().unwrap();
    }

    /// Makes the window larger or smaller.
    pub(crate) fn resize(&self, cols: u16, rows: u16) {
        self.seen
            .0
            .lock()
            .unwrap()
            .parser
            .screen_mut()
            .set_size(of(rows), of(cols));
        self.master
            .as_ref()
            .unwrap()
            .resize(size(cols, rows))
            .unwrap();
    }

    /// Sends a signal to the program.
    pub(crate) fn signal(&self, signal: Signal) {
        let id = self
            .child
            .process_id()
            .and_then(|id| Pid::from_raw(id.try_into().unwrap()));
        kill_process(id.unwrap(), signal).unwrap();
    }

    /// Closes the window while the program runs.
    pub(crate) fn close(&mut self) {
        self.seen.0.lock().unwrap().closed = true;
        // Whoever waits to see something has let go of the window once there was something.
        self.resize(90, 30);
        self.slave = None;
        self.keyboard = None;
        self.master = None;
    }

    /// Waits until the program has ended by itself.
    pub(crate) fn ends(&mut self) -> ExitStatus {
        let late = Instant::now() + LIMIT;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(Instant::now() < late, "the program does not end");
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Asserts that the terminal is as it was before the program began, and returns what it shows.
    pub(crate) fn is_as_found(&mut self) -> String {
        let settings = format!("{:?}", self.master.as_ref().unwrap().get_termios());
        assert_eq!(settings, self.settings);
        // All that was written has arrived once nobody is left who could write.
        self.slave = None;
        let (seen, news) = &*self.seen;
        let seen = news
            .wait_while(seen.lock().unwrap(), |seen| !seen.ended)
            .unwrap();
        let screen = seen.parser.screen();
        assert!(
            !screen.alternate_screen(),
            "the other screen is still shown"
        );
        assert!(!screen.hide_cursor(), "the cursor is still hidden");
        assert!(!screen.bracketed_paste(), "pastes are still marked");
        assert!(
            !screen.application_cursor(),
            "arrow keys still send something else"
        );
        assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
        assert_eq!(screen.fgcolor(), vt100::Color::Default);
        assert_eq!(screen.bgcolor(), vt100::Color::Default);
        assert!(!screen.bold() && !screen.underline() && !screen.inverse());
        screen.contents()
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        let _ended = self.child.kill();
        let _ended = self.child.wait();
    }
}

/// Waits until something is so that no screen shows; `what` says in words what that is.
pub(crate) fn eventually(what: &str, so: impl Fn() -> bool) {
    let late = Instant::now() + LIMIT;
    while !so() {
        assert!(Instant::now() < late, "{what}: it never was so");
        thread::sleep(Duration::from_millis(5));
    }
}

fn watch(mut reader: Box<dyn Read + Send>, seen: Shared) {
    thread::spawn(move || {
        let mut bytes = [0; 4096];
        loop {
            let read = reader.read(&mut bytes).unwrap_or(0);
            let (seen, news) = &*seen;
            let Ok(mut seen) = seen.lock() else { return };
            match &bytes[..read] {
                [] => seen.ended = true,
                some => {
                    seen.bytes.extend_from_slice(some);
                    seen.parser.process(some);
                }
            }
            news.notify_all();
            if seen.ended || seen.closed {
                return;
            }
        }
    });
}
