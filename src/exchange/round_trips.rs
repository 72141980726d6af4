//! What is written and read back is what was there: over many made-up inspections, with text made to trip programs up.
//! `PROPTEST_CASES=2000` tries more of them than the ordinary run.

use std::ops::ControlFlow;

use jiff::civil::{DateTime, datetime};
use proptest::prelude::*;

use super::import::{self, Proposal, Request, whole};
use super::plans::{exported, plan};
use super::recognise::{self, Mapping};
use super::reports::{self, Facts, Half};
use super::tracker::{COLUMNS, Names, Row};
use super::write;
use super::{BASE_COLUMN, read};
use crate::domain::board::Board;
use crate::domain::edit::{self, Author, Patch};
use crate::domain::england::Clocked;
use crate::domain::evaluation::write as evaluation;
use crate::domain::failure::Failure;
use crate::domain::id::Ids;
use crate::domain::plan::Plan;
use crate::domain::policy::{self, Field};
use crate::domain::rating::Shown;
use crate::domain::records::{self, Filed, Record, Side};
use crate::domain::requests;
use crate::domain::requests::capture::Asked;
use crate::domain::task::{Judgement, Rag, Status, Task};
use crate::domain::template::{Start, Template};
use crate::domain::text::{Line, Note};
use crate::exchange::snapshot::Snapshot;

const NOW: DateTime = datetime(2026, 6, 3, 9, 41, 0, 0);

/// `PROPTEST_CASES` says how many; unsaid it is this library's usual number, and a quarter of that does.
fn config() -> ProptestConfig {
    const USUAL: u32 = 256;
    let config = ProptestConfig::default();
    let cases = match config.cases {
        USUAL => USUAL / 4,
        said => said,
    };
    ProptestConfig { cases, ..config }
}

fn bytes(plan: &Plan, ending: &str) -> Vec<u8> {
    exported(plan, write::for_name(&format!("x.{ending}")).unwrap(), NOW)
}

/// What bringing `bytes` into `plan` would do; with `forget`, without the marks of what the rows said when they left.
fn back(plan: &Plan, bytes: &[u8], forget: bool) -> Proposal {
    let mut patient = |_| ControlFlow::Continue(());
    let workbook = read::read(bytes, &mut patient).unwrap();
    let mut found = recognise::recognise(&workbook, None, &Mapping::default()).unwrap();
    if forget {
        for table in &mut found.tables {
            table.columns.retain(|column| column.heading != BASE_COLUMN);
        }
    }
    let author = Author {
        who: Line::new("Ann Lee").unwrap(),
        now: NOW,
    };
    let request = Request {
        workbook: &workbook,
        found: &found,
        plan,
        author: &author,
        file: "tracker",
        order: None,
    };
    let proposal = import::propose(&request, &mut Ids::new(3, 1_790_000_000_000), &mut patient);
    proposal.unwrap().unwrap()
}

/// What the rows say in the columns that come back, one string a cell.
fn said(plan: &Plan) -> Vec<Vec<String>> {
    let board = Board::of(plan, NOW);
    let names = Names::of(plan);
    let edited = || COLUMNS.iter().filter(|column| column.field().is_some());
    (0..plan.tasks().len())
        .map(|at| {
            let row = Row::new(plan, &board, &names, at);
            // In a spreadsheet midnight and no time at all are one value.
            let cells = edited().map(|column| row.cell(column).words().replace("T00:00", ""));
            cells.collect()
        })
        .collect()
}

