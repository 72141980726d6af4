//! The director's brief: one page, what is wrong first. Where we stand, what has changed, what comes next, what has to
//! be decided, what inspectors wait for, every red with its reason and its owner, and how we grade ourselves.

use std::borrow::Cow;

use jiff::civil::DateTime;

use super::{
    Audience, Block, Facts, Half, Report, Table, Value, and_more, cut_rows, headings, paper,
};
use crate::domain::agenda::Agenda;
use crate::domain::evaluation::{Area, Evaluation};
use crate::domain::phrase;
use crate::domain::promises::{self, Outcome};
use crate::domain::rating::{Shown, count, standing};
use crate::domain::records::{Confidence, Graded, grade_word};
use crate::domain::requests::log::{self, Log};
use crate::domain::requests::{self, State};
use crate::domain::since::Since;
use crate::domain::task::Status;
use crate::domain::text::{capital, fit};
use crate::domain::when::Moment;

pub(super) const AUDIENCE: Audience = Audience {
    name: "director",
    about: "One page for the director: what is wrong first",
    make,
};

/// How many entries a list may have before "and 3 more", and how many characters each text of theirs before it is cut, the
/// most first: as many as let all lists fit one page. Long reasons are cut before short lists are.
const MOST: [(usize, usize); 9] = [
    (6, usize::MAX),
    (5, usize::MAX),
    (4, usize::MAX),
    (6, 110),
    (5, 90),
    (4, 80),
    (3, 70),
    (2, 60),
    (1, 50),
];

fn make(facts: &Facts<'_>) -> Report {
    let agenda = Agenda::of(facts.plan, facts.board);
    let mut report = facts.report(format!("{} brief for the director", facts.half.title()));
    for (most, letters) in MOST {
        report.blocks = page(facts, &agenda, most);
        report
            .blocks
            .iter_mut()
            .for_each(|block| cut(block, letters));
        if paper::height(&report) <= paper::SHEET {
            break;
        }
    }
    report
}

/// Cuts what is longer. An item of a list may name several things.
fn cut(block: &mut Block, letters: usize) {
    let to_fit = |text: &mut String, letters| {
        if let Cow::Owned(cut) = fit(text, letters) {
            *text = cut;
        }
    };
    match block {
        Block::Heading(_) | Block::Paragraph(_) | Block::Bars(_) => {}
        Block::Items(items) => {
            for item in items {
                to_fit(item, letters.saturating_mul(2));
            }
        }
        Block::Table(table) => {
            for value in table.rows.iter_mut().flatten() {
                if let Value::Text(text) = value {
                    to_fit(text, letters);
                }
            }
        }
    }
}

