//! Inner figures: open and read, derive, filter, sort, save, draw, bring in and export. Run with `cargo bench`; quote ratios, not times.

mod exchange;

use std::path::{Path, PathBuf};

use divan::Bencher;
use jiff::civil::{DateTime, date};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use readyroom::app::model::Model;
use readyroom::app::update::update;
use readyroom::app::{Msg, Opened, Size, key::Key};
use readyroom::domain::agenda::Agenda;
use readyroom::domain::board::Board;
use readyroom::domain::change::{Change, Row};
use readyroom::domain::demo::crowd;
use readyroom::domain::edit::{self, Author, Patch};
use readyroom::domain::filter::Filter;
use readyroom::domain::id::Ids;
use readyroom::domain::inspection::{Inspection, Milestone, Typed};
use readyroom::domain::operation::{Operation, Stamp};
use readyroom::domain::order::{self, Grouping, SortKey};
use readyroom::domain::phrase;
use readyroom::domain::plan::Plan;
use readyroom::domain::task::Task;
use readyroom::domain::text::Line;
use readyroom::domain::when::{MilestoneKey, Moment};
use readyroom::store::{Access, Store, back};
use readyroom::tui::theme::Theme;
use readyroom::tui::view::view;
use rusqlite::Connection;

const SIZES: [usize; 3] = [100, 1_000, 10_000];

fn main() {
    divan::main();
}

fn now() -> DateTime {
    date(2026, 11, 30).at(11, 42, 0, 0)
}

fn line(text: &str) -> Line {
    Line::clipped(text)
}

fn stamp() -> Stamp {
    Stamp {
        who: line("bench"),
        at: "2026-11-30T11:42:00Z".parse().expect("a moment"),
        local: now(),
        rehearsed: true,
    }
}

/// An operation that makes `count` tasks of twelve people, with dates and judgements.
fn tasks(count: usize) -> Operation {
    crowd::tasks(12, count, now())
}

fn file(folder: &Path, count: usize) -> PathBuf {
    let path = folder.join("bench.readyroom");
    let store = Store::create(
        &path,
        &Inspection::default(),
        &tasks(count),
        &stamp(),
        uuid::Uuid::from_u128(1),
    );
    store.expect("a new file").close();
    path
}

fn plan(count: usize) -> Plan {
    plan_of(tasks(count))
}

fn plan_of(operation: Operation) -> Plan {
    let mut rows: Vec<Task> = Vec::new();
    let mut people = Vec::new();
    for change in operation.changes {
        match change {
            Change::Create(Row::Task(task)) => rows.push(*task),
            Change::Create(Row::Person(person)) => people.push(person),
            _ => {}
        }
    }
    Plan::from_rows(
        Inspection::default(),
        people,
        Vec::new(),
        Vec::new(),
        rows,
        [1; 3],
    )
}

#[divan::bench(args = SIZES)]
fn open_and_read(bencher: Bencher<'_, '_>, count: usize) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = file(folder.path(), count);
    bencher.bench_local(|| {
        let store = Store::open(&path, Access::ReadOnly).expect("the file");
        store.read().expect("its rows")
    });
}

#[divan::bench(args = SIZES)]
fn open_only(bencher: Bencher<'_, '_>, count: usize) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = file(folder.path(), count);
    bencher.bench_local(|| Store::open(&path, Access::ReadWrite).expect("the file"));
}

#[divan::bench(args = SIZES)]
fn derive_the_board(bencher: Bencher<'_, '_>, count: usize) {
    let plan = plan(count);
    bencher.bench_local(|| Board::of(&plan, now()));
}

#[divan::bench(args = SIZES)]
fn read_the_agenda(bencher: Bencher<'_, '_>, count: usize) {
    let plan = plan(count);
    let board = Board::of(&plan, now());
    bencher.bench_local(|| Agenda::of(&plan, &board));
}

#[divan::bench(args = SIZES)]
fn filter_by_a_word(bencher: Bencher<'_, '_>, count: usize) {
    let plan = plan(count);
    let board = Board::of(&plan, now());
    let cx = phrase::Context {
        now: now(),
        calendar: plan.calendar(),
    };
    let filter = Filter::read("record", &cx, &plan, &board.schedule).expect("a filter");
    bencher.bench_local(|| filter.positions(&plan, &board));
}

