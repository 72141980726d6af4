//! The screens, one row each, and the rows that Today and the checklist list.
//! It works out what is listed; how it looks is for the views.

use uuid::Uuid;

use crate::domain::order::{self, Group};

use super::Effect;
use super::action::Action;
use super::grades;
use super::history;
use super::keymap::Context;
use super::list::Row;
use super::model::Model;
use super::owners;
use super::requests;
use super::timeline;
use super::typing;

/// Which screen; in the order of their rows in [`SCREENS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Screen {
    /// What is late, due and to be looked at.
    #[default]
    Today,
    /// Every task by phase.
    Checklist,
    /// Who has how much.
    Owners,
    /// What is on which day.
    Timeline,
    /// What inspectors asked for.
    Requests,
    /// The self-evaluation.
    Grades,
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
    /// A shorter word, for where the tabs have little room.
    pub short: &'static str,
    /// The action that shows it.
    pub action: Action,
    /// Where keys are looked up, first match wins.
    pub contexts: &'static [Context],
    /// Lines above its list.
    pub summary: u16,
    /// Its list takes the whole width, with one line for everything: nothing stands beside it, at any width.
    pub whole_width: bool,
    /// Lines under its list, where nothing stands beside it: in a window of 20 rows and more, and in a lower one.
    pub under: (u16, u16),
    /// The hints on the last line, most used first.
    pub hints: &'static [Action],
    /// Works out what it shows, and lists it. Asked for when the plan, the filter, the sort or the minute has changed.
    pub rows: fn(&mut Model) -> Vec<Row>,
    /// What is known of the things it lists that are no tasks.
    pub items: Items,
    /// What a heading of its list is folded by.
    pub heading: fn(&Model, u32) -> Option<String>,
    /// How its list is narrowed by typing. Where it is not, the checklist is shown and narrowed.
    pub narrowing: Option<&'static Narrowing>,
    /// Does what only this screen does; `None` for what it leaves to all.
    pub act: fn(&mut Model, Action) -> Option<Vec<Effect>>,
}

/// The things of its own that a screen lists as [`Row::Item`].
#[derive(Debug)]
pub struct Items {
    /// Whose they are: their keys and what is said of them are that screen's.
    pub of: Screen,
    /// Where keys are looked up while the cursor is on one; none where the screen's own will do.
    pub contexts: &'static [Context],
    /// What one of them is called, with its article and where it is.
    pub called: &'static str,
    /// What stands for one of them for ever, by its position, so that the cursor stays on it.
    pub id: fn(&Model, u32) -> Option<Uuid>,
}

/// A screen that lists tasks alone.
const NO_ITEMS: Items = Items {
    of: Screen::Checklist,
    contexts: &[],
    called: "",
    id: |_, _| None,
};

/// How a list is narrowed by typing.
#[derive(Debug)]
pub struct Narrowing {
    /// Whose list it is.
    pub screen: Screen,
    /// It is tasks that are narrowed, all of them by one filter.
    pub tasks: bool,
    /// What is typed.
    pub typed: fn(&Model) -> &str,
    /// Narrows it by another text.
    pub narrow: fn(&mut Model, &str),
    /// What may be typed, for whoever has typed nothing yet.
    pub hint: &'static str,
}

impl Narrowing {
    /// The tasks on this screen are narrowed.
    pub(super) const fn of_tasks(screen: Screen) -> Self {
        Self {
            screen,
            tasks: true,
            typed: |model| &model.filter_text,
            narrow: typing::narrow_tasks,
            hint: "words, owner:jo late due<fri",
        }
    }
}

const TASK_NARROWING: &Narrowing = &Narrowing::of_tasks(Screen::Checklist);

