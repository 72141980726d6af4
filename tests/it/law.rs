//! The law over the built-in templates, for every weekday of 2023 to 2028. The calendar and the rules are worked out
//! here a second time, in plain day numbers and from the text of the files, and nothing of `domain::when` is asked.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, Time};
use readyroom::assets;
use readyroom::domain::board::Board;
use readyroom::domain::edit::{self, Author, Call};
use readyroom::domain::id::Ids;
use readyroom::domain::plan::Plan;
use readyroom::domain::template::{Start, Template};
use readyroom::domain::text::Line;
use readyroom::domain::when::{MilestoneKey, Moment};
use toml::Table;

/// Days since 1 January 1970, a Thursday.
type Day = i64;

/// A day, and the minute of it where one is said.
type At = (Day, Option<i64>);

const WEEK: [&str; 7] = ["thu", "fri", "sat", "sun", "mon", "tue", "wed"];

fn day(year: i64, month: i64, of_month: i64) -> Day {
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let (age, in_age) = (year.div_euclid(400), year.rem_euclid(400));
    let in_year = (153 * month + 2) / 5 + of_month - 1;
    age * 146_097 + in_age * 365 + in_age / 4 - in_age / 100 + in_year - 719_468
}

fn weekday(day: Day) -> &'static str {
    WEEK[day.rem_euclid(7) as usize]
}

fn is_weekend(day: Day) -> bool {
    matches!(weekday(day), "sat" | "sun")
}

/// The first such weekday from `day` on.
fn coming(mut day: Day, wanted: &str) -> Day {
    while weekday(day) != wanted {
        day += 1;
    }
    day
}

fn easter_sunday(year: i64) -> Day {
    let (golden, century, in_century) = (year % 19, year / 100, year % 100);
    let correction = (century - (century + 8) / 25 + 1) / 3;
    let moon = (19 * golden + century - century / 4 - correction + 15) % 30;
    let sunday = (32 + 2 * (century % 4) + 2 * (in_century / 4) - moon - in_century % 4) % 7;
    let late = (golden + 11 * moon + 22 * sunday) / 451;
    let number = moon + sunday - 7 * late + 114;
    day(year, number / 31, number % 31 + 1)
}

/// England's bank holidays on weekdays, by their rules: late 2022, which preparation reaches back to, to 2028.
fn bank_holidays() -> BTreeSet<Day> {
    let mut holidays = BTreeSet::from([day(2023, 5, 8)]);
    for year in 2022..=2028 {
        let easter = easter_sunday(year);
        holidays.extend([easter - 2, easter + 1]);
        for (month, last) in [(5, false), (5, true), (8, true)] {
            let from = if last { 25 } else { 1 };
            holidays.insert(coming(day(year, month, from), "mon"));
        }
        for feast in [day(year, 1, 1), day(year, 12, 25), day(year, 12, 26)] {
            let mut kept = feast;
            while is_weekend(kept) || holidays.contains(&kept) {
                kept += 1;
            }
            holidays.insert(kept);
        }
    }
    // When Christmas Day is a Sunday, Boxing Day keeps its Monday and Christmas moves to the Tuesday; which of the two
    // is which does not matter here.
    holidays
}

/// The days nobody works, worked out here.
struct DaysOff(BTreeSet<Day>);

impl DaysOff {
    fn has(&self, day: Day) -> bool {
        is_weekend(day) || self.0.contains(&day)
    }

    /// Working days counted one by one.
    fn after(&self, mut day: Day, count: i64) -> Day {
        for _ in 0..count.abs() {
            day += count.signum();
            while self.has(day) {
                day += count.signum();
            }
        }
        day
    }

    fn moved(&self, mut day: Day, step: i64) -> Day {
        while self.has(day) {
            day += step;
        }
        day
    }
}

/// A rule, read here: how far from which milestone, then which weekday, at which minute.
#[derive(Debug, Clone)]
struct Reading {
    text: String,
    anchor: String,
    count: i64,
    unit: String,
    weekday: Option<String>,
    minute: Option<i64>,
}

