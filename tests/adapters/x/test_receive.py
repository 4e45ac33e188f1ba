"""What comes from an X that keeps its rules: mentions and direct messages by asking, through pages, gaps and refusals."""

from __future__ import annotations

import json

import pytest

from adapters.x import Adapter
from adapters.x.news import number_at
from inbox.errors import BadInput, Refused, Unreachable
from inbox.ports.adapter import Kind
from tests.adapters.x.account import Clock, Kept, adapter, says, until_caught_up
from tests.servers.mail import free_port
from tests.servers.x import ACCESS, US, X


async def test_a_batch_that_was_not_stored_comes_again_and_one_that_was_does_not(x: X) -> None:
    x.says(100, "@acme eins")
    x.writes(50, "zwei")
    lost = await until_caught_up(adapter(x))
    again = await until_caught_up(adapter(x))
    x.says(101, "@acme drei")
    behind = await until_caught_up(adapter(x), again[-1].cursor)

    assert [s.text for s in says(lost)] == [s.text for s in says(again)] == ["@acme eins", "zwei"]
    cursor = json.loads(again[-1].cursor)
    assert (cursor["mentions"], cursor["dms"], int(cursor["posts"]) > 10**18) == ("100", "50", True)
    assert [s.text for s in says(behind)] == ["@acme drei"]
    assert says(lost)[0].name == "Kundin 7" and says(lost)[0].window == "open"


async def test_many_come_oldest_first_and_no_cursor_claims_more_than_was_handed_on(x: X) -> None:
    for id in range(100, 450):
        x.says(id)
    batches = await until_caught_up(adapter(x), json.dumps({"mentions": "150", "dms": "1"}))

    assert [int(s.external_id) for s in says(batches)] == list(range(151, 450))
    highest = [json.loads(b.cursor)["mentions"] for b in batches if b.entries]
    assert highest == [b.entries[-1].says[0].external_id for b in batches if b.entries]
    assert len(x.calls(f"/2/users/{US}/mentions")) == 3


async def test_a_channel_begins_with_the_newest_few_and_then_misses_none(x: X) -> None:
    for id in range(100, 150):
        x.says(id)
    first = await until_caught_up(adapter(x))
    for id in range(150, 190):
        x.says(id)
    then = await until_caught_up(adapter(x), first[-1].cursor)

    assert [int(s.external_id) for s in says(first)] == list(range(130, 150))
    assert len(says(then)) == 40


async def test_where_nothing_was_yet_everything_counts_from_now_on(x: X) -> None:
    clock = Clock()
    nothing = await until_caught_up(adapter(x, clock))
    begun = int(json.loads(nothing[-1].cursor)["mentions"])
    for n in range(30):
        x.says(int(number_at(clock.now())) + n)
    then = await until_caught_up(adapter(x, clock), nothing[-1].cursor)

    assert 0 < begun < int(number_at(clock.now()))
    assert len(says(then)) == 30


async def test_what_colleagues_answer_in_the_app_comes_as_our_own_from_now_on(x: X) -> None:
    clock = Clock()
    x.own.append({"id": "9", "author_id": US, "text": "alt", "conversation_id": "1", "in_reply_to_user_id": "7"})
    first = await until_caught_up(adapter(x, clock))
    id = number_at(clock.now())
    x.own.append({"id": id, "author_id": US, "text": "neu", "conversation_id": "1", "in_reply_to_user_id": "7"})
    then = says(await until_caught_up(adapter(x, clock), first[-1].cursor))

    assert says(first) == []
    assert [(s.kind, s.text, s.conversation_key) for s in then] == [(Kind.ECHO, "neu", "1/7")]


async def test_a_gap_wider_than_the_list_reaches_is_closed_by_the_search(x: X) -> None:
    for id in range(1000, 2100):
        x.says(id)
    batches = await until_caught_up(adapter(x, dms="no"), json.dumps({"mentions": "1050"}))

    assert [int(s.external_id) for s in says(batches)] == list(range(1051, 2100))
    (search, *_) = x.calls("/2/tweets/search/recent")
    assert (search.query["query"], search.query["since_id"], search.query["until_id"]) == ("@acme", "1050", "1300")


