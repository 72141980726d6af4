//! Reads the tables of a data file (TOML) field by field, so that whatever is wrong is said in plain English with
//! file, line and field: an unknown field, a missing one, a value of the wrong sort. It does not know what any field
//! is for.

use std::ops::Range;

use toml::de::{DeArray, DeTable, DeValue};

use super::failure::Failure;
use super::near::nearest;
use super::text::{Line, Note, quoted};

/// One table of a file, whose fields are taken out one by one.
#[derive(Debug)]
pub struct Fields<'a> {
    file: File<'a>,
    /// What the table describes: "the template", "task \"S01\"".
    what: String,
    at: Spot,
    table: DeTable<'a>,
    known: Vec<&'static str>,
}

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found<T> {
    /// The value.
    pub value: T,
    /// Where.
    pub at: Spot,
}

/// A place in a file, as the number of bytes before it. Its line is counted only when there is something to say about
/// it, so that reading a file costs in proportion to its length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot(usize);

/// A name and a text, to say where something is.
#[derive(Debug, Clone, Copy)]
pub struct File<'a> {
    name: &'a str,
    text: &'a str,
}

impl File<'_> {
    /// A failure at a place of this file, which is said as its line, counted from 1.
    pub fn failure(&self, at: Spot, message: &str) -> Failure {
        let before = self.text.as_bytes().iter().take(at.0);
        let line = before.filter(|byte| **byte == b'\n').count() + 1;
        Failure::failed(format!("{}, line {line}: {message}", self.name))
    }
}

impl<'a> Fields<'a> {
    /// The top table of the file `name`, which describes `what`.
    pub fn parse(name: &'a str, text: &'a str, what: &str) -> Result<Self, Failure> {
        let file = File { name, text };
        let table = DeTable::parse(text).map_err(|error| {
            let at = Spot(error.span().map_or(0, |span| span.start));
            let why = error.message();
            file.failure(at, &format!("this is not written as TOML: {why}."))
        })?;
        Ok(Self {
            file,
            what: what.to_owned(),
            at: Spot(0),
            table: table.into_inner(),
            known: Vec::new(),
        })
    }

    /// The file this table is in.
    pub fn file(&self) -> File<'a> {
        self.file
    }

    /// Where the table begins.
    pub fn at(&self) -> Spot {
        self.at
    }

    /// Says what the table describes, once that is known.
    pub fn call(&mut self, what: String) {
        self.what = what;
    }

    /// A text, where there is one.
    pub fn text(&mut self, key: &'static str) -> Result<Option<Found<String>>, Failure> {
        let Some((span, value)) = self.take(key) else {
            return Ok(None);
        };
        match value {
            DeValue::String(text) => Ok(Some(found(&span, text.into_owned()))),
            _ => Err(self.wrong(&span, key, "a text in quotes")),
        }
    }

    /// A text that has to be there.
    pub fn required(&mut self, key: &'static str) -> Result<Found<String>, Failure> {
        match self.text(key)? {
            Some(found) if !found.value.trim().is_empty() => Ok(found),
            _ => Err(self
                .file
                .failure(self.at, &format!("{} has no {key}.", self.what))),
        }
    }

    /// One line of text that has to be there.
    pub fn required_line(&mut self, key: &'static str) -> Result<Line, Failure> {
        let found = self.required(key)?;
        self.gated(key, &found, Line::new)
    }

    /// One line of text; empty where there is none.
    pub fn line_of(&mut self, key: &'static str) -> Result<Line, Failure> {
        match self.text(key)? {
            Some(found) => self.gated(key, &found, Line::new),
            None => Ok(Line::default()),
        }
    }

    /// A note; empty where there is none.
    pub fn note(&mut self, key: &'static str) -> Result<Note, Failure> {
        match self.text(key)? {
            Some(found) => self.gated(key, &found, Note::new),
            None => Ok(Note::default()),
        }
    }

    /// True or false; false where nothing is said.
    pub fn flag(&mut self, key: &'static str) -> Result<bool, Failure> {
        let Some((span, value)) = self.take(key) else {
            return Ok(false);
        };
        match value {
            DeValue::Boolean(flag) => Ok(flag),
            _ => Err(self.wrong(&span, key, "true or false")),
        }
    }

    /// A list of one-line texts; empty where there is none.
    pub fn lines(&mut self, key: &'static str) -> Result<Vec<Found<Line>>, Failure> {
        let Some((span, value)) = self.take(key) else {
            return Ok(Vec::new());
        };
        let DeValue::Array(items) = value else {
            return Err(self.wrong(&span, key, "a list of texts"));
        };
        let mut lines = Vec::new();
        for item in items {
            let span = item.span();
            let DeValue::String(text) = item.into_inner() else {
                return Err(self.wrong(&span, key, "a list of texts"));
            };
            let found = found(&span, text.into_owned());
            let value = self.gated(key, &found, Line::new)?;
            lines.push(Found {
                value,
                at: found.at,
            });
        }
        Ok(lines)
    }

    /// The tables under `key`, each describing `what`; none where there are none.
    pub fn tables(&mut self, key: &'static str, what: &str) -> Result<Vec<Fields<'a>>, Failure> {
        let Some((span, value)) = self.take(key) else {
            return Ok(Vec::new());
        };
        match value {
            DeValue::Array(items) => self.each_table(items, key, what),
            _ => Err(self.wrong(&span, key, &format!("written [[{key}]]"))),
        }
    }

    fn each_table(
        &self,
        items: DeArray<'a>,
        key: &str,
        what: &str,
    ) -> Result<Vec<Fields<'a>>, Failure> {
        let tables = items.into_iter().map(|item| {
            let at = item.span();
            match item.into_inner() {
                DeValue::Table(table) => {
                    let known = Vec::new();
                    Ok(Fields {
                        file: self.file,
                        what: what.to_owned(),
                        at: Spot(at.start),
                        table,
                        known,
                    })
                }
                _ => Err(self.wrong(&at, key, &format!("written [[{key}]]"))),
            }
        });
        tables.collect()
    }

    /// Refuses whatever was not asked for.
    pub fn finish(self) -> Result<(), Failure> {
        let Some(key) = self.table.keys().min_by_key(|key| key.span().start) else {
            return Ok(());
        };
        let name = quoted(key.get_ref());
        let near = nearest(&name, self.known.iter().copied());
        let failure = self.file.failure(
            Spot(key.span().start),
            &format!("{} has an unknown field \"{name}\".", self.what),
        );
        Err(match near {
            Some(near) => failure.hint(format!("Did you mean {near}?")),
            None => failure.hint(format!("It may have {}.", self.known.join(", "))),
        })
    }

    /// A failure about what the table describes.
    pub fn failure(&self, at: Spot, message: &str) -> Failure {
        self.file.failure(at, &format!("{}: {message}", self.what))
    }

    fn take(&mut self, key: &'static str) -> Option<(Range<usize>, DeValue<'a>)> {
        self.known.push(key);
        let value = self.table.remove(key)?;
        Some((value.span(), value.into_inner()))
    }

    fn wrong(&self, span: &Range<usize>, key: &str, wanted: &str) -> Failure {
        self.failure(Spot(span.start), &format!("{key} has to be {wanted}."))
    }

    fn gated<T, E: std::fmt::Display>(
        &self,
        key: &str,
        found: &Found<String>,
        gate: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<T, Failure> {
        gate(&found.value).map_err(|error| self.failure(found.at, &format!("{key} is {error}.")))
    }
}

fn found<T>(span: &Range<usize>, value: T) -> Found<T> {
    Found {
        value,
        at: Spot(span.start),
    }
}
