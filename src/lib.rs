//! readyroom gets an English council's children's services through an Ofsted inspection.
//!
//! This is the map. Dependencies point one way:
//!
//! ```text
//!                domain             knows nobody: values and rules, pure
//!              ↗    ↑    ↖
//!         store  exchange  app      know domain, and not each other
//!              ↖    ↑    ↗
//!               tui   cli           the two shells: clock, disk, terminal; not each other
//!                 ↖   ↗
//!                 main
//! ```

pub mod app;
pub mod assets;
pub mod cli;
pub mod domain;
pub mod shell;
pub mod store;
pub mod tui;
