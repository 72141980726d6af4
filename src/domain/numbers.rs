//! The numbers by which some records are known, R-14 or S-3: which kinds have one, and which each gives next. A number is
//! given once, and never again, whatever becomes of its record: what was printed with it still means the same. Of
//! what records say it knows only what stands for one that is gone.

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::england::Clocked;
use super::records::{Evidence, Kind, PastGrade, Record, Side, Statement};
use super::requests::Request;
use super::requests::capture::Asked;
use super::text::{Line, Note};

/// A kind whose records have a number of the whole file.
#[derive(Debug)]
pub struct Numbered {
    /// Which.
    pub kind: Kind,
    /// The letter before the number.
    pub letter: char,
    /// The name under which the file keeps what comes next.
    pub name: &'static str,
    /// What stands for a record that had this number and is gone.
    pub gone: fn(u32) -> Record,
}

/// All of them.
pub static NUMBERED: [Numbered; 4] = [
    Numbered {
        kind: Kind::Request,
        letter: 'R',
        name: "next_request",
        gone: |number| {
            let asked = Asked {
                wording: Note::new(GONE).unwrap_or_default(),
                asked_by: Line::default(),
                asked: Clocked::at(DateTime::default()),
                enquiry: None,
                owner: None,
                promised: None,
            };
            Record::Request(Box::new(Request::asked(number, asked)))
        },
    },
    Numbered {
        kind: Kind::Statement,
        letter: 'S',
        name: "next_statement",
        gone: |number| {
            Record::Statement(Statement {
                number,
                area: Line::default(),
                framework: Line::default(),
                side: Side::Strength,
                text: Note::new(GONE).unwrap_or_default(),
            })
        },
    },
    Numbered {
        kind: Kind::Evidence,
        letter: 'E',
        name: "next_evidence",
        gone: |number| {
            Record::Evidence(Evidence {
                number,
                area: Line::default(),
                framework: Line::default(),
                statement: None,
                text: Line::clipped(GONE),
                task: None,
            })
        },
    },
    Numbered {
        kind: Kind::PastGrade,
        letter: 'P',
        name: "next_past_grade",
        gone: |number| {
            Record::PastGrade(PastGrade {
                number,
                area: Line::default(),
                grade: Line::default(),
                date: Date::default(),
                framework: Line::default(),
                note: Line::clipped(GONE),
            })
        },
    },
];

/// What a record says that only stands for its number.
const GONE: &str = "A number that was given before";

/// The number that the next record of each numbered kind has. It only ever grows; 1 where none was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    into = "BTreeMap<&'static str, u32>",
    try_from = "BTreeMap<String, Value>"
)]
pub struct Numbers([u32; NUMBERED.len()]);

impl Default for Numbers {
    fn default() -> Self {
        Self([1; NUMBERED.len()])
    }
}

impl Numbers {
    /// The number never yet given to a record of this kind; 1 where it has none.
    pub fn next(&self, kind: Kind) -> u32 {
        place(kind).map_or(1, |at| self.0[at])
    }

    /// The next record of this kind has this number at least.
    pub fn raise(&mut self, kind: Kind, next: u32) {
        if let Some(at) = place(kind) {
            self.0[at] = self.0[at].max(next);
        }
    }

    /// The number of `record`, if it has one, is given.
    pub fn pass(&mut self, record: &Record) {
        if let Some(number) = record.number() {
            self.raise(record.kind(), number.saturating_add(1));
        }
    }

    /// What each of the two has given is given.
    #[must_use]
    pub fn and(mut self, other: &Self) -> Self {
        for row in &NUMBERED {
            self.raise(row.kind, other.next(row.kind));
        }
        self
    }
}

fn place(kind: Kind) -> Option<usize> {
    NUMBERED.iter().position(|row| row.kind == kind)
}

impl From<Numbers> for BTreeMap<&'static str, u32> {
    fn from(numbers: Numbers) -> Self {
        let rows = NUMBERED.iter();
        rows.map(|row| (row.name, numbers.next(row.kind))).collect()
    }
}

impl TryFrom<BTreeMap<String, Value>> for Numbers {
    type Error = String;

    /// A name that is missing has given none, and a name that is not known is not read.
    fn try_from(rows: BTreeMap<String, Value>) -> Result<Self, String> {
        let mut numbers = Self::default();
        for row in &NUMBERED {
            let Some(value) = rows.get(row.name) else {
                continue;
            };
            let next = value.as_u64().and_then(|next| u32::try_from(next).ok());
            numbers.raise(
                row.kind,
                next.ok_or_else(|| format!("{} is no number", row.name))?,
            );
        }
        Ok(numbers)
    }
}

impl Record {
    /// The number it has among all of its kind in the file, if its kind has one.
    pub fn number(&self) -> Option<u32> {
        match self {
            Self::Request(request) => Some(request.number),
            Self::Statement(statement) => Some(statement.number),
            Self::Evidence(evidence) => Some(evidence.number),
            Self::PastGrade(past) => Some(past.number),
            _ => None,
        }
    }

    /// The same record under another number; one without a number stays as it is.
    #[must_use]
    pub fn with_number(mut self, number: u32) -> Self {
        match &mut self {
            Self::Request(request) => request.number = number,
            Self::Statement(statement) => statement.number = number,
            Self::Evidence(evidence) => evidence.number = number,
            Self::PastGrade(past) => past.number = number,
            _ => {}
        }
        self
    }

    /// What it is known as, if its kind has a number: S-3.
    pub fn handle(&self) -> Option<String> {
        let number = self.number()?;
        let row = &NUMBERED[place(self.kind())?];
        Some(format!("{}-{number}", row.letter))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_back_as_they_were_and_what_is_no_number_is_refused() {
        let mut numbers = Numbers::default();
        for (next, row) in (7..).zip(&NUMBERED) {
            numbers.raise(row.kind, next);
            numbers.raise(row.kind, 2);
            assert_eq!(numbers.next(row.kind), next);
            assert_eq!((row.gone)(next).kind(), row.kind);
            assert_eq!((row.gone)(next).number(), Some(next));
        }
        let text = serde_json::to_string(&numbers).unwrap();
        assert_eq!(serde_json::from_str::<Numbers>(&text).unwrap(), numbers);
        let older = "{\"next_request\": 4, \"tasks\": []}";
        let read: Numbers = serde_json::from_str(older).unwrap();
        assert_eq!(
            (read.next(Kind::Request), read.next(Kind::Statement)),
            (4, 1)
        );
        for wrong in ["{\"next_request\": -1}", "{\"next_evidence\": \"3\"}"] {
            assert!(serde_json::from_str::<Numbers>(wrong).is_err(), "{wrong}");
        }
    }
}
