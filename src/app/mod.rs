//! The state machine behind the screens: a message in, changes to the model, effects out.
//! Pure: no terminal, no SQL, no clock, no files. `tui` feeds it and runs what it asks for.

use jiff::civil::DateTime;

use crate::domain::as_of::Mark;
use crate::domain::change::Change;
use crate::domain::failure::Failure;
use crate::domain::id::TaskId;
use crate::domain::operation::{Entry, Hash, Operation, Past};
use crate::domain::plan::Plan;
use crate::domain::trend::Trend;

pub mod action;
pub mod answers;
pub mod back;
pub mod call;
pub mod chase;
pub mod complete;
pub mod cover;
pub mod drafts;
pub mod drill;
pub mod editor;
pub mod edits;
pub mod fields;
pub mod finder;
pub mod footer;
pub mod form;
pub mod grades;
pub mod history;
pub mod import;
pub mod key;
pub mod keymap;
pub mod layout;
pub mod list;
pub mod menu;
pub mod model;
pub mod mouse;
pub mod openers;
pub mod overlay;
pub mod owners;
pub mod papers;
pub mod policy;
pub mod present;
pub mod prompt;
pub mod reading;
pub mod requests;
pub mod screen;
pub mod settings;
pub mod timeline;
pub mod typing;
pub mod update;
pub mod views;
pub mod walk;

/// The size of the window, in cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Size {
    /// Columns.
    pub cols: u16,
    /// Rows.
    pub rows: u16,
}

/// What comes in.
#[derive(Debug, Clone)]
pub enum Msg {
    /// A key was pressed.
    Key(key::Key),
    /// The mouse was used.
    Mouse(mouse::Mouse),
    /// Text was pasted, whole.
    Paste(String),
    /// The window has this size now.
    Resize(Size),
    /// It is this moment now. Sent when the minute changes, and at every look at the clock.
    Now(DateTime),
    /// No key has come for a moment: time for what may follow the cursor at leisure.
    Rest,
    /// No key has come for a while: whoever types has stopped to think.
    Pause,
    /// An operation is safely on disk.
    Committed {
        /// As kept.
        entry: Entry,
        /// What it changed; to be applied to the plan in memory.
        changes: Vec<Change>,
    },
    /// An operation was taken back, or made again; safely on disk.
    TakenBack {
        /// The undo or redo, as kept.
        entry: Entry,
        /// The operation it takes back or makes again.
        of: Entry,
        /// What it changed.
        changes: Vec<Change>,
    },
    /// Something arrived in a drill, and is safely on disk: nobody here did it.
    Arrived {
        /// What came with it; to be applied to the plan in memory.
        changes: Vec<Change>,
    },
    /// Something asked for did not work.
    Failed(Failure),
    /// The file was changed elsewhere: this is what it holds now.
    Reloaded(Box<Plan>),
    /// A file was opened: everything starts afresh.
    Opened(Box<Opened>),
    /// What happened to a task last, newest first.
    History {
        /// Whose history.
        task: TaskId,
        /// The operations, and of each only what it did to the task.
        past: Vec<Past>,
    },
    /// One operation with all its changes.
    Operation(Box<Past>),
    /// A portion of what happened, newest first.
    Past {
        /// Whose, or everything's.
        task: Option<TaskId>,
        /// It happened before this one ([`Past::order`]); the newest where there is none.
        before: Option<u64>,
        /// The operations; fewer than were asked for when there are no more.
        past: Vec<Past>,
    },
    /// The file was checked from end to end: nothing, or what is wrong with it.
    Verified(Option<String>),
    /// The board as it stood at a moment gone by.
    LookedBack {
        /// The plan then.
        plan: Box<Plan>,
        /// The moment.
        at: DateTime,
    },
    /// How readiness went, and the plan its forecast rests on, which may be newer than the one that is shown.
    Trend(Box<(Trend, Plan)>),
    /// Something to be read.
    Read(reading::Reading),
    /// Something worth a line on the status line.
    Notice(String),
    /// A spreadsheet was read: which column is which?
    SheetRead(Box<import::SheetRead>),
    /// Long work goes on; so many rows are done. Sent now and then, once it has taken a while.
    Progress(usize),
    /// Long work was stopped, and nothing has come of it.
    Stopped,
    /// What bringing a spreadsheet in would do.
    ImportProposed(Box<import::Proposed>),
    /// What can be made: to be chosen from.
    Offered(Vec<Offer>),
    /// Where what was chosen could be put: to be agreed to, or changed.
    Proposed {
        /// What.
        product: Product,
        /// The whole path of a file that is not there yet.
        path: String,
    },
    /// What begins as a path does that is being typed.
    Paths {
        /// The path, as typed.
        typed: String,
        /// Its folder, as typed, with the separator behind it; may be empty.
        folder: String,
        /// Each file and folder, by name; folders with a separator behind it.
        names: Vec<String>,
    },
    /// The request log as it goes to the clipboard; nothing has left yet.
    RequestLog(Clip),
    /// The privacy guard points at something in what is about to leave; nothing has left yet.
    Guarded {
        /// Each thing it points at, as a sentence without its stop.
        seen: Vec<String>,
        /// What lets it leave all the same.
        then: Box<Effect>,
    },
    /// Something has left: a file was made, or a list copied.
    Written {
        /// What to say.
        text: String,
        /// What the inspection is to remember of it.
        remember: Option<Operation>,
    },
}

