//! `templates`: the sorts of inspection there are, one in full, and the present tasks saved as one.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command, value_parser};
use serde::Serialize;

use super::Verb;
use super::args::{flag, json, option, value};
use super::desk::Desk;
use super::json::{Document, Versioned};
use super::output::Stop;
use crate::assets;
use crate::domain::inspection::Milestone;
use crate::domain::rating::count;
use crate::domain::task::Deadline;
use crate::domain::template::{Entry, Saved, Template};
use crate::domain::text::{Line, Note, width};
use crate::shell::template;

pub(super) const TEMPLATES: Verb = Verb {
    name: "templates",
    usage: "[NAME] [--json] | --save F [--force]",
    about: "List the sorts of inspection, show one in full, or save your tasks as one",
    examples: &[
        ("readyroom templates", "all of them"),
        (
            "readyroom templates focused",
            "its milestones, roles and tasks",
        ),
        (
            "readyroom templates ours.toml",
            "one of your own: is it sound?",
        ),
        (
            "readyroom templates --save ours.toml",
            "the tasks of this inspection, for the next",
        ),
    ],
    args: |command: Command| {
        command
            .arg(
                Arg::new("name")
                    .value_name("NAME")
                    .help("The one to show: built in, or a file of your own"),
            )
            .arg(json())
            .arg(
                option(
                    "save",
                    "F",
                    "Write the tasks of the present inspection as a template",
                )
                .value_parser(value_parser!(PathBuf))
                .conflicts_with_all(["name", "json"]),
            )
            .arg(flag("force", "Write over a file that is there").requires("save"))
    },
    run: templates,
};

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
    note: &'a Note,
    from_rule: Option<String>,
    due_rule: Option<String>,
    role: Option<&'a Line>,
    areas: Vec<&'a Line>,
    tags: Vec<&'a Line>,
    needs: Vec<String>,
    takes_call: bool,
}

fn templates(desk: &mut Desk, matches: &ArgMatches) -> Result<(), Stop> {
    if let Some(path) = matches.get_one::<PathBuf>("save") {
        return save(desk, path, matches.get_flag("force"));
    }
    if let Some(name) = value(matches, "name") {
        let template = template::read(name)?;
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
    let refs = refs_by_id(template);
    let tasks = template
        .tasks
        .iter()
        .zip(template.refs())
        .map(|(entry, (_, reference))| EntryJson {
            reference: reference.to_string(),
            phase: entry.place.phase.as_str(),
            section: &entry.place.section,
            title: &entry.title,
            note: &entry.note,
            from_rule: entry.deadline.from.map(|from| from.to_string()),
            due_rule: entry.deadline.due.map(|due| due.to_string()),
            role: entry.owner.as_ref(),
            areas: entry.areas().collect(),
            tags: entry.tags().collect(),
            needs: needs(entry, &refs),
            takes_call: entry.takes_call,
        });
    WholeTemplateJson {
        template: in_short(template),
        milestones: milestones.collect(),
        roles: roles.collect(),
        tasks: tasks.collect(),
    }
}

/// The ref each id of the template will have.
fn refs_by_id(template: &Template) -> HashMap<&str, String> {
    let refs = template.refs().into_iter();
    refs.map(|(id, reference)| (id, reference.to_string()))
        .collect()
}

/// The refs of the tasks that come first.
fn needs(entry: &Entry, refs: &HashMap<&str, String>) -> Vec<String> {
    let needs = entry.needs.iter();
    needs
        .filter_map(|need| refs.get(need.as_str()).cloned())
        .collect()
}

fn show(desk: &mut Desk, template: &Template) -> Result<(), Stop> {
    desk.out.heading(template.title.as_str())?;
    if !template.about.is_empty() {
        desk.out.line(template.about.as_str())?;
    }
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
    let refs = refs_by_id(template);
    let dates: Vec<String> = template.tasks.iter().map(dates_of).collect();
    let wide = dates.iter().map(String::len).max().unwrap_or(0);
    let initials = template
        .roles
        .iter()
        .map(|role| width(role.initials.as_str()));
    let narrow = initials.max().unwrap_or(0).max(2);
    let mut heading = String::new();
    let rows = template.tasks.iter().zip(template.refs()).zip(&dates);
    for ((entry, (_, reference)), dates) in rows {
        let next = format!("{}: {}", entry.place.phase.title(), entry.place.section);
        let next = next.trim_end_matches(": ").to_owned();
        if next != heading {
            desk.out.line("")?;
            desk.out.heading(&next)?;
            heading = next;
        }
        let owner = entry.owner.as_ref();
        let role = template.roles.iter().find(|role| Some(&role.name) == owner);
        let owner = role.map_or("--", |role| role.initials.as_str());
        let needs = match needs(entry, &refs).as_slice() {
            [] => String::new(),
            needs => format!(" (needs {})", needs.join(", ")),
        };
        desk.out.line(&format!(
            "  {:<6} {dates:<wide$}  {owner:<narrow$}  {}{needs}",
            reference.to_string(),
            entry.title
        ))?;
    }
    Ok(())
}

/// "call+1wd 17:00", or from one moment to another.
fn dates_of(entry: &Entry) -> String {
    let Deadline { due, from } = entry.deadline;
    match (from, due) {
        (Some(from), Some(due)) => format!("{from} to {due}"),
        (Some(from), None) => format!("from {from}"),
        (None, Some(due)) => due.to_string(),
        (None, None) => String::new(),
    }
}

/// Writes the present inspection's tasks as a template, and says what of them is not in it as it was.
fn save(desk: &mut Desk, path: &Path, over: bool) -> Result<(), Stop> {
    let (plan, board) = desk.read()?;
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let saved = Saved::of(&plan, &board.schedule, &Line::clipped(&stem));
    template::write(path, &saved.template.to_toml(), over)?;
    let Saved {
        template,
        hung,
        undated,
        nameless,
        doubled,
        notes,
    } = saved;
    let tasks = count(template.tasks.len() as i32, "task");
    let roles = count(template.roles.len() as i32, "role");
    let shown = path.display();
    desk.out.say(&format!(
        "Saved {tasks} and {roles} as a template in {shown}."
    ))?;
    for (many, what) in [
        (hung, "Typed dates, now counted from a milestone"),
        (
            undated,
            "Dates left out, as no milestone has one to count from",
        ),
        (nameless, "People without a role, now Owner 1 and so on"),
        (
            doubled,
            "Tasks of people with several roles, now with the first of them",
        ),
        (notes, "Notes of your own, to be read before you pass it on"),
    ] {
        if many > 0 {
            desk.out.say(&format!("{what}: {many}."))?;
        }
    }
    desk.out.say(&format!(
        "Start from it with: readyroom new FILE --template {shown}"
    ))
}
