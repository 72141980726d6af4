//! What a key or a paste means to us, whatever told us of it: crossterm's events on Windows, the bytes of a terminal
//! elsewhere (see [`escape`](super::escape)). It knows nothing of what a key does.

use std::time::{Duration, Instant};

use crossterm::event::{
    Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};

use crate::app::Msg;
use crate::app::key::{Code, Key};
use crate::app::mouse::{Did, Mouse};

/// What somebody typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Typed {
    /// A key was pressed.
    Key(Key),
    /// Text was pasted, whole.
    Paste(String),
    /// The mouse was used. What is a double click is not known yet.
    Mouse(Mouse),
}

impl From<Typed> for Msg {
    fn from(typed: Typed) -> Self {
        match typed {
            Typed::Key(key) => Self::Key(key),
            Typed::Paste(text) => Self::Paste(text),
            Typed::Mouse(used) => Self::Mouse(used),
        }
    }
}

/// The longest paste taken, in bytes; the rest is dropped.
pub(super) const LONGEST_PASTE: usize = 64 * 1024;

/// A paste, cut to what is taken.
pub(super) fn paste(mut text: String) -> Typed {
    let mut end = text.len().min(LONGEST_PASTE);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.truncate(end);
    Typed::Paste(text)
}

/// What `event` means to us, if anything. Sizes are asked for when they are needed, so a resize is not among them.
pub(super) fn read(event: Event) -> Option<Typed> {
    match event {
        Event::Key(event) => key(event).map(Typed::Key),
        Event::Paste(text) => Some(paste(text)),
        Event::Mouse(event) => mouse(event).map(Typed::Mouse),
        Event::FocusGained | Event::FocusLost | Event::Resize(..) => None,
    }
}

fn mouse(event: MouseEvent) -> Option<Mouse> {
    let did = match event.kind {
        MouseEventKind::Down(MouseButton::Left) => Did::Click,
        MouseEventKind::ScrollUp => Did::WheelUp,
        MouseEventKind::ScrollDown => Did::WheelDown,
        MouseEventKind::Down(_)
        | MouseEventKind::Up(_)
        | MouseEventKind::Drag(_)
        | MouseEventKind::Moved
        | MouseEventKind::ScrollLeft
        | MouseEventKind::ScrollRight => return None,
    };
    Some(Mouse {
        did,
        x: event.column,
        y: event.row,
    })
}

/// How soon a second click makes a double click.
const TWICE: Duration = Duration::from_millis(400);

/// Tells double clicks from clicks. It is told the time, and so can be tested without any passing.
#[derive(Debug, Default)]
pub(super) struct Clicks {
    last: Option<(Instant, u16, u16)>,
}

impl Clicks {
    /// What the mouse did at `at`, knowing what it did before.
    pub(super) fn read(&mut self, mouse: Mouse, at: Instant) -> Mouse {
        if mouse.did != Did::Click {
            self.last = None;
            return mouse;
        }
        let here = |(before, x, y): (Instant, u16, u16)| {
            at.duration_since(before) <= TWICE && (x, y) == (mouse.x, mouse.y)
        };
        if self.last.take().is_some_and(here) {
            return Mouse {
                did: Did::DoubleClick,
                ..mouse
            };
        }
        self.last = Some((at, mouse.x, mouse.y));
        mouse
    }
}

/// A press is one press, however long it lasts, except for keys people hold down to move, type or erase.
fn key(event: KeyEvent) -> Option<Key> {
    let key = press(event.code, event.modifiers)?;
    let held_on_purpose = key.typed().is_some()
        || matches!(
            key.code,
            Code::Up
                | Code::Down
                | Code::Left
                | Code::Right
                | Code::PageUp
                | Code::PageDown
                | Code::Backspace
                | Code::Delete
        );
    match event.kind {
        KeyEventKind::Press => Some(key),
        KeyEventKind::Repeat => held_on_purpose.then_some(key),
        KeyEventKind::Release => None,
    }
}

