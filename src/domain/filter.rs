//! The one filter language: `list`, `/` and the saved views. What is typed becomes a [`Filter`] or is refused, naming
//! what was wrong; a filter shown reads as itself.
//!
//! Bare words search title, note, owner, section and ref. `phase: owner: rag: status: area: tag: section: ref: due: due<
//! due>` and the words `late check nobody blocked` ask for more; all terms have to hold, `-` turns one round, and `"..."`
//! keeps words together. It is asked about every task for every letter typed, so names are looked up while reading
//! and plain text is searched without a copy.

use std::fmt;

use jiff::civil::Date;

use super::board::{Board, Schedule, Standing};
use super::failure::Failure;
use super::id::{PersonId, Ref};
use super::inspection::Person;
use super::phrase::{self, Context};
use super::plan::Plan;
use super::rating::Shown;
use super::task::{Phase, Status, Task};
use super::text::fold;
use super::when::When;
use super::words::{self, Said, Term};

/// Which tasks are wanted. Names and dates are looked up when it is read, so it is read again after the plan changed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    terms: Vec<Term<What>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum What {
    Area(Needle),
    Blocked,
    Check,
    Due {
        order: Order,
        day: Option<When>,
        date: Option<Date>,
    },
    Late,
    Nobody,
    Owner {
        typed: String,
        people: Vec<PersonId>,
    },
    Phase(Phase),
    Rag(Shown),
    Ref(Ref),
    Section(Needle),
    Status(Stand),
    Tag(Needle),
    Words {
        needle: Needle,
        people: Vec<PersonId>,
        reference: Option<Ref>,
    },
}

/// How a due day lies to the one in the filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    Before,
    On,
    After,
}

impl Order {
    fn as_str(self) -> &'static str {
        match self {
            Order::Before => "due<",
            Order::On => "due:",
            Order::After => "due>",
        }
    }
}

/// A status by its name, or any that is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stand {
    Open,
    Named(&'static str),
}

impl Stand {
    fn as_str(self) -> &'static str {
        match self {
            Stand::Open => "open",
            Stand::Named(name) => name,
        }
    }
}

/// The keys, as they are typed.
pub const KEYS: [&str; 11] = [
    "phase:", "owner:", "rag:", "status:", "area:", "tag:", "section:", "ref:", "due:", "due<",
    "due>",
];

/// The words that are more than words to search for.
pub const KEYWORDS: [&str; 4] = ["late", "check", "nobody", "blocked"];

impl Filter {
    /// Reads what was typed. Rules such as `due<end` are worked out with `schedule`.
    pub fn read(
        text: &str,
        cx: &Context<'_>,
        plan: &Plan,
        schedule: &Schedule,
    ) -> Result<Self, Failure> {
        let reader = Reader { cx, plan, schedule };
        let terms = words::terms(text, &KEYS, COMPARED, |said| match said {
            Said::Keyed(key, value) => reader.keyed(key, value).map(Some),
            Said::Quoted(text) => Ok(reader.search(text)),
            Said::Bare(word) => Ok(keyword(word).or_else(|| reader.search(word))),
        })?;
        Ok(Self { terms })
    }

    /// Whether every task is wanted.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// The first name behind `owner:` that is nobody's.
    pub fn names_nobody(&self) -> Option<&str> {
        self.terms.iter().find_map(|term| match &term.what {
            What::Owner { typed, people } if people.is_empty() => Some(typed.as_str()),
            _ => None,
        })
    }

    /// Whether the task at this position of the plan is wanted.
    pub fn matches(&self, plan: &Plan, board: &Board, at: usize) -> bool {
        let (task, standing) = (&plan.tasks()[at], &board.standings[at]);
        self.terms
            .iter()
            .all(|term| term.what.holds(task, standing) != term.negated)
    }

    /// The positions of all wanted tasks, in the order of their refs.
    pub fn positions(&self, plan: &Plan, board: &Board) -> Vec<u32> {
        let all = 0..plan.tasks().len();
        all.filter(|at| self.matches(plan, board, *at))
            .map(|at| at as u32)
            .collect()
    }
}

impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, term) in self.terms.iter().enumerate() {
            let space = if at == 0 { "" } else { " " };
            let minus = if term.negated { "-" } else { "" };
            write!(f, "{space}{minus}{}", term.what)?;
        }
        Ok(())
    }
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            What::Area(needle) => write!(f, "area:{}", value(&needle.typed)),
            What::Blocked => f.write_str("blocked"),
            What::Check => f.write_str("check"),
            What::Due { order, day, .. } => {
                let day = day.map_or_else(|| "none".to_owned(), |day| day.to_string());
                write!(f, "{}{}", order.as_str(), value(&day))
            }
            What::Late => f.write_str("late"),
            What::Nobody => f.write_str("nobody"),
            What::Owner { typed, .. } => write!(f, "owner:{}", value(typed)),
            What::Phase(phase) => write!(f, "phase:{}", phase.as_str()),
            What::Rag(shown) => write!(f, "rag:{}", shown.as_str()),
            What::Ref(reference) => write!(f, "ref:{reference}"),
            What::Section(needle) => write!(f, "section:{}", value(&needle.typed)),
            What::Status(stand) => write!(f, "status:{}", stand.as_str()),
            What::Tag(needle) => write!(f, "tag:{}", value(&needle.typed)),
            What::Words { needle, .. } => f.write_str(&bare(&needle.typed)),
        }
    }
}

/// A value behind a key, in quotes where it needs them.
fn value(text: &str) -> String {
    let plain = !text.is_empty() && !text.starts_with('"') && !text.contains(char::is_whitespace);
    if plain {
        text.to_owned()
    } else {
        words::quote(text)
    }
}

/// A word to search for, in quotes where it would mean something else.
fn bare(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '\'' | '.' | ',' | '/' | '&');
    let plain = text.chars().all(is_plain) && !text.starts_with('-') && !is_keyword(text);
    if plain {
        text.to_owned()
    } else {
        words::quote(text)
    }
}

fn is_keyword(text: &str) -> bool {
    KEYWORDS.iter().any(|word| word.eq_ignore_ascii_case(text))
}

/// The key that `<` and `>` may follow.
const COMPARED: &str = "due";

/// What a filter is read against.
struct Reader<'a> {
    cx: &'a Context<'a>,
    plan: &'a Plan,
    schedule: &'a Schedule,
}

impl Reader<'_> {
    fn search(&self, text: &str) -> Option<What> {
        let needle = Needle::new(text)?;
        let people = self
            .plan
            .people()
            .iter()
            .filter(|person| speaks_of(person, &needle));
        let people = people.map(|person| person.id).collect();
        Some(What::Words {
            people,
            reference: text.parse().ok(),
            needle,
        })
    }

    fn keyed(&self, key: &str, value: &str) -> Result<What, Failure> {
        let needle = |what: fn(Needle) -> What| {
            let needle = Needle::new(value).map(what);
            needle.ok_or_else(|| words::no_value(key))
        };
        match key {
            "phase:" => Phase::read(value)
                .map(What::Phase)
                .ok_or_else(|| words::no_such(key, value, &phases())),
            "owner:" => Ok(self.owner(value)),
            "rag:" => self
                .plan
                .inspection()
                .policy
                .read(value)
                .map(What::Rag)
                .ok_or_else(|| words::no_such(key, value, &rags())),
            "status:" => stand(value)
                .map(What::Status)
                .ok_or_else(|| words::no_such(key, value, &stands())),
            "area:" => needle(What::Area),
            "tag:" => needle(What::Tag),
            "section:" => needle(What::Section),
            "ref:" => value
                .parse()
                .map(What::Ref)
                .map_err(|message: String| Failure::usage(message)),
            "due<" => self.due(Order::Before, value),
            "due>" => self.due(Order::After, value),
            _ => self.due(Order::On, value),
        }
    }

    /// Whoever answers to `value`; failing that, everybody in whose name or roles it is found.
    fn owner(&self, value: &str) -> What {
        if matches!(fold(value).as_str(), "nobody" | "none" | "-" | "--") {
            return What::Nobody;
        }
        let ids = |wanted: &dyn Fn(&Person) -> bool| {
            let people = self.plan.people().iter().filter(|person| wanted(person));
            people.map(|person| person.id).collect::<Vec<_>>()
        };
        let mut people = ids(&|person| person.answers_to(value));
        if people.is_empty() {
            let needle = Needle::new(value);
            people = ids(&|person| {
                needle
                    .as_ref()
                    .is_some_and(|needle| speaks_of(person, needle))
            });
        }
        What::Owner {
            typed: value.to_owned(),
            people,
        }
    }

    fn due(&self, order: Order, value: &str) -> Result<What, Failure> {
        if order == Order::On && value.eq_ignore_ascii_case("none") {
            return Ok(What::Due {
                order,
                day: None,
                date: None,
            });
        }
        let day = phrase::read(value, self.cx).map_err(|error| {
            Failure::usage(error.about(order.as_str())).hint("For several words use due<\"8 jun\".")
        })?;
        let (day, date) = match day {
            When::At(moment) => {
                let day = super::when::Moment {
                    time: None,
                    ..moment
                };
                (When::At(day), Some(moment.date))
            }
            When::Rule(rule) => (
                day,
                self.schedule
                    .resolve(rule, self.plan)
                    .map(|moment| moment.date),
            ),
        };
        Ok(What::Due {
            order,
            day: Some(day),
            date,
        })
    }
}

