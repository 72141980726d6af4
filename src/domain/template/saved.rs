//! A plan made into a template: what the next inspection of the sort can start from. Owners become roles and dates
//! become rules; how far the work has got, what was judged, the evidence and people's names stay behind.
//! Reading a template back is the parent's business, and a law holds the two together.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use jiff::civil::Date;
use serde::Serialize;

use super::{Entry, Role, Template, circle};
use crate::domain::board::Schedule;
use crate::domain::calendar::days_between;
use crate::domain::edit::free_among;
use crate::domain::framework::Framework;
use crate::domain::id::{PersonId, TaskId};
use crate::domain::inspection::{Milestone, Person, initials_of};
use crate::domain::plan::Plan;
use crate::domain::scrub::Scrubber;
use crate::domain::task::{Deadline, Element, Phase, Task};
use crate::domain::text::{Line, Note, fold};
use crate::domain::when::{MilestoneKey, Moment, Rule, Unit, When};

/// A template made from a plan, and what of the plan is not in it as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// The template.
    pub template: Template,
    /// Tasks whose typed date now hangs from a milestone.
    pub hung: usize,
    /// Tasks whose date is left out, because no milestone has a date to hang it from.
    pub undated: usize,
    /// People without a role, who became "Owner 1", "Owner 2" ...
    pub nameless: usize,
    /// Tasks of people with several roles that went to the first of them, because nothing says in which they have it.
    pub doubled: usize,
    /// Notes somebody wrote, which may say what only this inspection needs.
    pub notes: usize,
}

impl Saved {
    /// Makes a template called `name` of `plan`, whose milestones stand as `schedule` says.
    pub fn of(plan: &Plan, schedule: &Schedule, name: &Line) -> Self {
        let inspection = plan.inspection();
        let cast = Cast::of(plan);
        let names = Scrubber::with(plan, |person| cast.first_role(person));
        let framework =
            Framework::known(inspection.framework.as_str()).or_else(|| Framework::shipped().last());
        let mut saved = Self {
            template: Template {
                name: or(name, "own"),
                title: or(&inspection.title, "Own plan"),
                about: Line::clipped("Saved from an inspection."),
                framework: framework.map_or(Line::default(), |framework| framework.name.clone()),
                milestones: milestones(plan),
                roles: cast.roles.clone(),
                tasks: Vec::with_capacity(plan.tasks().len()),
            },
            hung: 0,
            undated: 0,
            nameless: cast.nameless,
            doubled: 0,
            notes: 0,
        };
        let here: HashMap<TaskId, String> = plan
            .tasks()
            .iter()
            .map(|task| (task.id, task.reference.to_string()))
            .collect();
        for task in plan.tasks() {
            let due = saved.rule(plan, schedule, task, task.deadline.due);
            let from = saved.rule(plan, schedule, task, task.deadline.from);
            let line = |text: &Line| Line::clipped(&names.clean(text.as_str()));
            let elements = task.elements.iter().filter_map(|element| match element {
                Element::Area(area) => framework?
                    .area(area.as_str())
                    .map(|area| Element::Area(Line::clipped(area))),
                Element::Tag(tag) => Some(Element::Tag(line(tag))),
                Element::Evidence(_) | Element::Need(_) => None,
            });
            let mut elements: Vec<Element> = elements.collect();
            elements.sort();
            elements.dedup();
            let needs = task.needs().filter_map(|need| here.get(&need));
            let note = names.clean(task.note.as_str());
            let known = cast.known(task);
            let ours = known.is_none_or(|known| known.note != task.note);
            saved.notes += usize::from(ours && !note.is_empty());
            let owner = task.owner.map(|owner| cast.role_of(owner, known));
            saved.doubled += usize::from(owner.as_ref().is_some_and(|(_, sure)| !sure));
            saved.template.tasks.push(Entry {
                id: Line::clipped(&task.reference.to_string()),
                place: crate::domain::task::Place {
                    phase: task.place.phase,
                    section: line(&task.place.section),
                },
                title: line(&task.title),
                note: Note::new(&note).unwrap_or_else(|_longer| task.note.clone()),
                deadline: Deadline { due, from },
                owner: owner.and_then(|(role, _)| role),
                elements,
                takes_call: task.takes_call,
                needs: needs.map(|need| Line::clipped(need)).collect(),
            });
        }
        break_circles(&mut saved.template.tasks);
        saved
    }

