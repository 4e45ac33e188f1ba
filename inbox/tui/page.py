"""Speaks to a browser's page through whoever serves it: the screens end with the page, and keep what is being written.

Textual's own driver (8.2) ends at once when it is told to quit, and goes on without end when nobody is there to tell it.
"""

from __future__ import annotations

import asyncio
from typing import Any

from textual.drivers.web_driver import WebDriver


class PageDriver(WebDriver):
    """Leaves as a terminal that is closed does."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._loop = asyncio.get_running_loop()

    def on_meta(self, packet_type: str, payload: dict[str, object]) -> None:
        """Take in what the page's server says beside keys."""
        if packet_type == "quit":
            self._end()
        else:
            super().on_meta(packet_type, payload)

    def run_input_thread(self) -> None:
        """Read keys until the end: where nobody said so, whoever serves the page is gone."""
        super().run_input_thread()
        if not self.exit_event.is_set():
            self._end()

    def _end(self) -> None:
        # Our app keeps what is being written first; any other just ends.
        leave = getattr(self._app, "keep_and_exit", self._app.exit)
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(lambda: leave(return_code=0))
