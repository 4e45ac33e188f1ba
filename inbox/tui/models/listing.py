"""A view's rows by place, read in windows: a list of a million costs its ids, not its rows.

The cursor stays on its conversation, not on its line, and marks survive whatever moves. What leaves the
view under the cursor stays there until the cursor is moved: nobody acts on a row they did not choose.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable
from itertools import chain

from inbox.domain.views import Filter
from inbox.ports.desk import Desk, Row, View

WINDOW = 64
KEPT = 40
"""Windows of rows kept."""


class ListModel:
    """One view of the conversations over a desk."""

    def __init__(self, desk: Desk, view: View, narrow: Filter = Filter(), *, stays: bool = True) -> None:
        self.desk = desk
        self.view = view
        self.narrow = narrow
        self.ids: array[int] = array("q")
        self.cursor = 0
        self.marked: set[int] = set()
        self.loaded = False
        self.stayed: int | None = None
        """The conversation that left the view and is only there because the cursor is on it."""
        self._stays = stays
        self._passed: frozenset[int] = frozenset()
        self._rows: dict[int, Row] = {}

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def size(self) -> int:
        """How many conversations the view holds, without the one that only stayed."""
        return len(self.ids) - (self.stayed is not None)

    @property
    def current(self) -> Row | None:
        """The row under the cursor, if it is known."""
        return self.row(self.cursor)

    @property
    def current_id(self) -> int | None:
        """The conversation under the cursor."""
        return self.ids[self.cursor] if 0 <= self.cursor < len(self.ids) else None

    def row(self, place: int) -> Row | None:
        """Return a row that was read, None for one that was not."""
        return self._rows.get(self.ids[place]) if 0 <= place < len(self.ids) else None

    async def open(self) -> None:
        """Read the first page, so that there is something to see at once."""
        page = await self.desk.conversations(self.view, self.narrow, limit=WINDOW)
        self._rows = {r.conversation.id: r for r in page.items}
        self._replace(array("q", [r.conversation.id for r in page.items]))
        self.loaded = True

    async def reopen(self) -> None:
        """Read again what was shown before, around the cursor, which stays on its conversation."""
        self._replace(await self.desk.index(self.view, self.narrow))
        near = self.ids[max(0, self.cursor - WINDOW) : self.cursor + WINDOW]
        self._rows = {r.conversation.id: r for r in await self.desk.rows(near)}
        self.loaded = True

    async def complete(self) -> None:
        """Read all ids of the view; the cursor stays on its conversation."""
        self._replace(await self.desk.index(self.view, self.narrow))
        self.loaded = True

    def _replace(self, ids: array[int]) -> None:
        kept, place = self.current_id, self.cursor
        self.ids, self.stayed = ids, None
        self.cursor = self._find(kept, place) if kept is not None else 0
        if kept is not None and self.current_id != kept and self._stays and kept not in self._passed:
            self.ids, self.stayed, self.cursor = array("q", ids), kept, min(place, len(ids))
            self.ids.insert(self.cursor, kept)

    def _find(self, id: int, near: int) -> int:
        """Return where a conversation is now, looking outward from where it was."""
        last = len(self.ids) - 1
        if last < 0:
            return 0
        near = min(near, last)
        for distance in range(min(2000, last + 1)):
            for place in (near - distance, near + distance):
                if 0 <= place <= last and self.ids[place] == id:
                    return place
        try:
            return self.ids.index(id)
        except ValueError:
            return near

    def lacks(self, first: int, last: int) -> bool:
        """Tell whether a row of these places was not read yet."""
        return any(i not in self._rows for i in self.ids[max(0, first) : last + 1])

    async def ensure(self, first: int, last: int) -> list[int]:
        """Read the rows of these places where one is missing, and some around them; return the places read."""
        if not self.lacks(first, last):
            return []
        start, end = max(0, first - WINDOW), last + WINDOW
        if len(self._rows) > WINDOW * KEPT:
            near = set(self.ids[start:end])
            self._rows = {i: r for i, r in self._rows.items() if i in near}
        wanted = {i for i in self.ids[start:end] if i not in self._rows}
        self._rows |= {r.conversation.id: r for r in await self.desk.rows(list(wanted)[:500])}
        return [place for place, i in enumerate(self.ids[start:end], start) if i in wanted]

    async def refresh(self, ids: Iterable[int]) -> set[int]:
        """Read again what changed, and return the ids whose rows are new."""
        wanted = [i for i in ids if i in self._rows]
        if not wanted:
            return set()
        fresh = {r.conversation.id: r for r in await self.desk.rows(wanted)}
        for id in wanted:
            if id in fresh:
                self._rows[id] = fresh[id]
            else:
                self._rows.pop(id, None)
        return set(wanted)

    def move(self, place: int) -> None:
        """Put the cursor on a place, the nearest there is."""
        self.cursor = max(0, min(place, len(self.ids) - 1))
        if self.current_id != self.stayed:
            self.settle()

    def settle(self) -> None:
        """Let go of what only stayed because the cursor was on it."""
        if self.stayed is not None:
            gone = self.ids.index(self.stayed)
            self.ids.pop(gone)
            self.stayed = None
            self.cursor = max(0, min(self.cursor - (gone < self.cursor), len(self.ids) - 1))

    def beyond(self, ids: Collection[int]) -> int:
        """Return the nearest place that holds none of these, below the cursor if there is one; these need not stay."""
        self._passed = frozenset(ids)
        below, above = range(self.cursor, len(self.ids)), range(self.cursor - 1, -1, -1)
        return next((place for place in chain(below, above) if self.ids[place] not in self._passed), self.cursor)

    def go_to(self, id: int) -> bool:
        """Put the cursor on a conversation; tell whether it is in this view."""
        try:
            self.move(self.ids.index(id))
        except ValueError:
            return False
        return True

    async def next_waiting(self, step: int) -> int | None:
        """Return the place of the next conversation here in which somebody waits for us, read or not."""
        waits: set[int] = set()
        for view in (View.WAITING, View.REQUESTS, View.UNKNOWN):
            waits |= set(await self.desk.index(view, self.narrow))
        places = range(self.cursor + step, len(self.ids) if step > 0 else -1, step)
        ahead = [self.ids[place] for place in places if self.ids[place] in waits]
        for start in range(0, len(ahead), WINDOW):
            for row in await self.desk.rows(ahead[start : start + WINDOW]):
                if row.ball == "us" and row.planned is None:
                    return self._find(row.conversation.id, self.cursor)
        return None

    def tags(self) -> list[str]:
        """Return the tags of the rows read so far."""
        return sorted({tag for row in self._rows.values() for tag in row.conversation.tags})

    def mark(self, id: int) -> None:
        """Mark a conversation, or take its mark away."""
        self.marked ^= {id}
