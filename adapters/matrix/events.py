"""Says what one Matrix event says: pure, never raises.

An event is named by its event_id, which is the same however it reaches us. Events that we sent come back with the
transaction id that we gave them; what the same account wrote elsewhere is known by its address, where that is given.
https://spec.matrix.org/v1.19/client-server-api/#room-event-format
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from adapters.kit.found import Found, digest, inner, unknown, words
from adapters.matrix import content as c
from adapters.matrix.around import Around
from adapters.matrix.state import member, state
from adapters.matrix.told import about, room, when, who
from inbox.ports.adapter import Identity, Incoming, Kind

_MACHINE = ("m.notice", "m.server_notice", "m.key.verification.request")
"""What programs write, and nobody is to answer. https://spec.matrix.org/v1.19/client-server-api/#mnotice"""
_WORDS = frozenset(
    "m.room.message m.sticker m.poll m.poll.start org.matrix.msc3381.poll.start m.poll.end org.matrix.msc3381.poll.end"
    " m.message org.matrix.msc1767.message m.room.encrypted m.reaction".split()
)
"""What people say; without content it was deleted, because that is all a redaction leaves."""
_ACCOUNT = (
    "m.direct", "m.push_rules", "m.tag", "m.ignored_user_list", "m.identity_server", "m.accepted_terms", "m.key_backup",
    "m.marked_unread", "m.recent_emoji", "m.media_preview_config", "m.invite_permission_config", "m.image_pack",
    "m.secret_storage.", "m.cross_signing.", "m.megolm_backup.", "m.org.matrix.", "im.vector.", "io.element.",
)  # fmt: skip
"""What only the account itself sees, and nobody sent."""
_DEVICES = ("m.room_key", "m.forwarded_room_key", "m.secret.", "m.key.verification.", "m.dummy", "m.olm.")
_CALLS = ("m.call.", "org.matrix.call.", "m.rtc.", "org.matrix.msc4075.rtc")
TOKEN = "chefsache.token"  # noqa: S105 - the name under which a message of ours carries its token
BUNDLED = 2
"""How deep an event may lie within another: an edit, beside what it edits."""


def said_by(event: object, around: Around, depth: int = 0) -> list[Incoming]:
    """Say what one event says; never raises."""
    if not isinstance(event, dict):
        return [unknown(event, "this is no event")]
    try:
        return _event(event, around, depth)
    # Whatever an event does to this reader, it must cost this event only.
    except Exception as cause:
        return [unknown(event, f"this event cannot be read ({type(cause).__name__})")]


def _event(event: Found, around: Around, depth: int) -> list[Incoming]:
    kind = words(event, "type") or _guessed(event)
    if not kind:
        return [unknown(event, "an event without a type")]
    if not isinstance(event.get("content"), dict):
        return [unknown(event, f"{kind[:60]} without content")]
    if kind == "m.room.member":
        return [member(event, around)]
    if kind in _WORDS and "state_key" not in event:
        if why := _broken(event, around):
            return [unknown(event, why)]
        if _redacted(event):
            return [_gone(event, around)]
    if reader := _READERS.get(kind):
        return reader(event, around, depth)
    return [_other(kind, event, around)]


def _guessed(event: Found) -> str:
    """Return the type of an event that lost it: an excerpt that holds only what was said."""
    content = inner(event, "content")
    if words(content, "membership"):
        return "m.room.member"
    return "m.room.message" if words(content, "msgtype") else ""


def _broken(event: Found, around: Around) -> str:
    """Return what an event lacks. An excerpt of an event, with nothing but what was said, lacks nothing."""
    excerpt = not around.room and not any(part in event for part in ("sender", "user_id", "event_id", "room_id"))
    if excerpt:
        return ""
    if not who(event):
        return "an event without a sender"
    if words(event, "event_id"):
        return ""
    sealed = words(event, "type") == "m.room.encrypted"
    return "keys between devices, encrypted: no dialogue" if sealed else "an event without an id"


# --- what is said


