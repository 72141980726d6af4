//! Who is away, who covers, and what that leaves in nobody's hands. It reads a plan and a day it is given; what is to be
//! done about it becomes an operation here, and is saved elsewhere.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;

use super::board::Board;
use super::change::{Change, Row, Swap, TaskEdit};
use super::failure::Failure;
use super::id::{Ids, PersonId, Ref, TaskId};
use super::inspection::Person;
use super::operation::Operation;
use super::phrase::{self, Context};
use super::plan::Plan;
use super::rating::count;
use super::records::{self, Absence, Filed, Record, RecordId};
use super::task::Task;
use super::text::{Line, quoted};
use super::when::When;

/// All absences, by the first day.
pub fn all(plan: &Plan) -> Vec<(RecordId, &Absence)> {
    let absences = plan.records().filter_map(|(id, record)| match record {
        Record::Absence(absence) => Some((id, absence)),
        _ => None,
    });
    let mut absences: Vec<_> = absences.collect();
    absences.sort_by_key(|(id, absence)| (absence.from, absence.to, *id));
    absences
}

/// Somebody's absences that are not over on `today`, by the first day.
pub fn ahead(plan: &Plan, person: PersonId, today: Date) -> Vec<(RecordId, &Absence)> {
    let mut absences = all(plan);
    absences.retain(|(_, absence)| absence.person == person && absence.to >= today);
    absences
}

/// The absence somebody is on, on `day`.
pub fn on(plan: &Plan, person: PersonId, day: Date) -> Option<&Absence> {
    let of_day =
        |absence: &&Absence| absence.person == person && absence.from <= day && day <= absence.to;
    let absences = plan.records().filter_map(|(_, record)| match record {
        Record::Absence(absence) => Some(absence),
        _ => None,
    });
    absences.filter(of_day).max_by_key(|absence| absence.to)
}

/// Who is away on which days, to be asked about many tasks.
#[derive(Debug, Default)]
pub struct Rota(HashMap<PersonId, Vec<(Date, Date)>>);

impl Rota {
    /// All absences of a plan.
    pub fn of(plan: &Plan) -> Self {
        let mut rota: HashMap<PersonId, Vec<(Date, Date)>> = HashMap::new();
        for (_, absence) in all(plan) {
            let days = rota.entry(absence.person).or_default();
            days.push((absence.from, absence.to));
        }
        Self(rota)
    }

    /// Who covers for a task's owner on `day`: `None` when the owner is there, `Some(None)` when nobody covers.
    pub fn covers(&self, task: &Task, day: Date) -> Option<Option<PersonId>> {
        if !self.is_away(task.owner?, day) {
            return None;
        }
        match self.hands(task, day) {
            Hands::Owner => None,
            Hands::Deputy(deputy) => Some(Some(deputy)),
            Hands::NoDeputy | Hands::BothAway(_) => Some(None),
        }
    }

    /// Whether somebody is away on `day`.
    pub fn is_away(&self, person: PersonId, day: Date) -> bool {
        let days = self.0.get(&person).map_or(&[][..], Vec::as_slice);
        days.iter().any(|(from, to)| *from <= day && day <= *to)
    }

    /// Who is there to do a task on `day`.
    pub fn hands(&self, task: &Task, day: Date) -> Hands {
        let Some(owner) = task.owner.filter(|owner| self.is_away(*owner, day)) else {
            return Hands::Owner;
        };
        match task.deputy.filter(|deputy| *deputy != owner) {
            None => Hands::NoDeputy,
            Some(deputy) if self.is_away(deputy, day) => Hands::BothAway(deputy),
            Some(deputy) => Hands::Deputy(deputy),
        }
    }
}

/// In whose hands a task is on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hands {
    /// The owner is there, or it has none.
    Owner,
    /// The owner is away, and the deputy covers.
    Deputy(PersonId),
    /// The owner is away, and there is no deputy.
    NoDeputy,
    /// The owner is away, and so is the deputy.
    BothAway(PersonId),
}

