//! Reads the rows of one tracker: which hold a task, which belong to the one above, which are headings between them, and
//! what each says. It does not know which tasks the plan holds.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::ControlFlow;

use jiff::civil::DateTime;

use super::cells::{self, DateOrder, DateSaid, Stands, StandsSaid};
use super::people::{Named, People};
use super::{About, Place, Proposal, Request, element, go_on};
use crate::domain::id::{PersonId, TaskId};
use crate::domain::inspection::Policy;
use crate::domain::phrase;
use crate::domain::task::{Element, Phase, Rag, Status};
use crate::domain::text::{Line, Note, quoted};
use crate::domain::when::Moment;
use crate::exchange::read::Watch;
use crate::exchange::recognise::{Column, Table, Target, words};
use crate::exchange::sheet::{Cell, Sheet, Value};

/// What a row says about one task.
#[derive(Debug, Clone, Default)]
pub(super) struct Said {
    pub(super) place: Place,
    pub(super) title: Line,
    pub(super) note: Note,
    pub(super) owner: Option<PersonId>,
    pub(super) deputy: Option<PersonId>,
    pub(super) due: Option<Moment>,
    pub(super) from: Option<Moment>,
    pub(super) status: Option<Status>,
    pub(super) rag: Option<Rag>,
    pub(super) reason: Line,
    pub(super) phase: Option<Phase>,
    pub(super) section: Line,
    /// The council's own number for it; also among the tags.
    pub(super) number: Option<Line>,
    /// No other row has that number.
    pub(super) number_is_its_own: bool,
    /// Areas, evidence and tags.
    pub(super) elements: Vec<Element>,
}

/// A row of a sheet of ours that came back.
#[derive(Debug)]
pub(super) struct Back<'a> {
    pub(super) table: &'a Table,
    pub(super) order: DateOrder,
    /// Its row, from 0.
    pub(super) row: usize,
    pub(super) place: Place,
    /// Where its task stands in the plan.
    pub(super) task: usize,
    /// What it said when it left, in marks.
    pub(super) base: String,
}

/// Blocks of joined cells, column by column, in order: where each begins, where it ends, and its first column.
struct Joined(Vec<Vec<(usize, usize, usize)>>);

impl Joined {
    fn of(sheet: &Sheet) -> Self {
        let mut columns = vec![Vec::new(); sheet.columns()];
        for merge in &sheet.merges {
            for column in merge.left..=merge.right.min(sheet.columns().saturating_sub(1)) {
                columns[column].push((merge.top, merge.bottom, merge.left));
            }
        }
        for blocks in &mut columns {
            blocks.sort_unstable();
        }
        Self(columns)
    }

    /// The first cell of the block that a cell belongs to; itself when it stands alone.
    fn first(&self, row: usize, column: usize) -> (usize, usize) {
        let blocks = self.0.get(column).map_or(&[][..], Vec::as_slice);
        let before = blocks.partition_point(|(top, _, _)| *top <= row);
        match before.checked_sub(1).map(|at| blocks[at]) {
            Some((top, bottom, left)) if row <= bottom => (top, left),
            _ => (row, column),
        }
    }
}

/// What was made of each text of a column: dates, colours and words for a status stand in many rows.
struct Read<'a, T>(RefCell<HashMap<&'a str, T>>);

impl<'a, T: Clone> Read<'a, T> {
    fn new() -> Self {
        Self(RefCell::default())
    }

    /// What was made of the words of `value` before, else what `read` makes of it now. What a cell without words says is
    /// in its colour.
    fn or(&self, value: Value<'a>, read: impl FnOnce() -> T) -> T {
        let Value::Text(text) = value else {
            return read();
        };
        if value.is_blank() {
            return read();
        }
        if let Some(known) = self.0.borrow().get(text) {
            return known.clone();
        }
        let found = read();
        self.0.borrow_mut().insert(text, found.clone());
        found
    }
}

/// The rows of one tracker.
pub(super) struct Rows<'a> {
    request: &'a Request<'a>,
    table: &'a Table,
    sheet: &'a Sheet,
    joined: Joined,
    order: DateOrder,
    title: &'a Column,
    /// Each column's heading, as it is compared.
    headings: Vec<String>,
    /// The sheet is one of ours, from this file.
    is_back: bool,
    /// The column whose colours are the RAG, where no heading says so.
    colours: Option<usize>,
    dates: Read<'a, Option<DateSaid>>,
    rags: Read<'a, Option<StandsSaid>>,
    statuses: Read<'a, Option<StandsSaid>>,
}

