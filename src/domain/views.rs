//! Saved views: a filter, an order and a grouping under one name, shipped or the council's own. A view is kept as it
//! was typed, also when it can no longer be read; using one is for the screens and the command line.

use super::change::Change;
use super::failure::Failure;
use super::id::Ids;
use super::operation::Operation;
use super::order::{Grouping, SortKey};
use super::plan::Plan;
use super::records::{self, Filed, Record, RecordId, View};
use super::text::{Line, fold, quoted};
use super::{edit, words};

/// A view that comes with the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shipped {
    /// Its name.
    pub name: &'static str,
    /// What it shows, in a few words.
    pub about: &'static str,
    filter: &'static str,
    sort: SortKey,
    grouping: Grouping,
}

const fn shipped(
    name: &'static str,
    about: &'static str,
    filter: &'static str,
    sort: SortKey,
    grouping: Grouping,
) -> Shipped {
    Shipped {
        name,
        about,
        filter,
        sort,
        grouping,
    }
}

/// Stands for the person at the keyboard in the filter of a shipped view.
const ME: &str = "{me}";

/// The views that come with the program, in the order they are offered.
#[rustfmt::skip]
pub const SHIPPED: [Shipped; 9] = [
    shipped("Late",        "their time has passed",               "late",                     SortKey::Due, Grouping::None),
    shipped("This week",   "open, due by Sunday",                 "status:open due<mon",      SortKey::Due, Grouping::None),
    shipped("Mine",        "open, and mine",                      "status:open owner:{me}",   SortKey::Due, Grouping::None),
    shipped("Nobody's",    "open, and with nobody",               "status:open nobody",       SortKey::Due, Grouping::Phase),
    shipped("Reds",        "open and red, by owner",              "status:open rag:red",      SortKey::Due, Grouping::Owner),
    shipped("Waiting",     "on somebody, or something",           "status:waiting",           SortKey::Due, Grouping::None),
    shipped("Blocked",     "they wait for another task",          "status:open blocked",      SortKey::Due, Grouping::None),
    shipped("Check these", "they want a second look",             "status:open check",        SortKey::Rag, Grouping::None),
    shipped("No date",     "open, without a deadline",            "status:open due:none",     SortKey::Ref, Grouping::Phase),
];

impl Shipped {
    /// The view, for the person called `who`.
    pub fn view(&self, who: &str) -> View {
        View {
            name: Line::clipped(self.name),
            filter: Line::clipped(&self.filter.replace(ME, &words::quote(who))),
            sort: Line::clipped(self.sort.as_str()),
            group: Line::clipped(self.grouping.as_str()),
        }
    }
}

/// The council's own views, by name.
pub fn own(plan: &Plan) -> Vec<(RecordId, &View)> {
    let views = plan.records().filter_map(|(id, record)| match record {
        Record::View(view) => Some((id, view)),
        _ => None,
    });
    let mut views: Vec<_> = views.collect();
    views.sort_by_cached_key(|(id, view)| (fold(view.name.as_str()), *id));
    views
}

/// The view with this name, whatever the capitals; the council's own go before those shipped. A name that only begins
/// one is enough where it begins no other.
pub fn named(plan: &Plan, name: &str, who: &str) -> Result<View, Failure> {
    let wanted = fold(name.trim());
    let own = own(plan).into_iter().map(|(_, view)| view.clone());
    let all: Vec<View> = own.chain(SHIPPED.iter().map(|row| row.view(who))).collect();
    let is_called = |view: &&View| fold(view.name.as_str()) == wanted;
    if let Some(exact) = all.iter().find(is_called) {
        return Ok(exact.clone());
    }
    let mut hits = all
        .iter()
        .filter(|view| !wanted.is_empty() && fold(view.name.as_str()).starts_with(&wanted));
    match (hits.next(), hits.next()) {
        (Some(only), None) => Ok(only.clone()),
        _ => Err(not_there(&all, name)),
    }
}

fn not_there(all: &[View], name: &str) -> Failure {
    let names: Vec<&str> = all.iter().map(|view| view.name.as_str()).collect();
    Failure::not_found(format!("There is no view \"{}\".", quoted(name)))
        .hint(format!("The views are {}.", names.join(", ")))
}

