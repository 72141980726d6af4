//! Lines of enquiry: what inspectors are testing. Each ties requests, tasks and evidence to judgement areas, so that it
//! can be seen which judgement is probed hardest, and where the proof is thin. A line is a record of the file.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::edit;
use super::failure::Failure;
use super::framework::Framework;
use super::id::{Ids, TaskId};
use super::near::nearest;
use super::operation::Operation;
use super::plan::Plan;
use super::rating::count;
use super::records::{self, Filed, Record, RecordId};
use super::requests::{self, Request};
use super::text::{Line, Note, fold, quoted};

/// What inspectors are testing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enquiry {
    /// A few words, which no other line has.
    pub name: Line,
    /// The keys of the judgement areas it bears on.
    #[serde(default)]
    pub areas: Vec<Line>,
    /// What is being tested; may be empty.
    #[serde(default)]
    pub testing: Note,
    /// Tasks under it, beside those its requests became.
    #[serde(default)]
    pub tasks: Vec<TaskId>,
    /// Where the proof is.
    #[serde(default)]
    pub evidence: Vec<Line>,
}

/// All lines of enquiry, by name.
pub fn all(plan: &Plan) -> Vec<(RecordId, &Enquiry)> {
    let lines = plan.records().filter_map(|(id, record)| match record {
        Record::Enquiry(enquiry) => Some((id, enquiry)),
        _ => None,
    });
    let mut lines: Vec<_> = lines.collect();
    lines.sort_by_cached_key(|(id, enquiry)| (fold(enquiry.name.as_str()), *id));
    lines
}

/// The name of a line; `None` where there is none, or none any more.
pub fn name_of(plan: &Plan, id: Option<RecordId>) -> Option<&str> {
    match plan.record(id?) {
        Some(Record::Enquiry(enquiry)) => Some(enquiry.name.as_str()),
        _ => None,
    }
}

/// The judgement areas of a line.
pub(super) fn areas_of(plan: &Plan, id: Option<RecordId>) -> Vec<Line> {
    match id.and_then(|id| plan.record(id)) {
        Some(Record::Enquiry(enquiry)) => enquiry.areas.clone(),
        _ => Vec::new(),
    }
}

/// The line people typed: its name, or the beginning of one and no other.
pub fn named(plan: &Plan, typed: &str) -> Result<RecordId, Failure> {
    let wanted = fold(typed.trim());
    let lines = all(plan);
    let is_called = |enquiry: &Enquiry| fold(enquiry.name.as_str()) == wanted;
    if let Some((id, _)) = lines.iter().find(|(_, enquiry)| is_called(enquiry)) {
        return Ok(*id);
    }
    let mut hits = lines.iter().filter(|(_, enquiry)| {
        !wanted.is_empty() && fold(enquiry.name.as_str()).starts_with(&wanted)
    });
    if let (Some((id, _)), None) = (hits.next(), hits.next()) {
        return Ok(*id);
    }
    let names: Vec<&str> = lines
        .iter()
        .map(|(_, enquiry)| enquiry.name.as_str())
        .collect();
    let failure = Failure::not_found(format!(
        "There is no line of enquiry \"{}\".",
        quoted(typed)
    ));
    Err(
        match (names.as_slice(), nearest(&wanted, names.iter().copied())) {
            ([], _) => failure.hint("Make one first: readyroom enquiry add NAME."),
            (_, Some(near)) => failure.hint(format!("Did you mean \"{near}\"?")),
            (names, None) => failure.hint(format!("The lines are {}.", names.join(", "))),
        },
    )
}

/// A name that a line may have: not empty, and not that of another.
pub(super) fn free_name(plan: &Plan, name: &str, but: Option<RecordId>) -> Result<Line, Failure> {
    let name = edit::line(name, "The name")?;
    if name.is_empty() {
        return Err(Failure::usage("A line of enquiry needs a name.").hint("Type a word or two."));
    }
    let folded = fold(name.as_str());
    let taken = all(plan)
        .into_iter()
        .any(|(id, enquiry)| Some(id) != but && fold(enquiry.name.as_str()) == folded);
    if taken {
        return Err(
            Failure::usage(format!("There is a line of enquiry \"{name}\" already."))
                .hint("Choose another name."),
        );
    }
    Ok(name)
}

