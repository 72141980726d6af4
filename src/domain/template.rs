//! What a new file starts from: reads a template and lays its rows out. Whatever is wrong with a template is said with
//! file, line and field. It works out no dates, so a template that cannot be dated is found by the laws below, not here.

use std::collections::HashMap;

use super::calendar::england_holidays;
use super::change::{Change, DayList, DayOff, Row};
use super::edit::free_initials;
use super::failure::Failure;
use super::id::{Ids, PersonId, Ref, TaskId};
use super::inspection::{Inspection, Milestone, Person};
use super::operation::Operation;
use super::plan::Plan;
use super::tables::{Fields, Found, nearest};
use super::task::{Deadline, Element, Phase, Place, Task};
use super::text::{Line, Note, fold};
use super::when::{MilestoneKey, Rule, When};
use crate::assets;

/// An inspection type: milestones, roles and tasks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// The name it is chosen by: `standard`.
    pub name: Line,
    /// As shown.
    pub title: Line,
    /// One sentence on whom it is for.
    pub about: Line,
    /// The framework its judgement areas come from.
    pub framework: Line,
    /// The milestones and their rules.
    pub milestones: Vec<Milestone>,
    /// Who is wanted.
    pub roles: Vec<Role>,
    /// What has to be done, in order.
    pub tasks: Vec<Entry>,
}

/// Somebody who is wanted, before anybody is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// What they do.
    pub name: Line,
    /// The letters that stand for them.
    pub initials: Line,
}

/// A task of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What other tasks of the template call it; empty when none does.
    pub id: Line,
    /// Phase and section.
    pub place: Place,
    /// What has to be done.
    pub title: Line,
    /// More words.
    pub note: Note,
    /// By when and from when, as rules.
    pub deadline: Deadline,
    /// The role that answers for it.
    pub owner: Option<Line>,
    /// Judgement areas, and what Ofsted asks for as tags.
    pub elements: Vec<Element>,
    /// Recording the call completes this task.
    pub takes_call: bool,
    /// The ids of the tasks that come first.
    pub needs: Vec<Line>,
}

/// What a new file is to be.
#[derive(Debug, Clone, Default)]
pub struct Start<'a> {
    /// The council's name; when empty, that of the old file.
    pub authority: Line,
    /// An old file whose people, closure days, policy and unfinished preparation come along.
    pub from: Option<&'a Plan>,
}

impl Template {
    /// The template shipped under `name`.
    pub fn named(name: &str) -> Result<Self, Failure> {
        let wanted = name.trim().to_lowercase();
        let row = assets::TEMPLATES.iter().find(|(known, _)| *known == wanted);
        let (known, text) = row.ok_or_else(|| no_such_template(&wanted))?;
        Self::parse(&format!("{known}.toml"), text)
    }

    /// Reads a template; `file` is named in what is said about it.
    pub fn parse(file: &str, text: &str) -> Result<Self, Failure> {
        let mut fields = Fields::parse(file, text, "the template")?;
        let name = fields.required_line("name")?;
        let title = fields.required_line("title")?;
        let about = fields.line_of("about")?;
        let framework = fields.required_line("framework")?;
        let milestones = read_milestones(fields.tables("milestone", "a milestone")?)?;
        let roles = read_roles(fields.tables("role", "a role")?)?;
        let tasks = read_tasks(fields.tables("task", "a task")?, &milestones, &roles)?;
        fields.finish()?;
        Ok(Self {
            name,
            title,
            about,
            framework,
            milestones,
            roles,
            tasks,
        })
    }

    /// The ref each task will have in a new file, beside its id.
    pub fn refs(&self) -> Vec<(&str, Ref)> {
        let mut numbers = [0; Phase::ALL.len()];
        let tasks = self.tasks.iter().map(|task| {
            let number = &mut numbers[task.place.phase as usize];
            *number += 1;
            (task.id.as_str(), Ref::new(task.place.phase, *number))
        });
        tasks.collect()
    }

    /// The rows a new file begins with, as its settings and one operation.
    pub fn start(&self, start: &Start<'_>, ids: &mut Ids) -> (Inspection, Operation) {
        let mut inspection = Inspection {
            authority: start.authority.clone(),
            kind: self.name.clone(),
            title: self.title.clone(),
            framework: self.framework.clone(),
            ..Inspection::default()
        };
        if let Some(old) = start.from {
            inspection.policy = old.inspection().policy.clone();
            if inspection.authority.is_empty() {
                inspection.authority.clone_from(&old.inspection().authority);
            }
        }
        let (people, roles) = self.people(start.from, ids);
        let tasks = self.tasks(start.from, &roles, ids);
        let rows = people.into_iter().map(Row::Person);
        let rows = rows.chain(self.milestones.iter().cloned().map(Row::Milestone));
        let rows = rows.chain(days_off(start.from).into_iter().map(Row::DayOff));
        let rows = rows.chain(tasks.into_iter().map(|task| Row::Task(Box::new(task))));
        let mut operation = Operation::new(format!("started from the {}", self.title));
        operation.changes = rows.map(Change::Create).collect();
        (inspection, operation)
    }

