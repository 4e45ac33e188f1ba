"""Keeps us signed in to one account: a session is made once, kept, and renewed when it has run out.

createSession may be asked 300 times a day, so a start never signs in anew while a kept session can be renewed; the
renewed tokens are kept before they are used, because the old ones are worth nothing then.
https://docs.bsky.app/docs/advanced-guides/rate-limits · https://atproto.com/specs/xrpc#authentication
What an account asks goes to its own server (PDS), which the session's DID document names.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from adapters.kit.found import Found, inner, objects, words
from adapters.kit.http import Answer, Call, Http, Paused, checked_base, line
from inbox.errors import BadInput, InboxError, NotSent, Refused, Unreachable
from inbox.ports.adapter import Context

SERVICE = "https://bsky.social"
NETWORK = 30.0
"""Seconds for any call."""
CHAT = {"atproto-proxy": "did:web:api.bsky.chat#bsky_chat"}
"""What makes the account's server hand a call on to Bluesky's chat."""
QUIET = timedelta(minutes=5)
"""How long a refused password is not tried again: signing in is counted by the day."""
_HANDLE = re.compile(r"did:[a-z]+:[A-Za-z0-9._:%-]+|[A-Za-z0-9._%+-]*@?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


@dataclass(frozen=True, slots=True)
class State:
    """A session: who we are, where our server is, and the tokens. `mark` says for which settings it was made."""

    did: str
    handle: str
    pds: str
    mark: str
    access: str = field(repr=False)
    refresh: str = field(repr=False)


def scope(state: State) -> str:
    """Return what a session's token allows, "" where it does not say (com.atproto.appPass: no direct messages)."""
    try:
        middle = state.access.split(".")[1]
        found = json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))
    except (ValueError, IndexError, RecursionError):
        return ""
    return words(found, "scope") if isinstance(found, dict) else ""


def failure(answer: Answer) -> str:
    """Return the name of an answer's error, "" where it is a good one."""
    if answer.status < 400:
        return ""
    return words(answer.found, "error") or f"HTTP {answer.status}"


def barred(answer: Answer) -> bool:
    """Tell whether a token is good but does not allow this: an app password without direct messages."""
    said = words(answer.found, "message").casefold()
    return answer.status in (400, 401, 403) and ("bad token scope" in said or "scope" in failure(answer).casefold())


def not_sent(cause: InboxError) -> NotSent:
    """Return what kept us from sending as what it means for the reply: it certainly did not leave."""
    if isinstance(cause, NotSent):
        return cause
    after = cause.seconds if isinstance(cause, Paused) else None
    return NotSent(cause.template, retry_after=after, **cause.values)


