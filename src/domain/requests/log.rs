//! How the requests stand at a moment: in which order they matter, which is red, how long answers take, and which of them
//! another one looks like. One reading of a plan for the screens, the command line and the papers.

use std::collections::BTreeSet;

use jiff::civil::DateTime;

use super::{Reference, Request, State, all};
use crate::domain::enquiries;
use crate::domain::inspection::NOBODY;
use crate::domain::phrase;
use crate::domain::plan::Plan;
use crate::domain::rating::Shown;
use crate::domain::records::RecordId;
use crate::domain::text::{Line, fold};
use crate::domain::when::Moment;

/// A request, and how it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// Which.
    pub id: RecordId,
    /// What it is known as.
    pub name: Reference,
    /// Red past its promise, amber with [`SOON`] minutes or less left, or when it came back, or without a promise; green
    /// with more; complete when nothing is owed.
    pub shown: Shown,
    /// An answer is owed.
    pub owed: bool,
    /// It is owed, and its time has passed.
    pub late: bool,
    /// What was sent first went after its time.
    pub was_late: bool,
}

/// With so many minutes left, or fewer, a request is amber.
pub const SOON: i64 = 120;

/// How many requests there are of each sort.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// All that were ever asked.
    pub asked: usize,
    /// An answer is owed.
    pub open: usize,
    /// Owed, and past the promise.
    pub late: usize,
    /// Owed, because what was sent came back.
    pub returned: usize,
    /// Something was sent, and nothing more is owed.
    pub answered: usize,
    /// Closed without an answer.
    pub dropped: usize,
    /// Minutes from asked to first sent, in the middle of all that were answered; of two in the middle, the half way.
    pub median: Option<i64>,
}

/// All requests as they stand.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Log {
    /// Those owed first, by the time left; without a promise after those with one. Then the others, the last sent first.
    pub entries: Vec<Entry>,
    /// How many.
    pub counts: Counts,
}

impl Log {
    /// Reads `plan` at `now`.
    pub fn of(plan: &Plan, now: DateTime) -> Self {
        let all = all(plan);
        let mut rows: Vec<(Entry, &Request)> = all
            .iter()
            .map(|(id, name, request)| (stand(*id, *name, request, now), *request))
            .collect();
        rows.sort_by_cached_key(|(entry, request)| {
            let sent = request.answers.last().map(|reply| reply.sent.utc);
            (
                !entry.owed,
                entry.owed.then_some(request.promised.is_none()),
                request.promised.filter(|_| entry.owed),
                std::cmp::Reverse(sent.filter(|_| !entry.owed)),
                entry.name,
            )
        });
        let counts = count(&rows);
        Self {
            entries: rows.into_iter().map(|(entry, _)| entry).collect(),
            counts,
        }
    }

    /// How many of the entries are owed; they come first.
    pub fn owed(&self) -> usize {
        self.counts.open
    }
}

fn stand(id: RecordId, name: Reference, request: &Request, now: DateTime) -> Entry {
    let owed = request.state.is_owed();
    let late = owed && request.promised.is_some_and(|at| phrase::is_late(at, now));
    let sent = |reply: &super::Reply, promised| phrase::is_late(promised, reply.sent.local);
    let first = request.answers.first().zip(request.promised);
    Entry {
        id,
        name,
        shown: match request.promised {
            _ if !owed => Shown::Complete,
            _ if late => Shown::Red,
            _ if request.state == State::Returned => Shown::Amber,
            None => Shown::Amber,
            Some(at) if left(at, now) <= SOON => Shown::Amber,
            Some(_) => Shown::Green,
        },
        owed,
        late,
        was_late: first.is_some_and(|(reply, promised)| sent(reply, promised)),
    }
}

/// Minutes to a promise, as the clock on the wall counts them; a day without a time ends at midnight.
fn left(at: Moment, now: DateTime) -> i64 {
    let end = at.time.unwrap_or(jiff::civil::time(23, 59, 0, 0));
    at.date.to_datetime(end).duration_since(now).as_mins()
}

fn count(rows: &[(Entry, &Request)]) -> Counts {
    let mut counts = Counts {
        asked: rows.len(),
        ..Counts::default()
    };
    let mut minutes = Vec::new();
    for (entry, request) in rows {
        counts.open += usize::from(entry.owed);
        counts.late += usize::from(entry.late);
        counts.returned += usize::from(request.state == State::Returned);
        let first = request.answers.first();
        counts.answered += usize::from(!entry.owed && first.is_some());
        counts.dropped += usize::from(!entry.owed && first.is_none());
        minutes.extend(first.map(|reply| reply.sent.minutes_since(request.asked)));
    }
    minutes.sort_unstable();
    counts.median = median(&minutes);
    counts
}

