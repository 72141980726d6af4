//! The settings box: what is chosen is seen at once, and remembered.

use crate::support::press::Press;
use readyroom::app::Effect;
use readyroom::app::settings::{Characters, Setting, ThemeName};

fn opened() -> Press {
    let mut press = Press::new();
    press.keys(": s e t t i n g s enter");
    press
}

#[test]
fn a_theme_is_seen_at_once_and_remembered_and_the_box_stays() {
    let mut press = opened();
    press.keys("c");
    assert_eq!(press.model.settings.theme, ThemeName::Light);
    assert!(press.screen().contains("light: for bright rooms"));
    press.keys("enter enter enter enter");
    assert_eq!(press.model.settings.theme, ThemeName::Dark, "all round");
    let remembered: Vec<_> = press.left.iter().collect();
    assert_eq!(remembered.len(), 5);
    assert_eq!(
        remembered[0],
        &Effect::Remember(Setting::Theme(ThemeName::Light))
    );
    press.keys("esc");
    assert!(press.model.overlays.is_empty());
}

#[test]
fn characters_are_chosen_round_and_round() {
    let mut press = opened();
    press.keys("p p");
    assert_eq!(press.model.settings.characters, Characters::Ascii);
    assert!(press.model.settings.ascii());
    press.keys("p");
    assert_eq!(press.model.settings.characters, Characters::Automatic);
}

#[test]
fn ones_own_name_is_set_and_goes_into_the_next_change() {
    let mut press = opened();
    press
        .keys("n ctrl-a ctrl-k")
        .text("Sam Okoro")
        .keys("enter");
    assert!(press.screen().contains("Sam Okoro: goes into the history"));
    let setting = Setting::Who("Sam Okoro".parse().unwrap());
    assert_eq!(press.left, [Effect::Remember(setting)]);
    press.keys("esc space");
    assert_eq!(press.done[0].entry.stamp.who.as_str(), "Sam Okoro");
}

#[test]
fn a_name_of_nothing_is_refused_and_the_box_stays() {
    let mut press = opened();
    press.keys("n ctrl-a ctrl-k enter");
    assert!(
        press.screen().contains("Type the name"),
        "{}",
        press.screen()
    );
    assert!(press.left.is_empty());
    assert_eq!(press.model.who.as_str(), "Jo");
}

#[test]
fn where_colours_are_off_the_box_says_so() {
    let mut press = opened();
    press.model.settings.colourless = true;
    press.keys("c");
    assert!(press.screen().contains("colours are off here"));
}
