"""Reads the shape this webhook asks for: the names of `inbox import`'s rows, and what others usually call the same.

`{"type": "message.created", "timestamp": …, "data": {"contact", "contact_name", "conversation", "id", "at", "text",
"direction", "visibility", "subject", "reply_to", "attachments"}}`, with or without the envelope. An edit or a deletion
names its message in `target`, or is named like it. `kind` says what it is where no `type` does.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import NamedTuple

from adapters.kit.found import Found, digest, inner, moment, name_of, objects, sound, stamp, unknown, words
from inbox.ports.adapter import Attachment, Identity, Incoming, Kind, Visibility

_TEXT = ("text", "body", "message", "content")
_CONTACT = ("contact", "from", "sender", "author", "user", "customer")
_NAME = ("contact_name", "from_name", "sender_name", "author_name", "user_name", "full_name", "fullName", "name")
_CONVERSATION = ("conversation", "conversation_id", "conversation_key", "thread_id", "thread", "room_id")
_ID = ("id", "message_id", "external_id", "uuid")
_TARGET = ("target", "target_id", "message_id", "message")
_AT = ("at", "occurred_at", "created_at", "sent_at", "timestamp", "time", "date")
_CHANGED = ("at", "occurred_at", "edited_at", "updated_at", "deleted_at")
"""When something happened to a message, which is later than when it was written."""
_REPLY = ("reply_to", "in_reply_to", "parent_id")
_SPOKEN = frozenset(
    "message comment reply post review mention dm sms mail email chat note feedback form ticket inquiry question".split()
)
"""What may be written by a contact: only these are edited and deleted by their types."""
_AROUND = {
    "conversation": Kind.CONVERSATION, "thread": Kind.CONVERSATION, "room": Kind.CONVERSATION,
    "contact": Kind.CONTACT, "customer": Kind.CONTACT, "user": Kind.CONTACT, "person": Kind.CONTACT,
    "account": Kind.ACCOUNT, "channel": Kind.ACCOUNT, "webhook": Kind.ACCOUNT, "endpoint": Kind.ACCOUNT,
    "ping": Kind.ACCOUNT, "test": Kind.ACCOUNT,
}  # fmt: skip
_VERBS: dict[str, tuple[Kind, str]] = {
    **dict.fromkeys("created received new incoming inbound submitted posted added create".split(), (Kind.MESSAGE, "")),
    **dict.fromkeys("updated edited changed update edit".split(), (Kind.EDIT, "")),
    **dict.fromkeys("deleted removed unsent redacted retracted delete".split(), (Kind.DELETE, "")),
    "sent": (Kind.DELIVERY, "sent"), "outgoing": (Kind.ECHO, ""), "outbound": (Kind.ECHO, ""), "echo": (Kind.ECHO, ""),
    "delivered": (Kind.DELIVERY, "delivered"),
    **dict.fromkeys("failed bounced undelivered rejected".split(), (Kind.DELIVERY, "failed")),
    **dict.fromkeys("read seen opened".split(), (Kind.RECEIPT, "read")),
    **dict.fromkeys("reacted reaction".split(), (Kind.REACTION, "")),
    **dict.fromkeys("unreacted".split(), (Kind.REACTION, "taken back")),
}  # fmt: skip
_KINDS = frozenset(Kind) - {Kind.UNKNOWN}
_UNMADE = frozenset("deleted removed withdrawn unreacted delete revoked".split())
_IN, _OUT = frozenset("in incoming inbound received".split()), frozenset("out outgoing outbound sent".split())
_STATES = {"read": "read", "seen": "read", "delivered": "delivered", "sent": "sent", "failed": "failed"}


class _Thing(NamedTuple):
    """One thing without its envelope, and what the envelope says of it."""

    found: Found
    state: str
    at: datetime | None
    delivery: str
    """What the webhook or its envelope is called, "" where it has no name."""
    key: str
    """What tells this thing from every other, where it has no name of its own."""


def speaks(found: Found) -> bool:
    """Tell whether this is a thing by itself, in the names that are asked for."""
    return isinstance(found.get("contact"), str) and isinstance(found.get("text"), str)


def said_by(thing: Found, delivery: str, whole: Found | None = None) -> list[Incoming]:
    """Say what one thing says; `delivery` is the webhook's own id, "" where it has none, `whole` all that came of it."""
    content = inner(thing, "data")
    found = content or thing
    # Where the data holds one thing by its name ({"data": {"message": {…}}}), that is meant.
    for key in ("message", "comment", "reply", "object"):
        if content and not _text(found) and inner(found, key):
            found = {**found, **inner(found, key)}
    type = next((t for key in ("type", "event", "event_type") if (t := words(thing, key))), words(found, "type"))
    kind, state = _meant(found, type)
    named = delivery or ((name_of(thing, "id") or name_of(thing, "event_id")) if content else "")
    known = _Thing(found, state, _when(thing, _AT), named, named or digest(whole or thing))
    said: Incoming | str
    if kind in (Kind.MESSAGE, Kind.ECHO):
        said = _spoken(known, kind)
    elif kind in (Kind.EDIT, Kind.DELETE, Kind.REACTION, Kind.DELIVERY, Kind.RECEIPT):
        said = _about(known, kind)
    elif kind is not None:
        said = _around(known, kind, type)
    else:
        said = f"a type that is not known: {type[:60]}" if type else "it names neither a contact nor a text"
    return [unknown(thing, said) if isinstance(said, str) else said]


