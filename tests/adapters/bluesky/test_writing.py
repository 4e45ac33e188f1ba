"""What leaves for Bluesky's chat, and both ways through the whole house."""

from __future__ import annotations

from contextlib import aclosing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.bluesky import Adapter
from inbox.bootstrap import create, open_house
from inbox.domain import commands as c
from inbox.domain.model import Delivery, Direction
from inbox.errors import Ambiguous, InboxError, Rejected, Unreachable
from inbox.ports.adapter import DeliveryClass, File, Kind, Reconciles, Sent, Visibility
from inbox.ports.desk import View
from tests.adapters.bluesky.conftest import Desk
from tests.adapters.bluesky.leaving import CREATE, FAULTS, SEND, note
from tests.servers.bluesky import DID, KAETHE, PASSWORD, Bluesky

# --- in private


async def test_a_request_is_accepted_before_it_is_answered(world: Bluesky, desk: Desk) -> None:
    world.begin("c1", "request")
    world.says(1, "Hallo?")
    bluesky = desk.adapter()
    sent = await bluesky.send(note("Guten Tag https://acme.test"))
    await bluesky.send(note("noch eins", "2.x"))
    await bluesky.aclose()

    assert sent == Sent("m501")
    assert world.messages["c1"][1]["facets"][0]["index"] == {"byteStart": 10, "byteEnd": 27}
    assert world.count("chat.bsky.convo.acceptConvo") == 1


@pytest.mark.parametrize(("fault", "error", "words", "arrived"), FAULTS)
async def test_whatever_breaks_while_writing_has_its_class_and_is_found_out_afterwards(
    world: Bluesky,
    desk: Desk,
    monkeypatch: pytest.MonkeyPatch,
    fault,
    error: type[InboxError],
    words: str,
    arrived: int,
) -> None:
    monkeypatch.setattr("adapters.bluesky.session.Session.send.__defaults__", (0.5,))
    world.begin("c1")
    bluesky = desk.adapter()
    world.faults[SEND] = [fault]

    with pytest.raises(error, match=words) as caught:
        await bluesky.send(note())

    assert type(caught.value) is error
    assert (len(world.messages["c1"]), world.count(SEND)) == (arrived, 1)
    if error is Ambiguous and not arrived:
        with pytest.raises(Unreachable, match="may still arrive"):
            await bluesky.reconcile(note())
        desk.now += timedelta(minutes=2)
        assert await bluesky.reconcile(note()) is None
    elif error is Ambiguous:
        assert await bluesky.reconcile(note()) == Sent("m500")
    await bluesky.aclose()


async def test_after_a_restart_it_looks_for_the_words_and_takes_no_older_ones_for_them(
    world: Bluesky, desk: Desk
) -> None:
    world.begin("c1")
    world.says(100, "Kommt morgen", did=DID)
    world.says(950, "Kommt morgen")
    world.says(960, "Kommt heute", did=DID)
    one = desk.adapter()
    with pytest.raises(Unreachable):
        await one.reconcile(note())
    desk.now += timedelta(minutes=2)
    assert await one.reconcile(note()) is None
    world.says(970, "Kommt morgen ", did=DID)

    assert await one.reconcile(note()) == Sent("m970")
    assert await one.reconcile(note()) == Sent("m970")
    assert await one.reconcile(note(token="2.x")) is None, "the same words twice are two messages"
    await one.aclose()


async def test_a_clock_of_ours_that_is_wrong_hides_no_message_that_arrived(world: Bluesky, desk: Desk) -> None:
    world.begin("c1")
    bluesky = desk.adapter()
    for hours in (-5, 10):
        desk.now += timedelta(hours=hours)
        out = replace(note(f"{hours}", f"{hours}"), written_at=desk.now)
        world.faults[SEND] = ["mute"]
        with pytest.raises(Ambiguous):
            await bluesky.send(out)
        assert await bluesky.reconcile(out)
    await bluesky.aclose()


