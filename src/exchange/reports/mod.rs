//! The papers. A paper is a [`Report`], a value: headings, sentences, lists, bars and tables. What it looks like as text,
//! Markdown or a page to print is for [`super::write`], so a new paper is one file here and one row of [`AUDIENCES`].
//!
//! The same plan, moment and mark give the same paper, word for word. Papers for elected members name no member of
//! staff: what people typed passes [`scrub`](crate::domain::scrub) on its way in, and the whole paper does at its end.

mod chase;
pub mod checklist;
pub mod director;
pub mod evaluation;
pub mod members;
mod paper;
pub mod requests;
pub mod scrutiny;
pub mod team;

use serde::{Serialize, Serializer};

use crate::domain::agenda::Agenda;
use crate::domain::board::{Board, Standing, Tally};
use crate::domain::failure::Failure;
use crate::domain::inspection::Person;
use crate::domain::near;
use crate::domain::phrase;
use crate::domain::plan::Plan;
use crate::domain::policy::Called;
use crate::domain::rating::{Shown, count};
use crate::domain::scrub::Scrubber;
use crate::domain::since::Since;
use crate::domain::task::{Phase, Task};
use crate::domain::text::{capital, quoted};
use crate::domain::when::Moment;

/// A paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// What it is: "Morning brief".
    pub title: String,
    /// Whose inspection.
    pub subject: String,
    /// As at when, for whom.
    pub as_at: String,
    /// What it says.
    pub blocks: Vec<Block>,
    /// The last line: which file this came from.
    pub foot: String,
    /// How often a name of staff was taken out, where the readers are not to see any.
    #[serde(skip)]
    pub names_taken: Option<usize>,
}

impl Report {
    /// All its texts, one a line: for looking at what is in it, not for reading.
    pub fn words(&self) -> String {
        let mut lines = vec![self.title.as_str(), &self.subject, &self.as_at, &self.foot];
        for block in &self.blocks {
            match block {
                Block::Heading(text) | Block::Paragraph(text) => lines.push(text),
                Block::Items(items) => lines.extend(items.iter().map(String::as_str)),
                Block::Bars(bars) => lines.extend(bars.iter().map(|bar| bar.name.as_str())),
                Block::Table(table) => {
                    lines.push(&table.caption);
                    lines.extend(table.rows.iter().flatten().map(|value| match value {
                        Value::Text(text) | Value::When(text) => text.as_str(),
                        Value::Rag(called) => &called.word,
                    }));
                }
            }
        }
        lines.join("\n")
    }

    /// The paper without the names of staff, and how often one stood in what people typed.
    fn without_names(mut self, scrubber: &Scrubber) -> Self {
        let clean = |text: &mut String| *text = scrubber.clean_whole(text);
        clean(&mut self.subject);
        for block in &mut self.blocks {
            match block {
                Block::Heading(text) | Block::Paragraph(text) => clean(text),
                Block::Items(items) => items.iter_mut().for_each(clean),
                Block::Bars(bars) => bars.iter_mut().for_each(|bar| clean(&mut bar.name)),
                Block::Table(table) => {
                    clean(&mut table.caption);
                    table.headings.iter_mut().for_each(clean);
                    for value in table.rows.iter_mut().flatten() {
                        match value {
                            Value::Text(text) | Value::When(text) => clean(text),
                            Value::Rag(called) => clean(called.word.to_mut()),
                        }
                    }
                }
            }
        }
        self.names_taken = Some(scrubber.taken());
        self
    }
}

/// A part of a paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Block {
    /// A heading, with what follows up to the next.
    Heading(String),
    /// Sentences.
    Paragraph(String),
    /// A list.
    Items(Vec<String>),
    /// Bars, each with its numbers.
    Bars(Vec<Bar>),
    /// A table.
    Table(Table),
}

/// How much of something is complete.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Bar {
    /// Of what.
    pub name: String,
    /// How many are complete.
    pub complete: usize,
    /// Of how many.
    pub total: usize,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Table {
    /// What it shows.
    pub caption: String,
    /// One for each column.
    pub headings: Vec<String>,
    /// As many values in each as there are headings.
    pub rows: Vec<Vec<Value>>,
    /// Which column says what a row is about.
    #[serde(skip)]
    pub names: usize,
}

