//! Where things are on the screen: pure arithmetic that drawing and paging both call.

use ratatui::layout::{Position, Rect};

use crate::domain::text;

use super::Size;
use super::finder::Finder;
use super::menu::Menu;
use super::screen::{Entry, SCREENS, Screen};

/// From this width on, the selected task is shown beside the list.
pub const DETAIL_FROM: u16 = 100;

/// The smallest window that shows anything but a request for a larger one.
pub const SMALLEST: Size = Size { cols: 20, rows: 5 };

/// The parts of a screen. A part without room has no height.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Panes {
    /// Name, inspection, date, clock, saved.
    pub header: Rect,
    /// The numbered screens.
    pub tabs: Rect,
    /// The counts above Today's list; the title above others.
    pub summary: Rect,
    /// The list.
    pub list: Rect,
    /// The selected task beside the list, where it is wide enough.
    pub detail: Option<Rect>,
    /// Two lines on the selected task under the list, where there is no room beside it.
    pub peek: Rect,
    /// A thin rule is drawn over it.
    pub peek_ruled: bool,
    /// What happened last.
    pub status: Rect,
    /// What the keys do.
    pub footer: Rect,
    /// Whether thin rules are drawn between the parts.
    pub ruled: bool,
}

/// How many rows a box that takes all the height it can has inside, for a window with `rows`.
pub fn tall_box(rows: u16) -> u16 {
    rows.saturating_sub(4).max(6).min(rows.saturating_sub(2))
}

/// A message has no more lines than this.
const LONGEST_MESSAGE: usize = 4;

/// How many lines a message takes in a window with `cols`.
pub fn message_lines(text: &str, cols: u16) -> u16 {
    let width = usize::from(cols).saturating_sub(2);
    if !text.contains('\n') && text::width(text) <= width {
        return 1;
    }
    text::wrap(text, width).len().clamp(1, LONGEST_MESSAGE) as u16
}

/// The parts of a screen for a window of `size` that says something in `message` lines. A long message takes the room of
/// rules first, then that of the list, which keeps the row the cursor is on: what is said of the selected task stays.
pub fn panes(size: Size, entry: &Entry, message: u16) -> Panes {
    let summary = entry.summary;
    let Size { cols, rows } = size;
    let ruled = rows >= 20;
    let rule = u16::from(ruled);
    let row = |y: u16, height: u16| Rect {
        x: 0,
        y: y.min(rows),
        width: cols,
        height: height.min(rows.saturating_sub(y)),
    };
    let tabs = u16::from(rows >= 8);
    let top = 1 + tabs + rule;
    let bottom = 1 + rule + u16::from(rows >= 6);
    let footer = row(rows.saturating_sub(1), 1);
    let status = row(rows.saturating_sub(bottom), u16::from(rows >= 6));
    let room = rows.saturating_sub(top + bottom);
    let summary = if room >= summary + 6 {
        summary
    } else {
        u16::from(room >= 5).min(summary)
    };
    let wide = cols >= DETAIL_FROM && !entry.whole_width;
    let (tall, low) = entry.under;
    let under = match rows {
        _ if wide => 0,
        20.. => tall,
        _ => low,
    };
    // The list comes first.
    let peek = if room >= summary + under + 3 {
        under
    } else {
        0
    };
    let peek_rule = u16::from(peek >= 3);
    let list_height = room.saturating_sub(summary + peek);
    let spare = rule + peek_rule + list_height.saturating_sub(1);
    let more = message.saturating_sub(1).min(spare);
    let more = if rows >= 6 { more } else { 0 };
    let above = more.saturating_sub(rule);
    let of_peek = above.min(peek_rule);
    let (peek, list_height) = (peek - of_peek, list_height - (above - of_peek));
    let status = Rect {
        y: status.y.saturating_sub(above),
        height: (status.height + more).min(rows),
        ..status
    };
    let list_width = if wide { cols * 13 / 20 } else { cols };
    let body = row(top + summary, list_height);
    Panes {
        header: row(0, 1),
        tabs: row(1, tabs),
        summary: row(top, summary),
        list: Rect {
            width: list_width,
            ..body
        },
        detail: wide.then_some(Rect {
            x: list_width,
            width: (cols - list_width).saturating_sub(1),
            ..body
        }),
        peek: row(top + summary + list_height, peek),
        peek_ruled: of_peek < peek_rule,
        status,
        footer,
        ruled,
    }
}

