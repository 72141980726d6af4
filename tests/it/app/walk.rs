//! A meeting that walks through tasks, by keys.

use crate::support::press::{Press, at};
use readyroom::app::Msg;
use readyroom::app::overlay::Overlay;
use readyroom::app::walk::open_walk;
use readyroom::domain::task::{Rag, Status};

/// Where the walk is: which task, of how many.
fn place(press: &Press) -> (usize, usize) {
    let open = open_walk(&press.model).expect("a walk is open");
    (open.at + 1, open.order.len())
}

fn shown(press: &Press) -> &readyroom::domain::task::Task {
    let id = open_walk(&press.model).unwrap().task().unwrap();
    press.model.plan.task(id).unwrap()
}

#[test]
fn twenty_tasks_of_which_nothing_changed_are_one_key_each() {
    let mut press = Press::new();
    press.keys("W n");
    let before: Vec<_> = press.model.plan.tasks().to_vec();
    for spoken_of in 1..=20 {
        press.keys("t");
        assert_eq!(place(&press).0, spoken_of + 1);
    }
    assert_eq!(press.log.len(), 20);
    assert_eq!(press.model.plan.tasks(), before);
    press.keys("m");
    assert!(press.screen().contains("20 tasks spoken of"));
}

#[test]
fn each_answer_changes_what_it_says_in_one_step_that_can_be_undone() {
    let mut press = Press::new();
    press.keys("W n");
    let first = shown(&press).id;
    press.keys("d");
    let second = shown(&press).id;
    press.keys("s").text("fri 12:00").keys("enter");
    let third = shown(&press).id;
    press
        .keys("x")
        .text("waiting on the landlord")
        .keys("enter");
    let fourth = shown(&press).id;
    // A note stays on its task.
    press.keys("n").text("Ask again").keys("enter");
    assert_eq!(shown(&press).id, fourth);
    let task = |press: &Press, id| press.model.plan.task(id).unwrap().clone();
    assert!(task(&press, first).status.is_done());
    assert_eq!(
        press.model.board.standings[press.model.plan.position(second).unwrap()].due,
        Some("2026-12-04T12:00".parse().unwrap())
    );
    let stuck = task(&press, third);
    assert_eq!(stuck.judgement.map(|judged| judged.rag), Some(Rag::Red));
    assert!(matches!(stuck.status, Status::Waiting { .. }));
    assert!(task(&press, fourth).note.as_str().ends_with("Ask again"));
    assert_eq!(press.log.len(), 4);
    press.keys("u u u u");
    assert!(!task(&press, first).status.is_done());
    assert_eq!(press.model.plan.records().count(), 0);
}

#[test]
fn a_walk_stopped_is_gone_on_with_where_it_stopped() {
    let mut press = Press::new();
    press.keys("W n t t");
    let next = shown(&press).id;
    press.keys("esc 2 W");
    assert!(
        press.screen().contains("Go on: Notification"),
        "{}",
        press.screen()
    );
    press.keys("w");
    assert_eq!(shown(&press).id, next);
    // The same list chosen anew goes on, too; another begins.
    press.keys("esc W n");
    assert_eq!(shown(&press).id, next);
    press.keys("esc W f");
    assert_eq!(place(&press).0, 1);
    assert_ne!(
        shown(&press).place.phase,
        press.model.plan.task(next).unwrap().place.phase
    );
}

#[test]
fn the_last_answer_ends_the_walk_with_its_minutes() {
    let mut press = Press::new();
    press.keys("W l");
    let (_, all) = place(&press);
    for _ in 0..all {
        press.keys("t");
    }
    assert!(matches!(
        press.model.overlays.last(),
        Some(Overlay::Reading(_))
    ));
    let screen = press.screen();
    assert!(screen.contains("Minutes: The late list"), "{screen}");
    assert!(screen.contains("on track"), "{screen}");
}

#[test]
fn what_cannot_be_is_refused_where_it_was_typed_and_nothing_is_said() {
    let mut press = Press::new();
    press.keys("W n s").text("by 9am").keys("enter");
    let screen = press.screen();
    assert!(screen.contains("│ by 9am"), "{screen}");
    assert!(
        press
            .model
            .status
            .text
            .starts_with("Mon 30 Nov 2026 09:00 has passed"),
        "{}",
        press.model.status.text
    );
    press.keys("esc");
    assert_eq!(place(&press).0, 1);
    press.keys("s");
    assert!(
        press.screen().contains("│ by 9am"),
        "what was typed is back"
    );
    assert_eq!(press.log.len(), 0);
}

