"""The part of a write that knows who a contact is: loads links for a decision, and keeps the traces up to date.

Traces are made of handles, names and messages, and are no facts; they are written with what they are made of.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Sequence

from inbox.domain.model import Direction
from inbox.domain.picture import Picture
from inbox.domain.resemblance import named, own
from inbox.storage import rows
from inbox.storage.database import Writing

_PUT = "insert into trace (key, message, contact, shown) values ($1, $2, $3, $4) on conflict do nothing"


class Linking:
    """Links and traces of a write."""

    _writing: Writing
    _fresh_above: int
    picture: Picture

    @abstractmethod
    async def load_conversations(self, ids: Sequence[int]) -> None:
        """Load conversations and their contacts; the whole write knows how."""

    async def load_pair(self, one: int, other: int) -> None:
        """Load two contacts with their conversations, the link between them, and whether one was turned down."""
        read, pair = self._writing.read, (min(one, other), max(one, other))
        found = await read("select id from conversation where contact in ($1, $2)", pair)
        await self.load_conversations([r[0] for r in found])
        for r in await read(f"select {rows.LINK} from link where a = $1 and b = $2", pair):
            self.picture.links[r[0]] = rows.link(r)
        for r in await read(f"select {rows.DISMISSAL} from dismissal where a = $1 and b = $2", pair):
            self.picture.dismissals[r[0]] = rows.dismissal(r)

    async def load_link(self, id: int) -> None:
        """Load a link with both its contacts; nothing where there is none."""
        for r in await self._writing.read("select a, b from link where id = $1", (id,)):
            await self.load_pair(r[0], r[1])

    async def _save_traces(self) -> None:
        await self._save_own([k for t, k in self.picture.touched if t == "contacts" and isinstance(k, int)])
        await self._save_named([k for t, k in self.picture.touched if t == "messages" and isinstance(k, int)])

    async def _save_own(self, contacts: Sequence[int]) -> None:
        if old := [(id,) for id in contacts if id <= self._fresh_above]:
            await self._writing.run_all("delete from trace where contact = $1 and message = 0", old)
        traces = [trace for id in contacts for trace in own(self.picture.contacts[id])]
        await self._put((t.key, 0, t.contact, t.shown) for t in traces)

    async def _save_named(self, messages: Iterable[int]) -> None:
        """Keep what a contact names in a message, but not its own addresses: they stand under most mails."""
        old, new = [], []
        for id in messages:
            message = self.picture.messages.get(id)
            if message is None or message.direction is Direction.OUT or message.automatic:
                continue
            if id <= self._fresh_above:
                old.append((id,))
            if message.deleted or not (found := named(message.words.text)):
                continue
            contact = self.picture.contacts.get(self.picture.conversations[message.conversation].contact)
            theirs = {t.key for t in own(contact)} if contact else set()
            new += [(t.key, id, contact.id, t.shown) for t in found if contact and t.key not in theirs]
        if old:
            await self._writing.run_all("delete from trace where message = $1 and message > 0", old)
        await self._put(new)

    async def _put(self, traces: Iterable[tuple[object, ...]]) -> None:
        if values := list(traces):
            await self._writing.run_all(_PUT, values)