def _message(event: Found, around: Around, depth: int) -> list[Incoming]:
    content, unsigned = inner(event, "content"), inner(event, "unsigned")
    if words(c.relates(content), "rel_type") == "m.replace":
        return [_edit(event, around)]
    found = c.said(content, words(event, "type"))
    if not found.anything:
        return [unknown(event, "this message holds nothing that can be read")]
    token = words(unsigned, "transaction_id")
    mine = bool(around.us) and who(event) == around.us
    ours = bool(token) or mine
    if mine:
        # Another device of ours is told no transaction id; that somebody else wrote our token there proves nothing.
        token = words(content, TOKEN) or token
    message = about(
        Kind.ECHO if ours else Kind.MESSAGE,
        event,
        around,
        text=found.text,
        folded=found.folded,
        attachments=found.files,
        reply_to=c.answered(content),
        token=token,
        automatic=words(content, "msgtype") in _MACHINE and not ours,
    )
    if ours:
        # An echo is said to whoever we speak with there, not to ourselves.
        peer = around.peer if around.peer != who(event) else ""
        identities = (Identity("matrix", peer),) if peer else ()
        message = replace(message, identities=identities, name=around.name(peer) if peer else "")
    return [message, *_bundled(event, around, depth)]


def _bundled(event: Found, around: Around, depth: int) -> list[Incoming]:
    """Return the newest edit, which servers hand out beside what it edits."""
    edit = inner(inner(inner(event, "unsigned"), "m.relations"), "m.replace")
    if depth + 1 >= BUNDLED or not inner(edit, "content"):
        return []
    found = said_by({"room_id": room(event, around), **edit}, around, depth + 1)
    return [said for said in found if said.kind is Kind.EDIT]


def _edit(event: Found, around: Around) -> Incoming:
    content = inner(event, "content")
    target, new = words(c.relates(content), "event_id"), inner(content, "m.new_content")
    if not target:
        return unknown(event, "an edit that names no message")
    for _ in range(len(around.edits)):
        if target not in around.edits:
            break
        target = around.edits[target]
    found = c.said(new or content, words(event, "type"))
    text = found.text if new else found.text.removeprefix("* ")
    token = words(inner(event, "unsigned"), "transaction_id")
    return about(Kind.EDIT, event, around, target_id=target, text=text, attachments=found.files, token=token)


def _encrypted(event: Found, around: Around, depth: int) -> list[Incoming]:
    """Return what cannot be read as what it is: somebody wrote, and waits. No reply may leave in clear words."""
    content = inner(event, "content")
    relation = c.relates(content)
    if words(relation, "rel_type") == "m.replace" and words(relation, "event_id"):
        target = words(relation, "event_id")
        return [about(Kind.EDIT, event, around, target_id=target, text=c.ENCRYPTED)]
    if words(relation, "rel_type") == "m.annotation":
        return [unknown(event, "an encrypted reaction")]
    ours = bool(around.us and who(event) == around.us)
    kind, answered = Kind.ECHO if ours else Kind.MESSAGE, c.answered(content)
    return [about(kind, event, around, text=c.ENCRYPTED, reply_to=answered, window="closed")]


# --- what is said about a message


def _redacted(event: Found) -> bool:
    unsigned = inner(event, "unsigned")
    said = any(part.get(word) for part in (unsigned, event) for word in ("redacted_because", "redacted_by"))
    return said or (event["content"] == {} and bool(words(event, "event_id")))


def _gone(event: Found, around: Around) -> Incoming:
    """Return what was deleted before we saw it, as the deletion that says so."""
    unsigned = inner(event, "unsigned")
    because = inner(unsigned, "redacted_because") or inner(event, "redacted_because")
    id = words(event, "event_id")
    by = {"room_id": room(event, around), **because} if because else {**event, "sender": "", "event_id": ""}
    return _deleted(by, around, id)


def _redaction(event: Found, around: Around, depth: int) -> list[Incoming]:
    # Up to room version 10 the target stands beside the content, since version 11 in it.
    target = words(inner(event, "content"), "redacts") or words(event, "redacts")
    if not target:
        return [unknown(event, "a deletion that names no message")]
    return [_deleted(event, around, target)]


def _deleted(event: Found, around: Around, target: str) -> Incoming:
    why = words(inner(event, "content"), "reason")
    return replace(about(Kind.DELETE, event, around, target_id=target, why=why), dedupe_key=f"delete:{target}")


def _reaction(event: Found, around: Around, depth: int) -> list[Incoming]:
    relation = c.relates(inner(event, "content"))
    target, felt = words(relation, "event_id"), words(relation, "key")
    if not target or not felt:
        return [unknown(event, "a reaction to no message, or without a sign")]
    return [about(Kind.REACTION, event, around, target_id=target, text=felt)]


def _voted(event: Found, around: Around, depth: int) -> list[Incoming]:
    target = words(c.relates(inner(event, "content")), "event_id")
    if not target:
        return [unknown(event, "a vote in no poll")]
    return [about(Kind.REACTION, event, around, target_id=target, text=", ".join(c.chosen(inner(event, "content"))))]


