//! The file under the worst: the process killed, the power cut. They watch `examples/commit_probe.rs` at work.

mod disk;
mod faults;
mod kill;
mod power;
mod trace;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use readyroom::store::{Access, HistoryQuery, Store, backup};

/// The probe, built if need be.
fn probe() -> &'static Path {
    static PROBE: OnceLock<PathBuf> = OnceLock::new();
    PROBE.get_or_init(|| {
        let built = Command::new(env!("CARGO"))
            .args(["build", "--quiet", "--offline", "--example", "commit_probe"])
            .status()
            .unwrap();
        assert!(built.success(), "the probe cannot be built");
        let tests = std::env::current_exe().unwrap();
        let folder = tests.parent().and_then(Path::parent).unwrap();
        folder
            .join("examples")
            .join(format!("commit_probe{}", std::env::consts::EXE_SUFFIX))
    })
}

/// A number from the environment, for the long runs before a release.
fn setting(name: &str, otherwise: usize) -> usize {
    std::env::var(name)
        .ok()
        .and_then(|number| number.parse().ok())
        .unwrap_or(otherwise)
}

/// Reads the last line the probe wrote in full: whether the file was made, and the last edit it called saved.
fn acknowledged(output: &str) -> (bool, usize) {
    let whole = output.rfind('\n').map_or("", |end| &output[..end]);
    let last = whole
        .lines()
        .filter_map(|line| line.strip_prefix("edit ")?.parse().ok())
        .next_back();
    (whole.lines().any(|line| line == "file"), last.unwrap_or(0))
}

/// The file, if it opens and nothing is wrong with it.
fn sound(path: &Path) -> Result<Store, String> {
    let store = Store::open(path, Access::ReadWrite)
        .map_err(|error| format!("it does not open: {error:?}"))?;
    match store.verify() {
        Ok(report) if report.is_sound() => Ok(store),
        Ok(report) => Err(format!("it is damaged: {:?}", report.problems)),
        Err(error) => Err(format!("it cannot be verified: {error:?}")),
    }
}

/// The number of the last edit in the file, or 0.
fn newest_edit(store: &Store) -> usize {
    let newest = store.history(&HistoryQuery {
        limit: Some(1),
        ..HistoryQuery::default()
    });
    newest.unwrap()[0]
        .entry
        .label
        .strip_prefix("edit ")
        .map_or(0, |number| number.parse().unwrap())
}

/// What is wrong with the file after the worst has happened, given what was acknowledged.
fn lost(path: &Path, (made, saved): (bool, usize)) -> Option<String> {
    if !made && !path.exists() {
        return None;
    }
    let found = match sound(path) {
        Ok(store) => newest_edit(&store),
        Err(problem) => return Some(problem),
    };
    if found < saved || found > saved + 1 {
        return Some(format!(
            "edit {saved} was saved, and the last in the file is {found}"
        ));
    }
    let copies = backup::list(path).unwrap();
    let broken = copies
        .iter()
        .find(|copy| !copy.verified || copy.verify().is_err())?;
    Some(format!("a copy is not sound: {broken:?}"))
}
