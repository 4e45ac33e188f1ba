"""Templates: answers that are written once, with variables; what a template is, and the commands and events about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from inbox.domain.happened import Event
from inbox.domain.intent import Command
from inbox.domain.model import Words


@dataclass(frozen=True, slots=True)
class Template:
    """An answer that is written once. `owner` is whose own it is ("": everybody's); `channels` where it fits (none: all)."""

    id: int
    name: str
    words: Words
    channels: tuple[str, ...]
    owner: str
    by: str
    at: datetime


# --- commands


@dataclass(frozen=True, slots=True)
class SetTemplate(Command):
    """Keep a template under a name, in place of the one of that name. Everybody's takes a lead, an `own` one whoever answers."""

    name: str
    text: str
    channels: tuple[str, ...] = ()
    own: bool = False


@dataclass(frozen=True, slots=True)
class RemoveTemplate(Command):
    """Forget a template by its name; replies made from it stay."""

    name: str
    own: bool = False


# --- events


@dataclass(frozen=True, slots=True)
class TemplateSet(Event):
    """A template stands under this name; `owner` is whose own it is ("": everybody's)."""

    id: int
    name: str
    words: Words
    channels: tuple[str, ...]
    owner: str


@dataclass(frozen=True, slots=True)
class TemplateRemoved(Event):
    """A template stands no more."""

    template: int
    name: str
    owner: str
