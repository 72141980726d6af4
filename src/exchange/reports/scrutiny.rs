//! The paper for the scrutiny committee: what members get, and how each judgement area stands and is graded, so that the
//! committee can ask about it. It names no member of staff.

use std::collections::BTreeMap;

use super::evaluation::grades;
use super::members::{changed, key, risks, where_we_stand};
use super::{Audience, Block, Facts, Report, Table, counted};
use crate::domain::agenda::Agenda;
use crate::domain::board::Tally;
use crate::domain::evaluation::Evaluation;
use crate::domain::rating::Shown;
use crate::domain::scrub::Scrubber;

pub(super) const AUDIENCE: Audience = Audience {
    name: "scrutiny",
    about: "For the committee: by judgement area, no staff names",
    make,
};

fn make(facts: &Facts<'_>) -> Report {
    let agenda = Agenda::of(facts.plan, facts.board);
    let scrubber = Scrubber::of(facts.plan);
    let mut report = facts.report("Inspection readiness: report to the scrutiny committee");
    report.blocks = where_we_stand(facts, &agenda);
    report.blocks.extend([
        Block::Heading("By judgement area".to_owned()),
        areas(facts, &scrubber),
    ]);
    let evaluation = Evaluation::on_paper(facts.plan);
    if !evaluation.is_empty() {
        report.blocks.extend([
            Block::Heading("How we grade ourselves".to_owned()),
            Block::Table(grades(facts, &evaluation)),
        ]);
    }
    report.blocks.extend([
        Block::Heading("What has changed".to_owned()),
        Block::Paragraph(changed(facts)),
        Block::Heading(format!("All tasks rated {}", facts.word(Shown::Red))),
        risks(facts, &scrubber, usize::MAX),
        Block::Heading("Key dates".to_owned()),
        Block::Table(facts.key_dates()),
        Block::Paragraph(key(facts)),
    ]);
    report.without_names(&scrubber)
}

/// One row for each area that a task names. A task may serve several.
fn areas(facts: &Facts<'_>, scrubber: &Scrubber) -> Block {
    let mut lists: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for (at, task) in (0..).zip(facts.plan.tasks()) {
        for area in task.areas() {
            lists
                .entry(scrubber.clean(area.as_str()))
                .or_default()
                .push(at);
        }
    }
    if lists.is_empty() {
        return Block::Paragraph("No task names a judgement area.".to_owned());
    }
    let tallies: Vec<(String, Tally)> = lists
        .into_iter()
        .map(|(area, list)| (area, facts.board.tally_of(facts.plan, &list)))
        .collect();
    let rows = tallies.iter().map(|(area, tally)| (area.clone(), tally));
    let (headings, rows) = counted(facts, "Area", rows);
    Block::Table(Table {
        caption: "Tasks by judgement area; a task may serve several".to_owned(),
        headings,
        rows,
        names: 0,
    })
}
