//! What inspectors judge: reads a framework's judgements and grades. Which plan uses which framework, and what was
//! graded, is for others to know.

use std::sync::LazyLock;

use jiff::civil::Date;

use super::failure::Failure;
use super::tables::{Fields, Spot};
use super::text::{Line, fold, quoted};
use crate::assets;

/// A set of judgements, in force for some years.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Framework {
    /// The name it is chosen by: `2026`.
    pub name: Line,
    /// As shown.
    pub title: Line,
    /// The first day on which it holds.
    pub valid_from: Date,
    /// The last day, once that is known.
    pub valid_until: Option<Date>,
    /// Whether one of the judgements is the overall one.
    pub overall: bool,
    /// What is judged.
    pub judgements: Vec<Judged>,
    /// Best first.
    pub grades: Vec<Grade>,
}

/// One of the things that are judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// The area as tasks name it: `LEAD`.
    pub key: Line,
    /// In full.
    pub name: Line,
    /// In a word or three.
    pub short: Line,
    /// What is looked at, for sorting evidence.
    pub topics: Vec<Line>,
}

/// A grade.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grade {
    /// As stored.
    pub key: Line,
    /// One or two letters.
    pub letter: Line,
    /// In full.
    pub name: Line,
}

/// Those shipped, oldest first; read once, when the first is asked for.
static SHIPPED: LazyLock<Vec<Framework>> = LazyLock::new(|| {
    let files = assets::FRAMEWORKS.iter();
    let read =
        files.filter_map(|(name, text)| Framework::parse(&format!("{name}.toml"), text).ok());
    read.collect()
});

/// The areas that are no judgement of any framework: the whole inspection, and its logistics.
const BESIDE: [&str; 2] = ["ALL", "LOG"];

impl Framework {
    /// The areas a task can name: the judgements, then `ALL` and `LOG`.
    pub fn areas(&self) -> impl Iterator<Item = &str> {
        let judgements = self.judgements.iter().map(|judged| judged.key.as_str());
        judgements.chain(BESIDE)
    }

    /// The area that was typed, in whatever case, as it is spelt here.
    pub fn area(&self, typed: &str) -> Option<&str> {
        let wanted = typed.trim();
        self.areas().find(|area| area.eq_ignore_ascii_case(wanted))
    }

    /// The areas that were typed, as they are spelt here. One it does not have is refused, unless it is `held` already.
    pub fn read_areas<'a>(
        &self,
        typed: impl IntoIterator<Item = &'a Line>,
        held: impl Fn(&Line) -> bool,
    ) -> Result<Vec<Line>, Failure> {
        let known = typed.into_iter().map(|area| {
            if held(area) {
                return Ok(area.clone());
            }
            let known = self.area(area.as_str()).map(Line::clipped);
            known.ok_or_else(|| {
                let areas: Vec<&str> = self.areas().collect();
                let unknown = quoted(area.as_str());
                Failure::usage(format!("There is no judgement area \"{unknown}\"."))
                    .hint(format!("The areas are {}.", areas.join(", ")))
            })
        });
        known.collect()
    }

    /// What is judged under this key.
    pub fn judgement(&self, key: &str) -> Option<&Judged> {
        self.judgements.iter().find(|judged| judged.key == *key)
    }

    /// The grade kept under this key.
    pub fn grade(&self, key: &str) -> Option<&Grade> {
        self.grades.iter().find(|grade| grade.key == *key)
    }

    /// The grade that was typed: its key, its letters, its name, or the beginning of its name. One it does not have is
    /// refused, naming those it has.
    pub fn read_grade(&self, typed: &str) -> Result<&Grade, Failure> {
        let wanted = fold(typed.trim()).replace('_', " ");
        let begins = |grade: &&Grade| {
            !wanted.is_empty() && fold(grade.name.as_str()).starts_with(wanted.as_str())
        };
        let is_letters = |grade: &&Grade| fold(grade.letter.as_str()) == wanted;
        let found = self.grades.iter().find(is_letters);
        let mut starting = self.grades.iter().filter(begins);
        let found = found.or_else(|| starting.next().filter(|_| starting.next().is_none()));
        found.ok_or_else(|| {
            let known = self.grades.iter();
            let known = known.map(|grade| format!("{} ({})", grade.name, grade.letter));
            let known: Vec<String> = known.collect();
            Failure::usage(format!("There is no grade \"{}\".", quoted(typed))).hint(format!(
                "The grades of the {} framework are {}.",
                self.name,
                known.join(", ")
            ))
        })
    }

    /// Those shipped, oldest first.
    pub fn shipped() -> &'static [Framework] {
        &SHIPPED
    }

    /// The one shipped under `name`, if there is one.
    pub fn known(name: &str) -> Option<&'static Self> {
        let wanted = name.trim();
        SHIPPED.iter().find(|known| known.name == *wanted)
    }

    /// The one shipped that was in force on `day`, if there is one.
    pub fn in_force(day: Date) -> Option<&'static Self> {
        let holds = |known: &&Self| {
            known.valid_from <= day && known.valid_until.is_none_or(|last| day <= last)
        };
        SHIPPED.iter().find(holds)
    }

    /// The framework shipped under `name`; where there is none, that is refused, naming those there are.
    pub fn named(name: &str) -> Result<&'static Self, Failure> {
        Self::known(name).ok_or_else(|| {
            let known: Vec<&str> = SHIPPED.iter().map(|known| known.name.as_str()).collect();
            Failure::not_found(format!("There is no framework \"{}\".", quoted(name)))
                .hint(format!("The frameworks are {}.", known.join(", ")))
        })
    }

    /// Reads a framework; `file` is named in what is said about it.
    pub fn parse(file: &str, text: &str) -> Result<Self, Failure> {
        let mut fields = Fields::parse(file, text, "the framework")?;
        let name = fields.required_line("name")?;
        let title = fields.required_line("title")?;
        let valid_from = fields.required("valid_from")?;
        let valid_from = read_date(&fields, "valid_from", valid_from.at, &valid_from.value)?;
        let valid_until = fields.text("valid_until")?;
        let valid_until =
            valid_until.map(|found| read_date(&fields, "valid_until", found.at, &found.value));
        let valid_until = valid_until.transpose()?;
        let overall = fields.flag("overall")?;
        fields.text("basis")?;
        let judgements = fields
            .tables("judgement", "a judgement")?
            .into_iter()
            .map(read_judged);
        let judgements = judgements.collect::<Result<Vec<_>, _>>()?;
        let grades = fields
            .tables("grade", "a grade")?
            .into_iter()
            .map(read_grade);
        let grades = grades.collect::<Result<Vec<_>, _>>()?;
        fields.finish()?;
        Ok(Self {
            name,
            title,
            valid_from,
            valid_until,
            overall,
            judgements,
            grades,
        })
    }
}

