"""What a status says, seen by itself: whose it is, in which dialogue it stands, and what happened to it.

Nothing in a status says for certain whether it is ours, so who asks says it (`View.ours`); where nobody does, Mastodon
tells it between the lines: it gives `pinned` to the author alone, and a direct status that names nobody is seen by
nobody else. https://docs.joinmastodon.org/entities/Status/
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from adapters.kit.found import Found, digest, inner, name_of, objects, unknown
from adapters.mastodon.content import beside, called, files, handle, moment, text
from adapters.mastodon.places import DIRECT, first, place, seen_by
from inbox.ports.adapter import Identity, Incoming, Kind

LASTING = 15
"""Characters from which an account's id is unlike any other server's (a snowflake or longer); "1" is everybody's first."""
_OTHERS = frozenset({"pleroma", "akkoma", "interaction_policy", "content_type", "friendica", "pf_type"})
"""What statuses of other servers have. They give `pinned` to everybody."""


@dataclass(frozen=True, slots=True)
class View:
    """What is known beside what is read: which accounts are ours, where the thread begins, which reply of ours it is.

    `people` are accounts that come along, by id: a status names who it is for without saying what they are called.
    `answered` says of statuses that come along which one they answer.
    """

    ours: frozenset[str] = frozenset()
    root: str = ""
    token: str = ""
    people: dict[str, Found] = field(default_factory=dict)
    answered: Mapping[str, str] = field(default_factory=dict)

    def begins(self, status: Found) -> str:
        """Return the status with which a status's thread begins, "" where only the status itself says."""
        return self.root or first(status, self.answered)

    def owns(self, status: Found) -> bool:
        """Tell whether a status is ours, as far as that can be known."""
        author = name_of(inner(status, "account"))
        if self.ours:
            return author in self.ours
        if isinstance(status.get("pinned"), bool) and not _OTHERS & status.keys():
            return True
        return status.get("visibility") == DIRECT and status.get("mentions") == [] and not _OTHERS & status.keys()


def identities(account: Found) -> tuple[Identity, ...]:
    """Return the handles of an account that are nobody else's on any server."""
    found, id = handle(account), name_of(account)
    lasting = (Identity("mastodon_id", id),) if len(id) >= LASTING else ()
    return ((Identity("mastodon", found),) if found else ()) + lasting


def partner(status: Found, view: View) -> Found:
    """Return whom a status of ours is for: who is answered, else who is named first, else nobody ({})."""
    author = name_of(inner(status, "account"))
    ours = view.ours | {author}
    named = [m for m in objects(status.get("mentions")) if name_of(m) not in ours]
    found: Found
    to = name_of(status, "in_reply_to_account_id")
    if to and to not in ours:
        found = next((m for m in named if name_of(m) == to), {"id": to})
    else:
        found = named[0] if named else {}
    return {**found, **view.people.get(name_of(found), {})} if found else {}


def _spoken(status: Found, view: View, kind: Kind, key: str, at: datetime | None) -> Incoming:
    """Return a status as an entry about its dialogue; ours are told as said to whom they are for."""
    author, owns = inner(status, "account"), view.owns(status)
    who = partner(status, view) if owns else author
    return Incoming(
        kind,
        key,
        place(status, name_of(who) or name_of(author) or handle(author), view.begins(status)).key,
        at,
        name_of(status),
        identities=identities(who),
        name=called(who),
        visibility=seen_by(status),
        text=text(status),
        folded=beside(status),
        attachments=files(status),
        reply_to=name_of(status, "in_reply_to_id"),
        token=view.token if kind is Kind.ECHO else "",
        automatic=not owns and author.get("bot") is True,
    )


def said(status: Found, view: View) -> Incoming:
    """Return what a status says: a message, an echo of ours, or that somebody passes on another's."""
    if passed := inner(status, "reblog"):
        return reacted("reblog", "🔁", passed, inner(status, "account"), moment(status.get("created_at")), view)
    id = name_of(status)
    if not id:
        return unknown(status, "a status without an id")
    kind = Kind.ECHO if view.owns(status) else Kind.MESSAGE
    return _spoken(status, view, kind, f"status:{id}", moment(status.get("created_at")))


def edited(status: Found, view: View) -> Incoming:
    """Return a status as it is now, after a change."""
    id = name_of(status)
    if not id:
        return unknown(status, "an edit that names no status")
    at = moment(status.get("edited_at"))
    mark = at.isoformat() if at else digest(text(status), [a.url for a in files(status)])
    found = _spoken(status, view, Kind.EDIT, f"edit:{id}:{mark}", at or moment(status.get("created_at")))
    return _about(found, id)


def _about(found: Incoming, target: str) -> Incoming:
    return Incoming(
        found.kind,
        found.dedupe_key,
        found.conversation_key,
        found.occurred_at,
        found.external_id,
        target,
        found.identities,
        found.name,
        found.visibility,
        text=found.text,
        folded=found.folded,
        attachments=found.attachments,
        reply_to=found.reply_to,
    )


def deleted(id: str, status: Found, view: View) -> Incoming:
    """Return that a status is gone; who deleted it gets it back once more, others only its id."""
    if not id:
        return unknown(status, "a deletion that names no status")
    author = inner(status, "account")
    who = partner(status, view) if view.owns(status) else author
    return Incoming(
        Kind.DELETE,
        f"delete:{id}",
        place(status, name_of(who) or name_of(author), view.begins(status)).key if status else "",
        target_id=id,
        identities=identities(who),
        name=called(who),
        visibility=seen_by(status) if status else Incoming(Kind.DELETE, "").visibility,
    )


def reacted(how: str, feeling: str, target: Found, who: Found, at: datetime | None, view: View) -> Incoming:
    """Return how somebody feels about a status of ours; it belongs to their part of the thread."""
    id, person = name_of(target), name_of(who) or handle(who)
    if not id:
        return unknown(target, f"a {how} of no status")
    return Incoming(
        Kind.REACTION,
        f"{how}:{id}:{person}",
        place(target, person, view.begins(target)).key,
        at,
        target_id=id,
        identities=identities(who),
        name=called(who),
        visibility=seen_by(target),
        text=feeling,
    )
