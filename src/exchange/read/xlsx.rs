//! Excel workbooks. The packed file is looked through before the library sees it, with a count of every byte that is
//! unpacked, so that a small file made to become a huge one is refused first.
//!
//! Formulas are never read, only what they gave when the file was last saved. Of the styles only the fill colour is
//! taken, and that a number is shown as a date.

use std::io::Cursor;

use calamine::{DataRef, Reader as _, SheetType, SheetVisible, Style, Xlsx, XlsxError};
use jiff::civil::{Date, DateTime};
use memchr::memmem;
use zip::ZipArchive;
use zip::result::ZipError;

use super::{MOST_IN_A_CELL, ReadError, Watch, look};
use crate::domain::when::Moment;
use crate::exchange::sheet::{
    Colour, DateSystem, MOST_COLUMNS, MOST_ROWS, Merge, Sheet, Value, Workbook, cell_name,
    whole_day_or_time,
};

/// The most files a workbook may be made of.
const MOST_PARTS: usize = 200;

/// The most bytes all of it may unpack to.
const MOST_UNPACKED: u64 = 64 << 20;

/// How many times its packed size a part may unpack to, once it is larger than [`LARGE_PART`].
const MOST_TIMES: u64 = 200;

/// A part up to this size may be packed as tightly as it likes.
const LARGE_PART: u64 = 4 << 20;

/// The most bytes, and the most pieces of markup, of the parts that are held in memory whole.
const HELD: [(&str, u64, u64); 2] = [
    ("sharedstrings.xml", 32 << 20, 2_000_000),
    ("styles.xml", 4 << 20, 250_000),
];

/// The most bytes of every other part that is no sheet.
const MOST_IN_A_SMALL_PART: u64 = 4 << 20;

/// The most text all cells may hold together, in bytes: a text used by many cells counts for each.
const MOST_TEXT: usize = 32 << 20;

/// The most blocks of joined cells on a sheet.
const MOST_MERGES: usize = 20_000;

/// How an old Excel file begins, and a new one with a password.
const OLD: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// Whether the bytes are a packed file, or an old one that people call by the same name.
pub(super) fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") || bytes.starts_with(OLD)
}

/// Reads every sheet.
pub(super) fn read(bytes: &[u8], watch: Watch<'_>) -> Result<Workbook, ReadError> {
    if bytes.starts_with(OLD) {
        return Err(old_or_locked(bytes));
    }
    let found = look_through(bytes)?;
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    let dates = if book.has_1904_epoch() {
        DateSystem::From1904
    } else {
        DateSystem::From1900
    };
    let listed = book.sheets_metadata().to_vec();
    let mut workbook = Workbook {
        sheets: Vec::with_capacity(listed.len()),
        encoding: None,
        dates,
    };
    let mut budget = Budget::default();
    for sheet in listed
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
    {
        let mut filled = Filling {
            sheet: Sheet::new(&sheet.name),
            dates,
            fills: Vec::new(),
        };
        filled.sheet.hidden = sheet.visible != SheetVisible::Visible;
        filled.fill(&mut book, &mut budget, watch)?;
        if found.merges {
            filled.sheet.merges = merges(&mut book, &sheet.name)?;
        }
        workbook.sheets.push(filled.sheet);
    }
    Ok(workbook)
}

fn old_or_locked(bytes: &[u8]) -> ReadError {
    let name: Vec<u8> = "EncryptedPackage"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    if memmem::find(bytes, &name).is_some() {
        ReadError::Password
    } else {
        ReadError::OldExcel
    }
}

fn damaged(error: &XlsxError) -> ReadError {
    match error {
        XlsxError::Password => ReadError::Password,
        XlsxError::Io(_) | XlsxError::Zip(_) => unpackable(),
        _ => ReadError::Damaged {
            why: "a part of it is not as Excel writes it".to_owned(),
        },
    }
}

fn unpackable() -> ReadError {
    ReadError::Damaged {
        why: "it cannot be unpacked".to_owned(),
    }
}

/// What the look through the packed file found.
#[derive(Debug, Default)]
struct Found {
    /// It says that it is a workbook.
    workbook: bool,
    /// Somewhere cells are joined.
    merges: bool,
}

