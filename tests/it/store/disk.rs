//! A disk as the worst machine may leave it: what was synced is there; of the rest, any part may or may not be.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::trace::Event;

/// Writes reach the disk in whole sectors, but not all sectors of one write have to.
const SECTOR: usize = 512;

/// Everything in one folder, as it is in memory and as it is on the disk.
#[derive(Debug, Clone, Default)]
pub(super) struct Disk {
    files: Vec<File>,
    names: BTreeMap<PathBuf, usize>,
    durable_names: BTreeMap<PathBuf, usize>,
    /// Names given and taken since their folder was last synced.
    pending: Vec<Naming>,
    folders: Vec<PathBuf>,
    /// Syncs are ignored: the control that must lose edits.
    lies: bool,
}

#[derive(Debug, Clone, Default)]
struct File {
    now: Vec<u8>,
    durable: Vec<u8>,
    pending: Vec<Change>,
    /// Where the next plain write goes.
    end: usize,
}

#[derive(Debug, Clone)]
enum Change {
    Write { at: usize, bytes: Vec<u8> },
    Length(usize),
}

#[derive(Debug, Clone)]
enum Naming {
    Given(PathBuf, usize),
    Taken(PathBuf),
    Moved(PathBuf, PathBuf, usize),
}

impl Disk {
    /// A disk with these files safely on it.
    pub(super) fn with(before: &[(PathBuf, Vec<u8>)], lies: bool) -> Self {
        let mut disk = Self {
            lies,
            ..Self::default()
        };
        for (at, (path, bytes)) in before.iter().enumerate() {
            disk.files.push(File {
                now: bytes.clone(),
                durable: bytes.clone(),
                ..File::default()
            });
            disk.names.insert(path.clone(), at);
            disk.durable_names.insert(path.clone(), at);
        }
        disk
    }

    /// What the process did happens here too.
    pub(super) fn take(&mut self, event: &Event) {
        match event {
            Event::Open { path, truncate, .. } => {
                if *truncate && self.names.contains_key(path) {
                    self.change(path, Change::Length(0));
                } else if !self.names.contains_key(path) {
                    self.files.push(File::default());
                    self.give(path.clone(), self.files.len() - 1);
                }
            }
            Event::Write { path, at, bytes } => {
                let at = at.map_or_else(|| self.files[self.names[path]].end, |at| at as usize);
                self.change(
                    path,
                    Change::Write {
                        at,
                        bytes: bytes.clone(),
                    },
                );
                let file = self.names[path];
                self.files[file].end = at + bytes.len();
            }
            Event::Truncate { path, length } => self.change(path, Change::Length(*length as usize)),
            Event::Sync { path } => self.sync(path),
            Event::Unlink { path } => {
                self.names.remove(path);
                self.pending.push(Naming::Taken(path.clone()));
            }
            Event::Rename { from, to } => {
                let file = self.names.remove(from).unwrap();
                self.names.insert(to.clone(), file);
                self.pending
                    .push(Naming::Moved(from.clone(), to.clone(), file));
            }
            Event::Link { from, to } => self.give(to.clone(), self.names[from]),
            Event::Copy { from, to, length } => {
                // Files are copied from their beginning, so both ends are at the same place.
                let at = self.files[self.names[to]].end;
                let bytes = self.files[self.names[from]].now[at..at + length].to_vec();
                let to = to.clone();
                self.take(&Event::Write {
                    path: to,
                    at: None,
                    bytes,
                });
            }
            Event::MakeFolder { path } => self.folders.push(path.clone()),
            Event::Said { .. } => {}
        }
    }

    fn give(&mut self, path: PathBuf, file: usize) {
        self.names.insert(path.clone(), file);
        self.pending.push(Naming::Given(path, file));
    }

    fn change(&mut self, path: &Path, change: Change) {
        let file = self.names[path];
        let file = &mut self.files[file];
        make(&mut file.now, &change);
        file.pending.push(change);
    }

    fn sync(&mut self, path: &Path) {
        if self.lies {
            return;
        }
        if let Some(file) = self.names.get(path) {
            let file = &mut self.files[*file];
            file.durable.clone_from(&file.now);
            file.pending.clear();
            return;
        }
        let (synced, rest) = self
            .pending
            .drain(..)
            .partition(|naming| naming.folder() == Some(path));
        self.pending = rest;
        let synced: Vec<Naming> = synced;
        for naming in synced {
            naming.apply(&mut self.durable_names);
        }
    }

    /// One way the disk may look when the power goes now. The first two are the extremes.
    pub(super) fn crash(&self, way: usize, chance: &mut Chance) -> Vec<(PathBuf, Vec<u8>)> {
        let keep = |chance: &mut Chance| match way {
            0 => false,
            1 => true,
            _ => chance.below(2) == 0,
        };
        let mut names = self.durable_names.clone();
        for naming in &self.pending {
            if keep(chance) {
                naming.apply(&mut names);
            }
        }
        let contents = names.into_iter().map(|(path, file)| {
            let file = &self.files[file];
            let mut bytes = file.durable.clone();
            for change in &file.pending {
                if !keep(chance) {
                    continue;
                }
                match change {
                    Change::Write { at, bytes: written } if way > 1 && chance.below(3) == 0 => {
                        tear(&mut bytes, *at, written, chance);
                    }
                    whole => make(&mut bytes, whole),
                }
            }
            (path, bytes)
        });
        contents.collect()
    }

    pub(super) fn folders(&self) -> &[PathBuf] {
        &self.folders
    }
}

impl Naming {
    fn folder(&self) -> Option<&Path> {
        match self {
            Self::Given(path, _) | Self::Taken(path) | Self::Moved(_, path, _) => path.parent(),
        }
    }

    fn apply(&self, names: &mut BTreeMap<PathBuf, usize>) {
        match self {
            Self::Given(path, file) => {
                names.insert(path.clone(), *file);
            }
            Self::Taken(path) => {
                names.remove(path);
            }
            Self::Moved(from, to, file) => {
                names.remove(from);
                names.insert(to.clone(), *file);
            }
        }
    }
}

fn make(bytes: &mut Vec<u8>, change: &Change) {
    match change {
        Change::Write { at, bytes: written } => put(bytes, *at, written),
        Change::Length(length) => bytes.resize(*length, 0),
    }
}

fn put(bytes: &mut Vec<u8>, at: usize, written: &[u8]) {
    if bytes.len() < at + written.len() {
        bytes.resize(at + written.len(), 0);
    }
    bytes[at..at + written.len()].copy_from_slice(written);
}

/// Some of the sectors.
fn tear(bytes: &mut Vec<u8>, at: usize, written: &[u8], chance: &mut Chance) {
    for (number, sector) in written.chunks(SECTOR).enumerate() {
        if chance.below(2) == 0 {
            put(bytes, at + number * SECTOR, sector);
        }
    }
}

/// The same choices in every run.
#[derive(Debug)]
pub(super) struct Chance(pub(super) u64);

impl Chance {
    pub(super) fn below(&mut self, end: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}
