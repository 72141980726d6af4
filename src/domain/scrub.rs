//! Takes the names of staff out of what people typed, for whatever is shown with names off: the role stands in their
//! place, or "a colleague". It knows the people of the file and nobody else.
//!
//! | what stands in the text | when it is taken out |
//! | --- | --- |
//! | the whole name | always, whatever its capitals and what parts its words; also with the last word in front. A name of one word that is another word too is a part |
//! | one part of it, as "Jo" or "Smith" | with a capital, and not as a short word all in capitals ("LI") |
//! | a part that is an ordinary word (`ORDINARY`: Will, Mark, Hope) | only where nothing else explains its capital: not where a sentence begins, and not beside a number or another word with a capital |
//! | a part that is a word of the work (`OF_THE_WORK`: May, Green, Good), of the council's name or of a role | never by itself |
//! | initials | exactly as they are |
//! | initials that are an abbreviation everybody uses (`ABBREVIATIONS`: HR, QA, LI) | only where they stand alone, as nobody's word but somebody's mark: "HR: lists", "lists (HR)", "JS/HR". Not beside a word ("ask HR", "HR partner", "HR-led"), not behind what they are short for ("Quality assurance (QA)"), and never where the council or a role is called so. "A colleague" stands in their place, because a role would say that the work is that person's |
//!
//! Accents make no difference, whether the name has them or the text: Zoë is Zoe. A part that several people share becomes "a colleague". What is missed is a word that anybody may read; what is taken
//! too many would make a paper nonsense.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::{HashMap, HashSet};

use super::inspection::Person;
use super::plan::Plan;
use super::text::{fold, is_accent, unaccented};

/// What stands for somebody without a role.
pub const COLLEAGUE: &str = "a colleague";

/// Names that are ordinary words too.
const ORDINARY: &[&str] = &[
    "art",
    "banks",
    "barber",
    "best",
    "bill",
    "bishop",
    "bond",
    "bridge",
    "bridges",
    "brook",
    "brooks",
    "brown",
    "bush",
    "butler",
    "carpenter",
    "carter",
    "christian",
    "church",
    "close",
    "cook",
    "cooper",
    "cross",
    "daisy",
    "dance",
    "dawn",
    "dean",
    "drew",
    "eve",
    "faith",
    "farmer",
    "fisher",
    "ford",
    "fox",
    "frank",
    "frost",
    "gold",
    "grace",
    "grant",
    "gray",
    "grey",
    "guy",
    "hall",
    "hazel",
    "heather",
    "hill",
    "holly",
    "hope",
    "hunt",
    "hunter",
    "iris",
    "ivy",
    "jack",
    "jasmine",
    "joy",
    "judge",
    "keen",
    "king",
    "knight",
    "lake",
    "lane",
    "lily",
    "long",
    "love",
    "major",
    "mark",
    "marks",
    "marsh",
    "mason",
    "max",
    "miles",
    "mills",
    "moon",
    "moss",
    "noble",
    "olive",
    "page",
    "park",
    "parks",
    "pat",
    "peace",
    "penny",
    "pierce",
    "pool",
    "pope",
    "porter",
    "potter",
    "power",
    "price",
    "ray",
    "rice",
    "rich",
    "rivers",
    "rob",
    "robin",
    "rose",
    "ruby",
    "short",
    "skye",
    "small",
    "snow",
    "speed",
    "star",
    "steel",
    "stone",
    "street",
    "strong",
    "sue",
    "swift",
    "temple",
    "town",
    "turner",
    "violet",
    "walker",
    "wall",
    "waters",
    "way",
    "weaver",
    "wells",
    "white",
    "wild",
    "will",
    "wise",
    "wood",
    "woods",
];

/// Names that are words of the work too: months and seasons, letters and grades, and what children's services are about.
const OF_THE_WORK: &[&str] = &[
    "amber", "an", "annex", "april", "august", "autumn", "black", "blue", "care", "case", "chase",
    "child", "childs", "day", "do", "east", "english", "field", "fields", "friday", "good",
    "green", "head", "house", "june", "law", "march", "may", "no", "north", "red", "school", "so",
    "south", "spring", "summer", "sunday", "to", "ward", "weeks", "west", "winter", "work",
    "young",
];

