//! Working days: Monday to Friday, not an England bank holiday, not one of the council's own closure days.
//!
//! Counting and adding take the same short time at any distance within 2010 to 2045, because every change derives the
//! deadline of every task; outside those years they are only slower. It never panics: at the ends of the calendar dates
//! stop. It does not know what day it is, nor what any date is for.

use std::collections::BTreeMap;
use std::fmt;

use jiff::SignedDuration;
use jiff::civil::{Date, Weekday, date};

use super::text::Line;

/// The bank holidays the program ships with, as `date,name`.
const ENGLAND: &str = include_str!("../../assets/england-bank-holidays.csv");

/// Day number 0, a Monday: the first day of the table.
const ORIGIN: Date = Date::constant(2010, 1, 4);

/// The last day of the table.
const TABLE_END: Date = Date::constant(2045, 12, 31);

/// Which days are working days, and how to count in them.
#[derive(Clone, PartialEq, Eq)]
pub struct Calendar {
    /// Sorted by date, each date once.
    holidays: Vec<(Date, Line)>,
    /// Sorted by date, each date once.
    closures: Vec<(Date, Line)>,
    /// Day numbers of the Mondays to Fridays that are not working days, ascending.
    days_off: Vec<i32>,
    /// For each day from [`ORIGIN`], the working days from there to it, both counted.
    worked: Vec<u16>,
    /// The working days of the table in order, so that the `n`-th is at `n - 1`.
    working: Vec<Date>,
}

impl Calendar {
    /// A calendar of bank holidays and the council's own closure days; of two names for one date the last counts.
    pub fn new(
        holidays: impl IntoIterator<Item = (Date, Line)>,
        closures: impl IntoIterator<Item = (Date, Line)>,
    ) -> Self {
        let mut calendar = Self {
            holidays: by_date(holidays),
            closures: by_date(closures),
            days_off: Vec::new(),
            worked: Vec::new(),
            working: Vec::new(),
        };
        calendar.count();
        calendar
    }

    /// Whether people work on `date`.
    pub fn is_working(&self, date: Date) -> bool {
        let day = number(date);
        self.worked(day) != self.worked(day - 1)
    }

    /// Why `date` is not a working day: "Christmas Day", "closure: office move", "Saturday"; `None` if it is one.
    pub fn why_not_working(&self, date: Date) -> Option<String> {
        if let Some(name) = named(&self.holidays, date) {
            return Some(if name.is_empty() {
                "bank holiday".to_owned()
            } else {
                name.to_string()
            });
        }
        if let Some(name) = named(&self.closures, date) {
            return Some(if name.is_empty() {
                "closure".to_owned()
            } else {
                format!("closure: {name}")
            });
        }
        match date.weekday() {
            Weekday::Saturday => Some("Saturday".to_owned()),
            Weekday::Sunday => Some("Sunday".to_owned()),
            Weekday::Monday
            | Weekday::Tuesday
            | Weekday::Wednesday
            | Weekday::Thursday
            | Weekday::Friday => None,
        }
    }

    /// The `days`-th working day after `date`, or before it when negative; 0 is `date` itself, working or not.
    pub fn add_working(&self, date: Date, days: i32) -> Date {
        let day = number(date);
        match days {
            0 => date,
            1.. => self.nth(self.worked(day) + i64::from(days)),
            ..0 => self.nth(self.worked(day - 1) + i64::from(days) + 1),
        }
    }

    /// The number of working days in `(from, to]`; when `to` is earlier, minus that in `(to, from]`.
    pub fn working_days(&self, from: Date, to: Date) -> i32 {
        (self.worked(number(to)) - self.worked(number(from))) as i32
    }

    /// `date` if it is a working day, else the last one before it.
    pub fn back_to_working(&self, date: Date) -> Date {
        if self.is_working(date) {
            date
        } else {
            self.add_working(date, -1)
        }
    }

    /// `date` if it is a working day, else the first one after it.
    pub fn forward_to_working(&self, date: Date) -> Date {
        if self.is_working(date) {
            date
        } else {
            self.add_working(date, 1)
        }
    }

    /// The last day for which bank holidays are known: 31 December of the last year in the data. `None` without data.
    pub fn known_until(&self) -> Option<Date> {
        self.holidays.last().map(|(date, _)| date.last_of_year())
    }

    /// Whether bank holidays around `date` are not known yet, so that counting may be out by some days.
    pub fn beyond_data(&self, date: Date) -> bool {
        self.known_until().is_none_or(|last| date > last)
    }

