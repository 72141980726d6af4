//! People and roles: whom a typed name means, and the operations that name a role, change what is known of somebody, or hand
//! all of one person's work to another.

use std::collections::HashSet;

use super::line;
use crate::domain::change::{Change, PersonEdit, Row, Swap, TaskEdit};
use crate::domain::failure::Failure;
use crate::domain::id::{Ids, PersonId};
use crate::domain::inspection::{Person, initials_of};
use crate::domain::near::slips;
use crate::domain::operation::Operation;
use crate::domain::plan::Plan;
use crate::domain::records;
use crate::domain::text::{Line, fold};

/// What `text` says about an owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Owner {
    /// Nobody, on purpose.
    Nobody,
    /// Somebody the file knows.
    Known(PersonId),
    /// Somebody it does not know yet, with names it knows that are near.
    New {
        /// The person to add.
        person: Person,
        /// Labels of people with nearly the same name.
        near: Vec<String>,
    },
}

impl Owner {
    /// The person's id, whether known or new.
    pub fn id(&self) -> Option<PersonId> {
        match self {
            Owner::Nobody => None,
            Owner::Known(id) => Some(*id),
            Owner::New { person, .. } => Some(person.id),
        }
    }

    /// The person to add, if they are new.
    pub fn newcomer(&self) -> Option<&Person> {
        if let Owner::New { person, .. } = self {
            Some(person)
        } else {
            None
        }
    }
}

/// Reads an owner by initials, name, first name or role. Several that fit are refused, naming them.
pub fn read_owner(plan: &Plan, text: &str, ids: &mut Ids) -> Result<Owner, Failure> {
    let wanted = fold(text.trim());
    if matches!(wanted.as_str(), "" | "nobody" | "none" | "-" | "--") {
        return Ok(Owner::Nobody);
    }
    if let Some(person) = plan
        .people()
        .iter()
        .find(|person| person.answers_to(&wanted))
    {
        return Ok(Owner::Known(person.id));
    }
    let starts: Vec<&Person> = plan
        .people()
        .iter()
        .filter(|p| starts_like(p, &wanted))
        .collect();
    match starts.as_slice() {
        [only] => Ok(Owner::Known(only.id)),
        [] => {
            let person = new_person(plan, text, ids)?;
            Ok(Owner::New {
                near: near_names(plan, &wanted),
                person,
            })
        }
        several => {
            let names: Vec<String> = several
                .iter()
                .map(|p| format!("{} ({})", p.label(), p.initials))
                .collect();
            Err(Failure::usage(format!(
                "\"{}\" could be {}.",
                text.trim(),
                names.join(" or ")
            ))
            .hint("Type the initials."))
        }
    }
}

fn starts_like(person: &Person, wanted: &str) -> bool {
    let first_word = |line: &str| {
        fold(line)
            .strip_prefix(wanted)
            .is_some_and(|rest| rest.starts_with(' '))
    };
    person
        .name
        .as_ref()
        .is_some_and(|name| first_word(name.as_str()))
}

fn new_person(plan: &Plan, text: &str, ids: &mut Ids) -> Result<Person, Failure> {
    let name = line(text, "The owner")?;
    let initials = free_initials(plan.people(), &initials_of(name.as_str()));
    Ok(Person {
        id: PersonId(ids.next_id()),
        name: Some(name),
        initials,
        role: Line::default(),
    })
}

/// `wanted`, or with a number behind it when somebody has those initials.
pub fn free_initials(people: &[Person], wanted: &str) -> Line {
    let taken: Vec<&Line> = people.iter().map(|person| &person.initials).collect();
    free_among(&taken, wanted)
}

/// `wanted`, or with a number behind it when it is among `taken`, whatever the case.
pub fn free_among(taken: &[&Line], wanted: &str) -> Line {
    let taken: HashSet<String> = taken.iter().map(|line| fold(line.as_str())).collect();
    free_where(|text| !taken.contains(text), wanted)
}

/// `wanted`, or with a number behind it when it is not free; what is asked about is folded.
pub fn free_where(is_free: impl Fn(&str) -> bool, wanted: &str) -> Line {
    let base = if wanted.is_empty() { "X" } else { wanted };
    let mut tries = std::iter::once(base.to_owned()).chain((2..).map(|n| format!("{base}{n}")));
    let free = tries.find(|text| is_free(&fold(text))).unwrap_or_default();
    Line::new(&free).unwrap_or_default()
}

