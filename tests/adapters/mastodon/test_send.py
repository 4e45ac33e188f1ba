"""The Mastodon adapter answers through a server that keeps its rules, and breaks off at any point."""

from __future__ import annotations

import asyncio
import io
import logging
import traceback
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.mastodon import Adapter
from inbox.bootstrap import create, open_house
from inbox.domain import commands as c
from inbox.domain.model import Delivery, Direction
from inbox.errors import Ambiguous, BadInput, InboxError, NotSent, Refused, Rejected
from inbox.ports.adapter import Attachment, Checks, DeliveryClass, Fetches, File, Visibility
from inbox.ports.desk import View
from tests.adapters.mastodon.stage import adapter, against_the_spec, caught_up, news, reply, said
from tests.servers.mastodon import TOKEN, Masto, mastodon

OLD = datetime.now(UTC) - timedelta(minutes=2)
PUBLIC = Visibility.PUBLIC


@pytest.fixture
async def api() -> AsyncIterator[Masto]:
    """A server with our account."""
    async with mastodon() as running:
        yield running
        assert against_the_spec(running) == []


def ours(api: Masto) -> list[dict[str, object]]:
    """Return what stands under our name."""
    return [s for s in api.statuses.values() if s["account"]["id"] == "1001"]  # type: ignore[index]  # an account


# --- who reads it


@pytest.mark.parametrize(
    ("visibility", "key", "leaves"),
    [
        ("direct", "direct/2002", "direct"),
        ("private", "followers/{id}/2002", "private"),
        ("unlisted", "thread/{id}/2002", "unlisted"),
        ("public", "thread/{id}/2002", "public"),
    ],
)
async def test_a_reply_is_as_public_as_what_it_answers_and_names_its_receiver(
    api: Masto, visibility: str, key: str, leaves: str
) -> None:
    id = api.says("Frage", visibility)
    seen = PUBLIC if visibility in ("public", "unlisted") else Visibility.PRIVATE
    sent = await adapter(api.base).send(reply(id, key=key.format(id=id), visibility=seen))

    (stands,) = ours(api)
    assert (stands["id"], stands["visibility"], stands["in_reply_to_id"]) == (sent.external_id, leaves, id)
    assert stands["text_"] == "@erna@kunde.test Kommt morgen"


async def test_a_reply_is_never_more_public_than_meant_and_never_than_what_it_answers(api: Masto) -> None:
    public, direct = api.says("a", "public"), api.says("b")
    masto = adapter(api.base)
    await masto.send(reply(public, key=f"thread/{public}/2002"))
    await masto.send(reply(direct, visibility=PUBLIC))
    await masto.send(reply(public, "in der falschen Unterhaltung", key="direct/2002", visibility=PUBLIC))

    assert [s["visibility"] for s in ours(api)] == ["direct", "direct", "direct"]


async def test_the_language_is_ours_or_that_of_what_is_answered(api: Masto) -> None:
    id = api.says("Frage")
    await adapter(api.base).send(reply(id))
    await adapter(api.base, language="en").send(reply(id, "Tomorrow"))

    bodies = [a.body for a in api.asked if a.route == "POST /api/v1/statuses"]
    assert b'"language":"de"' in bodies[0] and b'"language":"en"' in bodies[1]


async def test_people_of_our_own_server_are_named_as_it_knows_them(api: Masto) -> None:
    kurt = api.account("3003", "kurt")
    id = api.says("Hallo", by=kurt)
    await adapter(api.base).send(reply(id, key="direct/3003"))

    assert ours(api)[0]["text_"] == "@kurt Kommt morgen"


