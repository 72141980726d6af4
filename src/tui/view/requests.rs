//! The Requests screen, and the line a request is typed in.
//!
//! ```text
//!  A  R-14   Placement list, out of county            RK     Mon 30 Nov 12:00   in 18m
//! ```

use ratatui::style::Style;

use crate::app::action::Action;
use crate::app::keymap::Context;
use crate::app::layout;
use crate::app::list::Row;
use crate::app::model::Model;
use crate::app::prompt::Prompt;
use crate::app::requests::{self, RecordForm, Thing};
use crate::domain::enquiries;
use crate::domain::inspection::NOBODY;
use crate::domain::phrase;
use crate::domain::rating::Shown;
use crate::domain::records::Record;
use crate::domain::requests::capture;
use crate::domain::requests::fields::{self, Field};
use crate::domain::requests::log::{self, Entry};
use crate::domain::requests::{Request, State};
use crate::domain::text;
use crate::tui::theme::Theme;

use super::boxes::{Caret, error_or, frame, input, keys, title};
use super::form;
use super::pen::Pen;
use super::rows;

/// ` Requests  filter: neglect              15 asked, 2 open, 13 answered, median 4 hours`
pub(super) fn summary(pen: &mut Pen<'_>, theme: &Theme, model: &Model) {
    let desk = &model.requests;
    let x = pen.write(1, 0, "Requests", theme.title) + 2;
    let counts = &desk.log.counts;
    let style = if counts.late > 0 {
        theme.late
    } else {
        theme.dim
    };
    let end = pen.width().saturating_sub(1);
    if !desk.text.is_empty() || model.is_filtering() {
        rows::filter(pen, theme, model, x, end.saturating_sub(x), false);
        return;
    }
    let parts = counts.parts();
    let short = format!("{} open, {} late", counts.open, counts.late);
    // What is late comes third: with fewer parts it is said shorter.
    let words = (3..=parts.len()).rev().map(|most| parts[..most].join(", "));
    let fits = |words: &String| x + text::width(words) <= end;
    let words = words.chain([parts.join(", ")]).find(fits).unwrap_or(short);
    pen.right(x, end, 0, &words, style);
}

/// Where each column begins, and how wide it is.
struct Columns {
    name: (usize, usize),
    title: (usize, usize),
    state: (usize, usize),
    owner: (usize, usize),
    due: (usize, usize),
    gap: (usize, usize),
}

impl Columns {
    fn of(width: usize, two_lines: bool) -> Self {
        let wide = |from: usize, room: usize| if width >= from && !two_lines { room } else { 0 };
        let (state, owner) = (
            wide(100, 12),
            if width >= 120 {
                wide(0, 16)
            } else {
                wide(40, 6)
            },
        );
        let (due, gap) = (wide(60, 16), wide(50, 9));
        let mut end = width.saturating_sub(1);
        let mut take = |room: usize| {
            let from = end.saturating_sub(room);
            end = from.saturating_sub(usize::from(room > 0));
            (from, room)
        };
        let gap = take(gap);
        let due = take(due);
        let owner = take(owner);
        let state = take(state);
        Self {
            name: (5, 6),
            title: (12, end.saturating_sub(12)),
            state,
            owner,
            due,
            gap,
        }
    }
}

/// A heading, a judgement, a line of enquiry, or a request.
pub(super) fn row(
    pen: &mut Pen<'_>,
    theme: &Theme,
    model: &Model,
    y: usize,
    row: Row,
    _here: bool,
) {
    match row {
        Row::Head(at) | Row::Folded(at) => head(pen, theme, model, y, at, row),
        Row::Section(at) => judgement(pen, theme, model, y, at as usize),
        Row::More(_) => {
            pen.write(1, y, "Judgements, probed hardest first", theme.dim);
        }
        Row::Item(at) => match requests::thing(model, at) {
            Some(Thing::Request(entry, request)) => {
                let columns = Columns::of(pen.width(), layout::two_lines(model.size));
                one(pen, theme, model, y, (entry, request), &columns);
            }
            Some(Thing::Line(_, line)) => {
                let end = pen.write(2, y, &line.name, theme.title);
                let areas: Vec<&str> = line.areas.iter().map(text::Line::as_str).collect();
                let end = pen.write(end + 2, y, &areas.join(", "), theme.accent);
                let style = if line.probe.thin > 0 {
                    theme.warn
                } else {
                    theme.dim
                };
                let last = pen.width().saturating_sub(1);
                let fits = |words: &String| end + 2 + text::width(words) <= last;
                let words = Some(line.probe.words()).filter(fits);
                let words = words.unwrap_or_else(|| line.probe.short());
                pen.put(
                    last.saturating_sub(text::width(&words)).max(end + 2),
                    y,
                    last,
                    &words,
                    style,
                );
            }
            None => {}
        },
        Row::UnderItem(at) => {
            if let Some(Thing::Request(entry, request)) = requests::thing(model, at) {
                under(pen, theme, model, y, entry, request);
            }
        }
        _ => {}
    }
}

