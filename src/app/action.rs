//! What a person can do, one row each: the palette, the help, the hints and the keymap all read this table.
//! It knows neither which key does it nor how it is done.

use super::screen::Screen;

/// Under which heading the help lists an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// Moving about.
    Move,
    /// Changing tasks.
    Task,
    /// Inspectors' requests.
    Request,
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
            Group::Request => "Request",
            Group::List => "List",
            Group::Inspection => "Inspection",
            Group::Program => "Program",
            Group::Box => "In a box",
        }
    }
}

/// What an action cannot do without.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// Nothing.
    Nothing,
    /// A task to act on.
    Task,
    /// Something of this screen's own to act on.
    Item(Screen),
    /// The same, in a file that may be changed.
    ItemAndWrite(Screen),
    /// A file that may be changed.
    Write,
    /// A task in a file that may be changed.
    TaskAndWrite,
}

impl Needs {
    /// Whether it needs a file that may be changed.
    pub fn write(self) -> bool {
        matches!(
            self,
            Needs::Write | Needs::TaskAndWrite | Needs::ItemAndWrite(_)
        )
    }
}

macro_rules! actions {
    ($($variant:ident, $hint:literal, $title:literal, $words:literal, $group:ident, $needs:ident $(($screen:ident))?;)*) => {
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

            /// What it cannot do without.
            pub fn needs(self) -> Needs {
                match self { $(Action::$variant => Needs::$needs $((Screen::$screen))?,)* }
            }
        }
    };
}

