//! Looking through what was done: the filter of History, on the screen and on the command line, and what has been taken
//! back. It is given operations newest first and fetches none.
//!
//! Bare words search what an operation is called, and a ref finds what touched its task; `who: ref: kind: day: day< day>`
//! and the word `rehearsed` ask for more. All terms have to hold, `-` turns one round, `"..."` keeps words together.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;

use super::calendar::plus_days;
use super::change::{Change, Row};
use super::effort;
use super::failure::Failure;
use super::filter::{Order, same_ref};
use super::id::{Ref, TaskId};
use super::operation::{Entry, Hash, Kind, Past};
use super::phrase::{self, Context, PhraseError};
use super::plan::Plan;
use super::records;
use super::text::fold;
use super::when::{Moment, When};
use super::words::{self, Said, Term};

/// Which operations are wanted. Names and dates are looked up when it is read, so it is read again after the plan changed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    terms: Vec<Term<What>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum What {
    Day(Order, Date),
    Kind(&'static str),
    Rehearsed,
    Task {
        reference: Ref,
        /// The task, if the plan has just one with this ref.
        id: Option<TaskId>,
    },
    /// All in small letters.
    Who {
        part: String,
        names: Vec<String>,
    },
    /// In small letters.
    Words(String),
}

/// The keys, as they are typed.
pub const KEYS: [&str; 6] = ["who:", "ref:", "kind:", "day:", "day<", "day>"];

/// The word that is more than a word to search for.
pub const KEYWORDS: [&str; 1] = ["rehearsed"];

/// The key that `<` and `>` may follow.
const COMPARED: &str = "day";

/// What may stand behind `kind:`: the sort of operation, or what one of its changes is about.
pub const KINDS: [&str; 36] = [
    "edit",
    "undo",
    "redo",
    "start",
    "added",
    "removed",
    "title",
    "note",
    "owner",
    "deputy",
    "status",
    "rag",
    "due",
    "phase",
    "evidence",
    "area",
    "tag",
    "needs",
    "milestone",
    "person",
    "setting",
    "absence",
    "answer",
    "briefing",
    "chased",
    "enquiry",
    "grade",
    "past_grade",
    "release",
    "request",
    "statement",
    "promise",
    "decision",
    "said",
    "view",
    "walk",
];

impl Filter {
    /// Reads what was typed.
    pub fn read(text: &str, cx: &Context<'_>, plan: &Plan) -> Result<Self, Failure> {
        let terms = words::terms(text, &KEYS, COMPARED, |said| match said {
            Said::Keyed(key, value) => keyed(key, value, cx, plan).map(Some),
            Said::Quoted(text) => Ok(search(text)),
            Said::Bare(word) if word.eq_ignore_ascii_case("rehearsed") => Ok(Some(What::Rehearsed)),
            Said::Bare(word) => Ok(match word.parse() {
                Ok(reference) => Some(task(reference, plan)),
                Err(_not_a_ref) => search(word),
            }),
        })?;
        Ok(Self { terms })
    }

    /// Whether every operation is wanted.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Whether this operation is wanted, as far as the changes that were read with it tell.
    pub fn matches(&self, plan: &Plan, past: &Past) -> bool {
        self.terms
            .iter()
            .all(|term| term.what.holds(plan, past) != term.negated)
    }

    /// The one task whose operations are wanted, when the filter asks for one and no other: only these need be read.
    pub fn only_task(&self) -> Option<TaskId> {
        let mut tasks = self.terms.iter().filter_map(|term| match &term.what {
            What::Task { id, .. } => Some((*id).filter(|_| !term.negated)),
            _ => None,
        });
        match (tasks.next(), tasks.next()) {
            (Some(only), None) => only,
            _ => None,
        }
    }
}

fn search(text: &str) -> Option<What> {
    Some(What::Words(fold(text))).filter(|_| !text.is_empty())
}

fn task(reference: Ref, plan: &Plan) -> What {
    let mut tasks = plan
        .tasks()
        .iter()
        .filter(|task| same_ref(task.reference, reference));
    let id = match (tasks.next(), tasks.next()) {
        (Some(only), None) => Some(only.id),
        _ => None,
    };
    What::Task { reference, id }
}

