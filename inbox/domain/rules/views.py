"""Who keeps lists under names: whoever reads conversations their own ones, a lead everybody's."""

from __future__ import annotations

from datetime import datetime

from inbox.domain import events as e
from inbox.domain.commands import ForgetView, KeepView
from inbox.domain.model import Person, State, Visibility
from inbox.domain.people import Act, Reach, in_channels, reach, require
from inbox.domain.picture import Picture
from inbox.domain.rules.facts import Fact, Mint, Rules
from inbox.domain.rules.templates import called
from inbox.domain.views import BASES, ME, NOBODY, Filter, SavedView
from inbox.errors import BadInput, NotAllowed, NotFound


def _keeper(person: Person, shared: bool) -> str:
    if shared:
        require(person, Act.ROUTINE)
        return ""
    # Specialists read what their department is asked; they have no lists.
    if require(person, Act.READ) is not Reach.ALL:
        raise NotAllowed("Your role has no lists of conversations.")
    return person.name


def _named(picture: Picture, owner: str, name: str) -> SavedView | None:
    same = (k for k in picture.views.values() if k.owner == owner and k.name.casefold() == name.casefold())
    return next(same, None)


def sees_view(person: Person, view: SavedView) -> bool:
    """Tell whether a view is for a person: everybody's or their own, of a channel of theirs."""
    here = not view.narrow.channel or in_channels(person, view.narrow.channel)
    return view.owner in ("", person.name) and reach(person, Act.READ) is Reach.ALL and here


def _sensible(picture: Picture, person: Person, narrow: Filter) -> Filter:
    """Return a narrowing of things there are. Raises: NotFound, BadInput."""
    if narrow.channel and (narrow.channel not in picture.channels or not in_channels(person, narrow.channel)):
        raise NotFound("There is no channel {name} here for you.", name=narrow.channel)
    if narrow.owner and narrow.owner not in (ME, NOBODY, *picture.people):
        raise NotFound("There is nobody called {name} here.", name=narrow.owner)
    for value, known in ((narrow.state, State), (narrow.visibility, Visibility)):
        if value and value not in set(map(str, known)):
            raise BadInput("{value} is none of: {known}.", value=repr(value), known=", ".join(known))
    return narrow


def keep_view(picture: Picture, command: KeepView, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Keep a list under a name that is none of the lists everybody has."""
    owner, name = _keeper(person, command.shared), called(command.name, "view")
    if command.base not in BASES:
        raise BadInput("{value} is none of: {known}.", value=repr(command.base), known=", ".join(BASES))
    if name.casefold() in BASES:
        raise BadInput("{name} is a list everybody has; choose another name.", name=name)
    narrow, before = _sensible(picture, person, command.narrow), _named(picture, owner, name)
    kept = SavedView(before.id if before else 0, name, command.base, narrow, owner)
    if before == kept:
        return []
    return [(None, e.ViewKept(kept.id or mint.id(), name, kept.base, narrow, owner))]


def forget_view(picture: Picture, command: ForgetView, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Forget a view."""
    owner = _keeper(person, command.shared)
    found = _named(picture, owner, " ".join(command.name.split()))
    if found is None or not sees_view(person, found):
        raise NotFound("There is no view {name} here for you.", name=command.name)
    return [(None, e.ViewForgotten(found.id, found.name, owner))]


RULES: Rules = {KeepView: keep_view, ForgetView: forget_view}
