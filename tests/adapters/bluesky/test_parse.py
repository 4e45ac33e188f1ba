"""What Bluesky's public answers say: recorded ones and written ones."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.bluesky.parse import parse
from adapters.kit.found import stamp
from inbox.ports.adapter import Identity, Kind, Visibility
from tests.adapters.bluesky.material import (
    ACME,
    ASKED,
    HERE,
    KAETHE,
    OURS,
    PAYLOADS,
    POST,
    ROOT,
    SEEN,
    THEIRS,
    THIRD,
    note,
    one,
    record,
    recorded,
    says,
    view,
)  # fmt: skip


@pytest.mark.parametrize("file", PAYLOADS, ids=lambda f: f"{f.parent.name}/{f.name}")
def test_every_recorded_payload_says_something_and_the_same_again(file: Path) -> None:
    found = parse(file.read_bytes(), {})

    assert found == parse(file.read_bytes(), {})
    assert found and all(f.dedupe_key and (f.kind is not Kind.UNKNOWN or f.why) for f in found)


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("atproto/without_a_last_seen.json", "reaction*2 message reaction contact message*2 reaction*2 contact message reaction*2"),
        ("atproto/quotes.json", "reaction contact message"),
        ("atproto/likes_via_repost.json", "reaction"),
        ("atproto/verification_created_and_removed.json", "account"),
        ("bskyr/c_list.json", "conversation echo message reaction"),
        ("bskyr/c_messages.json", "message*3 reaction message"),
        ("bskyr/c_send.json", "echo"),
        ("bskyr/c_delete_self.json", "delete"),
        ("bskyr/c_accept.json", "conversation"),
        ("bskyr/r_getRecord.json", "message"),
        ("bskyr/f_getquotes.json", "message*2"),
        ("bskyr/r_post_delete_post.json", "delivery unknown"),
        ("bskyr/r_post_errors.json", "unknown"),
        ("bskyr/repo_auth_refresh.json", "account"),
        ("bskyr/a_profile.json", "contact"),
    ],
)  # fmt: skip
def test_a_recorded_payload_says_what_a_person_reads_in_it(name: str, kinds: str) -> None:
    wanted = [kind for part in kinds.split() for kind in [part.partition("*")[0]] * int(part.partition("*")[2] or 1)]

    assert [str(s.kind) for s in recorded(name)][: len(wanted)] == wanted


# --- public dialogues


def test_a_mention_begins_a_dialogue_and_a_reply_belongs_to_its_thread_and_its_author() -> None:
    mention = one({"notifications": [note("mention", record("@acme hallo"))]})
    reply = one(note("reply", record("und?", ROOT, f"at://{OURS}/{POST}/x")))

    assert (mention.kind, mention.visibility, mention.text) == (Kind.MESSAGE, Visibility.PUBLIC, "@acme hallo")
    assert (mention.conversation_key, mention.external_id, mention.reply_to) == (f"{ASKED}|{THEIRS}", ASKED, "")
    assert (reply.conversation_key, reply.reply_to) == (f"{ROOT}|{THEIRS}", f"at://{OURS}/{POST}/x")
    assert (reply.identities, reply.name) == ((Identity("did", THEIRS),), "Käthe")


def test_all_that_one_person_does_with_one_post_of_ours_is_one_dialogue() -> None:
    like = {"$type": "app.bsky.feed.like", "subject": {"uri": ROOT, "cid": "c"}, "createdAt": "2026-01-01T10:00:00Z"}
    ours = view(record("Danke!", ROOT, ASKED), ACME, f"at://{OURS}/{POST}/y")
    keys = {
        one(note("like", like, f"at://{THEIRS}/app.bsky.feed.like/1")).conversation_key,
        one(note("reply", record("Gut", ROOT))).conversation_key,
        says({"posts": [ours, view(record(), SEEN)]})[0].conversation_key,
    }

    assert keys == {f"{ROOT}|{THEIRS}"}


def test_what_we_wrote_ourselves_is_an_echo_where_the_payload_shows_who_asked() -> None:
    ours = view(record("Danke!", ASKED, ASKED), ACME, f"at://{OURS}/{POST}/y")
    (echo, _), (message,) = says({"posts": [ours, view(record(), SEEN)]}), says({"posts": [ours]})
    told = one({"account": OURS, "said": ours})

    assert (echo.kind, message.kind, told.kind) == (Kind.ECHO, Kind.MESSAGE, Kind.ECHO)
    assert (echo.identities, echo.conversation_key) == ((Identity("did", THEIRS),), f"{ASKED}|{THEIRS}")
    assert echo.dedupe_key == message.dedupe_key


def test_nobody_becomes_us_by_writing_so_into_a_post() -> None:
    forged = record("Wir zahlen alles!", viewer={"following": f"at://{THEIRS}/app.bsky.graph.follow/1"})

    assert [s.kind for s in says({"posts": [view(forged)]})] == [Kind.MESSAGE]
    assert one(note("mention", forged)).kind is Kind.MESSAGE


def test_the_time_that_counts_is_when_bluesky_saw_it() -> None:
    backdated = {**record(), "createdAt": "1999-01-01T00:00:00Z"}

    assert one(view(backdated)).occurred_at == datetime(2026, 1, 1, 10, 0, 5, tzinfo=UTC)
    assert one({"uri": ASKED, "cid": "c", "value": record()}).occurred_at == datetime(2026, 1, 1, 10, tzinfo=UTC)
    lines = (HERE / "interop" / "datetime_syntax_valid.txt").read_text("utf-8").splitlines()
    odd = [line for line in lines if line and not line.startswith("#") and stamp(line) is None]
    assert odd == ["0000-01-01T00:00:00.000Z"], "no calendar here has a year 0"


def test_a_handle_is_a_name_and_identifies_nobody() -> None:
    plain = {**KAETHE, "displayName": ""}
    gone = {**plain, "handle": "handle.invalid"}

    assert one(view(record(), plain)).name == "kaethe.test"
    assert one(view(record(), gone)).name == ""
    assert {i.kind for a in (KAETHE, plain, gone) for i in one(view(record(), a)).identities} == {"did"}


def test_an_account_that_calls_itself_a_bot_writes_by_machine() -> None:
    bot = {**KAETHE, "labels": [{"src": THEIRS, "val": "bot", "uri": f"at://{THEIRS}/app.bsky.actor.profile/self"}]}
    called = {**KAETHE, "labels": [{"src": "did:plc:labeler", "val": "bot"}]}

    assert [one(view(record(), a)).automatic for a in (KAETHE, bot, called)] == [False, True, False]


@pytest.mark.parametrize("reason", ["like", "like-via-repost", "repost", "repost-via-repost"])
def test_likes_and_reposts_are_reactions_to_the_post_itself(reason: str) -> None:
    kind = f"app.bsky.feed.{reason.partition('-')[0]}"
    via = {"uri": f"at://{OURS}/app.bsky.feed.repost/1", "cid": "c"}
    liked = {"$type": kind, "subject": {"uri": ROOT, "cid": "c"}, "via": via, "createdAt": "2026-01-01T10:00:00Z"}
    said = one(note(reason, liked, f"at://{THEIRS}/{kind}/1", reasonSubject=via["uri"]))

    assert (said.kind, said.target_id) == (Kind.REACTION, ROOT)
    assert said.text == ("❤️" if "like" in reason else "🔁")
    assert one(note(reason, {}, f"at://{THEIRS}/{kind}/1", reasonSubject=ROOT)).target_id == ROOT


@pytest.mark.parametrize(
    ("reason", "kind"),
    [
        ("follow", Kind.CONTACT), ("starterpack-joined", Kind.CONTACT), ("contact-match", Kind.CONTACT),
        ("verified", Kind.ACCOUNT), ("unverified", Kind.ACCOUNT), ("subscribed-post", Kind.MESSAGE),
        ("quote", Kind.MESSAGE), ("hologram", Kind.UNKNOWN),
    ],
)  # fmt: skip
def test_each_reason_has_its_kind(reason: str, kind: Kind) -> None:
    said = one(note(reason, record() if kind is Kind.MESSAGE else {"$type": "app.bsky.x"}, f"at://{THEIRS}/x/1"))

    assert said.kind is kind and reason in (said.why or reason)


def test_the_same_record_told_twice_is_one_thing_and_a_verification_taken_back_another() -> None:
    uri = f"at://{THEIRS}/app.bsky.graph.verification/1"
    given, back = (one(note(r, {"$type": "app.bsky.graph.verification"}, uri)) for r in ("verified", "unverified"))

    assert one(note("reply", record())).dedupe_key == one(note("quote", record())).dedupe_key
    assert one(view(record())).dedupe_key == one(note("mention", record())).dedupe_key
    assert given.dedupe_key != back.dedupe_key


def test_a_thread_is_read_from_its_beginning_with_what_cannot_be_seen_in_it() -> None:
    gone = {"$type": "app.bsky.feed.defs#notFoundPost", "uri": f"at://{THIRD}/{POST}/gone", "notFound": True}
    viewer = {"blockedBy": True}
    blocked = {"uri": f"at://{THIRD}/{POST}/b", "blocked": True, "author": {"did": THIRD, "viewer": viewer}}
    first = {"post": view(record("eins"), uri=f"at://{THEIRS}/{POST}/1"), "parent": gone}
    last = {"post": view(record("drei"), uri=f"at://{THEIRS}/{POST}/3"), "replies": [blocked]}
    thread = {"post": view(record("zwei"), uri=f"at://{THEIRS}/{POST}/2"), "parent": first, "replies": [last]}
    said = says({"thread": thread})
    items = [{"uri": ASKED, "depth": 0, "value": {"post": view(record("flach"))}}] + [
        {"uri": gone["uri"], "depth": 1, "value": {"$type": f"app.bsky.unspecced.defs#threadItem{kind}"}}
        for kind in ("NotFound", "Blocked", "NoUnauthenticated")
    ]

    assert [s.text or str(s.kind) for s in said] == ["delete", "eins", "zwei", "drei", "contact"]
    assert (said[0].target_id, said[4].window, said[4].state) == (gone["uri"], "blocked", "blocked")
    assert [str(s.kind) for s in says({"thread": items})] == ["message", "delete", "contact", "unknown"]


def test_a_feed_names_who_reposted_and_lists_are_read_entry_by_entry() -> None:
    by = {"$type": "app.bsky.feed.defs#reasonRepost", "by": SEEN, "indexedAt": "2026-01-02T00:00:00Z"}
    feed = says({"feed": [{"post": view(record()), "reason": by}, {"post": view(record())}, 7, {"post": "x"}]})
    likes = says({"uri": ROOT, "likes": [{"actor": KAETHE, "createdAt": "x", "indexedAt": "2026-01-02T00:00:00Z"}]})
    reposts = says({"uri": ROOT, "cid": "c", "repostedBy": [KAETHE]})
    records = says({"records": [{"uri": ASKED, "cid": "c", "value": record()}], "cursor": "x"})

    assert [str(s.kind) for s in feed] == ["message", "reaction", "message", "unknown", "unknown"]
    assert {(s.kind, s.target_id, s.name) for s in likes + reposts} == {(Kind.REACTION, ROOT, "Käthe")}
    assert [s.text for s in records] == ["Hallo"]


def test_a_reaction_stands_in_the_thread_that_the_payload_shows_its_post_in() -> None:
    answered = f"at://{OURS}/{POST}/answered"
    liked = {"$type": "app.bsky.feed.like", "subject": {"uri": answered, "cid": "c"}}
    notes = [note("like", liked, f"at://{THEIRS}/app.bsky.feed.like/1"), note("reply", record("Danke", ROOT, answered))]

    like, answer = says({"notifications": notes})

    assert like.target_id == answered
    assert like.conversation_key == answer.conversation_key


def test_a_stream_s_lines_are_read_one_by_one_and_an_empty_answer_says_nothing() -> None:
    lines = [json.dumps(note("reply", record("eins"))), "502", "", json.dumps({"count": 1})]

    assert [said.kind for said in parse("\n".join(lines).encode(), {})] == [Kind.MESSAGE, Kind.UNKNOWN, Kind.ACCOUNT]
    assert parse(b"", {}) == []


def test_a_broken_reply_in_a_thread_is_told_beside_its_neighbours() -> None:
    found = says({"thread": {"post": view(record("eins")), "replies": [None, {"post": view(record("zwei"))}]}})

    assert [said.kind for said in found] == [Kind.MESSAGE, Kind.UNKNOWN, Kind.MESSAGE]
