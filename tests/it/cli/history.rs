use crate::support::cli::Folder;

#[test]
fn history_tells_who_changed_what_newest_first() {
    let folder = Folder::with_four_tasks();
    folder.run([
        "set",
        "N-02",
        "FW-01",
        "owner=JS",
        "status=waiting",
        "--who",
        "Tom Bell",
    ]);
    folder
        .cli()
        .line("history --limit 3")
        .stdout(
            "    7  Wed 3 Jun 2026 09:41  Tom Bell  2 tasks waiting, owner Jo Smith  (rehearsed)\n       \
             N-02 owner: Tom Bell -> Jo Smith\n       \
             N-02 status: not started -> waiting\n       \
             FW-01 owner: nobody -> Jo Smith\n       \
             and 1 more\n    \
             6  Wed 3 Jun 2026 09:41  Ann Lee  FW-01 added: Timetable for week 1, due start+1d 12:00  (rehearsed)\n       \
             FW-01 added: Timetable for week 1\n    \
             5  Wed 3 Jun 2026 09:41  Ann Lee  N-03 added: Staff briefing, due Wed 3 Jun 2026 16:00  (rehearsed)\n       \
             N-03 added: Staff briefing\n",
        )
        .run();
    folder
        .cli()
        .line("history FW-01")
        .stdout(
            "    7  Wed 3 Jun 2026 09:41  Tom Bell  2 tasks waiting, owner Jo Smith  (rehearsed)\n       \
             FW-01 owner: nobody -> Jo Smith\n       \
             FW-01 status: not started -> waiting\n    \
             6  Wed 3 Jun 2026 09:41  Ann Lee  FW-01 added: Timetable for week 1, due start+1d 12:00  (rehearsed)\n       \
             FW-01 added: Timetable for week 1\n",
        )
        .run();
}

#[test]
fn history_in_json_has_just_the_fields_that_are_promised() {
    let folder = Folder::with_four_tasks();
    folder.run(["done", "N-02"]);
    let text = folder
        .cli()
        .line("history --json --limit 1")
        .any_output()
        .run();
    let seconds = text.split("09:41:").nth(1).unwrap().get(..2).unwrap();
    assert_eq!(
        text,
        format!(
            "{{\"version\":1,\"history\":[{{\"order\":7,\"at\":\"2026-06-03T09:41:{seconds}\",\"who\":\"Ann Lee\",\
             \"label\":\"N-02 done\",\"kind\":\"do\",\"rehearsed\":true,\"undone\":false,\
             \"changes\":[{{\"ref\":\"N-02\",\"field\":\"status\",\"from\":\"not started\",\"to\":\"done\"}}]}}]}}\n"
        )
    );
    let all = folder.cli().line("history --json").json();
    let kinds: Vec<&str> = all["history"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|e| e["kind"].as_str())
        .collect();
    assert_eq!(kinds, ["do", "do", "do", "do", "do", "do", "start"]);
}

#[test]
fn undo_and_redo_go_back_and_forth_and_say_when_there_is_no_more() {
    let folder = Folder::with_four_tasks();
    let before = folder.cli().line("list --json").any_output().run();
    folder.run(["done", "N-01"]);
    let after = folder.cli().line("list --json").any_output().run();
    folder
        .cli()
        .arg("undo")
        .stderr(
            "Taken back: N-01 done (Ann Lee, Wed 3 Jun 2026 09:41). Bring it back with: readyroom redo\n",
        )
        .run();
    assert_eq!(folder.cli().line("list --json").any_output().run(), before);
    folder
        .cli()
        .arg("redo")
        .stderr(
            "Brought back: N-01 done (Ann Lee, Wed 3 Jun 2026 09:41). Undo with: readyroom undo\n",
        )
        .run();
    assert_eq!(folder.cli().line("list --json").any_output().run(), after);
    folder
        .cli()
        .arg("redo")
        .stderr("error: There is nothing to redo.\n")
        .status(1)
        .run();
}

#[test]
fn what_is_done_at_the_real_time_is_not_a_rehearsal() {
    let folder = Folder::with("blank");
    folder
        .cli()
        .without("READYROOM_NOW")
        .line("add Real")
        .any_output()
        .run();
    let history = folder.cli().line("history --json").json();
    assert_eq!(
        (
            &history["history"][0]["rehearsed"],
            &history["history"][1]["rehearsed"]
        ),
        (&false.into(), &true.into())
    );
}

