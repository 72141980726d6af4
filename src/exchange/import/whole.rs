//! The whole of an inspection, from the JSON that we wrote: what is new, what differs and what cannot be, matched by id.
//!
//! Into a file without tasks and people everything goes as it was: written again, it gives the same JSON. Into one that
//! holds the same inspection goes whatever differs. From another inspection tasks, people and records come along, and
//! the file's own settings and dates stay. Nothing in the JSON is trusted: what no inspection can hold is named and left.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::{About, Added, Changed, Place, Proposal, field_changes, label};
use crate::domain::change::{Change, DayOff, PersonEdit, Row, SettingEdit, Swap, TaskEdit};
use crate::domain::edit;
use crate::domain::failure::Failure;
use crate::domain::id::{Ids, PersonId, Ref, TaskId};
use crate::domain::inspection::{Inspection, Milestone, Person, Policy};
use crate::domain::numbers::{NUMBERED, Numbers};
use crate::domain::operation::Operation;
use crate::domain::plan::Plan;
use crate::domain::policy::{self, FIELDS};
use crate::domain::rating::count;
use crate::domain::records::{self, Filed, Kind, Record, RecordId};
use crate::domain::task::{Element, Phase, Task};
use crate::domain::template;
use crate::domain::text::{Line, capital, fold, quoted};
use crate::exchange::JSON_VERSION;
use crate::exchange::snapshot::Snapshot;

/// The largest JSON that is read, in bytes: room for 100,000 tasks with few words.
pub const MOST_BYTES: usize = 32 << 20;

/// The most tasks that are brought in.
const MOST_TASKS: usize = 100_000;

/// The most people that are brought in.
const MOST_PEOPLE: usize = 5_000;

/// No ref counts further than this, and no record.
const MOST_NUMBER: u32 = 10_000_000;

/// Whether a file is JSON, by how it begins.
pub fn is_json(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
    let mut letters = text.iter().filter(|byte| !byte.is_ascii_whitespace());
    letters.next() == Some(&b'{') && matches!(letters.next(), None | Some(b'"' | b'}'))
}

const BYTE_ORDER_MARK: &[u8] = "\u{FEFF}".as_bytes();

/// What is read of the JSON.
#[derive(Deserialize)]
struct Document {
    version: u64,
    file: Snapshot,
}

/// As much of any JSON as tells whose it is.
#[derive(Deserialize)]
struct Outline {
    version: Option<u64>,
    file: Option<IgnoredAny>,
}

/// Reads what [`json`](crate::exchange::write::json) wrote. `name` is the file's.
pub fn read(bytes: &[u8], name: &str) -> Result<Snapshot, Failure> {
    let name = quoted(name);
    if bytes.len() > MOST_BYTES {
        return Err(
            Failure::failed(format!("{name} is larger than {} MB.", MOST_BYTES >> 20))
                .hint("Export part of it, as in: readyroom export part.json phase:fieldwork"),
        );
    }
    let text = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
    let error = match serde_json::from_slice::<Document>(text) {
        Ok(document) if document.file.tasks.len() > MOST_TASKS => {
            return Err(
                Failure::failed(format!("{name} holds more than {MOST_TASKS} tasks."))
                    .hint("Export part of it, as in: readyroom export part.json phase:fieldwork"),
            );
        }
        Ok(document) if document.file.people.len() > MOST_PEOPLE => {
            return Err(
                Failure::failed(format!("{name} holds more than {MOST_PEOPLE} people."))
                    .hint("Have a tracker exported there as .xlsx, and bring that in."),
            );
        }
        Ok(document) if document.version == u64::from(JSON_VERSION) => return Ok(document.file),
        Ok(_) => None,
        Err(error) => Some(error),
    };
    Err(match serde_json::from_slice::<Outline>(text) {
        Err(error) if error.is_syntax() || error.is_eof() => Failure::failed(format!(
            "{name} is damaged or cut short (line {}, column {}).",
            error.line(),
            error.column()
        ))
        .hint("Export it again, and bring that one in."),
        Ok(Outline {
            version: Some(version),
            file: Some(_),
        }) if version > u64::from(JSON_VERSION) => {
            Failure::failed(format!("{name} was written by a newer readyroom."))
                .hint("Bring this one up to date, or have a tracker exported there as .xlsx.")
        }
        Ok(Outline {
            version: Some(_),
            file: Some(_),
        }) => Failure::failed(format!(
            "{name} holds something that no inspection can{}.",
            error.map_or_else(String::new, |error| what_and_where(&error))
        ))
        .hint("Put that right in the file, or export it again."),
        Ok(_) | Err(_) => {
            Failure::failed(format!("{name} is JSON, but not what readyroom exports."))
                .hint("`readyroom export all.json` writes what can be brought in.")
        }
    })
}

