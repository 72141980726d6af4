//! The screens, driven by keys.

mod journeys;
mod laws;
mod look;
