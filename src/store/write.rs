//! From an operation to rows. Everything here runs inside one transaction, which the caller begins and ends.
//!
//! The touched rows are read, the changes are made to them in memory by the domain's own rules, and each row that came out
//! different is written once. So an operation either fits what the file holds now, or nothing happens.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use rusqlite::ffi::{
    SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_ROWID, SQLITE_CONSTRAINT_UNIQUE,
};
use rusqlite::{Connection, params, params_from_iter};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::error::Error;
use super::log;
use super::read::{Found, Reader, SETTINGS, numbers_in, settings_of};
use super::row::{
    Cell, Counter, Kept, Logged, Named, Summer, Table, Tabled, Tally, day_list, element_cells,
    ref_key, task_cells, task_sum,
};
use super::schema::Room;
use super::undo;
use crate::domain::change::{Change, Clash, DayList, DayOff, Row, SettingEdit};
use crate::domain::id::{PersonId, TaskId};
use crate::domain::inspection::{Inspection, Milestone, Person};
use crate::domain::numbers::{NUMBERED, Numbers};
use crate::domain::operation::{Entry, Hash, Kind, Sealer, Stamp};
use crate::domain::plan::{add_element, remove_element};
use crate::domain::records::RecordId;
use crate::domain::task::{Phase, Task};
use crate::domain::text::Line;
use crate::domain::when::MilestoneKey;

/// An operation about to be written.
#[derive(Debug)]
pub(super) struct Draft<'a> {
    pub(super) kind: Kind,
    pub(super) undoes: Option<Hash>,
    pub(super) label: &'a str,
    pub(super) changes: &'a [Change],
}

/// From so many changes on, the pages they touch need room until the end of the transaction.
const LARGE: usize = 500;

/// Makes the changes and appends the operation to the log. `place` tells this copy from others.
pub(super) fn append(
    connection: &Connection,
    draft: &Draft<'_>,
    stamp: &Stamp,
    place: &str,
) -> Result<Entry, Error> {
    let room = if draft.changes.len() > LARGE {
        Room::Importing
    } else {
        Room::Saving
    };
    room.make(connection)?;
    let mut reader = Reader::default();
    let mut ledger = Ledger::open(connection, &mut reader)?;
    let replica = replica(connection, &mut reader, place)?;
    let heads = log::heads(connection, &mut reader)?;
    if !reader.damage.is_none() {
        return Err(Error::Damaged(reader.damage));
    }
    let mut rows = Touched::new(connection, reader);
    rows.apply_all(draft.changes)?;
    rows.save(&mut ledger)?;
    let entry = Entry {
        hash: Hash([0; 32]),
        parents: heads.iter().map(|head| head.entry.hash).collect(),
        lamport: heads
            .iter()
            .map(|head| head.entry.lamport)
            .max()
            .unwrap_or_default()
            + 1,
        replica,
        kind: draft.kind,
        undoes: draft.undoes,
        label: Line::clipped(draft.label).to_string(),
        stamp: stamp.clone(),
        changes: draft.changes.len(),
    };
    let entry = write_operation(connection, entry, &heads, draft.changes, &mut ledger)?;
    ledger.close(connection)?;
    Room::Saving.make(connection)?;
    Ok(entry)
}

/// The totals of the tables, brought up to date as rows come and go.
struct Ledger {
    tallies: Vec<Tally>,
    before: Vec<Tally>,
    summer: Summer,
}

impl Ledger {
    fn open(connection: &Connection, reader: &mut Reader) -> Result<Self, Error> {
        let tallies = reader.tallies(connection)?;
        Ok(Self {
            before: tallies.clone(),
            tallies,
            summer: Summer::default(),
        })
    }

    fn change(&mut self, table: Table, with: impl FnOnce(&mut Tally)) {
        if let Some(tally) = self.tallies.iter_mut().find(|tally| tally.table == table) {
            with(tally);
        }
    }

