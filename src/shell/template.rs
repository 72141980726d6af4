//! Where a template comes from, built in or a file of the user's own, and where one is written.
//! What is in it is the domain's to judge.

use std::fs::{self, File};
use std::io::{ErrorKind, Read as _, Write as _};
use std::path::Path;

use super::files::Data;
use crate::domain::failure::{self, Failure};
use crate::domain::template::Template;
use crate::domain::text::Line;

/// The template built in under the name `wanted`, or the one in the file of that name.
pub fn read(wanted: &str) -> Result<Template, Failure> {
    let data = Data {
        what: "template",
        otherwise: "`readyroom templates` lists the templates that are built in.",
    };
    data.built_in_or_file(wanted, Template::named(wanted), Template::parse)
}

/// Writes a template. One that is there stays, unless it may be written `over`; an inspection stays in any case.
pub fn write(path: &Path, text: &str, over: bool) -> Result<(), Failure> {
    let shown = Line::clipped(&path.to_string_lossy()).to_string();
    let failed = |error: &std::io::Error| {
        let why = failure::reason(error);
        Failure::failed(format!("{shown} cannot be written: {why}."))
    };
    if is_inspection(path) {
        return Err(Failure::failed(format!("{shown} is an inspection."))
            .hint("Choose another name for the template, like ours.toml."));
    }
    if over {
        // Written beside and renamed, so that there is never half a file.
        let beside = path.with_extension(format!("toml.{}", std::process::id()));
        return fs::write(&beside, text)
            .and_then(|()| fs::rename(&beside, path))
            .inspect_err(|_| drop(fs::remove_file(&beside)))
            .map_err(|error| failed(&error));
    }
    let made = File::options().write(true).create_new(true).open(path);
    match made {
        Ok(mut file) => file
            .write_all(text.as_bytes())
            .inspect_err(|_| drop(fs::remove_file(path)))
            .map_err(|error| failed(&error)),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            Err(Failure::failed(format!("{shown} is already there."))
                .hint("Choose another name, or add --force to write over it."))
        }
        Err(error) => Err(failed(&error)),
    }
}

fn is_inspection(path: &Path) -> bool {
    let mut head = [0; 15];
    File::open(path)
        .and_then(|mut file| file.read_exact(&mut head))
        .is_ok_and(|()| head == *b"SQLite format 3")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::failure::Kind;
    use crate::shell::files;

    fn refused(name: &str, bytes: &[u8]) -> String {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        let shown = path.to_string_lossy();
        let failure = read(path.to_str().unwrap()).unwrap_err();
        failure.message.replace(&*shown, "F")
    }

    #[test]
    fn a_name_is_a_template_or_a_file() {
        assert_eq!(
            read("focused").unwrap(),
            Template::named("focused").unwrap()
        );
        assert_eq!(read("nothing").unwrap_err().kind, Kind::NotFound);
        let failure = read("no/such.toml").unwrap_err();
        assert_eq!(failure.kind, Kind::NotFound);
        assert_eq!(failure.message, "There is no file no/such.toml.");
    }

    #[test]
    fn a_file_that_is_no_template_is_refused_with_its_name_and_line() {
        assert_eq!(
            refused("a.toml", b""),
            "F, line 1: the template has no name."
        );
        assert_eq!(
            refused("a.toml", b"name = \"x\"\ntitle = \"\xff\"\n"),
            "F, line 2: this is not text in UTF-8."
        );
        assert!(
            refused("a.toml", b"name = \"x\0\"\n")
                .starts_with("F, line 1: this is not written as TOML")
        );
        assert!(
            refused("a.toml", b"SQLite format 3\0")
                .starts_with("F, line 1: this is not written as TOML")
        );
        let large = vec![b'#'; files::LARGEST_TEXT as usize + 1];
        assert_eq!(refused("a.toml", &large), "F is larger than 16 MB.");
        let folder = tempfile::tempdir().unwrap();
        let failure = read(folder.path().to_str().unwrap()).unwrap_err();
        assert!(failure.message.ends_with(" is a folder."), "{failure}");
    }

    #[test]
    fn a_file_from_a_windows_editor_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ours.toml");
        let text = Template::named("focused").unwrap().to_toml();
        let text = format!("\u{FEFF}{}", text.replace('\n', "\r\n"));
        fs::write(&path, text).unwrap();
        let read = read(path.to_str().unwrap()).unwrap();
        assert_eq!(read, Template::named("focused").unwrap());
    }
}
