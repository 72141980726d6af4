//! What the file keeps beside tasks, people and dates: small things of many kinds, each one row.
//! A new kind is a struct, a variant of [`Record`] and a row in [`Kind::ALL`]; saving, undo, history and merging follow,
//! field by field, from the fields' names. It does not know what is done with any of them.

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::change::{Change, Clash, Row, Swap};
use super::decisions::Decision;
use super::enquiries::Enquiry;
use super::failure::Failure;
use super::framework::Framework;
use super::id::{PersonId, TaskId};
use super::plan::Plan;
use super::rating::count;
use super::requests::Request;
use super::task::Status;
use super::text::{Line, Note, fit, quoted};
use super::when::When;
use super::words;

/// Identifies a record for ever, in every copy of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RecordId(pub Uuid);

/// Somebody is away, from the first day to the last, both included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Absence {
    /// Who.
    pub person: PersonId,
    /// The first day away.
    pub from: Date,
    /// The last day away, not before the first.
    pub to: Date,
    /// Why, if that is to be said; may be empty.
    #[serde(default)]
    pub reason: Line,
}

/// A way of looking at the checklist that was given a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    /// Its name, which no other view has.
    pub name: Line,
    /// What was typed to filter; may be empty. Kept as typed, even when it can no longer be read.
    #[serde(default)]
    pub filter: Line,
    /// The name of the order.
    #[serde(default)]
    pub sort: Line,
    /// The name of the grouping.
    #[serde(default)]
    pub group: Line,
}

/// A paper that was made, so that the next one can say what has changed since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Briefing {
    /// Whom it was for: `director`, `team`, `members` ...
    pub audience: Line,
    /// The moment it speaks of, local time in England.
    pub at: DateTime,
    /// Who made it.
    pub who: Line,
    /// What stood for the whole file then, in hexadecimal.
    pub head: Line,
}

/// Somebody was sent what they have to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chased {
    /// Who was chased.
    pub person: PersonId,
    /// When, local time in England.
    pub at: DateTime,
    /// Who chased.
    pub who: Line,
    /// What the message named, as each stood then.
    pub tasks: Vec<Named>,
}

/// A task that a message named, as it stood when it was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// Which.
    pub task: TaskId,
    /// How far it was.
    pub status: Status,
    /// By when it was due, as it was typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<When>,
}

/// What we grade ourselves in a judgement area, from one moment on. Each change is one of these; the newest counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Graded {
    /// One more than the greatest number the area's grades had when it was given: of two, the greater is the later one,
    /// whatever the clocks said.
    pub number: u32,
    /// The area's key.
    pub area: Line,
    /// The framework the area and the grade are of.
    pub framework: Line,
    /// The grade's key.
    pub grade: Line,
    /// How sure we are.
    pub confidence: Option<Confidence>,
    /// Why it is so.
    pub why: Line,
    /// Who says so.
    pub who: Line,
    /// When it was said, local time in England.
    pub at: DateTime,
}

impl Graded {
    /// The grade, and how sure we are: "Good, confidence medium".
    pub fn words(&self) -> String {
        let word = grade_word(&self.framework, &self.grade);
        format!("{word}{}", self.sure())
    }

    /// How sure we are, behind a grade: ", confidence medium", or nothing.
    pub fn sure(&self) -> String {
        Confidence::behind(self.confidence)
    }

    /// Who says so, behind a grade: ", Jo", or nothing.
    pub fn by(&self) -> String {
        match self.who.as_str() {
            "" => String::new(),
            who => format!(", {who}"),
        }
    }
}

/// How sure we are of a grade.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// Inspectors would see the same.
    High,
    /// Some of it is not proved yet.
    Medium,
    /// It is a hope.
    Low,
}

impl Confidence {
    /// All three, the surest first.
    pub const ALL: [Confidence; 3] = [Confidence::High, Confidence::Medium, Confidence::Low];

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Confidence::High => "high",
            Confidence::Medium => "medium",
            Confidence::Low => "low",
        }
    }

    /// As it stands behind a grade: ", confidence medium", or nothing.
    pub fn behind(sure: Option<Self>) -> String {
        sure.map_or(String::new(), |sure| {
            format!(", confidence {}", sure.as_str())
        })
    }

    /// Reads the word, or the beginning of it.
    pub fn read(typed: &str) -> Result<Self, Failure> {
        let found = words::one_of(typed, &Self::ALL, Self::as_str);
        found.ok_or_else(|| {
            Failure::usage(format!("There is no confidence \"{}\".", quoted(typed)))
                .hint("It is high, medium or low.")
        })
    }
}

