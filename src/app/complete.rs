//! The boxes that take a path, and Tab in them: the shell says what begins as the path does, and here it becomes the one
//! that fits, or as much as all have in common and a list under the box. It knows nothing of disks.

use super::answers;
use super::import;
use super::model::Model;
use super::overlay::Overlay;
use super::papers;
use super::prompt::{Prompt, Row, Shape};
use super::{Effect, Product};

/// Which file is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    /// A spreadsheet to bring in.
    Import,
    /// A file to open.
    Open,
    /// A template file to begin from.
    OwnTemplate,
    /// Where to put a file that is made.
    Write(Product),
}

impl Ask {
    /// The box it is typed in.
    pub(super) fn row(self) -> Row {
        match self {
            Ask::Import => {
                let shape = Shape::Path(&["csv", "tsv", "txt", "xlsm", "xlsx"]);
                Row::new(shape, "Bring in a spreadsheet", import::start)
                    .help("An Excel workbook, a CSV file or our own JSON. It is only read.")
                    .verb("read it")
            }
            Ask::Open => Row::new(Shape::Path(&["readyroom"]), "Open a file", |_, prompt| {
                vec![Effect::Open(prompt.text().trim().to_owned())]
            })
            .help("The path of a .readyroom file.")
            .verb("open it"),
            Ask::OwnTemplate => {
                let shape = Shape::Path(&["toml"]);
                Row::new(shape, "A template of your own", |_, prompt| {
                    answers::create(prompt.text().trim(), "")
                })
                .help("The path of a .toml file, as `readyroom templates --save` writes one.")
                .verb("begin")
            }
            Ask::Write(product) => {
                let (title, help) = match product {
                    Product::Brief(_) => (
                        "Where to put the brief",
                        "It may end in .html to print, .md or .txt.",
                    ),
                    Product::Export(_) => (
                        "Where to put the export",
                        "Another name, folder or ending will do as well.",
                    ),
                };
                Row::new(Shape::Path(&[]), title, move |model, prompt| {
                    papers::write(model, product, &prompt.text())
                })
                .help(help)
                .verb("write it")
            }
        }
    }
}

fn prompt(model: &mut Model) -> Option<&mut Prompt> {
    match model.overlays.last_mut()? {
        Overlay::Prompt(prompt) => Some(prompt),
        _ => None,
    }
}

/// Asks what begins as the path does.
pub(super) fn ask(model: &mut Model) -> Vec<Effect> {
    let Some(prompt) = prompt(model) else {
        return Vec::new();
    };
    let Shape::Path(endings) = prompt.row.shape else {
        return Vec::new();
    };
    vec![Effect::ListPaths {
        typed: prompt.editor.text(),
        endings,
    }]
}

/// This begins as the path does: in `folder`, as it was typed, each of `names`, folders with a separator behind.
pub(super) fn take(
    model: &mut Model,
    typed: &str,
    folder: &str,
    names: Vec<String>,
) -> Vec<Effect> {
    let Some(prompt) = prompt(model).filter(|prompt| prompt.editor.text() == typed) else {
        return Vec::new();
    };
    let Some(common) = in_common(&names) else {
        prompt.error = Some("No file that fits, and no folder, begins so.".to_owned());
        prompt.paths.clear();
        return Vec::new();
    };
    let text = format!("{folder}{common}");
    // What has only been typed in other letters, small or capital, gets those of the disk.
    if text.chars().count() >= typed.trim_start().chars().count() {
        prompt.editor.replace(&text);
    }
    prompt.error = None;
    prompt.paths = if names.len() > 1 { names } else { Vec::new() };
    Vec::new()
}

/// The longest beginning that all names have, small and capital letters being the same; nothing of no names.
fn in_common(names: &[String]) -> Option<&str> {
    let (first, others) = names.split_first()?;
    let mut end = first.len();
    for other in others {
        let same = first
            .char_indices()
            .zip(other.chars())
            .find(|((_, a), b)| !a.to_lowercase().eq(b.to_lowercase()))
            .map(|((at, _), _)| at);
        let shorter = || {
            let shared = first.char_indices().nth(other.chars().count());
            shared.map_or(first.len(), |(at, _)| at)
        };
        end = end.min(same.unwrap_or_else(shorter));
    }
    Some(&first[..end])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_all_have_in_common_is_the_beginning_they_share() {
        for (names, expected) in [
            (vec![], None),
            (vec!["tracker.xlsx"], Some("tracker.xlsx")),
            (vec!["tracker.xlsx", "tracker old.csv"], Some("tracker")),
            (vec!["Tracker.xlsx", "tracker.csv"], Some("Tracker.")),
            (vec!["a", "b"], Some("")),
            (vec!["ab", "a"], Some("a")),
            (vec!["Ŵyn", "ŵy"], Some("Ŵy")),
        ] {
            let names: Vec<String> = names.into_iter().map(str::to_owned).collect();
            assert_eq!(in_common(&names), expected, "{names:?}");
        }
    }

    proptest! {
        #[test]
        fn every_name_begins_with_what_all_have_in_common(
            names in prop::collection::vec("[abAŵŴ]{0,5}", 1..5),
        ) {
            let common = in_common(&names).unwrap().to_lowercase();
            for name in &names {
                prop_assert!(name.to_lowercase().starts_with(&common), "{name} {common}");
            }
        }
    }
}
