//! The laws of the self-evaluation.

use jiff::civil::{DateTime, date, datetime};
use proptest::prelude::*;
use uuid::Uuid;

use super::write::{NewGrade, NewPast, Switch};
use super::*;
use crate::domain::change::{Change, Row};
use crate::domain::edit::{self, Author};
use crate::domain::id::{Ids, Ref};
use crate::domain::inspection::Inspection;
use crate::domain::operation::Operation;
use crate::domain::records::{self, Confidence};
use crate::domain::task::{Element, Judgement, Phase, Place, Rag};
use crate::domain::template::{Start, Template};
use crate::domain::text::Note;

const NOW: DateTime = datetime(2026, 12, 1, 9, 0, 0, 0);

fn author(day: i8) -> Author {
    Author {
        who: Line::clipped("Ruth Hallam"),
        now: datetime(2026, 12, day, 9, 0, 0, 0),
    }
}

/// Two tasks of the leaders' area, one of them red and with evidence.
fn plan(framework: &str) -> Plan {
    let inspection = Inspection {
        framework: Line::clipped(framework),
        ..Inspection::default()
    };
    let task = |number: u32, rag, elements: &[Element]| {
        let place = Place {
            phase: Phase::Notification,
            section: Line::default(),
        };
        let title = Line::clipped("Board minutes");
        let id = TaskId(Uuid::from_u128(number.into()));
        let mut task = Task::new(id, Ref::new(Phase::Notification, number), place, title);
        task.judgement = Some(Judgement {
            rag,
            reason: Line::default(),
            who: Line::default(),
            at: NOW,
            expires: None,
        });
        task.elements = elements.to_vec();
        task
    };
    let lead = Element::Area(Line::clipped("LEAD"));
    let minutes = Element::Evidence(Line::clipped("Minutes of May"));
    let tasks = vec![
        task(1, Rag::Red, &[lead.clone(), minutes]),
        task(2, Rag::Green, &[lead]),
    ];
    Plan::from_rows(inspection, vec![], vec![], vec![], tasks, [0; 3])
}

fn make(plan: &mut Plan, operation: Result<Operation, Failure>) -> Operation {
    let operation = operation.unwrap();
    plan.apply_all(&operation.changes).unwrap();
    operation
}

fn of(plan: &Plan) -> Evaluation {
    Evaluation::of(plan, &Board::of(plan, NOW))
}

fn graded<'a>(grade: &'a str, why: &'a str) -> NewGrade<'a> {
    NewGrade {
        grade: Some(grade),
        confidence: None,
        why,
    }
}

/// What would be said of the evaluation of this plan if nothing of it were left out.
fn held(evaluation: &Evaluation) -> usize {
    let area = |area: &Area| {
        area.past.len()
            + area.graded.len()
            + area.answers.iter().map(Vec::len).sum::<usize>()
            + area.loose.len()
            + area
                .claims
                .iter()
                .map(|claim| 1 + claim.proofs.len())
                .sum::<usize>()
    };
    evaluation.areas.iter().map(area).sum()
}

#[test]
fn every_grade_is_kept_and_the_newest_counts() {
    let (mut plan, mut ids) = (plan("2026"), Ids::new(1, 1));
    let first = write::grade(
        &plan,
        "leaders",
        graded("ri", "Audits"),
        &author(1),
        &mut ids,
    );
    make(&mut plan, first);
    let second = NewGrade {
        confidence: Some(Confidence::Medium),
        ..graded("good", "Board sees audits monthly")
    };
    let second = write::grade(&plan, "LEAD", second, &author(2), &mut ids);
    let second = make(&mut plan, second);
    assert_eq!(
        second.label,
        "Leaders: Good, was Requires improvement to be good, confidence medium (Board sees audits monthly)"
    );
    let evaluation = of(&plan);
    let area = evaluation.area("LEAD").unwrap();
    let kept: Vec<&str> = area
        .graded
        .iter()
        .map(|(_, graded)| graded.why.as_str())
        .collect();
    assert_eq!(kept, ["Board sees audits monthly", "Audits"]);
    assert_eq!(area.now().unwrap().confidence, Some(Confidence::Medium));
    let again = write::grade(&plan, "LEAD", graded("good", ""), &author(3), &mut ids).unwrap();
    assert!(again.is_empty(), "it is so already");
    let as_it_is = graded("good", "Board sees audits monthly");
    let as_it_is = write::grade(&plan, "LEAD", as_it_is, &author(3), &mut ids).unwrap();
    assert!(as_it_is.is_empty(), "and for this reason");
    let reason = graded("good", "Peer review agrees");
    let reason = write::grade(&plan, "LEAD", reason, &author(3), &mut ids);
    let reason = make(&mut plan, reason);
    assert_eq!(reason.label, "Leaders: Good (Peer review agrees)");
    let now = of(&plan).area("LEAD").unwrap().now().cloned().unwrap();
    assert_eq!(
        (now.why.as_str(), now.confidence),
        ("Peer review agrees", Some(Confidence::Medium))
    );
    let lower = NewGrade {
        grade: None,
        confidence: Some(Confidence::Low),
        why: "Two vacancies",
    };
    let lower = write::grade(&plan, "LEAD", lower, &author(3), &mut ids);
    make(&mut plan, lower);
    let now = of(&plan).area("LEAD").unwrap().now().cloned().unwrap();
    assert_eq!(
        (now.grade.as_str(), now.confidence),
        ("good", Some(Confidence::Low))
    );
}

