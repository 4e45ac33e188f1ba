"""Reads what Facebook tells a page: direct messages, comments, visitors' posts, mentions and reviews; pure, and never raises.

https://developers.facebook.com/docs/graph-api/webhooks/reference/page
https://developers.facebook.com/docs/graph-api/reference/comment (the same, asked for)
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from adapters.facebook.answers import answer
from adapters.kit.attached import named
from adapters.kit.envelope import Around, Readers, said, time_of
from adapters.kit.found import Found, digest, inner, name_of, sound, unknown, words
from adapters.kit.messenger import event, tried
from adapters.kit.places import Place
from inbox.ports.adapter import Attachment, Identity, Incoming, Kind, Visibility

PSID = "psid"
"""People's ids: one a page, the same in direct messages and in comments."""
_REACTIONS = ("like", "reaction")
_VERBS = {"add": Kind.MESSAGE, "edited": Kind.EDIT, "edit": Kind.EDIT, "update": Kind.EDIT,
          "remove": Kind.DELETE, "delete": Kind.DELETE}  # fmt: skip
_PROFILE = frozenset(
    "about affiliation ancestor_page ancestors app_role attire awards band_members bio birthday business_integrity"
    " category checkins company_overview conversation_window copyright_violation culinary_team current_location"
    " description email founded general_info general_manager hometown hours inthreads_approval live_videos location"
    " members mission name network page_about_story page_change_proposal page_upcoming_change parking payment_options"
    " personal_info personal_interests phone picture plot press_contact price_range product_review products"
    " public_transit publisher_subscriptions record_label restaurant_services schedule season send_cart starring"
    " studio video_text_question_responses videos website written_by".split()
)
"""What a page says about itself: a change of it belongs to no dialogue."""


def parse(raw: bytes, headers: Mapping[str, str]) -> list[Incoming]:
    """Say what a payload says: a webhook's body, what it holds, or an answer of the Graph API."""
    return said(raw, READERS)


def _event(found: Found, around: Around) -> list[Incoming]:
    if name_of(found, "comment_id") and isinstance(found.get("from"), dict):
        # A comment in a group of the page's comes among the messages.
        # https://developers.facebook.com/documentation/business-messaging/messenger-platform/webhooks/webhook-events/group-feed
        return [_feed("group_feed", {"item": "comment", "verb": "add", **found}, around)]
    return event(found, around, PSID)


def _change(field: str, value: Found, around: Around) -> list[Incoming]:
    if field in ("feed", "mention", "mentions", "ratings"):
        return [_feed(field, value, around)]
    if isinstance(value.get("sender"), dict) or isinstance(value.get("recipient"), dict):
        # The dashboard tries a webhook with what looks like a message, for an account 0.
        return [tried(value)] if around.account in ("", "0") else _event(value, around)
    if field == "conversations" or field in _PROFILE:
        kind = Kind.CONVERSATION if field == "conversations" else Kind.ACCOUNT
        thread = name_of(value, "thread_id") or name_of(value, "thread_key")
        key = f"{field}:{digest(value, around.at.isoformat() if around.at else '')}"
        return [Incoming(kind, key, thread, around.at, why=field)]
    return []


class _Told(NamedTuple):
    """One thing in a page's feed: what, by whom, below what."""

    value: Found
    item: str
    verb: str
    account: str
    author: str
    name: str
    id: str
    post: str
    parent: str

    @property
    def ours(self) -> bool:
        """Tell whether the page itself did it."""
        return bool(self.author) and self.author == self.account

    @property
    def identities(self) -> tuple[Identity, ...]:
        """Return who did it."""
        return (Identity(PSID, self.author),) if self.author and not self.ours else ()


def _told(value: Found, around: Around) -> _Told:
    by = inner(value, "from")
    item = words(value, "item")
    rated = item == "rating"
    # A review is its own post, and names who wrote it otherwise.
    post = name_of(value, "post_id") or name_of(value, "open_graph_story_id")
    id = name_of(value, "comment_id")
    for key in ("photo_id", "video_id", "share_id", "album_id", "event_id", "reaction_id"):
        post = post or name_of(value, key)
    author = name_of(by) or name_of(value, "sender_id") or (name_of(value, "reviewer_id") if rated else "")
    if item in _REACTIONS:
        # Who likes the page itself is named otherwise.
        author = author or name_of(value, "user_id")
    name = words(by, "name") or words(value, "sender_name") or words(value, "reviewer_name")
    return _Told(value, item, words(value, "verb"), around.account, author, name, id, post, name_of(value, "parent_id"))


