//! `timeline`: the inspection over its days, as a picture made of letters; in a conversation and for programs as words.

use clap::{ArgMatches, Command};
use jiff::civil::Date;
use serde::Serialize;

use super::Verb;
use super::args::{as_of, json, option, value};
use super::desk::Desk;
use super::json::{ClashJson, Shows, Versioned};
use super::output::{Stop, Style};
use super::owners::clashes;
use crate::domain::board::Board;
use crate::domain::calendar::{days_between, plus_days};
use crate::domain::failure::Failure;
use crate::domain::id::Ref;
use crate::domain::order::Lanes;
use crate::domain::phrase;
use crate::domain::plan::Plan;
use crate::domain::rating::count;
use crate::domain::task::Phase;
use crate::domain::text::{fit, quoted, width};
use crate::domain::timeline::{self, Cell, Column, Flag, Glyphs, Lane, Off, Timeline};
use crate::domain::when::Moment;

/// Columns for the names of the rows, and for their letters.
const NAMES: usize = 24;

/// Columns of a weekday.
const DAY: usize = 2;

/// At most so many weeks in one picture.
const MOST_WEEKS: i64 = 26;

/// Columns that hold any number of weeks there may be.
const STRIP: usize = MOST_WEEKS as usize * (5 * DAY + 3);

const GLYPHS: Glyphs<'static> = Glyphs {
    bar: "=",
    done: "v",
    off: ".",
    now: "|",
    due: None,
};

pub(super) const TIMELINE: Verb = Verb {
    name: "timeline",
    usage: "[--by section|owner] [--from DATE] [--weeks N] [--as-of MOMENT] [--json]",
    about: "The weeks of the inspection: what is due on which day, milestones, days off, clashes",
    examples: &[
        (
            "readyroom timeline",
            "by section, from the call to the last day on site",
        ),
        ("readyroom timeline --by owner", "a row for everybody"),
        (
            "readyroom timeline --from \"next mon\" --weeks 2",
            "other weeks",
        ),
    ],
    args: |command: Command| {
        command
            .arg(option("by", "ROWS", "What the rows are: section or owner"))
            .arg(option(
                "from",
                "DATE",
                "The week to begin with, by one of its days",
            ))
            .arg(option("weeks", "N", "How many weeks, up to 26"))
            .arg(as_of())
            .arg(json())
    },
    run,
};

fn run(desk: &mut Desk, matches: &ArgMatches) -> Result<(), Stop> {
    let lanes_are: Lanes = value(matches, "by").map_or(Ok(Lanes::default()), str::parse)?;
    let (plan, board) = desk.read()?;
    let timeline = Timeline::whole(&plan, &board, lanes_are);
    let (mut from, mut to) = timeline.weeks(desk.now.date());
    if let Some(typed) = value(matches, "from") {
        let weeks = i64::from(days_between(from, to)) + 1;
        from = timeline::monday(desk.moment(&plan, typed, "--from")?.date);
        to = plus_days(from, weeks - 1);
    }
    if let Some(typed) = value(matches, "weeks") {
        to = plus_days(from, weeks(typed)? * 7 - 1);
    }
    let picture = Picture {
        plan: &plan,
        board: &board,
        timeline: &timeline,
        from,
        to: to.min(plus_days(from, MOST_WEEKS * 7 - 1)),
    };
    if matches.get_flag("json") {
        return desk.out.json(&Versioned::new(picture.json()));
    }
    if desk.asks() {
        picture.say(desk)
    } else {
        picture.draw(desk)
    }
}

fn weeks(typed: &str) -> Result<i64, Failure> {
    let weeks = typed.trim().parse().ok();
    weeks
        .filter(|weeks| (1..=MOST_WEEKS).contains(weeks))
        .ok_or_else(|| {
            Failure::usage(format!("\"{}\" is no number of weeks.", quoted(typed)))
                .hint("It is a whole number from 1 to 26.")
        })
}

/// What is shown of a timeline.
struct Picture<'a> {
    plan: &'a Plan,
    board: &'a Board,
    timeline: &'a Timeline,
    from: Date,
    to: Date,
}