impl Reading {
    fn of(text: &str) -> Self {
        let mut words = text.split(' ');
        let distance = words.next().unwrap();
        let split = distance.find(['+', '-']).unwrap_or(distance.len());
        let (anchor, rest) = distance.split_at(split);
        let digits = rest.trim_end_matches(char::is_alphabetic);
        let mut reading = Self {
            text: text.to_owned(),
            anchor: anchor.to_owned(),
            count: if rest.is_empty() {
                0
            } else {
                digits.parse().unwrap()
            },
            unit: rest[digits.len()..].to_owned(),
            weekday: None,
            minute: None,
        };
        for word in words {
            match word.split_once(':') {
                Some((hours, minutes)) => {
                    let number = |digits: &str| digits.parse::<i64>().unwrap();
                    reading.minute = Some(number(hours) * 60 + number(minutes));
                }
                None => reading.weekday = Some(word.to_owned()),
            }
        }
        reading
    }

    /// When it falls. `step` is which way a day off is left.
    fn fall(&self, milestones: &BTreeMap<String, At>, off: &DaysOff, step: i64) -> Option<At> {
        let (from, clock) = *milestones.get(&self.anchor)?;
        if self.count == 0 && self.weekday.is_none() {
            let late = self.anchor == "call" && self.minute < clock && self.minute.is_some();
            let minute = if late {
                clock.map(|minute| minute + 60)
            } else {
                self.minute
            };
            return Some((from, minute));
        }
        let mut to = match self.unit.as_str() {
            "wd" => off.after(from, self.count),
            "d" => from + self.count,
            "w" => from + 7 * self.count,
            "" => from,
            other => panic!("{}: no unit {other}", self.text),
        };
        if let Some(wanted) = &self.weekday {
            to = coming(to, wanted);
        }
        Some((off.moved(to, step), self.minute))
    }
}

/// A task as the file has it.
struct Wanted {
    title: String,
    phase: String,
    reference: String,
    dates: [Option<Reading>; 2],
}

struct File {
    milestones: Vec<(String, Option<Reading>)>,
    tasks: Vec<Wanted>,
}

fn read(text: &str) -> File {
    let table: Table = text.parse().unwrap();
    let tables = |key: &str| match table.get(key) {
        Some(rows) => rows
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row.as_table().unwrap())
            .collect(),
        None => Vec::new(),
    };
    let said =
        |row: &Table, key: &str| row.get(key).map(|value| value.as_str().unwrap().to_owned());
    let reading = |row: &Table, key: &str| said(row, key).map(|text| Reading::of(&text));
    let milestones = tables("milestone").into_iter();
    let milestones = milestones.map(|row| (said(row, "key").unwrap(), reading(row, "rule")));
    let mut numbers: BTreeMap<String, u32> = BTreeMap::new();
    let tasks = tables("task").into_iter().map(|row| {
        let phase = said(row, "phase").unwrap();
        let number = numbers.entry(phase.clone()).or_default();
        *number += 1;
        let prefix = match phase.as_str() {
            "notification" => "N",
            "fieldwork" => "FW",
            _ => "FB",
        };
        Wanted {
            title: said(row, "title").unwrap(),
            reference: format!("{prefix}-{number:02}"),
            dates: [reading(row, "from"), reading(row, "due")],
            phase,
        }
    });
    File {
        milestones: milestones.collect(),
        tasks: tasks.collect(),
    }
}

fn plan_of(name: &str) -> Plan {
    let template = Template::named(name).unwrap();
    template
        .plan(&Start::default(), &mut Ids::new(1, 1))
        .unwrap()
}

/// The plan with the call recorded on `date`; a visit that is agreed ahead begins then instead.
fn recorded(plan: &Plan, date: Date, time: Time) -> Plan {
    let notice = edit::notice(plan, date);
    let call = Call {
        date: notice.unwrap_or(date),
        time: notice.is_none().then_some(time),
        on_site: notice.map(|_| date),
        expected: false,
        drop_preparation: false,
    };
    let author = Author {
        who: Line::default(),
        now: date.to_datetime(time),
    };
    let operation = edit::record_call(plan, &call, &author).unwrap();
    let mut plan = plan.clone();
    plan.apply_all(&operation.changes).unwrap();
    plan
}

fn number(at: Moment) -> At {
    let date = day(
        at.date.year().into(),
        at.date.month().into(),
        at.date.day().into(),
    );
    let minute = at
        .time
        .map(|time| i64::from(time.hour()) * 60 + i64::from(time.minute()));
    (date, minute)
}