/// What stands in a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Words.
    Text(String),
    /// A date and, behind a comma, how far off it is: each stays in one line.
    When(String),
    /// A RAG, as the council writes it.
    Rag(Called<'static>),
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(match self {
            Value::Text(text) | Value::When(text) => text,
            Value::Rag(called) => called.shown.as_str(),
        })
    }
}

/// Before noon the day lies ahead; after it, tomorrow does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Half {
    /// The day lies ahead.
    Morning,
    /// Tomorrow lies ahead.
    Evening,
}

impl Half {
    /// The half of the day that a moment is in.
    pub fn of(now: jiff::civil::DateTime) -> Self {
        if now.hour() < 12 {
            Self::Morning
        } else {
            Self::Evening
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Morning => "Morning",
            Self::Evening => "Evening",
        }
    }
}

/// What a paper is made from.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// How it stands.
    pub board: &'a Board,
    /// What has changed since the last paper for the same readers; `None` when this is the first.
    pub since: Option<&'a Since>,
    /// The half of the day it is for.
    pub half: Half,
    /// The mark of all that has happened in the file so far.
    pub mark: &'a str,
}

/// Readers, and the paper for them.
#[derive(Debug)]
pub struct Audience {
    /// What is typed.
    pub name: &'static str,
    /// What it is, in a few words.
    pub about: &'static str,
    /// Makes it.
    pub make: fn(&Facts<'_>) -> Report,
}

/// All readers.
pub static AUDIENCES: &[Audience] = &[
    director::AUDIENCE,
    team::AUDIENCE,
    chase::AUDIENCE,
    members::AUDIENCE,
    scrutiny::AUDIENCE,
    requests::AUDIENCE,
    evaluation::AUDIENCE,
];

/// The readers of this name.
pub fn audience(name: &str) -> Result<&'static Audience, Failure> {
    let wanted = name.trim().to_lowercase();
    if let Some(audience) = AUDIENCES.iter().find(|audience| audience.name == wanted) {
        return Ok(audience);
    }
    let names: Vec<&str> = AUDIENCES.iter().map(|audience| audience.name).collect();
    let failure = Failure::usage(format!("There is no brief for \"{}\".", quoted(name)));
    let list = format!("It can be for {}.", names.join(", "));
    Err(failure.hint(near::hint(&wanted, names, &list)))
}

