//! `--as-of` and `diff`.

use crate::support::cli::Folder;

/// The call on Monday, a task added on Tuesday, one done and one put off on Wednesday.
fn three_days() -> Folder {
    let folder = Folder::with_four_tasks();
    for (now, line) in [
        (
            "2026-06-04T10:00",
            "add Chase_the_rota a:\"Tom Bell\" d:fri",
        ),
        ("2026-06-05T09:00", "done N-01"),
        ("2026-06-05T09:30", "set N-02 due=8/6 owner=JS"),
        ("2026-06-05T11:00", "remove N-03"),
    ] {
        folder.cli().line(line).now(now).any_output().run();
    }
    folder
}

#[test]
fn a_reading_command_shows_how_it_stood_with_the_clock_of_then() {
    let folder = three_days();
    let then = folder
        .cli()
        .line("list --json")
        .now("2026-06-04T09:59")
        .any_output()
        .run();
    assert!(!then.is_empty());
    // As it was read on Wednesday is as it was before Thursday's first change.
    let before = Folder::with_four_tasks();
    let seen = before
        .cli()
        .line("list --json")
        .now("2026-06-04T09:59")
        .any_output()
        .run();
    let ids = |text: &str| {
        let list: serde_json::Value = serde_json::from_str(text).unwrap();
        let tasks = list["tasks"].as_array().unwrap().clone();
        tasks
            .into_iter()
            .map(|task| {
                (
                    task["ref"].clone(),
                    task["status"].clone(),
                    task["rag"].clone(),
                    task["days"].clone(),
                )
            })
            .collect::<Vec<_>>()
    };
    let back = folder
        .cli()
        .args(["list", "--json", "--as-of", "2026-06-04T09:59"])
        .now("2026-06-05T12:00")
        .stderr("As it stood on Thu 4 Jun 2026 09:59.\n")
        .any_stdout()
        .run();
    assert_eq!(ids(&back), ids(&seen));
    folder
        .cli()
        .args(["list", "--as-of", "yesterday 10:00"])
        .now("2026-06-05T12:00")
        .stderr("As it stood on Thu 4 Jun 2026 10:00.\n")
        .any_stdout()
        .run();
}

#[test]
fn a_moment_that_cannot_be_shown_is_refused_in_a_sentence() {
    let folder = three_days();
    let cli = || folder.cli().now("2026-06-05T12:00");
    cli()
        .line("today --as-of 1/5")
        .stderr(
            "error: This file was begun on Wed 3 Jun 2026 09:41, so there is no board as at Fri 1 May 2026 23:59.\n",
        )
        .status(3)
        .run();
    cli()
        .line("list --as-of 2027-01-01")
        .stderr(
            "error: Fri 1 Jan 2027 23:59 is still to come, and this looks back.\nhint: Type a moment gone by, such as yesterday 17:00, or call.\n",
        )
        .status(2)
        .run();
    cli()
        .line("list --as-of soon")
        .stderr("error: --as-of must be a real date, like yesterday or 8/6.\n")
        .status(2)
        .run();
    cli()
        .line("owners set JS role=Lead --as-of yesterday")
        .stderr("As it stood on Thu 4 Jun 2026 23:59.\nerror: The past can be looked at but not changed.\nhint: Leave --as-of out.\n")
        .status(2)
        .run();
    cli()
        .line("add Something --as-of yesterday")
        .stderr("error: `readyroom add` is about now, and takes no --as-of.\nhint: What shows the inspection takes it: readyroom list --as-of \"yesterday 17:00\"\n")
        .status(2)
        .run();
    cli()
        .line("diff call --as-of yesterday")
        .stderr("error: `readyroom diff` compares two moments, and takes no --as-of.\nhint: Name them: readyroom diff yesterday today\n")
        .status(2)
        .run();
    for line in [
        "policy amber=5",
        "views save Ours late",
        "promises N-02 by 4pm",
        "done N-02",
    ] {
        let told = cli().line(&format!("{line} --as-of yesterday"));
        let told = told.any_output().status(2).run_for_stderr();
        let is_said = told.contains("The past can be looked at but not changed.")
            || told.contains("is about now, and takes no --as-of.");
        assert!(is_said, "{line}: {told}");
    }
    cli()
        .line("history 99 --as-of yesterday")
        .stderr("As it stood on Thu 4 Jun 2026 23:59.\nerror: There is no change number 99.\nhint: `readyroom history` lists every change with its number.\n")
        .status(3)
        .run();
}

#[test]
fn diff_tells_what_moved() {
    let folder = three_days();
    let cli = || folder.cli().now("2026-06-05T12:00");
    cli().line("diff call").stdout("").any_stdout().run();
    let text = cli().line("diff yesterday").any_output().run();
    insta::assert_snapshot!("diff_yesterday", text);
    let json = cli().line("diff yesterday --json").any_output().run();
    insta::assert_snapshot!("diff_yesterday_json", json);
    cli()
        .line("diff today yesterday")
        .stderr("error: The first moment is later than the second.\nhint: Name the earlier one first.\n")
        .status(2)
        .run();
}

#[test]
fn show_and_its_latest_changes_are_as_they_were() {
    let folder = three_days();
    let text = folder
        .cli()
        .args(["show", "N-02", "--as-of", "yesterday"])
        .now("2026-06-05T12:00")
        .any_output()
        .run();
    assert!(text.contains("Owner     Tom Bell"), "{text}");
    assert!(!text.contains("Fri 5 Jun 2026 09:30"), "{text}");
}

