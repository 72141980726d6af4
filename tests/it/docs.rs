//! The documents say what the program says. `READYROOM_BLESS=1 cargo test --test it docs` writes the tables anew.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use readyroom::app::keymap;
use readyroom::domain::template::Template;

use crate::support::press::Press;

/// Compares what stands between two markers of the README with what ought to, or writes it.
fn check(marker: &str, wanted: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(&path).unwrap();
    let (start, end) = (
        format!("<!-- {marker}:start -->\n"),
        format!("<!-- {marker}:end -->"),
    );
    let (before, rest) = readme.split_once(&start).unwrap();
    let (listed, after) = rest.split_once(&end).unwrap();
    if std::env::var_os("READYROOM_BLESS").is_some() {
        fs::write(&path, format!("{before}{start}{wanted}{end}{after}")).unwrap();
    } else {
        assert_eq!(
            listed, wanted,
            "READYROOM_BLESS=1 cargo test --test it docs writes it anew"
        );
    }
}

/// One test, because blessing writes the one file.
#[test]
fn the_readme_shows_the_screen_the_plans_the_keys_and_the_commands_there_are() {
    check(
        "screen",
        &format!("\n```text\n{}\n```\n\n", Press::new().screen()),
    );
    check("kinds", &kinds());
    check("keys", &keys());
    check("commands", &readyroom::cli::table());
}

fn kinds() -> String {
    let mut table = "| template | what it is for | tasks |\n| --- | --- | --- |\n".to_owned();
    for (name, _) in readyroom::assets::TEMPLATES {
        let template = Template::named(name).unwrap();
        let (title, about, tasks) = (&template.title, &template.about, template.tasks.len());
        writeln!(table, "| `{name}` | {title}. {about} | {tasks} |").unwrap();
    }
    table
}

fn keys() -> String {
    let mut table = "| key | does |\n| --- | --- |\n".to_owned();
    for row in keymap::rows(&keymap::of_screens()) {
        let keys: Vec<String> = row.keys().map(|key| format!("`{key}`")).collect();
        writeln!(table, "| {} | {} |", keys.join(" "), row.action.title()).unwrap();
    }
    table
}

/// What no file of a layer may name.
const FORBIDDEN: &[(&str, &[&str])] = &[
    (
        "domain",
        &[
            "ratatui",
            "crossterm",
            "rusqlite",
            "clap::",
            "std::fs",
            "std::env",
            "std::io",
            "std::time::",
            "::now()",
            "crate::store",
            "crate::app",
            "crate::tui",
            "crate::cli",
            "crate::rehearsal",
            "crate::shell",
        ],
    ),
    (
        "app",
        &[
            "ratatui::widgets",
            "ratatui::style",
            "ratatui::text",
            "Frame<",
            "crossterm",
            "rusqlite",
            "std::fs",
            "std::env",
            "std::io",
            "std::time::",
            "::now()",
            "crate::exchange",
            "crate::store",
            "crate::tui",
            "crate::cli",
            "crate::rehearsal",
            "crate::shell",
        ],
    ),
    (
        "exchange",
        &[
            "ratatui",
            "crossterm",
            "rusqlite",
            "clap::",
            "std::fs",
            "std::env",
            "std::time::",
            "::now()",
            "crate::store",
            "crate::app",
            "crate::tui",
            "crate::cli",
            "crate::rehearsal",
            "crate::shell",
        ],
    ),
    (
        "store",
        &[
            "ratatui",
            "crossterm",
            "clap::",
            "::now()",
            "crate::app",
            "crate::exchange",
            "crate::tui",
            "crate::cli",
            "crate::rehearsal",
            "crate::shell",
        ],
    ),
    ("cli", &["ratatui", "rusqlite", "crate::app", "crate::tui"]),
    ("tui", &["rusqlite", "clap::", "crate::cli"]),
    (
        "rehearsal.rs",
        &[
            "ratatui",
            "rusqlite",
            "clap::",
            "::now()",
            "crate::app",
            "crate::exchange",
            "crate::tui",
            "crate::cli",
        ],
    ),
    (
        "shell",
        &[
            "ratatui",
            "rusqlite",
            "clap::",
            "crate::app",
            "crate::rehearsal",
            "crate::store",
            "crate::tui",
            "crate::cli",
        ],
    ),
];

fn sources(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
    if folder.is_file() {
        return found.push(folder.to_owned());
    }
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// The part of a file that is not its tests or its comments.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let text = text
        .split("#[cfg(test)]\nmod tests")
        .next()
        .unwrap_or_default();
    let lines = text
        .lines()
        .map(|line| line.split("//").next().unwrap_or_default());
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn no_layer_names_what_it_may_not() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut looked_at = 0;
    for (layer, forbidden) in FORBIDDEN {
        let mut files = Vec::new();
        sources(&src.join(layer), &mut files);
        for path in files {
            let is_test = path.components().any(|part| part.as_os_str() == "tests");
            if is_test {
                continue;
            }
            looked_at += 1;
            let code = code(&path);
            for word in *forbidden {
                assert!(!code.contains(word), "{} names {word}", path.display());
            }
        }
    }
    assert!(looked_at > 40, "only {looked_at} files were looked at");
}

/// What stands where nobody answers for a thing is `inspection::NOBODY`, and is not spelled again.
#[test]
fn the_word_for_a_gap_is_written_once() {
    let spelled = [
        "map_or(\"nobody\"",
        "map_or((\"nobody\"",
        "\"nobody\".to_owned()",
        "\"Nobody\"",
    ];
    let mut files = Vec::new();
    sources(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut files,
    );
    for path in files {
        let code: String = code(&path).split_whitespace().collect();
        for words in spelled {
            assert!(!code.contains(words), "{words} in {}", path.display());
        }
    }
}

#[test]
fn every_module_says_what_it_is_for() {
    let mut files = Vec::new();
    sources(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut files,
    );
    for path in files {
        let text = fs::read_to_string(&path).unwrap();
        assert!(
            text.starts_with("//!"),
            "{} does not open with what it is for",
            path.display()
        );
        for left in ["todo!(", "dbg!(", "unimplemented!(", "TODO", "FIXME"] {
            assert!(!text.contains(left), "{} has {left}", path.display());
        }
    }
}
