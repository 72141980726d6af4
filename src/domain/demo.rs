//! The made-up inspection for looking around: a template, twelve people and a morning's work, told as the operations
//! that would have led there. It is told the moment it is; every date follows from that, and nothing is saved.

pub mod crowd;
mod requests;

use std::collections::HashMap;

use jiff::SignedDuration;
use jiff::civil::{Date, DateTime, Time};

use super::board::Schedule;
use super::change::{Change, Row};
use super::edit::{self, Author, Call, Patch};
use super::evaluation::write::{self, NewGrade, NewPast};
use super::failure::Failure;
use super::id::{Ids, PersonId};
use super::inspection::{Inspection, Person};
use super::operation::Operation;
use super::plan::Plan;
use super::records::{Confidence, Question, Side};
use super::tables::{Fields, Found, Spot};
use super::task::{Element, Judgement, Rag, Status, Task};
use super::template::{Start, Template};
use super::text::{Line, Note};
use super::when::{Moment, Rule, When};
use crate::assets;

/// The made-up inspection, from its first operation to its last.
#[derive(Debug, Clone)]
pub struct Demo {
    /// What the file is about.
    pub inspection: Inspection,
    /// What was done, oldest first; the first one starts the file.
    pub steps: Vec<Step>,
}

/// One thing somebody did.
#[derive(Debug, Clone)]
pub struct Step {
    /// Who, and when.
    pub author: Author,
    /// What.
    pub operation: Operation,
}

impl Demo {
    /// The plan all steps lead to.
    pub fn plan(&self) -> Result<Plan, Failure> {
        let mut plan = empty(&self.inspection);
        for step in &self.steps {
            make(&mut plan, &step.operation)?;
        }
        Ok(plan)
    }
}

fn empty(inspection: &Inspection) -> Plan {
    Plan::about(inspection.clone())
}

fn make(plan: &mut Plan, operation: &Operation) -> Result<(), Failure> {
    let made = plan.apply_all(&operation.changes);
    made.map_err(|clash| {
        Failure::failed(format!("\"{}\" cannot be made: {clash}.", operation.label))
    })
}

/// The shipped one at `now`: the call came today if today is a working day and it is late enough, else on the working
/// day before.
pub fn demo(now: DateTime, ids: &mut Ids) -> Result<Demo, Failure> {
    parse("demo.toml", assets::DEMO)?.tell(now, ids)
}

/// The file, read.
struct Script {
    authority: Line,
    template: Template,
    call_time: Time,
    now_time: Time,
    people: Vec<Named>,
    marks: Vec<Mark>,
    said: Vec<Said>,
    tested: Vec<requests::Tested>,
    asked: Vec<requests::Asked>,
}

/// A part of the self-evaluation, which is there from the first day on.
enum Said {
    Past {
        area: Line,
        grade: Line,
        date: Date,
        framework: Line,
    },
    Grade {
        area: Line,
        grade: Line,
        confidence: Confidence,
        why: Line,
    },
    Answer {
        area: Line,
        question: Question,
        text: Note,
    },
    Statement {
        area: Line,
        side: Side,
        text: Note,
        evidence: Vec<Line>,
    },
    /// Evidence that proves nothing yet.
    Evidence { area: Line, text: Line },
}

/// Somebody who has one or more of the template's roles.
struct Named {
    name: Line,
    initials: Line,
    roles: Vec<Line>,
}

/// What is said of one task, and who by.
struct Mark {
    task: Line,
    at: Spot,
    patch: Patch,
    judged: Option<Judged>,
    done: bool,
    unowned: bool,
}

/// A judgement, before it is known who made it.
struct Judged {
    rag: Rag,
    reason: Line,
    /// The day it was made; `None` is the morning of the call.
    on: Option<Rule>,
}

