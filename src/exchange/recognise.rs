//! Finds the header of a tracker and says which column is which.
//!
//! The words councils use are rows of [`TARGETS`]; anything may come before or behind a header, and what is not
//! recognised is kept rather than dropped. It looks at headings and at the shape of a few cells, never at the plan.

use std::collections::{BTreeMap, BTreeSet};

use super::sheet::{Sheet, Value, Workbook, column_letters};
use super::{BASE_COLUMN, ID_COLUMN};
use crate::domain::failure::Failure;
use crate::domain::text::{fold, quoted};

/// What a column is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// Judgement areas.
    Area,
    /// Our own hidden mark of what a row said when it left.
    Base,
    /// Who takes over.
    Deputy,
    /// By when.
    Due,
    /// Where the proof is.
    Evidence,
    /// Kept in the note, behind the column's heading.
    Extra,
    /// When the work begins.
    From,
    /// Our own hidden id.
    Id,
    /// More words.
    Note,
    /// Who answers for it.
    Owner,
    /// The phase.
    Phase,
    /// The RAG, as a letter, a word or a colour.
    Rag,
    /// Why it was judged so.
    Reason,
    /// The council's own number for the row.
    Ref,
    /// The heading inside the phase.
    Section,
    /// Left out: it can be worked out again.
    Skip,
    /// How far it has got.
    Status,
    /// The council's own words.
    Tag,
    /// What has to be done.
    Title,
    /// On whom or what it waits.
    Waiting,
}

/// What a column can be for: a row of the table.
#[derive(Debug)]
pub struct TargetRow {
    /// What it is for.
    pub target: Target,
    /// As typed behind `--map`, and remembered in the settings.
    pub name: &'static str,
    /// As shown.
    pub title: &'static str,
    /// Several columns may be for it.
    pub several: bool,
    /// Headings that mean it, in small letters without punctuation.
    words: &'static [&'static str],
}

macro_rules! targets {
    ($($target:ident $name:literal $title:literal $several:literal [$($word:expr),* $(,)?];)*) => {
        /// Everything a column can be for, in the order in which a person is offered them.
        pub const TARGETS: &[TargetRow] = &[$(TargetRow {
            target: Target::$target,
            name: $name,
            title: $title,
            several: $several,
            words: &[$($word),*],
        }),*];
    };
}

