//! Bringing a spreadsheet in, step by step: the file, what its columns are for, what would happen, and the one operation.
//! Reading is the shell's work, and so is every format; here are only words, choices and the operation to save.

use crate::domain::operation::Operation;

use super::Effect;
use super::model::{AfterSave, Model, Tone};
use super::overlay::Overlay;
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
    /// What would happen.
    Preview(Proposed),
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

    /// Of the columns, goes to the one that `step` says, or as near as there is one.
    pub(super) fn go_to(&mut self, step: impl Fn(usize) -> usize) {
        let last = self.sheet.columns.len().saturating_sub(1);
        self.cursor = step(self.cursor).min(last);
    }

    /// What is saved: all of it, or what is not in doubt.
    pub fn operation<'p>(&self, proposed: &'p Proposed) -> &'p Operation {
        match &proposed.doubt {
            Some(doubt) if self.leave_out => &doubt.without,
            Some(_) | None => &proposed.operation,
        }
    }
}

/// A file was named.
pub(super) fn start(model: &mut Model, path: &str) -> Vec<Effect> {
    model
        .overlays
        .push(Overlay::Import(Box::new(ImportBox::reading())));
    vec![Effect::ReadSheet(path.trim().to_owned())]
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
        import.step = ImportStep::Preview(proposed);
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
pub(super) fn go_on(model: &mut Model) -> Vec<Effect> {
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

/// One step back; a reading is stopped.
pub(super) fn step_back(model: &mut Model, mut import: ImportBox) -> Vec<Effect> {
    match import.step {
        ImportStep::Preview(_) if !import.sheet.columns.is_empty() => {
            import.step = ImportStep::Columns;
            model.overlays.push(Overlay::Import(Box::new(import)));
            Vec::new()
        }
        ImportStep::Reading(_) => {
            model.say("Stopped. Nothing was changed.", Tone::Note);
            vec![Effect::StopWork]
        }
        ImportStep::Columns | ImportStep::Preview(_) => {
            model.say("Left. Nothing was changed.", Tone::Note);
            Vec::new()
        }
    }
}

/// The column under the cursor is for the next thing, or the one before.
pub(super) fn turn(model: &mut Model, forward: bool) -> Vec<Effect> {
    if let Some(Overlay::Import(import)) = model.overlays.last_mut()
        && import.step == ImportStep::Columns
    {
        let count = import.sheet.targets.len().max(1);
        if let Some(column) = import.sheet.columns.get_mut(import.cursor) {
            let by = if forward { 1 } else { count - 1 };
            column.target = (column.target + by) % count;
            import.error = None;
        }
    }
    Vec::new()
}

/// Rows that look as if they were about one child stay out, or come in after all.
pub(super) fn toggle_doubtful(model: &mut Model) -> Vec<Effect> {
    if let Some(Overlay::Import(import)) = model.overlays.last_mut()
        && let ImportStep::Preview(Proposed { doubt: Some(_), .. }) = import.step
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

/// What did not work is said in the box; a file that could not be read goes back to where it was named.
pub(super) fn failed(import: &mut ImportBox, text: &str) -> bool {
    let was_reading = matches!(import.step, ImportStep::Reading(_));
    if was_reading && import.sheet.columns.is_empty() {
        return true;
    }
    if was_reading {
        import.step = ImportStep::Columns;
    }
    import.error = Some(text.to_owned());
    false
}
