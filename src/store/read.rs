//! From rows to a plan. Every row's sum is checked on the way; what does not fit is left out and noted, never guessed.
//! It only reads.

use std::collections::HashSet;
use std::iter::Peekable;
use std::vec::IntoIter;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row, ToSql};

use super::error::{Damage, Error};
use super::row::{
    Counter, Kept, Named, Summer, TASK_COLUMNS, Table, Tabled, Tally, TaskReader, element,
    element_cells, int, ref_from_key, ref_key, text,
};
use crate::domain::change::DayOff;
use crate::domain::id::{PersonId, Ref, TaskId};
use crate::domain::inspection::{Inspection, Milestone, Person, Policy, Scheme};
use crate::domain::numbers::{NUMBERED, Numbers};
use crate::domain::plan::Plan;
use crate::domain::task::{Element, Phase, Task};
use crate::domain::text::Line;

pub(super) const PEOPLE: &str = "SELECT id, name, initials, role, sum FROM person";
const PERSON: &str = "SELECT id, name, initials, role, sum FROM person WHERE id = ?1";
pub(super) const MILESTONES: &str =
    "SELECT key, name, rule, basis, typed, expected, sum FROM milestone";
const MILESTONE: &str =
    "SELECT key, name, rule, basis, typed, expected, sum FROM milestone WHERE key = ?1";
pub(super) const DAYS_OFF: &str = "SELECT list, date, name, sum FROM day_off";
const DAY_OFF: &str = "SELECT list, date, name, sum FROM day_off WHERE list = ?1 AND date = ?2";
pub(super) const SETTINGS: &str = "SELECT name, value, sum FROM setting";
pub(super) const RECORDS: &str = "SELECT id, kind, body, sum FROM record";
const RECORD: &str = "SELECT id, kind, body, sum FROM record WHERE id = ?1";
const COUNTERS: &str = "SELECT phase, next, sum FROM counter";
const TALLIES: &str = "SELECT name, rows, total, sum FROM tally";
const META: &str = "SELECT name, value, sum FROM meta";
const ELEMENTS: &str = "SELECT task, list, value FROM element WHERE task >= ?1 AND task < ?2 ORDER BY task, list, value";
const ELEMENTS_OF: &str =
    "SELECT task, list, value FROM element WHERE task = ?1 ORDER BY list, value";
const KEYS: &str = "SELECT ref FROM task ORDER BY id";

macro_rules! tasks {
    ($rest:literal) => {
        concat!(
            "SELECT ref, id, phase, section, title, note, owner, deputy, status, waiting_on, done_at, rag, reason, ",
            "judged_by, judged_at, expires, due, starts, takes_call, sum FROM task ",
            $rest
        )
    };
}

const TASKS: &str = tasks!("WHERE ref >= ?1 AND ref < ?2 ORDER BY ref");
const TASK_BY_KEY: &str = tasks!("WHERE ref = ?1");
const TASK_BY_ID: &str = tasks!("WHERE id = ?1");
const TASKS_BETWEEN: &str = "SELECT ref FROM task WHERE ref BETWEEN ?1 AND ?2";

/// One look at the file, which notes what it finds wrong.
#[derive(Debug, Default)]
pub(super) struct Reader {
    summer: Summer,
    decoder: TaskReader,
    /// What has been found wrong so far.
    pub(super) damage: Damage,
}

/// The tasks with these keys, the last one not among them.
pub(super) type Keys = std::ops::Range<i64>;

/// Every task.
pub(super) const ALL: Keys = i64::MIN..i64::MAX;

/// What stands under a key.
#[derive(Debug)]
pub(super) enum Found<T> {
    Absent,
    Broken,
    Sound(T),
}

/// Where tasks go as they are read.
pub(super) trait Basket {
    fn make_room(&mut self, tasks: usize);
    fn put(&mut self, task: Task);
    fn empty(&mut self);
    fn count(&self) -> usize;
}

/// What is left of tasks that were read and not kept.
#[derive(Debug, Default)]
pub(super) struct Count {
    /// How many there were.
    pub(super) tasks: usize,
    /// The greatest number of a ref in each phase.
    pub(super) greatest: [u32; 3],
    /// Who can own them, sorted.
    people: Vec<PersonId>,
    /// Whether one of them names somebody else.
    names_a_stranger: bool,
}