    fn close(mut self, connection: &Connection) -> Result<(), Error> {
        let mut statement = connection
            .prepare_cached("UPDATE tally SET rows = ?2, total = ?3, sum = ?4 WHERE name = ?1")?;
        for tally in self
            .tallies
            .iter()
            .filter(|tally| !self.before.contains(tally))
        {
            let sum = self.summer.of(Table::Tally, &tally.cells());
            statement.execute(params![tally.table.name(), tally.rows, tally.total, sum])?;
        }
        Ok(())
    }

    /// Runs `sql` with a record's cells and its sum behind them, and returns the sum.
    fn write(
        &mut self,
        connection: &Connection,
        sql: &str,
        table: Table,
        cells: &[Cell<'_>],
    ) -> Result<i64, Error> {
        let sum = self.summer.of(table, cells);
        let sum_cell = Cell::Int(sum);
        connection
            .prepare_cached(sql)?
            .execute(params_from_iter(cells.iter().chain([&sum_cell])))?;
        Ok(sum)
    }
}

/// A row before the operation and after it.
#[derive(Debug)]
struct Slot<T> {
    before: Option<T>,
    now: Option<T>,
}

impl<T: Clone + PartialEq> Slot<T> {
    fn found(value: Option<T>) -> Self {
        Self {
            before: value.clone(),
            now: value,
        }
    }

    fn here(&mut self) -> Result<&mut T, Clash> {
        self.now.as_mut().ok_or(Clash::Missing)
    }

    fn create(&mut self, value: &T) -> Result<(), Clash> {
        if self.now.is_some() {
            return Err(Clash::Exists);
        }
        self.now = Some(value.clone());
        Ok(())
    }

    fn delete(&mut self, expected: &T) -> Result<(), Clash> {
        if self.here()? != expected {
            return Err(Clash::Changed);
        }
        self.now = None;
        Ok(())
    }

    fn is_dirty(&self) -> bool {
        self.before != self.now
    }
}

/// Why a change was not made.
enum Stop {
    Clash(Clash),
    Error(Error),
}

impl From<Clash> for Stop {
    fn from(clash: Clash) -> Self {
        Self::Clash(clash)
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

/// The rows an operation touches.
struct Touched<'c> {
    connection: &'c Connection,
    reader: Reader,
    /// Boxed, because an import puts many thousands here and sorts them.
    tasks: HashMap<TaskId, Box<Slot<Task>>>,
    people: BTreeMap<PersonId, Slot<Person>>,
    milestones: BTreeMap<MilestoneKey, Slot<Milestone>>,
    days_off: BTreeMap<(DayList, Date), Slot<DayOff>>,
    records: BTreeMap<RecordId, Slot<Kept>>,
    inspection: Option<Slot<Inspection>>,
    /// The greatest number of a ref that was given out, by phase; of tasks that are gone again, too.
    given: [u32; 3],
    /// The numbers that are given: of records that came, and of those that went.
    numbers: Numbers,
}

impl<'c> Touched<'c> {
    fn new(connection: &'c Connection, reader: Reader) -> Self {
        Self {
            connection,
            reader,
            tasks: HashMap::new(),
            people: BTreeMap::new(),
            milestones: BTreeMap::new(),
            days_off: BTreeMap::new(),
            records: BTreeMap::new(),
            inspection: None,
            given: [0; 3],
            numbers: Numbers::default(),
        }
    }

    fn apply_all(&mut self, changes: &[Change]) -> Result<(), Error> {
        for change in changes {
            self.apply(change).map_err(|stop| match stop {
                Stop::Error(error) => error,
                Stop::Clash(clash) => self.clash(change, clash),
            })?;
        }
        Ok(())
    }

    fn clash(&self, change: &Change, clash: Clash) -> Error {
        Error::Clash {
            what: self.describe(change),
            clash,
            last: log::last_to_touch(self.connection, change)
                .ok()
                .flatten()
                .map(Box::new),
        }
    }

