//! Inspectors' requests: what one holds, how it goes from asked to answered, and the operations that move it. A request is
//! a record of the file; its number is given once and never again. How they stand at a moment is in [`log`], the line
//! they are typed in is in [`capture`], and their fields as text are in [`fields`].

pub mod capture;
pub mod fields;
pub mod log;

use std::fmt;

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use super::change::{Change, Row};
use super::edit::{self, Author, Draft, Patch};
use super::england::Clocked;
use super::failure::Failure;
use super::id::{Ids, PersonId, TaskId};
use super::operation::Operation;
use super::phrase;
use super::plan::Plan;
use super::records::{self, Kind, Record, RecordId};
use super::task::{Element, Phase};
use super::text::{Line, Note, fit, quoted};
use super::when::{Moment, When};

/// Something an inspector asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// It is known as ...
    pub number: u32,
    /// What was asked, in the inspector's words; never empty.
    pub wording: Note,
    /// Who asked; may be empty.
    #[serde(default)]
    pub asked_by: Line,
    /// When.
    pub asked: Clocked,
    /// The line of enquiry it belongs to.
    pub enquiry: Option<RecordId>,
    /// Who answers for it.
    pub owner: Option<PersonId>,
    /// By when an answer was promised.
    pub promised: Option<Moment>,
    /// How far it has got.
    pub state: State,
    /// Who said that the answer may go, and when. Starts afresh when it comes back.
    pub approved: Option<Approval>,
    /// All that was ever sent, oldest first.
    #[serde(default)]
    pub answers: Vec<Reply>,
    /// Where the proof is.
    #[serde(default)]
    pub evidence: Vec<Line>,
    /// More words.
    #[serde(default)]
    pub note: Note,
    /// The task it became.
    pub task: Option<TaskId>,
}

/// How far a request has got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Nobody has begun.
    Open,
    /// Somebody is at it.
    InProgress,
    /// The answer waits for approval.
    Ready,
    /// The answer has gone.
    Sent,
    /// It came back: more is wanted.
    Returned,
    /// Nothing more will come of it.
    Closed,
}

impl State {
    /// All of them, in the order in which they come.
    pub const ALL: [State; 6] = [
        State::Open,
        State::InProgress,
        State::Ready,
        State::Sent,
        State::Returned,
        State::Closed,
    ];

    /// The stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            State::Open => "open",
            State::InProgress => "in_progress",
            State::Ready => "ready",
            State::Sent => "sent",
            State::Returned => "returned",
            State::Closed => "closed",
        }
    }

    /// As people say it.
    pub fn words(self) -> &'static str {
        match self {
            State::Open => "open",
            State::InProgress => "in progress",
            State::Ready => "ready, waiting for approval",
            State::Sent => "sent",
            State::Returned => "returned for more",
            State::Closed => "closed",
        }
    }

    /// Whether an answer is still owed.
    pub fn is_owed(self) -> bool {
        !matches!(self, State::Sent | State::Closed)
    }
}

/// Somebody said that an answer may go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    /// Who.
    pub by: Line,
    /// When, local time in England.
    pub at: DateTime,
}

/// An answer that was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// What was sent, and where it is; may be empty.
    #[serde(default)]
    pub said: Note,
    /// When.
    pub sent: Clocked,
    /// Who approved it; `None` when nobody did.
    pub approved: Option<Approval>,
    /// It came back.
    pub returned: Option<Back>,
}

/// An answer came back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Back {
    /// When.
    pub at: Clocked,
    /// What more is wanted; may be empty.
    #[serde(default)]
    pub why: Line,
}

/// What moves a request on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Nobody is at it any more, or it is wanted after all.
    Open,
    /// Somebody has begun.
    Begin,
    /// The answer waits for approval.
    Ready,
    /// This person says that it may go.
    Approve(Line),
    /// The answer goes.
    Send {
        /// What is sent, and where it is.
        said: Note,
        /// Who approved it, where that was not noted before.
        approved_by: Option<Line>,
    },
    /// It came back, because of this.
    Return(Line),
    /// Nothing more will come of it.
    Close,
}

