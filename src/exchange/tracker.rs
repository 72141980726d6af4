//! The tracker: tasks as the rows of a spreadsheet, one column after the other, whatever file they are written to.
//!
//! It says what stands in each cell, and by [`mark`] what a row said when it left, so that an edit made elsewhere can be
//! told from one made here. How a cell is put into bytes is for the writers.

use std::borrow::Cow;

use super::{BASE_COLUMN, ID_COLUMN};
use crate::domain::board::{Board, Standing};
use crate::domain::edit;
use crate::domain::fields::Field;
use crate::domain::id::{Ids, PersonId};
use crate::domain::inspection::Person;
use crate::domain::plan::Plan;
use crate::domain::privacy::{self, Sighting};
use crate::domain::rating::{Shown, standing};
use crate::domain::task::Task;
use crate::domain::text::{Line, uncapital};
use crate::domain::when::{Moment, When};

/// What one cell holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell<'a> {
    /// Words; may be empty.
    Text(Cow<'a, str>),
    /// A day, or a day with a time.
    Moment(Moment),
    /// A whole number.
    Number(i32),
    /// A RAG, and how the council writes it; may be empty.
    Rag(Shown, &'a str),
}

impl<'a> Cell<'a> {
    const NOTHING: Self = Cell::Text(Cow::Borrowed(""));

    fn of(text: &'a str) -> Self {
        Cell::Text(Cow::Borrowed(text))
    }

    /// What it says: dates as `2026-06-08` or `2026-06-08T12:00`, a RAG by the council's letter and word.
    pub fn words(&self) -> Cow<'_, str> {
        match self {
            Cell::Text(text) => Cow::Borrowed(text),
            Cell::Moment(at) => Cow::Owned(at.to_string()),
            Cell::Number(number) => Cow::Owned(number.to_string()),
            Cell::Rag(_, words) => Cow::Borrowed(words),
        }
    }

    /// The same in the one form that marks are made of: what a council calls a RAG does not change what a row said.
    pub fn marked(&self) -> Cow<'_, str> {
        match self {
            Cell::Rag(shown, _) => Cow::Borrowed(marked_rag(*shown)),
            Cell::Text(_) | Cell::Moment(_) | Cell::Number(_) => self.words(),
        }
    }
}

/// A RAG in the one form that marks are made of. Nothing where there is none.
pub fn marked_rag(shown: Shown) -> &'static str {
    match shown {
        Shown::Red => "R Red",
        Shown::Amber => "A Amber",
        Shown::Green => "G Green",
        Shown::Complete => "B Complete",
        Shown::None => "",
    }
}

/// What becomes of a column in a file that somebody may edit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// An edit of it comes back, as one of this field.
    Edited(Field),
    /// It is worked out, or never changes.
    Shown,
    /// It is for the way back, and hidden where that is possible.
    Hidden,
}

/// A column.
#[derive(Debug)]
pub struct Column {
    /// Its heading.
    pub heading: &'static str,
    /// Characters it should have room for.
    pub width: u8,
    /// What becomes of it.
    pub purpose: Use,
    cell: for<'a> fn(&Row<'a>) -> Cell<'a>,
}

impl Column {
    /// The field that an edit of it comes back as, if it is one that is edited.
    pub fn field(&self) -> Option<Field> {
        match self.purpose {
            Use::Edited(field) => Some(field),
            Use::Shown | Use::Hidden => None,
        }
    }
}

const fn column(
    heading: &'static str,
    width: u8,
    purpose: Use,
    cell: for<'a> fn(&Row<'a>) -> Cell<'a>,
) -> Column {
    Column {
        heading,
        width,
        purpose,
        cell,
    }
}

