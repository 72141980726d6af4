use readyroom::app::{Effect, Msg, Offer, Product};
use readyroom::domain::change::Change;
use readyroom::domain::edit;
use readyroom::domain::id::Ids;
use readyroom::domain::operation::Hash;

use crate::support::press::Press;

fn offers() -> Msg {
    Msg::Offered {
        title: "Export: in which format?".to_owned(),
        offers: vec![
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
        ],
    }
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
    let write = Effect::Write {
        product: Product::Export(1),
        path: "/n/t-export.csv".to_owned(),
        tasks: None,
    };
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
    let Some(Effect::Write {
        tasks: Some(tasks), ..
    }) = press.left.last()
    else {
        panic!("{:?}", press.left);
    };
    assert!(shown > 0 && shown < 100);
    assert_eq!(tasks.len(), shown);
    press.send(Msg::Failed(readyroom::domain::failure::Failure::failed(
        "There is a file there already.",
    )));
    let screen = press.screen();
    assert!(
        screen.contains("/n/t-export.csv") && screen.contains("There is a file there already."),
        "{screen}"
    );
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
    assert_eq!(press.left, [Effect::CopyChase(owner)]);
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
