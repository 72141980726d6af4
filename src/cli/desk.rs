//! What every verb works at: the way out, the clock, the file that is meant, and who is sitting there.
//! It opens and saves; what is saved, and why, is a verb's business.

use std::borrow::Cow;
use std::env;
use std::path::{Path, PathBuf};

use jiff::civil::{DateTime, Time};

use super::args::Globals;
use super::converse::{Heard, Talk};
use super::output::{Out, Stop};
use crate::domain::as_of;
use crate::domain::board::Board;
use crate::domain::edit::Author;
use crate::domain::failure::Failure;
use crate::domain::id::{Ids, Ref};
use crate::domain::operation::{Hash, Operation, Past, Stamp};
use crate::domain::phrase;
use crate::domain::plan::Plan;
use crate::domain::privacy::{self, Flag, Mark};
use crate::domain::text::{self, Line};
use crate::domain::when::{Moment, When};
use crate::exchange::write::Edition;
use crate::shell::clock::Clock;
use crate::shell::config::Config;
use crate::store::back;
use crate::store::{Access, Store};

/// What somebody says to a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    /// Go ahead.
    Yes,
    /// Do not.
    No,
    /// No answer at all: the question is dropped.
    None,
}

/// A verb's working place.
#[derive(Debug)]
pub(super) struct Desk {
    /// The way out.
    pub(super) out: Out,
    /// The moment it is, for everything the verb works out.
    pub(super) now: DateTime,
    /// Whoever speaks in a conversation; `None` when a single command was typed.
    pub(super) talk: Option<Talk>,
    /// The file that was made here, and that everything is about from now on.
    pub(super) made: Option<PathBuf>,
    clock: Clock,
    file: Option<PathBuf>,
    who: Line,
    damage: Option<Failure>,
    /// The plan as it stood at the moment that is looked at, where that is one gone by.
    back: Option<back::Then>,
}

impl Desk {
    /// A place for one verb.
    pub(super) fn new(out: Out, globals: &Globals, clock: Clock) -> Self {
        let now = clock.now();
        Self {
            out,
            now,
            talk: None,
            made: None,
            clock,
            file: globals.file.clone(),
            who: globals.who.clone(),
            damage: None,
            back: None,
        }
    }

    /// Makes room for the next verb.
    pub(super) fn turn_to(&mut self, globals: &Globals, clock: Clock) {
        self.now = clock.now();
        self.clock = clock;
        self.file.clone_from(&globals.file);
        self.who.clone_from(&globals.who);
        self.damage = None;
        self.back = None;
        if let Some(talk) = &mut self.talk {
            talk.begin();
        }
    }

    /// Looks at the clock again, for an answer that took a while.
    pub(super) fn tick(&mut self) {
        if self.back.is_none() {
            self.now = self.clock.now();
        }
    }

    /// Whether there is somebody to be asked.
    pub(super) fn asks(&self) -> bool {
        self.talk.is_some()
    }

    /// What is said next in a conversation.
    pub(super) fn hear(&mut self) -> Result<Heard, Failure> {
        self.talk.as_mut().map_or(Ok(Heard::End), Talk::hear)
    }

    /// Asks whether to go ahead. Outside a conversation whoever typed the command has said yes already.
    pub(super) fn agrees(&mut self, question: &str) -> Result<bool, Stop> {
        self.answer(question).map(|answer| answer == Answer::Yes)
    }

    /// The same, telling a no from something else. Only a plain yes is one, and whatever is no answer is the next command.
    pub(super) fn answer(&mut self, question: &str) -> Result<Answer, Stop> {
        while self.asks() {
            self.out.say(&format!("{question} Type yes or no."))?;
            self.out.prompt()?;
            let line = match self.hear()? {
                Heard::Line(line) => line,
                Heard::Noise(_) | Heard::End => return Ok(Answer::None),
            };
            match line.trim().to_lowercase().as_str() {
                "yes" | "y" => return Ok(Answer::Yes),
                "no" | "n" => return Ok(Answer::No),
                "" | "next" => self.out.next_page()?,
                _ => {
                    if let Some(talk) = &mut self.talk {
                        talk.hear_again(line);
                    }
                    return Ok(Answer::None);
                }
            }
        }
        Ok(Answer::Yes)
    }

    /// The number of the next row, whose task is `reference`.
    pub(super) fn number(&mut self, reference: Ref) -> usize {
        self.talk.as_mut().map_or(0, |talk| talk.number(reference))
    }

    /// The refs behind the numbers of the last list.
    pub(super) fn rows(&self) -> &[Ref] {
        self.talk.as_ref().map_or(&[], Talk::rows)
    }

    /// The inspection that is meant.
    pub(super) fn path(&self) -> Result<&Path, Failure> {
        self.file.as_deref().ok_or_else(|| {
            Failure::not_found("No inspection has been made or named yet.").hint(
                "Make one with `readyroom new FILE --template standard`, or name one with --file.",
            )
        })
    }

