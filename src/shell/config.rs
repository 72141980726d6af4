//! The user's own few settings: theme, characters, mouse, name, recent files. They live apart from any inspection, in
//! one TOML file, and losing them loses nothing. It knows what they are called, and not what they mean.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use serde::{Deserialize, Serialize};

use super::paths;
use crate::domain::failure::{self, Failure};

/// Files remembered as recent.
const RECENT: usize = 9;

/// Shapes of spreadsheets of which the columns are remembered.
const SHAPES: usize = 50;

/// What the user has set.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Config {
    /// The theme's name; `None` means nobody has chosen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub theme: Option<String>,
    /// Which characters are drawn; `None` means what the terminal says it can show.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub characters: Option<String>,
    /// Whether the mouse is used.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub mouse: bool,
    /// The name History shows; `None` means the one they log in with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub who: Option<String>,
    /// The files opened last, newest first.
    pub recent: Vec<PathBuf>,
    /// What the columns of spreadsheets are for, by the shape of the file and then by heading.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub columns: BTreeMap<String, BTreeMap<String, String>>,
    /// What another version of the program has set, kept for it.
    #[serde(flatten)]
    others: toml::Table,
}

/// What is at a place where settings may be.
enum Read {
    /// Settings.
    Config(Box<Config>),
    /// Nothing.
    Missing,
    /// Something that is not settings.
    Garbled(Failure),
    /// Something that cannot be read.
    Failed(Failure),
}

/// The ending of settings that made no sense and were put aside.
const ASIDE: &str = "unreadable.toml";

impl Config {
    /// What the user has set. Nothing set yet is no failure; a file that cannot be read is, and is left as it is.
    pub fn load() -> Result<Self, Failure> {
        match Self::read(&place()?) {
            Read::Config(config) => Ok(*config),
            Read::Missing => Ok(Self::default()),
            Read::Failed(failure) | Read::Garbled(failure) => Err(failure),
        }
    }

    fn read(path: &Path) -> Read {
        let failure = |error: &dyn std::fmt::Display| {
            let message = format!(
                "Your settings in {} cannot be read: {}",
                path.display(),
                failure::reason(&error)
            );
            Failure::failed(format!("{}.", message.trim_end().trim_end_matches('.')))
        };
        match fs::read(path) {
            Ok(bytes) => match parse(&bytes) {
                Ok(config) => Read::Config(Box::new(config)),
                Err(error) => Read::Garbled(failure(&error)),
            },
            Err(error) if error.kind() == io::ErrorKind::NotFound => Read::Missing,
            Err(error) => Read::Failed(failure(&error)),
        }
    }

    /// Makes `change` to what is set now and keeps it. Two windows that do so at once lose nothing but a setting.
    /// A file that makes no sense is put aside, not written over.
    pub fn update(change: impl FnOnce(&mut Self)) -> Result<(), Failure> {
        Self::update_at(&place()?, change)
    }

    fn update_at(path: &Path, change: impl FnOnce(&mut Self)) -> Result<(), Failure> {
        let mut config = match Self::read(path) {
            Read::Config(before) => *before,
            Read::Missing => Self::default(),
            Read::Failed(failure) => return Err(failure),
            Read::Garbled(failure) => {
                fs::rename(path, path.with_extension(ASIDE)).map_err(|_left| failure)?;
                Self::default()
            }
        };
        let before = config.clone();
        change(&mut config);
        if before == config {
            Ok(())
        } else {
            config.write(path)
        }
    }

    /// Written beside and renamed, so that there is never half a file.
    fn write(&self, path: &Path) -> Result<(), Failure> {
        let failed = |error: &dyn std::fmt::Display| {
            Failure::failed(format!(
                "Your settings cannot be kept in {}: {}.",
                path.display(),
                failure::reason(&error)
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

    /// Keeps what the columns of spreadsheets of this shape are for.
    pub fn remember_columns(&mut self, shape: &str, columns: BTreeMap<String, String>) {
        self.columns.insert(shape.to_owned(), columns);
        while self.columns.len() > SHAPES {
            let other = self.columns.keys().find(|known| *known != shape).cloned();
            self.columns.remove(&other.unwrap_or_default());
        }
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

/// The first thing that is wrong is told in one line.
fn parse(bytes: &[u8]) -> Result<Config, String> {
    let text = str::from_utf8(bytes).map_err(|_bytes| "it is not text".to_owned())?;
    toml::from_str(text).map_err(|error| {
        let line = error
            .span()
            .map(|span| text[..span.start.min(text.len())].matches('\n').count() + 1);
        let what = error.message().lines().next().unwrap_or_default();
        match line {
            Some(line) => format!("line {line}: {what}"),
            None => what.to_owned(),
        }
    })
}

fn place() -> Result<PathBuf, Failure> {
    paths::settings().map(|folder| folder.join("config.toml"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(path: &Path) -> Config {
        match Config::read(path) {
            Read::Config(config) => *config,
            Read::Missing => panic!("nothing is there"),
            Read::Failed(failure) | Read::Garbled(failure) => panic!("{failure}"),
        }
    }

    #[test]
    fn settings_are_read_back_as_they_were_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new").join("config.toml");
        let mut config = Config {
            theme: Some("light".to_owned()),
            ..Config::default()
        };
        config.opened(Path::new("/a.readyroom"));
        let columns = [("By when".to_owned(), "due".to_owned())];
        config.remember_columns("1f", columns.into());
        config.write(&path).unwrap();
        assert_eq!(read(&path), config);
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn settings_that_make_no_sense_are_named_by_line_and_put_aside() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        assert!(matches!(Config::read(&path), Read::Missing));
        for garbled in [
            "mouse = false\ntheme = [",
            "mouse = \"often\"",
            "\u{0}\u{0}",
        ] {
            fs::write(&path, garbled).unwrap();
            let Read::Garbled(failure) = Config::read(&path) else {
                panic!("{garbled} was read")
            };
            assert!(failure.to_string().contains("line "), "{failure}");
            Config::update_at(&path, |config| config.mouse = true).unwrap();
            assert!(read(&path).mouse);
            let aside = folder.path().join("config.unreadable.toml");
            assert_eq!(fs::read_to_string(aside).unwrap(), garbled);
        }
    }

    #[test]
    fn what_another_version_has_set_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        fs::write(&path, "views = [\"late\"]\ntheme = \"light\"\n").unwrap();
        Config::update_at(&path, |config| config.theme = Some("dark".to_owned())).unwrap();
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains("views = [\"late\"]"), "{text}");
        assert!(text.contains("theme = \"dark\""), "{text}");
    }

    #[test]
    fn settings_that_cannot_be_kept_are_a_failure_that_names_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        fs::create_dir(&path).unwrap();
        let failure = Config::update_at(&path, |config| config.mouse = true).unwrap_err();
        assert!(failure.to_string().contains("config.toml"), "{failure}");
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
