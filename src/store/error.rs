//! What can go wrong with a file, in words for the person at the keyboard. It does not decide what to do about it.

use std::fmt;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;
use rusqlite::ffi::{SQLITE_CONSTRAINT_FOREIGNKEY, SQLITE_IOERR_WRITE, SQLITE_READONLY_DBMOVED};

use crate::domain::change::Clash;
use crate::domain::failure::{self, Failure, Kind};
use crate::domain::operation::{Entry, Kind as Undone};
use crate::domain::phrase;
use crate::domain::rating::count;
use crate::domain::text;

/// Why the store did not do what it was asked. Nothing has been changed, unless the variant says otherwise.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Another connection held on to the file for too long.
    #[error("Another readyroom window is saving. Your change is not saved yet.")]
    Busy,
    /// A change does not fit what the file holds now.
    #[error("{what} cannot be changed: {clash}{}.", by(.last.as_deref()))]
    Clash {
        /// What was to be changed: "N-12 (due)".
        what: String,
        /// Why it does not fit.
        clash: Clash,
        /// The latest operation that touched it, where that can be told.
        last: Option<Box<Entry>>,
    },
    /// Some or all of the file cannot be relied on.
    #[error("{0}")]
    Damaged(Damage),
    /// The disk reported an error while saving, so it is not known what reached it.
    #[error("The disk reported an error. It is not certain that the last change was kept.")]
    Disk(#[source] Option<rusqlite::Error>),
    /// There is no room.
    #[error("The disk is full. Your last change is not saved.")]
    DiskFull,
    /// It is empty.
    #[error("{} is an empty file.", .0.display())]
    Empty(PathBuf),
    /// Nothing in the list below.
    #[error("The file could not be read or written.")]
    Engine(#[source] rusqlite::Error),
    /// A new file would overwrite another.
    #[error("{} is already there.", .0.display())]
    Exists(PathBuf),
    /// A folder.
    #[error("{} is a folder, not an inspection file.", .0.display())]
    Folder(PathBuf),
    /// Something later rests on an operation that was to be taken back by itself.
    #[error("{}{}.", text::capital(what), also_in_the_way(by, *order, *more))]
    InTheWay {
        /// What was done later, as the beginning of a sentence: "N-12's due was changed again".
        what: String,
        /// The newest operation that is in the way, by the order in which it arrived.
        order: u64,
        /// The same operation.
        by: Box<Entry>,
        /// How many others are in the way too.
        more: usize,
    },
    /// A file or folder operation failed.
    #[error("Cannot {doing} {}: {}.", .path.display(), failure::reason(source))]
    Io {
        /// "read", "write" ...
        doing: &'static str,
        /// Of what.
        path: PathBuf,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// The file is no longer where it was opened.
    #[error(
        "The file has been moved, replaced or deleted while it was open. Your last change is not saved."
    )]
    Moved,
    /// A later version made it.
    #[error("{} was made by a newer readyroom.", .0.display())]
    Newer(PathBuf),
    /// No such file.
    #[error("There is no file {}.", .0.display())]
    NotFound(PathBuf),
    /// Something else altogether.
    #[error("{} is not a readyroom file.", .0.display())]
    NotOurs(PathBuf),
    /// An operation without changes.
    #[error("There is nothing to save.")]
    Nothing,
    /// No undo is left to take back.
    #[error("There is nothing to redo.")]
    NothingToRedo,
    /// Everything has been taken back.
    #[error("There is nothing to undo.")]
    NothingToUndo,
    /// An earlier version made it, and it cannot be brought up to date where it is.
    #[error("{} was made by an earlier readyroom and cannot be brought up to date where it is.", .0.display())]
    Older(PathBuf),
    /// The file, its folder or the way it was opened does not allow changes.
    #[error("You can look at this file but not change it.")]
    ReadOnly,
    /// Since it was opened, the file or its disk has been made read-only. Nothing of the change is in it.
    #[error("The file has been made read-only while it was open. Your last change is not saved.")]
    Locked,
    /// The last save was cut short, and rolling it back needs a file that can be written to.
    #[error("The last save to {} was cut short, and the file cannot be put right where it is.", .0.display())]
    Unfinished(PathBuf),
    /// The file's own rules do not allow the value.
    #[error("The change cannot be kept: {0}.")]
    Refused(String),
    /// An operation that was to be taken back by itself has been, or an undo has been made again.
    #[error("It has been {} already{}.", if by.kind == Undone::Undo { "taken back" } else { "made again" }, signed(by, *order))]
    TakenBackAlready {
        /// The operation that answers it, by the order in which it arrived.
        order: u64,
        /// The same operation.
        by: Box<Entry>,
    },
    /// The file's first operation, which nothing can take back.
    #[error("That made the inspection. It cannot be taken back.")]
    TheBeginning,
    /// Somebody is still named in a task.
    #[error("The change cannot be kept: a person it takes away is still named in a task.")]
    StillNamed,
}