    /// The same, where it really is.
    pub(super) fn real_path(&self) -> Result<PathBuf, Failure> {
        let path = self.path()?;
        let real = path
            .canonicalize()
            .or_else(|_not_there| std::path::absolute(path));
        Ok(real.unwrap_or_else(|_nowhere| path.to_owned()))
    }

    /// Who sits here, at this moment.
    pub(super) fn author(&self) -> Author {
        Author {
            who: self.who.clone(),
            now: self.now,
        }
    }

    /// The same, for the file.
    pub(super) fn stamp(&self) -> Stamp {
        self.clock.stamp(&self.who)
    }

    /// A source of new ids.
    pub(super) fn ids(&self) -> Ids {
        self.clock.ids()
    }

    /// Opens the inspection to look at it.
    pub(super) fn look(&self) -> Result<Store, Stop> {
        Ok(Store::open(self.path()?, Access::ReadOnly)?)
    }

    /// From here on what is read is as it stood at a moment gone by, and that moment is now.
    pub(super) fn look_back(&mut self, text: &str) -> Result<(), Stop> {
        let store = self.look()?;
        let frame = store.read_frame()?;
        let cx = phrase::Context {
            now: self.now,
            calendar: frame.calendar(),
        };
        let mark = as_of::Mark::read(text, "--as-of", &cx)?;
        let then = back::as_of(&store, mark)?;
        let when = phrase::moment(moment_of(then.at));
        let why = match mark {
            as_of::Mark::At(_) => "",
            as_of::Mark::Call => ", when the call was recorded",
        };
        self.out.say(&format!("As it stood on {when}{why}."))?;
        self.now = then.at;
        self.back = Some(then);
        Ok(())
    }

    /// Whether what is read is as it stood at a moment gone by.
    pub(super) fn looks_back(&self) -> bool {
        self.back.is_some()
    }

    /// What stands for all that is read: of now, or of the moment gone by.
    pub(super) fn head(&self, store: &Store) -> Result<Hash, Stop> {
        Ok(match &self.back {
            Some(then) => then.head(),
            None => store.head()?,
        })
    }

    /// Which file this is, and how often it had been changed.
    pub(super) fn edition(&self, store: &Store) -> Result<Edition, Stop> {
        let (file, now) = store.edition()?;
        let number = self.back.as_ref().map_or(now, |then| then.last.lamport);
        Ok(Edition { file, number })
    }

    /// The order of the last that had been done by the moment that is shown, where that is one gone by.
    pub(super) fn last(&self) -> Option<u64> {
        self.back.as_ref().map(|then| then.order)
    }

    /// What of `done` had been done by the moment that is shown.
    pub(super) fn by_then(&self, mut done: Vec<Past>) -> Vec<Past> {
        if let Some(last) = self.last() {
            done.retain(|past| past.order <= last);
        }
        done
    }

    /// Opens the inspection to change it. One that is damaged or may not be changed is refused.
    pub(super) fn change(&self) -> Result<Store, Stop> {
        if self.looks_back() {
            let failure = Failure::usage("The past can be looked at but not changed.");
            return Err(failure.hint("Leave --as-of out.").into());
        }
        self.change_now()
    }

    /// The same, whatever moment is shown: for what happens now.
    pub(super) fn change_now(&self) -> Result<Store, Stop> {
        let store = Store::open(self.path()?, Access::ReadWrite)?;
        store.verify_if_small()?;
        if store.is_read_only() {
            return Err(crate::store::Error::ReadOnly.into());
        }
        Ok(store)
    }

    /// Opens the inspection and reads all of it, as far as it is sound: to change it, or only to look when this rehearses.
    pub(super) fn open(&mut self, rehearse: bool) -> Result<(Store, Plan), Stop> {
        let store = if rehearse {
            self.look()?
        } else {
            self.change()?
        };
        let plan = match &self.back {
            Some(then) => then.plan.clone(),
            None => store.read()?,
        };
        self.note_damage(&store);
        Ok((store, plan))
    }

    /// Opens the inspection to look at it and reads all of it, as far as it is sound.
    pub(super) fn read(&mut self) -> Result<(Plan, Board), Stop> {
        let (_, plan) = self.open(true)?;
        let board = Board::of(&plan, self.now);
        Ok((plan, board))
    }

    /// The same for some tasks and what they need.
    pub(super) fn read_some(&mut self, store: &Store, refs: &[Ref]) -> Result<Plan, Stop> {
        if let Some(then) = &self.back {
            return Ok(then.plan.clone());
        }
        let plan = store.read_some(refs)?;
        self.note_damage(store);
        Ok(plan)
    }

    /// Remembers what was found wrong with the file, to be said in the end.
    pub(super) fn note_damage(&mut self, store: &Store) {
        if let Some(damage) = store.damage() {
            self.damage = Some(crate::store::Error::Damaged(damage.clone()).into());
        }
    }

    /// What was found wrong with the file.
    pub(super) fn damage(&self) -> Option<&Failure> {
        self.damage.as_ref()
    }