fn keyed(key: &str, value: &str, cx: &Context<'_>, plan: &Plan) -> Result<What, Failure> {
    match key {
        "who:" => Ok(who(value, plan)),
        "ref:" => value
            .parse()
            .map(|reference| task(reference, plan))
            .map_err(|message: String| Failure::usage(message)),
        "kind:" => words::named(value, &KINDS)
            .map(What::Kind)
            .ok_or_else(|| words::no_such(key, value, &KINDS.join(", "))),
        "day<" => day(value, "day<", cx).map(|date| What::Day(Order::Before, date)),
        "day>" => day(value, "day>", cx).map(|date| What::Day(Order::After, date)),
        _ => day(value, "day:", cx).map(|date| What::Day(Order::On, date)),
    }
}

/// Whoever has the text in their name; and where it is the initials or a role of somebody, that person.
fn who(value: &str, plan: &Plan) -> What {
    let people = plan.people().iter();
    let names = people
        .filter(|person| person.answers_to(value))
        .filter_map(|person| person.name.as_ref())
        .map(|name| fold(name.as_str()));
    What::Who {
        part: fold(value),
        names: names.collect(),
    }
}

/// A day as people say it of the past; see [`moment`].
fn day(value: &str, key: &str, cx: &Context<'_>) -> Result<Date, Failure> {
    let read = moment(value, key, cx);
    let read = read.map_err(|failure| failure.hint("For several words use day:\"8 jun\"."));
    Ok(read?.date)
}

/// A moment as people say it of the past: a weekday is the last such day, and a date without a year is in the last year.
/// `key` names what is being read when it cannot be. What is written with its year may be still to come.
pub fn moment(value: &str, key: &str, cx: &Context<'_>) -> Result<Moment, Failure> {
    let read = |now| phrase::read(value, &Context { now, ..*cx });
    let today = cx.now.date();
    let on = |when| match when {
        When::At(moment) => Some(moment),
        When::Rule(_) => None,
    };
    let refused = || Failure::usage(format!("{key} must be a real date, like yesterday or 8/6."));
    let is_unread = |error: &PhraseError| matches!(error, PhraseError::Unreadable { .. });
    let found = read(cx.now).map_err(|error| {
        if is_unread(&error) {
            refused()
        } else {
            Failure::usage(error.about(key))
        }
    })?;
    let found = on(found).ok_or_else(refused)?;
    let has_come = found.time.is_none_or(|time| time <= cx.now.time());
    if found.date < today || found.date == today && has_come {
        return Ok(found);
    }
    // A weekday as said a week ago has come by now; a date as said then is still to come.
    let is_weekday = phrase::weekday_name(found.date.weekday())
        .get(..3)
        .is_some_and(|short| fold(value).starts_with(&fold(short)));
    if is_weekday {
        let then = plus_days(today, -7).to_datetime(cx.now.time());
        let then = read(then).ok().and_then(on);
        return Ok(then.filter(|then| then.date <= today).unwrap_or(found));
    }
    if found.date > today && value.starts_with(|c: char| c.is_ascii_digit()) {
        let then = plus_days(today, -LAST_YEAR).to_datetime(cx.now.time());
        return Ok(read(then).ok().and_then(on).unwrap_or(found));
    }
    Ok(found)
}

/// A date without a year, read so many days ago, is the last such date up to today: what was "just gone" then reaches
/// 30 days further back.
const LAST_YEAR: i64 = 335;

impl What {
    fn holds(&self, plan: &Plan, past: &Past) -> bool {
        let stamp = &past.entry.stamp;
        match self {
            What::Day(order, date) => order.holds(stamp.local.date(), *date),
            What::Kind(name) => kind_name(past.entry.kind) == *name || is_about(plan, past, name),
            What::Rehearsed => stamp.rehearsed,
            What::Task { reference, .. } => past
                .changes
                .iter()
                .any(|change| is_of(plan, change, *reference)),
            What::Who { part, names } => {
                let who = fold(stamp.who.as_str());
                who.contains(part) || names.contains(&who)
            }
            What::Words(text) => fold(&past.entry.label).contains(text),
        }
    }
}

fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Start => "start",
        Kind::Do => "edit",
        Kind::Undo => "undo",
        Kind::Redo => "redo",
    }
}

fn is_about(plan: &Plan, past: &Past, name: &str) -> bool {
    past.changes.iter().any(|change| {
        subject(change).eq_ignore_ascii_case(name)
            || record_kind(plan, change).is_some_and(|kind| kind.as_str() == name)
    })
}

