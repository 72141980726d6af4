//! What several test modules share.

pub(crate) mod cli;
pub(crate) mod press;
#[cfg(unix)]
pub(crate) mod terminal;
pub(crate) mod xlsx;
