"""WhatsApp's Cloud API (Graph v25.0): webhooks in, messages out, delivery class B.

What we send carries our token (`biz_opaque_callback_data`), and WhatsApp returns it with whatever becomes of the message:
so a send whose answer was lost is settled by its status, also one that comes first, or long after. Nothing can be asked:
the API lists neither what was sent under a token nor what customers wrote
(https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/status). Webhooks
are repeated for seven days until they are taken, so there is no gap to catch up with.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import ClassVar
from urllib.parse import urlsplit

from adapters.kit import signed
from adapters.kit.found import Found, name_of, number, objects, words
from adapters.kit.graph import BASE, Graph
from adapters.kit.http import Call, checked_base
from adapters.whatsapp.check import looked
from adapters.whatsapp.limits import measure, window
from adapters.whatsapp.outbound import checked, message
from adapters.whatsapp.parse import parse
from adapters.whatsapp.places import place_of
from inbox.errors import Ambiguous, BadInput, NotSent, Refused, Rejected, Unreachable
from inbox.ports.adapter import (
    Account,
    Attachment,
    Batch,
    Capabilities,
    Context,
    DeliveryClass,
    File,
    Identity,
    Incoming,
    Kind,
    Measure,
    Outgoing,
    ReplyWindow,
    Request,
    Response,
    Sent,
    Setting,
    Standing,
    Trial,
    Visibility,
    Way,
)

LOOK = 900.0
"""Seconds between two looks whether the token still counts: nothing else would tell us that nothing comes any more."""
ASKS = 24
"""How often it is asked what became of a send until a person is: two minutes, at the courier's pace."""
_ID = re.compile(r"[0-9]{1,32}")
_HOSTS = ("fbsbx.com", "fbcdn.net", "facebook.com", "whatsapp.net")
"""Where WhatsApp keeps files; our token goes nowhere else."""


