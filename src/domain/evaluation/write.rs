//! What is said in the self-evaluation, as operations: a grade, an answer, a statement, evidence, a move to another area,
//! another framework. Each refuses what cannot be meant and says what can; nothing is saved here.

use jiff::civil::Date;

use super::{Area, Claim, Evaluation, Proof, framework_of, number_of_evidence};
use crate::domain::change::{Change, SettingEdit, Swap};
use crate::domain::edit::{Author, line};
use crate::domain::failure::Failure;
use crate::domain::framework::Framework;
use crate::domain::id::{Ids, Ref, TaskId};
use crate::domain::operation::Operation;
use crate::domain::phrase;
use crate::domain::plan::Plan;
use crate::domain::rating::count;
use crate::domain::records::{
    self, Answer, Confidence, Evidence, Filed, Graded, Kind, PastGrade, Question, Record, RecordId,
    Side, Statement, grade_word,
};
use crate::domain::task::Task;
use crate::domain::text::{Line, Note, fit, fold, quoted};

/// How much of a text stands in a label, in columns.
const SHORT: usize = 60;

/// What is to be said of an area's grade.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct NewGrade<'a> {
    /// The grade as typed; `None` leaves it as it is.
    pub grade: Option<&'a str>,
    /// How sure we are; `None` leaves it as it is.
    pub confidence: Option<Confidence>,
    /// Why.
    pub why: &'a str,
}

/// The operation that grades an area from now on. The grades before it stay. A grade needs a reason.
pub fn grade(
    plan: &Plan,
    area: &str,
    new: NewGrade<'_>,
    author: &Author,
    ids: &mut Ids,
) -> Result<Operation, Failure> {
    let evaluation = Evaluation::on_paper(plan);
    let area = own(plan, evaluation.read_area(area)?)?;
    let framework = framework_of(plan);
    let now = area.now();
    let key = match (new.grade, now) {
        (Some(typed), _) => framework.read_grade(typed)?.key.clone(),
        (None, Some(now)) => grade_here(framework, area, now)?,
        (None, None) => {
            return Err(Failure::usage(format!("{} has no grade yet.", area.short))
                .hint(format!("Say which. {}", grades_of(framework))));
        }
    };
    let confidence = new.confidence.or(now.and_then(|now| now.confidence));
    let why = line(new.why, "The reason")?;
    let is_so = now.is_some_and(|now| {
        now.grade == key
            && now.confidence == confidence
            && now.framework == framework.name
            && (why.is_empty() || now.why == why)
    });
    if is_so {
        return Ok(Operation::new(String::new()));
    }
    if why.is_empty() {
        return Err(Failure::usage("A grade needs a reason.")
            .hint("Say in a few words why it is so; on the command line, with --why."));
    }
    let was = now.filter(|now| now.grade != key);
    let was = was.map(|now| format!(", was {}", grade_word(&now.framework, &now.grade)));
    let sure = confidence.filter(|_| now.is_none_or(|now| now.confidence != confidence));
    let sure = Confidence::behind(sure);
    let label = format!(
        "{}: {}{}{} ({})",
        area.short,
        grade_word(&framework.name, &key),
        was.unwrap_or_default(),
        sure,
        fit(why.as_str(), SHORT)
    );
    let numbers = area.graded.iter().map(|(_, graded)| graded.number);
    let graded = Graded {
        number: numbers.max().unwrap_or(0).saturating_add(1),
        area: area.key.clone(),
        framework: framework.name.clone(),
        grade: key,
        confidence,
        why,
        who: author.who.clone(),
        at: author.now,
    };
    Ok(made(label, Record::Graded(graded), ids))
}

/// The grade of now, as this framework has it.
fn grade_here(framework: &Framework, area: &Area, now: &Graded) -> Result<Line, Failure> {
    let known = framework.grade(now.grade.as_str());
    known.map(|grade| grade.key.clone()).ok_or_else(|| {
        Failure::usage(format!(
            "{} was graded {}, which the {} framework does not have.",
            area.short, now.grade, framework.name
        ))
        .hint(format!("Say which. {}", grades_of(framework)))
    })
}

