//! Which drill is wanted, where its script is, and where its copy goes: the folder of drills, so that its score can be read
//! afterwards. Who makes the copy is not its business; what arrives in it, and when, is in [`crate::domain::drill`].

use std::path::{Path, PathBuf};

use super::{files, paths};
use crate::domain::drill::Script;
use crate::domain::failure::Failure;

/// The drill that is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// The inspection to copy; without one, the standard plan is used.
    pub file: Option<PathBuf>,
    /// A script of the user's own.
    pub script: Option<PathBuf>,
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
        let Some(path) = &self.script else {
            return Script::shipped();
        };
        let otherwise = "Without --script the built-in one is used.";
        let (shown, text) = files::text_at(path, "script", otherwise)?;
        Script::parse(&shown, &text)
    }

    /// Where the copy goes: a name in the folder of drills that is not taken.
    pub fn copy(&self) -> Result<PathBuf, Failure> {
        let stem = self.file.as_deref().and_then(Path::file_stem);
        let stem = stem.map_or("standard".into(), |stem| stem.to_string_lossy());
        let folder = paths::data()?.join("drills");
        let name = format!("{stem}-drill");
        Ok(paths::free(&folder, &name, paths::ENDING))
    }
}
