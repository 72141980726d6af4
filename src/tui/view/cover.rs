//! What the deputies would take over from somebody who is away, before anything is saved.

use crate::app::action::Action;
use crate::app::cover::CoverBox;
use crate::app::keymap::Context;
use crate::app::model::Model;
use crate::domain::absence;
use crate::domain::rating::count;
use crate::tui::theme::Theme;

use super::boxes::{Caret, frame, keys_that_count};
use super::pen::Pen;

/// The box.
pub(super) fn cover_box(pen: &mut Pen<'_>, theme: &Theme, model: &Model, open: &CoverBox) -> Caret {
    let cover = &open.cover;
    let lines = cover.lines(&model.plan, &model.board);
    let most = usize::from(pen.area.height).saturating_sub(8).max(3);
    let width = usize::from(pen.area.width).saturating_sub(8).min(96);
    let mut pen = frame(
        pen,
        theme,
        "Deputies take over",
        width,
        lines.len().clamp(1, most) + 4,
    );
    let today = model.now.date();
    let name = model.plan.person(cover.person);
    let away: Vec<String> = absence::ahead(&model.plan, cover.person, today)
        .iter()
        .map(|(_, absence)| absence::days(absence, today))
        .collect();
    let head = format!(
        "{} is away {}. Nothing is saved yet.",
        name.map_or("Somebody", |person| person.label()),
        away.join(" and ")
    );
    pen.write(0, 0, &head, theme.body);
    let counted = format!(
        "{} to hand over, {} left",
        count(cover.handed.len() as i32, "task"),
        cover.left.len()
    );
    pen.write(0, 1, &counted, theme.dim);
    let room = usize::from(pen.area.height).saturating_sub(4);
    if lines.is_empty() {
        pen.write(0, 3, "No open task falls due in these days.", theme.dim);
    }
    for (y, (at, line)) in lines
        .iter()
        .enumerate()
        .skip(open.top)
        .take(room)
        .enumerate()
    {
        let style = if at < cover.handed.len() {
            theme.body
        } else {
            theme.warn
        };
        pen.write(0, 3 + y, line, style);
    }
    let hints = [
        (Action::Submit, "hand over", !cover.handed.is_empty()),
        (Action::ChoiceDown, "scroll", lines.len() > room),
        (Action::Cancel, "leave", true),
    ];
    keys_that_count(&mut pen, theme, Context::CoverBox, &hints);
    None
}
