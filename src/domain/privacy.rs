//! The privacy guard: notices text that looks as if it were about one child or one patient, which this file never needs.
//! It only points; whether the text stays is for the person who typed it. It knows patterns and check digits, no names.
//!
//! Sources: NHS Data Dictionary, NHS number (modulus 11); Department for Education, unique pupil numbers (check letter by
//! modulus 23).

use std::collections::BTreeSet;
use std::fmt;

use memchr::memmem;
use serde_json::Value;

use super::change::{Change, Row, TaskEdit};
use super::id::{PersonId, TaskId};
use super::operation::Operation;
use super::rating::count;
use super::records;
use super::task::{Element, Task};
use super::text::{capital, fit, listed};

/// What a piece of text looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mark {
    /// Words such as "child's name:".
    ChildsName,
    /// A date behind "dob" or "born".
    DateOfBirth,
    /// Ten digits with the right check digit.
    NhsNumber,
    /// A letter and twelve digits with the right check letter.
    Upn,
}

impl Mark {
    /// As it is said: "an NHS number".
    pub fn words(self) -> &'static str {
        match self {
            Mark::ChildsName => "a child's name",
            Mark::DateOfBirth => "a date of birth",
            Mark::NhsNumber => "an NHS number",
            Mark::Upn => "a unique pupil number",
        }
    }
}

/// What `text` looks as if it held; each once, in a fixed order. Ordinary text gives none.
pub fn look(text: &str) -> Vec<Mark> {
    look_for(text, MayBe::by(text))
}

fn look_for(text: &str, may_be: MayBe) -> Vec<Mark> {
    if may_be == MayBe::default() {
        return Vec::new();
    }
    let folded = super::text::fold(text);
    let found = [
        (Mark::ChildsName, may_be.name && names_a_child(&folded)),
        (Mark::DateOfBirth, may_be.birth && tells_a_birth(&folded)),
        (Mark::NhsNumber, may_be.number && has_nhs_number(&folded)),
        (Mark::Upn, may_be.number && has_upn(&folded)),
    ];
    let found = found.into_iter().filter(|(_, is_there)| *is_there);
    found.map(|(mark, _)| mark).collect()
}

/// What a text may hold by its letters, digits and colons alone: most hold too few of them, and need no second look. All
/// that leaves the program passes here, ids and dates too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct MayBe {
    /// A colon, and letters as many as "child name" has.
    name: bool,
    /// A digit, and the letters of "dob", one of which is in every word for it.
    birth: bool,
    /// Ten digits with nothing between them but spaces and hyphens, or a word as long as a pupil's number.
    number: bool,
}

impl MayBe {
    const ANYTHING: Self = Self {
        name: true,
        birth: true,
        number: true,
    };

    fn by(text: &str) -> Self {
        let mut may_be = Self::default();
        let (mut digits, mut letters, mut colons, mut bs) = (0, 0, 0, 0);
        // Of the digits that may be one number, and of the word, that this byte may go on with.
        let (mut run, mut word) = (0, 0);
        for byte in text.bytes() {
            match byte {
                b'0'..=b'9' => {
                    digits += 1;
                    run += 1;
                    word += 1;
                    may_be.number |= run == NHS;
                    continue;
                }
                b'a'..=b'z' | b'A'..=b'Z' => {
                    letters += 1;
                    bs += usize::from(matches!(byte, b'b' | b'B'));
                    word += 1;
                    run = 0;
                    continue;
                }
                b' ' | b'-' => {}
                b':' => (colons, run) = (colons + 1, 0),
                0..=127 => run = 0,
                // It may stand for anything.
                128.. => return Self::ANYTHING,
            }
            may_be.number |= word == UPN;
            word = 0;
        }
        may_be.number |= word == UPN;
        Self {
            name: colons > 0 && letters >= 9,
            birth: digits > 0 && letters >= 3 && bs > 0,
            ..may_be
        }
    }
}

