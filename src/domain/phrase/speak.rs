//! Dates and distances as they are shown and said.
//!
//! Every way a date is written on a screen or in a paper is here, so that one date never has two spellings in the same
//! place. It does not read; its parent does, and reads all of these.

use jiff::civil::{Date, DateTime, Time, Weekday};

use super::super::calendar::days_between;
use super::super::when::Moment;

/// "Friday"
pub const fn weekday_name(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

/// "June"
pub fn month_name(date: Date) -> &'static str {
    month_title(date.month())
}

/// "June" for 6.
pub(super) fn month_title(month: i8) -> &'static str {
    let at = usize::try_from(month.saturating_sub(1)).ok();
    at.and_then(|at| MONTHS.get(at))
        .copied()
        .unwrap_or("that month")
}

/// "12:00"
pub fn clock_time(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// "Fri 5 Jun 2026"
pub fn day(date: Date) -> String {
    format!("{} {}", without_year(date), date.year())
}

/// "Fri 5 Jun", with the year when it is not that of `today`.
pub fn day_short(date: Date, today: Date) -> String {
    if date.year() == today.year() {
        without_year(date)
    } else {
        day(date)
    }
}

/// "Friday 5 June 2026"
pub fn long(date: Date) -> String {
    format!("{} {}", weekday_name(date.weekday()), plain(date))
}

/// "Friday 5 June 2026, 12:00"
pub fn moment_long(moment: Moment) -> String {
    match moment.time {
        Some(time) => format!("{}, {}", long(moment.date), clock_time(time)),
        None => long(moment.date),
    }
}

/// "Fri 5 Jun 2026 12:00"
pub fn moment(moment: Moment) -> String {
    with_time(day(moment.date), moment.time)
}

/// "Fri 5 Jun 12:00", with the year when it is not that of `today`.
pub fn moment_short(moment: Moment, today: Date) -> String {
    with_time(day_short(moment.date, today), moment.time)
}

fn with_time(day: String, time: Option<Time>) -> String {
    match time {
        Some(time) => format!("{day} {}", clock_time(time)),
        None => day,
    }
}

fn without_year(date: Date) -> String {
    format!(
        "{} {} {}",
        &weekday_name(date.weekday())[..3],
        date.day(),
        &month_name(date)[..3]
    )
}

/// "5 June 2026"
pub(super) fn plain(date: Date) -> String {
    format!("{} {} {}", date.day(), month_name(date), date.year())
}

/// Whether `due` has passed: with a clock time once that minute is over, without one once the day is.
pub fn is_late(due: Moment, now: DateTime) -> bool {
    due < to_the_minute(now)
}

/// How far off `due` is, in words: "in 2 hours", "today", "5 days", "42 minutes late", "1 day late".
pub fn gap(due: Moment, now: DateTime) -> String {
    gap_in(due, now, counted)
}

/// The same for a narrow column: "in 2h", "today", "5 days", "42m late", "1d late".
pub fn gap_short(due: Moment, now: DateTime) -> String {
    gap_in(due, now, |n, of| format!("{n}{}", of.letter()))
}

fn gap_in(due: Moment, now: DateTime, count: impl Fn(i64, Span) -> String) -> String {
    match Gap::between(due, now) {
        Gap::Now => "now".to_owned(),
        Gap::Today => "today".to_owned(),
        Gap::Ahead(Count { n, of }) => match of {
            Span::Minute | Span::Hour => format!("in {}", count(n, of)),
            Span::Day | Span::Week => counted(n, of),
        },
        Gap::Late(Count { n, of }) => format!("{} late", count(n, of)),
    }
}

/// The distance from now to a moment, as people count it.
enum Gap {
    /// This very minute.
    Now,
    /// Some time today.
    Today,
    Ahead(Count),
    Late(Count),
}

struct Count {
    n: i64,
    of: Span,
}

#[derive(Clone, Copy)]
enum Span {
    Minute,
    Hour,
    Day,
    Week,
}

impl Gap {
    fn between(due: Moment, now: DateTime) -> Self {
        let days = i64::from(days_between(now.date(), due.date));
        match (days, due.time) {
            (1.., _) => Self::Ahead(Count::of_days(days)),
            (..0, _) => Self::Late(Count::of_days(-days)),
            (0, None) => Self::Today,
            (0, Some(time)) => match minute_of(now.time())
                .duration_until(minute_of(time))
                .as_mins()
            {
                0 => Self::Now,
                minutes @ 1.. => Self::Ahead(Count::of_minutes(minutes)),
                minutes => Self::Late(Count::of_minutes(-minutes)),
            },
        }
    }
}

impl Count {
    /// Whole weeks beyond 31 days.
    fn of_days(days: i64) -> Self {
        if days > 31 {
            Self {
                n: days / 7,
                of: Span::Week,
            }
        } else {
            Self {
                n: days,
                of: Span::Day,
            }
        }
    }

    /// Whole hours from an hour on: it never promises more time than there is.
    fn of_minutes(minutes: i64) -> Self {
        if minutes >= 60 {
            Self {
                n: minutes / 60,
                of: Span::Hour,
            }
        } else {
            Self {
                n: minutes,
                of: Span::Minute,
            }
        }
    }
}

impl Span {
    const fn name(self) -> &'static str {
        match self {
            Self::Minute => "minute",
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Week => "week",
        }
    }

    const fn letter(self) -> &'static str {
        match self {
            Self::Minute => "m",
            Self::Hour => "h",
            Self::Day => "d",
            Self::Week => "w",
        }
    }
}

