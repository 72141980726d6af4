//! A month as a small calendar: today, the day chosen, the days nobody works.
//!
//! ```text
//!  June 2026
//!  Mo Tu We Th Fr Sa Su
//!   1  2 [3] 4 >5< 6  7
//! ```

use jiff::civil::Date;

use crate::app::model::Model;
use crate::domain::phrase;
use crate::tui::theme::Theme;

use super::pen::Pen;

/// How many rows a month takes at most: name, weekdays, six weeks.
pub(super) const HEIGHT: usize = 8;

/// Draws the month that `chosen` is in, from row `y` on.
pub(super) fn month(
    pen: &mut Pen<'_>,
    theme: &Theme,
    model: &Model,
    chosen: Date,
    x: usize,
    y: usize,
) {
    let title = format!("{} {}", phrase::month_name(chosen), chosen.year());
    pen.write(x + 1, y, &title, theme.title);
    pen.write(x + 1, y + 1, "Mo Tu We Th Fr Sa Su", theme.dim);
    let first = chosen.first_of_month();
    let offset = first.weekday().to_monday_zero_offset() as usize;
    for number in 0..usize::from(u8::try_from(chosen.days_in_month()).unwrap_or(31)) {
        let Ok(date) = Date::new(chosen.year(), chosen.month(), number as i8 + 1) else {
            continue;
        };
        let (week, weekday) = ((offset + number) / 7, (offset + number) % 7);
        let (at, row) = (x + 1 + weekday * 3, y + 2 + week);
        let style = if date == chosen {
            theme.day_selected
        } else if date == model.now.date() {
            theme.day_today
        } else if model.plan.calendar().is_working(date) {
            theme.body
        } else {
            theme.day_off
        };
        pen.write(at, row, &format!("{:>2}", number + 1), style);
        if date == chosen {
            pen.write(at - 1, row, ">", theme.accent);
            pen.write(at + 2, row, "<", theme.accent);
        } else if date == model.now.date() {
            pen.write(at - 1, row, "[", theme.accent);
            pen.write(at + 2, row, "]", theme.accent);
        }
    }
}
