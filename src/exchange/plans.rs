//! Made-up inspections whose texts are what spreadsheets, markup and careless programs trip over, for tests.

use jiff::civil::{DateTime, date, datetime};
use proptest::prelude::*;

use super::write::{Edition, Format, Source};
use crate::domain::board::Board;
use crate::domain::change::{DayList, DayOff};
use crate::domain::id::{Ids, PersonId, Ref, TaskId};
use crate::domain::inspection::{Inspection, Milestone, Person, Policy, Typed};
use crate::domain::plan::Plan;
use crate::domain::policy::{self, Field};
use crate::domain::rating::Shown;
use crate::domain::task::{Deadline, Element, Judgement, Phase, Place, Rag, Status, Task};
use crate::domain::text::{Line, Note};
use crate::domain::when::{MilestoneKey, Moment, When};

/// Text that spreadsheets, markup and careless programs trip over.
pub(super) fn hostile() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "=1+1",
        "+",
        "-",
        "@SUM",
        "'",
        "''=",
        "＝",
        "\t",
        "\r\n",
        "\n",
        "\"",
        ",",
        ";",
        "|",
        "`",
        "<b>",
        "&amp;",
        "_x0041_",
        "]]>",
        "{{",
        "\\",
        "/",
        "http://x",
        "café",
        "日本",
        "👩‍👧",
        "\u{202E}",
        "\u{1B}[2J",
        "\u{200B}",
        " ",
        "Ref",
        "N-01",
        "0",
        "1e9",
        "2026-06-08",
        "TRUE",
        "#REF!",
        "word",
    ]);
    prop::collection::vec(pieces, 0..5).prop_map(|pieces| pieces.concat())
}

fn line() -> impl Strategy<Value = Line> {
    hostile().prop_map(|text| Line::new(&text).unwrap())
}

fn title() -> impl Strategy<Value = Line> {
    hostile().prop_map(|text| Line::new(&format!("t{text}")).unwrap())
}

fn moment() -> impl Strategy<Value = Moment> {
    (0..400i64, prop::option::of((0..24i8, 0..60i8))).prop_map(|(days, time)| Moment {
        date: date(2026, 3, 1).saturating_add(jiff::Span::new().days(days)),
        time: time.map(|(hour, minute)| jiff::civil::time(hour, minute, 0, 0)),
    })
}

fn when() -> impl Strategy<Value = When> {
    prop_oneof![
        moment().prop_map(When::At),
        prop::sample::select(vec!["call+1wd 17:00", "start-2wd", "end+1w fri 12:00"])
            .prop_map(|rule| When::Rule(rule.parse().unwrap())),
    ]
}

fn status() -> impl Strategy<Value = Status> {
    prop_oneof![
        Just(Status::NotStarted),
        Just(Status::InProgress),
        line().prop_map(|on| Status::Waiting { on }),
        Just(Status::Done {
            at: datetime(2026, 6, 2, 9, 30, 0, 0)
        }),
        Just(Status::NotNeeded),
    ]
}

fn judgement() -> impl Strategy<Value = Judgement> {
    (prop::sample::select(Rag::ALL.to_vec()), line(), line()).prop_map(|(rag, reason, who)| {
        Judgement {
            rag,
            reason,
            who,
            at: datetime(2026, 6, 1, 9, 0, 0, 0),
            expires: Some(date(2026, 7, 1)),
        }
    })
}

fn element() -> impl Strategy<Value = Element> {
    prop_oneof![
        title().prop_map(Element::Area),
        title().prop_map(Element::Evidence),
        title().prop_map(Element::Tag),
    ]
}

/// A task whose place in the plan, and people, are given by number.
pub(super) type TaskSeed = (
    (Line, String, Line),
    (usize, usize, usize),
    (Status, Option<Judgement>),
    (Option<When>, Option<When>),
    Vec<Element>,
);

fn task_seed() -> impl Strategy<Value = TaskSeed> {
    (
        (title(), hostile(), line()),
        (0..3usize, 0..4usize, 0..4usize),
        (status(), prop::option::of(judgement())),
        (prop::option::of(when()), prop::option::of(when())),
        prop::collection::vec(element(), 0..4),
    )
}

fn person_seed() -> impl Strategy<Value = (Option<Line>, Line)> {
    (prop::option::of(title()), title())
}