/// What sort of row it is.
enum Kind {
    Blank,
    Task,
    /// It belongs to the task above: their titles are one cell.
    Joined,
    /// A heading between the rows.
    Heading(String),
    /// The header again.
    HeaderAgain,
    Untitled,
}

impl<'a> Rows<'a> {
    pub(super) fn new(request: &'a Request<'a>, table: &'a Table, order: DateOrder) -> Self {
        let sheet = &request.workbook.sheets[table.sheet];
        let title = table.column(Target::Title).unwrap_or(&table.columns[0]);
        Self {
            request,
            table,
            sheet,
            joined: Joined::of(sheet),
            order,
            title,
            headings: (table.columns.iter())
                .map(|column| words(&sheet.value(table.header, column.at).words()))
                .collect(),
            is_back: is_back(request, table, sheet),
            colours: coloured(table, sheet, title),
            dates: Read::new(),
            rags: Read::new(),
            statuses: Read::new(),
        }
    }

    /// What the colour of a row says, where no column is for the RAG.
    fn stands_by_colour(&self, row: usize) -> Option<Stands> {
        let (top, left) = self.joined.first(row, self.colours?);
        cells::meant_by_colour(self.sheet.cell(top, left).fill?)
    }

    /// A row that a colleague added has none.
    fn has_id(&self, row: usize) -> bool {
        let id = self.table.column(Target::Id);
        id.is_some_and(|id| !self.sheet.value(row, id.at).is_blank())
    }

    /// A row of our own, found by its id.
    fn take_back(&self, row: usize, proposal: &mut Proposal, back: &mut Vec<Back<'a>>) {
        let text = |target| {
            let column = self.table.column(target);
            column.map_or_else(String::new, |column| {
                self.sheet.value(row, column.at).to_string()
            })
        };
        let id = task_id(&text(Target::Id));
        let task = id.and_then(|id| self.request.plan.position(id));
        match task {
            Some(task) => back.push(Back {
                table: self.table,
                order: self.order,
                row,
                place: self.place(row, None),
                task,
                base: text(Target::Base),
            }),
            None => proposal.refused.push(About {
                place: self.place(row, None),
                what: "its task is not in this file; take its id out to add it as a new one"
                    .to_owned(),
            }),
        }
    }

    /// Reads all rows. What holds a task goes to `said`, the rest is named in the proposal.
    pub(super) fn read(
        &self,
        people: &mut People,
        proposal: &mut Proposal,
        said: &mut Vec<Said>,
        back: &mut Vec<Back<'a>>,
        watch: Watch<'_>,
    ) -> ControlFlow<()> {
        let mut heading = self.sheet_as_section();
        let first = said.len();
        let mut last: Option<Reading> = None;
        let coloured = self.colours.and_then(|at| {
            let mut columns = self.table.columns.iter();
            columns.find(|column| column.at == at)
        });
        if let Some(column) = coloured {
            proposal.notices.push(format!(
                "No column is for the RAG; it was read from the colours under \"{}\".",
                column.heading
            ));
        }
        for row in self.table.first..self.sheet.rows() {
            go_on(row, watch)?;
            proposal.rows += 1;
            let kind = self.kind(row);
            if !matches!(kind, Kind::Joined | Kind::Blank)
                && let Some(reading) = last.take()
            {
                reading.finish(self.request.author.now, proposal, said);
            }
            match kind {
                Kind::Blank => proposal.blank += 1,
                Kind::HeaderAgain => self.pass_over(row, "the headings again", proposal),
                Kind::Heading(text) => {
                    self.pass_over(row, &format!("a heading, \"{}\"", quoted(&text)), proposal);
                    heading = text;
                }
                Kind::Untitled => proposal.refused.push(About {
                    place: self.place(row, Some(self.title.at)),
                    what: format!("there is nothing under \"{}\"", self.title.heading),
                }),
                Kind::Joined => match &mut last {
                    Some(reading) => {
                        reading.take_in(self, row, people, proposal);
                        self.pass_over(row, "joined to the row above", proposal);
                    }
                    None => self.pass_over(row, "joined to a row that holds no task", proposal),
                },
                Kind::Task if self.is_back && self.has_id(row) => {
                    self.take_back(row, proposal, back);
                }
                Kind::Task => {
                    let mut reading = Reading::new(self, row, &heading);
                    reading.take_in(self, row, people, proposal);
                    reading.stands.extend(self.stands_by_colour(row));
                    last = Some(reading);
                }
            }
        }
        if let Some(reading) = last {
            reading.finish(self.request.author.now, proposal, said);
        }
        tell_numbers_apart(&mut said[first..]);
        ControlFlow::Continue(())
    }

