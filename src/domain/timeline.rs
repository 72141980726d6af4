//! The inspection over its days: a row for every section or every owner, what is due on which day, which days are not
//! worked, where the milestones stand, and what cannot all be done. It reads a plan and its board and knows nothing of
//! colours; how many columns a day has is given to it, so that a screen and a printed page part their days alike.

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::civil::{Date, Weekday};

use super::board::{Board, Standing};
use super::calendar::{Calendar, days_between, plus_days};
use super::clash::{self, Clash};
use super::effort;
use super::order::{self, Grouping, Lanes};
use super::plan::Plan;
use super::rating::Shown;
use super::task::{Phase, Status};
use super::text;
use super::when::MilestoneKey;

/// Why a day is not worked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Off {
    /// Saturday or Sunday.
    Weekend,
    /// A bank holiday.
    Holiday,
    /// The council is closed.
    Closure,
}

impl Off {
    /// Why `date` is not worked; `None` when it is.
    pub fn on(calendar: &Calendar, date: Date) -> Option<Off> {
        if calendar.is_working(date) {
            return None;
        }
        let is_in =
            |days: &[(Date, text::Line)]| days.binary_search_by_key(&date, |(day, _)| *day).is_ok();
        Some(if is_in(calendar.holidays()) {
            Off::Holiday
        } else if is_in(calendar.closures()) {
            Off::Closure
        } else {
            Off::Weekend
        })
    }

    /// The letter that says so without colour; weekends are known by their place.
    pub fn letter(self) -> Option<char> {
        match self {
            Off::Weekend => None,
            Off::Holiday => Some('H'),
            Off::Closure => Some('C'),
        }
    }
}

/// What is due on one day, of one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Due {
    /// How many are open.
    pub open: u32,
    /// How many are done.
    pub done: u32,
    /// The worst letter of them.
    pub shown: Shown,
}

impl Due {
    fn count(&mut self, standing: &Standing, is_open: bool) {
        let first = self.open + self.done == 0;
        if is_open {
            self.open += 1;
        } else {
            self.done += 1;
        }
        let shown = standing.rating.shown;
        self.shown = if first { shown } else { self.shown.min(shown) };
    }
}

/// Work from one day to another, both counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bar {
    /// The first day.
    pub from: Date,
    /// The day it is due, not before the first.
    pub to: Date,
}

/// One row: a section, or an owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lane {
    /// As shown: "Off-site week", "Jo Smith", "Nobody".
    pub title: String,
    /// The phase, of a section.
    pub phase: Option<Phase>,
    /// The worst letter of what is open; complete when nothing is.
    pub shown: Shown,
    /// How many tasks are open.
    pub open: usize,
    /// How many of them are late.
    pub late: usize,
    /// Its tasks as positions in the plan, by the day they begin, without a date last.
    pub tasks: Vec<u32>,
    /// When open work is under way; ascending, and no two touch.
    pub bars: Vec<Bar>,
    /// What is due on which day; ascending.
    pub due: Vec<(Date, Due)>,
}

/// A milestone on its day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Which.
    pub key: MilestoneKey,
    /// As shown.
    pub name: String,
    /// On which day.
    pub day: Date,
    /// It is only expected, or counted from what is.
    pub expected: bool,
}

/// The inspection over its days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timeline {
    /// What its rows are.
    pub lanes_are: Lanes,
    /// The first day anything is on: a Monday.
    pub first: Date,
    /// The last day anything is on: a Sunday.
    pub last: Date,
    /// The rows, in the order of the checklist. None is without a task.
    pub lanes: Vec<Lane>,
    /// The milestones that have a date, by date.
    pub marks: Vec<Mark>,
    /// What cannot all be done, by day.
    pub clashes: Vec<Clash>,
    /// How many open tasks are due on which day.
    pub due: BTreeMap<Date, u32>,
}

impl Default for Timeline {
    fn default() -> Self {
        Self {
            lanes_are: Lanes::default(),
            first: Date::MIN,
            last: Date::MIN,
            lanes: Vec::new(),
            marks: Vec::new(),
            clashes: Vec::new(),
            due: BTreeMap::new(),
        }
    }
}

