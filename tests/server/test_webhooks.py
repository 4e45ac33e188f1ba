"""What platforms post: kept whole before it is answered, known when it is repeated, and refused where nobody signed it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from inbox import fault
from inbox.domain import commands as c
from inbox.errors import Unreachable
from inbox.ports.desk import View
from inbox.server import bodies, listening, webhooks
from tests.server.wire import CHANNEL, SECRET, answer, call, head, hub, line, packed, said, serving, signed
from tests.world import World, world

OTHER = "whsec_" + "QUJD" * 8


@pytest.fixture(autouse=True)
def unheard() -> Iterator[None]:
    yield
    fault.listen(None)


async def messages(w: World) -> list[str]:
    """The texts that landed in the channel; the demo's customers write in others meanwhile."""
    lea, found = await w.desk("lea"), []
    for row in (await lea.conversations(View.ALL, limit=500)).items:
        if row.conversation.channel == CHANNEL:
            found += [str(m.words) for m in (await lea.thread(row.conversation.id)).messages]
    return found


async def kept(w: World) -> int:
    """How many payloads of the channel were kept, whatever they say."""
    return int((await w.db.read("select count(*) from raw where channel = $1", (CHANNEL,)))[0][0])


async def test_a_signed_webhook_is_in_the_inbox_when_it_is_answered(tmp_path: Path) -> None:
    async with world(tmp_path) as w, serving(w) as base:
        body = packed(said("m1", "Wo bleibt mein Paket?"))

        told = await call(base, body, signed(body))

        assert (told.status, told.body) == (200, b"")
        assert await messages(w) == ["Wo bleibt mein Paket?"]
        assert await w.db.read("select body from raw where channel = $1", (CHANNEL,)) == [(body,)]


async def test_a_body_that_somebody_else_signed_or_changed_is_refused_and_not_kept(tmp_path: Path) -> None:
    async with world(tmp_path) as w, serving(w) as base:
        body = packed(said("m1"))
        wrong: list[tuple[bytes, dict[str, str]]] = [
            (body, {}),
            (body, signed(body, secret=OTHER)),
            (body + b" ", signed(body)),
            (body, {**signed(body), "webhook-id": "msg_2"}),
            (body, signed(body, late=-301)),
            (body, signed(body, late=301)),
            (body, {**signed(body), "webhook-timestamp": "hello"}),
            (body, {**signed(body), "webhook-signature": signed(body)["webhook-signature"].replace("v1,", "v1a,")}),
            (body, hub(body, "something else entirely")),
            (body, {"X-Hub-Signature-256": "sha256=\xe4"}),
        ]

        told = [await call(base, raw, headers) for raw, headers in wrong]

        assert [one.status for one in told] == [401] * len(wrong)
        assert await kept(w) == 0
        assert (await call(base, body, signed(body))).status == 200
        assert await messages(w) == ["Hallo"], "what nobody signed is not even known"


async def test_while_keys_are_changed_either_of_them_signs(tmp_path: Path) -> None:
    async with world(tmp_path) as w, serving(w) as base:
        await (await w.house.keeping("lea")).keep_secret(CHANNEL, "secret", OTHER)
        await (await w.house.keeping("lea")).keep_secret(CHANNEL, "secret_before", SECRET)
        one, two, three = (packed(said(f"m{n}")) for n in range(3))
        both = signed(two, secret="whsec_" + "WFla" * 8)["webhook-signature"] + " v1a,xyz "
        listed = {**signed(two, "b"), "webhook-signature": both + signed(two, "b")["webhook-signature"]}

        assert (await call(base, one, signed(one, "a", OTHER))).status == 200
        assert (await call(base, two, listed)).status == 200
        assert (await call(base, three, hub(three))).status == 200
        assert len(await messages(w)) == 3


async def test_no_address_tells_whether_a_channel_of_that_name_is_there(tmp_path: Path) -> None:
    async with world(tmp_path) as w, serving(w) as base:
        await (await w.desk("lea")).perform(c.AddChannel("off", "webhook"))
        await (await w.desk("lea")).perform(c.SetChannel("off", (), active=False))
        body = packed(said("m1"))
        places = ["/hooks/absent", "/hooks/off", "/hooks/acme@x", "/hooks/", "/hooks/a/b", "/elsewhere"]

        for method in ("POST", "GET", "HEAD"):
            told = [await call(base, body if method == "POST" else b"", method=method, path=p) for p in places]
            assert {one.status for one in told} == {404}
            assert len({(one.plain, one.body) for one in told}) == 1