async def test_what_was_deleted_is_not_answered_alone_before_others_but_its_writer_is(api: Masto) -> None:
    first, direct = api.says("a", "public"), api.says("b")
    second = api.says("c", "public", first)
    masto = adapter(api.base)
    api.deletes(second)
    api.deletes(direct)
    await masto.send(reply(second, key=f"thread/{first}/2002", visibility=PUBLIC, references=(first, second)))
    await masto.send(reply(direct, "privat"))
    api.deletes(first)
    with pytest.raises(Rejected, match="was deleted"):
        await masto.send(reply(second, key=f"thread/{first}/2002", visibility=PUBLIC, references=(first, second)))

    assert [(s["in_reply_to_id"], s["visibility"]) for s in ours(api)] == [(first, "public"), (None, "direct")]


async def test_what_is_deleted_while_we_answer_is_refused(api: Masto) -> None:
    id = api.says("a")
    api.faults["POST /api/v1/statuses"] = [(404, {"error": "weg"})]

    with pytest.raises(Rejected, match="is gone"):
        await adapter(api.base).send(reply(id))


async def test_whom_nobody_knows_cannot_be_written_to(api: Masto) -> None:
    masto = adapter(api.base)

    for key in ("direct/1001", "kaputt", "thread/1", ""):
        with pytest.raises(Rejected):
            await masto.send(reply("", key=key))
    assert ours(api) == []


# --- once


async def test_each_reply_leaves_with_its_key_and_a_repeated_one_is_the_same(api: Masto) -> None:
    id = api.says("Frage")
    masto = adapter(api.base)

    assert await masto.send(reply(id)) == await masto.send(reply(id))
    assert {a.headers["idempotency-key"] for a in api.asked if a.route == "POST /api/v1/statuses"} == {
        f"{id}.Kommt morgen"
    }
    assert len(ours(api)) == 1


@pytest.mark.parametrize(
    "fault",
    ["mute", "hang", "half", "short", "noise", "html", (500, {"error": "x"}), (503, {"error": "x"}), "cut", "redirect"],
)
@pytest.mark.parametrize("keys", [True, False])
@pytest.mark.parametrize("restarts", [True, False])
async def test_a_reply_whose_answer_was_lost_stands_once_when_it_is_repeated(
    api: Masto, monkeypatch: pytest.MonkeyPatch, fault, keys: bool, restarts: bool
) -> None:
    monkeypatch.setattr("adapters.mastodon.sending.NETWORK", 0.5)
    id, masto = api.says("Frage"), adapter(api.base)
    api.keys, api.now = keys, datetime.now(UTC)
    api.faults["POST /api/v1/statuses"] = [fault]
    with pytest.raises(Ambiguous):
        await masto.send(reply(id, written_at=OLD))
    before = len(ours(api))
    again = adapter(api.base) if restarts else masto
    sent = await again.send(reply(id, written_at=OLD))

    assert [s["id"] for s in ours(api)] == [sent.external_id]
    assert before == (1 if fault in ("mute", "hang", "half", "short", "noise") else 0)


async def test_after_the_hour_it_is_looked_for_and_not_sent_twice(api: Masto) -> None:
    id, masto = api.says("Frage"), adapter(api.base)
    api.now = datetime.now(UTC) - timedelta(hours=3)
    api.faults["POST /api/v1/statuses"] = ["mute"]
    written = datetime.now(UTC) - timedelta(hours=3)
    with pytest.raises(Ambiguous):
        await masto.send(reply(id, written_at=written))
    api.kept.clear()
    for n in range(90):
        api.status(api.me, f"anderes {n}", "public")

    assert (await adapter(api.base).send(reply(id, written_at=written))).external_id in api.statuses
    assert len([s for s in ours(api) if s["in_reply_to_id"] == id]) == 1


async def test_the_same_words_written_twice_are_two_replies(api: Masto) -> None:
    id, masto = api.says("Frage"), adapter(api.base)
    api.now = datetime.now(UTC)
    one = await masto.send(reply(id, "Danke!", written_at=OLD))
    other = await masto.send(replace(reply(id, "Danke!", written_at=OLD), token="2.y"))

    assert one != other and len(ours(api)) == 2


