//! The screens in a real terminal: what a person would see, and what they find when the program has ended.

mod day;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use jiff::Timestamp;
use portable_pty::CommandBuilder;
use readyroom::domain::change::{Change, Swap, TaskEdit};
use readyroom::domain::id::Ids;
use readyroom::domain::operation::{Operation, Stamp};
use readyroom::domain::plan::Plan;
use readyroom::domain::template::{Start, Template};
use readyroom::store::{Access, Store};
use rustix::process::Signal;
use tempfile::TempDir;

use crate::support::press::{at, line};
use crate::support::terminal::{Window, eventually};

/// A folder with an inspection in it, and nothing else a program could find.
pub(crate) struct Desk {
    pub(crate) folder: TempDir,
    /// The inspection, where there is one.
    pub(crate) file: PathBuf,
}

pub(crate) const NOW: &str = "2026-11-30T11:00";

impl Desk {
    /// A folder with nothing in it.
    pub(crate) fn bare() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("north.readyroom");
        Self { folder, file }
    }

    fn new() -> Self {
        let desk = Self::bare();
        let mut ids = Ids::new(11, 1_700_000_000_000);
        let start = Start {
            authority: line("Northshire"),
            ..Start::default()
        };
        let (inspection, operation) = Template::named("standard").unwrap().start(&start, &mut ids);
        let seed = ids.next_id();
        Store::create(&desk.file, &inspection, &operation, &stamp(), seed).unwrap();
        desk
    }

    pub(crate) fn command(&self, program: &str, arguments: &[&str]) -> CommandBuilder {
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        command.env_clear();
        command.cwd(self.folder.path());
        for (name, value) in [
            ("TERM", "xterm-256color"),
            ("COLORTERM", "truecolor"),
            ("LC_ALL", "C.UTF-8"),
            ("PATH", "/usr/bin:/bin"),
            ("PS1", "$ "),
        ] {
            command.env(name, value);
        }
        for name in ["HOME", "XDG_DATA_HOME", "READYROOM_CONFIG_DIR"] {
            command.env(name, self.folder.path());
        }
        command
    }

    fn readyroom(&self) -> CommandBuilder {
        let file = self.file.to_str().unwrap();
        self.command(
            env!("CARGO_BIN_EXE_readyroom"),
            &["--file", file, "--now", NOW],
        )
    }

    /// What a shell runs.
    fn line(&self) -> String {
        let (program, file) = (env!("CARGO_BIN_EXE_readyroom"), self.file.display());
        format!("'{program}' --file '{file}' --now {NOW}")
    }

    pub(crate) fn plan(&self) -> Plan {
        Store::open(&self.file, Access::ReadOnly)
            .unwrap()
            .read()
            .unwrap()
    }

    fn notes(&self) -> Vec<String> {
        let folder = fs::read_dir(self.folder.path().join("readyroom"))
            .into_iter()
            .flatten();
        folder
            .map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap())
            .collect()
    }
}

fn stamp() -> Stamp {
    Stamp {
        who: line("Jo"),
        at: Timestamp::UNIX_EPOCH,
        local: at(NOW),
        rehearsed: false,
    }
}

fn started(desk: &Desk) -> Window {
    let window = Window::open(desk.readyroom());
    window.shows("Northshire");
    window
}

#[test]
fn a_task_is_added_saved_and_still_there_afterwards() {
    let desk = Desk::new();
    let mut window = started(&desk);
    window.press("a");
    window.shows("Add");
    window.press("Ring the virtual school d:fri\r");
    window.shows("Saved");
    window.press("q");
    assert_eq!(window.ends().exit_code(), 0);
    window.is_as_found();
    assert!(
        desk.plan()
            .tasks()
            .iter()
            .any(|task| task.title == "Ring the virtual school")
    );
}

#[test]
fn the_screens_fill_the_window_whatever_its_size() {
    let desk = Desk::new();
    let mut window = started(&desk);
    for (cols, rows) in [(120, 40), (20, 5), (1, 1), (60, 16), (200, 60), (80, 24)] {
        window.resize(cols, rows);
        let wide = "─".repeat(usize::from(cols));
        if cols >= 60 {
            window.until("a rule as wide as the window", |screen| {
                screen.rows(0, cols).any(|row| row == wide)
            });
        }
    }
    window.press("q");
    assert_eq!(window.ends().exit_code(), 0);
}