/// Names within two slips of the keyboard, at most three; initials have no room for so many.
fn near_names(plan: &Plan, wanted: &str) -> Vec<String> {
    let most = (wanted.chars().count() / 2).min(2);
    let near = |p: &&Person| {
        p.name
            .iter()
            .flat_map(|n| [fold(n.as_str())])
            .chain(p.roles().map(fold))
            .any(|known| slips(&known, wanted) <= most)
    };
    plan.people()
        .iter()
        .filter(near)
        .take(3)
        .map(|p| p.label().to_owned())
        .collect()
}

/// What is to become of a person or role.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PersonPatch {
    /// Their name.
    pub name: Option<Line>,
    /// Their initials.
    pub initials: Option<Line>,
    /// Their roles.
    pub role: Option<Line>,
}

/// The operation that names a role, or changes what is known of a person.
/// When the name is that of somebody the file knows already, that person takes over the role's tasks.
pub fn person(plan: &Plan, id: PersonId, patch: &PersonPatch) -> Result<Operation, Failure> {
    let person = plan
        .person(id)
        .ok_or_else(|| Failure::not_found("That person is no longer there."))?;
    if let Some(name) = &patch.name
        && let Some(other) = plan.people().iter().find(|p| {
            p.id != id
                && p.name
                    .as_ref()
                    .is_some_and(|known| fold(known.as_str()) == fold(name.as_str()))
        })
    {
        return take_over(plan, person, other);
    }
    if let Some(initials) = &patch.initials
        && let Some(other) = plan
            .people()
            .iter()
            .find(|p| p.id != id && fold(p.initials.as_str()) == fold(initials.as_str()))
    {
        return Err(
            Failure::usage(format!("{initials} already stands for {}.", other.label()))
                .hint("Choose other initials."),
        );
    }
    let mut after = person.clone();
    if let Some(name) = &patch.name {
        after.name = Some(name.clone()).filter(|name| !name.is_empty());
        if person.name.is_none() && after.name.is_some() {
            after.initials = free_initials(plan.people(), &initials_of(name.as_str()));
        }
    }
    if let Some(initials) = &patch.initials {
        after.initials.clone_from(initials);
    }
    if let Some(role) = &patch.role {
        after.role.clone_from(role);
    }
    let label = match &patch.name {
        Some(name) if person.name.is_none() => format!("{} is {name}", person.role),
        Some(name) if !name.is_empty() && patch.initials.is_none() && patch.role.is_none() => {
            format!("{} is now called {name}", person.label())
        }
        _ => format!("{} changed", person.label()),
    };
    let edits = PersonEdit::between(person, &after).into_iter();
    Ok(Operation {
        label,
        changes: edits.map(|edit| Change::Person { id, edit }).collect(),
    })
}

/// `to` takes all that `from` has, roles and tasks, and `from` goes.
fn take_over(plan: &Plan, from: &Person, to: &Person) -> Result<Operation, Failure> {
    let mut operation = Operation::new(format!("{} takes over from {}", to.label(), from.label()));
    for task in plan.tasks() {
        let swap = |held: Option<PersonId>| {
            (held == Some(from.id)).then_some(Swap {
                old: Some(from.id),
                new: Some(to.id),
            })
        };
        let edits = [
            swap(task.owner).map(TaskEdit::Owner),
            swap(task.deputy).map(TaskEdit::Deputy),
        ];
        operation.changes.extend(
            edits
                .into_iter()
                .flatten()
                .map(|edit| Change::Task { id: task.id, edit }),
        );
    }
    let roles: Vec<&str> = to.roles().chain(from.roles()).collect();
    let role = line(&roles.join(", "), "The role")?;
    operation
        .changes
        .extend(Swap::from_to(&to.role, role).map(|swap| Change::Person {
            id: to.id,
            edit: PersonEdit::Role(swap),
        }));
    operation
        .changes
        .extend(records::handed_on(plan, from.id, to.id));
    operation
        .changes
        .push(Change::Delete(Row::Person(from.clone())));
    Ok(operation)
}