fn read_date(fields: &Fields<'_>, key: &str, at: Spot, text: &str) -> Result<Date, Failure> {
    let moment: super::when::Moment = text
        .parse()
        .map_err(|error| fields.failure(at, &format!("{key}: {error}.")))?;
    Ok(moment.date)
}

fn read_judged(mut fields: Fields<'_>) -> Result<Judged, Failure> {
    let key = fields.required_line("key")?;
    fields.call(format!("the judgement \"{key}\""));
    let name = fields.required_line("name")?;
    let short = fields.required_line("short")?;
    let topics = fields
        .lines("topics")?
        .into_iter()
        .map(|topic| topic.value)
        .collect();
    fields.finish()?;
    Ok(Judged {
        key,
        name,
        short,
        topics,
    })
}

fn read_grade(mut fields: Fields<'_>) -> Result<Grade, Failure> {
    let key = fields.required_line("key")?;
    fields.call(format!("the grade \"{key}\""));
    let letter = fields.required_line("letter")?;
    let name = fields.required_line("name")?;
    fields.finish()?;
    Ok(Grade { key, letter, name })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_frameworks_are_read_whole() {
        let shape = |name: &str| {
            let read = Framework::named(name).unwrap();
            let keys: Vec<String> = read
                .judgements
                .iter()
                .map(|judged| judged.key.to_string())
                .collect();
            let letters: Vec<String> = read
                .grades
                .iter()
                .map(|grade| grade.letter.to_string())
                .collect();
            (keys.join(" "), letters.join(" "), read.overall)
        };
        assert_eq!(
            shape("2026"),
            ("LEAD HELP CARE LEAV".into(), "O G RI I".into(), false)
        );
        let (keys, letters, overall) = shape("2023");
        assert_eq!(
            (keys.split(' ').count(), letters.as_str(), overall),
            (5, "O G RI I", true)
        );
    }

    #[test]
    fn frameworks_follow_each_other_without_a_gap() {
        let all = Framework::shipped();
        assert_eq!(all.len(), assets::FRAMEWORKS.len(), "each is read");
        for pair in all.windows(2) {
            assert_eq!(
                pair[0].valid_until.unwrap().tomorrow().unwrap(),
                pair[1].valid_from
            );
        }
        assert_eq!(all.last().unwrap().valid_until, None);
    }

    #[test]
    fn a_grade_is_read_as_people_write_it_and_no_other() {
        let framework = Framework::known("2026").unwrap();
        for (typed, key) in [
            ("Good", "good"),
            (" g ", "good"),
            ("RI", "requires_improvement"),
            ("requires improvement", "requires_improvement"),
            ("requires_improvement", "requires_improvement"),
            ("Requires improvement to be good", "requires_improvement"),
            ("outst", "outstanding"),
            ("i", "inadequate"),
        ] {
            assert_eq!(framework.read_grade(typed).unwrap().key, *key, "{typed}");
        }
        for typed in ["", "splendid", "r i", "goodish"] {
            let failure = framework.read_grade(typed).unwrap_err();
            assert!(
                failure.to_string().ends_with(
                    "The grades of the 2026 framework are Outstanding (O), Good (G), Requires improvement to be good (RI), \
                     Inadequate (I)."
                ),
                "{failure}"
            );
        }
    }

    #[test]
    fn each_day_since_2023_has_its_framework() {
        let name = |day| Framework::in_force(day).map(|known| known.name.as_str());
        assert_eq!(name(jiff::civil::date(2019, 3, 1)), None);
        assert_eq!(name(jiff::civil::date(2026, 3, 31)), Some("2023"));
        assert_eq!(name(jiff::civil::date(2026, 4, 1)), Some("2026"));
    }

    #[test]
    fn a_framework_that_does_not_exist_is_refused_naming_those_that_do() {
        let failure = Framework::named("1999").unwrap_err();
        assert_eq!(
            failure.to_string(),
            "There is no framework \"1999\". The frameworks are 2023, 2026."
        );
    }
}
