//! The JSON that reading commands print, version 1. Fields have a fixed order, and none is ever left out.

use std::io::{self, Write};

use serde::ser::SerializeMap as _;
use serde::{Serialize, Serializer};

use crate::domain::board::{Board, Schedule, Standing};
use crate::domain::checks::Check;
use crate::domain::clash::Clash;
use crate::domain::id::{PersonId, TaskId};
use crate::domain::inspection::{Milestone, Person};
use crate::domain::plan::Plan;
use crate::domain::rating::{Shown, standing};
use crate::domain::task::Task;
use crate::domain::text::Line;
use crate::domain::when::{Moment, When};

const VERSION: u8 = 1;

/// A document with one thing in it, by name.
#[derive(Debug)]
pub(super) struct Document<'a, T>(pub(super) &'a str, pub(super) T);

impl<T: Serialize> Serialize for Document<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("version", &VERSION)?;
        map.serialize_entry(self.0, &self.1)?;
        map.end()
    }
}

/// A document whose fields are those of a struct.
#[derive(Debug, Serialize)]
pub(super) struct Versioned<T> {
    version: u8,
    #[serde(flatten)]
    rest: T,
}

impl<T> Versioned<T> {
    /// `rest` after the version.
    pub(super) fn new(rest: T) -> Self {
        Self {
            version: VERSION,
            rest,
        }
    }
}

/// Tasks at these positions of a plan, made one at a time as they are written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tasks<'a> {
    /// The plan.
    pub(super) plan: &'a Plan,
    /// Made from it.
    pub(super) board: &'a Board,
    /// Which, in order.
    pub(super) positions: &'a [u32],
}

impl Serialize for Tasks<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let positions = self.positions.iter();
        serializer
            .collect_seq(positions.map(|at| TaskJson::of(self.plan, self.board, *at as usize)))
    }
}

/// How many tasks are put into words in one go, and held until they are written.
const BLOCK: usize = 1_000;

impl Tasks<'_> {
    /// Writes what `Document("tasks", self)` says, sooner: where there are many, two threads put a block each into words.
    pub(super) fn write(self, out: &mut dyn Write) -> io::Result<()> {
        write!(out, "{{\"version\":{VERSION},\"tasks\":[")?;
        for (at, pair) in self.positions.chunks(2 * BLOCK).enumerate() {
            let (one, two) = pair.split_at(pair.len().min(BLOCK));
            let blocks = std::thread::scope(|scope| {
                let two = (!two.is_empty()).then(|| scope.spawn(|| self.block(two)));
                let one = self.block(one);
                let two = two.map(|two| {
                    two.join()
                        .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
                });
                [Some(one), two]
            });
            for (nth, block) in blocks.into_iter().flatten().enumerate() {
                if at + nth > 0 {
                    out.write_all(b",")?;
                }
                out.write_all(&block?)?;
            }
        }
        out.write_all(b"]}")
    }

    /// The tasks at `positions`, parted by commas.
    fn block(&self, positions: &[u32]) -> io::Result<Vec<u8>> {
        let mut block = Vec::with_capacity(positions.len() * 640);
        for (nth, at) in positions.iter().enumerate() {
            if nth > 0 {
                block.push(b',');
            }
            serde_json::to_writer(
                &mut block,
                &TaskJson::of(self.plan, self.board, *at as usize),
            )?;
        }
        Ok(block)
    }
}

#[derive(Debug, Serialize)]
struct TaskJson<'a> {
    id: TaskId,
    #[serde(rename = "ref")]
    reference: crate::domain::id::Ref,
    phase: &'static str,
    section: &'a Line,
    title: &'a Line,
    note: &'a str,
    owner: Option<Owner<'a>>,
    deputy: Option<Owner<'a>>,
    status: &'static str,
    waiting_on: &'a str,
    rag: RagJson<'a>,
    due: Option<Shows<Moment>>,
    from: Option<Shows<Moment>>,
    due_rule: Option<Shows<crate::domain::when::Rule>>,
    days: Option<i32>,
    working_days: Option<i32>,
    areas: Vec<&'a Line>,
    evidence: Vec<&'a Line>,
    tags: Vec<&'a Line>,
    needs: Vec<crate::domain::id::Ref>,
}

/// What is written as it is shown.
#[derive(Debug)]
pub(super) struct Shows<T>(pub(super) T);

impl<T: std::fmt::Display> Serialize for Shows<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'a> TaskJson<'a> {
    fn of(plan: &'a Plan, board: &'a Board, at: usize) -> Self {
        let (task, now) = (&plan.tasks()[at], &board.standings[at]);
        let Task {
            id,
            reference,
            place,
            title,
            note,
            owner,
            deputy,
            status,
            judgement: _,
            deadline,
            takes_call: _,
            elements: _,
        } = task;
        let person = |id: &Option<PersonId>| id.and_then(|id| plan.person(id)).map(Owner::of);
        Self {
            id: *id,
            reference: *reference,
            phase: place.phase.as_str(),
            section: &place.section,
            title,
            note: note.as_str(),
            owner: person(owner),
            deputy: person(deputy),
            status: status.as_str(),
            waiting_on: status.waiting_on(),
            rag: RagJson::of(plan, task, now, board),
            due: now.due.map(Shows),
            from: now.from.map(Shows),
            due_rule: match deadline.due {
                Some(When::Rule(rule)) => Some(Shows(rule)),
                Some(When::At(_)) | None => None,
            },
            days: now.days,
            working_days: now.working_days,
            areas: task.areas().collect(),
            evidence: task.evidence().collect(),
            tags: task.tags().collect(),
            needs: task
                .needs()
                .filter_map(|need| plan.task(need))
                .map(|need| need.reference)
                .collect(),
        }
    }
}

