//! Lines to be read in a box of their own, scrolled and copied: how the board moved, and how readiness went.
//! What they say is worked out elsewhere.

use std::sync::Arc;

use crate::domain::what_if::Line;

use super::Effect;
use super::keymap::Context;
use super::model::Model;
use super::overlay::{Conduct, Overlay};
use super::papers;

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

    fn lines(&mut self) -> Option<(&mut usize, usize, usize)> {
        Some((&mut self.top, self.lines.len(), 2))
    }
}

/// Shows it in the place of the box it was asked for in.
pub(super) fn open(model: &mut Model, reading: Reading) -> Vec<Effect> {
    model.overlays.clear();
    model.overlays.push(Overlay::Reading(reading));
    Vec::new()
}

/// Copies what is read.
pub(super) fn copy(model: &mut Model) -> Vec<Effect> {
    let Some(Overlay::Reading(open)) = model.overlays.last() else {
        return Vec::new();
    };
    let (title, text) = (open.title.clone(), open.text());
    papers::copy(model, &title, text, "the text".to_owned(), None)
}
