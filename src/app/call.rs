//! Recording the call, step by step: when it came, when inspectors arrive, what would move, and the one operation.

use jiff::civil::Date;

use crate::domain::edit::{self};
use crate::domain::failure::Failure;
use crate::domain::operation::Operation;
use crate::domain::phrase;
use crate::domain::preview::{self, Preview};
use crate::domain::rating::count;
use crate::domain::what_if;
use crate::domain::when::{MilestoneKey, Moment, Roll, When};

use super::editor::Editor;
use super::keymap::Context;
use super::layout;
use super::model::{AfterSave, Model, Tone};
use super::overlay::{Conduct, Overlay};
use super::reading::Reading;
use super::update::commit;
use super::{Effect, Size};

/// How far the recording of the call has got.
#[derive(Debug, Clone)]
pub enum CallStage {
    /// When did it come?
    When,
    /// When do inspectors arrive?
    OnSite,
    /// What would move.
    Preview(Box<Preview>),
}

/// The call being recorded.
#[derive(Debug, Clone)]
pub struct CallBox {
    /// How far it has got.
    pub stage: CallStage,
    /// When it came, as typed.
    pub when: Editor,
    /// When inspectors arrive, as typed.
    pub on_site: Editor,
    /// Mark overtaken preparation as not needed.
    pub drop_preparation: bool,
    /// The first line of the preview in view.
    pub top: usize,
    /// What was wrong with the last answer.
    pub error: Option<String>,
}

impl CallBox {
    /// How many lines the preview has at most.
    fn preview_lines(&self, size: Size) -> usize {
        match &self.stage {
            CallStage::Preview(preview) => {
                let each = if layout::two_line_dates(size.cols) {
                    2
                } else {
                    1
                };
                let dates = preview.milestones.len() + preview.tasks.len();
                each * dates + preview.warnings.len() + 3
            }
            CallStage::When | CallStage::OnSite => 0,
        }
    }
}

impl Conduct for CallBox {
    fn context(&self) -> Context {
        match self.stage {
            CallStage::Preview(_) => Context::CallPreview,
            CallStage::When | CallStage::OnSite => Context::CallDate,
        }
    }

    fn editor(&mut self) -> Option<&mut Editor> {
        match self.stage {
            CallStage::When => Some(&mut self.when),
            CallStage::OnSite => Some(&mut self.on_site),
            CallStage::Preview(_) => None,
        }
    }

    fn retyped(&mut self, _model: &mut Model) {
        self.error = None;
    }

    fn scroll(&mut self, model: &Model, to: &dyn Fn(usize) -> usize) {
        let room = usize::from(layout::tall_box(model.size.rows)).saturating_sub(3);
        let lines = self.preview_lines(model.size);
        self.top = to(self.top).min(lines.saturating_sub(room.max(1)));
    }

    fn submit(&self, model: &mut Model, _after: AfterSave) -> Vec<Effect> {
        call_on(model, self)
    }

    fn refuse(&mut self, why: &str) -> bool {
        self.error = Some(why.to_owned());
        true
    }

    fn step_back(&mut self, model: &mut Model) -> Option<Vec<Effect>> {
        self.stage = match self.stage {
            CallStage::When => return None,
            // A visit that is agreed ahead has no call to go back to.
            CallStage::OnSite if model.plan.is_agreed_ahead() => return None,
            CallStage::OnSite => CallStage::When,
            CallStage::Preview(_) => CallStage::OnSite,
        };
        self.error = None;
        Some(Vec::new())
    }
}

/// A call that is only asked about.
#[derive(Debug, Clone)]
pub struct WhatIfBox {
    /// When it would come, as typed.
    pub when: Editor,
    /// What was wrong with what was typed.
    pub error: Option<String>,
    /// What it would find, once asked.
    pub found: Option<Reading>,
}

impl Conduct for WhatIfBox {
    fn context(&self) -> Context {
        if self.found.is_some() {
            Context::WhatIf
        } else {
            Context::Prompt
        }
    }

    fn editor(&mut self) -> Option<&mut Editor> {
        self.found.is_none().then_some(&mut self.when)
    }

    fn retyped(&mut self, _model: &mut Model) {
        self.error = None;
    }

    fn lines(&mut self) -> Option<(&mut usize, usize, usize)> {
        self.found.as_mut()?.lines()
    }

    fn submit(&self, model: &mut Model, _after: AfterSave) -> Vec<Effect> {
        answer_what_if(model, self)
    }

    /// From the answer back to the day that was typed, or to the call it was asked from.
    fn step_back(&mut self, model: &mut Model) -> Option<Vec<Effect>> {
        let from_the_call = matches!(model.overlays.last(), Some(Overlay::Call(_)));
        let found = self.found.take();
        (found.is_some() && !from_the_call).then(Vec::new)
    }
}

