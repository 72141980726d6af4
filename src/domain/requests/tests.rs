//! The rules of requests and lines of enquiry, as examples and as laws.

use jiff::civil::datetime;
use proptest::prelude::*;
use uuid::Uuid;

use super::capture::{self, Asked};
use super::log::{self, Log};
use super::*;
use crate::domain::change::Row;
use crate::domain::enquiries;
use crate::domain::inspection::Person;
use crate::domain::rating::Shown;

fn line(text: &str) -> Line {
    Line::new(text).unwrap()
}

fn author(now: DateTime) -> Author {
    Author {
        who: line("Jo"),
        now,
    }
}

const NOW: DateTime = datetime(2026, 12, 7, 11, 5, 0, 0);

fn ids() -> Ids {
    Ids::new(3, 1_790_000_000_000)
}

/// Two people and two lines of enquiry.
fn plan() -> Plan {
    let mut plan = Plan::default();
    let mut ids = Ids::new(1, 1_780_000_000_000);
    for (name, initials) in [("Jo Smith", "JS"), ("Tom Bell", "TB")] {
        let person = Person {
            id: PersonId(ids.next_id()),
            name: Some(line(name)),
            initials: line(initials),
            role: Line::default(),
        };
        plan.apply(&Change::Create(Row::Person(person))).unwrap();
    }
    for name in ["Neglect", "Placements out of county"] {
        let (operation, _) = enquiries::add(&plan, name, &mut ids).unwrap();
        plan.apply_all(&operation.changes).unwrap();
    }
    plan
}

fn asked(plan: &mut Plan, text: &str, ids: &mut Ids) -> RecordId {
    let read = capture::read(text, plan, &author(NOW)).unwrap();
    let operation = ask(plan, read, ids);
    plan.apply_all(&operation.changes).unwrap();
    all(plan).last().unwrap().0
}

fn moved(plan: &mut Plan, id: RecordId, to: &Step, at: DateTime) {
    let operation = step(plan, id, to, at).unwrap();
    plan.apply_all(&operation.changes).unwrap();
}

fn send(said: &str) -> Step {
    Step::Send {
        said: said.parse().unwrap(),
        approved_by: None,
    }
}

#[test]
fn one_line_says_it_all() {
    let plan = plan();
    let text = "Vacancy rates by team by:LI at:9:40 a:tom d:+4h l:place";
    let read = capture::read(text, &plan, &author(NOW)).unwrap();
    assert_eq!(read.wording, *"Vacancy rates by team");
    assert_eq!(read.asked_by, *"LI");
    assert_eq!(read.asked.local, datetime(2026, 12, 7, 9, 40, 0, 0));
    assert_eq!(read.owner, Some(plan.people()[1].id));
    assert_eq!(read.promised.unwrap().to_string(), "2026-12-07T15:05");
    let name = enquiries::name_of(&plan, read.enquiry);
    assert_eq!(name, Some("Placements out of county"));
}

#[test]
fn what_cannot_be_is_refused_in_a_sentence() {
    let plan = plan();
    for (text, why) in [
        (
            "",
            "A request needs its wording. Type what the inspector asked for.",
        ),
        (
            "d:+4h",
            "A request needs its wording. Type what the inspector asked for.",
        ),
        (
            "Rates d:today 9:00",
            "Mon 7 Dec 2026 09:00 has passed, so nothing can be promised for then. Promise a time to come, like +4h, \
             today 16:00 or tomorrow 10:00.",
        ),
        (
            "Rates a:zoe",
            "There is nobody \"zoe\". Type the initials, name or role of somebody in Owners.",
        ),
        (
            "Rates a:\"Tom Bel\"",
            "There is nobody \"Tom Bel\". Did you mean Tom Bell?",
        ),
        (
            "Rates l:housing",
            "There is no line of enquiry \"housing\". The lines are Neglect, Placements out of county.",
        ),
        (
            "Rates at:16:00",
            "It cannot have been asked at Mon 7 Dec 2026 16:00, which is still to come. Type when it was asked, like \
             9:40 or yesterday 16:10.",
        ),
        (
            "Rates d:",
            "d: needs a time to promise, like d:+4h or d:tomorrow 10:00.",
        ),
        (
            "Rates d:fri d:mon",
            "d: is there twice. Leave one of them out.",
        ),
    ] {
        let refused = capture::read(text, &plan, &author(NOW)).unwrap_err();
        assert_eq!(refused.to_string(), why, "{text}");
    }
}

