"""What goes out to an X that keeps its rules, and breaks off at any point."""

from __future__ import annotations

import io
import logging
import traceback
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.x import Adapter
from inbox.bootstrap import create, open_house
from inbox.domain import commands as c
from inbox.domain.model import Delivery, Direction
from inbox.errors import Ambiguous, InboxError, NotSent, Refused, Rejected, Unreachable
from inbox.ports.adapter import (
    Attachment,
    Checks,
    Declares,
    DeliveryClass,
    Fetches,
    File,
    Identity,
    Outgoing,
    Reconciles,
    Standing,
    Visibility,
    Windows,
)
from inbox.ports.desk import View
from tests.adapters.x.account import Kept, adapter, direct, reply
from tests.servers.mail import free_port
from tests.servers.x import ACCESS, BEARER, CLIENT, REFRESH, X

PNG = File("riss.png", "image/png", b"\x89PNG")


async def test_a_reply_goes_below_the_post_it_answers_and_its_number_comes_back(x: X) -> None:
    found = adapter(x)
    sent = await found.send(reply("Kommt morgen & sicher"))
    rooted = await found.send(reply(reply_to=""))

    assert (sent.external_id, rooted.external_id) == ("9001", "9002")
    assert x.sent[0] == ("/2/tweets", {"text": "Kommt morgen & sicher", "reply": {"in_reply_to_tweet_id": "100"}})
    assert x.sent[1][1]["reply"] == {"in_reply_to_tweet_id": "100"}
    assert isinstance(found, Declares | Checks | Windows | Fetches) and not isinstance(found, Reconciles)
    assert Adapter.delivery_class is DeliveryClass.BLIND


async def test_a_direct_message_goes_to_the_one_in_the_conversation_and_to_a_group_as_such(x: X) -> None:
    found = adapter(x)
    sent = await found.send(direct())
    await found.send(direct(key="1585823815904395264"))

    assert sent.external_id == "9001"
    assert [path for path, _ in x.sent] == [
        "/2/dm_conversations/with/7/messages",
        "/2/dm_conversations/1585823815904395264/messages",
    ]
    assert x.sent[0][1] == {"text": "Kommt morgen"}


@pytest.mark.parametrize(
    "out",
    [
        direct(to="8"),
        direct(key="100/7"),
        reply(key="7-1000"),
        Outgoing("t", "7-1000", (Identity("mail", "7"),), "x", Visibility.PRIVATE),
    ],
)
async def test_nothing_goes_to_somebody_else_or_into_the_public_by_mistake(x: X, out: Outgoing) -> None:
    with pytest.raises(Rejected):
        await adapter(x).send(out)

    assert x.asked == []


async def test_a_picture_goes_before_and_with_the_reply(x: X) -> None:
    found = adapter(x)
    await found.send(reply("Bild", "100/7", "100", PNG, PNG))
    await found.send(direct("", "7-1000", "7", PNG))

    assert b"tweet_image" in x.uploads[0] and b"\x89PNG" in x.uploads[0] and b"dm_image" in x.uploads[2]
    assert x.sent[0][1]["media"] == {"media_ids": ["71", "72"]}
    assert x.sent[1][1] == {"attachments": [{"media_id": "73"}]}


@pytest.mark.parametrize(
    ("out", "words"),
    [
        (reply("ö" * 281), "281 of 280"),
        (reply("漢" * 141), "282 of 280"),
        (reply(""), "without a text"),
        (direct("a" * 10_001), "10001 of 10000"),
        (reply("x", "1/7", "1", *[PNG] * 5), "4 pictures"),
        (direct("x", "7-1000", "7", PNG, PNG), "1 pictures"),
        (reply("x", "1/7", "1", File("a.pdf", "application/pdf", b"")), r"not a\.pdf"),
        (reply("x", "1/7", "1", File("a.png", "image/png", bytes(5 * 1024**2 + 1))), r"a\.png is too large"),
    ],
    ids=range(8),
)
async def test_what_x_would_refuse_is_refused_before_anything_leaves(x: X, out: Outgoing, words: str) -> None:
    with pytest.raises(Rejected, match=words):
        await adapter(x).send(out)

    assert x.asked == []


@pytest.mark.parametrize(("status", "error"), [(400, Rejected), (403, NotSent), (500, NotSent), (200, NotSent)])
async def test_where_a_picture_does_not_arrive_nothing_was_sent(x: X, status: int, error: type[NotSent]) -> None:
    x.faults["POST /2/media/upload"] = [(status, {"detail": "media type unrecognized"})]

    with pytest.raises(error) as caught:
        await adapter(x).send(reply("Bild", "100/7", "100", PNG))

    assert type(caught.value) is error and x.sent == []