    /// A deadline as a rule; a typed date is hung from a milestone, or left out and counted.
    fn rule(
        &mut self,
        plan: &Plan,
        schedule: &Schedule,
        task: &Task,
        when: Option<When>,
    ) -> Option<When> {
        let rule = match when? {
            When::Rule(rule) => plan.milestone(rule.anchor).map(|_| rule),
            When::At(at) => {
                let rule = hang(plan, schedule, task.place.phase, at);
                self.hung += usize::from(rule.is_some());
                rule
            }
        };
        self.undated += usize::from(rule.is_none());
        rule.map(When::Rule)
    }
}

fn or(line: &Line, otherwise: &str) -> Line {
    if line.is_empty() {
        Line::clipped(otherwise)
    } else {
        line.clone()
    }
}

/// The milestones with their rules, without the dates that were typed.
fn milestones(plan: &Plan) -> Vec<Milestone> {
    let all = plan.milestones().iter().map(|milestone| Milestone {
        name: or(&milestone.name, milestone.key.title()),
        rule: milestone
            .rule
            .filter(|rule| plan.milestone(rule.anchor).is_some()),
        typed: None,
        ..milestone.clone()
    });
    all.collect()
}

/// A typed date as a distance from a milestone that the phase goes by: the first that gives the very same moment, else
/// the first that comes nearest, which is a working day beside it.
fn hang(plan: &Plan, schedule: &Schedule, phase: Phase, at: Moment) -> Option<Rule> {
    let rules = anchors(schedule, phase, at.date);
    let rules = rules.into_iter().filter_map(|(key, day)| {
        let days = plan.calendar().working_days(day, at.date);
        let rule = Rule {
            time: at.time,
            ..Rule::new(key, days, Unit::WorkingDays)
        };
        let falls = schedule.deadline(When::Rule(rule), phase, plan)?;
        let off = days_between(falls.date, at.date).abs();
        (days.abs() <= Rule::FURTHEST).then_some((rule, (off, falls.time != at.time)))
    });
    let nearest = rules.min_by_key(|(_, off)| *off);
    nearest.map(|(rule, _)| rule)
}

/// The milestones with a date that a phase goes by, the likeliest first: the call and then the first day on site; the
/// nearer end of the visit; the last milestone before the day.
fn anchors(schedule: &Schedule, phase: Phase, on: Date) -> Vec<(MilestoneKey, Date)> {
    let keys: &[MilestoneKey] = match phase {
        Phase::Notification => &[MilestoneKey::Call, MilestoneKey::Start],
        Phase::Fieldwork => &[MilestoneKey::Start, MilestoneKey::End],
        Phase::Feedback => &MilestoneKey::ALL[MilestoneKey::End as usize..],
    };
    let dated = keys
        .iter()
        .filter_map(|key| Some((*key, schedule.get(*key)?.date)));
    let mut dated: Vec<(MilestoneKey, Date)> = dated.collect();
    let distance = |day: Date| days_between(day, on);
    match phase {
        Phase::Notification => {}
        Phase::Fieldwork => dated.sort_by_key(|(_, day)| distance(*day).abs()),
        Phase::Feedback => {
            dated.sort_by_key(|(key, day)| {
                (distance(*day) < 0, distance(*day).abs(), Reverse(*key))
            });
        }
    }
    dated
}

/// Who is wanted, and which of them each person was.
struct Cast {
    roles: Vec<Role>,
    /// The places of each person's roles.
    of: HashMap<PersonId, Vec<usize>>,
    /// The tasks of the built-in template the plan began with, by title.
    known: HashMap<String, Entry>,
    nameless: usize,
}

