//! The self-evaluation, derived from a plan: per judgement area what inspections judged, our grade now and how it came to
//! be, the three questions, what we say of ourselves and what proves it. It shows what the file holds and what is
//! missing; what is done about it becomes an operation in [`mod@write`], and is saved elsewhere.
//!
//! An area that the inspection's framework does not have is shown with all that is in it, and named as what it is: from
//! another framework. Nothing moves by itself.

pub mod write;

use super::board::Board;
use super::enquiries::{self, LineOf};
use super::failure::Failure;
use super::framework::{Framework, Judged};
use super::id::TaskId;
use super::plan::Plan;
use super::rating::{Shown, count};
use super::records::{
    Answer, Evidence, Graded, PastGrade, Question, Record, RecordId, Side, Statement, grade_letter,
    grade_word,
};
use super::task::{Status, Task};
use super::text::{Line, fold, quoted};

/// The self-evaluation as it stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Evaluation {
    /// The framework's title.
    pub framework: Line,
    /// The framework's areas in their order, then those of others in which there is something.
    pub areas: Vec<Area>,
}

/// One judgement area.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Area {
    /// As tasks name it: `LEAD`.
    pub key: Line,
    /// In full.
    pub name: Line,
    /// In a word or three.
    pub short: Line,
    /// The framework it is of, where the inspection's own does not have it.
    pub from: Option<Line>,
    /// What inspections judged, the oldest first.
    pub past: Vec<(RecordId, PastGrade)>,
    /// Our own grades, the newest first: that one counts now.
    pub graded: Vec<(RecordId, Graded)>,
    /// The answers to the three questions, by [`Question`]; more than one only after a merge.
    pub answers: [Vec<(RecordId, Answer)>; 3],
    /// What we say of ourselves, strengths first.
    pub claims: Vec<Claim>,
    /// Evidence of which nobody has said what it proves.
    pub loose: Vec<Proof>,
    /// Tasks of the area that have evidence, which proves nothing yet: their positions in the plan.
    pub unused: Vec<u32>,
    /// Open red tasks of the area: their positions in the plan.
    pub red: Vec<u32>,
    /// What inspectors test that bears on it, the line with the most requests first.
    pub lines: Vec<LineOf>,
}

/// Something we say of ourselves, and what proves it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// Which.
    pub id: RecordId,
    /// What we say.
    pub statement: Statement,
    /// What proves it.
    pub proofs: Vec<Proof>,
}

/// A piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// Which.
    pub id: RecordId,
    /// What it is.
    pub evidence: Evidence,
    /// Whether there is something in it: words, or a task that has evidence.
    pub counts: bool,
}

impl Claim {
    /// How many pieces of evidence count.
    pub fn proved(&self) -> usize {
        self.proofs.iter().filter(|proof| proof.counts).count()
    }

    /// Its short name: `S-3`.
    pub fn handle(&self) -> String {
        format!("S-{}", self.statement.number)
    }
}

impl Proof {
    /// Its short name: `E-2`.
    pub fn handle(&self) -> String {
        format!("E-{}", self.evidence.number)
    }

    /// What it is, in words: the link or the words, or the task and how much evidence it has.
    pub fn words(&self, plan: &Plan) -> String {
        let task = self.evidence.task.map(|id| match plan.task(id) {
            None => "a task that is no longer there".to_owned(),
            Some(task) => {
                let evidence: Vec<&str> = task.evidence().map(Line::as_str).collect();
                let has = match evidence.as_slice() {
                    [] => "no evidence yet".to_owned(),
                    [only] => (*only).to_owned(),
                    [first, rest @ ..] => format!("{first}, and {} more", rest.len()),
                };
                format!("{} {}: {has}", task.reference, task.title)
            }
        });
        match (self.evidence.text.as_str(), task) {
            ("", Some(task)) => task,
            (text, None) => text.to_owned(),
            (text, Some(task)) => format!("{text} ({task})"),
        }
    }
}

impl Area {
    /// Our grade now.
    pub fn now(&self) -> Option<&Graded> {
        self.graded.first().map(|(_, graded)| graded)
    }

    /// The answer to a question. Two that came together in a merge are parted by an empty line; none is empty.
    pub fn answer(&self, question: Question) -> String {
        let answers = self.answers[question as usize].iter();
        let answers: Vec<&str> = answers.map(|(_, answer)| answer.text.as_str()).collect();
        answers.join("\n\n")
    }

    /// How many of the three questions have an answer.
    pub fn answered(&self) -> usize {
        self.answers.iter().filter(|held| !held.is_empty()).count()
    }

    /// The statements of one sort.
    pub fn side(&self, side: Side) -> impl Iterator<Item = &Claim> {
        self.claims
            .iter()
            .filter(move |claim| claim.statement.side == side)
    }

