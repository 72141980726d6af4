//! What an inspection plan is: values and rules, with no clock, disk, SQL or terminal.
//!
//! A [`Plan`](plan::Plan) holds what the file holds. Everything that changes it is an
//! [`Operation`](operation::Operation), built by [`edit`], and everything that depends on the
//! moment (deadlines, RAG, counts) is derived by [`board`] from a plan and a "now" that is passed in.

pub mod absence;
pub mod agenda;
pub mod as_of;
pub mod board;
pub mod calendar;
pub mod capture;
pub mod change;
pub mod chase;
pub mod checks;
pub mod clash;
pub mod decisions;
pub mod demo;
pub mod depends;
pub mod difference;
pub mod drill;
pub mod edit;
pub(crate) mod effort;
pub mod england;
pub mod enquiries;
pub mod evaluation;
pub mod failure;
pub mod fields;
pub mod filter;
pub mod framework;
pub mod id;
pub mod inspection;
pub mod load;
pub mod near;
pub mod numbers;
pub mod operation;
pub mod order;
pub mod past;
pub mod phrase;
pub mod plan;
pub mod policy;
pub mod preview;
pub mod privacy;
pub mod promises;
pub mod rating;
pub mod records;
pub mod requests;
pub mod scrub;
pub mod since;
pub mod tables;
pub mod task;
pub mod template;
pub mod text;
pub mod timeline;
pub mod trend;
pub mod views;
pub mod walk;
pub mod what_if;
pub mod when;
pub mod wording;
pub mod words;
