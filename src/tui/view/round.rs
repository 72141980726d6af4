//! A chase round: the message to one person, and what is to become of it.

use crate::app::action::Action;
use crate::app::chase::RoundBox;
use crate::app::keymap::Context;
use crate::app::model::Model;
use crate::domain::inspection::Person;
use crate::domain::text;
use crate::tui::theme::Theme;

use super::boxes::{Caret, frame, keys};
use super::pen::Pen;

/// The box.
pub(super) fn round_box(
    pen: &mut Pen<'_>,
    theme: &Theme,
    model: &Model,
    round: &RoundBox,
) -> Caret {
    let width = usize::from(pen.area.width).saturating_sub(8).min(96);
    let lines: Vec<String> = round
        .text
        .lines()
        .skip(round.top)
        .flat_map(|line| text::wrap(line, width))
        .collect();
    let most = usize::from(pen.area.height).saturating_sub(10).max(3);
    let mut pen = frame(
        pen,
        theme,
        &format!("Chase round: {} of {}", round.at + 1, round.people.len()),
        width,
        lines.len().clamp(1, most) + 4,
    );
    let person = round.person().and_then(|id| model.plan.person(id));
    let end = pen.write(0, 0, person.map_or("Somebody", Person::label), theme.title);
    let so_far = format!("{} copied, {} skipped", round.copied, round.skipped);
    let edge = pen.width();
    pen.right(end + 2, edge, 0, &so_far, theme.dim);
    let room = usize::from(pen.area.height).saturating_sub(4);
    for (y, line) in lines.iter().take(room).enumerate() {
        pen.write(0, 2 + y, line, theme.body);
    }
    if lines.len() > room {
        let words = format!("{} more below", lines.len() - room);
        pen.write(0, 2 + room, &words, theme.dim);
    }
    let hints = [
        (Action::Submit, "copy and count"),
        (Action::Skip, ""),
        (Action::ChoiceDown, "scroll"),
        (Action::Cancel, "end"),
    ];
    keys(&mut pen, theme, Context::RoundBox, &hints);
    None
}