/// What an inspection judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastGrade {
    /// It is known as P-1, P-2 ...
    pub number: u32,
    /// The area's key.
    pub area: Line,
    /// The grade's key.
    pub grade: Line,
    /// The day of the report, or of the last day on site.
    pub date: Date,
    /// The framework it was judged under, by its name or in the council's own words.
    pub framework: Line,
    /// A few words; may be empty.
    #[serde(default)]
    pub note: Line,
}

impl PastGrade {
    /// What was judged: "Good (2018 framework): published in March".
    pub fn words(&self) -> String {
        let note = match self.note.as_str() {
            "" => String::new(),
            note => format!(": {note}"),
        };
        let word = grade_word(&self.framework, &self.grade);
        format!("{word} ({} framework){note}", self.framework)
    }
}

/// One of the three questions a self-evaluation answers for each area.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Question {
    /// What do we know about the quality and impact of practice?
    Know,
    /// How do we know it?
    How,
    /// What are our plans for the next 12 months?
    Next,
}

impl Question {
    /// All three, in their order.
    pub const ALL: [Question; 3] = [Question::Know, Question::How, Question::Next];

    /// What is typed for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Question::Know => "know",
            Question::How => "how",
            Question::Next => "next",
        }
    }

    /// The question.
    pub fn title(self) -> &'static str {
        match self {
            Question::Know => "What do we know about the quality and impact of practice?",
            Question::How => "How do we know it?",
            Question::Next => "What are our plans for the next 12 months?",
        }
    }

    /// Reads what is typed for it.
    pub fn read(typed: &str) -> Result<Self, Failure> {
        let found = words::one_of(typed, &Self::ALL, Self::as_str);
        found.ok_or_else(|| {
            let rows = Self::ALL.map(|known| format!("{}: {}", known.as_str(), known.title()));
            Failure::usage(format!("There is no question \"{}\".", quoted(typed)))
                .hint(rows.join(" "))
        })
    }
}

/// The answer to one of the three questions. Two copies of a file may each bring one; both are shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The area's key.
    pub area: Line,
    /// The framework the area is of.
    pub framework: Line,
    /// Which question.
    pub question: Question,
    /// What is said.
    pub text: Note,
}

/// Whether a statement speaks for us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// A strength.
    Strength,
    /// An area for improvement.
    Improvement,
}

impl Side {
    /// Both, in the order in which they are shown.
    pub const ALL: [Side; 2] = [Side::Strength, Side::Improvement];

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Side::Strength => "strength",
            Side::Improvement => "improvement",
        }
    }

    /// The heading over several.
    pub fn title(self) -> &'static str {
        match self {
            Side::Strength => "Strengths",
            Side::Improvement => "Areas for improvement",
        }
    }

    /// The mark in front of it.
    pub fn mark(self) -> char {
        match self {
            Side::Strength => '+',
            Side::Improvement => '-',
        }
    }
}

/// Something we say of ourselves in a judgement area, and have to be able to prove.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// It is known as S-1, S-2 ...
    pub number: u32,
    /// The area's key.
    pub area: Line,
    /// The framework the area is of.
    pub framework: Line,
    /// A strength, or an area for improvement.
    pub side: Side,
    /// What we say.
    pub text: Note,
}

/// Where a proof is: a link or a few words, or a task whose own evidence counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// It is known as E-1, E-2 ...
    pub number: u32,
    /// The area's key; what it proves, where that is known, goes before.
    pub area: Line,
    /// The framework the area is of.
    pub framework: Line,
    /// What it proves; `None` while nobody has said.
    pub statement: Option<RecordId>,
    /// The link, or the words; empty where a task stands for it.
    #[serde(default)]
    pub text: Line,
    /// The task whose evidence it is.
    pub task: Option<TaskId>,
}

/// Somebody said in a meeting that they would do something by a certain time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    /// About which task.
    pub task: TaskId,
    /// Who promised: the owner of the task then, if it had one.
    pub person: Option<PersonId>,
    /// What.
    pub what: Line,
    /// By when, local time in England.
    pub by: DateTime,
    /// When it was said.
    pub at: DateTime,
    /// Who wrote it down.
    pub who: Line,
    /// When it was said to be kept, if that was said.
    pub kept: Option<DateTime>,
}

