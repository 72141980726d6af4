//! Files that are made for the user to send on: written beside their place first, so that they are there whole or not
//! at all, and never over another file unless that was said.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use crate::domain::failure::{self, Failure};

/// What becomes of a file that is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existing {
    /// It stays, and nothing is written.
    Keep,
    /// It makes way.
    Replace,
}

/// Refuses a place that is taken, or is no place for a file; for asking before any work is done.
pub fn check(path: &Path, existing: Existing) -> Result<(), Failure> {
    let shown = path.display();
    if path.is_dir() {
        return Err(Failure::usage(format!("{shown} is a folder.")).hint("Name a file in it."));
    }
    let folder = path.parent().filter(|folder| *folder != Path::new(""));
    if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
        let message = format!("There is no folder {}.", folder.display());
        return Err(Failure::not_found(message).hint("Choose one that is there, or make it first."));
    }
    if existing == Existing::Keep && fs::symlink_metadata(path).is_ok() {
        return Err(taken(path));
    }
    Ok(())
}

/// Writes `bytes` to `path`.
pub fn write(path: &Path, bytes: &[u8], existing: Existing) -> Result<(), Failure> {
    check(path, existing)?;
    let draft = draft_of(path);
    let made = fill(&draft, bytes).and_then(|()| match existing {
        Existing::Replace => fs::rename(&draft, path),
        Existing::Keep => give_new_name(&draft, path),
    });
    made.map_err(|error| {
        let _ = fs::remove_file(&draft);
        if error.kind() == ErrorKind::AlreadyExists {
            return taken(path);
        }
        let way_out = match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "Free some space",
            ErrorKind::NotFound => "Make the folder",
            _ => "Close it in Excel",
        };
        let why = failure::reason(&error);
        Failure::failed(format!("{} cannot be written: {why}.", path.display())).hint(format!(
            "Nothing is there that was not there before. {way_out}, or choose another place."
        ))
    })
}

fn taken(path: &Path) -> Failure {
    Failure::failed(format!("There is a file {} already.", path.display()))
        .hint("Choose another name, or say --force to replace it.")
}

fn draft_of(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{}.new", std::process::id()))
}

fn fill(draft: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let _ = fs::remove_file(draft);
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(draft)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Gives the draft its name unless somebody has taken it meanwhile. Where a file cannot have two names for a moment,
/// the last look has to do.
fn give_new_name(draft: &Path, path: &Path) -> std::io::Result<()> {
    match fs::hard_link(draft, path) {
        Ok(()) => fs::remove_file(draft),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(error),
        Err(_no_links_here) => {
            // Made empty first: that fails when the name is taken.
            File::create_new(path)?;
            fs::rename(draft, path)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_there_whole_and_alone_and_never_over_another() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        write(&path, b"one", Existing::Keep).unwrap();
        let refused = write(&path, b"two", Existing::Keep).unwrap_err();
        assert!(refused.message.contains("already"), "{refused}");
        assert_eq!(fs::read(&path).unwrap(), b"one");
        write(&path, b"three", Existing::Replace).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"three");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        let folder_itself = write(folder.path(), b"x", Existing::Replace).unwrap_err();
        assert!(folder_itself.message.ends_with("is a folder."));
        let nowhere = folder.path().join("none").join("a.csv");
        assert!(write(&nowhere, b"x", Existing::Keep).is_err());
    }
}
