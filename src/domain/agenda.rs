//! What the morning needs: what is late, due and next, what to look at twice, and how long is left. One reading of a
//! board, for the Today screen and `readyroom today` alike; it draws nothing and reads no clock.

use std::cmp::Reverse;

use jiff::civil::{Date, Weekday};

use super::board::{Board, Standing};
use super::calendar::{Calendar, plus_days};
use super::effort;
use super::order;
use super::phrase;
use super::plan::Plan;
use super::rating::count;
use super::task::{Status, Task};
use super::when::{MilestoneKey, Moment};

/// Tasks under a heading that depends on the day.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Upcoming {
    /// "Tomorrow", "Next, by Fri 5 Jun" or "By Fri 5 Jun"; empty when nothing is to come.
    pub title: String,
    /// Positions in the plan, soonest first.
    pub items: Vec<u32>,
}

/// The milestone worth naming, in one sentence.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Countdown {
    /// "Inspectors arrive in 5 working days, Mon 7 Dec".
    pub text: String,
    /// Which milestone it speaks of; `None` while there is no call, and when all is over.
    pub milestone: Option<MilestoneKey>,
    /// When that is.
    pub at: Option<Moment>,
}

/// A board, read for today. All lists are positions in the plan, sorted by due, then RAG, then ref.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Agenda {
    /// Open, and their time has passed.
    pub overdue: Vec<u32>,
    /// Due today and still ahead, then those done today, the last done first.
    pub today: Vec<u32>,
    /// How many of [`today`](Self::today), at its end, are done.
    pub done_today: usize,
    /// Tomorrow, or the next day that has anything and the rest of its week.
    pub next: Upcoming,
    /// When [`next`](Self::next) is tomorrow only, the rest of that week.
    pub later: Upcoming,
    /// What about them wants a second look is in their standings; the gravest first.
    pub check_these: Vec<u32>,
    /// Open, with nobody to answer for them.
    pub nobody: Vec<u32>,
    /// How much work for before the call was not finished when it came.
    pub overtaken: usize,
    /// The next deadline today that has a time.
    pub next_deadline: Option<Moment>,
    /// "next deadline in 18 minutes".
    pub next_deadline_line: Option<String>,
    /// How long is left.
    pub countdown: Countdown,
    /// "Day 1 of 15, off-site week"; `None` before the call and after the last day on site.
    pub day_line: Option<String>,
}

impl Agenda {
    /// Reads `board`, which was made from `plan`.
    pub fn of(plan: &Plan, board: &Board) -> Self {
        effort::spend(plan.tasks().len());
        let mut lists = Lists::new(board);
        for (at, (task, standing)) in (0..).zip(plan.tasks().iter().zip(&board.standings)) {
            lists.file(at, task, standing);
        }
        let mut agenda = lists.into_agenda(plan, board);
        let open = agenda.today.len() - agenda.done_today;
        agenda.next_deadline = next_deadline(&agenda.today[..open], board);
        agenda.next_deadline_line = agenda
            .next_deadline
            .map(|due| format!("next deadline {}", phrase::gap(due, board.now)));
        agenda.countdown = countdown(plan, board);
        agenda.day_line = day_line(plan, board);
        agenda
    }
}

/// The lists while they are being filled.
struct Lists {
    today: Date,
    overdue: Vec<u32>,
    due_today: Vec<u32>,
    done_today: Vec<u32>,
    ahead: Vec<u32>,
    first_ahead: Option<Date>,
    check_these: Vec<u32>,
    nobody: Vec<u32>,
    overtaken: usize,
}

impl Lists {
    fn new(board: &Board) -> Self {
        Self {
            today: board.now.date(),
            overdue: Vec::new(),
            due_today: Vec::new(),
            done_today: Vec::new(),
            ahead: Vec::new(),
            first_ahead: None,
            check_these: Vec::new(),
            nobody: Vec::new(),
            overtaken: 0,
        }
    }

    fn file(&mut self, at: u32, task: &Task, standing: &Standing) {
        if let Status::Done { at: done } = &task.status
            && done.date() == self.today
        {
            self.done_today.push(at);
        }
        if !task.status.is_open() {
            return;
        }
        if !standing.checks.is_empty() {
            self.check_these.push(at);
        }
        if standing.overtaken {
            self.overtaken += 1;
            return;
        }
        if task.owner.is_none() {
            self.nobody.push(at);
        }
        if let Some(due) = standing.due {
            self.file_by_day(at, due.date, standing.rating.late);
        }
    }

