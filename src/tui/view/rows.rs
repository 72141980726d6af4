//! The rows of a list: headings, sections, tasks. The same on every screen, so that columns line up across them.
//!
//! ```text
//!   R  N-30 Set off the phone tree                 DCS    Mon 30 Nov 11:00  42m late
//! ```

use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::action::Action;
use crate::app::keymap;
use crate::app::layout;
use crate::app::list::Row;
use crate::app::model::Model;
use crate::domain::board::Standing;
use crate::domain::checks::Check;
use crate::domain::inspection::NOBODY;
use crate::domain::phrase;
use crate::domain::rating::Shown;
use crate::domain::task::{Status, Task};
use crate::domain::text;
use crate::domain::when::MilestoneKey;
use crate::tui::theme::Theme;

use super::pen::Pen;

/// With more reds than this on the board, chips shrink to letters and the count does the shouting.
const MANY_REDS: usize = 8;

/// Where each column of a task row begins, and how wide it is. A column without room has no width.
struct Columns {
    reference: (usize, usize),
    title: (usize, usize),
    status: (usize, usize),
    owner: (usize, usize),
    due: (usize, usize),
    gap: (usize, usize),
    working: (usize, usize),
}

impl Columns {
    /// The title alone, for rows whose second line has the rest.
    fn title_only(width: usize) -> Self {
        Self {
            reference: (0, 0),
            title: (5, width.saturating_sub(6)),
            status: (0, 0),
            owner: (0, 0),
            due: (0, 0),
            gap: (0, 0),
            working: (0, 0),
        }
    }

    /// The columns for a list this wide. They give way in the order working days, status, ref, gap, time of day;
    /// never the RAG, the title, the due day, and the owner only below 40 columns.
    fn of(width: usize) -> Self {
        let reference = if width >= 70 { 6 } else { 0 };
        let status = if width >= 112 { 12 } else { 0 };
        let owner = if width >= 100 {
            18
        } else if width >= 40 {
            6
        } else {
            0
        };
        let due = if width >= 50 {
            16
        } else if width >= 46 {
            10
        } else {
            6
        };
        let gap = if width >= 66 { 9 } else { 0 };
        let working = if width >= 92 { 11 } else { 0 };
        let mut end = width.saturating_sub(1);
        let mut take = |room: usize| {
            let from = end.saturating_sub(room);
            end = from.saturating_sub(usize::from(room > 0));
            (from, room)
        };
        let working = take(working);
        let gap = take(gap);
        let due = take(due);
        let owner = take(owner);
        let status = take(status);
        let title_from = 5 + reference;
        let title = (title_from, end.saturating_sub(title_from));
        Self {
            reference: (5, reference.saturating_sub(1)),
            title,
            status,
            owner,
            due,
            gap,
            working,
        }
    }
}

/// What is written beside a chip belongs to it.
fn ground_of(style: Style) -> Style {
    if style.bg.is_some() {
        style
    } else {
        Style::new()
    }
}

/// Finished and overtaken tasks are quiet.
fn ink(theme: &Theme, task: &Task, standing: &Standing) -> Style {
    if !task.status.is_open() || standing.overtaken {
        theme.dim
    } else {
        theme.body
    }
}

/// Draws one row.
pub(super) fn row(pen: &mut Pen<'_>, theme: &Theme, model: &Model, y: usize, row: Row, here: bool) {
    // The ground first: what is written on it keeps its own, where it brings one.
    if is_selected(model, row) {
        pen.row(y, theme.marked);
    }
    if here {
        pen.row(y, theme.selected);
        if row.can_rest() {
            pen.write(0, y, theme.glyphs.marker, theme.marker);
        }
    }
    match row {
        Row::Task(at) => (super::view_of(model.screen).task)(pen, theme, model, y, at as usize),
        Row::Under(at) => under(pen, theme, model, y, at as usize),
        Row::Why(at, check) => why(pen, theme, model, y, at as usize, check),
        Row::Overtaken => overtaken(pen, theme, model, y),
        Row::Blank => {}
        Row::Head(_) | Row::Folded(_) | Row::Section(_) | Row::More(_) => {
            (super::view_of(model.screen).row)(pen, theme, model, y, row, here);
        }
        Row::Item(_) | Row::UnderItem(_) => {
            let of = model.screen.entry().items.of;
            (super::view_of(of).row)(pen, theme, model, y, row, here);
        }
    }
}

/// Whether a row is of a task that is marked for an action.
fn is_selected(model: &Model, row: Row) -> bool {
    let (Row::Task(at) | Row::Under(at)) = row else {
        return false;
    };
    let task = model.plan.tasks().get(at as usize);
    task.is_some_and(|task| model.selected.contains(&task.id))
}

