//! What is typed for a task, a person or the inspection becomes one operation, or one change to each of some tasks, built
//! in `domain::edit`. Nothing is changed in the plan here.

use crate::assets;
use crate::domain::capture;
use crate::domain::change::{Change, SettingEdit, Swap};
use crate::domain::edit::{self, Owner, Patch, PersonPatch};
use crate::domain::failure::Failure;
use crate::domain::fields;
use crate::domain::id::PersonId;
use crate::domain::inspection::{Person, Typed};
use crate::domain::operation::Operation;
use crate::domain::phrase;
use crate::domain::rating::count;
use crate::domain::task::{Element, Judgement, Rag, Status};
use crate::domain::text::Line;
use crate::domain::when::{MilestoneKey, Moment, When};

use super::Effect;
use super::model::Model;
use super::prompt::{self, Prompt, Row};

pub(super) fn template_name(at: usize) -> &'static str {
    assets::TEMPLATES.get(at).map_or("blank", |row| row.0)
}

pub(super) fn owner(model: &mut Model, said: &Prompt) -> Result<Patch, Failure> {
    let (id, people) = read_person(model, said)?;
    Ok(Patch {
        owner: Some(id),
        people,
        ..Patch::default()
    })
}

pub(super) fn deputy(model: &mut Model, said: &Prompt) -> Result<Patch, Failure> {
    let (id, people) = read_person(model, said)?;
    Ok(Patch {
        deputy: Some(id),
        people,
        ..Patch::default()
    })
}

pub(super) fn title(_: &mut Model, said: &Prompt) -> Result<Patch, Failure> {
    Ok(Patch {
        title: Some(edit::line(&said.text(), "The title")?),
        ..Patch::default()
    })
}

pub(super) fn note(_: &mut Model, said: &Prompt) -> Result<Patch, Failure> {
    Ok(Patch::note(fields::note(&said.text())?))
}

pub(super) fn evidence(_: &mut Model, said: &Prompt) -> Result<Patch, Failure> {
    let line = edit::line(&said.text(), "The evidence")?;
    let line = Some(line).filter(|line| !line.is_empty());
    Ok(Patch {
        add: line.map(Element::Evidence).into_iter().collect(),
        ..Patch::default()
    })
}

pub(super) fn waiting(_: &mut Model, said: &Prompt) -> Result<Patch, Failure> {
    let on = edit::line(&said.text(), "What it waits on")?;
    Ok(Patch::status(Status::Waiting { on }))
}

pub(super) fn create(template: &str, authority: &str) -> Vec<Effect> {
    vec![Effect::Create {
        template: template.to_owned(),
        authority: authority.to_owned(),
    }]
}

pub(super) fn judged(model: &Model, rag: Rag, reason: &str) -> Result<Patch, Failure> {
    let judgement = Judgement {
        rag,
        reason: edit::line(reason, "The reason")?,
        who: model.who.clone(),
        at: model.now,
        expires: None,
    };
    Ok(Patch::judgement(Some(judgement)))
}

/// A closure day more, or, when it is one already, one fewer.
pub(super) fn closure_day(model: &mut Model, said: &Prompt) -> Result<Operation, Failure> {
    let date = match (said.day, phrase::read(&said.text(), &model.phrases())) {
        (Some(day), _) => day,
        (None, Ok(When::At(moment))) => moment.date,
        (None, Ok(When::Rule(_))) => {
            return Err(Failure::usage(
                "A closure day must be a real date, like 24/12.",
            ));
        }
        (None, Err(error)) => return Err(Failure::usage(error.to_string())),
    };
    Ok(edit::toggle_closure(&model.plan, date))
}

pub(super) fn due(model: &mut Model, said: &Prompt) -> Result<Patch, Failure> {
    let day = said.day.map(|date| When::At(Moment { date, time: None }));
    let due = match phrase::read(&said.text(), &model.phrases()) {
        Ok(when) => when,
        Err(error) => day.ok_or_else(|| Failure::usage(error.to_string()))?,
    };
    Ok(Patch::due(Some(due)))
}

