//! The numbers by which some records are known, R-14 or S-3: which kinds have one, and which each gives next. A number is
//! given once, and never again, whatever becomes of its record: what was printed with it still means the same. It does
//! not know what the records say.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::records::{Kind, Record};

/// The kinds whose records have a number of the whole file, the letter before it, and the name under which the file keeps
/// what comes next.
pub const NUMBERED: [(Kind, char, &str); 4] = [
    (Kind::Request, 'R', "next_request"),
    (Kind::Statement, 'S', "next_statement"),
    (Kind::Evidence, 'E', "next_evidence"),
    (Kind::PastGrade, 'P', "next_past_grade"),
];

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
        for (kind, ..) in NUMBERED {
            self.raise(kind, other.next(kind));
        }
        self
    }

    /// Each numbered kind, with its name in the file and its next number.
    pub fn rows(self) -> impl Iterator<Item = (Kind, &'static str, u32)> {
        NUMBERED
            .into_iter()
            .map(move |(kind, _, name)| (kind, name, self.next(kind)))
    }
}

fn place(kind: Kind) -> Option<usize> {
    NUMBERED.iter().position(|(known, ..)| *known == kind)
}

impl From<Numbers> for BTreeMap<&'static str, u32> {
    fn from(numbers: Numbers) -> Self {
        let rows = numbers.rows();
        rows.map(|(_, name, next)| (name, next)).collect()
    }
}

impl TryFrom<BTreeMap<String, Value>> for Numbers {
    type Error = String;

    /// A name that is missing has given none, and a name that is not known is not read.
    fn try_from(rows: BTreeMap<String, Value>) -> Result<Self, String> {
        let mut numbers = Self::default();
        for (kind, _, name) in NUMBERED {
            let Some(value) = rows.get(name) else {
                continue;
            };
            let next = value.as_u64().and_then(|next| u32::try_from(next).ok());
            numbers.raise(kind, next.ok_or_else(|| format!("{name} is no number"))?);
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
        let (_, letter, _) = NUMBERED[place(self.kind())?];
        Some(format!("{letter}-{number}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_back_as_they_were_and_what_is_no_number_is_refused() {
        let mut numbers = Numbers::default();
        for (next, (kind, ..)) in (7..).zip(NUMBERED) {
            numbers.raise(kind, next);
            numbers.raise(kind, 2);
            assert_eq!(numbers.next(kind), next);
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
