//! Identities: of tasks and people (`UUIDv7`, never shown) and the short refs people say aloud.
//! It does not read the clock or a random source: [`Ids`] is seeded by a shell.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::task::Phase;

/// Identifies a task for ever, in every copy of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TaskId(pub Uuid);

/// Identifies a person, or a role nobody has been named for yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PersonId(pub Uuid);

/// Makes new ids. Two sources with different seeds never give the same id in practice (80 bits apart).
#[derive(Debug, Clone)]
pub struct Ids {
    state: u64,
    millis: u64,
}

impl Ids {
    /// A source that starts from `seed` (random, from the shell) at `millis` since 1970.
    pub fn new(seed: u64, millis: u64) -> Self {
        Self {
            state: seed,
            millis,
        }
    }

    /// The next id. Ids of one source sort in the order they were made.
    pub fn next_id(&mut self) -> Uuid {
        self.millis += 1;
        let mut bytes = [0u8; 10];
        bytes[..8].copy_from_slice(&self.random().to_be_bytes());
        bytes[8..].copy_from_slice(&self.random().to_be_bytes()[..2]);
        uuid::Builder::from_unix_timestamp_millis(self.millis, &bytes).into_uuid()
    }

    /// `SplitMix64`: enough to spread ids, not for secrets.
    fn random(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
}

/// The short name of a task that people say aloud: `N-12`, `FW-03`, `FB-07`.
/// Given once; it stays when the task moves to another phase, and is never used again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ref {
    /// The phase the task was first put in.
    pub phase: Phase,
    /// Counts from 1 within the phase.
    pub number: u32,
    /// `b`, `c` ... where two copies of the file gave out the same number.
    pub suffix: Option<char>,
}

impl Ref {
    /// The ref without a suffix.
    pub fn new(phase: Phase, number: u32) -> Self {
        Self {
            phase,
            number,
            suffix: None,
        }
    }
}

impl fmt::Display for Ref {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:02}", self.phase.prefix(), self.number)?;
        self.suffix.map_or(Ok(()), |letter| write!(f, "{letter}"))
    }
}

impl FromStr for Ref {
    type Err = String;

    /// Reads `N-12`, `n12`, `FW-3` or `FW-31b`.
    fn from_str(text: &str) -> Result<Self, String> {
        let wrong =
            || format!("\"{text}\" is not a task's ref. Refs look like N-12, FW-03 or FB-07.");
        let at = text
            .find(|c: char| c == '-' || c.is_ascii_digit())
            .ok_or_else(wrong)?;
        let (prefix, rest) = text.split_at(at);
        let phase = Phase::ALL
            .into_iter()
            .find(|p| p.prefix().eq_ignore_ascii_case(prefix))
            .ok_or_else(wrong)?;
        let rest = rest.strip_prefix('-').unwrap_or(rest);
        let digits = rest.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let letters = &rest[digits.len()..];
        let mut letters = letters.chars();
        let suffix = letters.next().map(|c| c.to_ascii_lowercase());
        let number: u32 = digits.parse().map_err(|_not_a_number| wrong())?;
        if letters.next().is_some() || number == 0 || digits.starts_with('+') {
            return Err(wrong());
        }
        Ok(Self {
            phase,
            number,
            suffix,
        })
    }
}

impl Serialize for Ref {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Ref {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ref_is_read_as_it_is_shown_and_in_the_ways_people_type_it() {
        for (typed, shown) in [
            ("N-12", "N-12"),
            ("n12", "N-12"),
            ("fw3", "FW-03"),
            ("FB-07", "FB-07"),
            ("FW-31b", "FW-31b"),
        ] {
            assert_eq!(
                typed.parse::<Ref>().map(|r| r.to_string()),
                Ok(shown.to_owned())
            );
        }
        for wrong in [
            "",
            "N",
            "12",
            "X-1",
            "N-0",
            "N-1bb",
            "N--1",
            "N-99999999999",
            "é-1",
        ] {
            assert!(wrong.parse::<Ref>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn ids_differ_and_sort_in_the_order_they_were_made() {
        let mut ids = Ids::new(7, 1_000);
        let made: Vec<_> = (0..1_000).map(|_| ids.next_id()).collect();
        assert!(made.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
