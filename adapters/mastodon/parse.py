"""Reads what Mastodon, and what speaks like it, says: answers of its REST API, and events of its streams; never raises.

https://docs.joinmastodon.org/methods/streaming/: events come as text (`event:` and `data:` lines) or as JSON objects
whose payload is JSON in a text; https://docs.joinmastodon.org/admin/webhooks/: as JSON objects with an object in them. What our own receiving hands on is such an event too, with what only it knows beside:
`{"event": …, "payload": …, "ours": [ids of our account], "root": the id of the status the thread begins with,
"token": the name of the reply of ours that it is}`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from adapters.kit.found import LINE_END, Found, digest, inner, name_of, objects, opened, sound, unknown, words
from adapters.kit.found import lines as stream
from adapters.mastodon.content import called, moment, read
from adapters.mastodon.notes import chatted, contact, grouped, noted
from adapters.mastodon.places import DIRECT, Place, answers
from adapters.mastodon.statuses import View, deleted, edited, identities, said
from inbox.ports.adapter import Incoming, Kind, Window

DEEPEST = 4
"""How deep what is said may lie: a list within an envelope within a recording."""
_ASIDE = frozenset(
    "filters_changed announcement announcement.reaction announcement.delete encrypted_message notifications_merged"
    " emoji_reaction".split()
)
"""Events that concern our account or its server and no dialogue."""
DELETES = frozenset({"delete", "status.delete"})
EDITS = frozenset({"status.update", "status_update", "status.updated"})


def parse(raw: bytes, headers: Mapping[str, str]) -> list[Incoming]:
    """Say what a payload says: an answer, an event, several of them, or a recording of a session."""
    text = raw.decode("utf-8-sig", "replace").strip()
    if not text:
        return []
    try:
        found = opened(text.encode())
    except ValueError:
        return _lines(text)
    return say(found, _view(found))


def _view(found: object) -> View:
    parts = found if isinstance(found, list) else [found]
    told = [carried(part) if isinstance(part, dict) and "event" in part else part for part in parts]
    return View(ours_in(found), answered=answers(told))


def _lines(text: str) -> list[Incoming]:
    """Say what the text of a stream says, or several JSON objects, one a line. A stream is one account's."""
    lines = LINE_END.split(text)
    if any(line.startswith(("event:", "data:")) for line in lines):
        told = list(events(lines))
        view = _view(told)
        return [s for event in told for s in say(event, view)]
    parts = [(line, _opened(line)) for line in stream("\n".join(line for line in lines if not line.startswith(":")))]
    view = _view([found for _, found in parts])
    return [
        s
        for line, found in parts
        for s in (say(found, view) if found is not None else [unknown(sound(line), "this is no JSON")])
    ]


def _opened(line: str) -> object:
    try:
        return opened(line.encode())
    except ValueError:
        return None


def events(lines: list[str]) -> Iterator[Found]:
    """Yield the events in a stream's lines; one that was cut off at the end too.

    https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
    """
    event, said_lines = "", list[str]()
    for line in [*lines, ""]:
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if not line:
            if event or said_lines:
                yield {"event": event or "update", "payload": "\n".join(said_lines)}
            event, said_lines = "", []
        elif name == "event":
            event = value
        elif name == "data":
            said_lines.append(value)


def ours_in(found: object, depth: int = 0) -> frozenset[str]:
    """Return the ids of accounts that a payload shows to be ours."""
    if isinstance(found, list) and depth < DEEPEST:
        return frozenset().union(*(ours_in(part, depth + 1) for part in found))
    if not isinstance(found, dict):
        return frozenset()
    if isinstance(found.get("ours"), list):
        return frozenset(ours for each in found["ours"] if (ours := name_of({"id": each})))
    if words(found, "type") in ("favourite", "reblog", "pleroma:emoji_reaction") and inner(found, "status"):
        return _only(inner(inner(found, "status"), "account"))
    if words(found, "type") == "mention" and len(named := objects(inner(found, "status").get("mentions"))) == 1:
        return _only(named[0])
    last, accounts = inner(found, "last_status"), objects(found.get("accounts"))
    # The accounts of a conversation are the others (Mastodon leaves ourselves out, if anybody else is there).
    if last and accounts and name_of(inner(last, "account")) not in {name_of(a) for a in accounts}:
        return _only(inner(last, "account"))
    # Only our own account is shown with what it is set to: https://docs.joinmastodon.org/entities/Account/#source
    if words(found, "acct") and inner(found, "source"):
        return _only(found)
    if isinstance(found.get("data"), (list, dict)):
        return ours_in(found["data"], depth + 1) if depth < DEEPEST else frozenset()
    if isinstance(found.get("payload"), str) and found.get("event"):
        return ours_in(carried(found), depth + 1) if depth < DEEPEST else frozenset()
    return frozenset()


