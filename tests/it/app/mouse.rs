//! The mouse: what is under it, and that each click does what a key does.

use proptest::prelude::*;
use readyroom::app::layout;
use readyroom::app::mouse::{Did, Mouse};
use readyroom::app::screen::{SCREENS, Screen};
use readyroom::app::{Effect, Msg};

use crate::support::press::Press;

fn with_mouse() -> Press {
    let mut press = Press::new();
    press.keys("f9");
    assert!(press.model.settings.mouse);
    press
}

fn mouse(press: &mut Press, did: Did, (x, y): (u16, u16)) {
    press.send(Msg::Mouse(Mouse { did, x, y }));
}

/// Where words are on the screen.
fn find(press: &Press, words: &str) -> (u16, u16) {
    let screen = press.screen();
    let found = screen.lines().enumerate().find_map(|(y, line)| {
        let at = line.find(words)?;
        Some((line[..at].chars().count() as u16, y as u16))
    });
    found.unwrap_or_else(|| panic!("no {words} on\n{screen}"))
}

fn click(press: &mut Press, words: &str) {
    let at = find(press, words);
    mouse(press, Did::Click, at);
}

fn on(press: &Press) -> String {
    press.model.current().unwrap().title.to_string()
}

#[test]
fn while_it_is_off_nothing_comes_of_it() {
    let mut press = Press::new();
    let before = press.screen();
    for did in [Did::Click, Did::DoubleClick, Did::WheelDown] {
        let at = find(&press, "2 Checklist");
        mouse(&mut press, did, at);
    }
    assert_eq!(press.screen(), before);
}

#[test]
fn a_click_on_a_tab_shows_its_screen() {
    for (cols, rows) in [(80, 24), (60, 16), (120, 40)] {
        let mut press = with_mouse().size(cols, rows);
        for entry in SCREENS.iter().rev() {
            let tabs = layout::tabs(cols, press.model.screen);
            let tab = tabs
                .iter()
                .find(|tab| tab.entry.screen == entry.screen)
                .unwrap();
            let y = press.model.panes().tabs.y;
            let line = press.screen().lines().nth(y.into()).unwrap().to_owned();
            assert_eq!(line.chars().nth(usize::from(tab.x) + 1), Some(entry.number));
            mouse(&mut press, Did::Click, (tab.x + 1, y));
            assert_eq!(press.model.screen, entry.screen);
        }
    }
}

#[test]
fn a_click_on_a_row_goes_there_and_a_second_opens_it() {
    for (cols, rows) in [(80, 24), (60, 16), (120, 40)] {
        let mut press = with_mouse().size(cols, rows);
        press.keys("2");
        let at = find(&press, "Open the control room");
        mouse(&mut press, Did::Click, at);
        assert!(on(&press).starts_with("Open the control room"));
        assert!(press.model.overlays.is_empty());
        mouse(&mut press, Did::DoubleClick, at);
        assert_eq!(press.model.overlays.len(), 1, "{}", press.screen());
    }
}

#[test]
fn the_second_line_of_a_task_belongs_to_it() {
    let mut press = with_mouse().size(60, 16);
    press.keys("2");
    let (x, y) = find(&press, "Open the control room");
    mouse(&mut press, Did::Click, (x, y + 1));
    assert!(on(&press).starts_with("Open the control room"));
}

#[test]
fn a_click_on_a_hint_does_it() {
    let mut press = with_mouse();
    click(&mut press, "done");
    assert_eq!(press.done.len(), 1);
    click(&mut press, "add");
    assert_eq!(press.model.overlays.len(), 1);
}

#[test]
fn a_row_of_a_list_in_a_box_is_chosen_by_a_click() {
    let mut press = with_mouse();
    press.keys("w");
    click(&mut press, "In progress");
    assert_eq!(
        press.model.status.text,
        "Saved. N-30 in progress. u undoes it."
    );
    press.keys("?").text("due date");
    click(&mut press, "Change the due date");
    assert!(press.screen().contains("Due date"), "{}", press.screen());
    press.keys("esc :").text("quit").keys("");
    click(&mut press, "Leave. Everything");
    assert!(press.left.contains(&Effect::Quit));
}

#[test]
fn the_wheel_moves_through_the_list_and_through_a_box() {
    let mut press = with_mouse();
    press.keys("2");
    let before = press.model.lists[Screen::Checklist].cursor;
    mouse(&mut press, Did::WheelDown, (10, 10));
    assert!(press.model.lists[Screen::Checklist].cursor > before + 2);
    mouse(&mut press, Did::WheelUp, (10, 10));
    assert_eq!(press.model.lists[Screen::Checklist].cursor, before);
    press.keys("?");
    let before = press.screen();
    mouse(&mut press, Did::WheelDown, (10, 10));
    assert_ne!(press.screen(), before);
}

/// Every hint that is drawn does, when clicked anywhere on it, what its key does.
#[test]
fn what_is_clicked_is_what_is_drawn() {
    for (cols, rows) in [(80, 24), (60, 16), (120, 40), (40, 10)] {
        for keys in ["", "2", "7", "2 +"] {
            let mut press = with_mouse().size(cols, rows);
            press.keys(keys);
            let footer = readyroom::app::footer::footer(&press.model);
            let line = press.screen().lines().last().unwrap().to_owned();
            assert!(!footer.hints.is_empty());
            for hint in footer.hints {
                let drawn: String = line.chars().skip(hint.x.into()).collect();
                let words = format!("{} {}", hint.key, hint.word);
                assert!(
                    drawn.starts_with(&words),
                    "{words} is not where it is said to be: {line}"
                );
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_click_anywhere_upsets_any_screen(
        cols in 1u16..140,
        rows in 1u16..50,
        keys in prop::sample::select(vec!["", "2", "7", "?", ":", "r", "d", "enter", "c", "2 s", "2 /"]),
        clicks in prop::collection::vec((0u16..150, 0u16..60, 0usize..4), 1..20),
    ) {
        let mut press = with_mouse().size(cols, rows);
        press.keys(keys);
        for (x, y, did) in clicks {
            let did = [Did::Click, Did::DoubleClick, Did::WheelUp, Did::WheelDown][did];
            mouse(&mut press, did, (x, y));
            let _ = press.screen_in("dark");
        }
    }
}
