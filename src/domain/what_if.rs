//! What if the call came on that day? How the plan would stand at the end of day one, day two and day five, if nothing
//! more were done before then than is done now. It compares derivations of a copy, and changes and saves nothing.

use jiff::civil::{Date, DateTime, time};

use super::board::{Board, Schedule, Standing};
use super::edit::{self, Author, Call};
use super::failure::Failure;
use super::id::TaskId;
use super::order;
use super::phrase;
use super::plan::Plan;
use super::preview;
use super::rating::{Shown, count};
use super::task::{Status, Task};
use super::text;
use super::when::{MilestoneKey, Moment};

/// The days that are looked at: working days, the day of the call being the first, whatever day that is.
pub const DAYS: [i32; 3] = [1, 2, 5];

/// What could go wrong with a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// Open, and its time has passed.
    Late,
    /// Shown red.
    Red,
    /// Open and due by the end of the day, with nobody to answer for it.
    Nobody,
    /// Done, or due by the end of the day, and nothing says where the proof is.
    NoEvidence,
}

impl Gap {
    /// All four, in the order they are told.
    pub const ALL: [Gap; 4] = [Gap::Late, Gap::Red, Gap::Nobody, Gap::NoEvidence];

    /// At the head of its row in a table.
    fn title(self, red: &str) -> String {
        match self {
            Gap::Late => "Late".to_owned(),
            Gap::Red => text::fit(&text::capital(red), FIRST - 1).into_owned(),
            Gap::Nobody => "Nobody's".to_owned(),
            Gap::NoEvidence => "No evidence".to_owned(),
        }
    }

    /// Behind a number.
    fn words(self, red: &str) -> &str {
        match self {
            Gap::Late => "late",
            Gap::Red => red,
            Gap::Nobody => "with no owner",
            Gap::NoEvidence => "without evidence",
        }
    }

    fn has(self, task: &Task, standing: &Standing, today: Date) -> bool {
        if task.status == Status::NotNeeded || standing.overtaken {
            return false;
        }
        let open = task.status.is_open();
        let is_due = standing.due.is_some_and(|due| due.date <= today);
        match self {
            Gap::Late => standing.rating.late,
            Gap::Red => standing.rating.shown == Shown::Red,
            Gap::Nobody => open && is_due && task.owner.is_none(),
            Gap::NoEvidence => (is_due || !open) && task.evidence().next().is_none(),
        }
    }
}

/// A task as it would stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listed {
    /// Which.
    pub task: TaskId,
    /// What it would show.
    pub shown: Shown,
    /// By when it would be due.
    pub due: Option<Moment>,
}

/// How the plan stands at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// Which day of the call; `None` for now, before it.
    pub day: Option<i32>,
    /// The moment that is looked at.
    pub at: DateTime,
    found: [Vec<Listed>; Gap::ALL.len()],
}

impl Look {
    /// The tasks with this gap, the most urgent first.
    pub fn of(&self, gap: Gap) -> &[Listed] {
        &self.found[gap as usize]
    }

    fn new(day: Option<i32>, board: &Board, plan: &Plan) -> Self {
        let found = Gap::ALL.map(|gap| {
            let tasks = (0_u32..).zip(plan.tasks().iter().zip(&board.standings));
            let today = board.now.date();
            let having = tasks.filter(|(_, (task, standing))| gap.has(task, standing, today));
            let mut ranked: Vec<(u64, u32)> = having
                .map(|(at, (_, standing))| (order::urgency(standing), at))
                .collect();
            ranked.sort_unstable();
            let listed = ranked.into_iter().map(|(_, at)| at as usize);
            listed
                .map(|at| Listed::of(&plan.tasks()[at], &board.standings[at]))
                .collect()
        });
        Self {
            day,
            at: board.now,
            found,
        }
    }

    /// "Day 2, Tue 12 Jan"
    fn title(&self) -> String {
        let day = self
            .day
            .map_or("Now".to_owned(), |day| format!("Day {day}"));
        format!("{day}, {}", short(self.at.date()))
    }
}