fn press(code: KeyCode, modifiers: KeyModifiers) -> Option<Key> {
    let code = match code {
        KeyCode::Backspace => Code::Backspace,
        KeyCode::Enter => Code::Enter,
        KeyCode::Left => Code::Left,
        KeyCode::Right => Code::Right,
        KeyCode::Up => Code::Up,
        KeyCode::Down => Code::Down,
        KeyCode::Home => Code::Home,
        KeyCode::End => Code::End,
        KeyCode::PageUp => Code::PageUp,
        KeyCode::PageDown => Code::PageDown,
        KeyCode::Tab => Code::Tab,
        KeyCode::BackTab => Code::BackTab,
        KeyCode::Delete => Code::Delete,
        KeyCode::Insert => Code::Insert,
        KeyCode::F(number) => Code::F(number),
        KeyCode::Char(c) => Code::Char(c),
        KeyCode::Esc => Code::Esc,
        KeyCode::CapsLock
        | KeyCode::KeypadBegin
        | KeyCode::Media(_)
        | KeyCode::Menu
        | KeyCode::Modifier(_)
        | KeyCode::Null
        | KeyCode::NumLock
        | KeyCode::Pause
        | KeyCode::PrintScreen
        | KeyCode::ScrollLock => return None,
    };
    let has = |modifier| modifiers.contains(modifier);
    if has(KeyModifiers::SUPER) || has(KeyModifiers::HYPER) || has(KeyModifiers::META) {
        return None;
    }
    Some(normal(
        code,
        has(KeyModifiers::CONTROL),
        has(KeyModifiers::ALT),
        has(KeyModifiers::SHIFT),
    ))
}

/// One way to write each key: a character carries its case and never `shift`, Ctrl goes with the lower-case letter,
/// and the `AltGr` of Windows keyboards (Ctrl and Alt at once) is only a way to type a character.
pub(super) fn normal(code: Code, ctrl: bool, alt: bool, shift: bool) -> Key {
    match code {
        Code::Char(c) if ctrl && alt => Key::char(c),
        Code::Char(c) if ctrl => Key::ctrl(c.to_ascii_lowercase()),
        Code::Char(_) => Key {
            code,
            ctrl: false,
            alt,
            shift: false,
        },
        Code::Tab if shift => Key {
            code: Code::BackTab,
            ctrl,
            alt,
            shift: false,
        },
        Code::BackTab => Key {
            code,
            ctrl,
            alt,
            shift: false,
        },
        _ => Key {
            code,
            ctrl,
            alt,
            shift,
        },
    }
}

/// How close together the keys of a paste come, and how long an editing key waits for the next.
const CLOSE: Duration = Duration::from_millis(10);

/// As many keys this close together were not typed.
const PASTED: usize = 4;

/// Nobody types so soon after a paste: it is the rest of it, which the console was slow to bring.
const REST: Duration = Duration::from_millis(100);

/// Tells pastes from typing where the terminal does not. Keys that type wait a moment to see whether more follow;
/// four or more in a row are one paste, of which nothing is acted on as a key, and neither is what follows a paste
/// closely. All other keys pass at once. It is told the time, and so can be tested without any passing.
#[derive(Debug, Default)]
pub(super) struct Burst {
    waiting: Vec<Key>,
    /// When the first and the last of them came.
    first: Option<Instant>,
    last: Option<Instant>,
    /// Until when what comes belongs to the last paste.
    rest: Option<Instant>,
    /// The console has more to tell already.
    more: bool,
}

impl Burst {
    /// Something came at `at`, whatever it was; `more` was waiting behind it. What has become certain goes to `out`.
    pub(super) fn comes(&mut self, at: Instant, more: bool, out: &mut Vec<Typed>) {
        if !self.more && self.until().is_some_and(|until| at > until) {
            self.settle(out);
        }
        self.more = more;
    }

    /// Takes in a key pressed at `at`; what has become certain goes to `out`, in order.
    pub(super) fn key(&mut self, key: Key, at: Instant, out: &mut Vec<Typed>) {
        if letter(key).is_some() {
            self.waiting.push(key);
            self.first.get_or_insert(at);
            self.last = Some(at);
        } else {
            self.settle(out);
            out.push(Typed::Key(key));
        }
    }

    /// When the waiting keys have waited long enough; `None` means that none are waiting, or more is sure to come.
    pub(super) fn until(&self) -> Option<Instant> {
        self.last.filter(|_| !self.more).map(|last| last + CLOSE)
    }

    /// No more will follow: decides what the waiting keys are.
    pub(super) fn settle(&mut self, out: &mut Vec<Typed>) {
        let keys = std::mem::take(&mut self.waiting);
        let (Some(first), Some(last)) = (self.first.take(), self.last.take()) else {
            return;
        };
        let is_rest = self.rest.is_some_and(|rest| first <= rest);
        if keys.len() < PASTED && !is_rest {
            out.extend(keys.into_iter().map(Typed::Key));
        } else {
            self.rest = Some(last + REST);
            out.push(paste(keys.into_iter().filter_map(letter).collect()));
        }
    }
}