targets! {
    Title "title" "Title" false [
        "action", "actions", "action required", "actions required", "activity", "agreed action", "commitment",
        "deliverable", "description", "description of action", "item", "key action", "key actions", "milestone",
        "next action", "next actions", "requirement", "smart action", "task", "task name", "tasks", "title", "to do",
        "what", "what needs to happen", "what will we do", "what we will do", "action to be taken", "action point",
    ];
    Owner "owner" "Owner" false [
        "accountable", "action lead", "action owner", "allocated to", "assigned to", "by whom", "lead", "lead officer",
        "lead owner", "lead person", "named lead", "officer", "owner", "owner name", "owners", "person responsible",
        "responsibility", "responsible", "responsible officer", "responsible person", "slt lead", "task owner", "who",
        "who will do it", "lead s", "owner s", "who is responsible",
    ];
    Deputy "deputy" "Deputy" false [
        "deputy", "second owner", "support", "support lead", "supported by", "supporting officer", "deputy owner",
    ];
    Due "due" "Due" false [
        "action date", "by when", "complete by", "completion date", "date due", "deadline", "due", "due by", "due date",
        "end date", "finish", "target", "target completion date", "target date", "timescale", "timescales", "timeframe",
        "when", "when by", "date for completion", "expected completion", "review date due",
    ];
    From "from" "From" false ["begin", "from", "start", "start date", "starts"];
    Rag "rag" "RAG" false [
        "brag", "brag rating", "brag status", "colour", "progress rag", "rag", "rag rating", "rag status", "rating",
        "rayg", "shown rag", "delivery rag", "current rag",
    ];
    Status "status" "Status" false [
        "action status", "complete", "completed", "current status", "done", "progress status", "stage", "state", "status",
    ];
    Waiting "waiting" "Waiting on" false ["blocked by", "waiting", "waiting for", "waiting on"];
    Reason "reason" "Reason for the RAG" false ["rag comment", "rag reason", "reason", "reason for rag"];
    Note "note" "Note" true [
        "comment", "comments", "latest update", "note", "notes", "progress", "progress note", "progress notes",
        "progress to date", "progress update", "update", "updates", "weekly update", "commentary", "progress comments",
        "current position",
    ];
    Evidence "evidence" "Evidence" true [
        "evidence", "evidence link", "evidence location", "evidence of completion", "evidence ref", "hyperlink", "link",
        "proof", "source of evidence", "where is the evidence",
    ];
    Section "section" "Section" false [
        "area", "area of work", "category", "improvement area", "objective", "pillar", "priority", "priority area",
        "project", "recommendation", "recommendations", "section", "service", "service area", "theme", "work stream",
        "workstream", "ofsted recommendation", "strand",
    ];
    Phase "phase" "Phase" false ["inspection phase", "phase"];
    Ref "ref" "Their own number" false [
        "action no", "action number", "action ref", "id", "item no", "no", "number", "ref", "ref no", "reference",
        "row", "task id", "action id",
    ];
    Area "area" "Judgement area" false ["areas", "judgement", "judgement area", "judgement areas"];
    Tag "tag" "Tag" true ["label", "labels", "tag", "tags"];
    Extra "keep" "Keep in the note" true [
        "impact", "impact on children", "outcome", "outcomes", "resource", "resources", "success criteria",
        "success measure", "success measures", "what difference will it make", "what will be measured", "how",
        "how will we know", "kpi", "measure", "risk", "risks", "last updated", "date updated", "difference made",
    ];
    Skip "skip" "Leave out" true [
        "computed", "days", "days left", "due rule", "judged", "working days", "rag word", "days to deadline",
    ];
    Id "id" "readyroom's id" false [ID_COLUMN];
    Base "base" "readyroom's mark" false [BASE_COLUMN];
}

impl Target {
    /// Its row.
    pub fn row(self) -> &'static TargetRow {
        let row = TARGETS.iter().find(|row| row.target == self);
        row.unwrap_or(&TARGETS[0])
    }

    /// Reads the name typed behind `--map`.
    pub fn read(name: &str) -> Option<Target> {
        let name = name.trim();
        TARGETS
            .iter()
            .find(|row| row.name.eq_ignore_ascii_case(name))
            .map(|row| row.target)
    }

    /// Whether a person may choose it: our own hidden columns are found, not chosen.
    pub fn can_be_chosen(self) -> bool {
        !matches!(self, Target::Id | Target::Base)
    }
}

/// A column of a tracker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Where it is, from 0.
    pub at: usize,
    /// What stands above it, in one line; where nothing does, "Column F".
    pub heading: String,
    /// What it is for.
    pub target: Target,
}

/// A tracker found on a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Which sheet, from 0.
    pub sheet: usize,
    /// The row of its header, from 0.
    pub header: usize,
    /// Its first row below the header.
    pub first: usize,
    /// Its columns, those without anything in them left out.
    pub columns: Vec<Column>,
}

impl Table {
    /// The column for `target`, if there is one.
    pub fn column(&self, target: Target) -> Option<&Column> {
        self.columns.iter().find(|column| column.target == target)
    }

    /// The columns for `target`.
    pub fn columns_for(&self, target: Target) -> impl Iterator<Item = &Column> {
        self.columns
            .iter()
            .filter(move |column| column.target == target)
    }
}

/// What a person said about columns: a heading or a column's letters, and what it is for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mapping(pub Vec<(String, Target)>);

impl Mapping {
    /// Reads `owner=Lead officer,due=D`.
    pub fn read(text: &str) -> Result<Self, Failure> {
        let pairs = text.split(',').filter(|pair| !pair.trim().is_empty());
        let pairs = pairs.map(|pair| {
            let (name, column) = pair.split_once('=').ok_or_else(|| not_a_pair(pair))?;
            let target = Target::read(name).filter(|target| target.can_be_chosen());
            let target = target.ok_or_else(|| no_such_target(name))?;
            Ok((column.trim().to_owned(), target))
        });
        pairs.collect::<Result<_, _>>().map(Self)
    }