impl Listed {
    fn of(task: &Task, standing: &Standing) -> Self {
        Self {
            task: task.id,
            shown: standing.rating.shown,
            due: standing.due,
        }
    }
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WhatIf {
    /// When the call would come.
    pub call: Moment,
    /// When inspectors would arrive, if that can be told.
    pub on_site: Option<Moment>,
    /// The template proposes that day; nobody has said it.
    pub proposed: bool,
    /// How it stands now, to compare.
    pub now: Look,
    /// How it would stand at the end of each of [`DAYS`].
    pub days: Vec<Look>,
    /// Work for before the call that would not be finished when it came.
    pub unprepared: Vec<Listed>,
    /// What is odd about the dates, in plain words.
    pub warnings: Vec<String>,
    /// The visit is agreed ahead: its first day is what was asked about.
    pub agreed: bool,
    /// What the council calls red.
    red: String,
}

/// One line of the answer, for a screen or a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// Nothing.
    Blank,
    /// A heading.
    Head(String),
    /// A task under it.
    Task(Listed),
    /// A sentence, or a row of the table.
    Text(String),
    /// Something odd.
    Warning(String),
}

/// Works out what `call` would find. It may be refused as recording it would be.
pub fn what_if(plan: &Plan, call: &Call, author: &Author) -> Result<WhatIf, Failure> {
    let call = Call {
        expected: false,
        drop_preparation: false,
        ..*call
    };
    let operation = edit::record_call(plan, &call, author)?;
    let mut after = plan.clone();
    after.apply_all(&operation.changes).map_err(|clash| {
        Failure::failed(format!(
            "That call does not fit what the file holds: {clash}."
        ))
    })?;
    let ends = DAYS.map(|day| (day, end_of(day, call.date, plan)));
    let schedule = Schedule::of(&after, ends[0].1);
    let mut unprepared = Vec::new();
    let days = ends.map(|(day, end)| {
        let board = Board::of(&after, end);
        if unprepared.is_empty() {
            let tasks = after.tasks().iter().zip(&board.standings);
            let left = tasks.filter(|(_, standing)| standing.overtaken);
            unprepared.extend(left.map(|(task, standing)| Listed::of(task, standing)));
        }
        Look::new(Some(day), &board, &after)
    });
    Ok(WhatIf {
        call: Moment {
            date: call.date,
            time: call.time,
        },
        on_site: schedule.get(MilestoneKey::Start),
        proposed: call.on_site.is_none() && edit::standing_start(plan, &call).is_none(),
        now: Look::new(None, &Board::of(plan, author.now), plan),
        days: days.into(),
        unprepared,
        warnings: preview::warnings(&after, &schedule),
        agreed: plan.is_agreed_ahead(),
        red: plan.inspection().policy.word(Shown::Red).to_owned(),
    })
}

/// The last minute of that day of the call.
fn end_of(day: i32, call: Date, plan: &Plan) -> DateTime {
    let date = match day {
        1 => call,
        later => plan.calendar().add_working(call, later - 1),
    };
    date.to_datetime(time(23, 59, 0, 0))
}

/// A day in a table whose title says the year.
fn short(date: Date) -> String {
    phrase::day_short(date, date)
}

/// Columns of the table: of its first, and of each day's.
const FIRST: usize = 12;
const EACH: usize = 11;

impl WhatIf {
    /// The question it answers.
    pub fn title(&self) -> String {
        match self.on_site.filter(|_| self.agreed) {
            Some(at) => format!("What if inspectors arrived on {}?", phrase::moment(at)),
            None => format!("What if the call came on {}?", phrase::moment(self.call)),
        }
    }

    /// All of it as lines: what is assumed, the counts, and then every task behind them. A task is named under the
    /// first day that has it.
    pub fn lines(&self) -> Vec<Line> {
        let mut lines = vec![Line::Text(
            "At the end of each day, if nothing more is done:".to_owned(),
        )];
        lines.extend(self.table().into_iter().map(Line::Text));
        lines.push(Line::Blank);
        lines.push(Line::Text(self.arrival()));
        if !self.unprepared.is_empty() {
            let tasks = count(self.unprepared.len() as i32, "task");
            lines.push(Line::Text(format!(
                "{tasks} from before the call would not be finished."
            )));
        }
        lines.extend(self.warnings.iter().cloned().map(Line::Warning));
        for (at, look) in self.days.iter().enumerate() {
            for gap in Gap::ALL {
                self.name(gap, at, look, &mut lines);
            }
        }
        if !self.unprepared.is_empty() {
            let tasks = self.unprepared.len();
            lines.push(Line::Blank);
            lines.push(Line::Head(format!("Before the call: {tasks} not finished")));
            lines.extend(self.unprepared.iter().copied().map(Line::Task));
        }
        lines.push(Line::Blank);
        lines.extend(LEGEND.map(|line| Line::Text(line.to_owned())));
        lines
    }

