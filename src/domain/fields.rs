//! A task's fields as text: how each is shown in a form, and how typed text becomes a patch.
//! `readyroom set` and the task form both come here. It saves nothing.

use super::edit::{self, Author, Owner, Patch};
use super::failure::Failure;
use super::framework::Framework;
use super::id::{Ids, Ref, TaskId};
use super::near;
use super::phrase;
use super::plan::Plan;
use super::rating::Shown;
use super::task::{Element, Judgement, Phase, Status, Task};
use super::text::{Line, Note};
use super::when::{Moment, When};

/// A field that can be set by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// Judgement areas, parted by commas.
    Area,
    /// Who takes over.
    Deputy,
    /// By when.
    Due,
    /// Where the proof is, parted by semicolons.
    Evidence,
    /// The last day on which the judged RAG counts.
    Expires,
    /// Refs of the tasks that come first, parted by commas.
    Needs,
    /// More words.
    Note,
    /// Who answers for it.
    Owner,
    /// The phase.
    Phase,
    /// The judged RAG.
    Rag,
    /// Why it was judged so.
    Reason,
    /// The heading inside the phase.
    Section,
    /// How far it has got.
    Status,
    /// The council's own words, parted by commas.
    Tag,
    /// What has to be done.
    Title,
    /// On whom or what it waits.
    Waiting,
}

/// Every field with its name, in the order a form shows them.
pub const FIELDS: [(Field, &str); 16] = [
    (Field::Title, "title"),
    (Field::Owner, "owner"),
    (Field::Deputy, "deputy"),
    (Field::Due, "due"),
    (Field::Status, "status"),
    (Field::Waiting, "waiting"),
    (Field::Rag, "rag"),
    (Field::Reason, "reason"),
    (Field::Expires, "expires"),
    (Field::Phase, "phase"),
    (Field::Section, "section"),
    (Field::Area, "area"),
    (Field::Tag, "tag"),
    (Field::Needs, "needs"),
    (Field::Evidence, "evidence"),
    (Field::Note, "note"),
];

impl Field {
    /// The name people type.
    pub fn as_str(self) -> &'static str {
        FIELDS
            .iter()
            .find(|(field, _)| *field == self)
            .map_or("", |(_, name)| name)
    }

    /// Reads a field's name; the failure lists all of them and the nearest.
    pub fn read(name: &str) -> Result<Field, Failure> {
        let wanted = name.trim().to_lowercase();
        if let Some((field, _)) = FIELDS.iter().find(|(_, known)| *known == wanted) {
            return Ok(*field);
        }
        let known: Vec<&str> = FIELDS.iter().map(|(_, name)| *name).collect();
        let list = format!("The fields are {}.", known.join(", "));
        let failure = Failure::usage(format!("There is no field \"{}\".", name.trim()));
        Err(failure.hint(near::hint(&wanted, known, &list)))
    }
}

/// The text of a field, as a form shows it and [`write()`] reads it back.
pub fn show(plan: &Plan, task: &Task, field: Field) -> String {
    let person = |id: Option<super::id::PersonId>| {
        id.and_then(|id| plan.person(id))
            .map(|person| person.label().to_owned())
            .unwrap_or_default()
    };
    let judgement = task.judgement.as_ref();
    match field {
        Field::Area => join(task.areas().map(Line::to_string), ", "),
        Field::Deputy => person(task.deputy),
        Field::Due => task.deadline.due.map(edit::spoken).unwrap_or_default(),
        Field::Evidence => join(task.evidence().map(Line::to_string), "; "),
        Field::Expires => judgement
            .and_then(|j| j.expires)
            .map(phrase::day)
            .unwrap_or_default(),
        Field::Needs => join(
            task.needs()
                .filter_map(|id| plan.task(id))
                .map(|need| need.reference.to_string()),
            ", ",
        ),
        Field::Note => task.note.to_string(),
        Field::Owner => person(task.owner),
        Field::Phase => task.place.phase.as_str().to_owned(),
        Field::Rag => judgement
            .map(|j| j.rag.as_str().to_owned())
            .unwrap_or_default(),
        Field::Reason => judgement.map(|j| j.reason.to_string()).unwrap_or_default(),
        Field::Section => task.place.section.to_string(),
        Field::Status => task.status.as_str().replace('_', " "),
        Field::Tag => join(task.tags().map(Line::to_string), ", "),
        Field::Title => task.title.to_string(),
        Field::Waiting => task.status.waiting_on().to_owned(),
    }
}

fn join(parts: impl Iterator<Item = String>, between: &str) -> String {
    parts.collect::<Vec<_>>().join(between)
}

/// What reading typed fields needs to know.
pub struct Context<'a> {
    /// The plan the task is in.
    pub plan: &'a Plan,
    /// Who edits, and when.
    pub author: &'a Author,
    /// For people named for the first time.
    pub ids: &'a mut Ids,
}

