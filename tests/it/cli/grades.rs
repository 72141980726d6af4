use crate::support::cli::Folder;

/// One with the five areas of 2023 in it, three grades, two statements and a little evidence.
fn evaluated() -> Folder {
    let folder = Folder::with_four_tasks();
    folder.run(["grades", "framework", "2023"]);
    folder.run([
        "grades",
        "past",
        "LEAD",
        "ri",
        "--date",
        "1/3/2019",
        "--framework",
        "2018",
    ]);
    folder.run([
        "grades",
        "past",
        "over",
        "RI",
        "--date",
        "1/3/2019",
        "--framework",
        "2018",
    ]);
    folder.run([
        "grades",
        "set",
        "leaders",
        "requires improvement",
        "--why",
        "Two audits",
    ]);
    folder.run([
        "grades",
        "set",
        "LEAD",
        "good",
        "--why",
        "Board sees audits monthly",
        "--confidence",
        "medium",
    ]);
    folder.run([
        "grades",
        "strength",
        "LEAD",
        "Vacancies halved in a year",
        "--evidence",
        "HR report, May",
        "--evidence",
        "N-01",
    ]);
    folder.run([
        "grades",
        "improve",
        "LEAD",
        "Supervision is not yet consistent",
    ]);
    folder.run(["grades", "answer", "LEAD", "know", "Practice is improving."]);
    folder.run([
        "grades",
        "set",
        "OVER",
        "good",
        "--why",
        "Three of four areas",
    ]);
    folder.run(["set", "N-01", "area=LEAD"]);
    folder.run(["enquiry", "add", "Supervision", "area=lead"]);
    folder.run([
        "request",
        "add",
        "Supervision records, 8 cases l:supervision",
    ]);
    folder
}

const TABLE: &str = "\
Self-evaluation, ILACS, January 2023 to March 2026
LEAD  Leaders              RI 2019, Good now  confidence medium  1 strength, 1 to improve, 1 without evidence, 1 red
HELP  Help and protection  not graded now                        0 strengths, 0 to improve
CARE  Children in care     not graded now                        0 strengths, 0 to improve
LEAV  Care leavers         not graded now                        0 strengths, 0 to improve
OVER  Overall              RI 2019, Good now                     0 strengths, 0 to improve
";

#[test]
fn the_areas_are_shown_with_past_grades_our_own_and_what_is_missing() {
    let folder = evaluated();
    folder.cli().arg("grades").stdout(TABLE).run();
    folder
        .cli()
        .line("grades leaders")
        .stdout(
            "LEAD  The impact of leaders on social work practice with children and families\n\
             Our grade now: Good, confidence medium\n\
             \n\
             What do we know about the quality and impact of practice? (know)\n  Practice is improving.\n\
             \n\
             How do we know it? (how)\n  No answer yet.\n\
             \n\
             What are our plans for the next 12 months? (next)\n  No answer yet.\n\
             \n\
             Strengths\n  S-1  Vacancies halved in a year\n      E-1  HR report, May\n      E-2  N-01 Check Annex A lists: no evidence yet\n\
             \n\
             Areas for improvement\n  S-2  Supervision is not yet consistent  (no evidence)\n\
             \n\
             Open and red\n  R  N-01  Check Annex A lists\n\
             \n\
             Lines of enquiry\n  Supervision: 1 asked, 1 open, without evidence\n\
             \n\
             Judged by inspections\n  P-1  Fri 1 Mar 2019  Requires improvement to be good (2018 framework)\n\
             \n\
             How our grade came to be\n  \
             Wed 3 Jun 2026 09:41  Good, confidence medium (2023 framework), Ann Lee: Board sees audits monthly\n  \
             Wed 3 Jun 2026 09:41  Requires improvement to be good (2023 framework), Ann Lee: Two audits\n",
        )
        .run();
    let json = folder.cli().line("grades --json").json();
    assert_eq!(json["version"], 1);
    let lead = &json["areas"][0];
    assert_eq!(lead["grade"]["grade"], "good");
    assert_eq!(lead["grades"].as_array().unwrap().len(), 2);
    assert_eq!(lead["past"][0]["date"], "2019-03-01");
    assert_eq!(lead["strengths"][0]["evidence"][1]["task"], "N-01");
    assert_eq!(lead["strengths"][0]["evidence"][1]["counts"], false);
    assert_eq!(lead["without_evidence"], 1);
    assert_eq!(lead["red"][0], "N-01");
    assert_eq!(lead["lines"][0]["line"], "Supervision");
    assert_eq!(lead["lines"][0]["asked"], 1);
    assert_eq!(json["areas"][4]["area"], "OVER");
}

