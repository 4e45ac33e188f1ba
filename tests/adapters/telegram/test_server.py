"""The Telegram adapter against a Bot API that keeps its rules, and breaks off at any point."""

from __future__ import annotations

import asyncio
import io
import logging
import traceback
from collections.abc import AsyncIterator
from contextlib import aclosing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.telegram import Adapter, used
from inbox.bootstrap import create, open_house
from inbox.domain import commands as c
from inbox.domain.model import Delivery, Direction
from inbox.errors import Ambiguous, BadInput, InboxError, NotSent, Refused, Rejected, Unreachable
from inbox.ports.adapter import Batch, Checks, Context, DeliveryClass, Identity, Kind, Outgoing, Visibility
from inbox.ports.desk import View
from tests.servers.mail import free_port
from tests.servers.telegram import TOKEN, BotApi, bot_api


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    """A bot's server."""
    async with bot_api() as running:
        yield running


slept: list[float] = []


async def sleep(seconds: float) -> None:
    slept.append(seconds)


def adapter(api: BotApi, token: str = TOKEN, **settings: str) -> Adapter:
    given = {"api_base": api.base, "poll_seconds": "1", **settings}
    return Adapter(Context("tg", given, {"token": token}, lambda: datetime.now(UTC), sleep))


def reply(text: str = "Ist unterwegs", key: str = "7", reply_to: str = "7:1") -> Outgoing:
    return Outgoing("1.x", key, (Identity("telegram", "7"),), text, Visibility.PRIVATE, "Käthe", reply_to=reply_to)


async def first(api: BotApi, cursor: str = "") -> Batch:
    """Return the first batch behind a cursor, and drop the stream as a program that ends does."""
    telegram = adapter(api)
    async with aclosing(telegram.receive(cursor)) as stream:  # type: ignore[type-var]  # it is a generator
        batch = await anext(aiter(stream))
    await telegram.aclose()
    return batch


def texts(batch: Batch) -> list[str]:
    return [said.text for entry in batch.entries for said in entry.says]


# --- in


async def test_a_batch_that_was_not_stored_comes_again_and_one_that_was_does_not(api: BotApi) -> None:
    api.says(1, "eins")
    lost = await first(api)
    again = await first(api)
    api.says(2, "zwei")
    behind = await first(api, again.cursor)

    assert texts(lost) == texts(again) == ["eins"]
    assert again.caught_up and again.cursor == "1002"
    assert texts(behind) == ["zwei"]


async def test_asking_on_confirms_only_what_was_yielded(api: BotApi) -> None:
    api.says(1, "eins")
    telegram = adapter(api)
    async with aclosing(telegram.receive("")) as stream:  # type: ignore[type-var]  # it is a generator
        batches = aiter(stream)
        await anext(batches)
        offered = [body.get("offset") for _, body in api.asked]
        waiting = asyncio.ensure_future(anext(batches))
        await asyncio.wait_for(api.waits.wait(), 5)
        api.says(2, "zwei")
        assert texts(await waiting) == ["zwei"]

    assert offered == [None]
    assert api.asked[1][1]["offset"] == 1002
    assert "message_reaction" in api.asked[0][1]["allowed_updates"]  # type: ignore[operator]  # a list
    await telegram.aclose()


async def test_numbers_that_begin_anew_after_a_quiet_week_are_followed_down(api: BotApi) -> None:
    api.says(1, "eins")
    batch = await first(api, "900000000")
    api.says(2, "zwei")

    assert (texts(batch), batch.cursor) == (["eins"], "1002")
    assert texts(await first(api, batch.cursor)) == ["zwei"]


async def test_more_than_one_answer_holds_is_fetched_without_waiting(api: BotApi) -> None:
    for n in range(130):
        api.says(n, f"n{n}")
    telegram = adapter(api)
    async with aclosing(telegram.receive("")) as stream:  # type: ignore[type-var]  # it is a generator
        batches = aiter(stream)
        one, other = await anext(batches), await anext(batches)

    assert (len(one.entries), one.caught_up, len(other.entries), other.caught_up) == (100, False, 30, True)
    assert {body["timeout"] for _, body in api.asked} == {0}
    await telegram.aclose()


async def test_a_bad_update_costs_itself_only_and_is_kept_as_it_came(api: BotApi) -> None:
    api.put({"update_id": 1, "message": "kaputt"}, {"update_id": "x"})
    api.says(1, "heil")

    batch = await first(api)

    assert [e.says[0].kind for e in batch.entries] == [Kind.UNKNOWN, Kind.UNKNOWN, Kind.MESSAGE]
    assert b"kaputt" in batch.entries[0].raw
    assert Adapter.parse(batch.entries[2].raw, {}) == list(batch.entries[2].says)
    assert batch.cursor == "1002"


async def test_what_cannot_be_confirmed_is_not_asked_for_without_a_pause(api: BotApi) -> None:
    api.put({"kein": "update"})
    slept.clear()
    telegram = adapter(api)
    async with aclosing(telegram.receive("")) as stream:  # type: ignore[type-var]  # it is a generator
        batches = aiter(stream)
        await anext(batches)
        await anext(batches)

    assert slept == [1.0]
    await telegram.aclose()


