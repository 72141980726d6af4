//! Bytes to values and back: other people's spreadsheets come in here, and what leaves the program is made here.
//!
//! ```text
//! bytes → read → Workbook → recognise → Mapping → import → Proposal → Operation
//! our own JSON → import::whole → Proposal → Operation
//! plan → Row → write → bytes
//! plan → Report → text, Markdown, HTML
//! ```
//!
//! Everything here is pure: the shells read and write the files, show what is proposed and save what is agreed. It
//! knows [`domain`](crate::domain) and nobody else. A format is a row of a table, and so are a word a header may use and
//! a report.
//!
//! A sheet that we wrote is known again by two columns that are hidden in it: [`ID_COLUMN`] says which task a row is,
//! and [`BASE_COLUMN`] what the row said when it left, field by field, so that an edit of theirs is told from one of ours.

pub mod import;
#[cfg(test)]
mod plans;
pub mod read;
pub mod recognise;
pub mod reports;
#[cfg(test)]
mod round_trips;
pub mod sheet;
pub mod snapshot;
pub mod tracker;
pub mod write;

/// The heading of the hidden column that holds each task's id, as a UUID.
pub const ID_COLUMN: &str = "readyroom id";

/// The heading of the hidden column that holds a mark of what each field said when the sheet was written; see
/// [`tracker::said`].
pub const BASE_COLUMN: &str = "readyroom base";

/// The version of the form in which all of a file is written as JSON.
pub const JSON_VERSION: u8 = 1;

/// The sheet of a workbook that comes back; those beside it repeat its rows to be read and printed.
pub const TRACKER_SHEET: &str = "Tracker";

/// What a spreadsheet takes for the beginning of a formula. In CSV one apostrophe goes before text that begins so, and
/// comes off again when it is read.
pub const FORMULA: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];
