//! Files the screens make: exports and briefs, offered, given a place, and written as work for a thread
//! ([`super::work`]); and chase lists for the clipboard. What stands in them is made by [`exchange`](crate::exchange).

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use jiff::civil::DateTime;

use super::runtime::Came;
use super::work::Watching;
use crate::app::{Clip, Effect, Msg, Offer, Order, Product};
use crate::domain::board::Board;
use crate::domain::edit::{self, Author};
use crate::domain::failure::{self, Failure};
use crate::domain::id::{Ids, TaskId};
use crate::domain::operation::{Hash, Operation, Past};
use crate::domain::phrase;
use crate::domain::plan::Plan;
use crate::domain::privacy::{self, Mark, Sighting};
use crate::domain::rating::count;
use crate::domain::since::{self, Since};
use crate::domain::text::capital;
use crate::exchange::reports::{AUDIENCES, Audience, Facts, Half, requests};
use crate::exchange::write::{self, Edition, FORMATS, Halt, Source};
use crate::shell::paths;
use crate::shell::save::{self, Existing};
use crate::store::Store;

/// The formats tasks can be exported in.
pub(super) fn exports() -> Msg {
    let offers = (0..).zip(FORMATS).map(|(at, format)| Offer {
        product: Product::Export(at),
        label: format!("{} (.{})", format.name, format.ending),
        more: format.about.to_owned(),
    });
    Msg::Offered(offers.collect())
}

/// The readers briefs can be made for.
pub(super) fn briefs() -> Msg {
    let offers = (0..).zip(AUDIENCES).map(|(at, audience)| Offer {
        product: Product::Brief(at),
        label: capital(audience.name),
        more: audience.about.to_owned(),
    });
    Msg::Offered(offers.collect())
}

/// A path beside the inspection that is not taken yet.
pub(super) fn propose(product: Product, file: &Path, now: DateTime) -> Msg {
    let stem = file
        .file_stem()
        .map_or("inspection".into(), |stem| stem.to_string_lossy());
    let (what, ending) = match product {
        Product::Export(at) => (
            "export".to_owned(),
            FORMATS
                .get(usize::from(at))
                .map_or("csv", |format| format.ending),
        ),
        Product::Brief(at) => {
            let audience = AUDIENCES.get(usize::from(at));
            let name = audience.map_or("brief", |audience| audience.name);
            (format!("brief-{name}"), "html")
        }
    };
    let name = format!("{stem}-{what}-{}", now.date());
    let folder = file.parent().map(Path::to_owned).unwrap_or_default();
    let path = paths::free(&folder, &name, ending);
    Msg::Proposed {
        product,
        path: path.display().to_string(),
    }
}

/// A file to be made: all of it was read, so that a thread can do the rest.
pub(super) struct Making {
    /// What.
    product: Product,
    /// Where.
    path: PathBuf,
    /// These tasks only, where that can be chosen.
    tasks: Option<Vec<TaskId>>,
    /// What the privacy guard points at is known, and it goes out all the same.
    knowingly: bool,
    plan: Plan,
    head: Hash,
    edition: Edition,
    author: Author,
    ids: Ids,
    /// Whether the inspection can remember anything of it.
    writable: bool,
    /// What was done since the last brief for these readers, and when that was.
    last: Option<(DateTime, Vec<Past>)>,
}

/// What is open, for making files of it.
pub(super) struct Desk<'a> {
    /// The open file.
    pub(super) store: &'a Store,
    /// Whether it can be changed.
    pub(super) writable: bool,
    /// Who asks, and when.
    pub(super) author: Author,
    /// A source of new ids.
    pub(super) ids: Ids,
}

impl Desk<'_> {
    /// Reads what the file needs that is to be made.
    pub(super) fn order(self, order: Order) -> Result<Making, Failure> {
        let plan = self.store.read()?;
        let last = match order.product {
            Product::Brief(at) => self.last_brief(&plan, audience(at)?)?,
            Product::Export(_) => None,
        };
        let (file, number) = self.store.edition()?;
        Ok(Making {
            product: order.product,
            path: paths::typed(&order.path),
            tasks: order.tasks,
            knowingly: order.knowingly,
            head: self.store.head()?,
            edition: Edition { file, number },
            plan,
            author: self.author,
            ids: self.ids,
            writable: self.writable,
            last,
        })
    }

    fn last_brief(
        &self,
        plan: &Plan,
        audience: &Audience,
    ) -> Result<Option<(DateTime, Vec<Past>)>, Failure> {
        let Some((id, made)) = since::last_brief(plan, audience.name, self.author.now) else {
            return Ok(None);
        };
        let done = self.store.history_since(|past| since::files(past, id))?;
        Ok(Some((made.at, done)))
    }

    /// The request log for the clipboard.
    pub(super) fn requests(&self) -> Result<Msg, Failure> {
        let plan = self.store.read()?;
        let board = Board::of(&plan, self.author.now);
        let facts = Facts {
            plan: &plan,
            board: &board,
            since: None,
            half: Half::of(board.now),
            mark: "",
        };
        let all = crate::domain::requests::all(&plan).len();
        Ok(Msg::RequestLog(Clip {
            text: requests::message(&facts),
            said: count(all as i32, "request"),
            remember: None,
        }))
    }
}

