//! Cutting the power at any moment loses nothing that was called saved.
//!
//! The probe is recorded at work; then, for moments all along the record, disks are made up as a power cut may leave
//! them, and each is opened. `READYROOM_STATES=3000` tries more of them than the ordinary run.

use std::path::{Path, PathBuf};

use super::disk::{Chance, Disk};
use super::trace::{self, Event};
use super::{acknowledged, lost, probe, setting};

const EDITS: &str = "25";

#[test]
fn a_power_cut_at_any_moment_loses_nothing_that_was_saved() {
    let Some(record) = Record::make() else { return };
    let states = setting("READYROOM_STATES", 300);
    let problems = record.replay(states, false);
    assert_eq!(
        problems,
        Vec::<String>::new(),
        "{} of {states}",
        problems.len()
    );
}

/// Without this, a test that cannot fail would look the same as one that passes.
#[test]
fn without_syncs_many_power_cuts_would_lose_something() {
    let Some(record) = Record::make() else { return };
    let states = setting("READYROOM_STATES", 300).min(300);
    let lost = record.replay(states, true).len();
    assert!(
        lost * 10 > states * 4,
        "only {lost} of {states} lost something"
    );
}

struct Record {
    events: Vec<Event>,
    folder: PathBuf,
}

impl Record {
    /// `None`, with a word about it, where nothing can be recorded.
    #[expect(clippy::print_stderr, reason = "a test that was skipped should say so")]
    fn make() -> Option<Self> {
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
        let file = folder.join("a.readyroom");
        let events = trace::record(
            probe(),
            &[file.to_str().unwrap(), EDITS],
            &home.path().join("strace"),
        );
        Some(Self {
            events: trace::within(events, &folder),
            folder,
        })
    }

    /// What was lost in so many made-up power cuts, spread over the record.
    fn replay(&self, states: usize, lies: bool) -> Vec<String> {
        let mut problems = Vec::new();
        let mut chance = Chance(20_260_602);
        let mut disk = Disk::new(lies);
        let mut said = String::new();
        let mut tried = 0;
        for (at, event) in self.events.iter().enumerate() {
            disk.take(event);
            if let Event::Said { text } = event {
                said.push_str(text);
            }
            let due = (at + 1) * states / self.events.len();
            while tried < due {
                let problem = self.try_one(&disk, tried % 6, acknowledged(&said), &mut chance);
                problems.extend(
                    problem
                        .map(|problem| format!("after event {at}, way {}: {problem}", tried % 6)),
                );
                tried += 1;
            }
        }
        problems
    }

    fn try_one(
        &self,
        disk: &Disk,
        way: usize,
        saved: (bool, usize),
        chance: &mut Chance,
    ) -> Option<String> {
        let after = tempfile::tempdir().unwrap();
        let moved = |path: &Path| after.path().join(path.strip_prefix(&self.folder).unwrap());
        for folder in disk.folders() {
            std::fs::create_dir_all(moved(folder)).unwrap();
        }
        for (path, bytes) in disk.crash(way, chance) {
            std::fs::write(moved(&path), bytes).unwrap();
        }
        lost(&after.path().join("a.readyroom"), saved)
    }
}