/// What a key adds to a text, if it adds something. Consoles press Ctrl as well where a pasted line ends in a line feed.
fn letter(key: Key) -> Option<char> {
    match key {
        Key {
            code: Code::Enter,
            alt: false,
            shift: false,
            ..
        }
        | Key {
            code: Code::Char('j' | 'm'),
            ctrl: true,
            ..
        } => Some('\n'),
        Key {
            code: Code::Tab,
            ctrl: false,
            alt: false,
            shift: false,
        } => Some('\t'),
        _ => key.typed(),
    }
}

#[cfg(test)]
mod tests {
    use KeyEventKind::{Press, Release, Repeat};
    use proptest::prelude::*;

    use super::*;

    fn event(code: KeyCode, modifiers: KeyModifiers, kind: KeyEventKind) -> Event {
        Event::Key(KeyEvent::new_with_kind(code, modifiers, kind))
    }

    fn shown(messages: &[Typed]) -> Vec<String> {
        let show = |message: &Typed| match message {
            Typed::Key(key) => key.to_string(),
            Typed::Paste(text) => format!("{text:?}"),
            Typed::Mouse(used) => format!("{:?}@{},{}", used.did, used.x, used.y),
        };
        messages.iter().map(show).collect()
    }

    fn one(code: KeyCode, modifiers: KeyModifiers) -> Option<Key> {
        match read(event(code, modifiers, KeyEventKind::Press)) {
            Some(Typed::Key(key)) => Some(key),
            _ => None,
        }
    }

    #[test]
    fn each_key_is_written_one_way() {
        let none = KeyModifiers::NONE;
        let table = [
            (KeyCode::Char('a'), none, Key::char('a')),
            (KeyCode::Char('G'), KeyModifiers::SHIFT, Key::char('G')),
            (KeyCode::Char('?'), KeyModifiers::SHIFT, Key::char('?')),
            (
                KeyCode::Char('Z'),
                KeyModifiers::CONTROL | KeyModifiers::SHIFT,
                Key::ctrl('z'),
            ),
            (
                KeyCode::Char('@'),
                KeyModifiers::CONTROL | KeyModifiers::ALT,
                Key::char('@'),
            ),
            (
                KeyCode::Char('€'),
                KeyModifiers::CONTROL | KeyModifiers::ALT,
                Key::char('€'),
            ),
            (
                KeyCode::BackTab,
                KeyModifiers::SHIFT,
                Key::plain(Code::BackTab),
            ),
            (KeyCode::Tab, KeyModifiers::SHIFT, Key::plain(Code::BackTab)),
            (
                KeyCode::Down,
                KeyModifiers::SHIFT,
                Key {
                    shift: true,
                    ..Key::plain(Code::Down)
                },
            ),
            (
                KeyCode::Char('x'),
                KeyModifiers::ALT,
                Key {
                    alt: true,
                    ..Key::char('x')
                },
            ),
        ];
        for (code, modifiers, key) in table {
            assert_eq!(one(code, modifiers), Some(key), "{code:?} {modifiers:?}");
        }
        assert_eq!(one(KeyCode::Char('q'), KeyModifiers::SUPER), None);
        assert_eq!(one(KeyCode::CapsLock, none), None);
    }

    /// A key as a Windows console reports it.
    fn as_reported(key: Key) -> (KeyCode, KeyModifiers) {
        let code = match key.code {
            Code::Char(c) => KeyCode::Char(c),
            Code::Enter => KeyCode::Enter,
            Code::Esc => KeyCode::Esc,
            Code::Tab => KeyCode::Tab,
            Code::BackTab => KeyCode::BackTab,
            Code::Backspace => KeyCode::Backspace,
            Code::Delete => KeyCode::Delete,
            Code::Insert => KeyCode::Insert,
            Code::Up => KeyCode::Up,
            Code::Down => KeyCode::Down,
            Code::Left => KeyCode::Left,
            Code::Right => KeyCode::Right,
            Code::PageUp => KeyCode::PageUp,
            Code::PageDown => KeyCode::PageDown,
            Code::Home => KeyCode::Home,
            Code::End => KeyCode::End,
            Code::F(number) => KeyCode::F(number),
        };
        let held = [
            (key.ctrl, KeyModifiers::CONTROL),
            (key.alt, KeyModifiers::ALT),
            (key.shift || key.code == Code::BackTab, KeyModifiers::SHIFT),
        ];
        let held = held.into_iter().filter(|(held, _)| *held);
        (code, held.map(|(_, modifier)| modifier).collect())
    }

