"""Sending by the Facebook adapter: who may be written to and when, and what is known when it breaks off."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.facebook import Adapter
from inbox.errors import Ambiguous, NotSent, Rejected, Unreachable
from inbox.ports.adapter import (
    Context,
    File,
    Kind,
    Sent,
    Standing,
    Visibility,
    Window,
)
from tests.adapters.facebook.page import adapter, comment, reply, slept
from tests.servers.graph import NOON, PAGE, SECRET, TOKEN, GraphApi, refusal
from tests.servers.mail import free_port


async def test_a_reply_carries_the_token_and_its_echo_brings_it_back(api: GraphApi) -> None:
    api.says("Frage")
    api.secret = SECRET
    sent = await adapter(api, {"app_secret": SECRET}).send(reply("*kein* _Markup_ <b>"))
    echo = {"sender": {"id": PAGE}, "recipient": {"id": "7"}, "message": {"mid": "m_out_1", "is_echo": True}}
    echo["message"] |= {"metadata": api.sent[0]["message"]["metadata"]}  # type: ignore[index,operator]  # objects
    (told,) = Adapter.parse(json.dumps({"entry": [{"id": PAGE, "messaging": [echo]}]}).encode(), {})

    message = {"text": "*kein* _Markup_ <b>", "metadata": "1.x"}
    assert sent == Sent("m_out_1")
    assert api.sent == [{"recipient": {"id": "7"}, "messaging_type": "RESPONSE", "message": message}]
    assert (told.kind, told.token, told.external_id) == (Kind.ECHO, "1.x", sent.external_id)
    facebook = adapter(api, {"app_secret": SECRET})
    await facebook.open()
    api.secret = "ein anderes"
    with pytest.raises(Rejected, match="appsecret_proof"):
        await facebook.send(reply())


async def test_after_a_day_a_person_may_still_answer_and_after_a_week_nobody(api: GraphApi) -> None:
    api.says("Frage", minutes=60 * 30)
    await adapter(api).send(reply())
    with pytest.raises(Rejected, match="7 days"):
        await adapter(api, human_agent="no").send(reply())
    api.human = False
    with pytest.raises(Rejected, match="Human Agent"):
        await adapter(api).send(reply())
    api.human, api.now = True, NOON + timedelta(days=8)
    with pytest.raises(Rejected, match="7 days"):
        await adapter(api).send(reply())

    assert [body["tag"] for body in api.sent] == ["HUMAN_AGENT"]


async def test_a_comment_goes_below_the_comment_it_answers(api: GraphApi) -> None:
    id = api.comments_on("5", "öffentlich")
    sent = await adapter(api).send(comment("Hallo Käthe", id))

    assert api.sent == [{"below": id, "message": "Hallo Käthe"}]
    assert sent.external_id == "5_out1"


async def test_files_leave_one_by_one_and_the_text_last(api: GraphApi) -> None:
    api.says("Frage")
    files = (File("a.png", "image/png", b"\x89PNG"), File("b.pdf", "application/pdf", b"%PDF"))
    sent = await adapter(api).send(reply(files=files))

    kinds = [body["message"].get("attachment", {}).get("type", "text") for body in api.sent]  # type: ignore[attr-defined]  # an object
    assert kinds == ["image", "file", "text"]
    assert b"\x89PNG" in api.files[0] and b"a.png" in api.files[0] and sent.external_id == "m_out_3"
    with pytest.raises(Rejected, match="no files"):
        await adapter(api).send(replace(comment(), files=files))


async def test_where_a_part_arrived_nobody_may_say_that_nothing_did(api: GraphApi) -> None:
    api.says("Frage")
    out = reply(files=(File("a.png", "image/png", b"x"),))
    facebook = adapter(api)
    api.faults["POST messages"] = [refusal(551)]
    with pytest.raises(Rejected):
        await facebook.send(out)
    api.faults["POST messages"] = []
    good = {"recipient_id": "7", "message_id": "m_1"}
    api.faults["POST messages"] = [(200, good), refusal(100)]
    with pytest.raises(Ambiguous, match="part"):
        await facebook.send(out)
    with pytest.raises(Ambiguous, match="files"):
        await facebook.reconcile(out)


SURE = [
    (refusal(190, 463, status=401), NotSent, "new one", None),
    (refusal(10), NotSent, "lacks a right", None),
    (refusal(299, status=403), NotSent, "lacks a right", None),
    (refusal(4), NotSent, "slow down", None),
    (refusal(613), NotSent, "slow down", None),
    ((*refusal(80007), "Retry-After: 9\r\n"), NotSent, "slow down", 9.0),
    ((429, {}, "Retry-After: 3\r\n"), NotSent, "slow down", 3.0),
    (refusal(2, status=500), NotSent, "just now", None),
    (refusal(1200), NotSent, "just now", None),
    (refusal(551, 1545041), Rejected, "blocked us", None),
    (refusal(100, 2018001), Rejected, "blocked us", None),
    (refusal(368), Rejected, "Account Quality", None),
    (refusal(10900), Rejected, "answered in private", None),
    (refusal(10903), Rejected, "answered in private", None),
    (refusal(100), Rejected, "refused: nein", None),
    ((404, {}), Rejected, "HTTP 404", None),
    ((401, {}), NotSent, "HTTP 401", None),
]
UNSURE = [
    (refusal(1, 1357046), 0),
    ((500, {}), 0),
    ((503, {"error": "x"}), 0),
    ("cut", 0),
    ("mute", 1),
    ("half", 1),
    ("short", 1),
    ("html", 0),
    ("redirect", 0),
    ("noise", 1),
    ("types", 1),
    ("hang", 1),
]


@pytest.mark.parametrize("way", ["messages", "comments"])
@pytest.mark.parametrize(("fault", "error", "words", "seconds"), SURE)
async def test_a_refusal_says_for_certain_that_nothing_was_sent(
    api: GraphApi, way: str, fault, error: type[NotSent], words: str, seconds: float | None
) -> None:
    api.says("Frage")
    api.faults[f"POST {way}"] = [fault]

    with pytest.raises(error, match=words) as caught:
        await adapter(api).send(reply() if way == "messages" else comment())

    assert type(caught.value) is error and caught.value.retry_after == seconds
    assert api.sent == []


@pytest.mark.parametrize("way", ["messages", "comments"])
@pytest.mark.parametrize(("fault", "arrived"), UNSURE)
async def test_what_is_unclear_is_looked_for_and_never_sent_twice(
    api: GraphApi, monkeypatch: pytest.MonkeyPatch, way: str, fault, arrived: int
) -> None:
    monkeypatch.setattr("adapters.kit.graph.NETWORK", 0.5)
    api.says("Frage")
    top = api.comments_on("5", "öffentlich")
    out = reply() if way == "messages" else comment("Kommt morgen", top)
    facebook = adapter(api)
    api.faults[f"POST {way}"] = [fault]

    with pytest.raises(Ambiguous) as caught:
        await facebook.send(out)
    assert type(caught.value) is Ambiguous and len(api.sent) == arrived
    if arrived:
        found = await facebook.reconcile(out)
        assert found is not None and "out" in found.external_id
    else:
        assert await facebook.reconcile(out) is None
        assert slept[-1] == 20.0, "what is not listed at once may be a little later"
        # Whoever begins anew does not know when it was tried, but some time has passed.
        assert await adapter(api).reconcile(out) is None
    assert len([m for m, _, _ in api.asked if m == "POST"]) == 1


async def test_what_is_listed_late_is_found_before_it_is_sent_again(api: GraphApi) -> None:
    api.says("Frage")

    async def later(seconds: float) -> None:
        if seconds == 20.0:
            api.write("7", "m_spät", "Kommt morgen")

    facebook = Adapter(Context("fb", {"api_base": api.base}, {"token": TOKEN}, lambda: api.now, later))
    api.faults["POST messages"] = ["cut"]
    with pytest.raises(Ambiguous):
        await facebook.send(reply())

    assert await facebook.reconcile(reply()) == Sent("m_spät")


async def test_the_same_words_said_before_are_not_taken_for_these(api: GraphApi) -> None:
    api.says("Frage")
    first = await adapter(api).send(reply("Danke"))
    api.now += timedelta(minutes=5)
    later = reply("Danke", written_at=api.now)

    assert await adapter(api).reconcile(later) is None
    assert await adapter(api).reconcile(reply("Danke", references=(first.external_id,))) is None
    assert await adapter(api).reconcile(reply("Danke")) == first


@pytest.mark.parametrize("fault", ["cut", "html", "types", refusal(1)])
async def test_a_look_that_fails_says_nothing(api: GraphApi, fault) -> None:
    api.faults["GET conversations"] = [fault]

    with pytest.raises(Unreachable):
        await adapter(api).reconcile(reply())


async def test_nothing_leaves_on_another_pages_behalf_nor_to_nobody(api: GraphApi) -> None:
    with pytest.raises(Rejected, match="another account"):
        await adapter(api).send(reply(key="4711:7"))
    for key in ("", "t_123", f"{PAGE}//"):
        with pytest.raises(Rejected, match="none that can be answered"):
            await adapter(api).send(reply(key=key))
    assert api.sent == []


async def test_where_nothing_answers_nothing_was_sent(api: GraphApi) -> None:
    nowhere = adapter(api, api_base=f"http://127.0.0.1:{free_port()}")

    with pytest.raises(NotSent) as caught:
        await nowhere.send(reply())
    with pytest.raises(Unreachable):
        await nowhere.open()

    assert type(caught.value) is NotSent


async def test_what_is_too_long_is_refused_before_it_leaves(api: GraphApi) -> None:
    with pytest.raises(Rejected, match="2000 of 1999"):
        await adapter(api).send(reply("x" * 2000))
    with pytest.raises(Rejected, match="8001 of 8000"):
        await adapter(api).send(comment("x" * 8001))

    assert Adapter.measure("ä" * 1999, "dm", {}).fits and Adapter.measure("x" * 8000, "reply", {}).fits
    assert [m for m, _, _ in api.asked if m == "POST"] == []


def test_a_dialogue_is_open_a_day_then_for_a_person_then_closed_and_comments_always() -> None:
    def at(hours: float, visibility: Visibility = Visibility.PRIVATE, hint: str = "", **settings: str) -> Window:
        standing = Standing(visibility, "k", NOON - timedelta(hours=hours), hint)
        return Adapter.window(standing, settings, NOON).window

    assert [at(23.9), at(24), at(167.9), at(168)] == [Window.OPEN, Window.AGENT, Window.AGENT, Window.CLOSED]
    assert at(25, human_agent="no") is Window.CLOSED
    assert at(1, hint="blocked") is Window.BLOCKED
    assert at(9999, Visibility.PUBLIC) is Window.OPEN
    never = Adapter.window(Standing(Visibility.PRIVATE, "k", None), {}, NOON)
    assert never.window is Window.CLOSED and never.why
    assert Adapter.window(Standing(Visibility.PRIVATE, "k", NOON), {}, NOON).until == NOON + timedelta(hours=24)
