//! The drill: a script of what inspectors ask, when each request arrives in an inspection, the operation by which it
//! does, and how well it was answered in the end. It knows neither the clock nor the scratch copy a drill is held on.

use std::collections::HashSet;

use jiff::SignedDuration;
use jiff::civil::{Date, DateTime, Weekday, date, time};

use super::board::{Board, Schedule};
use super::calendar::Calendar;
use super::change::{Change, Row, SettingEdit};
use super::edit::{self, Author, Call};
use super::england::Clocked;
use super::enquiries::{self, Enquiry};
use super::failure::Failure;
use super::id::{Ids, TaskId};
use super::operation::{Entry, Operation, Past};
use super::phrase::{self, Context};
use super::plan::Plan;
use super::promises;
use super::rating::count;
use super::records::{self, Record, RecordId};
use super::requests::capture::Asked;
use super::requests::log::{Log, duration, median};
use super::requests::{self, Reference};
use super::tables::Fields;
use super::task::Status;
use super::text::{Line as Words, Note, quoted};
use super::what_if::Line;
use super::when::{MilestoneKey, Moment, Rule, When};
use crate::assets;

/// What inspectors ask in a drill, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Script {
    /// What it rehearses.
    pub title: Words,
    asks: Vec<Ask>,
}

/// One request, as the script has it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Ask {
    /// Counted from a milestone, with a time of day.
    at: Rule,
    wording: Note,
    by: Words,
    /// A judgement area; may be empty.
    area: Words,
    /// A line of enquiry; may be empty.
    line: Words,
    /// As it is typed in a request; may be empty.
    promised: String,
}

/// A request that is to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// When.
    pub at: DateTime,
    /// What is asked.
    pub wording: Note,
    /// By whom.
    pub by: Words,
    /// By when an answer is promised.
    pub promised: Option<Moment>,
    area: Words,
    line: Words,
}

impl Script {
    /// The script that is built in under this name; without a name, the first.
    pub fn named(name: Option<&str>) -> Result<Self, Failure> {
        let wanted = name.map(|name| name.trim().to_lowercase());
        let is_it = |known: &str| wanted.as_ref().is_none_or(|wanted| wanted == known);
        let row = assets::DRILLS.iter().find(|(known, _)| is_it(known));
        let (known, text) = row.ok_or_else(|| {
            let known: Vec<&str> = assets::DRILLS.iter().map(|(known, _)| *known).collect();
            Failure::not_found(format!(
                "There is no drill \"{}\".",
                quoted(wanted.as_deref().unwrap_or_default())
            ))
            .hint(format!(
                "Built in: {}. A script of your own is a file, like ours.toml.",
                known.join(", ")
            ))
        })?;
        Self::parse(&format!("{known}.toml"), text)
    }

    /// Reads a script; `file` is named in what is said about it.
    pub fn parse(file: &str, text: &str) -> Result<Self, Failure> {
        let mut fields = Fields::parse(file, text, "the drill")?;
        let title = fields.required_line("title")?;
        let asks = fields.tables("request", "a request")?;
        let asks = asks.into_iter().map(read_ask).collect::<Result<_, _>>()?;
        let script = Self { title, asks };
        if script.asks.is_empty() {
            return Err(fields.failure(fields.at(), "there is no [[request]] in it."));
        }
        fields.finish()?;
        Ok(script)
    }