/// When the call came, as typed so far; nothing typed means now. A day still to come is only expected.
pub fn call_when(model: &Model, call: &CallBox) -> Result<(Moment, bool), String> {
    read_when(model, &call.when.text())
}

/// When a call comes or came, as typed; nothing typed means now. The flag says that it is still to come.
pub fn read_when(model: &Model, text: &str) -> Result<(Moment, bool), String> {
    let at = if text.trim().is_empty() {
        Moment {
            date: model.now.date(),
            time: Some(model.now.time()),
        }
    } else {
        match phrase::read(text, &model.phrases()) {
            Ok(When::At(moment)) => moment,
            Ok(When::Rule(_)) => {
                return Err("The call must be a real date, like today 10:12 or 8/6.".to_owned());
            }
            Err(error) => return Err(error.about("The call")),
        }
    };
    let ahead = at.date > model.now.date()
        || (at.date == model.now.date() && at.time.is_some_and(|time| time > model.now.time()));
    Ok((at, ahead))
}

/// The first day on site, as typed so far; nothing typed means the template's proposal.
pub fn call_on_site(model: &Model, call: &CallBox) -> Result<Option<Date>, String> {
    let text = call.on_site.text();
    if text.trim().is_empty() {
        return Ok(None);
    }
    match phrase::read(&text, &model.phrases()) {
        Ok(When::At(moment)) => Ok(Some(moment.date)),
        Ok(When::Rule(_)) => {
            Err("The day inspectors arrive must be a real date, like mon or 7/12.".to_owned())
        }
        Err(error) => Err(error.about("The day inspectors arrive")),
    }
}

/// The first day on site when nothing is typed, and whether somebody had typed it before; otherwise the template
/// proposes it.
pub fn proposed_on_site(model: &Model, at: Moment, expected: bool) -> Option<(Date, bool)> {
    let said = edit::Call {
        date: at.date,
        time: at.time,
        on_site: None,
        expected,
        drop_preparation: false,
    };
    if let Some(standing) = edit::standing_start(&model.plan, &said) {
        return Some((standing.at.date, true));
    }
    let rule = model.plan.milestone(MilestoneKey::Start)?.rule?;
    let proposed = rule.resolve(at, model.plan.calendar(), Roll::Forward);
    Some((proposed.date, false))
}

/// What is said to whoever goes on without the day that all others are counted from.
const NO_DAY: &str = "The first day on site is missing: every date is counted from it. Type it, like 15/12 or next tue; Esc leaves it for later.";

/// The first day on site of a visit that is agreed ahead, as typed so far, and the day of notice counted back from it.
/// Nothing typed means the day that was typed before.
pub fn agreed(model: &Model, call: &CallBox) -> Result<(Date, Date), String> {
    let standing = || model.plan.milestone(MilestoneKey::Start)?.typed;
    let on_site = call_on_site(model, call)?.or_else(|| Some(standing()?.at.date));
    let on_site = on_site.ok_or(NO_DAY)?;
    let notice = edit::notice(&model.plan, on_site);
    Ok((on_site, notice.unwrap_or(on_site)))
}

/// When the call came and what was said of the first day on site, and whether it is only expected.
fn told(model: &Model, call: &CallBox) -> Result<(Moment, Option<Date>, bool), String> {
    if model.plan.is_agreed_ahead() {
        let (on_site, notice) = agreed(model, call)?;
        return Ok((Moment::day(notice), Some(on_site), false));
    }
    let (at, expected) = call_when(model, call)?;
    Ok((at, call_on_site(model, call)?, expected))
}

fn call_operation(model: &Model, call: &CallBox) -> Result<Operation, Failure> {
    let (at, on_site, expected) = told(model, call).map_err(Failure::usage)?;
    let said = edit::Call {
        date: at.date,
        time: at.time,
        on_site,
        expected,
        drop_preparation: call.drop_preparation,
    };
    edit::record_call(&model.plan, &said, &model.author())
}

/// Asks when the call came; of a visit that is agreed ahead, when it is to be.
pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    let agreed = model.plan.is_agreed_ahead();
    let first = if agreed {
        MilestoneKey::Start
    } else {
        MilestoneKey::Call
    };
    let known = model
        .plan
        .milestone(first)
        .and_then(|milestone| milestone.typed);
    let recorded = known
        .filter(|call| !call.expected)
        .map(|call| phrase::moment(call.at))
        .unwrap_or_default();
    if !recorded.is_empty() {
        let what = if agreed {
            "The visit has its day already. What you type here moves it."
        } else {
            "The call is recorded already. What you type here corrects it."
        };
        model.say(what, Tone::Note);
    }
    let (stage, when, on_site) = if agreed {
        (CallStage::OnSite, "", recorded.as_str())
    } else {
        (CallStage::When, recorded.as_str(), "")
    };
    let call = CallBox {
        stage,
        when: Editor::offer(when),
        on_site: Editor::offer(on_site),
        drop_preparation: false,
        top: 0,
        error: None,
    };
    model.overlays.push(Overlay::Call(Box::new(call)));
    Vec::new()
}

