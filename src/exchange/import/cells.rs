//! What people mean by the cells of a tracker: dates, colours and names, each in the many ways they are written.
//!
//! What cannot be read as what its column is for is handed back as words to be kept, and only a date that cannot be is
//! refused. It knows no row and no plan.

use crate::domain::inspection::Policy;
use crate::domain::phrase::{self, PhraseError};
use crate::domain::rating::Shown;
use crate::domain::task::{Phase, Rag};
use crate::domain::text::quoted;
use crate::domain::when::{Moment, When};
use crate::exchange::recognise::words;
use crate::exchange::sheet::{Cell, Colour, DateSystem, Value};

/// Which number of `5/6/2026` is the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DateOrder {
    /// 5 June, as in Britain.
    #[default]
    DayFirst,
    /// 6 May, as in America.
    MonthFirst,
}

/// What a column of dates shows about its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct OrderSeen {
    /// Dates of which the first number must be the day.
    pub(super) day_first: usize,
    /// Dates of which the second number must be the day.
    pub(super) month_first: usize,
    /// Dates that could be either.
    pub(super) either: usize,
}

impl OrderSeen {
    /// Takes in one more cell.
    pub(super) fn look_at(&mut self, value: Value<'_>) {
        let Value::Text(text) = value else { return };
        match two_numbers(text) {
            Some((13.., _)) => self.day_first += 1,
            Some((_, 13..)) => self.month_first += 1,
            Some((day, month)) if day != month => self.either += 1,
            Some(_) | None => {}
        }
    }
}

/// The first two numbers of a date written with slashes, dots or dashes, if it ends in a year.
fn two_numbers(text: &str) -> Option<(u8, u8)> {
    let date = text.trim().split([' ', ',']).next()?;
    let mut parts = date.split(['/', '.', '-']);
    let mut short = || {
        parts
            .next()
            .filter(|part| part.len() <= 2)?
            .parse::<u8>()
            .ok()
    };
    let (first, second) = (short()?, short()?);
    let year = parts.next()?;
    let is_year = matches!(year.len(), 2 | 4) && year.bytes().all(|byte| byte.is_ascii_digit());
    (is_year && parts.next().is_none()).then_some((first, second))
}

/// What a cell says about a date.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum DateSaid {
    /// A date, and the words to keep where they say more.
    On(Moment, Option<String>),
    /// Words such as ASAP.
    Words(String),
    /// A date that cannot be, with the reason.
    Wrong(String),
}

/// What stands before a date and leaves it one.
const BEFORE_A_DATE: [&str; 12] = [
    "week commencing",
    "week beginning",
    "week ending",
    "by the",
    "by",
    "due",
    "before",
    "w/c",
    "wc",
    "w/b",
    "w/e",
    "from",
];

/// The days that a plain number may stand for: those of the years 1954 to 2119.
const DAYS: std::ops::Range<f64> = 20_000.0..80_000.0;

/// Reads a date; an empty cell says nothing.
pub(super) fn date(
    value: Value<'_>,
    order: DateOrder,
    system: DateSystem,
    cx: &phrase::Context<'_>,
) -> Option<DateSaid> {
    match value {
        Value::Empty => None,
        Value::Moment(at) => Some(DateSaid::On(at, None)),
        Value::Number(days) => Some(serial(days, system)),
        Value::Truth(_) => Some(DateSaid::Words(value.to_string())),
        Value::Error(shown) => Some(DateSaid::Wrong(format!("the cell shows {shown}"))),
        Value::Text(text) if text.trim().is_empty() => None,
        Value::Text(text) => Some(written_date(text.trim(), order, system, cx)),
    }
}

fn serial(days: f64, system: DateSystem) -> DateSaid {
    let at = system.moment(days).filter(|_| DAYS.contains(&days));
    at.map_or_else(
        || DateSaid::Words(days.to_string()),
        |at| DateSaid::On(at, None),
    )
}

