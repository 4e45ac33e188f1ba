"""Reads storms, the freeze and what the storm watch hears; nothing of a dialogue that is not the asker's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from inbox.domain.hearing import Said
from inbox.domain.holding import by_freeze_alone
from inbox.domain.incoming import Visibility
from inbox.domain.model import Delivery, Person, State
from inbox.domain.people import in_channels
from inbox.domain.storm import Freeze, Storm, Thresholds
from inbox.errors import NotFound
from inbox.ports.desk import Row
from inbox.ports.storms import Stopped, StormRow, StormThread, StormView
from inbox.storage import rows, signing, stormy
from inbox.storage.database import Database, Reading
from inbox.storage.gaps import chunks, holes
from inbox.storage.listing import read_rows, sight

OVER = 20
"""Storms that are over, of which a list tells, the latest ones."""
PREVIEW = 120
PART = 200
"""Conversations read at once."""
_SAID = (
    "select m.id, m.at, c.channel, c.id, c.contact, c.visibility, m.text from message m join conversation c on c.id = m.conversation"
    " where m.direction = 'in' and m.automatic = 0 and m.deleted = 0 and m.text is not null"
)


class StormReads:
    """The part of a store that knows storms and the freeze."""

    _db: Database

    async def storms(self, person: Person | None) -> list[StormRow]:
        """Return the storms that a person may see (None: all), latest first: those that rise, and some that are over."""
        sql = f"select {stormy.STORM} from storm where state {{0}} order by id desc limit {OVER}"
        found = [stormy.storm(r) for how in ("= 'rising'", "!= 'rising'") for r in await self._db.read(sql.format(how))]
        mine = [s for s in found if person is None or any(in_channels(person, c) for c in s.channels)]
        return [await _counted(self._db, person, s) for s in mine]

    async def storm_view(self, person: Person, storm: int) -> StormView:
        """Return a storm with the threads that a person may see. Raises: NotFound."""
        async with self._db.snapshot() as then:
            found = await then.read(f"select {stormy.STORM} from storm where id = $1", (storm,))
            known = [s for s in map(stormy.storm, found) if any(in_channels(person, c) for c in s.channels)]
            if not known:
                raise NotFound("There is no storm {id} here for you.", id=storm)
            row = await _counted(then, person, known[0])
            threads = [_thread(r) for r in await _rows(then, person, known[0])]
        order = sorted(threads, key=lambda t: (t.waiting_since is None, t.waiting_since or known[0].at, t.conversation))
        return StormView(row, tuple(order), "")

    async def freezes(self) -> list[Freeze]:
        """Return the freezes that stand, oldest first."""
        return [
            stormy.freeze(r)
            for r in await self._db.read(f"select {stormy.FREEZE} from stop where ended_at is null order by id")
        ]

    async def stopped(self, person: Person) -> list[Stopped]:
        """Return the replies that a freeze alone keeps, oldest first, where a person may see them."""
        seen, args = sight(person, 1)
        kept = f"select m.id from message m where m.frozen != 0 union select m.id from message m where {stormy.HELD}"
        sql = (
            "select m.id, m.conversation, m.author, m.at, m.text, c.last_in > m.number, m.hands, m.mark, m.holds"
            f" from message m join conversation c on c.id = m.conversation where m.id in ({kept}) and {seen} order by m.id"
        )
        found = []
        for *said, hands, mark, holds in await self._db.read(sql, args):
            kept_by = signing.released(hands, mark, holds)[2]
            if not kept_by or by_freeze_alone(kept_by):
                id, conversation, author, at, text, wrote = said
                found.append(Stopped(id, conversation, author, rows.when(at), (text or "")[:PREVIEW], bool(wrote)))
        return found

    async def said(self, after: int, limit: int) -> list[Said]:
        """Return what customers wrote by hand behind a message, in the order of numbers."""
        return _said(await self._db.read(f"{_SAID} and m.id > $1 order by m.id limit {int(limit)}", (after,)))

    async def said_since(self, since: datetime, limit: int) -> list[Said]:
        """Return the latest that customers wrote by hand since a moment, in the order of time."""
        sql = f"{_SAID} and m.at > $1 order by m.at desc limit {int(limit)}"
        return _said(reversed(await self._db.read(sql, (rows.stamp(since),))))

    async def said_in(self, conversations: Sequence[int], limit: int) -> list[Said]:
        """Return what customers wrote by hand in conversations, in the order of time."""
        found: list[rows.Row] = []
        for chunk in chunks(conversations):
            found += await self._db.read(f"{_SAID} and m.conversation in ({holes(len(chunk))})", chunk)
        return _said(sorted(found, key=lambda r: (r[1], r[0]))[:limit])

    async def usual(self) -> dict[str, tuple[int, str]]:
        """Return what was learnt, by channel: up to which message, and what."""
        return {r[0]: (r[1], r[2]) for r in await self._db.read("select channel, upto, learnt from usual")}

    async def thresholds(self) -> Thresholds:
        """Return when the storm watch speaks up."""
        found = await self._db.read(f"select {stormy.WATCH} from storm_watch")
        return stormy.watch(found[0]) if found else Thresholds()


def _said(found: object) -> list[Said]:
    return [
        Said(r[0], rows.when(r[1]), r[2], r[3], str(r[4]), r[5] == Visibility.PUBLIC, r[6])
        for r in found  # type: ignore[attr-defined]  # rows, forwards or backwards
    ]


async def _rows(db: Reading, person: Person, storm: Storm) -> list[Row]:
    found: list[Row] = []
    for start in range(0, len(storm.conversations), PART):
        found += await read_rows(db, person, storm.conversations[start : start + PART])
    return found


async def _counted(db: Reading, person: Person | None, storm: Storm) -> StormRow:
    """Count a storm's conversations, of which whoever asks may see."""
    n = waiting = unowned = 0
    for chunk in chunks(storm.conversations):
        seen, args = sight(person, len(chunk) + 1) if person else ("1 = 1", [])
        sql = (
            "select count(*), coalesce(sum(case when c.waiting_since is not null and c.state = 'open' then 1 else 0 end), 0),"
            " coalesce(sum(case when c.owner is null and c.state != 'closed' then 1 else 0 end), 0)"
            f" from conversation c where c.id in ({holes(len(chunk))}) and {seen}"
        )
        ((all_, late, free),) = await db.read(sql, [*chunk, *args])
        n, waiting, unowned = n + all_, waiting + int(late), unowned + int(free)
    return StormRow(storm, n, waiting, unowned)


def _thread(row: Row) -> StormThread:
    c = row.conversation
    why = {Delivery.UNKNOWN: "unknown", Delivery.HELD: "held"}.get(row.delivery, "") if row.delivery else ""
    return StormThread(
        c.id, c.channel, row.contact, c.visibility is Visibility.PUBLIC, str(c.state), c.owner, c.last_number, c.preview,
        c.waiting_since, c.waiting_since is None and c.state is not State.CLOSED, why,
    )  # fmt: skip
