"""Message-IDs and conversation keys of mail: a reply finds its dialogue by our own id, never by subject.

A conversation key is `ROOT-SENDER`: hashes of the first Message-ID of the thread and of the
contact's address. Our own Message-IDs carry the key (`<chefsache.TOKEN.KEY@DOMAIN>`), so that the
parser needs no database. Because the sender is part of the key, two customers can never share a
dialogue: whoever answers into somebody else's thread from another address begins one of their own.
"""

from __future__ import annotations

import hashlib
import re

_OURS = re.compile(r"<chefsache\.([0-9a-zA-Z.]{1,80})\.([0-9a-f]{16})-([0-9a-f]{12})@[^<>\s@]{1,200}>")
_ID = re.compile(r"<[^<>\s\x00-\x1f\x7f]{1,900}>")


def digest(text: str, size: int) -> str:
    """Return a short hash."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:size]


def message_id(token: str, key: str, domain: str) -> str:
    """Return the Message-ID of a reply of ours; the same token and key give the same."""
    return f"<chefsache.{re.sub(r'[^0-9a-zA-Z.]', '', token)}.{key}@{domain}>"


def is_ours(id: str) -> bool:
    """Tell whether an id has the form of ours."""
    return _OURS.fullmatch(id) is not None


def token_in(id: str) -> str:
    """Return the token inside an id of ours, "" where it is not ours."""
    found = _OURS.fullmatch(id)
    return found[1] if found else ""


def ids_in(header: str) -> list[str]:
    """Return the message ids of a References or In-Reply-To header."""
    return _ID.findall(header[:20_000])[:200]


def conversation_key(own: str, before: list[str], sender: str) -> str:
    """Return the dialogue a mail belongs to: ours by our latest id, else by the first id of its thread."""
    mine = digest(sender.strip().lower(), 12)
    for id in reversed(before):
        found = _OURS.fullmatch(id)
        if found:
            return f"{found[2]}-{mine}"
    return f"{digest(before[0] if before else own, 16)}-{mine}"
