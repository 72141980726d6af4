use crate::support::cli::Folder;

#[test]
fn owners_are_counted_with_what_nobody_owns() {
    let folder = Folder::with_four_tasks();
    folder
        .cli()
        .arg("owners")
        .stdout(
            "JS    1 open  R   1  A   0  G   0  B   0    1 late  Jo Smith\n\
             TB    1 open  R   0  A   1  G   0  B   0    0 late  Tom Bell\n\
             --    2 open  R   0  A   1  G   1  B   0    0 late  nobody\n",
        )
        .run();
    folder
        .cli()
        .line("owners --json")
        .stdout(
            "{\"version\":1,\"owners\":[\
             {\"initials\":\"JS\",\"name\":\"Jo Smith\",\"role\":\"\",\"open\":1,\"late\":1,\"red\":1,\"amber\":0,\
             \"green\":0,\"none\":0,\"complete\":0},\
             {\"initials\":\"TB\",\"name\":\"Tom Bell\",\"role\":\"\",\"open\":1,\"late\":0,\"red\":0,\"amber\":1,\
             \"green\":0,\"none\":0,\"complete\":0}],\
             \"nobody\":{\"open\":2,\"late\":0,\"red\":0,\"amber\":1,\"green\":1,\"none\":0,\"complete\":0}}\n",
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
            "error: There is no field \"colour\".\nhint: The fields are name, initials and role.\n"
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
            "owners set JS initials=TB",
            "error: TB already stands for Tom Bell.\nhint: Choose other initials.\n".to_owned(),
            2,
        ),
    ] {
        folder.cli().line(line).stderr(&stderr).status(status).run();
    }
}
