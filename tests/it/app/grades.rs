//! The self-evaluation screen, by keys.

use jiff::civil::DateTime;
use readyroom::app::action::Action;
use readyroom::app::update::run;
use readyroom::domain::demo::demo;
use readyroom::domain::evaluation::Evaluation;
use readyroom::domain::id::Ids;
use readyroom::domain::records::{self, Question, Record, RecordId};

use crate::support::press::{Press, at, line};

fn now() -> DateTime {
    at("2026-11-30T11:42")
}

/// The made-up inspection, on its self-evaluation.
fn press() -> Press {
    let plan = demo(now(), &mut Ids::new(1, 1)).unwrap().plan().unwrap();
    let mut press = Press::with(plan, now());
    press.keys("6");
    press
}

fn evaluation(press: &Press) -> Evaluation {
    Evaluation::of(&press.model.plan, &press.model.board)
}

/// The row the cursor is on.
fn row_here(press: &Press) -> String {
    let screen = press.screen();
    let row = screen.lines().find(|line| line.starts_with('►'));
    row.unwrap_or_default().to_owned()
}

#[test]
fn the_areas_and_what_is_in_them_look_as_they_did() {
    for (cols, rows) in [(80, 24), (120, 40), (60, 16), (40, 10)] {
        for (name, keys) in [
            ("grades_areas", ""),
            ("grades_area_open", "enter"),
            ("grades_statement", "enter down down down down down"),
            ("grades_question", "enter down down enter"),
            ("grades_menu", "m"),
            ("grades_why", "m o h"),
            ("grades_add", "a"),
            ("grades_past", "a p r"),
            ("grades_proves", "enter end up up up up up up up up enter"),
        ] {
            let mut press = press().size(cols, rows);
            press.keys(keys);
            insta::assert_snapshot!(format!("{name}_{cols}x{rows}"), press.screen());
        }
    }
}

#[test]
fn a_grade_takes_four_keys_and_a_reason_and_is_kept_with_the_one_before() {
    let mut press = press();
    press.keys("m o h").text("Peer review of May").keys("enter");
    assert_eq!(press.done.len(), 1, "{}", press.screen());
    assert!(
        press.screen().contains(
            "Saved. Leaders: Outstanding, was Good, confidence high (Peer review of May)"
        ),
        "{}",
        press.screen()
    );
    let evaluation = evaluation(&press);
    let lead = evaluation.area("LEAD").unwrap();
    assert_eq!(lead.graded.len(), 3);
    assert_eq!(lead.now().unwrap().who, *"Jo");
    press.keys("u");
    assert_eq!(
        self::evaluation(&press).area("LEAD").unwrap().graded.len(),
        2
    );
}

#[test]
fn another_reason_for_the_same_grade_is_kept() {
    let mut press = press();
    press.keys("m g -").text("Peer review agrees").keys("enter");
    assert_eq!(press.done.len(), 1, "{}", press.screen());
    let evaluation = evaluation(&press);
    let now = evaluation.area("LEAD").unwrap().now().unwrap();
    assert_eq!(now.why, *"Peer review agrees");
}

/// The made-up inspection after a merge: each statement and each piece of evidence has a namesake in another area.
fn merged() -> Press {
    let mut plan = demo(now(), &mut Ids::new(1, 1)).unwrap().plan().unwrap();
    let mut ids = Ids::new(5, 5);
    let twins: Vec<Record> = plan
        .records()
        .filter_map(|(_, record)| match record.clone() {
            Record::Statement(mut twin) => {
                twin.area = line("LEAV");
                Some(Record::Statement(twin))
            }
            Record::Evidence(mut twin) => {
                twin.area = line("LEAV");
                twin.statement = None;
                Some(Record::Evidence(twin))
            }
            _ => None,
        })
        .collect();
    for twin in twins {
        plan.apply(&records::create(RecordId(ids.next_id()), twin))
            .unwrap();
    }
    let mut press = Press::with(plan, now());
    press.keys("6 enter");
    press
}

#[test]
fn where_two_copies_gave_out_one_number_the_one_under_the_cursor_is_meant() {
    let lead = |press: &Press| evaluation(press).area("LEAD").unwrap().clone();
    let mut press = merged();
    let before = lead(&press);
    press.keys("down down down down down");
    press.keys("e").text("Local offer, page 4").keys("enter");
    assert_eq!(
        lead(&press).claims[0].proofs.len(),
        before.claims[0].proofs.len() + 1,
        "{}",
        press.screen()
    );
    let _effects = run(&mut press.model, Action::Palette);
    press.text("move this statement").keys("enter 2");
    assert_eq!(
        lead(&press).claims.len(),
        before.claims.len() - 1,
        "{}",
        press.screen()
    );
    let mut press = merged();
    for _ in 0..60 {
        if row_here(&press).contains("Staff survey") {
            break;
        }
        press.keys("down");
    }
    press.keys("enter 3");
    assert_eq!(lead(&press).loose.len(), 0, "{}", press.screen());
}