impl Request {
    /// How it stands, in a few words: what is approved waits no longer for that, but to be sent.
    pub fn stands(&self) -> &'static str {
        match (self.state, &self.approved) {
            (State::Ready, Some(_)) => "approved, not sent yet",
            (state, _) => state.words(),
        }
    }

    /// "R-14".
    pub fn reference(&self) -> Reference {
        Reference {
            number: self.number,
            suffix: None,
        }
    }

    /// What was asked, on one line.
    pub fn title(&self) -> String {
        self.wording.as_str().replace('\n', " ")
    }

    /// Whether something says what was sent, or where the proof is.
    pub fn has_evidence(&self) -> bool {
        !self.evidence.is_empty() || self.answers.iter().any(|reply| !reply.said.is_empty())
    }

    /// The request with this number, as it is when it has just been asked.
    pub fn asked(number: u32, draft: capture::Asked) -> Self {
        Self {
            number,
            wording: draft.wording,
            asked_by: draft.asked_by,
            asked: draft.asked,
            enquiry: draft.enquiry,
            owner: draft.owner,
            promised: draft.promised,
            state: State::Open,
            approved: None,
            answers: Vec::new(),
            evidence: Vec::new(),
            note: Note::default(),
            task: None,
        }
    }

    /// The request after `step` at `now`, or why it cannot go there from where it is.
    pub fn after(&self, step: &Step, now: Clocked) -> Result<Self, Failure> {
        let mut next = self.clone();
        let name = self.reference();
        let owed = self.state.is_owed();
        let gone = |what: &str| {
            let failure = Failure::usage(format!(
                "{name} is {} already, so {what}.",
                self.state.words()
            ));
            Err(failure.hint(format!(
                "If more is wanted, say so first: readyroom request return {name}"
            )))
        };
        match step {
            Step::Open if self.state == State::Closed => {
                next.state = match self.answers.last() {
                    Some(reply) if reply.returned.is_none() => State::Sent,
                    _ if self.approved.is_some() => State::Ready,
                    Some(_) => State::Returned,
                    None => State::Open,
                };
            }
            Step::Open if self.state == State::Sent => return gone("it is not open"),
            Step::Open if self.state == State::Returned => {}
            Step::Open => next.state = State::Open,
            Step::Begin if owed => next.state = State::InProgress,
            Step::Begin => return gone("nobody has to begin"),
            Step::Ready if owed => next.state = State::Ready,
            Step::Ready => return gone("it waits for nobody"),
            Step::Approve(by) if owed => {
                if by.is_empty() {
                    return Err(Failure::usage("Who approves it?").hint("Type a name."));
                }
                next.state = State::Ready;
                next.approved = Some(approval(by, now));
            }
            Step::Approve(_) => return gone("there is nothing to approve"),
            Step::Send { said, approved_by } if owed => {
                if let Some(by) = approved_by.as_ref().filter(|by| !by.is_empty()) {
                    next.approved = Some(approval(by, now));
                }
                next.state = State::Sent;
                next.answers.push(Reply {
                    said: said.clone(),
                    sent: now,
                    approved: next.approved.clone(),
                    returned: None,
                });
            }
            Step::Send { .. } => return gone("it is not sent again"),
            Step::Return(why) => {
                let with_them = |reply: &&mut Reply| !owed && reply.returned.is_none();
                let Some(reply) = next.answers.last_mut().filter(with_them) else {
                    return Err(Failure::usage(format!(
                        "{name} is {}: nothing of it is with the inspectors that could come back.",
                        self.state.words()
                    ))
                    .hint(format!("When it goes: readyroom request sent {name}")));
                };
                reply.returned = Some(Back {
                    at: now,
                    why: why.clone(),
                });
                next.state = State::Returned;
                next.approved = None;
            }
            Step::Close => next.state = State::Closed,
        }
        Ok(next)
    }
}

fn approval(by: &Line, now: Clocked) -> Approval {
    Approval {
        by: by.clone(),
        at: now.local,
    }
}

/// The short name of a request that people say aloud: `R-14`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reference {
    /// Counts from 1.
    pub number: u32,
    /// `b`, `c` ... where two copies of the file gave out the same number.
    pub suffix: Option<char>,
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let suffix = self.suffix.map(String::from).unwrap_or_default();
        f.pad(&format!("R-{}{suffix}", self.number))
    }
}