impl Hands {
    /// Whether nobody is there who could do it.
    pub fn is_clash(self) -> bool {
        matches!(self, Hands::NoDeputy | Hands::BothAway(_))
    }
}

/// "Mon 7 Dec 2026" or "Mon 7 Dec 2026 to Wed 9 Dec 2026", in few words.
pub fn days(absence: &Absence, today: Date) -> String {
    let from = phrase::day_short(absence.from, today);
    if absence.from == absence.to {
        from
    } else {
        format!("{from} to {}", phrase::day_short(absence.to, today))
    }
}

/// What is wrong with a task's due day, in one sentence, when its owner is away then and nobody covers:
/// "Jo Smith is away on Tue 8 Dec, and there is no deputy".
pub fn clash(plan: &Plan, task: &Task, due: Date, today: Date) -> Option<String> {
    let hands = Rota::of(plan).hands(task, due);
    let name = |id| plan.person(id).map_or("somebody", |person| person.label());
    let owner = name(task.owner?);
    let day = phrase::day_short(due, today);
    match hands {
        Hands::Owner | Hands::Deputy(_) => None,
        Hands::NoDeputy => Some(format!("{owner} is away on {day}, and there is no deputy")),
        Hands::BothAway(deputy) => Some(format!(
            "{owner} is away on {day}, and so is the deputy, {}",
            name(deputy)
        )),
    }
}

/// What an operation leaves in nobody's hands, in one sentence: tasks that fall due while their owner is away, with no
/// deputy who is there, and did not before. `board` is how things stand before it.
pub fn clashes_made(plan: &Plan, board: &Board, operation: &Operation) -> Option<String> {
    let says_away = |change: &&Change| {
        let kind = match change {
            Change::Create(Row::Record(filed)) | Change::Delete(Row::Record(filed)) => {
                Some(filed.record.kind())
            }
            Change::Record { id, .. } => plan.record(*id).map(Record::kind),
            _ => None,
        };
        kind == Some(records::Kind::Absence)
    };
    let absences: Vec<&Change> = operation.changes.iter().filter(says_away).collect();
    let mut said = Plan::default();
    for (id, absence) in all(plan) {
        said.apply(&records::create(id, Record::Absence(absence.clone())))
            .ok()?;
    }
    if absences.is_empty() && said.records().next().is_none() {
        return None;
    }
    let before = Rota::of(&said);
    for change in &absences {
        said.apply(change).ok()?;
    }
    let after = Rota::of(&said);
    let mut clashes: Vec<String> = Vec::new();
    for task in touched(plan, operation, !absences.is_empty()) {
        let due = |task: &Task| match task.deadline.due? {
            When::At(moment) => Some(moment.date),
            When::Rule(rule) => board.schedule.resolve(rule, plan).map(|at| at.date),
        };
        let Some(day) = due(&task) else { continue };
        let was = plan.task(task.id);
        let was_so = was.is_some_and(|was| {
            due(was) == Some(day) && was.owner == task.owner && before.hands(was, day).is_clash()
        });
        let is_ahead = task.status.is_open() && day >= board.now.date();
        if is_ahead && !was_so && after.hands(&task, day).is_clash() {
            let owner = task.owner.and_then(|id| plan.person(id));
            clashes.push(format!(
                "{} falls due on {} while {} is away, and nobody covers",
                task.reference,
                phrase::day_short(day, board.now.date()),
                owner.map_or("the owner", Person::label)
            ));
        }
    }
    let more = match clashes.len() {
        0 => return None,
        1 => String::new(),
        many => format!("; and {} more", count(many as i32 - 1, "task")),
    };
    Some(format!("{}{more}.", clashes.swap_remove(0)))
}