    fn kind(&self, row: usize) -> Kind {
        if self.sheet.is_blank(row) {
            let (top, _) = self.joined.first(row, self.title.at);
            return if top < row && top >= self.table.first {
                Kind::Joined
            } else {
                Kind::Blank
            };
        }
        if let Some(heading) = self.heading_across(row).or_else(|| self.heading_alone(row)) {
            return Kind::Heading(heading);
        }
        if self.is_header_again(row) {
            return Kind::HeaderAgain;
        }
        let (top, left) = self.joined.first(row, self.title.at);
        if top < row && top >= self.table.first {
            return Kind::Joined;
        }
        let title = self.sheet.value(top, left);
        if Line::clipped(&title.words()).is_empty() {
            Kind::Untitled
        } else {
            Kind::Task
        }
    }

    /// The text of a row that is one cell across most of the tracker.
    fn heading_across(&self, row: usize) -> Option<String> {
        let across = self.sheet.merges.iter().find(|merge| {
            merge.top == row && (merge.right - merge.left + 1) * 2 > self.table.columns.len().max(2)
        })?;
        let is_alone = (0..self.sheet.columns())
            .filter(|column| *column != across.left)
            .all(|column| self.sheet.value(row, column).is_blank());
        let text = self.sheet.value(row, across.left).to_string();
        (is_alone && !text.trim().is_empty()).then_some(text)
    }

    /// The text of a row that says nothing but it, left of where titles stand. A number that stands alone heads nothing.
    fn heading_alone(&self, row: usize) -> Option<String> {
        let mut said = (0..self.sheet.columns())
            .map(|column| (column, self.sheet.value(row, column)))
            .filter(|(_, value)| !value.is_blank());
        let (column, Value::Text(text)) = said.next()? else {
            return None;
        };
        let text = text.trim();
        let is_words = text.contains(' ') || text.chars().all(char::is_alphabetic);
        (column < self.title.at && is_words && said.next().is_none()).then(|| text.to_owned())
    }

    fn is_header_again(&self, row: usize) -> bool {
        let mut same = 0;
        for (column, heading) in self.table.columns.iter().zip(&self.headings) {
            let text = words(&self.sheet.value(row, column.at).words());
            if text.is_empty() {
                continue;
            }
            if text != *heading {
                return false;
            }
            same += 1;
        }
        same >= 2
    }

    /// With several trackers and no column for it, the sheet's name is the section.
    fn sheet_as_section(&self) -> String {
        if self.request.found.tables.len() > 1 && self.table.column(Target::Section).is_none() {
            self.sheet.name.clone()
        } else {
            String::new()
        }
    }

    fn pass_over(&self, row: usize, what: &str, proposal: &mut Proposal) {
        proposal.passed_over.push(About {
            place: self.place(row, None),
            what: what.to_owned(),
        });
    }

    fn place(&self, row: usize, column: Option<usize>) -> Place {
        let several = self.request.workbook.sheets.len() > 1;
        Place {
            sheet: several.then(|| quoted(&self.sheet.name)),
            row: row + 1,
            column,
        }
    }

    /// A cell as it is seen: of joined cells each shows the first, down the rows but not across the columns.
    fn cell(&self, row: usize, column: usize) -> Cell<'a> {
        let (top, left) = self.joined.first(row, column);
        if left == column && top >= self.table.first {
            self.sheet.cell(top, column)
        } else {
            self.sheet.cell(row, column)
        }
    }
}