/// Judgement areas as the inspection's framework spells them. One it does not have is refused, unless it is `held`.
pub(super) fn areas(plan: &Plan, typed: &[Line], held: &[Line]) -> Result<Vec<Line>, Failure> {
    match Framework::known(plan.inspection().framework.as_str()) {
        None => Ok(typed.to_vec()),
        Some(framework) => framework.read_areas(typed, |area| held.contains(area)),
    }
}

/// The operation that adds a line of enquiry.
pub fn add(plan: &Plan, name: &str, ids: &mut Ids) -> Result<(Operation, RecordId), Failure> {
    let name = free_name(plan, name, None)?;
    let label = format!("line of enquiry \"{name}\" added");
    let enquiry = Enquiry {
        name,
        areas: Vec::new(),
        testing: Note::default(),
        tasks: Vec::new(),
        evidence: Vec::new(),
    };
    let id = RecordId(ids.next_id());
    let changes = vec![records::create(id, Record::Enquiry(enquiry))];
    Ok((Operation { label, changes }, id))
}

/// The operation that removes a line. Its requests stay, without one.
pub fn remove(plan: &Plan, id: RecordId) -> Result<Operation, Failure> {
    let Some(Record::Enquiry(enquiry)) = plan.record(id) else {
        return Err(Failure::not_found(
            "That line of enquiry is no longer there.",
        ));
    };
    let mut operation = Operation::new(format!("line of enquiry \"{}\" removed", enquiry.name));
    let of_line = requests::all(plan).into_iter();
    for (request, _, old) in of_line.filter(|(.., request)| request.enquiry == Some(id)) {
        let new = Request {
            enquiry: None,
            ..old.clone()
        };
        let (old, new) = (
            Record::Request(Box::new(old.clone())),
            Record::Request(Box::new(new)),
        );
        operation
            .changes
            .extend(records::changes(request, &old, &new));
    }
    operation.changes.push(records::delete(&Filed {
        id,
        record: Record::Enquiry(enquiry.clone()),
    }));
    Ok(operation)
}

/// How hard something is probed, and how well it can be proved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Probe {
    /// Requests ever asked.
    pub asked: usize,
    /// Requests still owed.
    pub open: usize,
    /// Requests and tasks under it.
    pub pieces: usize,
    /// Those of them that nothing proves.
    pub thin: usize,
}

impl Probe {
    /// "5 asked, 2 open, 3 of 7 without evidence"
    pub fn words(&self) -> String {
        let proof = match (self.pieces, self.thin) {
            (0, _) => "nothing under it yet".to_owned(),
            (1, 0) => "with evidence".to_owned(),
            (1, _) => "without evidence".to_owned(),
            (all, 0) => format!("all {all} with evidence"),
            (all, thin) => format!("{thin} of {all} without evidence"),
        };
        format!("{} asked, {} open, {proof}", self.asked, self.open)
    }

    /// Only how often it was asked about: "5 requests, 2 open"
    pub fn requests(&self) -> String {
        format!(
            "{}, {} open",
            count(self.asked as i32, "request"),
            self.open
        )
    }

    /// The same for where there is little room: "5 asked, 2 open, 3/7 unproved"
    pub fn short(&self) -> String {
        let (asked, open) = (self.asked, self.open);
        match self.pieces {
            0 => format!("{asked} asked, {open} open"),
            all => format!("{asked} asked, {open} open, {}/{all} unproved", self.thin),
        }
    }
}

/// A line of enquiry, and what is under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineOf {
    /// Which; `None` for the requests that belong to none.
    pub id: Option<RecordId>,
    /// Its name.
    pub name: String,
    /// Its judgement areas.
    pub areas: Vec<Line>,
    /// Its requests, by number.
    pub requests: Vec<RecordId>,
    /// The tasks its requests became, and those it names.
    pub tasks: Vec<TaskId>,
    /// How hard it is probed.
    pub probe: Probe,
}

/// All lines and judgements, and how hard each is probed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Board {
    /// The lines by how many requests they have, the most first; what belongs to none comes last.
    pub lines: Vec<LineOf>,
    /// The judgements that lines bear on, the one with the most requests first: key, name in few words, how hard it is
    /// probed. Of two with as many, the one with more still owed.
    pub areas: Vec<(Line, String, Probe)>,
}