/// Who answers for a task.
#[derive(Debug, Serialize)]
pub(super) struct Owner<'a> {
    initials: &'a Line,
    name: Option<&'a Line>,
    role: &'a Line,
}

impl<'a> Owner<'a> {
    pub(super) fn of(person: &'a Person) -> Self {
        Self {
            initials: &person.initials,
            name: person.name.as_ref(),
            role: &person.role,
        }
    }
}

#[derive(Debug, Serialize)]
struct RagJson<'a> {
    shown: &'static str,
    judged: &'static str,
    computed: &'static str,
    reason: &'a str,
    check: Option<&'static str>,
    word: &'a str,
}

impl<'a> RagJson<'a> {
    fn of(plan: &'a Plan, task: &'a Task, stands: &Standing, board: &Board) -> Self {
        let rating = stands.rating;
        let judged = standing(task, board.now);
        let letter =
            |rag: Option<crate::domain::task::Rag>| rag.map_or(Shown::None, Shown::from).as_str();
        Self {
            shown: rating.shown.as_str(),
            judged: letter(judged.map(|judged| judged.rag)),
            computed: letter(rating.computed),
            reason: judged.map_or("", |judged| judged.reason.as_str()),
            check: stands.checks.first().map(Check::as_str),
            word: plan.inspection().policy.word(rating.shown),
        }
    }
}

/// A milestone.
#[derive(Debug, Serialize)]
pub(super) struct MilestoneJson {
    id: &'static str,
    name: String,
    date: Option<String>,
    time: Option<String>,
    rule: Option<String>,
    typed: bool,
    expected: bool,
}

/// The milestones of a plan.
pub(super) fn milestones(plan: &Plan, schedule: &Schedule) -> Vec<MilestoneJson> {
    let milestones = plan.milestones().iter();
    milestones
        .map(|milestone| MilestoneJson::of(milestone, schedule))
        .collect()
}

impl MilestoneJson {
    fn of(milestone: &Milestone, schedule: &Schedule) -> Self {
        let Milestone {
            key,
            name,
            rule,
            basis: _,
            typed,
        } = milestone;
        let at = schedule.get(*key);
        Self {
            id: key.as_str(),
            name: name.to_string(),
            date: at.map(|at| Moment::day(at.date).to_string()),
            time: at
                .and_then(|at| at.time)
                .map(crate::domain::phrase::clock_time),
            rule: rule.map(|rule| rule.to_string()),
            typed: typed.is_some(),
            expected: typed.map_or(at.is_some() && schedule.provisional, |typed| typed.expected),
        }
    }
}

impl MilestoneJson {
    /// Whether it is this one.
    pub(super) fn is(&self, key: crate::domain::when::MilestoneKey) -> bool {
        self.id == key.as_str()
    }
}

/// Something that cannot all be done.
#[derive(Debug, Serialize)]
pub(super) struct ClashJson<'a> {
    day: String,
    owner: Option<Owner<'a>>,
    text: &'a str,
    tasks: Vec<crate::domain::id::Ref>,
}

impl<'a> ClashJson<'a> {
    pub(super) fn all(plan: &'a Plan, clashes: &'a [Clash]) -> Vec<Self> {
        let clashes = clashes.iter().map(|clash| Self {
            day: clash.day.to_string(),
            owner: plan.person(clash.owner).map(Owner::of),
            text: &clash.text,
            tasks: refs(plan, &clash.tasks),
        });
        clashes.collect()
    }
}

/// The refs of the tasks at these positions.
pub(super) fn refs(plan: &Plan, positions: &[u32]) -> Vec<crate::domain::id::Ref> {
    let tasks = positions.iter().map(|at| &plan.tasks()[*at as usize]);
    tasks.map(|task| task.reference).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::demo;
    use crate::domain::id::Ids;

    #[test]
    fn blocks_make_the_same_document() {
        let now = jiff::civil::datetime(2026, 11, 30, 11, 0, 0, 0);
        let plan = demo::demo(now, &mut Ids::new(1, 1)).unwrap();
        let plan = plan.plan().unwrap();
        let board = Board::of(&plan, now);
        for count in [
            0,
            1,
            BLOCK - 1,
            BLOCK,
            BLOCK + 1,
            2 * BLOCK,
            2 * BLOCK + 1,
            5 * BLOCK,
        ] {
            let tasks = plan.tasks().len() as u32;
            let positions: Vec<u32> = (0..count as u32).map(|at| at % tasks).collect();
            let tasks = Tasks {
                plan: &plan,
                board: &board,
                positions: &positions,
            };
            let mut written = Vec::new();
            tasks.write(&mut written).unwrap();
            let whole = serde_json::to_vec(&Document("tasks", tasks)).unwrap();
            assert!(written == whole, "{count} tasks");
        }
    }
}
