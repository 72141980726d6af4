//! Papers as Markdown with tables, as wikis and chats read it. What people typed stays text: no link, no markup, nobody
//! mentioned by an `@`.

use std::fmt::Write as _;

use super::{Format, Render, checklist, guard_checklist};
use crate::exchange::reports::{Block, Report, Table, Value};

pub(super) const RENDER: Render = Render {
    ending: "md",
    word: "md",
    name: "Markdown",
    render,
};

pub(super) const FORMAT: Format = Format {
    ending: RENDER.ending,
    name: RENDER.name,
    about: "the checklist, for a wiki or a chat",
    write: |source, watch| checklist(source, watch, &RENDER),
    guard: guard_checklist,
};

fn render(report: &Report) -> String {
    let mut out = String::new();
    let line = |out: &mut String, args: std::fmt::Arguments<'_>| {
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{args}");
    };
    line(&mut out, format_args!("# {}\n", escape(&report.title)));
    if !report.subject.is_empty() {
        line(&mut out, format_args!("{}  ", escape(&report.subject)));
    }
    line(&mut out, format_args!("{}", escape(&report.as_at)));
    for block in &report.blocks {
        out.push('\n');
        match block {
            Block::Heading(heading) => line(&mut out, format_args!("## {}", escape(heading))),
            Block::Paragraph(text) => line(&mut out, format_args!("{}", escape(text))),
            Block::Items(items) => items
                .iter()
                .for_each(|item| line(&mut out, format_args!("- {}", escape(item)))),
            Block::Bars(bars) => bars.iter().for_each(|bar| {
                line(
                    &mut out,
                    format_args!(
                        "- {}: {} of {} complete",
                        escape(&bar.name),
                        bar.complete,
                        bar.total
                    ),
                );
            }),
            Block::Table(table) => draw_table(&mut out, table),
        }
    }
    line(&mut out, format_args!("\n{}", escape(&report.foot)));
    out
}

fn draw_table(out: &mut String, table: &Table) {
    let mut row = |cells: Vec<String>| {
        let _ = writeln!(out, "| {} |", cells.join(" | "));
    };
    row(table
        .headings
        .iter()
        .map(|heading| escape(heading))
        .collect());
    row(table.headings.iter().map(|_| "---".to_owned()).collect());
    for values in &table.rows {
        row(values
            .iter()
            .map(|value| match value {
                Value::Text(text) | Value::When(text) => escape(text),
                Value::Rag(called) => escape(&called.words()),
            })
            .collect());
    }
}

/// The text with everything that could be markup made plain; a line break in it is kept as one.
fn escape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '#' | '|' | '~' | '!' | '^' | '$' => {
                plain.push('\\');
                plain.push(c);
            }
            '<' => plain.push_str("&lt;"),
            '>' => plain.push_str("&gt;"),
            '&' => plain.push_str("&amp;"),
            '@' => plain.push_str("&#64;"),
            // Bare addresses become links by their colon in some readers.
            ':' if plain.ends_with("http") || plain.ends_with("https") => plain.push_str("&#58;"),
            '\n' => plain.push_str("<br>"),
            other => plain.push(other),
        }
    }
    // A line that begins so would be a list.
    if plain.starts_with(['-', '+']) {
        plain.insert(0, '\\');
    }
    plain
}
