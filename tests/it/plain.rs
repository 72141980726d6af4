//! The conversation in a real terminal, as a screen reader follows it.

use std::fs;
use std::path::Path;

use portable_pty::CommandBuilder;

use crate::support::cli::{Folder, program};
use crate::support::terminal::Window;

/// A session at a prompt.
struct Session {
    window: Window,
    /// How much of what was written has been looked at.
    read: usize,
    /// All of it.
    transcript: String,
}

impl Session {
    /// Begins one in `folder`, and waits for its first prompt.
    fn begin(folder: &Folder, term: &str, arguments: &[&str]) -> Self {
        let mut command = CommandBuilder::new(program());
        command.args(arguments);
        command.env_clear();
        command.cwd(folder.path());
        command.env("TERM", term);
        command.env("USER", "Ann Lee");
        command.env("READYROOM_CONFIG_DIR", folder.file("settings"));
        command.env("XDG_DATA_HOME", folder.file("data"));
        let mut session = Self {
            window: Window::open(command),
            read: 0,
            transcript: String::new(),
        };
        session.answer();
        session
    }

    /// Types a line, and waits for what is said to it.
    fn says(&mut self, line: &str) -> String {
        self.window.press(&format!("{line}\r"));
        self.answer()
    }

    fn answer(&mut self) -> String {
        let at_prompt = |text: &str| text.ends_with("\n> ");
        let answer = self.window.written(self.read, "a prompt", at_prompt);
        self.read += answer.len();
        self.transcript += &answer;
        answer
    }

    /// Types the last line, and waits for the end.
    fn ends(mut self, keys: &str) -> String {
        self.window.press(keys);
        assert_eq!(self.window.ends().exit_code(), 0, "{}", self.transcript);
        self.window.is_as_found();
        let rest = self.window.written(self.read, "the rest", |_| true);
        self.transcript + &rest
    }
}

/// Nothing but text, in lines that fit; what was typed may be longer.
fn assert_plain(transcript: &str) {
    let control = transcript
        .chars()
        .find(|c| c.is_control() && !matches!(c, '\r' | '\n'));
    assert_eq!(control, None, "{transcript}");
    for line in transcript.lines().filter(|line| !line.starts_with("> ")) {
        assert!(line.trim_end().chars().count() <= 79, "{line}");
    }
}

/// Where a line ends makes no difference to what is said.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_whole_inspection_is_worked_without_one_escape_byte() {
    let folder = Folder::new();
    let mut session: Option<Session> = None;
    let mut said = String::new();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/week.txt");
    let script = fs::read_to_string(script).unwrap();
    for line in script
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
    {
        let (what, text) = line.split_at(1);
        let text = text.trim();
        match (what, &mut session) {
            ("@", _) => {
                let begun = Session::begin(&folder, "xterm-256color", &["--plain", "--now", text]);
                said.clone_from(&begun.transcript);
                session = Some(begun);
            }
            (">", session) if text == "quit" => {
                assert_plain(&session.take().unwrap().ends("quit\r"));
            }
            (">", Some(session)) => said = session.says(text),
            ("<", Some(_)) => {
                assert!(
                    words(&said).contains(&words(text)),
                    "no \"{text}\" in\n{said}"
                );
            }
            _ => panic!("what is {line}?"),
        }
    }
    // Ctrl+D ends the last one.
    assert_plain(&session.unwrap().ends("\x04"));
    let list = |filter: &str| {
        let list = folder
            .cli()
            .file("north.readyroom")
            .line("list --json")
            .arg(filter)
            .json();
        let tasks = list["tasks"].as_array().unwrap().iter();
        tasks
            .map(|task| task["ref"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let done = list("status:done");
    assert_eq!(done.len(), 10, "{done:?}");
    assert!(
        ["N-30", "N-36", "FB-01"]
            .iter()
            .all(|done_one| done.iter().any(|one| one == done_one))
    );
    assert_eq!(list("owner:TB"), ["N-64"]);
}

#[test]
fn a_terminal_that_can_only_print_gets_a_conversation_and_hears_of_others() {
    let folder = Folder::with_four_tasks();
    let file = ["--file", "t.readyroom", "--now", "2026-06-03T09:41"];
    let mut session = Session::begin(&folder, "dumb", &file);
    assert!(
        session
            .transcript
            .contains("1. Red. N-01. Check Annex A lists.")
    );
    assert!(!session.says("show 1").contains("Since your last command"));
    folder.cli().line("--who Jo done N-02").any_output().run();
    let told = session.says("show 2");
    assert!(
        told.contains("Since your last command, Jo, Wed 3 Jun 2026 09:4"),
        "{told}"
    );
    assert!(told.contains("N-02 done."), "{told}");
    assert!(
        !session
            .says("done N-01")
            .contains("Since your last command")
    );
    assert!(
        !session
            .says("show N-01")
            .contains("Since your last command")
    );
    assert_plain(&session.transcript);
    // Ctrl+C leaves at once: everything is saved already.
    session.window.press("\x03");
    assert!(!session.window.ends().success());
    session.window.is_as_found();
    assert_eq!(
        folder.cli().line("list status:done --json").json()["tasks"]
            .as_array()
            .map(Vec::len),
        Some(2)
    );
}

#[test]
fn a_long_answer_waits_at_the_end_of_a_page() {
    let folder = Folder::with("standard");
    let mut session = Session::begin(&folder, "xterm", &["--plain", "--file", "t.readyroom"]);
    let first = session.says("list");
    assert!(
        first.contains("more lines. Press Enter to go on."),
        "{first}"
    );
    let next = session.says("");
    assert_ne!(first.lines().nth(1), next.lines().nth(1));
    assert_eq!(next.matches("more lines. Press Enter to go on.").count(), 1);
    // Another command lets the rest go.
    session.says("undo --help");
    assert_plain(&session.ends("quit\r"));
}

#[test]
fn a_drill_is_held_line_by_line() {
    let folder = Folder::with("standard");
    let before = fs::read(folder.file("t.readyroom")).unwrap();
    let arguments = [
        "--plain",
        "--file",
        "t.readyroom",
        "--now",
        "2026-06-03T09:41",
        "drill",
        "--speed",
        "0",
    ];
    let mut session = Session::begin(&folder, "xterm-256color", &arguments);
    assert!(session.transcript.contains("A drill, on a copy"));
    for (line, answer) in [
        (
            "drill on",
            "The drill, Mon 8 Jun 2026 10:15: R-1 asked: Structure chart",
        ),
        ("request sent R-1 In the folder", "Saved. R-1 sent"),
        // A long answer of which most is still to come does not swallow what is asked next.
        ("list", "more lines"),
        ("drill score", "Answered 1 of 1 that arrived"),
        ("list", "more lines"),
        ("drill on", "R-2 asked: "),
        ("undo", "Taken back: R-1 sent"),
        ("undo", "There is nothing to undo."),
        ("drill", "A drill is being held already."),
    ] {
        let said = session.says(line);
        assert!(words(&said).contains(answer), "{line}: {said}");
    }
    let transcript = session.ends("quit\r");
    assert_plain(&transcript);
    for last in [
        "The drill is over.",
        "Answered 0 of 2 that arrived",
        "drill.readyroom",
    ] {
        assert!(words(&transcript).contains(last), "{transcript}");
    }
    assert_eq!(fs::read(folder.file("t.readyroom")).unwrap(), before);
}