/// The tasks as an operation leaves them: all where it says who is away, else those whose date or people it changes.
fn touched(plan: &Plan, operation: &Operation, all: bool) -> Vec<Task> {
    let mut tasks: BTreeMap<Ref, Task> = BTreeMap::new();
    if all {
        let owned = plan.tasks().iter().filter(|task| task.owner.is_some());
        tasks.extend(owned.map(|task| (task.reference, task.clone())));
    }
    for change in &operation.changes {
        match change {
            Change::Create(Row::Task(task)) => {
                tasks.insert(task.reference, (**task).clone());
            }
            Change::Task {
                id,
                edit: edit @ (TaskEdit::Deadline(_) | TaskEdit::Owner(_) | TaskEdit::Deputy(_)),
            } => {
                let Some(task) = plan.task(*id) else { continue };
                let task = tasks.entry(task.reference).or_insert_with(|| task.clone());
                let _unless_changed_meanwhile = edit.apply(task);
            }
            _ => {}
        }
    }
    tasks.into_values().collect()
}

/// Who does a task today while its owner is away, in words for a detail: "away until Wed 9 Dec; Tom Bell covers".
pub fn cover_words(plan: &Plan, task: &Task, today: Date) -> Option<String> {
    let absence = on(plan, task.owner?, today)?;
    let until = phrase::day_short(absence.to, today);
    let name = |id| plan.person(id).map_or("somebody", |person| person.label());
    let covers = match Rota::of(plan).hands(task, today) {
        Hands::Owner => return None,
        Hands::Deputy(deputy) => format!("{} covers", name(deputy)),
        Hands::NoDeputy => "nobody covers".to_owned(),
        Hands::BothAway(deputy) => format!("{} is away too, so nobody covers", name(deputy)),
    };
    Some(format!("away until {until}; {covers}"))
}

/// The days somebody is away, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Away {
    /// The first day.
    pub from: Date,
    /// The last day, not before the first.
    pub to: Date,
    /// Why; empty where nothing was said.
    pub reason: Line,
}

/// Reads when somebody is away, and why: one day, or the first and the last with ".." or "to" between, and behind them
/// the reason, if there is one: "7/12..9/12 leave".
pub fn read(text: &str, cx: &Context<'_>) -> Result<Away, Failure> {
    let text = text.trim();
    let ends = text.char_indices().filter(|(at, c)| {
        c.is_whitespace()
            && text[at + c.len_utf8()..]
                .trim_start()
                .starts_with(char::is_alphabetic)
    });
    let ends = ends.map(|(at, _)| at).chain([text.len()]);
    let ends: Vec<usize> = ends.collect();
    // As many words as can be are days.
    let read = ends.iter().rev().find_map(|end| {
        let (from, to) = read_days(&text[..*end], cx).ok()?;
        let reason = text[*end..].trim();
        // What begins so is a last day that cannot be read.
        (!reason.starts_with("to ")).then_some((from, to, reason))
    });
    let Some((from, to, reason)) = read else {
        let (from, to) = read_days(text, cx)?;
        let reason = Line::default();
        return Ok(Away { from, to, reason });
    };
    let reason = super::edit::line(reason, "The reason")?;
    Ok(Away { from, to, reason })
}

fn read_days(text: &str, cx: &Context<'_>) -> Result<(Date, Date), Failure> {
    let how = "Write the first and the last day, like 7/12..9/12.";
    let day = |text: &str, now| match phrase::read(text, &Context { now, ..*cx }) {
        Ok(When::At(moment)) => Ok(moment.date),
        Ok(When::Rule(_)) => Err(Failure::usage(format!(
            "Away must be real dates, and \"{}\" hangs from a milestone.",
            quoted(text)
        ))
        .hint(how)),
        Err(error) => Err(Failure::usage(error.about("Away")).hint(how)),
    };
    let parted = text.split_once("..").or_else(|| text.split_once(" to "));
    let Some((first, last)) = parted else {
        return day(text, cx.now).map(|only| (only, only));
    };
    let from = day(first.trim(), cx.now)?;
    // The last day is read as from the first, so that "mon..fri" is one week.
    let to = day(
        last.trim(),
        from.to_datetime(jiff::civil::Time::MIN).max(cx.now),
    )?;
    if to < from {
        return Err(Failure::usage(format!(
            "The last day away, {}, is before the first, {}.",
            phrase::day(to),
            phrase::day(from)
        ))
        .hint(how));
    }
    Ok((from, to))
}

