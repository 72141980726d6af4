//! Present mode: the whole window for the room. Strong text only, nothing that matters in the last two rows, and no
//! message of the program's own.
//!
//! ```text
//!  Northshire   inspection readiness                 Wed 3 Jun 2026  09:42
//!
//!  Days to fieldwork   Red                 Amber               Complete
//!
//!  █████               █████               ████     █          ████   █  █
//!  █                      █                    █   ██              █  █  █
//! ```

use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::action::Action;
use crate::app::keymap::Context;
use crate::app::model::Model;
use crate::app::present::{Figure, Line, Present, SLIDES};
use crate::domain::phrase;
use crate::domain::text;
use crate::tui::theme::Theme;

use super::boxes::keys;
use super::pen::Pen;
use super::today;

/// The digits, five rows of five columns each.
const DIGITS: [[&str; 5]; 10] = [
    ["#####", "#   #", "#   #", "#   #", "#####"],
    ["   # ", "  ## ", "   # ", "   # ", "   # "],
    ["#### ", "    #", " ### ", "#    ", "#####"],
    ["#### ", "    #", " ### ", "    #", "#### "],
    ["#  # ", "#  # ", "#####", "   # ", "   # "],
    ["#####", "#    ", "#### ", "    #", "#### "],
    [" ####", "#    ", "#### ", "#   #", " ### "],
    ["#####", "    #", "   # ", "  #  ", "  #  "],
    [" ### ", "#   #", " ### ", "#   #", " ### "],
    [" ### ", "#   #", " ####", "    #", "#### "],
];

/// Rows and columns of a digit, and the column after it.
const HIGH: usize = 5;
const WIDE: usize = 6;

/// Columns between two figures: a digit's width, so that 14 and 16 beside each other are not 1416.
const fn apart(scale: usize) -> usize {
    WIDE * scale
}

/// Draws the slide, or nothing for the room to see.
pub(super) fn present(pen: &mut Pen<'_>, theme: &Theme, model: &Model, shown: Present) {
    pen.clear(theme.base);
    let height = usize::from(pen.area.height);
    if shown.blank {
        pen.write(1, height.saturating_sub(1), "b shows it again", theme.dim);
        return;
    }
    head(pen, theme, model);
    let (Some(slide), Some(content)) = (SLIDES.get(shown.slide), model.room.on(shown)) else {
        return;
    };
    let last = height.saturating_sub(2);
    let mut y = 2;
    if !content.figures.is_empty() {
        y = row_of_figures(pen, theme, model, &content.figures, shown.size, last) + 1;
    }
    body(pen, theme, model, &content.lines, y, last);
    foot(pen, theme, shown, slide.title, content.agreed.as_deref());
}

fn head(pen: &mut Pen<'_>, theme: &Theme, model: &Model) {
    pen.row(0, theme.header);
    let authority = model.plan.inspection().authority.as_str();
    let x = pen.write(1, 0, authority, theme.header_name);
    let x = if authority.is_empty() { 1 } else { x + 3 };
    let x = pen.write(x, 0, "inspection readiness", theme.header);
    let when = format!(
        "{}  {}",
        phrase::day(model.now.date()),
        phrase::clock_time(model.now.time())
    );
    let end = pen.width().saturating_sub(1);
    pen.right(x + 2, end, 0, &when, theme.header);
}

/// The figures beside each other from the third row on, as large as asked for and as there is room. Returns the row after them.
pub(super) fn row_of_figures(
    pen: &mut Pen<'_>,
    theme: &Theme,
    model: &Model,
    figures: &[Figure],
    size: usize,
    last: usize,
) -> usize {
    let policy = &model.plan.inspection().policy;
    let chip = |figure: &Figure| {
        let shown = figure.shown.map(|shown| policy.colour(shown));
        shown.map_or(theme.title, |shown| theme.chip(shown))
    };
    // Two lines under them are the least that makes sense of them.
    let fits = |scale: &usize| {
        let across: usize = figures
            .iter()
            .map(|figure| wide(figure, *scale) + apart(*scale))
            .sum();
        across - apart(*scale) < pen.width() && 2 + 2 + HIGH * scale + 3 <= last
    };
    let Some(scale) = (1..=size).rev().find(fits) else {
        return plain_figures(pen, theme, figures);
    };
    let taken: usize = figures.iter().map(|figure| wide(figure, scale)).sum();
    let gap = (pen.width() - 1 - taken) / figures.len();
    let mut x = 1;
    for figure in figures {
        let name = match figure.shown {
            Some(_) => format!(" {} ", figure.name),
            None => figure.name.clone(),
        };
        pen.write(x, 2, &name, chip(figure));
        let mut column = x;
        for digit in figure.value.to_string().bytes() {
            let rows = &DIGITS[usize::from(digit - b'0')];
            big(
                pen,
                theme.glyphs.full,
                (column, 4),
                rows,
                scale,
                theme.title,
            );
            column += WIDE * scale;
        }
        x += wide(figure, scale) + gap.max(apart(scale));
    }
    4 + HIGH * scale
}