fn grades_of(framework: &Framework) -> String {
    let names = framework.grades.iter().map(|grade| grade.name.as_str());
    format!("The grades are {}.", names.collect::<Vec<_>>().join(", "))
}

/// An area that the inspection's framework has; one of another framework takes nothing new.
fn own<'a>(plan: &Plan, area: &'a Area) -> Result<&'a Area, Failure> {
    match &area.from {
        None => Ok(area),
        Some(from) => Err(Failure::usage(format!(
            "{} is from the {from} framework, and nothing new goes in there.",
            area.short
        ))
        .hint(format!(
            "The areas of the {} framework are {}.",
            framework_of(plan).name,
            framework_of(plan)
                .judgements
                .iter()
                .map(|judged| judged.key.as_str())
                .collect::<Vec<_>>()
                .join(", ")
        ))),
    }
}

/// What an inspection judged, as it was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewPast<'a> {
    /// The area.
    pub area: &'a str,
    /// The grade.
    pub grade: &'a str,
    /// The day of the report, or of the last day on site.
    pub date: Date,
    /// The framework it was judged under, in any words; empty where it follows from the day.
    pub framework: &'a str,
    /// A few words.
    pub note: &'a str,
}

/// The operation that notes what an inspection judged. A day to come is refused, and so is a grade that the framework
/// did not have. The areas of every framework will do.
pub fn past(
    plan: &Plan,
    new: NewPast<'_>,
    author: &Author,
    ids: &mut Ids,
) -> Result<Operation, Failure> {
    let evaluation = Evaluation::of_every_framework(plan);
    let area = evaluation.read_area(new.area)?;
    if new.date > author.now.date() {
        return Err(Failure::usage(format!(
            "{} is still to come, and an inspection's grade is of the past.",
            phrase::day(new.date)
        ))
        .hint("Check the date; with its year it cannot be mistaken."));
    }
    let framework = match new.framework.trim() {
        "" => Framework::in_force(new.date)
            .map(|known| known.name.clone())
            .ok_or_else(|| {
                Failure::usage(format!(
                    "Which framework was in force on {} is not known here.",
                    phrase::day(new.date)
                ))
                .hint("Name it, in any words like 2018; on the command line, with --framework.")
            })?,
        typed => line(typed, "The framework")?,
    };
    let known = Framework::known(framework.as_str()).unwrap_or_else(|| framework_of(plan));
    let grade = known.read_grade(new.grade)?;
    let is_noted = area.past.iter().any(|(_, past)| {
        past.date == new.date && past.grade == grade.key && past.framework == framework
    });
    if is_noted {
        return Ok(Operation::new(String::new()));
    }
    let past = PastGrade {
        number: plan.numbers().next(Kind::PastGrade),
        area: area.key.clone(),
        grade: grade.key.clone(),
        date: new.date,
        framework,
        note: line(new.note, "The note")?,
    };
    let label = format!(
        "{}: {} in the inspection of {}",
        area.short,
        grade.name,
        phrase::day(new.date)
    );
    Ok(made(label, Record::PastGrade(past), ids))
}

/// The operation that answers one of the three questions anew. No text takes the answer away.
pub fn answer(
    plan: &Plan,
    area: &str,
    question: Question,
    text: &str,
    ids: &mut Ids,
) -> Result<Operation, Failure> {
    let evaluation = Evaluation::on_paper(plan);
    let area = evaluation.read_area(area)?;
    let text = note(text, "The answer")?;
    let known = &area.answers[question as usize];
    let what = match (text.is_empty(), known.is_empty()) {
        (true, _) => "taken away",
        (false, true) => "answered",
        (false, false) => "answered anew",
    };
    let mut operation = Operation::new(format!("{}, \"{}\" {what}", area.short, question.title()));
    if text.as_str() == area.answer(question) {
        return Ok(operation);
    }
    let (first, others) = match known.split_first() {
        Some((first, others)) if !text.is_empty() => (Some(first), others),
        _ => (None, known.as_slice()),
    };
    match first {
        Some((id, old)) => {
            let new = Answer {
                text,
                ..old.clone()
            };
            let edits = records::changes(*id, &Record::Answer(old.clone()), &Record::Answer(new));
            operation.changes.extend(edits);
        }
        None if text.is_empty() => {}
        None => {
            let area = own(plan, area)?;
            let new = Answer {
                area: area.key.clone(),
                framework: framework_of(plan).name.clone(),
                question,
                text,
            };
            operation.changes.push(records::create(
                RecordId(ids.next_id()),
                Record::Answer(new),
            ));
        }
    }
    let gone = others.iter().map(|(id, answer)| {
        records::delete(&Filed {
            id: *id,
            record: Record::Answer(answer.clone()),
        })
    });
    operation.changes.extend(gone);
    Ok(operation)
}

