//! Papers as one page of HTML, to read on a screen, to hear from a screen reader, and to print on A4 in grey.
//!
//! There is no script in it and nothing is fetched, and the page says so itself to the browser. What people typed is
//! text, in whatever place it stands.

use std::fmt::Write as _;

use super::{Format, Render, checklist, guard_checklist};
use crate::domain::rating::Shown;
use crate::domain::text::{capital, pieces};
use crate::exchange::reports::{Bar, Block, Report, Table, Value};

pub(super) const RENDER: Render = Render {
    ending: "html",
    word: "html",
    name: "web page",
    render,
};

pub(super) const FORMAT: Format = Format {
    ending: RENDER.ending,
    name: RENDER.name,
    about: "the checklist, to read, hear or print",
    write: |source, watch| checklist(source, watch, &RENDER),
    guard: guard_checklist,
};

/// Nothing may be loaded or run; the one style sheet stands in the page.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

const STYLE: &str = "\
html{font:16px/1.45 Arial,Helvetica,sans-serif;color:#111;background:#fff}\
body{max-width:60em;margin:1.5em auto;padding:0 1em}\
h1{font-size:1.6em;margin:0 0 .2em}h2{font-size:1.15em;margin:1.3em 0 .4em;border-bottom:1px solid #767676}\
header p,footer p{margin:.1em 0;color:#333}\
ul{margin:.3em 0;padding-left:1.3em}li{margin:.15em 0}\
.scroll{overflow-x:auto}\
table{border-collapse:collapse;width:100%;margin:.4em 0}\
caption{text-align:left;color:#333;padding:.2em 0}\
th,td{text-align:left;vertical-align:top;padding:.25em .6em .25em 0;border-bottom:1px solid #bbb}\
thead th{border-bottom:2px solid #555}tbody th{font-weight:normal;min-width:13em}.when{white-space:nowrap}\
td{white-space:pre-line}td:nth-child(2){white-space:nowrap}\
.rag{white-space:nowrap;font-weight:bold;border:2px solid #111;padding:0 .35em;border-radius:.2em}\
.R{background:#c00000;color:#fff}.A{background:#ffc000;color:#000}\
.G{background:#006b33;color:#fff}.B{background:#1f4e9e;color:#fff}\
.bar{display:flex;align-items:center;gap:.8em;margin:.2em 0}.bar span:first-child{min-width:8em}\
footer{margin-top:2em;border-top:1px solid #767676;font-size:.85em}\
@page{size:A4;margin:12mm}\
@media print{html{font-size:9pt;line-height:1.3}body{margin:0;max-width:none;padding:0}\
h1{font-size:1.4em}h2{margin:.8em 0 .2em}p{margin:.3em 0}\
h2{break-after:avoid}tr,li,.bar{break-inside:avoid}thead{display:table-header-group}\
.rag{background:#fff;color:#000}.scroll{overflow:visible}}";

fn render(report: &Report) -> String {
    let mut out = String::new();
    push(
        &mut out,
        format_args!(
            "<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <title>{title}{comma}{subject}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
             <header>\n<h1>{title}</h1>\n<p>{subject}</p>\n<p>{as_at}</p>\n</header>\n<main>\n",
            title = escape(&report.title),
            comma = if report.subject.is_empty() { "" } else { ", " },
            subject = escape(&report.subject),
            as_at = escape(&report.as_at),
        ),
    );
    let mut open = false;
    for block in &report.blocks {
        match block {
            Block::Heading(heading) => {
                if open {
                    out.push_str("</section>\n");
                }
                open = true;
                push(
                    &mut out,
                    format_args!("<section>\n<h2>{}</h2>\n", between_tags(heading)),
                );
            }
            Block::Paragraph(text) => {
                push(&mut out, format_args!("<p>{}</p>\n", between_tags(text)));
            }
            Block::Items(items) => {
                out.push_str("<ul>\n");
                for item in items {
                    push(&mut out, format_args!("<li>{}</li>\n", between_tags(item)));
                }
                out.push_str("</ul>\n");
            }
            Block::Bars(bars) => bars.iter().for_each(|bar| draw_bar(&mut out, bar)),
            Block::Table(table) => draw_table(&mut out, table),
        }
    }
    if open {
        out.push_str("</section>\n");
    }
    push(
        &mut out,
        format_args!(
            "</main>\n<footer>\n<p>{}</p>\n</footer>\n</body>\n</html>\n",
            escape(&report.foot)
        ),
    );
    out
}

fn push(out: &mut String, args: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = out.write_fmt(args);
}

/// The picture says nothing that the numbers beside it do not.
fn draw_bar(out: &mut String, bar: &Bar) {
    let full = (bar.complete * 160).checked_div(bar.total).unwrap_or(0);
    push(
        out,
        format_args!(
            "<div class=\"bar\"><span>{}</span>\
             <svg width=\"160\" height=\"12\" viewBox=\"0 0 160 12\" aria-hidden=\"true\" focusable=\"false\">\
             <rect x=\"0.5\" y=\"0.5\" width=\"159\" height=\"11\" fill=\"#ffffff\" stroke=\"#555555\"/>\
             <rect x=\"0\" y=\"0\" width=\"{full}\" height=\"12\" fill=\"#555555\"/></svg>\
             <span>{} of {} complete</span></div>\n",
            escape(&bar.name),
            bar.complete,
            bar.total
        ),
    );
}

fn draw_table(out: &mut String, table: &Table) {
    push(
        out,
        format_args!(
            "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{0}\">\n\
             <table>\n<caption>{1}</caption>\n<thead>\n<tr>",
            escape(&table.caption),
            between_tags(&table.caption)
        ),
    );
    for heading in &table.headings {
        push(
            out,
            format_args!("<th scope=\"col\">{}</th>", escape(heading)),
        );
    }
    out.push_str("</tr>\n</thead>\n<tbody>\n");
    for row in &table.rows {
        out.push_str("<tr>");
        for (at, value) in row.iter().enumerate() {
            let (open, close) = if at == table.names {
                ("<th scope=\"row\">", "</th>")
            } else {
                ("<td>", "</td>")
            };
            out.push_str(open);
            match value {
                Value::Text(text) => out.push_str(&between_tags(text)),
                Value::When(text) => {
                    let parts = text.split(", ");
                    let parts = parts.map(|part| format!("<span class=\"when\">{}", escape(part)));
                    let parts: Vec<String> = parts.collect();
                    out.push_str(&(parts.join(",</span> ") + "</span>"));
                }
                Value::Rag(called) if called.shown == Shown::None => {
                    out.push_str(&escape(&capital(&called.word)));
                }
                Value::Rag(called) => push(
                    out,
                    format_args!(
                        "<span class=\"rag {}\">{}</span>",
                        called.colour.letter(),
                        escape(&called.words())
                    ),
                ),
            }
            out.push_str(close);
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n</div>\n");
}

/// The same between tags: a word as long as a line may go on in the next, so that it makes no table wider than its sheet.
fn between_tags(text: &str) -> String {
    let pieces: Vec<String> = pieces(text).into_iter().map(escape).collect();
    pieces.join("<wbr>")
}

/// Text that is nothing but text, between tags and inside quotes alike.
fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}
