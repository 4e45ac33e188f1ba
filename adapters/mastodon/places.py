"""Names conversations: who is written to privately, and whose part of which thread.

A server gives direct messages a conversation of its own, but its id is no name for the dialogue: one contact may have
several, and whoever is added or left out makes a new one. So a dialogue in direct messages is the contact. In public
it is the contact's part of a thread, named by the status the thread begins with.

A payload by itself names only the status that is answered (`in_reply_to_id`). So what `parse` makes of a reply seen
alone is named by the status it answers: the same each time, and the same for its edits. Where the statuses it answers
come along, it is named by the first of them. Who can ask the server finds the thread's beginning (`/api/v1/statuses/:id/context`) and says it in what is parsed, see `adapters.mastodon.parse`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import quote, unquote

from adapters.kit.found import Found, name_of, objects
from inbox.ports.adapter import Visibility

DIRECT, FOLLOWERS, THREAD = "direct", "followers", "thread"
"""Where a dialogue takes place: with each other, before the author's followers, in public."""
MOST = 20_000
"""Parts of a payload that are looked at for what answers what, at most."""
_PLACES = {"direct": DIRECT} | dict.fromkeys(
    "private limited list mutuals_only mutual circle personal".split(), FOLLOWERS
)
"""By a status's visibility; Pleroma's lists, GoToSocial's mutuals and Fedibird's circles are as private as followers are. What
is not known (local) is taken as public, because a reader who thinks others listen harms nobody."""


class Place(NamedTuple):
    """One dialogue; `root` is "" in direct messages."""

    kind: str
    root: str
    contact: str

    @property
    def key(self) -> str:
        """Return the conversation's key; ids are opaque, so what could be a mark between them is quoted."""
        parts = (self.kind, self.contact) if self.kind == DIRECT else tuple(self)
        return "/".join(quote(part, safe="") for part in parts) if self.contact else ""


def place_of(key: str) -> Place | None:
    """Return the dialogue a key names, None where it is none of ours."""
    kind, *parts = (unquote(part) for part in key.split("/"))
    if kind == DIRECT and len(parts) == 1:
        return Place(DIRECT, "", parts[0])
    return Place(kind, *parts) if kind in (FOLLOWERS, THREAD) and len(parts) == 2 else None


def place(status: Found, contact: str, root: str = "") -> Place:
    """Return in which dialogue with a contact a status stands."""
    kind = _PLACES.get(str(status.get("visibility")), THREAD)
    if kind == DIRECT:
        return Place(kind, "", contact)
    return Place(kind, root or name_of(status, "in_reply_to_id") or name_of(status), contact)


def answers(found: object) -> dict[str, str]:
    """Return which status each status of a payload answers, by their ids."""
    parts, looked, answered = [found], 0, dict[str, str]()
    while parts and looked < MOST:
        part, looked = parts.pop(), looked + 1
        if isinstance(part, list):
            parts += part
        elif isinstance(part, dict):
            _note(part, answered)
            parts += [value for value in part.values() if isinstance(value, (dict, list))]
    return answered


def _note(part: Found, answered: dict[str, str]) -> None:
    id, above = name_of(part), name_of(part, "in_reply_to_id")
    if id and above:
        answered[id] = above
    # A context does not hold the status it is the context of: what stands above it, and what is first below it.
    before, after = objects(part.get("ancestors")), objects(part.get("descendants"))
    if before and after and (asked := name_of(after[0], "in_reply_to_id")):
        answered.setdefault(asked, name_of(before[-1]))


def first(status: Found, answered: Mapping[str, str]) -> str:
    """Return the status a thread begins with, as far as a payload shows it; "" where a status answers none."""
    id, passed = name_of(status, "in_reply_to_id"), set[str]()
    while (above := answered.get(id, "")) and id not in passed:
        passed.add(id)
        id = above
    return id


def seen_by(status: Found) -> Visibility:
    """Return who can read a status: followers only is no public either."""
    return Visibility.PRIVATE if str(status.get("visibility")) in _PLACES else Visibility.PUBLIC
