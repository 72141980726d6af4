//! How the screens look, as text, at several sizes; and that colour is where it should be.

use ratatui::style::{Color, Modifier};

use super::SIZES;
use crate::support::press::{Press, at, from_template};
use readyroom::app::action::Action;
use readyroom::app::settings::ThemeName;
use readyroom::app::{Msg, Size};
use readyroom::domain::id::Ids;

/// Screens and boxes, with the keys that lead to them.
pub(super) const SHOWN: &[(&str, &str)] = &[
    ("today", ""),
    ("checklist", "2 j"),
    ("history", "space d f r i enter 7"),
    (
        "history_filtered",
        "space d f r i enter u 7 / k i n d : u n d o enter",
    ),
    ("history_change", "2 * d f r i enter 7 enter"),
    ("views", "v"),
    ("view_applied", "v 4"),
    ("view_named", "2 / l a t e enter v s O u r s"),
    ("away", ": i s space a w a y enter 7 / 1 2 . . 9 / 1 2"),
    ("history_no_match", "space 7 / z z z enter"),
    ("filtered", "2 / p s w enter"),
    ("selected", "2 + j +"),
    ("owners", "3"),
    ("owners_tasks", "3 enter j"),
    ("owners_chased", "3 y"),
    ("chase_round", "Y"),
    ("timeline", "4"),
    ("timeline_owners", "4 s ] j"),
    ("timeline_tasks", "4 j enter j j"),
    ("capture", "a R o o m space 4 space a : T B space d : f r i"),
    ("date", "d f r i"),
    ("owner", "o s"),
    ("rag", "r"),
    ("reason", "r a"),
    ("status", "w"),
    ("note", "n C a l l"),
    ("form", "enter"),
    ("palette", ": d a t e"),
    ("help", "?"),
    ("call", "c"),
    ("call_preview", "c enter enter"),
    ("what_if", ": w h a t space i f enter 1 1 / 1 enter"),
    ("what_if_asked", ": w h a t space i f enter 1 1 / 1"),
    ("policy", ": r a g space p o l i c y enter down backspace 5"),
    (
        "policy_refused",
        ": r a g space p o l i c y enter backspace 9",
    ),
    ("sort", "2 s"),
    ("empty_filter", "2 / z z z z enter"),
    ("as_of_asked", "@ 1 1 : 4 1"),
    ("as_of_refused", "@ s o o n enter"),
    ("as_of", "space d f r i enter @ 1 1 : 3 0 enter j"),
    ("as_of_checklist", "2 @ 1 1 : 3 0 enter"),
    ("trend", "space 7 F"),
    ("moved", "space j o n o b o d y enter D 1 1 : 3 0 enter"),
    ("walk_menu", "W"),
    ("walk", "W n"),
    (
        "walk_slipping",
        "W n s b y space 3 p m space s e n d space i t",
    ),
    (
        "walk_promised",
        "W n s b y space 3 p m space s e n d space i t enter left",
    ),
    ("minutes", "W n t d x N o space r o o m enter m"),
    (
        "promises",
        "W n s b y space 3 p m enter esc : p r o m i s e s enter",
    ),
    ("settings", ": s e t t i n g s enter"),
    ("present", "p"),
    ("present_red", "p space n"),
    (
        "present_agreed",
        "p a R a v i space t a k e s space l i s t s space 4 space a n d space 7 enter",
    ),
    ("present_weeks", "p right right"),
    ("present_owners", "p left n"),
    ("present_asked", "p a"),
    ("own_name", ": s e t t i n g s enter n"),
];

#[test]
fn every_screen_and_box_looks_as_it_did() {
    for (name, keys) in SHOWN {
        for (cols, rows) in SIZES {
            let mut press = Press::new().size(*cols, *rows);
            press.keys(keys);
            insta::assert_snapshot!(format!("{name}_{cols}x{rows}"), press.screen());
        }
    }
}

#[test]
fn the_first_screen_without_a_file_looks_as_it_did() {
    for (cols, rows) in SIZES {
        let mut press = Press::closed(
            at("2026-11-30T11:42"),
            Size {
                cols: *cols,
                rows: *rows,
            },
        );
        press
            .model
            .overlays
            .push(readyroom::app::openers::welcome());
        press.keys("j");
        let screen = press.screen();
        // What is promised is not cut by the hints, and they not by it.
        let last = screen.lines().last().unwrap();
        assert!(last.starts_with(" ↓ move  Enter choose"), "{screen}");
        let promised = screen.contains("details in it.")
            || screen.contains("\n  it.")
            || screen.contains("\nnames or details in it.");
        assert_eq!(promised, *rows >= 16, "{screen}");
        insta::assert_snapshot!(format!("welcome_{cols}x{rows}"), screen);
    }
}

#[test]
fn a_blank_plan_says_what_the_list_is_for() {
    let plan = from_template("blank", &mut Ids::new(5, 6));
    let mut press = Press::with(plan, at("2026-11-30T11:42"));
    insta::assert_snapshot!("blank_today", press.screen());
    press.keys("2");
    insta::assert_snapshot!("blank_checklist", press.screen());
}

