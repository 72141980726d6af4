//! Walking through tasks in a meeting, one at a time: which come, what is said of each, and the minutes. What was said is
//! kept with the change it led to, in one operation; where the walk stopped follows from what has been said.

use std::collections::BTreeSet;

use jiff::civil::DateTime;

use super::as_of::spoken;
use super::board::Board;
use super::edit::{self, Author, Patch};
use super::failure::Failure;
use super::fields;
use super::filter::Filter;
use super::id::{Ids, TaskId};
use super::operation::Operation;
use super::order::{self, SortKey};
use super::phrase::{self, Context};
use super::plan::Plan;
use super::promises;
use super::rating::count;
use super::records::{self, Record, RecordId, Said, Walk};
use super::task::{Judgement, Rag, Status, Task};
use super::text::{self, Line};
use super::what_if;
use super::when::When;

/// What is said of a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It goes as planned. A red or amber that somebody judged goes by the dates again.
    OnTrack,
    /// It is done.
    Done,
    /// It will be later: a new date, or a promise that begins with `by`.
    Slipping(String),
    /// It does not move: red, with the reason; `waiting on ...` says on whom, too.
    Stuck(String),
    /// Something to be noted.
    Note(String),
}

/// What is typed for each, and the letter for short.
const WORDS: [(&str, &str); 5] = [
    ("on track", "t"),
    ("done", "d"),
    ("slipping", "s"),
    ("stuck", "x"),
    ("note", "n"),
];

impl Answer {
    /// Reads an answer that is typed: `on track`, `done`, `slipping fri`, `slipping by 3pm`, `stuck no room`, `note ...`,
    /// or its letter. `None` when it begins with none of them.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let after = |word: &str| {
            let head = text.get(..word.len())?;
            let rest = text.get(word.len()..)?;
            let ends = rest.is_empty() || rest.starts_with([' ', ':']);
            (head.eq_ignore_ascii_case(word) && ends)
                .then(|| rest.trim_start_matches([' ', ':']).to_owned())
        };
        let found = WORDS
            .iter()
            .enumerate()
            .find_map(|(at, (word, letter))| Some((at, after(word).or_else(|| after(letter))?)));
        match found? {
            (0, rest) if rest.is_empty() => Some(Self::OnTrack),
            (1, rest) if rest.is_empty() => Some(Self::Done),
            (2, rest) => Some(Self::Slipping(rest)),
            (3, rest) => Some(Self::Stuck(rest)),
            (4, rest) => Some(Self::Note(rest)),
            _ => None,
        }
    }
}

/// A walk under way: what it goes through, and since when. It is kept with the first thing that is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// Its record, which may not be there yet.
    pub id: RecordId,
    /// A filter of tasks.
    pub scope: Line,
    /// When it began.
    pub began: DateTime,
}

/// The person whose initials a filter names and nothing else.
fn whose(scope: &str, plan: &Plan) -> Option<String> {
    let initials = text::fold(scope.strip_prefix("owner:")?);
    let mut people = plan.people().iter();
    let owner = people.find(|person| text::fold(person.initials.as_str()) == initials)?;
    Some(owner.label().to_owned())
}

impl Route {
    /// A new walk.
    pub fn new(scope: &str, author: &Author, ids: &mut Ids) -> Result<Self, Failure> {
        Ok(Self {
            id: RecordId(ids.next_id()),
            scope: edit::line(scope.trim(), "What is walked through")?,
            began: author.now,
        })
    }

    /// The latest walk of today, through these tasks if `scope` names any, that has something left: to be gone on with.
    pub fn to_resume(plan: &Plan, board: &Board, scope: Option<&str>) -> Option<Self> {
        let today = board.now.date();
        let wanted = |route: &Route| {
            route.began.date() == today
                && scope.is_none_or(|scope| route.scope.as_str() == scope)
                && route.left(plan, board).is_ok_and(|left| !left.is_empty())
        };
        routes(plan).into_iter().rev().find(wanted)
    }

