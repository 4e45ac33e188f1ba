"""What waits for a sign-off, for whoever may give it: the reply, what it answers, why it waits; also for specialists."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from inbox.domain.events import Recorded
from inbox.ports.signing import HeldRow
from inbox.texts import t
from inbox.tui.models.held import held_line, held_lines, verdict
from inbox.tui.models.lines import Line
from inbox.tui.screens.base import HouseScreen
from inbox.tui.screens.requests import QuestionView
from inbox.tui.seat import Seat
from inbox.tui.widgets.bars import Bar
from inbox.tui.widgets.listing import ItemList, RowList

MOST = 500
"""Waiting replies read at once."""


class HeldView(QuestionView):
    """One waiting reply to read."""

    held: HeldRow | None = None

    def _lines(self, width: int) -> list[Line]:
        return held_lines(self.held, width, datetime.now(UTC)) if self.held else []


class SigningScreen(HouseScreen):
    """Replies that wait, oldest first, beside the chosen one."""

    def __init__(self, seat: Seat) -> None:
        super().__init__(seat)
        self.status = Bar(id="status")
        self.list_title = Bar(id="list-title")
        self.hint = Bar(id="thread-title")
        self.rows: ItemList[HeldRow] = ItemList(self._line, id="rows")
        self.rows.empty = t("loading …")
        self.reply = HeldView(id="question")
        self._where = ""

    def compose(self) -> ComposeResult:
        """Status, list beside reply, notice, keys."""
        yield self.status
        with Horizontal(id="panes", classes="panes"):
            with Vertical(id="list-pane"):
                self.list_title.add_class("pane-title")
                yield self.list_title
                yield self.rows
            with Vertical(id="thread-pane"):
                self.hint.add_class("pane-title")
                yield self.hint
                yield self.reply
        yield from self.compose_edges()

    async def on_mount(self) -> None:
        """Show what waits."""
        self.rows.focus()
        self.work(self.reload)
        # Also reads anew: what another one released is no fact that a specialist is told of.
        self.set_interval(20, lambda: self.work(self.reload))

    def context(self) -> str:
        """Where keys go now."""
        return "signing"

    def held_row(self) -> HeldRow | None:
        """The reply that is chosen."""
        return self.rows.current

    def _line(self, row: HeldRow, width: int) -> Line:
        return held_line(row, width, datetime.now(UTC))

    async def reload(self) -> None:
        """Read what waits."""
        found = (await self.desk.held(limit=MOST)).items
        self.rows.empty = t("No reply waits for a sign-off.")
        self.rows.show(found, lambda row: row.message.id)
        mine = sum(not row.lacks for row in found)
        self._where = f" {t('SIGN-OFF')}  {t('{n} wait', n=len(found))} · {t('{n} for you', n=mine)}"
        self.retitle()
        self.list_title.say(f" {t('oldest first')}")
        self._show()

    def retitle(self) -> None:
        """Say how much waits."""
        self.status.say_between(self._where, self.who())

    def _show(self) -> None:
        current = self.reply.held = self.rows.current
        self.reply.repaint()
        self.hint.say(f" {verdict(current, datetime.now(UTC))}" if current else "")
        if current is None and self.has_class("-reading"):
            self.back()
        self.refresh_footer()

    @on(RowList.Moved)
    def _moved(self, event: RowList.Moved) -> None:
        event.stop()
        self._show()

    @on(RowList.Opened)
    def _opened(self, event: RowList.Opened) -> None:
        event.stop()
        self.read()

    def read(self) -> None:
        """Go to the reply."""
        self.add_class("-reading")
        self.reply.focus()

    def back(self) -> None:
        """Go back to the list."""
        self.remove_class("-reading")
        self.rows.focus()

    async def changed(self, facts: Sequence[Recorded]) -> None:
        """Show what happened."""
        await self.reload()
