//! How much work is done, counted where it is done: a test can then hold a key to what is in view. In the program itself
//! nothing is counted. What a row is does not matter, only that there are as many of them.

#[cfg(test)]
use std::cell::Cell;

#[cfg(test)]
thread_local! {
    static ROWS: Cell<usize> = const { Cell::new(0) };
}

/// So many rows are looked at.
#[cfg(test)]
pub(crate) fn spend(rows: usize) {
    ROWS.set(ROWS.get() + rows);
}

/// So many rows are looked at.
#[cfg(not(test))]
pub(crate) fn spend(_rows: usize) {}

/// How many rows are looked at in `work`.
#[cfg(test)]
pub(crate) fn of(work: impl FnOnce()) -> usize {
    let before = ROWS.get();
    work();
    ROWS.get() - before
}
