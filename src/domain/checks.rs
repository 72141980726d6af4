//! "Check these": what about a task a director would ask, one row a question. Each row says when it asks, and in one
//! plain sentence what is wrong and what to do. Another check is another row of [`CHECKS`] and its name in [`Check`].
//! It changes no letter: a check stands beside the RAG, and never in its place.

use jiff::civil::{Date, DateTime};

use super::absence::{self, Rota};
use super::board::{Board, Schedule, Standing};
use super::calendar::days_between;
use super::id::PersonId;
use super::inspection::Policy;
use super::phrase;
use super::plan::Plan;
use super::promises::{self, Outcome};
use super::rating::{self, Shown, count};
use super::task::{Rag, Status, Task};
use super::text;
use super::when::Moment;

/// More deadlines than this with a clock time, for one person in one hour, are too many.
pub const MOST_IN_AN_HOUR: usize = 2;

/// Why a row wants a second look. The gravest comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Check {
    /// A person judged it better than the policy does.
    Disagrees,
    /// It shows red, and nobody answers for it.
    Unowned,
    /// Its owner is away on the day it is due, and nobody covers.
    Uncovered,
    /// It is due before a task that it needs.
    BeforeNeed,
    /// Something promised in a meeting was not done by then.
    Broken,
    /// A promise without a date: somebody is at it, or it waits for something, and nobody has said until when.
    Undated,
    /// Its owner has too much due in one hour; the first task of that hour speaks for all.
    Crowded,
    /// Judged green, though the policy asks for evidence and there is none.
    Unproved,
    /// A green nobody has looked at for too long.
    Stale,
}

/// A row: when a check is made, and what it says.
#[derive(Debug)]
pub struct Kind {
    /// Which.
    pub check: Check,
    /// The stable name.
    pub name: &'static str,
    holds: fn(&Seen<'_>) -> bool,
    says: fn(&Board, &Plan, usize) -> String,
}

/// Every check, the gravest first.
pub static CHECKS: &[Kind] = &[
    Kind {
        check: Check::Disagrees,
        name: "disagrees",
        holds: |seen| {
            let judged = rating::standing(seen.task, seen.now);
            judged.is_some_and(|judged| {
                rating::disagrees(judged, seen.standing.rating.computed)
                    && !(seen.standing.rating.unproved && judged.rag == Rag::Green)
            })
        },
        says: |board, plan, at| {
            let judged = rating::standing(&plan.tasks()[at], board.now);
            format!(
                "Judged {}, but {}: judge it again, or move the date.",
                judged.map_or("", |judged| plan.inspection().policy.rag_word(judged.rag)),
                board.computed_because(plan, at)
            )
        },
    },
    Kind {
        check: Check::Unowned,
        name: "unowned",
        holds: |seen| seen.standing.rating.shown == Shown::Red && seen.task.owner.is_none(),
        says: |_, plan, _| {
            let red = plan.inspection().policy.word(Shown::Red);
            format!(
                "{}, and nobody owns it: give it an owner.",
                text::capital(red)
            )
        },
    },
    Kind {
        check: Check::Uncovered,
        name: "uncovered",
        holds: |seen| {
            let due = seen.standing.due.filter(|due| due.date >= seen.now.date());
            due.is_some_and(|due| seen.rota.hands(seen.task, due.date).is_clash())
        },
        says: |board, plan, at| {
            let due = board.standings[at].due;
            let today = board.now.date();
            let clash =
                due.and_then(|due| absence::clash(plan, &plan.tasks()[at], due.date, today));
            let clash = clash.unwrap_or_default();
            format!("{clash}: name a deputy, or move the date.")
        },
    },
    Kind {
        check: Check::BeforeNeed,
        name: "before_need",
        holds: |seen| {
            seen.standing.blocked
                && later_need(seen.task, seen.standing.due, seen.plan, seen.schedule).is_some()
        },
        says: before_need,
    },
    Kind {
        check: Check::Broken,
        name: "broken_promise",
        holds: |seen| seen.broken,
        says: |board, plan, at| {
            // It is the last one that counts.
            let broken = promises::of_task(plan, plan.tasks()[at].id)
                .filter(|(_, promise)| Outcome::of(plan, promise, board.now) == Outcome::Broken);
            broken.last().map_or_else(String::new, |(_, promise)| {
                let until = promises::until(plan, promise, board.now);
                format!(
                    "Promised {until} and not done: {}. Ask, or agree another time.",
                    promise.what
                )
            })
        },
    },
    Kind {
        check: Check::Undated,
        name: "undated",
        holds: |seen| {
            let promised = matches!(
                seen.task.status,
                Status::InProgress | Status::Waiting { .. }
            );
            promised && seen.task.deadline.due.is_none()
        },
        says: |_, plan, at| {
            let words = text::capital(&plan.tasks()[at].status.words());
            let words = text::fit(&words, 40);
            format!("{words}, with no date: agree one, and set it.")
        },
    },
    Kind {
        check: Check::Crowded,
        name: "crowded",
        holds: |seen| seen.leads_a_crowd,
        says: crowded,
    },
    Kind {
        check: Check::Unproved,
        name: "unproved",
        holds: |seen| {
            let judged = rating::standing(seen.task, seen.now);
            seen.policy.green_needs_evidence
                && judged.is_some_and(|judged| judged.rag == Rag::Green)
                && seen.task.evidence().next().is_none()
        },
        says: |_, plan, _| {
            let green = plan.inspection().policy.word(Shown::Green);
            format!("Judged {green} without evidence: say where the proof is.")
        },
    },
    Kind {
        check: Check::Stale,
        name: "stale",
        holds: |seen| {
            let judged = rating::standing(seen.task, seen.now);
            judged.is_some_and(|judged| {
                let days = seen.plan.calendar();
                let ago = days.working_days(judged.at.date(), seen.now.date());
                rating::is_stale(judged, ago, seen.policy)
            })
        },
        says: |board, plan, at| {
            let ago = board.judged_ago(plan, at).unwrap_or_default();
            format!(
                "Judged {} {} ago: look again, and judge it anew.",
                plan.inspection().policy.word(Shown::Green),
                count(ago, "working day")
            )
        },
    },
];

impl Check {
    fn kind(self) -> &'static Kind {
        &CHECKS[self as usize]
    }

