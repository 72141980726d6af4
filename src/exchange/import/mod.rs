//! From a tracker to one operation: what is new, what changes field by field, what stays, and what is refused and why.
//!
//! Every row below a header ends up in exactly one place of the [`Proposal`], so nothing disappears without being named.
//! Nothing is saved here; whoever shows the proposal commits its operation, or does not.

mod cells;
mod gather;
mod people;
mod returned;
mod row;
pub mod whole;

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::ops::ControlFlow;

use self::cells::OrderSeen;
pub use self::cells::{DateOrder, shown};
pub use self::gather::gathered;
use self::people::People;
pub use self::returned::Conflict;
use self::returned::{Columns, Comparing};
use self::row::{Back, Rows, Said};
use super::read::Watch;
use super::recognise::{Left, Recognised, Table, Target};
use super::sheet::{Workbook, column_letters};
use super::tracker::Names;
use crate::domain::board::{Board, Schedule};
use crate::domain::change::{Change, Row};
use crate::domain::edit::{self, Author, Draft, Patch};
use crate::domain::failure::Failure;
use crate::domain::fields::{self, FIELDS};
use crate::domain::id::{Ids, PersonId, Ref};
use crate::domain::inspection::Person;
use crate::domain::operation::Operation;
use crate::domain::plan::{self, Plan};
use crate::domain::rating::count;
use crate::domain::task::{Element, Judgement, Status, Task};
use crate::domain::text::{Line, Note, fold, listed, quoted};
use crate::domain::when::{Moment, When};

/// What is to be brought in, and into what.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The file.
    pub workbook: &'a Workbook,
    /// Its trackers, with what each column is for.
    pub found: &'a Recognised,
    /// The plan it goes into.
    pub plan: &'a Plan,
    /// Who brings it in, and when.
    pub author: &'a Author,
    /// The file's name, for the history.
    pub file: &'a str,
    /// Which number of a date is the day, where somebody said so.
    pub order: Option<DateOrder>,
}

/// Where something stands in the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// The sheet's name, where there are several.
    pub sheet: Option<String>,
    /// The row, from 1, as a spreadsheet shows it.
    pub row: usize,
    /// The column, from 0, where it is about one.
    pub column: Option<usize>,
}

/// `row 7`, `row 7, column C`, `Plan, row 7`.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(sheet) = &self.sheet {
            write!(f, "{sheet}, ")?;
        }
        write!(f, "row {}", self.row)?;
        match self.column {
            Some(column) => write!(f, ", column {}", column_letters(column)),
            None => Ok(()),
        }
    }
}

/// A row and what is to be said about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// Where.
    pub place: Place,
    /// What, as the rest of a sentence.
    pub what: String,
}

/// `row 7, column C: "soon" is no date`
impl fmt::Display for About {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.what)
    }
}

/// A task that will be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    /// Where it stands.
    pub place: Place,
    /// The ref it will have.
    pub reference: Ref,
    /// Its title.
    pub title: Line,
}

/// One field before and after, as people see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChange {
    /// The field's name.
    pub field: &'static str,
    /// What it says now.
    pub old: String,
    /// What it will say.
    pub new: String,
}

/// A task that will change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// Where it stands.
    pub place: Place,
    /// Which task.
    pub reference: Ref,
    /// Its title.
    pub title: Line,
    /// Field by field.
    pub fields: Vec<FieldChange>,
}

/// A column of dates that can be read either way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The column's heading.
    pub heading: String,
    /// One of its dates, as it stands there.
    pub example: String,
}

/// What bringing a file in would do.
#[derive(Debug, Clone, Default)]
pub struct Proposal {
    /// How many rows there are below the headers.
    pub rows: usize,
    /// Tasks to add.
    pub new: Vec<Added>,
    /// Tasks to change.
    pub changed: Vec<Changed>,
    /// Fields that were changed here and in the sheet, to different things. Ours stay.
    pub conflicts: Vec<Conflict>,
    /// Rows of which nothing else came in.
    pub in_conflict: usize,
    /// Rows that say what the plan says already.
    pub unchanged: usize,
    /// Rows that cannot be brought in.
    pub refused: Vec<About>,
    /// Rows that hold no task of their own: headings between the rows, rows joined to the one above.
    pub passed_over: Vec<About>,
    /// Blank rows.
    pub blank: usize,
    /// What was kept as words, because it is no date, colour or person.
    pub kept: Vec<About>,
    /// Cells for an owner that say there is nobody yet.
    pub ownerless: Vec<About>,
    /// What else is worth knowing: sheets that were left, new people, how text was read.
    pub notices: Vec<String>,
    /// A column of dates that could be read either way, and was read day first.
    pub question: Option<Question>,
    /// All of it as one operation; empty when nothing would change.
    pub operation: Operation,
}

