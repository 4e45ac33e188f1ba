"""How facts about tokens and logins become nouns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from inbox.domain.access import Login, LoginSet, PasswordSet, Token, TokenMade, TokenRevoked
from inbox.domain.events import Event, Recorded
from inbox.domain.picture import Picture


def _made(picture: Picture, r: Recorded, event: TokenMade) -> None:
    picture.put("tokens", event.id, Token(event.id, event.person, event.label, event.scopes, r.at, event.until))


def _revoked(picture: Picture, r: Recorded, event: TokenRevoked) -> None:
    picture.put("tokens", event.token, replace(picture.tokens[event.token], revoked=True))


def _login(picture: Picture, person: str, **changes: Any) -> None:
    login = replace(picture.logins.get(person, Login(person)), **changes)
    if login == Login(person):
        picture.drop("logins", person)
    else:
        picture.put("logins", person, login)


def _password(picture: Picture, r: Recorded, event: PasswordSet) -> None:
    _login(picture, event.person, password=event.there)


def _subject(picture: Picture, r: Recorded, event: LoginSet) -> None:
    _login(picture, event.person, subject=event.subject)


FOLDS: dict[type[Event], Callable[[Picture, Recorded, Any], None]] = {
    TokenMade: _made,
    TokenRevoked: _revoked,
    PasswordSet: _password,
    LoginSet: _subject,
}
