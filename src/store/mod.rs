//! One inspection file on disk: the only part of readyroom that knows how it is kept.
//!
//! There is one way to write, [`Store::commit`], and it either saves a whole [`Operation`] or nothing. What is read is
//! checked row by row; a file that fails is never written to again. The store reads no clock: who and when are given.
//!
//! A file holds its content twice: as rows, which are read, and as the log of operations that made them, which undo,
//! History and merging read. Both lie in `assets/migrations`, described column by column.

pub mod back;
pub mod backup;
pub mod drill;
mod ends;
mod error;
mod heap;
pub mod hold;
mod log;
mod read;
mod row;
mod schema;
#[cfg(test)]
mod tests;
mod undo;
mod verify;
mod write;

use std::cell::{Cell, OnceCell};
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::civil::Date;
use rusqlite::backup::Backup;
use rusqlite::ffi::{SQLITE_READONLY_CANTINIT, SQLITE_READONLY_RECOVERY, SQLITE_READONLY_ROLLBACK};
use rusqlite::{Connection, TransactionBehavior};
use uuid::Uuid;

use self::ends::{Shares, Upper};
pub use self::error::{Damage, Error};
use self::hold::Hold;
pub use self::log::HistoryQuery;
use self::log::Newest;
use self::read::Reader;
use self::schema::{APPLICATION_ID, FURTHEST_VERSION, MIGRATIONS, Migration, Room};
pub use self::verify::Report;
use self::write::Draft;
use crate::domain::as_of;
use crate::domain::change::Change;
use crate::domain::failure::Failure;
use crate::domain::id::Ref;
use crate::domain::inspection::Inspection;
use crate::domain::operation::{Entry, Hash, Kind, Operation, Past, Stamp};
use crate::domain::plan::Plan;

/// Up to this size a file is verified in full before it is written to.
const SMALL: u64 = 8 << 20;

/// How many pages of an older file are copied into memory at a time.
const PAGES: i32 = 1_000;

/// How many operations are read at a time when it is not known how many are wanted.
const PAGE_OF_HISTORY: usize = 200;

/// What a file is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// To change it, where that is possible.
    ReadWrite,
    /// To look at it. A file of an earlier version is brought up to date first.
    ReadOnly,
    /// To look at it, and leave every byte as it is: a file of an earlier version is brought up to date in memory.
    Untouched,
}

/// One open file. Cheap to open: it costs little more than reading its first page.
#[derive(Debug)]
pub struct Store {
    connection: Connection,
    path: PathBuf,
    home: Home,
    /// Tells this copy from the same file elsewhere.
    place: String,
    migrations: &'static [Migration],
    damage: OnceCell<Damage>,
    /// The engine's count of other windows' changes when the plan was last read.
    seen: Cell<Option<i64>>,
    wrote: bool,
    unsure: bool,
    backed_up: Option<Date>,
    backup_trouble: Option<Failure>,
    /// Nobody clears the file away meanwhile.
    hold: Option<Hold>,
}

/// Where the file lives and whether it may be changed there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Home {
    Disk,
    DiskReadOnly,
    Memory,
}

/// An undo or a redo that has been saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// The operation that was written.
    pub entry: Entry,
    /// What it changed.
    pub changes: Vec<Change>,
    /// The operation it took back, or brought back.
    pub of: Entry,
}

impl Store {
    /// Makes a new file with its first operation, which cannot be undone. `seed` becomes the id of the file and of this
    /// copy. The folder is made if it is not there; an existing file is refused. The file appears whole or not at all.
    pub fn create(
        path: &Path,
        inspection: &Inspection,
        start: &Operation,
        stamp: &Stamp,
        seed: Uuid,
    ) -> Result<Self, Error> {
        if fs::symlink_metadata(path).is_ok() {
            return Err(Error::Exists(path.to_owned()));
        }
        let folder = folder_of(path);
        make_folder(&folder)?;
        let folder = folder.canonicalize().map_err(Error::io("read", &folder))?;
        let name = path
            .file_name()
            .ok_or_else(|| Error::Folder(path.to_owned()))?;
        let target = folder.join(name);
        let draft = folder.join(format!(".readyroom-{}.new", seed.simple()));
        let made = make_private_file(&draft)
            .and_then(|()| fill(&draft, &target, inspection, start, stamp, seed))
            .and_then(|()| put_in_place(&draft, &target, &folder));
        if let Err(error) = made {
            let _ = fs::remove_file(&draft);
            return Err(error);
        }
        Self::open(&target, Access::ReadWrite)
    }

