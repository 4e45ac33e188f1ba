"""What a channel has seen of its account: the text it leaves with the store, and goes on from.

Beside how far it read, it remembers the latest statuses: a server tells edits and deletions only to who listens, and only
some of them, so these are asked for; and a reply finds its thread's beginning by the status it answers.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from adapters.kit.found import Found, name_of, words

MOST = 200
"""Statuses that are remembered."""


@dataclass(slots=True)
class Seen:
    """How far each list was read (`upto`, by its name), when the newest was said, and the latest statuses.

    `statuses` has by id when it was edited last ("" never) and where its thread begins; the latest comes last.
    """

    upto: dict[str, str] = field(default_factory=dict)
    newest: str = ""
    statuses: dict[str, tuple[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, cursor: str) -> Seen:
        """Read a cursor; one that cannot be read is none, and what is known comes again and is passed over."""
        try:
            found = json.loads(cursor or "{}")
            upto = {str(k): str(v) for k, v in found.get("upto", {}).items()}
            statuses = {str(i): (str(e), str(r)) for i, e, r in found.get("statuses", [])}
            return cls(upto, str(found.get("newest", "")), statuses)
        except (ValueError, TypeError, AttributeError, RecursionError):
            return cls()

    @property
    def cursor(self) -> str:
        """Return all of it as a text."""
        statuses = [[id, *known] for id, known in self.statuses.items()]
        return json.dumps({"upto": self.upto, "newest": self.newest, "statuses": statuses}, separators=(",", ":"))

    def keep(self, status: Found, root: str) -> None:
        """Remember a status as it is now."""
        id = name_of(status)
        self.statuses.pop(id, None)
        self.statuses[id] = (words(status, "edited_at"), root)
        self.newest = max(self.newest, words(status, "created_at"))
        for old in list(self.statuses)[: max(0, len(self.statuses) - MOST)]:
            del self.statuses[old]

    def root(self, id: str) -> str:
        """Return where the thread of a status begins, "" where that is not remembered."""
        return self.statuses.get(id, ("", ""))[1]

    def edited(self, status: Found) -> bool:
        """Tell whether a status that is remembered was edited since."""
        known = self.statuses.get(name_of(status))
        return known is not None and known[0] != words(status, "edited_at")