/// The person who was chosen or typed; a new one comes along.
fn read_person(
    model: &mut Model,
    said: &Prompt,
) -> Result<(Option<PersonId>, Vec<Person>), Failure> {
    if let Some(chosen) = said.choice {
        let people = prompt::people_for(model, said);
        return Ok((people.get(chosen).map(|person| person.id), Vec::new()));
    }
    let text = said.text();
    if text.trim().is_empty() {
        return Err(
            Failure::usage("Type initials or a name, or choose with the arrow keys.")
                .hint("Del with nothing typed makes it nobody's."),
        );
    }
    let owner = edit::read_owner(&model.plan, &text, &mut model.ids)?;
    if let Owner::New { person, near } = &owner {
        model.notice = fields::new_person_notice(person.label(), near);
    }
    Ok((owner.id(), owner.newcomer().cloned().into_iter().collect()))
}

pub(super) fn capture(model: &mut Model, said: &Prompt) -> Result<Operation, Failure> {
    let author = model.author();
    let phrases = phrase::Context {
        now: model.now,
        calendar: model.plan.calendar(),
    };
    let text = said.text();
    let captured = capture::read(&text, &model.plan, &phrases, &author, &mut model.ids)?;
    model.notice = captured.notices.join(" ");
    let phase = edit::phase_now(&model.board.schedule, model.now);
    let (operation, _) = edit::add(&model.plan, &captured.draft, phase, &mut model.ids)?;
    Ok(operation)
}

pub(super) fn authority(model: &mut Model, said: &Prompt) -> Result<Operation, Failure> {
    let name = edit::line(&said.text(), "The council's name")?;
    let swap = Swap::from_to(&model.plan.inspection().authority, name);
    let changes = swap
        .map(|swap| Change::Setting(SettingEdit::Authority(swap)))
        .into_iter()
        .collect();
    Ok(Operation {
        label: "the council's name changed".to_owned(),
        changes,
    })
}

/// The box that names the person in a role.
pub(super) fn role_row(id: PersonId) -> Row {
    Row::line("", move |model, prompt| role(model, id, &prompt.text()))
        .titled(move |model| {
            let title = match name_of(model, id) {
                Some(_) => "Another name for this person",
                None => "Name the person in this role",
            };
            title.to_owned()
        })
        .offers(move |model, _| {
            let name = name_of(model, id);
            name.map(Line::to_string).unwrap_or_default()
        })
        .about(move |model| role_words(model, id))
        .help_with(move |model, _| {
            let help = match name_of(model, id) {
                Some(_) => "All their tasks show it. o gives one task to somebody else.",
                None => "Their name goes on every task of this role.",
            };
            help.to_owned()
        })
}

fn name_of(model: &Model, id: PersonId) -> Option<&Line> {
    model.plan.person(id)?.name.as_ref()
}

/// The role being named, and how many tasks the name goes on.
fn role_words(model: &Model, id: PersonId) -> String {
    let tasks = model.plan.tasks().iter();
    let tasks = tasks.filter(|task| task.owner == Some(id)).count();
    let person = model.plan.person(id);
    let who = match person {
        Some(person) if person.role.is_empty() => person.label(),
        Some(person) => person.role.as_str(),
        None => "",
    };
    format!("{who}: {}", count(tasks as i32, "task"))
}

fn role(model: &Model, id: PersonId, text: &str) -> Result<Operation, Failure> {
    let name = edit::line(text, "The name")?;
    if name.is_empty() {
        return Err(Failure::usage("Type the person's name."));
    }
    edit::person(
        &model.plan,
        id,
        &PersonPatch {
            name: Some(name),
            ..PersonPatch::default()
        },
    )
}

pub(super) fn milestone(
    model: &Model,
    key: MilestoneKey,
    text: &str,
) -> Result<Operation, Failure> {
    let when =
        phrase::read(text, &model.phrases()).map_err(|error| Failure::usage(error.to_string()))?;
    let at = match when {
        When::At(moment) => moment,
        When::Rule(rule) => model
            .board
            .schedule
            .resolve(rule, &model.plan)
            .ok_or_else(|| {
                Failure::usage("That hangs from a milestone without a date. Type a real date.")
            })?,
    };
    edit::milestone(
        &model.plan,
        &model.board.schedule,
        key,
        Some(Typed {
            at,
            expected: false,
        }),
    )
}
