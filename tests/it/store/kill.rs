//! Killing the process at any moment loses nothing it has called saved.

use std::io::Read as _;
use std::process::{Command, Stdio};
use std::time::Duration;

use super::{acknowledged, lost, newest_edit, probe, setting};

#[test]
fn a_kill_at_any_moment_loses_nothing_that_was_saved() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.readyroom");
    let kills = setting("READYROOM_KILLS", 20);
    let (mut made, mut saved, mut waited) = (false, 0, 7);
    for kill in 0..kills {
        let mut child = Command::new(probe())
            .arg(&path)
            .arg("1000000")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        waited = (waited * 37 + 11) % 191;
        // A busy machine may take longer to begin than any of these.
        let longer = if saved == 0 { kill as u64 * 40 } else { 0 };
        std::thread::sleep(Duration::from_millis(waited + longer));
        child.kill().unwrap();
        let mut output = String::new();
        child
            .stdout
            .take()
            .unwrap()
            .read_to_string(&mut output)
            .unwrap();
        child.wait().unwrap();
        let now = acknowledged(&output);
        (made, saved) = (made || now.0, saved.max(now.1));
        if let Some(problem) = lost(&path, (made, saved)) {
            panic!("kill {kill}: {problem}");
        }
        // What was being made when the kill came has the name the next attempt will give it: ids here do not vary.
        for left in std::fs::read_dir(folder.path()).unwrap() {
            let left = left.unwrap().path();
            if !made && left.extension().is_some_and(|ending| ending == "new") {
                std::fs::remove_file(left).unwrap();
            }
        }
        // Whatever was cut short may have been saved all the same: from here on it counts.
        if path.exists() {
            made = true;
            let store =
                readyroom::store::Store::open(&path, readyroom::store::Access::ReadOnly).unwrap();
            saved = newest_edit(&store);
        }
    }
    assert!(saved > 0, "nothing was ever saved, so nothing was tried");
}
