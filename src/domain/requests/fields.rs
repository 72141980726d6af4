//! The fields of requests and of lines of enquiry as text: how each is shown in a form, and how typed text becomes an
//! operation. `readyroom request set`, `readyroom enquiry set` and the forms of the screens all come here.

use jiff::civil::DateTime;

use super::capture::{asked, person, resolve, wording};
use super::{Request, State, Step};
use crate::domain::edit::{self, Author};
use crate::domain::england::Clocked;
use crate::domain::enquiries::{self, Enquiry};
use crate::domain::failure::Failure;
use crate::domain::fields::{find, note};
use crate::domain::inspection::NOBODY;
use crate::domain::near;
use crate::domain::operation::Operation;
use crate::domain::phrase;
use crate::domain::plan::Plan;
use crate::domain::records::{self, Record, RecordId};
use crate::domain::text::{Line, quoted};
use crate::domain::when::Moment;

/// A field of a request, or of a line of enquiry; a few are fields of both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// Who said that the answer may go.
    Approved,
    /// Judgement areas.
    Area,
    /// When it was asked.
    Asked,
    /// Who asked.
    By,
    /// Where the proof is.
    Evidence,
    /// The line of enquiry that a request belongs to.
    Line,
    /// What a line of enquiry is called.
    Name,
    /// More words.
    Note,
    /// Who answers it.
    Owner,
    /// By when.
    Promised,
    /// How far it has got.
    State,
    /// The task that a request became; the tasks under a line of enquiry.
    Task,
    /// What inspectors are testing.
    Testing,
    /// What was asked.
    Wording,
}

impl Field {
    /// The name people type.
    pub fn as_str(self) -> &'static str {
        match self {
            Field::Approved => "approved",
            Field::Area => "area",
            Field::Asked => "asked",
            Field::By => "by",
            Field::Evidence => "evidence",
            Field::Line => "line",
            Field::Name => "name",
            Field::Note => "note",
            Field::Owner => "owner",
            Field::Promised => "promised",
            Field::State => "state",
            Field::Task => "task",
            Field::Testing => "testing",
            Field::Wording => "wording",
        }
    }
}

/// A field of a record, and what may stand in it.
pub type Row = (Field, &'static str);

/// The fields of a request, in the order a form shows them.
pub const REQUEST: [Row; 11] = [
    (
        Field::Wording,
        "What was asked, in the inspector's words. No child's name.",
    ),
    (Field::By, "Who asked: a name or initials."),
    (Field::Asked, "When it was asked, like 9:40 or 27/11 16:10."),
    (
        Field::Owner,
        "Initials, a name or a role; empty for nobody.",
    ),
    (
        Field::Promised,
        "A time to come, like +4h, today 16:00 or tomorrow 10:00; empty for none.",
    ),
    (
        Field::Line,
        "The line of enquiry it belongs to; empty for none.",
    ),
    (
        Field::State,
        "open, in progress, ready, sent, returned or closed.",
    ),
    (
        Field::Approved,
        "Who said that the answer may go; empty for nobody.",
    ),
    (
        Field::Evidence,
        "Links or a few words, parted by semicolons.",
    ),
    (
        Field::Task,
        "The ref of the task it became; empty for none.",
    ),
    (
        Field::Note,
        "More words. No child's name, date of birth or case number.",
    ),
];

/// The fields of a line of enquiry.
pub const ENQUIRY: [Row; 5] = [
    (Field::Name, "A few words; no other line has them."),
    (Field::Area, "Judgement areas, parted by commas."),
    (Field::Testing, "What inspectors are testing."),
    (Field::Task, "Refs of tasks under it, parted by commas."),
    (
        Field::Evidence,
        "Links or a few words, parted by semicolons.",
    ),
];

/// The fields that a record has, where it has any that can be typed.
pub fn rows(record: &Record) -> &'static [Row] {
    match record {
        Record::Request(_) => &REQUEST,
        Record::Enquiry(_) => &ENQUIRY,
        _ => &[],
    }
}

