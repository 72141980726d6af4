use std::fs;

use crate::support::cli::Folder;
use crate::support::xlsx::{C, Sheet, workbook};

const TRACKER: &str = "Our plan,,,\n\
    Action,Lead,Due,RAG\n\
    Book the room,Tom Bell,12/6/2026,A\n\
    Ring the press,Al Price / Jo Smith,ASAP,\n\
    ,JS,13/6/2026,\n";

const PROPOSED: &str = "1 new, 1 changed, 0 unchanged, 1 refused.\n\
    New\n\
    \x20 row 4: N-04 Ring the press (Al Price)\n\
    Changed\n\
    \x20 row 3: N-02 Book the room\n\
    \x20   due: Fri 5 Jun 2026 -> Fri 12 Jun 2026\n\
    \x20   rag: nothing -> amber\n\
    Refused\n\
    \x20 row 5, column A: there is nothing under \"Action\"\n\
    Kept in the note\n\
    \x20 row 4, column C: \"ASAP\" is no date; it is in the note\n";

fn with_tracker() -> Folder {
    let folder = Folder::with_four_tasks();
    fs::write(folder.file("tracker.csv"), TRACKER).unwrap();
    folder
}

#[test]
fn a_tracker_is_shown_brought_in_and_taken_back_in_one() {
    let folder = with_tracker();
    let before = folder.cli().line("list --json").any_output().run();
    folder
        .cli()
        .line("import tracker.csv --dry-run")
        .stdout(PROPOSED)
        .stderr(
            "New people: Al Price.\n\
             warning: 1 row could not be brought in; each is named above with its reason.\n\
             Nothing has been saved.\n",
        )
        .run();
    assert_eq!(folder.cli().line("list --json").any_output().run(), before);
    folder
        .cli()
        .line("import tracker.csv")
        .stdout(PROPOSED)
        .stderr(
            "New people: Al Price.\n\
             warning: 1 row could not be brought in; each is named above with its reason.\n\
             Saved. 1 task brought in from tracker.csv, 1 changed. Undo with: readyroom undo\n",
        )
        .run();
    folder
        .cli()
        .line("list ref:N-04")
        .stdout("-  N-04  AP  no date    Ring the press\n")
        .run();
    assert_eq!(
        fs::read_to_string(folder.file("tracker.csv")).unwrap(),
        TRACKER
    );
    folder.run(["undo"]);
    assert_eq!(folder.cli().line("list --json").any_output().run(), before);
}

#[test]
fn the_next_time_only_what_differs_changes() {
    let folder = with_tracker();
    folder.run(["import", "tracker.csv"]);
    folder
        .cli()
        .line("import tracker.csv")
        .stdout(
            "0 new, 0 changed, 2 unchanged, 1 refused.\n\
             Refused\n\
             \x20 row 5, column A: there is nothing under \"Action\"\n\
             Kept in the note\n\
             \x20 row 4, column C: \"ASAP\" is no date; it is in the note\n",
        )
        .stderr(
            "warning: 1 row could not be brought in; each is named above with its reason.\n\
             There is nothing to save.\n",
        )
        .run();
}

#[test]
fn columns_and_sheets_can_be_said() {
    let folder = Folder::with("blank");
    let sheets = [
        Sheet::new(
            "Odd",
            &[&[C::T("Thing"), C::T("Mine")], &[C::T("Ring"), C::T("Jo")]],
        ),
        Sheet::new(
            "Plan",
            &[
                &[C::T("Action"), C::T("Lead")],
                &[C::T("Write"), C::T("Al")],
            ],
        ),
    ];
    fs::write(folder.file("odd.xlsx"), workbook(&sheets)).unwrap();
    let said = folder
        .cli()
        .args([
            "import",
            "odd.xlsx",
            "--sheet",
            "odd",
            "--map",
            "title=Thing,owner=B",
            "--json",
        ])
        .any_stderr()
        .json();
    assert_eq!(said["version"], 1);
    assert_eq!(said["saved"], true);
    assert_eq!(said["new"][0]["ref"], "N-01");
    assert_eq!(
        (&said["new"][0]["row"], &said["new"][0]["sheet"]),
        (&2.into(), &"Odd".into())
    );
    assert_eq!(
        said["notices"][0],
        "Sheet \"Plan\" left out: not asked for."
    );
    folder
        .cli()
        .line("import odd.xlsx --map name=A")
        .stderr(
            "error: A column cannot be for \"name\".\n\
             hint: It can be for title, owner, deputy, due, from, rag, status, waiting, reason, note, evidence, \
             section, phase, ref, area, tag, keep, skip.\n",
        )
        .status(2)
        .run();
}

