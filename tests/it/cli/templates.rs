use std::fs;

use crate::support::cli::Folder;

#[test]
fn they_are_listed_and_shown() {
    let folder = Folder::new();
    folder
        .cli()
        .arg("templates")
        .stdout(
            "standard    ILACS standard inspection, 121 tasks\n            \
             Councils judged requires improvement or inadequate: one week off site, two weeks on site.\n\
             short       ILACS short inspection, 96 tasks\n            \
             Councils judged good or outstanding: one week off site, one week on site.\n\
             focused     ILACS focused visit, 23 tasks\n            \
             Two days on one theme between inspections, with a week of notice: a letter, no grade.\n\
             monitoring  ILACS monitoring visit, 20 tasks\n            \
             Councils judged inadequate: two days on dates agreed ahead, then a letter.\n\
             jtai        JTAI inspection, 28 tasks\n            \
             Joint inspection with police, health and probation: two weeks of notice, one week on site.\n\
             send        Area SEND inspection, 51 tasks\n            \
             Council and health together, on special educational needs: two weeks off site, one on site.\n\
             blank       Own plan, 0 tasks\n            \
             An empty checklist with the eight milestones: add your own tasks.\n",
        )
        .run();
    folder
        .cli()
        .args(["templates", "blank"])
        .stdout(
            "Own plan\n\
             An empty checklist with the eight milestones: add your own tasks.\n\
             \n\
             Milestones\n\
             \x20 call         Notification call              typed when it is known\n\
             \x20 start        First day on site              call+1d mon\n\
             \x20 end          Last day on site               start+1w fri\n\
             \x20 draft        Draft report received          end+18wd\n\
             \x20 comments     Factual accuracy comments due  draft+5wd\n\
             \x20 final        Final copy under embargo       publication-2wd\n\
             \x20 publication  Report published               end+30wd\n\
             \x20 plan         Action plan due                publication+70wd\n",
        )
        .run();
    let all = folder.cli().line("templates --json").json();
    assert_eq!(all["templates"][0]["name"], "standard");
}

#[test]
fn one_in_full_has_roles_deadlines_and_needs() {
    let folder = Folder::new();
    let text = folder.cli().args(["templates", "jtai"]).any_output().run();
    for line in [
        "  start        First day on site              call+10wd",
        "  PM           Partnership manager",
        "Notification: Joint evaluations",
        "  N-12   call+5wd to call+6wd  QA   Hold a joint evaluation meeting for each child (needs N-11)",
        "  FW-05  start 16:30           DCS  Keep-in-touch meeting with the joint lead, day 1",
    ] {
        assert!(text.lines().any(|shown| shown == line), "{line}\n{text}");
    }
    let json = folder.cli().line("templates jtai --json").json();
    let task = &json["tasks"][11];
    assert_eq!(
        task.to_string(),
        "{\"areas\":[\"HELP\"],\"due_rule\":\"call+6wd\",\"from_rule\":\"call+5wd\",\"needs\":[\"N-11\"],\
         \"note\":\"\",\"phase\":\"notification\",\"ref\":\"N-12\",\"role\":\"QA lead\",\
         \"section\":\"Joint evaluations\",\"tags\":[],\"takes_call\":false,\
         \"title\":\"Hold a joint evaluation meeting for each child\"}"
    );
    assert_eq!(json["tasks"].as_array().map(Vec::len), Some(28));
}

const OURS: &str = r#"name = "ours"
title = "Our own readiness week"
framework = "2026"

[[milestone]]
key = "call"
name = "Call"

[[milestone]]
key = "start"
name = "First day"
rule = "call+2wd"

[[role]]
name = "Data lead"
initials = "DL"

[[task]]
id = "A"
phase = "notification"
section = "First"
title = "Print the lists"
due = "call+1wd 12:00"
owner = "Data lead"
areas = ["help"]

[[task]]
id = "B"
phase = "fieldwork"
title = "Hand them over"
due = "start"
needs = ["A"]
"#;