/// The same tasks with nothing said about them but what cannot be edited. What was judged of a task that is no longer open
/// does not show, and stays; a task that is not needed shows no letter, which of an open one would say that nobody
/// judges it any more.
fn bare(plan: &Plan) -> Plan {
    let positions: Vec<u32> = (0..plan.tasks().len() as u32).collect();
    let mut snapshot = Snapshot::of(plan, &positions);
    for task in &mut snapshot.tasks {
        let title = Line::new("bare").unwrap();
        let judgement = task.judgement.take();
        let judgement = judgement.filter(|_| !task.status.is_open());
        let status = std::mem::take(&mut task.status);
        *task = Task::new(task.id, task.reference, task.place.clone(), title);
        task.place.section = Line::default();
        task.judgement = judgement;
        if status == Status::NotNeeded {
            task.status = status;
        }
    }
    snapshot.into_plan()
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_tracker_that_comes_back_untouched_changes_nothing(plan in plan()) {
        prop_assume!(!plan.tasks().is_empty());
        for ending in ["csv", "xlsx"] {
            let proposal = back(&plan, &bytes(&plan, ending), false);
            prop_assert_eq!(&proposal.refused, &[], "{}", ending);
            prop_assert_eq!(&proposal.changed, &[], "{}", ending);
            prop_assert!(proposal.operation.is_empty() && proposal.conflicts.is_empty());
            prop_assert_eq!(proposal.unchanged, plan.tasks().len());
            let again = back(&plan, &bytes(&plan, ending), true);
            prop_assert_eq!(&again.changed, &[], "{} without marks", ending);
        }
    }

    #[test]
    fn a_tracker_carries_all_that_can_be_edited(plan in plan()) {
        prop_assume!(!plan.tasks().is_empty());
        for ending in ["csv", "xlsx"] {
            let mut empty = bare(&plan);
            let proposal = back(&empty, &bytes(&plan, ending), true);
            prop_assert_eq!(&proposal.refused, &[], "{}", ending);
            empty.apply_all(&proposal.operation.changes).unwrap();
            prop_assert_eq!(said(&empty), said(&plan), "{}", ending);
        }
    }

    #[test]
    fn json_goes_into_a_blank_file_and_comes_out_the_same(plan in plan()) {
        let bytes = bytes(&plan, "json");
        prop_assert!(whole::is_json(&bytes));
        for template in ["blank", "nothing"] {
            let mut blank = blank(template);
            let before = blank.clone();
            let mut ids = Ids::new(5, 1_790_000_000_000);
            let snapshot = whole::read(&bytes, "all.json").unwrap();
            let proposal = whole::propose(snapshot, &blank, "all.json", &mut ids).unwrap();
            prop_assert!(proposal.adds_up());
            prop_assert_eq!(proposal.new.len(), plan.tasks().len());
            let operation = proposal.operation;
            blank.apply_all(&operation.changes).unwrap();
            prop_assert_eq!(&blank, &plan);
            prop_assert_eq!(super::round_trips::bytes(&blank, "json"), bytes.clone());
            let again = whole::read(&bytes, "all.json").unwrap();
            let again = whole::propose(again, &blank, "all.json", &mut ids).unwrap();
            prop_assert!(again.operation.is_empty(), "{:?}", again.operation);
            prop_assert_eq!(again.unchanged, plan.tasks().len());
            blank.apply_all(&operation.inverse()).unwrap();
            prop_assert_eq!(blank.tasks(), before.tasks());
            prop_assert_eq!(blank.milestones(), before.milestones());
            prop_assert_eq!(blank.inspection(), before.inspection());
        }
    }

    #[test]
    fn json_of_one_inspection_goes_into_any_other_without_losing_a_task(one in plan(), other in plan()) {
        let bytes = bytes(&one, "json");
        let mut ids = Ids::new(5, 1_790_000_000_000);
        let snapshot = whole::read(&bytes, "all.json").unwrap();
        let proposal = whole::propose(snapshot, &other, "all.json", &mut ids).unwrap();
        prop_assert!(proposal.adds_up());
        let mut both = other.clone();
        both.apply_all(&proposal.operation.changes).unwrap();
        for task in one.tasks() {
            let come = both.task(task.id).unwrap();
            prop_assert_eq!((&come.title, &come.status), (&task.title, &task.status));
            prop_assert_eq!(&come.elements, &task.elements);
        }
        for task in other.tasks() {
            prop_assert_eq!(both.task(task.id).unwrap().reference, task.reference);
        }
        both.apply_all(&proposal.operation.inverse()).unwrap();
        prop_assert_eq!(both.tasks(), other.tasks());
        prop_assert_eq!(both.people(), other.people());
    }
}