def problem(status: int, detail: str, kind: str = "about:blank") -> tuple[int, dict[str, object], str]:
    body = {"title": "Forbidden", "detail": detail, "status": status, "type": kind}
    return status, body, "Date: Sat, 25 Jul 2026 00:00:00 GMT\r\nx-rate-limit-reset: 1784937690\r\n"


CLIENT_FORBIDDEN = "https://api.x.com/2/problems/client-forbidden"


@pytest.mark.parametrize(
    ("fault", "error", "words", "arrived"),
    [
        (problem(400, "text: too long"), Rejected, "too long", 0),
        (problem(403, "You can only reply to posts where you are mentioned."), Rejected, "answer in the X app", 0),
        (problem(403, "You are not allowed to create a Tweet with duplicate content."), Rejected, "twice", 0),
        (problem(403, "No right.", CLIENT_FORBIDDEN), NotSent, "lacks a right", 0),
        (problem(402, "CreditsDepleted"), NotSent, "credits", 0),
        (problem(404, "gone"), Rejected, "gone", 0),
        (problem(429, "Too Many Requests"), NotSent, "slow down", 0),
        (problem(500, "oops"), Ambiguous, "500", 0),
        (problem(503, "oops"), Ambiguous, "503", 0),
        ((200, {"errors": [{"detail": "halb"}]}), Ambiguous, "number", 0),
        ((201, {"data": {"id": True}}), Ambiguous, "number", 0),
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
@pytest.mark.parametrize("where", ["public", "private"])
async def test_whatever_breaks_while_sending_has_its_class(
    x: X, monkeypatch: pytest.MonkeyPatch, where: str, fault, error: type[InboxError], words: str, arrived: int
) -> None:
    monkeypatch.setattr("adapters.x.access.NETWORK", 0.5)
    out = reply() if where == "public" else direct()
    x.faults["POST /2/tweets" if where == "public" else "POST /2/dm_conversations/with/N/messages"] = [fault]

    with pytest.raises(error) as caught:
        await adapter(x).send(out)

    assert type(caught.value) is error
    assert words in str(caught.value) or (where == "private" and fault[0] == 403)
    assert len(x.sent) == arrived
    assert len(x.asked) == 1, "nothing is repeated that may have arrived"
    if words == "slow down":
        assert isinstance(caught.value, NotSent) and caught.value.retry_after == 90.0


async def test_a_reply_with_a_token_that_ran_out_leaves_once_with_a_new_one(x: X) -> None:
    kept = Kept()
    x.access = "abgelaufen"
    await adapter(x, kept=kept).send(reply())

    assert len(x.sent) == 1 and x.renewals == 1
    assert kept.secrets["refresh_token"] == "erneuern-geheim-1"


async def test_where_access_cannot_be_renewed_nothing_was_sent_and_the_way_out_is_said(x: X) -> None:
    x.access = "abgelaufen"
    x.faults["POST /2/oauth2/token"] = ["html", (400, {"error": "invalid_grant"})]
    for words in ("502", "offline.access"):
        with pytest.raises(NotSent, match=words) as caught:
            await adapter(x).send(reply())
        assert type(caught.value) is NotSent

    assert x.sent == []


async def test_where_nothing_answers_nothing_was_sent(x: X) -> None:
    with pytest.raises(NotSent, match="cannot be reached") as caught:
        await adapter(x, api_base=f"http://127.0.0.1:{free_port()}").send(reply())

    assert type(caught.value) is NotSent


def test_who_did_not_summon_us_is_answered_in_the_app() -> None:
    def window(hint: str, **settings: str) -> tuple[str, str]:
        standing = Standing(Visibility.PUBLIC, "100/7", None, hint)
        found = Adapter.window(standing, settings, datetime(2026, 7, 25, tzinfo=UTC))
        return found.window, found.why

    assert window("") == window("open") == window("was?") == ("open", "")
    assert window("unsummoned")[0] == "unsummoned" and "X app" in window("unsummoned")[1]
    assert window("unsummoned", self_serve="no") == ("open", "")
    assert window("blocked")[0] == "blocked" and window("closed")[0] == "closed"


async def test_a_file_is_fetched_and_one_without_an_address_is_in_the_app_only(x: X) -> None:
    found = adapter(x)
    with pytest.raises(Refused, match="X app"):
        [part async for part in found.fetch(Attachment("encrypted", "XChat"), 9)]
    with pytest.raises(Refused):
        [part async for part in found.fetch(Attachment("image", "a", f"{x.base}/2/media/1"), 9)]
    x.faults["GET /2/users/me"] = ["html"]
    with pytest.raises(Unreachable):
        await found.open()
    await found.aclose()


async def test_no_secret_stands_in_an_error_a_log_or_a_name(x: X, caplog: pytest.LogCaptureFixture) -> None:
    seen = io.StringIO()
    handler = logging.StreamHandler(seen)
    logging.getLogger().addHandler(handler)
    caplog.set_level(logging.DEBUG)
    found = adapter(x)
    echoed = problem(400, f"bad token {ACCESS} {REFRESH}")
    x.faults["POST /2/tweets"] = ["cut", "html", "noise", "redirect", echoed]
    try:
        for _ in range(5):
            with pytest.raises(InboxError) as caught:
                await found.send(reply())
            seen.write("".join(traceback.format_exception(caught.value)) + repr(caught.value))
        x.access = x.refresh = "fort"
        with pytest.raises(InboxError) as refused:
            await found.open()
        seen.write(repr(refused.value) + repr(found._access.http) + repr(found._context))
    finally:
        logging.getLogger().removeHandler(handler)
    await found.aclose()

    assert "did not say" in seen.getvalue()
    assert "geheim" not in seen.getvalue() + caplog.text and BEARER not in seen.getvalue()


async def test_through_the_house_a_question_comes_in_once_and_its_answer_goes_out_once(x: X, tmp_path: Path) -> None:
    where = str(tmp_path / "inbox.db")
    await create(where, lead="lea")
    x.says(100, "@acme Wo ist mein Paket?")
    x.says(101, "Frage ohne uns", author="8", entities={"mentions": []})
    x.faults["POST /2/tweets"] = []
    settings = (("api_base", x.base), ("client_id", CLIENT))
    async with open_house(where) as house:
        await (await house.keeping("lea")).keep_secret("acme", "access_token", "laengst-abgelaufen")
        await (await house.keeping("lea")).keep_secret("acme", "refresh_token", REFRESH)
        lea = await house.desk("lea")
        await lea.perform(c.AddChannel("acme", "x", settings))
        taken = [(await house.sync_once()).taken for _ in range(2)]
        rows = {row.contact: row for row in (await lea.conversations(View.ALL)).items}
        id = rows["Kundin 7"].conversation.id
        await lea.perform(c.Reply(id, "Ist unterwegs", now=True))
        await house.sync_once()
        with pytest.raises(Refused, match="X app"):
            await lea.perform(c.Reply(rows["Kundin 8"].conversation.id, "Hallo", now=True))
    async with open_house(where) as again:
        x.own.append(
            {
                "id": "2900000000000000000",
                "author_id": "1000",
                "text": "Unser neues Produkt",
                "conversation_id": "2900000000000000000",
            }
        )
        x.own.append({"id": "9001", "author_id": "1000", "text": "Ist unterwegs", "conversation_id": "100",
                           "in_reply_to_user_id": "7"})  # fmt: skip
        x.says(9100, "@acme Danke!", conversation_id="100")
        await again.sync_once()
        lea = await again.desk("lea")
        thread, rows_ = await lea.thread(id), (await lea.conversations(View.ALL)).items

    assert taken == [2, 0]
    assert len(rows_) == 2, "a post of ours to nobody in particular opens no dialogue"
    assert [(str(m.words), m.direction) for m in thread.messages] == [
        ("@acme Wo ist mein Paket?", Direction.IN),
        ("Ist unterwegs", Direction.OUT),
        ("@acme Danke!", Direction.IN),
    ]
    assert thread.messages[1].delivery is Delivery.SENT
    assert [body["reply"] for _, body in x.sent] == [{"in_reply_to_tweet_id": "100"}]
    assert x.renewals == 1, "the renewed token outlived the program"


async def test_a_reply_whose_answer_was_lost_is_left_to_a_person(x: X, tmp_path: Path) -> None:
    where = str(tmp_path / "inbox.db")
    await create(where, lead="lea")
    x.faults["POST /2/tweets"] = ["mute"]
    x.says(100)
    async with open_house(where) as house:
        await (await house.keeping("lea")).keep_secret("acme", "access_token", ACCESS)
        lea = await house.desk("lea")
        await lea.perform(c.AddChannel("acme", "x", (("api_base", x.base),)))
        await house.sync_once()
        (row,) = (await lea.conversations(View.ALL)).items
        await lea.perform(c.Reply(row.conversation.id, "Antwort", now=True))
        await house.sync_once()
        await house.sync_once()
        thread = await lea.thread(row.conversation.id)

    assert thread.messages[-1].delivery is Delivery.UNKNOWN
    assert len(x.sent) == 1
