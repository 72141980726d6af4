//! Builds operations: what a person means, as changes to the plan. The command line and the screens both come here,
//! so a verb means the same in each. Nothing is saved here, and no clock is read.

use std::collections::HashSet;

use jiff::civil::{Date, DateTime, Time};

use super::board::Schedule;
use super::change::{Change, DayList, DayOff, PersonEdit, Row, Swap, TaskEdit};
use super::failure::Failure;
use super::id::{Ids, PersonId, Ref, TaskId};
use super::inspection::{NOBODY, Person, Typed, initials_of};
use super::operation::{Hash, Operation};
use super::phrase;
use super::plan::Plan;
use super::privacy::{self, Mark};
use super::rating::count;
use super::records::{self, Briefing, Record, RecordId, Release};
use super::task::{Element, Judgement, Phase, Place, Status, Task};
use super::text::{Line, Note, fold};
use super::when::{MilestoneKey, Moment, Roll, When};

/// Who edits, and when.
#[derive(Debug, Clone)]
pub struct Author {
    /// Their name as it goes into the history.
    pub who: Line,
    /// The moment, local time in England.
    pub now: DateTime,
}

/// What is to become of one or more tasks. `None` leaves a field alone; `Some(None)` clears it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Patch {
    /// What has to be done.
    pub title: Option<Line>,
    /// More words.
    pub note: Option<Note>,
    /// Who answers for it.
    pub owner: Option<Option<PersonId>>,
    /// Who takes over.
    pub deputy: Option<Option<PersonId>>,
    /// How far it has got.
    pub status: Option<Status>,
    /// The judged RAG.
    pub judgement: Option<Option<Judgement>>,
    /// By when.
    pub due: Option<Option<When>>,
    /// When the work begins.
    pub from: Option<Option<When>>,
    /// The phase.
    pub phase: Option<Phase>,
    /// The section.
    pub section: Option<Line>,
    /// Elements to put in, where they are not yet.
    pub add: Vec<Element>,
    /// Elements to take out, where they are.
    pub remove: Vec<Element>,
    /// People to add first, because the patch names them.
    pub people: Vec<Person>,
}

impl Patch {
    /// Gives `task` the fields it says; the lists, and people it adds, are for whoever knows the plan.
    fn set_fields(&self, task: &mut Task) {
        fn set<T: Clone>(field: &mut T, said: Option<&T>) {
            if let Some(said) = said {
                field.clone_from(said);
            }
        }
        let Self {
            title,
            note,
            owner,
            deputy,
            status,
            judgement,
            due,
            from,
            phase,
            section,
            add: _,
            remove: _,
            people: _,
        } = self;
        set(&mut task.title, title.as_ref());
        set(&mut task.note, note.as_ref());
        set(&mut task.owner, owner.as_ref());
        set(&mut task.deputy, deputy.as_ref());
        // A task that is done already keeps the time it was done at.
        let is_done_again = |said: &&Status| task.status.is_done() && said.is_done();
        let status = status.as_ref().filter(|said| !is_done_again(said));
        set(&mut task.status, status);
        set(&mut task.judgement, judgement.as_ref());
        set(&mut task.deadline.due, due.as_ref());
        set(&mut task.deadline.from, from.as_ref());
        // A section belongs to its phase.
        if phase.is_some_and(|phase| phase != task.place.phase) {
            task.place.section = Line::default();
        }
        set(&mut task.place.phase, phase.as_ref());
        set(&mut task.place.section, section.as_ref());
    }

    /// This status.
    pub fn status(status: Status) -> Self {
        Self {
            status: Some(status),
            ..Self::default()
        }
    }

    /// This judgement, or none.
    pub fn judgement(judgement: Option<Judgement>) -> Self {
        Self {
            judgement: Some(judgement),
            ..Self::default()
        }
    }

    /// Due then, or without a date.
    pub fn due(due: Option<When>) -> Self {
        Self {
            due: Some(due),
            ..Self::default()
        }
    }

    /// This note.
    pub fn note(note: Note) -> Self {
        Self {
            note: Some(note),
            ..Self::default()
        }
    }
}

