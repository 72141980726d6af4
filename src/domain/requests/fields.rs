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
use crate::domain::operation::Operation;
use crate::domain::phrase;
use crate::domain::plan::Plan;
use crate::domain::records::{self, Record, RecordId};
use crate::domain::tables::nearest;
use crate::domain::text::{Line, quoted};
use crate::domain::when::Moment;

/// A field: its name, and what may stand in it.
pub type Row = (&'static str, &'static str);

/// The fields of a request, in the order a form shows them.
pub const REQUEST: [Row; 11] = [
    (
        "wording",
        "What was asked, in the inspector's words. No child's name.",
    ),
    ("by", "Who asked: a name or initials."),
    ("asked", "When it was asked, like 9:40 or 27/11 16:10."),
    ("owner", "Initials, a name or a role; empty for nobody."),
    (
        "promised",
        "A time to come, like +4h, today 16:00 or tomorrow 10:00; empty for none.",
    ),
    ("line", "The line of enquiry it belongs to; empty for none."),
    (
        "state",
        "open, in progress, ready, sent, returned or closed.",
    ),
    (
        "approved",
        "Who said that the answer may go; empty for nobody.",
    ),
    ("evidence", "Links or a few words, parted by semicolons."),
    ("task", "The ref of the task it became; empty for none."),
    (
        "note",
        "More words. No child's name, date of birth or case number.",
    ),
];

/// The fields of a line of enquiry.
pub const ENQUIRY: [Row; 5] = [
    ("name", "A few words; no other line has them."),
    ("area", "Judgement areas, parted by commas."),
    ("testing", "What inspectors are testing."),
    ("task", "Refs of tasks under it, parted by commas."),
    ("evidence", "Links or a few words, parted by semicolons."),
];

/// The fields that a record has, where it has any that can be typed.
pub fn rows(record: &Record) -> &'static [Row] {
    match record {
        Record::Request(_) => &REQUEST,
        Record::Enquiry(_) => &ENQUIRY,
        _ => &[],
    }
}

/// The text of a field as a form shows it and [`write()`] reads it back.
pub fn show(plan: &Plan, record: &Record, field: &str) -> String {
    match record {
        Record::Request(request) => show_request(plan, request, field),
        Record::Enquiry(enquiry) => show_enquiry(plan, enquiry, field),
        _ => String::new(),
    }
}

fn show_request(plan: &Plan, request: &Request, field: &str) -> String {
    match field {
        "wording" => request.wording.to_string(),
        "by" => request.asked_by.to_string(),
        "asked" => phrase::moment(Moment::from(request.asked.local)),
        "owner" => {
            let owner = request.owner.and_then(|id| plan.person(id));
            owner
                .map(|person| person.label().to_owned())
                .unwrap_or_default()
        }
        "promised" => request.promised.map(phrase::moment).unwrap_or_default(),
        "line" => enquiries::name_of(plan, request.enquiry)
            .unwrap_or_default()
            .to_owned(),
        "state" => request.state.as_str().replace('_', " "),
        "approved" => {
            let approval = request.approved.as_ref();
            approval
                .map(|approval| approval.by.to_string())
                .unwrap_or_default()
        }
        "evidence" => joined(&request.evidence, "; "),
        "task" => {
            let task = request.task.and_then(|id| plan.task(id));
            task.map(|task| task.reference.to_string())
                .unwrap_or_default()
        }
        "note" => request.note.to_string(),
        _ => String::new(),
    }
}

fn show_enquiry(plan: &Plan, enquiry: &Enquiry, field: &str) -> String {
    match field {
        "name" => enquiry.name.to_string(),
        "area" => joined(&enquiry.areas, ", "),
        "testing" => enquiry.testing.to_string(),
        "task" => {
            let tasks = enquiry.tasks.iter().filter_map(|id| plan.task(*id));
            let refs: Vec<String> = tasks.map(|task| task.reference.to_string()).collect();
            refs.join(", ")
        }
        "evidence" => joined(&enquiry.evidence, "; "),
        _ => String::new(),
    }
}

fn joined(lines: &[Line], between: &str) -> String {
    let lines: Vec<&str> = lines.iter().map(Line::as_str).collect();
    lines.join(between)
}

/// Reads typed `fields` of a record into one operation, in whatever order they come. One that cannot be read is refused.
pub fn write(
    plan: &Plan,
    id: RecordId,
    fields: &[(String, String)],
    author: &Author,
) -> Result<Operation, Failure> {
    let old = plan
        .record(id)
        .ok_or_else(|| Failure::not_found("It is no longer there."))?;
    let mut typed = fields
        .iter()
        .map(|(field, text)| Ok((known(rows(old), field)?, text.trim())))
        .collect::<Result<Vec<_>, Failure>>()?;
    // A request moves on as all else that was typed says: what is approved and sent at once goes as approved.
    typed.sort_by_key(|(field, _)| *field == "state");
    let mut new = old.clone();
    for (field, text) in typed {
        match &mut new {
            Record::Request(request) => set_request(plan, request, field, text, author)?,
            Record::Enquiry(enquiry) => set_enquiry(plan, id, enquiry, field, text)?,
            _ => {}
        }
    }
    let name = match &new {
        Record::Request(_) => super::one(plan, id)?.0.to_string(),
        other => other.words(),
    };
    let what = rows(old).iter().map(|(field, _)| *field);
    let what: Vec<&str> = what
        .filter(|field| {
            fields
                .iter()
                .any(|(typed, _)| known(rows(old), typed).ok() == Some(*field))
        })
        .collect();
    Ok(Operation {
        label: format!("{name}: {}", moved(plan, old, &new, &what)),
        changes: records::changes(id, old, &new),
    })
}

