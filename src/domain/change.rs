//! The smallest things an operation is made of, each holding what was there before, so that each can be undone
//! and each can be refused when somebody else got there first. It does not know who changes, or when.

use serde::{Deserialize, Serialize};

use super::id::{PersonId, TaskId};
use super::inspection::{Milestone, Person, Policy, Typed};
use super::records::{FieldEdit, Filed, RecordId};
use super::task::{Deadline, Element, Judgement, Place, Status, Task};
use super::text::{Line, Note};
use super::when::MilestoneKey;
use jiff::civil::Date;

/// One field's old and new value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Swap<T> {
    /// What has to be there for the change to be made.
    pub old: T,
    /// What is there afterwards.
    pub new: T,
}

impl<T: Clone + PartialEq> Swap<T> {
    /// From `old` to `new`, or nothing when they are the same.
    pub fn from_to(old: &T, new: T) -> Option<Self> {
        (*old != new).then(|| Self {
            old: old.clone(),
            new,
        })
    }

    pub(super) fn inverse(&self) -> Self {
        Self {
            old: self.new.clone(),
            new: self.old.clone(),
        }
    }

    fn apply(&self, field: &mut T) -> Result<(), Clash> {
        if *field != self.old {
            return Err(Clash::Changed);
        }
        *field = self.new.clone();
        Ok(())
    }
}

/// Why a change cannot be made to what is there now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Clash {
    /// The value is not what the change expected.
    #[error("it has been changed since")]
    Changed,
    /// The row is not there.
    #[error("it is no longer there")]
    Missing,
    /// The row, or the ref, is already there.
    #[error("it is already there")]
    Exists,
}

/// A field of a task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "field")]
pub enum TaskEdit {
    /// By when.
    Deadline(Swap<Deadline>),
    /// Who takes over.
    Deputy(Swap<Option<PersonId>>),
    /// The judged RAG.
    Judgement(Swap<Option<Judgement>>),
    /// More words.
    Note(Swap<Note>),
    /// Who answers for it.
    Owner(Swap<Option<PersonId>>),
    /// Phase with section.
    Place(Swap<Place>),
    /// How far it has got.
    Status(Swap<Status>),
    /// What has to be done.
    Title(Swap<Line>),
}

impl TaskEdit {
    /// Makes the edit to `task`, or refuses.
    pub fn apply(&self, task: &mut Task) -> Result<(), Clash> {
        match self {
            Self::Deadline(swap) => swap.apply(&mut task.deadline),
            Self::Deputy(swap) => swap.apply(&mut task.deputy),
            Self::Judgement(swap) => swap.apply(&mut task.judgement),
            Self::Note(swap) => swap.apply(&mut task.note),
            Self::Owner(swap) => swap.apply(&mut task.owner),
            Self::Place(swap) => swap.apply(&mut task.place),
            Self::Status(swap) => swap.apply(&mut task.status),
            Self::Title(swap) => swap.apply(&mut task.title),
        }
    }

    fn inverse(&self) -> Self {
        match self {
            Self::Deadline(swap) => Self::Deadline(swap.inverse()),
            Self::Deputy(swap) => Self::Deputy(swap.inverse()),
            Self::Judgement(swap) => Self::Judgement(swap.inverse()),
            Self::Note(swap) => Self::Note(swap.inverse()),
            Self::Owner(swap) => Self::Owner(swap.inverse()),
            Self::Place(swap) => Self::Place(swap.inverse()),
            Self::Status(swap) => Self::Status(swap.inverse()),
            Self::Title(swap) => Self::Title(swap.inverse()),
        }
    }

    /// The field's name, as people say it.
    pub fn field(&self) -> &'static str {
        match self {
            Self::Deadline(_) => "due",
            Self::Deputy(_) => "deputy",
            Self::Judgement(_) => "RAG",
            Self::Note(_) => "note",
            Self::Owner(_) => "owner",
            Self::Place(_) => "phase",
            Self::Status(_) => "status",
            Self::Title(_) => "title",
        }
    }
}

/// A field of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "field")]
pub enum PersonEdit {
    /// Their initials.
    Initials(Swap<Line>),
    /// Their name.
    Name(Swap<Option<Line>>),
    /// Their roles.
    Role(Swap<Line>),
}

impl PersonEdit {
    /// Makes the edit to `person`, or refuses.
    pub fn apply(&self, person: &mut Person) -> Result<(), Clash> {
        match self {
            Self::Initials(swap) => swap.apply(&mut person.initials),
            Self::Name(swap) => swap.apply(&mut person.name),
            Self::Role(swap) => swap.apply(&mut person.role),
        }
    }

    fn inverse(&self) -> Self {
        match self {
            Self::Initials(swap) => Self::Initials(swap.inverse()),
            Self::Name(swap) => Self::Name(swap.inverse()),
            Self::Role(swap) => Self::Role(swap.inverse()),
        }
    }

    /// The field's name, as people say it.
    pub fn field(&self) -> &'static str {
        match self {
            Self::Initials(_) => "initials",
            Self::Name(_) => "name",
            Self::Role(_) => "role",
        }
    }
}