#[test]
fn a_paste_is_text_and_never_commands() {
    let desk = Desk::new();
    let before = desk.plan();
    let mut window = started(&desk);
    window.press("\x1b[200~q\rq q\r\x1b[201~");
    window.press("2");
    window.press("\x1b");
    window.signal(Signal::TERM);
    assert_eq!(window.ends().exit_code(), 143);
    assert_eq!(desk.plan(), before);
}

#[test]
fn without_colours_there_is_none() {
    let desk = Desk::new();
    let mut command = desk.readyroom();
    command.env("NO_COLOR", "1");
    let mut window = Window::open(command);
    window.press("2");
    window.until("the checklist, without a colour", |screen| {
        let cells = (0..24).flat_map(|row| (0..80).filter_map(move |col| screen.cell(row, col)));
        let plain =
            |cell: &vt100::Cell| [cell.fgcolor(), cell.bgcolor()] == [vt100::Color::Default; 2];
        screen.contents().contains("Notification") && cells.into_iter().all(plain)
    });
    window.press("q");
    window.ends();
}

#[test]
fn the_mouse_is_ours_only_while_it_is_wanted() {
    for leave in ["q", "kill"] {
        let desk = Desk::new();
        let mut window = started(&desk);
        window.press("\x1b[<0;5;2M");
        window.press("\x1b[20~");
        window.shows("Mouse on");
        window.until("the mouse is reported", |screen| {
            screen.mouse_protocol_mode() != vt100::MouseProtocolMode::None
        });
        // The second tab.
        window.press("\x1b[<0;14;2M\x1b[<0;14;2m");
        window.shows("121 tasks");
        if leave == "q" {
            window.press("\x1b[20~");
            window.shows("Mouse off");
            window.until("the mouse is left alone", |screen| {
                screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None
            });
            window.press("\x1b[20~");
            window.shows("Mouse on");
            window.press("q");
        } else {
            window.signal(Signal::TERM);
        }
        window.ends();
        window.is_as_found();
        let settings = fs::read_to_string(desk.folder.path().join("config.toml")).unwrap();
        assert!(settings.contains("mouse = true"), "{settings}");
    }
}

#[test]
fn settings_that_cannot_be_read_or_kept_are_said_and_the_screens_go_on() {
    let desk = Desk::new();
    let path = desk.folder.path().join("config.toml");
    fs::write(&path, "theme = [").unwrap();
    let mut window = started(&desk);
    window.shows("The usual settings are used");
    window.press("2");
    window.shows("121 tasks");
    window.press("q");
    window.ends();
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    let mut window = started(&desk);
    window.press("\x1b[20~");
    window.shows("is not remembered");
    window.press("q");
    assert_eq!(window.ends().exit_code(), 0);
    window.is_as_found();
}

#[test]
fn a_locale_without_utf_8_gets_plain_characters() {
    let desk = Desk::new();
    let mut command = desk.readyroom();
    command.env("LC_ALL", "C");
    let mut window = Window::open(command);
    window.until("the first screen, in ASCII", |screen| {
        let shown = screen.contents();
        shown.contains("No call yet") && shown.is_ascii()
    });
    window.press("2");
    window.until("its keys, in ASCII", |screen| {
        let shown = screen.contents();
        shown.contains("Up/Down move") && shown.is_ascii()
    });
    window.press("q");
    window.ends();
}

#[test]
fn a_file_that_may_only_be_read_says_once_what_to_do() {
    let desk = Desk::new();
    let mut permissions = fs::metadata(&desk.file).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&desk.file, permissions).unwrap();
    let mut window = Window::open(desk.readyroom());
    window.shows("look only");
    window.shows("You can look at this");
    window.press("a");
    window.until("what to do, said once", |screen| {
        let shown = screen.contents();
        shown.contains("Save your own copy")
            && shown.matches("You can look at this file").count() == 1
    });
    window.press("q");
    window.ends();
}

#[test]
fn a_signal_ends_the_program_and_leaves_the_terminal_as_found() {
    for (signal, code) in [
        (Signal::TERM, 143),
        (Signal::INT, 130),
        (Signal::HUP, 129),
        (Signal::QUIT, 131),
    ] {
        let desk = Desk::new();
        let script = format!("echo before; exec {}", desk.line());
        let mut window = Window::open(desk.command("sh", &["-c", &script]));
        window.shows("Northshire");
        window.signal(signal);
        assert_eq!(window.ends().exit_code(), code);
        assert_eq!(window.is_as_found().trim(), "before");
    }
}

