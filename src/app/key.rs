//! Keys as we name them, whatever terminal they come from. It knows nothing of what a key does.

use std::fmt;
use std::str::FromStr;

/// Which key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Code {
    /// A character, as typed: `Shift` is already in it.
    Char(char),
    /// Return.
    Enter,
    /// Escape.
    Esc,
    /// Tab.
    Tab,
    /// Shift and Tab.
    BackTab,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Insert.
    Insert,
    /// Arrow.
    Up,
    /// Arrow.
    Down,
    /// Arrow.
    Left,
    /// Arrow.
    Right,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// Home.
    Home,
    /// End.
    End,
    /// A function key.
    F(u8),
}

/// A key press.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    /// Which key.
    pub code: Code,
    /// With Ctrl held.
    pub ctrl: bool,
    /// With Alt held. Nothing is bound to it; it only keeps Alt+letter from acting as the letter.
    pub alt: bool,
    /// With Shift held; never set on a character.
    pub shift: bool,
}

impl Key {
    /// The key alone.
    pub const fn plain(code: Code) -> Self {
        Self {
            code,
            ctrl: false,
            alt: false,
            shift: false,
        }
    }

    /// A character alone.
    pub const fn char(c: char) -> Self {
        Self::plain(Code::Char(c))
    }

    /// A character with Ctrl held.
    pub const fn ctrl(c: char) -> Self {
        Self {
            code: Code::Char(c),
            ctrl: true,
            alt: false,
            shift: false,
        }
    }

    /// The character this key types, if it types one.
    pub fn typed(self) -> Option<char> {
        match self.code {
            Code::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }
}

/// Keys that are drawn as arrows, and what they are called where there are none.
const ARROWS: [(char, &str); 4] = [('↑', "Up"), ('↓', "Down"), ('←', "Left"), ('→', "Right")];

impl Key {
    /// Its name as it can be shown: in `ascii`, arrows have names.
    pub fn shown(self, ascii: bool) -> String {
        let shown = self.to_string();
        if !ascii {
            return shown;
        }
        ARROWS
            .iter()
            .fold(shown, |shown, (arrow, name)| shown.replace(*arrow, name))
    }
}

/// Keys that are not characters: how they are written, and how they are shown.
const NAMED: &[(Code, &str, &str)] = &[
    (Code::Enter, "enter", "Enter"),
    (Code::Esc, "esc", "Esc"),
    (Code::Tab, "tab", "Tab"),
    (Code::BackTab, "backtab", "Shift+Tab"),
    (Code::Backspace, "backspace", "Backspace"),
    (Code::Delete, "del", "Del"),
    (Code::Insert, "ins", "Ins"),
    (Code::Up, "up", "↑"),
    (Code::Down, "down", "↓"),
    (Code::Left, "left", "←"),
    (Code::Right, "right", "→"),
    (Code::PageUp, "pgup", "PgUp"),
    (Code::PageDown, "pgdn", "PgDn"),
    (Code::Home, "home", "Home"),
    (Code::End, "end", "End"),
    (Code::Char(' '), "space", "Space"),
];

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.ctrl {
            f.write_str("Ctrl+")?;
        }
        if self.alt {
            f.write_str("Alt+")?;
        }
        if self.shift {
            f.write_str("Shift+")?;
        }
        if let Some((_, _, shown)) = NAMED.iter().find(|(code, ..)| *code == self.code) {
            return f.write_str(shown);
        }
        match self.code {
            Code::F(number) => write!(f, "F{number}"),
            Code::Char(c) if self.ctrl => write!(f, "{}", c.to_uppercase()),
            Code::Char(c) => write!(f, "{c}"),
            other => write!(f, "{other:?}"),
        }
    }
}

impl FromStr for Key {
    type Err = String;

    /// Reads `a`, `ctrl-z`, `shift-down`, `enter`, `f1`.
    fn from_str(text: &str) -> Result<Self, String> {
        let mut key = Key::plain(Code::Esc);
        let mut rest = text;
        loop {
            if let Some(after) = rest.strip_prefix("ctrl-") {
                (key.ctrl, rest) = (true, after);
            } else if let Some(after) = rest.strip_prefix("shift-") {
                (key.shift, rest) = (true, after);
            } else {
                break;
            }
        }
        let mut chars = rest.chars();
        key.code = match (chars.next(), chars.next()) {
            (Some(only), None) => Code::Char(only),
            _ => NAMED
                .iter()
                .find(|(_, name, _)| *name == rest)
                .map(|(code, ..)| *code)
                .or_else(|| rest.strip_prefix('f')?.parse().ok().map(Code::F))
                .ok_or_else(|| format!("no key is called {text}"))?,
        };
        Ok(key)
    }
}
