//! The boxes that open over a screen. Each returns where the caret is, if text is being typed.

use ratatui::layout::Rect;
use ratatui::widgets::Widget;

use ratatui::style::Style;

use crate::app::action::Action;
use crate::app::editor::Editor;
use crate::app::finder::{self, Finder};
use crate::app::keymap::{self, Context};
use crate::app::layout::{self, Shelf};
use crate::app::menu::Menu;
use crate::app::model::Model;
use crate::app::overlay::{Conduct, Overlay};
use crate::app::prompt::{self, Prompt, Shape};
use crate::app::screen::Screen;
use crate::domain::absence;
use crate::domain::capture;
use crate::domain::edit;
use crate::domain::id::PersonId;
use crate::domain::phrase;
use crate::domain::rating::Shown;
use crate::domain::task::Phase;
use crate::domain::text;
use crate::domain::when::{Moment, When};
use crate::tui::theme::Theme;

use super::calendar;
use super::chrome;
use super::pen::Pen;

pub(super) type Caret = Option<(u16, u16)>;

/// Draws the box on top.
pub(super) fn overlay(pen: &mut Pen<'_>, theme: &Theme, model: &Model, overlay: &Overlay) -> Caret {
    match overlay {
        Overlay::Call(call) => super::call::call_box(pen, theme, model, call),
        Overlay::Cover(open) => super::cover::cover_box(pen, theme, model, open),
        Overlay::Change(open) => super::history::change_box(pen, theme, model, open),
        Overlay::Finder(finder) => finder_box(pen, theme, model, finder),
        Overlay::Form(form) => super::form::form_box(pen, theme, model, form),
        Overlay::Guard(guard) => super::papers::guard_box(pen, theme, guard),
        Overlay::Making(making) => super::papers::making_box(pen, theme, making),
        Overlay::Menu(menu) => menu_box(pen, theme, model, menu),
        Overlay::Policy(open) => super::policy::policy_box(pen, theme, open),
        Overlay::Record(form) => super::requests::record_box(pen, theme, form),
        Overlay::Import(import) => {
            super::import::import_box(pen, theme, import);
            None
        }
        Overlay::Round(round) => super::round::round_box(pen, theme, model, round),
        Overlay::Prompt(prompt) => match prompt.row.shape {
            Shape::Ask => super::requests::ask_box(pen, theme, model, prompt),
            Shape::Capture => capture_box(pen, theme, model, prompt),
            Shape::Date => date_box(pen, theme, model, prompt),
            Shape::Filter => filter_line(pen, model, prompt),
            Shape::Line | Shape::Path(_) => line_box(pen, theme, model, prompt),
            Shape::Note => note_box(pen, theme, model, prompt),
            Shape::Person => owner_box(pen, theme, model, prompt),
        },
        Overlay::Reading(open) => {
            super::reading::reading_box(pen, theme, open);
            None
        }
        Overlay::Walk(_) | Overlay::Present(_) | Overlay::Welcome(_) => None,
        Overlay::WhatIf(asked) => super::what_if::what_if_box(pen, theme, model, asked),
    }
}

/// An empty box in the middle of the window, `width` by `height` inside, as far as there is room.
pub(super) fn frame<'p>(
    pen: &'p mut Pen<'_>,
    theme: &Theme,
    title: &str,
    width: usize,
    height: usize,
) -> Pen<'p> {
    let area = layout::boxed(pen.area, width, height);
    framed(pen, theme, title, area)
}

/// An empty box with this edge.
fn framed<'p>(pen: &'p mut Pen<'_>, theme: &Theme, title: &str, area: Rect) -> Pen<'p> {
    let (width, height) = (area.width, area.height);
    let mut pen = pen.within(area);
    pen.clear(theme.popup);
    let set = theme.glyphs.border;
    let across = set
        .horizontal_top
        .repeat(usize::from(width.saturating_sub(2)));
    let last = usize::from(height.saturating_sub(1));
    for (y, left, right) in [
        (0, set.top_left, set.top_right),
        (last, set.bottom_left, set.bottom_right),
    ] {
        pen.write(0, y, &format!("{left}{across}{right}"), theme.popup_border);
    }
    for y in 1..last {
        pen.write(0, y, set.vertical_left, theme.popup_border);
        pen.write(
            usize::from(width) - 1,
            y,
            set.vertical_right,
            theme.popup_border,
        );
    }
    pen.put(
        2,
        0,
        usize::from(width).saturating_sub(4),
        &format!(" {title} "),
        theme.popup_title,
    );
    pen.area = layout::inside(area).intersection(area);
    pen
}

