//! Files the screens make: exports and briefs, offered, given a place and written; and chase lists for the clipboard.
//! What stands in them is made by [`exchange`](crate::exchange).

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use jiff::civil::DateTime;

use crate::app::{Msg, Offer, Product};
use crate::domain::board::Board;
use crate::domain::edit::{self, Author};
use crate::domain::failure::Failure;
use crate::domain::id::{Ids, PersonId, TaskId};
use crate::domain::phrase;
use crate::domain::plan::Plan;
use crate::domain::privacy;
use crate::domain::rating::count;
use crate::domain::since::{self, Since};
use crate::exchange::reports::{AUDIENCES, Facts, Half, chase, requests};
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
    Msg::Offered {
        title: "Export: in which format?".to_owned(),
        offers: offers.collect(),
    }
}

/// The readers briefs can be made for.
pub(super) fn briefs() -> Msg {
    let offers = (0..).zip(AUDIENCES).map(|(at, audience)| Offer {
        product: Product::Brief(at),
        label: crate::domain::text::capital(audience.name),
        more: audience.about.to_owned(),
    });
    Msg::Offered {
        title: "Brief: for whom?".to_owned(),
        offers: offers.collect(),
    }
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

/// What is open, for making files of it.
pub(super) struct Desk<'a> {
    /// The open file.
    pub(super) store: &'a Store,
    /// Whether it can be changed.
    pub(super) writable: bool,
    /// Who asks, and when.
    pub(super) author: Author,
    /// A source of new ids.
    pub(super) ids: &'a mut Ids,
}

impl Desk<'_> {
    /// Makes the file, and says so.
    pub(super) fn write(
        &mut self,
        product: Product,
        path: &str,
        tasks: Option<&[TaskId]>,
    ) -> Result<Msg, Failure> {
        let path = PathBuf::from(path);
        let plan = self.store.read()?;
        let board = Board::of(&plan, self.author.now);
        let made = match product {
            Product::Export(_) => self.export(&path, &plan, &board, tasks),
            Product::Brief(at) => self.brief(&path, &plan, &board, at),
        };
        made.map_err(|failure| {
            if path.exists() {
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
        &self,
        path: &Path,
        plan: &Plan,
        board: &Board,
        tasks: Option<&[TaskId]>,
    ) -> Result<Msg, Failure> {
        let format = write::for_name(&path.to_string_lossy())?;
        save::check(path, Existing::Keep)?;
        let wanted: Option<HashSet<TaskId>> = tasks.map(|ids| ids.iter().copied().collect());
        let positions: Vec<u32> = (0..)
            .zip(plan.tasks())
            .filter(|(_, task)| wanted.as_ref().is_none_or(|ids| ids.contains(&task.id)))
            .map(|(at, _)| at)
            .collect();
        let mark = self.store.head()?.short();
        let (file, number) = self.store.edition()?;
        let source = Source {
            plan,
            board,
            positions: &positions,
            mark: &mark,
            edition: Edition { file, number },
        };
        let bytes = (format.write)(&source, &mut |_| true).map_err(|halt| match halt {
            Halt::Failed(failure) => failure,
            Halt::Stopped => Failure::failed("The export was stopped. Nothing was written."),
        })?;
        save::write(path, &bytes, Existing::Keep)?;
        let warning = privacy::warning_of(plan, &positions);
        let text = format!(
            "Wrote {} of {} to {}.{}{}",
            positions.len(),
            count(plan.tasks().len() as i32, "task"),
            path.display(),
            if warning.is_some() { " " } else { "" },
            warning.unwrap_or_default()
        );
        Ok(Msg::Written {
            text,
            remember: None,
        })
    }

    fn brief(&mut self, path: &Path, plan: &Plan, board: &Board, at: u8) -> Result<Msg, Failure> {
        let audience = AUDIENCES
            .get(usize::from(at))
            .ok_or_else(|| Failure::failed("There is no such brief."))?;
        let render = write::render_for_name(&path.to_string_lossy())?;
        save::check(path, Existing::Keep)?;
        let head = self.store.head()?;
        let since = self.since_last(plan, board, audience.name)?;
        let report = (audience.make)(&Facts {
            plan,
            board,
            since: since.as_ref(),
            half: Half::of(board.now),
            mark: &head.short(),
        });
        save::write(path, (render.render)(&report).as_bytes(), Existing::Keep)?;
        let remember = if self.writable {
            Some(edit::brief_made(
                audience.name,
                &self.author,
                head,
                self.ids,
            )?)
        } else {
            None
        };
        Ok(Msg::Written {
            text: format!("It is in {}.", path.display()),
            remember,
        })
    }

    fn since_last(
        &self,
        plan: &Plan,
        board: &Board,
        audience: &str,
    ) -> Result<Option<Since>, Failure> {
        let Some((id, made)) = since::last_brief(plan, audience, board.now) else {
            return Ok(None);
        };
        let done = self.store.history_since(|past| since::files(past, id))?;
        let then = since::before(plan, &done);
        Ok(then.map(|then| Since::between(&then, made.at, plan, board)))
    }

    /// The request log, and what to say of it.
    pub(super) fn requests(&self) -> Result<(String, String), Failure> {
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
        Ok((requests::message(&facts), count(all as i32, "request")))
    }

    /// An owner's chase list, and what to say of it.
    pub(super) fn chase(&self, owner: Option<PersonId>) -> Result<(String, String), Failure> {
        let plan = self.store.read()?;
        let board = Board::of(&plan, self.author.now);
        let facts = Facts {
            plan: &plan,
            board: &board,
            since: None,
            half: Half::of(board.now),
            mark: "",
        };
        let name = owner
            .and_then(|id| plan.person(id))
            .map_or("nobody", crate::domain::inspection::Person::label);
        let tasks = count(chase::length(&facts, owner) as i32, "task");
        Ok((chase::message(&facts, owner), format!("{tasks} of {name}")))
    }
}

/// Where a list goes that the terminal cannot put on the clipboard.
pub(super) fn keep_list(text: &str, now: DateTime) -> Result<PathBuf, Failure> {
    let folder = paths::data()?;
    std::fs::create_dir_all(&folder).map_err(|error| {
        Failure::failed(format!("{} cannot be made: {error}.", folder.display()))
    })?;
    let name = format!(
        "chase-{}",
        phrase::day(now.date()).replace(' ', "-").to_lowercase()
    );
    let path = paths::free(&folder, &name, "txt");
    save::write(&path, text.as_bytes(), Existing::Keep)?;
    Ok(path)
}