@pytest.mark.parametrize(
    ("more", "answer", "words"),
    [
        ({"kind": {"lockStatus": "locked", "name": "g"}}, None, "locked"),
        ({"members": [{"did": DID}, {"did": KAETHE, "viewer": {"blockedBy": True}}]}, None, "blocked"),
        ({}, (400, {"error": "ConvoLocked", "message": "x"}), "locked"),
        ({}, (400, {"error": "InvalidConvo", "message": "x"}), "not on Bluesky any more"),
        (
            {},
            (400, {"error": "InvalidRequest", "message": "recipient has disabled incoming messages"}),
            "answer in public",
        ),
    ],
)
async def test_a_chat_that_takes_no_message_says_why(world: Bluesky, desk: Desk, more, answer, words: str) -> None:
    world.begin("c1", **more)
    if answer:
        world.faults[SEND] = [answer]
    bluesky = desk.adapter()

    with pytest.raises(Rejected, match=words):
        await bluesky.send(note())
    with pytest.raises(Rejected, match="takes no files"):
        await bluesky.send(replace(note(), files=(File("a.png", "image/png", b""),)))
    with pytest.raises(Rejected, match="1001 of 1000"):
        await bluesky.send(note("x" * 1001))
    await bluesky.aclose()


@pytest.mark.parametrize("fault", ["mute", None])
async def test_our_own_message_that_comes_back_in_the_log_is_known_whether_its_answer_came_or_not(
    world: Bluesky, desk: Desk, fault: str | None
) -> None:
    world.begin("c1")
    _, cursor = await desk.heard()
    bluesky = desk.adapter()
    if fault:
        world.faults[SEND] = [fault]
        with pytest.raises(Ambiguous):
            await bluesky.send(note())
    else:
        await bluesky.send(note())
    world.says(980, "von Hand", did=DID)
    async with aclosing(bluesky.receive(cursor)) as stream:  # type: ignore[type-var]  # it is a generator
        async for batch in stream:
            if batch.caught_up:
                said = [s for e in batch.entries for s in e.says]
                break
    await bluesky.aclose()

    assert [(s.kind, s.token, s.text) for s in said] == [
        (Kind.ECHO, "1.x", "Kommt morgen"), (Kind.ECHO, "", "von Hand"),
    ]  # fmt: skip


# --- the whole house


@pytest.mark.parametrize("lost", ["", "mute", "half"])
async def test_through_the_house_questions_come_in_once_and_answers_go_out_once(
    world: Bluesky, tmp_path: Path, lost: str
) -> None:
    where = str(tmp_path / "inbox.db")
    await create(where, lead="lea")
    settings = (("handle", "acme.test"), ("service", world.service), ("poll_seconds", "1"), ("history_days", "3650"))
    uri = world.posted(1, "Wo ist mein Paket?")
    world.begin("c1", "request")
    world.says(1, "Meine Adresse ist privat")
    world.clock = lambda: datetime.now(UTC)
    if lost:
        world.faults[CREATE], world.faults[SEND] = [lost], [lost]
    async with open_house(where) as house:
        await (await house.keeping("lea")).keep_secret("bsky", "app_password", PASSWORD)
        lea = await house.desk("lea")
        await lea.perform(c.AddChannel("bsky", "bluesky", settings))
        taken = [(await house.sync_once()).taken for _ in range(2)]
        rows = (await lea.conversations(View.ALL)).items
        for row in rows:
            await lea.perform(c.Reply(row.conversation.id, "Ist unterwegs", now=True))
        await house.sync_once()
    async with open_house(where) as again:
        await again.sync_once()
        await again.sync_once()
        threads = [await (await again.desk("lea")).thread(row.conversation.id) for row in rows]

    assert taken == [2, 0] or taken[1] == 0
    assert sorted(row.conversation.visibility for row in rows) == sorted([Visibility.PUBLIC, Visibility.PRIVATE])
    assert {row.contact for row in rows} == {"Käthe"}
    for thread in threads:
        assert [m.direction for m in thread.messages] == [Direction.IN, Direction.OUT], thread.messages
        assert thread.messages[1].delivery is Delivery.SENT
    assert [r["reply"]["parent"]["uri"] for r in world.records.values()] == [uri]
    assert [m["text"] for m in world.messages["c1"]] == ["Meine Adresse ist privat", "Ist unterwegs"]
    assert Adapter.delivery_class is DeliveryClass.RECONCILABLE and issubclass(Adapter, Reconciles)