/// The keys of a box, on its last line.
pub(super) fn keys(pen: &mut Pen<'_>, theme: &Theme, context: Context, actions: &[(Action, &str)]) {
    let y = usize::from(pen.area.height).saturating_sub(1);
    let blank = " ".repeat(pen.width());
    pen.write(0, y, &blank, theme.body);
    let mut x = 0;
    for (action, word) in actions {
        let Some((key, hint)) = chrome::hint(theme, &[context], *action) else {
            continue;
        };
        let word = if word.is_empty() { hint } else { word };
        if x + text::width(&key) + text::width(word) < pen.width() {
            let end = pen.write(x, y, &key, theme.key);
            let end = pen.write(end + 1, y, word, theme.key_label);
            if let Some(key) = keymap::key_for(&[context], *action) {
                pen.shows_key(x, end, y, key);
            }
            x = end + 2;
        }
    }
}

/// The same of those that count just now.
pub(super) fn keys_that_count(
    pen: &mut Pen<'_>,
    theme: &Theme,
    context: Context,
    actions: &[(Action, &str, bool)],
) {
    let counting = actions.iter().filter(|(.., counts)| *counts);
    let counting: Vec<_> = counting.map(|(action, word, _)| (*action, *word)).collect();
    keys(pen, theme, context, &counting);
}

/// A line of text being typed at row `y`, scrolled so that the caret is in view.
pub(super) fn input(
    pen: &mut Pen<'_>,
    theme: &Theme,
    editor: &Editor,
    x: usize,
    y: usize,
) -> Caret {
    let room = pen.width().saturating_sub(x);
    let line = editor.text();
    let (_, column) = editor.caret();
    let before: String = line.chars().take(column).collect();
    let width = text::width(&before);
    let skip = (width + 1).saturating_sub(room);
    let mut hidden = 0;
    let shown: String = line
        .chars()
        .skip_while(|c| {
            let passed = hidden < skip;
            hidden += text::width(c.encode_utf8(&mut [0; 4]));
            passed
        })
        .collect();
    let left = text::width(&line) - text::width(&shown);
    pen.put(x, y, room, &" ".repeat(room), theme.input);
    let style = if editor.is_offered() {
        theme.offered
    } else {
        theme.input
    };
    pen.put(x, y, room, &clip(&shown, room), style);
    let at = x + width.saturating_sub(left);
    (y < usize::from(pen.area.height)).then_some((pen.area.x + at as u16, pen.area.y + y as u16))
}

/// The beginning of `words` that fits, without the mark of a cut: it is being typed.
fn clip(words: &str, room: usize) -> String {
    let mut used = 0;
    words
        .chars()
        .take_while(|c| {
            used += text::width(c.encode_utf8(&mut [0; 4]));
            used <= room
        })
        .collect()
}

pub(super) fn error_or(
    pen: &mut Pen<'_>,
    theme: &Theme,
    y: usize,
    error: Option<&str>,
    otherwise: &str,
) {
    match error {
        Some(error) => {
            pen.wrapped(0, y, 3, error, theme.late);
        }
        None => {
            pen.wrapped(0, y, 3, otherwise, theme.dim);
        }
    }
}

/// What a box is called.
pub(super) fn title(model: &Model, prompt: &Prompt) -> String {
    (prompt.row.title)(model, prompt)
}

