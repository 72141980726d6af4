//! A small inspection to try things on, and operations made at random that fit it.

use jiff::civil::{Date, DateTime, date, datetime};
use uuid::Uuid;

use crate::domain::change::{
    Change, DayList, DayOff, PersonEdit, Row, SettingEdit, Swap, TaskEdit,
};
use crate::domain::id::{Ids, PersonId, TaskId};
use crate::domain::inspection::{Inspection, Milestone, Person, Policy, Scheme, Typed, Words};
use crate::domain::operation::{Operation, Stamp};
use crate::domain::plan::Plan;
use crate::domain::records::{
    self, Absence, Briefing, Chased, Filed, Named, Record, RecordId, Release, View,
};
use crate::domain::task::{Deadline, Element, Judgement, Phase, Place, Rag, Status, Task};
use crate::domain::text::{Line, Note};
use crate::domain::when::{MilestoneKey, Moment};
use crate::store::Store;

pub(super) fn line(text: &str) -> Line {
    Line::new(text).unwrap()
}

pub(super) fn inspection() -> Inspection {
    Inspection {
        authority: line("Northshire"),
        kind: line("standard"),
        title: line("ILACS standard inspection"),
        framework: line("2026"),
        policy: Policy::default(),
    }
}

/// The `n`-th minute of the morning of 2 June 2026.
pub(super) fn stamp(n: i64) -> Stamp {
    let local = datetime(2026, 6, 2, 9, 0, 0, 0).saturating_add(jiff::SignedDuration::from_mins(n));
    stamp_at(local)
}

pub(super) fn stamp_at(local: DateTime) -> Stamp {
    let at = crate::domain::england::ENGLAND.to_timestamp(local).unwrap();
    Stamp {
        who: line("Jo Smith"),
        at,
        local,
        rehearsed: false,
    }
}

pub(super) const SEED: Uuid = Uuid::from_u128(0x0197_0000_0000_7000_8000_0000_0000_0001);

/// Three people, eight milestones, two days off, six tasks.
pub(super) fn start() -> Operation {
    let mut operation = Operation::new("New inspection");
    let mut ids = Ids::new(1, 1_780_000_000_000);
    let mut people = Vec::new();
    for (name, initials, role) in [
        (Some("Jo Smith"), "JS", "Head of service"),
        (Some("Tom Baker"), "TB", ""),
        (None, "DL", "Data lead"),
    ] {
        let id = PersonId(ids.next_id());
        people.push(id);
        let person = Person {
            id,
            name: name.map(line),
            initials: line(initials),
            role: line(role),
        };
        operation.changes.push(Change::Create(Row::Person(person)));
    }
    for key in MilestoneKey::ALL {
        let milestone = Milestone {
            key,
            name: line(key.title()),
            rule: (key != MilestoneKey::Call).then(|| "call+5wd".parse().unwrap()),
            basis: line("custom"),
            typed: None,
        };
        operation
            .changes
            .push(Change::Create(Row::Milestone(milestone)));
    }
    for (list, date, name) in [
        (DayList::Holiday, date(2026, 12, 25), "Christmas Day"),
        (DayList::Closure, date(2026, 8, 14), "Office move"),
    ] {
        operation.changes.push(Change::Create(Row::DayOff(DayOff {
            list,
            date,
            name: line(name),
        })));
    }
    let mut plan = Plan::default();
    for (at, title) in [
        "Take the call",
        "Annex A lists",
        "Parking passes",
        "Keeping in touch",
        "Draft response",
        "Thank everybody",
    ]
    .into_iter()
    .enumerate()
    {
        let phase = Phase::ALL[at / 2];
        let place = Place {
            phase,
            section: line("Day of the call"),
        };
        let mut task = Task::new(
            TaskId(ids.next_id()),
            plan.next_ref(phase),
            place,
            line(title),
        );
        task.owner = people.get(at).copied();
        task.deadline.due = Some("call+1wd 17:00".parse().unwrap());
        task.elements = vec![Element::Area(line("LEAD")), Element::Tag(line("board"))];
        task.takes_call = at == 0;
        let change = Change::Create(Row::Task(Box::new(task)));
        plan.apply(&change).unwrap();
        operation.changes.push(change);
    }
    operation
}