fn task_id(text: &str) -> Option<TaskId> {
    uuid::Uuid::parse_str(text.trim()).ok().map(TaskId)
}

/// Whether a sheet carries ids of this file's tasks. One of another file is a tracker like any other.
fn is_back(request: &Request<'_>, table: &Table, sheet: &Sheet) -> bool {
    let Some(column) = table.column(Target::Id) else {
        return false;
    };
    let mut ids = (table.first..sheet.rows()).map(|row| sheet.value(row, column.at).to_string());
    ids.any(|id| task_id(&id).is_some_and(|id| request.plan.position(id).is_some()))
}

/// A number that several rows carry tells none of them apart.
fn tell_numbers_apart(rows: &mut [Said]) {
    let mut times: HashMap<Line, usize> = HashMap::new();
    for number in rows.iter().filter_map(|row| row.number.clone()) {
        *times.entry(number).or_default() += 1;
    }
    for row in rows {
        let times = row.number.as_ref().and_then(|number| times.get(number));
        row.number_is_its_own = times == Some(&1);
    }
}

/// A cell on its way into a task.
struct At<'c, 'r> {
    rows: &'c Rows<'r>,
    row: usize,
    column: &'c Column,
    cell: Cell<'r>,
    /// What it says, without space around it.
    text: &'c str,
}

impl At<'_, '_> {
    fn place(&self) -> Place {
        self.rows.place(self.row, Some(self.column.at))
    }

    fn policy(&self) -> &Policy {
        &self.rows.request.plan.inspection().policy
    }
}

type Reader = fn(&mut Reading, &At<'_, '_>, &mut People);

/// The column that shows the RAG in colours alone, where no column is for it: the titles, or one without words. One colour
/// may mean anything; two of red, amber and green do not.
fn coloured(table: &Table, sheet: &Sheet, title: &Column) -> Option<usize> {
    if table.column(Target::Rag).is_some() {
        return None;
    }
    let rows = || table.first..sheet.rows();
    let is_wordless = |column: usize| rows().all(|row| sheet.value(row, column).is_blank());
    let judged = |column: usize| {
        let fills = rows().filter_map(|row| sheet.cell(row, column).fill);
        let meant = fills.filter_map(cells::meant_by_colour);
        let mut rags: Vec<Rag> = meant
            .filter_map(|stands| match stands {
                Stands::Judged(rag) => Some(rag),
                _ => None,
            })
            .collect();
        rags.sort_unstable();
        rags.dedup();
        rags.len()
    };
    let others = table.columns.iter().map(|column| column.at);
    std::iter::once(title.at)
        .chain(others.filter(|at| is_wordless(*at)))
        .find(|at| judged(*at) > 1)
}

/// What is made of a cell, by what its column is for. Our own columns and those left out say nothing here.
const READERS: [(Target, Reader); 17] = [
    (Target::Title, |reading, at, _| reading.title(at.text)),
    (Target::Owner, Reading::read_people),
    (Target::Deputy, Reading::read_people),
    (Target::Due, |reading, at, _| reading.read_date(at)),
    (Target::From, |reading, at, _| reading.read_date(at)),
    (Target::Rag, |reading, at, _| {
        let read = || cells::rated(at.cell, at.policy());
        reading.read_stands(at, at.rows.rags.or(at.cell.value, read));
    }),
    (Target::Status, |reading, at, _| {
        let read = || cells::stands_or_complete(&at.column.heading, at.cell, at.policy());
        reading.read_stands(at, at.rows.statuses.or(at.cell.value, read));
    }),
    (Target::Reason, |reading, at, _| reading.read_reason(at)),
    (Target::Waiting, |reading, at, _| {
        reading.waiting = Some(reading.short(&at.column.heading, at.text));
    }),
    (Target::Phase, |reading, at, _| reading.read_phase(at)),
    (Target::Section, |reading, at, _| reading.read_section(at)),
    (Target::Ref, |reading, at, _| reading.number(at.text)),
    (Target::Area, |reading, at, _| {
        reading.elements(at, &[',', ';', '/', '\n'], Element::Area);
    }),
    (Target::Tag, |reading, at, _| {
        reading.elements(at, &[',', ';', '\n'], Element::Tag);
    }),
    (Target::Evidence, |reading, at, _| {
        reading.elements(at, &['\n', ';'], Element::Evidence);
    }),
    (Target::Note, |reading, at, _| reading.read_note(at)),
    (Target::Extra, |reading, at, _| {
        let heading = Some(at.column.heading.clone());
        reading.pieces.push((heading, at.text.to_owned()));
    }),
];

