//! A task: what has to be done, by whom, by when, and how it stands.
//! It knows nothing of today, so nothing here says "late", and it cannot tell where it is stored.

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

use super::id::{PersonId, Ref, TaskId};
use super::text::{Line, Note};
use super::when::When;

/// The phases of an inspection: fixed, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Phase {
    /// From the work before the call to the day inspectors arrive.
    Notification,
    /// While inspectors are on site.
    Fieldwork,
    /// From the feedback meeting to the action plan.
    Feedback,
}

impl Phase {
    /// All phases, in order.
    pub const ALL: [Phase; 3] = [Phase::Notification, Phase::Fieldwork, Phase::Feedback];

    /// The stable name used in files and commands.
    pub fn as_str(self) -> &'static str {
        match self {
            Phase::Notification => "notification",
            Phase::Fieldwork => "fieldwork",
            Phase::Feedback => "feedback",
        }
    }

    /// The name as shown.
    pub fn title(self) -> &'static str {
        match self {
            Phase::Notification => "Notification",
            Phase::Fieldwork => "Fieldwork",
            Phase::Feedback => "Feedback",
        }
    }

    /// What a task's ref begins with.
    pub fn prefix(self) -> &'static str {
        match self {
            Phase::Notification => "N",
            Phase::Fieldwork => "FW",
            Phase::Feedback => "FB",
        }
    }

    /// The phase whose name starts with `text` (at least one letter that tells it apart, any case).
    pub fn read(text: &str) -> Option<Phase> {
        let text = text.trim().to_lowercase();
        if let Some(exact) = Phase::ALL
            .into_iter()
            .find(|p| p.prefix().eq_ignore_ascii_case(&text))
        {
            return Some(exact);
        }
        let mut hits = Phase::ALL
            .into_iter()
            .filter(|p| !text.is_empty() && p.as_str().starts_with(&text));
        let first = hits.next()?;
        hits.next().is_none().then_some(first)
    }
}

/// The section that holds the work done before the call; its unfinished tasks are *overtaken* once the call comes.
pub const BEFORE_THE_CALL: &str = "Before the call";

/// Where a task stands in the list: phase with section, which are decided together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The phase.
    pub phase: Phase,
    /// The heading inside the phase; may be empty.
    pub section: Line,
}

impl Place {
    /// "Fieldwork, On site week 1", or the phase alone.
    pub fn words(&self) -> String {
        let phase = self.phase.title();
        match self.section.as_str() {
            "" => phase.to_owned(),
            section => format!("{phase}, {section}"),
        }
    }
}

/// How far the work has got. Apart from the RAG, which is a judgement of risk.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum Status {
    /// Nobody has begun.
    #[default]
    NotStarted,
    /// Somebody is at it.
    InProgress,
    /// It waits for somebody or something.
    Waiting {
        /// On whom or what; may be empty.
        on: Line,
    },
    /// It is complete.
    Done {
        /// When it was marked done, as local time in England.
        at: DateTime,
    },
    /// It does not have to be done, and counts nowhere.
    NotNeeded,
}

impl Status {
    /// The names of the five, as used in files, filters and commands.
    pub const NAMES: [&'static str; 5] = [
        "not_started",
        "in_progress",
        "waiting",
        "done",
        "not_needed",
    ];

    /// The stable name.
    pub fn as_str(&self) -> &'static str {
        match self {
            Status::NotStarted => Self::NAMES[0],
            Status::InProgress => Self::NAMES[1],
            Status::Waiting { .. } => Self::NAMES[2],
            Status::Done { .. } => Self::NAMES[3],
            Status::NotNeeded => Self::NAMES[4],
        }
    }

    /// As shown: "waiting on ICT".
    pub fn words(&self) -> String {
        match self {
            Status::Waiting { on } if !on.is_empty() => format!("waiting on {on}"),
            other => other.as_str().replace('_', " "),
        }
    }

    /// On whom or what it waits; empty where nobody said, and for the other four.
    pub fn waiting_on(&self) -> &str {
        match self {
            Status::Waiting { on } => on.as_str(),
            Status::NotStarted | Status::InProgress | Status::Done { .. } | Status::NotNeeded => "",
        }
    }

    /// Neither done nor not needed.
    pub fn is_open(&self) -> bool {
        !matches!(self, Status::Done { .. } | Status::NotNeeded)
    }

    /// Whether it is complete.
    pub fn is_done(&self) -> bool {
        matches!(self, Status::Done { .. })
    }
}

/// The three a person can judge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Rag {
    /// Late, or will be unless someone acts now.
    Red,
    /// At risk; we know what to do.
    Amber,
    /// On track.
    Green,
}

impl Rag {
    /// All three, worst first.
    pub const ALL: [Rag; 3] = [Rag::Red, Rag::Amber, Rag::Green];