/// The columns, in order. What was hidden stays last.
pub static COLUMNS: [Column; 20] = [
    column("Ref", 8, Use::Shown, |row| {
        Cell::Text(Cow::Owned(row.task.reference.to_string()))
    }),
    column("Phase", 12, Use::Edited(Field::Phase), |row| {
        Cell::of(row.task.place.phase.title())
    }),
    column("Section", 18, Use::Edited(Field::Section), |row| {
        Cell::of(row.task.place.section.as_str())
    }),
    column("Action", 44, Use::Edited(Field::Title), |row| {
        Cell::of(row.task.title.as_str())
    }),
    column("Owner", 18, Use::Edited(Field::Owner), |row| {
        row.person(row.task.owner)
    }),
    column("Due", 20, Use::Edited(Field::Due), |row| {
        row.standing.due.map_or(Cell::NOTHING, Cell::Moment)
    }),
    column("Days left", 9, Use::Shown, |row| match row.standing.days {
        Some(days) if row.task.status.is_open() => Cell::Number(days),
        _ => Cell::NOTHING,
    }),
    column("RAG", 12, Use::Edited(Field::Rag), |row| {
        let shown = row.standing.rating.shown;
        Cell::Rag(shown, row.names.rag(shown))
    }),
    column("Status", 12, Use::Edited(Field::Status), |row| {
        let name = row.task.status.as_str();
        Cell::Text(if name.contains('_') {
            Cow::Owned(name.replace('_', " "))
        } else {
            Cow::Borrowed(name)
        })
    }),
    column("Progress note", 44, Use::Edited(Field::Note), |row| {
        Cell::of(row.task.note.as_str())
    }),
    column("Reason", 30, Use::Edited(Field::Reason), |row| {
        Cell::of(standing(row.task, row.board.now).map_or("", |judged| judged.reason.as_str()))
    }),
    column("Waiting on", 16, Use::Edited(Field::Waiting), |row| {
        Cell::of(row.task.status.waiting_on())
    }),
    column("Deputy", 14, Use::Edited(Field::Deputy), |row| {
        row.person(row.task.deputy)
    }),
    column("Evidence", 30, Use::Edited(Field::Evidence), |row| {
        listed(row.task.evidence())
    }),
    column("Judgement area", 15, Use::Edited(Field::Area), |row| {
        listed(row.task.areas())
    }),
    column("Tags", 12, Use::Edited(Field::Tag), |row| {
        listed(row.task.tags())
    }),
    column("Needs", 10, Use::Edited(Field::Needs), |row| {
        let needs = row.task.needs().filter_map(|need| row.plan.task(need));
        let refs: Vec<String> = needs.map(|need| need.reference.to_string()).collect();
        Cell::Text(Cow::Owned(refs.join("\n")))
    }),
    column("Due rule", 16, Use::Shown, |row| {
        match row.task.deadline.due {
            Some(When::Rule(rule)) => Cell::Text(Cow::Owned(rule.to_string())),
            Some(When::At(_)) | None => Cell::NOTHING,
        }
    }),
    column(ID_COLUMN, 36, Use::Hidden, |row| {
        let mut letters = uuid::Uuid::encode_buffer();
        let id = row.task.id.0.hyphenated().encode_lower(&mut letters);
        Cell::Text(Cow::Owned(id.to_owned()))
    }),
    column(BASE_COLUMN, 20, Use::Hidden, |row| {
        base(row.cells_before_base().iter())
    }),
];

/// How many of the columns, from the first, are printed on paper.
pub const PRINTED: usize = 10;

/// A list stands in one cell, one element a line: an element may hold anything but a line break.
fn listed<'a>(elements: impl Iterator<Item = &'a Line>) -> Cell<'a> {
    let elements: Vec<&str> = elements.map(Line::as_str).collect();
    match elements.as_slice() {
        [] => Cell::NOTHING,
        [only] => Cell::of(only),
        several => Cell::Text(Cow::Owned(several.join("\n"))),
    }
}

/// What a cell says, in eight hexadecimal digits. The words are those of [`Cell::marked`].
pub fn mark(words: &str) -> String {
    let mut mark = String::with_capacity(MARK);
    push_mark(&mut mark, words);
    mark
}

/// The digits of a mark.
const MARK: usize = 8;

fn push_mark(marks: &mut String, words: &str) {
    let hash = crc32fast::hash(words.as_bytes());
    let digits: [u8; MARK] = std::array::from_fn(|at| {
        let digit = (hash >> (4 * (MARK - 1 - at))) & 0xF;
        b"0123456789abcdef"[digit as usize]
    });
    marks.extend(str::from_utf8(&digits));
}

/// What the edited columns of a row say, in their order: the marks after the number of this form. `cells` are those of
/// the row, in the order of the columns.
fn base<'a>(cells: impl Iterator<Item = &'a Cell<'a>>) -> Cell<'static> {
    let mut base = String::with_capacity(BASE_FORM.len() + MARK * COLUMNS.len());
    base.push_str(BASE_FORM);
    for (column, cell) in COLUMNS.iter().zip(cells) {
        if column.field().is_some() {
            push_mark(&mut base, &cell.marked());
        }
    }
    Cell::Text(Cow::Owned(base))
}

/// What a base begins with, as long as the edited columns and their words are what they are.
const BASE_FORM: &str = "1:";

/// Whether the column said `words` when the row left, told by the row's base. `None` when the base does not tell.
pub fn said(base: &str, heading: &str, words: &str) -> Option<bool> {
    let marks = base.strip_prefix(BASE_FORM)?;
    let mut edited = COLUMNS.iter().filter(|column| column.field().is_some());
    let at = edited.position(|column| column.heading == heading)? * MARK;
    Some(marks.get(at..at + MARK)? == mark(words))
}

/// People as an owner's cell names them, and RAGs as the council writes them.
#[derive(Debug)]
pub struct Names {
    /// In the order of the plan's people.
    people: Vec<String>,
    /// In the order of [`Shown::ALL`].
    rags: [String; Shown::ALL.len()],
}

