//! CSV as people really have it: UTF-8, UTF-16 or Windows-1252; commas, semicolons, tabs or bars; a `sep=` line or none.
//!
//! It undoes what a careful writer does to text that looks like a formula (one apostrophe before it), and finds no
//! types: every cell is text. A row keeps the number a spreadsheet shows for it, blank ones counted.

use std::borrow::Cow;

use csv::{ReaderBuilder, StringRecord};
use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::{MOST_IN_A_CELL, ReadError, Watch, look};
use crate::exchange::FORMULA;
use crate::exchange::sheet::{
    DateSystem, MOST_COLUMNS, MOST_ROWS, Sheet, Value, Workbook, cell_name,
};

/// What may part the cells, the likeliest first.
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// How many rows are looked at to find out what parts the cells.
const ROWS_TO_SNIFF: usize = 50;

/// What the only sheet is called.
const NAME: &str = "CSV";

/// Reads all of it as one sheet.
pub(super) fn read(bytes: &[u8], watch: Watch<'_>) -> Result<Workbook, ReadError> {
    let (text, encoding) = decode(bytes)?;
    let (separator, text) =
        said_separator(&text).unwrap_or_else(|| (likely_separator(&text), &*text));
    quotes_end_their_cells(text.as_bytes(), separator)?;
    Ok(Workbook {
        sheets: vec![rows(text, separator, watch)?],
        encoding: Some(encoding),
        dates: DateSystem::default(),
    })
}

/// The text, and the name of the encoding it was in: what a mark says, else UTF-8 if it is that, else Windows-1252.
fn decode(bytes: &[u8]) -> Result<(Cow<'_, str>, &'static str), ReadError> {
    for (mark, encoding) in [
        (&b"\xEF\xBB\xBF"[..], UTF_8),
        (b"\xFF\xFE", UTF_16LE),
        (b"\xFE\xFF", UTF_16BE),
    ] {
        if let Some(rest) = bytes.strip_prefix(mark) {
            let (text, _has_wrong) = encoding.decode_without_bom_handling(rest);
            return Ok((text, encoding.name()));
        }
    }
    let unmarked = match zeros(bytes) {
        (0, 0) => std::str::from_utf8(bytes).map_or(WINDOWS_1252, |_is_utf8| UTF_8),
        // Latin letters in UTF-16 have a zero for every other byte.
        (0, odd) if odd * 4 > bytes.len() => UTF_16LE,
        (even, 0) if even * 4 > bytes.len() => UTF_16BE,
        _ => return Err(ReadError::NotASheet),
    };
    let (text, _has_wrong) = unmarked.decode_without_bom_handling(bytes);
    Ok((text, unmarked.name()))
}

/// How many zeros stand at even and at odd places.
fn zeros(bytes: &[u8]) -> (usize, usize) {
    if !bytes.contains(&0) {
        return (0, 0);
    }
    let at = |first: usize| {
        bytes
            .iter()
            .skip(first)
            .step_by(2)
            .filter(|b| **b == 0)
            .count()
    };
    (at(0), at(1))
}

/// What a first line such as `sep=;` says, and the text behind it.
fn said_separator(text: &str) -> Option<(u8, &str)> {
    let rest = text.trim_start_matches('"');
    let rest = rest
        .get(..4)
        .filter(|s| s.eq_ignore_ascii_case("sep="))
        .and(rest.get(4..))?;
    let separator = *rest.as_bytes().first()?;
    let end = rest[1..].find(['\r', '\n'])?;
    let after = &rest[1 + end..];
    let is_alone = rest[1..=end].trim_matches('"').trim().is_empty();
    let after = after.strip_prefix("\r\n").unwrap_or_else(|| &after[1..]);
    (separator.is_ascii() && is_alone).then_some((separator, after))
}

/// What parts the cells: the character that gives most rows the same number of cells.
fn likely_separator(text: &str) -> u8 {
    let alike = |separator: &u8| {
        let mut counts = [0usize; 65];
        for record in reader(text, *separator)
            .into_records()
            .take(ROWS_TO_SNIFF)
            .flatten()
        {
            counts[record.len().min(64)] += 1;
        }
        let several = counts.iter().enumerate().skip(2);
        several
            .map(|(cells, rows)| rows * (cells - 1))
            .max()
            .unwrap_or(0)
    };
    let scores = SEPARATORS.map(|separator| alike(&separator));
    let best = scores.iter().copied().max().unwrap_or(0);
    let first = scores.iter().position(|score| *score == best).unwrap_or(0);
    SEPARATORS[first]
}

