"""Speaks to the API as the account: with a token that lives two hours, and renews it once when it has run out.

https://docs.x.com/fundamentals/authentication/oauth-2-0/authorization-code: a refresh token comes with the scope
offline.access. It may be worth nothing once it was used, so the new one is kept before anything is done with it.
"""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Awaitable
from datetime import datetime, timedelta
from typing import TypeVar

from adapters.kit.found import Found, words
from adapters.kit.http import Answer, Call, Http, Paused, line
from inbox.errors import NotSent, Refused, Unreachable
from inbox.ports.adapter import Context

T = TypeVar("T")
NETWORK = 30.0
"""Seconds for one call."""
EARLY = timedelta(minutes=1)
"""So long before its end a token is renewed."""


class Access:
    """One account's token, and the calls that are made with it."""

    def __init__(self, context: Context, base: str) -> None:
        self._context = context
        self._client = context.settings.get("client_id", "").strip()
        self._secrets = {key: context.secrets.get(key, "").strip() for key in ("access_token", "refresh_token")}
        self._client_secret = context.secrets.get("client_secret", "").strip()
        self._until: datetime | None = None
        self._renewing = asyncio.Lock()
        self.scopes: frozenset[str] = frozenset()
        """What the account allowed, known once a token was renewed."""
        self.http = Http(base, headers=lambda: {"Authorization": f"Bearer {self._secrets['access_token']}"})
        self._tokens = Http(base)

    async def ask(self, call: Call) -> Answer:
        """Ask for something. Raises: Unreachable (Paused where X asks for patience), Refused."""
        used = await self._fresh()
        answer = await self.http.read(call, NETWORK)
        if answer.status != 401:
            return answer
        await self._renew(used)
        answer = await self.http.read(call, NETWORK)
        if answer.status == 401:
            raise _gone()
        return answer

    async def hand(self, call: Call) -> Answer:
        """Hand something over that must not arrive twice. Raises: NotSent, Ambiguous."""
        used = await _before(self._fresh())
        answer = await self.http.send(call, NETWORK)
        if answer.status == 401:
            # Refused for certain, so a second call is no double.
            await _before(self._renew(used))
            answer = await self.http.send(call, NETWORK)
        if answer.status == 401:
            raise NotSent(_gone().template)
        return answer

    async def lent(self, call: Call) -> Answer:
        """Ask for something that must be there before a message leaves. Raises: NotSent."""
        return await _before(self.ask(call))

    async def _fresh(self) -> str:
        """Return the token, renewed where its end is near."""
        used = self._secrets["access_token"]
        if self._until is not None and self._context.now() >= self._until - EARLY:
            await self._renew(used)
        return self._secrets["access_token"]

    async def _renew(self, used: str) -> None:
        """Get a new token, unless somebody else has got one meanwhile. Raises: Refused, Unreachable."""
        async with self._renewing:
            if self._secrets["access_token"] != used:
                return
            if not self._secrets["refresh_token"] or not self._client:
                raise _gone()
            answer = await self._tokens.read(self._asking(), NETWORK)
            await self._take(answer)

    def _asking(self) -> Call:
        form = {
            "grant_type": "refresh_token",
            "refresh_token": self._secrets["refresh_token"],
            "client_id": self._client,
        }
        headers = {}
        if self._client_secret:
            pair = base64.b64encode(f"{self._client}:{self._client_secret}".encode()).decode()
            headers = {"Authorization": f"Basic {pair}"}
        return Call("POST", "2/oauth2/token", form=form, headers=headers)

    async def _take(self, answer: Answer) -> None:
        token = words(answer.found, "access_token")
        if answer.status in (400, 401, 403):
            raise _gone()
        if answer.status >= 400 or not token:
            raise Unreachable("X does not answer as it should: {words}", words=self.said(answer))
        renewed = {
            "access_token": token,
            "refresh_token": words(answer.found, "refresh_token") or self._secrets["refresh_token"],
        }
        await self._context.keep(renewed)
        self._secrets = renewed
        self.scopes = frozenset(words(answer.found, "scope").split())
        seconds = answer.found.get("expires_in")
        lives = float(seconds) if type(seconds) in (int, float) and 0 < seconds < 10**9 else 0.0  # type: ignore[arg-type,operator]  # a number
        self._until = self._context.now() + timedelta(seconds=lives) if lives else None

    def said(self, answer: Answer) -> str:
        """Return what X says of an answer that is none, in its words, without what is secret."""
        return said(answer, *self._secrets.values(), self._client_secret)

    async def aclose(self) -> None:
        """Let the connections go."""
        await self.http.aclose()
        await self._tokens.aclose()


def _gone() -> Refused:
    return Refused(
        "X does not accept this access any more: authorize the app again at console.x.com (your app, Keys and tokens, "
        "OAuth 2.0) with the scope offline.access, and give the channel the new access_token and refresh_token."
    )


async def _before(work: Awaitable[T]) -> T:
    """Do what must be done before a message leaves: where it fails, the message certainly has not. Raises: NotSent."""
    try:
        return await work
    except (Refused, Unreachable) as cause:
        seconds = cause.seconds if isinstance(cause, Paused) else None
        raise NotSent(cause.template, retry_after=seconds, **cause.values) from cause


def said(answer: Answer, *secrets: str) -> str:
    """Return X's words in one line: its problems have a detail, older ones a message."""
    found: Found = answer.found
    errors = found.get("errors")
    first = errors[0] if isinstance(errors, list) and errors and isinstance(errors[0], dict) else {}
    for holder in (found, first):
        for key in ("detail", "message", "error_description", "title", "error"):
            if text := line(holder.get(key), *secrets):
                return text
    return f"HTTP {answer.status}"