#[test]
fn a_promise_not_kept_is_broken_and_asked_about_on_today() {
    let mut press = Press::new();
    press
        .keys("W n s")
        .text("by 3pm send it")
        .keys("enter left");
    assert!(
        press.screen().contains("open, by Mon 30 Nov 15:00"),
        "{}",
        press.screen()
    );
    press.send(Msg::Now(at("2026-11-30T15:01")));
    assert!(
        press.screen().contains("broken, by Mon 30 Nov 15:00"),
        "{}",
        press.screen()
    );
    press.keys("esc 1 end");
    let checks: Vec<_> = press
        .model
        .agenda
        .check_these
        .iter()
        .flat_map(|at| press.model.board.standings[*at as usize].checks.iter())
        .map(readyroom::domain::checks::Check::as_str)
        .collect();
    assert!(checks.contains(&"broken_promise"), "{checks:?}");
    // Another promise takes its place; kept in time it asks for nothing.
    press.keys("W w");
    press.keys("esc W n left left");
    press.send(Msg::Now(at("2026-11-30T15:02")));
    press.keys("esc : p r o m i s e s enter");
    assert!(press.screen().contains("Broken  1"), "{}", press.screen());
}

#[test]
fn a_promise_is_kept_with_one_key() {
    let mut press = Press::new();
    press
        .keys("W n s")
        .text("by 3pm send it")
        .keys("enter left k");
    assert!(
        press.screen().contains("kept, by Mon 30 Nov 15:00"),
        "{}",
        press.screen()
    );
    press.keys("right k");
    assert_eq!(
        press.model.status.text,
        "Nothing is promised about this task."
    );
}

/// A second promise stands in the place of a broken first one, and it is the second that is kept.
#[test]
fn of_two_promises_the_last_is_the_one_that_is_kept() {
    let mut press = Press::new();
    press
        .keys("W n s")
        .text("by 12:00 send it")
        .keys("enter left");
    press.send(Msg::Now(at("2026-11-30T12:01")));
    press
        .keys("s")
        .text("by 3pm send all of it")
        .keys("enter left");
    press.send(Msg::Now(at("2026-11-30T14:00")));
    press.keys("k");
    let screen = press.screen();
    assert!(screen.contains("kept, by Mon 30 Nov 15:00"), "{screen}");
    assert!(screen.contains("broken, by Mon 30 Nov 12:00"), "{screen}");
}

/// The list behind a walk is not drawn, and the terminal's cursor does not rest on one of its rows.
#[test]
fn nothing_of_the_list_behind_a_walk_is_left_on_the_screen() {
    let mut press = Press::new();
    press.keys("2");
    assert!(press.caret().is_some(), "the checklist has a row chosen");
    press.keys("W n");
    assert_eq!(press.caret(), None);
    press.keys("n");
    assert!(press.caret().is_some(), "text is typed");
}

/// What it is comes first; where there is room, the time left can be read from the other end of the table.
#[test]
fn the_title_comes_first_and_the_time_left_is_large_where_there_is_room() {
    for (cols, rows, high) in [(80, 24, 5), (120, 40, 10), (60, 16, 0)] {
        let mut press = Press::new().size(cols, rows);
        press.keys("W n right right");
        let screen = press.screen();
        let large = screen.lines().filter(|line| line.contains('█'));
        assert_eq!(large.count(), high, "{screen}");
        let title = screen.find(shown(&press).title.as_str()).unwrap();
        let figure = screen.find('█').unwrap_or(usize::MAX);
        assert!(title < figure, "{screen}");
        for fact in ["3 of ", "Owner", "Due", "Status", "Why"] {
            assert!(screen.contains(fact), "{fact} at {cols}x{rows}\n{screen}");
        }
    }
}

#[test]
fn what_was_said_is_read_whole_in_the_minutes() {
    let said = "Nobody answers the phones in the south office, and the north office has no room for us before Wednesday noon";
    for (cols, rows) in [(80, 24), (60, 16)] {
        let mut press = Press::new().size(cols, rows);
        press
            .keys("W enter x")
            .text(said)
            .keys("enter s")
            .text("by 3pm")
            .keys("enter m");
        let screen = press.screen();
        let words = |text: &str| {
            let words = text.split_whitespace().filter(|word| *word != "│");
            words.collect::<Vec<_>>().join(" ")
        };
        assert!(words(&screen).contains(said), "{cols}x{rows}: {screen}");
        assert!(
            !screen.contains("(Improvement lead): Open the control"),
            "{screen}"
        );
        assert_eq!(
            screen.contains("further down"),
            screen.contains("more below"),
            "{screen}"
        );
    }
}

#[test]
fn a_walk_goes_on_where_it_was_behind_its_minutes() {
    let mut press = Press::new();
    press.keys("W enter s").text("by 3pm").keys("enter m");
    assert!(
        press.screen().contains("Minutes: The late list"),
        "{}",
        press.screen()
    );
    press.keys("esc");
    let screen = press.screen();
    assert!(
        screen.contains("2 of 2") && screen.contains("t on track"),
        "{screen}"
    );
    // The last one ends it: behind its minutes is the list again.
    press.keys("d");
    assert!(
        press.screen().contains("Minutes: The late list"),
        "{}",
        press.screen()
    );
    press.keys("esc");
    assert!(press.model.overlays.is_empty(), "{}", press.screen());
}