/// What was said of one task in a walk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// In which walk.
    pub walk: RecordId,
    /// Of which task.
    pub task: TaskId,
    /// When.
    pub at: DateTime,
    /// Who wrote it down.
    pub who: Line,
    /// As the minutes have it.
    pub words: Line,
}

/// A meeting that walks through tasks one by one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Walk {
    /// Which tasks: a filter.
    #[serde(default)]
    pub scope: Line,
    /// When it began.
    pub at: DateTime,
    /// Who wrote it down.
    pub who: Line,
}

/// Something that left the program although the privacy guard had pointed at it: somebody decided so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Release {
    /// What left: a file's name, or whose list.
    pub sent: Line,
    /// What it looks as if it held.
    pub holds: Line,
    /// When, local time in England.
    pub at: DateTime,
    /// Who decided.
    pub who: Line,
}

/// What a record is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "body")]
pub enum Record {
    /// Somebody is away.
    Absence(Absence),
    /// An answer to one of the three questions.
    Answer(Answer),
    /// A paper that was made.
    Briefing(Briefing),
    /// Somebody was chased.
    Chased(Chased),
    /// Something that was agreed.
    Decision(Decision),
    /// What inspectors are testing.
    Enquiry(Enquiry),
    /// Something an inspector asked for.
    Request(Box<Request>),
    /// Where a proof is.
    Evidence(Evidence),
    /// What we grade ourselves.
    #[serde(rename = "grade")]
    Graded(Graded),
    /// What an inspection judged.
    PastGrade(PastGrade),
    /// Something we say of ourselves.
    Statement(Statement),
    /// Something promised by a certain time.
    Promise(Promise),
    /// What was said of one task in a walk.
    Said(Said),
    /// Something that left although the privacy guard had pointed at it.
    Release(Release),
    /// A saved way of looking at the checklist.
    View(View),
    /// A meeting that walks through tasks.
    Walk(Walk),
}

/// The kinds of record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// [`Record::Absence`].
    Absence,
    /// [`Record::Answer`].
    Answer,
    /// [`Record::Briefing`].
    Briefing,
    /// [`Record::Chased`].
    Chased,
    /// [`Record::Decision`].
    Decision,
    /// [`Record::Enquiry`].
    Enquiry,
    /// [`Record::Request`].
    Request,
    /// [`Record::Evidence`].
    Evidence,
    /// [`Record::Graded`].
    Graded,
    /// [`Record::PastGrade`].
    PastGrade,
    /// [`Record::Statement`].
    Statement,
    /// [`Record::Promise`].
    Promise,
    /// [`Record::Said`].
    Said,
    /// [`Record::Release`].
    Release,
    /// [`Record::View`].
    View,
    /// [`Record::Walk`].
    Walk,
}

impl Kind {
    /// All of them, each with its stable name and what a person calls it.
    pub const ALL: [(Kind, &'static str, &'static str); 16] = [
        (Kind::Absence, "absence", "absence"),
        (Kind::Answer, "answer", "answer"),
        (Kind::Briefing, "briefing", "briefing"),
        (Kind::Chased, "chased", "chase"),
        (Kind::Decision, "decision", "decision"),
        (Kind::Enquiry, "enquiry", "line of enquiry"),
        (Kind::Promise, "promise", "promise"),
        (Kind::Release, "release", "decision to send out"),
        (Kind::Request, "request", "request"),
        (Kind::Evidence, "evidence", "evidence"),
        (Kind::Graded, "grade", "grade"),
        (Kind::PastGrade, "past_grade", "inspection's grade"),
        (Kind::Statement, "statement", "statement"),
        (Kind::Said, "said", "word in a meeting"),
        (Kind::View, "view", "saved view"),
        (Kind::Walk, "walk", "walk"),
    ];

    fn row(self) -> (&'static str, &'static str) {
        let row = Self::ALL.into_iter().find(|(kind, ..)| *kind == self);
        row.map_or(("", ""), |(_, name, title)| (name, title))
    }

    /// The stable name, as the file has it.
    pub fn as_str(self) -> &'static str {
        self.row().0
    }

    /// What a person calls it.
    pub fn title(self) -> &'static str {
        self.row().1
    }
}