#[test]
fn an_answer_goes_and_comes_back_and_the_first_is_kept() {
    let mut plan = plan();
    let id = asked(&mut plan, "Vacancy rates by team d:+4h", &mut ids());
    let at = |hour, minute| datetime(2026, 12, 7, hour, minute, 0, 0);
    assert!(step(&plan, id, &Step::Return(Line::default()), NOW).is_err());
    moved(&mut plan, id, &Step::Begin, at(11, 30));
    moved(&mut plan, id, &Step::Approve(line("Helen Shaw")), at(13, 0));
    moved(&mut plan, id, &send("Sheet v1"), at(13, 5));
    assert!(step(&plan, id, &send("Again"), at(13, 6)).is_err());
    moved(&mut plan, id, &Step::Return(line("By ward")), at(14, 0));
    let (_, back) = one(&plan, id).unwrap();
    assert_eq!((back.state, &back.approved), (State::Returned, &None));
    moved(&mut plan, id, &send("Sheet v2"), at(16, 0));
    let (name, sent) = one(&plan, id).unwrap();
    assert_eq!(
        (name.to_string(), sent.state),
        ("R-1".to_owned(), State::Sent)
    );
    let said: Vec<&str> = sent
        .answers
        .iter()
        .map(|reply| reply.said.as_str())
        .collect();
    assert_eq!(said, ["Sheet v1", "Sheet v2"]);
    assert_eq!(sent.answers[0].approved.as_ref().unwrap().by, *"Helen Shaw");
    assert_eq!(sent.answers[0].returned.as_ref().unwrap().why, *"By ward");
    let log = Log::of(&plan, at(17, 0));
    assert_eq!(
        log.counts.words(),
        "1 asked, 0 open, 1 answered, median 2 hours"
    );
}

#[test]
fn what_is_approved_and_sent_at_once_goes_as_approved() {
    let mut plan = plan();
    let id = asked(&mut plan, "Vacancy rates by team", &mut ids());
    let typed = |fields: &[(&str, &str)]| -> Vec<(String, String)> {
        let owned = fields.iter();
        let owned = owned.map(|(field, text)| ((*field).to_owned(), (*text).to_owned()));
        owned.collect()
    };
    let both = typed(&[("state", "sent"), ("approved", "Helen Shaw")]);
    let sent = fields::write_named(&plan, id, &both, &author(NOW)).unwrap();
    assert_eq!(sent.label, "R-1: sent (was open), approved by Helen Shaw");
    plan.apply_all(&sent.changes).unwrap();
    let (_, request) = one(&plan, id).unwrap();
    assert_eq!(
        request.answers[0].approved.as_ref().unwrap().by,
        *"Helen Shaw"
    );
    let late = typed(&[("approved", "Tom")]);
    let late = fields::write_named(&plan, id, &late, &author(NOW)).unwrap_err();
    assert_eq!(
        late.message,
        "R-1 is sent already, so there is nothing to approve."
    );
    plan.apply_all(&sent.inverse()).unwrap();
    let only = typed(&[("approved", "Tom")]);
    let only = fields::write_named(&plan, id, &only, &author(NOW)).unwrap();
    plan.apply_all(&only.changes).unwrap();
    assert_eq!(one(&plan, id).unwrap().1.state, State::Ready);
}

#[test]
fn what_is_late_comes_first_and_what_is_sent_comes_last() {
    let mut plan = plan();
    let mut ids = ids();
    let lines = [
        "One d:tomorrow 10:00",
        "Two d:+1h",
        "Three",
        "Four d:+5h",
        "Five d:+3h",
    ];
    let made = lines.map(|text| asked(&mut plan, text, &mut ids));
    moved(
        &mut plan,
        made[4],
        &send(""),
        datetime(2026, 12, 7, 15, 0, 0, 0),
    );
    let log = Log::of(&plan, datetime(2026, 12, 7, 15, 10, 0, 0));
    let seen: Vec<(String, Shown, bool)> = log
        .entries
        .iter()
        .map(|entry| {
            (
                entry.name.to_string(),
                entry.shown,
                entry.late || entry.was_late,
            )
        })
        .collect();
    let row = |name: &str, shown, late| (name.to_owned(), shown, late);
    assert_eq!(
        seen,
        [
            row("R-2", Shown::Red, true),
            row("R-4", Shown::Amber, false),
            row("R-1", Shown::Green, false),
            row("R-3", Shown::Amber, false),
            row("R-5", Shown::Complete, true),
        ]
    );
    assert_eq!(
        log.counts.words(),
        "5 asked, 4 open, 1 late, 1 answered, median 3 hours 55 minutes"
    );
}

