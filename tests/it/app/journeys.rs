//! What a person does in an inspection week, in keys.

use readyroom::domain::task::{Rag, Status, Task};

use crate::support::press::{Press, at, from_template, line, standard};
use readyroom::app::screen::Screen;
use readyroom::app::{Effect, Msg, Size};
use readyroom::domain::failure::Failure;
use readyroom::domain::id::Ids;

fn current(press: &Press) -> &Task {
    press.model.current().unwrap()
}

fn named<'a>(press: &'a Press, reference: &str) -> &'a Task {
    press.model.plan.by_ref(reference.parse().unwrap()).unwrap()
}

#[test]
fn the_first_screen_after_the_call_shows_the_work_of_the_day_with_preparation_folded() {
    let press = Press::new();
    let screen = press.screen();
    assert!(screen.contains("Overdue 2"), "{screen}");
    assert!(screen.contains("Set off the phone tree"), "{screen}");
    assert!(screen.contains("28 overtaken"), "{screen}");
    assert!(!screen.contains("Run all Annex A lists weekly"), "{screen}");
}

#[test]
fn done_is_one_key_and_says_how_to_take_it_back() {
    let mut press = Press::new();
    press.keys("space");
    assert!(named(&press, "N-30").status.is_done());
    assert_eq!(press.model.status.text, "Saved. N-30 done. u undoes it.");
    press.keys("u");
    assert_eq!(named(&press, "N-30").status, Status::NotStarted);
    assert_eq!(
        press.model.status.text,
        "Undone: N-30 done. Ctrl+Y makes it again."
    );
    press.keys("ctrl-y");
    assert!(named(&press, "N-30").status.is_done());
}

#[test]
fn a_due_date_of_friday_is_five_keys() {
    let mut press = Press::new();
    press.keys("d f r i enter");
    assert_eq!(
        press.model.status.text,
        "Saved. N-30 due Fri 4 Dec 2026. It no longer moves with the call. u undoes it."
    );
}

#[test]
fn a_task_with_owner_and_date_is_one_line() {
    let mut press = Press::new();
    press
        .keys("a")
        .text("Chase foster carer rota a:PSW d:fri 12:00 r:a p:field")
        .keys("enter");
    let added = named(&press, "FW-46");
    assert_eq!(added.title.as_str(), "Chase foster carer rota");
    assert_eq!(
        added.judgement.as_ref().map(|judged| judged.rag),
        Some(Rag::Amber)
    );
    assert_eq!(added.deadline.due.unwrap().to_string(), "2026-12-04T12:00");
    assert!(
        press
            .model
            .status
            .text
            .starts_with("Saved. FW-46 added: Chase foster carer rota")
    );
    assert!(press.model.status.text.ends_with("u undoes it."));
}

#[test]
fn ctrl_n_adds_and_opens_for_another() {
    let mut press = Press::new();
    press
        .keys("a")
        .text("First")
        .keys("ctrl-n")
        .text("Second")
        .keys("enter");
    assert_eq!(named(&press, "N-64").title.as_str(), "First");
    assert_eq!(named(&press, "N-65").title.as_str(), "Second");
    assert!(press.model.overlays.is_empty());
}

#[test]
fn a_rag_is_judged_with_its_reason() {
    let mut press = Press::new();
    press
        .keys("r a")
        .text("Two heads of service on leave")
        .keys("enter");
    let judged = named(&press, "N-30").judgement.clone().unwrap();
    assert_eq!(
        (judged.rag, judged.reason.as_str(), judged.who.as_str()),
        (Rag::Amber, "Two heads of service on leave", "Jo")
    );
    let screen = press.screen();
    assert!(!screen.contains("Check these"), "below the fold: {screen}");
    press.send(readyroom::app::Msg::Resize(readyroom::app::Size {
        cols: 120,
        rows: 50,
    }));
    let screen = press.screen();
    assert!(
        screen.contains("Check these"),
        "judged better than late is to be checked: {screen}"
    );
}

#[test]
fn an_owner_is_set_by_initials_and_a_new_name_is_said() {
    let mut press = Press::new();
    press.keys("o").text("psw").keys("enter");
    assert_eq!(
        press.model.status.text,
        "Saved. N-30 owner Principal social worker. u undoes it."
    );
    press.keys("o").text("Kim Lee").keys("enter");
    assert!(
        press
            .model
            .status
            .text
            .contains("Kim Lee is new and was added."),
        "{}",
        press.model.status.text
    );
    press.keys("o del");
    assert_eq!(named(&press, "N-30").owner, None);
}

