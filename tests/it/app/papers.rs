use readyroom::app::overlay::Overlay;
use readyroom::app::{Clip, Effect, Msg, Offer, Order, Product};
use readyroom::domain::change::Change;
use readyroom::domain::chase;
use readyroom::domain::edit;
use readyroom::domain::id::Ids;
use readyroom::domain::operation::Hash;
use readyroom::domain::privacy;

use super::SIZES;
use crate::support::press::Press;

fn offers() -> Msg {
    Msg::Offered(vec![
        Offer {
            product: Product::Export(0),
            label: "Excel workbook (.xlsx)".to_owned(),
            more: "a tracker".to_owned(),
        },
        Offer {
            product: Product::Export(1),
            label: "CSV (.csv)".to_owned(),
            more: "a table".to_owned(),
        },
    ])
}

fn proposed(product: Product) -> Msg {
    Msg::Proposed {
        product,
        path: "/n/t-export.csv".to_owned(),
    }
}

#[test]
fn an_export_asks_which_format_and_where_and_says_where_it_is() {
    let mut press = Press::new();
    press.keys("x");
    assert_eq!(press.left, [Effect::OfferExports]);
    press.send(offers());
    press.keys("2");
    assert_eq!(press.left[1..], [Effect::Propose(Product::Export(1))]);
    press.send(proposed(Product::Export(1)));
    assert!(
        press.screen().contains("/n/t-export.csv"),
        "{}",
        press.screen()
    );
    press.keys("enter");
    let write = Effect::Write(Order {
        product: Product::Export(1),
        path: "/n/t-export.csv".to_owned(),
        tasks: None,
        knowingly: false,
    });
    assert_eq!(press.left[2..], [write]);
    press.send(Msg::Written {
        text: "Wrote 121 of 121 tasks to /n/t-export.csv.".to_owned(),
        remember: None,
    });
    assert!(press.model.overlays.is_empty());
    assert!(
        press.screen().contains("Wrote 121 of 121 tasks"),
        "{}",
        press.screen()
    );
    assert!(press.done.is_empty());
}

#[test]
fn what_is_filtered_is_what_is_exported_and_a_failure_keeps_the_path() {
    let mut press = Press::new();
    press.keys("2 / a n n e x enter x");
    press.send(offers());
    press.keys("1");
    press.send(proposed(Product::Export(0)));
    press.keys("enter");
    let shown = press.model.visible.len();
    let Some(Effect::Write(order)) = press.left.last() else {
        panic!("{:?}", press.left);
    };
    assert!(shown > 0 && shown < 100);
    assert_eq!(order.tasks.as_ref().map(Vec::len), Some(shown));
    press.send(Msg::Failed(readyroom::domain::failure::Failure::failed(
        "There is a file there already.",
    )));
    let screen = press.screen();
    assert!(
        screen.contains("/n/t-export.csv") && screen.contains("There is a file there already."),
        "{screen}"
    );
}

/// On every tab that the filter narrows, and on no other.
#[test]
fn an_export_offers_what_is_in_view_on_each_tab() {
    for (tab, narrowed) in [
        ("1", false),
        ("2", true),
        ("3", true),
        ("4", true),
        ("6", false),
    ] {
        let mut press = Press::new();
        press.keys("2 / a n n e x enter").keys(tab).keys("x");
        press.send(offers());
        let (plan, board) = (&press.model.plan, &press.model.board);
        let shown = press.model.filter.positions(plan, board).len();
        let title = if narrowed {
            format!("Export {shown} of 121 tasks: as what?")
        } else {
            "Export 121 tasks: as what?".to_owned()
        };
        assert!(press.screen().contains(&title), "{tab}: {}", press.screen());
        press.keys("1");
        press.send(proposed(Product::Export(0)));
        press.keys("enter");
        let Some(Effect::Write(order)) = press.left.last() else {
            panic!("{:?}", press.left);
        };
        assert_eq!(
            order.tasks.as_ref().map(Vec::len),
            narrowed.then_some(shown)
        );
    }
}

