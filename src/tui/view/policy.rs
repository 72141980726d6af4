//! The box in which the RAG policy is changed, with what it would make of the tasks right under it.
//!
//! ```text
//! ┌─ RAG policy ───────────────────────────────────────────────┐
//! │  Red within     1                                          │
//! │  Amber within   5                                          │
//! │ This makes 7 tasks amber; 2 more to check.                 │
//! ```

use crate::app::policy::PolicyBox;
use crate::tui::theme::Theme;

use super::boxes::{Caret, frame, input};
use super::form::{form_keys, name};
use super::pen::Pen;

/// Where values begin, after their names.
const VALUES: usize = 15;
/// Rows under the fields: two of words, and the keys.
const BELOW: usize = 4;

pub(super) fn policy_box(pen: &mut Pen<'_>, theme: &Theme, open: &PolicyBox) -> Caret {
    let most = usize::from(pen.area.height).saturating_sub(2);
    let height = (open.fields.rows.len() + BELOW).min(most);
    let mut pen = frame(pen, theme, "RAG policy", 74, height);
    let inside = usize::from(pen.area.height);
    let shown = inside.saturating_sub(BELOW).max(1);
    let first = (open.fields.cursor + 1).saturating_sub(shown);
    let mut caret = None;
    let fields = open.fields.rows.iter().enumerate().skip(first).take(shown);
    for (y, (at, field)) in fields.enumerate() {
        let here = at == open.fields.cursor;
        name(
            &mut pen,
            theme,
            y,
            field.of.title(),
            here,
            field.error.is_some(),
        );
        if here {
            caret = input(&mut pen, theme, &field.editor, VALUES, y);
        } else {
            pen.write(VALUES, y, &field.editor.text(), theme.body);
        }
        if field.editor.is_empty() {
            let (x, style) = if here {
                (VALUES + 1, theme.input_hint)
            } else {
                (VALUES, theme.dim)
            };
            pen.write(x, y, "the usual word", style);
        }
    }
    let help = open.fields.here().map_or("", |field| field.of.help());
    let next = pen.wrapped(0, shown, 2, help, theme.dim).max(shown + 1);
    let wrong = open
        .fields
        .rows
        .iter()
        .find_map(|field| field.error.as_deref());
    let (words, style) = match (wrong, &open.dry_run) {
        (Some(error), _) => (error, theme.late),
        (None, Some(said)) => (said.as_str(), theme.body),
        (None, None) => ("", theme.body),
    };
    pen.wrapped(0, next, shown + 3 - next, words, style);
    form_keys(&mut pen, theme);
    caret
}
