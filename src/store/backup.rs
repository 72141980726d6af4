//! Copies of the file: made by themselves, verified before they count, thinned as they age, and the way back to one.
//!
//! Copies of `Northshire.readyroom` lie in `Northshire-backups` beside it, named by the moment they were made.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use rusqlite::Connection;

use super::error::{Damage, Error};
use super::read::Reader;
use super::row::Table;
use super::schema::{self, Migration};
use super::{
    Access, Store, folder_of, journal_of, log, make_folder, make_private_file, sync, sync_folder,
    verify,
};

/// A copy of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// Where it is.
    pub path: PathBuf,
    /// When it was made, or else the moment of the last change in it.
    pub at: DateTime,
    /// How many tasks it holds.
    pub tasks: usize,
    /// In bytes.
    pub size: u64,
    /// It was verified when it was made, and its first page still reads as it should. Restoring verifies it in full.
    pub verified: bool,
}

/// What a restore did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// The file, which now holds what the copy held.
    pub path: PathBuf,
    /// Where the file that was there before is kept.
    pub kept: Option<PathBuf>,
    /// How many tasks there are now.
    pub tasks: usize,
}

const ENDING: &str = "readyroom";

/// Makes a copy, verifies it in full, and only then gives it its name. Old copies are thinned out afterwards.
/// Without a folder it goes into the file's own; copies in another folder are thinned alike.
pub fn make(store: &Store, local: DateTime, folder: Option<&Path>) -> Result<Backup, Error> {
    store.sound()?;
    let folder = folder.map_or_else(|| folder_for(&store.path), Path::to_owned);
    make_folder(&folder)?;
    let path = free_name(&folder, &format!("{}-{}", stem(&store.path), stamp(local)));
    let draft = path.with_extension("unverified");
    let _ = fs::remove_file(&draft);
    let made = copy_into(&store.connection, &draft)
        .and_then(|()| check(&draft))
        .and_then(|tasks| {
            fs::rename(&draft, &path).map_err(Error::io("make", &path))?;
            sync_folder(&folder)?;
            let size = fs::metadata(&path).map_err(Error::io("read", &path))?.len();
            Ok(Backup {
                path: path.clone(),
                at: local,
                tasks,
                size,
                verified: true,
            })
        });
    if made.is_err() {
        let _ = fs::remove_file(&draft);
    }
    thin(&folder, &stem(&store.path));
    made
}

/// The file's copies, newest first.
pub fn list(path: &Path) -> Result<Vec<Backup>, Error> {
    let folder = folder_for(path);
    let mut backups: Vec<Backup> = files_in(&folder)
        .filter_map(|file| look_at(&file, moment_of(&file, &stem(path))))
        .collect();
    // Of those of one second, the later ones have a number behind it: -2, -3 ... -10.
    let order = |made: &Backup| {
        let name = stem(&made.path);
        (made.at, name.len(), name)
    };
    backups.sort_by_cached_key(|made| std::cmp::Reverse(order(made)));
    Ok(backups)
}

/// Puts a copy in the file's place. The copy is verified in full first; the file that was there is kept beside it.
/// Close the file before and open it again afterwards.
pub fn restore(path: &Path, which: &Path, local: DateTime) -> Result<Restored, Error> {
    let path = path
        .canonicalize()
        .unwrap_or_else(|_not_there| path.to_owned());
    let folder = folder_of(&path);
    let draft = folder.join(format!(".{}-{}.restoring", stem(&path), stamp(local)));
    let _ = fs::remove_file(&draft);
    let restored = copy_file(which, &draft)
        .and_then(|()| check(&draft).map_err(|error| error.of(which)))
        .and_then(|tasks| {
            let kept = keep(&path, &folder, local)?;
            fs::rename(&draft, &path).map_err(Error::io("write", &path))?;
            sync_folder(&folder)?;
            Ok(Restored {
                path: path.clone(),
                kept,
                tasks,
            })
        });
    if restored.is_err() {
        let _ = fs::remove_file(&draft);
    }
    restored
}

/// The folder of the file's own copies.
pub fn folder_for(path: &Path) -> PathBuf {
    folder_of(path).join(format!("{}-backups", stem(path)))
}

/// Whether there is a copy made on that day.
pub(super) fn exists_for(path: &Path, day: Date) -> bool {
    let stem = stem(path);
    files_in(&folder_for(path))
        .any(|file| moment_of(&file, &stem).is_some_and(|at| at.date() == day))
}

