//! Which drill is wanted, where its script is, and where its copy goes: the folder of drills, so that its score can be read
//! afterwards. Who makes the copy is not its business; what arrives in it, and when, is in [`crate::domain::drill`].

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::files::Data;
use super::paths;
use crate::domain::drill::Script;
use crate::domain::failure::Failure;

/// The drill that is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// The inspection to copy; without one, the standard plan is used.
    pub file: Option<PathBuf>,
    /// The name of a script, or the file of one of the user's own, as it was typed.
    pub script: Option<String>,
    /// When the call comes, as it was typed.
    pub call: Option<String>,
    /// How many times as fast as the real time the clock runs; at 0 it stands still.
    pub speed: u16,
}

/// How fast the clock of a drill runs, when nobody says how fast: an hour of the inspection takes a minute.
pub const SPEED: u16 = 60;

impl Wanted {
    /// What inspectors ask.
    pub fn script(&self) -> Result<Script, Failure> {
        let Some(typed) = &self.script else {
            return Script::named(None);
        };
        let data = Data {
            what: "script",
            otherwise: "Without --script the built-in one is used.",
        };
        data.built_in_or_file(typed, Script::named(Some(typed)), Script::parse)
    }

    /// Where the copy goes: a name in the folder of drills that is not taken. Of the drills that lie there, the oldest go.
    pub fn copy(&self) -> Result<PathBuf, Failure> {
        let stem = self.file.as_deref().and_then(Path::file_stem);
        let stem = stem.map_or("standard".into(), |stem| stem.to_string_lossy());
        let folder = paths::data()?.join("drills");
        thin_out(&folder, SystemTime::now());
        let name = format!("{stem}-drill");
        Ok(paths::free(&folder, &name, paths::ENDING))
    }
}

/// So many drills stay when another begins: enough to compare a season's.
const KEPT: usize = 9;

/// One that was changed so lately may be open in another window, and stays: a drill is held within a day.
const HELD: Duration = Duration::from_secs(24 * 60 * 60);

/// Removes all but the newest drills in `folder`. One that cannot be removed stays: nothing hangs from it.
fn thin_out(folder: &Path, now: SystemTime) {
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut drills: Vec<(SystemTime, PathBuf)> = files
        .map(|file| file.path())
        .filter(|path| {
            path.extension()
                .is_some_and(|ending| ending == paths::ENDING)
        })
        .filter_map(|path| Some((path.metadata().ok()?.modified().ok()?, path)))
        .collect();
    drills.sort_unstable_by(|one, other| other.cmp(one));
    let is_over = |changed| now.duration_since(changed).is_ok_and(|age| age >= HELD);
    let old = drills.into_iter().skip(KEPT);
    for (_, path) in old.filter(|(changed, _)| is_over(*changed)) {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let copies = path.with_file_name(format!("{stem}-backups"));
        let journal = path.with_extension(format!("{}-journal", paths::ENDING));
        let _stays = fs::remove_file(&path);
        let _stays = fs::remove_file(journal);
        let _stays = fs::remove_dir_all(copies);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_drills_stay_and_so_does_all_else() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for number in 0..12 {
            let file = fs::File::create(at(&format!("n{number}.readyroom"))).unwrap();
            let age = SystemTime::UNIX_EPOCH + Duration::from_secs(number);
            file.set_modified(age).unwrap();
        }
        fs::write(at("n0.readyroom-journal"), "").unwrap();
        fs::create_dir(at("n0-backups")).unwrap();
        fs::write(at("notes.txt"), "").unwrap();
        let at = |hours: u64| SystemTime::UNIX_EPOCH + Duration::from_secs(hours * 60 * 60);
        thin_out(folder.path(), at(23));
        let drills = || fs::read_dir(folder.path()).unwrap().count();
        assert_eq!(drills(), 15, "any of them may be open");
        thin_out(folder.path(), at(25));
        let left = fs::read_dir(folder.path()).unwrap().flatten();
        let mut left: Vec<String> = left
            .map(|file| file.file_name().to_string_lossy().into_owned())
            .collect();
        left.sort();
        let mut stay: Vec<String> = (3..12)
            .map(|number| format!("n{number}.readyroom"))
            .collect();
        stay.push("notes.txt".to_owned());
        stay.sort();
        assert_eq!(left, stay);
    }
}
