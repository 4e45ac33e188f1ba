"""The Instagram adapter against a Graph API that keeps its rules, and breaks off at any point."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.instagram import Adapter
from inbox.bootstrap import create, open_house
from inbox.domain import commands as c
from inbox.domain.model import Delivery, Direction
from inbox.errors import Ambiguous, NotSent, Refused, Rejected, Unreachable
from inbox.ports.adapter import (
    Batch,
    Checks,
    Context,
    Declares,
    Fetches,
    Hooked,
    Identity,
    Measures,
    Outgoing,
    Reconciles,
    Sent,
    Visibility,
    Windows,
)
from inbox.ports.desk import View
from tests.servers.graph import ACCOUNT, NOON, TOKEN, GraphApi, graph_api, refusal

slept: list[float] = []
kept: list[dict[str, str]] = []
LATER = str(int((NOON + timedelta(days=50)).timestamp()))


async def sleep(seconds: float) -> None:
    slept.append(seconds)


async def keep(secrets: Mapping[str, str]) -> None:
    kept.append(dict(secrets))


@pytest.fixture
async def api() -> AsyncIterator[GraphApi]:
    """An account's server."""
    async with graph_api() as running:
        running.instagram = True
        slept.clear()
        kept.clear()
        yield running


def adapter(api: GraphApi, until: str = LATER, **settings: str) -> Adapter:
    given = {"api_base": api.base, **settings}
    secrets = {"token": TOKEN, "token_until": until}
    return Adapter(Context("ig", given, secrets, lambda: api.now, sleep, keep))


def reply(text: str = "Kommt morgen", key: str = f"{ACCOUNT}:7", **more: object) -> Outgoing:
    out = Outgoing("1.x", key, (Identity("igsid", "7"),), text, Visibility.PRIVATE, "k7", written_at=NOON)
    return replace(out, **more)  # type: ignore[arg-type]  # its own fields


def comment(text: str, top: str) -> Outgoing:
    return reply(text, f"{ACCOUNT}/{top}/7", visibility=Visibility.PUBLIC)


async def round_(instagram: Adapter, cursor: str = "") -> list[Batch]:
    """Return the batches of one round, and drop the stream as a program that ends does."""
    found = []
    async with aclosing(instagram.receive(cursor)) as stream:  # type: ignore[type-var]  # it is a generator
        async for batch in stream:
            found.append(batch)
            if batch.caught_up:
                break
    await instagram.aclose()
    return found


async def test_what_was_said_comes_in_under_the_keys_that_webhooks_have(api: GraphApi) -> None:
    mid = api.says("hallo", minutes=9)
    api.posts = [{"id": "5", "timestamp": "2026-11-26T10:00:00+0000"}]
    id = api.comments_on("5", "schön", minutes=8)
    api.comments_on("5", "danke dir", ACCOUNT, parent=id, minutes=7)
    asked = [s for b in await round_(adapter(api)) for e in b.entries for s in e.says]
    entry = {
        "id": ACCOUNT,
        "time": 1,
        "messaging": [{"sender": {"id": "7"}, "recipient": {"id": ACCOUNT}, "message": {"mid": mid, "text": "hallo"}}],
        "changes": [
            {"field": "comments", "value": {"id": id, "text": "schön", "from": {"id": "7", "username": "k7"}}},
        ],
    }
    told = Adapter.parse(json.dumps({"object": "instagram", "entry": [entry]}).encode(), {})

    assert [(s.kind.value, s.text) for s in asked] == [
        ("message", "hallo"),
        ("message", "schön"),
        ("echo", "danke dir"),
    ]
    by_key = {s.dedupe_key: s for s in asked}
    for said in told:
        same = by_key[said.dedupe_key]
        assert (said.kind, said.conversation_key, said.identities) == (
            same.kind,
            same.conversation_key,
            same.identities,
        )
    assert asked[2].conversation_key == asked[1].conversation_key == f"{ACCOUNT}/{id}/7"


async def test_our_own_answers_come_in_as_echoes_whatever_id_we_have_there(api: GraphApi) -> None:
    api.says("hallo", minutes=9)
    await adapter(api).send(reply("Hi"))
    api.said["7"][-1]["from"] = {"id": "999", "username": "acme"}
    asked = [s for b in await round_(adapter(api)) for e in b.entries for s in e.says]

    assert [(s.kind.value, s.conversation_key) for s in asked] == [
        ("echo", f"{ACCOUNT}:7"),
        ("message", f"{ACCOUNT}:7"),
    ]


