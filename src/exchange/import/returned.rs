//! A row of a sheet that we wrote and somebody sent back: found by its hidden id, and compared field by field with what
//! the row said when it left, so that an edit of theirs is told from one of ours.
//!
//! A field that only they changed is taken; one that only we changed stays; one that both changed to different things is
//! a conflict, shown as mine and theirs and left alone. Here an empty cell is an edit like any other.

use super::cells::{self, DateOrder, DateSaid, Stands, StandsSaid};
use super::people::People;
use super::{Place, Request, rest};
use crate::domain::board::Board;
use crate::domain::edit::Patch;
use crate::domain::fields::{self, Field};
use crate::domain::id::{PersonId, TaskId};
use crate::domain::phrase;
use crate::domain::rating::Shown;
use crate::domain::task::{Element, Phase, Task};
use crate::domain::text::{Line, Note};
use crate::domain::when::{Moment, When};
use crate::exchange::recognise::{Table, words};
use crate::exchange::sheet::{Cell, Sheet, Value};
use crate::exchange::tracker::{self, COLUMNS, Column, Names, Row};

/// A field that both sides changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// Where it stands.
    pub place: Place,
    /// Which task.
    pub task: TaskId,
    /// The column's heading.
    pub field: &'static str,
    /// What it says here.
    pub mine: String,
    /// What it says in the sheet.
    pub theirs: String,
}

/// What a returned row comes to.
#[derive(Debug, Default)]
pub(super) struct Returned {
    pub(super) patch: Patch,
    pub(super) conflicts: Vec<Conflict>,
}

/// What the comparing needs.
pub(super) struct Comparing<'a> {
    pub(super) request: &'a Request<'a>,
    pub(super) board: &'a Board,
    pub(super) names: &'a Names,
    pub(super) order: DateOrder,
    pub(super) sheet: &'a Sheet,
    pub(super) columns: &'a Columns,
}