#[divan::bench(args = SIZES)]
fn sort_by_due_and_group(bencher: Bencher<'_, '_>, count: usize) {
    let plan = plan(count);
    let board = Board::of(&plan, now());
    bencher.bench_local(|| {
        let mut visible: Vec<u32> = (0..plan.tasks().len() as u32).collect();
        order::sort(&mut visible, SortKey::Due, &plan, &board);
        order::groups(&plan, &board, &visible, Grouping::Phase)
    });
}

#[divan::bench(args = SIZES)]
fn save_one_edit(bencher: Bencher<'_, '_>, count: usize) {
    let folder = tempfile::tempdir().expect("a folder");
    let place = file(folder.path(), count);
    let mut store = Store::open(&place, Access::ReadWrite).expect("the file");
    let mut plan = store.read().expect("its rows");
    let id = plan.tasks()[0].id;
    let mut flip = 0;
    bencher.bench_local(|| {
        flip += 1;
        let patch = Patch {
            title: Some(line(&format!("Title {flip}"))),
            ..Patch::default()
        };
        let operation = edit::patch(&plan, &[id], &patch).expect("an edit");
        store.commit(&operation, &stamp()).expect("saved");
        plan.apply_all(&operation.changes).expect("applied");
    });
}

/// The least that a save could be: one row into a file as large, with the same journal and the same care.
#[divan::bench(args = SIZES)]
fn save_one_bare_row(bencher: Bencher<'_, '_>, count: usize) {
    let folder = tempfile::tempdir().expect("a folder");
    let place = file(folder.path(), count);
    let bare = Connection::open(&place).expect("the file");
    bare.query_row("PRAGMA journal_mode = TRUNCATE", [], |_| Ok(()))
        .expect("the journal");
    bare.execute_batch(
        "PRAGMA synchronous = FULL; PRAGMA fullfsync = ON;
         CREATE TABLE bare (id INTEGER PRIMARY KEY, title, phase, owner, rag, due, status)",
    )
    .expect("a table");
    let insert = "INSERT INTO bare (title, phase, owner, rag, due, status) \
                  VALUES ('New', '2 Evidence', 'Ada Osei', 'red', '2026-12-01', 'todo')";
    bencher.bench_local(|| bare.execute(insert, []).expect("saved"));
}

/// The whole check of a file.
#[divan::bench(args = SIZES)]
fn check_the_file(bencher: Bencher<'_, '_>, count: usize) {
    let folder = tempfile::tempdir().expect("a folder");
    let place = file(folder.path(), count);
    let store = Store::open(&place, Access::ReadOnly).expect("the file");
    bencher.bench_local(|| store.verify().expect("a sound file"));
}

/// What `SQLite` checks by itself.
#[divan::bench(args = SIZES)]
fn check_by_sqlite(bencher: Bencher<'_, '_>, count: usize) {
    let folder = tempfile::tempdir().expect("a folder");
    let place = file(folder.path(), count);
    let bare = Connection::open(&place).expect("the file");
    let ask = "PRAGMA integrity_check";
    bencher.bench_local(|| bare.query_row(ask, [], |row| row.get::<_, String>(0)));
}

/// A drill of which 500 changes were made since the call.
fn drill(count: usize) -> Store {
    let mut start = tasks(count);
    let call = Milestone {
        key: MilestoneKey::Call,
        name: line("Call"),
        rule: None,
        basis: line("bench"),
        typed: Some(Typed {
            at: Moment::from(now()),
            expected: false,
        }),
    };
    start.changes.push(Change::Create(Row::Milestone(call)));
    let mut before = stamp();
    before.local = now().saturating_sub(jiff::Span::new().hours(1));
    let seed = uuid::Uuid::from_u128(1);
    let store = Store::in_memory(&Inspection::default(), &start, &before, seed);
    let mut store = store.expect("a store");
    let mut plan = store.read().expect("its rows");
    for change in 0..500 {
        let patch = Patch {
            title: Some(line(&format!("Title {change}"))),
            ..Patch::default()
        };
        let id = plan.tasks()[change * 19 % count].id;
        let operation = edit::patch(&plan, &[id], &patch).expect("an edit");
        let mut made = stamp();
        made.local = now().saturating_add(jiff::Span::new().minutes(change as i64));
        store.commit(&operation, &made).expect("saved");
        plan.apply_all(&operation.changes).expect("applied");
    }
    store
}