/// What the page says, with so many entries in a list.
fn page(facts: &Facts<'_>, agenda: &Agenda, most: usize) -> Vec<Block> {
    let mut blocks = vec![
        Block::Heading("Situation".to_owned()),
        Block::Paragraph(facts.situation(agenda)),
        facts.bars(),
        Block::Heading(since_heading(facts)),
        since_block(facts, most),
        Block::Heading("Next".to_owned()),
        next(facts, agenda, most),
        Block::Heading("Decisions needed".to_owned()),
        decisions(facts, agenda, most),
    ];
    blocks.extend(promised(facts, most));
    blocks.extend(asked(facts, most));
    blocks.extend([
        Block::Heading(format!(
            "{}, with reason and owner",
            facts.heading(Shown::Red)
        )),
        reds(facts, most + 2),
    ]);
    blocks.extend(graded(facts, most + 2));
    blocks
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

fn since_block(facts: &Facts<'_>, most: usize) -> Block {
    let Some(since) = facts.since else {
        return Block::Paragraph("This is the first brief.".to_owned());
    };
    let mut items = since_items(facts, since, most);
    if items.is_empty() {
        return Block::Paragraph("No task has changed.".to_owned());
    }
    and_more(&mut items, most + 2);
    Block::Items(items)
}

/// "Turned red (2): N-03 Parking passes; FW-01 Timetable"
fn since_items(facts: &Facts<'_>, since: &Since, most: usize) -> Vec<String> {
    let named = |list: &[u32]| {
        let mut names: Vec<String> = list
            .iter()
            .map(|at| {
                let task = facts.task(*at).0;
                format!("{} {}", task.reference, task.title)
            })
            .collect();
        and_more(&mut names, most.min(4));
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

fn next(facts: &Facts<'_>, agenda: &Agenda, most: usize) -> Block {
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
    and_more(&mut items, most);
    Block::Items(items)
}

fn decisions(facts: &Facts<'_>, agenda: &Agenda, most: usize) -> Block {
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
        return Block::Paragraph(match agenda.overdue.as_slice() {
            [] => "None.".to_owned(),
            [one] => format!(
                "{} is late: press for it, or agree a new date?",
                named(*one)
            ),
            [longest, ..] => format!(
                "{} tasks are late, {} the longest: press for them, or agree new dates?",
                agenda.overdue.len(),
                named(*longest)
            ),
        });
    }
    and_more(&mut items, most);
    Block::Items(items)
}

/// What was promised: broken, open, and kept today; nothing where nothing was.
fn promised(facts: &Facts<'_>, most: usize) -> Vec<Block> {
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
    and_more(&mut items, most);
    vec![Block::Heading("Promises".to_owned()), Block::Items(items)]
}

/// What inspectors asked for: what is past its promise or came back, then all of it in numbers; nothing where they asked
/// for nothing.
fn asked(facts: &Facts<'_>, most: usize) -> Vec<Block> {
    let now = facts.board.now;
    let log = Log::of(facts.plan, now);
    if log.entries.is_empty() {
        return Vec::new();
    }
    let odd = log.entries.iter().filter_map(|entry| {
        let (name, request) = requests::one(facts.plan, entry.id).ok()?;
        let what = match request.state {
            _ if entry.late => "Past its promise",
            State::Returned => "Returned for more",
            _ => return None,
        };
        let owner = facts.plan.label_of(request.owner);
        let time = match request.promised.filter(|_| !entry.late) {
            Some(at) => format!("promised {}", phrase::moment_short(at, now.date())),
            None => log::time_words(request, entry, now),
        };
        let title = request.title();
        let title = fit(&title, 60);
        Some(format!("{what}: {name} {title} ({owner}), {time}"))
    });
    let mut items: Vec<String> = odd.collect();
    and_more(&mut items, most);
    items.push(format!("In all: {}", log.counts.words()));
    vec![
        Block::Heading("Inspectors' requests".to_owned()),
        Block::Items(items),
    ]
}

/// How we grade ourselves, a line for each judgement: those without evidence first, then those that changed since the last
/// brief; nothing where nothing was written.
fn graded(facts: &Facts<'_>, most: usize) -> Vec<Block> {
    let evaluation = Evaluation::of(facts.plan, facts.board);
    if evaluation.is_empty() {
        return Vec::new();
    }
    let framework = &facts.plan.inspection().framework;
    let mut lines: Vec<(bool, bool, String)> = (evaluation.areas.iter())
        .map(|area| {
            let changed = facts.since.and_then(|since| changed_since(area, since.at));
            let sure = area.now().and_then(|now| now.confidence);
            let parts = [
                Some(area.now_words(framework)),
                sure.map(|sure| format!("{} confidence", sure.as_str())),
                changed.clone(),
                lacks(area),
            ];
            let parts: Vec<String> = parts.into_iter().flatten().collect();
            let line = format!("{}: {}", area.short, parts.join(", "));
            (area.has_evidence(), changed.is_none(), line)
        })
        .collect();
    lines.sort_by_key(|(proved, same, _)| (*proved, *same));
    let mut items: Vec<String> = lines.into_iter().map(|(.., line)| line).collect();
    and_more(&mut items, most);
    vec![
        Block::Heading("How we grade ourselves".to_owned()),
        Block::Items(items),
    ]
}

/// What our grade was at a moment, where it has become another since: "was Good", "was low confidence".
fn changed_since(area: &Area, at: DateTime) -> Option<String> {
    let now = area.now().filter(|now| now.at > at)?;
    let before = area.graded.iter().map(|(_, graded)| graded);
    let Some(before) = before.into_iter().find(|graded| graded.at <= at) else {
        return Some("new".to_owned());
    };
    let grade = |graded: &Graded| grade_word(&graded.framework, &graded.grade).to_owned();
    if (&now.grade, &now.framework) != (&before.grade, &before.framework) {
        return Some(format!("was {}", grade(before)));
    }
    let sure = before.confidence.map_or("no", Confidence::as_str);
    (now.confidence != before.confidence).then(|| format!("was {sure} confidence"))
}

/// What an area lacks: "no evidence yet", "2 statements without evidence".
fn lacks(area: &Area) -> Option<String> {
    if !area.has_evidence() {
        return Some("no evidence yet".to_owned());
    }
    let bare = area.bare().count();
    (bare > 0).then(|| format!("{} without evidence", count(bare as i32, "statement")))
}

fn reds(facts: &Facts<'_>, most: usize) -> Block {
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
                facts.when(standing),
                Value::Text(why(facts, *at)),
            ]
        })
        .collect();
    cut_rows(&mut rows, most, headings.len(), 2);
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

#[cfg(test)]
mod tests {
    use jiff::Span;
    use jiff::civil::datetime;

    use super::*;
    use crate::domain::board::Board;
    use crate::domain::demo::demo;
    use crate::domain::edit::{self, Patch};
    use crate::domain::id::Ids;
    use crate::domain::task::{Judgement, Rag};
    use crate::domain::text::Line;

    /// However much is wrong: every task late, judged for a long reason, and each list at its longest.
    #[test]
    fn it_is_one_page_whatever_has_gone_wrong() {
        for (days, long) in [
            (0, ""),
            (3, ""),
            (30, "no reason but the one that there always is"),
            (30, &"EVERYTHING THAT COULD BE WRONG IS ".repeat(6)),
        ] {
            let now = datetime(2026, 11, 30, 11, 42, 0, 0);
            let mut plan = demo(now, &mut Ids::new(1, 1)).unwrap().plan().unwrap();
            let then = plan.clone();
            let now = now.saturating_add(Span::new().days(days));
            for at in 0..plan.tasks().len() {
                let task = plan.tasks()[at].id;
                let rest = Patch {
                    status: Some(Status::Waiting {
                        on: Line::clipped("ICT"),
                    }),
                    title: (long.len() > 100).then(|| Line::clipped(long)),
                    judgement: (!long.is_empty()).then(|| {
                        Some(Judgement {
                            rag: Rag::Red,
                            reason: Line::clipped(long),
                            who: Line::clipped("Jo"),
                            at: now,
                            expires: None,
                        })
                    }),
                    ..Default::default()
                };
                let operation = edit::patch(&plan, &[task], &rest).unwrap();
                plan.apply_all(&operation.changes).unwrap();
            }
            let board = Board::of(&plan, now);
            let at = datetime(2026, 11, 30, 11, 42, 0, 0);
            let since = Since::between(&then, at, &plan, &board);
            let report = make(&Facts {
                plan: &plan,
                board: &board,
                since: Some(&since),
                half: Half::Evening,
                mark: "0123456789ab",
            });
            let height = paper::height(&report);
            assert!(
                height <= paper::SHEET,
                "{height} after {days} days: {report:#?}"
            );
        }
    }
}
