use std::collections::BTreeMap;

use ratatui::style::Style;
use readyroom::app::key::Key;
use readyroom::app::screen::Screen;
use readyroom::app::{Effect, Msg};
use readyroom::domain::requests::{self, Request, State};

use crate::support::press::{Press, at};

fn logged(press: &mut Press, lines: &[&str]) {
    press.keys("5");
    for line in lines {
        press.keys("a").text(line).keys("enter");
        assert!(press.model.overlays.is_empty(), "{}", press.screen());
    }
}

/// Five requests and two lines of enquiry, an hour after the call.
fn asked() -> Press {
    let mut press = Press::new();
    press.keys("5 L").text("Neglect").keys("enter L");
    press.text("Placements out of county").keys("enter");
    logged(
        &mut press,
        &[
            "Vacancy rates by team, last 12 months by:LI at:9:10 a:DCS d:+4h",
            "Supervision records, 8 cases by:LI d:today 12:00 l:neglect",
            "Placement list, out of county by:AB a:QA d:tomorrow 10:00 l:place",
            "Structure chart with names",
            "Minutes of the improvement board a:DCS d:fri",
        ],
    );
    press
}

/// Under their lines, of which one bears on a judgement.
fn by_line(press: &mut Press) {
    press
        .keys("s home enter tab")
        .text("help, care")
        .keys("tab");
    press.text("Do we act early enough?").keys("ctrl-s");
    assert!(press.model.overlays.is_empty(), "{}", press.screen());
}

fn request(press: &Press, name: &str) -> Request {
    let id = requests::find(&press.model.plan, name).unwrap();
    requests::one(&press.model.plan, id).unwrap().1.clone()
}

#[test]
fn the_screen_says_how_a_request_is_logged() {
    let mut press = Press::new();
    press.keys("5");
    insta::assert_snapshot!("requests_empty_80x24", press.screen());
    press.keys("a").text("Rates by:LI d:+4h a:DCS");
    insta::assert_snapshot!("request_capture_80x24", press.screen());
    press
        .keys("enter a")
        .text("the rates d:today 9:00")
        .keys("enter");
    assert!(
        press
            .screen()
            .contains("has passed, so nothing can be promised"),
        "{}",
        press.screen()
    );
    press.keys("esc a");
    assert!(
        press.screen().contains("the rates d:today 9:00"),
        "{}",
        press.screen()
    );
}

#[test]
fn requests_stand_by_the_time_left_and_by_line_at_every_size() {
    let mut press = asked();
    insta::assert_snapshot!("requests_80x24", press.screen());
    by_line(&mut press);
    insta::assert_snapshot!("requests_by_line_80x24", press.screen());
    let mut press = asked().size(120, 40);
    insta::assert_snapshot!("requests_120x40", press.screen());
    by_line(&mut press);
    insta::assert_snapshot!("requests_by_line_120x40", press.screen());
    let mut press = asked().size(60, 16);
    insta::assert_snapshot!("requests_60x16", press.screen());
    by_line(&mut press);
    insta::assert_snapshot!("requests_by_line_60x16", press.screen());
}

#[test]
fn a_request_is_approved_sent_returned_and_sent_again() {
    let mut press = asked();
    press.keys("home w a");
    assert_eq!(
        press.model.list().current(),
        press.model.list().rows.get(1).copied()
    );
    press.keys("enter");
    assert_eq!(request(&press, "R-2").state, State::Ready);
    press
        .keys("space")
        .text("Records, in the folder")
        .keys("enter");
    let sent = request(&press, "R-2");
    assert_eq!((sent.state, sent.answers.len()), (State::Sent, 1));
    assert_eq!(sent.answers[0].approved.as_ref().unwrap().by, *"Jo");
    assert!(
        press.model.status.text.contains("R-2 sent, approved by Jo"),
        "{}",
        press.model.status.text
    );
    press
        .keys("/")
        .text("r-2")
        .keys("enter w m")
        .text("Two are missing")
        .keys("enter");
    press.keys("esc home space").text("All eight").keys("enter");
    let sent = request(&press, "R-2");
    assert_eq!(
        sent.answers[0].returned.as_ref().unwrap().why,
        *"Two are missing"
    );
    assert_eq!(sent.answers[1].said, *"All eight");
    press.keys("u u");
    assert_eq!(request(&press, "R-2").state, State::Sent);
    press.keys("7");
    let seen = press.screen();
    assert!(
        seen.contains("Undo: R-2 returned for more: Two are missing"),
        "{seen}"
    );
}

#[test]
fn what_is_approved_does_not_wait_for_approval() {
    let mut press = asked();
    press.keys("home w r");
    assert!(
        press
            .screen()
            .contains("ready, waiting for approval, asked"),
        "{}",
        press.screen()
    );
    press.keys("w a").text("Helen Shaw").keys("enter");
    let screen = press.screen();
    assert!(screen.contains("approved, not sent yet, asked"), "{screen}");
    press.keys("w");
    assert!(
        press.screen().contains("R-2: approved, not sent yet"),
        "{}",
        press.screen()
    );
}