async def test_a_server_that_keeps_no_keys_is_not_sent_to_again_while_it_may_still_be_taking_it(api: Masto) -> None:
    api.version, api.keys = "4.0.0 (compatible; Neuland 1.0)", False
    id, masto = api.says("Frage"), adapter(api.base)
    api.faults["POST /api/v1/statuses"] = ["cut"]
    for _ in range(3):
        with pytest.raises(Ambiguous):
            await masto.send(reply(id))

    assert [a.route for a in api.asked].count("POST /api/v1/statuses") == 1


async def test_where_it_cannot_be_looked_for_nothing_is_sent(api: Masto) -> None:
    id, masto = api.says("Frage"), adapter(api.base)
    api.faults["POST /api/v1/statuses"] = ["mute"]
    with pytest.raises(Ambiguous):
        await masto.send(reply(id))
    api.faults["GET /api/v1/accounts/1001/statuses"] = ["html"]
    with pytest.raises(Ambiguous):
        await masto.send(reply(id))
    api.faults["GET /api/v1/accounts/1001/statuses"] = ["html"]
    with pytest.raises(NotSent):
        await adapter(api.base).send(reply(id, written_at=OLD))

    assert len(ours(api)) == 1


async def test_our_reply_comes_back_as_its_echo_and_is_known_by_its_token(api: Masto) -> None:
    id, masto = api.says("Frage", "public"), adapter(api.base)
    before = await news(api)
    out = reply(id, key=f"thread/{id}/2002", visibility=PUBLIC)
    sent = await masto.send(out)
    (echo,) = said(await caught_up(masto, before.cursor))

    assert (str(echo.kind), echo.external_id, echo.token) == ("echo", sent.external_id, out.token)
    assert echo.conversation_key == f"thread/{id}/2002"


async def test_a_reply_whose_answer_was_lost_is_known_by_its_words_and_after_a_restart_told_by_nobody(
    api: Masto,
) -> None:
    id, masto = api.says("Frage"), adapter(api.base)
    before = await news(api)
    api.faults["POST /api/v1/statuses"] = ["mute"]
    with pytest.raises(Ambiguous):
        await masto.send(reply(id))
    (echo,) = said(await caught_up(masto, before.cursor))
    api.wrote("@erna von Hand", "direct", id)

    assert echo.token == reply(id).token
    assert [s.text for s in said(await news(api, before.cursor))] == ["@erna von Hand"]
    assert len(said(await news(api))) == 3


# --- refusals


@pytest.mark.parametrize(
    ("answer", "error", "sentence"),
    [
        ((401, {"error": "Das Zugriffstoken ist ungültig"}), NotSent, "make a new one"),
        ((403, {"error": "Diese Aktion ist nicht erlaubt"}), NotSent, "scopes read and write"),
        ((410, {"error": "Weg"}), Rejected, "gone"),
        ((422, {"error": "バリデーションに失敗しました"}), Rejected, "バリデーション"),
        ((400, {"error": "Bad"}), Rejected, "refused it: Bad"),
        ((422, {}), Rejected, "HTTP 422"),
        ((429, {"error": "x"}, {"Retry-After": "9"}), NotSent, "slow down"),
    ],
)
async def test_a_refusal_says_what_to_do_in_the_servers_words(
    api: Masto, answer, error: type[Exception], sentence: str
) -> None:
    id, masto = api.says("Frage"), adapter(api.base)
    api.faults["POST /api/v1/statuses"] = [answer]

    with pytest.raises(InboxError, match=sentence) as caught:
        await masto.send(reply(id))

    assert type(caught.value) is error
    assert getattr(caught.value, "retry_after", None) == (9 if answer[0] == 429 else None)
    assert ours(api) == []


async def test_what_is_too_long_there_is_refused_before_it_leaves(api: Masto) -> None:
    id = api.says("Frage")
    api.longest = 20
    await adapter(api.base).send(reply(id, "x" * 14))

    with pytest.raises(Rejected, match="21 of 20"):
        await adapter(api.base).send(reply(id, "x" * 15))
    assert len(ours(api)) == 1