/// What the privacy guard points at, and what goes on if that is all right.
fn guarded(seen: &[Sighting], then: Effect) -> Msg {
    Msg::Guarded {
        seen: seen.iter().map(|one| capital(&one.to_string())).collect(),
        then: Box::new(then),
    }
}

/// What the inspection remembers of something that leaves although the guard points at it.
fn released(
    what: &str,
    seen: &[Sighting],
    writable: bool,
    author: &Author,
    ids: &mut Ids,
) -> Option<Operation> {
    let marks: Vec<Mark> = seen.iter().map(|one| one.mark).collect();
    (writable && !seen.is_empty()).then(|| edit::released(what, &marks, author, ids))
}

fn audience(at: u8) -> Result<&'static Audience, Failure> {
    let audience = AUDIENCES.get(usize::from(at));
    audience.ok_or_else(|| Failure::failed("There is no such brief."))
}

impl Making {
    /// Makes the file, and says so; or says first what the privacy guard points at.
    pub(super) fn make(mut self, watching: &Watching) -> Result<Came, Failure> {
        let made = match self.product {
            Product::Export(_) => write::for_name(&self.path.to_string_lossy())
                .and_then(|format| self.export(format.write, format.guard, watching)),
            Product::Brief(at) => self.brief(at, watching),
        };
        made.map(|msg| Came::Told(Box::new(msg)))
            .map_err(|failure| {
                if self.path.exists() {
                    Failure {
                        hint: Some("Type another name.".to_owned()),
                        ..failure
                    }
                } else {
                    failure
                }
            })
    }

