//! The bytes a terminal sends, read into keys and pastes. They may come in pieces of any size, cut anywhere.
//!
//! Ours rather than crossterm's, which on Unix spins for ever once the terminal has gone (crossterm#793), leaves what
//! it did not read at once lying until the next key, and takes the rest of a sequence it does not know for typing:
//! here such a sequence is dropped whole, so that no answer of a terminal ever becomes a command.

use std::str;
use std::time::Duration;

use super::event::{LONGEST_PASTE, Typed, normal, paste};
use crate::app::key::{Code, Key};
use crate::app::mouse::{Did, Mouse};

/// How long the rest of a sequence may take, before an Esc was the Esc key.
const PATIENCE: Duration = Duration::from_millis(25);

/// How long a paste may pause before it counts as ended.
const PASTE_PATIENCE: Duration = Duration::from_secs(1);

/// The longest sequence that is waited for, in bytes.
const LONGEST: usize = 4096;

const PASTE_END: &[u8] = b"\x1b[201~";

/// Reads what a terminal sends.
#[derive(Debug, Default)]
pub(super) struct Reader {
    /// What no sense could be made of yet.
    bytes: Vec<u8>,
    /// The paste that is coming in.
    pasting: Option<Vec<u8>>,
}

/// What the bytes begin with.
#[derive(Debug, PartialEq, Eq)]
enum Found {
    /// A key, and how many bytes it took.
    Key(Key, usize),
    /// The mark a paste begins with.
    Paste(usize),
    /// What the mouse did.
    Mouse(Mouse, usize),
    /// Nothing to us.
    Nothing(usize),
    /// The beginning of something.
    More,
}

impl Reader {
    /// Takes in bytes; what they mean goes to `out`.
    pub(super) fn feed(&mut self, bytes: &[u8], out: &mut Vec<Typed>) {
        // A terminal sends Alt and a letter at once; when they come apart, somebody pressed Esc and then the letter.
        let apart = |next: &u8| !matches!(next, b'[' | b'O' | b']' | b'P' | b'X' | b'^' | b'_');
        if self.bytes == [0x1B] && self.pasting.is_none() && bytes.first().is_some_and(apart) {
            self.give_up(out);
        }
        self.bytes.extend_from_slice(bytes);
        self.read(out);
    }

    /// How long to wait for more; `None` means that nothing is outstanding.
    pub(super) fn patience(&self) -> Option<Duration> {
        match self.pasting {
            Some(_) => Some(PASTE_PATIENCE),
            None => (!self.bytes.is_empty()).then_some(PATIENCE),
        }
    }

    /// No more came in time: what is there is all there is.
    pub(super) fn give_up(&mut self, out: &mut Vec<Typed>) {
        if let Some(text) = self.pasting.take() {
            out.push(pasted(&text));
            self.bytes.clear();
            return;
        }
        let rest = std::mem::take(&mut self.bytes);
        match rest.as_slice() {
            [0x1B] => out.push(Typed::Key(Key::plain(Code::Esc))),
            [
                0x1B,
                letter @ (b'[' | b'O' | b']' | b'P' | b'X' | b'^' | b'_'),
            ] => {
                out.push(Typed::Key(normal(
                    Code::Char(char::from(*letter)),
                    false,
                    true,
                    false,
                )));
            }
            _ => {}
        }
    }

    fn read(&mut self, out: &mut Vec<Typed>) {
        let mut at = 0;
        while at < self.bytes.len() {
            if self.pasting.is_some() {
                at += self.read_paste(at, out);
                if self.pasting.is_some() {
                    break;
                }
                continue;
            }
            match find(&self.bytes[at..]) {
                Found::Key(key, length) => {
                    out.push(Typed::Key(key));
                    at += length;
                }
                Found::Paste(length) => {
                    self.pasting = Some(Vec::new());
                    at += length;
                }
                Found::Mouse(used, length) => {
                    out.push(Typed::Mouse(used));
                    at += length;
                }
                Found::Nothing(length) => at += length,
                // Its beginning stays, so that the rest is not taken for typing.
                Found::More if self.bytes.len() - at > LONGEST => {
                    self.bytes.truncate(at + 2);
                    break;
                }
                Found::More => break,
            }
        }
        self.bytes.drain(..at);
    }

