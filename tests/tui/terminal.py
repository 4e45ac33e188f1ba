"""A real terminal for tests: an app in its own session on a pty, its raw output, and the picture it makes."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyte

ROOT = Path(__file__).parents[2]


class Terminal:
    """One program on a pty of 120 by 40; reads only when told to, so that it can be made to stall."""

    def __init__(self, *command: str) -> None:
        self.raw = bytearray()
        self.screen = pyte.Screen(120, 40)
        self._stream = pyte.ByteStream(self.screen)
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        self.status, status = os.pipe()
        self.said = bytearray()
        # The size is this terminal's, not that of whoever runs the tests (several runners at once set these two).
        environment = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
        environment.setdefault("INBOX_LANG", "en")
        environment |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "STATUS_FD": str(status)}
        self.process = subprocess.Popen(
            command,
            cwd=ROOT, env=environment, stdin=slave, stdout=slave, stderr=slave, pass_fds=(status,), start_new_session=True,
        )  # fmt: skip
        os.close(slave)
        os.close(status)

    def type(self, keys: str) -> None:
        """Send what a keyboard would."""
        os.write(self.master, keys.encode())

    def hang_up(self) -> None:
        """Close the terminal's window."""
        os.close(self.master)
        self.master = -1

    def wait(self, condition: Callable[[], bool], *, reading: bool = True, within: float = 30.0) -> None:
        """Wait for a condition, reading the app's output (or leaving it unread) meanwhile."""
        deadline = time.monotonic() + within
        while not condition():
            assert time.monotonic() < deadline, f"not within {within} s:\n" + "\n".join(self.screen.display)
            watched = [self.status, *([self.master] if reading and self.master >= 0 else [])]
            for ready in select.select(watched, [], [], 0.02)[0]:
                self._take(ready)

    def drain(self) -> None:
        """Read what an ended app left behind."""
        while select.select([self.master], [], [], 0.05)[0]:
            before = len(self.raw)
            self._take(self.master)
            if len(self.raw) == before:
                return

    def ended(self) -> bool:
        """Return whether the app has ended."""
        return self.process.poll() is not None

    def _take(self, ready: int) -> None:
        try:
            data = os.read(ready, 65_536)
        except OSError:
            data = b""
        if ready == self.status:
            self.said += data
        else:
            self.raw += data
            self._stream.feed(data)

    def close(self) -> None:
        """End the app, whatever it does."""
        if not self.ended():
            self.process.kill()
        self.process.wait()
        for end in (self.status, self.master):
            if end >= 0:
                os.close(end)


@contextmanager
def terminal(module: str, *arguments: str) -> Iterator[Terminal]:
    """Run an app module of the tests in a terminal and leave no process behind."""
    with on_terminal(sys.executable, "-m", module, *arguments) as shown:
        yield shown


@contextmanager
def on_terminal(*command: str) -> Iterator[Terminal]:
    """Run any program in a terminal and leave no process behind."""
    shown = Terminal(*command)
    try:
        yield shown
    finally:
        shown.close()
