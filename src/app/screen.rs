//! The screens, one row each, and the rows each of them lists.
//! It works out what is listed; how it looks is for the views.

use crate::domain::order::Group;

use super::action::Action;
use super::keymap::Context;
use super::list::Row;
use super::model::Model;

/// Which screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Screen {
    /// What is late, due and to be looked at.
    #[default]
    Today,
    /// Every task by phase.
    Checklist,
    /// What was changed, by whom.
    History,
}

/// What the program knows of a screen.
#[derive(Debug)]
pub struct Entry {
    /// Which.
    pub screen: Screen,
    /// The number in its tab, which is also its key.
    pub number: char,
    /// The word in its tab.
    pub title: &'static str,
    /// The action that shows it.
    pub action: Action,
    /// Where keys are looked up, first match wins.
    pub contexts: &'static [Context],
    /// Lines above its list.
    pub summary: u16,
    /// The hints on the last line, most used first.
    pub hints: &'static [Action],
}

/// Every screen, in the order of the tabs.
pub static SCREENS: &[Entry] = &[
    Entry {
        screen: Screen::Today,
        number: '1',
        title: "Today",
        action: Action::ShowToday,
        contexts: &[Context::Tasks, Context::Global],
        summary: 4,
        hints: TASK_HINTS,
    },
    Entry {
        screen: Screen::Checklist,
        number: '2',
        title: "Checklist",
        action: Action::ShowChecklist,
        contexts: &[Context::Checklist, Context::Tasks, Context::Global],
        summary: 1,
        hints: TASK_HINTS,
    },
    Entry {
        screen: Screen::History,
        number: '7',
        title: "History",
        action: Action::ShowHistory,
        contexts: &[Context::History, Context::Global],
        summary: 1,
        hints: &[
            Action::Details,
            Action::Find,
            Action::UndoThis,
            Action::Undo,
            Action::Redo,
            Action::ShowToday,
            Action::Palette,
        ],
    },
];

const TASK_HINTS: &[Action] = &[
    Action::Open,
    Action::ToggleDone,
    Action::Add,
    Action::SetRag,
    Action::SetDue,
    Action::SetOwner,
    Action::Find,
    Action::SetNote,
    Action::Undo,
    Action::SetStatus,
    Action::Call,
    Action::Fold,
    Action::Quit,
];

/// The hints while several tasks are selected.
pub const SELECTED_HINTS: &[Action] = &[
    Action::ToggleDone,
    Action::SetDue,
    Action::SetOwner,
    Action::SetRag,
    Action::SetStatus,
    Action::Remove,
];

impl Screen {
    /// Its row in the table.
    pub fn entry(self) -> &'static Entry {
        SCREENS
            .iter()
            .find(|entry| entry.screen == self)
            .unwrap_or(&SCREENS[0])
    }
}

/// The groups of Today, in order: heading and what is in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TodayGroup {
    /// Past their time.
    Overdue,
    /// Due today, and done today.
    Today,
    /// What comes next.
    Next,
    /// The rest of the week.
    Later,
    /// What a director would ask about.
    Check,
    /// Nobody answers for them.
    Nobody,
}

/// The groups of Today, in order.
pub const TODAY_GROUPS: [TodayGroup; 6] = [
    TodayGroup::Overdue,
    TodayGroup::Today,
    TodayGroup::Next,
    TodayGroup::Later,
    TodayGroup::Check,
    TodayGroup::Nobody,
];

impl TodayGroup {
    /// Its heading.
    pub fn title(self, model: &Model) -> String {
        match self {
            TodayGroup::Overdue => "Overdue".to_owned(),
            TodayGroup::Today => "Today".to_owned(),
            TodayGroup::Next => model.agenda.next.title.clone(),
            TodayGroup::Later => model.agenda.later.title.clone(),
            TodayGroup::Check => "Check these".to_owned(),
            TodayGroup::Nobody => "Nobody's".to_owned(),
        }
    }

    /// Its tasks.
    pub fn tasks(self, model: &Model) -> &[u32] {
        match self {
            TodayGroup::Overdue => &model.agenda.overdue,
            TodayGroup::Today => &model.agenda.today,
            TodayGroup::Next => &model.agenda.next.items,
            TodayGroup::Later => &model.agenda.later.items,
            TodayGroup::Check => &model.agenda.check_these,
            TodayGroup::Nobody => &model.agenda.nobody,
        }
    }

