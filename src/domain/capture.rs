//! The one capture language, `add` and `a`: a line typed in one breath becomes a [`Draft`], or is refused with its
//! reason and nothing is lost. What was read can be shown as a line that reads the same.
//!
//! Words are the title; `a:` owner, `d:` due, `r:` RAG, `p:` phase, `s:` section, `#tag`, and `"..."` keeps words
//! together. It does not add the task, nor choose the phase of one that names none.

use super::edit::{Author, Draft, Owner, Patch, line as gate, read_owner};
use super::failure::Failure;
use super::id::{Ids, PersonId};
use super::inspection::NOBODY;
use super::phrase::{self, Context};
use super::plan::Plan;
use super::rating::Shown;
use super::task::{Element, Judgement, Phase, Rag};
use super::text::{Line, fold, quoted};
use super::when::When;
use super::words::{self, Word};

/// A line, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Captured {
    /// The task to add.
    pub draft: Draft,
    /// What the person should be told: a new owner, with the names that are near.
    pub notices: Vec<String>,
}

/// What a line reads as so far, for showing under it while it is typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Preview {
    /// What has to be done.
    pub title: String,
    /// The owner's label, with "new: " before somebody the file does not know.
    pub owner: Option<String>,
    /// By when: the date in full, or the rule.
    pub due: Option<String>,
    /// The RAG.
    pub rag: Option<Rag>,
    /// The phase.
    pub phase: Option<Phase>,
    /// The section.
    pub section: Option<String>,
    /// The tags.
    pub tags: Vec<String>,
    /// What cannot be read, in full sentences; the line is refused while there is one.
    pub problems: Vec<String>,
}

/// Reads a line. A judgement is by `author`, without a reason.
pub fn read(
    line: &str,
    plan: &Plan,
    cx: &Context<'_>,
    author: &Author,
    ids: &mut Ids,
) -> Result<Captured, Failure> {
    let mut said = Said::of(line, plan, cx, ids);
    if !said.problems.is_empty() {
        return Err(said.problems.swap_remove(0));
    }
    let title = gate(&said.title(), "The title")?;
    if title.is_empty() {
        return Err(Failure::usage("A task needs a title.").hint("Type what has to be done."));
    }
    let judgement = said.rag.map(|rag| {
        let (who, at) = (author.who.clone(), author.now);
        Some(Judgement {
            rag,
            reason: Line::default(),
            who,
            at,
            expires: None,
        })
    });
    let notices = said.owner.as_ref().and_then(notice).into_iter().collect();
    let rest = Patch {
        owner: said.owner.as_ref().map(Owner::id),
        people: said
            .owner
            .as_ref()
            .and_then(Owner::newcomer)
            .cloned()
            .into_iter()
            .collect(),
        due: said.due.map(Some),
        judgement,
        phase: said.phase,
        section: said.section,
        add: said.tags.into_iter().map(Element::Tag).collect(),
        ..Patch::default()
    };
    Ok(Captured {
        draft: Draft { title, rest },
        notices,
    })
}

/// Reads as much of a line as can be read.
pub fn preview(line: &str, plan: &Plan, cx: &Context<'_>) -> Preview {
    let mut said = Said::of(line, plan, cx, &mut Ids::new(0, 0));
    said.problems.extend(gate(&said.title(), "The title").err());
    let owner = said.owner.as_ref().map(|owner| match owner {
        Owner::Nobody => NOBODY.to_owned(),
        Owner::Known(id) => plan
            .person(*id)
            .map(|person| person.label().to_owned())
            .unwrap_or_default(),
        Owner::New { person, .. } => format!("new: {}", person.label()),
    });
    Preview {
        title: said.title(),
        owner,
        due: said.due.map(super::edit::spoken),
        rag: said.rag,
        phase: said.phase,
        section: said.section.as_ref().map(Line::to_string),
        tags: said.tags.iter().map(Line::to_string).collect(),
        problems: said.problems.iter().map(Failure::to_string).collect(),
    }
}