    /// Everybody from the old file, then the roles nobody there has; and who has each role.
    fn people(&self, old: Option<&Plan>, ids: &mut Ids) -> (Vec<Person>, HashMap<&str, PersonId>) {
        let mut people: Vec<Person> = old.map(|old| old.people().to_vec()).unwrap_or_default();
        let mut holders = HashMap::new();
        for role in &self.roles {
            let wanted = fold(role.name.as_str());
            let holder = people
                .iter()
                .find(|person| person.roles().any(|held| fold(held) == wanted));
            let id = holder.map_or_else(|| PersonId(ids.next_id()), |person| person.id);
            if holder.is_none() {
                let initials = free_initials(&people, role.initials.as_str());
                people.push(Person {
                    id,
                    name: None,
                    initials,
                    role: role.name.clone(),
                });
            }
            holders.insert(role.name.as_str(), id);
        }
        (people, holders)
    }

    /// The tasks with their refs and needs; unfinished preparation of the old file takes the place of the task with
    /// the same title, or comes after those of the template.
    fn tasks(
        &self,
        old: Option<&Plan>,
        roles: &HashMap<&str, PersonId>,
        ids: &mut Ids,
    ) -> Vec<Task> {
        let fresh: Vec<TaskId> = self.tasks.iter().map(|_| TaskId(ids.next_id())).collect();
        let by_id: HashMap<&str, TaskId> = self
            .tasks
            .iter()
            .map(|entry| entry.id.as_str())
            .zip(fresh.iter().copied())
            .collect();
        let mut tasks: Vec<Task> = Vec::with_capacity(self.tasks.len());
        for ((entry, id), (_, reference)) in self.tasks.iter().zip(fresh).zip(self.refs()) {
            let mut task = Task::new(id, reference, entry.place.clone(), entry.title.clone());
            task.note = entry.note.clone();
            task.owner = entry
                .owner
                .as_ref()
                .and_then(|role| roles.get(role.as_str()).copied());
            task.deadline = entry.deadline;
            task.takes_call = entry.takes_call;
            task.elements.clone_from(&entry.elements);
            task.elements.extend(
                entry
                    .needs
                    .iter()
                    .filter_map(|need| by_id.get(need.as_str()))
                    .copied()
                    .map(Element::Need),
            );
            task.elements.sort();
            task.elements.dedup();
            tasks.push(task);
        }
        if let Some(old) = old {
            bring_along(old, &mut tasks, ids);
        }
        tasks
    }
}

fn no_such_template(name: &str) -> Failure {
    let known: Vec<&str> = assets::TEMPLATES.iter().map(|(name, _)| *name).collect();
    let near = nearest(name, known.iter().copied())
        .map(|near| format!("Did you mean {near}? "))
        .unwrap_or_default();
    Failure::not_found(format!(
        "There is no template \"{}\".",
        super::text::quoted(name)
    ))
    .hint(format!("{near}The templates are {}.", known.join(", ")))
}

/// England's bank holidays, and the old file's closure days.
fn days_off(old: Option<&Plan>) -> Vec<DayOff> {
    let holidays = england_holidays().into_iter();
    let holidays = holidays.map(|(date, name)| DayOff {
        list: DayList::Holiday,
        date,
        name,
    });
    let closures = old
        .into_iter()
        .flat_map(Plan::days_off)
        .filter(|day| day.list == DayList::Closure);
    holidays.chain(closures).collect()
}