/// A setting of the inspection as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "setting")]
pub enum SettingEdit {
    /// The council's name.
    Authority(Swap<Line>),
    /// The framework the judgement areas come from.
    Framework(Swap<Line>),
    /// The template it started from.
    Kind(Swap<Line>),
    /// When the computed RAG changes colour.
    Policy(Swap<Policy>),
    /// The title as shown.
    Title(Swap<Line>),
}

impl SettingEdit {
    /// Makes the edit, or refuses.
    pub fn apply(&self, inspection: &mut super::inspection::Inspection) -> Result<(), Clash> {
        match self {
            Self::Authority(swap) => swap.apply(&mut inspection.authority),
            Self::Framework(swap) => swap.apply(&mut inspection.framework),
            Self::Kind(swap) => swap.apply(&mut inspection.kind),
            Self::Policy(swap) => swap.apply(&mut inspection.policy),
            Self::Title(swap) => swap.apply(&mut inspection.title),
        }
    }

    fn inverse(&self) -> Self {
        match self {
            Self::Authority(swap) => Self::Authority(swap.inverse()),
            Self::Framework(swap) => Self::Framework(swap.inverse()),
            Self::Kind(swap) => Self::Kind(swap.inverse()),
            Self::Policy(swap) => Self::Policy(swap.inverse()),
            Self::Title(swap) => Self::Title(swap.inverse()),
        }
    }

    /// The setting's name, as people say it.
    pub fn field(&self) -> &'static str {
        match self {
            Self::Authority(_) => "council",
            Self::Framework(_) => "framework",
            Self::Kind(_) => "kind",
            Self::Policy(_) => "policy",
            Self::Title(_) => "title",
        }
    }
}

/// Which list of days that are not working days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DayList {
    /// The council's own closure days.
    Closure,
    /// England's bank holidays.
    Holiday,
}

/// A named day off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayOff {
    /// Which list it is in.
    pub list: DayList,
    /// The day.
    pub date: Date,
    /// Its name.
    pub name: Line,
}

/// A whole row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "row")]
pub enum Row {
    /// A day off.
    DayOff(DayOff),
    /// A milestone.
    Milestone(Milestone),
    /// A person or a role.
    Person(Person),
    /// A record.
    Record(Filed),
    /// A task.
    Task(Box<Task>),
}

/// One change. Applying it and then its inverse changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "change")]
pub enum Change {
    /// Puts an element into one of a task's lists.
    Add {
        /// Whose list.
        task: TaskId,
        /// What.
        element: Element,
    },
    /// A new row.
    Create(Row),
    /// A row goes, whole.
    Delete(Row),
    /// A milestone's real date.
    Milestone {
        /// Which.
        key: MilestoneKey,
        /// The typed date.
        typed: Swap<Option<Typed>>,
    },
    /// A field of a person.
    Person {
        /// Whose.
        id: PersonId,
        /// The field.
        edit: PersonEdit,
    },
    /// A field of a record.
    Record {
        /// Which.
        id: RecordId,
        /// The field.
        edit: FieldEdit,
    },
    /// Takes an element out of one of a task's lists.
    Remove {
        /// Whose list.
        task: TaskId,
        /// What.
        element: Element,
    },
    /// A setting of the inspection.
    Setting(SettingEdit),
    /// A field of a task.
    Task {
        /// Whose.
        id: TaskId,
        /// The field.
        edit: TaskEdit,
    },
}

impl Change {
    /// The change that takes this one back.
    pub fn inverse(&self) -> Self {
        match self {
            Self::Add { task, element } => Self::Remove {
                task: *task,
                element: element.clone(),
            },
            Self::Create(row) => Self::Delete(row.clone()),
            Self::Delete(row) => Self::Create(row.clone()),
            Self::Milestone { key, typed } => Self::Milestone {
                key: *key,
                typed: typed.inverse(),
            },
            Self::Person { id, edit } => Self::Person {
                id: *id,
                edit: edit.inverse(),
            },
            Self::Record { id, edit } => Self::Record {
                id: *id,
                edit: edit.inverse(),
            },
            Self::Remove { task, element } => Self::Add {
                task: *task,
                element: element.clone(),
            },
            Self::Setting(edit) => Self::Setting(edit.inverse()),
            Self::Task { id, edit } => Self::Task {
                id: *id,
                edit: edit.inverse(),
            },
        }
    }

    /// The task this change touches, if it touches one.
    pub fn task(&self) -> Option<TaskId> {
        match self {
            Self::Add { task, .. } | Self::Remove { task, .. } => Some(*task),
            Self::Create(Row::Task(task)) | Self::Delete(Row::Task(task)) => Some(task.id),
            Self::Task { id, .. } => Some(*id),
            Self::Create(_)
            | Self::Delete(_)
            | Self::Milestone { .. }
            | Self::Person { .. }
            | Self::Record { .. }
            | Self::Setting(_) => None,
        }
    }
}