#[test]
fn a_request_that_was_asked_before_is_noticed() {
    let mut plan = plan();
    let mut ids = ids();
    let rates = asked(
        &mut plan,
        "Vacancy rates by team, last 12 months d:+4h",
        &mut ids,
    );
    asked(
        &mut plan,
        "Minutes of the improvement board d:fri 10:00",
        &mut ids,
    );
    let like = |plan: &Plan, text: &str, now| log::alike(plan, text, None, now).map(|a| a.words);
    assert_eq!(
        like(&plan, "Please send vacancy rates for each team", NOW).as_deref(),
        Some("looks like R-1, open, promised Mon 7 Dec 15:05")
    );
    moved(&mut plan, rates, &send(""), NOW);
    let tomorrow = datetime(2026, 12, 8, 9, 0, 0, 0);
    assert_eq!(
        like(&plan, "The vacancy rate of teams", tomorrow).as_deref(),
        Some("looks like R-1, answered yesterday")
    );
    for other in [
        "Vacancy",
        "Minutes of the safeguarding board meetings",
        "Structure chart",
        "",
    ] {
        assert_eq!(like(&plan, other, tomorrow), None, "{other}");
    }
    assert_eq!(
        log::alike(&plan, "Vacancy rates by team", Some(rates), NOW),
        None
    );
}

#[test]
fn a_task_and_its_request_know_each_other() {
    let mut plan = plan();
    let mut ids = ids();
    let text = "Vacancy rates by team a:JS d:+4h l:neglect";
    let id = asked(&mut plan, text, &mut ids);
    let (operation, task) = make_task(&plan, id, Phase::Fieldwork, &mut ids).unwrap();
    assert_eq!(
        operation.label,
        "R-1 became FW-01: R-1: Vacancy rates by team, due Mon 7 Dec 2026 15:05"
    );
    plan.apply_all(&operation.changes).unwrap();
    assert_eq!(one(&plan, id).unwrap().1.task, Some(task));
    assert_eq!(of_task(&plan, task).unwrap().0.to_string(), "R-1");
    assert_eq!(plan.task(task).unwrap().owner, Some(plan.people()[0].id));
    assert!(make_task(&plan, id, Phase::Fieldwork, &mut ids).is_err());
    plan.apply_all(&operation.inverse()).unwrap();
    assert_eq!(one(&plan, id).unwrap().1.task, None);
    assert!(plan.tasks().is_empty());
}

#[test]
fn two_copies_may_have_given_the_same_number() {
    let mut plan = plan();
    let id = asked(&mut plan, "One", &mut ids());
    let (_, first) = one(&plan, id).unwrap();
    let second = Record::Request(Box::new(first.clone()));
    let later = RecordId(Uuid::from_u128(u128::MAX));
    plan.apply(&records::create(later, second)).unwrap();
    let names: Vec<String> = all(&plan)
        .iter()
        .map(|(_, name, _)| name.to_string())
        .collect();
    assert_eq!(names, ["R-1", "R-1b"]);
    assert_eq!(find(&plan, "r-1b").unwrap(), later);
    assert_eq!(find(&plan, "R1").unwrap(), id);
    for odd in ["R-", "14", "R-0", "R-1bb", "R+1", "N-12", ""] {
        assert!(find(&plan, odd).is_err(), "{odd}");
    }
}

#[test]
fn time_spans_are_said_in_two_words_at_most() {
    for (minutes, said) in [
        (0, "0 minutes"),
        (1, "1 minute"),
        (59, "59 minutes"),
        (60, "1 hour"),
        (95, "1 hour 35 minutes"),
        (1439, "23 hours"),
        (1500, "1 day 1 hour"),
        (2880, "2 days"),
    ] {
        assert_eq!(log::duration(minutes), said);
    }
}

