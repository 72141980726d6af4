//! What a line typed in a conversation means as the arguments of a command. It is parted into words as people write, not
//! as shells read: an apostrophe is an apostrophe, a backslash a backslash, and only `"..."` keeps words together.
//! It knows of a verb only what its row of the table says, so that verbs still to come are read as well.

use std::borrow::Cow;

use clap::{Arg, Command};

use super::{VERBS, Verb, args};
use crate::domain::failure::Failure;
use crate::domain::fields::{FIELDS, Field};
use crate::domain::id::Ref;
use crate::domain::requests::Reference;
use crate::domain::text::quoted;
use crate::domain::words::{self, Word};

/// The arguments that `line` stands for, the program's name left out. `rows` are the refs behind the numbers of the
/// last list: "3" shows the third, and wherever a command wants a ref, the number will do.
pub(super) fn arguments(line: &str, rows: &[Ref]) -> Result<Vec<String>, Failure> {
    let words = words::split(line, opens_quotes);
    let words = match words.as_slice() {
        [program, rest @ ..] if program.raw == "readyroom" => rest,
        all => all,
    };
    let Some((first, rest)) = words.split_first() else {
        return Ok(Vec::new());
    };
    let name = bare(first);
    if let Some(verb) = verb_named(&name) {
        return of_verb(verb, rest, rows);
    }
    if let Some((field, _)) = FIELDS
        .iter()
        .find(|(_, known)| name.eq_ignore_ascii_case(known))
    {
        return of_field(*field, rest, rows);
    }
    let is_request = Reference::read(&name).is_some();
    if rest.is_empty() && (is_number(&name) || is_request || name.parse::<Ref>().is_ok()) {
        return Ok(vec!["show".to_owned(), reference(name, rows)?.into_owned()]);
    }
    Ok(words.iter().map(|word| bare(word).into_owned()).collect())
}

fn verb_named(name: &str) -> Option<&'static Verb> {
    VERBS
        .iter()
        .find(|verb| name.eq_ignore_ascii_case(verb.name))
}

/// Quotes keep words together at the start of a word, and behind what gives it a name: `owner="Jo Smith"`.
fn opens_quotes(head: &str) -> bool {
    head.is_empty() || head.ends_with(['=', ':', '#', '-'])
}

/// A word without its quotes.
fn bare<'a>(word: &Word<'a>) -> Cow<'a, str> {
    match &word.quoted {
        None => Cow::Borrowed(word.raw),
        Some(text) if word.head.is_empty() => text.clone(),
        Some(text) => Cow::Owned(format!("{}{text}", word.head)),
    }
}

