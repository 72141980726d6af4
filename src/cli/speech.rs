//! How a conversation is written: lines short enough for any window, columns pulled together, and no more lines at once
//! than can be followed. It writes nothing itself and never makes an escape sequence.

use std::collections::VecDeque;

use textwrap::{Options, WordSplitter};

/// The longest line, in columns.
pub(super) const LONGEST: usize = 79;

/// Lines shown before somebody at a terminal is asked to say when to go on.
const PAGE: usize = 20;

/// Text on its way to somebody who hears or reads it line by line.
#[derive(Debug)]
pub(super) struct Speech {
    width: usize,
    /// Whether somebody can be asked to say when to go on.
    pages: bool,
    /// The line that has not ended yet.
    line: String,
    /// How many more lines this page takes.
    room: usize,
    held: VecDeque<String>,
}

impl Speech {
    /// Lines of at most [`LONGEST`] columns, and fewer in a narrower terminal; in pages, or all at once.
    pub(super) fn new(columns: Option<usize>, pages: bool) -> Self {
        let width = columns.map_or(LONGEST, |columns| columns.clamp(20, LONGEST + 1) - 1);
        Self {
            width,
            pages,
            line: String::new(),
            room: PAGE,
            held: VecDeque::new(),
        }
    }

    /// Takes in a piece of text, and gives back the lines that can be shown now.
    pub(super) fn take(&mut self, text: &str) -> Vec<String> {
        let mut shown = Vec::new();
        let mut pieces = text.split('\n');
        self.line.push_str(pieces.next().unwrap_or_default());
        for piece in pieces {
            let line = std::mem::replace(&mut self.line, piece.to_owned());
            for line in self.wrap(&line) {
                self.show_or_hold(line, &mut shown);
            }
        }
        shown
    }

    /// The line that has not ended, as if it had.
    pub(super) fn end_line(&mut self) -> Vec<String> {
        if self.line.is_empty() {
            Vec::new()
        } else {
            self.take("\n")
        }
    }

    fn show_or_hold(&mut self, line: String, shown: &mut Vec<String>) {
        if self.pages && self.room == 0 {
            self.held.push_back(line);
        } else {
            self.room = self.room.saturating_sub(1);
            shown.push(line);
        }
    }

    /// The next page of what was held back.
    pub(super) fn next_page(&mut self) -> Vec<String> {
        let page = self.held.len().min(PAGE);
        self.held.drain(..page).collect()
    }

    /// How many lines were held back.
    pub(super) fn held(&self) -> usize {
        self.held.len()
    }

    /// A new answer begins: what was held back of the last one is let go.
    pub(super) fn begin(&mut self) {
        self.held.clear();
        self.room = PAGE;
    }

    /// A line in lines that fit, the later ones a little further in than the first.
    pub(super) fn wrap(&self, line: &str) -> Vec<String> {
        let line = pulled_together(line);
        let words = line.trim_start();
        let first = &line[..line.len() - words.len()];
        let later = if first.is_empty() {
            String::new()
        } else {
            format!("{first}  ")
        };
        let options = Options::new(self.width)
            .initial_indent(first)
            .subsequent_indent(&later)
            .word_splitter(WordSplitter::NoHyphenation);
        let lines = textwrap::wrap(words, options);
        lines
            .into_iter()
            .map(std::borrow::Cow::into_owned)
            .collect()
    }
}

/// A line whose columns are parted by two spaces, however wide they were. What it begins with stays, up to four.
fn pulled_together(line: &str) -> String {
    let line = line.trim_end();
    let words = line.trim_start_matches(' ');
    let mut short = " ".repeat((line.len() - words.len()).min(4));
    let mut spaces = 0;
    for c in words.chars() {
        spaces = if c == ' ' { spaces + 1 } else { 0 };
        if spaces <= 2 {
            short.push(c);
        }
    }
    short
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::text::width;

    #[test]
    fn columns_are_pulled_together_and_long_lines_are_wrapped() {
        let speech = Speech::new(Some(30), false);
        assert_eq!(
            speech.wrap("call         Mon 30 Nov       typed"),
            ["call  Mon 30 Nov  typed"]
        );
        assert_eq!(
            speech.wrap("  N-12 owner Jo, due on Friday 4 December"),
            ["  N-12 owner Jo, due on", "    Friday 4 December"]
        );
        assert_eq!(speech.wrap(""), [""]);
    }

    #[test]
    fn more_than_a_page_waits_until_it_is_asked_for() {
        let mut speech = Speech::new(None, true);
        let shown: Vec<String> = (0..50)
            .flat_map(|n| speech.take(&format!("{n}\n")))
            .collect();
        assert_eq!((shown.len(), speech.held()), (20, 30));
        assert_eq!(speech.next_page().first().map(String::as_str), Some("20"));
        assert_eq!(
            (speech.next_page().len(), speech.next_page().len()),
            (10, 0)
        );
        speech.begin();
        assert_eq!(speech.take("half"), Vec::<String>::new());
        assert_eq!(speech.end_line(), ["half"]);
    }

    proptest! {
        #[test]
        fn no_line_is_too_long_and_no_word_is_lost(text in "[ a-zé日.-]{0,200}", columns in 20_usize..100) {
            let mut speech = Speech::new(Some(columns), false);
            let mut shown = speech.take(&text);
            shown.extend(speech.end_line());
            let longest = shown.iter().map(|line| width(line)).max().unwrap_or(0);
            prop_assert!(longest < columns.min(LONGEST + 1));
            let letters = |text: &str| text.split_whitespace().collect::<String>();
            prop_assert_eq!(letters(&shown.join(" ")), letters(&text));
        }
    }
}