    /// What was remembered: the names of what columns are for, by heading. A name that is none is left out.
    pub fn named(columns: &BTreeMap<String, String>) -> Self {
        let columns = columns
            .iter()
            .filter_map(|(heading, name)| Some((heading.clone(), Target::read(name)?)));
        Self(columns.collect())
    }

    /// What was said about the column at `at` under `heading`; the heading counts before the letters.
    fn says(&self, heading: &str, at: usize) -> Option<Target> {
        let (wanted, letters) = (words(heading), column_letters(at));
        let named = self.0.iter().find(|(column, _)| words(column) == wanted);
        let by_letters = || {
            self.0
                .iter()
                .find(|(column, _)| column.eq_ignore_ascii_case(&letters))
        };
        named.or_else(by_letters).map(|(_, target)| *target)
    }
}

fn not_a_pair(pair: &str) -> Failure {
    Failure::usage(format!(
        "--map has \"{}\", which is not FIELD=COLUMN.",
        quoted(pair)
    ))
    .hint("Write it like --map title=Action,owner=Lead,due=F")
}

fn no_such_target(name: &str) -> Failure {
    let names = TARGETS
        .iter()
        .filter(|row| row.target.can_be_chosen())
        .map(|row| row.name);
    Failure::usage(format!("A column cannot be for \"{}\".", quoted(name))).hint(format!(
        "It can be for {}.",
        names.collect::<Vec<_>>().join(", ")
    ))
}

/// A sheet that is not brought in, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// Its name, safe to show.
    pub sheet: String,
    /// Why, in a few words.
    pub why: &'static str,
}

/// What was recognised in a workbook.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Recognised {
    /// The trackers, in the order of their sheets.
    pub tables: Vec<Table>,
    /// The other sheets.
    pub left: Vec<Left>,
}

/// How far down a header is looked for.
const ROWS_ABOVE: usize = 40;

/// A heading has no more words than this; a sentence is no heading.
const HEADING_WORDS: usize = 7;

/// Finds the trackers: on the sheet that was named, else on every sheet that shows one and is not hidden.
pub fn recognise(
    workbook: &Workbook,
    wanted: Option<&str>,
    mapping: &Mapping,
) -> Result<Recognised, Failure> {
    let mut recognised = Recognised::default();
    for (at, sheet) in workbook.sheets.iter().enumerate() {
        let is_wanted = wanted.map(|name| fold(name.trim()) == fold(sheet.name.trim()));
        let why = match is_wanted {
            Some(false) => Some("not asked for"),
            None if sheet.hidden => Some("hidden"),
            _ if sheet.rows() == 0 => Some("empty"),
            _ => None,
        };
        let found = if why.is_none() {
            table(sheet, at, mapping)
        } else {
            None
        };
        match found {
            Some(table) => recognised.tables.push(table),
            None => recognised.left.push(Left {
                sheet: quoted(&sheet.name),
                why: why.unwrap_or("no row of headings that is recognised"),
            }),
        }
    }
    // Where a sheet carries our ids, those beside it repeat its rows to be read and printed.
    if wanted.is_none()
        && recognised
            .tables
            .iter()
            .any(|table| table.column(Target::Id).is_some())
    {
        let (ours, others) = std::mem::take(&mut recognised.tables)
            .into_iter()
            .partition(|table| table.column(Target::Id).is_some());
        recognised.tables = ours;
        let others: Vec<Table> = others;
        recognised.left.extend(others.iter().map(|table| Left {
            sheet: quoted(&workbook.sheets[table.sheet].name),
            why: "no readyroom ids",
        }));
    }
    if recognised.tables.is_empty() {
        return Err(nothing_found(workbook, wanted));
    }
    Ok(recognised)
}

/// What the columns that were chosen for a file of this shape make of it; `None` where they no longer fit. `seen` is
/// what was recognised without them.
pub fn remembered(
    workbook: &Workbook,
    wanted: Option<&str>,
    seen: &Recognised,
    columns: &BTreeMap<String, String>,
) -> Option<Recognised> {
    let found = recognise(workbook, wanted, &Mapping::named(columns)).ok()?;
    Some(as_seen(found, seen))
}

