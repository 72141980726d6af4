//! When things fall: the milestones, the rules that hang a date from one, and the moments that come out.
//!
//! Everything here has one canonical spelling, which the file stores and the tests hold it to. Words such as "next fri"
//! are `phrase`'s business; which milestone stands on which date is the plan's.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use jiff::SignedDuration;
use jiff::civil::{Date, DateTime, Time, Weekday};
use serde::de::{Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};

use super::calendar::{Calendar, plus_days};
use super::text::quoted;

/// Why a text is not a milestone, a rule or a moment. Texts are quoted after passing the text gate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WhenError {
    /// Not one of the eight names.
    #[error("there is no milestone {0:?}: it is one of {names}", names = names())]
    Milestone(String),
    /// Not a rule in its spelling.
    #[error("{0:?} is not a rule such as call+1wd, end-2wd or start fri 12:00")]
    Rule(String),
    /// Not a date in its spelling, or one that does not exist.
    #[error("{0:?} is not a date such as 2026-06-08 or 2026-06-08T12:00")]
    Moment(String),
}

fn names() -> String {
    MilestoneKey::ALL.map(MilestoneKey::as_str).join(", ")
}

/// The named moments that other dates hang from, in the order in which they come.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum MilestoneKey {
    /// Ofsted rings.
    Call,
    /// The first day on site.
    Start,
    /// The last day on site.
    End,
    /// The draft report arrives.
    Draft,
    /// The council's comments on the draft are due.
    Comments,
    /// The final copy arrives.
    Final,
    /// The report is published.
    Publication,
    /// The improvement plan is due.
    Plan,
}

impl MilestoneKey {
    /// All of them, in order.
    pub const ALL: [Self; 8] = [
        Self::Call,
        Self::Start,
        Self::End,
        Self::Draft,
        Self::Comments,
        Self::Final,
        Self::Publication,
        Self::Plan,
    ];

    /// The name as it is typed and stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Call => "call",
            Self::Start => "start",
            Self::End => "end",
            Self::Draft => "draft",
            Self::Comments => "comments",
            Self::Final => "final",
            Self::Publication => "publication",
            Self::Plan => "plan",
        }
    }

    /// The name as it is shown.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Call => "Call",
            Self::Start => "On site starts",
            Self::End => "On site ends",
            Self::Draft => "Draft report",
            Self::Comments => "Comments on the draft",
            Self::Final => "Final copy",
            Self::Publication => "Publication",
            Self::Plan => "Improvement plan",
        }
    }
}

impl fmt::Display for MilestoneKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for MilestoneKey {
    type Err = WhenError;

    fn from_str(raw: &str) -> Result<Self, WhenError> {
        let key = Self::ALL.into_iter().find(|key| key.as_str() == raw);
        key.ok_or_else(|| WhenError::Milestone(quoted(raw)))
    }
}

/// What a rule's offset is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// `wd`
    WorkingDays,
    /// `d`
    Days,
    /// `w`
    Weeks,
    /// `h`
    Hours,
}

impl Unit {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::WorkingDays, Self::Days, Self::Weeks, Self::Hours];

    /// How it is written behind a number.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::WorkingDays => "wd",
            Self::Days => "d",
            Self::Weeks => "w",
            Self::Hours => "h",
        }
    }

    /// The unit written so; `None` for anything else.
    pub fn from_suffix(raw: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.as_str() == raw)
    }
}

/// A deadline or milestone as a distance from a milestone, written `anchor[+-N(wd|d|w|h)][ mon..sun][ HH:MM]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rule {
    /// What it is counted from.
    pub anchor: MilestoneKey,
    /// How far, -999 to 999; 0 is the anchor itself, whatever the unit.
    pub offset: i32,
    /// What the offset counts.
    pub unit: Unit,
    /// That day, or the next such day after the offset.
    pub weekday: Option<Weekday>,
    /// The time of day, to the minute; `None` is the end of the day, or with hours the time they lead to.
    pub time: Option<Time>,
}

