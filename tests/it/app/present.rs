//! Present mode: what the room sees, and what it must not.

use crate::support::press::{Press, at};
use readyroom::app::Msg;
use readyroom::app::present::SLIDES;
use readyroom::domain::decisions;

fn slides(press: &mut Press) -> Vec<String> {
    let mut seen = Vec::new();
    for _ in SLIDES {
        seen.push(press.screen());
        press.keys("right");
    }
    assert_eq!(press.screen(), seen[0], "all round");
    seen
}

#[test]
fn five_slides_come_round_with_no_message_of_the_programs_own() {
    let mut press = Press::new();
    press.keys("space p");
    let seen = slides(&mut press);
    assert_eq!(seen.len(), 5);
    for (slide, screen) in SLIDES.iter().zip(&seen) {
        assert!(screen.contains(slide.title), "{screen}");
        for word in [
            "Saved.",
            "undoes",
            "readyroom  ",
            ".readyroom",
            "4 Timeline",
        ] {
            assert!(!screen.contains(word), "{word} in:\n{screen}");
        }
    }
}

#[test]
fn with_names_off_nobody_is_named_on_any_slide() {
    let mut press = Press::new();
    press.keys("O").text("Asha Okafor").keys("enter p");
    let named: Vec<String> = press
        .model
        .plan
        .people()
        .iter()
        .filter_map(|person| Some(person.name.as_ref()?.to_string()))
        .collect();
    assert!(!named.is_empty());
    let with = slides(&mut press).concat();
    assert!(
        named.iter().any(|name| with.contains(name.as_str())),
        "{with}"
    );
    press.keys("n");
    let without = slides(&mut press).concat();
    for name in named {
        assert!(!without.contains(&name), "{name} in:\n{without}");
    }
}

/// In what was agreed, asked for and judged as much as beside it.
#[test]
fn with_names_off_nobody_is_named_in_what_people_typed_either() {
    let mut press = Press::new();
    press.keys("2 home down t").text(" with Asha Okafor");
    press.keys("enter O").text("Asha Okafor").keys("enter r r");
    press.text("late").keys("enter 5 a");
    press
        .text("Rota of asha okafor by:LI a:DCS d:+4h")
        .keys("enter p a");
    press
        .text("Asha takes lists 4 and 7; Asha  Okafor agrees")
        .keys("enter");
    let with = slides(&mut press).concat();
    let spoken = [
        "with Asha Okafor",
        "Rota of asha okafor",
        "Asha takes lists 4 and 7",
    ];
    for words in spoken {
        assert!(with.contains(words), "{words} in:\n{with}");
    }
    press.keys("n");
    let without = slides(&mut press).concat();
    assert!(!without.to_lowercase().contains("asha"), "{without}");
    assert!(!without.to_lowercase().contains("okafor"), "{without}");
    assert!(without.contains("takes lists 4 and 7"), "{without}");
}

#[test]
fn dates_that_are_all_past_are_not_called_missing() {
    let mut press = Press::new();
    press.keys("p right right");
    assert!(!press.screen().contains("all past"), "{}", press.screen());
    press.send(Msg::Now(at("2029-11-30T09:00")));
    let screen = press.screen();
    assert!(
        screen.contains("The inspection's dates are all past."),
        "{screen}"
    );
}

/// A slide is worked out once, and again when what it rests on has changed.
#[test]
fn what_is_on_a_slide_follows_the_plan() {
    let mut press = Press::new();
    press.keys("p right");
    let before = press.screen();
    press.keys("a").text("Ravi takes list 4").keys("enter");
    assert_ne!(press.screen(), before);
    press.keys("left right");
    assert!(press.screen().contains("Ravi takes list 4"));
    press.keys("esc u p right");
    assert_eq!(press.screen(), before);
}

#[test]
fn the_room_can_be_shown_nothing() {
    let mut press = Press::new();
    press.keys("p b");
    let screen = press.screen();
    let dark: Vec<&str> = screen
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    assert_eq!(dark.len(), 1, "{screen}");
    assert!(dark[0].contains("b shows it again"));
    press.keys("b");
    assert!(press.screen().contains("Where we are"));
}

