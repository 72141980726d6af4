//! Local time in England, whatever the machine is set to, and the moment it stands for. The rules of England's time are
//! part of the program, so that they are there on every machine; nothing here reads a clock.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// Local time in England: `Europe/London` of the IANA time zone database.
pub static ENGLAND: TimeZone = jiff::tz::get!("Europe/London");

/// A moment as a clock in England shows it, and the same in UTC: hours between two of them are true on the nights when
/// the clocks change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clocked {
    /// Local time in England, to the minute.
    pub local: DateTime,
    /// The same in UTC.
    pub utc: Timestamp,
}

impl Clocked {
    /// What a clock in England shows at `local`. In the hour that comes twice it is the first; a time that is skipped
    /// stands for the one an hour later.
    pub fn at(local: DateTime) -> Self {
        let minute = local.with().second(0).subsec_nanosecond(0).build();
        let local = minute.unwrap_or(local);
        let utc = ENGLAND.to_timestamp(local).unwrap_or_default();
        Self { local, utc }
    }

    /// Whole minutes from `earlier` to this; negative when it is the earlier one.
    pub fn minutes_since(self, earlier: Self) -> i64 {
        self.utc.duration_since(earlier.utc).as_mins()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn an_hour_over_the_change_of_the_clocks_is_an_hour() {
        let at = |hour| Clocked::at(date(2026, 10, 25).at(hour, 30, 20, 0));
        assert_eq!(at(3).minutes_since(at(0)), 4 * 60);
        assert_eq!(at(3).minutes_since(at(2)), 60);
        assert_eq!(at(0).utc.to_string(), "2026-10-24T23:30:00Z");
        assert_eq!(at(3).local, date(2026, 10, 25).at(3, 30, 0, 0));
    }
}