/// What happens to a result that is not a working day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Roll {
    /// The working day before: for every deadline.
    Back,
    /// The working day after: only for a proposed first day on site.
    Forward,
}

impl Rule {
    /// The greatest offset either way.
    pub const FURTHEST: i32 = 999;

    /// The day of the milestone itself, without a time.
    pub const fn at(anchor: MilestoneKey) -> Self {
        Self {
            anchor,
            offset: 0,
            unit: Unit::WorkingDays,
            weekday: None,
            time: None,
        }
    }

    /// A distance from a milestone, brought within 999 either way.
    pub fn new(anchor: MilestoneKey, offset: i32, unit: Unit) -> Self {
        let offset = offset.clamp(-Self::FURTHEST, Self::FURTHEST);
        let unit = if offset == 0 { Unit::WorkingDays } else { unit };
        Self {
            offset,
            unit,
            ..Self::at(anchor)
        }
    }

    /// The moment this rule gives when its milestone stands at `anchor`.
    ///
    /// An offset of 0 without a weekday keeps the anchor's day even when nobody works on it; any other result that is
    /// not a working day rolls. What is due on the day of the call but earlier than the call is due one hour after it.
    pub fn resolve(&self, anchor: Moment, calendar: &Calendar, roll: Roll) -> Moment {
        let (day, clock) = self.offset_from(anchor, calendar);
        let date = match self.weekday {
            Some(weekday) => plus_days(day, i64::from(weekday.since(day.weekday()))),
            None => day,
        };
        if self.is_the_day_itself() {
            return Moment {
                date,
                time: self.time_on_the_day(anchor),
            };
        }
        let date = match roll {
            Roll::Back => calendar.back_to_working(date),
            Roll::Forward => calendar.forward_to_working(date),
        };
        Moment {
            date,
            time: self.time.or(clock),
        }
    }

    fn offset_from(&self, anchor: Moment, calendar: &Calendar) -> (Date, Option<Time>) {
        if self.offset == 0 {
            return (anchor.date, None);
        }
        let days = i64::from(self.offset);
        match self.unit {
            Unit::WorkingDays => (calendar.add_working(anchor.date, self.offset), None),
            Unit::Days => (plus_days(anchor.date, days), None),
            Unit::Weeks => (plus_days(anchor.date, days * 7), None),
            Unit::Hours => {
                let from = anchor.date.to_datetime(anchor.time.unwrap_or(Time::MIN));
                let to = from.saturating_add(SignedDuration::from_hours(days));
                (to.date(), Some(to.time()))
            }
        }
    }

    fn is_the_day_itself(&self) -> bool {
        self.offset == 0 && self.weekday.is_none()
    }

    fn time_on_the_day(&self, anchor: Moment) -> Option<Time> {
        match (self.anchor, self.time, anchor.time) {
            (MilestoneKey::Call, Some(due), Some(call)) if due < call => Some(an_hour_after(call)),
            _ => self.time,
        }
    }
}

fn an_hour_after(time: Time) -> Time {
    let last = Time::constant(23, 59, 0, 0);
    time.checked_add(SignedDuration::from_hours(1))
        .map_or(last, |later| later.min(last))
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.anchor.as_str())?;
        if self.offset != 0 {
            write!(f, "{:+}{}", self.offset, self.unit.as_str())?;
        }
        if let Some(weekday) = self.weekday {
            write!(f, " {}", weekday_key(weekday))?;
        }
        if let Some(time) = self.time {
            write!(f, " {:02}:{:02}", time.hour(), time.minute())?;
        }
        Ok(())
    }
}

impl FromStr for Rule {
    type Err = WhenError;

    fn from_str(raw: &str) -> Result<Self, WhenError> {
        read_rule(raw).ok_or_else(|| WhenError::Rule(quoted(raw)))
    }
}