impl Basket for Vec<Task> {
    fn make_room(&mut self, tasks: usize) {
        self.reserve_exact(tasks);
    }

    fn put(&mut self, task: Task) {
        self.push(task);
    }

    fn empty(&mut self) {
        self.clear();
    }

    fn count(&self) -> usize {
        self.len()
    }
}

impl Basket for Count {
    fn make_room(&mut self, _: usize) {}

    fn put(&mut self, task: Task) {
        let greatest = &mut self.greatest[task.reference.phase as usize];
        *greatest = task.reference.number.max(*greatest);
        self.tasks += 1;
        let mut named = task.owner.iter().chain(&task.deputy);
        self.names_a_stranger |= named.any(|id| self.people.binary_search(id).is_err());
    }

    fn empty(&mut self) {
        *self = Self {
            people: std::mem::take(&mut self.people),
            ..Self::default()
        };
    }

    fn count(&self) -> usize {
        self.tasks
    }
}

impl Reader {
    /// Everything.
    pub(super) fn everything(&mut self, connection: &Connection) -> Result<Plan, Error> {
        let tallies = self.tallies(connection)?;
        let frame = self.frame(connection, &tallies)?;
        let mut tasks = Vec::new();
        self.tasks(connection, &tallies, &mut tasks)?;
        Ok(frame.plan(tasks))
    }

    /// Reads everything as [`everything`](Self::everything) does, for what is found wrong on the way, and keeps none
    /// of the tasks.
    pub(super) fn inspect(&mut self, connection: &Connection) -> Result<Count, Error> {
        let tallies = self.tallies(connection)?;
        self.meta(connection)?;
        let frame = self.frame(connection, &tallies)?;
        let mut people: Vec<PersonId> = frame.people.iter().map(|person| person.id).collect();
        people.sort_unstable();
        let mut count = Count {
            people,
            ..Count::default()
        };
        self.tasks(connection, &tallies, &mut count)?;
        if count.names_a_stranger {
            self.note("A task names somebody who is not there.");
        }
        Ok(count)
    }

    /// Everything but the tasks.
    pub(super) fn frame_only(&mut self, connection: &Connection) -> Result<Plan, Error> {
        let tallies = self.tallies(connection)?;
        Ok(self.frame(connection, &tallies)?.plan(Vec::new()))
    }

    /// The frame, the tasks with these refs, and what they need, and what that needs.
    pub(super) fn some(&mut self, connection: &Connection, refs: &[Ref]) -> Result<Plan, Error> {
        let tallies = self.tallies(connection)?;
        let frame = self.frame(connection, &tallies)?;
        let mut keys = Vec::new();
        for reference in refs {
            keys_of(connection, *reference, &mut keys)?;
        }
        let mut tasks: Vec<Task> = Vec::new();
        let mut seen: HashSet<TaskId> = HashSet::new();
        for key in keys {
            tasks.extend(
                self.sound(connection, TASK_BY_KEY, &key)?
                    .filter(|task| seen.insert(task.id)),
            );
        }
        let mut at = 0;
        while at < tasks.len() {
            for id in tasks[at].needs().collect::<Vec<_>>() {
                if seen.insert(id) {
                    tasks.extend(self.sound(connection, TASK_BY_ID, id.0.as_bytes())?);
                }
            }
            at += 1;
        }
        self.damage.readable = tasks.len();
        Ok(frame.plan(tasks))
    }

    fn sound(
        &mut self,
        connection: &Connection,
        sql: &str,
        key: &dyn ToSql,
    ) -> Result<Option<Task>, Error> {
        Ok(match self.task_where(connection, sql, key)? {
            Found::Sound(task) => Some(task),
            Found::Absent | Found::Broken => None,
        })
    }

    /// The task with this id, for a change to it.
    pub(super) fn task(
        &mut self,
        connection: &Connection,
        id: TaskId,
    ) -> Result<Found<Task>, Error> {
        self.task_where(connection, TASK_BY_ID, id.0.as_bytes())
    }

    fn task_where(
        &mut self,
        connection: &Connection,
        sql: &str,
        key: &dyn ToSql,
    ) -> Result<Found<Task>, Error> {
        let mut statement = connection.prepare_cached(sql)?;
        let mut rows = statement.query([key])?;
        let Some(row) = rows.next()? else {
            return Ok(Found::Absent);
        };
        let elements = elements(connection, ELEMENTS_OF, &[&row.get::<_, i64>(0)?])?;
        let mut elements = elements.into_iter().peekable();
        Ok(match self.decode_task(row, &mut elements)? {
            Some((task, _)) => Found::Sound(task),
            None => Found::Broken,
        })
    }