    /// The stable name.
    pub fn as_str(self) -> &'static str {
        self.kind().name
    }

    /// What is wrong with the task at this position of the plan, and what to do, in one sentence.
    pub fn says(self, board: &Board, plan: &Plan, at: usize) -> String {
        (self.kind().says)(board, plan, at)
    }
}

/// The checks of one task: a set that takes no room where nothing is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Checks(u16);

impl Checks {
    /// Whether nothing is wrong.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether this is among them.
    pub fn has(self, check: Check) -> bool {
        self.0 & 1 << check as u16 != 0
    }

    /// The gravest.
    pub fn first(self) -> Option<Check> {
        self.iter().next()
    }

    /// All of them, the gravest first.
    pub fn iter(self) -> impl Iterator<Item = Check> {
        let checks = CHECKS.iter().map(|kind| kind.check);
        checks.filter(move |check| self.has(*check))
    }
}

/// What a check may look at.
struct Seen<'a> {
    plan: &'a Plan,
    policy: &'a Policy,
    schedule: &'a Schedule,
    now: DateTime,
    rota: &'a Rota,
    task: &'a Task,
    standing: &'a Standing,
    leads_a_crowd: bool,
    broken: bool,
}

/// One hour with too much in it for one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crowd {
    /// Who.
    pub owner: PersonId,
    /// The day and the hour it begins with; the minutes are 0.
    pub hour: DateTime,
    /// What is due in it, as positions in the plan: more than [`MOST_IN_AN_HOUR`].
    pub tasks: Vec<u32>,
}

/// Finds every check of every task, and the hours that are too full. Closed and overtaken tasks have none.
pub(super) fn find(
    plan: &Plan,
    policy: &Policy,
    schedule: &Schedule,
    now: DateTime,
    standings: &mut [Standing],
) -> Vec<Crowd> {
    let crowds = crowds(plan, standings, now);
    let mut leaders: Vec<u32> = crowds.iter().map(|crowd| crowd.tasks[0]).collect();
    leaders.sort_unstable();
    let mut leaders = leaders.into_iter().peekable();
    let rota = Rota::of(plan);
    let broken = promises::broken(plan, now);
    for (at, task) in (0..).zip(plan.tasks()) {
        let standing = &mut standings[at as usize];
        if !task.status.is_open() || standing.overtaken {
            continue;
        }
        let seen = Seen {
            plan,
            policy,
            schedule,
            now,
            rota: &rota,
            task,
            standing,
            leads_a_crowd: leaders.next_if_eq(&at).is_some(),
            broken: broken.contains(&task.id),
        };
        let bits = CHECKS.iter().filter(|kind| (kind.holds)(&seen));
        let bits = bits.fold(0, |bits, kind| bits | 1 << kind.check as u16);
        standing.checks = Checks(bits);
    }
    crowds
}

