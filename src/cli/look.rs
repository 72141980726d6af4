//! `today`, `list` and `show`: looking at tasks.

use clap::{Arg, ArgMatches, Command};
use jiff::civil::DateTime;
use serde::Serialize;

use super::Verb;
use super::args::{as_of, filter, filter_help, flag, joined, json, option, value};
use super::desk::{Desk, moment_of, sentence};
use super::edit::read_ref;
use super::json::{Document, Tasks, Versioned};
use super::output::{Stop, Style};
use super::requests::RequestJson;
use super::rows::{NO_DATE, Rows, ended};
use crate::domain::absence;
use crate::domain::agenda::Agenda;
use crate::domain::as_of::counts;
use crate::domain::board::{Board, Standing, Tally};
use crate::domain::change::Change;
use crate::domain::edit::spoken;
use crate::domain::fields::{self, Field};
use crate::domain::filter::{Filter, KEYS, KEYWORDS};
use crate::domain::id::{PersonId, Ref};
use crate::domain::inspection::NOBODY;
use crate::domain::order::{self, Group, Grouping, SortKey};
use crate::domain::phrase;
use crate::domain::plan::Plan;
use crate::domain::rating::{Shown, count};
use crate::domain::requests::{self, log::Log};
use crate::domain::task::{Element, Phase, Task};
use crate::domain::text::Line;
use crate::domain::views;
use crate::domain::when::When;
use crate::domain::wording;
use crate::store::HistoryQuery;

pub(super) const TODAY: Verb = Verb {
    name: "today",
    usage: "[--as-of MOMENT] [--json]",
    about: "What is late, due today and next",
    examples: &[
        ("readyroom today", "the morning's list"),
        (
            "readyroom today --now \"mon 9:00\"",
            "as it will look on Monday",
        ),
        (
            "readyroom today --as-of \"yesterday 17:00\"",
            "as it stood last night",
        ),
    ],
    args: |command: Command| command.arg(as_of()).arg(json()),
    run: today,
};

pub(super) const LIST: Verb = Verb {
    name: "list",
    usage: "[FILTER...] [--view NAME] [--sort KEY] [--as-of MOMENT] [--json | --csv]",
    about: "List tasks, all or those that fit a filter",
    examples: &[
        ("readyroom list late", "all that is late"),
        (
            "readyroom list owner:JS -status:done",
            "what Jo still has to do",
        ),
        (
            "readyroom list --view \"This week\" phase:fieldwork",
            "a saved view, and more",
        ),
        (
            "readyroom list nobody --csv",
            "a spreadsheet of what nobody owns",
        ),
    ],
    args: |command: Command| {
        let keys: Vec<&str> = SortKey::ALL.iter().map(|key| key.as_str()).collect();
        command
            .arg(filter(filter_help("Words to search for", &KEYS, &KEYWORDS)))
            .arg(
                option("sort", "KEY", "What to sort by")
                    .help(format!("What to sort by: {}", keys.join(", "))),
            )
            .arg(option(
                "view",
                "NAME",
                "A saved view to begin with; `readyroom views` lists them",
            ))
            .arg(as_of())
            .arg(json())
            .arg(flag("csv", "Print CSV").conflicts_with("json"))
    },
    run: list,
};

pub(super) const SHOW: Verb = Verb {
    name: "show",
    usage: "REF [--as-of MOMENT] [--json]",
    about: "Show one task or request in full, and why it has its RAG",
    examples: &[
        ("readyroom show N-12", "in full"),
        ("readyroom show N-12 --json", "for a script"),
    ],
    args: |command: Command| {
        command
            .arg(
                Arg::new("ref")
                    .value_name("REF")
                    .help("Which task, by its ref; or a request, like R-4")
                    .required(true),
            )
            .arg(as_of())
            .arg(json())
    },
    run: show,
};

