"""The Mastodon adapter against a server that others wrote: mastodon-mock, in an environment of its own."""

from __future__ import annotations

import asyncio
import os
import subprocess
from collections.abc import Iterator
from contextlib import aclosing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from inbox.bootstrap import create, open_house
from inbox.domain import commands as c
from inbox.domain.model import Delivery, Direction
from inbox.errors import Ambiguous, NotSent, Refused, Rejected, Unreachable
from inbox.ports.adapter import Batch, File, Identity, Outgoing, Visibility
from inbox.ports.desk import View
from tests.adapters.mastodon.stage import adapter, caught_up, said, texts
from tests.servers.mastodon_mock import Mock, mastodon_mock, python

pytestmark = [pytest.mark.timeout(360), pytest.mark.xdist_group("mastodon-mock")]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mock]:
    """A running server; its environment is made the first time, from PyPI."""
    try:
        program = python()
    except (OSError, subprocess.SubprocessError) as cause:
        if os.environ.get("INBOX_TEST_ALL"):
            raise
        pytest.skip(f"mastodon-mock cannot be installed here: {cause}")
    with mastodon_mock(program, tmp_path_factory.mktemp("mastodon")) as running:
        yield running


async def news(server: Mock, cursor: str = "") -> Batch:
    """Return everything that is new, by a program that ends then."""
    masto = adapter(server.base, "tok-shop")
    try:
        return await caught_up(masto, cursor)
    finally:
        await masto.aclose()


def reply(server: Mock, to: str, text: str, key: str = "", **more: object) -> Outgoing:
    whole = {"visibility": Visibility.PRIVATE, "written_at": datetime.now(UTC), **more}
    return Outgoing(
        f"{to}.{text}",
        key or f"direct/{server['erna'].id}",
        (Identity("mastodon", "erna@x.test"),),
        text,
        reply_to=to,
        **whole,
    )  # type: ignore[arg-type]


async def test_what_customers_write_comes_in_once_and_not_again_after_a_restart(server: Mock) -> None:
    before = await news(server)
    direct = server["erna"].post("@shop privat")
    public = server["kurt"].post("@shop öffentlich", "public")
    lost, again = await news(server, before.cursor), await news(server, before.cursor)
    server["erna"].post("@shop noch eins")

    assert [(s.external_id, s.text, s.conversation_key, s.visibility, s.name) for s in said(lost)] == [
        (direct, "@shop privat", f"direct/{server['erna'].id}", Visibility.PRIVATE, "Erna Müller"),
        (public, "@shop öffentlich", f"thread/{public}/{server['kurt'].id}", Visibility.PUBLIC, "Kurt"),
    ]
    assert said(lost) == said(again)
    assert texts(await news(server, again.cursor)) == ["message @shop noch eins"]


async def test_a_thread_stays_one_dialogue(server: Mock) -> None:
    before = await news(server)
    first = server["erna"].post("@shop eins", "public")
    ours = server["shop"].post("@erna zwei", "public", first)
    server["erna"].post("@shop drei", "public", ours)
    found = said(await news(server, before.cursor))

    assert [str(s.kind) for s in found] == ["message", "echo", "message"]
    assert {s.conversation_key for s in found} == {f"thread/{first}/{server['erna'].id}"}


async def test_while_we_listen_messages_edits_and_reactions_come_at_once(server: Mock) -> None:
    before = await news(server)
    masto, heard = adapter(server.base, "tok-shop"), set[str]()

    async def until(stream, *wanted: str) -> None:
        async with asyncio.timeout(30):
            while not set(wanted) <= heard:
                heard.update(texts(await anext(stream)))

    async with aclosing(masto.receive(before.cursor)) as stream:  # type: ignore[type-var]  # it is a generator
        for _ in range(2):  # before the lines stand, and when they do
            async with asyncio.timeout(30):
                while not (await anext(stream)).caught_up:
                    pass
        ours = server["shop"].post("@erna von Hand", "public")
        await until(stream, "echo @erna von Hand")
        server["erna"].post("@shop jetzt", "public", ours)
        server["erna"].change("POST", f"/api/v1/statuses/{ours}/favourite")
        await until(stream, "message @shop jetzt", "reaction ⭐")
        server["shop"].change("PUT", f"/api/v1/statuses/{ours}", status="@erna anders")
        await until(stream, "edit @erna anders")
        server["shop"].change("DELETE", f"/api/v1/statuses/{ours}")
        await until(stream, f"delete {ours}")
    await masto.aclose()


async def test_what_was_edited_and_deleted_while_nobody_listened_is_found(server: Mock) -> None:
    before = await news(server)
    edited, deleted = server["erna"].post("@shop eins"), server["erna"].post("@shop zwei")
    known = await news(server, before.cursor)
    server["erna"].change("PUT", f"/api/v1/statuses/{edited}", status="@shop anders")
    server["erna"].change("DELETE", f"/api/v1/statuses/{deleted}")
    found = await news(server, known.cursor)

    assert texts(known) == ["message @shop eins", "message @shop zwei"]
    assert texts(found) == ["edit @shop anders", f"delete {deleted}"]
    assert texts(await news(server, found.cursor)) == []