impl Record {
    /// Which kind it is.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Absence(_) => Kind::Absence,
            Self::Answer(_) => Kind::Answer,
            Self::Briefing(_) => Kind::Briefing,
            Self::Chased(_) => Kind::Chased,
            Self::Decision(_) => Kind::Decision,
            Self::Enquiry(_) => Kind::Enquiry,
            Self::Request(_) => Kind::Request,
            Self::Evidence(_) => Kind::Evidence,
            Self::Graded(_) => Kind::Graded,
            Self::PastGrade(_) => Kind::PastGrade,
            Self::Statement(_) => Kind::Statement,
            Self::Promise(_) => Kind::Promise,
            Self::Said(_) => Kind::Said,
            Self::Release(_) => Kind::Release,
            Self::View(_) => Kind::View,
            Self::Walk(_) => Kind::Walk,
        }
    }

    /// A few words that tell it from others of its kind; people are not named, because only a plan knows them.
    pub fn words(&self) -> String {
        match self {
            Self::Absence(away) if away.from == away.to => super::phrase::day(away.from),
            Self::Absence(away) => format!(
                "{} to {}",
                super::phrase::day(away.from),
                super::phrase::day(away.to)
            ),
            Self::Answer(answer) => {
                format!("{}, {}", area_word(&answer.area), answer.question.as_str())
            }
            Self::Briefing(made) => format!("for {}", made.audience),
            Self::Chased(chased) => format!(
                "{}, {}",
                count(chased.tasks.len() as i32, "task"),
                super::phrase::day(chased.at.date())
            ),
            Self::Decision(made) => fit(made.decision.as_str(), 60).into_owned(),
            Self::Enquiry(enquiry) => enquiry.name.to_string(),
            Self::Request(request) => {
                format!("{} {}", request.reference(), fit(&request.title(), 60))
            }
            Self::Evidence(evidence) => {
                let text = fit(evidence.text.as_str(), WORDS);
                let parted = if text.is_empty() { "" } else { ": " };
                format!("E-{}{parted}{text}", evidence.number)
            }
            Self::Graded(graded) => format!(
                "{}, {}",
                area_word(&graded.area),
                grade_word(&graded.framework, &graded.grade)
            ),
            Self::PastGrade(past) => format!(
                "P-{}: {}, {} {}",
                past.number,
                area_word(&past.area),
                grade_word(&past.framework, &past.grade),
                past.date.year()
            ),
            Self::Statement(statement) => {
                let text = statement.text.as_str().replace('\n', " ");
                format!("S-{}: {}", statement.number, fit(&text, WORDS))
            }
            Self::Promise(promise) => promise.what.to_string(),
            Self::Said(said) => said.words.to_string(),
            Self::Release(release) => release.sent.to_string(),
            Self::View(view) => view.name.to_string(),
            Self::Walk(walk) if walk.scope.is_empty() => "through all tasks".to_owned(),
            Self::Walk(walk) => format!("through {}", walk.scope),
        }
    }

    /// The people it names.
    pub fn people(&self) -> impl Iterator<Item = PersonId> + use<> {
        let person = match self {
            Self::Absence(away) => Some(away.person),
            Self::Chased(chased) => Some(chased.person),
            Self::Request(request) => request.owner,
            Self::Promise(promise) => promise.person,
            Self::Answer(_)
            | Self::Briefing(_)
            | Self::Decision(_)
            | Self::Enquiry(_)
            | Self::Evidence(_)
            | Self::Graded(_)
            | Self::PastGrade(_)
            | Self::Release(_)
            | Self::Said(_)
            | Self::Statement(_)
            | Self::View(_)
            | Self::Walk(_) => None,
        };
        person.into_iter()
    }

    /// The same, for another to take their place.
    fn person_mut(&mut self) -> Option<&mut PersonId> {
        match self {
            Self::Absence(away) => Some(&mut away.person),
            Self::Chased(chased) => Some(&mut chased.person),
            Self::Request(request) => request.owner.as_mut(),
            Self::Promise(promise) => promise.person.as_mut(),
            Self::Answer(_)
            | Self::Briefing(_)
            | Self::Decision(_)
            | Self::Enquiry(_)
            | Self::Evidence(_)
            | Self::Graded(_)
            | Self::PastGrade(_)
            | Self::Release(_)
            | Self::Said(_)
            | Self::Statement(_)
            | Self::View(_)
            | Self::Walk(_) => None,
        }
    }

    /// The task it is about and means nothing without. What only points at tasks, as a request does, is not about them:
    /// where a task has gone, nothing is shown in its place.
    pub fn task(&self) -> Option<TaskId> {
        match self {
            Self::Promise(promise) => Some(promise.task),
            Self::Said(said) => Some(said.task),
            Self::Absence(_)
            | Self::Answer(_)
            | Self::Briefing(_)
            | Self::Chased(_)
            | Self::Decision(_)
            | Self::Enquiry(_)
            | Self::Evidence(_)
            | Self::Graded(_)
            | Self::PastGrade(_)
            | Self::Release(_)
            | Self::Request(_)
            | Self::Statement(_)
            | Self::View(_)
            | Self::Walk(_) => None,
        }
    }

    /// Its fields as JSON, sorted by name: what the file holds.
    pub fn body(&self) -> String {
        Value::Object(self.fields()).to_string()
    }

    /// The record of which [`as_str`](Kind::as_str) and [`body`](Self::body) gave the texts.
    pub fn read(kind: &str, body: &str) -> Option<Self> {
        let body: Value = serde_json::from_str(body).ok()?;
        from_parts(kind, body)
    }

    /// Its fields by name.
    pub(super) fn fields(&self) -> Map<String, Value> {
        match serde_json::to_value(self) {
            Ok(Value::Object(mut whole)) => match whole.remove("body") {
                Some(Value::Object(fields)) => fields,
                _ => Map::new(),
            },
            _ => Map::new(),
        }
    }
}