fn read_rule(raw: &str) -> Option<Rule> {
    let mut words = raw.split_whitespace().peekable();
    let mut rule = read_distance(words.next()?)?;
    if let Some(weekday) = words.peek().and_then(|word| weekday_from_key(word)) {
        rule.weekday = Some(weekday);
        words.next();
    }
    if let Some(word) = words.next() {
        rule.time = Some(read_clock(word.as_bytes())?);
    }
    words.next().is_none().then_some(rule)
}

/// Reads `anchor` or `anchor+-N(wd|d|w|h)`.
pub(crate) fn read_distance(word: &str) -> Option<Rule> {
    let Some(at) = word.find(['+', '-']) else {
        return word.parse().ok().map(Rule::at);
    };
    let anchor = word[..at].parse().ok()?;
    let (offset, unit) = read_offset(&word[at..])?;
    (offset.abs() <= Rule::FURTHEST).then(|| Rule::new(anchor, offset, unit))
}

/// Reads `+-N(wd|d|w|h)` of at most four digits.
pub(crate) fn read_offset(word: &str) -> Option<(i32, Unit)> {
    let digits = word.strip_prefix(['+', '-'])?;
    let end = digits.find(|c: char| !c.is_ascii_digit())?;
    if !(1..=4).contains(&end) {
        return None;
    }
    let offset: i32 = digits[..end].parse().ok()?;
    let unit = Unit::from_suffix(&digits[end..])?;
    Some((
        if word.starts_with('-') {
            -offset
        } else {
            offset
        },
        unit,
    ))
}

/// The three letters a weekday is written with in a rule.
pub const fn weekday_key(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Monday => "mon",
        Weekday::Tuesday => "tue",
        Weekday::Wednesday => "wed",
        Weekday::Thursday => "thu",
        Weekday::Friday => "fri",
        Weekday::Saturday => "sat",
        Weekday::Sunday => "sun",
    }
}

fn weekday_from_key(raw: &str) -> Option<Weekday> {
    Weekday::Monday
        .cycle_forward()
        .take(7)
        .find(|weekday| weekday_key(*weekday) == raw)
}

/// A day, or a minute of a day. Without a time it stands for the end of the day, and sorts so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Moment {
    /// The day, in England.
    pub date: Date,
    /// The time in England, to the minute; `None` is some time that day.
    pub time: Option<Time>,
}

impl Moment {
    /// The whole of a day.
    pub const fn day(date: Date) -> Self {
        Self { date, time: None }
    }

    /// A minute of a day.
    pub const fn at(date: Date, time: Time) -> Self {
        Self {
            date,
            time: Some(time),
        }
    }
}

impl Ord for Moment {
    fn cmp(&self, other: &Self) -> Ordering {
        self.date
            .cmp(&other.date)
            .then_with(|| match (self.time, other.time) {
                (Some(time), Some(other)) => time.cmp(&other),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (None, None) => Ordering::Equal,
            })
    }
}

impl PartialOrd for Moment {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl From<DateTime> for Moment {
    fn from(at: DateTime) -> Self {
        Self::at(at.date(), at.time())
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:04}-{:02}-{:02}",
            self.date.year(),
            self.date.month(),
            self.date.day()
        )?;
        match self.time {
            Some(time) => write!(f, "T{:02}:{:02}", time.hour(), time.minute()),
            None => Ok(()),
        }
    }
}

impl FromStr for Moment {
    type Err = WhenError;

    fn from_str(raw: &str) -> Result<Self, WhenError> {
        read_moment(raw.as_bytes()).ok_or_else(|| WhenError::Moment(quoted(raw)))
    }
}

fn read_moment(raw: &[u8]) -> Option<Moment> {
    let (day, clock) = raw.split_at_checked(10)?;
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *day else {
        return None;
    };
    let year = i16::from(pair(y1, y2)?) * 100 + i16::from(pair(y3, y4)?);
    let date = Date::new(year, pair(m1, m2)?, pair(d1, d2)?).ok()?;
    match clock {
        [] => Some(Moment::day(date)),
        [b'T', clock @ ..] => Some(Moment::at(date, read_clock(clock)?)),
        _ => None,
    }
}

