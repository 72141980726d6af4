//! A spreadsheet in memory: sheets of rows of typed cells, whatever file they came from.
//!
//! It knows what a cell holds and which colour it is filled with; what any of it means is for
//! [`recognise`](super::recognise) to say. The text of a sheet lies in one piece, so that a large one costs few
//! allocations.

use std::borrow::Cow;
use std::fmt;

use jiff::civil::{Date, DateTime};
use jiff::{SignedDuration, ToSpan as _};

use crate::domain::when::Moment;

/// The most rows a sheet may have.
pub const MOST_ROWS: usize = 20_000;

/// The most columns a sheet may have.
pub const MOST_COLUMNS: usize = 64;

/// What a file held.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Workbook {
    /// Its sheets, in their order; hidden ones too.
    pub sheets: Vec<Sheet>,
    /// How its text was read, for saying so; `None` where the format leaves no doubt.
    pub encoding: Option<&'static str>,
    /// From which day dates count that are written as plain numbers.
    pub dates: DateSystem,
}

/// From which day a spreadsheet counts its dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DateSystem {
    /// Day 1 is 1 January 1900, as in Excel on Windows.
    #[default]
    From1900,
    /// Day 0 is 1 January 1904, as in older Excel for the Mac.
    From1904,
}

impl DateSystem {
    /// The moment that lies `days` into the count, to the minute; `None` beyond the years a plan can hold.
    pub fn moment(self, days: f64) -> Option<Moment> {
        if !(0.0..=110_000.0).contains(&days) {
            return None;
        }
        let first = match self {
            // Excel holds 1900 for a leap year: from March 1900 on, the count is one too many.
            Self::From1900 if days >= 60.0 => Date::constant(1899, 12, 30),
            Self::From1900 => Date::constant(1899, 12, 31),
            Self::From1904 => Date::constant(1904, 1, 1),
        };
        let day = first.checked_add((days.trunc() as i64).days()).ok()?;
        let minutes = (days.fract() * 24.0 * 60.0).round() as i64;
        let at = day
            .to_datetime(jiff::civil::Time::midnight())
            .checked_add(SignedDuration::from_mins(minutes))
            .ok()?;
        Some(whole_day_or_time(at))
    }
}

/// Midnight in a spreadsheet is a day without a time.
pub fn whole_day_or_time(at: DateTime) -> Moment {
    if at.time() == jiff::civil::Time::midnight() {
        Moment::day(at.date())
    } else {
        Moment::at(at.date(), at.time())
    }
}

/// What one cell says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value<'a> {
    /// Nothing.
    Empty,
    /// Words, as they stand in the file; not yet through the text gate.
    Text(&'a str),
    /// A number that is not shown as a date.
    Number(f64),
    /// A true date, with a time or without.
    Moment(Moment),
    /// A tick box or a formula that gave true or false.
    Truth(bool),
    /// A formula that failed, as it is shown: `#REF!`.
    Error(&'static str),
}

impl<'a> Value<'a> {
    /// What it says, as a person would type it.
    pub fn words(&self) -> Cow<'a, str> {
        match self {
            Self::Text(text) => Cow::Borrowed(text),
            other => Cow::Owned(other.to_string()),
        }
    }

    /// Whether there is nothing to read in it.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.trim().is_empty(),
            Self::Number(_) | Self::Moment(_) | Self::Truth(_) | Self::Error(_) => false,
        }
    }
}

/// As a person would type it; dates day first.
impl fmt::Display for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => Ok(()),
            Self::Text(text) | Self::Error(text) => f.write_str(text),
            Self::Number(number) => write!(f, "{number}"),
            Self::Moment(at) => f.write_str(&crate::domain::phrase::moment(*at)),
            Self::Truth(true) => f.write_str("yes"),
            Self::Truth(false) => f.write_str("no"),
        }
    }
}

/// The colour a cell is filled with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour {
    /// Red, 0 to 255.
    pub red: u8,
    /// Green, 0 to 255.
    pub green: u8,
    /// Blue, 0 to 255.
    pub blue: u8,
}

/// A cell: what it says and how it is filled.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cell<'a> {
    /// What it says.
    pub value: Value<'a>,
    /// The colour it is filled with, where it is.
    pub fill: Option<Colour>,
}

/// A cell outside what a sheet holds.
const NOTHING: Cell<'static> = Cell {
    value: Value::Empty,
    fill: None,
};

/// A block of cells joined into one; only its first cell holds anything. Rows and columns count from 0, ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merge {
    /// Its first row.
    pub top: usize,
    /// Its first column.
    pub left: usize,
    /// Its last row.
    pub bottom: usize,
    /// Its last column.
    pub right: usize,
}

/// What a cell says, with its text in the sheet's one piece.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Stored {
    Empty,
    Text { start: u32, end: u32 },
    Number(f64),
    Moment(Moment),
    Truth(bool),
    Error(&'static str),
}

/// One sheet. Rows and columns count from 0 here; people are told rows from 1 and columns by letter.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sheet {
    /// Its name, as it stands in the file; not yet through the text gate.
    pub name: String,
    /// It is hidden from whoever opens the file.
    pub hidden: bool,
    /// Cells joined into one.
    pub merges: Vec<Merge>,
    text: String,
    cells: Vec<(Stored, Option<Colour>)>,
    /// Where each row begins in `cells`; it ends where the next begins.
    starts: Vec<u32>,
    widest: usize,
}