/// How much of a text tells it from others, in columns.
const WORDS: usize = 60;

/// An area in a word or three, as the newest framework that has it calls it.
pub fn area_word(key: &Line) -> &str {
    let mut known = Framework::shipped().iter().rev();
    let judged = known.find_map(|known| known.judgement(key.as_str()));
    judged.map_or(key.as_str(), |judged| judged.short.as_str())
}

/// A grade's name, in its own framework's words or else in the newest one's.
pub fn grade_word<'k>(framework: &Line, key: &'k Line) -> &'k str {
    grade_of(framework, key).map_or(key.as_str(), |grade| grade.name.as_str())
}

/// A grade's letters, in the same way.
pub fn grade_letter<'k>(framework: &Line, key: &'k Line) -> &'k str {
    grade_of(framework, key).map_or(key.as_str(), |grade| grade.letter.as_str())
}

fn grade_of(framework: &Line, key: &Line) -> Option<&'static super::framework::Grade> {
    let own = Framework::known(framework.as_str()).into_iter();
    let mut all = own.chain(Framework::shipped().iter().rev());
    all.find_map(|known| known.grade(key.as_str()))
}

fn from_parts(kind: &str, body: Value) -> Option<Record> {
    let mut whole = Map::new();
    whole.insert("kind".to_owned(), Value::String(kind.to_owned()));
    whole.insert("body".to_owned(), body);
    serde_json::from_value(Value::Object(whole)).ok()
}

/// A record and its identity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filed {
    /// Never changes.
    pub id: RecordId,
    /// What it says.
    #[serde(flatten)]
    pub record: Record,
}

/// One field of a record: its name, and its value before and after as JSON. `null` stands for a field that is not there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldEdit {
    /// The field's name.
    pub field: String,
    /// The values.
    #[serde(flatten)]
    pub value: Swap<Value>,
}

impl FieldEdit {
    /// Makes the edit to `record`, or refuses: the old value is not there, or the new one makes no such record.
    pub fn apply(&self, record: &mut Record) -> Result<(), Clash> {
        let mut fields = record.fields();
        if fields.get(&self.field).unwrap_or(&Value::Null) != &self.value.old {
            return Err(Clash::Changed);
        }
        match &self.value.new {
            Value::Null => fields.remove(&self.field),
            new => fields.insert(self.field.clone(), new.clone()),
        };
        let changed = from_parts(record.kind().as_str(), Value::Object(fields));
        *record = changed.ok_or(Clash::Missing)?;
        Ok(())
    }

    /// The people it names, before and after.
    pub(super) fn people(&self) -> impl Iterator<Item = PersonId> + use<> {
        let values = [&self.value.old, &self.value.new].map(|value| {
            let names = ["owner", "person"].contains(&self.field.as_str());
            let text = value.as_str().filter(|_| names)?;
            text.parse().ok().map(PersonId)
        });
        values.into_iter().flatten()
    }

    pub(super) fn inverse(&self) -> Self {
        Self {
            field: self.field.clone(),
            value: self.value.inverse(),
        }
    }
}