    /// Moves bytes into the paste, up to its end or to what may be the beginning of its end.
    fn read_paste(&mut self, at: usize, out: &mut Vec<Typed>) -> usize {
        let rest = &self.bytes[at..];
        let end = rest
            .windows(PASTE_END.len())
            .position(|bytes| bytes == PASTE_END);
        let length = end.unwrap_or_else(|| {
            let possible = (1..PASTE_END.len())
                .rev()
                .find(|length| rest.ends_with(&PASTE_END[..*length]));
            rest.len() - possible.unwrap_or(0)
        });
        if let Some(text) = &mut self.pasting {
            // One character more than is taken, so that the cut falls between characters.
            let room = (LONGEST_PASTE + 4).saturating_sub(text.len());
            text.extend_from_slice(&rest[..length.min(room)]);
        }
        if end.is_none() {
            return length;
        }
        let text = self.pasting.take().unwrap_or_default();
        out.push(pasted(&text));
        length + PASTE_END.len()
    }
}

/// Terminals send the end of a line as Enter would.
fn pasted(text: &[u8]) -> Typed {
    paste(
        String::from_utf8_lossy(text)
            .replace("\r\n", "\n")
            .replace('\r', "\n"),
    )
}

fn find(bytes: &[u8]) -> Found {
    let key = |code| Found::Key(Key::plain(code), 1);
    match bytes[0] {
        0x1B => escape(bytes),
        b'\r' | b'\n' => key(Code::Enter),
        b'\t' => key(Code::Tab),
        0x7F | 0x08 => key(Code::Backspace),
        0 => Found::Key(Key::ctrl(' '), 1),
        letter @ 0x01..=0x1A => Found::Key(Key::ctrl(char::from(letter + b'a' - 1)), 1),
        sign @ 0x1C..=0x1F => Found::Key(Key::ctrl(char::from(sign + b'@')), 1),
        b' '..=b'~' => key(Code::Char(char::from(bytes[0]))),
        _ => character(bytes),
    }
}

/// A character outside ASCII.
fn character(bytes: &[u8]) -> Found {
    let length = match bytes[0] {
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => return Found::Nothing(1),
    };
    let there = &bytes[..length.min(bytes.len())];
    match str::from_utf8(there) {
        Ok(text) => match text.chars().next() {
            Some(c) if !c.is_control() => Found::Key(Key::char(c), length),
            _ => Found::Nothing(length),
        },
        Err(error) if error.error_len().is_none() && bytes.len() < length => Found::More,
        Err(error) => Found::Nothing(error.error_len().unwrap_or(1)),
    }
}

fn escape(bytes: &[u8]) -> Found {
    match bytes.get(1) {
        None => Found::More,
        Some(b'[') => control(bytes),
        Some(b'O') => keypad(bytes),
        Some(b']' | b'P' | b'X' | b'^' | b'_') => string(bytes),
        Some(0x1B) => Found::Key(Key::plain(Code::Esc), 1),
        Some(_) => match find(&bytes[1..]) {
            Found::Key(
                Key {
                    code, ctrl, shift, ..
                },
                length,
            ) => Found::Key(
                Key {
                    code,
                    ctrl,
                    alt: true,
                    shift,
                },
                length + 1,
            ),
            Found::Nothing(length) => Found::Nothing(length + 1),
            Found::Paste(_) | Found::Mouse(..) | Found::More => Found::More,
        },
    }
}

/// `ESC O` and a letter.
fn keypad(bytes: &[u8]) -> Found {
    let code = match bytes.get(2) {
        None => return Found::More,
        Some(b'M') => Some(Code::Enter),
        Some(letter) => named(*letter),
    };
    code.map_or(Found::Nothing(3), |code| Found::Key(Key::plain(code), 3))
}

