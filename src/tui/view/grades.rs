//! The self-evaluation: an area a row, with what inspections judged, our grade now, and what is missing; what is in an
//! open one under it.

use ratatui::style::Style;

use crate::app::grades::{self, Entry, SECTIONS};
use crate::app::list::Row;
use crate::app::model::Model;
use crate::domain::evaluation::Area;
use crate::domain::phrase;
use crate::domain::rating::{Shown, count};
use crate::domain::records::{Graded, PastGrade, Question, Record, Side, grade_letter};
use crate::domain::task::Task;
use crate::domain::text::{self, Line};
use crate::domain::when::Moment;
use crate::tui::theme::Theme;

use super::detail;
use super::pen::Pen;

/// Where the grades of an area begin.
const GRADES: usize = 24;

/// Where what is in an area begins, and the words behind its short name.
const INSIDE: usize = 4;
const WORDS: usize = 10;

/// How wide a count is.
const CELL: usize = 4;

/// How wide the confidence is.
const SURE: usize = 8;

/// At most so many lines of one sort stand beside the list.
const MOST: usize = 6;

/// From this width on, an area's counts stand in columns.
const WIDE: usize = 66;

/// ` Self-evaluation, ILACS, from April 2026          last changed Mon 1 Jun by Ruth Hallam`
pub(super) fn summary(pen: &mut Pen<'_>, theme: &Theme, model: &Model) {
    let evaluation = &model.grades.evaluation;
    let x = pen.write(1, 0, "Self-evaluation", theme.title) + 2;
    let x = pen.write(x, 0, evaluation.framework.as_str(), theme.dim);
    let newest = evaluation.areas.iter().filter_map(Area::now);
    let changed = newest.max_by_key(|graded| graded.at).map(|graded| {
        let day = phrase::day_short(graded.at.date(), model.now.date());
        let by = match graded.who.as_str() {
            "" => String::new(),
            who => format!(" by {who}"),
        };
        [
            format!("last graded {day}{by}"),
            format!("last graded {day}"),
        ]
    });
    let end = pen.width().saturating_sub(1);
    let room = end.saturating_sub(x + 2);
    let mut said = changed.into_iter().flatten();
    let said = said.find(|words| text::width(words) <= room);
    pen.right(x + 2, end, 0, &said.unwrap_or_default(), theme.dim);
    // The headings stand over the columns of the list, which may be narrower than the screen.
    let width = usize::from(model.panes().list.width).min(pen.width());
    if width < WIDE {
        return;
    }
    let columns = Columns::of(width);
    pen.put(
        GRADES,
        1,
        columns.grades,
        "Judged, and our grade now",
        theme.dim,
    );
    pen.put(columns.sure, 1, SURE, "Sure", theme.dim);
    let policy = &model.plan.inspection().policy;
    let names = ["+", "-", "?", policy.letter(Shown::Red)];
    for (name, end) in names.iter().zip(columns.ends) {
        pen.right(0, end, 1, name, theme.dim);
    }
}

/// The columns of an area's row.
struct Columns {
    /// How wide the grades are.
    grades: usize,
    /// Where the confidence begins.
    sure: usize,
    /// Where each count ends.
    ends: [usize; 4],
}

impl Columns {
    fn of(width: usize) -> Self {
        let end = width.saturating_sub(1);
        let ends = [3, 2, 1, 0].map(|nth| end - nth * CELL);
        let sure = ends[0].saturating_sub(CELL + SURE);
        Self {
            grades: sure.saturating_sub(GRADES + 1),
            sure,
            ends,
        }
    }
}

/// A row that is no task.
pub(super) fn row(pen: &mut Pen<'_>, theme: &Theme, model: &Model, y: usize, row: Row, here: bool) {
    let entry = |at: u32| model.grades.entries.get(at as usize).copied();
    match row {
        Row::Section(at) => {
            let title = SECTIONS.get(at as usize).copied().unwrap_or_default();
            pen.write(INSIDE, y, title, theme.dim);
        }
        Row::More(more) => {
            let words = count(more as i32, "more task");
            pen.write(INSIDE, y, &format!("and {words} with evidence"), theme.dim);
        }
        Row::UnderItem(at) => {
            if let Some(Entry::Area(at)) = entry(at)
                && let Some(area) = model.grades.area(at)
            {
                pen.write(5, y, &area.counts(), theme.dim);
            }
        }
        Row::Item(at) => match entry(at) {
            Some(Entry::Area(at)) => area_row(pen, theme, model, y, at, here),
            Some(entry) => inside(pen, theme, model, y, entry),
            None => {}
        },
        _ => {}
    }
}

