//! The boxes of files that are made to be sent on: the wait while one is made, and what the privacy guard points at.
//!
//! ```text
//! ┌ Before this leaves: is it about one child? ───────────┐
//! │ 1 text looks so. If it goes out, History says that .. │
//! │ The note of N-12 looks like an NHS number             │
//! │ Enter send it anyway  Esc leave                 │
//! └───────────────────────────────────────────────────────┘
//! ```

use crate::app::Product;
use crate::app::action::Action;
use crate::app::keymap::Context;
use crate::app::papers::{GUARD_LINES, GuardBox, MakingBox};
use crate::domain::privacy;
use crate::domain::rating::count;
use crate::domain::text;
use crate::tui::theme::Theme;

use super::boxes::{Caret, frame, keys};
use super::pen::Pen;

pub(super) fn making_box(pen: &mut Pen<'_>, theme: &Theme, making: &MakingBox) -> Caret {
    let title = match making.product {
        Product::Brief(_) => "Making the brief",
        Product::Export(_) => "Making the export",
    };
    let mut pen = frame(pen, theme, title, 60, 4);
    let words = match making.written.unwrap_or_default() {
        0 => "Putting it together ...".to_owned(),
        some => format!(
            "Writing ... {some} of {} so far",
            count(making.of as i32, "task")
        ),
    };
    pen.write(0, 1, &words, theme.body);
    let hints = [(Action::Cancel, "stop; no file is left behind")];
    keys(&mut pen, theme, Context::Working, &hints);
    None
}

pub(super) fn guard_box(pen: &mut Pen<'_>, theme: &Theme, guard: &GuardBox) -> Caret {
    let height = usize::from(crate::app::layout::tall_box(pen.area.height));
    let wanted = (guard.seen.len() + GUARD_LINES).min(height);
    let title = "Before this leaves: is it about one child?";
    let mut pen = frame(pen, theme, title, 76, wanted);
    let texts = count(guard.seen.len() as i32, "text");
    let look = if guard.seen.len() == 1 {
        "looks"
    } else {
        "look"
    };
    let head = format!("{texts} {look} so. If it goes out, History says that you decided it.");
    pen.write(0, 0, &text::fit(&head, pen.width()), theme.warn);
    let room = usize::from(pen.area.height)
        .saturating_sub(GUARD_LINES)
        .max(1);
    for (y, line) in guard.seen.iter().skip(guard.top).take(room).enumerate() {
        pen.write(1, y + 1, &text::fit(line, pen.width() - 1), theme.body);
    }
    let below = guard.seen.len().saturating_sub(guard.top + room);
    let words = match below {
        0 => privacy::WHY.to_owned(),
        more => format!("{more} more below"),
    };
    let y = usize::from(pen.area.height).saturating_sub(2);
    pen.write(0, y, &text::fit(&words, pen.width()), theme.dim);
    let hints = [
        (Action::Submit, "send it anyway"),
        (Action::Cancel, "leave"),
        (Action::PageDown, "further down"),
    ];
    let hints = &hints[..hints.len() - usize::from(below == 0 && guard.top == 0)];
    keys(&mut pen, theme, Context::GuardBox, hints);
    None
}