    /// "N-12 (due)", as far as it can be told.
    fn describe(&self, change: &Change) -> String {
        let task = |id: &TaskId| {
            let slot = self.tasks.get(id);
            let known = slot.and_then(|slot| slot.now.as_ref().or(slot.before.as_ref()));
            known.map_or_else(|| "a task".to_owned(), |task| task.reference.to_string())
        };
        match change {
            Change::Add { task: id, .. } | Change::Remove { task: id, .. } => task(id),
            Change::Create(row) | Change::Delete(row) => undo::row_name(row),
            Change::Record { id, .. } => {
                let known = self.records.get(id).and_then(|slot| slot.now.as_ref());
                known.map_or_else(
                    || "a record".to_owned(),
                    |kept| format!("the {}", kept.filed.record.kind().title()),
                )
            }
            Change::Milestone { key, .. } => format!("the date of \"{}\"", key.title()),
            Change::Person { id, .. } => {
                let known = self.people.get(id).and_then(|slot| slot.now.as_ref());
                known.map_or_else(|| "a person".to_owned(), |person| person.label().to_owned())
            }
            Change::Setting(_) => "a setting".to_owned(),
            Change::Task { id, edit } => format!("{} ({})", task(id), edit.field()),
        }
    }

    /// The same rules as the plan in memory follows.
    fn apply(&mut self, change: &Change) -> Result<(), Stop> {
        match change {
            Change::Add { task, element } => add_element(self.task(*task)?.here()?, element)?,
            Change::Create(row) => self.create(row)?,
            Change::Delete(row) => self.delete(row)?,
            Change::Milestone { key, typed } => {
                let milestone = self.milestone(*key)?.here()?;
                if milestone.typed != typed.old {
                    return Err(Clash::Changed.into());
                }
                milestone.typed = typed.new;
            }
            Change::Person { id, edit } => edit.apply(self.person(*id)?.here()?)?,
            Change::Record { id, edit } => {
                let kept = self.record(*id)?.here()?;
                let mut filed = kept.filed.clone();
                edit.apply(&mut filed.record)?;
                *kept = Kept::from(&filed);
            }
            Change::Remove { task, element } => remove_element(self.task(*task)?.here()?, element)?,
            Change::Setting(edit) => edit.apply(self.inspection()?.here()?)?,
            Change::Task { id, edit } => edit.apply(self.task(*id)?.here()?)?,
        }
        Ok(())
    }

    fn create(&mut self, row: &Row) -> Result<(), Stop> {
        match row {
            Row::DayOff(day) => self.day_off(day.list, day.date)?.create(day)?,
            Row::Milestone(milestone) => self.milestone(milestone.key)?.create(milestone)?,
            Row::Person(person) => self.person(person.id)?.create(person)?,
            Row::Record(filed) => {
                self.numbers.pass(&filed.record);
                self.record(filed.id)?.create(&filed.into())?;
            }
            // Not looked up first: were it there, writing it would fail.
            Row::Task(task) => {
                let given = &mut self.given[task.reference.phase as usize];
                *given = task.reference.number.max(*given);
                let slot = self.tasks.entry(task.id).or_insert_with(|| {
                    Box::new(Slot {
                        before: None,
                        now: None,
                    })
                });
                slot.create(task)?;
            }
        }
        Ok(())
    }

    fn delete(&mut self, row: &Row) -> Result<(), Stop> {
        match row {
            Row::DayOff(day) => self.day_off(day.list, day.date)?.delete(day)?,
            Row::Milestone(milestone) => self.milestone(milestone.key)?.delete(milestone)?,
            Row::Person(person) => self.person(person.id)?.delete(person)?,
            Row::Record(filed) => {
                self.numbers.pass(&filed.record);
                let slot = self.record(filed.id)?;
                if slot.here()?.filed != *filed {
                    return Err(Clash::Changed.into());
                }
                slot.now = None;
            }
            Row::Task(task) => self.task(task.id)?.delete(task)?,
        }
        Ok(())
    }

    fn task(&mut self, id: TaskId) -> Result<&mut Slot<Task>, Error> {
        if !self.tasks.contains_key(&id) {
            let found = self.reader.task(self.connection, id)?;
            let found = self.sound(found)?;
            self.tasks.insert(id, Box::new(Slot::found(found)));
        }
        Ok(self.tasks.get_mut(&id).expect("it has just been put there"))
    }

    fn person(&mut self, id: PersonId) -> Result<&mut Slot<Person>, Error> {
        if !self.people.contains_key(&id) {
            let found = self.reader.person(self.connection, &id.0)?;
            let found = self.sound(found)?;
            self.people.insert(id, Slot::found(found));
        }
        Ok(self
            .people
            .get_mut(&id)
            .expect("it has just been put there"))
    }