/// An answer of the terminal: up to BEL or `ESC \`.
fn string(bytes: &[u8]) -> Found {
    let mut body = bytes.iter().enumerate().skip(2);
    match body.find(|(_, byte)| matches!(byte, 0x07 | 0x1B)) {
        Some((at, 0x07)) => Found::Nothing(at + 1),
        Some((at, _)) if bytes.len() == at + 1 => Found::More,
        Some((at, _)) => Found::Nothing(if bytes[at + 1] == b'\\' { at + 2 } else { at }),
        None => Found::More,
    }
}

/// `ESC [`, parameters and a letter.
fn control(bytes: &[u8]) -> Found {
    // The Linux console's first function keys: another bracket and a letter.
    if bytes.get(2) == Some(&b'[') {
        return match bytes.get(3) {
            None => Found::More,
            Some(letter @ b'A'..=b'E') => Found::Key(Key::plain(Code::F(letter - b'A' + 1)), 4),
            Some(_) => Found::Nothing(4),
        };
    }
    let Some(length) = bytes[2..]
        .iter()
        .position(|byte| !matches!(byte, b' '..=b'?'))
    else {
        return Found::More;
    };
    let (parameters, last) = (&bytes[2..2 + length], bytes[2 + length]);
    let length = 2 + length + 1;
    match last {
        b'@'..=b'~' => meaning(parameters, last, length),
        // It was cut off by what comes next.
        _ => Found::Nothing(length - 1),
    }
}

/// `ESC [ < button ; column ; row` and M for a press, m for its release. Columns and rows count from one.
fn mouse(parameters: &[u8], last: u8, length: usize) -> Found {
    let used = || {
        let [button, x, y] = numbers(parameters)?;
        let did = match button? & !HELD {
            0 => Did::Click,
            64 => Did::WheelUp,
            65 => Did::WheelDown,
            _ => return None,
        };
        let cell = |number: Option<u32>| u16::try_from(number?.checked_sub(1)?).ok();
        Some(Mouse {
            did,
            x: cell(x)?,
            y: cell(y)?,
        })
    };
    match used() {
        Some(used) if last == b'M' => Found::Mouse(used, length),
        _ => Found::Nothing(length),
    }
}

/// Shift, Alt or Ctrl was held while the mouse was used; that changes nothing.
const HELD: u32 = 4 | 8 | 16;

fn meaning(parameters: &[u8], last: u8, length: usize) -> Found {
    if let [b'<', parameters @ ..] = parameters {
        return mouse(parameters, last, length);
    }
    let Some(numbers) = numbers(parameters) else {
        return Found::Nothing(length);
    };
    let first = numbers[0].unwrap_or(1);
    let code = match last {
        b'~' if first == 200 => return Found::Paste(length),
        b'~' if first == 27 => numbers[2].and_then(coded),
        b'~' => numbered(first),
        b'u' => coded(first),
        b'Z' => Some(Code::BackTab),
        // With two numbers it is the cursor's position, or F3 with Shift or the like; nobody needs that.
        b'R' => None,
        letter => named(letter),
    };
    let held = numbers[1].unwrap_or(1).wrapping_sub(1);
    match code {
        Some(code) if held & !0b1100_0111 == 0 => Found::Key(
            normal(code, held & 4 != 0, held & 2 != 0, held & 1 != 0),
            length,
        ),
        _ => Found::Nothing(length),
    }
}

/// The first three numbers; `None` when these are not the parameters of a key. `5:3` tells of a release.
fn numbers(parameters: &[u8]) -> Option<[Option<u32>; 3]> {
    let mut numbers = [None; 3];
    for (at, part) in str::from_utf8(parameters).ok()?.split(';').enumerate() {
        let mut pieces = part.split(':');
        let number = pieces.next().unwrap_or_default();
        if at == 1 && pieces.next() == Some("3") {
            return None;
        }
        if !number.is_empty() {
            let number = number.parse().ok()?;
            if let Some(slot) = numbers.get_mut(at) {
                *slot = Some(number);
            }
        }
    }
    Some(numbers)
}