impl Timeline {
    /// The timeline of the tasks at `positions`. What is not needed or overtaken has no place in it.
    pub fn of(plan: &Plan, board: &Board, positions: &[u32], lanes_are: Lanes) -> Self {
        effort::spend(positions.len());
        let counts = |at: &u32| {
            let at = *at as usize;
            plan.tasks()[at].status != Status::NotNeeded && !board.standings[at].overtaken
        };
        let mut shown: Vec<u32> = positions.iter().copied().filter(counts).collect();
        shown.sort_by_cached_key(|at| {
            let bar = bar_of(&board.standings[*at as usize]);
            (bar.is_none(), bar, *at)
        });
        let grouping = match lanes_are {
            Lanes::Section => Grouping::Phase,
            Lanes::Owner => Grouping::Owner,
        };
        let groups = order::groups(plan, board, &shown, grouping);
        let lanes: Vec<Lane> = groups
            .into_iter()
            .map(|group| lane(plan, board, group))
            .collect();
        let mut due: BTreeMap<Date, u32> = BTreeMap::new();
        for (day, of_lane) in lanes.iter().flat_map(|lane| &lane.due) {
            if of_lane.open > 0 {
                *due.entry(*day).or_default() += of_lane.open;
            }
        }
        let marks = marks(plan, board);
        let clashes = clash::among(plan, board, positions);
        let ends = lanes
            .iter()
            .flat_map(|lane| {
                let bars = lane.bars.iter().flat_map(|bar| [bar.from, bar.to]);
                bars.chain(lane.due.iter().map(|(day, _)| *day))
            })
            .chain(marks.iter().map(|mark| mark.day))
            .chain([board.now.date()]);
        let (first, last) = ends.fold((Date::MAX, Date::MIN), |(first, last), day| {
            (first.min(day), last.max(day))
        });
        Self {
            lanes_are,
            first: monday(first),
            last: plus_days(monday(last), 6),
            lanes,
            marks,
            clashes,
            due,
        }
    }

    /// The timeline of all tasks of the plan.
    pub fn whole(plan: &Plan, board: &Board, lanes_are: Lanes) -> Self {
        let all: Vec<u32> = (0..plan.tasks().len() as u32).collect();
        Self::of(plan, board, &all, lanes_are)
    }

    /// The weeks of the inspection: from the Monday of the call to the Sunday after the last day on site. Without those
    /// dates, this week and the three after it.
    pub fn weeks(&self, today: Date) -> (Date, Date) {
        let day = |key| self.marks.iter().find(|mark| mark.key == key);
        let day = |key| day(key).map(|mark| mark.day);
        let from = day(MilestoneKey::Call).or(day(MilestoneKey::Start));
        let to = day(MilestoneKey::End);
        match (from, to) {
            (Some(from), Some(to)) if from <= to => (monday(from), plus_days(monday(to), 6)),
            (Some(from), _) => (monday(from), plus_days(monday(from), 27)),
            (None, _) => (monday(today), plus_days(monday(today), 27)),
        }
    }

    /// The Monday to begin with: that of this week while the inspection is on, or while something open is due before it,
    /// else that of its first week.
    pub fn opening(&self, today: Date) -> Date {
        let (from, to) = self.weeks(today);
        let before = today < from && self.due.range(today..from).next().is_some();
        if before || (from..=to).contains(&today) {
            monday(today)
        } else {
            from
        }
    }

    /// `day`, as far as there are days.
    pub fn clamp(&self, day: Date) -> Date {
        day.clamp(self.first, plus_days(self.last, -6).max(self.first))
    }

    /// How many open tasks are due on `day`.
    pub fn due_on(&self, day: Date) -> u32 {
        self.due.get(&day).copied().unwrap_or(0)
    }
}

/// The Monday of the week of `date`.
pub fn monday(date: Date) -> Date {
    let past = Weekday::Monday.until(date.weekday());
    plus_days(date, -i64::from(past))
}

/// The days of a task with a date: from the day it begins, where that is said, to the day it is due.
pub fn bar_of(standing: &Standing) -> Option<Bar> {
    let to = standing.due?.date;
    let from = standing.from.map_or(to, |from| from.date.min(to));
    Some(Bar { from, to })
}

