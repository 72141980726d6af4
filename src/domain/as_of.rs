//! The plan as it stood at any minute: what was done since is taken back, newest first, in the order in which it arrived.
//! Nothing is kept for it, so nothing can disagree with the history. It is given operations and fetches none.

use jiff::civil::DateTime;

use super::change::{Change, Clash};
use super::failure::Failure;
use super::inspection::Typed;
use super::operation::{Kind, Past};
use super::past::{self, Gone};
use super::phrase::{self, Context};
use super::plan::Plan;
use super::when::{MilestoneKey, Moment};

/// Which moment of the past is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// This minute. All that was done in it counts.
    At(DateTime),
    /// Right after the call was recorded: the baseline.
    Call,
}

/// What people call the baseline, and the present.
const WORDS: [&str; 2] = ["call", "now"];

impl Mark {
    /// Reads a moment gone by, as people say it: `call`, `now`, `yesterday 14:05`, `1/12`. A day without a time is the end
    /// of that day, and of today it is now. One still to come is refused; `field` names what is being read.
    pub fn read(text: &str, field: &str, cx: &Context<'_>) -> Result<Self, Failure> {
        let typed = text.trim().to_lowercase();
        match WORDS.iter().position(|word| *word == typed) {
            Some(0) => return Ok(Self::Call),
            Some(_) => return Ok(Self::At(cx.now)),
            None => {}
        }
        let Moment { date, time } = past::moment(text, field, cx)?;
        let at = match time {
            Some(time) => date.to_datetime(time),
            None if date == cx.now.date() => cx.now,
            None => date.at(23, 59, 0, 0),
        };
        if minute(at) > minute(cx.now) {
            return Err(Failure::usage(format!(
                "{} is still to come, and this looks back.",
                phrase::moment(spoken(at))
            ))
            .hint("Type a moment gone by, such as yesterday 17:00, or call."));
        }
        Ok(Self::At(at))
    }
}

/// Whether something done at `done` counts at `at`: it was done in that minute or before.
pub fn counts(done: DateTime, at: DateTime) -> bool {
    minute(done) <= minute(at)
}

fn minute(at: DateTime) -> (jiff::civil::Date, i8, i8) {
    (at.date(), at.hour(), at.minute())
}

/// A moment of the clock, to the minute, for saying it.
pub fn spoken(at: DateTime) -> Moment {
    Moment::at(
        at.date(),
        jiff::civil::Time::constant(at.hour(), at.minute(), 0, 0),
    )
}

/// Looks for a moment among operations, newest first.
#[derive(Debug)]
pub struct Search {
    mark: Mark,
    gone: Gone,
    found: Option<DateTime>,
    /// When the oldest operation that was met was made.
    oldest: Option<DateTime>,
}

impl Search {
    /// Looks for `mark`.
    pub fn new(mark: Mark) -> Self {
        Self {
            mark,
            gone: Gone::default(),
            found: None,
            oldest: None,
        }
    }

    /// Takes in the next older operation. True when `plan`, which is how things stood right after it, is the one that is
    /// looked for; nothing older need be read then.
    pub fn reaches(&mut self, plan: &Plan, past: &Past) -> bool {
        let made = past.entry.stamp.local;
        self.oldest = Some(made);
        let is_gone = self.gone.meet(&past.entry);
        self.found = match self.mark {
            Mark::At(at) => counts(made, at).then_some(at),
            Mark::Call => (!is_gone && records_the_call(plan, past)).then_some(made),
        };
        self.found.is_some()
    }

    /// The moment whose clock the plan that was found goes by; or why there is none.
    pub fn found(&self) -> Result<DateTime, Failure> {
        self.found.ok_or_else(|| match (self.mark, self.oldest) {
            (Mark::Call, _) => {
                Failure::not_found("The call has not been recorded, so there is no baseline.")
                    .hint("The baseline is the board as it stood when the call was recorded.")
            }
            (Mark::At(at), Some(oldest)) => Failure::not_found(format!(
                "This file was begun on {}, so there is no board as at {}.",
                phrase::moment(spoken(oldest)),
                phrase::moment(spoken(at))
            )),
            (Mark::At(_), None) => Failure::not_found("Nothing has been done yet."),
        })
    }
}