async def test_a_gap_that_nothing_closes_is_said_and_not_dropped(x: X) -> None:
    for id in range(1000, 2100):
        x.says(id)
    x.faults["GET /2/tweets/search/recent"] = [(400, {"detail": "'since_id' must be a number newer than a week"})]
    found = says(await until_caught_up(adapter(x, dms="no"), json.dumps({"mentions": "1050"})))

    assert [s.kind for s in found[:2]] == [Kind.UNKNOWN, Kind.MESSAGE]
    assert "between 1050 and 1300" in found[0].why
    assert len(found) == 801


@pytest.mark.parametrize("along", [True, False])
async def test_a_mention_that_was_edited_before_it_was_met_is_a_message_and_then_changed(x: X, along: bool) -> None:
    versions = ["100", "105"]
    x.says(105, "@acme hallo!", conversation_id="100", edit_history_post_ids=versions)
    if along:
        x.posts["100"] = x.mentions[0] | {"id": "100", "text": "@acme halo"}
    batches = await until_caught_up(adapter(x))
    x.says(106, "@acme da?")
    then = await until_caught_up(adapter(x), batches[-1].cursor)

    first, edit = says(batches)
    assert (first.kind, first.external_id, first.text) == (
        Kind.MESSAGE,
        "100",
        "@acme halo" if along else "@acme hallo!",
    )
    assert (edit.kind, edit.target_id, edit.text) == (Kind.EDIT, "100", "@acme hallo!")
    assert first.conversation_key == edit.conversation_key == "100/7"
    assert [e.says for b in batches for e in b.entries] == [
        tuple(Adapter.parse(e.raw, {})) for b in batches for e in b.entries
    ]
    assert [s.external_id for s in says(then)] == ["106"]


async def test_a_bad_entry_costs_itself_only_and_is_kept_as_it_came(x: X) -> None:
    x.says(100)
    x.mentions.append({"id": "kaputt", "text": 5})
    x.says(102)
    batches = await until_caught_up(adapter(x, dms="no"), json.dumps({"mentions": "99"}))
    entries = [entry for batch in batches for entry in batch.entries]

    assert sorted(s.kind for e in entries for s in e.says) == [Kind.MESSAGE, Kind.MESSAGE, Kind.UNKNOWN]
    assert all(list(entry.says) == Adapter.parse(entry.raw, {}) for entry in entries), (
        "its raw bytes say the same alone"
    )
    assert json.loads(batches[-1].cursor)["mentions"] == "102"


