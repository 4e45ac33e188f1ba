"""Signatures over raw bytes: Meta's X-Hub-Signature-256 and Standard Webhooks, compared in the same time for all.

https://developers.facebook.com/docs/graph-api/webhooks/getting-started#validate-payloads
https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta

from inbox.ports.adapter import Request, Response

SKEW = timedelta(minutes=5)
"""How far a Standard Webhook's time may lie from ours."""


def hub_signed(secret: str, request: Request) -> bool:
    """Tell whether the body was signed with an app's secret (X-Hub-Signature-256: sha256=HEX)."""
    given = request.headers.get("x-hub-signature-256", "")
    wanted = "sha256=" + hmac.new(secret.encode(), request.body, hashlib.sha256).hexdigest()
    # As bytes: a header that is no ASCII must be wrong, not an error.
    return bool(secret) and hmac.compare_digest(given.encode(), wanted.encode())


def hub_asked(token: str, request: Request) -> Response | None:
    """Answer Meta's question whether an address is ours (hub.mode=subscribe); None where it asks nothing."""
    if request.method != "GET" or "hub.mode" not in request.query:
        return None
    given = request.query.get("hub.verify_token", "")
    ours = bool(token) and hmac.compare_digest(given.encode(), token.encode())
    if request.query["hub.mode"] != "subscribe" or not ours:
        return Response(403, b"wrong verify token")
    return Response(200, request.query.get("hub.challenge", "").encode())


def standard_key(secret: str) -> bytes:
    """Return the key in a Standard Webhooks secret (whsec_ and base64). Raises: ValueError."""
    try:
        key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except binascii.Error as cause:
        raise ValueError("not base64") from cause
    if not 24 <= len(key) <= 64:
        raise ValueError("not 24 to 64 bytes")
    return key


def standard_signature(key: bytes, id: str, at: datetime, body: bytes) -> str:
    """Sign a body as Standard Webhooks does: v1 over id, seconds and the raw bytes."""
    said = f"{id}.{int(at.timestamp())}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, said, hashlib.sha256).digest()).decode()


def standard_signed(keys: tuple[bytes, ...], headers: Mapping[str, str], body: bytes, now: datetime) -> bool:
    """Tell whether any of our keys made any of the signatures (several: keys are being changed), not too long ago."""
    id, given = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not id or not (given.isascii() and given.isdigit()) or len(given) > 12:
        return False
    if abs(int(given) - now.timestamp()) > SKEW.total_seconds():
        return False
    said = f"{id}.{given}.".encode(errors="surrogateescape") + body
    wanted = [base64.b64encode(hmac.new(key, said, hashlib.sha256).digest()) for key in keys]
    signatures = [s.removeprefix("v1,").encode() for s in headers.get("webhook-signature", "").split()]
    return any(hmac.compare_digest(s, w) for s in signatures for w in wanted)
