use crate::support::cli::Folder;

#[test]
fn a_new_file_is_made_and_remembered() {
    let folder = Folder::new();
    folder
        .cli()
        .line("new n.readyroom --template standard --authority Northshire")
        .stderr("Made n.readyroom: ILACS standard inspection, 121 tasks.\n")
        .run();
    folder
        .cli()
        .without("READYROOM_FILE")
        .args(["list", "ref:N-29"])
        .stdout("-  N-29  DCS  no date    Take the call; log time, lead inspector, team, on-site date\n")
        .run();
}

#[test]
fn a_call_can_be_recorded_with_it_and_undone_alone() {
    let folder = Folder::new();
    folder
        .cli()
        .line("new t.readyroom --template standard --call 2026-11-30 --on-site 2026-12-07 --now 2026-11-30T11:00")
        .stderr(
            "Made t.readyroom: ILACS standard inspection, 121 tasks.\n\
             The call came on Mon 30 Nov 2026 11:00.\n\
             Inspectors arrive on Mon 7 Dec 2026.\n",
        )
        .run();
    folder
        .cli()
        .line("undo --now 2026-11-30T11:05")
        .stderr(
            "Taken back: the call came on Mon 30 Nov 2026 11:00 (Ann Lee, Mon 30 Nov 2026 11:00). \
             Bring it back with: readyroom redo\n",
        )
        .run();
    folder
        .cli()
        .arg("undo")
        .stderr("error: There is nothing to undo.\n")
        .status(1)
        .run();
}

#[test]
fn an_expected_call_has_no_time_and_a_proposed_start() {
    let folder = Folder::new();
    folder
        .cli()
        .line("new t.readyroom --template short --call 3/6 --expected")
        .stderr(
            "Made t.readyroom: ILACS short inspection, 96 tasks.\n\
             The call is expected on Wed 3 Jun 2026.\n\
             On site is proposed for Mon 8 Jun 2026, by the rule \"call+1d mon\". \
             Give the real date with --on-site.\n",
        )
        .run();
    let milestones = folder.cli().line("milestones --json").json();
    let call = &milestones["milestones"][0];
    assert_eq!(
        (&call["time"], &call["expected"]),
        (&serde_json::Value::Null, &true.into())
    );
}

#[test]
fn people_and_preparation_come_along_from_an_older_file() {
    let folder = Folder::with("standard");
    folder
        .cli()
        .args(["owners", "set", "Data lead", "name=Jo Smith"])
        .any_output()
        .run();
    folder
        .cli()
        .args(["set", "N-01", "note=weekly on Fridays"])
        .any_output()
        .run();
    folder
        .cli()
        .line("new next.readyroom --template standard --from t.readyroom")
        .stderr("Made next.readyroom: ILACS standard inspection, 121 tasks.\n")
        .run();
    let task = folder
        .cli()
        .file("next.readyroom")
        .line("show N-01 --json")
        .json();
    assert_eq!(task["tasks"][0]["owner"]["name"], "Jo Smith");
    assert_eq!(task["tasks"][0]["note"], "weekly on Fridays");
}

#[test]
fn what_cannot_be_begun_is_refused_and_nothing_is_made() {
    let folder = Folder::with("blank");
    for (line, stderr, status) in [
        (
            "new t.readyroom --template blank",
            "error: t.readyroom is already there.\nhint: Choose another name. Nothing is ever written over it.\n",
            1,
        ),
        (
            "new n.readyroom --template standart",
            "error: There is no template \"standart\".\n\
             hint: Did you mean standard? The templates are standard, short, blank.\n",
            3,
        ),
        (
            "new n.readyroom",
            "error: `readyroom new` needs --template T.\n\
             hint: Type it like: readyroom new northshire.readyroom --template standard\n",
            2,
        ),
        (
            "new n.readyroom --template standard --call 31/02",
            "error: 31/02 is not a date: February 2027 has 28 days.\n",
            2,
        ),
        (
            "new n.readyroom --template standard --call 30/11 --on-site 29/11",
            "error: Inspectors cannot arrive on Sun 29 Nov 2026, before the call on Mon 30 Nov 2026.\n\
             hint: Check the on-site date.\n",
            2,
        ),
        (
            "new n.readyroom --template standard --on-site 29/11",
            "error: `readyroom new` needs --call D.\n\
             hint: Type it like: readyroom new northshire.readyroom --template standard\n",
            2,
        ),
        (
            "new n.readyroom --template standard --from none.readyroom",
            "error: There is no file none.readyroom.\nhint: `readyroom new` makes one.\n",
            3,
        ),
    ] {
        folder.cli().line(line).stderr(stderr).status(status).run();
    }
    assert!(!folder.file("n.readyroom").exists());
}

#[test]
fn templates_are_listed_and_shown() {
    let folder = Folder::new();
    folder
        .cli()
        .arg("templates")
        .stdout(
            "standard    ILACS standard inspection, 121 tasks\n            \
             Councils judged requires improvement or inadequate: one week off site, two weeks on site.\n\
             short       ILACS short inspection, 96 tasks\n            \
             Councils judged good or outstanding: one week off site, one week on site.\n\
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
    let one = folder.cli().line("templates standard --json").json();
    assert_eq!(one["tasks"].as_array().map(Vec::len), Some(121));
}
