"""The Mastodon adapter answers through a server that keeps its rules, and breaks off at any point."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from inbox.errors import Ambiguous, InboxError, NotSent, Rejected
from inbox.ports.adapter import Visibility
from tests.adapters.mastodon.stage import adapter, against_the_spec, caught_up, news, reply, said
from tests.servers.mastodon import Masto, mastodon

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
