//! Which key does what, where: one row each, first match wins. Help, hints and palette are made from these rows.
//! It does not know how anything is done.

use super::action::Action;
use super::key::Key;
use super::screen::{Entry, SCREENS};

/// Where a key is pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Context {
    /// Any screen, while no box is open.
    Global,
    /// A list of tasks: Today and the checklist.
    Tasks,
    /// The checklist alone.
    Checklist,
    /// The list of people.
    Owners,
    /// The rows over the days.
    Timeline,
    /// The self-evaluation.
    Grades,
    /// The list of changes.
    History,
    /// The list of inspectors' requests.
    Requests,
    /// A request, or a line of enquiry.
    RequestRow,
    /// Present mode.
    Present,
    /// A change, whole.
    ChangeBox,
    /// Lines to be read.
    Reading,
    /// A walk through tasks.
    Walk,
    /// A box with one line to type in.
    Prompt,
    /// A box with a path to type in.
    PathBox,
    /// The one-line box that adds tasks.
    Capture,
    /// The date box.
    DateBox,
    /// The owner box.
    OwnerBox,
    /// A box with several lines to type in.
    NoteBox,
    /// The filter line.
    FilterLine,
    /// A short list to choose from.
    Menu,
    /// The task's form.
    Form,
    /// The help.
    Help,
    /// The list of every command.
    Palette,
    /// The boxes that ask when the call came and when inspectors arrive.
    CallDate,
    /// The preview of what the call moves.
    CallPreview,
    /// What a call on some day would find.
    WhatIf,
    /// What deputies would take over.
    CoverBox,
    /// A message of a chase round.
    RoundBox,
    /// The columns of a spreadsheet that is brought in.
    ImportColumns,
    /// The preview of what a spreadsheet brings.
    ImportPreview,
    /// What the privacy guard points at before something leaves.
    GuardBox,
    /// While a spreadsheet is being read, or a file made.
    Working,
    /// The first screen when there is no file yet.
    Welcome,
}

/// One row: these keys do this, here.
#[derive(Debug, Clone, Copy)]
pub struct Binding {
    /// Where.
    pub context: Context,
    /// The keys, parted by spaces, the one to show first.
    pub keys: &'static str,
    /// What they do.
    pub action: Action,
}

const fn on(context: Context, keys: &'static str, action: Action) -> Binding {
    Binding {
        context,
        keys,
        action,
    }
}

/// On Windows Ctrl+Z undoes, as everything there does; elsewhere it stops the program for now, as shells expect.
const CTRL_Z: Action = if cfg!(windows) {
    Action::Undo
} else {
    Action::Suspend
};