/// A copy of a file in an older layout. This version can check its structure, though not read its rows.
pub(super) fn before_migration(
    connection: &Connection,
    path: &Path,
    version: usize,
    migrations: &[Migration],
) -> Result<(), Error> {
    let folder = folder_for(path);
    make_folder(&folder)?;
    let copy = free_name(
        &folder,
        &format!("{}-before-version-{}", stem(path), migrations.len()),
    );
    let draft = copy.with_extension("unverified");
    let _ = fs::remove_file(&draft);
    copy_into(connection, &draft)?;
    let checked = schema::connect(&draft, false)?;
    let mut reader = Reader::default();
    verify::structure_and_links(&checked, &mut reader)?;
    let shape = schema::check_shape(&checked, version, migrations)?;
    if !reader.damage.is_none() || !shape.is_none() {
        let _ = fs::remove_file(&draft);
        return Err(Error::Damaged(if shape.is_none() {
            reader.damage
        } else {
            shape
        }));
    }
    drop(checked);
    fs::rename(&draft, &copy).map_err(Error::io("make", &copy))?;
    sync_folder(&folder)
}

/// Writes all that the connection's file holds now into a new file, without the traces of what was deleted.
fn copy_into(connection: &Connection, target: &Path) -> Result<(), Error> {
    make_private_file(target)?;
    let name = target
        .to_str()
        .ok_or_else(|| Error::Refused("the folder's name cannot be written".to_owned()))?;
    connection.execute("VACUUM INTO ?1", [name])?;
    sync(target)
}

fn copy_file(from: &Path, to: &Path) -> Result<(), Error> {
    let mut source = fs::File::open(from).map_err(Error::io("read", from))?;
    make_private_file(to)?;
    let mut target = fs::OpenOptions::new()
        .write(true)
        .open(to)
        .map_err(Error::io("write", to))?;
    std::io::copy(&mut source, &mut target).map_err(Error::io("write", to))?;
    target.sync_all().map_err(Error::io("write", to))
}

/// Verifies a copy in full and counts its tasks.
fn check(copy: &Path) -> Result<usize, Error> {
    let report = Store::open(copy, Access::ReadOnly)?.verify()?;
    match report.damage {
        Some(damage) => Err(Error::Damaged(damage)),
        None => Ok(report.tasks),
    }
}

/// Keeps what is there under another name. A save that was cut short is rolled back first, or its journal, which would
/// otherwise be taken for the new file's, is kept too.
fn keep(path: &Path, folder: &Path, local: DateTime) -> Result<Option<PathBuf>, Error> {
    if !path.exists() {
        return Ok(None);
    }
    drop(Store::open(path, Access::ReadWrite));
    let kept = free_name(folder, &format!("{}.replaced-{}", stem(path), stamp(local)));
    if fs::hard_link(path, &kept).is_err() {
        copy_file(path, &kept)?;
    }
    let journal = journal_of(path);
    if fs::metadata(&journal).is_ok_and(|journal| journal.len() > 0) {
        copy_file(&journal, &journal_of(&kept))?;
    }
    sync_folder(folder)?;
    match fs::remove_file(&journal) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(Error::io("remove", &journal)(error))
        }
        _ => Ok(Some(kept)),
    }
}

fn look_at(path: &Path, named: Option<DateTime>) -> Option<Backup> {
    let size = fs::metadata(path).ok()?.len();
    let opened = Store::open(path, Access::ReadOnly).and_then(|store| {
        let mut reader = Reader::default();
        let tallies = reader.tallies(&store.connection)?;
        let tasks = tallies
            .iter()
            .find(|tally| tally.table == Table::Task)
            .map_or(0, |tally| tally.rows as usize);
        let verified = store.damage().is_none() && reader.damage.is_none();
        Ok((tasks, verified, log::last_saved(&store.connection)?))
    });
    let (tasks, verified, saved) = opened.unwrap_or((0, false, None));
    Some(Backup {
        path: path.to_owned(),
        at: named.or(saved)?,
        tasks,
        size,
        verified,
    })
}

pub(super) fn files_in(folder: &Path) -> impl Iterator<Item = PathBuf> + use<> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|ending| ending == ENDING))
}