/// One task.
pub(super) fn task(pen: &mut Pen<'_>, theme: &Theme, model: &Model, y: usize, at: usize) {
    let (Some(task), Some(standing)) = (model.plan.tasks().get(at), model.board.standings.get(at))
    else {
        return;
    };
    let columns = if layout::two_lines(model.size) {
        Columns::title_only(pen.width())
    } else {
        Columns::of(pen.width())
    };
    let plain = ink(theme, task, standing);
    if model.selected.contains(&task.id) {
        pen.write(4, y, "+", theme.accent);
    }
    chip(pen, theme, model, y, standing);
    pen.put(
        columns.reference.0,
        y,
        columns.reference.1,
        &task.reference.to_string(),
        plain,
    );
    pen.put(
        columns.title.0,
        y,
        columns.title.1,
        task.title.as_str(),
        plain,
    );
    pen.put(
        columns.status.0,
        y,
        columns.status.1,
        &task.status.words(),
        theme.dim,
    );
    owner(pen, theme, model, y, task, columns.owner);
    due(pen, model, y, task, standing, columns.due, plain);
    gap(pen, theme, model, y, task, standing, columns.gap);
    if let (Some(days), true) = (standing.working_days, task.status.is_open()) {
        let words = format!("{days} working");
        pen.right(
            columns.working.0,
            columns.working.0 + columns.working.1,
            y,
            &words,
            theme.dim,
        );
    }
}

/// The second line of a task: what stands beside the title where there is room.
fn under(pen: &mut Pen<'_>, theme: &Theme, model: &Model, y: usize, at: usize) {
    let (Some(task), Some(standing)) = (model.plan.tasks().get(at), model.board.standings.get(at))
    else {
        return;
    };
    let width = pen.width();
    let plain = ink(theme, task, standing);
    let reference = if width >= 48 { 7 } else { 0 };
    pen.put(5, y, reference, &task.reference.to_string(), theme.dim);
    let from = 5 + reference;
    owner(pen, theme, model, y, task, (from, 7));
    let from = from + 8;
    let gap_room = if width >= 38 { 10 } else { 0 };
    let gap_from = width.saturating_sub(gap_room + 1);
    due(
        pen,
        model,
        y,
        task,
        standing,
        (from, gap_from.saturating_sub(from)),
        plain,
    );
    gap(pen, theme, model, y, task, standing, (gap_from, gap_room));
}

/// A letter that stands for red, amber or green at the beginning of a row, in a chip where it matters most: `reds` is how
/// many red ones the list has. Returns how it looks.
pub(super) fn mark(
    pen: &mut Pen<'_>,
    theme: &Theme,
    model: &Model,
    y: usize,
    (shown, letter): (Shown, &str),
    reds: usize,
) -> Style {
    let chip = shown == Shown::Red && reds <= MANY_REDS;
    let style = if chip {
        theme.chip(shown)
    } else {
        theme.rag(model.plan.inspection().policy.colour(shown))
    };
    // One cell of colour is too thin to be seen across a room.
    if style.bg.is_some() || chip {
        pen.write(1, y, &format!(" {letter} "), style);
    } else {
        pen.write(2, y, letter, style);
    }
    style
}

/// The letter of a task, and the mark of what is to be checked.
fn chip(pen: &mut Pen<'_>, theme: &Theme, model: &Model, y: usize, standing: &Standing) {
    let policy = &model.plan.inspection().policy;
    let shown = standing.rating.shown;
    let letter = if standing.overtaken && shown == Shown::None {
        " "
    } else {
        policy.letter(shown)
    };
    let style = mark(pen, theme, model, y, (shown, letter), model.tally.red);
    if !standing.checks.is_empty() {
        pen.write(3, y, "!", theme.warn.patch(ground_of(style)));
    }
}

fn owner(
    pen: &mut Pen<'_>,
    theme: &Theme,
    model: &Model,
    y: usize,
    task: &Task,
    (x, room): (usize, usize),
) {
    let person = task.owner.and_then(|id| model.plan.person(id));
    if task.status.is_open()
        && let Some(covers) = model.rota.covers(task, model.now.date())
    {
        let (words, style) = match covers.and_then(|id| model.plan.person(id)) {
            Some(deputy) if room > 8 => (format!("({})", deputy.label()), theme.dim),
            Some(deputy) => (format!("({})", deputy.initials), theme.dim),
            None => ("away".to_owned(), theme.gap),
        };
        pen.put(x, y, room, &words, style);
        return;
    }
    let (words, style) = match person {
        None if task.status.is_open() => (NOBODY, theme.gap),
        None => ("--", theme.dim),
        Some(person) if room > 8 => (person.label(), theme.dim),
        Some(person) => (person.initials.as_str(), theme.dim),
    };
    pen.put(x, y, room, words, style);
}

fn due(
    pen: &mut Pen<'_>,
    model: &Model,
    y: usize,
    task: &Task,
    standing: &Standing,
    (x, room): (usize, usize),
    style: Style,
) {
    if let Status::Done { at } = &task.status {
        let today = at.date() == model.now.date();
        let when = if today {
            phrase::clock_time(at.time())
        } else {
            phrase::day_short(at.date(), model.now.date())
        };
        pen.put(x, y, room, &format!("done {when}"), style);
        return;
    }
    let Some(due) = standing.due else { return };
    let full = phrase::moment_short(due, model.now.date());
    let day = phrase::day_short(due.date, model.now.date());
    let words = if text::width(&full) <= room {
        full
    } else if text::width(&day) <= room {
        day
    } else {
        day.split_once(' ')
            .map_or(day.clone(), |(_, rest)| rest.to_owned())
    };
    pen.put(x, y, room, &words, style);
}

