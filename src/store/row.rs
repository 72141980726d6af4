//! Rows: how each kind of value lies in its table, and the sum that tells whether it still does.
//!
//! The sum of a row is the CRC-32 of the table's letter and the row's cells in the order of the table, each with its type
//! and length, so that no two rows look alike. A task's sum covers its elements as well. Nothing here runs SQL.

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use rusqlite::ToSql;
use rusqlite::types::{ToSqlOutput, ValueRef};
use uuid::Uuid;

use crate::domain::change::{DayList, DayOff};
use crate::domain::id::{PersonId, Ref, TaskId};
use crate::domain::inspection::{Milestone, Person, Typed};
use crate::domain::operation::{Entry, Hash, Kind, Stamp};
use crate::domain::records::{Filed, Record, RecordId};
use crate::domain::task::{Deadline, Element, Judgement, Phase, Place, Rag, Status, Task};
use crate::domain::text::{Line, Note};
use crate::domain::when::{Moment, Rule, When};

/// The tables whose rows carry a sum. The letter keeps a row of one from passing as a row of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Table {
    Change = b'c',
    Counter = b'n',
    DayOff = b'd',
    Meta = b'i',
    Milestone = b'm',
    Operation = b'o',
    Person = b'p',
    Record = b'r',
    Setting = b's',
    Tally = b'y',
    Task = b't',
}

impl Table {
    /// The tables whose rows are tallied.
    pub(super) const TALLIED: [Self; 8] = [
        Self::Change,
        Self::DayOff,
        Self::Milestone,
        Self::Operation,
        Self::Person,
        Self::Record,
        Self::Setting,
        Self::Task,
    ];

    /// The table's name in the file.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Change => "change",
            Self::Counter => "counter",
            Self::DayOff => "day_off",
            Self::Meta => "meta",
            Self::Milestone => "milestone",
            Self::Operation => "operation",
            Self::Person => "person",
            Self::Record => "record",
            Self::Setting => "setting",
            Self::Tally => "tally",
            Self::Task => "task",
        }
    }

    /// What a person calls its rows.
    pub(super) fn plural(self) -> &'static str {
        match self {
            Self::Change => "changes",
            Self::Counter => "counters",
            Self::DayOff => "days off",
            Self::Meta => "file marks",
            Self::Milestone => "milestones",
            Self::Operation => "operations",
            Self::Person => "people",
            Self::Record => "records",
            Self::Setting => "settings",
            Self::Tally => "totals",
            Self::Task => "tasks",
        }
    }
}

/// The canonical form of a row while it is put together. Kept and used again, so that summing a row allocates nothing.
#[derive(Debug, Default)]
pub(super) struct Summer(Vec<u8>);

impl Summer {
    pub(super) fn begin(&mut self, table: Table) {
        self.0.clear();
        self.0.push(table as u8);
    }

    pub(super) fn cell(&mut self, cell: ValueRef<'_>) {
        match cell {
            ValueRef::Null => self.0.push(0),
            ValueRef::Integer(number) => {
                self.0.push(1);
                self.0.extend_from_slice(&number.to_le_bytes());
            }
            ValueRef::Real(number) => {
                self.0.push(2);
                self.0.extend_from_slice(&number.to_le_bytes());
            }
            ValueRef::Text(bytes) => self.bytes(3, bytes),
            ValueRef::Blob(bytes) => self.bytes(4, bytes),
        }
    }

    fn bytes(&mut self, tag: u8, bytes: &[u8]) {
        let mut head = [tag; 5];
        head[1..].copy_from_slice(&(bytes.len() as u32).to_le_bytes());
        self.0.extend_from_slice(&head);
        self.0.extend_from_slice(bytes);
    }

    pub(super) fn text(&mut self, text: &str) {
        self.bytes(3, text.as_bytes());
    }

    pub(super) fn sum(&self) -> i64 {
        i64::from(crc32fast::hash(&self.0))
    }

