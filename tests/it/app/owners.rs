//! Owners: loads, tasks under them, chasing and the chase round.

use readyroom::app::Msg;
use readyroom::app::list::Row;
use readyroom::app::owners;
use readyroom::domain::change::Change;
use readyroom::domain::failure::Failure;
use readyroom::domain::load::Load;

use crate::support::press::{Press, at};

/// The load the cursor is on.
fn here(press: &Press) -> &Load {
    owners::here(&press.model).expect("the cursor is on a person")
}

fn who(press: &Press) -> String {
    here(press).who(&press.model.plan)
}

/// Two days after the call, when things are late.
fn late() -> Press {
    let mut press = Press::new();
    press.send(Msg::Now(at("2026-12-02T09:40")));
    press
}

#[test]
fn people_are_listed_late_first_and_by_name_when_sorted_so() {
    let mut press = late();
    press.keys("3");
    let late: Vec<usize> = (press.model.owners.team.loads.iter())
        .map(|load| load.tally.late)
        .collect();
    assert!(late[0] > 0 && late.is_sorted_by(|a, b| a >= b), "{late:?}");
    let first = who(&press);
    press.keys("s");
    assert_eq!(press.model.status.text, "Sorted: by name.");
    assert_eq!(who(&press), first, "the cursor stays on the person");
    press.keys("g");
    assert_eq!(who(&press), "Assistant director (no name yet)");
    press.keys("s g");
    assert_eq!(who(&press), first);
}

#[test]
fn enter_unfolds_the_tasks_of_a_person_and_the_keys_of_tasks_work_on_them() {
    let mut press = late();
    press.keys("3");
    let (first, tasks) = (who(&press), here(&press).tasks.clone());
    press.keys("enter");
    let under: Vec<Row> = press.model.list().rows[1..=tasks.len()].to_vec();
    let wanted: Vec<Row> = tasks.iter().map(|at| Row::Task(*at)).collect();
    assert_eq!(under, wanted);
    assert_eq!(who(&press), first);
    press.keys("j");
    let task = press.model.current().unwrap().id;
    press.keys("d").text("18/12").keys("enter");
    assert_eq!(
        press.model.current().unwrap().id,
        task,
        "it moves with the task"
    );
    press.keys("space");
    assert!(press.model.plan.task(task).unwrap().status.is_done());
    assert!(
        !press
            .model
            .list()
            .rows
            .contains(&Row::Task(press.model.plan.position(task).unwrap() as u32))
    );
    press.keys("z");
    assert_eq!(who(&press), first, "z folds from a task as well");
    let count = press.model.owners.team.loads.len();
    assert_eq!(press.model.list().rows.len(), count);
    press.keys("Z Z");
    assert_eq!(press.model.list().rows.len(), count);
}

#[test]
fn the_filter_counts_only_what_it_shows() {
    let mut press = late();
    press.keys("3 /").text("phase:feedback").keys("enter");
    let team = &press.model.owners.team;
    let shown = press
        .model
        .filter
        .positions(&press.model.plan, &press.model.board);
    assert_eq!(team.open(), shown.len());
    assert!(team.loads.iter().all(|load| !load.tasks.is_empty()));
    press.keys("/").text(" zzzz").keys("enter");
    assert!(
        press.screen().contains("No tasks match"),
        "{}",
        press.screen()
    );
    press.keys("esc");
    let people = press.model.plan.people().len();
    assert!(press.model.owners.team.loads.len() >= people);
}

#[test]
fn y_copies_what_a_person_has_to_do_and_counts_it_and_undo_takes_that_back() {
    let mut press = late();
    press.keys("3 y");
    let load = here(&press);
    assert_eq!(press.copied.len(), 1);
    assert!(press.copied[0].contains(" is late.") || press.copied[0].contains(" are late."));
    assert_eq!(press.copied[0].lines().count(), 1 + load.tasks.len());
    assert!(matches!(
        press.done[0].changes.as_slice(),
        [Change::Create(_)]
    ));
    assert_eq!(load.chased.as_ref().map(|chased| chased.count), Some(1));
    let screen = press.screen();
    assert!(screen.contains("chased 1x, last"), "{screen}");
    press.keys("y");
    assert_eq!((press.copied.len(), press.done.len()), (2, 1));
    let said = &press.model.status.text;
    assert!(said.contains("counted at 09:40 already"), "{said}");
    press.keys("u");
    assert_eq!(here(&press).chased, None);
}

