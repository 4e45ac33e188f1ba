"""Saved views: a list with its narrowing under a name; what one is, and the commands and events about them."""

from __future__ import annotations

from dataclasses import dataclass

from inbox.domain.happened import Event
from inbox.domain.intent import Command

BASES = ("mine", "unowned", "waiting", "snoozed", "requests", "held", "unknown", "all")
"""The lists a view can begin with."""
ME, NOBODY = "@me", "@nobody"
"""Owners by role: whoever looks, and none."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list is narrowed to; empty means everything. `owner` is a person, `@me` (whoever looks) or `@nobody`."""

    channel: str = ""
    owner: str = ""
    tag: str = ""
    state: str = ""
    visibility: str = ""


@dataclass(frozen=True, slots=True)
class SavedView:
    """A list under a name. `owner` is whose own it is ("": everybody's)."""

    id: int
    name: str
    base: str
    narrow: Filter
    owner: str


# --- commands


@dataclass(frozen=True, slots=True)
class KeepView(Command):
    """Keep a list under a name, in place of the one of that name. One's own, or `shared` by a lead with everybody."""

    name: str
    base: str
    narrow: Filter = Filter()
    shared: bool = False


@dataclass(frozen=True, slots=True)
class ForgetView(Command):
    """Forget a view by its name; no conversation is touched."""

    name: str
    shared: bool = False


# --- events


@dataclass(frozen=True, slots=True)
class ViewKept(Event):
    """A list stands under this name; `owner` is whose own it is ("": everybody's)."""

    id: int
    name: str
    base: str
    narrow: Filter
    owner: str


@dataclass(frozen=True, slots=True)
class ViewForgotten(Event):
    """A view stands no more."""

    view: int
    name: str
    owner: str