@pytest.mark.parametrize("fault", ["cut", "half", "short", "html", "redirect", "noise", "types", (500, {})])
@pytest.mark.parametrize("at", ["GET conversations", "GET media", "GET me"])
async def test_whatever_breaks_while_asking_is_unreachable_and_nothing_is_lost(api: GraphApi, at: str, fault) -> None:
    api.says("eins")
    api.faults[at] = [fault]

    with pytest.raises(Unreachable):
        await round_(adapter(api))

    assert [s.text for b in await round_(adapter(api)) for e in b.entries for s in e.says] == ["eins"]


async def test_many_comments_are_followed_through_their_pages(api: GraphApi) -> None:
    api.posts = [{"id": "5", "timestamp": "2026-11-26T10:00:00+0000"}]
    for n in range(120):
        api.comments_on("5", f"k{n}", str(200 + n), minutes=120 - n)
    asked = [s.text for b in await round_(adapter(api)) for e in b.entries for s in e.says]

    assert sorted(asked) == sorted(f"k{n}" for n in range(120))


# --- the token


async def test_a_token_is_renewed_ten_days_before_its_end_and_kept_before_it_is_used(api: GraphApi) -> None:
    api.says("hallo")
    early = await round_(adapter(api))
    asked = [path for _, path, _ in api.asked]
    soon = str(int((NOON + timedelta(days=9)).timestamp()))
    late = await round_(adapter(api, soon))

    assert "refresh_access_token" not in asked
    assert kept == [{"token": "IGAA-neu", "token_until": str(int((NOON + timedelta(days=60)).timestamp()))}]
    assert len(early) == len(late) == 2
    assert set(api.bearers[-3:]) == {"IGAA-neu"}, "what is asked afterwards is asked with the new one"


async def test_a_token_whose_end_is_unknown_is_renewed_and_a_refusal_waits_a_day(api: GraphApi) -> None:
    api.faults["GET refresh_access_token"] = [refusal(100, message="too young"), refusal(190)]
    instagram = adapter(api, "")
    for _ in range(2):
        await round_(instagram)
    tries = [path for _, path, _ in api.asked].count("refresh_access_token")
    api.now += timedelta(hours=25)
    for _ in range(2):
        await round_(instagram)
    api.now += timedelta(hours=25)
    await round_(instagram)

    assert tries == 1 and len(kept) == 1
    assert [path for _, path, _ in api.asked].count("refresh_access_token") == 3


@pytest.mark.parametrize("fault", ["cut", "noise", "types", (200, {"access_token": "x"}), (200, {"expires_in": 5})])
async def test_a_renewal_that_breaks_off_changes_nothing(api: GraphApi, fault) -> None:
    api.says("hallo")
    api.faults["GET refresh_access_token"] = [fault]

    assert len(await round_(adapter(api, ""))) == 2
    assert kept == []


async def test_with_a_linked_pages_login_the_account_is_found_and_nothing_is_renewed(api: GraphApi) -> None:
    page = {"id": "1001", "instagram_business_account": {"id": ACCOUNT, "username": "acme", "name": "Acme"}}
    api.faults["GET me"] = [(200, page), (200, {"id": "1001"})]
    instagram = adapter(api, "", login="facebook")

    assert (await instagram.open()).address == "acme"
    assert len(await round_(instagram)) == 1
    assert "refresh_access_token" not in [path for _, path, _ in api.asked]
    with pytest.raises(Refused, match="linked"):
        await adapter(api, login="facebook").open()


# --- out


async def test_a_reply_goes_out_and_is_found_again_by_its_words(api: GraphApi) -> None:
    api.says("Frage")
    out = reply("Grüße  aus\nBerlin 👋")
    instagram = adapter(api)
    api.faults["POST messages"] = ["mute"]

    with pytest.raises(Ambiguous):
        await instagram.send(out)
    assert api.sent[0]["message"] == {"text": "Grüße  aus\nBerlin 👋"}
    assert await instagram.reconcile(out) == Sent("m_out_1")
    assert len(api.sent) == 1


