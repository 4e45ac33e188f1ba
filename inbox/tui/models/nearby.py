"""Who else is at which conversation, how that is said in a row, a title and the composer, and when a screen tells its own."""

from __future__ import annotations

from collections.abc import Sequence

from inbox.ports.presence import REPEATED, Around, Present
from inbox.texts import t

READS, WRITES = "◎", "◉"
RESTS = 0.5
"""Seconds for which somebody looks at the same before others are told: nobody hears of what only scrolls by."""
SAID = {
    "writing": ("{who} is writing", "{who} are writing", "you are writing on another screen"),
    "reading": ("{who} is reading", "{who} are reading", "you are reading on another screen"),
    "here": ("{who} is writing here", "{who} are writing here", "you are writing here on another screen"),
}
"""What is said of one, of several, and of oneself."""
Looked = tuple[int | None, bool]
"""What a screen looks at, and whether somebody writes to the contact there."""


class Nearby:
    """What is known of colleagues, by conversation."""

    def __init__(self, me: str) -> None:
        self._me = me
        self._at: dict[int, tuple[Present, ...]] = {}

    def take(self, around: Around) -> set[int]:
        """Take in who is here now; return the conversations at which that is another."""
        found: dict[int, tuple[Present, ...]] = {}
        for present in around.here:
            found[present.conversation] = (*found.get(present.conversation, ()), present)
        before, self._at = self._at, found
        return {id for id in before.keys() | found.keys() if before.get(id) != found.get(id)}

    def at(self, conversation: int) -> tuple[Present, ...]:
        """Return who is at a conversation, whoever writes first."""
        return tuple(sorted(self._at.get(conversation, ()), key=lambda p: not p.writing))

    def writers(self, conversation: int) -> tuple[Present, ...]:
        """Return who writes to the contact of a conversation."""
        return tuple(p for p in self._at.get(conversation, ()) if p.writing)

    def sign(self, conversation: int) -> tuple[str, str]:
        """Return the mark for a row and the names beside it, both "" where nobody is."""
        here = self.at(conversation)
        return (WRITES if here[0].writing else READS, self._names(here)) if here else ("", "")

    def said(self, conversation: int) -> str:
        """Say who writes and who reads, for a title."""
        writing = self.writers(conversation)
        busy = {p.person for p in writing}
        reading = [p for p in self.at(conversation) if p.person not in busy]
        parts = [f"{WRITES} {self._sentence(writing, 'writing')}"] if writing else []
        parts += [f"{READS} {self._sentence(reading, 'reading')}"] if reading else []
        return " · ".join(parts)

    def rivals(self, conversation: int) -> str:
        """Say who else writes to the same contact just now, for the composer; "" is nobody."""
        writing = self.writers(conversation)
        return f"{WRITES} {self._sentence(writing, 'here')}" if writing else ""

    def _sentence(self, here: Sequence[Present], what: str) -> str:
        one, many, oneself = SAID[what]
        people = {p.person for p in here}
        if people == {self._me}:
            return t(oneself)
        return t(one if len(people) == 1 else many, who=self._names(here))

    def _names(self, here: Sequence[Present]) -> str:
        """Return the names of some, each once, two at most."""
        first, *others = dict.fromkeys(t("you") if p.person == self._me else p.person for p in here)
        return f"{first}, {others[0]}" if len(others) == 1 else f"{first} +{len(others)}" if others else first


class Attention:
    """What this screen looks at, and what of it was told. Times are seconds of a clock that never jumps."""

    def __init__(self) -> None:
        self._looks: Looked = None, False
        self._since = 0.0
        self._told: Looked = None, False
        self._told_at = 0.0

    def due(self, looks: Looked, now: float) -> bool:
        """Tell whether this is to be told now: a look after some rest, writing and its end at once, and again at times."""
        if looks != self._looks:
            self._looks, self._since = looks, now
        if looks == self._told:
            return looks[0] is not None and now - self._told_at >= REPEATED
        return looks[1] or self._told[1] or now - self._since >= RESTS

    def told(self, looks: Looked, now: float) -> None:
        """Remember what was told, or could not be; it is tried again when it is due again."""
        self._told, self._told_at = looks, now

    def anew(self) -> None:
        """Forget what was told, so that it is told again."""
        self._told = None, False