async def test_a_second_program_or_a_webhook_is_named_and_nothing_is_lost(api: BotApi) -> None:
    api.says(1, "eins")
    api.webhook = "https://elsewhere.test/hook"

    with pytest.raises(Unreachable, match=r"Another program .* webhook .* deleteWebhook"):
        await first(api)
    rows = await adapter(api).check()
    api.webhook = ""

    assert ("fail", "a webhook is set, so nothing can be fetched", "deleteWebhook") in rows
    assert texts(await first(api)) == ["eins"]


@pytest.mark.parametrize("fault", ["cut", "mute", "half", "short", "html", "redirect", "noise", (500, {"ok": False})])
async def test_whatever_breaks_while_asking_is_unreachable_and_the_update_comes_again(api: BotApi, fault) -> None:
    api.says(1, "eins")
    api.faults["getUpdates"] = [fault]

    with pytest.raises(Unreachable):
        await first(api)

    assert texts(await first(api)) == ["eins"]


async def test_an_answer_of_the_wrong_shape_is_unreachable(api: BotApi) -> None:
    api.faults["getUpdates"] = [(200, {"ok": True, "result": {"a": 1}}), (200, {"ok": True})]

    for _ in range(2):
        with pytest.raises(Unreachable, match="no list of updates"):
            await first(api)


async def test_asked_for_patience_it_waits_as_long_before_it_says_so(api: BotApi) -> None:
    slept.clear()
    api.faults["getUpdates"] = [(429, {"ok": False, "error_code": 429, "parameters": {"retry_after": 7}})]

    with pytest.raises(Unreachable, match="slow down"):
        await first(api)

    assert slept == [7.0]


async def test_a_wrong_token_is_refused_and_said_how_to_mend(api: BotApi) -> None:
    with pytest.raises(Refused, match="BotFather"):
        await adapter(api, token="1:falsch").open()
    assert (await adapter(api, token="1:falsch").check())[0][0] == "fail"


async def test_it_says_who_it_is_and_that_all_is_well(api: BotApi) -> None:
    telegram = adapter(api)
    account = await telegram.open()

    api.faults["getMe"] = [(200, {"ok": True, "result": []})]
    with pytest.raises(Unreachable, match="no bot"):
        await telegram.open()
    assert (account.name, account.address) == ("Acme", "@acme_bot")
    assert {state for state, _, _ in await telegram.check()} == {"ok"}
    assert isinstance(telegram, Checks)
    await telegram.aclose()
    await telegram.aclose()


# --- out


async def test_a_reply_goes_to_the_chat_and_names_what_it_answers(api: BotApi) -> None:
    sent = await adapter(api).send(reply("*kein* _Markup_ <b>"))

    assert sent.external_id == "7:501"
    parameters = {"message_id": 1, "allow_sending_without_reply": True}
    assert api.sent == [{"chat_id": 7, "text": "*kein* _Markup_ <b>", "reply_parameters": parameters}]


async def test_a_reply_finds_a_topic_and_a_business_account_by_the_key(api: BotApi) -> None:
    telegram = adapter(api)
    await telegram.send(reply("a", "-1001/7#4", "-1001:9"))
    await telegram.send(reply("b", "7@bc", "callback:1"))

    topic, business = api.sent
    assert (topic["chat_id"], topic["message_thread_id"]) == (-1001, 4)
    assert business == {"chat_id": 7, "business_connection_id": "bc", "text": "b"}


BAD = {"ok": False, "description": "Bad Request: chat not found"}


