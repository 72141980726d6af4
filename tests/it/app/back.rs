//! The board as it stood, on the screens.

use crate::support::press::{Press, at};
use readyroom::app::Msg;
use readyroom::app::action::Action;
use readyroom::app::screen::Screen;
use readyroom::app::update::available;
use readyroom::domain::plan::Plan;
use readyroom::domain::trend::Gather;

const NOTHING_CAN: &str = "This is the board as it stood Mon 30 Nov 2026 11:30, to be looked at only. Esc goes back to now.";

#[test]
fn the_past_is_shown_with_its_own_clock_and_left_with_one_key() {
    let mut press = Press::new();
    let before = press.model.plan.clone();
    press.keys("space");
    let after = press.model.plan.clone();
    assert_ne!(before, after);
    press.keys("@ 1 1 : 3 0 enter");
    assert_eq!(press.model.plan, before);
    assert_eq!(press.model.now, at("2026-11-30T11:30"));
    assert!(
        press
            .screen()
            .starts_with(" As it stood Mon 30 Nov 2026 11:30 - read only, Esc back to now"),
        "{}",
        press.screen()
    );
    // The minute passes, and another window saves; the past does not move.
    press.send(Msg::Now(at("2026-11-30T11:44")));
    press.send(Msg::Reloaded(Box::new(before.clone())));
    assert_eq!(press.model.plan, before);
    assert_eq!(press.model.now, at("2026-11-30T11:30"));
    press.keys("esc");
    assert!(press.model.aside.is_none());
    assert_eq!(press.model.now, at("2026-11-30T11:44"));
}

#[test]
fn nothing_can_be_changed_in_the_past() {
    let mut press = Press::new();
    press.keys("space @ 1 1 : 3 0 enter");
    let (then, done) = (press.model.plan.clone(), press.log.len());
    for keys in ["space", "u", "a", "d", "o", "r", "x", "b", "i", "c", "del"] {
        press.keys(keys);
        assert_eq!(press.model.status.text, NOTHING_CAN, "{keys}");
        assert!(press.model.overlays.is_empty(), "{keys}");
    }
    assert_eq!(
        available(&press.model, Action::CopyRequests),
        Err(NOTHING_CAN.to_owned())
    );
    // The form opens, to be read; it saves nothing.
    press.keys("enter x ctrl-s");
    assert!(press.model.status.text.ends_with(NOTHING_CAN));
    press.keys("esc v s N ctrl-s enter");
    assert_eq!((press.model.plan.clone(), press.log.len()), (then, done));
    assert!(available(&press.model, Action::Undo).is_err());
}

#[test]
fn history_ends_at_the_moment_that_is_shown() {
    let mut press = Press::new();
    press.keys("space 7");
    assert_eq!(press.model.lists[Screen::History].rows.len(), 1);
    press.keys("@");
    assert!(press.screen().contains("│ Mon 30 Nov 2026 11:42  "));
    press.keys("home ctrl-k 1 1 : 3 0 enter");
    assert_eq!(press.model.lists[Screen::History].rows.len(), 0);
    press.keys("esc");
    assert_eq!(press.model.lists[Screen::History].rows.len(), 1);
}

#[test]
fn a_moment_that_is_none_is_refused_where_it_was_typed() {
    for (typed, told) in [
        ("12:00", "is still to come"),
        ("10:41", "This file was begun on Mon 30 Nov 2026 10:42"),
        ("31/2", "31/2 is not a date"),
    ] {
        let mut press = Press::new();
        press.keys("@").text(typed).keys("enter");
        let screen = press.screen();
        assert!(screen.contains(&format!("│ {typed} ")), "{screen}");
        let said = &press.model.status.text;
        assert!(said.contains(told), "{said}");
    }
    let mut press = Press::new();
    press.keys("D").text("11:40 to 11:30").keys("enter");
    assert!(press.model.aside.is_none());
}