fn head(pen: &mut Pen<'_>, theme: &Theme, model: &Model, y: usize, at: u32, row: Row) {
    let end = pen.write(1, y, requests::heading(at).unwrap_or_default(), theme.title);
    let (number, late) = model.requests.head_words(at);
    let style = if late { theme.late } else { theme.dim };
    let end = pen.write(end + 1, y, &number, style);
    if matches!(row, Row::Folded(_)) {
        pen.write(end + 1, y, theme.glyphs.folded, theme.accent);
    }
}

/// A judgement, and how hard it is probed: `HELP  Help and protection   ████  5 asked, 2 open, 3 of 7 without evidence`
fn judgement(pen: &mut Pen<'_>, theme: &Theme, model: &Model, y: usize, at: usize) {
    let areas = &model.requests.lines.areas;
    let Some((_, name, probe)) = areas.get(at) else {
        return;
    };
    let most = areas.first().map_or(0, |(.., probe)| probe.asked);
    let room = 22.min(pen.width() / 3);
    let style = if at == 0 && most > 0 {
        theme.title
    } else {
        theme.body
    };
    pen.put(1, y, room, name, style);
    let bar = if pen.width() >= 76 { 12 } else { 0 };
    let end = super::today::bar(pen, theme, room + 2, y, bar, probe.asked, most.max(1));
    let style = if probe.thin > 0 {
        theme.warn
    } else {
        theme.dim
    };
    let words = probe.words();
    let fits = end + 1 + text::width(&words) < pen.width();
    let words = if fits { words } else { probe.short() };
    pen.write(end + 1, y, &words, style);
}

fn one(
    pen: &mut Pen<'_>,
    theme: &Theme,
    model: &Model,
    y: usize,
    (entry, request): (&Entry, &Request),
    columns: &Columns,
) {
    let ink = if entry.owed { theme.body } else { theme.dim };
    let letter = model.plan.inspection().policy.letter(entry.shown);
    let late = model.requests.log.counts.late;
    rows::mark(pen, theme, model, y, (entry.shown, letter), late);
    let put = |pen: &mut Pen<'_>, (x, room): (usize, usize), words: &str, style: Style| {
        pen.put(x, y, room, words, style);
    };
    put(pen, columns.name, &entry.name.to_string(), ink);
    put(pen, columns.title, &request.title(), ink);
    put(pen, columns.state, short_state(request.state), theme.dim);
    let (owner, style) = owner(model, theme, entry, request, columns.owner.1 > 8);
    put(pen, columns.owner, owner, style);
    put(pen, columns.due, &due(model, entry, request), ink);
    let (gap, style) = gap(model, theme, entry, request);
    let (x, room) = columns.gap;
    pen.right(x, x + room, y, &gap, style);
}

fn short_state(state: State) -> &'static str {
    match state {
        State::Ready => "ready",
        State::Returned => "returned",
        other => other.words(),
    }
}

fn owner<'m>(
    model: &'m Model,
    theme: &Theme,
    entry: &Entry,
    request: &Request,
    whole: bool,
) -> (&'m str, Style) {
    match request.owner.and_then(|id| model.plan.person(id)) {
        None if entry.owed => (NOBODY, theme.gap),
        None => ("--", theme.dim),
        Some(person) if whole => (person.label(), theme.dim),
        Some(person) => (person.initials.as_str(), theme.dim),
    }
}