/// Every binding.
pub static KEYMAP: &[Binding] = &[
    on(Context::Global, "up k", Action::Up),
    on(Context::Global, "down j", Action::Down),
    on(Context::Global, "pgup ctrl-b", Action::PageUp),
    on(Context::Global, "pgdn", Action::PageDown),
    on(Context::Global, "home g", Action::Top),
    on(Context::Global, "end G", Action::Bottom),
    on(Context::Global, "1", Action::ShowToday),
    on(Context::Global, "2", Action::ShowChecklist),
    on(Context::Global, "3", Action::ShowOwners),
    on(Context::Global, "4", Action::ShowTimeline),
    on(Context::Global, "5", Action::ShowRequests),
    on(Context::Global, "6", Action::ShowGrades),
    on(Context::Global, "7", Action::ShowHistory),
    on(Context::Global, "tab", Action::NextScreen),
    on(Context::Global, "backtab", Action::PrevScreen),
    on(Context::Global, "a ctrl-n", Action::Add),
    on(Context::Global, "c", Action::Call),
    on(Context::Global, "b", Action::Brief),
    on(Context::Global, "x", Action::Export),
    on(Context::Global, "i", Action::Import),
    on(Context::Global, "p", Action::Present),
    on(Context::Global, "Y", Action::ChaseRound),
    on(Context::Global, "u", Action::Undo),
    on(Context::Global, "ctrl-y ctrl-r", Action::Redo),
    on(Context::Global, "ctrl-z", CTRL_Z),
    on(Context::Global, ": ctrl-p", Action::Palette),
    on(Context::Global, "? f1", Action::Help),
    on(Context::Global, "f9", Action::Mouse),
    on(Context::Global, "q ctrl-q", Action::Quit),
    on(Context::Global, "ctrl-s", Action::SaveNow),
    on(Context::Global, "ctrl-c", Action::Interrupt),
    on(Context::Global, "@", Action::AsOf),
    on(Context::Global, "D", Action::Difference),
    on(Context::Global, "W", Action::Walk),
    on(Context::Global, "esc", Action::Cancel),
    on(Context::Tasks, "space", Action::ToggleDone),
    on(Context::Tasks, "enter f2", Action::Open),
    on(Context::Tasks, "r", Action::SetRag),
    on(Context::Tasks, "d", Action::SetDue),
    on(Context::Tasks, "o", Action::SetOwner),
    on(Context::Tasks, "O", Action::NameRole),
    on(Context::Tasks, "n", Action::SetNote),
    on(Context::Tasks, "t", Action::SetTitle),
    on(Context::Tasks, "w", Action::SetStatus),
    on(Context::Tasks, "e", Action::AddEvidence),
    on(Context::Tasks, "y", Action::CopyChase),
    on(Context::Tasks, "del", Action::Remove),
    on(Context::Tasks, "+", Action::Select),
    on(Context::Tasks, "shift-down", Action::SelectDown),
    on(Context::Tasks, "shift-up", Action::SelectUp),
    on(Context::Tasks, "*", Action::SelectAll),
    on(Context::Tasks, "/ ctrl-f", Action::Find),
    on(Context::Tasks, "v", Action::Views),
    on(Context::Tasks, ".", Action::GoToNow),
    on(Context::Tasks, "z", Action::Fold),
    on(Context::Checklist, "Z", Action::FoldAll),
    on(Context::Checklist, "s", Action::Sort),
    on(Context::Owners, "enter f2", Action::Unfold),
    on(Context::Owners, "s", Action::Turn),
    on(Context::Owners, "Z", Action::FoldAll),
    on(Context::Timeline, "enter f2", Action::Unfold),
    on(Context::Timeline, "s", Action::Turn),
    on(Context::Timeline, "Z", Action::FoldAll),
    on(Context::Timeline, "left", Action::DayBack),
    on(Context::Timeline, "right", Action::DayAhead),
    on(Context::Timeline, "[ shift-left", Action::WeekBack),
    on(Context::Timeline, "] shift-right", Action::WeekAhead),
    on(Context::Timeline, "home", Action::FirstDay),
    on(Context::Timeline, "end", Action::LastDay),
    on(Context::Requests, "s", Action::RequestsByLine),
    on(Context::Requests, "y", Action::CopyRequests),
    on(Context::Requests, "L", Action::NewEnquiry),
    on(Context::Requests, "/ ctrl-f", Action::Find),
    on(Context::Requests, "z", Action::Fold),
    on(Context::RequestRow, "enter f2", Action::RequestOpen),
    on(Context::RequestRow, "space", Action::RequestSent),
    on(Context::RequestRow, "w", Action::RequestState),
    on(Context::RequestRow, "d", Action::RequestDue),
    on(Context::RequestRow, "o", Action::RequestOwner),
    on(Context::RequestRow, "l", Action::RequestLine),
    on(Context::RequestRow, "n", Action::RequestNote),
    on(Context::RequestRow, "e", Action::RequestEvidence),
    on(Context::RequestRow, "T", Action::RequestTask),
    on(Context::RequestRow, "del", Action::RequestRemove),
    on(Context::Grades, "enter f2", Action::OpenRow),
    on(Context::Grades, "m", Action::GradeArea),
    on(Context::Grades, "a ctrl-n", Action::AddToArea),
    on(Context::Grades, "e", Action::ProveRow),
    on(Context::Grades, "n", Action::AnswerRow),
    on(Context::Grades, "del", Action::RemoveRow),
    on(Context::History, "enter f2", Action::Details),
    on(Context::History, "/ ctrl-f", Action::Find),
    on(Context::History, "U", Action::UndoThis),
    on(Context::History, "F", Action::Trend),
    on(
        Context::Present,
        "right space pgdn enter",
        Action::NextSlide,
    ),
    on(Context::Present, "left pgup", Action::PrevSlide),
    on(Context::Present, "+ =", Action::Larger),
    on(Context::Present, "-", Action::Smaller),
    on(Context::Present, "b", Action::BlankRoom),
    on(Context::Present, "n", Action::NamesOff),
    on(Context::Present, "a", Action::Decide),
    on(Context::Present, "esc p q ctrl-c", Action::Cancel),
    on(Context::ChangeBox, "up k", Action::ChoiceUp),
    on(Context::ChangeBox, "down j", Action::ChoiceDown),
    on(Context::ChangeBox, "pgdn", Action::PageDown),
    on(Context::ChangeBox, "pgup", Action::PageUp),
    on(Context::ChangeBox, "U", Action::UndoThis),
    on(Context::ChangeBox, "esc enter ctrl-c q", Action::Cancel),
    on(Context::Reading, "up k", Action::ChoiceUp),
    on(Context::Reading, "down j", Action::ChoiceDown),
    on(Context::Reading, "pgdn space", Action::PageDown),
    on(Context::Reading, "pgup", Action::PageUp),
    on(Context::Reading, "home g", Action::Top),
    on(Context::Reading, "end G", Action::Bottom),
    on(Context::Reading, "y", Action::CopyText),
    on(Context::Reading, "esc enter q ctrl-c", Action::Cancel),
    on(Context::Walk, "t", Action::SayOnTrack),
    on(Context::Walk, "d", Action::SayDone),
    on(Context::Walk, "s", Action::SaySlipping),
    on(Context::Walk, "x", Action::SayStuck),
    on(Context::Walk, "n", Action::SayNote),
    on(Context::Walk, "right space enter", Action::WalkNext),
    on(Context::Walk, "left", Action::WalkBack),
    on(Context::Walk, "k", Action::KeepPromise),
    on(Context::Walk, "m", Action::Minutes),
    on(Context::Walk, "u", Action::Undo),
    on(Context::Walk, "? f1", Action::Help),
    on(Context::Walk, "esc ctrl-c q", Action::Cancel),
    on(Context::Prompt, "enter", Action::Submit),
    on(Context::Prompt, "esc ctrl-c", Action::Cancel),
    on(Context::PathBox, "enter", Action::Submit),
    on(Context::PathBox, "tab", Action::Complete),
    on(Context::PathBox, "esc ctrl-c", Action::Cancel),
    on(Context::Capture, "enter", Action::Submit),
    on(Context::Capture, "ctrl-n", Action::SubmitMore),
    on(Context::Capture, "esc ctrl-c", Action::Cancel),
    on(Context::DateBox, "enter", Action::Submit),
    on(Context::DateBox, "up", Action::ChoiceUp),
    on(Context::DateBox, "down", Action::ChoiceDown),
    on(Context::DateBox, "del", Action::Clear),
    on(Context::DateBox, "esc ctrl-c", Action::Cancel),
    on(Context::OwnerBox, "enter", Action::Submit),
    on(Context::OwnerBox, "up", Action::ChoiceUp),
    on(Context::OwnerBox, "down", Action::ChoiceDown),
    on(Context::OwnerBox, "del", Action::Clear),
    on(Context::OwnerBox, "esc ctrl-c", Action::Cancel),
    on(Context::NoteBox, "ctrl-s", Action::Submit),
    on(Context::NoteBox, "esc ctrl-c", Action::Cancel),
    on(Context::FilterLine, "enter", Action::Submit),
    on(Context::FilterLine, "up", Action::ChoiceUp),
    on(Context::FilterLine, "down", Action::ChoiceDown),
    on(Context::FilterLine, "esc ctrl-c", Action::Cancel),
    on(Context::Menu, "enter", Action::Submit),
    on(Context::Menu, "up", Action::ChoiceUp),
    on(Context::Menu, "down", Action::ChoiceDown),
    on(Context::Menu, "esc ctrl-c q", Action::Cancel),
    on(Context::Form, "ctrl-s", Action::Submit),
    on(Context::Form, "tab down enter", Action::NextField),
    on(Context::Form, "backtab up", Action::PrevField),
    on(Context::Form, "esc ctrl-c", Action::Cancel),
    on(Context::Help, "up", Action::ChoiceUp),
    on(Context::Help, "down", Action::ChoiceDown),
    on(Context::Help, "enter", Action::Submit),
    on(Context::Help, "pgdn", Action::PageDown),
    on(Context::Help, "pgup", Action::PageUp),
    on(Context::Help, "esc ctrl-c", Action::Cancel),
    on(Context::Palette, "up", Action::ChoiceUp),
    on(Context::Palette, "down", Action::ChoiceDown),
    on(Context::Palette, "enter", Action::Submit),
    on(Context::Palette, "pgdn", Action::PageDown),
    on(Context::Palette, "pgup", Action::PageUp),
    on(Context::Palette, "esc ctrl-c", Action::Cancel),
    on(Context::CallDate, "enter", Action::Submit),
    on(Context::CallDate, "tab", Action::WhatIf),
    on(Context::CallDate, "esc ctrl-c", Action::Cancel),
    on(Context::CallPreview, "enter", Action::Submit),
    on(Context::CallPreview, "pgdn", Action::PageDown),
    on(Context::CallPreview, "pgup", Action::PageUp),
    on(Context::CallPreview, "x", Action::DropOvertaken),
    on(Context::CallPreview, "tab", Action::WhatIf),
    on(Context::CallPreview, "up", Action::ChoiceUp),
    on(Context::CallPreview, "down", Action::ChoiceDown),
    on(Context::CallPreview, "esc ctrl-c", Action::Cancel),
    on(Context::WhatIf, "up k", Action::ChoiceUp),
    on(Context::WhatIf, "down j", Action::ChoiceDown),
    on(Context::WhatIf, "pgdn space", Action::PageDown),
    on(Context::WhatIf, "pgup", Action::PageUp),
    on(Context::WhatIf, "home g", Action::Top),
    on(Context::WhatIf, "end G", Action::Bottom),
    on(Context::WhatIf, "esc enter tab q ctrl-c", Action::Cancel),
    on(Context::CoverBox, "enter", Action::Submit),
    on(Context::CoverBox, "up", Action::ChoiceUp),
    on(Context::CoverBox, "down", Action::ChoiceDown),
    on(Context::CoverBox, "pgdn", Action::PageDown),
    on(Context::CoverBox, "pgup", Action::PageUp),
    on(Context::CoverBox, "esc ctrl-c q", Action::Cancel),
    on(Context::RoundBox, "y enter", Action::Submit),
    on(Context::RoundBox, "s", Action::Skip),
    on(Context::RoundBox, "up k", Action::ChoiceUp),
    on(Context::RoundBox, "down j", Action::ChoiceDown),
    on(Context::RoundBox, "pgdn", Action::PageDown),
    on(Context::RoundBox, "pgup", Action::PageUp),
    on(Context::RoundBox, "esc ctrl-c q", Action::Cancel),
    on(Context::ImportColumns, "enter", Action::Submit),
    on(Context::ImportColumns, "right space", Action::NextField),
    on(Context::ImportColumns, "left", Action::PrevField),
    on(Context::ImportColumns, "up", Action::ChoiceUp),
    on(Context::ImportColumns, "down", Action::ChoiceDown),
    on(Context::ImportColumns, "pgdn", Action::PageDown),
    on(Context::ImportColumns, "pgup", Action::PageUp),
    on(Context::ImportColumns, "m", Action::MonthFirst),
    on(Context::ImportColumns, "esc ctrl-c", Action::Cancel),
    on(Context::ImportPreview, "enter", Action::Submit),
    on(Context::ImportPreview, "up", Action::ChoiceUp),
    on(Context::ImportPreview, "down", Action::ChoiceDown),
    on(Context::ImportPreview, "pgdn", Action::PageDown),
    on(Context::ImportPreview, "pgup", Action::PageUp),
    on(Context::ImportPreview, "m", Action::MonthFirst),
    on(Context::ImportPreview, "l", Action::LeaveOut),
    on(Context::ImportPreview, "esc ctrl-c", Action::Cancel),
    on(Context::GuardBox, "enter", Action::Submit),
    on(Context::GuardBox, "up k", Action::ChoiceUp),
    on(Context::GuardBox, "down j", Action::ChoiceDown),
    on(Context::GuardBox, "pgdn", Action::PageDown),
    on(Context::GuardBox, "pgup", Action::PageUp),
    on(Context::GuardBox, "esc ctrl-c q", Action::Cancel),
    on(Context::Working, "esc ctrl-c", Action::Cancel),
    on(Context::Welcome, "up", Action::ChoiceUp),
    on(Context::Welcome, "down", Action::ChoiceDown),
    on(Context::Welcome, "enter", Action::Submit),
    on(Context::Welcome, "? f1", Action::Help),
    on(Context::Welcome, "q ctrl-q ctrl-c esc", Action::Quit),
];

