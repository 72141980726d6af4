//! The selected task, whole: beside the list where it is wide enough, else in short under it.

use crate::app::model::Model;
use crate::domain::absence;
use crate::domain::board::Standing;
use crate::domain::edit;
use crate::domain::fields::{self, Field};
use crate::domain::inspection::NOBODY;
use crate::domain::phrase;
use crate::domain::rating::count;
use crate::domain::task::{Status, Task};
use crate::domain::text::{self, Line};
use crate::domain::when::When;
use crate::domain::wording;
use crate::tui::theme::Theme;

use super::history;
use super::pen::Pen;

/// Where values begin, after their names.
const VALUES: usize = 12;

/// The line between the list and what is beside it.
pub(super) fn edge(pen: &mut Pen<'_>, theme: &Theme) {
    for y in 0..usize::from(pen.area.height) {
        pen.write(0, y, theme.glyphs.upright, theme.rule);
    }
}

/// Everything on the task the cursor rests on.
pub(super) fn beside(pen: &mut Pen<'_>, theme: &Theme, model: &Model) {
    let Some((id, past)) = &model.detail else {
        return;
    };
    let Some(at) = model.plan.position(*id) else {
        return;
    };
    let (task, standing) = (&model.plan.tasks()[at], &model.board.standings[at]);
    let request = model.requests.of_task(&model.plan, task.id);
    let mut y = pen.wrapped(2, 0, 3, task.title.as_str(), theme.title) + 1;
    y = rag(pen, theme, model, at, y);
    for (name, value, gap) in facts(model, task, standing) {
        pen.write(2, y, name, theme.dim);
        let style = if gap { theme.gap } else { theme.body };
        y = pen.wrapped(2 + VALUES, y, 4, &value, style).max(y + 1);
    }
    if let Some((entry, request)) = request {
        pen.write(2, y, "Request", theme.dim);
        let (name, state) = (entry.name, request.stands());
        let words = format!("{name} {}, {state}", request.title());
        y = pen.wrapped(2 + VALUES, y, 3, &words, theme.body).max(y + 1);
    }
    if !task.note.is_empty() {
        pen.write(2, y + 1, "Note", theme.dim);
        let left = usize::from(pen.area.height)
            .saturating_sub(y + 2 + 5)
            .max(3);
        y = pen.wrapped(2, y + 2, left, task.note.as_str(), theme.body);
    }
    if !past.is_empty() {
        pen.write(2, y + 1, "History", theme.dim);
        y += 2;
        for past in past {
            y = past_line(pen, theme, model, past, task, y);
        }
    }
}

fn rag(pen: &mut Pen<'_>, theme: &Theme, model: &Model, at: usize, y: usize) -> usize {
    let shown = model.board.standings[at].rating.shown;
    let policy = &model.plan.inspection().policy;
    pen.write(2, y, "RAG", theme.dim);
    let chip = format!(" {} ", policy.letter(shown));
    pen.write(2 + VALUES, y, &chip, theme.chip(policy.colour(shown)));
    let why = model.board.explain(&model.plan, at);
    pen.wrapped(2 + VALUES + 4, y, 8, &why, theme.body)
        .max(y + 1)
}

/// Name, value, and whether the value is a gap.
fn facts(model: &Model, task: &Task, standing: &Standing) -> Vec<(&'static str, String, bool)> {
    let person = |id| model.plan.person(id);
    let owner = match task.owner.and_then(person) {
        None => (NOBODY.to_owned(), true),
        Some(person) if person.name.is_none() => {
            (format!("{} (role, not named yet)", person.role), false)
        }
        Some(person) if person.role.is_empty() => {
            (format!("{}  {}", person.initials, person.label()), false)
        }
        Some(person) => (
            format!("{}  {}, {}", person.initials, person.label(), person.role),
            false,
        ),
    };
    let needs = task
        .needs()
        .filter_map(|id| model.plan.task(id))
        .map(|need| {
            let state = if need.status.is_open() {
                "open"
            } else {
                "finished"
            };
            format!("{} ({state})", need.reference)
        });
    let mut facts = vec![
        ("Status", task.status.words(), false),
        ("Owner", owner.0, owner.1),
    ];
    if let Some(deputy) = task.deputy.and_then(person) {
        facts.push(("Deputy", deputy.label().to_owned(), false));
    }
    if task.status.is_open() {
        let today = model.now.date();
        if let Some(words) = absence::cover_words(&model.plan, task, today) {
            facts.push(("Owner is", words, false));
        }
        let clash = standing
            .due
            .and_then(|due| absence::clash(&model.plan, task, due.date, today));
        if let Some(words) = clash {
            facts.push(("Clash", words, true));
        }
    }
    facts.push(("Due", due(model, task, standing), standing.due.is_none()));
    facts.push(("Phase", task.place.words(), false));
    facts.push(("Ref", task.reference.to_string(), false));
    let evidence: Vec<&str> = task.evidence().map(Line::as_str).collect();
    let lists = [
        ("Needs", needs.collect::<Vec<_>>().join(", ")),
        ("Areas", fields::show(&model.plan, task, Field::Area)),
        ("Tags", fields::show(&model.plan, task, Field::Tag)),
        ("Evidence", evidence.join("\n")),
    ];
    facts.extend(
        lists
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| (name, value, false)),
    );
    facts
}