#[test]
fn a_grade_says_what_it_was_and_one_undo_takes_it_back() {
    let folder = evaluated();
    folder
        .cli()
        .args([
            "grades",
            "set",
            "LEAD",
            "outstanding",
            "--why",
            "Peer review",
        ])
        .stderr("Saved. Leaders: Outstanding, was Good (Peer review). Undo with: readyroom undo\n")
        .run();
    folder
        .cli()
        .args(["grades", "set", "LEAD", "outstanding"])
        .stderr("It is so already. There is nothing to save.\n")
        .run();
    folder.run(["undo"]);
    folder.cli().arg("grades").stdout(TABLE).run();
}

#[test]
fn another_framework_is_tried_first_and_moves_nothing() {
    let folder = evaluated();
    let says = "2023 to 2026: Leaders, Help and protection, Children in care, Care leavers stay as they are.\n\
                Overall falls away: it holds 1 grade, 1 inspection grade, which stays readable as from the 2023 framework.\n";
    let before = std::fs::read(folder.file("t.readyroom")).unwrap();
    folder
        .cli()
        .line("grades framework 2026 --dry-run")
        .stderr("Nothing has been saved.\n")
        .stdout(says)
        .run();
    assert_eq!(std::fs::read(folder.file("t.readyroom")).unwrap(), before);
    folder
        .cli()
        .line("grades framework 2026")
        .stderr("Saved. The framework is 2026: ILACS, from April 2026. Undo with: readyroom undo\n")
        .stdout(says)
        .run();
    folder
        .cli()
        .arg("grades")
        .stdout(
            "Self-evaluation, ILACS, from April 2026\n\
             LEAD  Leaders                            RI 2019, Good (2023 framework) now  confidence medium  1 strength, 1 to improve, 1 without evidence, 1 red\n\
             HELP  Help and protection                not graded now                                         0 strengths, 0 to improve\n\
             CARE  Children in care                   not graded now                                         0 strengths, 0 to improve\n\
             LEAV  Care leavers                       not graded now                                         0 strengths, 0 to improve\n\
             OVER  Overall (from the 2023 framework)  RI 2019, Good now                                      0 strengths, 0 to improve\n",
        )
        .run();
    folder
        .cli()
        .args(["grades", "set", "OVER", "good", "--why", "x"])
        .stderr(
            "error: Overall is from the 2023 framework, and nothing new goes in there.\n\
             hint: The areas of the 2026 framework are LEAD, HELP, CARE, LEAV.\n",
        )
        .status(2)
        .run();
    folder
        .cli()
        .line("grades move OVER CARE")
        .stderr(
            "Saved. Children in care: Good (From Overall (2023 framework): Three of four areas). Undo with: readyroom undo\n",
        )
        .run();
    folder.run(["undo"]);
    folder.run(["undo"]);
    folder.cli().arg("grades").stdout(TABLE).run();
}

