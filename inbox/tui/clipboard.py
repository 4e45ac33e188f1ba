"""Copies text to the clipboard of the person at the terminal, cleaned, on the ways that terminals offer."""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.app import App

_TMUX_WITHIN = 2.0
# A newline in pasted text runs a shell's command line, but text without its lines is no copy: lines stay.
_NOT_COPIED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ud800-\udfff\U000e0000-\U000e007f]"
)


def copyable(text: str) -> str:
    """Return text without control and bidi characters, which a later paste would carry on; newline and tab stay."""
    return _NOT_COPIED.sub("", text.replace("\r\n", "\n"))


async def copy_text(app: App[object], text: str, environment: Mapping[str, str] = os.environ) -> tuple[str, ...]:
    """Copy text and return the ways it went: "terminal" (OSC 52), and "tmux" if its buffer took it.

    Terminals do not answer OSC 52, and tmux 3.3 drops it by default (`set-clipboard external`); so inside
    tmux the text is also given to `tmux load-buffer -w`, which passes it on to the outer terminal.
    """
    safe = copyable(text)
    app.copy_to_clipboard(safe)
    if environment.get("TMUX") and await _tmux(safe, environment):
        return ("terminal", "tmux")
    return ("terminal",)


async def _tmux(text: str, environment: Mapping[str, str]) -> bool:
    quiet = asyncio.subprocess.DEVNULL
    try:
        process = await asyncio.create_subprocess_exec(
            "tmux", "load-buffer", "-w", "-", stdin=asyncio.subprocess.PIPE, stdout=quiet, stderr=quiet, env=environment
        )
    except OSError:
        # No tmux program on this side (a container, another machine): OSC 52 has to do.
        return False
    try:
        await asyncio.wait_for(process.communicate(text.encode()), _TMUX_WITHIN)
    except TimeoutError:
        process.kill()
        await process.wait()
        return False
    return process.returncode == 0
