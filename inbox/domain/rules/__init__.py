"""The house rules: what follows from a command, or why it is refused.

`decide` is pure: the same picture, command, person and moment give the same facts.
"""

from __future__ import annotations

from datetime import datetime

from inbox.domain.commands import Command
from inbox.domain.model import Person
from inbox.domain.picture import Picture
from inbox.domain.rules import (
    abilities,
    absence,
    access,
    automation,
    delivery,
    dialogue,
    drafts,
    freezing,
    goals,
    guard,
    hours,
    knowing,
    known,
    letters,
    mentions,
    ownership,
    receiving,
    reply,
    requests,
    setup,
    signing,
    steps,
    storm,
    templates,
    thawing,
    views,
)
from inbox.domain.rules.facts import Fact, Mint, Rules

__all__ = ["Fact", "Mint", "decide"]

_RULES: Rules = {
    **receiving.RULES,
    **dialogue.RULES,
    **steps.RULES,
    **drafts.RULES,
    **knowing.RULES,
    **reply.RULES,
    **delivery.RULES,
    **ownership.RULES,
    **requests.RULES,
    **letters.RULES,
    **known.RULES,
    **setup.RULES,
    **access.RULES,
    **templates.RULES,
    **views.RULES,
    **mentions.RULES,
    **hours.RULES,
    **automation.RULES,
    **abilities.RULES,
    **absence.RULES,
    **goals.RULES,
    **signing.RULES,
    **guard.RULES,
    **storm.RULES,
    **freezing.RULES,
    **thawing.RULES,
}


def decide(picture: Picture, command: Command, person: Person | None, at: datetime, mint: Mint) -> list[Fact]:
    """Return the facts that follow from a command, oldest first.

    `person` is None where the inbox itself acts. Raises: Refused and its kinds, NotFound, BadInput.
    """
    return _RULES[type(command)](picture, command, person, at, mint)
