"""Measures the time from start to the first picture on a real terminal beside an empty Textual app."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

from tests.bench.corpus import NAMES
from tests.bench.figures import Figure, lasting

ROOT = Path(__file__).parents[2]
EMPTY = """
from textual.app import App
from textual.widgets import Static
class Empty(App):
    def compose(self):
        yield Static("Adele ready")
Empty().run()
"""
PAINTED = re.compile("|".join(NAMES).encode())


def first_paint(arguments: list[str], environment: dict[str, str]) -> float:
    """Start a program on a terminal of its own; return the seconds until a customer's name is on it, and end it."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    began = time.perf_counter()
    program = subprocess.Popen(
        arguments, stdin=theirs, stdout=theirs, stderr=theirs, env=environment, cwd=ROOT, start_new_session=True
    )
    os.close(theirs)
    seen = b""
    try:
        while not PAINTED.search(seen):
            ready, _, _ = select.select([ours], [], [], 20)
            if not ready:
                raise TimeoutError(f"nothing was painted; the last was {seen[-300:]!r}")
            seen += os.read(ours, 65536)
        return time.perf_counter() - began
    except OSError as cause:
        raise RuntimeError(f"the program ended before it painted: {seen[-500:]!r}") from cause
    finally:
        _end(program, ours)


def _end(program: subprocess.Popen[bytes], terminal: int) -> None:
    """End a program that was started here, reading on so that it can say goodbye."""
    program.send_signal(signal.SIGTERM)
    deadline = time.monotonic() + 5
    while program.poll() is None:
        if time.monotonic() > deadline:
            program.kill()
            program.wait()
        ready, _, _ = select.select([terminal], [], [], 0.05)
        if ready:
            # A terminal whose program has gone raises instead of returning nothing.
            with contextlib.suppress(OSError):
                os.read(terminal, 65536)
    os.close(terminal)


def measure(inbox: Path, person: str, rounds: int) -> list[Figure]:
    """Start both in turns, this many times, after one start of each that warms the caches."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("INBOX", "PYTHONDONTWRITE"))}
    environment |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "INBOX_LANG": "en"}
    # Both start from compiled files, as installed programs do; the checkout is left as it was.
    environment["PYTHONPYCACHEPREFIX"] = str(inbox.parent / "compiled")
    ours, empty, imported = [], [], []
    for n in range(rounds + 1):
        mine = first_paint([sys.executable, "-m", "inbox", "--inbox", str(inbox), "--as", person], environment)
        theirs = first_paint([sys.executable, "-c", EMPTY], environment)
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", "import textual.app"], check=True, env=environment)
        loading = time.perf_counter() - began
        if n:
            ours.append(mine)
            empty.append(theirs)
            imported.append(loading)
    return [
        lasting("start to first picture", ours, empty, "an empty Textual app"),
        lasting("start to first picture", ours, imported, "python -c 'import textual.app'"),
    ]