impl Names {
    /// Everybody by name, or by role while there is no name; by initials where that could be somebody else.
    pub fn of(plan: &Plan) -> Self {
        let named = |person: &Person| {
            let label = person.label();
            let is_read_as = |text: &str| match edit::read_owner(plan, text, &mut Ids::new(0, 0)) {
                Ok(edit::Owner::Known(id)) => id == person.id,
                Ok(edit::Owner::Nobody | edit::Owner::New { .. }) | Err(_) => false,
            };
            if is_read_as(label) {
                label.to_owned()
            } else {
                person.initials.to_string()
            }
        };
        let policy = &plan.inspection().policy;
        Self {
            people: plan.people().iter().map(named).collect(),
            rags: Shown::ALL.map(|shown| policy.called(shown).words().into_owned()),
        }
    }

    fn rag(&self, shown: Shown) -> &str {
        let at = Shown::ALL.iter().position(|one| *one == shown);
        at.map_or("", |at| self.rags[at].as_str())
    }
}

/// A task as a row.
#[derive(Debug)]
pub struct Row<'a> {
    plan: &'a Plan,
    board: &'a Board,
    names: &'a Names,
    /// The task.
    pub task: &'a Task,
    /// How it stands.
    pub standing: &'a Standing,
}

impl<'a> Row<'a> {
    /// The row of the task at this position of the plan.
    pub fn new(plan: &'a Plan, board: &'a Board, names: &'a Names, at: usize) -> Self {
        Self {
            plan,
            board,
            names,
            task: &plan.tasks()[at],
            standing: &board.standings[at],
        }
    }

    /// What it has in this column.
    pub fn cell(&self, column: &Column) -> Cell<'a> {
        (column.cell)(self)
    }

    /// What it has in each column, in order. The base, which is the last, is made of those before it.
    pub fn cells(&self) -> Vec<Cell<'a>> {
        let mut cells = self.cells_before_base();
        cells.push(base(cells.iter()));
        cells
    }

    fn cells_before_base(&self) -> Vec<Cell<'a>> {
        let mut cells = Vec::with_capacity(COLUMNS.len());
        let before = &COLUMNS[..COLUMNS.len() - 1];
        cells.extend(before.iter().map(|column| self.cell(column)));
        cells
    }

    fn person(&self, id: Option<PersonId>) -> Cell<'a> {
        let at = id.and_then(|id| self.plan.person_position(id));
        Cell::of(at.map_or("", |at| self.names.people[at].as_str()))
    }
}

/// What the privacy guard points at in the rows of the tasks at these positions: in each cell that holds words.
pub fn guard(plan: &Plan, board: &Board, positions: &[u32]) -> Vec<Sighting> {
    let names = Names::of(plan);
    let typed = |column: &&Column| column.field().is_some();
    let rows = positions.iter().flat_map(|at| {
        let row = Row::new(plan, board, &names, *at as usize);
        let cells = COLUMNS.iter().filter(typed).map(move |column| {
            let place = || {
                format!(
                    "the {} of {}",
                    uncapital(column.heading),
                    row.task.reference
                )
            };
            match row.cell(column) {
                Cell::Text(text) => privacy::in_text(&text, place),
                Cell::Rag(_, words) => privacy::in_text(words, place),
                Cell::Moment(_) | Cell::Number(_) => Vec::new(),
            }
        });
        cells.flatten()
    });
    rows.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_told_apart_and_the_hidden_ones_are_last() {
        for (at, column) in COLUMNS.iter().enumerate() {
            assert!(
                COLUMNS[..at]
                    .iter()
                    .all(|other| other.heading != column.heading)
            );
        }
        assert!(COLUMNS.is_sorted_by_key(|column| column.purpose == Use::Hidden));
        assert_eq!(COLUMNS[COLUMNS.len() - 1].heading, BASE_COLUMN);
    }

    #[test]
    fn a_base_tells_which_column_has_been_edited_since() {
        let edited = COLUMNS.iter().filter(|column| column.field().is_some());
        let marks: String = edited.map(|column| mark(column.heading)).collect();
        let base = format!("1:{marks}");
        assert_eq!(said(&base, "Owner", "Owner"), Some(true));
        assert_eq!(said(&base, "Owner", "Jo"), Some(false));
        assert_eq!(said(&base, "Needs", "Needs"), Some(true));
        assert_eq!(said(&base, "Ref", "Ref"), None, "it is never edited");
        assert_eq!(said("2:whatever", "Owner", "Owner"), None);
        assert_eq!(said("1:ab", "Owner", "Owner"), None, "it was cut short");
        assert_eq!(said("1:é", "Phase", "Owner"), None);
    }
}