/// What `text` says about an owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Owner {
    /// Nobody, on purpose.
    Nobody,
    /// Somebody the file knows.
    Known(PersonId),
    /// Somebody it does not know yet, with names it knows that are near.
    New {
        /// The person to add.
        person: Person,
        /// Labels of people with nearly the same name.
        near: Vec<String>,
    },
}

impl Owner {
    /// The person's id, whether known or new.
    pub fn id(&self) -> Option<PersonId> {
        match self {
            Owner::Nobody => None,
            Owner::Known(id) => Some(*id),
            Owner::New { person, .. } => Some(person.id),
        }
    }

    /// The person to add, if they are new.
    pub fn newcomer(&self) -> Option<&Person> {
        if let Owner::New { person, .. } = self {
            Some(person)
        } else {
            None
        }
    }
}

/// Reads an owner by initials, name, first name or role. Several that fit are refused, naming them.
pub fn read_owner(plan: &Plan, text: &str, ids: &mut Ids) -> Result<Owner, Failure> {
    let wanted = fold(text.trim());
    if matches!(wanted.as_str(), "" | "nobody" | "none" | "-" | "--") {
        return Ok(Owner::Nobody);
    }
    if let Some(person) = plan
        .people()
        .iter()
        .find(|person| person.answers_to(&wanted))
    {
        return Ok(Owner::Known(person.id));
    }
    let starts: Vec<&Person> = plan
        .people()
        .iter()
        .filter(|p| starts_like(p, &wanted))
        .collect();
    match starts.as_slice() {
        [only] => Ok(Owner::Known(only.id)),
        [] => {
            let person = new_person(plan, text, ids)?;
            Ok(Owner::New {
                near: near_names(plan, &wanted),
                person,
            })
        }
        several => {
            let names: Vec<String> = several
                .iter()
                .map(|p| format!("{} ({})", p.label(), p.initials))
                .collect();
            Err(Failure::usage(format!(
                "\"{}\" could be {}.",
                text.trim(),
                names.join(" or ")
            ))
            .hint("Type the initials."))
        }
    }
}

fn starts_like(person: &Person, wanted: &str) -> bool {
    let first_word = |line: &str| {
        fold(line)
            .strip_prefix(wanted)
            .is_some_and(|rest| rest.starts_with(' '))
    };
    person
        .name
        .as_ref()
        .is_some_and(|name| first_word(name.as_str()))
}

fn new_person(plan: &Plan, text: &str, ids: &mut Ids) -> Result<Person, Failure> {
    let name = line(text, "The owner")?;
    let initials = free_initials(plan.people(), &initials_of(name.as_str()));
    Ok(Person {
        id: PersonId(ids.next_id()),
        name: Some(name),
        initials,
        role: Line::default(),
    })
}

/// `wanted`, or with a number behind it when somebody has those initials.
pub fn free_initials(people: &[Person], wanted: &str) -> Line {
    let taken: Vec<&Line> = people.iter().map(|person| &person.initials).collect();
    free_among(&taken, wanted)
}

/// `wanted`, or with a number behind it when it is among `taken`, whatever the case.
pub fn free_among(taken: &[&Line], wanted: &str) -> Line {
    let taken: HashSet<String> = taken.iter().map(|line| fold(line.as_str())).collect();
    free_where(|text| !taken.contains(text), wanted)
}

/// `wanted`, or with a number behind it when it is not free; what is asked about is folded.
pub fn free_where(is_free: impl Fn(&str) -> bool, wanted: &str) -> Line {
    let base = if wanted.is_empty() { "X" } else { wanted };
    let mut tries = std::iter::once(base.to_owned()).chain((2..).map(|n| format!("{base}{n}")));
    let free = tries.find(|text| is_free(&fold(text))).unwrap_or_default();
    Line::new(&free).unwrap_or_default()
}

