//! What the inspectors of the made-up inspection ask for: the script's lines of enquiry and requests, read, and told as
//! what was done about each at which minute of that morning.

use jiff::civil::{DateTime, Time};

use super::{Step, make, read_time, time_of};
use crate::domain::edit::Author;
use crate::domain::enquiries::{self, Enquiry};
use crate::domain::failure::Failure;
use crate::domain::id::Ids;
use crate::domain::operation::Operation;
use crate::domain::plan::Plan;
use crate::domain::records::{self, Record, RecordId};
use crate::domain::requests::{self, capture};
use crate::domain::tables::Fields;
use crate::domain::text::{Line, Note};

/// What inspectors are testing.
pub(super) struct Tested {
    name: Line,
    areas: Vec<Line>,
    testing: Note,
    evidence: Vec<Line>,
}

/// Something they asked for, and what became of it so far.
pub(super) struct Asked {
    /// As it is typed.
    line: Line,
    at: Time,
    /// In the order in which it was done.
    then: Vec<(Time, requests::Step)>,
}

pub(super) fn read_tested(mut fields: Fields<'_>) -> Result<Tested, Failure> {
    let name = fields.required_line("name")?;
    fields.call(format!("the line of enquiry \"{name}\""));
    let mut lines = |key| {
        let found = fields.lines(key)?.into_iter();
        Ok::<Vec<Line>, Failure>(found.map(|line| line.value).collect())
    };
    let (areas, evidence) = (lines("areas")?, lines("evidence")?);
    let testing = fields.note("testing")?;
    fields.finish()?;
    Ok(Tested {
        name,
        areas,
        testing,
        evidence,
    })
}

pub(super) fn read_asked(mut fields: Fields<'_>) -> Result<Asked, Failure> {
    let line = fields.required_line("line")?;
    fields.call(format!("the request \"{line}\""));
    let at = read_time(&mut fields, "asked")?;
    let said = fields.note("said")?;
    let approved = fields.line_of("approved")?;
    let why = fields.line_of("why")?;
    let approved_by = (!approved.is_empty()).then_some(approved);
    let mut then = Vec::new();
    let steps = [
        ("begun", requests::Step::Begin),
        ("ready", requests::Step::Ready),
        ("sent", requests::Step::Send { said, approved_by }),
        ("returned", requests::Step::Return(why)),
    ];
    for (key, step) in steps {
        then.extend(time_of(&mut fields, key)?.map(|at| (at, step)));
    }
    fields.finish()?;
    Ok(Asked { line, at, then })
}

/// What is done at a moment.
enum Deed<'a> {
    Line(&'a Tested),
    Ask(usize),
    Step(usize, &'a requests::Step),
}

/// All of it, oldest first; `moment` says when a time of the script was.
pub(super) fn steps(
    (tested, asked): (&[Tested], &[Asked]),
    plan: &Plan,
    moment: impl Fn(Time) -> DateTime,
    who: &Line,
    ids: &mut Ids,
) -> Result<Vec<Step>, Failure> {
    let lines = tested
        .iter()
        .map(|line| (Time::midnight(), Deed::Line(line)));
    let mut deeds: Vec<(Time, Deed<'_>)> = lines.collect();
    for (number, one) in asked.iter().enumerate() {
        deeds.push((one.at, Deed::Ask(number)));
        let then = one.then.iter();
        deeds.extend(then.map(|(at, step)| (*at, Deed::Step(number, step))));
    }
    deeds.sort_by_key(|(at, _)| *at);
    let mut plan = plan.clone();
    let mut known: Vec<Option<RecordId>> = vec![None; asked.len()];
    let mut steps = Vec::with_capacity(deeds.len());
    for (at, deed) in deeds {
        let author = Author {
            who: who.clone(),
            now: moment(at),
        };
        let operation = match deed {
            Deed::Line(line) => begin_line(&plan, line, ids)?,
            Deed::Ask(number) => {
                let draft = capture::read(asked[number].line.as_str(), &plan, &author)?;
                let operation = requests::ask(&plan, draft, ids);
                known[number] = requests::touched(&operation).first().copied();
                operation
            }
            Deed::Step(number, step) => {
                let id = known[number].ok_or_else(|| {
                    let line = &asked[number].line;
                    Failure::failed(format!("\"{line}\" is answered before it is asked."))
                })?;
                requests::step(&plan, id, step, author.now)?
            }
        };
        make(&mut plan, &operation)?;
        steps.push(Step { author, operation });
    }
    Ok(steps)
}

fn begin_line(plan: &Plan, line: &Tested, ids: &mut Ids) -> Result<Operation, Failure> {
    let (added, id) = enquiries::add(plan, line.name.as_str(), ids)?;
    let enquiry = Enquiry {
        name: line.name.clone(),
        areas: enquiries::areas(plan, &line.areas, &[])?,
        testing: line.testing.clone(),
        tasks: Vec::new(),
        evidence: line.evidence.clone(),
    };
    Ok(Operation {
        label: added.label,
        changes: vec![records::create(id, Record::Enquiry(enquiry))],
    })
}
