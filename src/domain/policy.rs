//! The RAG policy as people see and change it: its fields as text, what the letters are called and how what is done
//! looks, and what another policy would make of the tasks. It refuses a policy that makes no sense, field by field, and
//! saves nothing.

use std::borrow::Cow;

use jiff::civil::DateTime;

use super::board::{Board, Standing};
use super::change::{Change, SettingEdit, Swap};
use super::edit;
use super::failure::Failure;
use super::inspection::{Policy, Scheme};
use super::near;
use super::operation::Operation;
use super::plan::Plan;
use super::rating::{Shown, count};
use super::task::Rag;
use super::text::{self, Line, fold, quoted};

/// No window is longer than this many working days.
pub const LONGEST: i32 = 60;
/// No word is wider than this many columns, so that rows of counts stay rows.
pub const WIDEST: usize = 16;

impl Policy {
    /// The letter a row shows. One letter never means two things: what is done has its own in either scheme.
    pub fn letter(&self, shown: Shown) -> &'static str {
        match (shown, self.scheme) {
            (Shown::Complete, Scheme::Rag) => "D",
            (other, _) => other.letter(),
        }
    }

    /// Whose colour it has: what is done is blue, or green where the council knows three colours.
    pub fn colour(&self, shown: Shown) -> Shown {
        match (shown, self.scheme) {
            (Shown::Complete, Scheme::Rag) => Shown::Green,
            (other, _) => other,
        }
    }

    /// What the council calls it.
    pub fn word(&self, shown: Shown) -> &str {
        match self.own_word(shown).as_str() {
            "" => self.usual_word(shown),
            own => own,
        }
    }

    /// What the council calls the letter a person judged.
    pub fn rag_word(&self, rag: Rag) -> &str {
        self.word(Shown::from(rag))
    }

    /// The letter with its word and colour: what a cell, a row of a paper and a key say.
    pub fn called(&self, shown: Shown) -> Called<'_> {
        Called {
            shown,
            colour: self.colour(shown),
            letter: self.letter(shown),
            word: Cow::Borrowed(self.word(shown)),
            says_nothing: shown == Shown::None && self.words.none.is_empty(),
        }
    }

    /// Reads what [`Called::words`] gives, or the word or the letter alone, whatever the case. Standard words that the
    /// council does not use are not read here.
    pub fn read_written(&self, text: &str) -> Option<Shown> {
        let wanted = fold(text.trim());
        let is_said = |shown: &Shown| {
            let called = self.called(*shown);
            let letter = Some(called.letter).filter(|_| *shown != Shown::None);
            [&*called.words(), &*called.word]
                .into_iter()
                .chain(letter)
                .any(|said| fold(said) == wanted)
        };
        Shown::ALL
            .into_iter()
            .find(is_said)
            .filter(|_| !wanted.is_empty())
    }

    /// Reads a stable name, a letter, or the council's own word.
    pub fn read(&self, text: &str) -> Option<Shown> {
        let wanted = fold(text.trim());
        let called = |shown: &Shown| {
            fold(self.word(*shown)) == wanted || fold(self.letter(*shown)) == wanted
        };
        let own = Shown::ALL.into_iter().find(called);
        own.or_else(|| Shown::read(text))
    }

    fn usual_word(&self, shown: Shown) -> &'static str {
        match (shown, self.scheme) {
            (Shown::Complete, Scheme::Rag) => "done",
            (Shown::None, _) => "not rated",
            (other, _) => other.as_str(),
        }
    }

    fn own_word(&self, shown: Shown) -> &Line {
        match shown {
            Shown::Red => &self.words.red,
            Shown::Amber => &self.words.amber,
            Shown::Green => &self.words.green,
            Shown::None => &self.words.none,
            Shown::Complete => &self.words.complete,
        }
    }

    fn own_word_mut(&mut self, shown: Shown) -> &mut Line {
        match shown {
            Shown::Red => &mut self.words.red,
            Shown::Amber => &mut self.words.amber,
            Shown::Green => &mut self.words.green,
            Shown::None => &mut self.words.none,
            Shown::Complete => &mut self.words.complete,
        }
    }
}

/// A RAG as the council writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Called<'a> {
    /// Which it is.
    pub shown: Shown,
    /// Whose colour it has.
    pub colour: Shown,
    /// Its letter.
    pub letter: &'static str,
    /// What it is called, in small letters unless the council writes it otherwise.
    pub word: Cow<'a, str>,
    /// There is no RAG, and the council has no word of its own for that.
    says_nothing: bool,
}

