//! How much a terminal can show, by what it and the user of it say in the environment. It knows no theme.

use std::env;

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
    /// The 16 every colour terminal has, which look as somebody chose.
    Sixteen,
    /// The 256 of xterm, of which 240 always look the same.
    Indexed,
    /// All.
    Full,
}

/// The locale's variables; the first that is set says which characters there are.
const LOCALE: [&str; 3] = ["LC_ALL", "LC_CTYPE", "LANG"];

impl Look {
    /// What this terminal says of itself, and the user of it: `NO_COLOR`, `CLICOLOR=0`, `TERM`, `COLORTERM`,
    /// `WT_SESSION`, and the locale.
    pub fn of_terminal(no_color: bool) -> Self {
        Self::read(no_color, |name| env::var(name).ok())
    }

    fn read(no_color: bool, var: impl Fn(&str) -> Option<String>) -> Self {
        let var = |name: &str| var(name).filter(|value| !value.is_empty());
        let is = |name: &str, values: &[&str]| {
            var(name).is_some_and(|value| values.contains(&value.as_str()))
        };
        let unwanted = no_color || var("NO_COLOR").is_some() || is("CLICOLOR", &["0"]);
        let full = cfg!(windows)
            || is("COLORTERM", &["truecolor", "24bit"])
            || var("WT_SESSION").is_some();
        let term = var("TERM").unwrap_or_default();
        let colours = if unwanted || term == "dumb" {
            Colours::None
        } else if full || term.ends_with("-direct") {
            Colours::Full
        } else {
            by_name(&term)
        };
        Self {
            colours,
            ascii: !is_utf8(LOCALE.into_iter().find_map(var).as_deref()),
        }
    }
}

/// What a terminal of this name has. Those of the last ten years say more than 16 in their name, or are known to.
fn by_name(term: &str) -> Colours {
    const KNOWN: [&str; 5] = ["alacritty", "foot", "ghostty", "kitty", "wezterm"];
    if term.is_empty() || term.starts_with("vt") {
        Colours::None
    } else if term.contains("256") || KNOWN.iter().any(|known| term.contains(known)) {
        Colours::Indexed
    } else {
        Colours::Sixteen
    }
}

/// Consoles of Windows take any character whatever their code page. Terminals on a Mac show UTF-8 unless told
/// otherwise; elsewhere a locale that is not set is the C locale.
fn is_utf8(locale: Option<&str>) -> bool {
    match locale {
        _ if cfg!(windows) => true,
        None => cfg!(target_os = "macos"),
        Some(locale) => {
            let locale = locale.to_ascii_lowercase();
            locale.contains("utf-8") || locale.contains("utf8")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(vars: &[(&str, &str)]) -> Look {
        Look::read(false, |name| {
            let found = vars.iter().find(|(var, _)| *var == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn a_terminal_is_taken_at_its_word() {
        let table: &[(&[(&str, &str)], Colours)] = &[
            (&[("COLORTERM", "truecolor")], Colours::Full),
            (&[("COLORTERM", "24bit"), ("TERM", "xterm")], Colours::Full),
            (&[("NO_COLOR", ""), ("WT_SESSION", "x")], Colours::Full),
            (&[("TERM", "xterm-direct")], Colours::Full),
            (
                &[("COLORTERM", "truecolor"), ("NO_COLOR", "1")],
                Colours::None,
            ),
            (
                &[("COLORTERM", "truecolor"), ("CLICOLOR", "0")],
                Colours::None,
            ),
            (&[("COLORTERM", "24bit"), ("TERM", "dumb")], Colours::None),
        ];
        for (vars, wanted) in table {
            assert_eq!(look(vars).colours, *wanted, "{vars:?}");
        }
        assert_eq!(
            Look::read(true, |_| Some("truecolor".to_owned())).colours,
            Colours::None
        );
    }

    #[test]
    #[cfg(not(windows))]
    fn a_terminal_that_says_little_has_what_its_name_promises() {
        for (term, wanted) in [
            ("xterm-256color", Colours::Indexed),
            ("screen.xterm-256color", Colours::Indexed),
            ("xterm-kitty", Colours::Indexed),
            ("alacritty", Colours::Indexed),
            ("xterm", Colours::Sixteen),
            ("linux", Colours::Sixteen),
            ("screen", Colours::Sixteen),
            ("vt220", Colours::None),
            ("", Colours::None),
        ] {
            assert_eq!(look(&[("TERM", term)]).colours, wanted, "{term}");
        }
    }

    #[test]
    #[cfg(not(windows))]
    fn a_locale_without_utf_8_gets_ascii() {
        for (vars, ascii) in [
            (&[("LANG", "en_GB.UTF-8")][..], false),
            (&[("LANG", "en_GB.utf8")], false),
            (&[("LANG", "C")], true),
            (&[("LANG", "en_GB.ISO-8859-1")], true),
            (&[("LC_ALL", "C"), ("LANG", "en_GB.UTF-8")], true),
            (
                &[("LC_ALL", ""), ("LC_CTYPE", "C.UTF-8"), ("LANG", "C")],
                false,
            ),
            (&[], cfg!(not(target_os = "macos"))),
        ] {
            assert_eq!(look(vars).ascii, ascii, "{vars:?}");
        }
    }
}