    fn file_by_day(&mut self, at: u32, due: Date, late: bool) {
        if late {
            self.overdue.push(at);
        } else if due == self.today {
            self.due_today.push(at);
        } else if self
            .first_ahead
            .is_none_or(|first| due <= end_of_week(first))
        {
            self.first_ahead = Some(self.first_ahead.map_or(due, |first| first.min(due)));
            self.ahead.push(at);
        }
    }

    fn into_agenda(mut self, plan: &Plan, board: &Board) -> Agenda {
        let sort = |list: &mut Vec<u32>| list.sort_by_cached_key(|at| rank(board, *at));
        sort(&mut self.overdue);
        sort(&mut self.due_today);
        let gravest = |at: &u32| {
            (
                board.standings[*at as usize].checks.first(),
                rank(board, *at),
            )
        };
        self.check_these.sort_by_cached_key(gravest);
        sort(&mut self.nobody);
        sort(&mut self.ahead);
        self.done_today
            .sort_by_key(|at| Reverse(done_at(&plan.tasks()[*at as usize])));
        let done_today = self.done_today.len();
        let (next, later) = upcoming(&self.ahead, self.first_ahead, board);
        Agenda {
            overdue: self.overdue,
            today: self.due_today.into_iter().chain(self.done_today).collect(),
            done_today,
            next,
            later,
            check_these: self.check_these,
            nobody: self.nobody,
            overtaken: self.overtaken,
            ..Agenda::default()
        }
    }
}

/// By due, then RAG, then ref; without a date last.
fn rank(board: &Board, at: u32) -> (u64, u32) {
    (order::urgency(&board.standings[at as usize]), at)
}

fn done_at(task: &Task) -> Option<jiff::civil::DateTime> {
    if let Status::Done { at } = &task.status {
        Some(*at)
    } else {
        None
    }
}

/// Splits what lies ahead: tomorrow and the rest of its week, or all of the week of the first day.
fn upcoming(ahead: &[u32], first: Option<Date>, board: &Board) -> (Upcoming, Upcoming) {
    let Some(first) = first else {
        return Default::default();
    };
    let today = board.now.date();
    let day_of = |at: &u32| {
        board.standings[*at as usize]
            .due
            .map_or(today, |due| due.date)
    };
    let last = end_of_week(first);
    let until = ahead.partition_point(|at| day_of(at) <= last);
    let week = &ahead[..until];
    let by = phrase::day_short(named_end(week.last().map_or(first, day_of)), today);
    if first != plus_days(today, 1) {
        return (
            Upcoming {
                title: format!("Next, by {by}"),
                items: week.to_vec(),
            },
            Upcoming::default(),
        );
    }
    let (tomorrow, rest) = week.split_at(week.partition_point(|at| day_of(at) == first));
    let next = Upcoming {
        title: "Tomorrow".to_owned(),
        items: tomorrow.to_vec(),
    };
    if rest.is_empty() {
        return (next, Upcoming::default());
    }
    (
        next,
        Upcoming {
            title: format!("By {by}"),
            items: rest.to_vec(),
        },
    )
}

/// The Sunday of the week of `date`.
fn end_of_week(date: Date) -> Date {
    plus_days(date, i64::from(date.weekday().until(Weekday::Sunday)))
}

/// The Friday of the week, unless the last task is due after it.
fn named_end(last: Date) -> Date {
    let friday = plus_days(end_of_week(last), -2);
    friday.max(last)
}

fn next_deadline(today: &[u32], board: &Board) -> Option<Moment> {
    let due = today.iter().filter_map(|at| {
        let standing = &board.standings[*at as usize];
        standing
            .due
            .filter(|due| due.time.is_some() && due.date == board.now.date())
    });
    due.filter(|due| !phrase::is_late(*due, board.now)).min()
}