impl Cast {
    fn of(plan: &Plan) -> Self {
        let names = Scrubber::of(plan);
        let known = Template::named(plan.inspection().kind.as_str());
        let known = known.map_or_else(|_unknown| Vec::new(), |known| vec![known]);
        let letters = |role: &str| {
            let mut roles = known.iter().flat_map(|known| &known.roles);
            let held = roles.find(|known| same(known.name.as_str(), role));
            held.map_or_else(|| initials_of(role), |held| held.initials.to_string())
        };
        let tasks = known.iter().flat_map(|known| &known.tasks);
        let tasks = tasks.map(|task| (fold(task.title.as_str()), task.clone()));
        let owners: HashSet<PersonId> = plan.tasks().iter().filter_map(|task| task.owner).collect();
        let mut cast = Self {
            roles: Vec::new(),
            of: HashMap::new(),
            known: tasks.collect(),
            nameless: 0,
        };
        for person in plan.people() {
            let held: Vec<&str> = person
                .roles()
                .filter(|role| !names.names_anybody(role))
                .collect();
            let held = held
                .into_iter()
                .map(|role| cast.place(role, &letters(role)));
            let mut places: Vec<usize> = held.collect();
            if places.is_empty() && owners.contains(&person.id) {
                cast.nameless += 1;
                let number = cast.nameless;
                places.push(cast.place(&format!("Owner {number}"), &format!("O{number}")));
            }
            if !places.is_empty() {
                cast.of.insert(person.id, places);
            }
        }
        cast
    }

    /// The position of the role called `name`, which is added when it is new.
    fn place(&mut self, name: &str, initials: &str) -> usize {
        let known = self
            .roles
            .iter()
            .position(|role| same(role.name.as_str(), name));
        known.unwrap_or_else(|| {
            let taken: Vec<&Line> = self.roles.iter().map(|role| &role.initials).collect();
            let initials = free_among(&taken, initials);
            let name = Line::clipped(name);
            self.roles.push(Role { name, initials });
            self.roles.len() - 1
        })
    }

    /// The task as the template had it that the plan began with.
    fn known(&self, task: &Task) -> Option<&Entry> {
        self.known.get(&fold(task.title.as_str()))
    }

    /// The role in which somebody has a task, and whether that is sure: the one the task was known with, else their
    /// first.
    fn role_of(&self, person: PersonId, known: Option<&Entry>) -> (Option<Line>, bool) {
        let places = self.of.get(&person).map_or(&[][..], Vec::as_slice);
        let roles: Vec<&Line> = places.iter().map(|at| &self.roles[*at].name).collect();
        let wanted = known.and_then(|known| known.owner.as_ref());
        let meant = wanted.and_then(|wanted| {
            let held = roles
                .iter()
                .find(|role| same(role.as_str(), wanted.as_str()));
            held.copied()
        });
        let sure = meant.is_some() || roles.len() <= 1;
        (meant.or(roles.first().copied()).cloned(), sure)
    }

    /// The first role of a person, if they have one.
    fn first_role(&self, person: &Person) -> Option<String> {
        let first = self.of.get(&person.id)?.first()?;
        Some(self.roles[*first].name.to_string())
    }
}

fn same(a: &str, b: &str) -> bool {
    fold(a) == fold(b)
}

/// Merging two copies can leave needs that run in a circle; the need that closes it goes.
fn break_circles(tasks: &mut [Entry]) {
    let at: HashMap<Line, usize> = tasks
        .iter()
        .enumerate()
        .map(|(at, task)| (task.id.clone(), at))
        .collect();
    let needs = |tasks: &[Entry], one: usize| {
        let needs = tasks[one].needs.iter();
        needs
            .filter_map(|need| at.get(need).copied())
            .collect::<Vec<_>>()
    };
    while let Some((from, to)) = circle(tasks.len(), |one| needs(tasks, one)) {
        let closing = tasks[to].id.clone();
        tasks[from].needs.retain(|need| *need != closing);
    }
}

const HEAD: &str = "\
# A template for readyroom: `readyroom new FILE --template THIS.toml` starts an inspection from it, and
# `readyroom templates THIS.toml` shows it. A deadline is a milestone and a distance from it: call+1wd 17:00, end-2wd,
# start fri. Check the titles and notes for what only one inspection needs before passing it on.

";