    /// When each request arrives in `plan`, the first first. Refused are an area that the framework does not have, and
    /// a request from before the call or after the inspection.
    pub fn arrivals(&self, plan: &Plan) -> Result<Vec<Arrival>, Failure> {
        let schedule = Schedule::of(plan, DateTime::default());
        let call = called(plan);
        let end = schedule.get(MilestoneKey::End);
        let arrive = |ask: &Ask| {
            let about = |why: &str| {
                Failure::failed(format!("The drill's request for {} {why}.", ask.at))
                    .hint("Change the script, or rehearse on another inspection.")
            };
            let no_day = || about("hangs from a milestone that has no date");
            let found = schedule.resolve(ask.at, plan).ok_or_else(no_day)?;
            let at = start_of(found);
            if call.is_none_or(|call| at < call) {
                return Err(about("would come before the call"));
            }
            if end.is_some_and(|end| found > end) {
                return Err(about("would come after the inspection"));
            }
            if !ask.area.is_empty() {
                enquiries::areas(plan, std::slice::from_ref(&ask.area), &[])?;
            }
            let promised = read_promise(&ask.promised, at, plan.calendar());
            Ok(Arrival {
                at,
                wording: ask.wording.clone(),
                by: ask.by.clone(),
                promised: promised.map_err(|why| about(&why))?,
                area: ask.area.clone(),
                line: ask.line.clone(),
            })
        };
        let mut all: Vec<Arrival> = self.asks.iter().map(arrive).collect::<Result<_, _>>()?;
        all.sort_by_key(|arrival| arrival.at);
        Ok(all)
    }
}

fn read_ask(mut fields: Fields<'_>) -> Result<Ask, Failure> {
    let at = fields.required("at")?;
    fields.call(format!("the request for \"{}\"", quoted(&at.value)));
    let rule: Rule = at
        .value
        .parse()
        .map_err(|error| fields.failure(at.at, &format!("at: {error}.")))?;
    if rule.time.is_none() {
        return Err(fields
            .failure(at.at, "at has no time of day.")
            .hint("Write it like \"call+1wd 09:30\"."));
    }
    let wording = fields.required("wording")?;
    let wording = Note::new(&wording.value)
        .map_err(|error| fields.failure(wording.at, &format!("wording is {error}.")))?;
    let by = fields.line_of("by")?;
    let (area, line) = (fields.line_of("area")?, fields.line_of("line")?);
    let promised = fields.text("promised")?;
    if let Some(typed) = &promised {
        let monday = date(2026, 11, 30).at(9, 0, 0, 0);
        read_promise(&typed.value, monday, &Calendar::new([], []))
            .map_err(|why| fields.failure(typed.at, &format!("promised {why}.")))?;
    }
    fields.finish()?;
    Ok(Ask {
        at: rule,
        wording,
        by,
        area,
        line,
        promised: promised.map(|typed| typed.value).unwrap_or_default(),
    })
}

/// A promise counted from `at`, or what is wrong with it.
fn read_promise(text: &str, at: DateTime, calendar: &Calendar) -> Result<Option<Moment>, String> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let cx = Context { now: at, calendar };
    match phrase::read(text, &cx) {
        Ok(When::At(promised)) if promised >= Moment::from(at) => Ok(Some(promised)),
        Ok(_) => Err(format!(
            "is \"{}\", which is no time after it arrives",
            quoted(text)
        )),
        Err(error) => Err(format!(
            "is \"{}\": {error}",
            quoted(text).trim_end_matches('.')
        )),
    }
}

/// The operation by which the call comes. A first day on site that is known already and fits it stays.
pub fn call(plan: &Plan, at: DateTime, who: &Words) -> Result<Operation, Failure> {
    let known = Schedule::of(plan, at).get(MilestoneKey::Start);
    let agreed = plan.is_agreed_ahead().then(|| {
        let known = known.map(|start| start.date).filter(|day| *day > at.date());
        known.unwrap_or_else(|| plan.calendar().add_working(at.date(), 10))
    });
    let call = Call {
        on_site: agreed,
        ..Call::came(at)
    };
    let author = Author {
        who: who.clone(),
        now: at,
    };
    edit::record_call(plan, &call, &author)
}

/// When the call comes: as typed, else on the next Monday that is a working day; at half past nine if no time was said.
pub fn call_at(
    typed: Option<&str>,
    now: DateTime,
    calendar: &Calendar,
) -> Result<DateTime, Failure> {
    let morning = time(9, 30, 0, 0);
    let Some(typed) = typed else {
        return Ok(next_monday(now.date(), calendar).to_datetime(morning));
    };
    match phrase::read(typed, &Context { now, calendar }) {
        Ok(When::At(at)) => Ok(at.date.to_datetime(at.time.unwrap_or(morning))),
        Ok(When::Rule(_)) => Err(no_call(typed, "The call must be a day")),
        Err(error) => Err(no_call(
            typed,
            error.about("The call").trim_end_matches('.'),
        )),
    }
}

