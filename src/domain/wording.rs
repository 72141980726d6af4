//! Changes in words: whose, which field, from what, to what. History, the detail of a task and `readyroom history` all
//! read them here. It needs the plan only to turn ids into names, and copes when they are gone.

use super::change::{Change, DayList, PersonEdit, Row, SettingEdit, Swap, TaskEdit};
use super::edit;
use super::id::{PersonId, TaskId};
use super::inspection::{NOBODY, Policy, Typed};
use super::phrase;
use super::plan::Plan;
use super::policy;
use super::records::{self, FieldEdit, Record, RecordId};
use super::task::{Deadline, Element, Judgement};
use super::when::Moment;
use jiff::civil::DateTime;
use serde_json::Value;
use uuid::Uuid;

/// What is said of a row that was taken away.
const REMOVED: &str = "removed";

/// A change in words. Empty `from` or `to` means there was, or is, nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Whose: a ref, a person, a milestone, or "inspection".
    pub whose: String,
    /// Which field.
    pub field: &'static str,
    /// What was there.
    pub from: String,
    /// What is there now.
    pub to: String,
}

impl Said {
    /// On one line: "due Fri 5 Jun 2026 → Thu 4 Jun 2026".
    pub fn line(&self, arrow: &str) -> String {
        match (self.from.as_str(), self.to.as_str()) {
            ("", "") => self.field.to_owned(),
            ("", to) => format!("{}: {to}", self.field),
            (from, "") if self.field == REMOVED => format!("{REMOVED}: {from}"),
            (from, "") => format!("{}: {from} {arrow} nothing", self.field),
            (from, to) => format!("{}: {from} {arrow} {to}", self.field),
        }
    }
}

/// Says what `change` did.
pub fn say(plan: &Plan, change: &Change) -> Said {
    let said = |whose: String, field: &'static str, from: String, to: String| Said {
        whose,
        field,
        from,
        to,
    };
    match change {
        Change::Add { task, element } => said(
            reference(plan, *task),
            element.list_name(),
            String::new(),
            element_text(plan, element),
        ),
        Change::Remove { task, element } => said(
            reference(plan, *task),
            element.list_name(),
            element_text(plan, element),
            String::new(),
        ),
        Change::Create(row) => said(row_name(plan, row), "added", String::new(), row_text(row)),
        Change::Delete(row) => said(row_name(plan, row), REMOVED, row_text(row), String::new()),
        Change::Milestone { key, typed } => said(
            key.title().to_owned(),
            "date",
            typed_text(typed.old),
            typed_text(typed.new),
        ),
        Change::Person { id, edit } => person_edit(plan, *id, edit),
        Change::Record { id, edit } => record_edit(plan, *id, edit),
        Change::Setting(edit) => setting_edit(edit),
        Change::Task { id, edit } => {
            let (from, to) = task_edit(plan, edit);
            said(reference(plan, *id), edit.field(), from, to)
        }
    }
}

fn reference(plan: &Plan, id: TaskId) -> String {
    plan.task(id).map_or_else(
        || "a removed task".to_owned(),
        |task| task.reference.to_string(),
    )
}

fn element_text(plan: &Plan, element: &Element) -> String {
    match element {
        Element::Area(line) | Element::Evidence(line) | Element::Tag(line) => line.to_string(),
        Element::Need(id) => reference(plan, *id),
    }
}

fn row_name(plan: &Plan, row: &Row) -> String {
    match row {
        Row::DayOff(day) => phrase::day(day.date),
        Row::Milestone(milestone) => milestone.name.to_string(),
        Row::Person(person) => person.label().to_owned(),
        Row::Record(filed) => record_name(plan, &filed.record),
        Row::Task(task) => task.reference.to_string(),
    }
}

fn row_text(row: &Row) -> String {
    match row {
        Row::DayOff(day) => match day.list {
            DayList::Closure => format!("closure day: {}", day.name),
            DayList::Holiday => format!("bank holiday: {}", day.name),
        },
        Row::Milestone(milestone) => milestone.name.to_string(),
        Row::Person(person) => person.label().to_owned(),
        Row::Record(filed) => filed.record.words(),
        Row::Task(task) => task.title.to_string(),
    }
}

fn typed_text(typed: Option<Typed>) -> String {
    match typed {
        None => "by its rule".to_owned(),
        Some(Typed {
            at,
            expected: false,
        }) => phrase::moment(at),
        Some(Typed { at, expected: true }) => format!("expected {}", phrase::moment(at)),
    }
}

fn both<T>(swap: &Swap<T>, words: impl Fn(&T) -> String) -> (String, String) {
    (words(&swap.old), words(&swap.new))
}

fn task_edit(plan: &Plan, edit: &TaskEdit) -> (String, String) {
    match edit {
        TaskEdit::Deadline(swap) => both(swap, deadline_text),
        TaskEdit::Deputy(swap) | TaskEdit::Owner(swap) => both(swap, |id| person_name(plan, *id)),
        TaskEdit::Judgement(swap) => {
            both(swap, |judgement| judgement_text(plan, judgement.as_ref()))
        }
        TaskEdit::Note(swap) => both(swap, |note| note.as_str().replace('\n', " ")),
        TaskEdit::Place(swap) => both(swap, super::task::Place::words),
        TaskEdit::Status(swap) => both(swap, super::task::Status::words),
        TaskEdit::Title(swap) => both(swap, ToString::to_string),
    }
}

