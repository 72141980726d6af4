//! A form: the fields of a task or of another thing, one a row.

use std::borrow::Cow;

use crate::app::action::Action;
use crate::app::fields::Fields;
use crate::app::form::Form;
use crate::app::keymap::Context;
use crate::app::model::Model;
use crate::domain::fields::Field;
use crate::domain::phrase;
use crate::domain::task::Task;
use crate::domain::text;
use crate::tui::theme::Theme;

use super::boxes::{Caret, due_words, frame, input, keys};
use super::pen::Pen;

pub(super) fn form_box(pen: &mut Pen<'_>, theme: &Theme, model: &Model, form: &Form) -> Caret {
    let task = model.plan.task(form.task)?;
    let title = format!("{}  {}", task.reference, text::fit(task.title.as_str(), 56));
    let help = |field| match read_so(model, task, form, field) {
        Some(read) => Cow::Owned(read),
        None => Cow::Borrowed(help_for(field)),
    };
    fields_box(pen, theme, &title, &form.fields, label, help)
}

/// How the deadline in the field reads, in full; `None` for other fields and while it cannot be read.
fn read_so(model: &Model, task: &Task, form: &Form, field: Field) -> Option<String> {
    let typed = form.fields.here().filter(|_| field == Field::Due)?;
    let when = phrase::read(&typed.editor.text(), &model.phrases()).ok()?;
    Some(due_words(model, when, task.place.phase))
}

/// A box of fields, one a row, each with its name; under them what may stand in the one the caret is in.
pub(super) fn fields_box<K: Copy + PartialEq, H: AsRef<str>>(
    pen: &mut Pen<'_>,
    theme: &Theme,
    title: &str,
    fields: &Fields<K>,
    label: impl Fn(K) -> String,
    help: impl Fn(K) -> H,
) -> Caret {
    let room = usize::from(pen.area.height)
        .saturating_sub(5)
        .clamp(1, fields.rows.len() + 2);
    let mut pen = frame(pen, theme, title, 76, room + 2);
    let shown = room.saturating_sub(1).max(1);
    let first = (fields.cursor + 1).saturating_sub(shown);
    let mut caret = None;
    let in_view = fields.rows.iter().enumerate().skip(first).take(shown);
    for (y, (at, field)) in in_view.enumerate() {
        let here = at == fields.cursor;
        let wrong = field.error.is_some();
        name(&mut pen, theme, y, &label(field.of), here, wrong);
        if here {
            caret = input(&mut pen, theme, &field.editor, 13, y);
        } else {
            pen.write(13, y, &field.editor.text().replace('\n', " / "), theme.body);
        }
    }
    let below = usize::from(pen.area.height).saturating_sub(2);
    let here = fields.here();
    let mut wrong = here.into_iter().chain(&fields.rows);
    let refused = wrong.find_map(|field| Some((field.of, field.error.as_ref()?)));
    let (words, style) = if let Some((of, error)) = refused {
        (format!("{}: {error}", label(of)), theme.late)
    } else {
        let help = here.map(|field| help(field.of));
        let words = help.as_ref().map_or("", AsRef::as_ref);
        (words.to_owned(), theme.dim)
    };
    // There is an empty line above it for what takes two.
    let lines = text::wrap(&words, pen.width()).len().clamp(1, 2);
    pen.wrapped(0, (below + 1).saturating_sub(lines), 2, &words, style);
    form_keys(&mut pen, theme);
    caret
}

/// The name of a field, marked where something is wrong with it.
pub(super) fn name(
    pen: &mut Pen<'_>,
    theme: &Theme,
    y: usize,
    name: &str,
    here: bool,
    wrong: bool,
) {
    if wrong {
        pen.write(0, y, "!", theme.late);
    }
    pen.write(1, y, name, if here { theme.accent } else { theme.dim });
}

/// The keys of whatever has fields one below the other.
pub(super) fn form_keys(pen: &mut Pen<'_>, theme: &Theme) {
    let hints = [
        (Action::Submit, "save"),
        (Action::NextField, "next"),
        (Action::PrevField, "previous"),
        (Action::Cancel, "leave"),
    ];
    keys(pen, theme, Context::Form, &hints);
}

/// The field's name with a capital.
fn label(field: Field) -> String {
    match field {
        Field::Rag => "RAG".to_owned(),
        other => text::capital(other.as_str()),
    }
}

fn help_for(field: Field) -> &'static str {
    match field {
        Field::Area => "Judgement areas, parted by commas: LEAD, HELP, CARE, LEAV, ALL, LOG.",
        Field::Deputy => "Initials or a name; empty for nobody.",
        Field::Due => "A date like fri 12:00 or 8/6, a rule like end-2wd, or empty for none.",
        Field::Evidence => "Links or a few words, parted by semicolons.",
        Field::Expires => "The last day on which the judged RAG counts; empty for no end.",
        Field::Needs => "Refs of the tasks that come first, parted by commas.",
        Field::Note => "The whole note; the n key opens a larger box.",
        Field::Owner => "Initials, a name or a role; empty for nobody.",
        Field::Phase => "notification, fieldwork or feedback.",
        Field::Rag => "red, amber or green; empty to go by the dates.",
        Field::Reason => "Why it was judged so.",
        Field::Section => "The heading inside the phase.",
        Field::Status => "not started, in progress, waiting, done or not needed.",
        Field::Tag => "Your own words, parted by commas.",
        Field::Title => "What has to be done.",
        Field::Waiting => "On whom or what it waits; empty when it no longer does.",
    }
}
