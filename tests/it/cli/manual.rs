use crate::support::cli::Folder;

#[test]
fn every_shell_gets_completions_that_know_every_command() {
    let folder = Folder::new();
    let verbs = readyroom::cli::table();
    let verbs: Vec<&str> = verbs
        .lines()
        .filter_map(|row| row.strip_prefix("| `"))
        .filter_map(|row| row.split([' ', '`']).next())
        .collect();
    assert!(verbs.contains(&"completions"), "{verbs:?}");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = folder.cli().args(["completions", shell]).any_output().run();
        for verb in &verbs {
            assert!(script.contains(verb), "{shell} does not know {verb}");
        }
        assert!(script.contains("on-site"), "{shell}");
    }
    folder
        .cli()
        .args(["completions", "dos"])
        .stderr(
            "error: SHELL cannot be \"dos\".\n\
             hint: It is one of bash, elvish, fish, powershell, zsh.\n",
        )
        .status(2)
        .run();
}

#[test]
fn the_manual_has_a_page_for_everything_and_one_for_each_command() {
    let folder = Folder::new();
    let whole = folder.cli().args(["man"]).any_output().run();
    assert!(whole.starts_with(".ie"), "{whole}");
    assert!(
        whole.contains(".TH readyroom 1") && whole.contains("readyroom\\-call(1)"),
        "{whole}"
    );
    assert!(
        whole.contains("The inspection; else READYROOM_FILE"),
        "{whole}"
    );
    let call = folder.cli().args(["man", "call"]).any_output().run();
    assert!(call.contains(".TH readyroom-call 1"), "{call}");
    assert!(call.contains("\\-\\-on\\-site"), "{call}");
    folder
        .cli()
        .args(["man", "cal"])
        .stderr(
            "error: There is no command \"cal\".\nhint: `readyroom --help` lists the commands.\n",
        )
        .status(3)
        .run();
}
