"""Names chats and messages: a message's number means something only within its chat.

A conversation is a private chat, or one person's part of a group; a reply finds its way back by the key alone.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_KEY = re.compile(r"(-?\d{1,20})(@[\w-]{1,200}|!guest)?(?:/-?\d{1,20})?(?:#(\d{1,20}))?(?:~(\d{1,20}))?", re.ASCII)
_MESSAGE = re.compile(r"(-?\d{1,20}(?:@[\w-]{1,200}|!guest)?):(\d{1,20})", re.ASCII)


class Place(NamedTuple):
    """Where a reply goes: a chat, perhaps on behalf of a business account, in a topic, to a summoned guest's chat."""

    chat: str
    business: str = ""
    guest: bool = False
    thread: str = ""
    topic: str = ""

    @property
    def name(self) -> str:
        """Return the chat's name. The same number under a business account, or as a guest, is another chat."""
        return self.chat + (f"@{self.business}" if self.business else "!guest" if self.guest else "")

    def message(self, number: str) -> str:
        """Return a message's name; "" where it has no number."""
        return f"{self.name}:{number}" if self.chat and number else ""

    def key(self, author: str) -> str:
        """Return the conversation's key; `author` is "" in a private chat."""
        parts = (("/", author), ("#", self.thread), ("~", self.topic))
        return self.name + "".join(mark + part for mark, part in parts if part) if self.chat else ""


def place_of(key: str) -> Place | None:
    """Return where a conversation takes place, None where its key is none of ours."""
    found = _KEY.fullmatch(key)
    if found is None:
        return None
    chat, which, thread, topic = found.groups(default="")
    return Place(chat, which[1:] if which.startswith("@") else "", which == "!guest", thread, topic)


def number_in(place: Place, message: str) -> int | None:
    """Return the number of a message in this chat, None where it is not of this chat."""
    found = _MESSAGE.fullmatch(message)
    return int(found[2]) if found and found[1] == place.name else None