fn gap(
    pen: &mut Pen<'_>,
    theme: &Theme,
    model: &Model,
    y: usize,
    task: &Task,
    standing: &Standing,
    (x, room): (usize, usize),
) {
    let today = standing.days == Some(0);
    let (words, style) = match (&task.status, standing.due) {
        (Status::NotNeeded, _) => ("unneeded".to_owned(), theme.dim),
        (Status::Done { .. }, _) | (_, None) => return,
        (_, Some(_)) if standing.overtaken => ("overtaken".to_owned(), theme.dim),
        (_, Some(due)) => {
            let style = if standing.rating.late {
                theme.late
            } else if today {
                theme.warn
            } else {
                theme.body
            };
            (phrase::gap_short(due, model.now), style)
        }
    };
    pen.right(x, x + room, y, &words, style);
}

/// Under a row that wants a second look: what is wrong, and what to do.
fn why(pen: &mut Pen<'_>, theme: &Theme, model: &Model, y: usize, at: usize, check: Check) {
    if at < model.board.standings.len() {
        pen.write(5, y, &check.says(&model.board, &model.plan, at), theme.warn);
    }
}

fn overtaken(pen: &mut Pen<'_>, theme: &Theme, model: &Model, y: usize) {
    let count = model.agenda.overtaken;
    let mark = if model.overtaken_open {
        theme.glyphs.open
    } else {
        theme.glyphs.folded
    };
    let end = pen.write(2, y, mark, theme.accent);
    let tasks = if count == 1 {
        "preparation task"
    } else {
        "preparation tasks"
    };
    let key = keymap::key_for(model.screen.entry().contexts, Action::Fold);
    let key = key.map(|key| key.to_string()).unwrap_or_default();
    let verb = if model.overtaken_open {
        "folds them"
    } else {
        "shows them"
    };
    let words = if pen.width() >= 68 {
        format!("{count} {tasks} overtaken by the call; here {key} {verb}")
    } else {
        format!("{count} overtaken by the call; here {key} {verb}")
    };
    pen.write(end + 2, y, &words, theme.dim);
}

/// What the list is narrowed by, in the line above it; while nothing is typed yet, what may be.
pub(super) fn filter(
    pen: &mut Pen<'_>,
    theme: &Theme,
    model: &Model,
    x: usize,
    room: usize,
    is_wrong: bool,
) {
    let x = pen.put(x, 0, room, "filter: ", theme.dim);
    let room = room.saturating_sub(8);
    let typed = model.filter_typed();
    let hint = model.screen.entry().narrowing.map_or("", |of| of.hint);
    if !typed.is_empty() {
        let style = if is_wrong { theme.late } else { theme.accent };
        pen.put(x, 0, room, typed, style);
    } else if text::width(hint) < room {
        // A space stays for the caret.
        pen.put(x + 1, 0, room, hint, theme.dim);
    }
}

/// What an empty list says, and which key fills it.
pub(super) fn empty(pen: &mut Pen<'_>, theme: &Theme, model: &Model) {
    let contexts = model.screen.entry().contexts;
    let key = |action| {
        keymap::key_for(contexts, action)
            .map(|key| key.to_string())
            .unwrap_or_default()
    };
    let lines = if let (Some(why), true) = (&model.read_only, model.plan.tasks().is_empty()) {
        ["No task of this file can be read.".to_owned(), why.clone()]
    } else if let Some(said) = (super::view_of(model.screen).empty)(model) {
        said
    } else if model.plan.tasks().is_empty() {
        [
            "No tasks yet. This list holds what has to be done, by whom and by when.".to_owned(),
            format!("Press {} to add the first.", key(Action::Add)),
        ]
    } else if model.board.schedule.get(MilestoneKey::Call).is_none() {
        let (from, when) = if model.plan.is_agreed_ahead() {
            (
                "the first day on site",
                "to type the day that is agreed with inspectors",
            )
        } else {
            (
                "the call",
                "when the call comes, or to type when it is expected",
            )
        };
        [
            format!(
                "{} tasks are ready, and get their dates from {from}.",
                model.plan.tasks().len()
            ),
            format!(
                "Press {} {when}. {} shows the whole checklist.",
                key(Action::Call),
                key(Action::ShowChecklist)
            ),
        ]
    } else {
        [
            "Nothing is late, due soon or in doubt.".to_owned(),
            format!(
                "Press {} for the whole checklist.",
                key(Action::ShowChecklist)
            ),
        ]
    };
    let [first, second] = lines;
    let next = pen.wrapped(1, 1, 3, &first, theme.body);
    pen.wrapped(1, next, 6, &second, theme.dim);
}

/// Where the cursor's row is on the screen.
pub(super) fn caret(model: &Model, area: Rect) -> Option<(u16, u16)> {
    let list = model.list();
    list.current()?;
    let y = list.cursor.checked_sub(list.top)? as u16;
    (y < area.height).then_some((area.x, area.y + y))
}