/// What may stand in this field of a record that has it.
pub fn help(record: &Record, field: Field) -> &'static str {
    let mut rows = rows(record).iter();
    rows.find(|(known, _)| *known == field)
        .map_or("", |(_, help)| help)
}

/// The text of a field as a form shows it and [`write()`] reads it back.
pub fn show(plan: &Plan, record: &Record, field: Field) -> String {
    match record {
        Record::Request(request) => show_request(plan, request, field),
        Record::Enquiry(enquiry) => show_enquiry(plan, enquiry, field),
        _ => String::new(),
    }
}

fn show_request(plan: &Plan, request: &Request, field: Field) -> String {
    match field {
        Field::Wording => request.wording.to_string(),
        Field::By => request.asked_by.to_string(),
        Field::Asked => phrase::moment(Moment::from(request.asked.local)),
        Field::Owner => {
            let owner = request.owner.and_then(|id| plan.person(id));
            owner
                .map(|person| person.label().to_owned())
                .unwrap_or_default()
        }
        Field::Promised => request.promised.map(phrase::moment).unwrap_or_default(),
        Field::Line => enquiries::name_of(plan, request.enquiry)
            .unwrap_or_default()
            .to_owned(),
        Field::State => request.state.as_str().replace('_', " "),
        Field::Approved => {
            let approval = request.approved.as_ref();
            approval
                .map(|approval| approval.by.to_string())
                .unwrap_or_default()
        }
        Field::Evidence => joined(&request.evidence, "; "),
        Field::Task => {
            let task = request.task.and_then(|id| plan.task(id));
            task.map(|task| task.reference.to_string())
                .unwrap_or_default()
        }
        Field::Note => request.note.to_string(),
        Field::Area | Field::Name | Field::Testing => String::new(),
    }
}

fn show_enquiry(plan: &Plan, enquiry: &Enquiry, field: Field) -> String {
    match field {
        Field::Name => enquiry.name.to_string(),
        Field::Area => joined(&enquiry.areas, ", "),
        Field::Testing => enquiry.testing.to_string(),
        Field::Task => {
            let tasks = enquiry.tasks.iter().filter_map(|id| plan.task(*id));
            let refs: Vec<String> = tasks.map(|task| task.reference.to_string()).collect();
            refs.join(", ")
        }
        Field::Evidence => joined(&enquiry.evidence, "; "),
        Field::Approved
        | Field::Asked
        | Field::By
        | Field::Line
        | Field::Note
        | Field::Owner
        | Field::Promised
        | Field::State
        | Field::Wording => String::new(),
    }
}

fn joined(lines: &[Line], between: &str) -> String {
    let lines: Vec<&str> = lines.iter().map(Line::as_str).collect();
    lines.join(between)
}

/// The same as [`write()`], of fields named by whoever typed them; a name that is none is refused, and the nearest offered.
pub fn write_named(
    plan: &Plan,
    id: RecordId,
    typed: &[(String, String)],
    author: &Author,
) -> Result<Operation, Failure> {
    let rows = rows(record(plan, id)?);
    let fields = typed
        .iter()
        .map(|(name, text)| Ok((known(rows, name)?, text.clone())))
        .collect::<Result<Vec<_>, Failure>>()?;
    write(plan, id, &fields, author)
}

fn record(plan: &Plan, id: RecordId) -> Result<&Record, Failure> {
    plan.record(id)
        .ok_or_else(|| Failure::not_found("It is no longer there."))
}