fn line_box(pen: &mut Pen<'_>, theme: &Theme, model: &Model, prompt: &Prompt) -> Caret {
    let row = &prompt.row;
    let listed = prompt.paths.len().min(PATHS_LISTED);
    let title = (row.title)(model, prompt);
    let mut pen = frame(pen, theme, &title, 70, (listed + 4).max(6));
    pen.write(0, 0, &(row.about)(model, prompt), theme.dim);
    let caret = input(&mut pen, theme, &prompt.editor, 0, 1);
    if prompt.paths.is_empty() {
        let help = (row.help)(model, prompt);
        error_or(&mut pen, theme, 2, prompt.error.as_deref(), &help);
    } else {
        list_paths(&mut pen, theme, &prompt.paths);
    }
    let hints = [
        (Action::Submit, row.verb),
        (Action::Complete, "complete"),
        (Action::Cancel, "leave"),
    ];
    keys(&mut pen, theme, prompt.context(), &hints);
    caret
}

/// How many lines the names get that begin as a path does.
const PATHS_LISTED: usize = 8;

/// What begins as the path does that is being typed, and how much more there is.
fn list_paths(pen: &mut Pen<'_>, theme: &Theme, paths: &[String]) {
    let room = usize::from(pen.area.height).saturating_sub(4);
    for (y, name) in paths.iter().take(room).enumerate() {
        let name = text::fit(name, pen.width().saturating_sub(2)).into_owned();
        pen.write(2, 2 + y, &name, theme.body);
    }
    if paths.len() > room {
        let words = format!(
            "  and {} more; a letter more narrows it",
            paths.len() - room
        );
        pen.write(0, 2 + room, &words, theme.dim);
    }
}

fn note_box(pen: &mut Pen<'_>, theme: &Theme, model: &Model, prompt: &Prompt) -> Caret {
    let height = usize::from(pen.area.height).saturating_sub(6).clamp(3, 16);
    let mut pen = frame(pen, theme, &title(model, prompt), 72, height);
    let room = usize::from(pen.area.height);
    let area = Rect {
        height: room.saturating_sub(2) as u16,
        ..pen.area
    };
    let caret = text_area(&mut pen, theme, &prompt.editor, area);
    let warning = if pen.width() >= 62 {
        "Do not put a child's name, date of birth or case number here."
    } else {
        "No child's name, date of birth or case number here."
    };
    let (words, style) = prompt
        .error
        .as_deref()
        .map_or((warning, theme.dim), |error| (error, theme.late));
    pen.write(0, room.saturating_sub(2), words, style);
    keys(
        &mut pen,
        theme,
        Context::NoteBox,
        &[(Action::Submit, "save"), (Action::Cancel, "leave")],
    );
    caret
}

/// Several lines being typed.
fn text_area(pen: &mut Pen<'_>, theme: &Theme, editor: &Editor, area: Rect) -> Caret {
    let mut shown = editor.area().clone();
    shown.set_style(theme.input);
    shown.set_cursor_line_style(theme.input);
    shown.set_cursor_style(theme.input);
    pen.widget(area, |area, buffer| (&shown).render(area, buffer));
    let at = shown.screen_cursor();
    let (x, y) = (area.x + at.col as u16, area.y + at.row as u16);
    area.contains((x, y).into()).then_some((x, y))
}

