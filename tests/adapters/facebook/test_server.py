"""The Facebook adapter against a Graph API that keeps its rules, and breaks off at any point."""

from __future__ import annotations

import hashlib
import hmac
import io
import json
import logging
import traceback
from contextlib import aclosing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.facebook import Adapter
from inbox.bootstrap import create, open_house
from inbox.domain import commands as c
from inbox.domain.model import Delivery, Direction
from inbox.errors import BadInput, InboxError, Refused, Unreachable
from inbox.ports.adapter import (
    Attachment,
    Batch,
    Checks,
    Declares,
    Fetches,
    Hooked,
    Identity,
    Kind,
    Measures,
    Reconciles,
    Request,
    Windows,
)
from inbox.ports.desk import View
from tests.adapters.facebook.page import adapter, reply, slept
from tests.servers.graph import NOON, PAGE, SECRET, TOKEN, GraphApi, refusal


async def round_(facebook: Adapter, cursor: str = "") -> list[Batch]:
    """Return the batches of one round, and drop the stream as a program that ends does."""
    found = []
    async with aclosing(facebook.receive(cursor)) as stream:  # type: ignore[type-var]  # it is a generator
        async for batch in stream:
            found.append(batch)
            if batch.caught_up:
                break
    await facebook.aclose()
    return found


async def taken(api: GraphApi, cursor: str = "", **settings: str) -> tuple[list[str], str]:
    batches = await round_(adapter(api, **settings), cursor)
    return [said.text for b in batches for e in b.entries for said in e.says], batches[-1].cursor


# --- in


async def test_what_was_said_comes_in_and_a_round_that_was_not_stored_comes_again(api: GraphApi) -> None:
    api.says("null", minutes=90)
    api.says("eins", minutes=60)
    api.posts = [{"id": "5", "created_time": "2026-11-26T10:00:00+0000", "from": {"id": PAGE}}]
    api.comments_on("5", "öffentlich", "8", minutes=50)

    lost, _ = await taken(api)
    texts, cursor = await taken(api)
    api.says("zwei", minutes=10)
    behind, _ = await taken(api, cursor)

    assert lost == texts == ["eins", "null", "öffentlich"]
    # What is as new as the newest comes again, under the same keys: lists are not in the order of arrival.
    assert behind == ["zwei", "eins", "öffentlich"]


async def test_no_batch_says_more_than_it_holds_until_the_round_is_whole(api: GraphApi) -> None:
    for person in "789":
        api.says("hallo", person)
    batches = await round_(adapter(api))

    assert [b.caught_up for b in batches] == [False, False, False, True]
    assert len({b.cursor for b in batches[:-1]}) == 1 and batches[-1].cursor != batches[0].cursor
    assert json.loads(batches[-1].cursor)["direct"] == NOON.isoformat()


async def test_the_next_round_brings_only_what_the_last_one_did_not(api: GraphApi) -> None:
    api.says("eins")
    facebook = adapter(api)
    async with aclosing(facebook.receive("")) as stream:  # type: ignore[type-var]  # it is a generator
        batches = aiter(stream)
        assert [(await anext(batches)).caught_up for _ in range(3)] == [False, True, True]
        api.says("zwei")
        more = await anext(batches)
    await facebook.aclose()

    assert [said.text for e in more.entries for said in e.says] == ["zwei"]
    assert 30.0 in slept


async def test_long_dialogues_and_many_of_them_are_followed_through_their_pages(api: GraphApi) -> None:
    for n in range(70):
        api.says(f"n{n}", minutes=70 - n)
    for person in range(100, 140):
        api.says("kurz", str(person), minutes=100)
    api.posts = [{"id": "5", "created_time": "2026-11-26T10:00:00+0000", "from": {"id": PAGE}}]
    for n in range(120):
        api.comments_on("5", f"k{n}", str(200 + n), minutes=120 - n)

    texts, _ = await taken(api)

    assert sorted(texts) == sorted([f"n{n}" for n in range(70)] + ["kurz"] * 40 + [f"k{n}" for n in range(120)])
    assert max(slept) == 0.5, "two calls a second at most"


async def test_older_than_the_first_days_is_left_where_it_is(api: GraphApi) -> None:
    api.says("alt", "8", minutes=60 * 24 * 9)
    api.says("neu", minutes=60 * 24 * 6)

    assert (await taken(api))[0] == ["neu"]
    assert sorted((await taken(api, history_days="10"))[0]) == ["alt", "neu"]