/// The one in the middle of `sorted`; of two in the middle, the half way.
pub fn median(sorted: &[i64]) -> Option<i64> {
    match (sorted.len(), sorted.len() / 2) {
        (0, _) => None,
        (odd, middle) if odd % 2 == 1 => Some(sorted[middle]),
        (_, middle) => Some(i64::midpoint(sorted[middle - 1], sorted[middle])),
    }
}

impl Counts {
    /// "15 asked, 2 open, 1 late, 12 answered, median 4 hours"
    pub fn words(&self) -> String {
        self.parts().join(", ")
    }

    /// The same part by part, what is most urgent first: where there is little room, the last are left out.
    pub fn parts(&self) -> Vec<String> {
        let mut parts = vec![
            format!("{} asked", self.asked),
            format!("{} open", self.open),
        ];
        let more = [
            (self.late, "late"),
            (self.returned, "returned"),
            (self.answered, "answered"),
            (self.dropped, "closed unanswered"),
        ];
        let more = more.into_iter().filter(|(number, _)| *number > 0);
        parts.extend(more.map(|(number, word)| format!("{number} {word}")));
        parts.extend(
            self.median
                .map(|median| format!("median {}", duration(median))),
        );
        parts
    }
}

/// A time span, in two words at most: "40 minutes", "4 hours", "1 day 3 hours".
pub fn duration(minutes: i64) -> String {
    let counted = |n: i64, word: &str| match n {
        1 => format!("1 {word}"),
        n => format!("{n} {word}s"),
    };
    let (days, hours, rest) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
    match (days, hours) {
        (0, 0) => counted(rest, "minute"),
        (0, hours) if rest >= 15 && hours < 4 => {
            format!("{} {}", counted(hours, "hour"), counted(rest, "minute"))
        }
        (0, hours) => counted(hours, "hour"),
        (days, 0) => counted(days, "day"),
        (days, hours) => format!("{} {}", counted(days, "day"), counted(hours, "hour")),
    }
}

/// What is said of a request's time: "in 2 hours", "40 minutes late", "sent Mon 30 Nov 14:10, late".
pub fn time_words(request: &Request, entry: &Entry, now: DateTime) -> String {
    let short = |at: DateTime| phrase::moment_short(Moment::from(at), now.date());
    match (request.answers.last(), request.promised) {
        (Some(reply), _) if !entry.owed => {
            let late = if entry.was_late { ", late" } else { "" };
            format!("sent {}{late}", short(reply.sent.local))
        }
        (None, _) if !entry.owed => "closed unanswered".to_owned(),
        (_, Some(at)) => phrase::gap(at, now),
        (_, None) => "no time promised".to_owned(),
    }
}

/// What is known of a request beside its wording and its answers, with the names of the facts; none is empty.
pub fn facts(plan: &Plan, request: &Request) -> Vec<(&'static str, String)> {
    let moment = |at: DateTime| phrase::moment(Moment::from(at));
    let by = |who: &str| {
        if who.is_empty() {
            String::new()
        } else {
            format!(" by {who}")
        }
    };
    let asked = format!(
        "{}{}",
        moment(request.asked.local),
        by(request.asked_by.as_str())
    );
    let approved = request.approved.as_ref();
    let approved = approved.map(|approval| format!("{}, {}", approval.by, moment(approval.at)));
    let evidence: Vec<&str> = request.evidence.iter().map(Line::as_str).collect();
    let task = request.task.and_then(|id| plan.task(id));
    let facts = [
        ("Asked", asked),
        (
            "Promised",
            request.promised.map(phrase::moment).unwrap_or_default(),
        ),
        ("State", request.stands().to_owned()),
        ("Owner", plan.label_of(request.owner).to_owned()),
        ("Approved", approved.unwrap_or_default()),
        (
            "Line",
            enquiries::name_of(plan, request.enquiry)
                .unwrap_or_default()
                .to_owned(),
        ),
        ("Evidence", evidence.join("; ")),
        (
            "Task",
            task.map(|task| format!("{} {}, {}", task.reference, task.title, task.status.words()))
                .unwrap_or_default(),
        ),
    ];
    facts
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .collect()
}

