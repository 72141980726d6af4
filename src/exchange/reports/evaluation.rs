//! The self-evaluation summary: per judgement area what inspections judged, our grade and why, the three questions, what we
//! say of ourselves and what proves it, and where that is thin.

use super::{Audience, Block, Facts, Report, Table, Value};
use crate::domain::evaluation::{Area, Claim, Evaluation, number_of_evidence};
use crate::domain::phrase;
use crate::domain::records::{PastGrade, Question, Side, grade_word};

pub(super) const AUDIENCE: Audience = Audience {
    name: "evaluation",
    about: "Self-evaluation: grades, three questions, strengths, gaps",
    make,
};

fn make(facts: &Facts<'_>) -> Report {
    let evaluation = Evaluation::of(facts.plan, facts.board);
    let mut report = facts.report("Self-evaluation summary");
    report.blocks = vec![
        Block::Paragraph(format!("Framework: {}.", evaluation.framework)),
        Block::Table(grades(facts, &evaluation)),
    ];
    for area in &evaluation.areas {
        report.blocks.extend(in_full(facts, area));
    }
    report
}

/// The grades at a glance, one row for each area.
pub(super) fn grades(facts: &Facts<'_>, evaluation: &Evaluation) -> Table {
    let framework = &facts.plan.inspection().framework;
    let rows = evaluation.areas.iter().map(|area| {
        let past = area.past_line(", ");
        let sure = area.now().and_then(|now| now.confidence);
        [
            titled(area),
            if past.is_empty() {
                "none".to_owned()
            } else {
                past
            },
            area.now_words(framework),
            sure.map_or("", |sure| sure.as_str()).to_owned(),
        ]
        .map(Value::Text)
        .to_vec()
    });
    Table {
        caption: "Judged by inspections, and our grade now".to_owned(),
        headings: ["Area", "Inspections", "Our grade", "Confidence"]
            .map(str::to_owned)
            .into(),
        rows: rows.collect(),
        names: 0,
    }
}

fn titled(area: &Area) -> String {
    match &area.from {
        None => area.short.to_string(),
        Some(from) => format!("{} (from the {from} framework)", area.short),
    }
}

fn in_full(facts: &Facts<'_>, area: &Area) -> Vec<Block> {
    let mut blocks = vec![Block::Heading(titled(area))];
    if let Some(now) = area.now() {
        let word = grade_word(&now.framework, &now.grade);
        blocks.push(Block::Paragraph(format!(
            "{word}: {}.",
            sentence(now.why.as_str())
        )));
    }
    if !area.past.is_empty() {
        let past = area.past.iter().rev().map(|(_, past)| judged(past));
        blocks.push(Block::Items(past.collect()));
    }
    for question in Question::ALL {
        let answer = area.answer(question);
        if !answer.is_empty() {
            blocks.push(Block::Paragraph(format!("{} {answer}", question.title())));
        }
    }
    for side in Side::ALL {
        let said: Vec<String> = area.side(side).map(|claim| claimed(facts, claim)).collect();
        if !said.is_empty() {
            blocks.push(Block::Paragraph(format!("{}:", side.title())));
            blocks.push(Block::Items(said));
        }
    }
    if area.idle() > 0 {
        blocks.push(Block::Paragraph(format!(
            "{} not used for any statement yet.",
            number_of_evidence(area.idle())
        )));
    }
    if !area.red.is_empty() {
        let red = area.red.iter().map(|at| {
            let (task, standing) = facts.task(*at);
            format!("{} {}, {}", task.reference, task.title, facts.due(standing))
        });
        blocks.push(Block::Paragraph("Open and red:".to_owned()));
        blocks.push(Block::Items(red.collect()));
    }
    if blocks.len() == 1 {
        blocks.push(Block::Paragraph("Nothing has been written yet.".to_owned()));
    }
    blocks
}

/// What was typed, without a full stop that is to follow anyway.
fn sentence(text: &str) -> &str {
    text.trim_end_matches('.')
}

fn judged(past: &PastGrade) -> String {
    format!("Inspection of {}: {}", phrase::day(past.date), past.words())
}

fn claimed(facts: &Facts<'_>, claim: &Claim) -> String {
    let text = claim.statement.text.as_str().replace('\n', " ");
    let proofs = claim.proofs.iter().filter(|proof| proof.counts);
    let proofs: Vec<String> = proofs.map(|proof| proof.words(facts.plan)).collect();
    if proofs.is_empty() {
        format!("{}. No evidence yet.", sentence(&text))
    } else {
        format!("{}. Evidence: {}.", sentence(&text), proofs.join("; "))
    }
}