/// The hours that are still to come, or have begun, in which one person has too much due.
fn crowds(plan: &Plan, standings: &[Standing], now: DateTime) -> Vec<Crowd> {
    let today = now.date();
    let mut timed: Vec<(u64, u32)> = Vec::new();
    for (at, (task, standing)) in (0..).zip(plan.tasks().iter().zip(standings)) {
        let (Some(owner), Some(due)) = (task.owner, standing.due) else {
            continue;
        };
        let Some(time) = due.time else { continue };
        let hour = i64::from(days_between(today, due.date)) * 24 + i64::from(time.hour());
        let ahead = hour.checked_sub(i64::from(now.hour()));
        let Some(ahead) = ahead.and_then(|ahead| u32::try_from(ahead).ok()) else {
            continue;
        };
        if task.status.is_open() && !standing.overtaken {
            let who = plan.person_position(owner).unwrap_or_default() as u64;
            timed.push((who << 32 | u64::from(ahead), at));
        }
    }
    timed.sort_unstable();
    let hours = timed.chunk_by(|a, b| a.0 == b.0);
    let full = hours.filter(|hour| hour.len() > MOST_IN_AN_HOUR);
    full.filter_map(|hour| {
        let first = hour[0].1 as usize;
        let due = standings[first].due?;
        Some(Crowd {
            owner: plan.tasks()[first].owner?,
            hour: due.date.at(due.time?.hour(), 0, 0, 0),
            tasks: hour.iter().map(|(_, at)| *at).collect(),
        })
    })
    .collect()
}

/// An unfinished task that `task` needs and that is due later: on a later day, or later by the clock on the same day.
/// A day without a time is not later than a time on it.
fn later_need<'a>(
    task: &Task,
    due: Option<Moment>,
    plan: &'a Plan,
    schedule: &Schedule,
) -> Option<(&'a Task, Moment)> {
    let due = due?;
    let needs = task.needs().filter_map(|need| plan.task(need));
    let open = needs.filter(|need| need.status.is_open());
    let dated = open.filter_map(|need| {
        let when = schedule.deadline(need.deadline.due?, need.place.phase, plan)?;
        Some((need, when))
    });
    let is_later = |need: Moment| {
        need.date > due.date
            || need.date == due.date
                && matches!((need.time, due.time), (Some(need), Some(due)) if need > due)
    };
    dated
        .filter(|(_, when)| is_later(*when))
        .max_by_key(|(_, when)| *when)
}

/// "Due Tue 1 Dec, before N-12 that it needs (Thu 3 Dec): move one of the dates."
fn before_need(board: &Board, plan: &Plan, at: usize) -> String {
    let (task, standing) = (&plan.tasks()[at], &board.standings[at]);
    let need = later_need(task, standing.due, plan, &board.schedule);
    let (Some(due), Some((need, when))) = (standing.due, need) else {
        return String::new();
    };
    let today: Date = board.now.date();
    format!(
        "Due {}, before {} that it needs ({}): move one of the dates.",
        phrase::moment_short(due, today),
        need.reference,
        phrase::moment_short(when, today)
    )
}

/// How many refs a sentence names.
const REFS: usize = 6;

/// "JS has 3 due from 11:00 to 12:00, Mon 30 Nov: move or share one of N-31, N-32, N-33."
fn crowded(board: &Board, plan: &Plan, at: usize) -> String {
    let leads = |crowd: &&Crowd| crowd.tasks[0] as usize == at;
    let Some(crowd) = board.crowds.iter().find(leads) else {
        return String::new();
    };
    format!(
        "{}: move or share one of {}.",
        crowd.says(plan, board.now.date()),
        refs(plan, &crowd.tasks)
    )
}

impl Crowd {
    /// "JS has 3 due from 11:00 to 12:00, Mon 30 Nov"
    pub(super) fn says(&self, plan: &Plan, today: Date) -> String {
        let who = plan
            .person(self.owner)
            .map_or("Somebody", |person| person.initials.as_str());
        format!(
            "{who} has {} due from {:02}:00 to {:02}:00, {}",
            self.tasks.len(),
            self.hour.hour(),
            self.hour.hour() + 1,
            phrase::day_short(self.hour.date(), today)
        )
    }
}

