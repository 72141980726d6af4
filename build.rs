//! Where the linker lays what the start needs: side by side. The program's code is most of the memory it takes, and the
//! system reads it in pieces of 64 KiB; strewn over the file, the sixth of it that draws the first screen brings most of
//! the rest along.
//!
//! `.cargo/start.names` lists the functions; `.cargo/start.py` writes that list from a run. A name that is not there
//! costs nothing, so an old list makes the program larger in memory, never wrong. Only release builds for Linux are laid
//! so, and only where nobody has chosen a linker: one that does not read scripts would refuse this one.

use std::io::{self, Write as _};
use std::path::Path;
use std::{env, fs};

fn main() -> io::Result<()> {
    let mut cargo = io::stdout().lock();
    writeln!(cargo, "cargo::rerun-if-changed=.cargo/start.names")?;
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|is| is == value);
    let is_laid = is("PROFILE", "release")
        && is("CARGO_CFG_TARGET_OS", "linux")
        && is("CARGO_CFG_TARGET_ENV", "gnu")
        && !has_own_linker();
    let (true, Ok(names)) = (is_laid, fs::read_to_string(".cargo/start.names")) else {
        return Ok(());
    };
    let Some(folder) = env::var_os("OUT_DIR") else {
        return Ok(());
    };
    let script = Path::new(&folder).join("start.ld");
    fs::write(&script, script_of(&names))?;
    writeln!(
        cargo,
        "cargo::rustc-link-arg-bin=readyroom=-Wl,-T,{}",
        script.display()
    )
}

/// Whether the user's own settings name a linker.
fn has_own_linker() -> bool {
    let flags = env::var("CARGO_ENCODED_RUSTFLAGS").unwrap_or_default();
    let names_one = ["linker", "fuse-ld", "link-self-contained"];
    env::var_os("RUSTC_LINKER").is_some() || names_one.iter().any(|name| flags.contains(name))
}

/// The script that puts the functions of these names before all others; `*` in a name stands for what differs from one
/// compiler to the next.
fn script_of(names: &str) -> String {
    let mut script = "SECTIONS {\n  .text.start : {\n".to_owned();
    for name in names.lines().filter(|line| !line.starts_with('#')) {
        script.extend(["    *(.text.", name, " .text.unlikely.", name, ")\n"]);
    }
    script + "  }\n}\nINSERT BEFORE .text;\n"
}