/// The changes that make `old` into `new`, one for each field that differs; none when they are of different kinds.
pub fn changes(id: RecordId, old: &Record, new: &Record) -> Vec<Change> {
    if old.kind() != new.kind() {
        return Vec::new();
    }
    let (before, after) = (old.fields(), new.fields());
    let names: std::collections::BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let value = |of: &Map<String, Value>, name| of.get(name).cloned().unwrap_or_default();
    let edits = names.into_iter().filter_map(|name| {
        let value = Swap::from_to(&value(&before, name), value(&after, name))?;
        let field = name.clone();
        Some(FieldEdit { field, value })
    });
    edits.map(|edit| Change::Record { id, edit }).collect()
}

/// What a person calls a field; the fields of all kinds share their names.
pub fn field_title(field: &str) -> &'static str {
    FIELDS
        .iter()
        .find(|(name, _)| *name == field)
        .map_or("detail", |(_, title)| title)
}

const FIELDS: &[(&str, &str)] = &[
    ("answers", "answers"),
    ("approved", "approved"),
    ("area", "area"),
    ("areas", "judgement areas"),
    ("asked", "asked"),
    ("asked_by", "asked by"),
    ("at", "time"),
    ("audience", "for"),
    ("by", "until"),
    ("confidence", "confidence"),
    ("date", "date"),
    ("decision", "decision"),
    ("enquiry", "line of enquiry"),
    ("evidence", "evidence"),
    ("filter", "filter"),
    ("framework", "framework"),
    ("from", "first day"),
    ("grade", "grade"),
    ("group", "grouping"),
    ("head", "fingerprint"),
    ("holds", "looks like"),
    ("kept", "kept"),
    ("name", "name"),
    ("note", "note"),
    ("number", "number"),
    ("owner", "owner"),
    ("person", "who"),
    ("promised", "promised"),
    ("question", "question"),
    ("reason", "reason"),
    ("scope", "filter"),
    ("sent", "sent out"),
    ("side", "sort"),
    ("sort", "order"),
    ("state", "state"),
    ("statement", "what it proves"),
    ("task", "task"),
    ("tasks", "tasks"),
    ("testing", "testing"),
    ("text", "words"),
    ("to", "last day"),
    ("walk", "walk"),
    ("what", "promise"),
    ("who", "made by"),
    ("why", "reason"),
    ("wording", "wording"),
    ("words", "words"),
];

/// The fields that hold words somebody typed about the work, whatever the record.
const TYPED: &[&str] = &[
    "answers", "decision", "evidence", "note", "reason", "testing", "text", "what", "why",
    "wording",
];

