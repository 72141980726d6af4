//! Files in and out, 10,000 rows each, beside the libraries that the readers and writers stand on: `ours` divided by
//! `library` is the figure. Run with `cargo bench --bench inner exchange`.
//!
//! What the libraries do is the same work as far as it is theirs. Out, they write the cells that we do, byte for byte the
//! same CSV and the same JSON, from values that are there already; what a cell says, and the marks by which a row is known
//! when it comes back, is our work alone. In, they split the file into texts; what a row says (dates, people, colours, which
//! task it is) is not theirs to know, so this figure is how many times the splitting the whole takes.

use std::io::Cursor;
use std::ops::ControlFlow;

use calamine::{Reader as _, Xlsx};
use divan::Bencher;
use readyroom::domain::board::Board;
use readyroom::domain::edit::Author;
use readyroom::domain::id::Ids;
use readyroom::domain::plan::Plan;
use readyroom::domain::task::Phase;
use readyroom::exchange::import::{self, Request, whole};
use readyroom::exchange::read;
use readyroom::exchange::recognise::{self, Mapping};
use readyroom::exchange::snapshot::Snapshot;
use readyroom::exchange::tracker::{COLUMNS, Names, PRINTED, Row};
use readyroom::exchange::write::{self, Edition, Source};
use rust_xlsxwriter::{Format, FormatAlign, Workbook};

use super::{line, now, plan};

const ROWS: usize = 10_000;

/// A council's tracker, row by row, its headings first.
fn tracker() -> Vec<[String; 6]> {
    let headings = ["Ref", "Action", "Lead", "Due date", "RAG", "Comments"];
    let rows = (0..ROWS).map(|at| {
        [
            format!("A{at}"),
            format!("Check the single central record against list {at}"),
            format!("Person {}", at % 40),
            format!("{:02}/{:02}/2026", at % 28 + 1, at % 12 + 1),
            ["R", "Amber", "Green", "Complete"][at % 4].to_owned(),
            format!("Rang on Tuesday, {at} left; to be looked at again with the team"),
        ]
    });
    std::iter::once(headings.map(str::to_owned))
        .chain(rows)
        .collect()
}

fn tracker_csv() -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in tracker() {
        writer.write_record(&row).expect("a row");
    }
    writer.into_inner().expect("the table")
}

fn tracker_xlsx() -> Vec<u8> {
    let mut workbook = Workbook::new();
    put(&mut workbook, &tracker(), None);
    workbook.save_to_buffer().expect("the workbook")
}

fn put<T: AsRef<[String]>>(workbook: &mut Workbook, rows: &[T], look: Option<&Format>) {
    let sheet = workbook.add_worksheet();
    for (at, row) in (0..).zip(rows) {
        for (column, text) in (0..).zip(row.as_ref()) {
            match look {
                Some(look) => sheet.write_string_with_format(at, column, text, look),
                None => sheet.write_string(at, column, text),
            }
            .expect("a cell");
        }
    }
}

/// From bytes to the operation, as the command line does it.
fn bring_in(bytes: &[u8]) -> usize {
    let mut patient = |_| ControlFlow::Continue(());
    let workbook = read::read(bytes, &mut patient).expect("a spreadsheet");
    let found = recognise::recognise(&workbook, None, &Mapping::default()).expect("a tracker");
    let plan = Plan::default();
    let request = Request {
        workbook: &workbook,
        found: &found,
        plan: &plan,
        author: &Author {
            who: line("bench"),
            now: now(),
        },
        file: "tracker",
        order: None,
    };
    let mut ids = Ids::new(1, 1_700_000_000_000);
    let proposal = import::propose(&request, &mut ids, &mut patient).expect("a proposal");
    let changes = proposal.expect("not stopped").operation.changes.len();
    assert!(changes >= ROWS, "every row came in");
    changes
}

#[divan::bench_group(sample_count = 10)]
mod import_csv {
    use super::*;

    #[divan::bench]
    fn ours(bencher: Bencher<'_, '_>) {
        let bytes = tracker_csv();
        bencher.bench_local(|| bring_in(&bytes));
    }

    #[divan::bench]
    fn library(bencher: Bencher<'_, '_>) {
        let bytes = tracker_csv();
        bencher.bench_local(|| {
            let mut reader = csv::Reader::from_reader(bytes.as_slice());
            let records: Result<Vec<csv::StringRecord>, csv::Error> = reader.records().collect();
            records.expect("rows")
        });
    }
}

#[divan::bench_group(sample_count = 10)]
mod import_xlsx {
    use super::*;

    #[divan::bench]
    fn ours(bencher: Bencher<'_, '_>) {
        let bytes = tracker_xlsx();
        bencher.bench_local(|| bring_in(&bytes));
    }

    #[divan::bench]
    fn library(bencher: Bencher<'_, '_>) {
        let bytes = tracker_xlsx();
        bencher.bench_local(|| {
            let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(&bytes)).expect("a workbook");
            workbook.worksheet_range("Sheet1").expect("its sheet")
        });
    }
}

#[divan::bench_group(sample_count = 10)]
mod import_json {
    use super::*;

