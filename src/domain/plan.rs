//! What the file holds, in memory: settings, people, milestones, days off and tasks.
//! It can make a change or refuse it; it knows neither today nor where the file is.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

use jiff::civil::Date;
use uuid::Uuid;

use super::calendar::Calendar;
use super::change::{Change, Clash, DayList, DayOff, Row};
use super::effort;
use super::id::{PersonId, Ref, TaskId};
use super::inspection::{Inspection, Milestone, NOBODY, Person};
use super::numbers::Numbers;
use super::records::{Filed, Record, RecordId};
use super::task::{Element, Phase, Task};
use super::text::Line;
use super::when::MilestoneKey;

/// Ids are random already, so it takes little to spread them; both halves count and are mixed, because those of a file
/// that was made to do harm are not random.
#[derive(Debug, Default, Clone)]
pub struct IdHasher(u64);

impl Hasher for IdHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        let head: [u8; 8] = bytes.first_chunk().copied().unwrap_or_default();
        let tail: [u8; 8] = bytes.last_chunk().copied().unwrap_or_default();
        let both = u64::from_le_bytes(head).rotate_left(23) ^ u64::from_be_bytes(tail);
        let mixed = (self.0 ^ both).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = mixed ^ (mixed >> 32);
    }

    fn write_usize(&mut self, _length_prefix: usize) {}
}

/// Finds things by id.
pub type IdMap<V> = HashMap<Uuid, V, BuildHasherDefault<IdHasher>>;

/// What one file holds.
#[derive(Debug, Clone)]
pub struct Plan {
    inspection: Inspection,
    people: Vec<Person>,
    milestones: Vec<Milestone>,
    days_off: BTreeMap<(DayList, Date), Line>,
    calendar: Calendar,
    records: BTreeMap<RecordId, Record>,
    tasks: Vec<Task>,
    index: IdMap<u32>,
    next_number: [u32; 3],
    numbers: Numbers,
}

impl Plan {
    /// A plan read from a file: rows in any order. The caller has checked them.
    pub fn from_rows(
        inspection: Inspection,
        people: Vec<Person>,
        milestones: Vec<Milestone>,
        days_off: Vec<DayOff>,
        tasks: Vec<Task>,
        next_number: [u32; 3],
    ) -> Self {
        let days_off = days_off
            .into_iter()
            .map(|day| ((day.list, day.date), day.name))
            .collect();
        let calendar = calendar_of(&days_off);
        let index = IdMap::default();
        let mut plan = Self {
            inspection,
            people,
            milestones,
            days_off,
            calendar,
            records: BTreeMap::new(),
            tasks,
            index,
            next_number,
            numbers: Numbers::default(),
        };
        plan.milestones.sort_by_key(|milestone| milestone.key);
        plan.people.sort_by_key(|person| person.id);
        if !plan.tasks.is_sorted_by_key(|task| task.reference) {
            plan.tasks.sort_by_key(|task| task.reference);
        }
        for task in &plan.tasks {
            let next = &mut plan.next_number[task.reference.phase as usize];
            *next = (*next).max(task.reference.number + 1);
        }
        plan.reindex(0);
        plan
    }

    /// The plan of a file that says what it is about and holds nothing yet.
    pub fn about(inspection: Inspection) -> Self {
        let none = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let (people, milestones, days_off, tasks) = none;
        Self::from_rows(inspection, people, milestones, days_off, tasks, [1; 3])
    }

    /// The same plan with these records, read from the same file.
    #[must_use]
    pub fn with_records(mut self, records: impl IntoIterator<Item = Filed>) -> Self {
        self.records = records
            .into_iter()
            .map(|filed| (filed.id, filed.record))
            .collect();
        for record in self.records.values() {
            self.numbers.pass(record);
        }
        self
    }

    /// The same plan, in which these numbers were given, too.
    #[must_use]
    pub fn with_numbers(mut self, given: &Numbers) -> Self {
        self.numbers = self.numbers.and(given);
        self
    }

