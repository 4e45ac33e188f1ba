"""What the Matrix adapter hands a homeserver, once, wherever it breaks off."""

from __future__ import annotations

import io
import json
import logging
import traceback
from contextlib import aclosing
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.matrix import Adapter
from inbox.bootstrap import create, open_house
from inbox.domain import commands as c
from inbox.domain.model import Delivery
from inbox.errors import Ambiguous, BadInput, InboxError, NotSent, Refused, Rejected, Unreachable
from inbox.ports.adapter import (
    Attachment,
    DeliveryClass,
    File,
    Standing,
    Visibility,
    Window,
)
from inbox.ports.desk import View
from tests.adapters.matrix.homes import NOW, adapter, kept, reply, sent
from tests.servers.mail import free_port
from tests.servers.matrix import CUSTOMER, ROOM, TOKEN, Homeserver


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


@pytest.mark.parametrize(
    ("secrets", "settings"),
    [
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


@pytest.mark.parametrize("secrets", [{"token": " "}, {"password": "x"}])
async def test_without_a_token_or_a_password_it_says_what_it_needs(api: Homeserver, secrets: dict[str, str]) -> None:
    matrix = adapter(api, secrets)

    with pytest.raises(BadInput, match="access token, or a user and a password"):
        await matrix.open()
    with pytest.raises(NotSent, match="access token"):
        await matrix.send(reply())
    assert api.asked == []
    await matrix.aclose()


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


async def test_a_reply_whose_answer_was_lost_is_repeated_and_arrives_once(api: Homeserver, tmp_path: Path) -> None:
    where = str(tmp_path / "inbox.db")
    await create(where, lead="lea")
    async with open_house(where) as house:
        await (await house.keeping("lea")).keep_secret("mx", "token", TOKEN)
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
