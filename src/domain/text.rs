//! The text gate: every word that people, files or colleagues give us becomes a [`Line`] or a [`Note`] here, or is
//! refused.
//!
//! What has passed is in one normal form (NFC), has a known greatest length, and holds nothing a terminal or a report
//! could act on: control, direction and invisible characters are shown as their number, like `<1B>`. There is no way
//! round the gate, not even for rows read from disk; plain text passes with one scan and one copy.
//!
//! It knows nothing of what a text is for, and nothing of colours or cells beyond how many columns a text takes.

use std::borrow::{Borrow, Cow};
use std::fmt;
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};
use textwrap::{Options, WordSplitter};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Marks kept on one base character; more only serve to smear over neighbouring rows.
const MARKS: usize = 8;

/// Characters in the largest cluster that counts as one; beyond that, each further ten count as one more, so that a
/// single endless cluster cannot slip under the greatest length.
const CLUSTER: usize = 10;

/// Why a text was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// More characters, as a reader would count them, than fit.
    #[error("too long: {got} characters, and {what} holds at most {max}")]
    TooLong {
        /// What it was to become, such as "a line".
        what: &'static str,
        /// The greatest number of characters allowed.
        max: usize,
        /// The number of characters given.
        got: usize,
    },
}

/// What the two kinds of text allow.
struct Shape {
    what: &'static str,
    max: usize,
    lines: Lines,
}

/// What becomes of a line break.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lines {
    /// It becomes a space, and the ends are trimmed.
    One,
    /// It becomes `\n`.
    Many,
}

/// Defines the kinds of text from the table below.
macro_rules! gated {
    ($($(#[$doc:meta])* $name:ident: $shape:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
        pub struct $name(Box<str>);

        impl $name {
            const SHAPE: Shape = $shape;

            /// The greatest number of characters, counted as a reader sees them (grapheme clusters).
            pub const MAX: usize = Self::SHAPE.max;

            /// Passes `raw` through the gate. Only a text longer than [`Self::MAX`] is an error.
            pub fn new(raw: &str) -> Result<Self, TextError> {
                gate(raw, &Self::SHAPE).map(Self)
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Whether there is nothing in it.
            pub fn is_empty(&self) -> bool {
                self.0.is_empty()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = TextError;

            fn from_str(raw: &str) -> Result<Self, TextError> {
                Self::new(raw)
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                &*self.0 == other
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                &*self.0 == *other
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Door;

                impl Visitor<'_> for Door {
                    type Value = $name;

                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str($name::SHAPE.what)
                    }

                    fn visit_str<E: serde::de::Error>(self, raw: &str) -> Result<$name, E> {
                        $name::new(raw).map_err(E::custom)
                    }
                }

                deserializer.deserialize_str(Door)
            }
        }
    )*};
}

gated! {
    /// One line of safe text, in NFC, trimmed; may be empty, and is at most 200 characters long.
    Line: Shape { what: "a line", max: 200, lines: Lines::One };

    /// Safe text of any number of lines parted by `\n`, in NFC, at most 10,000 characters long.
    Note: Shape { what: "a note", max: 10_000, lines: Lines::Many };
}

impl Line {
    /// The start of `raw` that fits, for quoting what somebody typed in a message: never refused.
    pub fn clipped(raw: &str) -> Self {
        if let Ok(line) = Self::new(raw) {
            return line;
        }
        let mut keep = Self::MAX;
        loop {
            let start: String = raw
                .graphemes(true)
                .take(keep)
                .flat_map(|cluster| cluster.chars().take(CLUSTER))
                .collect();
            match Self::new(&start) {
                Ok(line) => return line,
                // A rejected character is shown as up to eight.
                Err(TextError::TooLong { .. }) => keep /= 2,
            }
        }
    }
}

impl From<Line> for Note {
    fn from(line: Line) -> Self {
        Self(line.0)
    }
}

/// The start of what somebody typed, safe to show in a message and at most 40 columns wide.
pub fn quoted(raw: &str) -> String {
    fit(Line::clipped(raw).as_str(), 40).into_owned()
}

/// Display columns that `text` takes, summed over its clusters as they are drawn.
pub fn width(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    text.graphemes(true).map(UnicodeWidthStr::width).sum()
}

/// `text` cut to at most `columns`, never inside a cluster; a cut text ends in "..." where there is room for it
/// (four columns or more).
pub fn fit(text: &str, columns: usize) -> Cow<'_, str> {
    if width(text) <= columns {
        return Cow::Borrowed(text);
    }
    if columns < 4 {
        return Cow::Borrowed(start_of(text, columns));
    }
    Cow::Owned(format!("{}...", start_of(text, columns - 3)))
}

