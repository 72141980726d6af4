//! The tracker as an Excel workbook: one sheet to work on, one a phase and one of owners to read and print, and a key.
//!
//! Every text is written as text, so nothing typed is ever calculated or linked. Only the tracker may be edited; the
//! sheets beside it are locked, because a change made there could not come back.

use std::collections::HashMap;

use rust_xlsxwriter::{
    Color, ConditionalFormatFormula, DataValidation, DataValidationErrorStyle, DocProperties,
    ExcelDateTime, Format as Look, FormatAlign, FormatBorder, ProtectionOptions, Workbook,
    Worksheet, XlsxError,
};

use super::{Format, Halt, Source, Watch, look};
use crate::domain::board::Tally;
use crate::domain::failure::Failure;
use crate::domain::id::PersonId;
use crate::domain::inspection::{NOBODY, Person, Policy};
use crate::domain::phrase;
use crate::domain::policy::Called;
use crate::domain::privacy::{self, Sighting};
use crate::domain::rating::{Shown, count};
use crate::domain::task::{Phase, Status};
use crate::domain::text::{capital, fit, width};
use crate::domain::when::Moment;
use crate::exchange::TRACKER_SHEET;
use crate::exchange::sheet::cell_name;
use crate::exchange::tracker::{self, COLUMNS, Cell, Column, Names, PRINTED, Row, Use};

pub(super) const FORMAT: Format = Format {
    ending: "xlsx",
    name: "Excel workbook",
    about: "a tracker to send out and take back in",
    write,
    guard,
};

/// A4, as Excel numbers its papers.
const A4: u8 = 9;

/// The letters that fill a cell, in the order of the key.
const FILLED: [Shown; 4] = [Shown::Red, Shown::Amber, Shown::Green, Shown::Complete];

/// A colour as it is filled and written on: dark enough, or light enough, to be read on paper without colour.
fn paint(colour: Shown) -> (u32, u32) {
    match colour {
        Shown::Red => (0x00C0_0000, 0x00FF_FFFF),
        Shown::Amber => (0x00FF_C000, 0x0000_0000),
        Shown::Green => (0x0000_6B33, 0x00FF_FFFF),
        Shown::Complete => (0x001F_4E9E, 0x00FF_FFFF),
        Shown::None => (0x00FF_FFFF, 0x0000_0000),
    }
}

/// Why a sheet cannot be written.
#[derive(Debug)]
enum Trouble {
    Halt(Halt),
    Library(XlsxError),
}

impl From<XlsxError> for Trouble {
    fn from(error: XlsxError) -> Self {
        Self::Library(error)
    }
}

impl From<Halt> for Trouble {
    fn from(halt: Halt) -> Self {
        Self::Halt(halt)
    }
}

/// What stands beside the rows, in headings and on the sheets of owners and the key, is looked at as well.
fn guard(source: &Source<'_>) -> Vec<Sighting> {
    let inspection = source.plan.inspection();
    let words = Shown::ALL.map(|shown| inspection.policy.called(shown).words().into_owned());
    let beside = [
        (inspection.authority.as_str(), "the council's name"),
        (inspection.title.as_str(), "the title of the inspection"),
    ];
    let owners = loads(source);
    let people = owners.iter().filter_map(|(owner, _)| *owner);
    let people =
        people.flat_map(|person| named(person).map(|text| (text, "the name or role of an owner")));
    let words = words
        .iter()
        .map(|word| (word.as_str(), "what a RAG is called"));
    let beside = beside.into_iter().chain(people).chain(words);
    beside
        .flat_map(|(text, place)| privacy::in_text(text, || place.to_owned()))
        .chain(tracker::guard(source.plan, source.board, source.positions))
        .collect()
}

fn write(source: &Source<'_>, watch: Watch<'_>) -> Result<Vec<u8>, Halt> {
    build(source, watch).map_err(|trouble| match trouble {
        Trouble::Halt(halt) => halt,
        Trouble::Library(error) => Halt::Failed(
            Failure::failed(format!("The workbook cannot be made: {error}."))
                .hint("CSV and JSON have no such limit."),
        ),
    })
}