    fn record(&mut self, id: RecordId) -> Result<&mut Slot<Kept>, Error> {
        if !self.records.contains_key(&id) {
            let found = self.reader.record(self.connection, &id.0)?;
            let found = self.sound(found)?;
            self.records.insert(id, Slot::found(found));
        }
        Ok(self
            .records
            .get_mut(&id)
            .expect("it has just been put there"))
    }

    fn milestone(&mut self, key: MilestoneKey) -> Result<&mut Slot<Milestone>, Error> {
        if !self.milestones.contains_key(&key) {
            let found = self.reader.milestone(self.connection, key.as_str())?;
            let found = self.sound(found)?;
            self.milestones.insert(key, Slot::found(found));
        }
        Ok(self
            .milestones
            .get_mut(&key)
            .expect("it has just been put there"))
    }

    fn day_off(&mut self, list: DayList, date: Date) -> Result<&mut Slot<DayOff>, Error> {
        if !self.days_off.contains_key(&(list, date)) {
            let found = self
                .reader
                .day_off(self.connection, day_list(list), &date.to_string())?;
            let found = self.sound(found)?;
            self.days_off.insert((list, date), Slot::found(found));
        }
        Ok(self
            .days_off
            .get_mut(&(list, date))
            .expect("it has just been put there"))
    }

    fn inspection(&mut self) -> Result<&mut Slot<Inspection>, Error> {
        if self.inspection.is_none() {
            let tallies = self.reader.tallies(self.connection)?;
            let found = self.reader.inspection(self.connection, &tallies)?;
            let found = self.sound(Found::Sound(found))?;
            self.inspection = Some(Slot::found(found));
        }
        Ok(self
            .inspection
            .as_mut()
            .expect("it has just been put there"))
    }

    /// A change never rests on a row that is not what was saved.
    fn sound<T>(&self, found: Found<T>) -> Result<Option<T>, Error> {
        match found {
            Found::Sound(value) if self.reader.damage.is_none() => Ok(Some(value)),
            Found::Absent if self.reader.damage.is_none() => Ok(None),
            Found::Sound(_) | Found::Absent | Found::Broken => Err(self.damaged()),
        }
    }

    fn damaged(&self) -> Error {
        let mut damage = self.reader.damage.clone();
        if damage.is_none() {
            damage
                .problems
                .push("A row is not what was saved.".to_owned());
        }
        Error::Damaged(damage)
    }

    /// People come first and go last, because tasks name them.
    fn save(mut self, ledger: &mut Ledger) -> Result<(), Error> {
        let connection = self.connection;
        for slot in self.people.values().filter(|slot| slot.now.is_some()) {
            save_record(connection, ledger, slot, INTO_PERSON, None)?;
        }
        for slot in self.records.values() {
            let gone = |kept: &Kept| {
                let id = kept.filed.id.0;
                connection.execute("DELETE FROM record WHERE id = ?1", [id.as_bytes()])
            };
            save_record(connection, ledger, slot, INTO_RECORD, Some(&gone))?;
        }
        self.count_records(ledger)?;
        for slot in self.milestones.values() {
            let gone = |m: &Milestone| {
                connection.execute("DELETE FROM milestone WHERE key = ?1", [m.key.as_str()])
            };
            save_record(connection, ledger, slot, INTO_MILESTONE, Some(&gone))?;
        }
        for slot in self.days_off.values() {
            let gone = |day: &DayOff| {
                let key = [day_list(day.list), &day.date.to_string()];
                connection.execute("DELETE FROM day_off WHERE list = ?1 AND date = ?2", key)
            };
            save_record(connection, ledger, slot, INTO_DAY_OFF, Some(&gone))?;
        }
        if let Some(Slot {
            before: Some(before),
            now: Some(now),
        }) = &self.inspection
        {
            let gone = |setting: &Named| {
                connection.execute("DELETE FROM setting WHERE name = ?1", [&setting.name])
            };
            let mut slots: BTreeMap<String, Slot<Named>> = settings_of(before)
                .into_iter()
                .map(|row| {
                    (
                        row.name.clone(),
                        Slot {
                            before: Some(row),
                            now: None,
                        },
                    )
                })
                .collect();
            for row in settings_of(now) {
                let slot = slots.entry(row.name.clone());
                slot.or_insert_with(|| Slot::found(None)).now = Some(row);
            }
            for slot in slots.values() {
                save_record(connection, ledger, slot, INTO_SETTING, Some(&gone))?;
            }
        }
        self.save_tasks(ledger)?;
        for slot in self.people.values().filter(|slot| slot.now.is_none()) {
            let gone = |p: &Person| {
                connection.execute("DELETE FROM person WHERE id = ?1", [p.id.0.as_bytes()])
            };
            save_record(connection, ledger, slot, INTO_PERSON, Some(&gone))?;
        }
        Ok(())
    }

