//! The Timeline screen: a row for every section or owner over the days, each with its tasks folded under it, and which
//! days are in view. What is on which day is worked out in [`crate::domain::timeline`].

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use jiff::civil::Date;
use uuid::Uuid;

use crate::domain::calendar::plus_days;
use crate::domain::order::Lanes;
use crate::domain::task::Task;
use crate::domain::timeline::{self, Column, Lane, Off, Timeline};

use super::action::Action;
use super::keymap::Context;
use super::list::Row;
use super::model::{Model, Tone};
use super::screen::{Items, Narrowing, Screen};
use super::{Effect, Size};

/// What the screen shows, and how.
#[derive(Debug, Default)]
pub struct Days {
    /// The rows and what is on them, as far as the filter shows it.
    pub timeline: Timeline,
    /// What the rows are.
    lanes: Lanes,
    /// The first day in view; `None` until somebody moves.
    left: Option<Date>,
    /// The rows whose tasks are unfolded.
    open: HashSet<Uuid>,
    /// The days in view, worked out once for all rows.
    pub in_view: InView,
}

/// The days in view, and which of them are not worked: the same for every row, so they are not worked out row by row.
#[derive(Debug, Default)]
pub struct InView {
    /// Each day in its columns, and why it is not worked.
    pub days: Vec<(Column, Option<Off>)>,
    /// The first day, and the window, that they were worked out for.
    of: Option<(Date, Size)>,
}

impl Days {
    /// The first day in view.
    pub fn left(&self, today: Date) -> Date {
        let left = self.left.unwrap_or_else(|| self.timeline.opening(today));
        self.timeline.clamp(left)
    }

    /// Whether the tasks of this row are unfolded.
    pub fn is_open(&self, lane: &Lane) -> bool {
        self.open.contains(&id_of(lane))
    }
}

/// Where the days are in a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Strip {
    /// Columns for the names of the rows.
    pub names: usize,
    /// The column the letter of a row begins in.
    pub letter: usize,
    /// The column the days begin in.
    pub from: usize,
    /// How many columns they have.
    pub room: usize,
    /// How many of them a weekday has.
    pub day: usize,
}

impl Strip {
    /// The columns for a window of this size.
    pub fn of(size: Size) -> Self {
        let cols = usize::from(size.cols);
        let (names, day) = match cols {
            100.. => (36, 3),
            70.. => (24, 2),
            44.. => (16, 2),
            _ => (10, 1),
        };
        let letter = names + 2;
        let from = letter + 4;
        Self {
            names,
            letter,
            from,
            room: cols.saturating_sub(from + 1),
            day,
        }
    }

    /// The days in view from `left` on.
    pub fn columns(self, left: Date) -> Vec<Column> {
        timeline::columns(left, self.room, self.day)
    }
}

/// Works out the days in view again where they have changed: others are in view, or the rows were made anew.
pub(super) fn look(model: &mut Model, anew: bool) {
    let left = model.days.left(model.now.date());
    let of = Some((left, model.size));
    if !anew && model.days.in_view.of == of {
        return;
    }
    let calendar = model.plan.calendar();
    let columns = Strip::of(model.size).columns(left).into_iter();
    let days = columns.map(|column| (column, Off::on(calendar, column.day)));
    model.days.in_view = InView {
        days: days.collect(),
        of,
    };
}

/// What stands for a row for ever: its phase and its title.
fn id_of(lane: &Lane) -> Uuid {
    let mut hasher = DefaultHasher::new();
    (lane.phase, &lane.title).hash(&mut hasher);
    Uuid::from_u64_pair(1, hasher.finish())
}

