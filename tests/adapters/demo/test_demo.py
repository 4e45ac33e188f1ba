"""The demo's customers: the same for the same seed, in both languages, and they answer."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from datetime import UTC, datetime

from adapters.demo import Adapter, stories
from inbox.ports.adapter import Batch, Context, Identity, Incoming, Kind, Outgoing, Visibility

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


async def never(_: float) -> None:
    """Nobody waits here."""
    await asyncio.Event().wait()


def adapter(**settings: str) -> Adapter:
    """Build a channel's adapter with a clock that stands still."""
    return Adapter(Context("acme@x", {"pretends": "facebook", "speed": "0", **settings}, {}, lambda: NOW, never))


async def first(demo: Adapter, batches: int) -> list[Incoming]:
    """Return what the first batches say."""
    found: list[Incoming] = []
    stream = demo.receive("")
    async with aclosing(stream):  # type: ignore[type-var]
        async for batch in stream:
            found += _says(batch)
            batches -= 1
            if not batches:
                break
    await demo.aclose()
    return found


def _says(batch: Batch) -> list[Incoming]:
    return [said for entry in batch.entries for said in entry.says]


def test_both_languages_have_stories_for_public_and_private_platforms() -> None:
    for lang in ("de", "en"):
        told = stories(lang)
        platforms = {p for story in told for p in story.platforms}

        assert len(told) >= 16
        assert {
            "facebook",
            "mastodon",
            "x",
            "email",
            "whatsapp",
            "telegram",
            "matrix",
            "bluesky",
            "instagram",
        } <= platforms
        assert all(story.then for story in told)


async def test_the_same_seed_tells_the_same_and_another_seed_something_else() -> None:
    one, two, other = [await first(adapter(seed=s), 3) for s in ("1", "1", "2")]

    assert one == two
    assert one != other


async def test_with_speed_zero_nobody_waits() -> None:
    found = await asyncio.wait_for(first(adapter(), 4), 5)

    assert len({said.dedupe_key for said in found}) == len(found) >= 5


async def test_a_customer_answers_and_the_same_token_is_sent_once() -> None:
    demo = adapter(lang="de")
    stream = demo.receive("")
    async with aclosing(stream):  # type: ignore[type-var]
        story = _says(await anext(stream))[0]
        out = Outgoing("7.t", story.conversation_key, (Identity("facebook", "x"),), "Hallo", Visibility.PUBLIC)
        assert await demo.send(out) == await demo.send(out)
        found = _says(await anext(stream))

    assert any(said.kind is Kind.DELIVERY and said.token == "7.t" for said in found)
    assert sum(said.conversation_key == story.conversation_key and said.kind is Kind.MESSAGE for said in found) == 1
    await demo.aclose()
