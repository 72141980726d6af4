use crate::support::cli::Folder;

#[test]
fn a_task_is_added_in_one_line_and_a_new_owner_is_told_of() {
    let folder = Folder::with_four_tasks();
    folder
        .cli()
        .args(["add", "Chase", "the", "rota", "a:\"Jo Smyth\"", "d:fri", "12:00"])
        .stderr(
            "Saved. N-04 added: Chase the rota, due Fri 5 Jun 2026 12:00. Undo with: readyroom undo\n\
             Jo Smyth is new and was added to the people, with the initials JS2. Did you mean Jo Smith?\n",
        )
        .run();
    folder
        .cli()
        .args(["list", "rota"])
        .stdout("A  N-04  JS2  Fri 5 Jun 12:00  2 days  Chase the rota\n")
        .run();
}

#[test]
fn the_task_that_was_added_comes_back_as_json() {
    let folder = Folder::with_four_tasks();
    let added = folder
        .cli()
        .args(["add", "Sign off p:feedback r:green", "--json"])
        .json();
    let task = &added["tasks"][0];
    assert_eq!(
        (&task["ref"], &task["rag"]["shown"]),
        (&"FB-01".into(), &"green".into())
    );
}

#[test]
fn several_tasks_are_set_at_once_and_undone_at_once() {
    let folder = Folder::with_four_tasks();
    let before = folder.cli().line("list --json").any_output().run();
    folder
        .cli()
        .args(["set", "N-02", "FW-01", "owner=Zoe New", "due=fri 12:00"])
        .stderr(
            "Saved. 2 tasks due Fri 5 Jun 2026 12:00, owner Zoe New. Undo with: readyroom undo\n\
             Zoe New is new and was added.\n\
             Those with a rule no longer move with the call.\n",
        )
        .run();
    let changed = folder.cli().line("list owner:ZN --json").json();
    assert_eq!(changed["tasks"].as_array().map(Vec::len), Some(2));
    folder.run(["undo"]);
    assert_eq!(folder.cli().line("list --json").any_output().run(), before);
}

#[test]
fn all_that_was_set_is_said_and_a_date_that_no_longer_moves_too() {
    let folder = Folder::with_four_tasks();
    folder
        .cli()
        .args(["set", "N-01", "note=x", "tag=board", "evidence=Folder A"])
        .stderr("Saved. N-01 note, tags and evidence changed. Undo with: readyroom undo\n")
        .run();
    folder.run(["set", "N-01", "due=start-2wd"]);
    folder
        .cli()
        .args(["set", "N-01", "due=fri"])
        .stderr(
            "Saved. N-01 due Fri 5 Jun 2026. Undo with: readyroom undo\n\
             It no longer moves with the call.\n",
        )
        .run();
}

#[test]
fn words_behind_a_field_belong_to_it_and_an_empty_value_clears() {
    let folder = Folder::with_four_tasks();
    folder
        .cli()
        .line("set N-01 waiting=ICT team due=")
        .any_output()
        .run();
    let task = folder.cli().line("show N-01 --json").json();
    let task = &task["tasks"][0];
    assert_eq!(
        (&task["waiting_on"], &task["due"]),
        (&"ICT team".into(), &serde_json::Value::Null)
    );
    folder
        .cli()
        .args(["set", "N-01", "due="])
        .stderr("It is so already. There is nothing to save.\n")
        .run();
}

#[test]
fn tasks_are_done_and_opened_again() {
    let folder = Folder::with_four_tasks();
    folder
        .cli()
        .args(["done", "n1", "FW-01"])
        .stderr("Saved. 2 tasks done. Undo with: readyroom undo\n")
        .run();
    folder
        .cli()
        .args(["done", "N-01"])
        .stderr("N-01 is done already. There is nothing to save.\n")
        .run();
    folder
        .cli()
        .args(["list", "status:done"])
        .stdout(
            "B  N-01   JS  Tue 2 Jun 17:00  complete  Check Annex A lists\n\
             B  FW-01  --  Tue 9 Jun 12:00  complete  Timetable for week 1\n",
        )
        .run();
    folder
        .cli()
        .args(["reopen", "N-01", "N-02"])
        .stderr("Saved. N-01 in progress. Undo with: readyroom undo\n")
        .run();
    folder
        .cli()
        .args(["reopen", "N-01"])
        .stderr("N-01 is open already. There is nothing to save.\n")
        .run();
    let task = folder.cli().line("done N-01 --json").json();
    assert_eq!(task["tasks"][0]["status"], "done");
}