/// The operation that says something of ourselves, with what proves it: links, words, or refs of tasks.
pub fn state(
    plan: &Plan,
    area: &str,
    side: Side,
    text: &str,
    proofs: &[&str],
    ids: &mut Ids,
) -> Result<Operation, Failure> {
    let evaluation = Evaluation::on_paper(plan);
    let area = own(plan, evaluation.read_area(area)?)?;
    let text = statement_text(text)?;
    let statement = Statement {
        number: plan.numbers().next(Kind::Statement),
        area: area.key.clone(),
        framework: framework_of(plan).name.clone(),
        side,
        text,
    };
    let id = RecordId(ids.next_id());
    let label = format!(
        "{}, {} S-{}: {}",
        area.short,
        side.as_str(),
        statement.number,
        short(&statement.text)
    );
    let mut operation = Operation::new(label);
    operation
        .changes
        .push(records::create(id, Record::Statement(statement)));
    let first = plan.numbers().next(Kind::Evidence);
    for (number, proof) in (first..).zip(proofs) {
        let evidence = evidence_of(plan, area, Some(id), number, proof)?;
        operation.changes.push(records::create(
            RecordId(ids.next_id()),
            Record::Evidence(evidence),
        ));
    }
    Ok(operation)
}

fn statement_text(text: &str) -> Result<Note, Failure> {
    let text = note(text.trim(), "The statement")?;
    if text.is_empty() {
        return Err(
            Failure::usage("A statement needs words.").hint("Type what you say of yourselves.")
        );
    }
    Ok(text)
}

fn note(text: &str, field: &str) -> Result<Note, Failure> {
    Note::new(text).map_err(|error| Failure::usage(format!("{field} is {error}.")))
}

/// The evidence that was typed: the ref of a task, else words.
fn evidence_of(
    plan: &Plan,
    area: &Area,
    statement: Option<RecordId>,
    number: u32,
    typed: &str,
) -> Result<Evidence, Failure> {
    let (text, task) = read_evidence(plan, typed)?;
    Ok(Evidence {
        number,
        area: area.key.clone(),
        framework: area
            .from
            .clone()
            .unwrap_or_else(|| framework_of(plan).name.clone()),
        statement,
        text,
        task,
    })
}

fn read_evidence(plan: &Plan, typed: &str) -> Result<(Line, Option<TaskId>), Failure> {
    if typed.trim().parse::<Ref>().is_ok() {
        let task = crate::domain::fields::find(plan, typed.trim())?;
        return Ok((Line::default(), Some(task)));
    }
    let text = line(typed, "The evidence")?;
    if text.is_empty() {
        return Err(Failure::usage("Evidence needs words.")
            .hint("Type a link, a few words on where it is, or the ref of a task that has it."));
    }
    Ok((text, None))
}

/// Where something of the self-evaluation stands, or is to stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// In the area with this key.
    Area(Line),
    /// Under this statement.
    Statement(RecordId),
}

impl Place {
    /// The place that was typed: a statement as S-3, else an area.
    pub fn read(plan: &Plan, typed: &str) -> Result<Self, Failure> {
        if let Some(('S', _)) = handle(typed) {
            return find(plan, typed).map(Self::Statement);
        }
        let evaluation = Evaluation::on_paper(plan);
        let area = evaluation.read_area(typed)?;
        Ok(Self::Area(area.key.clone()))
    }

