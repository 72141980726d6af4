use std::fs;

use crate::support::cli::Folder;

const ROW: &str = "N-01,Notification,Off-site week,Check Annex A lists,Jo Smith,2026-06-02 17:00,-1,R Red,\
                   not started,,,,,,,annex,,,";

#[test]
fn the_ending_picks_the_format_and_what_was_written_is_counted() {
    let folder = Folder::with_four_tasks();
    folder
        .cli()
        .line("export tracker.csv")
        .stderr("Wrote 4 of 4 tasks to tracker.csv (CSV).\n")
        .run();
    let text = fs::read_to_string(folder.file("tracker.csv")).unwrap();
    let lines: Vec<&str> = text.split("\r\n").collect();
    assert!(
        lines[0].starts_with("\u{FEFF}Ref,Phase,Section,Action,Owner,Due,"),
        "{text}"
    );
    assert!(lines[1].starts_with(ROW), "{text}");
    assert_eq!(lines.len(), 6);
    folder
        .cli()
        .line("export tracker.XLSX owner:JS --json")
        .stdout("{\"version\":1,\"path\":\"tracker.XLSX\",\"format\":\"xlsx\",\"written\":1,\"of\":4}\n")
        .run();
    assert!(
        fs::read(folder.file("tracker.XLSX"))
            .unwrap()
            .starts_with(b"PK")
    );
}

#[test]
fn a_file_that_is_there_is_kept_unless_force_is_said() {
    let folder = Folder::with_four_tasks();
    fs::write(folder.file("all.json"), "mine").unwrap();
    folder
        .cli()
        .line("export all.json")
        .stderr(
            "error: There is a file all.json already.\n\
             hint: Choose another name, or say --force to replace it.\n",
        )
        .status(1)
        .run();
    assert_eq!(fs::read(folder.file("all.json")).unwrap(), b"mine");
    folder
        .cli()
        .line("export all.json --force")
        .stderr("Wrote 4 of 4 tasks to all.json (JSON).\n")
        .run();
    let json: serde_json::Value =
        serde_json::from_slice(&fs::read(folder.file("all.json")).unwrap()).unwrap();
    assert_eq!(json["version"], 1);
    assert_eq!(json["file"]["tasks"].as_array().unwrap().len(), 4);
}

#[test]
fn an_ending_without_a_format_and_a_place_that_is_none_are_refused() {
    let folder = Folder::with_four_tasks();
    folder
        .cli()
        .line("export tracker.csw")
        .any_output()
        .status(2)
        .run();
    let said = folder
        .cli()
        .line("export tracker.docx")
        .any_output()
        .status(2)
        .run_for_stderr();
    assert!(
        said.starts_with(
            "error: There is no format \".docx\".\nhint: It can be .xlsx (Excel workbook), .csv"
        ),
        "{said}"
    );
    fs::create_dir(folder.file("folder.csv")).unwrap();
    folder
        .cli()
        .line("export folder.csv --force")
        .stderr("error: folder.csv is a folder.\nhint: Name a file in it.\n")
        .status(2)
        .run();
    folder
        .cli()
        .line("export none/here.csv")
        .stderr(
            "error: There is no folder none.\nhint: Choose one that is there, or make it first.\n",
        )
        .status(3)
        .run();
    let left: Vec<_> = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.contains(".new"))
        .collect();
    assert_eq!(left, Vec::<String>::new());
}
