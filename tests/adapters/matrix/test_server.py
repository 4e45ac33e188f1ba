"""The Matrix adapter against a homeserver that keeps its rules, and breaks off at any point."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import traceback
from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.matrix import Adapter
from inbox.bootstrap import create, open_house
from inbox.domain import commands as c
from inbox.domain.model import Delivery
from inbox.errors import Ambiguous, BadInput, InboxError, NotSent, Refused, Rejected, Unreachable
from inbox.ports.adapter import (
    Attachment,
    Batch,
    Checks,
    Context,
    DeliveryClass,
    File,
    Identity,
    Kind,
    Outgoing,
    Standing,
    Visibility,
    Window,
)
from inbox.ports.desk import View
from tests.servers.mail import free_port
from tests.servers.matrix import CUSTOMER, ROOM, TOKEN, US, Homeserver, homeserver, invitation


@pytest.fixture
async def api() -> AsyncIterator[Homeserver]:
    """Our homeserver."""
    async with homeserver() as running:
        yield running


slept: list[float] = []
kept: dict[str, str] = {}
NOW = datetime(2026, 11, 26, tzinfo=UTC)


async def sleep(seconds: float) -> None:
    slept.append(seconds)


async def keep(secrets: Mapping[str, str]) -> None:
    kept.update(secrets)


def adapter(api: Homeserver, secrets: dict[str, str] | None = None, **settings: str) -> Adapter:
    given = {"homeserver": api.base, "poll_seconds": "1", **settings}
    slept.clear()
    kept.clear()
    return Adapter(Context("mx", given, secrets or {"token": TOKEN}, lambda: NOW, sleep, keep))


def reply(text: str = "Kommt morgen", **more: object) -> Outgoing:
    out = Outgoing("1.x", ROOM, (Identity("matrix", CUSTOMER),), text, Visibility.PRIVATE, "Käthe")
    return replace(out, **more)  # type: ignore[arg-type]  # each caller names fields of Outgoing


async def first(api: Homeserver, cursor: str = "s0", **settings: str) -> Batch:
    """Return the first batch behind a cursor, and drop the stream as a program that ends does."""
    matrix = adapter(api, **settings)
    try:
        async with aclosing(matrix.receive(cursor)) as stream:  # type: ignore[type-var]  # it is a generator
            return await anext(aiter(stream))
    finally:
        await matrix.aclose()


def texts(batch: Batch) -> list[str]:
    return [said.text for entry in batch.entries for said in entry.says if said.kind is Kind.MESSAGE]


def sent(api: Homeserver) -> list[str]:
    """What the room got from us."""
    return [str(e["content"]["body"]) for e in api.log if e.get("sender") == US and "body" in e["content"]]  # type: ignore[index,operator]


# --- in


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


# --- invitations


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


# --- trouble


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

    assert [what.split(":")[0] for state, what, _ in rows if state == "warn"] == [
        "encrypted, can only be answered in a Matrix app",
        "more than one customer shares a conversation",
        "invitations that wait",
    ]
    assert (wrong[-1][0], nowhere[-1][0]) == ("fail", "fail")


# --- out


async def test_a_reply_carries_its_token_names_its_customer_and_what_it_answers(api: Homeserver) -> None:
    asked = api.says("Frage")
    matrix = adapter(api)

    await matrix.send(reply("*kein* <b>", reply_to=asked))

    assert api.log[-1]["content"] == {
        "msgtype": "m.text",
        "body": "*kein* <b>",
        "m.mentions": {"user_ids": [CUSTOMER]},
        "m.relates_to": {"m.in_reply_to": {"event_id": asked}},
        "chefsache.token": "1.x",
    }
    await matrix.aclose()


LIMITED = {"errcode": "M_LIMIT_EXCEEDED", "error": "slow", "retry_after_ms": 3000}


@pytest.mark.parametrize(
    ("fault", "error", "words", "arrived"),
    [
        ((400, {"errcode": "M_BAD_JSON", "error": "kaputt"}), Rejected, "kaputt", 0),
        ((403, {"errcode": "M_FORBIDDEN", "error": "not in room"}), Rejected, "may not write", 0),
        ((413, {"errcode": "M_TOO_LARGE", "error": "big"}), Rejected, "too large", 0),
        ((403, {"errcode": "M_USER_SUSPENDED", "error": "gesperrt"}), NotSent, "gesperrt", 0),
        ((429, LIMITED), NotSent, "slow", 0),
        ((400, LIMITED), NotSent, "slow", 0),
        ((500, {"errcode": "M_UNKNOWN"}), Ambiguous, "500", 0),
        ((200, {"event": 1}), Ambiguous, "name", 0),
        ("cut", Ambiguous, ".", 0),
        ("mute", Ambiguous, ".", 1),
        ("half", Ambiguous, ".", 1),
        ("short", Ambiguous, ".", 1),
        ("html", Ambiguous, "502", 0),
        ("redirect", Ambiguous, "302", 0),
        ("noise", Ambiguous, ".", 1),
        ("hang", Ambiguous, "no answer in time", 1),
    ],
)
async def test_whatever_breaks_while_sending_has_its_class_and_a_repeat_is_no_double(
    api: Homeserver, monkeypatch: pytest.MonkeyPatch, fault, error: type[InboxError], words: str, arrived: int
) -> None:
    monkeypatch.setattr("adapters.matrix.session.Session.hand.__defaults__", (0.5,))
    api.faults["send"] = [fault]
    matrix = adapter(api)

    with pytest.raises(error, match=words) as caught:
        await matrix.send(reply())

    assert type(caught.value) is error
    assert len(sent(api)) == arrived
    if isinstance(caught.value, NotSent) and words == "slow":
        assert caught.value.retry_after == 3.0
    await matrix.send(reply())
    await matrix.send(reply())
    assert sent(api) == ["Kommt morgen"]
    await matrix.aclose()


@pytest.mark.parametrize("what", ["whoami", "state", "event", "upload"])
@pytest.mark.parametrize("fault", ["cut", "mute", "html", (429, LIMITED)])
async def test_whatever_breaks_before_the_reply_leaves_nothing_was_sent(api: Homeserver, what: str, fault) -> None:
    asked = api.says("Frage")
    api.faults[what] = [fault]
    matrix = adapter(api)

    with pytest.raises(NotSent) as caught:
        await matrix.send(reply(reply_to=asked, files=(File("a", "image/png", b"x"),)))

    assert type(caught.value) is NotSent and sent(api) == []
    await matrix.aclose()


async def test_of_several_files_none_comes_twice_when_the_last_is_repeated(api: Homeserver) -> None:
    out = reply(files=(File("a.png", "image/png", b"x"), File("b.txt", "text/plain", b"y")))
    matrix = adapter(api)
    await matrix.open()
    api.faults["send"] = ["", "mute"]

    with pytest.raises(Ambiguous):
        await matrix.send(out)
    done = await matrix.send(out)

    contents = [event["content"] for event in api.log]
    assert [(c["msgtype"], c["body"], c["filename"]) for c in contents] == [  # type: ignore[index]
        ("m.image", "a.png", "a.png"),
        ("m.file", "Kommt morgen", "b.txt"),
    ]
    assert done.external_id == "$e1"
    await matrix.aclose()


async def test_another_device_looks_for_an_old_reply_before_it_sends_it(api: Homeserver) -> None:
    old = adapter(api, {"token": TOKEN, "device": f"DEV {(NOW - timedelta(days=1)).isoformat()}"})
    first_ = await old.send(reply(written_at=NOW))
    api.tokens = {"syt_neu": "ANDERES"}
    new = adapter(api, {"token": "syt_neu", "device": f"DEV {(NOW - timedelta(days=1)).isoformat()}"})

    again = await new.send(reply(written_at=NOW - timedelta(minutes=1)))
    fresh = await new.send(reply(token="2.x", written_at=NOW - timedelta(minutes=1)))

    assert again == first_ != fresh
    assert kept["device"] == f"ANDERES {NOW.isoformat()}"
    assert len(sent(api)) == 2
    await old.aclose()
    await new.aclose()


async def test_a_room_that_everybody_reads_now_gets_no_private_reply(api: Homeserver) -> None:
    matrix = adapter(api)
    api.state[ROOM, "m.room.history_visibility"] = {"history_visibility": "world_readable"}

    with pytest.raises(Rejected, match="Everybody can read"):
        await matrix.send(reply())
    await matrix.send(reply(visibility=Visibility.PUBLIC))

    assert len(sent(api)) == 1
    await matrix.aclose()


async def test_a_room_that_becomes_encrypted_while_we_listen_is_not_written_to(api: Homeserver) -> None:
    matrix = adapter(api)
    await matrix.send(reply(token="0.x"))
    content = {"algorithm": "m.megolm.v1.aes-sha2"}
    api.put(ROOM, type="m.room.encryption", sender=CUSTOMER, state_key="", content=content)
    async with aclosing(matrix.receive("s0")) as stream:  # type: ignore[type-var]  # it is a generator
        batch = await anext(aiter(stream))

    assert batch.entries[-1].says[0].window == "closed"
    with pytest.raises(Rejected, match="encrypted"):
        await matrix.send(reply())
    await matrix.aclose()


async def test_rooms_that_replace_each_other_in_a_circle_end(api: Homeserver) -> None:
    api.state[ROOM, "m.room.tombstone"] = {"replacement_room": "!b:test"}
    api.state["!b:test", "m.room.tombstone"] = {"replacement_room": ROOM}
    matrix = adapter(api)

    with pytest.raises(Rejected, match="replaced"):
        await matrix.send(reply())
    await matrix.aclose()


async def test_where_nothing_answers_nothing_was_sent(api: Homeserver) -> None:
    nowhere = adapter(api, homeserver=f"http://127.0.0.1:{free_port()}")

    with pytest.raises(NotSent):
        await nowhere.send(reply())
    with pytest.raises(Unreachable):
        await nowhere.open()


async def test_what_is_too_long_is_refused_before_it_leaves_and_measured_as_it_will_be(api: Homeserver) -> None:
    matrix = adapter(api)
    fits = "ü" * 30_000

    await matrix.send(reply(fits))
    with pytest.raises(Rejected, match="60002 of 60000"):
        await matrix.send(reply(fits + "\n"))
    with pytest.raises(Rejected, match="no Matrix room"):
        await matrix.send(reply(conversation_key="7"))

    measured = [Adapter.measure(text, "", {}) for text in (fits, fits + "a", 'a"\n', "👍")]
    assert [(m.used, m.fits) for m in measured] == [(60_000, True), (60_001, False), (5, True), (4, True)]
    assert {(m.unit, m.max) for m in measured} == {("bytes", 60_000)}
    await matrix.aclose()


@pytest.mark.parametrize(
    ("hint", "window"), [("", Window.OPEN), ("blocked", Window.BLOCKED), ("closed", Window.CLOSED)]
)
def test_a_room_nobody_reads_or_that_is_encrypted_is_not_answered(hint: str, window: Window) -> None:
    found = Adapter.window(Standing(Visibility.PRIVATE, ROOM, None, hint), {}, NOW)

    assert found.window is window and bool(found.why) is (window is not Window.OPEN)


@pytest.mark.parametrize("url", ["mxc://test/a#encrypted", "https://test/a", "mxc://te st/a", "mxc://test/../a", ""])
async def test_what_is_no_file_of_a_homeserver_or_sealed_is_not_fetched(api: Homeserver, url: str) -> None:
    with pytest.raises(Refused):
        _ = [part async for part in adapter(api).fetch(Attachment("file", "a", url), 100)]


# --- settings and secrets


@pytest.mark.parametrize(
    ("secrets", "settings"),
    [
        ({"token": ""}, {}),
        ({"password": "x"}, {}),
        ({"token": "x"}, {"homeserver": "http://matrix.example.org"}),
        ({"token": "x"}, {"homeserver": "matrix.org"}),
        ({"token": "x"}, {"accept": "some"}),
        ({"token": "x"}, {"history": "-1"}),
        ({"token": "x"}, {"history": "101"}),
        ({"token": "x"}, {"poll_seconds": "nie"}),
    ],
)
def test_settings_that_cannot_work_are_refused_at_once(secrets: dict[str, str], settings: dict[str, str]) -> None:
    with pytest.raises(BadInput):
        adapter(Homeserver(base="https://x"), secrets, **settings)


async def test_no_secret_stands_in_an_error_a_log_or_a_name(api: Homeserver, caplog: pytest.LogCaptureFixture) -> None:
    seen = io.StringIO()
    handler = logging.StreamHandler(seen)
    logging.getLogger().addHandler(handler)
    caplog.set_level(logging.DEBUG)
    secrets = {"token": TOKEN, "password": "passwort-geheim", "refresh_token": "syr_geheim"}
    matrix = adapter(api, secrets, user="@shop:test")
    await matrix.open()
    echoed = {"errcode": "M_FORBIDDEN", "error": f"{TOKEN} passwort-geheim syr_geheim"}
    api.faults["send"] = ["cut", "html", "noise", "redirect", (403, echoed)]
    try:
        for _ in range(5):
            with pytest.raises(InboxError) as caught:
                await matrix.send(reply())
            seen.write("".join(traceback.format_exception(caught.value)) + repr(caught.value))
        api.ends(soft=False)
        api.faults["login"] = [(403, echoed)]
        with pytest.raises(Refused) as refused:
            await matrix.open()
        seen.write("".join(traceback.format_exception(refused.value)) + repr(matrix._session.http))
    finally:
        logging.getLogger().removeHandler(handler)

    assert "did not say" in seen.getvalue() and "password" in seen.getvalue()
    assert "geheim" not in seen.getvalue() + caplog.text
    await matrix.aclose()


# --- the whole house


async def test_a_reply_whose_answer_was_lost_is_repeated_and_arrives_once(api: Homeserver, tmp_path: Path) -> None:
    where = str(tmp_path / "inbox.db")
    await create(where, lead="lea")
    async with open_house(where) as house:
        house.keep_secret("mx", "token", TOKEN)
        lea = await house.desk("lea")
        await lea.perform(c.AddChannel("mx", "matrix", (("homeserver", api.base), ("poll_seconds", "1"))))
        await house.sync_once()
        api.says("Frage")
        await house.sync_once()
        (row,) = (await lea.conversations(View.ALL)).items
        api.faults["send"] = ["mute"]
        await lea.perform(c.Reply(row.conversation.id, "Antwort", now=True))
        await house.sync_once()
        await house.sync_once()
        thread = await lea.thread(row.conversation.id)

    assert Adapter.delivery_class is DeliveryClass.IDEMPOTENT
    assert thread.messages[-1].delivery is Delivery.SENT
    assert [str(m.words) for m in thread.messages] == ["Frage", "Antwort"]
    assert sent(api) == ["Antwort"]
    assert json.dumps(api.log).count("Antwort") == 1
