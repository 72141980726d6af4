"""Runs a command in a terminal, waits for the first screen of an inspection, presses q, and expects a clean end."""

import os
import pty
import select
import sys
import time

WANTED = b"Checklist"
LIMIT = 900


def main(command):
    child, terminal = pty.fork()
    if child == 0:
        os.environ.update(TERM="xterm-256color")
        os.execvp("bash", ["bash", "-c", command])
    seen, asked = b"", False
    end = time.monotonic() + LIMIT
    while time.monotonic() < end:
        ready, _, _ = select.select([terminal], [], [], 1)
        if not ready:
            continue
        try:
            chunk = os.read(terminal, 65536)
        except OSError:
            break
        if not chunk:
            break
        seen += chunk
        if WANTED in seen and not asked:
            os.write(terminal, b"q")
            asked = True
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    if not asked or code != 0:
        sys.stdout.buffer.write(seen[-4000:])
        sys.exit(f"the first screen was {'' if asked else 'not '}seen; the command ended with {code}")
    print("the first screen was shown, and q left it")


main(sys.argv[1])