#[test]
fn a_grade_without_a_reason_is_refused_in_the_box_and_the_reason_stays_as_a_draft() {
    let mut press = press();
    press.keys("m o h enter");
    assert!(
        press.screen().contains("A grade needs a reason."),
        "{}",
        press.screen()
    );
    press.text("Half a sen").keys("esc m o h");
    assert!(press.screen().contains("Half a sen"), "{}", press.screen());
    assert!(press.done.is_empty());
}

#[test]
fn an_answer_is_written_in_the_note_box_and_one_of_somebody_else_is_not_lost() {
    let mut press = press();
    press
        .keys("down n 2")
        .text("Audits")
        .keys("enter")
        .text("and families")
        .keys("ctrl-s");
    let answer = |press: &Press| {
        let evaluation = evaluation(press);
        evaluation.area("HELP").unwrap().answer(Question::How)
    };
    assert_eq!(answer(&press), "Audits\nand families");
    // The box is open while another window writes the same answer.
    press.keys("n 2").text("Ours: ");
    let theirs = readyroom::domain::evaluation::write::answer(
        &press.model.plan,
        "HELP",
        Question::How,
        "Theirs",
        &mut Ids::new(4, 4),
    )
    .unwrap();
    let mut plan = press.model.plan.clone();
    plan.apply_all(&theirs.changes).unwrap();
    press.send(readyroom::app::Msg::Reloaded(Box::new(plan)));
    press.keys("ctrl-s");
    assert!(
        press.screen().contains("It says now: Theirs"),
        "{}",
        press.screen()
    );
    assert_eq!(answer(&press), "Theirs");
    press.keys("ctrl-s");
    assert!(answer(&press).contains("Ours: "), "{}", answer(&press));
}

#[test]
fn statements_are_said_reworded_proved_turned_moved_and_removed() {
    let mut press = press();
    let count = |press: &Press, area: &str| evaluation(press).area(area).unwrap().claims.len();
    press.keys("end").text("a");
    press
        .keys("s")
        .text("Care leavers are known by name")
        .keys("enter");
    assert_eq!(
        count(&press, "OVER"),
        0,
        "an area of another framework takes nothing new"
    );
    press
        .keys("esc up a s")
        .text("Care leavers are known by name")
        .keys("enter");
    assert_eq!(count(&press, "LEAV"), 1, "{}", press.screen());
    press.keys("enter down down down down down");
    press.keys("e").text("Local offer, page 4").keys("enter");
    assert_eq!(evaluation(&press).area("LEAV").unwrap().bare().count(), 0);
    press.keys("up enter").text(", every one").keys("enter");
    let said = |press: &Press| {
        let evaluation = evaluation(press);
        evaluation.area("LEAV").unwrap().claims[0]
            .statement
            .text
            .to_string()
    };
    assert_eq!(said(&press), "Care leavers are known by name, every one");
    let _effects = run(&mut press.model, Action::Palette);
    press.text("make this strength").keys("enter");
    assert!(press.screen().contains("- S-8"), "{}", press.screen());
    let _effects = run(&mut press.model, Action::Palette);
    press.text("move this statement").keys("enter 1");
    assert_eq!((count(&press, "LEAV"), count(&press, "LEAD")), (0, 5));
    press.keys("home enter down down down down down del");
    assert_eq!(count(&press, "LEAD"), 4, "{}", press.screen());
    for _ in 0..6 {
        press.keys("u");
    }
    assert_eq!((count(&press, "LEAV"), count(&press, "LEAD")), (0, 4));
}

#[test]
fn evidence_that_proves_nothing_is_hung_under_a_statement_by_two_keys() {
    let mut press = press();
    let idle = |press: &Press| evaluation(press).area("LEAD").unwrap().loose.len();
    assert_eq!(idle(&press), 1);
    press.keys("enter");
    for _ in 0..40 {
        if row_here(&press).contains("Staff survey") {
            break;
        }
        press.keys("down");
    }
    press.keys("enter 3");
    assert_eq!(idle(&press), 0, "{}", press.screen());
}