/// A field of a task that the guard points at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flag {
    /// Whose; `None` where it is no task's.
    pub task: Option<TaskId>,
    /// Which field, as people say it.
    pub field: &'static str,
    /// What it looks like.
    pub mark: Mark,
}

/// The fields of a task that take any words, with what they say.
fn words_of(task: &Task) -> Vec<(&'static str, &str)> {
    let Task {
        place,
        title,
        note,
        status,
        judgement,
        elements,
        id: _,
        reference: _,
        owner: _,
        deputy: _,
        deadline: _,
        takes_call: _,
    } = task;
    let reason = judgement.as_ref().map(|judged| judged.reason.as_str());
    let mut words = vec![
        ("title", title.as_str()),
        ("note", note.as_str()),
        ("reason", reason.unwrap_or_default()),
        ("status", status.waiting_on()),
        ("section", place.section.as_str()),
    ];
    words.extend(elements.iter().filter_map(words_of_element));
    words
}

/// The same of an edit: what it puts in.
fn words_of_edit(edit: &TaskEdit) -> Option<(&'static str, &str)> {
    match edit {
        TaskEdit::Title(swap) => Some(("title", swap.new.as_str())),
        TaskEdit::Note(swap) => Some(("note", swap.new.as_str())),
        TaskEdit::Judgement(swap) => Some(("reason", swap.new.as_ref()?.reason.as_str())),
        TaskEdit::Status(swap) => Some(("status", swap.new.waiting_on())),
        TaskEdit::Place(swap) => Some(("section", swap.new.section.as_str())),
        TaskEdit::Deadline(_) | TaskEdit::Deputy(_) | TaskEdit::Owner(_) => None,
    }
}

/// The same of an element.
fn words_of_element(element: &Element) -> Option<(&'static str, &str)> {
    match element {
        Element::Evidence(words) | Element::Tag(words) => {
            Some((element.list_name(), words.as_str()))
        }
        Element::Area(_) | Element::Need(_) => None,
    }
}

/// What the guard points at in what `operation` puts in; what was there before it is not looked at again.
pub fn look_at_new(operation: &Operation) -> Vec<Flag> {
    let mut flags = Vec::new();
    for change in &operation.changes {
        let words = match change {
            Change::Create(Row::Task(task)) => words_of(task),
            Change::Task { edit, .. } => words_of_edit(edit).into_iter().collect(),
            Change::Add { element, .. } => words_of_element(element).into_iter().collect(),
            Change::Create(Row::Record(filed)) => {
                for (field, value) in filed.record.fields() {
                    flags.extend(look_at_field(&field, &value));
                }
                continue;
            }
            Change::Record { edit, .. } => {
                flags.extend(look_at_field(&edit.field, &edit.value.new));
                continue;
            }
            Change::Create(Row::DayOff(_) | Row::Milestone(_) | Row::Person(_))
            | Change::Delete(_)
            | Change::Milestone { .. }
            | Change::Person { .. }
            | Change::Remove { .. }
            | Change::Setting(_) => continue,
        };
        let task = change.task();
        for (field, text) in words {
            let marks = look(text).into_iter();
            flags.extend(marks.map(|mark| Flag { task, field, mark }));
        }
    }
    flags
}

/// What the words in a field of a record look like.
fn look_at_field(field: &str, value: &Value) -> Vec<Flag> {
    let words = records::typed_words(field, value);
    let marks = words.iter().flat_map(|text| look(text));
    let flag = |mark| Flag {
        task: None,
        field: records::field_title(field),
        mark,
    };
    marks.map(flag).collect()
}

/// What things look like, each sort once: "a date of birth and an NHS number".
pub fn and(marks: &[Mark]) -> String {
    let sorts: BTreeSet<Mark> = marks.iter().copied().collect();
    let words: Vec<&str> = sorts.into_iter().map(Mark::words).collect();
    listed(&words)
}