fn what_and_where(error: &serde_json::Error) -> String {
    let (line, column) = (error.line(), error.column());
    let whole = error.to_string();
    let place = format!(" at line {line} column {column}");
    let what = Line::clipped(whole.trim_end_matches(&place));
    format!(", in line {line}, column {column}: {what}")
}

/// Works out what bringing it in would do. `name` is the file's.
pub fn propose(
    snapshot: Snapshot,
    plan: &Plan,
    name: &str,
    ids: &mut Ids,
) -> Result<Proposal, Failure> {
    let mut joining = Joining::new(&snapshot, plan);
    if joining.takes_frame() {
        joining.settings(&snapshot.inspection);
        joining.milestones(&snapshot.milestones);
        joining.days_off(&snapshot.days_off);
    } else {
        joining.say("It is another inspection: the settings and dates of this one stay.");
    }
    joining.people(&snapshot.people);
    joining.records(&snapshot.records, &snapshot.numbers);
    let next_numbers = snapshot.next_numbers;
    joining.tasks(snapshot.tasks, next_numbers);
    joining.numbers(next_numbers, ids);
    joining.record_numbers(&snapshot.numbers, ids);
    joining.finish(name)
}

/// An inspection on its way into another.
struct Joining<'a> {
    plan: &'a Plan,
    /// The file holds nobody and nothing to do: it becomes as the other was.
    is_blank: bool,
    /// They have a task or a person in common.
    is_same: bool,
    /// Everybody, those who come along among them.
    people: BTreeMap<PersonId, Person>,
    frame: Vec<Change>,
    new: Vec<(Place, Task)>,
    patches: Vec<(Place, TaskId, Vec<Change>)>,
    after: Vec<Change>,
    proposal: Proposal,
}

impl<'a> Joining<'a> {
    fn new(snapshot: &Snapshot, plan: &'a Plan) -> Self {
        let known_task = |task: &Task| plan.position(task.id).is_some();
        let known_person = |person: &Person| plan.person(person.id).is_some();
        Self {
            plan,
            is_blank: plan.tasks().is_empty() && plan.people().is_empty(),
            is_same: snapshot.tasks.iter().any(known_task)
                || snapshot.people.iter().any(known_person),
            people: plan
                .people()
                .iter()
                .map(|person| (person.id, person.clone()))
                .collect(),
            frame: Vec::new(),
            new: Vec::new(),
            patches: Vec::new(),
            after: Vec::new(),
            proposal: Proposal::default(),
        }
    }

    fn takes_frame(&self) -> bool {
        self.is_blank || self.is_same
    }

    fn say(&mut self, notice: impl Into<String>) {
        self.proposal.notices.push(notice.into());
    }

    fn settings(&mut self, theirs: &Inspection) {
        let ours = self.plan.inspection();
        let mut theirs = theirs.clone();
        if !makes_sense(&theirs.policy) {
            self.say("The RAG policy in it makes no sense; this file's stays.");
            theirs.policy.clone_from(&ours.policy);
        }
        let edits = SettingEdit::between(ours, &theirs);
        let names: Vec<&str> = edits.iter().map(SettingEdit::field).collect();
        if !names.is_empty() {
            self.say(format!("Settings that change: {}.", names.join(", ")));
        }
        self.frame.extend(edits.into_iter().map(Change::Setting));
    }

