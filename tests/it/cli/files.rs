use std::fs;

use crate::support::cli::Folder;

#[test]
fn a_sound_file_says_so() {
    let folder = Folder::with_four_tasks();
    let told = folder.cli().arg("check").any_output().run();
    assert!(
        told.starts_with("Sound: 4 tasks, 6 changes in the history. Mark "),
        "{told}"
    );
    let told = folder.cli().line("check --json").json();
    assert_eq!(
        (&told["sound"], &told["tasks"], &told["operations"]),
        (&true.into(), &4.into(), &6.into())
    );
    assert_eq!(told["head"].as_str().map(str::len), Some(64));
}

#[test]
fn copies_are_made_listed_and_gone_back_to() {
    let folder = Folder::with_four_tasks();
    folder
        .cli()
        .arg("backup")
        .now("2026-06-04T08:00")
        .stdout("<folder>/t-backups/t-2026-06-04T08-00-00.readyroom\n")
        .stderr("Copied and verified: 4 tasks. Go back to it with: readyroom restore 1\n")
        .run();
    let copies = folder.cli().line("backups --json").json();
    let copies = copies["backups"].as_array().unwrap();
    assert_eq!(copies.len(), 1);
    assert_eq!(
        (
            &copies[0]["number"],
            &copies[0]["tasks"],
            &copies[0]["verified"]
        ),
        (&1.into(), &4.into(), &true.into())
    );
    folder.run(["remove", "N-01", "N-02", "N-03"]);
    folder
        .cli()
        .args(["restore", "1"])
        .now("2026-06-04T09:00")
        .stderr(
            "Restored <folder>/t.readyroom from <folder>/t-backups/t-2026-06-04T08-00-00.readyroom: 4 tasks.\n\
             What was there before is kept as <folder>/t.replaced-2026-06-04T09-00-00.readyroom.\n",
        )
        .run();
    let tasks = folder.cli().line("list --json").json();
    assert_eq!(tasks["tasks"].as_array().map(Vec::len), Some(4));
    let kept = folder
        .cli()
        .file("t.replaced-2026-06-04T09-00-00.readyroom")
        .line("list --json")
        .json();
    assert_eq!(kept["tasks"].as_array().map(Vec::len), Some(1));
}

#[test]
fn a_file_that_is_lost_is_gone_back_to_as_well() {
    let folder = Folder::with_four_tasks();
    folder.run(["backup"]);
    fs::remove_file(folder.file("t.readyroom")).unwrap();
    folder.run(["restore", "1"]);
    assert_eq!(
        folder.cli().line("list --json").json()["tasks"]
            .as_array()
            .map(Vec::len),
        Some(4)
    );
}

#[test]
fn copies_that_are_not_there_are_not_found() {
    let folder = Folder::with("blank");
    folder
        .cli()
        .arg("backups")
        .stderr("There are no copies yet. `readyroom backup` makes one.\n")
        .run();
    for which in ["1", "0", "none.readyroom"] {
        folder
            .cli()
            .args(["restore", which])
            .stderr(&format!(
                "error: There is no copy \"{which}\".\n\
                 hint: `readyroom backups` lists the copies with their numbers.\n"
            ))
            .status(3)
            .run();
    }
}

#[test]
fn where_tells_all_places() {
    let folder = Folder::with("blank");
    let told = folder.cli().arg("where").any_output().run();
    assert!(
        told.starts_with("file      <folder>/t.readyroom\ncopies    <folder>/t-backups\n"),
        "{told}"
    );
    let told = folder.cli().file("none").line("where --json").json();
    assert_eq!(
        (&told["file"], &told["there"]),
        (&"<folder>/none".into(), &false.into())
    );
}

#[test]
fn what_is_not_a_file_of_ours_is_named_for_what_it_is() {
    let folder = Folder::new();
    fs::write(folder.file("empty"), "").unwrap();
    fs::write(folder.file("letter"), "Dear director\n".repeat(20)).unwrap();
    for verb in [
        "list",
        "today",
        "add x",
        "done N-01",
        "check",
        "undo",
        "backup",
        "history",
        "owners",
        "milestones",
        "call today",
    ] {
        for (file, message, status) in [
            (
                "none.readyroom",
                "error: There is no file none.readyroom.\n",
                3,
            ),
            ("empty", "error: <folder>/empty is an empty file.\n", 1),
            (
                "letter",
                "error: <folder>/letter is not a readyroom file.\n",
                1,
            ),
            (
                ".",
                "error: <folder> is a folder, not an inspection file.\n",
                1,
            ),
        ] {
            let cli = folder
                .cli()
                .file(file)
                .line(verb)
                .any_stderr()
                .status(status);
            let told = cli.run_for_stderr();
            assert!(
                told.starts_with(message) && told.contains("\nhint: "),
                "{verb} {file}: {told}"
            );
        }
    }
}

#[test]
fn with_no_file_at_all_the_way_out_is_told() {
    Folder::new()
        .cli()
        .without("READYROOM_FILE")
        .arg("today")
        .stderr(
            "error: No inspection has been made or named yet.\n\
             hint: Make one with `readyroom new FILE --template standard`, or name one with --file.\n",
        )
        .status(3)
        .run();
}

#[test]
fn a_file_that_may_only_be_read_is_shown_and_not_changed() {
    let folder = Folder::with_four_tasks();
    let file = folder.file("t.readyroom");
    let mut permissions = fs::metadata(&file).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&file, permissions).unwrap();
    let before = fs::read(&file).unwrap();
    folder
        .cli()
        .line("list late")
        .stdout("R  N-01  JS  Tue 2 Jun 17:00  1 day late  Check Annex A lists\n")
        .run();
    for line in super::WRITES {
        folder
            .cli()
            .line(line)
            .stderr(
                "error: You can look at this file but not change it.\n\
                 hint: Save your own copy in a folder you can write to, and change that.\n",
            )
            .status(5)
            .run();
    }
    assert_eq!(fs::read(&file).unwrap(), before);
}

#[cfg(unix)]
#[test]
fn a_link_is_followed_to_the_real_file() {
    let folder = Folder::with_four_tasks();
    std::os::unix::fs::symlink(folder.file("t.readyroom"), folder.file("link.readyroom")).unwrap();
    folder
        .cli()
        .file("link.readyroom")
        .line("done N-01")
        .any_output()
        .run();
    assert_eq!(
        folder.cli().line("show N-01 --json").json()["tasks"][0]["status"],
        "done"
    );
    assert!(
        fs::symlink_metadata(folder.file("link.readyroom"))
            .unwrap()
            .is_symlink()
    );
}

#[test]
fn while_somebody_else_is_saving_it_can_be_read_and_is_busy_for_changes() {
    let folder = Folder::with_four_tasks();
    let other = rusqlite::Connection::open(folder.file("t.readyroom")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    folder.cli().arg("list").any_output().run();
    folder
        .cli()
        .args(["done", "N-01"])
        .stderr(
            "error: Another readyroom window is saving. Your change is not saved yet.\n\
             hint: Try again in a few seconds.\n",
        )
        .status(5)
        .run();
    other.execute_batch("ROLLBACK").unwrap();
    folder.run(["done", "N-01"]);
}
