//! Presses keys on the state machine and answers its effects in memory, so that a journey reads as its keys.

use jiff::civil::DateTime;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use readyroom::app::model::Model;
use readyroom::app::reading::Reading;
use readyroom::app::update::update;
use readyroom::app::{Effect, Msg, Opened, Size};
use readyroom::domain::as_of::{self, Mark};
use readyroom::domain::change::Change;
use readyroom::domain::difference::Difference;
use readyroom::domain::edit::{Author, Call, record_call};
use readyroom::domain::failure::Failure;
use readyroom::domain::id::{Ids, TaskId};
use readyroom::domain::operation::{Entry, Hash, Kind, Operation, Past, Stamp};
use readyroom::domain::plan::Plan;
use readyroom::domain::template::{Start, Template};
use readyroom::domain::text::Line;
use readyroom::domain::trend::Gather;
use readyroom::tui::theme::Theme;
use readyroom::tui::view::view;

/// A model with a store in memory behind it.
pub(crate) struct Press {
    pub(crate) model: Model,
    /// What was done, oldest first, with what it took back.
    pub(crate) done: Vec<Past>,
    undone: Vec<Past>,
    /// All that was ever done or taken back, oldest first.
    pub(crate) log: Vec<Past>,
    /// Effects that nothing here answers.
    pub(crate) left: Vec<Effect>,
    /// What was put on the clipboard.
    pub(crate) copied: Vec<String>,
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
    template
        .plan(
            &Start {
                authority: line("Northshire"),
                from: None,
            },
            ids,
        )
        .unwrap()
}

