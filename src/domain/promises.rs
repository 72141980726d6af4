//! Promises: what somebody said they would do by when, in a meeting, about one task. Whether one was kept follows from the
//! clock, from the task, and from what was said of it since; nothing else is remembered.

use std::collections::{HashMap, HashSet};

use jiff::civil::{DateTime, Time};

use super::as_of::spoken;
use super::edit::{self, Author};
use super::failure::Failure;
use super::id::{Ids, TaskId};
use super::operation::Operation;
use super::phrase::{self, Context};
use super::plan::Plan;
use super::records::{self, Promise, Record, RecordId};
use super::task::{Status, Task};
use super::text::Line;
use super::when::{Moment, When};

/// A promise without a clock time is for the end of the working day.
const END_OF_DAY: Time = Time::constant(17, 0, 0, 0);

/// What has become of a promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Its time has passed, and it was not kept by then.
    Broken,
    /// Its time is still to come.
    Open,
    /// Kept in time: somebody said so, or the task was done.
    Kept,
}

impl Outcome {
    /// The stable name, which is also the word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Broken => "broken",
            Self::Open => "open",
            Self::Kept => "kept",
        }
    }

    /// What has become of `promise` at `now`.
    pub fn of(plan: &Plan, promise: &Promise, now: DateTime) -> Self {
        let by = spoken(promise.by);
        let done = plan.task(promise.task).and_then(|task| match &task.status {
            Status::Done { at } => Some(*at),
            _ => None,
        });
        let kept = [promise.kept, done].into_iter().flatten().min();
        match kept {
            Some(at) if !phrase::is_late(by, at) => Self::Kept,
            _ if phrase::is_late(by, now) => Self::Broken,
            _ => Self::Open,
        }
    }
}

/// Every promise about a task that is still there, in the order in which they were made.
pub fn all(plan: &Plan) -> Vec<(RecordId, &Promise)> {
    let promises = plan.records().filter_map(|(id, record)| match record {
        Record::Promise(promise) => Some((id, promise)),
        _ => None,
    });
    let mut promises: Vec<_> = promises
        .filter(|(_, promise)| plan.task(promise.task).is_some())
        .collect();
    promises.sort_by_key(|(_, promise)| promise.at);
    promises
}

/// Which promises there are about each task, in the order in which they were made.
pub fn by_task(plan: &Plan) -> HashMap<TaskId, Vec<RecordId>> {
    let mut promised: HashMap<TaskId, Vec<RecordId>> = HashMap::new();
    for (id, promise) in all(plan) {
        promised.entry(promise.task).or_default().push(id);
    }
    promised
}

/// The promises about one task.
pub fn of_task(plan: &Plan, task: TaskId) -> impl Iterator<Item = (RecordId, &Promise)> {
    all(plan)
        .into_iter()
        .filter(move |(_, promise)| promise.task == task)
}

/// The tasks about which a promise is broken, and has not been followed by another that is still open.
pub fn broken(plan: &Plan, now: DateTime) -> HashSet<TaskId> {
    let mut last: HashMap<TaskId, Outcome> = HashMap::new();
    for (_, promise) in all(plan) {
        last.insert(promise.task, Outcome::of(plan, promise, now));
    }
    let broken = last
        .into_iter()
        .filter(|(_, outcome)| *outcome == Outcome::Broken);
    broken.map(|(task, _)| task).collect()
}

/// "by Wed 3 Jun 15:00 (Tom Bell)": by when, and who promised it.
pub fn until(plan: &Plan, promise: &Promise, now: DateTime) -> String {
    let who = plan.label_of(promise.person);
    let by = phrase::moment_short(spoken(promise.by), now.date());
    format!("by {by} ({who})")
}

/// "by Wed 3 Jun 15:00 (Tom Bell): send the rooms"
pub fn says(plan: &Plan, promise: &Promise, now: DateTime) -> String {
    format!("{}: {}", until(plan, promise, now), promise.what)
}

/// "by Wed 3 Jun 15:00 (Tom Bell): send the rooms, for FW-02 Timetable"
pub fn line(plan: &Plan, promise: &Promise, now: DateTime) -> String {
    match plan.task(promise.task) {
        Some(task) if task.title == promise.what => format!(
            "{}: {} {}",
            until(plan, promise, now),
            task.reference,
            task.title
        ),
        Some(task) => format!(
            "{}, for {} {}",
            says(plan, promise, now),
            task.reference,
            task.title
        ),
        None => says(plan, promise, now),
    }
}

/// Reads `by 3pm`, `by fri 12:00 send the rooms`: until when, and what; without words it is the task itself. `None` when
/// the text does not begin so. A time that has passed is refused.
pub fn read(text: &str, cx: &Context<'_>) -> Result<Option<(DateTime, Line)>, Failure> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let Some((_, rest)) = words
        .split_first()
        .filter(|(first, _)| first.eq_ignore_ascii_case("by"))
    else {
        return Ok(None);
    };
    let not_read = || {
        Failure::usage("A promise needs a time behind by, like by 3pm or by fri 12:00.")
            .hint("What is promised comes after it: by 3pm send the rooms.")
    };
    let taken =
        phrase::take(rest, cx).map_err(|error| Failure::usage(error.about("The promise")))?;
    let Some((When::At(Moment { date, time }), taken)) = taken else {
        return Err(not_read());
    };
    let by = date.to_datetime(time.unwrap_or(END_OF_DAY));
    if phrase::is_late(spoken(by), cx.now) {
        return Err(Failure::usage(format!(
            "{} has passed, and a promise is for a time still to come.",
            phrase::moment(spoken(by))
        )));
    }
    let what = Line::new(&rest[taken..].join(" "))
        .map_err(|error| Failure::usage(format!("The promise is {error}.")))?;
    Ok(Some((by, what)))
}