/// The operation that notes when somebody is away. It takes the place of what was said of any of these days before;
/// why they are away stays as it was where no reason is given.
pub fn away(
    plan: &Plan,
    person: PersonId,
    away: &Away,
    ids: &mut Ids,
) -> Result<Operation, Failure> {
    let (from, to) = (away.from, away.to);
    let label = label_of(plan, person)?;
    let known: Vec<(RecordId, &Absence)> = all(plan)
        .into_iter()
        .filter(|(_, absence)| absence.person == person)
        .filter(|(_, absence)| absence.from <= to && from <= absence.to)
        .collect();
    let new = Absence {
        person,
        from,
        to,
        reason: Some(away.reason.clone())
            .filter(|reason| !reason.is_empty())
            .or_else(|| known.first().map(|(_, absence)| absence.reason.clone()))
            .unwrap_or_default(),
    };
    let why = match new.reason.as_str() {
        "" => String::new(),
        reason => format!(" ({reason})"),
    };
    let was: Vec<String> = known
        .iter()
        .map(|(_, absence)| days(absence, from))
        .collect();
    let was = if was.is_empty() {
        String::new()
    } else {
        format!(", was {}", was.join(" and "))
    };
    let mut operation = Operation::new(format!("{label} away {}{why}{was}", days(&new, from)));
    match known.split_first() {
        None => {
            let id = RecordId(ids.next_id());
            operation
                .changes
                .push(records::create(id, Record::Absence(new)));
        }
        Some(((id, old), others)) => {
            let old = Record::Absence((*old).clone());
            let edits = records::changes(*id, &old, &Record::Absence(new));
            operation.changes.extend(edits);
            let others = others.iter().map(|(id, absence)| gone(*id, absence));
            operation.changes.extend(others);
        }
    }
    Ok(operation)
}

/// The operation that takes back what was said of somebody's absences from `today` on.
pub fn back(plan: &Plan, person: PersonId, today: Date) -> Result<Operation, Failure> {
    let label = label_of(plan, person)?;
    let changes = ahead(plan, person, today)
        .into_iter()
        .map(|(id, absence)| gone(id, absence));
    Ok(Operation {
        label: format!("{label} is not away"),
        changes: changes.collect(),
    })
}

fn gone(id: RecordId, absence: &Absence) -> Change {
    records::delete(&Filed {
        id,
        record: Record::Absence(absence.clone()),
    })
}

fn label_of(plan: &Plan, person: PersonId) -> Result<&str, Failure> {
    plan.person(person)
        .map(Person::label)
        .ok_or_else(|| Failure::not_found("That person is no longer there."))
}

/// What a cover would hand over, and what it could not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cover {
    /// Whose tasks.
    pub person: PersonId,
    /// The tasks that go to their deputies, soonest first.
    pub handed: Vec<(TaskId, PersonId)>,
    /// The tasks nobody can take, soonest first, and why: no deputy, or the deputy is away as well.
    pub left: Vec<(TaskId, Hands)>,
}

impl Cover {
    /// What handing somebody's open tasks that fall due while they are away to their deputies would come to.
    /// Refused when nothing is known of an absence from today on.
    pub fn of(plan: &Plan, board: &Board, person: PersonId) -> Result<Self, Failure> {
        let label = label_of(plan, person)?;
        if ahead(plan, person, board.now.date()).is_empty() {
            return Err(
                Failure::usage(format!("{label} is not known to be away.")).hint(format!(
                    "Say when first: readyroom owners set \"{label}\" away=7/12..9/12"
                )),
            );
        }
        let rota = Rota::of(plan);
        let mut due: Vec<(u64, &Task, Hands)> = Vec::new();
        for (task, standing) in plan.tasks().iter().zip(&board.standings) {
            let is_theirs =
                task.owner == Some(person) && task.status.is_open() && !standing.overtaken;
            if let (true, Some(at)) = (is_theirs, standing.due)
                && at.date >= board.now.date()
            {
                due.push((
                    super::order::urgency(standing),
                    task,
                    rota.hands(task, at.date),
                ));
            }
        }
        due.sort_by_key(|(urgency, task, _)| (*urgency, task.reference));
        let mut cover = Self {
            person,
            handed: Vec::new(),
            left: Vec::new(),
        };
        for (_, task, hands) in due {
            match hands {
                Hands::Owner => {}
                Hands::Deputy(deputy) => cover.handed.push((task.id, deputy)),
                Hands::NoDeputy | Hands::BothAway(_) => cover.left.push((task.id, hands)),
            }
        }
        Ok(cover)
    }