fn no_call(typed: &str, why: &str) -> Failure {
    Failure::usage(format!("{why}, and is \"{}\".", quoted(typed)))
        .hint("Write it like \"mon 09:30\" or 30/11/2026.")
}

fn next_monday(today: Date, calendar: &Calendar) -> Date {
    let mut mondays = today.series(jiff::Span::new().days(1)).skip(1);
    let found = mondays.find(|day| day.weekday() == Weekday::Monday && calendar.is_working(*day));
    found.unwrap_or(today)
}

/// When the call came; without a time, at the start of its day.
pub fn called(plan: &Plan) -> Option<DateTime> {
    let schedule = Schedule::of(plan, DateTime::default());
    schedule.get(MilestoneKey::Call).map(start_of)
}

fn start_of(at: Moment) -> DateTime {
    at.date.to_datetime(at.time.unwrap_or(time(0, 0, 0, 0)))
}

/// How far a drill has got: what has arrived, and what is to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    arrivals: Vec<Arrival>,
    arrived: usize,
}

impl Course {
    /// Nothing has arrived yet of `arrivals`, which are in order.
    pub fn new(arrivals: Vec<Arrival>) -> Self {
        Self {
            arrivals,
            arrived: 0,
        }
    }

    /// The next request, if its time has come by `now`.
    pub fn due(&self, now: DateTime) -> Option<&Arrival> {
        let next = self.arrivals.get(self.arrived);
        next.filter(|arrival| arrival.at <= now)
    }

    /// That request is in the file.
    pub fn let_in(&mut self) {
        self.arrived += 1;
    }

    /// To when the clock is put forward: to the next request, or by an hour when all have come.
    pub fn next(&self, now: DateTime) -> DateTime {
        let next = self.arrivals.get(self.arrived);
        next.map_or(now.saturating_add(SignedDuration::from_hours(1)), |next| {
            next.at.max(now)
        })
    }
}

/// The operation by which a request arrives; the line of enquiry it belongs to comes with it where there is none yet.
pub fn arrive(plan: &Plan, arrival: &Arrival, ids: &mut Ids) -> Operation {
    let mut before = Vec::new();
    let enquiry = (!arrival.line.is_empty()).then(|| {
        let known = enquiries::all(plan);
        let known = known.iter().find(|(_, held)| held.name == arrival.line);
        if let Some((id, _)) = known {
            return *id;
        }

        let id = RecordId(ids.next_id());
        let area = Some(arrival.area.clone());
        let area = area.into_iter().filter(|area| !area.is_empty());
        let made = Enquiry {
            name: arrival.line.clone(),
            areas: area.collect(),
            testing: Note::default(),
            tasks: Vec::new(),
            evidence: Vec::new(),
        };
        before.push(records::create(id, Record::Enquiry(made)));
        id
    });
    let asked = Asked {
        wording: arrival.wording.clone(),
        asked_by: arrival.by.clone(),
        asked: Clocked::at(arrival.at),
        enquiry,
        owner: None,
        promised: arrival.promised,
    };
    let mut operation = requests::ask(plan, asked, ids);
    before.append(&mut operation.changes);
    operation.changes = before;
    operation
}

/// Whether this is something that arrived in a drill: nobody did it, so undo passes over it.
pub fn arrived(entry: &Entry) -> bool {
    entry.stamp.who == *NAME
}