/// Names within two slips of the keyboard, at most three; initials have no room for so many.
fn near_names(plan: &Plan, wanted: &str) -> Vec<String> {
    let most = (wanted.chars().count() / 2).min(2);
    let near = |p: &&Person| {
        p.name
            .iter()
            .flat_map(|n| [fold(n.as_str())])
            .chain(p.roles().map(fold))
            .any(|known| slips(&known, wanted) <= most)
    };
    plan.people()
        .iter()
        .filter(near)
        .take(3)
        .map(|p| p.label().to_owned())
        .collect()
}

/// How many letters have to be put in, taken out or changed to turn `a` into `b`.
pub fn slips(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let change = corner + usize::from(x != *y);
            corner = row[j + 1];
            row[j + 1] = change.min(corner + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

/// Puts `text` through the gate, with a plain message that names the field when it is too long.
pub fn line(text: &str, field: &str) -> Result<Line, Failure> {
    Line::new(text).map_err(|error| Failure::usage(format!("{field} is {error}.")))
}

/// The one operation that gives every task in `ids` what `patch` says. Fields that are so already are left out.
pub fn patch(plan: &Plan, ids: &[TaskId], patch: &Patch) -> Result<Operation, Failure> {
    if patch.title.as_ref().is_some_and(Line::is_empty) {
        return Err(Failure::usage("A task needs a title.").hint("Type what has to be done."));
    }
    check_anchor(plan, patch)?;
    let mut changes: Vec<Change> = patch
        .people
        .iter()
        .map(|person| Change::Create(Row::Person(person.clone())))
        .collect();
    let newcomers = changes.len();
    let mut touched = Vec::new();
    for id in ids {
        let task = plan.task(*id).ok_or_else(gone)?;
        let before = changes.len();
        edits_of(task, patch, &mut changes);
        list_changes(plan, task, patch, &mut changes)?;
        if changes.len() > before {
            touched.push(task);
        }
    }
    if changes.len() == newcomers {
        changes.clear();
    }
    Ok(Operation {
        label: format!("{} {}", whose(&touched, ids, plan), what(plan, patch)),
        changes,
    })
}

fn gone() -> Failure {
    Failure::not_found("That task is no longer there.")
        .hint("It was removed in another window; History has it.")
}

/// What of `patch` somebody else has changed in `now` since it was `before`: the field, where their value would be lost.
pub fn changed_meanwhile(before: &Task, now: &Task, patch: &Patch) -> Option<&'static str> {
    let (mut then_edits, mut now_edits) = (Vec::new(), Vec::new());
    edits_of(before, patch, &mut then_edits);
    edits_of(now, patch, &mut now_edits);
    // The same edit from the same old value is nobody's loss; from another, somebody was here meanwhile.
    now_edits
        .iter()
        .filter(|edit| !then_edits.contains(edit))
        .find_map(|change| match change {
            Change::Task { edit, .. } => Some(edit.field()),
            _ => None,
        })
}

fn edits_of(task: &Task, patch: &Patch, changes: &mut Vec<Change>) {
    let mut after = task.clone();
    patch.set_fields(&mut after);
    let edits = TaskEdit::between(task, &after).into_iter();
    changes.extend(edits.map(|edit| Change::Task { id: task.id, edit }));
}

fn list_changes(
    plan: &Plan,
    task: &Task,
    patch: &Patch,
    changes: &mut Vec<Change>,
) -> Result<(), Failure> {
    for element in &patch.add {
        if let Element::Need(need) = element
            && (plan.would_cycle(task.id, *need))
        {
            let other = plan.task(*need).ok_or_else(gone)?;
            return Err(Failure::usage(format!(
                "{} cannot need {}: that one waits for {0} already, so neither could ever start.",
                task.reference, other.reference
            )));
        }
        if !task.elements.contains(element) {
            changes.push(Change::Add {
                task: task.id,
                element: element.clone(),
            });
        }
    }
    for element in patch
        .remove
        .iter()
        .filter(|element| task.elements.contains(element))
    {
        changes.push(Change::Remove {
            task: task.id,
            element: element.clone(),
        });
    }
    Ok(())
}

fn whose(touched: &[&Task], ids: &[TaskId], plan: &Plan) -> String {
    match (touched, ids) {
        ([only], _) => only.reference.to_string(),
        ([], [id]) => plan
            .task(*id)
            .map(|task| task.reference.to_string())
            .unwrap_or_default(),
        _ => count(touched.len() as i32, "task"),
    }
}

/// In a few words, what a patch makes of its tasks.
fn what(plan: &Plan, patch: &Patch) -> String {
    let person = |id: &Option<PersonId>| {
        id.and_then(|id| {
            plan.person(id)
                .or_else(|| patch.people.iter().find(|p| p.id == id))
        })
        .map_or_else(|| NOBODY.to_owned(), |person| person.label().to_owned())
    };
    let place = match (patch.phase, &patch.section) {
        (Some(phase), _) => Some(format!("phase {}", phase.as_str())),
        (None, Some(section)) => Some(format!("section {section}")),
        (None, None) => None,
    };
    let mut lists = patch
        .add
        .iter()
        .chain(&patch.remove)
        .map(|element| match element {
            Element::Area(_) => "areas",
            Element::Evidence(_) => "evidence",
            Element::Need(_) => "needs",
            Element::Tag(_) => "tags",
        });
    let mut said: Vec<String> = [
        patch.status.as_ref().map(Status::words),
        patch.judgement.as_ref().map(|j| {
            j.as_ref().map_or("judgement cleared".to_owned(), |j| {
                plan.inspection().policy.rag_word(j.rag).to_owned()
            })
        }),
        patch
            .due
            .map(|due| due.map_or("no date".to_owned(), |when| format!("due {}", spoken(when)))),
        patch
            .owner
            .as_ref()
            .map(|id| format!("owner {}", person(id))),
        patch
            .deputy
            .as_ref()
            .map(|id| format!("deputy {}", person(id))),
        place,
        patch.title.as_ref().map(|_| "title".to_owned()),
        patch.note.as_ref().map(|_| "note".to_owned()),
        lists.next_back().map(str::to_owned),
    ]
    .into_iter()
    .flatten()
    .collect();
    if let [first, ..] = said.as_mut_slice()
        && ["title", "note", "areas", "evidence", "needs", "tags"].contains(&first.as_str())
    {
        first.push_str(" changed");
    }
    said.join(", ")
}

/// A deadline as said on the status line.
pub fn spoken(when: When) -> String {
    match when {
        When::At(moment) => phrase::moment(moment),
        When::Rule(rule) => rule.to_string(),
    }
}

/// What a new task is to be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// What has to be done.
    pub title: Line,
    /// Everything else, as a patch to an empty task.
    pub rest: Patch,
}