impl Board {
    /// Reads a plan.
    pub fn of(plan: &Plan) -> Self {
        let requests = requests::all(plan);
        let line =
            |id: Option<RecordId>, enquiry: Option<&Enquiry>| line_of(plan, &requests, id, enquiry);
        let mut lines: Vec<LineOf> = all(plan)
            .into_iter()
            .map(|(id, enquiry)| line(Some(id), Some(enquiry)))
            .collect();
        lines.sort_by_key(|line| std::cmp::Reverse((line.probe.asked, line.probe.open)));
        let areas = areas_probed(plan, &lines);
        let loose = line(None, None);
        if !loose.requests.is_empty() {
            lines.push(loose);
        }
        Self { lines, areas }
    }

    /// Which judgement is probed hardest, in a sentence; `None` while no request bears on any.
    pub fn hardest(&self) -> Option<String> {
        let (_, name, probe) = self.areas.first().filter(|(.., probe)| probe.asked > 0)?;
        Some(format!("Probed hardest: {name}, {}", probe.words()))
    }
}

fn line_of(
    plan: &Plan,
    requests: &[(RecordId, requests::Reference, &Request)],
    id: Option<RecordId>,
    enquiry: Option<&Enquiry>,
) -> LineOf {
    let is_there = |id: Option<RecordId>| name_of(plan, id).is_some();
    let theirs = requests.iter().filter(|(.., request)| match id {
        Some(_) => request.enquiry == id,
        None => !is_there(request.enquiry),
    });
    let theirs: Vec<(RecordId, &Request)> =
        theirs.map(|(id, _, request)| (*id, *request)).collect();
    let named = enquiry.map_or(&[][..], |enquiry| &enquiry.tasks);
    let mut tasks: Vec<TaskId> = Vec::new();
    for task in named
        .iter()
        .copied()
        .chain(theirs.iter().filter_map(|(_, request)| request.task))
    {
        if plan.task(task).is_some() && !tasks.contains(&task) {
            tasks.push(task);
        }
    }
    let is_thin = |id: &TaskId| {
        plan.task(*id)
            .is_some_and(|task| task.evidence().next().is_none())
    };
    let thin_tasks = tasks.iter().filter(|id| is_thin(id)).count();
    let thin = theirs
        .iter()
        .filter(|(_, request)| !request.has_evidence())
        .count();
    LineOf {
        id,
        name: enquiry.map_or("No line of enquiry".to_owned(), |enquiry| {
            enquiry.name.to_string()
        }),
        areas: enquiry
            .map(|enquiry| enquiry.areas.clone())
            .unwrap_or_default(),
        probe: Probe {
            asked: theirs.len(),
            open: theirs
                .iter()
                .filter(|(_, request)| request.state.is_owed())
                .count(),
            pieces: theirs.len() + tasks.len(),
            thin: thin + thin_tasks,
        },
        requests: theirs.into_iter().map(|(id, _)| id).collect(),
        tasks,
    }
}

/// The judgements in the order of the framework, then those only a line knows; then by how hard they are probed.
fn areas_probed(plan: &Plan, lines: &[LineOf]) -> Vec<(Line, String, Probe)> {
    let used: BTreeSet<&Line> = lines.iter().flat_map(|line| &line.areas).collect();
    if used.is_empty() {
        return Vec::new();
    }
    let framework = Framework::known(plan.inspection().framework.as_str());
    let judged = framework
        .into_iter()
        .flat_map(|framework| &framework.judgements);
    let mut areas: Vec<(Line, String)> = judged
        .map(|judged| (judged.key.clone(), judged.short.to_string()))
        .collect();
    for area in &used {
        if !areas.iter().any(|(key, _)| key == *area) {
            areas.push(((*area).clone(), area.to_string()));
        }
    }
    areas.retain(|(key, _)| used.contains(key));
    let mut probed: Vec<(Line, String, Probe)> = areas
        .into_iter()
        .map(|(key, name)| {
            let bearing = lines.iter().filter(|line| line.areas.contains(&key));
            let probe = bearing.fold(Probe::default(), |sum, line| Probe {
                asked: sum.asked + line.probe.asked,
                open: sum.open + line.probe.open,
                pieces: sum.pieces + line.probe.pieces,
                thin: sum.thin + line.probe.thin,
            });
            (key, name, probe)
        })
        .collect();
    probed.sort_by_key(|(.., probe)| std::cmp::Reverse((probe.asked, probe.open)));
    probed
}
