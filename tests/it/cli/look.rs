use crate::support::cli::Folder;

const LIST: &str = "R  N-01   JS  Tue 2 Jun 17:00  1 day late  Check Annex A lists\n\
                    A! N-03   --  Wed 3 Jun 16:00  in 6 hours  Staff briefing\n\
                    A  N-02   TB  Fri 5 Jun        2 days      Book the room\n\
                    G  FW-01  --  Tue 9 Jun 12:00  6 days      Timetable for week 1\n";

#[test]
fn all_tasks_are_listed_soonest_first() {
    Folder::with_four_tasks()
        .cli()
        .arg("list")
        .stdout(LIST)
        .run();
}

#[test]
fn filters_and_sorting_choose_what_is_listed() {
    let folder = Folder::with_four_tasks();
    let lines: Vec<&str> = LIST.split_inclusive('\n').collect();
    for (line, wanted) in [
        ("list late", vec![0]),
        ("list -late", vec![1, 2, 3]),
        ("list -late -nobody", vec![2]),
        ("list nobody due<fri", vec![1]),
        ("list phase:fieldwork", vec![3]),
        ("list annex lists", vec![0]),
        ("list --sort ref", vec![0, 2, 1, 3]),
        ("list --sort title nobody", vec![1, 3]),
        ("list check", vec![1]),
    ] {
        // Columns are as wide as what they hold.
        let squeeze = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let expected: Vec<String> = wanted
            .iter()
            .map(|at: &usize| squeeze(lines[*at]))
            .collect();
        let got = folder.cli().line(line).any_output().run();
        assert_eq!(
            got.lines().map(squeeze).collect::<Vec<_>>(),
            expected,
            "{line}"
        );
    }
}

#[test]
fn finding_nothing_is_no_failure() {
    let folder = Folder::with_four_tasks();
    folder
        .cli()
        .args(["list", "zebra"])
        .stderr("No task fits.\n")
        .run();
    Folder::with("blank")
        .cli()
        .arg("list")
        .stderr("There are no tasks yet.\n")
        .run();
}

#[test]
fn a_task_in_json_has_just_the_fields_that_are_promised_in_order() {
    let folder = Folder::with_four_tasks();
    folder.run([
        "set",
        "N-01",
        "area=LEAD,HELP",
        "needs=N-02",
        "evidence=link",
        "note=two\nlines",
        "waiting=ICT",
        "deputy=TB",
    ]);
    folder.run(["set", "N-01", "rag=amber", "reason=ICT is slow"]);
    let text = folder.cli().line("list ref:N-01 --json").any_output().run();
    let id = text.split('"').nth(7).unwrap();
    let expected = format!(
        "{{\"version\":1,\"tasks\":[{{\"id\":\"{id}\",\"ref\":\"N-01\",\"phase\":\"notification\",\
         \"section\":\"Off-site week\",\"title\":\"Check Annex A lists\",\"note\":\"two\\nlines\",\
         \"owner\":{{\"initials\":\"JS\",\"name\":\"Jo Smith\",\"role\":\"\"}},\
         \"deputy\":{{\"initials\":\"TB\",\"name\":\"Tom Bell\",\"role\":\"\"}},\
         \"status\":\"waiting\",\"waiting_on\":\"ICT\",\
         \"rag\":{{\"shown\":\"amber\",\"judged\":\"amber\",\"computed\":\"red\",\"reason\":\"ICT is slow\",\
         \"check\":\"disagrees\",\"word\":\"amber\"}},\
         \"due\":\"2026-06-02T17:00\",\"from\":null,\"due_rule\":null,\"days\":-1,\"working_days\":-1,\
         \"areas\":[\"HELP\",\"LEAD\"],\"evidence\":[\"link\"],\"tags\":[\"annex\"],\"needs\":[\"N-02\"]}}]}}\n"
    );
    assert_eq!(text, expected);
    let ruled = folder.cli().line("show FW-01 --json").json();
    let task = &ruled["tasks"][0];
    assert_eq!(
        (&task["due"], &task["due_rule"]),
        (&"2026-06-09T12:00".into(), &"start+1d 12:00".into())
    );
    assert_eq!(
        (&task["owner"], &task["waiting_on"]),
        (&serde_json::Value::Null, &"".into())
    );
}

#[test]
fn csv_opens_in_a_spreadsheet_and_holds_no_formulas() {
    let folder = Folder::with_four_tasks();
    folder.run(["set", "N-02", "title==1+1, \"quoted\""]);
    let text = folder.cli().line("list ref:N-02 --csv").any_output().run();
    let mut lines = text.split("\r\n");
    assert_eq!(
        lines.next(),
        Some(
            "ref,phase,section,title,owner,owner name,deputy,status,waiting on,rag,rag word,judged,computed,reason,due,due rule,\
             days,working days,areas,evidence,tags,note,id"
        )
    );
    let row = lines.next().unwrap();
    let (row, _id) = row.rsplit_once(',').unwrap();
    assert_eq!(
        row,
        "N-02,notification,,\"'=1+1, \"\"quoted\"\"\",TB,Tom Bell,,not_started,,amber,amber,,amber,,2026-06-05,,2,2,,,,"
    );
}