def _receipts(event: Found, around: Around, depth: int) -> list[Incoming]:
    """Return who has read up to where. What we read ourselves is told too, but says nothing about a reply."""
    found: list[Incoming] = []
    for target, kinds in inner(event, "content").items():
        for kind, people in kinds.items() if isinstance(kinds, dict) else ():
            for person, read in people.items() if isinstance(people, dict) else ():
                found.append(_receipt(event, around, target, kind, person, read))
    return found or [unknown(event, "a receipt that names no message")]


def _receipt(event: Found, around: Around, target: str, kind: str, person: str, read: object) -> Incoming:
    if not isinstance(read, dict):
        return unknown([event, target, kind, person], f"a receipt of {person[:100]} that cannot be read")
    said = words({"id": target}, "id"), words({"id": person}, "id")
    thread = words(read, "thread_id")
    theirs = kind == "m.read" and said[1] != around.us
    return Incoming(
        Kind.RECEIPT,
        f"receipt:{said[0]}:{kind}:{said[1]}:{thread}",
        room(event, around),
        _at(read.get("ts")),
        target_id=said[0],
        identities=(Identity("matrix", said[1]),),
        name=around.name(said[1]),
        visibility=around.visibility,
        state="read" if theirs else "",
    )


def _at(value: object) -> datetime | None:
    return when({"origin_server_ts": value})


def _marker(event: Found, around: Around, depth: int) -> list[Incoming]:
    """Return how far we read ourselves."""
    target = words(inner(event, "content"), "event_id")
    if not target:
        return [unknown(event, "a receipt that names no message")]
    return [replace(about(Kind.RECEIPT, event, around, target_id=target), dedupe_key=f"marker:{target}")]


# --- what is said around a dialogue


def _typing(event: Found, around: Around, depth: int) -> list[Incoming]:
    given = inner(event, "content").get("user_ids")
    people = [words({"id": p}, "id") for p in given if isinstance(p, str)] if isinstance(given, list) else []
    said = about(Kind.CONVERSATION, event, around, why=f"m.typing: {', '.join(people)}")
    return [replace(said, identities=tuple(Identity("matrix", p) for p in people if p))]


def _presence(event: Found, around: Around, depth: int) -> list[Incoming]:
    content = inner(event, "content")
    seen = " ".join(part for part in (words(content, "presence"), words(content, "status_msg")) if part)
    person = who(event) or words(content, "user_id")
    said = about(Kind.CONTACT, {**event, "sender": person}, around, why=f"m.presence: {seen}")
    return [replace(said, name=words(content, "displayname") or said.name)]


def _poll_end(event: Found, around: Around, depth: int) -> list[Incoming]:
    content = inner(event, "content")
    poll = words(c.relates(content), "event_id")
    return [about(Kind.MESSAGE, event, around, text=c.plain(content), reply_to=poll, automatic=True)]


def _other(kind: str, event: Found, around: Around) -> Incoming:
    """Return what has no reader of its own."""
    content = inner(event, "content")
    if kind.startswith(_CALLS) or kind.endswith((".beacon", "m.beacon")):
        return about(Kind.CONVERSATION, event, around, why=f"{kind} {c.whereabouts(content)}".strip())
    if isinstance(event.get("state_key"), str) or kind.startswith(("m.room.", "m.space.", "m.policy.")):
        return state(kind, event, around)
    if kind.startswith(_DEVICES):
        return unknown(event, f"{kind[:60]}: keys between devices, no dialogue")
    if not who(event) and not words(event, "event_id") and kind.startswith(_ACCOUNT):
        return Incoming(Kind.ACCOUNT, f"{kind}:{digest(room(event, around), content)}", room(event, around), why=kind)
    if (found := c.said(content)).anything and not _broken(event, around):
        ours = bool(around.us and who(event) == around.us)
        return about(Kind.ECHO if ours else Kind.MESSAGE, event, around, text=found.text, attachments=found.files)
    return unknown(event, f"an event of a type that is not known: {kind[:60]}")


_Reader = Callable[[Found, Around, int], list[Incoming]]
_READERS: dict[str, _Reader] = {
    **dict.fromkeys(_WORDS - {"m.room.encrypted", "m.reaction"}, _message),
    "m.room.encrypted": _encrypted,
    "m.room.redaction": _redaction,
    "m.reaction": _reaction,
    **dict.fromkeys(("m.poll.response", "org.matrix.msc3381.poll.response"), _voted),
    **dict.fromkeys(("m.poll.end", "org.matrix.msc3381.poll.end"), _poll_end),
    "m.receipt": _receipts,
    "m.fully_read": _marker,
    "m.typing": _typing,
    "m.presence": _presence,
}