/// A task being read, from one row or from several joined ones.
struct Reading {
    said: Said,
    /// Pieces of the note, with the heading they stood under.
    pieces: Vec<(Option<String>, String)>,
    stands: Vec<Stands>,
    waiting: Option<Line>,
    /// What went into the note because it is no date, colour or person, and has not been said yet.
    kept: Vec<About>,
    /// Its owner's cell, where that says that there is nobody yet and it has not been said.
    ownerless: Vec<About>,
    /// Why it cannot be brought in.
    refused: Option<About>,
    /// What stands over it between the rows, if anything: its section where no column says one.
    heading: String,
    /// The first row it was read from.
    row: usize,
}

impl Reading {
    fn new(rows: &Rows<'_>, row: usize, heading: &str) -> Self {
        Self {
            said: Said {
                place: rows.place(row, None),
                ..Said::default()
            },
            pieces: Vec::new(),
            stands: Vec::new(),
            waiting: None,
            kept: Vec::new(),
            ownerless: Vec::new(),
            refused: None,
            heading: heading.to_owned(),
            row,
        }
    }

    /// What the cells of one row say. Cells joined with the row above have been read there.
    fn take_in(
        &mut self,
        rows: &Rows<'_>,
        row: usize,
        people: &mut People,
        proposal: &mut Proposal,
    ) {
        for column in &rows.table.columns {
            let (top, left) = rows.joined.first(row, column.at);
            let is_read = (row > self.row && top < row) || left < column.at;
            let cell = rows.cell(row, column.at);
            if !is_read && (!cell.value.is_blank() || cell.fill.is_some()) {
                let text = cell.value.words();
                let at = At {
                    rows,
                    row,
                    column,
                    cell,
                    text: text.trim(),
                };
                self.read(&at, people, proposal);
            }
        }
    }

    fn read(&mut self, at: &At<'_, '_>, people: &mut People, proposal: &mut Proposal) {
        if let Value::Error(shown) = at.cell.value
            && at.column.target != Target::Skip
        {
            let why = format!("the cell shows {shown}; put its formula right");
            self.refuse(at.place(), why);
            return;
        }
        let reader = READERS
            .iter()
            .find(|(target, _)| *target == at.column.target);
        if let Some((_, read)) = reader {
            read(self, at, people);
        }
        proposal.kept.append(&mut self.kept);
        proposal.ownerless.append(&mut self.ownerless);
        self.pieces.retain(|(_, text)| !text.is_empty());
    }

    /// The cell's words go into the note, under the column's heading, and it is said why.
    fn keep(&mut self, at: &At<'_, '_>, why: String) {
        self.keep_some(at, at.text.to_owned(), why);
    }

    fn keep_some(&mut self, at: &At<'_, '_>, text: String, why: String) {
        self.pieces.push((Some(at.column.heading.clone()), text));
        self.kept.push(About {
            place: at.place(),
            what: why,
        });
    }

    fn read_people(&mut self, at: &At<'_, '_>, people: &mut People) {
        let named = people.in_cell(at.text);
        for (name, why) in self.people(at.column.target, named) {
            self.keep_some(at, name, why);
        }
        if at.column.target == Target::Owner && named.is_nobody {
            self.ownerless.push(About {
                place: at.place(),
                what: format!("\"{}\" is nobody yet", quoted(at.text)),
            });
        }
    }

    fn read_date(&mut self, at: &At<'_, '_>) {
        match self.date(at.rows, at.column.target, at.cell.value) {
            Some(DateSaid::Words(words)) => self.keep(
                at,
                format!("\"{}\" is no date; it is in the note", quoted(&words)),
            ),
            Some(DateSaid::On(_, Some(_))) => {
                self.keep(at, "its words are in the note too".to_owned());
            }
            Some(DateSaid::Wrong(why)) => self.refuse(at.place(), why),
            Some(DateSaid::On(_, None)) | None => {}
        }
    }

