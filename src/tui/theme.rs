//! What everything looks like, by role and not by colour. A theme paints its own background, so that no terminal's
//! palette can make it unreadable; only `terminal` leaves the terminal its own. Tests hold the contrast of every pair
//! that is drawn. It knows nothing of screens.

use ratatui::style::{Color, Style};

use crate::app::settings::{Settings, ThemeName};
use crate::domain::rating::Shown;

mod glyphs;
mod look;
mod palette;

pub use glyphs::Glyphs;
pub use look::{Colours, Look};
use palette::{Palette, Three};

/// Defines the roles from the table below.
macro_rules! roles {
    ($($(#[$doc:meta])* $role:ident,)*) => {
        /// How each role looks. Roles without a background are drawn on whatever is under them.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct Theme {
            /// What is drawn with.
            pub glyphs: &'static Glyphs,
            $($(#[$doc])* pub $role: Style,)*
        }

        impl Theme {
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
    /// The bar at the top while the past is shown.
    band,
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
    /// What a field offers: the first letter typed takes its place.
    offered,
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

impl Theme {
    /// The theme of that name, in full colour.
    pub fn named(name: &str) -> Option<Self> {
        ThemeName::named(name).map(|name| Self::of(name, Colours::Full))
    }

    /// The theme as the user has set it, in as many colours as the terminal has.
    pub fn choose(settings: Settings, colours: Colours) -> Self {
        let theme = Self::of(settings.theme, colours);
        if settings.ascii() {
            Self {
                glyphs: &glyphs::ASCII,
                ..theme
            }
        } else {
            theme
        }
    }

    /// Every theme in every number of colours, one row each. Of 16 colours only the bright ones on black can be
    /// relied on, so that `light` is dark there.
    pub fn of(name: ThemeName, colours: Colours) -> Self {
        match (name, colours) {
            (_, Colours::None) | (ThemeName::Mono, _) => Self::mono(),
            (ThemeName::Dark, Colours::Full) => Self::painted(&palette::DARK),
            (ThemeName::Dark, Colours::Indexed) => Self::painted(&palette::DARK_256),
            (ThemeName::Light, Colours::Full) => Self::painted(&palette::LIGHT),
            (ThemeName::Light, Colours::Indexed) => Self::painted(&palette::LIGHT_256),
            (ThemeName::Dark | ThemeName::Light, Colours::Sixteen) => Self::sixteen(),
            (ThemeName::Contrast, Colours::Full) => Self::contrast(&palette::THREE),
            (ThemeName::Contrast, Colours::Indexed) => Self::contrast(&palette::THREE_256),
            (ThemeName::Contrast, Colours::Sixteen) => Self::contrast(&palette::THREE_16),
            (ThemeName::Terminal, _) => Self::terminal(),
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

    fn painted(of: &Palette) -> Self {
        let ink = |colour| Style::new().fg(colour);
        let ground = |colour| Style::new().bg(colour);
        let strong = on(of.accent, of.background).bold();
        let chips = of.chips;
        Self {
            glyphs: &glyphs::WGL4,
            base: on(of.background, of.body),
            body: ink(of.body),
            dim: ink(of.dim),
            title: ink(of.body).bold(),
            accent: ink(of.accent),
            header: on(of.header, of.body),
            header_name: on(of.header, of.accent).bold(),
            header_dim: on(of.header, of.dim),
            band: on(chips.amber, chips.black).bold(),
            tab: ink(of.dim),
            tab_active: strong,
            rule: ink(of.rule),
            key: ink(of.accent).bold(),
            key_label: ink(of.dim),
            selected: ground(of.selected),
            marker: ink(of.accent),
            marked: ground(of.marked),
            chip_red: on(chips.red, chips.white).bold(),
            chip_amber: on(chips.amber, chips.black).bold(),
            chip_green: on(chips.green, chips.white).bold(),
            chip_complete: on(chips.complete, chips.white).bold(),
            chip_none: on(of.chip_none, of.body),
            red: ink(of.red).bold(),
            amber: ink(of.amber).bold(),
            green: ink(of.green).bold(),
            complete: ink(of.complete),
            late: ink(of.red).bold(),
            gap: ink(of.red),
            ok: ink(of.green),
            warn: ink(of.amber),
            error: on(chips.red, chips.white).bold(),
            popup: on(of.popup, of.body),
            popup_border: ink(of.rule),
            popup_title: ink(of.body).bold(),
            input: on(of.input, of.body),
            input_hint: on(of.input, of.dim),
            offered: strong,
            choice: on(of.selected, of.body).bold(),
            found: ink(of.accent).bold().underlined(),
            day_today: ink(of.accent).bold().underlined(),
            day_selected: strong,
            day_off: ink(of.dim),
            bar_full: ink(of.green),
            bar_empty: ink(of.dim),
        }
    }

    /// The bright colours on black. Nothing black is bold: where bold means bright, it would be grey.
    fn sixteen() -> Self {
        let ink = |colour| Style::new().fg(colour);
        let base = on(Color::Black, Color::White);
        let (accent, grey) = (ink(Color::LightCyan), ink(Color::Gray));
        let bar = on(Color::Gray, Color::Black);
        Self {
            base,
            body: ink(Color::White),
            dim: grey,
            accent,
            header: bar,
            header_name: bar,
            header_dim: bar,
            band: on(Color::LightYellow, Color::Black),
            tab: grey,
            tab_active: on(Color::LightCyan, Color::Black),
            rule: grey,
            key: accent.bold(),
            key_label: grey,
            marker: accent,
            chip_none: bar,
            red: ink(Color::LightRed).bold(),
            amber: ink(Color::LightYellow).bold(),
            green: ink(Color::LightGreen).bold(),
            complete: accent,
            late: ink(Color::LightRed).bold(),
            gap: ink(Color::LightRed),
            ok: ink(Color::LightGreen),
            warn: ink(Color::LightYellow),
            error: on(Color::LightRed, Color::Black),
            popup: base,
            popup_border: grey,
            input: base.underlined(),
            input_hint: on(Color::Black, Color::Gray).underlined(),
            offered: on(Color::LightCyan, Color::Black),
            found: accent.bold().underlined(),
            day_today: accent.bold().underlined(),
            day_selected: on(Color::LightCyan, Color::Black),
            day_off: grey,
            bar_full: ink(Color::LightGreen),
            bar_empty: grey,
            ..Self::bright_chips()
        }
    }

    /// Black, white and yellow; where the others have a colour, weight and reverse.
    fn contrast(of: &Three) -> Self {
        let base = on(of.black, of.white);
        let bar = on(of.white, of.black);
        let yellow = Style::new().fg(of.yellow).bold();
        Self {
            base,
            accent: yellow,
            header: bar,
            header_name: bar,
            header_dim: bar,
            band: on(of.yellow, of.black),
            tab_active: bar,
            key: yellow,
            marker: yellow,
            chip_red: bar,
            chip_amber: on(of.yellow, of.black),
            red: bar,
            amber: yellow,
            late: yellow.underlined(),
            gap: yellow,
            warn: yellow,
            error: on(of.yellow, of.black),
            popup: base,
            input: base.underlined(),
            input_hint: base.underlined(),
            offered: bar,
            found: yellow.underlined(),
            day_today: yellow.underlined(),
            day_selected: bar,
            ..Self::mono()
        }
    }

    /// On the terminal's own background, which may be light or dark: colours only where they bring a ground with them.
    fn terminal() -> Self {
        let chips = Self::bright_chips();
        Self {
            red: chips.chip_red,
            amber: chips.chip_amber,
            green: chips.chip_green,
            complete: chips.chip_complete,
            error: chips.chip_red,
            ..chips
        }
    }

    /// Without colours but for the chips: black on the bright colours of 16, which is readable in every palette we
    /// know of.
    fn bright_chips() -> Self {
        Self {
            chip_red: on(Color::LightRed, Color::Black),
            chip_amber: on(Color::LightYellow, Color::Black),
            chip_green: on(Color::LightGreen, Color::Black),
            chip_complete: on(Color::LightCyan, Color::Black),
            band: on(Color::LightYellow, Color::Black),
            ..Self::mono()
        }
    }

    /// Without colours: letters, bold, reverse and underline carry all.
    fn mono() -> Self {
        let plain = Style::new();
        let (bold, reverse, underline) = (plain.bold(), plain.reversed(), plain.underlined());
        Self {
            glyphs: &glyphs::WGL4,
            base: plain,
            body: plain,
            dim: plain,
            title: bold,
            accent: bold,
            header: reverse,
            header_name: reverse.bold(),
            header_dim: reverse,
            band: reverse.bold(),
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
            offered: reverse,
            choice: reverse,
            found: bold.underlined(),
            day_today: bold.underlined(),
            day_selected: reverse.bold(),
            day_off: plain,
            bar_full: plain,
            bar_empty: plain,
        }
    }
}

const fn on(ground: Color, ink: Color) -> Style {
    Style::new().fg(ink).bg(ground)
}

#[cfg(test)]
mod tests {
    use ratatui::style::Modifier;

    use super::*;

    #[test]
    fn without_colours_there_is_no_colour() {
        for name in ThemeName::ALL {
            for (role, style) in Theme::of(*name, Colours::None).roles() {
                assert_eq!((style.fg, style.bg), (None, None), "{role}");
                assert!(!style.add_modifier.contains(Modifier::DIM), "{role}");
            }
        }
    }

    #[test]
    fn a_terminal_of_16_colours_gets_no_others() {
        for name in ThemeName::ALL {
            for (role, style) in Theme::of(*name, Colours::Sixteen).roles() {
                for colour in [style.fg, style.bg].into_iter().flatten() {
                    let other = matches!(colour, Color::Indexed(_) | Color::Rgb(..));
                    assert!(!other, "{} {role}: {colour}", name.name());
                }
            }
        }
    }

    #[test]
    fn of_256_colours_only_those_that_look_the_same_everywhere_are_used() {
        for name in [ThemeName::Dark, ThemeName::Light, ThemeName::Contrast] {
            for (role, style) in Theme::of(name, Colours::Indexed).roles() {
                for colour in [style.fg, style.bg].into_iter().flatten() {
                    let fixed = matches!(colour, Color::Indexed(16..));
                    assert!(fixed, "{} {role}: {colour}", name.name());
                }
            }
        }
    }
}