/// Which kind of record a change is about, if it is about one.
fn record_kind(plan: &Plan, change: &Change) -> Option<records::Kind> {
    match change {
        Change::Create(Row::Record(filed)) | Change::Delete(Row::Record(filed)) => {
            Some(filed.record.kind())
        }
        Change::Record { id, .. } => plan.record(*id).map(records::Record::kind),
        _ => None,
    }
}

/// What a change is about, as `kind:` has it.
fn subject(change: &Change) -> &'static str {
    match change {
        Change::Add { element, .. } | Change::Remove { element, .. } => element.list_name(),
        Change::Create(_) => "added",
        Change::Delete(_) => "removed",
        Change::Milestone { .. } => "milestone",
        Change::Person { .. } => "person",
        Change::Record { .. } => "record",
        Change::Setting(_) => "setting",
        Change::Task { edit, .. } => edit.field(),
    }
}

/// Whether a change is about the task with this ref, also where the task is gone and the change itself tells.
fn is_of(plan: &Plan, change: &Change, reference: Ref) -> bool {
    let told = match change {
        Change::Create(Row::Task(task)) | Change::Delete(Row::Task(task)) => Some(task.reference),
        _ => change
            .task()
            .and_then(|id| plan.task(id))
            .map(|task| task.reference),
    };
    told.is_some_and(|told| same_ref(told, reference))
}

/// The operations that no longer count: taken back, or undos that were made again.
#[derive(Debug, Clone, Default)]
pub struct Gone(HashSet<Hash>);

impl Gone {
    /// Those among `past`, which is the newest operations, the newest first.
    pub fn among(past: &[Past]) -> Self {
        let mut gone = Self::default();
        for past in past {
            gone.meet(&past.entry);
        }
        gone
    }

    /// Takes in the next older operation, and says whether it no longer counts.
    pub fn meet(&mut self, entry: &Entry) -> bool {
        let is_gone = self.has(entry);
        if let (Some(of), false) = (entry.undoes, is_gone) {
            self.0.insert(of);
        }
        is_gone
    }

    /// Whether the operation no longer counts.
    pub fn has(&self, entry: &Entry) -> bool {
        self.0.contains(&entry.hash)
    }
}

/// Which operations, newest first, took which back or made them again: the place of the answer to each, the newest one
/// where there are several.
#[derive(Debug, Clone, Default)]
pub struct Answers(HashMap<Hash, usize>);

impl Answers {
    /// Those among `past`, which is the newest operations, the newest first.
    pub fn among(past: &[Past]) -> Self {
        effort::spend(past.len());
        let mut answers = HashMap::new();
        for (at, past) in past.iter().enumerate() {
            if let Some(of) = past.entry.undoes {
                answers.entry(of).or_insert(at);
            }
        }
        Self(answers)
    }

    /// The place of the operation that decided last what became of this one.
    pub fn to(&self, hash: Hash, past: &[Past]) -> Option<usize> {
        let answer = |hash| self.0.get(&hash).copied();
        let mut last = answer(hash)?;
        while let Some(next) = past.get(last).and_then(|past| answer(past.entry.hash)) {
            last = next;
        }
        Some(last)
    }
}