/// The columns of one sheet that come back: each as we wrote it, the field it is, and where it stands there.
pub(super) struct Columns(Vec<(&'static Column, Field, usize)>);

impl Columns {
    pub(super) fn of(table: &Table) -> Self {
        let here: Vec<_> = table
            .columns
            .iter()
            .map(|here| (words(&here.heading), here.at))
            .collect();
        let found = COLUMNS.iter().filter_map(|column| {
            let field = column.field()?;
            let wanted = words(column.heading);
            let (_, at) = here.iter().find(|(heading, _)| *heading == wanted)?;
            Some((column, field, *at))
        });
        Self(found.collect())
    }

    /// Where a field stands; the first column where it does not.
    pub(super) fn at(&self, wanted: Field) -> usize {
        let found = self.0.iter().find(|(_, field, _)| *field == wanted);
        found.map_or(0, |(_, _, at)| *at)
    }
}

/// What a cell says, in the words that marks are made of, and what to write for it.
struct Theirs {
    words: String,
    typed: String,
}

impl Comparing<'_> {
    /// Compares a row with the task at this position of the plan. The failure is the reason, and the column it is about.
    pub(super) fn compare(
        &self,
        row: usize,
        at: usize,
        base: &str,
        place: &Place,
        people: &mut People,
    ) -> Result<Returned, (usize, String)> {
        let plan = self.request.plan;
        let task = &plan.tasks()[at];
        let ours = Row::new(plan, self.board, self.names, at);
        let mut returned = Returned::default();
        let mut typed = Vec::new();
        for &(column, field, here) in &self.columns.0 {
            let theirs = self.theirs(field, self.sheet.cell(row, here));
            let theirs = theirs.map_err(|why| (here, why))?;
            let cell = ours.cell(column);
            let mine = cell.marked();
            let is_untouched = |words: &str| {
                words == mine || tracker::said(base, column.heading, words) == Some(true)
            };
            // In a spreadsheet midnight and no time at all are one value.
            let is_midnight =
                || field == Field::Due && is_untouched(&format!("{}T00:00", theirs.words));
            if is_untouched(&theirs.words) || is_midnight() {
                continue;
            }
            let is_mine = tracker::said(base, column.heading, &mine) == Some(false)
                && !is_worked_out(task, field);
            if is_mine {
                returned.conflicts.push(Conflict {
                    place: Place {
                        column: Some(here),
                        ..place.clone()
                    },
                    task: task.id,
                    field: column.heading,
                    mine: cell.words().into_owned(),
                    theirs: self.as_shown(field, theirs.words),
                });
                continue;
            }
            match field {
                Field::Owner | Field::Deputy => {
                    let person = whom(&theirs.typed, people).map_err(|why| (here, why))?;
                    if field == Field::Owner {
                        returned.patch.owner = Some(person);
                    } else {
                        returned.patch.deputy = Some(person);
                    }
                }
                // Its spaces are kept, at its ends too.
                Field::Note => returned.patch.note = Note::new(&theirs.typed).ok(),
                Field::Area => list(task, &theirs.typed, Element::Area, &mut returned.patch),
                Field::Evidence => {
                    list(task, &theirs.typed, Element::Evidence, &mut returned.patch);
                }
                Field::Tag => list(task, &theirs.typed, Element::Tag, &mut returned.patch),
                other => typed.push((other, theirs.typed)),
            }
        }
        self.write(task, &typed, people, returned)
    }

    /// What a cell says, in the council's own words.
    fn as_shown(&self, field: Field, marked: String) -> String {
        let said = |shown: &Shown| tracker::marked_rag(*shown) == marked;
        match (field, Shown::ALL.into_iter().find(said)) {
            (Field::Rag, Some(shown)) => {
                let policy = &self.request.plan.inspection().policy;
                policy.called(shown).words().into_owned()
            }
            _ => marked,
        }
    }

    /// Reads the typed fields as the form does. A RAG of "complete" is a status.
    fn write(
        &self,
        task: &Task,
        typed: &[(Field, String)],
        people: &mut People,
        returned: Returned,
    ) -> Result<Returned, (usize, String)> {
        let mut fields: Vec<(Field, String)> = Vec::new();
        let reopens = |text: &str| !text.is_empty() && text != "done" && task.status.is_done();
        for (field, text) in typed {
            match field {
                Field::Rag if text == "done" => fields.push((Field::Status, text.clone())),
                Field::Rag if reopens(text) => {
                    fields.push((Field::Status, "in progress".to_owned()));
                    fields.push((Field::Rag, text.clone()));
                }
                other => fields.push((*other, text.clone())),
            }
        }
        let is = |wanted: Field| fields.iter().position(|(field, _)| *field == wanted);
        if let (Some(reason), Some(rag)) = (is(Field::Reason), is(Field::Rag))
            && reason < rag
        {
            fields.swap(reason, rag);
        }
        // A task that has ended waits on nobody, and one is waiting only where its status does not say otherwise.
        let said = fields
            .iter()
            .rev()
            .find(|(field, _)| *field == Field::Status);
        let ends = said.is_some_and(|(_, text)| matches!(text.as_str(), "done" | "not needed"));
        let is_said = said.is_some();
        fields.retain(|(field, text)| {
            *field != Field::Waiting || !(ends || (is_said && text.is_empty()))
        });
        let mut cx = fields::Context {
            plan: self.request.plan,
            author: self.request.author,
            ids: &mut people.ids,
        };
        let written = fields::write(task, &fields, &mut cx).map_err(|failure| {
            // They are read in turn, up to the first that fails.
            let wrong = (0..fields.len())
                .find(|last| fields::write(task, &fields[..=*last], &mut cx).is_err());
            let column = wrong.map_or(0, |at| self.columns.at(fields[at].0));
            (column, rest(&failure))
        })?;
        let mut patch = written.patch;
        patch.note = returned.patch.note;
        patch.owner = returned.patch.owner;
        patch.deputy = returned.patch.deputy;
        patch.add.extend(returned.patch.add);
        patch.remove.extend(returned.patch.remove);
        Ok(Returned {
            patch,
            conflicts: returned.conflicts,
        })
    }

    fn theirs(&self, field: Field, cell: Cell<'_>) -> Result<Theirs, String> {
        if let Value::Error(shown) = cell.value {
            return Err(format!("the cell shows {shown}; put its formula right"));
        }
        let text = cell.value.to_string();
        let plain = |line: Line| Theirs {
            words: line.to_string(),
            typed: line.to_string(),
        };
        match field {
            Field::Due => self.due(cell),
            Field::Rag => {
                let policy = &self.request.plan.inspection().policy;
                stands(field, cells::rated(cell, policy), text.trim())
            }
            Field::Status => stands(field, cells::stands(cell), text.trim()),
            Field::Phase => {
                let phase = Phase::read(&text);
                let phase =
                    phase.ok_or_else(|| format!("there is no phase \"{}\"", text.trim()))?;
                Ok(Theirs {
                    words: phase.title().to_owned(),
                    typed: phase.as_str().to_owned(),
                })
            }
            Field::Note => {
                let note = Note::new(&text.replace("\r\n", "\n"));
                let note = note.map_err(|error| format!("the note is {error}"))?;
                Ok(Theirs {
                    words: note.to_string(),
                    typed: note.to_string(),
                })
            }
            Field::Area | Field::Evidence | Field::Needs | Field::Tag => {
                let lines: Vec<&str> = text
                    .lines()
                    .map(str::trim)
                    .filter(|line| !line.is_empty())
                    .collect();
                let between = if field == Field::Needs { "," } else { "\n" };
                Ok(Theirs {
                    words: lines.join("\n"),
                    typed: lines.join(between),
                })
            }
            Field::Deputy
            | Field::Expires
            | Field::Owner
            | Field::Reason
            | Field::Section
            | Field::Title
            | Field::Waiting => Line::new(&text)
                .map(plain)
                .map_err(|error| format!("it is {error}")),
        }
    }

    fn due(&self, cell: Cell<'_>) -> Result<Theirs, String> {
        let cx = phrase::Context {
            now: self.request.author.now,
            calendar: self.request.plan.calendar(),
        };
        let on = |at: Moment| Theirs {
            words: at.to_string(),
            typed: When::At(at).to_string(),
        };
        match cells::date(cell.value, self.order, self.request.workbook.dates, &cx) {
            None => Ok(Theirs {
                words: String::new(),
                typed: String::new(),
            }),
            Some(DateSaid::On(at, _)) => Ok(on(at)),
            Some(DateSaid::Words(words)) => Err(format!("\"{words}\" is no date")),
            Some(DateSaid::Wrong(why)) => Err(why),
        }
    }
}

fn stands(field: Field, said: Option<StandsSaid>, text: &str) -> Result<Theirs, String> {
    let Some(said) = said else {
        return Ok(Theirs {
            words: String::new(),
            typed: String::new(),
        });
    };
    let typed = match said.stands {
        Some(Stands::Judged(rag)) if field == Field::Rag => rag.as_str(),
        Some(Stands::Done) => "done",
        Some(Stands::Nothing) if field == Field::Rag => "",
        Some(Stands::InProgress) if field == Field::Status => "in progress",
        Some(Stands::NotNeeded) if field == Field::Status => "not needed",
        Some(Stands::NotStarted) if field == Field::Status => "not started",
        Some(Stands::Waiting) if field == Field::Status => "waiting",
        _ => {
            return Err(format!(
                "\"{text}\" is no {}",
                if field == Field::Rag { "RAG" } else { "status" }
            ));
        }
    };
    let words = match (field, said.stands) {
        (Field::Rag, Some(stands)) => tracker::marked_rag(stands.shown()).to_owned(),
        _ => typed.to_owned(),
    };
    Ok(Theirs {
        words,
        typed: typed.to_owned(),
    })
}

/// The person a cell names: "Smith, Jo" is one, and several are left as they are typed.
fn whom(typed: &str, people: &mut People) -> Result<Option<PersonId>, String> {
    if people.knows(typed) {
        return people.find(typed);
    }
    let names = cells::names(typed, &|name| people.knows(name));
    match names.as_slice() {
        [only] => people.find(only),
        _ => people.find(typed),
    }
}

/// Whether what the field shows here follows from dates and rules, so that nobody changed it.
fn is_worked_out(task: &Task, field: Field) -> bool {
    match field {
        Field::Due => matches!(task.deadline.due, Some(When::Rule(_))),
        Field::Rag => task.judgement.is_none() && task.status.is_open(),
        _ => false,
    }
}

/// The list is to hold just the lines of the cell.
fn list(task: &Task, text: &str, make: fn(Line) -> Element, patch: &mut Patch) {
    let wanted: Vec<Element> = text
        .lines()
        .filter_map(|line| Line::new(line).ok())
        .map(make)
        .collect();
    let of_list = |element: &&Element| {
        std::mem::discriminant(*element) == std::mem::discriminant(&make(Line::default()))
    };
    let old = task.elements.iter().filter(of_list);
    patch
        .remove
        .extend(old.filter(|element| !wanted.contains(element)).cloned());
    patch.add.extend(wanted);
}