    #[divan::bench]
    fn ours(bencher: Bencher<'_, '_>) {
        let bytes = export("json", &plan(ROWS));
        bencher.bench_local(|| {
            let snapshot = whole::read(&bytes, "all.json").expect("an export");
            let mut ids = Ids::new(1, 1_700_000_000_000);
            whole::propose(snapshot, &Plan::default(), "all.json", &mut ids).expect("a proposal")
        });
    }

    #[divan::bench]
    fn library(bencher: Bencher<'_, '_>) {
        let bytes = export("json", &plan(ROWS));
        bencher.bench_local(|| {
            serde_json::from_slice::<serde_json::Value>(&bytes).expect("JSON");
        });
    }
}

fn export(ending: &str, plan: &Plan) -> Vec<u8> {
    export_as(ending, plan, &Board::of(plan, now()))
}

fn export_as(ending: &str, plan: &Plan, board: &Board) -> Vec<u8> {
    with_source(ending, plan, board, |format, source| {
        (format.write)(source, &mut |_| true).expect("bytes")
    })
}

fn with_source<T>(
    ending: &str,
    plan: &Plan,
    board: &Board,
    use_it: impl FnOnce(&write::Format, &Source<'_>) -> T,
) -> T {
    let positions: Vec<u32> = (0..plan.tasks().len() as u32).collect();
    let source = Source {
        plan,
        board,
        positions: &positions,
        mark: "0123456789ab",
        edition: Edition::default(),
    };
    let format = write::for_name(&format!("x.{ending}")).expect("a format");
    use_it(format, &source)
}

/// Every cell of the tracker, and which phase its row is in.
fn cells(plan: &Plan) -> Vec<(Phase, Vec<String>)> {
    let board = Board::of(plan, now());
    let names = Names::of(plan);
    let rows = (0..plan.tasks().len()).map(|at| {
        let row = Row::new(plan, &board, &names, at);
        let words = COLUMNS
            .iter()
            .map(|column| row.cell(column).words().into_owned());
        (row.task.place.phase, words.collect())
    });
    rows.collect()
}

#[divan::bench(args = write::FORMATS.iter().map(|format| format.ending), sample_count = 10)]
fn export_ours(bencher: Bencher<'_, '_>, ending: &str) {
    let plan = plan(ROWS);
    let board = Board::of(&plan, now());
    bencher.bench_local(|| export_as(ending, &plan, &board));
}

/// The same texts on as many sheets, wrapped as ours are, and nothing else.
#[divan::bench(sample_count = 10)]
fn export_library_xlsx(bencher: Bencher<'_, '_>) {
    let cells = cells(&plan(ROWS));
    let look = Format::new().set_align(FormatAlign::Top).set_text_wrap();
    bencher.bench_local(|| {
        let mut workbook = Workbook::new();
        let all: Vec<&Vec<String>> = cells.iter().map(|(_, row)| row).collect();
        put(&mut workbook, &all, Some(&look));
        for phase in Phase::ALL {
            let of_phase = cells.iter().filter(|(of, _)| *of == phase);
            let rows: Vec<&[String]> = of_phase.map(|(_, row)| &row[..PRINTED]).collect();
            put(&mut workbook, &rows, Some(&look));
        }
        workbook.save_to_buffer().expect("the workbook")
    });
}

/// The cells of our own table, its headings too, into the same bytes.
#[divan::bench(sample_count = 10)]
fn export_library_csv(bencher: Bencher<'_, '_>) {
    let ours = export("csv", &plan(ROWS));
    let (mark, table) = ours.split_at("\u{FEFF}".len());
    let mut reader = csv::ReaderBuilder::new();
    let mut reader = reader.has_headers(false).from_reader(table);
    let rows: Result<Vec<Vec<String>>, csv::Error> = reader
        .records()
        .map(|record| Ok(record?.iter().map(str::to_owned).collect()))
        .collect();
    let rows = rows.expect("our table");
    let write = || {
        let mut writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .from_writer(mark.to_vec());
        for row in &rows {
            writer.write_record(row).expect("a row");
        }
        writer.into_inner().expect("the table")
    };
    assert_eq!(write(), ours);
    bencher.bench_local(write);
}

#[divan::bench(sample_count = 10)]
fn export_library_json(bencher: Bencher<'_, '_>) {
    let plan = plan(ROWS);
    let positions: Vec<u32> = (0..plan.tasks().len() as u32).collect();
    let snapshot = Snapshot::view(&plan, &positions);
    bencher.bench_local(|| serde_json::to_vec(&snapshot).expect("JSON"));
}

/// What the privacy guard takes of an export to JSON: it looks at every text before it leaves.
#[divan::bench_group(sample_count = 5)]
mod export_json_100_000 {
    use super::*;

    const MANY: usize = 100_000;

    #[divan::bench]
    fn guard(bencher: Bencher<'_, '_>) {
        let plan = plan(MANY);
        let board = Board::of(&plan, now());
        bencher.bench_local(|| {
            with_source("json", &plan, &board, |json, source| (json.guard)(source))
        });
    }

    #[divan::bench]
    fn write(bencher: Bencher<'_, '_>) {
        let plan = plan(MANY);
        let board = Board::of(&plan, now());
        bencher.bench_local(|| export_as("json", &plan, &board));
    }
}