    /// The area, and the statement where it is one. Something new cannot go into an area of another framework, but under
    /// a statement there it can.
    fn resolve<'e>(
        &self,
        plan: &Plan,
        evaluation: &'e Evaluation,
    ) -> Result<(&'e Area, Option<&'e Claim>), Failure> {
        match self {
            Self::Area(key) => {
                let area = own(plan, evaluation.read_area(key.as_str())?)?;
                Ok((area, None))
            }
            Self::Statement(id) => {
                let mut all = evaluation
                    .areas
                    .iter()
                    .flat_map(|area| area.claims.iter().map(move |claim| (area, claim)));
                let found = all.find(|(_, claim)| claim.id == *id);
                found
                    .map(|(area, claim)| (area, Some(claim)))
                    .ok_or_else(gone)
            }
        }
    }
}

/// The operation that adds evidence where it was typed to go, as [`prove_at`] does.
pub fn prove(plan: &Plan, of: &str, typed: &str, ids: &mut Ids) -> Result<Operation, Failure> {
    prove_at(plan, &Place::read(plan, of)?, typed, ids)
}

/// The operation that adds evidence: to a statement, or to an area, where what it proves is not said yet.
pub fn prove_at(plan: &Plan, of: &Place, typed: &str, ids: &mut Ids) -> Result<Operation, Failure> {
    let evaluation = Evaluation::on_paper(plan);
    let (area, claim) = of.resolve(plan, &evaluation)?;
    let number = plan.numbers().next(Kind::Evidence);
    let id = claim.map(|claim| claim.id);
    let evidence = evidence_of(plan, area, id, number, typed)?;
    let is_there = |proof: &Proof| {
        (proof.evidence.task == evidence.task && evidence.task.is_some())
            || (evidence.task.is_none() && proof.evidence.text == evidence.text)
    };
    let beside = claim.map_or(&area.loose, |claim| &claim.proofs);
    if beside.iter().any(is_there) {
        return Ok(Operation::new(String::new()));
    }
    let of = claim.map_or_else(|| area.short.to_string(), Claim::handle);
    let what = evidence.task.and_then(|task| plan.task(task));
    let what = what.map_or_else(
        || fit(evidence.text.as_str(), SHORT).into_owned(),
        |task| task.reference.to_string(),
    );
    let label = format!("{of}, evidence E-{number}: {what}");
    Ok(made(label, Record::Evidence(evidence), ids))
}

fn gone() -> Failure {
    Failure::not_found("That is no longer there.")
        .hint("It was removed in another window; History has it.")
}

/// The letter and the number of `S-3`, `e2` or `P-1`.
fn handle(typed: &str) -> Option<(char, u32)> {
    let typed = typed.trim();
    let letter = typed.chars().next()?.to_ascii_uppercase();
    let digits = typed.get(1..)?;
    let digits = digits.strip_prefix('-').unwrap_or(digits);
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    (matches!(letter, 'S' | 'E' | 'P') && is_number)
        .then(|| Some((letter, digits.parse().ok()?)))?
}

/// The statement, the evidence or the inspection's grade that was typed: its short name, like S-3, or words that only one
/// of them has.
pub fn find(plan: &Plan, typed: &str) -> Result<RecordId, Failure> {
    let wanted = fold(typed.trim());
    let named = handle(typed);
    let is_meant = |record: &Record| {
        let (letter, number, text) = match record {
            Record::Statement(statement) => ('S', statement.number, statement.text.as_str()),
            Record::Evidence(evidence) => ('E', evidence.number, evidence.text.as_str()),
            Record::PastGrade(past) => ('P', past.number, ""),
            _ => return false,
        };
        match named {
            Some(named) => named == (letter, number),
            None => !wanted.is_empty() && fold(text).contains(&wanted),
        }
    };
    let hits: Vec<(RecordId, &Record)> = plan
        .records()
        .filter(|(_, record)| is_meant(record))
        .collect();
    match hits.as_slice() {
        [(only, _)] => Ok(*only),
        [] => Err(Failure::not_found(format!(
            "There is nothing called \"{}\" in the self-evaluation.",
            quoted(typed)
        ))
        .hint("Statements are called S-1, evidence E-1, inspections' grades P-1; `readyroom grades AREA` shows them.")),
        several => {
            let words = several.iter().take(3).map(|(_, record)| record.words());
            Err(Failure::usage(format!(
                "\"{}\" could be {}.",
                quoted(typed),
                words.collect::<Vec<_>>().join(", or ")
            ))
            .hint("Type some words that only one of them has."))
        }
    }
}

