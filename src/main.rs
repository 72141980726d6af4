//! The readyroom program: parse, call the library, print a failure, set the exit code.

fn main() {}
