//! Runs what the state machine asks for: saves, takes back, reads, makes and opens files, and answers with a message.
//! It decides nothing about inspections; it only keeps the order of things: no write passes before the file has been
//! checked from end to end.

use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::drafts;
use super::import::{self, Brought};
use super::input::{Incoming, Raw};
use super::papers;
use super::work::{Ended, Work};
use crate::app::drafts::Draft;
use crate::app::import::SheetRead;
use crate::app::reading::Reading;
use crate::app::settings::Setting;
use crate::app::{Clip, Effect, Msg, Opened, Order, Product};
use crate::domain::as_of::Mark;
use crate::domain::demo;
use crate::domain::edit::Author;
use crate::domain::failure::{Failure, Kind};
use crate::domain::id::{Ids, TaskId};
use crate::domain::operation::{Operation, Past, Stamp};
use crate::domain::plan::Plan;
use crate::domain::template::{self, Template};
use crate::domain::text::Line;
use crate::rehearsal::Rehearsal;
use crate::shell::clock::Clock;
use crate::shell::config::Config;
use crate::shell::paths;
use crate::store::back;
use crate::store::{self, Access, Done, HistoryQuery, Store, backup};

/// How many changes of one operation History shows.
const CHANGES_SHOWN: usize = 20;

/// How long to wait before the one further try when somebody else is saving.
const BUSY: Duration = Duration::from_millis(300);

/// What an effect leads to.
#[derive(Debug)]
pub(super) enum Outcome {
    /// An answer.
    Said(Box<Msg>),
    /// Nothing to be said now; a thread may have been set to work that will.
    Done,
    /// This goes to the clipboard.
    Copy(Clip),
    /// Stop for now.
    Suspend,
    /// Leave.
    Quit,
}

impl From<Result<Msg, Failure>> for Outcome {
    fn from(answer: Result<Msg, Failure>) -> Self {
        Outcome::Said(Box::new(answer.unwrap_or_else(Msg::Failed)))
    }
}

/// Work was begun, or why not.
impl From<Result<(), Failure>> for Outcome {
    fn from(begun: Result<(), Failure>) -> Self {
        match begun {
            Ok(()) => Outcome::Done,
            Err(failure) => Outcome::from(Err::<Msg, _>(failure)),
        }
    }
}

/// What was opened is shown, or why not.
impl From<Result<Opened, Failure>> for Outcome {
    fn from(opened: Result<Opened, Failure>) -> Self {
        opened.map(|opened| Msg::Opened(Box::new(opened))).into()
    }
}

/// What long work comes to.
#[derive(Debug)]
pub(super) enum Came {
    /// A spreadsheet was read.
    Sheets(Arc<Brought>, Box<SheetRead>),
    /// An answer.
    Told(Box<Msg>),
}

/// What is open.
#[derive(Debug)]
struct File {
    store: Store,
    trust: Trust,
    /// It was changed elsewhere, and what it holds now could not be read yet.
    behind: bool,
    /// It was said that the day's copy could not be made.
    told_of_copy: bool,
    /// It was said that the file is gone.
    told_of_loss: bool,
}

/// What is known of a file's soundness.
#[derive(Debug)]
enum Trust {
    /// Not checked from end to end yet.
    Unknown,
    /// The check is running.
    Checking(JoinHandle<Result<(), Failure>>),
    /// Sound, or known to be nothing else: it was just made.
    Sound,
    /// Damaged: nothing is written to it.
    Damaged(Failure),
}

/// Runs effects.
#[derive(Debug)]
pub(super) struct Runtime {
    clock: Clock,
    ids: Ids,
    who: Line,
    /// Where a new inspection goes; `None` is the data folder.
    default: Option<PathBuf>,
    file: Option<File>,
    /// Told which file is open, for a panic's last words.
    named: Arc<Mutex<Option<PathBuf>>>,
    /// What takes long enough to need a thread.
    work: Work<Came>,
    /// The spreadsheet that was read last.
    sheets: Option<Arc<Brought>>,
    /// The drill that is held, if one is.
    drill: Option<Rehearsal>,
}

impl Runtime {
    /// Nothing is open yet. `default` is where a new inspection goes, if that was said; `named` is told what is open.
    pub(super) fn new(
        clock: Clock,
        who: Line,
        default: Option<PathBuf>,
        named: Arc<Mutex<Option<PathBuf>>>,
    ) -> Self {
        let ids = clock.ids();
        Self {
            clock,
            ids,
            who,
            default,
            file: None,
            named,
            work: Work::default(),
            sheets: None,
            drill: None,
        }
    }

