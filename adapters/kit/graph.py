"""Speaks Meta's Graph API for Facebook, Instagram and WhatsApp: one way to ask, one way to send, and every refusal in our words.

https://developers.facebook.com/docs/graph-api/guides/error-handling
https://developers.facebook.com/documentation/business-messaging/messenger-platform/error-codes
https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes
The numbers count, never the words: Meta says them in many languages.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import NamedTuple

from adapters.kit.found import Found, inner, words
from adapters.kit.http import Answer, Call, Http, Paused, line, waits
from inbox.errors import Ambiguous, InboxError, NotSent, Refused, Rejected, Unreachable

VERSION = "v25.0"
BASE = "https://graph.facebook.com"
NUMBERLESS = -1
"""The code of an error that names none; 0 is one of WhatsApp's."""
NETWORK = 30.0
"""Seconds for a call."""


class Trouble(StrEnum):
    """What a refusal comes down to."""

    TRANSIENT = "transient"
    RATE = "rate"
    REVOKED = "revoked"
    RIGHT = "right"
    WINDOW = "window"
    TEMPLATE = "template"
    GONE = "gone"
    BLOCKED = "blocked"
    ANSWERED = "answered"
    UNPAID = "unpaid"
    INVALID = "invalid"
    UNSURE = "unsure"


class Said(NamedTuple):
    """An error object of the Graph API: `subcode` is 0 where it has none; `words` are fit to be shown."""

    code: int
    subcode: int
    words: str


class Late(Rejected):
    """The time in which Meta lets us answer is over."""


class Refusal(Unreachable):
    """The Graph API does not answer a question; `said` is why."""

    def __init__(self, said: Said) -> None:
        super().__init__("Meta does not answer as it should: {words}", words=said.words)
        self.said = said


_SUBCODES = {
    (1, 1357046): Trouble.UNSURE,  # the messages were sent although the endpoint returned an error
    (10, 2018065): Trouble.WINDOW,
    (10, 2018278): Trouble.WINDOW,
    (10, 2018300): Trouble.WINDOW,
    (10, 2534022): Trouble.WINDOW,
    (10, 2018108): Trouble.GONE,
    (100, 2018001): Trouble.GONE,
    (100, 2534014): Trouble.GONE,
    (200, 1545041): Trouble.GONE,
    (200, 2018108): Trouble.GONE,
    (200, 2018278): Trouble.WINDOW,
}
_CODES = {
    **dict.fromkeys((0, 102, 190, 131005, 131031, 131045, 133010), Trouble.REVOKED),
    **dict.fromkeys((3, 10, *range(200, 300)), Trouble.RIGHT),
    **dict.fromkeys((4, 17, 32, 341, 613, *range(80000, 80015), 130429, 131048, 131056, 133016), Trouble.RATE),
    **dict.fromkeys((1, 2, 1200, 131000, 131016, 131057, 133004), Trouble.TRANSIENT),
    **dict.fromkeys((551, 131021, 131026, 131030, 131049, 131050, 130472), Trouble.GONE),
    131047: Trouble.TEMPLATE,
    131042: Trouble.UNPAID,
    368: Trouble.BLOCKED,
    10900: Trouble.ANSWERED,
    10903: Trouble.ANSWERED,
}
_PATIENCE = {131056: 6.0, 131048: 3600.0}
"""Seconds that a limit lasts where the answer names none: one customer about every 6 seconds, spam for hours."""

