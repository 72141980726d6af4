//! What is drawn can be read: every pair of colours that comes onto a screen has the contrast it needs, and no RAG is
//! told by colour alone.

use std::collections::{BTreeMap, BTreeSet};

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier, Style};

use super::look::SHOWN;
use crate::support::press::Press;
use readyroom::app::list::Row;
use readyroom::app::screen::SCREENS;
use readyroom::app::screen::Screen;
use readyroom::app::settings::{Settings, ThemeName};
use readyroom::app::timeline::Strip;
use readyroom::domain::failure::Failure;
use readyroom::tui::theme::{Colours, Theme};
use readyroom::tui::view::view;

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 40), (60, 16)];
const DEPTHS: [Colours; 3] = [Colours::Full, Colours::Indexed, Colours::Sixteen];

/// How common consoles show the 16 colours: Windows, and the first ones there were.
const CAMPBELL: [u32; 16] = [
    0x0C_0C_0C, 0xC5_0F_1F, 0x13_A1_0E, 0xC1_9C_00, 0x00_37_DA, 0x88_17_98, 0x3A_96_DD, 0xCC_CC_CC,
    0x76_76_76, 0xE7_48_56, 0x16_C6_0C, 0xF9_F1_A5, 0x3B_78_FF, 0xB4_00_9E, 0x61_D6_D6, 0xF2_F2_F2,
];
const VGA: [u32; 16] = [
    0x00_00_00, 0xAA_00_00, 0x00_AA_00, 0xAA_55_00, 0x00_00_AA, 0xAA_00_AA, 0x00_AA_AA, 0xAA_AA_AA,
    0x55_55_55, 0xFF_55_55, 0x55_FF_55, 0xFF_FF_55, 0x55_55_FF, 0xFF_55_FF, 0x55_FF_FF, 0xFF_FF_FF,
];

/// Screens on which everything happens that has a look of its own: judged, done, waiting, selected, not saved.
fn moments() -> Vec<Press> {
    let mut moments = Vec::new();
    for (cols, rows) in SIZES {
        for (_, keys) in SHOWN {
            let mut press = Press::new().size(cols, rows);
            press.keys(
                "2 r a x enter j r g enter j r r enter j space j w w x enter j w i j + j + 1",
            );
            press.keys("esc").keys(keys);
            moments.push(press);
        }
        for keys in [
            "2 + j +",
            "2 + j + r",
            "2 z",
            "space",
            "7",
            "2 / o w n r : x",
            "d x x enter",
        ] {
            let mut press = Press::new().size(cols, rows);
            press.fail_next = (keys == "space").then(|| Failure::failed("The disk is full."));
            press.keys(keys);
            moments.push(press);
        }
    }
    moments
}

fn drawn(press: &Press, theme: &Theme) -> Buffer {
    let size = press.model.size;
    let mut terminal = Terminal::new(TestBackend::new(size.cols, size.rows)).unwrap();
    terminal
        .draw(|frame| view(&press.model, theme, frame))
        .unwrap();
    terminal.backend().buffer().clone()
}

/// Ink and ground of a cell as the eye meets them.
fn pair(cell: &Cell) -> (Color, Color) {
    if cell.modifier.contains(Modifier::REVERSED) {
        (cell.bg, cell.fg)
    } else {
        (cell.fg, cell.bg)
    }
}

/// Every pair of colours on all of the screens, with one place where it was seen.
fn pairs(moments: &[Press], theme: &Theme) -> BTreeMap<(String, String), (Color, Color, String)> {
    let mut pairs = BTreeMap::new();
    for press in moments {
        let buffer = drawn(press, theme);
        for (at, cell) in buffer.content.iter().enumerate() {
            if cell.symbol() == " " {
                continue;
            }
            let (ink, ground) = pair(cell);
            pairs
                .entry((ink.to_string(), ground.to_string()))
                .or_insert_with(|| {
                    let (x, y) = buffer.pos_of(at);
                    let place = format!("\"{}\" at {x},{y} of\n{}", cell.symbol(), press.screen());
                    (ink, ground, place)
                });
        }
    }
    pairs
}

