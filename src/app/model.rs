//! Everything the screens show, and what is derived from it. Reading it changes nothing.

use std::collections::{BTreeSet, HashMap, HashSet};

use jiff::civil::DateTime;
use uuid::Uuid;

use crate::domain::absence::Rota;
use crate::domain::agenda::Agenda;
use crate::domain::board::{Board, Tally};
use crate::domain::edit::Author;
use crate::domain::filter::Filter;
use crate::domain::id::{Ids, PersonId, TaskId};
use crate::domain::operation::Past;
use crate::domain::order::{Group, Grouping, SortKey};
use crate::domain::past;
use crate::domain::phrase;
use crate::domain::plan::Plan;
use crate::domain::promises;
use crate::domain::records::{Promise, Record, RecordId};
use crate::domain::task::{Status as TaskStatus, Task};
use crate::domain::text::Line;

use super::back::Aside;
use super::drafts::{self, Draft};
use super::form::Form;
use super::grades::Grades;
use super::history::Lookback;
use super::keymap::Context;
use super::layout::{self, Panes};
use super::list::{List, Lists, Row};
use super::overlay::Overlay;
use super::owners::{self, Owners};
use super::policy::PolicyBox;
use super::present::{self, Room};
use super::prompt::Purpose;
use super::requests::{Desk, RecordForm};
use super::screen::{self, SCREENS, Screen};
use super::settings::Settings;
use super::timeline::{self, Days};
use super::{Effect, Opened, Size};

/// How the status line speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// Something was done.
    #[default]
    Done,
    /// Something is worth knowing.
    Note,
    /// Something was not saved, or did not work.
    Wrong,
}

/// The one line that says what happened last.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Status {
    /// The words.
    pub text: String,
    /// How they are meant.
    pub tone: Tone,
}

/// What becomes of the open box once its operation is saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AfterSave {
    /// Nothing is open, or it stays.
    #[default]
    Keep,
    /// It closes, and the ones under it too.
    Close,
    /// It closes and opens again empty, for another.
    Another,
    /// It goes on to the next one.
    Next,
    /// It closes, and the walk behind it goes on to the next task, or stays.
    Walk {
        /// It goes on.
        on: bool,
    },
    /// It closes; what is under it stays.
    Back,
}

/// Everything the screens show.
#[derive(Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one plain fact about the screens, and none depends on another"
)]
pub struct Model {
    /// What the file holds.
    pub plan: Plan,
    /// How it stands at the moment.
    pub board: Board,
    /// What Today shows.
    pub agenda: Agenda,
    /// How many tasks there are of each sort.
    pub tally: Tally,
    /// The same, phase by phase.
    pub phase_tallies: [Tally; 3],
    /// The moment, local time in England.
    pub now: DateTime,
    /// The window.
    pub size: Size,
    /// Whose name goes into the history.
    pub who: Line,
    /// For new tasks and people.
    pub ids: Ids,
    /// A file is open, or the made-up one.
    pub is_open: bool,
    /// Why it may only be looked at, if so.
    pub read_only: Option<String>,
    /// Made-up data, kept nowhere.
    pub demo: bool,
    /// A drill: a copy under a clock of its own.
    pub drill: bool,
    /// The present, while the board is shown as it stood.
    pub aside: Option<Aside>,

    /// Which screen.
    pub screen: Screen,
    /// Each screen's list.
    pub lists: Lists,
    /// What inspectors asked for.
    pub requests: Desk,
    /// The self-evaluation, as its screen shows it.
    pub grades: Grades,
    /// What of the past was read, and how it is looked through.
    pub lookback: Lookback,
    /// Only matching tasks are shown.
    pub filter: Filter,
    /// The filter as typed.
    pub filter_text: String,
    /// Why the filter as typed cannot be read; the last good one stays.
    pub filter_error: Option<String>,
    /// The name of the saved view used last, or empty.
    pub view: String,
    /// How the checklist is sorted.
    pub sort: SortKey,
    /// How the checklist is grouped.
    pub grouping: Grouping,
    /// The tasks that match the filter, sorted.
    pub visible: Vec<u32>,
    /// The same, grouped.
    pub groups: Vec<Group>,
    /// Headings that are folded.
    pub folded: HashSet<String>,
    /// Overtaken preparation is shown.
    pub overtaken_open: bool,
    /// Tasks picked for a bulk change.
    pub selected: BTreeSet<TaskId>,
    /// The task shown beside or under the list, and its history.
    pub detail: Option<(TaskId, Vec<Past>)>,