    #[test]
    fn two_clicks_soon_and_in_one_place_are_a_double_click() {
        let click = |x| Mouse {
            did: Did::Click,
            x,
            y: 3,
        };
        let (mut clicks, start) = (Clicks::default(), Instant::now());
        let mut did = |mouse, after| clicks.read(mouse, start + Duration::from_millis(after)).did;
        assert_eq!(did(click(5), 0), Did::Click);
        assert_eq!(did(click(5), 300), Did::DoubleClick);
        assert_eq!(did(click(5), 400), Did::Click, "a third begins anew");
        assert_eq!(did(click(6), 500), Did::Click, "elsewhere");
        assert_eq!(did(click(6), 1000), Did::Click, "too late");
        let wheel = Mouse {
            did: Did::WheelUp,
            ..click(6)
        };
        assert_eq!(did(wheel, 1100), Did::WheelUp);
        assert_eq!(did(click(6), 1200), Did::Click, "something came between");
    }

    #[test]
    fn a_press_and_its_release_are_one_key() {
        let count = |code, kinds: &[KeyEventKind]| {
            kinds
                .iter()
                .filter(|kind| read(event(code, KeyModifiers::NONE, **kind)).is_some())
                .count()
        };
        for code in [
            KeyCode::Char('q'),
            KeyCode::Enter,
            KeyCode::Esc,
            KeyCode::F(1),
            KeyCode::Down,
        ] {
            assert_eq!(count(code, &[Press, Release]), 1, "{code:?}");
        }
        assert_eq!(count(KeyCode::Down, &[Press, Repeat, Repeat, Release]), 3);
        assert_eq!(count(KeyCode::Char('x'), &[Press, Repeat]), 2);
        assert_eq!(count(KeyCode::Enter, &[Press, Repeat, Repeat, Release]), 1);
    }

    #[test]
    fn a_paste_is_cut_between_characters() {
        let Typed::Paste(text) = paste("é".repeat(LONGEST_PASTE)) else {
            panic!("it is a paste")
        };
        assert_eq!(text.len(), LONGEST_PASTE);
        let Typed::Paste(text) = paste(format!("x{}", "é".repeat(LONGEST_PASTE))) else {
            panic!("it is a paste")
        };
        assert_eq!(text.len(), LONGEST_PASTE - 1);
    }

    /// Feeds keys this many milliseconds apart, and waits at the end.
    fn burst(keys: &[(u64, Key)]) -> Vec<String> {
        let (mut burst, mut out, mut at) = (Burst::default(), Vec::new(), Instant::now());
        for (after, key) in keys {
            at += Duration::from_millis(*after);
            burst.comes(at, false, &mut out);
            burst.key(*key, at, &mut out);
        }
        burst.settle(&mut out);
        shown(&out)
    }

    #[test]
    fn typing_is_typing_and_a_paste_is_a_paste() {
        let letters = |text: &str, apart| {
            text.chars()
                .map(|c| (apart, Key::char(c)))
                .collect::<Vec<_>>()
        };
        assert_eq!(burst(&letters("done", 80)), ["d", "o", "n", "e"]);
        assert_eq!(burst(&letters("add", 1)), ["a", "d", "d"]);
        assert_eq!(burst(&letters("done", 1)), ["\"done\""]);
        let mut lines = letters("one", 1);
        lines.push((1, Key::plain(Code::Enter)));
        lines.extend(letters("two", 2));
        assert_eq!(burst(&lines), ["\"one\\ntwo\""]);
    }

    #[test]
    fn the_rest_of_a_paste_that_comes_late_is_not_typing() {
        let keys = |text: &str| text.chars().map(|c| (1, Key::char(c))).collect::<Vec<_>>();
        let mut late = keys("agenda");
        late.push((90, Key::char('q')));
        late.push((90, Key::plain(Code::Enter)));
        assert_eq!(burst(&late), ["\"agenda\"", "\"q\"", "\"\\n\""]);
        late.push((101, Key::char('q')));
        assert_eq!(burst(&late).last().map(String::as_str), Some("q"));
    }

