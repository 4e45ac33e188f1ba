"""The Bluesky adapter against a Bluesky that keeps its rules, and breaks off at any point: what comes in, and the session."""

from __future__ import annotations

import io
import json
import logging
import traceback
from contextlib import aclosing
from datetime import timedelta

import pytest

from adapters.bluesky import Adapter
from inbox.errors import BadInput, InboxError, Refused, Unreachable
from inbox.ports.adapter import Attachment, Checks, Fetches, Identity, Kind, Measures, Windows
from tests.adapters.bluesky.conftest import Desk
from tests.servers.bluesky import DID, KAETHE, PASSWORD, Bluesky

# --- notifications


async def test_what_was_not_stored_comes_again_and_what_is_behind_the_cursor_does_too_but_is_known(
    world: Bluesky, desk: Desk
) -> None:
    world.posted(1, "eins")
    world.posted(2, "zwei")
    lost = await desk.batches()
    (again,) = [b for b in await desk.batches() if b.entries]
    world.posted(3, "drei")
    texts, _ = await desk.heard(again.cursor)

    assert [s.text for b in lost for e in b.entries for s in e.says] == ["eins", "zwei"], "the oldest comes first"
    assert texts == ["eins", "zwei", "drei"]
    assert {s.dedupe_key for e in again.entries for s in e.says} == {
        f"post:at://{KAETHE}/app.bsky.feed.post/{n}" for n in (1, 2)
    }


async def test_a_running_program_is_told_each_thing_once(world: Bluesky, desk: Desk) -> None:
    world.posted(1, "eins")
    bluesky, texts = desk.adapter(), []
    async with aclosing(bluesky.receive("")) as stream:  # type: ignore[type-var]  # it is a generator
        async for batch in stream:
            texts += [s.text for e in batch.entries for s in e.says]
            if batch.caught_up and len(desk.slept) == 1:
                world.posted(2, "zwei")
            elif batch.caught_up and len(desk.slept) == 3:
                break
    await bluesky.aclose()

    assert texts == ["eins", "zwei"]
    assert desk.slept == [15.0] * 3


async def test_a_post_that_was_written_offline_is_found_below_newer_ones(world: Bluesky, desk: Desk) -> None:
    for n in range(150):
        world.posted(4000 + n, str(n))
    desk.now += timedelta(seconds=5000)
    _, cursor = await desk.heard()
    world.posted(4200, "verspätet", created=900)

    texts, _ = await desk.heard(cursor)
    assert (texts[0], len(texts)) == ("verspätet", 151)


async def test_more_than_one_page_is_read_back_to_what_is_known_and_given_in_order(world: Bluesky, desk: Desk) -> None:
    for n in range(250):
        world.posted(n, str(n))

    batches = await desk.batches()

    assert [s.text for b in batches for e in b.entries for s in e.says] == [str(n) for n in range(250)]
    assert [len(b.entries) for b in batches] == [100, 100, 50, 0]
    seen = [json.loads(b.cursor)["seen"] for b in batches]
    assert seen == sorted(seen) and seen[0] < seen[1] < seen[2]


async def test_the_first_round_goes_no_further_back_than_it_was_told(world: Bluesky, desk: Desk) -> None:
    world.posted(-86_400 * 30, "vor einem Monat")
    world.posted(1, "heute")

    assert (await desk.heard())[0] == ["heute"]
    assert (await desk.heard(history_days="60"))[0] == ["vor einem Monat", "heute"]


async def test_a_bad_notification_costs_itself_only_and_is_kept_as_it_came(world: Bluesky, desk: Desk) -> None:
    world.posted(1, "heil")
    broken: list[object] = ["kaputt", {"reason": "reply", "uri": 7}]
    world.notifications += broken  # type: ignore[arg-type]  # that is the point

    (batch,) = [b for b in await desk.batches() if b.entries]
    first = [s.kind for e in batch.entries for s in e.says]
    known = await desk.batches(batch.cursor)

    assert sorted(first) == [Kind.MESSAGE, Kind.UNKNOWN, Kind.UNKNOWN]
    assert b"kaputt" in b"".join(entry.raw for entry in batch.entries)
    for entry in known[0].entries:
        assert Adapter.parse(entry.raw, {}) == list(entry.says)


@pytest.mark.parametrize("fault", ["cut", "mute", "half", "short", "html", "redirect", "noise", (500, {"error": "x"})])
@pytest.mark.parametrize("method", ["app.bsky.notification.listNotifications", "chat.bsky.convo.getLog"])
async def test_whatever_breaks_while_asking_is_unreachable_and_comes_again(
    world: Bluesky, desk: Desk, fault, method: str
) -> None:
    world.begin("c1")
    world.says(1, "privat")
    world.posted(1, "öffentlich")
    world.faults[method] = [fault]

    with pytest.raises(Unreachable):
        await desk.batches()

    assert (await desk.heard())[0] == ["öffentlich", "privat"]