/// Of what a mapping makes of a file, only the sheets that were seen to be trackers without it: it was chosen for their
/// columns, and would make a tracker of any sheet.
pub fn as_seen(found: Recognised, seen: &Recognised) -> Recognised {
    let was_seen = |table: &Table| seen.tables.iter().any(|known| known.sheet == table.sheet);
    Recognised {
        tables: found.tables.into_iter().filter(was_seen).collect(),
        left: seen.left.clone(),
    }
}

/// The first sheet with anything on it, as a tracker whose columns nobody knows: its first row is the header. For asking
/// a person.
pub fn all_columns(workbook: &Workbook) -> Option<Recognised> {
    let visible = workbook
        .sheets
        .iter()
        .enumerate()
        .filter(|(_, sheet)| !sheet.hidden);
    let (at, sheet) = visible.into_iter().find(|(_, sheet)| sheet.rows() > 0)?;
    let header = (0..sheet.rows()).find(|row| !sheet.is_blank(*row))?;
    let mut columns = columns_of(sheet, header, header);
    choose_a_title(sheet, header + 1, &mut columns);
    let table = Table {
        sheet: at,
        header,
        first: header + 1,
        columns,
    };
    Some(Recognised {
        tables: vec![table],
        left: Vec::new(),
    })
}

fn nothing_found(workbook: &Workbook, wanted: Option<&str>) -> Failure {
    let names: Vec<String> = workbook
        .sheets
        .iter()
        .map(|sheet| quoted(&sheet.name))
        .collect();
    if let Some(wanted) = wanted
        && !workbook
            .sheets
            .iter()
            .any(|sheet| fold(sheet.name.trim()) == fold(wanted.trim()))
    {
        return Failure::not_found(format!("There is no sheet \"{}\".", quoted(wanted)))
            .hint(format!("The sheets are {}.", names.join(", ")));
    }
    Failure::failed("No row of headings such as Action, Lead and Due was found.")
        .hint("Say which column is the title: --map title=Action, or by its letter, --map title=C")
}

fn table(sheet: &Sheet, at: usize, mapping: &Mapping) -> Option<Table> {
    let header = header_row(sheet, mapping)?;
    let last = joined_down(sheet, header);
    let mut columns = columns_of(sheet, header, last);
    assign(sheet, last + 1, &mut columns, mapping);
    columns
        .iter()
        .any(|column| column.target == Target::Title)
        .then_some(Table {
            sheet: at,
            header,
            first: last + 1,
            columns,
        })
}

fn columns_of(sheet: &Sheet, header: usize, last: usize) -> Vec<Column> {
    (0..sheet.columns())
        .filter(|column| has_anything(sheet, header, *column))
        .map(|column| Column {
            at: column,
            heading: heading(sheet, header, last, column),
            target: Target::Extra,
        })
        .collect()
}

fn has_anything(sheet: &Sheet, header: usize, column: usize) -> bool {
    (header..sheet.rows()).any(|row| {
        let cell = sheet.cell(row, column);
        !cell.value.is_blank() || (row > header && cell.fill.is_some())
    })
}

/// The row whose headings mean the most; with a mapping by headings, the row that has them.
fn header_row(sheet: &Sheet, mapping: &Mapping) -> Option<usize> {
    let rows = 0..sheet.rows().min(ROWS_ABOVE);
    let score = |row: usize| {
        let mut meant = BTreeSet::new();
        let mut points = 0;
        for column in 0..sheet.columns() {
            let Value::Text(text) = sheet.value(row, column) else {
                continue;
            };
            let is_said = mapping.0.iter().any(|(said, _)| words(said) == words(text));
            if is_said {
                points += 100;
            } else if let Some((target, _)) = guess(text)
                && meant.insert(target)
            {
                points += if matches!(target, Target::Extra | Target::Skip) {
                    1
                } else {
                    3
                };
            }
        }
        points
    };
    let best = rows.max_by_key(|row| (score(*row), std::cmp::Reverse(*row)))?;
    let by_letters = mapping.0.iter().any(|(_, target)| *target == Target::Title);
    // Two headings that mean something make a header; one may be a word in a title.
    if score(best) >= 6 || (by_letters && score(best) > 0) {
        return Some(best);
    }
    (0..sheet.rows()).find(|row| by_letters && !sheet.is_blank(*row))
}