/// `▼ Leaders             RI 2014 · RI 2019 · Good now        medium    2   1       3`
fn area_row(pen: &mut Pen<'_>, theme: &Theme, model: &Model, y: usize, at: usize, here: bool) {
    let Some(area) = model.grades.area(at) else {
        return;
    };
    let glyphs = &theme.glyphs;
    let fold = if model.grades.is_open(area) {
        glyphs.open
    } else {
        glyphs.folded
    };
    let style = if here { theme.title } else { theme.body };
    pen.write(2, y, fold, theme.dim);
    let width = pen.width();
    let wide = width >= WIDE;
    let name = match &area.from {
        None => area.short.to_string(),
        Some(from) => format!("{} ({from})", area.short),
    };
    pen.put(4, y, GRADES - 5, &name, style);
    let columns = Columns::of(width);
    let room = if wide {
        columns.grades
    } else {
        width.saturating_sub(GRADES + 1)
    };
    let (past, now) = grades_line(model, area, theme.glyphs.dot, room);
    let x = pen.put(GRADES, y, room, &past, style);
    let is_gap = area.now().is_none() && area.from.is_none();
    let ink = if is_gap { theme.gap } else { style };
    pen.put(x, y, (GRADES + room).saturating_sub(x), &now, ink);
    if !wide {
        return;
    }
    let sure = area.now().and_then(|now| now.confidence);
    pen.put(
        columns.sure,
        y,
        SURE,
        sure.map_or("", |sure| sure.as_str()),
        theme.body,
    );
    let counts = [
        (area.side(Side::Strength).count(), theme.body),
        (area.side(Side::Improvement).count(), theme.body),
        (area.bare().count(), theme.gap),
        (area.red.len(), theme.late),
    ];
    for ((number, style), end) in counts.into_iter().zip(columns.ends) {
        let words = if number == 0 {
            theme.glyphs.dot.to_owned()
        } else {
            number.to_string()
        };
        let style = if number == 0 { theme.dim } else { style };
        pen.right(0, end, y, &words, style);
    }
}

/// "RI 2014 · RI 2019 · " and "Good now"; the grade in letters, and the oldest left out, where there is no room. An area
/// of another framework that was never graded has only its past.
fn grades_line(model: &Model, area: &Area, dot: &str, room: usize) -> (String, String) {
    let framework = &model.plan.inspection().framework;
    let past: Vec<String> = area.past.iter().map(|(_, past)| past_short(past)).collect();
    let words = match area.now() {
        Some(now) => {
            let letter = grade_letter(&now.framework, &now.grade);
            let words = area.now_words(framework);
            vec![format!("{words} now"), format!("{letter} now")]
        }
        None if area.from.is_some() => vec![String::new()],
        None => vec!["not graded".to_owned()],
    };
    let lines = (0..=past.len()).flat_map(|skip| {
        let shown = past[skip..].join(&format!(" {dot} "));
        words.iter().map(move |now| {
            let between = if shown.is_empty() || now.is_empty() {
                String::new()
            } else {
                format!(" {dot} ")
            };
            (format!("{shown}{between}"), now.clone())
        })
    });
    let lines: Vec<(String, String)> = lines.collect();
    let fits = |line: &&(String, String)| text::width(&line.0) + text::width(&line.1) <= room;
    let fitting = lines.iter().find(fits);
    fitting.or(lines.last()).cloned().unwrap_or_default()
}

fn past_short(past: &PastGrade) -> String {
    let letter = grade_letter(&past.framework, &past.grade);
    format!("{letter} {}", past.date.year())
}

/// What a row inside an area shows: a short name, its words, what stands at the end, and how both look.
struct Shows {
    name: String,
    words: String,
    end: String,
    gap: bool,
    deep: bool,
}

impl Shows {
    fn new(name: impl Into<String>, words: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            words: words.into().replace('\n', " "),
            end: String::new(),
            gap: false,
            deep: false,
        }
    }
}

fn inside(pen: &mut Pen<'_>, theme: &Theme, model: &Model, y: usize, entry: Entry) {
    let Some(area) = model.grades.area(entry.area()) else {
        return;
    };
    let Some(shows) = shows(model, area, entry) else {
        return;
    };
    let x = if shows.deep { WORDS } else { INSIDE };
    let ink = if shows.deep { theme.dim } else { theme.body };
    let ink = if shows.gap { theme.gap } else { ink };
    pen.put(x, y, 14, &shows.name, theme.dim);
    let words = match entry {
        Entry::Now(_) | Entry::Answer(..) => INSIDE + 15,
        Entry::Unused(..) => INSIDE + 7,
        _ if shows.deep => WORDS + 6,
        _ => WORDS,
    };
    let end = pen.width().saturating_sub(1);
    let taken = match text::width(&shows.end) {
        0 => 0,
        some => some + 2,
    };
    let room = end.saturating_sub(words + taken);
    let after = pen.put(words, y, room, &shows.words, ink);
    let style = if shows.end == NO_EVIDENCE {
        theme.gap
    } else {
        theme.dim
    };
    pen.right(after + 1, end, y, &shows.end, style);
}