_REFUSALS: dict[Trouble, Callable[[str], NotSent]] = {
    Trouble.TRANSIENT: lambda words: NotSent("Meta cannot take it just now: {words}", words=words),
    Trouble.RATE: lambda words: NotSent("Meta asks us to slow down: {words}", words=words),
    Trouble.REVOKED: lambda words: NotSent(
        "Meta does not accept the access token any more ({words}). Make a new one where you made it, in the app's"
        " dashboard at developers.facebook.com, and set it with inbox channel set.",
        words=words,
    ),
    Trouble.RIGHT: lambda words: NotSent(
        "The app lacks a right for this ({words}). Add it at developers.facebook.com, App Review, Permissions and"
        " Features, and make a new access token afterwards.",
        words=words,
    ),
    Trouble.UNPAID: lambda words: NotSent(
        "Meta takes nothing because of a payment: {words}. Settle it in Meta Business Suite, Billing.", words=words
    ),
    Trouble.WINDOW: lambda words: Rejected(
        "They wrote too long ago: Meta lets a business answer for 24 hours, and a person for 7 days where the app has"
        " the right Human Agent. Write to them elsewhere, or wait until they write again. Meta says: {words}",
        words=words,
    ),
    Trouble.TEMPLATE: lambda words: Rejected(
        "They wrote more than 24 hours ago: WhatsApp now takes only a template that it has approved."
        " Write to them elsewhere, or wait until they write again. Meta says: {words}",
        words=words,
    ),
    Trouble.GONE: lambda words: Rejected(
        "Meta does not deliver to this person; they blocked us, left, or never wrote to us: {words}", words=words
    ),
    Trouble.BLOCKED: lambda words: Rejected(
        "Meta has blocked this account for a while because of its rules: {words}. Meta Business Suite, Account Quality,"
        " says why.",
        words=words,
    ),
    Trouble.ANSWERED: lambda words: Rejected(
        "This comment was answered in private already, or is too old for that; answer below it instead. Meta says: {words}",
        words=words,
    ),
    Trouble.INVALID: lambda words: Rejected("Meta refused: {words}", words=words),
}
"""What a send raises: certainly not sent, and those that are Rejected never will be."""


def trouble(code: int, subcode: int = 0) -> Trouble:
    """Return what an error's numbers come down to; what is not known is `invalid`."""
    return _SUBCODES.get((code, subcode)) or _CODES.get(code, Trouble.INVALID)


def said_in(found: Found, *secrets: str) -> Said | None:
    """Return the error object of an answer, or one as webhooks carry it; None where there is none."""
    error = found.get("error") if "error" in found else found if "code" in found else None
    if not isinstance(error, dict):
        return Said(NUMBERLESS, 0, line(error, *secrets)) if isinstance(error, str) and error else None
    told = words(error, "error_user_msg") or words(inner(error, "error_data"), "details")
    message = words(error, "message") or words(error, "title") or words(error, "error_data")
    text = line(" – ".join(part for part in dict.fromkeys((message, told)) if part), *secrets)
    code, subcode = _int(error.get("code"), NUMBERLESS), _int(error.get("error_subcode"))
    name = f"{code}/{subcode}" if subcode else f"{code}"
    return Said(code, subcode, f"{text} ({name})" if text else name)


def unsent(said: Said, retry_after: float | None = None) -> InboxError:
    """Return what a send raises for an error of the Graph API."""
    which = trouble(said.code, said.subcode)
    if which is Trouble.UNSURE:
        return Ambiguous("Meta failed while it had the message: {words}", words=said.words)
    made = _REFUSALS[which](said.words)
    if which is Trouble.WINDOW:
        return Late(made.template, words=said.words)
    made.retry_after = retry_after
    if which is Trouble.RATE and retry_after is None:
        made.retry_after = _PATIENCE.get(said.code)
    return made


def unread(said: Said, seconds: float | None = None) -> InboxError:
    """Return what a question raises for an error of the Graph API."""
    which = trouble(said.code, said.subcode)
    if which is Trouble.RATE:
        return Paused("Meta asks us to slow down: {words}", seconds=seconds, words=said.words)
    if which in (Trouble.REVOKED, Trouble.RIGHT, Trouble.UNPAID, Trouble.BLOCKED):
        made = _REFUSALS[which](said.words)
        return Refused(made.template, **made.values)
    return Refusal(said)


