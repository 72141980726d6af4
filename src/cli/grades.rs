//! `grades`: the self-evaluation, area by area: shown, graded, answered, stated and proved; another framework tried out.

use clap::{Arg, ArgMatches, Command};
use jiff::civil::DateTime;
use serde::Serialize;

use super::Verb;
use super::args::{all, as_of, flag, json, open_ended, option, said_behind, value};
use super::desk::{Desk, moment_of};
use super::json::Versioned;
use super::output::{Stop, Style};
use crate::domain::evaluation::write::{self, NewGrade, NewPast, Switch};
use crate::domain::evaluation::{Area, Claim, Evaluation, Proof};
use crate::domain::failure::Failure;
use crate::domain::id::Ref;
use crate::domain::operation::Operation;
use crate::domain::phrase;
use crate::domain::plan::Plan;
use crate::domain::rating::{Shown, count};
use crate::domain::records::{
    Confidence, Graded, PastGrade, Question, Side, grade_letter, grade_word,
};
use crate::domain::text::{Line, Note, width};

pub(super) const GRADES: Verb = Verb {
    name: "grades",
    usage: "[AREA | set AREA GRADE --why WORDS | past AREA GRADE --date D | answer AREA know|how|next [WORDS] | strength|improve AREA WORDS | evidence S-1 WORDS | reword|move S-1 WORDS | turn|remove S-1 | framework [NAME]] [--as-of MOMENT] [--json]",
    about: "The self-evaluation: grades, the three questions, strengths, evidence",
    examples: &[
        (
            "readyroom grades",
            "every judgement area; one in full: readyroom grades leaders",
        ),
        (
            "readyroom grades set LEAD good --why \"Board sees audits monthly\" --confidence medium",
            "our grade from now on; the one before is kept",
        ),
        (
            "readyroom grades strength LEAD \"Vacancies halved\" --evidence \"HR report, May\" --evidence N-12",
            "a statement, and what proves it",
        ),
        (
            "readyroom grades framework 2026 --dry-run",
            "what would fall away under another framework",
        ),
    ],
    args: |command: Command| {
        command
            .arg(
                Arg::new("words")
                    .value_name("AREA | set AREA GRADE ...")
                    .num_args(0..)
                    .help("An area to show; or what to do: set, past, answer, strength, improve, evidence, reword, turn, move, remove, framework"),
            )
            .arg(open_ended("why", "WORDS", "With `set`: why it is so"))
            .arg(option("confidence", "C", "With `set`: how sure we are: high, medium or low"))
            .arg(option("date", "D", "With `past`: the day of the report, with its year"))
            .arg(open_ended("framework", "F", "With `past`: the framework it was judged under, like 2018"))
            .arg(open_ended("note", "WORDS", "With `past`: a few words"))
            .arg(
                open_ended("evidence", "WORDS", "With `strength` and `improve`: a link, a few words, or a task's ref; may be given again")
                    .action(clap::ArgAction::Append),
            )
            .arg(flag("dry-run", "With `framework`: only show what would fall away"))
            .arg(as_of())
            .arg(json())
    },
    run: grades,
};

/// So many tasks with evidence that proves nothing yet are listed; `--json` has them all.
const MOST_TASKS: usize = 20;

/// What the verb can do, and how each is typed.
const DOINGS: [(&str, &str); 11] = [
    (
        "set",
        "readyroom grades set LEAD good --why \"Board sees audits monthly\"",
    ),
    (
        "past",
        "readyroom grades past LEAD ri --date 1/3/2019 --framework 2018",
    ),
    (
        "answer",
        "readyroom grades answer LEAD know \"Practice is improving\"",
    ),
    (
        "strength",
        "readyroom grades strength LEAD \"Vacancies halved\"",
    ),
    (
        "improve",
        "readyroom grades improve LEAD \"Supervision is not yet consistent\"",
    ),
    (
        "evidence",
        "readyroom grades evidence S-1 \"HR report, May\"",
    ),
    (
        "reword",
        "readyroom grades reword S-1 \"Vacancies halved in a year\"",
    ),
    ("turn", "readyroom grades turn S-1"),
    ("move", "readyroom grades move S-1 LEAD"),
    ("remove", "readyroom grades remove S-1"),
    ("framework", "readyroom grades framework 2026 --dry-run"),
];