/// The standard plan with the call of Monday 30 November 2026.
pub(crate) fn called(ids: &mut Ids) -> Plan {
    let mut plan = standard(ids);
    let now = at("2026-11-30T11:00");
    let call = Call {
        on_site: Some("2026-12-07".parse().unwrap()),
        ..Call::came(now)
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
        press.send(Msg::Opened(Box::new(Opened::of(plan))));
        press
    }

    /// No file is open.
    pub(crate) fn closed(now: DateTime, size: Size) -> Self {
        let model = Model::new(now, size, Ids::new(9, 1_700_000_000_000), line("Jo"));
        Self {
            model,
            done: Vec::new(),
            undone: Vec::new(),
            log: Vec::new(),
            left: Vec::new(),
            copied: Vec::new(),
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
            Effect::UndoOne(hash) => Some(self.undo_one(hash)),
            Effect::LoadHistory { task, limit } => {
                let past = self.past(Some(task), None, limit);
                Some(Msg::History { task, past })
            }
            Effect::LoadOperation(order) => {
                let past = self.log[order as usize - 1].clone();
                Some(Msg::Operation(Box::new(past)))
            }
            Effect::LoadPast {
                task,
                before,
                limit,
            } => {
                let past = self.past(task, before, limit);
                Some(Msg::Past { task, before, past })
            }
            Effect::LookBack(mark) => {
                let found = self.as_of(mark);
                Some(
                    found.map_or_else(Msg::Failed, |(plan, at)| Msg::LookedBack {
                        plan: Box::new(plan),
                        at,
                    }),
                )
            }
            Effect::Compare { from, to } => {
                let both = self
                    .as_of(from)
                    .and_then(|from| Ok((from, self.as_of(to)?)));
                Some(both.map_or_else(Msg::Failed, |((then, from), (now, to))| {
                    let moved = Difference::between(&then, from, &now, to);
                    let title = format!("From {}", moved.title(to.date()));
                    Msg::Read(Reading::new(title, moved.lines(&now)))
                }))
            }
            Effect::Trend => {
                let mut gather = Gather::new(self.model.now, 10);
                let mut plan = self.model.plan.clone();
                let start = self.start();
                for past in self.log.iter().rev().chain([&start]) {
                    if gather.meet(&plan, past) {
                        break;
                    }
                    as_of::take_back(&mut plan, past).unwrap();
                }
                gather.finish().map(|trend| Msg::Trend(Box::new(trend)))
            }
            Effect::Copy(clip) => {
                self.copied.push(clip.text);
                let (text, remember) = (format!("Copied {}.", clip.said), clip.remember);
                Some(Msg::Written { text, remember })
            }
            other => {
                self.left.push(other);
                None
            }
        }
    }

    /// The file was begun an hour ago.
    fn start(&self) -> Past {
        let aside = self.model.aside.as_ref();
        let now = aside.map_or(self.model.now, |aside| aside.now);
        let mut start = Past {
            order: 0,
            entry: self.entry(0, Kind::Start, "New inspection", 0),
            changes: Vec::new(),
        };
        start.entry.stamp.local = now - jiff::SignedDuration::from_hours(1);
        start
    }

    /// The plan as it stood then.
    fn as_of(&self, mark: Mark) -> Result<(Plan, DateTime), Failure> {
        let aside = self.model.aside.as_ref();
        let plan = aside.map_or(&self.model.plan, |aside| &aside.plan);
        let start = self.start();
        let log = self.log.iter().rev().chain([&start]);
        as_of::rewind(plan.clone(), log, mark)
    }

    fn commit(&mut self, operation: Operation) -> Msg {
        if let Some(failure) = self.fail_next.take() {
            return Msg::Failed(failure);
        }
        self.undone.clear();
        let past = self.keep(Kind::Do, &operation.label, operation.changes, None);
        self.done.push(past.clone());
        Msg::Committed {
            entry: past.entry,
            changes: past.changes,
        }
    }

    /// Newest first, and of each operation no more changes than the program shows.
    fn past(&self, task: Option<TaskId>, before: Option<u64>, limit: usize) -> Vec<Past> {
        let is_wanted = |past: &&Past| {
            before.is_none_or(|before| past.order < before)
                && (task.is_none() || past.changes.iter().any(|change| change.task() == task))
        };
        let newest = self.log.iter().rev().filter(is_wanted).take(limit);
        newest
            .map(|past| Past {
                changes: past.changes.iter().take(20).cloned().collect(),
                ..past.clone()
            })
            .collect()
    }

    fn keep(
        &mut self,
        kind: Kind,
        label: &str,
        changes: Vec<Change>,
        undoes: Option<Hash>,
    ) -> Past {
        let order = self.log.len() as u64 + 1;
        let past = Past {
            order,
            entry: Entry {
                undoes,
                ..self.entry(order, kind, label, changes.len())
            },
            changes,
        };
        self.log.push(past.clone());
        past
    }

    fn undo_one(&mut self, mut hash: Hash) -> Msg {
        let answer = |hash| {
            let mut later = self.log.iter();
            later.find(|past| past.entry.undoes == Some(hash))
        };
        while let Some(later) = answer(hash) {
            hash = later.entry.hash;
        }
        let Some(at) = self.done.iter().position(|past| past.entry.hash == hash) else {
            return Msg::Failed(Failure::failed("It has been taken back already."));
        };
        let past = self.done.remove(at);
        self.take_back(past)
    }

    fn take_back(&mut self, past: Past) -> Msg {
        let changes: Vec<Change> = past.changes.iter().rev().map(Change::inverse).collect();
        let label = format!("Undo: {}", past.entry.label);
        let undo = self.keep(Kind::Undo, &label, changes, Some(past.entry.hash));
        let of = past.entry.clone();
        self.undone.push(past);
        Msg::TakenBack {
            entry: undo.entry,
            of,
            changes: undo.changes,
        }
    }

    fn undo(&mut self) -> Msg {
        let Some(past) = self.done.pop() else {
            return Msg::Failed(Failure::failed("There is nothing to undo."));
        };
        self.take_back(past)
    }

    fn redo(&mut self) -> Msg {
        let Some(past) = self.undone.pop() else {
            return Msg::Failed(Failure::failed("There is nothing to make again."));
        };
        let undo = self.log.iter().rev();
        let undo = undo
            .map(|undo| &undo.entry)
            .find(|entry| entry.undoes == Some(past.entry.hash))
            .map(|entry| entry.hash);
        let label = format!("Redo: {}", past.entry.label);
        let again = self.keep(Kind::Redo, &label, past.changes.clone(), undo);
        let of = past.entry.clone();
        let entry = again.entry.clone();
        self.done.push(Past {
            entry: Entry {
                label: of.label.clone(),
                ..again.entry
            },
            ..again
        });
        Msg::TakenBack {
            entry,
            of,
            changes: past.changes,
        }
    }

    fn entry(&self, order: u64, kind: Kind, label: &str, changes: usize) -> Entry {
        let local = self.model.now;
        let mut hash = [0; 32];
        hash[..8].copy_from_slice(&order.to_be_bytes());
        Entry {
            hash: Hash(hash),
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

    /// Where the terminal's own cursor is, if it is to be seen.
    pub(crate) fn caret(&self) -> Option<(u16, u16)> {
        let terminal = self.screen_in("mono");
        let backend = terminal.backend();
        let shown = backend.cursor_visible();
        shown.then(|| backend.cursor_position().into())
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