/// What was made of typed fields.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// What is to become of the task.
    pub patch: Patch,
    /// What the user should know: a new person was added, with near names.
    pub notices: Vec<String>,
}

/// Reads typed `fields` of `task` into one patch. The first one that cannot be read is refused, by name.
pub fn write(
    task: &Task,
    fields: &[(Field, String)],
    cx: &mut Context<'_>,
) -> Result<Written, Failure> {
    let mut written = Written::default();
    for (field, text) in fields {
        one(task, *field, text.trim(), cx, &mut written)?;
    }
    Ok(written)
}

fn one(
    task: &Task,
    field: Field,
    text: &str,
    cx: &mut Context<'_>,
    written: &mut Written,
) -> Result<(), Failure> {
    match field {
        Field::Area => list(
            task,
            areas(task, text, cx.plan)?,
            Element::Area,
            &mut written.patch,
        ),
        Field::Deputy => written.patch.deputy = Some(owner(text, cx, written)?),
        Field::Due => written.patch.due = Some(due(text, "Due", cx)?),
        Field::Evidence => list(
            task,
            words(text, ';'),
            Element::Evidence,
            &mut written.patch,
        ),
        Field::Expires => {
            let expires = due(text, "Expires", cx)?
                .map(|when| day_of(when, "Expires"))
                .transpose()?;
            judgement(task, &mut written.patch, cx.author)?.expires =
                expires.map(|moment| moment.date);
        }
        Field::Needs => needs(task, text, cx.plan, &mut written.patch)?,
        Field::Note => written.patch.note = Some(note(text)?),
        Field::Owner => written.patch.owner = Some(owner(text, cx, written)?),
        Field::Phase => written.patch.phase = Some(phase(text)?),
        Field::Rag => rag(text, &mut written.patch, task, cx)?,
        Field::Reason => {
            let reason = edit::line(text, "The reason")?;
            judgement(task, &mut written.patch, cx.author)?.reason = reason;
        }
        Field::Section => written.patch.section = Some(edit::line(text, "The section")?),
        Field::Status => {
            written.patch.status = Some(status(text, task, &written.patch, cx.author)?);
        }
        Field::Tag => list(task, words(text, ','), Element::Tag, &mut written.patch),
        Field::Title => written.patch.title = Some(edit::line(text, "The title")?),
        Field::Waiting => {
            let on = edit::line(text, "What it waits on")?;
            written.patch.status = Some(if on.is_empty() {
                Status::InProgress
            } else {
                Status::Waiting { on }
            });
        }
    }
    Ok(())
}

/// A note through the gate.
pub fn note(text: &str) -> Result<Note, Failure> {
    Note::new(text).map_err(|error| Failure::usage(format!("The note is {error}.")))
}

fn owner(
    text: &str,
    cx: &mut Context<'_>,
    written: &mut Written,
) -> Result<Option<super::id::PersonId>, Failure> {
    let owner = edit::read_owner(cx.plan, text, cx.ids)?;
    if let Owner::New { person, near } = &owner {
        written
            .notices
            .push(new_person_notice(person.label(), near));
        written.patch.people.push(person.clone());
    }
    Ok(owner.id())
}

/// Says that a person was added, with the near names they may have been meant for.
pub fn new_person_notice(name: &str, near: &[String]) -> String {
    match near {
        [] => format!("{name} is new and was added."),
        near => format!("{name} is new and was added. Near: {}.", near.join(", ")),
    }
}

/// Reads a date or a rule; empty text clears.
pub fn due(text: &str, field: &str, cx: &Context<'_>) -> Result<Option<When>, Failure> {
    if matches!(text.to_lowercase().as_str(), "" | "none" | "-" | "no date") {
        return Ok(None);
    }
    let phrase_cx = phrase::Context {
        now: cx.author.now,
        calendar: cx.plan.calendar(),
    };
    let read = phrase::read(text, &phrase_cx).map(Some);
    read.map_err(|error| Failure::usage(error.to_string()).hint(format!("{field} was \"{text}\".")))
}

fn day_of(when: When, field: &str) -> Result<Moment, Failure> {
    match when {
        When::At(moment) => Ok(moment),
        When::Rule(_) => Err(Failure::usage(format!(
            "{field} must be a real date, like fri or 8/6."
        ))),
    }
}

/// Reads a phase by its name or its beginning.
pub fn phase(text: &str) -> Result<Phase, Failure> {
    Phase::read(text).ok_or_else(|| {
        Failure::usage(format!("There is no phase \"{text}\"."))
            .hint("The phases are notification, fieldwork and feedback.")
    })
}

/// The judgement in the making: what the patch has so far, else what stands, else refused.
fn judgement<'p>(
    task: &Task,
    patch: &'p mut Patch,
    author: &Author,
) -> Result<&'p mut Judgement, Failure> {
    if patch.judgement.is_none() {
        patch.judgement = Some(task.judgement.clone());
    }
    let judgement = patch
        .judgement
        .as_mut()
        .and_then(Option::as_mut)
        .ok_or_else(|| {
            Failure::usage(
                "A reason or an expiry goes with a judged RAG, and nobody has judged this task.",
            )
            .hint("Set rag=red, rag=amber or rag=green as well.")
        })?;
    judgement.who = author.who.clone();
    judgement.at = author.now;
    Ok(judgement)
}

