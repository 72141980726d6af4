use serde_json::Value;

use crate::support::cli::Folder;

fn dates(milestones: &Value) -> Vec<(&str, &str)> {
    let milestones = milestones["milestones"].as_array().unwrap().iter();
    milestones
        .map(|m| {
            (
                m["id"].as_str().unwrap(),
                m["date"].as_str().unwrap_or("none"),
            )
        })
        .collect()
}

#[test]
fn all_dates_follow_from_the_call_and_the_first_day_on_site() {
    for (call, start, expected) in [
        (
            "2026-11-30",
            "2026-12-07",
            [
                "2026-12-18",
                "2027-01-18",
                "2027-01-25",
                "2027-02-03",
                "2027-05-17",
            ],
        ),
        (
            "2023-07-03",
            "2023-07-10",
            [
                "2023-07-21",
                "2023-08-16",
                "2023-08-23",
                "2023-09-04",
                "2023-12-11",
            ],
        ),
        (
            "2027-04-26",
            "2027-05-04",
            [
                "2027-05-14",
                "2027-06-10",
                "2027-06-17",
                "2027-06-28",
                "2027-10-05",
            ],
        ),
    ] {
        let folder = Folder::new();
        let now = format!("{call}T11:00");
        let line = format!("new t.readyroom --template standard --call {call} --on-site {start}");
        folder.cli().now(&now).line(&line).any_output().run();
        let milestones = folder.cli().now(&now).line("milestones --json").json();
        let dates = dates(&milestones);
        let of = |wanted: &str| {
            dates
                .iter()
                .find(|(id, _)| *id == wanted)
                .map(|(_, date)| *date)
                .unwrap()
        };
        assert_eq!(
            ["end", "draft", "comments", "publication", "plan"].map(of),
            expected,
            "{call}"
        );
        // Without an on-site date, the rule proposes the same one here.
        folder
            .cli()
            .now(&now)
            .args(["call", call])
            .any_output()
            .run();
        assert_eq!(
            folder
                .cli()
                .now(&now)
                .line("milestones start --json")
                .json()["milestones"][0]["date"],
            start
        );
    }
}

#[test]
fn a_milestone_has_just_the_fields_that_are_promised() {
    let folder = Folder::with_four_tasks();
    folder
        .cli()
        .line("milestones start --json")
        .stdout(
            "{\"version\":1,\"milestones\":[{\"id\":\"start\",\"name\":\"First day on site\",\"date\":\"2026-06-08\",\
             \"time\":null,\"rule\":\"call+1d mon\",\"typed\":true,\"expected\":false}]}\n",
        )
        .run();
}

#[test]
fn the_call_moves_every_deadline_and_says_so() {
    let folder = Folder::with_four_tasks();
    let dry = "start        Mon 8 Jun 2026         ->  Tue 9 Jun 2026         First day on site\n\
               FW-01        Tue 9 Jun 2026 12:00   ->  Wed 10 Jun 2026 12:00  Timetable for week 1\n";
    folder
        .cli()
        .line("call 1/6 10:00 --on-site 9/6 --dry-run")
        .stdout(dry)
        .stderr(
            "Nothing has been saved. A call on Mon 1 Jun 2026 10:00 would move 1 deadline.\n\
             Inspectors arrive on Tue 9 Jun 2026.\n\
             3 tasks with a typed date stay.\n",
        )
        .run();
    let before = folder.cli().line("list --json").any_output().run();
    folder
        .cli()
        .line("call 1/6 10:00 --on-site 9/6")
        .stderr(
            "Saved. The call came on Mon 1 Jun 2026 10:00. Undo with: readyroom undo\n\
             1 deadline moved.\n\
             Inspectors arrive on Tue 9 Jun 2026.\n\
             3 tasks with a typed date stay.\n",
        )
        .run();
    assert_ne!(folder.cli().line("list --json").any_output().run(), before);
    folder.run(["undo"]);
    assert_eq!(folder.cli().line("list --json").any_output().run(), before);
}

#[test]
fn a_call_today_without_a_time_came_now() {
    let folder = Folder::with("standard");
    let told = folder.cli().line("call today --json").json();
    assert_eq!(
        (&told["saved"], &told["milestones"][0]["time"]),
        (&true.into(), &"09:41".into())
    );
    let moved = told["moved"].as_array().unwrap();
    let moved = moved.iter().find(|moved| moved["ref"] == "N-30").unwrap();
    assert_eq!(
        (&moved["before"], &moved["after"]),
        (&Value::Null, &"2026-06-03T11:00".into())
    );
    assert_eq!(
        folder.cli().line("show N-29 --json").json()["tasks"][0]["status"],
        "done"
    );
}