/// Below this width a task has two lines.
const TWO_LINES_BELOW: u16 = 70;

/// Whether a task has two lines: the whole title, and under it what stands beside it elsewhere. Where there are few
/// rows, more tasks matter more than whole titles.
pub fn two_lines(size: Size) -> bool {
    size.cols < TWO_LINES_BELOW && size.rows >= 12
}

/// A tab: where it is and what it says.
#[derive(Debug, Clone)]
pub struct Tab {
    /// The column it begins in.
    pub x: u16,
    /// Its words, with the space around them.
    pub words: String,
    /// Its screen.
    pub entry: &'static Entry,
}

impl Tab {
    /// Whether it is drawn in this column.
    pub fn covers(&self, column: u16) -> bool {
        let x = usize::from(self.x);
        (x..x + text::width(&self.words)).contains(&column.into())
    }
}

/// The tabs. Where there is less room they stand closer, then have shorter names, then only the open one has a name.
pub fn tabs(cols: u16, open: Screen) -> Vec<Tab> {
    let whole = |entry: &Entry| format!(" {} {} ", entry.number, entry.title);
    let apart = line_of(1, whole);
    let close = || line_of(0, whole);
    let short = || line_of(0, |entry| format!(" {} {} ", entry.number, entry.short));
    let numbers = || {
        line_of(0, |entry| {
            if entry.screen == open {
                whole(entry)
            } else {
                format!(" {} ", entry.number)
            }
        })
    };
    let fits = |tabs: &Vec<Tab>| {
        let end = tabs
            .last()
            .map_or(0, |tab| usize::from(tab.x) + text::width(&tab.words));
        end <= usize::from(cols)
    };
    Some(apart)
        .filter(fits)
        .or_else(|| Some(close()).filter(fits))
        .or_else(|| Some(short()).filter(fits))
        .unwrap_or_else(numbers)
}

fn line_of(gap: u16, words: impl Fn(&Entry) -> String) -> Vec<Tab> {
    let mut x = 0;
    let tab = |entry: &'static Entry| {
        let words = words(entry);
        let tab = Tab { x, words, entry };
        x += text::width(&tab.words) as u16 + gap;
        tab
    };
    SCREENS.iter().map(tab).collect()
}

/// A box `width` by `height` inside, in the middle of `outer` as far as there is room: its outer edge.
pub fn boxed(outer: Rect, width: usize, height: usize) -> Rect {
    let width = (width as u16).saturating_add(4).min(outer.width);
    let height = (height as u16).saturating_add(2).min(outer.height);
    Rect {
        x: outer.x + (outer.width - width) / 2,
        y: outer.y + (outer.height - height) / 3,
        width,
        height,
    }
}

/// What is inside the border of a box.
pub fn inside(edge: Rect) -> Rect {
    Rect {
        x: edge.x + 2,
        y: edge.y + 1,
        width: edge.width.saturating_sub(4),
        height: edge.height.saturating_sub(2),
    }
}

/// The rows of a list in a box: where they are, and which are in view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shelf {
    /// The edge of the box; all of the window where there is none.
    pub edge: Rect,
    /// Where its rows are.
    pub area: Rect,
    /// The first row in view.
    pub first: usize,
    /// How many rows there are.
    pub count: usize,
}

impl Shelf {
    fn new(edge: Rect, area: Rect, cursor: usize, count: usize) -> Self {
        Self {
            edge,
            area,
            first: first_in_view(cursor, area.height.into()),
            count,
        }
    }