#[derive(Debug, Serialize)]
struct AgendaJson<'a> {
    now: String,
    countdown: &'a str,
    day: Option<&'a str>,
    counts: TallyJson,
    overdue: Tasks<'a>,
    today: Tasks<'a>,
    next: UpcomingJson<'a>,
    later: UpcomingJson<'a>,
    check_these: Tasks<'a>,
    checks: Vec<CheckJson>,
    nobody: Tasks<'a>,
    /// Those owed, by the time left.
    requests: Vec<RequestJson<'a>>,
}

/// One check of one task, in words.
#[derive(Debug, Serialize)]
struct CheckJson {
    #[serde(rename = "ref")]
    reference: Ref,
    check: &'static str,
    says: String,
}

/// What "Check these" says of the tasks at these positions.
fn checks(plan: &Plan, board: &Board, positions: &[u32]) -> Vec<CheckJson> {
    let each = positions.iter().map(|at| *at as usize).flat_map(|at| {
        let checks = board.standings[at].checks.iter();
        checks.map(move |check| CheckJson {
            reference: plan.tasks()[at].reference,
            check: check.as_str(),
            says: check.says(board, plan, at),
        })
    });
    each.collect()
}

#[derive(Debug, Serialize)]
struct UpcomingJson<'a> {
    title: &'a str,
    tasks: Tasks<'a>,
}

#[derive(Debug, Serialize)]
pub(super) struct TallyJson {
    total: usize,
    complete: usize,
    red: usize,
    amber: usize,
    green: usize,
    none: usize,
    late: usize,
    nobody: usize,
    overtaken: usize,
}

impl TallyJson {
    pub(super) fn of(tally: Tally) -> Self {
        let Tally {
            total,
            complete,
            red,
            amber,
            green,
            unrated,
            late,
            unowned,
            overtaken,
        } = tally;
        Self {
            total,
            complete,
            red,
            amber,
            green,
            none: unrated,
            late,
            nobody: unowned,
            overtaken,
        }
    }
}

fn today(desk: &mut Desk, matches: &ArgMatches) -> Result<(), Stop> {
    let (plan, board) = desk.read()?;
    let agenda = Agenda::of(&plan, &board);
    let log = Log::of(&plan, desk.now);
    if !matches.get_flag("json") {
        return today_as_text(desk, &plan, &board, &agenda, &log);
    }
    let tasks = |positions| Tasks {
        plan: &plan,
        board: &board,
        positions,
    };
    desk.out.json(&Versioned::new(AgendaJson {
        now: moment_of(desk.now).to_string(),
        countdown: &agenda.countdown.text,
        day: agenda.day_line.as_deref(),
        counts: TallyJson::of(Tally::sum(&board.tallies(&plan))),
        overdue: tasks(&agenda.overdue),
        today: tasks(&agenda.today),
        next: UpcomingJson {
            title: &agenda.next.title,
            tasks: tasks(&agenda.next.items),
        },
        later: UpcomingJson {
            title: &agenda.later.title,
            tasks: tasks(&agenda.later.items),
        },
        check_these: tasks(&agenda.check_these),
        checks: checks(&plan, &board, &agenda.check_these),
        nobody: tasks(&agenda.nobody),
        requests: log.entries[..log.owed()]
            .iter()
            .filter_map(|entry| RequestJson::of(&plan, entry))
            .collect(),
    }))
}

/// The heading over what a director would ask about.
const CHECK_THESE: &str = "Check these";

