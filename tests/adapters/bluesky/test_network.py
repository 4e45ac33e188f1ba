"""The Bluesky adapter against a whole Bluesky of one's own: @atproto/dev-env with its server, its AppView and its PLC.

Start one (npm install @atproto/dev-env; TestNetwork.create with `enableDidDocWithSession`) and name it:
INBOX_TEST_BLUESKY=http://localhost:2583 INBOX_TEST_BLUESKY_PLC=http://localhost:2582 pytest tests/adapters/bluesky/test_network.py
It has no chat.
"""

from __future__ import annotations

import asyncio
import json
import os
import struct
import zlib
from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from adapters.bluesky import Adapter
from adapters.bluesky.session import query
from adapters.kit.http import Call, Http
from inbox.errors import Ambiguous, Rejected
from inbox.ports.adapter import Context, File, Identity, Incoming, Kind, Outgoing, Visibility

SERVER = os.environ.get("INBOX_TEST_BLUESKY", "")
PLC = os.environ.get("INBOX_TEST_BLUESKY_PLC", "http://localhost:2582")
pytestmark = [pytest.mark.real, pytest.mark.skipif(not SERVER, reason="INBOX_TEST_BLUESKY names no server")]


class Person:
    """Somebody with an account."""

    def __init__(self) -> None:
        self.handle = f"p{uuid4().hex[:10]}.test"
        self.http = Http(SERVER, headers=lambda: {"Authorization": f"Bearer {self.token}"} if self.token else {})
        self.token = ""
        self.did = ""

    async def call(self, method: str, name: str, body: object = None, **values: object) -> dict[str, object]:
        answer = await self.http.read(Call(method, f"xrpc/{name}", query(**values), json=body, plain=True), 20)
        assert answer.status == 200, answer.found
        return answer.found

    async def join(self) -> Person:
        account = {"email": f"{self.handle}@mail.test", "handle": self.handle, "password": "geheim-geheim"}
        made = await self.call("POST", "com.atproto.server.createAccount", account)
        self.token, self.did = str(made["accessJwt"]), str(made["did"])
        return self

    async def write(self, collection: str, record: Mapping[str, object]) -> dict[str, str]:
        body = {"repo": self.did, "collection": collection, "record": {"createdAt": _now(), **record}}
        made = await self.call("POST", "com.atproto.repo.createRecord", body)
        return {"uri": str(made["uri"]), "cid": str(made["cid"])}

    async def post(self, text: str, **more: object) -> dict[str, str]:
        return await self.write("app.bsky.feed.post", {"text": text, "langs": ["de"], **more})

    async def asks(self, other: Person, text: str) -> dict[str, str]:
        """Mention somebody."""
        raw = f"@{other.handle} ".encode()
        facet = {
            "index": {"byteStart": 0, "byteEnd": len(raw) - 1},
            "features": [{"$type": "app.bsky.richtext.facet#mention", "did": other.did}],
        }
        return await self.post(f"@{other.handle} {text}", facets=[facet])


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@pytest.fixture
async def acme() -> AsyncIterator[Person]:
    person = await Person().join()
    yield person
    await person.http.aclose()


@pytest.fixture
async def kaethe() -> AsyncIterator[Person]:
    person = await Person().join()
    yield person
    await person.http.aclose()


def adapter(person: Person, kept: dict[str, str]) -> Adapter:
    async def keep(secrets: Mapping[str, str]) -> None:
        kept.update(secrets)

    given = {"handle": person.handle, "service": SERVER, "plc": PLC, "poll_seconds": "1", "chat": "no"}
    secrets = {"app_password": "geheim-geheim", **kept}
    return Adapter(Context("bsky", given, secrets, lambda: datetime.now(UTC), asyncio.sleep, keep))


