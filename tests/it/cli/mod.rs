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