    /// How many of its tasks are left to the checklist.
    pub fn hidden(self, model: &Model) -> usize {
        let all = self.tasks(model).len();
        all - self.shown_of(all)
    }

    /// How many of `count` tasks are shown: never all but one.
    fn shown_of(self, count: usize) -> usize {
        let most = match self {
            TodayGroup::Overdue | TodayGroup::Today => usize::MAX,
            TodayGroup::Next | TodayGroup::Check => 12,
            TodayGroup::Later | TodayGroup::Nobody => 6,
        };
        if count <= most.saturating_add(1) {
            count
        } else {
            most
        }
    }
}

/// The rows of Today.
pub fn today_rows(model: &Model) -> Vec<Row> {
    let mut rows = Vec::new();
    for (at, group) in TODAY_GROUPS.into_iter().enumerate() {
        let shown = group.tasks(model);
        if shown.is_empty() {
            continue;
        }
        let folded = model.folded.contains(&group.title(model));
        rows.push(if folded {
            Row::Folded(at as u32)
        } else {
            Row::Head(at as u32)
        });
        if !folded {
            push_tasks(model, shown, group, at, &mut rows);
        }
        rows.push(Row::Blank);
    }
    if model.agenda.overtaken > 0 {
        rows.push(Row::Overtaken);
        if model.overtaken_open {
            rows.extend(model.overtaken_tasks().map(Row::Task));
        }
    } else {
        rows.pop_if(|row| *row == Row::Blank);
    }
    rows
}

fn push_tasks(model: &Model, tasks: &[u32], group: TodayGroup, at: usize, rows: &mut Vec<Row>) {
    let shown = group.shown_of(tasks.len());
    for task in tasks.iter().copied().take(shown) {
        rows.push(Row::Task(task));
        if group == TodayGroup::Check {
            let checks = model.board.standings[task as usize].checks.iter();
            rows.extend(checks.map(|check| Row::Why(task, check)));
        }
    }
    if tasks.len() > shown {
        rows.push(Row::More(at as u32));
    }
}

/// The rows of the checklist.
pub fn checklist_rows(model: &Model) -> Vec<Row> {
    let mut rows = Vec::with_capacity(model.visible.len() + 16);
    let mut phase = None;
    for (at, group) in model.groups.iter().enumerate() {
        let heading = group.phase.filter(|_| group.section.is_some());
        if heading.is_none() || heading != phase {
            if !rows.is_empty() {
                rows.push(Row::Blank);
            }
            let folded = model.is_folded(&head_title(group));
            rows.push(if folded {
                Row::Folded(at as u32)
            } else {
                Row::Head(at as u32)
            });
            phase = heading;
        }
        if !model.is_folded(&head_title(group)) {
            push_group(model, at, group, &mut rows);
        }
    }
    rows
}

fn push_group(model: &Model, at: usize, group: &Group, rows: &mut Vec<Row>) {
    let is_overtaken = |task: &u32| model.board.standings[*task as usize].overtaken;
    let overtaken = group.items.iter().filter(|task| is_overtaken(task)).count();
    if group
        .section
        .as_ref()
        .is_some_and(|section| !section.is_empty())
        && overtaken < group.items.len()
    {
        rows.push(Row::Section(at as u32));
    }
    if overtaken == 0 || model.overtaken_open || !model.filter.is_empty() {
        rows.extend(group.items.iter().copied().map(Row::Task));
        return;
    }
    rows.extend(
        group
            .items
            .iter()
            .copied()
            .filter(|task| !is_overtaken(task))
            .map(Row::Task),
    );
    rows.push(Row::Overtaken);
}

/// What a group's fold is known by.
pub fn head_title(group: &Group) -> String {
    match (group.phase, &group.section) {
        (Some(phase), Some(_)) => phase.title().to_owned(),
        _ => group.title.clone(),
    }
}

/// The same rows, with a second line for each task.
pub fn in_two_lines(rows: Vec<Row>) -> Vec<Row> {
    let both = |row| match row {
        Row::Task(at) => [Some(row), Some(Row::Under(at))],
        _ => [Some(row), None],
    };
    rows.into_iter().flat_map(both).flatten().collect()
}