/// All that was sent, each on one line, oldest first: "Sent Mon 30 Nov 2026 14:10, approved by Helen Shaw: Sheet v1".
pub fn answers(request: &Request) -> Vec<String> {
    let moment = |at: DateTime| phrase::moment(Moment::from(at));
    let colon = |text: &str| {
        let text = text.replace('\n', " ");
        if text.is_empty() {
            text
        } else {
            format!(": {text}")
        }
    };
    let mut lines = Vec::new();
    for reply in &request.answers {
        let approved = reply
            .approved
            .as_ref()
            .map_or("nobody approved it".to_owned(), |approval| {
                format!("approved by {}", approval.by)
            });
        lines.push(format!(
            "Sent {}, {approved}{}",
            moment(reply.sent.local),
            colon(reply.said.as_str())
        ));
        if let Some(back) = &reply.returned {
            lines.push(format!(
                "Returned for more {}{}",
                moment(back.at.local),
                colon(back.why.as_str())
            ));
        }
    }
    lines
}

/// A request that another one looks like, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alike {
    /// Which.
    pub name: Reference,
    /// "looks like R-4, answered yesterday"
    pub words: String,
}

/// Two wordings look alike when, of the words that carry meaning in both, they share at least this many per cent.
const ALIKE: usize = 60;

/// Words too common to carry meaning; shorter ones never do.
const COMMON: &[&str] = &[
    "all", "and", "any", "are", "can", "copy", "could", "for", "from", "has", "have", "how",
    "last", "latest", "list", "lists", "of", "our", "please", "see", "send", "since", "the",
    "their", "this", "those", "was", "were", "what", "which", "who", "with", "would", "you",
    "your",
];

/// The earlier request that `wording` looks like most, if one does: of the words that carry meaning, both sides taken
/// together, at least 60 per cent are shared, and at least two. A plural counts as its singular.
pub fn alike(plan: &Plan, wording: &str, but: Option<RecordId>, now: DateTime) -> Option<Alike> {
    let wanted = bearing(wording);
    let known = all(plan).into_iter().filter(|(id, ..)| Some(*id) != but);
    let scored = known.filter_map(|(_, name, request)| {
        let theirs = bearing(request.wording.as_str());
        let shared = wanted.intersection(&theirs).count();
        let score = (200 * shared).checked_div(wanted.len() + theirs.len())?;
        (score >= ALIKE && shared >= 2).then_some((score, name, request))
    });
    let (_, name, request) = scored.max_by_key(|(score, name, _)| (*score, *name))?;
    Some(Alike {
        name,
        words: format!("looks like {name}, {}", fate(request, now)),
    })
}

/// The words of a wording that carry meaning.
fn bearing(wording: &str) -> BTreeSet<String> {
    let folded = fold(wording);
    let words = folded.split(|c: char| !c.is_alphanumeric());
    let words = words.filter(|word| word.chars().count() > 2 && !COMMON.contains(word));
    words
        .map(|word| word.strip_suffix('s').unwrap_or(word).to_owned())
        .collect()
}

/// "answered yesterday", "open, promised Mon 30 Nov 16:00".
fn fate(request: &Request, now: DateTime) -> String {
    let day = |at: DateTime| {
        let ago = (now.date() - at.date()).get_days();
        match ago {
            0 => format!("today {}", phrase::clock_time(at.time())),
            1 => "yesterday".to_owned(),
            _ => phrase::day_short(at.date(), now.date()),
        }
    };
    match (request.answers.last(), request.promised) {
        (Some(reply), _) if !request.state.is_owed() => {
            format!("answered {}", day(reply.sent.local))
        }
        (_, Some(at)) => format!(
            "{}, promised {}",
            request.stands(),
            phrase::moment_short(at, now.date())
        ),
        (_, None) => format!("{}, asked {}", request.stands(), day(request.asked.local)),
    }
}

/// Whether a request holds every word of `wanted`, which is folded: in its name, wording, people, line or state.
pub fn holds(plan: &Plan, entry: &Entry, request: &Request, wanted: &str) -> bool {
    if wanted.trim().is_empty() {
        return true;
    }
    let owner = request.owner.and_then(|id| plan.person(id));
    let (label, initials) = owner.map_or((NOBODY, ""), |p| (p.label(), p.initials.as_str()));
    let enquiry = enquiries::name_of(plan, request.enquiry).unwrap_or_default();
    let late = if entry.late { "late" } else { "" };
    let text = fold(&format!(
        "{} {} {} {label} {initials} {enquiry} {} {late} {}",
        entry.name,
        request.wording,
        request.asked_by,
        request.stands(),
        request.note
    ));
    wanted.split_whitespace().all(|word| text.contains(word))
}