#[test]
fn naming_a_role_names_all_its_tasks_at_once() {
    let mut press = Press::new();
    press.keys("O").text("Jo Smith").keys("enter");
    let owner = named(&press, "N-30").owner.unwrap();
    let person = press.model.plan.person(owner).unwrap();
    assert_eq!(
        (
            person.label(),
            person.role.as_str(),
            person.initials.as_str()
        ),
        ("Jo Smith", "Improvement lead", "JS")
    );
    assert_eq!(press.done.len(), 1, "one operation");
}

#[test]
fn several_tasks_change_as_one_operation() {
    let mut press = Press::new();
    press.keys("2 + j + d f r i enter");
    assert_eq!(
        press.model.status.text,
        "Saved. 2 tasks due Fri 4 Dec 2026. They no longer move with the call. u undoes it."
    );
    assert_eq!(press.done.len(), 1);
    press.keys("u");
    assert!(press.done.is_empty());
    press.keys("esc");
    assert!(press.model.selected.is_empty());
}

#[test]
fn a_filter_narrows_as_it_is_typed_and_esc_clears_it() {
    let mut press = Press::new();
    press.keys("2 /").text("owner:psw -done").keys("enter");
    assert!(press.model.visible.len() < press.model.plan.tasks().len());
    assert!(!press.model.visible.is_empty());
    let shown = press.model.visible.len();
    press.keys("esc");
    assert_eq!(press.model.visible.len(), press.model.plan.tasks().len());
    press.keys("/").text("ownr:psw");
    assert!(press.screen().contains("ownr"), "{}", press.screen());
    assert!(press.model.filter_error.is_some());
    assert_ne!(
        shown,
        press.model.visible.len(),
        "the last filter that could be read stays"
    );
}

#[test]
fn a_saved_view_keeps_filter_order_and_groups() {
    let mut press = Press::new();
    press.keys("2 /").text("tag:lists").keys("enter s r s 4");
    press.keys("v s").text("Lists, worst first").keys("enter");
    assert_eq!(
        press.model.status.text,
        "Saved. View \"Lists, worst first\" saved. u undoes it."
    );
    let shown = press.model.visible.clone();
    press.keys("esc s d s 1");
    assert_ne!(press.model.visible, shown);
    press.keys("1 v 1");
    assert_eq!(press.model.filter_text, "tag:lists");
    assert_eq!(press.model.visible, shown);
    assert_eq!(
        press.model.status.text,
        "View \"Lists, worst first\". Esc clears its filter."
    );
    press
        .keys("v c 1 r ctrl-a ctrl-k")
        .text("Lists")
        .keys("enter");
    assert!(
        press.model.status.text.contains("renamed"),
        "{}",
        press.model.status.text
    );
    let own = |press: &Press| readyroom::domain::views::own(&press.model.plan).len();
    press.keys("v c 1 x");
    assert_eq!(own(&press), 0);
    press.keys("u");
    assert_eq!(own(&press), 1);
}

#[test]
fn a_view_that_can_no_longer_be_read_is_named_and_its_text_kept() {
    let mut press = Press::new();
    let record = readyroom::domain::records::Record::View(readyroom::domain::records::View {
        name: line("Kim's"),
        filter: line("owner:\"Kim Lee\""),
        sort: line("due"),
        group: line("none"),
    });
    let broken = readyroom::domain::records::Record::View(readyroom::domain::records::View {
        name: line("Old"),
        filter: line("colour:blue late"),
        sort: line("hue"),
        group: line(""),
    });
    for (number, record) in [record, broken].into_iter().enumerate() {
        let id = readyroom::domain::records::RecordId(uuid::Uuid::from_u128(number as u128 + 1));
        let change = readyroom::domain::records::create(id, record);
        press.model.plan.apply(&change).unwrap();
    }
    press.keys("v 1");
    assert_eq!(
        press.model.status.text,
        "View \"Kim's\": there is nobody called Kim Lee any more. The view is kept as it is."
    );
    press.keys("v 2");
    assert!(
        press.model.status.text.starts_with(
            "The view \"Old\" cannot be read any more: A filter has no key \"colour:\". \
             Its filter is kept: colour:blue late"
        ),
        "{}",
        press.model.status.text
    );
    assert_eq!(press.model.filter_typed(), "colour:blue late");
    assert!(press.screen().contains("colour:blue late"));
    press.keys("v s enter");
    assert!(
        press
            .model
            .status
            .text
            .starts_with("The filter cannot be read"),
        "{}",
        press.model.status.text
    );
}

