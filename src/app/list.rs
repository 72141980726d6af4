//! A list with a cursor: what its rows are, where the cursor is, what is in view.
//! It does not know how rows look; it only knows that some can be chosen and some cannot.

use std::ops::{Index, IndexMut};

use uuid::Uuid;

use crate::domain::checks::Check;

use super::screen::{SCREENS, Screen};

/// One row of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Row {
    /// A heading that can be folded; the number finds its text and counts, and is the screen's own.
    Head(u32),
    /// The same, folded: the only row left of its group.
    Folded(u32),
    /// A heading inside a group.
    Section(u32),
    /// A task, by its position in the plan.
    Task(u32),
    /// The second line of a task, where tasks have two.
    Under(u32),
    /// The second line of something of the screen's own, where those have two.
    UnderItem(u32),
    /// What a check says, under its task: the task's position.
    Why(u32, Check),
    /// "2 more".
    More(u32),
    /// The overtaken tasks, folded away.
    Overtaken,
    /// Something of the screen's own, by its position there: an operation in History.
    Item(u32),
    /// Nothing.
    Blank,
}

impl Row {
    /// Whether the cursor can rest on it.
    pub fn can_rest(self) -> bool {
        matches!(
            self,
            Row::Folded(_) | Row::Task(_) | Row::Overtaken | Row::Item(_)
        )
    }

    /// Whether it is the second line of the row above it.
    pub fn is_second(self) -> bool {
        matches!(self, Row::Under(_) | Row::UnderItem(_))
    }
}

/// A list with a cursor.
#[derive(Debug, Clone, Default)]
pub struct List {
    /// The rows.
    pub rows: Vec<Row>,
    /// The row the cursor is on; legal whenever there is a row it can rest on.
    pub cursor: usize,
    /// The first row in view.
    pub top: usize,
    /// What the cursor was on, to find it again when the rows change.
    anchor: Option<Uuid>,
    /// The list has been shown with something in it.
    begun: bool,
    /// The cursor keeps its place when the rows change, whatever becomes of what it was on.
    staying: bool,
}

impl List {
    /// The row the cursor is on.
    pub fn current(&self) -> Option<Row> {
        self.rows
            .get(self.cursor)
            .copied()
            .filter(|row| row.can_rest())
    }

    /// Takes new rows and keeps the cursor on what it was on; `find` tells which of them is of that now.
    pub fn replace(&mut self, rows: Vec<Row>, find: impl Fn(&[Row], Uuid) -> Option<Row>) {
        self.begun &= !self.rows.is_empty();
        self.rows = rows;
        if !self.begun && !self.rows.is_empty() {
            // A list opens on the first thing in it, not on the heading above it.
            self.begun = true;
            self.cursor = self
                .rows
                .iter()
                .position(|row| matches!(row, Row::Task(_) | Row::Item(_)))
                .unwrap_or(0);
        }
        let here = self.anchor.and_then(|id| find(&self.rows, id));
        if let Some(row) = here
            && self.rows.get(self.cursor) != Some(&row)
            && let Some(at) = self.rows.iter().position(|candidate| *candidate == row)
        {
            self.cursor = at;
        }
        self.rest();
        if std::mem::take(&mut self.staying) {
            self.rest_nearby();
        }
    }

    /// Remembers what the cursor is on, unless it is to keep its place.
    pub fn anchor(&mut self, id: Option<Uuid>) {
        if !self.staying {
            self.anchor = id;
        }
    }

    /// The next change of the rows leaves the cursor where it is: what it was on may move away from under it.
    pub fn stay(&mut self) {
        self.anchor = None;
        self.staying = true;
    }

    /// From a heading to the nearest thing in the list: right below, else above, else further below.
    fn rest_nearby(&mut self) {
        let is_one = |at: &usize| matches!(self.rows.get(*at), Some(Row::Task(_) | Row::Item(_)));
        let near = (self.cursor..self.cursor + 3).find(is_one);
        let above = || (0..self.cursor.min(self.rows.len())).rev().find(is_one);
        let below = || (self.cursor..self.rows.len()).find(is_one);
        if let Some(at) = near.or_else(above).or_else(below) {
            self.cursor = at;
        }
    }

    /// What the cursor was last known to be on.
    pub fn anchored(&self) -> Option<Uuid> {
        self.anchor
    }

    /// Puts the cursor on the nearest row it can rest on: here, else below, else above.
    fn rest(&mut self) {
        self.cursor = self.cursor.min(self.rows.len().saturating_sub(1));
        let below = (self.cursor..self.rows.len()).find(|at| self.rows[*at].can_rest());
        let above = || (0..self.cursor).rev().find(|at| self.rows[*at].can_rest());
        self.cursor = below.or_else(above).unwrap_or(0);
    }

