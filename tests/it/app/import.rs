//! Bringing a spreadsheet in, in keys: what the shell would answer is given here.

use readyroom::app::Size;
use readyroom::app::import::{Doubt, LineKind, Proposed, SheetColumn, SheetRead};
use readyroom::app::overlay::Overlay;
use readyroom::app::{Effect, Msg};
use readyroom::domain::edit::{self, Draft};
use readyroom::domain::failure::Failure;
use readyroom::domain::id::Ids;
use readyroom::domain::operation::Operation;
use readyroom::domain::task::Phase;

use super::SIZES;
use crate::support::press::{Press, at, line};

fn sheet() -> Msg {
    let column = |heading: &str, sample: &str, target| SheetColumn {
        heading: heading.to_owned(),
        sample: sample.to_owned(),
        target,
    };
    Msg::SheetRead(Box::new(SheetRead {
        file: "tracker.xlsx".to_owned(),
        targets: vec!["Title", "Owner", "Due", "Keep in the note"],
        columns: vec![
            column(
                "Action to be taken by the service",
                "Ring round the partners; Book the rooms",
                0,
            ),
            column("Lead officer", "Jo Smith; TB", 1),
            column("By when", "12/6/26; ASAP", 2),
            column("Success measure", "All visited in five days", 3),
        ],
        remembered: false,
    }))
}

fn operation(press: &Press) -> Operation {
    let draft = Draft {
        title: line("Ring round"),
        ..Draft::default()
    };
    let (operation, _) = edit::add(
        &press.model.plan,
        &draft,
        Phase::Notification,
        &mut Ids::new(3, 3),
    )
    .unwrap();
    operation
}

fn proposal(press: &Press) -> Msg {
    let mut lines = vec![
        (
            LineKind::Heading,
            "Refused: put these right in the file, and bring it in again".to_owned(),
        ),
        (
            LineKind::Refused,
            "  row 9, column A: there is nothing under \"Action\"".to_owned(),
        ),
        (LineKind::Heading, "Changed".to_owned()),
        (LineKind::Plain, "  row 3: N-02 Book the room".to_owned()),
        (
            LineKind::Note,
            "    due: Fri 5 Jun 2026 -> Fri 12 Jun 2026".to_owned(),
        ),
        (LineKind::Heading, "New".to_owned()),
    ];
    lines.extend((10..60).map(|row| {
        (
            LineKind::Plain,
            format!("  row {row}: N-{row} Ring round {row}"),
        )
    }));
    Msg::ImportProposed(Box::new(Proposed {
        summary: "50 new, 1 changed, 0 unchanged, 1 refused.".to_owned(),
        lines,
        question: Some("5/6/2026 under \"By when\" was read with the day first.".to_owned()),
        doubt: None,
        operation: operation(press),
    }))
}

/// The same, where a row looks as if it were about one child.
fn doubtful(press: &Press) -> Msg {
    let Msg::ImportProposed(mut proposed) = proposal(press) else {
        panic!("it is a proposal");
    };
    proposed.lines.insert(
        0,
        (
            LineKind::Doubtful,
            "  row 12: the note looks like an NHS number".to_owned(),
        ),
    );
    let mut without = operation(press);
    "the others".clone_into(&mut without.label);
    proposed.doubt = Some(Doubt {
        rows: 1,
        words: "looks like an NHS number".to_owned(),
        without,
    });
    Msg::ImportProposed(proposed)
}

#[test]
fn rows_that_look_like_one_child_are_named_and_stay_out_when_somebody_says_so() {
    let kept = "N-64 added: Ring round";
    for (keys, label) in [("l enter", "the others"), ("l l enter", kept)] {
        let mut press = at_columns(Press::new());
        press.keys("enter");
        let proposed = doubtful(&press);
        press.send(proposed);
        let screen = press.screen();
        assert!(screen.contains("1 row looks like an NHS number. It comes in."));
        assert!(screen.contains("  row 12: the note looks like an NHS number"));
        press.keys(keys);
        assert!(press.model.overlays.is_empty());
        assert_eq!(press.done[0].entry.label, label);
    }
}

