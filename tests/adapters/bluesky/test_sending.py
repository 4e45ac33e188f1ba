"""What leaves for Bluesky, and what is known of it when the answer is lost at any point."""

from __future__ import annotations

from contextlib import aclosing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.bluesky import Adapter
from adapters.bluesky.letters import rkey
from inbox.bootstrap import create, open_house
from inbox.domain import commands as c
from inbox.domain.model import Delivery, Direction
from inbox.errors import Ambiguous, InboxError, NotSent, Rejected, Unreachable
from inbox.ports.adapter import DeliveryClass, File, Identity, Kind, Outgoing, Reconciles, Sent, Visibility
from inbox.ports.desk import View
from tests.adapters.bluesky.conftest import Desk
from tests.servers.bluesky import BEGINNING, DID, KAETHE, PASSWORD, POST, Bluesky, at
from tests.servers.mail import free_port

WRITTEN = datetime.fromtimestamp(BEGINNING + 900, UTC)
CREATE, SEND = "com.atproto.repo.createRecord", "chat.bsky.convo.sendMessage"


def reply(uri: str, text: str = "Kommt morgen", root: str = "", **more: object) -> Outgoing:
    out = Outgoing(
        "1.x", f"{root or uri}|{KAETHE}", (Identity("did", KAETHE),), text, Visibility.PUBLIC, "Käthe", reply_to=uri,
        written_at=WRITTEN,
    )  # fmt: skip
    return replace(out, **more)  # type: ignore[arg-type]  # fields of it


def note(text: str = "Kommt morgen", token: str = "1.x", convo: str = "c1") -> Outgoing:
    return replace(reply("m1", text), token=token, conversation_key=convo, visibility=Visibility.PRIVATE)


# --- in public


async def test_a_reply_stands_below_what_it_answers_in_its_thread_and_its_language(world: Bluesky, desk: Desk) -> None:
    root = {"uri": f"at://{DID}/{POST}/root", "cid": "cidroot"}
    uri = world.posted(1, "Frage", reply={"root": root, "parent": root}, langs=["de", "en", "fr", "it"])
    bluesky = desk.adapter()
    sent = await bluesky.send(reply(uri, "Ja, @kaethe.test: https://acme.test", root["uri"]))
    await bluesky.aclose()

    ((key, record),) = world.records.items()
    assert sent == Sent(f"at://{DID}/{POST}/{key}") and key == rkey("1.x", WRITTEN)
    assert record["reply"] == {"root": root, "parent": {"uri": uri, "cid": "cid1"}}
    assert (record["langs"], record["createdAt"]) == (["de", "en", "fr"], at(1000))
    assert [f["features"][0] for f in record["facets"]] == [
        {"$type": "app.bsky.richtext.facet#mention", "did": KAETHE},
        {"$type": "app.bsky.richtext.facet#link", "uri": "https://acme.test"},
    ]


async def test_where_nothing_is_named_the_thread_s_latest_post_is_answered(world: Bluesky, desk: Desk) -> None:
    first, last = world.posted(1, "eins"), world.posted(2, "zwei")
    bluesky = desk.adapter()
    await bluesky.send(reply(first, reply_to="", references=(first, last)))
    await bluesky.send(reply(first, reply_to="", token="2.x"))
    await bluesky.aclose()

    assert [r["reply"]["parent"]["uri"] for r in world.records.values()] == [last, first]


async def test_the_second_part_of_a_long_reply_hangs_on_the_first_and_not_on_what_the_appview_knows(
    world: Bluesky, desk: Desk
) -> None:
    uri = world.posted(1, "Frage")
    bluesky = desk.adapter()
    first = await bluesky.send(reply(uri, "eins"))
    await bluesky.send(reply(first.external_id, "zwei", uri, token="2.x"))
    with pytest.raises(Rejected, match="not on Bluesky any more"):
        await bluesky.send(reply(f"at://{DID}/{POST}/weg", "drei", uri, token="3.x"))
    await bluesky.aclose()

    second = list(world.records.values())[1]["reply"]
    assert (second["root"]["uri"], second["parent"]["uri"]) == (uri, first.external_id)


