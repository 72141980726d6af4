//! Where things are on the screen: pure arithmetic that drawing and paging both call.

use ratatui::layout::Rect;

use super::Size;

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

/// The parts for a window of `size`, with `summary` lines above the list.
pub fn panes(size: Size, summary: u16) -> Panes {
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
    let wide = cols >= DETAIL_FROM;
    let peek = if !wide && rows >= 20 { 3 } else { 0 };
    let list_height = room.saturating_sub(summary + peek);
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
        status,
        footer,
        ruled,
    }
}