/// The longest start of `text` that takes at most `columns`.
fn start_of(text: &str, columns: usize) -> &str {
    if text.is_ascii() {
        return &text[..columns.min(text.len())];
    }
    let mut used = 0;
    for (at, cluster) in text.grapheme_indices(true) {
        used += UnicodeWidthStr::width(cluster);
        if used > columns {
            return &text[..at];
        }
    }
    text
}

/// How many characters of a word stay together at most, where a line may be broken anywhere else.
const PIECE: usize = 24;

/// `text` in pieces between which a line may be broken: nothing without a space in it is longer than 24 characters. Ordinary
/// text is one piece.
pub fn pieces(text: &str) -> Vec<&str> {
    let (mut pieces, mut start, mut length) = (Vec::new(), 0, 0);
    for (at, cluster) in text.grapheme_indices(true) {
        if cluster.chars().all(char::is_whitespace) {
            length = 0;
        } else if length == PIECE {
            pieces.push(&text[start..at]);
            (start, length) = (at, 1);
        } else {
            length += 1;
        }
    }
    pieces.push(&text[start..]);
    pieces
}

/// `a, b and c`.
pub fn listed<S: AsRef<str>>(words: &[S]) -> String {
    let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    match words.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}

/// `words` broken into lines of at most `width` columns. A ref or a date with hyphens in it stays in one piece.
pub fn wrap(words: &str, width: usize) -> Vec<String> {
    if width == 0 {
        return Vec::new();
    }
    let options = Options::new(width).word_splitter(WordSplitter::NoHyphenation);
    let broken = words
        .split('\n')
        .flat_map(|line| textwrap::wrap(line, &options));
    broken.map(Cow::into_owned).collect()
}

/// The ASCII character nearest to a cluster, for terminals that have no other: `é` becomes `e`, and what resembles
/// nothing a question mark.
pub fn ascii(cluster: &str) -> char {
    let first = cluster.nfkd().next().unwrap_or(' ');
    match first {
        ' '..='~' => first,
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\u{2018}'..='\u{201B}' | '\u{2032}' => '\'',
        '\u{201C}'..='\u{201F}' | '\u{2033}' => '"',
        '\u{2190}' => '<',
        '\u{2191}' => '^',
        '\u{2192}' => '>',
        '\u{2193}' => 'v',
        '\u{2022}' | '\u{B7}' => '*',
        other => {
            let letters = in_letters(other).and_then(|letters| letters.chars().next());
            letters.unwrap_or('?')
        }
    }
}

/// A letter with a stroke, or two in one, which does not come apart into a letter and its accent.
fn in_letters(c: char) -> Option<&'static str> {
    Some(match c {
        'Æ' => "AE",
        'æ' => "ae",
        'Đ' | 'Ð' => "D",
        'đ' | 'ð' => "d",
        'Ħ' => "H",
        'ħ' => "h",
        'ı' => "i",
        'Ł' => "L",
        'ł' => "l",
        'Œ' => "OE",
        'œ' => "oe",
        'Ø' => "O",
        'ø' => "o",
        'Þ' => "TH",
        'þ' => "th",
        _ => return None,
    })
}

/// The words with a capital at their beginning.
pub fn capital(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}

/// A heading as it stands within a sentence: "Progress note" without its capital, "RAG" as it is.
pub fn uncapital(heading: &str) -> String {
    let mut letters = heading.chars();
    let first = letters.next().map(char::to_lowercase);
    if letters.as_str().starts_with(char::is_uppercase) {
        return heading.to_owned();
    }
    first.into_iter().flatten().chain(letters).collect()
}

