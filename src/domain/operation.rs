//! One thing the user did, however many rows it touched: the unit of saving, undo, history and merge.
//! It knows how an operation is hashed and what it followed; it does not know where it is kept.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::change::Change;
use super::text::Line;

/// What the user wants to do, not yet saved.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Operation {
    /// What it is called in History and on the status line: "N-12 done".
    pub label: String,
    /// Made in this order; never empty once it is committed.
    pub changes: Vec<Change>,
}

impl Operation {
    /// An operation that does nothing yet.
    pub fn new(label: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            changes: Vec::new(),
        }
    }

    /// The changes that take it back, last first.
    pub fn inverse(&self) -> Vec<Change> {
        self.changes.iter().rev().map(Change::inverse).collect()
    }

    /// Whether there is nothing to save.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }
}

/// Identifies an operation by its content and all that went before it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash(pub [u8; 32]);

impl Hash {
    /// As much of it as people compare by eye: its first twelve digits. Papers print it, and so does `check`.
    pub fn short(&self) -> String {
        self.0[..6]
            .iter()
            .fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hash({self})")
    }
}

/// Why an operation was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// The file's first: it cannot be undone.
    Start,
    /// An edit.
    Do,
    /// It takes back the operation it names.
    Undo,
    /// It takes back the undo it names.
    Redo,
}

impl Kind {
    /// The stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Start => "start",
            Kind::Do => "do",
            Kind::Undo => "undo",
            Kind::Redo => "redo",
        }
    }

    /// Reads the stable name.
    pub fn read(text: &str) -> Option<Kind> {
        [Kind::Start, Kind::Do, Kind::Undo, Kind::Redo]
            .into_iter()
            .find(|kind| kind.as_str() == text)
    }
}

/// Who did it, when, and on which copy of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// The name the user gave, or the one they log in with.
    pub who: Line,
    /// The moment, in UTC.
    pub at: Timestamp,
    /// The same moment as local time in England.
    pub local: DateTime,
    /// Made under a `--now` of the user's choosing.
    pub rehearsed: bool,
}

impl Stamp {
    /// Who did it, also where nobody gave a name.
    pub fn somebody(&self) -> &str {
        match self.who.as_str() {
            "" => "somebody",
            who => who,
        }
    }
}

/// An operation as the file keeps it, without its changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its identity.
    pub hash: Hash,
    /// The operations nothing yet followed when it was made, sorted.
    pub parents: Vec<Hash>,
    /// One more than the greatest parent's.
    pub lamport: u64,
    /// The copy of the file it was made in.
    pub replica: Uuid,
    /// Why it was made.
    pub kind: Kind,
    /// The operation it takes back.
    pub undoes: Option<Hash>,
    /// What it is called.
    pub label: String,
    /// Who and when.
    pub stamp: Stamp,
    /// How many changes it holds.
    pub changes: usize,
}

/// Hashes an operation as it is written: its head in canonical form, then each change's text in order.
/// The text of a change is what the file keeps, so checking it needs no decoding.
#[derive(Debug)]
pub struct Sealer(Sha256);

impl Sealer {
    /// Begins with everything but the changes. `entry.hash` is not read.
    pub fn new(entry: &Entry) -> Self {
        let mut sealer = Self(Sha256::new());
        sealer.part(b"readyroom operation 1");
        for parent in &entry.parents {
            sealer.part(&parent.0);
        }
        sealer.part(&entry.lamport.to_be_bytes());
        sealer.part(entry.replica.as_bytes());
        sealer.part(entry.kind.as_str().as_bytes());
        sealer.part(entry.undoes.as_ref().map_or(&[], |hash| &hash.0));
        sealer.part(entry.label.as_bytes());
        sealer.part(entry.stamp.who.as_str().as_bytes());
        sealer.part(entry.stamp.at.to_string().as_bytes());
        sealer.part(&[u8::from(entry.stamp.rehearsed)]);
        sealer.part(&(entry.changes as u64).to_be_bytes());
        sealer
    }

    /// Takes in the next change's text.
    pub fn change(&mut self, text: &str) {
        self.part(text.as_bytes());
    }

    /// The hash of all that was taken in.
    pub fn seal(self) -> Hash {
        Hash(self.0.finalize().into())
    }

    /// Length first, so that no two lists of parts look alike.
    fn part(&mut self, bytes: &[u8]) {
        self.0.update((bytes.len() as u64).to_be_bytes());
        self.0.update(bytes);
    }
}

/// An operation with what it changed, as History shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    /// In which order it arrived in this file; counts from 1.
    pub order: u64,
    /// The operation.
    pub entry: Entry,
    /// What it changed; for a very large one, the first of them.
    pub changes: Vec<Change>,
}

#[cfg(test)]
mod tests {
    use jiff::civil::datetime;

    use super::*;

    fn entry() -> Entry {
        Entry {
            hash: Hash([0; 32]),
            parents: vec![Hash([1; 32])],
            lamport: 2,
            replica: Uuid::from_u128(3),
            kind: Kind::Do,
            undoes: None,
            label: "N-12 done".to_owned(),
            stamp: Stamp {
                who: Line::clipped("Jo"),
                at: Timestamp::UNIX_EPOCH,
                local: datetime(1970, 1, 1, 1, 0, 0, 0),
                rehearsed: false,
            },
            changes: 1,
        }
    }

    fn sealed(entry: &Entry, change: &str) -> Hash {
        let mut sealer = Sealer::new(entry);
        sealer.change(change);
        sealer.seal()
    }

    #[test]
    fn the_hash_covers_all_that_an_operation_says() {
        type Bend = fn(&mut Entry);
        let usual = sealed(&entry(), "a change");
        let bent: [(&str, Bend); 12] = [
            ("no parent", |entry| entry.parents.clear()),
            ("another parent", |entry| entry.parents[0].0[31] = 2),
            ("a parent more", |entry| entry.parents.push(Hash([1; 32]))),
            ("its number", |entry| entry.lamport = 3),
            ("its copy", |entry| entry.replica = Uuid::from_u128(4)),
            ("its kind", |entry| entry.kind = Kind::Redo),
            ("what it takes back", |entry| {
                entry.undoes = Some(Hash([1; 32]));
            }),
            ("its label", |entry| entry.label.push('!')),
            ("who", |entry| entry.stamp.who = Line::clipped("Tom")),
            ("when", |entry| {
                entry.stamp.at = Timestamp::from_second(1).unwrap();
            }),
            ("a rehearsal", |entry| entry.stamp.rehearsed = true),
            ("how many changes", |entry| entry.changes = 2),
        ];
        for (what, bend) in bent {
            let mut entry = entry();
            bend(&mut entry);
            assert_ne!(sealed(&entry, "a change"), usual, "{what}");
        }
        assert_ne!(sealed(&entry(), "another"), usual, "a change's text");
        let known = Entry {
            hash: usual,
            ..entry()
        };
        assert_eq!(
            sealed(&known, "a change"),
            usual,
            "its own hash is not read"
        );
    }
}
