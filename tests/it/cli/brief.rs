use std::fs;
use std::process::Command;

use crate::support::cli::Folder;

pub(super) fn paper(folder: &Folder, line: &str) -> String {
    let text = folder.cli().line(line).any_output().run();
    // The mark is another in each run of the tests.
    let mark = text.split("Mark of the file: ").nth(1).unwrap();
    text.replace(&mark[..12], "0123456789ab")
}

#[test]
fn every_paper_says_what_it_should() {
    let folder = Folder::with_four_tasks();
    folder.run([
        "set",
        "N-01",
        "rag=red",
        "reason=ICT is slow; Tom Bell asks",
    ]);
    folder.run(["set", "N-02", "area=LEAD", "owner=TB"]);
    folder.run(["owners", "set", "JS", "role=Data lead"]);
    insta::assert_snapshot!("director", paper(&folder, "brief"));
    insta::assert_snapshot!(
        "director_evening",
        paper(&folder, "brief --evening --format md")
    );
    insta::assert_snapshot!("team", paper(&folder, "brief --for team"));
    insta::assert_snapshot!("owner", paper(&folder, "brief --for owner"));
    insta::assert_snapshot!("members", paper(&folder, "brief --for members"));
    insta::assert_snapshot!("scrutiny", paper(&folder, "brief --for scrutiny"));
    insta::assert_snapshot!(
        "members_html",
        paper(&folder, "brief --for members --format html")
    );
}

/// What inspectors wait for, and how the council grades itself: what is wrong first, and the same bytes each time.
#[test]
fn the_directors_brief_tells_of_requests_and_grades() {
    let folder = Folder::with_four_tasks();
    let at = |now: &str, line: &str| folder.cli().now(now).line(line).any_output().run();
    at(
        "2026-06-02T09:00",
        "request add Structure chart by:LI a:TB d:+4h",
    );
    at(
        "2026-06-02T09:10",
        "request add Board minutes by:LI a:JS d:+4h",
    );
    at(
        "2026-06-02T09:20",
        "request add Front door audits by:AB d:+4h",
    );
    at("2026-06-02T10:10", "request sent R-2 folder --approved Ann");
    at("2026-06-02T10:20", "request sent R-3 folder --approved Ann");
    at("2026-06-02T11:00", "request return R-3 two are missing");
    at("2026-06-02T11:00", "request set R-3 promised=5/6");
    at(
        "2026-06-02T12:00",
        "grades set LEAD good --confidence low --why Minutes",
    );
    at(
        "2026-06-02T12:01",
        "grades set HELP good --confidence high --why Audits",
    );
    at(
        "2026-06-02T12:02",
        "grades strength HELP Audits are moderated",
    );
    at("2026-06-02T12:03", "grades evidence S-1 Audit tracker");
    at("2026-06-02T16:00", "brief --out tue.md");
    at(
        "2026-06-03T08:00",
        "grades set HELP requires_improvement --confidence high --why Audits",
    );
    let brief = paper(&folder, "brief");
    insta::assert_snapshot!("director_requests_and_grades", brief);
    assert_eq!(brief, paper(&folder, "brief"));
    let told = |format: &str| paper(&folder, &format!("brief {format}"));
    for format in ["--format md", "--format html", "--json"] {
        assert!(
            told(format).contains("Past its promise: R-1"),
            "{}",
            told(format)
        );
    }
}

#[test]
fn papers_read_in_public_say_how_many_names_were_taken_out() {
    let folder = Folder::with_four_tasks();
    let brief = |audience: &str, said: &str| {
        let line = format!("brief --for {audience}");
        let run = folder.cli().line(&line).any_stdout().stderr(said);
        run.run()
    };
    brief("director", "");
    brief("members", "No name of staff stood in what people typed.\n");
    folder.run([
        "set",
        "N-02",
        "title=Ask Tom Bell and TB",
        "rag=red",
        "reason=late",
    ]);
    let paper = brief(
        "members",
        "Taken out of what people typed: 2 names of staff.\n",
    );
    assert!(!paper.contains("Bell"), "{paper}");
}