/// `text` as it is compared and searched: compatibility forms, capitals and curly apostrophes made alike, so that
/// `JS`, `js` and `ＪＳ` are one owner. For comparing only, never for showing.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    for c in text.nfkc().flat_map(char::to_lowercase).nfkc() {
        match c {
            'ß' => folded.push_str("ss"),
            'ς' => folded.push('σ'),
            '\u{2018}' | '\u{2019}' | '\u{2BC}' => folded.push('\''),
            other => folded.push(other),
        }
    }
    folded
}

/// `text` in letters without accents, capitals kept, as people type a name whose accents are not on their keyboard: `Zoë`
/// becomes `Zoe`, `Łukasz` `Lukasz`. Marks that other scripts are written with stay. For comparing only.
pub fn unaccented(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    for c in text.nfkd() {
        match c {
            accent if is_accent(accent) => {}
            other => match in_letters(other) {
                Some(letters) => plain.push_str(letters),
                None => plain.push(other),
            },
        }
    }
    Cow::Owned(plain.nfc().collect())
}

/// Whether this is a mark on the Latin, Greek or Cyrillic letter before it.
pub fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}')
}

fn gate(raw: &str, shape: &Shape) -> Result<Box<str>, TextError> {
    if let Some(count) = plain(raw, shape.lines) {
        let kept = trim(raw, shape.lines);
        let got = if kept.len() == raw.len() {
            count
        } else {
            kept.chars().count()
        };
        return within(kept, got, shape);
    }
    let clean = settle(raw, shape.lines);
    let got = count(&clean);
    within(&clean, got, shape)
}

fn within(text: &str, got: usize, shape: &Shape) -> Result<Box<str>, TextError> {
    if got > shape.max {
        return Err(TextError::TooLong {
            what: shape.what,
            max: shape.max,
            got,
        });
    }
    Ok(text.into())
}

fn trim(text: &str, lines: Lines) -> &str {
    match lines {
        Lines::One => text.trim(),
        Lines::Many => text,
    }
}

/// The number of characters, when every one of them is accepted as it stands, is one cluster by itself and is not
/// changed by normalisation; `None` when the text needs the slow path.
fn plain(text: &str, lines: Lines) -> Option<usize> {
    let breaks = lines == Lines::Many;
    let stands = |byte: u8| matches!(byte, b' '..=b'~') || (byte == b'\n' && breaks);
    // All of it is looked at, even behind a byte that does not stand: so the machine takes many bytes at a time.
    let is_ascii = text.bytes().filter(|byte| !stands(*byte)).count() == 0;
    if is_ascii {
        return Some(text.len());
    }
    let mut count = 0;
    for c in text.chars() {
        let stands = match c {
            '\n' => breaks,
            ' '..='~'
            | '\u{A0}'..='\u{AC}'
            | '\u{AE}'..='\u{2FF}'
            | '\u{2010}'..='\u{2027}'
            | '€' => true,
            _ => false,
        };
        if !stands {
            return None;
        }
        count += 1;
    }
    Some(count)
}

/// Characters as a reader counts them.
fn count(text: &str) -> usize {
    text.graphemes(true)
        .count()
        .max(text.chars().count().div_ceil(CLUSTER))
}

/// Passes the text through the rules until they change nothing more, which makes the gate idempotent: a substitute may
/// compose with the mark that follows it, and a dropped mark may leave a joiner without a neighbour.
fn settle(raw: &str, lines: Lines) -> String {
    let mut text = pass(raw, lines);
    loop {
        let next = pass(&text, lines);
        if next == text {
            return text;
        }
        text = next;
    }
}

/// One pass: substitutes, then NFC, then the cap on marks, then the trimming.
fn pass(raw: &str, lines: Lines) -> String {
    let mut capped = String::with_capacity(raw.len());
    let mut marks = 0;
    for c in substitute(raw, lines).nfc() {
        marks = if is_combining_mark(c) { marks + 1 } else { 0 };
        if marks <= MARKS {
            capped.push(c);
        }
    }
    match lines {
        Lines::One => capped.trim().to_owned(),
        Lines::Many => capped,
    }
}

