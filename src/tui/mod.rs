//! The shell of the screens: terminal events in, frames out. It reads the clock and touches files, and holds no rule
//! about inspections. `event`, `escape` and `input` make messages of what comes in, [`crate::app::update`] decides what
//! they change, `runtime` does what that asks for, and [`view`] draws what there is to see through `backend`.

mod backend;
mod drafts;
#[cfg_attr(
    all(windows, not(test)),
    expect(dead_code, reason = "consoles report keys, not bytes")
)]
mod escape;
#[cfg_attr(
    all(unix, not(test)),
    expect(dead_code, reason = "terminals send bytes, and mark pastes")
)]
mod event;
mod import;
mod input;
mod papers;
mod runtime;
mod terminal;
pub mod theme;
pub mod view;
mod work;

use std::collections::VecDeque;
use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use jiff::civil::DateTime;

use crate::app::model::Model;
use crate::app::mouse::{Did, Mouse};
use crate::app::openers;
use crate::app::settings::{Characters, Settings, ThemeName};
use crate::app::update::update;
use crate::app::{Clip, Effect, Msg, Opened, Size};
use crate::domain::failure::Failure;
use crate::domain::text::{Line, quoted};
use crate::rehearsal::Rehearsal;
use crate::shell::clock::Clock;
use crate::shell::config::Config;
use crate::shell::drill::Wanted;
use crate::shell::paths;
use event::{Clicks, Typed};
use input::{Inbox, Incoming};
use runtime::{Outcome, Runtime};
use terminal::{Crash, Link, Screen};
use theme::{Colours, Look, Theme};

/// How the screens begin.
#[derive(Debug, Clone)]
pub struct Start {
    /// What to show.
    pub what: What,
    /// The moment to rehearse, if not the real one.
    pub now: Option<DateTime>,
    /// Whose name goes into the history.
    pub who: Line,
    /// The theme for this time, if one was asked for.
    pub theme: Option<ThemeName>,
    /// Colours are not wanted.
    pub no_color: bool,
    /// Glyphs outside ASCII are not wanted.
    pub ascii: bool,
}

/// What to show first.
#[derive(Debug, Clone)]
pub enum What {
    /// This file.
    Open(PathBuf),
    /// What can be done when there is no file yet; a new one goes here, or to the data folder.
    FirstRun(Option<PathBuf>),
    /// The made-up inspection.
    Demo,
    /// A drill, on a copy.
    Drill(Wanted),
}

/// How often to look at the clock and for changes made elsewhere.
const LOOK: Duration = Duration::from_secs(1);

/// Without a key for this long, there is time for what follows the cursor: longer than a key held down takes to come
/// again, so that it writes little.
const REST: Duration = Duration::from_millis(40);

/// After keys in a rush a pause this long is their end.
const SHORT_REST: Duration = Duration::from_millis(12);
/// Without a key for this long, whoever types has stopped to think.
const PAUSE: Duration = Duration::from_millis(600);

/// A look that comes this much too late means that the machine slept.
const SLEPT: Duration = Duration::from_secs(5);

/// However much is queued, something is drawn this often.
const LONGEST_DRAIN: Duration = Duration::from_millis(100);

/// Shows the screens until the user leaves. Returns what is left to be said then.
pub fn run(start: Start) -> Result<Option<String>, Failure> {
    if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        return Err(
            Failure::usage("The screens need a terminal to be shown in.")
                .hint("`readyroom today` and `readyroom list` print to anything."),
        );
    }
    let mut clock = Clock::new(start.now)?;
    let mut ready = None;
    if let What::Drill(wanted) = &start.what {
        let (drill, its_clock, copy) =
            Rehearsal::begin(wanted, &clock.stamp(&start.who), &mut clock.ids())?;
        clock = its_clock;
        ready = Some((copy, drill));
    }
    let link = Link::default();
    let crash = Crash {
        folder: paths::data().ok(),
        ..Crash::default()
    };
    let default = match &start.what {
        What::FirstRun(default) => default.clone(),
        What::Open(_) | What::Demo | What::Drill(_) => None,
    };
    let mut runtime = Runtime::new(clock, start.who.clone(), default, Arc::clone(&crash.file));
    // Before the terminal is taken: a file that cannot be opened is reported where it was asked for.
    let opened = match &start.what {
        What::Open(path) => Some(runtime.open(path)?),
        What::Demo => Some(runtime.demo()?),
        What::Drill(_) => ready
            .map(|(copy, drill)| runtime.drill(copy, drill))
            .transpose()?,
        What::FirstRun(_) => None,
    };
    terminal::on_panic(&link, crash);
    let inbox = Inbox::open(&link)?;
    let screen = Screen::take(link)?;
    Shell::new(start, runtime, inbox, screen).run(opened)
}