#[test]
fn what_cannot_be_meant_is_refused_with_what_can() {
    let (plan, mut ids) = (plan("2026"), Ids::new(1, 1));
    let says = |operation: Result<Operation, Failure>| operation.unwrap_err().to_string();
    let areas = "The areas are LEAD (Leaders), HELP (Help and protection), CARE (Children in care), LEAV (Care leavers).";
    assert_eq!(
        says(write::grade(
            &plan,
            "OVER",
            graded("good", "x"),
            &author(1),
            &mut ids
        )),
        format!("There is no judgement area \"OVER\". {areas}")
    );
    assert!(
        says(write::grade(
            &plan,
            "LEAD",
            graded("splendid", "x"),
            &author(1),
            &mut ids
        ))
        .starts_with(
            "There is no grade \"splendid\". The grades of the 2026 framework are Outstanding (O)"
        )
    );
    assert!(
        says(write::grade(
            &plan,
            "LEAD",
            graded("good", " "),
            &author(1),
            &mut ids
        ))
        .starts_with("A grade needs a reason.")
    );
    let past = |grade, date, framework| NewPast {
        area: "OVER",
        grade,
        date,
        framework,
        note: "",
    };
    assert!(
        says(write::past(
            &plan,
            past("ri", date(2026, 12, 2), ""),
            &author(1),
            &mut ids
        ))
        .starts_with("Wed 2 Dec 2026 is still to come")
    );
    assert!(
        says(write::past(
            &plan,
            past("ri", date(2019, 3, 1), ""),
            &author(1),
            &mut ids
        ))
        .starts_with("Which framework was in force on Fri 1 Mar 2019 is not known here.")
    );
    assert!(
        says(write::state(
            &plan,
            "LEAD",
            Side::Strength,
            " ",
            &[],
            &mut ids
        ))
        .starts_with("A statement needs words.")
    );
    assert!(
        says(write::prove(&plan, "LEAD", "N-99", &mut ids)).starts_with("There is no task N-99.")
    );
    assert!(
        says(write::prove(&plan, "S-9", "x", &mut ids))
            .starts_with("There is nothing called \"S-9\"")
    );
}

#[test]
fn evidence_counts_when_there_is_something_in_it() {
    let (mut plan, mut ids) = (plan("2026"), Ids::new(1, 1));
    let before = of(&plan);
    let area = before.area("LEAD").unwrap();
    assert_eq!(
        (area.red.as_slice(), area.unused.as_slice()),
        (&[0][..], &[0][..])
    );
    let said = write::state(
        &plan,
        "LEAD",
        Side::Strength,
        "Board sees audits",
        &["N-02"],
        &mut ids,
    );
    make(&mut plan, said);
    let bare = |plan: &Plan| {
        let evaluation = of(plan);
        let area = evaluation.area("LEAD").unwrap();
        let bare: Vec<String> = area.bare().map(Claim::handle).collect();
        (bare, area.unused.clone())
    };
    assert_eq!(
        bare(&plan),
        (vec!["S-1".to_owned()], vec![0]),
        "N-02 has no evidence yet"
    );
    let proved = write::prove(&plan, "S-1", "n1", &mut ids);
    make(&mut plan, proved);
    assert_eq!(
        bare(&plan),
        (vec![], vec![]),
        "N-01 has some, and is in use now"
    );
    let loose = write::prove(&plan, "LEAD", "Audit tracker, sheet 2", &mut ids);
    make(&mut plan, loose);
    assert_eq!(of(&plan).area("LEAD").unwrap().loose.len(), 1);
    let hung = write::move_to(&plan, "E-3", "S-1", &author(1), &mut ids);
    make(&mut plan, hung);
    assert_eq!(of(&plan).area("LEAD").unwrap().claims[0].proved(), 2);
    let statement = write::find(&plan, "board SEES").unwrap();
    let gone = write::remove(&plan, statement);
    make(&mut plan, gone);
    let evaluation = of(&plan);
    let area = evaluation.area("LEAD").unwrap();
    assert_eq!(
        (area.claims.len(), area.loose.len()),
        (0, 3),
        "what proved it stays"
    );
}

