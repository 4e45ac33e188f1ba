"""Speaks to the terminal without ever waiting for it: a stalled, slow or vanished one must not stop the app.

Textual's own driver (8.2) hands frames to a thread through a queue of thirty; once it is full the event loop
waits in `put`. Its input thread looks for a lone Esc every 100 ms whatever ESCDELAY says, and spins on EOF.
"""

from __future__ import annotations

import os
import re
import select
import selectors
import signal
import threading
from codecs import getincrementaldecoder
from collections import deque
from collections.abc import Callable
from types import FrameType
from typing import Any

from textual import constants
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

# About one full picture of a large terminal; more waiting than that means that it does not keep up.
BACKLOG = 65_536
LEAVE_WITHIN = 1.0
_SYNC_START, _SYNC_END = "\x1b[?2026h", "\x1b[?2026l"
# Modes of the terminal and OSC (clipboard, title, notices) are never dropped: each is sent once and means something later.
_KEPT = re.compile(r"(?:\x1b\[[?<>=][0-9;$]*[a-zA-Z])+\Z|\x1b\](?:52|2|9|99|777);|\x1bPtmux;|\x1b\[2[23];2t").match
_IDLE = 1.0


class FrameWriter(threading.Thread):
    """Writes to a terminal in the background; while more than BACKLOG characters wait, frames are dropped.

    `caught_up` is called from this thread once everything is written after frames were dropped, so that
    somebody paints the whole screen again.
    """

    def __init__(self, fileno: int, caught_up: Callable[[], None]) -> None:
        super().__init__(daemon=True, name="inbox-output")
        self._fileno = fileno
        self._caught_up = caught_up
        self._changed = threading.Condition()
        self._waiting: deque[str] = deque()
        self._size = 0
        self._missed = self._in_sync = self._stopping = self._gone = False

    def put(self, text: str) -> None:
        """Take over what is to be written; returns at once."""
        with self._changed:
            if self._stopping or self._gone or not self._accepts(text):
                return
            self._waiting.append(text)
            self._size += len(text)
            self._changed.notify()

    def _accepts(self, text: str) -> bool:
        behind = self._size > BACKLOG
        if text == _SYNC_START:
            self._in_sync = not behind
            return not behind
        if text == _SYNC_END:
            # An opened frame is always closed; one that was not opened needs no end.
            was_open, self._in_sync = self._in_sync, False
            return was_open
        if behind and not _KEPT(text):
            self._missed = True
            return False
        return True

    def stop(self) -> None:
        """Write what must still be written and end; gives up after LEAVE_WITHIN seconds."""
        with self._changed:
            self._stopping = True
            if self._size > BACKLOG:
                self._waiting = deque(text for text in self._waiting if _KEPT(text))
            self._changed.notify()
        self.join(LEAVE_WITHIN)

    def run(self) -> None:
        """Write until stopped or until the terminal is gone."""
        while (text := self._next()) is not None:
            try:
                self._write(text.encode("utf-8", "replace"))
            except OSError:
                # The terminal is gone (EIO, EPIPE); the input thread or SIGHUP ends the app.
                with self._changed:
                    self._gone = True
                    self._waiting.clear()
                return
            with self._changed:
                self._size -= len(text)
                caught_up = self._missed and not self._waiting
                if caught_up:
                    self._missed, self._size = False, 0
            if caught_up:
                self._caught_up()

    def _next(self) -> str | None:
        with self._changed:
            while not self._waiting:
                if self._stopping:
                    return None
                self._changed.wait()
            return self._waiting.popleft()

    def _write(self, data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            try:
                rest = rest[os.write(self._fileno, rest) :]
            except BlockingIOError:
                # Another program that shares this terminal made it non-blocking.
                select.select([], [self._fileno], [], _IDLE)


class SafeDriver(LinuxDriver):
    """Textual's terminal driver that drops frames instead of waiting, answers Esc after ESCDELAY, and ends on HUP.

    When the terminal goes away (SIGHUP or end of input) the app exits with code 129, on SIGTERM with 143.
    """

    def __init__(
        self, app: Any, *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._frames: FrameWriter | None = None
        self._wake: tuple[int, int] | None = None
        self._signals_before: dict[int, Any] = {}

    def write(self, data: str) -> None:
        """Hand over data to be written; never waits."""
        if self._frames is not None:
            self._frames.put(data)

    def start_application_mode(self) -> None:
        """Take the terminal over."""
        if self._frames is None:
            self._frames = FrameWriter(self._output(), self._repaint_soon)
            self._frames.start()
            self._wake = os.pipe()
            os.set_blocking(self._wake[1], False)
            for number in (signal.SIGHUP, signal.SIGTERM):
                self._signals_before[number] = signal.signal(number, self._on_end_signal)
        super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual leaves it unannotated.

    def disable_input(self) -> None:
        """Stop reading keys, at once instead of at the next poll."""
        if self._wake is not None:
            os.write(self._wake[1], b"x")
        super().disable_input()

    def close(self) -> None:
        """Give the terminal back; waits at most LEAVE_WITHIN seconds for it."""
        super().close()
        if self._frames is None:
            return
        self._frames.stop()
        self._frames = None
        for number, before in self._signals_before.items():
            signal.signal(number, before)
        self._signals_before.clear()
        wake, self._wake = self._wake, None
        for end in wake or ():
            os.close(end)

    def run_input_thread(self) -> None:
        """Turn what is typed into events until input is disabled or ends."""
        parser = XTermParser(self._debug)
        decode = getincrementaldecoder("utf-8")("replace").decode
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            if self._wake is not None:
                selector.register(self._wake[0], selectors.EVENT_READ)
            while not self.exit_event.is_set():
                # A lone Esc may be the beginning of a sequence: only then is there anything to wait for.
                pending = parser._timeout_time is not None  # noqa: SLF001 - Textual offers no other way to see it
                ready = {key.fileobj for key, _ in selector.select(constants.ESCAPE_DELAY if pending else _IDLE)}
                if self.fileno in ready and not self._read(parser, decode):
                    self._end(128 + signal.SIGHUP)
                    break
                if self._wake is not None and self._wake[0] in ready:
                    os.read(self._wake[0], 64)
                for event in parser.tick():
                    self.process_message(event)

    def _read(self, parser: XTermParser, decode: Callable[[bytes], str]) -> bool:
        try:
            data = os.read(self.fileno, 4096)
        except OSError:
            # EIO: the other side of the terminal was closed.
            return False
        # A character may arrive in two halves; feeding the parser an empty text would end it.
        for event in parser.feed(text) if (text := decode(data)) else ():
            self.process_message(event)
        return bool(data)

    def _output(self) -> int:
        # Textual draws on standard error, so that standard output may be redirected.
        return self._file.fileno() if self._file is not None else 2

    def _on_end_signal(self, number: int, _frame: FrameType | None) -> None:
        self._end(128 + number)

    def _end(self, code: int) -> None:
        # Our app keeps what is being written first; any other just ends.
        leave = getattr(self._app, "keep_and_exit", self._app.exit)
        self._soon(lambda: leave(return_code=code))

    def _repaint_soon(self) -> None:
        self._soon(lambda: self._app.refresh(layout=True))

    def _soon(self, callback: Callable[[], object]) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(callback)