    /// The tasks with `gap` on one day that are not named yet: not by an earlier day, and a red not as late.
    fn name(&self, gap: Gap, at: usize, look: &Look, lines: &mut Vec<Line>) {
        let earlier = self.days[..at].iter().flat_map(|earlier| earlier.of(gap));
        let late = self.days[..=at].iter().flat_map(|day| day.of(Gap::Late));
        let late = late.filter(|_| gap == Gap::Red);
        let mut known: Vec<TaskId> = earlier.chain(late).map(|listed| listed.task).collect();
        known.sort_unstable();
        let all = look.of(gap);
        let fresh = all
            .iter()
            .filter(|listed| known.binary_search(&listed.task).is_err());
        let fresh: Vec<Line> = fresh.copied().map(Line::Task).collect();
        if fresh.is_empty() {
            return;
        }
        let more = if fresh.len() < all.len() {
            format!(", {} not named above", fresh.len())
        } else {
            String::new()
        };
        lines.push(Line::Blank);
        lines.push(Line::Head(format!(
            "{}: {} {}{more}",
            look.title(),
            all.len(),
            gap.words(&self.red)
        )));
        lines.extend(fresh);
    }

    /// The counts, now and on each day, in columns.
    fn table(&self) -> Vec<String> {
        let looks: Vec<&Look> = std::iter::once(&self.now).chain(&self.days).collect();
        let row = |first: &str, of: &dyn Fn(&Look) -> String| {
            let cells = looks.iter().map(|look| format!("{:>EACH$}", of(look)));
            format!("{first:<FIRST$}{}", cells.collect::<String>())
        };
        let mut rows = vec![
            row("", &|look| {
                look.day
                    .map_or("Now".to_owned(), |day| format!("Day {day}"))
            }),
            row("", &|look| short(look.at.date())),
        ];
        rows.extend(Gap::ALL.map(|gap| {
            row(&gap.title(&self.red), &|look| {
                look.of(gap).len().to_string()
            })
        }));
        rows
    }

    fn arrival(&self) -> String {
        match (self.on_site, self.proposed) {
            (Some(at), true) => format!(
                "Inspectors arrive {}, as the template proposes.",
                phrase::moment(at)
            ),
            (Some(at), false) => format!("Inspectors arrive {}.", phrase::moment(at)),
            (None, _) => "When inspectors arrive is not known.".to_owned(),
        }
    }
}