    fn milestones(&mut self, theirs: &[Milestone]) {
        let mut seen = BTreeSet::new();
        let mut changed = Vec::new();
        for milestone in theirs {
            if !seen.insert(milestone.key) {
                continue;
            }
            let create = Change::Create(Row::Milestone(milestone.clone()));
            match self.plan.milestone(milestone.key) {
                Some(known) if known == milestone => continue,
                Some(known) => {
                    let mut dated = known.clone();
                    dated.typed = milestone.typed;
                    if dated == *milestone {
                        let typed = Swap {
                            old: known.typed,
                            new: milestone.typed,
                        };
                        self.frame.push(Change::Milestone {
                            key: milestone.key,
                            typed,
                        });
                    } else {
                        self.frame
                            .push(Change::Delete(Row::Milestone(known.clone())));
                        self.frame.push(create);
                    }
                }
                None => self.frame.push(create),
            }
            changed.push(milestone.name.as_str());
        }
        let gone = self.plan.milestones().iter();
        let gone = gone.filter(|known| self.is_blank && !seen.contains(&known.key));
        self.frame
            .extend(gone.map(|known| Change::Delete(Row::Milestone(known.clone()))));
        if !changed.is_empty() {
            let notice = format!("Milestones that change: {}.", changed.join(", "));
            self.say(notice);
        }
    }

    fn days_off(&mut self, theirs: &[DayOff]) {
        let key = |day: &DayOff| (day.list, day.date);
        let ours: BTreeMap<_, DayOff> = self.plan.days_off().map(|day| (key(&day), day)).collect();
        let wanted: BTreeMap<_, &DayOff> = theirs.iter().map(|day| (key(day), day)).collect();
        let mut changes = Vec::new();
        for (key, day) in &ours {
            let is_other = wanted.get(key).is_some_and(|wanted| *wanted != day);
            if is_other || (self.is_blank && !wanted.contains_key(key)) {
                changes.push(Change::Delete(Row::DayOff(day.clone())));
            }
        }
        for (key, day) in wanted {
            if ours.get(&key) != Some(day) {
                changes.push(Change::Create(Row::DayOff(day.clone())));
            }
        }
        if !changes.is_empty() {
            self.say("Days off: as in the JSON.");
        }
        self.frame.extend(changes);
    }

    fn people(&mut self, theirs: &[Person]) {
        let (mut new, mut changed) = (Vec::new(), Vec::new());
        let mut seen = HashSet::new();
        let initials = |person: &Person| fold(person.initials.as_str());
        let everybody = self.people.values();
        let mut whose: HashMap<String, PersonId> = everybody.map(|p| (initials(p), p.id)).collect();
        for person in theirs {
            if !seen.insert(person.id) {
                self.say(format!(
                    "{} is in it twice; the first counts.",
                    person.label()
                ));
                continue;
            }
            let mut person = person.clone();
            let is_free = |text: &str| whose.get(text).is_none_or(|id| *id == person.id);
            if !is_free(&initials(&person)) {
                let initials = edit::free_where(is_free, person.initials.as_str());
                self.say(format!(
                    "{} has the initials {initials} here: {} are somebody else's.",
                    person.label(),
                    person.initials
                ));
                person.initials = initials;
            }
            match self.plan.person(person.id) {
                None => {
                    new.push(person.label().to_owned());
                    self.frame.push(Change::Create(Row::Person(person.clone())));
                }
                Some(known) => {
                    let edits = PersonEdit::between(known, &person);
                    if !edits.is_empty() {
                        changed.push(person.label().to_owned());
                    }
                    let id = person.id;
                    let edits = edits.into_iter().map(|edit| Change::Person { id, edit });
                    self.frame.extend(edits);
                }
            }
            let (id, theirs) = (person.id, initials(&person));
            if let Some(known) = self.people.insert(id, person) {
                let ours = initials(&known);
                if whose.get(&ours) == Some(&id) {
                    whose.remove(&ours);
                }
            }
            whose.insert(theirs, id);
        }
        for (what, mut names) in [("New people", new), ("People who change", changed)] {
            // By name: ids made in the same moment lie in no order anybody knows.
            names.sort();
            if !names.is_empty() {
                self.say(format!("{what}: {}.", names.join(", ")));
            }
        }
    }

