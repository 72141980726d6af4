//! All that the file holds as JSON: nothing is lost when it is read back.

use serde::Serialize;

use super::{Format, Halt, Source, Watch};
use crate::domain::failure::Failure;
use crate::domain::privacy::{self, Sighting};
use crate::domain::records::Record;
use crate::domain::task::Task;
use crate::domain::when::Moment;
use crate::exchange::JSON_VERSION;
use crate::exchange::snapshot::Snapshot;

pub(super) const FORMAT: Format = Format {
    ending: "json",
    name: "JSON",
    about: "all the file holds, to script or read back in",
    write,
    guard,
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
    file: Snapshot<&'a Task>,
}

/// Looks at every text in it, one thing of the file at a time.
fn guard(source: &Source<'_>) -> Vec<Sighting> {
    let Snapshot {
        inspection,
        people,
        milestones,
        days_off,
        records,
        next_numbers: _,
        numbers: _,
        tasks,
    } = Snapshot::view(source.plan, source.positions);
    let named = |record: &Record| match record {
        Record::Request(request) => request.reference().to_string(),
        other => format!("a {}", other.kind().title()),
    };
    let seen = std::iter::once(look_into(&inspection, "the inspection"))
        .chain(people.iter().map(|one| look_into(one, "a person")))
        .chain(milestones.iter().map(|one| look_into(one, "a milestone")))
        .chain(days_off.iter().map(|one| look_into(one, "a day off")))
        .chain((records.iter()).map(|one| look_into(&one.record, &named(&one.record))))
        .chain((tasks.iter()).map(|one| look_into(one, &one.reference.to_string())));
    seen.flatten().collect()
}

/// What cannot be put into JSON is not written either, and the writer says so.
fn look_into(value: &impl Serialize, of: &str) -> Vec<Sighting> {
    serde_json::to_value(value).map_or(Vec::new(), |value| privacy::in_value(&value, of))
}

fn write(source: &Source<'_>, watch: Watch<'_>) -> Result<Vec<u8>, Halt> {
    let now = source.board.now;
    let document = Document {
        version: JSON_VERSION,
        now: Moment::at(now.date(), now.time()).to_string(),
        mark: source.mark,
        file: Snapshot::view(source.plan, source.positions),
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