    /// All records, in the order in which they were made.
    pub fn records(&self) -> impl Iterator<Item = (RecordId, &Record)> + '_ {
        effort::spend(self.records.len());
        self.records.iter().map(|(id, record)| (*id, record))
    }

    /// The record.
    pub fn record(&self, id: RecordId) -> Option<&Record> {
        effort::spend(1);
        self.records.get(&id)
    }

    /// What the file is about.
    pub fn inspection(&self) -> &Inspection {
        &self.inspection
    }

    /// Everybody, and the roles still without a name, in the order they were added.
    pub fn people(&self) -> &[Person] {
        &self.people
    }

    /// The milestones, in their order.
    pub fn milestones(&self) -> &[Milestone] {
        &self.milestones
    }

    /// Whether the first day on site is agreed with inspectors and typed, and the call counted back from it: so for a
    /// monitoring visit. Otherwise the call comes, and the first day on site follows it.
    pub fn is_agreed_ahead(&self) -> bool {
        let rule = |key| self.milestone(key).and_then(|milestone| milestone.rule);
        rule(MilestoneKey::Start).is_none()
            && rule(MilestoneKey::Call).is_some_and(|call| call.anchor == MilestoneKey::Start)
    }

    /// One milestone.
    pub fn milestone(&self, key: MilestoneKey) -> Option<&Milestone> {
        self.milestones
            .iter()
            .find(|milestone| milestone.key == key)
    }

    /// The days off, holidays and closures, by list and date.
    pub fn days_off(&self) -> impl Iterator<Item = DayOff> + '_ {
        self.days_off.iter().map(|((list, date), name)| DayOff {
            list: *list,
            date: *date,
            name: name.clone(),
        })
    }

    /// Which days are worked.
    pub fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// All tasks, in the order of their refs.
    pub fn tasks(&self) -> &[Task] {
        effort::spend(1);
        &self.tasks
    }

    /// Where in [`tasks`](Self::tasks) the task stands.
    pub fn position(&self, id: TaskId) -> Option<usize> {
        effort::spend(1);
        self.index.get(&id.0).map(|at| *at as usize)
    }

    /// The task.
    pub fn task(&self, id: TaskId) -> Option<&Task> {
        self.position(id).map(|at| &self.tasks[at])
    }

    /// The task with this ref. A ref without its suffix finds the one that has none.
    pub fn by_ref(&self, reference: Ref) -> Option<&Task> {
        let at = self
            .tasks
            .binary_search_by_key(&reference, |task| task.reference)
            .ok()?;
        Some(&self.tasks[at])
    }

    /// The person.
    pub fn person(&self, id: PersonId) -> Option<&Person> {
        effort::spend(1);
        self.person_position(id).map(|at| &self.people[at])
    }

    /// Who that is, in words: the name, the role while there is no name, or [`NOBODY`].
    pub fn label_of(&self, id: Option<PersonId>) -> &str {
        let person = id.and_then(|id| self.person(id));
        person.map_or(NOBODY, Person::label)
    }

    /// Where in [`people`](Self::people) the person stands.
    pub fn person_position(&self, id: PersonId) -> Option<usize> {
        self.people
            .binary_search_by_key(&id, |person| person.id)
            .ok()
    }

    /// The next ref never yet given out in `phase`.
    pub fn next_ref(&self, phase: Phase) -> Ref {
        Ref::new(phase, self.next_number[phase as usize].max(1))
    }

    /// The numbers the next records have, by kind.
    pub fn numbers(&self) -> Numbers {
        self.numbers
    }

    /// The numbers the next refs will carry, by phase.
    pub fn next_numbers(&self) -> [u32; 3] {
        self.next_number
    }

    /// Whether finishing `task` would wait for itself if it needed `need`.
    pub fn would_cycle(&self, task: TaskId, need: TaskId) -> bool {
        let mut seen = vec![need];
        let mut at = 0;
        while let Some(&next) = seen.get(at) {
            if next == task {
                return true;
            }
            for further in self.task(next).into_iter().flat_map(Task::needs) {
                if !seen.contains(&further) {
                    seen.push(further);
                }
            }
            at += 1;
        }
        false
    }

    /// Makes all the changes, or none of them.
    pub fn apply_all(&mut self, changes: &[Change]) -> Result<(), Clash> {
        let made = self.make_all(changes);
        if changes.iter().any(is_about_days_off) {
            self.calendar = calendar_of(&self.days_off);
        }
        made
    }

    fn make_all(&mut self, changes: &[Change]) -> Result<(), Clash> {
        let mut done = 0;
        for run in changes.chunk_by(|a, b| batch(a).is_some() && batch(a) == batch(b)) {
            if let Err(clash) = self.make_run(run) {
                let made = changes[..done].iter().rev();
                let taken_back = self.make_all(&made.map(Change::inverse).collect::<Vec<_>>());
                debug_assert!(taken_back.is_ok(), "what was just made can be taken back");
                return Err(clash);
            }
            done += run.len();
        }
        Ok(())
    }

    /// Makes changes of one kind, or none of them: many new tasks cost one sort and one index, not one each.
    fn make_run(&mut self, run: &[Change]) -> Result<(), Clash> {
        match run {
            [only] => self.make(only),
            [Change::Create(_), ..] => self.create_tasks(run),
            _ => self.delete_tasks(run),
        }
    }

    fn create_tasks(&mut self, run: &[Change]) -> Result<(), Clash> {
        let (mut ids, mut refs) = (HashSet::new(), HashSet::new());
        let is_new = |task: &Task| {
            let is_known =
                self.index.contains_key(&task.id.0) || self.by_ref(task.reference).is_some();
            !is_known && ids.insert(task.id) && refs.insert(task.reference)
        };
        if !tasks_of(run).all(is_new) {
            return Err(Clash::Exists);
        }
        self.tasks.extend(tasks_of(run).cloned());
        self.tasks.sort_by_key(|task| task.reference);
        self.reindex(0);
        for task in tasks_of(run) {
            let next = &mut self.next_number[task.reference.phase as usize];
            *next = (*next).max(task.reference.number + 1);
        }
        Ok(())
    }

    fn delete_tasks(&mut self, run: &[Change]) -> Result<(), Clash> {
        let mut gone = HashSet::new();
        for task in tasks_of(run) {
            let at = self.position(task.id).ok_or(Clash::Missing)?;
            same(&self.tasks[at], task)?;
            if !gone.insert(task.id) {
                return Err(Clash::Missing);
            }
        }
        self.tasks.retain(|task| !gone.contains(&task.id));
        self.index.retain(|id, _| !gone.contains(&TaskId(*id)));
        self.reindex(0);
        Ok(())
    }

    /// Makes one change, or refuses and changes nothing.
    pub fn apply(&mut self, change: &Change) -> Result<(), Clash> {
        self.apply_all(std::slice::from_ref(change))
    }

    /// Makes one change to the rows; the calendar follows once for all of them.
    fn make(&mut self, change: &Change) -> Result<(), Clash> {
        match change {
            Change::Add { task, element } => add_element(self.task_mut(*task)?, element),
            Change::Create(row) => self.create(row),
            Change::Delete(row) => self.delete(row),
            Change::Milestone { key, typed } => {
                let milestone = self
                    .milestones
                    .iter_mut()
                    .find(|m| m.key == *key)
                    .ok_or(Clash::Missing)?;
                if milestone.typed != typed.old {
                    return Err(Clash::Changed);
                }
                milestone.typed = typed.new;
                Ok(())
            }
            Change::Person { id, edit } => {
                let at = self
                    .people
                    .binary_search_by_key(id, |p| p.id)
                    .map_err(|_at| Clash::Missing)?;
                edit.apply(&mut self.people[at])
            }
            Change::Record { id, edit } => {
                edit.apply(self.records.get_mut(id).ok_or(Clash::Missing)?)
            }
            Change::Remove { task, element } => remove_element(self.task_mut(*task)?, element),
            Change::Setting(edit) => edit.apply(&mut self.inspection),
            Change::Task { id, edit } => edit.apply(self.task_mut(*id)?),
        }
    }

    fn task_mut(&mut self, id: TaskId) -> Result<&mut Task, Clash> {
        let at = self.position(id).ok_or(Clash::Missing)?;
        Ok(&mut self.tasks[at])
    }

    fn create(&mut self, row: &Row) -> Result<(), Clash> {
        match row {
            Row::DayOff(day) => {
                if self.days_off.contains_key(&(day.list, day.date)) {
                    return Err(Clash::Exists);
                }
                self.days_off.insert((day.list, day.date), day.name.clone());
            }
            Row::Milestone(milestone) => {
                let at = self
                    .milestones
                    .binary_search_by_key(&milestone.key, |m| m.key);
                self.milestones
                    .insert(at.err().ok_or(Clash::Exists)?, milestone.clone());
            }
            Row::Person(person) => {
                let at = self.people.binary_search_by_key(&person.id, |p| p.id);
                self.people
                    .insert(at.err().ok_or(Clash::Exists)?, person.clone());
            }
            Row::Record(Filed { id, record }) => {
                if self.records.contains_key(id) {
                    return Err(Clash::Exists);
                }
                self.numbers.pass(record);
                self.records.insert(*id, record.clone());
            }
            Row::Task(task) => {
                if self.index.contains_key(&task.id.0) {
                    return Err(Clash::Exists);
                }
                let at = self
                    .tasks
                    .binary_search_by_key(&task.reference, |t| t.reference);
                let at = at.err().ok_or(Clash::Exists)?;
                self.tasks.insert(at, (**task).clone());
                self.reindex(at);
                let next = &mut self.next_number[task.reference.phase as usize];
                *next = (*next).max(task.reference.number + 1);
            }
        }
        Ok(())
    }

    fn delete(&mut self, row: &Row) -> Result<(), Clash> {
        match row {
            Row::DayOff(day) => {
                let name = self
                    .days_off
                    .get(&(day.list, day.date))
                    .ok_or(Clash::Missing)?;
                same(name, &day.name)?;
                self.days_off.remove(&(day.list, day.date));
            }
            Row::Milestone(milestone) => {
                let at = self
                    .milestones
                    .binary_search_by_key(&milestone.key, |m| m.key);
                let at = at.map_err(|_at| Clash::Missing)?;
                same(&self.milestones[at], milestone)?;
                self.milestones.remove(at);
            }
            Row::Person(person) => {
                let at = self.people.binary_search_by_key(&person.id, |p| p.id);
                let at = at.map_err(|_at| Clash::Missing)?;
                same(&self.people[at], person)?;
                self.people.remove(at);
            }
            Row::Record(Filed { id, record }) => {
                same(self.records.get(id).ok_or(Clash::Missing)?, record)?;
                self.records.remove(id);
            }
            Row::Task(task) => {
                let at = self.position(task.id).ok_or(Clash::Missing)?;
                same(&self.tasks[at], task)?;
                self.tasks.remove(at);
                self.index.remove(&task.id.0);
                self.reindex(at);
            }
        }
        Ok(())
    }

    /// Positions have moved from `first` on.
    fn reindex(&mut self, first: usize) {
        self.index
            .reserve(self.tasks.len() - self.index.len().min(self.tasks.len()));
        for (at, task) in self.tasks.iter().enumerate().skip(first) {
            self.index.insert(task.id.0, at as u32);
        }
    }
}