/// The milestones, worked out here from the one that was typed.
fn milestones(file: &File, typed: (&str, At), off: &DaysOff) -> BTreeMap<String, At> {
    let mut known = BTreeMap::from([(typed.0.to_owned(), typed.1)]);
    for _ in &file.milestones {
        for (key, rule) in &file.milestones {
            let step = if key == "start" { 1 } else { -1 };
            let at = rule.as_ref().and_then(|rule| rule.fall(&known, off, step));
            if let (false, Some(at)) = (known.contains_key(key), at) {
                known.insert(key.clone(), at);
            }
        }
    }
    known
}

#[test]
fn for_every_weekday_each_deadline_is_the_one_worked_out_here_and_can_be_kept() {
    let off = DaysOff(bank_holidays());
    let mut compared = 0;
    for (name, text) in assets::TEMPLATES {
        let (file, plan) = (read(text), plan_of(name));
        let typed = if plan.is_agreed_ahead() {
            "start"
        } else {
            "call"
        };
        let mut date: Date = "2023-01-02".parse().unwrap();
        while date.year() <= 2028 {
            // In the morning, and on every other day after some of the times of the day of the call.
            let time = Time::constant(if date.day() % 2 == 0 { 10 } else { 14 }, 12, 0, 0);
            let today = number(Moment::at(date, time));
            if !is_weekend(today.0) {
                let clock = today.1.filter(|_| typed == "call");
                let known = milestones(&file, (typed, (today.0, clock)), &off);
                let plan = recorded(&plan, date, time);
                let board = Board::of(&plan, date.to_datetime(time));
                let what = format!("{name}, {typed} on {date}");
                for key in MilestoneKey::ALL {
                    let expected = known.get(key.as_str()).copied();
                    assert_eq!(
                        board.schedule.get(key).map(number),
                        expected,
                        "{what}: {key}"
                    );
                }
                compared += tasks_stand(&file, &known, &off, &plan, &board, &what);
            }
            date = date.tomorrow().unwrap();
        }
    }
    assert!(compared > 500_000, "only {compared} dates were compared");
}

/// Compares every date of every task, and says how many there were.
fn tasks_stand(
    file: &File,
    known: &BTreeMap<String, At>,
    off: &DaysOff,
    plan: &Plan,
    board: &Board,
    what: &str,
) -> usize {
    let (start, end) = (known["start"].0, known["end"].0);
    let derived: BTreeMap<String, [Option<At>; 2]> = plan
        .tasks()
        .iter()
        .zip(&board.standings)
        .map(|(task, standing)| {
            let dates = [standing.from, standing.due].map(|at| at.map(number));
            (task.reference.to_string(), dates)
        })
        .collect();
    assert_eq!(derived.len(), file.tasks.len(), "{what}");
    let mut compared = 0;
    for task in &file.tasks {
        let said = || format!("{what}: {} {}", task.reference, task.title);
        let mut last = None;
        for (reading, got) in task.dates.iter().zip(derived[&task.reference]) {
            let Some(reading) = reading else {
                assert_eq!(got, None, "{}", said());
                continue;
            };
            let (mut on, minute) = reading.fall(known, off, -1).unwrap();
            if task.phase == "notification" && reading.anchor == "call" {
                on = on.min(start);
            }
            assert_eq!(got, Some((on, minute)), "{}: {}", said(), reading.text);
            match task.phase.as_str() {
                "notification" => assert!(on <= start, "{}: after the start", said()),
                "fieldwork" => assert!((start..=end).contains(&on), "{}: not on site", said()),
                _ => assert!(on >= end, "{}: before the end", said()),
            }
            let counted = reading.count != 0 || reading.weekday.is_some();
            assert!(!counted || !off.has(on), "{}: a day off", said());
            assert!(last <= Some(on), "{}: from after due", said());
            last = Some(on);
            compared += 1;
        }
    }
    compared
}

#[test]
fn the_bank_holidays_that_ship_are_those_the_rules_give() {
    let shipped: BTreeSet<Day> = assets::HOLIDAYS
        .lines()
        .filter_map(|line| line.split_once(',')?.0.parse::<Date>().ok())
        .map(|date| number(Moment::day(date)).0)
        .filter(|date| (day(2023, 1, 1)..=day(2028, 12, 31)).contains(date))
        .collect();
    let ours = bank_holidays()
        .into_iter()
        .filter(|date| *date >= day(2023, 1, 1));
    assert_eq!(shipped, ours.collect());
}