/// What became of some fields: "promised by Mon 30 Nov 2026 16:00 (was 14:00), note changed".
pub(super) fn moved(plan: &Plan, old: &Record, new: &Record, fields: &[&str]) -> String {
    let said = fields.iter().map(|field| {
        if ["wording", "note", "evidence", "testing"].contains(field) {
            return format!("{field} changed");
        }
        let (before, is) = (show(plan, old, field), show(plan, new, field));
        let now = match (*field, is.as_str()) {
            ("owner", "") => format!("owner {NOBODY}"),
            ("promised", "") => "nothing promised".to_owned(),
            ("promised", at) => format!("promised by {at}"),
            ("approved", "") => "not approved".to_owned(),
            ("approved" | "by", who) => {
                format!("{} by {who}", if *field == "by" { "asked" } else { field })
            }
            ("state", state) => state.to_owned(),
            ("line", "") => "no line of enquiry".to_owned(),
            ("line", line) => format!("line of enquiry {line}"),
            (field, "") => format!("no {field}"),
            (field, is) => format!("{field} {is}"),
        };
        let was = match (*field, old, new) {
            ("promised", Record::Request(old), Record::Request(new)) => promised_before(old, new),
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

/// The field that was typed; else the nearest is offered.
fn known(rows: &'static [Row], typed: &str) -> Result<&'static str, Failure> {
    let wanted = typed.trim().to_lowercase();
    let names = || rows.iter().map(|(name, _)| *name);
    if let Some(name) = names().find(|name| *name == wanted) {
        return Ok(name);
    }
    let failure = Failure::usage(format!("There is no field \"{}\".", quoted(typed)));
    let list = format!("The fields are {}.", names().collect::<Vec<_>>().join(", "));
    Err(match nearest(&wanted, names()) {
        Some(near) => failure.hint(format!("Did you mean {near}? {list}")),
        None => failure.hint(list),
    })
}

fn set_request(
    plan: &Plan,
    request: &mut Request,
    field: &'static str,
    text: &str,
    author: &Author,
) -> Result<(), Failure> {
    let nothing = matches!(text.to_lowercase().as_str(), "" | "none" | "nobody" | "-");
    match field {
        "wording" => request.wording = wording(text)?,
        "by" => request.asked_by = edit::line(text, "Who asked")?,
        "asked" => request.asked = asked(when(text, "Asked", plan, author.now)?, plan, author)?,
        "owner" => request.owner = person(text, plan)?,
        "promised" if nothing => request.promised = None,
        "promised" => {
            let at = resolve(when(text, "Promised", plan, author.now)?, plan, author)?;
            if request.promised != Some(at) {
                request.promised = super::promise(Some(at), author)?;
            }
        }
        "line" if nothing => request.enquiry = None,
        "line" => request.enquiry = Some(enquiries::named(plan, text)?),
        "state" => {
            let step = step_to(text)?;
            *request = request.after(&step, Clocked::at(author.now))?;
        }
        "approved" if nothing => request.approved = None,
        "approved" if request.approved.as_ref().is_some_and(|was| was.by == *text) => {}
        "approved" => {
            let step = Step::Approve(edit::line(text, "Who approves it")?);
            *request = request.after(&step, Clocked::at(author.now))?;
        }
        "evidence" => request.evidence = pieces(text, ';')?,
        "task" if nothing => request.task = None,
        "task" => request.task = Some(find(plan, text)?),
        _ => request.note = note(text)?,
    }
    Ok(())
}

fn set_enquiry(
    plan: &Plan,
    id: RecordId,
    enquiry: &mut Enquiry,
    field: &'static str,
    text: &str,
) -> Result<(), Failure> {
    match field {
        "name" => enquiry.name = enquiries::free_name(plan, text, Some(id))?,
        "area" => enquiry.areas = enquiries::areas(plan, &pieces(text, ',')?, &enquiry.areas)?,
        "testing" => enquiry.testing = note(text)?,
        "task" => {
            let refs = text.split([',', ' ']).filter(|word| !word.is_empty());
            enquiry.tasks = refs
                .map(|word| find(plan, word))
                .collect::<Result<_, _>>()?;
        }
        _ => enquiry.evidence = pieces(text, ';')?,
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
