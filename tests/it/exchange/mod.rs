//! Other people's trackers, brought in: as they are, and as somebody who means harm makes them.

mod hostile;
mod returned;
mod trackers;

use std::ops::ControlFlow;

use jiff::civil::{DateTime, datetime};
use readyroom::domain::edit::Author;
use readyroom::domain::failure::Failure;
use readyroom::domain::fields::{self, Field};
use readyroom::domain::id::Ids;
use readyroom::domain::plan::Plan;
use readyroom::domain::text::Line;
use readyroom::exchange::import::{self, Proposal, Request};
use readyroom::exchange::read::{self, Watch};
use readyroom::exchange::recognise::{self, Mapping};

/// A Friday in May, before the dates in the trackers.
pub(crate) const NOW: DateTime = datetime(2026, 5, 29, 9, 0, 0, 0);

/// A watch that never has enough.
pub(crate) fn patient() -> impl FnMut(usize) -> ControlFlow<()> {
    |_rows| ControlFlow::Continue(())
}

/// What bringing `bytes` into `plan` would do.
pub(crate) fn propose(plan: &Plan, bytes: &[u8]) -> Result<Proposal, Failure> {
    propose_with(plan, bytes, None, "", &mut patient()).map(|proposal| proposal.unwrap())
}

/// The same, for one sheet, with a mapping and a watch.
pub(crate) fn propose_with(
    plan: &Plan,
    bytes: &[u8],
    sheet: Option<&str>,
    map: &str,
    watch: Watch<'_>,
) -> Result<Option<Proposal>, Failure> {
    let workbook = read::read(bytes, watch).map_err(|error| error.about("tracker"))?;
    let found = recognise::recognise(&workbook, sheet, &Mapping::read(map)?)?;
    let author = Author {
        who: Line::new("Ann Lee").unwrap(),
        now: NOW,
    };
    let request = Request {
        workbook: &workbook,
        found: &found,
        plan,
        author: &author,
        file: "tracker",
        order: None,
    };
    let proposal = import::propose(
        &request,
        &mut Ids::new(1, plan.tasks().len() as u64 * 1_000),
        watch,
    )?;
    assert!(
        proposal.as_ref().is_none_or(Proposal::adds_up),
        "a row is in no place, or in two"
    );
    Ok(proposal)
}

/// What the plan holds, a line a task: what is not empty, in a fixed order.
pub(crate) fn lines(plan: &Plan) -> Vec<String> {
    const SHOWN: [Field; 9] = [
        Field::Title,
        Field::Owner,
        Field::Deputy,
        Field::Due,
        Field::Status,
        Field::Rag,
        Field::Section,
        Field::Tag,
        Field::Evidence,
    ];
    let of = |task| {
        let shown = SHOWN.iter().map(|field| fields::show(plan, task, *field));
        let note = fields::show(plan, task, Field::Note).replace('\n', " / ");
        let reason = fields::show(plan, task, Field::Reason);
        let all = shown.chain([reason, note]);
        all.filter(|text| !text.is_empty() && text != "not started")
            .collect::<Vec<_>>()
            .join(" | ")
    };
    plan.tasks().iter().map(of).collect()
}

/// The rows of each sort: new, changed, unchanged, refused, passed over, blank.
pub(crate) fn counts(proposal: &Proposal) -> [usize; 6] {
    [
        proposal.new.len(),
        proposal.changed.len(),
        proposal.unchanged,
        proposal.refused.len(),
        proposal.passed_over.len(),
        proposal.blank,
    ]
}

/// The plan with the proposal saved.
pub(crate) fn saved(plan: &Plan, proposal: &Proposal) -> Plan {
    let mut after = plan.clone();
    after.apply_all(&proposal.operation.changes).unwrap();
    after
}
