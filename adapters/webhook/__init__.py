"""Any service that can call an address of ours: signed webhooks in and out, delivery class A (one id, one message).

Standard Webhooks (1.0.0) both ways, and X-Hub-Signature-256 in:
https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries

A reply is a POST to the channel's `reply_url` that is signed the same way. Its `webhook-id` is the reply's own and the
same on every repeat, which is what a receiver must know a repeat by: so a lost answer is asked for again.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import ClassVar, NoReturn

from adapters.kit.found import name_of
from adapters.kit.http import Answer, Call, Http, checked_base, line
from adapters.kit.signed import hub_signed, standard_key, standard_signature, standard_signed
from adapters.webhook.outgoing import body
from adapters.webhook.parse import parse
from inbox.errors import BadInput, InboxError, NotSent, Rejected
from inbox.ports.adapter import (
    Account,
    Attachment,
    Batch,
    Capabilities,
    Context,
    DeliveryClass,
    Identity,
    Incoming,
    Kind,
    Measure,
    Outgoing,
    Request,
    Response,
    Sent,
    Setting,
    Trial,
    Visibility,
    Way,
)

NETWORK = 30.0
"""Seconds for one call; the specification asks senders for 15 to 30."""
LONGEST = 10_000
"""Characters of a reply where the channel does not say how many its receiver takes."""
LARGEST = 10 * 1024 * 1024
"""Bytes of a reply's files together; they stand in its body."""
SHORTEST = 16
"""Characters of a secret: what is shorter can be guessed."""
_NOWHERE = "https://webhook.invalid"


