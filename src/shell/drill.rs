//! Which drill is wanted, where its script is, and where its copy goes: the folder of drills, so that its score can be read
//! afterwards. Who makes the copy, and clears old ones away, is not its business; what arrives in it, and when, is in
//! [`crate::domain::drill`].

use std::path::{Path, PathBuf};

use super::files::Data;
use super::paths;
use crate::domain::drill::Script;
use crate::domain::failure::Failure;

/// The drill that is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// The inspection to copy; without one, the standard plan is used.
    pub file: Option<PathBuf>,
    /// The name of a script, or the file of one of the user's own, as it was typed.
    pub script: Option<String>,
    /// When the call comes, as it was typed.
    pub call: Option<String>,
    /// How many times as fast as the real time the clock runs; at 0 it stands still.
    pub speed: u16,
}

/// How fast the clock of a drill runs, when nobody says how fast: an hour of the inspection takes a minute.
pub const SPEED: u16 = 60;

impl Wanted {
    /// What inspectors ask.
    pub fn script(&self) -> Result<Script, Failure> {
        let Some(typed) = &self.script else {
            return Script::named(None);
        };
        let data = Data {
            what: "script",
            otherwise: "Without --script the built-in one is used.",
        };
        data.built_in_or_file(typed, Script::named(Some(typed)), Script::parse)
    }

    /// Where the copy goes: the folder of drills, and how its file is called if nothing there is called so.
    pub fn copy(&self) -> Result<(PathBuf, String), Failure> {
        let stem = self.file.as_deref().and_then(Path::file_stem);
        let stem = stem.map_or("standard".into(), |stem| stem.to_string_lossy());
        Ok((paths::data()?.join("drills"), format!("{stem}-drill")))
    }
}