#[test]
fn one_up_is_one_up_at_the_end_of_the_preview_as_well() {
    let mut press = at_columns(Press::new());
    press.keys("enter");
    let proposed = doubtful(&press);
    press.send(proposed);
    for _page in 0..20 {
        press.keys("pgdn");
    }
    let end = press.screen();
    assert!(end.contains("row 59: N-59 Ring round 59"), "{end}");
    press.keys("down down");
    assert_eq!(press.screen(), end);
    press.keys("up");
    assert!(
        !press.screen().contains("row 59: N-59"),
        "{}",
        press.screen()
    );
}

/// As far as the columns.
fn at_columns(mut press: Press) -> Press {
    press.keys("i").text("tracker.xlsx").keys("enter");
    press.send(sheet());
    press
}

#[test]
fn a_file_is_named_its_columns_chosen_looked_at_and_brought_in() {
    let mut press = Press::new();
    press.keys("i").text("my tracker.xlsx").keys("enter");
    assert_eq!(
        press.left,
        [Effect::ReadSheet("my tracker.xlsx".to_owned())]
    );
    press.send(sheet());
    press.keys("down down down right left left enter");
    let asked = Effect::ProposeImport {
        targets: vec![0, 1, 2, 2],
        month_first: false,
    };
    assert_eq!(press.left.last(), Some(&asked));
    let proposed = proposal(&press);
    press.send(proposed);
    press.keys("m");
    let again = Effect::ProposeImport {
        targets: vec![0, 1, 2, 2],
        month_first: true,
    };
    assert_eq!(press.left.last(), Some(&again));
    let proposed = proposal(&press);
    press.send(proposed);
    press.keys("enter");
    assert!(press.model.overlays.is_empty());
    assert!(
        press
            .model
            .plan
            .tasks()
            .iter()
            .any(|task| task.title == "Ring round")
    );
    assert!(
        press.model.status.text.ends_with("u undoes it."),
        "{}",
        press.model.status.text
    );
    press.keys("u");
    assert!(
        press
            .model
            .plan
            .tasks()
            .iter()
            .all(|task| task.title != "Ring round")
    );
}

#[test]
fn esc_goes_one_step_back_and_stops_a_reading() {
    let mut press = at_columns(Press::new());
    press.keys("enter");
    let proposed = proposal(&press);
    press.send(proposed);
    press.keys("esc");
    assert!(
        press.screen().contains("which column is which"),
        "{}",
        press.screen()
    );
    press.keys("esc");
    assert!(matches!(
        press.model.overlays.last(),
        Some(Overlay::Prompt(_))
    ));
    press.keys("enter");
    press.send(Msg::Progress(4_096));
    assert!(
        press.screen().contains("4096 rows so far"),
        "{}",
        press.screen()
    );
    press.keys("esc");
    assert_eq!(press.left.last(), Some(&Effect::StopWork));
    assert_eq!(press.model.status.text, "Stopped. Nothing was changed.");
}

#[test]
fn what_cannot_be_read_is_said_where_the_file_was_named() {
    let mut press = Press::new();
    press.keys("i").text("x.csv").keys("enter");
    press.send(Msg::Failed(Failure::not_found("There is no file x.csv.")));
    let Some(Overlay::Prompt(prompt)) = press.model.overlays.last() else {
        panic!("the box stays open");
    };
    assert_eq!(prompt.error.as_deref(), Some("There is no file x.csv."));
    assert_eq!(prompt.editor.text(), "x.csv");
    // Later it is said above the columns, and nothing chosen is lost.
    press.keys("enter");
    press.send(sheet());
    press.keys("right enter");
    press.send(Msg::Failed(Failure::failed("No column is the title.")));
    let screen = press.screen();
    assert!(screen.contains("No column is the title."), "{screen}");
}

