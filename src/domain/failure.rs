//! What a person is told when something did not work: what happened, and what to do next.
//! It knows nothing of exit codes, colours or where the words are shown.

use std::fmt;

/// What sort of failure this is; the command line turns it into an exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// It did not work, and nothing was changed.
    Failed,
    /// The request itself cannot be understood.
    Usage,
    /// There is no such task, person, file or template.
    NotFound,
    /// The file, or a part of it, is damaged.
    Damaged,
    /// Somebody else is saving, or the file may only be read.
    Busy,
    /// There are conflicts for a person to settle.
    Conflicts,
}

/// A failure in plain English.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What sort of failure.
    pub kind: Kind,
    /// What happened, as one or two full sentences.
    pub message: String,
    /// What to do next, if there is something to do.
    pub hint: Option<String>,
}

impl Failure {
    /// A failure of `kind` that says `message`.
    pub fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            hint: None,
        }
    }

    /// Something did not work.
    pub fn failed(message: impl Into<String>) -> Self {
        Self::new(Kind::Failed, message)
    }

    /// The request cannot be understood.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(Kind::Usage, message)
    }

    /// There is no such thing.
    pub fn not_found(message: impl Into<String>) -> Self {
        Self::new(Kind::NotFound, message)
    }

    /// The same failure, with what to do next.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match &self.hint {
            Some(hint) => write!(f, " {hint}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Failure {}