fn countdown(plan: &Plan, board: &Board) -> Countdown {
    let schedule = &board.schedule;
    let agreed = plan.is_agreed_ahead();
    let first = if agreed {
        MilestoneKey::Start
    } else {
        MilestoneKey::Call
    };
    if schedule.provisional
        && let Some(at) = schedule.get(first)
    {
        return until(plan, board, first, at);
    }
    if schedule.get(MilestoneKey::Start).is_none() && schedule.get(MilestoneKey::Call).is_none() {
        let text = if agreed {
            "No day agreed yet"
        } else {
            "No call yet"
        };
        return Countdown {
            text: text.to_owned(),
            ..Countdown::default()
        };
    }
    let today = board.now.date();
    let on_site = (
        schedule.get(MilestoneKey::Start),
        schedule.get(MilestoneKey::End),
    );
    if let (Some(start), Some(end)) = on_site
        && (start.date..=end.date).contains(&today)
    {
        return during_the_visit(plan, today, start, end);
    }
    let ahead = MilestoneKey::ALL
        .into_iter()
        .skip(1)
        .filter_map(|key| Some((key, schedule.get(key)?)));
    let next = ahead
        .filter(|(_, at)| at.date >= today)
        .min_by_key(|(key, at)| (at.date, *key));
    match next {
        Some((key, at)) => until(plan, board, key, at),
        None => Countdown {
            text: "All milestones have passed".to_owned(),
            ..Countdown::default()
        },
    }
}

/// "Inspectors arrive in 5 working days, Mon 7 Dec"
fn until(plan: &Plan, board: &Board, key: MilestoneKey, at: Moment) -> Countdown {
    let today = board.now.date();
    let day = phrase::day_short(at.date, today);
    let left = plan.calendar().working_days(today, at.date);
    let when = if at.date < today {
        return Countdown {
            text: match key {
                MilestoneKey::Call => format!("The call was expected on {day}"),
                _ => format!("Inspectors were expected on {day}"),
            },
            milestone: Some(key),
            at: Some(at),
        };
    } else if at.date == today {
        "today".to_owned()
    } else if at.date == plus_days(today, 1) {
        format!("tomorrow, {day}")
    } else if left == 0 {
        format!("on {day}")
    } else {
        format!("in {}, {day}", count(left, "working day"))
    };
    Countdown {
        text: format!("{} {when}", what_comes(plan, board, key)),
        milestone: Some(key),
        at: Some(at),
    }
}

/// The start of a sentence that ends in "today" or "in 3 working days".
fn what_comes<'a>(plan: &'a Plan, board: &Board, key: MilestoneKey) -> &'a str {
    match key {
        MilestoneKey::Call => "The call is expected",
        MilestoneKey::Start if board.schedule.provisional => "Inspectors are expected",
        MilestoneKey::Start => "Inspectors arrive",
        MilestoneKey::End => "Feedback meeting",
        MilestoneKey::Draft
        | MilestoneKey::Comments
        | MilestoneKey::Final
        | MilestoneKey::Publication
        | MilestoneKey::Plan => plan
            .milestone(key)
            .map_or(key.title(), |milestone| milestone.name.as_str()),
    }
}

/// "On site, day 3 of 10"
fn during_the_visit(plan: &Plan, today: Date, start: Moment, end: Moment) -> Countdown {
    let (day, days) = day_of(plan.calendar(), today, start.date, end.date);
    let (text, milestone, at) = if today == end.date {
        ("Feedback meeting today".to_owned(), MilestoneKey::End, end)
    } else if is_on_site(plan.calendar(), today, start.date) {
        (
            format!("On site, day {day} of {days}"),
            MilestoneKey::End,
            end,
        )
    } else {
        let back = phrase::day_short(plan.calendar().forward_to_working(today), today);
        (
            format!("Back on site on {back}, day {} of {days}", day + 1),
            MilestoneKey::End,
            end,
        )
    };
    Countdown {
        text,
        milestone: Some(milestone),
        at: Some(at),
    }
}

/// A visit's first day counts even when it was typed on a day off.
fn is_on_site(calendar: &Calendar, today: Date, start: Date) -> bool {
    today == start || calendar.is_working(today)
}

/// The how-manieth working day of how many `today` is, from `first` to `last`, both counted.
fn day_of(calendar: &Calendar, today: Date, first: Date, last: Date) -> (i32, i32) {
    let days = |until| calendar.working_days(first, until) + 1;
    (days(today), days(last))
}

