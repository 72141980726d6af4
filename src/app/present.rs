//! Present mode: what a room sees on the projector, slide by slide. The slides are a table; each is worked out from the
//! plan when it is shown. No notes, no paths, and no names when they are off. How it looks is for the views.

use jiff::civil::DateTime;

use crate::domain::decisions;
use crate::domain::id::PersonId;
use crate::domain::inspection::NOBODY;
use crate::domain::load::{LoadOrder, Team};
use crate::domain::phrase;
use crate::domain::rating::{Shown, count};
use crate::domain::records::Record;
use crate::domain::scrub::Scrubber;
use crate::domain::task::Phase;
use crate::domain::text::capital;
use crate::domain::when::{MilestoneKey, Moment};

use super::Effect;
use super::action::Action;
use super::keymap::Context;
use super::model::{AfterSave, Model};
use super::openers;
use super::overlay::{Conduct, Overlay};
use super::prompt::{Prompt, Purpose};
use super::update::commit;

/// What of it is shown, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Present {
    /// Which slide, by its place in [`SLIDES`].
    pub slide: usize,
    /// How large the figures are, from 1 to [`LARGEST`].
    pub size: usize,
    /// The room sees nothing for now.
    pub blank: bool,
    /// Roles stand in the place of names.
    pub roles: bool,
}

/// The largest figures: three times the smallest, which are five rows high.
pub const LARGEST: usize = 3;

impl Default for Present {
    fn default() -> Self {
        Self {
            slide: 0,
            size: LARGEST,
            blank: false,
            roles: false,
        }
    }
}

impl Conduct for Present {
    fn context(&self) -> Context {
        Context::Present
    }
}

/// A number that is read from the back of the room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// What it counts.
    pub name: String,
    /// How many.
    pub value: usize,
    /// The judgement it counts, which colours it.
    pub shown: Option<Shown>,
}

/// One line under the figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// Nothing.
    Blank,
    /// A heading.
    Head(String),
    /// Words.
    Text(String),
    /// Something with somebody behind it and a time.
    Item {
        /// Its RAG, if it has one.
        shown: Option<Shown>,
        /// What.
        what: String,
        /// Who, as far as it may be said.
        who: String,
        /// By when, or how late.
        when: String,
        /// Its time has passed.
        late: bool,
    },
    /// How much of something is complete.
    Bar {
        /// Of what.
        name: String,
        /// How much.
        complete: usize,
        /// Of how many.
        total: usize,
    },
}

/// A slide.
#[derive(Debug)]
pub struct Slide {
    /// What it is called.
    pub title: &'static str,
    /// The figures at the top.
    pub figures: fn(&Model) -> Vec<Figure>,
    /// What stands under them, what matters most first: lines without room are counted.
    pub lines: fn(&Model, &Names) -> Vec<Line>,
}

/// The slides, in order.
pub static SLIDES: &[Slide] = &[
    Slide {
        title: "Where we are",
        figures: where_we_are,
        lines: needs_a_decision,
    },
    Slide {
        title: "Red, and what was agreed",
        figures: |_| Vec::new(),
        lines: reds_and_decisions,
    },
    Slide {
        title: "The weeks ahead",
        figures: |_| Vec::new(),
        lines: weeks,
    },
    Slide {
        title: "Inspectors' requests",
        figures: |_| Vec::new(),
        lines: open_requests,
    },
    Slide {
        title: "By owner",
        figures: |_| Vec::new(),
        lines: by_owner,
    },
];

/// What is on each slide. A slide is worked out when it is first shown, and again only when the plan or the minute has
/// changed: a key must not go through every task.
#[derive(Debug, Default)]
pub struct Room {
    slides: Vec<Option<Content>>,
    /// Roles stand in the place of names in it.
    roles: bool,
}

/// What is on one slide.
#[derive(Debug)]
pub struct Content {
    /// The figures at the top.
    pub figures: Vec<Figure>,
    /// What stands under them.
    pub lines: Vec<Line>,
    /// How much was agreed today, and when the last was: whatever the slide shows, it is seen that it was written down.
    pub agreed: Option<String>,
}

impl Room {
    /// What is on this slide, once it is shown.
    pub fn on(&self, present: Present) -> Option<&Content> {
        self.slides.get(present.slide)?.as_ref()
    }

    /// What it was worked out from has changed.
    pub(super) fn expire(&mut self) {
        self.slides.clear();
    }
}

/// Works out what is on the slide that is shown, unless that is known.
pub(super) fn look(model: &mut Model) {
    let Some(Overlay::Present(present)) = model.overlays.first() else {
        return;
    };
    let present = *present;
    if model.room.roles != present.roles {
        model.room.expire();
        model.room.roles = present.roles;
    }
    let Some(slide) = SLIDES.get(present.slide) else {
        return;
    };
    if model.room.on(present).is_none() {
        let content = Content {
            figures: (slide.figures)(model),
            lines: (slide.lines)(model, &Names::of(model, present)),
            agreed: agreed_so_far(model),
        };
        model.room.slides.resize_with(SLIDES.len(), || None);
        model.room.slides[present.slide] = Some(content);
    }
}