#[test]
fn a_call_the_file_holds_already_is_not_saved_again() {
    let folder = Folder::with_four_tasks();
    folder
        .cli()
        .line("call 1/6 10:00 --on-site 8/6")
        .stderr(
            "That is the call the file holds already. There is nothing to save.\n\
             Inspectors arrive on Mon 8 Jun 2026.\n\
             3 tasks with a typed date stay.\n",
        )
        .run();
}

#[test]
fn a_milestone_is_typed_and_given_back_to_its_rule() {
    let folder = Folder::with_four_tasks();
    folder
        .cli()
        .args(["milestones", "draft", "20/7"])
        .stderr("Saved. Draft report received on Mon 20 Jul 2026. Undo with: readyroom undo\n0 deadlines moved.\n")
        .run();
    folder
        .cli()
        .args(["milestones", "draft"])
        .stdout(
            "draft        Mon 20 Jul 2026        typed                    Draft report received\n",
        )
        .run();
    for clearing in ["rule", ""] {
        folder
            .cli()
            .args(["milestones", "draft", clearing])
            .any_output()
            .run();
        folder
            .cli()
            .args(["milestones", "draft"])
            .stdout("draft        Wed 15 Jul 2026        by rule end+18wd         Draft report received\n")
            .run();
        folder.run(["undo"]);
    }
}

#[test]
fn dates_beyond_the_bank_holidays_are_warned_of() {
    let folder = Folder::with_four_tasks();
    folder
        .cli()
        .args(["milestones", "publication", "2028-12-30"])
        .stderr(
            "Saved. Report published on Sat 30 Dec 2028. Undo with: readyroom undo\n\
             0 deadlines moved.\n\
             warning: Sat 30 Dec 2028 is not a working day: Saturday.\n\
             warning: Bank holidays are known to the end of 2028; dates in 2029 may be a day or two early.\n",
        )
        .run();
}

#[test]
fn dates_that_cannot_be_are_refused() {
    let folder = Folder::with_four_tasks();
    for (line, stderr, status) in [
        (
            "call 31/02",
            "error: 31/02 is not a date: February 2027 has 28 days.\n",
            2,
        ),
        (
            "call soon",
            "error: The call must be a real date, like fri or 8/6.\n",
            2,
        ),
        (
            "call call+1d",
            "error: The call must be a real date, like fri or 8/6.\n",
            2,
        ),
        (
            "call 30/11 --time 25:00",
            "error: 25:00 is not a time: hours run from 0 to 23.\n",
            2,
        ),
        (
            "call 5/6 --on-site 4/6",
            "error: Inspectors cannot arrive on Thu 4 Jun 2026, before the call on Fri 5 Jun 2026.\n\
             hint: Check the on-site date.\n",
            2,
        ),
        (
            "call 5/6 --on-site 9:00",
            "error: On site must be a date without a time, like mon or 7/12.\n",
            2,
        ),
        (
            "call",
            "error: `readyroom call` needs DATE.\nhint: Type it like: readyroom call today 11:00 --on-site mon\n",
            2,
        ),
        (
            "milestones draft 31/6",
            "error: 31/6 is not a date: June 2026 has 30 days.\n",
            2,
        ),
        (
            "milestones star 1/7",
            "error: There is no milestone \"star\".\n\
             hint: Did you mean start? The milestones are call, start, end, draft, comments, final, publication, plan.\n",
            3,
        ),
        (
            "milestones call 5/6",
            "error: The call is recorded with its own command, which moves all else.\n\
             hint: Type it like: readyroom call 5/6\n",
            2,
        ),
    ] {
        folder.cli().line(line).stderr(stderr).status(status).run();
    }
}

#[test]
fn a_visit_that_is_agreed_ahead_is_moved_by_its_first_day() {
    let folder = Folder::with("monitoring");
    folder
        .cli()
        .line("call --on-site 16/6 --dry-run")
        .any_output()
        .stderr(
            "Nothing has been saved. A visit from Tue 16 Jun 2026 would move 20 deadlines.\n\
             The day of notice is Tue 2 Jun 2026.\n\
             3 unfinished tasks from before the call will show as overtaken.\n",
        )
        .run();
    folder
        .cli()
        .line("call --on-site 23/6")
        .stderr(
            "Saved. Inspectors arrive on Tue 23 Jun 2026. Undo with: readyroom undo\n\
             20 deadlines moved.\n\
             The day of notice is Tue 9 Jun 2026.\n",
        )
        .run();
    // Two weeks earlier: the notice goes with it.
    folder.cli().line("milestones start 4/6").any_output().run();
    let milestones = folder.cli().line("milestones --json").json();
    assert_eq!(
        dates(&milestones)[..3],
        [
            ("call", "2026-05-20"),
            ("start", "2026-06-04"),
            ("end", "2026-06-05")
        ]
    );
    folder
        .cli()
        .line("milestones plan 1/9")
        .stderr(
            "error: This inspection has no milestone \"plan\".\n\
             hint: Its milestones are call, start, end, draft, comments, final, publication.\n",
        )
        .status(3)
        .run();
    folder
        .cli()
        .line("add Later d:plan+1wd")
        .stderr(
            "error: This inspection has no milestone \"plan\".\n\
             hint: Its milestones are call, start, end, draft, comments, final, publication.\n",
        )
        .status(3)
        .run();
}