fn incomplete(doing: &str) -> Failure {
    let how = DOINGS.iter().find(|(name, _)| *name == doing);
    let how = how.map_or("readyroom grades", |(_, how)| *how);
    Failure::usage(format!("`readyroom grades {doing}` needs more words."))
        .hint(format!("Type it like: {how}"))
}

fn grades(desk: &mut Desk, matches: &ArgMatches) -> Result<(), Stop> {
    let typed = all(matches, "words");
    let wants_json = matches.get_flag("json");
    let doing = typed.first().and_then(|first| doing_named(first));
    match (doing, typed.as_slice()) {
        (None, area) => {
            options_for(matches, "")?;
            show(desk, &area.join(" "), wants_json)
        }
        (Some("framework"), [_, rest @ ..]) => {
            options_for(matches, "framework")?;
            framework(
                desk,
                &rest.join(" "),
                matches.get_flag("dry-run"),
                wants_json,
            )
        }
        (Some(doing), words) => {
            options_for(matches, doing)?;
            let text = piped(desk, doing, words)?;
            let mut store = desk.change()?;
            let mut plan = store.read()?;
            let operation = build(desk, &plan, (doing, &words[1..]), text.as_deref(), matches)?;
            desk.save(&mut store, &operation, "It is so already.")?;
            if wants_json {
                plan.apply_all(&operation.changes)
                    .map_err(super::call::moved_meanwhile)?;
                let evaluation =
                    Evaluation::of(&plan, &crate::domain::board::Board::of(&plan, desk.now));
                return print_json(desk, &plan, &evaluation, &evaluation.areas);
            }
            Ok(())
        }
    }
}

fn doing_named(typed: &str) -> Option<&'static str> {
    let mut names = DOINGS.iter().map(|(name, _)| *name);
    names.find(|name| typed.eq_ignore_ascii_case(name))
}

/// Which options belong to what.
const OPTIONS: [(&str, &[&str]); 7] = [
    ("why", &["set"]),
    ("confidence", &["set"]),
    ("date", &["past"]),
    ("framework", &["past"]),
    ("note", &["past"]),
    ("evidence", &["strength", "improve"]),
    ("dry-run", &["framework"]),
];

/// An option that means nothing here is refused rather than ignored.
fn options_for(matches: &ArgMatches, doing: &str) -> Result<(), Failure> {
    let is_given = |name: &str| match name {
        "dry-run" => matches.get_flag(name),
        _ => matches.contains_id(name),
    };
    let stray = OPTIONS
        .iter()
        .find(|(name, of)| is_given(name) && !of.contains(&doing));
    stray.map_or(Ok(()), |(name, of)| {
        Err(Failure::usage(format!(
            "--{name} goes with `readyroom grades {}`.",
            of.join("` or `")
        ))
        .hint(format!(
            "Type it like: {}",
            DOINGS
                .iter()
                .find(|(known, _)| known == &of[0])
                .map_or("", |(_, how)| *how)
        )))
    })
}

/// The answer, when it comes from a pipe or is typed below the command instead of behind it.
fn piped(desk: &mut Desk, doing: &str, words: &[&str]) -> Result<Option<String>, Stop> {
    if doing != "answer" || words.len() != 3 || desk.asks() {
        return Ok(None);
    }
    let most = 8 * Note::MAX as u64;
    match desk.out.piped(most)? {
        Some(text) if text.trim().is_empty() => Err(Failure::usage("No answer came in.")
            .hint("Type it behind the question, or pipe it in. To take an answer away: readyroom grades answer LEAD know \"\"")
            .into()),
        Some(text) => Ok(Some(text.trim_end().to_owned())),
        None => Err(
            Failure::usage("What came in is no text, or too much of it.")
                .hint(format!("An answer holds {} characters at most.", Note::MAX))
                .into(),
        ),
    }
}

