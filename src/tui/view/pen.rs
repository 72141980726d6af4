//! Writing text into a frame, cut to the room there is. The only place that touches cells.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::widgets::{Clear, Widget};

use crate::app::key::Key;
use crate::domain::text;

/// A key that is shown, and where: a click there presses it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Spot {
    /// Where the key and its word are.
    pub(super) area: Rect,
    /// The key.
    pub(super) key: Key,
}

/// Writes into one area of a frame and never outside it.
pub(super) struct Pen<'a> {
    buffer: &'a mut Buffer,
    /// The keys shown so far in boxes.
    spots: &'a mut Vec<Spot>,
    /// Where it may write.
    pub(super) area: Rect,
}

impl<'a> Pen<'a> {
    /// A pen for `area`, as far as it is inside the frame.
    pub(super) fn new(buffer: &'a mut Buffer, spots: &'a mut Vec<Spot>, area: Rect) -> Self {
        let area = area.intersection(buffer.area);
        Self {
            buffer,
            spots,
            area,
        }
    }

    /// The columns from `x` up to `end` of row `y` show `key`.
    pub(super) fn shows_key(&mut self, x: usize, end: usize, y: usize, key: Key) {
        let area = Rect {
            x: self.area.x + x as u16,
            y: self.area.y + y as u16,
            width: end.saturating_sub(x) as u16,
            height: 1,
        };
        self.spots.push(Spot { area, key });
    }

    /// A pen for a part of the frame.
    pub(super) fn within(&mut self, area: Rect) -> Pen<'_> {
        Pen::new(self.buffer, self.spots, area)
    }

    /// The width it may write.
    pub(super) fn width(&self) -> usize {
        usize::from(self.area.width)
    }

    /// Writes `words` at column `x` of row `y` in at most `room` columns, cut with "..." when they do not fit.
    /// Returns the column after the last one written.
    pub(super) fn put(
        &mut self,
        x: usize,
        y: usize,
        room: usize,
        words: &str,
        style: Style,
    ) -> usize {
        if y >= usize::from(self.area.height) || x >= self.width() || room == 0 {
            return x;
        }
        let room = room.min(self.width() - x);
        let words = text::fit(words, room);
        let at = (self.area.x + x as u16, self.area.y + y as u16);
        // Most words are plain, one letter a cell: nothing has to be taken apart.
        if words.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
            for (column, letter) in (at.0..).zip(words.bytes()) {
                let cell = &mut self.buffer[(column, at.1)];
                cell.set_char(char::from(letter)).set_style(style);
            }
            return x + words.len();
        }
        let (end, _) = self
            .buffer
            .set_stringn(at.0, at.1, words.as_ref(), room, style);
        usize::from(end.saturating_sub(self.area.x))
    }

    /// Writes `words` at `x` with as much room as there is.
    pub(super) fn write(&mut self, x: usize, y: usize, words: &str, style: Style) -> usize {
        self.put(x, y, usize::MAX, words, style)
    }

    /// Writes `words` so that they end before column `end`, if they fit after column `from`.
    pub(super) fn right(&mut self, from: usize, end: usize, y: usize, words: &str, style: Style) {
        let end = end.min(self.width());
        let width = text::width(words);
        if from + width <= end {
            self.put(end - width, y, width, words, style);
        }
    }

    /// Whether `words` stand in row `y`.
    pub(super) fn says(&self, y: u16, words: &str) -> bool {
        let row = Rect {
            y: self.area.y + y,
            height: 1,
            ..self.area
        };
        let row = row.intersection(self.buffer.area).positions();
        let shown: String = row.map(|at| self.buffer[at].symbol()).collect();
        shown.contains(words)
    }

    /// Lays a style over a whole row.
    pub(super) fn row(&mut self, y: usize, style: Style) {
        if y < usize::from(self.area.height) {
            let row = Rect {
                y: self.area.y + y as u16,
                height: 1,
                ..self.area
            };
            self.buffer.set_style(row, style);
        }
    }

    /// Lays a style under everything that will be written.
    pub(super) fn ground(&mut self, style: Style) {
        self.buffer.set_style(self.area, style);
    }

    /// Lays a style over everything, and forgets what was there.
    pub(super) fn clear(&mut self, style: Style) {
        Clear.render(self.area, self.buffer);
        self.buffer.set_style(self.area, style);
    }

    /// Hands the frame to a ready-made widget.
    pub(super) fn widget(&mut self, area: Rect, draw: impl FnOnce(Rect, &mut Buffer)) {
        draw(area.intersection(self.buffer.area), self.buffer);
    }

    /// A line across.
    pub(super) fn rule(&mut self, y: usize, glyph: &str, style: Style) {
        self.write(0, y, &glyph.repeat(self.width()), style);
    }

    /// `words` wrapped to the width from column `x`, from row `y` on, at most `most` rows. Returns the next free row.
    pub(super) fn wrapped(
        &mut self,
        x: usize,
        y: usize,
        most: usize,
        words: &str,
        style: Style,
    ) -> usize {
        let lines = text::wrap(words, self.width().saturating_sub(x));
        let shown = lines.len().min(most);
        for (at, line) in lines.iter().take(shown).enumerate() {
            let cut = at + 1 == shown && shown < lines.len();
            let line = if cut {
                format!("{line} ...")
            } else {
                line.clone()
            };
            self.write(x, y + at, &line, style);
        }
        y + shown
    }
}

/// Puts the nearest ASCII in the place of all that is not ASCII, such as names with accents.
pub(super) fn spell(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        if !cell.symbol().is_ascii() {
            let plain = text::ascii(cell.symbol());
            cell.set_char(plain);
        }
    }
}