fn written_date(
    text: &str,
    order: DateOrder,
    system: DateSystem,
    cx: &phrase::Context<'_>,
) -> DateSaid {
    let lower = text.to_lowercase();
    let before = BEFORE_A_DATE.iter().find(|before| {
        lower
            .strip_prefix(*before)
            .is_some_and(|rest| rest.starts_with([' ', ':', '.']))
    });
    let bare = before.map_or(text, |before| {
        text[before.len()..].trim_start_matches([' ', ':', '.'])
    });
    // Words alone are relative to a day nobody knows, and a sign begins a distance.
    if !bare.contains(|c: char| c.is_ascii_digit()) || bare.starts_with(['+', '-']) {
        return DateSaid::Words(text.to_owned());
    }
    if let Ok(days) = bare.parse::<f64>() {
        return serial(days, system);
    }
    if may_be_a_year(bare, cx) {
        return DateSaid::Words(text.to_owned());
    }
    let kept = before.map(|_| text.to_owned());
    match phrase::read(&in_order(&without_seconds(bare), order), cx) {
        Ok(When::At(at)) => DateSaid::On(at, kept),
        // Which year was meant is not said, and in another the day may be right.
        Err(PhraseError::WrongWeekday { .. }) if !says_a_year(bare) => {
            DateSaid::Words(text.to_owned())
        }
        Err(
            error @ (PhraseError::NoSuchDay { .. }
            | PhraseError::NoSuchMonth { .. }
            | PhraseError::NoSuchYear { .. }
            | PhraseError::WrongWeekday { .. }),
        ) => DateSaid::Wrong(error.to_string().trim_end_matches('.').to_owned()),
        Ok(When::Rule(_))
        | Err(
            PhraseError::Unreadable { .. }
            | PhraseError::Leftover { .. }
            | PhraseError::NoSuchTime { .. }
            | PhraseError::NotADistance { .. },
        ) => DateSaid::Words(text.to_owned()),
    }
}

fn says_a_year(text: &str) -> bool {
    let mut numbers = text.split(|c: char| !c.is_ascii_digit());
    two_numbers(text).is_some() || numbers.any(|number| number.len() == 4)
}

/// `Dec 26`, `Jun-27`: a month and what may be a day of it or a year about now. A spreadsheet that shows months writes
/// them so, and which is meant is for a person to say.
fn may_be_a_year(text: &str, cx: &phrase::Context<'_>) -> bool {
    let (month, number) = match text.find(|c: char| !c.is_alphabetic()) {
        Some(at) => text.split_at(at),
        None => return false,
    };
    let month = month.to_lowercase();
    let number = number.trim_start_matches([' ', '-', '/', '.', '\'', '’']);
    let is_short = number.len() == 2 && number.bytes().all(|byte| byte.is_ascii_digit());
    let year = number.parse::<i16>().map(|year| 2000 + year);
    is_short
        && phrase::month_named(&month).is_some()
        && year.is_ok_and(|year| (year - cx.now.year()).abs() <= 3)
}

/// `12/06/2026 00:00:00`, as programs write it, without what says nothing.
fn without_seconds(text: &str) -> String {
    let Some((date, time)) = text.rsplit_once([' ', 'T']) else {
        return text.to_owned();
    };
    let parts: Vec<&str> = time.trim_end_matches('Z').split(':').collect();
    match parts.as_slice() {
        ["00" | "0", "00", "00"] | ["00", "00"] => date.to_owned(),
        [hour, minute, seconds] if seconds.starts_with(|c: char| c.is_ascii_digit()) => {
            format!("{date} {hour}:{minute}")
        }
        _ => text.to_owned(),
    }
}

fn in_order(text: &str, order: DateOrder) -> String {
    match (order, two_numbers(text)) {
        (DateOrder::MonthFirst, Some((month, day))) => {
            let rest: String = text.splitn(3, ['/', '.', '-']).skip(2).collect();
            format!("{day}/{month}/{rest}")
        }
        _ => text.to_owned(),
    }
}

