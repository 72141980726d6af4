//! What a person is told when something did not work: what happened, and what to do next.
//! It knows nothing of exit codes, colours or where the words are shown.

use std::fmt;

/// What operating systems say, and what is plainer: Linux and macOS first, then Windows.
const PLAINER: [(&str, &str); 8] = [
    ("No space left on device", "the disk is full"),
    ("Permission denied", "you do not have permission"),
    ("Read-only file system", "the disk can only be read"),
    (
        "No such file or directory",
        "there is no such file or folder",
    ),
    ("There is not enough space on the disk", "the disk is full"),
    ("Access is denied", "you do not have permission"),
    (
        "The system cannot find the path specified",
        "there is no such folder",
    ),
    (
        "The process cannot access the file",
        "another program has it open",
    ),
];

/// What the operating system says of a failure, as the end of a sentence: in plain words where there are some, and
/// without its number in any case.
pub fn reason(said: &impl fmt::Display) -> String {
    let said = said.to_string();
    if let Some((_, plain)) = PLAINER.iter().find(|(begin, _)| said.starts_with(begin)) {
        return (*plain).to_owned();
    }
    let words = said.split(" (os error").next().unwrap_or_default();
    words.trim_end_matches('.').to_owned()
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_system_says_is_said_plainly_and_without_its_number() {
        for (said, plain) in [
            ("No space left on device (os error 28)", "the disk is full"),
            (
                "Permission denied (os error 13)",
                "you do not have permission",
            ),
            (
                "There is not enough space on the disk. (os error 112)",
                "the disk is full",
            ),
            ("Broken thing. (os error 999)", "Broken thing"),
            (
                "stream did not contain valid UTF-8",
                "stream did not contain valid UTF-8",
            ),
        ] {
            assert_eq!(reason(&said), plain);
        }
    }
}