#[derive(Serialize)]
struct TemplateToml<'a> {
    name: &'a Line,
    title: &'a Line,
    about: &'a Line,
    framework: &'a Line,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    milestone: Vec<MilestoneToml<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    role: Vec<RoleToml<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    task: Vec<TaskToml<'a>>,
}

#[derive(Serialize)]
struct MilestoneToml<'a> {
    key: MilestoneKey,
    name: &'a Line,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<Rule>,
    #[serde(skip_serializing_if = "Line::is_empty")]
    basis: &'a Line,
}

#[derive(Serialize)]
struct RoleToml<'a> {
    name: &'a Line,
    initials: &'a Line,
}

#[derive(Serialize)]
struct TaskToml<'a> {
    #[serde(skip_serializing_if = "Line::is_empty")]
    id: &'a Line,
    phase: Phase,
    #[serde(skip_serializing_if = "Line::is_empty")]
    section: &'a Line,
    title: &'a Line,
    #[serde(skip_serializing_if = "Note::is_empty")]
    note: &'a Note,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<When>,
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<When>,
    #[serde(skip_serializing_if = "Option::is_none")]
    owner: Option<&'a Line>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    areas: Vec<&'a Line>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    refs: Vec<&'a Line>,
    #[serde(skip_serializing_if = "<[Line]>::is_empty")]
    needs: &'a [Line],
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    takes_call: bool,
}

impl Template {
    /// The template as a file holds it; [`Template::parse`] reads the same one from it.
    pub fn to_toml(&self) -> String {
        let milestone = self.milestones.iter().map(|milestone| MilestoneToml {
            key: milestone.key,
            name: &milestone.name,
            rule: milestone.rule,
            basis: &milestone.basis,
        });
        let role = self.roles.iter().map(|role| RoleToml {
            name: &role.name,
            initials: &role.initials,
        });
        let all = TemplateToml {
            name: &self.name,
            title: &self.title,
            about: &self.about,
            framework: &self.framework,
            milestone: milestone.collect(),
            role: role.collect(),
            task: self.tasks.iter().map(task_toml).collect(),
        };
        let body =
            toml::to_string(&all).expect("texts, lists and flags can all be written as TOML");
        format!("{HEAD}{body}")
    }
}

