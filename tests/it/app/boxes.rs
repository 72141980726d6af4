//! What boxes do while something is typed or clicked in them.

use ratatui::layout::Position;
use readyroom::app::key::Key;
use readyroom::app::overlay::Overlay;
use readyroom::app::prompt::Prompt;
use readyroom::app::{Effect, Msg, Size};
use readyroom::tui::theme::Theme;
use readyroom::tui::view::key_at;

use super::SIZES;
use crate::support::press::{Press, at};

fn prompt(press: &Press) -> &Prompt {
    match press.model.overlays.last() {
        Some(Overlay::Prompt(prompt)) => prompt,
        other => panic!("{other:?} is no box to type in"),
    }
}

/// Tab, and what the shell would answer.
fn tab(press: &mut Press, folder: &str, names: &[&str]) {
    press.keys("tab");
    let Some(Effect::ListPaths { typed, .. }) = press.left.last().cloned() else {
        panic!("{:?} asks for no paths", press.left.last());
    };
    press.send(Msg::Paths {
        typed,
        folder: folder.to_owned(),
        names: names.iter().map(|name| (*name).to_owned()).collect(),
    });
}

#[test]
fn tab_completes_a_path_as_far_as_it_is_sure_and_lists_the_rest() {
    let mut press = Press::new();
    press.keys("i").text("~/Docu");
    tab(&mut press, "~/", &["Documents/"]);
    assert_eq!(prompt(&press).editor.text(), "~/Documents/");
    let endings: &[&str] = &["csv", "tsv", "txt", "xlsm", "xlsx"];
    let asked = Effect::ListPaths {
        typed: "~/Docu".to_owned(),
        endings,
    };
    assert_eq!(press.left, [asked]);
    press.text("t");
    let names = ["Tracker.xlsx", "tracker old.csv", "trackers/"];
    tab(&mut press, "~/Documents/", &names);
    assert_eq!(prompt(&press).editor.text(), "~/Documents/Tracker");
    let screen = press.screen();
    for name in names {
        assert!(screen.contains(name), "{screen}");
    }
    press.text(".");
    assert!(!press.screen().contains("trackers/"), "{}", press.screen());
    tab(&mut press, "~/Documents/", &["Tracker.xlsx"]);
    press.keys("enter");
    let read = Effect::ReadSheet("~/Documents/Tracker.xlsx".to_owned());
    assert_eq!(press.left.last(), Some(&read));
}

#[test]
fn what_begins_like_nothing_is_said_and_a_late_answer_changes_nothing() {
    let mut press = Press::new();
    press.keys("i").text("zzz");
    tab(&mut press, "", &[]);
    assert!(press.screen().contains("and no folder, begins so."));
    assert_eq!(prompt(&press).editor.text(), "zzz");
    press.text("z");
    press.send(Msg::Paths {
        typed: "zzz".to_owned(),
        folder: String::new(),
        names: vec!["zzzebra.csv".to_owned()],
    });
    assert_eq!(prompt(&press).editor.text(), "zzzz");
    // Where no path is typed, Tab is no such thing.
    let mut press = Press::new();
    press.keys("2 t tab");
    assert!(press.left.is_empty(), "{:?}", press.left);
}

