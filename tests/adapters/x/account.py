"""An account on an X of ours, with a clock that only moves when somebody waits."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import aclosing
from datetime import UTC, datetime, timedelta

from adapters.x import Adapter
from inbox.ports.adapter import Batch, Context, File, Identity, Incoming, Outgoing, Visibility
from tests.servers.x import ACCESS, BEARER, CLIENT, CONSUMER_SECRET, REFRESH, X


class Clock:
    """Time, and what was waited."""

    def __init__(self) -> None:
        self.at = datetime(2026, 7, 25, tzinfo=UTC)
        self.slept: list[float] = []

    def now(self) -> datetime:
        """Return the time."""
        return self.at

    def passes(self, seconds: float) -> None:
        """Let time pass."""
        self.at += timedelta(seconds=seconds)

    async def sleep(self, seconds: float) -> None:
        """Let whoever waits have waited."""
        self.slept.append(seconds)
        self.at += timedelta(seconds=seconds)


class Kept:
    """The secrets a channel keeps."""

    def __init__(self, **secrets: str) -> None:
        self.secrets = {"access_token": ACCESS, "refresh_token": REFRESH, **secrets}
        self.kept: list[dict[str, str]] = []

    async def keep(self, renewed: Mapping[str, str]) -> None:
        """Keep renewed secrets."""
        self.kept.append(dict(renewed))
        self.secrets.update(renewed)


def adapter(x: X, clock: Clock | None = None, kept: Kept | None = None, **settings: str) -> Adapter:
    """Return an adapter that speaks to this X."""
    clock, kept = clock or Clock(), kept or Kept(bearer_token=BEARER, consumer_secret=CONSUMER_SECRET)
    given = {"api_base": x.base, "client_id": CLIENT, **settings}
    return Adapter(Context("acme", given, kept.secrets, clock.now, clock.sleep, kept.keep))


def reply(text: str = "Kommt morgen", key: str = "100/7", reply_to: str = "100", *files: File) -> Outgoing:
    """Return a reply below a post."""
    return Outgoing("t1", key, (Identity("x", "7"),), text, Visibility.PUBLIC, reply_to=reply_to, files=files)


def direct(text: str = "Kommt morgen", key: str = "7-1000", to: str = "7", *files: File) -> Outgoing:
    """Return a direct message."""
    return Outgoing("t1", key, (Identity("x", to),), text, Visibility.PRIVATE, files=files)


async def until_caught_up(x: Adapter, cursor: str = "") -> list[Batch]:
    """Return the batches behind a cursor up to the first that is caught up, and drop the stream as a program that ends does."""
    found: list[Batch] = []
    async with aclosing(x.receive(cursor)) as stream:  # type: ignore[type-var]  # it is a generator
        async for batch in stream:
            found.append(batch)
            if batch.caught_up:
                break
    await x.aclose()
    return found


def says(batches: list[Batch]) -> list[Incoming]:
    """Return what batches say."""
    return [said for batch in batches for entry in batch.entries for said in entry.says]