fn build(
    desk: &Desk,
    plan: &Plan,
    (doing, words): (&str, &[&str]),
    piped: Option<&str>,
    matches: &ArgMatches,
) -> Result<Operation, Failure> {
    let author = desk.author();
    let ids = &mut desk.ids();
    match (doing, words) {
        ("set", [area, grade @ ..]) => {
            let grade = grade.join(" ");
            let new = NewGrade {
                grade: (!grade.is_empty()).then_some(grade.as_str()),
                confidence: value(matches, "confidence")
                    .map(Confidence::read)
                    .transpose()?,
                why: &said_behind(matches, "why").join(" "),
            };
            write::grade(plan, area, new, &author, ids)
        }
        ("past", [area, grade @ ..]) if !grade.is_empty() => {
            let date = value(matches, "date").ok_or_else(|| {
                Failure::usage("An inspection's grade needs its date.")
                    .hint("Add --date with the day of the report, like --date 1/3/2019.")
            })?;
            let (framework, note) = (
                said_behind(matches, "framework"),
                said_behind(matches, "note"),
            );
            let new = NewPast {
                area,
                grade: &grade.join(" "),
                date: desk.moment(plan, date, "--date")?.date,
                framework: &framework.join(" "),
                note: &note.join(" "),
            };
            write::past(plan, new, &author, ids)
        }
        ("answer", [area, question, text @ ..]) if piped.is_some() || !text.is_empty() => {
            let text = piped.map_or_else(|| text.join(" "), str::to_owned);
            write::answer(plan, area, Question::read(question)?, &text, ids)
        }
        ("strength" | "improve", [area, text @ ..]) if !text.is_empty() => {
            let side = if doing == "strength" {
                Side::Strength
            } else {
                Side::Improvement
            };
            let proofs = said_behind(matches, "evidence");
            let proofs: Vec<&str> = proofs.iter().map(String::as_str).collect();
            write::state(plan, area, side, &text.join(" "), &proofs, ids)
        }
        ("evidence", [of, text @ ..]) if !text.is_empty() => {
            write::prove(plan, of, &text.join(" "), ids)
        }
        ("reword", [what, text @ ..]) if !text.is_empty() => {
            write::reword(plan, write::find(plan, what)?, &text.join(" "))
        }
        ("turn", [what]) => write::turn(plan, write::find(plan, what)?),
        ("move", [what, to @ ..]) if !to.is_empty() => {
            write::move_to(plan, what, &to.join(" "), &author, ids)
        }
        ("remove", what) if !what.is_empty() => {
            write::remove(plan, write::find(plan, &what.join(" "))?)
        }
        (doing, _) => Err(incomplete(doing)),
    }
}

fn framework(desk: &mut Desk, name: &str, dry_run: bool, wants_json: bool) -> Result<(), Stop> {
    let rehearse = dry_run || name.is_empty();
    let (mut store, plan) = desk.open(rehearse)?;
    let own = plan.inspection().framework.clone();
    let name = if name.is_empty() { own.as_str() } else { name };
    let switch = Switch::of(&plan, name)?;
    let operation = write::framework(&plan, name)?;
    if !rehearse {
        desk.save(&mut store, &operation, "That is the framework already.")?;
    }
    if wants_json {
        return desk.out.json(&Versioned::new(SwitchJson::of(
            &switch,
            !rehearse && !operation.is_empty(),
        )));
    }
    if operation.is_empty() {
        if rehearse {
            let title = &switch.to.title;
            desk.out.line(&format!("{}  {title}", switch.to.name))?;
        }
        return Ok(());
    }
    if rehearse {
        desk.out.say("Nothing has been saved.")?;
    }
    for line in switch.says() {
        desk.out.line(&line)?;
    }
    Ok(())
}

#[derive(Debug, Serialize)]
struct SwitchJson<'a> {
    saved: bool,
    from: &'a Line,
    to: &'a Line,
    stay: Vec<&'a Line>,
    fall_away: Vec<FallsJson<'a>>,
    new: &'a [Line],
}

#[derive(Debug, Serialize)]
struct FallsJson<'a> {
    area: &'a Line,
    holds: String,
    tasks: usize,
}

