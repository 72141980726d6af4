//! A key and its frame cost what is in view, on every tab: counted in rows that are looked at, not in time.

use jiff::civil::{DateTime, date};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use super::view;
use crate::app::key::Key;
use crate::app::model::Model;
use crate::app::update::update;
use crate::app::{Msg, Opened, Size};
use crate::domain::demo::crowd;
use crate::domain::edit::Author;
use crate::domain::effort;
use crate::domain::id::Ids;
use crate::domain::inspection::Inspection;
use crate::domain::operation::Stamp;
use crate::domain::plan::Plan;
use crate::domain::text::Line;
use crate::tui::theme::Theme;

const NOW: DateTime = date(2026, 11, 30).at(11, 42, 0, 0);

/// How much of each thing there is.
#[derive(Clone, Copy)]
struct Desk {
    tasks: usize,
    /// Requests; and as many promises.
    asked: usize,
    /// Operations to look back on.
    past: usize,
}

impl Desk {
    fn model(self) -> Model {
        let author = Author {
            who: Line::clipped("Jo"),
            now: NOW,
        };
        let mut ids = Ids::new(2, 1_700_000_000_000);
        let mut plan = Plan::about(Inspection::default());
        plan.apply_all(&crowd::tasks(60, self.tasks, NOW).changes)
            .unwrap();
        crowd::ask(&mut plan, self.asked, &author, &mut ids).unwrap();
        let size = Size {
            cols: 120,
            rows: 40,
        };
        let mut model = Model::new(NOW, size, ids, author.who.clone());
        update(&mut model, Msg::Opened(Box::new(Opened::of(plan))));
        let stamp = Stamp {
            who: author.who,
            at: "2026-11-30T11:42:00Z".parse().unwrap(),
            local: NOW,
            rehearsed: false,
        };
        let past = Msg::Past {
            task: None,
            before: None,
            past: crowd::past(self.past, &stamp),
        };
        update(&mut model, past);
        model
    }
}

/// How many keys are counted.
const KEYS: usize = 2;

/// What there is on a small desk.
const FEW: Desk = Desk {
    tasks: 600,
    asked: 20,
    past: 60,
};

/// How many more records the desk with more requests has.
const MORE: usize = 80;

/// So many rows more are no matter: what is in view is not the same on every desk.
const SLACK: usize = 100;

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
    // The number is how often one key may look at every record: what stands beside a list asks all of them about the one
    // task that is chosen. No row of a list may, and where nothing asks them, none is looked at.
    for (place, there, keys, times) in [
        ("Today", "1", ["j", "k"], 2),
        ("Checklist", "2", ["j", "k"], 2),
        ("Owners", "3", ["j", "k"], 0),
        ("Timeline, its rows", "4", ["j", "k"], 0),
        ("Timeline, its days", "4", ["right", "left"], 0),
        ("Requests", "5", ["j", "k"], 1),
        (
            "A request being typed",
            "5 a C a s e",
            ["x", "backspace"],
            2,
        ),
        ("Self-evaluation", "6", ["j", "k"], 0),
        ("Self-evaluation, opened", "6 enter", ["j", "k"], 0),
        ("History", "7", ["j", "k"], 0),
        ("The slides", "p", ["right", "left"], 0),
        ("A walk", "W n", ["right", "left"], 0),
    ] {
        let effort = |desk: Desk| effort_of(desk.model(), there, keys);
        let few = effort(FEW);
        let tasks = effort(Desk {
            tasks: 10 * FEW.tasks,
            ..FEW
        });
        let asked = effort(Desk {
            asked: FEW.asked + MORE / 2,
            ..FEW
        });
        let past = effort(Desk {
            past: 7 * FEW.past,
            ..FEW
        });
        assert!(
            tasks <= few + SLACK,
            "{place}: {few} rows are looked at, and {tasks} of ten times as many tasks"
        );
        assert!(
            past <= few + SLACK,
            "{place}: {few} rows are looked at, and {past} of seven times as long a history"
        );
        assert!(
            asked <= few + SLACK + times * KEYS * MORE,
            "{place}: {few} rows are looked at, and {asked} of three times as many requests"
        );
    }
}
