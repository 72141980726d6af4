//! `readyroom --plain`: the commands in a conversation. In a real terminal it is in `plain.rs`.

use crate::support::cli::{Cli, Folder};

fn plain(folder: &Folder) -> Cli<'_> {
    folder.cli().arg("--plain")
}

#[test]
fn rows_are_sentences_with_numbers_that_commands_take() {
    let folder = Folder::with_four_tasks();
    let (stdout, stderr) =
        plain(&folder).types("list\ndone 3 1\nset 2 note=\"Ask Jo's deputy\"\nlist rag:complete\n");
    assert_eq!(
        stdout,
        "1. Red. N-01. Check Annex A lists. Owner Jo Smith. Due Tue 2 Jun 17:00, 1 day\n\
         late.\n\
         2. Amber. N-03. Staff briefing. Nobody owns it. Due Wed 3 Jun 16:00, in 6\n\
         hours. Check this.\n\
         3. Amber. N-02. Book the room. Owner Tom Bell. Due Fri 5 Jun, 2 days.\n\
         4. Green. FW-01. Timetable for week 1. Nobody owns it. Due Tue 9 Jun 12:00, 6\n\
         days.\n\
         1. Complete. N-01. Check Annex A lists. Owner Jo Smith.\n\
         2. Complete. N-02. Book the room. Owner Tom Bell.\n"
    );
    assert_eq!(
        stderr,
        "Saved. 2 tasks done. Undo with: undo\n\
         Saved. N-03 note changed. Undo with: undo\n"
    );
}

#[test]
fn a_number_alone_shows_the_task_and_a_field_alone_sets_it() {
    let folder = Folder::with_four_tasks();
    let (stdout, stderr) =
        plain(&folder).types("list room\n1\ndue 1 8 june 9am\n\"owner\" 1 nobody\n");
    assert!(
        stdout.contains("\nN-02  Book the room\n  RAG  A  amber"),
        "{stdout}"
    );
    assert_eq!(
        stderr,
        "Saved. N-02 due Mon 8 Jun 2026 09:00. Undo with: undo\n\
         Saved. N-02 owner nobody. Undo with: undo\n"
    );
}

#[test]
fn what_goes_wrong_is_said_and_the_conversation_goes_on() {
    let folder = Folder::with_four_tasks();
    let (_, stderr) = plain(&folder).status(3).types(
        b"done 7\nlst\ndone\nadd x d:fri 25:00\nup \x1b[A\n\xff\n--who Jo\nnote 1\n# said to nobody\n\r\nundo extra\nwhere --json\n",
    );
    assert_eq!(
        stderr,
        "error: There is no row 7. No list has been shown yet.\n\
         hint: `list` and `today` number their rows. A ref such as N-12 always works.\n\
         error: There is no command \"lst\".\n\
         hint: Did you mean `list`? `help` lists the commands.\n\
         error: `done` needs REF.\n\
         hint: Type it like: done N-12\n\
         error: 25:00 is not a time: hours run from 0 to 23.\n\
         error: That line holds a key that is not text, so nothing was done.\n\
         hint: Type it again. Arrow keys do nothing here; Backspace corrects.\n\
         error: That line is not text in UTF-8.\n\
         hint: Type it again by hand.\n\
         error: That is no command.\n\
         hint: `help` lists the commands.\n\
         error: `note` needs a task, and what to set.\n\
         hint: Type it like: note 2 TEXT. To clear it: set 2 note=\n\
         error: There is no argument \"extra\" of `undo`.\n\
         hint: Type it like: undo\n"
    );
}

#[test]
fn a_line_that_is_too_long_is_refused_whole() {
    let folder = Folder::with_four_tasks();
    let long = format!("add {}\nlist nothing\n", "done N-01 ".repeat(20_000));
    let (stdout, stderr) = plain(&folder).status(2).types(long);
    assert_eq!(stdout, "");
    assert_eq!(
        stderr,
        "error: That line is too long.\nhint: A line holds 65,536 bytes at most.\nNo task fits.\n"
    );
}

