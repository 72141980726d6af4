//! Text that is being typed, kept beside the user's settings in case the window is killed: one small file for each
//! inspection, which only the user can read, and never a part of the inspection itself. Losing it loses nothing saved.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::app::drafts::Draft;
use crate::domain::operation::Hash;
use crate::shell::paths;

/// The largest file that is read, in bytes.
const LARGEST: u64 = 4 * 1024 * 1024;

/// What was being typed for the inspection at `file`; nothing, where nothing that can be read was kept.
pub(super) fn read(file: &Path) -> Vec<Draft> {
    place(file).map_or_else(Vec::new, |place| read_at(&place))
}

fn read_at(place: &Path) -> Vec<Draft> {
    let is_small = fs::metadata(place).is_ok_and(|about| about.len() <= LARGEST);
    let text = is_small.then(|| fs::read_to_string(place).ok()).flatten();
    text.and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or_default()
}

/// Keeps `drafts` in the place of what was kept before; of nothing, nothing is left.
pub(super) fn keep(file: &Path, drafts: &[Draft]) -> io::Result<()> {
    match place(file) {
        Some(place) => keep_at(&place, drafts),
        None => Ok(()),
    }
}

/// Written beside and renamed, so that there is never half of it. It need not survive a power cut.
fn keep_at(place: &Path, drafts: &[Draft]) -> io::Result<()> {
    if drafts.is_empty() {
        return match fs::remove_file(place) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            Ok(()) | Err(_) => Ok(()),
        };
    }
    if let Some(folder) = place.parent() {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder)?;
    }
    let beside = place.with_extension(format!("json.{}", std::process::id()));
    let _left_from_before = fs::remove_file(&beside);
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options
        .open(&beside)
        .and_then(|mut file| file.write_all(serde_json::to_string(drafts)?.as_bytes()))
        .and_then(|()| fs::rename(&beside, place));
    if written.is_err() {
        let _left = fs::remove_file(&beside);
    }
    written
}

/// Named for the whole path of the inspection, which it does not tell.
fn place(file: &Path) -> Option<PathBuf> {
    let whole = fs::canonicalize(file).ok()?;
    let name = Hash(Sha256::digest(whole.as_os_str().as_encoded_bytes()).into());
    Some(
        paths::settings()
            .ok()?
            .join("drafts")
            .join(format!("{name}.json")),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::drafts::Kind;
    use crate::domain::id::{Ids, TaskId};

    fn draft(text: &str) -> Draft {
        Draft {
            kind: Kind::Note,
            tasks: vec![TaskId(Ids::new(3, 1_700_000_000_000).next_id())],
            texts: vec![(String::new(), text.to_owned())],
            open: true,
        }
    }

    #[test]
    fn what_is_kept_is_read_back_is_private_and_is_gone_when_there_is_nothing_left() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("drafts").join("a.json");
        assert_eq!(read_at(&place), []);
        for text in ["Spoke to Ann", "Spoke to Ann\nand \"Tom\" \u{1b}[31m"] {
            keep_at(&place, &[draft(text)]).unwrap();
            assert_eq!(read_at(&place), [draft(text)]);
        }
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
            assert_eq!(mode(&place), 0o600);
            assert_eq!(mode(place.parent().unwrap()), 0o700);
        }
        assert_eq!(fs::read_dir(place.parent().unwrap()).unwrap().count(), 1);
        fs::write(&place, "[{\"kind\": \"hat\"}]").unwrap();
        assert_eq!(read_at(&place), []);
        keep_at(&place, &[]).unwrap();
        keep_at(&place, &[]).unwrap();
        assert!(!place.exists());
    }
}