    fn read_reason(&mut self, at: &At<'_, '_>) {
        match Line::new(at.text) {
            Ok(reason) => self.said.reason = reason,
            Err(_too_long) => self.keep(
                at,
                "it is too long for a reason; it is in the note".to_owned(),
            ),
        }
    }

    fn read_phase(&mut self, at: &At<'_, '_>) {
        match cells::phase(at.text) {
            Some((phase, more)) => {
                self.said.phase = Some(phase);
                if more {
                    self.keep(at, "its words are in the note too".to_owned());
                }
            }
            None if at.text.is_empty() => {}
            None => self.keep(
                at,
                format!("\"{}\" is no phase; it is in the note", quoted(at.text)),
            ),
        }
    }

    fn read_section(&mut self, at: &At<'_, '_>) {
        if self.said.section.is_empty() {
            self.said.section = self.short(&at.column.heading, at.text);
        }
    }

    /// The first piece of a note needs no heading.
    fn read_note(&mut self, at: &At<'_, '_>) {
        let label = (!self.pieces.is_empty()).then(|| at.column.heading.clone());
        self.pieces.push((label, at.text.to_owned()));
    }

    fn read_stands(&mut self, at: &At<'_, '_>, said: Option<StandsSaid>) {
        if let Some(why) = said.and_then(|said| self.stands(said)) {
            self.keep(at, why);
        }
    }

    /// How it stands. What else the cell says is the reason for its colour, or to be kept for the reason that comes back.
    fn stands(&mut self, said: StandsSaid) -> Option<String> {
        let StandsSaid { stands, more } = said;
        self.stands.extend(stands);
        let more = more?;
        match (stands, Line::new(&more)) {
            (Some(Stands::Judged(_)), Ok(reason)) if self.said.reason.is_empty() => {
                self.said.reason = reason;
                None
            }
            (Some(_), _) => Some("its words are in the note too".to_owned()),
            (None, _) => {
                let more = quoted(&more);
                Some(format!(
                    "\"{more}\" is no colour or status; it is in the note"
                ))
            }
        }
    }

    /// A title too long for one line begins it, and is whole in the note.
    fn title(&mut self, text: &str) {
        self.said.title = match Line::new(text) {
            Ok(line) => line,
            Err(_too_long) => {
                self.pieces.insert(0, (None, text.to_owned()));
                shortened(text)
            }
        };
    }

    /// The same for another field of one line.
    fn short(&mut self, heading: &str, text: &str) -> Line {
        Line::new(text).unwrap_or_else(|_too_long| {
            self.pieces
                .push((Some(heading.to_owned()), text.to_owned()));
            shortened(text)
        })
    }

    /// The first is the owner, the second the deputy; the rest come back, and so do those who could be several people.
    fn people(&mut self, target: Target, named: &Named) -> Vec<(String, String)> {
        let mut left = Vec::new();
        for (name, meant) in &named.people {
            let id = match meant {
                Ok(None) => continue,
                Ok(Some(id)) => Some(*id),
                Err(why) => {
                    left.push((name.clone(), format!("{why}; the name is in the note")));
                    continue;
                }
            };
            if target == Target::Owner && self.said.owner.is_none() {
                self.said.owner = id;
            } else if self.said.deputy.is_none() && self.said.owner != id {
                self.said.deputy = id;
            } else if self.said.owner != id && self.said.deputy != id {
                let why = format!(
                    "{} is in the note; a task has one owner and one deputy",
                    quoted(name)
                );
                left.push((name.clone(), why));
            }
        }
        left
    }