/// The order a view asks for, else the usual one.
pub fn sort_of(view: &View) -> SortKey {
    view.sort.as_str().parse().unwrap_or_default()
}

/// The grouping a view asks for, else the usual one.
pub fn grouping_of(view: &View) -> Grouping {
    view.group.as_str().parse().unwrap_or_default()
}

/// One of the council's own views, by its whole name.
pub fn own_named(plan: &Plan, name: &str) -> Result<RecordId, Failure> {
    let wanted = fold(name.trim());
    let found = own(plan)
        .into_iter()
        .find(|(_, view)| fold(view.name.as_str()) == wanted);
    match found {
        Some((id, _)) => Ok(id),
        None if is_shipped(&wanted) => Err(Failure::usage(format!(
            "\"{}\" comes with readyroom and stays as it is.",
            quoted(name)
        ))
        .hint("Save one of your own under another name.")),
        None => Err(
            Failure::not_found(format!("There is no saved view \"{}\".", quoted(name)))
                .hint("`readyroom views` lists them."),
        ),
    }
}

fn is_shipped(folded: &str) -> bool {
    SHIPPED.iter().any(|row| fold(row.name) == folded)
}

/// A name that a view may have: not empty, and not that of another.
fn free_name(plan: &Plan, name: &str, but: Option<RecordId>) -> Result<Line, Failure> {
    let name = edit::line(name, "The name")?;
    let folded = fold(name.as_str());
    if name.is_empty() {
        return Err(Failure::usage("A view needs a name.").hint("Type a word or two."));
    }
    if is_shipped(&folded) {
        return Err(Failure::usage(format!(
            "\"{name}\" is the name of a view that comes with readyroom."
        ))
        .hint("Choose another name."));
    }
    let taken = own(plan)
        .into_iter()
        .any(|(id, view)| Some(id) != but && fold(view.name.as_str()) == folded);
    if taken {
        return Err(
            Failure::usage(format!("There is a view \"{name}\" already."))
                .hint("Choose another name."),
        );
    }
    Ok(name)
}

/// The operation that saves a view. One of the council's own with this name is replaced.
pub fn save(
    plan: &Plan,
    name: &str,
    filter: &str,
    sort: SortKey,
    grouping: Grouping,
    ids: &mut Ids,
) -> Result<Operation, Failure> {
    let wanted = fold(name.trim());
    let known = own(plan)
        .into_iter()
        .find(|(_, view)| fold(view.name.as_str()) == wanted);
    let name = free_name(plan, name, known.map(|(id, _)| id))?;
    let view = Record::View(View {
        name: name.clone(),
        filter: edit::line(filter.trim(), "The filter")?,
        sort: Line::clipped(sort.as_str()),
        group: Line::clipped(grouping.as_str()),
    });
    let changes = match known {
        Some((id, old)) => records::changes(id, &Record::View(old.clone()), &view),
        None => vec![records::create(RecordId(ids.next_id()), view)],
    };
    Ok(Operation {
        label: format!("view \"{name}\" saved"),
        changes,
    })
}

fn one(plan: &Plan, id: RecordId) -> Result<&View, Failure> {
    match plan.record(id) {
        Some(Record::View(view)) => Ok(view),
        _ => Err(Failure::not_found("That view is no longer there.")),
    }
}

/// The operation that gives a view another name.
pub fn rename(plan: &Plan, id: RecordId, name: &str) -> Result<Operation, Failure> {
    let old = one(plan, id)?;
    let name = free_name(plan, name, Some(id))?;
    let label = format!("view \"{}\" renamed \"{name}\"", old.name);
    let new = View {
        name,
        ..old.clone()
    };
    let changes: Vec<Change> = records::changes(id, &Record::View(old.clone()), &Record::View(new));
    Ok(Operation { label, changes })
}

/// The operation that removes a view.
pub fn remove(plan: &Plan, id: RecordId) -> Result<Operation, Failure> {
    let view = one(plan, id)?;
    let gone = records::delete(&Filed {
        id,
        record: Record::View(view.clone()),
    });
    Ok(Operation {
        label: format!("view \"{}\" removed", view.name),
        changes: vec![gone],
    })
}

