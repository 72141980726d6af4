//! What a new file starts from: reads a template and lays its rows out. Whatever is wrong with a template is said with
//! file, line and field. It works out no dates, so a template that cannot be dated is found by the laws below, not here.

mod saved;

use std::collections::HashMap;

use super::calendar::england_holidays;
use super::change::{Change, Clash, DayList, DayOff, Row};
use super::edit::free_initials;
use super::evaluation;
use super::failure::Failure;
use super::framework::Framework;
use super::id::{Ids, PersonId, Ref, TaskId};
use super::inspection::{Inspection, Milestone, Person};
use super::near;
use super::operation::Operation;
use super::plan::Plan;
use super::tables::{Fields, File, Found, Spot};
use super::task::{Deadline, Element, Phase, Place, Task};
use super::text::{Line, Note, fold, quoted};
use super::when::{MilestoneKey, Rule, When};
use crate::assets;

pub use saved::Saved;

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

impl Entry {
    /// The judgement areas it serves.
    pub fn areas(&self) -> impl Iterator<Item = &Line> {
        self.elements.iter().filter_map(|element| match element {
            Element::Area(area) => Some(area),
            Element::Evidence(_) | Element::Need(_) | Element::Tag(_) => None,
        })
    }

    /// The words for it.
    pub fn tags(&self) -> impl Iterator<Item = &Line> {
        self.elements.iter().filter_map(|element| match element {
            Element::Tag(tag) => Some(tag),
            Element::Area(_) | Element::Evidence(_) | Element::Need(_) => None,
        })
    }
}

/// What a new file with these settings and this first operation holds.
pub fn laid_out(inspection: &Inspection, start: &Operation) -> Result<Plan, Clash> {
    let mut plan = Plan::about(inspection.clone());
    plan.apply_all(&start.changes)?;
    Ok(plan)
}

/// What a new file is to be.
#[derive(Debug, Clone, Default)]
pub struct Start<'a> {
    /// The council's name; when empty, that of the old file.
    pub authority: Line,
    /// An old file whose people, closure days, policy, unfinished preparation and self-evaluation come along.
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
        let framework = read_framework(&mut fields)?;
        let milestones = read_milestones(fields.tables("milestone", "a milestone")?)?;
        let roles = read_roles(fields.tables("role", "a role")?)?;
        let known = Known {
            framework,
            milestones: &milestones,
            roles: &roles,
        };
        let tasks = read_tasks(fields.tables("task", "a task")?, &known)?;
        fields.finish()?;
        Ok(Self {
            name,
            title,
            about,
            framework: framework.name.clone(),
            milestones,
            roles,
            tasks,
        })
    }

    /// What a file made of it holds, before anything is done in it.
    pub fn plan(&self, start: &Start<'_>, ids: &mut Ids) -> Result<Plan, Clash> {
        let (inspection, operation) = self.start(start, ids);
        laid_out(&inspection, &operation)
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
        let (tasks, carried) = self.tasks(start.from, &roles, ids);
        let records = start
            .from
            .map(|old| evaluation::write::carried(old, &|task| carried.get(&task).copied(), ids));
        let rows = people.into_iter().map(Row::Person);
        let rows = rows.chain(self.milestones.iter().cloned().map(Row::Milestone));
        let rows = rows.chain(days_off(start.from).into_iter().map(Row::DayOff));
        let rows = rows.chain(tasks.into_iter().map(|task| Row::Task(Box::new(task))));
        let rows = rows.chain(records.into_iter().flatten().map(Row::Record));
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
    /// the same title, or comes after those of the template. Also which new task each old one has become.
    fn tasks(
        &self,
        old: Option<&Plan>,
        roles: &HashMap<&str, PersonId>,
        ids: &mut Ids,
    ) -> (Vec<Task>, HashMap<TaskId, TaskId>) {
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
        let carried = old.map(|old| bring_along(self, old, &mut tasks, ids));
        // In the order of their refs, so that each is laid behind the one before.
        tasks.sort_by_key(|task| task.reference);
        (tasks, carried.unwrap_or_default())
    }
}

