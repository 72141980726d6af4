//! Takes the names of staff out of what people typed, for papers that are read in public: the role stands in their
//! place, or "a colleague". It knows the people of the file and nobody else.

use crate::domain::plan::Plan;
use crate::domain::text::fold;

/// Takes names out, and counts them.
#[derive(Debug)]
pub struct Scrubber {
    /// What is looked for, the longest first: its words, as they are compared, and what stands in their place.
    names: Vec<(Vec<String>, String, Exactly)>,
    taken: usize,
}

/// Whether capitals count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Exactly {
    /// Initials: "JS", not "js".
    Yes,
    /// Names.
    No,
}

/// What stands for somebody without a role.
const COLLEAGUE: &str = "a colleague";

impl Scrubber {
    /// Looks for everybody in the file who has a name: all of it, each longer part of it, and their initials.
    pub fn of(plan: &Plan) -> Self {
        let mut names = Vec::new();
        for person in plan.people() {
            let Some(name) = &person.name else { continue };
            let role = person.roles().next().unwrap_or(COLLEAGUE).to_owned();
            let parts: Vec<String> = words(name.as_str()).map(|(_, word)| fold(word)).collect();
            let long = parts.iter().filter(|part| part.chars().count() > 1);
            names.extend(long.map(|part| (vec![part.clone()], role.clone(), Exactly::No)));
            names.push((parts, role.clone(), Exactly::No));
            names.push((vec![person.initials.to_string()], role, Exactly::Yes));
        }
        names.retain(|(words, ..)| words.iter().any(|word| !word.is_empty()));
        names.sort_by_key(|(words, ..)| std::cmp::Reverse(words.len()));
        Self { names, taken: 0 }
    }

    /// The text without the names.
    pub fn clean(&mut self, text: &str) -> String {
        let found: Vec<(usize, &str)> = words(text).collect();
        let folded: Vec<String> = found.iter().map(|(_, word)| fold(word)).collect();
        let mut clean = String::with_capacity(text.len());
        let (mut done, mut at) = (0, 0);
        while at < found.len() {
            let hit = self.names.iter().find(|(name, _, exactly)| {
                let rest = &folded[at..];
                name.len() <= rest.len()
                    && name.iter().enumerate().all(|(i, word)| match exactly {
                        Exactly::Yes => word == found[at + i].1,
                        Exactly::No => *word == rest[i],
                    })
            });
            let Some((name, role, _)) = hit else {
                at += 1;
                continue;
            };
            let (start, _) = found[at];
            let (last, word) = found[at + name.len() - 1];
            clean.push_str(&text[done..start]);
            clean.push_str(role);
            done = last + word.len();
            at += name.len();
            self.taken += 1;
        }
        clean.push_str(&text[done..]);
        clean
    }

    /// How often a name was taken out so far.
    pub fn taken(&self) -> usize {
        self.taken
    }
}

/// The words of a text with where they begin: letters, digits and apostrophes within.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(move |word| (word.as_ptr().addr() - text.as_ptr().addr(), word))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::change::{Change, Row};
    use crate::domain::id::PersonId;
    use crate::domain::inspection::Person;
    use crate::domain::text::Line;

    fn plan() -> Plan {
        let mut plan = Plan::default();
        let line = |text: &str| Line::new(text).unwrap();
        for (id, name, initials, role) in [
            (1, Some("Jo Smith-Ōe"), "JS", "Data lead, Annex A"),
            (2, Some("Mary O'Neill"), "MO", ""),
            (3, None, "HR", "HR partner"),
        ] {
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
        let mut scrubber = Scrubber::of(&plan());
        for (typed, clean) in [
            ("Ask jo smith-ōe today", "Ask Data lead today"),
            ("Jo's list (JS)", "Data lead's list (Data lead)"),
            ("SMITH: lists", "Data lead: lists"),
            ("Mary O'Neill and MO", "a colleague and a colleague"),
            ("Mary O’Neill", "a colleague"),
            ("js and mo are no initials", "js and mo are no initials"),
            ("Johanna, HR partner, 日本", "Johanna, HR partner, 日本"),
            ("", ""),
        ] {
            assert_eq!(scrubber.clean(typed), clean);
        }
        assert_eq!(scrubber.taken(), 7);
    }
}
