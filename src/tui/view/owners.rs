//! Owners: who has how much, late first, with what clashes and how often they were chased.
//!
//! ```text
//!  Owners  sort: late, then red                          12 people, 62 open tasks
//!      Owner                      Late   Red  Week  Open
//!  !   JS   Jo Smith, Data lead      1     2     4     9  chased 2x, last Tue
//! ```

use crate::app::list::Row;
use crate::app::model::Model;
use crate::app::owners;
use crate::domain::chase::Chases;
use crate::domain::inspection::Person;
use crate::domain::load::Load;
use crate::domain::phrase;
use crate::domain::rating::{Shown, count};
use crate::domain::text;
use crate::tui::theme::Theme;

use super::pen::Pen;
use super::{checklist, detail};

/// Where each column begins, and how wide it is. What there is no room for has no width.
struct Columns {
    name: (usize, usize),
    /// Where each number ends: late, red, this week, open.
    ends: [usize; 4],
    notes: (usize, usize),
}

/// Columns of a number, with the space before it.
const NUMBER: usize = 5;

impl Columns {
    fn of(width: usize) -> Self {
        let notes = if width >= 66 { width * 3 / 10 } else { 0 };
        let end = width.saturating_sub(1);
        let notes_from = end.saturating_sub(notes);
        let last = notes_from.saturating_sub(if notes > 0 { 2 } else { 0 });
        let ends = [3, 2, 1, 0].map(|back| last.saturating_sub(back * NUMBER));
        let name_end = ends[0].saturating_sub(NUMBER);
        Self {
            name: (9, name_end.saturating_sub(9)),
            ends,
            notes: (notes_from, notes),
        }
    }
}

/// The line above the list, and what its columns are.
pub(super) fn summary(pen: &mut Pen<'_>, theme: &Theme, model: &Model) {
    let team = &model.owners.team;
    let x = pen.write(1, 0, "Owners", theme.title) + 2;
    let people = team.loads.iter().filter(|load| load.owner.is_some());
    let people = match people.count() {
        1 => "1 person".to_owned(),
        many => format!("{many} people"),
    };
    let counted = format!("{people}, {}", count(team.open() as i32, "open task"));
    let end = pen.width().saturating_sub(1);
    pen.right(x, end, 0, &counted, theme.dim);
    let room = end.saturating_sub(x + text::width(&counted) + 2);
    if !checklist::filter(pen, theme, model, x, room) {
        let words = format!("sort: {}", model.owners.order.words());
        pen.put(x, 0, room, &words, theme.dim);
    }
    let width = usize::from(model.panes().list.width);
    let columns = Columns::of(width);
    pen.write(4, 1, "Owner", theme.dim);
    let red = text::capital(model.plan.inspection().policy.word(Shown::Red));
    let red = text::fit(&red, NUMBER - 1);
    let heads = ["Late", &red, "Week", "Open"];
    for (head, end) in heads.into_iter().zip(columns.ends) {
        pen.right(0, end, 1, head, theme.dim);
    }
}

/// One person, or nobody.
pub(super) fn row(
    pen: &mut Pen<'_>,
    theme: &Theme,
    model: &Model,
    y: usize,
    row: Row,
    _here: bool,
) {
    let Row::Item(at) = row else { return };
    let Some(load) = model.owners.team.loads.get(at as usize) else {
        return;
    };
    let columns = Columns::of(pen.width());
    if model.owners.is_open(load.owner) {
        pen.write(1, y, theme.glyphs.open, theme.accent);
    }
    if let Some((mark, style)) = mark(theme, load) {
        pen.write(2, y, mark, style);
    }
    let person = load.owner.and_then(|id| model.plan.person(id));
    let quiet = load.tasks.is_empty();
    let ink = if quiet { theme.dim } else { theme.body };
    let initials = person.map_or("--", |person| person.initials.as_str());
    pen.put(4, y, 4, initials, ink);
    let name = match person {
        None => theme.gap,
        Some(_) => ink,
    };
    let who = load.who(&model.plan);
    let short = person.map_or(who.as_str(), Person::label);
    let fits = text::width(&who) <= columns.name.1;
    let who = if fits { who.as_str() } else { short };
    pen.put(columns.name.0, y, columns.name.1, who, name);
    let numbers = [
        (load.tally.late, theme.late),
        (load.tally.red, theme.red),
        (load.this_week, ink),
        (load.tasks.len(), ink),
    ];
    for ((number, style), end) in numbers.into_iter().zip(columns.ends) {
        let style = if number == 0 { theme.dim } else { style };
        pen.right(0, end, y, &number.to_string(), style);
    }
    let (words, style) = notes(theme, model, load);
    pen.put(columns.notes.0, y, columns.notes.1, &words, style);
}

/// The mark in front: to be taken further, or something clashes.
fn mark(theme: &Theme, load: &Load) -> Option<(&'static str, ratatui::style::Style)> {
    if load.chased.as_ref().is_some_and(Chases::escalates) {
        Some((theme.glyphs.above, theme.late))
    } else if load.clashes.is_empty() {
        None
    } else {
        Some(("!", theme.warn))
    }
}

