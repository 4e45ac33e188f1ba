"""Everything with one person across channels, by time: only to read, each message says on which channel it was."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from inbox.domain.model import Message
from inbox.ports.desk import Desk, Row
from inbox.tui.models.lines import Line
from inbox.tui.models.rows import short
from inbox.tui.models.thread import PAGE, Entry, ThreadModel, message_lines


class AcrossModel(ThreadModel):
    """A thread made of all conversations with one person. `conversation` is the one it was opened from."""

    def __init__(self, desk: Desk, conversation: int) -> None:
        super().__init__(desk, conversation)
        self.rows: dict[int, Row] = {}
        self._next: str | None = None

    async def load(self) -> None:
        """Read the newest page, the cursor at its end."""
        page = await self.desk.across(self.conversation, limit=PAGE)
        self._keep(page.conversations, page.messages, page.next)
        self.cursor = len(self.entries) - 1

    async def load_newer(self) -> None:
        """Read what was said since; the cursor stays on its message, or follows the end."""
        page = await self.desk.across(self.conversation, limit=PAGE)
        fresh, noun = {m.id for m in page.messages}, self.current
        at_end = self.cursor >= len(self.entries) - 1
        kept = tuple(m for m in self._messages if m.id not in fresh)
        if len(kept) == len(self._messages):
            kept, self._next = (), page.next  # so much was said that what was read before does not reach up to it
        self._keep(page.conversations, kept + page.messages, self._next)
        place = self.place_of(noun.id) if noun is not None and not at_end else None
        self.cursor = len(self.entries) - 1 if place is None else place

    async def load_older(self) -> bool:
        """Read what came before; tell whether there was something."""
        cursor = self._next
        if not cursor:
            return False
        page = await self.desk.across(self.conversation, limit=PAGE, before=cursor)
        if self._next != cursor:
            return False  # read already, for an earlier key
        self._keep(page.conversations, page.messages + self._messages, page.next)
        self.cursor += len(page.messages)
        return bool(page.messages)

    def _keep(self, rows: Sequence[Row], messages: tuple[Message, ...], older: str | None) -> None:
        self.rows = {row.conversation.id: row for row in rows}
        self._messages, self._next, self.more = messages, older, older is not None
        self.entries = [Entry(m.at, m) for m in messages]

    def _wrapped(self, entry: Entry, width: int, now: datetime, chosen: bool, unfolded: bool) -> list[Line]:
        if not isinstance(entry.noun, Message) or entry.noun.conversation not in self.rows:
            return []
        row = self.rows[entry.noun.conversation]
        lines = message_lines(entry.noun, row.contact, width, now, chosen=chosen, unfolded=unfolded)
        return [[(f"{short(row.platform)} {row.conversation.channel} ", "hint"), *lines[0]], *lines[1:]]
