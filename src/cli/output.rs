//! The two ways out: data goes to stdout, messages to stderr, and nothing else in the command line writes.
//!
//! It knows colours and closed pipes. It does not know what it is writing about, except that whatever it is, nothing a
//! terminal could act on gets through: values have passed the text gate, and here is the last one.

use std::borrow::Cow;
use std::fmt;
use std::io::{self, BufRead, BufReader, BufWriter, IsTerminal as _, Read as _, Write};

use serde::Serialize;

use super::VERBS;
use super::speech::Speech;
use crate::domain::failure::{self, Failure, Kind};
use crate::domain::rating::{Shown, count};
use crate::domain::text::Line;
use crate::store;

/// Where a command's words go, and what sort of place that is.
pub struct Io {
    /// For data.
    pub stdout: Box<dyn Write>,
    /// For messages.
    pub stderr: Box<dyn Write>,
    /// What is typed in a conversation.
    pub stdin: Box<dyn BufRead>,
    /// Whether somebody sits at a terminal, to read what is written and to type.
    pub dialogue: bool,
    /// Whether stdout is a terminal that shows colours.
    pub colour: bool,
    /// How many columns the terminal has; `None` when stdout is not one.
    pub columns: Option<usize>,
}

impl Io {
    /// The process's own.
    pub fn of_process() -> Self {
        let terminal = io::stdout().is_terminal();
        // Asked only of a terminal: of anything else the library would start another program to find out.
        let size = || crossterm::terminal::size().ok();
        Self {
            stdout: Box::new(BufWriter::with_capacity(1 << 16, io::stdout().lock())),
            stderr: Box::new(io::stderr().lock()),
            stdin: Box::new(BufReader::new(io::stdin())),
            dialogue: terminal && io::stdin().is_terminal(),
            colour: terminal && shows_colours(),
            columns: terminal
                .then(size)
                .flatten()
                .map(|(columns, _rows)| usize::from(columns)),
        }
    }
}

impl fmt::Debug for Io {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Io")
            .field("colour", &self.colour)
            .field("columns", &self.columns)
            .field("dialogue", &self.dialogue)
            .finish_non_exhaustive()
    }
}

#[cfg(not(windows))]
fn shows_colours() -> bool {
    std::env::var_os("TERM").is_some_and(|term| term != "dumb")
}

#[cfg(windows)]
fn shows_colours() -> bool {
    crossterm::ansi_support::supports_ansi()
}

/// Why a verb came to an early end.
#[derive(Debug)]
pub(super) enum Stop {
    /// Whoever was reading has seen enough. That is no failure.
    Closed,
    /// It did not work.
    Failed(Failure),
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

impl From<store::Error> for Stop {
    fn from(error: store::Error) -> Self {
        Self::Failed(error.into())
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::Closed;
        }
        let why = failure::reason(&error);
        let message = format!("The output cannot be written: {why}.");
        Self::Failed(Failure::failed(message))
    }
}

/// How a piece of text stands out on a terminal that shows colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// It does not.
    Plain,
    /// A heading.
    Heading,
    /// A RAG letter.
    Rag(Shown),
}

impl Style {
    /// What switches it on; each is bold, so that it stands out without the colour.
    fn code(self) -> &'static str {
        match self {
            Style::Plain => "",
            Style::Heading | Style::Rag(Shown::None) => "\x1b[1m",
            Style::Rag(Shown::Red) => "\x1b[1;31m",
            Style::Rag(Shown::Amber) => "\x1b[1;33m",
            Style::Rag(Shown::Green) => "\x1b[1;32m",
            Style::Rag(Shown::Complete) => "\x1b[1;34m",
        }
    }
}

/// Writes data and messages.
#[derive(Debug)]
pub(super) struct Out {
    io: Io,
    /// How a conversation is written; `None` when a single command was typed.
    speech: Option<Speech>,
}