/// The last row of a header whose cells are joined with those below.
fn joined_down(sheet: &Sheet, header: usize) -> usize {
    let joined = sheet
        .merges
        .iter()
        .filter(|merge| merge.top == header && merge.bottom < header + 4);
    joined.map(|merge| merge.bottom).max().unwrap_or(header)
}

fn heading(sheet: &Sheet, header: usize, last: usize, column: usize) -> String {
    let mut parts: Vec<String> = Vec::new();
    for row in header..=last {
        let over = sheet.merges.iter().find(|merge| {
            merge.top == row && (merge.left..=merge.right).contains(&column) && merge.left < column
        });
        let column = over.map_or(column, |merge| merge.left);
        let text = quoted(&sheet.value(row, column).to_string());
        if !text.is_empty() {
            parts.push(text);
        }
    }
    if parts.is_empty() {
        format!("Column {}", column_letters(column))
    } else {
        parts.join(" ")
    }
}

/// Says what each column is for: what a person said, then the surest guesses, one column for each thing.
fn assign(sheet: &Sheet, first: usize, columns: &mut [Column], mapping: &Mapping) {
    let mut taken = BTreeSet::new();
    let mut guesses = Vec::new();
    for (at, column) in columns.iter_mut().enumerate() {
        if let Some(target) = mapping.says(&column.heading, column.at) {
            // Said of two columns of one heading, it can be true of one.
            if taken.insert(target) || target.row().several {
                column.target = target;
            }
        } else if let Some((target, sure)) = guess(&column.heading) {
            guesses.push((sure, at, target));
        }
    }
    guesses.sort_by_key(|(sure, at, _)| (std::cmp::Reverse(*sure), *at));
    for (_, at, target) in guesses {
        let column = columns[at].at;
        let target = match target {
            Target::Ref if holds_ids(sheet, first, column) => Target::Id,
            Target::Section if ranks(sheet, first, &columns[at]) => Target::Extra,
            other => other,
        };
        if target.row().several || taken.insert(target) {
            columns[at].target = target;
        }
    }
    if !taken.contains(&Target::Title) {
        choose_a_title(sheet, first, columns);
    }
}

/// Whether a column called "id" holds ours: UUIDs.
fn holds_ids(sheet: &Sheet, first: usize, column: usize) -> bool {
    let texts = (first..sheet.rows()).map(|row| sheet.value(row, column));
    let mut texts = texts.filter(|value| !value.is_blank());
    texts.next().is_some_and(
        |value| matches!(value, Value::Text(text) if uuid::Uuid::parse_str(text.trim()).is_ok()),
    )
}

/// Whether a column called "priority" holds how urgent things are, and no names of priorities: "1", "High".
fn ranks(sheet: &Sheet, first: usize, column: &Column) -> bool {
    const RANKS: [&str; 8] = ["h", "m", "l", "high", "medium", "low", "urgent", "critical"];
    let is_rank = |text: &str| {
        let text = words(text);
        RANKS.contains(&text.as_str()) || text.bytes().all(|byte| byte.is_ascii_digit())
    };
    let values = (first..sheet.rows()).map(|row| sheet.value(row, column.at));
    let mut values = values.filter(|value| !value.is_blank());
    words(&column.heading) == "priority" && values.all(|value| is_rank(&value.to_string()))
}

/// With no heading for it, the title is the column that says most, the same words twice counted once. Where there is one
/// for sections, that is the title unless a column whose heading means nothing to us says more: sections repeat
/// themselves, and what has to be done does not.
fn choose_a_title(sheet: &Sheet, first: usize, columns: &mut [Column]) {
    let says = |column: usize| {
        let rows = first..sheet.rows().min(first + ROWS_ABOVE);
        let texts: BTreeSet<&str> = rows
            .filter_map(|row| match sheet.value(row, column) {
                Value::Text(text) => Some(text.trim()),
                _ => None,
            })
            .collect();
        texts.into_iter().map(str::len).sum::<usize>()
    };
    let has_section = columns
        .iter()
        .any(|column| column.target == Target::Section && says(column.at) > 0);
    let may_be = |column: &Column| {
        if has_section {
            column.target == Target::Section
                || (column.target == Target::Extra && guess(&column.heading).is_none())
        } else {
            is_free(column.target)
        }
    };
    let candidates = columns.iter().enumerate().filter(|(_, c)| may_be(c));
    let chosen = candidates
        .map(|(at, column)| (says(column.at), at))
        .filter(|(said, _)| *said > 0)
        .max_by_key(|(said, at)| (*said, std::cmp::Reverse(*at)));
    if let Some((_, at)) = chosen {
        columns[at].target = Target::Title;
    }
}