/// Changes that can be made together: the creation of tasks, or their deletion.
#[derive(PartialEq, Eq)]
enum Batch {
    Create,
    Delete,
}

fn batch(change: &Change) -> Option<Batch> {
    match change {
        Change::Create(Row::Task(_)) => Some(Batch::Create),
        Change::Delete(Row::Task(_)) => Some(Batch::Delete),
        _ => None,
    }
}

fn tasks_of(run: &[Change]) -> impl Iterator<Item = &Task> {
    run.iter().filter_map(|change| match change {
        Change::Create(Row::Task(task)) | Change::Delete(Row::Task(task)) => Some(&**task),
        _ => None,
    })
}

fn is_about_days_off(change: &Change) -> bool {
    matches!(
        change,
        Change::Create(Row::DayOff(_)) | Change::Delete(Row::DayOff(_))
    )
}

/// A plan with nothing in it.
impl Default for Plan {
    fn default() -> Self {
        Self::from_rows(
            Inspection::default(),
            Vec::new(),
            Vec::new(),
            Vec::new(),
            Vec::new(),
            [0; 3],
        )
    }
}

fn calendar_of(days_off: &BTreeMap<(DayList, Date), Line>) -> Calendar {
    let of = |wanted: DayList| {
        let listed = days_off
            .iter()
            .filter(move |((list, _), _)| *list == wanted);
        listed.map(|((_, date), name)| (*date, name.clone()))
    };
    Calendar::new(of(DayList::Holiday), of(DayList::Closure))
}

