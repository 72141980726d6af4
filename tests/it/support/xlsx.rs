//! Makes small Excel workbooks, part by part, so that a test can hold any shape, sound or not.

use std::fmt::Write as _;
use std::io::{Cursor, Read as _, Write as _};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A cell.
#[derive(Debug, Clone, Copy)]
pub(crate) enum C<'a> {
    /// Nothing.
    X,
    /// Words.
    T(&'a str),
    /// Words, on a fill: 2 red, 3 amber, 4 green, 5 blue.
    On(&'a str, u8),
    /// A number.
    N(f64),
    /// A number shown as a date.
    D(f64),
    /// A formula and what it gave when it was saved.
    F(&'a str, &'a str),
    /// A formula that failed.
    E(&'a str),
    /// True or false.
    B(bool),
}

/// A sheet.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sheet<'a> {
    pub(crate) name: &'a str,
    pub(crate) rows: Vec<Vec<C<'a>>>,
    pub(crate) merges: Vec<&'a str>,
    pub(crate) hidden: bool,
}

impl<'a> Sheet<'a> {
    pub(crate) fn new(name: &'a str, rows: &[&[C<'a>]]) -> Self {
        Self {
            name,
            rows: rows.iter().map(|row| row.to_vec()).collect(),
            ..Self::default()
        }
    }

    pub(crate) fn merged(mut self, merges: &[&'a str]) -> Self {
        self.merges = merges.to_vec();
        self
    }

    pub(crate) fn hidden(mut self) -> Self {
        self.hidden = true;
        self
    }

    fn xml(&self) -> String {
        let mut xml = r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>"#.to_owned();
        for (row, cells) in self.rows.iter().enumerate() {
            write!(xml, r#"<row r="{}">"#, row + 1).unwrap();
            for (column, cell) in cells.iter().enumerate() {
                let at = format!("{}{}", (b'A' + column as u8) as char, row + 1);
                cell.write(&at, &mut xml);
            }
            xml.push_str("</row>");
        }
        xml.push_str("</sheetData>");
        if !self.merges.is_empty() {
            let cells = self
                .merges
                .iter()
                .map(|block| format!(r#"<mergeCell ref="{block}"/>"#));
            let cells = cells.collect::<Vec<_>>().concat();
            write!(
                xml,
                r#"<mergeCells count="{}">{cells}</mergeCells>"#,
                self.merges.len()
            )
            .unwrap();
        }
        xml + "</worksheet>"
    }
}

impl C<'_> {
    fn write(self, at: &str, xml: &mut String) {
        let inline = |text: &str, style: u8| {
            let text = escaped(text);
            format!(
                r#"<c r="{at}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>"#
            )
        };
        let written = match self {
            C::X => String::new(),
            C::T(text) => inline(text, 0),
            C::On("", style) => format!(r#"<c r="{at}" s="{style}"/>"#),
            C::On(text, style) => inline(text, style),
            C::N(number) => format!(r#"<c r="{at}"><v>{number}</v></c>"#),
            C::D(number) => format!(r#"<c r="{at}" s="1"><v>{number}</v></c>"#),
            C::F(formula, text) => {
                let (formula, text) = (escaped(formula), escaped(text));
                format!(r#"<c r="{at}" t="str"><f>{formula}</f><v>{text}</v></c>"#)
            }
            C::E(shown) => format!(r#"<c r="{at}" t="e"><f>1/0</f><v>{shown}</v></c>"#),
            C::B(truth) => format!(r#"<c r="{at}" t="b"><v>{}</v></c>"#, u8::from(truth)),
        };
        xml.push_str(&written);
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

const STYLES: &str = r#"<?xml version="1.0"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fills count="6"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFFF0000"/></patternFill></fill><fill><patternFill patternType="solid"><fgColor rgb="FFFFC000"/></patternFill></fill><fill><patternFill patternType="solid"><fgColor rgb="FF92D050"/></patternFill></fill><fill><patternFill patternType="solid"><fgColor rgb="FF0070C0"/></patternFill></fill></fills><cellXfs count="6"><xf numFmtId="0" fillId="0"/><xf numFmtId="14" fillId="0" applyNumberFormat="1"/><xf numFmtId="0" fillId="2" applyFill="1"/><xf numFmtId="0" fillId="3" applyFill="1"/><xf numFmtId="0" fillId="4" applyFill="1"/><xf numFmtId="0" fillId="5" applyFill="1"/></cellXfs></styleSheet>"#;

/// The parts of a workbook, by name, to be changed before they are packed.
pub(crate) fn parts(sheets: &[Sheet<'_>], from_1904: bool) -> Vec<(String, String)> {
    let numbered = || sheets.iter().enumerate().map(|(at, sheet)| (at + 1, sheet));
    let list = numbered()
        .map(|(at, sheet)| {
            let state = if sheet.hidden {
                r#" state="hidden""#
            } else {
                ""
            };
            format!(
                r#"<sheet name="{}" sheetId="{at}"{state} r:id="rId{at}"/>"#,
                escaped(sheet.name)
            )
        })
        .collect::<Vec<_>>()
        .concat();
    let links = numbered()
        .map(|(at, _)| format!(r#"<Relationship Id="rId{at}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet{at}.xml"/>"#))
        .collect::<Vec<_>>()
        .concat();
    let pr = if from_1904 {
        r#"<workbookPr date1904="1"/>"#
    } else {
        ""
    };
    let head = r#"<?xml version="1.0"?>"#;
    let mut parts = vec![
        (
            "[Content_Types].xml".to_owned(),
            format!(
                r#"{head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#
            ),
        ),
        (
            "_rels/.rels".to_owned(),
            format!(
                r#"{head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/workbook.xml".to_owned(),
            format!(
                r#"{head}<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">{pr}<sheets>{list}</sheets></workbook>"#
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels".to_owned(),
            format!(
                r#"{head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{links}</Relationships>"#
            ),
        ),
        ("xl/styles.xml".to_owned(), STYLES.to_owned()),
    ];
    parts.extend(
        numbered().map(|(at, sheet)| (format!("xl/worksheets/sheet{at}.xml"), sheet.xml())),
    );
    parts
}

/// Packs parts.
pub(crate) fn packed(parts: &[(String, String)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    for (name, text) in parts {
        zip.start_file(name.as_str(), options).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A sound workbook.
pub(crate) fn workbook(sheets: &[Sheet<'_>]) -> Vec<u8> {
    packed(&parts(sheets, false))
}

/// The same workbook after somebody has changed its words, each of which is there once.
pub(crate) fn edited(bytes: &[u8], words: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut xml = String::new();
        part.read_to_string(&mut xml).unwrap();
        if name == "xl/sharedStrings.xml" {
            for (before, after) in words {
                assert_eq!(xml.matches(before).count(), 1, "{before}");
                xml = xml.replace(before, after);
            }
        }
        writer
            .start_file(name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(xml.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}