/// Every screen, in the order of the tabs.
pub static SCREENS: &[Entry] = &[
    Entry {
        screen: Screen::Today,
        number: '1',
        title: "Today",
        short: "Today",
        action: Action::ShowToday,
        contexts: &[Context::Tasks, Context::Global],
        summary: 4,
        whole_width: false,
        under: (3, 0),
        hints: TASK_HINTS,
        rows: |model| today_rows(model),
        items: requests::ITEMS_OF_TODAY,
        heading: |model, at| Some(TODAY_GROUPS.get(at as usize)?.title(model)),
        narrowing: Some(TASK_NARROWING),
        act: |_, _| None,
    },
    Entry {
        screen: Screen::Checklist,
        number: '2',
        title: "Checklist",
        short: "List",
        action: Action::ShowChecklist,
        contexts: &[Context::Checklist, Context::Tasks, Context::Global],
        summary: 1,
        whole_width: false,
        under: (3, 0),
        hints: TASK_HINTS,
        rows: checklist_rows,
        items: NO_ITEMS,
        heading: |model, at| Some(head_title(model.groups.get(at as usize)?)),
        narrowing: Some(TASK_NARROWING),
        act: |_, _| None,
    },
    Entry {
        screen: Screen::Owners,
        number: '3',
        title: "Owners",
        short: "Who",
        action: Action::ShowOwners,
        contexts: &[Context::Tasks, Context::Owners, Context::Global],
        summary: 2,
        whole_width: false,
        under: (3, 0),
        hints: &[
            Action::Unfold,
            Action::Open,
            Action::CopyChase,
            Action::ChaseRound,
            Action::Turn,
            Action::Find,
            Action::ToggleDone,
            Action::SetDue,
            Action::SetOwner,
            Action::Undo,
            Action::Quit,
        ],
        rows: owners::rows,
        items: owners::ITEMS,
        heading: |_, _| None,
        narrowing: Some(owners::NARROWING),
        act: owners::act,
    },
    Entry {
        screen: Screen::Timeline,
        number: '4',
        title: "Timeline",
        short: "Days",
        action: Action::ShowTimeline,
        contexts: &[Context::Tasks, Context::Timeline, Context::Global],
        summary: 5,
        whole_width: true,
        under: (5, 1),
        hints: &[
            Action::Unfold,
            Action::Open,
            Action::DayAhead,
            Action::WeekBack,
            Action::WeekAhead,
            Action::GoToNow,
            Action::Turn,
            Action::SetDue,
            Action::Find,
            Action::Undo,
            Action::Quit,
        ],
        rows: timeline::rows,
        items: timeline::ITEMS,
        heading: |_, _| None,
        narrowing: Some(timeline::NARROWING),
        act: timeline::act,
    },
    Entry {
        screen: Screen::Requests,
        number: '5',
        title: "Requests",
        short: "Asks",
        action: Action::ShowRequests,
        contexts: &[Context::Requests, Context::Tasks, Context::Global],
        summary: 1,
        whole_width: false,
        under: (3, 0),
        hints: &[
            Action::RequestOpen,
            Action::RequestSent,
            Action::Add,
            Action::RequestState,
            Action::RequestDue,
            Action::RequestOwner,
            Action::RequestLine,
            Action::CopyRequests,
            Action::RequestsByLine,
            Action::RequestTask,
            Action::Find,
            Action::Undo,
            Action::Quit,
        ],
        rows: requests::rows,
        items: requests::ITEMS,
        heading: |_, at| requests::heading(at).map(str::to_owned),
        narrowing: Some(requests::NARROWING),
        act: requests::act,
    },
    Entry {
        screen: Screen::Grades,
        number: '6',
        title: "Grades",
        short: "Grades",
        action: Action::ShowGrades,
        contexts: &[Context::Grades, Context::Tasks, Context::Global],
        summary: 2,
        whole_width: false,
        under: (3, 0),
        hints: &[
            Action::OpenRow,
            Action::GradeArea,
            Action::AddToArea,
            Action::ProveRow,
            Action::AnswerRow,
            Action::RemoveRow,
            Action::Undo,
            Action::Brief,
            Action::Quit,
        ],
        rows: grades::rows,
        items: grades::ITEMS,
        heading: |_, _| None,
        narrowing: Some(TASK_NARROWING),
        act: grades::act,
    },
    Entry {
        screen: Screen::History,
        number: '7',
        title: "History",
        short: "Past",
        action: Action::ShowHistory,
        contexts: &[Context::History, Context::Global],
        summary: 1,
        whole_width: false,
        under: (3, 0),
        hints: &[
            Action::Details,
            Action::Find,
            Action::UndoThis,
            Action::Undo,
            Action::Redo,
            Action::ShowToday,
            Action::Palette,
        ],
        rows: history::rows,
        items: history::ITEMS,
        heading: |_, _| None,
        narrowing: Some(history::NARROWING),
        act: history::act,
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
        &SCREENS[self as usize]
    }
}