    /// In the order of the refs, so that many new rows lie one behind the other.
    fn save_tasks(&mut self, ledger: &mut Ledger) -> Result<(), Error> {
        let mut slots: Vec<Box<Slot<Task>>> = std::mem::take(&mut self.tasks)
            .into_values()
            .filter(|slot| slot.is_dirty())
            .collect();
        slots.sort_by_key(|slot| {
            slot.now
                .as_ref()
                .or(slot.before.as_ref())
                .map(|task| task.reference)
        });
        let moved = |slot: &Slot<Task>| match (&slot.before, &slot.now) {
            (Some(before), Some(now)) => before.reference != now.reference,
            (Some(_), None) => true,
            (None, _) => false,
        };
        for slot in slots.iter_mut().filter(|slot| moved(slot)) {
            if let Some(before) = slot.before.take() {
                delete_task(self.connection, ledger, &before)?;
            }
        }
        for slot in &slots {
            match (&slot.before, &slot.now) {
                (Some(before), Some(now)) => update_task(self.connection, ledger, before, now)?,
                (None, Some(now)) => {
                    insert_task(self.connection, ledger, now)
                        .map_err(|error| self.taken(now, error))?;
                }
                (_, None) => {}
            }
        }
        self.count_refs(ledger)
    }

    /// A task, or a ref, that is already there.
    fn taken(&self, task: &Task, error: Error) -> Error {
        match error {
            Error::Refused(why) if why == TAKEN => self.clash(
                &Change::Create(Row::Task(Box::new(task.clone()))),
                Clash::Exists,
            ),
            other => other,
        }
    }

    /// A number given to a record once is never given again, even when the record is undone, or removed from a file that
    /// did not count yet.
    fn count_records(&mut self, ledger: &mut Ledger) -> Result<(), Error> {
        if self.numbers == Numbers::default() {
            return Ok(());
        }
        let settings: Vec<Named> =
            self.reader
                .records(self.connection, SETTINGS, Table::Setting, None)?;
        let kept = numbers_in(&settings);
        for numbered in &NUMBERED {
            let (name, next) = (numbered.name, self.numbers.next(numbered.kind));
            if next <= kept.next(numbered.kind) {
                continue;
            }
            let slot = Slot {
                before: settings.iter().find(|row| row.name == name).cloned(),
                now: Some(Named {
                    name: name.to_owned(),
                    value: next.to_string(),
                }),
            };
            save_record(self.connection, ledger, &slot, INTO_SETTING, None)?;
        }
        Ok(())
    }

