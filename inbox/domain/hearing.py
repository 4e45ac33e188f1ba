"""One message of a customer as the storm watch hears it, and what it remembers of it for some hours."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from inbox.domain.mood import mood
from inbox.domain.topics import spelt


@dataclass(frozen=True, slots=True)
class Said:
    """One message of a customer. `author` is who said it, whatever it is called; a text is hostile until it is cleaned."""

    id: int
    at: datetime
    channel: str
    conversation: int
    author: str
    public: bool
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Heard:
    """What is remembered of a message: what it is about, and how it sounds. `counts` is its author's first in a while;

    an `echo` says a rare word that somebody else said just before.
    """

    id: int
    at: datetime
    channel: str
    conversation: int
    author: str
    public: bool
    words: dict[str, str] = field(repr=False)
    terms: frozenset[str] = field(repr=False)
    sour: bool
    hostile: bool
    troubled: bool
    glad: bool
    curious: bool
    new: bool = False
    counts: bool = True
    echo: bool = False

    @property
    def keen(self) -> bool:
        """Glad, or curious."""
        return self.glad or self.curious

    @property
    def marks(self) -> tuple[bool, bool, bool]:
        """How it sounds: sour, hostile, in words that are new here."""
        return self.sour, self.hostile, self.new


def heard(said: Said) -> Heard:
    """Listen to a message."""
    words, tone = spelt(said.text), mood(said.text)
    return Heard(
        said.id, said.at, said.channel, said.conversation, said.author, said.public,
        words, frozenset(words), tone.sour, tone.hostile, tone.troubled, tone.glad, tone.curious,
    )  # fmt: skip