@pytest.mark.parametrize("body", [{}, {"notifications": {"a": 1}}, []])
async def test_an_answer_of_the_wrong_shape_is_unreachable(world: Bluesky, desk: Desk, body) -> None:
    world.faults["app.bsky.notification.listNotifications"] = [(200, body)]

    with pytest.raises(Unreachable, match="no notifications"):
        await desk.batches()


async def test_asked_for_patience_it_waits_until_the_limit_counts_anew(world: Bluesky, desk: Desk) -> None:
    headers = "Date: Thu, 22 May 2025 14:42:25 GMT\r\nratelimit-reset: 1747924962\r\n"
    world.faults["app.bsky.notification.listNotifications"] = [(429, {"error": "RateLimitExceeded"}, headers)]

    with pytest.raises(Unreachable, match="slow down"):
        await desk.batches()

    assert desk.slept == [17.0]


# --- the chat


async def test_the_first_round_reads_the_conversations_and_the_next_ones_the_log(world: Bluesky, desk: Desk) -> None:
    world.begin("c1")
    world.begin("c2", "request")
    world.says(1, "Hallo?", "c1")
    world.says(2, "Anfrage", "c2")
    texts, cursor = await desk.heard()
    message = world.says(3, "Noch da?", "c1")
    world.says(4, "Ja!", "c1", DID)
    world.logs("logAddReaction", "c1", message=message, reaction=_thumb())
    later = await desk.batches(cursor)
    quiet, _ = await desk.heard(later[-1].cursor)

    assert sorted(texts) == ["Anfrage", "Hallo?"]
    said = [s for e in later[-1].entries for s in e.says]
    assert [(s.kind, s.text) for s in said] == [
        (Kind.MESSAGE, "Noch da?"), (Kind.ECHO, "Ja!"), (Kind.REACTION, "👍"),
    ]  # fmt: skip
    assert {s.conversation_key for s in said} == {"c1"}
    assert {(s.identities, s.name) for s in said} == {((Identity("did", KAETHE),), "Käthe")}
    assert quiet == []


def _thumb() -> dict[str, object]:
    return {"value": "👍", "sender": {"did": KAETHE}, "createdAt": "2026-09-21T14:00:00Z"}


async def test_what_is_kept_of_the_chat_can_be_read_again_alone(world: Bluesky, desk: Desk) -> None:
    world.begin("c1")
    _, cursor = await desk.heard()
    world.says(4, "von uns", "c1", DID)

    for entry in (await desk.batches(cursor))[-1].entries:
        assert Adapter.parse(entry.raw, {}) == list(entry.says)
        assert entry.says[0].kind is Kind.ECHO


async def test_a_log_that_forgot_our_place_is_made_up_for_from_the_conversations(world: Bluesky, desk: Desk) -> None:
    world.begin("c1")
    world.says(1, "verpasst")
    gone = json.dumps({"seen": "", "log": "vorbei"})

    texts, cursor = await desk.heard(gone)

    assert texts == ["verpasst"]
    assert json.loads(cursor)["log"] == world.log[-1]["rev"]


async def test_without_the_right_to_direct_messages_the_posts_still_come_and_check_says_it(
    world: Bluesky, desk: Desk
) -> None:
    world.chats = False
    world.posted(1, "öffentlich")

    assert (await desk.heard())[0] == ["öffentlich"]
    rows = await desk.adapter().check()
    assert next(row for row in rows if row[0] == "warn")[1] == "direct messages: this app password does not reach them"
    await desk.heard(chat="no")
    assert world.count("chat.bsky.convo.getLog") == 1


# --- the session


async def test_a_start_signs_in_once_and_never_again(world: Bluesky, desk: Desk) -> None:
    for _ in range(3):
        account = await desk.adapter().open()
        await desk.heard()

    assert (account.name, account.address) == ("acme.test", DID)
    assert world.count("com.atproto.server.createSession") == 1
    assert {where for method, where, _ in world.asked if method.startswith(("app.", "chat."))} == {world.pds}


async def test_a_token_that_ran_out_is_renewed_kept_and_used(world: Bluesky, desk: Desk) -> None:
    await desk.heard()
    world.expire()
    world.posted(1, "eins")

    assert (await desk.heard())[0] == ["eins"]
    assert (await desk.heard())[0] == ["eins"]
    assert world.count("com.atproto.server.createSession") == world.count("com.atproto.server.refreshSession") == 1
    assert json.loads(desk.secrets["session"])["access"] == world.access


async def test_where_renewing_is_refused_it_signs_in_anew_and_where_it_cannot_be_asked_it_waits(
    world: Bluesky, desk: Desk
) -> None:
    await desk.heard()
    world.expire()
    world.faults["com.atproto.server.refreshSession"] = ["html"]
    with pytest.raises(Unreachable):
        await desk.heard()
    assert world.count("com.atproto.server.createSession") == 1

    world.refresh = "another"
    await desk.heard()
    assert world.count("com.atproto.server.createSession") == 2