    /// A file that lives in memory only and vanishes with the store: for trying things out.
    pub fn in_memory(
        inspection: &Inspection,
        start: &Operation,
        stamp: &Stamp,
        seed: Uuid,
    ) -> Result<Self, Error> {
        let mut connection = Connection::open_in_memory()?;
        schema::harden(&connection)?;
        schema::prepare_for_writing(&connection)?;
        schema::lay_out(&mut connection)?;
        begin(&mut connection, inspection, start, stamp, seed, MEMORY)?;
        Ok(Self::over(
            connection,
            PathBuf::new(),
            Home::Memory,
            MEMORY.to_owned(),
            MIGRATIONS,
        ))
    }

    /// Opens a file: looks at its first bytes, its layout and its last operation's mark, but not at every row.
    ///
    /// A file that cannot be written to is opened for looking, and so is one whose layout is damaged; see
    /// [`is_read_only`](Self::is_read_only) and [`damage`](Self::damage). A symbolic link is followed.
    pub fn open(path: &Path, access: Access) -> Result<Self, Error> {
        Self::open_as(path, access, MIGRATIONS)
    }

    fn open_as(
        path: &Path,
        access: Access,
        migrations: &'static [Migration],
    ) -> Result<Self, Error> {
        let path = path.canonicalize().map_err(Error::io("read", path))?;
        let hold = Hold::on(&path);
        let header = Header::read(&path)?;
        let version = header.version(&path, migrations.len())?;
        let writable = access == Access::ReadWrite && !header.locked;
        let mut damage = Damage::default();
        let mut connection = match connect(&path, writable) {
            Err(Error::Damaged(_)) => {
                damage = Damage::of("The file's structure is broken.");
                schema::connect_to_damaged(&path)?
            }
            other => other?,
        };
        if !header.fits && !fits(&connection, &path)? {
            damage = Damage::of("The file has been cut short, or something has been added to it.");
        }
        // What the header said before: a step to the next version that was cut short has been taken back only now.
        let version = if damage.is_none() {
            schema::version(&connection)?.min(version)
        } else {
            version
        };
        if version < migrations.len() && access == Access::ReadOnly {
            // Only the latest layout can be read: the file is brought up to date first, even to be looked at.
            connection.close().map_err(|(_, error)| error)?;
            Self::open_as(&path, Access::ReadWrite, migrations)?.close();
            return Self::open_as(&path, access, migrations);
        }
        if version < migrations.len() && access == Access::Untouched {
            damage = schema::check_shape(&connection, version, migrations)?;
            return Self::in_memory_from(&connection, path, version, migrations, damage);
        }
        if damage.is_none() {
            damage = schema::check_shape(&connection, version, migrations)?;
        }
        let writable = writable && damage.is_none() && !connection.is_readonly("main")?;
        if version < migrations.len() {
            bring_up_to_date(
                &mut connection,
                &path,
                version,
                migrations,
                writable,
                &damage,
            )?;
        }
        if writable {
            schema::prepare_for_writing(&connection)?;
        }
        let place = place(
            &path,
            &fs::metadata(&path).map_err(Error::io("read", &path))?,
        );
        let home = if writable {
            Home::Disk
        } else {
            Home::DiskReadOnly
        };
        let mut store = Self::over(connection, path, home, place, migrations);
        store.hold = hold;
        store.remember(damage);
        Ok(store)
    }

