//! `views`: the saved ways of looking at the list.

use clap::{Arg, ArgMatches, Command};
use serde::Serialize;

use super::Verb;
use super::args::{all, as_of, json, option, value};
use super::desk::Desk;
use super::json::Document;
use super::output::{Stop, Style};
use crate::domain::board::Board;
use crate::domain::failure::Failure;
use crate::domain::filter::Filter;
use crate::domain::order::{Grouping, SortKey};
use crate::domain::phrase;
use crate::domain::plan::Plan;
use crate::domain::records::View;
use crate::domain::text::{quoted, width};
use crate::domain::views;

pub(super) const VIEWS: Verb = Verb {
    name: "views",
    usage: "[save NAME [FILTER...] [--sort KEY] [--group KEY] | rename NAME NEW | remove NAME] [--as-of MOMENT] [--json]",
    about: "The saved views of the list: show, save, rename or remove",
    examples: &[
        (
            "readyroom views",
            "all of them; use one with: readyroom list --view NAME",
        ),
        (
            "readyroom views save \"Board pack\" tag:board -status:done --sort owner",
            "a view of your own",
        ),
        (
            "readyroom views rename \"Board pack\" Members",
            "another name",
        ),
        ("readyroom views remove Members", "undo brings it back"),
    ],
    args: |command: Command| {
        let sorts: Vec<&str> = SortKey::ALL.iter().map(|key| key.as_str()).collect();
        let groups: Vec<&str> = Grouping::ALL.iter().map(|key| key.as_str()).collect();
        command
            .arg(
                Arg::new("words")
                    .value_name("save NAME FILTER")
                    .num_args(0..)
                    .help("What to do, the view's name, and what it lets through"),
            )
            .arg(
                option("sort", "KEY", "")
                    .help(format!("What the view sorts by: {}", sorts.join(", "))),
            )
            .arg(
                option("group", "KEY", "")
                    .help(format!("What headings it has: {}", groups.join(", "))),
            )
            .arg(as_of())
            .arg(json())
    },
    run: views,
};

const HOW_TO: &str =
    "Type it like: readyroom views save \"Board pack\" tag:board -status:done --sort owner";

fn views(desk: &mut Desk, matches: &ArgMatches) -> Result<(), Stop> {
    let words = all(matches, "words");
    let Some((verb, rest)) = words.split_first() else {
        let (plan, board) = desk.read()?;
        return list(desk, &plan, &board, matches.get_flag("json"));
    };
    let mut store = desk.change()?;
    let plan = store.read()?;
    let operation = match (*verb, rest) {
        ("save", [name, filter @ ..]) => {
            let filter = filter.join(" ");
            read(&plan, &Board::of(&plan, desk.now), &filter)?;
            let sort = value(matches, "sort").map_or(Ok(SortKey::default()), str::parse)?;
            let grouping = value(matches, "group").map_or(Ok(Grouping::default()), str::parse)?;
            views::save(&plan, name, &filter, sort, grouping, &mut desk.ids())?
        }
        ("rename", [name, new]) => views::rename(&plan, views::own_named(&plan, name)?, new)?,
        ("remove", [name]) => views::remove(&plan, views::own_named(&plan, name)?)?,
        ("save" | "rename" | "remove", _) => {
            return Err(
                Failure::usage(format!("`readyroom views {verb}` needs to know which."))
                    .hint(HOW_TO)
                    .into(),
            );
        }
        (other, _) => {
            return Err(Failure::usage(format!(
                "`readyroom views` cannot do \"{}\".",
                quoted(other)
            ))
            .hint(HOW_TO)
            .into());
        }
    };
    desk.save(&mut store, &operation, "It is so already.")?;
    Ok(())
}

fn read(plan: &Plan, board: &Board, filter: &str) -> Result<Filter, Failure> {
    let cx = phrase::Context {
        now: board.now,
        calendar: plan.calendar(),
    };
    Filter::read(filter, &cx, plan, &board.schedule)
}

#[derive(Debug, Serialize)]
struct ViewJson {
    name: String,
    filter: String,
    sort: &'static str,
    group: &'static str,
    shipped: bool,
    /// Why its filter cannot be read any more.
    error: Option<String>,
}

fn list(desk: &mut Desk, plan: &Plan, board: &Board, json: bool) -> Result<(), Stop> {
    let who = desk.author().who;
    let own = views::own(plan)
        .into_iter()
        .map(|(_, view)| (view.clone(), false));
    let shipped = views::SHIPPED
        .iter()
        .map(|row| (row.view(who.as_str()), true));
    let all: Vec<(View, bool)> = own.chain(shipped).collect();
    let trouble = |view: &View| {
        let why = read(plan, board, view.filter.as_str()).err()?;
        Some(views::unusable(view, &why))
    };
    if json {
        let views = all.iter().map(|(view, shipped)| ViewJson {
            name: view.name.to_string(),
            filter: view.filter.to_string(),
            sort: views::sort_of(view).as_str(),
            group: views::grouping_of(view).as_str(),
            shipped: *shipped,
            error: trouble(view).map(|failure| failure.message),
        });
        return desk.out.json(&Document("views", views.collect::<Vec<_>>()));
    }
    let widest = |text: fn(&View) -> &str| {
        let widths = all.iter().map(|(view, _)| width(text(view)));
        widths.max().unwrap_or(0)
    };
    let name_width = widest(|view| view.name.as_str());
    let filter_width = widest(|view| view.filter.as_str());
    for (view, shipped) in &all {
        let style = if *shipped {
            Style::Plain
        } else {
            Style::Heading
        };
        let pad = |text: &str, room: usize| " ".repeat(room - width(text));
        let (name, filter) = (view.name.as_str(), view.filter.as_str());
        desk.out.write(style, name)?;
        desk.out.line(&format!(
            "{}  {filter}{}  by {}, groups: {}",
            pad(name, name_width),
            pad(filter, filter_width),
            views::sort_of(view),
            views::grouping_of(view)
        ))?;
        if let Some(failure) = trouble(view) {
            desk.out.line(&format!("    {failure}"))?;
        }
    }
    Ok(())
}