class Graph:
    """Calls one app's Graph API; `token` is asked at every call, so that a renewed one counts at once.

    Where the app's `secret` is known, every call proves that it comes from the app, which Meta can be told to demand
    (https://developers.facebook.com/docs/graph-api/guides/secure-requests#appsecret_proof).
    """

    def __init__(self, base: str, token: Callable[[], str], secret: str = "", version: str = VERSION) -> None:
        self._token, self._secret, self._version = token, secret, version
        self._http = Http(base, headers=lambda: {"Authorization": f"Bearer {token()}"}, hears=True)
        self.used = 0
        """How much of the rate is used, in percent, as the last answer said."""

    @property
    def host(self) -> str:
        """Return where it calls."""
        return self._http.host

    async def read(self, path: str, query: Mapping[str, str] | None = None, method: str = "GET") -> Found:
        """Ask for something. Raises: Refused, Unreachable (Paused; Refusal where Meta says why)."""
        answer = await self._http.read(self._call(Call(method, path, query or {})), NETWORK)
        said = self._heard(answer)
        if said is not None:
            raise unread(said, patience(answer.headers))
        if answer.status >= 400:
            raise Unreachable("Meta does not answer as it should: {words}", words=f"HTTP {answer.status}")
        return answer.found

    async def send(self, call: Call) -> Found:
        """Hand something over that must not arrive twice. Raises: NotSent, Rejected, Ambiguous."""
        answer = await self._http.send(self._call(call), NETWORK)
        said = self._heard(answer)
        if said is not None:
            raise unsent(said, patience(answer.headers))
        if answer.status >= 500:
            raise Ambiguous("Meta failed while it had the message: {words}", words=f"HTTP {answer.status}")
        if answer.status in (401, 403):
            raise _REFUSALS[Trouble.REVOKED](f"HTTP {answer.status}")
        if answer.status >= 400:
            raise _REFUSALS[Trouble.INVALID](f"HTTP {answer.status}")
        return answer.found

    @property
    def http(self) -> Http:
        """Return the connection, for files: the token goes to the API's own host only."""
        return self._http

    async def aclose(self) -> None:
        """Let the connections go. May be called twice."""
        await self._http.aclose()

    def _call(self, call: Call) -> Call:
        query = {**call.query, **({"appsecret_proof": proof(self._token(), self._secret)} if self._secret else {})}
        return replace(call, path="/".join(part for part in (self._version, call.path) if part), query=query)

    def _heard(self, answer: Answer) -> Said | None:
        self.used = usage(answer.headers) or self.used
        if answer.status < 400 and "error" not in answer.found:
            return None
        said = said_in({"error": answer.found.get("error")}, self._token(), self._secret)
        # A failure of the server's own without a number says nothing about what was done.
        return None if said is not None and said.code == NUMBERLESS and answer.status >= 500 else said


def proof(token: str, secret: str) -> str:
    """Return the proof that whoever holds a token also holds the app's secret."""
    return hmac.new(secret.encode(), token.encode(), hashlib.sha256).hexdigest()


def usage(headers: Mapping[str, str]) -> int:
    """Return how much of the tightest rate is used, in percent; 0 where it is not said.

    https://developers.facebook.com/docs/graph-api/overview/rate-limiting
    """
    shares = [
        found.get(key)
        for found in _uses(headers)
        for key in ("call_count", "total_time", "total_cputime", "acc_id_util_pct")
    ]
    return max((int(share) for share in shares if type(share) in (int, float) and share >= 0), default=0)  # type: ignore[call-overload, operator]  # they are numbers


def patience(headers: Mapping[str, str]) -> float | None:
    """Return the seconds after which a used-up rate is free again; None where it is not said."""
    after = waits({"Retry-After": headers.get("retry-after", ""), "Date": headers.get("date", "")})
    minutes = [found.get("estimated_time_to_regain_access") for found in _uses(headers)]
    longest = max((float(m) for m in minutes if type(m) in (int, float) and m > 0), default=0.0)  # type: ignore[arg-type, operator]  # they are numbers
    return after if after is not None else longest * 60 or None


def _uses(headers: Mapping[str, str]) -> list[Found]:
    uses: list[Found] = []
    for key in ("x-app-usage", "x-page-usage", "x-business-use-case-usage"):
        try:
            found = json.loads(headers.get(key) or "{}")
        except (ValueError, RecursionError):
            continue
        listed = (
            [part for value in found.values() if isinstance(value, list) for part in value]
            if isinstance(found, dict)
            else []
        )
        uses += [part for part in (found, *listed) if isinstance(part, dict)]
    return uses


def _int(value: object, default: int = 0) -> int:
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 12:
        return int(value)
    return value if type(value) is int else default