fn substitute(raw: &str, lines: Lines) -> String {
    let mut safe = String::with_capacity(raw.len());
    let mut before = None;
    let mut rest = raw.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\t' => safe.push(' '),
            '\r' | '\n' | '\u{2028}' | '\u{2029}' => {
                if c == '\r' {
                    rest.next_if_eq(&'\n');
                }
                safe.push(match lines {
                    Lines::One => ' ',
                    Lines::Many => '\n',
                });
            }
            // Terminals disagree on how wide joined pictures are; side by side they are as wide everywhere, and
            // say the same.
            '\u{200D}' if is_picture(before) && is_picture(rest.peek().copied()) => {}
            '\u{200C}' | '\u{200D}' if joins(before) && joins(rest.peek().copied()) => safe.push(c),
            _ if rejected(c) => safe.push_str(&shown_as_number(c)),
            _ => safe.push(c),
        }
        before = Some(c);
    }
    safe
}

fn shown_as_number(c: char) -> String {
    format!("<{:02X}>", u32::from(c))
}

/// Whether `c` is, or ends, an emoji: a picture, its skin or the mark that asks for its colours.
fn is_picture(c: Option<char>) -> bool {
    matches!(
        c,
        Some(
            '\u{FE0F}'
            | '\u{2190}'..='\u{21FF}'
            | '\u{2600}'..='\u{27BF}'
            | '\u{2B00}'..='\u{2BFF}'
            | '\u{1F000}'..='\u{1FAFF}',
        )
    )
}

/// Whether `c` belongs to a script in which joiners change how words are written.
fn joins(c: Option<char>) -> bool {
    matches!(
        c,
        Some(
            '\u{620}'..='\u{6DC}'
            | '\u{6DE}'..='\u{70E}'
            | '\u{710}'..='\u{77F}'
            | '\u{7CA}'..='\u{7F5}'
            | '\u{8A0}'..='\u{8E1}'
            | '\u{8E3}'..='\u{DFF}'
            | '\u{F00}'..='\u{109F}'
            | '\u{1780}'..='\u{17D3}'
            | '\u{1820}'..='\u{18AA}'
            | '\u{FB50}'..='\u{FDCF}'
            | '\u{FE70}'..='\u{FEFC}',
        )
    )
}