BAD = {"error": "InvalidRequest", "message": "Record/text must not be longer than 300 graphemes"}
FAULTS = [
    ((400, BAD), Rejected, "300 graphemes", 0),
    ((403, {"error": "Forbidden"}), Rejected, "Forbidden", 0),
    ((400, {"error": "AccountTakedown", "message": "Account has been taken down"}), NotSent, "closed this account", 0),
    ((400, {"error": "InvalidToken", "message": "Bad token scope"}), NotSent, "app password", 0),
    ((400, {"error": "InvalidSwap"}), NotSent, "something else", 0),
    ((429, {"error": "RateLimitExceeded"}, "Retry-After: 7\r\n"), NotSent, "slow down", 0),
    ((429, {"error": "RateLimitExceeded"}), NotSent, "slow down", 0),
    ((500, {"error": "InternalServerError"}), Ambiguous, "500", 0),
    ((200, {"x": 1}), Ambiguous, "did not say under which", 0),
    ("cut", Ambiguous, ".", 0),
    ("mute", Ambiguous, ".", 1),
    ("half", Ambiguous, ".", 1),
    ("short", Ambiguous, ".", 1),
    ("html", Ambiguous, "502", 0),
    ("redirect", Ambiguous, "302", 0),
    ("noise", Ambiguous, ".", 1),
    ("hang", Ambiguous, "no answer in time", 1),
]


@pytest.mark.parametrize(("fault", "error", "words", "arrived"), FAULTS)
async def test_whatever_breaks_while_posting_has_its_class_and_is_found_out_afterwards(
    world: Bluesky,
    desk: Desk,
    monkeypatch: pytest.MonkeyPatch,
    fault,
    error: type[InboxError],
    words: str,
    arrived: int,
) -> None:
    monkeypatch.setattr("adapters.bluesky.session.NETWORK", 1.0)
    monkeypatch.setattr("adapters.bluesky.session.Session.send.__defaults__", (0.5,))
    uri = world.posted(1, "Frage")
    bluesky = desk.adapter()
    world.faults[CREATE] = [fault]

    with pytest.raises(error, match=words) as caught:
        await bluesky.send(reply(uri))

    assert type(caught.value) is error
    assert (len(world.records), world.count(CREATE)) == (arrived, 1), "nothing is repeated that may have arrived"
    if isinstance(fault, tuple) and len(fault) == 3:
        assert isinstance(caught.value, NotSent) and caught.value.retry_after == 7.0
    found = await bluesky.reconcile(reply(uri))
    assert (found is not None) == bool(arrived)
    await bluesky.aclose()


async def test_a_repeat_meets_the_post_that_arrived_late_and_makes_no_second_one(world: Bluesky, desk: Desk) -> None:
    uri = world.posted(1, "Frage")
    world.faults[CREATE] = ["cut"]
    bluesky = desk.adapter()
    with pytest.raises(Ambiguous):
        await bluesky.send(reply(uri))
    assert await bluesky.reconcile(reply(uri)) is None
    world.records[rkey("1.x", WRITTEN)] = {"text": "Kommt morgen"}  # the first attempt lands now

    with pytest.raises(Ambiguous):
        await bluesky.send(reply(uri))
    assert await bluesky.reconcile(reply(uri)) == Sent(f"at://{DID}/{POST}/{rkey('1.x', WRITTEN)}")
    await bluesky.aclose()

    assert len(world.records) == 1


async def test_where_nothing_answers_nothing_was_sent(desk: Desk) -> None:
    nowhere = desk.adapter(service=f"http://127.0.0.1:{free_port()}")

    with pytest.raises(NotSent, match="does not answer"):
        await nowhere.send(reply(f"at://{KAETHE}/{POST}/1"))
    with pytest.raises(Unreachable):
        await nowhere.open()
    await nowhere.aclose()


@pytest.mark.parametrize(
    ("viewer", "by", "words"),
    [({"replyDisabled": True}, {}, "only some people"), ({}, {"blocking": f"at://{DID}/b/1"}, "blocked")],
)
async def test_what_may_not_be_answered_is_refused_with_what_can_be_done(
    world: Bluesky, desk: Desk, viewer: object, by: object, words: str
) -> None:
    uri = world.posted(1, "Frage")
    world.posts[uri]["viewer"] = viewer
    world.posts[uri]["author"]["viewer"] = by
    bluesky = desk.adapter()

    with pytest.raises(Rejected, match=words):
        await bluesky.send(reply(uri))
    with pytest.raises(Rejected, match="not on Bluesky any more"):
        await bluesky.send(reply(f"at://{KAETHE}/{POST}/weg"))
    with pytest.raises(Rejected, match="no place"):
        await bluesky.send(reply("", root="record"))
    await bluesky.aclose()


async def test_what_is_too_long_is_refused_before_it_leaves_and_says_by_how_much(world: Bluesky, desk: Desk) -> None:
    family = "👨‍👩‍👧‍👦"
    uri = world.posted(1, "Frage")
    bluesky = desk.adapter()
    await bluesky.send(reply(uri, "ä" * 300))

    with pytest.raises(Rejected, match="301 of 300 characters"):
        await bluesky.send(reply(uri, "ä" * 301))
    with pytest.raises(Rejected, match="3025 / 3000 bytes"):
        await bluesky.send(reply(uri, family * 121))
    await bluesky.aclose()

    assert len(world.records) == 1