#[test]
fn somebody_away_is_covered_by_the_deputies_with_one_command() {
    let mut press = Press::new();
    press.keys("2 /").text("N-31").keys("enter");
    let owner = current(&press).owner.unwrap();
    press
        .keys(": ")
        .text("change the deputy")
        .keys("enter")
        .text("psw")
        .keys("enter");
    press.keys(":").text("deputies").keys("enter");
    assert!(
        press.model.status.text.contains("is not known to be away"),
        "{}",
        press.model.status.text
    );
    press
        .keys(":")
        .text("owner is away")
        .keys("enter")
        .text("today")
        .keys("enter");
    assert!(
        press.model.status.text.contains("away Mon 30 Nov"),
        "{}",
        press.model.status.text
    );
    let screen = press.screen();
    assert!(screen.contains("(PSW)"), "{screen}");
    press.keys(":").text("deputies").keys("enter");
    let preview = press.screen();
    assert!(preview.contains("Nothing is saved yet."), "{preview}");
    assert!(preview.contains("to Principal social worker"), "{preview}");
    assert!(preview.contains("N-30 stays (no deputy)"), "{preview}");
    let (before, done) = (press.model.plan.clone(), press.done.len());
    press.keys("enter");
    assert_eq!(press.done.len(), done + 1, "one operation");
    assert_ne!(named(&press, "N-31").owner, Some(owner));
    assert_eq!(named(&press, "N-31").deputy, Some(owner));
    press.keys("u");
    assert!(press.model.plan == before);
}

#[test]
fn an_old_change_is_undone_by_itself_from_history() {
    let mut press = Press::new();
    press.keys("space d f r i enter 7 j");
    let chosen = |press: &Press| {
        let past = readyroom::app::history::chosen(&press.model).unwrap();
        past.entry.label.clone()
    };
    assert_eq!(chosen(&press), "N-30 done");
    press.keys("U");
    assert_eq!(
        press.model.status.text,
        "Undone: N-30 done. Ctrl+Y makes it again."
    );
    assert_eq!(named(&press, "N-30").status, Status::NotStarted);
    assert_eq!(chosen(&press), "N-30 done", "the cursor stays on it");
    let screen = press.screen();
    assert!(
        screen.contains("undone by Jo, Mon 30 Nov 11:42"),
        "{screen}"
    );
    press.keys("ctrl-y");
    assert!(named(&press, "N-30").status.is_done());
    press.keys("enter");
    let screen = press.screen();
    assert!(screen.contains("Made again by Jo"), "{screen}");
    press.keys("U");
    assert_eq!(named(&press, "N-30").status, Status::NotStarted);
}

#[test]
fn a_large_change_is_shown_whole() {
    let mut press = Press::new();
    press.keys("2 * d f r i enter 7");
    let shown = press.model.lookback.past[0].changes.len();
    assert_eq!(shown, 20, "as many as are read at first");
    press.keys("enter");
    let Some(readyroom::app::overlay::Overlay::Change(open)) = press.model.overlays.last() else {
        panic!("no box is open");
    };
    assert_eq!(open.past.changes.len(), open.past.entry.changes);
    let first = press.screen();
    press.keys("pgdn");
    assert_ne!(press.screen(), first);
    press.keys("pgup");
    assert_eq!(press.screen(), first);
    press.keys("esc");
    assert!(press.model.overlays.is_empty());
}

#[test]
fn the_past_is_read_as_it_is_looked_at() {
    let mut press = Press::new();
    for _ in 0..300 {
        press.keys("space space");
    }
    press.keys("d f r i enter");
    for _ in 0..300 {
        press.keys("space space");
    }
    assert_eq!(press.log.len(), 1201);
    let before = press.model.lookback.past.len();
    press.keys("7");
    assert_eq!(press.model.lookback.past.len(), 500, "was {before}");
    press.keys("G");
    assert_eq!(press.model.lookback.past.len(), 1000);
    press.keys("/").text("kind:due");
    assert_eq!(
        press.model.lookback.past.len(),
        1201,
        "what is looked for may be further back"
    );
    assert_eq!(press.model.lists[Screen::History].rows.len(), 1);
    press.keys("enter");
    press.keys("/").text(" who:tom");
    let screen = press.screen();
    assert!(
        screen.contains("No change matches 'kind:due who:tom'."),
        "{screen}"
    );
    press.keys("esc");
    assert!(press.model.lookback.filter.is_empty());
    press.keys("/").text("N-30");
    assert_eq!(
        press.model.lookback.filter.only_task(),
        Some(named(&press, "N-30").id)
    );
    press.keys("enter esc");
    press.keys("/").text("day:soon").keys("enter");
    assert!(press.model.lookback.error.is_some());
    press.keys("2");
    assert!(
        press.model.filter_typed().is_empty(),
        "each screen has its own"
    );
}