/// Reads typed `fields` of a record into one operation, in whatever order they come. One that cannot be read is refused.
pub fn write(
    plan: &Plan,
    id: RecordId,
    fields: &[(Field, String)],
    author: &Author,
) -> Result<Operation, Failure> {
    let old = record(plan, id)?;
    let mut typed: Vec<(Field, &str)> = fields
        .iter()
        .map(|(field, text)| (*field, text.trim()))
        .collect();
    // A request moves on as all else that was typed says: what is approved and sent at once goes as approved.
    typed.sort_by_key(|(field, _)| *field == Field::State);
    let mut new = old.clone();
    for (field, text) in typed {
        match &mut new {
            Record::Request(request) => set_request(plan, request, field, text, author)?,
            Record::Enquiry(enquiry) => set_enquiry(plan, id, enquiry, field, text)?,
            _ => return Err(no_field(&[], field)),
        }
    }
    let name = match &new {
        Record::Request(_) => super::one(plan, id)?.0.to_string(),
        other => other.words(),
    };
    let all = rows(old).iter().map(|(field, _)| *field);
    let set = all.filter(|field| fields.iter().any(|(typed, _)| typed == field));
    Ok(Operation {
        label: format!("{name}: {}", moved(plan, old, &new, set)),
        changes: records::changes(id, old, &new),
    })
}

/// What became of some fields: "promised by Mon 30 Nov 2026 16:00 (was 14:00), note changed".
pub(super) fn moved(
    plan: &Plan,
    old: &Record,
    new: &Record,
    fields: impl IntoIterator<Item = Field>,
) -> String {
    let said = fields.into_iter().map(|field| {
        let name = field.as_str();
        if matches!(
            field,
            Field::Wording | Field::Note | Field::Evidence | Field::Testing
        ) {
            return format!("{name} changed");
        }
        let (before, is) = (show(plan, old, field), show(plan, new, field));
        let now = match (field, is.as_str()) {
            (Field::Owner, "") => format!("owner {NOBODY}"),
            (Field::Promised, "") => "nothing promised".to_owned(),
            (Field::Promised, at) => format!("promised by {at}"),
            (Field::Approved, "") => "not approved".to_owned(),
            (Field::Approved, who) => format!("approved by {who}"),
            (Field::By, who) => format!("asked by {who}"),
            (Field::State, state) => state.to_owned(),
            (Field::Line, "") => "no line of enquiry".to_owned(),
            (Field::Line, line) => format!("line of enquiry {line}"),
            (_, "") => format!("no {name}"),
            (_, is) => format!("{name} {is}"),
        };
        let was = match (field, old, new) {
            (Field::Promised, Record::Request(old), Record::Request(new)) => {
                promised_before(old, new)
            }
            _ => before,
        };
        if was.is_empty() || is == was {
            now
        } else {
            format!("{now} (was {was})")
        }
    });
    said.collect::<Vec<_>>().join(", ")
}

/// What was promised: of the same day as what is promised now, its time alone.
fn promised_before(old: &Request, new: &Request) -> String {
    let Some(was) = old.promised.filter(|was| new.promised != Some(*was)) else {
        return String::new();
    };
    match (was.time, new.promised) {
        (Some(time), Some(now)) if was.date == now.date => phrase::clock_time(time),
        _ => phrase::moment(was),
    }
}

/// The field of that name; else the nearest is offered.
fn known(rows: &'static [Row], typed: &str) -> Result<Field, Failure> {
    let wanted = typed.trim().to_lowercase();
    let mut fields = rows.iter().map(|(field, _)| *field);
    let found = fields.find(|field| field.as_str() == wanted);
    found.ok_or_else(|| no_such_field(rows, typed))
}

fn no_field(rows: &'static [Row], field: Field) -> Failure {
    no_such_field(rows, field.as_str())
}

fn no_such_field(rows: &'static [Row], typed: &str) -> Failure {
    let names: Vec<&str> = rows.iter().map(|(field, _)| field.as_str()).collect();
    let list = format!("The fields are {}.", names.join(", "));
    Failure::usage(format!("There is no field \"{}\".", quoted(typed)))
        .hint(near::hint(typed, names, &list))
}