/// Everything, while the screens are shown.
struct Shell {
    screen: Screen,
    inbox: Inbox,
    runtime: Runtime,
    model: Model,
    theme: Theme,
    look: Look,
    clicks: Clicks,
    /// What is wrong with the user's settings, until it is said.
    trouble: Option<String>,
    /// Something changed since the last frame.
    changed: bool,
    /// The terminal is somebody else's for now.
    away: bool,
    /// When keys will have paused for long enough, if one came since the last pause.
    rest: Option<Instant>,
    /// When the last key came.
    typed: Option<Instant>,
    /// When keys will have paused for longer, if one came since they last did.
    pause: Option<Instant>,
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Running,
    Leaving,
}

impl Shell {
    fn new(start: Start, runtime: Runtime, inbox: Inbox, screen: Screen) -> Self {
        let look = Look::of_terminal(start.no_color);
        let clock = runtime.clock();
        let asked = (start.theme, start.ascii);
        let mut model = Model::new(clock.now(), cells(screen.size()), clock.ids(), start.who);
        let (settings, trouble) = settings(asked, look);
        model.settings = settings;
        let theme = Theme::choose(settings, look.colours);
        Self {
            screen,
            inbox,
            runtime,
            model,
            theme,
            look,
            trouble,
            clicks: Clicks::default(),
            changed: true,
            away: false,
            rest: None,
            typed: None,
            pause: None,
            state: State::Running,
        }
    }

    fn run(mut self, opened: Option<Opened>) -> Result<Option<String>, Failure> {
        if let Some(opened) = opened {
            self.tell(Msg::Opened(Box::new(opened)));
        } else {
            self.model.overlays.push(openers::welcome());
        }
        self.use_mouse();
        if let Some(trouble) = self.trouble.take() {
            self.tell(Msg::Notice(trouble));
        }
        self.draw();
        self.inbox.read()?;
        self.runtime.settle_down(&self.inbox.sender());
        // So that a test can see what a fault leaves behind. The message quotes the user, as such messages may.
        #[cfg(debug_assertions)]
        assert!(
            std::env::var_os("READYROOM_PANIC").is_none(),
            "asked to fail on {:?}",
            self.model.plan.tasks().first()
        );
        self.attend();
        self.runtime.finish();
        Ok(self.runtime.farewell())
    }

    /// Waits, takes in all that came, and draws, until the user leaves or the terminal is gone.
    fn attend(&mut self) {
        let mut next_look = Instant::now() + LOOK;
        while self.state == State::Running {
            let earlier = [self.rest, self.pause, self.runtime.next_word()];
            let earlier = earlier.into_iter().flatten();
            let until = earlier.fold(next_look, Instant::min);
            let began = SystemTime::now();
            let longest = until.saturating_duration_since(Instant::now());
            let first = self.inbox.wait(until);
            if elapsed(began) > longest + SLEPT {
                self.wake_up();
            }
            if let Some(first) = first {
                self.take_in(first);
            }
            let now = Instant::now();
            if self.rest.is_some_and(|rest| rest <= now) {
                self.rest = None;
                self.tell(Msg::Rest);
            }
            if self.pause.is_some_and(|pause| pause <= now) {
                self.pause = None;
                self.tell(Msg::Pause);
            }
            if let Some(rows) = self.runtime.word(now) {
                self.tell(Msg::Progress(rows));
            }
            if next_look <= now {
                next_look = now + LOOK;
                self.look_around();
            }
            self.draw();
        }
        self.tell(Msg::Pause);
    }