@pytest.mark.parametrize(
    ("fault", "error", "words", "arrived"),
    [
        ((400, {**BAD, "error_code": 400}), Rejected, "chat not found", 0),
        ((403, {**BAD, "error_code": 403}), Rejected, "blocked", 0),
        ((401, {**BAD, "error_code": 401}), NotSent, "token", 0),
        ((429, {**BAD, "parameters": {"retry_after": 3}}), NotSent, "slow down", 0),
        ((500, {**BAD, "error_code": 500}), Ambiguous, ".", 0),
        ((200, {"ok": True, "result": True}), Ambiguous, "number", 0),
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
async def test_whatever_breaks_while_sending_has_its_class(
    api: BotApi, monkeypatch: pytest.MonkeyPatch, fault, error: type[InboxError], words: str, arrived: int
) -> None:
    monkeypatch.setattr("adapters.telegram.NETWORK", 0.5)
    api.faults["sendMessage"] = [fault]

    with pytest.raises(error, match=words) as caught:
        await adapter(api).send(reply())

    assert type(caught.value) is error
    assert len(api.sent) == arrived
    assert len(api.asked) == 1, "nothing is repeated that may have arrived"
    if "slow" in words:
        assert isinstance(caught.value, NotSent) and caught.value.retry_after == 3.0


async def test_where_nothing_answers_nothing_was_sent(api: BotApi) -> None:
    nowhere = adapter(api, api_base=f"http://127.0.0.1:{free_port()}")

    with pytest.raises(NotSent, match="cannot be reached") as caught:
        await nowhere.send(reply())
    with pytest.raises(Unreachable):
        await nowhere.open()

    assert type(caught.value) is NotSent


async def test_a_group_that_became_a_supergroup_is_followed_once(api: BotApi) -> None:
    moved = {"ok": False, "error_code": 400, "description": "upgraded", "parameters": {"migrate_to_chat_id": -1009}}
    api.faults["sendMessage"] = [(400, moved)]

    sent = await adapter(api).send(reply("hi", "-5/7", "-5:1"))

    assert sent.external_id == "-1009:501"
    assert [body["chat_id"] for body in api.sent] == [-1009]


async def test_what_is_too_long_is_refused_before_it_leaves_and_says_by_how_much(api: BotApi) -> None:
    telegram = adapter(api)
    await telegram.send(reply("😀" * 2048))

    with pytest.raises(Rejected, match="4098 of 4096"):
        await telegram.send(reply("😀" * 2049))
    with pytest.raises(Rejected, match="only asked"):
        await telegram.send(reply(key="7!guest/7"))

    assert len(api.asked) == 1 and used("ä😀") == 3


# --- the token


@pytest.mark.parametrize(
    "base", ["ftp://x", "http://api.telegram.org", "https://a:b@c", "nichts", "https://x:99999999"]
)
def test_a_base_that_is_none_or_would_show_the_token_is_refused(base: str) -> None:
    with pytest.raises(BadInput):
        adapter(BotApi(), api_base=base)


async def test_the_token_stands_in_no_error_no_log_and_no_name(api: BotApi, caplog: pytest.LogCaptureFixture) -> None:
    seen = io.StringIO()
    handler = logging.StreamHandler(seen)
    logging.getLogger().addHandler(handler)
    caplog.set_level(logging.DEBUG)
    telegram = adapter(api)
    echoed = {"ok": False, "error_code": 400, "description": f"bad path /bot{TOKEN}/x"}
    api.faults["sendMessage"] = ["cut", "html", "noise", "redirect", (400, echoed)]
    try:
        for _ in range(5):
            with pytest.raises(InboxError) as caught:
                await telegram.send(reply())
            seen.write("".join(traceback.format_exception(caught.value)) + repr(caught.value))
        with pytest.raises(BadInput) as wrong:
            adapter(api, token=f"x{TOKEN}")
        seen.write(repr(wrong.value) + repr(telegram._http) + repr(telegram._context))
    finally:
        logging.getLogger().removeHandler(handler)

    assert "did not say" in seen.getvalue()
    assert "geheim" not in seen.getvalue() + caplog.text


# --- the whole house


async def test_through_the_house_a_question_comes_in_once_and_its_answer_goes_out_once(
    api: BotApi, tmp_path: Path
) -> None:
    where = str(tmp_path / "inbox.db")
    await create(where, lead="lea")
    async with open_house(where) as house:
        await (await house.keeping("lea")).keep_secret("tg", "token", TOKEN)
        lea = await house.desk("lea")
        await lea.perform(c.AddChannel("tg", "telegram", (("api_base", api.base), ("poll_seconds", "1"))))
        api.says(1, "Wo ist mein Paket?")
        taken = [(await house.sync_once()).taken for _ in range(2)]
        (row,) = (await lea.conversations(View.ALL)).items
        await lea.perform(c.Reply(row.conversation.id, "Ist unterwegs", now=True))
        await house.sync_once()
    async with open_house(where) as again:
        api.says(2, "Danke!")
        await again.sync_once()
        await again.sync_once()
        thread = await (await again.desk("lea")).thread(row.conversation.id)

    assert taken == [1, 0]
    assert row.contact == "Käthe"
    assert [(str(m.words), m.direction) for m in thread.messages] == [
        ("Wo ist mein Paket?", Direction.IN),
        ("Ist unterwegs", Direction.OUT),
        ("Danke!", Direction.IN),
    ]
    assert thread.messages[1].delivery is Delivery.SENT
    assert [body["text"] for body in api.sent] == ["Ist unterwegs"]
    assert api.sent[0]["reply_parameters"] == {"message_id": 1, "allow_sending_without_reply": True}


async def test_a_reply_whose_answer_was_lost_is_left_to_a_person(api: BotApi, tmp_path: Path) -> None:
    where = str(tmp_path / "inbox.db")
    await create(where, lead="lea")
    api.faults["sendMessage"] = ["mute"]
    async with open_house(where) as house:
        await (await house.keeping("lea")).keep_secret("tg", "token", TOKEN)
        lea = await house.desk("lea")
        await lea.perform(c.AddChannel("tg", "telegram", (("api_base", api.base), ("poll_seconds", "1"))))
        api.says(1, "Frage")
        await house.sync_once()
        (row,) = (await lea.conversations(View.ALL)).items
        await lea.perform(c.Reply(row.conversation.id, "Antwort", now=True))
        await house.sync_once()
        await house.sync_once()
        thread = await lea.thread(row.conversation.id)

    assert Adapter.delivery_class is DeliveryClass.BLIND
    assert thread.messages[-1].delivery is Delivery.UNKNOWN
    assert len(api.sent) == 1