    /// The statements that nothing proves.
    pub fn bare(&self) -> impl Iterator<Item = &Claim> {
        self.claims.iter().filter(|claim| claim.proved() == 0)
    }

    /// Whether there is any evidence at all, used or not.
    pub fn has_evidence(&self) -> bool {
        self.claims.iter().any(|claim| claim.proved() > 0)
            || self.loose.iter().any(|proof| proof.counts)
            || !self.unused.is_empty()
    }

    /// The evidence that proves nothing yet: loose pieces, and tasks.
    pub fn idle(&self) -> usize {
        self.loose.len() + self.unused.len()
    }

    /// "RI 2014, RI 2019", each parted by `between`.
    pub fn past_line(&self, between: &str) -> String {
        let past = self.past.iter().map(|(_, past)| {
            let letter = grade_letter(&past.framework, &past.grade);
            format!("{letter} {}", past.date.year())
        });
        past.collect::<Vec<_>>().join(between)
    }

    /// Our grade now in words, and the framework it was given under where that is another: "Good".
    pub fn now_words(&self, framework: &Line) -> String {
        match self.now() {
            None => "not graded".to_owned(),
            Some(graded) => {
                let word = grade_word(&graded.framework, &graded.grade);
                if self.from.is_none() && graded.framework != *framework {
                    format!("{word} ({} framework)", graded.framework)
                } else {
                    word.to_owned()
                }
            }
        }
    }

    /// What is missing and what is in hand: "2 strengths, 1 to improve, 1 without evidence, 3 red".
    pub fn counts(&self) -> String {
        let number = |number: usize, one: &str| count(number as i32, one);
        let improve = self.side(Side::Improvement).count();
        let bare = self.bare().count();
        let parts = [
            Some(number(self.side(Side::Strength).count(), "strength")),
            Some(format!("{improve} to improve")),
            (bare > 0).then(|| format!("{bare} without evidence")),
            (!self.red.is_empty()).then(|| format!("{} red", self.red.len())),
            (self.idle() > 0).then(|| format!("{} unused", number_of_evidence(self.idle()))),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    /// Whether anything at all is kept in it.
    fn is_empty(&self) -> bool {
        self.past.is_empty()
            && self.graded.is_empty()
            && self.answers.iter().all(Vec::is_empty)
            && self.claims.is_empty()
            && self.loose.is_empty()
    }
}

/// "1 piece of evidence", "3 pieces of evidence".
pub fn number_of_evidence(pieces: usize) -> String {
    format!("{} of evidence", count(pieces as i32, "piece"))
}

impl Evaluation {
    /// Reads it out of a plan and how that stands.
    pub fn of(plan: &Plan, board: &Board) -> Self {
        let mut evaluation = Self::on_paper(plan);
        for line in enquiries::Board::of(plan).lines {
            let bears = |area: &&mut Area| line.areas.contains(&area.key);
            for area in evaluation.areas.iter_mut().filter(bears) {
                area.lines.push(line.clone());
            }
        }
        for (at, task) in (0..).zip(plan.tasks()) {
            if matches!(task.status, Status::NotNeeded) {
                continue;
            }
            let standing = &board.standings[at as usize];
            let is_red =
                task.status.is_open() && !standing.overtaken && standing.rating.shown == Shown::Red;
            let has_evidence = task.evidence().next().is_some();
            if !is_red && !has_evidence {
                continue;
            }
            for key in task.areas() {
                let Some(area) = evaluation.areas.iter_mut().find(|area| area.key == *key) else {
                    continue;
                };
                if is_red {
                    area.red.push(at);
                }
                if has_evidence && !area.uses(task.id) {
                    area.unused.push(at);
                }
            }
        }
        evaluation
    }

    /// The same without what tasks and lines of enquiry bring to it: no red ones, and no evidence that only they have.
    pub fn on_paper(plan: &Plan) -> Self {
        let mut evaluation = Self::of_every_framework(plan);
        evaluation
            .areas
            .retain(|area| area.from.is_none() || !area.is_empty());
        evaluation
    }

    /// The same, also with the areas of other frameworks in which there is nothing.
    fn of_every_framework(plan: &Plan) -> Self {
        let framework = framework_of(plan);
        let mut areas: Vec<Area> = framework.judgements.iter().map(Area::of).collect();
        for other in Framework::shipped().iter().rev() {
            for judged in &other.judgements {
                if areas.iter().all(|area| area.key != judged.key) {
                    areas.push(Area {
                        from: Some(other.name.clone()),
                        ..Area::of(judged)
                    });
                }
            }
        }
        let mut proofs = Vec::new();
        for (id, record) in plan.records() {
            file(id, record, &mut areas, &mut proofs);
        }
        for (id, evidence) in proofs {
            hang(plan, id, evidence, &mut areas);
        }
        for area in &mut areas {
            area.past.sort_by_key(|(_, past)| (past.date, past.number));
            area.graded
                .sort_by_key(|(id, graded)| (graded.number, graded.at, *id));
            area.graded.reverse();
            area.claims
                .sort_by_key(|claim| (claim.statement.side, claim.statement.number));
        }
        Self {
            framework: framework.title.clone(),
            areas,
        }
    }

    /// The area with this key.
    pub fn area(&self, key: &str) -> Option<&Area> {
        self.areas.iter().find(|area| area.key == *key)
    }

    /// The area that was typed: its key, its short name, its whole name, or the beginning of a short name. One that is not
    /// there is refused, naming those that are.
    pub fn read_area(&self, typed: &str) -> Result<&Area, Failure> {
        let wanted = fold(typed.trim());
        let is_called = |area: &&Area| {
            [&area.key, &area.short, &area.name]
                .into_iter()
                .any(|name| fold(name.as_str()) == wanted)
        };
        let begins = |area: &&Area| {
            !wanted.is_empty() && fold(area.short.as_str()).starts_with(wanted.as_str())
        };
        let mut starting = self.areas.iter().filter(begins);
        let found = self.areas.iter().find(is_called);
        let found = found.or_else(|| starting.next().filter(|_| starting.next().is_none()));
        found.ok_or_else(|| {
            let areas = self.areas.iter();
            let areas = areas.map(|area| format!("{} ({})", area.key, area.short));
            Failure::not_found(format!("There is no judgement area \"{}\".", quoted(typed))).hint(
                format!("The areas are {}.", areas.collect::<Vec<_>>().join(", ")),
            )
        })
    }

    /// Whether nothing has been written yet.
    pub fn is_empty(&self) -> bool {
        self.areas.iter().all(Area::is_empty)
    }
}

impl Area {
    fn of(judged: &Judged) -> Self {
        Self {
            key: judged.key.clone(),
            name: judged.name.clone(),
            short: judged.short.clone(),
            ..Self::default()
        }
    }

    /// Whether the task's evidence stands for something here already.
    fn uses(&self, task: TaskId) -> bool {
        let proofs = self.claims.iter().flat_map(|claim| &claim.proofs);
        proofs
            .chain(&self.loose)
            .any(|proof| proof.evidence.task == Some(task))
    }
}

/// The inspection's framework; the newest, where this version does not know it.
pub fn framework_of(plan: &Plan) -> &'static Framework {
    let own = Framework::known(plan.inspection().framework.as_str());
    own.unwrap_or_else(|| &Framework::shipped()[Framework::shipped().len() - 1])
}

/// The area a record belongs to; one that no framework shipped has is added.
fn place<'a>(areas: &'a mut Vec<Area>, key: &Line, framework: &Line) -> &'a mut Area {
    let at = areas.iter().position(|area| area.key == *key);
    let at = at.unwrap_or_else(|| {
        areas.push(Area {
            key: key.clone(),
            name: key.clone(),
            short: key.clone(),
            from: Some(framework.clone()),
            ..Area::default()
        });
        areas.len() - 1
    });
    &mut areas[at]
}