impl Sheet {
    /// A sheet without rows.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            ..Self::default()
        }
    }

    /// The same, with room for so many bytes of text.
    pub fn with_text(name: impl Into<String>, bytes: usize) -> Self {
        Self {
            text: String::with_capacity(bytes),
            ..Self::new(name)
        }
    }

    /// How many rows it has, blank ones between others included.
    pub fn rows(&self) -> usize {
        self.starts.len()
    }

    /// How many columns its widest row has.
    pub fn columns(&self) -> usize {
        self.widest
    }

    /// How much text it holds, in bytes.
    pub fn text_len(&self) -> usize {
        self.text.len()
    }

    /// A cell; one that is not there is empty.
    pub fn cell(&self, row: usize, column: usize) -> Cell<'_> {
        let Some((value, fill)) = self.span(row).and_then(|span| self.cells[span].get(column))
        else {
            return NOTHING;
        };
        let value = match *value {
            Stored::Empty => Value::Empty,
            Stored::Text { start, end } => Value::Text(&self.text[start as usize..end as usize]),
            Stored::Number(number) => Value::Number(number),
            Stored::Moment(at) => Value::Moment(at),
            Stored::Truth(truth) => Value::Truth(truth),
            Stored::Error(text) => Value::Error(text),
        };
        Cell { value, fill: *fill }
    }

    /// What a cell says.
    pub fn value(&self, row: usize, column: usize) -> Value<'_> {
        self.cell(row, column).value
    }

    /// Whether no cell of the row says anything.
    pub fn is_blank(&self, row: usize) -> bool {
        let width = self.span(row).map_or(0, |span| span.len());
        (0..width).all(|column| self.value(row, column).is_blank())
    }

    fn span(&self, row: usize) -> Option<std::ops::Range<usize>> {
        let start = *self.starts.get(row)? as usize;
        let end = self
            .starts
            .get(row + 1)
            .map_or(self.cells.len(), |end| *end as usize);
        Some(start..end)
    }

    /// Begins the row with this number; those between it and the last one are blank.
    pub fn begin_row(&mut self, row: usize) {
        while self.starts.len() <= row {
            self.starts.push(self.cells.len() as u32);
        }
    }

    /// Puts a cell behind the last one of the last row.
    pub fn push(&mut self, value: Value<'_>, fill: Option<Colour>) {
        let stored = match value {
            Value::Empty => Stored::Empty,
            Value::Text(text) => {
                let start = self.text.len() as u32;
                self.text.push_str(text);
                Stored::Text {
                    start,
                    end: self.text.len() as u32,
                }
            }
            Value::Number(number) => Stored::Number(number),
            Value::Moment(at) => Stored::Moment(at),
            Value::Truth(truth) => Stored::Truth(truth),
            Value::Error(text) => Stored::Error(text),
        };
        self.cells.push((stored, fill));
        self.widest = self.widest.max(self.width_of_last());
    }

    /// How many cells the last row has so far.
    pub fn width_of_last(&self) -> usize {
        self.cells.len() - self.starts.last().map_or(0, |start| *start as usize)
    }

    /// Forgets rows at the end that say nothing.
    pub fn trim(&mut self) {
        while self.rows() > 0 && self.is_blank(self.rows() - 1) {
            let start = self.starts.pop().map_or(0, |start| start as usize);
            self.cells.truncate(start);
        }
    }
}

/// A column by its letters, as spreadsheets show it: 0 is `A`, 26 is `AA`.
pub fn column_letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(b'A' + (rest % 26) as u8);
        rest /= 26;
    }
    letters.iter().rev().map(|letter| *letter as char).collect()
}

/// A cell by its name, as spreadsheets show it: row 0, column 0 is `A1`.
pub fn cell_name(row: usize, column: usize) -> String {
    format!("{}{}", column_letters(column), row + 1)
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};

    use super::*;

    #[test]
    fn columns_are_named_as_spreadsheets_name_them() {
        let named = [0, 25, 26, 51, 52, 701, 702].map(column_letters);
        assert_eq!(named, ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }

    #[test]
    fn days_are_counted_from_1900_with_its_false_leap_day_and_from_1904() {
        let (windows, mac) = (DateSystem::From1900, DateSystem::From1904);
        for (system, days, day) in [
            (windows, 1.0, date(1900, 1, 1)),
            (windows, 59.0, date(1900, 2, 28)),
            (windows, 61.0, date(1900, 3, 1)),
            (windows, 46_185.0, date(2026, 6, 12)),
            (mac, 44_723.0, date(2026, 6, 12)),
        ] {
            assert_eq!(system.moment(days), Some(Moment::day(day)), "{days}");
        }
        assert_eq!(
            windows.moment(46_185.729_166_666_7),
            Some(Moment::at(date(2026, 6, 12), time(17, 30, 0, 0)))
        );
        assert_eq!(windows.moment(-1.0), None);
        assert_eq!(windows.moment(f64::NAN), None);
        assert_eq!(windows.moment(1e9), None);
    }

    #[test]
    fn rows_between_are_blank_and_those_at_the_end_are_forgotten() {
        let mut sheet = Sheet::new("A");
        sheet.begin_row(2);
        sheet.push(Value::Text("x"), None);
        sheet.begin_row(4);
        sheet.push(Value::Text(" "), None);
        assert_eq!((sheet.rows(), sheet.columns()), (5, 1));
        sheet.trim();
        assert_eq!(sheet.rows(), 3);
        assert!(sheet.is_blank(0) && sheet.is_blank(1) && !sheet.is_blank(2));
        assert_eq!(sheet.value(2, 0), Value::Text("x"));
        assert_eq!(sheet.value(9, 9), Value::Empty);
    }
}