/// The line that reads as `draft`. Only what a line can say is shown.
pub fn show(draft: &Draft, plan: &Plan) -> String {
    let rest = &draft.rest;
    let title = draft.title.as_str();
    let mut parts = vec![if is_plain(title) {
        title.to_owned()
    } else {
        words::quote(title)
    }];
    if let Some(owner) = &rest.owner {
        parts.push(format!(
            "a:{}",
            value(&owner.map_or_else(|| NOBODY.to_owned(), |id| name_of(id, draft, plan)))
        ));
    }
    if let Some(Some(due)) = rest.due {
        parts.push(format!("d:{}", value(&due.to_string())));
    }
    if let Some(Some(judgement)) = &rest.judgement {
        parts.push(format!("r:{}", judgement.rag.as_str()));
    }
    if let Some(phase) = rest.phase {
        parts.push(format!("p:{}", phase.as_str()));
    }
    if let Some(section) = &rest.section {
        parts.push(format!("s:{}", value(section.as_str())));
    }
    for element in &rest.add {
        if let Element::Tag(tag) = element {
            parts.push(format!(
                "#{}",
                if is_tag(tag.as_str()) {
                    tag.to_string()
                } else {
                    words::quote(tag.as_str())
                }
            ));
        }
    }
    parts.join(" ")
}

/// Reads the date behind `key`: `value`, which stands right behind it, or what is quoted there, and as many of the words
/// `behind` as belong to it; says how many those were. `None` when there is nothing to read.
pub(super) fn read_when(
    key: &str,
    value: &str,
    word: &Word<'_>,
    behind: &[Word<'_>],
    is_key: impl Fn(&str) -> bool,
    cx: &Context<'_>,
) -> Result<Option<(When, usize)>, Failure> {
    let unread = |error: phrase::PhraseError| Failure::usage(error.to_string());
    if let Some(text) = &word.quoted {
        let when = phrase::read(text, cx).map_err(unread)?;
        return Ok(Some((when, 0)));
    }
    let own = usize::from(!value.is_empty());
    let behind = behind
        .iter()
        .take_while(|word| word.quoted.is_none() && !is_key(word.head));
    let words: Vec<&str> = Some(value)
        .into_iter()
        .filter(|value| !value.is_empty())
        .chain(behind.map(|word| word.head))
        .collect();
    match phrase::take(&words, cx).map_err(unread)? {
        Some((when, taken)) => Ok(Some((when, taken.saturating_sub(own)))),
        None if value.is_empty() => Ok(None),
        None => {
            let why = phrase::read(value, cx).err();
            let why = why.map(|error| error.to_string()).unwrap_or_default();
            Err(Failure::usage(format!(
                "{key}{} is not a date. {why}",
                quoted(value)
            )))
        }
    }
}

/// What the person answers to before anybody else does: their initials, if it can be.
fn name_of(id: PersonId, draft: &Draft, plan: &Plan) -> String {
    let Some(person) = plan.person(id) else {
        let newcomer = draft.rest.people.iter().find(|person| person.id == id);
        return newcomer
            .map(|person| person.label().to_owned())
            .unwrap_or_default();
    };
    let is_theirs = |text: &&str| {
        plan.people()
            .iter()
            .find(|p| p.answers_to(text))
            .is_some_and(|p| p.id == id)
    };
    let names = person.name.iter().map(Line::as_str).chain(person.roles());
    let mut names = Some(person.initials.as_str()).into_iter().chain(names);
    names
        .find(is_theirs)
        .unwrap_or(person.initials.as_str())
        .to_owned()
}

/// A value as it is typed behind a key.
pub(super) fn value(text: &str) -> String {
    let plain = !text.is_empty() && !text.contains('"') && !text.contains(char::is_whitespace);
    if plain {
        text.to_owned()
    } else {
        words::quote(text)
    }
}

fn notice(owner: &Owner) -> Option<String> {
    let Owner::New { person, near } = owner else {
        return None;
    };
    let name = person.label();
    let added = format!(
        "{name} is new and was added to the people, with the initials {}.",
        person.initials
    );
    Some(if near.is_empty() {
        added
    } else {
        format!("{added} Did you mean {}?", near.join(" or "))
    })
}

/// The keys of the language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    Owner,
    Due,
    Rag,
    Phase,
    Section,
}