impl Proposal {
    /// In one sentence: `12 new, 3 changed, 40 unchanged, 1 refused.`
    pub fn summary(&self) -> String {
        let conflicts = match self.conflicts.len() {
            0 => String::new(),
            some => format!(" {} changed on both sides.", count(some as i32, "field")),
        };
        format!(
            "{} new, {} changed, {} unchanged, {} refused.{conflicts}",
            self.new.len(),
            self.changed.len(),
            self.unchanged,
            self.refused.len()
        )
    }

    /// The new tasks, each in a line with what was made of its row: `row 5: N-64 Ring round (JS, Fri 12 Jun 2026, red)`.
    /// `plan` is what they go into.
    pub fn new_in_words(&self, plan: &Plan) -> Vec<String> {
        let (mut people, mut tasks) = (HashMap::new(), HashMap::new());
        for change in &self.operation.changes {
            match change {
                Change::Create(Row::Person(person)) => {
                    people.insert(person.id, person.label());
                }
                Change::Create(Row::Task(task)) => {
                    tasks.insert(task.reference, task);
                }
                _ => {}
            }
        }
        let label = |id: PersonId| {
            let known = || plan.person(id).map(Person::label);
            people.get(&id).copied().or_else(known)
        };
        let line = |new: &Added| {
            let head = format!("{}: {} {}", new.place, new.reference, new.title);
            let Some(task) = tasks.get(&new.reference) else {
                return head;
            };
            let said = |field| fields::show(plan, task, field);
            let owner = task.owner.and_then(label).unwrap_or_default().to_owned();
            let mut read = vec![owner, said(fields::Field::Due), said(fields::Field::Rag)];
            if task.status != Status::NotStarted {
                read.push(said(fields::Field::Status));
            }
            read.retain(|said| !said.is_empty());
            if read.is_empty() {
                head
            } else {
                format!("{head} ({})", read.join(", "))
            }
        };
        self.new.iter().map(line).collect()
    }

    /// Whether every row is in one place. It always is.
    pub fn adds_up(&self) -> bool {
        let named = self.new.len()
            + self.changed.len()
            + self.unchanged
            + self.refused.len()
            + self.in_conflict;
        self.rows == named + self.passed_over.len() + self.blank
    }
}

/// Works out what bringing the file in would do. `Ok(None)` when the watch had enough.
pub fn propose(
    request: &Request<'_>,
    ids: &mut Ids,
    watch: Watch<'_>,
) -> Result<Option<Proposal>, Failure> {
    let mut proposal = Proposal::default();
    let orders = orders(request, &mut proposal);
    let mut people = People::new(request.plan, ids.clone());
    let (mut said, mut back) = (Vec::new(), Vec::new());
    for (table, order) in request.found.tables.iter().zip(orders) {
        let rows = Rows::new(request, table, order);
        if rows
            .read(&mut people, &mut proposal, &mut said, &mut back, watch)
            .is_break()
        {
            return Ok(None);
        }
    }
    let mut sorted = Sorting::new(request);
    sorted.take_back(&back, &mut people, &mut proposal);
    for row in said {
        sorted.sort(row, &mut proposal, &people)?;
    }
    *ids = people.ids.clone();
    sorted.into_operation(&people, ids, &mut proposal)?;
    notices(request, &people, &mut proposal);
    Ok(Some(proposal))
}

/// Which number is the day, table by table: what was said, else what the dates show, else day first.
fn orders(request: &Request<'_>, proposal: &mut Proposal) -> Vec<DateOrder> {
    let tables = request.found.tables.iter();
    tables
        .map(|table| {
            request
                .order
                .unwrap_or_else(|| order_of(request, table, proposal))
        })
        .collect()
}

