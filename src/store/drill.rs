//! The copy on which a drill is held: made of an inspection, or of the standard plan, with the call in it. The inspection
//! itself is only read: of an earlier version, too, it keeps every byte.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use jiff::civil::DateTime;

use super::hold::{Clearing, Hold};
use super::{Access, Error, Store, backup, journal_of};
use crate::domain::drill::{self, Arrival, Script};
use crate::domain::failure::{self, Failure};
use crate::domain::id::Ids;
use crate::domain::operation::{Operation, Stamp};
use crate::domain::template::{Start, Template};
use crate::domain::text::Line;

/// An inspection before the drill, and what the drill makes of it.
#[derive(Debug)]
pub struct Laid {
    /// When the call comes.
    pub at: DateTime,
    /// What is to arrive.
    pub arrivals: Vec<Arrival>,
    source: Store,
    call: Operation,
}

impl Laid {
    /// Reads the inspection in `file`, or begins one from the standard plan, and works out what `script` does to it when
    /// the call comes as it was typed. `stamp` is who asks, and when.
    pub fn out(
        file: Option<&Path>,
        script: &Script,
        call: Option<&str>,
        stamp: &Stamp,
        ids: &mut Ids,
    ) -> Result<Self, Failure> {
        let source = match file {
            Some(path) => Store::open(path, Access::Untouched)?,
            None => from_template(stamp, ids)?,
        };
        let mut plan = source.read()?;
        let at = drill::call_at(call, stamp.local, plan.calendar())?;
        let call = drill::call(&plan, at, &stamp.who)?;
        plan.apply_all(&call.changes)
            .map_err(|clash| Failure::failed(format!("The plan does not fit: {clash}.")))?;
        Ok(Self {
            at,
            arrivals: script.arrivals(&plan)?,
            source,
            call,
        })
    }

    /// Makes a verified copy in `folder`, under that name or one like it, and has the call come in it. Of the drills that
    /// lie there, the oldest go. It is not cleared away while anybody has it open.
    pub fn copy(&self, folder: &Path, name: &str, stamp: &Stamp) -> Result<Store, Failure> {
        thin_out(folder);
        let (path, hold) = take_name(folder, name)?;
        let store = self.copy_to(&path, stamp);
        if store.is_err() {
            drop(hold);
            clear(&path);
        }
        store
    }

    fn copy_to(&self, path: &Path, stamp: &Stamp) -> Result<Store, Failure> {
        // Copies are made, and thinned out, in a folder of their own.
        let draft = path.with_extension("draft");
        let made = backup::make(&self.source, self.at, Some(&draft))?;
        let moved = fs::rename(&made.path, path).map_err(|error| {
            Failure::failed(format!(
                "The copy for the drill cannot be made at {}: {}.",
                path.display(),
                failure::reason(&error)
            ))
        });
        // An empty folder that stays is in nobody's way.
        let _left = fs::remove_dir_all(&draft);
        moved?;
        let mut store = Store::open(path, Access::ReadWrite)?;
        if !self.call.is_empty() {
            store.commit(&self.call, stamp)?;
        }
        Ok(store)
    }
}

/// A path that is not taken, and is not from now on.
fn take_name(folder: &Path, name: &str) -> Result<(PathBuf, Hold), Error> {
    let free = backup::names(folder, name).filter(|path| !path.exists());
    let taken = free.map(|path| Ok(Hold::begin(&path)?.map(|hold| (path, hold))));
    let mut taken = taken.filter_map(Result::transpose);
    taken.next().expect("numbers do not run out")
}

/// So many drills stay when another begins: enough to compare a season's.
const KEPT: usize = 9;

/// Removes all but the newest drills in `folder`. One that is open anywhere stays, and so does one that cannot be removed:
/// nothing hangs from it.
fn thin_out(folder: &Path) {
    let mut drills: Vec<(SystemTime, PathBuf)> = backup::files_in(folder)
        .filter_map(|path| Some((path.metadata().ok()?.modified().ok()?, path)))
        .collect();
    drills.sort_unstable_by(|one, other| other.cmp(one));
    for (_, path) in drills.into_iter().skip(KEPT) {
        clear(&path);
    }
}

/// Removes a drill and all that lies beside it, unless anybody has it open.
fn clear(path: &Path) {
    if let Some(clearing) = Clearing::of(path) {
        let _stays = fs::remove_file(path);
        let _stays = fs::remove_file(journal_of(path));
        let _stays = fs::remove_dir_all(backup::folder_for(path));
        clearing.done();
    }
}

fn from_template(stamp: &Stamp, ids: &mut Ids) -> Result<Store, Failure> {
    let start = Start {
        authority: Line::clipped("Made-up council"),
        ..Start::default()
    };
    let (inspection, rows) = Template::named("standard")?.start(&start, ids);
    Ok(Store::in_memory(&inspection, &rows, stamp, ids.next_id())?)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use jiff::Timestamp;
    use jiff::civil::datetime;

    use super::*;

    #[test]
    fn a_drill_that_could_not_be_made_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let in_the_way = folder.path().join("t-drill.draft");
        fs::write(&in_the_way, "").unwrap();
        let stamp = Stamp {
            who: Line::default(),
            at: Timestamp::UNIX_EPOCH,
            local: datetime(2026, 11, 30, 9, 0, 0, 0),
            rehearsed: false,
        };
        let script = Script::named(None).unwrap();
        let laid = Laid::out(None, &script, None, &stamp, &mut Ids::new(0, 1)).unwrap();
        assert!(laid.copy(folder.path(), "t-drill", &stamp).is_err());
        let left = fs::read_dir(folder.path()).unwrap().flatten();
        let left: Vec<PathBuf> = left.map(|file| file.path()).collect();
        assert_eq!(left, [in_the_way]);
    }

    #[test]
    fn the_newest_drills_stay_and_so_do_open_ones_and_all_else() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let mut open = Vec::new();
        for number in 0..12 {
            let path = at(&format!("n{number}.readyroom"));
            open.push(Hold::begin(&path).unwrap().unwrap());
            let age = SystemTime::UNIX_EPOCH + Duration::from_secs(number);
            fs::File::create(path).unwrap().set_modified(age).unwrap();
        }
        fs::write(at("n0.readyroom-journal"), "").unwrap();
        fs::create_dir(at("n0-backups")).unwrap();
        fs::write(at("notes.txt"), "").unwrap();
        let by_hand = fs::File::create(at("ours.readyroom")).unwrap();
        by_hand.set_modified(SystemTime::UNIX_EPOCH).unwrap();
        let drills = || fs::read_dir(folder.path()).unwrap().count();
        let all = drills();
        thin_out(folder.path());
        assert_eq!(drills(), all, "all of them are open");
        let again = Hold::on(&at("n1.readyroom"));
        drop(open);
        thin_out(folder.path());
        let left = fs::read_dir(folder.path()).unwrap().flatten();
        let mut left: Vec<String> = left
            .map(|file| file.file_name().to_string_lossy().into_owned())
            .collect();
        left.sort();
        let name = |number| format!("n{number}.readyroom");
        let mut stay: Vec<String> = (3..12).chain([1]).map(name).collect();
        stay.extend(stay.clone().iter().map(|name| format!("{name}-open")));
        stay.extend(["notes.txt", "ours.readyroom"].map(str::to_owned));
        stay.sort();
        assert_eq!(left, stay);
        drop(again);
        thin_out(folder.path());
        assert!(!at("n1.readyroom").exists(), "nobody has it open any more");
    }
}