    /// The clock.
    pub(super) fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Runs one effect.
    pub(super) fn run(&mut self, effect: Effect) -> Outcome {
        match effect {
            Effect::Open(_) | Effect::Create { .. } | Effect::Demo if self.drill.is_some() => {
                nothing_else_opens()
            }
            Effect::Commit(operation) => self.commit(operation).into(),
            Effect::Undo => self.take_back(Store::undo).into(),
            Effect::Redo => self.take_back(Store::redo).into(),
            Effect::UndoOne(hash) => self.take_back(|store, by| store.undo_one(hash, by)).into(),
            Effect::LoadHistory { task, limit } => self.task_history(task, limit).into(),
            Effect::LoadOperation(order) => self.operation(order).into(),
            Effect::LoadPast {
                task,
                before,
                limit,
            } => self.portion(task, before, limit).into(),
            Effect::Create {
                template,
                authority,
            } => self.create(&template, &authority).into(),
            Effect::LookBack(mark) => self.look_back(mark).into(),
            Effect::Compare { from, to } => self.compare(from, to).into(),
            Effect::Trend => self.trend().into(),
            Effect::DrillOn => self.drill_on().into(),
            Effect::DrillScore => self.drill_score().into(),
            Effect::Open(path) => self.open(&paths::typed(&path)).into(),
            Effect::Reload => self.reload().into(),
            Effect::Demo => self.demo().into(),
            Effect::OfferExports => Ok(papers::exports()).into(),
            Effect::OfferBriefs => Ok(papers::briefs()).into(),
            Effect::Propose(product) => self.propose(product).into(),
            Effect::Write(order) => self.write(order).into(),
            Effect::Copy(clip) => Outcome::Copy(clip),
            Effect::CopyRequests => self.papers().and_then(|desk| desk.requests()).into(),
            Effect::Backup => self.back_up().into(),
            Effect::Remember(setting) => self.remember(setting),
            Effect::ListPaths { typed, endings } => Ok(list_paths(typed, endings)).into(),
            Effect::KeepDrafts(drafts) => self.keep_drafts(&drafts),
            Effect::ReadSheet(path) => self.work.start(import::reading(&path)).into(),
            Effect::ProposeImport {
                targets,
                month_first,
            } => self.propose_import(targets, month_first).into(),
            Effect::StopWork => self.stop_work(),
            Effect::Suspend => Outcome::Suspend,
            Effect::Quit => Outcome::Quit,
        }
    }

    /// Keeps what is typed and not saved. Nobody is told if it cannot be: nothing that was saved hangs from it.
    fn keep_drafts(&self, drafts: &[Draft]) -> Outcome {
        if let Some(file) = self.file.as_ref().filter(|file| file.is_kept()) {
            let _unkept = drafts::keep(file.store.path(), drafts);
        }
        Outcome::Done
    }

    /// Stops long work. When it is past stopping, its end is told.
    fn stop_work(&mut self) -> Outcome {
        if self.work.stop() {
            Ok(Msg::Stopped).into()
        } else {
            Outcome::Done
        }
    }

    /// Opens a file, for changing where that is possible.
    pub(super) fn open(&mut self, path: &Path) -> Result<Opened, Failure> {
        let store = Store::open(path, Access::ReadWrite)?;
        let notice = format!("Opened {}.", store.path().display());
        self.show(store, Trust::Unknown, notice)
    }

    /// The made-up inspection.
    pub(super) fn demo(&mut self) -> Result<Opened, Failure> {
        let demo = demo::demo(self.clock.now(), &mut self.ids)?;
        let mut steps = demo.steps.iter();
        let mut stamped = || {
            let step = steps.next()?;
            Some((
                &step.operation,
                self.clock.stamp_at(&step.author.who, step.author.now),
            ))
        };
        let first = stamped().ok_or_else(|| Failure::failed("The made-up inspection is empty."))?;
        let mut store = Store::in_memory(&demo.inspection, first.0, &first.1, self.ids.next_id())?;
        while let Some((operation, stamp)) = stamped() {
            store.commit(operation, &stamp)?;
        }
        let notice = "Everything here is made up, and nothing is kept. Change what you like.";
        let opened = self.show(store, Trust::Sound, notice.to_owned())?;
        Ok(Opened {
            demo: true,
            ..opened
        })
    }