#[test]
fn history_is_looked_through_by_person_task_kind_and_day() {
    let folder = Folder::with_four_tasks();
    folder.run(["set", "N-02", "due=8/6", "--who", "Tom Bell"]);
    folder.run(["done", "N-01"]);
    let due = "    7  Wed 3 Jun 2026 09:41  Tom Bell  N-02 due Mon 8 Jun 2026  (rehearsed)\n       \
               N-02 due: Fri 5 Jun 2026 -> Mon 8 Jun 2026\n";
    for line in [
        "history who:tom",
        "history who:TB",
        "history kind:due",
        "history -who:ann -kind:start",
        "history ref:N-02 -kind:added",
        "history N-02 kind:due",
        "history day:today -who:ann",
        "history N-02 --limit 1",
        "history 7",
    ] {
        folder.cli().line(line).stdout(due).run();
    }
    folder.cli().line("history day<today").stdout("").run();
    for (line, message) in [
        (
            "history whom:tom",
            "error: A filter has no key \"whom:\".\nhint: Did you mean who:? The keys are who: ref: kind: day: day< day>. To search for the word itself, put it in quotes.\n",
        ),
        (
            "history day:soon",
            "error: day: must be a real date, like yesterday or 8/6.\nhint: For several words use day:\"8 jun\".\n",
        ),
    ] {
        folder.cli().line(line).stderr(message).status(2).run();
    }
    folder
        .cli()
        .line("history 99")
        .stderr("error: There is no change number 99.\nhint: `readyroom history` lists every change with its number.\n")
        .status(3)
        .run();
}

#[test]
fn all_that_a_change_did_is_told_when_it_is_asked_for() {
    let folder = Folder::with_four_tasks();
    folder.run(["set", "N-01", "N-02", "N-03", "FW-01", "note=For the board"]);
    let cut = folder.cli().line("history --limit 1").any_output().run();
    assert!(cut.ends_with("       and 1 more\n"), "{cut}");
    let whole = folder.cli().line("history 7").any_output().run();
    assert!(
        whole.ends_with("       N-03 note: For the board\n       FW-01 note: For the board\n"),
        "{whole}"
    );
    assert_eq!(
        folder
            .cli()
            .line("history --limit 1 --full")
            .any_output()
            .run(),
        whole
    );
}

#[test]
fn an_old_change_is_taken_back_by_itself() {
    let folder = Folder::with_four_tasks();
    folder.run(["set", "N-02", "due=8/6"]);
    folder.run(["done", "N-01"]);
    let before = folder.cli().line("list --json").any_output().run();
    folder
        .cli()
        .line("undo --op 7 --who Tom")
        .stderr(
            "Taken back: N-02 due Mon 8 Jun 2026 (Ann Lee, Wed 3 Jun 2026 09:41). Bring it back with: readyroom redo\n",
        )
        .run();
    let shown = folder.cli().line("history 7").any_output().run();
    assert_eq!(
        shown,
        "    7  Wed 3 Jun 2026 09:41  Ann Lee  N-02 due Mon 8 Jun 2026  (rehearsed)  (undone)\n       \
         N-02 due: Fri 5 Jun 2026 -> Mon 8 Jun 2026\n       \
         Taken back by Tom, Wed 3 Jun 2026 09:41 (number 9)\n"
    );
    let json = folder.cli().line("history 7 --json").json();
    assert_eq!(json["history"][0]["undone"], true);
    folder
        .cli()
        .line("undo --op 7")
        .stderr(
            "error: It has been taken back already by Tom on Wed 3 Jun 2026 09:41 (number 9).\n",
        )
        .status(1)
        .run();
    folder.run(["redo"]);
    assert_eq!(folder.cli().line("list --json").any_output().run(), before);
}

#[test]
fn a_change_that_something_rests_on_is_not_taken_back() {
    let folder = Folder::with_four_tasks();
    folder.run(["set", "N-02", "due=8/6"]);
    folder.run(["set", "N-02", "due=9/6", "--who", "Jo"]);
    folder
        .cli()
        .line("undo --op 7")
        .stderr("error: N-02's due was changed again by Jo on Wed 3 Jun 2026 09:41 (number 8); undo that first.\n")
        .status(1)
        .run();
    folder
        .cli()
        .line("undo --op 1")
        .stderr("error: That made the inspection. It cannot be taken back.\n")
        .status(1)
        .run();
    folder
        .cli()
        .line("undo --op 99")
        .stderr("error: There is no change number 99.\nhint: `readyroom history` lists every change with its number.\n")
        .status(3)
        .run();
}

#[test]
fn what_has_no_history_is_refused() {
    let folder = Folder::with_four_tasks();
    folder
        .cli()
        .args(["history", "N-99"])
        .stderr(
            "error: There is no task N-99.\nhint: `readyroom list` shows every task with its ref.\n",
        )
        .status(3)
        .run();
    folder
        .cli()
        .args(["history", "--limit", "few"])
        .stderr("error: --limit N cannot be \"few\".\nhint: Type it like: readyroom history N-12\n")
        .status(2)
        .run();
}
