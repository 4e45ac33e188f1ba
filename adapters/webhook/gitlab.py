"""Reads GitLab's webhooks: issues, merge requests, the notes below them, and the emoji on those. Pure.

https://docs.gitlab.com/user/project/integrations/webhook_events/

As with GitHub a conversation is one person's part of an issue or a merge request, which have their numbers each.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from adapters.kit.found import Found, digest, inner, name_of, stamp, unknown, words
from inbox.ports.adapter import Identity, Incoming, Kind, Visibility

_OPENED = ("issue", "work_item", "merge_request")
_THREADS = (("issue", "#"), ("work_item", "#"), ("merge_request", "!"), ("snippet", "$"))
"""What notes stand below, and the mark before its number that GitLab itself writes."""
_PUBLIC = 20
"""The visibility level of what everybody may read."""


class _Origin(NamedTuple):
    """Who wrote something, and where."""

    key: str
    identities: tuple[Identity, ...]
    name: str
    visibility: Visibility
    subject: str


def speaks(found: Found) -> bool:
    """Tell whether a body is one of GitLab's: all of them say their kind."""
    return bool(words(found, "object_kind"))


def said_by(found: Found) -> list[Incoming]:
    """Say what one body says."""
    kind, part = words(found, "object_kind"), inner(found, "object_attributes")
    if kind == "note":
        return [_note(found, part)]
    if kind in _OPENED:
        return [_opened(found, kind, part)]
    if kind == "emoji":
        return [_emoji(found, part)]
    return [unknown(found, f"{kind[:60]} belongs to no dialogue")]


def _note(found: Found, part: Found) -> Incoming:
    origin, id = _origin(found, part), name_of(part)
    if not id or not origin.key:
        return unknown(found, "a note that names neither itself nor what it stands below")
    if part.get("system") is True:
        return _happened(found, f"note: {words(part, 'note')[:200]}", part, origin)
    text, changed = words(part, "note"), words(part, "action") == "update"
    return Incoming(
        Kind.EDIT if changed else Kind.MESSAGE,
        f"gitlab:note:{id}:edited:{name_of(part, 'updated_at')}:{digest(text)}" if changed else f"gitlab:note:{id}",
        origin.key,
        _time(part, "updated_at") if changed else _time(part, "created_at"),
        id,
        id if changed else "",
        identities=origin.identities,
        name=origin.name,
        visibility=Visibility.PRIVATE if part.get("internal") is True else origin.visibility,
        subject=origin.subject,
        text=text,
    )


def _opened(found: Found, kind: str, part: Found) -> Incoming:
    origin, id, action = _origin(found, part, own=kind), name_of(part), words(part, "action")
    if not id or not origin.key:
        return unknown(found, f"{kind} {action[:60]}: it names neither itself nor its project")
    text = words(part, "description") or words(part, "title")
    changes = inner(found, "changes")
    edited = action == "update" and ("description" in changes or "title" in changes)
    if action != "open" and not edited:
        return _happened(found, f"{kind} {action}".strip(), part, origin)
    return Incoming(
        Kind.EDIT if edited else Kind.MESSAGE,
        f"gitlab:{kind}:{id}:edited:{name_of(part, 'updated_at')}:{digest(text)}" if edited else f"gitlab:{kind}:{id}",
        origin.key,
        _time(part, "updated_at") if edited else _time(part, "created_at"),
        id,
        id if edited else "",
        identities=origin.identities,
        name=origin.name,
        visibility=origin.visibility,
        subject=origin.subject,
        text=text,
    )


def _emoji(found: Found, part: Found) -> Incoming:
    target = name_of(part, "awardable_id")
    if not target:
        return unknown(found, "an emoji on nothing")
    taken = words(found, "event_type") == "revoke" or words(part, "action") == "revoke"
    below = inner(found, "note") or next((inner(found, key) for key, _ in _THREADS if inner(found, key)), {})
    origin, who = _origin(found, below), inner(found, "user")
    id = name_of(who) or name_of(part, "user_id")
    return Incoming(
        Kind.REACTION,
        f"gitlab:emoji:{name_of(part) or digest(found)}:{'revoke' if taken else 'award'}",
        origin.key,
        _time(part, "updated_at") or _time(part, "created_at"),
        target_id=target,
        identities=(Identity("gitlab", id),) if id else (),
        name=words(who, "name") or words(who, "username"),
        visibility=origin.visibility,
        text="" if taken else f":{words(part, 'name')}:",
    )


def _happened(found: Found, why: str, part: Found, origin: _Origin) -> Incoming:
    return Incoming(
        Kind.CONVERSATION,
        f"gitlab:{digest(found)}",
        origin.key,
        _time(part, "updated_at") or _time(part, "created_at"),
        identities=origin.identities,
        name=origin.name,
        visibility=origin.visibility,
        subject=origin.subject,
        why=why,
    )


def _origin(found: Found, part: Found, own: str = "") -> _Origin:
    """Return whose dialogue it is; `own` says what `part` is where it stands below nothing."""
    project, user = inner(found, "project"), inner(found, "user")
    mark, thread = dict(_THREADS).get(own, ""), part
    if not own:
        mark, thread = next(((mark, inner(found, key)) for key, mark in _THREADS if inner(found, key)), ("@", {}))
    number = name_of(thread, "iid") or name_of(thread) or name_of(inner(found, "commit")) or name_of(part, "commit_id")
    # Whoever writes is named by number only; the one who acted is described, and mostly they are the same.
    author = name_of(part, "author_id") or name_of(user)
    mine = author == name_of(user)
    place = words(project, "path_with_namespace") or name_of(project) or name_of(found, "project_id")
    level = project.get("visibility_level")
    public = type(level) is int and level >= _PUBLIC and thread.get("confidential") is not True
    return _Origin(
        f"{place}{mark}{number}/{author}" if place and number and author else "",
        (Identity("gitlab", author),) if author else (),
        (words(user, "name") or words(user, "username")) if mine else "",
        Visibility.PUBLIC if public else Visibility.PRIVATE,
        words(thread, "title"),
    )


def _time(part: Found, key: str) -> datetime | None:
    """Return a time as GitLab writes it: in ISO 8601, or as "2015-05-17 18:08:09 UTC"."""
    value = part.get(key)
    return stamp(value.replace(" UTC", "+00:00").replace(" +0", "+0")) if isinstance(value, str) else None