    fn records(&mut self, theirs: &[Filed], given: &Numbers) {
        let ours = self.plan.records().map(|(_, record)| record);
        let taken: HashSet<(Kind, u32)> = ours.filter_map(numbered).collect();
        let mut numbers = self.given(theirs, given);
        let mut seen = HashSet::new();
        let mut views: HashSet<String> = HashSet::new();
        for (_, record) in self.plan.records() {
            views.extend(view_name(record));
        }
        let mut come = 0;
        for filed in theirs {
            let known = self.plan.record(filed.id);
            let mut record = filed.record.clone();
            // As with a ref, the number it has here stays.
            if let Some(number) = known.and_then(Record::number) {
                record = record.with_number(number);
            }
            if known == Some(&record) {
                continue;
            }
            if let Some(why) = self.wrong_with(filed, &record, &mut seen, &mut views) {
                self.say(format!(
                    "{} ({}) {why} and was left.",
                    capital(filed.record.kind().title()),
                    filed.record.words()
                ));
                continue;
            }
            come += 1;
            if let (Some(number), None) = (numbered(&record), known)
                && (number.1 == 0 || taken.contains(&number))
            {
                record = self.renumbered(record, &mut numbers);
            }
            self.after.extend(match known {
                Some(known) => records::changes(filed.id, known, &record),
                None => vec![records::create(filed.id, record)],
            });
        }
        if come > 0 {
            self.say(format!("{} beside the tasks.", count(come, "record")));
        }
    }

