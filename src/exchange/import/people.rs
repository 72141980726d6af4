//! The people a tracker names: known ones are found, new ones made, each once however many rows name them.
//! It says nothing about what they own.

use std::collections::{HashMap, HashSet};

use super::{cells, rest};
use crate::domain::change::{Change, Row};
use crate::domain::edit::{self, Owner};
use crate::domain::id::{Ids, PersonId};
use crate::domain::plan::Plan;
use crate::domain::text::{fold, listed};

/// Everybody so far.
pub(super) struct People {
    /// A plan with nobody's tasks, only people, the new ones among them.
    pub(super) plan: Plan,
    /// For the new ones.
    pub(super) ids: Ids,
    /// Those new ones whose names are near others, with those: who they are may be known already.
    pub(super) near: Vec<(PersonId, String)>,
    known: HashMap<String, Meant>,
    /// What was made of each cell: one that says the same as another names the same people.
    cells: HashMap<String, Named>,
    newcomers: Vec<PersonId>,
}

/// The person who is meant, if it is anybody, or why that cannot be told, as the rest of a sentence.
pub(super) type Meant = Result<Option<PersonId>, String>;

/// What an owner's cell says.
pub(super) struct Named {
    /// The names in it, each with who is meant.
    pub(super) people: Vec<(String, Meant)>,
    /// It says that there is nobody.
    pub(super) is_nobody: bool,
}

impl People {
    pub(super) fn new(plan: &Plan, ids: Ids) -> Self {
        let people = plan.people().to_vec();
        let inspection = plan.inspection().clone();
        Self {
            plan: Plan::from_rows(
                inspection,
                people,
                Vec::new(),
                Vec::new(),
                Vec::new(),
                [0; 3],
            ),
            ids,
            near: Vec::new(),
            known: HashMap::new(),
            cells: HashMap::new(),
            newcomers: Vec::new(),
        }
    }

    /// Whether this is somebody the plan or the rows so far have.
    pub(super) fn knows(&self, name: &str) -> bool {
        let nobody_new = &mut Ids::new(0, 0);
        let owner = edit::read_owner(&self.plan, name, nobody_new);
        matches!(owner, Ok(Owner::Known(_)))
    }

    /// What an owner's cell says.
    pub(super) fn in_cell(&mut self, text: &str) -> &Named {
        if !self.cells.contains_key(text) {
            let mut people = Vec::new();
            for name in cells::names(text, &|name| self.knows(name)) {
                let meant = self.find(&name);
                people.push((name, meant));
            }
            let is_nobody = cells::is_nobody(text);
            self.cells
                .insert(text.to_owned(), Named { people, is_nobody });
        }
        &self.cells[text]
    }

    /// Who is meant by a name.
    pub(super) fn find(&mut self, name: &str) -> Meant {
        let key = fold(name.trim());
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let found = self.read(name);
        self.known.insert(key, found.clone());
        found
    }

    fn read(&mut self, name: &str) -> Meant {
        if cells::is_nobody(name) {
            return Ok(None);
        }
        let owner = edit::read_owner(&self.plan, name, &mut self.ids);
        let owner = owner.map_err(|failure| rest(&failure))?;
        if let Owner::New { person, near } = &owner {
            let made = self
                .plan
                .apply(&Change::Create(Row::Person(person.clone())));
            debug_assert!(made.is_ok(), "a new person has a new id");
            if !near.is_empty() {
                let words = format!("{} (near {})", person.label(), listed(near));
                self.near.push((person.id, words));
            }
            self.newcomers.push(person.id);
        }
        Ok(owner.id())
    }

    /// The new people that `changes` need, to be made before them.
    pub(super) fn needed_by(&self, changes: &[Change]) -> Vec<Change> {
        let named: HashSet<PersonId> = changes.iter().flat_map(Change::people).collect();
        let needed = self.newcomers.iter().filter(|id| named.contains(id));
        let people = needed.filter_map(|id| self.plan.person(*id));
        people
            .map(|person| Change::Create(Row::Person(person.clone())))
            .collect()
    }
}