/// How many columns a figure takes.
fn wide(figure: &Figure, scale: usize) -> usize {
    let digits = figure.value.to_string().len() * WIDE * scale - scale;
    digits.max(text::width(&figure.name) + 2)
}

fn big(
    pen: &mut Pen<'_>,
    full: &str,
    (x, y): (usize, usize),
    rows: &[&str; HIGH],
    scale: usize,
    style: Style,
) {
    for (down, row) in rows.iter().enumerate() {
        let dots = row.bytes().enumerate().filter(|(_, dot)| *dot == b'#');
        for (across, _) in dots {
            for line in 0..scale {
                let dots = full.repeat(scale);
                pen.write(x + across * scale, y + down * scale + line, &dots, style);
            }
        }
    }
}

/// Where there is no room for large figures: one line each.
fn plain_figures(pen: &mut Pen<'_>, theme: &Theme, figures: &[Figure]) -> usize {
    for (at, figure) in figures.iter().enumerate() {
        let words = format!("{:>4}  {}", figure.value, figure.name);
        pen.write(1, 2 + at, &words, theme.title);
    }
    2 + figures.len()
}

/// The lines from row `y` on; those without room before row `last` are counted.
fn body(pen: &mut Pen<'_>, theme: &Theme, model: &Model, lines: &[Line], y: usize, last: usize) {
    let room = last.saturating_sub(y);
    let shown = if lines.len() > room {
        room.saturating_sub(1)
    } else {
        lines.len()
    };
    for (at, line) in lines.iter().take(shown).enumerate() {
        one(pen, theme, model, line, y + at);
    }
    let hidden = lines.len() - shown;
    if hidden > 0 && room > 0 {
        let words = format!("and {hidden} more");
        pen.write(4, y + shown, &words, theme.title);
    }
}

/// Columns for who and for when.
const WHO: usize = 20;
const WHEN: usize = 14;

fn one(pen: &mut Pen<'_>, theme: &Theme, model: &Model, line: &Line, y: usize) {
    match line {
        Line::Blank => {}
        Line::Head(words) => {
            pen.write(1, y, words, theme.title);
        }
        Line::Text(words) => {
            pen.write(4, y, words, theme.body);
        }
        Line::Item {
            shown,
            what,
            who,
            when,
            late,
        } => {
            let policy = &model.plan.inspection().policy;
            if let Some(shown) = shown {
                let chip = format!(" {} ", policy.letter(*shown));
                pen.write(1, y, &chip, theme.chip(policy.colour(*shown)));
            }
            let who_wide = if pen.width() >= 60 { WHO } else { 0 };
            let end = pen.width().saturating_sub(1);
            let when_at = end.saturating_sub(WHEN);
            let who_at = when_at.saturating_sub(who_wide);
            pen.put(5, y, who_at.saturating_sub(6), what, theme.body);
            if who_wide > 0 {
                pen.put(who_at, y, WHO - 1, who, theme.body);
            }
            let style = if *late { theme.late } else { theme.title };
            pen.put(when_at, y, WHEN, when, style);
        }
        Line::Bar {
            name,
            complete,
            total,
        } => {
            let end = pen.put(4, y, 14, name, theme.body).max(18);
            let room = pen.width().saturating_sub(end + 12).min(40);
            let end = today::bar(pen, theme, end + 1, y, room, *complete, *total);
            pen.write(end + 1, y, &format!("{complete}/{total}"), theme.title);
        }
    }
}

fn foot(pen: &mut Pen<'_>, theme: &Theme, shown: Present, title: &str, agreed: Option<&str>) {
    let height = pen.area.height;
    let width = pen.area.width;
    let rule = usize::from(height.saturating_sub(2));
    pen.rule(rule, theme.glyphs.rule, theme.rule);
    let place = format!(" {} of {}  {title} ", shown.slide + 1, SLIDES.len());
    let next = pen.write(2, rule, &place, theme.dim);
    if let Some(agreed) = agreed {
        let end = usize::from(width).saturating_sub(2);
        pen.right(next, end, rule, &format!(" {agreed} "), theme.title);
    }
    let names = if shown.roles { "names on" } else { "names off" };
    let mut line = pen.within(Rect {
        x: 1,
        width: width.saturating_sub(2),
        ..pen.area
    });
    let hints = [
        (Action::NextSlide, "next"),
        (Action::PrevSlide, "back"),
        (Action::Decide, "agreed"),
        (Action::NamesOff, names),
        (Action::BlankRoom, "blank"),
        (Action::Cancel, "end"),
        (Action::Larger, "larger"),
        (Action::Smaller, "smaller"),
    ];
    keys(&mut line, theme, Context::Present, &hints);
}
