//! All that the file holds as JSON: nothing is lost when it is read back.

use serde::Serialize;

use super::{Format, Halt, Source, Watch};
use crate::domain::failure::Failure;
use crate::domain::when::Moment;
use crate::exchange::JSON_VERSION;
use crate::exchange::snapshot::Snapshot;

pub(super) const FORMAT: Format = Format {
    ending: "json",
    name: "JSON",
    about: "all the file holds, for scripts and for reading back in",
    write,
};

/// What is written.
#[derive(Debug, Serialize)]
struct Document<'a> {
    version: u8,
    /// As at when.
    now: String,
    /// The mark of the file it was written from.
    mark: &'a str,
    /// What the file holds.
    file: Snapshot,
}

fn write(source: &Source<'_>, watch: Watch<'_>) -> Result<Vec<u8>, Halt> {
    let now = source.board.now;
    let document = Document {
        version: JSON_VERSION,
        now: Moment::at(now.date(), now.time()).to_string(),
        mark: source.mark,
        file: Snapshot::of(source.plan, source.positions),
    };
    if !watch(source.positions.len() / 2) {
        return Err(Halt::Stopped);
    }
    let failed = |error| {
        Halt::Failed(Failure::failed(format!(
            "The JSON cannot be made: {error}."
        )))
    };
    let mut bytes = serde_json::to_vec(&document).map_err(failed)?;
    bytes.push(b'\n');
    Ok(bytes)
}