/// Two plans are the same when they hold the same content; counters of refs given out only ever grow.
impl PartialEq for Plan {
    fn eq(&self, other: &Self) -> bool {
        self.inspection == other.inspection
            && self.people == other.people
            && self.milestones == other.milestones
            && self.days_off == other.days_off
            && self.records == other.records
            && self.tasks == other.tasks
    }
}

fn same<T: PartialEq>(here: &T, expected: &T) -> Result<(), Clash> {
    if here == expected {
        Ok(())
    } else {
        Err(Clash::Changed)
    }
}

/// Puts `element` where it sorts.
pub fn add_element(task: &mut Task, element: &Element) -> Result<(), Clash> {
    let at = task
        .elements
        .binary_search(element)
        .err()
        .ok_or(Clash::Exists)?;
    task.elements.insert(at, element.clone());
    Ok(())
}

/// Takes `element` out.
pub fn remove_element(task: &mut Task, element: &Element) -> Result<(), Clash> {
    let at = task
        .elements
        .binary_search(element)
        .map_err(|_at| Clash::Missing)?;
    task.elements.remove(at);
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::domain::task::Place;

    fn task(id: u128, phase: Phase, number: u32) -> Change {
        let place = Place {
            phase,
            section: Line::default(),
        };
        let reference = Ref::new(phase, number);
        let task = Task::new(
            TaskId(Uuid::from_u128(id)),
            reference,
            place,
            Line::default(),
        );
        Change::Create(Row::Task(Box::new(task)))
    }

    #[test]
    fn a_circle_of_needs_is_seen_however_long_it_would_be() {
        let mut plan = Plan::default();
        let id = |id| TaskId(Uuid::from_u128(id));
        for at in 1..=4 {
            plan.apply(&task(at, Phase::Fieldwork, at as u32)).unwrap();
        }
        for (one, other) in [(1, 2), (2, 3), (3, 4), (1, 4)] {
            let need = Change::Add {
                task: id(one),
                element: Element::Need(id(other)),
            };
            plan.apply(&need).unwrap();
        }
        for (task, need, expected) in [
            (1, 1, true),
            (2, 1, true),
            (3, 1, true),
            (4, 1, true),
            (4, 2, true),
            (1, 3, false),
            (2, 4, false),
        ] {
            let circle = plan.would_cycle(id(task), id(need));
            assert_eq!(circle, expected, "{task} needs {need}");
        }
    }

    proptest! {
        /// Changes made together do what they do one by one, or nothing.
        #[test]
        fn a_run_of_changes_is_made_as_if_one_by_one(
            steps in prop::collection::vec((any::<bool>(), 0..12u128, 0..3usize, 1..6u32), 0..24)
        ) {
            let mut changes = Vec::new();
            for (creates, id, phase, number) in steps {
                let change = task(id, Phase::ALL[phase], number);
                changes.push(if creates { change } else { change.inverse() });
            }
            let (mut together, mut singly) = (Plan::default(), Plan::default());
            let made = together.apply_all(&changes);
            let one_by_one = changes.iter().try_for_each(|change| singly.apply(change));
            prop_assert_eq!(made.is_ok(), one_by_one.is_ok());
            if made.is_ok() {
                prop_assert_eq!(&together, &singly);
                prop_assert_eq!(together.next_numbers(), singly.next_numbers());
            } else {
                prop_assert_eq!(&together, &Plan::default());
            }
            for (at, task) in together.tasks().iter().enumerate() {
                prop_assert_eq!(together.position(task.id), Some(at));
            }
        }
    }
}