impl Called<'_> {
    /// Letter and word, as a cell has them: `R Red`, `D Done`. Where there is no RAG, the council's own word for that, or
    /// nothing.
    pub fn words(&self) -> Cow<'_, str> {
        match self.shown {
            Shown::None if self.says_nothing => Cow::Borrowed(""),
            Shown::None => Cow::Owned(text::capital(&self.word)),
            Shown::Red | Shown::Amber | Shown::Green | Shown::Complete => {
                Cow::Owned(format!("{} {}", self.letter, text::capital(&self.word)))
            }
        }
    }

    /// The same, apart from the policy it came from.
    pub fn into_owned(self) -> Called<'static> {
        Called {
            word: Cow::Owned(self.word.into_owned()),
            ..self
        }
    }
}

/// A field of the policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// Red when not started and due within so many working days.
    Red,
    /// Amber when due within so many.
    Amber,
    /// A judged green is stale after so many.
    Stale,
    /// Whether a green has to rest on evidence.
    Evidence,
    /// How what is done looks.
    Scheme,
    /// What a letter is called.
    Word(Shown),
}

/// Every field: the name that is typed, and as a form shows it.
pub const FIELDS: [(Field, &str, &str); 10] = [
    (Field::Red, "red", "Red within"),
    (Field::Amber, "amber", "Amber within"),
    (Field::Stale, "stale", "Stale after"),
    (Field::Evidence, "evidence", "Evidence"),
    (Field::Scheme, "scheme", "Colours"),
    (Field::Word(Shown::Red), "red-word", "Word for R"),
    (Field::Word(Shown::Amber), "amber-word", "Word for A"),
    (Field::Word(Shown::Green), "green-word", "Word for G"),
    (Field::Word(Shown::Complete), "done-word", "Word for done"),
    (Field::Word(Shown::None), "none-word", "Word for -"),
];

impl Field {
    fn row(self) -> (Field, &'static str, &'static str) {
        let row = FIELDS.into_iter().find(|(field, ..)| *field == self);
        row.unwrap_or(FIELDS[0])
    }

    /// The name people type.
    pub fn as_str(self) -> &'static str {
        self.row().1
    }

    /// As a form shows it.
    pub fn title(self) -> &'static str {
        self.row().2
    }

    /// What it means and what may be typed, in one line.
    pub fn help(self) -> &'static str {
        match self {
            Field::Red => "Red: late, or not started with this many working days left or fewer.",
            Field::Amber => "Amber: this many working days left or fewer, or waiting, or held up.",
            Field::Stale => "A judged green is to be looked at again after this many working days.",
            Field::Evidence => "yes or no. Yes: without evidence nothing is green by the dates.",
            Field::Scheme => "brag: done is B, blue. rag: three colours, and done is D, green.",
            Field::Word(_) => "Your own word, on every screen and paper; empty for the usual one.",
        }
    }

    /// Reads a field's name; the failure lists all of them.
    pub fn read(name: &str) -> Result<Field, Failure> {
        let wanted = name.trim().to_lowercase();
        if let Some((field, ..)) = FIELDS.iter().find(|(_, known, _)| *known == wanted) {
            return Ok(*field);
        }
        let names = FIELDS.map(|(_, known, _)| known);
        let list = format!("The fields are {}.", names.join(", "));
        Err(
            Failure::usage(format!("The policy has no field \"{}\".", quoted(name)))
                .hint(near::hint(&wanted, names, &list)),
        )
    }
}

/// The text of a field, as a form shows it and [`write()`] reads it back.
pub fn show(policy: &Policy, field: Field) -> String {
    match field {
        Field::Red => policy.red_within.to_string(),
        Field::Amber => policy.amber_within.to_string(),
        Field::Stale => policy.stale_after.to_string(),
        Field::Evidence if policy.green_needs_evidence => "yes".to_owned(),
        Field::Evidence => "no".to_owned(),
        Field::Scheme => policy.scheme.as_str().to_owned(),
        Field::Word(shown) => policy.own_word(shown).to_string(),
    }
}

/// Why a policy was refused, and at which field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Where to look.
    pub field: Field,
    /// What is wrong there.
    pub failure: Failure,
}

/// Reads typed `fields` into a policy, the others as they are. The first field that cannot be read is refused, and then
/// what makes no sense together.
pub fn write(policy: &Policy, fields: &[(Field, String)]) -> Result<Policy, Refused> {
    let mut new = policy.clone();
    for (field, text) in fields {
        one(&mut new, *field, text.trim()).map_err(|failure| Refused {
            field: *field,
            failure,
        })?;
    }
    let typed = |field| fields.iter().any(|(typed, _)| *typed == field);
    windows_agree(&new, typed(Field::Amber))?;
    words_differ(&new, &typed)?;
    Ok(new)
}