impl Out {
    /// Writes to `io`, without colours when `plain`.
    pub(super) fn new(mut io: Io, plain: bool) -> Self {
        io.colour &= !plain;
        Self { io, speech: None }
    }

    /// Writes a conversation to `io`.
    pub(super) fn speaking(io: Io) -> Self {
        let speech = Speech::new(io.columns, io.dialogue);
        let mut out = Self::new(io, true);
        out.speech = Some(speech);
        out
    }

    /// How many columns the terminal has; `None` when stdout is not one.
    pub(super) fn columns(&self) -> Option<usize> {
        match self.speech {
            // Its lines are wrapped, and nothing is cut.
            Some(_) => None,
            None => self.io.columns,
        }
    }

    /// A piece of data.
    pub(super) fn write(&mut self, style: Style, text: &str) -> Result<(), Stop> {
        let text = last_gate(text);
        if let Some(speech) = &mut self.speech {
            let lines = speech.take(&text);
            return self.write_lines(&lines);
        }
        if self.io.colour && style != Style::Plain {
            write!(self.io.stdout, "{}{text}\x1b[0m", style.code())?;
        } else {
            self.io.stdout.write_all(text.as_bytes())?;
        }
        Ok(())
    }

    fn write_lines(&mut self, lines: &[String]) -> Result<(), Stop> {
        for line in lines {
            writeln!(self.io.stdout, "{line}")?;
        }
        Ok(())
    }

    /// A new answer begins.
    pub(super) fn begin(&mut self) {
        if let Some(speech) = &mut self.speech {
            speech.begin();
        }
    }

    /// Goes on with an answer that was too long to be shown at once.
    pub(super) fn next_page(&mut self) -> Result<(), Stop> {
        let lines = self.speech.as_mut().map(Speech::next_page);
        self.write_lines(&lines.unwrap_or_default())
    }

    /// Lets somebody at a terminal know that they can type.
    pub(super) fn prompt(&mut self) -> Result<(), Stop> {
        let held = self.speech.as_ref().map_or(0, Speech::held);
        if held > 0 {
            let lines = count(held as i32, "more line");
            self.say(&format!("{lines}. Press Enter to go on."))?;
        }
        if self.io.dialogue {
            self.io.stdout.write_all(b"> ")?;
        }
        Ok(self.io.stdout.flush()?)
    }

    /// Nothing will be typed behind the last prompt.
    pub(super) fn end_prompt(&mut self) -> Result<(), Stop> {
        if self.io.dialogue {
            self.io.stdout.write_all(b"\n")?;
        }
        Ok(self.io.stdout.flush()?)
    }

    /// A line of data.
    pub(super) fn line(&mut self, text: &str) -> Result<(), Stop> {
        self.write(Style::Plain, text)?;
        self.write(Style::Plain, "\n")
    }

    /// A heading on a line of its own.
    pub(super) fn heading(&mut self, text: &str) -> Result<(), Stop> {
        self.write(Style::Heading, text)?;
        self.write(Style::Plain, "\n")
    }

    /// A JSON document. It is written as it is made, and never held as a whole.
    pub(super) fn json(&mut self, document: &impl Serialize) -> Result<(), Stop> {
        self.end_line()?;
        // A buffer whose type is known here takes the many small pieces much faster than one behind a pointer.
        let mut buffer = BufWriter::with_capacity(1 << 16, &mut self.io.stdout);
        serde_json::to_writer(&mut buffer, document).map_err(io::Error::from)?;
        buffer.write_all(b"\n")?;
        Ok(buffer.flush()?)
    }

    /// All that is piped in or typed up to its end, of at most `most` bytes; `None` when there is more, or no text.
    pub(super) fn piped(&mut self, most: u64) -> Result<Option<String>, Stop> {
        if self.io.dialogue {
            self.say("Type the text, and end it with Ctrl+D (on Windows Ctrl+Z, then Enter).")?;
        }
        let mut text = String::new();
        let read = (&mut self.io.stdin)
            .take(most + 1)
            .read_to_string(&mut text);
        match read {
            Ok(length) => Ok((length as u64 <= most).then_some(text)),
            Err(error) if error.kind() == io::ErrorKind::InvalidData => Ok(None),
            Err(error) => {
                let message = format!("What is typed cannot be read: {error}.");
                Err(Failure::failed(message).into())
            }
        }
    }