    #[test]
    fn a_line_feed_in_a_paste_is_no_key() {
        let ctrl_enter = Key {
            ctrl: true,
            ..Key::plain(Code::Enter)
        };
        let keys = [
            Key::char('o'),
            Key::char('k'),
            ctrl_enter,
            Key::char('q'),
            Key::ctrl('j'),
        ];
        assert_eq!(burst(&keys.map(|key| (1, key))), ["\"ok\\nq\\n\""]);
        assert_eq!(
            burst(&[(1, ctrl_enter), (50, Key::ctrl('j'))]),
            ["Ctrl+Enter", "Ctrl+J"]
        );
    }

    #[test]
    fn what_waited_behind_a_key_belongs_to_it_however_late_it_is_read() {
        let (mut burst, mut out, mut at) = (Burst::default(), Vec::new(), Instant::now());
        for (c, more) in [('d', true), ('u', true), ('e', true), ('q', false)] {
            burst.comes(at, more, &mut out);
            burst.key(Key::char(c), at, &mut out);
            assert_eq!(burst.until().is_none(), more);
            at += Duration::from_secs(1);
        }
        burst.settle(&mut out);
        assert_eq!(shown(&out), ["\"dueq\""]);
    }

    /// The first of them comes in time, the last does not.
    #[test]
    fn the_end_of_a_paste_after_the_longest_stall_is_no_command() {
        let mut keys: Vec<_> = "pasted".chars().map(|c| (1, Key::char(c))).collect();
        keys.push((100, Key::char('d')));
        keys.push((1, Key::char('q')));
        assert_eq!(burst(&keys), ["\"pasted\"", "\"dq\""]);
    }

    #[test]
    fn keys_that_move_never_wait() {
        let (mut burst, mut out) = (Burst::default(), Vec::new());
        let now = Instant::now();
        burst.comes(now, false, &mut out);
        burst.key(Key::plain(Code::Down), now, &mut out);
        assert_eq!(shown(&out), ["↓"]);
        assert_eq!(burst.until(), None);
        burst.key(Key::char('x'), now, &mut out);
        assert_eq!(burst.until(), Some(now + CLOSE));
        burst.key(Key::ctrl('s'), now, &mut out);
        assert_eq!(shown(&out), ["↓", "x", "Ctrl+S"]);
    }

    proptest! {
        #[test]
        fn a_pasted_thread_never_runs_a_command(
            text in prop::collection::vec((prop::char::range(' ', '~'), 0_u64..=5), 4..5_000),
            stalls in prop::collection::vec((4_usize..5_000, 11_u64..=100), 0..4),
        ) {
            let mut keys: Vec<_> = text
                .iter()
                .map(|(c, after)| (*after, if *c == '~' { Key::plain(Code::Enter) } else { Key::char(*c) }))
                .collect();
            for (at, stall) in stalls {
                if let Some((after, _)) = keys.get_mut(at) {
                    *after = stall;
                }
            }
            let pasted = burst(&keys);
            prop_assert!(pasted.iter().all(|message| message.starts_with('"') && message.len() > 1), "{pasted:?}");
        }

        #[test]
        fn every_binding_acts_once_when_pressed_and_released(row in 0..crate::app::keymap::KEYMAP.len()) {
            for key in crate::app::keymap::KEYMAP[row].keys() {
                let (code, modifiers) = as_reported(key);
                let got: Vec<_> = [Press, Release]
                    .into_iter()
                    .filter_map(|kind| read(event(code, modifiers, kind)))
                    .collect();
                prop_assert_eq!(got, [Typed::Key(key)]);
            }
        }

        #[test]
        fn no_key_is_lost_and_none_changes_places(keys in prop::collection::vec((0_u64..30, 0_u8..6), 0..60)) {
            let key = |which: u8| match which {
                0 => Key::plain(Code::Down),
                1 => Key::plain(Code::Enter),
                letter => Key::char((b'a' + letter) as char),
            };
            let keys: Vec<_> = keys.into_iter().map(|(after, which)| (after, key(which))).collect();
            let want: String = keys.iter().map(|(_, key)| letter(*key).unwrap_or('↓')).collect();
            let mut got = String::new();
            for message in burst(&keys) {
                match message.as_str() {
                    "Enter" => got.push('\n'),
                    text if text.starts_with('"') => got += &text[1..text.len() - 1].replace("\\n", "\n"),
                    key => got += key,
                }
            }
            prop_assert_eq!(got, want);
        }
    }
}