/// "N-31, N-32, N-33"; of more than a sentence holds, the first and how many more.
pub(super) fn refs(plan: &Plan, tasks: &[u32]) -> String {
    let named = tasks.iter().take(REFS);
    let refs: Vec<String> = named
        .map(|at| plan.tasks()[*at as usize].reference.to_string())
        .collect();
    let more = match tasks.len().saturating_sub(REFS) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("{}{more}", refs.join(", "))
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};
    use proptest::prelude::*;

    use super::*;
    use crate::domain::agenda::Agenda;
    use crate::domain::edit::{self, Author, Patch};
    use crate::domain::fields::{self, Field};
    use crate::domain::id::{Ids, TaskId};
    use crate::domain::template::{Start, Template};
    use crate::domain::text::Line;
    use crate::domain::when::When;

    fn blank() -> Plan {
        let template = Template::named("blank").unwrap();
        template
            .plan(&Start::default(), &mut Ids::new(1, 1))
            .unwrap()
    }

    /// Wednesday.
    fn now() -> DateTime {
        date(2026, 6, 3).at(9, 42, 0, 0)
    }

    fn author(at: DateTime) -> Author {
        Author {
            who: Line::clipped("Jo"),
            now: at,
        }
    }

    /// Adds a task with these fields, as somebody would type them at `at`.
    fn add_at(plan: &mut Plan, ids: &mut Ids, at: DateTime, fields: &[(Field, &str)]) -> TaskId {
        let draft = edit::Draft {
            title: Line::clipped("Something"),
            rest: Patch::default(),
        };
        let phase = crate::domain::task::Phase::Notification;
        let (operation, id) = edit::add(plan, &draft, phase, ids).unwrap();
        plan.apply_all(&operation.changes).unwrap();
        let typed: Vec<(Field, String)> = fields
            .iter()
            .map(|(field, text)| (*field, (*text).to_owned()))
            .collect();
        let author = author(at);
        let mut cx = fields::Context {
            plan,
            author: &author,
            ids,
        };
        let task = cx.plan.task(id).unwrap().clone();
        let written = fields::write(&task, &typed, &mut cx).unwrap();
        let operation = edit::patch(plan, &[id], &written.patch).unwrap();
        plan.apply_all(&operation.changes).unwrap();
        id
    }

    fn said(plan: &Plan, board: &Board) -> Vec<String> {
        let agenda = Agenda::of(plan, board);
        let each = agenda.check_these.iter().flat_map(|at| {
            let at = *at as usize;
            let reference = plan.tasks()[at].reference;
            let checks = board.standings[at].checks.iter();
            checks.map(move |check| format!("{reference} {}", check.says(board, plan, at)))
        });
        each.collect()
    }

    #[test]
    fn the_table_is_in_the_order_of_the_names() {
        for (at, kind) in CHECKS.iter().enumerate() {
            assert_eq!(kind.check as usize, at);
            assert_eq!(kind.check.as_str(), kind.name);
        }
    }

    #[test]
    fn each_check_says_what_is_wrong_and_what_to_do_the_gravest_first() {
        let mut plan = blank();
        let mut ids = Ids::new(2, 2);
        let monday = date(2026, 5, 18).at(9, 0, 0, 0);
        let mut add = |at, fields: &[(Field, &str)]| add_at(&mut plan, &mut ids, at, fields);
        add(
            now(),
            &[
                (Field::Owner, "Jo"),
                (Field::Due, "2/6/26"),
                (Field::Status, "waiting"),
                (Field::Rag, "green"),
            ],
        );
        add(now(), &[(Field::Due, "tomorrow")]);
        add(
            now(),
            &[
                (Field::Owner, "Jo"),
                (Field::Status, "waiting"),
                (Field::Waiting, "ICT"),
            ],
        );
        add(now(), &[(Field::Owner, "Jo"), (Field::Due, "9/6/26 12:00")]);
        add(
            monday,
            &[
                (Field::Owner, "Jo"),
                (Field::Due, "3/7/26"),
                (Field::Rag, "green"),
            ],
        );
        add(now(), &[(Field::Owner, "Jo"), (Field::Due, "10/6/26")]);
        for minute in ["14:00", "14:05", "14:59"] {
            add(
                now(),
                &[
                    (Field::Owner, "Sam"),
                    (Field::Due, &format!("12/6/26 {minute}")),
                ],
            );
        }
        add(
            now(),
            &[(Field::Owner, "Sam"), (Field::Due, "12/6/26 15:00")],
        );
        let by_number = |number: usize| plan.tasks()[number - 1].id;
        let needs = Patch {
            add: vec![crate::domain::task::Element::Need(by_number(6))],
            ..Patch::default()
        };
        let operation = edit::patch(&plan, &[by_number(4)], &needs).unwrap();
        plan.apply_all(&operation.changes).unwrap();
        let board = Board::of(&plan, now());
        assert_eq!(
            said(&plan, &board),
            [
                "N-01 Judged green, but it is 1 day late: judge it again, or move the date.",
                "N-02 Red, and nobody owns it: give it an owner.",
                "N-04 Due Tue 9 Jun 12:00, before N-06 that it needs (Wed 10 Jun): move one of the dates.",
                "N-03 Waiting on ICT, with no date: agree one, and set it.",
                "N-07 SA has 3 due from 14:00 to 15:00, Fri 12 Jun: move or share one of N-07, N-08, N-09.",
                "N-05 Judged green 11 working days ago: look again, and judge it anew.",
            ]
        );
    }

    #[test]
    fn a_day_without_a_time_is_not_later_than_a_time_on_it() {
        let mut plan = blank();
        let mut ids = Ids::new(2, 2);
        add_at(
            &mut plan,
            &mut ids,
            now(),
            &[(Field::Owner, "Jo"), (Field::Due, "12/6/26")],
        );
        add_at(
            &mut plan,
            &mut ids,
            now(),
            &[
                (Field::Owner, "Jo"),
                (Field::Due, "12/6/26 17:00"),
                (Field::Needs, "N-01"),
            ],
        );
        assert!(said(&plan, &Board::of(&plan, now())).is_empty());
    }

    #[test]
    fn no_shipped_template_begins_with_a_check_of_its_own() {
        for (name, ..) in crate::assets::TEMPLATES {
            let template = Template::named(name).unwrap();
            let mut plan = template
                .plan(&Start::default(), &mut Ids::new(1, 1))
                .unwrap();
            let call = edit::Call::came(date(2026, 6, 8).at(9, 0, 0, 0));
            if let Ok(call) = edit::record_call(&plan, &call, &author(now())) {
                plan.apply_all(&call.changes).unwrap();
            }
            assert_eq!(said(&plan, &Board::of(&plan, now())), [""; 0], "{name}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        /// A crowd is what counting every hour of every person by hand finds.
        #[test]
        fn hours_that_are_too_full_are_found(
            tasks in prop::collection::vec((0_usize..4, 0_i64..3, 6_i8..12, 0_i8..60, 0_u8..4), 0..60)
        ) {
            let mut plan = blank();
            let mut ids = Ids::new(2, 2);
            let people: Vec<_> = (0..3).map(|n| {
                let person = crate::domain::inspection::Person {
                    id: PersonId(ids.next_id()),
                    name: Some(Line::clipped(&format!("Person {n}"))),
                    initials: Line::clipped(&format!("P{n}")),
                    role: Line::default(),
                };
                let change = crate::domain::change::Change::Create(crate::domain::change::Row::Person(person.clone()));
                plan.apply(&change).unwrap();
                person.id
            }).collect();
            for (who, day, hour, minute, status) in &tasks {
                let due = Moment::at(crate::domain::calendar::plus_days(now().date(), *day), time(*hour, *minute, 0, 0));
                let rest = Patch {
                    owner: Some(people.get(*who).copied()),
                    due: Some(Some(When::At(due))),
                    status: (*status == 0).then_some(Status::Done { at: now() }),
                    ..Patch::default()
                };
                let draft = edit::Draft { title: Line::clipped("x"), rest };
                let (operation, _) = edit::add(&plan, &draft, crate::domain::task::Phase::Fieldwork, &mut ids).unwrap();
                plan.apply_all(&operation.changes).unwrap();
            }
            let board = Board::of(&plan, now());
            let mut hours = std::collections::BTreeMap::<_, Vec<u32>>::new();
            for (at, (who, day, hour, _, status)) in (0..).zip(&tasks) {
                let begun = *day > 0 || *hour >= now().hour();
                if *who < people.len() && begun && *status != 0 {
                    hours.entry((*who, *day, *hour)).or_default().push(at);
                }
            }
            hours.retain(|_, tasks| tasks.len() > MOST_IN_AN_HOUR);
            let found: Vec<Vec<u32>> = board.crowds.iter().map(|crowd| crowd.tasks.clone()).collect();
            prop_assert_eq!(&found, &hours.values().cloned().collect::<Vec<_>>());
            let leaders: Vec<u32> = (0..).zip(&board.standings)
                .filter(|(_, standing)| standing.checks.has(Check::Crowded))
                .map(|(at, _)| at)
                .collect();
            let mut wanted: Vec<u32> = found.iter().map(|tasks| tasks[0]).collect();
            wanted.sort_unstable();
            prop_assert_eq!(leaders, wanted);
            for (task, standing) in plan.tasks().iter().zip(&board.standings) {
                prop_assert!(task.status.is_open() || standing.checks.is_empty());
            }
        }
    }
}