#[test]
fn a_fault_leaves_the_terminal_as_found_and_says_where_the_work_is() {
    let desk = Desk::new();
    let mut command = desk.readyroom();
    command.env("READYROOM_PANIC", "1");
    let mut window = Window::open(command);
    assert_ne!(window.ends().exit_code(), 0);
    let shown = window.is_as_found().replace('\n', "");
    assert!(shown.contains("Nothing you saved has been lost"), "{shown}");
    assert!(shown.contains("north.readyroom"), "{shown}");
    let notes = desk.notes();
    let [note] = notes.as_slice() else {
        panic!("{notes:?} is not one note")
    };
    assert!(note.contains("src/tui/mod.rs"), "{note}");
    let title = desk.plan().tasks()[0].title.to_string();
    assert!(!note.contains(&title) && !shown.contains(&title), "{note}");
}

#[test]
fn the_program_ends_with_its_terminal() {
    let desk = Desk::new();
    let mut window = started(&desk);
    window.close();
    window.ends();
}

#[test]
fn the_program_ends_with_its_terminal_when_told_to_outlive_it() {
    let desk = Desk::new();
    let script = format!("trap '' HUP; exec {}", desk.line());
    let mut window = Window::open(desk.command("sh", &["-c", &script]));
    window.shows("Northshire");
    window.close();
    window.ends();
}

#[test]
fn the_program_is_stopped_and_continued_by_a_shell() {
    let desk = Desk::new();
    let mut window = Window::open(desk.command("sh", &["-i"]));
    window.shows("$");
    window.press(&format!("{}\n", desk.line()));
    window.until("the screens", |screen| {
        screen.alternate_screen() && screen.contents().contains("Northshire")
    });
    window.press("\x1a");
    window.until("the shell again", |screen| {
        !screen.alternate_screen() && screen.contents().contains("Stopped")
    });
    window.press("fg\n");
    window.until("the screens again", |screen| {
        screen.alternate_screen() && screen.contents().contains("Northshire")
    });
    window.press("q");
    window.until("the shell at last", |screen| !screen.alternate_screen());
}

#[test]
fn a_change_made_elsewhere_is_shown() {
    let desk = Desk::new();
    let window = started(&desk);
    let plan = desk.plan();
    let mut elsewhere = Store::open(&desk.file, Access::ReadWrite).unwrap();
    let mut operation = Operation::new("renamed");
    let task = plan.tasks().first().unwrap();
    let edit = TaskEdit::Title(Swap::from_to(&task.title, line("Changed elsewhere")).unwrap());
    operation.changes.push(Change::Task { id: task.id, edit });
    elsewhere.commit(&operation, &stamp()).unwrap();
    window.shows("changed in another window");
}

#[test]
fn the_check_that_follows_the_first_frame_finds_a_broken_file() {
    let desk = Desk::new();
    damage(&desk.file);
    let mut window = Window::open(desk.readyroom());
    window.shows("damaged");
    let before = fs::read(&desk.file).unwrap();
    window.press(" ");
    window.press("q");
    window.ends();
    assert_eq!(fs::read(&desk.file).unwrap(), before);
}

/// Changes one letter of the log, which is only read by the full check.
fn damage(file: &Path) {
    let mut bytes = fs::read(file).unwrap();
    let label = b"started from the";
    let at = bytes
        .windows(label.len())
        .position(|window| window == label)
        .unwrap();
    bytes[at] = b'S';
    fs::write(file, bytes).unwrap();
}

#[test]
fn a_tracker_comes_in_by_keys_and_its_columns_are_remembered() {
    let desk = Desk::new();
    let path = desk.folder.path().join("our tracker.csv");
    fs::write(
        &path,
        "Where,Doing,Lead,Due\nCare,Ring the nurseries,Jo Smith,ASAP\n",
    )
    .unwrap();
    let mut window = started(&desk);
    window.press("i");
    window.shows("Bring in a spreadsheet");
    window.press("our tracker.csv\r");
    window.shows("which column is which");
    window.press("\r");
    window.shows("1 new, 0 changed, 0 unchanged, 0 refused.");
    window.press("\r");
    window.shows("Saved. 1 task brought in");
    window.press("i");
    window.press("our tracker.csv\r");
    window.shows("As you chose the last time");
    window.press("\r");
    window.shows("0 new, 0 changed, 1 unchanged, 0 refused.");
    // One step back at a time: an Esc is only one when nothing follows it at once.
    for behind in ["which column is which", "It is only read", "Not saved"] {
        window.press("\x1b");
        window.shows(behind);
    }
    window.press("q");
    assert_eq!(window.ends().exit_code(), 0);
    assert!(
        desk.plan()
            .tasks()
            .iter()
            .any(|task| task.title == "Ring the nurseries")
    );
}

