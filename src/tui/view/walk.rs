//! A walk in a meeting: one task to a screen, with room around it, to be read from the other end of the table.

use jiff::civil::DateTime;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::action::Action;
use crate::app::keymap::Context;
use crate::app::model::{Model, Tone};
use crate::app::overlay::Overlay;
use crate::app::present::Figure;
use crate::app::walk::WalkBox;
use crate::domain::board::Standing;
use crate::domain::calendar::days_between;
use crate::domain::phrase;
use crate::domain::promises::{self, Outcome};
use crate::domain::task::Task;
use crate::domain::text;
use crate::domain::walk::owner;
use crate::domain::when::Moment;
use crate::tui::theme::Theme;

use super::boxes::keys;
use super::pen::Pen;
use super::present;

/// From so many rows on there is a blank line between parts.
const ROOMY: usize = 20;

/// In a window of so many columns and rows, the time left is a figure to be read from the other end of the table; from so
/// many rows on it is twice as large, and there is a blank line between the facts too.
const LARGE: (usize, usize) = (60, 24);
const LARGER: usize = 36;

/// Where the words begin beside their names.
const WORDS: usize = 14;

pub(super) fn walk_screen(pen: &mut Pen<'_>, theme: &Theme, model: &Model, open: &WalkBox) {
    pen.clear(theme.base);
    let height = usize::from(pen.area.height);
    let gap = usize::from(height >= ROOMY);
    bar(pen, theme, model, open);
    let task = open.task().and_then(|id| {
        let at = model.plan.position(id)?;
        Some((&model.plan.tasks()[at], at))
    });
    let last = height.saturating_sub(4);
    if let Some((task, at)) = task {
        let standing = &model.board.standings[at];
        let policy = &model.plan.inspection().policy;
        let shown = standing.rating.shown;
        let is_large = pen.width() >= LARGE.0 && height >= LARGE.1;
        let mut y = 1 + gap;
        let chip = format!(" {} ", policy.letter(shown));
        let end = pen.write(3, y, &chip, theme.chip(policy.colour(shown)));
        let end = pen.write(end + 1, y, &text::capital(policy.word(shown)), theme.title);
        pen.write(end + 3, y, &task.reference.to_string(), theme.dim);
        y += 1 + gap;
        y = pen.wrapped(3, y, 3, task.title.as_str(), theme.title) + gap;
        if let (true, Some(due)) = (is_large, standing.due) {
            y = time_left(pen, theme, model, (due, standing), (y, last));
        }
        let between = gap * usize::from(!is_large || height >= LARGER);
        for (name, words, style) in facts(theme, model, task, at) {
            if y >= last {
                break;
            }
            pen.write(3, y, name, theme.dim);
            y = pen.wrapped(WORDS, y, (last - y).min(3), &words, style);
            y += between;
        }
    }
    if !model.status.text.is_empty() {
        let style = if model.status.tone == Tone::Wrong {
            theme.error
        } else {
            theme.body
        };
        pen.wrapped(1, last, 2, &model.status.text, style);
    }
    // A box on top says its own keys.
    if !matches!(model.overlays.last(), Some(Overlay::Walk(_))) {
        return;
    }
    let answers = [
        (Action::SayOnTrack, "on track"),
        (Action::SayDone, "done"),
        (Action::SaySlipping, "slipping"),
        (Action::SayStuck, "stuck"),
    ];
    let others = [
        (Action::SayNote, "note"),
        (Action::WalkNext, "next"),
        (Action::Help, "help"),
        (Action::Cancel, "stop"),
        (Action::WalkBack, "back"),
        (Action::Minutes, "minutes"),
        (Action::KeepPromise, "promise kept"),
        (Action::Undo, "undo"),
    ];
    for (hints, above) in [(&answers[..], 1), (&others[..], 0)] {
        let area = Rect {
            x: pen.area.x + 1,
            width: pen.area.width.saturating_sub(2),
            height: pen.area.height.saturating_sub(above),
            ..pen.area
        };
        keys(&mut pen.within(area), theme, Context::Walk, hints);
    }
}

/// What is to be said of the task: each fact's name, its words, and how they look.
fn facts(
    theme: &Theme,
    model: &Model,
    task: &Task,
    at: usize,
) -> Vec<(&'static str, String, Style)> {
    let standing = &model.board.standings[at];
    let due = standing.due.map_or("no date".to_owned(), |due| {
        let gap = phrase::gap(due, model.now);
        format!("{}, {gap}", phrase::moment(due))
    });
    let due_style = if standing.rating.late {
        theme.late
    } else {
        theme.body
    };
    let promised = model.promises_of(task.id).map(|promise| {
        let outcome = Outcome::of(&model.plan, promise, model.now);
        let style = if outcome == Outcome::Broken {
            theme.late
        } else {
            theme.body
        };
        let says = promises::says(&model.plan, promise, model.now);
        ("Promised", format!("{}, {says}", outcome.as_str()), style)
    });
    let mut rows = vec![
        ("Owner", owner(&model.plan, task), theme.body),
        ("Due", due, due_style),
        ("Status", task.status.words(), theme.body),
        ("Why", model.board.explain(&model.plan, at), theme.body),
    ];
    rows.extend(promised);
    if !task.note.is_empty() {
        rows.push(("Note", task.note.to_string(), theme.body));
    }
    rows
}

/// How much time is left, large, between the row `from` and the row `last`. Returns the row after it.
fn time_left(
    pen: &mut Pen<'_>,
    theme: &Theme,
    model: &Model,
    (due, standing): (Moment, &Standing),
    (from, last): (usize, usize),
) -> usize {
    let (unit, left) = left(due, model.now);
    let way = if left < 0 || standing.rating.late {
        "late"
    } else {
        "left"
    };
    let figure = Figure {
        name: format!("{unit} {way}"),
        value: left.unsigned_abs() as usize,
        shown: Some(standing.rating.shown),
    };
    let size = 1 + usize::from(usize::from(pen.area.height) >= LARGER);
    // Its name stands in the third row of what it is given.
    let above = from - 2;
    let area = Rect {
        x: pen.area.x + 2,
        y: pen.area.y + above as u16,
        width: pen.area.width - 2,
        height: pen.area.height - above as u16,
    };
    let mut inside = pen.within(area);
    let rows = present::row_of_figures(&mut inside, theme, model, &[figure], size, last - above);
    above + rows + 1
}

/// How long it is until then, negative when it has passed, in whole days; on the day itself in hours or minutes.
fn left(due: Moment, now: DateTime) -> (&'static str, i64) {
    match due.time {
        Some(time) if due.date == now.date() => {
            let left = due.date.to_datetime(time).duration_since(now);
            match left.as_hours() {
                0 => ("Minutes", left.as_mins()),
                hours => ("Hours", hours),
            }
        }
        _ => ("Days", days_between(now.date(), due.date).into()),
    }
}

/// ` The late list                                          3 of 20    11:42`
fn bar(pen: &mut Pen<'_>, theme: &Theme, model: &Model, open: &WalkBox) {
    pen.row(0, theme.header);
    let end = pen.write(1, 0, &open.route.title(&model.plan), theme.header_name);
    let place = format!(
        "{} of {}   {}",
        open.at + 1,
        open.order.len(),
        phrase::clock_time(model.now.time())
    );
    let right = pen.width().saturating_sub(1);
    pen.right(end + 1, right, 0, &place, theme.header);
}
