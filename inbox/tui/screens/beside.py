"""A list and, beside it, what is chosen in it; in a narrow window one of the two. What requests and sign-offs share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from inbox.domain.events import Recorded
from inbox.texts import t
from inbox.tui.models.counts import Count
from inbox.tui.screens.base import HouseScreen
from inbox.tui.widgets.bars import Bar
from inbox.tui.widgets.listing import ItemList, RowList

AGAIN = 20
"""Seconds after which it is read anew: not all that takes a row away is a fact that everybody is told of."""


class BesideScreen(HouseScreen):
    """Whoever derives from it makes `rows` and `shown`, reads in `reload`, and says in `_show` what is chosen."""

    rows: ItemList[Any]
    shown: Widget

    def _begin(self, rows: ItemList[Any], shown: Widget) -> None:
        self.status = Bar(id="status")
        self.list_title = Bar(id="list-title")
        self.hint = Bar(id="thread-title")
        self.rows, self.shown = rows, shown
        self.rows.empty = t("loading …")
        self._where: tuple[str, Sequence[Count]] = "", ()

    def beneath(self) -> Iterable[Widget]:
        """Return what stands beneath what is shown."""
        return ()

    def compose(self) -> ComposeResult:
        """Status, list beside what is chosen, notice, keys."""
        yield self.status
        with Horizontal(id="panes", classes="panes"):
            with Vertical(id="list-pane"):
                self.list_title.add_class("pane-title")
                yield self.list_title
                yield self.rows
            with Vertical(id="thread-pane"):
                self.hint.add_class("pane-title")
                yield self.hint
                yield self.shown
                yield from self.beneath()
        yield from self.compose_edges()

    async def on_mount(self) -> None:
        """Read and show."""
        self.rows.focus()
        self.work(self.reload)
        self.set_interval(AGAIN, lambda: self.work(self.reload))

    def retitle(self) -> None:
        """Say how much there is."""
        self.status.say_counts(*self._where, self.who())

    def _show(self) -> None:
        """Show what is chosen."""

    def moving(self) -> None:
        """Another row is chosen from now on."""

    @on(RowList.Moved)
    def _moved(self, event: RowList.Moved) -> None:
        event.stop()
        self.moving()
        self._show()

    @on(RowList.Opened)
    def _opened(self, event: RowList.Opened) -> None:
        event.stop()
        self.read()

    def read(self) -> None:
        """Go to what is shown."""
        self.add_class("-reading")
        self.shown.focus()

    def back(self) -> None:
        """Go back to the list."""
        self.remove_class("-reading")
        self.rows.focus()

    async def changed(self, facts: Sequence[Recorded]) -> None:
        """Show what happened."""
        await self.reload()
