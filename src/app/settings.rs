//! The user's own settings as the screens know them: what there is to choose, and what each choice is called. This is
//! the one home of the names of themes. How a theme looks is for the views, and where a choice is kept is for the shell.

use crate::domain::edit;
use crate::domain::failure::Failure;
use crate::domain::text::Line;

use super::Effect;
use super::menu::{Choice, Item, Menu};
use super::model::{Model, Tone};
use super::mouse;
use super::openers;
use super::overlay::Overlay;
use super::prompt::{Prompt, Purpose};

/// Defines what can be chosen from the tables below.
macro_rules! choices {
    ($($(#[$doc:meta])* $choice:ident { $($(#[$default:meta])? $variant:ident, $key:literal, $name:literal, $words:literal;)+ })+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
        pub enum $choice {
            $($(#[$default])? #[doc = $words] $variant,)+
        }

        impl $choice {
            /// All there is, in the order it is offered.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// What it is called: on the screens, on the command line and in the file of settings.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// The key that chooses it in its list.
            pub fn key(self) -> char {
                match self { $(Self::$variant => $key,)+ }
            }

            /// In a few words, what it is for.
            pub fn words(self) -> &'static str {
                match self { $(Self::$variant => $words,)+ }
            }

            /// The one called `name`.
            pub fn named(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|choice| choice.name() == name)
            }

            /// The names of all, for a message.
            pub fn names() -> String {
                let names: Vec<&str> = Self::ALL.iter().map(|choice| choice.name()).collect();
                names.join(", ")
            }
        }
    )+};
}

choices! {
    /// How everything looks.
    ThemeName {
        #[default]
        Dark,     'd', "dark",     "for most rooms";
        Light,    'l', "light",    "for bright rooms and projectors";
        Contrast, 'c', "contrast", "black, white and yellow: easiest to see";
        Mono,     'm', "mono",     "no colour: letters and bold";
        Terminal, 't', "terminal", "the terminal's own colours and background";
    }

    /// Which characters are drawn.
    Characters {
        #[default]
        Automatic, 'a', "automatic", "what the terminal can show";
        Unicode,   'u', "unicode",   "lines, bars and arrows";
        Ascii,     'p', "ascii",     "plain ones, for terminals that garble the others";
    }
}

/// What the user has set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Settings {
    /// How everything looks.
    pub theme: ThemeName,
    /// Which characters are drawn.
    pub characters: Characters,
    /// Whether the mouse is ours. While it is, the terminal's own selecting and pasting with it need Shift.
    pub mouse: bool,
    /// Not set but found: colours are not wanted, or the terminal has none. Every theme is then drawn without.
    pub colourless: bool,
    /// Not set but found: the terminal shows ASCII only.
    pub ascii_only: bool,
}

impl Settings {
    /// Whether nothing outside ASCII is drawn.
    pub fn ascii(self) -> bool {
        match self.characters {
            Characters::Automatic => self.ascii_only,
            Characters::Unicode => false,
            Characters::Ascii => true,
        }
    }
}

/// One thing the user has set, to be remembered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Setting {
    /// How everything looks.
    Theme(ThemeName),
    /// Which characters are drawn.
    Characters(Characters),
    /// Whether the mouse is ours.
    Mouse(bool),
    /// Whose name goes into the history.
    Who(Line),
}

/// A row of the settings box.
struct Row {
    key: char,
    label: &'static str,
    /// How it stands.
    value: fn(&Model) -> String,
    /// What choosing it does.
    change: fn(&mut Model) -> Vec<Effect>,
}

/// Everything that can be set.
static ROWS: &[Row] = &[
    Row {
        key: 'c',
        label: "Colours",
        value: colours,
        change: |model| {
            let next = after(ThemeName::ALL, model.settings.theme);
            choose_theme(model, next)
        },
    },
    Row {
        key: 'p',
        label: "Characters",
        value: |model| {
            in_words(
                model.settings.characters.name(),
                model.settings.characters.words(),
            )
        },
        change: |model| {
            let next = after(Characters::ALL, model.settings.characters);
            model.settings.characters = next;
            model.say(format!("Characters: {}.", next.name()), Tone::Note);
            vec![Effect::Remember(Setting::Characters(next))]
        },
    },
    Row {
        key: 'm',
        label: "Mouse",
        value: |model| {
            let (value, words) = if model.settings.mouse {
                ("on", "click, double click, wheel")
            } else {
                ("off", "F9 turns it on: click, wheel")
            };
            in_words(value, words)
        },
        change: mouse::toggle,
    },
    Row {
        key: 'n',
        label: "Your name",
        value: |model| match model.who.as_str() {
            "" => "none: History cannot say who did it".to_owned(),
            name => in_words(name, "goes into the history"),
        },
        change: |model| openers::ask(model, Purpose::OwnName),
    },
];

