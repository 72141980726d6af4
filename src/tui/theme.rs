//! What everything looks like, by role and not by colour, and every glyph outside ASCII that is drawn.
//! A theme paints its own background, so that no terminal's palette can make it unreadable; tests hold the
//! contrast of every pair. It knows nothing of screens.

use std::env;

use ratatui::style::{Color, Style};
use ratatui::symbols::border;

use crate::domain::rating::Shown;

/// Defines the roles from the table below.
macro_rules! roles {
    ($($(#[$doc:meta])* $role:ident,)*) => {
        /// How each role looks. Roles without a background are drawn on whatever is under them.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct Theme {
            /// The name it is chosen by.
            pub name: &'static str,
            /// What is drawn with.
            pub glyphs: &'static Glyphs,
            $($(#[$doc])* pub $role: Style,)*
        }

        impl Theme {
            /// The theme with every style changed.
            fn map(&self, change: impl Fn(Style) -> Style) -> Self {
                Self { name: self.name, glyphs: self.glyphs, $($role: change(self.$role),)* }
            }

            #[cfg(test)]
            fn roles(&self) -> Vec<(&'static str, Style)> {
                vec![$((stringify!($role), self.$role),)*]
            }
        }
    };
}

roles! {
    /// The whole window: text and background. Painted first.
    base,
    /// Ordinary text.
    body,
    /// Secondary text: never a date, never anything that matters in a meeting.
    dim,
    /// Titles and counts.
    title,
    /// What stands out without being a judgement.
    accent,
    /// The bar at the top.
    header,
    /// The program's name in the bar at the top.
    header_name,
    /// Secondary text in the bar at the top.
    header_dim,
    /// A tab.
    tab,
    /// The tab that is open.
    tab_active,
    /// Lines between parts.
    rule,
    /// A key in the footer and in help.
    key,
    /// What the key does.
    key_label,
    /// The background of the row the cursor is on; laid over the row.
    selected,
    /// The mark in front of the row the cursor is on.
    marker,
    /// The background of rows that are marked for an action; laid over the row.
    marked,
    /// A red chip.
    chip_red,
    /// An amber chip.
    chip_amber,
    /// A green chip.
    chip_green,
    /// A complete chip.
    chip_complete,
    /// A chip without a judgement.
    chip_none,
    /// Red, as text.
    red,
    /// Amber, as text.
    amber,
    /// Green, as text.
    green,
    /// Complete, as text.
    complete,
    /// A time that has passed.
    late,
    /// Nobody where somebody should be.
    gap,
    /// Something that worked.
    ok,
    /// Something to look at.
    warn,
    /// The bar that says what did not work.
    error,
    /// A box over the screen: text and background.
    popup,
    /// The border of a box.
    popup_border,
    /// The title of a box.
    popup_title,
    /// A field that is typed into.
    input,
    /// What stands in an empty field.
    input_hint,
    /// The item a list in a box stands on.
    choice,
    /// Letters that match what was typed.
    found,
    /// Today, in a calendar.
    day_today,
    /// The day chosen in a calendar.
    day_selected,
    /// A day nobody works.
    day_off,
    /// The full part of a bar.
    bar_full,
    /// The empty part of a bar.
    bar_empty,
}

/// The glyphs outside ASCII. All are in WGL4, so that every Windows console font has them.
#[derive(Debug, PartialEq, Eq)]
pub struct Glyphs {
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
const WGL4: Glyphs = Glyphs {
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
    moment: "●",
    expected: "○",
    arrow: "→",
    cut: "...",
    dot: "·",
    border: border::PLAIN,
};

/// For those that do not.
const ASCII: Glyphs = Glyphs {
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

/// The colours a theme is made of.
struct Palette {
    background: u32,
    body: u32,
    dim: u32,
    rule: u32,
    accent: u32,
    red: u32,
    amber: u32,
    green: u32,
    complete: u32,
    header: u32,
    selected: u32,
    marked: u32,
    popup: u32,
    input: u32,
    chip_none: u32,
}

const DARK: Palette = Palette {
    background: 0x0C_0C_0C,
    body: 0xE6_E6_E6,
    dim: 0xA7_AF_B8,
    rule: 0x5F_67_70,
    accent: 0x7F_B8_FF,
    red: 0xFF_7A_7A,
    amber: 0xFF_C5_3D,
    green: 0x3C_CF_A5,
    complete: 0x7F_B8_FF,
    header: 0x16_19_1D,
    selected: 0x22_30_3F,
    marked: 0x1A_22_2B,
    popup: 0x14_17_1B,
    input: 0x24_2A_31,
    chip_none: 0x3A_41_49,
};

const LIGHT: Palette = Palette {
    background: 0xFF_FF_FF,
    body: 0x1A_1A_1A,
    dim: 0x57_5F_66,
    rule: 0x85_8D_95,
    accent: 0x1A_56_A6,
    red: 0xA8_20_1A,
    amber: 0x8A_53_00,
    green: 0x00_6B_52,
    complete: 0x1A_56_A6,
    header: 0xEC_EF_F2,
    selected: 0xDD_E8_F6,
    marked: 0xEE_F3_FA,
    popup: 0xFF_FF_FF,
    input: 0xEC_F1_F7,
    chip_none: 0xDD_E1_E5,
};

impl Theme {
    /// The names a theme can be chosen by, in the order they are offered.
    pub const NAMES: [&'static str; 3] = ["dark", "light", "mono"];

    /// The theme of that name, in full colour.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "dark" => Some(Self::painted("dark", &DARK)),
            "light" => Some(Self::painted("light", &LIGHT)),
            "mono" => Some(Self::mono()),
            _ => None,
        }
    }

    /// The theme for this terminal: `chosen`, or dark, in as many colours as there are.
    pub fn choose(chosen: Option<&str>, look: Look) -> Self {
        let theme = match look.colours {
            Colours::None => Self::mono(),
            Colours::Full => chosen
                .and_then(Self::named)
                .unwrap_or_else(|| Self::painted("dark", &DARK)),
            Colours::Indexed => Self::choose(
                chosen,
                Look {
                    colours: Colours::Full,
                    ..look
                },
            )
            .indexed(),
        };
        if look.ascii {
            Self {
                glyphs: &ASCII,
                ..theme
            }
        } else {
            theme
        }
    }

    /// A RAG letter as a filled chip.
    pub fn chip(&self, shown: Shown) -> Style {
        match shown {
            Shown::Red => self.chip_red,
            Shown::Amber => self.chip_amber,
            Shown::Green => self.chip_green,
            Shown::None => self.chip_none,
            Shown::Complete => self.chip_complete,
        }
    }

    /// A RAG letter as text.
    pub fn rag(&self, shown: Shown) -> Style {
        match shown {
            Shown::Red => self.red,
            Shown::Amber => self.amber,
            Shown::Green => self.green,
            Shown::None => self.dim,
            Shown::Complete => self.complete,
        }
    }

    /// Chips are the same in both: they bring their own background.
    fn painted(name: &'static str, of: &Palette) -> Self {
        let on = |ground: u32, ink: u32| Style::new().fg(rgb(ink)).bg(rgb(ground));
        let ink = |colour: u32| Style::new().fg(rgb(colour));
        let ground = |colour: u32| Style::new().bg(rgb(colour));
        let strong = on(of.accent, of.background).bold();
        Self {
            name,
            glyphs: &WGL4,
            base: on(of.background, of.body),
            body: ink(of.body),
            dim: ink(of.dim),
            title: ink(of.body).bold(),
            accent: ink(of.accent),
            header: on(of.header, of.body),
            header_name: on(of.header, of.accent).bold(),
            header_dim: on(of.header, of.dim),
            tab: ink(of.dim),
            tab_active: strong,
            rule: ink(of.rule),
            key: ink(of.accent).bold(),
            key_label: ink(of.dim),
            selected: ground(of.selected),
            marker: ink(of.accent),
            marked: ground(of.marked),
            chip_red: on(0xA8_20_1A, 0xFF_FF_FF).bold(),
            chip_amber: on(0xFF_C5_3D, 0x00_00_00).bold(),
            chip_green: on(0x00_6B_52, 0xFF_FF_FF).bold(),
            chip_complete: on(0x1A_56_A6, 0xFF_FF_FF).bold(),
            chip_none: on(of.chip_none, of.body),
            red: ink(of.red).bold(),
            amber: ink(of.amber).bold(),
            green: ink(of.green).bold(),
            complete: ink(of.complete),
            late: ink(of.red).bold(),
            gap: ink(of.red),
            ok: ink(of.green),
            warn: ink(of.amber),
            error: on(0xA8_20_1A, 0xFF_FF_FF).bold(),
            popup: on(of.popup, of.body),
            popup_border: ink(of.rule),
            popup_title: ink(of.body).bold(),
            input: on(of.input, of.body),
            input_hint: on(of.input, of.dim),
            choice: on(of.selected, of.body).bold(),
            found: ink(of.accent).bold().underlined(),
            day_today: ink(of.accent).bold().underlined(),
            day_selected: strong,
            day_off: ink(of.dim),
            bar_full: ink(of.green),
            bar_empty: ink(of.rule),
        }
    }

    /// Without colours: letters, bold, reverse and underline carry all.
    fn mono() -> Self {
        let plain = Style::new();
        let (bold, reverse, underline) = (plain.bold(), plain.reversed(), plain.underlined());
        Self {
            name: "mono",
            glyphs: &WGL4,
            base: plain,
            body: plain,
            dim: plain,
            title: bold,
            accent: bold,
            header: reverse,
            header_name: reverse.bold(),
            header_dim: reverse,
            tab: plain,
            tab_active: reverse.bold(),
            rule: plain,
            key: bold,
            key_label: plain,
            selected: reverse,
            marker: plain,
            marked: underline,
            chip_red: reverse.bold(),
            chip_amber: bold.underlined(),
            chip_green: bold,
            chip_complete: plain,
            chip_none: plain,
            red: bold,
            amber: bold,
            green: bold,
            complete: plain,
            late: bold.underlined(),
            gap: bold,
            ok: plain,
            warn: bold,
            error: reverse.bold(),
            popup: plain,
            popup_border: plain,
            popup_title: bold,
            input: underline,
            input_hint: underline,
            choice: reverse,
            found: bold.underlined(),
            day_today: bold.underlined(),
            day_selected: reverse.bold(),
            day_off: plain,
            bar_full: plain,
            bar_empty: plain,
        }
    }

    /// The same theme in the 240 fixed colours of terminals that have no more.
    fn indexed(&self) -> Self {
        let near = |colour: Color| match colour {
            Color::Rgb(r, g, b) => Color::Indexed(nearest([r, g, b])),
            other => other,
        };
        self.map(|style| Style {
            fg: style.fg.map(near),
            bg: style.bg.map(near),
            ..style
        })
    }
}

/// How much a terminal can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// How many colours.
    pub colours: Colours,
    /// No glyphs outside ASCII.
    pub ascii: bool,
}

/// How many colours a terminal can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colours {
    /// None, or none are wanted.
    None,
    /// The 256 of xterm.
    Indexed,
    /// All.
    Full,
}

impl Look {
    /// What this terminal says of itself, and the user of it: `NO_COLOR`, `CLICOLOR=0`, `TERM`, `COLORTERM`.
    pub fn of_terminal(no_color: bool, ascii: bool) -> Self {
        Self::read(no_color, ascii, |name| env::var(name).ok())
    }

    fn read(no_color: bool, ascii: bool, var: impl Fn(&str) -> Option<String>) -> Self {
        let is = |name: &str, values: &[&str]| {
            var(name).is_some_and(|value| values.contains(&value.as_str()))
        };
        let unwanted = no_color
            || var("NO_COLOR").is_some_and(|value| !value.is_empty())
            || is("CLICOLOR", &["0"]);
        let full = cfg!(windows)
            || is("COLORTERM", &["truecolor", "24bit"])
            || var("WT_SESSION").is_some();
        let colours = if unwanted || is("TERM", &["dumb"]) {
            Colours::None
        } else if full {
            Colours::Full
        } else {
            Colours::Indexed
        };
        // The first of these that is set says which characters there are.
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
            .into_iter()
            .find_map(|name| var(name).filter(|v| !v.is_empty()));
        let utf8 = locale.is_some_and(|name| {
            let name = name.to_ascii_lowercase();
            name.contains("utf-8") || name.contains("utf8")
        });
        let unsure = !cfg!(any(windows, target_os = "macos")) && !utf8;
        Self {
            colours,
            ascii: ascii || unsure,
        }
    }
}

const fn rgb(hex: u32) -> Color {
    Color::Rgb((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

/// The index of the fixed colour that looks most like this one.
fn nearest(colour: [u8; 3]) -> u8 {
    (16..=255)
        .min_by_key(|index| distance(fixed(*index), colour))
        .unwrap_or(16)
}

/// The colours that every terminal with 256 of them has at 16 and above: a cube and a ramp of greys.
fn fixed(index: u8) -> [u8; 3] {
    let step = |level: u8| if level == 0 { 0 } else { 55 + 40 * level };
    match index.checked_sub(16) {
        Some(at) if at < 216 => [step(at / 36), step(at / 6 % 6), step(at % 6)],
        Some(at) => [8 + 10 * (at - 216); 3],
        None => [0; 3],
    }
}

/// How unlike two colours are, near enough to how eyes weigh them.
fn distance(one: [u8; 3], other: [u8; 3]) -> u32 {
    let part = |at: usize| u32::from(one[at].abs_diff(other[at])).pow(2);
    3 * part(0) + 6 * part(1) + 2 * part(2)
}

#[cfg(test)]
mod tests {
    use ratatui::style::Modifier;

    use super::*;

    /// Roles that are shapes and not text; they need less.
    const SHAPES: [&str; 3] = ["rule", "popup_border", "bar_empty"];
    const RAG: [&str; 4] = ["red", "amber", "green", "complete"];

    fn channels(colour: Color) -> [u8; 3] {
        match colour {
            Color::Rgb(r, g, b) => [r, g, b],
            Color::Indexed(index) => fixed(index),
            other => panic!("{other} is whatever the terminal says"),
        }
    }

    /// Relative luminance, as WCAG defines it.
    fn luminance(colour: Color) -> f64 {
        let [r, g, b] = channels(colour).map(|channel| {
            let value = f64::from(channel) / 255.0;
            if value <= 0.040_45 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        });
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    fn contrast(one: Color, other: Color) -> f64 {
        let (a, b) = (luminance(one) + 0.05, luminance(other) + 0.05);
        if a > b { a / b } else { b / a }
    }

    fn grounds(theme: &Theme) -> [(&'static str, Color); 4] {
        [
            ("base", theme.base.bg.unwrap()),
            ("selected", theme.selected.bg.unwrap()),
            ("marked", theme.marked.bg.unwrap()),
            ("popup", theme.popup.bg.unwrap()),
        ]
    }

    /// What contrast a role needs on a ground. The fixed colours have no good dark amber.
    fn needed(role: &str, ground: &str, depth: &str) -> f64 {
        let flat = matches!(ground, "base" | "popup");
        match role {
            _ if SHAPES.contains(&role) => {
                if flat {
                    3.0
                } else {
                    2.0
                }
            }
            "body" | "title" => 7.0,
            _ if RAG.contains(&role) && flat && depth == "full" => 6.0,
            _ if RAG.contains(&role) && flat => 5.5,
            _ => 4.5,
        }
    }

    #[test]
    fn every_pair_of_colours_can_be_read() {
        let mut weak = Vec::new();
        for name in ["dark", "light"] {
            let full = Theme::named(name).unwrap();
            for (depth, theme) in [("full", full.clone()), ("indexed", full.indexed())] {
                for (role, style) in theme.roles() {
                    let pairs: Vec<_> = match (style.fg, style.bg) {
                        (Some(ink), Some(ground)) => vec![("its own", contrast(ink, ground))],
                        (Some(ink), None) => grounds(&theme)
                            .map(|(ground, colour)| (ground, contrast(ink, colour)))
                            .to_vec(),
                        (None, _) => Vec::new(),
                    };
                    for (ground, got) in pairs {
                        let needed = needed(role, ground, depth);
                        if got < needed {
                            weak.push(format!(
                                "{name} {depth}: {role} on {ground} is {got:.1}, not {needed}"
                            ));
                        }
                    }
                }
            }
        }
        assert!(weak.is_empty(), "{}", weak.join("\n"));
    }

    #[test]
    fn without_colours_there_is_no_colour() {
        for (role, style) in Theme::mono().roles() {
            assert_eq!((style.fg, style.bg), (None, None), "{role}");
        }
        let bare = Theme::mono()
            .roles()
            .into_iter()
            .filter(|(_, style)| style.add_modifier == Modifier::DIM);
        assert_eq!(bare.count(), 0);
    }

    #[test]
    fn every_name_is_a_theme() {
        for name in Theme::NAMES {
            assert_eq!(Theme::named(name).unwrap().name, name);
        }
        assert_eq!(Theme::named("purple"), None);
    }

    #[test]
    fn a_terminal_is_taken_at_its_word() {
        let look = |vars: &[(&str, &str)]| {
            Look::read(false, false, |name| {
                vars.iter()
                    .find(|(var, _)| *var == name)
                    .map(|(_, value)| (*value).to_owned())
            })
        };
        assert_eq!(
            look(&[("COLORTERM", "truecolor"), ("LANG", "en_GB.UTF-8")]),
            Look {
                colours: Colours::Full,
                ascii: false
            }
        );
        assert_eq!(
            look(&[("COLORTERM", "truecolor"), ("NO_COLOR", "1")]).colours,
            Colours::None
        );
        assert_eq!(
            look(&[("NO_COLOR", ""), ("WT_SESSION", "x")]).colours,
            Colours::Full
        );
        assert_eq!(
            look(&[("TERM", "dumb"), ("COLORTERM", "24bit")]).colours,
            Colours::None
        );
        if cfg!(target_os = "linux") {
            assert_eq!(
                look(&[("TERM", "xterm")]),
                Look {
                    colours: Colours::Indexed,
                    ascii: true
                }
            );
            assert!(look(&[("LC_ALL", "C"), ("LANG", "en_GB.UTF-8")]).ascii);
        }
    }

    #[test]
    fn only_glyphs_every_console_font_has_are_drawn() {
        let allowed = "─│┌┐└┘├┤┬┴┼═║█▌▐▀▄░▒▓■□▲►▼◄●○→←↑↓√·...";
        let glyphs = &WGL4;
        for glyph in [
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
            glyphs.moment,
            glyphs.expected,
            glyphs.arrow,
            glyphs.cut,
            glyphs.dot,
            glyphs.border.top_left,
            glyphs.border.bottom_right,
        ] {
            assert!(glyph.chars().all(|c| allowed.contains(c)), "{glyph}");
        }
    }
}