fn lane(plan: &Plan, board: &Board, group: order::Group) -> Lane {
    let mut lane = Lane {
        title: group.title,
        phase: group.phase,
        shown: Shown::Complete,
        open: 0,
        late: 0,
        tasks: group.items,
        bars: Vec::new(),
        due: Vec::new(),
    };
    let mut due: BTreeMap<Date, Due> = BTreeMap::new();
    for at in lane.tasks.iter().map(|at| *at as usize) {
        let standing = &board.standings[at];
        let is_open = plan.tasks()[at].status.is_open();
        if is_open {
            lane.open += 1;
            lane.late += usize::from(standing.rating.late);
            lane.shown = lane.shown.min(standing.rating.shown);
        }
        let Some(bar) = bar_of(standing) else {
            continue;
        };
        due.entry(bar.to).or_default().count(standing, is_open);
        if is_open {
            // They come by the day they begin, so that what touches follows what it touches.
            match lane.bars.last_mut() {
                Some(last) if days_between(last.to, bar.from) <= 1 => last.to = last.to.max(bar.to),
                _ => lane.bars.push(bar),
            }
        }
    }
    lane.due = due.into_iter().collect();
    lane
}

fn marks(plan: &Plan, board: &Board) -> Vec<Mark> {
    let marks = plan.milestones().iter().filter_map(|milestone| {
        let typed = milestone.typed.map(|typed| typed.expected);
        Some(Mark {
            key: milestone.key,
            name: milestone.name.to_string(),
            day: board.schedule.get(milestone.key)?.date,
            expected: typed.unwrap_or(board.schedule.provisional),
        })
    });
    let mut marks: Vec<Mark> = marks.collect();
    marks.sort_by_key(|mark| (mark.day, mark.key));
    marks
}

/// A day in a strip of columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Which day.
    pub day: Date,
    /// Its first column.
    pub x: usize,
    /// How many columns it has.
    pub width: usize,
}

impl Column {
    /// Whether a week begins with it.
    pub fn begins_week(&self) -> bool {
        self.day.weekday() == Weekday::Monday
    }
}

/// The days from `left` on that have room in `room` columns: `day_width` for a weekday and one for a day of the weekend,
/// and one between two weeks.
pub fn columns(left: Date, room: usize, day_width: usize) -> Vec<Column> {
    let day_width = day_width.max(1);
    let mut columns: Vec<Column> = Vec::new();
    let mut x = 0;
    let mut day = left;
    loop {
        let is_weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        let width = if is_weekend { 1 } else { day_width };
        if day.weekday() == Weekday::Monday && !columns.is_empty() {
            x += 1;
        }
        if x + width > room {
            return columns;
        }
        columns.push(Column { day, x, width });
        x += width;
        match day.tomorrow() {
            Ok(next) => day = next,
            Err(_end_of_time) => return columns,
        }
    }
}

/// What a row has on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// Why the day is not worked.
    pub off: Option<Off>,
    /// It is today.
    pub now: bool,
    /// Work is under way, or due.
    pub work: bool,
    /// What is due.
    pub due: Option<Due>,
}

/// What is drawn in the columns of a day.
#[derive(Debug, Clone, Copy)]
pub struct Glyphs<'g> {
    /// Work.
    pub bar: &'g str,
    /// Something that was due, and is done.
    pub done: &'g str,
    /// A day that is not worked.
    pub off: &'g str,
    /// Now.
    pub now: &'g str,
    /// Something that is due, where its number is not wanted.
    pub due: Option<&'g str>,
}

impl Cell {
    /// What a row with these bars and dates has on `day`.
    pub fn of(bars: &[Bar], due: &[(Date, Due)], off: Option<Off>, day: Date, today: Date) -> Self {
        let after = bars.partition_point(|bar| bar.from <= day);
        let due = due
            .binary_search_by_key(&day, |(due, _)| *due)
            .map(|at| due[at].1);
        Self {
            off,
            now: day == today,
            work: after.checked_sub(1).is_some_and(|at| bars[at].to >= day),
            due: due.ok(),
        }
    }

    /// `width` columns that say so without colour: the number of what is due, at their end, on the work before it.
    pub fn text(&self, width: usize, glyphs: Glyphs<'_>) -> String {
        let mut text = String::new();
        self.spell(&mut text, width, glyphs);
        text
    }