/// What the flags say.
pub fn marks(flags: &[Flag]) -> Vec<Mark> {
    flags.iter().map(|flag| flag.mark).collect()
}

/// The operation with a label that says it was saved although the guard had pointed at something.
pub fn logged(operation: &Operation, marks: &[Mark]) -> Operation {
    Operation {
        label: format!(
            "{} (kept, though it looks like {})",
            operation.label,
            and(marks)
        ),
        changes: operation.changes.clone(),
    }
}

/// The operation without what it does to the tasks that the guard points at, and without the people whom only those
/// name. The label says that something was left out.
pub fn without(operation: &Operation, flags: &[Flag]) -> Operation {
    let out: BTreeSet<TaskId> = flags.iter().filter_map(|flag| flag.task).collect();
    let is_left = |element: &Element| matches!(element, Element::Need(id) if out.contains(id));
    let kept = operation.changes.iter().filter_map(|change| match change {
        Change::Create(Row::Task(task)) if !out.contains(&task.id) => {
            let mut task = task.clone();
            task.elements.retain(|element| !is_left(element));
            Some(Change::Create(Row::Task(task)))
        }
        Change::Create(Row::Task(_)) => None,
        Change::Add { element, .. } if is_left(element) => None,
        other => {
            let is_out = other.task().is_some_and(|task| out.contains(&task));
            (!is_out).then(|| other.clone())
        }
    });
    let mut changes: Vec<Change> = kept.collect();
    let named: BTreeSet<PersonId> = changes.iter().flat_map(Change::people).collect();
    changes.retain(|change| match change {
        Change::Create(Row::Person(person)) => named.contains(&person.id),
        _ => true,
    });
    if changes.is_empty() {
        return Operation::default();
    }
    let rows = count(out.len() as i32, "row");
    let verb = if out.len() == 1 { "looks" } else { "look" };
    let label = format!(
        "{}, but for {rows} that {verb} like {}",
        operation.label,
        and(&marks(flags))
    );
    Operation { label, changes }
}

/// What is said of what was just put in: "The note looks as if it held an NHS number. ..."
pub fn warning(flags: &[Flag]) -> Option<String> {
    let first = flags.first()?;
    Some(format!(
        "The {} looks as if it held {}.{} {WHY}",
        first.field,
        first.mark.words(),
        others(flags.len() - 1)
    ))
}

/// Something the guard points at in what is about to leave the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sighting {
    /// Where: "the note of N-12", or the line of a paper.
    pub place: String,
    /// What it looks like.
    pub mark: Mark,
}

/// `the note of N-12 looks like an NHS number`
impl fmt::Display for Sighting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} looks like {}", self.place, self.mark.words())
    }
}

/// What the guard points at in a text that is about to leave; `place` says where it stands.
pub fn in_text(text: &str, place: impl Fn() -> String) -> Vec<Sighting> {
    let seen = look(text).into_iter().map(|mark| Sighting {
        place: place(),
        mark,
    });
    seen.collect()
}

/// What the guard points at in a paper, line by line.
pub fn in_paper(text: &str) -> Vec<Sighting> {
    let lines = text.lines();
    let seen = lines.flat_map(|line| in_text(line, || format!("\"{}\"", fit(line.trim(), 40))));
    seen.collect()
}

/// What is said before something leaves the program; `None` when nothing in it is pointed at.
pub fn warning_of(seen: &[Sighting]) -> Option<String> {
    let first = seen.first()?;
    Some(format!(
        "{} looks as if it held {}.{} {WHY}",
        capital(&first.place),
        first.mark.words(),
        others(seen.len() - 1)
    ))
}

/// Why the guard is there.
pub const WHY: &str = "Nothing about one child or patient is needed here.";

fn others(more: usize) -> String {
    match more {
        0 => String::new(),
        1 => " So does 1 more text.".to_owned(),
        many => format!(" So do {many} more texts."),
    }
}