/// When it is promised, or when its last answer went.
fn due(model: &Model, entry: &Entry, request: &Request) -> String {
    let today = model.now.date();
    match request.answers.last() {
        Some(reply) if !entry.owed => {
            let at = reply.sent.local;
            if at.date() == today {
                format!("sent {}", phrase::clock_time(at.time()))
            } else {
                format!("sent {}", phrase::day_short(at.date(), today))
            }
        }
        _ => request.promised.map_or("no promise".to_owned(), |at| {
            phrase::moment_short(at, today)
        }),
    }
}

fn gap(model: &Model, theme: &Theme, entry: &Entry, request: &Request) -> (String, Style) {
    match request.promised {
        _ if !entry.owed && entry.was_late => ("late".to_owned(), theme.warn),
        Some(at) if entry.owed => {
            let style = match entry.shown {
                Shown::Red => theme.late,
                Shown::Amber => theme.warn,
                _ => theme.body,
            };
            (phrase::gap_short(at, model.now), style)
        }
        _ => (String::new(), theme.dim),
    }
}

/// The second line of a request: what stands beside it where there is room.
fn under(
    pen: &mut Pen<'_>,
    theme: &Theme,
    model: &Model,
    y: usize,
    entry: &Entry,
    request: &Request,
) {
    let (words, style) = owner(model, theme, entry, request, false);
    pen.put(12, y, 7, words, style);
    let end = pen.width().saturating_sub(11);
    let state = format!(
        "{}  {}",
        due(model, entry, request),
        short_state(request.state)
    );
    pen.put(20, y, end.saturating_sub(20), &state, theme.dim);
    let (gap, style) = gap(model, theme, entry, request);
    pen.right(end, end + 10, y, &gap, style);
}

/// All of what the cursor is on, beside the list.
pub(super) fn beside(pen: &mut Pen<'_>, theme: &Theme, model: &Model) {
    match requests::here(model) {
        None => super::detail::beside(pen, theme, model),
        Some(Thing::Request(entry, request)) => about_request(pen, theme, model, entry, request),
        Some(Thing::Line(id, line)) => {
            let y = pen.wrapped(2, 0, 3, &line.name, theme.title) + 1;
            let y = pen.wrapped(2, y, 3, &line.probe.words(), theme.warn) + 1;
            if let Some(Record::Enquiry(enquiry)) = model.plan.record(id) {
                let mut y = pen.wrapped(2, y, 8, enquiry.testing.as_str(), theme.body) + 1;
                for evidence in &enquiry.evidence {
                    y = pen.wrapped(2, y, 2, &format!("Evidence: {evidence}"), theme.dim);
                }
            }
        }
    }
}

fn about_request(
    pen: &mut Pen<'_>,
    theme: &Theme,
    model: &Model,
    entry: &Entry,
    request: &Request,
) {
    let title = format!("{}  {}", entry.name, request.title());
    let y = pen.wrapped(2, 0, 4, &title, theme.title) + 1;
    let policy = &model.plan.inspection().policy;
    let letter = format!(" {} ", policy.letter(entry.shown));
    pen.write(2, y, &letter, theme.chip(policy.colour(entry.shown)));
    let stands = log::time_words(request, entry, model.now);
    let mut y = pen.wrapped(6, y, 2, &stands, theme.body) + 1;
    for (name, value) in log::facts(&model.plan, request) {
        pen.write(2, y, name, theme.dim);
        y = pen.wrapped(14, y, 4, &value, theme.body).max(y + 1);
    }
    for line in log::answers(request) {
        let apart = usize::from(line.starts_with("Sent"));
        y = pen.wrapped(2, y + apart, 4, &line, theme.dim);
    }
    pen.wrapped(2, y + 1, 8, request.note.as_str(), theme.body);
}