    /// One row down that the cursor can rest on.
    pub fn down(&mut self) {
        let next = (self.cursor + 1..self.rows.len()).find(|at| self.rows[*at].can_rest());
        self.cursor = next.unwrap_or(self.cursor);
    }

    /// One row up that the cursor can rest on.
    pub fn up(&mut self) {
        let next = (0..self.cursor.min(self.rows.len()))
            .rev()
            .find(|at| self.rows[*at].can_rest());
        match next {
            Some(at) => self.cursor = at,
            None => self.top = 0,
        }
    }

    /// `height` rows down.
    pub fn page_down(&mut self, height: usize) {
        self.cursor = (self.cursor + height.max(1)).min(self.rows.len().saturating_sub(1));
        if self
            .rows
            .get(self.cursor)
            .is_some_and(|row| !row.can_rest())
        {
            let before = self.cursor;
            self.rest();
            if self.cursor < before {
                self.bottom();
            }
        }
    }

    /// `height` rows up.
    pub fn page_up(&mut self, height: usize) {
        self.cursor = self.cursor.saturating_sub(height.max(1));
        let above = (0..=self.cursor)
            .rev()
            .find(|at| self.rows.get(*at).is_some_and(|row| row.can_rest()));
        match above {
            Some(at) => self.cursor = at,
            None => self.rest(),
        }
    }

    /// The first row the cursor can rest on.
    pub fn top(&mut self) {
        self.cursor = 0;
        self.top = 0;
        self.rest();
    }

    /// The last row the cursor can rest on.
    pub fn bottom(&mut self) {
        let last = (0..self.rows.len())
            .rev()
            .find(|at| self.rows[*at].can_rest());
        self.cursor = last.unwrap_or(0);
    }

    /// The row that is `row`, if it is there.
    pub fn go_to(&mut self, row: Row) {
        if let Some(at) = self.rows.iter().position(|candidate| *candidate == row) {
            self.cursor = at;
        }
    }

    /// Goes to the screen's own thing at this position; the cursor is not held on what it was on.
    pub fn go_to_item(&mut self, at: u32) {
        self.go_to(Row::Item(at));
        self.anchor(None);
    }

    /// The position of the screen's own thing that the cursor is on or under.
    pub fn item_above(&self) -> Option<u32> {
        let above = self.rows.get(..=self.cursor)?.iter().rev();
        let mut items = above.filter_map(|row| match row {
            Row::Item(at) => Some(*at),
            _ => None,
        });
        items.next()
    }

    /// The row that a row belongs to: itself, if the cursor can rest on it, else the task it is a line of.
    pub fn owner_of(&self, at: usize) -> Option<usize> {
        match self.rows.get(at)? {
            row if row.can_rest() => Some(at),
            Row::Under(_) | Row::UnderItem(_) | Row::Why(..) => {
                (0..at).rev().find(|above| self.rows[*above].can_rest())
            }
            _ => None,
        }
    }

    /// Scrolls so that the cursor, its second line and the headings right above it are in view in `height` rows.
    pub fn scroll_into(&mut self, height: usize) {
        let height = height.max(1);
        let second = self
            .rows
            .get(self.cursor + 1)
            .is_some_and(|row| row.is_second());
        let end = self.cursor + usize::from(second && height > 1);
        let heads = |row: &Row| !row.can_rest() && !row.is_second() && !matches!(row, Row::Why(..));
        let mut first = self.cursor;
        while first > 0 && end - first + 1 < height && heads(&self.rows[first - 1]) {
            first -= 1;
        }
        let last = self.top + height;
        if first + 1 < self.top || self.cursor > last {
            // A jump: what is around the cursor matters on both sides.
            self.top = self.cursor.saturating_sub(height / 2).min(first);
        } else if first < self.top {
            self.top = first;
        } else if end >= last {
            self.top = end + 1 - height;
        }
        self.top = self
            .top
            .min(self.rows.len().saturating_sub(height.min(self.rows.len())));
    }

    /// The rows in view.
    pub fn in_view(&self, height: usize) -> impl Iterator<Item = (usize, Row)> + '_ {
        self.rows
            .iter()
            .copied()
            .enumerate()
            .skip(self.top)
            .take(height)
    }
}

/// The lists of all screens.
#[derive(Debug, Clone)]
pub struct Lists(Vec<List>);

impl Default for Lists {
    fn default() -> Self {
        Self(vec![List::default(); SCREENS.len()])
    }
}

impl Index<Screen> for Lists {
    type Output = List;

    fn index(&self, screen: Screen) -> &List {
        &self.0[screen as usize]
    }
}

impl IndexMut<Screen> for Lists {
    fn index_mut(&mut self, screen: Screen) -> &mut List {
        &mut self.0[screen as usize]
    }
}