#[test]
fn fields_are_changed_one_by_one_and_what_is_wrong_is_said_at_the_field() {
    let mut press = asked();
    press.keys("home d").text("yesterday").keys("enter");
    assert!(press.screen().contains("has passed"), "{}", press.screen());
    press.keys("home ctrl-k").text("+2h").keys("enter o");
    press.text("zoe").keys("enter");
    let seen = press.screen();
    assert!(seen.contains("There is nobody \"zoe\"."), "{seen}");
    press.keys("home ctrl-k").text("DCS").keys("enter e");
    press.text("S:/w1; audit").keys("enter l 2");
    let changed = request(&press, "R-2");
    assert_eq!(changed.promised.unwrap().to_string(), "2026-11-30T13:42");
    assert_eq!(changed.evidence.len(), 2);
    let line = readyroom::domain::enquiries::name_of(&press.model.plan, changed.enquiry);
    assert_eq!(line, Some("Placements out of county"));
    press.keys("enter tab home ctrl-k").text("AB");
    press.keys("tab tab tab home ctrl-k").text("never");
    press.keys("tab");
    insta::assert_snapshot!("request_form_80x24", press.screen());
    press.keys("ctrl-s");
    assert!(!press.model.overlays.is_empty());
    press.keys("esc enter");
    assert!(press.screen().contains("never"), "{}", press.screen());
    press.keys("ctrl-s home ctrl-k").text("+3h").keys("ctrl-s");
    assert!(press.model.overlays.is_empty(), "{}", press.screen());
    let saved = request(&press, "R-2");
    assert_eq!(saved.asked_by, *"AB");
    assert_eq!(saved.promised.unwrap().to_string(), "2026-11-30T14:42");
}

#[test]
fn a_task_made_of_a_request_is_linked_and_stands_under_its_line() {
    let mut press = asked();
    press.keys("home T");
    let said = press.model.status.text.clone();
    assert!(said.starts_with("Saved. R-2 became N-"), "{said}");
    press.keys("T");
    assert!(
        press.model.status.text.contains("already"),
        "{}",
        press.model.status.text
    );
    press.keys("s");
    let task = request(&press, "R-2").task.unwrap();
    let reference = press.model.plan.task(task).unwrap().reference.to_string();
    assert!(press.screen().contains(&reference), "{}", press.screen());
    let mut press = press.size(120, 40);
    press.keys("2 /").text("supervision").keys("enter");
    assert!(
        press.screen().contains("R-2 Supervision records, 8"),
        "{}",
        press.screen()
    );
}

#[test]
fn today_lists_what_is_owed_and_its_keys_work_there() {
    let mut press = asked().size(120, 60);
    press.keys("1");
    press.send(Msg::Now(at("2026-11-30T12:20")));
    let seen = press.screen();
    assert!(seen.contains("5 requests open, 1 late"), "{seen}");
    insta::assert_snapshot!("today_with_requests_120x60", seen);
    while press.model.item(Screen::Requests).is_none() {
        press.keys("down");
    }
    press.keys("space").text("All eight").keys("enter");
    assert_eq!(request(&press, "R-2").state, State::Sent);
    press.keys("a").text("Ring back").keys("enter");
    assert!(
        press.model.status.text.contains("added: Ring back"),
        "{}",
        press.model.status.text
    );
}

#[test]
fn a_request_like_an_earlier_one_is_pointed_out_while_it_is_typed() {
    let mut press = asked();
    press
        .keys("a")
        .text("Vacancy rates of all teams for 12 months");
    let seen = press.screen();
    assert!(
        seen.contains("Looks like R-1, open, promised Mon 30 Nov 15:42."),
        "{seen}"
    );
    press.keys("enter");
    assert!(
        press.model.status.text.contains("It looks like R-1"),
        "{}",
        press.model.status.text
    );
}

#[test]
fn the_log_is_copied_and_requests_are_not_removed() {
    let mut press = asked();
    press.keys("y home del");
    assert_eq!(press.left, [Effect::CopyRequests]);
    assert!(
        press
            .model
            .status
            .text
            .starts_with("A request stays in the log.")
    );
    press.keys("s home del");
    assert!(
        press.model.status.text.contains("removed"),
        "{}",
        press.model.status.text
    );
    press.keys("2 T");
    assert_eq!(requests::all(&press.model.plan).len(), 5);
}

#[test]
fn moving_among_requests_derives_nothing_anew() {
    let mut press = asked();
    let before = press.model.requests.log.entries.as_ptr();
    for key in ['j', 'j', 'k', 'j'] {
        press.send(Msg::Key(Key::char(key)));
    }
    assert_eq!(press.model.requests.log.entries.as_ptr(), before);
    press.send(Msg::Now(at("2026-11-30T11:43")));
    assert!(press.model.requests.log.counts.open == 5);
}