    /// The sum of a row given as its cells.
    pub(super) fn of(&mut self, table: Table, cells: &[Cell<'_>]) -> i64 {
        self.begin(table);
        for cell in cells {
            self.cell(cell.as_ref());
        }
        self.sum()
    }
}

/// One value on its way into a row.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell<'a> {
    Null,
    Int(i64),
    Text(Cow<'a, str>),
    Blob(&'a [u8]),
}

impl<'a> Cell<'a> {
    pub(super) fn text(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }

    #[expect(
        clippy::needless_pass_by_value,
        reason = "a path to it can be handed on, as to `map`"
    )]
    fn shown(value: impl ToString) -> Self {
        Self::Text(Cow::Owned(value.to_string()))
    }

    fn maybe<T>(value: Option<T>, cell: impl FnOnce(T) -> Self) -> Self {
        value.map_or(Self::Null, cell)
    }

    pub(super) fn as_ref(&self) -> ValueRef<'_> {
        match self {
            Self::Null => ValueRef::Null,
            Self::Int(number) => ValueRef::Integer(*number),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Blob(bytes) => ValueRef::Blob(bytes),
        }
    }
}

impl ToSql for Cell<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(self.as_ref()))
    }
}

/// A value that is a row of a table. `cells` and `decode` agree with the order of the columns, without `sum`.
pub(super) trait Tabled: Sized {
    const TABLE: Table;

    fn cells(&self) -> Vec<Cell<'_>>;

    /// `None` when the cells make no such value, which can only be damage or another's hand.
    fn decode(cells: &[ValueRef<'_>]) -> Option<Self>;
}

impl Tabled for Person {
    const TABLE: Table = Table::Person;

    fn cells(&self) -> Vec<Cell<'_>> {
        let Self {
            id,
            name,
            initials,
            role,
        } = self;
        vec![
            Cell::Blob(id.0.as_bytes()),
            Cell::maybe(name.as_ref(), |name| Cell::text(name.as_str())),
            Cell::text(initials.as_str()),
            Cell::text(role.as_str()),
        ]
    }

    fn decode(cells: &[ValueRef<'_>]) -> Option<Self> {
        let [id, name, initials, role] = *cells else {
            return None;
        };
        Some(Self {
            id: PersonId(uuid(id)?),
            name: opt(name, line)?,
            initials: line(initials)?,
            role: line(role)?,
        })
    }
}

impl Tabled for Milestone {
    const TABLE: Table = Table::Milestone;

    fn cells(&self) -> Vec<Cell<'_>> {
        let Self {
            key,
            name,
            rule,
            basis,
            typed,
        } = self;
        vec![
            Cell::text(key.as_str()),
            Cell::text(name.as_str()),
            Cell::maybe(*rule, Cell::shown),
            Cell::text(basis.as_str()),
            Cell::maybe(*typed, |typed| Cell::shown(typed.at)),
            Cell::maybe(*typed, |typed| Cell::Int(typed.expected.into())),
        ]
    }

    fn decode(cells: &[ValueRef<'_>]) -> Option<Self> {
        let [key, name, rule, basis, typed, expected] = *cells else {
            return None;
        };
        let typed = match (opt(typed, text)?, opt(expected, flag)?) {
            (Some(at), Some(expected)) => Some(Typed {
                at: at.parse::<Moment>().ok()?,
                expected,
            }),
            (None, None) => None,
            _ => return None,
        };
        Some(Self {
            key: text(key)?.parse().ok()?,
            name: line(name)?,
            rule: opt(rule, |cell| text(cell)?.parse::<Rule>().ok())?,
            basis: line(basis)?,
            typed,
        })
    }
}

impl Tabled for DayOff {
    const TABLE: Table = Table::DayOff;

    fn cells(&self) -> Vec<Cell<'_>> {
        let Self { list, date, name } = self;
        vec![
            Cell::text(day_list(*list)),
            Cell::shown(date),
            Cell::text(name.as_str()),
        ]
    }

    fn decode(cells: &[ValueRef<'_>]) -> Option<Self> {
        let [list, date, name] = *cells else {
            return None;
        };
        let list = text(list)?;
        let list = [DayList::Closure, DayList::Holiday]
            .into_iter()
            .find(|known| day_list(*known) == list)?;
        Some(Self {
            list,
            date: day(date)?,
            name: line(name)?,
        })
    }
}

/// A record on its way into its row, or out of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Kept {
    pub(super) filed: Filed,
    body: String,
}

impl From<&Filed> for Kept {
    fn from(filed: &Filed) -> Self {
        Self {
            body: filed.record.body(),
            filed: filed.clone(),
        }
    }
}

impl Tabled for Kept {
    const TABLE: Table = Table::Record;

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![
            Cell::Blob(self.filed.id.0.as_bytes()),
            Cell::text(self.filed.record.kind().as_str()),
            Cell::text(&self.body),
        ]
    }

