"""Reads WhatsApp's messages: what a customer says, what was said on our behalf elsewhere, and what becomes of either.

https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from adapters.kit.attached import untold, withheld
from adapters.kit.found import Found, digest, inner, moment, name_of, objects, unknown, words
from adapters.kit.graph import said_in
from adapters.whatsapp.content import around, files, kind_of, text
from adapters.whatsapp.places import NUMBER, PARENT, USER, Place, Who, number_of
from inbox.ports.adapter import Identity, Incoming, Kind, Window

_KEPT = ("unsupported", "unknown")
"""The types of what WhatsApp does not hand over."""
_READABLE_LATER = "a file whose contents are not told here; WhatsApp tells them apart where it is younger than 14 days"


@dataclass(frozen=True, slots=True)
class Saying:
    """A message and what is known around it. `ours`: it was sent on our behalf; `past`: it is told long afterwards."""

    message: Found
    place: Place
    who: Who
    ours: bool = False
    past: bool = False
    errors: str = ""

    @property
    def id(self) -> str:
        """Return its own name on WhatsApp."""
        return name_of(self.message, "id")

    @property
    def at(self) -> datetime | None:
        """Return when it was said."""
        return moment(self.message.get("timestamp"))

    def key(self, kind: str) -> str:
        """Return a dedupe key: by its name, else by all it says."""
        return f"{kind}:{self.id or digest(self.place.key, self.message)}"


def said_by(saying: Saying) -> list[Incoming]:
    """Say what one message says."""
    told = _READERS.get(kind_of(saying.message), _plain)(saying)
    if told.kind in (Kind.MESSAGE, Kind.ECHO) and not told.conversation_key:
        return [unknown(saying.message, "this message is nobody's")]
    return [told]


def wrong(errors: object) -> str:
    """Return a list of errors in one line, "" where there are none."""
    said = (said_in(e) for e in objects(errors))
    return "; ".join(s.words for s in said if s)


def _entry(saying: Saying, kind: Kind, key: str, **more: object) -> Incoming:
    return Incoming(
        kind,
        key,
        saying.place.key,
        saying.at,
        saying.id,
        identities=saying.who.identities,
        name=saying.who.name,
        **more,  # type: ignore[arg-type]  # the names are checked by whoever runs it
    )


def _plain(saying: Saying) -> Incoming:
    message = saying.message
    said, attachments, context = text(message), files(message), inner(message, "context")
    if not said and not attachments:
        return _unreadable(saying)
    many = context.get("frequently_forwarded") is True
    return _entry(
        saying,
        Kind.ECHO if saying.ours else Kind.MESSAGE,
        saying.key("message"),
        text=said,
        folded=around(message),
        attachments=attachments,
        reply_to=name_of(context, "id"),
        token=words(message, "biz_opaque_callback_data") if saying.ours else "",
        why="forwarded many times" if many else "forwarded" if context.get("forwarded") is True else "",
        # Whoever writes can be answered again, whatever was said before.
        window="" if saying.ours or saying.past else Window.OPEN,
    )


def _unreadable(saying: Saying) -> Incoming:
    """Return a message of which nothing can be read: WhatsApp keeps it to itself, or nobody here knows its type.

    Where it is kept, somebody wrote all the same and waits. It may be told later (error 131060), so its key is its own.
    https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/unsupported
    """
    message, kind = saying.message, kind_of(saying.message)
    told = wrong(message.get("errors")) or saying.errors
    what = words(inner(message, "unsupported"), "type") or words(message, "unsupported")
    reply_to = name_of(inner(message, "context"), "id")
    if not told and kind not in _KEPT:
        why = f"a message of a type that is not known: {kind[:60]}" if kind else "a message of no type"
        return _entry(saying, Kind.UNKNOWN, saying.key("unreadable"), reply_to=reply_to, why=why)
    files = (untold(what),)
    why = f"{withheld(files, 'WhatsApp')} ({what or kind or 'no type'})"
    return _entry(
        saying,
        Kind.ECHO if saying.ours else Kind.MESSAGE,
        saying.key("unreadable"),
        text=words(inner(message, "text"), "body"),
        attachments=files,
        reply_to=reply_to,
        token=words(message, "biz_opaque_callback_data") if saying.ours else "",
        why=f"{why}: {told}" if told else why,
        window="" if saying.ours or saying.past else Window.OPEN,
    )


def _untold(saying: Saying) -> Incoming:
    return _entry(saying, Kind.UNKNOWN, saying.key("placeholder"), why=_READABLE_LATER)


def _reaction(saying: Saying) -> Incoming:
    """Return how somebody feels about a message now: without an emoji, or with an empty one, it is taken back."""
    found = inner(saying.message, "reaction")
    target = name_of(found, "message_id") or name_of(found, "messsage_id")
    if not target:
        return unknown(saying.message, "a reaction to no message")
    emoji = words(found, "emoji")
    key = saying.key("reaction") if saying.id else f"reaction:{digest(saying.place.key, saying.message)}"
    return _entry(saying, Kind.REACTION, key, target_id=target, text=emoji)


def _edit(saying: Saying) -> Incoming:
    found = inner(saying.message, "edit")
    target, after = name_of(found, "original_message_id"), inner(found, "message")
    if not target:
        return unknown(saying.message, "an edit that names no message")
    # The context of what is edited names no message that is known here ("M0"), so it is no answer to one.
    return _entry(saying, Kind.EDIT, saying.key("edit"), target_id=target, text=text(after), attachments=files(after))


def _revoke(saying: Saying) -> Incoming:
    target = name_of(inner(saying.message, "revoke"), "original_message_id")
    if not target:
        return unknown(saying.message, "a deletion that names no message")
    return _entry(saying, Kind.DELETE, saying.key("delete"), target_id=target)


def _system(saying: Saying) -> Incoming:
    """Return what became of a contact: another number, another id, another phone.

    https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/system
    """
    found = inner(saying.message, "system")
    kind = words(found, "type")
    before, after = number_of(found, "customer"), number_of(found, "wa_id", "new_wa_id")
    handles = (
        (NUMBER, before),
        (NUMBER, after),
        (USER, name_of(found, "user_id")),
        (USER, name_of(found, "previous_user_id")),
        (PARENT, name_of(found, "parent_user_id")),
        (PARENT, name_of(found, "previous_parent_user_id")),
    )
    named = [Identity(what, value) for what, value in handles if value]
    identities = tuple(dict.fromkeys((*saying.who.identities, *named)))
    # The dialogue was held under the old name.
    contact = saying.who.contact or before or name_of(found, "previous_user_id") or name_of(found, "user_id") or after
    place = saying.place if saying.place.group else saying.place._replace(contact=contact)
    about = Kind.CONTACT if kind.startswith(("user_", "customer_")) or named else Kind.CONVERSATION
    return Incoming(
        about,
        saying.key("system"),
        place.key,
        saying.at,
        saying.id,
        identities=identities,
        name=saying.who.name,
        text=words(found, "body"),
        why=kind or "system",
    )


def _opened(saying: Saying) -> Incoming:
    return _entry(saying, Kind.CONVERSATION, saying.key("opened"), why="the chat was opened for the first time")


_READERS: dict[str, Callable[[Saying], Incoming]] = {
    "reaction": _reaction,
    "edit": _edit,
    "revoke": _revoke,
    "system": _system,
    "request_welcome": _opened,
    "unsupported": _unreadable,
    "unknown": _unreadable,
    "media_placeholder": _untold,
}