#[test]
fn a_brief_that_is_kept_is_remembered_and_the_next_one_tells_what_has_changed() {
    let folder = Folder::with_four_tasks();
    let first = paper(&folder, "brief");
    assert!(first.contains("This is the first brief."), "{first}");
    folder
        .cli()
        .line("brief --out wed.md")
        .stderr("Wrote wed.md.\nSaved. Brief for director made. Undo with: readyroom undo\n")
        .run();
    let kept = fs::read_to_string(folder.file("wed.md")).unwrap();
    assert!(
        kept.starts_with("# Morning brief for the director\n\nNorthshire, "),
        "{kept}"
    );
    assert_eq!(
        paper(&folder, "brief"),
        paper(&folder, "brief"),
        "same time, same words"
    );
    folder.run(["done", "N-01"]);
    folder.run(["set", "N-02", "due=8/6"]);
    folder.run(["add", "Water for the room d:thu"]);
    let later = |line: &str| {
        folder
            .cli()
            .now("2026-06-05T15:00")
            .line(line)
            .any_output()
            .run()
    };
    let text = later("brief");
    let since = text
        .split("Since the last brief, Wed 3 Jun 09:41\n")
        .nth(1)
        .unwrap();
    let since = since.split("\nNext\n").next().unwrap();
    let lines: Vec<&str> = since
        .lines()
        .skip(1)
        .filter(|line| !line.is_empty())
        .collect();
    assert_eq!(
        lines,
        [
            "- Turned red (1): N-02 Book the room",
            "- Slipped (1): N-02 Book the room",
            "- Closed (1): N-01 Check Annex A lists",
            "- New (1): N-04 Water for the room",
        ]
    );
    assert!(
        text.starts_with("Evening brief for the director\n"),
        "{text}"
    );
    // Members have had none yet.
    assert!(later("brief --for members").contains("This is the first briefing."));
    folder.run(["undo"]);
}

#[test]
fn readers_formats_and_places_that_cannot_be_are_refused() {
    let folder = Folder::with_four_tasks();
    for (line, said) in [
        (
            "brief --for membres",
            "error: There is no brief for \"membres\".\nhint: Did you mean members? It can be for director, team, owner, members, scrutiny, requests, evaluation.\n",
        ),
        (
            "brief --format pdf",
            "error: There is no format \"pdf\".\nhint: It can be text, md, html.\n",
        ),
        (
            "brief --out brief.pdf",
            "error: A brief cannot be written to a file of that ending.\nhint: It can be .txt (plain text), .md (Markdown), .html (web page).\n",
        ),
    ] {
        folder.cli().line(line).stderr(said).status(2).run();
    }
    fs::write(folder.file("b.md"), "mine").unwrap();
    folder
        .cli()
        .line("brief --out b.md")
        .any_output()
        .status(1)
        .run();
    assert_eq!(fs::read(folder.file("b.md")).unwrap(), b"mine");
    let history = folder.cli().line("history").any_output().run();
    assert!(!history.contains("Brief"), "{history}");
}

#[test]
fn an_owner_is_told_what_is_late_first() {
    let folder = Folder::with_four_tasks();
    folder.run(["set", "N-03", "owner=JS"]);
    let jo = "Jo, these 2 are with you. 1 is late.\n\
              - Late: Check Annex A lists, due Tue 2 Jun 17:00, 1 day late (N-01)\n\
              - Amber: Staff briefing, by Wed 3 Jun 16:00 (N-03)\n";
    folder.cli().line("chase js").stdout(jo).run();
    folder
        .cli()
        .arg("chase")
        .stdout(&format!(
            "{jo}\nTom, this one is with you.\n- Amber: Book the room, by Fri 5 Jun (N-02)\n\n\
             This one has no owner.\n- Timetable for week 1, by Tue 9 Jun 12:00 (FW-01)\n"
        ))
        .run();
    folder
        .cli()
        .line("chase Jo Smiht")
        .stderr("error: There is nobody \"Jo Smiht\".\nhint: Did you mean Jo Smith?\n")
        .status(3)
        .run();
    folder.run(["done", "N-02"]);
    folder
        .cli()
        .line("chase TB")
        .stdout("Tom, nothing is with you at the moment.\n")
        .run();
}