impl Facts<'_> {
    /// A paper with nothing in it yet.
    fn report(&self, title: impl Into<String>) -> Report {
        let now = self.board.now;
        Report {
            title: title.into(),
            subject: self.plan.inspection().called(),
            as_at: phrase::moment_long(Moment::at(now.date(), now.time())),
            blocks: Vec::new(),
            foot: format!("Made with readyroom. Mark of the file: {}.", self.mark),
            names_taken: None,
        }
    }

    fn task(&self, at: u32) -> (&Task, &Standing) {
        let at = at as usize;
        (&self.plan.tasks()[at], &self.board.standings[at])
    }

    /// What the council calls it.
    fn word(&self, shown: Shown) -> &str {
        self.plan.inspection().policy.word(shown)
    }

    /// The same as a heading.
    fn heading(&self, shown: Shown) -> String {
        capital(self.word(shown))
    }

    /// What a task shows.
    fn rag(&self, standing: &Standing) -> Value {
        let policy = &self.plan.inspection().policy;
        Value::Rag(policy.called(standing.rating.shown).into_owned())
    }

    fn owner(&self, task: &Task) -> Option<&Person> {
        task.owner.and_then(|id| self.plan.person(id))
    }

    /// The owner by name, else by role; nobody is a gap worth seeing.
    fn owner_name(&self, task: &Task) -> String {
        self.plan.label_of(task.owner).to_owned()
    }

    /// The same in a table.
    fn when(&self, standing: &Standing) -> Value {
        Value::When(self.due(standing))
    }

    /// "Tue 2 Jun 17:00, 1 day late"
    fn due(&self, standing: &Standing) -> String {
        let now = self.board.now;
        standing.due.map_or("no date".to_owned(), |due| {
            format!(
                "{}, {}",
                phrase::moment_short(due, now.date()),
                phrase::gap(due, now)
            )
        })
    }

    /// Tasks that are open and show this letter, by how soon they are due.
    fn shown(&self, shown: Shown) -> Vec<u32> {
        let mut list: Vec<u32> = (0..self.plan.tasks().len() as u32)
            .filter(|at| {
                let (task, standing) = self.task(*at);
                task.status.is_open() && !standing.overtaken && standing.rating.shown == shown
            })
            .collect();
        crate::domain::order::sort(
            &mut list,
            crate::domain::order::SortKey::Due,
            self.plan,
            self.board,
        );
        list
    }

    /// Where the inspection is, in two or three sentences.
    fn situation(&self, agenda: &Agenda) -> String {
        let tally = Tally::sum(&self.board.tallies(self.plan));
        let lines = [
            Some(agenda.countdown.text.clone()),
            agenda.day_line.clone(),
            Some(format!(
                "{} of {} complete, {}%: {} {}, {} {}, {} {}, {} late",
                tally.complete,
                count(tally.total as i32, "task"),
                tally.percent(),
                tally.red,
                self.word(Shown::Red),
                tally.amber,
                self.word(Shown::Amber),
                tally.green,
                self.word(Shown::Green),
                tally.late
            )),
            (tally.overtaken > 0).then(|| {
                format!(
                    "{} from before the call not finished when it came",
                    count(tally.overtaken as i32, "task")
                )
            }),
        ];
        let sentences: Vec<String> = lines
            .into_iter()
            .flatten()
            .map(|line| format!("{}.", capital(&line)))
            .collect();
        sentences.join(" ")
    }

    /// How much of each phase is complete.
    fn bars(&self) -> Block {
        let tallies = self.board.tallies(self.plan);
        let bars = Phase::ALL.map(|phase| {
            let tally = tallies[phase as usize];
            Bar {
                name: phase.title().to_owned(),
                complete: tally.complete,
                total: tally.total,
            }
        });
        Block::Bars(bars.to_vec())
    }

    /// The milestones that have a date, those to come first named as such.
    fn key_dates(&self) -> Table {
        let today = self.board.now.date();
        let rows = self.plan.milestones().iter().filter_map(|milestone| {
            let at = self.board.schedule.get(milestone.key)?;
            let sure = match milestone.typed {
                Some(typed) if !typed.expected => "fixed",
                Some(_) => "expected",
                None if self.board.schedule.provisional => "if the call comes as expected",
                None => "by the usual timetable",
            };
            let when = if at.date < today { "past" } else { sure };
            Some(vec![
                Value::Text(milestone.name.to_string()),
                Value::Text(phrase::moment(at)),
                Value::Text(when.to_owned()),
            ])
        });
        Table {
            caption: "Key dates".to_owned(),
            headings: headings(["What", "When", "How sure"]),
            rows: rows.collect(),
            names: 0,
        }
    }
}

/// The headings of a table.
fn headings<const N: usize>(names: [&str; N]) -> Vec<String> {
    names.map(str::to_owned).to_vec()
}

/// A table of counts: what is counted, how many tasks there are, and how many of each letter.
fn counted<'t>(
    facts: &Facts<'_>,
    what: &str,
    rows: impl Iterator<Item = (String, &'t Tally)>,
) -> (Vec<String>, Vec<Vec<Value>>) {
    let mut names = headings([what, "Tasks"]);
    names.extend(
        [Shown::Complete, Shown::Red, Shown::Amber, Shown::Green].map(|shown| facts.heading(shown)),
    );
    let rows = rows.map(|(name, tally)| {
        let numbers = [
            tally.total,
            tally.complete,
            tally.red,
            tally.amber,
            tally.green,
        ];
        let numbers = numbers.map(|number| Value::Text(number.to_string()));
        std::iter::once(Value::Text(name)).chain(numbers).collect()
    });
    (names, rows.collect())
}

/// "and 3 more" after the first so many of a list.
fn and_more(items: &mut Vec<String>, most: usize) {
    let more = items.len().saturating_sub(most);
    if more > 0 {
        items.truncate(most);
        items.push(format!("and {more} more"));
    }
}

/// The rows, and the last one saying how many there are beyond `most`.
fn cut_rows(rows: &mut Vec<Vec<Value>>, most: usize, columns: usize, names: usize) {
    let more = rows.len().saturating_sub(most);
    if more > 0 {
        rows.truncate(most);
        let mut last = vec![Value::Text(String::new()); columns];
        last[names] = Value::Text(format!("and {more} more"));
        rows.push(last);
    }
}