def _only(account: Found) -> frozenset[str]:
    return frozenset({name_of(account)} - {""})


def say(found: object, view: View, depth: int = 0) -> list[Incoming]:
    """Say what something found says; what it does to this reader costs it only."""
    if isinstance(found, list):
        if depth >= DEEPEST:
            return [unknown(found, "it lies too deep")]
        return [each for part in found for each in say(part, view, depth + 1)]
    if not isinstance(found, dict):
        return [unknown(found, "this is no object")]
    try:
        return _object(found, view, depth)
    # Whatever it does to this reader, it must cost itself only.
    except Exception as cause:
        return [unknown(found, f"this cannot be read ({type(cause).__name__})")]


def _object(found: Found, view: View, depth: int) -> list[Incoming]:
    if words(found, "event") and ("payload" in found or "stream" in found or inner(found, "object")):
        return _event(found, view, depth)
    for fits, reader in _SHAPES:
        if fits(found):
            return reader(found, view)
    for key in ("data", "exchanges"):
        if isinstance(found.get(key), (list, dict)) and depth < DEEPEST:
            return _recorded(found, view) if key == "exchanges" else say(found[key], view, depth + 1)
    return [unknown(found, "nothing that is known" if found else "an empty answer")]


def carried(found: Found) -> object:
    """Return what an event carries: mostly JSON in a text, a bare id with a deletion, an object in a webhook."""
    payload = found.get("payload", found.get("object"))
    if isinstance(payload, str):
        try:
            return opened(payload.encode(errors="replace"))
        except ValueError:
            return payload
    return payload


def _event(found: Found, view: View, depth: int) -> list[Incoming]:
    event, payload = words(found, "event"), carried(found)
    if isinstance(found.get("ours"), list):
        view = replace(view, ours=ours_in(found), root=words(found, "root"), token=words(found, "token"))
    status = payload if isinstance(payload, dict) else {}
    if event in DELETES:
        id = name_of(status) if status else name_of({"id": payload})
        return [deleted(id, status, view)] if id else [unknown(found, "a deletion that names no status")]
    if event in EDITS and status:
        return [edited(status, view)]
    if event in _ASIDE:
        return [_aside(event, payload)]
    if isinstance(payload, (dict, list)) and depth < DEEPEST:
        return say(payload, view, depth + 1)
    return [unknown(found, f"an event that is not known or was cut off: {event[:60]}")]


def _aside(event: str, payload: object) -> Incoming:
    found = payload if isinstance(payload, dict) else {}
    told = read(words(found, "content")) or words(found, "name")
    mark = digest(event, payload)
    at = moment(found.get("published_at")) or moment(found.get("updated_at"))
    return Incoming(Kind.ACCOUNT, f"{event}:{mark}", occurred_at=at, text=told, why=event)


def _recorded(found: Found, view: View) -> list[Incoming]:
    """Say what the answers of a recorded session said; whose they are each says itself: tokens may change in between."""
    says: list[Incoming] = []
    for exchange in objects(found.get("exchanges")):
        asked, body = inner(exchange, "request"), inner(exchange, "response").get("body")
        if isinstance(body, str):
            says += parse(body.encode(errors="replace"), {})
        elif body not in ({}, [], None):
            says += _answered(words(asked, "method"), words(asked, "uri").partition("?")[0].rstrip("/"), body, view)
    return says


_STATUS = re.compile(r"/api/v1/statuses(?:/([^/]+))?(/history)?$")


def _answered(method: str, address: str, body: object, view: View) -> list[Incoming]:
    """Say what an answer says whose question is known: whoever changes a status owns it."""
    asked = _STATUS.search(address)
    if asked and asked[2]:
        versions = [{**v, "id": asked[1], "edited_at": v.get("created_at")} for v in objects(body)]
        return [edited(version, replace(view, ours=frozenset())) for version in versions]
    if asked and method in ("POST", "PUT", "DELETE") and isinstance(body, dict) and name_of(body):
        view = replace(view, ours=_only(inner(body, "account")))
        if method == "DELETE":
            return [deleted(name_of(body), body, view)]
        if "content" in body:
            return [edited(body, view)] if method == "PUT" else say(body, view, 1)
    return say(body, replace(view, ours=ours_in(body)), 1)


def _has(*keys: str) -> Callable[[Found], bool]:
    return lambda found: all(key in found for key in keys)


def _about_us(why: str) -> Callable[[Found, View], list[Incoming]]:
    """Return a reader of what belongs to our account or its server."""

    def told(found: Found, view: View) -> list[Incoming]:
        text = read(words(found, "content")) or words(inner(found, "params"), "text") or words(found, "text")
        text = text or words(found, "comment")
        at = next(
            (at for key in ("scheduled_at", "published_at", "updated_at") if (at := moment(found.get(key)))), None
        )
        return [Incoming(Kind.ACCOUNT, f"{why}:{digest(found)}", occurred_at=at, text=text, why=why)]

    return told


