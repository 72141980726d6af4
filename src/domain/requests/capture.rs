//! The one line a request is typed in: words are the wording, and marks say the rest. `by:` who asked, `at:` when,
//! `a:` owner, `d:` promised by, `l:` line of enquiry; `"..."` keeps words together. What was read can be shown as a line
//! that reads the same. It does not log the request.

use super::super::capture::{read_when, value};
use super::super::edit::{Author, Owner, line as gate, read_owner};
use super::super::england::Clocked;
use super::super::enquiries;
use super::super::failure::Failure;
use super::super::id::{Ids, PersonId};
use super::super::phrase::{self, Context};
use super::super::plan::Plan;
use super::super::records::RecordId;
use super::super::text::{Line, Note, quoted};
use super::super::when::{Moment, When};
use super::super::words::{self, Word};

/// A request that is to be logged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// What was asked.
    pub wording: Note,
    /// Who asked.
    pub asked_by: Line,
    /// When.
    pub asked: Clocked,
    /// The line of enquiry.
    pub enquiry: Option<RecordId>,
    /// Who answers for it.
    pub owner: Option<PersonId>,
    /// By when.
    pub promised: Option<Moment>,
}

/// The marks, and what each wants.
const MARKS: [(Mark, &str, &str); 5] = [
    (Mark::By, "by:", "who asked, like by:LI"),
    (Mark::At, "at:", "when it was asked, like at:9:40"),
    (Mark::Owner, "a:", "an owner, like a:JS or a:\"Jo Smith\""),
    (
        Mark::Promise,
        "d:",
        "a time to promise, like d:+4h or d:tomorrow 10:00",
    ),
    (Mark::Enquiry, "l:", "a line of enquiry, like l:neglect"),
];

/// All marks with what they are for, in few words.
pub const HELP: &str = "by: who asked   at: when   a: owner   d: promised by   l: line of enquiry";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    By,
    At,
    Owner,
    Promise,
    Enquiry,
}

impl Mark {
    fn row(self) -> (&'static str, &'static str) {
        let row = MARKS.iter().find(|(mark, ..)| *mark == self);
        row.map_or(("", ""), |(_, typed, wants)| (typed, wants))
    }

    /// The mark a word begins with, and what follows it.
    fn of(head: &str) -> Option<(Mark, &str)> {
        let found = MARKS
            .iter()
            .find_map(|(mark, typed, _)| Some((*mark, head.strip_prefix(typed)?)));
        found.filter(|(_, value)| !value.starts_with('\\'))
    }

    fn needs(self) -> Failure {
        let (typed, wants) = self.row();
        Failure::usage(format!("{typed} needs {wants}."))
    }
}

/// What a line says so far, and what in it cannot be read.
#[derive(Debug, Default)]
pub struct Said {
    wording: Vec<String>,
    asked_by: Option<Line>,
    asked: Option<Clocked>,
    enquiry: Option<RecordId>,
    owner: Option<PersonId>,
    promised: Option<Moment>,
    given: Vec<Mark>,
    /// The line is refused while there is one.
    pub problems: Vec<Failure>,
}

/// Reads a line, asked at `author`'s moment unless it says otherwise.
pub fn read(line: &str, plan: &Plan, author: &Author) -> Result<Asked, Failure> {
    let mut said = preview(line, plan, author);
    if !said.problems.is_empty() {
        return Err(said.problems.swap_remove(0));
    }
    let wording = wording(&said.wording())?;
    Ok(Asked {
        wording,
        asked_by: said.asked_by.unwrap_or_default(),
        asked: said.asked.unwrap_or_else(|| Clocked::at(author.now)),
        enquiry: said.enquiry,
        owner: said.owner,
        promised: said.promised,
    })
}

/// Reads as much of a line as can be read.
pub fn preview(line: &str, plan: &Plan, author: &Author) -> Said {
    let mut said = Said::default();
    let cx = Context {
        now: author.now,
        calendar: plan.calendar(),
    };
    let words = words::split(line, opens_quotes);
    let mut at = 0;
    while let Some(word) = words.get(at) {
        at += 1;
        match Mark::of(word.head) {
            None => said.plain(word),
            Some((mark, _)) if !said.first(mark) => {}
            Some((mark @ (Mark::Promise | Mark::At), value)) => {
                at += said.moment(mark, value, word, &words[at..], &cx, plan, author);
            }
            Some((mark, value)) => match word.quoted.as_deref().unwrap_or(value).trim() {
                "" => said.problems.push(mark.needs()),
                value => {
                    let read = said.keyed(mark, value, plan);
                    said.problems.extend(read.err());
                }
            },
        }
    }
    said
}

/// The wording through the gate: refused when there is none.
pub(super) fn wording(text: &str) -> Result<Note, Failure> {
    let wording = Note::new(text.trim())
        .map_err(|error| Failure::usage(format!("The wording is {error}.")))?;
    if wording.is_empty() {
        return Err(Failure::usage("A request needs its wording.")
            .hint("Type what the inspector asked for."));
    }
    Ok(wording)
}

/// Somebody the file knows. A request is nobody's reason to add a person, so an unknown name is refused.
pub(super) fn person(text: &str, plan: &Plan) -> Result<Option<PersonId>, Failure> {
    match read_owner(plan, text, &mut Ids::new(0, 0))? {
        Owner::Nobody => Ok(None),
        Owner::Known(id) => Ok(Some(id)),
        Owner::New { near, .. } => {
            let failure = Failure::not_found(format!("There is nobody \"{}\".", quoted(text)));
            Err(match near.as_slice() {
                [] => failure.hint("Type the initials, name or role of somebody in Owners."),
                near => failure.hint(format!("Did you mean {}?", near.join(" or "))),
            })
        }
    }
}

