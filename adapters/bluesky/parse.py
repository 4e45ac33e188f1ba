"""Takes Bluesky's answers and events apart: lists, views, records, log entries and streams, each read on its own.

Whatever is in a list is read alone, so that what cannot be read costs itself only. Our own account is known where the
payload shows it (see `side`), or where whoever recorded an entry says so: {"account": DID, "members": […], "said": …}
is how this adapter keeps what it fetched, since a chat's log names neither us nor the other side.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

from adapters.bluesky import chat, posts
from adapters.bluesky.side import Side, called, dids, identities, seen
from adapters.kit.found import Found, digest, inner, lines, objects, opened, unknown, words
from inbox.ports.adapter import Incoming, Kind, Visibility

ENVELOPE = 6
"""How deep answers may lie in answers: recorded exchanges that hold an answer that holds a list."""
_WRITES = ("chat.bsky.convo.sendMessage", "chat.bsky.convo.sendMessageBatch")

Reader = Callable[[Found, Side], list[Incoming]]


def parse(raw: bytes, headers: Mapping[str, str]) -> list[Incoming]:
    """Say what a payload says; never raises."""
    try:
        found = opened(raw)
    except ValueError:
        told = lines(raw.decode("utf-8-sig", "replace"))
        if len(told) == 1:
            return [unknown(raw.decode("latin-1"), "this is no JSON")]
        return [said for line in told for said in parse(line.encode(errors="replace"), headers)]
    side = seen(found, Side())
    if isinstance(found, dict) and _is_written(found):
        side = replace(side, wrote=True)
    return list(_unwrapped(found, side, 0))


def _unwrapped(found: object, side: Side, depth: int) -> Iterator[Incoming]:
    if depth > ENVELOPE or not isinstance(found, dict | list):
        yield unknown(found, "this is no object")
    elif isinstance(found, list):
        for one in found:
            yield from _unwrapped(one, side, depth + 1)
    elif "account" in found and "said" in found:
        told = replace(side, ours=words(found, "account") or side.ours, members=dids(found.get("members")))
        yield from _unwrapped(found["said"], replace(told, convo=words(found, "convoId")), depth + 1)
    elif isinstance(found.get("exchanges"), list):
        yield from _unwrapped(found["exchanges"], side, depth + 1)
    elif isinstance(found.get("request"), dict) and isinstance(found.get("response"), dict):
        yield from _exchanged(found, side, depth)
    elif isinstance(found.get("data"), dict | list) and not _is_message(found):
        yield from _unwrapped(found["data"], side, depth + 1)
    else:
        yield from _answer(found, side, depth)


def _exchanged(found: Found, side: Side, depth: int) -> Iterator[Incoming]:
    """Read a recorded answer; its question says which chat it is about, and whether we wrote it."""
    asked = inner(found, "request")
    try:
        parts = urlsplit(words(asked, "uri") or words(asked, "url"))
    except ValueError:
        parts = urlsplit("")
    convo = (parse_qs(parts.query).get("convoId") or [""])[0]
    wrote = parts.path.rpartition("/")[2] in _WRITES
    answer = inner(found, "response")
    body = answer.get("body") if "body" in answer else answer.get("json")
    if isinstance(body, str):
        with suppress(ValueError):  # what is no JSON is told as it is
            body = opened(body.encode(errors="replace"))
    yield from _unwrapped(body, replace(side, convo=convo, wrote=wrote), depth + 1)


# --- answers that hold several things


def _answer(found: Found, side: Side, depth: int) -> Iterator[Incoming]:
    for key, reader in _LISTS.items():
        if isinstance(found.get(key), list):
            # The answer names what its entries are about.
            about = {key: words(found, key) for key in ("uri", "convoId")}
            for one in found[key]:  # type: ignore[attr-defined]  # a list here
                yield from said_by(one, reader, chat.in_convo(found, side), about)
            return
    if isinstance(found.get("thread"), dict):
        for part in _thread(inner(found, "thread")):
            yield from said_by(part, _view, side, {})
    elif isinstance(found.get("convo"), dict):
        yield from said_by(found["convo"], chat.convo, side, {})
    elif isinstance(found.get("parent"), dict) or isinstance(found.get("replies"), list):
        for part in _thread(found):
            yield from said_by(part, _view, side, {})
    else:
        yield from said_by(found, _view, side, {})


def _thread(found: Found) -> Iterator[object]:
    """Yield the parts of a thread as they are read: the first post, what leads to the one asked for, and its replies."""
    above, part = [], inner(found, "parent")
    while part:
        above.append(part)
        part = inner(part, "parent")
    yield from reversed(above)
    waiting: list[object] = [found]
    while waiting:
        one = waiting.pop()
        yield one
        replies = one.get("replies") if isinstance(one, dict) else None
        waiting += reversed(replies) if isinstance(replies, list) else []


def said_by(found: object, reader: Reader, side: Side, about: Mapping[str, str]) -> list[Incoming]:
    """Say what one thing says; never raises."""
    if not isinstance(found, dict):
        return [unknown(found, "this is no object")]
    try:
        if reader is _liked or reader is _reposted:
            found = {"actor": found, **found, "target": about["uri"]}
        return reader(found, side) or [unknown(found, "it says nothing")]
    # Whatever an entry does to this reader, it must cost this entry only.
    except Exception as cause:
        return [unknown(found, f"this entry cannot be read ({type(cause).__name__})")]


def _liked(found: Found, side: Side) -> list[Incoming]:
    return posts.feeling_of(found, words(found, "target"), "❤️", side)


def _reposted(found: Found, side: Side) -> list[Incoming]:
    return posts.feeling_of({"did": words(found, "did"), "actor": found}, words(found, "target"), "🔁", side)


def _in_thread(found: Found, side: Side) -> list[Incoming]:
    """Read an entry of a flat thread (app.bsky.unspecced.getPostThreadV2#threadItem)."""
    value, uri = inner(found, "value"), words(found, "uri")
    kind = chat.short(words(value, "$type"))
    if inner(value, "post"):
        return posts.post_view(inner(value, "post"), side)
    if kind == "threadItemNotFound":
        return posts.missing({"uri": uri, "notFound": True}, side)
    if kind == "threadItemBlocked":
        return posts.missing({"uri": uri, "blocked": True, **value}, side)
    return _view(found, side) if not value else [unknown(found, "a post that only shows itself to who is signed in")]


# --- single things


def _is_written(found: Found) -> bool:
    """Tell whether this answers something that we wrote: only there a message does not name its type.

    chat.bsky.convo.sendMessage answers one, sendMessageBatch several as `items`; lists and logs hold unions, whose
    parts always do (https://atproto.com/specs/lexicon#union).
    """
    items = objects(found.get("items")) or [found]
    return all(_is_message(item) and "$type" not in item for item in items)


def _is_message(found: Found) -> bool:
    return "id" in found and ("sentAt" in found or "sender" in found)


def _view(found: Found, side: Side) -> list[Incoming]:
    for fits, reader in _SHAPES:
        if fits(found):
            return reader(found, side)
    said = words(found, "$type") or ", ".join(sorted(found)[:6])
    return [unknown(found, f"a shape that is not known: {said[:120]}" if said else "this is empty")]


def _bare(found: Found, side: Side) -> list[Incoming]:
    """Read a record without its address, or something else that names its type."""
    return [posts.of_record("", {}, found, side, posts.when({}, found))]


def _reacted(found: Found, side: Side) -> list[Incoming]:
    return (
        chat.message_and_reaction(found, side)
        if inner(found, "reaction")
        else chat.message(inner(found, "message"), side)
    )


def _session(found: Found, side: Side) -> list[Incoming]:
    """Read who we are; the tokens in such an answer are nobody's business."""
    did, active = words(found, "did"), found.get("active")
    state = (words(found, "status") or "inactive") if active is False else ""
    key = f"session:{did}:{words(found, 'handle')}:{state}"
    who = identities(did)
    return [
        Incoming(Kind.ACCOUNT, key, identities=who, name=words(found, "handle"), state=state, why=state or "session")
    ]


def _created(found: Found, side: Side) -> list[Incoming]:
    """Read the answer to createRecord and putRecord: what we wrote is there now, under this address."""
    uri = words(found, "uri")
    if posts.collection(uri) not in ("", posts.POST):
        return [unknown(found, f"an answer, no message: {posts.collection(uri)[:80]} was written")]
    public = Visibility.PUBLIC
    return [Incoming(Kind.DELIVERY, f"created:{uri}", target_id=uri, visibility=public, state="sent", why="created")]


def _counted(found: Found, side: Side) -> list[Incoming]:
    key = "count" if "count" in found else "updatedCount"
    return [Incoming(Kind.ACCOUNT, f"{key}:{digest(found)}", why=f"{key} {str(found.get(key))[:20]}")]


def _resolved(found: Found, side: Side) -> list[Incoming]:
    did = words(found, "did")
    return [Incoming(Kind.CONTACT, f"did:{did}", identities=identities(did), name=called(found), why="resolved")]


def _refused(found: Found, side: Side) -> list[Incoming]:
    said = f"{words(found, 'error')} {words(found, 'message')}".strip()
    return [unknown(found, f"this is an error, no message: {said[:300]}")]


def _silent(found: Found, side: Side) -> list[Incoming]:
    return [unknown(found, "this is an answer, no message")]


def _member_of(found: Found, side: Side) -> list[Incoming]:
    """Read who asks to join a group (chat.bsky.group.defs#joinRequestView)."""
    who = inner(found, "requestedBy") or inner(found, "member")
    did, convo = words(who, "did"), words(found, "convoId")
    key = f"join:{convo}:{did}:{words(found, 'requestedAt')}"
    return [Incoming(Kind.CONVERSATION, key, convo, identities=identities(did), name=called(who), why="join request")]


def _has(*keys: str) -> Callable[[Found], bool]:
    return lambda found: all(key in found for key in keys)


def _typed(part: str) -> Callable[[Found], bool]:
    return lambda found: part in words(found, "$type")


_SHAPES: tuple[tuple[Callable[[Found], bool], Reader], ...] = (
    (lambda f: words(f, "kind") in ("commit", "identity", "account") and "did" in f, posts.from_jetstream),
    (lambda f: words(f, "type") in ("record", "identity", "user") and words(f, "type") in f, posts.from_tap),
    (_has("accessJwt"), _session),
    (_has("did", "handle", "email"), _session),
    (_has("did", "handle", "emailConfirmed"), _session),
    (_has("error", "message"), _refused),
    (_typed("chat.bsky.convo.defs#log"), chat.logged),
    (_has("reason", "record", "author"), posts.notification),
    (lambda f: isinstance(f.get("post"), dict), posts.feed_view),
    (lambda f: f.get("notFound") is True or f.get("blocked") is True, posts.missing),
    (lambda f: isinstance(f.get("value"), dict) and "depth" in f, _in_thread),
    (
        lambda f: "author" in f and (isinstance(f.get("record"), dict) or isinstance(f.get("value"), dict)),
        posts.post_view,
    ),
    (lambda f: "uri" in f and isinstance(f.get("value"), dict), posts.stored),
    (lambda f: "members" in f and "id" in f, chat.convo),
    (_is_message, chat.message),
    (lambda f: isinstance(f.get("message"), dict), _reacted),
    (_has("convoId", "requestedBy"), _member_of),
    (_has("actor", "createdAt"), _liked),
    (_has("did", "handle"), posts.profile),
    (_has("uri", "cid", "commit"), _created),
    (_has("uri", "cid", "validationStatus"), _created),
    (lambda f: set(f) == {"uri", "cid"}, _created),
    (lambda f: "convoId" in f and "$type" not in f and set(f) <= {"convoId", "rev"}, chat.answered),
    (lambda f: set(f) <= {"rev"} and "rev" in f, _silent),
    (lambda f: set(f) in ({"blob"}, {"commit"}), _silent),
    (lambda f: set(f) in ({"count"}, {"updatedCount"}), _counted),
    (lambda f: set(f) == {"did"}, _resolved),
    (_has("$type"), _bare),
    (_has("text", "createdAt"), lambda f, s: _bare({"$type": posts.POST, **f}, s)),
)
"""How single things are known, and who reads them; the first that fits counts."""
_LISTS: dict[str, Reader] = {
    "notifications": posts.notification,
    "posts": _view,
    "feed": _view,
    "thread": _in_thread,
    "logs": chat.logged,
    "messages": chat.message,
    "convos": chat.convo,
    "requests": _view,
    "joinRequests": _member_of,
    "items": _view,
    "records": _view,
    "likes": _liked,
    "repostedBy": _reposted,
    "followers": _view,
    "follows": _view,
    "actors": _view,
    "profiles": _view,
    "suggestions": _view,
    "quotes": _view,
}
"""The lists that answers hold, and who reads what is in them."""