fn order_of(request: &Request<'_>, table: &Table, proposal: &mut Proposal) -> DateOrder {
    let sheet = &request.workbook.sheets[table.sheet];
    let Some(due) = table.column(Target::Due) else {
        return DateOrder::DayFirst;
    };
    let mut seen = OrderSeen::default();
    let mut example = None;
    for row in table.first..sheet.rows() {
        let either = seen.either;
        seen.look_at(sheet.value(row, due.at));
        if seen.either > either && example.is_none() {
            example = Some(quoted(&sheet.value(row, due.at).to_string()));
        }
    }
    match (seen.day_first, seen.month_first, example) {
        (0, 0, Some(example)) => {
            proposal.question.get_or_insert(Question {
                heading: due.heading.clone(),
                example,
            });
            DateOrder::DayFirst
        }
        (0, 1.., _) => {
            proposal.notices.push(format!(
                "The dates under \"{}\" have the month first, as in America, and were read so.",
                due.heading
            ));
            DateOrder::MonthFirst
        }
        _ => DateOrder::DayFirst,
    }
}

fn notices(request: &Request<'_>, people: &People, proposal: &mut Proposal) {
    if let Some(encoding) = request.workbook.encoding.filter(|name| *name != "UTF-8") {
        proposal
            .notices
            .push(format!("The text was read as {encoding}."));
    }
    for left in request.found.left.chunk_by(|one, next| one.why == next.why) {
        let named = |left: &Left| format!("\"{}\"", left.sheet);
        let sheets = listed(&left.iter().map(named).collect::<Vec<_>>());
        let sheet = if left.len() == 1 { "Sheet" } else { "Sheets" };
        let why = left[0].why;
        let notice = format!("{sheet} {sheets} left out: {why}.");
        proposal.notices.push(notice);
    }
    for table in &request.found.tables {
        let skipped: Vec<&str> = table
            .columns_for(Target::Skip)
            .map(|column| column.heading.as_str())
            .collect();
        if !skipped.is_empty() {
            proposal
                .notices
                .push(format!("Left out: {}.", skipped.join(", ")));
        }
    }
    let new = proposal.operation.changes.iter();
    let new: Vec<&Person> = new
        .filter_map(|change| match change {
            Change::Create(Row::Person(person)) => Some(person),
            _ => None,
        })
        .collect();
    if !new.is_empty() {
        let names: Vec<String> = new.iter().map(|new| new.label().to_owned()).collect();
        let names = some_of(&names, MOST_NAMED);
        proposal.notices.push(format!("New people: {names}."));
    }
    let new: HashSet<PersonId> = new.iter().map(|new| new.id).collect();
    let near = people.near.iter().filter(|(id, _)| new.contains(id));
    let near: Vec<String> = near.map(|(_, words)| words.clone()).collect();
    if !near.is_empty() {
        let names = some_of(&near, MOST_NEAR);
        let notice = format!("Perhaps somebody known, written otherwise: {names}.");
        proposal.notices.push(notice);
    }
}

/// So many new people are named one by one; Owners lists them all.
const MOST_NAMED: usize = 20;

/// So many of those whose names are near others.
const MOST_NEAR: usize = 5;

/// `A, B and 7 more`.
fn some_of(names: &[String], most: usize) -> String {
    let more = names.len().saturating_sub(most);
    if more == 0 {
        return names.join(", ");
    }
    format!("{} and {more} more", names[..most].join(", "))
}

/// Rows on their way into the operation.
struct Sorting<'a> {
    request: &'a Request<'a>,
    board: Board,
    by_title: HashMap<String, Vec<usize>>,
    by_tag: HashMap<&'a Line, Vec<usize>>,
    used: Vec<bool>,
    drafts: Vec<(Place, Draft)>,
    patches: Vec<Change>,
}

impl<'a> Sorting<'a> {
    fn new(request: &'a Request<'a>) -> Self {
        let tasks = request.plan.tasks();
        let mut by_title: HashMap<String, Vec<usize>> = HashMap::with_capacity(tasks.len());
        let mut by_tag: HashMap<&Line, Vec<usize>> = HashMap::new();
        for (at, task) in tasks.iter().enumerate() {
            by_title
                .entry(fold(task.title.as_str()))
                .or_default()
                .push(at);
            for tag in task.tags() {
                by_tag.entry(tag).or_default().push(at);
            }
        }
        Self {
            request,
            board: Board::of(request.plan, request.author.now),
            by_title,
            by_tag,
            used: vec![false; tasks.len()],
            drafts: Vec::new(),
            patches: Vec::new(),
        }
    }

