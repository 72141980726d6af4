//! `diff`: how the board moved between two moments.

use clap::{Arg, ArgMatches, Command};
use serde::Serialize;

use super::Verb;
use super::args::{json, value};
use super::desk::{Desk, moment_of};
use super::json::Document;
use super::look::TallyJson;
use super::output::Stop;
use crate::domain::as_of::Mark;
use crate::domain::difference::Difference;
use crate::domain::id::Ref;
use crate::domain::phrase;
use crate::domain::plan::Plan;
use crate::domain::what_if::Line;
use crate::domain::when::Moment;
use crate::store::back;

pub(super) const DIFF: Verb = Verb {
    name: "diff",
    usage: "FROM [TO] [--json]",
    about: "What moved between two moments: turned red, slipped, closed, new, in other hands",
    examples: &[
        (
            "readyroom diff call",
            "movement since the call was recorded",
        ),
        ("readyroom diff yesterday", "since the end of yesterday"),
        (
            "readyroom diff \"mon 9:00\" \"mon 17:00\"",
            "what Monday brought",
        ),
        ("readyroom diff call --json", "for a script"),
    ],
    args: |command: Command| {
        command
            .arg(
                Arg::new("from")
                    .value_name("FROM")
                    .help("The earlier moment: call, yesterday, 1/12, \"mon 9:00\"")
                    .required(true),
            )
            .arg(
                Arg::new("to")
                    .value_name("TO")
                    .help("The later moment; now, when it is left out"),
            )
            .arg(json())
    },
    run: diff,
};

fn diff(desk: &mut Desk, matches: &ArgMatches) -> Result<(), Stop> {
    let store = desk.look()?;
    let frame = store.read_frame()?;
    let cx = phrase::Context {
        now: desk.now,
        calendar: frame.calendar(),
    };
    let mark = |name| value(matches, name).map(|text| Mark::read(text, &name.to_uppercase(), &cx));
    let from = mark("from").transpose()?.unwrap_or(Mark::At(desk.now));
    let to = mark("to").transpose()?.unwrap_or(Mark::At(desk.now));
    let (moved, plan) = back::difference(&store, from, to)?;
    desk.note_damage(&store);
    if matches.get_flag("json") {
        return desk
            .out
            .json(&Document("diff", DiffJson::of(&moved, &plan)));
    }
    desk.out
        .heading(&format!("From {}", moved.title(desk.now.date())))?;
    say_lines(desk, &moved.lines(&plan))
}

/// Lines that are read on the screens too.
pub(super) fn say_lines(desk: &mut Desk, lines: &[Line]) -> Result<(), Stop> {
    for line in lines {
        match line {
            Line::Head(text) => desk.out.heading(text)?,
            Line::Text(text) | Line::Warning(text) => desk.out.line(text)?,
            Line::Blank | Line::Task(_) => desk.out.line("")?,
        }
    }
    Ok(())
}

#[derive(Debug, Serialize)]
struct DiffJson<'a> {
    from: String,
    to: String,
    before: TallyJson,
    after: TallyJson,
    turned_red: Vec<TaskJson<'a>>,
    slipped: Vec<MovedJson<'a>>,
    closed: Vec<TaskJson<'a>>,
    new: Vec<TaskJson<'a>>,
    reopened: Vec<TaskJson<'a>>,
    handed: Vec<MovedJson<'a>>,
    dropped: Vec<DroppedJson<'a>>,
    milestones: Vec<MilestoneJson>,
    moved: usize,
}

#[derive(Debug, Serialize)]
struct TaskJson<'a> {
    #[serde(rename = "ref")]
    reference: Ref,
    title: &'a str,
}

impl<'a> TaskJson<'a> {
    fn of(plan: &'a Plan, at: u32) -> Self {
        let task = &plan.tasks()[at as usize];
        Self {
            reference: task.reference,
            title: task.title.as_str(),
        }
    }
}

#[derive(Debug, Serialize)]
struct MovedJson<'a> {
    #[serde(flatten)]
    task: TaskJson<'a>,
    from: Option<String>,
    to: Option<String>,
}

#[derive(Debug, Serialize)]
struct DroppedJson<'a> {
    #[serde(rename = "ref")]
    reference: Ref,
    title: &'a str,
    removed: bool,
}

#[derive(Debug, Serialize)]
struct MilestoneJson {
    id: &'static str,
    from: Option<String>,
    to: Option<String>,
}

impl<'a> DiffJson<'a> {
    fn of(moved: &'a Difference, plan: &'a Plan) -> Self {
        let since = &moved.since;
        let tasks = |list: &[u32]| list.iter().map(|at| TaskJson::of(plan, *at)).collect();
        let person = |id| plan.person(id).map(|person| person.label().to_owned());
        let moment = |at: Option<Moment>| at.map(|at| at.to_string());
        Self {
            from: moment_of(moved.from).to_string(),
            to: moment_of(moved.to).to_string(),
            before: TallyJson::of(moved.before),
            after: TallyJson::of(moved.after),
            turned_red: tasks(&since.turned_red),
            slipped: since
                .slipped
                .iter()
                .map(|slip| MovedJson {
                    task: TaskJson::of(plan, slip.at),
                    from: moment(Some(slip.from)),
                    to: moment(Some(slip.to)),
                })
                .collect(),
            closed: tasks(&since.closed),
            new: tasks(&since.new),
            reopened: tasks(&since.reopened),
            handed: since
                .handed
                .iter()
                .map(|handed| MovedJson {
                    task: TaskJson::of(plan, handed.at),
                    from: handed.from.and_then(person),
                    to: handed.to.and_then(person),
                })
                .collect(),
            dropped: since
                .dropped
                .iter()
                .map(|dropped| DroppedJson {
                    reference: dropped.reference,
                    title: dropped.title.as_str(),
                    removed: dropped.removed,
                })
                .collect(),
            milestones: since
                .milestones
                .iter()
                .map(|(key, from, to)| MilestoneJson {
                    id: key.as_str(),
                    from: moment(*from),
                    to: moment(*to),
                })
                .collect(),
            moved: since.moved,
        }
    }
}
