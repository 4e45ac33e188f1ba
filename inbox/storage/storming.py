"""The part of a write that knows storms and the freeze."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from datetime import datetime

from inbox.domain.picture import Picture
from inbox.storage import rows, stormy
from inbox.storage.database import Writing


class Storming:
    """Storms and freezes of a write."""

    _writing: Writing
    picture: Picture

    @abstractmethod
    async def load_conversations(self, ids: Sequence[int]) -> None:
        """Load conversations and their contacts; the whole write knows how."""

    @abstractmethod
    async def load_dialogue(self, id: int) -> None:
        """Load a conversation with everything decisions about it look at; the whole write knows how."""

    async def _load_freeze(self) -> None:
        """Load the freezes that stand."""
        for r in await self._writing.read(f"select {stormy.FREEZE} from stop where ended_at is null"):
            self.picture.freezes[r[0]] = stormy.freeze(r)

    async def load_storm(self, id: int) -> None:
        """Load a storm with its conversations; nothing where there is none."""
        for r in await self._writing.read(f"select {stormy.STORM} from storm where id = $1", (id,)):
            self.picture.storms[r[0]] = stormy.storm(r)
            await self.load_conversations(self.picture.storms[r[0]].conversations)

    async def load_rising(self) -> None:
        """Load the storms that rise, without their conversations."""
        for r in await self._writing.read(f"select {stormy.STORM} from storm where state = 'rising'"):
            self.picture.storms.setdefault(r[0], stormy.storm(r))

    async def load_watch(self) -> None:
        """Load when the storm watch speaks up."""
        for r in await self._writing.read(f"select {stormy.WATCH} from storm_watch"):
            self.picture.watches[r[0]] = stormy.watch(r)

    async def load_frozen(self) -> None:
        """Load the replies that a freeze stops or holds, with their dialogues."""
        sql = (
            "select m.id, m.conversation from message m where m.frozen != 0"
            f" union select m.id, m.conversation from message m where {stormy.HELD}"
        )
        for id in sorted({r[1] for r in await self._writing.read(sql)}):
            await self.load_dialogue(id)

    async def keep_usual(self, channel: str, upto: int, at: datetime, learnt: str) -> None:
        """Keep what is usual on a channel ("": on all together), as it was learnt up to a message."""
        sql = (
            "insert into usual (channel, upto, at, learnt) values ($1, $2, $3, $4) on conflict (channel)"
            " do update set upto = excluded.upto, at = excluded.at, learnt = excluded.learnt"
        )
        await self._writing.run(sql, (channel, upto, rows.stamp(at), learnt))
