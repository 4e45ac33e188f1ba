"""The one way to speak HTTP: what is known when it fails, and how long to wait."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest

from adapters.kit import http
from adapters.kit.http import Http, Paused, checked_base, line
from inbox.errors import Ambiguous, BadInput, InboxError, NotSent, Unreachable
from tests.servers.mail import free_port


@asynccontextmanager
async def answering(answer: bytes | None, scheme: str = "http") -> AsyncIterator[Http]:
    """Run a server that gives every request the same bytes; None: it keeps silent until it is hung up on."""
    open_: set[asyncio.Task[None]] = set()

    async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        open_.add(asyncio.current_task())
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            if answer is None:
                await reader.read()
            else:
                await reader.readuntil(b"\r\n\r\n")
                writer.write(answer)
                await writer.drain()
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()

    async with await asyncio.start_server(speak, "127.0.0.1", 0) as server:
        found = Http(f"{scheme}://127.0.0.1:{server.sockets[0].getsockname()[1]}/secret")
        try:
            yield found
        finally:
            await found.aclose()
            # That they end is what shows that a connection was let go.
            await asyncio.wait_for(asyncio.gather(*open_), 5)


def raw(status: int, body: bytes = b"{}", *headers: str) -> bytes:
    lines = (f"HTTP/1.1 {status} x", f"Content-Length: {len(body)}", *headers, "", "")
    return "\r\n".join(lines).encode() + body


DATE = "Date: Thu, 26 Nov 2026 10:00:00 GMT"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        (["Retry-After: 12"], 12.0),
        ([DATE, "Retry-After: Thu, 26 Nov 2026 10:00:30 GMT"], 30.0),
        ([DATE, "Retry-After: Thu, 26 Nov 2026 09:00:00 GMT"], 0.0),
        (["Retry-After: bald"], None),
        (["Retry-After: -5"], None),
        ([], None),
    ],
)
async def test_a_platform_that_asks_for_patience_gets_as_much_as_it_names(
    headers: list[str], seconds: float | None
) -> None:
    async with answering(raw(429, b"<html>", *headers)) as web:
        with pytest.raises(Paused) as read:
            await web.read("x", {}, 5)
        with pytest.raises(NotSent) as sent:
            await web.send("x", {}, 5)

    assert read.value.seconds == sent.value.retry_after == seconds


@pytest.mark.parametrize(
    "answer",
    [
        None,
        b"",
        b"HTTP/1.1 200",
        b"no http\r\n\r\n",
        raw(200, b"[1]"),
        raw(200, b"\xff\xfe"),
        raw(200, b"[" * 100_000),
        raw(200, b"{}", "Content-Encoding: gzip")[:-1],
        raw(302, b"{}", "Location: /elsewhere"),
        raw(503),
    ],
)
async def test_after_the_request_left_nobody_can_say_whether_a_message_arrived(answer: bytes | None) -> None:
    async with answering(answer) as web:
        with pytest.raises(Ambiguous) as sent:
            await web.send("x", {}, 0.5)
        with pytest.raises(Unreachable) as read:
            await web.read("x", {}, 0.5)

    assert "secret" not in f"{sent.value}{read.value}"


async def test_an_answer_without_end_is_not_read_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "LARGEST", 1000)
    async with answering(raw(200, b'{"a": "' + b"x" * 5000 + b'"}')) as web:
        with pytest.raises(Unreachable, match="no end"):
            await web.read("x", {}, 5)


async def test_a_refusal_in_json_is_an_answer() -> None:
    async with answering(raw(403, b'{"error": "no"}')) as web:
        assert await web.send("x", {}, 5) == (403, {"error": "no"})


@pytest.mark.parametrize("host", ["127.0.0.1", "nowhere.invalid"])
async def test_before_a_byte_left_a_message_certainly_did_not(host: str) -> None:
    web = Http(f"http://{host}:{free_port()}")

    with pytest.raises(NotSent) as caught:
        await web.send("x", {}, 5)

    assert type(caught.value) is NotSent


async def test_a_server_that_never_takes_the_connection_has_no_message() -> None:
    # It speaks no TLS, so that the greeting never ends and no byte of the request leaves.
    async with answering(None, "https") as web:
        with pytest.raises(InboxError) as caught:
            await web.send("x", {}, 0.3)

    assert type(caught.value) is NotSent
    assert "in time" in str(caught.value)


def test_a_platforms_words_come_in_one_short_line_without_the_secret() -> None:
    assert line("a\x1b[2J\nb SECRET\ud800", "SECRET") == "a [2J b …"
    assert line(None) == ""
    assert len(line("x" * 999)) == 300


def test_a_secret_crosses_no_network_in_clear() -> None:
    assert checked_base("api_base", "https://x.test/") == "https://x.test"
    assert checked_base("api_base", "http://127.0.0.1:1") == "http://127.0.0.1:1"
    with pytest.raises(BadInput, match="https"):
        checked_base("api_base", "http://x.test")
