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
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import NamedTuple, NoReturn
from urllib.parse import urlsplit

import httpx

from adapters.kit.networks import inside
from inbox.errors import Ambiguous, BadInput, InboxError, NotSent, Refused, Unreachable

CONNECT = 10.0
"""Seconds to reach a server."""
IDLE = 60.0
"""Seconds without a byte after which a file is given up."""
STEPS = 4
"""Addresses a file may have: its own, and three it leads to."""
LARGEST = 16 * 1024 * 1024
"""Bytes of an answer that are read; no platform's list of news is longer."""
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
# It would write every address, and so every token in one, into the log.
logging.getLogger("httpx").addFilter(lambda _: False)


@dataclass(frozen=True, slots=True)
class Call:
    """One call. At most one of `json`, `form`, `content` and `files` (multipart; `form` may go with it) is its body.

    `headers` are added to those of the platform. `path` is put behind the base as it is: what comes from outside is
    quoted by the caller. Where the answer is `plain`, neither a good one nor a refusal (4xx) need be JSON.
    """

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    json: object = field(default=None, repr=False)
    form: Mapping[str, str] | None = field(default=None, repr=False)
    content: bytes | None = field(default=None, repr=False)
    files: Mapping[str, tuple[str, bytes, str]] | None = field(default=None, repr=False)
    plain: bool = False


class Answer(NamedTuple):
    """What a server answered in JSON: an object (`found`, {} where it is none) or a list (`items`, [] where it is none)."""

    status: int
    found: dict[str, object]
    items: list[object]
    headers: Mapping[str, str]


class Paused(Unreachable):
    """The platform wants to be left alone for `seconds` (None: it named no time)."""

    def __init__(self, template: str, /, *, seconds: float | None, **values: object) -> None:
        super().__init__(template, **values)
        self.seconds = seconds


class Refusal(Unreachable):
    """The platform does not let us listen; `status` and `found` say why."""

    def __init__(self, host: str, status: int, found: dict[str, object]) -> None:
        super().__init__("{host} does not answer as it should: {reason}.", host=host, reason=f"HTTP {status}")
        self.status = status
        self.found = found


class _Broken(Exception):
    """What came is no answer; says why."""