/// What the history of a drill tells that its plan does not: what had been asked before it began, and what went red.
#[derive(Debug, Clone, Default)]
pub struct Went {
    /// Requests that were in the inspection already.
    asked: HashSet<RecordId>,
    /// Late at some time.
    late: HashSet<TaskId>,
    /// Late or red at some time.
    red: HashSet<TaskId>,
    /// The same when the call had just come.
    red_at_first: HashSet<TaskId>,
    /// Until when what is met next stood.
    until: DateTime,
    /// What was changed then: how that stood before has not been looked at.
    touched: Touched,
    /// How many times it was worked out how a task stood.
    #[cfg(test)]
    pub(crate) looked: usize,
}

/// Which tasks may stand otherwise after an operation than before it.
#[derive(Debug, Clone, Default)]
enum Touched {
    /// Every task may.
    #[default]
    All,
    /// These.
    Some(Vec<TaskId>),
}

impl Touched {
    fn by(changes: &[Change]) -> Self {
        let mut tasks = Vec::new();
        for change in changes {
            match change {
                Change::Add { task: id, .. }
                | Change::Remove { task: id, .. }
                | Change::Task { id, .. } => tasks.push(*id),
                Change::Create(Row::Task(task)) | Change::Delete(Row::Task(task)) => {
                    tasks.push(task.id);
                }
                Change::Milestone { .. }
                | Change::Setting(SettingEdit::Policy(_))
                | Change::Create(Row::DayOff(_) | Row::Milestone(_))
                | Change::Delete(Row::DayOff(_) | Row::Milestone(_)) => return Self::All,
                Change::Create(Row::Person(_) | Row::Record(_))
                | Change::Delete(Row::Person(_) | Row::Record(_))
                | Change::Person { .. }
                | Change::Record { .. }
                | Change::Setting(_) => {}
            }
        }
        Self::Some(tasks)
    }

    /// Where those of them stand that the plan has.
    fn positions(&self, plan: &Plan) -> Vec<usize> {
        match self {
            Self::All => (0..plan.tasks().len()).collect(),
            Self::Some(tasks) => tasks.iter().filter_map(|id| plan.position(*id)).collect(),
        }
    }

    /// Where all others stand.
    fn others(&self, plan: &Plan) -> Vec<usize> {
        let touched: HashSet<usize> = self.positions(plan).into_iter().collect();
        let all = 0..plan.tasks().len();
        all.filter(|at| !touched.contains(at)).collect()
    }
}

impl Went {
    /// Nothing is known yet of the time up to `now`.
    pub fn until(now: DateTime) -> Self {
        Self {
            until: now,
            ..Self::default()
        }
    }

    /// Takes in the next older operation, and `plan`, which is how things stood right after it. True when the drill began
    /// with it.
    ///
    /// What is not done gets later as time goes by, so both ends of the time in which nothing was done to a task tell all
    /// of it. Only what an operation changed is looked at, before and after, and everything at both ends of the drill.
    pub fn meet(&mut self, plan: &Plan, past: &Past) -> bool {
        let made = past.entry.stamp.local;
        let began = arrived(&past.entry)
            && past
                .changes
                .iter()
                .any(|change| matches!(change, Change::Milestone { .. }));
        let is_in_it = called(plan).is_some_and(|call| made >= call);
        if began || is_in_it {
            self.look(plan, self.until, self.touched.positions(plan));
            self.touched = Touched::by(&past.changes);
            if began {
                self.red_at_first = self.look(plan, made, Touched::All.positions(plan));
            } else {
                self.look(plan, made, self.touched.positions(plan));
            }
        } else {
            // The first thing in the drill was met before this: whatever it left alone stood then as it does here.
            self.look(plan, self.until, self.touched.others(plan));
        }
        self.until = made;
        let is_all = began || !is_in_it;
        if is_all {
            let asked = requests::all(plan).into_iter().map(|(id, ..)| id);
            self.asked = asked.collect();
        }
        is_all
    }

    /// Which of the tasks at these positions are late or red at `now`, which is remembered.
    fn look(&mut self, plan: &Plan, now: DateTime, positions: Vec<usize>) -> HashSet<TaskId> {
        let mut reds = HashSet::new();
        #[cfg(test)]
        {
            self.looked += positions.len();
        }
        for (task, standing) in Board::some(plan, now, positions) {
            if standing.is_urgent() {
                reds.insert(task.id);
                if standing.rating.late {
                    self.late.insert(task.id);
                }
            }
        }
        self.red.extend(&reds);
        reds
    }

