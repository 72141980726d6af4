//! From the model to pixels: reads, draws, changes nothing.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::app::Size;
use crate::app::key::Key;
use crate::app::layout::{Panes, SMALLEST};
use crate::app::list::Row;
use crate::app::model::Model;
use crate::app::overlay::Overlay;
use crate::app::screen::Screen;
use crate::app::walk::open_walk;

use super::theme::Theme;
use pen::{Pen, Spot};

mod boxes;
mod calendar;
mod call;
mod checklist;
mod chrome;
mod cover;
mod detail;
#[cfg(test)]
mod effort;
mod form;
mod grades;
mod history;
mod import;
mod owners;
mod papers;
mod pen;
mod policy;
mod present;
mod reading;
mod requests;
mod round;
mod rows;
mod timeline;
mod today;
mod walk;
mod what_if;

/// How a screen is drawn.
struct View {
    /// Which.
    screen: Screen,
    /// What stands above its list.
    summary: fn(&mut Pen<'_>, &Theme, &Model),
    /// A row of its list that is no task, at this height; whether the cursor is on it.
    row: fn(&mut Pen<'_>, &Theme, &Model, usize, Row, bool),
    /// A task of its list, at this height, by its position in the plan.
    task: fn(&mut Pen<'_>, &Theme, &Model, usize, usize),
    /// The chosen thing, whole, beside the list.
    beside: fn(&mut Pen<'_>, &Theme, &Model),
    /// Two lines on it under the list, under a rule, where there is no room beside it.
    peek: fn(&mut Pen<'_>, &Theme, &Model),
    /// What its list says when it is empty, and which key fills it; `None` for what is said of tasks.
    empty: fn(&Model) -> Option<[String; 2]>,
}

/// Every screen, in the order of the tabs.
static VIEWS: &[View] = &[
    View {
        screen: Screen::Today,
        summary: today::summary,
        row: today::row,
        task: rows::task,
        beside: detail::beside,
        peek: detail::peek,
        empty: |_| None,
    },
    View {
        screen: Screen::Checklist,
        summary: checklist::summary,
        row: checklist::row,
        task: rows::task,
        beside: detail::beside,
        peek: detail::peek,
        empty: checklist::empty,
    },
    View {
        screen: Screen::Owners,
        summary: owners::summary,
        row: owners::row,
        task: rows::task,
        beside: owners::beside,
        peek: owners::peek,
        empty: checklist::empty,
    },
    View {
        screen: Screen::Timeline,
        summary: timeline::summary,
        row: timeline::row,
        task: timeline::task,
        beside: timeline::peek,
        peek: timeline::peek,
        empty: checklist::empty,
    },
    View {
        screen: Screen::Requests,
        summary: requests::summary,
        row: requests::row,
        task: rows::task,
        beside: requests::beside,
        peek: requests::peek,
        empty: |model| Some(requests::empty(model)),
    },
    View {
        screen: Screen::Grades,
        summary: grades::summary,
        row: grades::row,
        task: rows::task,
        beside: grades::beside,
        peek: grades::peek,
        empty: |_| None,
    },
    View {
        screen: Screen::History,
        summary: history::summary,
        row: history::row,
        task: rows::task,
        beside: history::beside,
        peek: history::peek,
        empty: |model| Some(history::empty(model)),
    },
];

/// How a screen is drawn.
fn view_of(screen: Screen) -> &'static View {
    let view = VIEWS.iter().find(|view| view.screen == screen);
    view.unwrap_or(&VIEWS[0])
}

/// Draws everything.
pub fn view(model: &Model, theme: &Theme, frame: &mut Frame<'_>) {
    let area = frame.area();
    let mut pass_over = Vec::new();
    let caret = draw(model, theme, frame.buffer_mut(), &mut pass_over);
    if theme.glyphs.ascii {
        pen::spell(frame.buffer_mut());
    }
    // The terminal's own cursor goes into the text being typed, else on the row that is chosen.
    if let Some(at) = caret.map(Position::from).filter(|at| area.contains(*at)) {
        frame.set_cursor_position(at);
    }
}

/// The key that a box shows at a place on the screen: a click there presses it.
pub fn key_at(model: &Model, theme: &Theme, at: Position) -> Option<Key> {
    let Size { cols, rows } = model.size;
    let mut spots = Vec::new();
    let mut nowhere = Buffer::empty(Rect::new(0, 0, cols, rows));
    draw(model, theme, &mut nowhere, &mut spots);
    let hit = spots.iter().find(|spot| spot.area.contains(at));
    hit.map(|spot| spot.key)
}

fn draw(
    model: &Model,
    theme: &Theme,
    buffer: &mut Buffer,
    spots: &mut Vec<Spot>,
) -> Option<(u16, u16)> {
    let area = buffer.area;
    let mut pen = Pen::new(buffer, spots, area);
    let caret = scene(&mut pen, theme, model);
    if model.drill {
        chrome::drill(&mut pen, theme);
    }
    caret
}

fn scene(pen: &mut Pen<'_>, theme: &Theme, model: &Model) -> Option<(u16, u16)> {
    let area = pen.area;
    pen.ground(theme.base);
    if area.width < SMALLEST.cols || area.height < SMALLEST.rows {
        let words = if area.width >= 24 {
            "Window too small. q quits"
        } else {
            "Too small"
        };
        pen.write(0, 0, words, theme.body);
        return None;
    }
    if let [Overlay::Welcome(menu), rest @ ..] = model.overlays.as_slice() {
        let mut caret = boxes::welcome(pen, theme, menu, model);
        if let Some(overlay) = rest.last() {
            caret = boxes::overlay(pen, theme, model, overlay);
        }
        return caret;
    }
    if let [Overlay::Present(shown), rest @ ..] = model.overlays.as_slice() {
        present::present(pen, theme, model, *shown);
        let top = rest.last();
        return top.and_then(|top| boxes::overlay(pen, theme, model, top));
    }
    if let Some(open) = open_walk(model) {
        walk::walk_screen(pen, theme, model, open);
        return top_box(pen, theme, model).flatten();
    }
    let panes = model.panes();
    chrome::header(&mut pen.within(panes.header), theme, model);
    chrome::tabs(&mut pen.within(panes.tabs), theme, model);
    rules(pen, theme, &panes);
    let mut caret = body(pen, theme, model, &panes);
    chrome::status(&mut pen.within(panes.status), theme, model);
    chrome::footer(&mut pen.within(panes.footer), theme, model);
    if let Some(of_box) = top_box(pen, theme, model) {
        caret = of_box;
    }
    caret
}

/// The box on top, if one is open, and where its caret is.
fn top_box(pen: &mut Pen<'_>, theme: &Theme, model: &Model) -> Option<boxes::Caret> {
    let mut shown = model.overlays.iter().rev();
    let overlay = shown.find(|overlay| overlay.conduct().is_shown())?;
    Some(boxes::overlay(pen, theme, model, overlay))
}

fn rules(pen: &mut Pen<'_>, theme: &Theme, panes: &Panes) {
    if !panes.ruled {
        return;
    }
    let glyph = theme.glyphs.rule;
    pen.rule(
        usize::from(panes.tabs.y + panes.tabs.height),
        glyph,
        theme.rule,
    );
    pen.rule(usize::from(panes.footer.y) - 1, glyph, theme.rule);
}

fn body(pen: &mut Pen<'_>, theme: &Theme, model: &Model, panes: &Panes) -> Option<(u16, u16)> {
    let view = view_of(model.screen);
    let here = view_of(model.screen_here());
    (view.summary)(&mut pen.within(panes.summary), theme, model);
    let list_area = match panes.detail {
        Some(_) => panes.list,
        None => Rect {
            width: pen.area.width,
            ..panes.list
        },
    };
    list(&mut pen.within(list_area), theme, model);
    if let Some(area) = panes.detail {
        detail::edge(&mut pen.within(area), theme);
        (here.beside)(&mut pen.within(area), theme, model);
    } else if panes.peek.height > 0 {
        // A rule that gave way to a long message leaves its words where they were in it.
        let gave_way = u16::from(!panes.peek_ruled && panes.peek.height > 1);
        let mut pen = pen.within(Rect {
            y: panes.peek.y - gave_way,
            height: panes.peek.height + gave_way,
            ..panes.peek
        });
        if panes.peek_ruled {
            pen.rule(0, theme.glyphs.rule, theme.rule);
        }
        (here.peek)(&mut pen, theme, model);
    }
    rows::caret(model, list_area)
}

fn list(pen: &mut Pen<'_>, theme: &Theme, model: &Model) {
    let list = model.list();
    if list.rows.is_empty() {
        rows::empty(pen, theme, model);
        return;
    }
    let height = usize::from(pen.area.height);
    for (y, (at, row)) in list.in_view(height).enumerate() {
        let under = row.is_second() && at == list.cursor + 1;
        rows::row(pen, theme, model, y, row, at == list.cursor || under);
    }
}

#[cfg(test)]
mod tests {
    use super::VIEWS;
    use crate::app::screen::SCREENS;

    #[test]
    fn every_screen_is_drawn_by_its_own_row() {
        let drawn: Vec<_> = VIEWS.iter().map(|view| view.screen).collect();
        let screens: Vec<_> = SCREENS.iter().map(|entry| entry.screen).collect();
        assert_eq!(drawn, screens);
    }
}
