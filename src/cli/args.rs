//! What was typed, made sense of: the options every verb takes, the help, and what is said when something is mistyped.
//! It knows the table of verbs, and of each only its row.

use std::env;
use std::ffi::{OsStr, OsString};
use std::io::{self, IsTerminal as _};
use std::iter;
use std::path::PathBuf;

use clap::builder::styling::Styles;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use jiff::civil::DateTime;

use super::desk;
use super::speech::LONGEST;
use super::{VERBS, Verb};
use crate::domain::calendar::Calendar;
use crate::domain::failure::Failure;
use crate::domain::near::nearest;
use crate::domain::phrase;
use crate::domain::text::{Line, quoted};
use crate::domain::when::When;
use crate::shell::clock::Clock;
use crate::shell::config::Config;

/// What every verb, and the screens, can be told.
#[derive(Debug, Clone)]
pub(super) struct Globals {
    /// The inspection: the one given, else the one in the environment, else the one opened last.
    pub(super) file: Option<PathBuf>,
    /// The moment to rehearse.
    pub(super) now: Option<DateTime>,
    /// Whose name goes into the history.
    pub(super) who: Line,
    /// The theme's name.
    pub(super) theme: Option<String>,
    /// Colours are not wanted.
    pub(super) plain: bool,
    /// Characters outside ASCII are not wanted on the screens.
    pub(super) ascii: bool,
}

/// What was typed.
#[derive(Debug)]
pub(super) enum Typed {
    /// No verb: the screens.
    Screens(Globals),
    /// No verb, and no screens either: line by line.
    Conversation(Globals),
    /// A verb.
    Verb(&'static Verb, Globals, ArgMatches),
    /// Somebody wants to read this.
    Text(String),
}

const ABOUT: &str = "Gets an English council's children's services through an Ofsted inspection, from a terminal, offline.\n\
Without a command it opens the screens.";

const EXAMPLES: &[(&str, &str)] = &[
    (
        "readyroom new northshire.readyroom --template standard",
        "begin",
    ),
    ("readyroom today", "what is late, due and next"),
    (
        "readyroom add \"Chase the rota a:JS d:fri 12:00\"",
        "a task in one line",
    ),
    (
        "readyroom call today 11:00 --on-site mon",
        "the call has come",
    ),
];

/// Options for one verb first, examples above them in the long help.
const HELP: &str =
    "{about-with-newline}\n{before-help}{usage-heading} {usage}\n\n{all-args}{after-help}";

/// The command line as far as these verbs go. Making all of them takes longer than many a verb itself.
pub(super) fn command(verbs: &[Verb]) -> Command {
    let command = Command::new("readyroom")
        .version(env!("CARGO_PKG_VERSION"))
        .about(ABOUT)
        .before_long_help(examples(EXAMPLES))
        .help_template(HELP)
        .styles(Styles::plain())
        .max_term_width(100)
        .args(globals());
    verbs
        .iter()
        .fold(command, |command, verb| command.subcommand(verb.command()))
}

impl Verb {
    /// The verb as the reader of arguments wants it.
    pub(super) fn command(&self) -> Command {
        let command = Command::new(self.name)
            .about(self.about)
            .override_usage(format!("readyroom {}", self.typed()))
            .before_long_help(examples(self.examples))
            .help_template(HELP);
        (self.args)(command)
    }

