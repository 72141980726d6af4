use crate::support::cli::Folder;

fn row(name: &str, filter: &str, sort: &str, group: &str) -> String {
    format!("{name:11}  {filter:27}  by {sort}, groups: {group}\n")
}

#[test]
fn the_views_that_come_along_are_there_from_the_first_moment() {
    let folder = Folder::with_four_tasks();
    let expected = [
        ("Late", "late", "due", "none"),
        ("This week", "status:open due<mon", "due", "none"),
        ("Mine", "status:open owner:\"Ann Lee\"", "due", "none"),
        ("Nobody's", "status:open nobody", "due", "phase"),
        ("Reds", "status:open rag:red", "due", "owner"),
        ("Waiting", "status:waiting", "due", "none"),
        ("Blocked", "status:open blocked", "due", "none"),
        ("Check these", "status:open check", "rag", "none"),
        ("No date", "status:open due:none", "ref", "phase"),
    ];
    let expected: String = expected
        .iter()
        .map(|(name, filter, sort, group)| row(name, filter, sort, group))
        .collect();
    folder.cli().arg("views").stdout(&expected).run();
    let late = folder.cli().line("list late").any_output().run();
    assert_eq!(
        folder.cli().line("list --view Late").any_output().run(),
        late
    );
    folder
        .cli()
        .args(["list", "--view", "nobody", "phase:fieldwork"])
        .stdout("Fieldwork\nG  FW-01  --  Tue 9 Jun 12:00  6 days  Timetable for week 1\n")
        .run();
}

#[test]
fn a_view_of_ones_own_is_saved_used_renamed_and_removed() {
    let folder = Folder::with_four_tasks();
    folder
        .cli()
        .args([
            "views",
            "save",
            "Annex pack",
            "#annex",
            "-status:done",
            "--sort",
            "title",
        ])
        .any_output()
        .run();
    folder
        .cli()
        .args([
            "views",
            "save",
            "Annex pack",
            "tag:annex",
            "-status:done",
            "--sort",
            "title",
        ])
        .stderr("Saved. View \"Annex pack\" saved. Undo with: readyroom undo\n")
        .run();
    folder
        .cli()
        .args(["list", "--view", "annex"])
        .stdout("Notification, Off-site week\nR  N-01  JS  Tue 2 Jun 17:00  1 day late  Check Annex A lists\n")
        .run();
    let views = folder.cli().line("views --json").json();
    assert_eq!(
        views["views"][0],
        serde_json::json!({
            "name": "Annex pack", "filter": "tag:annex -status:done", "sort": "title",
            "group": "phase", "shipped": false, "error": null
        })
    );
    folder
        .cli()
        .args(["views", "rename", "annex pack", "Members"])
        .stderr("Saved. View \"Annex pack\" renamed \"Members\". Undo with: readyroom undo\n")
        .run();
    folder
        .cli()
        .args(["views", "remove", "members"])
        .stderr("Saved. View \"Members\" removed. Undo with: readyroom undo\n")
        .run();
    folder.run(["undo"]);
    let views = folder.cli().line("views --json").json();
    assert_eq!(views["views"][0]["name"], "Members");
}

#[test]
fn a_view_that_can_no_longer_be_used_is_named_and_kept() {
    let folder = Folder::with_four_tasks();
    folder.run(["views", "save", "Old", "owner:\"Kim Lee\""]);
    folder
        .cli()
        .args(["list", "--view", "Old"])
        .stderr(
            "warning: The view \"Old\" asks for Kim Lee, and there is nobody called that.\nNo task fits.\n",
        )
        .run();
    folder
        .cli()
        .args(["views", "save", "Broken", "due<soon"])
        .stderr("error: due< must be a real date, like fri or 8/6.\nhint: For several words use due<\"8 jun\".\n")
        .status(2)
        .run();
}

#[test]
fn what_is_not_understood_is_refused() {
    let folder = Folder::with_four_tasks();
    let how = "hint: Type it like: readyroom views save \"Board pack\" tag:board -status:done --sort owner\n";
    for (line, stderr, status) in [
        (
            "views keep x",
            format!("error: `readyroom views` cannot do \"keep\".\n{how}"),
            2,
        ),
        (
            "views remove",
            format!("error: `readyroom views remove` needs to know which.\n{how}"),
            2,
        ),
        (
            "views remove late",
            "error: \"late\" comes with readyroom and stays as it is.\nhint: Save one of your own under another name.\n".to_owned(),
            2,
        ),
        (
            "views remove gone",
            "error: There is no saved view \"gone\".\nhint: `readyroom views` lists them.\n".to_owned(),
            3,
        ),
        (
            "list --view gone",
            "error: There is no view \"gone\".\nhint: The views are Late, This week, Mine, Nobody's, Reds, Waiting, Blocked, Check these, No date.\n".to_owned(),
            3,
        ),
        (
            "views save X --sort colour",
            "error: There is no sort \"colour\".\nhint: It is one of due, rag, owner, ref, title, status.\n".to_owned(),
            2,
        ),
    ] {
        folder.cli().line(line).stderr(&stderr).status(status).run();
    }
}

#[test]
fn mine_says_what_it_needs_while_nobody_knows_who_is_at_the_keyboard() {
    let folder = Folder::with_four_tasks();
    let nobody = || {
        folder
            .cli()
            .without("USER")
            .args(["list", "--view", "Mine"])
    };
    nobody()
        .stderr(
            "error: \"Mine\" needs your name, and it is not known.\n\
             hint: Type it in the settings of the screens, or say it with --who \"Jo Smith\".\n",
        )
        .status(2)
        .run();
}
