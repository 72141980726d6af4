//! What holds of every screen and every key.

use proptest::prelude::*;
use readyroom::app::Msg;
use readyroom::app::action::Action;
use readyroom::app::key::{Code, Key};
use readyroom::app::keymap::{self, Context, KEYMAP};
use readyroom::app::screen::{Entry, SCREENS};

use crate::support::press::Press;

/// Keys a hand might press, and some it would not.
fn any_key() -> impl Strategy<Value = Key> {
    let bound: Vec<Key> = KEYMAP
        .iter()
        .flat_map(|row| row.keys().collect::<Vec<_>>())
        .collect();
    prop_oneof![
        8 => proptest::sample::select(bound),
        3 => any::<char>().prop_map(Key::char),
        2 => "[a-z0-9:/ .+-]".prop_map(|text| Key::char(text.chars().next().unwrap())),
        1 => (0u8..13).prop_map(|number| Key::plain(Code::F(number))),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_keys_at_no_size_upset_any_screen(
        keys in proptest::collection::vec(any_key(), 1..60),
        cols in 1u16..140,
        rows in 1u16..50,
        paste in proptest::option::of(any::<String>()),
    ) {
        let mut press = Press::new().size(cols, rows);
        for (at, key) in keys.into_iter().enumerate() {
            press.send(Msg::Key(key));
            if at % 7 == 0 {
                press.send(Msg::Rest);
                let _ = press.screen_in("dark");
            }
        }
        if let Some(paste) = paste {
            press.send(Msg::Paste(paste));
        }
        let _ = press.screen_in("light");
    }
}

#[test]
fn every_size_shows_every_screen() {
    let mut press = Press::new();
    for entry in SCREENS {
        press.send(Msg::Key(Key::char(entry.number)));
        for cols in (1..60).chain([80, 99, 100, 120, 200]) {
            for rows in (1..26).step_by(3).chain([24, 40, 60]) {
                press.send(Msg::Resize(readyroom::app::Size { cols, rows }));
                let _ = press.screen_in("dark");
            }
        }
    }
}

/// What a hint promises is what its key does: the key, pressed, is the action hinted at.
#[test]
fn every_hint_on_every_screen_is_true() {
    for entry in SCREENS {
        for action in entry.hints.iter().chain([&Action::Help]) {
            // A screen's own rows have their own keys.
            let mut places = [entry.contexts, entry.items.contexts].into_iter();
            let of = |contexts: &[Context]| keymap::key_for(contexts, *action);
            let contexts = places.find(|contexts| of(contexts).is_some());
            let contexts = contexts.unwrap_or_default();
            let key = of(contexts);
            let key = key.unwrap_or_else(|| panic!("{action:?} has no key on {}", entry.title));
            assert_eq!(
                keymap::resolve(contexts, key),
                Some(*action),
                "{}",
                entry.title
            );
        }
    }
    for action in readyroom::app::screen::SELECTED_HINTS {
        let contexts = [Context::Checklist, Context::Tasks, Context::Global];
        assert!(keymap::key_for(&contexts, *action).is_some(), "{action:?}");
    }
}

/// A screen with something in it, the cursor not on the first row.
fn shown(entry: &Entry) -> Press {
    let mut press = Press::new();
    press.keys("space space");
    press.send(Msg::Key(Key::char(entry.number)));
    if entry.number == '5' {
        press.keys("a").text("Rates d:+1h").keys("enter a");
        press.text("Chart d:+2h").keys("enter a");
        press.text("Minutes d:+3h").keys("enter home");
    }
    if entry.number != '7' {
        press.keys("j");
    }
    press
}

/// Pressing the key of an action changes something a person can see, or says why not.
#[test]
fn every_key_on_every_screen_does_something_to_be_seen() {
    for entry in SCREENS {
        for row in keymap::rows(&shown(entry).model.contexts()) {
            let key = row.keys().next().unwrap();
            let quiet = matches!(
                row.action,
                Action::Up | Action::PageUp | Action::Top | Action::Cancel
            );
            if quiet {
                continue;
            }
            let mut press = shown(entry);
            if row.action == entry.action {
                press.send(Msg::Key(Key::char(if entry.number == '1' {
                    '2'
                } else {
                    '1'
                })));
            }
            let before = (press.screen(), press.left.len());
            press.send(Msg::Key(key));
            let after = (press.screen(), press.left.len());
            assert_ne!(before, after, "{key} ({:?}) on {}", row.action, entry.title);
        }
    }
}

#[test]
fn esc_leaves_every_box_and_ctrl_c_twice_leaves_the_program() {
    for opener in [
        "a", "r", "d", "o", "O", "n", "t", "w", "e", "/", "enter", "?", ":", "c", "s", "v",
    ] {
        let mut press = Press::new();
        press.keys("2").keys(opener);
        assert!(!press.model.overlays.is_empty(), "{opener} opens a box");
        press.keys("esc esc esc");
        assert!(
            press.model.overlays.is_empty(),
            "Esc closes what {opener} opened"
        );
    }
    let mut press = Press::new();
    press.keys("ctrl-c");
    assert!(press.left.is_empty());
    press.keys("ctrl-c");
    assert_eq!(press.left, [readyroom::app::Effect::Quit]);
}

#[test]
fn an_edit_taken_back_leaves_the_plan_as_it_was() {
    let edits = [
        "space",
        "d f r i enter",
        "r r x enter",
        "w w I C T enter",
        "w i",
        "o p s w enter",
        "o K i m enter",
        "O J o enter",
        "n h i ctrl-s",
        "t x enter",
        "e x enter",
        "del",
        "a N e w enter",
        "c enter enter enter",
        "c enter enter x enter",
        "* w x",
        "v s O u r s enter",
        ": i s space a w a y enter f r i enter",
        "r -",
    ];
    for keys in edits {
        let mut press = Press::new();
        let before = press.model.plan.clone();
        press.keys("2").keys(keys);
        let after = press.model.plan.clone();
        press.keys("esc u");
        assert!(press.model.plan == before, "{keys}, undone");
        if after != before {
            press.keys("ctrl-y");
            assert!(press.model.plan == after, "{keys}, made again");
        }
    }
}

#[test]
fn colour_never_carries_the_rag_alone() {
    let press = Press::new().size(120, 40);
    let screen = press.screen();
    let rows = screen.lines().filter(|line| line.contains("N-"));
    for row in rows {
        let letter = row.split_whitespace().find(|word| *word != "►").unwrap();
        assert!(["R", "A", "G", "B", "-"].contains(&letter), "{row}");
    }
}

#[test]
fn a_closure_day_is_put_in_and_taken_out() {
    let mut press = Press::new();
    press
        .keys(":")
        .text("closure day")
        .keys("enter")
        .text("24/12")
        .keys("enter");
    let day = "2026-12-24".parse().unwrap();
    assert!(!press.model.plan.calendar().is_working(day));
    press
        .keys(":")
        .text("closure day")
        .keys("enter")
        .text("24/12")
        .keys("enter");
    assert!(press.model.plan.calendar().is_working(day));
}