    /// How it is typed, behind the program's name.
    pub(super) fn typed(&self) -> String {
        format!("{} {}", self.name, self.usage)
            .trim_end()
            .to_owned()
    }
}

fn examples(rows: &[(&str, &str)]) -> String {
    let width = rows.iter().map(|(typed, _)| typed.len()).max().unwrap_or(0);
    let rows: Vec<String> = rows
        .iter()
        .map(|(typed, what)| format!("  {typed:width$}   {what}"))
        .collect();
    format!("Examples:\n{}", rows.join("\n"))
}

pub(super) fn globals() -> [Arg; 7] {
    let everywhere = |arg: Arg| {
        arg.global(true)
            .hide_short_help(true)
            .help_heading("Options for every command")
    };
    let option = |name, value, help| everywhere(option(name, value, help));
    [
        option(
            "file",
            "FILE",
            "The inspection; else READYROOM_FILE, else the one made or opened last",
        )
        .value_parser(value_parser!(PathBuf)),
        option(
            "now",
            "DATETIME",
            "Behave as if it were then; what is saved is marked as rehearsed",
        ),
        option("who", "NAME", "Whose name goes into the history"),
        option("theme", "NAME", "The theme of the screens"),
        everywhere(flag("no-color", "No colours")),
        everywhere(flag("ascii", "The screens in plain characters only")),
        everywhere(flag(
            "plain",
            "Only plain text: no colours, and without a command a conversation line by line instead of the screens",
        )),
    ]
}

/// Reads what was typed, the program's name first.
pub(super) fn read(args: impl IntoIterator<Item = OsString>) -> Result<Typed, Failure> {
    let args = filters_last(args.into_iter().collect());
    understand(command(verbs_wanted(&args)), &args, read_globals)
}

/// Reads the arguments of a line in a conversation that was begun with `session`. Like the command line, the line may
/// say otherwise for itself.
pub(super) fn read_line(
    words: impl IntoIterator<Item = OsString>,
    session: &Globals,
) -> Result<Typed, Failure> {
    let args = iter::once("readyroom".into()).chain(words).collect();
    let args = filters_last(args);
    let command = command(verbs_wanted(&args)).term_width(LONGEST);
    understand(command, &args, |matches| session.on_one_line(matches))
}

fn understand(
    command: Command,
    args: &[OsString],
    globals: impl Fn(&ArgMatches) -> Result<Globals, Failure>,
) -> Result<Typed, Failure> {
    let matches = match command.try_get_matches_from(args) {
        Ok(matches) => matches,
        Err(error)
            if matches!(
                error.kind(),
                ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
            ) =>
        {
            return Ok(Typed::Text(error.render().to_string()));
        }
        Err(error) => return Err(explain(&error, verb_in(args))),
    };
    match matches.subcommand() {
        None if is_conversation(&matches) => Ok(Typed::Conversation(globals(&matches)?)),
        None => Ok(Typed::Screens(globals(&matches)?)),
        Some((name, rest)) => {
            let verb = VERBS.iter().find(|verb| verb.name == name);
            let verb = verb.ok_or_else(|| no_such_command(name))?;
            Ok(Typed::Verb(verb, globals(rest)?, rest.clone()))
        }
    }
}

/// Whether a conversation is wanted instead of the screens, or is all that the terminal can show.
pub(super) fn is_conversation(matches: &ArgMatches) -> bool {
    let is_dumb = || {
        env::var_os("TERM").is_some_and(|term| term == "dumb")
            && io::stdin().is_terminal()
            && io::stdout().is_terminal()
    };
    matches.get_flag("plain") || said("READYROOM_PLAIN").is_some() || is_dumb()
}

/// Where the first word stands that is neither an option nor its value: the verb.
fn verb_place(args: &[OsString]) -> Option<usize> {
    let takes_value = |arg: &OsStr| {
        ["--file", "--now", "--who", "--theme"]
            .iter()
            .any(|name| arg == *name)
    };
    let mut at = 1;
    while args.get(at)?.to_string_lossy().starts_with('-') {
        at += if takes_value(&args[at]) { 2 } else { 1 };
    }
    Some(at)
}

/// The verbs the reader of arguments has to know for these: the one that is typed, none for the screens, and all of them
/// to explain.
fn verbs_wanted(args: &[OsString]) -> &'static [Verb] {
    match verb_place(args) {
        Some(at) => VERBS
            .iter()
            .find(|verb| args[at] == verb.name)
            .map_or(VERBS, std::slice::from_ref),
        None if args.iter().any(|arg| arg == "--help" || arg == "-h") => VERBS,
        None => &[],
    }
}

/// Filters such as `-late` look like options; they are moved behind a `--`, where nothing is taken for one.
fn filters_last(mut args: Vec<OsString>) -> Vec<OsString> {
    let filters = ["export", "history", "list", "views", "walk"];
    let lists = verb_place(&args).is_some_and(|at| filters.iter().any(|verb| args[at] == *verb));
    if !lists || args.iter().any(|arg| arg == "--") {
        return args;
    }
    let is_filter = |arg: &OsString| {
        let text = arg.to_string_lossy();
        text.len() > 2 && text.starts_with('-') && !text.starts_with("--")
    };
    let (filters, mut rest): (Vec<OsString>, Vec<OsString>) = args.drain(..).partition(is_filter);
    if !filters.is_empty() {
        rest.push("--".into());
        rest.extend(filters);
    }
    rest
}

