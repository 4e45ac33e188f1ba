"""What Bluesky's answers and events say: recorded ones, written ones, and ones made to hurt."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.bluesky import Adapter
from adapters.bluesky.parse import parse
from adapters.kit.found import stamp
from inbox.ports.adapter import Identity, Incoming, Kind, Parses, Visibility

HERE = Path(__file__).parent / "payloads"
PAYLOADS = sorted(HERE.glob("*/*.json"))
OURS, THEIRS, THIRD = "did:plc:acme", "did:plc:kaethe", "did:plc:max"
POST = "app.bsky.feed.post"
ROOT, ASKED = f"at://{OURS}/{POST}/root", f"at://{THEIRS}/{POST}/asked"
KAETHE = {"did": THEIRS, "handle": "kaethe.test", "displayName": "Käthe", "viewer": {"blockedBy": False}}
ACME = {"did": OURS, "handle": "acme.test", "displayName": "Acme"}
SEEN = {"did": THIRD, "handle": "max.test", "viewer": {"following": f"at://{OURS}/app.bsky.graph.follow/1"}}
"""A profile as Acme sees it, which gives away that Acme is who asked."""
Json = dict[str, Any]


def says(found: object) -> list[Incoming]:
    return parse(json.dumps(found).encode(), {})


def one(found: object) -> Incoming:
    (said,) = says(found)
    return said


def record(text: str = "Hallo", root: str = "", parent: str = "", **more: object) -> Json:
    refs = {"root": {"uri": root, "cid": "c"}, "parent": {"uri": parent or root, "cid": "c"}}
    reply = {"reply": refs} if root else {}
    return {"$type": POST, "text": text, "createdAt": "2026-01-01T10:00:00Z", **reply, **more}


def view(of: Json, author: Json = KAETHE, uri: str = ASKED, **more: object) -> Json:
    return {"uri": uri, "cid": "c", "author": author, "record": of, "indexedAt": "2026-01-01T10:00:05Z", **more}


def note(reason: str, of: Json, uri: str = ASKED, **more: object) -> Json:
    return view(of, uri=uri, reason=reason, isRead=False, **more)


def recorded(name: str) -> list[Incoming]:
    return parse((HERE / name).read_bytes(), {})


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


# --- words and files


def linked(text: str, shown: str, uri: str) -> str:
    start = len(text[: text.index(shown)].encode())
    index = {"byteStart": start, "byteEnd": start + len(shown.encode())}
    facet = {"index": index, "features": [{"$type": "app.bsky.richtext.facet#link", "uri": uri}]}
    return one(view(record(text, facets=[facet]))).text


@pytest.mark.parametrize(
    ("text", "shown", "uri", "read"),
    [
        ("😀 siehe shop.test/lang... !", "shop.test/lang...", "https://shop.test/lange/seite", "😀 siehe https://shop.test/lange/seite !"),
        ("ä shop.test/a…", "shop.test/a…", "https://www.shop.test/abc", "ä https://www.shop.test/abc"),
        ("👨‍👩‍👧 shop.test", "shop.test", "https://shop.test/", "👨‍👩‍👧 shop.test"),
        ("klick hier", "hier", "https://shop.test/x", "klick hier (https://shop.test/x)"),
        ("bank.test", "bank.test", "https://falle.test", "bank.test (https://falle.test)"),
    ],
)  # fmt: skip
def test_links_are_read_in_full_wherever_less_is_shown(text: str, shown: str, uri: str, read: str) -> None:
    assert linked(text, shown, uri) == read


@pytest.mark.parametrize(
    ("start", "end"), [(1, 3), (-1, 4), (4, 2), (0, 999), ("0", 4), (None, 4), (True, 4), (2**70, 2**71), (2, 2)]
)
def test_facets_that_fit_nowhere_change_nothing(start: object, end: object) -> None:
    feature = {"$type": "app.bsky.richtext.facet#link", "uri": "https://x.test"}
    facets = [7, {}, {"index": {"byteStart": start, "byteEnd": end}, "features": [feature]}]

    assert one(view(record("😀 ok", facets=facets))).text == "😀 ok"


def test_overlapping_facets_and_the_first_year_s_entities_are_read() -> None:
    def facet(start: int, end: int, uri: str) -> Json:
        return {"index": {"byteStart": start, "byteEnd": end}, "features": [{"uri": uri}]}

    twice = record(
        "a b", facets=[facet(2, 3, "https://b.test"), facet(0, 1, "https://a.test"), facet(0, 3, "https://c.test")]
    )
    old = record("😀 hier", entities=[{"type": "link", "index": {"start": 3, "end": 7}, "value": "https://a.test"}])

    assert one(view(twice)).text == "a (https://a.test) b (https://b.test)"
    assert one(view(old)).text == "😀 hier (https://a.test)"


BLOB = {"$type": "blob", "ref": {"$link": "bafy"}, "mimeType": "image/jpeg", "size": 7}
IMAGE = {"alt": "Ein Bild", "image": BLOB}
SHOWN = {"alt": "Ein Bild", "fullsize": "https://cdn.test/f", "thumb": "https://cdn.test/t"}
QUOTED = {"uri": ROOT, "cid": "c", "author": ACME, "value": record("Unser Post")}


@pytest.mark.parametrize(
    ("embed", "shown", "wanted"),
    [
        ({"images": [IMAGE]}, {}, [("image", "Ein Bild", f"blob:{THEIRS}/bafy", 7)]),
        ({"images": [IMAGE]}, {"images": [SHOWN]}, [("image", "Ein Bild", "https://cdn.test/f", 7)]),
        ({}, {"images": [SHOWN, {"alt": "", "fullsize": "https://cdn.test/g"}]}, [("image", "Ein Bild", "https://cdn.test/f", None), ("image", "image", "https://cdn.test/g", None)]),
        ({"items": [IMAGE]}, {"items": [{"thumbnail": "https://cdn.test/t", "alt": "x"}]}, [("image", "x", "https://cdn.test/t", 7)]),
        ({"media": [IMAGE]}, {}, [("image", "Ein Bild", f"blob:{THEIRS}/bafy", 7)]),
        ({"images": [{"image": {"cid": "alt", "mimeType": "image/png"}, "alt": ""}]}, {}, [("image", "image", f"blob:{THEIRS}/alt", None)]),
        ({"video": BLOB, "alt": "Film"}, {"playlist": "https://v.test/p.m3u8", "cid": "bafy"}, [("video", "Film", f"blob:{THEIRS}/bafy", 7)]),
        ({}, {"playlist": "https://v.test/p.m3u8", "cid": "bafy"}, [("video", "video.mp4", f"blob:{THEIRS}/bafy", None)]),
        ({"external": {"uri": "https://a.test", "title": "A", "description": ""}}, {}, [("link", "A", "https://a.test", None)]),
        ({"record": {"uri": ROOT, "cid": "c"}}, {}, [("quote", ROOT, f"https://bsky.app/profile/{OURS}/post/root", None)]),
        ({"record": {"uri": ROOT}}, {"record": QUOTED}, [("quote", "@acme.test: Unser Post", f"https://bsky.app/profile/{OURS}/post/root", None)]),
        ({"record": {"uri": ROOT}}, {"record": {"uri": ROOT, "notFound": True}}, [("quote", ROOT, f"https://bsky.app/profile/{OURS}/post/root", None)]),
        ({}, {"record": {"uri": f"at://{OURS}/app.bsky.feed.generator/f", "displayName": "Katzen"}}, [("quote", "Katzen", f"https://bsky.app/profile/{OURS}/feed/f", None)]),
        ({}, {"record": {"uri": f"at://{OURS}/app.bsky.graph.starterpack/s", "record": {"name": "Los"}}}, [("quote", "Los", f"https://bsky.app/starter-pack/{OURS}/s", None)]),
        ({"record": {"record": {"uri": ROOT}}, "media": {"images": [IMAGE]}}, {"record": {"record": QUOTED}, "media": {"images": [SHOWN]}}, [("image", "Ein Bild", "https://cdn.test/f", 7), ("quote", "@acme.test: Unser Post", f"https://bsky.app/profile/{OURS}/post/root", None)]),
        ({"images": "x", "record": 7, "external": []}, {"video": 1}, []),
    ],
)  # fmt: skip
def test_what_is_attached_is_told_by_record_and_by_view(embed: Json, shown: Json, wanted: list[object]) -> None:
    said = one(view(record("", embed=embed), embed=shown))

    assert said.kind is Kind.MESSAGE
    assert [(a.kind, a.name, a.url, a.size) for a in said.attachments] == wanted


# --- the chat


def dm(n: int = 1, text: str = "Hallo", did: str = THEIRS, **more: object) -> Json:
    type = "chat.bsky.convo.defs#messageView"
    said = {"$type": type, "id": f"m{n}", "rev": f"r{n}", "text": text, "sender": {"did": did}}
    return {**said, "sentAt": "2026-01-01T10:00:00Z", **more}


def log(kind: str, **more: object) -> Json:
    return {"$type": f"chat.bsky.convo.defs#{kind}", "rev": "r9", "convoId": "c1", **more}


THUMB = {"value": "👍", "sender": {"did": THEIRS}, "createdAt": "2026-01-01T10:01:00Z"}


def test_a_message_is_the_same_in_the_log_in_the_list_and_as_a_conversation_s_last() -> None:
    members = [ACME, KAETHE ]  # fmt: skip
    convo = {"id": "c1", "rev": "r", "members": members, "muted": False, "unreadCount": 1, "lastMessage": dm()}
    logged = one({"logs": [log("logCreateMessage", message=dm(), relatedProfiles=[KAETHE])], "cursor": "x"})
    listed = one({"messages": [dm()], "cursor": "x", "relatedProfiles": [KAETHE]})
    _, last = says({"convos": [convo]})

    assert {s.dedupe_key for s in (logged, listed, last)} == {"dm:m1"}
    assert (logged.kind, logged.conversation_key, logged.visibility) == (Kind.MESSAGE, "c1", Visibility.PRIVATE)
    assert (logged.identities, logged.name, logged.external_id) == ((Identity("did", THEIRS),), "Käthe", "m1")
    assert logged.occurred_at == datetime(2026, 1, 1, 10, tzinfo=UTC)


def test_our_own_message_is_an_echo_to_the_other_side_where_it_is_known_who_we_are() -> None:
    kept = one(
        {
            "account": OURS,
            "convoId": "c1",
            "members": [ACME, KAETHE],
            "said": log("logCreateMessage", message=dm(did=OURS)),
        }
    )
    shown = says(
        {"convo": {"id": "c1", "rev": "r", "members": [ACME, {**SEEN, "did": THEIRS}], "lastMessage": dm(did=OURS)}}
    )
    plain = dm(did=OURS)
    del plain["$type"]

    assert (kept.kind, kept.identities, kept.name) == (Kind.ECHO, (Identity("did", THEIRS),), "Käthe")
    assert [(s.kind, s.identities) for s in shown] == [(k, kept.identities) for k in (Kind.CONVERSATION, Kind.ECHO)]
    assert one(plain).kind is Kind.ECHO, "alone and without a type it is the answer to our own sendMessage"
    assert one({"messages": [dm(did=OURS)]}).kind is Kind.MESSAGE


@pytest.mark.parametrize(
    ("kind", "more", "wanted", "target", "window"),
    [
        ("logBeginConvo", {}, Kind.CONVERSATION, "", ""),
        ("logAcceptConvo", {}, Kind.CONVERSATION, "", ""),
        ("logLeaveConvo", {}, Kind.CONVERSATION, "", "closed"),
        ("logMuteConvo", {}, Kind.CONVERSATION, "", ""),
        ("logUnmuteConvo", {}, Kind.CONVERSATION, "", ""),
        ("logDeleteMessage", {"message": dm()}, Kind.DELETE, "m1", ""),
        ("logCreateMessage", {"message": {"id": "m1", "$type": "chat.bsky.convo.defs#deletedMessageView"}}, Kind.DELETE, "m1", ""),
        ("logReadMessage", {"message": dm()}, Kind.RECEIPT, "m1", ""),
        ("logReadConvo", {"message": dm()}, Kind.RECEIPT, "m1", ""),
        ("logAddReaction", {"message": dm(), "reaction": THUMB}, Kind.REACTION, "m1", ""),
        ("logRemoveReaction", {"message": dm(), "reaction": THUMB}, Kind.REACTION, "m1", ""),
        ("logLockConvo", {"message": {"id": "s1", "data": {"$type": "x#systemMessageDataLockConvo"}}}, Kind.CONVERSATION, "", "closed"),
        ("logLockConvoPermanently", {}, Kind.CONVERSATION, "", "closed"),
        ("logUnlockConvo", {"message": {"id": "s1", "data": {}}}, Kind.CONVERSATION, "", "open"),
        ("logAddMember", {"message": {"id": "s1", "data": {"$type": "x#systemMessageDataAddMember", "member": {"did": THIRD}}}}, Kind.CONVERSATION, "", ""),
        ("logEditGroup", {}, Kind.CONVERSATION, "", ""),
        ("logIncomingJoinRequest", {"member": KAETHE}, Kind.CONVERSATION, "", ""),
        ("logHologram", {"message": dm()}, Kind.UNKNOWN, "", ""),
        ("logCreateMessage", {}, Kind.UNKNOWN, "", ""),
        ("logAddReaction", {}, Kind.UNKNOWN, "", ""),
    ],
)  # fmt: skip
def test_each_entry_of_the_log_has_its_kind(kind: str, more: Json, wanted: Kind, target: str, window: str) -> None:
    said = one({"logs": [log(kind, **more)]})

    assert (said.kind, said.target_id, said.window) == (wanted, target, window)
    assert wanted is Kind.UNKNOWN or said.conversation_key == "c1"


def test_a_reaction_is_one_however_it_is_told_and_taking_it_back_is_another() -> None:
    added = one(log("logAddReaction", message=dm(), reaction=THUMB))
    _, listed = says({"messages": [dm(reactions=[THUMB])]})
    removed = one(log("logRemoveReaction", message=dm(), reaction=THUMB))
    later = one(log("logAddReaction", message=dm(), reaction={**THUMB, "createdAt": "2026-01-01T11:00:00Z"}))

    assert (added.text, added.identities, added.dedupe_key) == ("👍", (Identity("did", THEIRS),), listed.dedupe_key)
    assert (removed.text, removed.target_id) == ("", "m1")
    assert len({s.dedupe_key for s in (added, removed, later)}) == 3


def test_a_reply_in_a_chat_names_what_it_answers_and_carries_its_quote() -> None:
    said = one({"messages": [dm(replyTo=dm(7), embed={"record": QUOTED})]})

    assert said.reply_to == "m7"
    assert [a.name for a in said.attachments] == ["@acme.test: Unser Post"]


def test_a_locked_group_and_a_block_say_that_nothing_can_be_answered() -> None:
    group = {"id": "g", "rev": "r", "members": [KAETHE, SEEN], "kind": {"name": "Runde", "lockStatus": "locked"}}
    blocked = {"id": "c", "rev": "r", "members": [ACME, {**KAETHE, "viewer": {"blockedBy": True}}], "status": "request"}
    (locked,), (shut,) = says({"convos": [group]}), says({"convos": [blocked]})

    assert (locked.name, locked.window) == ("Runde", "closed")
    assert (shut.window, shut.why) == ("blocked", "request")


# --- streams


def event(operation: str, collection: str = POST, of: Json | None = None, cid: str = "c") -> Json:
    commit = {"rev": "r", "operation": operation, "collection": collection, "rkey": "k"}
    more = {"record": of, "cid": cid} if of is not None else {}
    return {"did": THEIRS, "time_us": 1_767_261_600_000_000, "kind": "commit", "commit": {**commit, **more}}


def test_jetstream_tells_posts_edits_deletions_and_feelings() -> None:
    uri = f"at://{THEIRS}/{POST}/k"
    made, edited, again = (
        one(event(o, of=record("neu", ROOT), cid=c)) for o, c in (("create", "c"), ("update", "c"), ("update", "d"))
    )
    gone = one(event("delete"))
    liked = one(event("create", "app.bsky.feed.like", {"$type": "app.bsky.feed.like", "subject": {"uri": ROOT}}))

    assert (made.kind, made.external_id, made.conversation_key) == (Kind.MESSAGE, uri, f"{ROOT}|{THEIRS}")
    assert made.occurred_at == datetime(2026, 1, 1, 10, tzinfo=UTC)
    assert (edited.kind, edited.target_id, edited.text) == (Kind.EDIT, uri, "neu")
    assert len({made.dedupe_key, edited.dedupe_key, again.dedupe_key, gone.dedupe_key}) == 4
    assert (gone.kind, gone.target_id) == (Kind.DELETE, uri)
    assert (liked.kind, liked.target_id) == (Kind.REACTION, ROOT)


@pytest.mark.parametrize(
    ("found", "kind", "state"),
    [
        ({"did": THEIRS, "time_us": 1, "kind": "identity", "identity": {"did": THEIRS, "handle": "neu.test", "seq": 1}}, Kind.CONTACT, ""),
        ({"did": THEIRS, "time_us": 1, "kind": "account", "account": {"active": False, "did": THEIRS, "status": "deactivated"}}, Kind.CONTACT, "deactivated"),
        ({"id": 1, "type": "identity", "identity": {"did": THEIRS, "handle": "neu.test", "is_active": False, "status": "deleted"}}, Kind.CONTACT, "deleted"),
        ({"id": 1, "type": "record", "record": {"did": THEIRS, "collection": POST, "rkey": "k", "action": "create", "record": record()}}, Kind.MESSAGE, ""),
        (event("create", "app.bsky.graph.follow", {"$type": "app.bsky.graph.follow", "subject": OURS}), Kind.CONTACT, ""),
        (event("update", "app.bsky.actor.profile", {"$type": "app.bsky.actor.profile", "displayName": "K"}), Kind.CONTACT, ""),
        (event("create", "app.bsky.feed.threadgate", {"$type": "app.bsky.feed.threadgate", "post": ASKED}), Kind.CONVERSATION, ""),
        (event("create", "app.bsky.feed.generator", {"$type": "app.bsky.feed.generator"}), Kind.UNKNOWN, ""),
        (event("hologram", of=record()), Kind.UNKNOWN, ""),
        ({"account": OURS, "said": event("create", "app.bsky.graph.block", {"$type": "app.bsky.graph.block", "subject": OURS})}, Kind.CONTACT, "blocked"),
    ],
)  # fmt: skip
def test_what_else_streams_tell_has_its_kind(found: Json, kind: Kind, state: str) -> None:
    said = one(found)

    assert (said.kind, said.state) == (kind, state)
    assert said.window == ("blocked" if state == "blocked" else "")


# --- made to hurt


def test_envelopes_of_other_programs_are_opened() -> None:
    wrapped = {"success": True, "headers": {}, "data": {"notifications": [note("mention", record())]}}
    exchange = {
        "request": {"uri": "https://x/xrpc/chat.bsky.convo.getMessages?convoId=c7"},
        "response": {"body": {"messages": [dm()]}},
    }

    assert one(wrapped).kind is one([wrapped]).kind is Kind.MESSAGE
    assert one({"exchanges": [exchange]}).conversation_key == "c7"
    assert one(record()).text == "Hallo"


def test_a_bad_entry_costs_itself_only() -> None:
    said = says({"notifications": [7, None, {}, note("mention", record()), note("reply", {"$type": [1]})]})

    assert [str(s.kind) for s in said] == ["unknown"] * 3 + ["message", "message"]


def test_a_session_is_told_without_its_tokens() -> None:
    said = one({"did": OURS, "handle": "acme.test", "accessJwt": "geheim", "refreshJwt": "geheim", "active": True})

    assert said.kind is Kind.ACCOUNT and "geheim" not in repr(said)


def test_half_characters_are_replaced() -> None:
    said = one(view(record("a\ud83d"), {**KAETHE, "displayName": "\udc00"}))

    assert (said.text, said.name) == ("a\ufffd", "\ufffd")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)


@given(JSON)
@settings(max_examples=150, deadline=None)
def test_no_json_at_all_makes_it_raise(found: object) -> None:
    for said in says(found):
        assert said.dedupe_key


@given(st.binary(max_size=200))
@settings(max_examples=100, deadline=None)
def test_no_bytes_make_it_raise(raw: bytes) -> None:
    parse(raw, {})


WRITTEN = [
    {"thread": {"post": view(record(embed={"images": [IMAGE]}, facets=[{"index": {}, "features": [{}]}])), "replies": [{}]}},
    {"logs": [log("logAddReaction", message=dm(reactions=[THUMB], embed={"record": QUOTED}), reaction=THUMB)]},
    {"convos": [{"id": "c", "rev": "r", "members": [KAETHE, SEEN], "kind": {"lockStatus": ""}, "lastMessage": dm()}]},
    {"account": OURS, "members": [ACME, KAETHE], "convoId": "c", "said": log("logCreateMessage", message=dm())},
    event("update", of=record()),
]  # fmt: skip


@given(st.sampled_from([*PAYLOADS, *WRITTEN]), JSON, st.randoms(use_true_random=False))
@settings(max_examples=400, deadline=None)
def test_a_payload_with_one_part_exchanged_never_raises_and_can_be_kept(whole, part: object, chance) -> None:
    found = json.loads(whole.read_bytes()) if isinstance(whole, Path) else copy.deepcopy(whole)
    at = found
    while isinstance(at, dict | list) and at:
        key = chance.choice(list(at) if isinstance(at, dict) else range(len(at)))
        if not isinstance(at[key], dict | list) or chance.random() < 0.2:
            at[key] = part
            break
        at = at[key]

    for said in says(found):
        assert isinstance(said, Incoming) and said.dedupe_key
        f"{said}".encode("utf-8", "strict")


def test_json_deeper_than_any_stack_and_a_thread_longer_than_any_are_read() -> None:
    (deep,) = parse(b'{"posts": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", {})
    thread: Json = {"post": view(record("0"))}
    for n in range(1, 200):
        thread = {"post": view(record(str(n))), "parent": thread}

    assert deep.kind is Kind.UNKNOWN
    assert [s.text for s in says({"thread": thread})] == [str(n) for n in range(200)]
    assert isinstance(Adapter, Parses)
