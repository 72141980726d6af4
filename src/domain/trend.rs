//! How readiness went, working day by working day, and where it leads at the present pace. Nothing is kept for it: each day
//! is the plan as it stood at its end, counted by the clock of that end, and the last is now.
//!
//! **The forecast.** The pace is what was finished in the last five working days, today among them, divided by five; while
//! the file is younger, by its own working days. Open tasks with a date are taken in the order of their dates, and the
//! `k`-th of them is finished on the `n`-th working day from today on, `n` being `(k + d) / pace` rounded up, where `d` is
//! what was finished today already. A task would be late when that day is after its date, or when it is late now.

use std::collections::BTreeSet;

use jiff::civil::{Date, DateTime};

use super::board::{Board, Tally};
use super::operation::Past;
use super::phrase;
use super::plan::Plan;
use super::rating::{Shown, count};
use super::task::{Phase, Status};
use super::text::Line as Name;
use super::what_if::Line;
use super::when::Moment;

/// As many working days make the pace.
pub const PACE_DAYS: i32 = 5;

/// How many tasks the forecast names before it only counts.
const NAMED: usize = 12;

/// The cells of a bar.
const CELLS: usize = 16;

/// How many tasks there are, and how they stand. Not-needed tasks count nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    /// All that have to be done.
    pub total: usize,
    /// Done.
    pub complete: usize,
    /// Shown red.
    pub red: usize,
    /// Open, and their time has passed.
    pub late: usize,
}

impl From<Tally> for Count {
    fn from(tally: Tally) -> Self {
        Self {
            total: tally.total,
            complete: tally.complete,
            red: tally.red,
            late: tally.late,
        }
    }
}

/// How it stood at the end of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// The moment: the end of the day, or now.
    pub at: DateTime,
    /// All tasks.
    pub all: Count,
    /// Phase by phase.
    pub phases: [Count; 3],
    /// Judgement area by judgement area, in the order of [`Trend::areas`].
    pub areas: Vec<Count>,
}

/// Where the present pace leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forecast {
    /// How many tasks were finished in the days that make the pace.
    pub finished: usize,
    /// How many working days those are; at least one.
    pub days: i32,
    /// How many tasks with a date are still open; overtaken ones are not among them.
    pub open: usize,
    /// Those that would be late, the first due first.
    pub late: Vec<Expected>,
}

/// A task that would be late.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expected {
    /// Which, as a position in the plan as it is.
    pub at: u32,
    /// When it is due.
    pub due: Moment,
    /// When it would be finished; `None` when nothing would be.
    pub finished: Option<Date>,
}

/// How readiness went, and where it leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trend {
    /// The judgement areas that tasks name, sorted.
    pub areas: Vec<Name>,
    /// The oldest first; the last is now.
    pub days: Vec<Day>,
    /// Where it leads.
    pub forecast: Forecast,
}

/// Gathers the days while the past is read, newest first.
#[derive(Debug)]
pub struct Gather {
    now: DateTime,
    most: usize,
    areas: Vec<Name>,
    /// Newest first.
    days: Vec<Day>,
    /// The end of the next day to be counted.
    next: DateTime,
    /// The plan as it is: the forecast rests on it, and its calendar says which days are worked.
    plan: Option<Plan>,
}

impl Gather {
    /// For at most so many days up to `now`.
    pub fn new(now: DateTime, most: usize) -> Self {
        Self {
            now,
            most: most.max(1),
            areas: Vec::new(),
            days: Vec::new(),
            next: now,
            plan: None,
        }
    }

    /// Takes in the next older operation, and the plan as it stood right after it. True when nothing older is needed.
    pub fn meet(&mut self, plan: &Plan, past: &Past) -> bool {
        if self.plan.is_none() {
            let areas = plan.tasks().iter().flat_map(|task| task.areas().cloned());
            self.areas = areas.collect::<BTreeSet<Name>>().into_iter().collect();
        }
        let present = self.plan.get_or_insert_with(|| plan.clone());
        let calendar = present.calendar();
        // The clock of this machine may have been behind when it was done: it is done all the same by now.
        let made = past.entry.stamp.local.min(self.now);
        while self.next >= made && self.days.len() < self.most {
            self.days.push(Day::of(plan, self.next, &self.areas));
            self.next = calendar.add_working(self.next.date(), -1).at(23, 59, 59, 0);
        }
        self.days.len() >= self.most
    }

    /// What was gathered, and the plan its forecast rests on; nothing when no operation was met.
    pub fn finish(mut self) -> Option<(Trend, Plan)> {
        let plan = self.plan?;
        self.days.reverse();
        let began = self.days.first().map_or(self.now, |day| day.at);
        let trend = Trend {
            areas: self.areas,
            days: self.days,
            forecast: Forecast::of(&plan, &Board::of(&plan, self.now), began.date()),
        };
        Some((trend, plan))
    }
}