/// The newest operation that took this one back or made it again, if `newer`, the newest first, has any.
pub fn answer_to(hash: Hash, newer: &[Past]) -> Option<&Past> {
    newer.get(Answers::among(newer).to(hash, newer)?)
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use jiff::civil::{DateTime, date, datetime};
    use proptest::prelude::*;

    use super::*;
    use crate::domain::change::TaskEdit;
    use crate::domain::demo::demo;
    use crate::domain::id::Ids;
    use crate::domain::operation::Stamp;
    use crate::domain::text::Line;

    const NOW: DateTime = datetime(2026, 12, 1, 11, 42, 0, 0);

    /// The made-up inspection and its operations, newest first.
    static DEMO: LazyLock<(Plan, Vec<Past>)> = LazyLock::new(|| {
        let demo = demo(NOW, &mut Ids::new(1, 1)).unwrap();
        let past = (1..).zip(&demo.steps).map(|(order, step)| {
            let entry = entry(
                order,
                if order == 1 { Kind::Start } else { Kind::Do },
                &step.operation.label,
                step.author.who.clone(),
                step.author.now,
            );
            Past {
                order,
                entry: Entry {
                    changes: step.operation.changes.len(),
                    ..entry
                },
                changes: step.operation.changes.clone(),
            }
        });
        let mut past: Vec<Past> = past.collect();
        past.reverse();
        (demo.plan().unwrap(), past)
    });

    fn entry(order: u64, kind: Kind, label: &str, who: Line, local: DateTime) -> Entry {
        let mut hash = [0; 32];
        hash[..8].copy_from_slice(&order.to_be_bytes());
        Entry {
            hash: Hash(hash),
            parents: Vec::new(),
            lamport: order,
            replica: uuid::Uuid::nil(),
            kind,
            undoes: None,
            label: label.to_owned(),
            stamp: Stamp {
                who,
                at: jiff::Timestamp::UNIX_EPOCH,
                local,
                rehearsed: order.is_multiple_of(2),
            },
            changes: 0,
        }
    }

    fn read(text: &str) -> Result<Filter, Failure> {
        let (plan, _) = &*DEMO;
        let cx = Context {
            now: NOW,
            calendar: plan.calendar(),
        };
        Filter::read(text, &cx, plan)
    }

    type Case = (&'static str, fn(&Past) -> bool);

    #[test]
    fn each_term_lets_through_what_it_says() {
        let (plan, past) = &*DEMO;
        let is_about = |past: &Past, field: &str| {
            past.changes
                .iter()
                .any(|change| matches!(change, Change::Task { edit, .. } if edit.field() == field))
        };
        let today = NOW.date();
        let cases: &[Case] = &[
            ("", |_| true),
            ("-", |_| true),
            ("rehearsed", |past| past.order % 2 == 0),
            ("\"rehearsed\"", |past| {
                past.entry.label.contains("rehearsed")
            }),
            ("kind:start", |past| past.order == 1),
            ("-kind:edit", |past| past.order == 1),
            ("kind:rem", |past| {
                past.changes
                    .iter()
                    .any(|change| matches!(change, Change::Delete(_)))
            }),
            ("DONE", |past| {
                past.entry.label.to_lowercase().contains("done")
            }),
        ];
        for (text, wanted) in cases {
            let filter = read(text).unwrap();
            for one in past {
                assert_eq!(filter.matches(plan, one), wanted(one), "{text}: {one:?}");
            }
        }
        for (text, field) in [("kind:rag", "RAG"), ("kind:status", "status")] {
            let filter = read(text).unwrap();
            assert!(past.iter().any(|one| filter.matches(plan, one)), "{text}");
            for one in past {
                assert_eq!(filter.matches(plan, one), is_about(one, field), "{text}");
            }
        }
        let filter = read("day:today").unwrap();
        for one in past {
            let is_today = one.entry.stamp.local.date() == today;
            assert_eq!(filter.matches(plan, one), is_today, "{one:?}");
        }
        let someone = past
            .iter()
            .map(|one| one.entry.stamp.who.as_str())
            .find(|who| who.contains(' '))
            .unwrap();
        let first = someone.split(' ').next().unwrap();
        for text in [format!("who:\"{someone}\""), format!("who:{first}")] {
            let filter = read(&text).unwrap();
            for one in past {
                let theirs = one.entry.stamp.who.as_str().contains(first);
                assert_eq!(filter.matches(plan, one), theirs, "{text}");
            }
        }
    }

    #[test]
    fn every_kind_of_record_and_every_field_of_a_task_can_be_asked_for() {
        for (kind, ..) in records::Kind::ALL {
            assert!(KINDS.contains(&kind.as_str()), "{kind:?}");
        }
        for field in TaskEdit::FIELDS {
            assert!(KINDS.contains(&field.to_lowercase().as_str()), "{field}");
        }
    }

    #[test]
    fn a_ref_finds_what_touched_its_task_and_no_more() {
        let (plan, past) = &*DEMO;
        let touched = past.iter().rev().flat_map(|one| &one.changes);
        let task = touched
            .filter(|change| matches!(change, Change::Task { .. }))
            .find_map(|change| plan.task(change.task()?))
            .unwrap();
        for text in [
            format!("ref:{}", task.reference),
            task.reference.to_string(),
        ] {
            let filter = read(&text).unwrap();
            assert_eq!(filter.only_task(), Some(task.id), "{text}");
            for one in past {
                let theirs = one
                    .changes
                    .iter()
                    .any(|change| change.task() == Some(task.id));
                assert_eq!(filter.matches(plan, one), theirs, "{text}");
            }
        }
        let other = plan.tasks()[0].reference;
        for text in [
            format!("-{}", task.reference),
            format!("{} {other}", task.reference),
            "late".to_owned(),
        ] {
            assert_eq!(read(&text).unwrap().only_task(), None, "{text}");
        }
    }

    #[test]
    fn days_are_those_gone_by() {
        let (plan, _) = &*DEMO;
        let cx = Context {
            now: NOW,
            calendar: plan.calendar(),
        };
        for (text, expected) in [
            ("today", date(2026, 12, 1)),
            ("yesterday", date(2026, 11, 30)),
            ("tue", date(2026, 12, 1)),
            ("Monday", date(2026, 11, 30)),
            ("wed", date(2026, 11, 25)),
            ("30/11", date(2026, 11, 30)),
            ("8 jun", date(2026, 6, 8)),
            ("1/2", date(2026, 2, 1)),
            ("24/12", date(2025, 12, 24)),
            ("24/12/26", date(2026, 12, 24)),
        ] {
            assert_eq!(day(text, "day:", &cx).unwrap(), expected, "{text}");
        }
    }

    #[test]
    fn what_cannot_be_understood_is_refused_with_what_to_type_instead() {
        for (text, expected) in [
            (
                "whom:js",
                "A filter has no key \"whom:\". Did you mean who:?",
            ),
            ("who:", "who: needs a value right behind it."),
            (
                "kind:purple",
                "kind: has no value \"purple\". It is one of edit, undo",
            ),
            ("ref:99", "\"99\" is not a task's ref."),
            ("day:soon", "day: must be a real date"),
            ("day<call", "day< must be a real date"),
            ("day:31/2", "31/2 is not a date"),
        ] {
            let failure = read(text).unwrap_err();
            assert!(
                failure.to_string().starts_with(expected),
                "{text}: {failure}"
            );
        }
    }

    #[test]
    fn what_was_taken_back_and_made_again_counts_again() {
        let past = |order, kind, undoes: Option<u64>| {
            let hash_of = |order| entry(order, Kind::Do, "", Line::default(), NOW).hash;
            Past {
                order,
                entry: Entry {
                    undoes: undoes.map(hash_of),
                    ..entry(order, kind, "x", Line::default(), NOW)
                },
                changes: Vec::new(),
            }
        };
        // 3 undoes 1, 4 makes it again, 5 undoes that once more, 6 makes that again; 7 undoes 2.
        let mut all = vec![
            past(1, Kind::Do, None),
            past(2, Kind::Do, None),
            past(3, Kind::Undo, Some(1)),
            past(4, Kind::Redo, Some(3)),
            past(5, Kind::Undo, Some(4)),
            past(6, Kind::Redo, Some(5)),
            past(7, Kind::Undo, Some(2)),
        ];
        all.reverse();
        let gone = Gone::among(&all);
        let orders: Vec<u64> = all
            .iter()
            .filter(|one| gone.has(&one.entry))
            .map(|one| one.order)
            .collect();
        assert_eq!(orders, [5, 3, 2]);
        let first = all.last().unwrap().entry.hash;
        assert_eq!(answer_to(first, &all).map(|one| one.order), Some(6));
        assert_eq!(answer_to(all[0].entry.hash, &all), None);
    }

    proptest! {
        #[test]
        fn nothing_typed_upsets_the_reader(text in "\\PC{0,40}|(who|ref|kind|day):[a-z0-9/ -]{0,9}") {
            let (plan, past) = &*DEMO;
            if let Ok(filter) = read(&text) {
                for one in past {
                    let _ = filter.matches(plan, one);
                }
            }
        }

        #[test]
        fn a_term_and_its_opposite_share_out_all_operations(
            term in "(who|kind|day):[a-z]{3,6}|[a-z]{1,5}|N-[1-9]|rehearsed"
        ) {
            let (plan, past) = &*DEMO;
            if let (Ok(one), Ok(other)) = (read(&term), read(&format!("-{term}"))) {
                for past in past {
                    prop_assert_ne!(one.matches(plan, past), other.matches(plan, past));
                }
            }
        }
    }
}
