//! The counts above Today's list.
//!
//! ```text
//!  Inspectors arrive in 5 working days, Mon 7 Dec            12 of 106 complete  11%
//!  Notification ████░░░░ 12/41   Fieldwork ░░░░░░░░ 0/52   Feedback ░░░░░░░░ 0/13
//!   R  3 red    A  9 amber    G  82 green    B  12 complete    28 overtaken
//! ```

use crate::app::list::Row;
use crate::app::model::Model;
use crate::app::screen::{TODAY_GROUPS, TodayGroup};
use crate::domain::board::Tally;
use crate::domain::rating::{Shown, count};
use crate::domain::task::Phase;
use crate::domain::text;
use crate::tui::theme::Theme;

use super::pen::Pen;

/// Draws the counts in the rows there are, the countdown first.
pub(super) fn summary(pen: &mut Pen<'_>, theme: &Theme, model: &Model) {
    let tally = &model.tally;
    let right = format!(
        "{} of {} complete  {:>2}%",
        tally.complete,
        tally.total,
        tally.percent()
    );
    let countdown = &model.agenda.countdown.text;
    let end = pen.write(1, 0, countdown, theme.title);
    let last = pen.width().saturating_sub(1);
    let short = format!("{}/{}", tally.complete, tally.total);
    let fits = |words: &str| end + 2 + text::width(words) <= last;
    let right = if fits(&right) { right } else { short };
    pen.right(end + 2, last, 0, &right, theme.dim);
    requests(
        pen,
        theme,
        model,
        end + 3,
        last - text::width(&right).min(last),
    );
    if pen.area.height < 3 {
        return;
    }
    phases(pen, theme, model);
    counts(pen, theme, model);
    if pen.area.height > 3 {
        pen.rule(3, theme.glyphs.rule, theme.rule);
    }
}

/// "3 requests open, 1 late", between what stands on either side, where some are.
fn requests(pen: &mut Pen<'_>, theme: &Theme, model: &Model, from: usize, to: usize) {
    let counts = &model.requests.log.counts;
    let mut words = format!("{} open", count(counts.open as i32, "request"));
    if counts.late > 0 {
        words = format!("{words}, {} late", counts.late);
    }
    let style = if counts.late > 0 {
        theme.late
    } else {
        theme.accent
    };
    if counts.open > 0 && from + text::width(&words) + 2 <= to {
        pen.write(from, 0, &words, style);
    }
}

/// A heading, or what is left to the checklist.
pub(super) fn row(
    pen: &mut Pen<'_>,
    theme: &Theme,
    model: &Model,
    y: usize,
    row: Row,
    _here: bool,
) {
    let group = |at: u32| TODAY_GROUPS.get(at as usize).copied();
    match row {
        Row::Head(at) | Row::Folded(at) => {
            if let Some(group) = group(at) {
                head(pen, theme, model, y, group);
            }
        }
        Row::More(at) => {
            let hidden = group(at).map_or(0, |group| group.hidden(model));
            let place = match group(at) {
                Some(TodayGroup::Requests) => "in Requests",
                _ => "in the checklist",
            };
            pen.write(5, y, &format!("{hidden} more {place}"), theme.dim);
        }
        _ => {}
    }
}

fn head(pen: &mut Pen<'_>, theme: &Theme, model: &Model, y: usize, group: TodayGroup) {
    let title = group.title(model);
    let mark = if model.folded.contains(&title) {
        theme.glyphs.folded
    } else {
        " "
    };
    let end = pen.write(1, y, &title, theme.title);
    let count = group.count(model);
    let style = match group {
        TodayGroup::Overdue => theme.late,
        TodayGroup::Requests if model.requests.log.counts.late > 0 => theme.late,
        TodayGroup::Check | TodayGroup::Nobody => theme.warn,
        TodayGroup::Today | TodayGroup::Requests | TodayGroup::Next | TodayGroup::Later => {
            theme.dim
        }
    };
    let end = pen.write(end + 1, y, &count.to_string(), style);
    let end = pen.write(end + 1, y, mark, theme.accent);
    if group == TodayGroup::Today
        && let Some(line) = &model.agenda.next_deadline_line
    {
        pen.write(end + 1, y, line, theme.warn);
    }
}

