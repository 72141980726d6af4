//! In what order tasks are listed, and under which headings. Given the plan and its board; it neither filters nor
//! draws. Equal tasks keep the order of their refs, so a list never jumps about.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;

use super::board::{Board, Standing};
use super::effort;
use super::failure::Failure;
use super::id::PersonId;
use super::inspection::{NOBODY, Person};
use super::near;
use super::plan::Plan;
use super::rating::Shown;
use super::task::{Phase, Status, Task};
use super::text::{self, Line, capital, fold};
use super::when::Moment;

/// Defines an enum whose names are typed and stored.
macro_rules! named {
    ($(#[$doc:meta])* $name:ident, $what:literal: $($(#[$row:meta])* $variant:ident = $text:literal),* $(,)?) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub enum $name { $($(#[$row])* $variant),* }

        impl $name {
            /// All of them, in the order they are offered.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The stable name.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),* }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl FromStr for $name {
            type Err = Failure;

            fn from_str(text: &str) -> Result<Self, Failure> {
                let wanted = text.trim();
                let found = Self::ALL.iter().copied().find(|key| key.as_str().eq_ignore_ascii_case(wanted));
                found.ok_or_else(|| unknown($what, wanted, &[$($text),*]))
            }
        }
    };
}

fn unknown(what: &str, typed: &str, known: &[&str]) -> Failure {
    let typed = super::text::quoted(typed);
    let list = format!("It is one of {}.", known.join(", "));
    Failure::usage(format!("There is no {what} {typed:?}.")).hint(near::hint(
        &typed,
        known.iter().copied(),
        &list,
    ))
}

named! {
    /// What a list is sorted by.
    SortKey, "sort":
    /// Soonest first; without a date last.
    #[default]
    Due = "due",
    /// Worst first.
    Rag = "rag",
    /// By name, roles without a name next, nobody first of all.
    Owner = "owner",
    /// In the order the refs were given.
    Ref = "ref",
    /// By the alphabet.
    Title = "title",
    /// Not started, in progress, waiting, done, not needed.
    Status = "status",
}

named! {
    /// What headings a list has.
    Grouping, "grouping":
    /// By phase, and by section within it.
    #[default]
    Phase = "phase",
    /// By owner.
    Owner = "owner",
    /// By RAG.
    Rag = "rag",
    /// None.
    None = "none",
}

named! {
    /// What the rows of the timeline are.
    Lanes, "kind of row":
    /// The sections of the phases.
    #[default]
    Section = "section",
    /// The people.
    Owner = "owner",
}

/// Compares tasks by a [`SortKey`], with what that takes worked out once.
#[derive(Debug)]
pub struct Sorter<'a> {
    key: SortKey,
    plan: &'a Plan,
    board: &'a Board,
    ranks: HashMap<PersonId, u32>,
}

impl<'a> Sorter<'a> {
    /// A sorter for the tasks of `plan`.
    pub fn new(key: SortKey, plan: &'a Plan, board: &'a Board) -> Self {
        let ranks = match key {
            SortKey::Owner => owner_ranks(plan),
            SortKey::Due | SortKey::Rag | SortKey::Ref | SortKey::Title | SortKey::Status => {
                HashMap::new()
            }
        };
        Self {
            key,
            plan,
            board,
            ranks,
        }
    }

    /// Which of the tasks at positions `a` and `b` comes first. Never equal for two different positions.
    pub fn compare(&self, a: usize, b: usize) -> Ordering {
        self.weight(a)
            .cmp(&self.weight(b))
            .then_with(|| self.tie(a, b))
    }

    /// Sorts positions.
    pub fn sort(&self, positions: &mut [u32]) {
        effort::spend(positions.len());
        if self.key == SortKey::Ref {
            positions.sort_unstable();
            return;
        }
        let mut weighed: Vec<(u64, u32)> = positions
            .iter()
            .map(|at| (self.weight(*at as usize), *at))
            .collect();
        if self.key == SortKey::Title {
            weighed.sort_unstable_by(|a, b| {
                a.0.cmp(&b.0)
                    .then_with(|| self.tie(a.1 as usize, b.1 as usize))
            });
        } else {
            weighed.sort_unstable();
        }
        for (place, (_, at)) in positions.iter_mut().zip(weighed) {
            *place = at;
        }
    }