/// Puts the old file's unfinished preparation among the new tasks. What it needs comes along where that is
/// unfinished preparation too.
fn bring_along(old: &Plan, tasks: &mut Vec<Task>, ids: &mut Ids) {
    let carried: Vec<&Task> = old
        .tasks()
        .iter()
        .filter(|task| task.is_preparation() && task.status.is_open())
        .collect();
    let mut waiting: HashMap<String, usize> = HashMap::new();
    for (at, task) in tasks
        .iter()
        .enumerate()
        .filter(|(_, task)| task.is_preparation())
        .rev()
    {
        waiting.insert(fold(task.title.as_str()), at);
    }
    let mut homes: HashMap<TaskId, usize> = HashMap::new();
    let mut number = last_number(tasks);
    for task in &carried {
        let home = waiting
            .remove(&fold(task.title.as_str()))
            .unwrap_or_else(|| {
                number += 1;
                let reference = Ref::new(Phase::Notification, number);
                tasks.push(Task::new(
                    TaskId(ids.next_id()),
                    reference,
                    task.place.clone(),
                    task.title.clone(),
                ));
                tasks.len() - 1
            });
        homes.insert(task.id, home);
    }
    let new_ids: HashMap<TaskId, TaskId> = homes
        .iter()
        .map(|(old, home)| (*old, tasks[*home].id))
        .collect();
    for task in carried {
        let new = &mut tasks[homes[&task.id]];
        let needs_here = new.needs().collect::<Vec<_>>();
        let elements = task.elements.iter().filter_map(|element| match element {
            Element::Need(need) => new_ids.get(need).copied().map(Element::Need),
            Element::Area(_) | Element::Evidence(_) | Element::Tag(_) => Some(element.clone()),
        });
        let mut elements: Vec<Element> = elements
            .chain(needs_here.into_iter().map(Element::Need))
            .collect();
        elements.sort();
        elements.dedup();
        *new = Task {
            id: new.id,
            reference: new.reference,
            place: new.place.clone(),
            elements,
            ..task.clone()
        };
    }
    break_circles(tasks);
}

/// Needs of two files can together run in a circle; the need that closes it goes.
fn break_circles(tasks: &mut [Task]) {
    let at: HashMap<TaskId, usize> = tasks
        .iter()
        .enumerate()
        .map(|(at, task)| (task.id, at))
        .collect();
    let needs = |tasks: &[Task], one: usize| {
        tasks[one]
            .needs()
            .filter_map(|need| at.get(&need).copied())
            .collect::<Vec<_>>()
    };
    while let Some((from, to)) = circle(tasks.len(), |one| needs(tasks, one)) {
        let closing = Element::Need(tasks[to].id);
        tasks[from].elements.retain(|element| *element != closing);
    }
}

fn last_number(tasks: &[Task]) -> u32 {
    let numbers = tasks
        .iter()
        .map(|task| task.reference)
        .filter(|r| r.phase == Phase::Notification);
    numbers.map(|r| r.number).max().unwrap_or(0)
}

fn read_milestones(tables: Vec<Fields<'_>>) -> Result<Vec<Milestone>, Failure> {
    let mut milestones: Vec<(Milestone, usize)> = Vec::new();
    let files: Vec<_> = tables.first().map(Fields::file).into_iter().collect();
    for mut fields in tables {
        let key = fields.required("key")?;
        let read: MilestoneKey = key
            .value
            .parse()
            .map_err(|error| fields.failure(key.line, &format!("{error}.")))?;
        fields.call(format!("the milestone \"{read}\""));
        if milestones.iter().any(|(known, _)| known.key == read) {
            return Err(fields.failure(key.line, "it is there twice."));
        }
        let name = fields.required_line("name")?;
        let rule = fields.text("rule")?;
        let line = rule.as_ref().map_or(fields.line(), |rule| rule.line);
        let rule = rule
            .map(|rule| read_rule(&fields, "rule", &rule))
            .transpose()?;
        let basis = read_basis(&mut fields)?;
        fields.finish()?;
        milestones.push((
            Milestone {
                key: read,
                name,
                rule,
                basis,
                typed: None,
            },
            line,
        ));
    }
    for file in files {
        check_anchors(&milestones, file)?;
    }
    Ok(milestones
        .into_iter()
        .map(|(milestone, _)| milestone)
        .collect())
}

/// A rule hangs from a milestone that is there, and never, round some corners, from itself.
fn check_anchors(
    milestones: &[(Milestone, usize)],
    file: super::tables::File<'_>,
) -> Result<(), Failure> {
    let anchor_of = |at: usize| {
        let anchor = milestones[at].0.rule?.anchor;
        milestones
            .iter()
            .position(|(milestone, _)| milestone.key == anchor)
    };
    for (milestone, line) in milestones {
        if let Some(rule) = milestone.rule
            && !milestones.iter().any(|(known, _)| known.key == rule.anchor)
        {
            let message = format!(
                "the milestone \"{}\" hangs from \"{}\", which is not in this file.",
                milestone.key, rule.anchor
            );
            return Err(file.failure(*line, &message));
        }
    }
    match circle(milestones.len(), |at| anchor_of(at).into_iter().collect()) {
        None => Ok(()),
        Some((from, to)) => {
            let (one, line) = &milestones[from];
            let other = &milestones[to].0;
            let message = format!(
                "the milestones \"{}\" and \"{}\" hang from each other in a circle.",
                one.key, other.key
            );
            Err(file.failure(*line, &message))
        }
    }
}