/// The digits of an NHS number.
const NHS: usize = 10;

/// Ten digits written whole, or in three, three and four as on letters, parted by single spaces or hyphens; other numbers
/// may stand beside them.
fn has_nhs_number(text: &str) -> bool {
    let fits = |parts: &[&str]| {
        let digits = parts.iter().flat_map(|part| part.chars());
        nhs_check_fits(&digits.filter_map(|c| c.to_digit(10)).collect::<Vec<u32>>())
    };
    runs(text).filter(|run| run.len() >= NHS).any(|run| {
        let parts: Vec<&str> = run.split([' ', '-']).collect();
        let whole = parts.iter().any(|part| part.len() == NHS && fits(&[part]));
        whole
            || parts
                .windows(3)
                .any(|three| [0, 1, 2].map(|at| three[at].len()) == [3, 3, 4] && fits(three))
    })
}

/// The pieces of text made of digits, and spaces or hyphens between them, that touch no letter.
fn runs(text: &str) -> impl Iterator<Item = &str> {
    let is_part = |c: char| c.is_ascii_digit() || c == ' ' || c == '-';
    let ends = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = &rest[rest.find(is_part)?..];
        let before = text[..text.len() - rest.len()].chars().next_back();
        let (run, behind) = rest.split_at(rest.find(|c| !is_part(c)).unwrap_or(rest.len()));
        rest = behind;
        let begins_alone = ends(before) || run.starts_with([' ', '-']);
        let ends_alone = ends(behind.chars().next()) || run.ends_with([' ', '-']);
        let whole = begins_alone && ends_alone;
        Some(if whole {
            run.trim_matches([' ', '-'])
        } else {
            ""
        })
    })
}

fn nhs_check_fits(digits: &[u32]) -> bool {
    let Some((check, others)) = digits.split_last() else {
        return false;
    };
    // 1111111111 and the like pass the sum and are nobody's; what begins with 0 is a telephone's.
    if others[0] == 0 || others.iter().all(|digit| digit == &others[0]) {
        return false;
    }
    let sum: u32 = others
        .iter()
        .zip((2..=10).rev())
        .map(|(digit, weight)| digit * weight)
        .sum();
    match 11 - sum % 11 {
        11 => *check == 0,
        10 => false,
        wanted => *check == wanted,
    }
}

/// A check letter, eleven digits, and a digit or, for a temporary number, a letter.
fn has_upn(text: &str) -> bool {
    let mut words = text.split(|c: char| !c.is_alphanumeric());
    words.any(|word| {
        word.len() == UPN && {
            let letters: Vec<char> = word.to_uppercase().chars().collect();
            letters.len() == UPN && upn_check_fits(&letters)
        }
    })
}

/// Letters and digits of a unique pupil number.
const UPN: usize = 13;

/// The letters a number's check stands for, 0 to 22; those that look like digits are left out.
const UPN_LETTERS: &str = "ABCDEFGHJKLMNPQRTUVWXYZ";

fn upn_check_fits(letters: &[char]) -> bool {
    let value = |c: &char| {
        c.to_digit(10)
            .or_else(|| UPN_LETTERS.find(*c).map(|at| at as u32))
    };
    let digits = &letters[1..12];
    if !digits.iter().all(char::is_ascii_digit) {
        return false;
    }
    let Some(sum) = letters[1..]
        .iter()
        .zip(2..)
        .map(|(c, weight)| Some(value(c)? * weight))
        .sum::<Option<u32>>()
    else {
        return false;
    };
    UPN_LETTERS.chars().nth((sum % 23) as usize) == Some(letters[0])
}

/// "dob", "d.o.b.", "date of birth" or "born", and a date within a few words of it.
fn tells_a_birth(text: &str) -> bool {
    has_digit(text)
        && ["dob", "d.o.b", "date of birth", "born"]
            .iter()
            .any(|word| places(text, word).any(|at| looks_like_a_date(&text[at..])))
}