#[test]
fn the_call_shows_before_and_after_and_is_one_operation() {
    let mut press = Press::with(standard(&mut Ids::new(3, 5)), at("2026-11-30T10:20"));
    press
        .keys("c")
        .text("10:12")
        .keys("enter")
        .text("7/12")
        .keys("enter");
    let preview = press.screen();
    assert!(preview.contains("nothing saved yet."), "{preview}");
    assert!(press.done.is_empty());
    press.keys("enter");
    assert_eq!(press.done.len(), 1);
    assert!(press.model.board.schedule.call_has_come);
    assert!(
        named(&press, "N-29").status.is_done(),
        "taking the call is done"
    );
    let screen = press.screen();
    assert!(
        screen.contains("Inspectors arrive in 5 working days, Mon 7 Dec"),
        "{screen}"
    );
    press.keys("u");
    assert!(!press.model.board.schedule.call_has_come);
}

#[test]
fn an_expected_call_is_provisional() {
    let mut press = Press::with(standard(&mut Ids::new(3, 5)), at("2026-11-30T10:20"));
    press.keys("c").text("11/1").keys("enter enter enter");
    assert!(press.model.board.schedule.provisional);
    assert!(!named(&press, "N-29").status.is_done());
}

#[test]
fn a_failed_save_keeps_the_box_and_its_text() {
    let mut press = Press::new();
    press.fail_next =
        Some(Failure::failed("The disk is full.").hint("Free some space, then try again."));
    press
        .keys("n")
        .text("Order: heads of service")
        .keys("ctrl-s");
    assert!(press.model.unsaved);
    let screen = press.screen();
    assert!(screen.contains("NOT SAVED"), "{screen}");
    assert!(screen.contains("Order: heads of service"), "{screen}");
    assert!(
        press
            .model
            .status
            .text
            .starts_with("Not saved. The disk is full.")
    );
    press.keys("ctrl-s");
    assert_eq!(
        named(&press, "N-30").note.as_str(),
        "Order: heads of service"
    );
    assert!(!press.model.unsaved);
}

#[test]
fn what_was_typed_and_left_comes_back() {
    let mut press = Press::new();
    press.keys("n").text("Numbers are in room 4").keys("esc");
    assert!(press.model.overlays.is_empty());
    press.keys("n");
    assert!(press.screen().contains("Numbers are in room 4"));
}

#[test]
fn a_date_that_cannot_be_is_refused_with_its_reason_and_stays() {
    let mut press = Press::new();
    press.keys("d").text("31/02").keys("enter");
    let screen = press.screen();
    assert!(screen.contains("31/02"), "{screen}");
    assert!(screen.contains("February"), "{screen}");
    assert!(press.done.is_empty());
}

#[test]
fn pasted_text_never_runs_commands() {
    let mut press = Press::new();
    press.send(readyroom::app::Msg::Paste(
        "quit\nu\n\x1b[31mred".to_owned(),
    ));
    assert!(press.done.is_empty());
    assert!(press.left.is_empty());
    press.keys("enter");
    assert_eq!(named(&press, "N-64").title.as_str(), "quit u <1B>[31mred");
}

#[test]
fn the_form_saves_every_changed_field_at_once() {
    let mut press = Press::new();
    press
        .keys("enter")
        .text(" again")
        .keys("tab")
        .text("")
        .keys("ctrl-s");
    assert_eq!(
        named(&press, "N-30").title.as_str(),
        "Set off the phone tree again"
    );
    assert_eq!(press.done.len(), 1);
}

#[test]
fn folding_hides_a_group_and_overtaken_work_unfolds() {
    let mut press = Press::new();
    press.keys("2 k z");
    assert!(press.model.overtaken_open);
    assert!(
        press.screen().contains("Run all Annex A lists weekly"),
        "{}",
        press.screen()
    );
    press.keys("home z j z");
    assert!(
        !press.screen().contains("Set off the phone tree"),
        "{}",
        press.screen()
    );
    press.keys("z");
    assert!(
        press.screen().contains("Set off the phone tree"),
        "unfolded again"
    );
}

#[test]
fn the_history_tells_who_when_from_and_to() {
    let mut press = Press::new();
    press.keys("space d f r i enter 7");
    let screen = press.screen();
    assert!(screen.contains("Jo"), "{screen}");
    assert!(screen.contains("status: not started"), "{screen}");
}