_SILENT = (httpx.codes.ACCEPTED, httpx.codes.NO_CONTENT)
"""Good answers that may be empty."""
_FAILURES = (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, _Broken)


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
    """Calls one platform.

    `asked` reads the seconds to wait from a refusal's body, where they do not stand in a header. `headers` are asked
    for at every call, so that a renewed token counts at once. `hears` also returns failures of the server's own (5xx)
    that come as a JSON object, for platforms that say there what happened.
    """

    def __init__(
        self,
        base: str,
        asked: Callable[[Mapping[str, object]], object] = lambda _: None,
        headers: Callable[[], Mapping[str, str]] = dict,
        *,
        hears: bool = False,
    ) -> None:
        self.base = base
        self._asked = asked
        self._headers = headers
        self._hears = hears
        self.host = urlsplit(base).hostname or ""
        self._client: httpx.AsyncClient | None = None

    def __repr__(self) -> str:
        return f"Http({self.host})"

    async def read(self, call: Call, seconds: float) -> Answer:
        """Ask for something. Raises: Unreachable (Paused where the platform asks for patience)."""
        return await self._call(call, seconds, sends=False)

    async def send(self, call: Call, seconds: float) -> Answer:
        """Hand something over that must not arrive twice. Raises: NotSent, Ambiguous."""
        return await self._call(call, seconds, sends=True)

    async def listen(self, call: Call, idle: float) -> AsyncIterator[bytes]:
        """Yield a stream's lines without their ends, as they come, for as long as it lasts.

        Raises: Unreachable (Paused where the platform asks for patience) where it cannot be had, breaks off, or says
        nothing for `idle` seconds; Refusal where the platform answers with an error of ours (4xx).
        """
        rest = bytearray()
        async with self._streaming(call, idle) as parts:
            async for part in parts:
                rest += part
                *lines, last = rest.split(b"\n")
                rest = bytearray(last)
                if len(rest) > LARGEST:
                    self._broken("a line has no end")
                for found in lines:
                    yield bytes(found).removesuffix(b"\r")

    async def fetch(
        self, url: str, limit: int, headers: Mapping[str, str] | None = None, *, ours: bool = False
    ) -> AsyncIterator[bytes]:
        """Yield a file's bytes, at most `limit`, from wherever its address leads within three steps.

        Only `headers` go there, and only to the first address. With `ours` the adapter made the address itself, and
        the platform's own headers go with it: an address that a customer named must not act in our name, as
        graph.facebook.com/…?method=delete would with our token.
        Raises: Unreachable, Refused (longer than `limit`, gone, or an address we do not go to).
        """
        own, given = urlsplit(self.base), dict(headers or {})
        for step in range(STEPS):
            there = urlsplit(checked_base("url", url.partition("?")[0].partition("#")[0]))
            if there.hostname != own.hostname and inside(there.hostname or ""):
                raise Refused("The file lies in a network of ours, where a customer sends nobody.")
            if ours and not step and there[:2] == own[:2]:
                given = {**self._headers(), **given}
            with _legible(there.hostname or ""):
                asked = httpx.Request("GET", url, headers=given)
            async with self._opening(asked, IDLE) as answer:
                if answer.is_redirect:
                    with _legible(there.hostname or ""):
                        url, given = str(answer.url.join(answer.headers.get("Location", ""))), {}
                    continue
                if answer.status_code != httpx.codes.OK:
                    self._gone(answer.status_code)
                size = 0
                async for part in self._parts(answer, IDLE):
                    size += len(part)
                    if size > limit:
                        raise Refused("The file is larger than {max} bytes.", max=limit)
                    yield part
                return
        raise Refused("The file's address leads in a circle.")

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

    def _request(self, call: Call, wait: httpx.Timeout, extensions: Mapping[str, object]) -> httpx.Request:
        return self._opened().build_request(
            call.method,
            f"{self.base}/{call.path}" if call.path else self.base,
            params=dict(call.query) or None,
            headers={**self._headers(), **call.headers},
            json=call.json,
            data=call.form,
            content=call.content,
            files=call.files,
            timeout=wait,
            extensions=dict(extensions),
        )

    async def _call(self, call: Call, seconds: float, *, sends: bool) -> Answer:
        left = False

        async def watch(event: str, _: object) -> None:
            nonlocal left
            left = left or event.endswith("send_request_headers.started")

        try:
            async with asyncio.timeout(seconds):
                status, headers, raw = await self._exchange(call, seconds, watch)
        except _FAILURES as cause:
            # Without the cause: it knows the whole address.
            raise self._failed(_reason(cause), left=left, sends=sends) from None
        if status == httpx.codes.TOO_MANY_REQUESTS:
            raise self._paused(headers, raw, sends=sends)
        found = _json(raw) if raw.strip() or status not in _SILENT else {}
        if call.plain and not isinstance(found, dict) and (200 <= status < 300 or 400 <= status < 500):
            found = {}
        ours = status < httpx.codes.INTERNAL_SERVER_ERROR or (self._hears and isinstance(found, dict))
        fits = isinstance(found, dict) or (isinstance(found, list) and not sends)
        if not fits or not ours or 300 <= status < 400:
            raise self._failed("no JSON" if status == httpx.codes.OK else f"HTTP {status}", left=True, sends=sends)
        return Answer(
            status,
            found if isinstance(found, dict) else {},
            found if isinstance(found, list) else [],
            {key.lower(): value for key, value in headers.items()},
        )

    async def _exchange(
        self, call: Call, seconds: float, watch: Callable[[str, object], object]
    ) -> tuple[int, httpx.Headers, bytes]:
        # Connection and greeting each end in their own time: cut off from outside, they would not close theirs.
        wait = httpx.Timeout(seconds, connect=min(CONNECT, seconds / 3))
        answer = await self._opened().send(self._request(call, wait, {"trace": watch}), stream=True)
        try:
            raw = bytearray()
            async for part in answer.aiter_raw():
                raw += part
                if len(raw) > LARGEST:
                    raise _Broken("the answer has no end")
            return answer.status_code, answer.headers, bytes(raw)
        finally:
            await answer.aclose()

    @asynccontextmanager
    async def _streaming(self, call: Call, idle: float) -> AsyncIterator[AsyncIterator[bytes]]:
        async with self._opening(self._request(call, httpx.Timeout(idle, connect=CONNECT), {}), idle) as answer:
            if answer.status_code == httpx.codes.OK:
                yield self._parts(answer, idle)
                return
            raw = bytearray()
            async for part in self._parts(answer, idle):
                raw += part
                if len(raw) > LARGEST:
                    self._broken("the answer has no end")
            if answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
                raise self._paused(answer.headers, bytes(raw), sends=False)
            if 400 <= answer.status_code < 500:
                found = _json(bytes(raw))
                raise Refusal(self.host, answer.status_code, found if isinstance(found, dict) else {})
            self._broken(f"HTTP {answer.status_code}")

    @asynccontextmanager
    async def _opening(self, request: httpx.Request, idle: float) -> AsyncIterator[httpx.Response]:
        request.extensions.setdefault("timeout", httpx.Timeout(idle, connect=CONNECT).as_dict())
        try:
            async with asyncio.timeout(idle):
                answer = await self._opened().send(request, stream=True)
        except _FAILURES as cause:
            # Without the cause: it knows the whole address.
            raise self._failed(_reason(cause), left=True, sends=False) from None
        try:
            yield answer
        finally:
            await answer.aclose()

    async def _parts(self, answer: httpx.Response, idle: float) -> AsyncIterator[bytes]:
        parts = answer.aiter_raw()
        while True:
            try:
                async with asyncio.timeout(idle):
                    part = await anext(parts)
            except StopAsyncIteration:
                return
            except _FAILURES as cause:
                # Without the cause: it knows the whole address.
                raise self._failed(_reason(cause), left=True, sends=False) from None
            yield part

    def _broken(self, reason: str) -> NoReturn:
        raise self._failed(reason, left=True, sends=False)

    def _gone(self, status: int) -> NoReturn:
        if 400 <= status < 500:
            raise Refused("The file is not there any more ({host}: {status}).", host=self.host, status=status)
        self._broken(f"HTTP {status}")

    def _failed(self, reason: str, *, left: bool, sends: bool) -> InboxError:
        if not sends:
            return Unreachable("{host} does not answer as it should: {reason}.", host=self.host, reason=reason)
        if not left:
            return NotSent("{host} cannot be reached: {reason}.", host=self.host, reason=reason)
        return Ambiguous("{host} did not say whether it has the message: {reason}.", host=self.host, reason=reason)

    def _paused(self, headers: httpx.Headers, raw: bytes, *, sends: bool) -> InboxError:
        found = _json(raw)
        seconds = waits(headers)
        if isinstance(found, dict) and (said := _number(self._asked(found))) is not None:
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


