//! Cells to bytes, and as few of them as may be: only the attributes that change, the shortest way to where the
//! cursor has to go, one write for each frame, and none when nothing changed. It is also the last gate: whatever a
//! cell holds, nothing that a terminal could act on is written.

use std::io::{self, Write};

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::{Cell, CellWidth};
use ratatui::layout::{Position, Size};
use ratatui::style::{Color, Modifier};

/// Writes frames as ANSI escape sequences to `W`.
#[derive(Debug)]
pub(super) struct Ansi<W> {
    out: W,
    size: Size,
    /// What the next `flush` writes.
    bytes: Vec<u8>,
    pen: Pen,
    /// Where the terminal's cursor is; `None` when that cannot be told for certain.
    at: Option<Position>,
    shown: bool,
    /// Where the cursor is to be seen after the frame; `None` hides it.
    wanted: Option<Position>,
}

/// How the terminal draws what comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Pen {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

/// Modifiers that show on a blank.
const ON_BLANK: Modifier = Modifier::REVERSED
    .union(Modifier::UNDERLINED)
    .union(Modifier::SLOW_BLINK)
    .union(Modifier::RAPID_BLINK)
    .union(Modifier::CROSSED_OUT);

/// Modifiers, what switches them on and what switches them off. Bold and dim share their off.
const MODIFIERS: [(Modifier, u8, u8); 9] = [
    (Modifier::BOLD, 1, 22),
    (Modifier::DIM, 2, 22),
    (Modifier::ITALIC, 3, 23),
    (Modifier::UNDERLINED, 4, 24),
    (Modifier::SLOW_BLINK, 5, 25),
    (Modifier::RAPID_BLINK, 6, 25),
    (Modifier::REVERSED, 7, 27),
    (Modifier::HIDDEN, 8, 28),
    (Modifier::CROSSED_OUT, 9, 29),
];

impl<W: Write> Ansi<W> {
    /// A terminal of this size, of which nothing is known but that its cursor shows and its attributes are plain.
    pub(super) fn new(out: W, size: Size) -> Self {
        Self {
            out,
            size,
            bytes: Vec::new(),
            pen: Pen::default(),
            at: None,
            shown: true,
            wanted: None,
        }
    }

    /// The size frames are drawn in.
    pub(super) fn area(&self) -> Size {
        self.size
    }

    /// The window has this size now.
    pub(super) fn resize(&mut self, size: Size) {
        self.size = size;
    }

    /// The terminal was out of our hands: its cursor may show or not, its attributes may be anything.
    /// A full redraw has to follow.
    pub(super) fn forget(&mut self) {
        self.bytes.clear();
        self.bytes.extend_from_slice(b"\x1b[m\x1b[?25h");
        self.pen = Pen::default();
        self.at = None;
        self.shown = true;
    }

    fn go_to(&mut self, to: Position) {
        if self.at == Some(to) {
            return;
        }
        let start = self.bytes.len();
        match self.at {
            Some(from) if from.y == to.y && to.x == 0 => self.bytes.push(b'\r'),
            Some(from) if from.y == to.y && to.x > from.x => self.control(to.x - from.x, b'C'),
            Some(from) if from.y == to.y && from.x - to.x <= 2 => {
                self.bytes
                    .extend(std::iter::repeat_n(b'\x08', usize::from(from.x - to.x)));
            }
            Some(from) if from.y == to.y => self.control(from.x - to.x, b'D'),
            Some(from) if from.x == to.x && to.y > from.y => self.control(to.y - from.y, b'B'),
            Some(from) if from.x == to.x => self.control(from.y - to.y, b'A'),
            _ => {
                self.bytes.extend_from_slice(b"\x1b[");
                self.number(to.y + 1);
                if to.x > 0 {
                    self.bytes.push(b';');
                    self.number(to.x + 1);
                }
                self.bytes.push(b'H');
            }
        }
        debug_assert!(self.bytes.len() > start, "a move is written");
        self.at = Some(to);
    }

    /// A control sequence with one number, which is left out when it is one.
    fn control(&mut self, number: u16, last: u8) {
        self.bytes.extend_from_slice(b"\x1b[");
        if number != 1 {
            self.number(number);
        }
        self.bytes.push(last);
    }

    fn number(&mut self, number: u16) {
        let digits = [10_000, 1_000, 100, 10, 1];
        let skip = digits
            .iter()
            .take_while(|digit| **digit > number.max(1))
            .count();
        for digit in &digits[skip..] {
            self.bytes.push(b'0' + (number / digit % 10) as u8);
        }
    }