/// The record of a promise about `task`, made by its owner.
pub fn made(task: &Task, (by, what): (DateTime, Line), author: &Author) -> Promise {
    Promise {
        task: task.id,
        person: task.owner,
        what: if what.is_empty() {
            task.title.clone()
        } else {
            what
        },
        by,
        at: author.now,
        who: author.who.clone(),
        kept: None,
    }
}

/// The operation that remembers a promise about `task`, as [`read`] reads it.
pub fn promise(
    plan: &Plan,
    task: TaskId,
    text: &str,
    author: &Author,
    ids: &mut Ids,
) -> Result<Operation, Failure> {
    let task = plan.task(task).ok_or_else(edit::gone)?;
    let cx = Context {
        now: author.now,
        calendar: plan.calendar(),
    };
    let text = text.trim();
    let text = if text.to_lowercase().starts_with("by ") {
        text.to_owned()
    } else {
        format!("by {text}")
    };
    let read =
        read(&text, &cx)?.ok_or_else(|| Failure::usage("A promise needs a time, like by 3pm."))?;
    let promise = made(task, read, author);
    let label = format!(
        "{} promised {}",
        task.reference,
        says(plan, &promise, author.now)
    );
    let id = RecordId(ids.next_id());
    Ok(Operation {
        label,
        changes: vec![records::create(id, Record::Promise(promise))],
    })
}

/// The operation that says that a promise was kept by now.
pub fn keep(plan: &Plan, id: RecordId, author: &Author) -> Result<Operation, Failure> {
    let Some(Record::Promise(old)) = plan.record(id) else {
        return Err(Failure::not_found("That promise is no longer there."));
    };
    let new = Promise {
        kept: old.kept.or(Some(author.now)),
        ..old.clone()
    };
    let task = plan.task(old.task);
    let whose = task.map_or("A promise".to_owned(), |task| task.reference.to_string());
    let edits = records::changes(id, &Record::Promise(old.clone()), &Record::Promise(new));
    Ok(Operation {
        label: format!("{whose} promise kept: {}", old.what),
        changes: edits,
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::datetime;

    use super::*;
    use crate::domain::calendar::Calendar;
    use crate::domain::demo;
    use crate::domain::edit::{Patch, patch};

    /// Wednesday.
    const NOW: DateTime = datetime(2026, 6, 3, 9, 41, 0, 0);

    fn author(now: DateTime) -> Author {
        Author {
            who: Line::clipped("Jo"),
            now,
        }
    }

    #[test]
    fn a_promise_is_read_with_its_time_and_its_words() {
        let calendar = Calendar::new([], []);
        let cx = Context {
            now: NOW,
            calendar: &calendar,
        };
        let at = |day, hour| datetime(2026, 6, day, hour, 0, 0, 0);
        for (text, by, what) in [
            ("by 3pm", at(3, 15), ""),
            ("By fri 12:00 send the rooms", at(5, 12), "send the rooms"),
            ("by tomorrow", at(4, 17), ""),
            ("by eod the list", at(3, 17), "the list"),
        ] {
            let read = read(text, &cx).unwrap();
            assert_eq!(read, Some((by, Line::clipped(what))), "{text}");
        }
        assert_eq!(read("fri", &cx), Ok(None));
        for (text, told) in [
            (
                "by 9am",
                "Wed 3 Jun 2026 09:00 has passed, and a promise is for a time still to come.",
            ),
            ("by", "A promise needs a time behind by"),
            ("by soon", "A promise needs a time behind by"),
            ("by 25:00", "25:00 is not a time"),
            ("by call+1d", "A promise needs a time behind by"),
        ] {
            let failure = read(text, &cx).unwrap_err().to_string();
            assert!(failure.starts_with(told), "{text}: {failure}");
        }
    }

    #[test]
    fn a_promise_is_kept_by_word_or_by_deed_and_broken_by_the_clock() {
        let mut ids = Ids::new(3, 1);
        let mut plan = demo::demo(NOW, &mut ids).unwrap().plan().unwrap();
        let task = plan.tasks().iter().find(|task| task.status.is_open());
        let id = task.unwrap().id;
        let operation = promise(&plan, id, "3pm the list", &author(NOW), &mut ids).unwrap();
        plan.apply_all(&operation.changes).unwrap();
        let outcome = |plan: &Plan, hour, minute| {
            let (_, promise) = of_task(plan, id).next().unwrap();
            Outcome::of(plan, promise, NOW.date().at(hour, minute, 0, 0))
        };
        assert_eq!(outcome(&plan, 15, 0), Outcome::Open);
        assert_eq!(outcome(&plan, 15, 1), Outcome::Broken);
        let (record, _) = of_task(&plan, id).next().unwrap();
        for (hour, after) in [(14, Outcome::Kept), (16, Outcome::Broken)] {
            let at = NOW.date().at(hour, 0, 0, 0);
            let mut said = plan.clone();
            let kept = keep(&said, record, &author(at)).unwrap();
            said.apply_all(&kept.changes).unwrap();
            assert_eq!(outcome(&said, 17, 0), after);
            let mut done = plan.clone();
            let status = Some(Status::Done { at });
            let operation = patch(
                &done,
                &[id],
                &Patch {
                    status,
                    ..Patch::default()
                },
            );
            done.apply_all(&operation.unwrap().changes).unwrap();
            assert_eq!(outcome(&done, 17, 0), after);
        }
    }
}
