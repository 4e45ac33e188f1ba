"""The line to a server: one pool of connections, patience that ends, and every answer read as the house means it."""

from __future__ import annotations

import asyncio
import random
import ssl
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from urllib.parse import quote, urlsplit

import httpx

from inbox.errors import BadInput, InboxError, Underway, Unreachable
from inbox.reads import WIRE
from inbox.wire.trouble import error_from_json

LOOK = 5.0
"""Seconds in which a read is tried again where the server does not answer."""
ACT = 30.0
"""Seconds in which a command whose outcome is unknown is repeated, with its key."""
ONE_TRY = 15.0
"""Seconds that one try may take."""
CONNECTING = 4.0
FIRST, LONGEST = 0.05, 3.0
"""Seconds between the first two tries, and at most between two."""
NAMED = "Inbox-Person"
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def pause(tries: int, chance: Callable[[], float] = random.random) -> float:
    """Return how long to wait before the next try: twice as long each time, spread so that not all come at once."""
    longest: float = min(LONGEST, FIRST * 2 ** min(tries, 10))
    return longest * (0.5 + chance() / 2)


def see_private(where: str) -> None:
    """See that nobody can read on the way what is said to a server. Raises: BadInput."""
    parts = urlsplit(where)
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise BadInput(
            "{where} is not encrypted, and what is said there can be read on the way; use https.", where=where
        )


class Line:
    """Calls a server."""

    def __init__(self, where: str, token: str = "", socket: str = "", forwarded: str = "") -> None:
        self.where = socket or where
        parts = urlsplit(where)
        if not socket and (parts.scheme not in ("http", "https") or not parts.hostname):
            raise BadInput("{where} is no address of a server; it looks like https://inbox.example.", where=where)
        if token and not socket:
            see_private(where)
        verify: ssl.SSLContext | bool = (
            ssl.create_default_context() if parts.scheme == "https" and not socket else False
        )
        self._socket = bool(socket)
        self._http = httpx.AsyncClient(
            base_url="http://inbox" if socket else where.rstrip("/"),
            headers={
                **({"Authorization": f"Bearer {token}"} if token and not socket else {}),
                **({"X-Forwarded-For": forwarded} if forwarded else {}),
            },
            timeout=httpx.Timeout(ONE_TRY, connect=CONNECTING),
            limits=httpx.Limits(max_connections=None, keepalive_expiry=10),
            transport=httpx.AsyncHTTPTransport(uds=socket) if socket else None,
            verify=verify,
            trust_env=not socket and parts.hostname not in LOOPBACK,
        )

    async def aclose(self) -> None:
        """Let every connection go. May be called twice."""
        await self._http.aclose()

    def headers(self, person: str) -> dict[str, str]:
        """Return the headers that say who asks, where no token does."""
        return {NAMED: quote(person, safe="")} if self._socket else {}

    async def ask(
        self,
        verb: str,
        path: str,
        person: str,
        *,
        query: Mapping[str, str] | None = None,
        body: bytes | None = None,
        key: str = "",
        patience: float = LOOK,
        one_try: float = ONE_TRY,
    ) -> httpx.Response:
        """Return what the server answers, asking again while nobody knows what it would say.

        Raises: whatever the house answers; Unreachable where no answer came in time, or not from a server of ours.
        """
        headers = self.headers(person)
        if key:
            headers["Idempotency-Key"] = key
        if body is not None:
            headers["Content-Type"] = "application/json"
        ends, tries = asyncio.get_running_loop().time() + patience, 0
        while True:
            try:
                async with asyncio.timeout(one_try):
                    request = self._http.build_request(verb, path, params=query, content=body, headers=headers)
                    return _checked(await self._http.send(request), self.where)
            except (httpx.HTTPError, TimeoutError, Underway, _Away) as cause:
                rest = pause(tries)
                tries += 1
                if asyncio.get_running_loop().time() + rest >= ends:
                    raise self.unreachable(cause, outcome=bool(key)) from cause
                await asyncio.sleep(rest)
            except (httpx.InvalidURL, httpx.CookieConflict, UnicodeError) as cause:
                raise BadInput("This cannot be asked: {cause}", cause=cause) from cause

    @asynccontextmanager
    async def listen(
        self, path: str, person: str, query: Mapping[str, str], quiet: float
    ) -> AsyncIterator[AsyncIterator[bytes]]:
        """Give the parts of an answer that does not end. Raises: as `ask`, without asking again."""
        times = httpx.Timeout(quiet, connect=CONNECTING)
        # A proxy that packs would hold parts back, and they are read here as they come.
        plain = {**self.headers(person), "Accept-Encoding": "identity"}
        try:
            async with self._http.stream("GET", path, params=query, headers=plain, timeout=times) as told:
                if told.status_code != httpx.codes.OK:
                    await told.aread()
                _checked(told, self.where)
                yield told.aiter_raw()
        except (httpx.HTTPError, _Away) as cause:
            raise self.unreachable(cause, outcome=False) from cause

    def unreachable(self, cause: BaseException, *, outcome: bool) -> Unreachable:
        """Return the sentence for a server that does not answer."""
        reason = str(cause) or type(cause).__name__
        if outcome:
            return Unreachable(
                "The server at {where} did not say whether it did that ({reason}); look before you do it again.",
                where=self.where,
                reason=reason,
            )
        return Unreachable("The server at {where} cannot be reached ({reason}).", where=self.where, reason=reason)


class _Away(Exception):
    """Something before the server answers for it: a proxy, or a server that ends."""


def _checked(told: httpx.Response, where: str) -> httpx.Response:
    """Return an answer of a server of ours that is no error. Raises: InboxError, _Away."""
    theirs = told.headers.get("inbox-wire")
    if theirs is None:
        if told.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
            raise _Away(f"{told.status_code} {told.reason_phrase}")
        raise Unreachable("There is no inbox server at {where}; look at the address.", where=where)
    if theirs != str(WIRE):
        raise Unreachable(
            "The server at {where} speaks version {theirs} and this program version {ours}; bring both to the same version.",
            where=where,
            theirs=theirs[:20],
            ours=WIRE,
        )
    if told.is_success:
        return told
    error = error_from_json(told.content)
    raise error or InboxError("The server at {where} answered {status}.", where=where, status=told.status_code)