    /// Who has how much.
    pub owners: Owners,
    /// What is on which day.
    pub days: Days,
    /// Who is away when.
    pub rota: Rota,
    /// What was promised about each task, in the order in which it was.
    pub promised: HashMap<TaskId, Vec<RecordId>>,
    /// What is on the slides that were shown.
    pub room: Room,

    /// The boxes that are open, the last on top.
    pub overlays: Vec<Overlay>,
    /// What becomes of them once the operation under way is saved; `None` when none is.
    pub after_save: Option<AfterSave>,
    /// What to add to the message once the operation under way is saved.
    pub notice: String,
    /// Forms that were left without saving, to bring back.
    pub form_drafts: Vec<Form>,
    /// Forms of records that were left without saving, to bring back.
    pub record_drafts: Vec<RecordForm>,
    /// The policy box, left without saving, to bring back.
    pub policy_draft: Option<PolicyBox>,
    /// What a task's status was before it was marked done here, to go back to.
    pub done_from: HashMap<TaskId, TaskStatus>,
    /// Text that was left without saving, to bring back.
    pub drafts: Vec<(Purpose, Vec<TaskId>, String)>,
    /// The unsaved text that is kept outside the file.
    pub(super) kept_drafts: Vec<Draft>,
    /// What happened last.
    pub status: Status,
    /// The last change is not on disk.
    pub unsaved: bool,
    /// When the last change was saved.
    pub saved_at: Option<DateTime>,
    /// What the user has set.
    pub settings: Settings,
    /// Ctrl+C was pressed once.
    pub leaving: bool,
    /// The plan, the filter, the sort or the minute changed since the lists were made.
    pub(super) stale: Stale,
}

/// What has to be derived again.
#[derive(Debug, Default)]
pub(super) struct Stale {
    pub(super) board: bool,
    /// The screens whose rows are out of date.
    pub(super) lists: Vec<Screen>,
}

impl Model {
    /// An empty model: no file is open.
    pub fn new(now: DateTime, size: Size, ids: Ids, who: Line) -> Self {
        Self {
            plan: Plan::default(),
            board: Board::default(),
            agenda: Agenda::default(),
            tally: Tally::default(),
            phase_tallies: [Tally::default(); 3],
            now,
            size,
            who,
            ids,
            is_open: false,
            read_only: None,
            demo: false,
            drill: false,
            aside: None,
            screen: Screen::Today,
            lists: Lists::default(),
            requests: Desk::default(),
            grades: Grades::default(),
            lookback: Lookback::default(),
            filter: Filter::default(),
            filter_text: String::new(),
            filter_error: None,
            view: String::new(),
            sort: SortKey::default(),
            grouping: Grouping::default(),
            visible: Vec::new(),
            groups: Vec::new(),
            folded: HashSet::new(),
            overtaken_open: false,
            selected: BTreeSet::new(),
            detail: None,
            owners: Owners::default(),
            days: Days::default(),
            rota: Rota::default(),
            promised: HashMap::new(),
            room: Room::default(),
            overlays: Vec::new(),
            after_save: None,
            notice: String::new(),
            form_drafts: Vec::new(),
            record_drafts: Vec::new(),
            policy_draft: None,
            done_from: HashMap::new(),
            drafts: Vec::new(),
            kept_drafts: Vec::new(),
            status: Status::default(),
            unsaved: false,
            saved_at: None,
            settings: Settings::default(),
            leaving: false,
            stale: Stale {
                board: true,
                lists: every_screen(),
            },
        }
    }

    /// Shows another file, everything afresh but the user's own settings.
    pub fn open(&mut self, opened: Opened) -> Vec<Effect> {
        let fresh = Self::new(self.now, self.size, self.ids.clone(), self.who.clone());
        *self = Self {
            settings: self.settings,
            ..fresh
        };
        self.is_open = true;
        self.plan = opened.plan;
        self.read_only = opened.read_only;
        self.demo = opened.demo;
        self.drill = opened.drill;
        self.say(opened.notice, Tone::Note);
        drafts::bring_back(self, &opened.drafts);
        Vec::new()
    }

