//! Runs the program as a person does, and compares all that it prints.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Mutex;

use tempfile::TempDir;

/// Wednesday morning, with inspectors due on Monday.
pub(crate) const NOW: &str = "2026-06-03T09:41";

/// A folder to work in, with settings of its own.
pub(crate) struct Folder {
    folder: TempDir,
}

impl Folder {
    /// An empty one.
    pub(crate) fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// One with `t.readyroom` from a template, before any call.
    pub(crate) fn with(template: &str) -> Self {
        Self::with_file(template, |folder| {
            folder.run([
                "new",
                "t.readyroom",
                "--template",
                template,
                "--authority",
                "Northshire",
            ]);
        })
    }

    /// One with four tasks: one late, one that nobody owns and whose judgement is too good, one for Friday, and one that
    /// hangs from the first day on site.
    pub(crate) fn with_four_tasks() -> Self {
        Self::with_file("four tasks", |folder| {
            folder.run([
                "new",
                "t.readyroom",
                "--template",
                "blank",
                "--authority",
                "Northshire",
            ]);
            folder.run(["call", "1/6", "10:00", "--on-site", "8/6"]);
            for line in [
                "Check Annex A lists a:\"Jo Smith\" d:2/6 17:00 s:\"Off-site week\" #annex",
                "Book the room a:\"Tom Bell\" d:fri",
                "Staff briefing d:today 16:00 r:amber",
                "Timetable for week 1 p:fieldwork d:start+1d 12:00 r:green",
            ] {
                folder.run(["add", line]);
            }
        })
    }

    /// Each file is made once, and copied from then on.
    fn with_file(name: &str, begin: impl Fn(&Self)) -> Self {
        static MADE: Mutex<BTreeMap<String, Vec<u8>>> = Mutex::new(BTreeMap::new());
        let mut made = MADE.lock().unwrap();
        let bytes = made.entry(name.to_owned()).or_insert_with(|| {
            let folder = Self::new();
            begin(&folder);
            fs::read(folder.file("t.readyroom")).unwrap()
        });
        let folder = Self::new();
        fs::write(folder.file("t.readyroom"), bytes).unwrap();
        folder
    }

    /// Where it is.
    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().canonicalize().unwrap()
    }

    /// A file in it.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }

    /// A command to run in it, on `t.readyroom`, at [`NOW`].
    pub(crate) fn cli(&self) -> Cli<'_> {
        Cli {
            folder: self,
            args: Vec::new(),
            vars: BTreeMap::from([
                (
                    "READYROOM_CONFIG_DIR".to_owned(),
                    self.file("settings").into(),
                ),
                ("READYROOM_FILE".to_owned(), "t.readyroom".into()),
                ("READYROOM_NOW".to_owned(), NOW.into()),
                ("USER".to_owned(), "Ann Lee".into()),
            ]),
            stdout: Some(String::new()),
            stderr: Some(String::new()),
            status: 0,
        }
    }

    /// Runs what has to work for a test to begin.
    pub(crate) fn run<const N: usize>(&self, args: [&str; N]) {
        self.cli().args(args).any_output().run();
    }
}

/// One run of the program, and what is expected of it: by default nothing on stdout and stderr, and status 0.
#[must_use]
pub(crate) struct Cli<'a> {
    folder: &'a Folder,
    args: Vec<OsString>,
    vars: BTreeMap<String, OsString>,
    stdout: Option<String>,
    stderr: Option<String>,
    status: i32,
}