    fn decode(cells: &[ValueRef<'_>]) -> Option<Self> {
        let [id, kind, body] = *cells else {
            return None;
        };
        let body = text(body)?;
        Some(Self {
            filed: Filed {
                id: RecordId(uuid(id)?),
                record: Record::read(text(kind)?, body)?,
            },
            body: body.to_owned(),
        })
    }
}

/// The stable name of a list of days.
pub(super) fn day_list(list: DayList) -> &'static str {
    match list {
        DayList::Closure => "closure",
        DayList::Holiday => "holiday",
    }
}

/// A named value: a row of `setting` or `meta`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) name: String,
    pub(super) value: String,
}

impl Tabled for Named {
    const TABLE: Table = Table::Setting;

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![Cell::text(&self.name), Cell::text(&self.value)]
    }

    fn decode(cells: &[ValueRef<'_>]) -> Option<Self> {
        let [name, value] = *cells else { return None };
        Some(Self {
            name: text(name)?.to_owned(),
            value: text(value)?.to_owned(),
        })
    }
}

/// The number of the next ref in a phase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Counter {
    pub(super) phase: Phase,
    pub(super) next: u32,
}

impl Tabled for Counter {
    const TABLE: Table = Table::Counter;

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![Cell::text(self.phase.as_str()), Cell::Int(self.next.into())]
    }

    fn decode(cells: &[ValueRef<'_>]) -> Option<Self> {
        let [name, next] = *cells else { return None };
        Some(Self {
            phase: phase(name)?,
            next: u32::try_from(int(next)?).ok()?,
        })
    }
}

/// How many rows a table holds, and their sums added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) table: Table,
    pub(super) rows: i64,
    pub(super) total: i64,
}

impl Tally {
    pub(super) fn new(table: Table) -> Self {
        Self {
            table,
            rows: 0,
            total: 0,
        }
    }

    pub(super) fn add(&mut self, sum: i64) {
        self.rows += 1;
        self.total = self.total.wrapping_add(sum);
    }

    /// With other rows of the table.
    pub(super) fn join(&mut self, other: &Self) {
        self.rows += other.rows;
        self.total = self.total.wrapping_add(other.total);
    }

    pub(super) fn remove(&mut self, sum: i64) {
        self.rows -= 1;
        self.total = self.total.wrapping_sub(sum);
    }
}

impl Tabled for Tally {
    const TABLE: Table = Table::Tally;

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![
            Cell::text(self.table.name()),
            Cell::Int(self.rows),
            Cell::Int(self.total),
        ]
    }

    fn decode(cells: &[ValueRef<'_>]) -> Option<Self> {
        let [name, rows, total] = *cells else {
            return None;
        };
        let name = text(name)?;
        let table = Table::TALLIED
            .into_iter()
            .find(|table| table.name() == name)?;
        Some(Self {
            table,
            rows: int(rows)?,
            total: int(total)?,
        })
    }
}

/// An operation's own row. Its parents lie in a table of their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Logged {
    pub(super) seq: i64,
    pub(super) entry: Entry,
    pub(super) first: i64,
}

impl Tabled for Logged {
    const TABLE: Table = Table::Operation;