/// Unpacks every part that will be read, keeping none of it, and refuses what is too much or not what it seems.
fn look_through(bytes: &[u8]) -> Result<Found, ReadError> {
    let broken = |error: ZipError| match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => ReadError::Password,
        _ => unpackable(),
    };
    let mut packed = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    if packed.len() > MOST_PARTS {
        return Err(ReadError::Bomb {
            what: "too many parts",
        });
    }
    let mut found = Found::default();
    let mut unpacked = 0;
    for at in 0..packed.len() {
        let mut part = packed.by_index(at).map_err(broken)?;
        let name = part.name().map_err(broken)?.to_ascii_lowercase();
        if part.enclosed_name().is_none() || name.contains("..") || name.starts_with(['/', '\\']) {
            return Err(ReadError::Path {
                part: crate::domain::text::quoted(&name),
            });
        }
        if name.ends_with("vbaproject.bin") {
            return Err(ReadError::Macros);
        }
        found.workbook |= name.ends_with("workbook.xml");
        // Pictures are never unpacked.
        if matches!(name.rsplit_once('.'), Some((_, "xml" | "rels"))) {
            let packed_size = part.compressed_size();
            let mut scan = Scan::new(&name, packed_size, unpacked);
            scan.all_of(&mut part)?;
            unpacked += scan.size;
            found.merges |= scan.merges;
        }
    }
    if found.workbook {
        Ok(found)
    } else {
        Err(ReadError::NotASheet)
    }
}

/// Counts what comes out of one part.
struct Scan {
    before: u64,
    size: u64,
    most: u64,
    markup: u64,
    most_markup: Option<u64>,
    is_contents: bool,
    merges: bool,
}

/// So much of a piece is seen again with the next one, lest a word be cut in two.
const OVERLAP: usize = 64;

impl Scan {
    fn new(name: &str, packed: u64, before: u64) -> Self {
        let held = HELD.iter().find(|(ending, _, _)| name.ends_with(ending));
        let of_kind = match held {
            Some((_, bytes, _)) => *bytes,
            None if name.contains("worksheets/") => MOST_UNPACKED,
            None => MOST_IN_A_SMALL_PART,
        };
        Self {
            before,
            size: 0,
            most: of_kind.min(LARGE_PART.max(packed.saturating_mul(MOST_TIMES))),
            markup: 0,
            most_markup: held.map(|(_, _, markup)| *markup),
            is_contents: name.ends_with("[content_types].xml"),
            merges: false,
        }
    }

    fn all_of(&mut self, part: &mut impl std::io::Read) -> Result<(), ReadError> {
        let mut piece = vec![0; OVERLAP + (64 << 10)];
        let mut kept = 0;
        loop {
            let read = part
                .read(&mut piece[kept..])
                .map_err(|_broken| unpackable())?;
            if read == 0 {
                return Ok(());
            }
            self.size += read as u64;
            if self.size > self.most || self.before + self.size > MOST_UNPACKED {
                return Err(ReadError::Bomb {
                    what: "far more text than its size",
                });
            }
            self.look_at(&piece[..kept + read], kept)?;
            let end = kept + read;
            let keep = end.min(OVERLAP);
            piece.copy_within(end - keep..end, 0);
            kept = keep;
        }
    }

    fn look_at(&mut self, piece: &[u8], seen: usize) -> Result<(), ReadError> {
        if let Some(most) = self.most_markup {
            self.markup += memchr::memchr_iter(b'<', &piece[seen..]).count() as u64;
            if self.markup > most || counts_too_many(piece, most) {
                return Err(ReadError::Bomb {
                    what: "far more texts or styles than any tracker",
                });
            }
        } else if self.is_contents {
            if memmem::find(piece, b"macroEnabled").is_some() {
                return Err(ReadError::Macros);
            }
        } else if !self.merges {
            self.merges = memmem::find(piece, b"mergeCell ").is_some();
        }
        Ok(())
    }
}

/// Whether the part says that it holds more texts than it may; room is made for as many as it says.
fn counts_too_many(piece: &[u8], most: u64) -> bool {
    memmem::find_iter(piece, b"uniqueCount").any(|at| {
        let behind = &piece[at..(at + OVERLAP).min(piece.len())];
        let number: String = behind
            .iter()
            .map(|byte| *byte as char)
            .skip_while(|c| !c.is_ascii_digit())
            .take_while(char::is_ascii_digit)
            .collect();
        let is_whole = behind.len() == OVERLAP;
        match number.parse::<u64>() {
            Ok(number) => number > most,
            Err(_no_number) => is_whole || number.len() > 18,
        }
    })
}

/// What all sheets together have used up.
#[derive(Debug, Default)]
struct Budget {
    text: usize,
    rows: usize,
}

/// A sheet being filled.
struct Filling {
    sheet: Sheet,
    dates: DateSystem,
    fills: Vec<Option<Colour>>,
}

