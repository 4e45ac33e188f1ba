"""Tokens and logins: what lets a person in from elsewhere, and the commands and events about them. Never a secret.

A token's own text is made where it will be kept; only its digest travels and is stored, apart from all of this.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime

from inbox.domain.happened import Event
from inbox.domain.intent import Command

SCOPES = ("metrics", "read", "setup", "write")
"""What a token may be used for, at most; see `inbox.ports.gate.Scope`."""
USUAL = ("read", "write")
"""What a token is good for where nothing else is said."""


def digest(token: str) -> str:
    """Return what is kept of a token. It has 256 random bits: nobody guesses them, however fast this is."""
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Token:
    """What lets a person in. `until` is None where it does not end by itself."""

    id: int
    person: str
    label: str
    scopes: tuple[str, ...]
    made_at: datetime
    until: datetime | None = None
    revoked: bool = False


@dataclass(frozen=True, slots=True)
class Login:
    """How a person is known elsewhere: a password stands for them, and what the company's provider calls them."""

    person: str
    password: bool = False
    subject: str = ""


# --- commands


@dataclass(frozen=True, slots=True)
class MakeToken(Command):
    """Let a person in by a token; `digest` is what is kept of it. Its text is made and shown where it is asked for."""

    person: str
    digest: str = field(repr=False)
    label: str = ""
    scopes: tuple[str, ...] = USUAL
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class RevokeToken(Command):
    """Let a token be worth nothing from now on: an own one, or as admin anybody's."""

    token: int


@dataclass(frozen=True, slots=True)
class SetPassword(Command):
    """Give a person a password ("" takes it away). For oneself only with the old one, if there is one."""

    person: str
    new: str = field(repr=False)
    old: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class SetLogin(Command):
    """Say what the company's provider calls a person ("" forgets it); whoever logs in there under it comes in here."""

    person: str
    subject: str


# --- events


@dataclass(frozen=True, slots=True)
class TokenMade(Event):
    id: int
    person: str
    label: str
    scopes: tuple[str, ...]
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class TokenRevoked(Event):
    token: int
    person: str


@dataclass(frozen=True, slots=True)
class PasswordSet(Event):
    """A person has a new password, or none any more."""

    person: str
    there: bool


@dataclass(frozen=True, slots=True)
class LoginSet(Event):
    person: str
    subject: str