    /// Whether the task became late or red in the drill. What was red from the beginning was so without it.
    pub(crate) fn turned(&self, task: TaskId) -> bool {
        let turned_red = self.red.contains(&task) && !self.red_at_first.contains(&task);
        self.late.contains(&task) || turned_red
    }
}

/// How well a drill went, up to a moment. Only what was asked in it since the call counts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Score {
    /// Requests that arrived.
    pub arrived: usize,
    /// Of them, with an answer.
    pub answered: usize,
    /// Minutes from asked to first sent, of those answered; shortest first.
    pub minutes: Vec<i64>,
    /// The one that took longest, and how long.
    pub worst: Option<(Reference, i64)>,
    /// Promises to inspectors that were broken: sent late, or owed and past their time.
    pub broken: Vec<Reference>,
    /// Not answered, and nobody answers for them.
    pub nobody: Vec<Reference>,
    /// Tasks due from the call on, whenever that is, that are late or red.
    pub red: Vec<String>,
    /// Tasks due from the call on that are complete, and were late before.
    pub done_late: Vec<String>,
    /// Tasks due from the call on that became late or red, and are neither now.
    pub was_red: Vec<String>,
    /// Promises made in meetings that were broken.
    pub said: usize,
}

impl Score {
    /// Reads the plan of a drill at `now`, and how it came to that.
    pub fn of(plan: &Plan, now: DateTime, went: &Went) -> Self {
        let Some(call) = called(plan) else {
            return Self::default();
        };
        let log = Log::of(plan, now);
        let mut score = Self {
            said: promises::broken(plan, now).len(),
            ..Self::default()
        };
        for (id, name, request) in requests::all(plan) {
            if request.asked.local < call || went.asked.contains(&id) {
                continue;
            }
            score.arrived += 1;
            let standing = log.entries.iter().find(|entry| entry.id == id);
            if standing.is_some_and(|entry| entry.late || entry.was_late) {
                score.broken.push(name);
            }
            if let Some(first) = request.answers.first() {
                let minutes = first.sent.minutes_since(request.asked);
                score.answered += 1;
                score.minutes.push(minutes);
                if score.worst.is_none_or(|(_, most)| minutes > most) {
                    score.worst = Some((name, minutes));
                }
            } else if request.owner.is_none() && request.state.is_owed() {
                score.nobody.push(name);
            }
        }
        score.minutes.sort_unstable();
        let board = Board::of(plan, now);
        for (task, standing) in plan.tasks().iter().zip(&board.standings) {
            let Some(due) = standing.due.filter(|due| *due >= Moment::from(call)) else {
                continue;
            };
            let name = || format!("{}  {}", task.reference, task.title);
            match task.status {
                Status::Done { at } if phrase::is_late(due, at) => score.done_late.push(name()),
                _ if standing.is_urgent() => score.red.push(name()),
                _ if went.turned(task.id) => score.was_red.push(name()),
                _ => {}
            }
        }
        score
    }

    /// Minutes to an answer, in the middle; of two in the middle, the half way.
    pub fn median(&self) -> Option<i64> {
        median(&self.minutes)
    }

