//! Timeline: days, bars, milestones, days off and clashes, driven by keys.

use readyroom::app::Msg;
use readyroom::app::list::Row;
use readyroom::app::timeline;
use readyroom::domain::edit::{Author, Call, record_call};
use readyroom::domain::id::Ids;
use readyroom::domain::timeline::Lane;
use readyroom::domain::when::When;

use crate::support::press::{Press, at, from_template, line, standard};

/// The standard plan, called on Monday 26 April 2027: the Monday after is a bank holiday.
fn april() -> Press {
    let mut plan = standard(&mut Ids::new(7, 1_700_000_000_000));
    let now = at("2027-04-26T11:00");
    let call = Call::came(now);
    let author = Author {
        who: line("Jo"),
        now,
    };
    let operation = record_call(&plan, &call, &author).unwrap();
    plan.apply_all(&operation.changes).unwrap();
    Press::with(plan, now)
}

fn here(press: &Press) -> &Lane {
    timeline::here(&press.model).expect("the cursor is on a row")
}

/// The line of the screen that holds `words`, from the column the days begin in.
fn days_of(press: &Press, words: &str) -> String {
    let screen = press.screen();
    let line = screen.lines().find(|line| line.contains(words));
    let from = timeline::Strip::of(press.model.size).from;
    let line = line.unwrap_or_else(|| panic!("no {words:?} in\n{screen}"));
    line.chars().skip(from).collect()
}

#[test]
fn the_call_of_26_april_2027_shades_3_may_and_names_what_clashes() {
    let mut press = april();
    press.keys("4");
    let screen = press.screen();
    let letters: String = screen.lines().nth(7).unwrap().chars().skip(30).collect();
    assert!(
        letters.starts_with(" M T W T FSS│ H T W T FSS│"),
        "{screen}"
    );
    assert!(
        days_of(&press, "On site, week 1").contains("░░│░░"),
        "{screen}"
    );
    assert!(screen.contains("●Notification call"), "{screen}");
    assert!(screen.contains("●First day on site"), "{screen}");
    assert!(screen.contains("H Mon 3 May: "), "{screen}");
    let first_day = screen
        .lines()
        .position(|line| line.contains("●First day on site"))
        .unwrap();
    let column = |line: &str, glyph: char| line.chars().position(|c| c == glyph);
    let name = screen.lines().nth(first_day).unwrap();
    let at = column(name.split("First").next().unwrap(), '●').map(|_| {
        name.chars()
            .collect::<Vec<_>>()
            .windows(2)
            .position(|two| two == ['●', 'F'])
            .unwrap()
    });
    let tuesday = 30 + " M T W T FSS│ H".chars().count();
    assert_eq!(
        at,
        Some(tuesday),
        "on the Tuesday after the bank holiday\n{screen}"
    );
    // Somebody is away when a task of theirs is due.
    press
        .keys("3 g")
        .keys(": i s space a w a y enter")
        .text("27/4..29/4")
        .keys("enter 4 esc");
    let clash = &press.model.days.timeline.clashes[0];
    assert!(
        press.screen().contains(&clash.text[..30]),
        "{}",
        press.screen()
    );
}

#[test]
fn days_and_weeks_go_by_and_home_end_and_now_are_found() {
    let mut press = april();
    press.keys("4");
    let left = |press: &Press| press.model.days.left(press.model.now.date()).to_string();
    assert_eq!(left(&press), "2027-04-26");
    press.keys("right right");
    assert_eq!(left(&press), "2027-04-28");
    press.keys("]");
    assert_eq!(left(&press), "2027-05-05");
    press.keys("[ [ left");
    assert_eq!(left(&press), "2027-04-26", "the first day anything is on");
    press.keys("left");
    assert_eq!(press.model.status.text, "Nothing is on earlier days.");
    press.keys("end");
    let last = press.model.days.timeline.marks.last().unwrap().day;
    assert!(press.model.days.left(press.model.now.date()) <= last);
    assert!(press.screen().contains("Improvement plan") || press.screen().contains('●'));
    press.keys(". shift-right");
    assert_eq!(left(&press), "2027-05-03");
    press.keys("home");
    assert_eq!(left(&press), "2027-04-26");
}

