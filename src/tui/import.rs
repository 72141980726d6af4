//! Reads spreadsheets for the screens, as work for a thread ([`super::work`]), and makes of what was read and proposed
//! the words that the screens show.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::runtime::Came;
use super::work::Watching;
use crate::app::Msg;
use crate::app::import::{Doubt, LineKind, Proposed, SheetColumn, SheetRead};
use crate::domain::change::{Change, Row};
use crate::domain::edit::Author;
use crate::domain::failure::Failure;
use crate::domain::id::{Ids, Ref, TaskId};
use crate::domain::plan::Plan;
use crate::domain::privacy;
use crate::domain::text::quoted;
use crate::exchange::import::{self, About, DateOrder, Place, Proposal, Question, Request, whole};
use crate::exchange::read::{self, ReadError};
use crate::exchange::recognise::{self, Mapping, Recognised, TARGETS, Target, TargetRow};
use crate::exchange::sheet::Workbook;
use crate::exchange::snapshot::Snapshot;
use crate::shell::config::Config;
use crate::shell::files;
use crate::shell::paths;

/// A file that was read.
#[derive(Debug)]
pub(super) enum Brought {
    /// A spreadsheet.
    Sheets(Sheets),
    /// The whole of an inspection, from our own JSON.
    Whole {
        /// Its name.
        file: String,
        /// What it holds.
        snapshot: Box<Snapshot>,
    },
}

/// A spreadsheet that was read.
#[derive(Debug)]
pub(super) struct Sheets {
    file: String,
    workbook: Workbook,
    found: Recognised,
    /// Marks the shape of the file, for remembering what its columns are for.
    shape: String,
}

/// Reads the file that was named.
pub(super) fn reading(typed: &str) -> impl FnOnce(&Watching) -> Result<Came, Failure> + use<> {
    let path = paths::typed(typed);
    move |watching| {
        let bytes = files::read_whole(&path, whole::MOST_BYTES as u64)?;
        let file = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if whole::is_json(&bytes) {
            read_whole(&bytes, file)
        } else {
            read_sheets(&bytes, file, watching)
        }
    }
}

fn read_whole(bytes: &[u8], file: String) -> Result<Came, Failure> {
    let snapshot = Box::new(whole::read(bytes, &file)?);
    let read = SheetRead {
        file: quoted(&file),
        ..SheetRead::default()
    };
    let brought = Brought::Whole { file, snapshot };
    Ok(Came::Sheets(Arc::new(brought), Box::new(read)))
}

/// What to work out.
pub(super) struct Wanted {
    /// The file that was read.
    pub(super) brought: Arc<Brought>,
    /// What each of its columns is for.
    pub(super) targets: Vec<usize>,
    /// Read 5/6 as 6 May.
    pub(super) month_first: bool,
    /// Into what it goes.
    pub(super) plan: Plan,
    /// Who brings it in, and when.
    pub(super) author: Author,
    /// A source of new ids.
    pub(super) ids: Ids,
}

/// Works out what the file would bring.
pub(super) fn proposing(wanted: Wanted) -> impl FnOnce(&Watching) -> Result<Came, Failure> {
    move |watching| {
        let proposal = match &*wanted.brought {
            Brought::Sheets(sheets) => propose(sheets, &wanted, watching)?,
            Brought::Whole { file, snapshot } => {
                let mut ids = wanted.ids.clone();
                whole::propose(Snapshot::clone(snapshot), &wanted.plan, file, &mut ids)?
            }
        };
        let proposed = in_words(proposal, &wanted.plan);
        let proposed = Msg::ImportProposed(Box::new(proposed));
        Ok(Came::Told(Box::new(proposed)))
    }
}

fn propose(sheets: &Sheets, wanted: &Wanted, watching: &Watching) -> Result<Proposal, Failure> {
    let headings = headings(&sheets.found);
    let chosen = headings
        .iter()
        .zip(&wanted.targets)
        .map(|(heading, target)| {
            let target = choices()
                .nth(*target)
                .map_or(Target::Extra, |row| row.target);
            (heading.clone(), target)
        });
    let mapping = Mapping(chosen.collect());
    remember(&sheets.shape, &mapping);
    let found = recognise::recognise(&sheets.workbook, None, &mapping)?;
    let found = recognise::as_seen(found, &sheets.found);
    let request = Request {
        workbook: &sheets.workbook,
        found: &found,
        plan: &wanted.plan,
        author: &wanted.author,
        file: &sheets.file,
        order: wanted.month_first.then_some(DateOrder::MonthFirst),
    };
    let mut ids = wanted.ids.clone();
    let proposal = import::propose(&request, &mut ids, &mut |rows| watching.look(rows))?;
    proposal.ok_or_else(|| ReadError::Stopped.about(&sheets.file))
}