/// Two lines on it, under the list.
pub(super) fn peek(pen: &mut Pen<'_>, theme: &Theme, model: &Model) {
    match requests::here(model) {
        None => super::detail::peek(pen, theme, model),
        Some(Thing::Request(entry, request)) => {
            let by = if request.asked_by.is_empty() {
                String::new()
            } else {
                format!(" by {}", request.asked_by)
            };
            let asked = phrase::moment_short(request.asked.local.into(), model.now.date());
            let line = enquiries::name_of(&model.plan, request.enquiry);
            let task = request.task.and_then(|id| model.plan.task(id));
            // What was sent, or is wanted besides, says the state as well, and it comes first: the end may be cut.
            let last = log::answers(request).pop();
            let (state, last) = match (request.state, last) {
                (State::Sent | State::Returned, Some(last)) => {
                    (format!("{};", text::uncapital(&last)), None)
                }
                (_, last) => (format!("{},", request.stands()), last),
            };
            let parts = [
                Some(format!("asked {asked}{by}")),
                line.map(str::to_owned),
                task.map(|task| task.reference.to_string()),
            ];
            let parts: Vec<String> = parts.into_iter().flatten().collect();
            pen.write(
                1,
                1,
                &format!("{}  {}", entry.name, request.title()),
                theme.body,
            );
            let last = last.map(|last| format!("; {last}")).unwrap_or_default();
            let words = format!("{state} {}{last}", parts.join(", "));
            pen.write(1, 2, &words, theme.dim);
        }
        Some(Thing::Line(id, line)) => {
            pen.write(1, 1, &line.name, theme.body);
            if let Some(Record::Enquiry(enquiry)) = model.plan.record(id) {
                let testing = enquiry.testing.as_str().replace('\n', " ");
                pen.write(1, 2, &testing, theme.dim);
            }
        }
    }
}

/// What an empty list says.
pub(super) fn empty(model: &Model) -> [String; 2] {
    if model.requests.text.is_empty() {
        [
            "Inspectors have asked for nothing yet. Each request is logged here, with who answers it and by when."
                .to_owned(),
            "Press a to log the first, L to add a line of enquiry.".to_owned(),
        ]
    } else {
        [
            format!("No request holds '{}'.", model.requests.text),
            "Esc clears the filter.".to_owned(),
        ]
    }
}

/// The line a request is typed in, with what it reads as.
pub(super) fn ask_box(pen: &mut Pen<'_>, theme: &Theme, model: &Model, prompt: &Prompt) -> Caret {
    let mut pen = frame(pen, theme, &title(model, prompt), 74, 9);
    pen.write(0, 0, ">", theme.accent);
    let caret = input(&mut pen, theme, &prompt.editor, 2, 0);
    let seen = requests::preview(model, &prompt.editor.text());
    let said = &seen.said;
    let half = pen.width() * 5 / 8;
    let now = model.now;
    let person = said.owner().and_then(|id| model.plan.person(id));
    let promised = said
        .promised()
        .map(|at| format!("{}, {}", phrase::moment(at), phrase::gap(at, now)));
    let asked = said.asked().map(|at| phrase::moment(at.local.into()));
    let line = enquiries::name_of(&model.plan, said.enquiry()).map(str::to_owned);
    let rows = [
        (
            0,
            2,
            "Request",
            Some(seen.wording.clone()).filter(|words| !words.is_empty()),
        ),
        (0, 3, "Promise", promised),
        (
            0,
            4,
            "Asked",
            Some(asked.unwrap_or_else(|| "now".to_owned())),
        ),
        (
            half,
            3,
            "Owner",
            person.map(|person| person.label().to_owned()),
        ),
        (half, 4, "By", said.asked_by().map(ToString::to_string)),
        (0, 5, "Line", line),
    ];
    for (x, y, name, value) in rows {
        let room = if x == 0 && (3..5).contains(&y) {
            half - 9
        } else {
            pen.width()
        };
        pen.write(x, y, name, theme.dim);
        pen.put(x + 8, y, room, &value.unwrap_or("-".to_owned()), theme.body);
    }
    let problem = prompt.error.clone();
    let problem = problem.or_else(|| Some(said.problems.first()?.to_string()));
    match (&problem, &seen.alike) {
        (None, Some(alike)) => {
            pen.wrapped(0, 6, 2, &format!("{alike}."), theme.warn);
        }
        _ => error_or(&mut pen, theme, 6, problem.as_deref(), capture::HELP),
    }
    let hints = [
        (Action::Submit, "log it"),
        (Action::SubmitMore, "log another"),
        (Action::Cancel, "leave"),
    ];
    keys(&mut pen, theme, Context::Capture, &hints);
    caret
}

/// The form of a request or of a line of enquiry.
pub(super) fn record_box(pen: &mut Pen<'_>, theme: &Theme, form: &RecordForm) -> Caret {
    let label = |field: Field| text::capital(field.as_str());
    let help = |field| fields::help(&form.before, field);
    form::fields_box(pen, theme, &form.title, &form.fields, label, help)
}