fn said(name: &str) -> Option<OsString> {
    env::var_os(name).filter(|value| !value.is_empty())
}

fn read_globals(matches: &ArgMatches) -> Result<Globals, Failure> {
    // Whatever is wrong with the settings, the screens say it.
    let config = Config::load().unwrap_or_default();
    let file = matches.get_one::<PathBuf>("file").cloned();
    let file = file.or_else(|| said("READYROOM_FILE").map(PathBuf::from));
    let now = match value(matches, "now") {
        Some(text) => Some(read_now(text, "--now")?),
        None => said("READYROOM_NOW")
            .map(|text| read_now(&text.to_string_lossy(), "READYROOM_NOW"))
            .transpose()?,
    };
    let plain = ["no-color", "plain"]
        .iter()
        .any(|name| matches.get_flag(name));
    Ok(Globals {
        file: file.or_else(|| config.recent.iter().find(|path| path.exists()).cloned()),
        now,
        who: desk::who(value(matches, "who"), &config),
        theme: value(matches, "theme").map(str::to_owned).or(config.theme),
        plain: plain || said("NO_COLOR").is_some(),
        ascii: matches.get_flag("ascii"),
    })
}

impl Globals {
    /// The same, except for what one line of a conversation says; `now` is only what that line says.
    fn on_one_line(&self, matches: &ArgMatches) -> Result<Self, Failure> {
        let now = value(matches, "now").map(|text| read_now(text, "--now"));
        let file = matches.get_one::<PathBuf>("file");
        Ok(Self {
            file: file.or(self.file.as_ref()).cloned(),
            now: now.transpose()?,
            who: value(matches, "who").map_or_else(|| self.who.clone(), Line::clipped),
            theme: self.theme.clone(),
            plain: true,
            ascii: self.ascii,
        })
    }
}

/// Reads the moment to rehearse: a full date and time, or a phrase such as "mon 09:00".
fn read_now(text: &str, whose: &str) -> Result<DateTime, Failure> {
    if let Ok(moment) = text.trim().parse::<DateTime>() {
        return Ok(moment);
    }
    let cx = phrase::Context {
        now: Clock::new(None)?.now(),
        calendar: &Calendar::new([], []),
    };
    match phrase::read(text, &cx) {
        Ok(When::At(at)) => Ok(at.date.to_datetime(at.time.unwrap_or_default())),
        Ok(When::Rule(_)) | Err(phrase::PhraseError::Unreadable { .. }) => {
            Err(not_a_moment(text, whose, ""))
        }
        Err(error) => Err(not_a_moment(text, whose, &error.about(whose))),
    }
}

fn not_a_moment(text: &str, whose: &str, why: &str) -> Failure {
    let message = format!(
        "{whose} must be a date and time, and is \"{}\". {why}",
        quoted(text)
    );
    Failure::usage(message.trim_end()).hint("Write it like 2026-11-30T11:00.")
}

/// What the reader of arguments found wrong, in our words.
fn explain(error: &clap::Error, verb: Option<&Verb>) -> Failure {
    let context = |kind| {
        error
            .get(kind)
            .map(words_of)
            .filter(|words| !words.is_empty())
    };
    let named = context(ContextKind::InvalidArg).unwrap_or_default();
    let value = context(ContextKind::InvalidValue).unwrap_or_default();
    match error.kind() {
        ErrorKind::InvalidSubcommand => {
            no_such_command(&context(ContextKind::InvalidSubcommand).unwrap_or_default())
        }
        ErrorKind::UnknownArgument => {
            let near = context(ContextKind::SuggestedArg).map(|near| first_word(&near));
            unknown_argument(&named, near, verb)
        }
        ErrorKind::MissingRequiredArgument => {
            let verb_name = verb.map_or("readyroom".to_owned(), |verb| {
                format!("readyroom {}", verb.name)
            });
            Failure::usage(format!("`{verb_name}` needs {named}.")).hint(how_to(verb))
        }
        ErrorKind::ArgumentConflict => {
            let prior = context(ContextKind::PriorArg).unwrap_or_default();
            if prior == named {
                Failure::usage(format!("{named} is there twice.")).hint(how_to(verb))
            } else {
                Failure::usage(format!("{named} and {prior} cannot go together."))
                    .hint(how_to(verb))
            }
        }
        ErrorKind::InvalidUtf8 => {
            Failure::usage("Something typed is not text in UTF-8.").hint("Type it again by hand.")
        }
        _ if named.is_empty() => Failure::usage(first_line(error)).hint(how_to(verb)),
        _ if value.is_empty() => {
            Failure::usage(format!("{named} needs a value.")).hint(how_to(verb))
        }
        _ => {
            let known = match error.get(ContextKind::ValidValue) {
                Some(ContextValue::Strings(known)) if !known.is_empty() => Some(known.join(", ")),
                _ => None,
            };
            let hint = known.map_or_else(|| how_to(verb), |known| format!("It is one of {known}."));
            Failure::usage(format!("{named} cannot be \"{}\".", quoted(&value))).hint(hint)
        }
    }
}