pub(super) fn in_memory() -> Store {
    Store::in_memory(&inspection(), &start(), &stamp(0), SEED).unwrap()
}

/// A title for a task, as an operation.
pub(super) fn retitle(plan: &Plan, at: usize, title: &str) -> Operation {
    let task = &plan.tasks()[at];
    let edit = TaskEdit::Title(Swap::from_to(&task.title, line(title)).expect("another title"));
    Operation {
        label: format!("{} retitled", task.reference),
        changes: vec![Change::Task { id: task.id, edit }],
    }
}

/// Makes operations that fit the plan they are made for.
pub(super) struct Chance {
    state: u64,
    ids: Ids,
}

/// One of each thing that the second version brought.
pub(super) fn everything_new(plan: &Plan) -> Operation {
    let records = [
        Record::Absence(Absence {
            person: plan.people()[0].id,
            from: date(2026, 6, 8),
            to: date(2026, 6, 9),
            reason: line("Leave"),
        }),
        Record::Briefing(Briefing {
            audience: line("director"),
            at: datetime(2026, 6, 8, 9, 0, 0, 0),
            who: line("Jo Smith"),
            head: line("00ff"),
        }),
        Record::Release(Release {
            sent: line("tracker.xlsx"),
            holds: line("an NHS number"),
            at: datetime(2026, 6, 8, 9, 0, 0, 0),
            who: line("Jo Smith"),
        }),
        Record::Chased(Chased {
            person: plan.people()[0].id,
            at: datetime(2026, 6, 8, 9, 30, 0, 0),
            who: line("Jo Smith"),
            tasks: vec![Named {
                task: plan.tasks()[0].id,
                status: Status::NotStarted,
                due: plan.tasks()[0].deadline.due,
            }],
        }),
        Record::View(View {
            name: line("Reds of the \"blue\" file"),
            filter: line("rag:red"),
            sort: line("due"),
            group: line("owner"),
        }),
    ];
    let mut operation = Operation::new("Everything new".to_owned());
    let ids = (1..).map(|n| RecordId(Uuid::from_u128(n)));
    let created = ids
        .zip(records)
        .map(|(id, record)| records::create(id, record));
    operation.changes.extend(created);
    let policy = Policy {
        scheme: Scheme::Rag,
        green_needs_evidence: true,
        words: Words {
            red: line("Off track"),
            ..Words::default()
        },
        ..Policy::default()
    };
    let swap = Swap::from_to(&plan.inspection().policy, policy);
    operation
        .changes
        .extend(swap.map(|swap| Change::Setting(SettingEdit::Policy(swap))));
    operation
}

impl Chance {
    pub(super) fn new(seed: u64) -> Self {
        Self {
            state: seed,
            ids: Ids::new(seed, 1_790_000_000_000),
        }
    }