/// Reads a phase: "Fieldwork", "2 Fieldwork", "Phase 2: field work". With it, whether the cell says more than the phase.
pub(super) fn phase(text: &str) -> Option<(Phase, bool)> {
    if let Some(phase) = Phase::read(text) {
        return Some((phase, false));
    }
    let plain = words(text).replace("field work", "fieldwork");
    let is_number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    let rest = plain
        .split(' ')
        .filter(|word| !is_number(word) && !["phase", "stage"].contains(word));
    let meant = |word: &str| Phase::ALL.into_iter().find(|phase| phase.as_str() == word);
    let (phases, more): (Vec<&str>, Vec<&str>) = rest.partition(|word| meant(word).is_some());
    match phases.as_slice() {
        [one] => Some((meant(one)?, !more.is_empty())),
        _ => None,
    }
}

/// What a cell says about how a task stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stands {
    /// A person judged it so.
    Judged(Rag),
    /// It is complete.
    Done,
    /// It does not have to be done.
    NotNeeded,
    /// Nobody has begun.
    NotStarted,
    /// Somebody is at it.
    InProgress,
    /// It waits.
    Waiting,
    /// Nothing is said, on purpose.
    Nothing,
}

/// What people write for a RAG or a status, in small letters without punctuation.
const STANDS: &[(&str, Stands)] = &[
    ("r", Stands::Judged(Rag::Red)),
    ("red", Stands::Judged(Rag::Red)),
    ("late", Stands::Judged(Rag::Red)),
    ("overdue", Stands::Judged(Rag::Red)),
    ("off track", Stands::Judged(Rag::Red)),
    ("off target", Stands::Judged(Rag::Red)),
    ("a", Stands::Judged(Rag::Amber)),
    ("amber", Stands::Judged(Rag::Amber)),
    ("at risk", Stands::Judged(Rag::Amber)),
    ("orange", Stands::Judged(Rag::Amber)),
    ("y", Stands::Judged(Rag::Amber)),
    ("yellow", Stands::Judged(Rag::Amber)),
    ("g", Stands::Judged(Rag::Green)),
    ("green", Stands::Judged(Rag::Green)),
    ("on track", Stands::Judged(Rag::Green)),
    ("on target", Stands::Judged(Rag::Green)),
    ("b", Stands::Done),
    ("blue", Stands::Done),
    ("closed", Stands::Done),
    ("complete", Stands::Done),
    ("completed", Stands::Done),
    ("done", Stands::Done),
    ("finished", Stands::Done),
    ("yes", Stands::Done),
    ("100", Stands::Done),
    ("cancelled", Stands::NotNeeded),
    ("n a", Stands::NotNeeded),
    ("no longer needed", Stands::NotNeeded),
    ("no longer required", Stands::NotNeeded),
    ("not applicable", Stands::NotNeeded),
    ("not needed", Stands::NotNeeded),
    ("not required", Stands::NotNeeded),
    ("withdrawn", Stands::NotNeeded),
    ("0", Stands::NotStarted),
    ("grey", Stands::NotStarted),
    ("new", Stands::NotStarted),
    ("no", Stands::NotStarted),
    ("not due", Stands::NotStarted),
    ("not started", Stands::NotStarted),
    ("not yet started", Stands::NotStarted),
    ("outstanding", Stands::NotStarted),
    ("planned", Stands::NotStarted),
    ("to do", Stands::NotStarted),
    ("todo", Stands::NotStarted),
    ("white", Stands::NotStarted),
    ("doing", Stands::InProgress),
    ("in hand", Stands::InProgress),
    ("in progress", Stands::InProgress),
    ("ongoing", Stands::InProgress),
    ("part complete", Stands::InProgress),
    ("partially complete", Stands::InProgress),
    ("started", Stands::InProgress),
    ("under way", Stands::InProgress),
    ("underway", Stands::InProgress),
    ("wip", Stands::InProgress),
    ("work in progress", Stands::InProgress),
    ("awaiting", Stands::Waiting),
    ("blocked", Stands::Waiting),
    ("on hold", Stands::Waiting),
    ("paused", Stands::Waiting),
    ("waiting", Stands::Waiting),
    ("none", Stands::Nothing),
    ("open", Stands::Nothing),
    ("tbc", Stands::Nothing),
];

