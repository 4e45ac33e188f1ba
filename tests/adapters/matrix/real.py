"""A channel on a real homeserver, as the tests of the Matrix adapter set it up."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import aclosing
from dataclasses import replace
from datetime import UTC, datetime

from adapters.matrix import Adapter
from inbox.ports.adapter import Batch, Context, Identity, Incoming, Kind, Outgoing, Visibility
from tests.servers.synapse import Someone

kept: dict[str, str] = {}


async def keep(secrets: Mapping[str, str]) -> None:
    kept.update(secrets)


def adapter(us: Someone, secrets: dict[str, str] | None = None, **settings: str) -> Adapter:
    given = {"homeserver": us.base, "poll_seconds": "1", **settings}
    kept.clear()
    return Adapter(Context("mx", given, secrets or {"token": us.token}, lambda: datetime.now(UTC), asyncio.sleep, keep))


async def news(matrix: Adapter, cursor: str) -> Batch:
    """Read until it is caught up; return everything as one batch."""
    entries: list[object] = []
    async with aclosing(matrix.receive(cursor)) as stream:  # type: ignore[type-var]  # it is a generator
        async for batch in stream:
            entries += batch.entries
            if batch.caught_up:
                return Batch(tuple(entries), batch.cursor)  # type: ignore[arg-type]  # entries they are
    raise AssertionError("the stream ended")


def says(batch: Batch, *kinds: Kind) -> list[Incoming]:
    return [said for entry in batch.entries for said in entry.says if not kinds or said.kind in kinds]


def texts(batch: Batch) -> list[str]:
    return [said.text for said in says(batch, Kind.MESSAGE)]


def reply(room: str, customer: Someone, text: str = "Kommt morgen", **more: object) -> Outgoing:
    out = Outgoing("1.x", room, (Identity("matrix", customer.id),), text, Visibility.PRIVATE, "Käthe")
    return replace(out, **more)  # type: ignore[arg-type]  # each caller names fields of Outgoing
