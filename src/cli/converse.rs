//! A conversation line by line, for screen readers and for terminals that can only print: commands are typed as on the
//! command line, and answered in short lines that stay. There is no escape sequence, no moving cursor and no redrawing.
//!
//! It knows how a line is heard, how rows get their numbers and how a question is asked. What a command does is the
//! command's business, so that every row of `VERBS` works here by itself.

use std::ffi::OsString;
use std::fmt;
use std::io::{self, BufRead, Read as _};
use std::mem;
use std::process::ExitCode;

use super::args::{self, Globals, Typed};
use super::desk::{Desk, moment_of, sentence};
use super::output::{self, Io, Out, Stop, Style};
use super::{VERBS, drill, line, perform, settle};
use crate::domain::failure::{Failure, Kind};
use crate::domain::id::Ref;
use crate::domain::phrase;
use crate::rehearsal::Rehearsal;
use crate::shell::clock::Clock;
use crate::shell::drill::Wanted;
use crate::store::HistoryQuery;
use crate::store::hold::Hold;

/// The longest line taken, in bytes.
const LONGEST_LINE: u64 = 64 * 1024;

/// At most so many changes made elsewhere are told between two commands.
const NEWS: usize = 5;

/// What a conversation understands beside the commands.
const OWN_WORDS: &[(&str, &str)] = &[
    (
        "NUMBER",
        "Show the row with this number. A number does wherever a command wants a ref: done 2",
    ),
    (
        "FIELD REF TEXT",
        "Short for set: due 2 fri, owner 2 JS, note 2 Waiting for the list",
    ),
    ("next", "Go on with a long answer; so does Enter alone"),
    (
        "help [COMMAND]",
        "These lines, or one command with examples",
    ),
    ("quit", "Leave. Everything is saved already"),
];

/// The other side of a conversation: what it says, and what its numbers mean.
pub(super) struct Talk {
    lines: Box<dyn BufRead>,
    /// A line that was heard as an answer and was none.
    back: Option<String>,
    /// The refs behind the numbers of the last list.
    rows: Vec<Ref>,
    /// The next row begins a new list.
    new_list: bool,
}

impl fmt::Debug for Talk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Talk")
            .field("rows", &self.rows)
            .finish_non_exhaustive()
    }
}

/// What came of listening.
#[derive(Debug)]
pub(super) enum Heard {
    /// A line, without its end.
    Line(String),
    /// Something that is no line of text.
    Noise(Failure),
    /// Nothing more will come.
    End,
}

impl Talk {
    fn new(lines: Box<dyn BufRead>) -> Self {
        Self {
            lines,
            back: None,
            rows: Vec::new(),
            new_list: true,
        }
    }

    /// Waits for the next line.
    pub(super) fn hear(&mut self) -> Result<Heard, Failure> {
        if let Some(line) = self.back.take() {
            return Ok(Heard::Line(line));
        }
        let mut bytes = Vec::new();
        let read = self
            .lines
            .by_ref()
            .take(LONGEST_LINE)
            .read_until(b'\n', &mut bytes);
        match read {
            Ok(0) => Ok(Heard::End),
            Ok(_) if bytes.len() as u64 == LONGEST_LINE && !bytes.ends_with(b"\n") => {
                self.lines
                    .skip_until(b'\n')
                    .map_err(|error| unheard(&error))?;
                Ok(Heard::Noise(
                    Failure::usage("That line is too long.")
                        .hint("A line holds 65,536 bytes at most."),
                ))
            }
            Ok(_) => Ok(understood(bytes)),
            // How consoles tell of what is not text.
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                Ok(Heard::Noise(not_text()))
            }
            Err(error) => Err(unheard(&error)),
        }
    }

    /// The line was no answer: it is the next command.
    pub(super) fn hear_again(&mut self, line: String) {
        self.back = Some(line);
    }

    /// Another command begins: its first row is number 1.
    pub(super) fn begin(&mut self) {
        self.new_list = true;
    }

    /// The refs behind the numbers of the last list.
    pub(super) fn rows(&self) -> &[Ref] {
        &self.rows
    }

    /// The number of the next row, whose task is `reference`.
    pub(super) fn number(&mut self, reference: Ref) -> usize {
        if mem::take(&mut self.new_list) {
            self.rows.clear();
        }
        self.rows.push(reference);
        self.rows.len()
    }
}