impl Binding {
    /// Its keys, the one to show first.
    pub fn keys(&self) -> impl Iterator<Item = Key> {
        self.keys.split(' ').filter_map(|key| key.parse().ok())
    }
}

/// What `key` does in the first of `contexts` that knows it.
pub fn resolve(contexts: &[Context], key: Key) -> Option<Action> {
    contexts.iter().find_map(|context| {
        let mut rows = KEYMAP.iter().filter(|row| row.context == *context);
        rows.find(|row| row.keys().any(|bound| bound == key))
            .map(|row| row.action)
    })
}

/// The keys that do `action` in `contexts`, the one to show first. A key that does something else in an earlier context
/// is none.
pub fn keys_for(contexts: &[Context], action: Action) -> impl Iterator<Item = Key> {
    let rows = contexts.iter().flat_map(move |context| {
        KEYMAP
            .iter()
            .filter(move |row| row.context == *context && row.action == action)
    });
    let keys = rows.flat_map(Binding::keys);
    keys.filter(move |key| resolve(contexts, *key) == Some(action))
}

/// The key to show for `action` in `contexts`.
pub fn key_for(contexts: &[Context], action: Action) -> Option<Key> {
    keys_for(contexts, action).next()
}

/// The contexts of all screens, each once.
pub fn of_screens() -> Vec<Context> {
    let mut contexts = vec![Context::Global];
    let of = |entry: &'static Entry| entry.contexts.iter().chain(entry.items.contexts);
    for context in SCREENS.iter().flat_map(of) {
        if !contexts.contains(context) {
            contexts.push(*context);
        }
    }
    contexts
}

