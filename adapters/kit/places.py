"""Names dialogues on Meta's platforms: direct messages with a person, or a person's part of the comments below something.

A direct message is `ACCOUNT:PERSON`, a comment `ACCOUNT/TOP/AUTHOR`, where TOP is the comment the thread hangs from (or
the visitor's post, or review). A comment under somebody else's media, in which we were mentioned, is
`ACCOUNT@MEDIA/TOP/AUTHOR`. A reply finds its way back by the key alone.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_DIRECT = re.compile(r"([^:/@]*):(.+)", re.DOTALL)
_BELOW = re.compile(r"([^:/@]*)(?:@([^/]*))?/([^/]*)/(.*)", re.DOTALL)


class Place(NamedTuple):
    """Where a reply goes. `top` is "" in direct messages; `media` is somebody else's, where we were mentioned."""

    account: str
    person: str
    top: str = ""
    media: str = ""

    @property
    def key(self) -> str:
        """Return the conversation's key, "" where it is nobody's."""
        if self.top or self.media:
            return f"{self.account}{'@' + self.media if self.media else ''}/{self.top}/{self.person}"
        return f"{self.account}:{self.person}" if self.person else ""


def place_of(key: str) -> Place | None:
    """Return where a conversation takes place, None where its key is none of ours."""
    if found := _DIRECT.fullmatch(key):
        return Place(found[1], found[2])
    if found := _BELOW.fullmatch(key):
        return Place(found[1], found[4], found[3], found[2] or "")
    return None