class Adapter:
    """See `inbox.ports.adapter.Adapter`."""

    platform: ClassVar[str] = "webhook"
    delivery_class: ClassVar[DeliveryClass] = DeliveryClass.IDEMPOTENT
    can: ClassVar[Capabilities] = Capabilities(
        frozenset({Way.WEBHOOK}), frozenset(Kind), frozenset({Visibility.PUBLIC, Visibility.PRIVATE}), files_out=True
    )
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting(
            "secret",
            "the secret the service signs its webhooks with, from its webhook settings (whsec_…, or the text you entered there)",
            secret=True,
        ),
        Setting(
            "secret_before",
            "the secret that counted before, for as long as the service still signs with it",
            secret=True,
            required=False,
        ),
        Setting("reply_url", "where replies are posted to; without it the channel only listens", required=False),
        Setting(
            "reply_secret",
            "the secret replies are signed with, if it is another one (whsec_…)",
            secret=True,
            required=False,
        ),
        Setting("max_characters", "how long a reply may be for its receiver", required=False, default=str(LONGEST)),
    )

    def __init__(self, context: Context) -> None:
        self._context = context
        given = [context.secrets.get(key, "").strip() for key in ("secret", "secret_before")]
        self._secrets = tuple(secret for secret in given if secret)
        if any(len(secret) < SHORTEST for secret in self._secrets):
            raise BadInput(
                "{key} is too short to keep anybody out: at least {min} characters.", key="secret", min=SHORTEST
            )
        self._signs = context.secrets.get("reply_secret", "").strip() or next(iter(self._secrets), "")
        url = context.settings.get("reply_url", "").strip()
        address, _, query = url.partition("?")
        self._url = checked_base("reply_url", address) if url else ""
        self._query = f"?{query}" if query else ""
        _longest(context.settings)
        self._http = Http((self._url or _NOWHERE) + self._query)
        self._gone = False

    async def open(self) -> Account:
        """Say where replies go; nobody needs to be asked."""
        return Account(self._context.channel, self._http.host if self._url else "")

    async def receive(self, cursor: str) -> AsyncIterator[Batch]:
        """Yield nothing: what is said here comes by webhook."""
        yield Batch((), cursor, caught_up=True)
        await asyncio.Event().wait()

    @staticmethod
    def parse(raw: bytes, headers: Mapping[str, str]) -> list[Incoming]:
        """Say what a body says; never raises."""
        return parse(raw, headers)

    def handshake(self, request: Request) -> Response | None:
        """Nothing is asked: the signature of every single webhook is the proof."""
        return None

    def verify(self, request: Request, now: datetime) -> bool:
        """Tell whether one of our secrets signed the raw bytes, in either way."""
        keys = tuple(_key(secret) for secret in self._secrets)
        standard = standard_signed(keys, request.headers, request.body, now)
        return standard or any(hub_signed(secret, request) for secret in self._secrets)

    @staticmethod
    def measure(text: str, kind: str, settings: Mapping[str, str], to: tuple[Identity, ...] = ()) -> Measure:
        """Count characters; how many there may be is a setting."""
        longest = _longest(settings)
        return Measure(len(text), longest, "chars", len(text) <= longest)

    async def send(self, out: Outgoing) -> Sent:
        """Post one reply. A repeat has the same id, so the receiver keeps one."""
        if not self._url:
            raise Rejected(
                "This channel only listens; say where replies go with: inbox channel set {channel} --set reply_url=https://…",
                channel=self._context.channel,
            )
        if (size := sum(len(file.content) for file in out.files)) > LARGEST:
            raise Rejected("Its files are too large: {used} of {max} bytes.", used=size, max=LARGEST)
        if not (measured := self.measure(out.text, "", self._context.settings)).fits:
            raise Rejected("It is too long: {used} of {max} characters.", used=measured.used, max=measured.max)
        if self._gone:
            self._refused_for_good()
        content, now = body(out, self._context.now()), self._context.now()
        headers = {
            "Content-Type": "application/json",
            "webhook-id": out.token,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": standard_signature(_key(self._signs), out.token, now, content),
        }
        answer = await self._http.send(Call("POST", "", headers=headers, content=content, plain=True), NETWORK)
        if not 200 <= answer.status < 300:
            self._refused(answer)
        return Sent(name_of(answer.found) or out.token)

    def _refused(self, answer: Answer) -> NoReturn:
        status, host = answer.status, self._http.host
        if status == 410:
            self._gone = True
            self._refused_for_good()
        if status in (401, 403):
            raise NotSent(
                "{host} does not accept our signature; see that it has the same secret: inbox channel set {channel} --secret reply_secret=-",
                host=host,
                channel=self._context.channel,
            )
        if status in (408, 425):
            raise NotSent("{host} asks us to slow down.", host=host)
        said = next(
            (said for key in ("message", "error", "detail") if (said := line(answer.found.get(key), self._signs))), ""
        )
        raise Rejected("{host} refused: {words}", host=host, words=said or f"HTTP {status}")

    def _refused_for_good(self) -> NoReturn:
        raise Rejected(
            "{host} takes no webhooks at this address any more (410); say where replies go now with: inbox channel set {channel} --set reply_url=https://…",
            host=self._http.host,
            channel=self._context.channel,
        )

    async def fetch(self, attachment: Attachment, limit: int) -> AsyncIterator[bytes]:
        """Yield the bytes of a file that a webhook names by its address."""
        async for part in self._http.fetch(attachment.url, limit):
            yield part

    async def check(self) -> list[tuple[str, str, str]]:
        """See whether webhooks can be verified, and whether somebody is there who takes replies."""
        rows: list[tuple[str, str, str]] = [("ok", f"secrets that count: {len(self._secrets)}", "")]
        advice = f"inbox channel set {self._context.channel} --set reply_url=https://…"
        if not self._url:
            return [*rows, ("warn", "no reply_url: the channel only listens", advice)]
        try:
            answer = await self._http.read(Call("HEAD", "", plain=True), NETWORK)
        except InboxError as cause:
            return [*rows, ("fail", str(cause), advice)]
        if answer.status == 410:
            return [*rows, ("fail", f"{self._http.host}: HTTP 410", advice)]
        return [*rows, ("ok", f"replies go to {self._http.host}", "")]

    @staticmethod
    def trial(base: str) -> Trial:
        """Return how to try it without anybody behind it."""
        from adapters.webhook.trial import trial  # nobody needs it to answer customers

        return trial(base)

    async def aclose(self) -> None:
        """Let the connections go."""
        await self._http.aclose()


def _key(secret: str) -> bytes:
    """Return what a secret signs with: the bytes in a Standard Webhooks secret, else the text as it was entered."""
    try:
        return standard_key(secret)
    except ValueError:
        return secret.encode()


def _longest(settings: Mapping[str, str]) -> int:
    given = settings.get("max_characters") or str(LONGEST)
    if not (given.isascii() and given.isdigit() and int(given[:9]) > 0 and len(given) < 10):
        raise BadInput("{key} is a number above 0.", key="max_characters")
    return int(given)
