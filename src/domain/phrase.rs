//! Dates as people say them: read from what is typed, and spoken back.
//!
//! The day always comes first. What cannot be a date is refused with its reason and what to write instead, never
//! guessed at; what was understood is meant to be shown back in full, as [`moment`] does. Reading the shown form gives
//! the same moment again.
//!
//! It knows today only from its [`Context`], and milestones only by name: a rule is handed on, not resolved.

use jiff::SignedDuration;
use jiff::civil::{Date, DateTime, Time, Weekday};

use super::calendar::{Calendar, days_between, plus_days};
use super::text::quoted;
use super::when::{Moment, Rule, Unit, When, read_distance, read_offset};

mod speak;

use speak::{MONTHS, month_title, plain, to_the_minute};
pub use speak::{
    clock_time, day, day_short, gap, gap_short, is_late, long, moment, moment_long, moment_short,
    month_name, weekday_name,
};

/// What a phrase is read against.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The moment it is, in England.
    pub now: DateTime,
    /// For distances in working days.
    pub calendar: &'a Calendar,
}

/// Why a phrase is not a date; shown as it is, in full sentences that say what to write.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PhraseError {
    /// Nothing in it reads as a date or time.
    #[error("{}", self.about("Due"))]
    Unreadable {
        /// What was typed.
        text: String,
    },
    /// A date was read, and something else follows it.
    #[error("{text} is not a time. After {read}, write one like 12:00, 9am or 5.30pm.")]
    Leftover {
        /// What was understood.
        read: String,
        /// What follows it.
        text: String,
    },
    /// A day that the month does not have.
    #[error("{text} is not a date: {} {year} has {days} days.", month_title(*month))]
    NoSuchDay {
        /// What was typed.
        text: String,
        /// 1 to 12.
        month: i8,
        /// The year written, or the one meant.
        year: i16,
        /// Days in that month.
        days: i8,
    },
    /// A month above 12, or 0.
    #[error("{text} is not a date: there is no month {month}. {fix}")]
    NoSuchMonth {
        /// What was typed.
        text: String,
        /// The number in the month's place.
        month: i16,
        /// What to write.
        fix: String,
    },
    /// A year so far away that it must be a slip.
    #[error("{text} is not a date to plan for: the year must be {FIRST_YEAR} to {LAST_YEAR}.")]
    NoSuchYear {
        /// What was typed.
        text: String,
    },
    /// Written like a clock time, but there is none such.
    #[error("{text} is not a time: {reason}")]
    NoSuchTime {
        /// What was typed.
        text: String,
        /// Why, as the rest of the sentence.
        reason: &'static str,
    },
    /// The day of the week contradicts the date.
    #[error("{text} cannot be: {} is a {}, not a {}. Leave one of them out.",
        plain(*date), weekday_name(date.weekday()), weekday_name(*said))]
    WrongWeekday {
        /// What was typed.
        text: String,
        /// The date.
        date: Date,
        /// The weekday beside it.
        said: Weekday,
    },
    /// Starts like a distance or a rule.
    #[error("{text} is not a deadline. Write it like +3d, +2w, call+1wd 17:00 or start fri 12:00.")]
    NotADistance {
        /// What was typed.
        text: String,
    },
}

impl PhraseError {
    /// The message for a field other than the due date, such as "On site".
    pub fn about(&self, field: &str) -> String {
        match self {
            Self::Unreadable { .. } => format!("{field} must be a real date, like fri or 8/6."),
            other => other.to_string(),
        }
    }
}

/// Reads the whole of `text` as a date, a time or a rule.
pub fn read(text: &str, cx: &Context<'_>) -> Result<When, PhraseError> {
    let words: Vec<&str> = text.split_whitespace().collect();
    match take(&words, cx)? {
        Some((when, taken)) if taken == words.len() => Ok(when),
        Some((_, taken)) => Err(PhraseError::Leftover {
            read: quoted(&words[..taken].join(" ")),
            text: quoted(&words[taken..].join(" ")),
        }),
        None if starts_like_a_distance(&words) => {
            Err(PhraseError::NotADistance { text: quoted(text) })
        }
        None => Err(PhraseError::Unreadable { text: quoted(text) }),
    }
}

/// Reads the longest start of `words` that is a date, a time or a rule, and says how many words it took.
///
/// `None` when the first word begins none of them. A date or clock time that does not exist is an error, also when
/// other words follow.
pub fn take(words: &[&str], cx: &Context<'_>) -> Result<Option<(When, usize)>, PhraseError> {
    let words: Vec<Word<'_>> = words
        .iter()
        .take(MOST_WORDS)
        .map(|raw| Word::new(raw))
        .collect();
    if let Some(found) = rule(&words)? {
        return Ok(Some(found));
    }
    if let Some((time, taken)) = clock(&words, Place::First)? {
        let (day, more) = read_day(&words[taken..], cx)?
            .filter(|(day, _)| day.takes_a_time())
            .unwrap_or((Day::today(cx), 0));
        return Ok(Some((When::At(day.at(Some(time), cx)), taken + more)));
    }
    let Some((day, taken)) = read_day(&words, cx)? else {
        return Ok(None);
    };
    let (time, more) = if day.takes_a_time() {
        time_after(&words[taken..])?
    } else {
        (None, 0)
    };
    Ok(Some((When::At(day.at(time, cx)), taken + more)))
}

