//! How the screens look, at several sizes.

use crate::support::press::Press;

#[test]
fn show() {
    let mut press = Press::new();
    println!("{}", press.screen());
    press.keys("2");
    println!("{}", press.screen());
    press.keys("d");
    println!("{}", press.screen());
    press.keys("esc a");
    press.text("Chase foster carer rota a:TB d:fri 12:00 r:a");
    println!("{}", press.screen());
    press.keys("enter");
    println!("{}", press.screen());
    press.keys("enter");
    println!("{}", press.screen());
    press.keys("esc ?");
    println!("{}", press.screen());
    let mut press = Press::new().size(120, 40);
    press.keys("j j");
    println!("{}", press.screen());
    press.keys("c enter enter");
    println!("{}", press.screen());
}
