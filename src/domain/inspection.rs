//! What one file is about: the authority, the kind of inspection, its people, milestones and policy.
//! It does not compute dates or colours; [`board`](super::board) does.

use serde::{Deserialize, Serialize};

use super::id::PersonId;
use super::text::{Line, fold};
use super::when::{MilestoneKey, Moment, Rule};

/// A person, or a role nobody has been named for yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Never changes.
    pub id: PersonId,
    /// `None` while only the role is known.
    pub name: Option<Line>,
    /// Two to four letters people say aloud; no two people share them.
    pub initials: Line,
    /// What they do here; several roles are parted by ", ". May be empty.
    pub role: Line,
}

/// What stands where nobody answers for a thing: a gap worth seeing.
pub const NOBODY: &str = "nobody";

impl Person {
    /// The name, or the role while there is no name.
    pub fn label(&self) -> &str {
        self.name.as_ref().unwrap_or(&self.role).as_str()
    }

    /// Whether `text` is their name, their initials or one of their roles, whatever the case.
    pub fn answers_to(&self, text: &str) -> bool {
        let wanted = fold(text);
        self.name
            .iter()
            .chain([&self.initials])
            .any(|line| fold(line.as_str()) == wanted)
            || self.roles().any(|role| fold(role) == wanted)
    }

    /// The roles, one by one.
    pub fn roles(&self) -> impl Iterator<Item = &str> {
        self.role
            .as_str()
            .split(", ")
            .filter(|role| !role.is_empty())
    }
}

/// Initials made from a name or a role: "Jo Smith" gives JS, "DCS" stays DCS.
pub fn initials_of(name: &str) -> String {
    let words: Vec<&str> = name
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .collect();
    let is_acronym = |w: &&str| w.chars().count() <= 4 && w.chars().all(char::is_uppercase);
    match words.as_slice() {
        [only] if is_acronym(only) => (*only).to_owned(),
        [only] => only.chars().take(2).flat_map(char::to_uppercase).collect(),
        many => many
            .iter()
            .filter_map(|w| w.chars().next())
            .take(4)
            .flat_map(char::to_uppercase)
            .collect(),
    }
}

/// A real date somebody typed for a milestone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Typed {
    /// The day, and the time where it matters.
    pub at: Moment,
    /// Not yet certain: a guess at when the call will come.
    pub expected: bool,
}

/// A named moment that deadlines hang from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Milestone {
    /// Which of the eight.
    pub key: MilestoneKey,
    /// As shown.
    pub name: Line,
    /// How it is reckoned until somebody types the real date.
    pub rule: Option<Rule>,
    /// How sure the rule is: confirmed, measured or custom.
    pub basis: Line,
    /// The real date, once known.
    pub typed: Option<Typed>,
}

/// What the council calls each letter. An empty word stands for the usual one.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Words {
    /// For R.
    pub red: Line,
    /// For A.
    pub amber: Line,
    /// For G.
    pub green: Line,
    /// For what is done.
    pub complete: Line,
    /// For what nobody has judged and no date tells.
    pub none: Line,
}

/// How what is done is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scheme {
    /// Blue, with a letter of its own.
    #[default]
    Brag,
    /// Green, as in councils that know three colours.
    Rag,
}

impl Scheme {
    /// Both.
    pub const ALL: [Scheme; 2] = [Scheme::Brag, Scheme::Rag];

    /// The stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Scheme::Brag => "brag",
            Scheme::Rag => "rag",
        }
    }
}

/// When the computed RAG changes colour, and what the colours are called. Kept in the file; days are working days.
/// Files and operations from before a field was added have its usual value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Policy {
    /// Red when not started and due within this many working days.
    pub red_within: i32,
    /// Amber when due within this many working days.
    pub amber_within: i32,
    /// A judged green is stale after this many working days.
    pub stale_after: i32,
    /// How what is done is shown.
    pub scheme: Scheme,
    /// A green rests on evidence, or is not shown as one.
    pub green_needs_evidence: bool,
    /// What the council calls each letter.
    pub words: Words,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            red_within: 1,
            amber_within: 3,
            stale_after: 5,
            scheme: Scheme::default(),
            green_needs_evidence: false,
            words: Words::default(),
        }
    }
}

/// What the whole file is about.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Inspection {
    /// The council's name; may be empty.
    pub authority: Line,
    /// The template it started from: `standard`, `short` ...
    pub kind: Line,
    /// The template's title as shown.
    pub title: Line,
    /// The framework file its judgement areas come from: `2023`, `2026`.
    pub framework: Line,
    /// When the computed RAG changes colour.
    pub policy: Policy,
}

impl Inspection {
    /// The council's name and the title, as far as there are any: "Northshire, standard inspection".
    pub fn called(&self) -> String {
        let parts = [self.authority.as_str(), self.title.as_str()];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        parts.join(", ")
    }
}