def _meant(found: Found, type: str) -> tuple[Kind | None, str]:
    """Return what a thing is: by its `kind`, by its type's words, else by what it holds."""
    if (given := words(found, "kind").lower()) in _KINDS:
        state = words(found, "state").lower() or ("read" if given == Kind.RECEIPT else "")
        return Kind(given), _STATES.get(state, "")
    parts = re.findall(r"[a-z]+", re.sub(r"(?<=[a-z])(?=[A-Z])", ".", type).lower())
    if {"reaction", "reacted", "unreacted"} & set(parts):
        return Kind.REACTION, "taken back" if _UNMADE & set(parts) else ""
    verb = next((part for part in reversed(parts) if part in _VERBS), "")
    if _SPOKEN & set(parts) or len(parts) == 1:
        if verb == "sent" and _text(found):
            return (Kind.MESSAGE if _direction(found) in _IN else Kind.ECHO), ""
        if verb:
            return _VERBS[verb]
        if parts[-1] in _SPOKEN:
            return Kind.MESSAGE, ""
    around = next((_AROUND[part] for part in parts if part in _AROUND), None)
    return (around, "") if around else _shaped(found, parts)


def _shaped(found: Found, parts: list[str]) -> tuple[Kind | None, str]:
    """Return what a thing is whose type says nothing to us."""
    new = not parts or any(_VERBS.get(part, (None, ""))[0] is Kind.MESSAGE for part in parts)
    if new and _contact(found) and (_text(found) or _files(found)):
        return Kind.MESSAGE, ""
    if not parts and _named(found, _TARGET):
        if state := _STATES.get(words(found, "state").lower(), ""):
            return (Kind.RECEIPT if state == "read" else Kind.DELIVERY), state
        if "reaction" in found or "emoji" in found:
            return Kind.REACTION, ""
    return None, ""


def _spoken(thing: _Thing, kind: Kind) -> Incoming | str:
    found = thing.found
    direction, contact, id = _direction(found), _contact(found), _named(found, _ID)
    text, files = _text(found), _files(found)
    if direction and direction not in _IN | _OUT:
        return "'direction' is 'in' or 'out'"
    if not contact and not _named(found, _CONVERSATION):
        return "'contact' is missing"
    if not text and not files and not words(found, "subject"):
        return "'text' is missing"
    kind, name = Kind.ECHO if direction in _OUT else kind, _name(found)
    if kind is Kind.ECHO:
        contact, name = _addressed(found, contact, name)
    return Incoming(
        kind,
        f"message:{id or thing.key}",
        _named(found, _CONVERSATION) or contact,
        _when(found, _AT) or thing.at,
        id or thing.delivery,
        identities=_identities(found, contact),
        name=name,
        visibility=_visibility(found),
        subject=words(found, "subject"),
        text=text,
        attachments=files,
        reply_to=_named(found, _REPLY),
        token=(words(found, "token") or id) if kind is Kind.ECHO else "",
        automatic=found.get("automatic") is True,
    )


def _about(thing: _Thing, kind: Kind) -> Incoming | str:
    """Return what is said about a message, which `target` names; an edit or a report may be named like its message."""
    found, state, contact = thing.found, thing.state, _contact(thing.found)
    target = _named(found, _TARGET) or ("" if kind is Kind.REACTION else _named(found, _ID))
    text = _text(found)
    if kind is Kind.REACTION:
        text = "" if state else next((said for key in ("reaction", "emoji") if (said := words(found, key))), text)
    if not target:
        return "'target' is missing"
    if kind is Kind.EDIT and not text:
        return "'text' is missing"
    if kind in (Kind.DELIVERY, Kind.RECEIPT) and not state:
        return "'state' is 'sent', 'delivered', 'read' or 'failed'"
    report = kind in (Kind.DELIVERY, Kind.RECEIPT)
    what = f"{kind}:{state}" if report else str(kind)
    once = kind is Kind.DELETE or report
    return Incoming(
        kind,
        f"{what}:{target}" if once else f"{what}:{target}:{contact}:{thing.key}",
        _named(found, _CONVERSATION) or contact,
        _when(found, _CHANGED) or thing.at or _when(found, _AT),
        target if kind is Kind.EDIT else "",
        target,
        identities=_identities(found, contact),
        name=_name(found),
        visibility=_visibility(found),
        text="" if kind is Kind.DELETE or report else text,
        attachments=_files(found) if kind is Kind.EDIT else (),
        token=(words(found, "token") or target) if report else "",
        state=state if report else "",
        why=next((said for key in ("why", "reason", "error") if (said := words(found, key))), ""),
    )


