"""A house of one conversation, without a store, for tests of rules alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from inbox.domain import commands as c
from inbox.domain import events as e
from inbox.domain.incoming import Visibility
from inbox.domain.model import (
    Channel,
    Contact,
    Conversation,
    Direction,
    Handle,
    Message,
    Person,
    Role,
    State,
    Words,
)  # fmt: skip
from inbox.domain.picture import Picture
from inbox.domain.replay import apply
from inbox.domain.rules import decide

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
ROLES = {
    "lea": Role.LEAD, "lou": Role.LEAD, "anna": Role.MANAGER, "mia": Role.TRAINEE, "eva": Role.SPECIALIST,
    "tom": Role.SPECIALIST,
}  # fmt: skip
RISKY, HARMLESS = "Das war unser Fehler.", "Danke, wir sehen nach."


class Mint:
    """Ids and salts in a row."""

    def __init__(self) -> None:
        self.last = 100

    def id(self) -> int:
        self.last += 1
        return self.last

    def salt(self) -> str:
        return f"salt{self.id()}"


class Small:
    """A house of one conversation, without a store."""

    def __init__(self, owner: str = "anna", visibility: Visibility = Visibility.PUBLIC) -> None:
        self.mint, self.number, self.at = Mint(), 0, NOON
        self.picture = picture = Picture()
        for name, role in ROLES.items():
            departments = {"eva": {"legal"}, "tom": {"development"}}.get(name, set())
            picture.people[name] = Person(name, frozenset({role}), frozenset(departments))
        picture.channels["acme@x"] = Channel("acme@x", "x")
        picture.know(Contact(1, Words.of("K", "s"), (Handle("x", Words.of("kaethe", "s")),)))
        key = Words.of("k1", "s")
        there = Conversation(2, "acme@x", 1, key, visibility, State.OPEN, NOON, NOON, owner=owner, last_number=1)
        picture.know(replace(there, last_in=1))
        words = Words.of("Hallo?", "s")
        picture.messages[3] = Message(3, 2, 1, Direction.IN, "", NOON, words, visibility, external_id="x3")

    def do(self, command: c.Command, by: str | None) -> list[e.Event]:
        """Carry out a command and fold what follows."""
        person = self.picture.people[by] if by else None
        facts = decide(self.picture, command, person, self.at, self.mint)
        for conversation, event in facts:
            self.number += 1
            apply(self.picture, e.Recorded(self.number, self.at, by, conversation, event))
        return [event for _, event in facts]

    def reply(self, by: str, text: str, **more: int) -> Message:
        """Let somebody reply; returns the message as it stands."""
        written = next(x for x in self.do(c.Reply(2, text, None, **more), by) if isinstance(x, e.ReplyWritten))
        return self.picture.messages[written.id]

    def leaves(self, message: int) -> bool:
        """Let the inbox begin to send; tells whether the first byte may leave."""
        self.at += timedelta(hours=1)
        return any(isinstance(x, e.SendBegun) for x in self.do(c.BeginSend(message), None))

    def change(self, message: int, **changes: object) -> None:
        """Change a message behind the house's back."""
        self.picture.messages[message] = replace(self.picture.messages[message], **changes)  # type: ignore[arg-type]