/// The operation that adds one task, and its id.
pub fn add(
    plan: &Plan,
    draft: &Draft,
    phase_now: Phase,
    ids: &mut Ids,
) -> Result<(Operation, TaskId), Failure> {
    check_anchor(plan, &draft.rest)?;
    let phase = draft.rest.phase.unwrap_or(phase_now);
    let task = new_task(draft, plan.next_ref(phase), ids)?;
    let due = task
        .deadline
        .due
        .map(|when| format!(", due {}", spoken(when)))
        .unwrap_or_default();
    let mut operation = Operation::new(format!("{} added: {}{due}", task.reference, task.title));
    operation.changes.extend(
        draft
            .rest
            .people
            .iter()
            .map(|p| Change::Create(Row::Person(p.clone()))),
    );
    let id = task.id;
    operation
        .changes
        .push(Change::Create(Row::Task(Box::new(task))));
    Ok((operation, id))
}

/// The tasks that `drafts` become, in their order, with the next refs of the plan. The people they name are made by
/// whoever made the drafts.
pub fn add_all(
    plan: &Plan,
    drafts: &[Draft],
    phase_now: Phase,
    ids: &mut Ids,
) -> Result<Vec<Task>, Failure> {
    let mut next = Phase::ALL.map(|phase| plan.next_ref(phase));
    let tasks = drafts.iter().map(|draft| {
        let phase = draft.rest.phase.unwrap_or(phase_now);
        let reference = next[phase as usize];
        next[phase as usize] = Ref::new(phase, reference.number + 1);
        new_task(draft, reference, ids)
    });
    tasks.collect()
}