/// How wide the box is for what stands beside each setting: it must not change with what is set.
const VALUES: usize = 52;

/// The settings box.
pub(super) fn menu(model: &Model) -> Menu {
    let rows = ROWS.iter().enumerate().map(|(at, row)| Item {
        key: row.key,
        label: row.label.to_owned(),
        more: format!("{:VALUES$}", (row.value)(model)),
        choice: Choice::Setting(at),
    });
    openers::menu("Your settings", rows.collect())
}

/// Changes the setting of row `at`; the box stays open and shows how it stands now.
pub(super) fn change(model: &mut Model, at: usize) -> Vec<Effect> {
    let effects = ROWS.get(at).map(|row| (row.change)(model));
    refresh(model);
    effects.unwrap_or_default()
}

/// The box, if it is on top, shows how the settings stand.
fn refresh(model: &mut Model) {
    let fresh = menu(model);
    if let Some(Overlay::Menu(menu)) = model.overlays.last_mut()
        && matches!(menu.items.first(), Some(item) if matches!(item.choice, Choice::Setting(_)))
    {
        menu.items = fresh.items;
    }
}

/// Everything looks like this from now on.
pub(super) fn choose_theme(model: &mut Model, theme: ThemeName) -> Vec<Effect> {
    model.settings.theme = theme;
    let text = if model.settings.colourless {
        format!("Colours: {}, but colours are off here.", theme.name())
    } else {
        format!("Colours: {}.", theme.name())
    };
    model.say(text, Tone::Note);
    vec![Effect::Remember(Setting::Theme(theme))]
}

/// The user's name, as typed.
pub(super) fn take_name(model: &mut Model, said: &Prompt) -> Result<Vec<Effect>, Failure> {
    let name = edit::line(&said.text(), "Your name")?;
    if name.is_empty() {
        return Err(Failure::usage("Type the name that History is to show."));
    }
    model.overlays.pop();
    model.who = name.clone();
    refresh(model);
    let text = format!("From here on {name} goes into the history.");
    model.say(text, Tone::Note);
    Ok(vec![Effect::Remember(Setting::Who(name))])
}

fn colours(model: &Model) -> String {
    let theme = model.settings.theme;
    if model.settings.colourless {
        in_words(theme.name(), "but colours are off here")
    } else {
        in_words(theme.name(), theme.words())
    }
}

fn in_words(value: &str, words: &str) -> String {
    format!("{value}: {words}")
}

/// The choice after `present`, and after the last the first.
fn after<T: Copy + PartialEq>(all: &[T], present: T) -> T {
    let next = all.iter().skip_while(|one| **one != present).nth(1);
    next.or(all.first()).copied().unwrap_or(present)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_those_asked_for_else_those_there_are() {
        for (characters, ascii_only, ascii) in [
            (Characters::Automatic, false, false),
            (Characters::Automatic, true, true),
            (Characters::Unicode, true, false),
            (Characters::Ascii, false, true),
        ] {
            let settings = Settings {
                characters,
                ascii_only,
                ..Settings::default()
            };
            assert_eq!(settings.ascii(), ascii, "{characters:?}");
        }
    }

    #[test]
    fn what_can_be_chosen_is_found_by_its_name_and_has_a_key_of_its_own() {
        for (at, theme) in ThemeName::ALL.iter().enumerate() {
            assert_eq!(ThemeName::named(theme.name()), Some(*theme));
            let rest = &ThemeName::ALL[at + 1..];
            assert!(rest.iter().all(|other| other.key() != theme.key()));
        }
        for (at, some) in Characters::ALL.iter().enumerate() {
            assert_eq!(Characters::named(some.name()), Some(*some));
            let rest = &Characters::ALL[at + 1..];
            assert!(rest.iter().all(|other| other.key() != some.key()));
        }
        assert_eq!(ThemeName::named("purple"), None);
        assert_eq!(ThemeName::names(), "dark, light, contrast, mono, terminal");
    }
}