fn today_as_text(
    desk: &mut Desk,
    plan: &Plan,
    board: &Board,
    agenda: &Agenda,
    log: &Log,
) -> Result<(), Stop> {
    let now = moment_of(desk.now);
    let what = plan.inspection().called();
    desk.out
        .heading(&format!("{}  {what}", phrase::moment(now)))?;
    let countdown = [
        Some(agenda.countdown.text.as_str()),
        agenda.day_line.as_deref(),
        agenda.next_deadline_line.as_deref(),
    ];
    let countdown: Vec<String> = countdown.into_iter().flatten().map(sentence).collect();
    desk.out.line(&countdown.join(" "))?;
    say_tallies(desk, plan, board)?;
    if agenda.overtaken > 0 {
        let tasks = count(agenda.overtaken as i32, "task");
        desk.out.line(&format!(
            "{tasks} from before the call not finished when it came"
        ))?;
    }
    let groups = [
        ("Overdue", &agenda.overdue),
        ("Today", &agenda.today),
        (agenda.next.title.as_str(), &agenda.next.items),
        (agenda.later.title.as_str(), &agenda.later.items),
        (CHECK_THESE, &agenda.check_these),
        ("Nobody owns", &agenda.nobody),
    ];
    let shown: Vec<u32> = groups
        .iter()
        .flat_map(|(_, items)| items.iter().copied())
        .collect();
    let mut rows = Rows::new(plan, board, &shown, desk.out.columns());
    let mut told = false;
    for (title, items) in groups.into_iter().filter(|(_, items)| !items.is_empty()) {
        desk.out.line("")?;
        desk.out.heading(&format!("{title}  {}", items.len()))?;
        if title == CHECK_THESE {
            for at in items {
                rows.write(desk, &[*at])?;
                for check in board.standings[*at as usize].checks.iter() {
                    desk.out
                        .line(&format!("   {}", check.says(board, plan, *at as usize)))?;
                }
            }
        } else {
            rows.write(desk, items)?;
        }
        if title == "Today" {
            open_requests(desk, plan, log)?;
            told = true;
        }
    }
    if !told {
        open_requests(desk, plan, log)?;
    }
    if shown.is_empty() {
        let words = match desk.damage() {
            Some(_) if plan.tasks().is_empty() => "No task of this file can be read.",
            Some(_) => "Of what can be read, nothing is late or due.",
            None => "Nothing is late or due.",
        };
        desk.out.line(words)?;
    }
    Ok(())
}

/// The requests that are owed, under a heading of their own.
fn open_requests(desk: &mut Desk, plan: &Plan, log: &Log) -> Result<(), Stop> {
    let owed: Vec<_> = log.entries[..log.owed()].iter().collect();
    if owed.is_empty() {
        return Ok(());
    }
    desk.out.line("")?;
    desk.out
        .heading(&format!("Inspectors' requests  {}", owed.len()))?;
    super::requests::write_rows(desk, plan, &owed)
}

fn say_tallies(desk: &mut Desk, plan: &Plan, board: &Board) -> Result<(), Stop> {
    let tallies = board.tallies(plan);
    let all = Tally::sum(&tallies);
    let policy = &plan.inspection().policy;
    desk.out.line(&format!(
        "{} of {} complete, {}%; {} {}, {} {}, {} {}; {} late",
        all.complete,
        all.total,
        all.percent(),
        all.red,
        policy.word(Shown::Red),
        all.amber,
        policy.word(Shown::Amber),
        all.green,
        policy.word(Shown::Green),
        all.late
    ))?;
    let phases = Phase::ALL.map(|phase| {
        let tally = tallies[phase as usize];
        format!("{} {}/{}", phase.title(), tally.complete, tally.total)
    });
    desk.out.line(&phases.join("  "))
}