#[test]
fn what_is_not_understood_is_refused_with_what_can_be_typed() {
    let folder = evaluated();
    let areas = "The areas are LEAD (Leaders), HELP (Help and protection), CARE (Children in care), LEAV (Care leavers), OVER (Overall).";
    for (words, says, status) in [
        (
            &["grades", "set", "MONEY", "good", "--why", "x"][..],
            format!("error: There is no judgement area \"MONEY\".\nhint: {areas}\n"),
            3,
        ),
        (
            &["grades", "set", "LEAD", "splendid", "--why", "x"],
            "error: There is no grade \"splendid\".\n\
             hint: The grades of the 2023 framework are Outstanding (O), Good (G), Requires improvement to be good (RI), Inadequate (I).\n"
                .to_owned(),
            2,
        ),
        (
            &["grades", "set", "LEAD", "outstanding"],
            "error: A grade needs a reason.\nhint: Say in a few words why it is so; on the command line, with --why.\n".to_owned(),
            2,
        ),
        (
            &["grades", "set", "LEAD", "good", "--why", "x", "--confidence", "total"],
            "error: There is no confidence \"total\".\nhint: It is high, medium or low.\n".to_owned(),
            2,
        ),
        (
            &["grades", "past", "LEAD", "ri", "--date", "1/3/2014"],
            "error: Which framework was in force on Sat 1 Mar 2014 is not known here.\n\
             hint: Name it, in any words like 2018; on the command line, with --framework.\n"
                .to_owned(),
            2,
        ),
        (
            &["grades", "answer", "LEAD", "why", "x"],
            "error: There is no question \"why\".\n\
             hint: know: What do we know about the quality and impact of practice? how: How do we know it? next: What are our plans for the next 12 months?\n"
                .to_owned(),
            2,
        ),
        (
            &["grades", "remove", "S-9"],
            "error: There is nothing called \"S-9\" in the self-evaluation.\n\
             hint: Statements are called S-1, evidence E-1, inspections' grades P-1; `readyroom grades AREA` shows them.\n"
                .to_owned(),
            3,
        ),
        (
            &["grades", "strength", "LEAD"],
            "error: `readyroom grades strength` needs more words.\n\
             hint: Type it like: readyroom grades strength LEAD \"Vacancies halved\"\n"
                .to_owned(),
            2,
        ),
        (
            &["grades", "framework", "1999"],
            "error: There is no framework \"1999\".\nhint: The frameworks are 2023, 2026.\n".to_owned(),
            3,
        ),
        (
            &["grades", "--why", "x"],
            "error: --why goes with `readyroom grades set`.\n\
             hint: Type it like: readyroom grades set LEAD good --why \"Board sees audits monthly\"\n"
                .to_owned(),
            2,
        ),
        (
            &["grades", "answer", "LEAD", "how"],
            "error: No answer came in.\n\
             hint: Type it behind the question, or pipe it in. To take an answer away: readyroom grades answer LEAD know \"\"\n"
                .to_owned(),
            2,
        ),
    ] {
        let mut cli = folder.cli();
        for word in words {
            cli = cli.arg(*word);
        }
        cli.stderr(&says).status(status).run();
    }
    folder.cli().arg("grades").stdout(TABLE).run();
}

#[test]
fn statements_and_evidence_are_changed_moved_and_removed() {
    let folder = evaluated();
    let said = |words: &[&str]| {
        let mut cli = folder.cli().any_stderr();
        for word in words {
            cli = cli.arg(*word);
        }
        let _ = cli.run();
        folder.cli().line("grades --json").json()["areas"][0].clone()
    };
    let lead = said(&["grades", "reword", "S-2", "Supervision varies"]);
    assert_eq!(lead["improvements"][0]["text"], "Supervision varies");
    let lead = said(&["grades", "evidence", "s2", "Supervision audit"]);
    assert_eq!(lead["without_evidence"], 0);
    let lead = said(&["grades", "turn", "S-2"]);
    assert_eq!(lead["strengths"].as_array().unwrap().len(), 2);
    let lead = said(&["grades", "evidence", "LEAD", "Staff survey"]);
    assert_eq!(lead["unused_evidence"][0]["ref"], "E-4");
    let lead = said(&["grades", "move", "E-4", "S-1"]);
    assert_eq!(lead["unused_evidence"].as_array().unwrap().len(), 0);
    let lead = said(&["grades", "move", "S-1", "HELP"]);
    assert_eq!(lead["strengths"].as_array().unwrap().len(), 1);
    let lead = said(&["grades", "remove", "S-2"]);
    assert_eq!(lead["unused_evidence"][0]["text"], "Supervision audit");
    let lead = said(&["grades", "remove", "P-1"]);
    assert_eq!(lead["past"].as_array().unwrap().len(), 0);
    let lead = said(&["grades", "answer", "LEAD", "know", ""]);
    assert_eq!(lead["know"], "");
}

