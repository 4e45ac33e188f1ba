"""What the content of a Matrix event holds: its words, what it quotes, and its files.

The plain `body` is what is read: a sender must keep it equal to the HTML beside it, and it holds no tricks. Only where
it is blank the HTML is read as text. https://spec.matrix.org/v1.19/client-server-api/#mroommessage-msgtypes
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from adapters.kit.found import Found, inner, objects, words
from adapters.kit.html import text_of_html
from inbox.ports.adapter import Attachment

ENCRYPTED = "(encrypted: it can be read only in a Matrix app, such as Element)"
"""Stands for words that we cannot read, so that whoever waits for an answer is seen."""
SEALED = "#encrypted"
"""Marks the address of a file whose bytes are encrypted."""
_FILES = {"m.image": "image", "m.file": "file", "m.audio": "audio", "m.video": "video", "m.sticker": "sticker"}
_QUOTE = re.compile(r"<mx-reply>.*?(</mx-reply>|\Z)", re.DOTALL | re.IGNORECASE)
_POLLS = ("m.poll", "m.poll.start", "org.matrix.msc3381.poll.start", "org.matrix.msc3381.v2.poll")
_VOTES = ("m.poll.response", "org.matrix.msc3381.poll.response")
_TEXTS = ("m.text", "org.matrix.msc1767.text", "m.message", "org.matrix.msc1767.message")


class Said(NamedTuple):
    """What a content says."""

    text: str
    folded: str = ""
    files: tuple[Attachment, ...] = ()

    @property
    def anything(self) -> bool:
        """Tell whether there is something to read."""
        return bool(self.text.strip() or self.files)


def relates(content: Found) -> Found:
    """Return how an event relates to another."""
    return inner(content, "m.relates_to")


def answered(content: Found) -> str:
    """Return the event that is answered; in a thread that names none, its first one."""
    relation = relates(content)
    if replied := words(inner(relation, "m.in_reply_to"), "event_id"):
        return replied
    return words(relation, "event_id") if words(relation, "rel_type") in ("m.thread", "io.element.thread") else ""


def said(content: Found, type: str = "m.room.message") -> Said:
    """Return what a message, a sticker or a poll says."""
    msgtype = type if type == "m.sticker" else words(content, "msgtype")
    if any(isinstance(content.get(key), dict) for key in _POLLS):
        return Said(_poll(content))
    # Several files in one message: https://github.com/matrix-org/matrix-spec-proposals/pull/4274
    items = [(item, words(item, "itemtype")) for item in objects(content.get("itemtypes"))]
    found = tuple(file for part, kind in ((content, msgtype), *items) for file in _attached(part, kind))
    body = _body(content)
    if found and msgtype in _FILES:
        # A body that differs from the name of the file is written below it; one without a name is the name.
        # https://spec.matrix.org/v1.19/client-server-api/#media-captions
        named = words(content, "filename")
        text, folded = _unquoted(content, body) if named and named != body and msgtype != "m.sticker" else ("", "")
        return Said(text, folded, found)
    text, folded = _unquoted(content, body)
    return Said(text, folded, found)


def _body(content: Found) -> str:
    body = words(content, "body")
    if body.strip():
        return body
    html = words(content, "formatted_body")
    if html and words(content, "format") in ("org.matrix.custom.html", ""):
        return text_of_html(_QUOTE.sub("", html))
    return plain(content)


def plain(content: Found) -> str:
    """Return the words of an extensible event (MSC1767): a text, or several kinds of the same."""
    for key in _TEXTS:
        if written := words(content, key):
            return written
        kinds = objects(content.get(key))
        ranked = sorted(kinds, key=lambda kind: words(kind, "mimetype") not in ("", "text/plain"))
        for kind in ranked:
            if written := words(kind, "body"):
                return text_of_html(written) if words(kind, "mimetype") == "text/html" else written
    return words(content, "body")


def _unquoted(content: Found, body: str) -> tuple[str, str]:
    """Part a reply from what programs put before it: the lines of the message that is answered.

    https://spec.matrix.org/v1.12/client-server-api/#stripping-the-fallback
    """
    if not words(inner(relates(content), "m.in_reply_to"), "event_id") or not body.startswith("> "):
        return body, ""
    lines = body.split("\n")
    end = next((n for n, line in enumerate(lines) if not line.startswith("> ") and line != ">"), len(lines))
    text = "\n".join(lines[end:]).removeprefix("\n")
    return (text, "\n".join(lines[:end])) if text.strip() else (body, "")


# --- files


def _attached(content: Found, msgtype: str) -> Iterator[Attachment]:
    if msgtype == "m.location":
        yield from _located(content)
        return
    sealed = inner(content, "file")
    url = words(content, "url") or (words(sealed, "url") + SEALED if words(sealed, "url") else "")
    if not url and msgtype not in _FILES:
        return
    # What only says that there is a file, without saying where, is still a file that somebody sent.
    if url or words(content, "body") or words(content, "filename"):
        name = words(content, "filename") or words(content, "body")
        yield Attachment(_FILES.get(msgtype, "file"), name, url, _size(inner(content, "info")))


def _size(about: Found) -> int | None:
    size = about.get("size")
    # A number larger than this fits no database, and no platform.
    return size if type(size) is int and 0 <= size < 2**53 else None


def _located(content: Found) -> Iterator[Attachment]:
    if uri := whereabouts(content):
        yield Attachment("location", words(content, "body") or uri, uri)


def whereabouts(content: Found) -> str:
    """Return a place as geo: URI (RFC 5870), "" where there is none."""
    places = (inner(content, key) for key in ("m.location", "org.matrix.msc3488.location"))
    return words(content, "geo_uri") or next((uri for p in places if (uri := words(p, "uri"))), "")


# --- polls


def _poll(content: Found) -> str:
    poll = next(inner(content, key) for key in _POLLS if isinstance(content.get(key), dict))
    answers = [f"– {plain(answer)}" for answer in objects(poll.get("answers")) if plain(answer)]
    return "\n".join(part for part in (plain(inner(poll, "question")), *answers) if part) or plain(content)


def chosen(content: Found) -> list[str]:
    """Return the names of the answers somebody chose in a poll."""
    votes = [inner(content, key) for key in _VOTES]
    given = next((v["answers"] for v in votes if isinstance(v.get("answers"), list)), content.get("m.selections"))
    return [words({"id": id}, "id") for id in given if isinstance(id, str)] if isinstance(given, list) else []