    /// Saves `operation` and says so; when there is nothing in it, says `otherwise`. Returns whether it saved anything.
    pub(super) fn save(
        &mut self,
        store: &mut Store,
        operation: &Operation,
        otherwise: &str,
    ) -> Result<bool, Stop> {
        if operation.is_empty() {
            self.out
                .say(&format!("{otherwise} There is nothing to save."))?;
            return Ok(false);
        }
        let flags = privacy::look_at_new(operation);
        let saved = self.commit(store, operation, &flags)?;
        self.say_saved(store, &saved)?;
        self.point_at_new(&flags)?;
        Ok(true)
    }

    /// Says what the privacy guard points at in what was saved, if it does.
    pub(super) fn point_at_new(&mut self, flags: &[Flag]) -> Result<(), Stop> {
        match privacy::warning(flags) {
            Some(warning) => self.out.warn(&warning),
            None => Ok(()),
        }
    }

    /// Saves `operation`. What the privacy guard points at is saved all the same, and the history says so.
    pub(super) fn commit<'o>(
        &self,
        store: &mut Store,
        operation: &'o Operation,
        flags: &[Flag],
    ) -> Result<Cow<'o, Operation>, Stop> {
        let saved = with_what_it_looks_like(operation, flags);
        store.commit(&saved, &self.stamp())?;
        Ok(saved)
    }

    /// Says what the privacy guard points at in a paper that is about to leave, if it does.
    pub(super) fn point_at(&mut self, paper: &str, words: &str) -> Result<Vec<Mark>, Stop> {
        let marks = privacy::look(words);
        if !marks.is_empty() {
            let looks = privacy::and(&marks);
            self.out.warn(&format!(
                "The {paper} looks as if it held {looks}. {}",
                privacy::WHY
            ))?;
        }
        Ok(marks)
    }

    /// Asks, and saves `operation` if that is wanted.
    pub(super) fn save_if_agreed(
        &mut self,
        store: &mut Store,
        operation: &Operation,
        question: &str,
    ) -> Result<(), Stop> {
        if !self.agrees(question)? {
            return self.out.say("Nothing has been saved.");
        }
        self.save(store, operation, "").map(|_saved| ())
    }

    /// Says that `operation` is saved, and how to take it back.
    pub(super) fn say_saved(&mut self, store: &Store, operation: &Operation) -> Result<(), Stop> {
        let label = sentence(&operation.label);
        self.out
            .say(&format!("Saved. {label} Undo with: readyroom undo"))?;
        self.say_backup_trouble(store)
    }

    /// Says that the day's copy could not be made.
    pub(super) fn say_backup_trouble(&mut self, store: &Store) -> Result<(), Stop> {
        match store.backup_trouble() {
            Some(trouble) => self
                .out
                .warn(&format!("Today's copy could not be made. {trouble}")),
            None => Ok(()),
        }
    }

    /// Reads a date, with or without a time; `field` names it when it cannot be read.
    pub(super) fn moment(&self, plan: &Plan, text: &str, field: &str) -> Result<Moment, Failure> {
        let cx = phrase::Context {
            now: self.now,
            calendar: plan.calendar(),
        };
        match phrase::read(text, &cx) {
            Ok(When::At(moment)) => Ok(moment),
            Ok(When::Rule(_)) => Err(Failure::usage(format!(
                "{field} must be a real date, like fri or 8/6."
            ))),
            Err(error) => Err(Failure::usage(error.about(field))),
        }
    }
}

/// A moment of the clock as a moment of the plan, to the minute.
pub(super) fn moment_of(at: DateTime) -> Moment {
    Moment::at(at.date(), Time::constant(at.hour(), at.minute(), 0, 0))
}

/// A label as a sentence: a capital to begin with, and a full stop.
pub(super) fn sentence(label: &str) -> String {
    let stop = if label.ends_with(['.', '!', '?']) {
        ""
    } else {
        "."
    };
    format!("{}{stop}", text::capital(label))
}

/// Whose name goes into the history: the one given, the one set, or the one they log in with.
pub(super) fn who(given: Option<&str>, config: &Config) -> Line {
    let login = ["USER", "USERNAME", "LOGNAME"]
        .into_iter()
        .filter_map(|name| env::var(name).ok());
    let names = given
        .map(str::to_owned)
        .into_iter()
        .chain(config.who.clone())
        .chain(login);
    let mut lines = names
        .map(|name| Line::clipped(&name))
        .filter(|name| !name.is_empty());
    lines.next().unwrap_or_default()
}
/// The operation, with a label that says what the privacy guard points at in it, if it does.
pub(super) fn with_what_it_looks_like<'o>(
    operation: &'o Operation,
    flags: &[Flag],
) -> Cow<'o, Operation> {
    if flags.is_empty() {
        Cow::Borrowed(operation)
    } else {
        Cow::Owned(privacy::logged(operation, &privacy::marks(flags)))
    }
}