fn has_digit(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
}

/// Behind each place where `word` stands by itself.
fn places<'a>(text: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    let alone = move |(at, found): (usize, &str)| {
        let before = text[..at].chars().next_back();
        let behind = text[at + found.len()..].chars().next();
        let ends = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
        (ends(before) && ends(behind)).then_some(at + found.len())
    };
    every(text, word).filter_map(alone)
}

/// Each place where `word` stands in `text`, and the word. For short texts and many words: a search by the standard
/// library prepares itself anew for each.
fn every<'a>(text: &'a str, word: &'a str) -> impl Iterator<Item = (usize, &'a str)> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let at = from + memmem::find(&text.as_bytes()[from..], word.as_bytes())?;
        from = at + word.len();
        Some((at, word))
    })
}

/// Whether the next few words hold a day, a month and a year: "3/4/2011", "03.04.11", "2011-04-03", "3 april 2011".
fn looks_like_a_date(text: &str) -> bool {
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || matches!(c, ':' | ',' | ';' | '(' | ')'))
        .filter(|word| !word.is_empty())
        .take(4)
        .collect();
    let in_one = |word: &&str| {
        let parts: Vec<&str> = word.trim_end_matches('.').split(['/', '.', '-']).collect();
        matches!(parts.as_slice(), [a, b, c] if [a, b, c].iter().all(|part| is_number(part)))
    };
    let in_words = |three: &[&str]| {
        let day = three[0].trim_end_matches(|c: char| c.is_alphabetic());
        is_number(day)
            && MONTHS.iter().any(|month| three[1].starts_with(month))
            && three[2].trim_end_matches('.').len() >= 2
            && is_number(three[2].trim_end_matches('.'))
    };
    words.iter().any(in_one) || words.windows(3).any(in_words)
}

