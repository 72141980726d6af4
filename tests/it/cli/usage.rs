use crate::support::cli::Folder;

const VERBS: &[&str] = &[
    "new",
    "templates",
    "call",
    "milestones",
    "today",
    "list",
    "show",
    "add",
    "set",
    "done",
    "reopen",
    "remove",
    "views",
    "owners",
    "timeline",
    "request",
    "enquiry",
    "grades",
    "drill",
    "walk",
    "promises",
    "decisions",
    "policy",
    "import",
    "history",
    "undo",
    "redo",
    "diff",
    "trend",
    "export",
    "brief",
    "chase",
    "check",
    "backup",
    "backups",
    "restore",
    "where",
    "completions",
    "man",
];

#[test]
fn help_begins_with_examples_and_the_short_help_has_none() {
    let folder = Folder::new();
    for &verb in VERBS {
        let help = folder.cli().args([verb, "--help"]).any_output().run();
        let (examples, usage) = (help.find("Examples:\n  readyroom"), help.find("Usage:"));
        assert!(examples.is_some() && examples < usage, "{help}");
        assert_eq!(folder.cli().args(["help", verb]).any_output().run(), help);
        let short = folder.cli().args([verb, "-h"]).any_output().run();
        assert!(
            !short.contains("Examples") && short.lines().count() <= 24,
            "{short}"
        );
    }
}

#[test]
fn help_lists_every_command_and_none_that_is_not_there() {
    let help = Folder::new().cli().arg("--help").any_output().run();
    let listed = help
        .split("Commands:\n")
        .nth(1)
        .unwrap()
        .split("\n\n")
        .next()
        .unwrap();
    let listed: Vec<&str> = listed
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert_eq!(listed, [VERBS, &["help"]].concat());
}

#[test]
fn a_mistyped_command_or_option_is_answered_with_the_near_one() {
    let folder = Folder::with_four_tasks();
    for (line, stderr) in [
        (
            "lst",
            "error: There is no command \"lst\".\n\
             hint: Did you mean `list`? `readyroom --help` lists the commands.\n",
        ),
        (
            "tody --json",
            "error: There is no command \"tody\".\n\
             hint: Did you mean `today`? `readyroom --help` lists the commands.\n",
        ),
        (
            "frobnicate",
            "error: There is no command \"frobnicate\".\nhint: `readyroom --help` lists the commands.\n",
        ),
        (
            "t.readyroom",
            "error: There is no command \"t.readyroom\".\n\
             hint: To open a file, type readyroom --file t.readyroom\n",
        ),
        (
            "list --jsn",
            "error: There is no option \"--jsn\" of `readyroom list`.\nhint: Did you mean `--json`?\n",
        ),
        (
            "list --late",
            "error: There is no option \"--late\" of `readyroom list`.\nhint: Type it like: readyroom list late\n",
        ),
        (
            "list --sort",
            "error: --sort KEY needs a value.\nhint: Type it like: readyroom list late\n",
        ),
        (
            "call --on-site mon --on-site tue fri",
            "error: --on-site DATE is there twice.\nhint: Type it like: readyroom call today 11:00 --on-site mon\n",
        ),
        (
            "list --now never",
            "error: --now must be a date and time, and is \"never\".\n\
             hint: Write it like 2026-11-30T11:00.\n",
        ),
    ] {
        folder.cli().line(line).stderr(stderr).status(2).run();
    }
}

#[test]
fn the_moment_can_be_rehearsed_in_several_ways() {
    let folder = Folder::with_four_tasks();
    for now in ["2026-06-09T13:00", "2026-06-09 13:00", "9/6/26 1pm"] {
        let today = folder.cli().args(["today", "--json", "--now", now]).json();
        assert_eq!(today["now"], "2026-06-09T13:00", "{now}");
    }
    folder
        .cli()
        .now("soon")
        .arg("today")
        .stderr(
            "error: READYROOM_NOW must be a date and time, and is \"soon\".\n\
             hint: Write it like 2026-11-30T11:00.\n",
        )
        .status(2)
        .run();
}

#[test]
fn an_option_wins_over_the_environment() {
    let folder = Folder::with_four_tasks();
    folder
        .cli()
        .file("none")
        .line("list late --file t.readyroom")
        .any_output()
        .run();
    folder
        .cli()
        .line("--file t.readyroom --who Jo done N-01")
        .any_output()
        .run();
    assert_eq!(
        folder.cli().line("history --json --limit 1").json()["history"][0]["who"],
        "Jo"
    );
}

#[test]
fn the_version_is_told() {
    Folder::new()
        .cli()
        .arg("--version")
        .stdout(&format!("readyroom {}\n", env!("CARGO_PKG_VERSION")))
        .run();
}
