"""Acme's number: its adapter, its replies, and the webhooks that tell it something."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from adapters.whatsapp import Adapter
from inbox.ports.adapter import (
    Context,
    File,
    Identity,
    Outgoing,
    Visibility,
)
from tests.servers.whatsapp import BUSINESS, NUMBER, SECRET, TOKEN, VERIFY, CloudApi

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
KEY = f"{NUMBER}/16505551234"
SECRETS = {"token": TOKEN, "app_secret": SECRET, "verify_token": VERIFY}
SETTINGS = {"phone_number_id": NUMBER, "business_account_id": BUSINESS}


async def sleep(seconds: float) -> None:
    """Wait no time at all."""


def adapter(api: CloudApi, **settings: str) -> Adapter:
    given = {**SETTINGS, "api_base": api.base, **settings}
    return Adapter(Context("wa", given, SECRETS, lambda: NOW, sleep))


def reply(
    text: str = "Kommt morgen", key: str = KEY, reply_to: str = "wamid.IN", files: tuple[File, ...] = ()
) -> Outgoing:
    to = (Identity("whatsapp", "16505551234"),)
    return Outgoing("1.abc", key, to, text, Visibility.PRIVATE, "Sheena", reply_to=reply_to, files=files)


def tells(value: dict[str, object]) -> bytes:
    """Return a webhook as Meta sends it."""
    metadata = {"display_phone_number": "15550783881", "phone_number_id": NUMBER}
    change = {"field": "messages", "value": {"messaging_product": "whatsapp", "metadata": metadata, **value}}
    return json.dumps(
        {"object": "whatsapp_business_account", "entry": [{"id": BUSINESS, "changes": [change]}]}
    ).encode()


def wrote(id: str, text: str) -> bytes:
    said = {"from": "16505551234", "id": id, "timestamp": str(int(datetime.now(UTC).timestamp())), "type": "text"}
    contacts = [{"profile": {"name": "Sheena"}, "wa_id": "16505551234"}]
    return tells({"contacts": contacts, "messages": [{**said, "text": {"body": text}}]})


def became(state: str, id: str = "wamid.OUT1", **more: object) -> bytes:
    return tells({"statuses": [{"id": id, "status": state, "timestamp": "1", "recipient_id": "16505551234", **more}]})


PHOTO = File("foto.jpg", "image/jpeg", b"\xff\xd8jpeg")