/// The rows: every lane, and under it its tasks where those are unfolded.
pub(super) fn rows(model: &mut Model) -> Vec<Row> {
    let shown = model.filter.positions(&model.plan, &model.board);
    let days = &mut model.days;
    days.timeline = Timeline::of(&model.plan, &model.board, &shown, days.lanes);
    let lanes = (0..).zip(&days.timeline.lanes);
    let rows = lanes.flat_map(|(at, lane)| {
        let is_open = days.is_open(lane);
        let tasks = lane.tasks.iter().filter(move |_| is_open);
        std::iter::once(Row::Item(at)).chain(tasks.map(|at| Row::Task(*at)))
    });
    rows.collect()
}

/// The rows as things of this screen.
pub(super) const ITEMS: Items = Items {
    of: Screen::Timeline,
    contexts: &[Context::Timeline, Context::Tasks, Context::Global],
    called: "a row of the timeline",
    id: |model, at| model.days.timeline.lanes.get(at as usize).map(id_of),
};

/// How the tasks are narrowed that are shown.
pub(super) const NARROWING: &Narrowing = &Narrowing::of_tasks(Screen::Timeline);

/// The row the cursor is on.
pub fn here(model: &Model) -> Option<&Lane> {
    let at = model.item(Screen::Timeline)?;
    model.days.timeline.lanes.get(at as usize)
}

/// A task of the owner whose row the cursor is on, where rows are owners.
pub(super) fn task_of_owner(model: &Model) -> Option<&Task> {
    let lane = here(model).filter(|_| model.days.lanes == Lanes::Owner)?;
    model.plan.tasks().get(*lane.tasks.first()? as usize)
}

/// What is done on this screen alone.
pub(super) fn act(model: &mut Model, action: Action) -> Option<Vec<Effect>> {
    let today = model.now.date();
    let days = &model.days;
    let (left, timeline) = (days.left(today), &days.timeline);
    let to = match action {
        Action::DayBack => plus_days(left, -1),
        Action::DayAhead => plus_days(left, 1),
        Action::WeekBack => plus_days(left, -7),
        Action::WeekAhead => plus_days(left, 7),
        Action::FirstDay => timeline.first,
        Action::LastDay => timeline.last,
        Action::GoToNow => timeline::monday(today),
        Action::Unfold | Action::Fold => {
            unfold(model);
            return Some(Vec::new());
        }
        Action::FoldAll => {
            unfold_all(model);
            return Some(Vec::new());
        }
        Action::Turn => {
            turn(model);
            return Some(Vec::new());
        }
        _ => return None,
    };
    let to = timeline.clamp(to);
    let unmoved = to == left;
    model.days.left = Some(to);
    if unmoved {
        let words = match action {
            Action::DayBack | Action::WeekBack | Action::FirstDay => "Nothing is on earlier days.",
            Action::GoToNow => "This week is in view.",
            _ => "Nothing is on later days.",
        };
        model.say(words, Tone::Note);
    }
    Some(Vec::new())
}

/// Shows or hides the tasks of the row the cursor is on, or that the task it is on belongs to.
fn unfold(model: &mut Model) {
    let Some(at) = model.list().item_above() else {
        return;
    };
    let Some(id) = model.days.timeline.lanes.get(at as usize).map(id_of) else {
        return;
    };
    if !model.days.open.remove(&id) {
        model.days.open.insert(id);
    }
    model.list_mut().go_to_item(at);
    model.touch_lists();
}

fn unfold_all(model: &mut Model) {
    let lanes: Vec<Uuid> = model.days.timeline.lanes.iter().map(id_of).collect();
    if lanes.iter().all(|id| model.days.open.contains(id)) {
        model.days.open.clear();
    } else {
        model.days.open.extend(lanes);
    }
    model.list_mut().anchor(None);
    model.touch_lists();
}

/// Rows of the other kind.
fn turn(model: &mut Model) {
    model.days.lanes = match model.days.lanes {
        Lanes::Section => Lanes::Owner,
        Lanes::Owner => Lanes::Section,
    };
    let words = format!("Rows by {}.", model.days.lanes);
    model.say(words, Tone::Note);
    model.touch_lists();
}
