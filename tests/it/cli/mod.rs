//! The command line, run as a person runs it.

mod back;
mod brief;
mod call;
mod converse;
mod damaged;
mod decisions;
mod drill;
mod edit;
mod export;
mod files;
mod grades;
mod history;
mod import;
mod look;
mod manual;
mod output;
mod owners;
mod policy;
mod requests;
mod start;
mod templates;
mod usage;
mod views;
mod walk;

/// What changes a file of four tasks, a line for each thing that can be changed.
const WRITES: [&str; 16] = [
    "add x",
    "set N-01 rag=red",
    "done N-01",
    "reopen N-01",
    "remove N-01",
    "undo",
    "redo",
    "owners set JS role=x",
    "call today",
    "milestones end 1/7",
    "request add Rota by:LI",
    "enquiry add Neglect",
    "views save Mine late",
    "decisions We ask for two agency workers",
    "promises N-01 by 16:00",
    "grades strength HELP Early help is offered in a week",
];