fn is_number(text: &str) -> bool {
    (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// A heading for a name, with something behind it: "child's name: ...". A column of a list that is asked for has nothing.
fn names_a_child(text: &str) -> bool {
    let markers = [
        "child's name:",
        "childs name:",
        "child name:",
        "name of child:",
        "name of the child:",
        "young person's name:",
        "pupil name:",
        "pupil's name:",
        "patient name:",
    ];
    text.contains(':')
        && markers.iter().any(|marker| {
            every(text, marker).any(|(at, _)| {
                text[at + marker.len()..]
                    .trim_start()
                    .starts_with(char::is_alphabetic)
            })
        })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::assets;
    use crate::domain::edit::{self, Draft, Patch};
    use crate::domain::id::Ids;
    use crate::domain::inspection::Person;
    use crate::domain::plan::Plan;
    use crate::domain::task::{Judgement, Phase, Rag, Status};
    use crate::domain::template::Template;
    use crate::domain::text::Line;

    #[test]
    fn what_is_about_one_child_is_noticed_however_it_is_written() {
        use Mark::{ChildsName, DateOfBirth, NhsNumber, Upn};
        for (text, marks) in [
            ("NHS 943 476 5919", vec![NhsNumber]),
            ("nhs no:9434765919.", vec![NhsNumber]),
            ("(943-476-5919)", vec![NhsNumber]),
            ("line one\n9434765919\nline three", vec![NhsNumber]),
            ("3 cases: 2 943 476 5919", vec![NhsNumber]),
            ("0 9434765919", vec![NhsNumber]),
            ("UPN H801200001001", vec![Upn]),
            ("upn:h801200001001", vec![Upn]),
            ("DOB 3/4/2011", vec![DateOfBirth]),
            ("dob: 03.04.11", vec![DateOfBirth]),
            ("D.O.B. 2011-04-03", vec![DateOfBirth]),
            ("Date of birth is 3rd April 2011.", vec![DateOfBirth]),
            ("she was born on 3 apr 2011", vec![DateOfBirth]),
            (
                "born 03/04/2011, NHS 9434765919",
                vec![DateOfBirth, NhsNumber],
            ),
            ("Child\u{2019}s name: Sam", vec![ChildsName]),
            ("CHILD'S NAME: sam b", vec![ChildsName]),
            ("Name of child: S", vec![ChildsName]),
        ] {
            assert_eq!(look(text), marks, "{text}");
        }
    }

    proptest! {
        /// What is passed over at first sight holds nothing at second sight either.
        #[test]
        fn nothing_is_passed_over(pieces in prop::collection::vec(
            prop_oneof![
                "[ -~é９]{0,3}",
                prop::sample::select(vec![
                    "9434765919", "943 476 5919", "H801200001001", "dob", "Born", "D.O.B.", "1/2/2015", "3 apr 2011",
                    "child name:", "pupil name: S", " ", "\n", "-", ":",
                ]).prop_map(str::to_owned),
            ],
            0..7,
        )) {
            let text = pieces.concat();
            prop_assert_eq!(look(&text), look_for(&text, MayBe::ANYTHING));
        }
    }

    #[test]
    fn ordinary_words_raise_no_alarm() {
        for text in [
            "",
            "Check Annex A lists 1 to 10 by Tue 2 Jun 17:00",
            "Ring 01234 567890 or 0123 456 7891",
            "Ring 0300 123 1231, or 0123456789",
            "9434765918 has the wrong check digit",
            "invoice 94347659190",
            "ABC9434765919X",
            "0000000000 and 1111111111",
            "A801200001001 has the wrong check letter",
            "List: child's name, date of birth, UPN, NHS number",
            "Child's name: (leave out)",
            "Check that dates of birth are in list 4",
            "DOB column is blank in 3 rows of list 4",
            "Born in care: 12 cases, due by 3/4/2026",
            "Airborne 3/4/2011",
            "due 3/4/2026",
            "Version 2026-03-01",
        ] {
            assert_eq!(look(text), [], "{text}");
        }
    }

    #[test]
    fn no_task_of_a_shipped_plan_raises_an_alarm() {
        for (name, _) in assets::TEMPLATES {
            let template = Template::named(name).unwrap();
            for task in &template.tasks {
                let words = format!("{task:?}");
                assert_eq!(look(&words), [], "{name}");
            }
        }
    }

    #[test]
    fn one_wrong_digit_is_no_nhs_number() {
        let right = "9434765919";
        for at in 1..10 {
            for digit in '0'..='9' {
                let mut digits: Vec<char> = right.chars().collect();
                let changed = digits[at] != digit;
                digits[at] = digit;
                let number: String = digits.into_iter().collect();
                assert_eq!(look(&number).is_empty(), changed, "{number}");
            }
        }
    }

    #[test]
    fn words_are_looked_at_wherever_a_task_takes_them() {
        let number = || Line::clipped("NHS 943 476 5919");
        let mut ids = Ids::new(4, 1_700_000_000_000);
        let mut plan = Plan::default();
        let draft = Draft {
            title: Line::clipped("Book the room"),
            rest: Patch::default(),
        };
        let (added, id) = edit::add(&plan, &draft, Phase::Notification, &mut ids).unwrap();
        assert_eq!(look_at_new(&added), []);
        plan.apply_all(&added.changes).unwrap();
        let judged = Judgement {
            rag: Rag::Green,
            reason: number(),
            who: Line::default(),
            at: jiff::civil::datetime(2026, 6, 1, 9, 0, 0, 0),
            expires: None,
        };
        let said = [
            (
                "title",
                Patch {
                    title: Some(number()),
                    ..Patch::default()
                },
            ),
            ("note", Patch::note(number().into())),
            ("reason", Patch::judgement(Some(judged))),
            ("status", Patch::status(Status::Waiting { on: number() })),
            (
                "section",
                Patch {
                    section: Some(number()),
                    ..Patch::default()
                },
            ),
            (
                "evidence",
                Patch {
                    add: vec![Element::Evidence(number())],
                    ..Patch::default()
                },
            ),
            (
                "tag",
                Patch {
                    add: vec![Element::Tag(number())],
                    ..Patch::default()
                },
            ),
        ];
        for (field, patch) in said {
            let flag = Flag {
                task: Some(id),
                field,
                mark: Mark::NhsNumber,
            };
            let edited = edit::patch(&plan, &[id], &patch).unwrap();
            assert_eq!(look_at_new(&edited), [flag], "edited: {field}");
            let mut there = plan.clone();
            there.apply_all(&edited.changes).unwrap();
            let task = Box::new(there.task(id).unwrap().clone());
            let made = Operation {
                label: String::new(),
                changes: vec![Change::Create(Row::Task(task))],
            };
            assert_eq!(look_at_new(&made), [flag], "made: {field}");
            let taken_back: Vec<Change> = edited.changes.iter().map(Change::inverse).collect();
            let taken_back = Operation {
                label: String::new(),
                changes: taken_back,
            };
            assert_eq!(look_at_new(&taken_back), [], "taken back: {field}");
        }
    }

    #[test]
    fn a_row_that_is_left_out_takes_its_own_people_and_needs_along_and_nothing_else() {
        let mut ids = Ids::new(3, 1_700_000_000_000);
        let mut plan = Plan::default();
        let mut add = |plan: &Plan, title: &str, owner: &str, needs: Vec<TaskId>| {
            let owner = edit::read_owner(plan, owner, &mut ids).unwrap();
            let draft = Draft {
                title: Line::clipped(title),
                rest: Patch {
                    owner: Some(owner.id()),
                    people: owner.newcomer().cloned().into_iter().collect(),
                    add: needs.into_iter().map(Element::Need).collect(),
                    ..Patch::default()
                },
            };
            edit::add(plan, &draft, Phase::Notification, &mut ids).unwrap()
        };
        let (first, about) = add(&plan, "Ring about NHS 943 476 5919", "Ann Bell", Vec::new());
        plan.apply_all(&first.changes).unwrap();
        let (second, _) = add(&plan, "Book the room", "Cy Dent", vec![about]);
        let both = Operation {
            label: "2 tasks brought in".to_owned(),
            changes: [first.changes, second.changes].concat(),
        };
        let flags = look_at_new(&both);
        assert_eq!(marks(&flags), [Mark::NhsNumber]);
        let left = without(&both, &flags);
        assert_eq!(
            left.label,
            "2 tasks brought in, but for 1 row that looks like an NHS number"
        );
        let mut alone = Plan::default();
        alone.apply_all(&left.changes).unwrap();
        let titles: Vec<&str> = alone
            .tasks()
            .iter()
            .map(|task| task.title.as_str())
            .collect();
        assert_eq!(titles, ["Book the room"]);
        assert_eq!(alone.tasks()[0].needs().count(), 0);
        let people: Vec<&str> = alone.people().iter().map(Person::label).collect();
        assert_eq!(people, ["Cy Dent"]);
        let none = without(&left, &[]);
        assert_eq!(none.changes, left.changes);
        let everything = Operation {
            label: String::new(),
            changes: both.changes[..2].to_vec(),
        };
        assert!(without(&everything, &look_at_new(&everything)).is_empty());
    }

    #[test]
    fn a_paper_is_looked_at_line_by_line() {
        let seen = in_paper("Late: ring about NHS 943 476 5919 (N-01)\nBook the room\n");
        assert_eq!(
            warning_of(&seen).unwrap(),
            "\"Late: ring about NHS 943 476 5919 (N-01)\" looks as if it held an NHS number. Nothing about one child or patient is needed here."
        );
        assert_eq!(warning_of(&in_paper("Book the room")), None);
    }
}