const NO_EVIDENCE: &str = "no evidence";

fn question_name(question: Question) -> &'static str {
    match question {
        Question::Know => "We know",
        Question::How => "How we know",
        Question::Next => "Next 12 months",
    }
}

fn shows(model: &Model, area: &Area, entry: Entry) -> Option<Shows> {
    let all = &model.grades;
    Some(match entry {
        Entry::Area(_) => return None,
        Entry::Now(_) => {
            let words = now_words(model, area);
            Shows {
                gap: area.now().is_none(),
                ..Shows::new("Our grade now", words)
            }
        }
        Entry::Answer(_, question) => {
            let answer = area.answer(question);
            let gap = answer.is_empty();
            let words = if gap { "no answer yet" } else { &answer };
            Shows {
                gap,
                ..Shows::new(question_name(question), words)
            }
        }
        Entry::Claim(..) => {
            let claim = all.claim(entry)?;
            let end = match claim.proved() {
                0 => NO_EVIDENCE.to_owned(),
                _ => String::new(),
            };
            Shows {
                end,
                ..Shows::new(
                    format!("{} {}", claim.statement.side.mark(), claim.handle()),
                    claim.statement.text.as_str(),
                )
            }
        }
        Entry::Proof(..) | Entry::Loose(..) => {
            let proof = all.proof(entry)?;
            Shows {
                gap: !proof.counts,
                deep: matches!(entry, Entry::Proof(..)),
                ..Shows::new(proof.handle(), proof.words(&model.plan))
            }
        }
        Entry::Unused(_, at) => {
            let task = model.plan.tasks().get(at as usize)?;
            Shows::new(task.reference.to_string(), task_words(task))
        }
        Entry::Line(_, nth) => {
            let line = area.lines.get(nth)?;
            Shows {
                end: line.probe.requests(),
                ..Shows::new("", line.name.as_str())
            }
        }
        Entry::Past(_, nth) => {
            let (_, past) = area.past.get(nth)?;
            Shows::new(format!("P-{}", past.number), past_words(past))
        }
        Entry::Given(_, nth) => {
            let (_, graded) = area.graded.get(nth)?;
            let day = phrase::day_short(graded.at.date(), model.now.date());
            Shows {
                deep: false,
                ..Shows::new("", format!("{day}  {}", given_words(graded)))
            }
        }
    })
}

fn task_words(task: &Task) -> String {
    let first = task.evidence().next().map(Line::as_str);
    format!("{}: {}", task.title, first.unwrap_or_default())
}

fn now_words(model: &Model, area: &Area) -> String {
    let framework = &model.plan.inspection().framework;
    let words = area.now_words(framework);
    let Some(now) = area.now() else {
        return words;
    };
    format!("{words}{}: {}", now.sure(), now.why)
}

fn past_words(past: &PastGrade) -> String {
    format!("{}  {}", phrase::day(past.date), past.words())
}

fn given_words(graded: &Graded) -> String {
    format!("{}{}: {}", graded.words(), graded.by(), graded.why)
}