#[test]
fn what_an_inspection_judged_is_noted_with_its_day_and_framework() {
    let mut press = press();
    press.keys("a p g").text("4/9/2023").keys("enter");
    let evaluation = evaluation(&press);
    let lead = evaluation.area("LEAD").unwrap();
    assert_eq!(lead.past_line(" "), "RI 2014 RI 2019 G 2023");
    assert_eq!(lead.past.last().unwrap().1.framework, *"2023");
    press.keys("a p g").text("4/9/2029 2029").keys("enter");
    assert!(
        press.screen().contains("is still to come"),
        "{}",
        press.screen()
    );
    press.keys("esc down a p g").text("soon").keys("enter");
    assert!(
        press.screen().contains("does not begin with a date"),
        "{}",
        press.screen()
    );
}

#[test]
fn another_framework_keeps_what_it_drops_readable() {
    let mut press = press();
    let _effects = run(&mut press.model, Action::Framework);
    press.send(readyroom::app::Msg::Rest);
    press.keys("1");
    assert_eq!(press.model.plan.inspection().framework, *"2023");
    assert!(evaluation(&press).area("OVER").unwrap().from.is_none());
    let _effects = run(&mut press.model, Action::Framework);
    press.send(readyroom::app::Msg::Rest);
    assert!(
        press
            .screen()
            .contains("Overall falls away, stays readable"),
        "{}",
        press.screen()
    );
    press.keys("2 end");
    assert!(
        press.screen().contains("from the 2023 framework"),
        "{}",
        press.screen()
    );
}

#[test]
fn red_tasks_are_tasks_here_too() {
    let mut press = press();
    let area = evaluation(&press);
    let (at, _) = area
        .areas
        .iter()
        .enumerate()
        .find(|(_, area)| !area.red.is_empty())
        .unwrap();
    for _ in 0..at {
        press.keys("down");
    }
    press.keys("enter");
    for _ in 0..60 {
        if press.model.current().is_some() {
            break;
        }
        press.keys("down");
    }
    let task = press.model.current().unwrap().id;
    press.keys("enter");
    assert!(matches!(
        press.model.overlays.last(),
        Some(readyroom::app::overlay::Overlay::Form(form)) if form.task == task
    ));
    press.keys("esc r a").text("We are on it").keys("enter");
    assert_eq!(press.done.len(), 1, "{}", press.screen());
}

#[test]
fn a_file_that_may_only_be_looked_at_is_opened_and_not_written() {
    let mut press = press();
    press.model.read_only = Some("It is somebody else's.".to_owned());
    press.keys("enter down enter");
    assert!(press.model.overlays.is_empty());
    assert!(
        press.screen().contains("not change it"),
        "{}",
        press.screen()
    );
    for key in ["m", "a", "n", "e", "del"] {
        press.keys(key);
        assert!(press.model.overlays.is_empty(), "{key}");
    }
}

#[test]
fn from_another_screen_the_palette_leads_here_and_says_what_is_missing() {
    let mut press = press();
    press.keys("1 :").text("grade this judgement").keys("enter");
    assert_eq!(press.model.screen, readyroom::app::screen::Screen::Grades);
    assert!(
        press.screen().contains("This is done here."),
        "{}",
        press.screen()
    );
    press.keys("1 :").text("framework inspectors").keys("enter");
    assert!(
        press.screen().contains("The framework of this inspection"),
        "{}",
        press.screen()
    );
}

#[test]
fn a_statement_about_one_child_is_pointed_at() {
    let mut press = press();
    press
        .keys("a s")
        .text("Case 943 476 5919 shows it")
        .keys("enter");
    assert!(
        press.screen().contains("looks as if it held an NHS number"),
        "{}",
        press.screen()
    );
    assert_eq!(press.done.len(), 1);
}

#[test]
fn z_closes_the_area_from_anywhere_in_it() {
    let mut press = press();
    press.keys("enter down down down z");
    assert_eq!(
        press.model.list().rows.len(),
        evaluation(&press).areas.len()
    );
    assert!(row_here(&press).contains("Leaders"), "{}", press.screen());
}

/// An area names what inspectors test in it, with how many requests that has; Enter shows them.
#[test]
fn an_area_lists_its_lines_of_enquiry_and_enter_goes_to_one() {
    let mut press = press();
    press
        .keys("5 a")
        .text("Threshold audits l:grip")
        .keys("enter");
    press.keys("6 home enter");
    let mut rows = 0;
    while !row_here(&press).contains("Grip of leaders") {
        press.keys("down");
        rows += 1;
        assert!(rows < 60, "{}", press.screen());
    }
    assert!(
        row_here(&press).ends_with("3 requests, 1 open"),
        "{}",
        press.screen()
    );
    press.keys("enter");
    assert!(
        row_here(&press).contains("Grip of leaders"),
        "{}",
        press.screen()
    );
    assert!(
        press.screen().contains("Threshold audits"),
        "{}",
        press.screen()
    );
}