#[test]
fn the_palette_finds_a_command_by_another_word_and_runs_it() {
    let mut press = Press::new();
    press
        .keys(":")
        .text("deadline")
        .keys("enter")
        .text("fri")
        .keys("enter");
    assert_eq!(
        press.model.status.text,
        "Saved. N-30 due Fri 4 Dec 2026. It no longer moves with the call. u undoes it."
    );
}

#[test]
fn a_new_task_is_where_the_cursor_goes() {
    let mut press = Press::new();
    press
        .keys("2 a")
        .text("Room 4 projector d:today 16:00")
        .keys("enter");
    assert_eq!(current(&press).title.as_str(), "Room 4 projector");
}

#[test]
fn a_file_that_may_only_be_read_says_so_and_changes_nothing() {
    let mut press = Press::new();
    press.model.read_only = Some("It is damaged.".to_owned());
    press.keys("space");
    assert!(press.done.is_empty());
    assert!(
        press
            .model
            .status
            .text
            .contains("look at this file but not change it")
    );
}

#[test]
fn the_date_shown_before_enter_is_the_date_saved() {
    let mut press = Press::new();
    press.keys("d").text("end-2wd");
    assert!(
        press.screen().contains("Wed 16 Dec 2026"),
        "{}",
        press.screen()
    );
    press.keys("enter");
    let at = press.model.plan.position(named(&press, "N-30").id).unwrap();
    let due = press.model.board.standings[at].due.unwrap();
    assert_eq!(due.date.to_string(), "2026-12-16");
}

#[test]
fn what_somebody_else_wrote_while_a_box_was_open_is_not_lost_unseen() {
    let mut press = Press::new();
    press.keys("n").text("Tess writes a long note");
    let mut theirs = press.model.plan.clone();
    let id = named(&press, "N-30").id;
    let note = readyroom::domain::text::Note::new("Dan wrote this").unwrap();
    let patch = readyroom::domain::edit::Patch {
        note: Some(note),
        ..Default::default()
    };
    let operation = readyroom::domain::edit::patch(&theirs, &[id], &patch).unwrap();
    theirs.apply_all(&operation.changes).unwrap();
    press.send(readyroom::app::Msg::Reloaded(Box::new(theirs)));
    press.keys("ctrl-s");
    assert_eq!(named(&press, "N-30").note.as_str(), "Dan wrote this");
    assert!(
        press.model.status.text.contains("Dan wrote this"),
        "{}",
        press.model.status.text
    );
    press.keys("ctrl-s");
    assert_eq!(
        named(&press, "N-30").note.as_str(),
        "Tess writes a long note",
        "knowingly"
    );
}

#[test]
fn a_form_left_with_esc_comes_back_as_it_was_typed() {
    let mut press = Press::new();
    press
        .keys("enter")
        .text(" at once")
        .keys("tab tab")
        .text("PSW")
        .keys("esc enter");
    let screen = press.screen();
    assert!(
        screen.contains("Set off the phone tree at once") && screen.contains("PSW"),
        "{screen}"
    );
    press.keys("ctrl-s");
    assert_eq!(
        named(&press, "N-30").title.as_str(),
        "Set off the phone tree at once"
    );
}

#[test]
fn a_milestone_before_the_one_it_follows_is_refused() {
    let mut press = Press::new();
    press
        .keys(": m i l e s t o n e enter 2")
        .text("1/11/2026")
        .keys("enter");
    assert!(press.done.is_empty());
    assert!(
        press
            .model
            .status
            .text
            .contains("cannot be on Sun 1 Nov 2026, before"),
        "{}",
        press.model.status.text
    );
}

#[test]
fn correcting_the_call_keeps_the_day_inspectors_said_they_arrive() {
    let mut press = Press::with(standard(&mut Ids::new(3, 5)), at("2026-11-30T10:20"));
    press
        .keys("c")
        .text("10:12")
        .keys("enter")
        .text("8/12")
        .keys("enter enter");
    press.keys("c ctrl-k").text("").keys("enter");
    let screen = press.screen();
    assert!(screen.contains("stays Tue 8 Dec 2026"), "{screen}");
}

#[test]
fn done_keeps_the_cursor_in_its_place_and_space_goes_back_to_what_was() {
    let mut press = Press::new();
    let before = press.model.lists[Screen::Today].cursor;
    press.keys("space");
    assert_eq!(press.model.lists[Screen::Today].cursor, before);
    assert_eq!(
        current(&press).reference.to_string(),
        "N-31",
        "the next one"
    );
    let mut press = Press::new();
    press.keys("2 space space");
    assert_eq!(named(&press, "N-30").status, Status::NotStarted);
}

