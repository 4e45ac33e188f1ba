"""Answers X's question whether a webhook is ours, and tells X's calls from others': both by the app's consumer secret.

https://docs.x.com/x-api/webhooks/introduction: HMAC-SHA256 in base64, over crc_token or over the raw body.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json

from inbox.ports.adapter import Request, Response

HEADER = "x-twitter-webhooks-signature"


def _signed(secret: str, what: bytes) -> str:
    return "sha256=" + base64.b64encode(hmac.new(secret.encode(), what, hashlib.sha256).digest()).decode()


def crc_asked(secret: str, request: Request) -> Response | None:
    """Answer a challenge (crc_token), however often X asks; None where it asks nothing."""
    token = request.query.get("crc_token", "")
    if request.method != "GET" or not token:
        return None
    if not secret:
        return Response(403, b"no consumer_secret")
    answer = {"response_token": _signed(secret, token.encode(errors="surrogateescape"))}
    return Response(200, json.dumps(answer).encode(), "application/json")


def signed(secret: str, request: Request) -> bool:
    """Tell whether the raw body was signed with the app's secret."""
    # As bytes: a header that is no ASCII must be wrong, not an error.
    given = request.headers.get(HEADER, "").encode(errors="surrogateescape")
    return bool(secret) and hmac.compare_digest(given, _signed(secret, request.body).encode())
