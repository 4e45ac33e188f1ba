"""Webhooks of a customer called Sheena, as few words as a test needs, and what they say."""

from __future__ import annotations

import json

from adapters.whatsapp.parse import parse
from inbox.ports.adapter import Identity, Incoming

META = {"display_phone_number": "+1 (555) 078-3881", "phone_number_id": "1065"}
SHEENA = {"profile": {"name": "Sheena"}, "wa_id": "16505551234"}
WROTE: dict[str, object] = {"from": "16505551234", "id": "wamid.A", "timestamp": "1749416383"}
BSUID, OTHER = "US.13491208655302741918", "US.99"
KEY = "1065/16505551234"
WA = Identity("whatsapp", "16505551234")


def hook(value: dict[str, object], field: str = "messages", **entry: object) -> bytes:
    """Return a webhook with one change."""
    change = {"field": field, "value": {"messaging_product": "whatsapp", "metadata": META, **value}}
    return json.dumps(
        {"object": "whatsapp_business_account", "entry": [{"id": "9", "changes": [change], **entry}]}
    ).encode()


def all_of(value: dict[str, object], field: str = "messages", **entry: object) -> list[Incoming]:
    return parse(hook(value, field, **entry), {})


def of(value: dict[str, object], field: str = "messages", **entry: object) -> Incoming:
    """Read a change that says one thing."""
    (found,) = all_of(value, field, **entry)
    return found


def said(kind: str, content: object = None, contact: dict[str, object] = SHEENA, **more: object) -> Incoming:
    """Read one message of Sheena's."""
    part = {} if content is None else {kind: content}
    return of({"contacts": [contact], "messages": [{**WROTE, "type": kind, **part, **more}]})


def status(state: str, **more: object) -> Incoming:
    given = {"id": "wamid.OUT", "status": state, "timestamp": "1750263773", "recipient_id": "16505551234", **more}
    return of({"statuses": [given]})