#[test]
fn a_removed_task_is_no_longer_needed_and_its_ref_is_not_given_again() {
    let folder = Folder::with_four_tasks();
    folder.run(["set", "N-01", "needs=N-03"]);
    folder
        .cli()
        .args(["remove", "N-03"])
        .stderr("Saved. N-03 removed: Staff briefing. Undo with: readyroom undo\n")
        .run();
    assert_eq!(
        folder.cli().line("show N-01 --json").json()["tasks"][0]["needs"],
        serde_json::json!([])
    );
    assert_eq!(
        folder.cli().line("add Another --json").json()["tasks"][0]["ref"],
        "N-04"
    );
}

#[test]
fn one_wrong_ref_or_field_and_nothing_is_changed() {
    let folder = Folder::with_four_tasks();
    let before = folder.cli().line("list --json").any_output().run();
    for (line, stderr, status) in [
        (
            "done N-01 N-99",
            "error: There is no task N-99.\nhint: `readyroom list` shows every task with its ref.\n",
            3,
        ),
        (
            "remove N-01 N-99",
            "error: There is no task N-99.\nhint: `readyroom list` shows every task with its ref.\n",
            3,
        ),
        (
            "reopen 7",
            "error: \"7\" is not a task's ref. Refs look like N-12, FW-03 or FB-07.\n\
             hint: `readyroom list` shows every task with its ref.\n",
            2,
        ),
        (
            "set N-01 N-99 rag=red",
            "error: There is no task N-99.\nhint: `readyroom list` shows every task with its ref.\n",
            3,
        ),
        (
            "set N-01 N-02 due=31/02",
            "error: 31/02 is not a date: February 2027 has 28 days.\nhint: Due was \"31/02\".\n",
            2,
        ),
        (
            "set N-01 ownr=JS",
            "error: There is no field \"ownr\".\n\
             hint: Did you mean owner? The fields are title, owner, deputy, due, status, waiting, rag, reason, expires, \
             phase, section, area, tag, needs, evidence, note.\n",
            2,
        ),
        (
            "set N-01 rag=blue",
            "error: There is no RAG \"blue\".\n\
             hint: It is red, amber or green, or empty to go by the dates. Complete comes with status=done.\n",
            2,
        ),
        (
            "set N-01 needs=N-01",
            "error: N-01 cannot need itself.\nhint: Name the task that has to be finished first.\n",
            2,
        ),
        (
            "set N-01 due",
            "error: Due needs its new text right behind it.\n\
             hint: Type it like: readyroom set N-12 due=... Nothing behind the = clears it.\n",
            2,
        ),
        (
            "set N-01",
            "error: `readyroom set` needs to know what to set.\nhint: Type it like: readyroom set N-12 owner=JS\n",
            2,
        ),
        (
            "set due=fri N-01",
            "error: `readyroom set` needs the ref of a task first.\nhint: Type it like: readyroom set N-12 owner=JS\n",
            2,
        ),
        (
            "add Rota d:25:00",
            "error: 25:00 is not a time: hours run from 0 to 23.\n",
            2,
        ),
        (
            "add Rota d:31/02",
            "error: 31/02 is not a date: February 2027 has 28 days.\n",
            2,
        ),
        (
            "add a:JS",
            "error: A task needs a title.\nhint: Type what has to be done.\n",
            2,
        ),
        (
            "add",
            "error: `readyroom add` needs LINE.\nhint: Type it like: readyroom add Chase the rota a:JS d:fri 12:00\n",
            2,
        ),
    ] {
        folder.cli().line(line).stderr(stderr).status(status).run();
    }
    assert_eq!(folder.cli().line("list --json").any_output().run(), before);
}

#[test]
fn tasks_added_at_the_same_moment_all_get_a_ref_of_their_own() {
    let folder = Folder::with("blank");
    folder.run(["add", "First of the day"]);
    let adding: Vec<_> = (0..8)
        .map(|number| {
            let mut command = folder
                .cli()
                .args(["add", &format!("Task {number}")])
                .command();
            command.stderr(std::process::Stdio::null()).spawn().unwrap()
        })
        .collect();
    for mut child in adding {
        assert!(child.wait().unwrap().success());
    }
    let tasks = folder.cli().line("list --json").json();
    assert_eq!(tasks["tasks"].as_array().map(Vec::len), Some(9));
}

#[test]
fn an_area_the_framework_does_not_have_is_refused() {
    let folder = Folder::with("standard");
    folder
        .cli()
        .line("set N-01 area=ZZ")
        .stderr(
            "error: There is no judgement area \"ZZ\".\n\
             hint: The areas are LEAD, HELP, CARE, LEAV, ALL, LOG.\n",
        )
        .status(2)
        .run();
    folder.run(["set", "N-01", "area=lead, log"]);
    let task = folder.cli().line("show N-01 --json").json();
    assert_eq!(task["tasks"][0]["areas"].to_string(), "[\"LEAD\",\"LOG\"]");
}
