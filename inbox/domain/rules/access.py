"""Who comes in from elsewhere: admins make tokens and set passwords, everybody ends their own tokens.

A token carries at most what its person may do; its scopes only narrow that. Whoever leaves takes all of it along.
"""

from __future__ import annotations

from datetime import datetime

from inbox.domain.access import (
    SCOPES,
    LoginSet,
    MakeToken,
    PasswordSet,
    RevokeToken,
    SetLogin,
    SetPassword,
    TokenMade,
    TokenRevoked,
)
from inbox.domain.model import Person
from inbox.domain.people import Act, Reach, reach, require
from inbox.domain.picture import Picture
from inbox.domain.rules.facts import Fact, Mint, Rules
from inbox.errors import BadInput, Conflict, NotFound, Refused

SHORTEST, LONGEST = 12, 1000
"""Characters of a password."""


def _here(picture: Picture, name: str) -> Person:
    found = picture.people.get(name)
    if found is None or not found.active:
        raise NotFound("There is nobody called {name} here.", name=name)
    return found


def make_token(picture: Picture, command: MakeToken, person: Person | None, at: datetime, mint: Mint) -> list[Fact]:
    """Let a person in by a token; the inbox itself does so for whoever has logged in."""
    if person is not None:
        require(person, Act.SETUP)
    whose = _here(picture, command.person)
    if len(command.digest) != 64 or set(command.digest) - set("0123456789abcdef"):
        raise BadInput("What is kept of a token is its SHA-256 in hexadecimal.")
    label = command.label.strip()
    if len(label) > 60 or (label and not label.isprintable()):
        raise BadInput("A token's label has up to 60 printable characters.")
    if not command.scopes or set(command.scopes) - set(SCOPES):
        raise BadInput("A token is good for at least one of these: {scopes}.", scopes=", ".join(SCOPES))
    if command.until is not None and command.until <= at:
        raise BadInput("A token's end lies in the future.")
    scopes = tuple(sorted(set(command.scopes)))
    return [(None, TokenMade(mint.id(), whose.name, label, scopes, command.until))]


def revoke_token(picture: Picture, command: RevokeToken, person: Person | None, at: datetime, mint: Mint) -> list[Fact]:
    """End a token at once. Others' look like none, but to an admin."""
    found = picture.tokens.get(command.token)
    if found is None or (person is not None and found.person != person.name and not _sets_up(person)):
        raise NotFound("There is no token {id} here for you.", id=command.token)
    return [] if found.revoked else [(None, TokenRevoked(found.id, found.person))]


def _sets_up(person: Person) -> bool:
    return reach(person, Act.SETUP) is Reach.ALL


def set_password(picture: Picture, command: SetPassword, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Give a password or take it away. Who asks about their own has shown the old one before, if there is one."""
    known = picture.logins.get(command.person)
    there = known is not None and known.password
    if command.person != person.name or not there:
        require(person, Act.SETUP)
    whose = _here(picture, command.person)
    if command.new and not SHORTEST <= len(command.new) <= LONGEST:
        raise BadInput("A password has at least {least} characters, and at most {most}.", least=SHORTEST, most=LONGEST)
    if command.new and command.new.casefold() in (whose.name.casefold() * n for n in range(1, SHORTEST + 1)):
        raise BadInput("A password is not the person's name.")
    if not command.new and not there:
        raise Refused("{name} has no password.", name=whose.name)
    return [(None, PasswordSet(whose.name, bool(command.new)))]


def set_login(picture: Picture, command: SetLogin, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Say what the company's provider calls a person; two people have not the same name there."""
    require(person, Act.SETUP)
    whose, subject = _here(picture, command.person), same_subject(command.subject)
    if len(subject) > 200 or (subject and not subject.isprintable()):
        raise BadInput("A login has up to 200 printable characters.")
    for other in picture.logins.values():
        if subject and other.subject == subject and other.person != whose.name:
            raise Conflict("{name} logs in as {subject} already.", name=other.person, subject=subject)
    return [(None, LoginSet(whose.name, subject))]


def same_subject(subject: str) -> str:
    """Return a provider's name for somebody so that the same one is equal: in an address capitals do not matter."""
    return subject.strip().casefold() if "@" in subject else subject.strip()


def departed(picture: Picture, name: str) -> list[Fact]:
    """Return what ends with a person's access. The picture holds their tokens and logins."""
    tokens = sorted(t.id for t in picture.tokens.values() if t.person == name and not t.revoked)
    facts: list[Fact] = [(None, TokenRevoked(id, name)) for id in tokens]
    login = picture.logins.get(name)
    if login is not None and login.password:
        facts.append((None, PasswordSet(name, there=False)))
    if login is not None and login.subject:
        facts.append((None, LoginSet(name, "")))
    return facts


RULES: Rules = {
    MakeToken: make_token,
    RevokeToken: revoke_token,
    SetPassword: set_password,
    SetLogin: set_login,
}
