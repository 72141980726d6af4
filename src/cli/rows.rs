//! Tasks as aligned lines, for people: `list` and `today` print them.

use std::borrow::Cow;
use std::collections::HashMap;

use jiff::civil::DateTime;

use super::desk::{Desk, sentence};
use super::output::{Stop, Style};
use crate::domain::absence::{Hands, Rota};
use crate::domain::board::{Board, Standing};
use crate::domain::inspection::Person;
use crate::domain::phrase;
use crate::domain::plan::Plan;
use crate::domain::rating;
use crate::domain::rating::Shown;
use crate::domain::task::{Status, Task};
use crate::domain::text::{capital, fit, width};
use crate::domain::when::Moment;

/// Tasks as aligned lines: RAG, ref, owner, due, how far off, title.
pub(super) struct Rows<'a> {
    plan: &'a Plan,
    board: &'a Board,
    /// Due and how far off, in words: many tasks share a deadline.
    said: HashMap<Moment, (String, String)>,
    refs: usize,
    owners: usize,
    dues: usize,
    gaps: usize,
    columns: Option<usize>,
    line: String,
    rota: Rota,
}

/// Said of a task without a date.
pub(super) const NO_DATE: &str = "no date";

impl<'a> Rows<'a> {
    /// Columns wide enough for the tasks at `positions`.
    pub(super) fn new(
        plan: &'a Plan,
        board: &'a Board,
        positions: &[u32],
        columns: Option<usize>,
    ) -> Self {
        let said = HashMap::new();
        let mut rows = Self {
            plan,
            board,
            said,
            refs: 0,
            owners: 0,
            dues: 0,
            gaps: 0,
            columns,
            line: String::new(),
            rota: Rota::of(plan),
        };
        for at in positions {
            rows.widen(*at as usize);
        }
        rows
    }

    fn widen(&mut self, at: usize) {
        let (task, standing) = (&self.plan.tasks()[at], &self.board.standings[at]);
        let digits = task.reference.number.max(10).ilog10() as usize + 1;
        let suffix = usize::from(task.reference.suffix.is_some());
        self.refs = self
            .refs
            .max(task.reference.phase.prefix().len() + 1 + digits + suffix);
        self.owners = self.owners.max(width(&self.owner(task)));
        let (due, gap) = match standing.due {
            Some(due) => {
                let now = self.board.now;
                let (due, gap) = self.said.entry(due).or_insert_with(|| say(due, now));
                (due.len(), gap.len())
            }
            None => (NO_DATE.len(), 0),
        };
        self.dues = self.dues.max(due);
        let ended = ended(self.plan, task, standing);
        self.gaps = self.gaps.max(ended.map_or(gap, width));
    }

    /// Writes the tasks at `positions`.
    pub(super) fn write(&mut self, desk: &mut Desk, positions: &[u32]) -> Result<(), Stop> {
        if desk.asks() {
            return self.tell(desk, positions);
        }
        for at in positions {
            let at = *at as usize;
            let rating = self.board.standings[at].rating;
            let policy = &self.plan.inspection().policy;
            let style = Style::Rag(policy.colour(rating.shown));
            desk.out.write(style, policy.letter(rating.shown))?;
            self.compose(at);
            desk.out.write(Style::Plain, &self.line)?;
        }
        Ok(())
    }

