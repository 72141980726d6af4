use crate::support::cli::Folder;

const SHOWN: &str = "red         1                 Red: late, or not started with this many working days left or fewer.\n\
amber       3                 Amber: this many working days left or fewer, or waiting, or held up.\n\
stale       5                 A judged green is to be looked at again after this many working days.\n\
evidence    no                yes or no. Yes: without evidence nothing is green by the dates.\n\
scheme      brag              brag: done is B, blue. rag: three colours, and done is D, green.\n\
red-word    red               What R is called.\n\
amber-word  amber             What A is called.\n\
green-word  green             What G is called.\n\
done-word   complete          What B is called.\n\
none-word   not rated         What - is called.\n";

#[test]
fn the_policy_is_shown_with_what_each_field_means() {
    Folder::with_four_tasks()
        .cli()
        .arg("policy")
        .stdout(SHOWN)
        .run();
}

#[test]
fn a_dry_run_names_the_tasks_and_leaves_every_byte() {
    let folder = Folder::with_four_tasks();
    let before = std::fs::read(folder.file("t.readyroom")).unwrap();
    folder
        .cli()
        .line("policy amber=1 --dry-run")
        .stdout("A -> G  N-02    Book the room\n")
        .stderr("Nothing has been saved.\nThis makes 1 task green.\n")
        .run();
    let found = folder.cli().line("policy amber=1 --dry-run --json").json();
    assert_eq!(found["saved"], false);
    assert_eq!(found["amber"], 1);
    assert_eq!(found["changed"][0]["ref"], "N-02");
    assert_eq!(found["changed"][0]["after"], "green");
    assert_eq!(std::fs::read(folder.file("t.readyroom")).unwrap(), before);
}

#[test]
fn a_policy_is_saved_and_undone_and_its_words_are_in_every_list() {
    let folder = Folder::with_four_tasks();
    folder
        .cli()
        .args(["policy", "amber=1", "red-word=Off", "track", "scheme=rag"])
        .stderr(
            "Saved. RAG policy: amber 1, scheme rag, red-word \"Off track\". Undo with: readyroom undo\n\
             This makes 1 task green.\n",
        )
        .run();
    folder.run(["done", "N-02"]);
    let list = folder.cli().line("list").any_stderr().any_stdout().run();
    assert!(list.contains("D  N-02"), "{list}");
    let today = folder.cli().line("today").any_stdout().run();
    assert!(today.contains("1 Off track, 1 amber, 1 green"), "{today}");
    let json = folder.cli().line("list late --json").json();
    assert_eq!(json["tasks"][0]["rag"]["shown"], "red");
    assert_eq!(json["tasks"][0]["rag"]["word"], "Off track");
    let csv = folder.cli().line("list late --csv").any_stdout().run();
    assert!(csv.contains(",red,Off track,"), "{csv}");
    folder.run(["set", "FW-01", "rag=off track"]);
    let judged = folder.cli().line("show FW-01 --json").json();
    assert_eq!(judged["tasks"][0]["rag"]["judged"], "red");
    for _ in 0..3 {
        folder.run(["undo"]);
    }
    folder.cli().arg("policy").stdout(SHOWN).run();
}

#[test]
fn a_policy_that_makes_no_sense_is_refused_and_nothing_is_saved() {
    let folder = Folder::with_four_tasks();
    for (words, says) in [
        (
            &["policy", "red=4"][..],
            "error: Amber within must not be shorter than red within: 3 is less than 4.\n\
             hint: Amber is the warning before red.\n",
        ),
        (
            &["policy", "stale=-1"],
            "error: Stale after must be a whole number of working days from 1 to 60, and is \"-1\".\n",
        ),
        (
            &["policy", "ambre=4"],
            "error: The policy has no field \"ambre\".\n\
             hint: Did you mean amber? The fields are red, amber, stale, evidence, scheme, red-word, amber-word, green-word, done-word, none-word.\n",
        ),
        (
            &["policy", "five"],
            "error: \"five\" is no FIELD=VALUE.\n\
             hint: Type it like: readyroom policy amber=5\n",
        ),
    ] {
        let mut cli = folder.cli();
        for word in words {
            cli = cli.arg(*word);
        }
        cli.stderr(says).status(2).run();
    }
    folder.cli().arg("policy").stdout(SHOWN).run();
}