#[test]
fn the_row_the_cursor_is_on_stands_out_in_every_theme() {
    for theme in ThemeName::ALL {
        let theme = theme.name();
        let press = Press::new();
        let terminal = press.screen_in(theme);
        let buffer = terminal.backend().buffer();
        let row = (0..24).find(|y| buffer[(0, *y)].symbol() == "►").unwrap();
        let (here, other) = (&buffer[(20, row)], &buffer[(20, row + 1)]);
        let differs = here.bg != other.bg || here.modifier != other.modifier;
        assert!(differs, "{theme}");
    }
}

#[test]
fn mono_uses_no_colour_at_all() {
    for (_, keys) in SHOWN {
        let mut press = Press::new().size(120, 40);
        press.keys(keys);
        let terminal = press.screen_in("mono");
        for cell in &terminal.backend().buffer().content {
            assert_eq!((cell.fg, cell.bg), (Color::Reset, Color::Reset), "{keys}");
        }
        let reversed = terminal.backend().buffer().content.iter();
        let marked = reversed
            .filter(|cell| cell.modifier.contains(Modifier::REVERSED))
            .count();
        assert!(marked > 0, "something carries the weight: {keys}");
    }
}

#[test]
fn what_nothing_comes_of_is_not_hinted_at_where_nothing_is_listed() {
    for (template, keys) in [
        ("blank", "1"),
        ("blank", "3"),
        ("standard", "1"),
        ("standard", "5"),
    ] {
        let mut press = Press::with(
            from_template(template, &mut Ids::new(5, 6)),
            at("2026-11-30T11:42"),
        );
        press.keys(keys);
        assert!(press.model.list().rows.is_empty(), "{}", press.screen());
        let footer = readyroom::app::footer::footer(&press.model);
        let hinted: Vec<_> = footer
            .hints
            .iter()
            .map(|hint| (hint.key.clone(), hint.action))
            .collect();
        let calls = hinted.iter().any(|(_, action)| *action == Action::Call);
        assert_eq!(calls, keys == "1", "{template}: {hinted:?}");
        for (key, action) in hinted {
            let mut press = Press::with(
                from_template(template, &mut Ids::new(5, 6)),
                at("2026-11-30T11:42"),
            );
            press.keys(keys);
            let before = press.screen();
            press.send(Msg::Key(key.parse().unwrap()));
            let moved =
                press.screen() != before || !press.left.is_empty() || !press.copied.is_empty();
            let refused = press.model.status.text.starts_with("Move to")
                || press.model.status.text.starts_with("No task is listed");
            assert!(moved && !refused, "{template}, {key}: {action:?}");
        }
    }
}

#[test]
fn a_long_message_leaves_what_is_said_of_the_selected_task() {
    let message = "Said at length. ".repeat(12);
    for (cols, rows) in [(80, 24), (60, 20), (60, 16), (40, 10)] {
        let mut press = Press::new().size(cols, rows);
        press.keys("j j j j j");
        let row = press
            .screen()
            .lines()
            .find(|line| line.starts_with('►'))
            .unwrap()
            .to_owned();
        let why = press.model.detail.as_ref().map(|(id, _)| {
            let at = press.model.plan.position(*id).unwrap();
            press.model.board.explain(&press.model.plan, at)
        });
        let told = |press: &Press| press.screen().contains(why.as_deref().unwrap_or_default());
        let before = told(&press);
        press.send(Msg::Notice(message.clone()));
        let screen = press.screen();
        assert!(screen.contains(&row), "{cols}x{rows}: {row}: {screen}");
        assert_eq!(told(&press), before, "{cols}x{rows}: {screen}");
        assert_eq!(before, rows >= 20, "{cols}x{rows}: {screen}");
    }
}

#[test]
fn what_was_said_before_a_box_opened_does_not_stay_under_it() {
    let mut press = Press::with(
        from_template("standard", &mut Ids::new(5, 6)),
        at("2026-11-30T11:42"),
    );
    for key in ["c", "d", "a", "?", ":"] {
        press.keys("esc 2 end n esc");
        press.send(Msg::Notice("Saved. N-30 done. u undoes it.".to_owned()));
        press.keys(key);
        assert!(
            !press.screen().contains("N-30 done"),
            "{key}: {}",
            press.screen()
        );
    }
}

#[test]
fn the_next_deadline_is_one_that_is_still_open() {
    let mut press = Press::new();
    let said = |press: &Press| press.screen().contains("next deadline in 18 minutes");
    assert!(said(&press), "{}", press.screen());
    press.keys("j j space");
    assert!(press.model.status.text.starts_with("Saved. N-32 done"));
    assert!(!said(&press), "{}", press.screen());
    assert!(
        press.screen().contains("next deadline in 1 hour"),
        "{}",
        press.screen()
    );
}

#[test]
fn no_short_list_is_cut_at_80_columns() {
    for keys in [
        "6 n",
        "6 a",
        "6 m",
        "r",
        "w",
        "W",
        "v",
        "2 s",
        ": m i l e s t enter",
    ] {
        let mut press = Press::new();
        press.keys(keys);
        let screen = press.screen();
        let lines = screen.lines().filter_map(|line| line.split('│').nth(1));
        for line in lines {
            assert!(!line.contains("..."), "{keys}: {line}");
        }
    }
}