fn reader(text: &str, separator: u8) -> csv::Reader<&[u8]> {
    ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes())
}

/// Refuses a mark that is opened at the beginning of a cell and does not end it: whatever follows would be swallowed.
fn quotes_end_their_cells(text: &[u8], separator: u8) -> Result<(), ReadError> {
    let parts = |byte: u8| byte == separator || byte == b'\n' || byte == b'\r';
    let mut at = 0;
    while let Some(next) = text[at..].iter().position(|byte| *byte == b'"') {
        let open = at + next;
        at = open + 1;
        if open > 0 && !parts(text[open - 1]) {
            continue;
        }
        loop {
            let close = text[at..].iter().position(|byte| *byte == b'"');
            let Some(close) = close.map(|close| at + close) else {
                return Err(open_quote(text, open));
            };
            at = close + 1;
            match text.get(at) {
                Some(b'"') => at += 1,
                Some(byte) if !parts(*byte) => return Err(open_quote(text, open)),
                Some(_) | None => break,
            }
        }
    }
    Ok(())
}

fn open_quote(text: &[u8], at: usize) -> ReadError {
    let line = text[..at].split(|byte| *byte == b'\n').count();
    ReadError::Quote { line }
}

fn rows(text: &str, separator: u8, watch: Watch<'_>) -> Result<Sheet, ReadError> {
    let mut sheet = Sheet::with_text(NAME, text.len());
    let mut reader = reader(text, separator);
    let mut record = StringRecord::new();
    let mut row = 0;
    while reader.read_record(&mut record).unwrap_or(false) {
        row += blank_lines(text, &record);
        if row >= MOST_ROWS {
            return Err(ReadError::TooManyRows {
                sheet: NAME.to_owned(),
            });
        }
        look(row, watch)?;
        sheet.begin_row(row);
        for (column, cell) in record.iter().enumerate() {
            put(&mut sheet, row, column, cell)?;
        }
        row += 1;
    }
    Ok(sheet)
}

/// Lines without anything on them, which the reader passes over before a record.
fn blank_lines(text: &str, record: &StringRecord) -> usize {
    let start = record.position().map_or(0, |at| at.byte() as usize);
    let mut rest = text.as_bytes().get(start..).unwrap_or_default();
    if start > 0 && text.as_bytes()[start - 1] == b'\r' {
        rest = rest.strip_prefix(b"\n").unwrap_or(rest);
    }
    let mut lines = 0;
    loop {
        rest = match rest {
            [b'\r', b'\n', rest @ ..] | [b'\n' | b'\r', rest @ ..] => rest,
            _ => return lines,
        };
        lines += 1;
    }
}

fn put(sheet: &mut Sheet, row: usize, column: usize, cell: &str) -> Result<(), ReadError> {
    if cell.len() > MOST_IN_A_CELL {
        return Err(ReadError::LongCell {
            sheet: NAME.to_owned(),
            cell: cell_name(row, column),
        });
    }
    if column < MOST_COLUMNS {
        let value = if cell.is_empty() {
            Value::Empty
        } else {
            Value::Text(meant(cell))
        };
        sheet.push(value, None);
        return Ok(());
    }
    if cell.trim().is_empty() {
        return Ok(());
    }
    Err(ReadError::FarCell {
        sheet: NAME.to_owned(),
        cell: cell_name(row, column),
    })
}

