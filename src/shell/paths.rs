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

/// What begins as the path does that is typed: its folder, as typed, and the names in it, sorted; folders have a
/// separator behind them. Of files only those with one of the `endings`, where there are any. What is hidden is found
/// by its dot. A folder that cannot be read has nothing in it.
pub fn beginning(text: &str, endings: &[&str]) -> (String, Vec<String>) {
    let text = text.trim_start().trim_start_matches(['"', '\'']);
    let text = if text == "~" { "~/" } else { text };
    let cut = text.rfind(std::path::is_separator).map_or(0, |at| at + 1);
    let (folder, begins) = text.split_at(cut);
    let place = if folder.is_empty() {
        PathBuf::from(".")
    } else {
        typed(folder)
    };
    let begins = begins.to_lowercase();
    let fits = |path: &Path| {
        let ending = path.extension().and_then(|ending| ending.to_str());
        endings.is_empty()
            || ending.is_some_and(|is| endings.iter().any(|one| one.eq_ignore_ascii_case(is)))
    };
    let name = |entry: std::fs::DirEntry| {
        let name = entry.file_name().into_string().ok()?;
        let is_found = name.to_lowercase().starts_with(&begins)
            && (begins.starts_with('.') || !name.starts_with('.'));
        if !is_found {
            return None;
        }
        let path = entry.path();
        if path.is_dir() {
            return Some(format!("{name}{}", std::path::MAIN_SEPARATOR));
        }
        Some(name).filter(|_| fits(&path))
    };
    let entries = std::fs::read_dir(place).into_iter().flatten();
    let mut names: Vec<String> = entries.filter_map(|entry| name(entry.ok()?)).collect();
    names.sort_by_cached_key(|name| name.to_lowercase());
    (folder.to_owned(), names)
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
    fn what_begins_as_a_path_does_is_found_by_name_and_ending() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["Tracker.xlsx", "tracker.csv", "tracker.png", ".hidden.csv"] {
            std::fs::write(folder.path().join(name), "").unwrap();
        }
        std::fs::create_dir(folder.path().join("tracks")).unwrap();
        let sep = std::path::MAIN_SEPARATOR;
        let shown = folder.path().display();
        let found = |text: &str| beginning(&format!("{shown}{sep}{text}"), &["csv", "xlsx"]);
        let tracks = format!("tracks{sep}");
        let begun = |names: &[&str]| {
            let names = names.iter().map(|name| (*name).to_owned()).collect();
            (format!("{shown}{sep}"), names)
        };
        assert_eq!(
            found("tr"),
            begun(&["tracker.csv", "Tracker.xlsx", &tracks])
        );
        assert_eq!(found("TRACKER.X"), begun(&["Tracker.xlsx"]));
        assert_eq!(found(""), begun(&["tracker.csv", "Tracker.xlsx", &tracks]));
        assert_eq!(found("."), begun(&[".hidden.csv"]));
        assert_eq!(found("x"), begun(&[]));
        assert_eq!(found("none/x"), (format!("{shown}{sep}none/"), vec![]));
        let quoted = beginning(&format!(" \"{shown}{sep}tracker.p"), &[]);
        assert_eq!(quoted, begun(&["tracker.png"]));
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