/// Signs people put for a colour.
const SIGNS: &[(char, Stands)] = &[
    ('🔴', Stands::Judged(Rag::Red)),
    ('🟥', Stands::Judged(Rag::Red)),
    ('🟠', Stands::Judged(Rag::Amber)),
    ('🟧', Stands::Judged(Rag::Amber)),
    ('🟡', Stands::Judged(Rag::Amber)),
    ('🟨', Stands::Judged(Rag::Amber)),
    ('🟢', Stands::Judged(Rag::Green)),
    ('🟩', Stands::Judged(Rag::Green)),
    ('🔵', Stands::Done),
    ('🟦', Stands::Done),
    ('✅', Stands::Done),
    ('✔', Stands::Done),
    ('✓', Stands::Done),
];

/// A RAG or a status that was read, with the words that say more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct StandsSaid {
    /// What it means; `None` when that cannot be told.
    pub(super) stands: Option<Stands>,
    /// What else the cell says.
    pub(super) more: Option<String>,
}

/// Reads a RAG or a status: the words first, and the colour where there are none.
pub(super) fn stands(cell: Cell<'_>) -> Option<StandsSaid> {
    if cell.value.is_blank() {
        let stands = cell.fill.and_then(meant_by_colour)?;
        return Some(StandsSaid {
            stands: Some(stands),
            more: None,
        });
    }
    Some(stands_in_words(&cell.value.to_string()))
}

/// A RAG as a person sees it: its words, else what its colour means.
pub fn shown(cell: Cell<'_>) -> Option<String> {
    if !cell.value.is_blank() {
        return Some(quoted(&cell.value.to_string()));
    }
    let stands = cell.fill.and_then(meant_by_colour)?;
    Some(stands.shown().as_str().to_owned())
}

/// Reads a RAG: the council's own words and letters come before those that everybody uses.
pub(super) fn rated(cell: Cell<'_>, policy: &Policy) -> Option<StandsSaid> {
    let own = policy.read_written(&cell.value.to_string());
    own.map(|shown| StandsSaid {
        stands: Some(Stands::of(shown)),
        more: None,
    })
    .or_else(|| stands(cell))
}

/// The same for a status, where a council may write its RAG: a status counts first.
pub(super) fn stands_or_rated(cell: Cell<'_>, policy: &Policy) -> Option<StandsSaid> {
    let said = stands(cell)?;
    match said.stands {
        Some(_) => Some(said),
        None => rated(cell, policy),
    }
}

/// The same for a status whose heading says how much is complete, or asks whether it is: `50%`, `0.5`, `Y`.
pub(super) fn stands_or_complete(
    heading: &str,
    cell: Cell<'_>,
    policy: &Policy,
) -> Option<StandsSaid> {
    let text = cell.value.to_string();
    let part = text.trim().trim_end_matches('%').trim_end().parse::<f64>();
    let stands = match part {
        Ok(part) if heading.contains('%') => match part {
            1.0 | 100.0 => Some(Stands::Done),
            0.0 => Some(Stands::NotStarted),
            part if part > 0.0 && part < 100.0 => Some(Stands::InProgress),
            _ => None,
        },
        Ok(_) => None,
        Err(_no_number) => match words(&text).as_str() {
            "y" if asks_for_an_end(heading) => Some(Stands::Done),
            "n" if asks_for_an_end(heading) => Some(Stands::NotStarted),
            _ => None,
        },
    };
    match stands {
        Some(stands) => Some(StandsSaid {
            stands: Some(stands),
            more: None,
        }),
        None => stands_or_rated(cell, policy),
    }
}

fn asks_for_an_end(heading: &str) -> bool {
    matches!(words(heading).as_str(), "complete" | "completed" | "done")
}