#[test]
fn a_row_unfolds_and_the_bar_of_a_task_moves_with_its_date() {
    let mut press = april();
    press.keys("4 j");
    let lane = here(&press).clone();
    press.keys("enter");
    let list = press.model.list();
    let under: Vec<Row> = list.rows[list.cursor + 1..=list.cursor + lane.tasks.len()].to_vec();
    assert_eq!(
        under,
        lane.tasks
            .iter()
            .map(|at| Row::Task(*at))
            .collect::<Vec<_>>()
    );
    press.keys("j");
    let task = press.model.current().unwrap().clone();
    let title: String = task.title.as_str().chars().take(12).collect();
    let before = days_of(&press, &title);
    press.keys("d").text("13/5").keys("enter");
    assert_eq!(press.model.current().unwrap().id, task.id);
    let due = press.model.plan.task(task.id).unwrap().deadline.due;
    assert!(matches!(due, Some(When::At(_))));
    let after = days_of(&press, &title);
    assert_ne!(before, after);
    let thursday = " M T W T FSS│ H T W T FSS│ M T W T".chars().count() - 1;
    assert_eq!(after.chars().nth(thursday), Some('■'), "{after}");
    press.keys("u");
    assert_eq!(days_of(&press, &title), before);
    press.keys("z");
    assert_eq!(here(&press).title, lane.title);
}

#[test]
fn rows_are_sections_or_owners_and_the_filter_narrows_them() {
    let mut press = april();
    press.keys("4");
    assert_eq!(here(&press).title, "Day of the call");
    press.keys("s");
    let titles = |press: &Press| -> Vec<String> {
        let lanes = press.model.days.timeline.lanes.iter();
        lanes.map(|lane| lane.title.clone()).collect()
    };
    assert!(titles(&press).contains(&"Data lead".to_owned()));
    press.keys("g y");
    assert_eq!(press.copied.len(), 1, "the message to the owner of the row");
    press.keys("s /").text("phase:feedback").keys("enter");
    assert!(titles(&press).contains(&"Draft report".to_owned()));
    assert!(!titles(&press).contains(&"Day of the call".to_owned()));
    press.keys("/").text(" zzz").keys("enter");
    assert!(
        press.screen().contains("No tasks match"),
        "{}",
        press.screen()
    );
}

#[test]
fn what_is_done_is_marked_so_and_counts_no_more() {
    let mut press = april();
    press.keys("4 enter j");
    while press.model.current().unwrap().status.is_done() {
        press.keys("j");
    }
    let open = press.model.days.timeline.due.values().sum::<u32>();
    press.keys("space");
    assert_eq!(
        press.model.days.timeline.due.values().sum::<u32>(),
        open - 1
    );
    press.send(Msg::Now(at("2027-04-27T09:00")));
    let screen = press.screen();
    assert!(screen.contains('√'), "{screen}");
}

#[test]
fn what_is_due_before_the_first_week_is_in_view_while_it_is_to_come() {
    let plan = from_template("monitoring", &mut Ids::new(5, 6));
    let mut press = Press::with(plan, at("2026-11-09T09:00"));
    press.keys("c").text("15/12").keys("enter enter 4");
    let screen = press.screen();
    assert!(screen.contains("Mon 9 Nov to Fri 4 Dec"), "{screen}");
    // Once it is done, the weeks of the inspection are what there is to see.
    press
        .keys("2 /")
        .text("before")
        .keys("enter")
        .keys("* space 2 esc 4");
    let screen = press.screen();
    assert!(screen.contains("Mon 30 Nov to Fri 25 Dec"), "{screen}");
}