fn unheard(error: &io::Error) -> Failure {
    Failure::failed(format!("What is typed cannot be read: {error}."))
}

fn not_text() -> Failure {
    Failure::usage("That line is not text in UTF-8.").hint("Type it again by hand.")
}

fn understood(bytes: Vec<u8>) -> Heard {
    let Ok(line) = String::from_utf8(bytes) else {
        return Heard::Noise(not_text());
    };
    // Some editors mark the start of a file.
    let line = line
        .trim_start_matches('\u{FEFF}')
        .trim_end_matches(['\r', '\n']);
    if line.chars().any(|c| c.is_control() && c != '\t') {
        return Heard::Noise(
            Failure::usage("That line holds a key that is not text, so nothing was done.")
                .hint("Type it again. Arrow keys do nothing here; Backspace corrects."),
        );
    }
    Heard::Line(line.to_owned())
}

/// Holds a conversation until it is over, and says how it went: for a script, as its first failure did.
/// It begins with a drill, if one is wanted.
pub(super) fn run(globals: Globals, drill: Option<&Wanted>, mut io: Io) -> ExitCode {
    let lines = mem::replace(&mut io.stdin, Box::new(io::empty()));
    let at_terminal = io.dialogue;
    let mut out = Out::speaking(io);
    let clock = match Clock::new(globals.now) {
        Ok(clock) => clock,
        Err(failure) => return settle(Err(failure.into()), &mut out),
    };
    let mut desk = Desk::new(out, &globals, clock.clone());
    desk.talk = Some(Talk::new(lines));
    let real = globals
        .file
        .as_ref()
        .and_then(|file| file.canonicalize().ok());
    let hold = real.as_deref().and_then(Hold::on);
    let mut session = Session {
        globals,
        clock,
        hold,
        at_terminal,
        drill: None,
        known: None,
        failed: None,
    };
    let began = drill.map_or(Ok(()), |wanted| session.rehearse(&mut desk, wanted));
    let ended = began
        .and_then(|()| session.run(&mut desk))
        .and_then(|()| session.part(&mut desk))
        .and_then(|()| desk.out.finish());
    match session.failed {
        Some(kind) if ended.is_ok() && !at_terminal => output::code(kind).into(),
        _ => settle(ended, &mut desk.out),
    }
}

/// A conversation on its way.
pub(super) struct Session {
    pub(super) globals: Globals,
    pub(super) clock: Clock,
    /// The file is not cleared away between two commands.
    pub(super) hold: Option<Hold>,
    /// Somebody sits at a terminal, and it is not a script that speaks.
    at_terminal: bool,
    /// The drill that is held, if one is.
    pub(super) drill: Option<Rehearsal>,
    /// The last change known here, by its order in the file.
    pub(super) known: Option<u64>,
    /// What sort of thing went wrong first.
    failed: Option<Kind>,
}

/// Whether the conversation goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    GoOn,
    Quit,
}

impl Session {
    fn run(&mut self, desk: &mut Desk) -> Result<(), Stop> {
        if self.at_terminal {
            self.greet(desk)?;
        }
        self.known = newest(desk);
        loop {
            desk.out.prompt()?;
            let said = match desk.hear()? {
                Heard::End => return desk.out.end_prompt(),
                Heard::Noise(failure) => Err(failure.into()),
                Heard::Line(line) => {
                    self.let_in(desk)?;
                    self.tell_news(desk)?;
                    let said = self.obey(desk, &line);
                    self.known = newest(desk).or(self.known);
                    said
                }
            };
            match said {
                Ok(Next::GoOn) => {}
                Ok(Next::Quit) => return Ok(()),
                Err(Stop::Closed) => return Err(Stop::Closed),
                Err(Stop::Failed(failure)) => {
                    desk.out.fail(&failure);
                    self.failed.get_or_insert(failure.kind);
                }
            }
        }
    }

