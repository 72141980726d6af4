//! `call --what-if`: what a call on some day would find. It opens the file to look at it, and changes nothing.

use clap::ArgMatches;
use serde::Serialize;

use super::args::joined;
use super::call::read;
use super::desk::Desk;
use super::json::{Owner, Shows, Versioned};
use super::output::{Stop, Style};
use super::rows::NO_DATE;
use crate::domain::id::Ref;
use crate::domain::phrase;
use crate::domain::plan::Plan;
use crate::domain::text::{self, width};
use crate::domain::what_if::{self, Gap, Line, Listed, Look, WhatIf};
use crate::domain::when::Moment;

pub(super) fn what_if(desk: &mut Desk, matches: &ArgMatches) -> Result<(), Stop> {
    let (plan, _) = desk.read()?;
    let day = matches.contains_id("date").then(|| joined(matches, "date"));
    let call = read(desk, &plan, day.as_deref(), matches)?;
    let answer = what_if::what_if(&plan, &call, &desk.author())?;
    if matches.get_flag("json") {
        return desk
            .out
            .json(&Versioned::new(AnswerJson::of(&plan, &answer)));
    }
    desk.out.heading(&answer.title())?;
    let lines = answer.lines();
    let owners = owner_columns(&plan, &lines);
    for line in &lines {
        match line {
            Line::Blank => desk.out.line("")?,
            Line::Head(text) => desk.out.heading(text)?,
            Line::Task(listed) => task(desk, &plan, *listed, owners)?,
            Line::Text(text) => desk.out.line(text)?,
            Line::Warning(text) => desk.out.warn(text)?,
        }
    }
    desk.out.say("Nothing has been changed.")
}

/// How wide the owners' initials are at most.
fn owner_columns(plan: &Plan, lines: &[Line]) -> usize {
    let owners = lines.iter().filter_map(|line| match line {
        Line::Task(listed) => Some(width(owner(plan, *listed))),
        _ => None,
    });
    owners.max().unwrap_or_default()
}

fn owner(plan: &Plan, listed: Listed) -> &str {
    let owner = plan.task(listed.task).and_then(|task| task.owner);
    owner
        .and_then(|id| plan.person(id))
        .map_or("--", |person| person.initials.as_str())
}

fn task(desk: &mut Desk, plan: &Plan, listed: Listed, owners: usize) -> Result<(), Stop> {
    let Some(task) = plan.task(listed.task) else {
        return Ok(());
    };
    let who = owner(plan, listed);
    let pad = owners.saturating_sub(width(who));
    let due = listed.due.map_or(NO_DATE.to_owned(), |due| {
        phrase::moment_short(due, due.date)
    });
    desk.out.write(Style::Plain, "  ")?;
    let policy = &plan.inspection().policy;
    let style = Style::Rag(policy.colour(listed.shown));
    desk.out.write(style, policy.letter(listed.shown))?;
    let before = format!(
        "  {:<6}  {who}{:pad$}  {due:<16}  ",
        task.reference.to_string(),
        ""
    );
    let title = match desk.out.columns() {
        Some(columns) => text::fit(
            task.title.as_str(),
            columns.saturating_sub(width(&before) + 3).max(10),
        ),
        None => task.title.as_str().into(),
    };
    desk.out.line(&format!("{before}{title}"))
}

#[derive(Debug, Serialize)]
struct AnswerJson<'a> {
    call: Shows<Moment>,
    on_site: Option<Shows<Moment>>,
    on_site_proposed: bool,
    now: LookJson<'a>,
    days: Vec<LookJson<'a>>,
    unprepared: Vec<ListedJson<'a>>,
    warnings: &'a [String],
}

#[derive(Debug, Serialize)]
struct LookJson<'a> {
    day: Option<i32>,
    at: Shows<Moment>,
    late: Vec<ListedJson<'a>>,
    red: Vec<ListedJson<'a>>,
    nobody: Vec<ListedJson<'a>>,
    no_evidence: Vec<ListedJson<'a>>,
}

#[derive(Debug, Serialize)]
struct ListedJson<'a> {
    #[serde(rename = "ref")]
    reference: Ref,
    title: &'a text::Line,
    owner: Option<Owner<'a>>,
    rag: &'static str,
    due: Option<Shows<Moment>>,
}

impl<'a> AnswerJson<'a> {
    fn of(plan: &'a Plan, answer: &'a WhatIf) -> Self {
        Self {
            call: Shows(answer.call),
            on_site: answer.on_site.map(Shows),
            on_site_proposed: answer.proposed,
            now: LookJson::of(plan, &answer.now),
            days: answer
                .days
                .iter()
                .map(|look| LookJson::of(plan, look))
                .collect(),
            unprepared: listed(plan, &answer.unprepared),
            warnings: &answer.warnings,
        }
    }
}

impl<'a> LookJson<'a> {
    fn of(plan: &'a Plan, look: &Look) -> Self {
        Self {
            day: look.day,
            at: Shows(Moment::at(look.at.date(), look.at.time())),
            late: listed(plan, look.of(Gap::Late)),
            red: listed(plan, look.of(Gap::Red)),
            nobody: listed(plan, look.of(Gap::Nobody)),
            no_evidence: listed(plan, look.of(Gap::NoEvidence)),
        }
    }
}

fn listed<'a>(plan: &'a Plan, tasks: &[Listed]) -> Vec<ListedJson<'a>> {
    let known = tasks
        .iter()
        .filter_map(|listed| Some((plan.task(listed.task)?, listed)));
    let rows = known.map(|(task, listed)| ListedJson {
        reference: task.reference,
        title: &task.title,
        owner: task.owner.and_then(|id| plan.person(id)).map(Owner::of),
        rag: listed.shown.as_str(),
        due: listed.due.map(Shows),
    });
    rows.collect()
}