fn no_such_template(name: &str) -> Failure {
    let known: Vec<&str> = assets::TEMPLATES.iter().map(|(name, _)| *name).collect();
    let list = format!(
        "The templates are {}. One of your own is named by its file, like ours.toml.",
        known.join(", ")
    );
    Failure::not_found(format!("There is no template \"{}\".", quoted(name)))
        .hint(near::hint(name, known, &list))
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
/// unfinished preparation too; areas and rules come along where this sort of inspection has them. Returns which new task
/// each old one has become.
fn bring_along(
    template: &Template,
    old: &Plan,
    tasks: &mut Vec<Task>,
    ids: &mut Ids,
) -> HashMap<TaskId, TaskId> {
    let framework = Framework::known(template.framework.as_str());
    let is_area = |area: &Line| {
        framework.is_none_or(|framework| framework.areas().any(|known| *area == known))
    };
    let can_fall = |when: &When| match when {
        When::At(_) => true,
        When::Rule(rule) => template
            .milestones
            .iter()
            .any(|known| known.key == rule.anchor),
    };
    let carried: Vec<&Task> = old
        .tasks()
        .iter()
        .filter(|task| task.is_preparation() && task.status.is_open())
        .collect();
    let homes = homes(&carried, tasks, ids);
    let new_ids: HashMap<TaskId, TaskId> = homes
        .iter()
        .map(|(old, home)| (*old, tasks[*home].id))
        .collect();
    for task in carried {
        let new = &mut tasks[homes[&task.id]];
        let needs_here = new.needs().collect::<Vec<_>>();
        let elements = task.elements.iter().filter_map(|element| match element {
            Element::Need(need) => new_ids.get(need).copied().map(Element::Need),
            Element::Area(area) => is_area(area).then(|| element.clone()),
            Element::Evidence(_) | Element::Tag(_) => Some(element.clone()),
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
            deadline: Deadline {
                due: task.deadline.due.filter(can_fall),
                from: task.deadline.from.filter(can_fall),
            },
            elements,
            ..task.clone()
        };
    }
    break_circles(tasks);
    new_ids
}

/// Where in `tasks` each old one goes: to the one of its title, else to a new one at the end.
fn homes(carried: &[&Task], tasks: &mut Vec<Task>, ids: &mut Ids) -> HashMap<TaskId, usize> {
    let mut waiting: HashMap<String, usize> = HashMap::new();
    let prepared = tasks.iter().enumerate().rev();
    for (at, task) in prepared.filter(|(_, task)| task.is_preparation()) {
        waiting.insert(fold(task.title.as_str()), at);
    }
    let mut number = last_number(tasks);
    let mut home = |task: &Task| {
        waiting
            .remove(&fold(task.title.as_str()))
            .unwrap_or_else(|| {
                number += 1;
                let reference = Ref::new(Phase::Notification, number);
                let (place, title) = (task.place.clone(), task.title.clone());
                let new = Task::new(TaskId(ids.next_id()), reference, place, title);
                tasks.push(new);
                tasks.len() - 1
            })
    };
    carried.iter().map(|task| (task.id, home(task))).collect()
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
    let mut milestones: Vec<(Milestone, Spot)> = Vec::new();
    let files: Vec<_> = tables.first().map(Fields::file).into_iter().collect();
    for mut fields in tables {
        let key = fields.required("key")?;
        let read: MilestoneKey = key
            .value
            .parse()
            .map_err(|error| fields.failure(key.at, &format!("{error}.")))?;
        fields.call(format!("the milestone \"{read}\""));
        if milestones.iter().any(|(known, _)| known.key == read) {
            return Err(fields.failure(key.at, "it is there twice."));
        }
        let name = fields.required_line("name")?;
        let rule = fields.text("rule")?;
        let at = rule.as_ref().map_or(fields.at(), |rule| rule.at);
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
            at,
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
fn check_anchors(milestones: &[(Milestone, Spot)], file: File<'_>) -> Result<(), Failure> {
    let anchor_of = |at: usize| {
        let anchor = milestones[at].0.rule?.anchor;
        milestones
            .iter()
            .position(|(milestone, _)| milestone.key == anchor)
    };
    for (milestone, at) in milestones {
        if let Some(rule) = milestone.rule
            && !milestones.iter().any(|(known, _)| known.key == rule.anchor)
        {
            let message = format!(
                "the milestone \"{}\" hangs from \"{}\", which is not in this file.",
                milestone.key, rule.anchor
            );
            return Err(file.failure(*at, &message));
        }
    }
    match circle(milestones.len(), |at| anchor_of(at).into_iter().collect()) {
        None => Ok(()),
        Some((from, to)) => {
            let (one, at) = &milestones[from];
            let other = &milestones[to].0;
            let message = format!(
                "the milestones \"{}\" and \"{}\" hang from each other in a circle.",
                one.key, other.key
            );
            Err(file.failure(*at, &message))
        }
    }
}

fn read_basis(fields: &mut Fields<'_>) -> Result<Line, Failure> {
    let Some(found) = fields.text("basis")? else {
        return Ok(Line::default());
    };
    if !["confirmed", "measured", "custom"].contains(&found.value.as_str()) {
        return Err(fields.failure(found.at, "basis has to be confirmed, measured or custom."));
    }
    Line::new(&found.value).map_err(|error| fields.failure(found.at, &format!("basis is {error}.")))
}

fn read_roles(tables: Vec<Fields<'_>>) -> Result<Vec<Role>, Failure> {
    let mut roles: Vec<Role> = Vec::new();
    for mut fields in tables {
        let at = fields.at();
        let name = fields.required_line("name")?;
        fields.call(format!("the role \"{name}\""));
        let initials = fields.required_line("initials")?;
        if let Some(known) = roles
            .iter()
            .find(|known| same(&known.name, &name) || same(&known.initials, &initials))
        {
            return Err(fields.failure(
                at,
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

fn read_framework(fields: &mut Fields<'_>) -> Result<&'static Framework, Failure> {
    let found = fields.required("framework")?;
    Framework::named(&found.value)
        .map_err(|failure| fields.failure(found.at, &format!("framework: {failure}")))
}

/// What the tasks of a template may name.
struct Known<'a> {
    framework: &'a Framework,
    milestones: &'a [Milestone],
    roles: &'a [Role],
}

/// A task as read, with the places of what can only be checked when all are known.
struct Read<'a> {
    entry: Entry,
    needs: Vec<Found<Line>>,
    fields: Fields<'a>,
}

fn read_tasks(tables: Vec<Fields<'_>>, known: &Known<'_>) -> Result<Vec<Entry>, Failure> {
    let mut by_id: HashMap<Line, usize> = HashMap::new();
    let mut tasks: Vec<Read<'_>> = Vec::new();
    for mut fields in tables {
        let at = fields.at();
        let entry = read_task(&mut fields, known)?;
        let needs = fields.lines("needs")?;
        if !entry.id.is_empty() && by_id.insert(entry.id.clone(), tasks.len()).is_some() {
            return Err(fields.failure(at, &format!("the id \"{}\" is there twice.", entry.id)));
        }
        tasks.push(Read {
            entry,
            needs,
            fields,
        });
    }
    let needs = needs(&tasks, &by_id)?;
    if let Some((from, to)) = circle(tasks.len(), |at| needs[at].clone()) {
        let (one, other) = (&tasks[from], &tasks[to].entry.id);
        let at = one
            .needs
            .iter()
            .find(|need| need.value == *other)
            .map_or(one.fields.at(), |need| need.at);
        return Err(one.fields.failure(
            at,
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
fn needs(tasks: &[Read<'_>], by_id: &HashMap<Line, usize>) -> Result<Vec<Vec<usize>>, Failure> {
    let of = |task: &Read<'_>| {
        let found = task.needs.iter().map(|need| {
            let unknown = || {
                task.fields.failure(
                    need.at,
                    &format!("it needs \"{}\", and no task has that id.", need.value),
                )
            };
            by_id.get(&need.value).copied().ok_or_else(unknown)
        });
        found.collect()
    };
    tasks.iter().map(of).collect()
}

fn read_task(fields: &mut Fields<'_>, known: &Known<'_>) -> Result<Entry, Failure> {
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
        section: fields.line_of("section")?,
    };
    let note = fields.note("note")?;
    let deadline = Deadline {
        due: read_when(fields, "due", known.milestones)?,
        from: read_when(fields, "from", known.milestones)?,
    };
    let owner = read_role(fields, known.roles)?;
    let mut elements = read_areas(fields, known.framework)?;
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

fn read_areas(fields: &mut Fields<'_>, framework: &Framework) -> Result<Vec<Element>, Failure> {
    let found = fields.lines("areas")?;
    let areas = found.into_iter().map(|area| {
        let unknown = || {
            let areas: Vec<&str> = framework.areas().collect();
            let message = format!(
                "areas: the framework {} has no area \"{}\": it is one of {}.",
                framework.name,
                quoted(area.value.as_str()),
                areas.join(", ")
            );
            fields.failure(area.at, &message)
        };
        match framework.area(area.value.as_str()) {
            Some(known) => Ok(Element::Area(Line::clipped(known))),
            None => Err(unknown()),
        }
    });
    areas.collect()
}

fn read_phase(fields: &mut Fields<'_>) -> Result<Phase, Failure> {
    let found = fields.required("phase")?;
    let phase = Phase::ALL
        .into_iter()
        .find(|phase| phase.as_str() == found.value);
    phase.ok_or_else(|| {
        let names = Phase::ALL.map(Phase::as_str).join(", ");
        fields.failure(
            found.at,
            &format!(
                "there is no phase \"{}\": it is one of {names}.",
                quoted(&found.value)
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
        return Err(fields.failure(found.at, &message));
    }
    Ok(Some(When::Rule(rule)))
}

fn read_rule(fields: &Fields<'_>, key: &str, found: &Found<String>) -> Result<Rule, Failure> {
    found
        .value
        .parse()
        .map_err(|error| fields.failure(found.at, &format!("{key}: {error}.")))
}

fn read_role(fields: &mut Fields<'_>, roles: &[Role]) -> Result<Option<Line>, Failure> {
    let Some(found) = fields.text("owner")? else {
        return Ok(None);
    };
    let role = roles.iter().find(|role| role.name == *found.value.as_str());
    match role {
        Some(role) => Ok(Some(role.name.clone())),
        None => Err(fields.failure(
            found.at,
            &format!(
                "the owner \"{}\" is not a role of this file.",
                quoted(&found.value)
            ),
        )),
    }
}

/// The first edge that closes a circle among `count` things, if one does. Both its ends are on the circle.
pub fn circle(count: usize, next: impl Fn(usize) -> Vec<usize>) -> Option<(usize, usize)> {
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
    use jiff::civil::{Date, DateTime, date, datetime};

    use super::*;
    use crate::domain::board::Board;
    use crate::domain::edit::{self, Author, Call};
    use crate::domain::inspection::Policy;
    use crate::domain::task::Status;

    fn plan_of(template: &Template, start: &Start<'_>) -> Plan {
        let seed = u64::from(start.from.is_some());
        template.plan(start, &mut Ids::new(seed, 1)).unwrap()
    }

    fn fresh(name: &str) -> Plan {
        plan_of(&Template::named(name).unwrap(), &Start::default())
    }

    fn called(plan: &Plan, on: Date) -> Plan {
        let author = Author {
            who: Line::default(),
            now: on.to_datetime(jiff::civil::time(10, 12, 0, 0)),
        };
        let call = Call::came(author.now);
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
            let failure = refused(from, to);
            assert!(failure.starts_with(expected), "{to}: {failure}");
        }
    }

    fn refused(from: &str, to: &str) -> String {
        let text = SMALL.replacen(from, to, 1);
        let failure = Template::parse("small.toml", &text).unwrap_err();
        failure.to_string()
    }

    #[test]
    fn a_word_that_is_not_known_is_quoted_so_that_no_terminal_acts_on_it() {
        for (from, to, expected) in [
            (
                "framework = \"2026\"",
                "framework = \"1999\"",
                "small.toml, line 3: the template: framework: There is no framework \"1999\". The frameworks are 2023, 2026.",
            ),
            (
                "needs = [\"A\"]",
                "areas = [\"help\", \"ZZ\"]",
                "small.toml, line 31: the task \"B\": areas: the framework 2026 has no area \"ZZ\": it is one of LEAD, HELP, CARE, LEAV, ALL, LOG.",
            ),
            (
                "needs = [\"A\"]",
                "\"\\u001b[2J\" = 1",
                "small.toml, line 31: the task \"B\" has an unknown field \"<1B>[2J\".",
            ),
            (
                "\"fieldwork\"",
                "\"\\u202Efield\"",
                "small.toml, line 28: the task \"B\": there is no phase \"<202E>field\"",
            ),
        ] {
            let failure = refused(from, to);
            assert!(failure.starts_with(expected), "{to}: {failure}");
        }
    }

    #[test]
    fn a_title_of_any_length_or_sort_of_letters_is_shown_safely_or_refused() {
        let with = |title: &str| SMALL.replace("Second", title);
        let failure = Template::parse("small.toml", &with(&"x".repeat(100_000))).unwrap_err();
        assert_eq!(
            failure.message,
            "small.toml, line 30: the task \"B\": title is too long: 100000 characters, and a line holds at most 200."
        );
        let read = Template::parse("small.toml", &with("\\u001b[2J\\u202Ex\\u0000")).unwrap();
        assert_eq!(read.tasks[1].title, *"<1B>[2J<202E>x<00>");
    }

    proptest::proptest! {
        /// A file that has been bent is read, or refused with its name and a line that it has, in words that no
        /// terminal could act on.
        #[test]
        fn a_bent_file_is_read_or_refused_by_name(
            at in 0..SMALL.len(),
            cut in 0..60_usize,
            put in "(\\PC|[\\x00-\\x1f\u{202e}\u{9b}\"\\[\\]=]){0,12}",
        ) {
            let mut text = SMALL.to_owned();
            text.replace_range(at..(at + cut).min(SMALL.len()), &put);
            if let Err(failure) = Template::parse("bent.toml", &text) {
                let said = failure.to_string();
                let rest = said.strip_prefix("bent.toml, line ").unwrap();
                let line: usize = rest.split_once(": ").unwrap().0.parse().unwrap();
                let lines = text.matches('\n').count() + 1;
                proptest::prop_assert!((1..=lines).contains(&line), "{said}");
                let acts = |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}');
                proptest::prop_assert!(!said.contains(acts), "{said:?}");
            }
        }
    }

    #[test]
    fn fifty_thousand_tasks_are_laid_out_and_a_slip_in_the_last_has_its_line() {
        use std::fmt::Write as _;
        let mut text = SMALL.to_owned();
        for number in 0..50_000 {
            let phase = Phase::ALL[number % 3].as_str();
            write!(
                text,
                "\n[[task]]\nid = \"T{number}\"\nphase = \"{phase}\"\n"
            )
            .unwrap();
            text.push_str("title = \"Task\"\ndue = \"call+1wd\"\n");
        }
        let template = Template::parse("large.toml", &text).unwrap();
        let plan = plan_of(&template, &Start::default());
        assert_eq!(plan.tasks().len(), 50_002);
        text.push_str("owner = \"Nobody\"\n");
        let failure = Template::parse("large.toml", &text).unwrap_err();
        assert_eq!(
            failure.message,
            "large.toml, line 300032: the task \"T49999\": the owner \"Nobody\" is not a role of this file."
        );
    }

    #[test]
    fn preparation_comes_along_to_every_other_sort_of_inspection() {
        let mut old = called(&fresh("standard"), date(2026, 6, 1));
        let ours = edit::Draft {
            title: Line::new("Ours").unwrap(),
            rest: edit::Patch {
                section: Some(Line::new("Before the call").unwrap()),
                due: Some(Some("plan-5wd".parse().unwrap())),
                add: vec![Element::Area(Line::new("LEAD").unwrap())],
                ..Default::default()
            },
        };
        let mut ids = Ids::new(9, 9);
        let (operation, _) = edit::add(&old, &ours, Phase::Notification, &mut ids).unwrap();
        old.apply_all(&operation.changes).unwrap();
        for (name, _) in assets::TEMPLATES {
            let start = Start {
                from: Some(&old),
                ..Start::default()
            };
            let new = plan_of(&Template::named(name).unwrap(), &start);
            for task in old.tasks().iter().filter(|task| task.is_preparation()) {
                let here = new.tasks().iter().filter(|new| new.title == task.title);
                assert_eq!(here.count(), 1, "{name}: {}", task.title);
            }
            let ours = new.tasks().iter().find(|task| task.title == *"Ours");
            let ours = ours.unwrap();
            let can_fall = new.milestone(MilestoneKey::Plan).is_some();
            assert_eq!(ours.deadline.due.is_some(), can_fall, "{name}");
            assert_eq!(ours.areas().count(), 1, "{name}");
            let mut roles: Vec<String> = new
                .people()
                .iter()
                .map(|person| fold(person.role.as_str()))
                .collect();
            let all = roles.len();
            roles.sort();
            roles.dedup();
            assert_eq!(roles.len(), all, "{name}: a role is there twice");
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
