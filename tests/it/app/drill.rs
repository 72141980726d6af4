use readyroom::app::{Effect, Msg};
use readyroom::domain::drill::{Course, Script, arrive};
use readyroom::domain::id::Ids;
use readyroom::domain::{records, requests};

use super::SIZES;
use crate::support::press::{Press, at};

/// A drill, an hour after the call: what the shell does when its clock goes on.
fn drill() -> Press {
    let mut press = Press::new();
    press.model.drill = true;
    press
}

fn go_on(press: &mut Press, moment: &str) {
    let mut plan = press.model.plan.clone();
    let mut ids = Ids::new(21, 1_700_000_000_000);
    let arrivals = Script::named(None).unwrap().arrivals(&plan).unwrap();
    let mut course = Course::new(arrivals);
    press.send(Msg::Now(at(moment)));
    while let Some(arrival) = course.due(at(moment)) {
        let changes = arrive(&plan, arrival, &mut ids).changes;
        plan.apply_all(&changes).unwrap();
        press.send(Msg::Arrived { changes });
        course.let_in();
    }
}

#[test]
fn every_screen_of_a_drill_says_so_and_no_other_does() {
    for (cols, rows) in SIZES {
        let mut press = drill().size(*cols, *rows);
        for key in ["1", "2", "3", "4", "5", "6", "7", "p"] {
            press.keys(key);
            assert!(
                press.screen().contains(" DRILL"),
                "{key} {}",
                press.screen()
            );
            press.model.drill = false;
            assert!(!press.screen().contains(" DRILL"), "{key}");
            press.model.drill = true;
        }
    }
}

#[test]
fn whatever_covers_the_header_says_that_it_is_a_drill() {
    for (cols, rows) in SIZES {
        for open in ["?", ":", "i", "x", "b", "c", "enter", "w", "g", "p n"] {
            let mut press = drill().size(*cols, *rows);
            press.keys(&format!("2 {open}"));
            let screen = press.screen();
            assert!(
                screen.lines().next().unwrap().contains("DRILL"),
                "{open}: {screen}"
            );
        }
        let mut press = drill().size(*cols, *rows);
        press.keys(":").text("drill score").keys("enter");
        let screen = press.screen();
        assert!(screen.lines().next().unwrap().contains("DRILL"), "{screen}");
    }
}

#[test]
fn requests_arrive_are_answered_with_the_usual_keys_and_counted() {
    let mut press = drill();
    press.keys(":").text("drill on").keys("enter");
    assert_eq!(press.left, [Effect::DrillOn]);
    go_on(&mut press, "2026-11-30T14:20");
    assert_eq!(
        requests::all(&press.model.plan).len(),
        3,
        "{}",
        press.screen()
    );
    press
        .keys("5 home space")
        .text("In the folder")
        .keys("enter");
    press.left.clear();
    press.keys(":").text("drill score").keys("enter");
    assert_eq!(press.left, [Effect::DrillScore]);
}

#[test]
fn what_arrives_while_the_past_is_shown_is_there_afterwards() {
    let mut press = drill();
    let past = press.model.plan.clone();
    press.send(Msg::LookedBack {
        plan: Box::new(past),
        at: at("2026-11-30T10:00"),
    });
    go_on(&mut press, "2026-11-30T12:00");
    assert!(requests::all(&press.model.plan).is_empty());
    press.keys("esc");
    assert_eq!(press.left, []);
    assert_eq!(requests::all(&press.model.plan).len(), 2);
    // What does not fit what this window knows is read from the file.
    let known = press.model.plan.records().next().unwrap();
    let changes = vec![records::create(known.0, known.1.clone())];
    press.send(Msg::Arrived { changes });
    assert_eq!(press.left, [Effect::Reload]);
}

#[test]
fn outside_a_drill_the_commands_say_how_one_begins() {
    for command in ["drill on", "drill score"] {
        let mut press = Press::new();
        press.keys(":").text(command).keys("enter");
        assert!(press.left.is_empty());
        assert!(
            press.screen().contains("readyroom drill"),
            "{}",
            press.screen()
        );
    }
}
