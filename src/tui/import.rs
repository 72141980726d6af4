//! Reads spreadsheets for the screens, on a thread, so that keys are heard meanwhile and Esc stops it. It tells how far it
//! is when that takes a while, and makes of what was read and proposed the words that the screens show.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::input::{Incoming, Raw};
use crate::app::Msg;
use crate::app::import::{LineKind, Proposed, SheetColumn, SheetRead};
use crate::domain::edit::Author;
use crate::domain::failure::Failure;
use crate::domain::id::Ids;
use crate::domain::plan::Plan;
use crate::domain::text::quoted;
use crate::exchange::import::{self, About, DateOrder, Proposal, Question, Request};
use crate::exchange::read::{self, ReadError};
use crate::exchange::recognise::{self, Mapping, Recognised, TARGETS, Target, TargetRow};
use crate::exchange::sheet::Workbook;
use crate::shell::config::Config;
use crate::shell::files;
use crate::shell::paths;

/// Reading that takes longer than this is said to be going on, and again after as long.
const NOTICEABLE: Duration = Duration::from_millis(300);

/// What a thread says, by its number.
#[derive(Debug, Clone, Copy)]
pub(super) enum News {
    /// So many rows so far.
    Rows(u64, usize),
    /// It has ended.
    Ended(u64),
}

/// A file that was read.
#[derive(Debug)]
struct Sheets {
    file: String,
    workbook: Workbook,
    found: Recognised,
    /// Marks the shape of the file, for remembering what its columns are for.
    shape: String,
}

/// What a thread came to.
#[derive(Debug)]
enum Came {
    Read(Arc<Sheets>, SheetRead),
    Proposed(Box<Proposed>),
}

/// A thread at work.
#[derive(Debug)]
struct Work {
    number: u64,
    thread: JoinHandle<Result<Came, Failure>>,
    stop: Arc<AtomicBool>,
}

/// The spreadsheet being brought in, and the thread at work on it.
#[derive(Debug, Default)]
pub(super) struct Importing {
    wake: Option<Sender<Raw>>,
    sheets: Option<Arc<Sheets>>,
    work: Option<Work>,
    /// How many threads were started.
    started: u64,
}

/// Tells how far a thread is, and whether it is to stop.
struct Watching {
    number: u64,
    stop: Arc<AtomicBool>,
    wake: Sender<Raw>,
    told: Instant,
}

impl Watching {
    fn look(&mut self, rows: usize) -> ControlFlow<()> {
        if self.told.elapsed() > NOTICEABLE {
            self.told = Instant::now();
            // Nobody left to tell is nobody left to read for.
            let news = Incoming::Import(News::Rows(self.number, rows));
            if self.wake.send(Raw::Plain(news)).is_err() {
                return ControlFlow::Break(());
            }
        }
        if self.stop.load(Ordering::Relaxed) {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }
}

impl Importing {
    /// Whom threads are to wake.
    pub(super) fn wake_with(&mut self, wake: &Sender<Raw>) {
        self.wake.get_or_insert_with(|| wake.clone());
    }

    /// Starts to read a file.
    pub(super) fn read(&mut self, typed: &str) -> Result<(), Failure> {
        let path = paths::typed(typed);
        let bytes = files::read_whole(&path, read::MOST_BYTES as u64)?;
        let file = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        self.start(move |watching| read_sheets(&bytes, file, watching))
    }

    /// Starts to work out what it would bring.
    pub(super) fn propose(
        &mut self,
        targets: &[usize],
        month_first: bool,
        plan: Plan,
        author: Author,
        mut ids: Ids,
    ) -> Result<(), Failure> {
        let sheets = self.sheets.clone();
        let sheets = sheets.ok_or_else(|| Failure::failed("No spreadsheet has been read."))?;
        let headings = headings(&sheets.found);
        let chosen = headings.iter().zip(targets).map(|(heading, target)| {
            let target = choices()
                .nth(*target)
                .map_or(Target::Extra, |row| row.target);
            (heading.clone(), target)
        });
        let mapping = Mapping(chosen.collect());
        remember(&sheets.shape, &mapping);
        let order = month_first.then_some(DateOrder::MonthFirst);
        self.start(move |watching| {
            let found = recognise::recognise(&sheets.workbook, None, &mapping)?;
            let request = Request {
                workbook: &sheets.workbook,
                found: &found,
                plan: &plan,
                author: &author,
                file: &sheets.file,
                order,
            };
            let proposal = import::propose(&request, &mut ids, &mut |rows| watching.look(rows))?;
            let proposal = proposal.ok_or_else(|| ReadError::Stopped.about(&sheets.file))?;
            Ok(Came::Proposed(Box::new(in_words(proposal))))
        })
    }