    /// A ref given once is never given again, even when its task is undone.
    fn count_refs(&mut self, ledger: &mut Ledger) -> Result<(), Error> {
        let used = self.given;
        if used == [0; 3] {
            return Ok(());
        }
        let counters = self.reader.counters(self.connection)?;
        if !self.reader.damage.is_none() {
            return Err(self.damaged());
        }
        for counter in counters {
            let next = used[counter.phase as usize] + 1;
            if next > counter.next {
                let cells = Counter { next, ..counter };
                ledger.write(
                    self.connection,
                    INTO_COUNTER,
                    Table::Counter,
                    &cells.cells(),
                )?;
            }
        }
        Ok(())
    }
}

const INTO_PERSON: &str =
    "INSERT INTO person (id, name, initials, role, sum) VALUES (?1, ?2, ?3, ?4, ?5)
    ON CONFLICT (id) DO UPDATE SET name = ?2, initials = ?3, role = ?4, sum = ?5";
const INTO_MILESTONE: &str = "INSERT INTO milestone (key, name, rule, basis, typed, expected, sum)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
    ON CONFLICT (key) DO UPDATE SET name = ?2, rule = ?3, basis = ?4, typed = ?5, expected = ?6, sum = ?7";
const INTO_DAY_OFF: &str = "INSERT INTO day_off (list, date, name, sum) VALUES (?1, ?2, ?3, ?4)
    ON CONFLICT (list, date) DO UPDATE SET name = ?3, sum = ?4";
const INTO_RECORD: &str = "INSERT INTO record (id, kind, body, sum) VALUES (?1, ?2, ?3, ?4)
    ON CONFLICT (id) DO UPDATE SET kind = ?2, body = ?3, sum = ?4";
const INTO_SETTING: &str = "INSERT INTO setting (name, value, sum) VALUES (?1, ?2, ?3)
    ON CONFLICT (name) DO UPDATE SET value = ?2, sum = ?3";
const INTO_COUNTER: &str = "INSERT INTO counter (phase, next, sum) VALUES (?1, ?2, ?3)
    ON CONFLICT (phase) DO UPDATE SET next = ?2, sum = ?3";
const INTO_META: &str = "INSERT INTO meta (name, value, sum) VALUES (?1, ?2, ?3)
    ON CONFLICT (name) DO UPDATE SET value = ?2, sum = ?3";
const INTO_TASK: &str = "INSERT INTO task (ref, id, phase, section, title, note, owner, deputy, status, waiting_on, done_at,
    rag, reason, judged_by, judged_at, expires, due, starts, takes_call, sum)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)";
const UPDATE_TASK: &str = "UPDATE task SET phase = ?3, section = ?4, title = ?5, note = ?6, owner = ?7, deputy = ?8,
    status = ?9, waiting_on = ?10, done_at = ?11, rag = ?12, reason = ?13, judged_by = ?14, judged_at = ?15,
    expires = ?16, due = ?17, starts = ?18, takes_call = ?19, sum = ?20 WHERE ref = ?1 AND id = ?2";

/// What a row that is already there is refused with, until it is turned into a clash.
const TAKEN: &str = "it is already there";

type Gone<'g, T> = Option<&'g dyn Fn(&T) -> rusqlite::Result<usize>>;

fn save_record<T: Tabled + Clone + PartialEq>(
    connection: &Connection,
    ledger: &mut Ledger,
    slot: &Slot<T>,
    into: &str,
    gone: Gone<'_, T>,
) -> Result<(), Error> {
    if !slot.is_dirty() {
        return Ok(());
    }
    if let Some(before) = &slot.before {
        let sum = ledger.summer.of(T::TABLE, &before.cells());
        ledger.change(T::TABLE, |tally| tally.remove(sum));
    }
    match (&slot.before, &slot.now, gone) {
        (_, Some(now), _) => {
            let sum = ledger.write(connection, into, T::TABLE, &now.cells())?;
            ledger.change(T::TABLE, |tally| tally.add(sum));
        }
        (Some(before), None, Some(gone)) => {
            gone(before)?;
        }
        (_, None, _) => {}
    }
    Ok(())
}

fn insert_task(connection: &Connection, ledger: &mut Ledger, task: &Task) -> Result<(), Error> {
    let cells = task_cells(task);
    let sum = task_sum(&mut ledger.summer, &cells, task);
    let sum_cell = Cell::Int(sum);
    let inserted = connection
        .prepare_cached(INTO_TASK)?
        .execute(params_from_iter(cells.iter().chain([&sum_cell])));
    inserted.map_err(|error| {
        if is_taken(&error) {
            Error::Refused(TAKEN.to_owned())
        } else {
            error.into()
        }
    })?;
    for element in &task.elements {
        let (list, value) = element_cells(element);
        add_row(connection, ref_key(task.reference), list, &value)?;
    }
    ledger.change(Table::Task, |tally| tally.add(sum));
    Ok(())
}

