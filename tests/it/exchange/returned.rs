//! Sheets of ours that come back, with what colleagues do to them.

use readyroom::domain::fields::{self, Field};
use readyroom::domain::plan::Plan;
use readyroom::exchange::ID_COLUMN;
use readyroom::exchange::import::Proposal;

use super::{propose, saved};
use crate::support::xlsx::{C, Sheet, workbook};

/// N-01 to N-03, of which the second waits.
fn plan() -> Plan {
    let plan = Plan::default();
    let rows = "Action,Waiting on\nRing,\nBook,ICT\nWrite,\n";
    saved(&plan, &propose(&plan, rows.as_bytes()).unwrap())
}

/// A sheet of the plan: the headings, and each row's cells.
fn sheet(plan: &Plan, headings: &str, rows: &[&str]) -> Vec<u8> {
    let rows = rows.iter().zip(plan.tasks());
    let rows = rows.map(|(row, task)| format!("{row},{}\n", task.id.0));
    format!("{headings},{ID_COLUMN}\n{}", rows.collect::<String>()).into_bytes()
}

fn refused(proposal: &Proposal) -> Vec<String> {
    let rows = proposal.refused.iter();
    rows.map(|about| format!("{}: {}", about.place, about.what))
        .collect()
}

/// What a field of each task says.
fn said(plan: &Plan, field: Field) -> Vec<String> {
    let tasks = plan.tasks().iter();
    tasks.map(|task| fields::show(plan, task, field)).collect()
}

#[test]
fn what_the_status_says_counts_whatever_stands_under_waiting_on() {
    let plan = plan();
    for (typed, status, on) in [
        ("done,", "done", ""),
        ("done,Ann Lee", "done", ""),
        ("not needed,", "not needed", ""),
        ("not started,", "not started", ""),
        ("in progress,", "in progress", ""),
        ("waiting,Ann Lee", "waiting", "Ann Lee"),
    ] {
        let book = format!("Book,{typed}");
        let rows = ["Ring,not started,", &book, "Write,done,Ann Lee"];
        let bytes = sheet(&plan, "Action,Status,Waiting on", &rows);
        let proposal = propose(&plan, &bytes).unwrap();
        assert_eq!(refused(&proposal), [""; 0], "{typed}");
        let after = saved(&plan, &proposal);
        let statuses = ["not started", status, "done"];
        assert_eq!(said(&after, Field::Status), statuses, "{typed}");
        assert_eq!(said(&after, Field::Waiting), ["", on, ""], "{typed}");
    }
}

#[test]
fn a_formula_that_failed_is_no_text() {
    let plan = plan();
    let ids: Vec<String> = plan
        .tasks()
        .iter()
        .map(|task| task.id.0.to_string())
        .collect();
    let rows: [&[C<'_>]; 4] = [
        &[C::T("Action"), C::T("Owner"), C::T(ID_COLUMN)],
        &[C::E("#REF!"), C::X, C::T(&ids[0])],
        &[C::T("Book"), C::E("#N/A"), C::T(&ids[1])],
        &[C::T("Write it"), C::X, C::T(&ids[2])],
    ];
    let bytes = workbook(&[Sheet::new("Plan", &rows)]);
    let proposal = propose(&plan, &bytes).unwrap();
    assert_eq!(
        refused(&proposal),
        [
            "row 2, column A: the cell shows #REF!; put its formula right",
            "row 3, column B: the cell shows #N/A; put its formula right",
        ]
    );
    let after = saved(&plan, &proposal);
    assert_eq!(said(&after, Field::Title), ["Ring", "Book", "Write it"]);
    assert_eq!(said(&after, Field::Owner), ["", "", ""]);
}

#[test]
fn needs_that_run_in_a_circle_are_refused_in_the_row_that_closes_it() {
    let plan = plan();
    let rows = ["Ring,N-02", "Book,N-03", "Write,N-01"];
    let proposal = propose(&plan, &sheet(&plan, "Action,Needs", &rows)).unwrap();
    assert_eq!(
        refused(&proposal),
        [
            "row 4, column B: N-03 cannot need N-01: that one waits for N-03 already, so neither could ever start"
        ]
    );
    let plan = saved(&plan, &proposal);
    assert_eq!(said(&plan, Field::Needs), ["N-02", "N-03", ""]);
    // What a row above takes out is no longer in the way.
    let rows = ["Ring,", "Book,", "Write,N-01"];
    let proposal = propose(&plan, &sheet(&plan, "Action,Needs", &rows)).unwrap();
    assert_eq!(refused(&proposal), [""; 0]);
    let after = saved(&plan, &proposal);
    assert_eq!(said(&after, Field::Needs), ["", "", "N-01"]);
}

#[test]
fn the_cell_that_is_wrong_is_named_not_the_first_that_changed() {
    let plan = plan();
    let rows = ["Ring round,,N-99", "Book it,late,N-01", "Write,,"];
    let proposal = propose(&plan, &sheet(&plan, "Action,Reason,Needs", &rows)).unwrap();
    assert_eq!(
        refused(&proposal),
        [
            "row 2, column C: There is no task N-99",
            "row 3, column B: A reason or an expiry goes with a judged RAG, and nobody has judged this task",
        ]
    );
}