    /// The open tasks it goes through of which nothing has been said yet, by date.
    pub fn left(&self, plan: &Plan, board: &Board) -> Result<Vec<TaskId>, Failure> {
        let cx = Context {
            now: board.now,
            calendar: plan.calendar(),
        };
        let filter = Filter::read(self.scope.as_str(), &cx, plan, &board.schedule)?;
        let mut positions = filter.positions(plan, board);
        positions.retain(|at| {
            let at = *at as usize;
            plan.tasks()[at].status.is_open() && !board.standings[at].overtaken
        });
        order::sort(&mut positions, SortKey::Due, plan, board);
        let said = self.said(plan);
        let ids = positions.iter().map(|at| plan.tasks()[*at as usize].id);
        Ok(ids
            .filter(|id| !said.iter().any(|said| said.task == *id))
            .collect())
    }

    /// What has been said, in order.
    pub fn said<'p>(&self, plan: &'p Plan) -> Vec<&'p Said> {
        let said = plan.records().filter_map(|(_, record)| match record {
            Record::Said(said) if said.walk == self.id => Some(said),
            _ => None,
        });
        let mut said: Vec<&Said> = said.collect();
        said.sort_by_key(|said| said.at);
        said
    }

    /// What it is called: "The late list", "Fieldwork", "Jo Smith", or its filter.
    pub fn title(&self, plan: &Plan) -> String {
        match self.scope.as_str() {
            "" => "All tasks".to_owned(),
            "late" => "The late list".to_owned(),
            scope => {
                let phase = scope.strip_prefix("phase:").map(text::capital);
                let owner = || whose(scope, plan);
                phase.or_else(owner).unwrap_or_else(|| scope.to_owned())
            }
        }
    }

    /// The operation that keeps what is said of a task, with the change it leads to.
    pub fn say(
        &self,
        plan: &Plan,
        task: TaskId,
        answer: &Answer,
        author: &Author,
        ids: &mut Ids,
    ) -> Result<Operation, Failure> {
        let task = plan.task(task).ok_or_else(edit::gone)?;
        let (words, mut changes) = consequence(plan, task, answer, author, ids)?;
        let mut all = Vec::new();
        if plan.record(self.id).is_none() {
            let walk = Walk {
                scope: self.scope.clone(),
                at: self.began,
                who: author.who.clone(),
            };
            all.push(records::create(self.id, Record::Walk(walk)));
        }
        let said = Said {
            walk: self.id,
            task: task.id,
            at: author.now,
            who: author.who.clone(),
            words: Line::clipped(&words),
        };
        all.push(records::create(RecordId(ids.next_id()), Record::Said(said)));
        all.append(&mut changes);
        Ok(Operation {
            label: format!("{} in the walk: {words}", task.reference),
            changes: all,
        })
    }

    /// The minutes: what was said of each task, with its owner and the time, and what was not reached.
    pub fn minutes(&self, plan: &Plan, board: &Board) -> Vec<what_if::Line> {
        use what_if::Line::{Blank, Head, Text};
        let now = board.now;
        let said = self.said(plan);
        let moment = |at| phrase::moment(spoken(at));
        let last = said.last().map_or(self.began, |said| said.at);
        let tasks: BTreeSet<TaskId> = said.iter().map(|said| said.task).collect();
        let mut lines = vec![
            Head(format!("Minutes: {}", self.title(plan))),
            Text(format!(
                "{} to {}. {} spoken of.",
                moment(self.began),
                phrase::clock_time(last.time()),
                count(tasks.len() as i32, "task")
            )),
        ];
        for said in said.chunk_by(|a, b| a.task == b.task) {
            let task = plan.task(said[0].task);
            lines.push(Blank);
            lines.push(Text(task.map_or_else(
                || "A task since removed".to_owned(),
                |task| format!("{} {}, {}", task.reference, task.title, owner(plan, task)),
            )));
            lines.extend(said.iter().map(|said| {
                let at = phrase::clock_time(said.at.time());
                Text(format!("  {at}  {}", said.words))
            }));
        }
        let made: Vec<String> = promises::all(plan)
            .into_iter()
            .filter(|(_, promise)| {
                let is_it = |said: &&Said| said.task == promise.task && said.at == promise.at;
                said.iter().any(is_it)
            })
            .map(|(_, promise)| {
                let outcome = promises::Outcome::of(plan, promise, now).as_str();
                format!("  {outcome}, {}", promises::line(plan, promise, now))
            })
            .collect();
        let broken: Vec<String> = promises::all(plan)
            .into_iter()
            .filter(|(_, promise)| promise.at < self.began)
            .filter(|(_, promise)| {
                promises::Outcome::of(plan, promise, now) == promises::Outcome::Broken
            })
            .map(|(_, promise)| format!("  {}", promises::line(plan, promise, now)))
            .collect();
        let left: Vec<String> = self
            .left(plan, board)
            .unwrap_or_default()
            .into_iter()
            .filter_map(|id| plan.task(id))
            .map(|task| format!("  {} {}, {}", task.reference, task.title, owner(plan, task)))
            .collect();
        for (title, rows) in [
            ("Promised", made),
            ("Promises broken", broken),
            ("Not reached", left),
        ] {
            if !rows.is_empty() {
                lines.push(Blank);
                lines.push(Head(format!("{title}  {}", rows.len())));
                lines.extend(rows.into_iter().map(Text));
            }
        }
        lines
    }
}