    /// The bank holidays, by date.
    pub fn holidays(&self) -> &[(Date, Line)] {
        &self.holidays
    }

    /// The council's own closure days, by date.
    pub fn closures(&self) -> &[(Date, Line)] {
        &self.closures
    }

    /// Fills in what the counting reads.
    fn count(&mut self) {
        let days_off = self
            .holidays
            .iter()
            .chain(&self.closures)
            .map(|(date, _)| number(*date));
        self.days_off = days_off.filter(|day| day.rem_euclid(7) < 5).collect();
        self.days_off.sort_unstable();
        self.days_off.dedup();

        let mut off = self
            .days_off
            .iter()
            .copied()
            .skip_while(|day| *day < 0)
            .peekable();
        let days = number(TABLE_END) as usize + 1;
        self.worked.reserve_exact(days);
        self.working.reserve_exact(days / 7 * 5 + 5);
        for (day, date) in (0..).zip(dates_of_the_table()) {
            if off.next_if_eq(&day).is_none() && day % 7 < 5 {
                self.working.push(date);
            }
            self.worked.push(self.working.len() as u16);
        }
    }

    /// Working days from [`ORIGIN`] to `day`, both counted; for earlier days, minus those left out on the way.
    fn worked(&self, day: i32) -> i64 {
        match usize::try_from(day)
            .ok()
            .and_then(|day| self.worked.get(day))
        {
            Some(worked) => i64::from(*worked),
            None => weekdays(day) - self.off(day) + self.off(-1),
        }
    }

    /// Weekdays off up to and including `day`.
    fn off(&self, day: i32) -> i64 {
        self.days_off.partition_point(|off| *off <= day) as i64
    }

    /// The working day that [`Self::worked`] counts as `n`; the end of the calendar if there is none.
    fn nth(&self, n: i64) -> Date {
        if let Some(date) = usize::try_from(n - 1)
            .ok()
            .and_then(|at| self.working.get(at))
        {
            return *date;
        }
        let (mut low, mut high) = (number(Date::MIN), number(Date::MAX));
        while low < high {
            let middle = low + (high - low) / 2;
            if self.worked(middle) < n {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        plus_days(ORIGIN, i64::from(low))
    }
}

/// Every day from [`ORIGIN`] to [`TABLE_END`], month by month: asking each day for the next one takes five times as long,
/// and every start waits for it.
fn dates_of_the_table() -> impl Iterator<Item = Date> {
    let months = (ORIGIN.year()..=TABLE_END.year())
        .flat_map(|year| (1..=12).map(move |month| date(year, month, 1)));
    months
        .flat_map(|first| {
            let days = 1..=first.days_in_month();
            days.map(move |day| date(first.year(), first.month(), day))
        })
        .skip_while(|date| *date < ORIGIN)
}

impl fmt::Debug for Calendar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Calendar")
            .field("holidays", &self.holidays)
            .field("closures", &self.closures)
            .finish_non_exhaustive()
    }
}

/// The England bank holidays the program ships with; a new file starts from them.
pub fn england_holidays() -> Vec<(Date, Line)> {
    parse_holidays(ENGLAND).expect("a test reads the shipped holidays")
}

/// Reads a file of `date,name` lines, with or without that heading; dates are written 2026-12-25.
///
/// The error is a sentence fragment that names the line.
pub fn parse_holidays(csv: &str) -> Result<Vec<(Date, Line)>, String> {
    let mut holidays = Vec::new();
    for (number, row) in (1..).zip(csv.trim_start_matches('\u{FEFF}').lines()) {
        let (date, name) = row.split_once(',').unwrap_or((row, ""));
        let (date, name) = (unquoted(date), unquoted(name));
        if date.is_empty() || (number == 1 && date.eq_ignore_ascii_case("date")) {
            continue;
        }
        let date: super::when::Moment = date
            .parse()
            .map_err(|error| format!("line {number}: {error}"))?;
        let name =
            Line::new(&name).map_err(|error| format!("line {number}: the name is {error}"))?;
        holidays.push((date.date, name));
    }
    Ok(holidays)
}

fn unquoted(cell: &str) -> String {
    let cell = cell.trim();
    match cell
        .strip_prefix('"')
        .and_then(|cell| cell.strip_suffix('"'))
    {
        Some(inner) => inner.replace("\"\"", "\""),
        None => cell.to_owned(),
    }
}

