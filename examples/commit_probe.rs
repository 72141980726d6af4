//! Saves one edit after another and says so after each, for the tests that cut it short: `commit_probe FILE COUNT`; or
//! puts a copy in a file's place: `commit_probe restore FILE COPY`.
//!
//! It prints `file` once the file is made (or opened), and then `edit N` as soon as the N-th edit has been saved, or
//! `restored`. A file that is there is gone on with.

use std::error::Error;
use std::io::Write as _;
use std::path::Path;

use jiff::civil::datetime;
use readyroom::domain::change::{Change, Row, Swap, TaskEdit};
use readyroom::domain::id::{Ids, TaskId};
use readyroom::domain::inspection::Inspection;
use readyroom::domain::operation::{Operation, Stamp};
use readyroom::domain::plan::Plan;
use readyroom::domain::task::{Element, Phase, Place, Task};
use readyroom::domain::text::{Line, Note};
use readyroom::store::{Access, HistoryQuery, Store, backup};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (file, count) = match arguments.as_slice() {
        [file, count] => (file, count),
        [verb, file, copy] if verb == "restore" => {
            backup::restore(Path::new(file), Path::new(copy), stamp()?.local)?;
            return Ok(say("restored")?);
        }
        _ => return Err("usage: commit_probe FILE COUNT, or restore FILE COPY".into()),
    };
    let mut store = open(Path::new(file))?;
    let mut plan = store.read()?;
    let done = last_edit(&store)?;
    say("file")?;
    for number in done + 1..=done + count.parse::<usize>()? {
        let operation = edit(&plan, number)?;
        store.commit(&operation, &stamp()?)?;
        say(&format!("edit {number}"))?;
        plan.apply_all(&operation.changes)?;
    }
    store.close();
    Ok(())
}

/// One line, straight to the other side.
fn say(line: &str) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    out.write_all(format!("{line}\n").as_bytes())?;
    out.flush()
}

fn open(path: &Path) -> Result<Store, Box<dyn Error>> {
    if path.exists() {
        return Ok(Store::open(path, Access::ReadWrite)?);
    }
    let mut ids = Ids::new(7, 1_780_000_000_000);
    let mut start = Operation::new("New inspection");
    let mut plan = Plan::default();
    for number in 1..=40 {
        let phase = Phase::ALL[number % 3];
        let place = Place {
            phase,
            section: Line::default(),
        };
        let title = Line::new(&format!("Task {number}"))?;
        let mut task = Task::new(TaskId(ids.next_id()), plan.next_ref(phase), place, title);
        task.elements = vec![Element::Tag(Line::new("probe")?)];
        let change = Change::Create(Row::Task(Box::new(task)));
        plan.apply(&change)?;
        start.changes.push(change);
    }
    Ok(Store::create(
        path,
        &Inspection::default(),
        &start,
        &stamp()?,
        ids.next_id(),
    )?)
}

/// The number of the last edit in the file.
fn last_edit(store: &Store) -> Result<usize, Box<dyn Error>> {
    let newest = store.history(&HistoryQuery {
        limit: Some(1),
        ..HistoryQuery::default()
    })?;
    let label = newest.first().map(|past| past.entry.label.as_str());
    Ok(label
        .and_then(|label| label.strip_prefix("edit "))
        .map_or(Ok(0), str::parse)?)
}

/// Now a title, now a long note that takes new pages, now many tasks at once.
fn edit(plan: &Plan, number: usize) -> Result<Operation, Box<dyn Error>> {
    let mut operation = Operation::new(format!("edit {number}"));
    let task = &plan.tasks()[number % plan.tasks().len()];
    let title = Line::new(&format!("edit {number}"))?;
    let one = |task: &Task, edit| Change::Task { id: task.id, edit };
    operation.changes.extend(
        Swap::from_to(&task.title, title.clone()).map(|swap| one(task, TaskEdit::Title(swap))),
    );
    if number.is_multiple_of(3) {
        let note = Note::new(&format!("note {number} ").repeat(200))?;
        operation
            .changes
            .extend(Swap::from_to(&task.note, note).map(|swap| one(task, TaskEdit::Note(swap))));
    }
    if number.is_multiple_of(5) {
        let others = plan.tasks().iter().filter(|other| other.id != task.id);
        let swaps = others.filter_map(|other| {
            Some(one(
                other,
                TaskEdit::Title(Swap::from_to(&other.title, title.clone())?),
            ))
        });
        operation.changes.extend(swaps);
    }
    Ok(operation)
}

fn stamp() -> Result<Stamp, Box<dyn Error>> {
    Ok(Stamp {
        who: Line::new("probe")?,
        at: "2026-06-02T08:00:00Z".parse()?,
        local: datetime(2026, 6, 2, 9, 0, 0, 0),
        rehearsed: false,
    })
}