#[test]
fn what_moved_is_read_and_copied() {
    let mut press = Press::new();
    press.keys("space D").text("11:30").keys("enter");
    let screen = press.screen();
    assert!(
        screen.contains("From Mon 30 Nov 11:30 to Mon 30 Nov 11:42"),
        "{screen}"
    );
    assert!(screen.contains("Closed  1"), "{screen}");
    press.keys("y");
    assert!(
        press
            .copied
            .last()
            .is_some_and(|text| text.contains("Closed  1"))
    );
    press.keys("esc");
    assert!(press.model.overlays.is_empty());
}

/// While the past is shown the clock that is told is the one on the wall: nothing has to be told every second.
#[test]
fn the_clock_goes_on_while_the_past_is_shown() {
    let mut press = Press::new();
    press.keys("space @").text("11:30").keys("enter");
    assert_eq!(press.model.now, at("2026-11-30T11:30"));
    assert_eq!(press.model.clock(), at("2026-11-30T11:42"));
    press.send(Msg::Now(at("2026-11-30T11:43")));
    assert_eq!(press.model.clock(), at("2026-11-30T11:43"));
    press.keys("esc");
    assert_eq!(press.model.now, at("2026-11-30T11:43"));
}

/// The tasks that would be late are those of the plan the forecast was made from, which may be newer than what is shown.
#[test]
fn a_trend_of_a_file_that_has_grown_names_the_right_tasks() {
    let mut press = Press::new();
    press.keys("space 7 F");
    assert!(
        press.screen().contains("Readiness trend"),
        "{}",
        press.screen()
    );
    let mut gather = Gather::new(press.model.now, 10);
    let past = press.log[0].clone();
    gather.meet(&press.model.plan, &past);
    let found = gather.finish().unwrap();
    // What is shown has fewer tasks than the file has by now.
    press.model.plan = Plan::default();
    press.send(Msg::Trend(Box::new(found)));
    assert!(
        press.screen().contains("Would be late"),
        "{}",
        press.screen()
    );
}

/// However much has been done to a task since, what was done to it by then is told.
#[test]
fn a_task_that_was_changed_often_since_has_its_history_of_then() {
    let mut press = Press::new().size(120, 40);
    press
        .keys("t ctrl-a ctrl-k")
        .text("First name")
        .keys("enter");
    press.send(Msg::Now(at("2026-11-30T11:50")));
    for number in 0..9 {
        press
            .keys("t ctrl-a ctrl-k")
            .text(&format!("Later name {number}"))
            .keys("enter");
    }
    press.keys("@ ctrl-a ctrl-k").text("11:45").keys("enter");
    press.send(Msg::Rest);
    let (_, past) = press.model.detail.as_ref().unwrap();
    assert_eq!(past.len(), 1, "{}", press.screen());
    assert!(press.screen().contains("First name"), "{}", press.screen());
}

#[test]
fn what_is_read_is_copied_past_the_privacy_guard() {
    let mut press = Press::new();
    press
        .keys("a")
        .text("Ring about 943 476 5919 d:today 12:00")
        .keys("enter");
    press.keys("D").text("11:30").keys("enter");
    assert!(
        press.screen().contains("943 476 5919"),
        "{}",
        press.screen()
    );
    press.keys("y");
    assert!(press.copied.is_empty(), "{}", press.screen());
    assert!(press.screen().contains("NHS number"), "{}", press.screen());
    press.keys("enter");
    assert_eq!(press.copied.len(), 1);
}

#[test]
fn what_a_box_offers_gives_way_to_what_is_typed() {
    let mut press = Press::new();
    press.keys("space 7 @");
    assert!(
        press.screen().contains("Mon 30 Nov 2026 11:42"),
        "{}",
        press.screen()
    );
    press.text("11:30").keys("enter");
    assert_eq!(
        press.model.now,
        at("2026-11-30T11:30"),
        "{}",
        press.screen()
    );
    // A key that moves or deletes makes it text like any other.
    let mut press = Press::new();
    press.keys("space 7 @ backspace backspace 3 0 enter");
    assert_eq!(
        press.model.now,
        at("2026-11-30T11:30"),
        "{}",
        press.screen()
    );
    let mut press = Press::new();
    press.keys("c");
    press.send(Msg::Paste("9:50".to_owned()));
    press.keys("enter");
    assert!(
        press
            .screen()
            .contains("The call: when do inspectors arrive?"),
        "{}",
        press.screen()
    );
}