    /// The copy on which a drill is held.
    pub(super) fn drill(&mut self, store: Store, drill: Rehearsal) -> Result<Opened, Failure> {
        self.drill = Some(drill);
        let notice = "A drill, on a copy: the call has come. Requests arrive on tab 5.";
        let opened = self.show(store, Trust::Sound, notice.to_owned())?;
        Ok(Opened {
            drill: true,
            ..opened
        })
    }

    /// The clock of a drill goes forward: to its next request, or by an hour when all have come.
    fn drill_on(&mut self) -> Result<Msg, Failure> {
        let drill = self.drill.as_ref();
        let drill = drill.ok_or_else(|| Failure::failed("No drill is held."))?;
        drill.go_on(&mut self.clock)?;
        Ok(Msg::Now(self.clock.now()))
    }

    fn drill_score(&mut self) -> Result<Msg, Failure> {
        let now = self.clock.now();
        let score = back::score(&self.open_file()?.store, now)?;
        Ok(Msg::Read(Reading::new("Drill score", score.lines(now))))
    }

    /// Has what is due arrive in the drill, and tells of it.
    pub(super) fn arrive(&mut self) -> Vec<Msg> {
        let (mut messages, mut said) = (Vec::new(), Vec::new());
        let ended = loop {
            match self.let_in() {
                Ok(Some(operation)) => {
                    said.push(operation.label);
                    let changes = operation.changes;
                    messages.push(Msg::Arrived { changes });
                }
                Ok(None) => break None,
                // Somebody is saving this very moment: the next look will do.
                Err(failure) => break Some(failure).filter(|failure| failure.kind != Kind::Busy),
            }
        };
        if !said.is_empty() {
            messages.push(Msg::Notice(format!("{}.", said.join("; "))));
        }
        messages.extend(ended.map(Msg::Failed));
        messages
    }

    /// The next request, if its time has come, is in the file.
    fn let_in(&mut self) -> Result<Option<Operation>, Failure> {
        let (Some(drill), Some(file)) = (&mut self.drill, &mut self.file) else {
            return Ok(None);
        };
        if !drill.is_due(self.clock.now()) {
            return Ok(None);
        }
        file.write(|store| drill.let_in(&self.clock, store, &mut self.ids))
    }

    /// How the drill went and where its copy is, for whoever has just left it.
    pub(super) fn farewell(&self) -> Option<String> {
        let (_, file) = (self.drill.as_ref()?, self.file.as_ref()?);
        let now = self.clock.now();
        let score = back::score(&file.store, now).ok()?;
        let score = Reading::new("The drill is over.", score.lines(now)).text();
        let path = file.store.path().display();
        Some(format!("{score}\nThe copy it was held on is {path}\n"))
    }

    fn create(&mut self, template: &str, authority: &str) -> Result<Opened, Failure> {
        let authority = Line::new(authority)
            .map_err(|error| Failure::usage(format!("The council's name is {error}.")))?;
        let template = crate::shell::template::read(template)?;
        let path = match self.default.clone() {
            Some(path) => path,
            None => paths::unused(&paths::data()?, authority.as_str()),
        };
        let start = template::Start {
            authority,
            ..template::Start::default()
        };
        let (inspection, operation) = template.start(&start, &mut self.ids);
        let stamp = self.clock.stamp(&self.who);
        let seed = self.ids.next_id();
        let store = Store::create(&path, &inspection, &operation, &stamp, seed)?;
        let notice = format!(
            "Made {}. Everything you change is saved at once.",
            path.display()
        );
        self.show(store, Trust::Sound, notice)
    }

    /// The store becomes what is open, if it can be read.
    fn show(&mut self, store: Store, trust: Trust, notice: String) -> Result<Opened, Failure> {
        let plan = store.read()?;
        let drafts = drafts::read(store.path());
        let (read_only, notice) = if let Some(damage) = store.damage() {
            (Some(damage.to_string()), notice)
        } else if store.is_read_only() {
            let failure = Failure::from(store::Error::ReadOnly);
            (failure.hint, format!("{notice} {}", failure.message))
        } else {
            (None, notice)
        };
        *self.named.lock().unwrap_or_else(PoisonError::into_inner) =
            Some(store.path().to_owned()).filter(|path| !path.as_os_str().is_empty());
        self.file = Some(File {
            store,
            trust,
            behind: false,
            told_of_copy: false,
            told_of_loss: false,
        });
        Ok(Opened {
            read_only,
            notice,
            drafts,
            ..Opened::of(plan)
        })
    }

