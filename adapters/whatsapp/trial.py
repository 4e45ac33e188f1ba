"""How the WhatsApp adapter is tried without WhatsApp."""

from __future__ import annotations

import json

from inbox.ports.adapter import Identity, Outgoing, Request, Trial, Visibility

_NUMBER, _SHEENA = "106540352242922", "16505551234"
_SECRETS = {"token": "EAAG-geheim-4712", "app_secret": "geheim-4713", "verify_token": "geheim-4714"}
_WROTE = {"from": _SHEENA, "id": "wamid.IN1", "timestamp": "1784000000"}
_LATER: tuple[dict[str, object], ...] = (
    {**_WROTE, "type": "text", "text": {"body": "Wo ist mein Paket?"}},
    {**_WROTE, "id": "wamid.IN2", "type": "image", "image": {"id": "77", "mime_type": "image/jpeg", "caption": "Hier"}},
    {**_WROTE, "id": "wamid.IN3", "type": "reaction", "reaction": {"message_id": "wamid.OUT1", "emoji": "👍"}},
    {
        **_WROTE,
        "id": "wamid.IN4",
        "type": "edit",
        "edit": {"original_message_id": "wamid.IN1", "message": {"type": "text", "text": {"body": "Wo?"}}},
    },
    {**_WROTE, "id": "wamid.IN5", "type": "revoke", "revoke": {"original_message_id": "wamid.IN2"}},
)


def _hook(field: str, value: dict[str, object]) -> bytes:
    metadata = {"display_phone_number": "15550783881", "phone_number_id": _NUMBER}
    change = {"field": field, "value": {"messaging_product": "whatsapp", "metadata": metadata, **value}}
    return json.dumps({"object": "whatsapp_business_account", "entry": [{"id": "9", "changes": [change]}]}).encode()


def _samples() -> tuple[bytes, ...]:
    contacts = [{"profile": {"name": "Sheena"}, "wa_id": _SHEENA, "user_id": "US.134"}]
    became = {"id": "wamid.OUT1", "timestamp": "1784000009", "recipient_id": _SHEENA}
    echo = {**_WROTE, "from": "15550783881", "to": _SHEENA, "id": "wamid.E", "type": "text", "text": {"body": "Gern!"}}
    return (
        *(_hook("messages", {"contacts": contacts, "messages": [message]}) for message in _LATER),
        _hook("messages", {"statuses": [{**became, "status": state} for state in ("sent", "delivered", "read")]}),
        _hook("smb_message_echoes", {"message_echoes": [echo]}),
        _hook("account_update", {"event": "VERIFIED_ACCOUNT"}),
    )


def _answer(request: Request) -> tuple[int, object]:
    if request.path.endswith(f"/{_NUMBER}/messages"):
        return 200, {"messaging_product": "whatsapp", "messages": [{"id": "wamid.OUT1", "message_status": "accepted"}]}
    if request.path.endswith(f"/{_NUMBER}"):
        return 200, {"id": _NUMBER, "verified_name": "Acme", "display_phone_number": "+1 555-078-3881"}
    return 404, {"error": {"message": "Unknown path components", "type": "OAuthException", "code": 2500}}


def trial(base: str) -> Trial:
    """Return how to try it; see `inbox.ports.adapter.Trial`."""
    to = (Identity("whatsapp", _SHEENA),)
    return Trial(
        {"phone_number_id": _NUMBER, "api_base": base},
        _SECRETS,
        Outgoing("12.abc", f"{_NUMBER}/{_SHEENA}", to, "Guten Tag", Visibility.PRIVATE, reply_to="wamid.IN1"),
        _answer,
        lambda request: request.path.endswith("/messages"),
        _samples(),
    )