fn keyword(text: &str) -> Option<What> {
    match text.to_ascii_lowercase().as_str() {
        "late" => Some(What::Late),
        "check" => Some(What::Check),
        "nobody" => Some(What::Nobody),
        "blocked" => Some(What::Blocked),
        _ => None,
    }
}

fn speaks_of(person: &Person, needle: &Needle) -> bool {
    let texts = person.name.iter().chain([&person.initials, &person.role]);
    texts.into_iter().any(|text| needle.is_in(text.as_str()))
}

/// A status by its name or the start of it.
fn stand(value: &str) -> Option<Stand> {
    if value.eq_ignore_ascii_case("open") {
        return Some(Stand::Open);
    }
    words::named(value, &Status::NAMES).map(Stand::Named)
}

fn phases() -> String {
    Phase::ALL.map(Phase::as_str).join(", ")
}

fn rags() -> String {
    Shown::ALL.map(Shown::as_str).join(", ")
}

fn stands() -> String {
    format!("{}, open", Status::NAMES.join(", "))
}

impl What {
    fn holds(&self, task: &Task, standing: &Standing) -> bool {
        match self {
            What::Area(needle) => task.areas().any(|area| needle.is_all_of(area.as_str())),
            What::Blocked => standing.blocked,
            What::Check => !standing.checks.is_empty(),
            What::Due { day: None, .. } => standing.due.is_none(),
            What::Due {
                order,
                day: Some(_),
                date,
            } => standing
                .due
                .zip(*date)
                .is_some_and(|(due, date)| order.holds(due.date, date)),
            What::Late => standing.rating.late,
            What::Nobody => task.owner.is_none(),
            What::Owner { people, .. } => owned_by(task, people),
            What::Phase(phase) => task.place.phase == *phase,
            What::Rag(shown) => standing.rating.shown == *shown && task.status != Status::NotNeeded,
            What::Ref(reference) => same_ref(task.reference, *reference),
            What::Section(needle) => needle.is_in(task.place.section.as_str()),
            What::Status(Stand::Open) => task.status.is_open(),
            What::Status(Stand::Named(name)) => task.status.as_str() == *name,
            What::Tag(needle) => task.tags().any(|tag| needle.begins(tag.as_str())),
            What::Words {
                needle,
                people,
                reference,
            } => {
                needle.is_in(task.title.as_str())
                    || owned_by(task, people)
                    || reference.is_some_and(|reference| same_ref(task.reference, reference))
                    || needle.is_in(task.place.section.as_str())
                    || needle.is_in(task.note.as_str())
            }
        }
    }
}

impl Order {
    pub(super) fn holds(self, due: Date, date: Date) -> bool {
        match self {
            Order::Before => due < date,
            Order::On => due == date,
            Order::After => due > date,
        }
    }
}

fn owned_by(task: &Task, people: &[PersonId]) -> bool {
    task.owner.is_some_and(|owner| people.contains(&owner))
}

/// A ref without its letter finds all that share its number.
pub(super) fn same_ref(task: Ref, wanted: Ref) -> bool {
    task.phase == wanted.phase
        && task.number == wanted.number
        && wanted
            .suffix
            .is_none_or(|suffix| task.suffix == Some(suffix))
}

/// A text to search for, whatever the capitals.
#[derive(Clone)]
struct Needle {
    /// As typed.
    typed: String,
    /// As compared; never empty.
    folded: String,
    first: Letter,
    last: Letter,
}

/// A byte as it is compared: small and capital letters differ in one bit, which is set before comparing.
#[derive(Clone, Copy, Default)]
struct Letter {
    byte: u8,
    case: u8,
}

impl Letter {
    fn new(byte: u8) -> Self {
        Self {
            byte,
            case: if byte.is_ascii_lowercase() { 0x20 } else { 0 },
        }
    }

    fn is(self, other: u8) -> bool {
        other | self.case == self.byte
    }
}