async def test_asked_for_or_sent_by_webhook_a_message_has_the_same_key_and_dialogue(api: GraphApi) -> None:
    mid = api.says("hallo")
    api.posts = [{"id": "5", "created_time": "2026-11-26T10:00:00+0000", "from": {"id": PAGE}}]
    id = api.comments_on("5", "öffentlich")
    mine = api.comments_on("5", "von uns", PAGE, parent=id)
    asked = [s for b in await round_(adapter(api)) for e in b.entries for s in e.says]
    value = {"item": "comment", "verb": "add", "post_id": f"{PAGE}_5", "comment_id": id, "parent_id": f"{PAGE}_5"}
    body = {
        "object": "page",
        "entry": [
            {
                "id": PAGE,
                "time": 1,
                "messaging": [{"sender": {"id": 7}, "recipient": {"id": int(PAGE)}, "message": {"mid": mid}}],
                "changes": [{"field": "feed", "value": {**value, "from": {"id": "7"}, "message": "öffentlich"}}],
            }
        ],
    }
    told = Adapter.parse(json.dumps(body).encode(), {})

    by_key = {s.dedupe_key: s for s in asked}
    for said in told:
        same = by_key[said.dedupe_key]
        assert (said.kind, said.conversation_key, said.external_id) == (
            same.kind,
            same.conversation_key,
            same.external_id,
        )
    echo = by_key[f"comment:{mine}"]
    assert (echo.kind, echo.conversation_key, echo.identities) == (
        Kind.ECHO,
        f"{PAGE}/{id}/7",
        (Identity("psid", "7"),),
    )


async def test_a_visitors_post_comes_in_and_one_of_ours_does_not(api: GraphApi) -> None:
    stamp = "2026-11-26T11:00:00+0000"
    api.posts = [
        {"id": f"{PAGE}_5", "created_time": stamp, "from": {"id": PAGE}, "message": "wir"},
        {"id": f"{PAGE}_6", "created_time": stamp, "from": {"id": "8", "name": "Ole"}, "message": "Besucher"},
    ]

    assert (await taken(api))[0] == ["Besucher"]
    assert (await taken(api, comments="no"))[0] == []


@pytest.mark.parametrize("fault", ["cut", "mute", "half", "short", "html", "redirect", "noise", "types", (500, {})])
@pytest.mark.parametrize("at", ["GET conversations", "GET feed", "GET me"])
async def test_whatever_breaks_while_asking_is_unreachable_and_nothing_is_lost(api: GraphApi, at: str, fault) -> None:
    api.says("eins")
    api.faults[at] = [fault]

    with pytest.raises(Unreachable):
        await round_(adapter(api))

    assert (await taken(api))[0] == ["eins"]


async def test_a_field_that_is_gone_costs_no_message(api: GraphApi) -> None:
    api.says("eins")
    api.faults["GET conversations"] = [refusal(100, message="Tried accessing nonexistent field (tags)")]

    assert (await taken(api))[0] == ["eins"]
    asked = [body["fields"] for _, path, body in api.asked if path.endswith("conversations")]
    assert "tags" in asked[0] and "tags" not in asked[1]


@pytest.mark.parametrize("code", [4, 613, 80006])
async def test_asked_for_patience_it_waits_as_long_before_it_says_so(api: GraphApi, code: int) -> None:
    usage = '{"1": [{"type": "messenger", "call_count": 100, "estimated_time_to_regain_access": 0.5}]}'
    status, body = refusal(code)
    api.faults["GET conversations"] = [(status, body, f"X-Business-Use-Case-Usage: {usage}\r\n")]

    with pytest.raises(Unreachable, match="slow down"):
        await round_(adapter(api))

    assert slept == [30.0]


@pytest.mark.parametrize(
    ("code", "words"), [(190, "new one"), (102, "new one"), (10, "lacks a right"), (230, "lacks a right")]
)
async def test_a_token_that_does_not_hold_or_lacks_a_right_is_refused_and_said_how_to_mend(
    api: GraphApi, code: int, words: str
) -> None:
    api.faults["GET conversations"] = [refusal(code, status=403)]

    with pytest.raises(Refused, match=words):
        await round_(adapter(api))


async def test_a_missing_token_is_named_when_the_channel_is_opened(api: GraphApi) -> None:
    with pytest.raises(BadInput, match="missing"):
        await adapter(api, {"token": ""}).open()
    with pytest.raises(Refused, match="developers"):
        await adapter(api, {"token": "falsch"}).open()


@pytest.mark.parametrize(
    "settings",
    [
        {"ways": "brief"},
        {"poll_seconds": "nie"},
        {"history_days": "-1"},
        {"human_agent": "?"},
        {"api_base": "http://x"},
    ],
)
def test_settings_that_cannot_work_are_refused(settings: dict[str, str]) -> None:
    with pytest.raises(BadInput):
        adapter(GraphApi(base="http://127.0.0.1:1"), **settings)


# --- webhooks


def test_only_what_the_app_signed_is_believed() -> None:
    body = b'{"object": "page", "entry": []}'
    signed = "sha256=" + hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    request = Request("POST", {}, {"x-hub-signature-256": signed}, body)
    facebook = adapter(GraphApi(base="http://127.0.0.1:1"), {"app_secret": SECRET, "verify_token": "wort"})
    nameless = adapter(GraphApi(base="http://127.0.0.1:1"))

    assert isinstance(facebook, Hooked)
    assert facebook.verify(request, NOON)
    assert not facebook.verify(replace(request, body=body + b" "), NOON)
    assert not nameless.verify(request, NOON)
    asked = Request("GET", {"hub.mode": "subscribe", "hub.verify_token": "wort", "hub.challenge": "42"}, {}, b"")
    answer = facebook.handshake(asked)
    assert answer is not None and (answer.status, answer.body) == (200, b"42")
    wrong = nameless.handshake(asked)
    assert wrong is not None and wrong.status == 403
    assert facebook.handshake(request) is None