async def test_pictures_go_along_and_what_is_none_or_too_large_does_not(world: Bluesky, desk: Desk) -> None:
    uri = world.posted(1, "Frage")
    bluesky = desk.adapter()
    picture = File("a.png", "image/png", b"png")
    await bluesky.send(reply(uri, files=(picture, picture)))
    for files, words in (
        ((picture,) * 5, "4 pictures"),
        ((File("a.pdf", "application/pdf", b""),), r"a\.pdf is none"),
        ((File("b.png", "image/png", b"x" * 1_000_001),), "too large"),
    ):
        with pytest.raises(Rejected, match=words):
            await bluesky.send(reply(uri, files=files))
    world.faults["com.atproto.repo.uploadBlob"] = ["mute"]
    with pytest.raises(NotSent):
        await bluesky.send(reply(uri, files=(picture,)))
    await bluesky.aclose()

    (record,) = world.records.values()
    assert [i["alt"] for i in record["embed"]["images"]] == ["a.png", "a.png"]
    assert world.blobs["blob0"] == b"png"


async def test_a_token_that_runs_out_while_sending_is_renewed_and_the_reply_leaves_once(
    world: Bluesky, desk: Desk
) -> None:
    uri = world.posted(1, "Frage")
    world.begin("c1")
    bluesky = desk.adapter()
    await bluesky.open()
    world.faults[CREATE] = [(400, {"error": "ExpiredToken", "message": "Token has expired"})]
    await bluesky.send(reply(uri))
    world.expire()
    await bluesky.send(note())
    world.expire()
    world.refresh = "gone"
    desk.secrets["app_password"] = PASSWORD
    world.faults["com.atproto.server.createSession"] = [(401, {"error": "AuthenticationRequired"})]
    with pytest.raises(NotSent, match="make an app password"):
        await bluesky.send(note("noch eins", "2.x"))
    await bluesky.aclose()

    assert (len(world.records), len(world.messages["c1"])) == (1, 1)


# --- in private


async def test_a_request_is_accepted_before_it_is_answered(world: Bluesky, desk: Desk) -> None:
    world.begin("c1", "request")
    world.says(1, "Hallo?")
    bluesky = desk.adapter()
    sent = await bluesky.send(note("Guten Tag https://acme.test"))
    await bluesky.send(note("noch eins", "2.x"))
    await bluesky.aclose()

    assert sent == Sent("m501")
    assert world.messages["c1"][1]["facets"][0]["index"] == {"byteStart": 10, "byteEnd": 27}
    assert world.count("chat.bsky.convo.acceptConvo") == 1


@pytest.mark.parametrize(("fault", "error", "words", "arrived"), FAULTS)
async def test_whatever_breaks_while_writing_has_its_class_and_is_found_out_afterwards(
    world: Bluesky,
    desk: Desk,
    monkeypatch: pytest.MonkeyPatch,
    fault,
    error: type[InboxError],
    words: str,
    arrived: int,
) -> None:
    monkeypatch.setattr("adapters.bluesky.session.Session.send.__defaults__", (0.5,))
    world.begin("c1")
    bluesky = desk.adapter()
    world.faults[SEND] = [fault]

    with pytest.raises(error, match=words) as caught:
        await bluesky.send(note())

    assert type(caught.value) is error
    assert (len(world.messages["c1"]), world.count(SEND)) == (arrived, 1)
    if error is Ambiguous and not arrived:
        with pytest.raises(Unreachable, match="may still arrive"):
            await bluesky.reconcile(note())
        desk.now += timedelta(minutes=2)
        assert await bluesky.reconcile(note()) is None
    elif error is Ambiguous:
        assert await bluesky.reconcile(note()) == Sent("m500")
    await bluesky.aclose()


async def test_after_a_restart_it_looks_for_the_words_and_takes_no_older_ones_for_them(
    world: Bluesky, desk: Desk
) -> None:
    world.begin("c1")
    world.says(100, "Kommt morgen", did=DID)
    world.says(950, "Kommt morgen")
    world.says(960, "Kommt heute", did=DID)
    one = desk.adapter()
    with pytest.raises(Unreachable):
        await one.reconcile(note())
    desk.now += timedelta(minutes=2)
    assert await one.reconcile(note()) is None
    world.says(970, "Kommt morgen ", did=DID)

    assert await one.reconcile(note()) == Sent("m970")
    assert await one.reconcile(note()) == Sent("m970")
    assert await one.reconcile(note(token="2.x")) is None, "the same words twice are two messages"
    await one.aclose()