    /// The part of the order that fits in a number; less comes first.
    fn weight(&self, at: usize) -> u64 {
        let (task, standing) = (&self.plan.tasks()[at], &self.board.standings[at]);
        let due = due_weight(standing.due);
        let rag = standing.rating.shown as u64;
        match self.key {
            SortKey::Due => urgency(standing),
            SortKey::Rag => rag << 56 | due,
            SortKey::Owner => u64::from(self.owner_rank(task)) << 40 | due,
            SortKey::Ref => at as u64,
            SortKey::Title => first_letters(task.title.as_str()),
            SortKey::Status => status_rank(&task.status) << 56 | due,
        }
    }

    fn tie(&self, a: usize, b: usize) -> Ordering {
        let by_title = match self.key {
            SortKey::Title => {
                let title = |at: usize| self.plan.tasks()[at].title.as_str();
                compare_folded(title(a), title(b))
            }
            SortKey::Due | SortKey::Rag | SortKey::Owner | SortKey::Ref | SortKey::Status => {
                Ordering::Equal
            }
        };
        by_title.then(a.cmp(&b))
    }

    fn owner_rank(&self, task: &Task) -> u32 {
        task.owner
            .and_then(|id| self.ranks.get(&id).copied())
            .unwrap_or(0)
    }
}

/// Sorts positions in the plan by `key`.
pub fn sort(positions: &mut [u32], key: SortKey, plan: &Plan, board: &Board) {
    Sorter::new(key, plan, board).sort(positions);
}

/// By due, then RAG, as one number: less comes first, and no date comes last.
pub(super) fn urgency(standing: &Standing) -> u64 {
    (due_weight(standing.due) << 8) | standing.rating.shown as u64
}

/// Minutes since the year -10000, with the end of the day after its last minute; no date comes last. Fits in 36 bits.
fn due_weight(due: Option<Moment>) -> u64 {
    let Some(due) = due else { return (1 << 36) - 1 };
    let date = due.date;
    let days = (i64::from(date.year()) + 10_000) * 372
        + i64::from(date.month()) * 31
        + i64::from(date.day());
    let minute = due.time.map_or(24 * 60, |time| {
        i64::from(time.hour()) * 60 + i64::from(time.minute())
    });
    (days * 1_500 + minute) as u64
}

fn status_rank(status: &Status) -> u64 {
    match status {
        Status::NotStarted => 0,
        Status::InProgress => 1,
        Status::Waiting { .. } => 2,
        Status::Done { .. } => 3,
        Status::NotNeeded => 4,
    }
}

/// The first eight bytes as they are compared.
fn first_letters(title: &str) -> u64 {
    let mut bytes = [0; 8];
    if title.is_ascii() {
        for (place, byte) in bytes.iter_mut().zip(title.bytes()) {
            *place = byte.to_ascii_lowercase();
        }
    } else {
        for (place, byte) in bytes.iter_mut().zip(fold(title).bytes()) {
            *place = byte;
        }
    }
    u64::from_be_bytes(bytes)
}

fn compare_folded(a: &str, b: &str) -> Ordering {
    if a.is_ascii() && b.is_ascii() {
        let lower = |byte: u8| byte.to_ascii_lowercase();
        return a.bytes().map(lower).cmp(b.bytes().map(lower));
    }
    fold(a).cmp(&fold(b))
}

/// People by name, then roles without a name; 0 is nobody.
fn owner_ranks(plan: &Plan) -> HashMap<PersonId, u32> {
    let mut people: Vec<&Person> = plan.people().iter().collect();
    people.sort_by_cached_key(|person| (person.name.is_none(), fold(person.label())));
    people
        .iter()
        .zip(1..)
        .map(|(person, rank)| (person.id, rank))
        .collect()
}

/// Tasks under one heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The heading; empty where there is none.
    pub title: String,
    /// The phase, when grouped by it.
    pub phase: Option<Phase>,
    /// The section, when grouped by phase; may be empty.
    pub section: Option<Line>,
    /// Positions in the plan, in the order they were given.
    pub items: Vec<u32>,
}

/// Puts the `visible` positions under headings, keeping their order within each. No heading is empty.
///
/// Sections follow each other by the smallest ref in them, whatever is visible; owners by name, with nobody first;
/// RAG from red to complete.
pub fn groups(plan: &Plan, board: &Board, visible: &[u32], grouping: Grouping) -> Vec<Group> {
    effort::spend(visible.len());
    match grouping {
        Grouping::Phase => by_section(plan, visible),
        Grouping::Owner => by_owner(plan, visible),
        Grouping::Rag => by_rag(plan, board, visible),
        Grouping::None if visible.is_empty() => Vec::new(),
        Grouping::None => vec![group(String::new(), visible.to_vec())],
    }
}