/// What the counts mean.
const LEGEND: [&str; 3] = [
    "Day 1 is the call, or the notice; days 2 and 5 are worked.",
    "Nobody's: open and due by then. No evidence: done, or due by then.",
    "Work for before the call is counted apart, once the call has come.",
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;
    use crate::domain::board::Tally;
    use crate::domain::edit::Patch;
    use crate::domain::id::Ids;
    use crate::domain::task::Element;
    use crate::domain::template::{Start, Template};

    fn standard() -> Plan {
        let template = Template::named("standard").unwrap();
        template
            .plan(&Start::default(), &mut Ids::new(1, 1))
            .unwrap()
    }

    fn author() -> Author {
        Author {
            who: text::Line::default(),
            now: date(2026, 11, 24).at(9, 0, 0, 0),
        }
    }

    fn call(on: Date) -> Call {
        Call::came(on.to_datetime(time(11, 0, 0, 0)))
    }

    /// What comes of really recording the call, and waiting.
    fn really(plan: &Plan, call: &Call, end: DateTime) -> (Plan, Board) {
        let operation = edit::record_call(plan, call, &author()).unwrap();
        let mut after = plan.clone();
        after.apply_all(&operation.changes).unwrap();
        let board = Board::of(&after, end);
        (after, board)
    }

    #[test]
    fn the_days_are_the_day_of_the_call_and_working_days_after_it() {
        let days = |on| {
            let answer = what_if(&standard(), &call(on), &author()).unwrap();
            let days: Vec<Date> = answer.days.iter().map(|look| look.at.date()).collect();
            days
        };
        assert_eq!(
            days(date(2027, 1, 11)),
            [date(2027, 1, 11), date(2027, 1, 12), date(2027, 1, 15)]
        );
        // Thursday before Christmas: Friday, Monday and Tuesday are no working days.
        assert_eq!(
            days(date(2026, 12, 24)),
            [date(2026, 12, 24), date(2026, 12, 29), date(2027, 1, 4)]
        );
    }

    #[test]
    fn a_gap_is_named_once_under_the_first_day_that_has_it() {
        let answer = what_if(&standard(), &call(date(2027, 1, 11)), &author()).unwrap();
        let lines = answer.lines();
        let heads: Vec<&str> = lines
            .iter()
            .filter_map(|line| match line {
                Line::Head(text) => Some(text.as_str()),
                _ => None,
            })
            .collect();
        assert!(heads[0].starts_with("Day 1, Mon 11 Jan: "), "{heads:?}");
        assert!(heads.last().unwrap().starts_with("Before the call: "));
        let named = lines.iter().filter_map(|line| match line {
            Line::Task(listed) => Some(listed.task),
            _ => None,
        });
        let ids = |gap| {
            let all = answer.days.iter().flat_map(move |look| look.of(gap));
            all.map(|listed| listed.task).collect::<BTreeSet<_>>()
        };
        let [late, red, nobody, no_evidence] = Gap::ALL.map(ids);
        // A red is named before it is late, or else as late only.
        let red_first = red.iter().filter(|task| {
            let first = |gap| {
                answer
                    .days
                    .iter()
                    .position(|look| look.of(gap).iter().any(|l| l.task == **task))
            };
            first(Gap::Late).is_none_or(|late| first(Gap::Red).is_some_and(|red| red < late))
        });
        let expected = late.len() + red_first.count() + nobody.len() + no_evidence.len();
        assert_eq!(named.count(), expected + answer.unprepared.len());
    }

    #[test]
    fn a_call_that_could_not_be_recorded_is_refused_the_same_way() {
        let odd = Call {
            on_site: Some(date(2027, 1, 4)),
            ..call(date(2027, 1, 11))
        };
        let refused = what_if(&standard(), &odd, &author()).unwrap_err();
        assert_eq!(
            refused,
            edit::record_call(&standard(), &odd, &author()).unwrap_err()
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn it_tells_what_really_recording_the_call_would_bring(
            ahead in 0_i64..400,
            done in prop::collection::vec(0_usize..120, 0..40),
            disowned in prop::collection::vec(0_usize..120, 0..40),
            proved in prop::collection::vec(0_usize..120, 0..40),
        ) {
            let mut plan = standard();
            let ids = |positions: &[usize], plan: &Plan| -> Vec<TaskId> {
                positions.iter().filter_map(|at| plan.tasks().get(*at)).map(|task| task.id).collect()
            };
            let patches = [
                (done, Patch { status: Some(Status::Done { at: author().now }), ..Patch::default() }),
                (disowned, Patch { owner: Some(None), ..Patch::default() }),
                (proved, Patch { add: vec![Element::Evidence(text::Line::clipped("folder 3"))], ..Patch::default() }),
            ];
            for (positions, patch) in patches {
                let mut ids = ids(&positions, &plan);
                ids.sort_unstable();
                ids.dedup();
                let operation = edit::patch(&plan, &ids, &patch).unwrap();
                plan.apply_all(&operation.changes).unwrap();
            }
            let call = call(crate::domain::calendar::plus_days(date(2026, 11, 24), ahead));
            let answer = what_if(&plan, &call, &author()).unwrap();
            for look in &answer.days {
                let (after, board) = really(&plan, &call, look.at);
                let tally = Tally::sum(&board.tallies(&after));
                prop_assert_eq!(look.of(Gap::Late).len(), tally.late);
                prop_assert_eq!(look.of(Gap::Red).len(), tally.red);
                prop_assert_eq!(answer.unprepared.len(), tally.overtaken);
                for listed in look.of(Gap::Nobody) {
                    prop_assert!(after.task(listed.task).unwrap().owner.is_none());
                }
                let proofless = after.tasks().iter().zip(&board.standings).filter(|(task, standing)| {
                    !standing.overtaken
                        && task.status != Status::NotNeeded
                        && task.evidence().count() == 0
                        && (task.status.is_done() || standing.days.is_some_and(|days| days <= 0))
                });
                prop_assert_eq!(look.of(Gap::NoEvidence).len(), proofless.count());
            }
            let now = Tally::sum(&Board::of(&plan, author().now).tallies(&plan));
            prop_assert_eq!(answer.now.of(Gap::Red).len(), now.red);
        }
    }
}
