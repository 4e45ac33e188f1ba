"""What happens to an account: events of the activity stream, and webhook bodies of the API before it."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from adapters.x.parse import parse
from inbox.ports.adapter import Attachment, Identity, Incoming, Kind, Visibility

US, THEM = "1000", "7"
USERS = {THEM: {"data": {"id": THEM, "name": "Käthe", "username": "kaethe"}}, US: {"data": {"id": US, "name": "Acme"}}}


def all_of(found: object) -> list[Incoming]:
    return parse(json.dumps(found).encode(), {})


def event(kind: str, payload: object, includes: object = None, uuid: str = "-1", us: str = US) -> Incoming:
    """Read one activity event."""
    data = {"event_uuid": uuid, "filter": {"user_id": us}, "event_type": kind, "payload": payload, "includes": includes}
    (said,) = all_of({"data": data})
    return said


def body(**lists: object) -> list[Incoming]:
    """Read one body of the Account Activity API."""
    return all_of({"for_user_id": US, **lists})


def written(sender: str, recipient: str, id: str = "55", **data: object) -> dict[str, object]:
    made = {
        "target": {"recipient_id": recipient},
        "sender_id": sender,
        "message_data": {"text": "Hallo &amp; Tag", **data},
    }
    return {"type": "message_create", "id": id, "created_timestamp": "1784928224372", "message_create": made}


def test_a_direct_message_and_its_answer_are_one_dialogue() -> None:
    came = event("dm.received", {"direct_message_events": [written(THEM, US)], "users": USERS})
    went = event("dm.sent", {"direct_message_events": [written(US, THEM, "56")], "users": USERS})

    assert (came.kind, came.name, came.text) == (Kind.MESSAGE, "Käthe", "Hallo & Tag")
    assert (went.kind, went.name, went.identities) == (Kind.ECHO, "Käthe", (Identity("x", THEM),))
    assert came.conversation_key == went.conversation_key == "7-1000"
    assert came.occurred_at == datetime(2026, 7, 24, 21, 23, 44, 372000, tzinfo=UTC)
    assert came.visibility is Visibility.PRIVATE


def test_the_key_is_the_same_in_every_shape_and_the_delivery_is_no_name() -> None:
    old = event("dm.received", {"direct_message_events": [written(THEM, US)]}, uuid="1")
    again = event("dm.received", {"direct_message_events": [written(THEM, US)]}, uuid="-2")
    (new,) = all_of({"for_user_id": US, "data": [
        {"id": "55", "event_type": "MessageCreate", "text": "x", "sender_id": THEM, "dm_conversation_id": "7-1000"}]})  # fmt: skip
    (body_,) = body(direct_message_events=[written(THEM, US)], users={THEM: {"id": THEM, "name": "K"}})
    read = event("dm.read", {"direct_message_mark_read_events": [
        {"created_timestamp": "1784928224372", "sender_id": THEM, "target": {"recipient_id": US}, "last_read_event_id": "55"}]})  # fmt: skip

    assert {said.dedupe_key for said in (old, again, new, body_)} == {"dm:55"}
    assert {said.conversation_key for said in (old, again, new, body_, read)} == {"7-1000"}
    assert (read.kind, read.target_id, read.state) == (Kind.RECEIPT, "55", "read")


def test_a_file_in_a_direct_message_is_an_attachment_and_no_link() -> None:
    media = {
        "id": 5,
        "type": "photo",
        "url": "https://t.co/m",
        "media_url_https": "https://ton.twitter.com/1.1/ton/data/dm/5/a.jpg",
    }
    attached = written(THEM, US, text="Da: https://t.co/m", attachment={"type": "media", "media": media})
    said = event("dm.received", {"direct_message_events": [attached]})

    assert said.text == "Da:"
    assert said.attachments == (Attachment("image", "a.jpg", media["media_url_https"]),)  # type: ignore[arg-type]


def test_what_is_encrypted_is_shown_as_such_and_closes_the_way_to_answer() -> None:
    sealed = {
        "id": "e4f4",
        "created_at_msec": "1784841183370",
        "sender_id": THEM,
        "conversation_id": "1000:7",
        "encoded_event": "Cw",
    }
    came, went = event("chat.received", sealed), event("chat.sent", {**sealed, "id": "e5", "sender_id": US})
    joined = event("chat.conversation_join", {**sealed, "id": "e6"})

    assert (came.kind, came.conversation_key, came.text) == (Kind.MESSAGE, "7-1000", "")
    assert (came.attachments[0].kind, came.window) == ("encrypted", "closed")
    assert "X app" in came.why
    assert (went.kind, went.identities, joined.kind) == (Kind.ECHO, (Identity("x", THEM),), Kind.CONVERSATION)
    assert event("dm.received", {"direct_message_events": [written(THEM, US)]}).window == "open"


def test_people_who_come_and_go_change_the_conversation() -> None:
    said = all_of({"for_user_id": US, "data": [
        {"id": "1", "event_type": "ParticipantsJoin", "participant_ids": [THEM, US], "dm_conversation_id": "99"},
        {"id": "2", "event_type": "ParticipantsLeave", "participant_ids": [THEM], "dm_conversation_id": "99"},
        {"id": "3", "event_type": "Neu", "dm_conversation_id": "99"}]})  # fmt: skip

    assert [(s.kind, s.why) for s in said[:2]] == [
        (Kind.CONVERSATION, "ParticipantsJoin"),
        (Kind.CONVERSATION, "ParticipantsLeave"),
    ]
    assert said[0].identities == (Identity("x", THEM),)
    assert said[2].kind is Kind.UNKNOWN


def test_our_own_post_is_an_echo_and_its_deletion_names_it() -> None:
    made = event("post.create", {"id": "300", "author_id": US, "text": "Neu", "conversation_id": "300"})
    gone = event("post.delete", {"id": "300", "author_id": US})
    old = body(tweet_delete_events=[{"status": {"id": "300", "user_id": US}, "timestamp_ms": "1784928224372"}])

    named = {"id": "301", "author_id": US, "text": "Danke an @kaethe", "entities": {"mentions": [{"id": THEM}]}}
    assert (made.kind, made.conversation_key, made.identities) == (Kind.ECHO, "300/1000", ())
    assert event("post.create", named).identities == ()
    assert event("post.create", {**named, "text": "@kaethe Danke"}).identities == (Identity("x", THEM),)
    assert (gone.kind, gone.target_id, gone.dedupe_key) == (Kind.DELETE, "300", "delete:300")
    assert (old[0].target_id, old[0].dedupe_key) == ("300", "delete:300")
    assert old[0].occurred_at is not None


@pytest.mark.parametrize(
    ("kind", "window"),
    [("post.mention.create", "open"), ("post.reply.create", "unsummoned"), ("post.quote.create", "open")],
)
def test_how_a_post_came_says_whether_it_may_be_answered(kind: str, window: str) -> None:
    post = {
        "id": "300",
        "author_id": THEM,
        "text": "hm",
        "conversation_id": "200",
        "in_reply_to_user_id": US,
        "entities": {},
    }

    assert event(kind, post).window == window


def test_a_like_is_a_reaction_by_whoever_likes() -> None:
    theirs = event(
        "like.create",
        {"id": "8771", "liked_tweet_id": "300", "liked_tweet_author_id": US, "timestamp_ms": "1784927565236"},
        {
            "users": [{"id": THEM, "name": "Käthe"}],
            "tweets": [{"id": "300", "author_id": US, "conversation_id": "290"}],
        },
    )
    ours = event("like.create", {"id": "8772", "liked_tweet_id": "400", "liked_tweet_author_id": THEM})
    (old,) = body(favorite_events=[{"id": "a1", "created_at": "Wed Jul 13 20:46:28 +0000 2022", "user": {"id_str": THEM, "name": "K"},
        "favorited_status": {"id_str": "300", "user": {"id_str": US}}}])  # fmt: skip

    assert (theirs.kind, theirs.target_id, theirs.text, theirs.identities) == (
        Kind.REACTION,
        "300",
        "❤️",
        (Identity("x", THEM),),
    )
    assert (theirs.name, theirs.conversation_key) == ("Käthe", "290/7")
    assert ours.identities == (Identity("x", US),)
    assert (old.target_id, old.conversation_key, old.dedupe_key) == ("300", "300/7", "like:a1")


def test_a_body_of_several_lists_loses_none_to_a_bad_entry() -> None:
    said = body(
        tweet_create_events=[
            {"id_str": "1", "text": "a", "user": {"id_str": THEM, "name": "K", "screen_name": "k"}},
            "kaputt",
        ],
        direct_message_events=[written(THEM, US), {"type": "neu"}, None],
        direct_message_indicate_typing_events=[
            {"created_timestamp": "1784928224372", "sender_id": THEM, "target": {"recipient_id": US}}
        ],
        follow_events="kaputt",
        user_event=[],
        users={},
    )

    kinds = [s.kind for s in said]
    assert kinds.count(Kind.MESSAGE) == 2 and kinds.count(Kind.UNKNOWN) == 5 and kinds.count(Kind.CONVERSATION) == 1


def test_a_tweet_cut_short_is_read_from_its_extended_form() -> None:
    (said,) = body(tweet_create_events=[{
        "id": 1, "id_str": "1", "text": "@acme la…", "truncated": True, "in_reply_to_status_id_str": "90", "user": {"id_str": THEM},
        "extended_tweet": {"full_text": "@acme lang &gt; kurz https://t.co/a", "entities": {"urls": [
            {"url": "https://t.co/a", "expanded_url": "https://acme.de"}], "user_mentions": [{"id_str": US, "screen_name": "acme"}]}}}])  # fmt: skip

    assert said.text == "@acme lang > kurz https://acme.de"
    assert (said.conversation_key, said.reply_to, said.window) == ("90/7", "90", "open")


def test_whoever_has_blocked_us_cannot_be_answered() -> None:
    (said,) = body(tweet_create_events=[{"id_str": "1", "text": "@acme", "user": {"id_str": THEM}}], is_blocked_by=True)
    blocked = event("block.block", {"source": USERS[US], "target": USERS[THEM]})
    (freed,) = body(unblock_events=[{"type": "unblock", "created_timestamp": "1784928224372",
        "source": {"id": US}, "target": {"id": THEM, "name": "Käthe", "screen_name": "k"}}])  # fmt: skip

    assert said.window == "blocked"
    assert (blocked.kind, blocked.window, blocked.conversation_key, blocked.name) == (
        Kind.CONTACT,
        "blocked",
        "7-1000",
        "Käthe",
    )
    assert (freed.kind, freed.window, freed.conversation_key) == (Kind.CONTACT, "open", "7-1000")


@pytest.mark.parametrize("kind", ["follow.follow", "follow.unfollow", "mute.mute", "mute.unmute"])
def test_who_follows_or_is_muted_is_said_of_the_contact(kind: str) -> None:
    said = event(kind, {"source": USERS[THEM], "target": USERS[US]})

    assert (said.kind, said.name, said.identities) == (Kind.CONTACT, "Käthe", (Identity("x", THEM),))


def test_what_changes_our_account_is_said_of_it() -> None:
    revoked = event("oauth.revoke", {"date_time": "2026-07-23T21:44:05+00:00", "user_id": US, "app_id": "29"}, us="")
    (old,) = body(
        user_event={
            "revoke": {"date_time": "2026-07-23T21:44:05+00:00", "target": {"app_id": "29"}, "source": {"user_id": US}}
        }
    )
    named = event("profile.update.screenname", {"before": "Acme", "after": "Acme GmbH"})

    assert (revoked.kind, revoked.state, revoked.dedupe_key) == (Kind.ACCOUNT, "revoked", old.dedupe_key)
    assert revoked.occurred_at == datetime(2026, 7, 23, 21, 44, 5, tzinfo=UTC)
    assert (named.kind, named.name) == (Kind.ACCOUNT, "Acme GmbH")
    assert event("spaces.start", {"user": USERS[US], "broadcast_id": "1q"}).kind is Kind.ACCOUNT


@pytest.mark.parametrize("kind", ["news.new", "broadcast.chat", "ganz.neu", ""])
def test_what_belongs_to_no_dialogue_is_unknown_with_a_reason(kind: str) -> None:
    (said,) = all_of({"data": {"event_type": kind, "event_uuid": "1", "filter": {}, "payload": {"id": "1", "x": 1}}})

    assert said.kind is Kind.UNKNOWN and said.why


@pytest.mark.parametrize(
    ("location", "name"),
    [
        ({"shared_coordinate": {"coordinates": {"coordinates": [-122.4, 37.7]}}}, "37.7, -122.4"),
        ({"shared_place": {"place": {"name": "SF", "full_name": "San Francisco, CA"}}}, "San Francisco, CA"),
    ],
)
def test_a_place_that_is_sent_is_attached(location: object, name: str) -> None:
    data = {"text": "", "attachment": {"type": "location", "location": location}}
    made = {"sender_id": "7", "target": {"recipient_id": "1000"}, "message_data": data}
    event = {"type": "message_create", "id": "1", "created_timestamp": "1392078023603", "message_create": made}

    (said,) = parse(json.dumps({"for_user_id": "1000", "direct_message_events": [event]}).encode(), {})

    assert [(a.kind, a.name) for a in said.attachments] == [("location", name)]