fn file(
    id: RecordId,
    record: &Record,
    areas: &mut Vec<Area>,
    proofs: &mut Vec<(RecordId, Evidence)>,
) {
    match record {
        Record::Answer(answer) => {
            let area = place(areas, &answer.area, &answer.framework);
            area.answers[answer.question as usize].push((id, answer.clone()));
        }
        Record::Evidence(evidence) => proofs.push((id, evidence.clone())),
        Record::Graded(graded) => {
            let area = place(areas, &graded.area, &graded.framework);
            area.graded.push((id, graded.clone()));
        }
        Record::PastGrade(past) => {
            let area = place(areas, &past.area, &past.framework);
            area.past.push((id, past.clone()));
        }
        Record::Statement(statement) => {
            let area = place(areas, &statement.area, &statement.framework);
            area.claims.push(Claim {
                id,
                statement: statement.clone(),
                proofs: Vec::new(),
            });
        }
        _ => {}
    }
}

/// Puts a piece of evidence under what it proves, in whichever area that is.
fn hang(plan: &Plan, id: RecordId, evidence: Evidence, areas: &mut Vec<Area>) {
    let has_evidence = |task: &Task| task.evidence().next().is_some();
    let of_task = evidence.task.and_then(|task| plan.task(task));
    let proof = Proof {
        id,
        counts: !evidence.text.is_empty() || of_task.is_some_and(has_evidence),
        evidence,
    };
    let mut claims = areas.iter_mut().flat_map(|area| &mut area.claims);
    match claims.find(|claim| Some(claim.id) == proof.evidence.statement) {
        Some(claim) => claim.proofs.push(proof),
        None => place(areas, &proof.evidence.area, &proof.evidence.framework)
            .loose
            .push(proof),
    }
}

#[cfg(test)]
mod tests;