def _conversation(found: Found, view: View) -> list[Incoming]:
    last, accounts = inner(found, "last_status"), objects(found.get("accounts")) or [inner(found, "account")]
    people = {name_of(a): a for a in accounts if name_of(a)}
    if last:
        return [said(last, replace(view, people=people))]
    who = next(iter(people.values()), {})
    key, place = f"conversation:{name_of(found)}:{digest(found)}", Place(DIRECT, "", name_of(who)).key
    why = "a conversation without a status"
    return [Incoming(Kind.CONVERSATION, key, place, identities=identities(who), name=called(who), why=why)]


def _person(found: Found, view: View) -> list[Incoming]:
    if inner(found, "source") or inner(found, "role"):
        key, who = f"account:{name_of(found)}:{digest(found)}", identities(found)
        return [Incoming(Kind.ACCOUNT, key, identities=who, name=called(found), why="our own account")]
    return [contact("account", found)]


def _relationship(found: Found, view: View) -> list[Incoming]:
    blocked = found.get("blocked_by") is True
    told = ", ".join(sorted(key for key, value in found.items() if value is True))
    window = Window.BLOCKED if blocked else ""
    key = f"relationship:{name_of(found)}:{digest(found)}"
    who = identities({"id": found.get("id")})
    return [Incoming(Kind.CONTACT, key, identities=who, why=f"relationship: {told}", window=window)]


def _refused(found: Found, view: View) -> list[Incoming]:
    return [unknown(found, f"an answer with an error: {words(found, 'error')[:200]}")]


def _pushed(found: Found, view: View) -> list[Incoming]:
    """A push message names no status and no account: it is a bell, and what rang is asked for by its id."""
    id, kind = name_of(found, "notification_id"), words(found, "notification_type")
    return [unknown(found, f"a push message that names no status; notification {id} ({kind}) has it")]


def _several(*keys: str) -> Callable[[Found, View], list[Incoming]]:
    return lambda found, view: [
        each for key in keys if isinstance(found.get(key), list) for each in say(found[key], view, 1)
    ]


def _note(found: Found) -> bool:
    known = ("account", "status", "group_key", "created_at", "report", "chat_message")
    return bool(words(found, "type")) and "id" in found and any(key in found for key in known)


def _status(found: Found) -> bool:
    return (
        "id" in found
        and isinstance(found.get("account"), dict)
        and ("content" in found or bool(inner(found, "reblog")))
    )


_SHAPES: tuple[tuple[Callable[[Found], bool], Callable[[Found, View], list[Incoming]]], ...] = (
    (lambda f: isinstance(f.get("error"), str), _refused),
    (_has("notification_groups"), grouped),
    (_has("ancestors", "descendants"), _several("ancestors", "descendants")),
    (_has("statuses", "hashtags"), _several("statuses", "accounts")),
    (_has("notification_id", "notification_type"), _pushed),
    (_has("last_status"), _conversation),
    (_note, lambda f, view: [noted(f, view)]),
    (_status, lambda f, view: [said(f, view)]),
    # Who deletes a status gets its source to write it anew: the only status with `text` and without `content`.
    # https://docs.joinmastodon.org/methods/statuses/#delete
    (
        _has("id", "account", "text", "visibility"),
        lambda f, view: [deleted(name_of(f), f, replace(view, ours=_only(inner(f, "account"))))],
    ),
    (_has("content", "account", "spoiler_text"), lambda f, _: [unknown(f, "a version of a status that is not named")]),
    (_has("chat_id", "account_id", "content"), lambda f, _: [chatted(f, {})]),
    (_has("scheduled_at", "params"), _about_us("a status of ours that waits for its time")),
    (_has("followed_by", "following"), _relationship),
    (_has("acct", "username"), _person),
    (_has("action_taken", "target_account"), _about_us("a report")),
    (lambda f: "confirmed" in f and bool(inner(f, "account")), lambda f, _: [contact("account", inner(f, "account"))]),
    (_has("all_day", "published_at"), _about_us("announcement")),
    (_has("for_not_following"), _about_us("what is filtered")),
    (_has("version", "title"), _about_us("the server")),
    (_has("id", "preview_url", "type"), _about_us("a file of ours")),
    (_has("id", "text", "spoiler_text"), _about_us("the source of a status of ours")),
)
"""What answers look like, the first that fits: entities have no name of their kind in them."""


def event_of(event: str, payload: object, ours: str, root: str = "", token: str = "") -> bytes:
    """Return an event as our receiving hands it on, with what only it knows."""
    beside = {key: value for key, value in (("root", root), ("token", token)) if value}
    return json.dumps({"event": event, "payload": payload, "ours": [ours], **beside}).encode()