    /// The one row of `sql` that belongs to `key`.
    pub(super) fn one<T: Tabled>(
        &mut self,
        connection: &Connection,
        sql: &str,
        key: &[&dyn ToSql],
    ) -> Result<Found<T>, Error> {
        let mut statement = connection.prepare_cached(sql)?;
        let mut rows = statement.query(key)?;
        Ok(match rows.next()? {
            Some(row) => self
                .decode(row, T::TABLE)?
                .map_or(Found::Broken, |(record, _)| Found::Sound(record)),
            None => Found::Absent,
        })
    }

    /// The person with this id.
    pub(super) fn person(
        &mut self,
        connection: &Connection,
        id: &uuid::Uuid,
    ) -> Result<Found<Person>, Error> {
        self.one(connection, PERSON, &[id.as_bytes()])
    }

    /// The record with this id.
    pub(super) fn record(
        &mut self,
        connection: &Connection,
        id: &uuid::Uuid,
    ) -> Result<Found<Kept>, Error> {
        self.one(connection, RECORD, &[id.as_bytes()])
    }

    /// The milestone with this key.
    pub(super) fn milestone(
        &mut self,
        connection: &Connection,
        key: &str,
    ) -> Result<Found<Milestone>, Error> {
        self.one(connection, MILESTONE, &[&key])
    }

    /// The day off in this list.
    pub(super) fn day_off(
        &mut self,
        connection: &Connection,
        list: &str,
        date: &str,
    ) -> Result<Found<DayOff>, Error> {
        self.one(connection, DAY_OFF, &[&list, &date])
    }

    /// What each table should hold.
    pub(super) fn tallies(&mut self, connection: &Connection) -> Result<Vec<Tally>, Error> {
        let tallies: Vec<Tally> = self.records(connection, TALLIES, Table::Tally, None)?;
        if Table::TALLIED
            .into_iter()
            .any(|table| !tallies.iter().any(|tally| tally.table == table))
        {
            self.note("The totals of the file are incomplete.");
        }
        Ok(tallies)
    }

    /// The numbers the next refs will carry.
    pub(super) fn counters(&mut self, connection: &Connection) -> Result<Vec<Counter>, Error> {
        let counters: Vec<Counter> = self.records(connection, COUNTERS, Table::Counter, None)?;
        if counters.len() != Phase::ALL.len() {
            self.note("The counters of the refs are incomplete.");
        }
        Ok(counters)
    }

    /// The marks of the file and of this copy.
    pub(super) fn meta(&mut self, connection: &Connection) -> Result<Vec<Named>, Error> {
        let meta: Vec<Named> = self.records(connection, META, Table::Meta, None)?;
        if meta.len() != 3 {
            self.note("The marks of the file are incomplete.");
        }
        Ok(meta)
    }

    /// What the whole file is about.
    pub(super) fn inspection(
        &mut self,
        connection: &Connection,
        tallies: &[Tally],
    ) -> Result<Inspection, Error> {
        let settings = self.settings(connection, tallies)?;
        Ok(self.inspection_in(&settings))
    }

    fn settings(
        &mut self,
        connection: &Connection,
        tallies: &[Tally],
    ) -> Result<Vec<Named>, Error> {
        self.records(connection, SETTINGS, Table::Setting, Some(tallies))
    }

    fn inspection_in(&mut self, settings: &[Named]) -> Inspection {
        inspection_of(settings).unwrap_or_else(|| {
            self.note("A setting cannot be read.");
            Inspection::default()
        })
    }

    /// Everything but the tasks, on its way into a plan.
    pub(super) fn frame(
        &mut self,
        connection: &Connection,
        tallies: &[Tally],
    ) -> Result<Frame, Error> {
        let mut next_number = [1; 3];
        for counter in self.counters(connection)? {
            next_number[counter.phase as usize] = counter.next;
        }
        let settings = self.settings(connection, tallies)?;
        Ok(Frame {
            inspection: self.inspection_in(&settings),
            numbers: numbers_in(&settings),
            people: self.records(connection, PEOPLE, Table::Person, Some(tallies))?,
            milestones: self.records(connection, MILESTONES, Table::Milestone, Some(tallies))?,
            days_off: self.records(connection, DAYS_OFF, Table::DayOff, Some(tallies))?,
            records: self.records(connection, RECORDS, Table::Record, Some(tallies))?,
            next_number,
        })
    }