async def test_a_clock_of_ours_that_is_wrong_hides_no_message_that_arrived(world: Bluesky, desk: Desk) -> None:
    world.begin("c1")
    bluesky = desk.adapter()
    for hours in (-5, 5):
        desk.now += timedelta(hours=hours)
        out = replace(note(f"{hours}", f"{hours}"), written_at=desk.now)
        world.faults[SEND] = ["mute"]
        with pytest.raises(Ambiguous):
            await bluesky.send(out)
        assert await bluesky.reconcile(out)
    await bluesky.aclose()


@pytest.mark.parametrize(
    ("more", "answer", "words"),
    [
        ({"kind": {"lockStatus": "locked", "name": "g"}}, None, "locked"),
        ({"members": [{"did": DID}, {"did": KAETHE, "viewer": {"blockedBy": True}}]}, None, "blocked"),
        ({}, (400, {"error": "ConvoLocked", "message": "x"}), "locked"),
        ({}, (400, {"error": "InvalidConvo", "message": "x"}), "not on Bluesky any more"),
        (
            {},
            (400, {"error": "InvalidRequest", "message": "recipient has disabled incoming messages"}),
            "answer in public",
        ),
    ],
)
async def test_a_chat_that_takes_no_message_says_why(world: Bluesky, desk: Desk, more, answer, words: str) -> None:
    world.begin("c1", **more)
    if answer:
        world.faults[SEND] = [answer]
    bluesky = desk.adapter()

    with pytest.raises(Rejected, match=words):
        await bluesky.send(note())
    with pytest.raises(Rejected, match="takes no files"):
        await bluesky.send(replace(note(), files=(File("a.png", "image/png", b""),)))
    with pytest.raises(Rejected, match="1001 of 1000"):
        await bluesky.send(note("x" * 1001))
    await bluesky.aclose()


@pytest.mark.parametrize("fault", ["mute", None])
async def test_our_own_message_that_comes_back_in_the_log_is_known_whether_its_answer_came_or_not(
    world: Bluesky, desk: Desk, fault: str | None
) -> None:
    world.begin("c1")
    _, cursor = await desk.heard()
    bluesky = desk.adapter()
    if fault:
        world.faults[SEND] = [fault]
        with pytest.raises(Ambiguous):
            await bluesky.send(note())
    else:
        await bluesky.send(note())
    world.says(980, "von Hand", did=DID)
    async with aclosing(bluesky.receive(cursor)) as stream:  # type: ignore[type-var]  # it is a generator
        async for batch in stream:
            if batch.caught_up:
                said = [s for e in batch.entries for s in e.says]
                break
    await bluesky.aclose()

    assert [(s.kind, s.token, s.text) for s in said] == [
        (Kind.ECHO, "1.x", "Kommt morgen"), (Kind.ECHO, "", "von Hand"),
    ]  # fmt: skip


# --- the whole house


@pytest.mark.parametrize("lost", ["", "mute", "half"])
async def test_through_the_house_questions_come_in_once_and_answers_go_out_once(
    world: Bluesky, tmp_path: Path, lost: str
) -> None:
    where = str(tmp_path / "inbox.db")
    await create(where, lead="lea")
    settings = (("handle", "acme.test"), ("service", world.service), ("poll_seconds", "1"), ("history_days", "3650"))
    uri = world.posted(1, "Wo ist mein Paket?")
    world.begin("c1", "request")
    world.says(1, "Meine Adresse ist privat")
    world.clock = lambda: datetime.now(UTC)
    if lost:
        world.faults[CREATE], world.faults[SEND] = [lost], [lost]
    async with open_house(where) as house:
        house.keep_secret("bsky", "app_password", PASSWORD)
        lea = await house.desk("lea")
        await lea.perform(c.AddChannel("bsky", "bluesky", settings))
        taken = [(await house.sync_once()).taken for _ in range(2)]
        rows = (await lea.conversations(View.ALL)).items
        for row in rows:
            await lea.perform(c.Reply(row.conversation.id, "Kommt morgen", now=True))
        await house.sync_once()
    async with open_house(where) as again:
        await again.sync_once()
        await again.sync_once()
        threads = [await (await again.desk("lea")).thread(row.conversation.id) for row in rows]

    assert taken == [2, 0] or taken[1] == 0
    assert sorted(row.conversation.visibility for row in rows) == sorted([Visibility.PUBLIC, Visibility.PRIVATE])
    assert {row.contact for row in rows} == {"Käthe"}
    for thread in threads:
        assert [m.direction for m in thread.messages] == [Direction.IN, Direction.OUT], thread.messages
        assert thread.messages[1].delivery is Delivery.SENT
    assert [r["reply"]["parent"]["uri"] for r in world.records.values()] == [uri]
    assert [m["text"] for m in world.messages["c1"]] == ["Meine Adresse ist privat", "Kommt morgen"]
    assert Adapter.delivery_class is DeliveryClass.RECONCILABLE and issubclass(Adapter, Reconciles)
