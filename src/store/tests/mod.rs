//! What the store promises, one file for each kind of promise.

mod laws;
mod world;
