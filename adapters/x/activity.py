"""What happens to our account: events of the X Activity API, and bodies of the Account Activity API before it.

https://docs.x.com/x-api/activity/event-payloads. `event_uuid` names a delivery, not what is delivered, so nothing is known by it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from adapters.kit.found import Found, digest, inner, moment, unknown, words
from adapters.x.direct import said_by_chat, said_by_create, said_by_read, said_by_typing
from adapters.x.frame import Frame, conversation_of, frame_of, id_of, identities, name_of_user, unwrapped
from adapters.x.posts import said_by_delete, said_by_like, said_by_post, written_at
from inbox.ports.adapter import Incoming, Kind, Window

Reader = Callable[[Found, Frame], Incoming]

_LISTS: dict[str, Reader] = {
    "tweet_create_events": said_by_post,
    "favorite_events": said_by_like,
    "tweet_delete_events": said_by_delete,
    "direct_message_events": said_by_create,
    "direct_message_mark_read_events": said_by_read,
    "direct_message_indicate_typing_events": said_by_typing,
}
"""The lists of an Account Activity body; activity events about direct messages hold the same."""
_TIES = frozenset("follow unfollow block unblock mute unmute".split())
_WINDOWS = {"block": Window.BLOCKED, "unblock": Window.OPEN}


def is_body(found: Found) -> bool:
    """Tell whether this is a body of the Account Activity API."""
    return any(key in _LISTS or key == "user_event" or (key.endswith("_events") and _tie(key)) for key in found)


def _tie(key: str) -> str:
    """Return what was done to a tie between two accounts: `follow_events` and `follow.follow` say the same."""
    name = key.removesuffix("_events").rpartition(".")[2]
    return name if name in _TIES else ""


def said_by_body(body: Found, frame: Frame) -> list[Incoming]:
    """Say what a body says, each entry for itself."""
    says: list[Incoming] = []
    for key, value in body.items():
        if reader := _LISTS.get(key):
            says += _each(value, frame, key, _blocked(reader, body))
        elif key.endswith("_events") and (tie := _tie(key)):
            says += _each(value, frame, key, partial(_tied, tie=tie))
        elif key == "user_event":
            says += _each([value], frame, key, _revoked)
    return says


def _blocked(reader: Reader, body: Found) -> Reader:
    """Return a reader that also knows what a body says beside its list: that the author has blocked us."""
    if reader is not said_by_post or body.get("is_blocked_by") is not True:
        return reader
    return lambda found, frame: reader({**found, "is_blocked_by": True}, frame)


def _each(value: object, frame: Frame, key: str, reader: Reader) -> list[Incoming]:
    if not isinstance(value, list):
        return [unknown({key: value}, f"{key} is no list")]
    return [_safely(found, frame, key, reader) for found in value]


def _safely(found: object, frame: Frame, key: str, reader: Reader) -> Incoming:
    if not isinstance(found, dict):
        return unknown({key: found}, f"an entry of {key} is no object")
    try:
        return reader(found, frame)
    # Whatever an entry does to this reader, it must cost this entry only.
    except Exception as cause:
        return unknown(found, f"this entry of {key} cannot be read ({type(cause).__name__})")


def said_by_activity(event: Found, outer: Found, us: str) -> list[Incoming]:
    """Say what an activity event says: {event_type, filter, payload, includes}."""
    kind, payload = words(event, "event_type"), inner(event, "payload")
    us = id_of(inner(event, "filter"), "user_id") or us
    frame = frame_of((payload, event, outer), us, kind)
    if not payload:
        return [unknown(event, f"{kind[:60]}: an event without a payload")]
    if is_body(payload):
        return said_by_body(payload, frame)
    return [_safely(payload, frame, kind, _reader(kind))]


def _reader(kind: str) -> Reader:
    if kind in _KINDS:
        return _KINDS[kind]
    family = kind.partition(".")[0]
    if family in ("follow", "mute", "block") and (tie := _tie(kind)):
        return partial(_tied, tie=tie)
    return _FAMILIES.get(family, _strange)


def _strange(found: Found, frame: Frame) -> Incoming:
    return unknown(found, f"an event that is not known: {frame.event[:60]}" if frame.event else "an event of no type")


def _aside(found: Found, frame: Frame) -> Incoming:
    return unknown(found, f"{frame.event[:60]} belongs to no dialogue")


def _tied(found: Found, frame: Frame, tie: str) -> Incoming:
    """Say who follows, mutes or blocks whom. The dialogue with them is the direct one."""
    # A list of follows holds unfollows too, and says so.
    tie = said if (said := words(found, "type")) in _TIES else tie
    source, target = (unwrapped(inner(found, key)) for key in ("source", "target"))
    ids = id_of(source), id_of(target)
    if not all(ids):
        return unknown(found, f"{tie}: it does not say who")
    us = frame.us or ids[0]
    other = target if ids[0] == us else source
    window = _WINDOWS.get(tie, "")
    return Incoming(
        Kind.CONTACT,
        f"{tie}:{ids[0]}:{ids[1]}:{digest(found)}",
        conversation_of("-".join(ids)),
        moment(found.get("created_timestamp")),
        identities=identities(id_of(other)),
        name=name_of_user(other),
        why=f"{tie}: {ids[0]} → {ids[1]}",
        window=window,
    )


def _profile(found: Found, frame: Frame) -> Incoming:
    """Say what changed in the profile of the account that is listened to."""
    before, after = words(found, "before"), words(found, "after")
    named = frame.event in ("profile.update.screenname", "profile.update.handle")
    return Incoming(
        Kind.ACCOUNT,
        f"{frame.event}:{frame.us}:{digest(found)}",
        identities=identities(frame.us),
        name=after if named else "",
        text=after,
        why=f"{frame.event}: {before} → {after}",
    )


def _space(found: Found, frame: Frame) -> Incoming:
    user = unwrapped(inner(found, "user"))
    return Incoming(
        Kind.ACCOUNT,
        f"{frame.event}:{words(found, 'broadcast_id') or digest(found)}",
        identities=identities(id_of(user)),
        name=name_of_user(user),
        why=frame.event,
    )


def _revoked(found: Found, frame: Frame) -> Incoming:
    """Say that our app may not act for an account any more."""
    revoke = inner(found, "revoke") or found
    user = id_of(revoke, "user_id") or id_of(inner(revoke, "source"), "user_id")
    app = id_of(revoke, "app_id") or id_of(inner(revoke, "target"), "app_id")
    if not user:
        return unknown(found, "a revocation that names no account")
    return Incoming(
        Kind.ACCOUNT,
        f"oauth.revoke:{user}:{app}:{words(revoke, 'date_time')}",
        occurred_at=written_at(revoke.get("date_time")),
        identities=identities(user),
        state="revoked",
        why="oauth.revoke: the account took back the app's access",
    )


_KINDS: dict[str, Reader] = {
    "post.delete": said_by_delete,
    "like.create": said_by_like,
    "dm.read": said_by_read,
    "dm.indicate_typing": said_by_typing,
    "oauth.revoke": _revoked,
}
_FAMILIES: dict[str, Reader] = {
    "post": said_by_post,
    "dm": said_by_create,
    "chat": said_by_chat,
    "profile": _profile,
    "spaces": _space,
    "broadcast": _aside,
    "news": _aside,
}