#[test]
fn a_first_day_on_site_alone_is_not_a_call() {
    let folder = Folder::with("focused");
    folder
        .cli()
        .line("call --on-site 16/6")
        .stderr(
            "error: The day of the call is needed as well.\n\
             hint: Only a visit that is agreed ahead is counted from its first day on site alone.\n",
        )
        .status(2)
        .run();
}

#[test]
fn what_if_the_call_came_tells_the_gaps_of_three_days_and_leaves_every_byte() {
    let folder = Folder::with("standard");
    let before = std::fs::read(folder.file("t.readyroom")).unwrap();
    let line = "call 2027-01-11 --time 10:00 --what-if";
    let text = folder
        .cli()
        .line(line)
        .stderr("Nothing has been changed.\n")
        .any_stdout()
        .run();
    let (table, rest) = text.split_once("\n\n").unwrap();
    assert!(
        table.starts_with("What if the call came on Mon 11 Jan 2027 10:00?\n"),
        "{text}"
    );
    assert!(
        rest.starts_with("Inspectors arrive Mon 18 Jan 2027, as the template proposes.\n"),
        "{text}"
    );
    let found = folder.cli().line(line).arg("--json").json();
    let count = |day: usize, gap: &str| found["days"][day][gap].as_array().unwrap().len();
    let row = |title: &str| {
        let row = table.lines().find(|row| row.starts_with(title)).unwrap();
        let counts = row[title.len()..].split_whitespace().skip(1);
        counts
            .map(|count| count.parse().unwrap())
            .collect::<Vec<usize>>()
    };
    for (title, gap) in [
        ("Late", "late"),
        ("Red", "red"),
        ("Nobody's", "nobody"),
        ("No evidence", "no_evidence"),
    ] {
        let counts: Vec<usize> = (0..3).map(|day| count(day, gap)).collect();
        assert_eq!(row(title), counts, "{title}");
        assert!(counts.is_sorted(), "{title}");
    }
    assert!(count(0, "late") > 0 && count(2, "late") > count(0, "late"));
    assert_eq!(found["days"][2]["day"], 5);
    assert_eq!(found["days"][2]["at"], "2027-01-15T23:59");
    assert_eq!(found["on_site"], "2027-01-18");
    assert_eq!(found["on_site_proposed"], true);
    assert!(!found["unprepared"].as_array().unwrap().is_empty());
    // Really recording it and waiting until then shows the same as late.
    let there = folder
        .cli()
        .line(line)
        .args(["--on-site", "2027-01-20", "--json"])
        .json();
    assert_eq!(
        (
            there["on_site"].as_str(),
            there["on_site_proposed"].as_bool()
        ),
        (Some("2027-01-20"), Some(false))
    );
    assert_eq!(std::fs::read(folder.file("t.readyroom")).unwrap(), before);
    folder.run(["call", "2027-01-11", "--time", "10:00"]);
    let late = folder
        .cli()
        .now("2027-01-15T23:59")
        .line("list late --json")
        .json();
    assert_eq!(late["tasks"].as_array().unwrap().len(), count(2, "late"));
}

#[test]
fn what_if_goes_with_neither_a_dry_run_nor_an_expected_call() {
    let folder = Folder::with("standard");
    for other in ["--dry-run", "--expected"] {
        folder
            .cli()
            .args(["call", "2027-01-11", "--what-if", other])
            .any_stderr()
            .status(2)
            .run();
    }
    folder
        .cli()
        .args(["call", "2027-01-11", "--on-site", "2027-01-08", "--what-if"])
        .stderr(
            "error: Inspectors cannot arrive on Fri 8 Jan 2027, before the call on Mon 11 Jan 2027.\n\
             hint: Check the on-site date.\n",
        )
        .status(2)
        .run();
}