/// No phrase is longer: `Friday the 5th of June 2026 at 5.30 pm`.
const MOST_WORDS: usize = 9;

const FIRST_YEAR: i16 = 1900;
const LAST_YEAR: i16 = 2199;

/// Days for which a date without a year still means the one just gone.
const JUST_GONE: i32 = 30;

/// A typed word and the form it is recognised by.
struct Word<'a> {
    raw: &'a str,
    key: String,
}

impl<'a> Word<'a> {
    fn new(raw: &'a str) -> Self {
        Self {
            raw,
            key: raw.trim_end_matches(',').to_lowercase(),
        }
    }
}

/// The key of the word at `at`, or nothing.
fn key<'w>(words: &'w [Word<'_>], at: usize) -> &'w str {
    words.get(at).map_or("", |word| &word.key)
}

fn raw(words: &[Word<'_>], taken: usize) -> String {
    let raw: Vec<&str> = words.iter().take(taken).map(|word| word.raw).collect();
    quoted(&raw.join(" "))
}

fn starts_like_a_distance(words: &[&str]) -> bool {
    let Some(word) = words.first().map(|word| word.to_lowercase()) else {
        return false;
    };
    match word.find(['+', '-']) {
        Some(0) => true,
        Some(at) => word[..at].parse::<super::when::MilestoneKey>().is_ok(),
        None => false,
    }
}

/// A day before its time is known, which `fri` needs on a Friday.
enum Day {
    /// The coming one, or so many weeks after it.
    Coming { weekday: Weekday, weeks: i64 },
    /// A date.
    On(Date),
    /// A date with its time already.
    Exactly(Moment),
}

impl Day {
    fn today(cx: &Context<'_>) -> Self {
        Self::On(cx.now.date())
    }

    fn takes_a_time(&self) -> bool {
        match self {
            Self::Coming { .. } | Self::On(_) => true,
            Self::Exactly(_) => false,
        }
    }

    fn at(&self, time: Option<Time>, cx: &Context<'_>) -> Moment {
        match *self {
            Self::Coming { weekday, weeks } => {
                let today = cx.now.date();
                let ahead = match weekday.since(today.weekday()) {
                    0 if time.is_some_and(|time| time > cx.now.time()) => 0,
                    0 => 7,
                    days => i64::from(days),
                };
                Moment {
                    date: plus_days(today, ahead + 7 * weeks),
                    time,
                }
            }
            Self::On(date) => Moment { date, time },
            Self::Exactly(moment) => moment,
        }
    }
}

/// `call+1wd 17:00`, `end-2wd`, `start fri 12:00`, `call +1wd`.
fn rule(words: &[Word<'_>]) -> Result<Option<(When, usize)>, PhraseError> {
    let Some(mut rule) = read_distance(key(words, 0)) else {
        return Ok(None);
    };
    let mut taken = 1;
    if let Some((offset, unit)) = read_offset(key(words, 1)).filter(|_| rule.offset == 0) {
        if offset.abs() > Rule::FURTHEST {
            return Err(PhraseError::NotADistance {
                text: raw(words, 2),
            });
        }
        rule = Rule::new(rule.anchor, offset, unit);
        taken += 1;
    }
    if let Some(weekday) = weekday_named(key(words, taken)) {
        rule.weekday = Some(weekday);
        taken += 1;
    }
    let (time, more) = time_after(&words[taken..])?;
    rule.time = time;
    Ok(Some((When::Rule(rule), taken + more)))
}

/// A day at the start of the words, and how many it took.
fn read_day(words: &[Word<'_>], cx: &Context<'_>) -> Result<Option<(Day, usize)>, PhraseError> {
    let today = cx.now.date();
    let day = match key(words, 0) {
        "today" | "tod" => Day::On(today),
        "tomorrow" | "tom" | "tmrw" => Day::On(plus_days(today, 1)),
        "yesterday" => Day::On(plus_days(today, -1)),
        "now" => Day::Exactly(to_the_minute(cx.now)),
        "next" | "this" => {
            let weeks = i64::from(key(words, 0) == "next");
            return Ok(
                weekday_named(key(words, 1)).map(|weekday| (Day::Coming { weekday, weeks }, 2))
            );
        }
        word => {
            if let Some(weekday) = weekday_named(word) {
                return weekday_with_date(weekday, words, cx).map(Some);
            }
            match read_offset(word) {
                Some(distance) => from_now(distance, cx),
                None => return date(words, cx),
            }
        }
    };
    Ok(Some((day, 1)))
}

fn from_now((offset, unit): (i32, Unit), cx: &Context<'_>) -> Day {
    let today = cx.now.date();
    match unit {
        Unit::WorkingDays => Day::On(cx.calendar.add_working(today, offset)),
        Unit::Days => Day::On(plus_days(today, i64::from(offset))),
        Unit::Weeks => Day::On(plus_days(today, 7 * i64::from(offset))),
        Unit::Hours => {
            let then = cx
                .now
                .saturating_add(SignedDuration::from_hours(i64::from(offset)));
            Day::Exactly(to_the_minute(then))
        }
    }
}

/// `fri`, or `fri 5 jun` if the two agree.
fn weekday_with_date(
    weekday: Weekday,
    words: &[Word<'_>],
    cx: &Context<'_>,
) -> Result<(Day, usize), PhraseError> {
    let alone = (Day::Coming { weekday, weeks: 0 }, 1);
    let skip = if key(words, 1) == "the" { 2 } else { 1 };
    let rest = words.get(skip..).unwrap_or_default();
    if is_a_dotted_time_only(key(rest, 0)) {
        return Ok(alone);
    }
    let Some((day, taken)) = date(rest, cx)? else {
        return Ok(alone);
    };
    let date = day.at(None, cx).date;
    if date.weekday() != weekday {
        return Err(PhraseError::WrongWeekday {
            text: raw(words, skip + taken),
            date,
            said: weekday,
        });
    }
    Ok((day, skip + taken))
}

/// A date with a day and a month in it.
fn date(words: &[Word<'_>], cx: &Context<'_>) -> Result<Option<(Day, usize)>, PhraseError> {
    if let Some(day) = date_in_one_word(words, cx)? {
        return Ok(Some((day, 1)));
    }
    let Some((day, month, mut taken)) = day_and_month(words) else {
        return Ok(None);
    };
    let year = year_word(key(words, taken), cx.now.year());
    taken += usize::from(year.is_some());
    let date = existing(&raw(words, taken), day, month, year, cx.now.date())?;
    Ok(Some((Day::On(date), taken)))
}

/// `8 jun`, `8th of June`, `June 8`: the day, the month and the words taken.
fn day_and_month(words: &[Word<'_>]) -> Option<(i16, i16, usize)> {
    if let Some(month) = month_named(key(words, 0)) {
        return Some((day_number(key(words, 1))?, month, 2));
    }
    let day = day_number(key(words, 0))?;
    let of = usize::from(key(words, 1) == "of");
    Some((day, month_named(key(words, 1 + of))?, 2 + of))
}

/// A year behind a day and a month. Two digits are a year only near this one, since `8 jun 12` is a time of day.
fn year_word(word: &str, this_year: i16) -> Option<i16> {
    let year = number(word)?;
    match word.len() {
        4 => (FIRST_YEAR..=LAST_YEAR).contains(&year).then_some(year),
        2 => {
            let year = 2000 + year;
            let near = (this_year.saturating_sub(5)..=this_year.saturating_add(20)).contains(&year);
            (near || year > 2023).then_some(year)
        }
        _ => None,
    }
}

/// `8/6`, `8/6/26`, `08.06.26`, `8-6-26`, `8-jun-26`, `2026-06-08`, `2026-06-08T12:00`.
fn date_in_one_word(words: &[Word<'_>], cx: &Context<'_>) -> Result<Option<Day>, PhraseError> {
    let (text, time) = split_iso_time(key(words, 0));
    let Some((day, month, year)) = parts(text) else {
        return Ok(None);
    };
    let date = existing(&raw(words, 1), day, month, year, cx.now.date())?;
    let Some(time) = time else {
        return Ok(Some(Day::On(date)));
    };
    let time = Word::new(
        time.get(..5)
            .filter(|_| time.ends_with(":00"))
            .unwrap_or(time),
    );
    let time = clock(std::slice::from_ref(&time), Place::First)?;
    Ok(time.map(|(time, _)| Day::Exactly(Moment::at(date, time))))
}

fn split_iso_time(word: &str) -> (&str, Option<&str>) {
    match word.split_once('t') {
        Some((date, time))
            if date.len() == 10 && time.starts_with(|c: char| c.is_ascii_digit()) =>
        {
            (date, Some(time))
        }
        _ => (word, None),
    }
}

/// The day, the month and the year if any of a date written with slashes, dots or dashes.
fn parts(text: &str) -> Option<(i16, i16, Option<i16>)> {
    let separator = text.chars().find(|c| matches!(c, '/' | '.' | '-'))?;
    let parts: Vec<&str> = text.split(separator).collect();
    match *parts.as_slice() {
        [year, month, day] if year.len() == 4 => {
            Some((short(day)?, short(month)?, Some(number(year)?)))
        }
        [day, month, year] => Some((short(day)?, month_number(month)?, Some(written_year(year)?))),
        [day, month] => Some((short(day)?, month_number(month)?, None)),
        _ => None,
    }
}

fn month_number(text: &str) -> Option<i16> {
    short(text).or_else(|| month_named(text))
}

fn written_year(text: &str) -> Option<i16> {
    match text.len() {
        2 => Some(2000 + number(text)?),
        4 => number(text),
        _ => None,
    }
}

/// `8`, `08`, `8th`
fn day_number(text: &str) -> Option<i16> {
    short(text.trim_end_matches(|c: char| c.is_ascii_alphabetic())).filter(|_| {
        let ending = text.trim_start_matches(|c: char| c.is_ascii_digit());
        matches!(ending, "" | "st" | "nd" | "rd" | "th")
    })
}

/// A number of one or two digits.
fn short(text: &str) -> Option<i16> {
    number(text).filter(|_| text.len() <= 2)
}

/// A number of one to four digits, without a sign.
fn number(text: &str) -> Option<i16> {
    let digits = (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| digits)
}

/// The date, if there is one; without a year the coming one, or the one just gone.
fn existing(
    text: &str,
    day: i16,
    month: i16,
    year: Option<i16>,
    today: Date,
) -> Result<Date, PhraseError> {
    let text = text.to_owned();
    if !(1..=12).contains(&month) {
        let fix = month_fix(&text, day, month);
        return Err(PhraseError::NoSuchMonth { text, month, fix });
    }
    // Both are of two digits at most.
    let (day, month) = (day as i8, month as i8);
    let year = year.unwrap_or_else(|| year_meant(day, month, today));
    if !(FIRST_YEAR..=LAST_YEAR).contains(&year) {
        return Err(PhraseError::NoSuchYear { text });
    }
    if let Ok(date) = Date::new(year, month, day) {
        return Ok(date);
    }
    let days = Date::new(year, month, 1).map_or(31, Date::days_in_month);
    Err(PhraseError::NoSuchDay {
        text,
        month,
        year,
        days,
    })
}

fn month_fix(text: &str, day: i16, month: i16) -> String {
    if is_a_dotted_time_only(text) {
        format!("For a time write {}.", text.replace('.', ":"))
    } else if (1..=12).contains(&day) && (13..=31).contains(&month) {
        format!("The day comes first, so write {month}/{day}.")
    } else {
        "Months run from 1 to 12.".to_owned()
    }
}

/// The year of the coming such day, or of the one just gone if that was within 30 days.
fn year_meant(day: i8, month: i8, today: Date) -> i16 {
    let in_year = |year: i16| {
        let first = Date::new(year, month, 1).unwrap_or(today);
        plus_days(first, i64::from(day.min(first.days_in_month()) - 1))
    };
    let this_year = today.year();
    let (gone, coming) = if in_year(this_year) < today {
        (this_year, this_year.saturating_add(1))
    } else {
        (this_year.saturating_sub(1), this_year)
    };
    if days_between(in_year(gone), today) <= JUST_GONE {
        gone
    } else {
        coming
    }
}

/// Where a time stands: alone or first it must look like one; behind a date `12` and `5.30` will do.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    First,
    AfterDate,
}

/// A time behind a date, with or without "at".
fn time_after(words: &[Word<'_>]) -> Result<(Option<Time>, usize), PhraseError> {
    let at = usize::from(key(words, 0) == "at");
    let time = clock(words.get(at..).unwrap_or_default(), Place::AfterDate)?;
    Ok(time.map_or((None, 0), |(time, taken)| (Some(time), at + taken)))
}

/// A clock time at the start of the words, and how many it took.
fn clock(words: &[Word<'_>], place: Place) -> Result<Option<(Time, usize)>, PhraseError> {
    let word = key(words, 0);
    match word {
        "midday" | "noon" => return Ok(Some((Time::constant(12, 0, 0, 0), 1))),
        "eod" => return Ok(Some((Time::constant(17, 0, 0, 0), 1))),
        _ => {}
    }
    let (digits, half, taken) = with_half(word, key(words, 1));
    let Some((hour, minute)) = hour_and_minute(digits) else {
        return if looks_like_a_clock(digits) {
            Err(no_such_time(words, taken, TWO_DIGITS))
        } else {
            Ok(None)
        };
    };
    let clearly = half.is_some() || digits.contains(':');
    if !clearly && place == Place::First {
        return Ok(None);
    }
    match time(hour, minute, half) {
        Ok(time) => Ok(Some((time, taken))),
        Err(reason) if clearly => Err(no_such_time(words, taken, reason)),
        Err(_) => Ok(None),
    }
}

const TWO_DIGITS: &str = "write hours and minutes, like 9:05 or 17:30.";

fn no_such_time(words: &[Word<'_>], taken: usize, reason: &'static str) -> PhraseError {
    PhraseError::NoSuchTime {
        text: raw(words, taken),
        reason,
    }
}

/// The half of the day that a 12-hour time is in.
#[derive(Clone, Copy)]
enum Half {
    Am,
    Pm,
}

/// Splits `9am` and `9 am`: the digits, the half of the day, the words taken.
fn with_half<'w>(word: &'w str, next: &str) -> (&'w str, Option<Half>, usize) {
    for (ending, half) in [("am", Half::Am), ("pm", Half::Pm)] {
        if let Some(digits) = word
            .strip_suffix(ending)
            .filter(|digits| digits.ends_with(|c: char| c.is_ascii_digit()))
        {
            return (digits, Some(half), 1);
        }
        if next == ending && hour_and_minute(word).is_some() {
            return (word, Some(half), 2);
        }
    }
    (word, None, 1)
}

/// `12`, `12:00`, `5.30`, each of one or two digits and the minutes of two.
fn hour_and_minute(text: &str) -> Option<(i16, i16)> {
    match text.split_once([':', '.']) {
        Some((hour, minute)) if minute.len() == 2 => Some((short(hour)?, short(minute)?)),
        Some(_) => None,
        None => Some((short(text)?, 0)),
    }
}

fn looks_like_a_clock(text: &str) -> bool {
    let clockish = |c: char| c.is_ascii_digit() || c == ':';
    text.starts_with(|c: char| c.is_ascii_digit())
        && text.contains(':')
        && text.chars().all(clockish)
}

/// `9.30` cannot be a date, having no such month, and can be a time.
fn is_a_dotted_time_only(text: &str) -> bool {
    text.contains('.')
        && hour_and_minute(text)
            .is_some_and(|(hour, minute)| hour < 24 && (13..60).contains(&minute))
}

fn time(hour: i16, minute: i16, half: Option<Half>) -> Result<Time, &'static str> {
    let hour = match half {
        Some(_) if !(1..=12).contains(&hour) => return Err("am and pm go with 1 to 12."),
        Some(Half::Am) => hour % 12,
        Some(Half::Pm) => hour % 12 + 12,
        None if hour > 23 => return Err("hours run from 0 to 23."),
        None => hour,
    };
    Time::new(hour as i8, minute as i8, 0, 0).or(Err("minutes run from 0 to 59."))
}

/// 1 to 12 for `jun`, `june`, and `sept`.
pub fn month_named(text: &str) -> Option<i16> {
    if text == "sept" {
        return Some(9);
    }
    let is_named =
        |month: &&str| text.eq_ignore_ascii_case(month) || text.eq_ignore_ascii_case(&month[..3]);
    let at = MONTHS.iter().position(is_named)?;
    Some(at as i16 + 1)
}

fn weekday_named(text: &str) -> Option<Weekday> {
    match text {
        "mon" | "monday" => Some(Weekday::Monday),
        "tue" | "tues" | "tuesday" => Some(Weekday::Tuesday),
        "wed" | "weds" | "wednesday" => Some(Weekday::Wednesday),
        "thu" | "thur" | "thurs" | "thursday" => Some(Weekday::Thursday),
        "fri" | "friday" => Some(Weekday::Friday),
        "sat" | "saturday" => Some(Weekday::Saturday),
        "sun" | "sunday" => Some(Weekday::Sunday),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, datetime, time};
    use proptest::prelude::*;

    use super::super::calendar::england_holidays;
    use super::*;

    fn england() -> Calendar {
        Calendar::new(england_holidays(), [])
    }

    /// What the phrase reads as, in the file's spelling, or the message.
    fn read_at(now: DateTime, phrase: &str) -> String {
        let calendar = england();
        match read(
            phrase,
            &Context {
                now,
                calendar: &calendar,
            },
        ) {
            Ok(when) => when.to_string(),
            Err(error) => error.to_string(),
        }
    }

    /// Wednesday 3 June 2026, 09:41.
    const WEDNESDAY: DateTime = DateTime::constant(2026, 6, 3, 9, 41, 20, 0);

    fn reads(table: &[(&str, &str)]) {
        for (phrase, expected) in table {
            assert_eq!(read_at(WEDNESDAY, phrase), *expected, "{phrase:?}");
        }
    }

    fn taken(line: &str) -> Result<Option<(String, usize)>, String> {
        let words: Vec<&str> = line.split_whitespace().collect();
        let calendar = england();
        match take(
            &words,
            &Context {
                now: WEDNESDAY,
                calendar: &calendar,
            },
        ) {
            Ok(found) => Ok(found.map(|(when, taken)| (when.to_string(), taken))),
            Err(error) => Err(error.to_string()),
        }
    }

    #[test]
    fn days_by_name() {
        reads(&[
            ("today", "2026-06-03"),
            ("tod", "2026-06-03"),
            ("Today", "2026-06-03"),
            ("tomorrow", "2026-06-04"),
            ("tom", "2026-06-04"),
            ("yesterday", "2026-06-02"),
            ("thu", "2026-06-04"),
            ("fri", "2026-06-05"),
            ("Fri", "2026-06-05"),
            ("friday", "2026-06-05"),
            ("this fri", "2026-06-05"),
            ("sat", "2026-06-06"),
            ("sunday", "2026-06-07"),
            ("mon", "2026-06-08"),
            ("tues", "2026-06-09"),
            ("weds", "2026-06-10"),
            ("thurs", "2026-06-04"),
            ("next fri", "2026-06-12"),
            ("next friday", "2026-06-12"),
            ("next mon", "2026-06-15"),
            ("next mon 10:00", "2026-06-15T10:00"),
        ]);
    }

    #[test]
    fn todays_name_means_today_only_with_a_time_still_ahead() {
        reads(&[
            ("wed", "2026-06-10"),
            ("wed 12:00", "2026-06-03T12:00"),
            ("wed 9:00", "2026-06-10T09:00"),
            ("next wed", "2026-06-17"),
            ("next wed 12:00", "2026-06-10T12:00"),
        ]);
        assert_eq!(
            read_at(datetime(2026, 6, 3, 12, 0, 0, 0), "wed 12:00"),
            "2026-06-10T12:00"
        );
    }

    #[test]
    fn dates_with_the_day_first() {
        reads(&[
            ("8/6", "2026-06-08"),
            ("08/06", "2026-06-08"),
            ("8/6/26", "2026-06-08"),
            ("08/06/2026", "2026-06-08"),
            ("8.6", "2026-06-08"),
            ("08.06.26", "2026-06-08"),
            ("8-6", "2026-06-08"),
            ("8-6-26", "2026-06-08"),
            ("8-jun-26", "2026-06-08"),
            ("08-Jun-2026", "2026-06-08"),
            ("8/june", "2026-06-08"),
            ("2026-06-08", "2026-06-08"),
            ("2026/06/08", "2026-06-08"),
            ("2026-06-08T12:00", "2026-06-08T12:00"),
            ("2026-06-08t12:00:00", "2026-06-08T12:00"),
            ("2026-06-08 12:00", "2026-06-08T12:00"),
            ("8 jun", "2026-06-08"),
            ("8 jun 26", "2026-06-08"),
            ("8 JUNE 2026", "2026-06-08"),
            ("8th June", "2026-06-08"),
            ("8th of June", "2026-06-08"),
            ("1st july", "2026-07-01"),
            ("22nd june", "2026-06-22"),
            ("3rd sept", "2026-09-03"),
            ("June 8", "2026-06-08"),
            ("June 8th, 2026", "2026-06-08"),
            ("jun 8 27", "2027-06-08"),
            ("29 feb 2028", "2028-02-29"),
            ("8/6/2019", "2019-06-08"),
        ]);
    }

    #[test]
    fn without_a_year_it_is_the_coming_one_or_the_one_just_gone() {
        reads(&[
            ("3/6", "2026-06-03"),
            ("2/6", "2026-06-02"),
            ("4/5", "2026-05-04"),
            ("3/5", "2027-05-03"),
            ("31 dec", "2026-12-31"),
            ("1 jan", "2027-01-01"),
        ]);
        let new_year = datetime(2027, 1, 5, 9, 0, 0, 0);
        assert_eq!(read_at(new_year, "20/12"), "2026-12-20");
        assert_eq!(read_at(new_year, "1/12"), "2027-12-01");
        assert_eq!(
            read_at(new_year, "29/2"),
            "29/2 is not a date: February 2027 has 28 days."
        );
    }

    #[test]
    fn distances_from_now() {
        reads(&[
            ("+3d", "2026-06-06"),
            ("+3wd", "2026-06-08"),
            ("-3wd", "2026-05-29"),
            ("+2w", "2026-06-17"),
            ("-1d", "2026-06-02"),
            ("+0d", "2026-06-03"),
            ("+2h", "2026-06-03T11:41"),
            ("-10h", "2026-06-02T23:41"),
            ("+3WD 12:00", "2026-06-08T12:00"),
            ("now", "2026-06-03T09:41"),
        ]);
    }

    #[test]
    fn distances_from_milestones() {
        reads(&[
            ("call", "call"),
            ("Call+1wd 17:00", "call+1wd 17:00"),
            ("call +1wd 5pm", "call+1wd 17:00"),
            ("end-2wd", "end-2wd"),
            ("start fri 12:00", "start fri 12:00"),
            ("start friday midday", "start fri 12:00"),
            ("start+1w fri", "start+1w fri"),
            ("call+2h", "call+2h"),
            ("publication+70wd eod", "publication+70wd 17:00"),
            ("end 12", "end 12:00"),
            ("call+0wd", "call"),
        ]);
    }

    #[test]
    fn times_behind_a_day() {
        reads(&[
            ("fri 12", "2026-06-05T12:00"),
            ("fri 9", "2026-06-05T09:00"),
            ("fri 12:00", "2026-06-05T12:00"),
            ("fri 9:05", "2026-06-05T09:05"),
            ("fri 9am", "2026-06-05T09:00"),
            ("fri 9 am", "2026-06-05T09:00"),
            ("fri 12am", "2026-06-05T00:00"),
            ("fri 12pm", "2026-06-05T12:00"),
            ("fri 5.30pm", "2026-06-05T17:30"),
            ("fri 5:30 PM", "2026-06-05T17:30"),
            ("fri 9.30", "2026-06-05T09:30"),
            ("tomorrow 5.10", "2026-06-04T05:10"),
            ("fri at 12:00", "2026-06-05T12:00"),
            ("fri at 12", "2026-06-05T12:00"),
            ("fri midday", "2026-06-05T12:00"),
            ("fri noon", "2026-06-05T12:00"),
            ("fri eod", "2026-06-05T17:00"),
            ("fri, 12:00", "2026-06-05T12:00"),
            ("tomorrow 12:00", "2026-06-04T12:00"),
            ("8/6 12", "2026-06-08T12:00"),
            ("8 jun 12", "2026-06-08T12:00"),
            ("8 jun 26 12", "2026-06-08T12:00"),
            ("8 jun 17:30", "2026-06-08T17:30"),
            ("June 8 12:00", "2026-06-08T12:00"),
            ("23/6 23:59", "2026-06-23T23:59"),
        ]);
    }

    #[test]
    fn a_time_alone_is_today_and_may_come_first() {
        reads(&[
            ("12:00", "2026-06-03T12:00"),
            ("9am", "2026-06-03T09:00"),
            ("5.30pm", "2026-06-03T17:30"),
            ("9 am", "2026-06-03T09:00"),
            ("midday", "2026-06-03T12:00"),
            ("eod", "2026-06-03T17:00"),
            ("12:00 fri", "2026-06-05T12:00"),
            ("5pm 8 jun", "2026-06-08T17:00"),
            ("midday tomorrow", "2026-06-04T12:00"),
        ]);
    }

    #[test]
    fn a_weekday_beside_a_date_must_agree() {
        reads(&[
            ("fri 5 jun", "2026-06-05"),
            ("Fri 5 Jun 2026 12:00", "2026-06-05T12:00"),
            ("Friday 5 June 2026, 12:00", "2026-06-05T12:00"),
            ("friday the 5th of june 2026 at 5.30 pm", "2026-06-05T17:30"),
            ("fri 5/6", "2026-06-05"),
            ("fri 5/6/26 9am", "2026-06-05T09:00"),
            (
                "mon 5 jun",
                "mon 5 jun cannot be: 5 June 2026 is a Friday, not a Monday. Leave one of them out.",
            ),
            (
                "thu 8/6/26",
                "thu 8/6/26 cannot be: 8 June 2026 is a Monday, not a Thursday. Leave one of them out.",
            ),
        ]);
    }

    #[test]
    fn what_cannot_be_is_refused_with_its_reason() {
        reads(&[
            ("31/02", "31/02 is not a date: February 2027 has 28 days."),
            ("31/6", "31/6 is not a date: June 2026 has 30 days."),
            ("0/6", "0/6 is not a date: June 2026 has 30 days."),
            ("31 Feb", "31 Feb is not a date: February 2027 has 28 days."),
            (
                "29/2/2027",
                "29/2/2027 is not a date: February 2027 has 28 days.",
            ),
            (
                "2026-02-30",
                "2026-02-30 is not a date: February 2026 has 28 days.",
            ),
            (
                "6/13",
                "6/13 is not a date: there is no month 13. The day comes first, so write 13/6.",
            ),
            (
                "13/13",
                "13/13 is not a date: there is no month 13. Months run from 1 to 12.",
            ),
            (
                "8/0",
                "8/0 is not a date: there is no month 0. Months run from 1 to 12.",
            ),
            (
                "5.30",
                "5.30 is not a date: there is no month 30. For a time write 5:30.",
            ),
            (
                "8/6/3026",
                "8/6/3026 is not a date to plan for: the year must be 1900 to 2199.",
            ),
            ("fri 25:00", "25:00 is not a time: hours run from 0 to 23."),
            ("25:00", "25:00 is not a time: hours run from 0 to 23."),
            ("24:00", "24:00 is not a time: hours run from 0 to 23."),
            (
                "fri 12:75",
                "12:75 is not a time: minutes run from 0 to 59.",
            ),
            (
                "fri 12:5",
                "12:5 is not a time: write hours and minutes, like 9:05 or 17:30.",
            ),
            (
                "fri 12:00:99",
                "12:00:99 is not a time: write hours and minutes, like 9:05 or 17:30.",
            ),
            ("fri 13pm", "13pm is not a time: am and pm go with 1 to 12."),
            ("fri 0 am", "0 am is not a time: am and pm go with 1 to 12."),
            (
                "2026-06-08T25:00",
                "25:00 is not a time: hours run from 0 to 23.",
            ),
            ("call 25:00", "25:00 is not a time: hours run from 0 to 23."),
            (
                "fri lunch",
                "lunch is not a time. After fri, write one like 12:00, 9am or 5.30pm.",
            ),
            (
                "fri 30",
                "30 is not a time. After fri, write one like 12:00, 9am or 5.30pm.",
            ),
            (
                "fri 12:00 sharp",
                "sharp is not a time. After fri 12:00, write one like 12:00, 9am or 5.30pm.",
            ),
            ("", "Due must be a real date, like fri or 8/6."),
            ("soon", "Due must be a real date, like fri or 8/6."),
            ("ASAP", "Due must be a real date, like fri or 8/6."),
            ("8", "Due must be a real date, like fri or 8/6."),
            ("12", "Due must be a real date, like fri or 8/6."),
            ("june", "Due must be a real date, like fri or 8/6."),
            ("june 2026", "Due must be a real date, like fri or 8/6."),
            ("next", "Due must be a real date, like fri or 8/6."),
            ("next year", "Due must be a real date, like fri or 8/6."),
            ("8/6/026", "Due must be a real date, like fri or 8/6."),
            ("１/６", "Due must be a real date, like fri or 8/6."),
            (
                "+3x",
                "+3x is not a deadline. Write it like +3d, +2w, call+1wd 17:00 or start fri 12:00.",
            ),
            (
                "call+1",
                "call+1 is not a deadline. Write it like +3d, +2w, call+1wd 17:00 or start fri 12:00.",
            ),
            (
                "call +1000wd",
                "call +1000wd is not a deadline. Write it like +3d, +2w, call+1wd 17:00 or start fri 12:00.",
            ),
        ]);
    }

    #[test]
    fn another_field_has_its_own_message() {
        let unreadable = PhraseError::Unreadable {
            text: "soon".to_owned(),
        };
        assert_eq!(
            unreadable.about("On site"),
            "On site must be a real date, like fri or 8/6."
        );
    }

    #[test]
    fn a_refusal_quotes_nothing_a_terminal_could_act_on() {
        let message = read_at(WEDNESDAY, "fri \u{1B}[31m\u{202E}");
        assert!(
            message.starts_with("<1B>[31m<202E> is not a time."),
            "{message}"
        );
    }

    #[test]
    fn capture_takes_as_many_words_as_read() {
        let table = [
            ("fri 12:00 rest of title", "2026-06-05T12:00", 2),
            ("fri rest of title", "2026-06-05", 1),
            ("fri 30 cases", "2026-06-05", 1),
            ("fri at the school", "2026-06-05", 1),
            ("next fri 9am call Bob", "2026-06-12T09:00", 3),
            ("8 jun 26 eod call Bob", "2026-06-08T17:00", 4),
            ("8 jun call Bob", "2026-06-08", 2),
            ("fri 5 jun 12:00 p:field", "2026-06-05T12:00", 4),
            ("call+1wd 17:00 send list", "call+1wd 17:00", 2),
            ("+3wd then", "2026-06-08", 1),
            ("2026-06-08T12:00 9am", "2026-06-08T12:00", 1),
            ("12:00 call Bob", "2026-06-03T12:00", 1),
            ("12:00 +2h", "2026-06-03T12:00", 1),
        ];
        for (line, when, words) in table {
            assert_eq!(taken(line), Ok(Some((when.to_owned(), words))), "{line}");
        }
        for line in ["", "soon fri", "the 5 jun", "12 cases", "may need help"] {
            assert_eq!(taken(line), Ok(None), "{line}");
        }
        assert_eq!(
            taken("fri 25:00 rest"),
            Err("25:00 is not a time: hours run from 0 to 23.".to_owned())
        );
        assert_eq!(
            taken("31/02 rest"),
            Err("31/02 is not a date: February 2027 has 28 days.".to_owned())
        );
        assert_eq!(
            taken("tomorrow 31:02"),
            Err("31:02 is not a time: hours run from 0 to 23.".to_owned())
        );
    }

    fn any_now() -> impl Strategy<Value = DateTime> {
        let day = prop_oneof![
            4 => (-10_000_i64..40_000).prop_map(|days| plus_days(date(2026, 1, 1), days)),
            1 => prop::sample::select(vec![Date::MIN, Date::MAX, date(-1, 2, 28), date(2028, 2, 29)]),
        ];
        (day, 0_i8..24, 0_i8..60).prop_map(|(date, hour, minute)| date.at(hour, minute, 17, 0))
    }

    fn any_phrase() -> impl Strategy<Value = String> {
        let piece = prop::sample::select(vec![
            "fri", "next", "this", "8", "31", "99", "/", ".", "-", "+", ":", " ", " ", "t", "jun",
            "february", "26", "2026", "9999", "00", "am", "pm", "eod", "at", "call", "end", "wd",
            "h", "w", "d", "th", "of", ",", "é", "\u{1B}", "İ",
        ]);
        prop_oneof![
            any::<String>(),
            prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
        ]
    }

    proptest! {
        #[test]
        fn nothing_typed_upsets_the_reader(phrase in any_phrase(), now in any_now()) {
            let shown = read_at(now, &phrase);
            prop_assert!(!shown.is_empty());
            prop_assert!(!shown.contains(char::is_control));
        }

        #[test]
        fn what_is_read_whole_is_taken_whole(phrase in any_phrase()) {
            let calendar = england();
            let cx = Context { now: WEDNESDAY, calendar: &calendar };
            let words: Vec<&str> = phrase.split_whitespace().collect();
            if let Ok(when) = read(&phrase, &cx) {
                prop_assert_eq!(take(&words, &cx), Ok(Some((when, words.len()))));
            }
        }

        #[test]
        fn a_shown_moment_reads_as_itself(
            days in -40_000_i64..60_000, clock in prop::option::of((0_i8..24, 0_i8..60)), now in any_now(),
        ) {
            let due = Moment {
                date: plus_days(date(2026, 1, 1), days),
                time: clock.map(|(hour, minute)| time(hour, minute, 0, 0)),
            };
            prop_assert_eq!(read_at(now, &moment(due)), due.to_string());
            prop_assert_eq!(read_at(now, &moment_long(due)), due.to_string());
            prop_assert_eq!(read_at(now, &due.to_string()), due.to_string());
        }

        #[test]
        fn late_is_what_the_words_say(days in -90_i64..90, clock in prop::option::of((0_i8..24, 0_i8..60)), now in any_now()) {
            let due = Moment {
                date: plus_days(now.date(), days),
                time: clock.map(|(hour, minute)| time(hour, minute, 0, 0)),
            };
            prop_assert_eq!(gap(due, now).ends_with("late"), is_late(due, now));
            prop_assert_eq!(gap_short(due, now).ends_with("late"), is_late(due, now));
        }
    }
}