#[test]
fn a_file_of_ones_own_is_a_template() {
    let folder = Folder::new();
    fs::write(folder.file("ours.toml"), OURS).unwrap();
    folder
        .cli()
        .args(["templates", "ours.toml"])
        .stdout(
            "Our own readiness week\n\
             \n\
             Milestones\n\
             \x20 call         Call       typed when it is known\n\
             \x20 start        First day  call+2wd\n\
             \n\
             Roles\n\
             \x20 DL           Data lead\n\
             \n\
             Notification: First\n\
             \x20 N-01   call+1wd 12:00  DL  Print the lists\n\
             \n\
             Fieldwork\n\
             \x20 FW-01  start           --  Hand them over (needs N-01)\n",
        )
        .run();
    folder
        .cli()
        .line("new t.readyroom --template ours.toml --call 2026-11-30 --now 2026-11-30T11:00")
        .stderr(
            "Made t.readyroom: Our own readiness week, 2 tasks.\n\
             The call came on Mon 30 Nov 2026 11:00.\n\
             On site is proposed for Wed 2 Dec 2026, by the rule \"call+2wd\". \
             Give the real date with --on-site.\n",
        )
        .run();
    folder
        .cli()
        .now("2026-11-30T11:00")
        .arg("list")
        .stdout(
            "R  N-01   DL  Tue 1 Dec 12:00  1 day  Print the lists\n\
             A  FW-01  --  Wed 2 Dec        2 days  Hand them over\n",
        )
        .any_output()
        .run();
}

#[test]
fn a_bad_one_is_refused_with_file_line_and_field_and_nothing_is_made() {
    let folder = Folder::new();
    let bent = |from: &str, to: &str| OURS.replacen(from, to, 1).into_bytes();
    for (bytes, message) in [
        (
            bent("needs = [\"A\"]", "needs = [\"B\"]"),
            "line 32: the task \"B\": it needs \"B\", which waits for it in a circle.",
        ),
        (
            bent("call+1wd 12:00", "end+1wd 12:00"),
            "line 23: the task \"A\": due hangs from \"end\", which is not a milestone of this file.",
        ),
        (
            bent("call+1wd 12:00", "ring+1wd 12:00"),
            "line 23: the task \"A\": due: \"ring+1wd 12:00\" is not a rule such as call+1wd, end-2wd or start fri 12:00.",
        ),
        (
            bent("rule = \"call+2wd\"", "rule = \"start+2wd\""),
            "line 12: the milestones \"start\" and \"start\" hang from each other in a circle.",
        ),
        (
            bent("owner =", "ownr ="),
            "line 24: the task \"A\" has an unknown field \"ownr\".\nhint: Did you mean owner?",
        ),
        (
            bent("title = \"Hand them over\"\n", ""),
            "line 27: the task \"B\" has no title.",
        ),
        (
            bent("areas = [\"help\"]", "areas = [\"HLEP\"]"),
            "line 25: the task \"A\": areas: the framework 2026 has no area \"HLEP\": it is one of LEAD, HELP, CARE, LEAV, ALL, LOG.",
        ),
        (bent("Print the lists", "\\u001b[2J\\u202E"), ""),
        (
            bent("Print the lists", &"long ".repeat(100_000)),
            "line 22: the task \"A\": title is too long: 499999 characters, and a line holds at most 200.",
        ),
        (
            b"name = \"\xff\"\n".to_vec(),
            "line 1: this is not text in UTF-8.\nhint: Save it as UTF-8 in your editor, and try again.",
        ),
        (Vec::new(), "line 1: the template has no name."),
    ] {
        fs::write(folder.file("bad.toml"), &bytes).unwrap();
        if message.is_empty() {
            let text = folder
                .cli()
                .args(["templates", "bad.toml"])
                .any_output()
                .run();
            assert!(text.contains("DL  <1B>[2J<202E>\n"), "{text}");
            continue;
        }
        folder
            .cli()
            .line("new n.readyroom --template bad.toml --call 30/11")
            .stderr(&format!("error: bad.toml, {message}\n"))
            .status(1)
            .run();
        assert!(!folder.file("n.readyroom").exists(), "{message}");
    }
    fs::create_dir(folder.file("folder.toml")).unwrap();
    for (name, stderr, status) in [
        (
            "folder.toml",
            "error: folder.toml is a folder.\nhint: Name the template file that is in it.\n",
            1,
        ),
        (
            "none.toml",
            "error: There is no file none.toml.\nhint: `readyroom templates` lists the templates that are built in.\n",
            3,
        ),
    ] {
        let line = format!("new n.readyroom --template {name}");
        folder.cli().line(&line).stderr(stderr).status(status).run();
    }
    assert!(!folder.file("n.readyroom").exists());
}

