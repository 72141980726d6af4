//! The screens, driven by keys.

mod back;
mod grades;
mod import;
mod journeys;
mod laws;
mod look;
mod mouse;
mod papers;
mod present;
mod readable;
mod requests;
mod settings;
mod walk;
