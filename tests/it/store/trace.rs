//! Reads what a process did to its files from `strace -y -xx`.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// One thing the process did, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Event {
    /// It opened a file that was not there, which made it, or emptied one that was.
    Open {
        path: PathBuf,
        create: bool,
        truncate: bool,
    },
    Write {
        path: PathBuf,
        at: Option<u64>,
        bytes: Vec<u8>,
    },
    Truncate {
        path: PathBuf,
        length: u64,
    },
    Sync {
        path: PathBuf,
    },
    Unlink {
        path: PathBuf,
    },
    Rename {
        from: PathBuf,
        to: PathBuf,
    },
    /// A second name for a file.
    Link {
        from: PathBuf,
        to: PathBuf,
    },
    /// The next so many bytes of one file were added to another.
    Copy {
        from: PathBuf,
        to: PathBuf,
        length: usize,
    },
    MakeFolder {
        path: PathBuf,
    },
    /// What it wrote to standard output.
    Said {
        text: String,
    },
}

const CALLS: &str = "openat,open,creat,pwrite64,write,fsync,fdatasync,unlink,unlinkat,rename,renameat,renameat2,\
                     ftruncate,mkdir,mkdirat,link,linkat,writev,pwritev,pwritev2,copy_file_range,sendfile,fallocate";

/// Whether the machine can record.
pub(super) fn available() -> bool {
    Command::new("strace")
        .args(["-qq", "-o", "/dev/null", "true"])
        .status()
        .is_ok_and(|status| status.success())
}

/// Runs the command and returns what it did.
pub(super) fn record(command: &Path, arguments: &[&str], log: &Path) -> Vec<Event> {
    let output = Command::new("strace")
        .args([
            "-qq",
            "-y",
            "-xx",
            "-s",
            "4000000",
            "-e",
            "signal=none",
            "-e",
        ])
        .arg(format!("trace={CALLS}"))
        .arg("-o")
        .arg(log)
        .arg(command)
        .args(arguments)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let text = std::fs::read_to_string(log).unwrap();
    text.lines().filter_map(event).collect()
}

fn event(line: &str) -> Option<Event> {
    let (call, rest) = line.split_once('(')?;
    let (arguments, result) = rest.rsplit_once(" = ")?;
    if result.starts_with('-') {
        return None;
    }
    let arguments: Vec<&str> = arguments
        .strip_suffix(')')?
        .split(", ")
        .map(str::trim)
        .collect();
    Some(match call {
        "openat" | "open" => {
            let flags = arguments[if call == "openat" { 2 } else { 1 }];
            Event::Open {
                path: path_of(result)?,
                create: flags.contains("O_CREAT"),
                truncate: flags.contains("O_TRUNC"),
            }
        }
        "write" if arguments[0].starts_with("1<") => Event::Said {
            text: String::from_utf8(bytes_of(arguments[1])?).ok()?,
        },
        "write" if arguments[0].starts_with("2<") => return None,
        "write" => Event::Write {
            path: path_of(arguments[0])?,
            at: None,
            bytes: bytes_of(arguments[1])?,
        },
        "pwrite64" => Event::Write {
            path: path_of(arguments[0])?,
            at: Some(arguments[3].parse().ok()?),
            bytes: bytes_of(arguments[1])?,
        },
        "ftruncate" => Event::Truncate {
            path: path_of(arguments[0])?,
            length: arguments[1].parse().ok()?,
        },
        "fsync" | "fdatasync" => Event::Sync {
            path: path_of(arguments[0])?,
        },
        "unlink" => Event::Unlink {
            path: named(arguments[0])?,
        },
        "unlinkat" => Event::Unlink {
            path: named(arguments[1])?,
        },
        "rename" => Event::Rename {
            from: named(arguments[0])?,
            to: named(arguments[1])?,
        },
        "renameat" | "renameat2" => Event::Rename {
            from: named(arguments[1])?,
            to: named(arguments[3])?,
        },
        "link" => Event::Link {
            from: named(arguments[0])?,
            to: named(arguments[1])?,
        },
        "linkat" => Event::Link {
            from: named(arguments[1])?,
            to: named(arguments[3])?,
        },
        "copy_file_range" => Event::Copy {
            from: path_of(arguments[0])?,
            to: path_of(arguments[2])?,
            length: result.trim().parse().ok()?,
        },
        "mkdir" => Event::MakeFolder {
            path: named(arguments[0])?,
        },
        "mkdirat" => Event::MakeFolder {
            path: named(arguments[1])?,
        },
        other => panic!("the model does not know what {other} does"),
    })
}

/// The path behind a descriptor: `3<\x2f\x74\x6d\x70>`.
fn path_of(descriptor: &str) -> Option<PathBuf> {
    let inside = descriptor.split_once('<')?.1.split_once('>')?.0;
    Some(PathBuf::from(String::from_utf8(unescaped(inside)?).ok()?))
}

fn named(argument: &str) -> Option<PathBuf> {
    Some(PathBuf::from(String::from_utf8(bytes_of(argument)?).ok()?))
}

fn bytes_of(argument: &str) -> Option<Vec<u8>> {
    let quoted = argument.strip_prefix('"')?.strip_suffix('"');
    unescaped(quoted.expect("strace has cut a text short"))
}

/// `\x2f\x74` as bytes.
fn unescaped(text: &str) -> Option<Vec<u8>> {
    text.split("\\x")
        .skip(1)
        .map(|byte| u8::from_str_radix(byte, 16).ok())
        .collect()
}

/// Which files each event touches, by their names at that moment, so that those outside the folder can be left out.
/// `before` are the files that were there already.
pub(super) fn within(
    events: Vec<Event>,
    folder: &Path,
    before: &[(PathBuf, Vec<u8>)],
) -> Vec<Event> {
    let inside = |path: &Path| path.starts_with(folder);
    let mut kept = Vec::new();
    let mut there: HashMap<PathBuf, bool> = before
        .iter()
        .map(|(path, _)| (path.clone(), true))
        .collect();
    for event in events {
        let keep = match &event {
            Event::Said { .. } => true,
            Event::Open {
                path,
                create,
                truncate,
            } => {
                let is_new = !there.contains_key(path);
                there.insert(path.clone(), true);
                inside(path) && ((*create && is_new) || *truncate)
            }
            Event::Write { path, .. } | Event::Truncate { path, .. } | Event::Sync { path } => {
                inside(path)
            }
            Event::Unlink { path } => {
                there.remove(path);
                inside(path)
            }
            Event::Rename { from, to } => {
                there.remove(from);
                there.insert(to.clone(), true);
                inside(from)
            }
            Event::Link { from, to } => {
                there.insert(to.clone(), true);
                inside(from)
            }
            Event::Copy { to, .. } => inside(to),
            Event::MakeFolder { path } => inside(path),
        };
        if keep {
            kept.push(event);
        }
    }
    kept
}