fn is_taken(error: &rusqlite::Error) -> bool {
    matches!(error, rusqlite::Error::SqliteFailure(what, _) if matches!(
        what.extended_code,
        SQLITE_CONSTRAINT_PRIMARYKEY | SQLITE_CONSTRAINT_ROWID | SQLITE_CONSTRAINT_UNIQUE
    ))
}

fn update_task(
    connection: &Connection,
    ledger: &mut Ledger,
    before: &Task,
    now: &Task,
) -> Result<(), Error> {
    let key = ref_key(now.reference);
    for element in before
        .elements
        .iter()
        .filter(|element| !now.elements.contains(element))
    {
        let (list, value) = element_cells(element);
        connection
            .prepare_cached("DELETE FROM element WHERE task = ?1 AND list = ?2 AND value = ?3")?
            .execute(params![key, list, value])?;
    }
    let old_sum = task_sum(&mut ledger.summer, &task_cells(before), before);
    let cells = task_cells(now);
    let sum = task_sum(&mut ledger.summer, &cells, now);
    let sum_cell = Cell::Int(sum);
    connection
        .prepare_cached(UPDATE_TASK)?
        .execute(params_from_iter(cells.iter().chain([&sum_cell])))?;
    for element in now
        .elements
        .iter()
        .filter(|element| !before.elements.contains(element))
    {
        let (list, value) = element_cells(element);
        add_row(connection, key, list, &value)?;
    }
    ledger.change(Table::Task, |tally| {
        tally.remove(old_sum);
        tally.add(sum);
    });
    Ok(())
}

fn add_row(connection: &Connection, key: i64, list: &str, value: &str) -> Result<(), Error> {
    connection
        .prepare_cached("INSERT INTO element (task, list, value) VALUES (?1, ?2, ?3)")?
        .execute(params![key, list, value])?;
    Ok(())
}

fn delete_task(connection: &Connection, ledger: &mut Ledger, task: &Task) -> Result<(), Error> {
    let key = ref_key(task.reference);
    connection
        .prepare_cached("DELETE FROM element WHERE task = ?1")?
        .execute([key])?;
    connection
        .prepare_cached("DELETE FROM task WHERE ref = ?1")?
        .execute([key])?;
    let sum = task_sum(&mut ledger.summer, &task_cells(task), task);
    ledger.change(Table::Task, |tally| tally.remove(sum));
    Ok(())
}

/// Appends to the log. The text of each change is hashed and kept word for word.
fn write_operation(
    connection: &Connection,
    mut entry: Entry,
    heads: &[Logged],
    changes: &[Change],
    ledger: &mut Ledger,
) -> Result<Entry, Error> {
    let seq = heads.iter().map(|head| head.seq).max().unwrap_or_default() + 1;
    let last_change: Option<i64> =
        connection.query_row("SELECT max(seq) FROM change", [], |row| row.get(0))?;
    let first = last_change.unwrap_or_default() + 1;
    let mut sealer = Sealer::new(&entry);
    let mut body = Vec::new();
    for (change_seq, change) in (first..).zip(changes) {
        body.clear();
        serde_json::to_writer(&mut body, change).expect("a change is plain data");
        let body = std::str::from_utf8(&body).expect("JSON is text");
        sealer.change(body);
        let task = change.task();
        let cells = [
            Cell::Int(change_seq),
            Cell::Int(seq),
            task.as_ref()
                .map_or(Cell::Null, |id| Cell::Blob(id.0.as_bytes())),
            Cell::text(body),
        ];
        let sum = ledger.write(connection, INTO_CHANGE, Table::Change, &cells)?;
        ledger.change(Table::Change, |tally| tally.add(sum));
    }
    entry.hash = sealer.seal();
    let logged = Logged { seq, entry, first };
    let sum = ledger.write(
        connection,
        INTO_OPERATION,
        Table::Operation,
        &logged.cells(),
    )?;
    ledger.change(Table::Operation, |tally| tally.add(sum));
    for head in heads {
        connection
            .prepare_cached("INSERT INTO parent (operation, parent) VALUES (?1, ?2)")?
            .execute([seq, head.seq])?;
    }
    connection.prepare_cached("DELETE FROM head")?.execute([])?;
    connection
        .prepare_cached("INSERT INTO head (operation) VALUES (?1)")?
        .execute([seq])?;
    Ok(logged.entry)
}