    /// Why a record cannot come in; `record` is what it would be here.
    fn wrong_with(
        &self,
        filed: &Filed,
        record: &Record,
        seen: &mut HashSet<RecordId>,
        views: &mut HashSet<String>,
    ) -> Option<&'static str> {
        let known = self.plan.record(filed.id);
        let is_other_kind = known.is_some_and(|known| known.kind() != record.kind());
        let name = view_name(record);
        let renames = known.and_then(view_name) != name;
        if !seen.insert(filed.id) || is_other_kind {
            Some("is in it twice")
        } else if record.people().any(|id| !self.people.contains_key(&id)) {
            Some("names somebody who is in neither file")
        } else if !is_possible(record) {
            Some("ends before it begins")
        } else if record.number().is_some_and(|number| number > MOST_NUMBER) {
            Some("counts further than any")
        } else if renames && name.is_some_and(|name| !views.insert(name)) {
            Some("has the name of another")
        } else {
            None
        }
    }

    /// The same record under the next number of its kind, and a word on that.
    fn renumbered(&mut self, record: Record, numbers: &mut Numbers) -> Record {
        let kind = record.kind();
        let wanted = record.handle().unwrap_or_default();
        let record = record.with_number(numbers.next(kind));
        numbers.pass(&record);
        let now = record.handle().unwrap_or_default();
        self.say(match kind {
            Kind::Evidence => {
                format!("{wanted} is other evidence here: what comes in is {now}.")
            }
            _ => format!(
                "{wanted} is another {} here: the one that comes in is {now}.",
                kind.title()
            ),
        });
        record
    }

    /// The first numbers that no record of either file ever had.
    fn given(&self, theirs: &[Filed], given: &Numbers) -> Numbers {
        let mut numbers = self.plan.numbers();
        for row in &NUMBERED {
            numbers.raise(row.kind, given.next(row.kind).min(MOST_NUMBER + 1));
        }
        let theirs = theirs.iter().map(|filed| &filed.record);
        let possible = |record: &&Record| record.number().is_some_and(|n| n <= MOST_NUMBER);
        theirs
            .filter(possible)
            .for_each(|record| numbers.pass(record));
        numbers
    }

    fn tasks(&mut self, theirs: Vec<Task>, next_numbers: [u32; 3]) {
        self.proposal.rows = theirs.len();
        let mut given = Given::new(self.plan, &theirs, next_numbers);
        let here: HashSet<TaskId> = theirs.iter().map(|task| task.id).collect();
        let mut seen = HashSet::new();
        for (row, mut task) in (1..).zip(theirs) {
            let place = Place {
                sheet: Some("tasks".to_owned()),
                row,
                column: None,
            };
            if let Some(why) = self.why_not(&task, &mut seen) {
                let what = why.to_owned();
                self.proposal.refused.push(About { place, what });
                continue;
            }
            self.mend(&mut task, &here);
            if let Some(known) = self.plan.task(task.id) {
                let changes = task_changes(known, &task);
                if changes.is_empty() {
                    self.proposal.unchanged += 1;
                } else {
                    self.patches.push((place, task.id, changes));
                }
                continue;
            }
            let wanted = task.reference;
            task.reference = given.give(wanted);
            if task.reference != wanted {
                self.say(format!(
                    "{wanted} is another task here: the one that comes in is {}.",
                    task.reference
                ));
            }
            self.new.push((place, task));
        }
    }

    /// Why a task cannot come in, as the rest of a sentence.
    fn why_not(&self, task: &Task, seen: &mut HashSet<TaskId>) -> Option<&'static str> {
        let known = self.plan.task(task.id);
        if task.title.is_empty() {
            Some("it has no title")
        } else if !seen.insert(task.id) {
            Some("a task with the same id stands above it")
        } else if task.reference.number > MOST_NUMBER {
            Some("its ref counts further than any")
        } else if known.is_some_and(|known| known.takes_call != task.takes_call) {
            Some("whether it takes the call cannot be changed")
        } else {
            None
        }
    }

    /// Takes out what would point at nothing, and puts the lists in order.
    fn mend(&mut self, task: &mut Task, here: &HashSet<TaskId>) {
        let reference = task.reference;
        for (what, person) in [("owner", &mut task.owner), ("deputy", &mut task.deputy)] {
            if person.is_some_and(|id| !self.people.contains_key(&id)) {
                *person = None;
                let notices = &mut self.proposal.notices;
                notices.push(format!("The {what} of {reference} is in neither file."));
            }
        }
        let plan = self.plan;
        let is_somewhere = |id: &TaskId| here.contains(id) || plan.position(*id).is_some();
        let before = task.elements.len();
        task.elements.retain(|element| match element {
            Element::Need(id) => is_somewhere(id) && *id != task.id,
            Element::Area(text) | Element::Evidence(text) | Element::Tag(text) => !text.is_empty(),
        });
        if task.elements.len() < before {
            self.say(format!(
                "{reference} needs a task that is in neither file; that was left out."
            ));
        }
        task.elements.sort();
        task.elements.dedup();
    }

    /// Refs given out there to tasks that are gone are not given again here: a task that comes and goes keeps each.
    fn numbers(&mut self, theirs: [u32; 3], ids: &mut Ids) {
        if !self.takes_frame() {
            return;
        }
        for phase in Phase::ALL {
            let last = theirs[phase as usize].saturating_sub(1).min(MOST_NUMBER);
            let new = self.new.iter().map(|(_, task)| task.reference);
            let next = new
                .filter(|reference| reference.phase == phase)
                .map(|reference| reference.number + 1)
                .chain([self.plan.next_ref(phase).number])
                .max();
            if next.is_none_or(|next| last < next) {
                continue;
            }
            let place = crate::domain::task::Place {
                phase,
                section: Line::default(),
            };
            let title = Line::clipped("A ref that was given before");
            let gone = Task::new(TaskId(ids.next_id()), Ref::new(phase, last), place, title);
            let row = || Row::Task(Box::new(gone.clone()));
            self.after
                .extend([Change::Create(row()), Change::Delete(row())]);
        }
    }

    /// The same for the numbers of records.
    fn record_numbers(&mut self, theirs: &Numbers, ids: &mut Ids) {
        if !self.takes_frame() {
            return;
        }
        let mut given = self.plan.numbers();
        for change in &self.after {
            if let Change::Create(Row::Record(filed)) = change {
                given.pass(&filed.record);
            }
        }
        for row in &NUMBERED {
            let last = theirs.next(row.kind).saturating_sub(1).min(MOST_NUMBER);
            if last < given.next(row.kind) {
                continue;
            }
            let gone = Filed {
                id: RecordId(ids.next_id()),
                record: (row.gone)(last),
            };
            let create = Change::Create(Row::Record(gone.clone()));
            self.after.extend([create, records::delete(&gone)]);
        }
    }

    fn finish(mut self, name: &str) -> Result<Proposal, Failure> {
        let mut changes = std::mem::take(&mut self.frame);
        for (place, task) in &self.new {
            self.proposal.new.push(Added {
                place: place.clone(),
                reference: task.reference,
                title: task.title.clone(),
            });
        }
        let new = self.new.into_iter();
        changes.extend(new.map(|(_, task)| Change::Create(Row::Task(Box::new(task)))));
        let patches = self.patches.iter();
        changes.extend(patches.flat_map(|(_, _, changes)| changes.iter().cloned()));
        changes.extend(self.after);
        let mut after = self.plan.clone();
        after.apply_all(&changes).map_err(|clash| {
            Failure::failed(format!("{} cannot be brought in: {clash}.", quoted(name)))
                .hint("Export it again, and bring that one in.")
        })?;
        let all = after.tasks();
        let needs = |at: usize| {
            let needs = all[at].needs().filter_map(|need| after.position(need));
            needs.collect()
        };
        if let Some((from, _)) = template::circle(all.len(), needs) {
            let task = &all[from];
            return Err(Failure::failed(format!(
                "In {}, {} needs itself, by way of what it needs.",
                quoted(name),
                task.reference
            ))
            .hint("Take one of the needs out of the file, and bring it in again."));
        }
        for (place, id, changes) in self.patches {
            let Some(task) = self.plan.task(id) else {
                continue;
            };
            self.proposal.changed.push(Changed {
                place,
                reference: task.reference,
                title: task.title.clone(),
                fields: field_changes(&after, &after, task, &changes),
            });
        }
        let tasks = self.proposal.new.len() + self.proposal.changed.len();
        let label = if tasks > 0 {
            label(name, &self.proposal)
        } else {
            format!("Settings and people brought in from {}", quoted(name))
        };
        if !changes.is_empty() {
            self.proposal.operation = Operation { label, changes };
        }
        Ok(self.proposal)
    }
}