impl Key {
    const ALL: [Key; 5] = [Key::Owner, Key::Due, Key::Rag, Key::Phase, Key::Section];

    fn as_str(self) -> &'static str {
        match self {
            Key::Owner => "a:",
            Key::Due => "d:",
            Key::Rag => "r:",
            Key::Phase => "p:",
            Key::Section => "s:",
        }
    }

    fn says(self) -> &'static str {
        match self {
            Key::Owner => "an owner, like a:JS or a:\"Jo Smith\"",
            Key::Due => "a date or a time, like d:fri or d:tomorrow 12:00",
            Key::Rag => "red, amber or green, like r:a",
            Key::Phase => "notification, fieldwork or feedback, like p:field",
            Key::Section => "a section, like s:day or s:\"Day of the call\"",
        }
    }

    /// The key a word begins with, and what follows it. A drive such as `p:\data` is a word like others.
    fn of(head: &str) -> Option<(Key, &str)> {
        let found = Key::ALL
            .into_iter()
            .find_map(|key| Some((key, head.strip_prefix(key.as_str())?)));
        found.filter(|(_, value)| !value.starts_with('\\'))
    }
}

fn opens_quotes(head: &str) -> bool {
    head.is_empty() || head == "#" || Key::of(head).is_some_and(|(_, value)| value.is_empty())
}

/// Whether a word reads as a tag: `#` and a letter.
fn tag_of(head: &str) -> Option<&str> {
    head.strip_prefix('#').filter(|tag| is_tag(tag))
}

fn is_tag(text: &str) -> bool {
    text.starts_with(char::is_alphabetic) && !text.contains(char::is_whitespace)
}

/// Whether `text` as part of a title reads as nothing but itself.
fn is_plain(text: &str) -> bool {
    let is_word = |word: &str| Key::of(word).is_none() && tag_of(word).is_none();
    let is_odd = |c: char| c == '"' || c.is_whitespace() && c != ' ';
    !text.contains(is_odd)
        && text
            .split(' ')
            .all(|word| !word.is_empty() && is_word(word))
}

/// What a line says, and what in it cannot be read.
#[derive(Default)]
struct Said {
    title: Vec<String>,
    owner: Option<Owner>,
    due: Option<When>,
    rag: Option<Rag>,
    phase: Option<Phase>,
    section: Option<Line>,
    tags: Vec<Line>,
    problems: Vec<Failure>,
    given: Vec<Key>,
}

impl Said {
    fn of(line: &str, plan: &Plan, cx: &Context<'_>, ids: &mut Ids) -> Self {
        let mut said = Self::default();
        let mut section = None;
        let words = words::split(line, opens_quotes);
        let mut at = 0;
        while let Some(word) = words.get(at) {
            at += 1;
            match Key::of(word.head) {
                None => said.plain(word),
                Some((key, _)) if !said.first(key) => {}
                Some((Key::Due, value)) => at += said.due(value, word, &words[at..], cx),
                Some((key, value)) => match word.quoted.as_deref().unwrap_or(value).trim() {
                    "" => said.problems.push(needs(key)),
                    value => said.keyed(key, value, plan, ids, &mut section),
                },
            }
        }
        if let Some(typed) = section {
            said.settle_section(&typed, plan);
        }
        said
    }

    fn title(&self) -> String {
        self.title.join(" ")
    }

    /// Whether `key` is given for the first time; the second time is a problem.
    fn first(&mut self, key: Key) -> bool {
        if self.given.contains(&key) {
            let message = format!("{} is there twice.", key.as_str());
            self.problems
                .push(Failure::usage(message).hint("Leave one of them out."));
            return false;
        }
        self.given.push(key);
        true
    }