#[test]
fn another_framework_moves_nothing_and_hides_nothing() {
    let (mut plan, mut ids) = (plan("2023"), Ids::new(1, 1));
    for area in ["OVER", "LEAD"] {
        let made = write::grade(
            &plan,
            area,
            graded("ri", "Two audits"),
            &author(1),
            &mut ids,
        );
        make(&mut plan, made);
    }
    let said = write::state(
        &plan,
        "over",
        Side::Improvement,
        "Neglect",
        &["Audit of June"],
        &mut ids,
    );
    make(&mut plan, said);
    let before: Vec<_> = plan.records().map(|(id, r)| (id, r.clone())).collect();
    let switch = Switch::of(&plan, "2026").unwrap();
    assert_eq!(
        switch.says(),
        [
            "2023 to 2026: Leaders, Help and protection, Children in care, Care leavers stay as they are.",
            "Overall falls away: it holds 1 grade, 1 statement, which stays readable as from the 2023 framework.",
        ]
    );
    let switched = write::framework(&plan, "2026");
    let switched = make(&mut plan, switched);
    assert_eq!(
        plan.records()
            .map(|(id, r)| (id, r.clone()))
            .collect::<Vec<_>>(),
        before
    );
    let evaluation = of(&plan);
    let over = evaluation.area("OVER").unwrap();
    assert_eq!(over.from.as_ref().map(Line::as_str), Some("2023"));
    assert_eq!((over.graded.len(), over.claims.len()), (1, 1));
    let own = &plan.inspection().framework;
    let lead = evaluation.area("LEAD").unwrap();
    assert_eq!(
        lead.now_words(own),
        "Requires improvement to be good (2023 framework)"
    );
    let into = write::grade(&plan, "OVER", graded("good", "x"), &author(2), &mut ids);
    assert!(
        into.unwrap_err()
            .message
            .starts_with("Overall is from the 2023 framework")
    );
    // Moving is an act of its own, and leaves the old grade where it was given.
    let moved = write::move_to(&plan, "S-1", "LEAD", &author(2), &mut ids);
    make(&mut plan, moved);
    let moved = write::move_to(&plan, "OVER", "CARE", &author(2), &mut ids);
    make(&mut plan, moved);
    let evaluation = of(&plan);
    let kept = |key| {
        let area = evaluation.area(key).unwrap();
        (area.graded.len(), area.claims.len())
    };
    assert_eq!(
        (kept("OVER"), kept("LEAD"), kept("CARE")),
        ((1, 0), (1, 1), (1, 0))
    );
    assert_eq!(
        evaluation.area("CARE").unwrap().now().unwrap().why,
        *"From Overall (2023 framework): Two audits"
    );
    plan.apply_all(&switched.inverse()).unwrap();
    assert_eq!(of(&plan).area("OVER").unwrap().from, None);
}

#[test]
fn an_area_that_no_framework_has_is_shown_with_what_is_in_it() {
    let mut plan = plan("2026");
    let graded = Graded {
        number: 1,
        area: Line::clipped("FAM"),
        framework: Line::clipped("2031"),
        grade: Line::clipped("secure"),
        confidence: None,
        why: Line::clipped("New words"),
        who: Line::default(),
        at: NOW,
    };
    let created = records::create(RecordId(Uuid::from_u128(5)), Record::Graded(graded));
    plan.apply(&created).unwrap();
    let evaluation = of(&plan);
    let area = evaluation.area("FAM").unwrap();
    assert_eq!(area.from.as_ref().map(Line::as_str), Some("2031"));
    assert_eq!(area.now_words(&Line::clipped("2026")), "secure");
}