fn stands_in_words(text: &str) -> StandsSaid {
    let text = text.trim();
    let more = || Some(text.to_owned());
    let plain = words(text);
    let is_dash = !text.is_empty() && text.chars().all(|c| matches!(c, '-' | '–' | '—'));
    if let Some(stands) = meant_by(&plain).or(is_dash.then_some(Stands::Nothing)) {
        return StandsSaid {
            stands: Some(stands),
            more: None,
        };
    }
    let parts: Vec<&str> = plain.split(' ').collect();
    let meant: Vec<Option<Stands>> = parts.iter().map(|part| meant_by(part)).collect();
    // "R Red", "Amber/Green": all of it says how it stands, and the worst counts.
    if !plain.is_empty() && meant.iter().all(Option::is_some) {
        let worst = meant
            .iter()
            .flatten()
            .min_by_key(|stands| how_bad(**stands))
            .copied();
        let is_one = meant.windows(2).all(|pair| pair[0] == pair[1]);
        return StandsSaid {
            stands: worst,
            more: if is_one { None } else { more() },
        };
    }
    // "Red - no capacity": the colour, and why.
    let first = parts.first().copied().unwrap_or_default();
    if first.len() > 2
        && let Some(Some(stands @ (Stands::Judged(_) | Stands::Done))) = meant.first()
    {
        return StandsSaid {
            stands: Some(*stands),
            more: more(),
        };
    }
    let sign = SIGNS.iter().find(|(sign, _)| text.contains(*sign));
    StandsSaid {
        stands: sign.map(|(_, stands)| *stands),
        more: if plain.is_empty() && sign.is_some() {
            None
        } else {
            more()
        },
    }
}

fn meant_by(plain: &str) -> Option<Stands> {
    STANDS
        .iter()
        .find(|(word, _)| *word == plain)
        .map(|(_, stands)| *stands)
}

fn how_bad(stands: Stands) -> u8 {
    match stands {
        Stands::Judged(rag) => rag as u8,
        Stands::Waiting => 3,
        Stands::NotStarted => 4,
        Stands::InProgress => 5,
        Stands::Done => 6,
        Stands::NotNeeded | Stands::Nothing => 7,
    }
}

/// What people write where there is nobody yet, in small letters without punctuation.
const NOBODY_YET: [&str; 22] = [
    "n a",
    "no lead",
    "no one",
    "no owner",
    "nobody",
    "none",
    "not allocated",
    "not applicable",
    "not assigned",
    "not yet allocated",
    "tba",
    "tbc",
    "tbd",
    "to be agreed",
    "to be allocated",
    "to be appointed",
    "to be confirmed",
    "unallocated",
    "unassigned",
    "vacancy",
    "vacant",
    "vacant post",
];

/// Whether what stands for an owner says that there is nobody: "TBC", "n/a", "?".
pub(super) fn is_nobody(name: &str) -> bool {
    let plain = words(name);
    plain.is_empty() && !name.trim().is_empty() || NOBODY_YET.contains(&plain.as_str())
}

/// What a fill says, by its hue; greys and very pale tints say nothing.
pub(super) fn meant_by_colour(colour: Colour) -> Option<Stands> {
    let parts = [colour.red, colour.green, colour.blue].map(i32::from);
    let (most, least) = (parts.into_iter().max()?, parts.into_iter().min()?);
    let spread = most - least;
    if spread < 40 {
        return None;
    }
    let [red, green, blue] = parts;
    let hue = if most == red {
        (60 * (green - blue) / spread).rem_euclid(360)
    } else if most == green {
        60 * (blue - red) / spread + 120
    } else {
        60 * (red - green) / spread + 240
    };
    Some(match hue {
        20..=64 => Stands::Judged(Rag::Amber),
        65..=170 => Stands::Judged(Rag::Green),
        171..=270 => Stands::Done,
        _ => Stands::Judged(Rag::Red),
    })
}