#[test]
fn an_answer_can_be_piped_in_and_a_conversation_says_it_in_one_line() {
    let folder = evaluated();
    let (stdout, stderr) = folder
        .cli()
        .line("grades answer LEAD how")
        .types("Audits,\nand what families say.\n");
    assert_eq!(stdout, "");
    assert_eq!(
        stderr,
        "Saved. Leaders, \"How do we know it?\" answered. Undo with: readyroom undo\n"
    );
    let json = folder.cli().line("grades LEAD --json").json();
    assert_eq!(json["areas"][0]["how"], "Audits,\nand what families say.");
    let (stdout, stderr) = folder
        .cli()
        .arg("--plain")
        .types("grades set care good --why \"Stable homes\"\ngrades care\nquit\n");
    assert!(
        stderr.contains("Saved. Children in care: Good (Stable homes)."),
        "{stderr}"
    );
    assert!(stdout.contains("Our grade now: Good"), "{stdout}");
    assert!(!stdout.contains('\u{1b}') && !stderr.contains('\u{1b}'));
}

#[test]
fn the_next_file_begins_with_the_self_evaluation_of_the_last() {
    let folder = evaluated();
    folder.run([
        "new",
        "next.readyroom",
        "--template",
        "short",
        "--from",
        "t.readyroom",
    ]);
    let table = folder
        .cli()
        .file("next.readyroom")
        .arg("grades")
        .any_stdout()
        .run();
    assert!(table.contains("LEAD  Leaders "), "{table}");
    assert!(
        table.contains("RI 2019, Good (2023 framework) now"),
        "{table}"
    );
    assert!(
        table.contains("OVER  Overall (from the 2023 framework)"),
        "{table}"
    );
}

#[test]
fn the_summary_is_a_paper_like_the_others() {
    let folder = evaluated();
    let summary = super::brief::paper(&folder, "brief --for evaluation");
    insta::assert_snapshot!(summary);
    let page = folder
        .cli()
        .line("brief --for evaluation --format html")
        .any_stdout()
        .run();
    assert!(page.contains("Self-evaluation summary"), "{page}");
    let scrutiny = super::brief::paper(&folder, "brief --for scrutiny");
    let graded = scrutiny.split("How we grade ourselves").nth(1).unwrap();
    assert!(
        graded.contains("Inspections: RI 2019; Our grade: Good; Confidence: medium"),
        "{scrutiny}"
    );
}

/// In a conversation nobody thinks of quotes, and no word may end up in another place.
#[test]
fn words_behind_an_option_stay_together_without_quotes() {
    let folder = Folder::with_four_tasks();
    folder
        .cli()
        .line("grades set LEAD ri --why Audits are mixed --confidence low")
        .stderr("Saved. Leaders: Requires improvement to be good, confidence low (Audits are mixed). Undo with: readyroom undo\n")
        .run();
    folder
        .cli()
        .line("grades strength LEAD Vacancies halved --evidence HR report May --evidence N-01")
        .stderr("Saved. Leaders, strength S-1: Vacancies halved. Undo with: readyroom undo\n")
        .run();
    let shown = folder.cli().line("grades LEAD").any_output().run();
    assert!(shown.contains("HR report May"), "{shown}");
    folder
        .cli()
        .line("grades past LEAD inadequate --date 1/5/2014 --framework SIF 2013")
        .any_output()
        .run();
    let shown = folder.cli().line("grades LEAD").any_output().run();
    assert!(shown.contains("SIF 2013"), "{shown}");
    folder
        .cli()
        .line("request add Rotas by:LI d:+4h")
        .any_output()
        .run();
    folder
        .cli()
        .line("request sent R-1 the table --approved Helen Shaw")
        .stderr("Saved. R-1 sent, approved by Helen Shaw. Undo with: readyroom undo\n")
        .run();
}
