"""Tells whoever does not look at the screens that something happened: bell, a number in the title, the desktop, a command.

OSC 9 is iTerm2's and Windows Terminal's, OSC 777 urxvt's and foot's, OSC 99 kitty's
(https://sw.kovidgoyal.net/kitty/desktop-notifications/). tmux passes a sequence on only wrapped, and where its
`allow-passthrough` is on. What is said are our own words with a conversation's number: never a customer's.
"""

from __future__ import annotations

import asyncio
import os
import re
import shlex
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from inbox.domain.when import LOCAL
from inbox.errors import InboxError
from inbox.tui.confined import stay_inside
from inbox.tui.models.notices import Notice, Telling, together

_NOT_SAID = re.compile("[\x00-\x1f\x7f-\x9f;]")
PATIENCE = 10.0
"""Seconds a command may take."""
PAUSE = 5.0
"""Seconds between two notices of the desktop; what comes meanwhile is counted in the next."""
PUSH, POP = "\x1b[22;2t", "\x1b[23;2t"
"""Lay the terminal's own title aside, and take it back (xterm's window operations)."""


class Notifier:
    """Tells one person at one terminal. `write` hands a sequence to the terminal, `looking` says whether they look."""

    def __init__(
        self,
        how: Telling,
        write: Callable[[str], None],
        bell: Callable[[], None],
        looking: Callable[[], bool],
        environment: Mapping[str, str] = os.environ,
    ) -> None:
        self._how = how
        self._write = write
        self._bell = bell
        self._looking = looking
        self._tmux = bool(environment.get("TMUX"))
        self._missed = 0
        self._titled = False
        self._waiting: list[Notice] = []
        self._free_at = 0.0
        self._command: asyncio.Task[None] | None = None
        self._later: asyncio.TimerHandle | None = None

    def tell(self, told: Sequence[Notice], *, now: datetime, rings: bool) -> None:
        """Tell this to whoever does not look; `rings` says that it is worth a bell."""
        if "off" in self._how.ways or (self._looking() and "always" not in self._how.ways):
            return
        self._missed += len(told)
        if told:
            self._title()
        if self._how.sleeps(now.astimezone(LOCAL)):
            return
        if rings and "bell" in self._how.ways:
            self._bell()
        self._waiting += told
        self._say()

    def looked(self) -> None:
        """They look again: nothing is missed any more."""
        self._missed, self._waiting = 0, []
        if self._titled:
            self._title()

    def end(self) -> None:
        """Give the terminal its own title back."""
        if self._later is not None:
            self._later.cancel()
        if self._command is not None:
            self._command.cancel()
        if self._titled:
            self._titled = False
            self._write(POP)

    def _title(self) -> None:
        if "title" not in self._how.ways:
            return
        if not self._titled:
            self._titled = True
            self._write(PUSH)
        self._write(f"\x1b]2;inbox{f' ({self._missed})' if self._missed else ''}\x07")

    def _say(self) -> None:
        """Tell the desktop and the command, at most once in a while."""
        loop = asyncio.get_running_loop()
        if not self._waiting or self._later is not None:
            return
        if (wait := self._free_at - loop.time()) > 0:
            self._later = loop.call_later(wait, self._say_late)
            return
        told = sorted(self._waiting, key=lambda n: not n.urgent)
        self._waiting, self._free_at = [], loop.time() + PAUSE
        words = _NOT_SAID.sub(" ", together(told))
        for way, sequence in (
            ("osc9", f"\x1b]9;inbox: {words}\x07"),
            ("osc777", f"\x1b]777;notify;inbox;{words}\x07"),
            ("osc99", f"\x1b]99;;inbox: {words}\x1b\\"),
        ):
            if way in self._how.ways:
                self._write(self._passed(sequence))
        if self._how.command and (self._command is None or self._command.done()):
            self._command = loop.create_task(_run(self._how.command, words))

    def _say_late(self) -> None:
        self._later = None
        self._say()

    def _passed(self, sequence: str) -> str:
        doubled = sequence.replace("\x1b", "\x1b\x1b")
        return f"\x1bPtmux;{doubled}\x1b\\" if self._tmux else sequence


async def _run(command: str, words: str) -> None:
    """Call a command with one sentence behind it, without a shell; that it fails is no reason to disturb anybody."""
    quiet = asyncio.subprocess.DEVNULL
    try:
        stay_inside()
        process = await asyncio.create_subprocess_exec(
            *shlex.split(command), words, stdin=quiet, stdout=quiet, stderr=quiet
        )
    except (InboxError, OSError, ValueError):
        return
    try:
        await asyncio.wait_for(process.wait(), PATIENCE)
    except (TimeoutError, asyncio.CancelledError):
        process.kill()
        await process.wait()
