//! The smallest things an operation is made of, each holding what was there before, so that each can be undone
//! and each can be refused when somebody else got there first. It does not know who changes, or when.

use serde::{Deserialize, Serialize};

use super::id::{PersonId, TaskId};
use super::inspection::{Inspection, Milestone, Person, Policy, Typed};
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

    /// From `old` to a copy of `new`, or nothing when they are the same.
    pub fn between(old: &T, new: &T) -> Option<Self> {
        (old != new).then(|| Self {
            old: old.clone(),
            new: new.clone(),
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

/// Makes an enum of edits, a row for each field that can change: the variant, the field and its type, and what people call
/// it. Fields that no edit changes are named as well, so that a field in neither list does not compile.
macro_rules! edits {
    (
        $(#[$enum_doc:meta])*
        $name:ident of $row:ident, tagged $tag:literal, never [$($fixed:ident),*] {
            $($(#[$doc:meta])* $variant:ident($field:ident: $type:ty) called $called:literal,)*
        }
    ) => {
        $(#[$enum_doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case", tag = $tag)]
        pub enum $name {
            $($(#[$doc])* $variant(Swap<$type>),)*
        }

        impl $name {
            /// The names of all fields, as people say them.
            pub const FIELDS: &[&str] = &[$($called),*];

            /// The edits that make `old` into `new`, in the order of the table; what no edit changes is not compared.
            pub fn between(old: &$row, new: &$row) -> Vec<Self> {
                let $row { $($field,)* $($fixed: _,)* } = old;
                let edits = [$(Swap::between($field, &new.$field).map(Self::$variant)),*];
                edits.into_iter().flatten().collect()
            }

            /// Makes the edit, or refuses.
            pub fn apply(&self, row: &mut $row) -> Result<(), Clash> {
                match self {
                    $(Self::$variant(swap) => swap.apply(&mut row.$field),)*
                }
            }

            fn inverse(&self) -> Self {
                match self {
                    $(Self::$variant(swap) => Self::$variant(swap.inverse()),)*
                }
            }

            /// The field's name, as people say it.
            pub fn field(&self) -> &'static str {
                match self {
                    $(Self::$variant(_) => $called,)*
                }
            }
        }
    };
}

edits! {
    /// A field of a task.
    TaskEdit of Task, tagged "field", never [id, reference, takes_call, elements] {
        /// What has to be done.
        Title(title: Line) called "title",
        /// More words.
        Note(note: Note) called "note",
        /// Who answers for it.
        Owner(owner: Option<PersonId>) called "owner",
        /// Who takes over.
        Deputy(deputy: Option<PersonId>) called "deputy",
        /// How far it has got.
        Status(status: Status) called "status",
        /// The judged RAG.
        Judgement(judgement: Option<Judgement>) called "RAG",
        /// By when.
        Deadline(deadline: Deadline) called "due",
        /// Phase with section.
        Place(place: Place) called "phase",
    }
}

edits! {
    /// A field of a person.
    PersonEdit of Person, tagged "field", never [id] {
        /// Their name.
        Name(name: Option<Line>) called "name",
        /// Their initials.
        Initials(initials: Line) called "initials",
        /// Their roles.
        Role(role: Line) called "role",
    }
}

edits! {
    /// A setting of the inspection as a whole.
    SettingEdit of Inspection, tagged "setting", never [] {
        /// The council's name.
        Authority(authority: Line) called "council",
        /// The framework the judgement areas come from.
        Framework(framework: Line) called "framework",
        /// The template it started from.
        Kind(kind: Line) called "kind",
        /// When the computed RAG changes colour.
        Policy(policy: Policy) called "policy",
        /// The title as shown.
        Title(title: Line) called "title",
    }
}

impl TaskEdit {
    /// The people it puts in the place of others; `None` where it names nobody.
    pub fn people(&self) -> Option<&Swap<Option<PersonId>>> {
        match self {
            Self::Owner(swap) | Self::Deputy(swap) => Some(swap),
            Self::Deadline(_)
            | Self::Judgement(_)
            | Self::Note(_)
            | Self::Place(_)
            | Self::Status(_)
            | Self::Title(_) => None,
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

    /// The people whom it puts to a task, as a new one or in the place of others.
    pub fn people(&self) -> impl Iterator<Item = PersonId> + use<> {
        let people = match self {
            Self::Create(Row::Task(task)) => task.people(),
            Self::Task { edit, .. } => [edit.people().and_then(|swap| swap.new), None],
            Self::Add { .. }
            | Self::Create(_)
            | Self::Delete(_)
            | Self::Milestone { .. }
            | Self::Person { .. }
            | Self::Record { .. }
            | Self::Remove { .. }
            | Self::Setting(_) => [None, None],
        };
        people.into_iter().flatten()
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
