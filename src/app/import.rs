//! Bringing a spreadsheet in, step by step: the file, what its columns are for, what would happen, and the one operation.
//! Reading is the shell's work, and so is every format; here are only words, choices and the operation to save.

use std::sync::Arc;

use crate::domain::operation::Operation;

use super::Effect;
use super::keymap::Context;
use super::layout;
use super::model::{AfterSave, Model, Tone};
use super::overlay::{Conduct, Overlay};
use super::prompt::Prompt;
use super::reading::{self, Broken};
use super::update::commit;

/// A column of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetColumn {
    /// What stands above it.
    pub heading: String,
    /// A little of what stands in it.
    pub sample: String,
    /// What it is for: a place in [`SheetRead::targets`].
    pub target: usize,
}

/// A file that was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SheetRead {
    /// Its name.
    pub file: String,
    /// What a column can be for.
    pub targets: Vec<&'static str>,
    /// Its columns.
    pub columns: Vec<SheetColumn>,
    /// The columns are as they were last chosen for a file like it.
    pub remembered: bool,
}

/// How a line of the preview is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineKind {
    /// A heading.
    Heading,
    /// Something that happens.
    Plain,
    /// Something that does not.
    Refused,
    /// Something worth knowing.
    Note,
    /// Something that looks as if it were about one child.
    Doubtful,
}

impl Broken for (LineKind, String) {
    fn words(&self) -> &str {
        &self.1
    }

    fn saying(&self, words: String) -> Self {
        (self.0, words)
    }
}

/// Rows that look as if they were about one child.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// How many there are.
    pub rows: usize,
    /// "looks like an NHS number", or what they "look like".
    pub words: String,
    /// All that would happen without them.
    pub without: Operation,
}

/// What bringing the file in would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposed {
    /// In one sentence.
    pub summary: String,
    /// Row by row.
    pub lines: Vec<(LineKind, String)>,
    /// A question about dates, to be answered by reading the month first.
    pub question: Option<String>,
    /// Rows that look as if they were about one child, if there are any. They are in the operation.
    pub doubt: Option<Doubt>,
    /// All of it.
    pub operation: Operation,
}

impl Proposed {
    /// How many rows of the preview's box are not for its lines: what stands above them, and two below. What is asked
    /// about dates may take two.
    pub fn others(&self) -> usize {
        3 + 2 * usize::from(self.question.is_some()) + usize::from(self.doubt.is_some())
    }
}

/// How far it has got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportStep {
    /// The file is being read; so many rows so far.
    Reading(usize),
    /// Which column is which.
    Columns,
    /// What would happen. It may be as large as the file.
    Preview(Arc<Proposed>),
}

/// A spreadsheet being brought in.
#[derive(Debug, Clone)]
pub struct ImportBox {
    /// How far it has got.
    pub step: ImportStep,
    /// What was read.
    pub sheet: SheetRead,
    /// The column the cursor is on.
    pub cursor: usize,
    /// The first line of the preview in view.
    pub top: usize,
    /// Read 5/6 as 6 May.
    pub month_first: bool,
    /// Rows that look as if they were about one child stay out.
    pub leave_out: bool,
    /// What did not work.
    pub error: Option<String>,
}

impl ImportBox {
    fn reading() -> Self {
        Self {
            step: ImportStep::Reading(0),
            sheet: SheetRead::default(),
            cursor: 0,
            top: 0,
            month_first: false,
            leave_out: false,
            error: None,
        }
    }

    /// What is saved: all of it, or what is not in doubt.
    pub fn operation<'p>(&self, proposed: &'p Proposed) -> &'p Operation {
        match &proposed.doubt {
            Some(doubt) if self.leave_out => &doubt.without,
            Some(_) | None => &proposed.operation,
        }
    }
}

impl Conduct for ImportBox {
    fn context(&self) -> Context {
        match self.step {
            ImportStep::Reading(_) => Context::Working,
            ImportStep::Columns => Context::ImportColumns,
            ImportStep::Preview(_) => Context::ImportPreview,
        }
    }

    fn lines(&mut self) -> Option<(&mut usize, usize, usize)> {
        match &self.step {
            ImportStep::Preview(proposed) => {
                Some((&mut self.top, proposed.lines.len(), proposed.others()))
            }
            ImportStep::Reading(_) | ImportStep::Columns => None,
        }
    }

    /// What is too long goes on in the next row.
    fn scroll(&mut self, model: &Model, to: &dyn Fn(usize) -> usize) {
        if let ImportStep::Preview(proposed) = &self.step {
            let inside = usize::from(layout::tall_box(model.size.rows));
            let room = inside.saturating_sub(proposed.others()).max(1);
            let rows = reading::count(&proposed.lines, model.size.cols);
            self.top = to(self.top).min(rows.saturating_sub(room));
        }
    }

    fn rows(&mut self, _model: &Model) -> Option<(&mut usize, usize)> {
        (self.step == ImportStep::Columns).then_some((&mut self.cursor, self.sheet.columns.len()))
    }