    /// The score in lines, as read on screen and on the command line.
    pub fn lines(&self, now: DateTime) -> Vec<Line> {
        let text = |words: String| Line::Text(format!("  {words}"));
        let names = |list: &[Reference]| {
            let names: Vec<String> = list.iter().map(Reference::to_string).collect();
            match names.as_slice() {
                [] => "none".to_owned(),
                names => format!("{}: {}", names.len(), names.join(", ")),
            }
        };
        let mut lines = vec![
            Line::Head(format!(
                "Requests, up to {}",
                phrase::moment(Moment::from(now))
            )),
            text(format!(
                "Answered  {} of {} that arrived",
                self.answered, self.arrived
            )),
        ];
        if let (Some(median), Some((name, most))) = (self.median(), self.worst) {
            lines.push(text(format!(
                "Response  median {}, worst {} ({name})",
                duration(median),
                duration(most)
            )));
        }
        lines.push(text(format!("Late      {}", names(&self.broken))));
        lines.push(text(format!("Nobody's  {}", names(&self.nobody))));
        lines.push(Line::Blank);
        lines.push(Line::Head(format!(
            "{} red or late, preparation left out",
            count(self.red.len() as i32, "task")
        )));
        lines.extend(self.red.iter().cloned().map(text));
        for (tasks, what) in [
            (&self.done_late, "complete, but late"),
            (&self.was_red, "red or late for a time, not now"),
        ] {
            if !tasks.is_empty() {
                let number = count(tasks.len() as i32, "task");
                lines.push(Line::Blank);
                lines.push(Line::Head(format!("{number} {what}")));
                lines.extend(tasks.iter().cloned().map(text));
            }
        }
        if self.said > 0 {
            lines.push(Line::Blank);
            lines.push(Line::Head(format!(
                "{} made in meetings broken",
                count(self.said as i32, "promise")
            )));
        }
        lines
    }
}

/// Whose name is on what the drill itself does.
const NAME: &str = "The drill";