impl Filling {
    fn fill(
        &mut self,
        book: &mut Xlsx<Cursor<&[u8]>>,
        budget: &mut Budget,
        watch: Watch<'_>,
    ) -> Result<(), ReadError> {
        let name = self.sheet.name.clone();
        let mut cells = book
            .worksheet_cells_reader(&name)
            .map_err(|error| damaged(&error))?;
        self.fills = cells.styles().iter().map(fill_of).collect();
        let mut seen = 0;
        while let Some((cell, style)) = cells
            .next_cell_with_style_id()
            .map_err(|error| damaged(&error))?
        {
            look(seen, watch)?;
            seen += 1;
            let (row, column) = cell.get_position();
            let fill = self.fills.get(style).copied().flatten();
            self.put(row as usize, column as usize, cell.get_value(), fill)?;
            if budget.text + self.sheet.text_len() > MOST_TEXT {
                return Err(ReadError::Bomb {
                    what: "far more text than any tracker",
                });
            }
        }
        budget.text += self.sheet.text_len();
        budget.rows += self.sheet.rows();
        Ok(())
    }

    fn put(
        &mut self,
        row: usize,
        column: usize,
        data: &DataRef<'_>,
        fill: Option<Colour>,
    ) -> Result<(), ReadError> {
        let value = self.value(data);
        if row >= MOST_ROWS || column >= MOST_COLUMNS {
            return if value.is_blank() {
                Ok(())
            } else {
                Err(self.too_far(row, column))
            };
        }
        if matches!(value, Value::Empty) && fill.is_none() {
            return Ok(());
        }
        if matches!(value, Value::Text(text) if text.len() > MOST_IN_A_CELL) {
            return Err(ReadError::LongCell {
                sheet: crate::domain::text::quoted(&self.sheet.name),
                cell: cell_name(row, column),
            });
        }
        let is_behind = row + 1 > self.sheet.rows()
            || (row + 1 == self.sheet.rows() && column >= self.sheet.width_of_last());
        if !is_behind {
            return Err(ReadError::Damaged {
                why: format!("cell {} is out of its place", cell_name(row, column)),
            });
        }
        self.sheet.begin_row(row);
        while self.sheet.width_of_last() < column {
            self.sheet.push(Value::Empty, None);
        }
        self.sheet.push(value, fill);
        Ok(())
    }

    fn too_far(&self, row: usize, column: usize) -> ReadError {
        let sheet = crate::domain::text::quoted(&self.sheet.name);
        if column < MOST_COLUMNS && self.sheet.rows() == MOST_ROWS {
            return ReadError::TooManyRows { sheet };
        }
        ReadError::FarCell {
            sheet,
            cell: cell_name(row, column),
        }
    }

    fn value<'a>(&self, data: &'a DataRef<'_>) -> Value<'a> {
        match data {
            DataRef::Empty => Value::Empty,
            DataRef::Int(number) => Value::Number(f64::from(*number as i32)),
            DataRef::Float(number) => Value::Number(*number),
            DataRef::String(text) | DataRef::DurationIso(text) => Value::Text(text),
            DataRef::SharedString(text) => Value::Text(text),
            DataRef::Bool(truth) => Value::Truth(*truth),
            DataRef::DateTime(at) if at.is_duration() => Value::Number(at.as_f64()),
            DataRef::DateTime(at) => self
                .dates
                .moment(at.as_f64())
                .map_or(Value::Number(at.as_f64()), Value::Moment),
            DataRef::DateTimeIso(text) => iso(text).map_or(Value::Text(text), Value::Moment),
            DataRef::Error(error) => Value::Error(error_name(&error.to_string())),
        }
    }
}

fn iso(text: &str) -> Option<Moment> {
    let at = text.parse::<DateTime>().ok().map(whole_day_or_time);
    at.or_else(|| text.parse::<Date>().ok().map(Moment::day))
}

/// What a formula that failed shows.
fn error_name(shown: &str) -> &'static str {
    const NAMES: [&str; 8] = [
        "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#DATA!",
    ];
    NAMES
        .into_iter()
        .find(|name| *name == shown)
        .unwrap_or("#ERROR!")
}

/// A colour that fills a cell and says something: neither white nor black.
fn fill_of(style: &Style) -> Option<Colour> {
    let fill = style.fill.as_ref().filter(|fill| fill.is_visible())?;
    let colour = fill.get_color()?;
    let colour = Colour {
        red: colour.red,
        green: colour.green,
        blue: colour.blue,
    };
    (!matches!(
        (colour.red, colour.green, colour.blue),
        (0, 0, 0) | (255, 255, 255)
    ))
    .then_some(colour)
}

fn merges(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<Vec<Merge>, ReadError> {
    let blocks = book
        .merge_cells_by_sheet_name(name)
        .map_err(|error| damaged(&error))?;
    if blocks.len() > MOST_MERGES {
        return Err(ReadError::Bomb {
            what: "far more joined cells than any tracker",
        });
    }
    let blocks = blocks.iter().map(|block| Merge {
        top: block.start.0 as usize,
        left: block.start.1 as usize,
        bottom: (block.end.0 as usize).min(MOST_ROWS),
        right: (block.end.1 as usize).min(MOST_COLUMNS - 1),
    });
    Ok(blocks.collect())
}