fn new_task(draft: &Draft, reference: Ref, ids: &mut Ids) -> Result<Task, Failure> {
    if draft.title.is_empty() {
        return Err(Failure::usage("A task needs a title.").hint("Type what has to be done."));
    }
    let place = Place {
        phase: reference.phase,
        section: Line::default(),
    };
    let id = TaskId(ids.next_id());
    let mut task = Task::new(id, reference, place, draft.title.clone());
    draft.rest.set_fields(&mut task);
    task.elements.clone_from(&draft.rest.add);
    task.elements.sort();
    task.elements.dedup();
    Ok(task)
}

/// The phase a new task goes to when nobody says: the one we are in.
pub fn phase_now(schedule: &Schedule, now: DateTime) -> Phase {
    let reached = |key| {
        schedule
            .get(key)
            .is_some_and(|at: Moment| at.date <= now.date())
    };
    let past_end = schedule
        .get(MilestoneKey::End)
        .is_some_and(|end| end.date < now.date());
    if !schedule.call_has_come {
        Phase::Notification
    } else if past_end {
        Phase::Feedback
    } else if reached(MilestoneKey::Start) {
        Phase::Fieldwork
    } else {
        Phase::Notification
    }
}

/// The operation that removes tasks; others no longer need them.
pub fn remove(plan: &Plan, ids: &[TaskId]) -> Result<Operation, Failure> {
    let mut operation = Operation::new(String::new());
    let mut touched = Vec::new();
    for other in plan.tasks().iter().filter(|task| !ids.contains(&task.id)) {
        let lost = other
            .needs()
            .filter(|need| ids.contains(need))
            .map(Element::Need);
        operation.changes.extend(lost.map(|element| Change::Remove {
            task: other.id,
            element,
        }));
    }
    for id in ids {
        let task = plan.task(*id).ok_or_else(gone)?;
        touched.push(task);
        operation
            .changes
            .push(Change::Delete(Row::Task(Box::new(task.clone()))));
    }
    operation.label = match touched.as_slice() {
        [only] => format!("{} removed: {}", only.reference, only.title),
        many => format!("{} removed", count(many.len() as i32, "task")),
    };
    Ok(operation)
}

/// The call, as somebody tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Call {
    /// The day it came, or is expected.
    pub date: Date,
    /// The time, where known.
    pub time: Option<Time>,
    /// The first day on site, where it was said; otherwise the template's rule proposes one.
    pub on_site: Option<Date>,
    /// Not yet certain.
    pub expected: bool,
    /// Mark unfinished preparation as not needed.
    pub drop_preparation: bool,
}

impl Call {
    /// The call that came then, with the first day on site that the template proposes.
    pub fn came(at: DateTime) -> Self {
        Self {
            date: at.date(),
            time: Some(at.time()),
            on_site: None,
            expected: false,
            drop_preparation: false,
        }
    }
}

