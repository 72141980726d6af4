//! One day of an inspection in a real terminal, by keys alone: requests in the morning, a meeting after lunch, the trend in
//! the evening. What the screens count in the end is compared with the operations counted by hand.

use super::Desk;
use crate::support::terminal::Window;

/// Requests logged in the morning.
const LOGGED: usize = 9;

/// Those of them that are sent; one of these comes back.
const SENT: usize = 8;

/// What is said of the twenty tasks of the meeting: the keys, as many times as that.
const SAID: [(&str, usize); 4] = [("t", 16), ("d", 2), ("xno data yet\r", 1), ("sfri\r", 1)];

fn open(desk: &Desk, now: &str) -> Window {
    let file = desk.file.to_str().unwrap();
    let program = env!("CARGO_BIN_EXE_readyroom");
    let window = Window::open(desk.command(program, &["--file", file, "--now", now]));
    window.shows("Northshire");
    window
}

/// Leaves the screens.
fn close(mut window: Window) {
    window.press("q");
    assert_eq!(window.ends().exit_code(), 0);
}

/// Opens tab 5, which counts the requests of the day before a window of 80 columns cuts that.
fn requests(desk: &Desk, now: &str, counted: &str) -> Window {
    let mut window = open(desk, now);
    window.press("5");
    window.shows(counted);
    window
}

#[test]
fn a_day_of_requests_a_walk_and_its_trend_agree_with_a_count_by_hand() {
    let desk = Desk::new();
    let mut operations = 0;

    let mut window = requests(&desk, "2026-11-30T11:05", "Requests");
    for number in 1..=LOGGED {
        let promise = if number == LOGGED { "17:00" } else { "16:00" };
        window.press(&format!("aCase list {number} by:LI d:today {promise}\r"));
        window.shows(&format!("{number} asked, {number} open"));
        operations += 1;
    }
    close(window);

    let mut window = requests(&desk, "2026-11-30T13:00", "9 asked, 9 open");
    for number in 1..=SENT {
        // Somebody is at it, it is ready, and it goes: with each the first that is owed.
        window.press("\x1b[H");
        for (keys, said) in [
            ("wi", "in progress"),
            ("wr", "ready"),
            (" In the shared folder\r", "sent"),
        ] {
            window.press(keys);
            window.shows(&format!("R-{number} {said}"));
            operations += 1;
        }
        let left = LOGGED - number;
        window.shows(&format!("9 asked, {left} open, {number} answered"));
    }
    window.press("/r-8\rwm");
    window.shows("what more is wanted?");
    window.press("Two are missing\r");
    window.shows("R-8 returned");
    window.press("dtomorrow 10:00\r");
    window.shows("R-8: promised by Tue 1 Dec 2026 10:00");
    operations += 2;
    close(window);

    // A meeting: a task of which nothing changed is one key, and nobody is asked twice.
    let mut window = open(&desk, "2026-11-30T15:00");
    window.press("Wn");
    let mut spoken_of = 0;
    for (keys, times) in SAID {
        for _ in 0..times {
            spoken_of += 1;
            window.shows(&format!("{spoken_of} of "));
            window.press(keys);
            operations += 1;
        }
    }
    window.shows("21 of ");
    window.press("m");
    window.shows("20 tasks spoken of");
    window.press("\x1b");
    window.shows("21 of ");
    window.press("\x1b");
    window.shows("Today");
    close(window);

    let window = requests(
        &desk,
        "2026-11-30T17:30",
        "9 asked, 2 open, 1 late, 1 returned, 7 answered",
    );
    close(window);
    let mut window = open(&desk, "2026-11-30T17:30");
    window.press("7");
    // The file was begun by an operation too.
    window.shows(&format!("{} changes, newest first", operations + 1));
    window.press(":trend\r");
    window.shows("Mon 30 Nov █░░░░░░░░░░░░░░░     2/121   1 red   0 late");
    window.shows("2 finished in 1 working day, 2.0 a day");
    window.press("\x1b");
    window.shows("newest first");
    close(window);
}
