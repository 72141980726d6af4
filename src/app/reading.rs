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

    /// All of it as its box shows it in a window with `cols`: what is too long goes on in the next row, further in. The
    /// columns of a table are cut instead.
    pub fn broken(&self, cols: u16) -> Vec<Line> {
        let width = WIDTH.min(usize::from(cols).saturating_sub(4));
        let broken = |words: &String, make: fn(String) -> Line| -> Vec<Line> {
            wrapped(words, width).into_iter().map(make).collect()
        };
        let rows = self.lines.iter().flat_map(|line| match line {
            Line::Head(words) => broken(words, Line::Head),
            Line::Text(words) => broken(words, Line::Text),
            Line::Warning(words) => broken(words, Line::Warning),
            Line::Blank | Line::Task(_) => vec![line.clone()],
        });
        rows.collect()
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
        let rows = self.broken(model.size.cols).len();
        self.top = to(self.top).min(rows.saturating_sub(room.max(1)));
    }
}

fn wrapped(words: &str, width: usize) -> Vec<String> {
    let bare = words.trim_start();
    if text::width(words) <= width || bare.contains("   ") {
        return vec![words.to_owned()];
    }
    let indent = words.len() - bare.len();
    let lines = text::wrap(bare, width.saturating_sub(indent + 2)).into_iter();
    let pad = |at: usize| " ".repeat(indent + if at == 0 { 0 } else { 2 });
    lines
        .enumerate()
        .map(|(at, line)| pad(at) + &line)
        .collect()
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