fn group(title: String, items: Vec<u32>) -> Group {
    Group {
        title,
        phase: None,
        section: None,
        items,
    }
}

fn by_section(plan: &Plan, visible: &[u32]) -> Vec<Group> {
    let (sections, section_of) = sections(plan);
    let mut items = vec![Vec::new(); sections.len()];
    for at in visible {
        items[section_of[*at as usize] as usize].push(*at);
    }
    let mut groups: Vec<Group> = sections
        .into_iter()
        .zip(items)
        .map(|(place, items)| section(&place, items))
        .collect();
    groups.retain(|group| !group.items.is_empty());
    groups.sort_by_key(|group| group.phase);
    groups
}

fn section((phase, name): &(Phase, &Line), items: Vec<u32>) -> Group {
    let title = if name.is_empty() {
        phase.title().to_owned()
    } else {
        name.to_string()
    };
    Group {
        title,
        phase: Some(*phase),
        section: Some((*name).clone()),
        items,
    }
}

/// The sections in the order of their smallest refs, and which of them each task is in.
fn sections(plan: &Plan) -> (Vec<(Phase, &Line)>, Vec<u32>) {
    let mut sections: Vec<(Phase, &Line)> = Vec::new();
    let mut known: HashMap<(Phase, &str), u32> = HashMap::new();
    let mut last: Option<(Phase, &str, u32)> = None;
    let mut section_of = Vec::with_capacity(plan.tasks().len());
    for task in plan.tasks() {
        let (phase, name) = (task.place.phase, task.place.section.as_str());
        let at = match last {
            Some((last_phase, last_name, at)) if last_phase == phase && last_name == name => at,
            _ => *known.entry((phase, name)).or_insert_with(|| {
                sections.push((phase, &task.place.section));
                sections.len() as u32 - 1
            }),
        };
        last = Some((phase, name, at));
        section_of.push(at);
    }
    (sections, section_of)
}

fn by_owner(plan: &Plan, visible: &[u32]) -> Vec<Group> {
    let ranks = owner_ranks(plan);
    let mut items = vec![Vec::new(); plan.people().len() + 1];
    for at in visible {
        let owner = plan.tasks()[*at as usize].owner;
        items[owner.and_then(|id| ranks.get(&id).copied()).unwrap_or(0) as usize].push(*at);
    }
    let mut titles = vec![capital(NOBODY); items.len()];
    for person in plan.people() {
        if let Some(rank) = ranks.get(&person.id) {
            person.label().clone_into(&mut titles[*rank as usize]);
        }
    }
    let groups = titles
        .into_iter()
        .zip(items)
        .map(|(title, items)| group(title, items));
    groups.filter(|group| !group.items.is_empty()).collect()
}

