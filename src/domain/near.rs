//! Which word somebody meant who typed another: the known word that the fewest slips of the keyboard make of it.
//! It does not know what the words stand for.

/// How many letters have to be put in, taken out or changed to turn `a` into `b`.
pub fn slips(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let change = corner + usize::from(x != *y);
            corner = row[j + 1];
            row[j + 1] = change.min(corner + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

/// The word among `known` that is nearest to `typed`, whatever its capitals: at most two slips away, and fewer than the word
/// has letters.
pub fn nearest<'k>(typed: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let typed = typed.trim().to_lowercase();
    let near = known
        .into_iter()
        .map(|word| (slips(word, &typed), word))
        .filter(|(slips, word)| *slips <= 2 && *slips < word.len());
    near.min_by_key(|(slips, _)| *slips).map(|(_, word)| word)
}

/// A hint for whoever typed a word that is none of the `known`: the nearest, where one is near, and then `rest`, which says
/// what there is. "Did you mean due? The fields are title, due."
pub fn hint<'k>(typed: &str, known: impl IntoIterator<Item = &'k str>, rest: &str) -> String {
    match nearest(typed, known) {
        Some(near) => format!("Did you mean {near}? {rest}"),
        None => rest.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_nearest_word_is_offered_and_none_that_is_far() {
        let known = ["due", "deputy", "title", "tag", "ri"];
        for (typed, expected) in [
            ("titel", Some("title")),
            ("DUE", Some("due")),
            (" dua ", Some("due")),
            ("dupety", Some("deputy")),
            ("tax", Some("tag")),
            ("xy", None),
            ("colour", None),
            ("", None),
        ] {
            assert_eq!(nearest(typed, known), expected, "{typed}");
        }
        assert_eq!(hint("titel", known, "Look."), "Did you mean title? Look.");
        assert_eq!(hint("colour", known, "Look."), "Look.");
    }

    proptest! {
        /// Slips are a distance: none between equals, the same there and back, and no shorter by way of a third word.
        #[test]
        fn slips_are_a_distance(a in "[a-cé]{0,6}", b in "[a-cé]{0,6}", c in "[a-cé]{0,6}") {
            prop_assert_eq!(slips(&a, &b) == 0, a == b);
            prop_assert_eq!(slips(&a, &b), slips(&b, &a));
            prop_assert!(slips(&a, &c) <= slips(&a, &b) + slips(&b, &c));
            let (a, b) = (a.chars().count(), b.chars().count());
            prop_assert!(slips(&"x".repeat(a), &"y".repeat(b)) == a.max(b));
        }
    }
}