    /// Changes the pen to what `cell` needs. A blank does not show everything, so it needs less.
    fn dip(&mut self, cell: &Cell) {
        let mut needed = Pen {
            fg: cell.fg,
            bg: cell.bg,
            modifier: cell.modifier,
        };
        if cell.symbol() == " " && !(self.pen.modifier | cell.modifier).contains(Modifier::REVERSED)
        {
            needed.fg = if cell.modifier.intersects(ON_BLANK) {
                cell.fg
            } else {
                self.pen.fg
            };
            needed.modifier =
                cell.modifier.intersection(ON_BLANK) | self.pen.modifier.difference(ON_BLANK);
        }
        if needed == self.pen {
            return;
        }
        self.bytes.extend_from_slice(b"\x1b[");
        if needed == Pen::default() {
            self.bytes.push(b'm');
        } else {
            self.modify(needed.modifier);
            if needed.fg != self.pen.fg {
                self.colour(needed.fg, 0);
            }
            if needed.bg != self.pen.bg {
                self.colour(needed.bg, 10);
            }
            // The last separator becomes the end.
            self.bytes.pop();
            self.bytes.push(b'm');
        }
        self.pen = needed;
    }

    fn modify(&mut self, needed: Modifier) {
        let mut have = self.pen.modifier;
        for (modifier, _, off) in MODIFIERS {
            if have.contains(modifier) && !needed.contains(modifier) {
                self.parameter(off);
                let gone = MODIFIERS
                    .iter()
                    .filter(|(.., same)| *same == off)
                    .map(|(gone, ..)| *gone);
                have = gone.fold(have, Modifier::difference);
            }
        }
        for (modifier, on, _) in MODIFIERS {
            if needed.contains(modifier) && !have.contains(modifier) {
                self.parameter(on);
            }
        }
    }

    fn colour(&mut self, colour: Color, ground: u8) {
        match colour {
            Color::Indexed(index) => self.parameters(&[38 + ground, 5, index]),
            Color::Rgb(r, g, b) => self.parameters(&[38 + ground, 2, r, g, b]),
            named => self.parameter(ground + parameter_of(named)),
        }
    }

    fn parameters(&mut self, parts: &[u8]) {
        for part in parts {
            self.parameter(*part);
        }
    }

    fn parameter(&mut self, part: u8) {
        self.number(part.into());
        self.bytes.push(b';');
    }

    fn print(&mut self, position: Position, cell: &Cell) {
        let symbol = cell.symbol();
        let mut chars = symbol.chars();
        let (first, second) = (chars.next(), chars.next());
        let certain = second.is_none() && first.is_some_and(takes_one_column);
        if certain || symbol.chars().all(is_harmless) {
            self.bytes.extend_from_slice(symbol.as_bytes());
        } else {
            self.bytes.extend(std::iter::repeat_n(
                b'?',
                usize::from(cell.cell_width().max(1)),
            ));
        }
        // Terminals disagree on the width of much else, and on where the cursor is after the last column.
        let next = Position {
            x: position.x + 1,
            y: position.y,
        };
        self.at = (certain && next.x < self.size.width).then_some(next);
    }
}

/// The parameter that chooses a colour every terminal has, for text.
fn parameter_of(named: Color) -> u8 {
    match named {
        Color::Black => 30,
        Color::Red => 31,
        Color::Green => 32,
        Color::Yellow => 33,
        Color::Blue => 34,
        Color::Magenta => 35,
        Color::Cyan => 36,
        Color::Gray => 37,
        Color::Reset | Color::Indexed(_) | Color::Rgb(..) => 39,
        Color::DarkGray => 90,
        Color::LightRed => 91,
        Color::LightGreen => 92,
        Color::LightYellow => 93,
        Color::LightBlue => 94,
        Color::LightMagenta => 95,
        Color::LightCyan => 96,
        Color::White => 97,
    }
}

/// Whether every terminal draws this character in one column.
fn takes_one_column(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{A0}'..='\u{AC}' | '\u{AE}'..='\u{2FF}' | '\u{2013}' | '\u{2014}' | '\u{2018}'..='\u{201F}'
        | '\u{20AC}' | '\u{2190}'..='\u{2193}' | '\u{2500}'..='\u{25FC}')
}

/// Whether a terminal just draws this character: it is not a control, does not turn the direction of text, and can be
/// seen. The joiners that some scripts need are let through: the text gate has looked at their neighbours.
fn is_harmless(c: char) -> bool {
    !matches!(c, '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}' | '\u{200E}'
        | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}'
        | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E007F}')
}