/// Asks what the call as typed in the box on top would find; without one, asks for its day first.
pub(super) fn ask_what_if(model: &mut Model) -> Vec<Effect> {
    let Some(Overlay::Call(call)) = model.overlays.last() else {
        model.overlays.push(Overlay::WhatIf(Box::new(WhatIfBox {
            when: Editor::line(""),
            error: None,
            found: None,
        })));
        return Vec::new();
    };
    let found = told(model, call).and_then(|(at, on_site, _)| find(model, at, on_site));
    let when = call.when.clone();
    match found {
        Ok(found) => model.overlays.push(Overlay::WhatIf(Box::new(WhatIfBox {
            when,
            error: None,
            found: Some(found),
        }))),
        Err(error) => {
            if let Some(Overlay::Call(call)) = model.overlays.last_mut() {
                call.error = Some(error);
            }
        }
    }
    Vec::new()
}

/// Answers the box that asks for the day.
fn answer_what_if(model: &mut Model, asked: &WhatIfBox) -> Vec<Effect> {
    let read = what_if_when(model, asked);
    let answer = read.and_then(|(at, on_site)| find(model, at, on_site));
    if let Some(Overlay::WhatIf(asked)) = model.overlays.last_mut() {
        match answer {
            Ok(found) => asked.found = Some(found),
            Err(error) => asked.error = Some(error),
        }
    }
    Vec::new()
}

/// The day that is asked about, as typed so far. Of a visit that is agreed ahead it is the first day on site, and the
/// notice is counted back from it.
pub fn what_if_when(model: &Model, asked: &WhatIfBox) -> Result<(Moment, Option<Date>), String> {
    let (at, _) = read_when(model, &asked.when.text())?;
    Ok(match edit::notice(&model.plan, at.date) {
        Some(notice) => (Moment::day(notice), Some(at.date)),
        None => (at, None),
    })
}

fn find(model: &Model, at: Moment, on_site: Option<Date>) -> Result<Reading, String> {
    let call = edit::Call {
        date: at.date,
        time: at.time,
        on_site,
        expected: false,
        drop_preparation: false,
    };
    let answer = what_if::what_if(&model.plan, &call, &model.author());
    let answer = answer.map_err(|failure| failure.to_string())?;
    Ok(Reading::new(answer.title(), answer.lines()))
}

fn call_on(model: &mut Model, call: &CallBox) -> Vec<Effect> {
    let next = match &call.stage {
        CallStage::When => call_when(model, call).map(|_| CallStage::OnSite),
        CallStage::OnSite => call_operation(model, call)
            .and_then(|operation| {
                preview::preview(&model.plan, &operation, model.now)
                    .map_err(|clash| Failure::failed(format!("That cannot be done: {clash}.")))
            })
            .map(|preview| CallStage::Preview(Box::new(preview)))
            .map_err(|failure| failure.to_string()),
        CallStage::Preview(preview) => {
            model.notice = moved_notice(preview, call.drop_preparation);
            let operation = call_operation(model, call);
            return commit(model, operation, AfterSave::Close);
        }
    };
    if matches!(next, Ok(CallStage::Preview(_))) {
        // What was said of the boxes before does not count for the dates.
        model.say("", Tone::Note);
    }
    if let Some(Overlay::Call(call)) = model.overlays.last_mut() {
        match next {
            Ok(stage) => {
                call.stage = stage;
                call.error = None;
            }
            Err(error) => call.error = Some(error),
        }
    }
    Vec::new()
}

/// "118 deadlines moved, 28 preparation tasks folded away."
fn moved_notice(preview: &Preview, dropped: bool) -> String {
    let mut said = Vec::new();
    if !preview.tasks.is_empty() {
        said.push(format!(
            "{} moved",
            count(preview.tasks.len() as i32, "deadline")
        ));
    }
    if preview.overtaken > 0 {
        let what = if dropped {
            "marked not needed"
        } else {
            "folded away"
        };
        said.push(format!(
            "{} {what}",
            count(preview.overtaken as i32, "preparation task")
        ));
    }
    if said.is_empty() {
        String::new()
    } else {
        format!("{}.", said.join(", "))
    }
}