    /// The word.
    pub fn as_str(self) -> &'static str {
        match self {
            Rag::Red => "red",
            Rag::Amber => "amber",
            Rag::Green => "green",
        }
    }

    /// Reads a letter or the word, any case.
    pub fn read(text: &str) -> Option<Rag> {
        let text = text.trim();
        Rag::ALL.into_iter().find(|r| {
            r.as_str().eq_ignore_ascii_case(text) || r.as_str()[..1].eq_ignore_ascii_case(text)
        })
    }
}

/// A RAG given by a person: one decision, whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgement {
    /// The letter.
    pub rag: Rag,
    /// Why; may be empty for green.
    pub reason: Line,
    /// Who judged.
    pub who: Line,
    /// When, as local time in England.
    pub at: DateTime,
    /// The last day on which it counts; `None` means until somebody changes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<Date>,
}

/// By when, and from when: one decision, whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Deadline {
    /// A date, or a rule that hangs from a milestone; `None` means nobody has said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<When>,
    /// When the work should begin; drawn as a bar on the timeline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<When>,
}

/// One element of one of a task's lists. Adding and removing never conflict.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", tag = "list", content = "value")]
pub enum Element {
    /// A judgement area: `LEAD`, `HELP`, `CARE`, `LEAV`, or `ALL`, `LOG`.
    Area(Line),
    /// Where the proof is: a link or a few words.
    Evidence(Line),
    /// Another task that has to be finished first.
    Need(TaskId),
    /// A word of the council's own.
    Tag(Line),
}

impl Element {
    /// What a person calls the list it is in.
    pub fn list_name(&self) -> &'static str {
        match self {
            Element::Area(_) => "area",
            Element::Evidence(_) => "evidence",
            Element::Need(_) => "needs",
            Element::Tag(_) => "tag",
        }
    }
}

/// What has to be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// Never changes.
    pub id: TaskId,
    /// Never changes.
    #[serde(rename = "ref")]
    pub reference: Ref,
    /// Phase and section.
    pub place: Place,
    /// What has to be done; never empty.
    pub title: Line,
    /// More words; may be empty.
    #[serde(default, skip_serializing_if = "Note::is_empty")]
    pub note: Note,
    /// Who answers for it; `None` is a gap and shown as Nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<PersonId>,
    /// Who takes over when the owner is away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deputy: Option<PersonId>,
    /// How far it has got.
    pub status: Status,
    /// What a person judged, if anybody did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub judgement: Option<Judgement>,
    /// By when.
    pub deadline: Deadline,
    /// Recording the call completes this task.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub takes_call: bool,
    /// Areas, evidence, needs and tags: sorted, no two the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub elements: Vec<Element>,
}

impl Task {
    /// A task with nothing said but its title.
    pub fn new(id: TaskId, reference: Ref, place: Place, title: Line) -> Self {
        Self {
            id,
            reference,
            place,
            title,
            note: Note::default(),
            owner: None,
            deputy: None,
            status: Status::NotStarted,
            judgement: None,
            deadline: Deadline::default(),
            takes_call: false,
            elements: Vec::new(),
        }
    }

    /// Who answers for it, and who takes over.
    pub fn people(&self) -> [Option<PersonId>; 2] {
        [self.owner, self.deputy]
    }

    /// The judgement areas it serves.
    pub fn areas(&self) -> impl Iterator<Item = &Line> {
        self.elements.iter().filter_map(|element| match element {
            Element::Area(area) => Some(area),
            Element::Evidence(_) | Element::Need(_) | Element::Tag(_) => None,
        })
    }

    /// Where the proof is.
    pub fn evidence(&self) -> impl Iterator<Item = &Line> {
        self.elements.iter().filter_map(|element| match element {
            Element::Evidence(text) => Some(text),
            Element::Area(_) | Element::Need(_) | Element::Tag(_) => None,
        })
    }

    /// The council's own words for it.
    pub fn tags(&self) -> impl Iterator<Item = &Line> {
        self.elements.iter().filter_map(|element| match element {
            Element::Tag(tag) => Some(tag),
            Element::Area(_) | Element::Evidence(_) | Element::Need(_) => None,
        })
    }

    /// The tasks that have to be finished first.
    pub fn needs(&self) -> impl Iterator<Item = TaskId> {
        self.elements.iter().filter_map(|element| match element {
            Element::Need(id) => Some(*id),
            Element::Area(_) | Element::Evidence(_) | Element::Tag(_) => None,
        })
    }

    /// Whether this is work for before the call.
    pub fn is_preparation(&self) -> bool {
        self.place.phase == Phase::Notification && self.place.section.as_str() == BEFORE_THE_CALL
    }
}