    /// What an older file holds, in memory and in the latest layout.
    fn in_memory_from(
        older: &Connection,
        path: PathBuf,
        version: usize,
        migrations: &'static [Migration],
        damage: Damage,
    ) -> Result<Self, Error> {
        if !damage.is_none() {
            return Err(Error::Damaged(damage));
        }
        let mut connection = Connection::open_in_memory()?;
        Backup::new(older, &mut connection)?.run_to_completion(PAGES, Duration::ZERO, None)?;
        schema::harden(&connection)?;
        schema::prepare_for_writing(&connection)?;
        schema::migrate(&mut connection, version, migrations)?;
        let damage = schema::check_shape(&connection, migrations.len(), migrations)?;
        let store = Self::over(
            connection,
            path,
            Home::DiskReadOnly,
            String::new(),
            migrations,
        );
        store.remember(damage);
        Ok(store)
    }

    /// Another connection, for looking, to a file this process has open already: for a second thread. It asks the
    /// engine only, because on Unix a process that opens and closes a file by itself gives up its locks on it.
    pub fn open_beside(path: &Path) -> Result<Self, Error> {
        let path = path.canonicalize().map_err(Error::io("read", path))?;
        let connection = connect(&path, false)?;
        let damage = schema::check_shape(&connection, MIGRATIONS.len(), MIGRATIONS)?;
        let store = Self::over(
            connection,
            path,
            Home::DiskReadOnly,
            String::new(),
            MIGRATIONS,
        );
        store.remember(damage);
        Ok(store)
    }

    fn over(
        connection: Connection,
        path: PathBuf,
        home: Home,
        place: String,
        migrations: &'static [Migration],
    ) -> Self {
        Self {
            connection,
            path,
            home,
            place,
            migrations,
            damage: OnceCell::new(),
            seen: Cell::new(None),
            wrote: false,
            unsure: false,
            backed_up: None,
            backup_trouble: None,
            hold: None,
        }
    }

    /// Where the file really is, links followed; empty for one in memory.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether changes are refused: the file may not be written to, was opened for looking, or is damaged.
    pub fn is_read_only(&self) -> bool {
        self.home == Home::DiskReadOnly || self.damage().is_some()
    }

    /// What has been found wrong with the file so far.
    pub fn damage(&self) -> Option<&Damage> {
        self.damage.get()
    }

    /// Why the day's copy could not be made, if it could not. Changes are saved all the same.
    pub fn backup_trouble(&self) -> Option<&Failure> {
        self.backup_trouble.as_ref()
    }

    /// Everything the file holds. Rows that are not what was saved are left out, and [`damage`](Self::damage) names them.
    /// Where there is much of it, a second thread reads from the other end at the same time.
    pub fn read(&self) -> Result<Plan, Error> {
        let Some(shares) = self.shares()? else {
            return self.read_in_one_piece();
        };
        let (path, shares) = (self.path(), &shares);
        std::thread::scope(|scope| {
            let upper = scope.spawn(move || Self::upper_end(path, shares));
            self.read_beside(shares, || upper.join().ok().flatten())
        })
    }

    fn read_in_one_piece(&self) -> Result<Plan, Error> {
        self.reading(|connection, reader| {
            self.seen.set(Some(data_version(connection)?));
            reader.everything(connection)
        })
    }

    /// The tasks in shares, for two to read at the same time; `None` when there are few.
    fn shares(&self) -> Result<Option<Shares>, Error> {
        self.reading(|connection, reader| reader.shares(connection))
    }

    /// The tasks from the last on, until all are claimed, through a connection of its own, for a second thread. `None`
    /// when anything looks wrong; [`read_beside`](Self::read_beside) then reads the file in one piece and tells what.
    fn upper_end(path: &Path, shares: &Shares) -> Option<Upper> {
        if shares.are_all_claimed() {
            return Some(Upper::empty());
        }
        beside_us(path, |connection| {
            Reader::default().upper_end(connection, shares)
        })
    }

    /// What [`read_in_one_piece`](Self::read_in_one_piece) reads, while somebody else reads from the end.
    fn read_beside(
        &self,
        shares: &Shares,
        upper: impl FnOnce() -> Option<Upper>,
    ) -> Result<Plan, Error> {
        let joined = self.reading(|connection, reader| {
            self.seen.set(Some(data_version(connection)?));
            reader.everything_with(connection, shares, upper)
        })?;
        joined.map_or_else(|| self.read_in_one_piece(), Ok)
    }