fn parse(file: &str, text: &str) -> Result<Script, Failure> {
    let mut fields = Fields::parse(file, text, "the demo")?;
    let authority = fields.required_line("authority")?;
    let template = Template::named(fields.required_line("template")?.as_str())?;
    let call_time = read_time(&mut fields, "call_time")?;
    let now_time = read_time(&mut fields, "now_time")?;
    let people = fields
        .tables("person", "a person")?
        .into_iter()
        .map(|fields| read_person(fields, &template));
    let people = people.collect::<Result<Vec<_>, _>>()?;
    let marks = fields.tables("mark", "a mark")?.into_iter().map(read_mark);
    let marks = marks.collect::<Result<Vec<_>, _>>()?;
    let mut said = Vec::new();
    for (table, what, read) in SAID {
        let tables = fields.tables(table, what)?.into_iter().map(read);
        said.extend(tables.collect::<Result<Vec<_>, _>>()?);
    }
    let tested = fields.tables("enquiry", "a line of enquiry")?.into_iter();
    let tested = tested
        .map(requests::read_tested)
        .collect::<Result<Vec<_>, _>>()?;
    let asked = fields.tables("request", "a request")?.into_iter();
    let asked = asked
        .map(requests::read_asked)
        .collect::<Result<Vec<_>, _>>()?;
    for mark in &marks {
        if !template.tasks.iter().any(|task| task.id == mark.task) {
            return Err(fields.failure(
                mark.at,
                &format!("the template has no task \"{}\".", mark.task),
            ));
        }
    }
    fields.finish()?;
    Ok(Script {
        authority,
        template,
        call_time,
        now_time,
        people,
        marks,
        said,
        tested,
        asked,
    })
}