fn counted(n: i64, of: Span) -> String {
    format!("{n} {}{}", of.name(), if n == 1 { "" } else { "s" })
}

/// The minute it is.
pub(super) fn to_the_minute(now: DateTime) -> Moment {
    Moment::at(now.date(), minute_of(now.time()))
}

fn minute_of(time: Time) -> Time {
    Time::constant(time.hour(), time.minute(), 0, 0)
}

/// The months by name, January first.
pub(super) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};

    use super::*;

    const WEDNESDAY: DateTime = DateTime::constant(2026, 6, 3, 9, 41, 20, 0);

    #[test]
    fn dates_are_spoken() {
        let today = date(2026, 6, 3);
        let noon = Moment::at(date(2026, 6, 5), time(12, 0, 0, 0));
        assert_eq!(day(date(2026, 6, 5)), "Fri 5 Jun 2026");
        assert_eq!(day_short(date(2026, 6, 5), today), "Fri 5 Jun");
        assert_eq!(day_short(date(2027, 6, 5), today), "Sat 5 Jun 2027");
        assert_eq!(long(date(2026, 6, 5)), "Friday 5 June 2026");
        assert_eq!(moment(noon), "Fri 5 Jun 2026 12:00");
        assert_eq!(moment_short(noon, today), "Fri 5 Jun 12:00");
        assert_eq!(moment_long(noon), "Friday 5 June 2026, 12:00");
        assert_eq!(moment_long(Moment::day(today)), "Wednesday 3 June 2026");
    }

    #[test]
    fn distances_are_spoken() {
        let table = [
            ("2026-06-03T12:00", "in 2 hours", "in 2h", false),
            ("2026-06-03T10:41", "in 1 hour", "in 1h", false),
            ("2026-06-03T10:40", "in 59 minutes", "in 59m", false),
            ("2026-06-03T09:59", "in 18 minutes", "in 18m", false),
            ("2026-06-03T09:42", "in 1 minute", "in 1m", false),
            ("2026-06-03T09:41", "now", "now", false),
            ("2026-06-03T09:40", "1 minute late", "1m late", true),
            ("2026-06-03T08:59", "42 minutes late", "42m late", true),
            ("2026-06-03T06:00", "3 hours late", "3h late", true),
            ("2026-06-03", "today", "today", false),
            ("2026-06-04", "1 day", "1 day", false),
            ("2026-06-04T09:00", "1 day", "1 day", false),
            ("2026-06-08", "5 days", "5 days", false),
            ("2026-07-04", "31 days", "31 days", false),
            ("2026-07-05", "4 weeks", "4 weeks", false),
            ("2026-07-15", "6 weeks", "6 weeks", false),
            ("2026-06-02", "1 day late", "1d late", true),
            ("2026-06-02T23:59", "1 day late", "1d late", true),
            ("2026-05-22", "12 days late", "12d late", true),
            ("2026-04-22", "6 weeks late", "6w late", true),
        ];
        for (due, words, short, late) in table {
            let due = due.parse().unwrap();
            assert_eq!(gap(due, WEDNESDAY), words, "{due}");
            assert_eq!(gap_short(due, WEDNESDAY), short, "{due}");
            assert_eq!(is_late(due, WEDNESDAY), late, "{due}");
        }
    }
}