    /// Everything but the tasks.
    pub fn read_frame(&self) -> Result<Plan, Error> {
        self.reading(|connection, reader| reader.frame_only(connection))
    }

    /// Everything but the tasks, and of the tasks those with these refs and all they need. What is not there is left
    /// out; a ref without a suffix brings those with one along.
    pub fn read_some(&self, refs: &[Ref]) -> Result<Plan, Error> {
        self.reading(|connection, reader| reader.some(connection, refs))
    }

    /// Saves an operation, or refuses it whole: when a value is no longer what the operation expects, when the disk is
    /// full, when another window is saving. It has reached the disk when this returns.
    ///
    /// Before the first change of each day a verified copy of the file is put beside it.
    pub fn commit(&mut self, operation: &Operation, stamp: &Stamp) -> Result<Entry, Error> {
        if operation.is_empty() {
            return Err(Error::Nothing);
        }
        self.may_write()?;
        self.back_up_first(stamp)?;
        let draft = Draft {
            kind: Kind::Do,
            undoes: None,
            label: &operation.label,
            changes: &operation.changes,
        };
        self.writing(|connection, place| write::append(connection, &draft, stamp, place))
    }

    /// Takes back the newest operation that has not been taken back. It refuses when a value has changed since.
    pub fn undo(&mut self, stamp: &Stamp) -> Result<Done, Error> {
        self.take_back(stamp, |connection| {
            let target = undo::undo_target(connection)?;
            Ok((Kind::Undo, target.ok_or(Error::NothingToUndo)?))
        })
    }

    /// Brings back what the last undo took, as long as nothing else has been done since.
    pub fn redo(&mut self, stamp: &Stamp) -> Result<Done, Error> {
        self.take_back(stamp, |connection| {
            let target = undo::redo_target(connection)?;
            Ok((Kind::Redo, target.ok_or(Error::NothingToRedo)?))
        })
    }

    /// Takes back one operation by itself, however old; one that is an undo is made again. It refuses, naming what is in
    /// the way, when something later that still counts rests on it, and when it has been taken back already.
    pub fn undo_one(&mut self, operation: Hash, stamp: &Stamp) -> Result<Done, Error> {
        self.take_back(stamp, |connection| undo::chosen(connection, operation))
    }

    /// What undo would take back: the operation a person made, however often it has gone and come back since.
    pub fn peek_undo(&self) -> Result<Option<Entry>, Error> {
        self.reading(|connection, _| undo::named(connection, undo::undo_target(connection)?))
    }

    /// What redo would bring back.
    pub fn peek_redo(&self) -> Result<Option<Entry>, Error> {
        self.reading(|connection, _| undo::named(connection, undo::redo_target(connection)?))
    }

    /// What was done, newest first.
    pub fn history(&self, query: &HistoryQuery) -> Result<Vec<Past>, Error> {
        let transaction = self.connection.unchecked_transaction()?;
        log::history(&transaction, query)
    }

    /// One operation with all its changes, by the order in which it arrived; nothing when there are not so many.
    pub fn operation(&self, order: u64) -> Result<Option<Past>, Error> {
        let transaction = self.connection.unchecked_transaction()?;
        log::at(&transaction, order)
    }

    /// Stands for all that the file holds and how it came to: papers print it.
    pub fn head(&self) -> Result<Hash, Error> {
        let heads = log::heads(&self.connection, &mut Reader::default())?;
        Ok(verify::stand_for(
            &heads.iter().map(|head| head.entry.hash).collect::<Vec<_>>(),
        ))
    }

    /// Which file this is, and how often it has been changed: the id that all its copies share, and a number that grows
    /// with every operation. The id is zero when the file's marks cannot be read.
    pub fn edition(&self) -> Result<(Uuid, u64), Error> {
        let mut reader = Reader::default();
        let marks = reader.meta(&self.connection)?;
        let file = marks.iter().find(|mark| mark.name == "file");
        let file = file.and_then(|mark| mark.value.parse().ok());
        let heads = log::heads(&self.connection, &mut reader)?;
        let number = heads.iter().map(|head| head.entry.lamport).max();
        Ok((file.unwrap_or_default(), number.unwrap_or_default()))
    }