#[test]
fn today_tells_what_is_late_due_and_next() {
    Folder::with_four_tasks()
        .cli()
        .arg("today")
        .stdout(
            "Wed 3 Jun 2026 09:41  Northshire, Own plan\n\
             Inspectors arrive in 3 working days, Mon 8 Jun. Day 3 of 15, off-site week. Next deadline in 6 hours.\n\
             0 of 4 complete, 0%; 1 red, 2 amber, 1 green; 1 late\n\
             Notification 0/3  Fieldwork 0/1  Feedback 0/0\n\
             \n\
             Overdue  1\n\
             R  N-01   JS  Tue 2 Jun 17:00  1 day late  Check Annex A lists\n\
             \n\
             Today  1\n\
             A! N-03   --  Wed 3 Jun 16:00  in 6 hours  Staff briefing\n\
             \n\
             Next, by Fri 5 Jun  1\n\
             A  N-02   TB  Fri 5 Jun        2 days      Book the room\n\
             \n\
             Check these  1\n\
             A! N-03   --  Wed 3 Jun 16:00  in 6 hours  Staff briefing\n\
             \x20  Judged amber, but not started, with no working day left: judge it again, or move the date.\n\
             \n\
             Nobody owns  2\n\
             A! N-03   --  Wed 3 Jun 16:00  in 6 hours  Staff briefing\n\
             G  FW-01  --  Tue 9 Jun 12:00  6 days      Timetable for week 1\n",
        )
        .run();
    Folder::with("blank")
        .cli()
        .arg("today")
        .stdout(
            "Wed 3 Jun 2026 09:41  Northshire, Own plan\n\
             No call yet.\n\
             0 of 0 complete, 0%; 0 red, 0 amber, 0 green; 0 late\n\
             Notification 0/0  Fieldwork 0/0  Feedback 0/0\n\
             Nothing is late or due.\n",
        )
        .run();
}

#[test]
fn today_in_json_holds_the_same_lists() {
    let today = Folder::with_four_tasks().cli().line("today --json").json();
    assert_eq!(today["now"], "2026-06-03T09:41");
    assert_eq!(today["overdue"][0]["ref"], "N-01");
    assert_eq!(today["today"][0]["ref"], "N-03");
    assert_eq!(today["next"]["tasks"][0]["ref"], "N-02");
    assert_eq!(today["counts"]["late"], 1);
    assert_eq!(
        (
            today["checks"][0]["ref"].as_str(),
            today["checks"][0]["check"].as_str()
        ),
        (Some("N-03"), Some("disagrees"))
    );
    assert_eq!(today["nobody"].as_array().map(Vec::len), Some(2));
}

#[test]
fn a_task_is_shown_in_full_with_the_reason_for_its_rag() {
    let folder = Folder::with_four_tasks();
    folder.run([
        "set",
        "N-01",
        "needs=N-02",
        "note=Two lists.\nEleven records.",
    ]);
    folder
        .cli()
        .args(["show", "n1"])
        .stdout(
            "N-01  Check Annex A lists\n\
             \x20 RAG       R  red by the dates: it is 1 day late\n\
             \x20 Due       Tue 2 Jun 2026 17:00, 1 day late\n\
             \x20 Status    not started\n\
             \x20 Owner     Jo Smith (JS)\n\
             \x20 Phase     Notification, Off-site week\n\
             \x20 Tags      annex\n\
             \x20 Needs     N-02 Book the room\n\
             \n\
             \x20 Two lists.\n\
             \x20 Eleven records.\n\
             \n\
             Latest changes\n\
             \x20 Wed 3 Jun 2026 09:41  Ann Lee  note: Two lists. Eleven records.; needs: N-02\n\
             \x20 Wed 3 Jun 2026 09:41  Ann Lee  added: Check Annex A lists\n",
        )
        .run();
}

#[test]
fn what_cannot_be_looked_for_is_refused() {
    let folder = Folder::with_four_tasks();
    for (line, stderr, status) in [
        (
            "list phaze:fieldwork",
            "error: A filter has no key \"phaze:\".\n\
             hint: Did you mean phase:? The keys are phase: owner: rag: status: area: tag: section: ref: due: due< due>. \
             To search for the word itself, put it in quotes.\n",
            2,
        ),
        (
            "list --sort size",
            "error: There is no sort \"size\".\nhint: It is one of due, rag, owner, ref, title, status.\n",
            2,
        ),
        (
            "list --json --csv",
            "error: --json and --csv cannot go together.\nhint: Type it like: readyroom list late\n",
            2,
        ),
        (
            "show N-99",
            "error: There is no task N-99.\nhint: `readyroom list` shows every task with its ref.\n",
            3,
        ),
        (
            "show 12",
            "error: \"12\" is not a task's ref. Refs look like N-12, FW-03 or FB-07.\n\
             hint: `readyroom list` shows every task with its ref.\n",
            2,
        ),
        (
            "today late",
            "error: There is no argument \"late\" of `readyroom today`.\nhint: Type it like: readyroom today\n",
            2,
        ),
    ] {
        folder.cli().line(line).stderr(stderr).status(status).run();
    }
}
