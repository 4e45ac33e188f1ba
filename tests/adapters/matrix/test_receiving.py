"""What a homeserver that keeps its rules tells the Matrix adapter, and what becomes of it when it breaks off."""

from __future__ import annotations

import asyncio
from contextlib import aclosing

import pytest

from adapters.matrix import Adapter
from inbox.errors import NotSent, Refused, Unreachable
from inbox.ports.adapter import (
    Checks,
    Identity,
    Kind,
    Visibility,
)
from tests.adapters.matrix.homes import adapter, first, kept, reply, sent, slept, texts
from tests.servers.mail import free_port
from tests.servers.matrix import CUSTOMER, ROOM, TOKEN, US, Homeserver, invitation


async def test_the_first_look_starts_now_and_a_batch_that_was_not_stored_comes_again(api: Homeserver) -> None:
    api.says("alt")
    start = await first(api, "")
    api.says("eins")
    lost = await first(api, start.cursor)
    again = await first(api, start.cursor)
    api.says("zwei")

    assert (texts(start), start.cursor, start.caught_up) == ([], "s1", True)
    assert texts(lost) == texts(again) == ["eins"]
    assert texts(await first(api, again.cursor)) == ["zwei"]
    (entry,) = again.entries
    assert Adapter.parse(entry.raw, {}) == list(entry.says)
    assert (entry.says[0].name, entry.says[0].conversation_key) == ("Käthe", ROOM)


async def test_it_waits_for_news_only_after_it_caught_up(api: Homeserver) -> None:
    matrix = adapter(api)
    async with aclosing(matrix.receive("s0")) as stream:  # type: ignore[type-var]  # it is a generator
        batches = aiter(stream)
        await anext(batches)
        waiting = asyncio.ensure_future(anext(batches))
        await asyncio.wait_for(api.waits.wait(), 5)
        api.says("eins")
        assert texts(await waiting) == ["eins"]
    await matrix.aclose()


async def test_a_gap_is_fetched_page_by_page_and_put_in_order(api: Homeserver) -> None:
    for number in range(250):
        api.says(f"n{number}")
        api.says(f"x{number}", "!other:test")

    batch = await first(api, "s2")

    assert texts(batch) == [f"n{number}" for number in range(1, 250)]
    assert [path for _, path, _ in api.asked].count(f"rooms/{ROOM}/messages") == 3


async def test_a_gap_that_cannot_be_closed_any_more_is_said_to_be_there(api: Homeserver) -> None:
    for number in range(30):
        api.says(f"n{number}")
    api.faults["messages"] = [(403, {"errcode": "M_FORBIDDEN", "error": "out"})]

    batch = await first(api)

    unknown = batch.entries[0].says[0]
    assert (unknown.kind, texts(batch)) == (Kind.UNKNOWN, [f"n{number}" for number in range(20, 30)])
    assert ROOM in unknown.why


async def test_a_gap_that_fails_on_the_way_costs_nothing(api: Homeserver) -> None:
    for number in range(30):
        api.says(f"n{number}")
    api.faults["messages"] = ["half"]

    with pytest.raises(Unreachable):
        await first(api)

    assert len(texts(await first(api))) == 30


async def test_what_we_write_elsewhere_is_an_echo_to_the_one_we_speak_with(api: Homeserver) -> None:
    api.says("von Element", sender=US)

    (entry,) = (await first(api)).entries

    (echo,) = entry.says
    assert (echo.kind, echo.identities, echo.name) == (Kind.ECHO, (Identity("matrix", CUSTOMER),), "Käthe")
    assert Adapter.parse(entry.raw, {}) == [echo]


async def test_an_echo_that_lost_its_transaction_id_still_names_its_reply(api: Homeserver) -> None:
    matrix = adapter(api)
    await matrix.send(reply())
    del api.log[0]["unsigned"]

    ((echo,),) = [entry.says for entry in (await first(api)).entries]

    assert (echo.kind, echo.token, echo.external_id) == (Kind.ECHO, "1.x", "$e0")
    await matrix.aclose()


async def test_nobody_else_can_pretend_to_be_our_echo(api: Homeserver) -> None:
    content = {"msgtype": "m.text", "body": "falsch", "chefsache.token": "1.x"}
    api.put(ROOM, type="m.room.message", sender=CUSTOMER, content=content)

    ((message,),) = [entry.says for entry in (await first(api)).entries]

    assert (message.kind, message.token) == (Kind.MESSAGE, "")


