"""What the tests of this adapter share: a channel on a server, and what came in."""

from __future__ import annotations

import asyncio
import json
from contextlib import aclosing
from datetime import UTC, datetime
from pathlib import Path

from adapters.mastodon import Adapter
from inbox.ports.adapter import Batch, Context, Identity, Incoming, Outgoing, Visibility
from tests.servers.mastodon import TOKEN, Masto

SPEC = json.loads((Path(__file__).parent / "spec.json").read_text())
slept: list[float] = []


async def sleep(seconds: float) -> None:
    """Remember how long was to be waited, and let others go on instead."""
    slept.append(seconds)
    await asyncio.sleep(0)


def adapter(base: str, token: str = TOKEN, **settings: str) -> Adapter:
    """Return the adapter of a channel."""
    given = {"server": base, "poll_seconds": "0.05", **settings}
    return Adapter(Context("masto", given, {"token": token}, lambda: datetime.now(UTC), sleep))


def said(*batches: Batch) -> list[Incoming]:
    """Return what batches say."""
    return [s for batch in batches for entry in batch.entries for s in entry.says]


def texts(*batches: Batch) -> list[str]:
    return [f"{s.kind} {s.text or s.target_id}" for s in said(*batches)]


async def caught_up(masto: Adapter, cursor: str = "") -> Batch:
    """Return everything that is new as one batch, and drop the stream as a program that ends does."""
    entries: list[object] = []
    async with aclosing(masto.receive(cursor)) as stream:  # type: ignore[type-var]  # it is a generator
        async for batch in stream:
            entries += batch.entries
            if batch.caught_up:
                return Batch(tuple(entries), batch.cursor)  # type: ignore[arg-type]  # they are
    raise AssertionError("the stream ended")


async def news(api: Masto, cursor: str = "") -> Batch:
    """Return everything that is new, by a program that ends then."""
    masto = adapter(api.base)
    try:
        return await caught_up(masto, cursor)
    finally:
        await masto.aclose()


def reply(to: str, text: str = "Kommt morgen", key: str = "direct/2002", **more: object) -> Outgoing:
    """Return a reply to a message."""
    whole = {"written_at": datetime.now(UTC), "visibility": Visibility.PRIVATE, "name": "Erna", **more}
    return Outgoing(f"{to}.{text}", key, (Identity("mastodon", "erna@kunde.test"),), text, reply_to=to, **whole)  # type: ignore[arg-type]


def against_the_spec(api: Masto) -> list[str]:
    """Return what was asked that the written description of the API does not know."""
    wrong = []
    for asked in api.asked:
        known = next((s for route, s in SPEC.items() if _fits(route, asked.route)), None)
        if known is None:
            wrong.append(asked.route)
            continue
        given = {key.removesuffix("[]") for key in asked.query}
        body = json.loads(asked.body) if asked.headers.get("content-type") == "application/json" else {}
        wrong += [f"{asked.route}: {key}" for key in (given - set(known["query"])) | (body.keys() - set(known["body"]))]
    return wrong


def _fits(route: str, asked: str) -> bool:
    wanted, given = route.split("/"), asked.split("/")
    return len(wanted) == len(given) and all(w in (g, "{id}") for w, g in zip(wanted, given, strict=True))