async def test_an_answer_reaches_its_reader_once_and_no_more_public_than_the_question(server: Mock) -> None:
    id = server["erna"].post("@shop Frage?")
    masto, out = adapter(server.base, "tok-shop"), reply(server, id, "Antwort")
    sent = await masto.send(out)
    old = reply(server, id, "Antwort", written_at=datetime.now(UTC) - timedelta(minutes=3))
    again = await adapter(server.base, "tok-shop").send(old)
    stands = server["erna"].get(f"/api/v1/statuses/{sent.external_id}")

    assert sent == again
    assert (stands["visibility"], stands["in_reply_to_id"]) == ("direct", id)
    assert stands["content"] == "<p>@erna Antwort</p>"
    told = [
        (n["status"] or {}).get("id") for n in server["erna"].get("/api/v1/notifications", **{"types[]": "mention"})
    ]
    assert told.count(sent.external_id) == 1


async def test_a_file_goes_with_an_answer(server: Mock) -> None:
    id = server["erna"].post("@shop Rechnung?")
    picture = File("a.png", "image/png", bytes.fromhex("89504e470d0a1a0a0000000d49484452"))
    sent = await adapter(server.base, "tok-shop").send(reply(server, id, "Hier", files=(picture,)))

    assert len(server["erna"].get(f"/api/v1/statuses/{sent.external_id}")["media_attachments"]) == 1


async def test_too_long_is_refused_in_the_servers_words(server: Mock) -> None:
    id = server["erna"].post("@shop Frage?")

    with pytest.raises(Rejected, match="504 of 500"):
        await adapter(server.base, "tok-shop").send(reply(server, id, "x" * 498))
    server.faults(
        {
            "match": {"methods": ["POST"], "path": "/api/v1/statuses"},
            "effect": {"status": 422, "body": {"error": "Nein: zu lang"}},
            "count": 1,
        }
    )
    with pytest.raises(Rejected, match="Nein: zu lang"):
        await adapter(server.base, "tok-shop").send(reply(server, id, "kurz"))


@pytest.mark.parametrize(
    ("effect", "error"),
    [
        ({"type": "status", "status": 503}, Ambiguous),
        ({"type": "malformed"}, Ambiguous),
        ({"type": "status", "status": 429, "headers": {"Retry-After": "3"}}, NotSent),
        ({"type": "status", "status": 401}, NotSent),
    ],
)
async def test_faults_while_sending_lead_to_one_answer(
    server: Mock, effect: dict[str, object], error: type[Exception]
) -> None:
    id = server["erna"].post(f"@shop Frage {effect}")
    server.faults({"match": {"methods": ["POST"], "path": "/api/v1/statuses"}, "effect": effect, "count": 1})
    masto = adapter(server.base, "tok-shop")
    with pytest.raises(error):
        await masto.send(reply(server, id, "Antwort"))
    sent = await masto.send(reply(server, id, "Antwort"))

    below = server["erna"].get(f"/api/v1/statuses/{id}/context")["descendants"]
    assert [s["id"] for s in below] == [sent.external_id]


@pytest.mark.parametrize(
    "effect", [{"type": "status", "status": 502}, {"type": "malformed"}, {"type": "status", "status": 429}]
)
async def test_faults_while_asking_lose_nothing(server: Mock, effect: dict[str, object]) -> None:
    before = await news(server)
    server["erna"].post("@shop trotzdem")
    server.faults({"match": {"path": "/api/v1/notifications"}, "effect": effect, "count": 1})
    with pytest.raises(Unreachable):
        await news(server, before.cursor)

    assert texts(await news(server, before.cursor)) == ["message @shop trotzdem"]


async def test_a_token_that_was_taken_back_is_refused_and_said_how_to_mend(server: Mock) -> None:
    masto = adapter(server.base, "tok-alt")
    assert (await masto.open()).name == "Altes Konto"
    assert {state for state, _, _ in await masto.check()} == {"ok"}
    server["shop"].change("POST", "/oauth/revoke", token="tok-alt")

    with pytest.raises(Refused, match="make a new one there"):
        await caught_up(masto)
    with pytest.raises(NotSent, match="make a new one there"):
        await masto.send(reply(server, server["erna"].post("@alt Frage"), "Antwort"))
    assert (await adapter(server.base, "tok-alt").check())[0][0] == "fail"


async def test_through_the_house_and_a_restart(server: Mock, tmp_path: Path) -> None:
    where = str(tmp_path / "inbox.db")
    await create(where, lead="lea")
    settings = (("server", server.base), ("since_days", "0.00002"))
    async with open_house(where) as house:
        await (await house.keeping("lea")).keep_secret("masto", "token", "tok-shop")
        lea = await house.desk("lea")
        await lea.perform(c.AddChannel("masto", "mastodon", settings))
        await house.sync_once()
        id = server["kurt"].post("@shop Wo ist mein Paket?")
        taken = [(await house.sync_once()).taken for _ in range(2)]
        row = next(r for r in (await lea.conversations(View.ALL)).items if r.contact == "Kurt")
        await lea.perform(c.Reply(row.conversation.id, "Ist unterwegs", now=True))
        await house.sync_once()
    async with open_house(where) as again:
        server["kurt"].post("@shop Danke!", to=id)
        await again.sync_once()
        await again.sync_once()
        thread = await (await again.desk("lea")).thread(row.conversation.id)

    assert taken == [1, 0]
    assert [(str(m.words), m.direction) for m in thread.messages] == [
        ("@shop Wo ist mein Paket?", Direction.IN),
        ("Ist unterwegs", Direction.OUT),
        ("@shop Danke!", Direction.IN),
    ]
    assert thread.messages[1].delivery is Delivery.SENT
    assert [s["content"] for s in server["kurt"].get(f"/api/v1/statuses/{id}/context")["descendants"]][:1] == [
        "<p>@kurt Ist unterwegs</p>"
    ]