    /// The rows in view.
    pub fn rows(&self) -> std::ops::Range<usize> {
        self.first..self.count.min(self.first + usize::from(self.area.height))
    }

    /// The row at a place on the screen.
    pub fn row_at(&self, at: Position) -> Option<usize> {
        if !self.area.contains(at) {
            return None;
        }
        let row = self.first + usize::from(at.y - self.area.y);
        self.rows().contains(&row).then_some(row)
    }
}

fn window(size: Size) -> Rect {
    Rect::new(0, 0, size.cols, size.rows)
}

/// The widest of some texts.
pub fn widest<'t>(texts: impl Iterator<Item = &'t str>) -> usize {
    texts.map(text::width).max().unwrap_or(0)
}

/// The box of a short list; its last line is for its keys.
pub fn menu(size: Size, menu: &Menu) -> Shelf {
    let label = widest(menu.items.iter().map(|item| item.label.as_str()));
    let more = widest(menu.items.iter().map(|item| item.more.as_str()));
    let width = (label + more + 8).max(34);
    let edge = boxed(window(size), width, menu.items.len() + 2);
    let area = inside(edge);
    let area = Rect {
        height: area.height.saturating_sub(1),
        ..area
    };
    Shelf::new(edge, area, menu.cursor, menu.items.len())
}

/// The list of the first screen, when there is no file yet.
pub fn welcome(size: Size, menu: &Menu) -> Shelf {
    let top = if size.rows >= 20 { 4 } else { 2 };
    let left = if size.cols >= 70 { 2 } else { 0 };
    let area = Rect {
        x: left,
        y: top.min(size.rows),
        width: size.cols.saturating_sub(left),
        height: size.rows.saturating_sub(top + 1),
    };
    Shelf::new(window(size), area, menu.cursor, menu.items.len())
}

/// Whether a date before and after leaves no room beside it for what it is the date of.
pub fn two_line_dates(cols: u16) -> bool {
    cols < 70
}

/// The box of the palette and of the help, which hold `count` rows just now: the line typed into comes first, and a
/// line of words and the keys come last.
pub fn finder(size: Size, finder: &Finder, count: usize) -> Shelf {
    let room = usize::from(size.rows)
        .saturating_sub(6)
        .clamp(1, count.max(3));
    let edge = boxed(window(size), 78, room + 4);
    let area = inside(edge);
    let area = Rect {
        y: area.y + 1,
        height: area.height.saturating_sub(3),
        ..area
    };
    Shelf::new(edge, area, finder.cursor, count)
}

/// The first of a list's rows to show where there is `room` for some, so that the one at `cursor` is among them.
pub fn first_in_view(cursor: usize, room: usize) -> usize {
    (cursor + 1).saturating_sub(room.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::screen::SCREENS;

    #[test]
    fn a_long_message_hides_neither_the_list_nor_what_is_said_of_its_row() {
        let sizes = (20..130)
            .step_by(7)
            .flat_map(|cols| (5..45).map(move |rows| Size { cols, rows }));
        for (size, entry) in sizes.flat_map(|size| SCREENS.iter().map(move |entry| (size, entry))) {
            let short = panes(size, entry, 1);
            for message in 2..=4 {
                let long = panes(size, entry, message);
                let place = format!("{message} lines on {} at {size:?}", entry.title);
                let said = [long.summary, long.list, long.peek, long.status, long.footer];
                for (a, b) in said.iter().zip(&said[1..]) {
                    assert!(a.bottom() <= b.y, "{a:?} covers {b:?}: {place}");
                }
                assert_eq!(long.list.height == 0, short.list.height == 0, "{place}");
                let words = |panes: &Panes| panes.peek.height - u16::from(panes.peek_ruled);
                assert_eq!(words(&long), words(&short), "{place}");
                let room = long.list.height > 1 && size.rows >= 6;
                assert!(!room || long.status.height == message, "{place}");
            }
        }
    }
}
