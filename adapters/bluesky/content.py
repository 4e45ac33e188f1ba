"""What a post or a chat message holds: its words with the links that were cut short, and what is attached to it.

Facets point into the UTF-8 bytes of the text, and anybody may write wrong ones: those that fit nowhere change nothing.
https://docs.bsky.app/docs/advanced-guides/post-richtext
"""

from __future__ import annotations

from collections.abc import Iterator

from adapters.kit.found import Found, inner, objects, words
from inbox.ports.adapter import Attachment

BLOB = "blob:"
"""How the address of a file begins that lies with its author: blob:DID/CID."""
_PAGES = {
    "app.bsky.feed.post": "post",
    "app.bsky.feed.generator": "feed",
    "app.bsky.graph.list": "lists",
}
_SHORT = ("...", "…")


def authority(uri: str) -> str:
    """Return whose a record is: at://AUTHORITY/collection/rkey; "" where it is no such address."""
    return uri.removeprefix("at://").partition("/")[0] if uri.startswith("at://") else ""


def page(uri: str) -> str:
    """Return the address at which a person can look at a record; a record without a page keeps its own address."""
    did, _, rest = uri.removeprefix("at://").partition("/")
    collection, _, rkey = rest.partition("/")
    if not uri.startswith("at://") or not rkey:
        return uri
    if collection == "app.bsky.graph.starterpack":
        return f"https://bsky.app/starter-pack/{did}/{rkey}"
    kind = _PAGES.get(collection)
    return f"https://bsky.app/profile/{did}/{kind}/{rkey}" if kind else uri


# --- words


def text(record: Found) -> str:
    """Return a record's words as a person reads them: links in full where they were cut short or say something else."""
    said = words(record, "text")
    cuts = sorted(_cuts(record, said))
    if not cuts:
        return said
    raw, parts, at = said.encode(), [], 0
    for start, end, uri in cuts:
        if start < at:
            continue
        try:
            shown = raw[start:end].decode()
            before = raw[at:start].decode()
        except UnicodeDecodeError:
            # It cuts through a character, so it was counted in something else than bytes.
            continue
        parts += [before, _link(shown, uri)]
        at = end
    try:
        return "".join(parts) + raw[at:].decode()
    except UnicodeDecodeError:
        return said


def _cuts(record: Found, said: str) -> Iterator[tuple[int, int, str]]:
    size = len(said.encode())
    for facet in objects(record.get("facets")):
        index = inner(facet, "index")
        start, end = index.get("byteStart"), index.get("byteEnd")
        uri = next((u for f in objects(facet.get("features")) if (u := words(f, "uri"))), "")
        if type(start) is int and type(end) is int and 0 <= start < end <= size and uri:
            yield start, end, uri
    if record.get("facets"):
        return
    # Posts of the first year point into UTF-16 code units.
    units = said.encode("utf-16-le")
    for entity in objects(record.get("entities")):
        index, uri = inner(entity, "index"), words(entity, "value")
        start, end = index.get("start"), index.get("end")
        if words(entity, "type") == "link" and type(start) is int and type(end) is int and 0 <= start < end and uri:
            before, shown = (
                units[a:b].decode("utf-16-le", "replace") for a, b in ((0, 2 * start), (2 * start, 2 * end))
            )
            yield len(before.encode()), len(before.encode()) + len(shown.encode()), uri


def _link(shown: str, uri: str) -> str:
    seen, whole = _bare(shown), _bare(uri)
    if seen == whole:
        return shown
    for mark in _SHORT:
        if shown.endswith(mark) and whole.startswith(_bare(shown.removesuffix(mark))):
            return uri
    return f"{shown} ({uri})"


def _bare(uri: str) -> str:
    bare = uri.strip().casefold().removeprefix("https://").removeprefix("http://")
    return bare.removeprefix("www.").rstrip("/")


# --- files


def attachments(record: Found, view: Found, did: str) -> tuple[Attachment, ...]:
    """Return what is attached to a record of `did`; `view` is the same as the AppView shows it, {} where there is none."""
    return tuple(_embedded(inner(record, "embed"), view, did))


def _embedded(raw: Found, view: Found, did: str) -> Iterator[Attachment]:
    media, shown = inner(raw, "media"), inner(view, "media")
    if media or shown:
        yield from _embedded(media, shown, did)
        yield from _quoted(inner(inner(raw, "record"), "record"), inner(inner(view, "record"), "record"))
        return
    yield from _images(raw, view, did)
    yield from _video(raw, view, did)
    yield from _external(inner(view, "external") or inner(raw, "external"))
    yield from _quoted(inner(raw, "record"), inner(view, "record"))
    invitation = inner(view, "joinLinkPreview")
    if code := words(raw, "code") or words(invitation, "code"):
        yield Attachment("link", words(invitation, "name") or code)


def _images(raw: Found, view: Found, did: str) -> Iterator[Attachment]:
    key = next((k for k in ("images", "items", "media") if isinstance(raw.get(k) or view.get(k), list)), "images")
    stored, shown = objects(raw.get(key)), objects(view.get(key))
    for n in range(max(len(stored), len(shown))):
        one = stored[n] if n < len(stored) else {}
        seen = shown[n] if n < len(shown) else {}
        url, size = _blob(inner(one, "image"), did)
        url = words(seen, "fullsize") or words(seen, "thumb") or words(seen, "thumbnail") or url
        yield Attachment("image", words(seen, "alt") or words(one, "alt") or "image", url, size)


def _video(raw: Found, view: Found, did: str) -> Iterator[Attachment]:
    stored = inner(raw, "video")
    if not stored and not words(view, "playlist"):
        return
    url, size = _blob(stored, did)
    # The playlist names pieces of a shrunken copy; what can be fetched whole is the file itself.
    if not url and did and words(view, "cid"):
        url = f"{BLOB}{did}/{words(view, 'cid')}"
    alt = words(view, "alt") or words(raw, "alt")
    yield Attachment("video", alt or "video.mp4", url or words(view, "playlist"), size)


def _external(found: Found) -> Iterator[Attachment]:
    if uri := words(found, "uri"):
        yield Attachment("link", words(found, "title") or uri, uri)


def _quoted(raw: Found, view: Found) -> Iterator[Attachment]:
    uri = words(view, "uri") or words(raw, "uri")
    if not uri:
        return
    said = words(inner(view, "value"), "text")
    by = words(inner(view, "author"), "handle")
    title = words(view, "displayName") or words(view, "name") or words(inner(view, "record"), "name")
    yield Attachment("quote", (f"@{by}: {said}" if by and said else said or title or uri), page(uri))


def _blob(found: Found, did: str) -> tuple[str, int | None]:
    """Return the address and the size of a stored file; the oldest posts name it by `cid` alone."""
    ref = found.get("ref")
    cid = words(ref, "$link") if isinstance(ref, dict) else words(found, "ref") or words(found, "cid")
    size = found.get("size")
    fits = type(size) is int and 0 <= size < 2**53
    return f"{BLOB}{did}/{cid}" if cid and did else "", size if fits else None  # type: ignore[return-value]  # an int