/// The operation that records the call: every anchored deadline moves with it.
/// An on-site date before the call is refused.
pub fn record_call(plan: &Plan, call: &Call, author: &Author) -> Result<Operation, Failure> {
    if let Some(on_site) = call.on_site
        && on_site < call.date
    {
        return Err(Failure::usage(format!(
            "Inspectors cannot arrive on {}, before the call on {}.",
            phrase::day(on_site),
            phrase::day(call.date)
        ))
        .hint("Check the on-site date."));
    }
    let at = Moment {
        date: call.date,
        time: call.time,
    };
    let typed = |at| Typed {
        at,
        expected: call.expected,
    };
    let on_site = call.on_site.map(|date| typed(Moment::day(date)));
    let on_site = on_site.or_else(|| standing_start(plan, call));
    let agreed = plan.is_agreed_ahead();
    if agreed && on_site.is_none() {
        return Err(Failure::usage(
            "This visit is agreed ahead, and everything is counted from its first day on site.",
        )
        .hint("Say which day inspectors arrive; on the command line, with --on-site."));
    }
    let mut operation = Operation::new(match (on_site.filter(|_| agreed), call.expected) {
        (Some(start), false) => format!("inspectors arrive on {}", phrase::moment(start.at)),
        (Some(start), true) => format!("inspectors are expected on {}", phrase::moment(start.at)),
        (None, false) => format!("the call came on {}", phrase::moment(at)),
        (None, true) => format!("the call is expected on {}", phrase::moment(at)),
    });
    // What the rule gives anyway is left to the rule, so that it moves when the first day on site does.
    let by_rule = on_site.and_then(|start| notice(plan, start.at.date)) == Some(at.date);
    let call_at = (!by_rule || at.time.is_some()).then(|| typed(at));
    push_milestone(plan, MilestoneKey::Call, call_at, &mut operation)?;
    // A plan of one's own may do without a visit.
    if on_site.is_some() || plan.milestone(MilestoneKey::Start).is_some() {
        push_milestone(plan, MilestoneKey::Start, on_site, &mut operation)?;
    }
    if !call.expected && !agreed {
        let taken = plan
            .tasks()
            .iter()
            .filter(|task| task.takes_call && task.status.is_open());
        push_status(taken, &Status::Done { at: author.now }, &mut operation);
    }
    if call.drop_preparation && !call.expected {
        let left = plan
            .tasks()
            .iter()
            .filter(|t| t.is_preparation() && t.status.is_open() && !t.takes_call);
        push_status(left, &Status::NotNeeded, &mut operation);
    }
    Ok(operation)
}

/// The day of notice that goes with a first day on site, where the visit is agreed ahead.
pub fn notice(plan: &Plan, on_site: Date) -> Option<Date> {
    let rule = plan.milestone(MilestoneKey::Call)?.rule?;
    let notice = rule.resolve(Moment::day(on_site), plan.calendar(), Roll::Back);
    plan.is_agreed_ahead().then_some(notice.date)
}

/// The first day on site somebody typed for a call that is recorded already: correcting the call's date or time does
/// not move inspectors. `None` where the template proposes one.
pub fn standing_start(plan: &Plan, call: &Call) -> Option<Typed> {
    let typed = |key| plan.milestone(key).and_then(|milestone| milestone.typed);
    let recorded =
        plan.is_agreed_ahead() || typed(MilestoneKey::Call).is_some_and(|known| !known.expected);
    typed(MilestoneKey::Start)
        .filter(|start| recorded && !call.expected && !start.expected && start.at.date >= call.date)
}

fn push_status<'a>(tasks: impl Iterator<Item = &'a Task>, new: &Status, operation: &mut Operation) {
    for task in tasks {
        if let Some(swap) = Swap::from_to(&task.status, new.clone()) {
            operation.changes.push(Change::Task {
                id: task.id,
                edit: TaskEdit::Status(swap),
            });
        }
    }
}

fn push_milestone(
    plan: &Plan,
    key: MilestoneKey,
    typed: Option<Typed>,
    operation: &mut Operation,
) -> Result<(), Failure> {
    let milestone = plan.milestone(key).ok_or_else(|| no_milestone(plan, key))?;
    operation.changes.extend(
        Swap::from_to(&milestone.typed, typed).map(|typed| Change::Milestone { key, typed }),
    );
    Ok(())
}

fn no_milestone(plan: &Plan, key: MilestoneKey) -> Failure {
    let keys = plan.milestones().iter().map(|known| known.key.as_str());
    let keys = keys.collect::<Vec<_>>().join(", ");
    Failure::not_found(format!("This inspection has no milestone \"{key}\"."))
        .hint(format!("Its milestones are {keys}."))
}

/// A deadline that hangs from a milestone this inspection does not have would never fall.
fn check_anchor(plan: &Plan, patch: &Patch) -> Result<(), Failure> {
    match patch.due.flatten() {
        Some(When::Rule(rule)) if plan.milestone(rule.anchor).is_none() => {
            Err(no_milestone(plan, rule.anchor))
        }
        Some(When::Rule(_) | When::At(_)) | None => Ok(()),
    }
}