#[test]
fn a_call_shows_what_is_to_come_first_and_says_what_would_be_late() {
    let plan = from_template("standard", &mut Ids::new(5, 6));
    let mut press = Press::with(plan, at("2026-11-27T16:00"));
    press.keys("c").text("tue 10:12").keys("enter enter");
    let screen = press.screen();
    assert!(
        screen.contains("28 tasks would be late at once."),
        "{screen}"
    );
    assert!(!screen.contains("preparation not needed"), "{screen}");
    assert!(
        !screen.contains("N-14"),
        "late since September, it comes last: {screen}"
    );
    assert!(screen.contains("N-30   Set off"), "{screen}");
    let mut press = Press::with(
        from_template("standard", &mut Ids::new(5, 6)),
        at("2026-11-30T11:00"),
    );
    press.keys("c").text("10:12").keys("enter enter");
    let screen = press.screen();
    let said = "28 unfinished preparation tasks fold away; x marks them not needed";
    assert!(
        screen.contains(said) && screen.contains("x preparation not needed"),
        "{screen}"
    );
    press.keys("x");
    let screen = press.screen();
    let said = "28 unfinished preparation tasks become not needed; x folds them away";
    assert!(
        screen.contains(said) && screen.contains("x fold preparation away"),
        "{screen}"
    );
}

#[test]
fn the_help_begins_with_what_the_screen_does() {
    for (keys, first) in [
        ("1", "Mark done, or open again"),
        ("4", "A day back"),
        ("7", "Show the whole change"),
    ] {
        let mut press = Press::new();
        press.keys("space").keys(keys).keys("?");
        let screen = press.screen();
        let row = screen.lines().find(|line| line.contains("► ")).unwrap();
        assert!(row.contains(first), "{keys}: {screen}");
        press.keys("pgdn pgdn pgdn pgdn");
        assert!(
            press.screen().contains("Show the history"),
            "{}",
            press.screen()
        );
    }
    let mut press = Press::new();
    press.keys("6 ?");
    assert!(
        press
            .screen()
            .contains("+ strengths   - to improve   ? not proved   R red tasks")
    );
    press.keys("esc 4 ?");
    assert!(
        press
            .screen()
            .contains("█ work   ■ due   2 so many due   ░ day off   ● milestone")
    );
}

#[test]
fn the_history_tells_what_was_added_as_it_was_told_then() {
    let mut press = Press::new();
    press.keys("a").text("Ring the court d:fri").keys("enter");
    press.keys("6 m g h").text("Audits agree").keys("enter 3 y");
    press.keys("2 j d").text("thu").keys("enter 7");
    let screen = press.screen();
    for line in [
        "N-64 added: Ring the court, due Fri 4 Dec 2026",
        "Leaders: Good, confidence high (Audits agree)",
        "Improvement lead chased, 26 tasks",
        "due: call 11:30 → Thu 3 Dec 2026",
    ] {
        assert!(screen.contains(line), "{line}: {screen}");
    }
}

#[test]
fn a_title_that_is_too_long_is_said_once() {
    let mut press = Press::new();
    press.keys("a").text(&"long ".repeat(60)).keys("enter");
    let said = &press.model.status.text;
    assert_eq!(said.matches("too long").count(), 1, "{said}");
    assert!(
        said.starts_with("The title is too long: 299 characters"),
        "{said}"
    );
}

#[test]
fn what_is_only_looked_at_is_hinted_no_key_that_would_change_it() {
    let hinted = |press: &Press| -> Vec<Action> {
        let footer = readyroom::app::footer::footer(&press.model);
        footer.hints.iter().map(|hint| hint.action).collect()
    };
    for keys in ["1", "2", "3", "4", "5", "6", "7"] {
        let mut press = Press::new();
        press.keys(keys);
        assert!(
            hinted(&press).iter().any(|action| action.needs().write()),
            "{keys}"
        );
        press.keys("@").text("11:30").keys("enter").keys(keys);
        let offered = hinted(&press);
        assert!(offered.contains(&Action::Help), "{keys}: {offered:?}");
        assert!(
            !offered.iter().any(|action| action.needs().write()),
            "{keys}: {offered:?}"
        );
    }
}

#[test]
fn a_filter_says_what_may_be_typed_until_something_is() {
    for (keys, hint) in [
        ("2", "filter:  words, owner:jo late due<fri"),
        ("3", "filter:  words, owner:jo late due<fri"),
        ("5", "filter:  words, a name, or R-2"),
        ("7", "filter:  words, or who:jo kind:due day:today"),
    ] {
        let mut press = Press::new();
        press
            .keys("5 a")
            .text("Vacancy rates by:LI")
            .keys("enter")
            .keys(keys)
            .keys("/");
        assert!(press.screen().contains(hint), "{}", press.screen());
        press.text("r");
        assert!(!press.screen().contains("words,"), "{}", press.screen());
    }
}