/// Initials that everybody reads as something else. "OK" is never anybody's.
const ABBREVIATIONS: &[&str] = &[
    "AM", "CP", "EH", "HR", "ID", "IT", "LA", "LI", "OK", "PM", "PR", "QA", "RI", "SW", "UK",
];

/// How a name has to stand in a text to be taken for one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stands {
    /// Anyhow.
    Whole,
    /// With a capital.
    Part,
    /// With a capital that nothing else explains.
    Ordinary,
    /// Letter by letter.
    Initials,
    /// The same, where they are nothing else.
    Abbreviation,
}

/// What is looked for.
#[derive(Debug)]
struct Wanted {
    /// Its words, as they are compared; of initials, with their capitals.
    words: Vec<String>,
    stands: Stands,
    /// What stands in its place.
    role: String,
}

/// Takes names out, and counts them.
#[derive(Debug)]
pub struct Scrubber {
    /// What is looked for, by its first word as it is compared, the longest first.
    wanted: HashMap<String, Vec<Wanted>>,
    taken: Cell<usize>,
}

impl Scrubber {
    /// Looks for everybody in the file who has a name; their first role stands in its place.
    pub fn of(plan: &Plan) -> Self {
        Self::with(plan, |person| person.roles().next().map(str::to_owned))
    }

    /// The same with other words in the place of each person; nothing for "a colleague".
    pub fn with(plan: &Plan, role: impl Fn(&Person) -> Option<String>) -> Self {
        let named: Vec<(&Person, &str)> = (plan.people().iter())
            .filter_map(|person| Some((person, person.name.as_ref()?.as_str())))
            .collect();
        let mut all = Self {
            wanted: HashMap::new(),
            taken: Cell::default(),
        };
        for (_, name) in &named {
            all.want_whole(name, COLLEAGUE);
        }
        // A role that names somebody is as good as a name.
        let roles: Vec<String> = (named.iter())
            .map(|(person, _)| role(person).filter(|role| !all.names_anybody(role)))
            .map(|role| role.unwrap_or_else(|| COLLEAGUE.to_owned()))
            .collect();
        let spoken = all.spoken(plan);
        all.wanted.clear();
        for ((person, name), role) in named.iter().zip(&roles) {
            all.want_whole(name, role);
            for part in name.split_whitespace() {
                all.want_part(part, role, &spoken);
            }
            all.want_initials(person.initials.as_str(), role, &spoken);
        }
        for wanted in all.wanted.values_mut() {
            wanted.sort_by_key(|one| std::cmp::Reverse(one.words.len()));
        }
        all
    }

    fn want_whole(&mut self, name: &str, role: &str) {
        let words = folded(name);
        // A name of one word may be another word.
        if let [only] = words.as_slice() {
            let word = only.as_str();
            if only.chars().count() < 2 || ORDINARY.contains(&word) || OF_THE_WORK.contains(&word) {
                return;
            }
        }
        self.want(words, Stands::Whole, role);
        if let Some((first, last)) = name.rsplit_once(char::is_whitespace) {
            self.want(folded(&format!("{last} {first}")), Stands::Whole, role);
        }
    }

    /// A part of a name, and where it has several words, each of them that is long enough.
    fn want_part(&mut self, part: &str, role: &str, spoken: &HashSet<String>) {
        let words = folded(part);
        let alone = words.iter().map(|word| vec![word.clone()]);
        let several = (words.len() > 1).then(|| words.clone());
        for words in alone.chain(several) {
            let is_short = words.len() == 1 && words[0].chars().count() < 2;
            let word = words.join(" ");
            if is_short || OF_THE_WORK.contains(&word.as_str()) || spoken.contains(&word) {
                continue;
            }
            let stands = if ORDINARY.contains(&word.as_str()) {
                Stands::Ordinary
            } else {
                Stands::Part
            };
            self.want(words, stands, role);
        }
    }

    fn want_initials(&mut self, initials: &str, role: &str, spoken: &HashSet<String>) {
        let letters: Vec<String> = words(initials)
            .map(|word| word.letters.into_owned())
            .collect();
        match letters.as_slice() {
            [only] if only == "OK" => {}
            [only] if ABBREVIATIONS.contains(&only.as_str()) => {
                if !spoken.contains(&fold(only)) {
                    self.want(letters, Stands::Abbreviation, COLLEAGUE);
                }
            }
            _ => self.want(letters, Stands::Initials, role),
        }
    }