    fn export(
        &mut self,
        make: impl FnOnce(&Source<'_>, write::Watch<'_>) -> Result<Vec<u8>, Halt>,
        guard: fn(&Source<'_>) -> Vec<Sighting>,
        watching: &Watching,
    ) -> Result<Msg, Failure> {
        save::check(&self.path, Existing::Keep)?;
        let plan = &self.plan;
        let wanted: Option<HashSet<TaskId>> =
            (self.tasks.as_ref()).map(|ids| ids.iter().copied().collect());
        let positions: Vec<u32> = (0..)
            .zip(plan.tasks())
            .filter(|(_, task)| wanted.as_ref().is_none_or(|ids| ids.contains(&task.id)))
            .map(|(at, _)| at)
            .collect();
        let source = Source {
            plan,
            board: &Board::of(plan, self.author.now),
            positions: &positions,
            mark: &self.head.short(),
            edition: self.edition,
        };
        let seen = guard(&source);
        if !seen.is_empty() && !self.knowingly {
            return Ok(guarded(&seen, self.again()));
        }
        let mut watch = |rows| watching.look(rows).is_continue();
        let bytes = make(&source, &mut watch).map_err(|halt| match halt {
            Halt::Failed(failure) => failure,
            Halt::Stopped => stopped(),
        })?;
        let text = format!(
            "Wrote {} of {} to {}.",
            positions.len(),
            count(plan.tasks().len() as i32, "task"),
            self.path.display(),
        );
        self.save(&bytes, watching)?;
        let remember = self.released(&seen);
        Ok(Msg::Written { text, remember })
    }

    fn brief(&mut self, at: u8, watching: &Watching) -> Result<Msg, Failure> {
        let audience = audience(at)?;
        let render = write::render_for_name(&self.path.to_string_lossy())?;
        save::check(&self.path, Existing::Keep)?;
        let board = Board::of(&self.plan, self.author.now);
        let since = self.last.as_ref().and_then(|(at, done)| {
            let then = since::before(&self.plan, done)?;
            Some(Since::between(&then, *at, &self.plan, &board))
        });
        let report = (audience.make)(&Facts {
            plan: &self.plan,
            board: &board,
            since: since.as_ref(),
            half: Half::of(board.now),
            mark: &self.head.short(),
        });
        // As it was typed: where a line is broken, a number would be too.
        let seen = privacy::in_paper(&report.words());
        if !seen.is_empty() && !self.knowingly {
            return Ok(guarded(&seen, self.again()));
        }
        self.save((render.render)(&report).as_bytes(), watching)?;
        let text = format!("It is in {}.", self.path.display());
        if !self.writable {
            return Ok(Msg::Written {
                text,
                remember: None,
            });
        }
        let made = edit::brief_made(audience.name, &self.author, self.head, &mut self.ids)?;
        let marks: Vec<Mark> = seen.iter().map(|one| one.mark).collect();
        let remember = if marks.is_empty() {
            made
        } else {
            privacy::logged(&made, &marks)
        };
        Ok(Msg::Written {
            text,
            remember: Some(remember),
        })
    }

    /// The same once more, whatever the guard says.
    fn again(&self) -> Effect {
        Effect::Write(Order {
            product: self.product,
            path: self.path.display().to_string(),
            tasks: self.tasks.clone(),
            knowingly: true,
        })
    }

    /// From here on it cannot be stopped: the file is there whole, or not at all.
    fn save(&self, bytes: &[u8], watching: &Watching) -> Result<(), Failure> {
        if !watching.land() {
            return Err(stopped());
        }
        save::write(&self.path, bytes, Existing::Keep)
    }

    fn released(&mut self, seen: &[Sighting]) -> Option<Operation> {
        let name = self.path.file_name().unwrap_or_default().to_string_lossy();
        released(&name, seen, self.writable, &self.author, &mut self.ids)
    }
}

fn stopped() -> Failure {
    Failure::failed("Stopped. No file was written.")
}

/// Where a list goes that the terminal cannot put on the clipboard.
pub(super) fn keep_list(text: &str, now: DateTime) -> Result<PathBuf, Failure> {
    let folder = paths::data()?;
    std::fs::create_dir_all(&folder).map_err(|error| {
        let why = failure::reason(&error);
        Failure::failed(format!("{} cannot be made: {why}.", folder.display()))
    })?;
    let name = format!(
        "chase-{}",
        phrase::day(now.date()).replace(' ', "-").to_lowercase()
    );
    let path = paths::free(&folder, &name, "txt");
    save::write(&path, text.as_bytes(), Existing::Keep)?;
    Ok(path)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::sync::mpsc::{Receiver, Sender, channel};

    use jiff::civil::datetime;

    use super::*;
    use crate::domain::edit::{Draft, Patch, add};
    use crate::domain::task::{Judgement, Phase, Rag};
    use crate::domain::text::{self, Line, Note};
    use crate::tui::input::{Incoming, Raw};
    use crate::tui::work::Work;

    const NHS: &str = "NHS 943 476 5919";

    fn making(path: &Path, note: &str, product: Product) -> Making {
        let mut ids = Ids::new(3, 1_700_000_000_000);
        let draft = Draft {
            title: Line::clipped("Ring round"),
            rest: Patch::note(Note::new(note).unwrap()),
        };
        let mut plan = Plan::default();
        let (operation, _) = add(&plan, &draft, Phase::Notification, &mut ids).unwrap();
        plan.apply_all(&operation.changes).unwrap();
        Making {
            product,
            path: path.to_owned(),
            tasks: None,
            knowingly: false,
            plan,
            head: Hash([7; 32]),
            edition: Edition::default(),
            author: Author {
                who: Line::clipped("Jo"),
                now: datetime(2026, 11, 30, 11, 0, 0, 0),
            },
            ids,
            writable: true,
            last: None,
        }
    }

    fn told(came: Result<Came, Failure>) -> Msg {
        match came.unwrap() {
            Came::Told(msg) => *msg,
            other @ Came::Sheets(..) => panic!("{other:?}"),
        }
    }

    /// A writer that says it is there, waits, and writes.
    fn slow(
        here: Sender<()>,
        go: Receiver<()>,
    ) -> impl FnOnce(&Source<'_>, write::Watch<'_>) -> Result<Vec<u8>, Halt> {
        move |_source, watch| {
            here.send(()).unwrap();
            go.recv().unwrap();
            if watch(256) {
                Ok(b"all of it".to_vec())
            } else {
                Err(Halt::Stopped)
            }
        }
    }

    #[test]
    fn an_export_that_is_stopped_leaves_nothing_behind() {
        for stops in [true, false] {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("t.csv");
            let (wake, inbox) = channel();
            let (here, there) = channel();
            let (go, gone) = channel();
            let mut work: Work<Came> = Work::default();
            work.wake_with(&wake);
            let mut making = making(&path, "", Product::Export(0));
            work.start(move |watching| {
                let msg = making.export(slow(here, gone), |_| Vec::new(), watching)?;
                Ok(Came::Told(Box::new(msg)))
            })
            .unwrap();
            there.recv().unwrap();
            if stops {
                assert!(work.stop());
            }
            go.send(()).unwrap();
            let Raw::Plain(Incoming::Ended(ended)) = inbox.recv().unwrap() else {
                panic!("it ends");
            };
            match work.ended(ended).map(told) {
                None => assert!(stops),
                Some(Msg::Written { text, remember }) => {
                    assert!(!stops && remember.is_none());
                    let shown = path.display();
                    assert_eq!(text, format!("Wrote 1 of 1 task to {shown}."));
                    assert_eq!(fs::read(&path).unwrap(), b"all of it");
                }
                Some(other) => panic!("{other:?}"),
            }
            let left = fs::read_dir(folder.path()).unwrap().count();
            assert_eq!(left, usize::from(!stops));
        }
    }

    #[test]
    fn what_looks_like_one_child_is_asked_about_first_and_then_remembered() {
        let folder = tempfile::tempdir().unwrap();
        let watching = Watching::default();
        let csv = FORMATS.iter().position(|format| format.ending == "csv");
        let product = Product::Export(csv.unwrap() as u8);
        let path = folder.path().join("t.csv");
        let asked = told(making(&path, NHS, product).make(&watching));
        let Msg::Guarded { seen, then } = asked else {
            panic!("{asked:?}");
        };
        assert_eq!(seen, ["The progress note of N-01 looks like an NHS number"]);
        assert!(!path.exists());
        assert!(matches!(*then, Effect::Write(order) if order.knowingly));
        let sent = Making {
            knowingly: true,
            ..making(&path, NHS, product)
        };
        let Msg::Written { remember, .. } = told(sent.make(&watching)) else {
            panic!("it is written");
        };
        let label = remember.unwrap().label;
        assert_eq!(
            label,
            "t.csv sent out (kept, though it looks like an NHS number)"
        );
        assert!(fs::read_to_string(&path).unwrap().contains("943 476 5919"));
    }

    #[test]
    fn a_brief_is_guarded_by_what_stands_in_it_alone() {
        let folder = tempfile::tempdir().unwrap();
        let director = Product::Brief(0);
        let path = folder.path().join("b.txt");
        // Notes are not in it.
        let made = making(&path, NHS, director).make(&Watching::default());
        assert!(matches!(told(made), Msg::Written { .. }));
        let path = folder.path().join("c.txt");
        let about = judged(&path, NHS);
        let asked = told(about.make(&Watching::default()));
        assert!(matches!(asked, Msg::Guarded { .. }), "{asked:?}");
        assert!(!path.exists());
    }
    /// Wherever in the paper a line is broken.
    #[test]
    fn what_can_be_made_is_said_whole_at_80_columns() {
        for offered in [exports(), briefs()] {
            let Msg::Offered(offers) = offered else {
                panic!("{offered:?} offers nothing");
            };
            let label = offers.iter().map(|offer| text::width(&offer.label)).max();
            for offer in &offers {
                // Key, mark and edge take 11 columns of 80.
                let taken = 11 + label.unwrap() + text::width(&offer.more);
                assert!(taken <= 80, "{taken}: {} {}", offer.label, offer.more);
            }
        }
    }

    #[test]
    fn a_number_that_the_paper_breaks_in_two_is_seen_as_well() {
        let folder = tempfile::tempdir().unwrap();
        for before in 0..80 {
            let path = folder.path().join(format!("{before}.txt"));
            let reason = format!(
                "{} {NHS}",
                "a ".repeat(before / 2) + &"b".repeat(before % 2)
            );
            let asked = told(judged(&path, &reason).make(&Watching::default()));
            assert!(matches!(asked, Msg::Guarded { .. }), "{reason}: {asked:?}");
        }
    }

    /// A director's brief with a red task, and why it is red.
    fn judged(path: &Path, reason: &str) -> Making {
        let mut about = making(path, "", Product::Brief(0));
        let judged = Judgement {
            rag: Rag::Red,
            reason: Line::clipped(reason),
            who: Line::clipped("Jo"),
            at: about.author.now,
            expires: None,
        };
        let red = Patch::judgement(Some(judged));
        let task = about.plan.tasks()[0].id;
        let operation = edit::patch(&about.plan, &[task], &red).unwrap();
        about.plan.apply_all(&operation.changes).unwrap();
        about
    }
}
