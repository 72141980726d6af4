//! The one place that says which RAG a task shows, and why, in one sentence.
//! It is given the moment and the deadline; it reads no clock and works out no dates.

use jiff::civil::DateTime;

use super::inspection::Policy;
use super::phrase;
use super::task::{Judgement, Rag, Status, Task};
use super::when::Moment;

/// What a row shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Shown {
    /// Late, or will be unless someone acts now.
    Red,
    /// At risk; we know what to do.
    Amber,
    /// On track.
    Green,
    /// Nobody has judged it, and there is no date to compute one from.
    #[default]
    None,
    /// Done.
    Complete,
}

impl Shown {
    /// All five, worst first.
    pub const ALL: [Shown; 5] = [
        Shown::Red,
        Shown::Amber,
        Shown::Green,
        Shown::None,
        Shown::Complete,
    ];

    /// The stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Shown::Red => "red",
            Shown::Amber => "amber",
            Shown::Green => "green",
            Shown::None => "none",
            Shown::Complete => "complete",
        }
    }

    /// The one letter that carries the meaning without colour.
    pub fn letter(self) -> &'static str {
        match self {
            Shown::Red => "R",
            Shown::Amber => "A",
            Shown::Green => "G",
            Shown::None => "-",
            Shown::Complete => "B",
        }
    }

    /// Reads the name, a letter, or "blue" for complete.
    pub fn read(text: &str) -> Option<Shown> {
        let text = text.trim().to_lowercase();
        if matches!(text.as_str(), "blue" | "b" | "done") {
            return Some(Shown::Complete);
        }
        Shown::ALL
            .into_iter()
            .find(|s| s.as_str() == text || s.letter().eq_ignore_ascii_case(&text))
    }
}

impl Shown {
    /// The letter a person can judge, if it is one.
    pub fn rag(self) -> Option<Rag> {
        match self {
            Shown::Red => Some(Rag::Red),
            Shown::Amber => Some(Rag::Amber),
            Shown::Green => Some(Rag::Green),
            Shown::None | Shown::Complete => None,
        }
    }
}

impl From<Rag> for Shown {
    fn from(rag: Rag) -> Self {
        match rag {
            Rag::Red => Shown::Red,
            Rag::Amber => Shown::Amber,
            Rag::Green => Shown::Green,
        }
    }
}

/// What the rating rests on besides the task itself.
#[derive(Debug, Clone, Copy)]
pub struct Facts {
    /// The moment it is now, local time in England.
    pub now: DateTime,
    /// When it is due, rules and milestones worked out.
    pub due: Option<Moment>,
    /// Calendar days from today to the due day, negative when past.
    pub days: Option<i32>,
    /// Working days in (today, due], negative when past.
    pub working_days: Option<i32>,
    /// A task it needs is not finished.
    pub blocked: bool,
    /// Work for before the call, and the call has come.
    pub overtaken: bool,
    /// Working days since it was judged, if it was.
    pub judged_ago: Option<i32>,
}

/// A task's RAG, computed and shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rating {
    /// What the policy says.
    pub computed: Option<Rag>,
    /// What the row shows.
    pub shown: Shown,
    /// Open, and its time has passed.
    pub late: bool,
    /// Nothing but the missing evidence keeps it from being green.
    pub unproved: bool,
}

/// The rule: complete if done, else the unexpired judgement, else the computed RAG.
pub fn rate(task: &Task, facts: &Facts, policy: &Policy) -> Rating {
    if !task.status.is_open() {
        let shown = if task.status.is_done() {
            Shown::Complete
        } else {
            Shown::None
        };
        return Rating {
            shown,
            ..Rating::default()
        };
    }
    let late = !facts.overtaken && facts.due.is_some_and(|due| phrase::is_late(due, facts.now));
    let because = because(task, facts, policy, late);
    let computed = because.rag();
    let judged = standing(task, facts.now);
    Rating {
        computed,
        shown: judged
            .map(|j| j.rag)
            .or(computed)
            .map_or(Shown::None, Shown::from),
        late,
        unproved: because == Because::Unproved,
    }
}

/// What the computed RAG rests on; the first that holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Because {
    Undated,
    Overtaken,
    Late,
    Unstarted,
    Waiting,
    Blocked,
    Soon,
    Unproved,
    Clear,
}