impl Picture<'_> {
    fn today(&self) -> Date {
        self.board.now.date()
    }

    /// "Timeline  Mon 26 Apr 2027 to Sun 16 May 2027, by section"
    fn title(&self) -> String {
        format!(
            "Timeline  {} to {}, by {}",
            phrase::day_short(self.from, self.today()),
            phrase::day_short(self.to, self.today()),
            self.timeline.lanes_are
        )
    }

    /// The days off that are no weekend, each with its name.
    fn days_off(&self) -> Vec<(Date, Off, String)> {
        let calendar = self.plan.calendar();
        let days = (0..=days_between(self.from, self.to)).map(|n| plus_days(self.from, n.into()));
        let off = days.filter_map(|day| {
            let off = Off::on(calendar, day).filter(|off| *off != Off::Weekend)?;
            Some((day, off, calendar.why_not_working(day)?))
        });
        off.collect()
    }

    fn columns(&self) -> Vec<Column> {
        let mut columns = timeline::columns(self.from, STRIP, DAY);
        columns.retain(|column| column.day <= self.to);
        columns
    }

    fn draw(&self, desk: &mut Desk) -> Result<(), Stop> {
        let columns = self.columns();
        let strip = columns.last().map_or(0, |last| last.x + last.width);
        desk.out.write(Style::Heading, &self.title())?;
        desk.out.line("")?;
        for line in self.top(&columns, strip) {
            desk.out.line(&line)?;
        }
        let mut phase = None;
        for lane in &self.timeline.lanes {
            if lane.phase.is_some() && lane.phase != phase {
                phase = lane.phase;
                let title = lane.phase.map_or("", |phase| phase.title());
                desk.out.write(Style::Heading, title)?;
                desk.out.line("")?;
            }
            self.lane(desk, lane, &columns)?;
        }
        let figures = columns.iter().map(|column| {
            let due = self.timeline.due_on(column.day);
            let figure = timeline::figure(due, column.width);
            let figure = if due == 0 { String::new() } else { figure };
            (*column, format!("{figure:>width$}", width = column.width))
        });
        desk.out.line(&format!(
            "{:NAMES$}   {}",
            "Open, due on the day",
            strip_of(figures).trim_end()
        ))?;
        let off = self.days_off();
        if !off.is_empty() {
            desk.out.line("")?;
        }
        for (day, off, why) in off {
            let letter = off.letter().unwrap_or(' ');
            let day = phrase::day_short(day, self.today());
            desk.out.line(&format!("{letter}  {day}: {why}"))?;
        }
        clashes(desk, &self.timeline.clashes)
    }

    /// The names of the milestones, the weeks and the days.
    fn top(&self, columns: &[Column], strip: usize) -> Vec<String> {
        let mut flags = vec![Flag {
            day: self.today(),
            name: "now",
            glyph: "^",
        }];
        flags.extend(self.timeline.marks.iter().map(|mark| Flag {
            day: mark.day,
            name: &mark.name,
            glyph: if mark.expected { "o" } else { "*" },
        }));
        let indent = NAMES + 3;
        let rows = timeline::labels(&flags, columns, strip.max(40), 4);
        let names = rows.into_iter().filter(|row| !row.is_empty()).map(|row| {
            row.into_iter().fold(" ".repeat(indent), |mut line, label| {
                let pad = (indent + label.x).saturating_sub(width(&line));
                line.push_str(&" ".repeat(pad));
                line.push_str(&label.words);
                line
            })
        });
        let mut weeks = " ".repeat(indent);
        for monday in columns.iter().filter(|column| column.begins_week()) {
            let pad = (indent + monday.x).saturating_sub(width(&weeks));
            weeks.push_str(&" ".repeat(pad));
            let short = phrase::day_short(monday.day, monday.day);
            weeks.push_str(&short[4..]);
        }
        let calendar = self.plan.calendar();
        let days = columns.iter().map(|column| {
            let off = Off::on(calendar, column.day).and_then(Off::letter);
            let letter = phrase::weekday_name(column.day.weekday()).chars().next();
            let letter = off.or(letter).unwrap_or(' ');
            (*column, format!("{letter:>width$}", width = column.width))
        });
        let days = format!("{}{}", " ".repeat(indent), strip_of(days));
        names.chain([weeks, days]).collect()
    }

    fn lane(&self, desk: &mut Desk, lane: &Lane, columns: &[Column]) -> Result<(), Stop> {
        let policy = &self.plan.inspection().policy;
        let title = fit(&lane.title, NAMES - 2).into_owned();
        let pad = (NAMES - 1).saturating_sub(width(&title));
        desk.out.write(
            Style::Plain,
            &format!("  {title}{:pad$}", "", pad = pad - 1),
        )?;
        let letter = policy.letter(lane.shown);
        desk.out
            .write(Style::Rag(policy.colour(lane.shown)), letter)?;
        let calendar = self.plan.calendar();
        let cells = columns.iter().map(|column| {
            let off = Off::on(calendar, column.day);
            let cell = Cell::of(&lane.bars, &lane.due, off, column.day, self.today());
            (*column, cell.text(column.width, GLYPHS))
        });
        desk.out.line(&format!("  {}", strip_of(cells).trim_end()))
    }

    /// The same in words, for who hears them.
    fn say(&self, desk: &mut Desk) -> Result<(), Stop> {
        let today = self.today();
        desk.out.line(&format!("{}.", self.title()))?;
        for mark in &self.timeline.marks {
            let expected = if mark.expected { ", expected" } else { "" };
            let day = phrase::day_short(mark.day, today);
            desk.out.line(&format!("{}: {day}{expected}", mark.name))?;
        }
        for (day, _, why) in self.days_off() {
            desk.out.line(&format!(
                "Not worked: {}, {why}",
                phrase::day_short(day, today)
            ))?;
        }
        for lane in &self.timeline.lanes {
            desk.out.line(&self.lane_in_words(lane))?;
        }
        clashes(desk, &self.timeline.clashes)
    }

    /// "Off-site week: red, 9 open, 2 late. Due: 3 on Mon 26 Apr, 2 on Tue 27 Apr"
    fn lane_in_words(&self, lane: &Lane) -> String {
        let policy = &self.plan.inspection().policy;
        let overdue = match lane.late {
            0 => String::new(),
            many => format!(", {many} late"),
        };
        let within = self.from..=self.to;
        let due = lane
            .due
            .iter()
            .filter(|(day, due)| within.contains(day) && due.open > 0);
        let due: Vec<String> = due
            .map(|(day, due)| format!("{} on {}", due.open, phrase::day_short(*day, self.today())))
            .collect();
        let due = if due.is_empty() {
            "Nothing due in these weeks".to_owned()
        } else {
            format!("Due: {}", due.join(", "))
        };
        format!(
            "{}: {}, {}{overdue}. {due}.",
            lane.title,
            policy.word(lane.shown),
            count(lane.open as i32, "open task"),
        )
    }

    fn json(&self) -> TimelineJson<'_> {
        let calendar = self.plan.calendar();
        let days = (0..=days_between(self.from, self.to)).map(|n| {
            let day = plus_days(self.from, n.into());
            DayJson {
                date: day.to_string(),
                off: calendar.why_not_working(day),
                due: self.timeline.due_on(day),
            }
        });
        let marks = self.timeline.marks.iter().map(|mark| MarkJson {
            id: mark.key.as_str(),
            name: &mark.name,
            date: mark.day.to_string(),
            expected: mark.expected,
        });
        let rows = self.timeline.lanes.iter().map(|lane| RowJson {
            title: &lane.title,
            phase: lane.phase.map(Phase::as_str),
            rag: lane.shown.as_str(),
            open: lane.open,
            late: lane.late,
            tasks: lane.tasks.iter().map(|at| self.task_json(*at)).collect(),
        });
        TimelineJson {
            by: self.timeline.lanes_are.as_str(),
            from: self.from.to_string(),
            to: self.to.to_string(),
            days: days.collect(),
            milestones: marks.collect(),
            rows: rows.collect(),
            clashes: ClashJson::all(self.plan, &self.timeline.clashes),
        }
    }

    fn task_json(&self, at: u32) -> BarJson<'_> {
        let at = at as usize;
        let (task, standing) = (&self.plan.tasks()[at], &self.board.standings[at]);
        BarJson {
            reference: task.reference,
            title: task.title.as_str(),
            status: task.status.as_str(),
            rag: standing.rating.shown.as_str(),
            from: standing.from.map(Shows),
            due: standing.due.map(Shows),
            late: standing.rating.late,
        }
    }
}