#[test]
fn the_present_tasks_are_saved_as_a_template_without_names() {
    let folder = Folder::with("focused");
    for args in [
        ["owners", "set", "Data lead", "name=Jo Smith"],
        ["call", "2/6", "10:00", "--json"],
        ["add", "Ring Jo Smith's team a:Pat", "d:fri", "12:00"],
        ["set", "N-01", "note=Jo Smith has it", "area=HELP"],
    ] {
        folder.run(args);
    }
    folder
        .cli()
        .line("templates --save ours.toml")
        .stderr(
            "Saved 24 tasks and 11 roles as a template in ours.toml.\n\
             Typed dates, now counted from a milestone: 1.\n\
             People without a role, now Owner 1 and so on: 1.\n\
             Notes of your own, to be read before you pass it on: 1.\n\
             Start from it with: readyroom new FILE --template ours.toml\n",
        )
        .run();
    let text = fs::read_to_string(folder.file("ours.toml")).unwrap();
    for gone in ["Jo", "Smith", "Pat", "Northshire"] {
        assert!(!text.contains(gone), "{gone}\n{text}");
    }
    assert!(
        text.contains(
            "title = \"Ring Data lead's team\"\ndue = \"call+3wd 12:00\"\nowner = \"Owner 1\"\n"
        ),
        "{text}"
    );
    folder
        .cli()
        .line("templates --save ours.toml")
        .stderr("error: ours.toml is already there.\nhint: Choose another name, or add --force to write over it.\n")
        .status(1)
        .run();
    folder.run(["templates", "--save", "ours.toml", "--force"]);
    folder
        .cli()
        .line("templates --save t.readyroom --force")
        .stderr("error: t.readyroom is an inspection.\nhint: Choose another name for the template, like ours.toml.\n")
        .status(1)
        .run();
    folder
        .cli()
        .line("new next.readyroom --template ours.toml")
        .stderr("Made next.readyroom: ILACS focused visit, 24 tasks.\n")
        .run();
}

#[test]
fn dates_that_nothing_dates_are_left_out_and_said() {
    let folder = Folder::with("blank");
    folder.run(["add", "Book the room d:fri"]);
    folder
        .cli()
        .line("templates --save ours.toml")
        .stderr(
            "Saved 1 task and 0 roles as a template in ours.toml.\n\
             Dates left out, as no milestone has one to count from: 1.\n\
             Start from it with: readyroom new FILE --template ours.toml\n",
        )
        .run();
}

#[test]
fn a_plan_without_a_visit_has_a_call_all_the_same() {
    let folder = Folder::new();
    let text = OURS
        .replace(
            "[[milestone]]\nkey = \"start\"\nname = \"First day\"\nrule = \"call+2wd\"\n",
            "",
        )
        .replace("due = \"start\"", "due = \"call+3wd\"");
    fs::write(folder.file("ours.toml"), text).unwrap();
    folder
        .cli()
        .line("new t.readyroom --template ours.toml --call 1/6")
        .stderr(
            "Made t.readyroom: Our own readiness week, 2 tasks.\n\
             The call came on Mon 1 Jun 2026.\n",
        )
        .run();
    folder
        .cli()
        .line("call 1/6 --on-site 4/6")
        .stderr(
            "error: This inspection has no milestone \"start\".\nhint: Its milestones are call.\n",
        )
        .status(3)
        .run();
}