#[test]
fn after_three_messages_without_movement_a_person_is_marked() {
    let mut press = late();
    press.keys("3");
    for day in 2..5 {
        press.send(Msg::Now(at(&format!("2026-12-0{day}T09:40"))));
        press.keys("g y");
    }
    assert!(here(&press).chased.as_ref().unwrap().escalates());
    press.keys("esc");
    let screen = press.screen();
    assert!(screen.contains("► ▲"), "{screen}");
    assert!(screen.contains("Escalate: N-"), "{screen}");
}

#[test]
fn a_chase_round_steps_through_everybody_who_is_owed_a_message() {
    let mut press = late();
    press.keys("Y");
    let screen = press.screen();
    assert!(screen.contains("Chase round: 1 of "), "{screen}");
    let people = screen.split("1 of ").nth(1).unwrap();
    let people: usize = people.split(' ').next().unwrap().parse().unwrap();
    assert!(people >= 3);
    press.keys("y s");
    for _ in 2..people {
        press.keys("enter");
    }
    assert!(press.model.overlays.is_empty());
    let copied = people - 1;
    assert_eq!((press.copied.len(), press.done.len()), (copied, copied));
    let said = press.model.status.text.clone();
    assert!(
        said.starts_with(&format!("{copied} copied, 1 skipped")),
        "{said}"
    );
    press.keys("Y");
    let screen = press.screen();
    assert!(screen.contains("Chase round: 1 of 1"), "{screen}");
    press.keys("esc");
    let said = &press.model.status.text;
    assert!(said.starts_with("0 copied, 0 skipped, 1 left"), "{said}");
    press.keys("Y s");
    press.send(Msg::Now(at("2026-12-02T09:41")));
    press.keys("Y enter Y");
    assert_eq!(
        press.model.status.text,
        "Nobody is owed a message: whoever has something late or red was sent one today."
    );
}

#[test]
fn a_message_that_cannot_be_remembered_keeps_the_round_where_it_is() {
    let mut press = late();
    press.fail_next = Some(Failure::failed("The disk is full."));
    press.keys("Y y");
    let screen = press.screen();
    assert!(screen.contains("Chase round: 1 of "), "{screen}");
    assert!(screen.contains("Not saved. The disk is full."), "{screen}");
    press.keys("y");
    assert!(press.screen().contains("Chase round: 2 of "));
}

#[test]
fn a_file_that_may_only_be_looked_at_gives_the_message_and_remembers_nothing() {
    let mut press = late();
    press.model.read_only = Some("It is read-only.".to_owned());
    press.keys("3 y");
    assert_eq!((press.copied.len(), press.done.len()), (1, 0));
    press.keys("Y y");
    assert!(press.screen().contains("Chase round: 2 of "));
    assert_eq!(press.done.len(), 0);
}

#[test]
fn away_and_role_are_said_of_the_person_the_cursor_is_on() {
    let mut press = late();
    press.keys("3 O").text("Jo Smith").keys("enter");
    assert!(who(&press).starts_with("Jo Smith, "));
    press
        .keys(": i s space a w a y enter")
        .text("3/12..9/12")
        .keys("enter esc");
    assert_eq!(here(&press).away.len(), 1);
    let screen = press.screen();
    assert!(screen.contains("Jo Smith is away on "), "{screen}");
    assert!(screen.contains("and there is no deputy"), "{screen}");
}

#[test]
fn another_name_is_given_to_a_person_without_a_role() {
    let mut press = Press::new();
    press.keys("2 j j o").text("jo smith").keys("enter O");
    let screen = press.screen();
    assert!(screen.contains("Another name for this person"), "{screen}");
    assert!(screen.contains("jo smith: 1 task"), "{screen}");
    press.text("Jo Smith").keys("enter");
    let said = "Saved. Jo smith is now called Jo Smith. u undoes it.";
    assert_eq!(press.model.status.text, said);
}

#[test]
fn the_history_says_who_was_named_in_a_role_as_it_was_said() {
    let mut press = Press::new();
    press.keys("O").text("Asha Okafor").keys("enter 7");
    let screen = press.screen();
    assert!(!screen.contains("name: Asha Okafor"), "{screen}");
    assert!(screen.contains(" is Asha Okafor"), "{screen}");
}
