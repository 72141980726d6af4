//! Text being typed: one line or several. Thin words around a well-kept editor; it knows nothing of what the text is for.

use ratatui_textarea::{CursorMove, Input, Key as AreaKey, TextArea, WrapMode};

use super::key::{Code, Key};

/// How much text a paste may bring, in bytes.
const PASTE_LIMIT: usize = 64 * 1024;

/// Text being typed.
#[derive(Debug, Clone)]
pub struct Editor {
    area: TextArea<'static>,
    several_lines: bool,
    /// What it holds was put there as an offer, and nobody has touched it yet.
    offered: bool,
    /// What it held at the start.
    before: String,
}

impl Editor {
    /// One line that holds `text`, the caret at its end.
    pub fn line(text: &str) -> Self {
        Self::new(text, false)
    }

    /// One line that holds `text` as an offer: the first letter typed, or a paste, takes its place; a key that moves the
    /// caret or deletes makes it text like any other.
    pub fn offer(text: &str) -> Self {
        Self {
            offered: !text.is_empty(),
            ..Self::line(text)
        }
    }

    /// Several lines that hold `text`, the caret at the end.
    pub fn lines(text: &str) -> Self {
        Self::new(text, true)
    }

    fn new(text: &str, several_lines: bool) -> Self {
        let mut area = TextArea::new(text.split('\n').map(str::to_owned).collect());
        if several_lines {
            area.set_wrap_mode(WrapMode::WordOrGlyph);
        }
        area.move_cursor(CursorMove::Bottom);
        area.move_cursor(CursorMove::End);
        Self {
            area,
            several_lines,
            offered: false,
            before: text.to_owned(),
        }
    }

    /// The text as it is.
    pub fn text(&self) -> String {
        self.area.lines().join("\n")
    }

    /// Whether the text differs from what it was at the start.
    pub fn is_changed(&self) -> bool {
        self.text() != self.before
    }

    /// Whether what it holds is an offer that the next letter takes the place of.
    pub fn is_offered(&self) -> bool {
        self.offered
    }

    /// Whether nothing is typed.
    pub fn is_empty(&self) -> bool {
        self.area.lines().iter().all(String::is_empty)
    }

    /// Puts `text` in the place of everything; the caret goes to its end. What counts as unchanged stays.
    pub fn replace(&mut self, text: &str) {
        let before = std::mem::take(&mut self.before);
        *self = Self {
            before,
            ..Self::new(text, self.several_lines)
        };
    }

    /// The editor itself, for drawing.
    pub fn area(&self) -> &TextArea<'static> {
        &self.area
    }

    /// Row and column of the caret, in characters.
    pub fn caret(&self) -> (usize, usize) {
        let at = self.area.cursor();
        (at.0, at.1)
    }

    /// Takes a key. Returns whether it was one that edits or moves the caret.
    pub fn key(&mut self, key: Key) -> bool {
        let code = match key.code {
            Code::Char(c) => AreaKey::Char(c),
            Code::Enter if self.several_lines => AreaKey::Enter,
            Code::Backspace => AreaKey::Backspace,
            Code::Delete => AreaKey::Delete,
            Code::Left => AreaKey::Left,
            Code::Right => AreaKey::Right,
            Code::Up if self.several_lines => AreaKey::Up,
            Code::Down if self.several_lines => AreaKey::Down,
            Code::PageUp if self.several_lines => AreaKey::PageUp,
            Code::PageDown if self.several_lines => AreaKey::PageDown,
            Code::Home => AreaKey::Home,
            Code::End => AreaKey::End,
            Code::Enter
            | Code::Esc
            | Code::Tab
            | Code::BackTab
            | Code::Insert
            | Code::Up
            | Code::Down
            | Code::PageUp
            | Code::PageDown
            | Code::F(_) => return false,
        };
        // To the beginning of the line, as shells have it.
        if key.code == Code::Char('u') && key.ctrl && !key.alt {
            self.take_offer(false);
            self.area.delete_line_by_head();
            return true;
        }
        // Of the Ctrl keys only those that cannot surprise: word by word, and to the ends of the line.
        let plain_letter = matches!(key.code, Code::Char(_)) && (key.ctrl || key.alt);
        let allowed = matches!(key.code, Code::Char('w' | 'k' | 'a' | 'e')) && key.ctrl && !key.alt;
        if plain_letter && !allowed {
            return false;
        }
        self.take_offer(matches!(key.code, Code::Char(_)) && !plain_letter);
        self.area.input(Input {
            key: code,
            ctrl: key.ctrl,
            alt: key.alt,
            shift: key.shift,
        });
        true
    }

    /// An offer is one no longer; what is typed in its place finds nothing there.
    fn take_offer(&mut self, in_its_place: bool) {
        if std::mem::take(&mut self.offered) && in_its_place {
            self.replace("");
        }
    }

    /// Takes pasted text, whole; newlines become spaces where there is only one line.
    pub fn paste(&mut self, text: &str) {
        let mut end = text.len().min(PASTE_LIMIT);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let text = text[..end].replace("\r\n", "\n").replace('\r', "\n");
        let text = if self.several_lines {
            text
        } else {
            text.trim_end().replace('\n', " ")
        };
        self.take_offer(!text.is_empty());
        self.area.insert_str(text);
    }
}
