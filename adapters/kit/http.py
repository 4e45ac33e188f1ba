"""One way to speak HTTP: bounded in time and size, following no redirect, and saying exactly what is known when it fails.

Whether a message left is read from the connection itself: until the first byte of the request went out it
certainly did not. An address may hold a secret (Telegram's does), so no error and no log names more than the host.
"""

from __future__ import annotations

import asyncio
import json
import logging
import math
import re
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime
from typing import NamedTuple
from urllib.parse import urlsplit

import httpx

from inbox.errors import Ambiguous, BadInput, InboxError, NotSent, Unreachable

CONNECT = 10.0
"""Seconds to reach a server."""
LARGEST = 16 * 1024 * 1024
"""Bytes of an answer that are read; no platform's list of news is longer."""
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
# It would write every address, and so every token in one, into the log.
logging.getLogger("httpx").addFilter(lambda _: False)


class Answer(NamedTuple):
    """A JSON object a server answered with."""

    status: int
    found: dict[str, object]


class Paused(Unreachable):
    """The platform wants to be left alone for `seconds` (None: it named no time)."""

    def __init__(self, template: str, /, *, seconds: float | None, **values: object) -> None:
        super().__init__(template, **values)
        self.seconds = seconds


class _Broken(Exception):
    """What came is no answer; says why."""


def checked_base(key: str, base: str) -> str:
    """Return a base URL without its last slash. Raises: BadInput where a secret would cross the network in clear."""
    try:
        parts = urlsplit(base)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or parts.scheme not in ("http", "https") or parts.query or parts.fragment or parts.username:
        raise BadInput("{key} is an address like https://host.", key=key)
    if parts.scheme == "http" and host not in _LOOPBACK:
        raise BadInput("{key} begins with https://, so that nobody on the way reads along.", key=key)
    return base.rstrip("/")


class Http:
    """Calls one platform. `asked` reads the seconds to wait from a refusal's body, where they do not stand in a header."""

    def __init__(self, base: str, asked: Callable[[Mapping[str, object]], object] = lambda _: None) -> None:
        self._base = base
        self._asked = asked
        self.host = urlsplit(base).hostname or ""
        self._client: httpx.AsyncClient | None = None

    def __repr__(self) -> str:
        return f"Http({self.host})"

    async def read(self, path: str, body: Mapping[str, object], seconds: float) -> Answer:
        """Ask for something. Raises: Unreachable (Paused where the platform asks for patience)."""
        return await self._call(path, body, seconds, sends=False)

    async def send(self, path: str, body: Mapping[str, object], seconds: float) -> Answer:
        """Hand something over that must not arrive twice. Raises: NotSent, Ambiguous."""
        return await self._call(path, body, seconds, sends=True)

    async def aclose(self) -> None:
        """Let the connections go. May be called twice."""
        found, self._client = self._client, None
        if found is not None:
            await found.aclose()

    def _opened(self) -> httpx.AsyncClient:
        if self._client is None:
            # A kept connection may have died meanwhile: a send on it fails so that nobody knows whether it left.
            fresh = httpx.Limits(max_keepalive_connections=0)
            self._client = httpx.AsyncClient(limits=fresh, headers={"Accept-Encoding": "identity"})
        return self._client

    async def _call(self, path: str, body: Mapping[str, object], seconds: float, *, sends: bool) -> Answer:
        left = False

        async def watch(event: str, _: object) -> None:
            nonlocal left
            left = left or event.endswith("send_request_headers.started")

        try:
            async with asyncio.timeout(seconds):
                status, headers, raw = await self._exchange(path, body, seconds, watch)
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, _Broken) as cause:
            # Without the cause: it knows the whole address.
            raise self._failed(_reason(cause), left=left, sends=sends) from None
        if status == httpx.codes.TOO_MANY_REQUESTS:
            raise self._paused(headers, raw, sends=sends)
        found = _object(raw)
        if found is None or status >= httpx.codes.INTERNAL_SERVER_ERROR or 300 <= status < 400:
            raise self._failed("no JSON" if status == httpx.codes.OK else f"HTTP {status}", left=True, sends=sends)
        return Answer(status, found)

    async def _exchange(
        self, path: str, body: Mapping[str, object], seconds: float, watch: Callable[[str, object], object]
    ) -> tuple[int, httpx.Headers, bytes]:
        # Connection and greeting each end in their own time: cut off from outside, they would not close theirs.
        wait = httpx.Timeout(seconds, connect=min(CONNECT, seconds / 3))
        request = self._opened().build_request(
            "POST", f"{self._base}/{path}", json=body, timeout=wait, extensions={"trace": watch}
        )
        answer = await self._opened().send(request, stream=True)
        try:
            raw = bytearray()
            async for part in answer.aiter_raw():
                raw += part
                if len(raw) > LARGEST:
                    raise _Broken("the answer has no end")
            return answer.status_code, answer.headers, bytes(raw)
        finally:
            await answer.aclose()

    def _failed(self, reason: str, *, left: bool, sends: bool) -> InboxError:
        if not sends:
            return Unreachable("{host} does not answer as it should: {reason}.", host=self.host, reason=reason)
        if not left:
            return NotSent("{host} cannot be reached: {reason}.", host=self.host, reason=reason)
        return Ambiguous("{host} did not say whether it has the message: {reason}.", host=self.host, reason=reason)

    def _paused(self, headers: httpx.Headers, raw: bytes, *, sends: bool) -> InboxError:
        found = _object(raw)
        seconds = _seconds(headers.get("Retry-After"), headers.get("Date"))
        if found is not None and (said := _number(self._asked(found))) is not None:
            seconds = said
        if sends:
            return NotSent("{host} asks us to slow down.", retry_after=seconds, host=self.host)
        return Paused("{host} asks us to slow down.", seconds=seconds, host=self.host)


def line(value: object, *secrets: str) -> str:
    """Return a platform's words in one short line, without control characters and without what is secret."""
    text = value if isinstance(value, str) else ""
    for secret in secrets:
        text = text.replace(secret, "…") if secret else text
    return " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]+", " ", text).split())[:300]


def _reason(cause: Exception) -> str:
    """Return what went wrong in words that cannot hold an address's path."""
    if isinstance(cause, _Broken):
        return str(cause)
    return "no answer in time" if isinstance(cause, TimeoutError | httpx.TimeoutException) else type(cause).__name__


def _object(raw: bytes) -> dict[str, object] | None:
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _number(value: object) -> float | None:
    fits = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value) and value >= 0
    return float(value) if fits else None  # type: ignore[arg-type]  # it is a number here


def _seconds(after: str | None, date: str | None) -> float | None:
    """Return what Retry-After says, which is a number of seconds or a time (RFC 9110 10.2.3) by the server's own clock."""
    if not after:
        return None
    if after.strip().isdecimal():
        return float(after[:9])
    try:
        return max(0.0, (parsedate_to_datetime(after) - parsedate_to_datetime(date or "")).total_seconds())
    except (ValueError, TypeError, OverflowError):
        return None