impl Day {
    fn of(plan: &Plan, at: DateTime, areas: &[Name]) -> Self {
        let board = Board::of(plan, at);
        let tallies = board.tallies(plan);
        let of_area = |area: &Name| {
            let having = (0..).zip(plan.tasks());
            let having = having.filter(|(_, task)| task.areas().any(|one| one == area));
            let positions: Vec<u32> = having.map(|(at, _)| at).collect();
            board.tally_of(plan, &positions).into()
        };
        Self {
            at,
            all: Tally::sum(&tallies).into(),
            phases: tallies.map(Count::from),
            areas: areas.iter().map(of_area).collect(),
        }
    }
}

impl Forecast {
    /// Works it out from `plan` as `board` has it; the file has been in use since `began`.
    pub fn of(plan: &Plan, board: &Board, began: Date) -> Self {
        let (calendar, today) = (plan.calendar(), board.now.date());
        let last = calendar.back_to_working(today);
        let since = |days: i32| calendar.add_working(last, 1 - days);
        let days = (1..=PACE_DAYS)
            .rev()
            .find(|days| since(*days) >= began)
            .unwrap_or(1);
        let done_on = plan.tasks().iter().filter_map(|task| match task.status {
            Status::Done { at } => Some(at.date()),
            _ => None,
        });
        let done: Vec<Date> = done_on
            .filter(|day| (since(days)..=today).contains(day))
            .collect();
        let is_working = calendar.is_working(today);
        let done_today = done
            .iter()
            .filter(|day| is_working && **day == today)
            .count();
        let mut open: Vec<(Moment, u32)> = Vec::new();
        for (at, (task, standing)) in (0..).zip(plan.tasks().iter().zip(&board.standings)) {
            if let (true, false, Some(due)) =
                (task.status.is_open(), standing.overtaken, standing.due)
            {
                open.push((due, at));
            }
        }
        open.sort_unstable();
        let first = calendar.forward_to_working(today);
        let finished_on = |place: usize| {
            let work = (place + 1 + done_today) * days as usize;
            let nth = work.div_ceil(done.len().max(1));
            let ahead = i32::try_from(nth).unwrap_or(i32::MAX).min(FURTHEST) - 1;
            (!done.is_empty()).then(|| calendar.add_working(first, ahead))
        };
        let expected = open.iter().enumerate().map(|(place, (due, at))| Expected {
            at: *at,
            due: *due,
            finished: finished_on(place),
        });
        let is_late = |expected: &Expected| {
            board.standings[expected.at as usize].rating.late
                || expected.finished.is_none_or(|day| day > expected.due.date)
        };
        Self {
            finished: done.len(),
            days,
            open: open.len(),
            late: expected.filter(is_late).collect(),
        }
    }

    /// What it comes to, in one sentence.
    pub fn headline(&self) -> String {
        format!(
            "{} of {} would be late at this pace",
            self.late.len(),
            count(self.open as i32, "dated open task")
        )
    }

    /// "7 finished in 5 working days, 1.4 a day"
    pub fn pace(&self) -> String {
        let tenths = self.finished * 10 / self.days.max(1) as usize;
        format!(
            "{} finished in {}, {}.{} a day",
            self.finished,
            count(self.days, "working day"),
            tenths / 10,
            tenths % 10
        )
    }
}

/// Nobody plans so many working days ahead.
const FURTHEST: i32 = 2_500;

impl Trend {
    /// All of it in lines: where it leads, then each day, all together, phase by phase and area by area. `full` and
    /// `empty` are the cells of the bars; `plan` is the one the forecast rests on.
    pub fn lines(&self, plan: &Plan, full: &str, empty: &str) -> Vec<Line> {
        let mut lines = vec![
            Line::Head(self.forecast.headline()),
            Line::Text(format!("{}.", self.forecast.pace())),
        ];
        let red = plan.inspection().policy.word(Shown::Red);
        let group = |title: &str, of: &dyn Fn(&Day) -> Count| {
            let days = self
                .days
                .iter()
                .map(|day| Line::Text(row(day.at.date(), of(day), red, full, empty)));
            let head = [Line::Blank, Line::Head(title.to_owned())];
            head.into_iter().chain(days).collect::<Vec<_>>()
        };
        lines.extend(group("All", &|day| day.all));
        lines.extend(self.late_lines(plan));
        for phase in Phase::ALL {
            if self
                .days
                .iter()
                .any(|day| day.phases[phase as usize].total > 0)
            {
                lines.extend(group(phase.title(), &|day| day.phases[phase as usize]));
            }
        }
        for (at, area) in self.areas.iter().enumerate() {
            lines.extend(group(&format!("Area: {area}"), &|day| day.areas[at]));
        }
        lines
    }

    /// The tasks that would be late, the first due first; the dates come before the title, which may be cut.
    fn late_lines(&self, plan: &Plan) -> Vec<Line> {
        let late = &self.forecast.late;
        if late.is_empty() {
            return Vec::new();
        }
        let short = |day| phrase::day_short(day, day);
        let row = |late: &Expected| {
            let task = &plan.tasks()[late.at as usize];
            let finished = late
                .finished
                .map_or("not done".to_owned(), |day| format!("done {}", short(day)));
            Line::Text(format!(
                "  due {}, {finished}  {} {}",
                short(late.due.date),
                task.reference,
                task.title
            ))
        };
        let mut lines = vec![
            Line::Blank,
            Line::Head(format!("Would be late  {}", late.len())),
        ];
        lines.extend(late.iter().take(NAMED).map(row));
        if late.len() > NAMED {
            lines.push(Line::Text(format!("  and {} more", late.len() - NAMED)));
        }
        lines
    }
}