fn build(source: &Source<'_>, watch: Watch<'_>) -> Result<Vec<u8>, Trouble> {
    let looks = Looks::new();
    let names = Names::of(source.plan);
    let mut workbook = Workbook::new();
    let made = moment_of(Moment::at(source.board.now.date(), source.board.now.time()))?;
    workbook.set_properties(
        &DocProperties::new()
            .set_title(source.plan.inspection().title.as_str())
            .set_creation_datetime(&made),
    );
    tracker(workbook.add_worksheet(), source, &names, &looks, watch)?;
    for phase in Phase::ALL {
        of_phase(workbook.add_worksheet(), source, &names, &looks, phase)?;
    }
    owners(workbook.add_worksheet(), source, &looks)?;
    key(workbook.add_worksheet(), source, &looks)?;
    Ok(workbook.save_to_buffer()?)
}

/// How cells look.
struct Looks {
    heading: Look,
    text: Look,
    day: Look,
    time: Look,
    bold: Look,
}

impl Looks {
    fn new() -> Self {
        let text = Look::new().set_align(FormatAlign::Top).set_text_wrap();
        Self {
            heading: Look::new()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Top)
                .set_background_color(Color::RGB(0x00E7_E6E6))
                .set_border_bottom(FormatBorder::Thin),
            day: text.clone().set_num_format("ddd d mmm yyyy"),
            time: text.clone().set_num_format("ddd d mmm yyyy hh:mm"),
            bold: Look::new().set_bold(),
            text,
        }
    }
}

/// The sheet that is worked on, and comes back.
fn tracker(
    sheet: &mut Worksheet,
    source: &Source<'_>,
    names: &Names,
    looks: &Looks,
    watch: Watch<'_>,
) -> Result<(), Trouble> {
    sheet.set_name(TRACKER_SHEET)?;
    let columns: Vec<&Column> = COLUMNS.iter().collect();
    begin(sheet, &columns, 0, looks)?;
    for (written, at) in source.positions.iter().enumerate() {
        look(watch, written)?;
        let row = Row::new(source.plan, source.board, names, *at as usize);
        put_row(sheet, written as u32 + 1, &columns, &row, looks)?;
    }
    let last = source.positions.len() as u32;
    let policy = &source.plan.inspection().policy;
    finish(sheet, &columns, 0, last, policy)?;
    sheet.set_print_area(0, 0, last, PRINTED as u16 - 1)?;
    let words = FILLED.map(|shown| policy.called(shown).words().into_owned());
    // A list of choices is parted by commas: words that hold one are chosen by their letters.
    if words.iter().any(|word| word.contains([',', '"'])) {
        choices(
            sheet,
            "RAG",
            last,
            &FILLED.map(|shown| policy.letter(shown)),
        )?;
    } else {
        choices(sheet, "RAG", last, &words)?;
    }
    choices(sheet, "Phase", last, &Phase::ALL.map(Phase::title))?;
    choices(
        sheet,
        "Status",
        last,
        &Status::NAMES.map(|name| name.replace('_', " ")),
    )?;
    on_paper(sheet, source, "Readiness tracker");
    Ok(())
}

/// A phase, to read and print.
fn of_phase(
    sheet: &mut Worksheet,
    source: &Source<'_>,
    names: &Names,
    looks: &Looks,
    phase: Phase,
) -> Result<(), Trouble> {
    sheet.set_name(phase.title())?;
    let columns: Vec<&Column> = COLUMNS[..PRINTED]
        .iter()
        .filter(|column| column.heading != "Phase")
        .collect();
    sheet.write_string_with_format(
        0,
        0,
        format!(
            "{}: to read and print. Make changes on the sheet \"{TRACKER_SHEET}\".",
            phase.title()
        ),
        &looks.bold,
    )?;
    begin(sheet, &columns, 1, looks)?;
    let mut line = 1;
    for at in source.positions {
        let row = Row::new(source.plan, source.board, names, *at as usize);
        if row.task.place.phase == phase {
            line += 1;
            put_row(sheet, line, &columns, &row, looks)?;
        }
    }
    let policy = &source.plan.inspection().policy;
    finish(sheet, &columns, 1, line, policy)?;
    lock(sheet);
    on_paper(sheet, source, phase.title());
    Ok(())
}