/// Something the shell can make a file of, by its place in the shell's own table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Product {
    /// Tasks, in this format.
    Export(u8),
    /// A brief for these readers.
    Brief(u8),
}

/// A row of what the shell can make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// What.
    pub product: Product,
    /// As shown.
    pub label: String,
    /// A few more words.
    pub more: String,
}

/// A file to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// What.
    pub product: Product,
    /// Where.
    pub path: String,
    /// These tasks only, where that can be chosen.
    pub tasks: Option<Vec<TaskId>>,
    /// What the privacy guard points at is known, and it leaves all the same.
    pub knowingly: bool,
}

/// A text for the clipboard.
#[derive(Debug, Clone, PartialEq)]
pub struct Clip {
    /// The text.
    pub text: String,
    /// What it is, in a few words.
    pub said: String,
    /// What the inspection is to remember of it.
    pub remember: Option<Operation>,
}

/// A file that was opened.
#[derive(Debug, Clone)]
pub struct Opened {
    /// What it holds.
    pub plan: Plan,
    /// Why it may only be looked at, if so.
    pub read_only: Option<String>,
    /// Made-up data that is kept nowhere.
    pub demo: bool,
    /// A drill: a copy under a clock of its own.
    pub drill: bool,
    /// What to say on the status line.
    pub notice: String,
    /// What was being typed for it when the window went away.
    pub drafts: Vec<drafts::Draft>,
}

impl Opened {
    /// Of one's own, to be changed, with nothing to say.
    pub fn of(plan: Plan) -> Self {
        Self {
            plan,
            read_only: None,
            demo: false,
            drill: false,
            notice: String::new(),
            drafts: Vec::new(),
        }
    }
}

/// What goes out, for the shell to do.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Save this operation. Answered by `Committed` or `Failed`.
    Commit(Operation),
    /// Take the last operation back. Answered by `TakenBack` or `Failed`.
    Undo,
    /// Make the operation last taken back again. Answered by `TakenBack` or `Failed`.
    Redo,
    /// Take this operation back by itself, or make it again where it is an undo. Answered by `TakenBack` or `Failed`.
    UndoOne(Hash),
    /// Fetch what happened to a task last. Answered by `History`.
    LoadHistory {
        /// Whose.
        task: TaskId,
        /// At most this many.
        limit: usize,
    },
    /// Fetch one operation with all its changes, by its [`Past::order`]. Answered by `Operation` or `Failed`.
    LoadOperation(u64),
    /// Fetch a portion of what happened, newest first. Answered by `Past`.
    LoadPast {
        /// Whose, or everything's.
        task: Option<TaskId>,
        /// Only what happened before this one ([`Past::order`]).
        before: Option<u64>,
        /// At most this many.
        limit: usize,
    },
    /// Find the plan as it stood then. Answered by `LookedBack` or `Failed`.
    LookBack(Mark),
    /// Find how the board moved from one moment to another. Answered by `Read` or `Failed`.
    Compare {
        /// The earlier.
        from: Mark,
        /// The later.
        to: Mark,
    },
    /// Put the clock of a drill forward to its next request. Answered by `Now`, then `Arrived`, or `Failed`.
    DrillOn,
    /// Read how the drill goes. Answered by `Read` or `Failed`.
    DrillScore,
    /// Find how readiness went, day by day. Answered by `Trend` or `Failed`.
    Trend,
    /// Make a new inspection at the default place. Answered by `Opened` or `Failed`.
    Create {
        /// The template's name.
        template: String,
        /// The council's name; may be empty.
        authority: String,
    },
    /// Open another file. Answered by `Opened` or `Failed`.
    Open(String),
    /// Read the file again. Answered by `Reloaded` or `Failed`.
    Reload,
    /// Show the made-up inspection. Answered by `Opened`.
    Demo,
    /// Say in which formats tasks can be exported. Answered by `Offered`.
    OfferExports,
    /// Say for whom briefs can be made. Answered by `Offered`.
    OfferBriefs,
    /// Say where this could be put. Answered by `Proposed`.
    Propose(Product),
    /// Make this file. Answered by `Written`, `Guarded` or `Failed`, and by `Progress` meanwhile.
    Write(Order),
    /// Put a text on the clipboard. Answered by `Written` or `Failed`.
    Copy(Clip),
    /// Put the request log on the clipboard. Answered by `Written` or `Failed`.
    CopyRequests,
    /// Make a verified copy of the file now. Answered by `Notice` or `Failed`.
    Backup,
    /// Keep this unsaved text outside the file, in the place of what was kept before. Nothing answers.
    KeepDrafts(Vec<drafts::Draft>),
    /// Remember what the user has set. Answered, by `Notice`, only when it cannot be.
    Remember(settings::Setting),
    /// Say what begins as this path does. Answered by `Paths`.
    ListPaths {
        /// The path, as typed.
        typed: String,
        /// What files may end in; anything where there is none.
        endings: &'static [&'static str],
    },
    /// Read a spreadsheet. Answered by `SheetRead` or `Failed`, and by `Progress` meanwhile.
    ReadSheet(String),
    /// Work out what bringing the spreadsheet in would do. Answered by `ImportProposed` or `Failed`.
    ProposeImport {
        /// What each column is for.
        targets: Vec<usize>,
        /// Read 5/6 as 6 May.
        month_first: bool,
    },
    /// Stop reading a spreadsheet, or making a file. Answered by `Stopped`; where it is too late, by its end.
    StopWork,
    /// Stop for now, as shells expect of Ctrl+Z.
    Suspend,
    /// Leave.
    Quit,
}