/// Shows the first slide.
pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    model.overlays.push(Overlay::Present(Present::default()));
    Vec::new()
}

/// Does what only present mode does; `None` for the rest.
pub(super) fn act(model: &mut Model, action: Action) -> Option<Vec<Effect>> {
    let Some(Overlay::Present(present)) = model.overlays.last_mut() else {
        return None;
    };
    match action {
        Action::NextSlide => present.slide = (present.slide + 1) % SLIDES.len(),
        Action::PrevSlide => present.slide = (present.slide + SLIDES.len() - 1) % SLIDES.len(),
        Action::Larger => present.size = (present.size + 1).min(LARGEST),
        Action::Smaller => present.size = present.size.saturating_sub(1).max(1),
        Action::BlankRoom => present.blank = !present.blank,
        Action::NamesOff => present.roles = !present.roles,
        Action::Decide => return Some(openers::ask(model, Purpose::Decision)),
        _ => return None,
    }
    Some(Vec::new())
}

/// What was agreed is written down; the slide stays.
pub(super) fn decide(model: &mut Model, said: &Prompt) -> Vec<Effect> {
    let author = model.author();
    let operation = decisions::decide(&said.text(), &author, &mut model.ids);
    commit(model, operation, AfterSave::Back)
}

fn where_we_are(model: &Model) -> Vec<Figure> {
    let tally = &model.tally;
    let policy = &model.plan.inspection().policy;
    let countdown = &model.agenda.countdown;
    let days = countdown
        .milestone
        .zip(countdown.at)
        .map(|(key, at)| Figure {
            name: format!("Days to {}", towards(key)),
            value: days_to(at, model.now),
            shown: None,
        });
    let rated = [
        (Shown::Red, tally.red),
        (Shown::Amber, tally.amber),
        (Shown::Complete, tally.complete),
    ];
    let rated = rated.into_iter().map(|(shown, value)| Figure {
        name: crate::domain::text::capital(policy.word(shown)),
        value,
        shown: Some(shown),
    });
    days.into_iter().chain(rated).collect()
}

fn towards(key: MilestoneKey) -> String {
    match key {
        MilestoneKey::Start => "fieldwork".to_owned(),
        MilestoneKey::End => "last day on site".to_owned(),
        other => other.title().to_lowercase(),
    }
}

fn days_to(at: Moment, now: DateTime) -> usize {
    let days = at.date.since(now.date()).map_or(0, |span| span.get_days());
    usize::try_from(days).unwrap_or_default()
}

/// So much of what was agreed stands over what is still to be decided.
const NEWEST: usize = 3;

fn needs_a_decision(model: &Model, names: &Names) -> Vec<Line> {
    let mut lines = agreed_today(model, names, "Agreed in this meeting");
    let older = lines.len().saturating_sub(1 + NEWEST);
    if older > 1 {
        lines.truncate(1 + NEWEST);
        lines.push(Line::Text(format!("and {older} more, on the next slide")));
    }
    let reds = reds(model, names);
    if reds.is_empty() {
        lines.push(Line::Head("Nothing is red".to_owned()));
    } else {
        if !lines.is_empty() {
            lines.push(Line::Blank);
        }
        lines.push(Line::Head("Needs a decision now".to_owned()));
        lines.extend(reds);
    }
    lines
}

fn reds_and_decisions(model: &Model, names: &Names) -> Vec<Line> {
    let mut lines = agreed_today(model, names, "Agreed today");
    if !lines.is_empty() {
        lines.push(Line::Blank);
    }
    let reds = reds(model, names);
    let policy = &model.plan.inspection().policy;
    lines.push(Line::Head(format!(
        "{} {}",
        reds.len(),
        policy.word(Shown::Red)
    )));
    lines.extend(reds);
    lines
}

fn agreed_today(model: &Model, names: &Names, heading: &str) -> Vec<Line> {
    let agreed = decisions::on(&model.plan, model.now.date());
    let mut lines: Vec<Line> = agreed
        .into_iter()
        .rev()
        .map(|made| {
            let clock = phrase::clock_time(made.at.time());
            Line::Text(format!("{clock}  {}", names.said(made.decision.as_str())))
        })
        .collect();
    if !lines.is_empty() {
        lines.insert(0, Line::Head(heading.to_owned()));
    }
    lines
}