#[test]
fn a_brief_is_remembered_as_one_change_that_can_be_undone() {
    let mut press = Press::new();
    press.keys("b");
    assert_eq!(press.left, [Effect::OfferBriefs]);
    press.send(proposed(Product::Brief(0)));
    press.keys("enter");
    let author = press.model.author();
    let mut ids = Ids::new(5, 1_700_000_000_000);
    let made = edit::brief_made("director", &author, Hash([1; 32]), &mut ids).unwrap();
    press.send(Msg::Written {
        text: "It is in /n/t-export.csv.".to_owned(),
        remember: Some(made),
    });
    assert!(press.model.overlays.is_empty());
    let screen = press.screen();
    assert!(
        screen.contains("Brief for director made. It is in /n/t-export.csv."),
        "{screen}"
    );
    assert!(matches!(press.done[0].changes[0], Change::Create(_)));
    press.keys("u");
    assert_eq!(press.model.plan.records().count(), 0);
}

#[test]
fn the_chase_list_is_that_of_the_owner_of_the_task() {
    let mut press = Press::new();
    press.keys("2 y");
    let owner = press.model.current().unwrap().owner;
    let text = chase::message(&press.model.plan, &press.model.board, owner);
    assert_eq!(press.copied, [text]);
    let kept = press.model.plan.records().next();
    let people: Vec<_> = kept.unwrap().1.people().collect();
    assert_eq!(Some(people), owner.map(|owner| vec![owner]));
}

/// As far as the making of an export.
fn at_work(press: &mut Press) {
    press.keys("x");
    press.send(offers());
    press.keys("2");
    press.send(proposed(Product::Export(1)));
    press.keys("enter");
}

#[test]
fn what_takes_a_while_is_shown_and_esc_stops_it_and_says_that_nothing_was_kept() {
    let mut press = Press::new();
    at_work(&mut press);
    let before = press.screen();
    assert!(before.contains("Where to put the export"), "{before}");
    press.send(Msg::Progress(64));
    let screen = press.screen();
    assert!(screen.contains("64 of 121 tasks so far"), "{screen}");
    // A key that means something elsewhere does nothing here.
    press.keys("q enter x");
    assert_eq!(press.screen(), screen);
    press.keys("esc");
    assert_eq!(press.left.last(), Some(&Effect::StopWork));
    assert_eq!(press.screen(), screen, "it may be too late to stop it");
    press.send(Msg::Stopped);
    assert_eq!(
        press.model.status.text,
        "Stopped. No file was written, and nothing was changed."
    );
    let Some(Overlay::Prompt(prompt)) = press.model.overlays.last() else {
        panic!("the place that was named is there again");
    };
    assert_eq!(prompt.editor.text(), "/n/t-export.csv");
}

#[test]
fn what_was_too_late_to_stop_says_where_it_is() {
    let mut press = Press::new();
    at_work(&mut press);
    press.send(Msg::Progress(121));
    press.keys("esc");
    press.send(Msg::Written {
        text: "Wrote 121 of 121 tasks to /n/t-export.csv.".to_owned(),
        remember: None,
    });
    assert!(press.model.overlays.is_empty());
    assert!(press.model.status.text.starts_with("Wrote 121"));
}

fn guarded(press: &Press, count: usize) -> Msg {
    let then = match press.left.last() {
        Some(Effect::Write(order)) => Effect::Write(Order {
            knowingly: true,
            ..order.clone()
        }),
        other => panic!("{other:?} sends nothing out"),
    };
    Msg::Guarded {
        seen: (1..=count)
            .map(|at| format!("The note of N-{at:02} looks like an NHS number"))
            .collect(),
        then: Box::new(then),
    }
}