def _around(thing: _Thing, kind: Kind, type: str) -> Incoming:
    found, contact = thing.found, _contact(thing.found)
    if kind is Kind.CONTACT:
        contact = contact or _named(found, _ID)
    conversation = _named(found, _CONVERSATION) or (_named(found, _ID) if kind is Kind.CONVERSATION else "") or contact
    return Incoming(
        kind,
        f"{kind}:{thing.key}",
        conversation,
        thing.at or _when(found, _CHANGED) or _when(found, _AT),
        identities=_identities(found, contact),
        name=_name(found),
        visibility=_visibility(found),
        why=words(found, "why") or type,
    )


# --- who, where, when


def _text(found: Found) -> str:
    return next((said for key in _TEXT if (said := words(found, key))), "")


def _named(found: Found, keys: tuple[str, ...]) -> str:
    """Return the first name there is: an id, or what holds one."""
    return next((id for key in keys if (id := name_of(found, key) or name_of(inner(found, key)))), "")


def _contact(found: Found) -> str:
    for key in _CONTACT:
        who = inner(found, key)
        ids = (name_of(who, part) for part in ("id", "username", "handle", "login", "email", "phone", "name"))
        if id := name_of(found, key) or next((id for id in ids if id), ""):
            return id
    return ""


def _addressed(found: Found, author: str, name: str) -> tuple[str, str]:
    """Return to whom something of ours was said, and what they are called: whoever wrote it is one of us."""
    peer = inner(inner(inner(found, "conversation"), "meta"), "sender")
    given = {
        "contact": found.get("contact") or found.get("customer") or found.get("to") or found.get("recipient") or peer
    }
    if id := _contact(given):
        return id, (name if "contact" in found else "") or _name(given)
    return ("", "") if _named(found, _CONVERSATION) else (author, name)


def _direction(found: Found) -> str:
    given, type = words(found, "direction").lower(), words(found, "message_type").lower()
    return given or (type if type in _IN | _OUT else "")


def _name(found: Found) -> str:
    """Return what the contact is called: beside the words, within the contact, or in two parts."""
    if given := next((said for key in _NAME if (said := words(found, key))), ""):
        return given
    for who in (*(inner(found, key) for key in _CONTACT), found):
        whole = (words(who, key) for key in ("name", "full_name", "display_name", "nickname", "username"))
        parts = " ".join(part for key in ("first_name", "last_name") if (part := words(who, key)))
        if said := next((name for name in whole if name), parts):
            return said
    return ""


def _identities(found: Found, contact: str) -> tuple[Identity, ...]:
    """Return the contact's handles: the one everything is named by, and those that are given beside it."""
    given = found.get("identities")
    pairs = [(name_of(i, "kind"), name_of(i, "value")) for i in objects(given)]
    lists = [pair for pair in given if isinstance(pair, list) and len(pair) == 2] if isinstance(given, list) else []
    pairs += [(sound(kind), sound(value)) for kind, value in lists if isinstance(kind, str) and isinstance(value, str)]
    own = [("webhook", contact)] if contact else []
    return tuple(Identity(kind, value) for kind, value in dict.fromkeys((*own, *pairs)) if kind and value)


def _visibility(found: Found) -> Visibility:
    public = words(found, "visibility").lower() == "public" or found.get("public") is True
    return Visibility.PUBLIC if public else Visibility.PRIVATE


def _when(found: Found, keys: tuple[str, ...]) -> datetime | None:
    """Return the first time there is; one without a zone is UTC, as in a file that is imported."""
    for key in keys:
        value = found.get(key)
        text = value.strip().removesuffix(" UTC") if isinstance(value, str) else ""
        if at := moment(value) or stamp(value) or (stamp(f"{text}+00:00") if ":" in text else None):
            return at
    return None


def _files(found: Found) -> tuple[Attachment, ...]:
    given = found.get("attachments")
    files: list[object] = [{"url": f} if isinstance(f, str) else f for f in given] if isinstance(given, list) else []
    return tuple(_file(file) for file in objects(files))


def _file(file: Found) -> Attachment:
    url = sound(str(file["url"])) if isinstance(file.get("url"), str) else ""
    type = words(file, "kind") or words(file, "type") or words(file, "content_type")
    name = words(file, "name") or words(file, "filename") or url.partition("?")[0].rpartition("/")[2]
    size = file.get("size")
    fits = isinstance(size, int) and not isinstance(size, bool) and 0 <= size < 2**53
    return Attachment(type.partition("/")[0] or "file", name, url, size if fits else None)  # type: ignore[arg-type]  # it is a number here