#[test]
fn what_is_probed_hardest_and_where_proof_is_thin_is_counted() {
    let mut plan = plan();
    let mut ids = ids();
    let lines: Vec<RecordId> = enquiries::all(&plan).iter().map(|(id, _)| *id).collect();
    let set = |plan: &mut Plan, id, fields: &[(&str, &str)]| {
        let fields: Vec<(String, String)> = fields
            .iter()
            .map(|(field, text)| ((*field).to_owned(), (*text).to_owned()))
            .collect();
        let operation = fields::write_named(plan, id, &fields, &author(NOW)).unwrap();
        plan.apply_all(&operation.changes).unwrap();
    };
    set(&mut plan, lines[0], &[("area", "HELP")]);
    set(&mut plan, lines[1], &[("area", "CARE, HELP")]);
    for text in ["One l:neglect", "Two l:place", "Three l:place", "Four"] {
        asked(&mut plan, text, &mut ids);
    }
    let two = find(&plan, "R-2").unwrap();
    set(
        &mut plan,
        two,
        &[("evidence", "S:/two; audit"), ("state", "sent")],
    );
    let board = enquiries::Board::of(&plan);
    let lines: Vec<(&str, String)> = board
        .lines
        .iter()
        .map(|line| (line.name.as_str(), line.probe.words()))
        .collect();
    assert_eq!(
        lines,
        [
            (
                "Placements out of county",
                "2 asked, 1 open, 1 of 2 without evidence".to_owned()
            ),
            ("Neglect", "1 asked, 1 open, without evidence".to_owned()),
            (
                "No line of enquiry",
                "1 asked, 1 open, without evidence".to_owned()
            ),
        ]
    );
    let areas: Vec<(&str, usize, usize)> = board
        .areas
        .iter()
        .map(|(key, _, probe)| (key.as_str(), probe.asked, probe.thin))
        .collect();
    assert_eq!(areas, [("HELP", 3, 2), ("CARE", 2, 1)]);
}

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        Just(Step::Open),
        Just(Step::Begin),
        Just(Step::Ready),
        "[a-c]{0,2}".prop_map(|by| Step::Approve(line(&by))),
        ("[a-c]{0,3}", proptest::option::of("[a-c]{0,2}")).prop_map(|(said, by)| Step::Send {
            said: said.parse().unwrap(),
            approved_by: by.map(|by| line(&by)),
        }),
        "[a-c]{0,3}".prop_map(|why| Step::Return(line(&why))),
        Just(Step::Close),
    ]
}

proptest! {
    #[test]
    fn whatever_happens_to_a_request_nothing_that_was_sent_is_lost(steps in proptest::collection::vec(any_step(), 0..24)) {
        let mut plan = plan();
        let id = asked(&mut plan, "Vacancy rates", &mut ids());
        let mut before = one(&plan, id).unwrap().1.clone();
        let (mut sent, mut now) = (0, NOW);
        for step in steps {
            now = now.saturating_add(jiff::SignedDuration::from_mins(7));
            let Ok(after) = before.after(&step, Clocked::at(now)) else { continue };
            sent += usize::from(matches!(step, Step::Send { .. }));
            prop_assert_eq!(after.answers.len(), sent);
            for (old, new) in before.answers.iter().zip(&after.answers) {
                prop_assert_eq!((&old.said, old.sent, &old.approved), (&new.said, new.sent, &new.approved));
                prop_assert!(old.returned.is_none() || old.returned == new.returned);
            }
            let with_them = after.answers.last().is_some_and(|reply| reply.returned.is_none());
            match after.state {
                State::Sent => prop_assert!(with_them),
                State::Returned => prop_assert!(sent > 0 && !with_them && after.approved.is_none()),
                _ => {}
            }
            prop_assert_eq!((after.number, &after.wording, after.asked), (before.number, &before.wording, before.asked));
            before = after;
        }
    }

    #[test]
    fn no_number_is_given_twice(adds in proptest::collection::vec(any::<bool>(), 1..30)) {
        let mut plan = plan();
        let (mut ids, mut done, mut given) = (ids(), Vec::new(), Vec::new());
        for add in adds {
            if add || done.is_empty() {
                let read = capture::read("Something", &plan, &author(NOW)).unwrap();
                given.push(plan.numbers().next(records::Kind::Request));
                let operation = ask(&plan, read, &mut ids);
                plan.apply_all(&operation.changes).unwrap();
                done.push(operation);
            } else if let Some(operation) = done.pop() {
                plan.apply_all(&operation.inverse()).unwrap();
            }
        }
        prop_assert!(given.is_sorted_by(|a, b| a < b));
    }

    #[test]
    fn what_is_shown_reads_the_same(
        wording in "[a-zé\"]{1,6}( [a-z:\"#]{1,6}){0,4}",
        by in "[a-z\" ]{0,5}",
        minutes in 0_i64..3_000,
        owner in proptest::option::of(0_usize..2),
        hours in proptest::option::of(1_i64..90),
        enquiry in proptest::option::of(0_usize..2),
    ) {
        let plan = plan();
        let hence = |minutes| NOW.saturating_add(jiff::SignedDuration::from_mins(minutes));
        let asked = Asked {
            wording: Note::new(wording.trim()).unwrap(),
            asked_by: line(&by),
            asked: Clocked::at(hence(-minutes)),
            owner: owner.map(|at| plan.people()[at].id),
            promised: hours.map(|hours| Moment::from(hence(hours * 60))),
            enquiry: enquiry.map(|at| enquiries::all(&plan)[at].0),
        };
        let shown = capture::show(&asked, &plan);
        prop_assert_eq!(capture::read(&shown, &plan, &author(NOW)), Ok(asked), "{}", shown);
    }

    #[test]
    fn whatever_is_typed_is_read_or_refused(text in "\\PC{0,40}") {
        let _read = capture::read(&text, &plan(), &author(NOW));
        let _name = Reference::read(&text);
    }
}