    /// The one operation that hands them over. Who had a task stays its deputy.
    pub fn operation(&self, plan: &Plan) -> Operation {
        let name = |id| plan.person(id).map_or("somebody", |person| person.label());
        let tasks = count(self.handed.len() as i32, "task");
        let mut deputies: Vec<PersonId> = self.handed.iter().map(|(_, deputy)| *deputy).collect();
        deputies.sort();
        deputies.dedup();
        let owner = name(self.person);
        let label = match deputies.as_slice() {
            [only] => format!("{} covers for {owner}: {tasks}", name(*only)),
            _ => format!("deputies cover for {owner}: {tasks}"),
        };
        let mut operation = Operation::new(label);
        for (id, deputy) in &self.handed {
            let owner_swap = Swap {
                old: Some(self.person),
                new: Some(*deputy),
            };
            let deputy_swap = Swap {
                old: Some(*deputy),
                new: Some(self.person),
            };
            let edits = [TaskEdit::Owner(owner_swap), TaskEdit::Deputy(deputy_swap)];
            let edits = edits.map(|edit| Change::Task { id: *id, edit });
            operation.changes.extend(edits);
        }
        operation
    }

    /// What would happen, one line a task: "FW-03 to Tom Bell, Tue 8 Dec: Rota".
    pub fn lines(&self, plan: &Plan, board: &Board) -> Vec<String> {
        let name = |id| plan.person(id).map_or("somebody", |person| person.label());
        let handed = self
            .handed
            .iter()
            .map(|(id, deputy)| (*id, format!("to {}", name(*deputy))));
        let left = self.left.iter().map(|(id, hands)| {
            let why = match hands {
                Hands::BothAway(deputy) => format!("stays ({} is away as well)", name(*deputy)),
                _ => "stays (no deputy)".to_owned(),
            };
            (*id, why)
        });
        let line = |(id, what): (TaskId, String)| {
            let at = plan.position(id)?;
            let task = &plan.tasks()[at];
            let due = board.standings[at].due.map_or(String::new(), |due| {
                format!(", {}", phrase::moment_short(due, board.now.date()))
            });
            Some(format!("{} {what}{due}: {}", task.reference, task.title))
        };
        handed.chain(left).filter_map(line).collect()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{DateTime, date, datetime};

    use super::*;
    use crate::domain::calendar::Calendar;
    use crate::domain::change::Row;
    use crate::domain::id::Ref;
    use crate::domain::task::{Phase, Place};
    use crate::domain::text::Line;
    use crate::domain::when::Moment;

    const NOW: DateTime = datetime(2026, 12, 1, 9, 0, 0, 0);

    struct World {
        plan: Plan,
        ids: Ids,
        jo: PersonId,
        tom: PersonId,
    }

    impl World {
        /// Jo and Tom; four tasks of Jo's, due on 7, 8, 9 and 10 December; Tom is deputy of the first two.
        fn new() -> Self {
            let mut ids = Ids::new(1, 1);
            let (jo, tom) = (PersonId(ids.next_id()), PersonId(ids.next_id()));
            let mut plan = Plan::default();
            for (id, name) in [(jo, "Jo Smith"), (tom, "Tom Bell")] {
                let person = Person {
                    id,
                    name: Some(Line::clipped(name)),
                    initials: Line::clipped(&name[..1]),
                    role: Line::default(),
                };
                plan.apply(&Change::Create(Row::Person(person))).unwrap();
            }
            for number in 1..=4 {
                let place = Place {
                    phase: Phase::Fieldwork,
                    section: Line::default(),
                };
                let mut task = Task::new(
                    TaskId(ids.next_id()),
                    Ref::new(Phase::Fieldwork, number),
                    place,
                    Line::clipped("Rota"),
                );
                task.owner = Some(jo);
                task.deputy = (number <= 2).then_some(tom);
                let day = date(2026, 12, 6 + number as i8);
                task.deadline.due = Some(When::At(Moment::day(day)));
                plan.apply(&Change::Create(Row::Task(Box::new(task))))
                    .unwrap();
            }
            Self { plan, ids, jo, tom }
        }

        fn away(&mut self, who: PersonId, days: &str) -> String {
            let days = read(days, &cx()).unwrap();
            let operation = away(&self.plan, who, &days, &mut self.ids).unwrap();
            self.plan.apply_all(&operation.changes).unwrap();
            operation.label
        }

        fn known(&self, who: PersonId) -> Vec<String> {
            let today = NOW.date();
            let known = ahead(&self.plan, who, today);
            known
                .iter()
                .map(|(_, absence)| days(absence, today))
                .collect()
        }

        fn cover(&self) -> Cover {
            Cover::of(&self.plan, &Board::of(&self.plan, NOW), self.jo).unwrap()
        }
    }

    fn cx() -> Context<'static> {
        static CALENDAR: std::sync::LazyLock<Calendar> =
            std::sync::LazyLock::new(|| Calendar::new([], []));
        Context {
            now: NOW,
            calendar: &CALENDAR,
        }
    }

