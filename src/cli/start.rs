//! `new` and `templates`: how a file begins.

use std::path::Path;

use clap::{Arg, ArgMatches, Command, value_parser};
use serde::Serialize;
use uuid::Uuid;

use super::args::{flag, json, option, value};
use super::call;
use super::desk::Desk;
use super::json::{Document, Versioned};
use super::output::Stop;
use super::{Verb, desk};
use crate::assets;
use crate::domain::edit;
use crate::domain::failure::Failure;
use crate::domain::inspection::{Inspection, Milestone};
use crate::domain::operation::Operation;
use crate::domain::plan::Plan;
use crate::domain::rating::count;
use crate::domain::template::{Start, Template};
use crate::domain::text::{Line, width};
use crate::shell::config::Config;
use crate::store::{Access, Store};

pub(super) const NEW: Verb = Verb {
    name: "new",
    usage: "F --template T [--from OLD] [--authority N] [--call D [--time T] [--on-site D] [--expected]]",
    about: "Make a file for one inspection",
    examples: &[
        (
            "readyroom new northshire.readyroom --template standard",
            "before the call",
        ),
        (
            "readyroom new n.readyroom --template standard --call today --time 11:00 --on-site mon",
            "the call has come",
        ),
        (
            "readyroom new n.readyroom --template short --call 30/11 --expected",
            "a likely date",
        ),
        (
            "readyroom new next.readyroom --template standard --from last.readyroom",
            "people and preparation come along",
        ),
    ],
    args: |command: Command| {
        command
            .arg(
                Arg::new("new")
                    .value_name("F")
                    .help("The file to make")
                    .required(true)
                    .value_parser(value_parser!(std::path::PathBuf)),
            )
            .arg(option("template", "T", "What sort of inspection; `readyroom templates` lists them").required(true))
            .arg(
                option("from", "OLD", "An older file whose people, closure days and unfinished preparation come along")
                    .value_parser(value_parser!(std::path::PathBuf)),
            )
            .arg(option("authority", "N", "The council's name"))
            .arg(option("call", "D", "The day of the call"))
            .arg(option("time", "T", "The time of the call").requires("call"))
            .arg(option("on-site", "D", "The first day on site").requires("call"))
            .arg(flag("expected", "The call has not come yet: the dates are provisional").requires("call"))
    },
    run: new,
};

pub(super) const TEMPLATES: Verb = Verb {
    name: "templates",
    usage: "[NAME] [--json]",
    about: "List the sorts of inspection, or show one in full",
    examples: &[
        ("readyroom templates", "all of them"),
        (
            "readyroom templates standard",
            "its milestones, roles and tasks",
        ),
    ],
    args: |command: Command| {
        command
            .arg(Arg::new("name").value_name("NAME").help("The one to show"))
            .arg(json())
    },
    run: templates,
};

fn new(desk: &mut Desk, matches: &ArgMatches) -> Result<(), Stop> {
    let template = Template::named(value(matches, "template").unwrap_or_default())?;
    let old = matches
        .get_one::<std::path::PathBuf>("from")
        .map(|path| read_old(path))
        .transpose()?;
    let authority = edit::line(
        value(matches, "authority").unwrap_or_default(),
        "The council's name",
    )?;
    let (inspection, rows) = template.start(
        &Start {
            authority,
            from: old.as_ref(),
        },
        &mut desk.ids(),
    );
    let plan = laid_out(&inspection, &rows)?;
    // Everything is understood before anything is made.
    let call = match value(matches, "call") {
        Some(day) => Some(call::read(desk, &plan, day, matches)?),
        None => None,
    };
    let call =
        call.map(|call| Ok::<_, Failure>((call, edit::record_call(&plan, &call, &desk.author())?)));
    let call = call.transpose()?;
    let path = matches
        .get_one::<std::path::PathBuf>("new")
        .map_or(Path::new(""), |path| path.as_path());
    let mut store = Store::create(path, &inspection, &rows, &desk.stamp(), Uuid::now_v7())?;
    // Only a convenience: without it, the file has to be named.
    let _ = Config::update(|config| config.opened(store.path()));
    let tasks = count(plan.tasks().len() as i32, "task");
    desk.out.say(&format!(
        "Made {}: {}, {tasks}.",
        path.display(),
        inspection.title
    ))?;
    if let Some((call, operation)) = call {
        store.commit(&operation, &desk.stamp())?;
        desk.out.say(&desk::sentence(&operation.label))?;
        let mut after = plan;
        after
            .apply_all(&operation.changes)
            .map_err(call::moved_meanwhile)?;
        call::say_on_site(desk, &after, &call)?;
    }
    Ok(())
}

/// A new file is not begun with half of an old one.
fn read_old(path: &Path) -> Result<Plan, Stop> {
    let store = Store::open(path, Access::ReadOnly)?;
    let plan = store.read()?;
    match store.damage() {
        Some(damage) => Err(crate::store::Error::Damaged(damage.clone()).into()),
        None => Ok(plan),
    }
}