/// `Tue 24 Nov  ####............   12/41    3 red   1 late`
fn row(day: Date, of: Count, red: &str, full: &str, empty: &str) -> String {
    // Where something is complete, something is to be seen of it.
    let least = usize::from(of.complete > 0);
    let filled = (of.complete * CELLS).checked_div(of.total).unwrap_or(0);
    let filled = filled.max(least);
    format!(
        "{:<10} {}{} {:>9} {:>3} {red} {:>3} late",
        phrase::day_short(day, day),
        full.repeat(filled),
        empty.repeat(CELLS - filled),
        format!("{}/{}", of.complete, of.total),
        of.red,
        of.late
    )
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, datetime};

    use super::*;
    use crate::domain::change::{Change, Row};
    use crate::domain::id::{Ref, TaskId};
    use crate::domain::task::{Place, Task};
    use crate::domain::when::When;
    use uuid::Uuid;

    /// Wednesday.
    const NOW: DateTime = datetime(2026, 6, 3, 12, 0, 0, 0);

    fn task(number: u32, due: Date, done: Option<Date>) -> Change {
        let place = Place {
            phase: Phase::Fieldwork,
            section: Name::default(),
        };
        let mut task = Task::new(
            TaskId(Uuid::from_u128(number.into())),
            Ref::new(Phase::Fieldwork, number),
            place,
            Name::clipped("Some task"),
        );
        task.deadline.due = Some(When::At(Moment::day(due)));
        if let Some(day) = done {
            task.status = Status::Done {
                at: day.at(10, 0, 0, 0),
            };
        }
        Change::Create(Row::Task(Box::new(task)))
    }

    fn forecast(tasks: &[(Date, Option<Date>)], began: Date) -> (Forecast, Vec<u32>) {
        let mut plan = Plan::default();
        for (number, (due, done)) in (1..).zip(tasks) {
            plan.apply(&task(number, *due, *done)).unwrap();
        }
        let forecast = Forecast::of(&plan, &Board::of(&plan, NOW), began);
        let late = forecast.late.iter().map(|late| late.at + 1).collect();
        (forecast, late)
    }

    #[test]
    fn the_forecast_is_the_one_worked_out_by_hand() {
        let june = |day| date(2026, 6, day);
        let may = |day| date(2026, 5, day);
        // Five finished in the five working days from Thu 28 May to today: one a day, one of them today. One before.
        let done = [may(27), may(28), may(29), june(1), june(2), june(3)];
        let mut tasks: Vec<(Date, Option<Date>)> =
            done.iter().map(|day| (june(30), Some(*day))).collect();
        // Today's is done, so the first open one is finished on Thursday, the next on Friday, then Monday, Tuesday.
        tasks.extend([june(2), june(4), june(5), june(9)].map(|day| (day, None)));
        let (forecast, late) = forecast(&tasks, may(1));
        assert_eq!(
            (forecast.finished, forecast.days, forecast.open),
            (5, PACE_DAYS, 4)
        );
        // FW-07 is late already, FW-08 comes a day late, FW-09 a working day, FW-10 just in time.
        assert_eq!(late, [7, 8, 9]);
        let finished: Vec<_> = forecast.late.iter().map(|late| late.finished).collect();
        assert_eq!(finished, [june(4), june(5), june(8)].map(Some));
        assert_eq!(
            forecast.headline(),
            "3 of 4 dated open tasks would be late at this pace"
        );
        assert_eq!(forecast.pace(), "5 finished in 5 working days, 1.0 a day");
    }

    #[test]
    fn a_young_file_has_fewer_days_and_nothing_finished_gives_no_end() {
        let june = |day| date(2026, 6, day);
        let (young, late) = forecast(
            &[
                (june(9), Some(june(3))),
                (june(9), Some(june(2))),
                (june(4), None),
            ],
            june(2),
        );
        assert_eq!((young.finished, young.days), (2, 2));
        assert_eq!(late, [] as [u32; 0]);
        let (still, late) = forecast(&[(june(30), None)], june(2));
        assert_eq!((still.finished, late), (0, vec![1]));
        assert_eq!(still.late[0].finished, None);
    }

    #[test]
    fn a_bar_never_stands_without_its_figures() {
        let of = Count {
            total: 41,
            complete: 12,
            red: 3,
            late: 1,
        };
        assert_eq!(
            row(date(2026, 11, 24), of, "red", "#", "."),
            "Tue 24 Nov ####............     12/41   3 red   1 late"
        );
        let none = row(date(2026, 11, 24), Count::default(), "red", "#", ".");
        assert!(
            none.contains("................       0/0   0 red"),
            "{none}"
        );
    }
}