#[test]
fn what_was_being_typed_when_the_window_was_killed_is_offered_again() {
    let desk = Desk::new();
    let kept = || {
        let folder = fs::read_dir(desk.folder.path().join("drafts"));
        let paths = folder.into_iter().flatten().map(|at| at.unwrap().path());
        paths
            .filter_map(|path| fs::read_to_string(path).ok())
            .collect::<String>()
    };
    let mut window = started(&desk);
    window.press("2");
    window.shows("121 tasks");
    window.press("n");
    window.shows("Note");
    window.press("Spoke to Ann");
    eventually("the text is kept", || kept().contains("Spoke to Ann"));
    window.signal(Signal::KILL);
    window.ends();
    let file = fs::read(&desk.file).unwrap();
    let held = file.windows(12).any(|bytes| bytes == b"Spoke to Ann");
    assert!(!held, "nothing of it is in the inspection");
    let mut window = started(&desk);
    window.shows("You were writing when the window closed");
    window.shows("Go on with a note on N-");
    window.press("1");
    window.shows("What you typed before is back");
    window.press(" again\x13");
    window.shows("Saved.");
    eventually("nothing is kept any more", || kept().is_empty());
    window.press("q");
    assert_eq!(window.ends().exit_code(), 0);
    let plan = desk.plan();
    let said = |note: &str| plan.tasks().iter().any(|task| task.note.as_str() == note);
    assert!(said("Spoke to Ann again"));
}

#[test]
fn a_drill_is_held_on_a_copy_and_ends_with_its_score() {
    let desk = Desk::new();
    let before = fs::read(&desk.file).unwrap();
    let file = desk.file.to_str().unwrap();
    let command = desk.command(
        env!("CARGO_BIN_EXE_readyroom"),
        &[
            "drill",
            "--file",
            file,
            "--call",
            "2026-11-30 09:30",
            "--speed",
            "0",
        ],
    );
    let mut window = Window::open(command);
    window.shows("DRILL");
    window.shows("the call has come");
    window.press(":drill on\r");
    window.shows("R-1 asked: Structure chart");
    window.press(":drill score\r");
    window.shows("Answered  0 of 1 that arrived");
    window.press("\u{1b}");
    window.until("the score has gone", |screen| {
        !screen.contents().contains("Answered")
    });
    window.press("q");
    assert_eq!(window.ends().exit_code(), 0);
    window.is_as_found();
    window.shows("preparation left out");
    window.shows("north-drill.readyroom");
    assert_eq!(fs::read(&desk.file).unwrap(), before);
    let config = fs::read_to_string(desk.folder.path().join("config.toml"));
    assert!(
        !config.unwrap_or_default().contains("drill"),
        "no drill is opened next time"
    );
}

#[test]
fn a_drill_is_cleared_away_once_no_window_has_it_open() {
    let desk = Desk::new();
    let program = env!("CARGO_BIN_EXE_readyroom");
    let drills = desk.folder.path().join("readyroom/drills");
    let first = drills.join("standard-drill.readyroom");
    let hold_another = || {
        let mut window = Window::open(desk.command(program, &["--plain", "drill", "--speed", "0"]));
        window.written(0, "a prompt", |text| text.ends_with("\n> "));
        window.press("quit\r");
        assert_eq!(window.ends().exit_code(), 0);
    };
    let mut window = Window::open(desk.command(program, &["drill", "--speed", "0"]));
    window.shows("the call has come");
    let file = fs::File::options().append(true).open(&first).unwrap();
    file.set_modified(SystemTime::UNIX_EPOCH).unwrap();
    // Its name is free for another once it is gone.
    let is_there = || first.metadata().unwrap().modified().unwrap() == SystemTime::UNIX_EPOCH;
    for _ in 0..10 {
        hold_another();
    }
    assert!(is_there(), "it is open in a window");
    window.signal(Signal::KILL);
    assert!(!window.ends().success());
    assert!(is_there(), "nothing is cleared until another begins");
    hold_another();
    assert!(!is_there(), "nobody has it open any more");
}
