"""Reads what Instagram tells a professional account: direct messages, comments, mentions; pure, and never raises.

https://developers.facebook.com/docs/instagram-platform/webhooks/examples
https://developers.facebook.com/docs/graph-api/webhooks/reference/instagram
https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-comment (the same, asked for)
"""

from __future__ import annotations

from collections.abc import Mapping

from adapters.kit.envelope import Around, Readers, said, time_of
from adapters.kit.found import Found, digest, inner, name_of, objects, unknown, words
from adapters.kit.messenger import asked, dialogue, event, taken, tried
from adapters.kit.places import Place
from inbox.ports.adapter import Identity, Incoming, Kind, Visibility

IGSID = "igsid"
"""People's ids: one an account, the same in direct messages and in comments."""
_ACCOUNT = (
    "story_insights",
    "account_review_update",
    "creator_marketplace_invited_creator_onboarding",
    "media_insights",
)


def parse(raw: bytes, headers: Mapping[str, str]) -> list[Incoming]:
    """Say what a payload says: a webhook's body, what it holds, or an answer of the Graph API."""
    return said(raw, READERS)


def _event(found: Found, around: Around) -> list[Incoming]:
    return event(found, around, IGSID)


def _change(field: str, value: Found, around: Around) -> list[Incoming]:
    if isinstance(value.get("sender"), dict) or isinstance(value.get("recipient"), dict):
        # The dashboard tries a webhook with what looks like a message, for an account 0.
        return [tried(value)] if around.account in ("", "0") else _event(value, around)
    if field in ("comments", "live_comments", "comment", "live_comment"):
        return _comment(value, around) or [unknown([field, value], "a comment that has no id")]
    if field in ("mentions", "mention"):
        return [_mention(value, around)]
    if field in _ACCOUNT:
        key = f"{field}:{digest(value, around.account)}"
        return [Incoming(Kind.ACCOUNT, key, occurred_at=around.at, external_id=name_of(value, "media_id"), why=field)]
    return []


def _author(found: Found) -> Found:
    """Return who wrote a comment: `from`, or what older answers have instead."""
    by = inner(found, "from") or inner(found, "user")
    name = words(by, "username") or words(by, "name") or words(found, "username")
    return {**by, "username": name}


def _comment(found: Found, around: Around, above: Found | None = None) -> list[Incoming]:
    """Return a comment and the answers below it; `above` is the comment it answers, where that is at hand."""
    id, by = name_of(found) or name_of(found, "comment_id"), _author(found)
    if not id:
        return []
    author, account = name_of(by), around.account or name_of(inner(inner(found, "media"), "owner"))
    # A comment of the account itself names its own second id; the dashboard's example names the first one twice.
    # https://developers.facebook.com/docs/instagram-platform/self-messaging
    ours = bool(author) and (author == account or name_of(by, "self_ig_scoped_id") not in ("", author))
    # Below whose comment we wrote is who we wrote to.
    who = _author(above) if ours and above else {} if ours else by
    person = name_of(who) or words(who, "username")
    parent = name_of(found, "parent_id") or (name_of(above) if above else "")
    kind = IGSID if name_of(who) else "instagram_username"
    told = [
        Incoming(
            Kind.ECHO if ours else Kind.MESSAGE,
            f"comment:{id}",
            Place(account, person or author, parent or id).key,
            time_of(found.get("timestamp")) or time_of(found.get("created_time")) or around.at,
            id,
            identities=(Identity(kind, person),) if person else (),
            name=words(who, "username"),
            visibility=Visibility.PUBLIC,
            text=words(found, "text"),
            reply_to=parent,
        )
    ]
    below = Around(account, around.at)
    for reply in objects(inner(found, "replies").get("data")):
        told += _comment(reply, below, found)
    return told


def _mention(value: Found, around: Around) -> Incoming:
    """Return that we were mentioned below, or in, what somebody else published: who and what is not said."""
    media, id = name_of(value, "media_id"), name_of(value, "comment_id")
    if not media and not id:
        return unknown(value, "a mention that names neither comment nor media")
    by = _author(value)
    person = name_of(by) or words(by, "username")
    return Incoming(
        Kind.MESSAGE,
        f"comment:{id}" if id else f"media:{media}",
        Place(around.account, person, id, media).key,
        time_of(value.get("timestamp")) or around.at,
        id or media,
        identities=(Identity(IGSID if name_of(by) else "instagram_username", person),) if person else (),
        name=words(by, "username"),
        visibility=Visibility.PUBLIC,
        text=words(value, "text"),
        reply_to=media if id else "",
    )


def _answer(found: Found, around: Around) -> list[Incoming] | None:
    for key in ("mentioned_media", "mentioned_comment"):
        if part := inner(found, key):
            return [_mentioned(part, key, Around(around.account or name_of(found), around.at))]
    if told := taken(found):
        return told
    if "text" in found and ("timestamp" in found or "username" in found or "from" in found or "like_count" in found):
        return _comment(found, around) or [unknown(found, "a comment that has no id")]
    if told := (asked(found, around, IGSID) or dialogue(found, around, IGSID)):
        return told
    if "media_type" in found or "media_url" in found or "comments" in found or "comments_count" in found:
        below = Around(around.account or name_of(inner(found, "owner")), around.at)
        comments = [t for c in objects(inner(found, "comments").get("data")) for t in _comment(c, below)]
        return comments or [unknown(found, "a post or a story: it belongs to no dialogue")]
    return None


def _mentioned(found: Found, key: str, around: Around) -> Incoming:
    id, comment = name_of(found), key == "mentioned_comment"
    media = name_of(inner(found, "media")) if comment else id
    said = _mention({**found, "media_id": media, "comment_id": id if comment else ""}, around)
    if said.kind is Kind.UNKNOWN:
        return said
    text = words(found, "text") or words(found, "caption")
    return Incoming(
        Kind.MESSAGE, said.dedupe_key, said.conversation_key, said.occurred_at, said.external_id,
        identities=said.identities, name=said.name, visibility=Visibility.PUBLIC, text=text, reply_to=said.reply_to,
    )  # fmt: skip


READERS = Readers(frozenset({"instagram"}), _event, _change, _answer)