#[test]
fn what_is_agreed_is_written_down_with_its_time_and_the_slide_stays() {
    let mut press = Press::new();
    press
        .keys("p right a")
        .text("Ravi takes lists 4 and 7")
        .keys("enter");
    let screen = press.screen();
    assert!(
        screen.contains("11:42  Ravi takes lists 4 and 7"),
        "{screen}"
    );
    assert!(screen.contains("2 of 5"), "{screen}");
    let all = decisions::all(&press.model.plan);
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].who.as_str(), "Jo");
    press.keys("esc u");
    assert!(decisions::all(&press.model.plan).is_empty());
}

#[test]
fn a_decision_of_nothing_is_refused_where_it_is_typed() {
    let mut press = Press::new();
    press.keys("p a enter");
    assert!(
        press.screen().contains("Type what was agreed."),
        "{}",
        press.screen()
    );
    press.keys("esc");
    assert!(press.screen().contains("Where we are"));
}

#[test]
fn figures_shrink_and_grow_and_fit_any_window() {
    let mut press = Press::new().size(160, 50);
    press.keys("p");
    let tall = |press: &Press| {
        press
            .screen()
            .lines()
            .filter(|line| line.contains('█'))
            .count()
    };
    assert_eq!(tall(&press), 15);
    press.keys("-");
    assert_eq!(tall(&press), 10);
    press.keys("- -");
    assert_eq!(tall(&press), 5);
    press.keys("+");
    assert_eq!(tall(&press), 10);
    for (cols, rows) in [(20, 5), (30, 8), (50, 12), (60, 16), (200, 60)] {
        let mut small = Press::new().size(cols, rows);
        small.keys("p right right right right left a esc");
    }
}

/// A request that was closed without an answer is not one that was answered.
#[test]
fn the_requests_slide_counts_as_the_requests_screen_does() {
    let mut press = Press::new();
    press.keys("5");
    for line in ["Vacancy rates by:LI a:DCS d:+4h", "Structure chart"] {
        press.keys("a").text(line).keys("enter");
    }
    press.keys("end w c p right right right");
    let screen = press.screen();
    assert!(
        screen.contains("1 request to answer, 0 answered"),
        "{screen}"
    );
    assert!(screen.contains("R-1  Vacancy rates"), "{screen}");
    assert!(!screen.contains("Structure chart"), "{screen}");
}

/// However many digits there are, no figure runs into the next: each stands under its own name, a digit's width away.
#[test]
fn large_figures_stand_apart() {
    for (cols, rows) in [(120, 40), (100, 30), (160, 50), (80, 24)] {
        let mut press = Press::new().size(cols, rows);
        press.keys("p");
        let screen = press.screen();
        let lines: Vec<Vec<char>> = screen.lines().map(|line| line.chars().collect()).collect();
        let starts: Vec<usize> = ["Days to", "Red", "Amber", "Complete"]
            .iter()
            .map(|name| {
                let line: String = lines[2].iter().collect();
                line.find(name).unwrap() - usize::from(*name != "Days to")
            })
            .collect();
        let large = screen.lines().filter(|line| line.contains('█')).count();
        let digit = 6 * (large / 5);
        for (at, start) in starts.iter().enumerate().skip(1) {
            for line in &lines[4..9] {
                let before = line.iter().skip(start - digit).take(digit);
                let runs_in = before.clone().any(|c| *c == '█');
                assert!(!runs_in, "figure {at} at {cols}x{rows}\n{screen}");
            }
        }
    }
}

#[test]
fn on_every_slide_it_is_seen_that_what_was_agreed_is_written_down() {
    let mut press = Press::new();
    press.keys("p");
    assert!(!slides(&mut press).concat().contains("agreed today"));
    for slide in 0..SLIDES.len() {
        press.keys("a").text("Ravi takes list 4").keys("enter");
        let said = format!("{} agreed today, last 11:42", slide + 1);
        let screen = press.screen();
        assert!(screen.contains(&said), "{screen}");
        press.keys("right");
    }
    let first = press.screen();
    assert_eq!(first.matches("Ravi takes list 4").count(), 3, "{first}");
    assert!(first.contains("and 2 more, on the next slide"), "{first}");
    press.keys("right");
    assert_eq!(press.screen().matches("Ravi takes list 4").count(), 5);
}