/// The words behind a verb. Options and their values stay what they are; what the verb takes as one line keeps its
/// quotes, because the languages of capture and filters have their own; refs may be numbers.
fn of_verb(verb: &Verb, words: &[Word<'_>], rows: &[Ref]) -> Result<Vec<String>, Failure> {
    let command = verb.command().args(args::globals());
    let wanted: Vec<&Arg> = command.get_positionals().collect();
    let (mut at, mut had_first, mut is_value, mut in_fields) = (0, false, false, false);
    let mut arguments = vec![verb.name.to_owned()];
    for word in words {
        let text = bare(word);
        if is_value {
            is_value = false;
            arguments.push(text.into_owned());
            continue;
        }
        if text.starts_with("--") {
            is_value = takes_value(&command, &text);
            arguments.push(text.into_owned());
            continue;
        }
        let arg = wanted.get(at).or(wanted.last());
        let is_first = !std::mem::replace(&mut had_first, true);
        in_fields |= text.contains('=');
        let text = match arg {
            Some(arg) if takes(arg, "LINE") || takes(arg, "FILTER") => Cow::Borrowed(word.raw),
            Some(arg) if takes(arg, "REF") && !in_fields && (is_first || !has_own_words(arg)) => {
                reference(text, rows)?
            }
            _ => text,
        };
        arguments.push(text.into_owned());
        let has_many = |arg: &Arg| arg.get_num_args().is_some_and(|many| many.max_values() > 1);
        if !arg.is_some_and(|arg| has_many(arg)) {
            at += 1;
        }
    }
    Ok(arguments)
}

fn takes(arg: &Arg, what: &str) -> bool {
    let names = arg.get_value_names().unwrap_or_default();
    names
        .iter()
        .any(|name| name.split(' ').any(|word| word == what))
}

/// Whether it wants words of its own: in "REF by TIME" only the first is a ref.
fn has_own_words(arg: &Arg) -> bool {
    let names = arg.get_value_names().unwrap_or_default();
    let mut words = names.iter().flat_map(|name| name.split(' '));
    words.any(|word| word.starts_with(char::is_lowercase))
}

fn takes_value(command: &Command, option: &str) -> bool {
    let named = |arg: &&Arg| arg.get_long() == option.strip_prefix("--");
    let arg = command.get_arguments().find(named);
    arg.is_some_and(|arg| arg.get_action().takes_values())
}

/// `due 2 fri` is short for `set 2 due=fri`.
fn of_field(field: Field, words: &[Word<'_>], rows: &[Ref]) -> Result<Vec<String>, Failure> {
    let name = field.as_str();
    if let [whose, text @ ..] = words
        && !text.is_empty()
    {
        let whose = reference(bare(whose), rows)?.into_owned();
        let text: Vec<_> = text.iter().map(bare).collect();
        return Ok(vec![
            "set".to_owned(),
            whose,
            format!("{name}={}", text.join(" ")),
        ]);
    }
    let failure = Failure::usage(format!("`{name}` needs a task, and what to set."));
    Err(failure.hint(format!(
        "Type it like: {name} 2 TEXT. To clear it: set 2 {name}="
    )))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The ref itself, or that of the row with this number.
fn reference<'a>(text: Cow<'a, str>, rows: &[Ref]) -> Result<Cow<'a, str>, Failure> {
    if !is_number(&text) {
        return Ok(text);
    }
    let row = text
        .parse::<usize>()
        .ok()
        .and_then(|number| rows.get(number.checked_sub(1)?));
    row.map(|row| Cow::Owned(row.to_string())).ok_or_else(|| {
        let rows = match rows.len() {
            0 => "No list has been shown yet.".to_owned(),
            many => format!("The last list has rows 1 to {many}."),
        };
        Failure::not_found(format!("There is no row {}. {rows}", quoted(&text)))
            .hint("`list` and `today` number their rows. A ref such as N-12 always works.")
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rows() -> Vec<Ref> {
        ["N-12", "FW-03", "FB-07"]
            .map(|text| text.parse().unwrap())
            .to_vec()
    }

    fn read(line: &str) -> String {
        match arguments(line, &rows()) {
            Ok(arguments) => arguments.join("|"),
            Err(failure) => format!("! {}", failure.message),
        }
    }

    #[test]
    fn lines_mean_what_people_mean() {
        for (line, meant) in [
            ("", ""),
            ("  today  ", "today"),
            ("Today", "today"),
            ("readyroom undo", "undo"),
            ("3", "show|FB-07"),
            ("n12", "show|n12"),
            ("show 1", "show|N-12"),
            ("done 1 3 N-14", "done|N-12|FB-07|N-14"),
            ("reopen 2 --json", "reopen|FW-03|--json"),
            (
                "set 1 2 due=fri 12 note=3",
                "set|N-12|FW-03|due=fri|12|note=3",
            ),
            (
                "set 1 title=\"Jo's rota\" owner=\"Jo Smith\"",
                "set|N-12|title=Jo's rota|owner=Jo Smith",
            ),
            ("due 2 3 june", "set|FW-03|due=3 june"),
            ("owner N-14 \"Jo Smith\"", "set|N-14|owner=Jo Smith"),
            (
                "add Chase Jo's rota a:\"Jo Smith\" d:fri 12 --json",
                "add|Chase|Jo's|rota|a:\"Jo Smith\"|d:fri|12|--json",
            ),
            ("add 19\" screen", "add|19\"|screen"),
            (
                "list owner:\"Jo Smith\" -late --sort due",
                "list|owner:\"Jo Smith\"|-late|--sort|due",
            ),
            (
                "promises 2 by 3 pm send 1 list",
                "promises|FW-03|by|3|pm|send|1|list",
            ),
            ("promises kept 2", "promises|kept|2"),
            ("call \"next mon\" --time 11", "call|next mon|--time|11"),
            ("restore 1", "restore|1"),
            (
                "owners set \"Data lead\" name=\"Jo Smith\"",
                "owners|set|Data lead|name=Jo Smith",
            ),
            (
                "new C:\\work\\n.readyroom --template standard",
                "new|C:\\work\\n.readyroom|--template|standard",
            ),
            ("frobnicate 1", "frobnicate|1"),
            (
                "done 4",
                "! There is no row 4. The last list has rows 1 to 3.",
            ),
            ("0", "! There is no row 0. The last list has rows 1 to 3."),
            (
                "99999999999999999999",
                "! There is no row 99999999999999999999. The last list has rows 1 to 3.",
            ),
            ("note 3", "! `note` needs a task, and what to set."),
            ("note", "! `note` needs a task, and what to set."),
        ] {
            assert_eq!(read(line), meant, "{line}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_typed_is_read(line in "\\PC{0,60}", verb in 0..VERBS.len()) {
            let _read = arguments(&line, &rows());
            let _read = arguments(&format!("{} {line}", VERBS[verb].name), &rows());
        }
    }

    #[test]
    fn before_any_list_a_number_says_what_is_missing() {
        let failure = arguments("done 1", &[]).unwrap_err();
        assert_eq!(
            failure.message,
            "There is no row 1. No list has been shown yet."
        );
    }

    #[test]
    fn every_verb_that_wants_refs_takes_numbers() {
        for verb in VERBS {
            let wants_refs = verb
                .command()
                .get_positionals()
                .any(|arg| takes(arg, "REF"));
            let typed = verb.usage.starts_with("REF") || verb.usage.starts_with("[REF");
            assert_eq!(wants_refs, typed, "{}", verb.name);
            if wants_refs {
                assert_eq!(
                    read(&format!("{} 2", verb.name)),
                    format!("{}|FW-03", verb.name)
                );
            }
        }
    }
}