/// Whether a column may be the title instead of what it was taken for.
fn is_free(target: Target) -> bool {
    matches!(target, Target::Extra | Target::Note | Target::Ref)
}

/// What a heading means, and how surely.
fn guess(heading: &str) -> Option<(Target, usize)> {
    let heading = words(heading);
    let starts: Vec<usize> = std::iter::once(0)
        .chain(heading.match_indices(' ').map(|(at, _)| at + 1))
        .collect();
    if heading.is_empty() || starts.len() > HEADING_WORDS {
        return None;
    }
    let candidates = TARGETS.iter().filter_map(|row| {
        let known = row.words.iter();
        let sure = known.filter_map(|known| how_sure(&heading, &starts, known));
        sure.max().map(|sure| (row.target, sure))
    });
    // The first of the surest: the table's order settles it.
    candidates.fold(None, |best, next| match best {
        Some((_, sure)) if sure >= next.1 => best,
        _ => Some(next),
    })
}

/// All of a heading is surest; then the longest part of it, and better its end than its beginning. `starts` is where each
/// of its words begins.
fn how_sure(heading: &str, starts: &[usize], known: &str) -> Option<usize> {
    if heading == known {
        return Some(1_000);
    }
    let is_here = |start: &&usize| {
        let rest = heading[**start..].strip_prefix(known);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    let at = *starts.iter().rev().find(is_here)?;
    let at_end = at + known.len() == heading.len();
    let length = known.split(' ').count();
    Some(length * 10 + if at_end { 5 } else { usize::from(at == 0) })
}

/// A heading as it is compared: small letters, words and numbers only.
pub fn words(text: &str) -> String {
    let folded = fold(text);
    let words = folded.split(|c: char| !c.is_alphanumeric());
    words
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// A mark of the shape of a file: its headings, whatever their order. Files of one shape are mapped alike.
pub fn shape(tables: &[Table]) -> String {
    let headings: BTreeSet<String> = tables
        .iter()
        .flat_map(|table| table.columns.iter().map(|column| words(&column.heading)))
        .collect();
    let joined = headings.into_iter().collect::<Vec<_>>().join("\n");
    format!("{:08x}", crc32fast::hash(joined.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(rows: &[&[&str]]) -> Workbook {
        let mut sheet = Sheet::new("Plan");
        for (at, row) in rows.iter().enumerate() {
            sheet.begin_row(at);
            for cell in *row {
                sheet.push(Value::Text(cell), None);
            }
        }
        Workbook {
            sheets: vec![sheet],
            ..Workbook::default()
        }
    }

    fn targets(rows: &[&[&str]], map: &str) -> Vec<&'static str> {
        let mapping = Mapping::read(map).unwrap();
        let found = recognise(&sheet(rows), None, &mapping).unwrap();
        found.tables[0]
            .columns
            .iter()
            .map(|column| column.target.row().name)
            .collect()
    }

    #[test]
    fn headings_councils_use_are_recognised() {
        for (heading, target) in [
            ("Action", "title"),
            ("What?", "title"),
            ("SMART action", "title"),
            ("Lead Officer(s)", "owner"),
            ("Action owner", "owner"),
            ("Who", "owner"),
            ("By when", "due"),
            ("TARGET DATE", "due"),
            ("Deadline (dd/mm/yyyy)", "due"),
            ("BRAG", "rag"),
            ("RAG status", "rag"),
            ("RAG Rating (Oct)", "rag"),
            ("Status", "status"),
            ("Progress / Comments", "note"),
            ("Latest update", "note"),
            ("Evidence ref", "evidence"),
            ("Recommendation", "section"),
            ("Workstream", "section"),
            ("Ref.", "ref"),
            ("Action No.", "ref"),
            ("Success measure", "keep"),
            ("Impact on children", "keep"),
            ("Support", "deputy"),
            ("Start date", "from"),
            ("readyroom id", "id"),
            ("readyroom base", "base"),
        ] {
            let found = guess(heading).map(|(target, _)| target.row().name);
            assert_eq!(found, Some(target), "{heading}");
        }
        assert_eq!(guess("Northshire improvement plan 2026"), None);
        assert_eq!(guess(""), None);
    }

    #[test]
    fn a_title_above_the_header_is_not_taken_for_one() {
        let rows: &[&[&str]] = &[
            &["Action plan"],
            &["", "Status at May"],
            &["Ref", "Action", "Lead", "Due date", "RAG", "Odd one"],
            &["1", "Ring", "JS", "1/6/26", "R", "x"],
        ];
        assert_eq!(
            targets(rows, ""),
            ["ref", "title", "owner", "due", "rag", "keep"]
        );
        let found = recognise(&sheet(rows), None, &Mapping::default()).unwrap();
        assert_eq!((found.tables[0].header, found.tables[0].first), (2, 3));
    }

    #[test]
    fn what_a_person_says_counts_before_any_guess() {
        let rows: &[&[&str]] = &[&["Action", "Thing", "Lead"], &["a", "b", "c"]];
        assert_eq!(
            targets(rows, "title=thing,owner=A"),
            ["owner", "title", "keep"]
        );
        assert!(Mapping::read("title").is_err() && Mapping::read("id=A").is_err());
        let bare: &[&[&str]] = &[&["Ring", "JS"], &["Write", "TB"]];
        assert_eq!(targets(bare, "title=A,owner=B"), ["title", "owner"]);
    }

    #[test]
    fn without_a_word_for_it_the_title_is_the_longest_text() {
        let rows: &[&[&str]] = &[
            &["Key steps ahead", "Lead", "By when"],
            &["Ring them all", "JS", "1/6"],
        ];
        assert_eq!(targets(rows, ""), ["title", "owner", "due"]);
        let rows: &[&[&str]] = &[
            &["Recommendation", "Lead", "By when"],
            &["Ring", "JS", "1/6"],
        ];
        assert_eq!(targets(rows, ""), ["title", "owner", "due"]);
        let rows: &[&[&str]] = &[
            &["Workstream", "Big steps ahead", "Lead"],
            &["The front door and early help", "Ring them all", "JS"],
            &["The front door and early help", "Write to them all", "TB"],
            &["The front door and early help", "Meet them", "TB"],
        ];
        assert_eq!(targets(rows, ""), ["section", "title", "owner"]);
        let rows: &[&[&str]] = &[
            &["Recommendation", "Code", "Success measure", "Lead"],
            &[
                "Improve the front door",
                "A1",
                "Families say that they were heard",
                "JS",
            ],
            &[
                "Improve supervision",
                "A2",
                "Files say so in every single case",
                "TB",
            ],
        ];
        assert_eq!(targets(rows, ""), ["title", "keep", "keep", "owner"]);
    }

    #[test]
    fn a_sheet_without_a_tracker_is_left_and_said_so() {
        let mut workbook = sheet(&[&["Action", "Lead"], &["a", "b"]]);
        let mut key = Sheet::new("Key");
        key.begin_row(0);
        key.push(Value::Text("R means late"), None);
        workbook.sheets.push(key);
        let found = recognise(&workbook, None, &Mapping::default()).unwrap();
        assert_eq!(found.left.len(), 1);
        assert_eq!(found.left[0].sheet, "Key");
        let none = recognise(&workbook, Some("Plans"), &Mapping::default()).unwrap_err();
        assert_eq!(none.hint.as_deref(), Some("The sheets are Plan, Key."));
    }

    #[test]
    fn no_word_means_two_things() {
        let mut seen = BTreeSet::new();
        for word in TARGETS.iter().flat_map(|row| row.words) {
            assert_eq!(words(word), *word, "it is written as it is compared");
            assert!(seen.insert(word), "{word} is there twice");
        }
    }
}