async def test_an_edit_of_an_edit_means_the_first_message_even_in_a_later_batch(api: Homeserver) -> None:
    def edit(target: str, text: str) -> str:
        relation = {"rel_type": "m.replace", "event_id": target}
        content = {"body": f"* {text}", "m.new_content": {"body": text, "msgtype": "m.text"}, "m.relates_to": relation}
        return api.put(ROOM, type="m.room.message", sender=CUSTOMER, content=content)

    one = api.says("eins")
    matrix = adapter(api)
    async with aclosing(matrix.receive("s0")) as stream:  # type: ignore[type-var]  # it is a generator
        batches = aiter(stream)
        two = edit(one, "zwei")
        await anext(batches)
        edit(two, "drei")
        (entry,) = (await anext(batches)).entries

    assert [(s.kind, s.target_id, s.text) for s in entry.says] == [(Kind.EDIT, one, "drei")]
    assert Adapter.parse(entry.raw, {}) == list(entry.says)
    await matrix.aclose()


async def test_a_bad_event_costs_itself_only_and_is_kept_as_it_came(api: Homeserver) -> None:
    api.put(ROOM, type="m.room.message", sender=CUSTOMER, content="kaputt")
    api.put(ROOM, type=7, sender=None)
    api.says("heil")

    batch = await first(api)

    assert [e.says[0].kind for e in batch.entries] == [Kind.UNKNOWN, Kind.UNKNOWN, Kind.MESSAGE]
    assert b"kaputt" in batch.entries[0].raw


async def test_receipts_of_others_are_told_and_our_own_say_nothing_about_a_reply(api: Homeserver) -> None:
    read = {"$e0": {"m.read": {CUSTOMER: {"ts": 1784000000000}, US: {"ts": 1784000000000}}}}
    api.extra = {"ephemeral": {"events": [{"type": "m.receipt", "content": read}, {"type": "m.typing", "content": {}}]}}
    api.says("eins")

    batch = await first(api)

    told = {s.identities[0].value: s.state for s in batch.entries[-1].says}
    assert told == {CUSTOMER: "read", US: ""}
    assert len(batch.entries) == 2


async def test_a_public_room_is_public_also_after_a_restart(api: Homeserver) -> None:
    api.state[ROOM, "m.room.join_rules"] = {"join_rule": "public"}
    api.says("eins")

    (entry,) = (await first(api)).entries

    assert entry.says[0].visibility is Visibility.PUBLIC


async def test_a_direct_invitation_is_accepted_and_what_was_written_before_is_heard(api: Homeserver) -> None:
    api.put("!new:test", type="m.room.member", sender=CUSTOMER, state_key=US, content={"membership": "invite"})
    api.says("Hallo?", "!new:test")
    api.invites["!new:test"] = invitation()
    matrix = adapter(api)
    async with aclosing(matrix.receive("s0")) as stream:  # type: ignore[type-var]  # it is a generator
        batches = aiter(stream)
        one, other = await anext(batches), await anext(batches)

    assert (one.caught_up, other.caught_up) == (False, True)
    assert [(s.kind, s.identities[0].value, s.name) for e in one.entries for s in e.says] == [
        (Kind.CONVERSATION, CUSTOMER, "Käthe")
    ]
    await matrix.aclose()
    assert "!new:test" in api.joined


@pytest.mark.parametrize(
    ("accept", "direct", "joins"), [("direct", False, False), ("all", False, True), ("never", True, False)]
)
async def test_invitations_are_accepted_as_the_channel_says(
    api: Homeserver, accept: str, direct: bool, joins: bool
) -> None:
    api.invites["!new:test"] = invitation(direct=direct)

    batch = await first(api, accept=accept)

    assert ("!new:test" in api.joined) is joins
    assert batch.entries[0].says[0].why == "m.room.member: invite"


async def test_a_room_that_replaces_ours_is_entered_by_whatever_invitation(api: Homeserver) -> None:
    api.put(ROOM, type="m.room.tombstone", sender=CUSTOMER, state_key="", content={"replacement_room": "!new:test"})
    created = {"predecessor": {"room_id": ROOM}}
    made = {"type": "m.room.create", "sender": CUSTOMER, "state_key": "", "content": created}
    api.put("!new:test", **made)
    for number in range(30):
        api.says(f"hier weiter {number}", "!new:test")
    api.faults["join"] = [(403, {"errcode": "M_FORBIDDEN", "error": "not invited yet"})]
    early = await first(api)
    api.put("!new:test", type="m.room.member", sender=CUSTOMER, state_key=US, content={"membership": "invite"})
    api.says("und hier", "!new:test")
    api.invites["!new:test"] = [*invitation(direct=False), made]
    api.invites["!lie:test"] = [*invitation(direct=False), made]

    matrix = adapter(api)
    async with aclosing(matrix.receive(early.cursor)) as stream:  # type: ignore[type-var]  # it is a generator
        batches = aiter(stream)
        await anext(batches)
        found = await anext(batches)

    assert early.entries[0].says[0].why == "m.room.tombstone: !new:test"
    assert api.joined == [ROOM, "!new:test"]
    assert texts(found) == [*(f"hier weiter {n}" for n in range(30)), "und hier"]
    await matrix.aclose()


