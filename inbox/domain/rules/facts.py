"""What rules are made of: facts about a conversation, and the source of fresh ids and salts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, Protocol

from inbox.domain.commands import Command
from inbox.domain.events import Event
from inbox.domain.model import Channel, Words
from inbox.domain.picture import Picture
from inbox.domain.text import clean, encodes
from inbox.errors import BadInput, NotFound

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


def ahead(moment: datetime, at: datetime) -> datetime:
    """Return a moment that lies ahead.

    Raises: BadInput where it is past, or where nobody can tell.
    """
    until = moment.isoformat(timespec="minutes")
    if moment.tzinfo is None:
        raise BadInput("{until} names no time zone; add one, like +01:00.", until=until)
    if moment <= at:
        raise BadInput("{until} is past; name a time to come.", until=until)
    return moment


def known_department(picture: Picture, name: str) -> str:
    """Return the name of a department there is. Raises: NotFound, naming those there are."""
    if name not in picture.departments:
        raise NotFound(
            "There is no department {name}; there are: {known}.", name=name, known=_listed(picture.departments)
        )
    return name


def known_channel(picture: Picture, name: str) -> Channel:
    """Return a channel there is. Raises: NotFound, naming those there are."""
    if name not in picture.channels:
        raise NotFound("There is no channel {name}; there are: {known}.", name=name, known=_listed(picture.channels))
    return picture.channels[name]


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "–"


def worded(text: str, what: str) -> str:
    """Return a text without blank edges and without what could steer a terminal or mislead its reader.

    Raises: BadInput where nothing is left, or too much.
    """
    text = text.strip()
    if not encodes(text):
        raise BadInput("The {what} has characters that are no text; type them again.", what=what)
    text = clean(text, max(MOST, len(text))).strip()
    if not text:
        raise BadInput("The {what} is empty; write something first.", what=what)
    if len(text) > MOST:
        raise BadInput("The {what} has {n} characters; at most {most} fit.", what=what, n=len(text), most=MOST)
    return text
