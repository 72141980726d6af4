//! `completions` and `man`: the commands as shells and readers of manuals want them. Both are made from the table of
//! verbs, and so are never behind it.

use clap::{Arg, ArgMatches, Command, value_parser};
use clap_complete::Shell;

use super::args::{self, value};
use super::desk::Desk;
use super::output::Stop;
use super::{VERBS, Verb};
use crate::domain::failure::Failure;
use crate::domain::text::quoted;

pub(super) const COMPLETIONS: Verb = Verb {
    name: "completions",
    usage: "SHELL",
    about: "Print what lets a shell complete commands when you press Tab",
    examples: &[
        (
            "readyroom completions powershell >> $PROFILE",
            "in Windows PowerShell",
        ),
        (
            "readyroom completions bash > ~/.local/share/bash-completion/completions/readyroom",
            "in bash",
        ),
        (
            "readyroom completions fish > ~/.config/fish/completions/readyroom.fish",
            "in fish",
        ),
    ],
    args: |command: Command| {
        command.arg(
            Arg::new("shell")
                .value_name("SHELL")
                .help("Which shell")
                .required(true)
                .value_parser(value_parser!(Shell)),
        )
    },
    run: completions,
};

pub(super) const MAN: Verb = Verb {
    name: "man",
    usage: "[COMMAND]",
    about: "Print the manual page, of everything or of one command",
    examples: &[
        ("readyroom man > readyroom.1", "a file for `man`"),
        ("readyroom man call | man -l -", "one command, read at once"),
    ],
    args: |command: Command| {
        command.arg(
            Arg::new("command")
                .value_name("COMMAND")
                .help("The command to tell of"),
        )
    },
    run: man,
};

fn completions(desk: &mut Desk, matches: &ArgMatches) -> Result<(), Stop> {
    let mut script = Vec::new();
    if let Some(shell) = matches.get_one::<Shell>("shell") {
        clap_complete::generate(*shell, &mut args::command(VERBS), "readyroom", &mut script);
    }
    Ok(desk.out.raw().write_all(&script)?)
}

fn man(desk: &mut Desk, matches: &ArgMatches) -> Result<(), Stop> {
    let command = match value(matches, "command") {
        None => args::command(VERBS),
        Some(name) => {
            let verb = VERBS.iter().find(|verb| verb.name == name);
            let verb = verb.ok_or_else(|| {
                Failure::not_found(format!("There is no command \"{}\".", quoted(name)))
                    .hint("`readyroom --help` lists the commands.")
            })?;
            verb.command()
                .display_name(format!("readyroom-{}", verb.name))
                .version(env!("CARGO_PKG_VERSION"))
        }
    };
    let mut page = Vec::new();
    // What the short help leaves out is told here.
    let command = command.mut_args(|arg| arg.hide_short_help(false));
    clap_mangen::Man::new(command).render(&mut page)?;
    Ok(desk.out.raw().write_all(&page)?)
}