    /// All rows of a small table, checked against its tally where one is given.
    pub(super) fn records<T: Tabled>(
        &mut self,
        connection: &Connection,
        sql: &str,
        table: Table,
        tallies: Option<&[Tally]>,
    ) -> Result<Vec<T>, Error> {
        let mut found = Tally::new(table);
        let mut records = Vec::new();
        let outcome = self.each(connection, sql, table, &mut found, &mut records);
        let whole = self.tolerate(outcome, table)?;
        if let (Some(tallies), true) = (tallies, whole) {
            self.compare(found, tallies);
        }
        Ok(records)
    }

    /// False when something was wrong, which has been noted.
    fn each<T: Tabled>(
        &mut self,
        connection: &Connection,
        sql: &str,
        table: Table,
        found: &mut Tally,
        records: &mut Vec<T>,
    ) -> Result<bool, Error> {
        let mut whole = true;
        let mut statement = connection.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            if let Some((record, sum)) = self.decode(row, table)? {
                found.add(sum);
                records.push(record);
            } else {
                whole = false;
                self.note(format!(
                    "A row among the {} is not what was saved.",
                    table.plural()
                ));
            }
        }
        Ok(whole)
    }

    /// Notes a structure too broken to go on reading; other errors go up.
    fn tolerate(&mut self, outcome: Result<bool, Error>, table: Table) -> Result<bool, Error> {
        match outcome {
            Err(Error::Damaged(_)) => {
                self.note(format!("Not all {} can be reached.", table.plural()));
                Ok(false)
            }
            other => other,
        }
    }

    /// `None` when the row's sum is wrong, or its cells make no such value.
    pub(super) fn decode<T: Tabled>(
        &mut self,
        row: &Row<'_>,
        table: Table,
    ) -> Result<Option<(T, i64)>, Error> {
        let columns = row.as_ref().column_count() - 1;
        let mut cells = [ValueRef::Null; 16];
        let cells = &mut cells[..columns];
        self.summer.begin(table);
        for (column, cell) in cells.iter_mut().enumerate() {
            *cell = row.get_ref(column)?;
            self.summer.cell(*cell);
        }
        let sum = self.summer.sum();
        if int(row.get_ref(columns)?) != Some(sum) {
            return Ok(None);
        }
        Ok(T::decode(cells).map(|record| (record, sum)))
    }

    fn compare(&mut self, found: Tally, tallies: &[Tally]) {
        let expected = tallies.iter().find(|tally| tally.table == found.table);
        if expected.is_some_and(|expected| *expected != found) {
            self.note(format!(
                "The {} are not all there as they were last saved.",
                found.table.plural()
            ));
        }
    }

    fn tasks(
        &mut self,
        connection: &Connection,
        tallies: &[Tally],
        basket: &mut impl Basket,
    ) -> Result<(), Error> {
        let expected = tallies
            .iter()
            .find(|tally| tally.table == Table::Task)
            .map(|tally| tally.rows as usize);
        let mut found = Tally::new(Table::Task);
        basket.make_room(expected.unwrap_or_default().min(1 << 20));
        let outcome = self.every_task(connection, ALL, &mut found, basket);
        let whole = match outcome {
            Err(Error::Damaged(_)) => {
                self.note("Not all tasks can be reached.");
                self.damage.lost.clear();
                basket.empty();
                self.reachable_tasks(connection, basket)?;
                false
            }
            other => other?,
        };
        if whole {
            self.compare(found, tallies);
        }
        self.damage.readable = basket.count();
        self.damage.expected = expected;
        Ok(())
    }

    /// The tasks with these keys, in order. False when something was wrong, which has been noted.
    pub(super) fn every_task(
        &mut self,
        connection: &Connection,
        keys: Keys,
        found: &mut Tally,
        basket: &mut impl Basket,
    ) -> Result<bool, Error> {
        let mut whole = true;
        let elements = elements(connection, ELEMENTS, &[&keys.start, &keys.end])?;
        let mut elements = elements.into_iter().peekable();
        let mut statement = connection.prepare_cached(TASKS)?;
        let mut rows = statement.query([keys.start, keys.end])?;
        while let Some(row) = rows.next()? {
            if let Some((task, sum)) = self.decode_task(row, &mut elements)? {
                found.add(sum);
                basket.put(task);
            } else {
                whole = false;
            }
        }
        if elements.next().is_some() {
            whole = false;
            self.note("There is evidence, an area, a need or a tag whose task is not there.");
        }
        Ok(whole)
    }

    /// `None` when the row is not what was saved, which has been noted.
    fn decode_task(
        &mut self,
        row: &Row<'_>,
        elements: &mut Peekable<IntoIter<(i64, Element)>>,
    ) -> Result<Option<(Task, i64)>, Error> {
        let mut cells = [ValueRef::Null; TASK_COLUMNS];
        self.summer.begin(Table::Task);
        for (column, cell) in cells.iter_mut().enumerate() {
            *cell = row.get_ref(column)?;
            self.summer.cell(*cell);
        }
        let key = int(cells[0]).unwrap_or_default();
        let mut own = Vec::new();
        let mut strays = false;
        while let Some((task, element)) = elements.next_if(|(task, _)| *task <= key) {
            if task < key {
                strays = true;
                continue;
            }
            let (list, value) = element_cells(&element);
            self.summer.text(list);
            self.summer.text(&value);
            own.push(element);
        }
        if strays {
            self.note("There is evidence, an area, a need or a tag whose task is not there.");
        }
        let sum = self.summer.sum();
        let is_as_saved = int(row.get_ref(TASK_COLUMNS)?) == Some(sum) && own.is_sorted();
        if let (true, Some(mut task)) = (is_as_saved, self.decoder.decode(&cells)) {
            task.elements = own;
            return Ok(Some((task, sum)));
        }
        self.lose(key);
        Ok(None)
    }

    fn lose(&mut self, key: i64) {
        let name = ref_from_key(key)
            .map_or_else(|| "one without a ref".to_owned(), |known| known.to_string());
        if !self.damage.lost.contains(&name) {
            self.note(format!("{name} is not what was saved."));
            self.damage.lost.push(name);
        }
    }

    /// Where the list of tasks is broken: each task that could be there, one by one.
    fn reachable_tasks(
        &mut self,
        connection: &Connection,
        basket: &mut impl Basket,
    ) -> Result<(), Error> {
        for key in self.possible_keys(connection)? {
            match self.task_where(connection, TASK_BY_KEY, &key) {
                Ok(Found::Sound(task)) => basket.put(task),
                Ok(Found::Absent | Found::Broken) => {}
                Err(Error::Damaged(_)) => self.lose(key),
                Err(other) => return Err(other),
            }
        }
        Ok(())
    }

    fn possible_keys(&mut self, connection: &Connection) -> Result<Vec<i64>, Error> {
        let mut keys = std::collections::BTreeSet::new();
        for counter in self.counters(connection)? {
            let given = 1..counter.next.min(1 << 20);
            keys.extend(given.map(|number| ref_key(Ref::new(counter.phase, number))));
        }
        let listed: Result<Vec<i64>, rusqlite::Error> = connection
            .prepare_cached(KEYS)?
            .query_map([], |row| row.get(0))?
            .collect();
        match listed.map_err(Error::from) {
            Ok(listed) => keys.extend(listed),
            Err(Error::Damaged(_)) => {}
            Err(other) => return Err(other),
        }
        Ok(keys.into_iter().collect())
    }

    pub(super) fn note(&mut self, problem: impl Into<String>) {
        let problem = problem.into();
        if !self.damage.problems.contains(&problem) && self.damage.problems.len() < 100 {
            self.damage.problems.push(problem);
        }
    }
}

