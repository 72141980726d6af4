//! Reading a file that somebody named, whole, with plain words when that cannot be.

use std::fs;
use std::io;
use std::path::Path;

use crate::domain::failure::Failure;

/// The bytes of a file of at most `most`; it is never changed.
pub fn read_whole(path: &Path, most: u64) -> Result<Vec<u8>, Failure> {
    let shown = path.display();
    let unreadable = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => Failure::not_found(format!("There is no file {shown}."))
            .hint("Check the name and the folder."),
        _ => Failure::failed(format!("{shown} cannot be read: {error}."))
            .hint("If it is open in Excel, close it there and try again."),
    };
    let about = fs::metadata(path).map_err(unreadable)?;
    if !about.is_file() {
        return Err(Failure::failed(format!("{shown} is a folder, not a file."))
            .hint("Name the file in it."));
    }
    if about.len() > most {
        let message = format!("{shown} is larger than {} MiB.", most >> 20);
        return Err(Failure::failed(message).hint("Save just what is needed as a file of its own."));
    }
    fs::read(path).map_err(unreadable)
}
