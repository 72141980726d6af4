//! A drill on the screens: its score while it goes on, and its clock put forward. Outside a drill it says what one is.

use super::Effect;
use super::model::{Model, Tone};

/// The score so far.
pub(super) fn score(model: &mut Model) -> Vec<Effect> {
    if is_drill(model) {
        vec![Effect::DrillScore]
    } else {
        Vec::new()
    }
}

/// To the next request.
pub(super) fn go_on(model: &mut Model) -> Vec<Effect> {
    if is_drill(model) {
        vec![Effect::DrillOn]
    } else {
        Vec::new()
    }
}

fn is_drill(model: &mut Model) -> bool {
    if !model.drill {
        let words = "This is no drill. Leave, and type readyroom drill: it rehearses on a copy.";
        model.say(words, Tone::Note);
    }
    model.drill
}