    fn sort(&mut self, row: Said, proposal: &mut Proposal, people: &People) -> Result<(), Failure> {
        let Some(at) = self.find(&row) else {
            self.drafts
                .push((row.place.clone(), row.draft(self.request.author)));
            return Ok(());
        };
        self.used[at] = true;
        let task = &self.request.plan.tasks()[at];
        let patch = row.patch(task, self.board.standings[at].due, self.request.author);
        let operation = edit::patch(self.request.plan, &[task.id], &patch)?;
        if operation.is_empty() {
            proposal.unchanged += 1;
            return Ok(());
        }
        self.change(row.place, task, people, operation, proposal);
        Ok(())
    }

    /// Notes what changes of a task, and keeps the changes for the one operation.
    fn change(
        &mut self,
        place: Place,
        task: &Task,
        people: &People,
        operation: Operation,
        proposal: &mut Proposal,
    ) {
        proposal.changed.push(Changed {
            place,
            reference: task.reference,
            title: task.title.clone(),
            fields: field_changes(self.request.plan, &people.plan, task, &operation.changes),
        });
        self.patches.extend(operation.changes);
    }

    /// Rows of our own sheets that came back.
    fn take_back(&mut self, rows: &[Back<'_>], people: &mut People, proposal: &mut Proposal) {
        if rows.is_empty() {
            return;
        }
        let plan = self.request.plan;
        let names = Names::of(plan);
        let mut so_far: Option<Plan> = None;
        for rows in rows.chunk_by(|one, other| std::ptr::eq(one.table, other.table)) {
            let columns = Columns::of(rows[0].table);
            for row in rows {
                let is_again = self.used[row.task];
                let held_against = so_far.as_ref().filter(|_| !is_again).unwrap_or(plan);
                match self.compare(row, &names, &columns, held_against, people) {
                    Err((column, what)) => {
                        self.used[row.task] = true;
                        proposal.refused.push(About {
                            place: Place {
                                column: Some(column),
                                ..row.place.clone()
                            },
                            what,
                        });
                    }
                    Ok((operation, conflicts)) => {
                        if !is_again {
                            keep_needs(&mut so_far, plan, &operation.changes);
                        }
                        self.settle_back(row, operation, conflicts, people, proposal);
                    }
                }
            }
        }
        let tasks = plan.tasks().iter().zip(&self.used);
        let missing: Vec<String> = tasks
            .filter(|(_, used)| !**used)
            .map(|(task, _)| task.reference.to_string())
            .collect();
        if !missing.is_empty() {
            proposal.notices.push(format!(
                "Not in the sheet, and left as they are: {}.",
                some_of(&missing, MOST_NAMED)
            ));
        }
    }

    /// What a row of our own sheets comes to, held against the plan `so_far`, and what was changed on both sides; or the
    /// column that stands in the way, and why.
    fn compare(
        &self,
        row: &Back<'_>,
        names: &Names,
        columns: &Columns,
        so_far: &Plan,
        people: &mut People,
    ) -> Result<(Operation, Vec<Conflict>), (usize, String)> {
        let comparing = Comparing {
            request: self.request,
            board: &self.board,
            names,
            order: row.order,
            sheet: &self.request.workbook.sheets[row.table.sheet],
            columns,
        };
        let returned = comparing.compare(row.row, row.task, &row.base, &row.place, people)?;
        let task = &self.request.plan.tasks()[row.task];
        edit::patch(so_far, &[task.id], &returned.patch)
            .map(|operation| (operation, returned.conflicts))
            .map_err(|failure| (columns.at(fields::Field::Needs), rest(&failure)))
    }

    fn settle_back(
        &mut self,
        row: &Back<'_>,
        operation: Operation,
        conflicts: Vec<Conflict>,
        people: &People,
        proposal: &mut Proposal,
    ) {
        let is_again = std::mem::replace(&mut self.used[row.task], true);
        if is_again {
            let about = |what: &str| About {
                place: row.place.clone(),
                what: what.to_owned(),
            };
            if operation.is_empty() && conflicts.is_empty() {
                proposal
                    .passed_over
                    .push(about("a task that is in the file twice"));
            } else {
                proposal.refused.push(about(
                    "this task is in the file twice; edit it in one place",
                ));
            }
        } else if !operation.is_empty() {
            let task = &self.request.plan.tasks()[row.task];
            self.change(row.place.clone(), task, people, operation, proposal);
            proposal.conflicts.extend(conflicts);
        } else if conflicts.is_empty() {
            proposal.unchanged += 1;
        } else {
            proposal.in_conflict += 1;
            proposal.conflicts.extend(conflicts);
        }
    }

    /// The task a row is about: the one that carries its number, else the next with its title.
    fn find(&self, row: &Said) -> Option<usize> {
        let tasks = self.request.plan.tasks();
        let free = |list: Option<&Vec<usize>>| {
            let list = list.into_iter().flatten().copied();
            list.filter(|at| !self.used[*at]).collect::<Vec<_>>()
        };
        let titled = free(self.by_title.get(&fold(row.title.as_str())));
        let numbered = row.number.as_ref().filter(|_| row.number_is_its_own);
        if let [only] = free(numbered.and_then(|number| self.by_tag.get(number))).as_slice() {
            return Some(*only);
        }
        let in_section = titled
            .iter()
            .find(|at| tasks[**at].place.section == row.section);
        in_section.or(titled.first()).copied()
    }

    fn into_operation(
        self,
        people: &People,
        ids: &mut Ids,
        proposal: &mut Proposal,
    ) -> Result<(), Failure> {
        let plan = self.request.plan;
        let schedule = Schedule::of(plan, self.request.author.now);
        let phase = edit::phase_now(&schedule, self.request.author.now);
        let (places, drafts): (Vec<Place>, Vec<Draft>) = self.drafts.into_iter().unzip();
        let tasks = edit::add_all(plan, &drafts, phase, ids)?;
        let rows = places.into_iter().zip(&tasks);
        proposal.new.extend(rows.map(|(place, task)| Added {
            place,
            reference: task.reference,
            title: task.title.clone(),
        }));
        let tasks = tasks
            .into_iter()
            .map(|task| Change::Create(Row::Task(Box::new(task))));
        let rows: Vec<Change> = tasks.chain(self.patches).collect();
        let mut changes = people.needed_by(&rows);
        changes.extend(rows);
        proposal.operation = Operation {
            label: label(self.request.file, proposal),
            changes,
        };
        Ok(())
    }
}

/// Keeps what a row changes of its needs, so that the rows below it are held against that: each may be sound by itself,
/// and all together run in a circle. The plan is copied when the first comes.
fn keep_needs(so_far: &mut Option<Plan>, plan: &Plan, changes: &[Change]) {
    let is_need = |change: &&Change| match change {
        Change::Add { element, .. } | Change::Remove { element, .. } => {
            matches!(element, Element::Need(_))
        }
        _ => false,
    };
    let needs: Vec<Change> = changes.iter().filter(is_need).cloned().collect();
    if !needs.is_empty() {
        let so_far = so_far.get_or_insert_with(|| plan.clone());
        let made = so_far.apply_all(&needs);
        debug_assert!(made.is_ok(), "a task's needs change in one row only");
    }
}

/// A failure as the rest of a sentence.
fn rest(failure: &Failure) -> String {
    failure.message.trim_end_matches('.').to_owned()
}

fn label(file: &str, proposal: &Proposal) -> String {
    let (new, changed) = (proposal.new.len() as i32, proposal.changed.len() as i32);
    let file = quoted(file);
    match (new, changed) {
        (0, _) => format!("{} changed from {file}", count(changed, "task")),
        (_, 0) => format!("{} brought in from {file}", count(new, "task")),
        _ => format!(
            "{} brought in from {file}, {changed} changed",
            count(new, "task")
        ),
    }
}

/// What `changes` make of one task, field by field. `people` is a plan that has everybody, the new ones too.
fn field_changes(plan: &Plan, people: &Plan, task: &Task, changes: &[Change]) -> Vec<FieldChange> {
    let mut after = task.clone();
    for change in changes {
        let made = match change {
            Change::Task { edit, .. } => edit.apply(&mut after),
            Change::Add { element, .. } => plan::add_element(&mut after, element),
            Change::Remove { element, .. } => plan::remove_element(&mut after, element),
            Change::Create(_)
            | Change::Delete(_)
            | Change::Milestone { .. }
            | Change::Person { .. }
            | Change::Record { .. }
            | Change::Setting(_) => Ok(()),
        };
        debug_assert!(made.is_ok(), "a patch fits the task it was made for");
    }
    let show = |task: &Task, field| match field {
        fields::Field::Owner | fields::Field::Deputy => fields::show(people, task, field),
        other => fields::show(plan, task, other),
    };
    let both = FIELDS
        .iter()
        .map(|(field, name)| (*name, show(task, *field), show(&after, *field)));
    both.filter(|(_, old, new)| old != new)
        .map(|(field, old, new)| FieldChange { field, old, new })
        .collect()
}

impl Said {
    /// The row as a new task.
    fn draft(&self, author: &Author) -> Draft {
        let mut rest = Patch {
            note: Some(self.note.clone()),
            owner: Some(self.owner),
            deputy: Some(self.deputy),
            due: Some(self.due.map(When::At)),
            from: Some(self.from.map(When::At)),
            phase: self.phase,
            section: Some(self.section.clone()),
            add: self.elements.clone(),
            ..Patch::default()
        };
        rest.status.clone_from(&self.status);
        rest.judgement = self.judged(author).map(Some);
        Draft {
            title: self.title.clone(),
            rest,
        }
    }

