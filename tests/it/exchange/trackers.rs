//! Forty trackers as councils really keep them. Every row of every one ends up somewhere that is named.

use std::fmt::Write as _;

use jiff::civil::{Date, date};
use readyroom::domain::plan::Plan;
use readyroom::domain::when::Moment;
use readyroom::exchange::import::gathered;

use super::{counts, lines, propose, propose_with, saved};
use crate::support::xlsx::{C, Sheet, packed, parts, workbook};

/// A tracker: what is odd about it, its bytes, how many rows of each sort it gives, and the tasks.
struct Tracker {
    odd: &'static str,
    bytes: Vec<u8>,
    /// New, changed, unchanged, refused, passed over, blank.
    counts: [usize; 6],
    tasks: &'static [&'static str],
}

/// A file that differs only in how it is written.
const PLAIN: &str = "Ref,Action,Lead,Due date,RAG,Progress\r\n\
    1.1,\"Siân’s list – £5, café\",Ŵyn Ó Brien,12th June 2026,A,Two lists\r\n\
    1.2,Book rooms,JS / TB / Al,w/c 15/06/26,Blue,\r\n";

const PLAIN_TASKS: &[&str] = &[
    "Siân’s list – £5, café | Ŵyn Ó Brien | Fri 12 Jun 2026 | amber | 1.1 | Two lists",
    "Book rooms | JS | TB | Mon 15 Jun 2026 | done | 1.2 | Lead: Al / Due date: w/c 15/06/26",
];

fn plain(odd: &'static str, bytes: Vec<u8>) -> Tracker {
    Tracker {
        odd,
        bytes,
        counts: [2, 0, 0, 0, 0, 0],
        tasks: PLAIN_TASKS,
    }
}

fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(unit).collect()
}

/// Text as Excel on Windows saves it.
fn western(text: &str) -> Vec<u8> {
    let byte = |c: char| match c {
        '–' => 0x96,
        '’' => 0x92,
        c => u8::try_from(c as u32).unwrap(),
    };
    text.chars().map(byte).collect()
}

fn csv(
    odd: &'static str,
    text: &str,
    counts: [usize; 6],
    tasks: &'static [&'static str],
) -> Tracker {
    Tracker {
        odd,
        bytes: text.as_bytes().to_vec(),
        counts,
        tasks,
    }
}

fn xlsx(
    odd: &'static str,
    sheets: &[Sheet<'_>],
    counts: [usize; 6],
    tasks: &'static [&'static str],
) -> Tracker {
    Tracker {
        odd,
        bytes: workbook(sheets),
        counts,
        tasks,
    }
}

/// 12 June 2026, counted from 1900.
const JUNE: f64 = 46_185.0;

const HEAD: &[C<'_>] = &[
    C::T("Action"),
    C::T("Lead"),
    C::T("By when"),
    C::T("RAG"),
    C::T("Comments"),
];

