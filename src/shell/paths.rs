//! Where files go when nobody has said: the user's data folder and settings folder, as the system names them.

use std::env;
use std::path::{Path, PathBuf};

use directories::ProjectDirs;

use crate::domain::failure::Failure;

/// How an inspection's file name ends.
pub const ENDING: &str = "readyroom";

/// Where inspections are made, and crash notes left.
pub fn data() -> Result<PathBuf, Failure> {
    places().map(|places| places.data_dir().to_owned())
}

/// Where the user's own settings are.
pub fn settings() -> Result<PathBuf, Failure> {
    match env::var_os("READYROOM_CONFIG_DIR") {
        Some(folder) if !folder.is_empty() => Ok(folder.into()),
        _ => places().map(|places| places.config_dir().to_owned()),
    }
}

fn places() -> Result<ProjectDirs, Failure> {
    ProjectDirs::from("", "", "readyroom").ok_or_else(|| {
        Failure::failed("There is no home folder to keep files in.")
            .hint("Name a file with --file.")
    })
}

/// A path as it was typed or pasted: spaces and quotes around it go, and `~` begins in the home folder.
pub fn typed(text: &str) -> PathBuf {
    let text = text.trim();
    let bare = text
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .or_else(|| {
            text.strip_prefix('\'')
                .and_then(|rest| rest.strip_suffix('\''))
        })
        .unwrap_or(text);
    let home = || directories::BaseDirs::new().map(|dirs| dirs.home_dir().to_owned());
    match (bare.strip_prefix("~/"), home()) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => bare.into(),
    }
}

/// A path in `folder` for a file of this name that is not taken yet; a number goes behind one that is.
pub fn free(folder: &Path, name: &str, ending: &str) -> PathBuf {
    let named = |number: u32| match number {
        1 => folder.join(format!("{name}.{ending}")),
        _ => folder.join(format!("{name}-{number}.{ending}")),
    };
    (1..1000)
        .map(named)
        .find(|path| !path.exists())
        .unwrap_or_else(|| named(1))
}

/// A path in `folder` for a new inspection of `authority` that is not taken yet: `northshire.readyroom`,
/// `northshire-2.readyroom`. Whoever makes the file still has to refuse to overwrite.
pub fn unused(folder: &Path, authority: &str) -> PathBuf {
    free(folder, &stem(authority), ENDING)
}

/// A name in lower-case letters, digits and single hyphens, for any file system.
fn stem(authority: &str) -> String {
    let mut stem = String::new();
    for c in authority.chars().flat_map(char::to_lowercase) {
        if c.is_ascii_alphanumeric() {
            stem.push(c);
        } else if c != '\'' && c != '’' && !stem.is_empty() && !stem.ends_with('-') {
            stem.push('-');
        }
    }
    stem.truncate(40);
    let stem = stem.trim_end_matches('-');
    // Windows keeps some short names for devices.
    let device = stem.len() <= 4
        && ["con", "prn", "aux", "nul", "com", "lpt"]
            .iter()
            .any(|name| stem.starts_with(name));
    if stem.is_empty() || device {
        "inspection".to_owned()
    } else {
        stem.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_for_its_council() {
        for (authority, name) in [
            ("Northshire County Council", "northshire-county-council"),
            ("King's Lynn & West", "kings-lynn-west"),
            ("", "inspection"),
            ("CON", "inspection"),
            ("../../etc", "etc"),
            ("日本", "inspection"),
        ] {
            assert_eq!(stem(authority), name);
        }
    }

    #[test]
    fn a_taken_name_gets_a_number() {
        let folder = tempfile::tempdir().unwrap();
        let first = unused(folder.path(), "Northshire");
        assert_eq!(first.file_name().unwrap(), "northshire.readyroom");
        std::fs::write(first, "").unwrap();
        assert_eq!(
            unused(folder.path(), "Northshire").file_name().unwrap(),
            "northshire-2.readyroom"
        );
    }
}