/// A ref without a suffix means those with one too: whoever asked has to ask back.
fn keys_of(connection: &Connection, reference: Ref, keys: &mut Vec<i64>) -> Result<(), Error> {
    let first = ref_key(reference);
    let last = if reference.suffix.is_none() {
        first | 0xFF
    } else {
        first
    };
    let mut statement = connection.prepare_cached(TASKS_BETWEEN)?;
    let mut rows = statement.query([first, last])?;
    while let Some(row) = rows.next()? {
        keys.push(row.get(0)?);
    }
    Ok(())
}

/// The elements `sql` gives, each with the key of its task.
fn elements(
    connection: &Connection,
    sql: &str,
    key: &[&dyn ToSql],
) -> Result<Vec<(i64, Element)>, Error> {
    let mut elements = Vec::new();
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(key)?;
    while let Some(row) = rows.next()? {
        let (Some(task), Some(list), Some(value)) = (
            int(row.get_ref(0)?),
            text(row.get_ref(1)?),
            text(row.get_ref(2)?),
        ) else {
            continue;
        };
        // One that cannot be read is missing from its task, whose sum tells.
        elements.extend(element(list, value).map(|element| (task, element)));
    }
    Ok(elements)
}

/// A plan without its tasks.
pub(super) struct Frame {
    inspection: Inspection,
    people: Vec<Person>,
    milestones: Vec<Milestone>,
    days_off: Vec<DayOff>,
    records: Vec<Kept>,
    next_number: [u32; 3],
    numbers: Numbers,
}