#[expect(clippy::too_many_lines, reason = "a long table is fine")]
fn as_text() -> Vec<Tracker> {
    let semicolons = "Ref;Action;Lead;Due date;RAG;Progress\n\
        1.1;Siân’s list – £5, café;Ŵyn Ó Brien;12/06/2026;Amber;Two lists\n\
        1.2;Book rooms;JS / TB / Al;w/c 15/06/26;B;\n";
    let without_welsh = PLAIN.replace('Ŵ', "W");
    vec![
        plain("UTF-8", PLAIN.as_bytes().to_vec()),
        plain("UTF-8 with a mark", format!("\u{FEFF}{PLAIN}").into_bytes()),
        plain(
            "UTF-16, little end first",
            utf16(&format!("\u{FEFF}{PLAIN}"), u16::to_le_bytes),
        ),
        plain(
            "UTF-16, big end first",
            utf16(&format!("\u{FEFF}{PLAIN}"), u16::to_be_bytes),
        ),
        plain("UTF-16 without a mark", utf16(PLAIN, u16::to_le_bytes)),
        Tracker {
            odd: "Windows-1252",
            bytes: western(&without_welsh),
            counts: [2, 0, 0, 0, 0, 0],
            tasks: &[
                "Siân’s list – £5, café | Wyn Ó Brien | Fri 12 Jun 2026 | amber | 1.1 | Two lists",
                "Book rooms | JS | TB | Mon 15 Jun 2026 | done | 1.2 | Lead: Al / Due date: w/c 15/06/26",
            ],
        },
        plain("semicolons", semicolons.as_bytes().to_vec()),
        plain("tabs", semicolons.replace(';', "\t").into_bytes()),
        plain("bars", semicolons.replace(';', "|").into_bytes()),
        plain("a sep= line", format!("sep=;\r\n{semicolons}").into_bytes()),
        plain(
            "old Mac line ends",
            PLAIN.replace("\r\n", "\r").into_bytes(),
        ),
        csv(
            "title rows, blank rows and a key below",
            "Improvement plan,,\n\"As at May, all\",,\n,,\nAction,Owner,Deadline\nRing round,JS,ASAP\n\n,,\nWrite,,Ongoing\n,Key: R is late,\n",
            [2, 0, 0, 1, 0, 2],
            &[
                "Ring round | JS | Deadline: ASAP",
                "Write | Deadline: Ongoing",
            ],
        ),
        csv(
            "cells of several lines, and evidence in them",
            "What,Who,Update,Evidence\n\"Ring\nround\",\"Jo Smith\nTom Birch\nAl\",\"May: begun\nJune: half\",\"https://x.org/a\nS:\\folder b\"\n",
            [1, 0, 0, 0, 0, 0],
            &[
                "Ring round | Jo Smith | Tom Birch | S:\\folder b; https://x.org/a | Who: Al / Update: May: begun / June: half",
            ],
        ),
        csv(
            "American dates",
            "Task,Owner,Target date\na,JS,06/13/2026\nb,JS,06/05/2026\n",
            [2, 0, 0, 0, 0, 0],
            &["a | JS | Sat 13 Jun 2026", "b | JS | Fri 5 Jun 2026"],
        ),
        csv(
            "a date that cannot be, and a row without a title",
            "Task,Owner,Target date\na,JS,31/06/2026\n,TB,1/6/2026\nc,AP,30/06/2026\n",
            [1, 0, 0, 2, 0, 0],
            &["c | AP | Tue 30 Jun 2026"],
        ),
        csv(
            "a status in words, and one nobody knows",
            "Action,Lead,Status\na,JS,In progress\nb,TB,Completed\nc,AP,With legal\nd,AP,N/A\ne,AP,Red - no capacity\n",
            [5, 0, 0, 0, 0, 0],
            &[
                "a | JS | in progress",
                "b | TB | done",
                "c | AP | Status: With legal",
                "d | AP | not needed",
                "e | AP | red | Red - no capacity",
            ],
        ),
        csv(
            "columns nobody knows, kept in the note",
            "Recommendation,Commitment,What will be measured,Target date,Lead officer,RAG\nHelp early,Open a hub,Calls in 5 days,12 June 2026,Jo Smith,G\n",
            [1, 0, 0, 0, 0, 0],
            &[
                "Open a hub | Jo Smith | Fri 12 Jun 2026 | green | Help early | What will be measured: Calls in 5 days",
            ],
        ),
        csv(
            "the headings again half-way",
            "Action,Lead,Due\na,JS,1 June 2026\nAction,Lead,Due\nb,TB,2 June 2026\n",
            [2, 0, 0, 0, 1, 0],
            &["a | JS | Mon 1 Jun 2026", "b | TB | Tue 2 Jun 2026"],
        ),
        csv(
            "an apostrophe before what looks like a formula",
            "Action,Lead,Notes\n'=1+1,JS,'- first\n",
            [1, 0, 0, 0, 0, 0],
            &["=1+1 | JS | - first"],
        ),
        csv(
            "the same title three times",
            "Action,Lead,Due\nMeet,JS,1 June 2026\nMeet,JS,8 June 2026\nMeet,JS,15 June 2026\n",
            [3, 0, 0, 0, 0, 0],
            &[
                "Meet | JS | Mon 1 Jun 2026",
                "Meet | JS | Mon 8 Jun 2026",
                "Meet | JS | Mon 15 Jun 2026",
            ],
        ),
        csv(
            "signs for colours, and a mark that is not begun",
            "Action,Lead,RAG\na,JS,🔴\nb,JS,🟡\nc,JS,🟢\nd,JS,✅\ne,JS,Grey\n",
            [5, 0, 0, 0, 0, 0],
            &[
                "a | JS | red",
                "b | JS | amber",
                "c | JS | green",
                "d | JS | done",
                "e | JS",
            ],
        ),
        csv(
            "days as plain numbers",
            "Action,Lead,Due date\na,JS,46185\nb,JS,46185.5\n",
            [2, 0, 0, 0, 0, 0],
            &["a | JS | Fri 12 Jun 2026", "b | JS | Fri 12 Jun 2026 12:00"],
        ),
        csv(
            "times behind the dates, as programs write them",
            "Action,Lead,Due date\na,JS,12/06/2026 00:00:00\nb,JS,2026-06-12T17:30:00\n",
            [2, 0, 0, 0, 0, 0],
            &["a | JS | Fri 12 Jun 2026", "b | JS | Fri 12 Jun 2026 17:30"],
        ),
        csv(
            "controls and directions in the text",
            "Action,Lead\n\u{1b}[31mRing\u{202e},JS\n",
            [1, 0, 0, 0, 0, 0],
            &["<1B>[31mRing<202E> | JS"],
        ),
    ]
}