async def test_a_comment_is_answered_below_the_topmost_and_found_again(api: GraphApi) -> None:
    id = api.comments_on("5", "schön")
    instagram = adapter(api)
    api.faults["POST replies"] = ["mute"]

    with pytest.raises(Ambiguous):
        await instagram.send(comment("Danke!", id))
    found = await instagram.reconcile(comment("Danke!", id))

    assert found is not None and found.external_id == "5_out1"
    assert api.sent == [{"below": id, "message": "Danke!"}]


async def test_a_mention_below_somebody_elses_media_is_answered_there(api: GraphApi) -> None:
    value = {"media_id": "55", "comment_id": "66"}
    (said,) = Adapter.parse(
        json.dumps({"entry": [{"id": ACCOUNT, "changes": [{"field": "mentions", "value": value}]}]}).encode(), {}
    )
    out = reply("Danke!", said.conversation_key, visibility=Visibility.PUBLIC)
    await adapter(api).send(out)

    assert api.sent == [{"below": ACCOUNT, "message": "Danke!", "media_id": "55", "comment_id": "66"}]
    with pytest.raises(Ambiguous, match="look there"):
        await adapter(api).reconcile(out)


@pytest.mark.parametrize(
    ("fault", "error", "words"),
    [
        (refusal(10, 2534022), Rejected, "7 days"),
        (refusal(100, 2534014), Rejected, "blocked us"),
        (refusal(190), NotSent, "new one"),
        (refusal(4), NotSent, "slow down"),
        (refusal(2, status=500), NotSent, "just now"),
        (refusal(1, 1357046), Ambiguous, "while it had"),
        ("html", Ambiguous, "502"),
        ("types", Ambiguous, "which id"),
    ],
)
async def test_whatever_breaks_while_sending_has_its_class(api: GraphApi, fault, error, words: str) -> None:
    api.says("Frage")
    api.faults["POST messages"] = [fault, fault]

    with pytest.raises(error, match=words):
        await adapter(api).send(reply())


async def test_a_thousand_bytes_fit_and_not_one_more(api: GraphApi) -> None:
    assert Adapter.measure("ä" * 500, "dm", {}).fits and not Adapter.measure("ä" * 500 + "x", "", {}).fits
    emoji = Adapter.measure("👩‍👩‍👧", "dm", {})
    assert (emoji.used, emoji.max, emoji.unit) == (18, 1000, "bytes")
    assert Adapter.measure("ä" * 2200, "reply", {}).fits and not Adapter.measure("ä" * 2201, "comment", {}).fits
    assert Adapter.measure("\ud800", "dm", {}).used == 3
    with pytest.raises(Rejected, match="1002 of 1000 bytes"):
        await adapter(api).send(reply("ä" * 501))


async def test_a_check_names_the_rights_of_its_login(api: GraphApi) -> None:
    api.scopes = ["instagram_business_basic"]
    rows = await adapter(api).check()

    assert rows[0] == ("ok", "Acme (acme)", "")
    assert rows[1][0] == "fail" and "instagram_business_manage_messages" in rows[1][1]


def test_it_is_all_that_it_says_it_is() -> None:
    instagram = adapter(GraphApi(base="http://127.0.0.1:1"))
    for contract in (Checks, Declares, Fetches, Hooked, Measures, Reconciles, Windows):
        assert isinstance(instagram, contract), contract


async def test_through_the_house_questions_come_in_once_and_answers_go_out_once(api: GraphApi, tmp_path: Path) -> None:
    api.now = datetime.now(UTC)
    where = str(tmp_path / "inbox.db")
    await create(where, lead="lea")
    api.posts = [{"id": "5", "timestamp": api.now.isoformat()}]
    async with open_house(where) as house:
        await (await house.keeping("lea")).keep_secret("ig", "token", TOKEN)
        lea = await house.desk("lea")
        await lea.perform(c.AddChannel("ig", "instagram", (("api_base", api.base),)))
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

    assert counts == [2, 0] and len(rows) == 2
    for thread in threads:
        assert [m.direction for m in thread.messages] == [Direction.IN, Direction.OUT]
        assert thread.messages[1].delivery is Delivery.SENT
    assert len(api.sent) == 2