#[test]
fn what_cannot_be_read_is_named_and_nothing_changes() {
    let folder = with_tracker();
    let before = folder.cli().line("list --json").any_output().run();
    for (name, bytes, status, said) in [
        (
            "none.csv",
            None,
            3,
            "error: There is no file none.csv.\nhint: Check the name and the folder.\n",
        ),
        (
            "cut.xlsx",
            Some(&b"PK\x03\x04 cut"[..]),
            1,
            "error: cut.xlsx is damaged or cut short (it cannot be unpacked).\n\
             hint: Open it in Excel, save it under a new name and try that one.\n",
        ),
        (
            "prose.csv",
            Some(&b"Dear all,\nhere is the plan.\n"[..]),
            1,
            "error: No row of headings such as Action, Lead and Due was found.\n\
             hint: Say which column is the title: --map title=Action, or by its letter, --map title=C\n",
        ),
    ] {
        if let Some(bytes) = bytes {
            fs::write(folder.file(name), bytes).unwrap();
        }
        folder
            .cli()
            .line(&format!("import {name}"))
            .status(status)
            .stderr(said)
            .run();
    }
    assert_eq!(folder.cli().line("list --json").any_output().run(), before);
}

#[test]
fn a_sheet_of_ours_comes_back_as_it_went() {
    let folder = Folder::with_four_tasks();
    folder.run([
        "set",
        "N-02",
        "note=- first\n=second, \"quoted\"",
        "evidence=S:\\a; https://x.org/b",
        "rag=red",
        "reason=no room",
    ]);
    folder.run(["done", "N-03"]);
    for name in ["sheet.csv", "sheet.xlsx"] {
        folder.run(["export", name]);
        folder
            .cli()
            .args(["import", name])
            .stdout("0 new, 0 changed, 4 unchanged, 0 refused.\n")
            .any_stderr()
            .run();
        // Days later the colours have moved on by themselves, and nobody has changed anything.
        folder
            .cli()
            .now("2026-06-12T09:00")
            .args(["import", name])
            .stdout("0 new, 0 changed, 4 unchanged, 0 refused.\n")
            .any_stderr()
            .run();
    }
}

#[test]
fn what_only_they_changed_is_taken_and_what_both_changed_is_shown_and_left() {
    let folder = Folder::with_four_tasks();
    folder.run(["export", "sheet.csv"]);
    let sheet = fs::read_to_string(folder.file("sheet.csv")).unwrap();
    let edited = sheet
        .replace("Book the room", "Book two rooms")
        .replace("Staff briefing", "Brief all staff")
        .replace("Tom Bell,", "Jo Smith,");
    assert_ne!(sheet, edited);
    fs::write(folder.file("sheet.csv"), &edited).unwrap();
    folder.run(["set", "N-03", "title=Brief the staff"]);
    folder
        .cli()
        .line("import sheet.csv")
        .stdout(
            "0 new, 1 changed, 2 unchanged, 0 refused. 1 field changed on both sides.\n\
             Changed\n\
             \x20 row 3: N-02 Book the room\n\
             \x20   title: Book the room -> Book two rooms\n\
             \x20   owner: Tom Bell -> Jo Smith\n\
             Changed here and in the sheet; yours stays\n\
             \x20 row 4, column D: Action: mine Brief the staff, theirs Brief all staff\n",
        )
        .stderr(
            "Left out: Days left, Due rule.\n\
             Saved. 1 task changed from sheet.csv. Undo with: readyroom undo\n\
             error: 1 field changed here and in the sheet. Yours stays; both are named above.\n\
             hint: To take theirs, type it: readyroom set REF FIELD=VALUE\n",
        )
        .status(6)
        .run();
    // The second time their edits are ours, and only the conflict is left.
    folder
        .cli()
        .line("import sheet.csv")
        .any_output()
        .status(6)
        .run();
    let broken = edited.replace("2026-06-05", "soon");
    fs::write(folder.file("sheet.csv"), &broken).unwrap();
    let said = folder
        .cli()
        .line("import sheet.csv")
        .any_output()
        .status(6)
        .run();
    assert!(
        said.contains("row 3, column F: \"soon\" is no date"),
        "{said}"
    );
}