fn one(plan: &Plan, id: RecordId) -> Result<&Record, Failure> {
    plan.record(id).ok_or_else(gone)
}

/// The operation that puts a statement, or a piece of evidence, in other words.
pub fn reword(plan: &Plan, id: RecordId, text: &str) -> Result<Operation, Failure> {
    let old = one(plan, id)?;
    let (label, new) = match old {
        Record::Statement(statement) => {
            let text = statement_text(text)?;
            let label = format!("S-{} reworded: {}", statement.number, short(&text));
            let new = Statement {
                text,
                ..statement.clone()
            };
            (label, Record::Statement(new))
        }
        Record::Evidence(evidence) => {
            let (text, task) = read_evidence(plan, text)?;
            let label = format!("E-{} changed", evidence.number);
            let new = Evidence {
                text,
                task,
                ..evidence.clone()
            };
            (label, Record::Evidence(new))
        }
        _ => {
            return Err(
                Failure::usage("Only statements and evidence can be put in other words.")
                    .hint("Remove an inspection's grade, and note it again."),
            );
        }
    };
    Ok(Operation {
        label,
        changes: records::changes(id, old, &new),
    })
}

/// The operation that makes a strength an area for improvement, or the other way round.
pub fn turn(plan: &Plan, id: RecordId) -> Result<Operation, Failure> {
    let old = one(plan, id)?;
    let Record::Statement(statement) = old else {
        return Err(Failure::usage(
            "Only a statement is a strength or an area for improvement.",
        ));
    };
    let side = match statement.side {
        Side::Strength => Side::Improvement,
        Side::Improvement => Side::Strength,
    };
    let new = Record::Statement(Statement {
        side,
        ..statement.clone()
    });
    Ok(Operation {
        label: format!("S-{} is now a {}", statement.number, side_words(side)),
        changes: records::changes(id, old, &new),
    })
}

fn side_words(side: Side) -> &'static str {
    match side {
        Side::Strength => "strength",
        Side::Improvement => "thing to improve",
    }
}

/// The operation that removes a statement, a piece of evidence or an inspection's grade. What proved a statement stays, as
/// evidence that proves nothing yet.
pub fn remove(plan: &Plan, id: RecordId) -> Result<Operation, Failure> {
    let record = one(plan, id)?;
    if let Record::Graded(_) = record {
        return Err(Failure::usage("A grade that was given stays.")
            .hint("Grade the area again, or take it back with undo."));
    }
    let mut operation = Operation::new(format!("{} removed", record.words()));
    if let Record::Statement(statement) = record {
        for (at, evidence) in proofs_of(plan, id) {
            let loose = Evidence {
                statement: None,
                area: statement.area.clone(),
                framework: statement.framework.clone(),
                ..evidence.clone()
            };
            let old = Record::Evidence(evidence.clone());
            operation
                .changes
                .extend(records::changes(at, &old, &Record::Evidence(loose)));
        }
    }
    operation.changes.push(records::delete(&Filed {
        id,
        record: record.clone(),
    }));
    Ok(operation)
}

fn proofs_of(plan: &Plan, statement: RecordId) -> impl Iterator<Item = (RecordId, &Evidence)> {
    plan.records().filter_map(move |(id, record)| match record {
        Record::Evidence(evidence) if evidence.statement == Some(statement) => Some((id, evidence)),
        _ => None,
    })
}

/// The operation that moves what was typed on purpose: a statement or evidence, as [`move_record`] does, or the grade of an
/// area to another, where it is given anew and the old one stays.
pub fn move_to(
    plan: &Plan,
    what: &str,
    to: &str,
    author: &Author,
    ids: &mut Ids,
) -> Result<Operation, Failure> {
    let evaluation = Evaluation::on_paper(plan);
    if handle(what).is_none()
        && let Ok(from) = evaluation.read_area(what)
    {
        return move_grade(
            plan,
            from,
            own(plan, evaluation.read_area(to)?)?,
            author,
            ids,
        );
    }
    move_record(plan, find(plan, what)?, &Place::read(plan, to)?)
}