fn read_basis(fields: &mut Fields<'_>) -> Result<Line, Failure> {
    let Some(found) = fields.text("basis")? else {
        return Ok(Line::default());
    };
    if !["confirmed", "measured", "custom"].contains(&found.value.as_str()) {
        return Err(fields.failure(found.line, "basis has to be confirmed, measured or custom."));
    }
    Line::new(&found.value)
        .map_err(|error| fields.failure(found.line, &format!("basis is {error}.")))
}

fn read_roles(tables: Vec<Fields<'_>>) -> Result<Vec<Role>, Failure> {
    let mut roles: Vec<Role> = Vec::new();
    for mut fields in tables {
        let line = fields.line();
        let name = fields.required_line("name")?;
        fields.call(format!("the role \"{name}\""));
        let initials = fields.required_line("initials")?;
        if let Some(known) = roles
            .iter()
            .find(|known| same(&known.name, &name) || same(&known.initials, &initials))
        {
            return Err(fields.failure(
                line,
                &format!("its name or initials are those of \"{}\".", known.name),
            ));
        }
        fields.finish()?;
        roles.push(Role { name, initials });
    }
    Ok(roles)
}

fn same(a: &Line, b: &Line) -> bool {
    fold(a.as_str()) == fold(b.as_str())
}

/// A task as read, with the places of what can only be checked when all are known.
struct Read<'a> {
    entry: Entry,
    needs: Vec<Found<Line>>,
    fields: Fields<'a>,
}

fn read_tasks(
    tables: Vec<Fields<'_>>,
    milestones: &[Milestone],
    roles: &[Role],
) -> Result<Vec<Entry>, Failure> {
    let mut known: HashMap<Line, usize> = HashMap::new();
    let mut tasks: Vec<Read<'_>> = Vec::new();
    for mut fields in tables {
        let line = fields.line();
        let entry = read_task(&mut fields, milestones, roles)?;
        let needs = fields.lines("needs")?;
        if !entry.id.is_empty() && known.insert(entry.id.clone(), tasks.len()).is_some() {
            return Err(fields.failure(line, &format!("the id \"{}\" is there twice.", entry.id)));
        }
        tasks.push(Read {
            entry,
            needs,
            fields,
        });
    }
    let needs = needs(&tasks, &known)?;
    if let Some((from, to)) = circle(tasks.len(), |at| needs[at].clone()) {
        let (one, other) = (&tasks[from], &tasks[to].entry.id);
        let line = one
            .needs
            .iter()
            .find(|need| need.value == *other)
            .map_or(one.fields.line(), |need| need.line);
        return Err(one.fields.failure(
            line,
            &format!("it needs \"{other}\", which waits for it in a circle."),
        ));
    }
    let finished = tasks.into_iter().map(|task| {
        task.fields.finish()?;
        Ok(Entry {
            needs: task.needs.into_iter().map(|need| need.value).collect(),
            ..task.entry
        })
    });
    finished.collect()
}

/// For each task, the positions of those it needs.
fn needs(tasks: &[Read<'_>], known: &HashMap<Line, usize>) -> Result<Vec<Vec<usize>>, Failure> {
    let of = |task: &Read<'_>| {
        let found = task.needs.iter().map(|need| {
            let unknown = || {
                task.fields.failure(
                    need.line,
                    &format!("it needs \"{}\", and no task has that id.", need.value),
                )
            };
            known.get(&need.value).copied().ok_or_else(unknown)
        });
        found.collect()
    };
    tasks.iter().map(of).collect()
}

fn read_task(
    fields: &mut Fields<'_>,
    milestones: &[Milestone],
    roles: &[Role],
) -> Result<Entry, Failure> {
    let id = fields.line_of("id")?;
    if !id.is_empty() {
        fields.call(format!("the task \"{id}\""));
    }
    let title = fields.required_line("title")?;
    if id.is_empty() {
        fields.call(format!("the task \"{title}\""));
    }
    let place = Place {
        phase: read_phase(fields)?,
        section: fields.required_line("section")?,
    };
    let note = fields.note("note")?;
    let deadline = Deadline {
        due: read_when(fields, "due", milestones)?,
        from: read_when(fields, "from", milestones)?,
    };
    let owner = read_role(fields, roles)?;
    let areas = fields
        .lines("areas")?
        .into_iter()
        .map(|area| Element::Area(area.value));
    let mut elements: Vec<Element> = areas.collect();
    elements.extend(
        fields
            .lines("refs")?
            .into_iter()
            .map(|tag| Element::Tag(tag.value)),
    );
    elements.sort();
    elements.dedup();
    let takes_call = fields.flag("takes_call")?;
    read_basis(fields)?;
    Ok(Entry {
        id,
        place,
        title,
        note,
        deadline,
        owner,
        elements,
        takes_call,
        needs: Vec::new(),
    })
}

