//! The only place that reads the clock. "Now" is local time in England, from the time zone data built in,
//! whatever the machine is set to; under `--now` it is a moment of the user's choosing, running on from there. In a drill
//! it runs on so many times as fast, stands still at a speed of 0, and can be put forward: a test needs to wait for nothing.

use jiff::civil::DateTime;
use jiff::{SignedDuration, Timestamp};

use crate::domain::england::ENGLAND;
use crate::domain::failure::Failure;
use crate::domain::id::Ids;
use crate::domain::operation::Stamp;
use crate::domain::text::Line;

/// Tells the time.
#[derive(Debug, Clone)]
pub struct Clock {
    /// How far the chosen moment is from the real one.
    ahead: SignedDuration,
    /// How many times as fast as the real time it runs.
    speed: u16,
    /// When it was set, in real time.
    set: Timestamp,
    rehearsed: bool,
}

impl Clock {
    /// The real time, or one that starts at `chosen` and runs on.
    pub fn new(chosen: Option<DateTime>) -> Result<Self, Failure> {
        let mut clock = Self {
            ahead: SignedDuration::ZERO,
            speed: 1,
            set: Timestamp::now(),
            rehearsed: chosen.is_some(),
        };
        if let Some(chosen) = chosen {
            clock.set_to(chosen)?;
        }
        Ok(clock)
    }

    /// One for a drill: it starts at `chosen` and runs `speed` times as fast as the real time; at 0 it stands still.
    pub fn drill(chosen: DateTime, speed: u16) -> Result<Self, Failure> {
        let clock = Self::new(Some(chosen))?;
        Ok(Self { speed, ..clock })
    }

    /// It is `chosen` now, and runs on from there.
    pub fn set_to(&mut self, chosen: DateTime) -> Result<(), Failure> {
        let moment = ENGLAND.to_timestamp(chosen).map_err(|error| {
            Failure::usage(format!("{chosen} is too far away to work with: {error}."))
        })?;
        self.set = Timestamp::now();
        self.ahead = moment.duration_since(self.set);
        Ok(())
    }

    /// This moment, in England.
    pub fn now(&self) -> DateTime {
        Self::civil(self.moment())
    }

    /// Who does something, at this moment.
    pub fn stamp(&self, who: &Line) -> Stamp {
        let at = self.moment();
        Stamp {
            who: who.clone(),
            at,
            local: Self::civil(at),
            rehearsed: self.rehearsed,
        }
    }

    /// Who did something at another moment, which is made up.
    pub fn stamp_at(&self, who: &Line, local: DateTime) -> Stamp {
        let at = ENGLAND
            .to_timestamp(local)
            .unwrap_or_else(|_too_far| self.moment());
        Stamp {
            who: who.clone(),
            at,
            local,
            rehearsed: true,
        }
    }

    /// A source of new ids.
    pub fn ids(&self) -> Ids {
        let random = uuid::Uuid::now_v7().as_u64_pair().1;
        Ids::new(
            random,
            u64::try_from(self.moment().as_millisecond()).unwrap_or_default(),
        )
    }

    fn moment(&self) -> Timestamp {
        let real = Timestamp::now();
        // So that a clock that stands still shows the very moment it was set to.
        let passed = real.duration_since(self.set);
        let passed = passed.saturating_mul(self.speed.into());
        let shown = self.set.saturating_add(self.ahead);
        shown
            .and_then(|set| set.saturating_add(passed))
            .unwrap_or(real)
    }

    /// To the second: nobody plans, or reads, smaller parts.
    fn civil(at: Timestamp) -> DateTime {
        let local = ENGLAND.to_datetime(at);
        local.with().subsec_nanosecond(0).build().unwrap_or(local)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use jiff::tz::TimeZone;

    use super::*;

    fn who() -> Line {
        "Jo Smith".parse().unwrap()
    }

    #[test]
    fn a_chosen_moment_is_marked_and_kept_in_both_summer_and_winter() {
        for chosen in [
            date(2026, 6, 8).at(9, 30, 0, 0),
            date(2026, 11, 30).at(11, 0, 0, 0),
        ] {
            let clock = Clock::new(Some(chosen)).unwrap();
            let stamp = clock.stamp(&who());
            assert!(stamp.rehearsed);
            let passed = stamp.local.duration_since(chosen);
            assert!(
                (0..60).contains(&passed.as_secs()),
                "{} is not just after {chosen}",
                stamp.local
            );
        }
    }

    #[test]
    fn the_same_moment_is_kept_in_utc() {
        let clock = Clock::new(Some(date(2026, 6, 8).at(9, 30, 0, 0))).unwrap();
        let stamp = clock.stamp(&who());
        let utc = TimeZone::UTC.to_datetime(stamp.at);
        assert_eq!((utc.hour(), utc.minute()), (8, 30));
    }

    #[test]
    fn a_drill_stands_still_or_is_put_forward() {
        let call = date(2026, 11, 30).at(9, 30, 0, 0);
        let mut clock = Clock::drill(call, 0).unwrap();
        assert_eq!(clock.now(), call);
        let later = date(2026, 12, 1).at(9, 10, 0, 0);
        clock.set_to(later).unwrap();
        assert_eq!(clock.now(), later);
        assert!(clock.stamp(&who()).rehearsed);
        assert!(Clock::drill(call, 3600).unwrap().now() >= call);
    }

    #[test]
    fn the_real_time_is_not_a_rehearsal() {
        let clock = Clock::new(None).unwrap();
        assert!(!clock.stamp(&who()).rehearsed);
    }
}