    fn cells(&self) -> Vec<Cell<'_>> {
        let Self { seq, entry, first } = self;
        let Entry {
            hash,
            parents: _,
            lamport,
            replica,
            kind,
            undoes,
            label,
            stamp,
            changes,
        } = entry;
        vec![
            Cell::Int(*seq),
            Cell::Blob(&hash.0),
            Cell::Int(*lamport as i64),
            Cell::Blob(replica.as_bytes()),
            Cell::text(kind.as_str()),
            Cell::maybe(undoes.as_ref(), |hash| Cell::Blob(&hash.0)),
            Cell::text(label),
            Cell::text(stamp.who.as_str()),
            Cell::shown(stamp.at),
            Cell::shown(stamp.local),
            Cell::Int(stamp.rehearsed.into()),
            Cell::Int(*first),
            Cell::Int(*changes as i64),
        ]
    }

    /// Without its parents.
    fn decode(cells: &[ValueRef<'_>]) -> Option<Self> {
        let [
            seq,
            hash,
            lamport,
            replica,
            kind,
            undoes,
            label,
            who,
            at,
            local,
            rehearsed,
            first,
            changes,
        ] = *cells
        else {
            return None;
        };
        let entry = Entry {
            hash: self::hash(hash)?,
            parents: Vec::new(),
            lamport: u64::try_from(int(lamport)?).ok()?,
            replica: uuid(replica)?,
            kind: Kind::read(text(kind)?)?,
            undoes: opt(undoes, self::hash)?,
            label: line(label)?.to_string(),
            stamp: Stamp {
                who: line(who)?,
                at: text(at)?.parse::<Timestamp>().ok()?,
                local: date_time(text(local)?)?,
                rehearsed: flag(rehearsed)?,
            },
            changes: usize::try_from(int(changes)?).ok()?,
        };
        Some(Self {
            seq: int(seq)?,
            entry,
            first: int(first)?,
        })
    }
}

/// The number of columns of a task, without `sum`.
pub(super) const TASK_COLUMNS: usize = 19;

/// A task's cells; its elements lie in a table of their own.
pub(super) fn task_cells(task: &Task) -> Vec<Cell<'_>> {
    let Task {
        id,
        reference,
        place,
        title,
        note,
        owner,
        deputy,
        status,
        judgement,
        deadline,
        takes_call,
        elements: _,
    } = task;
    let judged = judgement.as_ref();
    let (waiting_on, done_at) = match status {
        Status::Waiting { on } => (Cell::text(on.as_str()), Cell::Null),
        Status::Done { at } => (Cell::Null, Cell::shown(at)),
        Status::NotStarted | Status::InProgress | Status::NotNeeded => (Cell::Null, Cell::Null),
    };
    vec![
        Cell::Int(ref_key(*reference)),
        Cell::Blob(id.0.as_bytes()),
        Cell::text(place.phase.as_str()),
        Cell::text(place.section.as_str()),
        Cell::text(title.as_str()),
        Cell::text(note.as_str()),
        Cell::maybe(owner.as_ref(), |id| Cell::Blob(id.0.as_bytes())),
        Cell::maybe(deputy.as_ref(), |id| Cell::Blob(id.0.as_bytes())),
        Cell::text(status.as_str()),
        waiting_on,
        done_at,
        Cell::maybe(judged, |j| Cell::text(j.rag.as_str())),
        Cell::maybe(judged, |j| Cell::text(j.reason.as_str())),
        Cell::maybe(judged, |j| Cell::text(j.who.as_str())),
        Cell::maybe(judged, |j| Cell::shown(j.at)),
        Cell::maybe(judged.and_then(|j| j.expires), Cell::shown),
        Cell::maybe(deadline.due, Cell::shown),
        Cell::maybe(deadline.from, Cell::shown),
        Cell::Int((*takes_call).into()),
    ]
}