type ReadSaid = fn(Fields<'_>) -> Result<Said, Failure>;

/// The parts of the self-evaluation, in the order in which they are said.
const SAID: [(&str, &str, ReadSaid); 5] = [
    ("past_grade", "an inspection's grade", read_past_grade),
    ("grade", "a grade", read_grade),
    ("answer", "an answer", read_answer),
    ("statement", "a statement", read_statement),
    ("evidence", "evidence", read_evidence),
];

fn read_past_grade(mut fields: Fields<'_>) -> Result<Said, Failure> {
    let area = fields.required_line("area")?;
    let grade = fields.required_line("grade")?;
    let date = fields.required("date")?;
    let moment: Moment = date
        .value
        .parse()
        .map_err(|error| fields.failure(date.at, &format!("date: {error}.")))?;
    let framework = fields.required_line("framework")?;
    fields.finish()?;
    Ok(Said::Past {
        area,
        grade,
        date: moment.date,
        framework,
    })
}

fn read_grade(mut fields: Fields<'_>) -> Result<Said, Failure> {
    let area = fields.required_line("area")?;
    let grade = fields.required_line("grade")?;
    let confidence = fields.required("confidence")?;
    let confidence = Confidence::read(&confidence.value)
        .map_err(|failure| fields.failure(confidence.at, &failure.to_string()))?;
    let why = fields.required_line("why")?;
    fields.finish()?;
    Ok(Said::Grade {
        area,
        grade,
        confidence,
        why,
    })
}

fn read_answer(mut fields: Fields<'_>) -> Result<Said, Failure> {
    let area = fields.required_line("area")?;
    let question = fields.required("question")?;
    let question = Question::read(&question.value)
        .map_err(|failure| fields.failure(question.at, &failure.to_string()))?;
    let text = fields.note("text")?;
    fields.finish()?;
    Ok(Said::Answer {
        area,
        question,
        text,
    })
}

fn read_statement(mut fields: Fields<'_>) -> Result<Said, Failure> {
    let area = fields.required_line("area")?;
    let found = fields.required("side")?;
    let mut sides = Side::ALL.into_iter();
    let side = sides.find(|side| side.as_str() == found.value);
    let side = side.ok_or_else(|| {
        fields.failure(found.at, "side has to be \"strength\" or \"improvement\".")
    })?;
    let text = fields.note("text")?;
    let evidence = fields.lines("evidence")?.into_iter();
    let evidence = evidence.map(|line| line.value).collect();
    fields.finish()?;
    Ok(Said::Statement {
        area,
        side,
        text,
        evidence,
    })
}

fn read_evidence(mut fields: Fields<'_>) -> Result<Said, Failure> {
    let area = fields.required_line("area")?;
    let text = fields.required_line("text")?;
    fields.finish()?;
    Ok(Said::Evidence { area, text })
}

fn read_time(fields: &mut Fields<'_>, key: &'static str) -> Result<Time, Failure> {
    let found = fields.required(key)?;
    time_from(fields, &found, key)
}

/// A time, where there is one.
fn time_of(fields: &mut Fields<'_>, key: &'static str) -> Result<Option<Time>, Failure> {
    let found = fields.text(key)?;
    found
        .map(|found| time_from(fields, &found, key))
        .transpose()
}

fn time_from(fields: &Fields<'_>, found: &Found<String>, key: &str) -> Result<Time, Failure> {
    found.value.parse().map_err(|_not_a_time: jiff::Error| {
        fields.failure(found.at, &format!("{key} has to be a time like 10:12."))
    })
}

fn read_person(mut fields: Fields<'_>, template: &Template) -> Result<Named, Failure> {
    let name = fields.required_line("name")?;
    fields.call(format!("\"{name}\""));
    let initials = fields.required_line("initials")?;
    let found = fields.lines("roles")?;
    if let Some(odd) = found
        .iter()
        .find(|role| template.roles.iter().all(|known| known.name != role.value))
    {
        return Err(fields.failure(
            odd.at,
            &format!("the template has no role \"{}\".", odd.value),
        ));
    }
    let roles = found.into_iter().map(|role| role.value).collect();
    fields.finish()?;
    Ok(Named {
        name,
        initials,
        roles,
    })
}

fn read_mark(mut fields: Fields<'_>) -> Result<Mark, Failure> {
    let at = fields.at();
    let task = fields.required_line("task")?;
    fields.call(format!("the mark on \"{task}\""));
    let note = fields.note("note")?;
    let waiting_on = fields.line_of("waiting_on")?;
    let status = fields.text("status")?;
    let done = status.as_ref().is_some_and(|status| status.value == "done");
    let status = status
        .filter(|_| !done)
        .map(|status| read_status(&fields, &status, waiting_on))
        .transpose()?;
    let judged = read_judged(&mut fields)?;
    let evidence = fields
        .lines("evidence")?
        .into_iter()
        .map(|line| Element::Evidence(line.value));
    let mut patch = Patch {
        status,
        add: evidence.collect(),
        ..Patch::default()
    };
    patch.note = (!note.is_empty()).then_some(note);
    let unowned = match fields.text("owner")? {
        None => false,
        Some(found) if found.value == "nobody" => true,
        Some(found) => return Err(fields.failure(found.at, "owner can only be \"nobody\".")),
    };
    fields.finish()?;
    Ok(Mark {
        task,
        at,
        patch,
        judged,
        done,
        unowned,
    })
}

fn read_status(fields: &Fields<'_>, found: &Found<String>, on: Line) -> Result<Status, Failure> {
    match found.value.as_str() {
        "not_started" => Ok(Status::NotStarted),
        "in_progress" => Ok(Status::InProgress),
        "waiting" => Ok(Status::Waiting { on }),
        "not_needed" => Ok(Status::NotNeeded),
        other => Err(fields.failure(found.at, &format!("there is no status \"{other}\"."))),
    }
}

fn read_judged(fields: &mut Fields<'_>) -> Result<Option<Judged>, Failure> {
    let reason = fields.line_of("reason")?;
    let on = fields.text("judged")?;
    let on = on.map(|found| {
        found
            .value
            .parse::<Rule>()
            .map_err(|error| fields.failure(found.at, &format!("judged: {error}.")))
    });
    let on = on.transpose()?;
    let Some(found) = fields.text("rag")? else {
        return Ok(None);
    };
    let rag = Rag::read(&found.value)
        .ok_or_else(|| fields.failure(found.at, "rag has to be red, amber or green."))?;
    Ok(Some(Judged { rag, reason, on }))
}

impl Script {
    fn tell(&self, now: DateTime, ids: &mut Ids) -> Result<Demo, Failure> {
        let start = Start {
            authority: self.authority.clone(),
            from: None,
        };
        let (inspection, mut first) = self.template.start(&start, ids);
        self.name_people(&mut first);
        let mut plan = empty(&inspection);
        make(&mut plan, &first)?;
        let call = self.call_day(&plan, now);
        let lead = self
            .people
            .get(1)
            .or(self.people.first())
            .map(|person| person.name.clone())
            .unwrap_or_default();
        let author = |date: Date, time: Time| Author {
            who: lead.clone(),
            now: date.to_datetime(time),
        };
        let began = plan.calendar().add_working(call, -WORKED_ON);
        let evaluated = self.evaluate(&plan, &author(began, self.call_time), ids)?;
        make(&mut plan, &evaluated)?;
        first.changes.extend(evaluated.changes);
        let mut steps = vec![Step {
            author: author(began, self.call_time),
            operation: first,
        }];
        let came = Call::came(call.to_datetime(self.call_time));
        let recorded = author(call, self.call_time);
        let recorded = Step {
            operation: edit::record_call(&plan, &came, &recorded)?,
            author: recorded,
        };
        let mut after = plan.clone();
        make(&mut after, &recorded.operation)?;
        let story = Story {
            script: self,
            schedule: Schedule::of(&after, recorded.author.now),
            plan: after,
            called: recorded.author.now,
            until: now.min(call.to_datetime(self.now_time)),
            lead,
        };
        steps.push(recorded);
        steps.extend(story.steps()?);
        steps.extend(requests::steps(
            (&self.tested, &self.asked),
            &story.plan,
            |time| story.moment(time),
            &story.lead,
            ids,
        )?);
        steps.sort_by_key(|step| step.author.now);
        Ok(Demo { inspection, steps })
    }

    /// The self-evaluation. Evidence that is the id of a task of the template is that task's own.
    fn evaluate(&self, plan: &Plan, author: &Author, ids: &mut Ids) -> Result<Operation, Failure> {
        let refs: HashMap<&str, String> = self
            .template
            .refs()
            .into_iter()
            .map(|(id, reference)| (id, reference.to_string()))
            .collect();
        let mut plan = plan.clone();
        let mut all = Operation::new("the self-evaluation");
        for said in &self.said {
            let operation = match said {
                Said::Past {
                    area,
                    grade,
                    date,
                    framework,
                } => {
                    let new = NewPast {
                        area: area.as_str(),
                        grade: grade.as_str(),
                        date: *date,
                        framework: framework.as_str(),
                        note: "",
                    };
                    write::past(&plan, new, author, ids)
                }
                Said::Grade {
                    area,
                    grade,
                    confidence,
                    why,
                } => {
                    let new = NewGrade {
                        grade: Some(grade.as_str()),
                        confidence: Some(*confidence),
                        why: why.as_str(),
                    };
                    write::grade(&plan, area.as_str(), new, author, ids)
                }
                Said::Answer {
                    area,
                    question,
                    text,
                } => write::answer(&plan, area.as_str(), *question, text.as_str(), ids),
                Said::Statement {
                    area,
                    side,
                    text,
                    evidence,
                } => {
                    let evidence = evidence.iter().map(|line| {
                        let of_task = refs.get(line.as_str());
                        of_task.map_or(line.as_str(), String::as_str)
                    });
                    let evidence: Vec<&str> = evidence.collect();
                    write::state(&plan, area.as_str(), *side, text.as_str(), &evidence, ids)
                }
                Said::Evidence { area, text } => {
                    write::prove(&plan, area.as_str(), text.as_str(), ids)
                }
            }?;
            make(&mut plan, &operation)?;
            all.changes.extend(operation.changes);
        }
        Ok(all)
    }

    /// Today, or the working day before today.
    fn call_day(&self, plan: &Plan, now: DateTime) -> Date {
        let today = now.date();
        if plan.calendar().is_working(today) && now.time() >= self.call_time {
            today
        } else {
            plan.calendar().add_working(today, -1)
        }
    }

    /// Gives the roles of the first operation to the people who have them.
    fn name_people(&self, first: &mut Operation) {
        let mut holders: HashMap<PersonId, PersonId> = HashMap::new();
        for named in &self.people {
            let roles: Vec<Person> = first
                .changes
                .iter()
                .filter_map(role)
                .filter(|p| named.roles.contains(&p.role))
                .cloned()
                .collect();
            let Some(keep) = roles.first().map(|role| role.id) else {
                continue;
            };
            holders.extend(roles.iter().map(|role| (role.id, keep)));
            let titles: Vec<&str> = roles.iter().map(|role| role.role.as_str()).collect();
            for person in first
                .changes
                .iter_mut()
                .filter_map(role_mut)
                .filter(|person| person.id == keep)
            {
                person.name = Some(named.name.clone());
                person.initials = named.initials.clone();
                person.role = Line::clipped(&titles.join(", "));
            }
        }
        first.changes.retain(|change| {
            role(change).is_none_or(|p| holders.get(&p.id).is_none_or(|keep| *keep == p.id))
        });
        for task in first.changes.iter_mut().filter_map(task_mut) {
            task.owner = task
                .owner
                .map(|owner| holders.get(&owner).copied().unwrap_or(owner));
        }
    }
}

/// Working days before the call on which the made-up council began, which is before anything it has to do.
const WORKED_ON: i32 = 65;

/// What the marks are turned into operations with.
struct Story<'a> {
    script: &'a Script,
    /// As it is once the call is recorded.
    plan: Plan,
    schedule: Schedule,
    called: DateTime,
    /// When the last of the work of that morning was noted.
    until: DateTime,
    /// Who notes it for a role that has no name yet.
    lead: Line,
}