fn one(policy: &mut Policy, field: Field, text: &str) -> Result<(), Failure> {
    match field {
        Field::Red => policy.red_within = days(field, text, 0)?,
        Field::Amber => policy.amber_within = days(field, text, 0)?,
        Field::Stale => policy.stale_after = days(field, text, 1)?,
        Field::Evidence => policy.green_needs_evidence = yes_or_no(text)?,
        Field::Scheme => policy.scheme = scheme(text)?,
        Field::Word(shown) => *policy.own_word_mut(shown) = word(shown, text)?,
    }
    Ok(())
}

fn days(field: Field, text: &str, least: i32) -> Result<i32, Failure> {
    let number = text.parse().ok();
    number
        .filter(|days| (least..=LONGEST).contains(days))
        .ok_or_else(|| {
            Failure::usage(format!(
                "{} must be a whole number of working days from {least} to {LONGEST}, and is \"{}\".",
                field.title(),
                quoted(text)
            ))
        })
}

fn yes_or_no(text: &str) -> Result<bool, Failure> {
    match text.to_lowercase().as_str() {
        "yes" | "y" | "on" | "true" => Ok(true),
        "no" | "n" | "off" | "false" | "" => Ok(false),
        _ => Err(Failure::usage(format!(
            "Evidence must be yes or no, and is \"{}\".",
            quoted(text)
        ))),
    }
}

fn scheme(text: &str) -> Result<Scheme, Failure> {
    let wanted = text.to_lowercase();
    let found = Scheme::ALL
        .into_iter()
        .find(|scheme| scheme.as_str() == wanted);
    found.ok_or_else(|| {
        Failure::usage(format!(
            "Colours must be brag or rag, and is \"{}\".",
            quoted(text)
        ))
    })
}

fn word(shown: Shown, text: &str) -> Result<Line, Failure> {
    let title = Field::Word(shown).title();
    let line = edit::line(text, title)?;
    if text::width(line.as_str()) > WIDEST {
        return Err(Failure::usage(format!(
            "{title} must be at most {WIDEST} columns wide, and is \"{line}\"."
        )));
    }
    Ok(line)
}

/// Amber is the warning before red, so it begins no later.
fn windows_agree(policy: &Policy, amber_typed: bool) -> Result<(), Refused> {
    if policy.amber_within >= policy.red_within {
        return Ok(());
    }
    let failure = Failure::usage(format!(
        "Amber within must not be shorter than red within: {} is less than {}.",
        policy.amber_within, policy.red_within
    ));
    Err(Refused {
        field: if amber_typed {
            Field::Amber
        } else {
            Field::Red
        },
        failure: failure.hint("Amber is the warning before red."),
    })
}

/// No letter may be called as another is, or by another's letter.
fn words_differ(policy: &Policy, typed: &dyn Fn(Field) -> bool) -> Result<(), Refused> {
    for (at, one) in Shown::ALL.into_iter().enumerate() {
        for other in Shown::ALL.into_iter().skip(at + 1) {
            let (a, b) = (policy.word(one), policy.word(other));
            let taken = |word: &str, whose: Shown| {
                let word = fold(word);
                word == whose.as_str()
                    || word == policy.usual_word(whose)
                    || word == fold(policy.letter(whose))
            };
            if fold(a) == fold(b) || taken(a, other) || taken(b, one) {
                let at = [other, one]
                    .map(Field::Word)
                    .into_iter()
                    .find(|f| typed(*f));
                let (mine, theirs) = (policy.letter(one), policy.letter(other));
                return Err(Refused {
                    field: at.unwrap_or(Field::Word(other)),
                    failure: Failure::usage(format!(
                        "{mine} is called \"{a}\" and {theirs} \"{b}\": one would be taken for the other."
                    )),
                });
            }
        }
    }
    Ok(())
}

/// The operation that makes this the policy.
pub fn change(plan: &Plan, policy: Policy) -> Operation {
    let old = &plan.inspection().policy;
    let said: Vec<String> = differences(old, &policy)
        .into_iter()
        .map(|(field, _, to)| format!("{} {to}", field.as_str()))
        .collect();
    let mut operation = Operation::new(format!("RAG policy: {}", said.join(", ")));
    operation
        .changes
        .extend(Swap::from_to(old, policy).map(|swap| Change::Setting(SettingEdit::Policy(swap))));
    operation
}