async def test_what_is_asked_before_may_fail_and_nothing_has_left(api: Masto) -> None:
    id = api.says("Frage")
    api.faults[f"GET /api/v1/statuses/{id}"] = [
        (429, {"error": "x"}, {"Retry-After": "4"}),
        "cut",
        (401, {"error": "x"}),
    ]
    masto = adapter(api.base)

    waits = []
    for _ in range(3):
        with pytest.raises(NotSent) as caught:
            await masto.send(reply(id))
        waits.append(caught.value.retry_after)
    assert waits == [4.0, None, None] and ours(api) == []


# --- files


async def test_files_go_ahead_and_the_reply_waits_until_they_are_ready(api: Masto) -> None:
    id = api.says("Frage")
    api.media["next"] = 3
    files = (File("rechnung.pdf", "application/pdf", b"%PDF"), File("b.png", "image/png", b"x"))
    await adapter(api.base).send(reply(id, files=files))

    posted = next(a for a in api.asked if a.route == "POST /api/v1/statuses")
    assert posted.body.count(b'"0000') == 3 and b"media_ids" in posted.body
    assert any(b"%PDF" in a.body and b"rechnung.pdf" in a.body for a in api.asked if a.route == "POST /api/v2/media")


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ((422, {"error": "zu groß"}), Rejected),
        ((403, {"error": "nein"}), NotSent),
        ("html", NotSent),
        ("mute", NotSent),
    ],
)
async def test_a_file_that_is_not_taken_keeps_the_reply_back(api: Masto, answer, error: type[Exception]) -> None:
    id = api.says("Frage")
    api.faults["POST /api/v2/media"] = [answer]

    with pytest.raises(error):
        await adapter(api.base).send(reply(id, files=(File("a.png", "image/png", b"x"),)))
    assert ours(api) == []


async def test_a_file_that_never_gets_ready_is_tried_again_later(api: Masto) -> None:
    id = api.says("Frage")
    api.media["next"] = 10_000

    with pytest.raises(NotSent, match=r"still working on a\.png") as caught:
        await adapter(api.base).send(reply(id, files=(File("a.png", "image/png", b"x"),)))
    assert caught.value.retry_after == 60


async def test_an_attachments_bytes_are_brought_up_to_a_limit(api: Masto) -> None:
    masto = adapter(api.base)
    found = b"".join([part async for part in masto.fetch(Attachment("file", "x", f"{api.base}/api/v2/instance"), 9999)])

    assert b"shop.test" in found and isinstance(masto, Fetches)
    with pytest.raises(Refused, match="larger than 5"):
        _ = [part async for part in masto.fetch(Attachment("file", "x", f"{api.base}/api/v2/instance"), 5)]


# --- set-up


async def test_it_says_who_it_is_and_that_all_is_well(api: Masto) -> None:
    masto = adapter(api.base)
    account = await masto.open()
    rows = await masto.check()

    assert (account.name, account.address) == ("Shop", "@shop@shop.test")
    assert {state for state, _, _ in rows} == {"ok"} and isinstance(masto, Checks)
    assert ("ok", "calls left for now: 299", "") in rows
    await masto.aclose()
    await masto.aclose()


async def test_it_says_what_is_missing_and_where_to_mend_it(api: Masto) -> None:
    api.longest, api.sse, api.version = 5000, False, "3.0 (compatible; Neuland)"
    api.faults["GET /api/v1/notifications"] = [(403, {"error": "nein"})]
    api.faults["PUT /api/v1/statuses/0"] = [(403, {"error": "nein"})]
    rows = await adapter(api.base).check()
    stranger = await adapter(api.base, token="falsch").check()
    told = {looked: (state, advice) for state, looked, advice in rows}

    assert told["the token may not read:notifications"][0] == told["the token may not write:statuses"][0] == "fail"
    assert "Development" in told["the token may not write:statuses"][1]
    assert told["a status may have 5000 characters here, and the setting says 500"][1].endswith("max_characters=5000")
    assert [state for state, looked, _ in rows if looked.startswith(("streams", "the server is no"))] == [
        "warn",
        "warn",
    ]
    assert stranger[0][0] == "fail" and "make a new one there" in stranger[0][1]


