//! Papers as plain text, for an email, a chat or a printer that knows nothing else: 78 columns, and a RAG by its letter.

use std::fmt::Write as _;

use super::{Format, Render, checklist, guard_checklist};
use crate::domain::text::width;
use crate::exchange::reports::{Bar, Block, Report, Table, Value};

/// Papers as plain text.
pub const RENDER: Render = Render {
    ending: "txt",
    word: "text",
    name: "plain text",
    render,
};

pub(super) const FORMAT: Format = Format {
    ending: RENDER.ending,
    name: RENDER.name,
    about: "the checklist, to paste anywhere",
    write: |source, watch| checklist(source, watch, &RENDER),
    guard: guard_checklist,
};

/// Columns of a page.
const PAGE: usize = 78;

/// Cells of a bar.
const BAR: usize = 16;

fn render(report: &Report) -> String {
    let mut out = String::new();
    for line in [&report.title, &report.subject, &report.as_at] {
        if !line.is_empty() {
            wrap(&mut out, "", line);
        }
    }
    let mut under_heading = false;
    for block in &report.blocks {
        if !under_heading {
            out.push('\n');
        }
        under_heading = matches!(block, Block::Heading(_));
        match block {
            Block::Heading(heading) => {
                wrap(&mut out, "", heading);
                out.push_str(&"-".repeat(width(heading).min(PAGE)));
                out.push('\n');
            }
            Block::Paragraph(text) => wrap(&mut out, "", text),
            Block::Items(items) => items.iter().for_each(|item| wrap(&mut out, "- ", item)),
            Block::Bars(bars) => draw_bars(&mut out, bars),
            Block::Table(table) => draw_table(&mut out, table),
        }
    }
    out.push('\n');
    wrap(&mut out, "", &report.foot);
    out
}

fn wrap(out: &mut String, mark: &str, text: &str) {
    wrap_with(out, mark, &" ".repeat(mark.len()), text);
}

fn wrap_with(out: &mut String, first: &str, others: &str, text: &str) {
    let options = textwrap::Options::new(PAGE)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .initial_indent(first)
        .subsequent_indent(others);
    for line in textwrap::wrap(&text.replace('\n', " "), options) {
        out.push_str(line.trim_end());
        out.push('\n');
    }
}

fn draw_bars(out: &mut String, bars: &[Bar]) {
    let widest = bars.iter().map(|bar| width(&bar.name)).max().unwrap_or(0);
    for bar in bars {
        let full = (bar.complete * BAR).checked_div(bar.total).unwrap_or(0);
        let pad = " ".repeat(widest - width(&bar.name));
        // Writing to a string cannot fail.
        let _ = writeln!(
            out,
            "{}{pad}  [{}{}]  {} of {} complete",
            bar.name,
            "#".repeat(full),
            ".".repeat(BAR - full),
            bar.complete,
            bar.total
        );
    }
}

/// What a row is about stands on its first line, behind what comes before it; the rest stands under it, by its headings.
fn draw_table(out: &mut String, table: &Table) {
    for row in &table.rows {
        let first: Vec<String> = row[..=table.names]
            .iter()
            .map(said)
            .filter(|text| !text.is_empty())
            .collect();
        wrap_with(out, "", "   ", &first.join("  "));
        let rest: Vec<String> = (table.headings.iter().zip(row).skip(table.names + 1))
            .map(|(heading, value)| (heading, said(value)))
            .filter(|(_, text)| !text.is_empty())
            .map(|(heading, text)| format!("{heading}: {text}"))
            .collect();
        if !rest.is_empty() {
            wrap_with(out, "   ", "   ", &rest.join("; "));
        }
    }
}

/// A RAG by its letter.
fn said(value: &Value) -> String {
    match value {
        Value::Text(text) | Value::When(text) => text.clone(),
        Value::Rag(called) => called.letter.to_owned(),
    }
}