/// Whether it is a shipped view of the person at the keyboard, while nobody knows who that is.
fn is_of_nobody_known(view: &View) -> bool {
    let mine = SHIPPED.iter().filter(|row| row.filter.contains(ME));
    mine.map(|row| row.view("")).any(|row| row == *view)
}

/// Why a view cannot be used, with its name and its text, so that it can be put right.
pub fn unusable(view: &View, why: &Failure) -> Failure {
    if is_of_nobody_known(view) {
        return Failure::new(
            why.kind,
            format!("\"{}\" needs your name, and it is not known.", view.name),
        )
        .hint("Type it in the settings of the screens, or say it with --who \"Jo Smith\".");
    }
    Failure::new(
        why.kind,
        format!(
            "The view \"{}\" cannot be read any more: {} Its filter is kept: {}",
            view.name, why.message, view.filter
        ),
    )
    .hint("Put the filter right and save it under the same name.")
}

#[cfg(test)]
mod tests {
    use jiff::civil::datetime;

    use super::*;
    use crate::domain::board::Board;
    use crate::domain::demo::demo;
    use crate::domain::filter::Filter;
    use crate::domain::phrase::Context;

    #[test]
    fn every_shipped_view_can_be_read_and_no_two_share_a_name() {
        let now = datetime(2026, 12, 1, 9, 0, 0, 0);
        let plan = demo(now, &mut Ids::new(1, 1)).unwrap().plan().unwrap();
        let board = Board::of(&plan, now);
        let cx = Context {
            now,
            calendar: plan.calendar(),
        };
        for (at, row) in SHIPPED.iter().enumerate() {
            let view = row.view("Jo \"Bo\" Smith");
            let filter = Filter::read(view.filter.as_str(), &cx, &plan, &board.schedule);
            assert!(filter.is_ok(), "{}: {filter:?}", row.name);
            assert_eq!(sort_of(&view), row.sort);
            assert_eq!(grouping_of(&view), row.grouping);
            assert!(SHIPPED[..at].iter().all(|other| other.name != row.name));
        }
    }

    #[test]
    fn a_view_is_saved_replaced_renamed_and_removed() {
        let mut plan = Plan::default();
        let mut ids = Ids::new(1, 1);
        let mut save = |plan: &Plan, name: &str, filter: &str| {
            save(plan, name, filter, SortKey::Rag, Grouping::None, &mut ids)
        };
        let saved = save(&plan, "Board pack", "tag:board").unwrap();
        assert_eq!(saved.label, "view \"Board pack\" saved");
        plan.apply_all(&saved.changes).unwrap();
        let again = save(&plan, "board PACK", "tag:board late").unwrap();
        plan.apply_all(&again.changes).unwrap();
        let view = named(&plan, "board", "Jo").unwrap();
        assert_eq!(
            (view.name.as_str(), view.filter.as_str(), view.sort.as_str()),
            ("board PACK", "tag:board late", "rag")
        );
        assert_eq!(own(&plan).len(), 1);
        for (name, message) in [
            ("", "A view needs a name."),
            (
                "late",
                "\"late\" is the name of a view that comes with readyroom.",
            ),
        ] {
            assert_eq!(save(&plan, name, "x").unwrap_err().message, message);
        }
        let id = own_named(&plan, "Board pack").unwrap();
        let other = save(&plan, "Other", "x").unwrap();
        plan.apply_all(&other.changes).unwrap();
        assert_eq!(
            rename(&plan, id, "other").unwrap_err().message,
            "There is a view \"other\" already."
        );
        let renamed = rename(&plan, id, "Members").unwrap();
        assert_eq!(renamed.label, "view \"board PACK\" renamed \"Members\"");
        plan.apply_all(&renamed.changes).unwrap();
        let removed = remove(&plan, id).unwrap();
        plan.apply_all(&removed.changes).unwrap();
        assert_eq!(
            named(&plan, "Members", "Jo").unwrap_err().message,
            "There is no view \"Members\"."
        );
        assert!(rename(&plan, id, "Members").is_err());
        assert_eq!(
            own_named(&plan, "Late").unwrap_err().message,
            "\"Late\" comes with readyroom and stays as it is."
        );
    }
}
