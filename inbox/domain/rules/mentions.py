"""Who is told by an @ in a note: people who can read it, and of a department those who can. Nobody is named in vain."""

from __future__ import annotations

from datetime import datetime

from inbox.domain import events as e
from inbox.domain.commands import SeeMentions
from inbox.domain.mentions import called_out
from inbox.domain.model import Conversation, Person
from inbox.domain.people import sees
from inbox.domain.picture import Picture
from inbox.domain.rules.facts import Fact, Mint, Rules
from inbox.errors import NotFound, Refused


def mentioned(picture: Picture, conversation: Conversation, person: Person, text: str) -> tuple[str, ...]:
    """Return who is told by a note, its writer left out. Raises: Refused where somebody named cannot read it."""
    people = {p.name: p for p in picture.people.values() if p.active}
    found: dict[str, None] = {}
    for name in called_out(text, {**people, **picture.departments}):
        if name in people:
            if not sees(people[name], conversation):
                raise Refused(
                    "{name} cannot read conversation {id}; leave the @ out, or ask their department (x).",
                    name=name, id=conversation.id,
                )  # fmt: skip
            found[name] = None
            continue
        members = sorted(p.name for p in people.values() if name in p.departments and sees(p, conversation))
        if not members:
            raise Refused(
                "Nobody of {department} reads conversation {id}; leave the @ out, or ask the department (x).",
                department=name, id=conversation.id,
            )  # fmt: skip
        found |= dict.fromkeys(members)
    return tuple(name for name in found if name != person.name)


def see_mentions(picture: Picture, command: SeeMentions, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Say that one has looked; others' mentions look like none."""
    own = {m.id: m for m in picture.mentions.values() if m.person == person.name}
    if missing := [id for id in command.mentions or () if id not in own]:
        raise NotFound("There is no mention {id} here for you.", id=missing[0])
    chosen = own if command.mentions is None else dict.fromkeys(command.mentions)
    return [(own[id].conversation, e.MentionSeen(id)) for id in sorted(chosen) if not own[id].seen]


RULES: Rules = {SeeMentions: see_mentions}