/// What matters most beside the numbers: away now, how often chased, away later.
fn notes(theme: &Theme, model: &Model, load: &Load) -> (String, ratatui::style::Style) {
    let today = model.now.date();
    let away = load.away_words(today);
    let is_away = load.away.first().is_some_and(|away| away.from <= today);
    let chased = load.chased.as_ref().map(|chased| chased.words(today));
    match (away, chased) {
        (Some(away), _) if is_away => (away, theme.warn),
        (_, Some(chased)) => (chased, theme.dim),
        (Some(away), None) => (away, theme.dim),
        (None, None) => (String::new(), theme.dim),
    }
}

/// What is to be said of a load, the gravest first, and whether it is a gap: at most `most` of it. Somebody with many
/// tasks may have a clash a day.
fn facts(model: &Model, load: &Load, most: usize) -> Vec<(String, bool)> {
    let today = model.now.date();
    let chased = load.chased.as_ref();
    let escalation = chased.and_then(|chased| chased.escalation(&model.plan));
    let clashes = load.clashes.iter();
    let clashes = clashes.filter_map(|at| model.owners.team.clashes.get(*at));
    let away = load.away_words(today).map(|words| (words, false));
    let chased = chased.map(|chased| (chased.words(today), false));
    escalation
        .map(|words| (words, true))
        .into_iter()
        .chain(clashes.map(|clash| (clash.text.clone(), true)))
        .chain(away)
        .chain(chased)
        .take(most)
        .map(|(words, gap)| (text::capital(&words), gap))
        .collect()
}

/// How much there is to be said of a load.
fn number_of_facts(model: &Model, load: &Load) -> usize {
    let chased = load.chased.as_ref();
    let escalation = chased.and_then(|chased| chased.escalation(&model.plan));
    load.clashes.len()
        + [
            escalation.is_some(),
            !load.away.is_empty(),
            chased.is_some(),
        ]
        .into_iter()
        .filter(|is_so| *is_so)
        .count()
}

/// "9 open: 1 late, 2 red, 4 due this week; 3 done"
fn counts(model: &Model, load: &Load) -> String {
    let tally = &load.tally;
    format!(
        "{} open: {} late, {} {}, {} due this week; {} done",
        load.tasks.len(),
        tally.late,
        tally.red,
        model.plan.inspection().policy.word(Shown::Red),
        load.this_week,
        tally.complete
    )
}

/// Two lines on the person the cursor is on; on a task, on that.
pub(super) fn peek(pen: &mut Pen<'_>, theme: &Theme, model: &Model) {
    let Some(load) = owners::here(model) else {
        detail::peek(pen, theme, model);
        return;
    };
    let end = pen.write(1, 1, &load.who(&model.plan), theme.body);
    pen.write(end + 2, 1, &counts(model, load), theme.dim);
    let facts = facts(model, load, 2);
    match facts.as_slice() {
        [] => {
            if let Some(at) = load.next(&model.board) {
                pen.write(1, 2, &format!("Next: {}", task_words(model, at)), theme.dim);
            }
        }
        [(only, gap)] => {
            pen.write(1, 2, only, if *gap { theme.warn } else { theme.dim });
        }
        [(first, gap), ..] => {
            let more = format!("and {} more", number_of_facts(model, load) - 1);
            let room = pen.width().saturating_sub(text::width(&more) + 4);
            let style = if *gap { theme.warn } else { theme.dim };
            let end = pen.put(1, 2, room, first, style);
            pen.write(end + 2, 2, &more, theme.dim);
        }
    }
}

/// "Staff briefing, 4 offices, Wed 3 Jun 16:00 (N-12)"
fn task_words(model: &Model, at: u32) -> String {
    let (task, standing) = (
        &model.plan.tasks()[at as usize],
        &model.board.standings[at as usize],
    );
    let due = standing.due.map_or("no date".to_owned(), |due| {
        phrase::moment_short(due, model.now.date())
    });
    format!("{due}  {} ({})", task.title, task.reference)
}

/// The person the cursor is on, with their tasks, late first; on a task, all of that.
pub(super) fn beside(pen: &mut Pen<'_>, theme: &Theme, model: &Model) {
    let Some(load) = owners::here(model) else {
        detail::beside(pen, theme, model);
        return;
    };
    let mut y = pen.wrapped(2, 0, 2, &load.who(&model.plan), theme.title);
    y = pen.wrapped(2, y, 2, &counts(model, load), theme.dim) + 1;
    let height = usize::from(pen.area.height);
    let facts = facts(model, load, height);
    for (words, gap) in &facts {
        let style = if *gap { theme.warn } else { theme.body };
        y = pen.wrapped(2, y, 3, words, style);
    }
    y += usize::from(!facts.is_empty());
    let policy = &model.plan.inspection().policy;
    let room = height.saturating_sub(y);
    let fits = if load.tasks.len() <= room {
        room
    } else {
        room.saturating_sub(1)
    };
    for at in load.tasks.iter().take(fits) {
        let shown = model.board.standings[*at as usize].rating.shown;
        let style = theme.rag(policy.colour(shown));
        pen.write(2, y, policy.letter(shown), style);
        let late = model.board.standings[*at as usize].rating.late;
        let ink = if late { theme.late } else { theme.body };
        pen.write(5, y, &task_words(model, *at), ink);
        y += 1;
    }
    let more = load.tasks.len().saturating_sub(fits);
    if more > 0 {
        pen.write(5, y, &format!("{more} more"), theme.dim);
    }
    if load.tasks.is_empty() {
        pen.write(2, y, "Nothing is open.", theme.dim);
    }
}
