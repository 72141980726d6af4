//! `trend`: how readiness went, day by day, and where it leads.

use std::collections::BTreeMap;

use clap::{ArgMatches, Command, value_parser};
use serde::Serialize;

use super::Verb;
use super::args::{as_of, json, option};
use super::desk::{Desk, moment_of};
use super::diff::say_lines;
use super::json::Document;
use super::output::Stop;
use crate::domain::id::Ref;
use crate::domain::plan::Plan;
use crate::domain::task::Phase;
use crate::domain::trend::{Count, Day, Trend};
use crate::store::back;

pub(super) const TREND: Verb = Verb {
    name: "trend",
    usage: "[--days N] [--as-of MOMENT] [--json]",
    about: "Complete, red and late day by day, and what would be late at this pace",
    examples: &[
        ("readyroom trend", "the last ten working days"),
        ("readyroom trend --days 30", "the last thirty"),
        ("readyroom trend --json", "for a chart"),
    ],
    args: |command: Command| {
        command
            .arg(
                option(
                    "days",
                    "N",
                    "At most so many working days, today among them",
                )
                .value_parser(value_parser!(u16).range(1..=500)),
            )
            .arg(as_of())
            .arg(json())
    },
    run: trend,
};

fn trend(desk: &mut Desk, matches: &ArgMatches) -> Result<(), Stop> {
    let days = matches
        .get_one::<u16>("days")
        .map_or(back::TREND_DAYS, |days| usize::from(*days));
    let store = desk.look()?;
    let (trend, plan) = back::trend(&store, desk.now, days, desk.last())?;
    desk.note_damage(&store);
    if matches.get_flag("json") {
        let trend = TrendJson::of(&trend, &plan);
        return desk.out.json(&Document("trend", trend));
    }
    say_lines(desk, &trend.lines(&plan, "#", "."))
}

#[derive(Debug, Serialize)]
struct TrendJson<'a> {
    days: Vec<DayJson<'a>>,
    forecast: ForecastJson<'a>,
}

#[derive(Debug, Serialize)]
struct DayJson<'a> {
    at: String,
    all: CountJson,
    phases: BTreeMap<&'static str, CountJson>,
    areas: BTreeMap<&'a str, CountJson>,
}

#[derive(Debug, Serialize)]
struct CountJson {
    total: usize,
    complete: usize,
    red: usize,
    late: usize,
}

#[derive(Debug, Serialize)]
struct ForecastJson<'a> {
    finished: usize,
    working_days: i32,
    open: usize,
    late: Vec<LateJson<'a>>,
}

#[derive(Debug, Serialize)]
struct LateJson<'a> {
    #[serde(rename = "ref")]
    reference: Ref,
    title: &'a str,
    due: String,
    finished: Option<String>,
}

impl From<Count> for CountJson {
    fn from(count: Count) -> Self {
        Self {
            total: count.total,
            complete: count.complete,
            red: count.red,
            late: count.late,
        }
    }
}

impl<'a> TrendJson<'a> {
    fn of(trend: &'a Trend, plan: &'a Plan) -> Self {
        let day = |day: &Day| DayJson {
            at: moment_of(day.at).to_string(),
            all: day.all.into(),
            phases: Phase::ALL
                .into_iter()
                .map(|phase| (phase.as_str(), day.phases[phase as usize].into()))
                .collect(),
            areas: trend
                .areas
                .iter()
                .zip(&day.areas)
                .map(|(area, count)| (area.as_str(), (*count).into()))
                .collect(),
        };
        let forecast = &trend.forecast;
        let late = forecast.late.iter().map(|late| {
            let task = &plan.tasks()[late.at as usize];
            LateJson {
                reference: task.reference,
                title: task.title.as_str(),
                due: late.due.to_string(),
                finished: late.finished.map(|day| day.to_string()),
            }
        });
        Self {
            days: trend.days.iter().map(day).collect(),
            forecast: ForecastJson {
                finished: forecast.finished,
                working_days: forecast.days,
                open: forecast.open,
                late: late.collect(),
            },
        }
    }
}