class Session:
    """Signs calls to our account's server; what is made is made under one lock."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._handle = context.settings.get("handle", "").strip().removeprefix("@")
        if not _HANDLE.fullmatch(self._handle):
            raise BadInput("{key} is the account's name with its dots, like acme.bsky.social.", key="handle")
        base = checked_base("service", context.settings.get("service") or SERVICE)
        self._password = context.secrets.get("app_password", "").strip()
        mark = json.dumps([base, self._handle, self._password])
        self._mark = hashlib.sha256(mark.encode()).hexdigest()
        self._service = Http(base)
        self._state = self._kept(context.secrets.get("session", ""))
        self._pds: tuple[str, Http] | None = None
        self._lock = asyncio.Lock()
        self._refused: tuple[datetime, Refused] | None = None

    def __repr__(self) -> str:
        return f"Session({self._handle})"

    @property
    def secrets(self) -> tuple[str, ...]:
        """Return what must stand in no sentence."""
        state = self._state
        return (self._password, *((state.access, state.refresh) if state else ()))

    def said(self, answer: Answer) -> str:
        """Return a refusal's own words in one line."""
        words_ = words(answer.found, "message") or words(answer.found, "error") or f"HTTP {answer.status}"
        return line(words_, *self.secrets)

    async def opened(self) -> State:
        """Return the session, signing in where there is none. Raises: Refused, Unreachable."""
        async with self._lock:
            return self._state or await self._signed_in()

    async def read(self, call: Call, seconds: float = NETWORK) -> Answer:
        """Ask for something, renewing the session where it has run out. Raises: Refused, Unreachable."""
        state = await self.opened()
        answer = await self._at(state).read(_signed(call, state), seconds)
        if _stale(answer):
            state = await self.renewed(state)
            answer = await self._at(state).read(_signed(call, state), seconds)
        return answer

    async def send(self, call: Call, seconds: float = NETWORK) -> Answer:
        """Hand over what must not arrive twice; a token that has run out sends nothing. Raises: NotSent, Ambiguous."""
        state = await _safely(self.opened)
        answer = await self._at(state).send(_signed(call, state), seconds)
        if _stale(answer):
            before = state
            state = await _safely(lambda: self.renewed(before))
            answer = await self._at(state).send(_signed(call, state), seconds)
        return answer

    async def renewed(self, before: State) -> State:
        """Return a session newer than `before`. Raises: Refused, Unreachable."""
        async with self._lock:
            if self._state is not None and self._state is not before:
                return self._state
            token = {"Authorization": f"Bearer {before.refresh}"}
            call = Call("POST", "xrpc/com.atproto.server.refreshSession", headers=token)
            answer = await self._service.read(call, NETWORK)
            if answer.status == 200:
                return await self._keep(answer.found, before)
            if answer.status in (400, 401, 403):
                return await self._signed_in()
            raise Unreachable("Bluesky does not answer as it should: {words}", words=self.said(answer))

    async def _signed_in(self) -> State:
        now = self._context.now()
        if self._refused and now < self._refused[0] + QUIET:
            raise self._refused[1]
        if not self._password:
            raise Refused(
                "Channel {name} has no app password; make one in Bluesky under Settings → Privacy and security.",
                name=self._context.channel,
            )
        body = {"identifier": self._handle, "password": self._password}
        answer = await self._service.read(Call("POST", "xrpc/com.atproto.server.createSession", json=body), NETWORK)
        if answer.status == 200:
            self._refused = None
            return await self._keep(answer.found, None)
        if answer.status in (400, 401, 403):
            self._refused = (now, self._unwelcome(answer))
            raise self._refused[1]
        raise Unreachable("Bluesky does not answer as it should: {words}", words=self.said(answer))

    def _unwelcome(self, answer: Answer) -> Refused:
        if failure(answer) == "AuthFactorTokenRequired":
            return Refused(
                "Bluesky wants a code by mail for this password: use an app password (Settings → Privacy and security)."
            )
        if failure(answer).startswith("Account"):
            return Refused("Bluesky has closed this account: {words}", words=self.said(answer))
        return Refused(
            "Bluesky does not know this name with this password; make an app password under Settings → Privacy and security."
        )

    async def _keep(self, found: Found, before: State | None) -> State:
        did, access, refresh = (words(found, key) for key in ("did", "accessJwt", "refreshJwt"))
        if not (did and access and refresh):
            raise Unreachable("Bluesky does not answer as it should: {words}", words="no session")
        pds = server(inner(found, "didDoc")) or (before.pds if before else "") or self._service.base
        state = State(did, words(found, "handle"), pds, self._mark, access, refresh)
        kept = {key: getattr(state, key) for key in ("did", "handle", "pds", "mark", "access", "refresh")}
        await self._context.keep({"session": json.dumps(kept)})
        self._state = state
        return state

    def _kept(self, text: str) -> State | None:
        """Return the session that was kept, None where it was made for other settings."""
        try:
            found = json.loads(text) if text else {}
        except (ValueError, RecursionError):
            return None
        if not isinstance(found, dict) or words(found, "mark") != self._mark:
            return None
        state = State(**{key: words(found, key) for key in ("did", "handle", "pds", "mark", "access", "refresh")})
        return replace(state, pds=_usable(state.pds) or self._service.base) if state.did and state.refresh else None

    def _at(self, state: State) -> Http:
        """Return the way to our own server."""
        if state.pds == self._service.base:
            return self._service
        if self._pds is None or self._pds[0] != state.pds:
            self._pds = (state.pds, Http(state.pds))
        return self._pds[1]

    async def aclose(self) -> None:
        """Let the connections go."""
        await self._service.aclose()
        if self._pds is not None:
            await self._pds[1].aclose()


def server(document: Found) -> str:
    """Return where the account of a DID document is kept, "" where it does not say, or nothing may be sent there."""
    for service in objects(document.get("service")):
        if words(service, "id").endswith("#atproto_pds"):
            return _usable(words(service, "serviceEndpoint"))
    return ""


def _usable(base: str) -> str:
    try:
        return checked_base("service", base)
    except BadInput:
        return ""


def _signed(call: Call, state: State) -> Call:
    return replace(call, headers={"Authorization": f"Bearer {state.access}", **call.headers})


def _stale(answer: Answer) -> bool:
    """Tell whether a token counts no more, so that nothing was done (400 ExpiredToken; some servers say 401)."""
    expired = failure(answer) in ("ExpiredToken", "InvalidToken") or answer.status == 401
    return answer.status in (400, 401) and expired and not barred(answer)


async def _safely(ask: Callable[[], Awaitable[State]]) -> State:
    try:
        return await ask()
    except InboxError as cause:
        raise not_sent(cause) from cause


def query(**values: object) -> Mapping[str, str]:
    """Return the values that are there as a query."""
    return {key: str(value) for key, value in values.items() if value not in ("", None)}
