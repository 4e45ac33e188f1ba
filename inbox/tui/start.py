"""What must be set before Textual is imported and after its first picture, so that keys are answered fast."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Mapping, MutableMapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.driver import Driver

# Textual reads these once, while it is imported. 240 frames: a key must not wait for the frame of a background
# update. ESCDELAY in milliseconds, as ncurses knows it.
SETTINGS = {"TEXTUAL_FPS": "240", "ESCDELAY": "20"}


def prepare(environment: MutableMapping[str, str] = os.environ) -> None:
    """Set Textual's speed, keeping what the person set; call before anything imports Textual."""
    for name, value in SETTINGS.items():
        environment.setdefault(name, value)


def settle() -> None:
    """Take everything that start-up made out of garbage collection; call once, after the first picture.

    A full collection stopped the app for 32 ms before and for 12 ms after.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)


def in_browser(environment: Mapping[str, str] = os.environ) -> bool:
    """Tell whether the screens are drawn on a page instead of a terminal; whoever serves the page says so."""
    return environment.get("TEXTUAL_DRIVER", "").endswith(":WebDriver")


def terminal_driver() -> type[Driver] | None:
    """Return the `driver_class` for the app: our own for pages and where there are POSIX terminals, else None (Textual's)."""
    if in_browser():
        from inbox.tui.page import PageDriver

        return PageDriver
    if sys.platform == "win32":
        return None
    from inbox.tui.driver import SafeDriver

    return SafeDriver
