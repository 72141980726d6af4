//! Builds operations: what a person means, as changes to the plan. The command line and the screens both come here,
//! so a verb means the same in each. Nothing is saved here, and no clock is read.

mod call;
mod people;

use jiff::civil::DateTime;

use super::change::{Change, Row, TaskEdit};
use super::failure::Failure;
use super::id::{Ids, PersonId, Ref, TaskId};
use super::inspection::{NOBODY, Person};
use super::operation::{Hash, Operation};
use super::phrase;
use super::plan::Plan;
use super::privacy::{self, Mark};
use super::rating::count;
use super::records::{self, Briefing, Record, RecordId, Release};
use super::task::{Element, Judgement, Phase, Place, Status, Task};
use super::text::{Line, Note};
use super::when::When;

pub use call::{Call, milestone, notice, phase_now, record_call, standing_start, toggle_closure};
pub use people::{Owner, PersonPatch, free_among, free_initials, free_where, person, read_owner};

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

/// A task that was there a moment ago is not.
pub fn gone() -> Failure {
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
            if task.id == *need {
                return Err(
                    Failure::usage(format!("{} cannot need itself.", task.reference))
                        .hint("Name the task that has to be finished first."),
                );
            }
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
    let title = patch.title.as_ref().map(|_| "title");
    let note = patch.note.as_ref().map(|_| "note");
    let lists = patch.add.iter().chain(&patch.remove);
    let lists = lists.map(|element| match element {
        Element::Area(_) => "areas",
        Element::Evidence(_) => "evidence",
        Element::Need(_) => "needs",
        Element::Tag(_) => "tags",
    });
    // What would be too long to be said in full is named, each once.
    let mut named: Vec<&str> = Vec::new();
    for name in title.into_iter().chain(note).chain(lists) {
        if !named.contains(&name) {
            named.push(name);
        }
    }
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
    ]
    .into_iter()
    .flatten()
    .collect();
    if let Some((last, before)) = named.split_last() {
        let all = match before {
            [] => (*last).to_owned(),
            some => format!("{} and {last}", some.join(", ")),
        };
        said.push(format!("{all} changed"));
    }
    said.join(", ")
}

/// What is said when a typed date takes the place of a rule in some of `targets`: such a deadline moves no more.
pub fn fixed(plan: &Plan, targets: &[TaskId], patch: &Patch) -> Option<&'static str> {
    if !matches!(patch.due, Some(Some(When::At(_)))) {
        return None;
    }
    let hung = |id: &&TaskId| {
        let due = plan.task(**id).and_then(|task| task.deadline.due);
        matches!(due, Some(When::Rule(_)))
    };
    match targets.iter().filter(hung).count() {
        0 => None,
        1 if targets.len() == 1 => Some("It no longer moves with the call."),
        some if some == targets.len() => Some("They no longer move with the call."),
        _ => Some("Those with a rule no longer move with the call."),
    }
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

/// A deadline that hangs from a milestone this inspection does not have would never fall.
fn check_anchor(plan: &Plan, patch: &Patch) -> Result<(), Failure> {
    match patch.due.flatten() {
        Some(When::Rule(rule)) if plan.milestone(rule.anchor).is_none() => {
            Err(call::no_milestone(plan, rule.anchor))
        }
        Some(When::Rule(_) | When::At(_)) | None => Ok(()),
    }
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

#[cfg(test)]
mod tests {
    use jiff::civil::datetime;

    use super::*;

    /// A plan of one task, in the section "Annex A" of the notification phase.
    fn plan() -> (Plan, TaskId) {
        let mut plan = Plan::default();
        let draft = Draft {
            title: Line::clipped("Check the lists"),
            rest: Patch {
                section: Some(Line::clipped("Annex A")),
                ..Patch::default()
            },
        };
        let mut ids = Ids::new(1, 1);
        let (added, id) = add(&plan, &draft, Phase::Notification, &mut ids).unwrap();
        plan.apply_all(&added.changes).unwrap();
        (plan, id)
    }

    fn patched(plan: &Plan, id: TaskId, said: &Patch) -> Task {
        let mut plan = plan.clone();
        let operation = patch(&plan, &[id], said).unwrap();
        plan.apply_all(&operation.changes).unwrap();
        plan.task(id).unwrap().clone()
    }

    #[test]
    fn a_section_belongs_to_its_phase() {
        let (plan, id) = plan();
        for (phase, section, expected) in [
            (None, None, "Notification, Annex A"),
            (Some(Phase::Notification), None, "Notification, Annex A"),
            (Some(Phase::Feedback), None, "Feedback"),
            (Some(Phase::Feedback), Some("Report"), "Feedback, Report"),
            (None, Some("Off-site week"), "Notification, Off-site week"),
            (None, Some(""), "Notification"),
        ] {
            let said = Patch {
                phase,
                section: section.map(Line::clipped),
                ..Patch::default()
            };
            let place = patched(&plan, id, &said).place.words();
            assert_eq!(place, expected, "{phase:?} {section:?}");
        }
    }

    #[test]
    fn a_task_that_is_done_already_keeps_the_time_it_was_done_at() {
        let (mut plan, id) = plan();
        let done = |hour| {
            Patch::status(Status::Done {
                at: datetime(2026, 6, 3, hour, 0, 0, 0),
            })
        };
        let first = patch(&plan, &[id], &done(9)).unwrap();
        plan.apply_all(&first.changes).unwrap();
        assert!(patch(&plan, &[id], &done(17)).unwrap().is_empty());
        let again = patched(&plan, id, &Patch::status(Status::InProgress));
        assert_eq!(again.status, Status::InProgress);
    }
}