    /// What can wait until the first frame is on the screen: the full check of the file, and remembering it.
    pub(super) fn settle_down(&mut self, wake: &Sender<Raw>) {
        self.work.wake_with(wake);
        let Some(file) = &mut self.file else { return };
        if matches!(file.trust, Trust::Unknown) {
            file.check(wake.clone());
        }
        if file.is_kept() && self.drill.is_none() {
            // Nobody is told if it cannot be: it is only a list of names.
            let _unkept = Config::update(|config| config.opened(file.store.path()));
        }
    }

    /// What long work has come to, if anything is to come of it.
    pub(super) fn ended(&mut self, ended: Ended) -> Option<Msg> {
        Some(match self.work.ended(ended)? {
            Ok(Came::Sheets(sheets, read)) => {
                self.sheets = Some(sheets);
                Msg::SheetRead(read)
            }
            Ok(Came::Told(msg)) => *msg,
            Err(failure) => Msg::Failed(failure),
        })
    }

    /// When to say next how far long work is, if any goes on.
    pub(super) fn next_word(&self) -> Option<Instant> {
        self.work.next_word()
    }

    /// How many rows long work has done, when it is time to say so.
    pub(super) fn word(&mut self, now: Instant) -> Option<usize> {
        self.work.word(now)
    }

    /// The program ends: what cannot be stopped any more is waited for.
    pub(super) fn finish(&mut self) {
        self.work.finish();
    }

    /// What the empty inspection holds that is made when something is brought in with none open.
    fn blank(&self) -> Result<Plan, Failure> {
        let template = Template::named("blank")?;
        let plan = template.plan(&template::Start::default(), &mut self.clock.ids());
        plan.map_err(|clash| Failure::failed(format!("The empty plan cannot be made: {clash}.")))
    }

    /// Works out what the file would bring into what is open, or into the empty plan when nothing is.
    fn propose_import(&mut self, targets: Vec<usize>, month_first: bool) -> Result<(), Failure> {
        let sheets = self.sheets.clone();
        let sheets = sheets.ok_or_else(|| Failure::failed("No spreadsheet has been read."))?;
        let plan = match &self.file {
            Some(file) => file.store.read()?,
            None => self.blank()?,
        };
        let author = Author {
            who: self.who.clone(),
            now: self.clock.now(),
        };
        let wanted = import::Wanted {
            brought: sheets,
            targets,
            month_first,
            plan,
            author,
            ids: self.clock.ids(),
        };
        self.work.start(import::proposing(wanted))
    }

    /// Begins to make a file.
    fn write(&mut self, order: Order) -> Result<(), Failure> {
        let making = self.papers()?.order(order)?;
        self.work.start(|watching| making.make(watching))
    }

    /// Whether the check of the file is still running.
    pub(super) fn is_checking(&self) -> bool {
        let running =
            |file: &File| matches!(&file.trust, Trust::Checking(check) if !check.is_finished());
        self.file.as_ref().is_some_and(running)
    }

    /// Waits for the check of the file, if it is running, and tells of its end, once.
    pub(super) fn checked(&mut self) -> Option<Msg> {
        self.file.as_mut()?.checked()
    }

    /// What the file holds now, if that is not what it held when it was last read. Cheap when it is. Also tells, once,
    /// that the day's copy could not be made.
    pub(super) fn look_outside(&mut self) -> Option<Msg> {
        let file = self.file.as_mut()?;
        file.behind |= file.store.changed_outside().unwrap_or(false);
        if file.behind {
            return file.reread();
        }
        let is_gone = file.is_kept() && !file.store.path().exists();
        if is_gone != std::mem::replace(&mut file.told_of_loss, is_gone) && is_gone {
            return Some(Msg::Notice(format!(
                "The file is no longer at {}. Nothing more can be saved until it is back there.",
                file.store.path().display()
            )));
        }
        let trouble = file.store.backup_trouble().filter(|_| !file.told_of_copy)?;
        file.told_of_copy = true;
        Some(Msg::Notice(format!(
            "No copy of the file could be made today. {trouble}"
        )))
    }