/// "Mon 30 Nov 2026 11:00, 42 minutes late. By the rule call 11:00".
fn due(model: &Model, task: &Task, standing: &Standing) -> String {
    let Some(due) = standing.due else {
        return match task.deadline.due {
            Some(when) => format!("{}, once that has a date", edit::spoken(when)),
            None => "no date".to_owned(),
        };
    };
    let mut words = format!("{}, {}", phrase::moment(due), phrase::gap(due, model.now));
    if let (Some(working), true) = (
        standing.working_days,
        standing.days != standing.working_days,
    ) {
        words = format!("{words} ({})", count(working, "working day"));
    }
    if let Some(When::Rule(rule)) = task.deadline.due {
        let provisional = if model.board.schedule.provisional {
            "provisional, "
        } else {
            ""
        };
        words = format!("{words}\n{provisional}{rule}: moves with it");
    }
    if model.plan.calendar().beyond_data(due.date) {
        words = format!("{words}\nbank holidays are not known that far");
    }
    if let Some(from) = standing.from {
        words = format!(
            "{words}\nfrom {}",
            phrase::moment_short(from, model.now.date())
        );
    }
    words
}

fn past_line(
    pen: &mut Pen<'_>,
    theme: &Theme,
    model: &Model,
    past: &crate::domain::operation::Past,
    task: &Task,
    y: usize,
) -> usize {
    let local = past.entry.stamp.local;
    let when = if local.date() == model.now.date() {
        phrase::clock_time(local.time())
    } else {
        phrase::day_short(local.date(), model.now.date())
    };
    pen.put(2, y, 11, &when, theme.dim);
    let mine = past
        .changes
        .iter()
        .find(|change| change.task() == Some(task.id));
    let what = match mine {
        Some(change) => history::said_line(&wording::say(&model.plan, change), theme),
        None => past.entry.label.clone(),
    };
    let words = match past.entry.stamp.who.as_str() {
        "" => what,
        who => format!("{who}  {what}"),
    };
    pen.wrapped(2 + VALUES, y, 2, &words, theme.dim)
}

/// Two lines under the list: what would stand beside it.
pub(super) fn peek(pen: &mut Pen<'_>, theme: &Theme, model: &Model) {
    let Some((id, _)) = &model.detail else { return };
    let Some(at) = model.plan.position(*id) else {
        return;
    };
    let (task, standing) = (&model.plan.tasks()[at], &model.board.standings[at]);
    let mut end = pen.write(1, 1, task.title.as_str(), theme.body);
    let status = Some(task.status.words()).filter(|_| !matches!(task.status, Status::NotStarted));
    let status = status.unwrap_or_default();
    let owner = model.plan.label_of(task.owner);
    // The row has the owner already, in short: where there is no room for both, the status stays.
    if end + 4 + text::width(owner) + text::width(&status) < pen.width() {
        end = pen.write(end + 2, 1, owner, theme.dim);
    }
    if end + 12 < pen.width() {
        pen.write(end + 2, 1, &status, theme.dim);
    }
    let mut why = model.board.explain(&model.plan, at);
    if let (Some(days), true) = (standing.working_days, task.status.is_open())
        && standing.days != Some(days)
        && days >= 0
        && !why.contains("working day")
    {
        why = format!("{why}; {}", count(days, "working day"));
    }
    pen.write(1, 2, &why, theme.dim);
}