class Adapter:
    """See `inbox.ports.adapter.Adapter`."""

    platform: ClassVar[str] = "whatsapp"
    delivery_class: ClassVar[DeliveryClass] = DeliveryClass.RECONCILABLE
    can: ClassVar[Capabilities] = Capabilities(
        frozenset({Way.WEBHOOK}),
        frozenset(Kind),
        frozenset({Visibility.PRIVATE}),
        files_out=True,
        splits=True,
    )
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting(
            "phone_number_id",
            "the phone number's ID (not the number), from developers.facebook.com, your app, WhatsApp, API Setup",
        ),
        Setting(
            "token",
            "a system user's access token with whatsapp_business_messaging and whatsapp_business_management, from Meta Business Suite, Settings, System users",
            secret=True,
        ),
        Setting(
            "app_secret", "the app's secret, from developers.facebook.com, your app, App settings, Basic", secret=True
        ),
        Setting(
            "verify_token",
            "any words you make up; type the same ones at developers.facebook.com, your app, WhatsApp, Configuration, Verify token",
            secret=True,
        ),
        Setting(
            "business_account_id",
            "the WhatsApp Business Account ID, from the same page as the phone number's ID, to check the webhook",
            required=False,
        ),
        Setting("api_base", "where the Graph API is", required=False, default=BASE),
    )

    def __init__(self, context: Context) -> None:
        self._context = context
        self._number = _id_in(context.settings, "phone_number_id")
        self._business = (
            _id_in(context.settings, "business_account_id") if context.settings.get("business_account_id") else ""
        )
        token, self._secret, self._verify = (
            context.secrets.get(key, "").strip() for key in ("token", "app_secret", "verify_token")
        )
        for key, given in (("token", token), ("app_secret", self._secret), ("verify_token", self._verify)):
            if not given or not given.isascii() or not given.isprintable():
                raise BadInput("{key} is missing, or holds signs that no key has.", key=key)
        self._base = checked_base("api_base", context.settings.get("api_base") or BASE)
        self._token = token
        self._asked: dict[str, int] = {}
        self._graph = Graph(self._base, lambda: token, self._secret)

    async def open(self) -> Account:
        """Ask which number this is."""
        found = await self._phone()
        return Account(
            words(found, "verified_name") or words(found, "display_phone_number"), words(found, "display_phone_number")
        )

    async def _phone(self) -> Found:
        found = await self._graph.read(self._number)
        if name_of(found, "id") != self._number:
            raise Unreachable("Meta does not answer as it should: {words}", words="no phone number")
        return found

    async def receive(self, cursor: str) -> AsyncIterator[Batch]:
        """Yield nothing, for all comes by webhook; look now and then whether the token still counts."""
        yield Batch((), cursor, caught_up=True)
        while True:
            await self._context.sleep(LOOK)
            await self._phone()
            yield Batch((), cursor, caught_up=True)

    @staticmethod
    def parse(raw: bytes, headers: Mapping[str, str]) -> list[Incoming]:
        """Say what a payload says; never raises."""
        return parse(raw, headers)

    def handshake(self, request: Request) -> Response | None:
        """Answer Meta's question whether this address is ours."""
        return signed.hub_asked(self._verify, request)

    def verify(self, request: Request, now: datetime) -> bool:
        """Tell whether the raw bytes were signed with the app's secret."""
        return signed.hub_signed(self._secret, request)

    @staticmethod
    def measure(text: str, kind: str, settings: Mapping[str, str], to: tuple[Identity, ...] = ()) -> Measure:
        """Count characters; nothing is put before them."""
        return measure(text, kind, settings, to)

    @staticmethod
    def window(standing: Standing, settings: Mapping[str, str], now: datetime) -> ReplyWindow:
        """Let a reply leave for 24 hours after the contact's last word; from then on WhatsApp takes templates only."""
        return window(standing, settings, now)

    async def send(self, out: Outgoing) -> Sent:
        """Send one message from the number they wrote to, its file first."""
        place, file = place_of(out.conversation_key), checked(out)
        if place is None:
            raise Rejected("This conversation has no address on WhatsApp.")
        number_id = place.phone if _ID.fullmatch(place.phone) else self._number
        media = await self._uploaded(number_id, file) if file else ""
        found = await self._graph.send(Call("POST", f"{number_id}/messages", json=message(place, out, file, media)))
        id = next((name for m in objects(found.get("messages")) if (name := name_of(m, "id"))), "")
        if not id:
            raise Ambiguous("WhatsApp took it but did not say under which name.")
        return Sent(id)

    async def _uploaded(self, number_id: str, file: File) -> str:
        form = {"messaging_product": "whatsapp", "type": file.type}
        call = Call("POST", f"{number_id}/media", form=form, files={"file": (file.name, file.content, file.type)})
        try:
            id = name_of(await self._graph.send(call), "id")
        except Ambiguous as cause:
            # A file that lies at WhatsApp twice is nobody's message yet.
            raise NotSent("WhatsApp did not say whether it has the file {name}.", name=file.name) from cause
        if not _ID.fullmatch(id):
            raise NotSent("WhatsApp did not say whether it has the file {name}.", name=file.name)
        return id

    async def reconcile(self, out: Outgoing) -> Sent | None:
        """Wait: nothing can be asked, and a status that returns our token settles the message by itself, late ones too."""
        asked = self._asked.pop(out.token, 0) + 1
        if asked >= ASKS:
            raise Ambiguous("WhatsApp has not said what became of it; it may still say so by webhook.")
        self._asked[out.token] = asked
        raise Unreachable("WhatsApp has not said yet what became of it; it says so by webhook.")

    async def fetch(self, attachment: Attachment, limit: int) -> AsyncIterator[bytes]:
        """Yield a file's bytes: ask where it lies just now, and go there with our token."""
        if not attachment.url:
            raise Refused("This can be seen in {platform}'s own app only.", platform="WhatsApp")
        id = attachment.url.removeprefix("wa:")
        if not _ID.fullmatch(id) or not attachment.url.startswith("wa:"):
            raise Refused("This file does not lie at WhatsApp.")
        found = await self._graph.read(id)
        size = number(found, "file_size")
        if size and int(size) > limit:
            raise Refused("The file is larger than {max} bytes.", max=limit)
        url = words(found, "url")
        if not self._goes(url):
            raise Refused("This file does not lie at WhatsApp.")
        async for part in self._graph.http.fetch(url, limit, {"Authorization": f"Bearer {self._token}"}):
            yield part

    def _goes(self, url: str) -> bool:
        try:
            there, own = urlsplit(url), urlsplit(self._base)
            host = there.hostname or ""
        except ValueError:
            return False
        known = any(host == name or host.endswith(f".{name}") for name in _HOSTS)
        return there[:2] == own[:2] or (there.scheme == "https" and known)

    async def check(self) -> list[tuple[str, str, str]]:
        """Look at the number, the token's rights, the webhook, and how much of the rate is used."""
        return await looked(self._graph, self._context.channel, self._number, self._business, self._token)

    @staticmethod
    def trial(base: str) -> Trial:
        """Return how to try it."""
        from adapters.whatsapp.trial import trial  # nobody needs it to answer customers

        return trial(base)

    async def aclose(self) -> None:
        """Let the connections go."""
        await self._graph.aclose()


def _id_in(settings: Mapping[str, str], key: str) -> str:
    given = settings.get(key, "").strip()
    if not _ID.fullmatch(given):
        raise BadInput("{key} is a number of digits only, from API Setup; it is not the phone number itself.", key=key)
    return given