fn by_rag(plan: &Plan, board: &Board, visible: &[u32]) -> Vec<Group> {
    let of = |shown: Shown| {
        let items = visible
            .iter()
            .copied()
            .filter(|at| board.standings[*at as usize].rating.shown == shown);
        group(
            text::capital(plan.inspection().policy.word(shown)),
            items.collect(),
        )
    };
    Shown::ALL
        .into_iter()
        .map(of)
        .filter(|group| !group.items.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use jiff::civil::datetime;
    use proptest::prelude::*;

    use super::*;
    use crate::domain::demo::demo;
    use crate::domain::id::Ids;

    static DEMO: LazyLock<(Plan, Board)> = LazyLock::new(|| {
        let now = datetime(2026, 11, 30, 11, 42, 0, 0);
        let plan = demo(now, &mut Ids::new(1, 1)).unwrap().plan().unwrap();
        let board = Board::of(&plan, now);
        (plan, board)
    });

    fn all(plan: &Plan) -> Vec<u32> {
        (0..plan.tasks().len() as u32).collect()
    }

    #[test]
    fn each_sort_goes_by_what_it_says() {
        let (plan, board) = &*DEMO;
        let sorted = |key| {
            let mut positions = all(plan);
            positions.reverse();
            sort(&mut positions, key, plan, board);
            positions
        };
        let task = |at: &u32| &plan.tasks()[*at as usize];
        let due = |at: &u32| board.standings[*at as usize].due;
        let shown = |at: &u32| board.standings[*at as usize].rating.shown;
        assert!(sorted(SortKey::Due).is_sorted_by_key(|at| (
            due(at).is_none(),
            due(at),
            shown(at),
            *at
        )));
        assert!(sorted(SortKey::Rag).is_sorted_by_key(|at| (
            shown(at),
            due(at).is_none(),
            due(at),
            *at
        )));
        assert!(sorted(SortKey::Ref).is_sorted_by_key(|at| task(at).reference));
        assert!(sorted(SortKey::Title).is_sorted_by_key(|at| (fold(task(at).title.as_str()), *at)));
        assert!(sorted(SortKey::Status).is_sorted_by_key(|at| (
            status_rank(&task(at).status),
            due(at).is_none(),
            due(at),
            *at
        )));
        let owner = |at: &u32| {
            let person = task(at).owner.and_then(|id| plan.person(id));
            person.map(|person| (person.name.is_none(), fold(person.label())))
        };
        assert!(sorted(SortKey::Owner).is_sorted_by_key(|at| (
            owner(at),
            due(at).is_none(),
            due(at),
            *at
        )));
    }

    #[test]
    fn comparing_and_sorting_agree() {
        let (plan, board) = &*DEMO;
        for key in SortKey::ALL {
            let sorter = Sorter::new(*key, plan, board);
            let mut positions = all(plan);
            sorter.sort(&mut positions);
            for pair in positions.windows(2) {
                assert_eq!(
                    sorter.compare(pair[0] as usize, pair[1] as usize),
                    Ordering::Less,
                    "{key}"
                );
            }
        }
    }

    #[test]
    fn names_are_read_as_they_are_shown_and_others_are_refused() {
        for key in SortKey::ALL {
            assert_eq!(key.to_string().parse::<SortKey>(), Ok(*key));
        }
        for grouping in Grouping::ALL {
            assert_eq!(
                grouping.to_string().to_uppercase().parse::<Grouping>(),
                Ok(*grouping)
            );
        }
        let failure = "titel".parse::<SortKey>().unwrap_err();
        assert_eq!(
            failure.to_string(),
            "There is no sort \"titel\". Did you mean title? It is one of due, rag, owner, ref, title, status."
        );
    }

    #[test]
    fn sections_follow_each_other_by_their_smallest_ref_whatever_is_visible() {
        let (plan, board) = &*DEMO;
        let titles = |visible: &[u32]| {
            let groups = groups(plan, board, visible, Grouping::Phase);
            groups
                .into_iter()
                .map(|group| (group.phase, group.title))
                .collect::<Vec<_>>()
        };
        let mut reversed = all(plan);
        reversed.reverse();
        assert_eq!(titles(&reversed), titles(&all(plan)));
        assert_eq!(
            titles(&all(plan))[0],
            (Some(Phase::Notification), "Before the call".to_owned())
        );
        assert!(titles(&all(plan)).is_sorted_by_key(|(phase, _)| *phase));
    }

    #[test]
    fn owners_stand_by_name_after_nobody_and_before_roles_without_one() {
        let (plan, board) = &*DEMO;
        let groups = groups(plan, board, &all(plan), Grouping::Owner);
        let titles: Vec<&str> = groups.iter().map(|group| group.title.as_str()).collect();
        assert_eq!(
            (titles[0], titles[1], titles.last()),
            ("Nobody", "Amir Nazari", Some(&"HR lead"))
        );
    }

    proptest! {
        #[test]
        fn groups_share_out_what_is_visible_and_keep_its_order(picks in prop::collection::vec(any::<prop::sample::Index>(), 0..40)) {
            let (plan, board) = &*DEMO;
            let mut visible: Vec<u32> = picks.iter().map(|pick| pick.index(plan.tasks().len()) as u32).collect();
            visible.sort_unstable();
            visible.dedup();
            visible.reverse();
            for grouping in Grouping::ALL {
                let groups = groups(plan, board, &visible, *grouping);
                let mut seen: Vec<u32> = groups.iter().flat_map(|group| group.items.clone()).collect();
                for group in &groups {
                    prop_assert!(!group.items.is_empty());
                    prop_assert!(group.items.is_sorted_by(|a, b| a > b));
                }
                seen.sort_unstable_by(|a, b| b.cmp(a));
                prop_assert_eq!(&seen, &visible, "{}", grouping);
            }
        }

        #[test]
        fn titles_are_compared_as_they_are_folded(a in "[a-cA-Cé ]{0,12}", b in "[a-cA-Cé ]{0,12}") {
            let by_letters = first_letters(&a).cmp(&first_letters(&b));
            prop_assert_eq!(by_letters.then_with(|| compare_folded(&a, &b)), fold(&a).cmp(&fold(&b)));
        }
    }
}