    /// Takes in something, and everything else that waits behind it.
    fn take_in(&mut self, first: Incoming) {
        let began = Instant::now();
        let mut next = Some(first);
        self.tell_the_time();
        while let Some(incoming) = next {
            match incoming {
                Incoming::Typed(typed) => {
                    let now = Instant::now();
                    let last = self.typed.replace(now);
                    self.rest = Some(now + pause(last.map(|last| now - last)));
                    self.pause = Some(now + PAUSE);
                    let typed = match typed {
                        Typed::Mouse(used) => Typed::Mouse(self.clicks.read(used, Instant::now())),
                        other => other,
                    };
                    self.tell(self.meant(typed));
                }
                Incoming::Resized => self.fit(),
                Incoming::StopForNow => self.suspend(),
                Incoming::Continued => self.come_back(),
                Incoming::Checked => {
                    if let Some(msg) = self.runtime.checked() {
                        self.tell(msg);
                    }
                }
                Incoming::Ended(ended) => {
                    if let Some(msg) = self.runtime.ended(ended) {
                        self.tell(msg);
                    }
                }
                Incoming::Gone => self.state = State::Leaving,
            }
            if self.state == State::Leaving || began.elapsed() > LONGEST_DRAIN {
                return;
            }
            next = self.inbox.wait(began);
        }
    }

    /// What was typed, or done with the mouse: a click on a key that a box shows presses it.
    fn meant(&self, typed: Typed) -> Msg {
        match typed {
            Typed::Mouse(Mouse {
                did: Did::Click,
                x,
                y,
            }) if self.model.settings.mouse && !self.model.overlays.is_empty() => {
                let key = view::key_at(&self.model, &self.theme, (x, y).into());
                key.map_or_else(|| typed.into(), Msg::Key)
            }
            other => other.into(),
        }
    }

    /// The cheap look, once a second.
    fn look_around(&mut self) {
        self.tell_the_time();
        if let Some(msg) = self.runtime.look_outside() {
            self.tell(msg);
        }
        for msg in self.runtime.arrive() {
            self.tell(msg);
        }
    }

    /// The machine slept: the time, the file, the window and what is on it may all have changed.
    fn wake_up(&mut self) {
        self.fit();
        self.tell_the_time();
        let sleep = || Msg::Notice("Back from sleep. Times are up to date.".to_owned());
        let news = self.runtime.look_outside().unwrap_or_else(sleep);
        self.tell(news);
        if !self.away {
            let redrawn = self.screen.redraw();
            self.unless_gone(&redrawn);
        }
    }

    fn tell_the_time(&mut self) {
        let now = self.runtime.clock().now();
        if minute(now) != minute(self.model.clock()) {
            self.tell(Msg::Now(now));
        }
    }

    /// The window may have another size.
    fn fit(&mut self) {
        let size = cells(self.screen.resize());
        if size != self.model.size {
            self.tell(Msg::Resize(size));
        }
    }

    /// Passes a message on, and looks as the settings then say.
    fn tell(&mut self, msg: Msg) {
        let before = self.model.settings;
        self.pass_on(msg);
        if self.model.settings != before {
            self.theme = Theme::choose(self.model.settings, self.look.colours);
        }
        if self.model.settings.mouse != before.mouse {
            self.use_mouse();
        }
    }

    fn use_mouse(&mut self) {
        let written = self.screen.use_mouse(self.model.settings.mouse);
        self.unless_gone(&written);
    }

    /// Passes a message on, then every answer to what it asks for, until there is nothing left to do.
    fn pass_on(&mut self, msg: Msg) {
        self.changed = true;
        let mut messages = VecDeque::from([msg]);
        while let Some(msg) = messages.pop_front() {
            for effect in update(&mut self.model, msg) {
                if writes(&effect)
                    && let Some(checked) = self.wait_for_check()
                {
                    messages.push_back(checked);
                }
                let opens = matches!(
                    effect,
                    Effect::Create { .. } | Effect::Open(_) | Effect::Demo
                );
                let goes_on = effect == Effect::DrillOn;
                match self.runtime.run(effect) {
                    Outcome::Said(answer) => messages.push_back(*answer),
                    Outcome::Done => {}
                    Outcome::Copy(clip) => messages.push_back(self.copy(clip)),
                    Outcome::Suspend => self.suspend(),
                    Outcome::Quit => self.state = State::Leaving,
                }
                if goes_on {
                    messages.extend(self.runtime.arrive());
                }
                if opens {
                    self.runtime.settle_down(&self.inbox.sender());
                }
            }
        }
    }

    /// Puts a list on the clipboard by way of the terminal; where that cannot be, into a file.
    fn copy(&mut self, clip: Clip) -> Msg {
        let said = clip.said;
        let text = if terminal::has_clipboard() {
            let copied = self.screen.copy(&clip.text);
            self.unless_gone(&copied);
            format!("Copied {said}. Paste it into an email or a chat.")
        } else {
            match papers::keep_list(&clip.text, self.model.now) {
                Ok(path) => format!(
                    "This terminal has no clipboard: {said} written to {}.",
                    path.display()
                ),
                Err(failure) => return Msg::Failed(failure),
            }
        };
        let remember = clip.remember;
        Msg::Written { text, remember }
    }