    /// Stops what is going on; what it comes to is not wanted.
    pub(super) fn stop(&mut self) {
        if let Some(work) = self.work.take() {
            work.stop.store(true, Ordering::Relaxed);
        }
    }

    fn start(
        &mut self,
        work: impl FnOnce(&mut Watching) -> Result<Came, Failure> + Send + 'static,
    ) -> Result<(), Failure> {
        self.stop();
        let wake = self
            .wake
            .clone()
            .ok_or_else(|| Failure::failed("The screens are not ready yet."))?;
        let stop = Arc::new(AtomicBool::new(false));
        self.started += 1;
        let number = self.started;
        let mut watching = Watching {
            number,
            stop: Arc::clone(&stop),
            wake: wake.clone(),
            told: Instant::now(),
        };
        let run = move || {
            let came = work(&mut watching);
            let _left = wake.send(Raw::Plain(Incoming::Import(News::Ended(number))));
            came
        };
        let thread = thread::Builder::new()
            .name("import".to_owned())
            .spawn(run)
            .map_err(|error| {
                Failure::failed(format!("The file cannot be read just now: {error}."))
            })?;
        self.work = Some(Work {
            number,
            thread,
            stop,
        });
        Ok(())
    }

    /// What news from a thread means for the screens. News of a reading that was stopped means nothing.
    pub(super) fn news(&mut self, news: News) -> Option<Msg> {
        match news {
            News::Rows(number, rows) => {
                let is_on = self.work.as_ref().is_some_and(|work| work.number == number);
                is_on.then_some(Msg::ImportProgress(rows))
            }
            News::Ended(number) => {
                let ended = self.work.take_if(|work| work.number == number)?;
                let came = ended.thread.join().unwrap_or_else(|_panic| {
                    Err(Failure::failed("The file cannot be read.")
                        .hint("Save it again from Excel and try that one."))
                });
                Some(match came {
                    Ok(Came::Read(sheets, read)) => {
                        self.sheets = Some(sheets);
                        Msg::SheetRead(Box::new(read))
                    }
                    Ok(Came::Proposed(proposed)) => Msg::ImportProposed(proposed),
                    Err(failure) => Msg::Failed(failure),
                })
            }
        }
    }
}

fn read_sheets(bytes: &[u8], file: String, watching: &mut Watching) -> Result<Came, Failure> {
    let workbook =
        read::read(bytes, &mut |rows| watching.look(rows)).map_err(|error| error.about(&file))?;
    let seen = recognise::recognise(&workbook, None, &Mapping::default());
    // Nothing recognised is no end: the person may know.
    let seen = seen.or_else(|failure| recognise::all_columns(&workbook).ok_or(failure))?;
    let shape = recognise::shape(&seen.tables);
    let remembered = Config::load().unwrap_or_default().columns.remove(&shape);
    let known = remembered.as_ref().map(|columns| {
        let columns = columns
            .iter()
            .filter_map(|(heading, name)| Some((heading.clone(), Target::read(name)?)));
        Mapping(columns.collect())
    });
    let found = match known {
        Some(mapping) => recognise::recognise(&workbook, None, &mapping).unwrap_or(seen),
        None => seen,
    };
    let read = SheetRead {
        file: quoted(&file),
        targets: choices().map(|row| row.title).collect(),
        columns: columns(&workbook, &found),
        remembered: remembered.is_some(),
    };
    let sheets = Sheets {
        file,
        workbook,
        found,
        shape,
    };
    Ok(Came::Read(Arc::new(sheets), read))
}

/// What a person may choose for a column, in order.
fn choices() -> impl Iterator<Item = &'static TargetRow> {
    TARGETS.iter().filter(|row| row.target.can_be_chosen())
}

/// The headings of all trackers in the file, each once.
fn headings(found: &Recognised) -> Vec<String> {
    let mut headings: Vec<String> = Vec::new();
    for column in found.tables.iter().flat_map(|table| &table.columns) {
        if column.target.can_be_chosen() && !headings.contains(&column.heading) {
            headings.push(column.heading.clone());
        }
    }
    headings
}