#[test]
fn a_failed_key_says_not_saved_in_the_bar_as_well() {
    let mut press = Press::new();
    press.fail_next = Some(Failure::failed("The disk is full."));
    press.keys("space");
    assert!(press.screen().contains("NOT SAVED"), "{}", press.screen());
}

#[test]
fn text_in_a_box_takes_nothing_from_what_lies_under_it() {
    use ratatui::style::Modifier;
    let mut press = Press::new();
    press.keys("enter");
    let terminal = press.screen_in("mono");
    let buffer = terminal.backend().buffer();
    let words = (3..60).map(|x| &buffer[(x, 3)]);
    assert!(
        words
            .into_iter()
            .all(|cell| !cell.modifier.contains(Modifier::REVERSED)),
        "{}",
        press.screen()
    );
}

#[test]
fn a_field_without_a_mistake_has_no_mark_before_it() {
    use ratatui::style::Modifier;
    let (mut form, mut policy) = (Press::new(), Press::new());
    form.keys("enter");
    policy.keys(":").text("rag policy").keys("enter");
    for press in [form, policy] {
        let screen = press.screen();
        assert!(
            screen.contains("Title") || screen.contains("Red within"),
            "{screen}"
        );
        let terminal = press.screen_in("mono");
        let buffer = terminal.backend().buffer();
        let underlined = (0..16)
            .flat_map(|y| (0..6).map(move |x| (x, y)))
            .filter(|at| buffer[*at].symbol() == " ")
            .filter(|at| buffer[*at].modifier.contains(Modifier::UNDERLINED));
        assert_eq!(underlined.count(), 0, "{screen}");
    }
}

#[test]
fn a_short_list_opens_on_what_is_so_already() {
    let mut press = Press::new();
    press.keys("w i w");
    assert!(
        press.screen().contains("► i  In progress"),
        "{}",
        press.screen()
    );
}

#[test]
fn the_help_says_what_the_letters_mean() {
    let mut press = Press::new();
    press.keys("?");
    assert!(
        press
            .screen()
            .contains("R red   A amber   G green   B complete"),
        "{}",
        press.screen()
    );
}

#[test]
fn a_new_plan_says_which_key_brings_the_dates() {
    let press = Press::with(standard(&mut Ids::new(3, 5)), at("2026-11-24T21:14"));
    assert!(
        press.screen().contains("Press c when the call comes"),
        "{}",
        press.screen()
    );
}

#[test]
fn a_filter_knows_a_person_who_was_added_after_it_was_typed() {
    let mut press = Press::new();
    press.keys("2 /").text("owner:kim").keys("enter");
    assert!(press.model.visible.is_empty());
    press.keys("a").text("Ring the court a:Kim").keys("enter");
    assert_eq!(press.model.visible.len(), 1, "{}", press.screen());
}

#[test]
fn a_monitoring_visit_asks_for_its_first_day_and_counts_the_notice_back() {
    let plan = from_template("monitoring", &mut Ids::new(5, 6));
    let mut press = Press::with(plan, at("2026-11-02T09:00"));
    let screen = press.screen();
    assert!(screen.contains("No day agreed yet"), "{screen}");
    assert!(
        screen.contains("get their dates from the first day on site"),
        "{screen}"
    );
    press.keys("c enter");
    let screen = press.screen();
    assert!(
        screen.contains("The visit: when do inspectors arrive?"),
        "{screen}"
    );
    let said = "The first day on site is missing: every date is counted from it.";
    assert!(screen.contains(said), "{screen}");
    assert!(screen.contains("Esc leaves it for later."), "{screen}");
    press.text("soon");
    let screen = press.screen();
    assert!(
        screen.contains("The day inspectors arrive must be a real date"),
        "{screen}"
    );
    press.keys("backspace backspace backspace backspace");
    press.text("15/12").keys("enter");
    let screen = press.screen();
    assert!(screen.contains("The visit: before and after"), "{screen}");
    assert!(screen.contains("Tue 1 Dec"), "{screen}");
    press.keys("esc enter enter");
    let screen = press.screen();
    assert!(
        screen.contains("Inspectors arrive in 31 working days, Tue 15 Dec"),
        "{screen}"
    );
    assert_eq!(press.done.len(), 1);
    press.keys("c");
    assert!(press.screen().contains("Tue 15 Dec 2026"));
    press.keys("esc");
    assert!(press.model.overlays.is_empty());
    press.keys("u");
    assert!(press.screen().contains("No day agreed yet"));
}

