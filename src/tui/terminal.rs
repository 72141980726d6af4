//! The terminal as we find it, take it and give it back. Whatever way the program ends (leaving, a failure, a panic, a
//! signal), [`Link::restore`] runs and leaves the terminal as it was found. It knows nothing of what is drawn.

use std::fs;
use std::io::{self, Write};
use std::panic::{self, PanicHookInfo};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use ratatui::layout::{Rect, Size};
use ratatui::{Frame, Terminal};

use super::backend::Ansi;
use crate::domain::failure::Failure;

/// Plain attributes, the other screen, a cursor that does not blink, and pastes marked as such. Windows consoles cannot
/// mark pastes, and asking them to changes what their Enter key sends.
const TAKE: &[u8] = if cfg!(windows) {
    b"\x1b[?1049h\x1b[2 q\x1b[m\x1b[2J"
} else {
    b"\x1b[?1049h\x1b[?2004h\x1b[2 q\x1b[m\x1b[2J"
};

/// The reverse, in the reverse order.
const GIVE_BACK: &[u8] = if cfg!(windows) {
    b"\x1b[m\x1b[0 q\x1b[?25h\x1b[?1049l"
} else {
    b"\x1b[m\x1b[?1006l\x1b[?1000l\x1b[0 q\x1b[?2004l\x1b[?25h\x1b[?1049l"
};

/// Presses and the wheel only, told in numbers that reach beyond column 223.
#[cfg(unix)]
const MOUSE: [&[u8]; 2] = [b"\x1b[?1006l\x1b[?1000l", b"\x1b[?1000h\x1b[?1006h"];

/// The terminal as all threads share it. Held while anything is written to it.
#[derive(Debug, Clone, Default)]
pub(super) struct Link(Arc<Mutex<Held>>);

/// Whether the terminal is ours.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Held {
    #[default]
    Free,
    Ours,
}

impl Link {
    fn lock(&self) -> MutexGuard<'_, Held> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes the terminal, also when it was meddled with since it was last taken.
    fn take(&self) -> io::Result<()> {
        let mut held = self.lock();
        disable_raw_mode()?;
        enable_raw_mode()?;
        *held = Held::Ours;
        put(TAKE)
    }

    /// Takes the mouse, or leaves it to the terminal.
    #[cfg(unix)]
    fn use_mouse(&self, on: bool) -> io::Result<()> {
        let held = self.lock();
        if *held == Held::Ours {
            put(MOUSE[usize::from(on)])?;
        }
        Ok(())
    }

    /// Takes the mouse, or leaves it to the console. It was not ours before, so there may be nothing to leave.
    #[cfg(windows)]
    fn use_mouse(&self, on: bool) -> io::Result<()> {
        use crossterm::event::{DisableMouseCapture, EnableMouseCapture};

        let held = self.lock();
        if *held == Held::Ours && on {
            crossterm::execute!(io::stdout(), EnableMouseCapture)?;
        } else if *held == Held::Ours {
            let _never_ours = crossterm::execute!(io::stdout(), DisableMouseCapture);
        }
        Ok(())
    }

    /// Gives the terminal back as it was found; once is enough, and more does no harm. Nothing is drawn afterwards.
    /// What the terminal answers no longer matters.
    pub(super) fn restore(&self) {
        // Before the console's other modes: leaving the mouse brings back those of the moment it was taken.
        #[cfg(windows)]
        let _gone = self.use_mouse(false);
        // Not under the lock: a terminal that takes no bytes would hold it.
        let _gone = disable_raw_mode();
        let mut held = self.lock();
        if *held == Held::Ours {
            *held = Held::Free;
            let _gone = put(GIVE_BACK);
        }
    }

    /// Does `work` while the terminal is ours, and stays so for as long as it takes.
    fn while_ours(&self, work: impl FnOnce() -> io::Result<()>) -> io::Result<()> {
        let held = self.lock();
        match *held {
            Held::Ours => work(),
            Held::Free => Ok(()),
        }
    }
}

/// Whether the terminal takes bytes at this moment; one that is held back, or gone, does not.
#[cfg(unix)]
pub(super) fn takes_bytes() -> bool {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};

    let terminal = rustix::stdio::stdout();
    let mut asked = [PollFd::new(&terminal, PollFlags::OUT)];
    let at_once = Timespec::default();
    poll(&mut asked, Some(&at_once)).is_ok() && asked[0].revents() == PollFlags::OUT
}