impl Stands {
    /// What a row that shows this says.
    fn of(shown: Shown) -> Self {
        match (shown.rag(), shown) {
            (Some(rag), _) => Stands::Judged(rag),
            (None, Shown::Complete) => Stands::Done,
            (None, _) => Stands::Nothing,
        }
    }

    /// What a row that stands so shows.
    pub(super) fn shown(self) -> Shown {
        match self {
            Stands::Judged(rag) => rag.into(),
            Stands::Done => Shown::Complete,
            Stands::NotNeeded
            | Stands::NotStarted
            | Stands::InProgress
            | Stands::Waiting
            | Stands::Nothing => Shown::None,
        }
    }
}

/// The names in an owner's cell, in their order. `is_known` tells who is in the plan already.
pub(super) fn names(text: &str, is_known: &dyn Fn(&str) -> bool) -> Vec<String> {
    // "n/a" is one thing, and none of those that a stroke parts.
    let parts = text.split(['\n', '\r', ';', '|']).flat_map(|part| {
        let strokes: &[char] = if is_nobody(part) { &[] } else { &['/'] };
        part.split(strokes).map(str::trim)
    });
    let parts: Vec<String> = parts
        .flat_map(|part| match turned_about(part, is_known) {
            Some(name) => vec![name],
            None => part
                .split(',')
                .map(|piece| piece.trim().to_owned())
                .collect(),
        })
        .collect();
    let mut names: Vec<String> = parts
        .iter()
        .flat_map(|part| joined_people(part))
        .map(|name| {
            name.trim_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '•' | '*'))
                .to_owned()
        })
        .filter(|name| !name.is_empty())
        .collect();
    if names.is_empty() && is_nobody(text) {
        names.push(text.trim().to_owned());
    }
    if names.len() > 1 {
        let mut seen = Vec::new();
        names.retain(|name| {
            let name = words(name);
            let is_new = !seen.contains(&name);
            seen.push(name);
            is_new
        });
    }
    names
}

/// "Smith, Jo" is one person, Jo Smith: when the plan has her, or when both are single names and the plan has neither
/// alone. "JS, TB" are two.
fn turned_about(part: &str, is_known: &dyn Fn(&str) -> bool) -> Option<String> {
    let (surname, forename) = part.split_once(',')?;
    let (surname, forename) = (surname.trim(), forename.trim());
    if surname.is_empty() || forename.is_empty() || forename.contains(',') {
        return None;
    }
    if is_known(part) {
        return Some(part.to_owned());
    }
    let name = format!("{forename} {surname}");
    let are_single = [surname, forename]
        .iter()
        .all(|word| is_single_name(word) && !is_known(word));
    (is_known(&name) || are_single).then_some(name)
}

/// One word with a capital and small letters behind it, that is no office and no department.
fn is_single_name(text: &str) -> bool {
    const DEPARTMENTS: [&str; 12] = [
        "commissioning",
        "education",
        "finance",
        "governors",
        "headteachers",
        "health",
        "housing",
        "legal",
        "police",
        "safeguarding",
        "schools",
        "virtual",
    ];
    let is_word = text
        .chars()
        .all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '\u{2019}'));
    let has_small = text.chars().any(char::is_lowercase);
    is_word && has_small && is_name(text) && !DEPARTMENTS.contains(&text.to_lowercase().as_str())
}

/// "Jo Smith and Tom Birch" are two, "Head of Quality and Audit" is one.
fn joined_people(part: &str) -> Vec<&str> {
    for between in [" & ", " and ", " + "] {
        let people: Vec<&str> = part.split(between).map(str::trim).collect();
        if people.len() > 1 && people.iter().all(|person| is_name(person)) {
            return people;
        }
    }
    vec![part]
}