#[test]
fn an_area_the_framework_does_not_have_is_refused_in_the_form() {
    let mut press = Press::new();
    press.keys("enter");
    for _ in 0..11 {
        press.keys("tab");
    }
    press.text(", ZZ").keys("ctrl-s");
    let screen = press.screen();
    assert!(
        screen.contains("There is no judgement area \"ZZ\"."),
        "{screen}"
    );
    assert!(press.done.is_empty());
}

#[test]
fn the_first_screen_begins_from_a_template_of_ones_own() {
    let mut press = Press::closed(at("2026-11-02T09:00"), Size { cols: 80, rows: 24 });
    press
        .model
        .overlays
        .push(readyroom::app::openers::welcome());
    press.keys("8").text("ours.toml").keys("enter");
    assert_eq!(
        press.left,
        [Effect::Create {
            template: "ours.toml".to_owned(),
            authority: String::new()
        }]
    );
}

#[test]
fn what_if_the_call_came_is_asked_from_the_palette_and_changes_nothing() {
    let mut press = Press::with(standard(&mut Ids::new(3, 4)), at("2026-11-24T09:00"));
    let before = format!("{:?}", press.model.plan);
    press.keys(":").text("what if").keys("enter").text("11/1");
    assert!(press.screen().contains("A call on Mon 11 Jan 2027."));
    press.keys("enter");
    let screen = press.screen();
    for part in [
        "What if the call came on Mon 11 Jan 2027?",
        "Now      Day 1      Day 2      Day 5",
        "Mon 11 Jan Tue 12 Jan Fri 15 Jan",
        "Inspectors arrive Mon 18 Jan 2027, as the template proposes.",
        "Day 1, Mon 11 Jan: ",
        "more below. Nothing has been changed.",
    ] {
        assert!(screen.contains(part), "{part}: {screen}");
    }
    press.keys("end");
    let screen = press.screen();
    assert!(!screen.contains("more below"), "{screen}");
    assert!(screen.contains("once the call has come."), "{screen}");
    press.keys("up");
    assert!(
        press.screen().contains("1 more below"),
        "one key up is seen"
    );
    press.keys("esc esc esc");
    assert!(press.model.overlays.is_empty());
    assert_eq!(format!("{:?}", press.model.plan), before);
    assert!(press.done.is_empty() && press.left.is_empty());
}

#[test]
fn what_if_is_asked_from_the_call_with_what_was_typed_there() {
    let mut press = Press::with(standard(&mut Ids::new(3, 4)), at("2026-11-24T09:00"));
    press.keys("c").text("11/1 10:00").keys("tab");
    assert!(
        press
            .screen()
            .contains("What if the call came on Mon 11 Jan 2027 10:00?")
    );
    press.keys("esc enter").text("20/1").keys("tab");
    let screen = press.screen();
    assert!(
        screen.contains("Inspectors arrive Wed 20 Jan 2027."),
        "{screen}"
    );
    press.keys("esc enter tab");
    assert!(
        press
            .screen()
            .contains("Inspectors arrive Wed 20 Jan 2027.")
    );
    press.keys("esc esc esc").text("x").keys("tab");
    let screen = press.screen();
    assert!(screen.contains("11/1 10:00x"), "typed text stays: {screen}");
    assert!(!screen.contains("What if"), "{screen}");
}

#[test]
fn what_if_can_be_asked_of_a_file_that_may_only_be_looked_at() {
    let mut press = Press::with(standard(&mut Ids::new(3, 4)), at("2026-11-24T09:00"));
    press.model.read_only = Some("It is on a read-only disk.".to_owned());
    press
        .keys(":")
        .text("what if")
        .keys("enter")
        .text("nonsense")
        .keys("enter");
    let screen = press.screen();
    assert!(screen.contains("nonsense"), "{screen}");
    press
        .keys(&"backspace ".repeat("nonsense".len()))
        .text("mon")
        .keys("enter");
    assert!(
        press.screen().contains("Day 1, Mon 30 Nov: "),
        "{}",
        press.screen()
    );
}

fn open_policy(press: &mut Press) {
    press.keys(":").text("rag policy").keys("enter");
}

#[test]
fn the_policy_is_tried_as_it_is_typed_and_saved_as_one_operation() {
    let mut press = Press::new();
    let before = press.model.tally;
    open_policy(&mut press);
    assert!(press.screen().contains("No task changes its letter."));
    press.keys("down backspace 5");
    let screen = press.screen();
    let told = screen
        .lines()
        .find_map(|line| {
            line.split_once("This makes ")?
                .1
                .split_once(" tasks amber.")
        })
        .unwrap_or_else(|| panic!("{screen}"))
        .0
        .parse::<usize>()
        .unwrap();
    assert!(told > 0);
    press.keys("ctrl-s");
    assert!(press.model.overlays.is_empty());
    assert_eq!(
        press.model.status.text,
        format!("Saved. RAG policy: amber 5. This makes {told} tasks amber. u undoes it.")
    );
    assert_eq!(press.model.tally.amber, before.amber + told);
    press.keys("u");
    assert_eq!(press.model.tally, before);
    assert_eq!(press.done.len(), 0);
}

