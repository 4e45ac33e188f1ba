"""What direct messages say: API v2's events, and the older shape that activity events still have.

A conversation of two is named by both numbers, the smaller first, whichever way X writes it. XChat's messages are encrypted
for the people alone (https://docs.x.com/x-api/activity/event-payloads): somebody wrote, but what, only the X app shows.
"""

from __future__ import annotations

from datetime import datetime

from adapters.kit.found import Found, digest, inner, moment, number, objects, unknown, words
from adapters.x.frame import Frame, conversation_of, id_of, identities, other_in
from adapters.x.posts import written_at
from adapters.x.reading import attached, direct_text, files_of, text_of
from inbox.ports.adapter import Attachment, Incoming, Kind, Window

SEALED = Attachment("encrypted", "XChat")
"""Stands for words that we cannot read."""


def _between(a: str, b: str) -> str:
    return conversation_of(f"{a}-{b}") if a and b else ""


def _direct(
    frame: Frame,
    id: str,
    sender: str,
    key: str,
    **rest: object,
) -> Incoming:
    """Return a direct message; ours are echoes, and belong to whom they went to."""
    ours = bool(sender) and sender == frame.us
    customer = other_in(key, frame.us) if ours else sender
    return Incoming(
        Kind.ECHO if ours else Kind.MESSAGE,
        f"dm:{id}",
        key,
        external_id=id,
        identities=identities(customer),
        name=frame.name(customer),
        **rest,  # type: ignore[arg-type]  # fields of Incoming
    )


def said_by_event(event: Found, frame: Frame) -> Incoming:
    """Say what a DM event of API v2 says (MessageCreate, ParticipantsJoin, ParticipantsLeave)."""
    id, kind = id_of(event) or words(event, "id"), words(event, "event_type")
    sender = id_of(event, "sender_id")
    if not id:
        return unknown(event, "a direct message without a number")
    key = conversation_of(words(event, "dm_conversation_id") or number(event, "dm_conversation_id"))
    key = key or frame.conversation or _between(sender, frame.us if sender != frame.us else "") or f"dm:{id}"
    at = written_at(event.get("created_at"))
    if kind in ("ParticipantsJoin", "ParticipantsLeave"):
        given = event.get("participant_ids")
        people = [number({"id": p}, "id") for p in given] if isinstance(given, list) else []
        people = [p for p in people if p and p != frame.us]
        return Incoming(
            Kind.CONVERSATION,
            f"dm:{id}",
            key,
            at,
            identities=identities(*people),
            name=", ".join(name for p in people if (name := frame.name(p))),
            why=kind,
        )
    if kind not in ("MessageCreate", ""):
        return unknown(event, f"a direct message event that is not known: {kind[:60]}")
    shared = [
        frame.posts.get(id_of(p), {}) for k in ("referenced_posts", "referenced_tweets") for p in objects(event.get(k))
    ]
    folded = "\n".join(text_of(post, frame) for post in shared if post)
    text, files = text_of(event, frame), files_of(event, frame)
    return _direct(frame, id, sender, key, occurred_at=at, text=text, attachments=files, folded=folded)


def said_by_create(event: Found, frame: Frame) -> Incoming:
    """Say what a DM event of the older shape says (message_create)."""
    id, kind, made = id_of(event), words(event, "type"), inner(event, "message_create")
    if kind not in ("message_create", "") or not made:
        return unknown(event, f"a direct message event that is not known: {kind[:60]}")
    if not id:
        return unknown(event, "a direct message without a number")
    sender, recipient = id_of(made, "sender_id"), id_of(inner(made, "target"), "recipient_id")
    told = inner(made, "message_data")
    at, text = moment(event.get("created_timestamp")), direct_text(told)
    key = conversation_of(words(made, "conversation_id")) or _between(sender, recipient) or f"dm:{id}"
    window = Window.OPEN if frame.us and sender and sender != frame.us else ""
    files = attached(told)
    return _direct(frame, id, sender, key, occurred_at=at, text=text, attachments=files, window=window)


def said_by_old(message: Found, frame: Frame) -> Incoming:
    """Say what a direct message of the first API says: text, sender, recipient."""
    sender = id_of(message, "sender_id") or id_of(inner(message, "sender"))
    key = _between(sender, id_of(message, "recipient_id") or id_of(inner(message, "recipient")))
    id = id_of(message)
    at = written_at(message.get("created_at"))
    return _direct(frame, id, sender, key or f"dm:{id}", occurred_at=at, text=text_of(message, frame))


def said_by_read(event: Found, frame: Frame) -> Incoming:
    """Say who read up to which message."""
    last = id_of(event, "last_read_event_id") or words(event, "last_read_event_id")
    reader, key = _actor(event, frame)
    if not last:
        return unknown(event, "a receipt for no message")
    return Incoming(
        Kind.RECEIPT,
        f"read:{last}:{reader}",
        key,
        _when(event),
        target_id=last,
        identities=identities(reader),
        name=frame.name(reader),
        state="read",
    )


def said_by_typing(event: Found, frame: Frame) -> Incoming:
    """Say who is writing just now."""
    who, key = _actor(event, frame)
    if not who:
        return unknown(event, "somebody writes, but it is not said who")
    at = _when(event)
    return Incoming(
        Kind.CONVERSATION,
        f"typing:{key}:{who}:{digest(event)}",
        key,
        at,
        identities=identities(who),
        name=frame.name(who),
        why="typing",
    )


def _actor(event: Found, frame: Frame) -> tuple[str, str]:
    """Return who does something in a conversation, and its key."""
    who = id_of(event, "sender_id") or id_of(event, "user_id")
    other = id_of(inner(event, "target"), "recipient_id") or id_of(event, "recipient_id")
    named = words(event, "dm_conversation_id") or words(event, "conversation_id")
    return who, conversation_of(named) or _between(who, other)


def _when(event: Found) -> datetime | None:
    return (
        moment(event.get("created_timestamp"))
        or moment(event.get("created_at_msec"))
        or written_at(event.get("created_at"))
    )


def said_by_chat(event: Found, frame: Frame) -> Incoming:
    """Say that somebody wrote encrypted, or what else happened in an XChat conversation."""
    id, sender = words(event, "id") or number(event, "id"), id_of(event, "sender_id")
    key = conversation_of(words(event, "conversation_id"))
    why = "encrypted (XChat): it can only be read in the X app"
    if not id or not key:
        return unknown(event, why)
    at = _when(event)
    if frame.event not in ("chat.received", "chat.sent"):
        return Incoming(
            Kind.CONVERSATION,
            f"chat:{id}",
            key,
            at,
            identities=identities(sender),
            name=frame.name(sender),
            why=frame.event,
        )
    window = Window.CLOSED if sender != frame.us else ""
    return _direct(frame, id, sender, key, occurred_at=at, attachments=(SEALED,), why=why, window=window)