# --- files, checks, secrets


async def test_a_file_without_an_address_is_refused_in_a_sentence(api: GraphApi) -> None:
    facebook = adapter(api)
    for url, words in (("", "own app"), ("ftp://x", "own app"), ("http://example.test/x", "do not go")):
        with pytest.raises(Refused, match=words):
            async for _ in facebook.fetch(Attachment("image", "x", url), 10):
                pass


async def test_a_link_that_a_customer_shares_never_speaks_to_meta_with_our_token(api: GraphApi) -> None:
    facebook = adapter(api)
    with pytest.raises(Refused, match="401"):
        _ = [part async for part in facebook.fetch(Attachment("share", "x", f"{api.base}/v25.0/me?method=delete"), 10)]
    assert api.bearers == [""]


async def test_a_check_says_who_what_is_missing_and_how_much_is_used(api: GraphApi) -> None:
    api.headers = 'X-App-Usage: {"call_count": 91, "total_time": 3}\r\n'
    api.scopes = ["pages_messaging"]
    poor = await adapter(api, ways="webhook").check()
    api.headers, api.scopes, api.fields = "", list(Adapter.needs), list(Adapter.hooks)
    rich = await adapter(api, {"app_secret": SECRET}, ways="webhook").check()
    asking = await adapter(api).check()
    api.faults["GET me"] = [refusal(190)]
    wrong = await adapter(api).check()

    assert [state for state, _, _ in poor] == ["ok", "fail", "fail", "fail", "warn"]
    assert "pages_manage_engagement" in poor[1][1] and "App Review" in poor[1][2]
    assert "message_echoes" in poor[3][1] and poor[4][1] == "rate used: 91 %"
    assert {state for state, _, _ in rich} == {state for state, _, _ in asking} == {"ok"}
    assert wrong[0][0] == "fail" and "token" in wrong[0][2]


def test_it_is_all_that_it_says_it_is() -> None:
    facebook = adapter(GraphApi(base="http://127.0.0.1:1"))
    for contract in (Checks, Declares, Fetches, Hooked, Measures, Reconciles, Windows):
        assert isinstance(facebook, contract), contract


async def test_secrets_stand_in_no_error_no_log_and_no_name(api: GraphApi, caplog: pytest.LogCaptureFixture) -> None:
    seen = io.StringIO()
    handler = logging.StreamHandler(seen)
    logging.getLogger().addHandler(handler)
    caplog.set_level(logging.DEBUG)
    facebook = adapter(api, {"app_secret": SECRET})
    await facebook.open()
    echoed = refusal(100, message=f"bad token {TOKEN} of {SECRET}")
    api.faults["POST messages"] = ["cut", "html", "noise", "redirect", echoed]
    api.says("Frage")
    try:
        for _ in range(5):
            with pytest.raises(InboxError) as caught:
                await facebook.send(reply())
            seen.write("".join(traceback.format_exception(caught.value)) + repr(caught.value))
        seen.write(repr(facebook._graph.http) + repr(facebook._context))
    finally:
        logging.getLogger().removeHandler(handler)

    assert "did not say" in seen.getvalue()
    assert "geheim" not in seen.getvalue() + caplog.text


# --- the whole house


async def test_through_the_house_questions_come_in_once_and_answers_go_out_once(api: GraphApi, tmp_path: Path) -> None:
    api.now = datetime.now(UTC)
    where = str(tmp_path / "inbox.db")
    await create(where, lead="lea")
    api.posts = [{"id": "5", "created_time": api.now.isoformat(), "from": {"id": PAGE}}]
    async with open_house(where) as house:
        await (await house.keeping("lea")).keep_secret("fb", "token", TOKEN)
        lea = await house.desk("lea")
        await lea.perform(c.AddChannel("fb", "facebook", (("api_base", api.base),)))
        api.says("Wo ist mein Paket?", minutes=1)
        api.comments_on("5", "Schöner Laden", minutes=1)
        counts = [(await house.sync_once()).taken for _ in range(2)]
        rows = (await lea.conversations(View.ALL)).items
        for row in rows:
            await lea.perform(c.Reply(row.conversation.id, f"Danke {row.conversation.visibility}", now=True))
        api.faults["POST messages"] = ["mute"]
        await house.sync_once()
        await house.sync_once()
        threads = [await lea.thread(row.conversation.id) for row in rows]

    assert counts == [2, 0]
    assert {row.contact for row in rows} == {"Käthe"} and len({row.conversation.contact for row in rows}) == 1
    for thread in threads:
        assert [m.direction for m in thread.messages] == [Direction.IN, Direction.OUT]
        assert thread.messages[1].delivery is Delivery.SENT
    assert len(api.sent) == 2