#[test]
fn edits_of_two_copies_to_other_fields_fit_together() {
    let (mut plan, mut ids) = (plan("2026"), Ids::new(1, 1));
    let said = write::state(
        &plan,
        "LEAD",
        Side::Strength,
        "Board sees audits",
        &[],
        &mut ids,
    );
    make(&mut plan, said);
    let id = write::find(&plan, "S-1").unwrap();
    let here = write::reword(&plan, id, "The board sees audits").unwrap();
    let there = write::turn(&plan, id).unwrap();
    for (one, two) in [(&here, &there), (&there, &here)] {
        let mut copy = plan.clone();
        copy.apply_all(&one.changes).unwrap();
        copy.apply_all(&two.changes).unwrap();
        let Some(Record::Statement(statement)) = copy.record(id) else {
            panic!("it is still there");
        };
        assert_eq!(statement.text, *"The board sees audits");
        assert_eq!(statement.side, Side::Improvement);
    }
    // Both answer the same question: both answers stand until one of them is written anew.
    let know =
        |text, ids: &mut Ids| write::answer(&plan, "LEAD", Question::Know, text, ids).unwrap();
    let (here, there) = (know("Ours", &mut ids), know("Theirs", &mut ids));
    plan.apply_all(&here.changes).unwrap();
    plan.apply_all(&there.changes).unwrap();
    let both = of(&plan).area("LEAD").unwrap().answer(Question::Know);
    assert_eq!(both, "Ours\n\nTheirs");
    let anew = write::answer(&plan, "LEAD", Question::Know, "Ours and theirs", &mut ids);
    make(&mut plan, anew);
    let area = of(&plan).area("LEAD").cloned().unwrap();
    assert_eq!(area.answers[0].len(), 1);
    assert_eq!(area.answer(Question::Know), "Ours and theirs");
}

#[test]
fn the_next_inspection_begins_with_the_self_evaluation_of_the_last() {
    let template = Template::named("standard").unwrap();
    let mut ids = Ids::new(3, 3);
    let begin = |from: Option<&Plan>, ids: &mut Ids| {
        let start = Start {
            authority: Line::default(),
            from,
        };
        template.plan(&start, ids).unwrap()
    };
    let mut old = begin(None, &mut ids);
    let prove = |old: &Plan, at: usize, text: &str| {
        let patch = edit::Patch {
            add: vec![Element::Evidence(Line::clipped(text))],
            ..edit::Patch::default()
        };
        edit::patch(old, &[old.tasks()[at].id], &patch)
    };
    let preparation = old.tasks().iter().position(Task::is_preparation).unwrap();
    let other = old
        .tasks()
        .iter()
        .position(|task| !task.is_preparation())
        .unwrap();
    for (at, text) in [
        (preparation, "Sheet 1"),
        (other, "Minutes"),
        (other, "Rota"),
    ] {
        let proved = prove(&old, at, text);
        make(&mut old, proved);
    }
    let refs = [preparation, other].map(|at| old.tasks()[at].reference.to_string());
    let proofs = ["HR report", refs[0].as_str(), refs[1].as_str()];
    let said = write::state(
        &old,
        "LEAD",
        Side::Strength,
        "Vacancies halved",
        &proofs,
        &mut ids,
    );
    make(&mut old, said);
    let past = NewPast {
        area: "overall",
        grade: "RI",
        date: date(2019, 3, 1),
        framework: "2018",
        note: "",
    };
    let past = write::past(&old, past, &author(1), &mut ids);
    make(&mut old, past);
    let new = begin(Some(&old), &mut ids);
    let evaluation = of(&new);
    let claim = &evaluation.area("LEAD").unwrap().claims[0];
    let words: Vec<String> = claim.proofs.iter().map(|proof| proof.words(&new)).collect();
    assert_eq!(claim.proved(), 4, "{words:?}");
    assert!(words.contains(&"Minutes".to_owned()) && words.contains(&"Rota".to_owned()));
    assert!(
        words.iter().any(|words| words.ends_with(": Sheet 1")),
        "{words:?}"
    );
    let over = evaluation.area("OVER").unwrap();
    assert_eq!(over.past_line(", "), "RI 2019");
}