    /// Begins with what there is to do.
    fn greet(&mut self, desk: &mut Desk) -> Result<(), Stop> {
        if desk.path().is_ok_and(std::path::Path::exists) {
            if let Err(Stop::Failed(failure)) = self.obey(desk, "today") {
                desk.out.fail(&failure);
            }
            desk.out.say("Type a number to open a row, or: done 2, due 2 fri, owner 2 JS, add, list, next, help, quit.")
        } else {
            desk.out.say(
                "There is no inspection yet. Make one: new northshire.readyroom --template standard\n\
                 `templates` lists the sorts of inspection. Or: help, quit.",
            )
        }
    }

    fn obey(&mut self, desk: &mut Desk, line: &str) -> Result<Next, Stop> {
        let plain = line.trim().to_lowercase();
        match plain.as_str() {
            "" | "next" => {
                desk.out.next_page()?;
                return Ok(Next::GoOn);
            }
            "quit" | "exit" | "q" => return Ok(Next::Quit),
            _ if plain.starts_with('#') => return Ok(Next::GoOn),
            _ => {}
        }
        desk.out.begin();
        match plain.as_str() {
            "help" | "?" => help(&mut desk.out)?,
            "drill on" if self.drill.is_some() => self.put_forward(desk)?,
            "drill score" if self.drill.is_some() => self.score(desk)?,
            _ => self.command(desk, line)?,
        }
        desk.out.finish()?;
        Ok(Next::GoOn)
    }

    fn command(&mut self, desk: &mut Desk, line: &str) -> Result<(), Stop> {
        let words = line::arguments(line, desk.rows())?;
        match args::read_line(words.into_iter().map(OsString::from), &self.globals)? {
            Typed::Screens(_) | Typed::Conversation(_) => {
                Err(Failure::usage("That is no command.")
                    .hint("`help` lists the commands.")
                    .into())
            }
            Typed::Text(text) => desk.out.write(Style::Plain, &text),
            Typed::Verb(verb, globals, matches) => {
                if let Some(wanted) = drill::wanted_by(verb, &globals, &matches) {
                    return self.rehearse(desk, &wanted);
                }
                let clock = match globals.now {
                    Some(_) => Clock::new(globals.now)?,
                    None => self.clock.clone(),
                };
                desk.turn_to(&globals, clock);
                let done = perform(verb, desk, &matches);
                if let Some(made) = desk.made.take() {
                    self.globals.file = Some(made);
                }
                desk.turn_to(&self.globals, self.clock.clone());
                done
            }
        }
    }

    /// Says what others have done to the file since the last command.
    pub(super) fn tell_news(&mut self, desk: &mut Desk) -> Result<(), Stop> {
        let Some(known) = self.known else {
            return Ok(());
        };
        // A file that cannot be read is the next command's to report.
        let Ok(store) = desk.look() else {
            return Ok(());
        };
        let query = HistoryQuery {
            limit: Some(NEWS + 1),
            changes_per_entry: Some(0),
            ..HistoryQuery::default()
        };
        let past = store.history(&query).unwrap_or_default();
        let news: Vec<_> = past.iter().take_while(|past| past.order > known).collect();
        for past in news.iter().take(NEWS).rev() {
            let stamp = &past.entry.stamp;
            let who = stamp.somebody();
            let at = phrase::moment(moment_of(stamp.local));
            let what = sentence(&past.entry.label);
            desk.out
                .say(&format!("Since your last command, {who}, {at}: {what}"))?;
        }
        if news.len() > NEWS {
            desk.out.say("There were more; `history` lists them.")?;
        }
        if let Some(newest) = news.first() {
            self.known = Some(newest.order);
        }
        Ok(())
    }
}

/// The newest change in the file, by its order; `None` when there is none, or no file that can be read.
pub(super) fn newest(desk: &Desk) -> Option<u64> {
    let query = HistoryQuery {
        limit: Some(1),
        changes_per_entry: Some(0),
        ..HistoryQuery::default()
    };
    let past = desk.look().ok()?.history(&query).ok()?;
    past.first().map(|past| past.order)
}

fn help(out: &mut Out) -> Result<(), Stop> {
    let commands = VERBS.iter().map(|verb| (verb.typed(), verb.about));
    let own = OWN_WORDS
        .iter()
        .map(|(typed, about)| ((*typed).to_owned(), *about));
    for (typed, about) in commands.chain(own) {
        out.line(&format!("{typed}: {}", sentence(about)))?;
    }
    Ok(())
}