fn named(letter: u8) -> Option<Code> {
    Some(match letter {
        b'A' => Code::Up,
        b'B' => Code::Down,
        b'C' => Code::Right,
        b'D' => Code::Left,
        b'F' => Code::End,
        b'H' => Code::Home,
        b'P'..=b'S' => Code::F(letter - b'P' + 1),
        _ => return None,
    })
}

fn numbered(number: u32) -> Option<Code> {
    Some(match number {
        1 | 7 => Code::Home,
        2 => Code::Insert,
        3 => Code::Delete,
        4 | 8 => Code::End,
        5 => Code::PageUp,
        6 => Code::PageDown,
        11..=15 => Code::F((number - 10) as u8),
        17..=21 => Code::F((number - 11) as u8),
        23 | 24 => Code::F((number - 12) as u8),
        _ => return None,
    })
}

/// A key by the number of its character.
fn coded(number: u32) -> Option<Code> {
    Some(match number {
        8 | 127 => Code::Backspace,
        9 => Code::Tab,
        13 => Code::Enter,
        27 => Code::Esc,
        _ => Code::Char(char::from_u32(number).filter(|c| !c.is_control())?),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(messages: &[Typed]) -> String {
        let show = |message: &Typed| match message {
            Typed::Key(key) => key.to_string(),
            Typed::Paste(text) => format!("{text:?}"),
            Typed::Mouse(used) => format!("{:?}@{},{}", used.did, used.x, used.y),
        };
        messages.iter().map(show).collect::<Vec<_>>().join(" ")
    }

    fn keys(bytes: &[u8]) -> String {
        let (mut reader, mut out) = (Reader::default(), Vec::new());
        reader.feed(bytes, &mut out);
        reader.give_up(&mut out);
        shown(&out)
    }

    #[test]
    fn keys_are_read_as_terminals_send_them() {
        let table: &[(&[u8], &str)] = &[
            (b"aG?", "a G ?"),
            (b"\r\t\x7f \x1b", "Enter Tab Backspace Space Esc"),
            (b"\x1a\x03\x00\x1f", "Ctrl+Z Ctrl+C Ctrl+Space Ctrl+_"),
            (b"\x1b[A\x1bOB\x1b[1;2C\x1b[1;5D", "↑ ↓ Shift+→ Ctrl+←"),
            (
                b"\x1b[H\x1b[4~\x1b[5~\x1b[6~\x1b[3~\x1b[2~",
                "Home End PgUp PgDn Del Ins",
            ),
            (
                b"\x1bOP\x1b[15~\x1b[24~\x1b[[A\x1b[Z",
                "F1 F5 F12 F1 Shift+Tab",
            ),
            (b"\x1bx\x1b\r", "Alt+x Alt+Enter"),
            (b"\x1b[122;5u\x1b[27u\x1b[27;5;105~", "Ctrl+Z Esc Ctrl+I"),
            ("é€日".as_bytes(), "é € 日"),
            (b"\x1b[", "Alt+["),
            (b"\x1b\x1b", "Esc Esc"),
            (b"\x1b[97;1:3u", ""),
        ];
        for (bytes, want) in table {
            assert_eq!(keys(bytes), *want, "{:?}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn the_mouse_tells_what_it_did_and_where() {
        for (bytes, want) in [
            (&b"\x1b[<0;10;5M\x1b[<0;10;5m"[..], "Click@9,4"),
            (
                b"\x1b[<64;1;1M\x1b[<65;300;90M",
                "WheelUp@0,0 WheelDown@299,89",
            ),
            (b"\x1b[<16;2;2M", "Click@1,1"),
            (b"\x1b[<2;10;5M", ""),
        ] {
            assert_eq!(keys(bytes), want, "{:?}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn what_is_not_a_key_is_dropped_whole() {
        for answer in [
            &b"\x1b[?62;22c"[..],
            b"\x1b[12;40R",
            b"\x1b]11;rgb:1212/1414/1818\x1b\\",
            b"\x1b]0;title\x07",
            b"\x1bP>|xterm(1)\x1b\\",
            b"\x1b[<0;10;10m",
            b"\x1b[<35;10;10M",
            b"\x1b[<0;0;10M",
            b"\x1b[<0;10M",
            b"\x1b[<;;M",
            b"\x1b[<99999999999;1;1M",
            b"\x1b[I\x1b[O",
            b"\x1b[?2026;2$y",
            b"\xff\xfe\x80",
            b"\x1b[1;9A",
            "\u{85}\u{9b}".as_bytes(),
        ] {
            assert_eq!(
                keys(&[answer, b"j"].concat()),
                "j",
                "{:?}",
                String::from_utf8_lossy(answer)
            );
        }
    }

    #[test]
    fn a_paste_is_one_message_and_nothing_in_it_is_a_key() {
        assert_eq!(
            keys(b"\x1b[200~dq\r\nx\x1b[A\ry\x1b[201~j"),
            "\"dq\\nx\\u{1b}[A\\ny\" j"
        );
        assert_eq!(keys(b"\x1b[200~cut off"), "\"cut off\"");
        let long = [
            b"\x1b[200~",
            "é".repeat(LONGEST_PASTE).as_bytes(),
            b"\x1b[201~j",
        ]
        .concat();
        let (mut reader, mut out) = (Reader::default(), Vec::new());
        reader.feed(&long, &mut out);
        assert!(
            matches!(&out[..], [Typed::Paste(text), Typed::Key(_)] if text.len() == LONGEST_PASTE)
        );
    }

    #[test]
    fn an_escape_waits_for_the_rest_but_not_for_ever() {
        let (mut reader, mut out) = (Reader::default(), Vec::new());
        reader.feed(b"\x1b", &mut out);
        assert_eq!(
            (shown(&out).as_str(), reader.patience()),
            ("", Some(PATIENCE))
        );
        reader.feed(b"[A", &mut out);
        assert_eq!((shown(&out).as_str(), reader.patience()), ("↑", None));
        reader.feed(b"\x1b[1;", &mut out);
        reader.give_up(&mut out);
        assert_eq!((shown(&out).as_str(), reader.patience()), ("↑", None));
        out.clear();
        reader.feed(b"\x1b", &mut out);
        reader.feed(b"q", &mut out);
        assert_eq!(shown(&out), "Esc q");
    }

    #[test]
    fn an_endless_sequence_ends() {
        let (mut reader, mut out) = (Reader::default(), Vec::new());
        reader.feed(b"\x1b]", &mut out);
        for _piece in 0..100 {
            reader.feed(&[b'x'; 1000], &mut out);
        }
        assert!(reader.bytes.len() <= LONGEST + 1000);
    }

    proptest! {
        #[test]
        fn where_the_bytes_are_cut_does_not_matter(
            pieces in prop::collection::vec(prop_oneof![
                prop::sample::select(vec![&b"\x1b[A"[..], b"\x1b[200~", b"\x1b[201~", b"\x1b]0;x\x07", b"\x1b[1;5C", b"\x1bOP"])
                    .prop_map(<[u8]>::to_vec),
                prop::collection::vec(0x1C_u8.., 0..6),
                "[a-zé日]{0,4}".prop_map(String::into_bytes),
            ], 0..20),
            cuts in prop::collection::vec(1_usize..7, 0..60),
        ) {
            let bytes = pieces.concat();
            let (mut reader, mut out, mut at) = (Reader::default(), Vec::new(), 0);
            for cut in cuts {
                let end = (at + cut).min(bytes.len());
                reader.feed(&bytes[at..end], &mut out);
                at = end;
            }
            reader.feed(&bytes[at..], &mut out);
            reader.give_up(&mut out);
            prop_assert_eq!(shown(&out), keys(&bytes));
        }
    }
}