/// Whose the call is, and all that arrives in a drill.
pub fn author(now: DateTime) -> Author {
    Author {
        who: Words::clipped(NAME),
        now,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::requests::Step;
    use crate::domain::template::{Start, Template};

    /// A standard inspection whose call came on Monday 30 November 2026 at 09:30.
    fn called_in() -> (Plan, Ids) {
        let mut ids = Ids::new(1, 1_700_000_000_000);
        let template = Template::named("standard").unwrap();
        let mut plan = template.plan(&Start::default(), &mut ids).unwrap();
        let at = date(2026, 11, 30).at(9, 30, 0, 0);
        let operation = call(&plan, at, &author(at).who).unwrap();
        plan.apply_all(&operation.changes).unwrap();
        (plan, ids)
    }

    #[test]
    fn the_shipped_script_is_in_order_inside_the_inspection_and_promises_everything() {
        let script = Script::named(None).unwrap();
        let (plan, _) = called_in();
        let arrivals = script.arrivals(&plan).unwrap();
        assert_eq!(arrivals.len(), 12);
        for (ask, arrival) in script.asks.iter().zip(&arrivals) {
            assert_eq!(ask.wording, arrival.wording, "the script is in order");
            assert!(arrival.promised.unwrap() > Moment::from(arrival.at));
            assert!(plan.calendar().is_working(arrival.at.date()));
        }
        assert_eq!(arrivals[0].at, date(2026, 11, 30).at(10, 15, 0, 0));
        assert_eq!(arrivals[11].at, date(2026, 12, 4).at(10, 30, 0, 0));
        let mut areas = script.asks.iter().filter(|ask| !ask.area.is_empty());
        assert!(areas.all(|ask| {
            super::super::framework::Framework::shipped()
                .iter()
                .any(|known| known.area(ask.area.as_str()).is_some())
        }));
        let mut course = Course::new(arrivals.clone());
        let early = date(2026, 11, 30).at(10, 14, 59, 0);
        assert_eq!(course.due(early), None);
        assert_eq!(course.next(early), arrivals[0].at);
        let second = arrivals[1].at;
        for arrival in &arrivals[..2] {
            assert_eq!(course.due(second), Some(arrival));
            course.let_in();
        }
        assert_eq!(course.due(second), None);
        for _ in 2..arrivals.len() {
            course.let_in();
        }
        assert_eq!(course.next(second), second + SignedDuration::from_hours(1));
    }

    #[test]
    fn a_line_of_enquiry_is_made_once_and_the_score_equals_a_hand_count() {
        let (mut plan, mut ids) = called_in();
        let arrivals = Script::named(None).unwrap().arrivals(&plan).unwrap();
        for arrival in &arrivals[..6] {
            let operation = arrive(&plan, arrival, &mut ids);
            plan.apply_all(&operation.changes).unwrap();
        }
        assert_eq!(enquiries::all(&plan).len(), 3);
        let mut send = |name: &str, day: i8, hour: i8, minute: i8| {
            let id = requests::find(&plan, name).unwrap();
            let step = Step::Send {
                said: Note::default(),
                approved_by: None,
            };
            let at = date(2026, if day == 30 { 11 } else { 12 }, day).at(hour, minute, 0, 0);
            let sent = requests::step(&plan, id, &step, at).unwrap();
            plan.apply_all(&sent.changes).unwrap();
        };
        // Asked 10:15, 11:00 and 14:20 on Monday: 2 h, 26 h and 25 h, the last two past their time.
        send("R-1", 30, 12, 15);
        send("R-2", 1, 13, 0);
        send("R-3", 1, 15, 20);
        let now = date(2026, 12, 1).at(15, 30, 0, 0);
        let score = Score::of(&plan, now, &Went::default());
        let r = |name| Reference::read(name).unwrap();
        assert_eq!((score.arrived, score.answered), (6, 3));
        assert_eq!(score.minutes, [120, 1500, 1560]);
        assert_eq!(score.median(), Some(1500));
        assert_eq!(score.worst, Some((r("R-2"), 1560)));
        assert_eq!(score.broken, [r("R-2"), r("R-3"), r("R-4")]);
        assert_eq!(score.nobody, [r("R-4"), r("R-5"), r("R-6")]);
        assert_eq!(score.said, 0);
        let late = Board::of(&plan, now);
        let call = Moment::from(date(2026, 11, 30).at(9, 30, 0, 0));
        let late = late.standings.iter();
        let late = late.filter(|one| one.is_urgent() && one.due >= Some(call));
        assert_eq!(score.red.len(), late.count());
    }

    #[test]
    fn what_is_wrong_in_a_script_is_said_with_file_line_and_field() {
        let ask = "title = \"T\"\n[[request]]\n";
        for (text, said) in [
            (
                "title = \"T\"\n",
                "s.toml, line 1: the drill: there is no [[request]] in it.",
            ),
            (
                &format!("{ask}wording = \"W\"\n"),
                "s.toml, line 2: a request has no at.",
            ),
            (
                &format!("{ask}at = \"call+1wd\"\nwording = \"W\"\n"),
                "s.toml, line 3: the request for \"call+1wd\": at has no time of day. Write it like \"call+1wd 09:30\".",
            ),
            (
                &format!("{ask}at = \"call 10:00\"\n"),
                "s.toml, line 2: the request for \"call 10:00\" has no wording.",
            ),
            (
                &format!("{ask}at = \"call 10:00\"\nwording = \"W\"\npromised = \"yesterday\"\n"),
                "s.toml, line 5: the request for \"call 10:00\": promised is \"yesterday\", which is no time after it arrives.",
            ),
            (
                &format!("{ask}at = \"call 10:00\"\nwording = \"W\"\narae = \"HELP\"\n"),
                "s.toml, line 5: the request for \"call 10:00\" has an unknown field \"arae\". Did you mean area?",
            ),
        ] {
            assert_eq!(Script::parse("s.toml", text).unwrap_err().to_string(), said);
        }
        let (plan, _) = called_in();
        for (at, area, said) in [
            (
                "call-1wd 09:00",
                "HELP",
                "The drill's request for call-1wd 09:00 would come before the call.",
            ),
            (
                "end+1wd 09:00",
                "HELP",
                "The drill's request for end+1wd 09:00 would come after the inspection.",
            ),
            ("call 10:00", "HOPE", "There is no judgement area \"HOPE\"."),
        ] {
            let text = format!("{ask}at = \"{at}\"\nwording = \"W\"\narea = \"{area}\"\n");
            let script = Script::parse("s.toml", &text).unwrap();
            assert_eq!(script.arrivals(&plan).unwrap_err().message, said);
        }
    }
}
