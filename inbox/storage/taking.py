"""What intake keeps beside the nouns: raw payloads, dedupe keys, quarantine, cursors; and outcomes of commands."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from inbox.domain.events import Recorded
from inbox.ports.adapter import Entry, File, Incoming
from inbox.storage.database import Writing
from inbox.storage.rows import BETWEEN, recorded, stamp
from inbox.wire import noun_from_json, noun_to_json

PATIENCE = timedelta(days=30)
"""How long an entry waits for its message; much is said about messages from before a channel was opened."""


def dedupe(channel: str, key: str) -> bytes:
    """Return 128 bits that stand for a channel's dedupe key."""
    return hashlib.blake2b(f"{channel}\0{key}".encode("utf-8", "surrogatepass"), digest_size=16).digest()


class Taking:
    """The part of a write that intake uses; statements only, no rules."""

    _writing: Writing
    _ids: int

    async def fresh(self, channel: str, keys: Sequence[str]) -> set[str]:
        """Remember dedupe keys of a channel, and return those that were not known."""
        digests = {dedupe(channel, key): key for key in keys}
        known: set[bytes] = set()
        wanted = list(digests)
        for start in range(0, len(wanted), 500):
            part = wanted[start : start + 500]
            gaps = ", ".join(f"${n}" for n in range(1, len(part) + 1))
            known |= {r[0] for r in await self._writing.read(f"select key from known where key in ({gaps})", part)}
        new = [(d,) for d in wanted if d not in known]
        if new:
            await self._writing.run_all("insert into known (key) values ($1)", new)
        return {digests[d[0]] for d in new}

    async def keep_files(self, message: int, files: Sequence[File]) -> None:
        """Keep the files that go out with a reply."""
        rows = [(message, n, file.name, file.type, file.content) for n, file in enumerate(files)]
        sql = "insert into enclosure (message, n, name, type, content) values ($1, $2, $3, $4, $5)"
        await self._writing.run_all(sql, rows)

    async def keep_raw(self, channel: str, at: datetime, entries: Sequence[Entry]) -> list[int]:
        """Keep raw payloads, and return their ids."""
        found = []
        for _ in entries:
            self._ids += 1
            found.append(self._ids)
        values = [
            (i, channel, stamp(at), entry.raw, json.dumps(dict(entry.headers)))
            for i, entry in zip(found, entries, strict=True)
        ]
        sql = "insert into raw (id, channel, at, body, headers) values ($1, $2, $3, $4, $5)"
        await self._writing.run_all(sql, values)
        return found

    async def quarantine(self, channel: str, at: datetime, rows: Sequence[tuple[int, str, str]]) -> None:
        """Set aside what could not be read: (raw id, why, dedupe key)."""
        values: list[tuple[object, ...]] = []
        for raw, why, key in rows:
            self._ids += 1
            values.append((self._ids, channel, stamp(at), raw, why, dedupe(channel, key)))
        sql = "insert into quarantine (id, channel, at, raw, why, key) values ($1, $2, $3, $4, $5, $6)"
        await self._writing.run_all(sql, values)

    async def quarantined(
        self, channel: str, limit: int, after: int
    ) -> list[tuple[int, int, bytes, Mapping[str, str]]]:
        """Return what is set aside on a channel behind an id: (id, raw id, raw payload, its headers)."""
        sql = (
            "select q.id, r.id, r.body, r.headers from quarantine q join raw r on r.id = q.raw"
            f" where q.channel = $1 and q.id > $2 order by q.id limit {int(limit)}"
        )
        return [(r[0], r[1], r[2], json.loads(r[3])) for r in await self._writing.read(sql, (channel, after))]

    async def set_why(self, id: int, why: str) -> None:
        """Say anew why something is set aside."""
        await self._writing.run("update quarantine set why = $1 where id = $2", (why, id))

    async def unquarantine(self, channel: str, ids: Sequence[int]) -> None:
        """Forget entries that could be read after all, their dedupe keys included."""
        sql = "delete from known where key in (select key from quarantine where channel = $1 and id = $2)"
        await self._writing.run_all(sql, [(channel, i) for i in ids])
        await self._writing.run_all("delete from quarantine where id = $1", [(i,) for i in ids])

    async def keep_waiting(self, channel: str, said: Incoming, at: datetime) -> None:
        """Keep an entry until the message it is about is known, and forget those that waited too long."""
        await self._writing.run("delete from waiting where at < $1", (stamp(at - PATIENCE),))
        if said.target_id:
            values = (channel, said.target_id, stamp(at), noun_to_json(said).decode())
            await self._writing.run("insert into waiting (channel, target, at, body) values ($1, $2, $3, $4)", values)

    async def waiting_for(self, channel: str, targets: Sequence[str]) -> list[Incoming]:
        """Return the entries that wait for these messages, first come first, and let them wait no longer."""
        found: list[tuple[int, str]] = []
        wanted = list(dict.fromkeys(targets))
        for start in range(0, len(wanted), 500):
            part = wanted[start : start + 500]
            gaps = ", ".join(f"${n}" for n in range(2, len(part) + 2))
            sql = f"select id, body from waiting where channel = $1 and target in ({gaps})"
            found += [(r[0], r[1]) for r in await self._writing.read(sql, (channel, *part))]
        if found:
            await self._writing.run_all("delete from waiting where id = $1", [(id,) for id, _ in found])
        return [noun_from_json(body.encode(), Incoming) for _, body in sorted(found)]

    async def newest(self, channel: str, edit: Incoming, at: datetime) -> bool:
        """Remember an edit, and tell whether none that is known is newer."""
        mark = (stamp(edit.occurred_at or at) or "", edit.dedupe_key)
        sql = "select at, key from edited where channel = $1 and target = $2"
        known = await self._writing.read(sql, (channel, edit.target_id))
        if known and tuple(known[0]) > mark:
            return False
        sql = (
            "insert into edited (channel, target, at, key) values ($1, $2, $3, $4)"
            " on conflict (channel, target) do update set at = excluded.at, key = excluded.key"
        )
        await self._writing.run(sql, (channel, edit.target_id, *mark))
        return True

    async def set_cursor(self, channel: str, cursor: str, at: datetime) -> None:
        """Keep how far a channel was read."""
        sql = (
            "insert into cursor (channel, cursor, at, trouble) values ($1, $2, $3, '') on conflict (channel)"
            " do update set cursor = excluded.cursor, at = excluded.at, trouble = ''"
        )
        await self._writing.run(sql, (channel, cursor, stamp(at)))

    async def outcome(self, person: str, key: str) -> tuple[str, int, int] | None:
        """Return digest, first and last fact of what a person did under an idempotency key."""
        found = await self._writing.read(
            "select digest, first, last from outcome where person = $1 and key = $2", (person, key)
        )
        return (found[0][0], found[0][1], found[0][2]) if found else None

    async def keep_outcome(self, person: str, key: str, digest: str, at: datetime, first: int, last: int) -> None:
        """Remember what a person did under an idempotency key."""
        sql = "insert into outcome (person, key, digest, at, first, last) values ($1, $2, $3, $4, $5, $6)"
        await self._writing.run(sql, (person, key, digest, stamp(at), first, last))

    async def forget_outcomes(self, before: datetime) -> None:
        """Forget what was done under idempotency keys before a moment."""
        await self._writing.run("delete from outcome where at < $1", (stamp(before),))

    async def between(self, first: int, last: int) -> list[Recorded]:
        """Return the facts with these numbers, as this write sees them."""
        return [recorded(r) for r in await self._writing.read(BETWEEN, (first, last))]
