//! Cutting the power at any moment loses nothing that was called saved, and leaves an old file or a new one, never none.
//!
//! The probe is recorded at work; then, for moments all along the record, disks are made up as a power cut may leave
//! them, and each is opened. `READYROOM_STATES=3000` tries more of them than the ordinary run.

use std::path::{Path, PathBuf};
use std::process::Command;

use readyroom::store::HistoryQuery;

use super::disk::{Chance, Disk};
use super::trace::{self, Event};
use super::{acknowledged, lost, newest_edit, probe, setting, sound};

const EDITS: &str = "25";

const ENDING: &str = ".readyroom";

/// What the first released version wrote.
const V1: &str = include_str!("../../fixtures/v1.readyroom.sql");

#[test]
fn a_power_cut_at_any_moment_loses_nothing_that_was_saved() {
    let Some(record) = commits() else { return };
    record.survives(setting("READYROOM_STATES", 300), edits_are_kept);
}

/// Without this, a test that cannot fail would look the same as one that passes.
#[test]
fn without_syncs_many_power_cuts_would_lose_something() {
    let Some(record) = commits() else { return };
    let states = setting("READYROOM_STATES", 300).min(300);
    let lost = record.replay(states, true, edits_are_kept).len();
    assert!(
        lost * 10 > states * 4,
        "only {lost} of {states} lost something"
    );
}

/// Three edits are in the copy, six in the file it is put in the place of.
#[test]
fn a_power_cut_while_a_copy_is_put_back_leaves_the_old_file_or_the_copy() {
    let record = Record::make(&["restore", "a.readyroom", "copy.readyroom"], |folder| {
        let file = folder.join("a.readyroom");
        work(&file, "3");
        std::fs::copy(&file, folder.join("copy.readyroom")).unwrap();
        work(&file, "3");
    });
    let Some(record) = record else { return };
    record.survives(setting("READYROOM_STATES", 300) / 3, |folder, said| {
        let (file, is_done) = (folder.join("a.readyroom"), said.contains("restored"));
        let replaced = |path: &PathBuf| path.to_string_lossy().contains(".replaced-");
        let kept = || {
            files_in(folder)
                .into_iter()
                .filter(replaced)
                .any(|path| sound(&path).is_ok_and(|store| newest_edit(&store) == 6))
        };
        match sound(&file).map(|store| newest_edit(&store)) {
            Ok(6) if !is_done => None,
            Ok(3) if kept() => None,
            Ok(edit) => Some(format!("restored: {is_done}, and its last edit is {edit}")),
            Err(problem) => Some(problem),
        }
    });
}

#[test]
fn a_power_cut_while_a_file_is_brought_up_to_date_loses_none_of_it() {
    let record = Record::make(&["a.readyroom", "1"], |folder| {
        let connection = rusqlite::Connection::open(folder.join("a.readyroom")).unwrap();
        connection.execute_batch(V1).unwrap();
    });
    let Some(record) = record else { return };
    record.survives(setting("READYROOM_STATES", 300) / 3, |folder, said| {
        let store = match sound(&folder.join("a.readyroom")) {
            Ok(store) => store,
            Err(problem) => return Some(problem),
        };
        let operations = store.history(&HistoryQuery::default()).unwrap().len();
        let least = 13 + acknowledged(said).1;
        (operations < least).then(|| format!("{operations} operations of {least} are there"))
    });
}

/// The probe making a file and saving edits.
fn commits() -> Option<Record> {
    Record::make(&["a.readyroom", EDITS], |_empty| {})
}

fn edits_are_kept(folder: &Path, said: &str) -> Option<String> {
    lost(&folder.join("a.readyroom"), acknowledged(said))
}

/// The probe saves so many edits, unobserved.
fn work(file: &Path, edits: &str) {
    let done = Command::new(probe()).arg(file).arg(edits).output().unwrap();
    assert!(done.status.success());
}

fn files_in(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .collect();
    files.sort();
    files
}

struct Record {
    before: Vec<(PathBuf, Vec<u8>)>,
    events: Vec<Event>,
    folder: PathBuf,
}

impl Record {
    /// The probe at work in a folder that was prepared for it; its arguments that name files are names in there.
    /// `None`, with a word about it, where nothing can be recorded.
    #[expect(clippy::print_stderr, reason = "a test that was skipped should say so")]
    fn make(arguments: &[&str], prepare: impl FnOnce(&Path)) -> Option<Self> {
        if !trace::available() {
            assert!(
                std::env::var_os("CI").is_none(),
                "strace is not installed, or not allowed"
            );
            eprintln!("skipped: strace is not installed, or not allowed");
            return None;
        }
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().canonicalize().unwrap().join("live");
        std::fs::create_dir(&folder).unwrap();
        prepare(&folder);
        let before: Vec<_> = files_in(&folder)
            .into_iter()
            .map(|path| (path.clone(), std::fs::read(path).unwrap()))
            .collect();
        let whole = |argument: &&str| {
            if argument.ends_with(ENDING) {
                folder.join(argument).to_str().unwrap().to_owned()
            } else {
                (*argument).to_owned()
            }
        };
        let arguments: Vec<String> = arguments.iter().map(whole).collect();
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let events = trace::record(probe(), &arguments, &home.path().join("strace"));
        Some(Self {
            events: trace::within(events, &folder, &before),
            before,
            folder,
        })
    }

    /// So many made-up power cuts, none of which may leave anything wrong.
    fn survives(&self, states: usize, wrong: impl Fn(&Path, &str) -> Option<String>) {
        let problems = self.replay(states, false, wrong);
        assert_eq!(
            problems,
            Vec::<String>::new(),
            "{} of {states}",
            problems.len()
        );
    }

    /// What was wrong after so many made-up power cuts, spread over the record. `wrong` is asked with the folder as it
    /// was left and what the probe had said by then.
    fn replay(
        &self,
        states: usize,
        lies: bool,
        wrong: impl Fn(&Path, &str) -> Option<String>,
    ) -> Vec<String> {
        let mut problems = Vec::new();
        let mut chance = Chance(20_260_602);
        let mut disk = Disk::with(&self.before, lies);
        let mut said = String::new();
        let mut tried = 0;
        for (at, event) in self.events.iter().enumerate() {
            disk.take(event);
            if let Event::Said { text } = event {
                said.push_str(text);
            }
            let due = (at + 1) * states / self.events.len();
            while tried < due {
                let after = self.crash(&disk, tried % 6, &mut chance);
                let problem = wrong(after.path(), &said);
                problems.extend(
                    problem
                        .map(|problem| format!("after event {at}, way {}: {problem}", tried % 6)),
                );
                tried += 1;
            }
        }
        problems
    }

    /// The folder as one power cut may leave it.
    fn crash(&self, disk: &Disk, way: usize, chance: &mut Chance) -> tempfile::TempDir {
        let after = tempfile::tempdir().unwrap();
        let moved = |path: &Path| after.path().join(path.strip_prefix(&self.folder).unwrap());
        for folder in disk.folders() {
            std::fs::create_dir_all(moved(folder)).unwrap();
        }
        for (path, bytes) in disk.crash(way, chance) {
            std::fs::write(moved(&path), bytes).unwrap();
        }
        after
    }
}
