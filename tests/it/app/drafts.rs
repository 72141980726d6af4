//! Text that is not saved when the window goes away, and comes back with the inspection.

use readyroom::app::drafts::{Draft, Kind};
use readyroom::app::overlay::Overlay;
use readyroom::app::{Effect, Msg, Opened};
use readyroom::domain::plan::Plan;
use readyroom::domain::requests;

use crate::support::press::Press;

/// What was last asked to be kept.
fn kept(press: &Press) -> Option<Vec<Draft>> {
    press.left.iter().rev().find_map(|effect| match effect {
        Effect::KeepDrafts(drafts) => Some(drafts.clone()),
        _ => None,
    })
}

/// The inspection is opened with text that was kept.
fn opened_with(plan: &Plan, drafts: Vec<Draft>) -> Press {
    let mut fresh = Press::new();
    fresh.send(Msg::Opened(Box::new(Opened {
        drafts,
        ..Opened::of(plan.clone())
    })));
    fresh
}

/// The window is killed, and the inspection opened again with what was kept.
fn again(press: &Press) -> Press {
    opened_with(&press.model.plan, kept(press).unwrap_or_default())
}

fn text(press: &mut Press) -> String {
    let top = press.model.overlays.last_mut().and_then(Overlay::editor);
    top.unwrap().text()
}

#[test]
fn what_is_typed_is_kept_when_typing_pauses_and_let_go_when_it_is_saved() {
    let mut press = Press::new();
    press.keys("2 n").text("Spoke to Ann");
    assert_eq!(kept(&press), None, "only when typing pauses");
    press.send(Msg::Pause);
    let task = press.model.current().unwrap().id;
    let note = Draft {
        kind: Kind::Note,
        tasks: vec![task],
        texts: vec![(String::new(), "Spoke to Ann".to_owned())],
        open: true,
    };
    assert_eq!(kept(&press), Some(vec![note]));
    let asked = press.left.len();
    press.send(Msg::Pause);
    assert_eq!(press.left.len(), asked, "what is kept is not kept again");
    press.keys("ctrl-s");
    assert_eq!(kept(&press), Some(Vec::new()));
}

#[test]
fn what_was_being_typed_is_offered_and_goes_on_where_it_was() {
    for (keys, typed, offered, save) in [
        ("2 n", "Spoke to Ann", "Go on with a note on N-", "ctrl-s"),
        (
            "a",
            "Ring the court d:fri",
            "Go on with a new task",
            "enter",
        ),
        (
            "2 e",
            "Teams, folder 7",
            "Go on with evidence on N-",
            "enter",
        ),
        (
            "2 r r",
            "No cover",
            "Go on with the reason for a RAG on N-",
            "enter",
        ),
        ("2 enter", " twice", "Go on with the form on N-", "ctrl-s"),
        ("5 a", "Structure chart", "Go on with a request", "enter"),
        (
            "p a",
            "Ravi takes lists 4 and 7",
            "Go on with what was agreed",
            "enter",
        ),
    ] {
        let mut press = Press::new();
        press.keys(keys).text(typed);
        let before = text(&mut press);
        press.send(Msg::Pause);
        let mut press = again(&press);
        let screen = press.screen();
        assert!(
            screen.contains("You were writing when the window closed"),
            "{screen}"
        );
        assert!(screen.contains(offered), "{screen}");
        press.keys("1");
        assert_eq!(text(&mut press), before, "{keys}");
        press.keys(save);
        assert_eq!(press.done.len(), 1, "{keys}: {}", press.model.status.text);
        assert_eq!(kept(&press), Some(Vec::new()), "{keys}");
    }
}

#[test]
fn it_may_wait_or_be_thrown_away() {
    let mut press = Press::new();
    press.keys("2 n").text("Spoke to Ann");
    press.send(Msg::Pause);
    let killed = press;
    let mut press = again(&killed);
    press.keys("esc 2 n");
    assert_eq!(text(&mut press), "Spoke to Ann");
    let mut press = again(&killed);
    press.keys("x");
    assert_eq!(press.model.status.text, "Thrown away.");
    assert_eq!(kept(&press), Some(Vec::new()));
    press.keys("2 n");
    assert_eq!(text(&mut press), "");
}

#[test]
fn what_was_left_on_purpose_comes_back_in_its_box_and_is_not_offered() {
    let mut press = Press::new();
    press.keys("2 n").text("Spoke to Ann").keys("esc");
    press.send(Msg::Pause);
    let mut press = again(&press);
    assert!(press.model.overlays.is_empty());
    press.keys("2 n");
    assert_eq!(text(&mut press), "Spoke to Ann");
}

#[test]
fn what_was_typed_for_a_task_that_is_gone_becomes_a_new_one() {
    let mut press = Press::new();
    press.keys("2 n").text("Spoke to Ann");
    press.send(Msg::Pause);
    let drafts = kept(&press);
    press.keys("esc del");
    let mut fresh = opened_with(&press.model.plan, drafts.unwrap());
    assert!(
        fresh.screen().contains("a task that is gone"),
        "{}",
        fresh.screen()
    );
    fresh.keys("1");
    assert_eq!(text(&mut fresh), "Spoke to Ann");
    assert!(fresh.screen().contains("Add a task"), "{}", fresh.screen());
}

#[test]
fn nothing_is_kept_of_what_is_made_up() {
    let mut press = Press::new();
    press.model.demo = true;
    press.keys("2 n").text("Spoke to Ann");
    press.send(Msg::Pause);
    assert_eq!(kept(&press), None);
}

#[test]
fn what_was_left_half_typed_as_a_new_task_stays_beside_what_comes_back_as_one() {
    let mut press = Press::new();
    press.keys("a").text("Ring the court").keys("esc");
    press.keys("2 n").text("Spoke to Ann");
    press.send(Msg::Pause);
    let drafts = kept(&press);
    press.keys("esc del");
    press.send(Msg::Pause);
    let mut fresh = opened_with(&press.model.plan, drafts.unwrap());
    fresh.keys("1");
    assert_eq!(text(&mut fresh), "Ring the court; Spoke to Ann");
}

#[test]
fn an_answer_of_the_self_evaluation_comes_back_into_its_question() {
    let mut press = Press::new();
    press.keys("6 enter j enter").text("Visits are timely");
    let before = text(&mut press);
    press.send(Msg::Pause);
    let mut press = again(&press);
    let screen = press.screen();
    assert!(
        screen.contains("Go on with the self-evaluation"),
        "{screen}"
    );
    press.keys("1");
    assert_eq!(text(&mut press), before);
}

/// What is brought back is a change of the note there is: taking all of it away empties that.
#[test]
fn the_note_of_a_request_comes_back_over_the_one_there_is() {
    let mut press = Press::new();
    press.keys("5 a").text("Structure chart").keys("enter n");
    press.text("Ask Tom").keys("ctrl-s n").text(", and Ann");
    press.send(Msg::Pause);
    let mut press = again(&press);
    press.keys("1");
    assert_eq!(text(&mut press), "Ask Tom, and Ann");
    press.keys("ctrl-a ctrl-k ctrl-s");
    let (_, request) = requests::one(&press.model.plan, first(&press)).unwrap();
    assert_eq!(request.note.as_str(), "", "{}", press.screen());
}

fn first(press: &Press) -> readyroom::domain::records::RecordId {
    requests::find(&press.model.plan, "R-1").unwrap()
}
