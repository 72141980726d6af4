use std::io::Read as _;
use std::process::Stdio;

use crate::support::cli::Folder;

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let folder = Folder::with("standard");
    for line in [
        "list",
        "list --json",
        "list --csv",
        "today",
        "history",
        "history --json",
        "templates standard",
        "--help",
    ] {
        let mut command = folder.cli().line(line).command();
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let mut told = String::new();
        child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut told)
            .unwrap();
        let status = child.wait().unwrap();
        assert_eq!((status.code(), told.as_str()), (Some(0), ""), "{line}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_a_failure() {
    let folder = Folder::with_four_tasks();
    let full = std::fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let output = folder
        .cli()
        .arg("list")
        .command()
        .stdout(full)
        .output()
        .unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(
        told.starts_with("error: The output cannot be written: the disk is full."),
        "{told}"
    );
    assert_eq!(output.status.code(), Some(1));
}

/// Asking how wide something is that is no terminal made every command start two others, and wait for them.
#[cfg(unix)]
#[test]
fn no_other_program_is_started() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = Folder::with_four_tasks();
    let programs = folder.file("programs");
    std::fs::create_dir(&programs).unwrap();
    let (tput, told) = (programs.join("tput"), folder.file("started"));
    std::fs::write(
        &tput,
        format!("#!/bin/sh\necho 80\n: > {}\n", told.display()),
    )
    .unwrap();
    std::fs::set_permissions(&tput, std::fs::Permissions::from_mode(0o700)).unwrap();
    for line in ["list", "where", "today --json"] {
        let cli = folder.cli().line(line).var("PATH", &programs);
        assert!(cli.command().output().unwrap().status.success(), "{line}");
        assert!(!told.exists(), "{line}");
    }
}

#[test]
fn hostile_text_is_shown_and_not_acted_on() {
    let folder = Folder::with("blank");
    folder.run(["add", "Red \x1b[31malert\u{202E} end"]);
    folder
        .cli()
        .arg("list")
        .stdout("-  N-01  --  no date    Red <1B>[31malert<202E> end\n")
        .run();
    folder
        .cli()
        .args(["show", "\x1b[2J"])
        .stderr(
            "error: \"<1B>[2J\" is not a task's ref. Refs look like N-12, FW-03 or FB-07.\n\
             hint: `readyroom list` shows every task with its ref.\n",
        )
        .status(2)
        .run();
    folder
        .cli()
        .arg("\x1b]0;x\x07")
        .stderr("error: There is no command \"<1B>]0;x<07>\".\nhint: `readyroom --help` lists the commands.\n")
        .status(2)
        .run();
    folder
        .cli()
        .file("\x1b[2J")
        .arg("list")
        .stderr("error: There is no file <1B>[2J.\nhint: `readyroom new` makes one.\n")
        .status(3)
        .run();
}

#[cfg(unix)]
mod terminal {
    use std::io::Read as _;

    use portable_pty::{CommandBuilder, PtySize, native_pty_system};

    use crate::support::cli::{Folder, NOW, program};

    /// What a terminal of 60 columns is sent.
    fn on_a_terminal(folder: &Folder, args: &[&str], vars: &[(&str, &str)]) -> String {
        let size = PtySize {
            rows: 24,
            cols: 60,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(program());
        command.args(args);
        command.cwd(folder.path());
        for (name, value) in [
            ("READYROOM_NOW", NOW),
            ("READYROOM_FILE", "t.readyroom"),
            ("TERM", "xterm"),
        ] {
            command.env(name, value);
        }
        command.env("READYROOM_CONFIG_DIR", folder.file("settings"));
        command.env_remove("NO_COLOR");
        for (name, value) in vars {
            command.env(name, value);
        }
        let mut child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let mut bytes = Vec::new();
        let mut part = [0; 4096];
        // The other end going away is an error here, not the end of the file.
        while let Ok(length @ 1..) = reader.read(&mut part) {
            bytes.extend_from_slice(&part[..length]);
        }
        assert!(child.wait().unwrap().success());
        String::from_utf8(bytes).unwrap().replace("\r\n", "\n")
    }

    #[test]
    fn a_terminal_gets_colours_and_lines_that_fit() {
        let folder = Folder::with_four_tasks();
        folder.run([
            "set",
            "N-01",
            "title=Check Annex A lists against the case system",
        ]);
        assert_eq!(
            on_a_terminal(&folder, &["list", "late"], &[]),
            "\x1b[1;31mR\x1b[0m  N-01  JS  Tue 2 Jun 17:00  Check Annex A lists against...\n"
        );
    }

    #[test]
    fn colours_are_left_out_when_they_are_not_wanted() {
        let folder = Folder::with_four_tasks();
        let plain = "R  N-01  JS  Tue 2 Jun 17:00  Check Annex A lists\n";
        for (args, vars) in [
            (vec!["list", "late", "--no-color"], vec![]),
            (vec!["list", "late"], vec![("NO_COLOR", "1")]),
            (vec!["list", "late"], vec![("TERM", "dumb")]),
        ] {
            assert_eq!(on_a_terminal(&folder, &args, &vars), plain);
        }
    }
}