fn rgb(colour: Color, console: &[u32; 16]) -> [u8; 3] {
    let hex = |hex: u32| [(hex >> 16) as u8, (hex >> 8) as u8, hex as u8];
    let named = [
        Color::Black,
        Color::Red,
        Color::Green,
        Color::Yellow,
        Color::Blue,
        Color::Magenta,
        Color::Cyan,
        Color::Gray,
        Color::DarkGray,
        Color::LightRed,
        Color::LightGreen,
        Color::LightYellow,
        Color::LightBlue,
        Color::LightMagenta,
        Color::LightCyan,
        Color::White,
    ];
    match colour {
        Color::Rgb(r, g, b) => [r, g, b],
        // A cube and a ramp of greys, the same in every terminal.
        Color::Indexed(index @ 16..=231) => {
            let step = |level: u8| if level == 0 { 0 } else { 55 + 40 * level };
            let at = index - 16;
            [step(at / 36), step(at / 6 % 6), step(at % 6)]
        }
        Color::Indexed(index @ 232..) => [8 + 10 * (index - 232); 3],
        other => {
            let at = named.iter().position(|named| *named == other);
            hex(console[at.unwrap_or_else(|| panic!("{other} is whatever the terminal says"))])
        }
    }
}

/// Relative luminance, as WCAG defines it.
fn luminance(rgb: [u8; 3]) -> f64 {
    let [r, g, b] = rgb.map(|channel| {
        let value = f64::from(channel) / 255.0;
        if value <= 0.040_45 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    });
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

fn contrast(ink: Color, ground: Color, console: &[u32; 16]) -> f64 {
    let of = |colour| luminance(rgb(colour, console)) + 0.05;
    let (a, b) = (of(ink), of(ground));
    if a > b { a / b } else { b / a }
}

/// Whether a pair is one that a style draws, on whatever ground where the style has none.
fn is_of(style: Style, ink: Color, ground: Color) -> bool {
    style.fg == Some(ink) && style.bg.is_none_or(|bg| bg == ground)
}

/// What WCAG and we ask of a pair. Consoles choose their 16 colours themselves, so less can be asked there.
fn needed(theme: &Theme, name: ThemeName, depth: Colours, ink: Color, ground: Color) -> f64 {
    let rag = [
        theme.red,
        theme.amber,
        theme.green,
        theme.complete,
        theme.chip_red,
        theme.chip_amber,
        theme.chip_green,
        theme.chip_complete,
    ];
    if depth == Colours::Sixteen {
        4.5
    } else if name == ThemeName::Contrast {
        19.5
    } else if is_of(theme.body, ink, ground) {
        7.0
    } else if rag.into_iter().any(|style| is_of(style, ink, ground)) {
        6.0
    } else {
        4.5
    }
}

#[test]
fn every_pair_of_colours_that_is_drawn_can_be_read() {
    let moments = moments();
    let mut weak = Vec::new();
    for name in [ThemeName::Dark, ThemeName::Light, ThemeName::Contrast] {
        for depth in DEPTHS {
            let theme = Theme::of(name, depth);
            let pairs = pairs(&moments, &theme);
            let few = if name == ThemeName::Contrast { 4 } else { 12 };
            assert!(pairs.len() >= few, "only {} pairs were seen", pairs.len());
            for (ink, ground, place) in pairs.into_values() {
                for console in [&CAMPBELL, &VGA] {
                    let got = contrast(ink, ground, console);
                    let needed = needed(&theme, name, depth, ink, ground);
                    if got < needed {
                        weak.push(format!(
                            "{} {depth:?}: {ink} on {ground} is {got:.2}, not {needed}: {place}",
                            name.name()
                        ));
                    }
                }
            }
        }
    }
    assert!(weak.is_empty(), "{}", weak.join("\n"));
}

/// On a background nobody knows, a colour is drawn only where it brings its ground with it.
#[test]
fn the_terminals_own_colours_are_used_so_that_any_background_will_do() {
    let theme = Theme::of(ThemeName::Terminal, Colours::Full);
    let mut coloured = 0;
    for (ink, ground, place) in pairs(&moments(), &theme).into_values() {
        if (ink, ground) == (Color::Reset, Color::Reset) {
            continue;
        }
        coloured += 1;
        for console in [&CAMPBELL, &VGA] {
            let got = contrast(ink, ground, console);
            assert!(got >= 4.5, "{ink} on {ground} is {got:.2}: {place}");
        }
    }
    assert!(coloured >= 4, "only {coloured} pairs have a colour");
}

#[test]
fn every_row_tells_its_rag_in_a_letter() {
    let mut told = BTreeSet::new();
    for press in moments() {
        let model = &press.model;
        let screen = press.screen();
        let lines: Vec<&str> = screen.lines().collect();
        let area = model.panes().list;
        if !model.overlays.is_empty() {
            continue;
        }
        for (y, (_, row)) in model.list().in_view(area.height.into()).enumerate() {
            let Row::Task(at) = row else { continue };
            let standing = &model.board.standings[at as usize];
            let line = lines
                .get(usize::from(area.y) + y)
                .copied()
                .unwrap_or_default();
            let column = match model.screen {
                Screen::Timeline => Strip::of(model.size).letter,
                _ => 2,
            };
            let letter = line
                .chars()
                .nth(column)
                .map(String::from)
                .unwrap_or_default();
            if !standing.overtaken {
                assert_eq!(letter, standing.rating.shown.letter(), "{line}\n{screen}");
                told.insert(letter);
            }
        }
    }
    let letters: Vec<&str> = told.iter().map(String::as_str).collect();
    for letter in ["A", "B", "G", "R"] {
        assert!(letters.contains(&letter), "only {letters:?} were seen");
    }
}

/// A patch of RAG colour always has a letter or a word in it, on every screen and in every box.
#[test]
fn no_patch_of_colour_stands_without_its_letter() {
    let theme = Theme::of(ThemeName::Dark, Colours::Full);
    let chips = [
        theme.chip_red,
        theme.chip_amber,
        theme.chip_green,
        theme.chip_complete,
    ];
    let mut patches = 0;
    // A box may cover a part of a patch.
    for press in moments()
        .into_iter()
        .filter(|press| press.model.overlays.is_empty())
    {
        let buffer = drawn(&press, &theme);
        let width = usize::from(buffer.area.width);
        for row in buffer.content.chunks(width) {
            for patch in row.chunk_by(|one, next| one.bg == next.bg) {
                let filled = chips.iter().any(|chip| chip.bg == Some(patch[0].bg));
                let text: String = patch.iter().map(Cell::symbol).collect();
                if filled {
                    patches += 1;
                    assert!(
                        text.chars().any(char::is_alphabetic),
                        "\"{text}\" on {}",
                        press.screen()
                    );
                }
            }
        }
    }
    assert!(patches > 20, "only {patches} patches were seen");
}

#[test]
fn in_ascii_nothing_else_is_drawn_and_arrow_keys_are_named() {
    let settings = Settings {
        ascii_only: true,
        ..Settings::default()
    };
    let theme = Theme::choose(settings, Colours::Full);
    for mut press in moments() {
        press.model.settings = settings;
        let buffer = drawn(&press, &theme);
        for cell in &buffer.content {
            assert!(cell.symbol().is_ascii(), "{:?} on {}", cell, press.screen());
        }
    }
    let mut press = Press::new();
    press.model.settings = settings;
    press
        .keys("t ctrl-a ctrl-k")
        .text("x – café №2 日")
        .keys("enter");
    let text = |press: &Press| -> String {
        drawn(press, &theme)
            .content
            .iter()
            .map(Cell::symbol)
            .collect()
    };
    let screen = text(&press);
    assert!(screen.contains("x - cafe N2 ?"), "{screen}");
    assert!(screen.contains("Up/Down move"), "{screen}");
    assert!(screen.contains('>'), "{screen}");
}

#[test]
fn every_screen_has_a_row_the_terminals_cursor_is_on() {
    for entry in SCREENS {
        let mut press = Press::new();
        press.keys("space").keys(&entry.number.to_string());
        if entry.number == '5' {
            press.keys("a").text("Rates").keys("enter");
        }
        let caret = press.caret();
        let (_, y) = caret.unwrap_or_else(|| panic!("no cursor on {}", entry.title));
        let line = press.screen().lines().nth(y.into()).unwrap().to_owned();
        assert!(line.starts_with('►'), "{line}");
    }
    for keys in ["r", "w", "2 s", ": s e t t i n g s enter"] {
        let mut press = Press::new();
        press.keys(keys);
        let (x, y) = press
            .caret()
            .unwrap_or_else(|| panic!("no cursor after {keys}"));
        let line = press.screen().lines().nth(y.into()).unwrap().to_owned();
        assert_eq!(line.chars().nth(x.into()), Some('►'), "{keys}: {line}");
    }
}