/// The fields in which two policies differ, with both texts; a word that is the usual one is said, not left out.
pub fn differences(old: &Policy, new: &Policy) -> Vec<(Field, String, String)> {
    let said = |policy: &Policy, field: Field| match field {
        Field::Word(shown) => format!("\"{}\"", policy.word(shown)),
        other => show(policy, other),
    };
    let fields = FIELDS.into_iter().map(|(field, ..)| field);
    fields
        .filter(|field| show(old, *field) != show(new, *field))
        .map(|field| (field, said(old, field), said(new, field)))
        .collect()
}

/// A task that would show another letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Relettered {
    /// Its position in the plan.
    pub at: u32,
    /// What it shows now.
    pub before: Shown,
    /// What it would show.
    pub after: Shown,
}

/// What another policy would make of the tasks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DryRun {
    /// Tasks that would show another letter.
    pub tasks: Vec<Relettered>,
    /// How many more tasks there would be to check; fewer when negative.
    pub more_checks: i32,
}

/// Compares `board` with what `policy` would make of the same plan at the same moment.
pub fn dry_run(plan: &Plan, board: &Board, policy: &Policy, now: DateTime) -> DryRun {
    let after = Board::under(policy, plan, now);
    let both = || board.standings.iter().zip(&after.standings);
    let checked = |standing: &Standing| i32::from(!standing.checks.is_empty());
    let moved = (0..).zip(both()).map(|(at, (before, after))| Relettered {
        at,
        before: before.rating.shown,
        after: after.rating.shown,
    });
    DryRun {
        tasks: moved.filter(|task| task.before != task.after).collect(),
        more_checks: both().map(|(old, new)| checked(new) - checked(old)).sum(),
    }
}