fn set_request(
    plan: &Plan,
    request: &mut Request,
    field: Field,
    text: &str,
    author: &Author,
) -> Result<(), Failure> {
    let nothing = matches!(text.to_lowercase().as_str(), "" | "none" | "nobody" | "-");
    match field {
        Field::Wording => request.wording = wording(text)?,
        Field::By => request.asked_by = edit::line(text, "Who asked")?,
        Field::Asked => {
            request.asked = asked(when(text, "Asked", plan, author.now)?, plan, author)?;
        }
        Field::Owner => request.owner = person(text, plan)?,
        Field::Promised if nothing => request.promised = None,
        Field::Promised => {
            let at = resolve(when(text, "Promised", plan, author.now)?, plan, author)?;
            if request.promised != Some(at) {
                request.promised = super::promise(Some(at), author)?;
            }
        }
        Field::Line if nothing => request.enquiry = None,
        Field::Line => request.enquiry = Some(enquiries::named(plan, text)?),
        Field::State => {
            let step = step_to(text)?;
            *request = request.after(&step, Clocked::at(author.now))?;
        }
        Field::Approved if nothing => request.approved = None,
        Field::Approved if request.approved.as_ref().is_some_and(|was| was.by == *text) => {}
        Field::Approved => {
            let step = Step::Approve(edit::line(text, "Who approves it")?);
            *request = request.after(&step, Clocked::at(author.now))?;
        }
        Field::Evidence => request.evidence = pieces(text, ';')?,
        Field::Task if nothing => request.task = None,
        Field::Task => request.task = Some(find(plan, text)?),
        Field::Note => request.note = note(text)?,
        Field::Area | Field::Name | Field::Testing => return Err(no_field(&REQUEST, field)),
    }
    Ok(())
}

fn set_enquiry(
    plan: &Plan,
    id: RecordId,
    enquiry: &mut Enquiry,
    field: Field,
    text: &str,
) -> Result<(), Failure> {
    match field {
        Field::Name => enquiry.name = enquiries::free_name(plan, text, Some(id))?,
        Field::Area => enquiry.areas = enquiries::areas(plan, &pieces(text, ',')?, &enquiry.areas)?,
        Field::Testing => enquiry.testing = note(text)?,
        Field::Task => {
            let refs = text.split([',', ' ']).filter(|word| !word.is_empty());
            enquiry.tasks = refs
                .map(|word| find(plan, word))
                .collect::<Result<_, _>>()?;
        }
        Field::Evidence => enquiry.evidence = pieces(text, ';')?,
        Field::Approved
        | Field::Asked
        | Field::By
        | Field::Line
        | Field::Note
        | Field::Owner
        | Field::Promised
        | Field::State
        | Field::Wording => return Err(no_field(&ENQUIRY, field)),
    }
    Ok(())
}

fn pieces(text: &str, between: char) -> Result<Vec<Line>, Failure> {
    let pieces = text
        .split(between)
        .map(str::trim)
        .filter(|piece| !piece.is_empty());
    pieces
        .map(|piece| edit::line(piece, "A piece of it"))
        .collect()
}

fn when(
    text: &str,
    field: &str,
    plan: &Plan,
    now: DateTime,
) -> Result<crate::domain::when::When, Failure> {
    let cx = phrase::Context {
        now,
        calendar: plan.calendar(),
    };
    phrase::read(text, &cx).map_err(|error| {
        Failure::usage(error.to_string()).hint(format!("{field} was \"{}\".", quoted(text)))
    })
}

/// The step that leads to a state typed by its name.
fn step_to(text: &str) -> Result<Step, Failure> {
    let wanted = text.to_lowercase().replace([' ', '-'], "_");
    let mut hits = State::ALL
        .into_iter()
        .filter(|state| !wanted.is_empty() && state.as_str().starts_with(&wanted));
    match (hits.next(), hits.next()) {
        (Some(state), None) => Ok(match state {
            State::Open => Step::Open,
            State::InProgress => Step::Begin,
            State::Ready => Step::Ready,
            State::Sent => Step::Send {
                said: crate::domain::text::Note::default(),
                approved_by: None,
            },
            State::Returned => Step::Return(Line::default()),
            State::Closed => Step::Close,
        }),
        _ => Err(
            Failure::usage(format!("There is no state \"{}\".", quoted(text)))
                .hint("It is open, in progress, ready, sent, returned or closed."),
        ),
    }
}