/// Numbers for refs, so that none is given twice.
struct Given {
    taken: HashSet<Ref>,
    next: [u32; 3],
}

impl Given {
    fn new(plan: &Plan, theirs: &[Task], next_numbers: [u32; 3]) -> Self {
        let mut next = next_numbers.map(|number| number.clamp(1, MOST_NUMBER));
        for phase in Phase::ALL {
            let numbers = theirs.iter().map(|task| task.reference);
            let numbers = numbers.filter(|reference| reference.phase == phase);
            let last = numbers.map(|reference| reference.number.min(MOST_NUMBER) + 1);
            let all = last.chain([next[phase as usize], plan.next_ref(phase).number]);
            next[phase as usize] = all.max().unwrap_or(1);
        }
        Self {
            taken: plan.tasks().iter().map(|task| task.reference).collect(),
            next,
        }
    }

    fn give(&mut self, wanted: Ref) -> Ref {
        if self.taken.insert(wanted) {
            return wanted;
        }
        let number = &mut self.next[wanted.phase as usize];
        let reference = Ref::new(wanted.phase, *number);
        *number += 1;
        self.taken.insert(reference);
        reference
    }
}

/// Whether the policy is one that a person could have typed.
fn makes_sense(policy: &Policy) -> bool {
    let fields = FIELDS.map(|(field, ..)| (field, policy::show(policy, field)));
    policy::write(&Policy::default(), &fields).is_ok_and(|written| written == *policy)
}

fn view_name(record: &Record) -> Option<String> {
    match record {
        Record::View(view) => Some(fold(view.name.as_str())),
        _ => None,
    }
}

fn numbered(record: &Record) -> Option<(Kind, u32)> {
    Some((record.kind(), record.number()?))
}

fn is_possible(record: &Record) -> bool {
    match record {
        Record::Absence(away) => away.from <= away.to,
        _ => true,
    }
}

/// What makes the one task into the other. The ref stays.
fn task_changes(known: &Task, theirs: &Task) -> Vec<Change> {
    let id = known.id;
    let edits = TaskEdit::between(known, theirs).into_iter();
    let edits = edits.map(|edit| Change::Task { id, edit });
    let lacks = |list: &[Element], element: &Element| list.binary_search(element).is_err();
    let gone = known.elements.iter();
    let gone = gone.filter(|element| lacks(&theirs.elements, element));
    let come = theirs.elements.iter();
    let come = come.filter(|element| lacks(&known.elements, element));
    let gone = gone.map(|element| Change::Remove {
        task: id,
        element: element.clone(),
    });
    let come = come.map(|element| Change::Add {
        task: id,
        element: element.clone(),
    });
    edits.chain(gone).chain(come).collect()
}
