"""`inbox serve`: it says where it listens, works like `sync`, ends politely, and explains what it lacks."""

from __future__ import annotations

import asyncio
import signal
import socket
import ssl
import subprocess
import sys
import urllib.request
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.types import Receive, Scope, Send

from adapters.kit.signed import standard_key, standard_signature
from inbox.server import listening
from inbox.server.app import Served
from tests.cli.conftest import Shell
from tests.served import free
from tests.server.wire import CHANNEL, SECRET, answer, call, head, line, packed, said, serving, signed
from tests.servers.certificate import certified
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


def test_with_a_certificate_it_speaks_https_to_everybody_who_trusts_it(shop: Shell, tmp_path: Path) -> None:
    certificate, key = certified(tmp_path)
    trusting = ssl.create_default_context(cafile=certificate)
    with subprocess.Popen(
        command(shop, "--listen", "0.0.0.0:0", "--cert", str(certificate), "--key", str(key)),
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stderr is not None
        first = running.stderr.readline()
        port = first.rpartition(":")[2].split(";")[0]
        try:
            with urllib.request.urlopen(f"https://localhost:{port}/health", context=trusting, timeout=20) as told:
                assert told.status == 200
        finally:
            running.terminate()
            running.communicate(timeout=30)
    assert first.startswith("Listening at https://0.0.0.0:")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--listen", "0.0.0.0:0"], "could read along"),
        (["--listen", "[::]:0"], "could read along"),
        (["--cert", "alone.pem"], "needs its key"),
        (["--cert", "none.pem", "--key", "none.pem"], "There is no file none.pem."),
        (["--cert", __file__, "--key", __file__], "no certificate with its key"),
    ],
)
def test_strangers_are_not_let_read_along_by_mistake(shop: Shell, words: list[str], said: str) -> None:
    done = subprocess.run(command(shop, *words), capture_output=True, text=True, timeout=60, check=False)

    assert done.returncode in (1, 2)
    assert said in done.stderr


def test_behind_a_proxy_it_listens_where_it_is_told_without_a_certificate(shop: Shell) -> None:
    with subprocess.Popen(
        command(shop, "--listen", "0.0.0.0:0", "--behind-proxy"), stderr=subprocess.PIPE, text=True
    ) as running:
        assert running.stderr is not None
        first = running.stderr.readline()
        running.terminate()
        running.communicate(timeout=30)
    assert first.startswith("Listening at http://0.0.0.0:")


async def test_who_takes_nothing_of_an_answer_is_hung_up_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "STUCK", 0.3)
    gone, ended = asyncio.Event(), asyncio.Event()

    async def large(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        # More than the system's own buffers hold.
        await send({"type": "http.response.body", "body": bytes(2**25), "more_body": True})
        await send({"type": "http.response.body", "body": b""})
        gone.set()

    with free() as (base, taken):
        running = asyncio.create_task(listening.serve(Served(large, gone.is_set), taken, ended))
        async with line(base) as (reader, writer):
            writer.write(head("GET", "/", {}))
            await reader.readuntil(b"\r\n\r\n")
            async with asyncio.timeout(10):
                await gone.wait()
        ended.set()
        await running


def test_a_service_of_its_own_user_needs_to_be_nobody_in_the_inbox(shop: Shell) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "inbox", "--inbox", shop.where, "--as", "daemon", "serve", "--listen", "127.0.0.1:0"],
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stderr is not None
        first = running.stderr.readline()
        running.terminate()
        running.communicate(timeout=30)
    assert first.startswith("Listening at ")