impl Cli<'_> {
    pub(crate) fn args<const N: usize>(mut self, args: [&str; N]) -> Self {
        self.args.extend(args.map(OsString::from));
        self
    }

    /// Words parted by spaces.
    pub(crate) fn line(mut self, line: &str) -> Self {
        self.args.extend(line.split(' ').map(OsString::from));
        self
    }

    pub(crate) fn arg(mut self, arg: impl Into<OsString>) -> Self {
        self.args.push(arg.into());
        self
    }

    pub(crate) fn file(self, path: impl AsRef<Path>) -> Self {
        self.var("READYROOM_FILE", path.as_ref())
    }

    pub(crate) fn now(self, now: &str) -> Self {
        self.var("READYROOM_NOW", now)
    }

    pub(crate) fn var(mut self, name: &str, value: impl Into<OsString>) -> Self {
        self.vars.insert(name.to_owned(), value.into());
        self
    }

    pub(crate) fn without(mut self, name: &str) -> Self {
        self.vars.remove(name);
        self
    }

    pub(crate) fn stdout(mut self, text: &str) -> Self {
        self.stdout = Some(text.to_owned());
        self
    }

    pub(crate) fn stderr(mut self, text: &str) -> Self {
        self.stderr = Some(text.to_owned());
        self
    }

    /// Whatever it prints is right.
    pub(crate) fn any_output(mut self) -> Self {
        (self.stdout, self.stderr) = (None, None);
        self
    }

    /// Whatever data it prints is right.
    pub(crate) fn any_stdout(mut self) -> Self {
        self.stdout = None;
        self
    }

    /// Whatever messages it prints are right.
    pub(crate) fn any_stderr(mut self) -> Self {
        self.stderr = None;
        self
    }

    pub(crate) fn status(mut self, status: i32) -> Self {
        self.status = status;
        self
    }

    /// The command, ready to be run by other means.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(program());
        command
            .args(&self.args)
            .current_dir(self.folder.path())
            .stdin(Stdio::null());
        for name in [
            "READYROOM_FILE",
            "READYROOM_NOW",
            "READYROOM_CONFIG_DIR",
            "NO_COLOR",
        ] {
            command.env_remove(name);
        }
        command.envs(&self.vars);
        command
    }

    /// Types these lines, and gives all that comes back: what it wrote to stdout, and to stderr.
    pub(crate) fn types(mut self, lines: impl AsRef<[u8]>) -> (String, String) {
        (self.stdout, self.stderr) = (None, None);
        let mut command = self.command();
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        stdin.write_all(lines.as_ref()).unwrap();
        drop(stdin);
        self.check(&child.wait_with_output().unwrap())
    }

    /// Runs it, compares everything, and gives what it wrote to stdout.
    pub(crate) fn run(self) -> String {
        self.run_for_both().0
    }

    /// The same, and gives what it wrote to stderr.
    pub(crate) fn run_for_stderr(self) -> String {
        self.run_for_both().1
    }

    fn run_for_both(&self) -> (String, String) {
        self.check(&self.command().output().unwrap())
    }

    fn check(&self, output: &Output) -> (String, String) {
        let (stdout, stderr) = (self.tidy(&output.stdout), self.tidy(&output.stderr));
        self.compare("stdout", self.stdout.as_deref(), &stdout, output);
        self.compare("stderr", self.stderr.as_deref(), &stderr, output);
        assert_eq!(
            output.status.code(),
            Some(self.status),
            "{:?}\n{stdout}\n{stderr}",
            self.args
        );
        (stdout, stderr)
    }

    /// Runs it, with whatever messages, and reads what it prints as JSON of version 1.
    pub(crate) fn json(mut self) -> serde_json::Value {
        (self.stdout, self.stderr) = (None, None);
        let value: serde_json::Value = serde_json::from_str(&self.run()).unwrap();
        assert_eq!(value["version"], 1);
        value
    }

    fn compare(&self, what: &str, expected: Option<&str>, got: &str, output: &Output) {
        if let Some(expected) = expected
            && expected != got
        {
            let other = String::from_utf8_lossy(&output.stderr);
            panic!(
                "{:?}\n--- expected {what}\n{expected}--- got\n{got}--- stderr\n{other}",
                self.args
            );
        }
    }

    /// The folder and the ids are different each time.
    fn tidy(&self, bytes: &[u8]) -> String {
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        text.replace(&*self.folder.path().to_string_lossy(), "<folder>")
    }
}

/// The program.
pub(crate) fn program() -> PathBuf {
    PathBuf::from(env!("CARGO_BIN_EXE_readyroom"))
}

/// Changes a byte of every place in a file where `text` stands.
pub(crate) fn damage(path: &Path, text: &str) {
    let mut bytes = fs::read(path).unwrap();
    let places: Vec<usize> = bytes
        .windows(text.len())
        .enumerate()
        .filter(|(_, w)| *w == text.as_bytes())
        .map(|(at, _)| at)
        .collect();
    assert!(!places.is_empty(), "{text} is not in {}", path.display());
    for at in places {
        bytes[at] ^= 1;
    }
    fs::write(path, bytes).unwrap();
}
