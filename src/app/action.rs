//! What a person can do, one row each: the palette, the help, the hints and the keymap all read this table.
//! It knows neither which key does it nor how it is done.

/// Under which heading the help lists an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// Moving about.
    Move,
    /// Changing tasks.
    Task,
    /// What the list shows.
    List,
    /// The inspection as a whole.
    Inspection,
    /// The program.
    Program,
    /// Inside a box that is open.
    Box,
}

impl Group {
    /// The heading.
    pub fn title(self) -> &'static str {
        match self {
            Group::Move => "Move",
            Group::Task => "Task",
            Group::List => "List",
            Group::Inspection => "Inspection",
            Group::Program => "Program",
            Group::Box => "In a box",
        }
    }
}

macro_rules! actions {
    ($($variant:ident, $hint:literal, $title:literal, $words:literal, $group:ident;)*) => {
        /// Something a person can do.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Action {
            $(#[doc = $title] $variant,)*
        }

        impl Action {
            /// Every action, in the order of the help.
            pub const ALL: &'static [Action] = &[$(Action::$variant,)*];

            /// One word, for the hints on the last line.
            pub fn hint(self) -> &'static str {
                match self { $(Action::$variant => $hint,)* }
            }

            /// In plain words, for help and palette.
            pub fn title(self) -> &'static str {
                match self { $(Action::$variant => $title,)* }
            }

            /// Other words people look for.
            pub fn words(self) -> &'static str {
                match self { $(Action::$variant => $words,)* }
            }

            /// Under which heading the help lists it.
            pub fn group(self) -> Group {
                match self { $(Action::$variant => Group::$group,)* }
            }
        }
    };
}

actions! {
    // variant    hint        title                                             other words                       group
    Up,           "move",     "Up one row",                                     "previous",                       Move;
    Down,         "move",     "Down one row",                                   "next",                           Move;
    PageUp,       "page",     "Up one page",                                    "scroll",                         Move;
    PageDown,     "page",     "Down one page",                                  "scroll",                         Move;
    Top,          "top",      "To the first row",                               "home begin",                     Move;
    Bottom,       "end",      "To the last row",                                "end",                            Move;
    GoToNow,      "now",      "To what is due next",                           "now today time upcoming",                 Move;
    NextScreen,   "screen",   "Next screen",                                    "tab",                            Move;
    PrevScreen,   "screen",   "Screen before",                                  "tab",                            Move;
    ShowToday,    "today",    "Show Today",                                     "overdue due screen",             Move;
    ShowChecklist,"checklist","Show the checklist",                             "tasks list screen",              Move;
    ShowHistory,  "history",  "Show the history",                               "log audit changes screen",       Move;

    ToggleDone,   "done",     "Mark done, or open again",                       "complete finish tick reopen",    Task;
    Open,         "open",     "Open the task: all its fields",                  "edit form change",               Task;
    Add,          "add",      "Add a task in one line",                         "new capture create",             Task;
    SetRag,       "RAG",      "Judge the RAG, with a reason",                   "red amber green colour rating",  Task;
    SetDue,       "date",     "Change the due date",                            "deadline when day",              Task;
    SetOwner,     "owner",    "Change the owner",                               "person who lead assign",         Task;
    SetNote,      "note",     "Write the note",                                 "comment text details",           Task;
    SetTitle,     "title",    "Change the title",                               "rename name",                    Task;
    SetStatus,    "status",   "Change the status",                              "waiting progress needed",        Task;
    AddEvidence,  "evidence", "Add evidence: where the proof is",               "link proof file",                Task;
    SetDeputy,    "deputy",   "Change the deputy",                              "cover absence",                  Task;
    NameRole,     "name role","Name the person in this role",                   "person owner staff",             Task;
    Remove,       "remove",   "Remove the task",                                "delete",                         Task;
    Undo,         "undo",     "Undo the last change",                           "back revert",                    Task;
    Redo,         "redo",     "Make the undone change again",                   "forward",                        Task;

    Find,         "find",     "Filter the list as you type",                    "search filter look",             List;
    Sort,         "sort",     "Sort and group the list",                        "order arrange",                  List;
    Fold,         "fold",     "Fold or unfold this group",                      "collapse expand hide overtaken", List;
    FoldAll,      "fold all", "Fold or unfold every group",                     "collapse expand",                List;
    Select,       "select",   "Select this task",                               "mark bulk several",              List;
    SelectDown,   "select",   "Select and go down",                             "mark bulk several",              List;
    SelectUp,     "select",   "Select and go up",                               "mark bulk several",              List;
    SelectAll,    "all",      "Select every task shown",                        "mark bulk",                      List;

    Call,         "call",     "Record the call: every date moves with it",          "ofsted notification phone",      Inspection;
    Milestones,   "milestones","Type a milestone's real date",                  "start end draft publication",    Inspection;
    DropOvertaken,"not needed","Mark all overtaken preparation not needed",     "before call clear",              Inspection;
    ClosureDay,   "closure",  "Add or take out a council closure day",          "holiday working day christmas",  Inspection;
    Authority,    "council",  "Change the council's name",                      "authority title",                Inspection;

    Palette,      "commands", "Every command, by name",                         "menu search",                    Program;
    Help,         "help",     "The keys of this screen",                        "keyboard shortcuts",             Program;
    Theme,        "theme",    "Change the colours: dark, light, mono",          "appearance contrast projector",  Program;
    Backup,       "backup",   "Make a verified copy of the file now",           "copy save safe",                 Program;
    SaveNow,      "saved",    "Say when the last change was saved",             "save write",                     Program;
    Suspend,      "suspend",  "Stop for now; fg comes back",                    "background shell",               Program;
    Interrupt,    "leave",    "Leave, when pressed twice",                      "stop break",                     Program;
    Quit,         "quit",     "Leave. Everything is saved already",             "exit close",                     Program;

    Cancel,       "leave",    "Back one step",                                  "escape close clear",             Box;
    Submit,       "save",     "Save what was typed, or choose the row",         "ok accept",                      Box;
    SubmitMore,   "add another","Save and start another",                       "again next",                     Box;
    NextField,    "next",     "Next field",                                     "tab",                            Box;
    PrevField,    "previous", "Field before",                                   "tab",                            Box;
    ChoiceUp,     "up",       "One up: choice, or day",                         "previous",                       Box;
    ChoiceDown,   "down",     "One down: choice, or day",                       "next",                           Box;
    Clear,        "none",     "No date, or nobody",                             "empty remove",                   Box;
}