async def test_a_look_at_the_address_finds_somebody_and_other_methods_do_nothing(tmp_path: Path) -> None:
    async with world(tmp_path) as w, serving(w) as base:
        body = packed(said("m1"))

        assert (await call(base, method="GET")).status == 200
        assert (await call(base, method="HEAD")).status == 200
        assert (await call(base, body, signed(body), method="PUT")).status == 405
        assert await kept(w) == 0


async def test_a_body_in_pieces_is_one_body(tmp_path: Path) -> None:
    async with world(tmp_path) as w, serving(w) as base, line(base) as (reader, writer):
        body = packed(said("m1", "in Stücken"))
        writer.write(head("POST", f"/hooks/{CHANNEL}", {"Transfer-Encoding": "chunked", **signed(body)}))
        for n in range(0, len(body), 7):
            piece = body[n : n + 7]
            writer.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
            await writer.drain()
        writer.write(b"0\r\n\r\n")

        assert (await answer(reader)).status == 200
        assert await messages(w) == ["in Stücken"]


@pytest.mark.parametrize("announced", [True, False])
async def test_a_body_without_end_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, announced: bool) -> None:
    monkeypatch.setattr(webhooks, "LARGEST", 1000)
    async with world(tmp_path) as w, serving(w) as base, line(base) as (reader, writer):
        how = {"Content-Length": "1001"} if announced else {"Transfer-Encoding": "chunked"}
        writer.write(head("POST", f"/hooks/{CHANNEL}", how))
        if not announced:
            writer.write(b"3e9\r\n" + b"x" * 1001 + b"\r\n")

        assert (await answer(reader)).status == 413
        assert await reader.read() == b""
        assert await kept(w) == 0


async def test_many_unsigned_bodies_at_once_find_no_room_for_all_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = packed(said("m1"))
    monkeypatch.setattr(bodies, "HELD", len(body) + 50)
    async with world(tmp_path) as w, serving(w) as base, line(base) as (_, waits):
        waits.write(head("POST", f"/hooks/{CHANNEL}", {"Content-Length": "200"}) + b"x" * 100)
        await waits.drain()
        told = 0
        async with asyncio.timeout(10):
            while told != 503:  # until the first one's bytes have come
                told = (await call(base, body, signed(body))).status
        waits.close()
        async with asyncio.timeout(10):
            while told != 200:
                told = (await call(base, body, signed(body))).status

        assert await messages(w) == ["Hallo"]


async def test_who_sends_a_body_too_slowly_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "SLOWEST", 0.2)
    async with world(tmp_path) as w, serving(w) as base, line(base) as (reader, writer):
        body = packed(said("m1"))
        writer.write(head("POST", f"/hooks/{CHANNEL}", {"Content-Length": str(len(body)), **signed(body)}))
        writer.write(body[:-1])

        async with asyncio.timeout(10):
            assert (await answer(reader)).status == 408
            assert await reader.read() == b""
        assert await kept(w) == 0


@pytest.mark.parametrize("before", ["", "POST /hooks/shop HTTP/1.1\r\nX-Slow: "])
async def test_who_never_finishes_a_request_s_head_is_hung_up_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: str
) -> None:
    monkeypatch.setattr(listening, "HEAD", 0.2)
    async with world(tmp_path) as w, serving(w) as base, line(base) as (reader, writer):
        writer.write(before.encode())

        async with asyncio.timeout(10):
            assert await reader.read() == b""


async def test_a_second_request_s_head_is_not_waited_for_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "HEAD", 0.5)
    async with world(tmp_path) as w, serving(w) as base, line(base) as (reader, writer):
        writer.write(head("GET", f"/hooks/{CHANNEL}", {}))
        assert (await answer(reader)).status == 200
        writer.write(b"POST /hooks/shop HTTP/1.1\r\nX-Slow: ")

        async with asyncio.timeout(10):
            assert await reader.read() == b""


async def test_a_body_that_is_cut_off_leaves_nothing_and_harms_nobody(tmp_path: Path) -> None:
    async with world(tmp_path) as w, serving(w) as base:
        body = packed(said("m1"))
        for n in range(0, len(body), 40):
            async with line(base) as (_, writer):
                writer.write(head("POST", f"/hooks/{CHANNEL}", {"Content-Length": str(len(body)), **signed(body)}))
                writer.write(body[:n])
                await writer.drain()

        assert (await call(base, body, signed(body))).status == 200
        assert await messages(w) == ["Hallo"]
        assert await kept(w) == 1


