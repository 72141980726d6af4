//! The files that ship inside the program, as text: templates, frameworks, bank holidays, the made-up inspection.
//! It does not read them; [`domain`](crate::domain) does. Adding one is a file and a row here, and a test compares
//! the rows with the folders.

/// The inspection types a file can start from, by name, in the order they are offered.
pub const TEMPLATES: &[(&str, &str)] = &[
    (
        "standard",
        include_str!("../assets/templates/standard.toml"),
    ),
    ("short", include_str!("../assets/templates/short.toml")),
    ("focused", include_str!("../assets/templates/focused.toml")),
    (
        "monitoring",
        include_str!("../assets/templates/monitoring.toml"),
    ),
    ("jtai", include_str!("../assets/templates/jtai.toml")),
    ("send", include_str!("../assets/templates/send.toml")),
    ("blank", include_str!("../assets/templates/blank.toml")),
];

/// The sets of judgements inspectors grade, by name, oldest first.
pub const FRAMEWORKS: &[(&str, &str)] = &[
    ("2023", include_str!("../assets/frameworks/2023.toml")),
    ("2026", include_str!("../assets/frameworks/2026.toml")),
];

/// What inspectors ask in a drill, by name; the first where nobody says which.
pub const DRILLS: &[(&str, &str)] = &[("standard", include_str!("../assets/drills/standard.toml"))];

/// England's bank holidays, as `date,name`.
pub const HOLIDAYS: &str = include_str!("../assets/england-bank-holidays.csv");

/// The made-up inspection for looking around.
pub const DEMO: &str = include_str!("../assets/demo/demo.toml");

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;

    #[test]
    fn every_shipped_file_has_a_row_and_every_row_a_file() {
        for (folder, rows) in [
            ("drills", DRILLS),
            ("frameworks", FRAMEWORKS),
            ("templates", TEMPLATES),
        ] {
            let path = Path::new(env!("CARGO_MANIFEST_DIR"))
                .join("assets")
                .join(folder);
            let files: BTreeSet<String> = std::fs::read_dir(&path)
                .unwrap()
                .map(|entry| entry.unwrap().file_name().into_string().unwrap())
                .collect();
            let listed: BTreeSet<String> = rows
                .iter()
                .map(|(name, _)| format!("{name}.toml"))
                .collect();
            assert_eq!(listed, files, "{folder}");
            assert_eq!(rows.len(), listed.len(), "{folder} has a row twice");
        }
    }
}