    /// A word of the title, or a tag. Quotes stay in the title unless they keep something from being read.
    fn plain(&mut self, word: &Word<'_>) {
        match (&word.quoted, word.head) {
            (Some(tag), "#") => self.tag(tag),
            (Some(text), _) if text.trim().is_empty() => {}
            (Some(text), _) if is_plain(text) => self.title.push(format!("\"{text}\"")),
            (Some(text), _) => self.title.push(text.clone().into_owned()),
            (None, head) => match tag_of(head) {
                Some(tag) => self.tag(tag),
                None => self.title.push(head.to_owned()),
            },
        }
    }

    fn tag(&mut self, text: &str) {
        match gate(text, "The tag") {
            Ok(tag) if tag.is_empty() || self.tags.contains(&tag) => {}
            Ok(tag) => self.tags.push(tag),
            Err(problem) => self.problems.push(problem),
        }
    }

    /// Reads a date from its word and as many of those behind it as belong to it; says how many those were.
    fn due(
        &mut self,
        value: &str,
        word: &Word<'_>,
        behind: &[Word<'_>],
        cx: &Context<'_>,
    ) -> usize {
        let is_key = |head: &str| Key::of(head).is_some();
        match read_when(Key::Due.as_str(), value, word, behind, is_key, cx) {
            Ok(Some((when, taken))) => {
                self.due = Some(when);
                return taken;
            }
            Ok(None) => self.problems.push(needs(Key::Due)),
            Err(problem) => self.problems.push(problem),
        }
        0
    }

    fn keyed(
        &mut self,
        key: Key,
        value: &str,
        plan: &Plan,
        ids: &mut Ids,
        section: &mut Option<String>,
    ) {
        match key {
            Key::Owner => match read_owner(plan, value, ids) {
                Ok(owner) => self.owner = Some(owner),
                Err(problem) => self.problems.push(problem),
            },
            Key::Rag => match plan.inspection().policy.read(value).and_then(Shown::rag) {
                Some(rag) => self.rag = Some(rag),
                None => self.problems.push(unknown(key, value)),
            },
            Key::Phase => match Phase::read(value) {
                Some(phase) => self.phase = Some(phase),
                None => self.problems.push(unknown(key, value)),
            },
            Key::Section => *section = Some(value.to_owned()),
            Key::Due => {}
        }
    }

    /// The one section whose name begins like `typed`, in the phase that was said or in any; else a new one. A section
    /// that only one phase has settles the phase too.
    fn settle_section(&mut self, typed: &str, plan: &Plan) {
        let wanted = fold(typed);
        let mut hits: Vec<(Phase, &Line)> = Vec::new();
        for task in plan.tasks() {
            let place = (task.place.phase, &task.place.section);
            if self.phase.is_none_or(|phase| phase == place.0)
                && hits.last() != Some(&place)
                && fold(place.1.as_str()).starts_with(&wanted)
                && !hits.contains(&place)
            {
                hits.push(place);
            }
        }
        if let Some(exact) = hits
            .iter()
            .position(|(_, name)| fold(name.as_str()) == wanted)
        {
            let name = hits[exact].1;
            hits.retain(|(_, other)| *other == name);
        }
        match hits.as_slice() {
            [] => match gate(typed, "The section") {
                Ok(section) => self.section = Some(section),
                Err(problem) => self.problems.push(problem),
            },
            [(phase, name)] => {
                self.section = Some((*name).clone());
                self.phase = Some(*phase);
            }
            [(_, first), rest @ ..] if rest.iter().all(|(_, name)| name == first) => {
                self.section = Some((*first).clone());
            }
            several => self.problems.push(several_sections(typed, several)),
        }
    }
}

fn several_sections(typed: &str, hits: &[(Phase, &Line)]) -> Failure {
    let names: Vec<String> = hits
        .iter()
        .take(4)
        .map(|(_, name)| format!("\"{name}\""))
        .collect();
    Failure::usage(format!(
        "s:{} could be {}.",
        quoted(typed),
        names.join(" or ")
    ))
    .hint("Type more of it.")
}

fn needs(key: Key) -> Failure {
    Failure::usage(format!("{} needs {}.", key.as_str(), key.says()))
        .hint("To have it in the title, put it in quotes.")
}

fn unknown(key: Key, value: &str) -> Failure {
    Failure::usage(format!("{}{} cannot be read.", key.as_str(), quoted(value))).hint(format!(
        "{} is {}.",
        key.as_str(),
        key.says()
    ))
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use jiff::civil::{DateTime, datetime};
    use proptest::prelude::*;

    use super::*;
    use crate::domain::demo::demo;
    use crate::domain::inspection::Person;

    const NOW: DateTime = datetime(2026, 11, 30, 11, 42, 0, 0);

    static DEMO: LazyLock<Plan> =
        LazyLock::new(|| demo(NOW, &mut Ids::new(1, 1)).unwrap().plan().unwrap());

    fn read_line(line: &str, plan: &Plan) -> Result<Captured, Failure> {
        let author = Author {
            who: Line::new("JS").unwrap(),
            now: NOW,
        };
        read(
            line,
            plan,
            &Context {
                now: NOW,
                calendar: plan.calendar(),
            },
            &author,
            &mut Ids::new(5, 5),
        )
    }

    /// The draft as a line, or why there is none.
    fn shown(line: &str) -> String {
        let plan = &*DEMO;
        match read_line(line, plan) {
            Ok(captured) => show(&captured.draft, plan),
            Err(failure) => format!("! {failure}"),
        }
    }

    #[test]
    fn a_line_is_read_and_shown_in_one_order() {
        for (line, expected) in [
            ("Ring the press office", "Ring the press office"),
            (
                "Check rooms a:js d:fri r:a p:field #rooms",
                "Check rooms a:JS d:2026-12-04 r:amber p:fieldwork #rooms",
            ),
            (
                "d:tomorrow 12:00 Ring round",
                "Ring round d:2026-12-01T12:00",
            ),
            ("Ring d: fri 5.30pm round", "Ring round d:2026-12-04T17:30"),
            (
                "Ring d:call+1wd 17:00 round",
                "Ring round d:\"call+1wd 17:00\"",
            ),
            ("Ring d:\"next fri\" 9 people", "Ring 9 people d:2026-12-11"),
            ("a:\"Tom Birch\" count", "count a:TB"),
            ("count a:\"Data lead\"", "count a:TB"),
            ("count a:nobody", "count a:nobody"),
            ("rota s:day", "rota p:notification s:\"Day of the call\""),
            ("rota s:\"A new one\"", "rota s:\"A new one\""),
            (
                "read https://example.org note:x",
                "read https://example.org note:x",
            ),
            (
                "open p:\\data\\list.xlsx and S: too",
                "open p:\\data\\list.xlsx and S: too",
            ),
            (
                "send \"know your child\" sheet",
                "\"send \"\"know your child\"\" sheet\"",
            ),
            ("\"plan a:b\" again", "\"plan a:b again\""),
            ("room #5 #rooms #rooms", "room #5 #rooms"),
            ("x #\"Lists 1-11\"", "x #\"Lists 1-11\""),
        ] {
            assert_eq!(shown(line), expected, "{line}");
        }
    }

    #[test]
    fn what_cannot_be_is_refused_with_its_reason() {
        for (line, reason) in [
            ("", "A task needs a title."),
            ("a:JS", "A task needs a title."),
            ("x d:fri 25:00", "25:00 is not a time"),
            ("x d:31/2", "31/2 is not a date"),
            ("x d:soon", "d:soon is not a date."),
            ("x d:", "d: needs a date"),
            ("x a:", "a: needs an owner"),
            ("x r:blue", "r:blue cannot be read."),
            ("x p:f", "p:f cannot be read."),
            ("x a:JS a:TB", "a: is there twice."),
        ] {
            let shown = shown(line);
            assert!(shown.starts_with(&format!("! {reason}")), "{line}: {shown}");
        }
    }

    #[test]
    fn a_new_owner_is_announced_with_the_names_that_are_near() {
        let plan = &*DEMO;
        let captured = read_line("x a:\"Tom Burch\"", plan).unwrap();
        assert_eq!(captured.draft.rest.people.len(), 1);
        assert_eq!(
            captured.draft.rest.owner,
            Some(Some(captured.draft.rest.people[0].id))
        );
        let notice = captured.notices.join(" ");
        assert!(notice.starts_with("Tom Burch is new"), "{notice}");
        assert!(notice.ends_with("Did you mean Tom Birch?"), "{notice}");
    }

    #[test]
    fn a_judgement_is_the_authors_and_has_no_reason() {
        let judgement = read_line("x r:red", &DEMO)
            .unwrap()
            .draft
            .rest
            .judgement
            .flatten()
            .unwrap();
        assert_eq!(
            (judgement.rag, judgement.who.as_str(), judgement.at),
            (Rag::Red, "JS", NOW)
        );
        assert!(judgement.reason.is_empty());
    }

    #[test]
    fn a_preview_reads_what_it_can() {
        let plan = &*DEMO;
        let seen = preview(
            "Ring a:Zed d:fri p:x #a",
            plan,
            &Context {
                now: NOW,
                calendar: plan.calendar(),
            },
        );
        assert_eq!(
            (seen.title.as_str(), seen.owner.as_deref()),
            ("Ring", Some("new: Zed"))
        );
        assert_eq!(
            (seen.due.as_deref(), seen.phase),
            (Some("Fri 4 Dec 2026"), None)
        );
        assert_eq!(seen.problems.len(), 1);
        let empty = preview(
            "",
            plan,
            &Context {
                now: NOW,
                calendar: plan.calendar(),
            },
        );
        assert_eq!(empty, Preview::default());
    }

    fn piece() -> impl Strategy<Value = String> {
        prop_oneof![
            3 => "[A-Za-z0-9\"#:é]{1,8}",
            1 => Just("a:JS".to_owned()),
            1 => Just("a:\"Zoe Zed\"".to_owned()),
            1 => Just("d:fri".to_owned()),
            1 => Just("d:tomorrow 9am".to_owned()),
            1 => Just("d:\"end-2wd 12:00\"".to_owned()),
            1 => Just("r:g".to_owned()),
            1 => Just("p:fb".to_owned()),
            1 => Just("s:Day".to_owned()),
            1 => Just("s:\"Some \"\"new\"\" one\"".to_owned()),
            1 => Just("#\"a b\"".to_owned()),
            1 => Just("#tag".to_owned()),
            2 => "\"[ab: #\u{a0}]{0,6}\"",
        ]
    }

    /// New people get new ids each time.
    fn without_ids(mut draft: Draft) -> (Draft, Vec<String>) {
        let people: Vec<Person> = std::mem::take(&mut draft.rest.people);
        if !people.is_empty() {
            draft.rest.owner = None;
        }
        (
            draft,
            people
                .into_iter()
                .map(|person| format!("{} {}", person.label(), person.initials))
                .collect(),
        )
    }

    proptest! {
        #[test]
        fn a_line_shown_reads_as_itself(pieces in prop::collection::vec(piece(), 0..8)) {
            let plan = &*DEMO;
            if let Ok(captured) = read_line(&pieces.join(" "), plan) {
                let line = show(&captured.draft, plan);
                let again = read_line(&line, plan);
                prop_assert!(again.is_ok(), "{line}: {again:?}");
                prop_assert_eq!(without_ids(again.unwrap().draft), without_ids(captured.draft), "{}", line);
            }
        }

        #[test]
        fn nothing_typed_upsets_the_reader(line in "\\PC{0,40}") {
            let plan = Plan::default();
            let read = read_line(&line, &plan);
            let seen = preview(&line, &plan, &Context { now: NOW, calendar: plan.calendar() });
            prop_assert_eq!(read.is_ok(), seen.problems.is_empty() && !seen.title.trim().is_empty());
        }
    }
}
