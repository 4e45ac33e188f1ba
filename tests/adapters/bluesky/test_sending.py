"""What leaves for Bluesky, and what is known of it when the answer is lost at any point."""

from __future__ import annotations

import pytest

from adapters.bluesky.letters import rkey
from inbox.errors import Ambiguous, InboxError, NotSent, Rejected, Unreachable
from inbox.ports.adapter import File, Sent
from tests.adapters.bluesky.conftest import Desk
from tests.adapters.bluesky.leaving import CREATE, FAULTS, WRITTEN, note, reply
from tests.servers.bluesky import DID, KAETHE, PASSWORD, POST, Bluesky, at
from tests.servers.mail import free_port

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