    fn want(&mut self, words: Vec<String>, stands: Stands, role: &str) {
        let Some(first) = words.first().filter(|first| !first.is_empty()) else {
            return;
        };
        let same = self.wanted.entry(fold(first)).or_default();
        let known = same
            .iter_mut()
            .find(|one| (one.stands, &one.words) == (stands, &words));
        match known {
            Some(known) if known.role != role => COLLEAGUE.clone_into(&mut known.role),
            Some(_) => {}
            None => same.push(Wanted {
                words,
                stands,
                role: role.to_owned(),
            }),
        }
    }

    /// The words that the file itself uses for other things: of the council's name, the inspection's, and the roles that
    /// name nobody.
    fn spoken(&self, plan: &Plan) -> HashSet<String> {
        let inspection = plan.inspection();
        let names = [inspection.authority.as_str(), inspection.title.as_str()];
        let roles = plan.people().iter().flat_map(Person::roles);
        let all = names.into_iter().chain(roles);
        let ours = all.filter(|text| !self.names_anybody(text));
        ours.flat_map(folded).collect()
    }

    /// Whether a text names somebody in full.
    pub fn names_anybody(&self, text: &str) -> bool {
        self.scrub(text, |stands| stands == Stands::Whole).1 > 0
    }

    /// What somebody typed, without the names.
    pub fn clean(&self, text: &str) -> String {
        self.count(self.scrub(text, |_| true))
    }

    /// Words of the program's own with typed ones among them, without whole names.
    pub fn clean_whole(&self, text: &str) -> String {
        self.count(self.scrub(text, |stands| stands == Stands::Whole))
    }

    fn count(&self, (text, taken): (String, usize)) -> String {
        self.taken.set(self.taken.get() + taken);
        text
    }

    /// The text without the names that stand so, and how many those were.
    fn scrub(&self, text: &str, looks_for: impl Fn(Stands) -> bool) -> (String, usize) {
        let found: Vec<Word<'_>> = words(text).collect();
        let mut clean = String::with_capacity(text.len());
        let (mut done, mut free, mut at, mut taken) = (0, 0, 0, 0);
        while at < found.len() {
            let first = self.wanted.get(&found[at].folded);
            let mut wanted = first
                .into_iter()
                .flatten()
                .filter(|one| looks_for(one.stands));
            let Some(hit) = wanted.find(|one| stands(one, text, &found, at, free)) else {
                at += 1;
                continue;
            };
            let last = &found[at + hit.words.len() - 1];
            clean.push_str(&text[done..found[at].from]);
            clean.push_str(&hit.role);
            done = last.to();
            at += hit.words.len();
            free = at;
            taken += 1;
        }
        clean.push_str(&text[done..]);
        (clean, taken)
    }

    /// How often a name was taken out so far.
    pub fn taken(&self) -> usize {
        self.taken.get()
    }
}

/// A word of a text.
struct Word<'a> {
    /// Where it begins.
    from: usize,
    as_typed: &'a str,
    /// Without accents, capitals kept.
    letters: Cow<'a, str>,
    /// As it is compared.
    folded: String,
}

impl Word<'_> {
    /// Where it ends.
    fn to(&self) -> usize {
        self.from + self.as_typed.len()
    }
}

/// The words of a text: what letters, their accents and digits stand together.
fn words(text: &str) -> impl Iterator<Item = Word<'_>> {
    text.split(|c: char| !c.is_alphanumeric() && !is_accent(c))
        .map(move |word| {
            let letters = unaccented(word);
            Word {
                from: word.as_ptr().addr() - text.as_ptr().addr(),
                as_typed: word,
                folded: fold(&letters),
                letters,
            }
        })
        .filter(|word| !word.folded.is_empty())
}

fn folded(text: &str) -> Vec<String> {
    words(text).map(|word| word.folded).collect()
}