    pub(super) fn below(&mut self, end: usize) -> usize {
        self.state = self
            .state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.state >> 33) as usize) % end.max(1)
    }

    fn of<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        if list.is_empty() {
            None
        } else {
            Some(&list[self.below(list.len())])
        }
    }

    fn words(&mut self) -> String {
        let words = [
            "Annex A",
            "lists",
            "rota",
            "école",
            "£5",
            "\u{202E}x",
            "naïve 'quote\"",
            "👩‍👧",
            "ŵ",
            "-",
            "N",
        ];
        (0..=self.below(4))
            .map(|_| words[self.below(words.len())])
            .collect::<Vec<_>>()
            .join(" ")
    }

    fn line(&mut self) -> Line {
        if self.below(4) == 0 {
            Line::default()
        } else {
            line(&self.words())
        }
    }

    fn date(&mut self) -> Date {
        date(2026, 1 + self.below(12) as i8, 1 + self.below(28) as i8)
    }

    fn moment(&mut self) -> Moment {
        let date = self.date();
        if self.below(2) == 0 {
            Moment::day(date)
        } else {
            Moment::at(date, jiff::civil::time(self.below(24) as i8, 5, 0, 0))
        }
    }

    fn date_time(&mut self) -> DateTime {
        let nanos = if self.below(3) == 0 { 120_000_000 } else { 0 };
        self.date().at(
            self.below(24) as i8,
            self.below(60) as i8,
            self.below(60) as i8,
            nanos,
        )
    }

    fn status(&mut self) -> Status {
        match self.below(5) {
            0 => Status::NotStarted,
            1 => Status::InProgress,
            2 => Status::Waiting { on: self.line() },
            3 => Status::Done {
                at: self.date_time(),
            },
            _ => Status::NotNeeded,
        }
    }

    fn judgement(&mut self) -> Option<Judgement> {
        let rag = *self.of(&Rag::ALL)?;
        (self.below(3) > 0).then(|| Judgement {
            rag,
            reason: self.line(),
            who: self.line(),
            at: self.date_time(),
            expires: (self.below(2) == 0).then(|| self.date()),
        })
    }

    fn deadline(&mut self) -> Deadline {
        let rules = [
            "call+1wd 17:00",
            "end-2wd",
            "start+1w fri 12:00",
            "publication",
        ];
        let due = match self.below(3) {
            0 => None,
            1 => Some(rules[self.below(rules.len())].parse().unwrap()),
            _ => Some(crate::domain::when::When::At(self.moment())),
        };
        let from = (self.below(4) == 0).then(|| "call".parse().unwrap());
        Deadline { due, from }
    }

    fn person(&mut self, plan: &Plan) -> Option<PersonId> {
        let person = self.of(plan.people())?.id;
        (self.below(4) > 0).then_some(person)
    }

    fn place(&mut self) -> Place {
        Place {
            phase: Phase::ALL[self.below(3)],
            section: self.line(),
        }
    }

    fn element(&mut self, plan: &Plan) -> Element {
        match self.below(4) {
            0 => Element::Area(line("HELP")),
            1 => Element::Evidence(line(&self.words())),
            2 => Element::Need(self.of(plan.tasks()).map_or(TaskId(SEED), |task| task.id)),
            _ => Element::Tag(line(&self.words())),
        }
    }

    fn task(&mut self, plan: &Plan) -> Task {
        let place = self.place();
        let mut task = Task::new(
            TaskId(self.ids.next_id()),
            plan.next_ref(place.phase),
            place,
            line(&self.words()),
        );
        task.note = Note::new(&format!("{}\n{}", self.words(), self.words())).unwrap();
        task.owner = self.person(plan);
        task.deputy = self.person(plan);
        task.status = self.status();
        task.judgement = self.judgement();
        task.deadline = self.deadline();
        let elements: std::collections::BTreeSet<Element> =
            (0..self.below(4)).map(|_| self.element(plan)).collect();
        task.elements = elements.into_iter().collect();
        task
    }

    fn edit(&mut self, plan: &Plan) -> Option<Change> {
        let task = self.of(plan.tasks())?.clone();
        let edit = match self.below(8) {
            0 => TaskEdit::Deadline(Swap::from_to(&task.deadline, self.deadline())?),
            1 => TaskEdit::Deputy(Swap::from_to(&task.deputy, self.person(plan))?),
            2 => TaskEdit::Judgement(Swap::from_to(&task.judgement, self.judgement())?),
            3 => TaskEdit::Note(Swap::from_to(&task.note, self.line().into())?),
            4 => TaskEdit::Owner(Swap::from_to(&task.owner, self.person(plan))?),
            5 => TaskEdit::Place(Swap::from_to(&task.place, self.place())?),
            6 => TaskEdit::Status(Swap::from_to(&task.status, self.status())?),
            _ => TaskEdit::Title(Swap::from_to(&task.title, line(&self.words()))?),
        };
        Some(Change::Task { id: task.id, edit })
    }

    fn about_people(&mut self, plan: &Plan) -> Option<Change> {
        let person = self.of(plan.people()).cloned();
        match (self.below(4), person) {
            (0, _) | (_, None) => Some(Change::Create(Row::Person(Person {
                id: PersonId(self.ids.next_id()),
                name: (self.below(3) > 0).then(|| line(&self.words())),
                initials: self.line(),
                role: self.line(),
            }))),
            (1, Some(person)) => {
                let named = plan
                    .tasks()
                    .iter()
                    .any(|task| [task.owner, task.deputy].contains(&Some(person.id)));
                (!named).then_some(Change::Delete(Row::Person(person)))
            }
            (_, Some(person)) => {
                let edit = match self.below(3) {
                    0 => PersonEdit::Initials(Swap::from_to(&person.initials, self.line())?),
                    1 => PersonEdit::Name(Swap::from_to(&person.name, Some(line(&self.words())))?),
                    _ => PersonEdit::Role(Swap::from_to(&person.role, self.line())?),
                };
                Some(Change::Person {
                    id: person.id,
                    edit,
                })
            }
        }
    }

    fn about_the_file(&mut self, plan: &Plan) -> Option<Change> {
        match self.below(7) {
            6 => self.about_records(plan),
            0 => {
                let key = MilestoneKey::ALL[self.below(8)];
                let old = plan.milestone(key)?.typed;
                let new = (self.below(3) > 0).then(|| Typed {
                    at: self.moment(),
                    expected: self.below(2) == 0,
                });
                Swap::from_to(&old, new).map(|typed| Change::Milestone { key, typed })
            }
            1 => {
                let day = DayOff {
                    list: DayList::Closure,
                    date: self.date(),
                    name: self.line(),
                };
                let free = plan
                    .days_off()
                    .all(|known| (known.list, known.date) != (day.list, day.date));
                free.then_some(Change::Create(Row::DayOff(day)))
            }
            2 => {
                let days: Vec<DayOff> = plan.days_off().collect();
                self.of(&days)
                    .cloned()
                    .map(|day| Change::Delete(Row::DayOff(day)))
            }
            3 => {
                let policy = Policy {
                    red_within: self.below(5) as i32,
                    green_needs_evidence: self.below(2) == 0,
                    words: Words {
                        red: self.line(),
                        ..Words::default()
                    },
                    ..Policy::default()
                };
                Swap::from_to(&plan.inspection().policy, policy)
                    .map(|swap| Change::Setting(SettingEdit::Policy(swap)))
            }
            4 => {
                let milestone = self.of(plan.milestones())?.clone();
                Some(Change::Delete(Row::Milestone(milestone)))
            }
            _ => {
                let authority = self.line();
                Swap::from_to(&plan.inspection().authority, authority)
                    .map(|swap| Change::Setting(SettingEdit::Authority(swap)))
            }
        }
    }

    fn about_records(&mut self, plan: &Plan) -> Option<Change> {
        let filed: Vec<Filed> = plan
            .records()
            .map(|(id, record)| Filed {
                id,
                record: record.clone(),
            })
            .collect();
        let view = View {
            name: line(&self.words()),
            filter: self.line(),
            sort: self.line(),
            group: Line::default(),
        };
        match (self.below(3), self.of(&filed).cloned()) {
            (0, Some(filed)) => Some(records::delete(&filed)),
            (1, Some(filed)) => {
                let edits = records::changes(filed.id, &filed.record, &Record::View(view));
                self.of(&edits).cloned()
            }
            _ => Some(records::create(
                RecordId(self.ids.next_id()),
                Record::View(view),
            )),
        }
    }

    fn change(&mut self, plan: &Plan) -> Option<Change> {
        match self.below(10) {
            0 | 1 => Some(Change::Create(Row::Task(Box::new(self.task(plan))))),
            2 => self
                .of(plan.tasks())
                .cloned()
                .map(|task| Change::Delete(Row::Task(Box::new(task)))),
            3 => {
                let element = self.element(plan);
                let task = self.of(plan.tasks())?;
                (!task.elements.contains(&element)).then_some(Change::Add {
                    task: task.id,
                    element,
                })
            }
            4 => {
                let task = self.of(plan.tasks())?;
                let element = self.of(&task.elements)?.clone();
                Some(Change::Remove {
                    task: task.id,
                    element,
                })
            }
            5 => self.about_people(plan),
            6 => self.about_the_file(plan),
            _ => self.edit(plan),
        }
    }

    /// An operation of one to five changes; the plan is left as the operation leaves it.
    pub(super) fn operation(&mut self, plan: &mut Plan) -> Operation {
        let mut operation = Operation::new(self.words());
        let wanted = 1 + self.below(5);
        while operation.changes.len() < wanted {
            if let Some(change) = self.change(plan) {
                plan.apply(&change).unwrap();
                operation.changes.push(change);
            }
        }
        operation
    }
}
