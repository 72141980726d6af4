//! readyroom gets an English council's children's services through an Ofsted inspection.
//!
//! This is the map. Dependencies point one way, and a test holds them to it:
//!
//! ```text
//!              domain           knows nobody: values and rules, pure
//!           ↗     ↑     ↖
//!     store   exchange    app   know domain, and not each other
//!           ↖     ↑     ↗
//!            tui    cli         the two shells: clock, disk, terminal; not each other
//!              ↖    ↗
//!               main
//! ```
//!
//! What the two shells share (the clock, the places files go, the user's settings) is in [`shell`], which knows no store; a
//! drill, which needs the clock and the store, is held in [`rehearsal`].
//!
//! From a key to a pixel: `tui` makes a [`app::Msg`] of it, [`app::update`] changes the [`app::model`] and returns
//! effects, the shell runs them and sends what came of them back, and `tui::view` draws what the model says.
//! From an edit to the disk: [`domain::edit`] builds an operation, [`store::Store::commit`] saves it, and only then is
//! the same operation applied to the plan in memory. The command line goes the same way.
//!
//! From a colleague's spreadsheet to the plan and back: [`exchange`] reads bytes and writes them, and the shells own
//! the files.
//!
//! Back in time: [`domain::as_of`] takes back what was done since, newest first, as [`store`] reads it out of the log.
//! Nothing is kept for what can be found so: the board at any minute, the baseline, the trend.
//!
//! Threads are few: one reads the keyboard and one checks the file behind the screens, one reads a spreadsheet, and a
//! long file is read from both ends, or put into JSON in two halves, at a time. Nothing is shared between them but what is finished.
//!
//! Where things are added: a plan for another kind of inspection is a file in `assets/templates` and a row in
//! [`assets`]; what inspectors ask in another drill is one in `assets/drills` with a row there; an action is a row in [`app::action`] and one in [`app::keymap`]; a screen is a file in [`app`] with a
//! row in [`app::screen`], and a file in `tui::view` with a row there; a box to type in is a row in [`app::prompt`]; another
//! box is a file in [`app`] that says how it behaves ([`app::overlay::Conduct`]), and a file in `tui::view`; a command is a row in [`cli`] and a function; a
//! format of file is a row in [`exchange::write`] and a writer; a paper is a file in [`exchange::reports`] and a row; a
//! thing to check is a row in [`domain::checks`]; a small thing the file keeps beside tasks is a variant of
//! [`domain::records::Record`]; a field of a task starts in [`domain::task`], and the compiler lists the rest.

pub mod app;
pub mod assets;
pub mod cli;
pub mod domain;
pub mod exchange;
pub mod rehearsal;
pub mod shell;
pub mod store;
pub mod tui;
