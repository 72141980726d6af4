//! What leaves the program as a file: tasks in, bytes out. A format is a row of [`FORMATS`], asked by the command line
//! and the screens alike; those that papers can have are in [`RENDERS`] too.
//!
//! Nothing here knows where the bytes go. What somebody typed never becomes a formula, a link or markup on the way.

pub mod csv;
pub mod html;
pub mod ics;
pub mod json;
pub mod markdown;
pub mod text;
pub mod xlsx;

use uuid::Uuid;

use crate::domain::board::Board;
use crate::domain::failure::Failure;
use crate::domain::near;
use crate::domain::plan::Plan;
use crate::domain::privacy::{self, Sighting};
use crate::domain::text::quoted;
use crate::exchange::reports::{self, Facts, Half, Report};

/// What is to be written.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// How it stands.
    pub board: &'a Board,
    /// Which tasks, in order.
    pub positions: &'a [u32],
    /// The mark of all that has happened in the file so far; papers print it.
    pub mark: &'a str,
    /// Which file it is, and how often it has been changed.
    pub edition: Edition,
}

/// Which file something comes from, for those who get it again and again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Edition {
    /// The id that all copies of the file share.
    pub file: Uuid,
    /// Grows with every change, in every copy.
    pub number: u64,
}

/// Told how many rows are written; answers whether to go on.
pub type Watch<'a> = &'a mut dyn FnMut(usize) -> bool;

/// Why there are no bytes.
#[derive(Debug)]
pub enum Halt {
    /// It was to stop.
    Stopped,
    /// It cannot be written.
    Failed(Failure),
}

/// A format of file.
#[derive(Debug)]
pub struct Format {
    /// What its files end in, without the dot.
    pub ending: &'static str,
    /// What it is called.
    pub name: &'static str,
    /// What it is good for.
    pub about: &'static str,
    /// Makes the bytes.
    pub write: fn(&Source<'_>, Watch<'_>) -> Result<Vec<u8>, Halt>,
    /// What the privacy guard points at in the values that these bytes are made of.
    pub guard: fn(&Source<'_>) -> Vec<Sighting>,
}

/// All formats, the most wanted first.
pub static FORMATS: &[Format] = &[
    xlsx::FORMAT,
    csv::FORMAT,
    html::FORMAT,
    markdown::FORMAT,
    text::FORMAT,
    ics::FORMAT,
    json::FORMAT,
];

/// A way of writing papers.
#[derive(Debug)]
pub struct Render {
    /// What its files end in, without the dot.
    pub ending: &'static str,
    /// What is typed to ask for it.
    pub word: &'static str,
    /// What it is called.
    pub name: &'static str,
    /// Writes a paper.
    pub render: fn(&Report) -> String,
}

/// All ways of writing papers.
pub static RENDERS: &[Render] = &[text::RENDER, markdown::RENDER, html::RENDER];

/// The way that a file's name asks for by its ending.
pub fn render_for_name(name: &str) -> Result<&'static Render, Failure> {
    let ending = ending_of(name);
    let render = RENDERS.iter().find(|render| render.ending == ending);
    render.ok_or_else(|| {
        let known: Vec<String> = RENDERS
            .iter()
            .map(|render| format!(".{} ({})", render.ending, render.name))
            .collect();
        Failure::usage("A brief cannot be written to a file of that ending.")
            .hint(format!("It can be {}.", known.join(", ")))
    })
}

/// The way that is asked for by this word.
pub fn render_named(word: &str) -> Result<&'static Render, Failure> {
    let wanted = word.trim().to_lowercase();
    let mut renders = RENDERS.iter();
    let render = renders.find(|render| render.word == wanted || render.ending == wanted);
    render.ok_or_else(|| {
        let words: Vec<&str> = RENDERS.iter().map(|render| render.word).collect();
        Failure::usage(format!("There is no format \"{}\".", quoted(word)))
            .hint(format!("It can be {}.", words.join(", ")))
    })
}

/// The checklist as a paper, written in this way.
fn checklist(
    source: &Source<'_>,
    watch: &mut dyn FnMut(usize) -> bool,
    render: &Render,
) -> Result<Vec<u8>, Halt> {
    if !watch(0) {
        return Err(Halt::Stopped);
    }
    Ok((render.render)(&checklist_report(source)).into_bytes())
}

/// What the privacy guard points at in the checklist as a paper.
fn guard_checklist(source: &Source<'_>) -> Vec<Sighting> {
    privacy::in_paper(&checklist_report(source).words())
}

fn checklist_report(source: &Source<'_>) -> Report {
    let facts = Facts {
        plan: source.plan,
        board: source.board,
        since: None,
        half: Half::of(source.board.now),
        mark: source.mark,
    };
    reports::checklist::make(&facts, source.positions)
}

fn ending_of(name: &str) -> String {
    name.rsplit_once('.')
        .map_or(String::new(), |(_, ending)| ending.to_lowercase())
}

/// The format that a file's name asks for by its ending, whatever the case.
pub fn for_name(name: &str) -> Result<&'static Format, Failure> {
    let wanted = ending_of(name);
    if let Some(format) = FORMATS.iter().find(|format| format.ending == wanted) {
        return Ok(format);
    }
    let known: Vec<String> = FORMATS
        .iter()
        .map(|format| format!(".{} ({})", format.ending, format.name))
        .collect();
    let message = if wanted.is_empty() {
        "The name has to end in a format.".to_owned()
    } else {
        format!("There is no format \".{}\".", quoted(&wanted))
    };
    let near = FORMATS
        .iter()
        .map(|format| (near::slips(format.ending, &wanted), format.ending))
        .filter(|(slips, _)| *slips == 1)
        .min();
    let hint = match near {
        Some((_, near)) => format!("Did you mean .{near}? It can be {}.", known.join(", ")),
        None => format!("It can be {}.", known.join(", ")),
    };
    Err(Failure::usage(message).hint(hint))
}

/// How many rows are written between two looks at the watch.
const ROWS_BETWEEN_LOOKS: usize = 256;

/// Tells the watch, now and then, that this many rows are written.
fn look(watch: &mut dyn FnMut(usize) -> bool, rows: usize) -> Result<(), Halt> {
    if rows.is_multiple_of(ROWS_BETWEEN_LOOKS) && !watch(rows) {
        return Err(Halt::Stopped);
    }
    Ok(())
}

#[cfg(test)]
mod tests;