/// All walks, the one that began last at the end.
fn routes(plan: &Plan) -> Vec<Route> {
    let walks = plan.records().filter_map(|(id, record)| match record {
        Record::Walk(walk) => Some(Route {
            id,
            scope: walk.scope.clone(),
            began: walk.at,
        }),
        _ => None,
    });
    let mut routes: Vec<Route> = walks.collect();
    routes.sort_by_key(|route| (route.began, route.id));
    routes
}

/// The walk that began last.
pub fn latest(plan: &Plan) -> Option<Route> {
    routes(plan).pop()
}

/// The owner's name, or nobody.
pub fn owner(plan: &Plan, task: &Task) -> String {
    plan.label_of(task.owner).to_owned()
}

/// What an answer is in the minutes, and the changes it makes to the task.
fn consequence(
    plan: &Plan,
    task: &Task,
    answer: &Answer,
    author: &Author,
    ids: &mut Ids,
) -> Result<(String, Vec<super::change::Change>), Failure> {
    let (words, patch) = match answer {
        Answer::OnTrack => {
            let doubted = (task.judgement.as_ref()).is_some_and(|judged| judged.rag != Rag::Green);
            let patch = Patch {
                judgement: doubted.then_some(None),
                ..Patch::default()
            };
            ("on track".to_owned(), patch)
        }
        Answer::Done => {
            let patch = Patch::status(Status::Done { at: author.now });
            ("done".to_owned(), patch)
        }
        Answer::Slipping(text) => return slipping(plan, task, text, author, ids),
        Answer::Stuck(text) => stuck(text.trim(), author)?,
        Answer::Note(text) => noted(task, text.trim())?,
    };
    let operation = edit::patch(plan, &[task.id], &patch)?;
    Ok((words, operation.changes))
}