/// Initials, or two or three words with capitals, none of them a word of an office.
fn is_name(text: &str) -> bool {
    const OFFICES: [&str; 14] = [
        "head",
        "director",
        "manager",
        "lead",
        "team",
        "service",
        "services",
        "officer",
        "quality",
        "audit",
        "performance",
        "data",
        "practice",
        "partner",
    ];
    let parts: Vec<&str> = text.split(' ').filter(|part| !part.is_empty()).collect();
    let is_capital = |part: &&str| part.starts_with(char::is_uppercase);
    let is_initials = text.len() <= 4 && text.chars().all(char::is_uppercase);
    let is_office = parts
        .iter()
        .any(|part| OFFICES.contains(&part.to_lowercase().as_str()));
    is_initials || ((1..=3).contains(&parts.len()) && parts.iter().all(is_capital) && !is_office)
}

#[cfg(test)]
mod tests {
    use jiff::civil::{DateTime, date as day, datetime, time};

    use super::*;
    use crate::domain::calendar::Calendar;

    const NOW: DateTime = datetime(2026, 5, 29, 9, 0, 0, 0);

    fn read(text: &str, order: DateOrder) -> Option<DateSaid> {
        let calendar = Calendar::new([], []);
        let cx = phrase::Context {
            now: NOW,
            calendar: &calendar,
        };
        date(Value::Text(text), order, DateSystem::From1900, &cx)
    }

    #[test]
    fn dates_are_read_as_people_write_them() {
        let on = |date| Some(DateSaid::On(Moment::day(date), None));
        let june = day(2026, 6, 12);
        for text in [
            "12th June 2026",
            "12/06/26",
            "12.6.2026",
            "Fri 12 Jun 2026",
            "2026-06-12",
            "12-Jun-26",
            "12/06/2026 00:00:00",
            "2026-06-12T00:00:00",
            "46185",
            " 12 june ",
        ] {
            assert_eq!(read(text, DateOrder::DayFirst), on(june), "{text}");
        }
        assert_eq!(read("06/12/2026", DateOrder::MonthFirst), on(june));
        assert_eq!(
            read("12/06/2026 17:30:00", DateOrder::DayFirst),
            Some(DateSaid::On(Moment::at(june, time(17, 30, 0, 0)), None))
        );
        assert_eq!(
            read("w/c 15/06/26", DateOrder::DayFirst),
            Some(DateSaid::On(
                Moment::day(day(2026, 6, 15)),
                Some("w/c 15/06/26".to_owned())
            ))
        );
    }

    #[test]
    fn words_are_kept_and_only_a_date_that_cannot_be_is_wrong() {
        for text in [
            "ASAP",
            "Ongoing",
            "TBC",
            "Monthly",
            "June",
            "2 weeks",
            "Q1 26/27",
            "fri",
            "+3d",
            "call+1wd",
            "Dec 26",
            "Jun-27",
            "by Sept ’26",
        ] {
            assert_eq!(
                read(text, DateOrder::DayFirst),
                Some(DateSaid::Words(text.to_owned())),
                "{text}"
            );
        }
        for text in ["31/06/2026", "06/13/2026", "Mon 12 June 2026"] {
            assert!(
                matches!(read(text, DateOrder::DayFirst), Some(DateSaid::Wrong(_))),
                "{text}"
            );
        }
        assert_eq!(read("  ", DateOrder::DayFirst), None);
    }

    #[test]
    fn the_order_of_a_column_is_seen_from_its_dates() {
        let mut seen = OrderSeen::default();
        for text in [
            "5/6/2026",
            "6/6/26",
            "13/6/26",
            "1/31/2026",
            "soon",
            "12:30",
        ] {
            seen.look_at(Value::Text(text));
        }
        assert_eq!((seen.day_first, seen.month_first, seen.either), (1, 1, 1));
    }

