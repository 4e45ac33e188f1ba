"""The activity stream of an X that keeps its rules: signs of life, breaks, the ladder back, and what was missed meanwhile."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator

import pytest

from adapters.kit.http import Paused
from adapters.x import Adapter
from adapters.x.stream import WANTED, Ladder
from inbox.errors import Refused, Unreachable
from inbox.ports.adapter import Batch, Hooked, Kind, Request
from tests.adapters.x.account import Clock, Kept, adapter, says
from tests.servers.x import BEARER, CONSUMER_SECRET, US, X

DM = {"type": "message_create", "id": "55", "created_timestamp": "1784928224372", "message_create": {
    "target": {"recipient_id": US}, "sender_id": "7", "message_data": {"text": "Hallo"}}}  # fmt: skip
POST = {
    "id": "100",
    "text": "@acme",
    "author_id": "7",
    "conversation_id": "100",
    "entities": {"mentions": [{"id": US}]},
}


async def following(stream: AsyncIterator[Batch], many: int) -> list[Batch]:
    """Return batches until so many entries came."""
    found: list[Batch] = []
    async with asyncio.timeout(10):
        while len(says(found)) < many:
            found.append(await anext(stream))
    return found


@pytest.fixture
async def clock() -> Clock:
    return Clock()


async def test_events_come_as_they_happen_and_the_lists_are_asked_once_it_listens(x: X, clock: Clock) -> None:
    found = adapter(x, clock, stream="yes")
    x.says(90, "@acme vorher")
    stream = aiter(found.receive(""))
    x.stream.put_nowait(b"\r\n")
    before = await following(stream, 1)
    x.happens("post.mention.create", POST)
    x.happens("dm.received", {"direct_message_events": [DM]})
    after = await following(stream, 2)
    await found.aclose()

    assert [s.text for s in says(before)] == ["@acme vorher"]
    assert [(s.kind, s.dedupe_key) for s in says(after)] == [(Kind.MESSAGE, "post:100"), (Kind.MESSAGE, "dm:55")]
    assert json.loads(after[-1].cursor)["mentions"] == "90", "what was only heard does not move how far was asked"
    assert {one["event_type"] for one in x.subscriptions} == set(WANTED)
    assert x.calls("/2/activity/stream")[0].headers["authorization"] == f"Bearer {BEARER}"


async def test_an_event_in_pieces_and_one_that_is_none_cost_nothing(x: X, clock: Clock) -> None:
    found = adapter(x, clock, stream="yes", dms="no")
    stream = aiter(found.receive(json.dumps({"mentions": "1"})))
    whole = json.dumps(
        {"data": {"event_type": "post.mention.create", "filter": {"user_id": US}, "payload": POST}}
    ).encode()
    for piece in (b"\r\n", whole[:30], whole[30:60], whole[60:] + b"\r\n", b"{kaputt\r\n", whole + b"\r\n"):
        x.stream.put_nowait(piece)
    batches = await following(stream, 3)
    await found.aclose()

    assert [s.kind for s in says(batches)] == [Kind.MESSAGE, Kind.UNKNOWN, Kind.MESSAGE]
    assert all(list(e.says) == Adapter.parse(e.raw, {}) for b in batches for e in b.entries)
    assert not any(kind["event_type"].startswith(("dm.", "chat.")) for kind in x.subscriptions)  # type: ignore[attr-defined]


async def test_after_a_break_what_was_missed_is_asked_for(x: X, clock: Clock) -> None:
    found = adapter(x, clock, stream="yes", dms="no", poll_seconds="5")
    stream = aiter(found.receive(json.dumps({"mentions": "1"})))
    x.stream.put_nowait(b"\r\n")
    await anext(stream)
    clock.passes(60)
    x.says(100, "@acme waehrenddessen")
    x.stream.put_nowait(None)
    missed = await following(stream, 1)
    x.stream.put_nowait(b"\r\n")
    await anext(stream)
    x.says(101, "@acme dazwischen")
    clock.passes(60)
    x.stream.put_nowait(None)
    again = await following(stream, 1)
    await found.aclose()

    assert [s.text for s in says(missed) + says(again)] == ["@acme waehrenddessen", "@acme dazwischen"]
    assert 0.25 in clock.slept


async def test_a_stream_that_gives_no_sign_of_life_is_left(x: X, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.x.stream.ALIVE", 0.1)
    found = adapter(x, clock, stream="yes", dms="no")
    stream = aiter(found.receive(json.dumps({"mentions": "1"})))
    async with asyncio.timeout(10):
        while len(x.calls("/2/activity/stream")) < 3:
            await anext(stream)
    await found.aclose()

    assert clock.slept[:2] == [0.25, 0.5]


async def test_it_comes_back_by_the_ladder_that_x_asks_for(x: X, clock: Clock) -> None:
    found = adapter(x, clock, stream="yes", dms="no")
    x.faults["GET /2/activity/stream"] = [(503, {}), "html", (429, {}), "cut", (409, {})]
    stream = aiter(found.receive(json.dumps({"mentions": "1"})))
    x.stream.put_nowait(b"\r\n")
    async with asyncio.timeout(10):
        while not x.listening.is_set():
            await anext(stream)
    await found.aclose()

    assert clock.slept == [5.0, 10.0, 60.0, 0.25, 20.0]


def test_the_ladder_ends_where_x_says_and_begins_anew_when_it_speaks() -> None:
    ladder = Ladder()
    network = [ladder.pause(Unreachable("x")) for _ in range(70)]
    http = [ladder.pause(Unreachable("{reason}", reason="HTTP 503")) for _ in range(9)]
    limit = [ladder.pause(Paused("x", seconds=None)) for _ in range(3)]
    asked = ladder.pause(Paused("x", seconds=5000))
    ladder.climbed()

    assert (network[:3], network[-1]) == ([0.25, 0.5, 0.75], 16.0)
    assert http == [5, 10, 20, 40, 80, 160, 320, 320, 320]
    assert limit == [60, 120, 240] and asked == 5000
    assert ladder.pause(Unreachable("x")) == 0.25


@pytest.mark.parametrize("path", ["GET /2/activity/stream", "POST /2/activity/subscriptions"])
async def test_what_x_does_not_let_us_hear_is_refused_with_a_sentence(x: X, clock: Clock, path: str) -> None:
    x.faults[path] = [(403, {"title": "Forbidden", "detail": "not enrolled"})] * 20
    found = adapter(x, clock, stream="yes")

    with pytest.raises(Refused, match=r"(?s)not enrolled.*console\.x\.com"):
        async for _ in found.receive(""):
            pass
    await found.aclose()


async def test_a_subscription_that_exists_already_is_no_trouble(x: X, clock: Clock) -> None:
    x.faults["POST /2/activity/subscriptions"] = [(409, {"errors": [{"code": 355}]})] * len(WANTED)
    found = adapter(x, clock, stream="yes", dms="no")
    stream = aiter(found.receive(""))
    x.stream.put_nowait(b"\r\n")

    assert (await anext(stream)).caught_up
    await found.aclose()


# --- the webhook


def signature(body: bytes, secret: str = CONSUMER_SECRET) -> str:
    return "sha256=" + base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


def call(body: bytes, given: str) -> Request:
    return Request("POST", {}, {"x-twitter-webhooks-signature": given}, body)


async def test_only_what_x_signed_is_taken_and_by_the_raw_bytes(clock: Clock) -> None:
    found, body = adapter(X(base="http://127.0.0.1:1")), b'{"for_user_id": "1000"}'

    assert isinstance(found, Hooked)
    assert found.verify(call(body, signature(body)), clock.now())
    wrong = (signature(body + b" "), signature(body, "andere"), "", "sha256=", "sha256=\udcff", signature(body).lower())
    assert not any(found.verify(call(body, given), clock.now()) for given in wrong)
    bare = adapter(X(base="http://127.0.0.1:1"), kept=Kept())
    assert not bare.verify(call(body, signature(body, "")), clock.now())


async def test_a_challenge_is_answered_however_often(clock: Clock) -> None:
    found = adapter(X(base="http://127.0.0.1:1"))
    request = Request("GET", {"crc_token": "abc"}, {}, b"")
    first, second = found.handshake(request), found.handshake(request)

    assert first == second and first is not None
    assert (first.status, first.type) == (200, "application/json")
    assert json.loads(first.body) == {"response_token": signature(b"abc")}
    assert found.handshake(Request("GET", {}, {}, b"")) is None
    assert found.handshake(Request("POST", {"crc_token": "abc"}, {}, b"{}")) is None
    bare = adapter(X(base="http://127.0.0.1:1"), kept=Kept()).handshake(request)
    assert bare is not None and bare.status == 403


async def test_an_edit_that_is_heard_brings_the_first_version_with_it(x: X, clock: Clock) -> None:
    found = adapter(x, clock, stream="yes")
    stream = aiter(found.receive(""))
    x.stream.put_nowait(b"\r\n")
    x.happens("post.mention.create", {**POST, "id": "105", "edit_history_tweet_ids": ["100", "105"]})
    heard = says(await following(stream, 2))
    await found.aclose()

    assert [(s.kind, s.dedupe_key, s.target_id) for s in heard] == [
        (Kind.MESSAGE, "post:100", ""),
        (Kind.EDIT, "post:105", "100"),
    ]
