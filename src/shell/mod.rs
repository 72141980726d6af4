//! What the two shells share: the clock, the places where files go, how they are read and written, templates, which drill
//! is wanted, and the user's own few settings. Nothing else in the program reads the time or the environment.

pub mod clock;
pub mod config;
pub mod drill;
pub mod files;
pub mod paths;
pub mod save;
pub mod template;