/// Reads `HH:MM`.
fn read_clock(raw: &[u8]) -> Option<Time> {
    let [h1, h2, b':', m1, m2] = *raw else {
        return None;
    };
    Time::new(pair(h1, h2)?, pair(m1, m2)?, 0, 0).ok()
}

fn pair(tens: u8, ones: u8) -> Option<i8> {
    let digit = |byte: u8| byte.is_ascii_digit().then(|| (byte - b'0') as i8);
    Some(digit(tens)? * 10 + digit(ones)?)
}

/// A deadline or milestone: a date somebody typed, or a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum When {
    /// Fixed, whatever the milestones do.
    At(Moment),
    /// Moves with its milestone.
    Rule(Rule),
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::At(moment) => moment.fmt(f),
            Self::Rule(rule) => rule.fmt(f),
        }
    }
}

impl FromStr for When {
    type Err = WhenError;

    fn from_str(raw: &str) -> Result<Self, WhenError> {
        if raw.starts_with(|c: char| c.is_ascii_digit()) {
            raw.parse().map(Self::At)
        } else {
            raw.parse().map(Self::Rule)
        }
    }
}

/// Stores the types below as the text they are shown as.
macro_rules! as_text {
    ($($name:ident: $expected:literal;)*) => {$(
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Door;

                impl Visitor<'_> for Door {
                    type Value = $name;

                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str($expected)
                    }

                    fn visit_str<E: serde::de::Error>(self, raw: &str) -> Result<$name, E> {
                        raw.parse().map_err(E::custom)
                    }
                }

                deserializer.deserialize_str(Door)
            }
        }
    )*};
}