fn phases(pen: &mut Pen<'_>, theme: &Theme, model: &Model) {
    let all: [(Phase, Tally, String); 3] = std::array::from_fn(|at| {
        let tally = model.phase_tallies[at];
        let numbers = format!("{}/{}", tally.complete, tally.total);
        (Phase::ALL[at], tally, numbers)
    });
    let fit = PhaseFit::of(pen.width().saturating_sub(2), &all);
    let mut x = 1;
    for (phase, tally, numbers) in &all {
        let from = x;
        let end = pen.put(x, 1, fit.title, phase.title(), theme.dim);
        let needs = end - from + 1 + text::width(numbers);
        let room = fit.third.map_or(fit.bar, |third| {
            third.saturating_sub(needs + 3).min(WIDEST_BAR)
        });
        let end = if room > 0 {
            bar(pen, theme, end + 1, 1, room, tally.complete, tally.total)
        } else {
            end
        };
        x = pen.write(end + 1, 1, numbers, theme.body) + 2;
        x = fit.third.map_or(x, |third| from + third);
    }
}

/// A bar is never wider: past that it says no more.
const WIDEST_BAR: usize = 16;
/// Nor is one drawn with fewer cells: it would say nothing.
const NARROWEST_BAR: usize = 2;

/// How the three phases share a line.
struct PhaseFit {
    /// In thirds, where bars of some size fit into them; otherwise one right after the other.
    third: Option<usize>,
    /// The cells of each bar, when they are not in thirds.
    bar: usize,
    /// The cells of a name.
    title: usize,
}

impl PhaseFit {
    fn of(width: usize, all: &[(Phase, Tally, String); 3]) -> Self {
        let needs = all
            .each_ref()
            .map(|(phase, _, numbers)| text::width(phase.title()) + 1 + text::width(numbers));
        let third = width / 3;
        let widest = needs.iter().max().copied().unwrap_or_default();
        let side_by_side = needs.iter().sum::<usize>() + 2 * 2;
        let bar = (width.saturating_sub(side_by_side) / 3).saturating_sub(1);
        Self {
            third: (widest + 3 + NARROWEST_BAR < third).then_some(third),
            bar: if bar >= NARROWEST_BAR { bar } else { 0 },
            title: if side_by_side <= width { usize::MAX } else { 6 },
        }
    }
}

/// A bar of `room` cells; never without its numbers beside it. Returns the column after it.
pub(super) fn bar(
    pen: &mut Pen<'_>,
    theme: &Theme,
    x: usize,
    y: usize,
    room: usize,
    complete: usize,
    total: usize,
) -> usize {
    let full = (complete * room).checked_div(total).unwrap_or(0);
    let full = if complete > 0 && room > 0 {
        full.max(1)
    } else {
        full
    };
    let end = pen.write(x, y, &theme.glyphs.full.repeat(full), theme.bar_full);
    pen.write(
        end,
        y,
        &theme.glyphs.empty.repeat(room - full),
        theme.bar_empty,
    )
}

fn counts(pen: &mut Pen<'_>, theme: &Theme, model: &Model) {
    let tally = &model.tally;
    let chips = [
        (Shown::Red, tally.red),
        (Shown::Amber, tally.amber),
        (Shown::Green, tally.green),
        (Shown::Complete, tally.complete),
        (Shown::None, tally.unrated),
    ];
    let policy = &model.plan.inspection().policy;
    let mut x = 1;
    let space = if pen.width() >= 76 { 3 } else { 1 };
    for (shown, count) in chips {
        if shown == Shown::None && count == 0 {
            continue;
        }
        let chip = format!(" {} ", policy.letter(shown));
        let end = pen.write(x, 2, &chip, theme.chip(policy.colour(shown)));
        let word = policy.word(shown);
        x = pen.write(end + 1, 2, &format!("{count} {word}"), theme.body) + space;
    }
    let overtaken = format!("{} overtaken", tally.overtaken);
    if tally.overtaken > 0 && x + text::width(&overtaken) < pen.width() {
        pen.write(x, 2, &overtaken, theme.dim);
    }
}
