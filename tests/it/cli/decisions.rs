use crate::support::cli::Folder;

#[test]
fn what_was_agreed_is_written_down_shown_and_taken_back() {
    let folder = Folder::with_four_tasks();
    folder
        .cli()
        .arg("decisions")
        .stdout("Nothing has been written down yet.\n")
        .run();
    let said = folder
        .cli()
        .line("decisions Ravi takes lists 4 and 7, today 15:00")
        .any_output()
        .run_for_stderr();
    assert!(
        said.contains("Agreed: Ravi takes lists 4 and 7, today 15:00"),
        "{said}"
    );
    let shown = folder.cli().arg("decisions").any_output().run();
    assert!(
        shown.contains("Ravi takes lists 4 and 7, today 15:00 (Ann Lee)"),
        "{shown}"
    );
    let json = folder.cli().line("decisions --json").json();
    assert_eq!(json["version"], 1);
    assert_eq!(
        json["decisions"][0]["decision"],
        "Ravi takes lists 4 and 7, today 15:00"
    );
    assert_eq!(json["decisions"][0]["who"], "Ann Lee");
    folder.cli().arg("undo").any_output().run();
    folder
        .cli()
        .arg("decisions")
        .stdout("Nothing has been written down yet.\n")
        .run();
}

#[test]
fn a_decision_of_spaces_is_refused() {
    let folder = Folder::with_four_tasks();
    folder
        .cli()
        .args(["decisions", " "])
        .stderr("error: Type what was agreed.\nhint: For example: Ravi takes lists 4 and 7, today 15:00\n")
        .status(2)
        .run();
}