/// The heading row, which stays in view, and how wide the columns are.
fn begin(
    sheet: &mut Worksheet,
    columns: &[&Column],
    line: u32,
    looks: &Looks,
) -> Result<(), XlsxError> {
    for (at, column) in (0..).zip(columns) {
        sheet.write_string_with_format(line, at, column.heading, &looks.heading)?;
        sheet.set_column_width(at, f64::from(column.width))?;
        if column.purpose == Use::Hidden {
            sheet.set_column_hidden(at)?;
        }
    }
    sheet.set_freeze_panes(line + 1, 0)?;
    sheet.set_repeat_rows(line, line)?;
    Ok(())
}

fn put_row(
    sheet: &mut Worksheet,
    line: u32,
    columns: &[&Column],
    row: &Row<'_>,
    looks: &Looks,
) -> Result<(), XlsxError> {
    let lines = lines_of(columns, row);
    if lines > 1 {
        sheet.set_row_height(line, LINE_HEIGHT * f64::from(lines as u32))?;
    }
    for (at, column) in (0..).zip(columns) {
        match row.cell(column) {
            Cell::Text(text) => {
                if !text.is_empty() {
                    sheet.write_string_with_format(line, at, text, &looks.text)?;
                }
            }
            Cell::Moment(moment) => {
                let look = moment.time.map_or(&looks.day, |_| &looks.time);
                sheet.write_datetime_with_format(line, at, moment_of(moment)?, look)?;
            }
            Cell::Number(number) => {
                sheet.write_number_with_format(line, at, number, &looks.text)?;
            }
            Cell::Rag(_, words) => {
                if !words.is_empty() {
                    sheet.write_string_with_format(line, at, words, &looks.text)?;
                }
            }
        }
    }
    Ok(())
}

/// Points that a line of text takes.
const LINE_HEIGHT: f64 = 15.0;

/// Lines of text after which a row is cut, so that one long note does not fill a page.
const MOST_LINES: usize = 10;

/// How many lines the longest of the row's printed cells takes: not every program works that out by itself.
fn lines_of(columns: &[&Column], row: &Row<'_>) -> usize {
    let lines = columns.iter().take(PRINTED).map(|column| {
        let cell = row.cell(column);
        let words = cell.words();
        let room = usize::from(column.width);
        words
            .lines()
            .map(|line| width(line).div_ceil(room).max(1))
            .sum()
    });
    lines.max().unwrap_or(1).min(MOST_LINES)
}

/// Filters on the headings, and the RAG filled with its colour.
fn finish(
    sheet: &mut Worksheet,
    columns: &[&Column],
    first: u32,
    last: u32,
    policy: &Policy,
) -> Result<(), XlsxError> {
    sheet.autofilter(first, 0, last.max(first), columns.len() as u16 - 1)?;
    let Some(rag) = columns.iter().position(|column| column.heading == "RAG") else {
        return Ok(());
    };
    fill_rag(sheet, first + 1, last.max(first + 1), rag as u16, policy)
}

fn fill_rag(
    sheet: &mut Worksheet,
    first: u32,
    last: u32,
    column: u16,
    policy: &Policy,
) -> Result<(), XlsxError> {
    let cell = cell_name(first as usize, usize::from(column));
    for shown in FILLED {
        let called = policy.called(shown);
        let (fill, ink) = paint(called.colour);
        let look = Look::new()
            .set_bold()
            .set_background_color(Color::RGB(fill))
            .set_font_color(Color::RGB(ink));
        let condition = ConditionalFormatFormula::new()
            .set_rule(fills(&cell, &called, policy).as_str())
            .set_format(look);
        sheet.add_conditional_format(first, column, last, column, &condition)?;
    }
    Ok(())
}

