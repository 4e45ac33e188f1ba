"""An app that puts hostile text on every surface we may use."""

from __future__ import annotations

import fcntl
import os
import sys
import termios
from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.app import App, ComposeResult
from textual.content import Content
from textual.filter import LineFilter
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widgets import Button, DataTable, Input, Label, OptionList, Static, TextArea
from textual.widgets.option_list import Option

from inbox.tui.guard import ControlGuard, guarded
from inbox.tui.start import terminal_driver

# Renames the window, fills the clipboard, clears the screen, reverses the order, ends a link, C1, NUL, DEL, a lone half.
PAYLOAD = "\x1b]0;pwn\x07\x1b]52;c;cHdu\x07\x1b[2J\x1bP1$q\x1b\\\x1b_G\x1b\\\x9b2J\x9d0;pwn\x9c\x00\x0e\x7f\u202e\u2066\u200f\ud800"


def evil(name: str) -> str:
    """Return hostile text that ends in a name to be found on the screen."""
    return f"{PAYLOAD}<{name}>"


class Lines(ScrollView):
    """A Line-API widget, with a link that tries to break out of OSC 8."""

    def render_line(self, y: int) -> Strip:
        if y:
            return Strip.blank(self.size.width)
        bad = Style(link="https://a.test/\x1b\\\x1b]0;pwn\x07")
        good = Style(link="https://good.test/")
        return Strip(
            [
                Segment(evil("strip")),
                Segment("<broken>", bad),
                Segment("<file>", Style(link="file:///x")),
                Segment("<link>", good),
            ]
        )


class Hostile(App[None]):
    """Every surface once."""

    CSS = "Screen { layout: vertical; } Static, Label, Lines, Input, Button { height: 3; } OptionList, TextArea, DataTable { height: 4; }"

    def __init__(self) -> None:
        super().__init__(driver_class=terminal_driver())
        self._guard = ControlGuard()

    def get_line_filters(self) -> Sequence[LineFilter]:
        filters = super().get_line_filters()
        return filters if "unguarded" in sys.argv else guarded(filters, self._guard)

    def compose(self) -> ComposeResult:
        framed = Static(Content(evil("static")), id="framed")
        framed.styles.border = ("solid", "white")
        framed.border_title = Content(evil("title"))
        framed.border_subtitle = Content(evil("subtitle"))
        yield framed
        yield Static(evil("plain"), markup=False)
        yield Label(Content(evil("label")))
        yield Lines()
        yield Input(evil("input"), placeholder=evil("placeholder"))
        yield Input(placeholder=evil("placeholder"))
        yield TextArea(evil("area").replace("\ud800", ""))
        yield OptionList(Option(Content(evil("option"))))
        yield Button(Content(evil("button")))
        yield DataTable()

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        table.add_column(Text(evil("column")), width=60)
        table.add_row(Content(evil("cell")))
        self.notify(evil("toast"), title=evil("heading"), markup=False, timeout=60)
        self.call_after_refresh(lambda: os.write(int(os.environ["STATUS_FD"]), b"ready\n"))


if __name__ == "__main__":
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    Hostile().run()