impl<'a> SwitchJson<'a> {
    fn of(switch: &'a Switch, saved: bool) -> Self {
        let fall_away = switch.drop.iter().map(|(area, tasks)| FallsJson {
            area: &area.key,
            holds: write::holds(area),
            tasks: *tasks,
        });
        Self {
            saved,
            from: &switch.from,
            to: &switch.to.name,
            stay: switch.stay.iter().map(|area| &area.key).collect(),
            fall_away: fall_away.collect(),
            new: &switch.new,
        }
    }
}

fn show(desk: &mut Desk, area: &str, wants_json: bool) -> Result<(), Stop> {
    let (plan, board) = desk.read()?;
    let evaluation = Evaluation::of(&plan, &board);
    if area.is_empty() {
        if wants_json {
            return print_json(desk, &plan, &evaluation, &evaluation.areas);
        }
        return table(desk, &plan, &evaluation);
    }
    let area = evaluation.read_area(area).map_err(|failure| {
        let known = DOINGS.map(|(name, _)| name).join(", ");
        match &failure.hint {
            Some(hint) => {
                let hint = format!("{hint} Or say what to do: {known}.");
                failure.hint(hint)
            }
            None => failure,
        }
    })?;
    if wants_json {
        return print_json(desk, &plan, &evaluation, std::slice::from_ref(area));
    }
    in_full(desk, &plan, area)
}

fn table(desk: &mut Desk, plan: &Plan, evaluation: &Evaluation) -> Result<(), Stop> {
    desk.out
        .heading(&format!("Self-evaluation, {}", evaluation.framework))?;
    let framework = &plan.inspection().framework;
    let rows = evaluation.areas.iter().map(|area| {
        let name = match &area.from {
            Some(from) => format!("{} (from the {from} framework)", area.short),
            None => area.short.to_string(),
        };
        let grades = [
            area.past_line(", "),
            format!("{} now", area.now_words(framework)),
        ];
        let grades = grades.into_iter().filter(|part| !part.is_empty());
        let grades = grades.collect::<Vec<_>>().join(", ");
        let sure = area.now().and_then(|now| now.confidence);
        let sure = sure.map_or(String::new(), |sure| {
            format!("confidence {}", sure.as_str())
        });
        [area.key.to_string(), name, grades, sure, area.counts()]
    });
    let rows: Vec<[String; 5]> = rows.collect();
    let widest = |column: usize| {
        rows.iter()
            .map(|row| width(&row[column]))
            .max()
            .unwrap_or(0)
    };
    let widths = [0, 1, 2, 3].map(widest);
    for row in &rows {
        for (text, width_of) in row.iter().zip(widths) {
            if width_of > 0 {
                let pad = " ".repeat(width_of - width(text));
                desk.out.write(Style::Plain, &format!("{text}{pad}  "))?;
            }
        }
        desk.out.line(&row[4])?;
    }
    Ok(())
}

