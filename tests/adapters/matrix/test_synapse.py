"""The Matrix adapter against a real homeserver."""

from __future__ import annotations

import asyncio
import os
import uuid
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AsyncExitStack, aclosing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.matrix import Adapter
from inbox.bootstrap import create, open_house
from inbox.domain import commands as c
from inbox.domain.model import Delivery, Direction
from inbox.errors import Refused, Rejected
from inbox.ports.adapter import Batch, Context, File, Identity, Incoming, Kind, Outgoing, Visibility
from inbox.ports.desk import View
from tests.servers import synapse as server
from tests.servers.synapse import PASSWORD, Someone

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A homeserver."""
    if not server.there() and not os.environ.get("INBOX_TEST_ALL"):
        pytest.skip("Synapse is not installed")
    with server.synapse(tmp_path_factory.mktemp("synapse")) as address:
        yield address


@pytest.fixture
async def people(base: str) -> AsyncIterator[tuple[Someone, Someone]]:
    """Us and a customer, both new."""
    name = uuid.uuid4().hex[:8]
    async with AsyncExitStack() as stack:
        us = await stack.enter_async_context(Someone(base, f"shop-{name}"))
        customer = await stack.enter_async_context(Someone(base, f"kaethe-{name}"))
        yield us, customer


kept: dict[str, str] = {}


async def keep(secrets: Mapping[str, str]) -> None:
    kept.update(secrets)


def adapter(us: Someone, secrets: dict[str, str] | None = None, **settings: str) -> Adapter:
    given = {"homeserver": us.base, "poll_seconds": "1", **settings}
    kept.clear()
    return Adapter(Context("mx", given, secrets or {"token": us.token}, lambda: datetime.now(UTC), asyncio.sleep, keep))


async def news(matrix: Adapter, cursor: str) -> Batch:
    """Read until it is caught up; return everything as one batch."""
    entries: list[object] = []
    async with aclosing(matrix.receive(cursor)) as stream:  # type: ignore[type-var]  # it is a generator
        async for batch in stream:
            entries += batch.entries
            if batch.caught_up:
                return Batch(tuple(entries), batch.cursor)  # type: ignore[arg-type]  # entries they are
    raise AssertionError("the stream ended")


def says(batch: Batch, *kinds: Kind) -> list[Incoming]:
    return [said for entry in batch.entries for said in entry.says if not kinds or said.kind in kinds]


def texts(batch: Batch) -> list[str]:
    return [said.text for said in says(batch, Kind.MESSAGE)]


def reply(room: str, customer: Someone, text: str = "Kommt morgen", **more: object) -> Outgoing:
    out = Outgoing("1.x", room, (Identity("matrix", customer.id),), text, Visibility.PRIVATE, "Käthe")
    return replace(out, **more)  # type: ignore[arg-type]  # each caller names fields of Outgoing


async def test_a_customer_who_opens_a_room_and_writes_at_once_is_heard_and_answered(
    people: tuple[Someone, Someone],
) -> None:
    us, customer = people
    matrix = adapter(us)
    start = (await news(matrix, "")).cursor
    room = await customer.opens(us.id)
    asked = await customer.says(room, "Wo ist mein Paket?")

    batch = await news(matrix, start)
    sent = await matrix.send(reply(room, customer, reply_to=asked))
    again = await matrix.send(reply(room, customer, reply_to=asked))
    after = await news(matrix, batch.cursor)

    (question,) = says(batch, Kind.MESSAGE)
    assert (question.text, question.conversation_key, question.external_id) == ("Wo ist mein Paket?", room, asked)
    assert question.identities == (Identity("matrix", customer.id),)
    assert question.name == customer.name
    assert question.visibility is Visibility.PRIVATE
    assert sent == again
    (echo,) = says(after, Kind.ECHO)
    assert (echo.token, echo.external_id, echo.identities) == ("1.x", sent.external_id, question.identities)
    seen = await customer.reads(room)
    assert [event["content"]["body"] for event in seen] == ["Wo ist mein Paket?", "Kommt morgen"]  # type: ignore[index]
    assert seen[1]["content"]["m.relates_to"] == {"m.in_reply_to": {"event_id": asked}}  # type: ignore[index]
    direct = await us.do("GET", f"user/{us.id}/account_data/m.direct")
    assert direct == {customer.id: [room]}
    for entry in (*batch.entries, *after.entries):
        assert Adapter.parse(entry.raw, {}) == list(entry.says)
    await matrix.aclose()


async def test_edits_deletions_reactions_and_receipts_name_the_message_they_are_about(
    people: tuple[Someone, Someone],
) -> None:
    us, customer = people
    matrix = adapter(us)
    start = (await news(matrix, "")).cursor
    room = await customer.opens(us.id)
    first = await customer.says(room, "Fage")
    batch = await news(matrix, start)
    ours = (await matrix.send(reply(room, customer))).external_id
    relation = {"rel_type": "m.replace", "event_id": first}
    new = {"msgtype": "m.text", "body": "Frage"}
    await customer.says(room, "* Frage", **{"m.new_content": new, "m.relates_to": relation})
    felt = {"rel_type": "m.annotation", "event_id": ours, "key": "👍"}
    await customer.says(room, type="m.reaction", **{"m.relates_to": felt})
    await customer.do("POST", f"rooms/{room}/receipt/m.read/{ours}", {})
    await customer.deletes(room, first)

    told = says(await news(matrix, batch.cursor), Kind.EDIT, Kind.DELETE, Kind.REACTION, Kind.RECEIPT)

    assert [(s.kind, s.target_id, s.text, s.state) for s in told] == [
        (Kind.EDIT, first, "Frage", ""),
        (Kind.REACTION, ours, "👍", ""),
        (Kind.DELETE, first, "", ""),
        (Kind.RECEIPT, ours, "", "read"),
    ]
    await matrix.aclose()


async def test_a_long_gap_is_closed_in_order_and_nothing_comes_twice(people: tuple[Someone, Someone]) -> None:
    us, customer = people
    matrix = adapter(us)
    start = (await news(matrix, "")).cursor
    room = await customer.opens(us.id)
    await customer.says(room, "da")
    batch = await news(matrix, start)
    for number in range(230):
        await customer.says(room, f"n{number}")

    missed = await news(matrix, batch.cursor)
    more = await news(matrix, missed.cursor)

    assert texts(missed) == [f"n{number}" for number in range(230)]
    assert {said.name for said in says(missed, Kind.MESSAGE)} == {customer.name}
    assert texts(more) == []
    await matrix.aclose()


async def test_an_invitation_from_before_we_first_looked_brings_what_was_written_since(
    people: tuple[Someone, Someone],
) -> None:
    us, customer = people
    room = await customer.opens(us.id)
    for number in range(30):
        await customer.says(room, f"n{number}")
    matrix = adapter(us)

    batch = await news(matrix, "")

    assert texts(batch) == [f"n{number}" for number in range(30)]
    await matrix.aclose()


async def test_of_an_old_room_only_what_is_said_after_our_invitation_comes(people: tuple[Someone, Someone]) -> None:
    us, customer = people
    matrix = adapter(us, accept="all")
    room = await customer.opens(direct=False, preset="public_chat")
    await customer.says(room, "alt")
    start = (await news(matrix, "")).cursor
    await customer.says(room, "noch älter als wir")
    await customer.do("POST", f"rooms/{room}/invite", {"user_id": us.id})
    await customer.says(room, "neu")

    (found,) = says(await news(matrix, start), Kind.MESSAGE)

    assert (found.text, found.visibility) == ("neu", Visibility.PUBLIC)
    await matrix.aclose()


async def test_a_group_that_invites_us_waits_until_somebody_decides(people: tuple[Someone, Someone]) -> None:
    us, customer = people
    matrix = adapter(us)
    start = (await news(matrix, "")).cursor
    await customer.opens(us.id, direct=False)

    batch = await news(matrix, start)
    rows = await matrix.check()

    (invited,) = says(batch)
    assert (invited.kind, invited.why) == (Kind.CONVERSATION, "m.room.member: invite")
    assert invited.identities == (Identity("matrix", customer.id),)
    assert (await us.do("GET", "joined_rooms"))["joined_rooms"] == []
    assert any(state == "warn" and "invitations" in what for state, what, _ in rows)
    await matrix.aclose()


async def test_the_first_look_brings_as_many_old_messages_as_are_asked_for(people: tuple[Someone, Someone]) -> None:
    us, customer = people
    room = await customer.opens(us.id)
    await us.do("POST", f"rooms/{room}/join", {})
    for number in range(5):
        await customer.says(room, f"n{number}")

    assert texts(await news(adapter(us), "")) == []
    assert texts(await news(adapter(us, history="3"), "")) == ["n2", "n3", "n4"]


async def test_what_is_encrypted_is_shown_as_that_and_not_answered_in_clear_words(
    people: tuple[Someone, Someone],
) -> None:
    us, customer = people
    matrix = adapter(us)
    start = (await news(matrix, "")).cursor
    sealed = {"type": "m.room.encryption", "state_key": "", "content": {"algorithm": "m.megolm.v1.aes-sha2"}}
    room = await customer.opens(us.id, initial_state=[sealed])
    secret = {
        "algorithm": "m.megolm.v1.aes-sha2",
        "ciphertext": "AwgA",
        "session_id": "x",
        "sender_key": "k",
        "device_id": "d",
    }
    await customer.says(room, type="m.room.encrypted", **secret)

    (found,) = says(await news(matrix, start), Kind.MESSAGE)
    with pytest.raises(Rejected, match="encrypted"):
        await matrix.send(reply(room, customer))

    assert "encrypted" in found.text and found.window == "closed"
    assert any("encrypted" in what for _, what, _ in await matrix.check())
    await matrix.aclose()


async def test_a_room_that_was_replaced_is_followed_by_the_reply(people: tuple[Someone, Someone]) -> None:
    us, customer = people
    matrix = adapter(us)
    start = (await news(matrix, "")).cursor
    room = await customer.opens(us.id)
    await customer.says(room, "Frage")
    batch = await news(matrix, start)
    new = str((await customer.do("POST", f"rooms/{room}/upgrade", {"new_version": "10"}))["replacement_room"])
    await customer.do("POST", f"rooms/{new}/invite", {"user_id": us.id})

    told = await news(matrix, batch.cursor)
    await matrix.send(reply(room, customer))

    assert any(said.why == f"m.room.tombstone: {new}" for said in says(told, Kind.CONVERSATION))
    assert [event["content"]["body"] for event in await customer.reads(new)] == ["Kommt morgen"]  # type: ignore[index]
    await matrix.aclose()


async def test_a_customer_who_left_is_not_written_to_until_they_come_back(people: tuple[Someone, Someone]) -> None:
    us, customer = people
    matrix = adapter(us)
    start = (await news(matrix, "")).cursor
    room = await customer.opens(us.id)
    await customer.says(room, "Frage")
    batch = await news(matrix, start)
    await customer.do("POST", f"rooms/{room}/leave", {})

    (left,) = says(await news(matrix, batch.cursor), Kind.CONVERSATION)

    assert (left.window, left.identities) == ("blocked", (Identity("matrix", customer.id),))
    await matrix.aclose()


async def test_files_come_in_with_their_bytes_and_go_out_with_their_text(people: tuple[Someone, Someone]) -> None:
    us, customer = people
    matrix = adapter(us)
    start = (await news(matrix, "")).cursor
    room = await customer.opens(us.id)
    await customer.says(room, "da")
    batch = await news(matrix, start)
    files = (File("a.png", "image/png", b"\x89PNG eins"), File("b.txt", "text/plain", b"zwei"))
    out = reply(room, customer, "Siehe Anhang", files=files)

    sent, again = await matrix.send(out), await matrix.send(out)
    echoes = says(await news(matrix, batch.cursor), Kind.ECHO)

    assert sent == again and sent.external_id == echoes[-1].external_id
    assert [(e.text, e.attachments[0].kind, e.attachments[0].name) for e in echoes] == [
        ("", "image", "a.png"),
        ("Siehe Anhang", "file", "b.txt"),
    ]
    brought = b"".join([part async for part in matrix.fetch(echoes[0].attachments[0], 1000)])
    assert brought == b"\x89PNG eins"
    with pytest.raises(Refused, match="larger than 3"):
        _ = [part async for part in matrix.fetch(echoes[0].attachments[0], 3)]
    with pytest.raises(Rejected, match="larger than"):
        await matrix.send(replace(out, token="2.x", files=(File("c", "", b"x" * 2**21),)))
    await matrix.aclose()


async def test_a_thread_is_answered_in_the_thread(people: tuple[Someone, Someone]) -> None:
    us, customer = people
    matrix = adapter(us)
    start = (await news(matrix, "")).cursor
    room = await customer.opens(us.id)
    root = await customer.says(room, "Anfang")
    relation = {"rel_type": "m.thread", "event_id": root, "is_falling_back": True, "m.in_reply_to": {"event_id": root}}
    inside = await customer.says(room, "darin", **{"m.relates_to": relation})

    found = says(await news(matrix, start), Kind.MESSAGE)
    await matrix.send(reply(room, customer, reply_to=inside))

    assert [(said.text, said.reply_to) for said in found] == [("Anfang", ""), ("darin", root)]
    relation = (await customer.reads(room))[-1]["content"]["m.relates_to"]  # type: ignore[index]
    assert (relation["rel_type"], relation["event_id"]) == ("m.thread", root)
    assert relation["m.in_reply_to"] == {"event_id": inside}
    await matrix.aclose()


async def test_a_token_that_ended_is_renewed_and_kept(people: tuple[Someone, Someone]) -> None:
    us, _ = people
    await us.log_in(refresh_token=True)
    secrets = {"token": us.token, "refresh_token": us.refresh}
    matrix = adapter(us, secrets)
    await matrix.open()
    for _ in range(200):
        if not await us.known():
            break
        await asyncio.sleep(0.1)

    account = await matrix.open()

    assert account.address == us.id
    assert kept["token"] != us.token and kept["refresh_token"]
    assert (await adapter(us, dict(kept)).open()).address == us.id
    await matrix.aclose()


async def test_a_password_lets_us_in_again_as_the_same_device_so_that_a_repeat_is_no_double(
    people: tuple[Someone, Someone],
) -> None:
    us, customer = people
    room = await us.opens(customer.id)
    await customer.do("POST", f"rooms/{room}/join", {})
    matrix = adapter(us, {"password": PASSWORD}, user=us.id)
    sent = await matrix.send(reply(room, customer))
    us.token = kept["token"]
    await us.do("POST", "logout", {})

    again = await matrix.send(reply(room, customer))

    assert sent == again
    assert len(await customer.reads(room)) == 1
    assert kept["device"].startswith("CHEFSACHE-mx ")
    with pytest.raises(Refused, match="does not let"):
        await adapter(us, {"password": "falsch"}, user=us.id).open()
    await matrix.aclose()


async def test_a_token_made_anew_finds_what_the_one_before_has_sent(people: tuple[Someone, Someone]) -> None:
    us, customer = people
    room = await us.opens(customer.id)
    await customer.do("POST", f"rooms/{room}/join", {})
    first = adapter(us)
    written = datetime.now(UTC)
    sent = await first.send(reply(room, customer, written_at=written))
    await us.log_in()
    second = adapter(us)

    again = await second.send(reply(room, customer, written_at=written))

    assert sent == again
    assert len(await customer.reads(room)) == 1
    await first.aclose()
    await second.aclose()


async def test_a_wrong_token_is_refused_and_said_how_to_mend(people: tuple[Someone, Someone]) -> None:
    us, _ = people

    with pytest.raises(Refused, match=r"does not know this access token .* inbox channel set mx --secret token"):
        await adapter(us, {"token": "syt_falsch"}).open()
    assert {state for state, _, _ in await adapter(us).check()} == {"ok"}


async def test_through_the_house_a_question_is_answered_once_whatever_starts_anew(
    people: tuple[Someone, Someone], tmp_path: Path
) -> None:
    us, customer = people
    where = str(tmp_path / "inbox.db")
    await create(where, lead="lea")
    async with open_house(where) as house:
        house.keep_secret("mx", "token", us.token)
        lea = await house.desk("lea")
        await lea.perform(c.AddChannel("mx", "matrix", (("homeserver", us.base), ("poll_seconds", "1"))))
        await house.sync_once()
        room = await customer.opens(us.id)
        await customer.says(room, "Wo ist mein Paket?")
        taken = [(await house.sync_once()).taken for _ in range(2)]
        (row,) = (await lea.conversations(View.ALL)).items
        await lea.perform(c.Reply(row.conversation.id, "Kommt morgen", now=True))
        await house.sync_once()
    async with open_house(where) as again:
        await customer.says(room, "Danke!")
        await again.sync_once()
        await again.sync_once()
        thread = await (await again.desk("lea")).thread(row.conversation.id)

    assert taken[1] == 0
    assert row.contact == customer.name
    assert [(str(m.words), m.direction) for m in thread.messages] == [
        ("Wo ist mein Paket?", Direction.IN),
        ("Kommt morgen", Direction.OUT),
        ("Danke!", Direction.IN),
    ]
    assert thread.messages[1].delivery is Delivery.SENT
    bodies = [event["content"]["body"] for event in await customer.reads(room)]  # type: ignore[index]
    assert bodies == ["Wo ist mein Paket?", "Kommt morgen", "Danke!"]