as_text! {
    Moment: "a date, like 2026-06-08 or 2026-06-08T12:00";
    Rule: "a rule, like call+1wd 17:00";
    When: "a date or a rule";
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};
    use proptest::prelude::*;

    use super::super::calendar::england_holidays;
    use super::*;

    fn england() -> Calendar {
        Calendar::new(england_holidays(), [])
    }

    fn rule(raw: &str) -> Rule {
        raw.parse().unwrap()
    }

    fn moment(raw: &str) -> Moment {
        raw.parse().unwrap()
    }

    fn resolved(written: &str, anchor: &str) -> String {
        rule(written)
            .resolve(moment(anchor), &england(), Roll::Back)
            .to_string()
    }

    fn any_rule() -> impl Strategy<Value = Rule> {
        let weekday = prop::option::of(
            (0_i8..7).prop_map(|day| Weekday::from_monday_zero_offset(day).unwrap()),
        );
        let clock = prop::option::of(
            (0_i8..24, 0_i8..60).prop_map(|(hour, minute)| time(hour, minute, 0, 0)),
        );
        let distance = (
            prop::sample::select(&MilestoneKey::ALL[..]),
            -999_i32..=999,
            prop::sample::select(&Unit::ALL[..]),
        );
        (distance, weekday, clock).prop_map(|((anchor, offset, unit), weekday, time)| Rule {
            weekday,
            time,
            ..Rule::new(anchor, offset, unit)
        })
    }

    fn any_moment() -> impl Strategy<Value = Moment> {
        let day = (-600_000_i64..2_900_000).prop_map(|days| plus_days(date(2026, 1, 1), days));
        let clock = prop::option::of(
            (0_i8..24, 0_i8..60).prop_map(|(hour, minute)| time(hour, minute, 0, 0)),
        );
        (day, clock).prop_map(|(date, time)| Moment { date, time })
    }

    /// The milestones of a standard inspection, by rule, from a call; the start may be typed.
    fn standard(call: &str, start: Option<&str>) -> [String; 7] {
        let calendar = england();
        let next =
            |written: &str, anchor: Moment, roll| rule(written).resolve(anchor, &calendar, roll);
        let start = match start {
            Some(typed) => moment(typed),
            None => next("call+1d mon", moment(call), Roll::Forward),
        };
        let end = next("start+1w fri", start, Roll::Back);
        let draft = next("end+18wd", end, Roll::Back);
        let comments = next("draft+5wd", draft, Roll::Back);
        let publication = next("end+30wd", end, Roll::Back);
        let last = next("publication-2wd", publication, Roll::Back);
        let plan = next("publication+70wd", publication, Roll::Back);
        [start, end, draft, comments, last, publication, plan].map(|moment| moment.to_string())
    }

    #[test]
    fn a_standard_inspection_unrolls_from_its_call() {
        assert_eq!(
            standard("2026-11-30", None),
            [
                "2026-12-07",
                "2026-12-18",
                "2027-01-18",
                "2027-01-25",
                "2027-02-01",
                "2027-02-03",
                "2027-05-17"
            ]
        );
        assert_eq!(
            standard("2023-07-03", None),
            [
                "2023-07-10",
                "2023-07-21",
                "2023-08-16",
                "2023-08-23",
                "2023-08-31",
                "2023-09-04",
                "2023-12-11"
            ]
        );
        let late_start = [
            "2027-05-04",
            "2027-05-14",
            "2027-06-10",
            "2027-06-17",
            "2027-06-24",
            "2027-06-28",
            "2027-10-05",
        ];
        assert_eq!(standard("2027-04-26", None), late_start);
        assert_eq!(standard("2027-04-26", Some("2027-05-04")), late_start);
    }

    #[test]
    fn rules_have_one_spelling() {
        for written in [
            "call",
            "call+1wd 17:00",
            "end-2wd",
            "start fri 12:00",
            "start+1w fri",
            "plan-999d",
            "call+2h",
            "call 09:00",
        ] {
            assert_eq!(rule(written).to_string(), written);
        }
        assert_eq!(rule(" call+0wd   fri ").to_string(), "call fri");
        assert_eq!(rule("call+007d").to_string(), "call+7d");
    }

    #[test]
    fn what_is_not_a_rule_is_refused() {
        for written in [
            "",
            "cal",
            "Call",
            "call+",
            "call+1",
            "call+1x",
            "call+wd",
            "call+1000d",
            "call+1wd fri sat",
            "call 12:00 fri",
            "call 25:00",
            "call 9:00",
            "call fri 12:00 x",
            "+1wd",
            "call++1d",
            "call+99999999999d",
            "2026-06-08",
        ] {
            assert!(written.parse::<Rule>().is_err(), "{written}");
        }
        assert_eq!(
            "call+1x".parse::<When>().unwrap_err().to_string(),
            "\"call+1x\" is not a rule such as call+1wd, end-2wd or start fri 12:00"
        );
    }

    #[test]
    fn offsets_weekdays_and_days_off_combine() {
        let table = [
            ("call", "2026-12-25", "2026-12-25"), // a typed date keeps even on a holiday
            ("call+0d fri", "2026-12-23", "2026-12-24"), // Friday is Christmas Day
            ("call fri", "2026-06-05", "2026-06-05"),
            ("call+1d fri", "2026-06-05", "2026-06-12"),
            ("call+1d", "2026-06-05", "2026-06-05"), // Saturday goes back
            ("call+1wd", "2026-06-05", "2026-06-08"),
            ("call-1wd 17:00", "2026-06-08", "2026-06-05T17:00"),
            ("call+2w", "2026-06-08", "2026-06-22"),
            ("call+2h", "2026-06-08T09:30", "2026-06-08T11:30"),
            ("call+2h", "2026-06-08", "2026-06-08T02:00"),
            ("call+26h", "2026-06-08T23:30", "2026-06-10T01:30"),
            ("call+20h", "2026-06-05T09:00", "2026-06-05T05:00"), // Saturday 05:00 goes back a day
            ("call-24h 12:00", "2026-06-09T09:00", "2026-06-08T12:00"),
            ("start sat", "2026-06-08", "2026-06-12"),
        ];
        for (written, anchor, expected) in table {
            assert_eq!(
                resolved(written, anchor),
                expected,
                "{written} from {anchor}"
            );
        }
    }

    #[test]
    fn what_was_due_before_the_call_came_is_due_an_hour_after() {
        let table = [
            ("call 09:00", "2026-06-08T10:15", "2026-06-08T11:15"),
            ("call 17:00", "2026-06-08T10:15", "2026-06-08T17:00"),
            ("call 09:00", "2026-06-08", "2026-06-08T09:00"),
            ("call 09:00", "2026-06-08T23:30", "2026-06-08T23:59"),
            ("start 09:00", "2026-06-08T10:15", "2026-06-08T09:00"),
            ("call+1wd 09:00", "2026-06-08T10:15", "2026-06-09T09:00"),
        ];
        for (written, anchor, expected) in table {
            assert_eq!(
                resolved(written, anchor),
                expected,
                "{written} from {anchor}"
            );
        }
    }

    #[test]
    fn a_day_without_a_time_comes_after_its_times() {
        let mut moments = [
            "2026-06-09T00:00",
            "2026-06-08",
            "2026-06-08T23:59",
            "2026-06-08T12:00",
        ]
        .map(moment);
        moments.sort();
        assert_eq!(
            moments.map(|moment| moment.to_string()),
            [
                "2026-06-08T12:00",
                "2026-06-08T23:59",
                "2026-06-08",
                "2026-06-09T00:00"
            ]
        );
    }

    #[test]
    fn what_is_not_a_moment_is_refused() {
        for raw in [
            "",
            "2026-6-8",
            "2026-02-30",
            "2026-13-01",
            "2026-06-08T24:00",
            "2026-06-08T12:60",
            "2026-06-08 12:00",
            "2026-06-08T",
            "2026-06-08T12:00:00",
            "20260608",
            "2026-06-0é",
            "é026-06-08",
        ] {
            assert!(raw.parse::<Moment>().is_err(), "{raw}");
        }
    }

    #[test]
    fn milestones_are_stored_by_name() {
        for key in MilestoneKey::ALL {
            assert_eq!(key.as_str().parse(), Ok(key));
            assert_eq!(serde_json::to_string(&key).unwrap(), format!("\"{key}\""));
        }
        assert_eq!(
            "begin".parse::<MilestoneKey>().unwrap_err().to_string(),
            "there is no milestone \"begin\": it is one of call, start, end, draft, comments, final, publication, plan"
        );
        assert!(MilestoneKey::ALL.is_sorted());
    }

    proptest! {
        #[test]
        fn a_rule_shown_reads_as_itself(rule in any_rule()) {
            prop_assert_eq!(rule.to_string().parse(), Ok(rule));
            let stored = serde_json::to_string(&When::Rule(rule)).unwrap();
            prop_assert_eq!(serde_json::from_str::<When>(&stored).unwrap(), When::Rule(rule));
        }

        #[test]
        fn a_moment_shown_reads_as_itself(moment in any_moment()) {
            prop_assert_eq!(moment.to_string().parse(), Ok(moment));
            let stored = serde_json::to_string(&When::At(moment)).unwrap();
            prop_assert_eq!(serde_json::from_str::<When>(&stored).unwrap(), When::At(moment));
        }

        #[test]
        fn every_rule_gives_a_working_day_or_the_day_itself(rule in any_rule(), anchor in any_moment()) {
            let calendar = england();
            let due = rule.resolve(anchor, &calendar, Roll::Back);
            prop_assert!(calendar.is_working(due.date) || due.date == anchor.date || due.date == Date::MIN);
        }

        #[test]
        fn no_rule_is_too_far(offset in any::<i32>(), unit in prop::sample::select(&Unit::ALL[..]), anchor in any_moment()) {
            let rule = Rule { offset, unit, ..Rule::at(MilestoneKey::End) };
            rule.resolve(anchor, &england(), Roll::Forward);
        }

        #[test]
        fn nothing_typed_upsets_the_readers(raw in "\\PC{0,24}") {
            let _ = (raw.parse::<When>(), raw.parse::<Moment>(), raw.parse::<Rule>());
        }
    }
}