fn columns(workbook: &Workbook, found: &Recognised) -> Vec<SheetColumn> {
    let of = |heading: String| {
        let mut all = found
            .tables
            .iter()
            .flat_map(|table| table.columns.iter().map(move |column| (table, column)));
        let (table, column) = all.find(|(_, column)| column.heading == heading)?;
        let sheet = &workbook.sheets[table.sheet];
        let said = (table.first..sheet.rows()).map(|row| sheet.value(row, column.at));
        let said = said
            .filter(|value| !value.is_blank())
            .take(2)
            .map(|value| quoted(&value.to_string()));
        Some(SheetColumn {
            target: choices().position(|row| row.target == column.target)?,
            sample: said.collect::<Vec<_>>().join("; "),
            heading,
        })
    };
    headings(found).into_iter().filter_map(of).collect()
}

/// Keeps what the columns of a file of this shape are for. Nobody is told if that cannot be: it is asked again.
fn remember(shape: &str, mapping: &Mapping) {
    let columns = mapping
        .0
        .iter()
        .map(|(heading, target)| (heading.clone(), target.row().name.to_owned()));
    let _unkept = Config::update(|config| config.remember_columns(shape, columns.collect()));
}

/// Rows of the preview as they are being put together.
#[derive(Default)]
struct Lines(Vec<(LineKind, String)>);

impl Lines {
    /// Rows under a heading, if there are any.
    fn under<T>(
        &mut self,
        heading: &str,
        rows: &[T],
        line: impl Fn(&T) -> Vec<(LineKind, String)>,
    ) {
        if !rows.is_empty() {
            self.0.push((LineKind::Heading, heading.to_owned()));
        }
        self.0.extend(rows.iter().flat_map(line));
    }

    fn about(&mut self, heading: &str, kind: LineKind, rows: &[About]) {
        self.under(heading, rows, |row| {
            vec![(kind, format!("{}: {}", row.place, row.what))]
        });
    }
}

/// The proposal, line by line: first what needs a person.
fn in_words(proposal: Proposal) -> Proposed {
    let shown = |text: &str| {
        if text.is_empty() {
            "nothing".to_owned()
        } else {
            quoted(text)
        }
    };
    let mut lines = Lines::default();
    lines.about(
        "Refused: put these right in the file, and bring it in again",
        LineKind::Refused,
        &proposal.refused,
    );
    lines.under(
        "Changed here and in the sheet: yours stays",
        &proposal.conflicts,
        |conflict| {
            let (mine, theirs) = (shown(&conflict.mine), shown(&conflict.theirs));
            let text = format!(
                "{}: {}: mine {mine}, theirs {theirs}",
                conflict.place, conflict.field
            );
            vec![(LineKind::Refused, text)]
        },
    );
    lines.under("Changed", &proposal.changed, |changed| {
        let head = format!("{}: {} {}", changed.place, changed.reference, changed.title);
        let fields = changed.fields.iter().map(|field| {
            let (old, new) = (shown(&field.old), shown(&field.new));
            (
                LineKind::Note,
                format!("    {}: {old} -> {new}", field.field),
            )
        });
        std::iter::once((LineKind::Plain, head))
            .chain(fields)
            .collect()
    });
    lines.under("New", &proposal.new, |new| {
        let text = format!("{}: {} {}", new.place, new.reference, new.title);
        vec![(LineKind::Plain, text)]
    });
    lines.about("Kept in the note", LineKind::Note, &proposal.kept);
    lines.about("Passed over", LineKind::Note, &proposal.passed_over);
    lines.under("Worth knowing", &proposal.notices, |notice| {
        vec![(LineKind::Note, notice.clone())]
    });
    let question = proposal.question.as_ref().map(|question| {
        let Question { heading, example } = question;
        format!("{example} under \"{heading}\" was read with the day first.")
    });
    Proposed {
        summary: proposal.summary(),
        lines: lines.0,
        question,
        operation: proposal.operation,
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    #[test]
    fn what_a_person_may_choose_leaves_out_what_is_ours() {
        let names: Vec<&str> = choices().map(|row| row.name).collect();
        assert!(
            names.contains(&"title") && !names.contains(&"base"),
            "{names:?}"
        );
    }

    #[test]
    fn a_pasted_path_loses_its_quotes() {
        assert_eq!(paths::typed(" \"a b.xlsx\" "), PathBuf::from("a b.xlsx"));
        assert_eq!(paths::typed("'a b.xlsx'"), PathBuf::from("a b.xlsx"));
    }
}
