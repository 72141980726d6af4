//! The user's own few settings: theme, name, recent files. They live apart from any inspection, in one TOML file,
//! and losing them loses nothing.

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::paths;
use crate::domain::failure::Failure;

/// Files remembered as recent.
const RECENT: usize = 9;

/// What the user has set.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Config {
    /// The theme's name; `None` means nobody has chosen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub theme: Option<String>,
    /// The name History shows; `None` means the one they log in with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub who: Option<String>,
    /// The files opened last, newest first.
    pub recent: Vec<PathBuf>,
}

impl Config {
    /// What the user has set, or nothing: settings that cannot be read are as good as none.
    pub fn load() -> Self {
        place()
            .ok()
            .and_then(|path| Self::read(&path))
            .unwrap_or_default()
    }

    fn read(path: &Path) -> Option<Self> {
        toml::from_str(&fs::read_to_string(path).ok()?).ok()
    }

    /// Makes `change` to what is set now and keeps it. Two windows that do so at once lose nothing but a setting.
    pub fn update(change: impl FnOnce(&mut Self)) -> Result<(), Failure> {
        let path = place()?;
        let before = Self::read(&path);
        let mut config = before.clone().unwrap_or_default();
        change(&mut config);
        if before.as_ref() == Some(&config) {
            Ok(())
        } else {
            config.write(&path)
        }
    }

    /// Written beside and renamed, so that there is never half a file.
    fn write(&self, path: &Path) -> Result<(), Failure> {
        let failed = |error: &dyn std::fmt::Display| {
            Failure::failed(format!(
                "Your settings cannot be kept in {}: {error}.",
                path.display()
            ))
        };
        let text = toml::to_string(self).map_err(|error| failed(&error))?;
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(|error| failed(&error))?;
        }
        let beside = path.with_extension(format!("toml.{}", std::process::id()));
        fs::write(&beside, text)
            .and_then(|()| fs::rename(&beside, path))
            .map_err(|error| failed(&error))
    }

    /// Puts `path` first among the recent files.
    pub fn opened(&mut self, path: &Path) {
        // A name that is not text cannot be written down.
        if path.to_str().is_none() {
            return;
        }
        self.recent.retain(|recent| recent != path);
        self.recent.insert(0, path.to_owned());
        self.recent.truncate(RECENT);
    }
}

fn place() -> Result<PathBuf, Failure> {
    paths::settings().map(|folder| folder.join("config.toml"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_read_back_as_they_were_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new").join("config.toml");
        let mut config = Config {
            theme: Some("light".to_owned()),
            ..Config::default()
        };
        config.opened(Path::new("/a.readyroom"));
        config.write(&path).unwrap();
        assert_eq!(Config::read(&path), Some(config));
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn settings_that_make_no_sense_are_as_good_as_none() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        assert_eq!(Config::read(&path), None);
        fs::write(&path, "theme = [").unwrap();
        assert_eq!(Config::read(&path), None);
    }

    #[test]
    fn the_file_opened_last_comes_first_and_once() {
        let mut config = Config::default();
        for name in ["a", "b", "c", "a"] {
            config.opened(Path::new(name));
        }
        assert_eq!(config.recent, ["a", "c", "b"].map(PathBuf::from));
    }
}