/// The groups of Today, in order: heading and what is in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TodayGroup {
    /// Past their time.
    Overdue,
    /// Due today, and done today.
    Today,
    /// What inspectors asked for and are owed.
    Requests,
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
pub const TODAY_GROUPS: [TodayGroup; 7] = [
    TodayGroup::Overdue,
    TodayGroup::Today,
    TodayGroup::Requests,
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
            TodayGroup::Requests => "Inspectors' requests".to_owned(),
            TodayGroup::Next => model.agenda.next.title.clone(),
            TodayGroup::Later => model.agenda.later.title.clone(),
            TodayGroup::Check => "Check these".to_owned(),
            TodayGroup::Nobody => "Nobody's".to_owned(),
        }
    }

    /// How many there are in it.
    pub fn count(self, model: &Model) -> usize {
        match self {
            TodayGroup::Requests => model.requests.log.owed(),
            _ => self.tasks(model).len(),
        }
    }

    /// Its tasks.
    pub fn tasks(self, model: &Model) -> &[u32] {
        match self {
            TodayGroup::Overdue => &model.agenda.overdue,
            TodayGroup::Today => &model.agenda.today,
            TodayGroup::Requests => &[],
            TodayGroup::Next => &model.agenda.next.items,
            TodayGroup::Later => &model.agenda.later.items,
            TodayGroup::Check => &model.agenda.check_these,
            TodayGroup::Nobody => &model.agenda.nobody,
        }
    }

    /// How many of them are left to their own screen.
    pub fn hidden(self, model: &Model) -> usize {
        let all = self.count(model);
        all - self.shown_of(all)
    }

    /// How many of `count` tasks are shown: never all but one.
    fn shown_of(self, count: usize) -> usize {
        let most = match self {
            TodayGroup::Overdue | TodayGroup::Today => usize::MAX,
            TodayGroup::Requests | TodayGroup::Next | TodayGroup::Check => 12,
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
fn today_rows(model: &Model) -> Vec<Row> {
    let mut rows = Vec::new();
    for (at, group) in TODAY_GROUPS.into_iter().enumerate() {
        let shown = group.tasks(model);
        if group.count(model) == 0 {
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
    let (count, shown) = (group.count(model), group.shown_of(group.count(model)));
    if group == TodayGroup::Requests {
        rows.extend(requests::owed_rows(model, shown));
    }
    for task in tasks.iter().copied().take(shown) {
        rows.push(Row::Task(task));
        if group == TodayGroup::Check {
            let checks = model.board.standings[task as usize].checks.iter();
            rows.extend(checks.map(|check| Row::Why(task, check)));
        }
    }
    if count > shown {
        rows.push(Row::More(at as u32));
    }
}

/// The rows of the checklist: what matches the filter, sorted and grouped.
fn checklist_rows(model: &mut Model) -> Vec<Row> {
    let mut visible = model.filter.positions(&model.plan, &model.board);
    order::sort(&mut visible, model.sort, &model.plan, &model.board);
    model.groups = order::groups(&model.plan, &model.board, &visible, model.grouping);
    model.visible = visible;
    grouped_rows(model)
}

fn grouped_rows(model: &Model) -> Vec<Row> {
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

#[cfg(test)]
mod tests {
    use super::super::key::Key;
    use super::super::keymap;
    use super::*;

    #[test]
    fn every_screen_has_its_own_row_in_the_order_of_the_tabs_and_its_number_is_its_key() {
        for (at, entry) in SCREENS.iter().enumerate() {
            assert_eq!(entry.screen as usize, at);
            assert!(at == 0 || SCREENS[at - 1].number < entry.number);
            assert!(entry.contexts.contains(&Context::Global));
            let shows = keymap::resolve(entry.contexts, Key::char(entry.number));
            assert_eq!(shows, Some(entry.action), "{}", entry.title);
        }
    }
}
