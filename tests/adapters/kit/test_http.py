"""The one way to speak HTTP: what is known when it fails, and how long to wait."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest

from adapters.kit import http
from adapters.kit.http import Call, Http, Paused, Refusal, checked_base, line
from inbox.errors import Ambiguous, BadInput, InboxError, NotSent, Refused, Unreachable
from tests.servers.mail import free_port

ASK = Call("POST", "x", json={})


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
            await web.read(ASK, 5)
        with pytest.raises(NotSent) as sent:
            await web.send(ASK, 5)

    assert read.value.seconds == sent.value.retry_after == seconds


@pytest.mark.parametrize(
    "answer",
    [
        None,
        b"",
        b"HTTP/1.1 200",
        b"no http\r\n\r\n",
        raw(200, b""),
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
            await web.send(ASK, 0.5)
        with pytest.raises(Unreachable) as read:
            await web.read(ASK, 0.5)

    assert "secret" not in f"{sent.value}{read.value}"


async def test_an_answer_without_end_is_not_read_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "LARGEST", 1000)
    async with answering(raw(200, b'{"a": "' + b"x" * 5000 + b'"}')) as web:
        with pytest.raises(Unreachable, match="no end"):
            await web.read(ASK, 5)


async def test_a_list_answers_a_question_but_no_message() -> None:
    async with answering(raw(200, b"[1]")) as web:
        assert (await web.read(ASK, 5)).items == [1]
        with pytest.raises(Ambiguous):
            await web.send(ASK, 5)


async def test_an_empty_answer_is_one_where_the_status_says_so() -> None:
    async with answering(raw(202, b"")) as web:
        assert (await web.send(ASK, 5)).found == {}


@pytest.mark.parametrize(
    ("reset", "seconds"),
    [
        (["X-RateLimit-Reset: 2026-11-26T10:00:07.5Z"], 7.5),
        (["x-rate-limit-reset: 1795687245"], 45.0),
        (["ratelimit-reset: 1795687100"], 0.0),
        (["ratelimit-reset: bald"], None),
        (["X-RateLimit-Reset: 2026-11-26T10:00:07.5Z", "Retry-After: 3"], 3.0),
    ],
)
async def test_a_used_up_limit_says_when_it_counts_anew(reset: list[str], seconds: float | None) -> None:
    async with answering(raw(429, b"{}", DATE, *reset)) as web:
        with pytest.raises(Paused) as read:
            await web.read(ASK, 5)

    assert read.value.seconds == seconds


async def test_a_stream_is_heard_line_by_line_until_it_ends() -> None:
    async with answering(raw(200, b"event: update\r\ndata: {}\n\nhalf")) as web:
        assert [found async for found in web.listen(ASK, 5)] == [b"event: update", b"data: {}", b""]


async def test_a_stream_that_says_nothing_is_given_up() -> None:
    async with answering(None) as web:
        with pytest.raises(Unreachable, match="in time"):
            await anext(web.listen(ASK, 0.2))


@pytest.mark.parametrize(("status", "kind"), [(401, Refusal), (429, Paused), (502, Unreachable)])
async def test_a_stream_that_cannot_be_had_says_why(status: int, kind: type[Unreachable]) -> None:
    async with answering(raw(status, b'{"error": "no"}')) as web:
        with pytest.raises(kind) as caught:
            await anext(web.listen(ASK, 5))

    assert type(caught.value) is kind
    assert getattr(caught.value, "found", {"error": "no"}) == {"error": "no"}


async def test_a_file_is_fetched_up_to_its_limit() -> None:
    async with answering(raw(200, b"x" * 1000)) as web:
        url = f"{web.base}/file"
        assert b"".join([part async for part in web.fetch(url, 1000)]) == b"x" * 1000
        with pytest.raises(Refused, match="larger"):
            _ = [part async for part in web.fetch(url, 999)]


async def test_a_file_that_is_gone_is_said_to_be() -> None:
    async with answering(raw(404)) as web:
        with pytest.raises(Refused, match="not there"):
            _ = [part async for part in web.fetch(f"{web.base}/file", 10)]


async def test_a_file_that_leads_to_itself_is_given_up() -> None:
    async with answering(raw(302, b"", "Location: /again")) as web:
        with pytest.raises(Refused, match="circle"):
            _ = [part async for part in web.fetch(f"{web.base}/file", 10)]


@pytest.mark.parametrize(
    "url", ["http://files.test/a", "https://10.0.0.1/a", "https://localhost/a", "ftp://files.test/a"]
)
async def test_no_file_is_fetched_from_where_a_customer_must_not_send_us(url: str) -> None:
    web = Http("https://api.test")
    with pytest.raises((Refused, BadInput)):
        _ = [part async for part in web.fetch(url, 10)]
    await web.aclose()


@pytest.mark.parametrize(("ours", "sent"), [(True, True), (False, False)])
async def test_our_token_goes_only_to_addresses_that_we_made_ourselves(ours: bool, sent: bool) -> None:
    asked: list[bytes] = []

    async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readuntil(b"\r\n\r\n"))
        there = b"HTTP/1.1 302 x\r\nLocation: /me?method=delete\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        writer.write(raw(200, b"x") if b"/me" in asked[-1] else there)
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(speak, "127.0.0.1", 0) as server:
        base = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        web = Http(base, headers=lambda: {"Authorization": "Bearer geheim"})
        assert [part async for part in web.fetch(f"{base}/file", 10, ours=ours)] == [b"x"]
        await web.aclose()

    assert [b"geheim" in head for head in asked] == [sent, False]


@pytest.mark.parametrize("url", ["https://files.test/a\x01b", "https://files.test:9x/", "https://[files.test/"])
async def test_an_address_that_is_none_is_refused_in_a_sentence(url: str) -> None:
    web = Http("https://api.test")
    with pytest.raises((Refused, BadInput)):
        _ = [part async for part in web.fetch(url, 10)]
    await web.aclose()


async def test_a_refusal_in_json_is_an_answer() -> None:
    async with answering(raw(403, b'{"error": "no"}')) as web:
        assert (await web.send(ASK, 5))[:2] == (403, {"error": "no"})


@pytest.mark.parametrize("host", ["127.0.0.1", "nowhere.invalid"])
async def test_before_a_byte_left_a_message_certainly_did_not(host: str) -> None:
    web = Http(f"http://{host}:{free_port()}")

    with pytest.raises(NotSent) as caught:
        await web.send(ASK, 5)

    assert type(caught.value) is NotSent


async def test_a_server_that_never_takes_the_connection_has_no_message() -> None:
    # It speaks no TLS, so that the greeting never ends and no byte of the request leaves.
    async with answering(None, "https") as web:
        with pytest.raises(InboxError) as caught:
            await web.send(ASK, 0.3)

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
