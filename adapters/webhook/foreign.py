"""Puts what a foreign body says into the names that are asked for, from the levels it lies in: pure.

Services that know nothing of us wrap a customer's words each in their own way, but with the same few words: whoever
wrote stands beside the text, the conversation around it, and what happened outside. Only what the names asked for do
not explain comes here, and only what names both a text and a contact, or a message and its fate, is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from adapters.kit.found import Found, inner, name_of, objects, words
from adapters.kit.html import text_of_html

DEEPEST = 6
_INTO = (
    "event", "payload", "data", "d", "item", "event_data", "conversation_parts", "form_response", "freshdesk_webhook",
    "message", "comment", "post", "ticket", "review",
)  # fmt: skip
"""Where the words lie within what is around them."""
_TEXT = (
    "text", "stripped_text", "stripped_text_reply", "body_plain", "text_body", "body", "message", "content", "comment",
    "raw", "msg", "message_text", "ticket_description", "description", "feedback", "inquiry", "question",
)  # fmt: skip
_WHO = (
    "contact",
    "from",
    "sender",
    "author",
    "user",
    "customer",
    "visitor",
    "requester",
    "consumer",
    "source",
    "actor",
)
_ID = ("id", "user_id", "account_id", "uuid", "username", "handle", "login", "email", "phone", "msisdn", "name")
_FLAT = (
    "contact", "from", "sender", "user", "author", "customer", "user_id", "sender_id", "author_id", "contact_id", "customer_id", "visitor_id", "msisdn",
    "from_number", "from_email", "email", "ticket_contact_email", "phone",
)  # fmt: skip
_NAME = ("display_name", "name", "full_name", "fullname", "nickname", "username")
_NAMED = (
    "contact_name", "from_name", "sender_name", "author_name", "user_name", "customer_name", "ticket_contact_name",
    "full_name", "fullname", "name",
)  # fmt: skip
_PLACE = ("conversation", "thread", "chat", "ticket", "detail", "room")
_PLACES = ("conversation_id", "chat_id", "session_id", "thread_id", "room_id", "ticket_id")
"""Where one customer is spoken with. What many write to (a channel, an issue) is no dialogue: there the contact is."""
_SUBJECT = ("subject", "ticket_subject", "topic_title", "title")
_MESSAGE = (
    "deleted_ts", "message_id", "email_id", "message_sid", "sms_message_sid", "message_uuid", "message_token", "post_id", "ts",
    "fingerprint", "uuid",
)  # fmt: skip
_AT = (
    "created_at", "sent_at", "submitted_at", "received", "received_at", "created_on", "created", "created_datetime",
    "create_time", "event_time", "timestamp", "time", "date", "delivered_at",
)  # fmt: skip
_TYPE = ("type", "subtype", "event", "topic", "webhook_event", "event_type", "event_name", "action", "t", "record_type")
_OURS = frozenset("admin operator agent bot business app staff".split())
ROLES = _OURS | {"user", "visitor", "customer", "contact"}
"""What somebody is, where others would say who."""
_OUT = frozenset("out outgoing outbound sent".split())
_DIRECTIONS = _OUT | {"", "in", "incoming", "inbound", "received"}
_SPOKEN = frozenset("message comment reply replied post review mail email sms chat note form inquiry question".split())
_AROUND = frozenset("event callback notification conversation inbound incoming text ticket contact".split())
_FATE = {"delivered": "delivered", "delivery": "delivered", "bounced": "failed", "failed": "failed", "opened": "read"}
_ADDRESS = re.compile(r"\s*(.*?)\s*<([^<>\s]+@[^<>\s]+)>\s*")
_HTML = re.compile(r"\s*<(p|div|html|body|span|br|ul|ol)\b", re.IGNORECASE)


def put(thing: Found) -> Found:
    """Return what a body says in the names that are asked for, {} where it cannot be told."""
    levels = list(_levels(thing))
    around: Found = {}
    for level in levels:
        around.update({key: value for key, value in level.items() if key not in ("id", "type")})
    if words(around, "direction").lower() not in _DIRECTIONS:
        return {}
    parts = set(_parts(levels))
    text, message = _text(around), _named(levels[-1], ("id",)) or _named(around, _MESSAGE)
    told = next((state for word, state in _FATE.items() if word in parts), "")
    # Parcels are delivered too.
    if state := (told if parts & _SPOKEN or _named(around, _MESSAGE) else "") or _status(around):
        kind = "receipt" if state == "read" else "delivery"
        return {"kind": kind, "state": state, "target": message, **_when(levels)} if message else {}
    ours = _ours(around, parts)
    contact, name = _contact(around, ours)
    kind = _kind(parts)
    if not kind or (kind != "delete" and (not text or not (contact or ours))) or (kind != "message" and not message):
        return {}
    place = _place(levels, around)
    said: Found = {"kind": "echo" if ours and kind == "message" else kind, "id": message, "text": text}
    if kind != "message":
        said["target"] = message
    subject = next((t for key in _SUBJECT if (t := words(inner(around, "detail"), key) or words(around, key))), "")
    known = {"contact": contact, "contact_name": name, "conversation": place, "subject": subject}
    files, reply = [_file(file) for file in objects(around.get("attachments"))], name_of(around, "reply_to")
    more = {"attachments": files, "reply_to": "" if "@" in reply else reply, **_when(levels)}
    return {**said, **known, **more} if contact or place else {}


def _plain(found: Found) -> Found:
    """Return an object with its keys as most write them: `messageId`, `Message-Id` and `your-message` alike."""
    plain: Found = {}
    for key, value in found.items():
        name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", key[:80])
        name = re.sub(r"\W+", "_", name).strip("_").lower().removeprefix("your_")
        plain.setdefault(name, value)
    return plain


def _levels(thing: Found) -> Iterator[Found]:
    level = _plain(thing)
    yield level
    for _ in range(DEEPEST):
        into = ((level[key], key) for key in _INTO if isinstance(level.get(key), (dict, list)))
        # Of many parts of a conversation the newest is meant.
        found = next(
            (v if isinstance(v, dict) else objects(v)[-1] for v, _ in into if isinstance(v, dict) or objects(v)), None
        )
        if found is None:
            return
        level = _plain(found)
        yield level


def _parts(levels: list[Found]) -> Iterator[str]:
    for level in levels:
        for key in _TYPE:
            given = re.sub(r"(?<=[a-z])(?=[A-Z])", ".", words(level, key)[:200]).lower()
            yield from re.findall(r"[a-z]+", given)


def _kind(parts: set[str]) -> str:
    spoken = bool(parts & _SPOKEN)
    if spoken and parts & {"deleted", "removed", "remove", "delete"}:
        return "delete"
    if spoken and parts & {"updated", "edited", "changed", "update"}:
        return "edit"
    return "message" if spoken or not parts or parts & _AROUND else ""


def _text(found: Found) -> str:
    # What is said may itself say in what form it does.
    given = (words(found, key) or next((w for k in _TEXT if (w := words(inner(found, key), k))), "") for key in _TEXT)
    said = next((said for said in given if said.strip()), "")
    return text_of_html(said) if _HTML.match(said) else said


def _status(found: Found) -> str:
    given = (words(found, "message_status") or words(found, "sms_status")).lower()
    return {"delivered": "delivered", "sent": "sent", "read": "read", "failed": "failed", "undelivered": "failed"}.get(
        given, ""
    )


def _named(found: Found, keys: tuple[str, ...]) -> str:
    return next((id for key in keys if (id := name_of(found, key))), "")


def _people(found: Found) -> Iterator[Found]:
    yield from (_plain(inner(found, key)) for key in _WHO if inner(found, key))


def _ours(found: Found, parts: set[str]) -> bool:
    roles = [words(who, "type").lower() for who in _people(found)] + [words(found, "from").lower()]
    outgoing = words(found, "direction").lower() in _OUT
    staff = any(who.get("is_staff") is True for who in _people(found)) or bool(words(found, "bot_id"))
    return outgoing or staff or any(role in _OURS for role in roles) or bool(parts & {"admin", "operator"})


def _contact(found: Found, ours: bool) -> tuple[str, str]:
    """Return who wrote and what they are called; of what we wrote only who is named as the contact."""
    people = [_plain(inner(found, "contact"))] if ours else list(_people(found))
    others = [_plain(one) for one in objects(inner(found, "contacts").get("contacts"))] if ours else []
    for who in (*people, *others):
        if id := _named(who, _ID):
            return id, _called(who) or next((said for key in _NAMED if (said := words(found, key))), "")
    if ours:
        return "", ""
    flat = (name_of(found, key) for key in _FLAT)
    id = next((id for id in flat if id and id.lower() not in ROLES), "")
    if address := _ADDRESS.fullmatch(id[:1000]):
        return address[2].lower(), address[1].strip('"')
    return id, next((said for key in _NAMED if (said := words(found, key))), "") or _called(found)


def _called(who: Found) -> str:
    parts = " ".join(part for key in ("first_name", "last_name") if (part := words(who, key)))
    return next((said for key in _NAME if (said := words(who, key))), parts)


def _place(levels: list[Found], around: Found) -> str:
    if id := _named(around, _PLACES):
        return id
    for level in levels[:-1]:
        if words(level, "type") in _PLACE and (id := name_of(level)):
            return id
    places = (_plain(inner(around, key)) for key in _PLACE)
    return next((id for place in places if (id := _named(place, ("id", "key", "name")))), "")


def _file(found: Found) -> Found:
    file = _plain(found)
    return {**file, "size": file.get("size") or file.get("content_length")}


def _when(levels: list[Found]) -> Found:
    """Return when it was said: as near to the words as it is told."""
    return next(({"at": level[key]} for level in reversed(levels) for key in _AT if level.get(key)), {})
