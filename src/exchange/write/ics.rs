//! Deadlines as a calendar: one event for each open task with a date and for each milestone, as RFC 5545 has it.
//!
//! An event with a time is a moment in UTC, so that it needs no description of our time zone; one without is a whole
//! day. Nobody is invited and nothing rings.

use jiff::civil::{Date, DateTime};

use super::{Format, Halt, Source, Watch, look};
use crate::domain::calendar::plus_days;
use crate::domain::england::ENGLAND;
use crate::domain::failure::Failure;
use crate::domain::inspection::Milestone;
use crate::domain::privacy::{self, Sighting};
use crate::domain::task::Task;
use crate::domain::when::Moment;

pub(super) const FORMAT: Format = Format {
    ending: "ics",
    name: "calendar",
    about: "open tasks and milestones, for Outlook",
    write,
    guard,
};

/// Octets of a line before it is folded, its end apart.
const LINE: usize = 75;

/// Minutes an event with a time takes.
const MINUTES: i64 = 30;

fn write(source: &Source<'_>, watch: Watch<'_>) -> Result<Vec<u8>, Halt> {
    let mut calendar = Calendar {
        text: String::new(),
        stamp: in_utc(source.board.now)?,
        // No calendar counts further than 31 bits.
        sequence: source.edition.number.min(i32::MAX as u64),
    };
    for line in [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//readyroom//readyroom//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
    ] {
        calendar.line(line);
    }
    for (milestone, at) in milestones(source) {
        let uid = format!("{}-{}", source.edition.file, milestone.key.as_str());
        calendar.event(&uid, at, milestone.name.as_str(), "")?;
    }
    for (written, at) in source.positions.iter().enumerate() {
        look(watch, written)?;
        if let Some((task, due)) = due(source, *at) {
            let uid = task.id.0.to_string();
            calendar.event(&uid, due, &summary(source, task), task.note.as_str())?;
        }
    }
    calendar.line("END:VCALENDAR");
    Ok(calendar.text.into_bytes())
}

fn guard(source: &Source<'_>) -> Vec<Sighting> {
    let milestones = milestones(source).flat_map(|(milestone, _)| {
        privacy::in_text(milestone.name.as_str(), || {
            "the name of a milestone".to_owned()
        })
    });
    let tasks = source.positions.iter().filter_map(|at| due(source, *at));
    let tasks = tasks.flat_map(|(task, _)| {
        let place = |field| move || format!("the {field} of {}", task.reference);
        let mut seen = privacy::in_text(&summary(source, task), place("action"));
        seen.extend(privacy::in_text(task.note.as_str(), place("progress note")));
        seen
    });
    milestones.chain(tasks).collect()
}

/// The milestones that are written, with when they are.
fn milestones<'a>(source: &Source<'a>) -> impl Iterator<Item = (&'a Milestone, Moment)> {
    let (plan, board) = (source.plan, source.board);
    let dated = |milestone: &'a Milestone| Some((milestone, board.schedule.get(milestone.key)?));
    plan.milestones().iter().filter_map(dated)
}

/// The task at this position and when it is due, if it is written.
fn due<'a>(source: &Source<'a>, at: u32) -> Option<(&'a Task, Moment)> {
    let at = at as usize;
    let (task, standing) = (&source.plan.tasks()[at], &source.board.standings[at]);
    let due = standing.due.filter(|_| task.status.is_open())?;
    Some((task, due))
}

/// What a calendar shows of a task.
fn summary(source: &Source<'_>, task: &Task) -> String {
    let owner = task.owner.and_then(|id| source.plan.person(id));
    let initials = owner.map_or("--", |person| person.initials.as_str());
    format!("{} {} ({initials})", task.reference, task.title)
}

/// A calendar being written.
struct Calendar {
    text: String,
    /// When it is made, in UTC.
    stamp: String,
    /// Which edition of an event is the later one, for a calendar that has it already.
    sequence: u64,
}

impl Calendar {
    fn event(&mut self, uid: &str, at: Moment, summary: &str, note: &str) -> Result<(), Halt> {
        self.line("BEGIN:VEVENT");
        self.line(&format!("UID:{}@readyroom", escape(uid)));
        let stamp = format!("DTSTAMP:{}", self.stamp);
        self.line(&stamp);
        let sequence = format!("SEQUENCE:{}", self.sequence);
        self.line(&sequence);
        if let Some(time) = at.time {
            let begins = at.date.to_datetime(time);
            let ends = begins.saturating_add(jiff::Span::new().minutes(MINUTES));
            let (begins, ends) = (in_utc(begins)?, in_utc(ends)?);
            self.line(&format!("DTSTART:{begins}"));
            self.line(&format!("DTEND:{ends}"));
        } else {
            self.line(&format!("DTSTART;VALUE=DATE:{}", day(at.date)));
            self.line(&format!("DTEND;VALUE=DATE:{}", day(plus_days(at.date, 1))));
        }
        self.line(&format!("SUMMARY:{}", escape(summary)));
        if !note.is_empty() {
            self.line(&format!("DESCRIPTION:{}", escape(note)));
        }
        self.line("TRANSP:TRANSPARENT");
        self.line("END:VEVENT");
        Ok(())
    }

    /// Writes a line, folded where it is long, never inside a character.
    fn line(&mut self, line: &str) {
        let mut room = LINE;
        let mut used = 0;
        for c in line.chars() {
            if used + c.len_utf8() > room {
                self.text.push_str("\r\n ");
                // The space counts.
                (room, used) = (LINE - 1, 0);
            }
            self.text.push(c);
            used += c.len_utf8();
        }
        self.text.push_str("\r\n");
    }
}

fn day(date: Date) -> String {
    date.strftime("%Y%m%d").to_string()
}

fn in_utc(local: DateTime) -> Result<String, Halt> {
    let moment = ENGLAND.to_timestamp(local).map_err(|error| {
        Halt::Failed(Failure::failed(format!(
            "{local} is no moment in London: {error}."
        )))
    })?;
    Ok(moment.strftime("%Y%m%dT%H%M%SZ").to_string())
}

fn escape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => {
                plain.push('\\');
                plain.push(c);
            }
            '\n' => plain.push_str("\\n"),
            other if other.is_control() => {}
            other => plain.push(other),
        }
    }
    plain
}