#[test]
fn a_line_called_none_is_chosen_like_any_other() {
    let mut press = asked();
    press.keys("L").text("None").keys("enter home l 2");
    let line = request(&press, "R-2").enquiry;
    let name = readyroom::domain::enquiries::name_of(&press.model.plan, line);
    assert_eq!(name, Some("None"), "{}", press.screen());
    assert_eq!(
        press.model.status.text,
        "Saved. R-2: line of enquiry None (was Neglect). u undoes it."
    );
    press.keys("l -");
    assert_eq!(request(&press, "R-2").enquiry, None);
}

#[test]
fn a_heading_counts_what_the_filter_shows() {
    let mut press = asked();
    press.keys("home space").text("Six").keys("enter");
    let seen = press.screen();
    assert!(seen.contains("Owed 4"), "{seen}");
    press.send(Msg::Now(at("2026-11-30T16:30")));
    press.keys("/").text("placement").keys("enter");
    let seen = press.screen();
    assert!(seen.contains("Owed 1 of 4\n"), "{seen}");
    press.keys("esc /").text("vacancy").keys("enter");
    let seen = press.screen();
    assert!(seen.contains("Owed 1 of 4, 1 late\n"), "{seen}");
    press.keys("esc");
    let seen = press.screen();
    assert!(seen.contains("Owed 4, 1 late\n"), "{seen}");
}

#[test]
fn the_history_says_what_became_of_a_request_from_what_to_what() {
    let mut press = asked();
    for (keys, typed, said) in [
        (
            "d",
            "today 15:00",
            "R-2: promised by Mon 30 Nov 2026 15:00 (was 12:00)",
        ),
        (
            "d",
            "tomorrow 9:00",
            "R-2: promised by Tue 1 Dec 2026 09:00 (was Mon 30 Nov 2026 15:00)",
        ),
        (
            "d",
            "none",
            "R-2: nothing promised (was Tue 1 Dec 2026 09:00)",
        ),
        ("d", "today 12:00", "R-2: promised by Mon 30 Nov 2026 12:00"),
        ("o", "DCS", "R-2: owner DCS"),
        ("o", "nobody", "R-2: owner nobody (was DCS)"),
        ("n", "Ask Tom", "R-2: note changed"),
    ] {
        press
            .keys("esc /")
            .text("r-2")
            .keys("enter home")
            .keys(keys);
        press
            .text(typed)
            .keys(if keys == "n" { "ctrl-s" } else { "enter" });
        let label = &press.log.last().unwrap().entry.label;
        assert_eq!(label, said, "{}", press.screen());
    }
}

#[test]
fn only_what_can_become_of_a_request_is_offered() {
    let mut press = asked();
    press.keys("home w m").text("Two are missing").keys("enter");
    press.keys("esc esc home space").text("Six").keys("enter");
    press.keys("/").text("r-2").keys("enter w");
    let seen = press.screen();
    assert!(seen.contains("m  Returned for more"), "{seen}");
    press.keys("m").text("Two are missing").keys("enter w c");
    assert_eq!(request(&press, "R-2").state, State::Closed);
    press.keys("w");
    let seen = press.screen();
    assert!(seen.contains("nothing more will come"), "{seen}");
    assert!(!seen.contains("m  Returned for more"), "{seen}");
}

/// How the letter in front of each row looks, but for the row the cursor is on.
fn letters(press: &Press, theme: &str) -> BTreeMap<String, [Style; 2]> {
    let terminal = press.screen_in(theme);
    let buffer = terminal.backend().buffer();
    let rows = 3..buffer.area.height - 4;
    let cell = |x, y| &buffer[(x, y)];
    let marked = rows.filter(|y| cell(0, *y).symbol() == " " && cell(1, *y).symbol() == " ");
    let letter = |y| {
        (
            cell(2, y).symbol().to_owned(),
            [1, 2].map(|x| cell(x, y).style()),
        )
    };
    let known = |(letter, _): &(String, _)| ["R", "A", "G", "B"].contains(&letter.as_str());
    marked.map(letter).filter(known).collect()
}

#[test]
fn a_request_and_a_task_of_the_same_letter_are_marked_alike() {
    for (cols, rows) in [(80, 24), (60, 16)] {
        for theme in ["dark", "contrast", "mono", "terminal"] {
            let mut press = asked().size(cols, rows);
            press
                .keys("home space")
                .text("In the folder")
                .keys("enter home");
            let requests = letters(&press, theme);
            press.keys("2 end space home down");
            press.keys("/").text("rag:amber").keys("enter end");
            let mut tasks = letters(&press, theme);
            press.keys("esc 2 end");
            tasks.extend(letters(&press, theme));
            let both = requests
                .iter()
                .filter(|(letter, _)| tasks.contains_key(*letter));
            let both: Vec<_> = both.collect();
            assert!(!both.is_empty(), "{requests:?} {tasks:?}");
            for (letter, look) in both {
                assert_eq!(tasks[letter], *look, "{letter} in {theme} at {cols}");
            }
        }
    }
}
