//! Which changes rest on which: whether a later change is in the way of taking an earlier one back.
//! It compares what changes touch and what they name; it does not know what the file holds, nor who made them.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::change::{Change, DayList, Row};
use super::id::{PersonId, TaskId};
use super::records::RecordId;
use super::task::{Element, Task};
use super::when::MilestoneKey;

/// Something a change writes, or cannot do without.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Thing {
    DayOff(DayList, Date),
    Element(TaskId, Element),
    Milestone(MilestoneKey),
    MilestoneDate(MilestoneKey),
    Person(PersonId),
    PersonField(PersonId, &'static str),
    Record(RecordId),
    RecordField(RecordId, String),
    Setting(&'static str),
    Task(TaskId),
    TaskField(TaskId, &'static str),
}

/// All that some changes write and all that they name.
#[derive(Debug, Default)]
pub struct Footprint {
    /// Fields, elements of lists, and whole rows that come or go.
    writes: BTreeSet<Thing>,
    /// Rows that have to be there.
    needs: BTreeSet<Thing>,
}

impl Footprint {
    /// What `changes` write and name.
    pub fn of(changes: &[Change]) -> Self {
        let mut footprint = Self::default();
        for change in changes {
            footprint.take_in(change);
        }
        footprint
    }

    /// Whether `later` writes the very thing that these changes wrote.
    pub fn is_overwritten_by(&self, later: &Change) -> bool {
        !self.writes.is_disjoint(&Self::of_one(later).writes)
    }

    /// Whether `later` has to be taken back before these changes can be: it writes what they wrote, names a row they
    /// made, or took away a row they name.
    pub fn bears(&self, later: &Change) -> bool {
        let later = Self::of_one(later);
        !self.writes.is_disjoint(&later.writes)
            || !self.writes.is_disjoint(&later.needs)
            || !self.needs.is_disjoint(&later.writes)
    }

    fn of_one(change: &Change) -> Self {
        Self::of(std::slice::from_ref(change))
    }

    fn take_in(&mut self, change: &Change) {
        match change {
            Change::Add { task, element } | Change::Remove { task, element } => {
                self.writes.insert(Thing::Element(*task, element.clone()));
                self.needs.insert(Thing::Task(*task));
                self.name_element(element);
            }
            Change::Create(row) | Change::Delete(row) => self.take_in_row(row),
            Change::Milestone { key, .. } => {
                self.writes.insert(Thing::MilestoneDate(*key));
                self.needs.insert(Thing::Milestone(*key));
            }
            Change::Person { id, edit } => {
                self.writes.insert(Thing::PersonField(*id, edit.field()));
                self.needs.insert(Thing::Person(*id));
            }
            Change::Record { id, edit } => {
                self.writes
                    .insert(Thing::RecordField(*id, edit.field.clone()));
                self.needs.insert(Thing::Record(*id));
                let people = edit.people();
                self.needs.extend(people.map(Thing::Person));
            }
            Change::Setting(edit) => {
                self.writes.insert(Thing::Setting(edit.field()));
            }
            Change::Task { id, edit } => {
                self.writes.insert(Thing::TaskField(*id, edit.field()));
                self.needs.insert(Thing::Task(*id));
                if let Some(swap) = edit.people() {
                    self.name_people([swap.old, swap.new]);
                }
            }
        }
    }

    fn take_in_row(&mut self, row: &Row) {
        let thing = match row {
            Row::DayOff(day) => Thing::DayOff(day.list, day.date),
            Row::Milestone(milestone) => Thing::Milestone(milestone.key),
            Row::Person(person) => Thing::Person(person.id),
            Row::Record(filed) => {
                let people = filed.record.people();
                self.needs.extend(people.map(Thing::Person));
                self.needs.extend(filed.record.task().map(Thing::Task));
                Thing::Record(filed.id)
            }
            Row::Task(task) => {
                self.name_all_of(task);
                Thing::Task(task.id)
            }
        };
        self.writes.insert(thing);
    }

    fn name_all_of(&mut self, task: &Task) {
        self.name_people(task.people());
        for element in &task.elements {
            self.name_element(element);
        }
    }

    fn name_people(&mut self, people: [Option<PersonId>; 2]) {
        let named = people.into_iter().flatten().map(Thing::Person);
        self.needs.extend(named);
    }

    fn name_element(&mut self, element: &Element) {
        if let Element::Need(need) = element {
            self.needs.insert(Thing::Task(*need));
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::datetime;

    use super::*;
    use crate::domain::change::{PersonEdit, Swap, TaskEdit};
    use crate::domain::id::Ids;
    use crate::domain::inspection::Person;
    use crate::domain::records::{self, Promise, Record};
    use crate::domain::task::{Phase, Place};
    use crate::domain::text::Line;

    fn line(text: &str) -> Line {
        Line::new(text).unwrap()
    }

    #[test]
    fn a_later_change_is_in_the_way_when_it_touches_or_names_the_same() {
        let mut ids = Ids::new(1, 1);
        let (kim, tom) = (PersonId(ids.next_id()), PersonId(ids.next_id()));
        let place = Place {
            phase: Phase::Fieldwork,
            section: Line::default(),
        };
        let mut task = Task::new(
            TaskId(ids.next_id()),
            "FW-01".parse().unwrap(),
            place,
            line("Rota"),
        );
        task.owner = Some(kim);
        let other = TaskId(ids.next_id());
        let person = |id| Person {
            id,
            name: Some(line("Kim Lee")),
            initials: line("KL"),
            role: Line::default(),
        };
        let title = |id, old: &str, new: &str| Change::Task {
            id,
            edit: TaskEdit::Title(Swap {
                old: line(old),
                new: line(new),
            }),
        };
        let owner = |id, old, new| Change::Task {
            id,
            edit: TaskEdit::Owner(Swap { old, new }),
        };
        let role = |id| Change::Person {
            id,
            edit: PersonEdit::Role(Swap {
                old: line(""),
                new: line("Lead"),
            }),
        };
        let tag = |text: &str| Change::Add {
            task: other,
            element: Element::Tag(line(text)),
        };
        let need = Change::Add {
            task: other,
            element: Element::Need(task.id),
        };
        let promise = Promise {
            task: task.id,
            person: Some(kim),
            what: line("the list"),
            by: datetime(2026, 6, 3, 16, 0, 0, 0),
            at: datetime(2026, 6, 3, 9, 0, 0, 0),
            who: line("Jo"),
            kept: None,
        };
        let promised = records::create(RecordId(ids.next_id()), Record::Promise(promise));
        let created = Change::Create(Row::Task(Box::new(task.clone())));
        let newcomer = Change::Create(Row::Person(person(kim)));
        let gone = Change::Delete(Row::Person(person(tom)));
        for (earlier, later, stands) in [
            (title(other, "a", "b"), title(other, "b", "c"), true),
            (title(other, "a", "b"), title(task.id, "b", "c"), false),
            (
                title(other, "a", "b"),
                owner(other, Some(kim), Some(tom)),
                false,
            ),
            (created.clone(), title(task.id, "Rota", "c"), true),
            (created.clone(), need, true),
            (created.clone(), promised.clone(), true),
            (newcomer.clone(), promised.clone(), true),
            (title(task.id, "Rota", "b"), promised, false),
            (newcomer.clone(), created, true),
            (newcomer.clone(), owner(other, Some(tom), Some(kim)), true),
            (newcomer.clone(), owner(other, Some(kim), Some(tom)), true),
            (newcomer.clone(), role(kim), true),
            (newcomer, role(tom), false),
            (owner(other, Some(tom), None), gone.clone(), true),
            (owner(other, Some(kim), None), gone, false),
            (tag("a"), tag("a"), true),
            (tag("a"), tag("b"), false),
        ] {
            let footprint = Footprint::of(std::slice::from_ref(&earlier));
            assert_eq!(footprint.bears(&later), stands, "{earlier:?} {later:?}");
        }
    }
}