    fn judged(&self, author: &Author) -> Option<Judgement> {
        self.rag.map(|rag| Judgement {
            rag,
            reason: self.reason.clone(),
            who: author.who.clone(),
            at: author.now,
            expires: None,
        })
    }

    /// What the row says that `task` does not say yet. An empty cell says nothing, and no note is lost: what is new in
    /// the sheet goes below what was written here.
    fn patch(&self, task: &Task, due: Option<Moment>, author: &Author) -> Patch {
        let is_new =
            |said: Option<PersonId>, known: Option<PersonId>| said.is_some() && said != known;
        let judged = self.judged(author).filter(|judged| {
            task.status.is_open()
                && task
                    .judgement
                    .as_ref()
                    .is_none_or(|known| known.rag != judged.rag)
        });
        let numbered = self
            .number
            .iter()
            .any(|number| task.tags().any(|tag| tag == number));
        Patch {
            title: (numbered && self.title != task.title).then(|| self.title.clone()),
            note: longer_note(&task.note, &self.note),
            owner: is_new(self.owner, task.owner).then_some(self.owner),
            deputy: is_new(self.deputy, task.deputy).then_some(self.deputy),
            due: (self.due.is_some() && self.due != due).then(|| self.due.map(When::At)),
            status: self.new_status(&task.status),
            judgement: judged.map(Some),
            section: (task.place.section.is_empty() && !self.section.is_empty())
                .then(|| self.section.clone()),
            add: self.elements.clone(),
            ..Patch::default()
        }
    }