actions! {
    // variant    hint        title                                             other words                       group, needs
    Up,           "move",     "Up one row",                                     "previous",                       Move, Nothing;
    Down,         "move",     "Down one row",                                   "next",                           Move, Nothing;
    PageUp,       "page",     "Up one page",                                    "scroll",                         Move, Nothing;
    PageDown,     "page",     "Down one page",                                  "scroll",                         Move, Nothing;
    Top,          "top",      "To the first row",                               "home begin",                     Move, Nothing;
    Bottom,       "end",      "To the last row",                                "end",                            Move, Nothing;
    GoToNow,      "now",      "To what is due next",                           "now today time upcoming",                 Move, Nothing;
    NextScreen,   "screen",   "Next screen",                                    "tab",                            Move, Nothing;
    PrevScreen,   "screen",   "Screen before",                                  "tab",                            Move, Nothing;
    ShowToday,    "today",    "Show Today",                                     "overdue due screen",             Move, Nothing;
    ShowChecklist,"checklist","Show the checklist",                             "tasks list screen",              Move, Nothing;
    ShowOwners,   "owners",   "Show who has how much",                          "people load chase screen",       Move, Nothing;
    ShowTimeline, "timeline", "Show the weeks of the inspection",               "gantt calendar days milestones screen", Move, Nothing;
    ShowRequests, "requests", "Show inspectors' requests",                      "asked enquiry log screen",       Move, Nothing;
    ShowGrades,   "grades",   "Show the self-evaluation",                       "grades judgement evidence strengths screen", Move, Nothing;
    ShowHistory,  "history",  "Show the history",                               "log audit changes screen",       Move, Nothing;

    DayBack,      "day",      "A day back",                                     "timeline earlier scroll",        Move, Nothing;
    DayAhead,     "day",      "A day ahead",                                    "timeline later scroll",          Move, Nothing;
    WeekBack,     "week",     "A week back",                                    "timeline earlier scroll",        Move, Nothing;
    WeekAhead,    "week",     "A week ahead",                                   "timeline later scroll",          Move, Nothing;
    FirstDay,     "first",    "To the first week anything is on",               "timeline home begin",            Move, Nothing;
    LastDay,      "last",     "To the last week anything is on",                "timeline end",                   Move, Nothing;

    ToggleDone,   "done",     "Mark done, or open again",                       "complete finish tick reopen",    Task, TaskAndWrite;
    Open,         "open",     "Open the task: all its fields",                  "edit form change",               Task, Task;
    Add,          "add",      "Add in one line: a task or a request",           "new capture create",             Task, Write;
    SetRag,       "RAG",      "Judge the RAG, with a reason",                   "red amber green colour rating",  Task, TaskAndWrite;
    SetDue,       "date",     "Change the due date",                            "deadline when day",              Task, TaskAndWrite;
    SetOwner,     "owner",    "Change the owner",                               "person who lead assign",         Task, TaskAndWrite;
    SetNote,      "note",     "Write the note",                                 "comment text details",           Task, TaskAndWrite;
    SetTitle,     "title",    "Change the title",                               "rename name",                    Task, TaskAndWrite;
    SetStatus,    "status",   "Change the status",                              "waiting progress needed",        Task, TaskAndWrite;
    AddEvidence,  "evidence", "Add evidence: where the proof is",               "link proof file",                Task, TaskAndWrite;
    CopyChase,    "copy",     "Copy this owner's chase list, and count it",     "clipboard email teams chase",    Task, Nothing;
    ChaseRound,   "chase",    "Chase everybody owed a message, one by one",     "round chase remind escalate owners", Task, Nothing;
    SetDeputy,    "deputy",   "Change the deputy",                              "cover absence",                  Task, TaskAndWrite;
    NameRole,     "name role","Name the person in this role",                   "person owner staff",             Task, Write;
    Absence,      "away",     "Say when the owner is away",                     "absence leave holiday sick",     Task, Write;
    Cover,        "cover",    "Hand an absent owner's tasks to deputies",       "deputy take over absence away",  Task, Write;
    Remove,       "remove",   "Remove the task",                                "delete",                         Task, TaskAndWrite;
    Undo,         "undo",     "Undo the last change",                           "back revert",                    Task, Write;
    Redo,         "redo",     "Make the undone change again",                   "forward",                        Task, Write;

    AskRequest,   "request",  "Log an inspector's request",                     "new asked capture enquiry",      Request, Write;
    RequestOpen,  "open",     "Open the request or line: all its fields",       "edit form change",               Request, Item(Requests);
    RequestSent,  "sent",     "Mark the request sent, with what was sent",      "answered reply done",            Request, ItemAndWrite(Requests);
    RequestState, "status",   "Move the request on, to approved or returned",   "progress ready state",           Request, ItemAndWrite(Requests);
    RequestDue,   "date",     "Change by when it is promised",                  "promise deadline when",          Request, ItemAndWrite(Requests);
    RequestOwner, "owner",    "Change who answers the request",                 "person who assign",              Request, ItemAndWrite(Requests);
    RequestLine,  "line",     "Put the request under a line of enquiry",        "enquiry kloe testing",           Request, ItemAndWrite(Requests);
    RequestNote,  "note",     "Write the note of the request",                  "comment text details",           Request, ItemAndWrite(Requests);
    RequestEvidence,"evidence","Say where the proof is for the request",        "link proof file",                Request, ItemAndWrite(Requests);
    RequestTask,  "task",     "Make a task of the request; they stay linked",   "link convert",                   Request, ItemAndWrite(Requests);
    RequestRemove,"remove",   "Remove the line of enquiry",                     "delete",                         Request, ItemAndWrite(Requests);
    NewEnquiry,   "new line", "Add a line of enquiry",                          "kloe testing inspectors",        Request, Write;
    RequestsByLine,"sort",    "Requests by time left, or by line of enquiry",   "group enquiry judgement order",  Request, Nothing;
    CopyRequests, "copy",     "Copy the request log as text",                   "clipboard email log",            Request, Nothing;

    OpenRow,      "open",     "Open or close an area; change what is in it",    "edit self-evaluation answer statement", List, Nothing;
    GradeArea,    "grade",    "Grade this judgement area, with a reason",       "judge good outstanding confidence",List, Write;
    AddToArea,    "add",      "Add a strength, an improvement or evidence",     "statement inspection grade past new", List, Write;
    AnswerRow,    "note",     "Write an answer, or a longer statement",         "question know how next text",    List, Write;
    ProveRow,     "evidence", "Add evidence to this statement or area",         "proof link self-evaluation",     List, Write;
    RemoveRow,    "remove",   "Remove the statement, evidence or past grade",   "delete self-evaluation",         List, Write;
    TurnStatement,"turn",     "Make this strength an improvement, or back",     "statement self-evaluation",      List, Write;
    MoveStatement,"move to",  "Move this statement to another area",            "self-evaluation framework",      List, Write;
    Details,      "details",  "Show the whole change: from what, to what",      "history operation open field",   List, Item(History);
    UndoThis,     "undo this","Undo this change alone, however old",            "history old single revert take back", List, ItemAndWrite(History);
    Find,         "find",     "Filter the list as you type",                    "search filter look",             List, Nothing;
    Sort,         "sort",     "Sort and group the list",                        "order arrange",                  List, Nothing;
    Turn,         "sort",     "Another order or other rows",                    "order arrange owner section name late", List, Nothing;
    Unfold,       "tasks",    "Show or hide the tasks of this row",             "expand collapse owner person",   List, Nothing;
    Views,        "views",    "Saved views: use, save, rename or remove one",   "filter late mine reds week",     List, Nothing;
    Fold,         "fold",     "Fold or unfold this group",                      "collapse expand hide overtaken", List, Nothing;
    FoldAll,      "fold all", "Fold or unfold every group",                     "collapse expand",                List, Nothing;
    Select,       "select",   "Select this task",                               "mark bulk several",              List, Task;
    SelectDown,   "select",   "Select and go down",                             "mark bulk several",              List, Nothing;
    SelectUp,     "select",   "Select and go up",                               "mark bulk several",              List, Nothing;
    SelectAll,    "all",      "Select every task shown",                        "mark bulk",                      List, Nothing;

    AsOf,         "as at",    "The board as it stood at any minute",             "past history snapshot time machine back then", Inspection, Nothing;
    Difference,   "moved",    "What moved between two moments",                 "difference compare diff since slipped",       Inspection, Nothing;
    SinceCall,    "since call","Movement since the call: the baseline",          "difference compare frozen moved slipped",     Inspection, Nothing;
    Walk,         "walk",     "Walk through tasks in a meeting, one by one",     "meeting phase owner late list one at a time", Inspection, Write;
    Minutes,      "minutes",  "The minutes of the last walk",                    "meeting said text copy",                      Inspection, Nothing;
    Promises,     "promises", "Promises: broken, still to come, kept",           "meeting by said agreed",                      Inspection, Nothing;
    Trend,        "trend",    "Readiness trend: complete, red, late per day",    "forecast pace chart burn down progress history", Inspection, Nothing;
    DrillScore,   "drill score","How the drill goes: answered, late, red",       "rehearsal score requests",                    Inspection, Nothing;
    DrillOn,      "drill on", "Put the drill's clock on to the next request",   "rehearsal time next",            Inspection, Nothing;
    Call,         "call",     "Record the call: every date moves with it",          "ofsted notification phone",      Inspection, Write;
    WhatIf,       "what if",  "What if the call came on that day?",               "expected date readiness rehearse",Inspection, Nothing;
    Policy,       "policy",   "Change the RAG policy: days, words, colours",    "red amber green brag evidence stale settings", Inspection, Write;
    Milestones,   "milestones","Type a milestone's real date",                  "start end draft publication",    Inspection, Write;
    DropOvertaken,"not needed","Mark all overtaken preparation not needed",     "before call clear",              Inspection, Write;
    Export,       "export",   "Export tasks: Excel, CSV, calendar, page",        "save send xlsx spreadsheet outlook print", Inspection, Nothing;
    Brief,        "brief",    "Make a brief: director, team, members",          "paper report print briefing scrutiny", Inspection, Nothing;
    Framework,    "framework","Change the framework inspectors judge by",        "2023 2026 areas grades ilacs",   Inspection, Write;
    Present,      "present",  "Present to the room: figures, five slides",      "projector meeting slides screen director", Inspection, Nothing;
    ClosureDay,   "closure",  "Add or take out a council closure day",          "holiday working day christmas",  Inspection, Write;
    Import,       "import",   "Bring in a tracker from Excel or CSV",             "spreadsheet open xlsx merge tracker", Inspection, Write;
    Authority,    "council",  "Change the council's name",                      "authority title",                Inspection, Write;

    Palette,      "commands", "Every command, by name",                         "menu search",                    Program, Nothing;
    Help,         "help",     "The keys of this screen",                        "keyboard shortcuts",             Program, Nothing;
    Mouse,        "mouse",    "Turn the mouse on or off",                       "click wheel scroll pointer",     Program, Nothing;
    Settings,     "settings", "Your settings: colours, mouse, own name",        "options preferences ascii user who", Program, Nothing;
    Theme,        "theme",    "Change colours: dark, light, contrast, mono",    "appearance mono terminal projector", Program, Nothing;
    Backup,       "backup",   "Make a verified copy of the file now",           "copy save safe",                 Program, Nothing;
    SaveNow,      "saved",    "Say when the last change was saved",             "save write",                     Program, Nothing;
    Suspend,      "suspend",  "Stop for now; fg comes back",                    "background shell",               Program, Nothing;
    Interrupt,    "leave",    "Leave, when pressed twice",                      "stop break",                     Program, Nothing;
    Quit,         "quit",     "Leave. Everything is saved already",             "exit close",                     Program, Nothing;

    Cancel,       "leave",    "Back one step",                                  "escape close clear",             Box, Nothing;
    Submit,       "save",     "Save what was typed, or choose the row",         "ok accept",                      Box, Nothing;
    SubmitMore,   "add another","Save and start another",                       "again next",                     Box, Nothing;
    NextField,    "next",     "Next field",                                     "tab",                            Box, Nothing;
    PrevField,    "previous", "Field before",                                   "tab",                            Box, Nothing;
    ChoiceUp,     "up",       "One up: choice, or day",                         "previous",                       Box, Nothing;
    ChoiceDown,   "down",     "One down: choice, or day",                       "next",                           Box, Nothing;
    NextSlide,    "next",     "Next slide",                                     "present forward",                Box, Nothing;
    PrevSlide,    "back",     "Slide before",                                   "present backward",               Box, Nothing;
    Larger,       "larger",   "Larger figures",                                 "present size zoom",              Box, Nothing;
    Smaller,      "smaller",  "Smaller figures",                                "present size zoom",              Box, Nothing;
    BlankRoom,    "blank",    "Show the room nothing, or show it again",        "present black hide",             Box, Nothing;
    NamesOff,     "names",    "Roles in the place of names, or names again",    "present privacy hide",           Box, Nothing;
    Decide,       "agreed",   "Write down what was agreed, with the time",      "present decision minutes",       Box, Write;
    Skip,         "skip",     "Leave this one out",                             "next pass",                      Box, Nothing;
    MonthFirst,   "month first","Read 5/6 as 6 May, or as 5 June again",       "date american order",           Box, Nothing;
    SayOnTrack,   "on track", "On track: nothing changes",                      "fine ok green",                  Box, Write;
    SayDone,      "done",     "Done",                                           "complete finish",                Box, Write;
    SaySlipping,  "slipping", "Slipping: a new date, or a promise (by 3pm)",    "later date promise",             Box, Write;
    SayStuck,     "stuck",    "Stuck: red, with the reason",                    "blocked waiting red",            Box, Write;
    SayNote,      "note",     "Note something, and stay",                       "comment",                        Box, Write;
    WalkNext,     "next",     "The next task, with nothing said",               "skip pass",                      Box, Nothing;
    WalkBack,     "back",     "The task before",                                "previous",                       Box, Nothing;
    KeepPromise,  "kept",     "What was promised about it was kept",            "promise",                        Box, Write;
    CopyText,     "copy",     "Copy this text",                                 "clipboard email",                Box, Nothing;
    Complete,     "complete", "Complete the path, or list what begins so",      "tab path file folder browse",    Box, Nothing;
    LeaveOut,     "leave out","Leave out rows about one child, or not",         "privacy child nhs upn doubtful", Box, Nothing;
    Clear,        "none",     "No date, or nobody",                             "empty remove",                   Box, Nothing;
}