#[test]
fn the_first_screen_makes_an_empty_inspection_for_it() {
    let size = Size { cols: 80, rows: 24 };
    let mut press = Press::closed(at("2026-11-30T11:42"), size);
    press
        .model
        .overlays
        .push(readyroom::app::openers::welcome());
    let Some(Overlay::Welcome(menu)) = press.model.overlays.last() else {
        panic!("it is the first screen");
    };
    let item = menu
        .items
        .iter()
        .find(|item| item.label.contains("spreadsheet"))
        .unwrap();
    let key = item.key.to_string();
    press.keys(&key).text("tracker.xlsx").keys("enter");
    press.send(sheet());
    press.keys("enter");
    let proposed = proposal(&press);
    press.send(proposed);
    let done_before = press.done.len();
    press.keys("enter");
    let made = Effect::Create {
        template: "blank".to_owned(),
        authority: String::new(),
    };
    assert_eq!(press.left.last(), Some(&made));
    assert_eq!(press.done.len(), done_before + 1);
}

#[test]
fn its_boxes_look_as_they_did() {
    for (cols, rows) in SIZES {
        let named = |name: &str| format!("{name}_{cols}x{rows}");
        let mut press = at_columns(Press::new().size(*cols, *rows));
        press.keys("down");
        insta::assert_snapshot!(named("import_columns"), press.screen());
        press.keys("enter");
        let proposed = proposal(&press);
        press.send(proposed);
        press.keys("down");
        insta::assert_snapshot!(named("import_preview"), press.screen());
        let proposed = doubtful(&press);
        press.send(proposed);
        press.keys("l");
        insta::assert_snapshot!(named("import_doubtful"), press.screen());
    }
}

#[test]
fn what_was_exported_whole_has_no_columns_to_ask_about() {
    let mut press = Press::new();
    press.keys("i").text("all.json").keys("enter");
    press.send(Msg::SheetRead(Box::new(SheetRead {
        file: "all.json".to_owned(),
        ..SheetRead::default()
    })));
    let asked = Effect::ProposeImport {
        targets: Vec::new(),
        month_first: false,
    };
    assert_eq!(press.left.last(), Some(&asked));
    let proposed = proposal(&press);
    press.send(proposed);
    let screen = press.screen();
    assert!(screen.contains("Esc leave"), "{screen}");
    press.keys("esc");
    let is_left = !matches!(press.model.overlays.last(), Some(Overlay::Import(_)));
    assert!(is_left, "there is no step between");
    assert_eq!(press.model.status.text, "Left. Nothing was changed.");
    let mut press = Press::new();
    press.keys("i").text("all.json").keys("enter");
    press.send(Msg::Failed(Failure::failed("all.json is damaged.")));
    let Some(Overlay::Prompt(prompt)) = press.model.overlays.last() else {
        panic!("it can be named again");
    };
    assert_eq!(prompt.editor.text(), "all.json");
}

#[test]
fn the_month_first_is_offered_only_where_dates_could_be_read_so() {
    let mut press = at_columns(Press::new());
    press.keys("enter");
    let Msg::ImportProposed(mut proposed) = proposal(&press) else {
        panic!("it is a proposal");
    };
    press.send(Msg::ImportProposed(proposed.clone()));
    assert!(press.screen().contains("m month first"));
    proposed.question = None;
    press.send(Msg::ImportProposed(proposed));
    assert!(
        !press.screen().contains("month first"),
        "{}",
        press.screen()
    );
}

#[test]
fn what_is_too_long_for_a_row_of_the_preview_goes_on_in_the_next() {
    let mut press = at_columns(Press::new().size(60, 16));
    press.keys("enter");
    let Msg::ImportProposed(mut proposed) = proposal(&press) else {
        panic!("it is a proposal");
    };
    let long =
        "row 9, column A: a reason that is much longer than one row of a small box, to its end";
    proposed.lines = vec![(LineKind::Refused, format!("  {long}")); 10];
    proposed.question = None;
    press.send(Msg::ImportProposed(proposed));
    let words = |press: &Press| press.screen().replace(['│', '\n'], " ");
    let screen = words(&press)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    assert!(screen.contains(long), "{}", press.screen());
    assert!(screen.contains("11 more below"), "{}", press.screen());
    press.keys("pgdn pgdn pgdn");
    let screen = press.screen();
    assert!(
        !screen.contains("more below") && screen.contains("to its end"),
        "{screen}"
    );
}
