//! Makes an inspection file from a list of made-up tasks, for measuring: `seed TASKS.json FILE`.
//!
//! `TASKS.json` is an array of `{id, title, phase, owner, rag, due, status}`. The same list always makes the same content.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;

use jiff::civil::{Date, datetime};
use readyroom::domain::calendar::england_holidays;
use readyroom::domain::change::{Change, DayList, DayOff, Row};
use readyroom::domain::id::{Ids, PersonId, Ref, TaskId};
use readyroom::domain::inspection::{Inspection, Milestone, Person, initials_of};
use readyroom::domain::operation::{Operation, Stamp};
use readyroom::domain::task::{Judgement, Phase, Place, Rag, Status, Task};
use readyroom::domain::text::Line;
use readyroom::domain::when::{MilestoneKey, Moment, When};
use readyroom::store::Store;
use serde::Deserialize;

/// One task of the list.
#[derive(Debug, Deserialize)]
struct Given {
    title: String,
    /// "1 Notification", "2 Fieldwork", "3 Feedback"
    phase: String,
    owner: String,
    rag: String,
    due: Date,
    /// `todo`, `doing` or `done`
    status: String,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [list, file] = arguments.as_slice() else {
        return Err("usage: seed TASKS.json FILE".into());
    };
    let given: Vec<Given> = serde_json::from_slice(&std::fs::read(list)?)?;
    let mut ids = Ids::new(2026, 1_788_000_000_000);
    let mut start = Operation::new("New inspection");
    start
        .changes
        .extend(milestones().chain(holidays()).map(Change::Create));
    let mut people = BTreeMap::new();
    let mut numbers = [0; 3];
    for given in &given {
        let owner = if let Some(id) = people.get(&given.owner) {
            *id
        } else {
            let person = person(&given.owner, PersonId(ids.next_id()))?;
            let id = person.id;
            people.insert(given.owner.clone(), id);
            start.changes.push(Change::Create(Row::Person(person)));
            id
        };
        let task = task(given, owner, TaskId(ids.next_id()), &mut numbers)?;
        start
            .changes
            .push(Change::Create(Row::Task(Box::new(task))));
    }
    let inspection = Inspection {
        authority: Line::new("Measured")?,
        kind: Line::new("blank")?,
        title: Line::new("Measured")?,
        framework: Line::new("2026")?,
        ..Inspection::default()
    };
    let stamp = Stamp {
        who: Line::new("seed")?,
        at: "2026-09-01T08:00:00Z".parse()?,
        local: datetime(2026, 9, 1, 9, 0, 0, 0),
        rehearsed: false,
    };
    Store::create(Path::new(file), &inspection, &start, &stamp, ids.next_id())?.close();
    Ok(())
}

fn milestones() -> impl Iterator<Item = Row> {
    let rules = [
        (MilestoneKey::Call, None),
        (MilestoneKey::Start, Some("call+5wd")),
        (MilestoneKey::End, Some("start+1w fri")),
        (MilestoneKey::Draft, Some("end+18wd")),
        (MilestoneKey::Comments, Some("draft+5wd")),
        (MilestoneKey::Final, Some("draft+10wd")),
        (MilestoneKey::Publication, Some("end+30wd")),
        (MilestoneKey::Plan, Some("publication+70wd")),
    ];
    rules.into_iter().map(|(key, rule)| {
        Row::Milestone(Milestone {
            key,
            name: Line::clipped(key.title()),
            rule: rule.and_then(|rule| rule.parse().ok()),
            basis: Line::clipped("custom"),
            typed: None,
        })
    })
}

fn holidays() -> impl Iterator<Item = Row> {
    england_holidays().into_iter().map(|(date, name)| {
        Row::DayOff(DayOff {
            list: DayList::Holiday,
            date,
            name,
        })
    })
}

fn person(name: &str, id: PersonId) -> Result<Person, Box<dyn Error>> {
    Ok(Person {
        id,
        name: Some(Line::new(name)?),
        initials: Line::new(&initials_of(name))?,
        role: Line::default(),
    })
}

fn task(
    given: &Given,
    owner: PersonId,
    id: TaskId,
    numbers: &mut [u32; 3],
) -> Result<Task, Box<dyn Error>> {
    let name = given.phase.trim_start_matches(|c: char| !c.is_alphabetic());
    let phase = Phase::read(name).ok_or("an unknown phase")?;
    numbers[phase as usize] += 1;
    let place = Place {
        phase,
        section: Line::default(),
    };
    let mut task = Task::new(
        id,
        Ref::new(phase, numbers[phase as usize]),
        place,
        Line::new(&given.title)?,
    );
    let judged = datetime(2026, 9, 1, 9, 0, 0, 0);
    task.owner = Some(owner);
    task.deadline.due = Some(When::At(Moment::day(given.due)));
    task.status = match given.status.as_str() {
        "doing" => Status::InProgress,
        "done" => Status::Done { at: judged },
        _ => Status::NotStarted,
    };
    task.judgement = Some(Judgement {
        rag: Rag::read(&given.rag).ok_or("an unknown RAG")?,
        reason: Line::new("As given in the list")?,
        who: Line::new("seed")?,
        at: judged,
        expires: None,
    });
    Ok(task)
}