/// Whether `c` is invisible, turns the direction of text, or could be acted on by what shows it.
fn rejected(c: char) -> bool {
    matches!(
        c,
        '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FDD0}'..='\u{FDEF}' | '\u{FEFF}'
        | '\u{FFA0}' | '\u{FFF9}'..='\u{FFFB}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E007F}'
    ) || u32::from(c) & 0xFFFE == 0xFFFE
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn line(raw: &str) -> String {
        Line::new(raw).unwrap().to_string()
    }

    fn note(raw: &str) -> String {
        Note::new(raw).unwrap().as_str().to_owned()
    }

    /// Text made mostly of what the gate has to deal with.
    fn hostile() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            any::<char>().prop_map(String::from),
            prop::char::range('\u{300}', '\u{36F}').prop_map(String::from),
            prop::char::range('\u{600}', '\u{6FF}').prop_map(String::from),
            prop::char::range('\u{900}', '\u{97F}').prop_map(String::from),
            prop::char::range('\u{1100}', '\u{11FF}').prop_map(String::from),
            prop::char::range('\u{2000}', '\u{206F}').prop_map(String::from),
            prop::sample::select(vec![
                "\r\n",
                "\r",
                "\t",
                "\u{1B}[2J",
                "\u{200D}",
                "\u{338}",
                "é",
                "e\u{301}",
                " "
            ])
            .prop_map(String::from),
            "\u{301}{1,20}",
        ];
        prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
    }

    #[test]
    fn ordinary_text_passes_as_it_is() {
        for text in [
            "",
            "Annex A: child-level lists (v2)",
            "O’Brien – “draft” café",
            "€20",
            "日本",
            "Łódź",
        ] {
            assert_eq!(line(text), text);
            assert_eq!(note(text), text);
        }
    }

    #[test]
    fn joined_pictures_stand_side_by_side() {
        assert_eq!(
            line("\u{1F469}\u{200D}\u{1F4BB} Laptop"),
            "\u{1F469}\u{1F4BB} Laptop"
        );
        assert_eq!(
            line("\u{2764}\u{FE0F}\u{200D}\u{1F525}"),
            "\u{2764}\u{FE0F}\u{1F525}"
        );
        assert_eq!(line("a\u{200D}\u{1F525}"), "a<200D>\u{1F525}");
    }

    #[test]
    fn the_nearest_ascii_keeps_words_readable() {
        for (cluster, nearest) in [
            ("é", 'e'),
            ("e\u{301}", 'e'),
            ("Ł", 'L'),
            ("–", '-'),
            ("’", '\''),
            ("½", '1'),
            ("►", '?'),
            ("日", '?'),
            ("a", 'a'),
        ] {
            assert_eq!(ascii(cluster), nearest, "{cluster}");
        }
    }

    #[test]
    fn what_a_terminal_could_act_on_is_shown_as_its_number() {
        let table = [
            ("a\u{1B}[31mb", "a<1B>[31mb"),
            ("a\0b\u{7}c\u{7F}d\u{9B}e", "a<00>b<07>c<7F>d<9B>e"),
            ("\u{202E}evil\u{2066}", "<202E>evil<2066>"),
            ("zero\u{200B}width\u{FEFF}", "zero<200B>width<FEFF>"),
            (
                "\u{61C}\u{E0041}\u{FFFE}\u{1FFFF}",
                "<61C><E0041><FFFE><1FFFF>",
            ),
            ("soft\u{AD}hyphen", "soft<AD>hyphen"),
        ];
        for (raw, shown) in table {
            assert_eq!(line(raw), shown, "{raw:?}");
            assert_eq!(note(raw), shown, "{raw:?}");
        }
    }

    #[test]
    fn line_breaks_are_spaces_in_a_line_and_one_kind_in_a_note() {
        let raw = "a\r\nb\rc\nd\u{2028}e\u{2029}f\tg";
        assert_eq!(line(raw), "a b c d e f g");
        assert_eq!(note(raw), "a\nb\nc\nd\ne\nf g");
    }

    #[test]
    fn only_a_line_is_trimmed() {
        assert_eq!(line("  \t both ends \r\n"), "both ends");
        assert_eq!(line("\u{A0}é\u{A0}"), "é");
        assert_eq!(note("  kept\n"), "  kept\n");
    }

    #[test]
    fn joiners_stay_only_between_letters_that_need_them() {
        assert_eq!(line("می\u{200C}خواهم"), "می\u{200C}خواهم");
        assert_eq!(line("क\u{94D}\u{200D}ष"), "क\u{94D}\u{200D}ष");
        assert_eq!(line("pass\u{200D}word"), "pass<200D>word");
        assert_eq!(line("\u{200C}می"), "<200C>می");
    }

    #[test]
    fn text_is_composed_and_marks_are_capped() {
        assert_eq!(line("cafe\u{301}"), "café");
        let smeared = format!("x{}", "\u{335}".repeat(50));
        assert_eq!(line(&smeared), format!("x{}", "\u{335}".repeat(8)));
    }

    #[test]
    fn a_text_that_is_too_long_is_refused_with_both_numbers() {
        assert!(Line::new(&"x".repeat(200)).is_ok());
        assert!(Line::new(&format!("  {}  ", "x".repeat(200))).is_ok());
        assert!(Line::new(&"e\u{301}".repeat(200)).is_ok());
        assert_eq!(
            Line::new(&"x".repeat(201)),
            Err(TextError::TooLong {
                what: "a line",
                max: 200,
                got: 201
            })
        );
        assert_eq!(
            Line::new(&"é".repeat(201)).unwrap_err().to_string(),
            "too long: 201 characters, and a line holds at most 200"
        );
        assert!(Note::new(&"x\n".repeat(5_000)).is_ok());
        assert!(Note::new(&"x".repeat(10_001)).is_err());
    }

    #[test]
    fn an_endless_cluster_is_too_long_as_well() {
        assert!(Line::new(&"\u{1100}".repeat(100_000)).is_err());
    }

    #[test]
    fn the_gate_stands_in_front_of_stored_text_too() {
        let read: Line = serde_json::from_str(r#""a\u001bb""#).unwrap();
        assert_eq!(read, "a<1B>b");
        assert_eq!(serde_json::to_string(&read).unwrap(), r#""a<1B>b""#);
        let long = format!("\"{}\"", "x".repeat(201));
        assert!(serde_json::from_str::<Line>(&long).is_err());
    }

    #[test]
    fn clipped_text_is_never_refused() {
        assert_eq!(Line::clipped("fri"), "fri");
        assert_eq!(Line::clipped(&"x".repeat(500)).as_str().len(), 200);
        assert!(!Line::clipped(&"\u{1B}".repeat(5_000)).is_empty());
        assert_eq!(quoted(&"x".repeat(500)), format!("{}...", "x".repeat(37)));
    }

    #[test]
    fn text_is_cut_by_columns_and_never_inside_a_character() {
        let table = [
            ("short", 10, "short"),
            ("short", 5, "short"),
            ("longer text", 8, "longe..."),
            ("longer", 4, "l..."),
            ("longer", 3, "lon"),
            ("longer", 0, ""),
            ("日本語文字", 7, "日本..."),
            ("日本語文字", 3, "日"),
            ("e\u{335}e\u{335}e\u{335}", 2, "e\u{335}e\u{335}"),
        ];
        for (text, columns, shown) in table {
            assert_eq!(fit(text, columns), shown, "{text} in {columns}");
        }
        assert_eq!(width("日本 x"), 6);
    }

    #[test]
    fn texts_that_mean_the_same_name_fold_alike() {
        for (one, other) in [
            ("JS", "ｊｓ"),
            ("O’Brien", "o'brien"),
            ("STRASSE", "straße"),
            ("ΣΑΣ", "σας"),
            ("É", "e\u{301}"),
        ] {
            assert_eq!(fold(one), fold(other), "{one} {other}");
        }
    }

    #[test]
    fn a_ref_a_date_and_a_file_stay_in_one_piece() {
        for words in [
            "Set off the phone tree, due Mon 30 Nov (N-35)",
            "It is in brief-director-2026-11-30.html now",
            "The set-up call is on 2026-11-30",
        ] {
            for width in 30..words.len() {
                for line in wrap(words, width) {
                    assert!(!line.ends_with('-'), "{width}: {line}");
                }
            }
        }
    }

    proptest! {
        #[test]
        fn the_gate_changes_nothing_the_second_time(raw in hostile()) {
            if let Ok(line) = Line::new(&raw) {
                prop_assert_eq!(Line::new(line.as_str()).unwrap(), line);
            }
            if let Ok(note) = Note::new(&raw) {
                prop_assert_eq!(Note::new(note.as_str()).unwrap(), note);
            }
        }

        #[test]
        fn nothing_rejected_ever_gets_through(raw in hostile()) {
            let joiner = |c| matches!(c, '\u{200C}' | '\u{200D}');
            if let Ok(line) = Line::new(&raw) {
                prop_assert!(!line.as_str().chars().any(|c| rejected(c) && !joiner(c)));
            }
            if let Ok(note) = Note::new(&raw) {
                prop_assert!(!note.as_str().chars().any(|c| c != '\n' && rejected(c) && !joiner(c)));
            }
        }

        #[test]
        fn the_fast_way_and_the_slow_way_agree(raw in "[\n -~\u{A0}-\u{2FF}\u{2010}-\u{2027}€]{0,40}") {
            prop_assert_eq!(line(&raw), settle(&raw, Lines::One));
            prop_assert_eq!(note(&raw), settle(&raw, Lines::Many));
        }

        #[test]
        fn a_cut_text_fits(raw in hostile(), columns in 0_usize..30) {
            let line = Line::clipped(&raw);
            prop_assert!(width(&fit(line.as_str(), columns)) <= columns);
        }

        #[test]
        fn clipping_never_fails(raw in hostile()) {
            let clipped = Line::clipped(&raw);
            if let Ok(line) = Line::new(&raw) {
                prop_assert_eq!(clipped, line);
            }
        }
    }

    proptest! {
        #[test]
        fn pieces_are_the_text_and_only_long_words_are_parted(text in "([a-z]{0,60}[ \n]?){0,6}") {
            let parted = pieces(&text);
            prop_assert_eq!(parted.concat(), text.as_str());
            let long = text.split_whitespace().any(|word| word.len() > PIECE);
            prop_assert_eq!(parted.len() > 1, long);
            for word in parted.iter().flat_map(|piece| piece.split_whitespace()) {
                prop_assert!(word.len() <= PIECE);
            }
        }
    }
}