    /// The owner's initials; while they are away, those of the deputy who covers in brackets.
    fn owner(&self, task: &Task) -> Cow<'a, str> {
        let initials = |id: Option<_>| {
            let person = id.and_then(|id| self.plan.person(id));
            person.map_or("--", |person| person.initials.as_str())
        };
        match self.rota.hands(task, self.board.now.date()) {
            Hands::Deputy(deputy) if task.status.is_open() => {
                Cow::Owned(format!("({})", initials(Some(deputy))))
            }
            Hands::NoDeputy | Hands::BothAway(_) if task.status.is_open() => Cow::Borrowed("away"),
            _ => Cow::Borrowed(initials(task.owner)),
        }
    }

    /// In a conversation: each task as sentences, with a number to name it by.
    fn tell(&self, desk: &mut Desk, positions: &[u32]) -> Result<(), Stop> {
        for at in positions {
            let at = *at as usize;
            let number = desk.number(self.plan.tasks()[at].reference);
            desk.out
                .line(&format!("{number}. {}", self.sentences(at)))?;
        }
        Ok(())
    }

    fn owner_in_words(&self, task: &Task) -> String {
        let label = |id| self.plan.person(id).map_or("", Person::label);
        let Some(owner) = task.owner.map(label) else {
            return "Nobody owns it.".to_owned();
        };
        match self.rota.hands(task, self.board.now.date()) {
            Hands::Deputy(deputy) if task.status.is_open() => {
                format!("Owner {owner}, who is away: {} covers.", label(deputy))
            }
            Hands::NoDeputy | Hands::BothAway(_) if task.status.is_open() => {
                format!("Owner {owner}, who is away, and nobody covers.")
            }
            _ => format!("Owner {owner}."),
        }
    }

    fn sentences(&self, at: usize) -> String {
        let (task, standing) = (&self.plan.tasks()[at], &self.board.standings[at]);
        let rag = match standing.rating.shown {
            Shown::None => "Not rated".to_owned(),
            shown => capital(self.plan.inspection().policy.word(shown)),
        };
        let owner = self.owner_in_words(task);
        let title = sentence(task.title.as_str());
        let said = format!("{rag}. {}. {title} {owner}", task.reference);
        let due = standing.due.and_then(|due| self.said.get(&due));
        let how_far = match (&task.status, ended(self.plan, task, standing), due) {
            (Status::Done { .. }, ..) => None,
            (_, Some(ended), _) => Some(capital(ended)),
            (_, None, Some((due, gap))) => Some(format!("Due {due}, {gap}")),
            (_, None, None) => Some(capital(NO_DATE)),
        };
        let waiting = matches!(task.status, Status::Waiting { .. });
        let waiting = waiting.then(|| capital(&task.status.words()));
        let check = !standing.checks.is_empty();
        let check = check.then(|| "Check this".to_owned());
        let more = [how_far, waiting, check].into_iter().flatten();
        more.fold(said, |said, more| format!("{said} {more}."))
    }

    fn compose(&mut self, at: usize) {
        use std::fmt::Write as _;
        let (task, standing) = (&self.plan.tasks()[at], &self.board.standings[at]);
        let said = standing.due.and_then(|due| self.said.get(&due));
        let (due, gap) = said.map_or((NO_DATE, ""), |(due, gap)| (due.as_str(), gap.as_str()));
        let gap = ended(self.plan, task, standing).unwrap_or(gap);
        let check = !standing.checks.is_empty();
        let owner = self.owner(task);
        let pad = self.owners - width(&owner);
        let (refs, dues, gaps) = (self.refs, self.dues, self.gaps);
        let check = if check { '!' } else { ' ' };
        self.line.clear();
        // Writing to a string cannot fail.
        let _ = write!(
            self.line,
            "{check} {:<refs$}  {owner}{:pad$}  {due:<dues$}  ",
            Padded(task),
            ""
        );
        if self.has_gaps() {
            let _ = write!(self.line, "{gap:<gaps$}  ");
        }
        let title = match task.status {
            Status::Waiting { .. } => {
                Cow::Owned(format!("{} ({})", task.title, task.status.words()))
            }
            Status::NotStarted | Status::InProgress | Status::Done { .. } | Status::NotNeeded => {
                Cow::Borrowed(task.title.as_str())
            }
        };
        match self.columns {
            Some(columns) => {
                let room = columns.saturating_sub(width(&self.line) + 1).max(LEAST);
                self.line.push_str(&fit(&title, room));
            }
            None => self.line.push_str(&title),
        }
        self.line.push('\n');
    }

    /// On a narrow terminal the days left give way to the title.
    fn has_gaps(&self) -> bool {
        let spaces = 10;
        let others = 1 + self.refs + self.owners + self.dues + self.gaps + spaces;
        self.columns.is_none_or(|columns| others + ROOM <= columns)
    }
}

/// Columns a title should have, and those it gets whatever happens.
const ROOM: usize = 30;
const LEAST: usize = 10;

/// A ref that can be padded.
struct Padded<'a>(&'a Task);

impl std::fmt::Display for Padded<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.0.reference.to_string())
    }
}

fn say(due: Moment, now: DateTime) -> (String, String) {
    (phrase::moment_short(due, now.date()), phrase::gap(due, now))
}

/// What stands in place of the days left when they no longer matter.
pub(super) fn ended<'a>(plan: &'a Plan, task: &Task, standing: &Standing) -> Option<&'a str> {
    match task.status {
        Status::Done { .. } => Some(plan.inspection().policy.word(rating::Shown::Complete)),
        Status::NotNeeded => Some("not needed"),
        Status::NotStarted | Status::InProgress | Status::Waiting { .. } => {
            standing.overtaken.then_some("overtaken")
        }
    }
}