fn capture_box(pen: &mut Pen<'_>, theme: &Theme, model: &Model, prompt: &Prompt) -> Caret {
    let mut pen = frame(pen, theme, &title(model, prompt), 74, 8);
    pen.write(0, 0, ">", theme.accent);
    let caret = input(&mut pen, theme, &prompt.editor, 2, 0);
    let seen = capture::preview(&prompt.editor.text(), &model.plan, &model.phrases());
    let half = pen.width() * 5 / 8;
    let some = |text: Option<&String>| {
        text.filter(|text| !text.is_empty())
            .cloned()
            .unwrap_or("-".to_owned())
    };
    let phase = seen
        .phase
        .unwrap_or_else(|| edit::phase_now(&model.board.schedule, model.now));
    let due = seen
        .due
        .as_ref()
        .map(|text| match phrase::read(text, &model.phrases()) {
            Ok(when) => due_words(model, when, phase),
            Err(_) => text.clone(),
        });
    let mut place = phase.title().to_owned();
    if let Some(section) = &seen.section {
        place = format!("{place}, {section}");
    }
    let tags: Vec<String> = seen.tags.iter().map(|tag| format!("#{tag}")).collect();
    let policy = &model.plan.inspection().policy;
    let mut title = some(Some(&seen.title));
    // Where there is less room, the RAG stands behind the title once it is typed: a date said in full wants a line.
    let wide = pen.width() >= 66;
    if let Some(rag) = seen.rag.filter(|_| !wide) {
        title = format!("{title}  {}", policy.rag_word(rag));
    }
    let title = format!("{title}  {}", tags.join(" "));
    let (owner_room, phase_at) = if wide { (20, 49) } else { (half - 8, half) };
    let mut rows = vec![
        (0, 2, "Task", title, pen.width()),
        (0, 3, "Owner", some(seen.owner.as_ref()), owner_room),
        (phase_at, 3, "Phase", place, pen.width()),
        (0, 4, "Due", some(due.as_ref()), pen.width()),
    ];
    if wide {
        let rag = seen.rag.map_or("by the dates", |rag| policy.rag_word(rag));
        rows.push((28, 3, "RAG", rag.to_owned(), pen.width()));
    }
    for (x, y, name, value, room) in rows {
        pen.write(x, y, name, theme.dim);
        pen.put(x + 7, y, room, &value, theme.body);
    }
    let problem = prompt
        .error
        .clone()
        .or_else(|| seen.problems.first().cloned());
    let help = "a: owner   d: date   r: RAG   p: phase   s: section   #tag";
    error_or(&mut pen, theme, 5, problem.as_deref(), help);
    let hints = [
        (Action::Submit, "add"),
        (Action::SubmitMore, "add another"),
        (Action::Cancel, "leave"),
    ];
    keys(&mut pen, theme, Context::Capture, &hints);
    caret
}

/// The phase a deadline being typed is for.
fn phase_of(model: &Model, prompt: &Prompt) -> Phase {
    let task = prompt.targets.first().and_then(|id| model.plan.task(*id));
    task.map_or_else(
        || edit::phase_now(&model.board.schedule, model.now),
        |task| task.place.phase,
    )
}

/// A deadline worked out and said in full: "Fri 5 Jun 2026 12:00, in 2 days".
pub(super) fn due_words(model: &Model, when: When, phase: Phase) -> String {
    let moment = model.board.schedule.deadline(when, phase, &model.plan);
    match (moment, when) {
        (Some(moment), When::At(_)) => {
            format!("{}, {}", phrase::moment(moment), gap(model, moment))
        }
        (Some(moment), When::Rule(rule)) => {
            format!("{rule}: {}, {}", phrase::moment(moment), gap(model, moment))
        }
        (None, _) => edit::spoken(when),
    }
}

fn gap(model: &Model, moment: Moment) -> String {
    let words = phrase::gap(moment, model.now);
    let days = model
        .plan
        .calendar()
        .working_days(model.now.date(), moment.date);
    match model.plan.calendar().why_not_working(moment.date) {
        Some(why) => format!("{words}; not a working day: {why}"),
        _ if model.plan.calendar().beyond_data(moment.date) => {
            format!("{words}; bank holidays are not known that far")
        }
        None if days > 1 => format!("{words} ({days} working)"),
        None => words,
    }
}

/// Whose it is, and the line being typed under it.
fn asked(pen: &mut Pen<'_>, theme: &Theme, model: &Model, prompt: &Prompt) -> Caret {
    let about = (prompt.row.about)(model, prompt);
    pen.write(0, 0, &about, theme.dim);
    pen.write(0, 1, ">", theme.accent);
    input(pen, theme, &prompt.editor, 2, 1)
}