/// The formula that tells whether a cell says this: by its letter, alone or before words, by the council's word or by the
/// usual one. The council's word for no RAG at all fills nothing, whatever letter it begins with.
fn fills(cell: &str, called: &Called<'_>, policy: &Policy) -> String {
    let text = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let none = policy.called(Shown::None);
    format!(
        "=AND({cell}<>{},OR({cell}={},LEFT({cell},2)={},{cell}={},{cell}={}))",
        text(&none.words()),
        text(called.letter),
        text(&format!("{} ", called.letter)),
        text(&called.word),
        text(called.shown.as_str()),
    )
}

/// Offers these words in the column; others are questioned, not refused.
fn choices(
    sheet: &mut Worksheet,
    heading: &str,
    last: u32,
    words: &[impl AsRef<str>],
) -> Result<(), XlsxError> {
    let Some(at) = COLUMNS.iter().position(|column| column.heading == heading) else {
        return Ok(());
    };
    let offered = DataValidation::new()
        .allow_list_strings(words)?
        .set_error_style(DataValidationErrorStyle::Warning);
    // Room for rows that are added below.
    sheet.add_data_validation(1, at as u16, last + 500, at as u16, &offered)?;
    Ok(())
}

/// Nothing in it can be changed; it can still be filtered and sorted.
fn lock(sheet: &mut Worksheet) {
    let allowed = ProtectionOptions {
        use_autofilter: true,
        sort: true,
        format_columns: true,
        ..ProtectionOptions::default()
    };
    sheet.protect_with_options(&allowed);
}

/// A4 across, as wide as the paper, with what it is, as at when, and the mark of the file.
fn on_paper(sheet: &mut Worksheet, source: &Source<'_>, what: &str) {
    let named = match source.plan.inspection().called().as_str() {
        "" => what.to_owned(),
        called => format!("{called}, {what}"),
    };
    // Excel takes at most 255 characters, and `&` for a command.
    let named = fit(&named, 100).replace('&', "&&");
    sheet.set_landscape();
    sheet.set_paper_size(A4);
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_header(format!("&L{named}&RAs at {}", as_at(source)));
    sheet.set_footer(format!("&LMark {}&RPage &P of &N", source.mark));
}

fn as_at(source: &Source<'_>) -> String {
    let now = source.board.now;
    phrase::moment(Moment::at(now.date(), now.time()))
}