    /// Where a format writes its own bytes.
    pub(super) fn raw(&mut self) -> &mut dyn Write {
        &mut self.io.stdout
    }

    /// A message, after all data so far.
    pub(super) fn say(&mut self, text: &str) -> Result<(), Stop> {
        self.finish()?;
        self.tell(text);
        Ok(())
    }

    /// A message nobody can be given is no reason to undo what it tells of.
    fn tell(&mut self, text: &str) {
        let text = last_gate(text);
        let Some(speech) = &self.speech else {
            let _ = writeln!(self.io.stderr, "{text}");
            return;
        };
        for line in in_conversation(&text).split('\n') {
            for line in speech.wrap(line) {
                let _ = writeln!(self.io.stderr, "{line}");
            }
        }
    }

    /// Something to look at, though it worked.
    pub(super) fn warn(&mut self, text: &str) -> Result<(), Stop> {
        self.say(&format!("warning: {text}"))
    }

    /// What did not work, and what to do next.
    pub(super) fn fail(&mut self, failure: &Failure) {
        // It may be the data that cannot be written; this is said all the same.
        let _ = self.finish();
        self.tell(&format!("error: {}", failure.message));
        if let Some(hint) = &failure.hint {
            self.tell(&format!("hint: {hint}"));
        }
    }

    fn end_line(&mut self) -> Result<(), Stop> {
        let lines = self.speech.as_mut().map(Speech::end_line);
        self.write_lines(&lines.unwrap_or_default())
    }

    /// Everything has been written.
    pub(super) fn finish(&mut self) -> Result<(), Stop> {
        self.end_line()?;
        Ok(self.io.stdout.flush()?)
    }
}

/// The exit code for a kind of failure.
pub(super) fn code(kind: Kind) -> u8 {
    match kind {
        Kind::Failed => 1,
        Kind::Usage => 2,
        Kind::NotFound => 3,
        Kind::Damaged => 4,
        Kind::Busy => 5,
        Kind::Conflicts => 6,
    }
}

/// Advice on what to type, as it is typed in a conversation: without the program's name.
fn in_conversation(text: &str) -> String {
    let mut said = text.replace("readyroom --help", "help");
    for verb in VERBS {
        said = said.replace(&format!("readyroom {}", verb.name), verb.name);
    }
    said
}

/// Text as it is, unless a terminal could act on it: then line by line through the text gate.
fn last_gate(text: &str) -> Cow<'_, str> {
    let harmless = |byte: u8| matches!(byte, b'\n' | b' '..=b'~');
    if text.bytes().all(harmless) || !text.contains(could_act) {
        return Cow::Borrowed(text);
    }
    let lines: Vec<String> = text
        .split('\n')
        .map(|line| {
            if line.contains(could_act) {
                Line::clipped(line).to_string()
            } else {
                line.to_owned()
            }
        })
        .collect();
    Cow::Owned(lines.join("\n"))
}

/// Controls, and what turns the direction of a line round. Joiners that the text gate lets stand do neither.
fn could_act(c: char) -> bool {
    c != '\n'
        && (c.is_control()
            || matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_a_terminal_could_act_on_gets_out() {
        for (raw, shown) in [
            ("plain\ntext", "plain\ntext"),
            ("café 日本 \u{200D}", "café 日本 \u{200D}"),
            ("a\x1b[2Jb", "a<1B>[2Jb"),
            ("one\rtwo", "one two"),
            ("x\u{202E}y\nkept  as it is ", "x<202E>y\nkept  as it is "),
            ("\u{9B}31m", "<9B>31m"),
        ] {
            assert_eq!(last_gate(raw), shown, "{raw:?}");
        }
    }
}