    /// Writes the same behind what `into` holds: most cells are empty, and there may be a thousand of them in view.
    pub fn spell(&self, into: &mut String, width: usize, glyphs: Glyphs<'_>) {
        let ground = match (self.work, self.off) {
            (true, _) => glyphs.bar,
            (false, Some(_)) => glyphs.off,
            (false, None) => " ",
        };
        let fill = |into: &mut String, columns: usize| {
            for _ in 0..columns {
                into.push_str(ground);
            }
        };
        let last = match self.due {
            Some(Due { open: 0, .. }) => Cow::Borrowed(glyphs.done),
            Some(Due { open, .. }) => match glyphs.due {
                Some(due) => Cow::Borrowed(due),
                None => Cow::Owned(figure(open, width)),
            },
            None if self.now && !self.work => {
                into.push_str(glyphs.now);
                fill(into, width.saturating_sub(1));
                return;
            }
            None => {
                fill(into, width);
                return;
            }
        };
        fill(into, width.saturating_sub(text::width(&last)));
        into.push_str(&last);
    }
}

/// A number in at most `width` columns: "+" where it does not fit.
pub fn figure(number: u32, width: usize) -> String {
    let figure = number.to_string();
    if figure.len() <= width {
        figure
    } else {
        "+".to_owned()
    }
}

/// Fewer columns of a name say nothing.
const LEAST_OF_A_NAME: usize = 8;

/// A name that stands where its day is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Its first column.
    pub x: usize,
    /// The words, with the mark of the day at one end.
    pub words: String,
}

/// What is named at the top of its day.
#[derive(Debug, Clone, Copy)]
pub struct Flag<'f> {
    /// Which day.
    pub day: Date,
    /// The name.
    pub name: &'f str,
    /// The mark that stands on the day.
    pub glyph: &'f str,
}