    /// A tracker's "not started" takes nothing back, and its "in progress" does not reopen.
    fn new_status(&self, known: &Status) -> Option<Status> {
        let said = self.status.clone()?;
        let keeps = match (&said, known) {
            (Status::NotStarted, _) => true,
            (Status::InProgress | Status::Waiting { .. }, known) => !known.is_open(),
            (Status::Done { .. } | Status::NotNeeded, _) => false,
        };
        (!keeps && said.as_str() != known.as_str()).then_some(said)
    }
}

/// Both notes, unless one holds the other; nothing when that is what is there.
fn longer_note(known: &Note, said: &Note) -> Option<Note> {
    let (old, new) = (known.as_str().trim(), said.as_str().trim());
    if new.is_empty() || old.contains(new) {
        return None;
    }
    let both = if old.is_empty() || new.contains(old) {
        new.to_owned()
    } else {
        format!("{old}\n\n{new}")
    };
    // Two notes that are too long together: what was written here stays.
    Note::new(&both).ok()
}

/// Tells the watch how far it has got.
fn go_on(rows: usize, watch: &mut dyn FnMut(usize) -> ControlFlow<()>) -> ControlFlow<()> {
    if rows.is_multiple_of(256) {
        watch(rows)
    } else {
        ControlFlow::Continue(())
    }
}

/// An element of one of a task's lists, through the gate; text that is too long for one comes back.
fn element(text: &str, make: fn(Line) -> Element) -> Result<Option<Element>, String> {
    match Line::new(text) {
        Ok(line) if line.is_empty() => Ok(None),
        Ok(line) => Ok(Some(make(line))),
        Err(_too_long) => Err(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_that_comes_in_goes_below_what_is_new_to_it_and_never_twice() {
        for (known, said, expected) in [
            ("Rang Tom.", "", None),
            ("Rang Tom.", "Rang Tom.", None),
            ("Rang Tom.\n\nTwo left.", "Two left.", None),
            ("", "Rang Tom.", Some("Rang Tom.")),
            (
                "Rang Tom.",
                "Rang Tom. Two left.",
                Some("Rang Tom. Two left."),
            ),
            ("Rang Tom.", "Two left.", Some("Rang Tom.\n\nTwo left.")),
        ] {
            let note = |text| Note::new(text).unwrap();
            let longer = longer_note(&note(known), &note(said));
            assert_eq!(longer, expected.map(note), "{known:?} {said:?}");
        }
    }
}
