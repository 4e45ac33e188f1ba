"""The Mastodon adapter listens to a server that keeps its rules, and breaks off at any point."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from adapters.mastodon import Adapter, feed
from adapters.mastodon.seen import MOST, Seen
from inbox.errors import Refused, Unreachable
from inbox.ports.adapter import Batch, Kind, Visibility
from tests.adapters.mastodon.stage import adapter, against_the_spec, news, said, slept, texts
from tests.servers.mastodon import Masto, mastodon


@pytest.fixture
async def api() -> AsyncIterator[Masto]:
    """A server with our account."""
    async with mastodon() as running:
        yield running
        assert against_the_spec(running) == []


class Listening:
    """A channel that listens."""

    def __init__(self, batches: AsyncIterator[Batch]) -> None:
        self._batches = batches
        self.cursor = ""

    async def until(self, *wanted: str) -> list[str]:
        """Return what comes in until all of it was said."""
        found: list[str] = []
        async with asyncio.timeout(30):
            while not set(wanted) <= set(found):
                batch = await anext(self._batches)
                self.cursor = batch.cursor
                found += texts(batch)
        return found

    async def quiet(self) -> list[str]:
        """Return what comes in until nothing more waits."""
        found: list[str] = []
        async with asyncio.timeout(30):
            while not (batch := await anext(self._batches)).caught_up:
                found += texts(batch)
            self.cursor = batch.cursor
        return found + texts(batch)


@asynccontextmanager
async def listening(api: Masto, cursor: str = "", **settings: str) -> AsyncIterator[Listening]:
    """Listen until the end of the block; both lines stand at its beginning."""
    masto = adapter(api.base, **settings)
    async with aclosing(masto.receive(cursor)) as stream:  # type: ignore[type-var]  # it is a generator
        found = Listening(aiter(stream))
        await found.quiet()
        following = asyncio.ensure_future(found.quiet())
        if api.sse:
            await asyncio.wait_for(api.listens.wait(), 30)
        await following
        yield found
    await masto.aclose()


# --- lists


async def test_a_batch_that_was_not_stored_comes_again_and_one_that_was_does_not(api: Masto) -> None:
    api.says("eins")
    lost, again = await news(api), await news(api)
    api.says("zwei", "public")

    assert texts(lost) == texts(again) == ["message @shop eins"]
    assert texts(await news(api, again.cursor)) == ["message @shop zwei"]


async def test_a_mention_and_its_conversation_are_one_message(api: Masto) -> None:
    api.says("eins")

    found = said(await news(api))

    assert [(s.kind, s.conversation_key, s.visibility) for s in found] == [
        (Kind.MESSAGE, "direct/2002", Visibility.PRIVATE)
    ]


async def test_more_than_a_page_comes_in_order_and_each_batch_claims_only_what_it_holds(api: Masto) -> None:
    before = await news(api)
    api.says("anfang", "public")
    before = await news(api)
    for n in range(100):
        api.says(f"n{n}", "public")
    masto = adapter(api.base)
    batches = []
    async with aclosing(masto.receive(before.cursor)) as stream:  # type: ignore[type-var]  # it is a generator
        async for batch in stream:
            batches.append(batch)
            if batch.caught_up:
                break
    await masto.aclose()

    assert [len(b.entries) for b in batches] == [40, 40, 20, 0]
    assert texts(*batches) == [f"message @shop n{n}" for n in range(100)]
    assert len(texts(await news(api, batches[1].cursor))) == 20
    assert len(Seen.of(batches[-1].cursor).statuses) <= MOST


async def test_a_new_channel_reads_some_days_back_and_no_further(api: Masto) -> None:
    api.now = api.now.replace(year=2020)
    for n in range(50):
        api.says(f"alt{n}", "public")
    api.now = datetime.now(UTC) - timedelta(days=2)
    for n in range(60):
        api.says(f"neu{n}", "public")

    assert texts(await news(api)) == [f"message @shop neu{n}" for n in range(60)]


async def test_a_filtered_mention_comes_too(api: Masto) -> None:
    api.says("von einem Fremden", "public", filtered=True)

    assert texts(await news(api)) == ["message @shop von einem Fremden"]


async def test_a_thread_is_one_dialogue_from_its_beginning_however_deep_and_after_a_restart(api: Masto) -> None:
    first = api.says("eins", "public")
    ours = api.wrote("@erna zwei", "public", first)
    third = api.says("drei", "public", ours)
    before = await news(api)
    api.says("vier", "public", third)
    fifth = api.says("fünf", "unlisted", api.wrote("@erna fremd", "public", api.wrote("@erna x", "public", ours)))
    api.note("favourite", api.erna, api.statuses[ours])
    found = said(before, await news(api, before.cursor))

    assert {s.conversation_key for s in found} == {f"thread/{first}/2002"}
    assert [str(s.kind) for s in found if s.external_id in (ours, fifth)] == ["echo", "message"]
    assert found[-1].kind is Kind.REACTION


async def test_who_names_us_deep_in_a_thread_of_others_writes_in_the_thread_that_began_there(api: Masto) -> None:
    first = str(api.status(api.erna, "an alle", "public")["id"])
    second = str(api.status(api.account("9", "kurt@x.test"), "ja", "public", first)["id"])
    api.says("was sagt ihr?", "public", second)
    before = await news(api)
    api.says("hallo?", "public", second)

    assert {s.conversation_key for s in said(before, await news(api, before.cursor))} == {f"thread/{first}/2002"}


async def test_what_we_answer_elsewhere_is_an_echo_and_what_we_tell_everybody_is_no_dialogue(api: Masto) -> None:
    first = api.says("Frage")
    api.wrote("@erna Antwort", "direct", first)
    api.status(api.me, "Neu im Laden!", "public")
    api.status(api.me, "Notiz an mich", "direct")

    found = said(await news(api))

    assert [(str(s.kind), s.text, s.conversation_key) for s in found] == [
        ("message", "@shop Frage", "direct/2002"),
        ("echo", "@erna Antwort", "direct/2002"),
    ]


async def test_direct_messages_whose_notifications_were_cleared_elsewhere_are_found_in_the_thread(api: Masto) -> None:
    first = api.says("eins")
    before = await news(api)
    third = api.says("drei", to=api.says("zwei", to=first))
    api.notes.clear()

    assert texts(await news(api, before.cursor)) == ["message @shop zwei", "message @shop drei"]
    assert third in Seen.of((await news(api, before.cursor)).cursor).statuses


async def test_edits_and_deletions_that_happened_while_nobody_listened_are_found(api: Masto) -> None:
    edited, deleted, whole = (api.says(f"n{n}", "public") for n in range(3))
    before = await news(api)
    api.edits(edited, "anders")
    api.deletes(deleted)
    after = await news(api, before.cursor)

    assert texts(after) == ["edit anders", f"delete {deleted}"]
    assert said(after)[0].conversation_key == f"thread/{edited}/2002"
    assert texts(await news(api, after.cursor)) == []
    api.bulk = False  # before 4.3
    api.deletes(whole)
    assert texts(await news(api, after.cursor)) == [f"delete {whole}"]


async def test_what_the_raw_entries_say_is_what_was_said(api: Masto) -> None:
    api.says("zwei", "public", api.wrote("@erna x", "public", api.says("eins", "public")))
    batch = await news(api)

    assert len(batch.entries) == 3
    assert all(Adapter.parse(entry.raw, {}) == list(entry.says) for entry in batch.entries)


async def test_ids_are_opaque(api: Masto) -> None:
    api.prefix = "01HZ+/é "
    first = api.says("eins", "public")
    api.says("zwei", "public", api.wrote("@erna x", "public", first))
    before = await news(api)
    api.edits(first, "anders")

    assert len({s.conversation_key for s in said(before)}) == 1
    assert texts(await news(api, before.cursor)) == ["edit anders"]


async def test_a_bad_entry_costs_itself_only_and_is_kept_as_it_came(api: Masto) -> None:
    api.notes.append(({"id": "000000x", "type": "mention", "account": 7, "status": "kaputt"}, False))
    api.says("heil")
    batch = await news(api)

    assert sorted(str(s.kind) for s in said(batch)) == ["message", "unknown"]
    assert any(b"kaputt" in entry.raw for entry in batch.entries)


async def test_a_server_that_does_not_know_our_kinds_is_asked_for_all(api: Masto) -> None:
    api.says("eins", "public")
    api.faults["GET /api/v1/notifications"] = [(422, {"error": "Unbekannte Art"})]

    assert texts(await news(api)) == ["message @shop eins"]


async def test_a_cursor_that_cannot_be_read_is_none(api: Masto) -> None:
    api.says("eins")

    for cursor in ("kaputt", "[]", '{"upto": 7}', '{"statuses": [1]}', "[" * 10_000):
        assert texts(await news(api, cursor)) == ["message @shop eins"]


# --- streams


async def test_what_happens_while_we_listen_comes_at_once(api: Masto) -> None:
    async with listening(api) as channel:
        id = api.says("eins")
        await channel.until("message @shop eins")
        api.edits(id, "anders")
        await channel.until("edit anders")
        api.note("favourite", api.erna, api.statuses[api.wrote("@erna ja", "public", id)])
        await channel.until("echo @erna ja", "reaction ⭐")
        api.deletes(id)
        await channel.until(f"delete {id}")
        after = channel.cursor

    assert texts(await news(api, after)) == []


async def test_nothing_is_lost_while_the_line_is_broken_and_nothing_comes_twice(api: Masto) -> None:
    slept.clear()
    async with listening(api) as channel:
        api.says("eins")
        await channel.until("message @shop eins")
        api.listens.clear()
        api.hang_up()
        api.says("zwei")  # nobody hears it
        found = await channel.until("message @shop zwei")
        await asyncio.wait_for(api.listens.wait(), 30)
        found += await channel.quiet()
        api.says("drei")
        found += await channel.until("message @shop drei")

    assert found == ["message @shop zwei", "message @shop drei"]
    assert slept[:2] == [1.0, 1.0]


async def test_attempts_to_listen_are_made_at_growing_distances(api: Masto) -> None:
    slept.clear()
    api.faults["GET /api/v1/streaming/user"] = ["html"] * 8
    async with listening(api) as channel:
        api.says("eins")
        await channel.until("message @shop eins")

    assert [s for s in slept if s >= 1][:8] == [1, 2, 4, 8, 16, 32, 60, 60]


async def test_a_server_without_streams_is_asked_now_and_then(api: Masto) -> None:
    api.sse = False
    async with listening(api) as channel:
        api.says("eins")
        await channel.until("message @shop eins")
        api.edits("000001", "anders")
        await channel.until("edit anders")


async def test_a_line_that_says_nothing_is_dead(api: Masto, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.mastodon.stream.IDLE", 0.2)
    async with listening(api) as channel:
        api.says("eins")
        await channel.until("message @shop eins")
        api.listens.clear()
        await asyncio.wait_for(api.listens.wait(), 30)


async def test_streams_are_where_the_server_says(api: Masto) -> None:
    async with mastodon() as other:
        api.streaming = other.base.replace("http", "ws")
        api.sse = False
        masto = adapter(api.base)
        async with aclosing(masto.receive("")) as stream:  # type: ignore[type-var]  # it is a generator
            found = Listening(aiter(stream))
            await found.quiet()
            following = asyncio.ensure_future(found.quiet())
            await asyncio.wait_for(other.listens.wait(), 30)
            await following
        await masto.aclose()

        assert {a.path for a in other.asked} == {"/api/v1/streaming/user", "/api/v1/streaming/direct"}


async def test_what_others_say_to_others_is_passed_over(api: Masto) -> None:
    async with listening(api) as channel:
        stranger = api.account("9", "kurt@x.test")
        api.tell("user", "update", api.status(stranger, "an alle", "public"))
        api.tell("user", "status.update", api.status(stranger, "an alle, neu", "public"))
        api.tell("user", "update", api.status(api.me, "an alle, von uns", "public"))
        api.says("an uns")

        assert await channel.until("message @shop an uns") == ["message @shop an uns"]


async def test_a_message_costs_a_call_or_two_because_only_300_are_allowed_in_five_minutes(api: Masto) -> None:
    async with listening(api) as channel:
        api.asked.clear()
        for n in range(10):
            api.says(f"n{n}", "public")
            await channel.until(f"message @shop n{n}")
        await channel.quiet()
        api.says("privat")
        await channel.until("message @shop privat")

    asked = [a.path for a in api.asked]
    assert asked.count("/api/v1/notifications") <= 14 and len(asked) <= 24


# --- trouble


@pytest.mark.parametrize("fault", ["cut", "mute", "half", "short", "html", "redirect", "noise", (503, {"error": "x"})])
@pytest.mark.parametrize("place", ["notifications", "conversations", "accounts/1001/statuses", "statuses/ID/context"])
async def test_whatever_breaks_while_asking_is_unreachable_and_all_comes_again(api: Masto, place: str, fault) -> None:
    id = api.says("zwei", "public", str(api.status(api.erna, "an niemanden", "public")["id"]))
    place = place.replace("ID", id)
    api.faults[f"GET /api/v1/{place}"] = [fault]

    with pytest.raises(Unreachable):
        await news(api)

    assert texts(await news(api)) == ["message @shop zwei"]


async def test_asked_for_patience_it_waits_until_the_server_said_before_it_says_so(api: Masto) -> None:
    slept.clear()
    now = datetime.now(UTC).replace(microsecond=0)
    headers = {"Date": format_datetime(now, usegmt=True), "X-RateLimit-Reset": (now + timedelta(seconds=7)).isoformat()}
    api.faults["GET /api/v1/notifications"] = [(429, {"error": "Too many requests"}, headers)]

    with pytest.raises(Unreachable, match="slow down"):
        await news(api)

    assert slept == [7.0]


@pytest.mark.parametrize(("status", "sentence"), [(401, "make a new one there"), (403, "scopes read and write")])
async def test_a_token_that_counts_no_more_is_refused_and_said_how_to_mend(
    api: Masto, status: int, sentence: str
) -> None:
    api.faults["GET /api/v1/conversations"] = [(status, {"error": "Nein"})]

    with pytest.raises(Refused, match=sentence):
        await news(api)


async def test_a_token_that_expires_while_we_listen_ends_the_listening(api: Masto) -> None:
    async with listening(api) as channel:
        api.token = "neu"
        api.hang_up()
        with pytest.raises(Refused, match="does not know this token"):
            await channel.until("nie")


async def test_a_context_that_is_gone_leaves_the_thread_named_by_what_is_answered(api: Masto) -> None:
    id = api.says("eins", "public", "gelöscht")
    api.faults[f"GET /api/v1/statuses/{id}/context"] = [(404, {"error": "weg"})]

    assert [s.conversation_key for s in said(await news(api))] == ["thread/gel%C3%B6scht/2002"]


def test_what_is_asked_for_are_the_kinds_of_a_dialogue() -> None:
    assert {"mention", "favourite", "follow", "quote"} <= set(feed.WANTED)
    assert "status" not in feed.WANTED