impl Reference {
    /// Reads `R-14`, `r14` or `r-14b`; `None` for what is no such name.
    pub fn read(text: &str) -> Option<Self> {
        let rest = text.trim().strip_prefix(['R', 'r'])?;
        let rest = rest.strip_prefix('-').unwrap_or(rest);
        let letter = |c: char| c.is_ascii_alphabetic();
        let digits = rest.strip_suffix(letter).unwrap_or(rest);
        let number = digits.parse().ok().filter(|number| *number > 0)?;
        let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
        let suffix = rest[digits.len()..].chars().next();
        is_number.then_some(Self {
            number,
            suffix: suffix.map(|c| c.to_ascii_lowercase()),
        })
    }
}

/// All requests with their names, by number. Where two copies gave out the same number, the later one is `R-14b`.
pub fn all(plan: &Plan) -> Vec<(RecordId, Reference, &Request)> {
    let requests = plan.records().filter_map(|(id, record)| match record {
        Record::Request(request) => Some((id, request.reference(), &**request)),
        _ => None,
    });
    let mut all: Vec<_> = requests.collect();
    all.sort_by_key(|(id, reference, _)| (reference.number, *id));
    for run in all.chunk_by_mut(|(_, a, _), (_, b, _)| a.number == b.number) {
        for ((_, reference, _), suffix) in run.iter_mut().skip(1).zip('b'..='z') {
            reference.suffix = Some(suffix);
        }
    }
    all
}

/// The request with the name people typed.
pub fn find(plan: &Plan, typed: &str) -> Result<RecordId, Failure> {
    let wanted = Reference::read(typed).ok_or_else(|| {
        Failure::usage(format!("\"{}\" is no request.", quoted(typed)))
            .hint("Type its name, like R-14; `readyroom request` lists them.")
    })?;
    let found = all(plan).into_iter().find(|(_, name, _)| *name == wanted);
    found.map(|(id, ..)| id).ok_or_else(|| {
        Failure::not_found(format!("There is no request {wanted}."))
            .hint("`readyroom request` lists every request with its name.")
    })
}

/// A request of the plan, and what it is known as.
pub fn one(plan: &Plan, id: RecordId) -> Result<(Reference, &Request), Failure> {
    let found = all(plan).into_iter().find(|(known, ..)| *known == id);
    found
        .map(|(_, name, request)| (name, request))
        .ok_or_else(|| Failure::not_found("That request is no longer there."))
}

/// The request a task stands for.
pub fn of_task(plan: &Plan, task: TaskId) -> Option<(Reference, &Request)> {
    let mut all = all(plan).into_iter();
    let found = all.find(|(.., request)| request.task == Some(task));
    found.map(|(_, name, request)| (name, request))
}

/// The operation that logs a new request: the number is the next one never given.
pub fn ask(plan: &Plan, draft: capture::Asked, ids: &mut Ids) -> Operation {
    let request = Request::asked(plan.numbers().next(Kind::Request), draft);
    let promised = request
        .promised
        .map(|at| format!(", promised {}", phrase::moment(at)))
        .unwrap_or_default();
    let label = format!(
        "{} asked: {}{promised}",
        request.reference(),
        short(&request)
    );
    let id = RecordId(ids.next_id());
    Operation {
        label,
        changes: vec![records::create(id, Record::Request(Box::new(request)))],
    }
}

/// The requests that an operation touches.
pub fn touched(operation: &Operation) -> Vec<RecordId> {
    let ids = operation.changes.iter().filter_map(|change| match change {
        Change::Create(Row::Record(filed)) => Some(filed.id),
        Change::Record { id, .. } => Some(*id),
        _ => None,
    });
    ids.collect()
}

/// The start of what was asked, for a label.
fn short(request: &Request) -> String {
    fit(&request.title(), 60).into_owned()
}

/// The operation that makes a request what `new` says.
fn rewrite(id: RecordId, old: &Request, new: Request, label: String) -> Operation {
    let (old, new) = (
        Record::Request(Box::new(old.clone())),
        Record::Request(Box::new(new)),
    );
    Operation {
        label,
        changes: records::changes(id, &old, &new),
    }
}