fn laid_out(inspection: &Inspection, rows: &Operation) -> Result<Plan, Stop> {
    let none = || (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let (people, milestones, days_off, tasks) = none();
    let mut plan = Plan::from_rows(
        inspection.clone(),
        people,
        milestones,
        days_off,
        tasks,
        [0; 3],
    );
    plan.apply_all(&rows.changes)
        .map_err(call::moved_meanwhile)?;
    Ok(plan)
}

#[derive(Debug, Serialize)]
struct TemplateJson<'a> {
    name: &'a Line,
    title: &'a Line,
    about: &'a Line,
    framework: &'a Line,
    tasks: usize,
}

#[derive(Debug, Serialize)]
struct WholeTemplateJson<'a> {
    template: TemplateJson<'a>,
    milestones: Vec<RuleJson<'a>>,
    roles: Vec<RoleJson<'a>>,
    tasks: Vec<EntryJson<'a>>,
}

#[derive(Debug, Serialize)]
struct RuleJson<'a> {
    id: &'static str,
    name: &'a Line,
    rule: Option<String>,
}

#[derive(Debug, Serialize)]
struct RoleJson<'a> {
    initials: &'a Line,
    role: &'a Line,
}

#[derive(Debug, Serialize)]
struct EntryJson<'a> {
    #[serde(rename = "ref")]
    reference: String,
    phase: &'static str,
    section: &'a Line,
    title: &'a Line,
    due_rule: Option<String>,
    role: Option<&'a Line>,
}

fn templates(desk: &mut Desk, matches: &ArgMatches) -> Result<(), Stop> {
    if let Some(name) = value(matches, "name") {
        let template = Template::named(name)?;
        return if matches.get_flag("json") {
            desk.out.json(&Versioned::new(whole(&template)))
        } else {
            show(desk, &template)
        };
    }
    let all = assets::TEMPLATES
        .iter()
        .map(|(name, _)| Template::named(name));
    let all = all.collect::<Result<Vec<_>, _>>()?;
    if matches.get_flag("json") {
        return desk.out.json(&Document(
            "templates",
            all.iter().map(in_short).collect::<Vec<_>>(),
        ));
    }
    for template in &all {
        let tasks = count(template.tasks.len() as i32, "task");
        desk.out.line(&format!(
            "{:<11} {}, {tasks}",
            template.name, template.title
        ))?;
        desk.out.line(&format!("{:<11} {}", "", template.about))?;
    }
    Ok(())
}

fn in_short(template: &Template) -> TemplateJson<'_> {
    let Template {
        name,
        title,
        about,
        framework,
        milestones: _,
        roles: _,
        tasks,
    } = template;
    TemplateJson {
        name,
        title,
        about,
        framework,
        tasks: tasks.len(),
    }
}

fn whole(template: &Template) -> WholeTemplateJson<'_> {
    let milestones = template.milestones.iter().map(|milestone| RuleJson {
        id: milestone.key.as_str(),
        name: &milestone.name,
        rule: milestone.rule.map(|rule| rule.to_string()),
    });
    let roles = template.roles.iter().map(|role| RoleJson {
        initials: &role.initials,
        role: &role.name,
    });
    let tasks = template
        .tasks
        .iter()
        .zip(template.refs())
        .map(|(entry, (_, reference))| EntryJson {
            reference: reference.to_string(),
            phase: entry.place.phase.as_str(),
            section: &entry.place.section,
            title: &entry.title,
            due_rule: entry.deadline.due.map(|due| due.to_string()),
            role: entry.owner.as_ref(),
        });
    WholeTemplateJson {
        template: in_short(template),
        milestones: milestones.collect(),
        roles: roles.collect(),
        tasks: tasks.collect(),
    }
}

fn show(desk: &mut Desk, template: &Template) -> Result<(), Stop> {
    desk.out.heading(template.title.as_str())?;
    desk.out.line(template.about.as_str())?;
    show_milestones(desk, &template.milestones)?;
    if !template.roles.is_empty() {
        desk.out.line("")?;
        desk.out.heading("Roles")?;
    }
    for role in &template.roles {
        desk.out
            .line(&format!("  {:<12} {}", role.initials, role.name))?;
    }
    show_tasks(desk, template)
}

fn show_milestones(desk: &mut Desk, milestones: &[Milestone]) -> Result<(), Stop> {
    desk.out.line("")?;
    desk.out.heading("Milestones")?;
    let names = milestones
        .iter()
        .map(|milestone| width(milestone.name.as_str()));
    let columns = names.max().unwrap_or(0);
    for Milestone {
        key,
        name,
        rule,
        basis: _,
        typed: _,
    } in milestones
    {
        let rule = rule.map_or("typed when it is known".to_owned(), |rule| rule.to_string());
        desk.out
            .line(&format!("  {key:<12} {name:<columns$}  {rule}"))?;
    }
    Ok(())
}

fn show_tasks(desk: &mut Desk, template: &Template) -> Result<(), Stop> {
    let mut heading = String::new();
    for (entry, (_, reference)) in template.tasks.iter().zip(template.refs()) {
        let next = format!("{}: {}", entry.place.phase.title(), entry.place.section);
        if next != heading {
            desk.out.line("")?;
            desk.out.heading(&next)?;
            heading = next;
        }
        let due = entry
            .deadline
            .due
            .map_or(String::new(), |due| due.to_string());
        desk.out.line(&format!(
            "  {:<7} {due:<20} {}",
            reference.to_string(),
            entry.title
        ))?;
    }
    Ok(())
}