const INTO_CHANGE: &str =
    "INSERT INTO change (seq, operation, task, body, sum) VALUES (?1, ?2, ?3, ?4, ?5)";
const INTO_OPERATION: &str = "INSERT INTO operation (seq, hash, lamport, replica, kind, undoes, label, who, at, local,
    rehearsed, first, changes, sum) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)";

/// This copy's id. A copy that has come to another place is another copy, and gets its own from now on.
fn replica(connection: &Connection, reader: &mut Reader, place: &str) -> Result<Uuid, Error> {
    let meta = reader.meta(connection)?;
    let value = |name: &str| {
        meta.iter()
            .find(|mark| mark.name == name)
            .map(|mark| mark.value.as_str())
    };
    let known = value("replica").and_then(|id| Uuid::try_parse(id).ok());
    let (Some(known), Some(was)) = (known, value("place")) else {
        return Err(Error::Damaged(reader.damage.clone()));
    };
    if was == place {
        return Ok(known);
    }
    let heads = log::heads(connection, reader)?;
    let own = another_replica(known, place, heads.iter().map(|head| head.entry.hash));
    set_meta(connection, "replica", &own.hyphenated().to_string())?;
    set_meta(connection, "place", place)?;
    Ok(own)
}

/// No random source here: the old id, the new place and what the copy held make an id that nothing else will make.
fn another_replica(known: Uuid, place: &str, heads: impl Iterator<Item = Hash>) -> Uuid {
    let mut digest = Sha256::new();
    digest.update(known.as_bytes());
    heads.for_each(|head| digest.update(head.0));
    digest.update(place.as_bytes());
    let digest: [u8; 32] = digest.finalize().into();
    let mut id = [0; 16];
    id.copy_from_slice(&digest[..16]);
    uuid::Builder::from_custom_bytes(id).into_uuid()
}

fn set_meta(connection: &Connection, name: &str, value: &str) -> Result<(), Error> {
    let mark = Named {
        name: name.to_owned(),
        value: value.to_owned(),
    };
    let sum = Summer::default().of(Table::Meta, &mark.cells());
    connection.execute(INTO_META, params![name, value, sum])?;
    Ok(())
}

/// The rows every file has from its first moment, before its first operation.
pub(super) fn found(
    connection: &Connection,
    file: Uuid,
    replica: Uuid,
    place: &str,
) -> Result<(), Error> {
    let mut summer = Summer::default();
    set_meta(connection, "file", &file.hyphenated().to_string())?;
    set_meta(connection, "replica", &replica.hyphenated().to_string())?;
    set_meta(connection, "place", place)?;
    let mut settings = Tally::new(Table::Setting);
    for setting in settings_of(&Inspection::default()) {
        let sum = summer.of(Table::Setting, &setting.cells());
        connection.execute(INTO_SETTING, params![setting.name, setting.value, sum])?;
        settings.add(sum);
    }
    for phase in Phase::ALL {
        let counter = Counter { phase, next: 1 };
        let sum = summer.of(Table::Counter, &counter.cells());
        connection.execute(INTO_COUNTER, params![phase.as_str(), counter.next, sum])?;
    }
    for table in Table::TALLIED {
        let tally = if table == Table::Setting {
            settings
        } else {
            Tally::new(table)
        };
        let sum = summer.of(Table::Tally, &tally.cells());
        connection.execute(
            "INSERT OR REPLACE INTO tally (name, rows, total, sum) VALUES (?1, ?2, ?3, ?4)",
            params![table.name(), tally.rows, tally.total, sum],
        )?;
    }
    Ok(())
}

/// The changes by which a new file comes to say what it is about.
pub(super) fn settings_changes(inspection: &Inspection) -> Vec<Change> {
    SettingEdit::between(&Inspection::default(), inspection)
        .into_iter()
        .map(Change::Setting)
        .collect()
}