impl<W: Write> Backend for Ansi<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        for (x, y, cell) in content {
            let position = Position { x, y };
            self.go_to(position);
            self.dip(cell);
            self.print(position, cell);
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.wanted = None;
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        Ok(())
    }

    /// Never asks the terminal, which may not answer.
    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.at.unwrap_or_default())
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.wanted = Some(position.into());
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, region: ClearType) -> io::Result<()> {
        if self.pen != Pen::default() {
            self.bytes.extend_from_slice(b"\x1b[m");
            self.pen = Pen::default();
        }
        self.bytes.extend_from_slice(match region {
            ClearType::All => b"\x1b[2J",
            ClearType::AfterCursor => b"\x1b[J",
            ClearType::BeforeCursor => b"\x1b[1J",
            ClearType::CurrentLine => b"\x1b[2K",
            ClearType::UntilNewLine => b"\x1b[K",
        });
        self.at = None;
        Ok(())
    }

    fn size(&self) -> io::Result<Size> {
        Ok(self.size)
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize {
            columns_rows: self.size,
            pixels: Size::default(),
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        if let Some(wanted) = self.wanted {
            self.go_to(wanted);
        }
        if self.shown != self.wanted.is_some() {
            self.shown = self.wanted.is_some();
            self.bytes.extend_from_slice(if self.shown {
                b"\x1b[?25h"
            } else {
                b"\x1b[?25l"
            });
        }
        if !self.bytes.is_empty() {
            self.out.write_all(&self.bytes)?;
            self.out.flush()?;
            self.bytes.clear();
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ratatui::Terminal;
    use ratatui::backend::CrosstermBackend;
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    use super::*;

    const SIZE: Size = Size {
        width: 24,
        height: 6,
    };

    fn of(cells: u16) -> std::num::NonZeroU16 {
        cells.try_into().unwrap()
    }

    fn draw<B: Backend>(terminal: &mut Terminal<B>, buffer: &Buffer) {
        let drawn = terminal.draw(|frame| frame.buffer_mut().merge(buffer));
        assert!(drawn.is_ok());
    }

    /// What can be seen of a screen: a blank shows only some of its attributes.
    fn seen(bytes: &[u8]) -> Vec<String> {
        let mut parser = vt100::Parser::new(of(SIZE.height), of(SIZE.width), 0);
        parser.process(bytes);
        let screen = parser.screen();
        let mut seen = Vec::new();
        for y in 0..SIZE.height {
            for x in 0..SIZE.width {
                let cell = screen.cell(y, x).unwrap();
                let blank = cell.contents().trim().is_empty();
                let (lines, swapped) = (cell.underline(), cell.inverse());
                let ink = (!blank || lines || swapped).then(|| cell.fgcolor());
                let weight = (!blank).then(|| (cell.bold(), cell.dim(), cell.italic()));
                let text = if blank { "" } else { cell.contents() };
                seen.push(format!(
                    "{x},{y} {text} {ink:?} {:?} {weight:?} {lines} {swapped}",
                    cell.bgcolor()
                ));
            }
        }
        seen
    }

    fn colour() -> impl Strategy<Value = Color> {
        prop_oneof![
            Just(Color::Reset),
            Just(Color::Red),
            Just(Color::White),
            (16_u8..=255).prop_map(Color::Indexed),
            (0_u8..3, 0_u8..3).prop_map(|(r, b)| Color::Rgb(r * 100, 7, b * 50)),
        ]
    }

    /// Bold and dim at once is something terminals disagree on.
    fn modifier() -> impl Strategy<Value = Modifier> {
        let hidden = Modifier::HIDDEN | Modifier::SLOW_BLINK | Modifier::RAPID_BLINK;
        let some = (0_u16..512)
            .prop_map(Modifier::from_bits_truncate)
            .prop_map(move |some| {
                let some = some.difference(hidden);
                if some.contains(Modifier::BOLD) {
                    some.difference(Modifier::DIM)
                } else {
                    some
                }
            });
        prop_oneof![Just(Modifier::empty()), some]
    }

    fn piece() -> impl Strategy<Value = (u16, u16, String, Style)> {
        let text = prop_oneof![
            "[ a-z]{1,12}",
            " {1,20}",
            "[a-c日本é►─]{1,8}",
            "(e\u{301}){1,4}"
        ];
        (
            0..SIZE.width,
            0..SIZE.height,
            text,
            colour(),
            colour(),
            modifier(),
        )
            .prop_map(|(x, y, text, fg, bg, some)| {
                (x, y, text, Style::new().fg(fg).bg(bg).add_modifier(some))
            })
    }

    fn frames() -> impl Strategy<Value = Vec<Buffer>> {
        let frame = prop::collection::vec(piece(), 0..12).prop_map(|pieces| {
            let mut buffer = Buffer::empty(Rect::new(0, 0, SIZE.width, SIZE.height));
            for (x, y, text, style) in pieces {
                buffer.set_string(x, y, text, style);
            }
            // One on top of the other, pieces may come to be both; the terminal's model knows one intensity only.
            for cell in &mut buffer.content {
                if cell.modifier.contains(Modifier::BOLD) {
                    cell.modifier.remove(Modifier::DIM);
                }
            }
            buffer
        });
        prop::collection::vec(frame, 1..5)
    }

    proptest! {
        #[test]
        fn the_screen_is_the_one_the_common_backend_draws(frames in frames()) {
            let (mut ours, mut theirs) = (Vec::new(), Vec::new());
            let mut own = Terminal::new(Ansi::new(&mut ours, SIZE)).unwrap();
            for frame in &frames {
                draw(&mut own, frame);
            }
            let viewport = ratatui::Viewport::Fixed(Rect::new(0, 0, SIZE.width, SIZE.height));
            let options = ratatui::TerminalOptions { viewport };
            let mut common = Terminal::with_options(CrosstermBackend::new(&mut theirs), options).unwrap();
            for frame in &frames {
                draw(&mut common, frame);
            }
            drop((own, common));
            prop_assert_eq!(seen(&ours), seen(&theirs));
        }

        #[test]
        fn nothing_a_terminal_could_act_on_is_written(symbol in any::<char>(), wild in "[\u{0}-\u{A0}\u{200B}-\u{2069}]{1,3}") {
            for symbol in [symbol.to_string(), wild] {
                let mut bytes = Vec::new();
                let mut cell = Cell::default();
                // A cell is not measured: the library would refuse some of these in a debug build.
                cell.set_symbol(&symbol).set_diff_option(ratatui::buffer::CellDiffOption::ForcedWidth(std::num::NonZeroU16::MIN));
                let mut backend = Ansi::new(&mut bytes, SIZE);
                backend.at = Some(Position { x: 3, y: 3 });
                backend.draw([(3, 3, &cell)].into_iter()).unwrap();
                backend.wanted = Some(Position { x: 3, y: 3 });
                let written = String::from_utf8(std::mem::take(&mut backend.bytes)).unwrap();
                prop_assert!(written.chars().all(is_harmless), "{written:?}");
            }
        }

        #[test]
        fn numbers_are_written_in_full(number in 0_u16..) {
            let mut backend = Ansi::new(Vec::new(), SIZE);
            backend.number(number);
            prop_assert_eq!(String::from_utf8(backend.bytes).unwrap(), number.to_string());
        }
    }

    #[test]
    fn nothing_is_written_when_nothing_changed() {
        let mut terminal = Terminal::new(Ansi::new(Counted::default(), SIZE)).unwrap();
        for _frame in 0..3 {
            terminal
                .draw(|frame| {
                    frame
                        .buffer_mut()
                        .set_string(2, 2, "same", Style::new().fg(Color::Red));
                    frame.set_cursor_position((2, 2));
                })
                .unwrap();
        }
        assert_eq!(terminal.backend().out.writes, 1);
    }

    #[test]
    fn moving_the_selection_one_row_is_cheap() {
        let theme = crate::tui::theme::Theme::named("dark").unwrap();
        let size = Size {
            width: 120,
            height: 40,
        };
        let mut terminal = Terminal::new(Ansi::new(Counted::default(), size)).unwrap();
        let mut moved = 0;
        for selected in [10, 11] {
            terminal
                .draw(|frame| {
                    let area = frame.area();
                    let buffer = frame.buffer_mut();
                    buffer.set_style(area, theme.base);
                    for y in 5..30 {
                        if y == selected {
                            buffer.set_string(0, y, theme.glyphs.marker, theme.marker);
                        }
                        buffer.set_string(2, y, "A", theme.amber);
                        let title = if y == selected {
                            theme.title
                        } else {
                            theme.body
                        };
                        buffer.set_string(5, y, "Check lists: counts, duplicates", title);
                        buffer.set_string(46, y, "TB", theme.dim);
                        buffer.set_string(51, y, "Tue  1 Dec 12:00", theme.body);
                        buffer.set_string(70, y, "in 5 hrs", theme.amber);
                    }
                    buffer.set_style(Rect::new(0, selected, 78, 1), theme.selected);
                    frame.set_cursor_position((2, selected));
                })
                .unwrap();
            moved = std::mem::take(&mut terminal.backend_mut().out.bytes);
        }
        assert!(moved <= 450, "{moved} bytes");
    }

    #[derive(Debug, Default)]
    struct Counted {
        writes: usize,
        bytes: usize,
    }

    impl Write for Counted {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.writes += 1;
            self.bytes += bytes.len();
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
}
