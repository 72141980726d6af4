use std::fs;

use crate::support::cli::Folder;

#[test]
fn what_would_arrive_is_listed_and_the_file_stays_as_it_is() {
    let folder = Folder::with("standard");
    let file = folder.file("t.readyroom");
    let before = fs::read(&file).unwrap();
    fs::write(
        folder.file("ours.toml"),
        "title = \"Ours\"\n\
         [[request]]\nat = \"call+1wd 09:10\"\nwording = \"Audits\"\nby = \"Inspector 2\"\npromised = \"today 15:00\"\n\
         [[request]]\nat = \"call 10:15\"\nwording = \"Structure chart\"\nby = \"Lead inspector\"\n",
    )
    .unwrap();
    folder
        .cli()
        .line("drill --script ours.toml --list")
        .stdout(
            "Mon 8 Jun 2026 10:15  Structure chart  (Lead inspector, no time promised)\n\
             Tue 9 Jun 2026 09:10  Audits  (Inspector 2, by Tue 9 Jun 15:00)\n",
        )
        .stderr("2 requests would arrive.\n")
        .run();
    assert_eq!(fs::read(&file).unwrap(), before);
}

#[test]
fn a_drill_that_cannot_begin_says_why() {
    let folder = Folder::with("standard");
    folder
        .cli()
        .line("drill --script Standard --list")
        .any_output()
        .run();
    folder
        .cli()
        .line("drill --script harder --list")
        .stderr(
            "error: There is no drill \"harder\".\n\
             hint: Built in: standard. A script of your own is a file, like ours.toml.\n",
        )
        .status(3)
        .run();
    fs::write(
        folder.file("bad.toml"),
        "title = \"Ours\"\n[[request]]\nat = \"soon\"\n",
    )
    .unwrap();
    folder
        .cli()
        .line("drill --script none.toml --list")
        .stderr("error: There is no file none.toml.\nhint: Without --script the built-in one is used.\n")
        .status(3)
        .run();
    folder
        .cli()
        .line("drill --script bad.toml --list")
        .stderr("error: bad.toml, line 3: the request for \"soon\": at: \"soon\" is not a rule such as call+1wd, end-2wd or start fri 12:00.\n")
        .status(1)
        .run();
    folder
        .cli()
        .line("drill --call soonish --list")
        .stderr(
            "error: The call must be a real date, like fri or 8/6, and is \"soonish\".\n\
             hint: Write it like \"mon 09:30\" or 30/11/2026.\n",
        )
        .status(2)
        .run();
    folder
        .cli()
        .line("drill")
        .stderr(
            "error: The screens need a terminal to be shown in.\n\
             hint: `readyroom today` and `readyroom list` print to anything.\n",
        )
        .status(2)
        .run();
}

#[test]
fn the_score_is_read_from_the_file_of_a_drill() {
    let folder = Folder::with_four_tasks();
    folder
        .cli()
        .line("request add Structure chart by:LI at:9:10 d:+4h")
        .any_output()
        .run();
    folder
        .cli()
        .line("request sent R-1 In the folder")
        .any_output()
        .run();
    folder
        .cli()
        .line("drill --score t.readyroom")
        .stdout(
            "Requests, up to Wed 3 Jun 2026 09:41\n  \
               Answered  1 of 1 that arrived\n  \
               Response  median 31 minutes, worst 31 minutes (R-1)\n  \
               Late      none\n  \
               Nobody's  none\n\
             \n\
             1 task red or late, preparation left out\n  \
               N-01  Check Annex A lists\n",
        )
        .run();
    folder
        .cli()
        .line("done N-01")
        .now("2026-06-05T10:00")
        .any_output()
        .run();
    folder
        .cli()
        .line("drill --score t.readyroom --json")
        .stdout(
            "{\"version\":1,\"at\":\"2026-06-05T10:00\",\"arrived\":1,\"answered\":1,\"median\":31,\"worst\":31,\
             \"late\":[],\"nobody\":[],\"red\":[\"N-02  Book the room\",\"N-03  Staff briefing\"],\
             \"done_late\":[\"N-01  Check Annex A lists\"],\"was_red\":[],\"promises_broken\":0}\n",
        )
        .run();
    folder
        .cli()
        .line("drill --score t.readyroom")
        .stdout(
            "Requests, up to Fri 5 Jun 2026 10:00\n  \
               Answered  1 of 1 that arrived\n  \
               Response  median 31 minutes, worst 31 minutes (R-1)\n  \
               Late      none\n  \
               Nobody's  none\n\
             \n\
             2 tasks red or late, preparation left out\n  \
               N-02  Book the room\n  \
               N-03  Staff briefing\n\
             \n\
             1 task complete, but late\n  \
               N-01  Check Annex A lists\n",
        )
        .run();
}