/// The rows that count in `contexts`, each action once.
pub fn rows(contexts: &[Context]) -> Vec<&'static Binding> {
    let mut rows: Vec<&'static Binding> = Vec::new();
    for context in contexts {
        let fresh = KEYMAP.iter().filter(|row| row.context == *context);
        for row in fresh {
            if !rows.iter().any(|known| known.action == row.action) {
                rows.push(row);
            }
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_reads_and_means_one_thing_where_it_is_pressed() {
        for row in KEYMAP {
            assert_eq!(
                row.keys().count(),
                row.keys.split(' ').count(),
                "{}",
                row.keys
            );
        }
        for (at, row) in KEYMAP.iter().enumerate() {
            for other in &KEYMAP[at + 1..] {
                let shared = row
                    .keys()
                    .find(|key| other.keys().any(|theirs| theirs == *key));
                assert!(
                    row.context != other.context || shared.is_none(),
                    "{row:?} {other:?}"
                );
            }
        }
    }

    #[test]
    fn a_letter_means_the_same_on_every_screen() {
        let screens = of_screens();
        let rows = || KEYMAP.iter().filter(|row| screens.contains(&row.context));
        for row in rows() {
            for other in rows() {
                let shared = row
                    .keys()
                    .filter(|key| key.typed().is_some_and(|letter| letter != ' '))
                    .any(|key| other.keys().any(|theirs| theirs == key));
                let same = row.action.hint() == other.action.hint();
                assert!(!shared || same, "{row:?} {other:?}");
            }
        }
    }
}