/// A heading and the words under it, for the chosen row.
fn in_full(model: &Model, entry: Entry) -> Option<(String, String)> {
    let all = &model.grades;
    let area = all.area(entry.area())?;
    Some(match entry {
        Entry::Area(_) => {
            let from = area.from.as_ref();
            let from = from.map_or(String::new(), |from| format!(", from the {from} framework"));
            (format!("{}{from}", area.name), area.counts())
        }
        Entry::Now(_) => ("Our grade now".to_owned(), now_words(model, area)),
        Entry::Answer(_, question) => {
            let answer = area.answer(question);
            let answer = if answer.is_empty() {
                "No answer yet. Enter writes one.".to_owned()
            } else {
                answer
            };
            (question.title().to_owned(), answer)
        }
        Entry::Claim(..) => {
            let claim = all.claim(entry)?;
            let proved = match claim.proved() {
                0 => "nothing proves it yet".to_owned(),
                some => format!("{} of evidence", count(some as i32, "piece")),
            };
            let title = format!(
                "{}, {}, {proved}",
                claim.handle(),
                claim.statement.side.as_str()
            );
            (title, claim.statement.text.to_string())
        }
        Entry::Proof(..) | Entry::Loose(..) => {
            let proof = all.proof(entry)?;
            let of = all.claim(entry).map(|claim| {
                let text = claim.statement.text.as_str().replace('\n', " ");
                format!("{}, proves {}: {text}", proof.handle(), claim.handle())
            });
            let of = of.unwrap_or_else(|| format!("{}, proves nothing yet", proof.handle()));
            (of, proof.words(&model.plan))
        }
        Entry::Unused(_, at) => {
            let task = model.plan.tasks().get(at as usize)?;
            let evidence: Vec<&str> = task.evidence().map(Line::as_str).collect();
            let title = format!("{} {}", task.reference, task.title);
            (title, evidence.join("\n"))
        }
        Entry::Line(_, nth) => {
            let line = area.lines.get(nth)?;
            let testing = match line.id.and_then(|id| model.plan.record(id)) {
                Some(Record::Enquiry(enquiry)) => enquiry.testing.to_string(),
                _ => String::new(),
            };
            let title = format!("Line of enquiry: {}, {}", line.name, line.probe.words());
            (title, testing)
        }
        Entry::Past(_, nth) => {
            let (_, past) = area.past.get(nth)?;
            (
                format!("{}, judged by an inspection", area.short),
                past_words(past),
            )
        }
        Entry::Given(_, nth) => {
            let (_, graded) = area.graded.get(nth)?;
            let at = Moment::at(graded.at.date(), graded.at.time());
            let title = format!("Graded {}", phrase::moment(at));
            (title, given_words(graded))
        }
    })
}

/// Two lines on the chosen row, under the list.
pub(super) fn peek(pen: &mut Pen<'_>, theme: &Theme, model: &Model) {
    let Some(entry) = grades::here(model) else {
        return detail::peek(pen, theme, model);
    };
    if let Some((title, words)) = in_full(model, entry) {
        pen.write(1, 1, &title, theme.body);
        pen.write(1, 2, &words.replace('\n', " "), theme.dim);
    }
}

/// All of the chosen row, and of its area.
pub(super) fn beside(pen: &mut Pen<'_>, theme: &Theme, model: &Model) {
    let Some(entry) = grades::here(model) else {
        return detail::beside(pen, theme, model);
    };
    let Some((title, words)) = in_full(model, entry) else {
        return;
    };
    let height = usize::from(pen.area.height);
    let y = pen.wrapped(2, 0, 4, &title, theme.title) + 1;
    let mut y = pen.wrapped(2, y, height.saturating_sub(y), &words, theme.body) + 1;
    if let (Entry::Claim(..), Some(claim)) = (entry, model.grades.claim(entry)) {
        for proof in &claim.proofs {
            let words = format!("{}  {}", proof.handle(), proof.words(&model.plan));
            let style = if proof.counts { theme.body } else { theme.gap };
            y = pen.wrapped(2, y, height.saturating_sub(y), &words, style);
        }
    }
    let (Entry::Area(_), Some(area)) = (entry, model.grades.area(entry.area())) else {
        return;
    };
    let mut part = |pen: &mut Pen<'_>, name: &str, words: &str, most: usize, style: Style| {
        if y + 1 < height {
            pen.write(2, y, name, theme.dim);
            y = pen.wrapped(2, y + 1, most.min(height - y - 1), words, style) + 1;
        }
    };
    part(pen, "Our grade now", &now_words(model, area), 4, theme.body);
    for question in Question::ALL {
        let answer = area.answer(question);
        let (words, style) = if answer.is_empty() {
            ("no answer yet", theme.gap)
        } else {
            (answer.as_str(), theme.body)
        };
        part(pen, question_name(question), words, 4, style);
    }
    let bare: Vec<String> = area
        .bare()
        .take(MOST)
        .map(|claim| format!("{}  {}", claim.handle(), claim.statement.text))
        .collect();
    if !bare.is_empty() {
        part(pen, "Without evidence", &bare.join("\n"), MOST, theme.gap);
    }
    let red = area.red.iter().take(MOST).map(|at| {
        let task = &model.plan.tasks()[*at as usize];
        format!("{}  {}", task.reference, task.title)
    });
    let red: Vec<String> = red.collect();
    if !red.is_empty() {
        part(pen, "Open and red", &red.join("\n"), MOST, theme.body);
    }
    let lines = area.lines.iter().take(MOST);
    let lines: Vec<String> = lines
        .map(|line| format!("{}: {}", line.name, line.probe.requests()))
        .collect();
    if !lines.is_empty() {
        part(pen, "Lines of enquiry", &lines.join("\n"), MOST, theme.body);
    }
}