#[test]
fn only_what_the_drill_brought_counts_and_what_went_red_is_told_though_it_was_put_right() {
    let folder = Folder::with_four_tasks();
    let at = |now: &str, who: &str, line: &str| {
        let cli = folder.cli().line(line).now(now);
        cli.args(["--who", who]).any_output().run();
    };
    at(
        "2026-06-03T10:00",
        "Jo",
        "request add From before by:LI at:9:45",
    );
    at(
        "2026-06-03T09:00",
        "The drill",
        "call 3/6 09:00 --on-site 8/6",
    );
    at(
        "2026-06-03T11:00",
        "The drill",
        "request add Rotas by:LI at:10:30",
    );
    // Done in time.
    at("2026-06-03T15:00", "Jo", "done N-03");
    at("2026-06-03T15:10", "Jo", "add Ring round d:9/6");
    // Red from noon to noon, and at neither end.
    at("2026-06-04T09:00", "Jo", "add Lunch d:8/6");
    at("2026-06-04T12:00", "Jo", "set N-05 rag=red reason=late");
    at("2026-06-05T12:00", "Jo", "set N-05 rag=green reason=again");
    folder
        .cli()
        .line("drill --score t.readyroom")
        .stdout(
            "Requests, up to Fri 5 Jun 2026 12:00\n  \
               Answered  0 of 1 that arrived\n  \
               Late      none\n  \
               Nobody's  1: R-2\n\
             \n\
             1 task red or late, preparation left out\n  \
               N-02  Book the room\n\
             \n\
             1 task red or late for a time, not now\n  \
               N-05  Lunch\n",
        )
        .run();
}

/// A red that ran out by itself, of a task that nothing was done to.
#[test]
fn what_was_red_when_the_call_came_and_was_left_alone_is_told() {
    let folder = Folder::with("standard");
    for (now, line) in [
        ("2026-06-03T09:00", "add Lunch p:feedback d:30/6"),
        (
            "2026-06-03T09:01",
            "set FB-14 rag=red reason=dear expires=5/6",
        ),
        ("2026-06-03T09:02", "call 5/6 9:00 --on-site 15/6"),
        ("2026-06-05T10:00", "done N-01"),
        ("2026-06-08T10:00", "done N-02"),
    ] {
        folder.cli().line(line).now(now).any_output().run();
    }
    let score = folder.cli().line("drill --score t.readyroom --json").json();
    assert_eq!(score["was_red"], serde_json::json!(["FB-14  Lunch"]));
}

#[test]
fn what_arrives_is_nobodys_to_take_back() {
    let folder = Folder::with_four_tasks();
    let drill = |line: &str| {
        let cli = folder.cli().line(line).args(["--who", "The drill"]);
        cli.any_output().run();
    };
    folder.cli().line("done N-01").any_output().run();
    drill("request add Structure chart by:LI");
    folder
        .cli()
        .line("undo")
        .stderr("Taken back: N-01 done (Ann Lee, Wed 3 Jun 2026 09:41). Bring it back with: readyroom redo\n")
        .run();
    drill("request add Vacancy rates by:LI");
    folder
        .cli()
        .line("redo")
        .stderr(
            "Brought back: N-01 done (Ann Lee, Wed 3 Jun 2026 09:41). Undo with: readyroom undo\n",
        )
        .run();
    let left = folder.cli().line("request --json").any_stdout().run();
    assert!(left.contains("R-1") && left.contains("R-2"), "{left}");
}
