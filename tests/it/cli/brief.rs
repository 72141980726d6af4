use std::fs;

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
            "warning: The note of N-01 looks as if it held an NHS number. Nothing about one child or patient is needed here.\n\
             Wrote 4 of 4 tasks to t.csv (CSV).\n",
        )
        .run();
}
