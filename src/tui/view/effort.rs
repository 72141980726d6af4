//! A key and its frame cost what is in view, on every tab: counted in rows that are looked at, not in time.

use jiff::civil::{DateTime, date};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use super::view;
use crate::app::key::Key;
use crate::app::model::Model;
use crate::app::update::update;
use crate::app::{Msg, Opened, Size};
use crate::domain::change::{Change, Row};
use crate::domain::edit::Author;
use crate::domain::effort;
use crate::domain::id::{Ids, PersonId, Ref, TaskId};
use crate::domain::inspection::{Inspection, Person};
use crate::domain::plan::Plan;
use crate::domain::promises;
use crate::domain::requests::{self, capture};
use crate::domain::task::{Phase, Place, Task};
use crate::domain::text::Line;
use crate::domain::when::{Moment, When};
use crate::tui::theme::Theme;

const NOW: DateTime = date(2026, 11, 30).at(11, 42, 0, 0);

/// A desk with so many tasks of so many people, and as many requests and promises as that.
fn desk(tasks: u32, people: u32, asked: usize) -> Model {
    let mut ids = Ids::new(1, 1_700_000_000_000);
    let mut plan = Plan::from_rows(
        Inspection::default(),
        vec![],
        vec![],
        vec![],
        vec![],
        [1; 3],
    );
    let owners: Vec<PersonId> = (0..people).map(|_| PersonId(ids.next_id())).collect();
    for (number, id) in owners.iter().enumerate() {
        let person = Person {
            id: *id,
            name: Some(Line::clipped(&format!("Person {number}"))),
            initials: Line::clipped(&format!("P{number}")),
            role: Line::default(),
        };
        plan.apply(&Change::Create(Row::Person(person))).unwrap();
    }
    let mut numbers = [0; 3];
    for at in 0..tasks {
        let phase = Phase::ALL[at as usize % 3];
        numbers[phase as usize] += 1;
        let place = Place {
            phase,
            section: Line::default(),
        };
        let reference = Ref::new(phase, numbers[phase as usize]);
        let title = Line::clipped(&format!("Verify list {at}"));
        let mut task = Task::new(TaskId(ids.next_id()), reference, place, title);
        task.owner = Some(owners[(at % people) as usize]);
        let due = date(2026, 11, 1).saturating_add(jiff::Span::new().days(i64::from(at % 60)));
        task.deadline.due = Some(When::At(Moment::day(due)));
        plan.apply(&Change::Create(Row::Task(Box::new(task))))
            .unwrap();
    }
    let author = Author {
        who: Line::clipped("Jo"),
        now: NOW,
    };
    for number in 0..asked {
        let text = format!("Case list {number} by:LI a:P{number} d:+1wd");
        let asked = capture::read(&text, &plan, &author).unwrap();
        let operation = requests::ask(&plan, asked, &mut ids);
        plan.apply_all(&operation.changes).unwrap();
        let task = plan.tasks()[number].id;
        let promise = promises::promise(&plan, task, "by 4pm", &author, &mut ids);
        plan.apply_all(&promise.unwrap().changes).unwrap();
    }
    let size = Size {
        cols: 120,
        rows: 40,
    };
    let mut model = Model::new(NOW, size, ids, Line::clipped("Jo"));
    update(&mut model, Msg::Opened(Box::new(Opened::of(plan))));
    model
}

/// How many keys are counted, how many records there are more of the third desk, and how often a key may look at each.
const KEYS: usize = 2;
const MORE: usize = 80;
const TIMES: usize = 4;

/// The rows that are looked at for two keys and their frames, where both have been pressed before.
fn effort_of(mut model: Model, before: &str, keys: [&str; KEYS]) -> usize {
    let dark = Theme::named("dark").unwrap();
    let mut terminal = Terminal::new(TestBackend::new(120, 40)).unwrap();
    let mut press = |name: &str| {
        update(&mut model, Msg::Key(name.parse::<Key>().unwrap()));
        terminal.draw(|frame| view(&model, &dark, frame)).unwrap();
    };
    before.split(' ').chain(keys).for_each(&mut press);
    effort::of(|| keys.into_iter().for_each(press))
}

#[test]
fn a_key_costs_what_is_in_view_on_every_tab() {
    for (place, there, keys) in [
        ("Today", "1", ["j", "k"]),
        ("Checklist", "2", ["j", "k"]),
        ("Owners", "3", ["j", "k"]),
        ("Timeline, its rows", "4", ["j", "k"]),
        ("Timeline, its days", "4", ["right", "left"]),
        ("Requests", "5", ["j", "k"]),
        ("A request being typed", "5 a C a s e", ["x", "backspace"]),
        ("Self-evaluation", "6", ["j", "k"]),
        ("History", "7", ["j", "k"]),
        ("The slides", "p", ["right", "left"]),
        ("A walk", "W n", ["right", "left"]),
    ] {
        let few = effort_of(desk(600, 60, 20), there, keys);
        let tasks = effort_of(desk(6_000, 60, 20), there, keys);
        let asked = effort_of(desk(600, 60, 60), there, keys);
        assert!(
            tasks <= few + 100,
            "{place}: {few} rows are looked at, and {tasks} of ten times as many tasks"
        );
        // What stands beside a list may ask all records about the one task that is chosen: a few times, not for each row.
        assert!(
            asked <= few + TIMES * KEYS * MORE,
            "{place}: {few} rows are looked at, and {asked} of three times as many requests"
        );
    }
}