async def test_what_is_posted_many_times_at_once_is_there_once(tmp_path: Path) -> None:
    async with world(tmp_path) as w, serving(w) as base:
        body = packed(said("m1"))

        told = await asyncio.gather(*(call(base, body, signed(body, f"msg_{n % 3}")) for n in range(20)))

        assert [one.status for one in told] == [200] * 20
        assert await messages(w) == ["Hallo"]


async def test_what_arrives_together_is_written_together_and_answered_each(tmp_path: Path) -> None:
    commits = 0

    def count(point: str) -> None:
        nonlocal commits
        commits += point == "write.commit"

    async with world(tmp_path) as w, serving(w) as base:
        bodies = [packed(said(f"m{n}", str(n), contact=f"k{n}")) for n in range(60)]
        fault.listen(count)
        told = await asyncio.gather(*(call(base, body, signed(body)) for body in bodies))
        fault.listen(None)

        assert [one.status for one in told] == [200] * 60
        assert sorted(await messages(w), key=int) == [str(n) for n in range(60)]
        assert commits < 45


async def test_where_what_was_written_together_fails_nobody_is_told_that_it_is_kept(tmp_path: Path) -> None:
    def fail(point: str) -> None:
        if point == "write.commit":
            raise Unreachable("{path} is full.", path="/x")

    async with world(tmp_path) as w, serving(w) as base:
        bodies = [packed(said(f"m{n}", str(n))) for n in range(20)]
        fault.listen(fail)
        told = await asyncio.gather(*(call(base, body, signed(body)) for body in bodies))
        fault.listen(None)

        assert [one.status for one in told] == [503] * 20
        assert await kept(w) == 0
        told = await asyncio.gather(*(call(base, body, signed(body)) for body in bodies))
        assert [one.status for one in told] == [200] * 20
        assert len(await messages(w)) == 20


async def test_one_thing_among_a_thousand_in_a_body_is_set_aside_and_the_others_land(tmp_path: Path) -> None:
    async with world(tmp_path) as w, serving(w) as base:
        things: list[object] = [said(f"m{n}", f"Text {n}", contact=f"k{n % 20}") for n in range(1000)]
        things[567] = {
            "type": "message.created",
            "data": {"contact": "k1", "id": "m567", "direction": "up", "text": "?"},
        }
        body = packed(things)

        assert (await call(base, body, signed(body))).status == 200

        assert len(await messages(w)) == 999
        row = next(r for r in await (await w.desk("lea")).channels() if r.channel.name == CHANNEL)
        assert row.quarantined == 1


async def test_what_was_set_aside_is_read_again_with_what_named_it_so_that_nothing_is_there_twice(
    tmp_path: Path,
) -> None:
    async with world(tmp_path) as w, serving(w) as base:
        body = packed([{"conversation": "c", "from": "anna", "text": "eins"}, {"nonsense": 1}])
        await call(base, body, {**signed(body), "authorization": "Bearer geheim"})
        assert await messages(w) == ["eins"]

        assert await (await w.house.keeping("lea")).read_again(CHANNEL) == 0
        assert await messages(w) == ["eins"]
        assert (await w.db.read("select count(*) from quarantine"))[0][0] == 1
        assert "geheim" not in str(await w.db.read("select headers from raw"))


@pytest.mark.parametrize("trouble", [Unreachable("{path} is full.", path="/geheim"), RuntimeError("geheim")])
async def test_where_nothing_can_be_kept_the_platform_is_told_to_come_back_and_no_more(
    tmp_path: Path, trouble: Exception
) -> None:
    def fail(point: str) -> None:
        if point == "write.commit":
            raise trouble

    async with world(tmp_path) as w, serving(w) as base:
        body = packed(said("m1"))
        fault.listen(fail)
        told = await call(base, body, signed(body))
        fault.listen(None)

        assert told.status == 503
        assert "retry-after: 30" in told.head.lower()
        assert "geheim" not in told.head + told.body.decode()
        assert await kept(w) == 0
        assert (await call(base, body, signed(body))).status == 200
        assert await messages(w) == ["Hallo"]


async def test_a_channel_without_its_secret_keeps_nothing_and_says_so_to_nobody(tmp_path: Path) -> None:
    async with world(tmp_path) as w, serving(w) as base:
        await (await w.house.keeping("lea")).keep_secret(CHANNEL, "secret", "")
        body = packed(said("m1"))

        told = await call(base, body, signed(body))

        assert (told.status, told.body) == (503, b"try again later")
        assert await kept(w) == 0