/// The sum of a task, given as its cells, and its elements.
pub(super) fn task_sum(summer: &mut Summer, cells: &[Cell<'_>], task: &Task) -> i64 {
    summer.begin(Table::Task);
    for cell in cells {
        summer.cell(cell.as_ref());
    }
    for element in &task.elements {
        let (list, value) = element_cells(element);
        summer.text(list);
        summer.text(&value);
    }
    summer.sum()
}

/// The list's name and the value's text, which sort as elements do.
pub(super) fn element_cells(element: &Element) -> (&'static str, Cow<'_, str>) {
    match element {
        Element::Area(value) => ("area", Cow::Borrowed(value.as_str())),
        Element::Evidence(value) => ("evidence", Cow::Borrowed(value.as_str())),
        Element::Need(id) => ("need", Cow::Owned(id.0.hyphenated().to_string())),
        Element::Tag(value) => ("tag", Cow::Borrowed(value.as_str())),
    }
}

/// The element of which [`element_cells`] gave the texts.
pub(super) fn element(list: &str, value: &str) -> Option<Element> {
    match list {
        "area" => Line::new(value).ok().map(Element::Area),
        "evidence" => Line::new(value).ok().map(Element::Evidence),
        "need" => Uuid::try_parse(value)
            .ok()
            .map(|id| Element::Need(TaskId(id))),
        "tag" => Line::new(value).ok().map(Element::Tag),
        _ => None,
    }
}

/// Reads tasks, remembering what comes again and again.
#[derive(Debug)]
pub(super) struct TaskReader {
    whens: Vec<Option<(Box<str>, When)>>,
    last: Option<(Box<str>, DateTime)>,
}

impl Default for TaskReader {
    fn default() -> Self {
        Self {
            whens: vec![None; Self::SLOTS],
            last: None,
        }
    }
}

impl TaskReader {
    const SLOTS: usize = 256;

    /// A task without its elements.
    pub(super) fn decode(&mut self, cells: &[ValueRef<'_>; TASK_COLUMNS]) -> Option<Task> {
        let [
            reference,
            id,
            phase,
            section,
            title,
            note,
            owner,
            deputy,
            status,
            waiting_on,
            done_at,
            rag,
            reason,
            judged_by,
            judged_at,
            expires,
            due,
            starts,
            takes_call,
        ] = *cells;
        Some(Task {
            id: TaskId(uuid(id)?),
            reference: ref_from_key(int(reference)?)?,
            place: Place {
                phase: self::phase(phase)?,
                section: line(section)?,
            },
            title: line(title)?,
            note: Note::new(text(note)?).ok()?,
            owner: opt(owner, uuid)?.map(PersonId),
            deputy: opt(deputy, uuid)?.map(PersonId),
            status: self.status(text(status)?, waiting_on, done_at)?,
            judgement: self.judgement([rag, reason, judged_by, judged_at, expires])?,
            deadline: Deadline {
                due: opt(due, |cell| self.when(cell))?,
                from: opt(starts, |cell| self.when(cell))?,
            },
            takes_call: flag(takes_call)?,
            elements: Vec::new(),
        })
    }

    fn status(
        &mut self,
        name: &str,
        waiting_on: ValueRef<'_>,
        done_at: ValueRef<'_>,
    ) -> Option<Status> {
        Some(match name {
            "not_started" => Status::NotStarted,
            "in_progress" => Status::InProgress,
            "waiting" => Status::Waiting {
                on: line(waiting_on)?,
            },
            "done" => Status::Done {
                at: self.date_time(text(done_at)?)?,
            },
            "not_needed" => Status::NotNeeded,
            _ => return None,
        })
    }

    /// `Some(None)` when nobody has judged.
    #[expect(
        clippy::option_option,
        reason = "nothing there, and something wrong there, are two things"
    )]
    fn judgement(&mut self, cells: [ValueRef<'_>; 5]) -> Option<Option<Judgement>> {
        let [rag, reason, who, at, expires] = cells;
        let Some(rag) = opt(rag, text)? else {
            return Some(None);
        };
        Some(Some(Judgement {
            rag: Rag::ALL.into_iter().find(|known| known.as_str() == rag)?,
            reason: line(reason)?,
            who: line(who)?,
            at: self.date_time(text(at)?)?,
            expires: opt(expires, day)?,
        }))
    }

    /// The same few rules stand in hundreds of rows.
    fn when(&mut self, cell: ValueRef<'_>) -> Option<When> {
        let text = text(cell)?;
        let slot = text.bytes().fold(7usize, |hash, byte| {
            hash.wrapping_mul(31).wrapping_add(byte.into())
        }) % Self::SLOTS;
        match &self.whens[slot] {
            Some((known, when)) if **known == *text => Some(*when),
            _ => {
                let when = text.parse().ok()?;
                self.whens[slot] = Some((text.into(), when));
                Some(when)
            }
        }
    }

    /// Tasks judged or finished in one go stand together.
    fn date_time(&mut self, text: &str) -> Option<DateTime> {
        match &self.last {
            Some((known, at)) if **known == *text => Some(*at),
            _ => {
                let at = date_time(text)?;
                self.last = Some((text.into(), at));
                Some(at)
            }
        }
    }
}

/// A ref as the key of its task: keys sort as refs do.
pub(super) fn ref_key(reference: Ref) -> i64 {
    let suffix = reference
        .suffix
        .map_or(0, |letter| i64::from(letter as u32 & 0xFF));
    ((reference.phase as i64) << 40) | (i64::from(reference.number) << 8) | suffix
}

/// The ref of a key.
pub(super) fn ref_from_key(key: i64) -> Option<Ref> {
    let phase = Phase::ALL.get(usize::try_from(key >> 40).ok()?)?;
    let suffix = match (key & 0xFF) as u8 {
        0 => None,
        letter if letter.is_ascii_lowercase() => Some(char::from(letter)),
        _ => return None,
    };
    let number = ((key >> 8) & 0xFFFF_FFFF) as u32;
    (number > 0).then_some(Ref {
        phase: *phase,
        number,
        suffix,
    })
}

pub(super) fn text(cell: ValueRef<'_>) -> Option<&str> {
    match cell {
        ValueRef::Text(bytes) => std::str::from_utf8(bytes).ok(),
        ValueRef::Null | ValueRef::Integer(_) | ValueRef::Real(_) | ValueRef::Blob(_) => None,
    }
}

pub(super) fn int(cell: ValueRef<'_>) -> Option<i64> {
    match cell {
        ValueRef::Integer(number) => Some(number),
        ValueRef::Null | ValueRef::Text(_) | ValueRef::Real(_) | ValueRef::Blob(_) => None,
    }
}

fn blob(cell: ValueRef<'_>) -> Option<&[u8]> {
    match cell {
        ValueRef::Blob(bytes) => Some(bytes),
        ValueRef::Null | ValueRef::Integer(_) | ValueRef::Real(_) | ValueRef::Text(_) => None,
    }
}

/// `Some(None)` for a cell with nothing in it; `None` for one with something wrong in it.
#[expect(
    clippy::option_option,
    reason = "nothing there, and something wrong there, are two things"
)]
fn opt<'a, T>(
    cell: ValueRef<'a>,
    read: impl FnOnce(ValueRef<'a>) -> Option<T>,
) -> Option<Option<T>> {
    match cell {
        ValueRef::Null => Some(None),
        other => read(other).map(Some),
    }
}