/// `date` moved by whole days, stopping at the ends of the calendar.
pub(crate) fn plus_days(date: Date, days: i64) -> Date {
    // Far more than the calendar holds, and far less than a duration does.
    let days = days.clamp(-10_000_000, 10_000_000);
    date.saturating_add(SignedDuration::from_hours(days * 24))
}

/// Calendar days from `from` to `to`, negative when `to` is earlier.
pub fn days_between(from: Date, to: Date) -> i32 {
    (to.duration_since(from).as_hours() / 24) as i32
}

/// Days since [`ORIGIN`].
fn number(date: Date) -> i32 {
    days_between(ORIGIN, date)
}

/// Mondays to Fridays from [`ORIGIN`] to `day`, both counted; negative before it.
fn weekdays(day: i32) -> i64 {
    let days = i64::from(day) + 1;
    5 * days.div_euclid(7) + days.rem_euclid(7).min(5)
}

fn by_date(days: impl IntoIterator<Item = (Date, Line)>) -> Vec<(Date, Line)> {
    days.into_iter()
        .collect::<BTreeMap<_, _>>()
        .into_iter()
        .collect()
}

fn named(days: &[(Date, Line)], date: Date) -> Option<&Line> {
    let at = days.binary_search_by_key(&date, |(day, _)| *day).ok()?;
    Some(&days[at].1)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn england() -> Calendar {
        Calendar::new(england_holidays(), [])
    }

    fn line(raw: &str) -> Line {
        Line::new(raw).unwrap()
    }

    /// Dates in and around the table, and at the ends of the calendar.
    fn any_date() -> impl Strategy<Value = Date> {
        prop_oneof![
            8 => (-2_000_i64..16_000).prop_map(|days| plus_days(ORIGIN, days)),
            1 => (-4_000_000_i64..3_000_000).prop_map(|days| plus_days(ORIGIN, days)),
            1 => prop::sample::select(vec![Date::MIN, Date::MAX, ORIGIN, TABLE_END]),
        ]
    }

    #[test]
    fn bank_holidays_of_2023_to_2028_are_known() {
        let ours = england()
            .holidays()
            .iter()
            .filter(|(date, _)| date.year() >= 2023)
            .count();
        assert_eq!(ours, 9 + 8 * 5);
        for day in [
            date(2023, 5, 8),
            date(2026, 12, 28),
            date(2027, 12, 27),
            date(2028, 1, 3),
            date(2028, 4, 17),
        ] {
            assert!(!england().is_working(day), "{day}");
        }
        assert_eq!(england().known_until(), Some(date(2028, 12, 31)));
        assert!(!england().beyond_data(date(2028, 12, 31)));
        assert!(england().beyond_data(date(2029, 1, 1)));
        assert!(Calendar::new([], []).beyond_data(date(2026, 1, 1)));
    }

    #[test]
    fn a_day_off_says_why() {
        let closed =
            |days: &[(Date, Line)]| Calendar::new(england().holidays().to_vec(), days.to_vec());
        let shut = (date(2026, 12, 29), line("office shut"));
        let nameless = (date(2026, 12, 30), line(""));
        let calendar = closed(&[shut, nameless.clone()]);
        let table = [
            (date(2026, 12, 25), Some("Christmas Day")),
            (date(2026, 12, 26), Some("Saturday")),
            (date(2026, 12, 27), Some("Sunday")),
            (date(2026, 12, 28), Some("Boxing Day (Substitute day)")),
            (date(2026, 12, 29), Some("closure: office shut")),
            (date(2026, 12, 30), Some("closure")),
            (date(2026, 12, 31), None),
        ];
        for (day, why) in table {
            assert_eq!(calendar.why_not_working(day).as_deref(), why, "{day}");
            assert_eq!(calendar.is_working(day), why.is_none(), "{day}");
        }
        assert_eq!(
            calendar.add_working(date(2026, 12, 24), 1),
            date(2026, 12, 31)
        );
        let open = closed(&[nameless]);
        assert_eq!(open.add_working(date(2026, 12, 24), 1), date(2026, 12, 29));
    }

    #[test]
    fn published_reports_and_plans_fall_where_they_did() {
        let calendar = england();
        let table = [
            (date(2023, 7, 21), 30, date(2023, 9, 4)), // Barking and Dagenham, report
            (date(2023, 5, 9), 70, date(2023, 8, 16)), // Stockton, plan
            (date(2018, 1, 30), 70, date(2018, 5, 11)), // Haringey, plan
            (date(2025, 11, 21), 33, date(2026, 1, 12)), // Herefordshire, report
        ];
        for (from, days, to) in table {
            assert_eq!(calendar.add_working(from, days), to);
            assert_eq!(calendar.add_working(to, -days), from);
            assert_eq!(calendar.working_days(from, to), days);
            assert_eq!(calendar.working_days(to, from), -days);
        }
    }

    #[test]
    fn adding_from_a_day_off_counts_from_there() {
        let calendar = england();
        let saturday = date(2026, 6, 6);
        assert_eq!(calendar.add_working(saturday, 0), saturday);
        assert_eq!(calendar.add_working(saturday, 1), date(2026, 6, 8));
        assert_eq!(calendar.add_working(saturday, -1), date(2026, 6, 5));
        assert_eq!(calendar.back_to_working(saturday), date(2026, 6, 5));
        assert_eq!(calendar.forward_to_working(saturday), date(2026, 6, 8));
        assert_eq!(calendar.back_to_working(date(2026, 6, 8)), date(2026, 6, 8));
        assert_eq!(
            calendar.forward_to_working(date(2026, 6, 8)),
            date(2026, 6, 8)
        );
    }

    #[test]
    fn the_ends_of_the_calendar_hold() {
        let calendar = england();
        for days in [i32::MIN, -1, 0, 1, i32::MAX] {
            for day in [Date::MIN, Date::MAX] {
                let _ = calendar.add_working(day, days);
                let _ = (
                    calendar.back_to_working(day),
                    calendar.forward_to_working(day),
                );
            }
        }
        assert_eq!(calendar.add_working(date(2026, 6, 8), i32::MAX), Date::MAX);
        assert_eq!(calendar.add_working(date(2026, 6, 8), i32::MIN), Date::MIN);
        assert!(calendar.working_days(Date::MIN, Date::MAX) > 5_000_000);
    }

    #[test]
    fn of_two_names_for_a_date_the_last_counts() {
        let day = date(2027, 6, 3);
        let calendar = Calendar::new([(day, line("first")), (day, line("last"))], []);
        assert_eq!(calendar.holidays(), [(day, line("last"))]);
        assert_eq!(calendar.working_days(date(2027, 6, 2), day), 0);
    }

    #[test]
    fn a_holiday_file_is_read_or_refused_by_line() {
        let csv = "\u{FEFF}date,name\r\n2026-12-25,\"Christmas Day, as \"\"usual\"\"\"\r\n\r\n2026-12-28\n";
        let read = parse_holidays(csv).unwrap();
        assert_eq!(
            read,
            [
                (date(2026, 12, 25), line("Christmas Day, as \"usual\"")),
                (date(2026, 12, 28), line(""))
            ]
        );
        let refused = parse_holidays("date,name\n2026-02-30,Never").unwrap_err();
        assert!(
            refused.starts_with("line 2: \"2026-02-30\" is not a date"),
            "{refused}"
        );
        assert!(parse_holidays(&format!("2026-12-25,{}", "x".repeat(300))).is_err());
    }

    proptest! {
        #[test]
        fn counting_there_and_back_are_opposites(a in any_date(), b in any_date()) {
            let calendar = england();
            prop_assert_eq!(calendar.working_days(a, b), -calendar.working_days(b, a));
        }

        #[test]
        fn counting_is_what_looking_at_each_day_gives(
            from in any_date(), days in 0_i64..900, closures in prop::collection::vec(any_date(), 0..9),
        ) {
            let calendar = Calendar::new(england_holidays(), closures.into_iter().map(|day| (day, line("shut"))));
            let to = plus_days(from, days);
            let mut counted = 0;
            for ahead in 1..=days_between(from, to) {
                let day = plus_days(from, i64::from(ahead));
                let working = calendar.why_not_working(day).is_none();
                prop_assert_eq!(calendar.is_working(day), working, "{}", day);
                counted += i32::from(working);
            }
            prop_assert_eq!(calendar.working_days(from, to), counted);
        }

        #[test]
        fn adding_lands_on_the_working_day_that_counting_finds(from in any_date(), days in -4_000_i32..4_000) {
            let calendar = england();
            let to = calendar.add_working(from, days);
            if days != 0 && to != Date::MAX && to != Date::MIN {
                prop_assert!(calendar.is_working(to));
                let counted = calendar.working_days(from, to);
                let from_working = i32::from(days < 0 && !calendar.is_working(from));
                prop_assert_eq!(counted, days + from_working);
            }
        }
    }
}