fn read_sheets(bytes: &[u8], file: String, watching: &Watching) -> Result<Came, Failure> {
    let workbook =
        read::read(bytes, &mut |rows| watching.look(rows)).map_err(|error| error.about(&file))?;
    let seen = recognise::recognise(&workbook, None, &Mapping::default());
    // Nothing recognised is no end: the person may know.
    let seen = seen.or_else(|failure| recognise::all_columns(&workbook).ok_or(failure))?;
    let shape = recognise::shape(&seen.tables);
    let chosen = Config::load().unwrap_or_default().columns.remove(&shape);
    let remembered =
        chosen.and_then(|columns| recognise::remembered(&workbook, None, &seen, &columns));
    let is_remembered = remembered.is_some();
    let found = remembered.unwrap_or(seen);
    let read = SheetRead {
        file: quoted(&file),
        targets: choices().map(|row| row.title).collect(),
        columns: columns(&workbook, &found),
        remembered: is_remembered,
    };
    let sheets = Sheets {
        file,
        workbook,
        found,
        shape,
    };
    Ok(Came::Sheets(
        Arc::new(Brought::Sheets(sheets)),
        Box::new(read),
    ))
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
        let rows = table.first..sheet.rows();
        let said = rows
            .map(|row| sheet.cell(row, column.at))
            .filter(|cell| column.target == Target::Rag || !cell.value.is_blank())
            .filter_map(import::shown);
        Some(SheetColumn {
            target: choices().position(|row| row.target == column.target)?,
            sample: said.take(2).collect::<Vec<_>>().join("; "),
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
        let lines = rows.iter().flat_map(line);
        self.0
            .extend(lines.map(|(kind, words)| (kind, format!("  {words}"))));
    }

    fn about(&mut self, heading: &str, kind: LineKind, rows: &[About]) {
        self.under(heading, rows, |row| vec![(kind, row.to_string())]);
    }
}

/// The proposal, line by line: first what needs a person.
fn in_words(proposal: Proposal, plan: &Plan) -> Proposed {
    let shown = |text: &str| {
        if text.is_empty() {
            "nothing".to_owned()
        } else {
            quoted(text)
        }
    };
    let mut lines = Lines::default();
    let doubt = doubt(&proposal, plan, &mut lines);
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
    for (heading, said) in [
        ("Worth knowing", proposal.notices.clone()),
        ("Without an owner", import::gathered(&proposal.ownerless)),
        ("Kept in the note", import::gathered(&proposal.kept)),
        ("Passed over", import::gathered(&proposal.passed_over)),
    ] {
        lines.under(heading, &said, |line| vec![(LineKind::Note, line.clone())]);
    }
    lines.under("Changed", &proposal.changed, |changed| {
        let head = format!("{}: {} {}", changed.place, changed.reference, changed.title);
        let fields = changed.fields.iter().map(|field| {
            let (old, new) = (shown(&field.old), shown(&field.new));
            (LineKind::Note, format!("  {}: {old} -> {new}", field.field))
        });
        std::iter::once((LineKind::Plain, head))
            .chain(fields)
            .collect()
    });
    lines.under("New", &proposal.new_in_words(plan), |new| {
        vec![(LineKind::Plain, new.clone())]
    });
    let question = proposal.question.as_ref().map(|question| {
        let Question { heading, example } = question;
        format!("{example} under \"{heading}\" was read with the day first.")
    });
    Proposed {
        summary: proposal.summary(),
        lines: lines.0,
        question,
        doubt,
        operation: proposal.operation,
    }
}

/// The rows that look as if they were about one child, each named.
fn doubt(proposal: &Proposal, plan: &Plan, lines: &mut Lines) -> Option<Doubt> {
    let flags = privacy::look_at_new(&proposal.operation);
    let new = proposal.operation.changes.iter().filter_map(|change| {
        let Change::Create(Row::Task(task)) = change else {
            return None;
        };
        Some((task.id, task.reference))
    });
    let refs: HashMap<TaskId, Ref> = new.collect();
    let rows = (proposal.new.iter().map(|row| (row.reference, &row.place))).chain(
        proposal
            .changed
            .iter()
            .map(|row| (row.reference, &row.place)),
    );
    let places: HashMap<Ref, &Place> = rows.collect();
    lines.under("About one child? These look so", &flags, |flag| {
        let known = |id| plan.task(id).map(|task| task.reference);
        let reference = flag
            .task
            .and_then(|id| refs.get(&id).copied().or_else(|| known(id)));
        let place = reference.and_then(|reference| places.get(&reference));
        let place = place.map_or_else(|| "a row".to_owned(), ToString::to_string);
        let text = format!(
            "{place}: the {} looks like {}",
            flag.field,
            flag.mark.words()
        );
        vec![(LineKind::Doubtful, text)]
    });
    let rows: HashSet<TaskId> = flags.iter().filter_map(|flag| flag.task).collect();
    let look = if rows.len() == 1 { "looks" } else { "look" };
    (!flags.is_empty()).then(|| Doubt {
        rows: rows.len(),
        words: format!("{look} like {}", privacy::and(&privacy::marks(&flags))),
        without: privacy::without(&proposal.operation, &flags),
    })
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
