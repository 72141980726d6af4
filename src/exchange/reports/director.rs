//! The director's brief: one page, what is wrong first. Where we stand, what has changed, what comes next, what has to
//! be decided, and every red with its reason and its owner.

use super::{Audience, Block, Facts, Half, Report, Table, Value, and_more, cut_rows, headings};
use crate::domain::agenda::Agenda;
use crate::domain::phrase;
use crate::domain::promises::{self, Outcome};
use crate::domain::rating::{Shown, count, standing};
use crate::domain::since::Since;
use crate::domain::task::Status;
use crate::domain::text::capital;
use crate::domain::when::Moment;

pub(super) const AUDIENCE: Audience = Audience {
    name: "director",
    about: "One page for the director: what is wrong first",
    make,
};

/// Lines in a list before "and 3 more": all lists at their longest still fit one page.
const MOST: usize = 5;

/// Reds listed before "and 3 more".
const MOST_REDS: usize = 8;

fn make(facts: &Facts<'_>) -> Report {
    let agenda = Agenda::of(facts.plan, facts.board);
    let mut report = facts.report(format!("{} brief for the director", facts.half.title()));
    report.blocks = vec![
        Block::Heading("Situation".to_owned()),
        Block::Paragraph(facts.situation(&agenda)),
        facts.bars(),
        Block::Heading(since_heading(facts)),
        since_block(facts),
        Block::Heading("Next".to_owned()),
        next(facts, &agenda),
        Block::Heading("Decisions needed".to_owned()),
        decisions(facts, &agenda),
    ];
    report.blocks.extend(promised(facts));
    report.blocks.extend([
        Block::Heading(format!(
            "{}, with reason and owner",
            facts.heading(Shown::Red)
        )),
        reds(facts),
    ]);
    report
}

pub(super) fn since_heading(facts: &Facts<'_>) -> String {
    match facts.since {
        Some(since) => format!(
            "Since the last brief, {}",
            phrase::moment_short(
                Moment::at(since.at.date(), since.at.time()),
                facts.board.now.date()
            )
        ),
        None => "Since the last brief".to_owned(),
    }
}

fn since_block(facts: &Facts<'_>) -> Block {
    let Some(since) = facts.since else {
        return Block::Paragraph("This is the first brief.".to_owned());
    };
    let mut items = since_items(facts, since);
    if items.is_empty() {
        return Block::Paragraph("Nothing has changed.".to_owned());
    }
    and_more(&mut items, MOST + 2);
    Block::Items(items)
}

/// "Turned red (2): N-03 Parking passes; FW-01 Timetable"
fn since_items(facts: &Facts<'_>, since: &Since) -> Vec<String> {
    let named = |list: &[u32]| {
        let mut names: Vec<String> = list
            .iter()
            .map(|at| {
                let task = facts.task(*at).0;
                format!("{} {}", task.reference, task.title)
            })
            .collect();
        and_more(&mut names, 4);
        names.join("; ")
    };
    let of = |title: &str, list: &[u32]| {
        (!list.is_empty()).then(|| format!("{title} ({}): {}", list.len(), named(list)))
    };
    let slips: Vec<u32> = since.slipped.iter().map(|slip| slip.at).collect();
    let mut items: Vec<String> = since
        .milestones
        .iter()
        .filter_map(|(key, from, to)| {
            let day = |at: Option<Moment>| at.map_or("no date".to_owned(), phrase::moment);
            let typed = facts.plan.milestone(*key)?.typed.is_some();
            typed.then(|| format!("{}: {}, before {}", key.title(), day(*to), day(*from)))
        })
        .collect();
    if since.moved > 0 {
        items.push(format!(
            "{} moved with the milestones",
            count(since.moved as i32, "deadline")
        ));
    }
    items.extend(
        [
            of(
                &format!("Turned {}", facts.word(Shown::Red)),
                &since.turned_red,
            ),
            of("Slipped", &slips),
            of("Closed", &since.closed),
            of("New", &since.new),
            of("Open again", &since.reopened),
        ]
        .into_iter()
        .flatten(),
    );
    let handed: Vec<u32> = since.handed.iter().map(|handed| handed.at).collect();
    items.extend(of("In other hands", &handed));
    if !since.dropped.is_empty() {
        items.push(format!(
            "{} removed or no longer needed",
            count(since.dropped.len() as i32, "task")
        ));
    }
    items
}