fn date_box(pen: &mut Pen<'_>, theme: &Theme, model: &Model, prompt: &Prompt) -> Caret {
    let small = pen.area.height < 18;
    let height = 6 + if small { 0 } else { calendar::HEIGHT };
    let mut pen = frame(pen, theme, &title(model, prompt), 60, height);
    let caret = asked(&mut pen, theme, model, prompt);
    let typed = prompt.editor.text();
    let echo = match phrase::read(&typed, &model.phrases()) {
        Ok(when) => Ok(due_words(model, when, phase_of(model, prompt))),
        Err(_) if typed.trim().is_empty() => {
            let present = prompt::present_date(model, prompt);
            let present = present.map_or("no date".to_owned(), phrase::moment);
            Ok(format!("now {present}"))
        }
        Err(error) => Err(error.to_string()),
    };
    match (&prompt.error, echo) {
        (Some(error), _) => {
            pen.wrapped(0, 2, 2, error, theme.late);
        }
        (None, Ok(words)) => {
            pen.wrapped(0, 2, 2, &words, theme.body);
        }
        (None, Err(error)) => {
            pen.wrapped(0, 2, 2, &error, theme.warn);
        }
    }
    if !small {
        calendar::month(
            &mut pen,
            theme,
            model,
            prompt::calendar_day(model, prompt),
            0,
            4,
        );
        for (at, example) in ["fri", "tomorrow 12:00", "+3wd", "8/6", "end-2wd", "eod"]
            .iter()
            .enumerate()
        {
            pen.write(30, 5 + at, example, theme.dim);
        }
        pen.write(30, 4, "try", theme.dim);
    }
    let hints = [
        (Action::Submit, "set"),
        (Action::Cancel, "leave"),
        (Action::ChoiceUp, "day before"),
        (Action::ChoiceDown, "day after"),
        (Action::Clear, "no date"),
    ];
    keys(&mut pen, theme, Context::DateBox, &hints);
    caret
}

fn owner_box(pen: &mut Pen<'_>, theme: &Theme, model: &Model, prompt: &Prompt) -> Caret {
    let people = prompt::people_for(model, prompt);
    let today = model.now.date();
    let shown = usize::from(pen.area.height).saturating_sub(9).clamp(2, 10);
    let mut pen = frame(pen, theme, &title(model, prompt), 60, shown + 5);
    let caret = asked(&mut pen, theme, model, prompt);
    let typed = prompt.editor.text();
    let likely = prompt
        .choice
        .or_else(|| likely_person(model, &typed, &people));
    let first = likely.map_or(0, |at| (at + 1).saturating_sub(shown));
    for (y, (at, person)) in people
        .iter()
        .enumerate()
        .skip(first)
        .take(shown)
        .enumerate()
    {
        let open = open_tasks(model, person.id);
        let style = if person.name.is_some() {
            theme.body
        } else {
            theme.dim
        };
        let row = 3 + y;
        if likely == Some(at) {
            pen.row(row, theme.choice);
            pen.write(
                0,
                row,
                theme.glyphs.marker,
                theme.marker.patch(theme.choice),
            );
        }
        let style = if likely == Some(at) {
            style.patch(theme.choice)
        } else {
            style
        };
        pen.put(2, row, 5, person.initials.as_str(), style);
        let away = absence::on(&model.plan, person.id, today).map_or(String::new(), |absence| {
            format!("away to {}  ", phrase::day_short(absence.to, today))
        });
        let room = pen.width().saturating_sub(22 + text::width(&away));
        pen.put(8, row, room, person.label(), style);
        pen.right(8, pen.width(), row, &format!("{away}{open} open"), style);
    }
    if let Some(error) = &prompt.error {
        pen.wrapped(0, 2, 1, error, theme.late);
    } else if people.is_empty() && !typed.trim().is_empty() {
        let words = format!("Nobody is called that yet. Enter adds {}.", typed.trim());
        pen.wrapped(0, 3, 2, &words, theme.warn);
    }
    let hints = [
        (Action::Submit, "set"),
        (Action::Cancel, "leave"),
        (Action::ChoiceDown, "choose"),
        (Action::Clear, "nobody"),
    ];
    keys(&mut pen, theme, Context::OwnerBox, &hints);
    caret
}

/// The person Enter would pick for what is typed.
fn likely_person(
    model: &Model,
    typed: &str,
    people: &[&crate::domain::inspection::Person],
) -> Option<usize> {
    if typed.trim().is_empty() {
        return None;
    }
    let mut ids = model.ids.clone();
    let owner = edit::read_owner(&model.plan, typed, &mut ids).ok()?;
    owner.newcomer().is_none().then_some(())?;
    people
        .iter()
        .position(|person| Some(person.id) == owner.id())
}

