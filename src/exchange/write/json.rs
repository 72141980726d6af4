//! All that the file holds as JSON: nothing is lost when it is read back.

use std::io;

use serde::Serialize;
use serde_json::ser::{CharEscape, Formatter, Serializer};

use super::{Format, Halt, Source, Watch};
use crate::domain::failure::Failure;
use crate::domain::privacy::{self, Mark, Sighting};
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
    let mut texts = Texts::default();
    texts.look_into(&inspection, || "the inspection".to_owned());
    for one in &people {
        texts.look_into(one, || "a person".to_owned());
    }
    for one in &milestones {
        texts.look_into(one, || "a milestone".to_owned());
    }
    for one in &days_off {
        texts.look_into(one, || "a day off".to_owned());
    }
    for one in &records {
        texts.look_into(&one.record, || named(&one.record));
    }
    for one in &tasks {
        texts.look_into(one, || one.reference.to_string());
    }
    texts.seen
}

/// Has the guard look at every text that the writer of JSON comes by, while it writes to nowhere: no field is forgotten, and
/// nothing is made for it.
#[derive(Debug, Default)]
struct Texts {
    /// The field that the next text belongs to.
    field: String,
    /// The text so far.
    text: String,
    /// What was seen since it began to look into something.
    here: Vec<(String, Mark)>,
    seen: Vec<Sighting>,
}

impl Texts {
    /// What cannot be put into JSON is not written either, and the writer says so.
    fn look_into(&mut self, value: &impl Serialize, of: impl Fn() -> String) {
        "words".clone_into(&mut self.field);
        let mut writer = Serializer::with_formatter(io::sink(), Ear(self));
        let _unwritten = value.serialize(&mut writer);
        let here = self.here.drain(..);
        self.seen.extend(here.map(|(field, mark)| Sighting {
            place: format!("the {} of {}", field.replace('_', " "), of()),
            mark,
        }));
    }
}

/// Hears what is written.
struct Ear<'t>(&'t mut Texts);

impl Formatter for Ear<'_> {
    fn begin_string<W: ?Sized + io::Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.0.text.clear();
        Ok(())
    }

    fn write_string_fragment<W: ?Sized + io::Write>(
        &mut self,
        _: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        self.0.text.push_str(fragment);
        Ok(())
    }

    fn write_char_escape<W: ?Sized + io::Write>(
        &mut self,
        _: &mut W,
        escaped: CharEscape,
    ) -> io::Result<()> {
        self.0.text.push(match escaped {
            CharEscape::Quote => '"',
            CharEscape::ReverseSolidus => '\\',
            CharEscape::Solidus => '/',
            CharEscape::Backspace => '\u{8}',
            CharEscape::FormFeed => '\u{C}',
            CharEscape::LineFeed => '\n',
            CharEscape::CarriageReturn => '\r',
            CharEscape::Tab => '\t',
            CharEscape::AsciiControl(byte) => byte.into(),
        });
        Ok(())
    }

    fn end_string<W: ?Sized + io::Write>(&mut self, _: &mut W) -> io::Result<()> {
        let Texts {
            field, text, here, ..
        } = &mut *self.0;
        here.extend(
            privacy::look(text)
                .into_iter()
                .map(|mark| (field.clone(), mark)),
        );
        Ok(())
    }

    /// The text that ended last was the name of a field.
    fn end_object_key<W: ?Sized + io::Write>(&mut self, _: &mut W) -> io::Result<()> {
        std::mem::swap(&mut self.0.field, &mut self.0.text);
        Ok(())
    }
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
