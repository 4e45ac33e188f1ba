"""Who keeps templates: a lead everybody's, whoever answers customers their own; and what does not leave of them."""

from __future__ import annotations

from datetime import datetime

from inbox.domain import events as e
from inbox.domain.commands import RemoveTemplate, SetTemplate
from inbox.domain.filling import gaps, pieces
from inbox.domain.model import Person
from inbox.domain.people import Act, Reach, in_channels, reach, require
from inbox.domain.picture import Picture
from inbox.domain.rules.facts import Fact, Mint, Rules, known_channel, seal, worded
from inbox.domain.templates import Template
from inbox.errors import BadInput, NotFound, Refused

LONGEST = 60
"""Characters of a name."""


def called(name: str, what: str) -> str:
    """Return a name that people can type. Raises: BadInput."""
    name = " ".join(name.split())
    if not name or len(name) > LONGEST or not name.isprintable():
        raise BadInput("The name of a {what} has 1 to {most} printable characters.", what=what, most=LONGEST)
    return name


def _keeper(person: Person, own: bool) -> str:
    """Return whose a template is to be. Raises: NotAllowed."""
    require(person, Act.DRAFT if own else Act.ROUTINE)
    return person.name if own else ""


def named(picture: Picture, owner: str, name: str) -> Template | None:
    """Return the template that stands under a name, in whatever letters."""
    same = (k for k in picture.templates.values() if k.owner == owner and k.name.casefold() == name.casefold())
    return next(same, None)


def fits(template: Template, person: Person, channel: str = "") -> bool:
    """Tell whether somebody who answers may use a template: everybody's or their own, for a channel of theirs, or this one."""
    if template.owner not in ("", person.name) or reach(person, Act.DRAFT) is Reach.NONE:
        return False
    here = template.channels if not channel else tuple(n for n in template.channels if n == channel)
    return not template.channels or any(in_channels(person, name) for name in here)


def set_template(picture: Picture, command: SetTemplate, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Keep a template; its variables are read now, so that no customer meets a mistake in them."""
    owner, name, text = _keeper(person, command.own), called(command.name, "template"), worded(command.text, "template")
    pieces(text)
    channels = tuple(sorted({known_channel(picture, n).name for n in command.channels if in_channels(person, n)}))
    if len(channels) != len(set(command.channels)):
        foreign = next(n for n in command.channels if n not in channels)
        raise NotFound("There is no channel {name} here for you.", name=foreign)
    before = named(picture, owner, name)
    if before is not None and (before.name, str(before.words), before.channels) == (name, text, channels):
        return []
    id = before.id if before is not None else mint.id()
    return [(None, e.TemplateSet(id, name, seal(text, mint), channels, owner))]


def remove_template(picture: Picture, command: RemoveTemplate, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Forget a template."""
    owner = _keeper(person, command.own)
    found = named(picture, owner, " ".join(command.name.split()))
    if found is None or not fits(found, person):
        raise NotFound("There is no template {name} here for you.", name=command.name)
    return [(None, e.TemplateRemoved(found.id, found.name, owner))]


def complete(text: str) -> str:
    """Return a reply's text in which nothing of a template is open. Raises: Refused."""
    if still := gaps(text):
        raise Refused("This is still open in the text: {gaps}. Fill it in, then send.", gaps=", ".join(still))
    return text


RULES: Rules = {SetTemplate: set_template, RemoveTemplate: remove_template}