/// What an export holds, apart from when and from which state of the file it was made.
fn exported(folder: &Folder, file: &str, name: &str) -> serde_json::Value {
    let args = ["export", name, "--force"];
    folder.cli().file(file).args(args).any_output().run();
    let bytes = fs::read(folder.file(name)).unwrap();
    let mut whole: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    whole["file"].take()
}

#[test]
fn json_of_a_whole_inspection_goes_into_a_blank_file_and_comes_out_the_same() {
    let folder = Folder::with_four_tasks();
    folder.run(["set", "N-02", "needs=N-01"]);
    folder.run(["set", "N-01", "evidence=S:\\a \"b\""]);
    folder.run(["policy", "red-word=Off track"]);
    // A ref that was given and is gone is not given again.
    folder.run(["remove", "N-03"]);
    let before = exported(&folder, "t.readyroom", "all.json");
    folder.run(["new", "two.readyroom", "--template", "blank"]);
    let blank = exported(&folder, "two.readyroom", "blank.json");
    folder
        .cli()
        .file("two.readyroom")
        .line("import all.json")
        .any_stdout()
        .stderr(
            "Settings that change: council, policy.\n\
             Milestones that change: Notification call, First day on site.\n\
             New people: Jo Smith, Tom Bell.\n\
             Saved. 3 tasks brought in from all.json. Undo with: readyroom undo\n",
        )
        .run();
    assert_eq!(exported(&folder, "two.readyroom", "two.json"), before);
    folder
        .cli()
        .file("two.readyroom")
        .line("import all.json")
        .stdout("0 new, 0 changed, 3 unchanged, 0 refused.\n")
        .stderr("There is nothing to save.\n")
        .run();
    let check = folder.cli().file("two.readyroom").line("check");
    check.any_output().run();
    let undo = folder.cli().file("two.readyroom").line("undo");
    undo.any_output().run();
    let mut undone = exported(&folder, "two.readyroom", "undone.json");
    assert_ne!(undone["next_numbers"], blank["next_numbers"]);
    undone["next_numbers"] = blank["next_numbers"].clone();
    assert_eq!(undone, blank);
}

#[test]
fn json_that_is_not_ours_is_refused_by_name() {
    let folder = Folder::with_four_tasks();
    fs::write(folder.file("new.json"), "{\"version\": 9, \"file\": {}}").unwrap();
    folder
        .cli()
        .line("import new.json")
        .stderr(
            "error: new.json was written by a newer readyroom.\n\
             hint: Bring this one up to date, or have a tracker exported there as .xlsx.\n",
        )
        .status(1)
        .run();
    fs::write(folder.file("odd.json"), "{\"name\": 3}").unwrap();
    folder
        .cli()
        .line("import odd.json")
        .stderr(
            "error: odd.json is JSON, but not what readyroom exports.\n\
             hint: `readyroom export all.json` writes what can be brought in.\n",
        )
        .status(1)
        .run();
}

#[test]
fn columns_chosen_on_the_screen_count_here_too_and_that_is_said() {
    let folder = Folder::with("blank");
    let rows = "Odd,Mine\nRing,Jo\n";
    fs::write(folder.file("odd.csv"), rows).unwrap();
    folder
        .cli()
        .line("import odd.csv --dry-run")
        .any_output()
        .status(1)
        .run();
    // The mark of this shape of file, as the screens keep it.
    fs::create_dir_all(folder.file("settings")).unwrap();
    let shape = format!("{:08x}", crc32fast::hash(b"mine\nodd"));
    let settings = format!("[columns.{shape}]\nOdd = \"title\"\nMine = \"owner\"\n");
    fs::write(folder.file("settings").join("config.toml"), settings).unwrap();
    folder
        .cli()
        .line("import odd.csv --dry-run")
        .stdout("1 new, 0 changed, 0 unchanged, 0 refused.\nNew\n  row 2: N-01 Ring (Jo)\n")
        .stderr(
            "Its columns are read as you last chose for a file like it; --map says otherwise.\n\
             New people: Jo.\n\
             Nothing has been saved.\n",
        )
        .run();
    folder
        .cli()
        .line("import odd.csv --dry-run --map title=Mine")
        .stdout("1 new, 0 changed, 0 unchanged, 0 refused.\nNew\n  row 2: N-01 Jo\n")
        .stderr("Nothing has been saved.\n")
        .run();
}

