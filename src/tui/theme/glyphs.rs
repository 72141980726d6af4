//! What is drawn with: every glyph outside ASCII, and what stands for each where a terminal has only ASCII.

use ratatui::symbols::border;

/// The glyphs outside ASCII. All are in WGL4, so that every Windows console font has them.
#[derive(Debug, PartialEq, Eq)]
pub struct Glyphs {
    /// Nothing outside ASCII may be drawn, not even what users wrote.
    pub ascii: bool,
    /// A line across.
    pub rule: &'static str,
    /// A line down.
    pub upright: &'static str,
    /// The full part of a bar.
    pub full: &'static str,
    /// The empty part of a bar.
    pub empty: &'static str,
    /// In front of the row the cursor is on.
    pub marker: &'static str,
    /// A group that is open; more below.
    pub open: &'static str,
    /// A group that is folded.
    pub folded: &'static str,
    /// More above.
    pub above: &'static str,
    /// More to the left.
    pub before: &'static str,
    /// A row that is marked.
    pub marked: &'static str,
    /// Something that is done.
    pub done: &'static str,
    /// A moment in a timeline.
    pub moment: &'static str,
    /// A moment that is only expected.
    pub expected: &'static str,
    /// From one value to another.
    pub arrow: &'static str,
    /// Where a text was cut.
    pub cut: &'static str,
    /// A stop between two words on one line.
    pub dot: &'static str,
    /// The border of a box.
    pub border: border::Set<'static>,
}

/// For every terminal that shows UTF-8.
pub(super) const WGL4: Glyphs = Glyphs {
    ascii: false,
    rule: "─",
    upright: "│",
    full: "█",
    empty: "░",
    marker: "►",
    open: "▼",
    folded: "►",
    above: "▲",
    before: "◄",
    marked: "■",
    done: "√",
    moment: "●",
    expected: "○",
    arrow: "→",
    cut: "...",
    dot: "·",
    border: border::PLAIN,
};

/// For those that do not.
pub(super) const ASCII: Glyphs = Glyphs {
    ascii: true,
    rule: "-",
    upright: "|",
    full: "#",
    empty: ".",
    marker: ">",
    open: "v",
    folded: ">",
    above: "^",
    before: "<",
    marked: "*",
    done: "v",
    moment: "*",
    expected: "o",
    arrow: "->",
    cut: "...",
    dot: "-",
    border: border::Set {
        top_left: "+",
        top_right: "+",
        bottom_left: "+",
        bottom_right: "+",
        vertical_left: "|",
        vertical_right: "|",
        horizontal_top: "-",
        horizontal_bottom: "-",
    },
};

#[cfg(test)]
mod tests {
    use super::*;

    fn all(glyphs: &Glyphs) -> String {
        let border = &glyphs.border;
        [
            glyphs.rule,
            glyphs.upright,
            glyphs.full,
            glyphs.empty,
            glyphs.marker,
            glyphs.open,
            glyphs.folded,
            glyphs.above,
            glyphs.before,
            glyphs.marked,
            glyphs.done,
            glyphs.moment,
            glyphs.expected,
            glyphs.arrow,
            glyphs.cut,
            glyphs.dot,
            border.top_left,
            border.top_right,
            border.bottom_left,
            border.bottom_right,
            border.vertical_left,
            border.vertical_right,
            border.horizontal_top,
            border.horizontal_bottom,
        ]
        .concat()
    }

    #[test]
    fn only_glyphs_every_console_font_has_are_drawn() {
        let allowed = "─│┌┐└┘├┤┬┴┼═║█▌▐▀▄░▒▓■□▲►▼◄●○→←↑↓√·.";
        for glyph in all(&WGL4).chars() {
            assert!(allowed.contains(glyph), "{glyph}");
        }
        assert!(all(&ASCII).is_ascii());
    }
}
