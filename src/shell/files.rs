//! Reading a file that somebody named, whole, with plain words when that cannot be. What is in it is not judged here.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;

use super::paths;
use crate::domain::failure::{self, Failure, Kind};
use crate::domain::text::Line;

/// The largest file of text that is read, in bytes: as a template, room for some 50,000 tasks.
pub(super) const LARGEST_TEXT: u64 = 16 * 1024 * 1024;

/// The bytes of a file of at most `most`; it is never changed.
pub fn read_whole(path: &Path, most: u64) -> Result<Vec<u8>, Failure> {
    bytes_of(path, most).map_err(|trouble| {
        let failure = trouble.said(path);
        match trouble {
            Trouble::Missing => failure.hint("Check the name and the folder."),
            Trouble::Folder => failure.hint("Name the file in it."),
            Trouble::NotFile => failure,
            Trouble::Large(_) => failure.hint("Save just what is needed as a file of its own."),
            Trouble::Unreadable(_) => {
                failure.hint("If it is open in Excel, close it there and try again.")
            }
        }
    })
}

/// Data that is built in under some names, or lies in a file of the user's own.
pub(super) struct Data {
    /// What it is, in a word.
    pub(super) what: &'static str,
    /// What to do where there is no such file.
    pub(super) otherwise: &'static str,
}

impl Data {
    /// What is built in under the name `wanted`, else what `parse` makes of the file of that name and its text.
    pub(super) fn built_in_or_file<T>(
        &self,
        wanted: &str,
        built_in: Result<T, Failure>,
        parse: impl FnOnce(&str, &str) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        match built_in {
            Err(unknown) if unknown.kind == Kind::NotFound && is_path(wanted) => {
                let (shown, text) = self.text_at(&paths::typed(wanted))?;
                parse(&shown, &text)
            }
            known => known,
        }
    }

    /// The text of a file, and the name by which to speak of it.
    fn text_at(&self, path: &Path) -> Result<(String, String), Failure> {
        let Self { what, otherwise } = self;
        let bytes = bytes_of(path, LARGEST_TEXT).map_err(|trouble| {
            let failure = trouble.said(path);
            match trouble {
                Trouble::Missing => failure.hint(*otherwise),
                Trouble::Folder => failure.hint(format!("Name the {what} file that is in it.")),
                Trouble::Large(_) => failure.hint(format!(
                    "No {what} is that large. Check that it is the file you mean."
                )),
                Trouble::NotFile | Trouble::Unreadable(_) => failure,
            }
        })?;
        let shown = shown(path);
        let text = text_of(&shown, &bytes)?.to_owned();
        Ok((shown, text))
    }
}

/// A name with an ending or a folder in it means a file, and so does the name of one that is there.
fn is_path(wanted: &str) -> bool {
    let path = Path::new(wanted);
    wanted.contains(['/', '\\']) || path.extension().is_some() || path.exists()
}

/// Why a file is not read.
#[derive(Debug)]
enum Trouble {
    Missing,
    Folder,
    /// A device, a pipe: what has no end.
    NotFile,
    /// It has more than these bytes.
    Large(u64),
    Unreadable(io::Error),
}

impl Trouble {
    fn said(&self, path: &Path) -> Failure {
        let shown = shown(path);
        match self {
            Self::Missing => Failure::not_found(format!("There is no file {shown}.")),
            Self::Folder => Failure::failed(format!("{shown} is a folder.")),
            Self::NotFile => Failure::failed(format!("{shown} is not a file.")),
            Self::Large(most) => {
                Failure::failed(format!("{shown} is larger than {} MB.", most >> 20))
            }
            Self::Unreadable(error) => {
                let why = failure::reason(error);
                Failure::failed(format!("{shown} cannot be read: {why}."))
            }
        }
    }
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::Missing,
            _ => Self::Unreadable(error),
        }
    }
}

fn bytes_of(path: &Path, most: u64) -> Result<Vec<u8>, Trouble> {
    let about = fs::metadata(path)?;
    if about.is_dir() {
        return Err(Trouble::Folder);
    }
    if !about.is_file() {
        return Err(Trouble::NotFile);
    }
    let mut bytes = Vec::new();
    // What is read is counted, not what the folder says: the file may grow meanwhile.
    File::open(path)?.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        return Err(Trouble::Large(most));
    }
    Ok(bytes)
}

fn shown(path: &Path) -> String {
    Line::clipped(&path.to_string_lossy()).to_string()
}

/// The text, without the mark that some editors put before it.
fn text_of<'b>(shown: &str, bytes: &'b [u8]) -> Result<&'b str, Failure> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let sound = bytes.iter().take(error.valid_up_to());
        let line = sound.filter(|byte| **byte == b'\n').count() + 1;
        Failure::failed(format!("{shown}, line {line}: this is not text in UTF-8."))
            .hint("Save it as UTF-8 in your editor, and try again.")
    })?;
    Ok(text.strip_prefix('\u{FEFF}').unwrap_or(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_and_what_is_too_large_are_refused_and_a_file_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("t.csv");
        let (most, bytes) = (1 << 20, vec![b','; (1 << 20) + 1]);
        fs::write(&path, &bytes).unwrap();
        assert_eq!(read_whole(&path, most + 1).unwrap(), bytes);
        let too_large = read_whole(&path, most).unwrap_err();
        assert!(
            too_large.message.ends_with("t.csv is larger than 1 MB."),
            "{too_large}"
        );
        let not_a_file = read_whole(folder.path(), most).unwrap_err();
        assert!(
            not_a_file.message.ends_with(" is a folder."),
            "{not_a_file}"
        );
        let missing = read_whole(&folder.path().join("no.csv"), most).unwrap_err();
        assert!(
            missing.message.starts_with("There is no file "),
            "{missing}"
        );
    }
}
