//! The screens, driven by keys.

mod journeys;
mod laws;
mod look;
mod mouse;
mod readable;
mod settings;
mod papers;
