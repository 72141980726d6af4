//! Splits a typed line at its spaces, except inside `"..."`, where `""` stands for one `"`. The filter and the capture
//! language share it; what a word means is theirs to know.

use std::borrow::Cow;

/// One word of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word<'a> {
    /// What stands before the quotes, or the whole word where there are none.
    pub(super) head: &'a str,
    /// What stands between the quotes; they need not be closed at the end of the line.
    pub(super) quoted: Option<Cow<'a, str>>,
    /// All of it, as typed.
    pub(super) raw: &'a str,
}

/// The words of `line`. Quotes begin only behind a head that `opens` them; elsewhere they are characters like others.
pub(super) fn split(line: &str, opens: impl Fn(&str) -> bool) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut rest = line.trim_start();
    while !rest.is_empty() {
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let open = rest[..end]
            .match_indices('"')
            .map(|(at, _)| at)
            .find(|at| opens(&rest[..*at]));
        let taken = match open {
            Some(at) => at + 1 + quoted_length(&rest[at + 1..]),
            None => end,
        };
        let raw = &rest[..taken];
        words.push(Word {
            head: &raw[..open.unwrap_or(taken)],
            quoted: open.map(|at| unquote(&raw[at + 1..])),
            raw,
        });
        rest = rest[taken..].trim_start();
    }
    words
}

/// Puts `text` between quotes so that it is read back as it is.
pub(super) fn quote(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// Bytes up to and with the closing quote.
fn quoted_length(inside: &str) -> usize {
    let mut at = 0;
    while let Some(next) = inside[at..].find('"') {
        at += next + 1;
        if !inside[at..].starts_with('"') {
            return at;
        }
        at += 1;
    }
    inside.len()
}

fn unquote(inside: &str) -> Cow<'_, str> {
    // A quote at the very end closes, unless it is the second of a pair.
    let trailing = inside.len() - inside.trim_end_matches('"').len();
    let inside = if trailing % 2 == 1 {
        &inside[..inside.len() - 1]
    } else {
        inside
    };
    if inside.contains("\"\"") {
        Cow::Owned(inside.replace("\"\"", "\""))
    } else {
        Cow::Borrowed(inside)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parts(line: &str) -> Vec<(String, Option<String>)> {
        let opens = |head: &str| head.is_empty() || head == "-" || head.ends_with(':');
        split(line, opens)
            .into_iter()
            .map(|word| (word.head.to_owned(), word.quoted.map(Cow::into_owned)))
            .collect()
    }

    #[test]
    fn words_are_parted_at_spaces_and_quotes_keep_them_together() {
        let plain = |head: &str| (head.to_owned(), None);
        let quoted = |head: &str, text: &str| (head.to_owned(), Some(text.to_owned()));
        for (line, expected) in [
            ("", vec![]),
            ("  one\ttwo ", vec![plain("one"), plain("two")]),
            (
                "\"one two\" three",
                vec![quoted("", "one two"), plain("three")],
            ),
            (
                "-s:\"one two\"three",
                vec![quoted("-s:", "one two"), plain("three")],
            ),
            ("\"never closed", vec![quoted("", "never closed")]),
            ("5\" pipe", vec![plain("5\""), plain("pipe")]),
            ("\"\"", vec![quoted("", "")]),
            ("\"\"\"blue\"\" file\"", vec![quoted("", "\"blue\" file")]),
            ("\"a\"\"", vec![quoted("", "a\"")]),
        ] {
            assert_eq!(parts(line), expected, "{line}");
        }
    }

    proptest! {
        #[test]
        fn what_is_quoted_is_read_back(text in "[a-c\" :]{0,12}", next in "[a-c]{0,3}") {
            let line = format!("{} {next}", quote(&text));
            let words = parts(&line);
            prop_assert_eq!(&words[0], &(String::new(), Some(text)));
        }
    }
}