#[test]
fn what_looks_like_one_child_is_saved_said_and_logged() {
    let folder = Folder::with_four_tasks();
    folder
        .cli()
        .args(["set", "N-01", "note=Case of NHS 943 476 5919"])
        .stderr(
            "Saved. N-01 note changed (kept, though it looks like an NHS number). Undo with: readyroom undo\n\
             warning: The note looks as if it held an NHS number. Nothing about one child or patient is needed here.\n",
        )
        .run();
    folder
        .cli()
        .line("export t.csv")
        .stderr(
            "warning: The progress note of N-01 looks as if it held an NHS number. Nothing about one child or patient is needed here.\n\
             Wrote 4 of 4 tasks to t.csv (CSV).\n\
             The history says that it was sent out. Undo with: readyroom undo\n",
        )
        .run();
    let history = folder.cli().line("history").any_output().run();
    assert!(
        history.contains("t.csv sent out (kept, though it looks like an NHS number)"),
        "{history}"
    );
    // What is not written is not pointed at.
    folder
        .cli()
        .line("export r.csv N-02")
        .stderr("Wrote 1 of 4 tasks to r.csv (CSV).\n")
        .run();
}

#[test]
fn all_that_a_file_holds_is_looked_at_before_it_leaves_as_json() {
    let folder = Folder::with_four_tasks();
    folder.run(["request", "add", "Case file, NHS 943 476 5919"]);
    folder
        .cli()
        .line("export all.json")
        .stderr(
            "warning: The wording of R-1 looks as if it held an NHS number. Nothing about one child or patient is needed here.\n\
             Wrote 4 of 4 tasks to all.json (JSON).\n\
             The history says that it was sent out. Undo with: readyroom undo\n",
        )
        .run();
    folder
        .cli()
        .line("export r.csv")
        .stderr("Wrote 4 of 4 tasks to r.csv (CSV).\n")
        .run();
}

#[test]
fn chasing_is_counted_when_asked_for_and_undone_like_anything() {
    let folder = Folder::with_four_tasks();
    let owners = |now: &str| folder.cli().now(now).line("owners").any_output().run();
    folder.run(["chase", "JS"]);
    assert!(
        !owners("2026-06-03T09:41").contains("chased"),
        "printing counts nothing"
    );
    folder
        .cli()
        .line("chase JS --log")
        .stdout(
            "Jo, this one is with you. 1 is late.\n\
             - Late: Check Annex A lists, due Tue 2 Jun 17:00, 1 day late (N-01)\n",
        )
        .stderr("Saved. Jo Smith chased, 1 task. Undo with: readyroom undo\n")
        .run();
    assert!(owners("2026-06-03T09:41").contains("Jo Smith; chased 1x, last 09:41\n"));
    assert!(owners("2026-06-05T09:41").contains("Jo Smith; chased 1x, last Wed\n"));
    for day in ["2026-06-04T09:00", "2026-06-05T09:00"] {
        folder
            .cli()
            .now(day)
            .line("chase JS --log")
            .any_output()
            .run();
    }
    assert!(
        owners("2026-06-05T09:41")
            .contains("Jo Smith; chased 3x, last 09:00; escalate: N-01 has not moved\n")
    );
    let json = folder
        .cli()
        .now("2026-06-05T09:41")
        .line("owners --json")
        .json();
    assert_eq!(
        json["owners"][0]["chased"],
        serde_json::json!({"count": 3, "last": "2026-06-05T09:00", "stuck": ["N-01"]})
    );
    let history = folder.cli().line("history kind:chased").any_output().run();
    assert_eq!(
        history.matches("Jo Smith chased, 1 task").count(),
        3,
        "{history}"
    );
    folder.run(["undo"]);
    assert!(!owners("2026-06-05T09:41").contains("escalate"));
}

#[test]
fn everybody_who_is_owed_a_message_is_chased_in_one_change() {
    let folder = Folder::with_four_tasks();
    folder.run(["set", "N-02", "rag=red"]);
    folder
        .cli()
        .line("chase --owed --log")
        .any_stdout()
        .stderr("Saved. 2 people chased. Undo with: readyroom undo\n")
        .run();
    folder
        .cli()
        .line("chase --owed")
        .stderr("Nobody is owed a message: whoever has something late or red was sent one today.\n")
        .run();
    folder
        .cli()
        .line("chase nobody --log")
        .stderr(
            "error: Nobody cannot be sent anything, so there is nothing to log.\n\
             hint: Give the tasks owners first: readyroom list nobody\n",
        )
        .status(2)
        .run();
    folder.run(["done", "N-02"]);
    folder
        .cli()
        .line("chase TB --log")
        .stdout("Tom, nothing is with you at the moment.\n")
        .stderr("Nothing is left to chase. There is nothing to save.\n")
        .run();
}

