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
             hint: Did you mean standard? The templates are standard, short, focused, monitoring, jtai, send, blank. \
             One of your own is named by its file, like ours.toml.\n",
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
            "error: The day of the call is needed as well.\n\
             hint: Only a visit that is agreed ahead is counted from its first day on site alone.\n",
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
fn a_visit_that_is_agreed_ahead_begins_with_its_first_day() {
    let folder = Folder::new();
    folder
        .cli()
        .line("new t.readyroom --template monitoring --call 1/12")
        .stderr(
            "error: This visit is agreed ahead, and everything is counted from its first day on site.\n\
             hint: Say which day inspectors arrive; on the command line, with --on-site.\n",
        )
        .status(2)
        .run();
    assert!(!folder.file("t.readyroom").exists());
    folder
        .cli()
        .line("new t.readyroom --template monitoring --on-site 2026-12-15")
        .stderr(
            "Made t.readyroom: ILACS monitoring visit, 20 tasks.\n\
             Inspectors arrive on Tue 15 Dec 2026.\n\
             The day of notice is Tue 1 Dec 2026.\n",
        )
        .run();
    folder
        .cli()
        .line("milestones")
        .stdout(
            "call         Tue 1 Dec 2026         by rule start-10wd       Notice: theme and dates confirmed\n\
             start        Tue 15 Dec 2026        typed                    First day on site\n\
             end          Wed 16 Dec 2026        by rule start+1wd        Last day on site\n\
             draft        Thu 14 Jan 2027        by rule end+18wd         Draft letter received\n\
             comments     Thu 21 Jan 2027        by rule draft+5wd        Factual accuracy comments due\n\
             final        Thu 28 Jan 2027        by rule end+28wd         Letter received\n\
             publication  Mon 1 Feb 2027         by rule final+2wd        Letter published\n",
        )
        .run();
}

#[test]
fn people_preparation_and_closures_come_along_to_another_sort() {
    let folder = Folder::with("standard");
    folder.run(["owners", "set", "Data lead", "name=Jo Smith"]);
    folder.run(["done", "N-02"]);
    folder
        .cli()
        .line("new next.readyroom --template jtai --from t.readyroom")
        .stderr("Made next.readyroom: JTAI inspection, 55 tasks.\n")
        .run();
    let list = folder
        .cli()
        .file("next.readyroom")
        .args(["list", "--json", "owner:\"Jo Smith\""])
        .json();
    let titles = list["tasks"].as_array().unwrap().iter();
    let titles: Vec<&str> = titles.map(|task| task["title"].as_str().unwrap()).collect();
    assert_eq!(
        titles,
        [
            "Prove the theme's child list can be made by all agencies",
            "Send the theme's child list and first information",
            "Run all Annex A lists weekly and open each file",
            "Run and read ChAT (or own analysis) with leaders",
            "Check two people can log in to Ofsted's sharing site",
        ]
    );
}
