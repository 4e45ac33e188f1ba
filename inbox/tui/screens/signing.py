"""What waits for a sign-off, for whoever may give it: the reply, what it answers, why it waits; also for specialists."""

from __future__ import annotations

from datetime import UTC, datetime

from inbox.ports.signing import HeldRow
from inbox.texts import t
from inbox.tui.models.counts import Count
from inbox.tui.models.held import held_line, held_lines, verdict
from inbox.tui.models.lines import Line
from inbox.tui.screens.beside import BesideScreen
from inbox.tui.screens.requests import QuestionView
from inbox.tui.seat import Seat
from inbox.tui.widgets.listing import ItemList

MOST = 500
"""Waiting replies read at once."""


class HeldView(QuestionView):
    """One waiting reply to read."""

    held: HeldRow | None = None

    def _lines(self, width: int) -> list[Line]:
        return held_lines(self.held, width, datetime.now(UTC)) if self.held else []


class SigningScreen(BesideScreen):
    """Replies that wait, oldest first, beside the chosen one."""

    def __init__(self, seat: Seat) -> None:
        super().__init__(seat)
        self.reply = HeldView(id="question")
        self._begin(ItemList(self._line, id="rows"), self.reply)

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
        self._where = f" {t('SIGN-OFF')}  ", [Count(t("{n} wait", n=len(found))), Count(t("{n} for you", n=mine))]
        self.retitle()
        self.list_title.say(f" {t('oldest first')}")
        self._show()

    def _show(self) -> None:
        current = self.reply.held = self.rows.current
        self.reply.repaint()
        self.hint.say(f" {verdict(current, datetime.now(UTC))}" if current else "")
        if current is None and self.has_class("-reading"):
            self.back()
        self.refresh_footer()