fn flag(cell: ValueRef<'_>) -> Option<bool> {
    match int(cell)? {
        0 => Some(false),
        1 => Some(true),
        _ => None,
    }
}

fn line(cell: ValueRef<'_>) -> Option<Line> {
    Line::new(text(cell)?).ok()
}

pub(super) fn uuid(cell: ValueRef<'_>) -> Option<Uuid> {
    Uuid::from_slice(blob(cell)?).ok()
}

pub(super) fn hash(cell: ValueRef<'_>) -> Option<Hash> {
    blob(cell)?.try_into().ok().map(Hash)
}

fn phase(cell: ValueRef<'_>) -> Option<Phase> {
    let name = text(cell)?;
    Phase::ALL.into_iter().find(|phase| phase.as_str() == name)
}

fn day(cell: ValueRef<'_>) -> Option<Date> {
    text(cell)?.parse().ok()
}

/// Reads `2026-06-08T12:00:00` by itself, because it stands in most rows, and leaves the rest to jiff.
fn date_time(text: &str) -> Option<DateTime> {
    let [
        y1,
        y2,
        y3,
        y4,
        b'-',
        m1,
        m2,
        b'-',
        d1,
        d2,
        b'T',
        h1,
        h2,
        b':',
        n1,
        n2,
        b':',
        s1,
        s2,
    ] = *text.as_bytes()
    else {
        return text.parse().ok();
    };
    let pair = |tens: u8, ones: u8| {
        (tens.is_ascii_digit() && ones.is_ascii_digit())
            .then(|| ((tens - b'0') * 10 + ones - b'0') as i8)
    };
    let year = i16::from(pair(y1, y2)?) * 100 + i16::from(pair(y3, y4)?);
    let date = Date::new(year, pair(m1, m2)?, pair(d1, d2)?).ok()?;
    let time = Time::new(pair(h1, h2)?, pair(n1, n2)?, pair(s1, s2)?, 0).ok()?;
    Some(date.to_datetime(time))
}