/// The text without the one apostrophe that says "this is no formula". One of the text's own stands behind it.
fn meant(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.trim_start_matches('\'').starts_with(FORMULA) => rest,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::*;

    fn grid(bytes: &[u8]) -> Vec<Vec<String>> {
        let workbook = read(bytes, &mut |_| ControlFlow::Continue(())).unwrap();
        let sheet = &workbook.sheets[0];
        let row =
            |row| (0..sheet.columns()).map(move |column| sheet.value(row, column).to_string());
        (0..sheet.rows()).map(|at| row(at).collect()).collect()
    }

    fn utf16(text: &str, big: bool, mark: bool) -> Vec<u8> {
        let mark = mark.then_some('\u{FEFF}').into_iter().map(|c| c as u16);
        let units = mark.chain(text.encode_utf16());
        if big {
            units.flat_map(u16::to_be_bytes).collect()
        } else {
            units.flat_map(u16::to_le_bytes).collect()
        }
    }

    #[test]
    fn every_encoding_and_separator_gives_the_same_cells() {
        let text = "Action,Lead\r\n\"Siân’s \u{2013} £5, café\",Ŵyn\r\n";
        let expected = grid(text.as_bytes());
        assert_eq!(expected[1], ["Siân’s \u{2013} £5, café", "Ŵyn"]);
        for bytes in [
            [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
            utf16(text, false, true),
            utf16(text, true, true),
            utf16(text, false, false),
            utf16(text, true, false),
            format!("sep=,\r\n{text}").into_bytes(),
            format!("\"sep=,\"\n{text}").into_bytes(),
        ] {
            assert_eq!(grid(&bytes), expected);
        }
        for separator in [";", "\t", "|"] {
            let text = text.replace("Action,", &format!("Action{separator}"));
            let text = text.replace("\",", &format!("\"{separator}"));
            assert_eq!(grid(text.as_bytes()), expected, "{separator}");
        }
        let western = grid(b"Action,Lead\nSi\xE2n\x92s \x96 \xA35,\x80\n");
        assert_eq!(western[1], ["Siân’s – £5", "€"]);
    }

    #[test]
    fn a_title_above_and_commas_in_prose_do_not_hide_the_separator() {
        let text = "Plan, as at May, June\n\nAction;Lead;Due\nCall a, b, c;JS;1/6\nCall d;TB;2/6\n";
        let rows = grid(text.as_bytes());
        assert_eq!(rows[3], ["Call a, b, c", "JS", "1/6"]);
        assert_eq!(rows.len(), 5, "the blank line keeps its number");
        for breaks in ["\r\n", "\r"] {
            assert_eq!(grid(text.replace('\n', breaks).as_bytes()), rows);
        }
    }

    #[test]
    fn a_mark_that_does_not_end_its_cell_is_named_by_its_line() {
        for (text, line) in [
            ("a,b\n\"c,d\ne,f\n", 2),
            ("a,b\n\n\"c\" d,e\n", 3),
            ("\"", 1),
        ] {
            assert_eq!(
                read(text.as_bytes(), &mut |_| ControlFlow::Continue(())),
                Err(ReadError::Quote { line }),
                "{text}"
            );
        }
        let fine = grid(b"a,5\" pipe\n\"say \"\"yes\"\"\nhere\",\"\"\n");
        assert_eq!(fine, [["a", "5\" pipe"], ["say \"yes\"\nhere", ""]]);
    }

    #[test]
    fn one_apostrophe_before_a_formula_goes_and_no_other() {
        let rows = grid("'=1+1,'- note,''=x,'tis,=A1\n".as_bytes());
        assert_eq!(rows, [["=1+1", "- note", "'=x", "'tis", "=A1"]]);
    }

    #[test]
    fn what_is_no_text_or_too_much_of_it_is_refused() {
        let read = |bytes: &[u8]| read(bytes, &mut |_| ControlFlow::Continue(()));
        assert_eq!(read(b"\x00\x01\x02\x00\x00\x05"), Err(ReadError::NotASheet));
        let long = format!("a,{}\n", "x".repeat(MOST_IN_A_CELL + 1));
        let cell = |cell: &str| (NAME.to_owned(), cell.to_owned());
        let (sheet, at) = cell("B1");
        assert_eq!(
            read(long.as_bytes()),
            Err(ReadError::LongCell { sheet, cell: at })
        );
        let (sheet, at) = cell("BM1");
        let wide = format!("a{}x\n", ",".repeat(64));
        assert_eq!(
            read(wide.as_bytes()),
            Err(ReadError::FarCell { sheet, cell: at })
        );
        let (sheet, _) = cell("");
        let many = "a,b\n".repeat(MOST_ROWS + 1);
        assert_eq!(read(many.as_bytes()), Err(ReadError::TooManyRows { sheet }));
        assert_eq!(
            super::read(b"a,b\n", &mut |_| ControlFlow::Break(())),
            Err(ReadError::Stopped)
        );
    }
}
