//! The colours, one table for each theme and number of colours. It knows nothing of what they are for beyond a name.
//!
//! The colours of text hold their contrast on every ground they are drawn on: the window, a box, and rows that are
//! marked or have the cursor. A test measures every pair that is drawn.

use ratatui::style::Color;

/// The colours a theme that paints its own background is made of.
pub(super) struct Palette {
    pub(super) background: Color,
    pub(super) body: Color,
    pub(super) dim: Color,
    pub(super) rule: Color,
    pub(super) accent: Color,
    pub(super) red: Color,
    pub(super) amber: Color,
    pub(super) green: Color,
    pub(super) complete: Color,
    pub(super) header: Color,
    pub(super) selected: Color,
    pub(super) marked: Color,
    pub(super) popup: Color,
    pub(super) input: Color,
    pub(super) chip_none: Color,
    pub(super) chips: &'static Chips,
}

/// Filled chips bring their own ground and are the same on dark and on light.
pub(super) struct Chips {
    pub(super) white: Color,
    pub(super) black: Color,
    pub(super) red: Color,
    pub(super) amber: Color,
    pub(super) green: Color,
    pub(super) complete: Color,
}

const fn rgb(hex: u32) -> Color {
    Color::Rgb((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

const CHIPS: Chips = Chips {
    white: rgb(0xFF_FF_FF),
    black: rgb(0x00_00_00),
    red: rgb(0xA8_20_1A),
    amber: rgb(0xFF_C5_3D),
    green: rgb(0x00_6B_52),
    complete: rgb(0x1A_56_A6),
};

const CHIPS_256: Chips = Chips {
    white: Color::Indexed(231),
    black: Color::Indexed(16),
    red: Color::Indexed(124),
    amber: Color::Indexed(221),
    green: Color::Indexed(23),
    complete: Color::Indexed(25),
};

pub(super) const DARK: Palette = Palette {
    background: rgb(0x0C_0C_0C),
    body: rgb(0xE6_E6_E6),
    dim: rgb(0xA7_AF_B8),
    rule: rgb(0x7A_82_8B),
    accent: rgb(0x7F_B8_FF),
    red: rgb(0xFF_80_80),
    amber: rgb(0xFF_C5_3D),
    green: rgb(0x3C_CF_A5),
    complete: rgb(0x7F_B8_FF),
    header: rgb(0x16_19_1D),
    selected: rgb(0x1D_2A_38),
    marked: rgb(0x1A_22_2B),
    popup: rgb(0x14_17_1B),
    input: rgb(0x24_2A_31),
    chip_none: rgb(0x3A_41_49),
    chips: &CHIPS,
};

pub(super) const LIGHT: Palette = Palette {
    background: rgb(0xFF_FF_FF),
    body: rgb(0x1A_1A_1A),
    dim: rgb(0x57_5F_66),
    rule: rgb(0x6B_73_7A),
    accent: rgb(0x1A_56_A6),
    red: rgb(0xA8_20_1A),
    amber: rgb(0x7D_4B_00),
    green: rgb(0x00_62_4B),
    complete: rgb(0x1A_56_A6),
    header: rgb(0xEC_EF_F2),
    selected: rgb(0xE3_EC_F8),
    marked: rgb(0xEE_F3_FA),
    popup: rgb(0xFF_FF_FF),
    input: rgb(0xEC_F1_F7),
    chip_none: rgb(0xDD_E1_E5),
    chips: &CHIPS,
};

/// Only the 240 of the 256 that look the same everywhere.
pub(super) const DARK_256: Palette = Palette {
    background: Color::Indexed(232),
    body: Color::Indexed(254),
    dim: Color::Indexed(145),
    rule: Color::Indexed(244),
    accent: Color::Indexed(111),
    red: Color::Indexed(210),
    amber: Color::Indexed(221),
    green: Color::Indexed(79),
    complete: Color::Indexed(111),
    header: Color::Indexed(234),
    selected: Color::Indexed(235),
    marked: Color::Indexed(234),
    popup: Color::Indexed(233),
    input: Color::Indexed(235),
    chip_none: Color::Indexed(238),
    chips: &CHIPS_256,
};

/// There is no good dark amber among them; the one there is, is an olive, and needs grounds of its own.
pub(super) const LIGHT_256: Palette = Palette {
    background: Color::Indexed(231),
    body: Color::Indexed(234),
    dim: Color::Indexed(59),
    rule: Color::Indexed(242),
    accent: Color::Indexed(24),
    red: Color::Indexed(124),
    amber: Color::Indexed(58),
    green: Color::Indexed(23),
    complete: Color::Indexed(24),
    header: Color::Indexed(255),
    selected: Color::Indexed(195),
    marked: Color::Indexed(230),
    popup: Color::Indexed(231),
    input: Color::Indexed(255),
    chip_none: Color::Indexed(254),
    chips: &CHIPS_256,
};

/// Black, white and yellow.
pub(super) struct Three {
    pub(super) black: Color,
    pub(super) white: Color,
    pub(super) yellow: Color,
}

pub(super) const THREE: Three = Three {
    black: rgb(0x00_00_00),
    white: rgb(0xFF_FF_FF),
    yellow: rgb(0xFF_FF_00),
};

pub(super) const THREE_256: Three = Three {
    black: Color::Indexed(16),
    white: Color::Indexed(231),
    yellow: Color::Indexed(226),
};

pub(super) const THREE_16: Three = Three {
    black: Color::Black,
    white: Color::White,
    yellow: Color::LightYellow,
};