impl DryRun {
    /// "This makes 7 tasks amber and 1 red; 3 more to check."
    pub fn says(&self, policy: &Policy) -> String {
        let made = Shown::ALL.into_iter().filter_map(|shown| {
            let tasks = self.tasks.iter().filter(|task| task.after == shown);
            let number = tasks.count();
            (number > 0).then_some((number as i32, policy.word(shown)))
        });
        let mut said: Vec<String> = Vec::new();
        for (number, word) in made {
            said.push(if said.is_empty() {
                format!("{} {word}", count(number, "task"))
            } else {
                format!("{number} {word}")
            });
        }
        let made = match (said.pop(), said.as_slice()) {
            (None, _) => "No task changes its letter".to_owned(),
            (Some(only), []) => format!("This makes {only}"),
            (Some(last), rest) => format!("This makes {} and {last}", rest.join(", ")),
        };
        match self.more_checks {
            0 => format!("{made}."),
            more if more > 0 => format!("{made}; {more} more to check."),
            fewer => format!("{made}; {} fewer to check.", -fewer),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;
    use crate::domain::board::Tally;
    use crate::domain::edit::{Author, Call};
    use crate::domain::id::Ids;
    use crate::domain::template::{Start, Template};

    fn called() -> Plan {
        let template = Template::named("standard").unwrap();
        let mut plan = template
            .plan(&Start::default(), &mut Ids::new(1, 1))
            .unwrap();
        let author = Author {
            who: Line::default(),
            now: now(),
        };
        let call = Call::came(now());
        let call = edit::record_call(&plan, &call, &author).unwrap();
        plan.apply_all(&call.changes).unwrap();
        plan
    }

    fn now() -> DateTime {
        date(2026, 11, 30).at(11, 0, 0, 0)
    }

    fn typed(fields: &[(&str, &str)]) -> Result<Policy, (&'static str, String)> {
        let fields: Vec<(Field, String)> = fields
            .iter()
            .map(|(name, text)| (Field::read(name).unwrap(), (*text).to_owned()))
            .collect();
        write(&Policy::default(), &fields)
            .map_err(|refused| (refused.field.as_str(), refused.failure.to_string()))
    }

    #[test]
    fn a_policy_that_makes_no_sense_is_refused_at_its_field() {
        for (fields, field, why) in [
            (
                &[("red", "-1")][..],
                "red",
                "Red within must be a whole number of working days from 0 to 60, and is \"-1\".",
            ),
            (
                &[("amber", "1e9")],
                "amber",
                "Amber within must be a whole number of working days from 0 to 60, and is \"1e9\".",
            ),
            (
                &[("stale", "0")],
                "stale",
                "Stale after must be a whole number of working days from 1 to 60, and is \"0\".",
            ),
            (
                &[("red", "4")],
                "red",
                "Amber within must not be shorter than red within: 3 is less than 4. Amber is the warning before red.",
            ),
            (
                &[("red", "2"), ("amber", "1")],
                "amber",
                "Amber within must not be shorter than red within: 1 is less than 2. Amber is the warning before red.",
            ),
            (
                &[("evidence", "maybe")],
                "evidence",
                "Evidence must be yes or no, and is \"maybe\".",
            ),
            (
                &[("scheme", "pink")],
                "scheme",
                "Colours must be brag or rag, and is \"pink\".",
            ),
            (
                &[("red-word", "Green")],
                "red-word",
                "R is called \"Green\" and G \"green\": one would be taken for the other.",
            ),
            (
                &[("amber-word", "watch"), ("green-word", "Watch")],
                "green-word",
                "A is called \"watch\" and G \"Watch\": one would be taken for the other.",
            ),
            (
                &[("green-word", "a")],
                "green-word",
                "A is called \"amber\" and G \"a\": one would be taken for the other.",
            ),
            (
                &[("red-word", "a word that is much too long")],
                "red-word",
                "Word for R must be at most 16 columns wide, and is \"a word that is much too long\".",
            ),
        ] {
            assert_eq!(typed(fields), Err((field, why.to_owned())), "{fields:?}");
        }
    }

    #[test]
    fn the_councils_own_words_are_read_and_shown_and_empty_is_the_usual_one() {
        let policy = typed(&[("red-word", "Off track"), ("scheme", "rag")]).unwrap();
        assert_eq!(policy.word(Shown::Red), "Off track");
        assert_eq!(policy.read("off TRACK"), Some(Shown::Red));
        assert_eq!(policy.read("red"), Some(Shown::Red));
        assert_eq!(
            (policy.letter(Shown::Complete), policy.word(Shown::Complete)),
            ("D", "done")
        );
        assert_eq!(policy.colour(Shown::Complete), Shown::Green);
        assert_eq!(policy.read("d"), Some(Shown::Complete));
        let back = write(&policy, &[(Field::Word(Shown::Red), " ".to_owned())]).unwrap();
        assert_eq!(back.word(Shown::Red), "red");
    }

    #[test]
    fn the_dry_run_says_what_changes() {
        let plan = called();
        let board = Board::of(&plan, now());
        let says = |fields: &[(&str, &str)]| {
            let policy = typed(fields).unwrap();
            dry_run(&plan, &board, &policy, now()).says(&policy)
        };
        assert_eq!(says(&[]), "No task changes its letter.");
        assert_eq!(
            says(&[("red", "0"), ("amber-word", "At risk")]),
            "This makes 6 tasks At risk."
        );
    }

    #[test]
    fn with_evidence_asked_for_no_computed_green_is_without_it() {
        let plan = called();
        let policy = typed(&[("evidence", "yes")]).unwrap();
        let board = Board::of(&plan, now());
        assert!(Tally::sum(&board.tallies(&plan)).green > 0);
        let after = Board::under(&policy, &plan, now());
        let green = after.standings.iter().zip(plan.tasks());
        let green = green.filter(|(standing, _)| standing.rating.shown == Shown::Green);
        assert_eq!(
            green
                .filter(|(_, task)| task.evidence().next().is_none())
                .count(),
            0
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        /// What is shown of a policy is read back as it is, and the dry run is what saving it brings.
        #[test]
        fn a_saved_policy_does_what_the_dry_run_said(
            red in 0..=10_i32,
            more in 0..=20_i32,
            stale in 1..=30_i32,
            evidence: bool,
            rag: bool,
            word in "[h-z]{0,5}",
        ) {
            let policy = Policy {
                red_within: red,
                amber_within: red + more,
                stale_after: stale,
                green_needs_evidence: evidence,
                scheme: if rag { Scheme::Rag } else { Scheme::Brag },
                words: crate::domain::inspection::Words { amber: Line::clipped(&word), ..Default::default() },
            };
            let texts = FIELDS.map(|(field, ..)| (field, show(&policy, field)));
            if let Ok(read) = write(&Policy::default(), &texts) {
                prop_assert_eq!(&read, &policy);
                let plan = called();
                let board = Board::of(&plan, now());
                let dry = dry_run(&plan, &board, &policy, now());
                let mut saved = plan.clone();
                saved.apply_all(&change(&plan, policy).changes).unwrap();
                let after = Board::of(&saved, now());
                let moved: Vec<u32> = (0..).zip(board.standings.iter().zip(&after.standings))
                    .filter(|(_, (a, b))| a.rating.shown != b.rating.shown)
                    .map(|(at, _)| at)
                    .collect();
                let told: Vec<u32> = dry.tasks.iter().map(|task| task.at).collect();
                prop_assert_eq!(told, moved);
            }
        }
    }
}
