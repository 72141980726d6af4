//! The screens, driven by keys.

mod look;
