//! `new`: how a file begins.

use std::path::Path;

use clap::{Arg, ArgMatches, Command, value_parser};
use uuid::Uuid;

use super::args::{flag, option, value};
use super::call;
use super::desk::Desk;
use super::output::Stop;
use super::{Verb, desk};
use crate::domain::edit;
use crate::domain::failure::Failure;
use crate::domain::plan::Plan;
use crate::domain::rating::count;
use crate::domain::template::{Start, laid_out};
use crate::shell::config::Config;
use crate::shell::template;
use crate::store::{Access, Store};

pub(super) const NEW: Verb = Verb {
    name: "new",
    usage: "F --template T [--from OLD] [--authority N] [--call D] [--time T] [--on-site D] [--expected]",
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
            "readyroom new n.readyroom --template monitoring --on-site 15/12",
            "a visit that is agreed ahead",
        ),
        (
            "readyroom new next.readyroom --template standard --from last.readyroom",
            "people, preparation and self-evaluation come along",
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
            .arg(option("template", "T", "What sort of inspection: one that `readyroom templates` lists, or a file of your own").required(true))
            .arg(
                option("from", "OLD", "An older file whose people, closure days, unfinished preparation and self-evaluation come along")
                    .value_parser(value_parser!(std::path::PathBuf)),
            )
            .arg(option("authority", "N", "The council's name"))
            .arg(option("call", "D", "The day of the call"))
            .arg(option("time", "T", "The time of the call").requires("call"))
            .arg(option("on-site", "D", "The first day on site"))
            .arg(flag("expected", "It is not certain yet: the dates are provisional"))
    },
    run: new,
};

fn new(desk: &mut Desk, matches: &ArgMatches) -> Result<(), Stop> {
    let template = template::read(value(matches, "template").unwrap_or_default())?;
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
    let plan = laid_out(&inspection, &rows).map_err(call::moved_meanwhile)?;
    // Everything is understood before anything is made.
    let told = ["call", "on-site"].map(|name| matches.contains_id(name));
    let call = if told.contains(&true) || matches.get_flag("expected") {
        Some(call::read(desk, &plan, value(matches, "call"), matches)?)
    } else {
        None
    };
    let call =
        call.map(|call| Ok::<_, Failure>((call, edit::record_call(&plan, &call, &desk.author())?)));
    let call = call.transpose()?;
    let path = matches
        .get_one::<std::path::PathBuf>("new")
        .map_or(Path::new(""), |path| path.as_path());
    let mut store = Store::create(path, &inspection, &rows, &desk.stamp(), Uuid::now_v7())?;
    desk.made = Some(store.path().to_owned());
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
