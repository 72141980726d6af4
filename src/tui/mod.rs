//! The screens' shell: terminal events in, pixels out.

pub mod theme;
pub mod view;
