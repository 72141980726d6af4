//! When the disk fails, nothing is claimed that is not so: each call that reads, writes or syncs is made to fail in turn,
//! once or from then on, and what was called saved by then has to be there.
//!
//! `READYROOM_FAULTS=6000` tries that many failures; the ordinary run takes a few of each kind.

use std::path::Path;
use std::process::{Command, Output};

use super::{acknowledged, lost, probe, setting, trace};

const EDITS: &str = "6";

/// What can fail, and how.
const FAULTS: &[(&str, &str)] = &[
    ("pread64", "EIO"),
    ("pwrite64", "EIO"),
    ("pwrite64", "ENOSPC"),
    ("fsync", "EIO"),
    ("fdatasync", "EIO"),
    ("ftruncate", "EIO"),
    ("unlink", "EACCES"),
    ("mkdir", "EROFS"),
];

#[test]
fn a_disk_that_fails_at_any_moment_loses_nothing_that_was_saved() {
    if !trace::available() {
        assert!(
            std::env::var_os("CI").is_none(),
            "strace is not installed, or not allowed"
        );
        return;
    }
    let most = setting("READYROOM_FAULTS", 64) / FAULTS.len() / 2;
    let (mut tried, mut told) = (0, 0);
    for (call, error) in FAULTS {
        let calls = calls_of(call);
        // Spread over all of them, where there are more than are to be tried.
        let step = calls.div_ceil(most.max(1)).max(1);
        for at in (1..=calls).step_by(step) {
            for ever in ["", "+"] {
                let fault = format!("{call}:error={error}:when={at}{ever}");
                told += usize::from(!fail(&fault).status.success());
                tried += 1;
            }
        }
    }
    assert!(
        tried > FAULTS.len() && told * 3 > tried,
        "only {told} of {tried} failures were felt, so little was tried"
    );
}

/// How often the probe makes this call when nothing fails, the program's own loading among them.
fn calls_of(call: &str) -> usize {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("strace");
    let output = run(
        folder.path(),
        &["-e", &format!("trace={call}"), "-o", log.to_str().unwrap()],
    );
    assert!(output.status.success());
    std::fs::read_to_string(log).unwrap().lines().count()
}

/// The probe at work while a call fails. Panics when something that was saved is lost, or the failure is not told.
fn fail(fault: &str) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let inject = format!("inject={fault}");
    let output = run(folder.path(), &["-e", &inject, "-o", "/dev/null"]);
    let (said, told) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    assert!(!told.contains("panicked"), "{fault}: {told}");
    assert!(
        output.status.success() || !told.trim().is_empty(),
        "{fault}: it fails without a word"
    );
    if let Some(problem) = lost(&folder.path().join("a.readyroom"), acknowledged(&said)) {
        panic!("{fault}: {problem}; it said {said:?} and {told:?}");
    }
    output
}

fn run(folder: &Path, options: &[&str]) -> Output {
    Command::new("strace")
        .arg("-qq")
        .args(options)
        .arg(probe())
        .arg(folder.join("a.readyroom"))
        .arg(EDITS)
        .output()
        .unwrap()
}