impl Because {
    fn rag(self) -> Option<Rag> {
        match self {
            Because::Undated | Because::Overtaken => None,
            Because::Late | Because::Unstarted => Some(Rag::Red),
            Because::Waiting | Because::Blocked | Because::Soon | Because::Unproved => {
                Some(Rag::Amber)
            }
            Because::Clear => Some(Rag::Green),
        }
    }
}

fn because(task: &Task, facts: &Facts, policy: &Policy, late: bool) -> Because {
    let Some(left) = facts.working_days else {
        return Because::Undated;
    };
    if facts.overtaken {
        Because::Overtaken
    } else if late {
        Because::Late
    } else if task.status == Status::NotStarted && left <= policy.red_within {
        Because::Unstarted
    } else if matches!(task.status, Status::Waiting { .. }) {
        Because::Waiting
    } else if facts.blocked {
        Because::Blocked
    } else if left <= policy.amber_within {
        Because::Soon
    } else if policy.green_needs_evidence && task.evidence().next().is_none() {
        Because::Unproved
    } else {
        Because::Clear
    }
}

/// The judgement, while it counts.
pub fn standing(task: &Task, now: DateTime) -> Option<&Judgement> {
    task.judgement
        .as_ref()
        .filter(|j| j.expires.is_none_or(|last| last >= now.date()))
}

/// Whether a person judged it better than the policy does.
pub fn disagrees(judged: &Judgement, computed: Option<Rag>) -> bool {
    computed.is_some_and(|computed| computed < judged.rag)
}

/// Whether it is a green nobody has looked at for too long; `ago` is in working days.
pub fn is_stale(judged: &Judgement, ago: i32, policy: &Policy) -> bool {
    judged.rag == Rag::Green && ago > policy.stale_after
}

/// One sentence on why the row shows what it shows.
pub fn explain(task: &Task, facts: &Facts, policy: &Policy) -> String {
    let rating = rate(task, facts, policy);
    if let Status::Done { at } = &task.status {
        let when = phrase::moment_short(Moment::at(at.date(), at.time()), facts.now.date());
        return match policy.word(Shown::Complete) {
            "done" => format!("done {when}"),
            word => format!("{word}: done {when}"),
        };
    }
    if task.status == Status::NotNeeded {
        return "not needed, so it counts nowhere".to_owned();
    }
    let computed = computed_because(task, facts, policy, rating.late);
    let Some(judged) = standing(task, facts.now) else {
        return match rating.computed {
            Some(rag) => format!("{} by the dates: {computed}", policy.rag_word(rag)),
            None => format!("{}: {computed}", policy.word(Shown::None)),
        };
    };
    let who = match judged.who.as_str() {
        "" => "somebody",
        who => who,
    };
    let words = format!(
        "judged by {who} on {}",
        phrase::day_short(judged.at.date(), facts.now.date())
    );
    // What matters most comes first, the reason and what speaks against it: a narrow window cuts the end.
    let rag = policy.rag_word(judged.rag);
    let (lead, joint) = match judged.reason.as_str() {
        "" => (rag.to_owned(), ','),
        reason => (format!("{rag}: {reason}"), ';'),
    };
    if disagrees(judged, rating.computed) {
        format!("{lead}, though {computed}; {words}")
    } else if let Some(ago) = facts.judged_ago
        && is_stale(judged, ago, policy)
    {
        let ago = count(ago, "working day");
        format!("{lead}{joint} stale after {ago}; {words}")
    } else {
        format!("{lead}{joint} {words}")
    }
}

/// What the computed RAG rests on: "it is 1 day late", "not started, with no working day left".
pub fn computed_because(task: &Task, facts: &Facts, policy: &Policy, late: bool) -> String {
    let days = match facts.working_days.unwrap_or_default() {
        0 => "no working day".to_owned(),
        some => count(some, "working day"),
    };
    match because(task, facts, policy, late) {
        Because::Undated => "it has no date".to_owned(),
        Because::Overtaken => "the call came before it was finished".to_owned(),
        Because::Late => {
            let late = facts.due.map(|due| phrase::gap(due, facts.now));
            format!("it is {}", late.unwrap_or_default())
        }
        Because::Unstarted => format!("not started, with {days} left"),
        Because::Waiting => format!("{}, with {days} left", task.status.words()),
        Because::Blocked => format!("a task it needs is not finished, with {days} left"),
        Because::Unproved => format!("nothing says where the proof is, with {days} left"),
        Because::Soon | Because::Clear => format!("{days} left"),
    }
}

