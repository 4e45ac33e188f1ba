"""Writes what we say as Bluesky counts and marks it: graphemes and bytes, and facets over UTF-8 bytes.

A post may have 300 graphemes and 3,000 bytes, a chat message 1,000 and 10,000 (lexicons app.bsky.feed.post,
chat.bsky.convo.defs#messageInput). A link is only a link where a facet says so.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from datetime import datetime

import regex  # type: ignore[import-untyped]  # it comes without types

from adapters.kit.found import sound
from inbox.ports.adapter import Measure

POST = (300, 3000)
DM = (1000, 10_000)
_CLUSTER = regex.compile(r"\X")
_URL = re.compile(r"(?:^|(?<=[\s(\"'„“‚‘<]))https?://[^\s<>\"]+", re.IGNORECASE)
_MENTION = re.compile(r"(?:^|(?<=[\s(]))@([A-Za-z0-9](?:[A-Za-z0-9-]*\.)+[A-Za-z][A-Za-z0-9-]*)")
_TAG = re.compile(r"(?:^|(?<=\s))[##](?!\ufe0f)([^\s\u00ad\u200b-\u200d\u2060]+)")
_ENDS = ".,;:!?…"
_LONGEST_TAG = 64
_ALPHABET = "234567abcdefghijklmnopqrstuvwxyz"


def graphemes(text: str) -> int:
    """Return how many characters a person sees."""
    return sum(1 for _ in _CLUSTER.finditer(text))


def measured(text: str, kind: str) -> Measure:
    """Measure a text; both limits count."""
    text = sound(text)
    most, bytes_ = DM if kind == "dm" else POST
    used, size = graphemes(text), len(text.encode())
    why = f"{size} / {bytes_} bytes" if size > bytes_ else ""
    return Measure(used, most, "graphemes", used <= most and size <= bytes_, why=why)


def mentioned(text: str) -> list[str]:
    """Return the handles that a text names, each once."""
    return list(dict.fromkeys(m[1].rstrip(".-").lower() for m in _MENTION.finditer(text)))


def facets(text: str, dids: Mapping[str, str]) -> list[dict[str, object]]:
    """Return the links, the tags, and the mentions whose handle has a DID in `dids`, in the order of the text."""
    found = sorted((start, end, feature) for start, end, *_, feature in _marks(text, dids))
    marked: list[dict[str, object]] = []
    last = 0
    for start, end, (type, key, value) in found:
        if start < last:
            continue
        last = end
        index = {"byteStart": len(text[:start].encode()), "byteEnd": len(text[:end].encode())}
        marked.append({"index": index, "features": [{"$type": f"app.bsky.richtext.facet#{type}", key: value}]})
    return marked


def _marks(text: str, dids: Mapping[str, str]) -> Iterator[tuple[int, int, tuple[str, str, str]]]:
    for match in _URL.finditer(text):
        uri = match[0].rstrip(_ENDS + "“”‘’'")
        if uri.endswith(")") and "(" not in uri:
            uri = uri[:-1].rstrip(_ENDS)
        yield match.start(), match.start() + len(uri), ("link", "uri", uri)
    for match in _MENTION.finditer(text):
        handle = match[1].rstrip(".-")
        if did := dids.get(handle.lower()):
            yield match.start(), match.start(1) + len(handle), ("mention", "did", did)
    for match in _TAG.finditer(text):
        tag = match[1].rstrip(_ENDS + ")\"'“”")
        if tag and not tag.isdecimal() and graphemes(tag) <= _LONGEST_TAG:
            yield match.start(), match.start(1) + len(tag), ("tag", "tag", tag)


def rkey(token: str, written_at: datetime | None) -> str:
    """Return the key under which a reply is kept: the same on every attempt, and a TID, which a post's key must be.

    https://atproto.com/specs/tid: 53 bits of microseconds and 10 of a clock's number. The milliseconds are those in
    which the reply was written, the rest is the token's, so that two replies of one moment are two.
    """
    mark = int.from_bytes(hashlib.sha256(token.encode()).digest()[:8], "big")
    millis = int(written_at.timestamp() * 1000) if written_at else 1_600_000_000_000 + mark % 10**11
    number = ((millis * 1000 + (mark >> 10) % 1000) & (2**53 - 1)) << 10 | mark & 1023
    return "".join(_ALPHABET[number >> shift & 31] for shift in range(60, -1, -5))
