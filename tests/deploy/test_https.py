"""https by certificate files and by the example for nginx: tokens cross no network readably, and the feed arrives at once."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from inbox.bootstrap import House, Place, create, open_house
from inbox.domain import commands as c
from inbox.domain.access import USUAL, MakeToken, digest
from inbox.domain.model import Role
from inbox.errors import BadInput
from inbox.ports.adapter import Batch, Entry
from inbox.server import listening
from inbox.services.gate import fresh
from inbox.services.intake import take_in
from tests.server.test_serve import now_signed
from tests.server.wire import SECRET, packed, said
from tests.servers.certificate import certified
from tests.servers.nginx import nginx, there, trusting
from tests.world import message

NGINX = [
    pytest.mark.real,
    pytest.mark.skipif(not there() and not os.environ.get("INBOX_TEST_ALL"), reason="nginx is not installed"),
]


@asynccontextmanager
async def served(folder: Path, tls: tuple[str, str] = ("", "")) -> AsyncIterator[tuple[House, str, dict[str, str]]]:
    """Serve an inbox with a webhook; yields the house, its address and what anna says to come in."""
    where = str(folder / "inbox.db")
    await create(where, lead="lea")
    async with open_house(where) as house:
        await (await house.keeping("lea")).keep_secret("shop", "secret", SECRET)
        lea, token = await house.desk("lea"), fresh()
        await lea.perform(c.AddPerson("anna", (Role.MANAGER,)))
        await lea.perform(c.AddChannel("shop", "webhook", ()))
        await lea.perform(MakeToken("anna", digest(token), "test", USUAL, datetime.now(UTC) + timedelta(days=1)))
        ready: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        ended = asyncio.Event()
        running = asyncio.create_task(house.serve(Place("127.0.0.1:0", *tls), ready.set_result, ended))
        try:
            yield house, await ready, {"Authorization": f"Bearer {token}"}
        finally:
            ended.set()
            await running


async def works(base: str, cert: Path, house: House, anna: dict[str, str]) -> None:
    """Hold a server to a webhook, a read, and a fact that arrives in the stream while it is open."""
    async with httpx.AsyncClient(base_url=base, verify=trusting(cert), trust_env=False, timeout=20) as client:
        body = packed(said("m1", "Über das Netz"))
        assert (await client.post("/hooks/shop", content=body, headers=now_signed(body))).status_code == 200
        assert (await client.get("/rows")).status_code == 401
        me = await client.get("/me", headers=anna)
        assert (me.status_code, me.json()["person"]["name"]) == (200, "anna")
        last = await house._store.last()
        async with client.stream("GET", f"/feed/stream?after={last}", headers=anna) as stream:
            lines = stream.aiter_lines()
            await take_in(house._office, "shop", Batch((Entry(b"", (message("9", "Jetzt"),)),), ""))
            async with asyncio.timeout(10):
                while "MessageReceived" not in (await anext(lines)):
                    pass


async def test_a_server_with_certificate_files_speaks_https(tmp_path: Path) -> None:
    cert, key = certified(tmp_path)
    async with served(tmp_path, (str(cert), str(key))) as (house, base, anna):
        assert base.startswith("https://127.0.0.1:")
        await works(base, cert, house, anna)


@pytest.mark.parametrize("which", [0, 1], ids=["no such certificate", "no such key"])
def test_files_that_are_no_certificate_and_key_are_refused_before_anything_listens(tmp_path: Path, which: int) -> None:
    files = [str(path) for path in certified(tmp_path)]
    files[which] = str(tmp_path / "inbox.db")
    with pytest.raises(BadInput, match="There is no file"):
        listening.certified(files[0], files[1])


@pytest.mark.parametrize(
    ("host", "open_"),
    [
        ("0.0.0.0", True),
        ("::", True),
        ("192.0.2.7", True),
        ("inbox.example.org", True),
        ("127.0.0.1", False),
        ("127.9.9.9", False),
        ("::1", False),
        ("localhost", False),
    ],
)
def test_it_is_known_which_addresses_other_machines_reach(host: str, open_: bool) -> None:
    assert listening.open_to_all(host) is open_


class TestNginx:
    """The example in front of a real server."""

    pytestmark = NGINX

    async def test_webhooks_reads_and_the_stream_come_through_the_example(self, tmp_path: Path) -> None:
        (tmp_path / "nginx").mkdir()
        async with served(tmp_path) as (house, base, anna):
            with nginx(tmp_path / "nginx", base.removeprefix("http://")) as (outside, cert):
                await works(outside, cert, house, anna)

    async def test_nobody_outside_reads_figures_or_names_a_person(self, tmp_path: Path) -> None:
        (tmp_path / "nginx").mkdir()
        async with served(tmp_path) as (_, base, anna):
            with nginx(tmp_path / "nginx", base.removeprefix("http://")) as (outside, cert):
                async with httpx.AsyncClient(base_url=outside, verify=trusting(cert), trust_env=False) as client:
                    assert (await client.get("/metrics", headers=anna)).status_code == 404
                    assert (await client.get("/me", headers={"Inbox-Person": "lea"})).status_code == 401
                    assert (await client.get("/health")).status_code == 200