#[divan::bench(args = SIZES, sample_count = 5)]
fn score_a_drill(bencher: Bencher<'_, '_>, count: usize) {
    let store = drill(count);
    let ended = now().saturating_add(jiff::Span::new().days(5));
    bencher.bench_local(|| back::score(&store, ended).expect("a score"));
}

fn model(count: usize) -> Model {
    model_of(plan(count))
}

fn model_of(plan: Plan) -> Model {
    let size = Size {
        cols: 120,
        rows: 40,
    };
    let mut model = Model::new(now(), size, Ids::new(2, 1_700_000_000_000), line("bench"));
    update(&mut model, Msg::Opened(Box::new(Opened::of(plan))));
    model
}

/// A busy desk: 10,000 tasks of 200 people, 100 open requests and promises, and 500 changes to look back on.
fn desk() -> Model {
    let mut plan = plan_of(crowd::tasks(200, 10_000, now()));
    let mut ids = Ids::new(3, 1_700_000_000_000);
    let author = Author {
        who: line("bench"),
        now: now(),
    };
    crowd::ask(&mut plan, 100, &author, &mut ids).expect("asked");
    let past = Msg::Past {
        task: None,
        before: None,
        past: crowd::past(500, &stamp()),
    };
    let mut model = model_of(plan);
    update(&mut model, past);
    model
}

/// A place in the screens: its name, the keys that lead there, and two keys that are pressed there in turn.
struct At(&'static str, &'static str, [&'static str; 2]);

impl std::fmt::Display for At {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(self.0)
    }
}

/// Every tab, and what is shown to a room.
static PLACES: [At; 11] = [
    At("checklist", "2", ["j", "k"]),
    At("today", "1", ["j", "k"]),
    At("owners", "3", ["j", "k"]),
    At("timeline, rows", "4", ["j", "k"]),
    At("timeline, days", "4", ["right", "left"]),
    At("requests", "5", ["j", "k"]),
    At("request being typed", "5 a C a s e", ["x", "backspace"]),
    At("evaluation", "6", ["j", "k"]),
    At("history", "7", ["j", "k"]),
    At("present", "p", ["right", "left"]),
    At("walk", "W n", ["right", "left"]),
];

/// A key on every screen must not be slower than on the checklist.
#[divan::bench(args = &PLACES)]
fn a_key_and_its_frame(bencher: Bencher<'_, '_>, at: &At) {
    let mut model = desk();
    let key = |name: &str| name.parse::<Key>().expect("a key");
    for name in at.1.split(' ') {
        update(&mut model, Msg::Key(key(name)));
    }
    let theme = Theme::named("dark").expect("a theme");
    let mut terminal = Terminal::new(TestBackend::new(120, 40)).expect("a terminal");
    let keys = at.2.map(key);
    let mut first = false;
    bencher.bench_local(|| {
        first = !first;
        update(&mut model, Msg::Key(keys[usize::from(!first)]));
        terminal
            .draw(|frame| view(&model, &theme, frame))
            .expect("drawn");
    });
}

#[divan::bench(args = SIZES)]
fn open_in_the_screens(bencher: Bencher<'_, '_>, count: usize) {
    let plan = plan(count);
    bencher
        .with_inputs(|| plan.clone())
        .bench_local_values(model_of);
}

#[divan::bench(args = SIZES)]
fn draw_a_frame(bencher: Bencher<'_, '_>, count: usize) {
    let model = model(count);
    let theme = Theme::named("dark").expect("a theme");
    let mut terminal = Terminal::new(TestBackend::new(120, 40)).expect("a terminal");
    bencher.bench_local(|| {
        terminal
            .draw(|frame| view(&model, &theme, frame))
            .expect("drawn");
    });
}

#[divan::bench(args = SIZES)]
fn move_one_row_and_draw(bencher: Bencher<'_, '_>, count: usize) {
    let mut model = model(count);
    let theme = Theme::named("dark").expect("a theme");
    let mut terminal = Terminal::new(TestBackend::new(120, 40)).expect("a terminal");
    let mut down = false;
    bencher.bench_local(|| {
        down = !down;
        update(
            &mut model,
            Msg::Key(Key::char(if down { 'j' } else { 'k' })),
        );
        terminal
            .draw(|frame| view(&model, &theme, frame))
            .expect("drawn");
    });
}