    #[test]
    fn a_rag_is_a_letter_a_word_a_sign_or_a_colour() {
        let meant = |text: &str| stands_in_words(text);
        for (text, stands, keeps) in [
            ("R", Some(Stands::Judged(Rag::Red)), false),
            ("amber", Some(Stands::Judged(Rag::Amber)), false),
            ("G - Green", Some(Stands::Judged(Rag::Green)), false),
            ("B Complete", Some(Stands::Done), false),
            ("Blue", Some(Stands::Done), false),
            ("🟢", Some(Stands::Judged(Rag::Green)), false),
            ("Amber/Green", Some(Stands::Judged(Rag::Amber)), true),
            ("Red - no capacity", Some(Stands::Judged(Rag::Red)), true),
            ("A new plan is needed", None, true),
            ("With legal", None, true),
            ("In progress", Some(Stands::InProgress), false),
            ("N/A", Some(Stands::NotNeeded), false),
        ] {
            let said = meant(text);
            assert_eq!(
                (said.stands, said.more.is_some()),
                (stands, keeps),
                "{text}"
            );
        }
        let colour = |red, green, blue| meant_by_colour(Colour { red, green, blue });
        for (rgb, stands) in [
            ((255, 0, 0), Some(Stands::Judged(Rag::Red))),
            ((255, 199, 206), Some(Stands::Judged(Rag::Red))),
            ((255, 192, 0), Some(Stands::Judged(Rag::Amber))),
            ((255, 235, 156), Some(Stands::Judged(Rag::Amber))),
            ((255, 255, 0), Some(Stands::Judged(Rag::Amber))),
            ((0, 176, 80), Some(Stands::Judged(Rag::Green))),
            ((146, 208, 80), Some(Stands::Judged(Rag::Green))),
            ((198, 239, 206), Some(Stands::Judged(Rag::Green))),
            ((0, 112, 192), Some(Stands::Done)),
            ((217, 217, 217), None),
        ] {
            assert_eq!(colour(rgb.0, rgb.1, rgb.2), stands, "{rgb:?}");
        }
    }

    #[test]
    fn a_phase_may_carry_its_number_and_more_words() {
        for (text, expected) in [
            ("Fieldwork", Some((Phase::Fieldwork, false))),
            ("1 Notification", Some((Phase::Notification, false))),
            ("3. Feedback", Some((Phase::Feedback, false))),
            ("Phase 2: Field work", Some((Phase::Fieldwork, false))),
            (
                "Stage 2 - fieldwork (week 1)",
                Some((Phase::Fieldwork, true)),
            ),
            ("FW", Some((Phase::Fieldwork, false))),
            ("Notification and fieldwork", None),
            ("2", None),
            ("Phase 2", None),
            ("Later", None),
            ("", None),
        ] {
            assert_eq!(phase(text), expected, "{text}");
        }
    }

    #[test]
    fn several_names_in_a_cell_are_told_apart() {
        for (text, expected) in [
            ("Jo Smith", &["Jo Smith"][..]),
            ("JS / TB", &["JS", "TB"]),
            ("Jo Smith & Tom Birch", &["Jo Smith", "Tom Birch"]),
            ("Head of Quality and Audit", &["Head of Quality and Audit"]),
            ("JS\nTB;\n- AP", &["JS", "TB", "AP"]),
            ("JS, js", &["JS"]),
            ("JS, TB", &["JS", "TB"]),
            ("Smith, Jo", &["Jo Smith"]),
            (
                "Smith-Jones, Zoë; O'Neill, Mary",
                &["Zoë Smith-Jones", "Mary O'Neill"],
            ),
            ("Birch, Tom / JS", &["Tom Birch", "JS"]),
            ("Jo Smith, Tom Birch", &["Jo Smith", "Tom Birch"]),
            ("Smith, Birch, Price", &["Smith", "Birch", "Price"]),
            ("Health, Education", &["Health", "Education"]),
            ("smith, jo", &["smith", "jo"]),
            ("Smith,", &["Smith"]),
            ("Al, Di", &["Al", "Di"]),
            ("Ahmed Khan, Noor Jahan", &["Noor Jahan Ahmed Khan"]),
            ("n/a", &["n/a"]),
            ("N/A; JS", &["N/A", "JS"]),
            ("-", &["-"]),
            ("", &[]),
        ] {
            let known = ["Al", "Noor Jahan Ahmed Khan"];
            assert_eq!(
                names(text, &|name| known.contains(&name)),
                expected,
                "{text}"
            );
        }
    }
}