#[test]
fn what_looks_like_one_child_leaves_only_when_somebody_says_so() {
    let mut press = Press::new();
    at_work(&mut press);
    let seen = guarded(&press, 30);
    press.send(seen);
    let screen = press.screen();
    assert!(screen.contains("30 texts look so."), "{screen}");
    assert!(screen.contains("The note of N-01 looks like an NHS number"));
    assert!(!screen.contains("N-30"), "{screen}");
    press.keys("pgdn pgdn pgdn");
    assert!(press.screen().contains("N-30"), "{}", press.screen());
    let end = press.screen();
    press.keys("down down up");
    assert_ne!(press.screen(), end, "one up is one up, at the end as well");
    press.keys("esc");
    assert_eq!(press.model.status.text, "Left. No file was written.");
    let asked = press.left.len();
    press.keys("enter");
    let seen = guarded(&press, 1);
    press.send(seen);
    press.keys("enter");
    assert!(matches!(press.left.last(), Some(Effect::Write(order)) if order.knowingly));
    assert_eq!(press.left.len(), asked + 2);
    let author = press.model.author();
    let mut ids = Ids::new(5, 1_700_000_000_000);
    let marks = [privacy::Mark::NhsNumber];
    let remember = edit::released("t-export.csv", &marks, &author, &mut ids);
    press.send(Msg::Written {
        text: "Wrote 121 of 121 tasks to /n/t-export.csv.".to_owned(),
        remember: Some(remember),
    });
    assert!(press.model.overlays.is_empty());
    assert_eq!(
        press.done[0].entry.label,
        "t-export.csv sent out (kept, though it looks like an NHS number)"
    );
    press.keys("7");
    assert!(
        press.screen().contains("t-export.csv"),
        "{}",
        press.screen()
    );
}

#[test]
fn a_chase_list_is_guarded_too() {
    let mut press = Press::new();
    press.keys("2 t").text(" NHS 943 476 5919").keys("enter");
    press.keys("y");
    let screen = press.screen();
    assert!(screen.contains("NHS number"), "{screen}");
    assert_eq!(press.copied.len(), 0);
    press.keys("esc");
    assert_eq!(press.model.status.text, "Left. Nothing was copied.");
    assert!(press.model.overlays.is_empty());
    press.keys("y enter");
    assert_eq!(press.copied.len(), 1);
    let label = &press.done.last().unwrap().entry.label;
    assert!(label.contains(" chased, "), "{label}");
    assert!(
        label.contains("sent out (kept, though it looks like an NHS number)"),
        "{label}"
    );
    press.keys("u");
    assert!(press.model.plan.records().next().is_none());
}

#[test]
fn the_request_log_is_guarded_before_it_is_copied() {
    let log = |text: &str| {
        Msg::RequestLog(Clip {
            text: text.to_owned(),
            said: "2 requests".to_owned(),
            remember: None,
        })
    };
    let mut press = Press::new();
    press.keys("5 y");
    press.send(log("- R-1 Case file, NHS 943 476 5919 (nobody)"));
    assert_eq!(press.copied.len(), 0);
    let screen = press.screen();
    assert!(screen.contains("looks like an NHS number"), "{screen}");
    press.keys("esc");
    assert_eq!(press.model.status.text, "Left. Nothing was copied.");
    press.keys("y");
    press.send(log("- R-1 Case file, NHS 943 476 5919 (nobody)"));
    press.keys("enter");
    assert_eq!(press.copied.len(), 1);
    assert_eq!(
        press.done.last().unwrap().entry.label,
        "Request log sent out (kept, though it looks like an NHS number)"
    );
    // Nothing to point at: it is copied at once, and nothing is remembered.
    press.keys("y");
    press.send(log("- R-1 Structure chart (nobody)"));
    assert_eq!((press.copied.len(), press.done.len()), (2, 1));
}

#[test]
fn its_boxes_look_as_they_did() {
    for (cols, rows) in SIZES {
        let named = |name: &str| format!("{name}_{cols}x{rows}");
        let mut press = Press::new().size(*cols, *rows);
        at_work(&mut press);
        press.send(Msg::Progress(64));
        insta::assert_snapshot!(named("making"), press.screen());
        let seen = guarded(&press, 12);
        press.send(seen);
        insta::assert_snapshot!(named("guard"), press.screen());
    }
}

#[test]
fn a_note_about_one_child_is_saved_with_a_word_about_it() {
    let mut press = Press::new();
    press.keys("2 n").text("NHS 943 476 5919").keys("ctrl-s");
    let label = &press.done[0].entry.label;
    assert!(
        label.ends_with("note changed (kept, though it looks like an NHS number)"),
        "{label}"
    );
    assert!(
        press
            .model
            .status
            .text
            .contains("The note looks as if it held an NHS number.")
    );
}