#[test]
fn the_call_is_shown_and_asked_about_before_it_is_saved() {
    let folder = Folder::with_four_tasks();
    let before = folder.cli().line("milestones").any_output().run();
    let asked = "A call on Mon 8 Jun 2026 10:00 moves 1 deadline.\n\
                 warning: That day is still to come. If the call has not come yet, say\n\
                 --expected.\n\
                 Inspectors arrive on Mon 15 Jun 2026.\n\
                 3 tasks with a typed date stay.\n\
                 Save the call? Type yes or no.\n";
    for (answer, said) in [
        ("no\n", "Nothing has been saved.\n"),
        ("", "Nothing has been saved.\n"),
        ("list nothing\n", "Nothing has been saved.\nNo task fits.\n"),
    ] {
        let lines = format!("call 8/6 10:00 --on-site 15/6\n{answer}");
        let (stdout, stderr) = plain(&folder).types(lines);
        assert!(
            stdout.ends_with(
                "FW-01. Timetable for week 1: Tue 16 Jun 2026 12:00, was Tue 9 Jun 2026 12:00.\n"
            ),
            "{stdout}"
        );
        assert_eq!(stderr, format!("{asked}{said}"));
        assert_eq!(folder.cli().line("milestones").any_output().run(), before);
    }
    let (_, stderr) = plain(&folder).types("call 8/6 10:00 --on-site 15/6\nyes\n");
    assert_eq!(
        stderr,
        format!("{asked}Saved. The call came on Mon 8 Jun 2026 10:00. Undo with: undo\n")
    );
}

#[test]
fn what_takes_something_away_is_asked_about() {
    let folder = Folder::with_four_tasks();
    let (_, stderr) = plain(&folder).types("remove N-02\nno\nremove N-01 N-02\nyes\nundo\n");
    assert_eq!(
        stderr,
        "Remove N-02 Book the room? Type yes or no.\n\
         Nothing has been saved.\n\
         Remove 2 tasks? Type yes or no.\n\
         Saved. 2 tasks removed. Undo with: undo\n\
         Taken back: 2 tasks removed (Ann Lee, Wed 3 Jun 2026 09:41). Bring it back\n\
         with: redo\n"
    );
    let (_, stderr) = plain(&folder).types("restore 1\nno\n");
    assert!(stderr.starts_with("Go back to "), "{stderr}");
    assert!(stderr.ends_with("Nothing has been changed.\n"), "{stderr}");
}

#[test]
fn a_file_that_is_made_is_the_one_talked_about_from_then_on() {
    let folder = Folder::with_four_tasks();
    let (stdout, _) = plain(&folder).types("new other.readyroom --template blank\nadd Only here\nlist\nlist late --file t.readyroom\nlist\n");
    let only = "1. Not rated. N-01. Only here. Nobody owns it. No date.\n";
    let late =
        "1. Red. N-01. Check Annex A lists. Owner Jo Smith. Due Tue 2 Jun 17:00, 1 day\nlate.\n";
    assert_eq!(stdout, format!("{only}{late}{only}"));
}

#[test]
fn json_is_not_wrapped() {
    let folder = Folder::with_four_tasks();
    let whole = folder.cli().line("list --json").any_output().run();
    assert_eq!(plain(&folder).types("list --json\n").0, whole);
}

#[test]
fn help_lists_every_command_in_lines_that_fit() {
    let folder = Folder::new();
    let (stdout, _) = plain(&folder).types("help\nhelp call\ntemplates --help\n");
    assert!(stdout.contains("\nredo: Bring back what the last undo took.\n"));
    assert!(stdout.contains("\nquit: Leave. Everything is saved already.\n"));
    assert!(
        stdout.lines().all(|line| line.chars().count() <= 79),
        "{stdout}"
    );
}

#[test]
fn with_a_command_plain_means_no_colours() {
    let folder = Folder::with_four_tasks();
    let list = folder.cli().line("list").any_output().run();
    assert_eq!(folder.cli().line("--plain list").any_output().run(), list);
    assert_eq!(folder.cli().line("list --plain").any_output().run(), list);
}