    fn open_file(&mut self) -> Result<&mut File, Failure> {
        self.file
            .as_mut()
            .ok_or_else(|| Failure::failed("No inspection is open."))
    }

    fn reload(&mut self) -> Result<Msg, Failure> {
        let plan = self.open_file()?.store.read()?;
        Ok(Msg::Reloaded(Box::new(plan)))
    }

    fn commit(&mut self, operation: Operation) -> Result<Msg, Failure> {
        let stamp = self.clock.stamp(&self.who);
        let file = self.open_file()?;
        let entry = file.write(|store| store.commit(&operation, &stamp))?;
        Ok(Msg::Committed {
            entry,
            changes: operation.changes,
        })
    }

    fn take_back(
        &mut self,
        how: impl Fn(&mut Store, &Stamp) -> Result<Done, store::Error>,
    ) -> Result<Msg, Failure> {
        let stamp = self.clock.stamp(&self.who);
        let Done { entry, changes, of } = self.open_file()?.write(|store| how(store, &stamp))?;
        Ok(Msg::TakenBack { entry, of, changes })
    }

    fn past(
        &mut self,
        task: Option<TaskId>,
        before: Option<u64>,
        limit: usize,
    ) -> Result<Vec<Past>, Failure> {
        let query = HistoryQuery {
            task,
            limit: Some(limit),
            before,
            changes_per_entry: Some(CHANGES_SHOWN),
        };
        Ok(self.open_file()?.store.history(&query)?)
    }

    fn task_history(&mut self, task: TaskId, limit: usize) -> Result<Msg, Failure> {
        let past = self.past(Some(task), None, limit)?;
        Ok(Msg::History { task, past })
    }

    fn portion(
        &mut self,
        task: Option<TaskId>,
        before: Option<u64>,
        limit: usize,
    ) -> Result<Msg, Failure> {
        let past = self.past(task, before, limit)?;
        Ok(Msg::Past { task, before, past })
    }

    fn look_back(&mut self, mark: Mark) -> Result<Msg, Failure> {
        let back::Then { plan, at, .. } = back::as_of(&self.open_file()?.store, mark)?;
        let plan = Box::new(plan);
        Ok(Msg::LookedBack { plan, at })
    }

    fn compare(&mut self, from: Mark, to: Mark) -> Result<Msg, Failure> {
        let today = self.clock.now().date();
        let (moved, plan) = back::difference(&self.open_file()?.store, from, to)?;
        let title = format!("From {}", moved.title(today));
        Ok(Msg::Read(Reading::new(title, moved.lines(&plan))))
    }

    fn trend(&mut self) -> Result<Msg, Failure> {
        let now = self.clock.now();
        let found = back::trend(&self.open_file()?.store, now, back::TREND_DAYS, None)?;
        Ok(Msg::Trend(Box::new(found)))
    }

    fn operation(&mut self, order: u64) -> Result<Msg, Failure> {
        let past = self.open_file()?.store.operation(order)?;
        let past = past.ok_or_else(|| Failure::not_found("That change is no longer there."))?;
        Ok(Msg::Operation(Box::new(past)))
    }

    /// What cannot be remembered counts all the same, until the program ends.
    fn remember(&mut self, setting: Setting) -> Outcome {
        if let Setting::Who(name) = &setting {
            self.who = name.clone();
        }
        let kept = Config::update(|config| match setting {
            Setting::Theme(theme) => config.theme = Some(theme.name().to_owned()),
            Setting::Characters(some) => config.characters = Some(some.name().to_owned()),
            Setting::Mouse(on) => config.mouse = on,
            Setting::Who(name) => config.who = Some(name.to_string()),
        });
        match kept {
            Ok(()) => Outcome::Done,
            Err(failure) => {
                let words =
                    format!("This counts until you leave, and is not remembered. {failure}");
                Ok(Msg::Notice(words)).into()
            }
        }
    }

    fn propose(&mut self, product: Product) -> Result<Msg, Failure> {
        let now = self.clock.now();
        let file = self.open_file()?;
        let path = if file.is_kept() {
            file.store.path().to_owned()
        } else {
            std::env::current_dir().unwrap_or_default().join("made-up")
        };
        Ok(papers::propose(product, &path, now))
    }