    /// What was done since the operation that `is_mark` knows, newest first and without it; everything, when there is none.
    pub fn history_since(&self, is_mark: impl Fn(&Past) -> bool) -> Result<Vec<Past>, Error> {
        let mut query = HistoryQuery {
            limit: Some(PAGE_OF_HISTORY),
            ..HistoryQuery::default()
        };
        let mut since = Vec::new();
        loop {
            let page = self.history(&query)?;
            query.before = page.last().map(|past| past.order);
            let full = page.len() == PAGE_OF_HISTORY;
            for past in page {
                if is_mark(&past) {
                    return Ok(since);
                }
                since.push(past);
            }
            if !full {
                return Ok(since);
            }
        }
    }

    /// Everything the file holds, with what was done taken back, newest first, until `reached` says that it is enough. It
    /// is given each operation and the plan as it stood right after it; without an end the plan is empty. All of it is
    /// read at one moment.
    pub fn read_back(&self, mut reached: impl FnMut(&Plan, &Past) -> bool) -> Result<Plan, Error> {
        self.reading(|connection, reader| {
            let mut plan = reader.everything(connection)?;
            let mut newest = Newest::new(connection)?;
            let mut rows = newest.rows()?;
            while let Some(logged) = log::next(&mut rows, reader)? {
                let changes = log::changes_of(connection, reader, &logged, usize::MAX)?;
                let past = log::past(connection, logged, changes)?;
                if reached(&plan, &past) {
                    break;
                }
                as_of::take_back(&mut plan, &past).map_err(|_clash| log::broken())?;
            }
            Ok(plan)
        })
    }

    /// Whether another window or the command line has saved something since the plan was last read, or since the last
    /// time this was asked.
    pub fn changed_outside(&mut self) -> Result<bool, Error> {
        let now = data_version(&self.connection)?;
        let before = self.seen.replace(Some(now));
        Ok(before.is_some_and(|before| before != now))
    }

    /// Verifies everything: structure, layout, every row, the whole log. Takes about as long as the engine's own check.
    pub fn verify(&self) -> Result<Report, Error> {
        self.verify_of(self.size().unwrap_or_default())
    }

    /// What a command runs before it writes: the full verification while the file is small, otherwise a look at the
    /// totals and the end of the log. The rows it touches are checked when they are touched.
    pub fn verify_if_small(&self) -> Result<(), Error> {
        let size = self.size()?;
        if size < SMALL {
            let report = self.verify_of(size)?;
            return report
                .damage
                .map_or(Ok(()), |damage| Err(Error::Damaged(damage)));
        }
        self.reading(|connection, reader| {
            reader.tallies(connection)?;
            reader.meta(connection)?;
            log::heads(connection, reader)
        })?;
        self.sound()
    }

    /// How many bytes the file takes on the disk.
    fn size(&self) -> Result<u64, Error> {
        if self.home == Home::Memory {
            return Ok(0);
        }
        let metadata = fs::metadata(&self.path).map_err(Error::io("read", &self.path))?;
        Ok(metadata.len())
    }

    fn verify_of(&self, size: u64) -> Result<Report, Error> {
        // As much of the file as is kept in memory meanwhile, and what it takes to keep it.
        heap::make_room(size.min(Room::Checking.bytes()) as usize / 8 * 9);
        let transaction = self.connection.unchecked_transaction()?;
        let report = verify::verify(&transaction, self.migrations, self.damage())?;
        self.remember(report.damage.clone().unwrap_or_default());
        Ok(report)
    }

    /// Closes the file and takes away the empty journal beside it. Dropping the store does the same.
    pub fn close(self) {
        drop(self);
    }

    /// Several reads that belong together see the file at one moment.
    fn reading<T>(
        &self,
        read: impl FnOnce(&Connection, &mut Reader) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let transaction = self.connection.unchecked_transaction()?;
        let mut reader = Reader::default();
        let result = read(&transaction, &mut reader)?;
        self.remember(reader.damage);
        Ok(result)
    }