impl Frame {
    /// With them.
    pub(super) fn plan(self, tasks: Vec<Task>) -> Plan {
        let Self {
            inspection,
            people,
            milestones,
            days_off,
            records,
            next_number,
            numbers,
        } = self;
        Plan::from_rows(inspection, people, milestones, days_off, tasks, next_number)
            .with_records(records.into_iter().map(|kept| kept.filed))
            .with_numbers(&numbers)
    }
}

/// The numbers of the next records, as the settings keep them; 1 where none was given.
pub(super) fn numbers_in(settings: &[Named]) -> Numbers {
    let mut numbers = Numbers::default();
    for row in &NUMBERED {
        let kept = settings.iter().find(|setting| setting.name == row.name);
        let next = kept.and_then(|setting| setting.value.parse().ok());
        numbers.raise(row.kind, next.unwrap_or(1));
    }
    numbers
}

fn inspection_of(settings: &[Named]) -> Option<Inspection> {
    let value = |name: &str| {
        settings
            .iter()
            .find(|setting| setting.name == name)
            .map(|setting| setting.value.as_str())
    };
    let line = |name| Line::new(value(name)?).ok();
    let days = |name| value(name)?.parse().ok();
    let usual = Policy::default();
    let policy = Policy {
        red_within: days("red_within")?,
        amber_within: days("amber_within")?,
        stale_after: days("stale_after")?,
        scheme: match value("scheme") {
            None => usual.scheme,
            Some(name) => Scheme::ALL
                .into_iter()
                .find(|known| known.as_str() == name)?,
        },
        green_needs_evidence: match value("green_needs_evidence") {
            None => usual.green_needs_evidence,
            Some(flag) => flag.parse().ok()?,
        },
        words: match value("words") {
            None => usual.words,
            Some(words) => serde_json::from_str(words).ok()?,
        },
    };
    Some(Inspection {
        authority: line("authority")?,
        kind: line("kind")?,
        title: line("title")?,
        framework: line("framework")?,
        policy,
    })
}

/// The rows of `setting` that hold an inspection. What came after version 1 has a row only where it is not as usual.
pub(super) fn settings_of(inspection: &Inspection) -> Vec<Named> {
    let Inspection {
        authority,
        kind,
        title,
        framework,
        policy,
    } = inspection;
    let Policy {
        red_within,
        amber_within,
        stale_after,
        scheme,
        green_needs_evidence,
        words,
    } = policy;
    let usual = Policy::default();
    let unusual = [
        (
            "scheme",
            (*scheme != usual.scheme).then(|| scheme.as_str().to_owned()),
        ),
        (
            "green_needs_evidence",
            (*green_needs_evidence != usual.green_needs_evidence)
                .then(|| green_needs_evidence.to_string()),
        ),
        (
            "words",
            (*words != usual.words)
                .then(|| serde_json::to_string(words).expect("words are plain data")),
        ),
    ];
    let unusual = unusual
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)));
    [
        ("authority", authority.to_string()),
        ("kind", kind.to_string()),
        ("title", title.to_string()),
        ("framework", framework.to_string()),
        ("red_within", red_within.to_string()),
        ("amber_within", amber_within.to_string()),
        ("stale_after", stale_after.to_string()),
    ]
    .into_iter()
    .chain(unusual)
    .map(|(name, value)| Named {
        name: name.to_owned(),
        value,
    })
    .collect()
}
