//! The copy on which a drill is held: made of an inspection, or of the standard plan, with the call in it. The inspection
//! itself is only read: of an earlier version, too, it keeps every byte.

use std::fs;
use std::path::Path;

use jiff::civil::DateTime;

use super::{Access, Store, backup};
use crate::domain::drill::{self, Arrival, Script};
use crate::domain::failure::Failure;
use crate::domain::id::Ids;
use crate::domain::operation::{Operation, Stamp};
use crate::domain::template::{Start, Template};
use crate::domain::text::Line;

/// An inspection before the drill, and what the drill makes of it.
#[derive(Debug)]
pub struct Laid {
    /// When the call comes.
    pub at: DateTime,
    /// What is to arrive.
    pub arrivals: Vec<Arrival>,
    source: Store,
    call: Operation,
}

impl Laid {
    /// Reads the inspection in `file`, or begins one from the standard plan, and works out what `script` does to it when
    /// the call comes as it was typed. `stamp` is who asks, and when.
    pub fn out(
        file: Option<&Path>,
        script: &Script,
        call: Option<&str>,
        stamp: &Stamp,
        ids: &mut Ids,
    ) -> Result<Self, Failure> {
        let source = match file {
            Some(path) => Store::open(path, Access::Untouched)?,
            None => from_template(stamp, ids)?,
        };
        let mut plan = source.read()?;
        let at = drill::call_at(call, stamp.local, plan.calendar())?;
        let call = drill::call(&plan, at, &stamp.who)?;
        plan.apply_all(&call.changes)
            .map_err(|clash| Failure::failed(format!("The plan does not fit: {clash}.")))?;
        Ok(Self {
            at,
            arrivals: script.arrivals(&plan)?,
            source,
            call,
        })
    }

    /// Makes a verified copy at `path`, which must not be taken, and has the call come in it.
    pub fn copy(&self, path: &Path, stamp: &Stamp) -> Result<Store, Failure> {
        // Copies are made, and thinned out, in a folder of their own.
        let draft = path.with_extension("draft");
        let made = backup::make(&self.source, self.at, Some(&draft))?;
        let moved = fs::rename(&made.path, path).map_err(|error| {
            Failure::failed(format!(
                "The copy for the drill cannot be made at {}: {error}.",
                path.display()
            ))
        });
        // An empty folder that stays is in nobody's way.
        let _left = fs::remove_dir_all(&draft);
        moved?;
        let mut store = Store::open(path, Access::ReadWrite)?;
        if !self.call.is_empty() {
            store.commit(&self.call, stamp)?;
        }
        Ok(store)
    }
}

fn from_template(stamp: &Stamp, ids: &mut Ids) -> Result<Store, Failure> {
    let start = Start {
        authority: Line::clipped("Made-up council"),
        ..Start::default()
    };
    let (inspection, rows) = Template::named("standard")?.start(&start, ids);
    Ok(Store::in_memory(&inspection, &rows, stamp, ids.next_id())?)
}
