//! How much of a sheet a report takes when its page of HTML is printed on A4: for a paper that has to fit one. The sizes are
//! those of the style sheet in [`html`](crate::exchange::write) for print, and were compared with what a browser printed. It
//! knows how wide letters are, rather too wide than too narrow, and nothing of what they say.

use super::{Block, Report, Table, Value};
use crate::domain::text::pieces;

/// How much one sheet holds under a title of one line and over the foot, in tenths of a line.
pub(super) const SHEET: usize = 615;

/// The width of a line, in hundredths of the size of the letters: 186 mm of 9 points.
const WIDTH: usize = 5_850;

/// What stands beside the text of a cell.
const GAP: usize = 60;

/// The least room for what a row is about.
const NAMED: usize = 1_300;

/// What is drawn around a RAG.
const FRAME: usize = 110;

/// Tenths of a line that this takes.
pub(super) fn height(report: &Report) -> usize {
    let over = |text, each, room| each * (wrapped(text, room) - 1);
    let title = over(&report.title, 14, WIDTH * 5 / 8) + over(&report.subject, 10, WIDTH);
    title + report.blocks.iter().map(block).sum::<usize>()
}

fn block(block: &Block) -> usize {
    match block {
        Block::Heading(text) => 11 + 12 * wrapped(text, WIDTH * 3 / 4),
        Block::Paragraph(text) => 4 + 10 * wrapped(text, WIDTH),
        Block::Items(items) => {
            let item = |text: &String| 1 + 10 * wrapped(text, WIDTH - 120);
            4 + items.iter().map(item).sum::<usize>()
        }
        Block::Bars(bars) => 12 * bars.len(),
        Block::Table(table) => 34 + rows(table),
    }
}

fn rows(table: &Table) -> usize {
    let widths = columns(table);
    let lines = |row: &Vec<Value>| {
        let cells = row.iter().zip(&widths).map(|(value, room)| match value {
            Value::Text(text) => wrapped(text, *room),
            Value::When(text) if width(text) > *room => text.split(", ").count(),
            Value::When(_) | Value::Rag(_) => 1,
        });
        cells.max().unwrap_or(1)
    };
    table.rows.iter().map(|row| 5 + 10 * lines(row)).sum()
}

/// How wide the columns become: as wide as their longest cell where there is room, else what they need at least and of the
/// rest as much as they lack, as browsers share it out.
fn columns(table: &Table) -> Vec<usize> {
    let needs: Vec<(usize, usize)> = (table.headings.iter().enumerate())
        .map(|(at, heading)| {
            let cells = table.rows.iter().filter_map(|row| row.get(at));
            let cells = cells.map(|value| match value {
                // The second column is not wrapped.
                Value::Text(text) if at == 1 => (width(text), width(text)),
                Value::Text(text) => (longest_word(text), width(text)),
                Value::When(text) => {
                    let parts = text
                        .split_inclusive(", ")
                        .map(|part| width(part.trim_end()));
                    (parts.max().unwrap_or(0), width(text))
                }
                Value::Rag(called) => {
                    let whole = bold(width(&called.words())) + FRAME;
                    (whole, whole)
                }
            });
            let named = if at == table.names { NAMED } else { 0 };
            let heading = (
                bold(longest_word(heading)).max(named),
                bold(width(heading)).max(named),
            );
            cells.fold(heading, |most, cell| {
                (most.0.max(cell.0), most.1.max(cell.1))
            })
        })
        .collect();
    let room = WIDTH - GAP * needs.len();
    let least: usize = needs.iter().map(|(least, _)| least).sum();
    let most: usize = needs.iter().map(|(_, most)| most).sum();
    let (spare, lacking) = (room.saturating_sub(least), (most - least).max(1));
    let shared =
        |(least, most): &(usize, usize)| least + (most - least) * spare.min(lacking) / lacking;
    needs.iter().map(shared).collect()
}

/// How many lines a text takes where a line has that much room: words are not parted, but for very long ones.
fn wrapped(text: &str, room: usize) -> usize {
    let space = letter(' ');
    let paragraph = |text: &str| {
        let (mut lines, mut used) = (1, 0);
        for word in text.split_whitespace() {
            for (at, piece) in pieces(word).into_iter().enumerate() {
                let wide = width(piece);
                let before = if used > 0 && at == 0 { space } else { 0 };
                lines += wide / room.max(1);
                if used > 0 && used + before + wide > room {
                    lines += 1;
                    used = wide;
                } else {
                    used += before + wide;
                }
            }
        }
        lines
    };
    text.lines().map(paragraph).sum::<usize>().max(1)
}

fn longest_word(text: &str) -> usize {
    let words = text.split_whitespace().flat_map(pieces);
    words.map(width).max().unwrap_or(0)
}

fn width(text: &str) -> usize {
    text.chars().map(letter).sum()
}

/// The same in bold.
fn bold(width: usize) -> usize {
    width * 11 / 10
}

/// The width of a letter: in Arial or, where that is wider, in the fonts that stand in for it.
fn letter(c: char) -> usize {
    match c {
        'i' | 'j' | 'l' | '|' | '\'' => 28,
        ' ' | '.' | ',' | '!' | 'I' | '’' => 32,
        ':' | ';' | '/' | 'f' => 36,
        't' | '-' | '(' | ')' => 40,
        'r' => 42,
        's' | 'z' | 'c' | 'J' => 55,
        'k' | 'v' | 'x' | 'y' => 60,
        'a'..='z' if !matches!(c, 'm' | 'w') => 64,
        '0'..='9' | 'F' | 'L' => 64,
        'D' | 'G' | 'H' | 'N' | 'O' | 'Q' | 'U' => 79,
        'A'..='Z' if !matches!(c, 'M' | 'W') => 72,
        'w' | 'M' => 87,
        'm' | 'W' => 99,
        _ if c.is_lowercase() => 70,
        _ => 102,
    }
}
