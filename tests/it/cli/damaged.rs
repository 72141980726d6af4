use std::fs;

use crate::support::cli::{Folder, damage};

/// Four tasks, of which one cannot be relied on.
fn with_a_damaged_task() -> Folder {
    let folder = Folder::with_four_tasks();
    damage(&folder.file("t.readyroom"), "Book the room");
    folder
}

#[test]
fn reading_shows_what_is_sound_says_what_is_not_and_exits_with_4() {
    let folder = with_a_damaged_task();
    let cli = folder.cli().arg("list").any_stderr().status(4).stdout(
        "R  N-01   JS  Tue 2 Jun 17:00  1 day late  Check Annex A lists\n\
         A! N-03   --  Wed 3 Jun 16:00  in 6 hours  Staff briefing\n\
         G  FW-01  --  Tue 9 Jun 12:00  6 days      Timetable for week 1\n",
    );
    let told = cli.run_for_stderr();
    assert!(
        told.starts_with(
            "error: Part of this file is damaged. Nothing has been changed. 3 of 4 tasks can be read. \
             Not readable: N-02.\nhint: `readyroom backups` lists the copies to go back to"
        ),
        "{told}"
    );
    for line in [
        "today",
        "owners",
        "milestones",
        "list --json",
        "list --csv",
        "show N-02",
        "check",
        "check --json",
    ] {
        folder.cli().line(line).any_output().status(4).run();
    }
}

#[test]
fn a_sound_task_of_a_damaged_file_is_shown() {
    let folder = with_a_damaged_task();
    folder
        .cli()
        .args(["show", "N-03", "--json"])
        .any_output()
        .run();
}

#[test]
fn writing_refuses_and_touches_nothing() {
    let folder = with_a_damaged_task();
    let before = fs::read(folder.file("t.readyroom")).unwrap();
    let copies = [
        "backup",
        "new n.readyroom --template blank --from t.readyroom",
    ];
    for line in super::WRITES.into_iter().chain(copies) {
        folder.cli().line(line).any_output().status(4).run();
    }
    assert_eq!(fs::read(folder.file("t.readyroom")).unwrap(), before);
    assert!(!folder.file("n.readyroom").exists());
}

#[test]
fn a_file_cut_short_is_damaged_and_not_touched() {
    let folder = Folder::with_four_tasks();
    let file = folder.file("t.readyroom");
    let bytes = fs::read(&file).unwrap();
    fs::write(&file, &bytes[..bytes.len() / 2]).unwrap();
    for line in ["list", "today", "check", "add x"] {
        folder.cli().line(line).any_output().status(4).run();
    }
    assert_eq!(fs::read(&file).unwrap().len(), bytes.len() / 2);
}

#[test]
fn a_file_of_which_no_task_can_be_read_is_not_called_a_quiet_day() {
    let folder = Folder::new();
    folder.run(["new", "t.readyroom", "--template", "blank"]);
    folder.run(["add", "Book the room"]);
    damage(&folder.file("t.readyroom"), "Book the room");
    let told = folder.cli().line("today").any_output().status(4).run();
    assert!(told.contains("No task of this file can be read."), "{told}");
    assert!(!told.contains("Nothing is late"), "{told}");
}
