"""Finds what a mail says among its parts: the words in their order, and what is attached.

Of several versions of the same (multipart/alternative) one is chosen; parts that stand beside each
other all count, because programs put a signature, an answer or a second half into parts of their own.
"""

from __future__ import annotations

import re
from email.message import Message
from pathlib import PurePosixPath, PureWindowsPath

from adapters.email.headers import decoded, kind_of, read, unwrapped
from adapters.kit.html import text_of_html
from inbox.ports.adapter import Attachment

DEEPEST = 20
MOST_PARTS = 200
TEXT_BYTES = 2 * 1024 * 1024
_BOUNDARY = re.compile(r"^--([0-9A-Za-z'()+_,./:=?\x80-\uffff-]{1,70})[ \t]*\r?$", re.MULTILINE)
_WRAPPED = ("message/rfc822", "message/delivery-status", "text/rfc822-headers")
"""What looks like parts but is one thing that was put in."""


class Content:
    """A mail's words and attachments."""

    def __init__(self, mail: Message) -> None:
        self.files: list[Attachment] = []
        self._seen = 0
        self.text = "\n\n".join(_without_copies([words for _, words in self._words(mail, "", 0)]))

    def _words(self, part: Message, path: str, depth: int) -> list[tuple[str, str]]:
        """Return the (content type, words) of a part and of those inside it; note its files."""
        self._seen += 1
        if self._seen > MOST_PARTS:
            return []
        kind, payload = kind_of(part), part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(payload, str) and payload.strip():
            part = _mended(part)
            kind, payload = kind_of(part), part.get_payload()
        if not isinstance(payload, list) or depth >= DEEPEST or kind in _WRAPPED:
            return self._leaf(part, kind, path)
        inside = [
            self._words(inner, f"{path}.{n}".lstrip("."), depth + 1)
            for n, inner in enumerate(payload, 1)
            if isinstance(inner, Message)
        ]
        if kind == "multipart/alternative":
            return _chosen(inside)
        return [found for words in inside for found in words]

    def _leaf(self, part: Message, kind: str, path: str) -> list[tuple[str, str]]:
        if kind == "message/delivery-status" or (
            part.get_content_maintype() == "multipart" and not part.is_multipart()
        ):
            return []
        name = _file_name(part)
        attached = part.get_content_disposition() == "attachment" or (bool(name) and not kind.startswith("text/"))
        if kind in ("text/plain", "text/html") and not attached:
            text = text_of(part)
            words = text_of_html(text) if kind == "text/html" else text.strip("\r\n")
            return [(kind, words)] if words.strip() else []
        payload = None if part.is_multipart() else part.get_payload(decode=True)
        size = len(payload) if isinstance(payload, bytes) else None
        self.files.append(Attachment(kind.partition("/")[0], name or _named(kind), path, size))
        return []


def _mended(part: Message) -> Message:
    """Return a multipart whose boundary was named wrongly with the one it has, or as the text it is."""
    body = str(part.get_payload() or "")
    found = _BOUNDARY.search(body)
    named = found[1] if found else ""
    if not named.isascii():
        # A header is text by now, the body still holds the bytes.
        body, named = body.replace(f"--{named}", "--mended"), "mended"
    head = f'Content-Type: {part.get_content_type()}; boundary="{named}"' if found else "Content-Type: text/plain"
    mended = read(f"{head}\n\n{body}".encode("utf-8", "surrogateescape"))
    return mended if mended.is_multipart() or not found else read(b"\n" + body.encode("utf-8", "surrogateescape"))


def _chosen(versions: list[list[tuple[str, str]]]) -> list[tuple[str, str]]:
    """Return the version in plain text, else the first that says something."""
    said = [words for words in versions if words]
    return next((words for words in said if all(kind == "text/plain" for kind, _ in words)), said[0] if said else [])


def _without_copies(words: list[str]) -> list[str]:
    """Return the words without those that a part before said already: some programs mark no alternative."""
    known: set[str] = set()
    kept = []
    for text in words:
        letters = re.sub(r"\W+", "", text)
        if letters not in known or not letters:
            kept.append(text)
        known.add(letters)
    return kept


def text_of(part: Message) -> str:
    """Return the text of a leaf in whatever charset it is."""
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else str(part.get_payload()).encode("utf-8", "replace")
    return decoded(data[:TEXT_BYTES], part.get_content_charset() or "utf-8")


def _file_name(part: Message) -> str:
    try:
        name = part.get_filename() or ""
    except (ValueError, LookupError, TypeError, IndexError, UnicodeError):
        name = ""
    name = PureWindowsPath(PurePosixPath(unwrapped(name)).name).name
    return re.sub(r"[\x00-\x1f\x7f/\\]", "", name)[:200]


def _named(kind: str) -> str:
    known = {"message/rfc822": "mail.eml", "text/calendar": "invite.ics"}
    return known.get(kind, kind.replace("/", "."))