    fn writing<T>(
        &mut self,
        write: impl FnOnce(&Connection, &str) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.wrote = true;
        let outcome = self
            .try_writing(write)
            .map_err(|error| error.knowing(is_writable(&self.path)));
        match &outcome {
            Err(Error::Disk(_)) => self.unsure = true,
            Err(Error::Damaged(damage)) => self.remember(damage.clone()),
            _ => {}
        }
        outcome
    }

    fn try_writing<T>(
        &mut self,
        write: impl FnOnce(&Connection, &str) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let written = write(&transaction, &self.place)?;
        transaction.commit()?;
        Ok(written)
    }

    /// Answers the operation that `find` finds, with an undo or a redo.
    fn take_back(
        &mut self,
        stamp: &Stamp,
        find: impl FnOnce(&Connection) -> Result<(Kind, row::Logged), Error>,
    ) -> Result<Done, Error> {
        self.may_write()?;
        self.back_up_first(stamp)?;
        self.writing(|connection, place| {
            let (kind, target) = find(connection)?;
            let changes = log::changes_of(connection, &mut Reader::default(), &target, usize::MAX)?;
            let changes: Vec<Change> = changes.iter().rev().map(Change::inverse).collect();
            let undoes = Some(target.entry.hash);
            let of = undo::named(connection, Some(target))?.ok_or_else(log::broken)?;
            let verb = if kind == Kind::Redo { "Redo" } else { "Undo" };
            let label = format!("{verb}: {}", of.label);
            let draft = Draft {
                kind,
                undoes,
                label: &label,
                changes: &changes,
            };
            let entry = write::append(connection, &draft, stamp, place)?;
            Ok(Done { entry, changes, of })
        })
    }

    fn may_write(&self) -> Result<(), Error> {
        self.sound()?;
        if self.home == Home::DiskReadOnly {
            return Err(Error::ReadOnly);
        }
        if self.unsure {
            return Err(Error::Disk(None));
        }
        Ok(())
    }

    fn sound(&self) -> Result<(), Error> {
        self.damage()
            .map_or(Ok(()), |damage| Err(Error::Damaged(damage.clone())))
    }

    fn remember(&self, damage: Damage) {
        if !damage.is_none() {
            let _ = self.damage.set(damage);
        }
    }

    /// A file that turns out to be damaged is not changed; any other trouble with the copy does not stop the work.
    fn back_up_first(&mut self, stamp: &Stamp) -> Result<(), Error> {
        let today = stamp.local.date();
        if self.home == Home::Memory || self.backed_up == Some(today) {
            return Ok(());
        }
        if !backup::exists_for(&self.path, today) {
            match backup::make(self, stamp.local, None) {
                Ok(_) => {}
                Err(Error::Damaged(damage)) => {
                    self.remember(damage.clone());
                    return Err(Error::Damaged(damage));
                }
                Err(other) => self.backup_trouble = Some(other.into()),
            }
        }
        self.backed_up = Some(today);
        Ok(())
    }
}

/// Takes away the journal, which is empty between changes, so that a copied folder holds one file.
impl Drop for Store {
    fn drop(&mut self) {
        if self.wrote && self.home == Home::Disk {
            let _ = self
                .connection
                .query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()));
        }
    }
}

const MEMORY: &str = ":memory:";

fn data_version(connection: &Connection) -> Result<i64, Error> {
    Ok(connection
        .prepare_cached("PRAGMA data_version")?
        .query_row([], |row| row.get(0))?)
}

/// What the first 100 bytes and the operating system tell, before the engine gets to see the file.
struct Header {
    application_id: i32,
    user_version: i32,
    /// The operating system lets nobody write to it.
    locked: bool,
    /// The size is what the first page says.
    fits: bool,
}