fn in_full(desk: &mut Desk, plan: &Plan, area: &Area) -> Result<(), Stop> {
    let from = area.from.as_ref();
    let from = from.map_or(String::new(), |from| format!(", from the {from} framework"));
    desk.out
        .heading(&format!("{}  {}{from}", area.key, area.name))?;
    let framework = &plan.inspection().framework;
    let sure = area.now().map(Graded::sure).unwrap_or_default();
    desk.out.line(&format!(
        "Our grade now: {}{sure}",
        area.now_words(framework)
    ))?;
    for question in Question::ALL {
        desk.out.line("")?;
        desk.out
            .heading(&format!("{} ({})", question.title(), question.as_str()))?;
        let answer = area.answer(question);
        let answer = if answer.is_empty() {
            "No answer yet."
        } else {
            &answer
        };
        for line in answer.split('\n') {
            desk.out.line(&format!("  {line}"))?;
        }
    }
    for side in Side::ALL {
        part(desk, side.title())?;
        for claim in area.side(side) {
            claimed(desk, plan, claim)?;
        }
        if area.side(side).next().is_none() {
            desk.out.line("  None yet.")?;
        }
    }
    if area.idle() > 0 {
        part(desk, "Evidence that proves nothing yet")?;
        for proof in &area.loose {
            proved(desk, plan, proof, "  ")?;
        }
        for at in area.unused.iter().take(MOST_TASKS) {
            task(desk, plan, *at, None)?;
        }
        let more = area.unused.len().saturating_sub(MOST_TASKS);
        if more > 0 {
            desk.out
                .line(&format!("  and {}", count(more as i32, "more task")))?;
        }
    }
    if !area.red.is_empty() {
        part(desk, "Open and red")?;
        for at in &area.red {
            task(desk, plan, *at, Some(Shown::Red))?;
        }
    }
    if !area.lines.is_empty() {
        part(desk, "Lines of enquiry")?;
        for line in &area.lines {
            desk.out
                .line(&format!("  {}: {}", line.name, line.probe.words()))?;
        }
    }
    if !area.past.is_empty() {
        part(desk, "Judged by inspections")?;
        for (_, past) in area.past.iter().rev() {
            desk.out.line(&format!("  {}", past_words(past)))?;
        }
    }
    if !area.graded.is_empty() {
        part(desk, "How our grade came to be")?;
        for (_, graded) in &area.graded {
            desk.out.line(&format!("  {}", graded_words(graded)))?;
        }
    }
    Ok(())
}

fn part(desk: &mut Desk, heading: &str) -> Result<(), Stop> {
    desk.out.line("")?;
    desk.out.heading(heading)
}

fn past_words(past: &PastGrade) -> String {
    let day = phrase::day(past.date);
    format!("P-{}  {day}  {}", past.number, past.words())
}

fn graded_words(graded: &Graded) -> String {
    format!(
        "{}  {} ({} framework){}: {}",
        phrase::moment(moment_of(graded.at)),
        graded.words(),
        graded.framework,
        graded.by(),
        graded.why
    )
}

fn claimed(desk: &mut Desk, plan: &Plan, claim: &Claim) -> Result<(), Stop> {
    let text = claim.statement.text.as_str().replace('\n', " ");
    let bare = if claim.proved() == 0 {
        "  (no evidence)"
    } else {
        ""
    };
    desk.out
        .line(&format!("  {}  {text}{bare}", claim.handle()))?;
    for proof in &claim.proofs {
        proved(desk, plan, proof, "      ")?;
    }
    Ok(())
}

fn proved(desk: &mut Desk, plan: &Plan, proof: &Proof, indent: &str) -> Result<(), Stop> {
    desk.out.line(&format!(
        "{indent}{}  {}",
        proof.handle(),
        proof.words(plan)
    ))
}

fn task(desk: &mut Desk, plan: &Plan, at: u32, shown: Option<Shown>) -> Result<(), Stop> {
    let task = &plan.tasks()[at as usize];
    desk.out.write(Style::Plain, "  ")?;
    if let Some(shown) = shown {
        let policy = &plan.inspection().policy;
        desk.out
            .write(Style::Rag(policy.colour(shown)), policy.letter(shown))?;
        desk.out.write(Style::Plain, "  ")?;
    }
    let evidence: Vec<&str> = task.evidence().map(Line::as_str).collect();
    let evidence = match (shown, evidence.as_slice()) {
        (None, [first, ..]) => format!(": {first}"),
        _ => String::new(),
    };
    desk.out
        .line(&format!("{}  {}{evidence}", task.reference, task.title))
}

#[derive(Debug, Serialize)]
struct GradesJson<'a> {
    framework: &'a Line,
    areas: Vec<AreaJson<'a>>,
}

#[derive(Debug, Serialize)]
struct AreaJson<'a> {
    area: &'a Line,
    name: &'a Line,
    short: &'a Line,
    /// The framework it is from, where that is not the inspection's own.
    from: Option<&'a Line>,
    grade: Option<GradeJson<'a>>,
    grades: Vec<GradeJson<'a>>,
    past: Vec<PastJson<'a>>,
    know: String,
    how: String,
    next: String,
    strengths: Vec<ClaimJson<'a>>,
    improvements: Vec<ClaimJson<'a>>,
    without_evidence: usize,
    unused_evidence: Vec<ProofJson<'a>>,
    unused_tasks: Vec<Ref>,
    red: Vec<Ref>,
    lines: Vec<ProbedJson<'a>>,
}