#[test]
fn a_policy_that_makes_no_sense_is_refused_where_it_is_typed_and_kept() {
    let mut press = Press::new();
    open_policy(&mut press);
    press.keys("backspace").text("9").keys("down down ctrl-s");
    let screen = press.screen();
    assert!(
        screen.contains("Amber within must not be shorter than red within: 3 is less than 9."),
        "{screen}"
    );
    assert!(press.done.is_empty());
    assert!(screen.contains("!Red within    9"), "{screen}");
    press.keys("esc");
    open_policy(&mut press);
    assert!(
        press.screen().contains("!Red within    9"),
        "typed text is kept"
    );
    press.keys("backspace").text("-2").keys("ctrl-s");
    assert!(
        press
            .screen()
            .contains("Red within must be a whole number of working days")
    );
    press
        .keys("backspace backspace")
        .text("1")
        .keys("down")
        .text("99999999999");
    assert!(
        press.screen().contains("!Amber within  9999"),
        "{}",
        press.screen()
    );
}

#[test]
fn the_councils_own_words_are_on_every_screen() {
    let mut press = Press::new().size(120, 40);
    open_policy(&mut press);
    press
        .keys("down down down down backspace backspace backspace backspace")
        .text("rag");
    press.keys("down").text("Off track").keys("ctrl-s");
    let screen = press.screen();
    assert!(screen.contains(" R  15 Off track"), "{screen}");
    assert!(screen.contains(" D  1 done"), "{screen}");
    assert!(screen.contains("Off track by the dates:"), "{screen}");
    press.keys("?");
    assert!(
        press
            .screen()
            .contains("R Off track   A amber   G green   D done   ! look again   - not rated"),
        "{}",
        press.screen()
    );
    press.keys("esc r");
    assert!(press.screen().contains("Off track"));
    press.keys("r");
    assert!(press.screen().contains("Why is it Off track?"));
    press.text("No lead").keys("enter 7");
    let screen = press.screen();
    assert!(screen.contains("Off track (No lead)"), "{screen}");
    press.keys("2 /").text("rag:\"off track\"").keys("enter");
    assert!(!press.model.visible.is_empty());
    press
        .keys("esc :")
        .text("what if")
        .keys("enter")
        .text("mon")
        .keys("enter");
    assert!(press.screen().contains("Off track"), "{}", press.screen());
}

#[test]
fn a_jump_brings_the_words_on_the_task_along_at_once() {
    let mut press = Press::new();
    press.keys("2");
    for key in ["end", "pgup", "home", "pgdn"] {
        press.send(Msg::Key(key.parse().unwrap()));
        let current = press.model.current().map(|task| task.id);
        let shown = press.model.detail.as_ref().map(|detail| detail.0);
        if current.is_some() {
            assert_eq!(shown, current, "{key}");
        }
    }
    let before = press.model.detail.as_ref().map(|detail| detail.0);
    press.send(Msg::Key("down".parse().unwrap()));
    let shown = press.model.detail.as_ref().map(|detail| detail.0);
    assert_eq!(shown, before, "one row waits until the keys rest");
}

/// Before the call Today lists nothing: the key of a task says where the tasks are.
#[test]
fn a_key_for_tasks_says_where_they_are_while_today_lists_none() {
    let plan = standard(&mut Ids::new(7, 1_700_000_000_000));
    let mut press = Press::with(plan, at("2026-11-30T09:00"));
    press.keys("1 enter");
    assert_eq!(
        press.model.status.text,
        "No task is listed here yet. 2 shows the whole checklist."
    );
}

#[test]
fn what_could_not_be_saved_is_not_called_saved_because_something_else_does_not_work_either() {
    let mut press = Press::new();
    press.fail_next = Some(Failure::failed("The disk is full."));
    press.keys("space");
    assert!(press.screen().contains("NOT SAVED"), "{}", press.screen());
    press.send(Msg::Failed(Failure::failed("The file cannot be read.")));
    assert!(press.screen().contains("NOT SAVED"), "{}", press.screen());
    press.keys("space");
    assert!(!press.screen().contains("NOT SAVED"), "{}", press.screen());
}
