//! A made-up file of any size, for measuring the program and for holding a key to what is in view. It is plain on purpose:
//! what matters is how much there is of each thing. Nobody is shown it, and nothing is saved here.

use jiff::civil::{DateTime, date};

use crate::domain::calendar::plus_days;
use crate::domain::change::{Change, Row};
use crate::domain::edit::Author;
use crate::domain::failure::Failure;
use crate::domain::id::{Ids, PersonId, Ref, TaskId};
use crate::domain::inspection::Person;
use crate::domain::operation::{Entry, Hash, Kind, Operation, Past, Stamp};
use crate::domain::plan::Plan;
use crate::domain::promises;
use crate::domain::requests::{self, capture};
use crate::domain::task::{Judgement, Phase, Place, Rag, Status, Task};
use crate::domain::text::Line;
use crate::domain::when::{Moment, When};

/// The operation that makes `count` tasks of so many people (at least one): all are dated and judged, one in seven is done.
/// The people are `Person 0`, `Person 1` and so on, with the initials `P0`, `P1`.
pub fn tasks(people: u32, count: usize, now: DateTime) -> Operation {
    let mut ids = Ids::new(1, 1_700_000_000_000);
    let mut operation = Operation::new("made for measuring");
    let people: Vec<PersonId> = (0..people).map(|_| PersonId(ids.next_id())).collect();
    for (number, id) in people.iter().enumerate() {
        let person = Person {
            id: *id,
            name: Some(Line::clipped(&format!("Person {number}"))),
            initials: Line::clipped(&format!("P{number}")),
            role: Line::default(),
        };
        operation.changes.push(Change::Create(Row::Person(person)));
    }
    let mut numbers = [0; 3];
    for at in 0..count {
        let phase = Phase::ALL[at * 7 % 3];
        numbers[phase as usize] += 1;
        let place = Place {
            phase,
            section: Line::default(),
        };
        let reference = Ref::new(phase, numbers[phase as usize]);
        let title = Line::clipped(&format!("M{at:06} Verify the single central record"));
        let mut task = Task::new(TaskId(ids.next_id()), reference, place, title);
        task.owner = Some(people[at % people.len()]);
        let due = plus_days(date(2026, 9, 1), (at * 37 % 240) as i64);
        task.deadline.due = Some(When::At(Moment::day(due)));
        if at % 7 == 0 {
            task.status = Status::Done { at: now };
        }
        task.judgement = Some(Judgement {
            rag: Rag::ALL[at % 3],
            reason: Line::default(),
            who: Line::clipped("P1"),
            at: now,
            expires: None,
        });
        let task = Row::Task(Box::new(task));
        operation.changes.push(Change::Create(task));
    }
    operation
}

/// Puts so many open requests into `plan`, and as many promises on its tasks, of which there must be as many; those of
/// [`tasks`] have the people for up to as many requests as there are people.
pub fn ask(plan: &mut Plan, count: usize, author: &Author, ids: &mut Ids) -> Result<(), Failure> {
    for number in 0..count {
        let text =
            format!("Case list {number} of the team by:\"Lead inspector\" a:P{number} d:+1wd");
        let asked = capture::read(&text, plan, author)?;
        let operation = requests::ask(plan, asked, ids);
        let task = plan.tasks()[number].id;
        let promise = promises::promise(plan, task, "by 4pm", author, ids)?;
        for change in operation.changes.iter().chain(&promise.changes) {
            plan.apply(change)
                .map_err(|clash| Failure::failed(format!("{clash}.")))?;
        }
    }
    Ok(())
}

/// So many operations to look back on, the newest first, which changed nothing that anything here could show.
pub fn past(count: usize, stamp: &Stamp) -> Vec<Past> {
    let past = (1..=count as u64).rev().map(|order| {
        let mut hash = [0; 32];
        hash[..8].copy_from_slice(&order.to_be_bytes());
        let entry = Entry {
            hash: Hash(hash),
            parents: Vec::new(),
            lamport: order,
            replica: uuid::Uuid::nil(),
            kind: Kind::Do,
            undoes: None,
            label: format!("change {order}"),
            stamp: stamp.clone(),
            changes: 1,
        };
        Past {
            order,
            entry,
            changes: Vec::new(),
        }
    });
    past.collect()
}