#[test]
fn columns_chosen_for_one_sheet_make_no_tracker_of_another() {
    let folder = Folder::with("blank");
    let sheets = [
        Sheet::new(
            "Plan",
            &[&[C::T("Action"), C::T("Lead")], &[C::T("Ring"), C::T("Al")]],
        ),
        Sheet::new(
            "Key",
            &[
                &[C::T("Action"), C::T("zz")],
                &[C::T("Ring"), C::T("by telephone")],
            ],
        ),
    ];
    fs::write(folder.file("plan.xlsx"), workbook(&sheets)).unwrap();
    fs::create_dir_all(folder.file("settings")).unwrap();
    let shape = format!("{:08x}", crc32fast::hash(b"action\nlead"));
    let settings = format!("[columns.{shape}]\nAction = \"title\"\nLead = \"deputy\"\n");
    fs::write(folder.file("settings").join("config.toml"), settings).unwrap();
    folder
        .cli()
        .line("import plan.xlsx --dry-run")
        .stdout("1 new, 0 changed, 0 unchanged, 0 refused.\nNew\n  Plan, row 2: N-01 Ring\n")
        .stderr(
            "Its columns are read as you last chose for a file like it; --map says otherwise.\n\
             Sheet \"Key\" left out: no row of headings that is recognised.\n\
             New people: Al.\n\
             Nothing has been saved.\n",
        )
        .run();
}

#[test]
fn what_looks_like_a_childs_is_pointed_at_and_comes_in_and_the_history_says_so() {
    let folder = Folder::with("blank");
    let rows = "Action,Lead,Notes\nRing 943 476 5919,Jo,\nWrite,Jo,DOB 3/4/2011\nMeet,Jo,soon\n";
    fs::write(folder.file("plan.csv"), rows).unwrap();
    let pointed_at = "New people: Jo.\n\
         warning: The title of N-01 looks as if it held an NHS number.\n\
         warning: The note of N-02 looks as if it held a date of birth.\n\
         warning: Nothing about one child or patient is needed here.\n";
    folder
        .cli()
        .line("import plan.csv --dry-run")
        .any_stdout()
        .stderr(&format!("{pointed_at}Nothing has been saved.\n"))
        .run();
    let label = "3 tasks brought in from plan.csv (kept, though it looks like a date of birth and an NHS number)";
    folder
        .cli()
        .line("import plan.csv")
        .any_stdout()
        .stderr(&format!(
            "{pointed_at}Saved. {label}. Undo with: readyroom undo\n"
        ))
        .run();
    let history = folder.cli().line("history").any_output().run();
    assert!(history.contains("kept, though it looks like"), "{history}");
    let pointed_at = |what: &str| {
        format!(
            "warning: The {what} looks as if it held an NHS number. Nothing about one child or patient is needed here.\n"
        )
    };
    folder.run(["set", "N-01", "rag=red", "reason=late"]);
    folder
        .cli()
        .line("brief")
        .any_stdout()
        .stderr(&pointed_at("brief"))
        .run();
    folder
        .cli()
        .line("chase Jo")
        .any_stdout()
        .stderr(&pointed_at("list"))
        .run();
    let made = folder.cli().line("brief --out b.txt").any_stdout();
    let said = made
        .stderr(&format!(
            "{}Wrote b.txt.\nSaved. Brief for director made (kept, though it looks like an NHS number). \
             Undo with: readyroom undo\n",
            pointed_at("brief")
        ))
        .run();
    assert_eq!(said, "");
}