    /// Says something on the status line.
    pub fn say(&mut self, text: impl Into<String>, tone: Tone) {
        self.status = Status {
            text: text.into(),
            tone,
        };
    }

    /// Who edits, and when.
    pub fn author(&self) -> Author {
        Author {
            who: self.who.clone(),
            now: self.now,
        }
    }

    /// What reading a date needs.
    pub fn phrases(&self) -> phrase::Context<'_> {
        phrase::Context {
            now: self.now,
            calendar: self.plan.calendar(),
        }
    }

    /// The list of the screen that is shown.
    pub fn list(&self) -> &List {
        &self.lists[self.screen]
    }

    /// The list of the screen that is shown.
    pub fn list_mut(&mut self) -> &mut List {
        &mut self.lists[self.screen]
    }

    /// The parts of the screen that is shown.
    pub fn panes(&self) -> Panes {
        let message = layout::message_lines(&self.status.text, self.size.cols);
        layout::panes(self.size, self.screen.entry(), message)
    }

    /// How many rows of the list are in view.
    pub fn page(&self) -> usize {
        usize::from(self.panes().list.height).max(1)
    }

    /// Where keys are looked up, first match wins.
    pub fn contexts(&self) -> Vec<Context> {
        match self.overlays.last() {
            Some(overlay) => vec![overlay.context()],
            None => self.contexts_here().to_vec(),
        }
    }

    /// The same while no box is open: on something that is no task, its own keys count.
    fn contexts_here(&self) -> &'static [Context] {
        let entry = self.screen.entry();
        match self.list().current() {
            Some(Row::Item(_)) if !entry.items.contexts.is_empty() => entry.items.contexts,
            _ => entry.contexts,
        }
    }

    /// The screen whose business what the cursor is on is.
    pub fn screen_here(&self) -> Screen {
        match self.list().current() {
            Some(Row::Item(_)) => self.screen.entry().items.of,
            _ => self.screen,
        }
    }

    /// Whom the cursor is on, or whose task; nobody is somebody here. `None` when it is on neither.
    pub fn owner_here(&self) -> Option<Option<PersonId>> {
        let of_task = self.current().map(|task| task.owner);
        of_task
            .or_else(|| owners::here(self).map(|load| load.owner))
            .or_else(|| timeline::task_of_owner(self).map(|task| task.owner))
    }

    /// The task the cursor is on.
    pub fn current(&self) -> Option<&Task> {
        match self.list().current()? {
            Row::Task(at) => self.plan.tasks().get(at as usize),
            _ => None,
        }
    }

    /// The tasks an action is for: the selected ones, else the one the cursor is on.
    pub fn targets(&self) -> Vec<TaskId> {
        if self.selected.is_empty() {
            self.current().map(|task| task.id).into_iter().collect()
        } else {
            self.selected.iter().copied().collect()
        }
    }

    /// Which of the things of `screen` the cursor is on, wherever they are listed.
    pub fn item(&self, screen: Screen) -> Option<u32> {
        match self.list().current()? {
            Row::Item(at) if self.screen.entry().items.of == screen => Some(at),
            _ => None,
        }
    }

    /// What stands for ever for what the cursor is on.
    fn id_here(&self) -> Option<Uuid> {
        match self.list().current()? {
            Row::Task(at) => Some(self.plan.tasks().get(at as usize)?.id.0),
            Row::Item(at) => (self.screen.entry().items.id)(self, at),
            _ => None,
        }
    }

    /// The row of the task or of the screen's own thing that `id` stands for.
    fn row_of(&self, rows: &[Row], id: Uuid) -> Option<Row> {
        if let Some(at) = self.plan.position(TaskId(id)) {
            return Some(Row::Task(at as u32));
        }
        let id_of = self.screen.entry().items.id;
        let is_it = |row: &Row| matches!(row, Row::Item(at) if id_of(self, *at) == Some(id));
        rows.iter().copied().find(is_it)
    }

    /// What is typed in the filter of the screen that is shown.
    pub fn filter_typed(&self) -> &str {
        let narrowing = self.screen.entry().narrowing;
        narrowing.map_or("", |narrowing| (narrowing.typed)(self))
    }

    /// Whether the filter is being typed.
    pub fn is_filtering(&self) -> bool {
        matches!(self.overlays.last(), Some(Overlay::Prompt(prompt)) if prompt.purpose == Purpose::Filter)
    }

    /// Whether a heading is folded. A filter unfolds everything.
    pub fn is_folded(&self, heading: &str) -> bool {
        self.filter.is_empty() && self.folded.contains(heading)
    }

    /// What was promised about a task, in the order in which it was.
    pub fn promises_of(&self, task: TaskId) -> impl Iterator<Item = &Promise> {
        let ids = self.promised.get(&task).into_iter().flatten();
        ids.filter_map(|id| match self.plan.record(*id)? {
            Record::Promise(promise) => Some(promise),
            _ => None,
        })
    }

    /// Unfinished work for before a call that has come.
    pub fn overtaken_tasks(&self) -> impl Iterator<Item = u32> + '_ {
        let rows = self.board.standings.iter().enumerate();
        rows.filter(|(_, standing)| standing.overtaken)
            .map(|(at, _)| at as u32)
    }

    /// The plan has changed, or the moment.
    pub(super) fn touch(&mut self) {
        self.stale = Stale {
            board: true,
            lists: every_screen(),
        };
    }

    /// The filter, the sort or a fold has changed.
    pub(super) fn touch_lists(&mut self) {
        self.stale.lists = every_screen();
    }

    /// The moment it is, also while the past is shown.
    pub fn clock(&self) -> DateTime {
        self.aside.as_ref().map_or(self.now, |aside| aside.now)
    }

    /// Makes everything derived agree with what it is derived from, and puts the cursor in view.
    pub fn settle(&mut self) {
        if self.stale.board {
            self.board = Board::of(&self.plan, self.now);
            self.agenda = Agenda::of(&self.plan, &self.board);
            self.requests.derive(&self.plan, self.now);
            self.rota = Rota::of(&self.plan);
            self.promised = promises::by_task(&self.plan);
            self.room.expire();
            self.read_filter_again();
            self.phase_tallies = self.board.tallies(&self.plan);
            self.tally = Tally::sum(&self.phase_tallies);
        }
        let stale = &mut self.stale.lists;
        let is_stale = stale.iter().position(|screen| *screen == self.screen);
        if let Some(at) = is_stale {
            stale.swap_remove(at);
            self.refresh_list();
        }
        if self.screen == Screen::Timeline {
            timeline::look(self, is_stale.is_some());
        }
        present::look(self);
        self.stale.board = false;
        let page = self.page();
        let here = self.id_here();
        let list = self.list_mut();
        list.scroll_into(page);
        if here.is_some() {
            list.anchor(here);
        }
        if self.detail.is_none() {
            self.detail = self.current().map(|task| (task.id, Vec::new()));
        }
    }

    /// A filter names people and dates: when those change, so does what it means.
    fn read_filter_again(&mut self) {
        if !self.filter.is_empty() {
            let read = Filter::read(
                &self.filter_text,
                &self.phrases(),
                &self.plan,
                &self.board.schedule,
            );
            if let Ok(filter) = read {
                self.filter = filter;
            }
        }
        if !self.lookback.filter.is_empty() {
            let read = past::Filter::read(&self.lookback.text, &self.phrases(), &self.plan);
            if let Ok(filter) = read {
                self.lookback.filter = filter;
            }
        }
    }

    /// Makes the rows of the screen that is shown; the others wait until they are.
    fn refresh_list(&mut self) {
        let rows = (self.screen.entry().rows)(self);
        let entry = self.screen.entry();
        let rows = if layout::two_lines(self.size) && !entry.whole_width {
            screen::in_two_lines(rows)
        } else {
            rows
        };
        let mut list = std::mem::take(self.list_mut());
        list.replace(rows, |rows, id| self.row_of(rows, id));
        *self.list_mut() = list;
    }
}

fn every_screen() -> Vec<Screen> {
    SCREENS.iter().map(|entry| entry.screen).collect()
}
