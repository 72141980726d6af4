//! Lines to be read in a box of their own, scrolled and copied: how the board moved, and how readiness went.
//! What they say is worked out elsewhere.

use std::sync::Arc;

use crate::domain::text;
use crate::domain::what_if::Line;

use super::keymap::Context;
use super::layout;
use super::model::Model;
use super::overlay::{Conduct, Overlay};
use super::papers;
use super::{Clip, Effect};

/// The widest its box is inside, in columns.
pub const WIDTH: usize = 92;

/// Something to be read.
#[derive(Debug, Clone)]
pub struct Reading {
    /// What it is called.
    pub title: String,
    /// All of it.
    pub lines: Arc<[Line]>,
    /// The first line in view.
    pub top: usize,
}

impl Reading {
    /// From its first line on.
    pub fn new(title: impl Into<String>, lines: Vec<Line>) -> Self {
        Self {
            title: title.into(),
            lines: lines.into(),
            top: 0,
        }
    }

    /// All of it as text.
    pub fn text(&self) -> String {
        let mut text = format!("{}\n\n", self.title);
        for line in self.lines.iter() {
            if let Line::Head(words) | Line::Text(words) | Line::Warning(words) = line {
                text.push_str(words);
            }
            text.push('\n');
        }
        text
    }
}

impl Conduct for Reading {
    fn context(&self) -> Context {
        Context::Reading
    }

    /// As a box that breaks none of them shows them.
    fn lines(&mut self) -> Option<(&mut usize, usize, usize)> {
        Some((&mut self.top, self.lines.len(), 2))
    }

    fn scroll(&mut self, model: &Model, to: &dyn Fn(usize) -> usize) {
        let room = usize::from(layout::tall_box(model.size.rows)).saturating_sub(2);
        let rows = count(&self.lines, model.size.cols);
        self.top = to(self.top).min(rows.saturating_sub(room.max(1)));
    }
}

/// How wide the box is inside.
fn width_in(cols: u16) -> usize {
    WIDTH.min(usize::from(cols).saturating_sub(4))
}

/// A line of a box that goes on in the next row, further in, where it is too long.
pub trait Broken: Clone {
    /// What it says, with its indent.
    fn words(&self) -> &str;

    /// One like it that says this.
    fn saying(&self, words: String) -> Self;
}

impl Broken for Line {
    fn words(&self) -> &str {
        match self {
            Line::Head(words) | Line::Text(words) | Line::Warning(words) => words,
            Line::Blank | Line::Task(_) => "",
        }
    }

    fn saying(&self, words: String) -> Self {
        match self {
            Line::Head(_) => Line::Head(words),
            Line::Warning(_) => Line::Warning(words),
            Line::Blank | Line::Task(_) | Line::Text(_) => Line::Text(words),
        }
    }
}

/// How many rows `lines` take in a box in a window with `cols`. The columns of a table are cut instead.
pub fn count<T: Broken>(lines: &[T], cols: u16) -> usize {
    let width = width_in(cols);
    let rows = lines.iter().map(|line| rows_of(line.words(), width));
    rows.sum()
}

/// So many of those rows, from `top` on. Only what is in view is broken.
pub fn in_view<T: Broken>(lines: &[T], cols: u16, top: usize, room: usize) -> Vec<T> {
    let width = width_in(cols);
    let (mut passed, mut above, mut rows) = (0, 0, Vec::new());
    for line in lines {
        if passed >= top + room {
            break;
        }
        let next = passed + rows_of(line.words(), width);
        if next > top {
            if rows.is_empty() {
                above = top - passed;
            }
            broken(line, width, &mut rows);
        }
        passed = next;
    }
    rows.into_iter().skip(above).take(room).collect()
}

/// Whether a line has one row: it fits, or it is a row of a table.
fn is_whole(words: &str, width: usize) -> bool {
    text::width(words) <= width || words.trim_start().contains("   ")
}

fn rows_of(words: &str, width: usize) -> usize {
    if is_whole(words, width) {
        1
    } else {
        wrapped(words, width).count().max(1)
    }
}

/// Adds the rows of a line.
fn broken<T: Broken>(line: &T, width: usize, rows: &mut Vec<T>) {
    let words = line.words();
    if is_whole(words, width) {
        rows.push(line.clone());
    } else {
        rows.extend(wrapped(words, width).map(|words| line.saying(words)));
    }
}

fn wrapped(words: &str, width: usize) -> impl Iterator<Item = String> {
    let bare = words.trim_start();
    let indent = words.len() - bare.len();
    let lines = text::wrap(bare, width.saturating_sub(indent + 2).max(1)).into_iter();
    let pad = move |at: usize| " ".repeat(indent + if at == 0 { 0 } else { 2 });
    lines.enumerate().map(move |(at, line)| pad(at) + &line)
}

/// Shows it in the place of the box it was asked for in. A walk goes on under it.
pub(super) fn open(model: &mut Model, reading: Reading) -> Vec<Effect> {
    let stays = |open: &Overlay| matches!(open, Overlay::Walk(_));
    model.overlays.retain(stays);
    model.overlays.push(Overlay::Reading(reading));
    Vec::new()
}

/// Copies what is read.
pub(super) fn copy(model: &mut Model) -> Vec<Effect> {
    let Some(Overlay::Reading(open)) = model.overlays.last() else {
        return Vec::new();
    };
    let title = open.title.clone();
    let clip = Clip {
        text: open.text(),
        said: "the text".to_owned(),
        remember: None,
    };
    papers::copy(model, &title, clip)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_in_view_is_a_window_on_all_of_it(
            texts in proptest::collection::vec(" {0,4}[a-z ]{0,60}", 0..12),
            cols in 8_u16..60,
            top in 0_usize..20,
            room in 1_usize..8,
        ) {
            let lines: Vec<Line> = texts.iter().cloned().map(Line::Text).collect();
            let all = in_view(&lines, cols, 0, usize::MAX / 2);
            prop_assert_eq!(all.len(), count(&lines, cols));
            let seen = in_view(&lines, cols, top, room);
            let expected: Vec<Line> = all.into_iter().skip(top).take(room).collect();
            prop_assert_eq!(seen, expected);
        }
    }
}
