//! What the store promises, one file for each kind of promise.

mod back;
mod backups;
mod damage;
mod ends;
mod hostile;
mod laws;
mod limits;
mod upgrade;
mod world;