    #[test]
    fn days_away_are_read_as_people_write_them() {
        let december = |day| date(2026, 12, day);
        for (text, expected) in [
            ("2026-12-07..2026-12-09", (december(7), december(9))),
            ("7/12..9/12", (december(7), december(9))),
            ("7 dec to 9 dec", (december(7), december(9))),
            ("mon..fri", (december(7), december(11))),
            ("tomorrow", (december(2), december(2))),
            (" 7/12 .. 7/12 ", (december(7), december(7))),
        ] {
            for reason in ["", "leave", "off to York, by train", "2nd opinion"] {
                let read = read(&format!("{text} {reason}"), &cx());
                if reason.starts_with('2') {
                    assert!(read.is_err(), "{text} {reason}");
                    continue;
                }
                let (from, to) = expected;
                let reason = Line::clipped(reason);
                assert_eq!(read.unwrap(), Away { from, to, reason }, "{text}");
            }
        }
        for (text, message) in [
            (
                "2026-12-09..2026-12-07",
                "The last day away, Mon 7 Dec 2026, is before the first, Wed 9 Dec 2026.",
            ),
            ("soon", "Away must be a real date, like fri or 8/6."),
            ("7/12..", "Away must be a real date, like fri or 8/6."),
            (
                "call..fri",
                "Away must be real dates, and \"call\" hangs from a milestone.",
            ),
            (
                "31/2..1/3",
                "31/2 is not a date: February 2027 has 28 days.",
            ),
        ] {
            assert_eq!(read(text, &cx()).unwrap_err().message, message, "{text}");
        }
    }