    /// The column under the cursor is for the next thing, or the one before.
    fn next_field(&mut self, _model: &Model, forward: bool) {
        if self.step != ImportStep::Columns {
            return;
        }
        let count = self.sheet.targets.len().max(1);
        if let Some(column) = self.sheet.columns.get_mut(self.cursor) {
            let by = if forward { 1 } else { count - 1 };
            column.target = (column.target + by) % count;
            self.error = None;
        }
    }

    fn submit(&self, model: &mut Model, _after: AfterSave) -> Vec<Effect> {
        go_on(model)
    }

    /// A file that could not be read goes back to where it was named.
    fn refuse(&mut self, why: &str) -> bool {
        let was_reading = matches!(self.step, ImportStep::Reading(_));
        if was_reading && self.sheet.columns.is_empty() {
            return false;
        }
        if was_reading {
            self.step = ImportStep::Columns;
        }
        self.error = Some(why.to_owned());
        true
    }

    fn step_back(&mut self, _model: &mut Model) -> Option<Vec<Effect>> {
        let is_preview = matches!(self.step, ImportStep::Preview(_));
        if !is_preview || self.sheet.columns.is_empty() {
            return None;
        }
        self.step = ImportStep::Columns;
        Some(Vec::new())
    }

    fn left(&mut self, model: &mut Model) -> Vec<Effect> {
        if matches!(self.step, ImportStep::Reading(_)) {
            model.say("Stopped. Nothing was changed.", Tone::Note);
            return vec![Effect::StopWork];
        }
        model.say("Left. Nothing was changed.", Tone::Note);
        Vec::new()
    }
}

/// A file was named.
pub(super) fn start(model: &mut Model, said: &Prompt) -> Vec<Effect> {
    model
        .overlays
        .push(Overlay::Import(Box::new(ImportBox::reading())));
    vec![Effect::ReadSheet(said.text().trim().to_owned())]
}

/// It was read: which column is which?
pub(super) fn read(model: &mut Model, sheet: SheetRead) -> Vec<Effect> {
    let Some(Overlay::Import(import)) = model.overlays.last_mut() else {
        return Vec::new();
    };
    import.sheet = sheet;
    // What was exported whole has no columns to ask about.
    if import.sheet.columns.is_empty() {
        return propose(import);
    }
    import.step = ImportStep::Columns;
    Vec::new()
}

/// This is what would happen.
pub(super) fn proposed(model: &mut Model, proposed: Proposed) -> Vec<Effect> {
    if let Some(Overlay::Import(import)) = model.overlays.last_mut() {
        import.top = 0;
        import.error = None;
        import.step = ImportStep::Preview(Arc::new(proposed));
    }
    Vec::new()
}

/// So many rows have been read.
pub(super) fn progress(model: &mut Model, rows: usize) {
    if let Some(Overlay::Import(import)) = model.overlays.last_mut()
        && let ImportStep::Reading(so_far) = &mut import.step
    {
        *so_far = rows;
    }
}

/// On to the next step; from the preview, the operation is saved. With no file open, an empty inspection is made for it.
fn go_on(model: &mut Model) -> Vec<Effect> {
    let Some(Overlay::Import(import)) = model.overlays.last_mut() else {
        return Vec::new();
    };
    let operation = match &import.step {
        ImportStep::Reading(_) => return Vec::new(),
        ImportStep::Columns => return propose(import),
        ImportStep::Preview(proposed) => import.operation(proposed).clone(),
    };
    let mut effects = Vec::new();
    if !model.is_open && !operation.is_empty() {
        effects.push(Effect::Create {
            template: "blank".to_owned(),
            authority: String::new(),
        });
    }
    effects.extend(commit(model, Ok(operation), AfterSave::Close));
    effects
}

fn propose(import: &mut ImportBox) -> Vec<Effect> {
    import.step = ImportStep::Reading(0);
    let targets = import.sheet.columns.iter().map(|column| column.target);
    vec![Effect::ProposeImport {
        targets: targets.collect(),
        month_first: import.month_first,
    }]
}

/// Rows that look as if they were about one child stay out, or come in after all.
pub(super) fn toggle_doubtful(model: &mut Model) -> Vec<Effect> {
    if let Some(Overlay::Import(import)) = model.overlays.last_mut()
        && let ImportStep::Preview(proposed) = &import.step
        && proposed.doubt.is_some()
    {
        import.leave_out = !import.leave_out;
    }
    Vec::new()
}

/// Dates are read the other way, and what would happen is worked out again.
pub(super) fn toggle_month_first(model: &mut Model) -> Vec<Effect> {
    let Some(Overlay::Import(import)) = model.overlays.last_mut() else {
        return Vec::new();
    };
    import.month_first = !import.month_first;
    match import.step {
        ImportStep::Preview(_) => propose(import),
        ImportStep::Reading(_) | ImportStep::Columns => Vec::new(),
    }
}