fn list(desk: &mut Desk, matches: &ArgMatches) -> Result<(), Stop> {
    let sort: Option<SortKey> = value(matches, "sort").map(str::parse).transpose()?;
    let (plan, board) = desk.read()?;
    let who = desk.author().who;
    let view = value(matches, "view").map(|name| views::named(&plan, name, who.as_str()));
    let view = view.transpose()?;
    let key = sort.unwrap_or_else(|| view.as_ref().map(views::sort_of).unwrap_or_default());
    let mut words = joined(matches, "filter");
    if let Some(view) = &view {
        words = format!("{} {words}", view.filter);
    }
    let cx = phrase::Context {
        now: desk.now,
        calendar: plan.calendar(),
    };
    let filter =
        Filter::read(&words, &cx, &plan, &board.schedule).map_err(|failure| match &view {
            Some(view)
                if Filter::read(view.filter.as_str(), &cx, &plan, &board.schedule).is_err() =>
            {
                views::unusable(view, &failure)
            }
            _ => failure,
        })?;
    if let (Some(view), Some(name)) = (&view, filter.names_nobody()) {
        desk.out.warn(&format!(
            "The view \"{}\" asks for {name}, and there is nobody called that.",
            view.name
        ))?;
    }
    let mut positions = filter.positions(&plan, &board);
    order::sort(&mut positions, key, &plan, &board);
    if matches.get_flag("json") {
        let tasks = Tasks {
            plan: &plan,
            board: &board,
            positions: &positions,
        };
        tasks.write(desk.out.raw())?;
        desk.out.line("")
    } else if matches.get_flag("csv") {
        super::csv::write(desk, &plan, &board, &positions)
    } else {
        let mut rows = Rows::new(&plan, &board, &positions, desk.out.columns());
        let grouping = view.as_ref().map_or(Grouping::None, views::grouping_of);
        for group in order::groups(&plan, &board, &positions, grouping) {
            if let Some(heading) = heading(&group) {
                desk.out.heading(&heading)?;
            }
            rows.write(desk, &group.items)?;
        }
        if positions.is_empty() {
            let none = if filter.is_empty() {
                "There are no tasks yet."
            } else {
                "No task fits."
            };
            desk.out.say(none)?;
        }
        Ok(())
    }
}

/// What stands over a group of a view: "Notification, Before the call".
fn heading(group: &Group) -> Option<String> {
    let section = group.section.as_ref().map_or("", Line::as_str);
    match group.phase {
        Some(phase) if !section.is_empty() => Some(format!("{}, {section}", phase.title())),
        _ => Some(group.title.clone()).filter(|title| !title.is_empty()),
    }
}

/// How many of a task's latest changes `show` tells.
const LATEST: usize = 5;

fn show(desk: &mut Desk, matches: &ArgMatches) -> Result<(), Stop> {
    let word = value(matches, "ref").unwrap_or_default();
    if requests::Reference::read(word).is_some() {
        return super::requests::show(desk, word, matches.get_flag("json"));
    }
    let reference = read_ref(word)?;
    let store = desk.look()?;
    let plan = desk.read_some(&store, &[reference])?;
    let id = match fields::find(&plan, word) {
        // It may be among what cannot be read.
        Err(failure) => return Err(desk.damage().cloned().unwrap_or(failure).into()),
        Ok(id) => id,
    };
    let board = Board::of(&plan, desk.now);
    let at = plan.position(id).unwrap_or_default();
    if matches.get_flag("json") {
        return desk.out.json(&Document(
            "tasks",
            Tasks {
                plan: &plan,
                board: &board,
                positions: &[at as u32],
            },
        ));
    }
    show_as_text(desk, &plan, &board, at)?;
    let query = HistoryQuery {
        task: Some(id),
        limit: (!desk.looks_back()).then_some(LATEST),
        ..HistoryQuery::default()
    };
    let mut past = store.history(&query)?;
    past.retain(|past| !desk.looks_back() || counts(past.entry.stamp.local, desk.now));
    past.truncate(LATEST);
    if past.is_empty() {
        return Ok(());
    }
    desk.out.line("")?;
    desk.out.heading("Latest changes")?;
    for past in past {
        let stamp = &past.entry.stamp;
        let said: Vec<String> = past
            .changes
            .iter()
            .map(|change| told(&plan, change))
            .collect();
        let at = phrase::moment(moment_of(stamp.local));
        desk.out.line(&format!(
            "  {at}  {}  {}",
            stamp.somebody(),
            said.join("; ")
        ))?;
    }
    Ok(())
}

