//! Timeline: what is due on which day, days off shaded, milestones named at the top, clashes underneath.
//!
//! ```text
//!  Timeline  Mon 30 Nov to Sun 27 Dec   rows: section
//!                                ▲now         ●First day on site
//!                                30 Nov       7 Dec
//!                                 M T W T FSS│ M T W T FSS
//!  Annex A                   R   █1█4█2█1  ░░│          ░░
//!  Due, open                      9 6 6 4 9  │ 5 3 5 6 8
//! ```

use jiff::civil::Date;
use ratatui::style::Style;

use crate::app::list::Row;
use crate::app::model::Model;
use crate::app::timeline::{self as app, Strip};
use crate::domain::phrase;
use crate::domain::rating::{Shown, count};
use crate::domain::task::Status;
use crate::domain::text;
use crate::domain::timeline::{self, Cell, Column, Due, Flag, Glyphs, Off};
use crate::tui::theme::Theme;

use super::checklist;
use super::pen::Pen;

/// Rows for the names of milestones, between the title and the weeks.
const NAME_ROWS: usize = 2;

/// What is in view.
struct Scene<'m> {
    model: &'m Model,
    strip: Strip,
    days: &'m [(Column, Option<Off>)],
    today: Date,
}

impl<'m> Scene<'m> {
    fn of(model: &'m Model) -> Self {
        Self {
            model,
            strip: Strip::of(model.size),
            days: &model.days.in_view.days,
            today: model.now.date(),
        }
    }

    fn columns(&self) -> impl DoubleEndedIterator<Item = Column> {
        self.days.iter().map(|(column, _)| *column)
    }

    /// Draws the days of a row, and a line between two weeks. What looks alike is written in one piece, because there may
    /// be a thousand cells in view.
    fn cells(
        &self,
        pen: &mut Pen<'_>,
        theme: &Theme,
        y: usize,
        glyphs: Glyphs<'_>,
        cell: impl Fn(&Column, Option<Off>) -> (Cell, Style),
    ) {
        let (mut run, mut x, mut style) = (String::new(), self.strip.from, theme.dim);
        let mut turn = |run: &mut String, next: Style| {
            if next != style {
                x = pen.write(x, y, run, style);
                run.clear();
                style = next;
            }
        };
        for (at, (column, off)) in self.days.iter().enumerate() {
            if at > 0 && column.begins_week() {
                turn(&mut run, theme.dim);
                run.push_str(theme.glyphs.upright);
            }
            let (cell, style) = cell(column, *off);
            turn(&mut run, style);
            cell.spell(&mut run, column.width, glyphs);
        }
        pen.write(x, y, &run, style);
    }

