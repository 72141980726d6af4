//! What is written says what was meant: read back by other programs' libraries, whatever people have typed.

use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};
use jiff::civil::{date, datetime};
use proptest::prelude::*;
use serde::Deserialize as _;

use super::*;
use crate::domain::id::{Ids, Ref, TaskId};
use crate::domain::records::{self, RecordId, tests::one_of_each};
use crate::domain::task::{Element, Judgement, Phase, Place, Rag, Status, Task};
use crate::domain::text::{Line, Note};
use crate::domain::when::{MilestoneKey, Moment, When};
use crate::exchange::plans::{assemble, exported, plan};
use crate::exchange::reports::{Block, Report, Table, Value};
use crate::exchange::snapshot::Snapshot;
use crate::exchange::tracker::{COLUMNS, Cell, Names, Row};
use crate::exchange::{FORMULA, TRACKER_SHEET};

/// The bytes of all tasks in this format.
fn bytes(plan: &Plan, format: &Format) -> Vec<u8> {
    exported(plan, format, datetime(2026, 6, 3, 9, 41, 0, 0))
}

/// What every cell ought to say, headings first.
fn expected(plan: &Plan, say: impl Fn(&Cell<'_>) -> String) -> Vec<Vec<String>> {
    let board = Board::of(plan, datetime(2026, 6, 3, 9, 41, 0, 0));
    let names = Names::of(plan);
    let headings = COLUMNS
        .iter()
        .map(|column| column.heading.to_owned())
        .collect();
    let rows = (0..plan.tasks().len()).map(|at| {
        let row = Row::new(plan, &board, &names, at);
        COLUMNS
            .iter()
            .map(|column| say(&row.cell(column)))
            .collect()
    });
    std::iter::once(headings).chain(rows).collect()
}

fn as_said(cell: &Cell<'_>) -> String {
    cell.words().into_owned()
}

/// A file with one of everything that a file can hold, as JSON.
fn one_of_everything() -> serde_json::Value {
    let line = |text: &str| Line::new(text).unwrap();
    let seed = |status| {
        let place = ("Day one".to_owned(), line("Off-site week"));
        let judged = Judgement {
            rag: Rag::Red,
            reason: line("no list"),
            who: line("Jo"),
            at: datetime(2026, 6, 1, 9, 0, 0, 0),
            expires: None,
        };
        let due = When::At(Moment::day(date(2026, 6, 8)));
        let lists = [Element::Area, Element::Evidence, Element::Tag];
        (
            (line("Check the list"), place.0, place.1),
            (0, 0, 1),
            (status, Some(judged)),
            (Some(due), None),
            lists.map(|list| list(line("audit"))).to_vec(),
        )
    };
    let waiting = Status::Waiting { on: line("HR") };
    let call = Some(Moment::day(date(2026, 6, 1)));
    let people = vec![
        (Some(line("Jo Smith")), line("Data lead")),
        (Some(line("Tom Bell")), line("Manager")),
    ];
    let mut plan = assemble(people, vec![seed(waiting)], line("Barnshire"), call);
    let person = plan.people()[0].id;
    let mut ids = Ids::new(9, 1_780_000_000_000);
    for record in one_of_each(person) {
        let created = records::create(RecordId(ids.next_id()), record);
        plan.apply(&created).unwrap();
    }
    serde_json::to_value(Snapshot::of(&plan, &[0])).unwrap()
}

/// Where each text of a value stands.
fn leaves(value: &serde_json::Value, at: &str, found: &mut Vec<String>) {
    match value {
        serde_json::Value::String(_) => found.push(at.to_owned()),
        serde_json::Value::Array(parts) => (0..)
            .zip(parts)
            .for_each(|(number, part): (usize, _)| leaves(part, &format!("{at}/{number}"), found)),
        serde_json::Value::Object(parts) => {
            (parts.iter()).for_each(|(field, part)| leaves(part, &format!("{at}/{field}"), found));
        }
        _ => {}
    }
}

/// A name is put where any text of a file can stand, one place after the other: no paper for people outside shows it.
#[test]
fn a_paper_without_names_names_nobody_wherever_in_the_file_a_name_stands() {
    let whole = one_of_everything();
    let mut places = Vec::new();
    leaves(&whole, "", &mut places);
    let mut left = 0;
    for place in &places {
        let mut planted = whole.clone();
        *planted.pointer_mut(place).unwrap() = "ring jo  SMITH, and Bell, today".into();
        let Ok(snapshot) = Snapshot::deserialize(&planted) else {
            continue;
        };
        let plan = snapshot.into_plan();
        let board = Board::of(&plan, datetime(2026, 6, 3, 9, 41, 0, 0));
        let facts = Facts {
            plan: &plan,
            board: &board,
            since: None,
            half: Half::Morning,
            mark: "0123456789ab",
        };
        if place.starts_with("/people") {
            continue;
        }
        for name in ["members", "scrutiny"] {
            let report = (reports::audience(name).unwrap().make)(&facts);
            left += usize::from(report.names_taken > Some(0));
            for render in RENDERS {
                let paper = (render.render)(&report).to_lowercase();
                let words: Vec<&str> = paper.split_whitespace().collect();
                let paper = words.join(" ");
                assert!(!paper.contains("jo smith"), "{place} in {name}: {paper}");
            }
        }
    }
    assert!(left > 4, "{left}");
}

/// All words of a file, whatever its format.
fn words_of(ending: &str, bytes: &[u8]) -> String {
    if ending != "xlsx" {
        return String::from_utf8(bytes.to_vec()).unwrap();
    }
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let sheets = workbook.worksheets();
    let rows = sheets.iter().flat_map(|(_, sheet)| sheet.rows().flatten());
    let words: Vec<String> = rows.map(ToString::to_string).collect();
    words.join("\n")
}

/// A number is put where any text of a file can stand, one place after the other: the guard points at it in every format
/// in which it would leave, and at nothing where it is nowhere.
#[test]
fn whatever_leaves_was_looked_at_wherever_in_the_file_it_stands() {
    const NUMBER: &str = "9434765919";
    let whole = one_of_everything();
    let guard = |value: &serde_json::Value, format: &Format| {
        let snapshot = Snapshot::deserialize(value).ok()?;
        let plan = snapshot.into_plan();
        let board = Board::of(&plan, datetime(2026, 6, 3, 9, 41, 0, 0));
        let source = Source {
            plan: &plan,
            board: &board,
            positions: &[0],
            mark: "0123456789ab",
            edition: Edition::default(),
        };
        Some(((format.guard)(&source), bytes(&plan, format)))
    };
    let mut places = Vec::new();
    leaves(&whole, "", &mut places);
    for format in FORMATS {
        let (seen, _) = guard(&whole, format).unwrap();
        assert_eq!(seen, [], "{}", format.ending);
        let mut left = 0;
        for place in &places {
            let mut planted = whole.clone();
            *planted.pointer_mut(place).unwrap() = NUMBER.into();
            // A date or a name that the file knows cannot be any other text.
            let Some((seen, bytes)) = guard(&planted, format) else {
                continue;
            };
            if words_of(format.ending, &bytes).contains(NUMBER) {
                left += 1;
                assert_ne!(seen, [], "{} in {}", place, format.ending);
            }
        }
        assert!(left > 1, "{left} in {}", format.ending);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn csv_gives_back_every_cell_and_nothing_a_spreadsheet_would_calculate(plan in plan()) {
        let bytes = bytes(&plan, &csv::FORMAT);
        let text = std::str::from_utf8(&bytes).unwrap().strip_prefix('\u{FEFF}').unwrap();
        let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        let raw: Vec<Vec<String>> = reader
            .records()
            .map(|record| record.unwrap().iter().map(str::to_owned).collect())
            .collect();
        let days_left = COLUMNS.iter().position(|column| column.heading == "Days left").unwrap();
        for (at, cell) in raw.iter().flat_map(|row| row.iter().enumerate()) {
            prop_assert!(at == days_left || !cell.starts_with(FORMULA), "{cell:?}");
        }
        let meant = |cell: &String| match cell.strip_prefix('\'') {
            Some(rest) if rest.trim_start_matches('\'').starts_with(FORMULA) => rest.to_owned(),
            _ => cell.clone(),
        };
        let got: Vec<Vec<String>> = raw.iter().map(|row| row.iter().map(meant).collect()).collect();
        let wanted = expected(&plan, |cell| match cell {
            Cell::Moment(at) => at.to_string().replace('T', " "),
            Cell::Text(_) | Cell::Number(_) | Cell::Rag(..) => as_said(cell),
        });
        prop_assert_eq!(got, wanted);
    }

    #[test]
    fn json_gives_back_the_whole_plan(plan in plan()) {
        let bytes = bytes(&plan, &json::FORMAT);
        let document: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        prop_assert_eq!(&document["version"], 1);
        let snapshot: Snapshot = serde_json::from_value(document["file"].clone()).unwrap();
        prop_assert_eq!(snapshot.next_numbers, plan.next_numbers());
        prop_assert_eq!(snapshot.numbers, plan.numbers());
        prop_assert_eq!(snapshot.into_plan(), plan);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn a_workbook_gives_back_every_cell_as_text_number_or_true_date(plan in plan()) {
        let first = bytes(&plan, &xlsx::FORMAT);
        let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(&first)).unwrap();
        prop_assert_eq!(
            workbook.sheet_names(),
            ["Tracker", "Notification", "Fieldwork", "Feedback", "Owners", "Key"]
        );
        let formulas = workbook.worksheet_formula(TRACKER_SHEET).unwrap();
        prop_assert!(formulas.used_cells().all(|(_, _, text)| text.is_empty()));
        let sheet = workbook.worksheet_range(TRACKER_SHEET).unwrap();
        let wanted = expected(&plan, as_said);
        for (line, row) in wanted.iter().enumerate() {
            for (at, words) in row.iter().enumerate() {
                let cell = sheet.get_value((line as u32, at as u32)).unwrap_or(&Data::Empty);
                let got = match cell {
                    Data::Empty => String::new(),
                    Data::String(text) => text.clone(),
                    Data::Float(number) => number.to_string(),
                    Data::DateTime(at) => {
                        let (days, seconds) = day_and_seconds(at.as_f64());
                        let day = date(1899, 12, 30).saturating_add(jiff::Span::new().days(days));
                        let minutes = seconds / 60;
                        let time = jiff::civil::time((minutes / 60) as i8, (minutes % 60) as i8, 0, 0);
                        // Midnight as a time and no time at all look the same in a spreadsheet.
                        let has_time = words.contains('T');
                        Moment { date: day, time: has_time.then_some(time) }.to_string()
                    }
                    other => format!("{other:?}"),
                };
                prop_assert_eq!(&got, words, "{} in row {}", COLUMNS[at].heading, line);
            }
        }
        prop_assert!(first == bytes(&plan, &xlsx::FORMAT), "the same plan gives other bytes");
    }
}

fn day_and_seconds(serial: f64) -> (i64, i64) {
    let seconds = (serial * 86_400.0).round() as i64;
    (seconds / 86_400, seconds % 86_400)
}

#[test]
fn every_ending_is_known_once_and_others_are_refused_with_the_list() {
    for (at, format) in FORMATS.iter().enumerate() {
        assert!(
            FORMATS[..at]
                .iter()
                .all(|other| other.ending != format.ending)
        );
        assert_eq!(
            for_name(&format!("a.b.{}", format.ending.to_uppercase()))
                .unwrap()
                .ending,
            format.ending
        );
    }
    let refused = for_name("tracker.xls").unwrap_err().to_string();
    assert!(
        refused
            .starts_with("There is no format \".xls\". Did you mean .xlsx? It can be .xlsx (Excel"),
        "{refused}"
    );
    assert!(
        for_name("tracker")
            .unwrap_err()
            .to_string()
            .starts_with("The name has to end in a format.")
    );
}

#[test]
fn a_watch_that_says_no_stops_every_writer() {
    let plan = assemble(
        vec![(None, Line::new("a role").unwrap())],
        Vec::new(),
        Line::default(),
        None,
    );
    let mut tasks = Snapshot::of(&plan, &[]);
    let mut ids = Ids::new(5, 1);
    tasks.tasks = (1..600)
        .map(|number| {
            let phase = Phase::Fieldwork;
            let place = Place {
                phase,
                section: Line::default(),
            };
            let reference = Ref::new(phase, number);
            Task::new(
                TaskId(ids.next_id()),
                reference,
                place,
                Line::new("x").unwrap(),
            )
        })
        .collect();
    let plan = tasks.into_plan();
    let board = Board::of(&plan, datetime(2026, 6, 3, 9, 41, 0, 0));
    let positions: Vec<u32> = (0..plan.tasks().len() as u32).collect();
    let source = Source {
        plan: &plan,
        board: &board,
        positions: &positions,
        mark: "",
        edition: Edition::default(),
    };
    for format in FORMATS {
        let mut looks = 0;
        let halted = (format.write)(&source, &mut |_| {
            looks += 1;
            false
        });
        assert!(matches!(halted, Err(Halt::Stopped)), "{}", format.ending);
        assert_eq!(looks, 1, "{}", format.ending);
    }
}

fn facts_of<R>(plan: &Plan, use_them: impl Fn(&Facts<'_>) -> R) -> R {
    let board = Board::of(plan, datetime(2026, 6, 3, 9, 41, 0, 0));
    use_them(&Facts {
        plan,
        board: &board,
        since: None,
        half: Half::Morning,
        mark: "0123456789ab",
    })
}

/// The same plan with every text of its tasks a plain word.
fn tamed(plan: &Plan) -> Plan {
    let positions: Vec<u32> = (0..plan.tasks().len() as u32).collect();
    let mut snapshot = Snapshot::of(plan, &positions);
    let word = Line::new("x").unwrap();
    for task in &mut snapshot.tasks {
        task.title = word.clone();
        task.note = Note::new("x").unwrap();
        if let Some(judgement) = &mut task.judgement {
            judgement.reason = word.clone();
        }
        if let Status::Waiting { on } = &mut task.status {
            *on = word.clone();
        }
    }
    snapshot.into_plan()
}

/// The lines of a calendar as they were before they were folded.
fn unfolded(bytes: &[u8]) -> Vec<String> {
    let text = std::str::from_utf8(bytes).unwrap();
    for line in text.split_terminator("\r\n") {
        assert!(line.len() <= 75, "{line}");
        assert!(!line.contains(['\r', '\n']), "{line:?}");
    }
    assert!(text.ends_with("\r\n"));
    let text = text.replace("\r\n ", "");
    text.split_terminator("\r\n").map(str::to_owned).collect()
}

fn unescaped(text: &str) -> String {
    let mut plain = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match (c, c == '\\') {
            (_, true) => match chars.next().unwrap() {
                'n' => plain.push('\n'),
                other => plain.push(other),
            },
            (other, false) => plain.push(other),
        }
    }
    plain
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn what_people_typed_adds_no_tag_to_a_page(plan in plan()) {
        let audience = reports::audience("director").unwrap();
        let page = |plan: &Plan| facts_of(plan, |facts| (html::RENDER.render)(&(audience.make)(facts)));
        let (wild, tame) = (page(&plan), page(&tamed(&plan)));
        // Where a line may be broken follows from the length of the words.
        let tags = |page: &str| page.replace("<wbr>", "").matches('<').count();
        prop_assert_eq!(tags(&wild), tags(&tame));
        prop_assert_eq!(wild.matches('"').count(), tame.matches('"').count());
        let all = String::from_utf8(bytes(&plan, &html::FORMAT)).unwrap();
        let all_tame = String::from_utf8(bytes(&tamed(&plan), &html::FORMAT)).unwrap();
        prop_assert_eq!(tags(&all), tags(&all_tame));
        prop_assert!(!all.contains("<script"));
    }

    #[test]
    fn a_calendar_tells_every_open_task_with_a_date_and_every_milestone(plan in plan()) {
        let lines = unfolded(&bytes(&plan, &ics::FORMAT));
        let board = Board::of(&plan, datetime(2026, 6, 3, 9, 41, 0, 0));
        let told: Vec<String> = lines
            .iter()
            .filter_map(|line| line.strip_prefix("SUMMARY:"))
            .map(unescaped)
            .collect();
        let milestones = plan
            .milestones()
            .iter()
            .filter(|milestone| board.schedule.get(milestone.key).is_some())
            .map(|milestone| milestone.name.to_string());
        let tasks = plan.tasks().iter().zip(&board.standings);
        let tasks = tasks
            .filter(|(task, standing)| task.status.is_open() && standing.due.is_some())
            .map(|(task, _)| {
                let owner = task.owner.and_then(|id| plan.person(id));
                let initials = owner.map_or("--".to_owned(), |person| person.initials.to_string());
                format!("{} {} ({initials})", task.reference, task.title)
            });
        prop_assert_eq!(told, milestones.chain(tasks).collect::<Vec<_>>());
        for line in &lines {
            prop_assert!(line.contains(':'), "{line}");
        }
    }

    #[test]
    fn papers_for_members_name_nobody(
        names in prop::collection::vec("[A-Z][b-y]{4,8} [A-Z][b-y]{4,8}", 3),
        picks in prop::collection::vec((0..3usize, 0..4u8), 1..6),
    ) {
        let mut snapshot = Snapshot::of(&assemble(
            names.iter().map(|name| (Some(Line::new(name).unwrap()), Line::default())).collect(),
            Vec::new(),
            Line::default(),
            None,
        ), &[]);
        for (number, (who, how)) in (1..).zip(picks) {
            let name = &names[who];
            let (first, last) = name.split_once(' ').unwrap();
            let title = match how {
                0 => format!("Ask {name} for it"),
                1 => format!("{first}'s list"),
                2 => format!("Lists ({last})"),
                _ => format!("Ring {} today", snapshot.people[who].initials),
            };
            let phase = Phase::Fieldwork;
            let place = Place { phase, section: Line::default() };
            let mut task = Task::new(
                TaskId(uuid::Uuid::from_u128(u128::from(number))),
                Ref::new(phase, number),
                place,
                Line::new(&title).unwrap(),
            );
            task.owner = Some(snapshot.people[who].id);
            task.elements = vec![Element::Area(Line::new(&format!("Area of {name}")).unwrap())];
            task.deadline.due = Some(When::At(Moment::day(date(2026, 6, 1))));
            snapshot.tasks.push(task);
        }
        let plan = snapshot.into_plan();
        for audience in ["members", "scrutiny"] {
            let audience = reports::audience(audience).unwrap();
            for render in RENDERS {
                let paper = facts_of(&plan, |facts| (render.render)(&(audience.make)(facts)));
                for word in names.iter().flat_map(|name| name.split(' ')).chain(["JS", "TB", "MO"]) {
                    let mut words = paper.split(|c: char| !c.is_alphanumeric());
                    prop_assert!(words.all(|other| other != word), "{word} in\n{paper}");
                }
            }
        }
    }
}

#[test]
fn an_event_is_the_same_in_the_next_export_and_another_in_another_file() {
    let plan = assemble(
        vec![(None, Line::new("a role").unwrap())],
        Vec::new(),
        Line::default(),
        Some(Moment::day(date(2026, 6, 1))),
    );
    let board = Board::of(&plan, datetime(2026, 6, 3, 9, 41, 0, 0));
    let events = |file: u128, number: u64| {
        let source = Source {
            plan: &plan,
            board: &board,
            positions: &[],
            mark: "",
            edition: Edition {
                file: Uuid::from_u128(file),
                number,
            },
        };
        let lines = unfolded(&(ics::FORMAT.write)(&source, &mut |_| true).unwrap());
        let of = |name: &str| -> Vec<String> {
            let values = lines.iter().filter_map(|line| line.strip_prefix(name));
            values.map(str::to_owned).collect()
        };
        (of("UID:"), of("SEQUENCE:"))
    };
    let ((first, early), (again, late), (other, _)) = (events(1, 7), events(1, 9), events(2, 7));
    assert_eq!(first.len(), MilestoneKey::ALL.len());
    assert_eq!(first, again);
    assert!(first.iter().all(|uid| !other.contains(uid)));
    assert!(early.iter().all(|number| number == "7") && early.len() == first.len());
    assert!(late.iter().all(|number| number == "9"));
    assert_eq!(events(1, u64::MAX).1[0], i32::MAX.to_string());
}

#[test]
fn midsummer_deadlines_are_told_in_utc_and_days_stay_days() {
    let mut snapshot = Snapshot::of(&Plan::default(), &[]);
    let phase = Phase::Fieldwork;
    for (number, due) in [
        (
            1,
            Moment::at(date(2026, 6, 8), jiff::civil::time(12, 0, 0, 0)),
        ),
        (
            2,
            Moment::at(date(2026, 12, 7), jiff::civil::time(9, 30, 0, 0)),
        ),
        (3, Moment::day(date(2026, 12, 31))),
    ] {
        let place = Place {
            phase,
            section: Line::default(),
        };
        let id = TaskId(uuid::Uuid::from_u128(u128::from(number)));
        let mut task = Task::new(id, Ref::new(phase, number), place, Line::new("x").unwrap());
        task.deadline.due = Some(When::At(due));
        snapshot.tasks.push(task);
    }
    let lines = unfolded(&bytes(&snapshot.into_plan(), &ics::FORMAT));
    let starts: Vec<&String> = lines
        .iter()
        .filter(|line| line.starts_with("DT") && !line.starts_with("DTSTAMP"))
        .collect();
    assert_eq!(
        starts,
        [
            "DTSTART:20260608T110000Z",
            "DTEND:20260608T113000Z",
            "DTSTART:20261207T093000Z",
            "DTEND:20261207T100000Z",
            "DTSTART;VALUE=DATE:20261231",
            "DTEND;VALUE=DATE:20270101",
        ]
    );
}

#[test]
fn markup_in_markdown_stays_text() {
    let report = facts_of(&Plan::default(), |facts| {
        let mut report = (reports::audience("team").unwrap().make)(facts);
        report.blocks = vec![Block::Items(vec![
            "a|b `c` [d](http://e) @all <b>".to_owned(),
            "- f".to_owned(),
            "two\nlines".to_owned(),
        ])];
        report
    });
    let text = (markdown::RENDER.render)(&report);
    assert!(
        text.contains(
            "- a\\|b \\`c\\` \\[d\\](http&#58;//e) &#64;all &lt;b&gt;\n- \\- f\n- two<br>lines\n"
        ),
        "{text}"
    );
}

/// Whatever has no space in it goes on in the next line, or a table is wider than its sheet.
#[test]
fn a_word_as_long_as_a_line_may_be_broken_on_a_page() {
    let long = "x<y".repeat(40);
    let table = Table {
        caption: long.clone(),
        headings: vec!["Why".to_owned()],
        rows: vec![vec![Value::Text(long.clone())]],
        names: 0,
    };
    let report = Report {
        title: "Brief".to_owned(),
        subject: String::new(),
        as_at: String::new(),
        foot: String::new(),
        blocks: vec![Block::Items(vec![long.clone()]), Block::Table(table)],
        names_taken: None,
    };
    let page = (html::RENDER.render)(&report);
    let parted = "x&lt;y".repeat(8) + "<wbr>" + &"x&lt;y".repeat(8);
    for tag in ["li", "th scope=\"row\"", "caption"] {
        assert!(page.contains(&format!("<{tag}>{parted}")), "{tag}: {page}");
    }
    let whole = long.replace('<', "&lt;");
    assert!(page.contains(&format!("aria-label=\"{whole}\"")), "{page}");
}
