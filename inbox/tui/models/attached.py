"""How something attached to a message reads on one line."""

from __future__ import annotations

from inbox.domain.incoming import WHOLE, Attachment
from inbox.texts import t


def attached(file: Attachment) -> str:
    """Return its name; of a message too large to be read, what was left where."""
    if file.kind != WHOLE:
        return file.name or file.kind
    size = (file.size or 0) // 2**20
    return t("{size} MB in all: only the beginning was read, the rest stays in the mailbox", size=size)