/// Red, with the reason; waiting, where that says so.
fn stuck(text: &str, author: &Author) -> Result<(String, Patch), Failure> {
    let reason = edit::line(text, "The reason")?;
    if reason.is_empty() {
        return Err(Failure::usage("Say why it is stuck, or waiting on whom."));
    }
    let mut leads = ["waiting on ", "waiting for ", "waits for "].into_iter();
    let waits = leads.find_map(|lead| {
        let (head, on) = text.split_at_checked(lead.len())?;
        head.eq_ignore_ascii_case(lead).then(|| Line::clipped(on))
    });
    let words = format!("stuck: {reason}");
    let judgement = Judgement {
        rag: Rag::Red,
        reason,
        who: author.who.clone(),
        at: author.now,
        expires: None,
    };
    let patch = Patch {
        status: waits.map(|on| Status::Waiting { on }),
        ..Patch::judgement(Some(judgement))
    };
    Ok((words, patch))
}

/// One line more in the task's note.
fn noted(task: &Task, text: &str) -> Result<(String, Patch), Failure> {
    let said = edit::line(text, "The note")?;
    if said.is_empty() {
        return Err(Failure::usage("Type what is to be noted."));
    }
    let note = match task.note.as_str() {
        "" => said.to_string(),
        before => format!("{before}\n{said}"),
    };
    let patch = Patch::note(fields::note(&note)?);
    Ok((format!("note: {said}"), patch))
}

/// A new date, or a promise.
fn slipping(
    plan: &Plan,
    task: &Task,
    text: &str,
    author: &Author,
    ids: &mut Ids,
) -> Result<(String, Vec<super::change::Change>), Failure> {
    let cx = Context {
        now: author.now,
        calendar: plan.calendar(),
    };
    if text.trim().is_empty() {
        return Err(Failure::usage(
            "Type the new date, like fri 12:00, or a promise, like by 3pm.",
        ));
    }
    if let Some(read) = promises::read(text, &cx)? {
        let promise = promises::made(task, read, author);
        let said = if promise.what == task.title {
            promises::until(plan, &promise, author.now)
        } else {
            promises::says(plan, &promise, author.now)
        };
        let words = format!("slipping, promised {said}");
        let id = RecordId(ids.next_id());
        return Ok((words, vec![records::create(id, Record::Promise(promise))]));
    }
    let due = phrase::read(text, &cx).map_err(|error| {
        Failure::usage(error.about("The new date")).hint("A promise begins with by: by 3pm.")
    })?;
    if let When::At(at) = due
        && phrase::is_late(at, author.now)
    {
        return Err(Failure::usage(format!(
            "{} has passed. A new date is still to come.",
            phrase::moment(at)
        )));
    }
    let patch = Patch::due(Some(due));
    let was = task.deadline.due.map_or("no date".to_owned(), edit::spoken);
    let operation = edit::patch(plan, &[task.id], &patch)?;
    Ok((
        format!("slipping: now {}, was {was}", edit::spoken(due)),
        operation.changes,
    ))
}

#[cfg(test)]
mod tests {
    use jiff::civil::datetime;

    use super::*;
    use crate::domain::demo;

    /// Wednesday.
    const NOW: DateTime = datetime(2026, 6, 3, 9, 41, 0, 0);

    fn author(minutes: i64) -> Author {
        Author {
            who: Line::clipped("Jo"),
            now: NOW.saturating_add(jiff::SignedDuration::from_mins(minutes)),
        }
    }