/// Bytes compared at one go.
const BLOCK: usize = 32;

impl PartialEq for Needle {
    fn eq(&self, other: &Self) -> bool {
        self.typed == other.typed
    }
}

impl Eq for Needle {}

impl fmt::Debug for Needle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Needle({:?})", self.typed)
    }
}

impl Needle {
    fn new(typed: &str) -> Option<Self> {
        let folded = fold(typed);
        let (first, last) = (folded.bytes().next()?, folded.bytes().next_back()?);
        Some(Self {
            typed: typed.to_owned(),
            folded,
            first: Letter::new(first),
            last: Letter::new(last),
        })
    }

    /// Whether it occurs in `text`.
    fn is_in(&self, text: &str) -> bool {
        if !self.folded.is_ascii() {
            return !text.is_ascii() && fold(text).contains(&self.folded);
        }
        if self.is_in_bytes(text.as_bytes()) {
            return true;
        }
        !text.is_ascii()
            && !text.chars().all(folds_to_no_ascii)
            && fold(text).contains(&self.folded)
    }

    /// Whether it is the whole of `text`.
    fn is_all_of(&self, text: &str) -> bool {
        if text.is_ascii() {
            text.eq_ignore_ascii_case(&self.folded)
        } else {
            fold(text) == self.folded
        }
    }

    /// Whether `text` begins with it.
    fn begins(&self, text: &str) -> bool {
        if text.is_ascii() {
            text.get(..self.folded.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(&self.folded))
        } else {
            fold(text).starts_with(&self.folded)
        }
    }

    /// Looks for the first and the last letter at their distance, a block at a time, and only then at what is between.
    fn is_in_bytes(&self, text: &[u8]) -> bool {
        let length = self.folded.len();
        let Some(further) = text.len().checked_sub(length) else {
            return false;
        };
        let (starts, rest_of_starts) = text[..=further].as_chunks::<BLOCK>();
        let (ends, rest_of_ends) = text[length - 1..].as_chunks::<BLOCK>();
        let mut blocks = starts.iter().zip(ends).zip((0..).step_by(BLOCK));
        blocks.any(|((start, end), at)| {
            self.may_begin(start, end) && self.begins_among(text, at, BLOCK)
        }) || self.may_begin(rest_of_starts, rest_of_ends)
            && self.begins_among(text, starts.len() * BLOCK, rest_of_starts.len())
    }

    /// Without a branch inside, so that it is worked out for many bytes at once.
    #[inline]
    fn may_begin(&self, starts: &[u8], ends: &[u8]) -> bool {
        let (first, last) = (self.first, self.last);
        starts.iter().zip(ends).fold(false, |hit, (start, end)| {
            hit | (first.is(*start) & last.is(*end))
        })
    }

    fn begins_among(&self, text: &[u8], from: usize, count: usize) -> bool {
        let folded = self.folded.as_bytes();
        (from..from + count).any(|at| text[at..at + folded.len()].eq_ignore_ascii_case(folded))
    }
}