fn no_such_command(typed: &str) -> Failure {
    let failure = Failure::usage(format!("There is no command \"{}\".", quoted(typed)));
    if let Some(near) = nearest_verb(typed) {
        return failure.hint(format!(
            "Did you mean `{near}`? `readyroom --help` lists the commands."
        ));
    }
    if PathBuf::from(typed).is_file() {
        return failure.hint(format!("To open a file, type readyroom --file {typed}"));
    }
    failure.hint("`readyroom --help` lists the commands.")
}

fn nearest_verb(typed: &str) -> Option<String> {
    nearest(typed, VERBS.iter().map(|verb| verb.name)).map(str::to_owned)
}

fn unknown_argument(named: &str, near: Option<String>, verb: Option<&Verb>) -> Failure {
    let what = if named.starts_with('-') {
        "option"
    } else {
        "argument"
    };
    if let Some(verb) = verb
        && named == "--as-of"
    {
        return no_looking_back(verb);
    }
    let of = verb.map_or_else(String::new, |verb| format!(" of `readyroom {}`", verb.name));
    let failure = Failure::usage(format!("There is no {what} \"{}\"{of}.", quoted(named)));
    match near {
        Some(near) => failure.hint(format!("Did you mean `{near}`?")),
        None => failure.hint(how_to(verb)),
    }
}

/// Only what shows the inspection can show it as it stood.
fn no_looking_back(verb: &Verb) -> Failure {
    if verb.name == super::diff::DIFF.name {
        return Failure::usage("`readyroom diff` compares two moments, and takes no --as-of.")
            .hint("Name them: readyroom diff yesterday today");
    }
    let message = format!(
        "`readyroom {}` is about now, and takes no --as-of.",
        verb.name
    );
    Failure::usage(message)
        .hint("What shows the inspection takes it: readyroom list --as-of \"yesterday 17:00\"")
}

fn how_to(verb: Option<&Verb>) -> String {
    match verb {
        Some(verb) => match verb.examples.first() {
            Some((typed, _)) => format!("Type it like: {typed}"),
            None => format!("`readyroom {} --help` shows how.", verb.name),
        },
        None => "`readyroom --help` shows how.".to_owned(),
    }
}

/// The verb that was typed, if any was.
fn verb_in(args: &[OsString]) -> Option<&'static Verb> {
    args.iter()
        .skip(1)
        .find_map(|arg| VERBS.iter().find(|verb| arg == verb.name))
}

/// As a person would write it: options with their values, arguments by their names.
fn words_of(value: &ContextValue) -> String {
    let texts = match value {
        ContextValue::String(text) => std::slice::from_ref(text),
        ContextValue::Strings(texts) => texts.as_slice(),
        other => return other.to_string(),
    };
    let bare = |text: &String| match text.strip_prefix('<') {
        Some(rest) => rest.trim_end_matches('.').trim_end_matches('>').to_owned(),
        None => text.replace(['<', '>'], ""),
    };
    texts.iter().map(bare).collect::<Vec<_>>().join(" and ")
}

fn first_word(text: &str) -> String {
    text.split(' ').next().unwrap_or_default().to_owned()
}

fn first_line(error: &clap::Error) -> String {
    let text = error.render().to_string();
    let line = text
        .lines()
        .next()
        .unwrap_or_default()
        .trim_start_matches("error: ");
    desk::sentence(line)
}