fn rag(text: &str, patch: &mut Patch, task: &Task, cx: &Context<'_>) -> Result<(), Failure> {
    let author = cx.author;
    if matches!(text.to_lowercase().as_str(), "" | "none" | "-") {
        patch.judgement = Some(None);
        return Ok(());
    }
    let rag = cx.plan.inspection().policy.read(text).and_then(Shown::rag);
    let rag = rag.ok_or_else(|| {
        Failure::usage(format!("There is no RAG \"{text}\"."))
            .hint("It is red, amber or green, or empty to go by the dates. Complete comes with status=done.")
    })?;
    let so_far = patch
        .judgement
        .clone()
        .unwrap_or_else(|| task.judgement.clone());
    let (reason, expires) = match so_far {
        Some(judged) if judged.rag == rag => (judged.reason, judged.expires),
        _ => (Line::default(), None),
    };
    patch.judgement = Some(Some(Judgement {
        rag,
        reason,
        who: author.who.clone(),
        at: author.now,
        expires,
    }));
    Ok(())
}

fn status(text: &str, task: &Task, patch: &Patch, author: &Author) -> Result<Status, Failure> {
    let wanted = text.to_lowercase().replace([' ', '-'], "_");
    let hits: Vec<&str> = Status::NAMES
        .into_iter()
        .filter(|name| !wanted.is_empty() && name.starts_with(&wanted))
        .collect();
    let exact = Status::NAMES.into_iter().find(|name| *name == wanted);
    match (exact, hits.as_slice()) {
        (Some(name), _) | (None, &[name]) => Ok(match name {
            "not_started" => Status::NotStarted,
            "in_progress" => Status::InProgress,
            "waiting" => Status::Waiting {
                on: waiting_on(task, patch),
            },
            "done" => Status::Done { at: author.now },
            _ => Status::NotNeeded,
        }),
        _ if wanted.is_empty() => Ok(Status::NotStarted),
        _ => Err(Failure::usage(format!("There is no status \"{text}\"."))
            .hint("It is not started, in progress, waiting, done or not needed.")),
    }
}

fn waiting_on(task: &Task, patch: &Patch) -> Line {
    match patch.status.as_ref().unwrap_or(&task.status) {
        Status::Waiting { on } => on.clone(),
        _ => Line::default(),
    }
}

fn words(text: &str, between: char) -> Vec<Line> {
    text.split(between)
        .filter_map(|word| Line::new(word).ok())
        .filter(|word| !word.is_empty())
        .collect()
}

/// Judgement areas as the inspection's framework spells them. One it does not have is refused, unless the task has it
/// already. A framework this version does not know allows anything.
fn areas(task: &Task, text: &str, plan: &Plan) -> Result<Vec<Line>, Failure> {
    let typed = words(text, ',');
    match Framework::known(plan.inspection().framework.as_str()) {
        None => Ok(typed),
        Some(framework) => {
            framework.read_areas(&typed, |area| task.areas().any(|held| held == area))
        }
    }
}

/// The list is to hold just these.
fn list(task: &Task, wanted: Vec<Line>, make: fn(Line) -> Element, patch: &mut Patch) {
    let wanted: Vec<Element> = wanted.into_iter().map(make).collect();
    replace(
        task,
        wanted,
        |element| same_list(element, &make(Line::default())),
        patch,
    );
}

fn same_list(a: &Element, b: &Element) -> bool {
    std::mem::discriminant(a) == std::mem::discriminant(b)
}

fn replace(
    task: &Task,
    wanted: Vec<Element>,
    of_list: impl Fn(&Element) -> bool,
    patch: &mut Patch,
) {
    let old = task.elements.iter().filter(|element| of_list(element));
    patch
        .remove
        .extend(old.filter(|element| !wanted.contains(element)).cloned());
    patch.add.extend(wanted);
}

fn needs(task: &Task, text: &str, plan: &Plan, patch: &mut Patch) -> Result<(), Failure> {
    let mut wanted = Vec::new();
    for word in text.split([',', ' ']).filter(|word| !word.is_empty()) {
        wanted.push(Element::Need(find(plan, word)?));
    }
    replace(
        task,
        wanted,
        |element| matches!(element, Element::Need(_)),
        patch,
    );
    Ok(())
}

/// The task with the ref people typed.
pub fn find(plan: &Plan, word: &str) -> Result<TaskId, Failure> {
    let reference: Ref = word.parse().map_err(Failure::usage)?;
    let task = plan.by_ref(reference).ok_or_else(|| {
        Failure::not_found(format!("There is no task {reference}."))
            .hint("`readyroom list` shows every task with its ref.")
    })?;
    Ok(task.id)
}
