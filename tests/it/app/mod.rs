//! The screens, driven by keys.

mod back;
mod boxes;
mod drafts;
mod drill;
mod grades;
mod import;
mod journeys;
mod laws;
mod look;
mod mouse;
mod owners;
mod papers;
mod present;
mod readable;
mod requests;
mod settings;
mod timeline;
mod walk;

/// The windows that everything is looked at in.
const SIZES: &[(u16, u16)] = &[(80, 24), (120, 40), (60, 16), (40, 10)];