#[test]
fn a_long_list_of_paths_says_how_many_more_there_are_at_any_size() {
    for (cols, rows) in SIZES {
        let mut press = Press::new().size(*cols, *rows);
        press.keys("i");
        let names: Vec<String> = (10..60).map(|at| format!("{at} tracker.csv")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        tab(&mut press, "", &names);
        let screen = press.screen();
        assert!(screen.contains("10 tracker.csv"), "{screen}");
        assert!(screen.contains("more; a letter"), "{screen}");
        insta::assert_snapshot!(format!("paths_{cols}x{rows}"), screen);
    }
}

/// The key a box shows with this word, if it is clicked on.
fn clicked(press: &Press, word: &str) -> Option<Key> {
    let screen = press.screen();
    let lines: Vec<&str> = screen.lines().collect();
    let at = lines.iter().enumerate().rev().find_map(|(y, line)| {
        let x = line[..line.find(word)?].chars().count();
        Some(Position {
            x: x as u16,
            y: y as u16,
        })
    });
    let at = at.unwrap_or_else(|| panic!("no {word} on\n{screen}"));
    key_at(&press.model, &Theme::named("mono").unwrap(), at)
}

#[test]
fn a_click_on_a_key_that_a_box_shows_is_that_key() {
    for (keys, word, key) in [
        ("2 d", "Enter set", "enter"),
        ("2 d", "leave", "esc"),
        ("2 d", "day before", "up"),
        ("2 r", "Enter choose", "enter"),
        ("2 n", "Ctrl+S save", "ctrl-s"),
        ("a", "add another", "ctrl-n"),
        ("c", "what if", "tab"),
        ("i", "complete", "tab"),
        ("?", "Enter do it", "enter"),
        ("2 enter", "Tab next", "tab"),
    ] {
        let mut press = Press::new();
        press.keys(keys);
        let key: Key = key.parse().unwrap();
        assert_eq!(clicked(&press, word), Some(key), "{keys}: {word}");
        // Beside the keys there is none.
        assert_eq!(clicked(&press, "┌─"), None, "{keys}");
    }
}

#[test]
fn while_no_box_is_open_no_key_of_a_box_is_anywhere() {
    let press = Press::new();
    let theme = Theme::named("mono").unwrap();
    for (x, y) in (0..80).flat_map(|x| (0..24).map(move |y| (x, y))) {
        assert_eq!(key_at(&press.model, &theme, Position { x, y }), None);
    }
}

#[test]
fn somebody_s_absence_says_why_and_at_once_what_it_leaves_to_nobody() {
    let mut press = Press::new();
    press.keys("2 / o w n e r : I L enter G");
    press.keys(":").text("is away").keys("enter");
    press.text("30/11..11/12 leave").keys("enter");
    let text = press.model.status.text.clone();
    assert!(
        text.contains("away Mon 30 Nov to Fri 11 Dec (leave)"),
        "{text}"
    );
    assert!(text.contains("and nobody covers; and"), "{text}");
    press.keys(":").text("is away").keys("enter");
    assert_eq!(prompt(&press).editor.text(), "Mon 30 Nov..Fri 11 Dec leave");
    press.keys("esc");
    // A date inside those days, set for one task.
    press.keys("d").text("8/12").keys("enter");
    let text = press.model.status.text.clone();
    assert!(text.contains("falls due on Tue 8 Dec while"), "{text}");
    // And one outside, where it is not said.
    press.keys("d").text("14/12").keys("enter");
    let text = press.model.status.text.clone();
    assert!(
        text.starts_with("Saved.") && !text.contains("nobody covers"),
        "{text}"
    );
    // Nothing can be handed over, so that is not offered.
    press.keys(":").text("hand an absent").keys("enter");
    let screen = press.screen();
    assert!(screen.contains("Deputies take over"), "{screen}");
    assert!(!screen.contains("Enter hand over"), "{screen}");
}

#[test]
fn in_a_form_a_date_is_typed_anew_and_a_title_is_gone_on_with() {
    let mut press = Press::new();
    press.keys("2 j j enter").text(", all of them");
    press.keys("tab tab tab").text("fri 12:00").keys("ctrl-s");
    assert!(press.model.overlays.is_empty(), "{}", press.screen());
    let task = press.model.current().unwrap();
    assert!(
        task.title.as_str().ends_with(", all of them"),
        "{}",
        task.title
    );
    let said = readyroom::domain::edit::spoken(task.deadline.due.unwrap());
    assert_eq!(said, "Fri 4 Dec 2026 12:00");
    press
        .keys("5 a")
        .text("Rates d:+2h")
        .keys("enter enter tab tab tab tab");
    press.text("tomorrow 10:00").keys("ctrl-s");
    let label = &press.log.last().unwrap().entry.label;
    let said = "R-1: promised by Tue 1 Dec 2026 10:00 (was Mon 30 Nov 2026 13:42)";
    assert_eq!(label, said, "{}", press.screen());
}

#[test]
fn a_line_is_emptied_with_one_key() {
    let mut press = Press::new();
    press.keys("a").text("Ring the court d:fri").keys("ctrl-u");
    assert_eq!(prompt(&press).editor.text(), "");
}

#[test]
fn a_form_says_how_a_date_reads_and_what_is_wrong_in_whole() {
    let mut press = Press::new();
    press.keys("2 j j enter tab tab tab");
    let said = "call 12:00: Mon 30 Nov 2026 12:00, in 18 minutes";
    assert!(press.screen().contains(said), "{}", press.screen());
    press.text("fri");
    assert!(
        press
            .screen()
            .contains("Fri 4 Dec 2026, 4 days (4 working)"),
        "{}",
        press.screen()
    );
    press
        .keys("ctrl-u")
        .text("wed 3 jun 2026 25:00 or thereabouts")
        .keys("tab");
    let screen = press.screen();
    assert!(
        screen.contains("Due: ") && !screen.contains(" ..."),
        "{screen}"
    );
}

/// The rows between the edges of the box on top.
fn inside(press: &Press) -> Vec<String> {
    let screen = press.screen();
    let rows = screen.lines().filter_map(|line| {
        let from = line.find('│')?;
        let to = line.rfind('│').filter(|to| *to > from)?;
        Some(line[from..to].to_owned())
    });
    rows.collect()
}

#[test]
fn short_lists_are_whole_in_60_columns() {
    for keys in [
        "v",
        "w",
        "r",
        "W",
        "b",
        "2 s",
        "?",
        "6 ?",
        "4 ?",
        ":",
        ": s e t t i n g s enter",
        ": c o l o u r s enter",
        ": r a g space p o l i c y enter",
        "2 s",
        "5 s",
    ] {
        let mut press = Press::new().size(60, 120);
        press.keys(keys);
        let rows = inside(&press);
        let cut = rows.iter().find(|row| row.contains("..."));
        assert_eq!(cut, None, "after {keys}: {}", press.screen());
    }
}

#[test]
fn the_first_list_is_whole_in_60_columns_and_the_words_under_it_are_on_one_line_in_80() {
    let closed = |cols, rows| {
        let mut press = Press::closed(at("2026-11-30T11:42"), Size { cols, rows });
        press
            .model
            .overlays
            .push(readyroom::app::openers::welcome());
        press.screen()
    };
    assert!(!closed(60, 16).contains("..."), "{}", closed(60, 16));
    assert!(
        closed(80, 24).contains("Do not put children's names or details in it."),
        "{}",
        closed(80, 24)
    );
}

#[test]
fn the_palette_says_in_full_why_something_cannot_be_done_now() {
    let mut press = Press::new().size(120, 40);
    press.keys(":").text("move the request");
    let rows = inside(&press).join("\n");
    assert!(
        rows.contains("to approved or returned") && rows.contains("not now"),
        "{rows}"
    );
    assert!(
        rows.contains("Move to a request in Requests first."),
        "{rows}"
    );
    assert!(!rows.contains("..."), "{rows}");
}

#[test]
fn the_names_of_tasks_can_be_told_apart_in_the_call_s_preview_at_60_columns() {
    let mut press = Press::new().size(60, 16);
    press.keys("c enter").text("tue").keys("enter");
    let screen = press.screen();
    assert!(screen.contains("│ First day on site "), "{screen}");
    press.keys("pgdn pgdn");
    let screen = press.screen();
    let whole = "Give the welcome, safety and system briefing";
    assert!(screen.contains(whole), "{screen}");
    let last = screen.lines().last().unwrap_or_default();
    assert!(!last.contains("it."), "{screen}");
}
