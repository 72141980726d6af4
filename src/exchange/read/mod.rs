//! Reads a spreadsheet from its bytes, whatever it is called and whoever wrote it.
//!
//! The formats are rows of [`FORMATS`], known by how a file begins. What cannot be read is refused with its reason and
//! what to do; a file made to do harm is refused before it can, by the limits named here. The name of the file is used
//! in no decision.

mod csv;
mod xlsx;

use std::ops::ControlFlow;

use super::sheet::{MOST_COLUMNS, MOST_ROWS, Workbook};
use crate::domain::failure::Failure;
use crate::domain::text::quoted;

/// The largest file that is read, in bytes.
pub const MOST_BYTES: usize = 10 << 20;

/// The most text one cell may hold, in bytes.
pub const MOST_IN_A_CELL: usize = 32 << 10;

/// Is told how many rows have been read, now and then; breaking stops the reading.
pub type Watch<'a> = &'a mut dyn FnMut(usize) -> ControlFlow<()>;

/// How many rows are read between two looks at the watch.
const ROWS_BETWEEN_LOOKS: usize = 256;

/// A kind of file.
#[derive(Clone, Copy)]
pub struct Format {
    /// As people call it.
    pub name: &'static str,
    /// How its files end.
    pub ending: &'static str,
    /// Whether bytes that begin so are of this kind.
    is: fn(&[u8]) -> bool,
    read: fn(&[u8], Watch<'_>) -> Result<Workbook, ReadError>,
}

impl std::fmt::Debug for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

/// The kinds of file that are read, asked in this order; text comes last, because anything may be text.
pub const FORMATS: &[Format] = &[
    Format {
        name: "Excel",
        ending: "xlsx",
        is: xlsx::is_workbook,
        read: xlsx::read,
    },
    Format {
        name: "CSV",
        ending: "csv",
        is: |_| true,
        read: csv::read,
    },
];

/// Why a file is not read: a sentence's end that fits behind the file's name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// It has no bytes, or nothing but blank rows.
    #[error("is empty")]
    Empty,
    /// It is larger than what is read.
    #[error("is larger than {} MB", MOST_BYTES >> 20)]
    TooLarge,
    /// It is neither a spreadsheet nor text.
    #[error("is not a spreadsheet")]
    NotASheet,
    /// One row too many.
    #[error("has more than {MOST_ROWS} rows on sheet \"{sheet}\"")]
    TooManyRows {
        /// The sheet's name.
        sheet: String,
    },
    /// A cell lies too far out.
    #[error(
        "has something in cell {cell} on sheet \"{sheet}\", beyond row {MOST_ROWS} or column {MOST_COLUMNS}"
    )]
    FarCell {
        /// The sheet's name.
        sheet: String,
        /// The cell, like `XFD1048576`.
        cell: String,
    },
    /// A cell holds more text than any note.
    #[error("has more than {} KiB of text in cell {cell} on sheet \"{sheet}\"", MOST_IN_A_CELL >> 10)]
    LongCell {
        /// The sheet's name.
        sheet: String,
        /// The cell, like `B7`.
        cell: String,
    },
    /// A password keeps it shut.
    #[error("is protected with a password")]
    Password,
    /// Excel before 2007.
    #[error("is in Excel's old format (.xls)")]
    OldExcel,
    /// It holds macros, which no tracker needs.
    #[error("holds macros")]
    Macros,
    /// It cannot be unpacked, or holds what no spreadsheet does.
    #[error("is damaged or cut short ({why})")]
    Damaged {
        /// In a few words, safe to show.
        why: String,
    },
    /// Unpacked it would fill the memory.
    #[error("holds {what}")]
    Bomb {
        /// What there is too much of.
        what: &'static str,
    },
    /// One of its parts is named like a file elsewhere on the disk.
    #[error("names a place outside itself, {part}")]
    Path {
        /// The part, safe to show.
        part: String,
    },
    /// A quotation mark is opened and never closed, or closed in the middle.
    #[error("has a quotation mark on line {line} that does not end its cell")]
    Quote {
        /// The line it opens on, from 1.
        line: usize,
    },
    /// The user had enough.
    #[error("was not read to its end, as you asked")]
    Stopped,
}

impl ReadError {
    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Empty => "Choose the file that holds the tracker.",
            Self::TooLarge => {
                "Save just the tracker's sheet, without pictures, as a file of its own."
            }
            Self::NotASheet => "Excel workbooks (.xlsx) and CSV files are read.",
            Self::TooManyRows { .. } => "Split it into two files.",
            Self::FarCell { .. } => "Delete what is there, save it and try again.",
            Self::LongCell { .. } => "Shorten it, or move it to a document of its own.",
            Self::Password => "Take the password off in Excel: File, Info, Protect Workbook.",
            Self::OldExcel | Self::Macros => "In Excel, save it as \"Excel Workbook (.xlsx)\".",
            Self::Damaged { .. } => "Open it in Excel, save it under a new name and try that one.",
            Self::Bomb { .. } => "Copy just the tracker's cells into a new workbook.",
            Self::Path { .. } => "It was not made by a spreadsheet; ask whoever sent it.",
            Self::Quote { .. } => "Save it again from Excel as \"CSV UTF-8\".",
            Self::Stopped => "Nothing was changed.",
        }
    }

    /// The failure as people are told it, for the file they named.
    pub fn about(&self, file: &str) -> Failure {
        Failure::failed(format!("{} {self}.", quoted(file))).hint(self.hint())
    }
}

/// Reads a spreadsheet.
pub fn read(bytes: &[u8], watch: Watch<'_>) -> Result<Workbook, ReadError> {
    if bytes.len() > MOST_BYTES {
        return Err(ReadError::TooLarge);
    }
    let format = FORMATS.iter().find(|format| (format.is)(bytes));
    let format = format.ok_or(ReadError::NotASheet)?;
    let mut workbook = (format.read)(bytes, watch)?;
    workbook
        .sheets
        .iter_mut()
        .for_each(super::sheet::Sheet::trim);
    if workbook.sheets.iter().all(|sheet| sheet.rows() == 0) {
        return Err(ReadError::Empty);
    }
    Ok(workbook)
}

/// Looks at the watch now and then.
fn look(rows: usize, watch: &mut dyn FnMut(usize) -> ControlFlow<()>) -> Result<(), ReadError> {
    if rows.is_multiple_of(ROWS_BETWEEN_LOOKS) && watch(rows).is_break() {
        return Err(ReadError::Stopped);
    }
    Ok(())
}