/// The names of `flags` among `columns`, in at most `rows` rows, each beginning on its day; where there is no room to the
/// right it ends there, and where names would meet, the later one stands a row lower. What has too little room is cut, what
/// has none is its mark alone, and where marks would meet, the first stands for both.
pub fn labels(flags: &[Flag<'_>], columns: &[Column], room: usize, rows: usize) -> Vec<Vec<Label>> {
    let mut free: Vec<usize> = vec![0; rows];
    let mut labels: Vec<Vec<Label>> = vec![Vec::new(); rows];
    for flag in flags {
        let Some(column) = columns.iter().find(|column| column.day == flag.day) else {
            continue;
        };
        let fits = |x: usize| free.iter().position(|from| *from <= x);
        let length = text::width(flag.name) + text::width(flag.glyph);
        let after = || {
            let row = fits(column.x).filter(|_| column.x + length <= room)?;
            Some((row, column.x, format!("{}{}", flag.glyph, flag.name)))
        };
        let before = || {
            let x = (column.x + 1).checked_sub(length)?;
            Some((fits(x)?, x, format!("{}{}", flag.name, flag.glyph)))
        };
        let cut = || {
            let left = room.saturating_sub(column.x + text::width(flag.glyph));
            let name = text::fit(flag.name, left);
            let row = fits(column.x).filter(|_| left >= LEAST_OF_A_NAME)?;
            Some((row, column.x, format!("{}{name}", flag.glyph)))
        };
        let alone = || Some((fits(column.x)?, column.x, flag.glyph.to_owned()));
        if let Some((row, x, words)) = after().or_else(before).or_else(cut).or_else(alone) {
            free[row] = x + text::width(&words) + 1;
            labels[row].push(Label { x, words });
        }
    }
    labels
}

#[cfg(test)]
mod tests {
    use jiff::civil::{DateTime, date, datetime};
    use proptest::prelude::*;

    use super::*;
    use crate::domain::absence;
    use crate::domain::demo::demo;
    use crate::domain::edit::{self, Author, Call};
    use crate::domain::id::Ids;
    use crate::domain::template::{Start, Template};
    use crate::domain::text::Line;

    const GLYPHS: Glyphs<'static> = Glyphs {
        bar: "=",
        done: "v",
        off: ".",
        now: "|",
        due: None,
    };

    /// The standard plan with the call of Monday 26 April 2027.
    fn april(ids: &mut Ids) -> (Plan, DateTime) {
        let template = Template::named("standard").unwrap();
        let mut plan = template.plan(&Start::default(), ids).unwrap();
        let now = datetime(2027, 4, 26, 11, 0, 0, 0);
        let call = Call::came(now);
        let author = Author {
            who: Line::clipped("Jo"),
            now,
        };
        let operation = edit::record_call(&plan, &call, &author).unwrap();
        plan.apply_all(&operation.changes).unwrap();
        (plan, now)
    }

    #[test]
    fn the_call_of_26_april_2027_shades_3_may_and_puts_every_milestone_on_its_date() {
        let mut ids = Ids::new(1, 1);
        let (mut plan, now) = april(&mut ids);
        let board = Board::of(&plan, now);
        let timeline = Timeline::whole(&plan, &board, Lanes::Section);
        let off = |day| Off::on(plan.calendar(), day);
        assert_eq!(off(date(2027, 5, 3)), Some(Off::Holiday));
        assert_eq!(off(date(2027, 5, 4)), None);
        assert_eq!(off(date(2027, 5, 1)), Some(Off::Weekend));
        let cell = Cell::of(
            &[],
            &[],
            off(date(2027, 5, 3)),
            date(2027, 5, 3),
            now.date(),
        );
        assert_eq!(cell.text(3, GLYPHS), "...");
        for milestone in plan.milestones() {
            let mark = timeline.marks.iter().find(|mark| mark.key == milestone.key);
            let day = board.schedule.get(milestone.key).map(|at| at.date);
            assert_eq!(mark.map(|mark| mark.day), day, "{}", milestone.name);
        }
        assert_eq!(timeline.marks.len(), MilestoneKey::ALL.len());
        assert_eq!(
            timeline.weeks(now.date()),
            (date(2027, 4, 26), date(2027, 5, 16))
        );
        let before = timeline.clashes;
        // Somebody is away when a task of theirs is due, and nobody covers.
        let due = |at: &u32| board.standings[*at as usize].due.map(|due| due.date);
        let is_theirs = |at: &u32| {
            plan.tasks()[*at as usize].owner.is_some() && due(at) == Some(date(2027, 5, 5))
        };
        let at = (0..plan.tasks().len() as u32).find(is_theirs).unwrap();
        let task = plan.tasks()[at as usize].clone();
        let days = absence::Away {
            from: date(2027, 5, 5),
            to: date(2027, 5, 5),
            reason: crate::domain::text::Line::default(),
        };
        let away = absence::away(&plan, task.owner.unwrap(), &days, &mut ids).unwrap();
        plan.apply_all(&away.changes).unwrap();
        let timeline = Timeline::whole(&plan, &Board::of(&plan, now), Lanes::Owner);
        let mut planted = timeline.clashes.clone();
        planted.retain(|clash| !before.contains(clash));
        let [clash] = planted.as_slice() else {
            panic!("{planted:?}");
        };
        assert_eq!((clash.owner, clash.day), (task.owner.unwrap(), days.from));
        assert!(clash.tasks.contains(&at));
        let name = plan.person(clash.owner).unwrap().label();
        let wanted = format!("{name} is away on Wed 5 May, and there is no deputy: ");
        assert!(clash.text.starts_with(&wanted), "{}", clash.text);
    }

    #[test]
    fn days_have_their_columns_and_weeks_a_line_between_them() {
        let columns = columns(date(2027, 4, 29), 20, 3);
        let said: Vec<String> = columns
            .iter()
            .map(|column| format!("{} {}+{}", column.day.day(), column.x, column.width))
            .collect();
        assert_eq!(
            said,
            [
                "29 0+3", "30 3+3", "1 6+1", "2 7+1", "3 9+3", "4 12+3", "5 15+3"
            ]
        );
    }

    #[test]
    fn a_cell_says_without_colour_what_it_is() {
        let day = date(2027, 5, 5);
        let bar = Bar {
            from: date(2027, 5, 4),
            to: day,
        };
        let due = |open, done| Due {
            open,
            done,
            shown: Shown::Red,
        };
        let text = |bars: &[Bar], due: &[(Date, Due)], off, today| {
            Cell::of(bars, due, off, day, today).text(3, GLYPHS)
        };
        let other = date(2027, 1, 1);
        assert_eq!(text(&[], &[], None, other), "   ");
        assert_eq!(text(&[], &[], None, day), "|  ");
        assert_eq!(text(&[], &[], Some(Off::Closure), day), "|..");
        assert_eq!(text(&[bar], &[], None, day), "===");
        assert_eq!(text(&[bar], &[(day, due(2, 0))], None, other), "==2");
        assert_eq!(text(&[], &[(day, due(0, 2))], None, other), "  v");
        assert_eq!(text(&[bar], &[(day, due(1234, 0))], None, other), "==+");
        assert_eq!(Cell::of(&[bar], &[], None, day, day).text(1, GLYPHS), "=");
    }

    #[test]
    fn names_begin_on_their_day_and_give_way_to_each_other() {
        let columns = columns(date(2027, 4, 26), 26, 2);
        let flag = |day, name| Flag {
            day,
            name,
            glyph: "*",
        };
        let flags = [
            flag(date(2027, 4, 26), "Call"),
            flag(date(2027, 4, 27), "Lists"),
            flag(date(2027, 5, 7), "Last day"),
            flag(date(2027, 6, 1), "Not here"),
        ];
        let rows = labels(&flags, &columns, 26, 2);
        let said: Vec<Vec<(usize, &str)>> = rows
            .iter()
            .map(|row| {
                row.iter()
                    .map(|label| (label.x, label.words.as_str()))
                    .collect()
            })
            .collect();
        assert_eq!(
            said,
            [vec![(0, "*Call"), (13, "Last day*")], vec![(2, "*Lists")]]
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        /// Every open task with a date is counted once, on its day, and every bar lies within the days.
        #[test]
        fn every_open_task_is_counted_once_and_bars_lie_within_the_days(hours in 0_i64..24 * 60, by_owner in any::<bool>(), some in any::<bool>()) {
            let plan = demo(datetime(2026, 11, 30, 11, 42, 0, 0), &mut Ids::new(1, 1)).unwrap().plan().unwrap();
            let now = datetime(2026, 11, 1, 8, 0, 0, 0).saturating_add(jiff::SignedDuration::from_hours(hours));
            let board = Board::of(&plan, now);
            let lanes_are = if by_owner { Lanes::Owner } else { Lanes::Section };
            let shown: Vec<u32> = (0..plan.tasks().len() as u32).filter(|at| !some || at % 3 == 0).collect();
            let timeline = Timeline::of(&plan, &board, &shown, lanes_are);
            let mut due: BTreeMap<Date, u32> = BTreeMap::new();
            let mut open = 0;
            for at in shown.iter().map(|at| *at as usize) {
                if plan.tasks()[at].status.is_open() && !board.standings[at].overtaken {
                    open += 1;
                    if let Some(bar) = bar_of(&board.standings[at]) {
                        *due.entry(bar.to).or_default() += 1;
                    }
                }
            }
            prop_assert_eq!(&timeline.due, &due);
            prop_assert_eq!(timeline.lanes.iter().map(|lane| lane.open).sum::<usize>(), open);
            let days = timeline.first..=timeline.last;
            prop_assert_eq!(timeline.first.weekday(), Weekday::Monday);
            prop_assert_eq!(timeline.last.weekday(), Weekday::Sunday);
            for lane in &timeline.lanes {
                prop_assert!(!lane.tasks.is_empty());
                let mut before = None;
                for bar in &lane.bars {
                    prop_assert!(bar.from <= bar.to && days.contains(&bar.from) && days.contains(&bar.to));
                    prop_assert!(before.is_none_or(|before| days_between(before, bar.from) > 1));
                    before = Some(bar.to);
                }
                for at in lane.tasks.iter().map(|at| *at as usize) {
                    let Some(bar) = bar_of(&board.standings[at]) else { continue };
                    prop_assert!(days.contains(&bar.from) && days.contains(&bar.to));
                    let cell = Cell::of(&lane.bars, &lane.due, None, bar.to, now.date());
                    prop_assert!(cell.due.is_some());
                    prop_assert!(!plan.tasks()[at].status.is_open() || cell.work);
                }
            }
        }

        /// No two names meet, and none is wider than there is room.
        #[test]
        fn names_never_meet(days in prop::collection::vec(0_i64..40, 0..8), room in 1_usize..80, rows in 1_usize..4) {
            let columns = columns(date(2027, 4, 26), room, 2);
            let flags: Vec<Flag<'_>> = days.iter().map(|day| Flag {
                day: plus_days(date(2027, 4, 26), *day),
                name: "Last day on site",
                glyph: "*",
            }).collect();
            for row in labels(&flags, &columns, room, rows) {
                let mut end = 0;
                for label in row {
                    prop_assert!(label.x >= end);
                    end = label.x + text::width(&label.words);
                    prop_assert!(end <= room);
                }
            }
        }
    }
}