def top_of(id: str, parent: str, post: str = "") -> str:
    """Return the comment a thread hangs from: the parent, where that is a comment of the same post and not the post."""
    same = parent.partition("_")[0] == id.partition("_")[0] and "_" in parent
    return parent if parent and parent not in (post, id) and same else id


def _feed(field: str, value: Found, around: Around) -> Incoming:
    told = _told(value, around)
    if told.item in _REACTIONS:
        return _reaction(told, around)
    if not told.id and not told.post:
        return unknown([field, value], "something on the page that has no id")
    place = Place(told.account, told.author, top_of(told.id, told.parent, told.post) or told.post)
    about = told.id or told.post
    kind = _VERBS.get(told.verb, Kind.CONVERSATION)
    if not told.id and field == "feed" and (not told.author or (told.ours and kind is Kind.CONVERSATION)):
        return _ours(told, around)
    if kind is Kind.MESSAGE:
        return _message(told, place, about, around)
    text, files = _text(told), _files(told)
    which = {
        Kind.EDIT: f"edit:{about}:{name_of(value, 'created_time')}:{digest(text, [f.url for f in files])}",
        Kind.DELETE: f"delete:{about}",
    }.get(kind, f"{told.verb}:{about}:{digest(value)}")
    edit = kind is Kind.EDIT
    return Incoming(
        kind,
        which,
        place.key,
        # An edit gives the time at which the comment was written first.
        around.at or time_of(value.get("created_time")),
        about if edit else "",
        about,
        told.identities,
        told.name if told.identities else "",
        Visibility.PUBLIC,
        text=text if edit else "",
        attachments=files if edit else (),
        why="" if kind in (Kind.EDIT, Kind.DELETE) else f"{told.item} {told.verb}".strip(),
    )


def _ours(told: _Told, around: Around) -> Incoming:
    """Return what happened to something the page published."""
    return Incoming(
        Kind.ACCOUNT,
        f"{told.item}:{told.verb}:{told.post}:{digest(told.value)}",
        occurred_at=time_of(told.value.get("created_time")) or around.at,
        external_id=told.post,
        visibility=Visibility.PUBLIC,
        text=_text(told),
        why=f"our own: {told.item} {told.verb}".strip(),
    )


def _message(told: _Told, place: Place, id: str, around: Around) -> Incoming:
    return Incoming(
        Kind.ECHO if told.ours else Kind.MESSAGE,
        f"comment:{id}",
        place.key,
        time_of(told.value.get("created_time")) or around.at,
        id,
        identities=told.identities,
        name=told.name if told.identities else "",
        visibility=Visibility.PUBLIC,
        text=_text(told),
        attachments=_files(told),
        reply_to=told.parent if told.parent != id else "",
    )


def _text(told: _Told) -> str:
    if said := words(told.value, "message") or words(told.value, "review_text"):
        return said
    if told.item == "rating":
        stars = name_of(told.value, "rating")
        return words(told.value, "recommendation_type") or (f"{stars}/5" if stars else "")
    return words(told.value, "story")


def _files(told: _Told) -> tuple[Attachment, ...]:
    found: list[Attachment] = []
    photos = told.value.get("photos")
    many = photos if isinstance(photos, list) else []
    for kind, url in (
        ("image", words(told.value, "photo")),
        ("video", words(told.value, "video")),
        *(("image", sound(url)) for url in many if isinstance(url, str)),
        ({"photo": "image", "video": "video"}.get(told.item, "link"), words(told.value, "link")),
    ):
        if url and url not in [f.url for f in found]:
            found.append(Attachment(kind, named(url, kind), url))
    return tuple(found)


def _reaction(told: _Told, around: Around) -> Incoming:
    # Below nothing, it is the page that somebody likes.
    target, value = told.id or told.post or told.account, told.value
    taken = _VERBS.get(told.verb) is Kind.DELETE
    felt = "" if taken else words(value, "reaction_type") or told.item
    top = top_of(told.id, told.parent, told.post) if told.id else told.post or told.account
    at = name_of(value, "created_time") or (around.at.isoformat() if around.at else "")
    return Incoming(
        Kind.REACTION,
        f"reaction:{target}:{told.author}:{at}:{digest(felt)}",
        Place(told.account, told.author, top).key,
        time_of(value.get("created_time")) or around.at,
        target_id=target,
        identities=told.identities,
        name=told.name if told.identities else "",
        visibility=Visibility.PUBLIC,
        text=felt,
    )


READERS = Readers(frozenset({"page"}), _event, _change, answer)