fn open_tasks(model: &Model, id: PersonId) -> usize {
    let theirs = model
        .plan
        .tasks()
        .iter()
        .filter(|task| task.owner == Some(id));
    theirs.filter(|task| task.status.is_open()).count()
}

fn filter_line(pen: &mut Pen<'_>, model: &Model, prompt: &Prompt) -> Caret {
    let panes = model.panes();
    let before: String = prompt
        .editor
        .text()
        .chars()
        .take(prompt.editor.caret().1)
        .collect();
    // As the line above the list has it.
    let lead = format!(" {}  filter: ", model.screen.entry().title);
    let x = text::width(&lead) + text::width(&before);
    let y = panes.summary.y;
    (x < pen.width()).then_some((x as u16, y))
}

fn menu_box(pen: &mut Pen<'_>, theme: &Theme, model: &Model, menu: &Menu) -> Caret {
    let shelf = layout::menu(model.size, menu);
    let mut pen = framed(pen, theme, &menu.title, shelf.edge);
    let hints = [(Action::Submit, "choose"), (Action::Cancel, "leave")];
    keys(&mut pen, theme, Context::Menu, &hints);
    items(&mut pen, theme, menu, &shelf)
}

/// Begins a row of a list to choose from, and says how its words are styled: the chosen one is marked.
pub(super) fn choice(
    pen: &mut Pen<'_>,
    theme: &Theme,
    y: usize,
    here: bool,
) -> impl Fn(Style) -> Style + use<> {
    let over = if here { theme.choice } else { Style::new() };
    if here {
        pen.row(y, over);
        pen.write(0, y, theme.glyphs.marker, theme.marker.patch(over));
    }
    move |style| style.patch(over)
}

/// The rows of a menu; the terminal's cursor goes on the chosen one.
fn items(pen: &mut Pen<'_>, theme: &Theme, menu: &Menu, shelf: &Shelf) -> Caret {
    let label = layout::widest(menu.items.iter().map(|item| item.label.as_str()));
    let mut pen = pen.within(shelf.area);
    let mut caret = None;
    for (y, at) in shelf.rows().enumerate() {
        let item = &menu.items[at];
        let here = at == menu.cursor;
        let lay = choice(&mut pen, theme, y, here);
        if here {
            caret = Some((pen.area.x, pen.area.y + y as u16));
        }
        pen.write(2, y, &item.key.to_string(), lay(theme.key));
        pen.write(5, y, &item.label, lay(theme.body));
        // Some are padded, so that the box keeps its width whatever they say.
        pen.write(5 + label + 2, y, item.more.trim_end(), lay(theme.dim));
    }
    caret
}

/// The first screen when there is no file yet.
pub(super) fn welcome(pen: &mut Pen<'_>, theme: &Theme, menu: &Menu, model: &Model) -> Caret {
    pen.row(0, theme.header);
    pen.write(1, 0, "readyroom", theme.header_name);
    let shelf = layout::welcome(model.size, menu);
    let (area, list) = (pen.area, shelf.area);
    let top = usize::from(list.y);
    let caret = items(pen, theme, menu, &shelf);
    let mut inner = pen.within(Rect {
        x: list.x,
        width: list.width,
        ..area
    });
    inner.write(
        0,
        top - 2,
        "Gets children's services through an Ofsted inspection.",
        theme.title,
    );
    // The hints have the last line; where there is little room, no line parts the rows from what is said under them.
    let end = top + menu.items.len();
    let footer_at = usize::from(area.height).saturating_sub(1);
    let below = end + usize::from(end + 2 < footer_at);
    let room = |from: usize| footer_at.saturating_sub(from);
    let words = "It all stays on this computer. Do not put children's names or details in it.";
    let next = inner.wrapped(0, below, room(below).min(2), words, theme.dim);
    if !model.status.text.is_empty() {
        let room = room(next + 1).min(3);
        inner.wrapped(0, next + 1, room, &model.status.text, theme.warn);
    }
    let footer = Rect {
        x: area.x + 1,
        y: area.y + area.height.saturating_sub(1),
        width: area.width.saturating_sub(1),
        height: 1,
    };
    let mut footer = pen.within(footer);
    let hints = [
        (Action::ChoiceDown, "move"),
        (Action::Submit, "choose"),
        (Action::Help, "help"),
        (Action::Quit, "quit"),
    ];
    keys(&mut footer, theme, Context::Welcome, &hints);
    caret
}