    /// No write passes before the file has been checked. That takes a moment in large files only, and is then said.
    fn wait_for_check(&mut self) -> Option<Msg> {
        if self.runtime.is_checking() {
            let wait =
                Msg::Notice("Checking the file before the first change is saved ...".to_owned());
            let effects = update(&mut self.model, wait);
            debug_assert!(effects.is_empty(), "a notice asks for nothing");
            self.draw();
        }
        self.runtime.checked()
    }

    fn suspend(&mut self) {
        match self.screen.suspend() {
            Ok(()) => self.away = true,
            Err(failure) => self.tell(Msg::Failed(failure)),
        }
    }

    /// We go on after having been stopped.
    fn come_back(&mut self) {
        let taken = self.screen.retake();
        self.unless_gone(&taken);
        self.use_mouse();
        self.away = false;
        self.changed = true;
        self.fit();
    }

    /// Draws, if something changed and the terminal is ours.
    fn draw(&mut self) {
        if self.changed && !self.away && self.state == State::Running {
            self.changed = false;
            let (model, theme) = (&self.model, &self.theme);
            let drawn = self.screen.draw(|frame| view::view(model, theme, frame));
            self.unless_gone(&drawn);
        }
    }

    /// A terminal that takes nothing has gone, and with it whoever could be told.
    fn unless_gone(&mut self, written: &io::Result<()>) {
        if written.is_err() {
            self.state = State::Leaving;
        }
    }
}

/// The settings to begin with: what was asked for this time, else what the user has set, else what is usual; and what
/// is wrong with them, if something is.
fn settings((theme, ascii): (Option<ThemeName>, bool), look: Look) -> (Settings, Option<String>) {
    let (config, mut trouble) = match Config::load() {
        Ok(config) => (config, None),
        Err(failure) => (
            Config::default(),
            Some(format!("{failure} The usual settings are used.")),
        ),
    };
    let mut named = |what: &str, name: &str, known: String| {
        let name = quoted(name);
        trouble = Some(format!(
            "Your settings name the {what} \"{name}\", which there is not. There are {known}."
        ));
    };
    let kept = config.theme.as_deref().and_then(|name| {
        let found = ThemeName::named(name);
        if found.is_none() {
            named("theme", name, ThemeName::names());
        }
        found
    });
    let characters = config.characters.as_deref().and_then(|name| {
        let found = Characters::named(name);
        if found.is_none() {
            named("characters", name, Characters::names());
        }
        found
    });
    let characters = if ascii {
        Some(Characters::Ascii)
    } else {
        characters
    };
    let settings = Settings {
        theme: theme.or(kept).unwrap_or_default(),
        characters: characters.unwrap_or_default(),
        mouse: config.mouse,
        colourless: look.colours == Colours::None,
        ascii_only: look.ascii,
    };
    (settings, trouble)
}

/// How long keys have to pause after one that came this long after the one before: the faster they come, the sooner it
/// is clear that no more do.
fn pause(gap: Option<Duration>) -> Duration {
    gap.map_or(REST, |gap| (6 * gap).clamp(SHORT_REST, REST))
}

fn cells(size: ratatui::layout::Size) -> Size {
    Size {
        cols: size.width,
        rows: size.height,
    }
}

/// How much real time has passed, sleep included; nothing when the clock was set back.
fn elapsed(since: SystemTime) -> Duration {
    since.elapsed().unwrap_or_default()
}

fn minute(moment: DateTime) -> (jiff::civil::Date, i8, i8) {
    (moment.date(), moment.hour(), moment.minute())
}

fn writes(effect: &Effect) -> bool {
    matches!(
        effect,
        Effect::Commit(_) | Effect::Undo | Effect::Redo | Effect::UndoOne(_)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_held_down_is_not_taken_for_a_pause_and_a_rush_ends_soon() {
        let ms = Duration::from_millis;
        assert_eq!(pause(None), REST);
        assert_eq!(pause(Some(ms(2))), SHORT_REST);
        for gap in [8, 15, 33, 250] {
            assert!(
                pause(Some(ms(gap))) > ms(gap).min(ms(39)),
                "keys every {gap} ms"
            );
        }
    }
}