/// The operation that moves a statement with its evidence to an area, or evidence to a statement or an area.
pub fn move_record(plan: &Plan, id: RecordId, to: &Place) -> Result<Operation, Failure> {
    let evaluation = Evaluation::on_paper(plan);
    let old = one(plan, id)?;
    let (area, claim) = to.resolve(plan, &evaluation)?;
    let (label, new) = match old {
        Record::Evidence(evidence) => {
            let new = Evidence {
                area: area.key.clone(),
                framework: framework_in(plan, area),
                statement: claim.map(|claim| claim.id),
                ..evidence.clone()
            };
            let whereto = claim.map_or_else(|| area.short.to_string(), Claim::handle);
            let label = format!("E-{} moved to {whereto}", evidence.number);
            (label, Record::Evidence(new))
        }
        Record::Statement(statement) => {
            if let Some(claim) = claim {
                let message = format!(
                    "{} is a statement, and S-{} is one, too.",
                    claim.handle(),
                    statement.number
                );
                return Err(Failure::usage(message).hint("Move it to an area."));
            }
            let new = Statement {
                area: area.key.clone(),
                framework: framework_in(plan, area),
                ..statement.clone()
            };
            let label = format!("S-{} moved to {}", statement.number, area.short);
            (label, Record::Statement(new))
        }
        _ => {
            return Err(
                Failure::usage("An inspection's grade stays where it was given.")
                    .hint("Remove it, and note it again where it belongs."),
            );
        }
    };
    Ok(Operation {
        label,
        changes: records::changes(id, old, &new),
    })
}

fn framework_in(plan: &Plan, area: &Area) -> Line {
    let own = || framework_of(plan).name.clone();
    area.from.clone().unwrap_or_else(own)
}

fn move_grade(
    plan: &Plan,
    from: &Area,
    to: &Area,
    author: &Author,
    ids: &mut Ids,
) -> Result<Operation, Failure> {
    let Some(now) = from.now() else {
        return Err(Failure::usage(format!(
            "{} has no grade that could be moved.",
            from.short
        )));
    };
    let why = format!(
        "From {} ({} framework): {}",
        from.short, now.framework, now.why
    );
    let why = Line::clipped(&why);
    let key = grade_here(framework_of(plan), from, now)?;
    let new = NewGrade {
        grade: Some(key.as_str()),
        confidence: now.confidence,
        why: why.as_str(),
    };
    grade(plan, to.key.as_str(), new, author, ids)
}

/// What another framework would mean for what is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Switch {
    /// The name of the framework the inspection has.
    pub from: Line,
    /// The one it would have.
    pub to: &'static Framework,
    /// The areas both have, or that come back.
    pub stay: Vec<Area>,
    /// The areas that would be shown as from the old framework, and how many tasks name each.
    pub drop: Vec<(Area, usize)>,
    /// The areas that only the other one has, in a word or three.
    pub new: Vec<Line>,
}

impl Switch {
    /// What the framework called `name` would mean.
    pub fn of(plan: &Plan, name: &str) -> Result<Self, Failure> {
        let to = Framework::named(name)?;
        let evaluation = Evaluation::on_paper(plan);
        let has = |area: &Area| to.judgement(area.key.as_str()).is_some();
        let (stay, rest): (Vec<Area>, Vec<Area>) = evaluation.areas.into_iter().partition(has);
        let tasks = |area: &Area| {
            let named = plan.tasks().iter();
            named
                .filter(|task| task.areas().any(|key| *key == area.key))
                .count()
        };
        let drop = rest.into_iter().filter(|area| area.from.is_none());
        let drop = drop.map(|area| (tasks(&area), area));
        let drop = drop.map(|(tasks, area)| (area, tasks)).collect();
        let new = to.judgements.iter();
        let new = new.filter(|judged| stay.iter().all(|area| area.key != judged.key));
        Ok(Self {
            from: plan.inspection().framework.clone(),
            new: new.map(|judged| judged.short.clone()).collect(),
            stay,
            drop,
            to,
        })
    }