fn stem(path: &Path) -> String {
    path.file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// `2026-06-02T17-31-05`, which every file system takes.
fn stamp(local: DateTime) -> String {
    format!(
        "{:04}-{:02}-{:02}T{:02}-{:02}-{:02}",
        local.year(),
        local.month(),
        local.day(),
        local.hour(),
        local.minute(),
        local.second()
    )
}

/// The moment in a copy's name; two made in the same second are numbered.
fn moment_of(path: &Path, stem: &str) -> Option<DateTime> {
    let name = path
        .file_stem()?
        .to_str()?
        .strip_prefix(stem)?
        .strip_prefix('-')?;
    let (day, clock) = name.split_once('T')?;
    let mut clock = clock.split('-');
    let mut number = || clock.next()?.parse::<i8>().ok();
    let (hour, minute, second) = (number()?, number()?, number()?);
    let day: Date = day.parse().ok()?;
    Some(day.to_datetime(jiff::civil::Time::new(hour, minute, second, 0).ok()?))
}

fn free_name(folder: &Path, name: &str) -> PathBuf {
    let mut names = names(folder, name);
    names
        .find(|path| !path.exists())
        .expect("numbers do not run out")
}

/// What a file of that name may be called where others are called so.
pub(super) fn names(folder: &Path, name: &str) -> impl Iterator<Item = PathBuf> {
    let plain = folder.join(format!("{name}.{ENDING}"));
    let numbered = (2..).map(move |number| folder.join(format!("{name}-{number}.{ENDING}")));
    std::iter::once(plain).chain(numbered)
}

/// Deletes the copies that are no longer needed. Whatever cannot be deleted stays. Ages are told from what the file
/// system noted, not from the names: a rehearsal under another date must not make real copies look old.
fn thin(folder: &Path, stem: &str) {
    let mut copies: Vec<Copy> = files_in(folder)
        .filter(|path| moment_of(path, stem).is_some())
        .filter_map(|path| {
            let metadata = fs::metadata(&path).ok()?;
            let at = Timestamp::try_from(metadata.modified().ok()?).ok()?;
            Some(Copy {
                path,
                at: TimeZone::UTC.to_datetime(at),
                size: metadata.len(),
            })
        })
        .collect();
    copies.sort_by_key(|copy| std::cmp::Reverse(copy.at));
    let Some(newest) = copies.first() else { return };
    for at in spare(&copies, newest.at) {
        let _ = fs::remove_file(&copies[at].path);
    }
}

#[derive(Debug)]
struct Copy {
    path: PathBuf,
    at: DateTime,
    size: u64,
}

/// How many copies are kept at most, and how many bytes of them.
const MOST: usize = 200;
const MOST_BYTES: u64 = 500 << 20;

/// Which copies, of a list with the newest first, can go: all of two days stay, then one an hour for a week, one a day
/// for a month, one a week for ever, within the limits. The newest always stays.
fn spare(copies: &[Copy], now: DateTime) -> Vec<usize> {
    let mut spare = Vec::new();
    let mut last = None;
    let (mut kept, mut bytes) = (0, 0);
    for (at, copy) in copies.iter().enumerate() {
        let slot = slot(copy.at, now);
        let crowded = slot.is_some() && slot == last;
        let over = kept >= MOST || bytes + copy.size > MOST_BYTES;
        if at > 0 && (crowded || over) {
            spare.push(at);
            continue;
        }
        last = slot;
        kept += 1;
        bytes += copy.size;
    }
    spare
}

/// Copies in one slot are one too many; `None` is never too many.
fn slot(at: DateTime, now: DateTime) -> Option<(u8, Date, i8)> {
    let hours = now.duration_since(at).as_hours();
    let monday = at.date().saturating_sub(
        jiff::Span::new().days(i64::from(at.date().weekday().to_monday_zero_offset())),
    );
    match hours {
        ..48 => None,
        48..168 => Some((0, at.date(), at.hour())),
        168..744 => Some((1, at.date(), 0)),
        744.. => Some((2, monday, 0)),
    }
}

/// For the tests of the folder's content.
#[cfg(test)]
pub(super) fn spare_of(moments: &[(DateTime, u64)], now: DateTime) -> Vec<usize> {
    let copies: Vec<Copy> = moments
        .iter()
        .map(|(at, size)| Copy {
            path: PathBuf::new(),
            at: *at,
            size: *size,
        })
        .collect();
    spare(&copies, now)
}

/// A damaged copy says so in the same words as a damaged file.
impl Backup {
    /// Verifies the copy in full.
    pub fn verify(&self) -> Result<(), Damage> {
        match check(&self.path) {
            Ok(_) => Ok(()),
            Err(Error::Damaged(damage)) => Err(damage),
            Err(other) => Err(Damage::of(other.to_string())),
        }
    }
}
