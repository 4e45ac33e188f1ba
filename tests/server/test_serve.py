"""`inbox serve`: it says where it listens, works like `sync`, ends politely, and explains what it lacks."""

from __future__ import annotations

import asyncio
import signal
import socket
import subprocess
import sys
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.kit.signed import standard_key, standard_signature
from tests.cli.conftest import Shell
from tests.server.wire import CHANNEL, SECRET, answer, call, head, line, packed, said, serving, signed
from tests.world import world


def command(shell: Shell, *words: str) -> list[str]:
    return [sys.executable, "-m", "inbox", "--inbox", shell.where, "--as", "lea", "serve", *words]


def now_signed(body: bytes) -> dict[str, str]:
    at = datetime.now(UTC)
    signature = standard_signature(standard_key(SECRET), "msg_1", at, body)
    return {"webhook-id": "msg_1", "webhook-timestamp": str(int(at.timestamp())), "webhook-signature": signature}


@pytest.fixture
def shop(empty: Shell) -> Shell:
    made = empty("channel", "add", "webhook", "shop", "--secret", "secret=-", input=SECRET + "\n")
    assert made.code == 0, made.err
    return empty


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_served_inbox_takes_webhooks_works_like_sync_and_ends_politely(shop: Shell, how: signal.Signals) -> None:
    shop("channel", "add", "demo", "acme@x", "--set", "pretends=x", "--set", "backlog=3")
    body = packed(said("m1", "Über das Netz"))
    with subprocess.Popen(
        command(shop, "--listen", "127.0.0.1:0"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        assert running.stderr is not None
        first = running.stderr.readline()
        assert first.startswith("Listening at http://127.0.0.1:"), first
        base = first.split()[2].removesuffix(";")

        async def posted() -> int:
            told = await call(base, body, now_signed(body))
            # Whoever still waits on an open line keeps nobody from ending.
            async with line(base) as (_, writer):
                writer.write(head("POST", "/hooks/shop", {"Content-Length": "9"}))
                await writer.drain()
                running.send_signal(how)
                return told.status

        status = asyncio.run(posted())
        out, err = running.communicate(timeout=30)

    assert status == 200
    assert (running.returncode, out, err) == (0, "", "")
    assert {row["last"] for row in shop("ls", "--json").json["items"]} >= {"Über das Netz"}
    assert shop("verify").json["ok"] is True


async def test_who_has_not_finished_speaking_when_the_server_ends_is_told_to_come_back(tmp_path: Path) -> None:
    async with world(tmp_path) as w, AsyncExitStack() as stack:
        async with serving(w) as base:
            reader, writer = await stack.enter_async_context(line(base))
            writer.write(head("POST", f"/hooks/{CHANNEL}", {"Content-Length": "9"}) + b"x")
            await writer.drain()
            # Another call is answered, so the first one has been met.
            assert (await call(base, method="GET")).status == 200
        assert (await answer(reader)).status == 503


async def test_what_has_begun_is_finished_before_the_server_ends(tmp_path: Path) -> None:
    async with world(tmp_path) as w, AsyncExitStack() as stack:
        body = packed(said("m1"))
        async with serving(w) as base:
            reader, writer = await stack.enter_async_context(line(base))
            writer.write(head("POST", f"/hooks/{CHANNEL}", {"Content-Length": str(len(body)), **signed(body)}))
            writer.write(body[:-1])
            await writer.drain()
            assert (await call(base, method="GET")).status == 200
            writer.write(body[-1:])
        assert (await answer(reader)).status == 200
        assert await w.db.read("select id from conversation where channel = $1", (CHANNEL,))


def test_an_address_that_cannot_be_had_is_named(shop: Shell) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        busy = shop("serve", "--listen", f"127.0.0.1:{port}")

    assert busy.code == 3
    assert f"Nothing can listen at 127.0.0.1:{port}" in busy.err
    assert shop("serve", "--listen", "nowhere").code == 2
    assert shop("serve", "--listen", "127.0.0.1:99999").code == 2


def test_a_check_says_where_webhooks_come_in(shop: Shell) -> None:
    rows = shop("channel", "check", "shop", "--json").json

    assert rows[-1]["what"] == "webhooks come in at /hooks/shop"
    assert "inbox serve" in rows[-1]["do"]
