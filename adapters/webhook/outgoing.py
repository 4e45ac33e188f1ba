"""Writes what a reply's receiver gets: the same shape that comes in, in the envelope of Standard Webhooks.

The bytes are the same on every repeat, so that a receiver may also know a repeat by them.
"""

from __future__ import annotations

import base64
import json
from datetime import datetime

from adapters.kit.found import sound
from inbox.ports.adapter import File, Outgoing


def body(out: Outgoing, now: datetime) -> bytes:
    """Return a reply as JSON: `id` is the webhook's own id, `contact` whom it is for, `reply_to` what it answers."""
    own = next((i.value for i in out.to if i.kind == "webhook"), out.to[0].value if out.to else "")
    at = (out.written_at or now).isoformat()
    said: dict[str, object] = {
        "id": out.token,
        "contact": sound(own),
        "contact_name": sound(out.name),
        "identities": [[i.kind, sound(i.value)] for i in out.to],
        "conversation": sound(out.conversation_key),
        "direction": "out",
        "visibility": str(out.visibility),
        "at": at,
        "subject": sound(out.subject),
        "text": sound(out.text),
        "reply_to": sound(out.reply_to),
    }
    if out.files:
        said["attachments"] = [_file(file) for file in out.files]
    return json.dumps({"type": "message.created", "timestamp": at, "data": said}, ensure_ascii=False).encode()


def _file(file: File) -> dict[str, object]:
    return {
        "kind": file.type.partition("/")[0] or "file",
        "name": sound(file.name),
        "type": file.type,
        "size": len(file.content),
        "content": base64.b64encode(file.content).decode(),
    }