/// "1 task", "2 tasks".
pub fn count(number: i32, thing: &str) -> String {
    if number == 1 {
        format!("1 {thing}")
    } else {
        format!("{number} {thing}s")
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, date};
    use uuid::Uuid;

    use super::*;
    use crate::domain::id::{Ref, TaskId};
    use crate::domain::task::{Phase, Place};
    use crate::domain::text::Line;

    /// A Wednesday.
    const TODAY: Date = date(2026, 6, 3);

    fn task(status: Status) -> Task {
        let place = Place {
            phase: Phase::Fieldwork,
            section: Line::default(),
        };
        let reference = Ref::new(Phase::Fieldwork, 1);
        let title = Line::clipped("Rota");
        Task {
            status,
            ..Task::new(TaskId(Uuid::nil()), reference, place, title)
        }
    }

    /// At noon, due so many working days from today; the days between are all worked.
    fn due_in(working_days: i32) -> Facts {
        let due = TODAY.saturating_add(jiff::Span::new().days(working_days));
        Facts {
            now: TODAY.at(12, 0, 0, 0),
            due: Some(Moment::day(due)),
            days: Some(working_days),
            working_days: Some(working_days),
            blocked: false,
            overtaken: false,
            judged_ago: None,
        }
    }

    fn judged(rag: Rag, expires: Option<Date>) -> Judgement {
        Judgement {
            rag,
            reason: Line::default(),
            who: Line::clipped("Jo"),
            at: TODAY.at(9, 0, 0, 0),
            expires,
        }
    }

    fn shown(task: &Task, facts: &Facts) -> Shown {
        rate(task, facts, &Policy::default()).shown
    }

    #[test]
    fn the_usual_policy_says_each_letter_up_to_its_last_day() {
        use Shown::{Amber, Green, Red};
        let waiting = || Status::Waiting {
            on: Line::clipped("ICT"),
        };
        for (left, unstarted, begun, waits) in [
            (-1, Red, Red, Red),
            (0, Red, Amber, Amber),
            (1, Red, Amber, Amber),
            (2, Amber, Amber, Amber),
            (3, Amber, Amber, Amber),
            (4, Green, Green, Amber),
        ] {
            let facts = due_in(left);
            let blocked = Facts {
                blocked: true,
                ..facts
            };
            assert_eq!(
                shown(&task(Status::NotStarted), &facts),
                unstarted,
                "{left}"
            );
            assert_eq!(shown(&task(Status::InProgress), &facts), begun, "{left}");
            assert_eq!(shown(&task(waiting()), &facts), waits, "{left}");
            assert_eq!(shown(&task(Status::InProgress), &blocked), waits, "{left}");
            let late = rate(&task(Status::InProgress), &facts, &Policy::default()).late;
            assert_eq!(late, left < 0, "{left}");
            let overtaken = Facts {
                overtaken: true,
                ..facts
            };
            let rating = rate(&task(Status::NotStarted), &overtaken, &Policy::default());
            assert_eq!(rating, Rating::default(), "{left}");
        }
        let undated = Facts {
            due: None,
            days: None,
            working_days: None,
            ..due_in(0)
        };
        assert_eq!(shown(&task(Status::NotStarted), &undated), Shown::None);
    }

    #[test]
    fn a_judgement_counts_up_to_its_last_day_and_not_once_the_task_has_ended() {
        let with = |status, expires| Task {
            judgement: Some(judged(Rag::Green, expires)),
            ..task(status)
        };
        let facts = due_in(1);
        let yesterday = TODAY.yesterday().unwrap();
        for (expires, expected) in [
            (None, Shown::Green),
            (Some(TODAY), Shown::Green),
            (Some(yesterday), Shown::Red),
        ] {
            let task = with(Status::NotStarted, expires);
            assert_eq!(shown(&task, &facts), expected, "{expires:?}");
        }
        let done = Status::Done { at: facts.now };
        assert_eq!(shown(&with(done, None), &facts), Shown::Complete);
        assert_eq!(shown(&with(Status::NotNeeded, None), &facts), Shown::None);
    }

    #[test]
    fn only_a_green_goes_stale_and_only_after_its_days() {
        let policy = Policy::default();
        let days = policy.stale_after;
        for (rag, ago, expected) in [
            (Rag::Green, days, false),
            (Rag::Green, days + 1, true),
            (Rag::Amber, days + 1, false),
            (Rag::Red, days + 1, false),
        ] {
            let stale = is_stale(&judged(rag, None), ago, &policy);
            assert_eq!(stale, expected, "{rag:?} {ago} days ago");
        }
    }
}