    fn texts(lines: &[what_if::Line]) -> String {
        let text = |line: &what_if::Line| match line {
            what_if::Line::Head(text) | what_if::Line::Text(text) => text.clone(),
            _ => String::new(),
        };
        lines.iter().map(text).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn answers_are_read_in_words_and_in_letters() {
        for (text, answer) in [
            ("on track", Some(Answer::OnTrack)),
            ("T", Some(Answer::OnTrack)),
            ("done", Some(Answer::Done)),
            (
                "slipping by 3pm",
                Some(Answer::Slipping("by 3pm".to_owned())),
            ),
            ("s: fri", Some(Answer::Slipping("fri".to_owned()))),
            ("stuck no room", Some(Answer::Stuck("no room".to_owned()))),
            ("n Ask Tom", Some(Answer::Note("Ask Tom".to_owned()))),
            ("slip", None),
            ("done already", None),
            ("next", None),
        ] {
            assert_eq!(Answer::read(text), answer, "{text}");
        }
    }

    #[test]
    fn a_walk_goes_on_where_it_stopped_and_ends_with_its_minutes() {
        let mut ids = Ids::new(3, 1);
        let mut plan = demo::demo(NOW, &mut ids).unwrap().plan().unwrap();
        let route = Route::new("", &author(0), &mut ids).unwrap();
        let all = route.left(&plan, &Board::of(&plan, NOW)).unwrap();
        assert!(all.len() > 5);
        let answers = [
            Answer::OnTrack,
            Answer::Done,
            Answer::Slipping("fri 12:00".to_owned()),
            Answer::Slipping("by 3pm the list".to_owned()),
            Answer::Stuck("waiting on the landlord".to_owned()),
            Answer::Note("Ask again".to_owned()),
        ];
        for (at, answer) in answers.iter().enumerate() {
            let author = author(at as i64);
            let before = plan.clone();
            let operation = route
                .say(&plan, all[at], answer, &author, &mut ids)
                .unwrap();
            plan.apply_all(&operation.changes).unwrap();
            let mut back = plan.clone();
            back.apply_all(&operation.inverse()).unwrap();
            assert_eq!(back, before, "{answer:?}");
            // It can be gone on with from the file alone.
            let resumed = Route::to_resume(&plan, &Board::of(&plan, author.now), None).unwrap();
            assert_eq!(resumed, route);
            let left = resumed.left(&plan, &Board::of(&plan, author.now)).unwrap();
            assert!(all[..=at].iter().all(|said| !left.contains(said)));
        }
        let now = author(10).now;
        let minutes = texts(&route.minutes(&plan, &Board::of(&plan, now)));
        for said in [
            "Minutes: All tasks",
            "6 tasks spoken of",
            "  09:41  on track",
            "  09:42  done",
            "  09:43  slipping: now Fri 5 Jun 2026 12:00, was ",
            "  09:44  slipping, promised by ",
            "  09:45  stuck: waiting on the landlord",
            "  09:46  note: Ask again",
            "Promised  1",
            "Not reached  ",
        ] {
            assert!(minutes.contains(said), "{said} in:\n{minutes}");
        }
        let stuck = plan.task(all[4]).unwrap();
        assert!(matches!(&stuck.status, Status::Waiting { on } if on.as_str() == "the landlord"));
        let tomorrow = Board::of(
            &plan,
            NOW.saturating_add(jiff::SignedDuration::from_hours(24)),
        );
        assert_eq!(Route::to_resume(&plan, &tomorrow, Some("")), None);
    }

    #[test]
    fn what_cannot_be_is_refused_and_changes_nothing() {
        let mut ids = Ids::new(3, 1);
        let plan = demo::demo(NOW, &mut ids).unwrap().plan().unwrap();
        let route = Route::new("", &author(0), &mut ids).unwrap();
        let task = route.left(&plan, &Board::of(&plan, NOW)).unwrap()[0];
        for (answer, told) in [
            (
                Answer::Slipping("yesterday".to_owned()),
                "Tue 2 Jun 2026 has passed. A new date is still to come.",
            ),
            (
                Answer::Slipping("by 9am".to_owned()),
                "Wed 3 Jun 2026 09:00 has passed",
            ),
            (
                Answer::Slipping("soon".to_owned()),
                "The new date must be a real date",
            ),
            (Answer::Slipping(" ".to_owned()), "Type the new date"),
            (Answer::Stuck(String::new()), "Say why it is stuck"),
            (Answer::Note(" ".to_owned()), "Type what is to be noted."),
        ] {
            let refused = route.say(&plan, task, &answer, &author(0), &mut ids);
            let failure = refused.unwrap_err().to_string();
            assert!(failure.starts_with(told), "{failure}");
        }
    }
}