fn day_line(plan: &Plan, board: &Board) -> Option<String> {
    let call = board
        .schedule
        .get(MilestoneKey::Call)
        .filter(|_| board.schedule.call_has_come && !plan.is_agreed_ahead())?;
    let (start, end) = (
        board.schedule.get(MilestoneKey::Start)?,
        board.schedule.get(MilestoneKey::End)?,
    );
    let today = board.now.date();
    if today > end.date {
        return None;
    }
    let (day, days) = day_of(plan.calendar(), today, call.date, end.date);
    Some(format!(
        "Day {day} of {days}, {}",
        week(today, call.date, start.date, end.date)
    ))
}

fn week(today: Date, call: Date, start: Date, end: Date) -> String {
    let weeks_to =
        |date: Date| super::calendar::days_between(end_of_week(call), end_of_week(date)) / 7;
    if today < start {
        let weeks = weeks_to(start).max(1);
        return match weeks {
            1 => "off-site week".to_owned(),
            _ => format!("off-site week {}", (weeks_to(today) + 1).min(weeks)),
        };
    }
    let week_of = |date: Date| super::calendar::days_between(start, end_of_week(date)) / 7 + 1;
    match (week_of(today), week_of(end)) {
        (_, 1) => "on site".to_owned(),
        (week, _) => format!("on-site week {week}"),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{DateTime, Time, date, datetime};

    use super::*;
    use crate::domain::edit::{self, Author, Call, Draft, Patch};
    use crate::domain::id::Ids;
    use crate::domain::rating::Shown;
    use crate::domain::task::Phase;
    use crate::domain::template::{Start, Template};
    use crate::domain::text::Line;
    use crate::domain::when::When;

    fn plan_of(template: &str) -> Plan {
        Template::named(template)
            .unwrap()
            .plan(&Start::default(), &mut Ids::new(1, 1))
            .unwrap()
    }

    fn call(plan: &mut Plan, on: Date, expected: bool) {
        let time = Time::constant(10, 12, 0, 0);
        let author = Author {
            who: Line::default(),
            now: on.to_datetime(time),
        };
        let call = Call {
            expected,
            ..Call::came(author.now)
        };
        let operation = edit::record_call(plan, &call, &author).unwrap();
        plan.apply_all(&operation.changes).unwrap();
    }

    fn called(on: Date) -> Plan {
        let mut plan = plan_of("standard");
        call(&mut plan, on, false);
        plan
    }

    fn agenda(plan: &Plan, now: DateTime) -> Agenda {
        Agenda::of(plan, &Board::of(plan, now))
    }

    #[test]
    fn the_countdown_names_the_next_milestone() {
        let plan = called(date(2026, 11, 30));
        for (now, expected) in [
            ((11, 30), "Inspectors arrive in 5 working days, Mon 7 Dec"),
            ((12, 4), "Inspectors arrive in 1 working day, Mon 7 Dec"),
            ((12, 6), "Inspectors arrive tomorrow, Mon 7 Dec"),
            ((12, 7), "On site, day 1 of 10"),
            ((12, 9), "On site, day 3 of 10"),
            ((12, 12), "Back on site on Mon 14 Dec, day 6 of 10"),
            ((12, 17), "On site, day 9 of 10"),
            ((12, 18), "Feedback meeting today"),
            (
                (12, 21),
                "Draft report received in 17 working days, Mon 18 Jan 2027",
            ),
        ] {
            let now = date(2026, now.0, now.1).at(12, 0, 0, 0);
            assert_eq!(agenda(&plan, now).countdown.text, expected, "{now}");
        }
        for (now, expected) in [
            (
                date(2027, 1, 17),
                "Draft report received tomorrow, Mon 18 Jan",
            ),
            (date(2027, 1, 18), "Draft report received today"),
            (
                date(2027, 1, 19),
                "Factual accuracy comments due in 4 working days, Mon 25 Jan",
            ),
            (
                date(2027, 1, 26),
                "Final copy under embargo in 4 working days, Mon 1 Feb",
            ),
            (date(2027, 2, 2), "Report published tomorrow, Wed 3 Feb"),
            (
                date(2027, 2, 4),
                "Action plan due in 69 working days, Mon 17 May",
            ),
            (date(2027, 5, 18), "All milestones have passed"),
        ] {
            assert_eq!(
                agenda(&plan, now.at(12, 0, 0, 0)).countdown.text,
                expected,
                "{now}"
            );
        }
    }

    #[test]
    fn before_the_call_it_is_expected_or_there_is_none() {
        let mut plan = plan_of("standard");
        let now = datetime(2026, 11, 27, 9, 0, 0, 0);
        assert_eq!(agenda(&plan, now).countdown.text, "No call yet");
        assert_eq!(agenda(&plan, now).day_line, None);
        call(&mut plan, date(2026, 12, 7), true);
        for (day, expected) in [
            (27, "The call is expected in 6 working days, Mon 7 Dec"),
            (37, "The call is expected today"),
            (38, "The call was expected on Mon 7 Dec"),
        ] {
            let now = plus_days(date(2026, 11, 1), day - 1).at(9, 0, 0, 0);
            assert_eq!(agenda(&plan, now).countdown.text, expected);
            assert_eq!(agenda(&plan, now).day_line, None);
        }
    }

    #[test]
    fn the_day_line_counts_from_the_call_to_the_last_day_on_site() {
        let plan = called(date(2026, 11, 30));
        let line = |month, day| agenda(&plan, date(2026, month, day).at(12, 0, 0, 0)).day_line;
        assert_eq!(line(11, 30).as_deref(), Some("Day 1 of 15, off-site week"));
        assert_eq!(line(12, 7).as_deref(), Some("Day 6 of 15, on-site week 1"));
        assert_eq!(
            line(12, 18).as_deref(),
            Some("Day 15 of 15, on-site week 2")
        );
        assert_eq!(line(12, 21), None);
        let mut short = plan_of("short");
        call(&mut short, date(2026, 11, 30), false);
        let line = agenda(&short, datetime(2026, 12, 9, 9, 0, 0, 0)).day_line;
        assert_eq!(line.as_deref(), Some("Day 8 of 10, on site"));
    }

    #[test]
    fn off_site_weeks_are_counted_where_there_are_two() {
        let mut plan = plan_of("jtai");
        call(&mut plan, date(2026, 11, 30), false);
        let line = |day| agenda(&plan, date(2026, 12, day).at(12, 0, 0, 0)).day_line;
        for (day, expected) in [
            (1, "Day 2 of 15, off-site week 1"),
            (6, "Day 5 of 15, off-site week 1"),
            (7, "Day 6 of 15, off-site week 2"),
            (14, "Day 11 of 15, on site"),
        ] {
            assert_eq!(line(day).as_deref(), Some(expected), "{day} December");
        }
    }

    #[test]
    fn a_visit_that_is_agreed_ahead_has_no_call_to_wait_for() {
        let mut plan = plan_of("monitoring");
        let text = |plan: &Plan, month, day| {
            agenda(plan, date(2026, month, day).at(9, 0, 0, 0))
                .countdown
                .text
        };
        assert_eq!(text(&plan, 11, 2), "No day agreed yet");
        let visit = |expected| Call {
            date: date(2026, 12, 1),
            time: None,
            on_site: Some(date(2026, 12, 15)),
            expected,
            drop_preparation: false,
        };
        let author = Author {
            who: Line::default(),
            now: datetime(2026, 11, 2, 9, 0, 0, 0),
        };
        let operation = edit::record_call(&plan, &visit(true), &author).unwrap();
        plan.apply_all(&operation.changes).unwrap();
        for (month, day, expected) in [
            (12, 14, "Inspectors are expected tomorrow, Tue 15 Dec"),
            (12, 16, "Inspectors were expected on Tue 15 Dec"),
        ] {
            assert_eq!(text(&plan, month, day), expected);
        }
        let operation = edit::record_call(&plan, &visit(false), &author).unwrap();
        plan.apply_all(&operation.changes).unwrap();
        for (month, day, expected) in [
            (12, 1, "Inspectors arrive in 10 working days, Tue 15 Dec"),
            (12, 15, "On site, day 1 of 2"),
            (
                12,
                17,
                "Draft letter received in 17 working days, Thu 14 Jan 2027",
            ),
        ] {
            assert_eq!(text(&plan, month, day), expected);
        }
        // Its preparation is overtaken once the day of notice has come.
        for (on, expected) in [(date(2026, 11, 30), 0), (date(2026, 12, 1), 3)] {
            let board = Board::of(&plan, on.at(9, 0, 0, 0));
            let overtaken = board.standings.iter().filter(|task| task.overtaken);
            assert_eq!(overtaken.count(), expected, "{on}");
        }
    }

    #[test]
    fn every_open_task_is_where_its_date_puts_it_and_in_order() {
        let plan = called(date(2026, 11, 30));
        let now = datetime(2026, 11, 30, 12, 42, 0, 0);
        let board = Board::of(&plan, now);
        let agenda = Agenda::of(&plan, &board);
        let open_today = &agenda.today[..agenda.today.len() - agenda.done_today];
        for list in [
            &agenda.overdue[..],
            open_today,
            &agenda.next.items,
            &agenda.later.items,
            &agenda.nobody,
        ] {
            assert!(list.is_sorted_by_key(|at| rank(&board, *at)));
            assert!(
                list.iter()
                    .all(|at| plan.tasks()[*at as usize].status.is_open())
            );
            assert!(
                list.iter()
                    .all(|at| !board.standings[*at as usize].overtaken)
            );
        }
        assert!(
            agenda
                .overdue
                .iter()
                .all(|at| board.standings[*at as usize].rating.late)
        );
        assert!(
            open_today
                .iter()
                .all(|at| board.standings[*at as usize].days == Some(0))
        );
        assert_eq!(
            (agenda.next.title.as_str(), agenda.later.title.as_str()),
            ("Tomorrow", "By Fri 4 Dec")
        );
        assert!(
            agenda
                .next
                .items
                .iter()
                .all(|at| board.standings[*at as usize].days == Some(1))
        );
        assert!(
            agenda
                .later
                .items
                .iter()
                .all(|at| (2..=6).contains(&board.standings[*at as usize].days.unwrap()))
        );
        let seen = agenda.overdue.len()
            + open_today.len()
            + agenda.next.items.len()
            + agenda.later.items.len();
        let expected = board
            .standings
            .iter()
            .zip(plan.tasks())
            .filter(|(standing, task)| {
                task.status.is_open()
                    && !standing.overtaken
                    && standing.days.is_some_and(|days| days <= 6)
            });
        assert_eq!(seen, expected.count());
        assert_eq!(
            agenda.overtaken,
            crate::domain::board::Tally::sum(&board.tallies(&plan)).overtaken
        );
        assert_eq!(
            agenda.next_deadline_line.as_deref(),
            Some("next deadline in 18 minutes")
        );
        let last = *agenda.today.last().unwrap() as usize;
        assert_eq!(
            (agenda.done_today, board.standings[last].rating.shown),
            (1, Shown::Complete)
        );
    }

    #[test]
    fn without_anything_tomorrow_the_week_of_the_next_day_is_shown() {
        let mut plan = plan_of("blank");
        let mut add = |title: &str, due: Option<Date>| {
            let due = due.map(|date| When::At(Moment { date, time: None }));
            let rest = Patch::due(due);
            let draft = Draft {
                title: Line::new(title).unwrap(),
                rest,
            };
            let millis = 1_000 * plan.tasks().len() as u64;
            let (operation, _) =
                edit::add(&plan, &draft, Phase::Notification, &mut Ids::new(3, millis)).unwrap();
            plan.apply_all(&operation.changes).unwrap();
        };
        add("far", Some(date(2026, 6, 22)));
        add("friday", Some(date(2026, 6, 12)));
        add("tuesday", Some(date(2026, 6, 9)));
        add("undated", None);
        let friday = agenda(&plan, datetime(2026, 6, 5, 9, 0, 0, 0));
        assert_eq!(
            (friday.next.title.as_str(), friday.next.items.as_slice()),
            ("Next, by Fri 12 Jun", &[2, 1][..])
        );
        assert_eq!(friday.later, Upcoming::default());
        assert_eq!(friday.nobody, [2, 1, 0, 3]);
        let monday = agenda(&plan, datetime(2026, 6, 8, 9, 0, 0, 0));
        assert_eq!(
            (monday.next.title.as_str(), monday.next.items.as_slice()),
            ("Tomorrow", &[2][..])
        );
        assert_eq!(
            (monday.later.title.as_str(), monday.later.items.as_slice()),
            ("By Fri 12 Jun", &[1][..])
        );
        let after = agenda(&plan, datetime(2026, 7, 1, 9, 0, 0, 0));
        assert_eq!(
            (after.next, after.overdue),
            (Upcoming::default(), vec![2, 1, 0])
        );
    }
}