    /// The same in sentences, one a line.
    pub fn says(&self) -> Vec<String> {
        let names = |areas: &[Area]| {
            let names = areas.iter().map(|area| area.short.as_str());
            names.collect::<Vec<_>>().join(", ")
        };
        let mut lines = vec![format!(
            "{} to {}: {} {} as {}.",
            self.from,
            self.to.name,
            names(&self.stay),
            if self.stay.len() == 1 {
                "stays"
            } else {
                "stay"
            },
            if self.stay.len() == 1 {
                "it is"
            } else {
                "they are"
            },
        )];
        for (area, tasks) in &self.drop {
            let tasks = match tasks {
                0 => String::new(),
                1 => " 1 task names it.".to_owned(),
                many => format!(" {many} tasks name it."),
            };
            lines.push(format!(
                "{} falls away: it holds {}, which {}.{tasks}",
                area.short,
                holds(area),
                if area.is_empty() {
                    "changes nothing".to_owned()
                } else {
                    format!("stays readable as from the {} framework", self.from)
                }
            ));
        }
        lines.extend(self.new.iter().map(|short| format!("{short} is new.")));
        lines
    }
}

/// What is kept in an area: "2 grades, 1 statement".
pub fn holds(area: &Area) -> String {
    let number = |number: usize, one: &str| (number > 0).then(|| count(number as i32, one));
    let loose = area.loose.len();
    let parts = [
        number(area.graded.len(), "grade"),
        number(area.past.len(), "inspection grade"),
        number(area.answered(), "answer"),
        number(area.claims.len(), "statement"),
        (loose > 0).then(|| number_of_evidence(loose)),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() {
        "nothing".to_owned()
    } else {
        parts.join(", ")
    }
}

/// The operation that puts the inspection under another framework. No grade, statement or task is touched.
pub fn framework(plan: &Plan, name: &str) -> Result<Operation, Failure> {
    let to = Framework::named(name)?;
    let edit = Swap::from_to(&plan.inspection().framework, to.name.clone());
    let edit = edit.map(|swap| Change::Setting(SettingEdit::Framework(swap)));
    Ok(Operation {
        label: format!("the framework is {}: {}", to.name, to.title),
        changes: edit.into_iter().collect(),
    })
}

fn made(label: String, record: Record, ids: &mut Ids) -> Operation {
    Operation {
        label,
        changes: vec![records::create(RecordId(ids.next_id()), record)],
    }
}

fn short(text: &Note) -> String {
    fit(&text.as_str().replace('\n', " "), SHORT).into_owned()
}

/// The records of a self-evaluation as they go into a new inspection. A task that comes along is followed; of one that
/// does not, its evidence comes along in words.
pub fn carried(
    old: &Plan,
    successor: &impl Fn(TaskId) -> Option<TaskId>,
    ids: &mut Ids,
) -> Vec<Filed> {
    let mut filed = Vec::new();
    let mut number = old.numbers().next(Kind::Evidence);
    for (id, record) in old.records() {
        match record {
            Record::Evidence(evidence) => {
                for (nth, evidence) in along(old, evidence, successor).into_iter().enumerate() {
                    let mut evidence = evidence;
                    let id = if nth == 0 {
                        id
                    } else {
                        evidence.number = number;
                        number += 1;
                        RecordId(ids.next_id())
                    };
                    let record = Record::Evidence(evidence);
                    filed.push(Filed { id, record });
                }
            }
            Record::Answer(_) | Record::Graded(_) | Record::PastGrade(_) | Record::Statement(_) => {
                filed.push(Filed {
                    id,
                    record: record.clone(),
                });
            }
            _ => {}
        }
    }
    filed
}

fn along(
    old: &Plan,
    evidence: &Evidence,
    successor: &impl Fn(TaskId) -> Option<TaskId>,
) -> Vec<Evidence> {
    let Some(task) = evidence.task else {
        return vec![evidence.clone()];
    };
    let with = |text: Line, task| Evidence {
        text,
        task,
        ..evidence.clone()
    };
    if let Some(new) = successor(task) {
        return vec![with(evidence.text.clone(), Some(new))];
    }
    let own = Some(&evidence.text).filter(|text| !text.is_empty());
    let theirs = old.task(task).into_iter().flat_map(Task::evidence);
    let texts = own.into_iter().chain(theirs);
    texts.map(|text| with(text.clone(), None)).collect()
}