/// A moment of a typed date or rule.
pub(super) fn resolve(when: When, plan: &Plan, author: &Author) -> Result<Moment, Failure> {
    let moment = match when {
        When::At(moment) => Some(moment),
        When::Rule(rule) => super::super::board::Schedule::of(plan, author.now).resolve(rule, plan),
    };
    moment.ok_or_else(|| {
        Failure::usage("That hangs from a milestone without a date. Type a real date.")
    })
}

/// When something was asked.
pub(super) fn asked(when: When, plan: &Plan, author: &Author) -> Result<Clocked, Failure> {
    super::asked_at(resolve(when, plan, author)?, author.now)
}

impl Said {
    /// What was asked, as far as it is typed.
    pub fn wording(&self) -> String {
        self.wording.join(" ")
    }

    /// Who asked.
    pub fn asked_by(&self) -> Option<&Line> {
        self.asked_by.as_ref()
    }

    /// When, if the line says so.
    pub fn asked(&self) -> Option<Clocked> {
        self.asked
    }

    /// Who answers for it.
    pub fn owner(&self) -> Option<PersonId> {
        self.owner
    }

    /// By when.
    pub fn promised(&self) -> Option<Moment> {
        self.promised
    }

    /// The line of enquiry.
    pub fn enquiry(&self) -> Option<RecordId> {
        self.enquiry
    }

    fn first(&mut self, mark: Mark) -> bool {
        if self.given.contains(&mark) {
            let message = format!("{} is there twice.", mark.row().0);
            self.problems
                .push(Failure::usage(message).hint("Leave one of them out."));
            return false;
        }
        self.given.push(mark);
        true
    }

    /// A word of the wording. Quotes stay unless they keep something from being read.
    fn plain(&mut self, word: &Word<'_>) {
        match &word.quoted {
            Some(text) if text.trim().is_empty() => {}
            Some(text) if is_plain(text) => self.wording.push(format!("\"{text}\"")),
            Some(text) => self.wording.push(text.clone().into_owned()),
            None => self.wording.push(word.head.to_owned()),
        }
    }

    /// Reads a moment; says how many of the words behind it belonged to it.
    #[expect(
        clippy::too_many_arguments,
        reason = "each is one thing that reading a date needs"
    )]
    fn moment(
        &mut self,
        mark: Mark,
        value: &str,
        word: &Word<'_>,
        behind: &[Word<'_>],
        cx: &Context<'_>,
        plan: &Plan,
        author: &Author,
    ) -> usize {
        let is_mark = |head: &str| Mark::of(head).is_some();
        let (read, taken) = match read_when(mark.row().0, value, word, behind, is_mark, cx) {
            Ok(Some(found)) => found,
            Ok(None) => {
                self.problems.push(mark.needs());
                return 0;
            }
            Err(problem) => {
                self.problems.push(problem);
                return 0;
            }
        };
        let outcome = if mark == Mark::At {
            asked(read, plan, author).map(|asked| self.asked = Some(asked))
        } else {
            let promised = resolve(read, plan, author);
            let promised = promised.and_then(|at| super::promise(Some(at), author));
            promised.map(|promised| self.promised = promised)
        };
        self.problems.extend(outcome.err());
        taken
    }

    fn keyed(&mut self, mark: Mark, value: &str, plan: &Plan) -> Result<(), Failure> {
        match mark {
            Mark::By => self.asked_by = Some(gate(value, "Who asked")?),
            Mark::Owner => self.owner = person(value, plan)?,
            Mark::Enquiry => self.enquiry = Some(enquiries::named(plan, value)?),
            Mark::At | Mark::Promise => {}
        }
        Ok(())
    }
}

fn opens_quotes(head: &str) -> bool {
    head.is_empty() || Mark::of(head).is_some_and(|(_, value)| value.is_empty())
}

/// Whether `text` as part of a wording reads as nothing but itself.
fn is_plain(text: &str) -> bool {
    let is_odd = |c: char| c == '"' || c.is_whitespace() && c != ' ';
    let is_word = |word: &str| !word.is_empty() && Mark::of(word).is_none();
    !text.contains(is_odd) && text.split(' ').all(is_word)
}

/// The line that reads as `asked`.
pub fn show(asked: &Asked, plan: &Plan) -> String {
    let wording = asked.wording.as_str();
    let mut parts = vec![if is_plain(wording) {
        wording.to_owned()
    } else {
        words::quote(wording)
    }];
    if !asked.asked_by.is_empty() {
        parts.push(format!("by:{}", value(asked.asked_by.as_str())));
    }
    parts.push(format!("at:{}", Moment::from(asked.asked.local)));
    if let Some(person) = asked.owner.and_then(|id| plan.person(id)) {
        parts.push(format!("a:{}", value(person.initials.as_str())));
    }
    if let Some(at) = asked.promised {
        parts.push(format!("d:{at}"));
    }
    if let Some(name) = enquiries::name_of(plan, asked.enquiry) {
        parts.push(format!("l:{}", value(name)));
    }
    parts.join(" ")
}

/// How a promise reads, worked out in full, for showing under what is typed.
pub fn promise_words(text: &str, plan: &Plan, author: &Author) -> Option<String> {
    let cx = Context {
        now: author.now,
        calendar: plan.calendar(),
    };
    let at = resolve(phrase::read(text, &cx).ok()?, plan, author).ok()?;
    Some(format!(
        "{}, {}",
        phrase::moment(at),
        phrase::gap(at, author.now)
    ))
}
