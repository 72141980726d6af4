//! The same thing said of many rows is said once: a tracker whose phases have the council's own names has the same word in
//! every row. It knows places and words, and nothing of what was made of them.

use std::collections::HashMap;

use super::{About, Place};
use crate::domain::rating::count;
use crate::domain::text::listed;
use crate::exchange::sheet::column_letters;

/// How many stretches of rows are named before the rest are counted.
const NAMED: usize = 4;

/// `rows 2 to 9 and 12, column C: "Later" is no phase`: each thing once, in the order in which it first came up, with the
/// rows it was said of. What was said of one row is as it would be by itself.
pub fn gathered(about: &[About]) -> Vec<String> {
    let mut sorts: Vec<(&About, Vec<usize>)> = Vec::new();
    let mut known: HashMap<(Option<&str>, Option<usize>, &str), usize> = HashMap::new();
    for one in about {
        let Place { sheet, row, column } = &one.place;
        let at = *known
            .entry((sheet.as_deref(), *column, &one.what))
            .or_insert_with(|| {
                sorts.push((one, Vec::new()));
                sorts.len() - 1
            });
        sorts[at].1.push(*row);
    }
    let lines = sorts.into_iter().map(|(first, rows)| match rows.len() {
        1 => first.to_string(),
        _ => line(first, rows),
    });
    lines.collect()
}

fn line(first: &About, mut rows: Vec<usize>) -> String {
    rows.sort_unstable();
    // Two rows are named by themselves: "11 to 12" says no more.
    let whole = rows.chunk_by(|one, next| next - one == 1);
    let stretches: Vec<&[usize]> = whole
        .flat_map(|rows| rows.chunks(if rows.len() == 2 { 1 } else { rows.len() }))
        .collect();
    let (named, rest) = stretches.split_at(NAMED.min(stretches.len()));
    let mut parts: Vec<String> = named.iter().map(|rows| stretch(rows)).collect();
    let more: usize = rest.iter().map(|rows| rows.len()).sum();
    if more > 0 {
        parts.push(count(more as i32, "more row"));
    }
    let rows = format!("rows {}", listed(&parts));
    let sheet = first.place.sheet.as_ref();
    let sheet = sheet.map_or_else(String::new, |name| format!("{name}, "));
    let column = first.place.column.map(column_letters);
    let column = column.map_or_else(String::new, |letters| format!(", column {letters}"));
    format!("{sheet}{rows}{column}: {}", first.what)
}

fn stretch(rows: &[usize]) -> String {
    match rows {
        [one] => one.to_string(),
        [first, .., last] => format!("{first} to {last}"),
        [] => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn about(rows: &[usize], column: Option<usize>, what: &str) -> Vec<About> {
        let about = |row: &usize| About {
            place: Place {
                sheet: None,
                row: *row,
                column,
            },
            what: what.to_owned(),
        };
        rows.iter().map(about).collect()
    }

    #[test]
    fn the_same_words_in_many_rows_are_said_once() {
        let mut all = about(&[2, 3, 4, 9, 11, 12], Some(2), "\"Later\" is no phase");
        all.insert(3, about(&[4], Some(3), "\"soon\" is no date").remove(0));
        assert_eq!(
            gathered(&all),
            [
                "rows 2 to 4, 9, 11 and 12, column C: \"Later\" is no phase",
                "row 4, column D: \"soon\" is no date",
            ]
        );
    }

    #[test]
    fn many_scattered_rows_are_counted_and_none_is_left_out_of_the_count() {
        let rows: Vec<usize> = (1..=100).map(|half| half * 2).collect();
        assert_eq!(
            gathered(&about(&rows, None, "no date")),
            ["rows 2, 4, 6, 8 and 96 more rows: no date"]
        );
    }

    #[test]
    fn other_columns_and_sheets_are_other_things() {
        let mut all = about(&[2], Some(0), "x");
        all.extend(about(&[2], Some(1), "x"));
        let mut elsewhere = about(&[2, 3, 4], Some(1), "x");
        for about in &mut elsewhere {
            about.place.sheet = Some("Plan".to_owned());
        }
        all.extend(elsewhere);
        assert_eq!(
            gathered(&all),
            [
                "row 2, column A: x",
                "row 2, column B: x",
                "Plan, rows 2 to 4, column B: x"
            ]
        );
    }
}