/// A flag that asks for JSON.
pub(super) fn json() -> Arg {
    flag("json", "Print JSON")
}

/// An option of commands that can show how things stood; what [`Desk::read`](desk::Desk::read) gives follows it.
pub(super) fn as_of() -> Arg {
    option(
        "as-of",
        "MOMENT",
        "As it stood then: yesterday 14:05, 1/12 9am, or call for the moment the call was recorded",
    )
}

/// A flag.
pub(super) fn flag(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name)
        .long(name)
        .help(help)
        .action(ArgAction::SetTrue)
}

/// An option with a value.
pub(super) fn option(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).value_name(value).help(help)
}

/// An option whose value goes on to the next option: `--why Audits are mixed`. In a conversation nobody thinks of quotes,
/// and the second word must not end up elsewhere.
pub(super) fn open_ended(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    option(name, value, help).num_args(1..)
}

/// What was said behind such an option, each time it was given.
pub(super) fn said_behind(matches: &ArgMatches, name: &str) -> Vec<String> {
    let times = matches
        .get_occurrences::<String>(name)
        .into_iter()
        .flatten();
    times
        .map(|words| words.cloned().collect::<Vec<_>>().join(" "))
        .collect()
}

/// Words that belong together, at least one.
pub(super) fn words(name: &'static str, help: impl Into<String>) -> Arg {
    Arg::new(name)
        .help(help.into())
        .num_args(1..)
        .required(true)
}

/// Which things are meant, word by word; none means all.
pub(super) fn filter(help: impl Into<String>) -> Arg {
    Arg::new("filter")
        .value_name("FILTER")
        .num_args(0..)
        .help(help.into())
}

/// What may stand in a filter that has these keys, and these words that are more than words to search for.
pub(super) fn filter_help(lead: &str, keys: &[&str], words: &[&str]) -> String {
    let (keys, words) = (keys.join(" "), words.join(" "));
    format!("{lead}, and {keys} {words}; - turns one round")
}

/// The words, one by one.
pub(super) fn all<'m>(matches: &'m ArgMatches, name: &str) -> Vec<&'m str> {
    let words = matches.get_many::<String>(name).into_iter().flatten();
    words.map(String::as_str).collect()
}

/// The words, joined.
pub(super) fn joined(matches: &ArgMatches, name: &str) -> String {
    all(matches, name).join(" ")
}

/// The words before the first `FIELD=VALUE`, and the fields. Words behind a field that are none themselves belong to it.
pub(super) fn fields_of<'a>(words: &[&'a str]) -> (Vec<&'a str>, Vec<(&'a str, String)>) {
    let (mut before, mut fields) = (Vec::new(), Vec::<(&str, String)>::new());
    for word in words {
        if let Some((name, text)) = word.split_once('=') {
            fields.push((name, text.to_owned()));
        } else if let Some((_, text)) = fields.last_mut() {
            text.push(' ');
            text.push_str(word);
        } else {
            before.push(*word);
        }
    }
    (before, fields)
}

/// The value of an option.
pub(super) fn value<'a>(matches: &'a ArgMatches, name: &str) -> Option<&'a str> {
    matches.get_one::<String>(name).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(line: &str) -> Vec<OsString> {
        line.split(' ').map(OsString::from).collect()
    }

    #[test]
    fn the_table_of_verbs_makes_a_sound_command() {
        command(VERBS).debug_assert();
    }

    #[test]
    fn every_verb_has_two_to_four_examples_that_can_be_read() {
        for verb in VERBS {
            assert!((2..=4).contains(&verb.examples.len()), "{}", verb.name);
            for (typed, _) in verb.examples {
                assert!(
                    typed.starts_with(&format!("readyroom {}", verb.name)),
                    "{typed}"
                );
            }
        }
    }

    #[test]
    fn filters_that_look_like_options_are_moved_behind_them() {
        for (typed, meant) in [
            (
                "readyroom list -late --json",
                "readyroom list --json -- -late",
            ),
            (
                "readyroom --file x list -owner:JS late",
                "readyroom --file x list late -- -owner:JS",
            ),
            ("readyroom list -h", "readyroom list -h"),
            ("readyroom add -late", "readyroom add -late"),
            ("readyroom", "readyroom"),
        ] {
            assert_eq!(filters_last(args(typed)), args(meant));
        }
    }
}
