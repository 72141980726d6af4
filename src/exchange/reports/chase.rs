//! Chase lists: what every owner has to do, said to them, in one paper. The words are those of a single message, which
//! [`chase`] makes.

use super::{Audience, Block, Facts, Report};
use crate::domain::chase;
use crate::domain::inspection::NOBODY;
use crate::domain::text::capital;

pub(super) const AUDIENCE: Audience = Audience {
    name: "owner",
    about: "A chase list for every owner",
    make,
};

fn make(facts: &Facts<'_>) -> Report {
    let mut report = facts.report("Chase lists");
    let (plan, board) = (facts.plan, facts.board);
    for (owner, list) in chase::lists(plan, board) {
        let name = match owner {
            Some(_) => plan.label_of(owner).to_owned(),
            None => capital(NOBODY),
        };
        report.blocks.push(Block::Heading(name));
        report
            .blocks
            .push(Block::Paragraph(chase::opening(plan, board, owner, &list)));
        report
            .blocks
            .push(Block::Items(chase::lines(plan, board, &list)));
    }
    if report.blocks.is_empty() {
        report
            .blocks
            .push(Block::Paragraph("Nothing is left to chase.".to_owned()));
    }
    report
}
