//! From the model to pixels: reads, draws, changes nothing.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::app::layout::{Panes, SMALLEST};
use crate::app::list::Row;
use crate::app::model::Model;
use crate::app::overlay::Overlay;
use crate::app::screen::Screen;

use super::theme::Theme;
use pen::Pen;

mod boxes;
mod calendar;
mod call;
mod checklist;
mod chrome;
mod cover;
mod detail;
mod form;
mod history;
mod import;
mod pen;
mod policy;
mod rows;
mod today;
mod what_if;

/// Draws everything.
pub fn view(model: &Model, theme: &Theme, frame: &mut Frame<'_>) {
    draw(model, theme, frame);
    if theme.glyphs.ascii {
        pen::spell(frame.buffer_mut());
    }
}

fn draw(model: &Model, theme: &Theme, frame: &mut Frame<'_>) {
    let area = frame.area();
    let mut pen = Pen::new(frame.buffer_mut(), area);
    pen.ground(theme.base);
    if area.width < SMALLEST.cols || area.height < SMALLEST.rows {
        let words = if area.width >= 24 {
            "Window too small. q quits"
        } else {
            "Too small"
        };
        pen.write(0, 0, words, theme.body);
        return;
    }
    if let [Overlay::Welcome(menu), rest @ ..] = model.overlays.as_slice() {
        let mut caret = boxes::welcome(&mut pen, theme, menu, model);
        if let Some(overlay) = rest.last() {
            caret = boxes::overlay(&mut pen, theme, model, overlay);
        }
        place_caret(frame, caret);
        return;
    }
    let panes = model.panes();
    chrome::header(&mut pen.within(panes.header), theme, model);
    chrome::tabs(&mut pen.within(panes.tabs), theme, model);
    rules(&mut pen, theme, &panes);
    let mut caret = body(&mut pen, theme, model, &panes);
    chrome::status(&mut pen, theme, model, panes.status);
    chrome::footer(&mut pen.within(panes.footer), theme, model);
    if let Some(overlay) = model.overlays.last() {
        caret = boxes::overlay(&mut pen, theme, model, overlay);
    }
    place_caret(frame, caret);
}

/// Where the terminal's own cursor goes: into the text being typed, else on the row that is chosen.
fn place_caret(frame: &mut Frame<'_>, caret: Option<(u16, u16)>) {
    if let Some((x, y)) = caret
        && x < frame.area().width
        && y < frame.area().height
    {
        frame.set_cursor_position((x, y));
    }
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
    let mut summary = pen.within(panes.summary);
    match model.screen {
        Screen::Today => today::summary(&mut summary, theme, model),
        Screen::Checklist => checklist::summary(&mut summary, theme, model),
        Screen::History => history::summary(&mut summary, theme, model),
    }
    let list_area = match panes.detail {
        Some(_) => panes.list,
        None => Rect {
            width: pen.area.width,
            ..panes.list
        },
    };
    list(&mut pen.within(list_area), theme, model);
    if let Some(area) = panes.detail {
        match model.screen {
            Screen::Today | Screen::Checklist => {
                detail::beside(&mut pen.within(area), theme, model);
            }
            Screen::History => history::beside(&mut pen.within(area), theme, model),
        }
    } else {
        let mut pen = pen.within(panes.peek);
        match model.screen {
            Screen::Today | Screen::Checklist => detail::peek(&mut pen, theme, model),
            Screen::History => history::peek(&mut pen, theme, model),
        }
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
        let under = matches!(row, Row::Under(_)) && at == list.cursor + 1;
        rows::row(pen, theme, model, y, row, at == list.cursor || under);
    }
}