/// " by Jo Smith on Tue 2 Jun 2026 09:02 (number 12)"
fn signed(entry: &Entry, order: u64) -> String {
    let at = entry.stamp.local;
    format!(
        " by {} on {} {} (number {order})",
        entry.stamp.somebody(),
        phrase::day(at.date()),
        phrase::clock_time(at.time())
    )
}

fn also_in_the_way(entry: &Entry, order: u64, more: usize) -> String {
    let signed = signed(entry, order);
    match more {
        0 => format!("{signed}; undo that first"),
        1 => format!("{signed}, and another change rests on it too; undo those first"),
        _ => format!("{signed}, and {more} other changes rest on it too; undo those first"),
    }
}

fn by(last: Option<&Entry>) -> String {
    last.map_or_else(String::new, |entry| {
        let who = entry.stamp.somebody();
        let at = entry.stamp.local;
        format!(
            " ({} by {who}, {:02}/{:02} {:02}:{:02})",
            entry.label,
            at.day(),
            at.month(),
            at.hour(),
            at.minute()
        )
    })
}

impl Error {
    /// For `map_err` on what the operating system does.
    pub(super) fn io(doing: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| match source.kind() {
            std::io::ErrorKind::NotFound if doing == "read" => Self::NotFound(path),
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Self::DiskFull,
            _ => Self::Io {
                doing,
                path,
                source,
            },
        }
    }

    /// The same failure of the file that a person named, where it was met in a copy of it.
    pub(super) fn of(self, named: &Path) -> Self {
        let named = named.to_owned();
        match self {
            Self::Empty(_) => Self::Empty(named),
            Self::Newer(_) => Self::Newer(named),
            Self::NotOurs(_) => Self::NotOurs(named),
            Self::Older(_) => Self::Older(named),
            other => other,
        }
    }

    /// The same failure, for one who has looked whether the file can be written to. A write that was refused because it
    /// cannot has changed nothing; whatever else the disk says leaves it open what has been kept.
    pub(super) fn knowing(self, writable: bool) -> Self {
        match self {
            Self::Disk(Some(error)) if !writable => {
                let refused = error
                    .sqlite_error()
                    .is_some_and(|what| what.extended_code == SQLITE_IOERR_WRITE);
                if refused {
                    Self::Locked
                } else {
                    Self::Disk(Some(error))
                }
            }
            other => other,
        }
    }

    fn kind(&self) -> Kind {
        match self {
            Self::Busy
            | Self::Locked
            | Self::Moved
            | Self::Older(_)
            | Self::ReadOnly
            | Self::Unfinished(_) => Kind::Busy,
            Self::Damaged(_) => Kind::Damaged,
            Self::NotFound(_) => Kind::NotFound,
            Self::Clash { .. }
            | Self::Disk(_)
            | Self::DiskFull
            | Self::Empty(_)
            | Self::Engine(_)
            | Self::Exists(_)
            | Self::Folder(_)
            | Self::InTheWay { .. }
            | Self::Io { .. }
            | Self::Newer(_)
            | Self::NotOurs(_)
            | Self::Nothing
            | Self::NothingToRedo
            | Self::NothingToUndo
            | Self::Refused(_)
            | Self::StillNamed
            | Self::TakenBackAlready { .. }
            | Self::TheBeginning => Kind::Failed,
        }
    }

