//! The readyroom program: parse, call the library, print a failure, set the exit code.

use std::process::ExitCode;

use readyroom::app::settings::ThemeName;
use readyroom::cli::{self, Io, Parsed, Screens};
use readyroom::domain::failure::Failure;
use readyroom::domain::text::quoted;
use readyroom::tui::{self, Start, What};

fn main() -> ExitCode {
    match cli::parse(std::env::args_os()) {
        Parsed::Command(asked) => cli::run(asked, Io::of_process()),
        Parsed::Screens(screens) => match show(screens) {
            Ok(said) => cli::say(&said.unwrap_or_default(), Io::of_process()),
            Err(failure) => cli::report(&failure, Io::of_process()),
        },
    }
}

/// The one place where the screens are begun.
fn show(screens: Screens) -> Result<Option<String>, Failure> {
    let Screens {
        file,
        now,
        who,
        theme,
        plain,
        ascii,
        drill,
    } = screens;
    let theme = theme.as_deref().map(theme_named).transpose()?;
    let what = match (drill, file) {
        (Some(wanted), _) => What::Drill(wanted),
        (None, Some(file)) if file.exists() => What::Open(file),
        (None, missing) => What::FirstRun(missing),
    };
    tui::run(Start {
        what,
        now,
        who,
        theme,
        no_color: plain,
        ascii,
    })
}

fn theme_named(name: &str) -> Result<ThemeName, Failure> {
    ThemeName::named(name).ok_or_else(|| {
        Failure::usage(format!("There is no theme \"{}\".", quoted(name)))
            .hint(format!("The themes are {}.", ThemeName::names()))
    })
}