@pytest.mark.parametrize(
    ("token", "settings"),
    [
        ("", {}),
        ("a b", {}),
        ("ü", {}),
        ("x\n", {}),
        ("x", {"server": "mastodon.social"}),
        ("x", {"server": "http://mastodon.social"}),
        ("x", {"since_days": "morgen"}),
        ("x", {"poll_seconds": "0"}),
        ("x", {"max_characters": "-1"}),
    ],
)
def test_settings_that_cannot_work_are_refused(token: str, settings: dict[str, str]) -> None:
    if token == "x\n":
        adapter("https://x.test", token=token)  # a line's end that came along
    else:
        with pytest.raises(BadInput):
            adapter("https://x.test", token=token, **settings)


async def test_the_token_stands_in_no_error_no_log_and_no_name(api: Masto, caplog: pytest.LogCaptureFixture) -> None:
    seen = io.StringIO()
    handler = logging.StreamHandler(seen)
    logging.getLogger().addHandler(handler)
    caplog.set_level(logging.DEBUG)
    masto, id = adapter(api.base), api.says("Frage")
    api.faults["POST /api/v1/statuses"] = ["cut", "html", "noise", "redirect", (400, {"error": f"Bearer {TOKEN}"})]
    try:
        for _ in range(5):
            with pytest.raises(InboxError) as caught:
                await masto.send(reply(id))
            seen.write("".join(traceback.format_exception(caught.value)) + repr(caught.value))
        seen.write(repr(masto._server.http) + repr(masto._context) + repr(masto._server))
    finally:
        logging.getLogger().removeHandler(handler)

    assert "refused it" in seen.getvalue()
    assert "geheim" not in seen.getvalue() + caplog.text


# --- the whole house


@pytest.mark.parametrize("fault", ["", "mute", "cut"])
async def test_through_the_house_a_question_comes_in_once_and_its_answer_goes_out_once(
    api: Masto, tmp_path: Path, fault: str
) -> None:
    where = str(tmp_path / "inbox.db")
    await create(where, lead="lea")
    async with open_house(where) as house:
        house.keep_secret("masto", "token", TOKEN)
        lea = await house.desk("lea")
        await lea.perform(c.AddChannel("masto", "mastodon", (("server", api.base), ("poll_seconds", "1"))))
        id = api.says("Wo ist mein Paket?", "public")
        taken = [(await house.sync_once()).taken for _ in range(2)]
        (row,) = (await lea.conversations(View.ALL)).items
        api.now = datetime.now(UTC)
        api.faults["POST /api/v1/statuses"] = [fault] if fault else []
        await lea.perform(c.Reply(row.conversation.id, "Kommt morgen", now=True))
        await house.sync_once()
    async with open_house(where) as again, asyncio.timeout(30):
        api.says("Danke!", "public", str(ours(api)[0]["id"]) if ours(api) else id)
        lea = await again.desk("lea")
        thread = await lea.thread(row.conversation.id)
        while thread.messages[1].delivery is not Delivery.SENT:
            await again.sync_once()
            thread = await lea.thread(row.conversation.id)
        await again.sync_once()
        thread = await lea.thread(row.conversation.id)

    assert taken == [1, 0] and row.contact == "Erna@Kunde.Test"
    assert [(str(m.words), m.direction) for m in thread.messages] == [
        ("@shop Wo ist mein Paket?", Direction.IN),
        ("Kommt morgen", Direction.OUT),
        ("@shop Danke!", Direction.IN),
    ]
    assert len(ours(api)) == 1
    assert Adapter.delivery_class is DeliveryClass.IDEMPOTENT
