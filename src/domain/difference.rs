//! The difference between two moments in words: the counts then and now, and task by task what turned red, was closed,
//! came new, slipped, changed hands or went. The comparing is [`since`](super::since)'s; a line here is one to read out.

use jiff::civil::{Date, DateTime};

use super::as_of::spoken;
use super::board::{Board, Tally};
use super::id::PersonId;
use super::phrase;
use super::plan::Plan;
use super::rating::{Shown, count};
use super::since::Since;
use super::text;
use super::what_if::Line;
use super::when::Moment;

/// How the board moved from one moment to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The earlier moment.
    pub from: DateTime,
    /// The later moment.
    pub to: DateTime,
    /// The counts at the earlier.
    pub before: Tally,
    /// The counts at the later.
    pub after: Tally,
    /// What changed; its lists are positions in the later plan.
    pub since: Since,
}

impl Difference {
    /// Compares `then`, as it stood at `from`, with `now`, as it stood at `to`.
    pub fn between(then: &Plan, from: DateTime, now: &Plan, to: DateTime) -> Self {
        let board = Board::of(now, to);
        let sum = |board: &Board, plan| Tally::sum(&board.tallies(plan));
        Self {
            from,
            to,
            before: sum(&Board::of(then, from), then),
            after: sum(&board, now),
            since: Since::between(then, from, now, &board),
        }
    }

    /// "Tue 1 Dec 14:05 to Fri 4 Dec 09:00"
    pub fn title(&self, today: Date) -> String {
        let [from, to] = [self.from, self.to].map(|at| phrase::moment_short(spoken(at), today));
        format!("{from} to {to}")
    }

    /// All of it: the counts, then each list under its heading. `now` is the later plan.
    pub fn lines(&self, now: &Plan) -> Vec<Line> {
        let mut lines = self.table(now);
        let since = &self.since;
        // What changed comes before the title, which may be cut.
        let moved = |at: u32, how: String| {
            let task = &now.tasks()[at as usize];
            format!("{} {how}: {}", task.reference, task.title)
        };
        let person = |id: Option<PersonId>| now.label_of(id).to_owned();
        let dated = |at: Option<Moment>| at.map_or("no date".to_owned(), phrase::moment);
        let slipped = since.slipped.iter().map(|slip| {
            let (from, to) = (phrase::moment(slip.from), phrase::moment(slip.to));
            moved(slip.at, format!("{to}, was {from}"))
        });
        let handed = since.handed.iter().map(|handed| {
            let (from, to) = (person(handed.from), person(handed.to));
            moved(handed.at, format!("{to}, was {from}"))
        });
        let dropped = since.dropped.iter().map(|dropped| {
            let how = if dropped.removed {
                "removed"
            } else {
                "not needed"
            };
            format!("{} {}, {how}", dropped.reference, dropped.title)
        });
        let with_them = (since.moved > 0).then(|| {
            let deadlines = count(since.moved as i32, "deadline");
            format!("{deadlines} moved with them")
        });
        let milestones = since
            .milestones
            .iter()
            .map(|(key, from, to)| format!("{}: {}, was {}", key.title(), dated(*to), dated(*from)))
            .chain(with_them);
        let owned = |list: &[u32]| -> Vec<String> {
            let one = |at: &u32| {
                let task = &now.tasks()[*at as usize];
                format!("{} {}, {}", task.reference, task.title, person(task.owner))
            };
            list.iter().map(one).collect()
        };
        let red = now.inspection().policy.word(Shown::Red);
        let groups: [(String, Vec<String>); 8] = [
            (format!("Turned {red}"), owned(&since.turned_red)),
            ("Slipped".to_owned(), slipped.collect()),
            ("Closed".to_owned(), owned(&since.closed)),
            ("New".to_owned(), owned(&since.new)),
            ("Open again".to_owned(), owned(&since.reopened)),
            ("In other hands".to_owned(), handed.collect()),
            ("Removed or not needed".to_owned(), dropped.collect()),
            ("Milestones moved".to_owned(), milestones.collect()),
        ];
        for (title, rows) in groups.into_iter().filter(|(_, rows)| !rows.is_empty()) {
            lines.push(Line::Blank);
            lines.push(Line::Head(format!("{title}  {}", rows.len())));
            lines.extend(rows.into_iter().map(|row| Line::Text(format!("  {row}"))));
        }
        if since.is_empty() {
            lines.push(Line::Blank);
            lines.push(Line::Text("No task and no milestone changed.".to_owned()));
        }
        lines
    }