@contextmanager
def _legible(host: str) -> Iterator[None]:
    try:
        yield
    except httpx.InvalidURL:
        raise Refused("The file's address cannot be read: {url}", url=host) from None


def _reason(cause: Exception) -> str:
    """Return what went wrong in words that cannot hold an address's path."""
    if isinstance(cause, _Broken):
        return str(cause)
    if isinstance(cause, TimeoutError | httpx.TimeoutException):
        return "no answer in time"
    if isinstance(cause, httpx.ConnectError):
        return "no connection (is the address right, and the network there?)"
    return (
        "the line broke" if isinstance(cause, httpx.NetworkError | httpx.RemoteProtocolError) else type(cause).__name__
    )


def _json(raw: bytes) -> object:
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        return None


def _number(value: object) -> float | None:
    fits = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value) and value >= 0
    return float(value) if fits else None  # type: ignore[arg-type]  # it is a number here


_RESETS = ("x-rate-limit-reset", "x-ratelimit-reset", "ratelimit-reset")
"""When a used-up limit counts anew: epoch seconds at X and Bluesky, ISO 8601 at Mastodon."""


def waits(headers: Mapping[str, str]) -> float | None:
    """Return how many seconds a refusal's headers ask us to wait, by the server's own clock; None where they say nothing.

    Retry-After is a number of seconds or a time (RFC 9110 10.2.3).
    """
    after, date = headers.get("Retry-After"), headers.get("Date") or ""
    if after and after.strip().isdecimal():
        return float(after[:9])
    try:
        now = parsedate_to_datetime(date)
        if after:
            return max(0.0, (parsedate_to_datetime(after) - now).total_seconds())
        reset = next((found for key in _RESETS if (found := headers.get(key))), "")
        if reset.isascii() and reset.isdigit() and len(reset) <= 11:
            return max(0.0, int(reset) - now.timestamp())
        return max(0.0, (datetime.fromisoformat(reset) - now).total_seconds()) if reset else None
    except (ValueError, TypeError, OverflowError):
        return None