    /// What is open, for making files of it.
    fn papers(&self) -> Result<papers::Desk<'_>, Failure> {
        let author = Author {
            who: self.who.clone(),
            now: self.clock.now(),
        };
        let file = self
            .file
            .as_ref()
            .ok_or_else(|| Failure::failed("No inspection is open."))?;
        Ok(papers::Desk {
            writable: file.is_kept() && !file.store.is_read_only(),
            store: &file.store,
            author,
            ids: self.clock.ids(),
        })
    }

    fn back_up(&mut self) -> Result<Msg, Failure> {
        let now = self.clock.now();
        let file = self.open_file()?;
        if !file.is_kept() {
            return Err(Failure::failed(
                "This is made up and kept nowhere, so there is nothing to copy.",
            ));
        }
        let copy = backup::make(&file.store, now, None)?;
        Ok(Msg::Notice(format!(
            "Copied to {}, and the copy was checked.",
            copy.path.display()
        )))
    }
}

impl File {
    /// Whether it is on disk at all.
    fn is_kept(&self) -> bool {
        !self.store.path().as_os_str().is_empty()
    }

    /// Starts the check, or makes it here and now where no thread can be had.
    fn check(&mut self, wake: Sender<Raw>) {
        let path = self.store.path().to_owned();
        let check = move || {
            let checked = check(&path);
            let _left = wake.send(Raw::Plain(Incoming::Checked));
            checked
        };
        self.trust = match thread::Builder::new().name("check".to_owned()).spawn(check) {
            Ok(running) => Trust::Checking(running),
            Err(_no_thread) => verdict(verify(&self.store)),
        };
    }

    fn checked(&mut self) -> Option<Msg> {
        match std::mem::replace(&mut self.trust, Trust::Unknown) {
            Trust::Checking(running) => {
                let panicked = |_panic| {
                    Err(Failure::failed(
                        "The check of the file could not be finished.",
                    ))
                };
                self.trust = verdict(running.join().unwrap_or_else(panicked));
            }
            settled => {
                self.trust = settled;
                return None;
            }
        }
        match &self.trust {
            Trust::Damaged(failure) => Some(Msg::Verified(Some(failure.to_string()))),
            Trust::Unknown | Trust::Checking(_) | Trust::Sound => Some(Msg::Verified(None)),
        }
    }

    fn reread(&mut self) -> Option<Msg> {
        let plan = self.store.read().map_err(Failure::from);
        // Somebody is saving this very moment: the next look will do.
        self.behind = matches!(&plan, Err(failure) if failure.kind == Kind::Busy);
        match plan {
            Ok(plan) => Some(Msg::Reloaded(Box::new(plan))),
            Err(_) if self.behind => None,
            Err(failure) => Some(Msg::Failed(failure)),
        }
    }

    /// Writes, if the file can be trusted; tries once more when somebody else is saving.
    fn write<T>(
        &mut self,
        mut write: impl FnMut(&mut Store) -> Result<T, store::Error>,
    ) -> Result<T, Failure> {
        match &self.trust {
            Trust::Sound => {}
            Trust::Damaged(failure) => return Err(failure.clone()),
            Trust::Unknown | Trust::Checking(_) => {
                let message = "The file is still being checked. Your change is not saved yet.";
                return Err(Failure::new(Kind::Busy, message));
            }
        }
        match write(&mut self.store) {
            Err(store::Error::Busy) => thread::sleep(BUSY),
            other => return Ok(other?),
        }
        Ok(write(&mut self.store)?)
    }
}

fn verdict(checked: Result<(), Failure>) -> Trust {
    match checked {
        Ok(()) => Trust::Sound,
        Err(failure) => Trust::Damaged(failure),
    }
}

/// Checks a file from end to end through a connection of its own.
fn check(path: &Path) -> Result<(), Failure> {
    verify(&Store::open_beside(path)?)
}

fn verify(store: &Store) -> Result<(), Failure> {
    let damage = store.verify()?.damage;
    damage.map_or(Ok(()), |damage| Err(store::Error::Damaged(damage).into()))
}

fn nothing_else_opens() -> Outcome {
    let drill = Failure::usage("This is a drill, and nothing else opens in it.");
    Err::<Msg, _>(drill.hint("Leave it with q first.")).into()
}

fn list_paths(typed: String, endings: &[&str]) -> Msg {
    let (folder, names) = paths::beginning(&typed, endings);
    Msg::Paths {
        typed,
        folder,
        names,
    }
}
