//! The integration tests, one binary: each module is one way in.

#![expect(clippy::unwrap_used, reason = "a failing test should panic")]

mod app;
mod cli;
mod docs;
mod exchange;
#[cfg(unix)]
mod journey;
mod law;
#[cfg(unix)]
mod plain;
#[cfg(unix)]
mod pty;
#[cfg(unix)]
mod store;
mod support;