fn task_toml(task: &Entry) -> TaskToml<'_> {
    TaskToml {
        id: &task.id,
        phase: task.place.phase,
        section: &task.place.section,
        title: &task.title,
        note: &task.note,
        from: task.deadline.from,
        due: task.deadline.due,
        owner: task.owner.as_ref(),
        areas: task.areas().collect(),
        refs: task.tags().collect(),
        needs: &task.needs,
        takes_call: task.takes_call,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{DateTime, Time, datetime};
    use proptest::prelude::*;

    use super::super::Start;
    use super::*;
    use crate::assets;
    use crate::domain::calendar::plus_days;
    use crate::domain::change::{Change, Row};
    use crate::domain::edit::{self, Author, Call};
    use crate::domain::id::Ids;
    use crate::domain::task::Status;

    const NOW: DateTime = datetime(2026, 6, 3, 9, 41, 0, 0);
    const NAMES: [&str; 3] = ["Jo Smith", "Tom Birch", "Ann O'Neil"];

    /// What somebody has made of a task.
    #[derive(Debug, Clone)]
    struct Bent {
        task: usize,
        text: String,
        due: Option<When>,
        from: Option<When>,
        owner: usize,
        need: usize,
    }

    fn any_when() -> impl Strategy<Value = When> {
        let clock = prop::option::of((0_i8..24, 0_i8..60));
        let clock = clock.prop_map(|clock| clock.map(|(h, m)| Time::constant(h, m, 0, 0)));
        let key = prop::sample::select(&MilestoneKey::ALL[..]);
        let unit = prop::sample::select(&Unit::ALL[..]);
        let rule = (key, -60..60_i32, unit, clock.clone());
        let rule = rule.prop_map(|(key, offset, unit, time)| {
            When::Rule(Rule {
                time,
                ..Rule::new(key, offset, unit)
            })
        });
        let day = (-300..600_i64, clock).prop_map(|(days, time)| {
            When::At(Moment {
                date: plus_days(NOW.date(), days),
                time,
            })
        });
        prop_oneof![rule, day]
    }

    fn any_bent() -> impl Strategy<Value = Bent> {
        let text = prop_oneof![
            any::<String>(),
            Just("Ask Jo Smith, then Tom Birch's team".to_owned()),
            Just("\"\"\" ''' \\ \u{1b}[2J\r\n\u{202e}".to_owned()),
        ];
        let when = || prop::option::of(any_when());
        (0..500_usize, text, when(), when(), 0..6_usize, 0..500_usize).prop_map(
            |(task, text, due, from, owner, need)| Bent {
                task,
                text,
                due,
                from,
                owner,
                need,
            },
        )
    }

    /// A plan from a template, with people named, tasks bent, and the call recorded or not.
    fn any_plan() -> impl Strategy<Value = Plan> {
        let template = prop::sample::select(assets::TEMPLATES);
        let bent = prop::collection::vec(any_bent(), 0..12);
        (template, bent, any::<bool>()).prop_map(|((name, _), bent, call)| {
            let plan = made(&Template::named(name).unwrap(), |tasks, rows, ids| {
                bend(&bent, tasks, rows, ids);
            });
            if call { called(plan) } else { plan }
        })
    }

    /// The template laid out, once `bend` has seen its tasks and its other rows.
    fn made(template: &Template, bend: impl FnOnce(&mut [Task], &mut Vec<Row>, &mut Ids)) -> Plan {
        let mut ids = Ids::new(1, 1);
        let (inspection, operation) = template.start(&Start::default(), &mut ids);
        let (mut tasks, mut rows) = (Vec::new(), Vec::new());
        for change in operation.changes {
            match change {
                Change::Create(Row::Task(task)) => tasks.push(*task),
                Change::Create(row) => rows.push(row),
                other => panic!("{other:?}"),
            }
        }
        bend(&mut tasks, &mut rows, &mut ids);
        let tasks = tasks.into_iter().map(|task| Row::Task(Box::new(task)));
        let rows: Vec<Change> = rows.into_iter().chain(tasks).map(Change::Create).collect();
        let mut plan = Plan::about(inspection);
        plan.apply_all(&rows).unwrap();
        plan
    }

    fn bend(bent: &[Bent], tasks: &mut [Task], rows: &mut Vec<Row>, ids: &mut Ids) {
        let mut people: Vec<PersonId> = Vec::new();
        let mut names = NAMES.iter();
        for row in rows.iter_mut() {
            if let Row::Person(person) = row {
                person.name = names.next().map(|name| Line::clipped(name));
                people.push(person.id);
            }
        }
        let stranger = PersonId(ids.next_id());
        people.push(stranger);
        rows.push(Row::Person(Person {
            id: stranger,
            name: Some(Line::clipped("Pat Stranger")),
            initials: Line::clipped("PS"),
            role: Line::default(),
        }));
        let all: Vec<TaskId> = tasks.iter().map(|task| task.id).collect();
        for bent in bent.iter().filter(|_| !all.is_empty()) {
            let task = &mut tasks[bent.task % all.len()];
            task.title = or(&Line::clipped(&bent.text), "Untitled");
            task.note = Note::new(&bent.text).unwrap_or_default();
            task.place.section = Line::clipped(&bent.text);
            task.deadline = Deadline {
                due: bent.due,
                from: bent.from,
            };
            task.owner = people.get(bent.owner * people.len() / 5).copied();
            task.status = Status::Done { at: NOW };
            task.elements.extend([
                Element::Tag(Line::clipped(&bent.text)),
                Element::Evidence(Line::clipped("G:/Jo Smith/proof.docx")),
                Element::Need(all[bent.need % all.len()]),
            ]);
            task.elements.sort();
            task.elements.dedup();
        }
    }

    fn called(mut plan: Plan) -> Plan {
        let today = NOW.date();
        let notice = edit::notice(&plan, today);
        let call = Call {
            date: notice.unwrap_or(today),
            time: None,
            on_site: notice.map(|_| today),
            expected: false,
            drop_preparation: false,
        };
        let author = Author {
            who: Line::default(),
            now: NOW,
        };
        let operation = edit::record_call(&plan, &call, &author).unwrap();
        plan.apply_all(&operation.changes).unwrap();
        plan
    }

    fn saved(plan: &Plan) -> Saved {
        Saved::of(plan, &Schedule::of(plan, NOW), &Line::clipped("ours"))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        /// What is saved is read back as it was saved.
        #[test]
        fn a_saved_template_is_read_back_the_same(plan in any_plan()) {
            let saved = saved(&plan).template;
            prop_assert_eq!(Template::parse("ours.toml", &saved.to_toml()), Ok(saved));
        }

        /// Every task is in it with its rule, or for a typed date with one that no working day parts from it.
        #[test]
        fn a_saved_template_holds_the_same_tasks(plan in any_plan()) {
            let schedule = Schedule::of(&plan, NOW);
            let saved = saved(&plan);
            prop_assert_eq!(saved.template.tasks.len(), plan.tasks().len());
            let (mut hung, mut undated) = (0, 0);
            for (entry, task) in saved.template.tasks.iter().zip(plan.tasks()) {
                prop_assert_eq!(entry.place.phase, task.place.phase);
                prop_assert_eq!(entry.owner.is_some(), task.owner.is_some());
                prop_assert_eq!(entry.takes_call, task.takes_call);
                if !task.title.as_str().contains("Jo Smith") {
                    prop_assert_eq!((&entry.title, &entry.note), (&task.title, &task.note));
                }
                let due = (entry.deadline.due, task.deadline.due);
                for dates in [due, (entry.deadline.from, task.deadline.from)] {
                    match dates {
                        (None, Some(_)) => undated += 1,
                        (Some(new), Some(When::At(at))) => {
                            hung += 1;
                            let falls = schedule.deadline(new, task.place.phase, &plan).unwrap();
                            let between = plan.calendar().working_days(falls.date, at.date);
                            prop_assert_eq!(between, 0, "{} for {}", new, at);
                        }
                        (new, old) => prop_assert_eq!(new, old),
                    }
                }
            }
            prop_assert_eq!((saved.hung, saved.undated), (hung, undated));
        }

        /// Nobody is named in it.
        #[test]
        fn a_saved_template_names_nobody(plan in any_plan()) {
            let text = saved(&plan).template.to_toml();
            for name in NAMES.iter().chain(&["Pat Stranger", "proof.docx"]) {
                prop_assert!(!text.contains(name), "{}", name);
            }
        }
    }

    #[test]
    fn a_shipped_template_laid_out_and_saved_is_itself() {
        for (name, _) in assets::TEMPLATES {
            let shipped = Template::named(name).unwrap();
            let read = Template::parse("t.toml", &shipped.to_toml());
            assert_eq!(read.as_ref(), Ok(&shipped), "{name}");
            let plan = made(&shipped, |_, _, _| ());
            let saved = saved(&plan);
            let odd = (saved.hung, saved.undated, saved.nameless, saved.doubled);
            assert_eq!(odd, (0, 0, 0, 0), "{name}");
            assert_eq!(saved.template.milestones, shipped.milestones, "{name}");
            assert_eq!(saved.template.roles, shipped.roles, "{name}");
            assert_eq!(bare(&saved.template), bare(&shipped), "{name}");
            let again = made(&saved.template, |_, _, _| ());
            let needs = |plan: &Plan| -> Vec<Vec<usize>> {
                let tasks = plan.tasks().iter().map(Task::needs);
                let at = |need| plan.tasks().iter().position(|task| task.id == need);
                tasks.map(|needs| needs.filter_map(at).collect()).collect()
            };
            assert_eq!(needs(&again), needs(&plan), "{name}");
        }
    }

    /// The tasks in the order of their refs, without what only this template calls them.
    fn bare(template: &Template) -> Vec<Entry> {
        let refs = template.refs().into_iter().map(|(_, reference)| reference);
        let mut tasks: Vec<_> = refs.zip(template.tasks.clone()).collect();
        tasks.sort_by_key(|(reference, _)| *reference);
        let bare = tasks.into_iter().map(|(_, entry)| Entry {
            id: Line::default(),
            needs: Vec::new(),
            ..entry
        });
        bare.collect()
    }
}