fn deadline_text(deadline: &Deadline) -> String {
    deadline.due.map_or("no date".to_owned(), edit::spoken)
}

fn person_name(plan: &Plan, id: Option<PersonId>) -> String {
    match id {
        None => NOBODY.to_owned(),
        Some(id) => plan
            .person(id)
            .map_or("somebody since removed".to_owned(), |p| {
                p.label().to_owned()
            }),
    }
}

fn judgement_text(plan: &Plan, judgement: Option<&Judgement>) -> String {
    let word = |judged: &Judgement| plan.inspection().policy.rag_word(judged.rag).to_owned();
    match judgement {
        None => "by the dates".to_owned(),
        Some(judged) if judged.reason.is_empty() => word(judged),
        Some(judged) => format!("{} ({})", word(judged), judged.reason),
    }
}

fn person_edit(plan: &Plan, id: PersonId, edit: &PersonEdit) -> Said {
    let (from, to) = match edit {
        PersonEdit::Initials(swap) | PersonEdit::Role(swap) => both(swap, ToString::to_string),
        PersonEdit::Name(swap) => both(swap, |name| {
            name.as_ref().map(ToString::to_string).unwrap_or_default()
        }),
    };
    Said {
        whose: person_name(plan, Some(id)),
        field: edit.field(),
        from,
        to,
    }
}

/// The kind of a record, and whose it is: "Jo Smith's absence"; of a request, its name.
fn record_name(plan: &Plan, record: &Record) -> String {
    let title = record.kind().title();
    if let Record::Request(request) = record {
        return request.reference().to_string();
    }
    match record.people().next() {
        Some(person) => format!("{}'s {title}", person_name(plan, Some(person))),
        None => title.to_owned(),
    }
}

fn record_edit(plan: &Plan, id: RecordId, edit: &FieldEdit) -> Said {
    let whose = plan.record(id).map_or_else(
        || "something since removed".to_owned(),
        |record| match record.people().next() {
            None if !matches!(record, Record::Request(_)) => {
                format!("{} {}", record.kind().title(), record.words())
            }
            _ => record_name(plan, record),
        },
    );
    let (from, to) = both(&edit.value, |value| match edit.field.as_str() {
        "state" => value.as_str().unwrap_or_default().replace('_', " "),
        _ => value_text(plan, value),
    });
    Said {
        whose,
        field: records::field_title(&edit.field),
        from,
        to,
    }
}

/// A field's value as people read it: an id as the name of what it stands for, a moment as a clock in England shows it.
fn value_text(plan: &Plan, value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => match text.parse() {
            Ok(id) => name_of(plan, id),
            Err(_) => moment_text(text).unwrap_or_else(|| text.clone()),
        },
        Value::Array(parts) => parts
            .iter()
            .map(|part| value_text(plan, part))
            .collect::<Vec<_>>()
            .join(", "),
        Value::Object(parts) => match parts.get("local") {
            Some(local) if parts.contains_key("utc") => value_text(plan, local),
            _ => {
                let parts = parts.values().map(|part| value_text(plan, part));
                let parts: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
                parts.join(", ")
            }
        },
    }
}

/// A day or a moment as people read it, without its seconds; `None` where the text is neither.
fn moment_text(text: &str) -> Option<String> {
    let day = text.parse::<Moment>().ok();
    let minute = || text.parse::<DateTime>().ok().map(Moment::from);
    day.or_else(minute).map(phrase::moment)
}

/// What an id stands for: a person, a task, or a record.
fn name_of(plan: &Plan, id: Uuid) -> String {
    if let Some(task) = plan.task(TaskId(id)) {
        return task.reference.to_string();
    }
    match plan.record(RecordId(id)) {
        Some(record) => record.words(),
        None => person_name(plan, Some(PersonId(id))),
    }
}

fn setting_edit(edit: &SettingEdit) -> Said {
    let (from, to) = match edit {
        SettingEdit::Authority(swap)
        | SettingEdit::Framework(swap)
        | SettingEdit::Kind(swap)
        | SettingEdit::Title(swap) => both(swap, ToString::to_string),
        SettingEdit::Policy(swap) => policy_texts(swap),
    };
    Said {
        whose: "inspection".to_owned(),
        field: edit.field(),
        from,
        to,
    }
}

/// The fields that differ, before and after.
fn policy_texts(swap: &Swap<Policy>) -> (String, String) {
    let all = policy::differences(&swap.old, &swap.new);
    let side = |of: fn(&(policy::Field, String, String)) -> &String| {
        let said = all.iter();
        let said = said.map(|one| format!("{} {}", one.0.as_str(), of(one)));
        said.collect::<Vec<_>>().join(", ")
    };
    (side(|one| &one.1), side(|one| &one.2))
}