/// Whether this stands at the word `at` of the text, of which those before `free` are names that have been taken out.
fn stands(wanted: &Wanted, text: &str, found: &[Word<'_>], at: usize, free: usize) -> bool {
    let Some(here) = found.get(at..at + wanted.words.len()) else {
        return false;
    };
    let word = here[0].as_typed;
    let same = here.iter().zip(&wanted.words).all(|(one, word)| {
        let is_initials = matches!(wanted.stands, Stands::Initials | Stands::Abbreviation);
        let typed = if is_initials {
            &*one.letters
        } else {
            &one.folded
        };
        word == typed
    });
    same && match wanted.stands {
        Stands::Whole | Stands::Initials => true,
        Stands::Abbreviation => {
            is_alone(text, &here[0]) && !is_explained(&here[0], &found[free..at])
        }
        Stands::Part => has_capital(word) && !is_short_capitals(word),
        Stands::Ordinary => {
            let beside = |at: Option<usize>| at.and_then(|at| found.get(at));
            let explains = |one: &Word<'_>| {
                one.as_typed
                    .starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
            };
            let neighbours = [beside(at.checked_sub(1)), beside(Some(at + here.len()))];
            has_capital(word)
                && !is_capitals(word)
                && !begins_sentence(&text[..here[0].from])
                && !neighbours.into_iter().flatten().any(explains)
        }
    }
}

/// Whether a word is parted from those beside it by more than a space, and hangs from none by a hyphen or an apostrophe.
fn is_alone(text: &str, word: &Word<'_>) -> bool {
    let (before, after) = (&text[..word.from], &text[word.to()..]);
    let binds = |c: char| matches!(c, '-' | '\'' | '’' | '_');
    let parts = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    let is_bound = before.ends_with(binds) || after.starts_with(binds);
    !is_bound
        && parts(before.trim_end_matches(' ').chars().next_back())
        && parts(after.trim_start_matches(' ').chars().next())
}

/// Whether the words right before an abbreviation are what it is short for.
fn is_explained(short: &Word<'_>, before: &[Word<'_>]) -> bool {
    let letters = fold(&short.letters);
    let from = before.len().checked_sub(letters.chars().count());
    let Some(full) = from.and_then(|from| before.get(from..)) else {
        return false;
    };
    full.iter()
        .map(|word| word.folded.chars().next())
        .eq(letters.chars().map(Some))
}

/// Scripts without capitals have none to lack.
fn has_capital(word: &str) -> bool {
    !word.starts_with(char::is_lowercase)
}

fn is_capitals(word: &str) -> bool {
    word.chars().nth(1).is_some() && word.chars().all(char::is_uppercase)
}

/// `LI`, `DCS`: more likely an abbreviation than somebody's name.
fn is_short_capitals(word: &str) -> bool {
    is_capitals(word) && word.chars().count() <= 3
}