async def test_direct_messages_are_asked_for_no_oftener_than_x_allows(x: X) -> None:
    clock = Clock()
    found = adapter(x, clock, poll_seconds="5")
    stream = found.receive("")
    for _ in range(26):
        await anext(stream)
    await found.aclose()

    asked = len(x.calls("/2/dm_events"))
    assert asked == 1 + int(sum(clock.slept) // 61)
    assert len(x.calls(f"/2/users/{US}/mentions")) > 20


async def test_asked_for_patience_only_that_list_waits_and_no_other(x: X) -> None:
    clock = Clock()
    x.says(100)
    x.writes(50)
    late = "Date: Sat, 25 Jul 2026 00:00:00 GMT\r\nx-rate-limit-reset: 1784938200\r\n"
    x.faults["GET /2/dm_events"] = [(429, {"title": "Too Many Requests"}, late)]
    found, kinds = adapter(x, clock), []
    async for batch in found.receive(""):
        kinds += [(s.external_id, sum(clock.slept)) for e in batch.entries for s in e.says]
        if len(kinds) == 2:
            break
    await found.aclose()

    assert kinds[0] == ("100", 0)
    assert kinds[1][0] == "50" and 600 <= kinds[1][1] <= 661, "the reset lies ten minutes ahead"


async def test_a_token_that_ran_out_is_renewed_once_and_kept_before_it_is_used(x: X) -> None:
    kept = Kept()
    x.access = "laengst-abgelaufen"
    x.says(100)
    batches = await until_caught_up(adapter(x, kept=kept))

    assert [s.external_id for s in says(batches)] == ["100"]
    assert kept.kept == [{"access_token": "zugang-geheim-1", "refresh_token": "erneuern-geheim-1"}]
    assert x.renewals == 1
    again = await until_caught_up(adapter(x, kept=kept))
    assert again and x.renewals == 1, "a restart goes on with what was kept"


async def test_a_token_near_its_end_is_renewed_before_it_is_refused(x: X) -> None:
    kept, clock = Kept(), Clock()
    x.access = "laengst-abgelaufen"
    found = adapter(x, clock, kept)
    await found.open()
    clock.passes(7150)
    await found.open()
    await found.aclose()

    assert x.renewals == 2 and len(x.calls("/2/users/me")) == 3


async def test_access_that_was_taken_back_is_refused_with_a_way_out(x: X) -> None:
    x.access, x.refresh = "fort", "fort"
    for kept in (Kept(), Kept(refresh_token="")):
        with pytest.raises(Refused, match=r"console\.x\.com .* offline\.access"):
            await until_caught_up(adapter(x, kept=kept))
        assert kept.kept == []


async def test_a_renewal_whose_answer_is_lost_is_unreachable_and_nothing_is_kept(x: X) -> None:
    kept = Kept()
    x.access = "abgelaufen"
    x.faults["POST /2/oauth2/token"] = ["cut", "html", "noise", (503, {})]
    for _ in range(4):
        with pytest.raises(Unreachable):
            await adapter(x, kept=kept).open()

    assert kept.kept == []


@pytest.mark.parametrize("path", ["GET /2/users/me", "GET /2/users/N/mentions", "GET /2/dm_events"])
@pytest.mark.parametrize(
    "fault", ["cut", "mute", "half", "short", "html", "redirect", "noise", (500, {}), (200, {"data": {"a": 1}})]
)
async def test_whatever_breaks_while_asking_is_unreachable_and_it_comes_again(x: X, path: str, fault) -> None:
    x.says(100)
    x.writes(50)
    x.faults[path] = [fault]

    with pytest.raises(Unreachable):
        await until_caught_up(adapter(x))

    assert len(says(await until_caught_up(adapter(x)))) == 2


@pytest.mark.parametrize(("status", "words"), [(403, "scopes tweet.read"), (402, "credits")])
async def test_a_right_or_money_that_is_missing_is_said(x: X, status: int, words: str) -> None:
    x.faults["GET /2/users/N/mentions"] = [(status, {"title": "Forbidden", "detail": "no", "status": status})]

    with pytest.raises(Refused, match=words):
        await until_caught_up(adapter(x))


async def test_where_nothing_answers_it_is_unreachable(x: X) -> None:
    with pytest.raises(Unreachable):
        await adapter(x, api_base=f"http://127.0.0.1:{free_port()}").open()


async def test_it_says_who_it_is_and_what_is_amiss(x: X) -> None:
    found = adapter(x, stream="yes")
    account = await found.open()
    rows = await found.check()
    await found.aclose()
    await found.aclose()

    assert (account.name, account.address) == ("Acme", "@acme")
    said = {what: state for state, what, _ in rows}
    assert said["@acme"] == "ok" and said["users/me: 299 of 300 calls left for now"] == "ok"
    assert said["webhook https://inbox.test/hooks/x is not valid any more"] == "fail"
    assert any(what.startswith("not subscribed to: post.mention.create") for what in said)
    assert any("cost" in what for what in said)


async def test_a_check_names_the_rights_that_are_missing(x: X) -> None:
    kept = Kept(refresh_token="")
    x.faults["GET /2/dm_events"] = [(403, {"detail": "dm.read fehlt"})]
    rows = await adapter(x, kept=kept).check()
    x.access = "fort"

    assert any(state == "warn" and "two hours" in what for state, what, _ in rows)
    assert any(state == "fail" and "dm.read fehlt" in what for state, what, _ in rows)
    assert (await adapter(x, kept=kept).check())[-1][0] == "fail"


@pytest.mark.parametrize(
    "settings",
    [
        {"api_base": "http://api.x.com"},
        {"poll_seconds": "bald"},
        {"poll_seconds": "-1"},
        {"prices": "alles=umsonst"},
        {"dms": "vielleicht"},
    ],
)
def test_a_setting_that_cannot_work_is_refused_at_once(settings: dict[str, str]) -> None:
    with pytest.raises(BadInput):
        adapter(X(), **settings)


def test_without_its_token_or_a_streams_bearer_nothing_begins() -> None:
    for kept, settings in ((Kept(access_token=""), {}), (Kept(), {"stream": "yes"})):
        with pytest.raises(BadInput, match=r"console\.x\.com"):
            adapter(X(), kept=kept, **settings)
    assert ACCESS not in repr(adapter(X())._access.http)