impl Story<'_> {
    fn steps(&self) -> Result<Vec<Step>, Failure> {
        let refs: HashMap<&str, _> = self.script.template.refs().into_iter().collect();
        let mut steps = Vec::new();
        for (at, mark) in (1..).zip(&self.script.marks) {
            let task = refs
                .get(mark.task.as_str())
                .and_then(|reference| self.plan.by_ref(*reference));
            let task = task.ok_or_else(|| {
                Failure::not_found(format!("The demo has no task {}.", mark.task))
            })?;
            steps.extend(self.steps_of(mark, task, self.time_of(task, at))?);
        }
        Ok(steps)
    }

    /// A mark as one operation; a judgement made on another day is an operation of its own.
    fn steps_of(&self, mark: &Mark, task: &Task, at: DateTime) -> Result<Vec<Step>, Failure> {
        let mut patch = mark.patch.clone();
        if mark.done {
            patch.status = Some(Status::Done { at });
        }
        patch.owner = mark.unowned.then_some(None);
        let mut steps = Vec::new();
        if let Some(judged) = &mark.judged {
            let on = judged
                .on
                .and_then(|rule| self.schedule.resolve(rule, &self.plan));
            match on {
                None => patch.judgement = Some(Some(self.judgement(judged, task, at))),
                Some(on) => {
                    let at = on.date.to_datetime(on.time.unwrap_or(self.script.now_time));
                    let judgement = Some(Some(self.judgement(judged, task, at)));
                    steps.push(self.step(
                        task,
                        at,
                        &Patch {
                            judgement,
                            ..Patch::default()
                        },
                    )?);
                }
            }
        }
        steps.push(self.step(task, at, &patch)?);
        steps.retain(|step| !step.operation.is_empty());
        Ok(steps)
    }

    fn step(&self, task: &Task, now: DateTime, patch: &Patch) -> Result<Step, Failure> {
        let author = Author {
            who: self.owner_of(task),
            now,
        };
        Ok(Step {
            author,
            operation: edit::patch(&self.plan, &[task.id], patch)?,
        })
    }

    fn judgement(&self, judged: &Judged, task: &Task, at: DateTime) -> Judgement {
        Judgement {
            rag: judged.rag,
            reason: judged.reason.clone(),
            who: self.owner_of(task),
            at,
            expires: None,
        }
    }

    fn owner_of(&self, task: &Task) -> Line {
        let owner = task.owner.and_then(|id| self.plan.person(id));
        owner
            .and_then(|owner| owner.name.clone())
            .unwrap_or_else(|| self.lead.clone())
    }

    /// When the `at`-th mark was made: preparation on the day it was due, the rest in turn since the call.
    fn time_of(&self, task: &Task, at: i64) -> DateTime {
        match task.deadline.due {
            _ if task.takes_call => self.called,
            Some(When::Rule(rule)) if task.is_preparation() => {
                let due = self.schedule.resolve(rule, &self.plan);
                due.map_or(self.called, |due| {
                    due.date.to_datetime(self.script.call_time)
                })
            }
            Some(When::Rule(_) | When::At(_)) | None => self.in_turn(at),
        }
    }

    /// The marks share out the time since the call, to the minute.
    fn in_turn(&self, at: i64) -> DateTime {
        self.share(at, self.script.marks.len() as i64)
    }

    /// When a time of the script's morning was: the same share of the time since the call.
    fn moment(&self, time: Time) -> DateTime {
        let (call, now) = (self.script.call_time, self.script.now_time);
        let minutes = |to: Time| call.duration_until(to).as_mins().max(0);
        self.share(minutes(time), minutes(now))
    }

    /// So many parts of so many of the time since the call, to the minute.
    fn share(&self, part: i64, of: i64) -> DateTime {
        let minutes = self.called.duration_until(self.until).as_mins() * part / of.max(1);
        self.called
            .saturating_add(SignedDuration::from_mins(minutes))
    }
}