impl Header {
    fn read(path: &Path) -> Result<Self, Error> {
        let metadata = fs::metadata(path).map_err(Error::io("read", path))?;
        if metadata.is_dir() {
            return Err(Error::Folder(path.to_owned()));
        }
        if !metadata.is_file() {
            return Err(Error::NotOurs(path.to_owned()));
        }
        if metadata.len() == 0 {
            return Err(Error::Empty(path.to_owned()));
        }
        let settled = fs::metadata(journal_of(path)).map_or(0, |journal| journal.len()) == 0;
        let mut bytes = [0; 100];
        let read = fs::File::open(path).and_then(|mut file| file.read_exact(&mut bytes));
        match read {
            Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
                return Err(Error::NotOurs(path.to_owned()));
            }
            other => other.map_err(Error::io("open", path))?,
        }
        let number = |at: usize| {
            u32::from_be_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
        };
        let application_id = number(68) as i32;
        if !bytes.starts_with(b"SQLite format 3\0") {
            return Err(if application_id == APPLICATION_ID {
                Error::Damaged(Damage::of("The first bytes of the file are broken."))
            } else {
                Error::NotOurs(path.to_owned())
            });
        }
        let page = match u64::from(u16::from_be_bytes([bytes[16], bytes[17]])) {
            1 => 65_536,
            page => page,
        };
        let fits = settled && metadata.len() == page * u64::from(number(28));
        Ok(Self {
            application_id,
            user_version: number(60) as i32,
            locked: metadata.permissions().readonly(),
            fits,
        })
    }

    fn version(&self, path: &Path, latest: usize) -> Result<usize, Error> {
        if self.application_id != APPLICATION_ID {
            return Err(Error::NotOurs(path.to_owned()));
        }
        match usize::try_from(self.user_version) {
            Ok(version) if (1..=latest).contains(&version) => Ok(version),
            Ok(_) if (1..=FURTHEST_VERSION).contains(&self.user_version) => {
                Err(Error::Newer(path.to_owned()))
            }
            _ => Err(Error::Damaged(Damage::of(
                "The first bytes of the file are broken.",
            ))),
        }
    }
}

fn journal_of(path: &Path) -> PathBuf {
    beside(path, "-journal")
}

/// A path with something behind its name.
fn beside(path: &Path, behind: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(behind);
    name.into()
}

/// Opens the connection. A save that was cut short is rolled back first, for which the file must be writable.
fn connect(path: &Path, writable: bool) -> Result<Connection, Error> {
    let connection = schema::connect(path, writable)?;
    match schema::first_look(&connection) {
        Ok(()) => Ok(connection),
        Err(error) if !writable && wants_rollback(&error) => {
            schema::connect(path, true)
                .and_then(|writer| schema::first_look(&writer).map_err(Error::from))
                .map_err(|_cannot_be_written| Error::Unfinished(path.to_owned()))?;
            Ok(connection)
        }
        Err(error) => Err(error.into()),
    }
}

/// What `read` finds through a second connection, for a second thread, while the first is reading the same file. It does
/// not wait for somebody who is about to save: they wait for the first, and that one for us. `None` then, as when anything
/// else is in the way.
fn beside_us<T>(path: &Path, read: impl FnOnce(&Connection) -> Option<T>) -> Option<T> {
    let connection = schema::connect(path, false).ok()?;
    connection.busy_timeout(Duration::ZERO).ok()?;
    let transaction = connection.unchecked_transaction().ok()?;
    schema::first_look(&transaction).ok()?;
    read(&transaction)
}

/// Whether the file's permissions and its disk let it be written to. It is not opened for the answer: on Unix that would
/// give up this process's locks on it.
fn is_writable(path: &Path) -> bool {
    let allowed = fs::metadata(path).is_ok_and(|about| !about.permissions().readonly());
    #[cfg(unix)]
    let allowed = allowed && rustix::fs::access(path, rustix::fs::Access::WRITE_OK).is_ok();
    allowed
}

fn wants_rollback(error: &rusqlite::Error) -> bool {
    error.sqlite_error().is_some_and(|what| {
        [
            SQLITE_READONLY_ROLLBACK,
            SQLITE_READONLY_RECOVERY,
            SQLITE_READONLY_CANTINIT,
        ]
        .contains(&what.extended_code)
            || what.code == rusqlite::ErrorCode::CannotOpen
    })
}

/// The same question as [`Header::fits`], asked while nobody can be writing.
fn fits(connection: &Connection, path: &Path) -> Result<bool, Error> {
    let transaction = connection.unchecked_transaction()?;
    let number = |pragma: &str| transaction.query_row(pragma, [], |row| row.get::<_, i64>(0));
    schema::first_look(&transaction)?;
    let expected = number("PRAGMA page_count")? * number("PRAGMA page_size")?;
    let length = fs::metadata(path).map_err(Error::io("read", path))?.len();
    Ok(u64::try_from(expected).is_ok_and(|expected| expected == length))
}