/// One of the things that can be said, made of numbers.
fn random(plan: &Plan, (what, a, b): (u8, u8, u8), ids: &mut Ids) -> Result<Operation, Failure> {
    let areas = ["LEAD", "HELP", "CARE", "LEAV", "OVER"];
    let grades = ["o", "g", "ri", "i", "x"];
    let area = areas[usize::from(a) % areas.len()];
    let text = ["Audits", "Vacancies halved", "N-01", "N-02"][usize::from(b) % 4];
    let statement = format!("S-{}", 1 + b % 3);
    let evidence = format!("E-{}", 1 + b % 4);
    match what % 10 {
        0 => write::grade(
            plan,
            area,
            graded(grades[usize::from(b) % 5], "why"),
            &author(1),
            ids,
        ),
        1 => {
            let past = NewPast {
                area,
                grade: grades[usize::from(b) % 5],
                date: date(2019, 3, 1),
                framework: "2018",
                note: text,
            };
            write::past(plan, past, &author(1), ids)
        }
        2 => write::answer(plan, area, Question::ALL[usize::from(b) % 3], text, ids),
        3 => write::state(
            plan,
            area,
            Side::ALL[usize::from(b) % 2],
            text,
            &[text],
            ids,
        ),
        4 => write::prove(plan, area, text, ids),
        5 => write::prove(plan, &statement, text, ids),
        6 => {
            let past = format!("P-{}", 1 + b % 4);
            let what = [statement, evidence, past];
            write::remove(plan, write::find(plan, &what[usize::from(a) % 3])?)
        }
        7 => write::move_to(plan, &evidence, &statement, &author(1), ids),
        8 => write::move_to(plan, &statement, area, &author(1), ids),
        _ => write::framework(plan, ["2023", "2026"][usize::from(b) % 2]),
    }
}

proptest! {
    #[test]
    fn no_number_is_given_twice_whatever_is_removed_or_undone(
        steps in proptest::collection::vec(any::<(u8, u8, u8)>(), 0..60)
    ) {
        let (mut now, mut ids) = (plan("2023"), Ids::new(1, 1));
        let (mut done, mut given) = (Vec::new(), std::collections::BTreeSet::new());
        for step in steps {
            if step.0.is_multiple_of(7) && let Some(last) = done.pop() {
                let last: Operation = last;
                now.apply_all(&last.inverse()).unwrap();
            } else if let Ok(operation) = random(&now, step, &mut ids) {
                for change in &operation.changes {
                    if let Change::Create(Row::Record(filed)) = change
                        && let Some(handle) = filed.record.handle()
                    {
                        prop_assert!(given.insert(handle.clone()), "{handle} is given again");
                    }
                }
                now.apply_all(&operation.changes).unwrap();
                done.push(operation);
            }
        }
    }

    #[test]
    fn nothing_that_was_said_is_ever_hidden_and_all_of_it_can_be_undone(
        steps in proptest::collection::vec(any::<(u8, u8, u8)>(), 0..40)
    ) {
        let start = plan("2023");
        let (mut now, mut ids) = (start.clone(), Ids::new(1, 1));
        let mut done = Vec::new();
        for step in steps {
            if let Ok(operation) = random(&now, step, &mut ids) {
                now.apply_all(&operation.changes).unwrap();
                done.push(operation);
            }
            let evaluation = of(&now);
            prop_assert_eq!(held(&evaluation), now.records().count());
            let own = framework_of(&now);
            for area in &evaluation.areas {
                prop_assert_eq!(area.from.is_none(), own.judgement(area.key.as_str()).is_some());
            }
        }
        for operation in done.iter().rev() {
            now.apply_all(&operation.inverse()).unwrap();
        }
        prop_assert!(now.records().eq(start.records()));
        prop_assert_eq!(now.inspection(), start.inspection());
    }

    #[test]
    fn every_record_of_it_says_what_it_is_and_comes_back_from_its_text(
        text in "\\PC{0,80}", other in "\\PC{1,80}"
    ) {
        let (mut plan, mut ids) = (plan("2026"), Ids::new(1, 1));
        let said = [
            write::answer(&plan, "LEAD", Question::Next, &text, &mut ids),
            write::state(&plan, "LEAD", Side::Improvement, &other, &[other.as_str()], &mut ids),
        ];
        for operation in said.into_iter().flatten() {
            plan.apply_all(&operation.changes).unwrap();
        }
        for (_, record) in plan.records() {
            prop_assert!(!record.words().is_empty());
            let read = Record::read(record.kind().as_str(), &record.body());
            prop_assert_eq!(read.as_ref(), Some(record));
        }
        let _typed = write::find(&plan, &text);
        let _read = of(&plan).read_area(&text).map(|area| area.key.clone());
    }
}

#[test]
fn a_long_text_is_refused_and_says_how_much_fits() {
    let (plan, mut ids) = (plan("2026"), Ids::new(1, 1));
    let long = "a ".repeat(Note::MAX);
    let failure = write::answer(&plan, "LEAD", Question::Know, &long, &mut ids).unwrap_err();
    assert!(
        failure.message.starts_with("The answer is too long"),
        "{failure}"
    );
    let changes: Vec<Change> = Vec::new();
    assert!(
        write::answer(&plan, "LEAD", Question::Know, "", &mut ids)
            .unwrap()
            .changes
            == changes
    );
}