fn read_phase(fields: &mut Fields<'_>) -> Result<Phase, Failure> {
    let found = fields.required("phase")?;
    let phase = Phase::ALL
        .into_iter()
        .find(|phase| phase.as_str() == found.value);
    phase.ok_or_else(|| {
        let names = Phase::ALL.map(Phase::as_str).join(", ");
        fields.failure(
            found.line,
            &format!(
                "there is no phase \"{}\": it is one of {names}.",
                found.value
            ),
        )
    })
}

fn read_when(
    fields: &mut Fields<'_>,
    key: &'static str,
    milestones: &[Milestone],
) -> Result<Option<When>, Failure> {
    let Some(found) = fields.text(key)? else {
        return Ok(None);
    };
    let rule = read_rule(fields, key, &found)?;
    if !milestones
        .iter()
        .any(|milestone| milestone.key == rule.anchor)
    {
        let message = format!(
            "{key} hangs from \"{}\", which is not a milestone of this file.",
            rule.anchor
        );
        return Err(fields.failure(found.line, &message));
    }
    Ok(Some(When::Rule(rule)))
}

fn read_rule(fields: &Fields<'_>, key: &str, found: &Found<String>) -> Result<Rule, Failure> {
    found
        .value
        .parse()
        .map_err(|error| fields.failure(found.line, &format!("{key}: {error}.")))
}

fn read_role(fields: &mut Fields<'_>, roles: &[Role]) -> Result<Option<Line>, Failure> {
    let Some(found) = fields.text("owner")? else {
        return Ok(None);
    };
    let role = roles.iter().find(|role| role.name == *found.value.as_str());
    match role {
        Some(role) => Ok(Some(role.name.clone())),
        None => Err(fields.failure(
            found.line,
            &format!("the owner \"{}\" is not a role of this file.", found.value),
        )),
    }
}