    /// Draws something in the columns of every day, and a line between two weeks.
    fn days(
        &self,
        pen: &mut Pen<'_>,
        theme: &Theme,
        y: usize,
        draw: impl Fn(&mut Pen<'_>, usize, &Column, Option<Off>),
    ) {
        for (at, (column, off)) in self.days.iter().enumerate() {
            let x = self.strip.from + column.x;
            if at > 0 && column.begins_week() {
                pen.write(x - 1, y, theme.glyphs.upright, theme.dim);
            }
            draw(pen, x, column, *off);
        }
    }
}

fn glyphs<'t>(theme: &'t Theme, due: Option<&'t str>) -> Glyphs<'t> {
    Glyphs {
        bar: theme.glyphs.full,
        done: theme.glyphs.done,
        off: theme.glyphs.empty,
        now: theme.glyphs.upright,
        due,
    }
}

/// The title, the milestones, the weeks and the days, as far as there are lines for them.
pub(super) fn summary(pen: &mut Pen<'_>, theme: &Theme, model: &Model) {
    let scene = Scene::of(model);
    let height = usize::from(pen.area.height);
    if height < NAME_ROWS + 3 {
        days_line(pen, theme, &scene, height.saturating_sub(1));
        return;
    }
    title(pen, theme, &scene);
    flags(pen, theme, &scene);
    scene.days(pen, theme, NAME_ROWS + 1, |pen, x, column, _| {
        if column.begins_week() || column.x == 0 {
            let room = scene
                .columns()
                .next_back()
                .map_or(0, |last| last.x + last.width);
            let words = &phrase::day_short(column.day, column.day)[4..];
            let room = (room - column.x).min(text::width(words));
            pen.put(x, NAME_ROWS + 1, room, words, theme.body);
        }
    });
    days_line(pen, theme, &scene, NAME_ROWS + 2);
}

fn title(pen: &mut Pen<'_>, theme: &Theme, scene: &Scene<'_>) {
    let model = scene.model;
    let x = pen.write(1, 0, "Timeline", theme.title) + 2;
    let end = pen.width().saturating_sub(1);
    let ends = (scene.columns().next(), scene.columns().next_back());
    let span = match ends {
        (Some(first), Some(last)) => format!(
            "{} to {}",
            phrase::day_short(first.day, scene.today),
            phrase::day_short(last.day, scene.today)
        ),
        _ => String::new(),
    };
    let provisional = model.board.schedule.provisional;
    let right = if provisional && pen.width() >= 80 {
        format!("{span}, provisional")
    } else {
        span
    };
    pen.right(x, end, 0, &right, theme.dim);
    let room = end.saturating_sub(x + text::width(&right) + 2);
    if !checklist::filter(pen, theme, model, x, room) {
        let words = format!("rows: {}", model.days.timeline.lanes_are);
        pen.put(x, 0, room, &words, theme.dim);
    }
}

/// The names of the milestones, each on its day, and now.
fn flags(pen: &mut Pen<'_>, theme: &Theme, scene: &Scene<'_>) {
    let marks = &scene.model.days.timeline.marks;
    let mut flags = vec![Flag {
        day: scene.today,
        name: "now",
        glyph: theme.glyphs.above,
    }];
    flags.extend(marks.iter().map(|mark| Flag {
        day: mark.day,
        name: &mark.name,
        glyph: if mark.expected {
            theme.glyphs.expected
        } else {
            theme.glyphs.moment
        },
    }));
    let columns: Vec<Column> = scene.columns().collect();
    let rows = timeline::labels(&flags, &columns, scene.strip.room, NAME_ROWS);
    for (y, row) in (1..).zip(rows) {
        for label in row {
            pen.write(scene.strip.from + label.x, y, &label.words, theme.accent);
        }
    }
}

/// `M T W T F S S`, with `H` for a bank holiday and `C` where the council is closed.
fn days_line(pen: &mut Pen<'_>, theme: &Theme, scene: &Scene<'_>, y: usize) {
    scene.days(pen, theme, y, |pen, x, column, off| {
        let name = phrase::weekday_name(column.day.weekday());
        let letter = off.and_then(Off::letter);
        let letter = letter.or(name.chars().next()).unwrap_or(' ');
        let style = match off {
            _ if column.day == scene.today => theme.title,
            None => theme.body,
            Some(Off::Weekend) => theme.dim,
            Some(Off::Holiday | Off::Closure) => theme.warn,
        };
        pen.right(x, x + column.width, y, &letter.to_string(), style);
    });
}

/// One lane.
pub(super) fn row(
    pen: &mut Pen<'_>,
    theme: &Theme,
    model: &Model,
    y: usize,
    row: Row,
    _here: bool,
) {
    let Row::Item(at) = row else { return };
    let Some(lane) = model.days.timeline.lanes.get(at as usize) else {
        return;
    };
    let scene = Scene::of(model);
    let mark = if model.days.is_open(lane) {
        theme.glyphs.open
    } else {
        ""
    };
    pen.write(1, y, mark, theme.accent);
    let ink = if lane.open == 0 {
        theme.dim
    } else {
        theme.body
    };
    pen.put(2, y, scene.strip.names - 2, &lane.title, ink);
    letter(pen, theme, &scene, y, lane.shown);
    let policy = &model.plan.inspection().policy;
    scene.cells(pen, theme, y, glyphs(theme, None), |column, off| {
        let cell = Cell::of(&lane.bars, &lane.due, off, column.day, scene.today);
        let shown = cell.due.map_or(lane.shown, |due| due.shown);
        (cell, look(theme, cell, theme.rag(policy.colour(shown))))
    });
}

/// One task of a lane: its bar, and the day it is due.
pub(super) fn task(pen: &mut Pen<'_>, theme: &Theme, model: &Model, y: usize, at: usize) {
    let (Some(task), Some(standing)) = (model.plan.tasks().get(at), model.board.standings.get(at))
    else {
        return;
    };
    let scene = Scene::of(model);
    let ink = if task.status.is_open() {
        theme.body
    } else {
        theme.dim
    };
    if model.selected.contains(&task.id) {
        pen.write(3, y, "+", theme.accent);
    }
    pen.put(4, y, scene.strip.names - 4, task.title.as_str(), ink);
    let shown = standing.rating.shown;
    letter(pen, theme, &scene, y, shown);
    let Some(bar) = timeline::bar_of(standing) else {
        pen.write(scene.strip.from, y, "no date", theme.gap);
        return;
    };
    let is_open = task.status.is_open();
    let due = [(
        bar.to,
        Due {
            open: u32::from(is_open),
            done: u32::from(!is_open),
            shown,
        },
    )];
    let bars = if is_open { vec![bar] } else { Vec::new() };
    let style = theme.rag(model.plan.inspection().policy.colour(shown));
    let drawn = glyphs(theme, Some(theme.glyphs.marked));
    scene.cells(pen, theme, y, drawn, |column, off| {
        let cell = Cell::of(&bars, &due, off, column.day, scene.today);
        (cell, look(theme, cell, style))
    });
}

fn letter(pen: &mut Pen<'_>, theme: &Theme, scene: &Scene<'_>, y: usize, shown: Shown) {
    let policy = &scene.model.plan.inspection().policy;
    let style = theme.rag(policy.colour(shown));
    pen.write(scene.strip.letter, y, policy.letter(shown), style);
}

/// How what a row has on one day looks: in `style` where there is work.
fn look(theme: &Theme, cell: Cell, style: Style) -> Style {
    match cell {
        Cell { due: Some(due), .. } if due.open == 0 => theme.dim,
        Cell { due: Some(_), .. } | Cell { work: true, .. } => style,
        Cell { now: true, .. } => theme.accent,
        Cell { .. } => theme.dim,
    }
}

/// How much is due on every day, and what clashes; on a task, first that.
pub(super) fn peek(pen: &mut Pen<'_>, theme: &Theme, model: &Model) {
    let scene = Scene::of(model);
    let height = usize::from(pen.area.height);
    let y = usize::from(height >= 3);
    pen.put(2, y, scene.strip.names, "Due, open", theme.dim);
    scene.days(pen, theme, y, |pen, x, column, _| {
        let due = model.days.timeline.due_on(column.day);
        if due > 0 {
            let figure = timeline::figure(due, column.width);
            pen.right(x, x + column.width, y, &figure, theme.body);
        }
    });
    let room = height.saturating_sub(y + 1);
    let mut lines: Vec<(String, Style)> = Vec::new();
    lines.extend(chosen(&scene).map(|words| (words, theme.body)));
    let clashes = &model.days.timeline.clashes;
    let left = room.saturating_sub(lines.len());
    let shown = if clashes.len() <= left {
        clashes.len()
    } else {
        left.saturating_sub(1)
    };
    lines.extend(
        clashes
            .iter()
            .take(shown)
            .map(|clash| (clash.text.clone(), theme.warn)),
    );
    if shown < clashes.len() {
        let more = clashes.len() - shown;
        let words = if shown == 0 {
            "Clashes"
        } else {
            "More clashes"
        };
        lines.push((format!("{words}: {more}, named in Owners"), theme.warn));
    } else {
        lines.extend(days_off(&scene).into_iter().map(|words| (words, theme.dim)));
    }
    for (y, (words, style)) in (y + 1..height).zip(lines) {
        pen.write(1, y, &words, style);
    }
}

/// What the cursor is on, in one line.
fn chosen(scene: &Scene<'_>) -> Option<String> {
    let model = scene.model;
    if let Some(lane) = app::here(model) {
        let late = match lane.late {
            0 => String::new(),
            late => format!(", {late} late"),
        };
        let open = count(lane.open as i32, "open task");
        return Some(format!("{}: {open}{late}", lane.title));
    }
    let task = model.current()?;
    let standing = &model.board.standings[model.plan.position(task.id)?];
    let owner = model.plan.label_of(task.owner);
    let when = match (&task.status, standing.due) {
        (Status::Done { at }, _) => format!("done {}", phrase::day_short(at.date(), scene.today)),
        (_, None) => "no date".to_owned(),
        (_, Some(due)) => {
            let from = standing.from.map_or(String::new(), |from| {
                format!("from {}, ", phrase::moment_short(from, scene.today))
            });
            let gap = phrase::gap(due, model.now);
            format!(
                "{from}due {}, {gap}",
                phrase::moment_short(due, scene.today)
            )
        }
    };
    Some(format!(
        "{} {}  {owner}, {when}",
        task.reference, task.title
    ))
}

/// What the letters over the days in view stand for.
fn days_off(scene: &Scene<'_>) -> Vec<String> {
    let calendar = scene.model.plan.calendar();
    let off = scene.days.iter().filter_map(|(column, off)| {
        let letter = off.as_ref()?.letter()?;
        let why = calendar.why_not_working(column.day)?;
        let day = phrase::day_short(column.day, scene.today);
        Some(format!("{letter} {day}: {why}"))
    });
    let off: Vec<String> = off.collect();
    if off.is_empty() {
        Vec::new()
    } else {
        vec![off.join("   ")]
    }
}