/// A file as `readyroom new` makes it, or one that holds nothing at all.
fn blank(template: &str) -> Plan {
    match Template::named(template) {
        Ok(template) => template
            .plan(&Start::default(), &mut Ids::new(9, 1))
            .unwrap(),
        Err(_nothing_at_all) => Plan::default(),
    }
}

#[test]
fn what_is_no_export_of_ours_is_refused_with_what_to_do() {
    for (text, said) in [
        ("{", "all.json is damaged or cut short (line 1, column 1)."),
        ("{}", "all.json is JSON, but not what readyroom exports."),
        (
            r#"{"version":1,"tasks":[]}"#,
            "all.json is JSON, but not what readyroom exports.",
        ),
        (
            r#"{"version":2,"file":{"anything":[]}}"#,
            "all.json was written by a newer readyroom.",
        ),
        (
            r#"{"version":1,"file":{"tasks":3}}"#,
            "all.json holds something that no inspection can, in line 1, column 30: invalid type: integer `3`, expected a sequence.",
        ),
    ] {
        assert!(whole::is_json(text.as_bytes()), "{text}");
        let refused = whole::read(text.as_bytes(), "all.json").unwrap_err();
        assert_eq!(refused.message, said, "{text}");
        assert!(refused.hint.is_some(), "{text}");
    }
    let deep = format!(r#"{{"version":1,"file":{}"#, "[".repeat(100_000));
    assert!(whole::read(deep.as_bytes(), "all.json").is_err());
    for other in ["", "Action,Lead", "{Plan}", "[1]"] {
        assert!(!whole::is_json(other.as_bytes()), "{other}");
    }
}

/// The JSON of four tasks, as values to be tampered with.
fn document() -> serde_json::Value {
    let template = Template::named("short").unwrap();
    let (inspection, start) = template.start(&Start::default(), &mut Ids::new(9, 1));
    let mut plan = Plan::default();
    plan.apply_all(&start.changes).unwrap();
    let positions: Vec<u32> = (0..4).collect();
    let mut snapshot = Snapshot::of(&plan, &positions);
    snapshot.inspection = inspection;
    serde_json::json!({ "version": 1, "file": snapshot })
}

fn bring(document: &serde_json::Value, plan: &Plan) -> Result<Proposal, Failure> {
    let bytes = serde_json::to_vec(document).unwrap();
    let snapshot = whole::read(&bytes, "all.json")?;
    whole::propose(
        snapshot,
        plan,
        "all.json",
        &mut Ids::new(5, 1_790_000_000_000),
    )
}

#[test]
fn what_no_inspection_can_hold_is_named_and_left() {
    let mut bad = document();
    let tasks = &mut bad["file"]["tasks"];
    tasks[0]["title"] = "".into();
    tasks[1]["id"] = tasks[2]["id"].clone();
    tasks[3]["ref"] = "N-4000000000".into();
    bad["file"]["inspection"]["policy"]["red_within"] = i32::MAX.into();
    let plan = blank("blank");
    let proposal = bring(&bad, &plan).unwrap();
    let refused: Vec<String> = proposal
        .refused
        .iter()
        .map(|about| format!("{}: {}", about.place, about.what))
        .collect();
    assert_eq!(
        refused,
        [
            "tasks, row 1: it has no title",
            "tasks, row 3: a task with the same id stands above it",
            "tasks, row 4: its ref counts further than any",
        ]
    );
    assert!(proposal.adds_up() && proposal.new.len() == 1);
    let policy = "The RAG policy in it makes no sense; this file's stays.";
    assert!(proposal.notices.iter().any(|notice| notice == policy));
    let mut after = plan.clone();
    after.apply_all(&proposal.operation.changes).unwrap();
    assert_eq!(after.inspection().policy, plan.inspection().policy);

    let mut circle = document();
    let need = |id: &serde_json::Value| serde_json::json!([{ "list": "need", "value": id }]);
    let tasks = &mut circle["file"]["tasks"];
    tasks[0]["elements"] = need(&tasks[1]["id"].clone());
    tasks[1]["elements"] = need(&tasks[0]["id"].clone());
    let refused = bring(&circle, &plan).unwrap_err();
    assert!(
        refused.message.contains("needs itself"),
        "{}",
        refused.message
    );

    let mut dangling = document();
    let nobody = serde_json::json!("01900000-0000-7000-8000-000000000000");
    let tasks = &mut dangling["file"]["tasks"];
    tasks[0]["elements"] = need(&nobody);
    tasks[0]["owner"] = nobody;
    let proposal = bring(&dangling, &plan).unwrap();
    assert_eq!(proposal.new.len(), 4);
    let named = |words: &str| proposal.notices.iter().any(|notice| notice.contains(words));
    assert!(named("needs a task that is in neither file"));
    assert!(named("owner of"), "{:?}", proposal.notices);
}

#[test]
fn what_was_changed_in_the_json_changes_field_by_field_and_nothing_else() {
    let first = document();
    let mut plan = blank("blank");
    let proposal = bring(&first, &plan).unwrap();
    plan.apply_all(&proposal.operation.changes).unwrap();
    let mut edited = first.clone();
    edited["file"]["tasks"][2]["title"] = "Ring them all".into();
    edited["file"]["tasks"][2]["status"] = serde_json::json!({ "is": "in_progress" });
    edited["file"]["tasks"].as_array_mut().unwrap().remove(0);
    let proposal = bring(&edited, &plan).unwrap();
    assert_eq!(
        proposal.summary(),
        "0 new, 1 changed, 2 unchanged, 0 refused."
    );
    let fields: Vec<&str> = proposal.changed[0]
        .fields
        .iter()
        .map(|field| field.field)
        .collect();
    assert_eq!(fields, ["title", "status"]);
    plan.apply_all(&proposal.operation.changes).unwrap();
    assert_eq!(plan.tasks().len(), 4, "what is not in the JSON stays");
}

/// The plan after an inspector has asked for something more.
fn asked(mut plan: Plan, wording: &str, seed: u64) -> Plan {
    let asked = Asked {
        wording: Note::new(wording).unwrap(),
        asked_by: Line::default(),
        asked: Clocked::at(NOW),
        enquiry: None,
        owner: None,
        promised: None,
    };
    let operation = requests::ask(&plan, asked, &mut Ids::new(seed, 1_790_000_000_000));
    plan.apply_all(&operation.changes).unwrap();
    plan
}

/// Number and wording of each request, in order.
fn requests_of(plan: &Plan) -> Vec<(u32, String)> {
    let all = requests::all(plan).into_iter();
    all.map(|(_, name, request)| (name.number, request.wording.to_string()))
        .collect()
}

/// What the JSON of `from` makes of `into`, and what is said about it.
fn joined(from: &Plan, into: &Plan) -> (Plan, Vec<String>) {
    let document = serde_json::from_slice(&bytes(from, "json")).unwrap();
    let proposal = bring(&document, into).unwrap();
    let mut after = into.clone();
    after.apply_all(&proposal.operation.changes).unwrap();
    (after, proposal.notices)
}

#[test]
fn a_request_that_comes_in_has_a_number_that_no_other_has() {
    let theirs = asked(asked(in_own_words(), "Rotas", 1), "Lists", 2);
    let ours = asked(blank("blank"), "Vacancies", 3);
    let owned = |rows: &[(u32, &str)]| -> Vec<(u32, String)> {
        rows.iter()
            .map(|(n, text)| (*n, (*text).to_owned()))
            .collect()
    };
    let all = owned(&[(1, "Vacancies"), (2, "Lists"), (3, "Rotas")]);
    let (after, notices) = joined(&theirs, &ours);
    assert_eq!(requests_of(&after), all);
    let said = "R-1 is another request here: the one that comes in is R-3.";
    assert!(notices.iter().any(|notice| notice == said), "{notices:?}");
    assert_eq!(after.numbers().next(records::Kind::Request), 4);
    // The second time it is known by its id, and keeps the number it has here.
    let (again, notices) = joined(&theirs, &after);
    assert_eq!((requests_of(&again), notices), (all, Vec::new()));
    // Into a blank file each goes with the number it had, and one that was given and is gone is not given again.
    let mut gone = theirs.clone();
    let (id, _, request) = requests::all(&theirs).pop().unwrap();
    let record = Record::Request(Box::new(request.clone()));
    gone.apply_all(&[records::delete(&Filed { id, record })])
        .unwrap();
    for plan in [theirs, gone] {
        let (after, _) = joined(&plan, &blank("blank"));
        assert_eq!(after, plan);
        assert_eq!(after.numbers().next(records::Kind::Request), 3);
    }
}

/// A plan in which `areas` have a strength each, with evidence, and an inspection judged the first.
fn stated(areas: &[&str], seed: u64) -> Plan {
    let (mut plan, mut ids) = (blank("blank"), Ids::new(seed, 1_790_000_000_000));
    for area in areas {
        let state = evaluation::state(&plan, area, Side::Strength, area, &["Report"], &mut ids);
        plan.apply_all(&state.unwrap().changes).unwrap();
    }
    let new = evaluation::NewPast {
        area: areas[0],
        grade: "good",
        date: jiff::civil::date(2019, 3, 1),
        framework: "2018",
        note: "",
    };
    let author = Author {
        who: Line::default(),
        now: NOW,
    };
    let past = evaluation::past(&plan, new, &author, &mut ids).unwrap();
    plan.apply_all(&past.changes).unwrap();
    plan
}

#[test]
fn what_is_said_elsewhere_comes_in_under_numbers_of_its_own() {
    let (theirs, ours) = (stated(&["LEAD", "HELP"], 1), stated(&["CARE"], 2));
    let (after, notices) = joined(&theirs, &ours);
    for notice in [
        "S-1 is another statement here: the one that comes in is S-3.",
        "E-1 is other evidence here: what comes in is E-3.",
        "P-1 is another inspection's grade here: the one that comes in is P-2.",
    ] {
        assert!(notices.iter().any(|said| said == notice), "{notices:?}");
    }
    let handles = after.records().filter_map(|(_, record)| record.handle());
    let mut handles: Vec<String> = handles.collect();
    handles.sort();
    let all = ["E-1", "E-2", "E-3", "P-1", "P-2", "S-1", "S-2", "S-3"];
    assert_eq!(handles, all);
    // Into a blank file each goes with its number, and one that was given and is gone is not given again.
    let mut gone = theirs.clone();
    for handle in ["S-2", "E-2", "P-1"] {
        let id = evaluation::find(&gone, handle).unwrap();
        let removed = evaluation::remove(&gone, id).unwrap();
        gone.apply_all(&removed.changes).unwrap();
    }
    for plan in [theirs, gone] {
        let (after, _) = joined(&plan, &blank("blank"));
        assert_eq!(after, plan);
        assert_eq!(after.numbers(), plan.numbers());
    }
}

#[test]
fn a_request_that_counts_too_far_is_named_and_left() {
    let theirs = asked(in_own_words(), "Rotas", 1);
    let mut document: serde_json::Value = serde_json::from_slice(&bytes(&theirs, "json")).unwrap();
    document["file"]["records"][0]["body"]["number"] = u32::MAX.into();
    document["file"]["next_request"] = u32::MAX.into();
    let ours = asked(blank("blank"), "Vacancies", 3);
    let proposal = bring(&document, &ours).unwrap();
    let said = "Request (R-4294967295 Rotas) counts further than any and was left.";
    let notices = &proposal.notices;
    assert!(notices.iter().any(|notice| notice == said), "{notices:?}");
    let mut after = ours.clone();
    after.apply_all(&proposal.operation.changes).unwrap();
    assert_eq!(requests_of(&after), requests_of(&ours));
}

#[test]
fn initials_that_somebody_gave_up_are_free_and_nobody_brings_a_crowd() {
    let person = |at: usize, initials: &str| {
        let id = format!("01900000-0000-7000-8000-{at:012}");
        serde_json::json!({ "id": id, "initials": initials, "name": format!("P {at}"), "role": "" })
    };
    let with = |people: Vec<serde_json::Value>| {
        let mut document = document();
        document["file"]["people"] = people.into();
        document
    };
    let mut plan = blank("blank");
    let first = bring(&with(vec![person(1, "JS")]), &plan).unwrap();
    plan.apply_all(&first.operation.changes).unwrap();
    let moved = with(vec![person(1, "JSm"), person(2, "js"), person(3, "JS")]);
    let proposal = bring(&moved, &plan).unwrap();
    plan.apply_all(&proposal.operation.changes).unwrap();
    let initials: Vec<&str> = plan.people().iter().map(|p| p.initials.as_str()).collect();
    assert_eq!(initials, ["JSm", "js", "JS2"]);
    let crowd = (0..5_001).map(|at| person(at, "X")).collect();
    let refused = bring(&with(crowd), &plan).unwrap_err();
    assert_eq!(refused.message, "all.json holds more than 5000 people.");
}

/// A plan in which one task is judged green and one is done, in a council's own words.
fn in_own_words() -> Plan {
    let mut plan = blank("blank");
    let mut document = document();
    let tasks = document["file"]["tasks"].as_array_mut().unwrap();
    tasks.truncate(2);
    tasks[0]["title"] = "Ring".into();
    tasks[0]["judgement"] = serde_json::json!({ "rag": "green", "reason": "", "who": "Jo", "at": "2026-06-01T09:00:00" });
    tasks[1]["title"] = "Write".into();
    tasks[1]["status"] = serde_json::json!({ "is": "done", "at": "2026-06-01T09:00:00" });
    let policy = &mut document["file"]["inspection"]["policy"];
    policy["scheme"] = "rag".into();
    policy["words"] = serde_json::json!({
        "red": "Off track", "amber": "Slipping", "green": "Going well", "complete": "Closed", "none": "Not looked at"
    });
    let proposal = bring(&document, &plan).unwrap();
    plan.apply_all(&proposal.operation.changes).unwrap();
    plan
}

#[test]
fn every_export_says_a_rag_as_the_council_does() {
    let plan = in_own_words();
    let text = |ending| String::from_utf8(bytes(&plan, ending)).unwrap();
    for (ending, said) in [
        ("csv", [",G Going well,", ",D Closed,"]),
        ("md", ["| G Going well |", "| D Closed |"]),
        (
            "html",
            [
                "<span class=\"rag G\">G Going well</span>",
                "<span class=\"rag G\">D Closed</span>",
            ],
        ),
        ("txt", ["\nG  N-", "\nD  N-"]),
    ] {
        let text = text(ending);
        for said in said {
            assert!(text.contains(said), "{said} in\n{text}");
        }
    }
    let bytes = bytes(&plan, "xlsx");
    let mut patient = |_| ControlFlow::Continue(());
    let workbook = read::read(&bytes, &mut patient).unwrap();
    let column = |name: &str, column: usize| -> Vec<String> {
        let mut sheets = workbook.sheets.iter();
        let sheet = sheets.find(|sheet| sheet.name == name).unwrap();
        let cells = (0..sheet.rows()).map(|row| sheet.value(row, column).to_string());
        cells.take(6).collect()
    };
    let rag = COLUMNS.iter().position(|column| column.heading == "RAG");
    assert_eq!(
        column("Tracker", rag.unwrap()),
        ["RAG", "G Going well", "D Closed"]
    );
    assert_eq!(
        column("Key", 0),
        [
            "RAG",
            "R Off track",
            "A Slipping",
            "G Going well",
            "D Closed",
            "Not looked at"
        ]
    );
    let mut sheets = workbook.sheets.iter();
    let owners = sheets.find(|sheet| sheet.name == "Owners").unwrap();
    assert_eq!(owners.value(0, 5).to_string(), "Off track");
    let board = Board::of(&plan, NOW);
    let facts = Facts {
        plan: &plan,
        board: &board,
        since: None,
        half: Half::Morning,
        mark: "",
    };
    for audience in reports::AUDIENCES {
        let paper = (write::text::RENDER.render)(&(audience.make)(&facts));
        let mut words = paper.split(|c: char| !c.is_alphanumeric());
        assert!(
            !words.any(|word| ["red", "Red", "amber", "Amber"].contains(&word)),
            "{paper}"
        );
    }
}

#[test]
fn a_colleague_may_write_the_councils_words_the_usual_ones_or_letters() {
    let plan = in_own_words();
    let sheet = String::from_utf8(bytes(&plan, "csv")).unwrap();
    for (typed, fields) in [
        ("R Off track", vec!["rag: green -> red"]),
        ("off track", vec!["rag: green -> red"]),
        ("R", vec!["rag: green -> red"]),
        ("Red", vec!["rag: green -> red"]),
        ("R Red", vec!["rag: green -> red"]),
        ("Slipping", vec!["rag: green -> amber"]),
        ("Not looked at", vec!["rag: green -> "]),
        ("", vec!["rag: green -> "]),
        ("G Green", vec![]),
        ("Going well", vec![]),
        ("D Closed", vec!["status: not started -> done"]),
        ("D", vec!["status: not started -> done"]),
        ("Complete", vec!["status: not started -> done"]),
    ] {
        let edited = sheet.replace(",G Going well,", &format!(",{typed},"));
        let proposal = back(&plan, edited.as_bytes(), false);
        let changed = proposal.changed.iter().flat_map(|changed| &changed.fields);
        let changed: Vec<String> = changed
            .filter(|field| field.field != "reason")
            .map(|field| format!("{}: {} -> {}", field.field, field.old, field.new))
            .collect();
        assert_eq!(changed, fields, "{typed}: {:?}", proposal.refused);
        assert!(
            proposal.refused.is_empty(),
            "{typed}: {:?}",
            proposal.refused
        );
    }
    // What a letter is called may change while a sheet is away: nobody has edited anything.
    let mut renamed = plan.clone();
    let fields = [(Field::Word(Shown::Green), "Fine".to_owned())];
    let policy = policy::write(&plan.inspection().policy, &fields).unwrap();
    let change = policy::change(&plan, policy);
    renamed.apply_all(&change.changes).unwrap();
    let away = sheet.replace(",G Going well,", ",G Green,");
    assert!(back(&renamed, away.as_bytes(), false).changed.is_empty());
    // What both sides changed is shown in the council's words.
    let title = renamed.tasks()[0].id;
    let patch = Patch {
        judgement: Some(Some(Judgement {
            rag: Rag::Amber,
            reason: Line::default(),
            who: Line::default(),
            at: NOW,
            expires: None,
        })),
        ..Patch::default()
    };
    let ours = edit::patch(&plan, &[title], &patch).unwrap();
    let mut moved = plan.clone();
    moved.apply_all(&ours.changes).unwrap();
    let edited = sheet.replace(",G Going well,", ",Red,");
    let conflicts = back(&moved, edited.as_bytes(), false).conflicts;
    let said = (conflicts[0].mine.as_str(), conflicts[0].theirs.as_str());
    assert_eq!(said, ("A Slipping", "R Off track"));
}