/// The operation that moves a request on.
pub fn step(plan: &Plan, id: RecordId, step: &Step, now: DateTime) -> Result<Operation, Failure> {
    let (name, old) = one(plan, id)?;
    let new = old.after(step, Clocked::at(now))?;
    let label = match step {
        Step::Open => format!("{name} {}", new.state.words()),
        Step::Begin => format!("{name} in progress"),
        Step::Ready => format!("{name} ready, waiting for approval"),
        Step::Approve(by) => format!("{name} approved by {by}"),
        Step::Send { .. } => match &new.approved {
            Some(approval) => format!("{name} sent, approved by {}", approval.by),
            None => format!("{name} sent, and nobody has approved it"),
        },
        Step::Return(why) if why.is_empty() => format!("{name} returned for more"),
        Step::Return(why) => format!("{name} returned for more: {why}"),
        Step::Close => format!("{name} closed"),
    };
    Ok(rewrite(id, old, new, label))
}

/// The operation that makes a task of a request; the two stay linked. The task has the request's wording, owner, promise,
/// judgement areas and evidence, and goes into `phase`.
pub fn make_task(
    plan: &Plan,
    id: RecordId,
    phase: Phase,
    ids: &mut Ids,
) -> Result<(Operation, TaskId), Failure> {
    let (name, old) = one(plan, id)?;
    if let Some(task) = old.task.and_then(|task| plan.task(task)) {
        return Err(
            Failure::usage(format!("{name} is {} already.", task.reference))
                .hint(format!("See it with: readyroom show {}", task.reference)),
        );
    }
    let areas = super::enquiries::areas_of(plan, old.enquiry);
    let areas = areas.iter().cloned().map(Element::Area);
    let evidence = old.evidence.iter().cloned().map(Element::Evidence);
    let draft = Draft {
        title: Line::clipped(&format!("{name}: {}", old.title())),
        rest: Patch {
            owner: Some(old.owner),
            due: old.promised.map(|at| Some(When::At(at))),
            note: Some(old.note.clone()),
            add: areas.chain(evidence).collect(),
            ..Patch::default()
        },
    };
    let (mut operation, task) = edit::add(plan, &draft, phase, ids)?;
    let new = Request {
        task: Some(task),
        ..old.clone()
    };
    operation.label = format!(
        "{name} became {}",
        operation.label.replacen(" added", "", 1)
    );
    let linked = rewrite(id, old, new, String::new());
    operation.changes.extend(linked.changes);
    Ok((operation, task))
}

/// The operation that puts a request under a line of enquiry, or under none.
pub fn in_line(plan: &Plan, id: RecordId, line: Option<RecordId>) -> Result<Operation, Failure> {
    let (name, old) = one(plan, id)?;
    let new = Request {
        enquiry: line,
        ..old.clone()
    };
    let both = [old.clone(), new.clone()].map(|request| Record::Request(Box::new(request)));
    let moved = fields::moved(plan, &both[0], &both[1], [fields::Field::Line]);
    Ok(rewrite(id, old, new, format!("{name}: {moved}")))
}

/// A promise as it may be given: a moment still to come, or none.
pub(super) fn promise(
    promised: Option<Moment>,
    author: &Author,
) -> Result<Option<Moment>, Failure> {
    match promised {
        Some(at) if phrase::is_late(at, author.now) => Err(Failure::usage(format!(
            "{} has passed, so nothing can be promised for then.",
            phrase::moment(at)
        ))
        .hint("Promise a time to come, like +4h, today 16:00 or tomorrow 10:00.")),
        other => Ok(other),
    }
}

/// A moment at which something was asked: not to come. A clock time alone is today's.
pub(super) fn asked_at(at: Moment, now: DateTime) -> Result<Clocked, Failure> {
    let time = at.time.unwrap_or_else(|| now.time());
    let local = at.date.to_datetime(time);
    if local > now {
        return Err(Failure::usage(format!(
            "It cannot have been asked at {}, which is still to come.",
            phrase::moment(at)
        ))
        .hint("Type when it was asked, like 9:40 or yesterday 16:10."));
    }
    Ok(Clocked::at(local))
}

#[cfg(test)]
mod tests;