/// Whether folding leaves `c` as it is or turns it into something that is not ASCII, for the characters that are
/// common in English papers: a text of these need not be folded to look for plain letters. Quotes and the ellipsis
/// are not among them.
fn folds_to_no_ascii(c: char) -> bool {
    c.is_ascii()
        || matches!(c,
            '\u{A1}'..='\u{A7}' | '\u{A9}' | '\u{AB}' | '\u{AC}' | '\u{AE}' | '\u{B0}' | '\u{B1}' | '\u{B6}' | '\u{B7}'
            | '\u{BB}' | '\u{BF}'..='\u{DE}' | '\u{E0}'..='\u{FF}' | '\u{2012}'..='\u{2015}' | '\u{201C}'..='\u{201E}'
            | '\u{2022}' | '\u{20AC}')
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use jiff::civil::{DateTime, datetime};
    use proptest::prelude::*;

    use super::*;
    use crate::domain::demo::demo;
    use crate::domain::id::Ids;
    use crate::domain::text::Note;

    const NOW: DateTime = datetime(2026, 11, 30, 11, 42, 0, 0);

    static DEMO: LazyLock<(Plan, Board)> = LazyLock::new(|| {
        let plan = demo(NOW, &mut Ids::new(1, 1)).unwrap().plan().unwrap();
        let board = Board::of(&plan, NOW);
        (plan, board)
    });

    fn read(text: &str, plan: &Plan, board: &Board) -> Result<Filter, Failure> {
        Filter::read(
            text,
            &Context {
                now: board.now,
                calendar: plan.calendar(),
            },
            plan,
            &board.schedule,
        )
    }

    /// A filter beside what it should let through.
    type Case = (&'static str, fn(&Task, &Standing) -> bool);

    #[test]
    fn each_term_lets_through_what_it_says() {
        let (plan, board) = &*DEMO;
        let person = |initials: &str| {
            plan.people()
                .iter()
                .find(|p| p.initials == *initials)
                .unwrap()
                .id
        };
        let tom = person("TB");
        let cases: &[Case] = &[
            ("", |_, _| true),
            ("-", |_, _| true),
            ("phase:fieldwork", |t, _| t.place.phase == Phase::Fieldwork),
            ("phase:fb", |t, _| t.place.phase == Phase::Feedback),
            ("-phase:N", |t, _| t.place.phase != Phase::Notification),
            ("rag:r", |_, s| s.rating.shown == Shown::Red),
            ("rag:blue", |_, s| s.rating.shown == Shown::Complete),
            ("status:done", |t, _| t.status.is_done()),
            ("status:in-progress", |t, _| t.status == Status::InProgress),
            ("status:\"not started\"", |t, _| {
                t.status == Status::NotStarted
            }),
            ("status:open", |t, _| t.status.is_open()),
            ("area:lead", |t, _| t.areas().any(|a| a.as_str() == "LEAD")),
            ("tag:\"lists 1-11\"", |t, _| {
                t.tags().any(|a| a.as_str() == "Lists 1-11")
            }),
            ("section:\"day of\"", |t, _| {
                t.place.section.as_str() == "Day of the call"
            }),
            ("ref:n1", |t, _| {
                t.reference == Ref::new(Phase::Notification, 1)
            }),
            ("N-01", |t, _| {
                t.reference == Ref::new(Phase::Notification, 1)
            }),
            ("late", |_, s| s.rating.late),
            ("\"late\"", |t, _| {
                format!("{} {} {}", t.title, t.note, t.place.section)
                    .to_lowercase()
                    .contains("late")
            }),
            ("check", |_, s| !s.checks.is_empty()),
            ("nobody", |t, _| t.owner.is_none()),
            ("owner:nobody -status:done", |t, _| {
                t.owner.is_none() && !t.status.is_done()
            }),
            ("blocked", |_, s| s.blocked),
            ("due:today", |_, s| s.days == Some(0)),
            ("due<tomorrow", |_, s| s.days.is_some_and(|d| d < 1)),
            ("due>fri", |_, s| s.days.is_some_and(|d| d > 4)),
            ("due:end", |_, s| s.days == Some(18)),
            ("due<\"end-1wd 12:00\"", |_, s| {
                s.days.is_some_and(|d| d < 17)
            }),
            ("due:none", |_, s| s.due.is_none()),
            ("phase:n due:today late", |t, s| {
                t.place.phase == Phase::Notification && s.days == Some(0) && s.rating.late
            }),
        ];
        for (text, wanted) in cases {
            let filter = read(text, plan, board).unwrap();
            let expected: Vec<u32> = (0..)
                .zip(plan.tasks().iter().zip(&board.standings))
                .filter_map(|(at, (task, standing))| wanted(task, standing).then_some(at))
                .collect();
            assert_eq!(filter.positions(plan, board), expected, "{text}");
        }
        for text in [
            "owner:tb",
            "owner:\"tom b\"",
            "owner:data",
            "owner:\"Data lead\"",
        ] {
            let positions = read(text, plan, board).unwrap().positions(plan, board);
            assert!(!positions.is_empty(), "{text}");
            assert!(
                positions
                    .iter()
                    .all(|at| plan.tasks()[*at as usize].owner == Some(tom)),
                "{text}"
            );
        }
        assert!(read("", plan, board).unwrap().is_empty());
    }

    #[test]
    fn a_ref_without_its_letter_finds_all_that_share_its_number() {
        for (wanted, found) in [
            ("FW-31", [true, true, true, false, false]),
            ("FW-31b", [false, true, false, false, false]),
            ("FW-31c", [false, false, true, false, false]),
        ] {
            let refs = ["FW-31", "FW-31b", "FW-31c", "FW-32b", "N-31b"];
            let fits = refs.map(|known| same_ref(known.parse().unwrap(), wanted.parse().unwrap()));
            assert_eq!(fits, found, "{wanted}");
        }
    }

    #[test]
    fn what_cannot_be_understood_is_refused_with_what_to_type_instead() {
        let (plan, board) = &*DEMO;
        for (text, expected) in [
            (
                "onwer:js",
                "A filter has no key \"onwer:\". Did you mean owner:?",
            ),
            (
                "zzz:1",
                "A filter has no key \"zzz:\". The keys are phase: owner:",
            ),
            ("http://x", "A filter has no key \"http:\"."),
            ("owner:", "owner: needs a value right behind it."),
            (
                "phase:f",
                "phase: has no value \"f\". It is one of notification, fieldwork, feedback.",
            ),
            ("rag:purple", "rag: has no value \"purple\"."),
            ("status:no", "status: has no value \"no\"."),
            ("ref:99", "\"99\" is not a task's ref."),
            ("due<soon", "due< must be a real date"),
            ("due:31/2", "31/2 is not a date"),
        ] {
            let failure = read(text, plan, board).unwrap_err();
            assert_eq!(failure.kind, crate::domain::failure::Kind::Usage);
            assert!(
                failure.to_string().starts_with(expected),
                "{text}: {failure}"
            );
        }
    }

    #[test]
    fn the_characters_that_need_no_folding_are_those_that_fold_to_nothing_plain() {
        for c in (0..=0xFFFF)
            .filter_map(char::from_u32)
            .filter(|c| !c.is_ascii() && folds_to_no_ascii(*c))
        {
            assert!(
                fold(&c.to_string()).chars().all(|c| !c.is_ascii()),
                "{c:?} {:X}",
                u32::from(c)
            );
        }
    }

    fn term() -> impl Strategy<Value = String> {
        let value = "[a-zA-Z0-9é<>:.'-]{1,6}|\"[a-z \"]{0,6}\"";
        prop_oneof![
            value,
            (prop::sample::select(&KEYS[..]), value)
                .prop_map(|(key, value)| format!("{key}{value}")),
            prop::sample::select(&KEYWORDS[..]).prop_map(str::to_owned),
            prop::sample::select(vec![
                "phase:fb",
                "rag:b",
                "status:waiting",
                "ref:FW-3b",
                "due<fri",
                "due>\"8 jun\"",
                "due:call+2wd",
                "due:none",
                "due<\"start fri 12:00\"",
                "owner:\"Tom Birch\"",
                "\"late\"",
                "\"-x\"",
                "section:\"day of\"",
                "due<now",
            ])
            .prop_map(str::to_owned),
        ]
    }

    proptest! {
        #[test]
        fn a_filter_shown_reads_as_itself(terms in prop::collection::vec((any::<bool>(), term()), 0..6)) {
            let (plan, board) = (Plan::default(), Board { now: NOW, ..Board::default() });
            let text: Vec<String> =
                terms.into_iter().map(|(minus, term)| format!("{}{term}", if minus { "-" } else { "" })).collect();
            if let Ok(filter) = read(&text.join(" "), &plan, &board) {
                let shown = filter.to_string();
                let again = read(&shown, &plan, &board);
                prop_assert!(again.is_ok(), "{shown}: {again:?}");
                prop_assert_eq!(again.unwrap(), filter, "{}", shown);
            }
        }

        #[test]
        fn nothing_typed_upsets_the_reader(text in "\\PC{0,40}") {
            let (plan, board) = (Plan::default(), Board { now: NOW, ..Board::default() });
            let _ = read(&text, &plan, &board);
        }

        #[test]
        fn the_quick_search_finds_what_the_slow_one_finds(
            needle in "[a-cA-Cé'–ﬁ. ]{1,4}",
            text in "[a-cA-Cé’–ﬁ…ſ. ]{0,90}|[abAB ]{0,90}|[a-z]{30,34}[abc]{0,4}",
        ) {
            let text = Note::new(&text).unwrap();
            let expected = fold(text.as_str()).contains(&fold(&needle));
            prop_assert_eq!(Needle::new(&needle).unwrap().is_in(text.as_str()), expected);
        }

        #[test]
        fn a_term_and_its_opposite_share_out_all_tasks(term in term()) {
            let (plan, board) = &*DEMO;
            if let (Ok(one), Ok(other)) = (read(&term, plan, board), read(&format!("-{term}"), plan, board)) {
                prop_assume!(words::split(&term, |head| words::opens_quotes(head, COMPARED)).len() == 1 && one.terms.len() == 1 && !term.starts_with('-'));
                for at in 0..plan.tasks().len() {
                    prop_assert_ne!(one.matches(plan, board, at), other.matches(plan, board, at));
                }
            }
        }
    }
}