/// Writes to the terminal while it is ours; what comes later goes nowhere.
impl Write for Link {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.while_ours(|| put(bytes))?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Straight to the terminal: no buffer, and no lock that a thread which ends us could wait for.
#[cfg(unix)]
fn put(mut bytes: &[u8]) -> io::Result<()> {
    use rustix::io::Errno;

    while !bytes.is_empty() {
        match rustix::io::write(rustix::stdio::stdout(), bytes) {
            Ok(written) => bytes = &bytes[written..],
            Err(Errno::INTR) => {}
            // Somebody who shares the terminal told it not to wait.
            Err(Errno::AGAIN) => thread::sleep(std::time::Duration::from_millis(1)),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

#[cfg(windows)]
fn put(bytes: &[u8]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()
}

/// The size of the window, or the size everything is designed for when it cannot be told.
pub(super) fn window() -> Size {
    #[cfg(unix)]
    let size = rustix::termios::tcgetwinsize(rustix::stdio::stdout())
        .map(|size| (size.ws_col, size.ws_row))
        .ok();
    #[cfg(windows)]
    let size = crossterm::terminal::size().ok();
    match size {
        Some((width, height)) if width > 0 && height > 0 => Size { width, height },
        _ => Size {
            width: 80,
            height: 24,
        },
    }
}

/// Whether the terminal may put text on the clipboard when it is asked to. The plain console of Linux, and consoles of
/// Windows other than its Terminal, never do.
pub(super) fn has_clipboard() -> bool {
    if cfg!(windows) {
        return std::env::var_os("WT_SESSION").is_some();
    }
    let term = std::env::var("TERM").unwrap_or_default();
    !matches!(term.as_str(), "" | "dumb" | "linux" | "vt100" | "vt220")
}

/// The terminal while it is ours, and what was drawn on it last.
#[derive(Debug)]
pub(super) struct Screen {
    link: Link,
    terminal: Terminal<Ansi<Link>>,
}

impl Screen {
    /// Takes the terminal. Dropping the screen gives it back.
    pub(super) fn take(link: Link) -> Result<Self, Failure> {
        #[cfg(windows)]
        if !crossterm::ansi_support::supports_ansi() {
            return Err(Failure::failed("This console cannot show the screens.")
                .hint("Windows Terminal, or Windows 10 of 2016 or later, can."));
        }
        let failed = |error| Failure::failed(format!("The terminal cannot be used: {error}."));
        let terminal = Terminal::new(Ansi::new(link.clone(), window())).map_err(failed)?;
        let screen = Self { link, terminal };
        screen.link.take().map_err(failed)?;
        Ok(screen)
    }

    /// Draws a frame: what changed is written, at once.
    pub(super) fn draw(&mut self, view: impl FnOnce(&mut Frame<'_>)) -> io::Result<()> {
        self.terminal.draw(view).map(|_frame| ())
    }

    /// Takes the mouse, or leaves it to the terminal.
    pub(super) fn use_mouse(&self, on: bool) -> io::Result<()> {
        self.link.use_mouse(on)
    }

    /// Puts text on the clipboard, if the terminal lets programs do so; it does not answer.
    pub(super) fn copy(&mut self, text: &str) -> io::Result<()> {
        use crossterm::Command as _;

        let mut ansi = String::new();
        crossterm::clipboard::CopyToClipboard::to_clipboard_from(text)
            .write_ansi(&mut ansi)
            .map_err(io::Error::other)?;
        self.link.write_all(ansi.as_bytes())
    }

    /// The size frames are drawn in.
    pub(super) fn size(&self) -> Size {
        self.terminal.backend().area()
    }

    /// Draws the following frames in the size the window has now.
    pub(super) fn resize(&mut self) -> Size {
        let size = window();
        self.terminal.backend_mut().resize(size);
        size
    }

    /// Forgets what is on the screen, so that the next frame is written in full.
    pub(super) fn redraw(&mut self) -> io::Result<()> {
        let size = self.resize();
        self.terminal.backend_mut().forget();
        self.terminal
            .resize(Rect::new(0, 0, size.width, size.height))
    }

    /// Takes the terminal again after it was given back, or after somebody else used it.
    pub(super) fn retake(&mut self) -> io::Result<()> {
        self.link.take()?;
        self.redraw()
    }

    /// Gives the terminal back and stops the program and whatever runs with it, as shells expect of Ctrl+Z.
    /// It may return a moment before everything stands still: draw nothing until the system says that the program
    /// was continued, then call [`retake`](Self::retake).
    #[cfg(unix)]
    pub(super) fn suspend(&mut self) -> Result<(), Failure> {
        use rustix::process::{Signal, getpid, getsid, kill_current_process_group};

        if getsid(None).is_ok_and(|leader| leader == getpid()) {
            return Err(Failure::failed("There is no shell to go back to."));
        }
        self.link.restore();
        // Not SIGTSTP: that is dropped where no shell looks after the group.
        kill_current_process_group(Signal::STOP).map_err(|error| {
            Failure::failed(format!("The program cannot be stopped for now: {error}."))
        })
    }

    /// No shell on Windows can do it.
    #[cfg(windows)]
    pub(super) fn suspend(&mut self) -> Result<(), Failure> {
        Err(Failure::failed("Windows cannot stop a program for now."))
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        self.link.restore();
    }
}

/// What a panic has to tell.
#[derive(Debug, Clone, Default)]
pub(super) struct Crash {
    /// Where crash notes go.
    pub(super) folder: Option<PathBuf>,
    /// The file that is open. It changes while the program runs.
    pub(super) file: Arc<Mutex<Option<PathBuf>>>,
}

/// From now on a panic on this thread gives the terminal back before it says anything. A panic on another thread
/// leaves the terminal alone: whoever waits for that thread says what follows from it.
pub(super) fn on_panic(link: &Link, crash: Crash) {
    let link = link.clone();
    let ours = thread::current().id();
    panic::set_hook(Box::new(move |info| {
        let note = crash
            .folder
            .as_deref()
            .and_then(|folder| leave_note(folder, info));
        if thread::current().id() == ours {
            link.restore();
            let file = crash.file.lock().unwrap_or_else(PoisonError::into_inner);
            let _closed =
                io::stderr().write_all(last_words(file.as_deref(), note.as_deref()).as_bytes());
        }
    }));
}

fn last_words(file: Option<&Path>, note: Option<&Path>) -> String {
    let file = file.map_or(String::new(), |file| {
        format!(": it is in {}", file.display())
    });
    let note = note.map_or(String::new(), |note| {
        format!(
            "Where the fault is has been noted in {}. The note holds nothing of yours.\n",
            note.display()
        )
    });
    format!(
        "readyroom has stopped because of a fault in it. Nothing you saved has been lost{file}.\n{note}"
    )
}

/// Notes where the program failed. Not what it said: a panic's message may quote what was being worked on.
fn leave_note(folder: &Path, info: &PanicHookInfo<'_>) -> Option<PathBuf> {
    let path = folder.join(format!("crash-{}.txt", std::process::id()));
    let place = info.location().map(ToString::to_string).unwrap_or_default();
    let thread = thread::current().name().unwrap_or("unnamed").to_owned();
    let (version, system) = (env!("CARGO_PKG_VERSION"), std::env::consts::OS);
    fs::create_dir_all(folder).ok()?;
    fs::write(
        &path,
        format!("readyroom {version} on {system} failed at {place}, thread {thread}.\n"),
    )
    .ok()?;
    Some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_after_the_terminal_was_given_back_goes_nowhere() {
        let mut link = Link::default();
        assert_eq!(link.write(b"\x1b[31mnever seen").unwrap(), 15);
        link.restore();
        link.restore();
    }

    #[test]
    fn the_terminal_is_not_given_back_in_the_middle_of_a_write() {
        let link = Link::default();
        *link.lock() = Held::Ours;
        let mut written = false;
        link.while_ours(|| {
            assert!(link.0.try_lock().is_err(), "whoever gives it back waits");
            written = true;
            Ok(())
        })
        .unwrap();
        assert!(written && link.0.try_lock().is_ok());
    }

    #[test]
    fn the_last_words_name_the_file() {
        let words = last_words(
            Some(Path::new("/data/a.readyroom")),
            Some(Path::new("/data/crash-1.txt")),
        );
        assert!(words.contains("Nothing you saved has been lost: it is in /data/a.readyroom."));
        assert!(words.contains("/data/crash-1.txt"));
        assert!(last_words(None, None).ends_with("lost.\n"));
    }
}
