"""An app that changes its whole screen twenty times a second and reports how long its event loop stood still.

A thread beside the loop counts the time, so that a busy machine, which keeps both waiting, is no standstill.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import sys
import termios
import threading

from inbox.tui.start import prepare, terminal_driver

prepare()

from textual.app import App, ComposeResult
from textual.content import Content
from textual.events import Key
from textual.widgets import Static

STATUS = int(os.environ["STATUS_FD"])
TICK = 0.01


class Busy(App[None]):
    """Lines that all change; `f` freezes them, `q` ends."""

    CSS = "Static { height: 1fr; }"

    def compose(self) -> ComposeResult:
        yield Static(id="lines")

    def on_mount(self) -> None:
        self.round, self.gap, self.frozen, self.ticks, self.over = 0, 0.0, False, 0, threading.Event()
        threading.Thread(target=self.tick, daemon=True).start()
        if "busy" in sys.argv:
            self.set_interval(0.05, self.change)
        self.beating = asyncio.create_task(self.beat())
        self.call_after_refresh(lambda: os.write(STATUS, b"ready\n"))

    def change(self) -> None:
        if self.frozen:
            return
        self.round += 1
        # Every cell in another colour each time: about 60 KB a frame.
        text = "\n".join(f"round {self.round:05} line {y:02} " + "x" * 95 for y in range(40))
        content = Content(text)
        for at in range(0, len(text), 2):
            content = content if at % 40 else content.stylize(f"rgb({at % 256},{self.round % 256},90)", at, at + 20)
        self.query_one("#lines", Static).update(content)
        os.write(STATUS, b".")

    async def beat(self) -> None:
        last = self.ticks
        while True:
            await asyncio.sleep(0.01)
            self.gap, last = max(self.gap, (self.ticks - last) * TICK), self.ticks

    def tick(self) -> None:
        while not self.over.wait(TICK):
            self.ticks += 1

    def on_key(self, event: Key) -> None:
        if event.key == "f":
            self.frozen = True
            os.write(STATUS, b"frozen\n")
        elif event.key == "escape":
            os.write(STATUS, b"escape\n")
        elif event.key == "q":
            os.write(STATUS, f"gap {self.gap:.3f} round {self.round:05}\n".encode())
            self.exit()


if __name__ == "__main__":
    if "detached" not in sys.argv:
        # Only the terminal that controls a session sends SIGHUP when it goes.
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    app = Busy(driver_class=None if "stock" in sys.argv else terminal_driver())
    app.run()
    os.write(STATUS, b"left\n")
    sys.exit(app.return_code or 0)