    #[test]
    fn what_is_said_of_the_same_days_takes_the_place_of_what_was_said_before() {
        let mut world = World::new();
        let jo = world.jo;
        let said = world.away(jo, "7/12..9/12");
        assert_eq!(said, "Jo Smith away Mon 7 Dec to Wed 9 Dec");
        assert_eq!(world.away(jo, "21/12"), "Jo Smith away Mon 21 Dec");
        let said = world.away(jo, "8/12..10/12");
        assert_eq!(
            said,
            "Jo Smith away Tue 8 Dec to Thu 10 Dec, was Mon 7 Dec to Wed 9 Dec"
        );
        assert_eq!(world.known(jo), ["Tue 8 Dec to Thu 10 Dec", "Mon 21 Dec"]);
        let again = read("8/12..10/12", &cx()).unwrap();
        let again = away(&world.plan, jo, &again, &mut world.ids).unwrap();
        assert!(again.is_empty());
        let said = world.away(jo, "8/12..10/12 leave");
        assert_eq!(
            said,
            "Jo Smith away Tue 8 Dec to Thu 10 Dec (leave), was Tue 8 Dec to Thu 10 Dec"
        );
        let said = world.away(jo, "8/12..9/12");
        assert_eq!(
            said,
            "Jo Smith away Tue 8 Dec to Wed 9 Dec (leave), was Tue 8 Dec to Thu 10 Dec"
        );
        world.away(jo, "9/12..22/12");
        assert_eq!(world.known(jo), ["Wed 9 Dec to Tue 22 Dec"]);
        let gone = back(&world.plan, jo, NOW.date()).unwrap();
        world.plan.apply_all(&gone.changes).unwrap();
        assert_eq!(world.known(jo), Vec::<String>::new());
    }

    #[test]
    fn a_cover_hands_over_what_falls_due_and_names_what_it_cannot() {
        let mut world = World::new();
        let (jo, tom) = (world.jo, world.tom);
        let board = Board::of(&world.plan, NOW);
        let refused = Cover::of(&world.plan, &board, jo).unwrap_err();
        assert_eq!(refused.message, "Jo Smith is not known to be away.");
        world.away(jo, "7/12..9/12");
        world.away(tom, "8/12");
        let cover = world.cover();
        assert_eq!(
            cover.lines(&world.plan, &board),
            [
                "FW-01 to Tom Bell, Mon 7 Dec: Rota",
                "FW-02 stays (Tom Bell is away as well), Tue 8 Dec: Rota",
                "FW-03 stays (no deputy), Wed 9 Dec: Rota",
            ]
        );
        let before = world.plan.clone();
        let operation = cover.operation(&world.plan);
        assert_eq!(operation.label, "Tom Bell covers for Jo Smith: 1 task");
        world.plan.apply_all(&operation.changes).unwrap();
        let first = &world.plan.tasks()[0];
        assert_eq!((first.owner, first.deputy), (Some(tom), Some(jo)));
        assert!(world.cover().handed.is_empty());
        world.plan.apply_all(&operation.inverse()).unwrap();
        assert_eq!(world.plan, before);
    }

    #[test]
    fn clashes_and_covers_are_said_in_words() {
        let mut world = World::new();
        let (jo, tom) = (world.jo, world.tom);
        world.away(jo, "1/12..8/12");
        world.away(tom, "8/12");
        let today = NOW.date();
        let clash = |at: usize, day| {
            clash(
                &world.plan,
                &world.plan.tasks()[at],
                date(2026, 12, day),
                today,
            )
        };
        assert_eq!(clash(0, 7), None, "Tom covers");
        assert_eq!(
            clash(1, 8).unwrap(),
            "Jo Smith is away on Tue 8 Dec, and so is the deputy, Tom Bell"
        );
        assert_eq!(
            clash(2, 8).unwrap(),
            "Jo Smith is away on Tue 8 Dec, and there is no deputy"
        );
        assert_eq!(clash(2, 9), None, "Jo is back");
        let words =
            |at: usize, day| cover_words(&world.plan, &world.plan.tasks()[at], date(2026, 12, day));
        assert_eq!(
            words(0, 1).unwrap(),
            "away until Tue 8 Dec; Tom Bell covers"
        );
        assert_eq!(words(2, 1).unwrap(), "away until Tue 8 Dec; nobody covers");
        assert_eq!(
            words(0, 8).unwrap(),
            "away until Tue 8 Dec; Tom Bell is away too, so nobody covers"
        );
        assert_eq!(words(0, 9), None);
    }
}
