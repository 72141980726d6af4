//! Presses keys on the state machine and answers its effects in memory, so that a journey reads as its keys.

use jiff::civil::DateTime;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use readyroom::app::model::Model;
use readyroom::app::update::update;
use readyroom::app::{Effect, Msg, Opened, Size};
use readyroom::domain::change::Change;
use readyroom::domain::edit::{Author, Call, record_call};
use readyroom::domain::failure::Failure;
use readyroom::domain::id::Ids;
use readyroom::domain::operation::{Entry, Hash, Kind, Operation, Past, Stamp};
use readyroom::domain::plan::Plan;
use readyroom::domain::template::{Start, Template};
use readyroom::domain::text::Line;
use readyroom::tui::theme::Theme;
use readyroom::tui::view::view;

/// A model with a store in memory behind it.
pub(crate) struct Press {
    pub(crate) model: Model,
    /// What was done, oldest first, with what it took back.
    pub(crate) done: Vec<Past>,
    undone: Vec<Past>,
    /// Effects that nothing here answers.
    pub(crate) left: Vec<Effect>,
    /// What the next save fails with.
    pub(crate) fail_next: Option<Failure>,
}

pub(crate) fn at(text: &str) -> DateTime {
    text.parse().unwrap()
}

pub(crate) fn line(text: &str) -> Line {
    Line::new(text).unwrap()
}

/// The standard plan, before any call.
pub(crate) fn standard(ids: &mut Ids) -> Plan {
    from_template("standard", ids)
}

/// The plan of a template, before any call.
pub(crate) fn from_template(name: &str, ids: &mut Ids) -> Plan {
    let template = Template::named(name).unwrap();
    let (inspection, operation) = template.start(
        &Start {
            authority: line("Northshire"),
            from: None,
        },
        ids,
    );
    let mut plan = Plan::from_rows(
        inspection,
        Vec::new(),
        Vec::new(),
        Vec::new(),
        Vec::new(),
        [1; 3],
    );
    plan.apply_all(&operation.changes).unwrap();
    plan
}

/// The standard plan with the call of Monday 30 November 2026.
pub(crate) fn called(ids: &mut Ids) -> Plan {
    let mut plan = standard(ids);
    let now = at("2026-11-30T11:00");
    let call = Call {
        date: now.date(),
        time: Some(now.time()),
        on_site: Some("2026-12-07".parse().unwrap()),
        expected: false,
        drop_preparation: false,
    };
    let operation = record_call(
        &plan,
        &call,
        &Author {
            who: line("Jo"),
            now,
        },
    )
    .unwrap();
    plan.apply_all(&operation.changes).unwrap();
    plan
}

impl Press {
    /// The standard plan an hour after the call, at 80x24.
    pub(crate) fn new() -> Self {
        let plan = called(&mut Ids::new(7, 1_700_000_000_000));
        Self::with(plan, at("2026-11-30T11:42"))
    }

    pub(crate) fn with(plan: Plan, now: DateTime) -> Self {
        let size = Size { cols: 80, rows: 24 };
        let mut press = Self::closed(now, size);
        let notice = String::new();
        press.send(Msg::Opened(Box::new(Opened {
            plan,
            read_only: None,
            demo: false,
            notice,
        })));
        press
    }

    /// No file is open.
    pub(crate) fn closed(now: DateTime, size: Size) -> Self {
        let model = Model::new(now, size, Ids::new(9, 1_700_000_000_000), line("Jo"));
        Self {
            model,
            done: Vec::new(),
            undone: Vec::new(),
            left: Vec::new(),
            fail_next: None,
        }
    }

    pub(crate) fn size(mut self, cols: u16, rows: u16) -> Self {
        self.send(Msg::Resize(Size { cols, rows }));
        self
    }

    /// Presses keys, parted by spaces: `d f r i enter`.
    pub(crate) fn keys(&mut self, keys: &str) -> &mut Self {
        for key in keys.split_whitespace() {
            self.send(Msg::Key(key.parse().unwrap()));
        }
        self.send(Msg::Rest);
        self
    }