fn next(facts: &Facts<'_>, agenda: &Agenda) -> Block {
    let open_today = agenda.today.len() - agenda.done_today;
    let today = &agenda.today[..open_today];
    let ahead = agenda.next.items.iter().chain(&agenda.later.items);
    let list: Vec<u32> = match facts.half {
        Half::Morning => today.iter().chain(ahead).copied().collect(),
        Half::Evening => ahead.chain(today).copied().collect(),
    };
    let mut items: Vec<String> = list
        .into_iter()
        .map(|at| {
            let (task, standing) = facts.task(at);
            let due = standing.due.map_or(String::new(), |due| {
                phrase::moment_short(due, facts.board.now.date())
            });
            format!("{due}: {} ({})", task.title, facts.owner_name(task))
        })
        .collect();
    if items.is_empty() {
        return Block::Paragraph("Nothing is due in the days ahead.".to_owned());
    }
    and_more(&mut items, MOST);
    Block::Items(items)
}

fn decisions(facts: &Facts<'_>, agenda: &Agenda) -> Block {
    let named = |at: u32| {
        let task = facts.task(at).0;
        format!("{} {}", task.reference, task.title)
    };
    let asked = agenda.check_these.iter().filter_map(|at| {
        let check = facts.task(*at).1.checks.first()?;
        let says = check.says(facts.board, facts.plan, *at as usize);
        Some(format!("{}: {says}", named(*at)))
    });
    let mut items: Vec<String> = asked.collect();
    let waiting = facts.shown(Shown::Red).into_iter().filter_map(|at| {
        let Status::Waiting { on } = &facts.task(at).0.status else {
            return None;
        };
        let whom = if on.is_empty() {
            "somebody"
        } else {
            on.as_str()
        };
        Some(format!(
            "Who presses {whom} for {}? It is {} and waits.",
            named(at),
            facts.word(Shown::Red)
        ))
    });
    items.extend(waiting);
    if items.is_empty() {
        return Block::Paragraph("None.".to_owned());
    }
    and_more(&mut items, MOST);
    Block::Items(items)
}

/// What was promised: broken, open, and kept today; nothing where nothing was.
fn promised(facts: &Facts<'_>) -> Vec<Block> {
    let now = facts.board.now;
    let mut rows: Vec<_> = promises::all(facts.plan)
        .into_iter()
        .map(|(_, promise)| (Outcome::of(facts.plan, promise, now), promise))
        .filter(|(outcome, promise)| *outcome != Outcome::Kept || promise.by.date() == now.date())
        .collect();
    if rows.is_empty() {
        return Vec::new();
    }
    rows.sort_by_key(|(outcome, promise)| (*outcome, promise.by));
    let mut items: Vec<String> = rows
        .iter()
        .map(|(outcome, promise)| {
            let line = promises::line(facts.plan, promise, now);
            format!("{}, {line}", capital(outcome.as_str()))
        })
        .collect();
    and_more(&mut items, MOST);
    vec![Block::Heading("Promises".to_owned()), Block::Items(items)]
}

fn reds(facts: &Facts<'_>) -> Block {
    let reds = facts.shown(Shown::Red);
    if reds.is_empty() {
        return Block::Paragraph(format!("Nothing is {}.", facts.word(Shown::Red)));
    }
    let headings = headings(["RAG", "Ref", "Task", "Owner", "Due", "Why"]);
    let mut rows: Vec<Vec<Value>> = reds
        .iter()
        .map(|at| {
            let (task, standing) = facts.task(*at);
            vec![
                facts.rag(standing),
                Value::Text(task.reference.to_string()),
                Value::Text(task.title.to_string()),
                Value::Text(facts.owner_name(task)),
                Value::Text(facts.due(standing)),
                Value::Text(why(facts, *at)),
            ]
        })
        .collect();
    cut_rows(&mut rows, MOST_REDS, headings.len(), 2);
    Block::Table(Table {
        caption: format!(
            "{} {}",
            count(reds.len() as i32, "task"),
            facts.word(Shown::Red)
        ),
        headings,
        rows,
        names: 2,
    })
}

/// The reason somebody gave, else why the dates make it red. That it is late stands beside it already.
fn why(facts: &Facts<'_>, at: u32) -> String {
    let (task, now) = facts.task(at);
    match standing(task, facts.board.now) {
        Some(judged) if !judged.reason.is_empty() => judged.reason.to_string(),
        _ if now.rating.late => "no reason given".to_owned(),
        _ => facts.board.computed_because(facts.plan, at as usize),
    }
}
