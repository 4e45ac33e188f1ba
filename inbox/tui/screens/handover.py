"""The window in which work is handed on: the card of what the other has to know, and a line for them."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static, TextArea

from inbox.texts import t
from inbox.tui.screens.overlays import STEPS, Box, Window
from inbox.tui.widgets.bars import Hint


class HandOver(Window[str | None]):
    """A card above, a line below; ctrl+s hands it on, with an empty line too."""

    def __init__(self, title: str, lines: Sequence[str]) -> None:
        super().__init__()
        self._heading = title
        self._lines = lines

    def compose(self) -> ComposeResult:
        """The title, the card, room for a line, the keys."""
        with Box(classes="box"):
            yield Static(Content(self._heading), classes="title", markup=False)
            with VerticalScroll(classes="card", can_focus=False):
                yield Static(Content("\n".join(self._lines)), markup=False)
            yield TextArea("", soft_wrap=True, show_line_numbers=False, tab_behavior="focus")
            yield Hint(t("ctrl+s hands it on, with a line or without · pgdn the card · Esc leaves"))

    def on_mount(self) -> None:
        """Ready to write the line."""
        self.query_one(TextArea).focus()

    def on_key(self, event: events.Key) -> None:
        """Hand it on, look at more of the card, or leave."""
        if event.key in ("ctrl+s", "alt+enter"):
            event.stop()
            self.dismiss(self.query_one(TextArea).text.strip())
        elif event.key == "escape":
            event.stop()
            self.leave(written=bool(self.query_one(TextArea).text.strip()))
        elif event.key in ("pagedown", "pageup"):
            event.stop()
            event.prevent_default()
            self.query_one(".card", VerticalScroll).scroll_relative(y=STEPS[event.key] // 2, animate=False)