/// Whether what stands before a word leaves it the first of a sentence, a line or something quoted.
fn begins_sentence(before: &str) -> bool {
    let last = before.trim_end_matches(' ').chars().next_back();
    last.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, ',' | '&' | '+' | '/'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::domain::change::{Change, Row};
    use crate::domain::id::PersonId;
    use crate::domain::text::Line;

    fn plan(people: &[(Option<&str>, &str, &str)]) -> Plan {
        let mut plan = Plan::default();
        let line = |text: &str| Line::new(text).unwrap();
        for (id, (name, initials, role)) in (1..).zip(people) {
            let person = Person {
                id: PersonId(Uuid::from_u128(id)),
                name: name.map(line),
                initials: line(initials),
                role: line(role),
            };
            plan.apply(&Change::Create(Row::Person(person))).unwrap();
        }
        plan
    }

    #[test]
    fn names_and_initials_give_way_to_roles_and_other_words_stay() {
        let scrubber = Scrubber::of(&plan(&[
            (Some("Jo Smith-Ōe"), "JS", "Data lead, Annex A"),
            (Some("Mary O'Neill"), "MO", ""),
            (None, "HR", "HR partner"),
        ]));
        for (typed, clean) in [
            ("Ask jo smith-ōe today", "Ask Data lead today"),
            ("Smith-Ōe, Jo", "Data lead"),
            ("Jo's list (JS)", "Data lead's list (Data lead)"),
            ("SMITH: lists", "Data lead: lists"),
            ("Mary O'Neill and MO", "a colleague and a colleague"),
            ("Mary O’Neill", "a colleague"),
            ("Ask O'Neill", "Ask a colleague"),
            ("js and mo are no initials", "js and mo are no initials"),
            ("Johanna, HR partner, 日本", "Johanna, HR partner, 日本"),
            ("", ""),
        ] {
            assert_eq!(scrubber.clean(typed), clean, "{typed}");
        }
        assert_eq!(scrubber.taken(), 9);
    }

    #[test]
    fn a_name_that_is_a_word_as_well_is_left_where_it_may_be_the_word() {
        let scrubber = Scrubber::of(&plan(&[
            (Some("Will Young"), "WY", "Data lead"),
            (Some("May Green"), "MG", "Manager"),
            (Some("Hope Li"), "HL", "Head of care"),
            (Some("Ann Good"), "AG", ""),
            (Some("Ann Care"), "HR", "Clerk"),
        ]));
        for same in [
            "Will the lists be ready? Will we know by 4 May?",
            "will may hope mark",
            "Done. Will send on Monday",
            "WILL BE LATE",
            "Graded Good, rated Green, in May",
            "Young people's plan; young carers",
            "The Hope Centre and the LI, with HR",
            "2 Hope",
            "Head of Care",
        ] {
            assert_eq!(scrubber.clean(same), same);
        }
        for (typed, clean) in [
            ("ask Will to send it", "ask Data lead to send it"),
            ("Ask will young to send it", "Ask Data lead to send it"),
            ("with May Green on 4 May", "with Manager on 4 May"),
            (
                "we rely on Hope, and Li",
                "we rely on Head of care, and Head of care",
            ),
            ("Ann has it", "a colleague has it"),
            ("Ann Care and Ann Good", "Clerk and a colleague"),
            ("WY, MG", "Data lead, Manager"),
        ] {
            assert_eq!(scrubber.clean(typed), clean, "{typed}");
        }
    }

    #[test]
    fn an_accent_saves_nobody() {
        let scrubber = Scrubber::of(&plan(&[
            (Some("Zoë Müller"), "ZM", "Data lead"),
            (Some("Eire Lukasz"), "ÉL", "Manager"),
        ]));
        for (typed, clean) in [
            ("Ask Zoe", "Ask Data lead"),
            ("Zoë has it", "Data lead has it"),
            ("Zoe\u{308} has it", "Data lead has it"),
            ("ZOE MULLER", "Data lead"),
            (
                "with Éire and Łukasz (EL)",
                "with Manager and Manager (Manager)",
            ),
            ("eire łukasz, E\u{301}L", "Manager, Manager"),
        ] {
            assert_eq!(scrubber.clean(typed), clean, "{typed}");
        }
    }

    #[test]
    fn initials_that_everybody_uses_go_only_where_they_are_somebodys_mark() {
        let scrubber = Scrubber::of(&plan(&[
            (Some("Hannah Reed"), "HR", "Head of audit"),
            (Some("Qasim Ali"), "QA", "Manager"),
            (Some("Olu Kay"), "OK", "Clerk"),
            (Some("Ines Tan"), "IT", "IT partner"),
        ]));
        for same in [
            "Ask HR to send it",
            "The HR partner, HR-led, HR's list",
            "Quality assurance (QA) of audits; human resources (HR)",
            "hr: lists; qa",
            "OK. It is OK (OK)",
            "IT: lists (IT)",
            "LI: lists (PM)",
        ] {
            assert_eq!(scrubber.clean(same), same);
        }
        for (typed, clean) in [
            ("HR", "a colleague"),
            ("HR: lists (QA)", "a colleague: lists (a colleague)"),
            ("Lists - HR/QA", "Lists - a colleague/a colleague"),
            ("Hannah Reed (HR)", "Head of audit (a colleague)"),
        ] {
            assert_eq!(scrubber.clean(typed), clean, "{typed}");
        }
    }

    #[test]
    fn a_role_that_names_somebody_and_the_council_named_like_one_give_nobody_away() {
        let mut plan = plan(&[
            (Some("Jo Kent"), "JK", "Deputy of Sam Bell"),
            (Some("Sam Bell"), "SB", "Manager"),
            (Some("Ravi"), "R", "Ravi's own role, Clerk"),
        ]);
        let mut inspection = plan.inspection().clone();
        inspection.authority = Line::clipped("Kent County Council");
        let people = plan.people().to_vec();
        plan = Plan::from_rows(inspection, people, vec![], vec![], vec![], [0; 3]);
        let scrubber = Scrubber::of(&plan);
        assert_eq!(
            scrubber.clean("Jo Kent rings Kent"),
            "a colleague rings Kent"
        );
        assert_eq!(
            scrubber.clean("Ravi, and ask Sam"),
            "a colleague, and ask Manager"
        );
        assert!(scrubber.names_anybody("the deputy of sam bell"));
        assert!(!scrubber.names_anybody("Sam rings the bell"));
    }

    const NAMES: [&str; 8] = [
        "Jo Smith",
        "Will May",
        "Mary-Jane O'Neill",
        "日本 太郎",
        "Ann de la Mare",
        "Asha Okafor",
        "Zoë Grønbæk",
        "Lukasz Müller",
    ];

    /// As it is typed by somebody who knows no accents, and by somebody who knows others.
    fn accented(name: &str) -> [String; 2] {
        let other = |c: char| match c {
            'a' => "á".to_owned(),
            'L' => "Ł".to_owned(),
            'e' | 'u' => format!("{c}\u{308}"),
            c => c.to_string(),
        };
        [
            unaccented(name).into_owned(),
            name.chars().map(other).collect(),
        ]
    }

    proptest! {
        /// Whatever stands around it and however it is written.
        #[test]
        fn no_whole_name_is_left(
            pieces in prop::collection::vec((0..NAMES.len(), 0..6usize, ".{0,6}"), 0..8),
            roles in prop::collection::vec("[A-Za-z ,]{0,12}|Jo Smith's clerk", NAMES.len()),
        ) {
            let people: Vec<_> = NAMES.iter().zip(&roles)
                .map(|(name, role)| (Some(*name), "XX", role.trim()))
                .collect();
            let scrubber = Scrubber::of(&plan(&people));
            let pieces: Vec<String> = pieces.iter().map(|(name, how, around)| {
                let name = match how {
                    0 => NAMES[*name].to_owned(),
                    1 => NAMES[*name].to_uppercase(),
                    2 => NAMES[*name].replace(' ', "\n"),
                    3 | 4 => accented(NAMES[*name])[how - 3].clone(),
                    _ => NAMES[*name].to_lowercase(),
                };
                format!("{around} {name} ")
            }).collect();
            let text = pieces.concat();
            for clean in [scrubber.clean(&text), scrubber.clean_whole(&text)] {
                let left = format!(" {} ", folded(&clean).join(" "));
                for name in NAMES {
                    let name = format!(" {} ", folded(name).join(" "));
                    prop_assert!(!left.contains(&name), "{name} in {clean:?} of {text:?}");
                }
            }
        }

        /// Beside a word they are the abbreviation; alone they are whoever has such initials, and where nobody has, nobody.
        #[test]
        fn initials_that_everybody_uses_go_where_they_stand_alone(
            abbreviation in prop::sample::select(ABBREVIATIONS),
            (apart_before, before) in prop::sample::select(vec![
                (true, ""), (true, "lists ("), (true, "- "), (true, "lists, "), (true, "lists\n"), (true, "XY/"),
                (false, "ask "), (false, "the  "), (false, "non-"), (false, "é"),
            ]),
            (apart_after, after) in prop::sample::select(vec![
                (true, ""), (true, ": lists"), (true, ")"), (true, " / XY"), (true, ".\nlists"), (true, "\n"),
                (false, " partner"), (false, "'s list"), (false, "-led"), (false, "s"), (false, "’s"),
            ]),
            has_them in any::<bool>(),
        ) {
            let initials = if has_them { abbreviation } else { "XX" };
            let scrubber = Scrubber::of(&plan(&[(Some("Asha Okafor"), initials, "Clerk")]));
            let text = format!("{before}{abbreviation}{after}");
            let goes = has_them && abbreviation != "OK" && apart_before && apart_after;
            let clean = if goes { format!("{before}{COLLEAGUE}{after}") } else { text.clone() };
            prop_assert_eq!(scrubber.clean(&text), clean);
        }
    }
}