/// Whether this is the operation by which the call, not only expected, first came into the plan. Of a visit that is
/// agreed ahead it is the first day on site.
fn records_the_call(plan: &Plan, past: &Past) -> bool {
    let wanted = if plan.is_agreed_ahead() {
        MilestoneKey::Start
    } else {
        MilestoneKey::Call
    };
    let is_sure = |typed: Option<Typed>| typed.is_some_and(|typed| !typed.expected);
    match past.entry.kind {
        Kind::Start => plan
            .milestone(wanted)
            .is_some_and(|milestone| is_sure(milestone.typed)),
        Kind::Do => past.changes.iter().any(|change| {
            matches!(change, Change::Milestone { key, typed }
                if *key == wanted && is_sure(typed.new) && !is_sure(typed.old))
        }),
        Kind::Undo | Kind::Redo => false,
    }
}

/// Takes `past` back from a plan to which it was done last.
pub fn take_back(plan: &mut Plan, past: &Past) -> Result<(), Clash> {
    let back: Vec<Change> = past.changes.iter().rev().map(Change::inverse).collect();
    plan.apply_all(&back)
}

/// The plan as it stood at `mark`, and the moment whose clock it goes by. `log` is all that was done, newest first, and
/// `plan` what came of it.
pub fn rewind<'p>(
    mut plan: Plan,
    log: impl IntoIterator<Item = &'p Past>,
    mark: Mark,
) -> Result<(Plan, DateTime), Failure> {
    let mut search = Search::new(mark);
    for past in log {
        if search.reaches(&plan, past) {
            break;
        }
        take_back(&mut plan, past)
            .map_err(|_clash| Failure::failed("The history does not fit what the file holds."))?;
    }
    Ok((plan, search.found()?))
}

#[cfg(test)]
mod tests {
    use jiff::civil::datetime;

    use super::*;
    use crate::domain::calendar::Calendar;

    const NOW: DateTime = datetime(2026, 12, 4, 15, 30, 20, 0);

    fn read(text: &str) -> Result<Mark, String> {
        let calendar = Calendar::new([], []);
        let cx = Context {
            now: NOW,
            calendar: &calendar,
        };
        Mark::read(text, "--as-of", &cx).map_err(|failure| failure.to_string())
    }

    #[test]
    fn what_was_done_in_that_minute_counts_and_what_came_after_it_does_not() {
        let at = datetime(2026, 12, 4, 14, 5, 0, 0);
        for (hour, minute, second, expected) in [
            (14, 4, 59, true),
            (14, 5, 0, true),
            (14, 5, 59, true),
            (14, 6, 0, false),
            (15, 0, 0, false),
        ] {
            let done = datetime(2026, 12, 4, hour, minute, second, 0);
            assert_eq!(counts(done, at), expected, "{done}");
        }
    }

    #[test]
    fn moments_are_read_as_gone_by() {
        let at = |day, hour, minute| Ok(Mark::At(datetime(2026, 12, day, hour, minute, 0, 0)));
        assert_eq!(read("call"), Ok(Mark::Call));
        assert_eq!(read(" Now "), Ok(Mark::At(NOW)));
        assert_eq!(read("today"), Ok(Mark::At(NOW)));
        assert_eq!(read("yesterday 14:05"), at(3, 14, 5));
        assert_eq!(read("yesterday"), at(3, 23, 59));
        assert_eq!(read("tue 14:05"), at(1, 14, 5));
        assert_eq!(read("fri 14:05"), at(4, 14, 5));
        assert_eq!(read("fri 9am"), at(4, 9, 0));
        assert_eq!(
            read("fri 4pm"),
            Ok(Mark::At(datetime(2026, 11, 27, 16, 0, 0, 0)))
        );
        assert_eq!(read("Wednesday"), at(2, 23, 59));
        assert_eq!(read("tue 1 dec 9 am"), at(1, 9, 0));
        assert_eq!(read("14:05"), at(4, 14, 5));
        assert_eq!(read("1/12 9am"), at(1, 9, 0));
        assert_eq!(read("2026-12-01T14:05"), at(1, 14, 5));
        assert_eq!(read("15:30"), at(4, 15, 30));
    }

    #[test]
    fn what_is_no_moment_gone_by_is_refused_in_a_sentence() {
        for (text, expected) in [
            (
                "soon",
                "--as-of must be a real date, like yesterday or 8/6.",
            ),
            ("start", "--as-of must be a real date"),
            ("31/2", "31/2 is not a date"),
            (
                "2026-12-04T15:31",
                "Fri 4 Dec 2026 15:31 is still to come, and this looks back.",
            ),
            ("", "--as-of must be a real date"),
            ("16:00", "Fri 4 Dec 2026 16:00 is still to come"),
            ("fri 11 dec", "Fri 11 Dec 2026 23:59 is still to come"),
        ] {
            let told = read(text).unwrap_err();
            assert!(told.starts_with(expected), "{text}: {told}");
        }
    }
}
