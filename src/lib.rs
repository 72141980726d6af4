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
//! What the two shells share (the clock, the places files go, the user's settings) is in [`shell`], which does not know the
//! store. A drill is a rehearsal with the clock running; it needs both the clock and the store, so it is in [`rehearsal`].
//!
//! # How things flow
//!
//! **From a key to a pixel.** `tui` turns a key into an [`app::Msg`]. [`app::update`] changes the [`app::model`] and returns
//! effects. The shell runs the effects and sends what came of them back as further messages. `tui::view` draws what the
//! model says, and changes nothing.
//!
//! **From an edit to the disk.** [`domain::edit`] builds an operation. [`store::Store::commit`] saves it. Only then is the
//! same operation applied to the plan in memory. The command line goes the same way.
//!
//! **From a colleague's spreadsheet to the plan and back.** [`exchange`] reads bytes and makes bytes; the shells own the
//! files.
//!
//! **Back in time.** [`store`] reads the log, newest operation first, and [`domain::as_of`] takes each back. The board at any
//! minute, the baseline and the trend are found this way, so nothing is kept for them.
//!
//! **Threads** are few: one reads the keyboard, one checks the file behind the screens, one reads a spreadsheet. A long file
//! is read from both ends by two, and turned into JSON in two halves. What a thread hands over is finished; they share
//! nothing else.
//!
//! # Where things are added
//!
//! | to add | write |
//! | --- | --- |
//! | a plan for another kind of inspection | a file in `assets/templates`, a row in [`assets`] |
//! | what inspectors ask in another drill | a file in `assets/drills`, a row in [`assets`] |
//! | something a person can do | a row in [`app::action`], one in [`app::keymap`], and what it does in the `act` of its screen or in `app::edits` |
//! | a screen | a file in [`app`] and a row in [`app::screen`]; a file in `tui::view` and a row there |
//! | a box to type in | a row in [`app::prompt`] |
//! | another box | a file in [`app`] that says how it behaves ([`app::overlay::Conduct`]), a file in `tui::view` |
//! | a command | a row in [`cli`] and a function |
//! | a format of file | a writer and a row in [`exchange::write`] |
//! | a paper | a file and a row in [`exchange::reports`] |
//! | something to check | a row in [`domain::checks`] |
//! | a small thing the file keeps beside tasks | a variant of [`domain::records::Record`] |
//! | a field of a task | a field in [`domain::task`] and a migration in `assets/migrations`; the compiler lists the rest, but for a row in [`domain::fields`] where a person can set it, and one in [`exchange::tracker`] and in [`exchange::recognise`] where a spreadsheet has a column for it |

pub mod app;
pub mod assets;
pub mod cli;
pub mod domain;
pub mod exchange;
pub mod rehearsal;
pub mod shell;
pub mod store;
pub mod tui;