/// Who has how much of what is written.
fn owners(sheet: &mut Worksheet, source: &Source<'_>, looks: &Looks) -> Result<(), Trouble> {
    sheet.set_name("Owners")?;
    let policy = &source.plan.inspection().policy;
    let fixed = [
        ("Owner", 24.0),
        ("Initials", 9.0),
        ("Role", 30.0),
        ("Open", 8.0),
        ("Late", 8.0),
    ];
    let letters = [
        (Shown::Red, 8.0),
        (Shown::Amber, 8.0),
        (Shown::Green, 8.0),
        (Shown::Complete, 10.0),
    ];
    let letters = letters.map(|(shown, width)| (capital(policy.word(shown)), width));
    let fixed = fixed.map(|(heading, width)| (heading.to_owned(), width));
    let headings: Vec<(String, f64)> = fixed.into_iter().chain(letters).collect();
    for (at, (heading, width)) in (0..).zip(&headings) {
        sheet.write_string_with_format(0, at, heading, &looks.heading)?;
        sheet.set_column_width(at, *width)?;
    }
    let mut line = 0;
    let nobody = capital(NOBODY);
    for (owner, tally) in loads(source) {
        let words = owner.map_or([nobody.as_str(), "", ""], named);
        let open = tally.total - tally.complete;
        let counts = [
            open,
            tally.late,
            tally.red,
            tally.amber,
            tally.green,
            tally.complete,
        ];
        line += 1;
        for (at, text) in (0..).zip(words) {
            sheet.write_string_with_format(line, at, text, &looks.text)?;
        }
        for (at, number) in (3..).zip(counts) {
            sheet.write_number_with_format(line, at, number as u32, &looks.text)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.autofilter(0, 0, line, headings.len() as u16 - 1)?;
    lock(sheet);
    on_paper(sheet, source, "Owners");
    Ok(())
}

/// Who has how much of what is written, nobody last; who has nothing is left out.
fn loads<'p>(source: &Source<'p>) -> Vec<(Option<&'p Person>, Tally)> {
    let mut of: HashMap<Option<PersonId>, Vec<u32>> = HashMap::new();
    for at in source.positions {
        let owner = source.plan.tasks()[*at as usize].owner;
        of.entry(owner).or_default().push(*at);
    }
    let everybody = source.plan.people().iter().map(Some).chain([None]);
    let loads = everybody.filter_map(|owner| {
        let positions = of.get(&owner.map(|person| person.id))?;
        Some((owner, source.board.tally_of(source.plan, positions)))
    });
    loads.filter(|(_, tally)| tally.total > 0).collect()
}

/// What is said of an owner.
fn named(person: &Person) -> [&str; 3] {
    [
        person.label(),
        person.initials.as_str(),
        person.role.as_str(),
    ]
}

/// What the letters mean, and how the workbook comes back.
fn key(sheet: &mut Worksheet, source: &Source<'_>, looks: &Looks) -> Result<(), Trouble> {
    sheet.set_name("Key")?;
    sheet.set_column_width(0, 16)?;
    sheet.set_column_width(1, 90)?;
    let policy = &source.plan.inspection().policy;
    let days = |days| count(days, "working day");
    let said = |shown| policy.called(shown).words().into_owned();
    let fixed = str::to_owned;
    let none = match said(Shown::None).as_str() {
        "" => fixed("(blank)"),
        own => fixed(own),
    };
    let rows = [
        (fixed("RAG"), "What it means".to_owned()),
        (
            said(Shown::Red),
            format!("Late, or not started with {} or less to go.", days(policy.red_within)),
        ),
        (
            said(Shown::Amber),
            format!(
                "{} or less to go, or waiting, or something it needs is not finished.",
                days(policy.amber_within)
            ),
        ),
        (said(Shown::Green), "On track.".to_owned()),
        (said(Shown::Complete), "Done.".to_owned()),
        (none, "Nobody has judged it and it has no date, or it is not needed.".to_owned()),
        (
            fixed("Judged"),
            format!(
                "A letter somebody chose counts before the dates. A green is looked at again after {}.",
                days(policy.stale_after)
            ),
        ),
        (String::new(), String::new()),
        (
            fixed("Changes"),
            format!(
                "Make them on the sheet \"{TRACKER_SHEET}\" and send the workbook back. Readyroom shows each change before it takes it in."
            ),
        ),
        (
            fixed("Columns"),
            "Leave the headings and the hidden columns as they are: they say which row is which task.".to_owned(),
        ),
        (
            fixed("Lists"),
            "Evidence, areas, tags and needs stand one a line: Alt+Enter begins a new line.".to_owned(),
        ),
        (fixed("As at"), as_at(source)),
        (fixed("Mark"), source.mark.to_owned()),
    ];
    for (line, (name, words)) in (0..).zip(rows) {
        let look = if line == 0 {
            &looks.heading
        } else {
            &looks.text
        };
        sheet.write_string_with_format(line, 0, name, look)?;
        sheet.write_string_with_format(line, 1, words, look)?;
    }
    fill_rag(sheet, 1, FILLED.len() as u32, 0, policy)?;
    lock(sheet);
    on_paper(sheet, source, "Key");
    Ok(())
}

fn moment_of(at: Moment) -> Result<ExcelDateTime, XlsxError> {
    let day = ExcelDateTime::from_ymd(
        at.date.year().unsigned_abs(),
        at.date.month().unsigned_abs(),
        at.date.day().unsigned_abs(),
    )?;
    match at.time {
        Some(time) => day.and_hms(
            u16::from(time.hour().unsigned_abs()),
            time.minute().unsigned_abs(),
            f64::from(time.second()),
        ),
        None => Ok(day),
    }
}
