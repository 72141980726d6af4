use crate::support::cli::Folder;

#[test]
fn owners_are_counted_with_what_nobody_owns() {
    let folder = Folder::with_four_tasks();
    folder
        .cli()
        .arg("owners")
        .stdout(
            "JS    1 open    1 late    0 this week  R   1  A   0  G   0  B   0  Jo Smith\n\
             --    2 open    0 late    1 this week  R   0  A   1  G   1  B   0  Nobody\n\
             TB    1 open    0 late    1 this week  R   0  A   1  G   0  B   0  Tom Bell\n",
        )
        .run();
    folder
        .cli()
        .line("owners --json")
        .stdout(
            "{\"version\":1,\"owners\":[\
             {\"initials\":\"JS\",\"name\":\"Jo Smith\",\"role\":\"\",\"away\":[],\"open\":1,\"late\":1,\
             \"this_week\":0,\"red\":1,\"amber\":0,\"green\":0,\"none\":0,\"complete\":0,\"chased\":null},\
             {\"initials\":\"TB\",\"name\":\"Tom Bell\",\"role\":\"\",\"away\":[],\"open\":1,\"late\":0,\
             \"this_week\":1,\"red\":0,\"amber\":1,\"green\":0,\"none\":0,\"complete\":0,\"chased\":null}],\
             \"nobody\":{\"open\":2,\"late\":0,\"this_week\":1,\"red\":0,\"amber\":1,\"green\":1,\"none\":0,\"complete\":0},\
             \"clashes\":[]}\n",
        )
        .run();
}

#[test]
fn a_role_is_named_once_for_all_its_tasks() {
    let folder = Folder::with("standard");
    folder
        .cli()
        .args(["owners", "set", "Data lead", "name=Jo Smith", "initials=JS"])
        .stderr("Saved. Data lead is Jo Smith. Undo with: readyroom undo\n")
        .run();
    let owner = &folder.cli().line("show N-01 --json").json()["tasks"][0]["owner"];
    assert_eq!(
        owner,
        &serde_json::json!({"initials": "JS", "name": "Jo Smith", "role": "Data lead"})
    );
}

#[test]
fn a_role_given_an_empty_name_stays_as_it_is() {
    let folder = Folder::with("standard");
    let before = folder.cli().line("owners --json").any_output().run();
    folder
        .cli()
        .args(["owners", "set", "Data lead", "name="])
        .any_output()
        .run();
    assert_eq!(
        folder.cli().line("owners --json").any_output().run(),
        before
    );
}

#[test]
fn somebody_known_takes_a_role_over_and_undo_gives_it_back() {
    let folder = Folder::with("standard");
    folder.run(["owners", "set", "Data lead", "name=Jo Smith", "initials=JS"]);
    let before = folder.cli().line("list --json").any_output().run();
    folder
        .cli()
        .args(["owners", "set", "DOC", "name=jo smith"])
        .stderr("Saved. Jo Smith takes over from Documents lead. Undo with: readyroom undo\n")
        .run();
    let owner = &folder.cli().line("show N-04 --json").json()["tasks"][0]["owner"];
    assert_eq!(
        (&owner["initials"], &owner["role"]),
        (&"JS".into(), &"Data lead, Documents lead".into())
    );
    folder.run(["undo"]);
    assert_eq!(folder.cli().line("list --json").any_output().run(), before);
}

#[test]
fn what_is_not_understood_is_refused() {
    let folder = Folder::with_four_tasks();
    let how =
        "hint: Type it like: readyroom owners set \"Data lead\" name=\"Jo Smith\" initials=JS\n";
    for (line, stderr, status) in [
        (
            "owners sett JS",
            format!("error: `readyroom owners` cannot do \"sett\".\n{how}"),
            2,
        ),
        (
            "owners set JS",
            format!(
                "error: `readyroom owners set` needs to know whom to change, and what to set.\n{how}"
            ),
            2,
        ),
        (
            "owners set JS colour=red",
            "error: There is no field \"colour\".\nhint: The fields are name, initials, role and away.\n"
                .to_owned(),
            2,
        ),
        (
            "owners set Jo Smyth role=x",
            "error: There is nobody called \"Jo Smyth\".\n\
             hint: Did you mean Jo Smith? `readyroom owners` lists everybody.\n"
                .to_owned(),
            3,
        ),
        (
            "owners set JS away=9/6..8/6",
            "error: The last day away, Mon 8 Jun 2026, is before the first, Tue 9 Jun 2026.\n\
             hint: Write the first and the last day, like 7/12..9/12.\n"
                .to_owned(),
            2,
        ),
        (
            "owners set JS away=soon",
            "error: Away must be a real date, like fri or 8/6.\n\
             hint: Write the first and the last day, like 7/12..9/12.\n"
                .to_owned(),
            2,
        ),
        (
            "owners cover TB",
            "error: Tom Bell is not known to be away.\n\
             hint: Say when first: readyroom owners set \"Tom Bell\" away=7/12..9/12\n"
                .to_owned(),
            2,
        ),
        (
            "owners cover Zoe",
            "error: There is nobody called \"Zoe\".\nhint: `readyroom owners` lists everybody.\n"
                .to_owned(),
            3,
        ),
        (
            "owners cover",
            "error: `readyroom owners cover` needs to know whom.\n\
             hint: Type it like: readyroom owners cover JS --dry-run\n"
                .to_owned(),
            2,
        ),
        (
            "owners set JS initials=TB",
            "error: TB already stands for Tom Bell.\nhint: Choose other initials.\n".to_owned(),
            2,
        ),
    ] {
        folder.cli().line(line).stderr(&stderr).status(status).run();
    }
}