/// Which milestone cannot come before which.
const ORDER: [(MilestoneKey, MilestoneKey); 7] = [
    (MilestoneKey::Call, MilestoneKey::Start),
    (MilestoneKey::Start, MilestoneKey::End),
    (MilestoneKey::End, MilestoneKey::Draft),
    (MilestoneKey::Draft, MilestoneKey::Comments),
    (MilestoneKey::End, MilestoneKey::Final),
    (MilestoneKey::End, MilestoneKey::Publication),
    (MilestoneKey::Publication, MilestoneKey::Plan),
];

/// The operation that types a milestone's real date, or clears it so that its rule counts again. A date before the
/// milestone it follows, or after a typed one that follows it, is refused.
pub fn milestone(
    plan: &Plan,
    schedule: &Schedule,
    key: MilestoneKey,
    typed: Option<Typed>,
) -> Result<Operation, Failure> {
    let name = |key| {
        plan.milestone(key)
            .map_or(key.title(), |known| known.name.as_str())
    };
    if let Some(typed) = typed {
        let is_typed = |key| {
            plan.milestone(key)
                .is_some_and(|known| known.typed.is_some())
        };
        let wrong = ORDER.into_iter().find_map(|(first, then)| {
            let other = if key == then { first } else { then };
            let at = schedule.get(other)?.date;
            if moves_along(plan, other, key) {
                return None;
            }
            let is_wrong = (key == then && typed.at.date < at)
                || (key == first && is_typed(then) && typed.at.date > at);
            is_wrong.then_some((other, at))
        });
        if let Some((other, at)) = wrong {
            let side = if typed.at.date < at {
                "before"
            } else {
                "after"
            };
            return Err(Failure::usage(format!(
                "{} cannot be on {}, {side} {} on {}.",
                name(key),
                phrase::day(typed.at.date),
                name(other),
                phrase::day(at)
            ))
            .hint("Check both dates."));
        }
    }
    let mut operation = Operation::new(match typed {
        Some(typed) => format!("{} on {}", name(key), phrase::moment(typed.at)),
        None => format!("{} by its rule again", name(key)),
    });
    push_milestone(plan, key, typed, &mut operation)?;
    Ok(operation)
}

/// Whether nobody has typed `key` and it is counted from `anchor`.
fn moves_along(plan: &Plan, key: MilestoneKey, anchor: MilestoneKey) -> bool {
    plan.milestone(key).is_some_and(|known| {
        known.typed.is_none() && known.rule.is_some_and(|rule| rule.anchor == anchor)
    })
}

/// The operation that makes `date` a council closure day, or a working day again when it was one.
pub fn toggle_closure(plan: &Plan, date: Date) -> Operation {
    let known = plan
        .days_off()
        .find(|day| day.list == DayList::Closure && day.date == date);
    let said = phrase::day(date);
    if let Some(day) = known {
        Operation {
            label: format!("{said} is no closure day any more"),
            changes: vec![Change::Delete(Row::DayOff(day))],
        }
    } else {
        let name = Line::clipped("Council closed");
        let day = DayOff {
            list: DayList::Closure,
            date,
            name,
        };
        Operation {
            label: format!("{said} is a closure day"),
            changes: vec![Change::Create(Row::DayOff(day))],
        }
    }
}

/// What is to become of a person or role.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PersonPatch {
    /// Their name.
    pub name: Option<Line>,
    /// Their initials.
    pub initials: Option<Line>,
    /// Their roles.
    pub role: Option<Line>,
}