/// What the letters or the signs of the screen mean, in so many columns: "R red   A amber   G green   B complete". Where
/// there is less room the gaps give way, and then what comes last.
fn legend(theme: &Theme, model: &Model, room: usize) -> String {
    let mut signs = signs(theme, model);
    loop {
        let mut lines = ["   ", "  ", " "].map(|gap| signs.join(gap)).into_iter();
        if let Some(line) = lines.find(|line| text::width(line) <= room) {
            return line;
        }
        signs.pop();
    }
}

fn signs(theme: &Theme, model: &Model) -> Vec<String> {
    let glyphs = theme.glyphs;
    match model.screen {
        Screen::Grades => ["+ strengths", "- to improve", "? not proved", "R red tasks"]
            .map(str::to_owned)
            .to_vec(),
        Screen::Timeline => vec![
            format!("{} work", glyphs.full),
            format!("{} due", glyphs.marked),
            "2 so many due".to_owned(),
            format!("{} day off", glyphs.empty),
            format!("{} milestone", glyphs.moment),
        ],
        _ => {
            let policy = &model.plan.inspection().policy;
            let says = |shown| format!("{} {}", policy.letter(shown), policy.word(shown));
            vec![
                says(Shown::Red),
                says(Shown::Amber),
                says(Shown::Green),
                says(Shown::Complete),
                "! look again".to_owned(),
                says(Shown::None),
            ]
        }
    }
}

fn finder_box(pen: &mut Pen<'_>, theme: &Theme, model: &Model, finder: &Finder) -> Caret {
    let rows = finder::rows(model, finder);
    let shelf = layout::finder(model.size, finder, rows.len());
    let title = if finder.keys_only {
        "Help: the keys here"
    } else {
        "Every command"
    };
    let mut pen = framed(pen, theme, title, shelf.edge);
    pen.write(0, 0, ">", theme.accent);
    let caret = input(&mut pen, theme, &finder.editor, 2, 0);
    if finder.editor.is_empty() {
        pen.write(3, 0, "type to narrow", theme.input_hint);
    }
    for (y, at) in shelf.rows().enumerate() {
        let (row, y) = (&rows[at], y + 1);
        let here = at == finder.cursor;
        let lay = choice(&mut pen, theme, y, here);
        let style = if row.why_not.is_some() {
            theme.dim
        } else {
            theme.body
        };
        let (room, keys) = if pen.width() >= 60 {
            (18, row.keys.as_str())
        } else {
            (9, row.keys.split(' ').next().unwrap_or_default())
        };
        pen.put(2, y, room, keys, lay(theme.key));
        let end = pen.write(room + 3, y, row.action.title(), lay(style));
        let right = match &row.why_not {
            Some(_) => "not now",
            None => row.action.group().title(),
        };
        pen.right(end + 2, pen.width(), y, right, lay(theme.dim));
    }
    if rows.is_empty() {
        pen.write(
            2,
            2,
            "Nothing is called that. Backspace widens the list.",
            theme.dim,
        );
    }
    // Why the chosen one cannot be done now; else, in the help, what the letters on the screen mean.
    let y = usize::from(pen.area.height).saturating_sub(2);
    match rows.get(finder.cursor).and_then(|row| row.why_not.as_ref()) {
        Some(why) => pen.write(0, y, why, theme.warn),
        None if finder.keys_only => pen.write(0, y, &legend(theme, model, pen.width()), theme.dim),
        None => 0,
    };
    let hints = [
        (Action::Submit, "do it"),
        (Action::ChoiceDown, "choose"),
        (Action::Cancel, "leave"),
    ];
    keys(&mut pen, theme, finder.context(), &hints);
    caret
}