async def test_another_password_or_another_name_makes_another_session(world: Bluesky, desk: Desk) -> None:
    await desk.heard()
    desk.secrets["app_password"] = "falsch-geheim"

    with pytest.raises(Refused, match="app password"):
        await desk.heard()
    desk.secrets["app_password"] = PASSWORD
    await desk.heard()

    assert world.count("com.atproto.server.createSession") == 2, "the old session counts again"


async def test_a_refused_password_is_not_tried_over_and_over(world: Bluesky, desk: Desk) -> None:
    desk.secrets["app_password"] = "falsch"
    bluesky = desk.adapter()
    for _ in range(3):
        with pytest.raises(Refused):
            await bluesky.open()
    desk.now += timedelta(minutes=6)
    with pytest.raises(Refused):
        await bluesky.open()
    await bluesky.aclose()

    assert world.count("com.atproto.server.createSession") == 2


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ((401, {"error": "AuthFactorTokenRequired", "message": "code"}), "code by mail"),
        ((401, {"error": "AccountTakedown", "message": "gone"}), "closed this account"),
        ((401, {"error": "AuthenticationRequired", "message": "Invalid"}), "does not know this name"),
    ],
)
async def test_whoever_is_not_let_in_is_told_why(world: Bluesky, desk: Desk, answer, words: str) -> None:
    world.faults["com.atproto.server.createSession"] = [answer]
    bluesky = desk.adapter()

    with pytest.raises(Refused, match=words):
        await bluesky.open()
    assert (await bluesky.check())[0][0] == "fail"
    await bluesky.aclose()
    await bluesky.aclose()


async def test_it_says_who_it_is_and_how_much_may_still_be_asked(world: Bluesky, desk: Desk) -> None:
    bluesky = desk.adapter()
    rows = await bluesky.check()
    await bluesky.aclose()

    assert {state for state, _, _ in rows} == {"ok"}
    assert ("ok", f"@acme.test ({DID})", "") in rows and ("ok", "rate: 2990 / 3000", "") in rows
    assert all(isinstance(bluesky, contract) for contract in (Checks, Fetches, Measures, Windows))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("handle", ""), ("handle", "acme"), ("handle", "a b.test"), ("service", "http://bsky.social"), ("service", "x"),
        ("plc", "ftp://x"), ("poll_seconds", "nie"), ("history_days", "-1"), ("chat", "vielleicht"),
    ],
)  # fmt: skip
def test_a_setting_that_cannot_work_is_refused(world: Bluesky, desk: Desk, key: str, value: str) -> None:
    with pytest.raises(BadInput):
        desk.adapter(**{key: value})


async def test_the_secrets_stand_in_no_error_no_log_and_no_name(
    world: Bluesky, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    seen = io.StringIO()
    handler = logging.StreamHandler(seen)
    logging.getLogger().addHandler(handler)
    caplog.set_level(logging.DEBUG)
    bluesky = desk.adapter()
    await bluesky.open()
    echoed = {"error": "InvalidRequest", "message": f"{PASSWORD} {world.access} {world.refresh}"}
    try:
        for fault in ("cut", "html", "noise", (400, echoed)):
            world.faults["app.bsky.notification.listNotifications"] = [fault]
            with pytest.raises(InboxError) as caught:
                await anext(aiter(bluesky.receive("")))
            seen.write("".join(traceback.format_exception(caught.value)) + repr(caught.value))
        seen.write(repr(bluesky._session) + repr(bluesky._session._state) + repr(bluesky._context))
    finally:
        logging.getLogger().removeHandler(handler)
        await bluesky.aclose()

    written = seen.getvalue() + caplog.text
    assert "Unreachable" in written
    assert not any(secret in written for secret in (PASSWORD, world.access, world.refresh))


# --- files


async def test_a_picture_is_fetched_from_whoever_posted_it_within_its_limit(world: Bluesky, desk: Desk) -> None:
    world.blobs["bafy"] = b"x" * 100
    bluesky = desk.adapter(plc=world.pds)
    world._session()
    picture = Attachment("image", "a", f"blob:{KAETHE}/bafy")

    # The author's server lies inside our own network: that is gone to only where our own service does, too.
    assert b"".join([part async for part in bluesky.fetch(picture, 100)]) == b"x" * 100
    with pytest.raises(Refused, match="larger"):
        [part async for part in bluesky.fetch(picture, 99)]
    for url in ("https://127.0.0.2/x", "https://10.0.0.1/x"):
        with pytest.raises(Refused, match="network of ours"):
            [part async for part in bluesky.fetch(Attachment("image", "a", url), 99)]
    for kind, url in (("link", "https://shop.test"), ("quote", "at://x/y/z"), ("image", "blob:../x"), ("image", "")):
        with pytest.raises(Refused):
            [part async for part in bluesky.fetch(Attachment(kind, "a", url), 99)]
    await bluesky.aclose()