/// The operation that names a role, or changes what is known of a person.
/// When the name is that of somebody the file knows already, that person takes over the role's tasks.
pub fn person(plan: &Plan, id: PersonId, patch: &PersonPatch) -> Result<Operation, Failure> {
    let person = plan
        .person(id)
        .ok_or_else(|| Failure::not_found("That person is no longer there."))?;
    if let Some(name) = &patch.name
        && let Some(other) = plan.people().iter().find(|p| {
            p.id != id
                && p.name
                    .as_ref()
                    .is_some_and(|known| fold(known.as_str()) == fold(name.as_str()))
        })
    {
        return take_over(plan, person, other);
    }
    if let Some(initials) = &patch.initials
        && let Some(other) = plan
            .people()
            .iter()
            .find(|p| p.id != id && fold(p.initials.as_str()) == fold(initials.as_str()))
    {
        return Err(
            Failure::usage(format!("{initials} already stands for {}.", other.label()))
                .hint("Choose other initials."),
        );
    }
    let mut after = person.clone();
    if let Some(name) = &patch.name {
        after.name = Some(name.clone()).filter(|name| !name.is_empty());
        if person.name.is_none() && after.name.is_some() {
            after.initials = free_initials(plan.people(), &initials_of(name.as_str()));
        }
    }
    if let Some(initials) = &patch.initials {
        after.initials.clone_from(initials);
    }
    if let Some(role) = &patch.role {
        after.role.clone_from(role);
    }
    let label = match &patch.name {
        Some(name) if person.name.is_none() => format!("{} is {name}", person.role),
        Some(name) if !name.is_empty() && patch.initials.is_none() && patch.role.is_none() => {
            format!("{} is now called {name}", person.label())
        }
        _ => format!("{} changed", person.label()),
    };
    let edits = PersonEdit::between(person, &after).into_iter();
    Ok(Operation {
        label,
        changes: edits.map(|edit| Change::Person { id, edit }).collect(),
    })
}

/// `to` takes all that `from` has, roles and tasks, and `from` goes.
fn take_over(plan: &Plan, from: &Person, to: &Person) -> Result<Operation, Failure> {
    let mut operation = Operation::new(format!("{} takes over from {}", to.label(), from.label()));
    for task in plan.tasks() {
        let swap = |held: Option<PersonId>| {
            (held == Some(from.id)).then_some(Swap {
                old: Some(from.id),
                new: Some(to.id),
            })
        };
        let edits = [
            swap(task.owner).map(TaskEdit::Owner),
            swap(task.deputy).map(TaskEdit::Deputy),
        ];
        operation.changes.extend(
            edits
                .into_iter()
                .flatten()
                .map(|edit| Change::Task { id: task.id, edit }),
        );
    }
    let roles: Vec<&str> = to.roles().chain(from.roles()).collect();
    let role = line(&roles.join(", "), "The role")?;
    operation
        .changes
        .extend(Swap::from_to(&to.role, role).map(|swap| Change::Person {
            id: to.id,
            edit: PersonEdit::Role(swap),
        }));
    operation
        .changes
        .extend(records::handed_on(plan, from.id, to.id));
    operation
        .changes
        .push(Change::Delete(Row::Person(from.clone())));
    Ok(operation)
}

/// The operation that remembers that a brief was made for these readers, from the file as `head` stands for it.
pub fn brief_made(
    audience: &str,
    author: &Author,
    head: Hash,
    ids: &mut Ids,
) -> Result<Operation, Failure> {
    let made = Briefing {
        audience: line(audience, "The readers' name")?,
        at: author.now,
        who: author.who.clone(),
        head: line(&head.to_string(), "The mark")?,
    };
    let id = RecordId(ids.next_id());
    Ok(Operation {
        label: format!("Brief for {audience} made"),
        changes: vec![records::create(id, Record::Briefing(made))],
    })
}

/// Something leaves although the privacy guard has pointed at it: an operation that says so.
pub fn released(what: &str, marks: &[Mark], author: &Author, ids: &mut Ids) -> Operation {
    let release = Release {
        sent: Line::clipped(what),
        holds: Line::clipped(&privacy::and(marks)),
        at: author.now,
        who: author.who.clone(),
    };
    let id = RecordId(ids.next_id());
    let operation = Operation {
        label: format!("{} sent out", release.sent),
        changes: vec![records::create(id, Record::Release(release))],
    };
    privacy::logged(&operation, marks)
}