fn role(change: &Change) -> Option<&Person> {
    if let Change::Create(Row::Person(person)) = change {
        Some(person)
    } else {
        None
    }
}

fn role_mut(change: &mut Change) -> Option<&mut Person> {
    if let Change::Create(Row::Person(person)) = change {
        Some(person)
    } else {
        None
    }
}

fn task_mut(change: &mut Change) -> Option<&mut Task> {
    if let Change::Create(Row::Task(task)) = change {
        Some(task)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, datetime};

    use super::*;
    use crate::domain::agenda::Agenda;
    use crate::domain::board::Board;
    use crate::domain::checks::Check;
    use crate::domain::enquiries;
    use crate::domain::rating::Shown;
    use crate::domain::requests::log::Log;

    fn at(now: DateTime) -> (Plan, Demo) {
        let demo = demo(now, &mut Ids::new(1, 1)).unwrap();
        (demo.plan().unwrap(), demo)
    }

    #[test]
    fn the_morning_of_the_call_shows_each_thing_worth_showing() {
        let now = datetime(2026, 11, 30, 11, 42, 0, 0);
        let (plan, _) = at(now);
        let board = Board::of(&plan, now);
        let agenda = Agenda::of(&plan, &board);
        let title = |at: &u32| plan.tasks()[*at as usize].title.as_str();
        assert!(
            agenda
                .overdue
                .iter()
                .any(|at| title(at) == "Set off the phone tree")
        );
        assert!(
            agenda
                .overdue
                .iter()
                .all(|at| board.standings[*at as usize].rating.shown != Shown::Complete)
        );
        assert_eq!(
            agenda.today.last().map(title).unwrap().split(';').next(),
            Some("Take the call")
        );
        assert!(
            agenda.done_today <= 3,
            "only the work of the morning is done today"
        );
        assert!(agenda.overtaken > 10);
        assert!(!agenda.nobody.is_empty());
        let checks: Vec<Check> = agenda
            .check_these
            .iter()
            .flat_map(|at| board.standings[*at as usize].checks.iter())
            .collect();
        assert!(
            checks.contains(&Check::Disagrees) && checks.contains(&Check::Stale),
            "{checks:?}"
        );
        assert!(
            plan.people().iter().any(|person| person.name.is_none()),
            "a role without a name"
        );
        assert_eq!(
            agenda.countdown.text,
            "Inspectors arrive in 5 working days, Mon 7 Dec"
        );
        let counts = Log::of(&plan, now).counts;
        assert_eq!(
            counts.words(),
            "7 asked, 5 open, 1 late, 1 returned, 2 answered, median 34 minutes"
        );
        let lines = enquiries::Board::of(&plan).lines;
        let known = lines.iter().filter(|line| line.id.is_some());
        assert_eq!(known.filter(|line| line.probe.asked > 0).count(), 3);
    }

    #[test]
    fn the_call_came_today_if_it_can_have_and_on_the_working_day_before_if_not() {
        for (now, called) in [
            (datetime(2026, 11, 30, 11, 42, 0, 0), date(2026, 11, 30)),
            (datetime(2026, 11, 30, 10, 12, 0, 0), date(2026, 11, 30)),
            (datetime(2026, 11, 30, 10, 11, 0, 0), date(2026, 11, 27)),
            (datetime(2026, 12, 5, 15, 0, 0, 0), date(2026, 12, 4)),
            (datetime(2026, 12, 26, 9, 0, 0, 0), date(2026, 12, 24)),
        ] {
            let (plan, demo) = at(now);
            let board = Board::of(&plan, now);
            assert!(board.schedule.call_has_come, "{now}");
            let call = board
                .schedule
                .get(crate::domain::when::MilestoneKey::Call)
                .unwrap();
            assert_eq!(call.date, called, "{now}");
            assert!(
                demo.steps.iter().all(|step| step.author.now <= now),
                "nothing is done after {now}"
            );
            assert!(demo.steps.is_sorted_by_key(|step| step.author.now));
        }
    }

    #[test]
    fn a_mark_on_no_task_is_refused_with_its_line() {
        let text = assets::DEMO.replacen("task = \"S04\"", "task = \"S04x\"", 1);
        let failure = parse("demo.toml", &text).err().unwrap().to_string();
        assert!(
            failure.ends_with("the template has no task \"S04x\"."),
            "{failure}"
        );
        assert!(failure.starts_with("demo.toml, line "), "{failure}");
    }
}