/// The first edge that closes a circle among `count` things, if one does.
fn circle(count: usize, next: impl Fn(usize) -> Vec<usize>) -> Option<(usize, usize)> {
    #[derive(Clone, Copy, PartialEq)]
    enum Seen {
        Not,
        Open,
        Closed,
    }
    let mut seen = vec![Seen::Not; count];
    for root in 0..count {
        let mut path: Vec<(usize, Vec<usize>)> = Vec::new();
        if seen[root] == Seen::Not {
            seen[root] = Seen::Open;
            path.push((root, next(root)));
        }
        while let Some((at, rest)) = path.last_mut() {
            let at = *at;
            match rest.pop() {
                None => {
                    seen[at] = Seen::Closed;
                    path.pop();
                }
                Some(to) => match seen[to] {
                    Seen::Open => return Some((at, to)),
                    Seen::Not => {
                        seen[to] = Seen::Open;
                        path.push((to, next(to)));
                    }
                    Seen::Closed => {}
                },
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, DateTime, Weekday, date, datetime};

    use super::*;
    use crate::domain::board::{Board, Schedule};
    use crate::domain::edit::{self, Author, Call};
    use crate::domain::inspection::Policy;
    use crate::domain::task::Status;
    use crate::domain::when::Unit;

    fn plan_of(template: &Template, start: &Start<'_>) -> Plan {
        let seed = u64::from(start.from.is_some());
        let (inspection, operation) = template.start(start, &mut Ids::new(seed, 1));
        let mut plan = Plan::from_rows(inspection, vec![], vec![], vec![], vec![], [0; 3]);
        plan.apply_all(&operation.changes).unwrap();
        plan
    }

    fn fresh(name: &str) -> Plan {
        plan_of(&Template::named(name).unwrap(), &Start::default())
    }

    fn called(plan: &Plan, on: Date) -> Plan {
        let author = Author {
            who: Line::default(),
            now: on.to_datetime(jiff::civil::time(10, 12, 0, 0)),
        };
        let call = Call {
            date: on,
            time: Some(author.now.time()),
            on_site: None,
            expected: false,
            drop_preparation: false,
        };
        let mut plan = plan.clone();
        plan.apply_all(&edit::record_call(&plan, &call, &author).unwrap().changes)
            .unwrap();
        plan
    }

    #[test]
    fn every_shipped_template_is_read_and_laid_out() {
        for (name, _) in assets::TEMPLATES {
            let template = Template::named(name).unwrap();
            assert_eq!(template.name, **name);
            assert_eq!(template.milestones.len(), MilestoneKey::ALL.len(), "{name}");
            assert!(
                crate::domain::framework::Framework::named(template.framework.as_str()).is_ok(),
                "{name}"
            );
            let plan = fresh(name);
            assert_eq!(plan.tasks().len(), template.tasks.len(), "{name}");
            for (entry, (_, reference)) in template.tasks.iter().zip(template.refs()) {
                let task = plan.by_ref(reference).unwrap();
                assert_eq!(
                    (&task.title, &task.place),
                    (&entry.title, &entry.place),
                    "{name}"
                );
                assert_eq!(task.needs().count(), entry.needs.len(), "{name}");
            }
            assert!(
                plan.people().iter().all(|person| person.name.is_none()),
                "{name}"
            );
            assert!(
                plan.tasks().iter().filter(|task| task.takes_call).count() <= 1,
                "{name}"
            );
        }
    }

    #[test]
    fn the_standard_one_holds_the_whole_inspection() {
        let template = Template::named("standard").unwrap();
        assert!(template.tasks.len() >= 88, "{}", template.tasks.len());
        for phase in Phase::ALL {
            assert!(template.tasks.iter().any(|task| task.place.phase == phase));
        }
    }

    /// England's bank holidays of 2023 to 2028 on weekdays, kept apart from the shipped file.
    const DAYS_OFF: [(i16, &[(i8, i8)]); 6] = [
        (
            2023,
            &[
                (1, 2),
                (4, 7),
                (4, 10),
                (5, 1),
                (5, 8),
                (5, 29),
                (8, 28),
                (12, 25),
                (12, 26),
            ],
        ),
        (
            2024,
            &[
                (1, 1),
                (3, 29),
                (4, 1),
                (5, 6),
                (5, 27),
                (8, 26),
                (12, 25),
                (12, 26),
            ],
        ),
        (
            2025,
            &[
                (1, 1),
                (4, 18),
                (4, 21),
                (5, 5),
                (5, 26),
                (8, 25),
                (12, 25),
                (12, 26),
            ],
        ),
        (
            2026,
            &[
                (1, 1),
                (4, 3),
                (4, 6),
                (5, 4),
                (5, 25),
                (8, 31),
                (12, 25),
                (12, 28),
            ],
        ),
        (
            2027,
            &[
                (1, 1),
                (3, 26),
                (3, 29),
                (5, 3),
                (5, 31),
                (8, 30),
                (12, 27),
                (12, 28),
            ],
        ),
        (
            2028,
            &[
                (1, 3),
                (4, 14),
                (4, 17),
                (5, 1),
                (5, 29),
                (8, 28),
                (12, 25),
                (12, 26),
            ],
        ),
    ];

    fn is_day_off(day: Date) -> bool {
        let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        let year = DAYS_OFF.iter().find(|(year, _)| *year == day.year());
        weekend || year.is_some_and(|(_, days)| days.contains(&(day.month(), day.day())))
    }

    fn step(day: Date, forward: bool) -> Date {
        if forward {
            day.tomorrow().unwrap()
        } else {
            day.yesterday().unwrap()
        }
    }

    /// Working days counted one by one.
    fn plus_working(mut day: Date, days: i32) -> Date {
        for _ in 0..days.abs() {
            day = step(day, days > 0);
            while is_day_off(day) {
                day = step(day, days > 0);
            }
        }
        day
    }

    fn rolled(mut day: Date, forward: bool) -> Date {
        while is_day_off(day) {
            day = step(day, forward);
        }
        day
    }

    /// Monday after the call, and the last Friday of the visit, each moved off days off.
    fn visit(call: Date, weeks: i32) -> (Date, Date) {
        let mut monday = call.tomorrow().unwrap();
        while monday.weekday() != Weekday::Monday {
            monday = monday.tomorrow().unwrap();
        }
        let start = rolled(monday, true);
        let mut end = start;
        for _ in 1..weeks {
            end = end.checked_add(jiff::Span::new().weeks(1)).unwrap();
        }
        while end.weekday() != Weekday::Friday {
            end = end.tomorrow().unwrap();
        }
        (start, rolled(end, false))
    }

    #[test]
    fn for_every_weekday_call_the_deadlines_stand_where_they_can_be_kept() {
        for (name, weeks) in [("standard", 2), ("short", 1)] {
            let plan = fresh(name);
            let mut call = date(2023, 1, 2);
            while call <= date(2028, 12, 31) {
                if !is_day_off(call) {
                    let called = called(&plan, call);
                    milestones_stand(&called, call, weeks);
                    deadlines_stand(&called, call);
                }
                call = call.tomorrow().unwrap();
            }
        }
    }

    fn milestones_stand(plan: &Plan, call: Date, weeks: i32) {
        let schedule = Schedule::of(plan, call.to_datetime(jiff::civil::time(12, 0, 0, 0)));
        let on = |key| schedule.get(key).unwrap().date;
        let (start, end) = visit(call, weeks);
        let draft = plus_working(end, 18);
        let publication = plus_working(end, 30);
        let expected = [
            call,
            start,
            end,
            draft,
            plus_working(draft, 5),
            plus_working(publication, -2),
            publication,
            plus_working(publication, 70),
        ];
        // Later holidays are not known.
        let known = |day: Date| day.min(date(2028, 12, 31));
        let derived = MilestoneKey::ALL.map(on);
        assert_eq!(
            derived.map(known),
            expected.map(known),
            "{} called on {call}",
            plan.inspection().kind
        );
    }

    fn deadlines_stand(plan: &Plan, call: Date) {
        let board = Board::of(plan, call.to_datetime(jiff::civil::time(12, 0, 0, 0)));
        let on = |key| board.schedule.get(key).unwrap().date;
        let (start, end) = (on(MilestoneKey::Start), on(MilestoneKey::End));
        for (task, standing) in plan.tasks().iter().zip(&board.standings) {
            for (when, at) in [
                (task.deadline.from, standing.from),
                (task.deadline.due, standing.due),
            ] {
                let (Some(When::Rule(rule)), Some(at)) = (when, at) else {
                    continue;
                };
                let what = || {
                    format!(
                        "{} {}: {rule} is {at}, called on {call}",
                        task.reference, task.title
                    )
                };
                match task.place.phase {
                    Phase::Notification => {
                        assert!(at.date <= start, "{}, after the start on {start}", what());
                    }
                    Phase::Fieldwork => {
                        assert!(
                            (start..=end).contains(&at.date),
                            "{}, outside {start} to {end}",
                            what()
                        );
                    }
                    Phase::Feedback => {
                        assert!(at.date >= end, "{}, before the end on {end}", what());
                    }
                }
                let counted = rule.offset != 0 && rule.unit == Unit::WorkingDays;
                assert!(!counted || !is_day_off(at.date), "{}, a day off", what());
            }
            assert!(
                standing
                    .from
                    .is_none_or(|from| Some(from.date) <= standing.due.map(|due| due.date))
            );
        }
    }

    #[test]
    fn an_old_files_people_closures_policy_and_unfinished_preparation_come_along() {
        let mut old = called(&fresh("short"), date(2025, 6, 2));
        let now: DateTime = datetime(2025, 6, 2, 11, 0, 0, 0);
        let id_of = |plan: &Plan, role: &str| {
            plan.people()
                .iter()
                .find(|p| p.answers_to(role))
                .unwrap()
                .id
        };
        let shut = DayOff {
            list: DayList::Closure,
            date: date(2026, 12, 24),
            name: Line::new("Shut").unwrap(),
        };
        old.apply(&Change::Create(Row::DayOff(shut))).unwrap();
        let named = edit::PersonPatch {
            name: Some(Line::new("Tom Birch").unwrap()),
            ..Default::default()
        };
        let role = id_of(&old, "Data lead");
        let operation = edit::person(&old, role, &named).unwrap();
        old.apply_all(&operation.changes).unwrap();
        let preparation: Vec<TaskId> = old
            .tasks()
            .iter()
            .filter(|t| t.is_preparation())
            .map(|t| t.id)
            .collect();
        let done = edit::Patch {
            status: Some(Status::Done { at: now }),
            ..Default::default()
        };
        let operation = edit::patch(&old, &preparation[..1], &done).unwrap();
        old.apply_all(&operation.changes).unwrap();
        let noted = edit::Patch {
            note: Some(Note::new("half way").unwrap()),
            ..Default::default()
        };
        let operation = edit::patch(&old, &preparation[1..2], &noted).unwrap();
        old.apply_all(&operation.changes).unwrap();
        let extra = edit::Draft {
            title: Line::new("Our own preparation").unwrap(),
            rest: edit::Patch {
                section: Some(Line::new("Before the call").unwrap()),
                add: vec![Element::Need(preparation[1])],
                ..Default::default()
            },
        };
        let (operation, _) =
            edit::add(&old, &extra, Phase::Notification, &mut Ids::new(9, 9)).unwrap();
        old.apply_all(&operation.changes).unwrap();

        let template = Template::named("standard").unwrap();
        let new = plan_of(
            &template,
            &Start {
                authority: Line::default(),
                from: Some(&old),
            },
        );
        let tom = new
            .people()
            .iter()
            .find(|person| person.label() == "Tom Birch")
            .unwrap();
        assert!(new.tasks().iter().any(|task| task.owner == Some(tom.id)));
        assert_eq!(new.people().len(), template.roles.len());
        assert!(new.days_off().any(|day| day.list == DayList::Closure));
        assert_eq!(new.inspection().policy, Policy::default());
        assert!(
            new.milestones()
                .iter()
                .all(|milestone| milestone.typed.is_none())
        );
        let titled = |plan: &Plan, title: &str| {
            plan.tasks()
                .iter()
                .filter(|t| t.title == *title)
                .cloned()
                .collect::<Vec<_>>()
        };
        let finished = &old.task(preparation[0]).unwrap().title;
        assert_eq!(
            titled(&new, finished.as_str())[0].status,
            Status::NotStarted
        );
        let half = old.task(preparation[1]).unwrap().title.clone();
        let half = titled(&new, half.as_str());
        assert_eq!((half.len(), half[0].note.as_str()), (1, "half way"));
        let own = titled(&new, "Our own preparation");
        assert_eq!(own[0].needs().collect::<Vec<_>>(), [half[0].id]);
        assert_eq!(new.tasks().len(), template.tasks.len() + 1);
        assert!(
            Board::of(&new, now)
                .schedule
                .get(MilestoneKey::Call)
                .is_none()
        );
    }

    const SMALL: &str = r#"name = "small"
title = "Small"
framework = "2026"

[[milestone]]
key = "call"
name = "Call"

[[milestone]]
key = "start"
name = "Start"
rule = "call+5wd"

[[role]]
name = "DCS"
initials = "DCS"

[[task]]
id = "A"
phase = "notification"
section = "One"
title = "First"
due = "call+1wd 17:00"
owner = "DCS"

[[task]]
id = "B"
phase = "fieldwork"
section = "Two"
title = "Second"
needs = ["A"]
"#;

    #[test]
    fn what_is_wrong_is_said_with_file_line_and_field() {
        assert!(Template::parse("small.toml", SMALL).is_ok());
        for (from, to, expected) in [
            (
                "title = \"Small\"",
                "titel = \"Small\"",
                "small.toml, line 1: the template has no title.",
            ),
            (
                "owner = \"DCS\"",
                "ownr = \"DCS\"",
                "small.toml, line 24: the task \"A\" has an unknown field \"ownr\". Did you mean owner?",
            ),
            (
                "\"fieldwork\"",
                "\"later\"",
                "small.toml, line 28: the task \"B\": there is no phase \"later\": it is one of notification, fieldwork, feedback.",
            ),
            (
                "call+1wd 17:00",
                "call+1 17:00",
                "small.toml, line 23: the task \"A\": due: \"call+1 17:00\" is not a rule such as",
            ),
            (
                "call+1wd 17:00",
                "end 17:00",
                "small.toml, line 23: the task \"A\": due hangs from \"end\", which is not a milestone of this file.",
            ),
            (
                "call+5wd",
                "draft+5wd",
                "small.toml, line 12: the milestone \"start\" hangs from \"draft\", which is not in this file.",
            ),
            (
                "call+5wd",
                "start+5wd",
                "small.toml, line 12: the milestones \"start\" and \"start\" hang from each other in a circle.",
            ),
            (
                "key = \"start\"",
                "key = \"begin\"",
                "small.toml, line 10: a milestone: there is no milestone \"begin\"",
            ),
            (
                "id = \"B\"",
                "id = \"A\"",
                "small.toml, line 26: the task \"A\": the id \"A\" is there twice.",
            ),
            (
                "needs = [\"A\"]",
                "needs = [\"C\"]",
                "small.toml, line 31: the task \"B\": it needs \"C\", and no task has that id.",
            ),
            (
                "needs = [\"A\"]",
                "needs = [\"B\"]",
                "small.toml, line 31: the task \"B\": it needs \"B\", which waits for it in a circle.",
            ),
            (
                "owner = \"DCS\"",
                "owner = \"Chief\"",
                "small.toml, line 24: the task \"A\": the owner \"Chief\" is not a role of this file.",
            ),
            (
                "needs = [\"A\"]",
                "takes_call = \"yes\"",
                "small.toml, line 31: the task \"B\": takes_call has to be true or false.",
            ),
            (
                "title = \"Second\"",
                "",
                "small.toml, line 26: the task \"B\" has no title.",
            ),
            (
                "[[role]]",
                "[[role]",
                "small.toml, line 14: this is not written as TOML",
            ),
        ] {
            let failure = Template::parse("small.toml", &SMALL.replacen(from, to, 1))
                .unwrap_err()
                .to_string();
            assert!(failure.starts_with(expected), "{to}: {failure}");
        }
    }

    #[test]
    fn a_template_that_does_not_exist_is_refused_naming_those_that_do() {
        let failure = Template::named("standrad").unwrap_err();
        assert_eq!(failure.kind, crate::domain::failure::Kind::NotFound);
        let text = failure.to_string();
        assert!(
            text.starts_with("There is no template \"standrad\". Did you mean standard?"),
            "{text}"
        );
    }
}