/// The texts of days one after the other, with a line between two weeks.
fn strip_of(cells: impl Iterator<Item = (Column, String)>) -> String {
    let mut strip = String::new();
    for (column, text) in cells {
        if column.x > width(&strip) {
            strip.push('|');
        }
        strip.push_str(&text);
    }
    strip
}

#[derive(Debug, Serialize)]
struct TimelineJson<'a> {
    by: &'static str,
    from: String,
    to: String,
    days: Vec<DayJson>,
    milestones: Vec<MarkJson<'a>>,
    rows: Vec<RowJson<'a>>,
    clashes: Vec<ClashJson<'a>>,
}

#[derive(Debug, Serialize)]
struct DayJson {
    date: String,
    /// Why it is not worked.
    off: Option<String>,
    /// How many open tasks are due on it.
    due: u32,
}

#[derive(Debug, Serialize)]
struct MarkJson<'a> {
    id: &'static str,
    name: &'a str,
    date: String,
    expected: bool,
}

#[derive(Debug, Serialize)]
struct RowJson<'a> {
    title: &'a str,
    phase: Option<&'static str>,
    rag: &'static str,
    open: usize,
    late: usize,
    tasks: Vec<BarJson<'a>>,
}

#[derive(Debug, Serialize)]
struct BarJson<'a> {
    #[serde(rename = "ref")]
    reference: Ref,
    title: &'a str,
    status: &'static str,
    rag: &'static str,
    from: Option<Shows<Moment>>,
    due: Option<Shows<Moment>>,
    late: bool,
}
