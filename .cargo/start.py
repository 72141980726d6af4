#!/usr/bin/env python3
"""Writes .cargo/start.names: the functions that run from the start to the first keys, for build.rs.

Needs valgrind and nm. Run it in the project's folder after the program has grown: `python3 .cargo/start.py`.
"""

import os
import pty
import re
import select
import subprocess
import tempfile
import time
from pathlib import Path

HEAD = "# The functions that run from the start to the first keys. Written by .cargo/start.py; read by build.rs.\n"
BINARY = "target/start/release/readyroom"
# Pressed one after the other: the checklist, down, today, down, and out.
KEYS = ["2", "j", "1", "j", "q"]


def run_on_screen(command, keys):
    """Runs it in a terminal of 120 x 40 and presses each key when the screen has been still for two seconds."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ.update(TERM="xterm-256color", LINES="40", COLUMNS="120")
        os.execvp(command[0], command)
    os.set_blocking(terminal, False)
    subprocess.run(["stty", "rows", "40", "cols", "120"], stdin=terminal, check=True)
    drawn, still_since = False, time.monotonic()
    while True:
        ready, _, _ = select.select([terminal], [], [], 0.1)
        if ready:
            try:
                if not os.read(terminal, 65536):
                    break
            except OSError:
                break
            drawn, still_since = True, time.monotonic()
        elif drawn and keys and time.monotonic() - still_since > 2:
            os.write(terminal, keys.pop(0).encode())
            still_since = time.monotonic()
    os.waitpid(pid, 0)


def main():
    # Unstripped, so that the functions have their names.
    subprocess.run(
        ["cargo", "build", "--release", "--locked", "--target-dir", "target/start", "--bin", "readyroom"],
        env={**os.environ, "CARGO_PROFILE_RELEASE_STRIP": "none"},
        check=True,
    )
    with tempfile.TemporaryDirectory() as folder:
        file, trace = f"{folder}/t.readyroom", f"{folder}/trace"
        env = ["env", f"XDG_DATA_HOME={folder}", f"XDG_CONFIG_HOME={folder}"]
        new = [BINARY, "new", file, "--template", "standard", "--call", "2026-11-30", "--now", "2026-11-30T11:00"]
        subprocess.run(env + new, check=True, stdout=subprocess.DEVNULL)
        trace_it = ["valgrind", "-q", "--tool=callgrind", "--demangle=no", f"--callgrind-out-file={trace}"]
        run_on_screen(env + trace_it + [BINARY, "--file", file, "--now", "2026-11-30T11:00"], list(KEYS))
        ran = set(re.findall(r"^c?fn=\(\d+\) (\S+?)(?:'\d+)?$", Path(trace).read_text(), re.M))
    listed = subprocess.run(["nm", BINARY], capture_output=True, text=True, check=True).stdout
    ours = {line.split()[-1] for line in listed.splitlines() if " t " in line.lower()}
    names = set()
    for name in ran & ours:
        name = re.sub(r"17h[0-9a-f]{16}E.*$", "17h*", name)
        names.add(re.sub(r"Cs[A-Za-z0-9]+_", "Cs*_", name) if name.startswith("_R") else name)
    Path(".cargo/start.names").write_text(HEAD + "\n".join(sorted(names)) + "\n")
    print(f"{len(names)} functions in .cargo/start.names")


if __name__ == "__main__":
    main()