#[expect(clippy::too_many_lines, reason = "a long table is fine")]
fn as_workbooks() -> Vec<Tracker> {
    let ring: &[C<'_>] = &[
        C::T("Ring round"),
        C::T("JS"),
        C::D(JUNE),
        C::T("R"),
        C::T("begun"),
    ];
    let write: &[C<'_>] = &[C::T("Write"), C::T("TB"), C::T("TBC"), C::T("Green"), C::X];
    let two: &[&str] = &[
        "Ring round | JS | Fri 12 Jun 2026 | red | begun",
        "Write | TB | green | By when: TBC",
    ];
    let from_1904: &[C<'_>] = &[
        C::T("Ring round"),
        C::T("JS"),
        C::D(JUNE - 1_462.0),
        C::T("R"),
        C::T("begun"),
    ];
    vec![
        xlsx(
            "plain",
            &[Sheet::new("Plan", &[HEAD, ring, write])],
            [2, 0, 0, 0, 0, 0],
            two,
        ),
        xlsx(
            "title rows, one of them joined across",
            &[Sheet::new(
                "Plan",
                &[
                    &[C::T("Northshire plan: status and due dates of it all")],
                    &[],
                    &[C::X, C::T("May")],
                    HEAD,
                    ring,
                    write,
                ],
            )
            .merged(&["A1:E1"])],
            [2, 0, 0, 0, 0, 0],
            two,
        ),
        Tracker {
            odd: "dates from 1904",
            bytes: packed(&parts(
                &[Sheet::new("Plan", &[HEAD, from_1904, write])],
                true,
            )),
            counts: [2, 0, 0, 0, 0, 0],
            tasks: two,
        },
        xlsx(
            "the RAG as a fill without words",
            &[Sheet::new(
                "Plan",
                &[
                    HEAD,
                    &[C::T("a"), C::T("JS"), C::X, C::On("", 2)],
                    &[C::T("b"), C::T("JS"), C::X, C::On("", 3)],
                    &[C::T("c"), C::T("JS"), C::X, C::On("", 4)],
                    &[C::T("d"), C::T("JS"), C::X, C::On("", 5)],
                    &[C::T("e"), C::T("JS"), C::X, C::On("A", 4)],
                ],
            )],
            [5, 0, 0, 0, 0, 0],
            &[
                "a | JS | red",
                "b | JS | amber",
                "c | JS | green",
                "d | JS | done",
                "e | JS | amber",
            ],
        ),
        xlsx(
            "an area joined down over its rows, and headings across",
            &[Sheet::new(
                "Plan",
                &[
                    &[
                        C::T("Workstream"),
                        C::T("Action"),
                        C::T("Lead"),
                        C::T("Due"),
                    ],
                    &[C::T("Part one")],
                    &[C::T("Front door"), C::T("a"), C::T("JS"), C::D(JUNE)],
                    &[C::X, C::T("b"), C::T("TB"), C::D(JUNE)],
                    &[C::X, C::T("c"), C::T("AP"), C::D(JUNE)],
                ],
            )
            .merged(&["A2:D2", "A3:A5"])],
            [3, 0, 0, 0, 1, 0],
            &[
                "a | JS | Fri 12 Jun 2026 | Front door",
                "b | TB | Fri 12 Jun 2026 | Front door",
                "c | AP | Fri 12 Jun 2026 | Front door",
            ],
        ),
        xlsx(
            "headings across the rows are the sections",
            &[Sheet::new(
                "Plan",
                &[
                    HEAD,
                    &[C::T("Leadership")],
                    ring,
                    &[C::T("Practice")],
                    write,
                ],
            )
            .merged(&["A2:E2", "A4:E4"])],
            [2, 0, 0, 0, 2, 0],
            &[
                "Ring round | JS | Fri 12 Jun 2026 | red | Leadership | begun",
                "Write | TB | green | Practice | By when: TBC",
            ],
        ),
        xlsx(
            "one action over three rows",
            &[Sheet::new(
                "Plan",
                &[
                    HEAD,
                    &[
                        C::T("Ring round"),
                        C::T("JS"),
                        C::D(JUNE),
                        C::T("A"),
                        C::T("May: begun"),
                    ],
                    &[C::X, C::X, C::X, C::X, C::T("June: half")],
                    &[C::X, C::X, C::X, C::X, C::X],
                    write,
                ],
            )
            .merged(&["A2:A4", "B2:B4", "C2:C4", "D2:D4"])],
            [2, 0, 0, 0, 2, 0],
            &[
                "Ring round | JS | Fri 12 Jun 2026 | amber | May: begun / Comments: June: half",
                "Write | TB | green | By when: TBC",
            ],
        ),
        xlsx(
            "a header of two rows",
            &[Sheet::new(
                "Plan",
                &[
                    &[
                        C::T("Action"),
                        C::T("Lead"),
                        C::T("By when"),
                        C::T("Outcome"),
                        C::X,
                    ],
                    &[C::X, C::X, C::X, C::T("Q1"), C::T("Q2")],
                    &[
                        C::T("Ring"),
                        C::T("JS"),
                        C::D(JUNE),
                        C::T("ten"),
                        C::T("twelve"),
                    ],
                ],
            )
            .merged(&["A1:A2", "B1:B2", "C1:C2", "D1:E1"])],
            [1, 0, 0, 0, 0, 0],
            &["Ring | JS | Fri 12 Jun 2026 | Outcome Q1: ten / Outcome Q2: twelve"],
        ),
        xlsx(
            "a sheet for each workstream, a key and a hidden one",
            &[
                Sheet::new("Front door", &[HEAD, ring]),
                Sheet::new("Key", &[&[C::T("R means late")]]),
                Sheet::new("Old", &[HEAD, write]).hidden(),
                Sheet::new("Care", &[HEAD, write]),
            ],
            [2, 0, 0, 0, 0, 0],
            &[
                "Ring round | JS | Fri 12 Jun 2026 | red | Front door | begun",
                "Write | TB | green | Care | By when: TBC",
            ],
        ),
        xlsx(
            "formulas, one of which failed",
            &[Sheet::new(
                "Plan",
                &[
                    HEAD,
                    &[
                        C::F("A9", "Ring round"),
                        C::F("B9", "JS"),
                        C::D(JUNE),
                        C::T("R"),
                        C::T("begun"),
                    ],
                    &[C::T("Write"), C::E("#REF!"), C::X, C::X, C::X],
                ],
            )],
            [1, 0, 0, 1, 0, 0],
            &["Ring round | JS | Fri 12 Jun 2026 | red | begun"],
        ),
        xlsx(
            "a tick box for done, and numbers for names",
            &[Sheet::new(
                "Plan",
                &[
                    &[C::T("No."), C::T("Task"), C::T("Who"), C::T("Done")],
                    &[C::N(1.0), C::T("a"), C::T("JS"), C::B(true)],
                    &[C::N(2.0), C::N(365.0), C::T("JS"), C::B(false)],
                ],
            )],
            [2, 0, 0, 0, 0, 0],
            &["a | JS | done | 1", "365 | JS | 2"],
        ),
        xlsx(
            "a column of numbers that are days",
            &[Sheet::new(
                "Plan",
                &[
                    HEAD,
                    &[
                        C::T("Ring round"),
                        C::T("JS"),
                        C::N(JUNE),
                        C::T("R"),
                        C::T("begun"),
                    ],
                    write,
                ],
            )],
            [2, 0, 0, 0, 0, 0],
            two,
        ),
        xlsx(
            "a support column, a start date and a success measure",
            &[Sheet::new(
                "Plan",
                &[
                    &[
                        C::T("Action"),
                        C::T("Lead"),
                        C::T("Support"),
                        C::T("Start"),
                        C::T("Deadline"),
                        C::T("BRAG"),
                        C::T("Success measure"),
                        C::T("Evidence ref"),
                    ],
                    &[
                        C::T("a"),
                        C::T("Jo Smith & Tom Birch"),
                        C::T("Al Price"),
                        C::D(JUNE - 7.0),
                        C::D(JUNE),
                        C::T("B"),
                        C::T("All visited"),
                        C::T("E1"),
                    ],
                ],
            )],
            [1, 0, 0, 0, 0, 0],
            &[
                "a | Jo Smith | Tom Birch | Fri 12 Jun 2026 | done | E1 | Support: Al Price / Success measure: All visited",
            ],
        ),
        xlsx(
            "rows formatted far below, blank ones between, spaces in cells",
            &[Sheet::new(
                "Plan",
                &[
                    HEAD,
                    ring,
                    &[],
                    &[C::T("  "), C::X, C::On("", 2)],
                    &[C::X],
                    write,
                    &[C::T(" ")],
                    &[C::On("", 4)],
                ],
            )],
            [2, 0, 0, 0, 0, 3],
            two,
        ),
        xlsx(
            "a title longer than a line",
            &[Sheet::new("Plan", &[HEAD, &[C::T(LONG), C::T("JS")]])],
            [1, 0, 0, 0, 0, 0],
            &[
                "aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa... | JS | aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa end",
            ],
        ),
    ]
}

const LONG: &str = "aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa end";

#[test]
fn forty_trackers_come_in_whole() {
    let mut trackers = as_text();
    trackers.extend(as_workbooks());
    for Tracker {
        odd,
        bytes,
        counts: expected,
        tasks,
    } in &trackers
    {
        let plan = Plan::default();
        let proposal = propose(&plan, bytes).unwrap_or_else(|failure| panic!("{odd}: {failure}"));
        let after = saved(&plan, &proposal);
        assert_eq!(lines(&after), *tasks, "{odd}");
        assert_eq!(counts(&proposal), *expected, "{odd}: {proposal:#?}");
        assert!(
            !format!("{:?}", lines(&after)).contains('\u{FFFD}'),
            "{odd}"
        );
        let again = propose(&after, bytes).unwrap();
        assert!(
            again.operation.is_empty(),
            "{odd}: the second time it changes {:?}",
            again.changed
        );
    }
    assert!(
        trackers.len() >= 39,
        "{} trackers, and the one of 2,000 rows",
        trackers.len()
    );
}

fn large(rows: usize) -> (String, Vec<Date>) {
    let mut text = "Ref;Workstream;Action;Lead;Due;RAG;Progress\n".to_owned();
    let mut days = Vec::new();
    for row in 0..rows {
        let day = date(2026, 1, 1)
            .checked_add(jiff::Span::new().days((row % 360) as i64))
            .unwrap();
        let rag = ["R", "Amber", "g", "Blue", ""][row % 5];
        writeln!(
            text,
            "{row};Work {};Action {row} – do it;Person {};{};{rag};\"Note {row}\nmore\"",
            row % 7,
            row % 30,
            day.strftime("%d/%m/%Y")
        )
        .unwrap();
        days.push(day);
    }
    (text, days)
}

#[test]
fn two_thousand_rows_come_in_whole_and_the_next_week_only_what_changed() {
    let (text, days) = large(2_000);
    let plan = Plan::default();
    let proposal = propose(&plan, text.as_bytes()).unwrap();
    assert_eq!(counts(&proposal), [2_000, 0, 0, 0, 0, 0]);
    let after = saved(&plan, &proposal);
    assert_eq!(after.people().len(), 30);
    for (row, (task, day)) in after.tasks().iter().zip(&days).enumerate() {
        assert_eq!(task.title.as_str(), format!("Action {row} – do it"));
        let due = task.deadline.due.unwrap().to_string();
        assert_eq!(due, Moment::day(*day).to_string(), "row {row}");
    }
    let next_week = text
        .replace("Action 7 – do it;Person 7", "Action 7 – do it;Person 8")
        .replace(";Work 0;Action 14 ", ";Work 0;Act 14 ")
        + "2000;Work 1;One more;Person 1;1/7/2026;R;\n";
    let proposal = propose(&after, next_week.as_bytes()).unwrap();
    assert_eq!(counts(&proposal), [1, 2, 1_998, 0, 0, 0]);
    let changed: Vec<String> = proposal
        .changed
        .iter()
        .flat_map(|changed| &changed.fields)
        .map(|field| format!("{}: {} -> {}", field.field, field.old, field.new))
        .collect();
    assert_eq!(
        changed,
        [
            "owner: Person 7 -> Person 8",
            "title: Action 14 – do it -> Act 14 – do it"
        ]
    );
    assert_eq!(
        proposal.operation.label,
        "1 task brought in from tracker, 2 changed"
    );
}

#[test]
fn what_was_written_here_is_kept_beside_what_the_sheet_says() {
    let sheet = |note: &str| format!("Action,Lead,Notes\nRing,JS,{note}\n").into_bytes();
    let plan = Plan::default();
    let first = saved(&plan, &propose(&plan, &sheet("one")).unwrap());
    let second = saved(&first, &propose(&first, &sheet("two")).unwrap());
    assert_eq!(lines(&second), ["Ring | JS | one /  / two"]);
    let cleared = propose(&second, b"Action,Lead,Notes\nRing,,\n").unwrap();
    assert_eq!(
        counts(&cleared),
        [0, 0, 1, 0, 0, 0],
        "an empty cell says nothing"
    );
}

#[test]
fn an_ambiguous_column_of_dates_is_asked_about_once_and_read_day_first() {
    let text = b"Action,Lead,Due\na,JS,5/6/2026\nb,JS,6/7/2026\n";
    let proposal = propose(&Plan::default(), text).unwrap();
    let question = proposal.question.clone().unwrap();
    assert_eq!(
        (question.heading.as_str(), question.example.as_str()),
        ("Due", "5/6/2026")
    );
    let after = saved(&Plan::default(), &proposal);
    assert_eq!(lines(&after)[0], "a | JS | Fri 5 Jun 2026");
    let plain = propose(
        &Plan::default(),
        b"Action,Lead,Due\na,JS,5/6/2026\nb,JS,16/7/2026\n",
    )
    .unwrap();
    assert_eq!(plain.question, None);
}

#[test]
fn a_sheet_can_be_named_and_columns_mapped() {
    let sheets = [
        Sheet::new("Plan", &[HEAD, &[C::T("a"), C::T("JS")]]),
        Sheet::new(
            "Other",
            &[&[C::T("Odd"), C::T("Strange")], &[C::T("b"), C::T("TB")]],
        ),
    ];
    let bytes = workbook(&sheets);
    let plan = Plan::default();
    let one = propose_with(&plan, &bytes, Some("plan"), "", &mut super::patient())
        .unwrap()
        .unwrap();
    assert_eq!(
        one.notices.last().map(String::as_str),
        Some("New people: JS.")
    );
    assert!(
        one.notices
            .contains(&"Sheet \"Other\" left out: not asked for.".to_owned())
    );
    let mapped = propose_with(
        &plan,
        &bytes,
        Some("Other"),
        "title=Odd,owner=B",
        &mut super::patient(),
    );
    assert_eq!(lines(&saved(&plan, &mapped.unwrap().unwrap())), ["b | TB"]);
    let none = propose_with(&plan, &bytes, Some("Nowhere"), "", &mut super::patient()).unwrap_err();
    assert_eq!(none.message, "There is no sheet \"Nowhere\".");
}

#[test]
fn a_name_that_could_be_two_people_is_kept_in_the_note() {
    let plan = Plan::default();
    let first = propose(&plan, b"Action,Lead\na,Sam Reed\nb,Sam Cole\n").unwrap();
    let plan = saved(&plan, &first);
    let second = propose(&plan, b"Action,Lead\nc,Sam\n").unwrap();
    assert_eq!(counts(&second), [1, 0, 0, 0, 0, 0]);
    assert_eq!(second.kept[0].place.to_string(), "row 2, column B");
    let after = saved(&plan, &second);
    assert_eq!(lines(&after)[2], "c | Lead: Sam");
}

#[test]
fn an_owner_still_to_be_found_is_nobody_and_is_said_once() {
    let text = "Action,Lead\na,TBC\nb,n/a\nc,JS\nd,TBC\ne,\nf,unallocated\ng,?\nh,TBC / JS\ni,To be confirmed\n";
    let proposal = propose(&Plan::default(), text.as_bytes()).unwrap();
    assert_eq!(
        gathered(&proposal.ownerless),
        [
            "rows 2 and 5, column B: \"TBC\" is nobody yet",
            "row 3, column B: \"n/a\" is nobody yet",
            "row 7, column B: \"unallocated\" is nobody yet",
            "row 8, column B: \"?\" is nobody yet",
            "row 10, column B: \"To be confirmed\" is nobody yet",
        ]
    );
    assert_eq!(proposal.notices, ["New people: JS."]);
    let after = saved(&Plan::default(), &proposal);
    assert_eq!(
        lines(&after),
        ["a", "b", "c | JS", "d", "e", "f", "g", "h | JS", "i"]
    );
}

#[test]
fn a_crowd_of_names_alike_is_counted() {
    let mut text = "Action,Lead\n".to_owned();
    for n in 100..300 {
        writeln!(text, "Task {n},Person {n}").unwrap();
    }
    let proposal = propose(&Plan::default(), text.as_bytes()).unwrap();
    let [people, near] = proposal.notices.as_slice() else {
        panic!("{:?}", proposal.notices);
    };
    assert!(
        people.ends_with("Person 118, Person 119 and 180 more."),
        "{people}"
    );
    assert_eq!(
        near,
        "Perhaps somebody known, written otherwise: Person 101 (near Person 100), \
         Person 102 (near Person 100 and Person 101), \
         Person 103 (near Person 100, Person 101 and Person 102), \
         Person 104 (near Person 100, Person 101 and Person 102), \
         Person 105 (near Person 100, Person 101 and Person 102) and 194 more."
    );
}

#[test]
fn without_a_column_for_it_the_rag_is_the_colour_of_the_rows() {
    let head: &[C<'_>] = &[C::T("Action"), C::T("Lead")];
    let rows = |fills: [u8; 3]| -> Vec<Vec<C<'static>>> {
        let names = ["a", "b", "c"];
        let rows = names.into_iter().zip(fills);
        rows.map(|(name, fill)| vec![C::On(name, fill), C::T("JS")])
            .collect()
    };
    let tracker = |fills| {
        let rows = rows(fills);
        let mut all = vec![head];
        all.extend(rows.iter().map(Vec::as_slice));
        propose(&Plan::default(), &workbook(&[Sheet::new("Plan", &all)])).unwrap()
    };
    let told = "No column is for the RAG; it was read from the colours under \"Action\".";
    let coloured = tracker([2, 3, 5]);
    assert!(
        coloured.notices.contains(&told.to_owned()),
        "{:?}",
        coloured.notices
    );
    assert_eq!(
        lines(&saved(&Plan::default(), &coloured)),
        ["a | JS | red", "b | JS | amber", "c | JS | done"]
    );
    assert_eq!(
        coloured.new_in_words(&Plan::default()),
        [
            "row 2: N-01 a (JS, red)",
            "row 3: N-02 b (JS, amber)",
            "row 4: N-03 c (JS, done)"
        ]
    );
    // One colour is how somebody likes it.
    let striped = tracker([5, 2, 5]);
    assert_eq!(
        lines(&saved(&Plan::default(), &striped)),
        ["a | JS", "b | JS", "c | JS"]
    );
}

#[test]
fn a_heading_alone_in_its_row_is_over_the_rows_below() {
    let text = "No,Action,Lead\nPart one,,\n1,a,JS\n2,,\nPart two of it,,\n3,b,JS\n,,Only me\n";
    let proposal = propose(&Plan::default(), text.as_bytes()).unwrap();
    assert_eq!(counts(&proposal), [2, 0, 0, 2, 2, 0]);
    assert_eq!(
        gathered(&proposal.passed_over),
        [
            "row 2: a heading, \"Part one\"",
            "row 5: a heading, \"Part two of it\""
        ]
    );
    let after = saved(&Plan::default(), &proposal);
    assert_eq!(
        lines(&after),
        ["a | JS | Part one | 1", "b | JS | Part two of it | 3"]
    );
}

#[test]
fn new_people_are_those_who_come_in() {
    let text = "Action,Lead,RAG\na,Al / Di / Bo,-\n";
    let proposal = propose(&Plan::default(), text.as_bytes()).unwrap();
    assert_eq!(proposal.notices, ["New people: Al, Di."]);
    assert_eq!(
        gathered(&proposal.kept).len(),
        1,
        "a dash says nothing of a RAG"
    );
}

#[test]
fn how_much_is_complete_is_a_status_and_how_urgent_it_is_no_section() {
    let text = "Action,% complete,Priority\na,0.5,1\nb,1,2\nc,100%,High\nd,0,low\ne,30%,3\n";
    let proposal = propose(&Plan::default(), text.as_bytes()).unwrap();
    assert!(proposal.kept.is_empty(), "{:?}", proposal.kept);
    assert_eq!(
        lines(&saved(&Plan::default(), &proposal)),
        [
            "a | in progress | Priority: 1",
            "b | done | Priority: 2",
            "c | done | Priority: High",
            "d | Priority: low",
            "e | in progress | Priority: 3"
        ]
    );
    let text = "Action,Complete?,Priority\na,Y,Leadership\nb,N,Practice\nc,No,Practice\n";
    let proposal = propose(&Plan::default(), text.as_bytes()).unwrap();
    assert_eq!(
        lines(&saved(&Plan::default(), &proposal)),
        ["a | done | Leadership", "b | Practice", "c | Practice"]
    );
}

#[test]
fn a_weekday_that_fits_another_year_refuses_no_row() {
    let text = "Action,Due\na,Saturday 12th June at 5.30pm\nb,Mon 12 June 2026\n";
    let proposal = propose(&Plan::default(), text.as_bytes()).unwrap();
    assert_eq!(counts(&proposal), [1, 0, 0, 1, 0, 0]);
    assert_eq!(proposal.kept.len(), 1, "{:?}", proposal.kept);
}
