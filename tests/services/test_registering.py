"""Which adapters may be used, and what one of them may keep: no open door, and no renewed token lost."""

from __future__ import annotations

import asyncio
import json
import random
import threading
from collections.abc import Mapping
from datetime import datetime
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any, ClassVar

import pytest

from inbox import bootstrap
from inbox.domain.incoming import Incoming, Kind, Visibility
from inbox.domain.model import Channel
from inbox.errors import Unreachable
from inbox.ports.adapter import Capabilities, Context, Request, Response, Setting, Way
from inbox.secrets import Secrets
from inbox.services.hooks import WebhookDoor
from inbox.services.runner import Runner
from tests.services.platform import Blind
from tests.world import NOON, world


class Open(Blind):
    """Takes webhooks, and would believe anybody."""

    can: ClassVar[Capabilities] = Capabilities(
        frozenset({Way.POLL, Way.WEBHOOK}), frozenset({Kind.MESSAGE}), frozenset({Visibility.PRIVATE})
    )

    @staticmethod
    def parse(raw: bytes, headers: Mapping[str, str]) -> list[Incoming]:
        return []


class Guarded(Open):
    """Can verify."""

    settings: ClassVar[tuple[Setting, ...]] = (Setting("token", "a token", secret=True),)

    def handshake(self, request: Request) -> Response | None:
        return None

    def verify(self, request: Request, now: datetime) -> bool:
        return False


class Polls(Blind):
    """Takes no webhooks, so it needs no way to verify them."""

    can: ClassVar[Capabilities] = Capabilities(frozenset({Way.POLL}), frozenset({Kind.MESSAGE}), frozenset())


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    names = {kind.__name__.lower(): kind for kind in (Open, Guarded, Polls, Blind)}
    points = {n: EntryPoint(n, f"{__name__}:{k.__name__}", "inbox.adapters") for n, k in names.items()}
    monkeypatch.setattr(bootstrap, "adapters", lambda: points)


@pytest.mark.usefixtures("installed")
def test_an_adapter_that_takes_webhooks_from_everybody_cannot_be_used() -> None:
    with pytest.raises(Unreachable, match="cannot verify who sends them") as said:
        bootstrap.adapter_class("open")
    assert "open" in str(said.value)

    assert bootstrap.adapter_class("guarded") is Guarded
    assert bootstrap.adapter_class("polls") is Polls
    assert bootstrap.adapter_class("blind") is Blind


def test_every_adapter_that_is_installed_may_be_used() -> None:
    for platform in bootstrap.adapters():
        assert bootstrap.adapter_class(platform).platform == platform


def made(secrets: Secrets) -> Context:
    channel: Any = Channel("shop", "guarded")
    adapter: Any = bootstrap.adapter_for(channel, secrets, lambda: NOON, asyncio.sleep)
    context: Context = adapter.context
    return context


@pytest.mark.usefixtures("installed")
async def test_a_renewed_secret_is_on_disk_before_its_adapter_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "inbox.db.secrets"
    secrets = Secrets(path)
    secrets.keep_all("shop", {"token": "old", "refresh": "older", "app": "stays"})
    secrets.keep("other", "token", "theirs")
    context = made(secrets)

    await context.keep({"token": "new", "refresh": ""})

    assert json.loads(path.read_text("utf-8")) == {
        "shop": {"token": "new", "app": "stays"},
        "other": {"token": "theirs"},
    }
    assert made(secrets).secrets == {"token": "new", "app": "stays"}
    assert [p.name for p in tmp_path.iterdir()] == [path.name]
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.usefixtures("installed")
async def test_renewed_secrets_that_cannot_be_kept_are_said_so_and_the_old_ones_stay_whole(tmp_path: Path) -> None:
    folder = tmp_path / "there"
    folder.mkdir()
    secrets = Secrets(folder / "inbox.db.secrets")
    secrets.keep("shop", "token", "old")
    context = made(secrets)
    folder.rename(tmp_path / "gone")

    with pytest.raises(Unreachable) as said:
        await context.keep({"token": "geheim"})

    assert "geheim" not in str(said.value)
    (tmp_path / "gone").rename(folder)
    assert secrets.of("shop") == {"token": "old"}


def test_secrets_that_are_renewed_at_the_same_time_do_not_overwrite_each_other(tmp_path: Path) -> None:
    secrets = Secrets(tmp_path / "inbox.db.secrets")
    start = threading.Barrier(8)

    def renew(n: int) -> None:
        start.wait()
        secrets.keep_all(f"channel {n}", {"token": str(n)})

    running = [threading.Thread(target=renew, args=(n,)) for n in range(8)]
    for one in running:
        one.start()
    for one in running:
        one.join()

    assert [secrets.of(f"channel {n}") for n in range(8)] == [{"token": str(n)} for n in range(8)]


@pytest.mark.parametrize("who", ["door", "courier"])
async def test_a_keyring_that_asks_to_be_unlocked_holds_up_nobody_else(tmp_path: Path, who: str) -> None:
    unlocked, waited = threading.Event(), []

    def make(channel: Channel) -> Guarded:
        waited.append(unlocked.wait(5))
        return Guarded(Context(channel.name, {}, {}, lambda: NOON, asyncio.sleep))

    async with world(tmp_path) as w:
        office = w.house._office
        runner = Runner(office, make, random.Random(1))
        asks = WebhookDoor(office, make, lambda: 0).at if who == "door" else runner.find
        asking = asyncio.create_task(asks("acme@x"))
        async with asyncio.timeout(5):
            while not await (await w.desk("lea")).channels():
                pass
        unlocked.set()

        assert isinstance(await asking, Guarded) and waited == [True]
        await runner.close()
