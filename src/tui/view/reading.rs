//! Lines to be read, in a box as tall as the window allows.

use crate::app::action::Action;
use crate::app::keymap::Context;
use crate::app::layout;
use crate::app::reading::{self, Reading};
use crate::domain::what_if::Line;
use crate::tui::theme::Theme;

use super::boxes::{frame, keys};
use super::pen::Pen;

pub(super) fn reading_box(pen: &mut Pen<'_>, theme: &Theme, open: &Reading) {
    let height = usize::from(layout::tall_box(pen.area.height));
    let (cols, count) = (pen.area.width, reading::count(&open.lines, pen.area.width));
    let mut pen = frame(pen, theme, &open.title, reading::WIDTH, height);
    let inside = usize::from(pen.area.height);
    let room = inside.saturating_sub(2).max(1);
    let top = open.top.min(count.saturating_sub(room));
    for (y, line) in reading::in_view(&open.lines, cols, top, room)
        .iter()
        .enumerate()
    {
        let (words, style) = match line {
            Line::Blank | Line::Task(_) => continue,
            Line::Head(words) => (words, theme.title),
            Line::Text(words) => (words, theme.body),
            Line::Warning(words) => (words, theme.warn),
        };
        pen.write(0, y, words, style);
    }
    let left = count.saturating_sub(top + room);
    if left > 0 {
        pen.write(
            0,
            inside.saturating_sub(2),
            &format!("{left} more below."),
            theme.dim,
        );
    }
    let hints = [
        (Action::PageDown, "further down"),
        (Action::PageUp, "up"),
        (Action::CopyText, "copy"),
        (Action::Cancel, "back"),
    ];
    let hints = if count > room { &hints } else { &hints[2..] };
    keys(&mut pen, theme, Context::Reading, hints);
}
