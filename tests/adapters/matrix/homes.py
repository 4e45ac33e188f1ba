"""A channel on a homeserver of ours, as the tests of the Matrix adapter set it up."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import aclosing
from dataclasses import replace
from datetime import UTC, datetime

from adapters.matrix import Adapter
from inbox.ports.adapter import Batch, Context, Identity, Kind, Outgoing, Visibility
from tests.servers.matrix import CUSTOMER, ROOM, TOKEN, US, Homeserver

slept: list[float] = []
kept: dict[str, str] = {}
NOW = datetime(2026, 11, 26, tzinfo=UTC)


async def sleep(seconds: float) -> None:
    slept.append(seconds)


async def keep(secrets: Mapping[str, str]) -> None:
    kept.update(secrets)


def adapter(api: Homeserver, secrets: dict[str, str] | None = None, **settings: str) -> Adapter:
    given = {"homeserver": api.base, "poll_seconds": "1", **settings}
    slept.clear()
    kept.clear()
    return Adapter(Context("mx", given, secrets or {"token": TOKEN}, lambda: NOW, sleep, keep))


def reply(text: str = "Kommt morgen", **more: object) -> Outgoing:
    out = Outgoing("1.x", ROOM, (Identity("matrix", CUSTOMER),), text, Visibility.PRIVATE, "Käthe")
    return replace(out, **more)  # type: ignore[arg-type]  # each caller names fields of Outgoing


async def first(api: Homeserver, cursor: str = "s0", **settings: str) -> Batch:
    """Return the first batch behind a cursor, and drop the stream as a program that ends does."""
    matrix = adapter(api, **settings)
    try:
        async with aclosing(matrix.receive(cursor)) as stream:  # type: ignore[type-var]  # it is a generator
            return await anext(aiter(stream))
    finally:
        await matrix.aclose()


def texts(batch: Batch) -> list[str]:
    return [said.text for entry in batch.entries for said in entry.says if said.kind is Kind.MESSAGE]


def sent(api: Homeserver) -> list[str]:
    """What the room got from us."""
    return [str(e["content"]["body"]) for e in api.log if e.get("sender") == US and "body" in e["content"]]  # type: ignore[index,operator]