fn bring_up_to_date(
    connection: &mut Connection,
    path: &Path,
    version: usize,
    migrations: &[Migration],
    writable: bool,
    damage: &Damage,
) -> Result<(), Error> {
    if !damage.is_none() {
        return Err(Error::Damaged(damage.clone()));
    }
    if !writable {
        return Err(Error::Older(path.to_owned()));
    }
    backup::before_migration(connection, path, version, migrations)?;
    schema::prepare_for_writing(connection)?;
    schema::migrate(connection, version, migrations)?;
    let damage = schema::check_shape(connection, migrations.len(), migrations)?;
    if damage.is_none() {
        Ok(())
    } else {
        Err(Error::Damaged(damage))
    }
}

fn fill(
    draft: &Path,
    target: &Path,
    inspection: &Inspection,
    start: &Operation,
    stamp: &Stamp,
    seed: Uuid,
) -> Result<(), Error> {
    let metadata = fs::metadata(draft).map_err(Error::io("read", draft))?;
    let mut connection = schema::connect(draft, true)?;
    schema::prepare_for_writing(&connection)?;
    schema::lay_out(&mut connection)?;
    begin(
        &mut connection,
        inspection,
        start,
        stamp,
        seed,
        &place(target, &metadata),
    )?;
    connection.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))?;
    connection.close().map_err(|(_, error)| error.into())
}

fn begin(
    connection: &mut Connection,
    inspection: &Inspection,
    start: &Operation,
    stamp: &Stamp,
    seed: Uuid,
    place: &str,
) -> Result<(), Error> {
    let mut changes = write::settings_changes(inspection);
    changes.extend_from_slice(&start.changes);
    let draft = Draft {
        kind: Kind::Start,
        undoes: None,
        label: &start.label,
        changes: &changes,
    };
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    write::found(&transaction, seed, seed, place)?;
    write::append(&transaction, &draft, stamp, place)?;
    Ok(transaction.commit()?)
}

/// The full path, and what the file system calls the file: a copy differs in one or the other.
#[cfg(unix)]
fn place(path: &Path, metadata: &fs::Metadata) -> String {
    use std::os::unix::fs::MetadataExt as _;
    format!("{}\n{}", path.display(), metadata.ino())
}

/// The full path, and when the file was made: a copy differs in one or the other.
#[cfg(not(unix))]
fn place(path: &Path, metadata: &fs::Metadata) -> String {
    let made = metadata
        .created()
        .ok()
        .and_then(|made| made.duration_since(std::time::UNIX_EPOCH).ok());
    format!(
        "{}\n{}",
        path.display(),
        made.map_or(0, |made| made.as_nanos())
    )
}

fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// A folder only its owner can look into, if there is none yet.
fn make_folder(folder: &Path) -> Result<(), Error> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(Error::io("make", folder))
}

/// An empty file only its owner can read, from its first moment.
fn make_private_file(path: &Path) -> Result<(), Error> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
        .open(path)
        .map(drop)
        .map_err(Error::io("make", path))
}

/// Gives a finished file its name, so that it is there whole or not at all.
fn put_in_place(draft: &Path, target: &Path, folder: &Path) -> Result<(), Error> {
    sync(draft)?;
    fs::rename(draft, target).map_err(Error::io("make", target))?;
    sync_folder(folder)
}

fn sync(path: &Path) -> Result<(), Error> {
    fs::OpenOptions::new()
        .write(true)
        .open(path)
        .and_then(|file| file.sync_all())
        .map_err(Error::io("write", path))
}

/// A name is on the disk once its folder is. Windows has no such call, and does not need it.
fn sync_folder(folder: &Path) -> Result<(), Error> {
    if cfg!(unix) {
        fs::File::open(folder)
            .and_then(|folder| folder.sync_all())
            .map_err(Error::io("write", folder))?;
    }
    Ok(())
}
