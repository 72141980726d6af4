//! A council's first hour with its own tracker, in keys, in a real terminal: from a cold start to a colleague's edits
//! coming back. What was done is compared on the screen and in the files.

use std::fs;
use std::path::{Path, PathBuf};

use readyroom::domain::task::{Rag, Task};
use readyroom::domain::when::{Moment, When};

use crate::pty::{Desk, NOW};
use crate::support::terminal::Window;
use crate::support::xlsx;

/// Title rows above the header, joined cells, headings between the rows, RAG as letter, word and fill, dates in five
/// shapes, a row without an action, and one that holds an NHS number; and a sheet that is no tracker.
const TRACKER: &[u8] = include_bytes!("../fixtures/council tracker.xlsx");

/// A window on the program, started as somebody does who has nothing yet.
struct Session {
    desk: Desk,
    window: Window,
}

impl Session {
    fn begin() -> Self {
        let desk = Desk::bare();
        fs::write(desk.folder.path().join("council tracker.xlsx"), TRACKER).unwrap();
        let program = env!("CARGO_BIN_EXE_readyroom");
        let window = Window::open(desk.command(program, &["--now", NOW, "--who", "Jo"]));
        window.shows("Bring in your spreadsheet");
        Self { desk, window }
    }

    /// Presses keys, and waits until each of `shown` is on the screen.
    fn press(&mut self, keys: &str, shown: &[&str]) {
        self.window.press(keys);
        for text in shown {
            self.window.shows(text);
        }
    }

    /// Narrows the checklist to one task, which the cursor is then on.
    fn find(&mut self, words: &str) {
        let (all, clear) = ("\x01", "\x0b");
        self.press(&format!("/{all}{clear}{words}"), &["1 of 6 shown", words]);
        self.press("\rG", &["r RAG"]);
    }

    /// The one file in the inspection's folder with this ending.
    fn made(&self, ending: &str) -> PathBuf {
        let folder = self.desk.file.parent().unwrap();
        let paths = fs::read_dir(folder).unwrap().map(|at| at.unwrap().path());
        let mut paths = paths.filter(|path| path.extension().is_some_and(|is| is == ending));
        let path = paths.next().unwrap();
        assert_eq!(paths.next(), None);
        path
    }

    fn task(&self, words: &str) -> Task {
        let plan = self.desk.plan();
        let mut tasks = plan.tasks().iter();
        tasks
            .find(|task| task.title.as_str().contains(words))
            .unwrap()
            .clone()
    }
}

#[test]
fn a_tracker_comes_in_is_worked_on_goes_out_and_comes_back() {
    let mut session = Session::begin();
    bring_in(&mut session);
    five_updates(&mut session);
    let (brief, sheet) = send_out(&mut session);
    take_back(&mut session, &sheet);
    session.window.press("q");
    assert_eq!(session.window.ends().exit_code(), 0);
    session.window.is_as_found();
    as_it_ended(&session, &brief);
}

fn bring_in(session: &mut Session) {
    session.press("i", &["Bring in a spreadsheet"]);
    session.press(
        "council tracker.xlsx\r",
        &["which column is which", "Lead officer", "By when"],
    );
    session.press(
        "\r",
        &[
            "7 new, 0 changed, 0 unchanged, 1 refused.",
            "1 row looks like an NHS number. It comes in.",
            "row 14: the note looks like an NHS number",
            "row 15, column C: there is nothing under \"Action\"",
        ],
    );
    session.press("l", &["It stays out."]);
    session.press("\r", &["Saved. 7 tasks brought in", "but for 1 row that"]);
    let data = session.desk.folder.path().join("readyroom");
    session.desk.file = data.join("inspection.readyroom");
    assert_eq!(session.desk.plan().tasks().len(), 6);
    session.press("2", &["6 tasks", "Agree who meets the inspectors"]);
}

fn five_updates(session: &mut Session) {
    session.find("supervision");
    session.press("r", &["late, or will be unless someone acts"]);
    session.press("r", &["Why is it red?"]);
    session.press("Only 9 of 20 by Friday\r", &["Saved. N-04 red."]);
    session.find("every team");
    session.press("d", &["Due date"]);
    session.press("fri 22 jan\r", &["Saved. N-02 due Fri 22 Jan 2027."]);
    session.find("new starters");
    session.press("o", &["Owner"]);
    session.press("Ann Bell\r", &["Saved. N-05 owner Ann Bell."]);
    session.find("who meets");
    session.press("n", &["Note"]);
    session.press(" Director, then Jo.\x13", &["Saved. N-03 note changed."]);
    session.find("lead member");
    session.press(" ", &["Saved. N-01 done."]);
    session.press("\x1b", &["Filter cleared."]);
}

/// The brief and the tracker, as files.
fn send_out(session: &mut Session) -> (PathBuf, PathBuf) {
    session.press("b", &["Brief: for whom?"]);
    session.press("1", &["Where to put the brief"]);
    session.press("\r", &["Saved. Brief for director made."]);
    session.press("x", &["Export 6 tasks: as what?"]);
    session.press("1", &["Where to put the export"]);
    session.press("\r", &["Wrote 6 of 6 tasks to"]);
    (session.made("html"), session.made("xlsx"))
}

/// A colleague has changed two notes. One of them was changed here too since the sheet went out.
fn take_back(session: &mut Session, sheet: &Path) {
    session.find("who meets");
    session.press("n", &["Note"]);
    session.press(" Ours.\x13", &["Saved. N-03 note changed."]);
    let words = [
        ("7 of 20 done", "14 of 20 done, says Siân"),
        ("Director, then Jo.", "Theirs."),
    ];
    let back = xlsx::edited(&fs::read(sheet).unwrap(), &words);
    fs::write(session.desk.folder.path().join("back.xlsx"), back).unwrap();
    session.press("i", &["Bring in a spreadsheet"]);
    session.press("back.xlsx\r", &["which column is which"]);
    session.press(
        "\r",
        &[
            "0 new, 1 changed, 4 unchanged, 0 refused.",
            "yours stays",
            "N-04 Audit 20 supervision records",
            "14 of 20 done, says Siân",
        ],
    );
    session.press("\r", &["Saved. 1 task changed from back.xlsx"]);
}

fn as_it_ended(session: &Session, brief: &Path) {
    let beside = session.desk.folder.path().join("council tracker.xlsx");
    assert_eq!(fs::read(beside).unwrap(), TRACKER, "it is only read");
    let audit = session.task("supervision");
    assert_eq!(audit.note.as_str(), "14 of 20 done, says Siân");
    let judged = audit.judgement.unwrap();
    assert_eq!(
        (judged.rag, judged.reason.as_str()),
        (Rag::Red, "Only 9 of 20 by Friday")
    );
    let due = Moment {
        date: jiff::civil::date(2027, 1, 22),
        time: None,
    };
    assert_eq!(session.task("every team").deadline.due, Some(When::At(due)));
    let plan = session.desk.plan();
    let owner = session.task("new starters").owner.unwrap();
    assert_eq!(plan.person(owner).unwrap().label(), "Ann Bell");
    let note = session.task("who meets").note;
    assert!(
        note.as_str().ends_with("Director, then Jo. Ours."),
        "{note}"
    );
    assert!(session.task("lead member").status.is_done());
    assert!(
        !plan
            .tasks()
            .iter()
            .any(|task| task.note.as_str().contains("943")),
        "what was left out stays out"
    );
    let brief = fs::read_to_string(brief).unwrap();
    assert!(brief.contains("Only 9 of 20 by Friday"), "{brief}");
}
