"""Names conversations: who is written to privately, and whose part of which thread.

A server gives direct messages a conversation of its own, but its id is no name for the dialogue: one contact may have
several, and whoever is added or left out makes a new one. So a dialogue in direct messages is the contact. In public
it is the contact's part of a thread, named by the status the thread begins with.

A payload by itself names only the status that is answered (`in_reply_to_id`). So what `parse` makes of a reply seen
alone is named by the status it answers: the same each time, and the same for its edits. Who can ask the server finds the
thread's beginning (`/api/v1/statuses/:id/context`) and says it in what is parsed, see `adapters.mastodon.parse`.
"""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import quote, unquote

from adapters.kit.found import Found, name_of
from inbox.ports.adapter import Visibility

DIRECT, FOLLOWERS, THREAD = "direct", "followers", "thread"
"""Where a dialogue takes place: with each other, before the author's followers, in public."""
_PLACES = {"direct": DIRECT, "private": FOLLOWERS, "limited": FOLLOWERS}
"""By a status's visibility. Servers beside Mastodon know more words (local, list); what is not known is taken as public,
because a reader who thinks others listen harms nobody."""


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


def seen_by(status: Found) -> Visibility:
    """Return who can read a status: followers only is no public either."""
    return Visibility.PRIVATE if status.get("visibility") in ("direct", "private", "limited") else Visibility.PUBLIC
