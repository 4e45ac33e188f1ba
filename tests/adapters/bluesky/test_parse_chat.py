"""What Bluesky's chat and its streams say."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from inbox.ports.adapter import Identity, Kind, Visibility
from tests.adapters.bluesky.material import (
    ACME,
    ASKED,
    KAETHE,
    OURS,
    POST,
    QUOTED,
    ROOT,
    SEEN,
    THEIRS,
    THIRD,
    THUMB,
    Json,
    dm,
    event,
    log,
    one,
    record,
    says,
)  # fmt: skip


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
    assert [s.kind for s in says({"items": [plain, plain]})] == [Kind.ECHO] * 2
    assert [s.kind for s in says({"messages": [dm(did=OURS)]})] == [Kind.MESSAGE]


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
