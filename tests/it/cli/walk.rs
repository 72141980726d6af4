//! `walk` and `promises`.

use crate::support::cli::Folder;

#[test]
fn a_list_is_walked_in_a_conversation_and_ends_with_the_minutes() {
    let folder = Folder::with_four_tasks();
    let late = "walk\nnonsense\nstuck\nnote Ask Tom\nstuck no key\nwalk minutes\n";
    let (said, told) = folder.cli().arg("--plain").types(late);
    insta::assert_snapshot!("walk_late", clock_free(&format!("{said}---\n{told}")));
    let phase =
        "walk notification\non track\ns by 4pm bring the list\nnext\nwalk notification\nstop\n";
    let (said, told) = folder
        .cli()
        .now("2026-06-03T09:51")
        .arg("--plain")
        .types(phase);
    insta::assert_snapshot!("walk_phase", clock_free(&format!("{said}---\n{told}")));
    let json = folder.cli().line("walk minutes --json").json();
    assert_eq!(json["walk"]["scope"], "phase:notification");
    let words: Vec<_> = json["walk"]["said"]
        .as_array()
        .unwrap()
        .iter()
        .map(|said| {
            (
                said["ref"].as_str().unwrap(),
                said["words"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        words,
        [
            ("N-01", "on track"),
            (
                "N-03",
                "slipping, promised by Wed 3 Jun 16:00 (nobody): bring the list"
            ),
        ]
    );
}

/// Minutes go on by while a slow machine runs the test.
fn clock_free(text: &str) -> String {
    text.replace("09:42", "09:41").replace("09:52", "09:51")
}

#[test]
fn outside_a_conversation_a_walk_is_listed() {
    let folder = Folder::with_four_tasks();
    folder
        .cli()
        .line("walk fieldwork")
        .stdout("Fieldwork: 1 task to walk through\n  FW-01 Timetable for week 1, nobody\n")
        .stderr("To be asked one by one, type `walk` in `readyroom --plain`, or press W on the screens.\n")
        .run();
    folder
        .cli()
        .line("walk minutes")
        .stderr("error: There has been no walk yet.\nhint: Begin one: readyroom walk late\n")
        .status(3)
        .run();
    folder
        .cli()
        .line("walk whom:JS")
        .any_output()
        .status(2)
        .run();
}

#[test]
fn promises_are_noted_kept_and_broken() {
    let folder = Folder::with_four_tasks();
    let cli = || folder.cli();
    cli()
        .arg("promises")
        .stderr("Nothing has been promised.\n")
        .run();
    cli()
        .line("promises N-01 by 3pm send the list")
        .stderr("Saved. N-01 promised by Wed 3 Jun 15:00 (Jo Smith): send the list. Undo with: readyroom undo\n")
        .run();
    cli()
        .line("promises N-02 by 12:00")
        .now("2026-06-03T09:45")
        .any_output()
        .run();
    cli()
        .line("promises N-02 by 9am")
        .stderr(
            "error: Wed 3 Jun 2026 09:00 has passed, and a promise is for a time still to come.\n",
        )
        .status(2)
        .run();
    cli()
        .line("promises N-99 by 3pm")
        .any_output()
        .status(3)
        .run();
    cli()
        .line("promises kept 2")
        .stderr("Saved. N-02 promise kept: Book the room. Undo with: readyroom undo\n")
        .run();
    cli()
        .line("promises kept 7")
        .stderr("error: There is no promise number \"7\".\nhint: `readyroom promises` lists them with their numbers.\n")
        .status(3)
        .run();
    cli()
        .arg("promises")
        .now("2026-06-03T15:01")
        .stdout(
            "  1  broken  by Wed 3 Jun 15:00 (Jo Smith): send the list, for N-01 Check Annex A lists\n  \
             2  kept    by Wed 3 Jun 12:00 (Tom Bell): N-02 Book the room\n",
        )
        .run();
    let today = cli()
        .arg("today")
        .now("2026-06-03T15:01")
        .any_output()
        .run();
    assert!(
        today.contains("Promised by Wed 3 Jun 15:00 (Jo Smith) and not done: send the list. Ask, or agree another time."),
        "{today}"
    );
    let brief = cli()
        .arg("brief")
        .now("2026-06-03T15:01")
        .any_output()
        .run();
    assert!(
        brief.contains("Broken, by Wed 3 Jun 15:00 (Jo Smith): send"),
        "{brief}"
    );
    assert!(
        brief.contains("Kept, by Wed 3 Jun 12:00 (Tom Bell)"),
        "{brief}"
    );
    let json = cli().line("promises --json").now("2026-06-03T15:01").json();
    assert_eq!(json["promises"][0]["outcome"], "broken");
    assert_eq!(json["promises"][0]["by"], "2026-06-03T15:00");
}

#[test]
fn a_walk_through_ones_tasks_is_called_by_the_name() {
    let folder = Folder::with_four_tasks();
    let walk = folder.cli().line("walk owner:JS").any_output().run();
    assert!(walk.starts_with("Jo Smith: "), "{walk}");
    let walk = folder
        .cli()
        .line("walk owner:JS phase:notification")
        .any_output()
        .run();
    assert!(walk.starts_with("owner:JS phase:notification: "), "{walk}");
}