#[test]
fn in_a_conversation_a_round_asks_after_every_message() {
    let folder = Folder::with_four_tasks();
    folder.run(["set", "N-02", "rag=red"]);
    let (stdout, stderr) = folder
        .cli()
        .arg("--plain")
        .types("chase --owed --log\nyes\nno\nchase --owed --log\nwhere\n");
    assert!(
        stdout.starts_with("Jo, this one is with you. 1 is late.\n"),
        "{stdout}"
    );
    assert!(!stdout.contains('\u{1b}'));
    let said: Vec<&str> = stderr.lines().collect();
    assert_eq!(
        said,
        [
            "Sent to Jo Smith? Type yes or no.",
            "Saved. Jo Smith chased, 1 task. Undo with: undo",
            "Sent to Tom Bell? Type yes or no.",
            "1 logged, 1 skipped.",
            "Sent to Tom Bell? Type yes or no.",
            "0 logged, 0 skipped, 1 left.",
        ]
    );
}

/// How many sheets of A4 a browser prints the page on; nothing where there is no browser to ask.
fn sheets(folder: &Folder, page: &str) -> Option<usize> {
    let (html, pdf) = (folder.file("page.html"), folder.file("page.pdf"));
    fs::write(&html, page).unwrap();
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let ran = names.into_iter().find_map(|name| {
        let mut browser = Command::new(name);
        browser
            .args(["--headless", "--no-sandbox", "--disable-gpu"])
            .arg("--no-pdf-header-footer")
            .arg(format!(
                "--user-data-dir={}",
                folder.file("browser").display()
            ))
            .arg(format!("--print-to-pdf={}", pdf.display()))
            .arg(format!("file://{}", html.display()));
        browser.output().ok()
    });
    assert!(ran?.status.success());
    let pdf = fs::read(pdf).unwrap();
    let sheet = |bytes: &&[u8]| bytes == b"/Type /Page\n" || bytes == b"/Type /Page ";
    Some(pdf.windows(12).filter(sheet).count())
}

#[test]
fn the_directors_brief_is_printed_on_one_sheet_whatever_is_wrong() {
    let folder = Folder::with("standard");
    let cli = || folder.cli().now("2026-11-30T11:00");
    let run = |line: &str, last: &str| {
        cli().line(line).arg(last).any_output().run();
    };
    run("call 30/11 9:30 --on-site 7/12", "--json");
    let brief = || cli().line("brief --format html").any_stdout().run();
    let mut pages = vec![brief()];
    run("brief --out", "first.md");
    let why = "the supplier has not answered for three weeks, the only person who knows how it is made is away until \
               the week after next, and nobody has said who may decide";
    let tasks = cli().line("list phase:notification --json").json();
    let tasks = tasks["tasks"].as_array().unwrap().iter();
    let refs: Vec<&str> = tasks.map(|task| task["ref"].as_str().unwrap()).collect();
    let refs = refs.join(" ");
    run(
        &format!("set {refs} status=waiting waiting=ICT rag=red"),
        &format!("reason={why}"),
    );
    pages.push(brief());
    let all = format!("title=WE FIND THAT {}", why.to_uppercase());
    run(&format!("set {refs}"), &all);
    pages.push(brief());
    for page in pages {
        assert!(
            sheets(&folder, &page).is_none_or(|sheets| sheets == 1),
            "{page}"
        );
    }
}

#[test]
fn what_is_added_in_one_line_passes_the_privacy_guard_too() {
    let folder = Folder::with_four_tasks();
    folder
        .cli()
        .args(["add", "Review NHS 943 476 5919"])
        .stderr(
            "Saved. N-04 added: Review NHS 943 476 5919 (kept, though it looks like an NHS number). Undo with: readyroom undo\n\
             warning: The title looks as if it held an NHS number. Nothing about one child or patient is needed here.\n",
        )
        .run();
}

#[test]
fn in_a_plain_brief_a_ref_stays_in_one_piece() {
    let folder = Folder::with_four_tasks();
    for words in 1..12 {
        let title = "word ".repeat(words) + "end";
        folder.run(["set", "FW-01", &format!("title={title}")]);
        let brief = folder
            .cli()
            .line("brief --for owner --format text")
            .any_output()
            .run();
        assert!(!brief.contains("(FW-\n"), "{brief}");
    }
}