    fn table(&self, now: &Plan) -> Vec<Line> {
        let policy = &now.inspection().policy;
        let title = |shown| text::capital(policy.word(shown));
        let rows = [
            (
                title(Shown::Complete),
                self.before.complete,
                self.after.complete,
            ),
            (title(Shown::Red), self.before.red, self.after.red),
            (title(Shown::Amber), self.before.amber, self.after.amber),
            (title(Shown::Green), self.before.green, self.after.green),
            ("Late".to_owned(), self.before.late, self.after.late),
            ("Of".to_owned(), self.before.total, self.after.total),
        ];
        let row = |(title, then, now): (String, usize, usize)| {
            let moved = now as i64 - then as i64;
            let moved = if moved == 0 {
                "-".to_owned()
            } else {
                format!("{moved:+}")
            };
            Line::Text(format!("{} {then:>6} {now:>6} {moved:>8}", column(&title)))
        };
        let head = format!("{} {:>6} {:>6} {:>8}", column(""), "Then", "Later", "Moved");
        std::iter::once(Line::Head(head))
            .chain(rows.into_iter().map(row))
            .collect()
    }
}

/// A title in a column of twelve.
fn column(title: &str) -> String {
    let title = text::fit(title, 12);
    format!("{title}{}", " ".repeat(12 - text::width(&title).min(12)))
}

#[cfg(test)]
mod tests {
    use jiff::civil::datetime;

    use super::*;
    use crate::domain::demo;
    use crate::domain::edit::{self, Patch};
    use crate::domain::id::Ids;
    use crate::domain::task::Status;

    const FROM: DateTime = datetime(2026, 6, 3, 9, 0, 0, 0);
    const TO: DateTime = datetime(2026, 6, 3, 17, 0, 0, 0);

    fn texts(lines: &[Line]) -> Vec<&str> {
        let text = |line| match line {
            &Line::Head(ref text) | &Line::Text(ref text) | &Line::Warning(ref text) => {
                text.as_str()
            }
            _ => "",
        };
        lines.iter().map(text).collect()
    }

    #[test]
    fn each_movement_stands_under_its_heading() {
        let then = demo::demo(FROM, &mut Ids::new(3, 1))
            .unwrap()
            .plan()
            .unwrap();
        let mut now = then.clone();
        let open: Vec<_> = then
            .tasks()
            .iter()
            .filter(|task| task.status.is_open() && task.owner.is_some())
            .collect();
        let mut change = |id, patch: &Patch| {
            let operation = edit::patch(&now, &[id], patch).unwrap();
            now.apply_all(&operation.changes).unwrap();
        };
        change(open[0].id, &Patch::status(Status::Done { at: TO }));
        change(
            open[1].id,
            &Patch {
                owner: Some(None),
                ..Patch::default()
            },
        );
        let gone = open[2];
        let operation = edit::remove(&now, &[gone.id]).unwrap();
        now.apply_all(&operation.changes).unwrap();
        let moved = Difference::between(&then, FROM, &now, TO);
        assert_eq!(moved.after.complete, moved.before.complete + 1);
        assert_eq!(moved.after.total, moved.before.total - 1);
        let lines = moved.lines(&now);
        let lines = texts(&lines);
        let under = |title: &str| {
            let at = lines.iter().position(|line| *line == title);
            lines[at.unwrap_or_else(|| panic!("no {title:?} in {lines:?}")) + 1]
        };
        assert!(under("Closed  1").starts_with(&format!("  {} ", open[0].reference)));
        assert!(under("In other hands  1").contains(" nobody, was "));
        assert_eq!(
            under("Removed or not needed  1"),
            format!("  {} {}, removed", gone.reference, gone.title)
        );
        assert_eq!(moved.title(TO.date()), "Wed 3 Jun 09:00 to Wed 3 Jun 17:00");
    }

    #[test]
    fn nothing_done_says_so() {
        let plan = demo::demo(FROM, &mut Ids::new(3, 1))
            .unwrap()
            .plan()
            .unwrap();
        let moved = Difference::between(&plan, FROM, &plan, FROM);
        assert_eq!(
            texts(&moved.lines(&plan)).last(),
            Some(&"No task and no milestone changed.")
        );
    }
}