#[test]
fn somebody_is_away_and_their_deputy_covers() {
    let folder = Folder::with_four_tasks();
    folder.run(["set", "N-02", "deputy=JS"]);
    folder
        .cli()
        .line("owners set TB away=3/6..5/6")
        .stderr("Saved. Tom Bell away Wed 3 Jun to Fri 5 Jun. Undo with: readyroom undo\n")
        .run();
    let told = folder.cli().line("history --limit 1").any_output().run();
    assert!(
        told.ends_with("       Tom Bell's absence added: Wed 3 Jun 2026 to Fri 5 Jun 2026\n"),
        "{told}"
    );
    let owners = folder.cli().line("owners --json").json();
    assert_eq!(
        owners["owners"][1]["away"],
        serde_json::json!([{"from": "2026-06-03", "to": "2026-06-05", "reason": ""}])
    );
    let list = folder.cli().line("owners").any_output().run();
    assert!(
        list.contains("Tom Bell; away Wed 3 Jun to Fri 5 Jun\n"),
        "{list}"
    );
    folder
        .cli()
        .line("list ref:N-02")
        .stdout("A  N-02  (JS)  Fri 5 Jun  2 days  Book the room\n")
        .run();
    let shown = folder.cli().line("show N-02").any_output().run();
    assert!(
        shown.contains("  Away      away until Fri 5 Jun; Jo Smith covers\n"),
        "{shown}"
    );
    let before = folder.cli().line("list --json").any_output().run();
    folder
        .cli()
        .line("owners cover TB --dry-run")
        .stdout("N-02 to Jo Smith, Fri 5 Jun: Book the room\n")
        .stderr("1 task to hand over, 0 left. Nothing has been changed.\n")
        .run();
    assert_eq!(folder.cli().line("list --json").any_output().run(), before);
    folder
        .cli()
        .line("owners cover TB")
        .stdout("N-02 to Jo Smith, Fri 5 Jun: Book the room\n")
        .stderr("Saved. Jo Smith covers for Tom Bell: 1 task. Undo with: readyroom undo\n")
        .run();
    let task = &folder.cli().line("show N-02 --json").json()["tasks"][0];
    assert_eq!(
        (&task["owner"]["initials"], &task["deputy"]["initials"]),
        (&"JS".into(), &"TB".into())
    );
    folder.run(["undo"]);
    assert_eq!(folder.cli().line("list --json").any_output().run(), before);
    folder
        .cli()
        .line("owners set TB away=")
        .stderr("Saved. Tom Bell is not away. Undo with: readyroom undo\n")
        .run();
    let owners = folder.cli().line("owners --json").json();
    assert_eq!(owners["owners"][1]["away"], serde_json::json!([]));
}

#[test]
fn what_nobody_can_cover_is_named() {
    let folder = Folder::with_four_tasks();
    folder.run(["set", "N-03", "owner=TB", "deputy=JS"]);
    folder.run(["owners", "set", "TB", "away=3/6..5/6"]);
    folder.run(["owners", "set", "JS", "away=today"]);
    folder
        .cli()
        .line("owners cover TB")
        .stdout(
            "N-03 stays (Jo Smith is away as well), Wed 3 Jun 16:00: Staff briefing\n\
             N-02 stays (no deputy), Fri 5 Jun: Book the room\n",
        )
        .stderr("No task can be handed over. There is nothing to save.\n")
        .run();
    let cover = folder.cli().line("owners cover TB --dry-run --json");
    let text = cover.any_output().run();
    assert!(
        text.starts_with(
            "{\"version\":1,\"handed\":[],\"left\":[{\"ref\":\"N-03\",\"why\":\"deputy_away\"},\
             {\"ref\":\"N-02\",\"why\":\"no_deputy\"}]}\n"
        ),
        "{text}"
    );
    folder
        .cli()
        .line("list ref:N-02")
        .stdout("A! N-02  away  Fri 5 Jun  2 days  Book the room\n")
        .run();
    let shown = folder.cli().line("show N-02").any_output().run();
    assert!(
        shown.contains("  Clash     Tom Bell is away on Fri 5 Jun, and there is no deputy\n"),
        "{shown}"
    );
    let checks = folder.cli().line("list check --json").json();
    let refs: Vec<&str> = checks["tasks"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|task| task["ref"].as_str())
        .collect();
    assert!(refs.contains(&"N-02") && refs.contains(&"N-03"), "{refs:?}");
}

#[test]
fn an_absence_goes_with_the_role_it_was_said_of() {
    let folder = Folder::with_four_tasks();
    folder.run(["set", "FW-01", "owner=Data lead"]);
    folder.run(["owners", "set", "Data lead", "away=8/6..9/6"]);
    folder.run(["owners", "set", "Data lead", "name=Jo Smith"]);
    let owners = folder.cli().line("owners --json").json();
    assert_eq!(owners["owners"][0]["away"][0]["from"], "2026-06-08");
    folder.run(["undo"]);
    let owners = folder.cli().line("owners --json").json();
    assert_eq!(owners["owners"].as_array().map(Vec::len), Some(3));
}