async def test_an_invitation_that_cannot_be_accepted_now_is_remembered_and_one_that_is_gone_is_not(
    api: Homeserver,
) -> None:
    api.invites["!new:test"] = invitation()
    api.faults["join"] = ["html"]

    failed = await first(api)
    api.invites.clear()
    api.faults["join"] = [(403, {"errcode": "M_FORBIDDEN"})]
    gone = await first(api, failed.cursor)
    later = await first(api, failed.cursor)

    assert failed.cursor == "s0 !new:test"
    assert gone.cursor == "s0"
    assert "!new:test" in api.joined and later.cursor.startswith("s")


@pytest.mark.parametrize(
    "fault", ["cut", "mute", "half", "short", "html", "redirect", "noise", (500, {}), (200, {"a": 1})]
)
async def test_whatever_breaks_while_asking_is_unreachable_and_the_message_comes_again(api: Homeserver, fault) -> None:
    api.says("eins")
    api.faults["sync"] = [fault]

    with pytest.raises(Unreachable):
        await first(api)

    assert texts(await first(api)) == ["eins"]


@pytest.mark.parametrize(
    ("body", "wait"),
    [({"retry_after_ms": 7000}, 7.0), ({"retry_after_ms": 900_000}, 60.0), ({"retry_after_ms": "x"}, 0)],
)
async def test_asked_for_patience_it_waits_before_it_says_so(
    api: Homeserver, body: dict[str, object], wait: float
) -> None:
    api.faults["sync"] = [(429, {"errcode": "M_LIMIT_EXCEEDED", **body})]

    with pytest.raises(Unreachable, match="slow down"):
        await first(api)

    assert slept == [wait]


async def test_a_token_that_ended_softly_is_refreshed_kept_and_the_call_repeated(api: Homeserver) -> None:
    api.refresh = "syr_geheim"
    matrix = adapter(api, {"token": TOKEN, "refresh_token": "syr_geheim"})
    await matrix.open()
    api.ends()

    done = await matrix.send(reply())

    assert done.external_id == "$e0" and sent(api) == ["Kommt morgen"]
    assert kept["token"].startswith("syt_neu") and kept["refresh_token"] == api.refresh != "syr_geheim"
    await matrix.aclose()


async def test_a_token_that_ended_for_good_is_said_and_nothing_was_sent(api: Homeserver) -> None:
    matrix = adapter(api)
    await matrix.open()
    api.ends(soft=False)

    with pytest.raises(NotSent, match=r"does not know this access token .* --secret token") as caught:
        await matrix.send(reply())
    with pytest.raises(Refused, match="access token"):
        await first(api)

    assert type(caught.value) is NotSent and sent(api) == []
    await matrix.aclose()


async def test_a_refresh_whose_answer_is_lost_leaves_the_reply_for_later(api: Homeserver) -> None:
    api.refresh = "syr_geheim"
    matrix = adapter(api, {"token": TOKEN, "refresh_token": "syr_geheim"})
    await matrix.open()
    api.ends()
    api.faults["refresh"] = ["html"]

    with pytest.raises(NotSent):
        await matrix.send(reply())

    assert (await matrix.send(reply())).external_id == "$e0"
    await matrix.aclose()


async def test_it_says_who_it_is_and_that_all_is_well(api: Homeserver) -> None:
    matrix = adapter(api)
    account = await matrix.open()
    rows = await matrix.check()

    assert (account.name, account.address) == ("Shop", US)
    assert {state for state, _, _ in rows} == {"ok"}
    assert isinstance(matrix, Checks)
    await matrix.aclose()
    await matrix.aclose()


async def test_a_check_names_rooms_that_cannot_be_answered_and_a_wrong_address(api: Homeserver) -> None:
    api.state[ROOM, "m.room.encryption"] = {"algorithm": "m.megolm.v1.aes-sha2"}
    api.members[ROOM].append("@max:test")
    api.invites["!x:test"] = invitation(direct=False)

    rows = await adapter(api).check()
    wrong = await adapter(api, {"token": "syt_falsch"}).check()
    nowhere = await adapter(api, homeserver=f"http://127.0.0.1:{free_port()}").check()
    api.domain = True
    domain = await adapter(api).check()

    assert [what.split(":")[0] for state, what, _ in rows if state == "warn"] == [
        "encrypted, can only be answered in a Matrix app",
        "more than one customer shares a conversation",
        "invitations that wait",
    ]
    assert (wrong[-1][0], nowhere[-1][0]) == ("fail", "fail")
    assert domain[0][2] == "inbox channel set mx --set homeserver=https://matrix.test"
