//! The shell of the command line: arguments in, lines out. It reads the clock, the environment and the disk, and holds
//! no rule about inspections; [`domain`](crate::domain) does, and the screens build the same operations.
//!
//! Every command is a row of `VERBS`: adding one is a row here and a function beside its kin.

mod args;
mod brief;
mod call;
mod converse;
mod csv;
mod decisions;
mod desk;
mod diff;
mod drill;
mod edit;
mod export;
mod files;
mod grades;
mod history;
mod import;
mod json;
mod line;
mod look;
mod manual;
mod output;
mod owners;
mod policy;
mod rehearse;
mod requests;
mod rows;
mod speech;
mod start;
mod templates;
mod timeline;
mod trend;
mod views;
mod walk;
mod what_if;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{ArgMatches, Command};
use jiff::civil::DateTime;

pub use self::output::Io;

use self::args::{Globals, Typed};
use self::desk::Desk;
use self::output::{Out, Stop};
use crate::domain::failure::Failure;
use crate::domain::text::Line;
use crate::shell::clock::Clock;
use crate::shell::drill::Wanted;

/// A command: how it is typed, what it is for, and what it does.
struct Verb {
    name: &'static str,
    /// What follows the name.
    usage: &'static str,
    about: &'static str,
    /// What to type, and what that gives.
    examples: &'static [(&'static str, &'static str)],
    args: fn(Command) -> Command,
    run: fn(&mut Desk, &ArgMatches) -> Result<(), Stop>,
}

impl std::fmt::Debug for Verb {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

/// All commands, in the order in which help lists them.
static VERBS: &[Verb] = &[
    start::NEW,
    templates::TEMPLATES,
    call::CALL,
    call::MILESTONES,
    look::TODAY,
    look::LIST,
    look::SHOW,
    edit::ADD,
    edit::SET,
    edit::DONE,
    edit::REOPEN,
    edit::REMOVE,
    views::VIEWS,
    owners::OWNERS,
    timeline::TIMELINE,
    requests::REQUEST,
    requests::ENQUIRY,
    grades::GRADES,
    drill::DRILL,
    walk::WALK,
    walk::PROMISES,
    decisions::DECISIONS,
    policy::POLICY,
    import::IMPORT,
    history::HISTORY,
    history::UNDO,
    history::REDO,
    diff::DIFF,
    trend::TREND,
    export::EXPORT,
    brief::BRIEF,
    brief::CHASE,
    files::CHECK,
    files::BACKUP,
    files::BACKUPS,
    files::RESTORE,
    files::WHERE,
    manual::COMPLETIONS,
    manual::MAN,
];

/// What a command line asks for.
#[derive(Debug)]
pub enum Parsed {
    /// The screens, which are not the command line's to show.
    Screens(Screens),
    /// Something for [`run`].
    Command(Asked),
}

/// How the screens are to begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Screens {
    /// The inspection: the one given, else the one in the environment, else the one opened last. It need not be there.
    pub file: Option<PathBuf>,
    /// The moment to rehearse, if not the real one.
    pub now: Option<DateTime>,
    /// Whose name goes into the history.
    pub who: Line,
    /// The theme's name, if one was typed.
    pub theme: Option<String>,
    /// Colours are not wanted.
    pub plain: bool,
    /// Characters outside ASCII are not wanted.
    pub ascii: bool,
    /// A drill, instead of the inspection itself.
    pub drill: Option<Wanted>,
}

/// A command that was typed, or why it cannot be understood.
#[derive(Debug)]
pub struct Asked(What);

#[derive(Debug)]
enum What {
    Refused(Failure),
    Text(String),
    Verb(&'static Verb, Globals, ArgMatches),
    Conversation(Globals, Option<Wanted>),
}

/// Reads a command line, the program's name first.
pub fn parse(args: impl IntoIterator<Item = OsString>) -> Parsed {
    let what = match args::read(args) {
        Ok(Typed::Screens(globals)) => return Parsed::Screens(screens(globals, None)),
        Ok(Typed::Conversation(globals)) => What::Conversation(globals, None),
        Ok(Typed::Text(text)) => What::Text(text),
        Ok(Typed::Verb(verb, globals, matches)) => {
            match drill::wanted_by(verb, &globals, &matches) {
                Some(wanted) if args::is_conversation(&matches) => {
                    What::Conversation(globals, Some(wanted))
                }
                Some(wanted) => return Parsed::Screens(screens(globals, Some(wanted))),
                None => What::Verb(verb, globals, matches),
            }
        }
        Err(failure) => What::Refused(failure),
    };
    Parsed::Command(Asked(what))
}

fn screens(globals: Globals, drill: Option<Wanted>) -> Screens {
    Screens {
        file: globals.file,
        now: globals.now,
        who: globals.who,
        theme: globals.theme,
        plain: globals.plain,
        ascii: globals.ascii,
        drill,
    }
}

/// Does what was asked, and says how it went: 0 done, 1 failed, 2 not understood, 3 not there, 4 damaged, 5 busy or only
/// to be looked at, 6 conflicts.
pub fn run(asked: Asked, io: Io) -> ExitCode {
    match asked.0 {
        What::Refused(failure) => report(&failure, io),
        What::Text(text) => say(&text, io),
        What::Verb(verb, globals, matches) => {
            let out = Out::new(io, globals.plain);
            let clock = match Clock::new(globals.now) {
                Ok(clock) => clock,
                Err(failure) => return settle(Err(failure.into()), &mut { out }),
            };
            let mut desk = Desk::new(out, &globals, clock);
            let done = perform(verb, &mut desk, &matches);
            settle(done, &mut desk.out)
        }
        What::Conversation(globals, drill) => converse::run(globals, drill.as_ref(), io),
    }
}

/// Does what a verb is for. Damage that was found on the way is said after everything else.
fn perform(verb: &Verb, desk: &mut Desk, matches: &ArgMatches) -> Result<(), Stop> {
    // Only commands that can show how things stood know of it.
    if let Ok(Some(moment)) = matches.try_get_one::<String>("as-of") {
        desk.look_back(moment)?;
    }
    (verb.run)(desk, matches)?;
    desk.out.finish()?;
    let damage = desk.damage().cloned();
    damage.map_or(Ok(()), |damage| Err(damage.into()))
}

/// Writes a text as it is.
pub fn say(text: &str, io: Io) -> ExitCode {
    let mut out = Out::new(io, true);
    let written = out
        .write(output::Style::Plain, text)
        .and_then(|()| out.finish());
    settle(written, &mut out)
}

/// Says what did not work, as every command does.
pub fn report(failure: &Failure, io: Io) -> ExitCode {
    settle(Err(failure.clone().into()), &mut Out::new(io, true))
}

fn settle(done: Result<(), Stop>, out: &mut Out) -> ExitCode {
    match done {
        Ok(()) | Err(Stop::Closed) => ExitCode::SUCCESS,
        Err(Stop::Failed(failure)) => {
            out.fail(&failure);
            output::code(failure.kind).into()
        }
    }
}

/// The commands as the README lists them: how each is typed, and what it is for.
pub fn table() -> String {
    let rows = VERBS.iter().map(|verb| {
        format!(
            "| `{}` | {} |\n",
            verb.typed().replace('|', "\\|"),
            verb.about
        )
    });
    format!(
        "| command | what it does |\n| --- | --- |\n{}",
        rows.collect::<String>()
    )
}