/// A whole inspection: up to three people, and tasks that refer to them and to each other.
pub(super) fn plan() -> impl Strategy<Value = Plan> {
    (
        prop::collection::vec(person_seed(), 3),
        prop::collection::vec(task_seed(), 0..6),
        (line(), prop::option::of(moment())),
        policy(),
    )
        .prop_map(|(people, tasks, (authority, call), policy)| {
            let mut plan = assemble(people, tasks, authority, call);
            let change = policy::change(&plan, policy);
            plan.apply_all(&change.changes).unwrap();
            plan
        })
}

/// The usual words, three colours, a council's own words, and words made to do harm.
pub(super) fn policy() -> impl Strategy<Value = Policy> {
    let words = prop::sample::select(vec![
        ["", "", "", "", ""],
        [
            "Off track",
            "At risk",
            "On track",
            "Closed",
            "Not rated yet",
        ],
        ["=1+1", "a,b", "\"x\"&\"", "<b>|*", "@none"],
        ["Stop", "Late", "", "", "A waits"],
    ]);
    (words, prop::sample::select(vec!["brag", "rag"])).prop_map(|(words, scheme)| {
        let letters = [
            Shown::Red,
            Shown::Amber,
            Shown::Green,
            Shown::Complete,
            Shown::None,
        ];
        let mut fields = vec![(Field::Scheme, scheme.to_owned())];
        fields.extend(
            letters
                .into_iter()
                .zip(words)
                .map(|(shown, word)| (Field::Word(shown), word.to_owned())),
        );
        policy::write(&Policy::default(), &fields).unwrap()
    })
}

/// All tasks of `plan` as they stand at `now`, in this format.
pub(super) fn exported(plan: &Plan, format: &Format, now: DateTime) -> Vec<u8> {
    let board = Board::of(plan, now);
    let positions: Vec<u32> = (0..plan.tasks().len() as u32).collect();
    let source = Source {
        plan,
        board: &board,
        positions: &positions,
        mark: "0123456789ab",
        edition: Edition::default(),
    };
    (format.write)(&source, &mut |_| true).unwrap()
}

pub(super) fn assemble(
    people: Vec<(Option<Line>, Line)>,
    tasks: Vec<TaskSeed>,
    authority: Line,
    call: Option<Moment>,
) -> Plan {
    let mut ids = Ids::new(1, 1_780_000_000_000);
    let people: Vec<Person> = people
        .into_iter()
        .zip(["JS", "TB", "MO"])
        .map(|((name, role), initials)| Person {
            id: PersonId(ids.next_id()),
            name,
            initials: Line::new(initials).unwrap(),
            role,
        })
        .collect();
    let mut made: Vec<Task> = Vec::new();
    for (number, seed) in (1..).zip(tasks) {
        let ((title, note, section), (phase, owner, deputy), (status, judgement), dates, elements) =
            seed;
        let phase = Phase::ALL[phase];
        let mut task = Task::new(
            TaskId(ids.next_id()),
            Ref::new(phase, number),
            Place { phase, section },
            title,
        );
        task.note = Note::new(&note).unwrap();
        task.owner = people.get(owner).map(|person| person.id);
        task.deputy = people.get(deputy).map(|person| person.id);
        task.status = status;
        task.judgement = judgement;
        task.deadline = Deadline {
            due: dates.0,
            from: dates.1,
        };
        task.elements = elements;
        task.elements
            .extend(made.last().map(|before| Element::Need(before.id)));
        task.elements.sort();
        task.elements.dedup();
        made.push(task);
    }
    let milestones = MilestoneKey::ALL.map(|key| Milestone {
        key,
        name: Line::new(key.title()).unwrap(),
        rule: (key != MilestoneKey::Call).then(|| "call+5wd".parse().unwrap()),
        basis: Line::default(),
        typed: call.filter(|_| key == MilestoneKey::Call).map(|at| Typed {
            at,
            expected: false,
        }),
    });
    let closed = DayOff {
        list: DayList::Closure,
        date: date(2026, 8, 14),
        name: authority.clone(),
    };
    let inspection = Inspection {
        authority: authority.clone(),
        kind: Line::new("standard").unwrap(),
        title: authority,
        framework: Line::new("2026").unwrap(),
        policy: Policy::default(),
    };
    Plan::from_rows(
        inspection,
        people,
        milestones.to_vec(),
        vec![closed],
        made,
        [9, 9, 9],
    )
}