#[test]
fn the_trend_is_the_one_counted_by_hand() {
    // Begun on Wednesday with four tasks, one of them late. Thursday: one more. Friday: one done, one removed.
    let folder = three_days();
    let cli = || folder.cli().now("2026-06-05T12:00");
    let text = cli().arg("trend").any_output().run();
    insta::assert_snapshot!("trend", text);
    let trend = cli().line("trend --json").json();
    let days = trend["trend"]["days"].as_array().unwrap().clone();
    let counted: Vec<(String, u64, u64, u64)> = days
        .iter()
        .map(|day| {
            let of = |what: &str| day["all"][what].as_u64().unwrap();
            (
                day["at"].as_str().unwrap().to_owned(),
                of("total"),
                of("complete"),
                of("late"),
            )
        })
        .collect();
    let day = |at: &str, total, complete, late| (at.to_owned(), total, complete, late);
    assert_eq!(
        counted,
        [
            // At the end of Wednesday N-01 (Tuesday 17:00) and N-03 (Wednesday 16:00) are late.
            day("2026-06-03T23:59", 4, 0, 2),
            day("2026-06-04T23:59", 5, 0, 2),
            // N-01 is done, N-03 removed; N-02 was put off and the new one is due today.
            day("2026-06-05T12:00", 4, 1, 0),
        ]
    );
    cli()
        .line("trend --days 0")
        .stderr("error: --days N cannot be \"0\".\nhint: Type it like: readyroom trend\n")
        .status(2)
        .run();
}

#[test]
fn what_the_file_holds_is_shown_as_it_stood() {
    let folder = three_days();
    let then = || folder.cli().now("2026-06-05T12:00");
    let later = || folder.cli().now("2026-06-05T17:00");
    let walk = folder.cli().now("2026-06-05T11:30").arg("--plain");
    walk.types("walk notification\non track\nstop\n");
    for line in [
        "request add Vacancy rates by team by:LI a:JS d:+4h",
        "enquiry add Neglect area=HELP",
        "grades set LEAD good --why Audits",
        "decisions Ravi takes list 4",
        "policy amber=4",
        "views save Ours rag:red",
        "promises N-02 by 4pm send the rooms",
    ] {
        then().line(line).any_output().run();
    }
    let shown = [
        "history",
        "history N-02 --json",
        "history --limit 2",
        "policy",
        "policy --json",
        "views --json",
        "promises --json",
        "walk minutes --json",
        "walk notification --json",
        "trend --json",
        "request --json",
        "request show R-1 --json",
        "enquiry --json",
        "grades --json",
        "grades LEAD --json",
        "decisions --json",
        "chase --json",
        "timeline --json",
        "brief",
        "brief --for requests --json",
    ];
    then().line("brief --out b.md").any_output().run();
    let seen = shown.map(|line| then().line(line).any_stdout().run());
    for name in ["then.csv", "then.xlsx"] {
        then().args(["export", name]).any_output().run();
    }
    for line in [
        "undo",
        "promises kept 1",
        "request sent R-1 Sheet 2 --approved Helen",
        "enquiry remove Neglect",
        "grades set LEAD outstanding --why Better",
        "decisions It waits until Monday",
        "policy amber=5",
        "views remove Ours",
        "done N-02",
    ] {
        later().line(line).any_output().run();
    }
    for (line, seen) in shown.into_iter().zip(seen) {
        let now = later().line(line).any_stdout().run();
        assert_ne!(now, seen, "{line}: nothing changed, so nothing is shown");
        let back = later()
            .line(&format!("{line} --as-of 2026-06-05T12:00"))
            .stderr("As it stood on Fri 5 Jun 2026 12:00.\n")
            .any_stdout()
            .run();
        assert_eq!(back, seen, "{line}");
    }
    for ending in ["csv", "xlsx"] {
        let name = format!("back.{ending}");
        let args = ["export", &name, "--as-of", "2026-06-05T12:00"];
        later().args(args).any_output().run();
        let read = |name: &str| std::fs::read(folder.file(name)).unwrap();
        assert_eq!(read(&name), read(&format!("then.{ending}")));
    }
    later()
        .line("brief --out c.md --as-of yesterday")
        .stderr("As it stood on Thu 4 Jun 2026 23:59.\nerror: The past can be looked at but not changed.\nhint: Leave --as-of out.\n")
        .status(2)
        .run();
    assert!(!folder.file("c.md").exists());
    // What is sent out leaves now, whatever it shows.
    let nhs = "set N-02 title=\"NHS 943 476 5919\"";
    later().line(nhs).any_output().run();
    folder
        .cli()
        .line("export seen.csv --as-of yesterday")
        .now("2026-06-09T09:00")
        .any_output()
        .run();
    let told = folder
        .cli()
        .line("history")
        .now("2026-06-09T09:01")
        .any_output()
        .run();
    assert!(told.contains("seen.csv"), "{told}");
    later()
        .line("request close R-1 --as-of yesterday")
        .stderr("As it stood on Thu 4 Jun 2026 23:59.\nerror: The past can be looked at but not changed.\nhint: Leave --as-of out.\n")
        .status(2)
        .run();
}
