//! Splits a typed line at its spaces, except inside `"..."`, where `""` stands for one `"`, and a word into its key and
//! its value. The filters, the capture language and the conversation share it; what a word means is theirs to know.

use std::borrow::Cow;

use super::failure::Failure;
use super::near::nearest;
use super::text::{Note, quoted};

/// One word of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word<'a> {
    /// What stands before the quotes, or the whole word where there are none.
    pub head: &'a str,
    /// What stands between the quotes; they need not be closed at the end of the line.
    pub quoted: Option<Cow<'a, str>>,
    /// All of it, as typed.
    pub raw: &'a str,
}

/// The words of `line`. Quotes begin only behind a head that `opens` them; elsewhere they are characters like others.
pub fn split(line: &str, opens: impl Fn(&str) -> bool) -> Vec<Word<'_>> {
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

/// A term of a filter: what it means, or the opposite of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Term<W> {
    pub(super) negated: bool,
    pub(super) what: W,
}

/// What a word of a filter says, before it is known what that means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Said<'a> {
    /// A key of the language, in small letters, with its `:`, `<` or `>`; and a value that is not empty.
    Keyed(&'a str, &'a str),
    /// A word.
    Bare(&'a str),
    /// What stood between quotes.
    Quoted(&'a str),
}

/// The terms of a filter that has these `keys`, `compared` being the one that `<` and `>` may follow. What each says is
/// for `meaning` to know; a lone `-` and empty quotes say nothing.
pub(super) fn terms<W>(
    text: &str,
    keys: &[&str],
    compared: &str,
    meaning: impl Fn(Said<'_>) -> Result<Option<W>, Failure>,
) -> Result<Vec<Term<W>>, Failure> {
    let text =
        Note::new(text).map_err(|error| Failure::usage(format!("The filter is {error}.")))?;
    let term = |word: &Word<'_>| {
        let (negated, head) = match word.head.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, word.head),
        };
        let what = match (split_key(head, compared), &word.quoted) {
            (Some((key, value)), quoted) => {
                let key = key.to_ascii_lowercase();
                let value = quoted.as_deref().unwrap_or(value).trim();
                if !keys.contains(&key.as_str()) {
                    return Err(unknown_key(&key, keys));
                }
                if value.is_empty() {
                    return Err(no_value(&key));
                }
                meaning(Said::Keyed(&key, value))?
            }
            (None, Some(text)) => meaning(Said::Quoted(text))?,
            (None, None) => meaning(Said::Bare(head))?,
        };
        Ok(what.map(|what| Term { negated, what }))
    };
    let words = split(text.as_str(), |head| opens_quotes(head, compared));
    words
        .iter()
        .filter_map(|word| term(word).transpose())
        .collect()
}

/// Puts `text` between quotes so that it is read back as it is.
pub(super) fn quote(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// The key of a word of a filter with its `:`, or behind `compared` with its `<` or `>`, and what follows it.
fn split_key<'t>(text: &'t str, compared: &str) -> Option<(&'t str, &'t str)> {
    let at = text.find(|c: char| !c.is_ascii_alphabetic())?;
    let key = &text[..at];
    let is_key = text[at..].starts_with(':') && at > 0
        || text[at..].starts_with(['<', '>']) && key.eq_ignore_ascii_case(compared);
    is_key.then(|| text.split_at(at + 1))
}

/// Whether quotes behind `head` keep the words of a filter together.
pub(super) fn opens_quotes(head: &str, compared: &str) -> bool {
    let head = head.strip_prefix('-').unwrap_or(head);
    head.is_empty() || split_key(head, compared).is_some_and(|(_, value)| value.is_empty())
}

/// A key without a value.
pub(super) fn no_value(key: &str) -> Failure {
    Failure::usage(format!("{key} needs a value right behind it."))
}

/// A value that `key` does not have.
pub(super) fn no_such(key: &str, value: &str, known: &str) -> Failure {
    Failure::usage(format!("{key} has no value \"{}\".", quoted(value)))
        .hint(format!("It is one of {known}."))
}

/// A key that is none of `keys`.
fn unknown_key(key: &str, keys: &[&str]) -> Failure {
    let names = keys.iter().filter_map(|known| known.strip_suffix(':'));
    let near = nearest(key.trim_end_matches(':'), names);
    let near = near
        .map(|near| format!("Did you mean {near}:? "))
        .unwrap_or_default();
    Failure::usage(format!("A filter has no key \"{}\".", quoted(key))).hint(format!(
        "{near}The keys are {}. To search for the word itself, put it in quotes.",
        keys.join(" ")
    ))
}

/// The one of `names` that `value` is, or is the only beginning of; spaces and dashes will do for the underscore.
pub(super) fn named(value: &str, names: &[&'static str]) -> Option<&'static str> {
    let wanted = value.to_lowercase().replace([' ', '-'], "_");
    if let Some(exact) = names.iter().find(|name| **name == wanted) {
        return Some(exact);
    }
    let mut hits = names.iter().filter(|name| name.starts_with(&wanted));
    let first = hits.next()?;
    hits.next().is_none().then_some(first)
}

/// The one of `all` that is called so, in the same way.
pub(super) fn one_of<T: Copy>(value: &str, all: &[T], name: fn(T) -> &'static str) -> Option<T> {
    let names: Vec<&'static str> = all.iter().map(|one| name(*one)).collect();
    let found = named(value.trim(), &names)?;
    all.iter().copied().find(|one| name(*one) == found)
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