/// A change to the one task that was read. Of the tasks it once needed only those it needs now are at hand.
fn told(plan: &Plan, change: &Change) -> String {
    match change {
        Change::Add {
            element: Element::Need(need),
            ..
        }
        | Change::Remove {
            element: Element::Need(need),
            ..
        } if plan.task(*need).is_none() => "needs changed".to_owned(),
        other => wording::say(plan, other).line("->"),
    }
}

fn show_as_text(desk: &mut Desk, plan: &Plan, board: &Board, at: usize) -> Result<(), Stop> {
    let (task, standing) = (&plan.tasks()[at], &board.standings[at]);
    desk.out
        .heading(&format!("{}  {}", task.reference, task.title))?;
    let shown = standing.rating.shown;
    desk.out.write(Style::Plain, "  RAG       ")?;
    let policy = &plan.inspection().policy;
    desk.out
        .write(Style::Rag(policy.colour(shown)), policy.letter(shown))?;
    desk.out.line(&format!("  {}", board.explain(plan, at)))?;
    let person = |id: Option<PersonId>| {
        let person = plan.person(id?)?;
        let role = match person.role.as_str() {
            role if person.name.is_some() && !role.is_empty() => format!(", {role}"),
            _ => String::new(),
        };
        Some(format!("{} ({}){role}", person.label(), person.initials))
    };
    let needs = task.needs().filter_map(|id| plan.task(id)).map(|need| {
        let open = if need.status.is_open() {
            ""
        } else {
            ", finished"
        };
        format!("{} {}{open}", need.reference, need.title)
    });
    let (today, is_open) = (board.now.date(), task.status.is_open());
    let away = absence::cover_words(plan, task, today).filter(|_| is_open);
    let away = away.unwrap_or_default();
    let clash = standing.due.filter(|_| is_open);
    let clash = clash.and_then(|due| absence::clash(plan, task, due.date, today));
    let clash = clash.unwrap_or_default();
    let request = requests::of_task(plan, task.id)
        .map(|(name, request)| format!("{name} {}, {}", request.title(), request.stands()));
    let request = request.unwrap_or_default();
    let rows = [
        ("Due", due_line(plan, task, standing, board.now)),
        (
            "From",
            standing.from.map(phrase::moment).unwrap_or_default(),
        ),
        ("Status", task.status.words()),
        (
            "Owner",
            person(task.owner).unwrap_or_else(|| NOBODY.to_owned()),
        ),
        ("Deputy", person(task.deputy).unwrap_or_default()),
        ("Away", away),
        ("Clash", clash),
        ("Phase", task.place.words()),
        ("Areas", fields::show(plan, task, Field::Area)),
        ("Request", request),
        ("Tags", fields::show(plan, task, Field::Tag)),
        ("Needs", needs.collect::<Vec<_>>().join("; ")),
        ("Evidence", fields::show(plan, task, Field::Evidence)),
    ];
    for (name, text) in rows.iter().filter(|(_, text)| !text.is_empty()) {
        desk.out.line(&format!("  {name:<9} {text}"))?;
    }
    if !task.note.is_empty() {
        desk.out.line("")?;
        for line in task.note.as_str().lines() {
            desk.out.line(&format!("  {line}"))?;
        }
    }
    Ok(())
}

fn due_line(plan: &Plan, task: &Task, standing: &Standing, now: DateTime) -> String {
    let Some(due) = standing.due else {
        return task.deadline.due.map_or(NO_DATE.to_owned(), |when| {
            format!("{}, which has no date yet", spoken(when))
        });
    };
    let ended = ended(plan, task, standing).map(str::to_owned);
    let gap = ended.unwrap_or_else(|| phrase::gap(due, now));
    match task.deadline.due {
        Some(When::Rule(rule)) => format!("{}, {gap} (rule {rule})", phrase::moment(due)),
        Some(When::At(_)) | None => format!("{}, {gap}", phrase::moment(due)),
    }
}
