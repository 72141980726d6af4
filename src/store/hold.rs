//! Who has a file open, known for certain where the file may be cleared away: an empty file beside it is locked by
//! whoever has it open, and the system lets go of the lock when they are gone, however they went. Which files may be
//! cleared, and when, is not its business; an inspection that is nobody's to clear has no such file and is not held.

use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::{Error, beside, folder_of, make_folder, make_private_file};

/// What the name of the file that is locked adds to the name of the one that is held.
const BEHIND: &str = "-open";

/// As long as this lives, the file is not cleared away.
#[derive(Debug)]
pub struct Hold {
    _lock: File,
}

impl Hold {
    /// From now on the file at `path`, which need not be there yet, may be cleared away, but not while it is held. `None`
    /// when another has taken the name.
    pub fn begin(path: &Path) -> Result<Option<Self>, Error> {
        make_folder(&folder_of(path))?;
        match make_private_file(&lock_of(path)) {
            Ok(()) => Ok(Self::on(path)),
            Err(Error::Io { source, .. }) if source.kind() == ErrorKind::AlreadyExists => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Holds the file, if it is one that may be cleared away. Waits while it is being cleared: then it is no longer there.
    pub fn on(path: &Path) -> Option<Self> {
        // Never the file itself: a lock on Windows keeps its readers out, and to close it on Unix lets go of the engine's.
        let lock = File::open(lock_of(path)).ok()?;
        // Where nothing can be locked, nothing is cleared away either.
        let _unlocked = lock.lock_shared();
        Some(Self { _lock: lock })
    }
}

/// A file that nobody has open, and that nobody can open meanwhile.
#[derive(Debug)]
pub struct Clearing {
    lock: File,
    at: PathBuf,
}

impl Clearing {
    /// `None` when somebody has it open, when that cannot be known, and when it may not be cleared away.
    pub fn of(path: &Path) -> Option<Self> {
        let at = lock_of(path);
        let lock = File::options().write(true).open(&at).ok()?;
        lock.try_lock().ok()?;
        Some(Self { lock, at })
    }

    /// The file is gone, and its name free.
    pub fn done(self) {
        // What stays is an empty file.
        let _stays = fs::remove_file(&self.at);
        drop(self.lock);
    }
}

fn lock_of(path: &Path) -> PathBuf {
    beside(path, BEHIND)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_held_by_anybody_is_not_cleared_and_what_may_not_be_cleared_is_not_held() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("t.readyroom");
        assert!(Hold::on(&path).is_none() && Clearing::of(&path).is_none());
        let first = Hold::begin(&path).unwrap();
        assert!(Hold::begin(&path).unwrap().is_none(), "the name is taken");
        let second = Hold::on(&path);
        assert!(first.is_some() && second.is_some());
        drop(first);
        assert!(Clearing::of(&path).is_none());
        drop(second);
        let clearing = Clearing::of(&path).unwrap();
        assert!(Clearing::of(&path).is_none(), "one clears");
        clearing.done();
        assert!(!lock_of(&path).exists());
        assert!(Hold::begin(&path).unwrap().is_some(), "the name is free");
    }
}