    fn way_out(&self) -> Option<&'static str> {
        Some(match self {
            Self::Busy => "Try again in a few seconds.",
            Self::Clash { .. } => {
                "Nothing has been changed. Look at it as it is now, then try again."
            }
            Self::Damaged(_) => {
                "`readyroom backups` lists the copies to go back to, and `readyroom restore` brings one back."
            }
            Self::Disk(_) => {
                "Close readyroom, check the disk, and open the file again to see what it holds."
            }
            Self::DiskFull => "Free some space, then try again.",
            Self::Empty(_) => {
                "If it should not be, `readyroom backups` lists the copies to go back to."
            }
            Self::Engine(_) => "Nothing has been changed. `readyroom check` looks at the file.",
            Self::Exists(_) => "Choose another name. Nothing is ever written over it.",
            Self::Folder(_) => "Give the name of a file in it.",
            Self::Locked => "Have it made writable again, then try again.",
            Self::Moved => "Open the file again where it is now.",
            Self::Newer(_) => "Update readyroom, or ask for a copy made by this version.",
            Self::NotFound(_) => "`readyroom new` makes one.",
            Self::NotOurs(_) => {
                "Its content has not been touched. `readyroom new` makes an inspection."
            }
            Self::Unfinished(_) => {
                "Copy it and the file ending in -journal beside it to a folder you can write to, and open it there."
            }
            Self::Older(_) => "Copy it to a folder you can write to, and open it there.",
            Self::ReadOnly => "Save your own copy in a folder you can write to, and change that.",
            Self::StillNamed => "Give their tasks to somebody else first.",
            Self::InTheWay { .. }
            | Self::Io { .. }
            | Self::Nothing
            | Self::NothingToRedo
            | Self::NothingToUndo
            | Self::Refused(_)
            | Self::TakenBackAlready { .. }
            | Self::TheBeginning => {
                return None;
            }
        })
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let failure = Failure::new(error.kind(), error.to_string());
        match error.way_out() {
            Some(hint) => failure.hint(hint),
            None => failure,
        }
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        let Some(what) = error.sqlite_error() else {
            // A value of the wrong type, where the layout allows only one: somebody else's hand, or a broken page.
            return Self::Damaged(Damage::of("The file's layout is not what it should be."));
        };
        match what.code {
            // All statements are ours and tested: one that makes no sense to the file has met another layout.
            ErrorCode::Unknown => {
                Self::Damaged(Damage::of("The file's layout is not what it should be."))
            }
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Busy,
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => {
                Self::Damaged(Damage::unreadable())
            }
            ErrorCode::DiskFull => Self::DiskFull,
            ErrorCode::ReadOnly if what.extended_code == SQLITE_READONLY_DBMOVED => Self::Moved,
            ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied => {
                Self::ReadOnly
            }
            ErrorCode::SystemIoFailure => Self::Disk(Some(error)),
            ErrorCode::ConstraintViolation
                if what.extended_code == SQLITE_CONSTRAINT_FOREIGNKEY =>
            {
                Self::StillNamed
            }
            ErrorCode::ConstraintViolation => {
                Self::Refused("a value is too long or not one of those allowed".to_owned())
            }
            ErrorCode::TooBig => Self::Refused("it is too large".to_owned()),
            _ => Self::Engine(error),
        }
    }
}

/// What is wrong with a damaged file. It has not been touched.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Damage {
    /// The refs of the tasks that cannot be read, as far as they are known.
    pub lost: Vec<String>,
    /// How many tasks can be read.
    pub readable: usize,
    /// How many tasks there should be, where that can be told.
    pub expected: Option<usize>,
    /// What was found, one thing a line.
    pub problems: Vec<String>,
}

impl Damage {
    /// Nothing can be made of the file.
    pub(super) fn unreadable() -> Self {
        Self::of("The file's structure is broken.")
    }

    /// One thing is wrong.
    pub(super) fn of(problem: impl Into<String>) -> Self {
        Self {
            problems: vec![problem.into()],
            ..Self::default()
        }
    }

    /// Whether nothing is wrong after all.
    pub(super) fn is_none(&self) -> bool {
        self.problems.is_empty()
    }
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Part of this file is damaged. Nothing has been changed.")?;
        if let Some(expected) = self.expected {
            write!(
                f,
                " {} of {} can be read.",
                self.readable,
                count(expected as i32, "task")
            )?;
        } else if self.readable > 0 {
            write!(f, " {} can be read.", count(self.readable as i32, "task"))?;
        }
        match self.lost.as_slice() {
            [] => Ok(()),
            lost if lost.len() <= 10 => write!(f, " Not readable: {}.", lost.join(", ")),
            lost => write!(
                f,
                " Not readable: {} and {} more.",
                lost[..10].join(", "),
                lost.len() - 10
            ),
        }
    }
}