/// A line of enquiry, and how many requests it has.
#[derive(Debug, Serialize)]
struct ProbedJson<'a> {
    line: &'a str,
    asked: usize,
    open: usize,
}

#[derive(Debug, Serialize)]
struct GradeJson<'a> {
    grade: &'a Line,
    letter: &'a str,
    name: &'a str,
    framework: &'a Line,
    confidence: Option<Confidence>,
    why: &'a Line,
    who: &'a Line,
    at: DateTime,
}

#[derive(Debug, Serialize)]
struct PastJson<'a> {
    #[serde(rename = "ref")]
    handle: String,
    grade: &'a Line,
    letter: &'a str,
    name: &'a str,
    framework: &'a Line,
    date: String,
    note: &'a Line,
}

#[derive(Debug, Serialize)]
struct ClaimJson<'a> {
    #[serde(rename = "ref")]
    handle: String,
    text: &'a Note,
    evidence: Vec<ProofJson<'a>>,
}

#[derive(Debug, Serialize)]
struct ProofJson<'a> {
    #[serde(rename = "ref")]
    handle: String,
    text: &'a Line,
    task: Option<Ref>,
    counts: bool,
}

fn print_json(
    desk: &mut Desk,
    plan: &Plan,
    evaluation: &Evaluation,
    areas: &[Area],
) -> Result<(), Stop> {
    let areas = areas.iter().map(|area| AreaJson::of(plan, area));
    desk.out.json(&Versioned::new(GradesJson {
        framework: &evaluation.framework,
        areas: areas.collect(),
    }))
}

impl<'a> AreaJson<'a> {
    fn of(plan: &'a Plan, area: &'a Area) -> Self {
        let reference = |at: &u32| plan.tasks()[*at as usize].reference;
        let proof = |proof: &'a Proof| ProofJson {
            handle: proof.handle(),
            text: &proof.evidence.text,
            task: proof
                .evidence
                .task
                .and_then(|id| Some(plan.task(id)?.reference)),
            counts: proof.counts,
        };
        let claims = |side| {
            let claims = area.side(side).map(|claim| ClaimJson {
                handle: claim.handle(),
                text: &claim.statement.text,
                evidence: claim.proofs.iter().map(proof).collect(),
            });
            claims.collect()
        };
        let lines = area.lines.iter().map(|line| ProbedJson {
            line: &line.name,
            asked: line.probe.asked,
            open: line.probe.open,
        });
        let past = area.past.iter().map(|(_, past)| PastJson {
            handle: format!("P-{}", past.number),
            grade: &past.grade,
            letter: grade_letter(&past.framework, &past.grade),
            name: grade_word(&past.framework, &past.grade),
            framework: &past.framework,
            date: past.date.to_string(),
            note: &past.note,
        });
        Self {
            area: &area.key,
            name: &area.name,
            short: &area.short,
            from: area.from.as_ref(),
            grade: area.now().map(GradeJson::of),
            grades: area
                .graded
                .iter()
                .map(|(_, graded)| GradeJson::of(graded))
                .collect(),
            past: past.collect(),
            know: area.answer(Question::Know),
            how: area.answer(Question::How),
            next: area.answer(Question::Next),
            strengths: claims(Side::Strength),
            improvements: claims(Side::Improvement),
            without_evidence: area.bare().count(),
            unused_evidence: area.loose.iter().map(proof).collect(),
            unused_tasks: area.unused.iter().map(reference).collect(),
            red: area.red.iter().map(reference).collect(),
            lines: lines.collect(),
        }
    }
}

impl<'a> GradeJson<'a> {
    fn of(graded: &'a Graded) -> Self {
        Self {
            grade: &graded.grade,
            letter: grade_letter(&graded.framework, &graded.grade),
            name: grade_word(&graded.framework, &graded.grade),
            framework: &graded.framework,
            confidence: graded.confidence,
            why: &graded.why,
            who: &graded.who,
            at: graded.at,
        }
    }
}