/// The words that a field's value holds, where somebody typed them about the work.
pub fn typed_words(field: &str, value: &Value) -> Vec<String> {
    fn gather(value: &Value, words: &mut Vec<String>) {
        match value {
            Value::String(text) => words.push(text.clone()),
            Value::Array(parts) => parts.iter().for_each(|part| gather(part, words)),
            Value::Object(parts) => parts.values().for_each(|part| gather(part, words)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
    let mut words = Vec::new();
    if TYPED.contains(&field) {
        gather(value, &mut words);
    }
    words
}

/// The change that files a new record.
pub fn create(id: RecordId, record: Record) -> Change {
    Change::Create(Row::Record(Filed { id, record }))
}

/// The changes by which all that the records say of `from` is said of `to`.
pub(super) fn handed_on(plan: &Plan, from: PersonId, to: PersonId) -> Vec<Change> {
    let theirs = plan
        .records()
        .filter(|(_, record)| record.people().any(|person| person == from));
    let handed = theirs.map(|(id, old)| {
        let mut new = old.clone();
        if let Some(person) = new.person_mut() {
            *person = to;
        }
        changes(id, old, &new)
    });
    handed.flatten().collect()
}

/// The change that takes a record out.
pub fn delete(filed: &Filed) -> Change {
    Change::Delete(Row::Record(filed.clone()))
}

#[cfg(test)]
pub(crate) mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;
    use crate::domain::edit::{self, PersonPatch};
    use crate::domain::england::Clocked;
    use crate::domain::id::TaskId;
    use crate::domain::inspection::Person;
    use crate::domain::plan::Plan;
    use crate::domain::requests::{Approval, Back, Reply, State};
    use crate::domain::text::Note;
    use crate::domain::when::Moment;

    fn view(name: &str, filter: &str, sort: &str) -> Record {
        Record::View(View {
            name: Line::clipped(name),
            filter: Line::clipped(filter),
            sort: Line::clipped(sort),
            group: Line::default(),
        })
    }

    fn request() -> Request {
        let at = Clocked::at(date(2026, 12, 7).at(9, 0, 0, 0));
        let approved = Some(Approval {
            by: Line::clipped("Helen Shaw"),
            at: at.local,
        });
        Request {
            number: 14,
            wording: "Vacancy rates\nby team".parse().unwrap(),
            asked_by: Line::clipped("LI"),
            asked: at,
            enquiry: Some(RecordId(Uuid::from_u128(1))),
            owner: Some(PersonId(Uuid::from_u128(7))),
            promised: Some(Moment::day(date(2026, 12, 8))),
            state: State::Returned,
            approved: approved.clone(),
            answers: vec![Reply {
                said: "A sheet".parse().unwrap(),
                sent: at,
                approved,
                returned: Some(Back {
                    at,
                    why: Line::clipped("By team"),
                }),
            }],
            evidence: vec![Line::clipped("S:/w1")],
            note: Note::default(),
            task: Some(TaskId(Uuid::from_u128(8))),
        }
    }

    fn chased(person: PersonId) -> Chased {
        Chased {
            person,
            at: date(2026, 12, 7).at(9, 40, 0, 0),
            who: Line::clipped("Jo"),
            tasks: vec![Named {
                task: TaskId(Uuid::from_u128(9)),
                status: Status::Waiting {
                    on: Line::clipped("ICT"),
                },
                due: "call+1wd".parse().ok().map(When::Rule),
            }],
        }
    }

    fn decision(day: Date) -> Record {
        Record::Decision(Decision {
            decision: Line::clipped("Ravi takes lists 4 and 7"),
            at: day.at(9, 42, 0, 0),
            who: Line::clipped("Jo"),
        })
    }

    fn release(day: Date) -> Release {
        Release {
            sent: Line::clipped("tracker.xlsx"),
            holds: Line::clipped("an NHS number"),
            at: day.at(8, 0, 0, 0),
            who: Line::clipped("Jo"),
        }
    }

    /// One of each kind; who is named in it is this person.
    pub(crate) fn one_of_each(person: PersonId) -> Vec<Record> {
        let day = date(2026, 12, 7);
        vec![
            Record::Absence(Absence {
                person,
                from: day,
                to: day.tomorrow().unwrap(),
                reason: Line::clipped("leave"),
            }),
            Record::Briefing(Briefing {
                audience: Line::clipped("director"),
                at: day.at(8, 0, 0, 0),
                who: Line::clipped("Jo"),
                head: Line::clipped("00ff"),
            }),
            Record::Chased(chased(person)),
            decision(day),
            Record::Enquiry(Enquiry {
                name: Line::clipped("Neglect"),
                areas: vec![Line::clipped("HELP")],
                testing: Note::default(),
                tasks: vec![TaskId(Uuid::from_u128(8))],
                evidence: vec![Line::clipped("audit")],
            }),
            Record::Request(Box::new(request())),
            Record::Answer(Answer {
                area: Line::clipped("LEAD"),
                framework: Line::clipped("2026"),
                question: Question::How,
                text: Note::new("Audits,\nand families.").unwrap(),
            }),
            Record::Evidence(Evidence {
                number: 2,
                area: Line::clipped("LEAD"),
                framework: Line::clipped("2026"),
                statement: Some(RecordId(Uuid::from_u128(9))),
                text: Line::clipped("Audit tracker, sheet 2"),
                task: Some(TaskId(Uuid::from_u128(8))),
            }),
            Record::Graded(Graded {
                number: 1,
                area: Line::clipped("LEAD"),
                framework: Line::clipped("2026"),
                grade: Line::clipped("good"),
                confidence: Some(Confidence::Medium),
                why: Line::clipped("Board minutes"),
                who: Line::clipped("Jo"),
                at: day.at(8, 0, 0, 0),
            }),
            Record::PastGrade(PastGrade {
                number: 1,
                area: Line::clipped("LEAD"),
                grade: Line::clipped("requires_improvement"),
                date: day,
                framework: Line::clipped("2018"),
                note: Line::clipped("Published in March"),
            }),
            Record::Statement(Statement {
                number: 3,
                area: Line::clipped("LEAD"),
                framework: Line::clipped("2026"),
                side: Side::Improvement,
                text: Note::new("Supervision is not yet consistent.").unwrap(),
            }),
            Record::Promise(Promise {
                task: TaskId(Uuid::from_u128(8)),
                person: Some(person),
                what: Line::clipped("send the list"),
                by: day.at(15, 0, 0, 0),
                at: day.at(9, 0, 0, 0),
                who: Line::clipped("Jo"),
                kept: None,
            }),
            Record::Said(Said {
                walk: RecordId(Uuid::from_u128(9)),
                task: TaskId(Uuid::from_u128(8)),
                at: day.at(9, 0, 0, 0),
                who: Line::clipped("Jo"),
                words: Line::clipped("on track"),
            }),
            Record::Release(release(day)),
            view("Late", "late", "due"),
            Record::Walk(Walk {
                scope: Line::clipped("late"),
                at: day.at(9, 0, 0, 0),
                who: Line::clipped("Jo"),
            }),
        ]
    }

    #[test]
    fn every_kind_has_a_name_that_the_file_gives_back() {
        let all = one_of_each(PersonId(Uuid::from_u128(7)));
        assert_eq!(all.len(), Kind::ALL.len());
        for record in all {
            for field in record.fields().keys() {
                assert_ne!(field_title(field), "detail", "{field}");
            }
            let read = Record::read(record.kind().as_str(), &record.body());
            assert_eq!(read, Some(record));
        }
        assert_eq!(Record::read("hat", "{}"), None);
        assert_eq!(Record::read("view", "{\"name\": 3}"), None);
        assert_eq!(Record::read("view", "not JSON"), None);
    }

    #[test]
    fn whoever_takes_over_is_named_wherever_the_one_who_goes_was() {
        let person = |id, name| Person {
            id: PersonId(Uuid::from_u128(id)),
            name: Some(Line::clipped(name)),
            initials: Line::clipped(name),
            role: Line::default(),
        };
        let (from, to) = (person(7, "Tom"), person(6, "Jo"));
        let mut plan = Plan::default();
        for person in [&from, &to] {
            let created = Change::Create(Row::Person(person.clone()));
            plan.apply(&created).unwrap();
        }
        for (id, record) in (10..).zip(one_of_each(from.id)) {
            plan.apply(&create(RecordId(Uuid::from_u128(id)), record))
                .unwrap();
        }
        let named = |plan: &Plan| -> Vec<PersonId> {
            plan.records()
                .flat_map(|(_, record)| record.people())
                .collect()
        };
        assert_eq!(named(&plan), [from.id; 4]);
        let patch = PersonPatch {
            name: to.name.clone(),
            ..PersonPatch::default()
        };
        let gone = edit::person(&plan, from.id, &patch).unwrap();
        plan.apply_all(&gone.changes).unwrap();
        assert_eq!(named(&plan), [to.id; 4]);
        plan.apply_all(&gone.inverse()).unwrap();
        assert_eq!(named(&plan), [from.id; 4]);
    }

    #[test]
    fn an_edit_from_another_value_is_refused() {
        let mut record = view("Late", "late", "due");
        let id = RecordId(Uuid::from_u128(1));
        let edits = changes(id, &view("Late", "red", "due"), &view("Late", "", "due"));
        let [Change::Record { edit, .. }] = edits.as_slice() else {
            panic!("one field differs");
        };
        assert_eq!(edit.apply(&mut record), Err(Clash::Changed));
        assert_eq!(record, view("Late", "late", "due"));
        let broken = FieldEdit {
            field: "name".to_owned(),
            value: Swap {
                old: Value::from("Late"),
                new: Value::from(3),
            },
        };
        assert_eq!(broken.apply(&mut record), Err(Clash::Missing));
        assert_eq!(record, view("Late", "late", "due"));
    }

    proptest! {
        #[test]
        fn what_is_edited_and_undone_is_as_it_was(
            old in ("[a-c]{1,3}", "[a-c\"]{0,3}", "[a-c]{0,2}"),
            new in ("[a-c]{1,3}", "[a-c\"]{0,3}", "[a-c]{0,2}"),
        ) {
            let id = RecordId(Uuid::from_u128(1));
            let (old, new) = (view(&old.0, &old.1, &old.2), view(&new.0, &new.1, &new.2));
            let mut plan = Plan::default();
            plan.apply(&create(id, old.clone())).unwrap();
            let edits = changes(id, &old, &new);
            plan.apply_all(&edits).unwrap();
            prop_assert_eq!(plan.record(id), Some(&new));
            for edit in edits.iter().rev() {
                plan.apply(&edit.inverse()).unwrap();
            }
            prop_assert_eq!(plan.record(id), Some(&old));
            plan.apply(&delete(&Filed { id, record: old })).unwrap();
            prop_assert_eq!(plan, Plan::default());
        }
    }
}
