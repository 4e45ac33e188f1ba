"""What rules are made of: facts about a conversation, and the source of fresh ids and salts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

from inbox.domain.commands import Command
from inbox.domain.events import Event
from inbox.domain.model import Words
from inbox.domain.picture import Picture
from inbox.errors import BadInput

Fact = tuple[int | None, Event]
"""An event and the conversation it is about (None: about no conversation)."""

MOST = 50_000
"""Characters a text of ours may have."""


class Mint(Protocol):
    """Gives fresh ids and salts, so that rules stay pure."""

    def id(self) -> int:
        """Return the next id of the one sequence all nouns share."""

    def salt(self) -> str:
        """Return an unguessable salt."""


Rules = dict[type[Command], Callable[[Picture, Any, Any, datetime, Mint], list[Fact]]]
"""Which function decides which command."""


def seal(text: str, mint: Mint) -> Words:
    """Keep a text apart from the fact that it was said."""
    return Words.of(text, mint.salt())


def worded(text: str, what: str) -> str:
    """Return a text without blank edges.

    Raises: BadInput where nothing is left, or too much.
    """
    text = text.strip()
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        raise BadInput("The {what} has characters that are no text; type them again.", what=what)
    if not text:
        raise BadInput("The {what} is empty; write something first.", what=what)
    if len(text) > MOST:
        raise BadInput("The {what} has {n} characters; at most {most} fit.", what=what, n=len(text), most=MOST)
    return text