    /// Types text, letter by letter.
    pub(crate) fn text(&mut self, text: &str) -> &mut Self {
        for letter in text.chars() {
            self.send(Msg::Key(readyroom::app::key::Key::char(letter)));
        }
        self
    }

    pub(crate) fn send(&mut self, msg: Msg) {
        let mut waiting = vec![msg];
        while let Some(msg) = waiting.pop() {
            let effects = update(&mut self.model, msg);
            let answers: Vec<Msg> = effects
                .into_iter()
                .filter_map(|effect| self.answer(effect))
                .collect();
            waiting.extend(answers.into_iter().rev());
        }
    }

    fn answer(&mut self, effect: Effect) -> Option<Msg> {
        match effect {
            Effect::Commit(operation) => Some(self.commit(operation)),
            Effect::Undo => Some(self.undo()),
            Effect::Redo => Some(self.redo()),
            Effect::LoadHistory { task, limit } => {
                let of_task = |past: &&Past| {
                    task.is_none() || past.changes.iter().any(|change| change.task() == task)
                };
                let past = self
                    .done
                    .iter()
                    .rev()
                    .filter(of_task)
                    .take(limit)
                    .cloned()
                    .collect();
                Some(Msg::History { task, past })
            }
            other => {
                self.left.push(other);
                None
            }
        }
    }

    fn commit(&mut self, operation: Operation) -> Msg {
        if let Some(failure) = self.fail_next.take() {
            return Msg::Failed(failure);
        }
        self.undone.clear();
        let entry = self.entry(Kind::Do, &operation.label, operation.changes.len());
        let past = Past {
            order: self.done.len() as u64 + 1,
            entry: entry.clone(),
            changes: operation.changes,
        };
        self.done.push(past.clone());
        Msg::Committed {
            entry,
            changes: past.changes,
        }
    }

    fn undo(&mut self) -> Msg {
        let Some(past) = self.done.pop() else {
            return Msg::Failed(Failure::failed("There is nothing to undo."));
        };
        let changes: Vec<Change> = past.changes.iter().rev().map(Change::inverse).collect();
        let entry = self.entry(Kind::Undo, &past.entry.label, changes.len());
        let of = past.entry.clone();
        self.undone.push(past);
        Msg::TakenBack { entry, of, changes }
    }

    fn redo(&mut self) -> Msg {
        let Some(past) = self.undone.pop() else {
            return Msg::Failed(Failure::failed("There is nothing to make again."));
        };
        let entry = self.entry(Kind::Redo, &past.entry.label, past.changes.len());
        self.done.push(past.clone());
        Msg::TakenBack {
            entry,
            of: past.entry,
            changes: past.changes,
        }
    }

    fn entry(&self, kind: Kind, label: &str, changes: usize) -> Entry {
        let local = self.model.now;
        Entry {
            hash: Hash([0; 32]),
            parents: Vec::new(),
            lamport: 1,
            replica: uuid::Uuid::nil(),
            kind,
            undoes: None,
            label: label.to_owned(),
            stamp: Stamp {
                who: self.model.who.clone(),
                at: "2026-11-30T11:42:00Z".parse().unwrap(),
                local,
                rehearsed: false,
            },
            changes,
        }
    }

    /// The screen as text, in the theme.
    pub(crate) fn screen_in(&self, theme: &str) -> Terminal<TestBackend> {
        let Size { cols, rows } = self.model.size;
        let mut terminal = Terminal::new(TestBackend::new(cols, rows)).unwrap();
        let theme = Theme::named(theme).unwrap();
        terminal
            .draw(|frame| view(&self.model, &theme, frame))
            .unwrap();
        terminal
    }

    /// The screen as text.
    pub(crate) fn screen(&self) -> String {
        let text = self.screen_in("mono").backend().to_string();
        let lines = text
            .lines()
            .map(|line| line.trim_matches('"').trim_end().to_owned());
        lines.collect::<Vec<_>>().join("\n")
    }
}
