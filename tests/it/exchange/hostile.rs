//! Files made to do harm, and files that are simply broken: each is refused by name, quickly and in little memory.

use std::fmt::Write as _;
use std::fs;
use std::ops::ControlFlow;
use std::path::PathBuf;

use readyroom::domain::plan::Plan;
use readyroom::exchange::import::whole;
use readyroom::exchange::read::{self, ReadError};

use super::{patient, propose, propose_with};
use crate::support::xlsx::{C, Sheet, packed, parts, workbook};

fn tracker() -> Vec<(String, String)> {
    let rows: &[&[C<'_>]] = &[
        &[C::T("Action"), C::T("Lead"), C::T("Due")],
        &[C::T("Ring round"), C::T("JS"), C::D(46_185.0)],
    ];
    parts(&[Sheet::new("Plan", rows)], false)
}

/// The tracker with one part changed.
fn with(name: &str, text: impl Into<String>) -> Vec<u8> {
    let mut parts = tracker();
    parts.retain(|(known, _)| known != name);
    parts.push((name.to_owned(), text.into()));
    packed(&parts)
}

const SHEET: &str = "xl/worksheets/sheet1.xml";

fn sheet_of(cells: &str) -> Vec<u8> {
    with(
        SHEET,
        format!("<worksheet><sheetData>{cells}</sheetData></worksheet>"),
    )
}

/// What each is, its bytes, and how the answer begins.
#[expect(clippy::too_many_lines, reason = "a long table is fine")]
fn made_to_do_harm() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let cell = r#"<c r="A1" t="inlineStr"><is><t>x</t></is></c>"#;
    let far = r#"<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>"#;
    let huge = "<!-- -->".repeat(9 << 20);
    let strings = |body: &str, count: &str| format!(r#"<sst uniqueCount="{count}">{body}</sst>"#);
    let mut rows = String::new();
    for row in 1..=20_001 {
        write!(rows, r#"<row r="{row}"><c r="A{row}"><v>1</v></c></row>"#).unwrap();
    }
    let shared = "xl/sharedStrings.xml";
    let macros = tracker()[0].1.replace(
        "spreadsheetml.sheet.main+xml",
        "sheet.macroEnabled.main+xml",
    );
    let long = "x".repeat(read::MOST_IN_A_CELL + 1);
    vec![
        (
            "ratio",
            sheet_of(&huge),
            "holds far more text than its size",
        ),
        (
            "a far cell",
            sheet_of(far),
            "has something in cell XFD1048576 on sheet \"Plan\"",
        ),
        ("too many rows", sheet_of(&rows), "has more than 20000 rows"),
        (
            "shared strings by number",
            with(shared, strings("", "99999999999999")),
            "holds far more texts",
        ),
        (
            "shared strings by a number past all numbers",
            with(shared, strings("", &"9".repeat(40))),
            "holds far more texts",
        ),
        (
            "shared strings by count",
            with(shared, strings(&"<si/>".repeat(2_000_001), "1")),
            "holds far more text",
        ),
        (
            "styles",
            with(
                "xl/styles.xml",
                format!(
                    "<styleSheet><cellXfs>{}</cellXfs></styleSheet>",
                    "<xf/>".repeat(260_000)
                ),
            ),
            "holds far more texts or styles",
        ),
        (
            "a long cell",
            sheet_of(&format!(
                r#"<row r="1"><c r="A1" t="inlineStr"><is><t>{long}</t></is></c></row>"#
            )),
            "has more than 32 KiB of text in cell A1",
        ),
        (
            "cells out of order",
            sheet_of(&format!(
                r#"<row r="2"><c r="B2"><v>1</v></c></row><row r="1">{cell}</row>"#
            )),
            "is damaged or cut short (cell A1 is out of its place)",
        ),
        (
            "macros by content",
            with("[Content_Types].xml", macros),
            "holds macros",
        ),
        (
            "macros by part",
            with("xl/vbaProject.bin", "x"),
            "holds macros",
        ),
        (
            "a path above",
            with("../../etc/passwd.xml", "x"),
            "names a place outside itself, ../../etc/passwd.xml",
        ),
        (
            "a path from the root",
            with("/etc/passwd", "x"),
            "names a place outside itself",
        ),
        (
            "many parts",
            {
                let mut all = tracker();
                all.extend((0..300).map(|at| (format!("x{at}.xml"), String::new())));
                packed(&all)
            },
            "holds too many parts",
        ),
        (
            "no workbook",
            packed(&[("word/document.xml".to_owned(), "<a/>".to_owned())]),
            "is not a spreadsheet",
        ),
        (
            "a part that is no XML",
            with(SHEET, "<worksheet><sheetData><row><c><v>1</row>"),
            "is damaged or cut short",
        ),
        (
            "entities",
            with(
                SHEET,
                r#"<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>"#,
            ),
            "is damaged or cut short",
        ),
        (
            "an old file",
            b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and so on".to_vec(),
            "is in Excel's old format",
        ),
        (
            "a password",
            {
                let mut old = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
                old.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
                old
            },
            "is protected with a password",
        ),
        (
            "no zip",
            b"PK\x03\x04 is all there is".to_vec(),
            "is damaged or cut short",
        ),
        ("nothing", Vec::new(), "is empty"),
        ("blank rows", b"\r\n,,\r\n \r\n".to_vec(), "is empty"),
        (
            "too large",
            vec![b'a'; read::MOST_BYTES + 1],
            "is larger than 10 MB",
        ),
        ("no text", vec![0, 1, 2, 0, 0, 7, 9], "is not a spreadsheet"),
    ]
}

/// The same for JSON that says it is ours.
fn json_made_to_do_harm() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let begins = r#"{"version":1,"file":{"tasks":"#;
    vec![
        (
            "JSON without an end",
            format!("{begins}{}", "[".repeat(20 << 20)).into_bytes(),
            "is damaged or cut short",
        ),
        (
            "JSON cut short",
            format!("{begins}[{}", "{\"title\":\"x\"},".repeat(1 << 20)).into_bytes(),
            "is damaged or cut short",
        ),
        (
            "JSON too large",
            format!("{begins}[{}", " ".repeat(whole::MOST_BYTES)).into_bytes(),
            "is larger than 32 MB",
        ),
        (
            "JSON of another sort",
            format!("{{\"x\":[{}0]}}", "0,".repeat(8 << 20)).into_bytes(),
            "is JSON, but not what readyroom exports",
        ),
    ]
}

/// `READYROOM_HOSTILE=FOLDER` also writes the files there, for `.ci/hostile` to measure.
#[test]
fn what_is_made_to_do_harm_is_refused_by_name() {
    let folder = std::env::var_os("READYROOM_HOSTILE").map(PathBuf::from);
    let keep = |what: &str, bytes: &[u8]| {
        if let Some(folder) = &folder {
            fs::write(folder.join(format!("{what}.hostile")), bytes).unwrap();
        }
    };
    for (what, bytes, said) in made_to_do_harm() {
        keep(what, &bytes);
        let refused = read::read(&bytes, &mut patient()).unwrap_err();
        assert!(refused.to_string().starts_with(said), "{what}: {refused}");
        assert!(!refused.hint().is_empty());
    }
    for (what, bytes, said) in json_made_to_do_harm() {
        keep(what, &bytes);
        assert!(whole::is_json(&bytes), "{what}");
        let refused = whole::read(&bytes, "it").unwrap_err();
        let answer = refused.message.trim_start_matches("it ");
        assert!(answer.starts_with(said), "{what}: {answer}");
        assert!(refused.hint.is_some());
    }
}

#[test]
fn deep_xml_and_any_cut_or_flipped_byte_end_in_words_not_in_a_panic() {
    let deep = "<a>".repeat(200_000);
    let _refused_or_empty = read::read(&sheet_of(&deep), &mut patient());
    let sound = packed(&tracker());
    // Fewer bytes than a packed file begins with are text like any other.
    for cut in 4..sound.len() {
        assert!(
            read::read(&sound[..cut], &mut patient()).is_err(),
            "cut at {cut}"
        );
    }
    for at in 0..sound.len() {
        let mut flipped = sound.clone();
        flipped[at] ^= 1 << (at % 8);
        let _read_or_refused = read::read(&flipped, &mut patient());
    }
}

#[test]
fn a_formula_is_only_ever_what_it_gave() {
    let rows: &[&[C<'_>]] = &[
        &[C::T("Action"), C::T("Lead"), C::T("Comments")],
        &[
            C::F("HYPERLINK(\"http://x\",\"Ring\")", "Ring"),
            C::T("JS"),
            C::T("=cmd|' /C calc'!A0"),
        ],
    ];
    let plan = Plan::default();
    let proposal = propose(&plan, &workbook(&[Sheet::new("Plan", rows)])).unwrap();
    let after = super::saved(&plan, &proposal);
    assert_eq!(super::lines(&after), ["Ring | JS | =cmd|' /C calc'!A0"]);
}

#[test]
fn reading_stops_when_it_is_asked_to_and_nothing_is_proposed() {
    let text = format!("Action,Lead\n{}", "Ring,JS\n".repeat(5_000));
    let mut seen = 0;
    let refused = read::read(text.as_bytes(), &mut |rows| {
        seen = rows;
        if rows > 1_000 {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    });
    assert_eq!(refused, Err(ReadError::Stopped));
    assert!((1_000..2_000).contains(&seen), "{seen}");
    // The reading ends, and the proposing is asked to stop.
    let mut looks = 0;
    let stopped = propose_with(&Plan::default(), text.as_bytes(), None, "", &mut |_| {
        looks += 1;
        if looks > 30 {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    });
    assert!(stopped.unwrap().is_none());
}