async def heard(bluesky: Adapter, wanted: int, cursor: str = "") -> tuple[list[Incoming], str]:
    """Listen until so much was said; the AppView is a second late."""
    said: list[Incoming] = []
    async with asyncio.timeout(30), aclosing(bluesky.receive(cursor)) as stream:  # type: ignore[type-var]  # it is one
        async for batch in stream:
            said += [s for entry in batch.entries for s in entry.says]
            if len(said) >= wanted and batch.caught_up:
                return said, batch.cursor
    raise AssertionError


def answer(said: Incoming, text: str, **more: object) -> Outgoing:
    out = Outgoing(
        uuid4().hex, said.conversation_key, said.identities, text, Visibility.PUBLIC, reply_to=said.external_id,
        written_at=datetime.now(UTC),
    )  # fmt: skip
    return replace(out, **more)  # type: ignore[arg-type]  # fields of it


def png() -> bytes:
    """Return a picture of one dot."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\xff\0\0")) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


async def test_a_question_comes_in_and_its_answer_stands_below_it_once(acme: Person, kaethe: Person) -> None:
    kept: dict[str, str] = {}
    asked = await kaethe.asks(acme, "wo ist 😀 mein Paket?")
    bluesky = adapter(acme, kept)
    (said,), cursor = await heard(bluesky, 1)
    out = answer(said, f"@{kaethe.handle} Kommt morgen 🚚, siehe https://acme.test/x")
    sent = await bluesky.send(out)
    with pytest.raises(Ambiguous):
        await bluesky.send(out)
    found = await bluesky.reconcile(out)
    missing = await bluesky.reconcile(replace(out, token="other"))
    put = await acme.call(
        "GET",
        "com.atproto.repo.getRecord",
        repo=acme.did,
        collection="app.bsky.feed.post",
        rkey=sent.external_id.rpartition("/")[2],
    )
    listed = await acme.call("GET", "com.atproto.repo.listRecords", repo=acme.did, collection="app.bsky.feed.post")
    (back,), _ = await heard(adapter(kaethe, {}), 1)
    await bluesky.aclose()

    assert (said.kind, said.identities, said.name) == (Kind.MESSAGE, (Identity("did", kaethe.did),), kaethe.handle)
    assert said.conversation_key == f"{asked['uri']}|{kaethe.did}"
    assert found == sent and missing is None
    assert isinstance(listed["records"], list) and len(listed["records"]) == 1
    record = put["value"]
    assert isinstance(record, dict)
    assert record["reply"] == {"root": asked, "parent": asked} and record["langs"] == ["de"]
    types = [f["features"][0]["$type"].rpartition("#")[2] for f in record["facets"]]
    assert types == ["mention", "link"]
    assert (back.kind, back.external_id, back.reply_to) == (Kind.MESSAGE, sent.external_id, asked["uri"])
    assert json.loads(cursor)["seen"]


async def test_what_else_is_told_has_its_kind_and_a_restart_tells_nothing_that_is_not_known(
    acme: Person, kaethe: Person
) -> None:
    kept: dict[str, str] = {}
    ours = await acme.post("Neu bei uns")
    await kaethe.write("app.bsky.feed.like", {"subject": ours})
    await kaethe.write("app.bsky.feed.repost", {"subject": ours})
    await kaethe.write("app.bsky.graph.follow", {"subject": acme.did})
    await kaethe.post("Seht her", embed={"$type": "app.bsky.embed.record", "record": ours})
    first = adapter(acme, kept)
    said, cursor = await heard(first, 4)
    await first.aclose()
    session = kept["session"]
    reply = await kaethe.post("Gut!", reply={"root": ours, "parent": ours})
    again = adapter(acme, kept)
    more, _ = await heard(again, 5, cursor)
    await again.aclose()

    assert sorted(s.kind for s in said) == sorted([Kind.REACTION, Kind.REACTION, Kind.CONTACT, Kind.MESSAGE])
    fresh = {s.dedupe_key for s in more} - {s.dedupe_key for s in said}
    assert fresh == {f"post:{reply['uri']}"}
    keys = {s.conversation_key for s in more if s.kind is Kind.REACTION} | {more[-1].conversation_key}
    assert keys == {f"{ours['uri']}|{kaethe.did}"}
    assert kept["session"] == session, "a start signs in no second time"


async def test_a_token_that_counts_no_more_is_renewed_and_a_session_that_is_lost_is_made_anew(acme: Person) -> None:
    kept: dict[str, str] = {}
    await adapter(acme, kept).open()
    before = json.loads(kept["session"])
    kept["session"] = json.dumps({**before, "access": "kaputt.kaputt.kaputt"})
    one = adapter(acme, kept)
    rows = await one.check()
    renewed = json.loads(kept["session"])
    kept["session"] = json.dumps({**renewed, "access": "x", "refresh": "x"})
    two = adapter(acme, kept)
    again = await two.check()
    for bluesky in (one, two):
        await bluesky.aclose()

    assert ("ok", f"@{acme.handle} ({acme.did})", "") in rows and ("ok", f"@{acme.handle} ({acme.did})", "") in again
    assert before["refresh"] != renewed["refresh"] != json.loads(kept["session"])["refresh"]
    assert [what for state, what, _ in rows if state == "fail"] == []


async def test_a_picture_goes_out_and_one_comes_in(acme: Person, kaethe: Person) -> None:
    await kaethe.asks(acme, "ein Bild?")
    bluesky = adapter(acme, {})
    (said,), _ = await heard(bluesky, 1)
    await bluesky.send(answer(said, "Bitte", files=(File("punkt.png", "image/png", png()),)))
    customer = adapter(kaethe, {})
    (back,), _ = await heard(customer, 1)
    (picture,) = back.attachments
    got = b"".join([part async for part in customer.fetch(picture, 10_000)])
    await bluesky.aclose()
    await customer.aclose()

    assert (picture.kind, picture.name, picture.size) == ("image", "punkt.png", len(png()))
    assert got == png()


async def test_a_post_that_is_gone_closed_or_behind_a_block_cannot_be_answered(acme: Person, kaethe: Person) -> None:
    gone, closed, blocked = [await kaethe.asks(acme, text) for text in ("weg", "zu", "nein")]
    bluesky = adapter(acme, {})
    said, _ = await heard(bluesky, 3)
    by = {s.external_id: s for s in said}
    body = {"repo": kaethe.did, "collection": "app.bsky.feed.post", "rkey": gone["uri"].rpartition("/")[2]}
    await kaethe.call("POST", "com.atproto.repo.deleteRecord", body)
    gate = {"$type": "app.bsky.feed.threadgate", "post": closed["uri"], "allow": [], "createdAt": _now()}
    put = {"repo": kaethe.did, "collection": "app.bsky.feed.threadgate", "record": gate}
    await kaethe.call("POST", "com.atproto.repo.putRecord", {**put, "rkey": closed["uri"].rpartition("/")[2]})

    await refused(bluesky, by[gone["uri"]], "not on Bluesky any more")
    await refused(bluesky, by[closed["uri"]], "only some people")
    await kaethe.write("app.bsky.graph.block", {"subject": acme.did})
    await refused(bluesky, by[blocked["uri"]], "has blocked us")
    with pytest.raises(Rejected, match="301 of 300"):
        await bluesky.send(answer(said[0], "😀" * 301))
    await bluesky.aclose()


async def refused(bluesky: Adapter, said: Incoming, words: str) -> None:
    """Send until the AppView knows; an answer that left meanwhile proves nothing."""
    said_no = ""
    for _ in range(150):
        if said_no := await _no(bluesky, answer(said, "Hallo")):
            break
        await asyncio.sleep(0.1)
    assert words in said_no


async def _no(bluesky: Adapter, out: Outgoing) -> str:
    try:
        await bluesky.send(out)
    except Rejected as cause:
        return str(cause)
    return ""
