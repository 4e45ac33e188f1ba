"""The Matrix adapter against a real homeserver: what customers say and do, and what they are answered."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapters.matrix import Adapter
from inbox.errors import Refused, Rejected
from inbox.ports.adapter import File, Identity, Kind, Visibility
from tests.adapters.matrix.real import adapter, news, reply, says, texts
from tests.servers.synapse import Someone

pytestmark = [pytest.mark.real, pytest.mark.timeout(300)]


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
    for number in range(130):
        await customer.says(room, f"n{number}")

    missed = await news(matrix, batch.cursor)
    more = await news(matrix, missed.cursor)

    assert texts(missed) == [f"n{number}" for number in range(130)]
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