/// "2 agreed today, last 17:30"
fn agreed_so_far(model: &Model) -> Option<String> {
    let agreed = decisions::on(&model.plan, model.now.date());
    let last = phrase::clock_time(agreed.last()?.at.time());
    Some(format!("{} agreed today, last {last}", agreed.len()))
}

/// What is red, the longest overdue first.
fn reds(model: &Model, names: &Names) -> Vec<Line> {
    let mut reds: Vec<_> = model
        .plan
        .tasks()
        .iter()
        .zip(&model.board.standings)
        .filter(|(_, standing)| standing.rating.shown == Shown::Red && !standing.overtaken)
        .collect();
    reds.sort_by_key(|(task, standing)| (standing.due.is_none(), standing.due, task.reference));
    reds.into_iter()
        .map(|(task, standing)| Line::Item {
            shown: Some(Shown::Red),
            what: names.said(task.title.as_str()),
            who: names.called(model, task.owner),
            when: standing
                .due
                .map(|due| phrase::gap_short(due, model.now))
                .unwrap_or_default(),
            late: standing.rating.late,
        })
        .collect()
}

/// How people are named to the room.
#[derive(Debug)]
pub struct Names(Option<Scrubber>);

impl Names {
    /// As they are, or by what they do here where names are off.
    pub fn of(model: &Model, present: Present) -> Self {
        Self(present.roles.then(|| Scrubber::of(&model.plan)))
    }

    /// Who that is.
    fn called(&self, model: &Model, id: Option<PersonId>) -> String {
        let Some(person) = id.and_then(|id| model.plan.person(id)) else {
            return capital(NOBODY);
        };
        match &self.0 {
            None => person.label().to_owned(),
            Some(names) => names.clean(person.roles().next().unwrap_or("no role given")),
        }
    }

    /// What somebody typed.
    fn said(&self, text: &str) -> String {
        match &self.0 {
            None => text.to_owned(),
            Some(names) => names.clean(text),
        }
    }
}

fn weeks(model: &Model, names: &Names) -> Vec<Line> {
    let today = model.now.date();
    let mut lines = vec![Line::Head("Complete, phase by phase".to_owned())];
    for (phase, tally) in Phase::ALL.into_iter().zip(&model.phase_tallies) {
        lines.push(Line::Bar {
            name: phase.title().to_owned(),
            complete: tally.complete,
            total: tally.total,
        });
    }
    lines.push(Line::Blank);
    lines.push(Line::Head("Dates".to_owned()));
    let mut dated: Vec<_> = model
        .plan
        .milestones()
        .iter()
        .filter_map(|milestone| {
            let at = model.board.schedule.get(milestone.key)?;
            Some((at, names.said(milestone.name.as_str())))
        })
        .collect();
    dated.sort();
    let had_dates = !dated.is_empty();
    // What has passed is no longer news.
    dated.retain(|(at, _)| at.date >= today);
    if dated.is_empty() {
        let words = if had_dates {
            "The inspection's dates are all past."
        } else {
            "No dates yet: the call has not come."
        };
        lines.push(Line::Text(words.to_owned()));
    }
    lines.extend(dated.into_iter().map(|(at, what)| Line::Item {
        shown: None,
        what,
        who: phrase::moment_short(at, today),
        // A milestone is never late: it has come.
        when: if phrase::is_late(at, model.now) {
            "today".to_owned()
        } else {
            phrase::gap_short(at, model.now)
        },
        late: false,
    }));
    lines
}

fn open_requests(model: &Model, names: &Names) -> Vec<Line> {
    let log = &model.requests.log;
    let counts = &log.counts;
    let mut lines = vec![Line::Head(format!(
        "{} to answer, {} answered",
        count(counts.open as i32, "request"),
        counts.answered
    ))];
    lines.extend(log.entries.iter().take(log.owed()).filter_map(|entry| {
        let Some(Record::Request(request)) = model.plan.record(entry.id) else {
            return None;
        };
        Some(Line::Item {
            shown: Some(entry.shown),
            what: format!("{}  {}", entry.name, names.said(&request.title())),
            who: names.called(model, request.owner),
            when: request
                .promised
                .map(|at| phrase::gap_short(at, model.now))
                .unwrap_or_default(),
            late: entry.late,
        })
    }));
    lines
}

fn by_owner(model: &Model, names: &Names) -> Vec<Line> {
    let team = Team::whole(&model.plan, &model.board, LoadOrder::Late);
    let mut lines = vec![Line::Head("Open tasks, most overdue first".to_owned())];
    let busy = team.loads.iter().filter(|load| !load.tasks.is_empty());
    lines.extend(busy.map(|load| Line::Item {
        shown: None,
        what: names.called(model, load.owner),
        who: format!("{:>4} open", load.tasks.len()),
        when: match load.tally.late {
            0 => String::new(),
            late => format!("{late} late"),
        },
        late: load.tally.late > 0,
    }));
    lines
}