    fn date<'a>(&mut self, rows: &Rows<'a>, target: Target, value: Value<'a>) -> Option<DateSaid> {
        let cx = phrase::Context {
            now: rows.request.author.now,
            calendar: rows.request.plan.calendar(),
        };
        let read = || cells::date(value, rows.order, rows.request.workbook.dates, &cx);
        let said = rows.dates.or(value, read)?;
        if let DateSaid::On(at, _) = &said {
            match target {
                Target::From => self.said.from = Some(*at),
                _ => self.said.due = Some(*at),
            }
        }
        Some(said)
    }

    fn number(&mut self, text: &str) {
        if let Ok(number) = Line::new(text)
            && !number.is_empty()
        {
            self.said.elements.push(Element::Tag(number.clone()));
            self.said.number = Some(number);
        }
    }

    fn elements(&mut self, at: &At<'_, '_>, between: &[char], make: fn(Line) -> Element) {
        for part in at.text.split(between) {
            match element(part.trim(), make) {
                Ok(found) => self.said.elements.extend(found),
                Err(too_long) => {
                    let heading = Some(at.column.heading.clone());
                    self.pieces.push((heading, too_long));
                }
            }
        }
    }

    fn refuse(&mut self, place: Place, what: String) {
        self.refused.get_or_insert(About { place, what });
    }

    /// Puts the pieces together, and hands the row on or names why not.
    fn finish(mut self, now: DateTime, proposal: &mut Proposal, said: &mut Vec<Said>) {
        self.settle_status(now);
        if self.said.section.is_empty() {
            let heading = std::mem::take(&mut self.heading);
            self.said.section = self.short("Section", &heading);
        }
        match Note::new(&note_of(&self.pieces)) {
            Ok(note) => self.said.note = note,
            Err(error) => {
                self.refuse(
                    self.said.place.clone(),
                    format!("its notes together are {error}"),
                );
            }
        }
        match self.refused {
            Some(refused) => proposal.refused.push(refused),
            None => said.push(self.said),
        }
    }

    /// Done in one column is done, whatever the other says. A reason goes with a colour, else into the note.
    fn settle_status(&mut self, now: DateTime) {
        let is = |wanted: Stands| self.stands.contains(&wanted);
        let waiting = self.waiting.take().filter(|on| !on.is_empty());
        self.said.status = if is(Stands::Done) {
            Some(Status::Done { at: now })
        } else if is(Stands::NotNeeded) {
            Some(Status::NotNeeded)
        } else if let Some(on) = waiting {
            Some(Status::Waiting { on })
        } else if is(Stands::Waiting) {
            Some(Status::Waiting {
                on: Line::default(),
            })
        } else if is(Stands::InProgress) {
            Some(Status::InProgress)
        } else {
            is(Stands::NotStarted).then_some(Status::NotStarted)
        };
        let rag = self.stands.iter().find_map(|stands| match stands {
            Stands::Judged(rag) => Some(*rag),
            _ => None,
        });
        self.said.rag = rag.filter(|_| self.said.status.as_ref().is_none_or(Status::is_open));
        if self.said.rag.is_none() && !self.said.reason.is_empty() {
            let reason = std::mem::take(&mut self.said.reason);
            self.pieces
                .push((Some("Reason".to_owned()), reason.to_string()));
        }
    }
}

/// The beginning of a text that is too long for a line.
fn shortened(text: &str) -> Line {
    const KEEP: usize = Line::MAX - 3;
    let line = Line::clipped(text);
    let start: String = line.as_str().chars().take(KEEP).collect();
    let words = start
        .rsplit_once(' ')
        .map_or(start.as_str(), |(words, _cut)| words);
    Line::new(&format!("{words}...")).unwrap_or(line)
}

/// The pieces below each other, each behind its heading.
fn note_of(pieces: &[(Option<String>, String)]) -> String {
    let lines = pieces.iter().map(|(heading, text)| match heading {
        Some(heading) => format!("{heading}: {text}"),
        None => text.clone(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::recognise::TARGETS;

    #[test]
    fn what_was_made_of_words_is_kept_and_blank_cells_are_looked_at_each() {
        let read = Read::new();
        for (text, makes, made) in [
            ("R", 1, 1),
            ("R", 2, 1),
            ("G", 3, 3),
            (" ", 4, 4),
            (" ", 5, 5),
        ] {
            assert_eq!(read.or(Value::Text(text), || makes), made, "{text:?}");
        }
        assert_eq!(read.or(Value::Number(1.0), || 6), 6);
    }

    #[test]
    fn every_column_a_person_may_choose_is_read_or_left_out_on_purpose() {
        for row in TARGETS {
            let is_read = READERS.iter().any(|(target, _)| *target == row.target);
            let is_left = matches!(row.target, Target::Skip | Target::Id | Target::Base);
            assert_ne!(is_read, is_left, "{}", row.name);
        }
    }
}
