"""What a post or a message of X says as a person reads it: links in full, & for &amp;, files beside the text."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urlsplit

from adapters.kit.found import Found, inner, number, objects, words
from adapters.x.frame import Frame
from inbox.ports.adapter import Attachment

_PICTURED = ("pic.x.com/", "pic.twitter.com/")
_WHOLE = r"(?![A-Za-z0-9])"
"""What cannot follow a short link, so that none is taken for the beginning of another."""
MOST = 500
"""Links of a text that are written out; no post holds as many."""
_KINDS = {"photo": "image", "video": "video", "animated_gif": "video", "audio": "audio"}


def text_of(post: Found, frame: Frame, hidden: str = "") -> str:
    """Return a post's words; a link to the post `hidden` is left out, as X leaves it out where it shows that post."""
    shown = bool(files_of(post, frame))
    for holder, key in (
        (inner(post, "note_tweet"), "text"),
        (inner(post, "note_post"), "text"),
        (inner(post, "extended_tweet"), "full_text"),
        (post, "full_text"),
    ):
        if said := words(holder, key):
            return _readable(said, [*_entities(holder), *_entities(post)], hidden, shown=shown)
    return _readable(words(post, "text"), _entities(post), hidden, shown=shown)


def _entities(holder: Found) -> list[Found]:
    # v1.1 names the link to a quoted post apart, and not always among the others.
    link = inner(holder, "quoted_status_permalink")
    quoted: Found = {"urls": [{"url": link.get("url"), "expanded_url": link.get("expanded")}]} if link else {}
    return [inner(holder, "entities"), inner(holder, "extended_entities"), quoted]


def direct_text(message: Found) -> str:
    """Return a direct message's words."""
    media = inner(inner(message, "attachment"), "media")
    return _readable(words(message, "text"), [inner(message, "entities"), {"media": [media]}], "", shown=bool(media))


def _readable(text: str, entities: list[Found], hidden: str, *, shown: bool) -> str:
    """Return a text with its links as they lead on. They are found by their words: places are counted differently.

    Where a file is `shown` below, its link is not part of the text.
    """
    for found in entities:
        for link in objects(found.get("media"))[:MOST]:
            text = _without(text, words(link, "url")) if shown else text
        for link in objects(found.get("urls"))[:MOST]:
            short, full = words(link, "url"), words(link, "expanded_url")
            pictured = words(link, "media_key") or words(link, "display_url").startswith(_PICTURED)
            quoted = hidden and full.partition("?")[0].rstrip("/").endswith(f"/status/{hidden}")
            if quoted or (pictured and shown):
                text = _without(text, short)
            elif short and full:
                text = re.sub(re.escape(short) + _WHOLE, lambda _, full=full: full, text)  # type: ignore[misc]  # it returns a text
    return unescape(text)


def _without(text: str, link: str) -> str:
    """Return a text without a link and the space before it."""
    return re.sub(r"\s*" + re.escape(link) + _WHOLE, "", text).lstrip() if link and link in text else text


def files_of(post: Found, frame: Frame) -> tuple[Attachment, ...]:
    """Return a post's files and its poll; a direct message of API v2 has them in the same places."""
    attached = inner(post, "attachments")
    given = _texts(attached.get("media_keys"))
    if given:
        files = [file_of(frame.media[key]) if key in frame.media else Attachment("file", key) for key in given]
    else:
        files = [file_of(media) for media in _old_media(post)]
    polls = [frame.polls[id] for id in _texts(attached.get("poll_ids")) if id in frame.polls]
    choices = [" / ".join(words(option, "label") for option in objects(poll.get("options"))) for poll in polls]
    return (*files, *(Attachment("poll", choice) for choice in choices))


def _texts(value: object) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _old_media(post: Found) -> list[Found]:
    """Return the files of a post of v1.1; the extended list has all of them, and what they really are."""
    for holder in (inner(post, "extended_tweet"), post):
        for key in ("extended_entities", "entities"):
            if found := objects(inner(holder, key).get("media")):
                return found
    return []


def file_of(media: Found) -> Attachment:
    """Return a file. Of a moving picture the best version counts; without one, its first picture."""
    kind = _KINDS.get(words(media, "type"), "file")
    still = words(media, "media_url_https") or words(media, "media_url") or words(media, "url")
    url = _best(media) or still or words(media, "preview_image_url")
    described = words(media, "alt_text") or words(media, "ext_alt_text")
    name = urlsplit(_calm(url)).path.rpartition("/")[2] or words(media, "media_key")
    return Attachment(kind, described or name, url)


def _calm(url: str) -> str:
    """Return an address that can be taken apart; brackets in the wrong place cannot."""
    return url.replace("[", "").replace("]", "")


def _best(media: Found) -> str:
    variants = objects(inner(media, "video_info").get("variants")) or objects(media.get("variants"))
    films = [v for v in variants if words(v, "content_type") == "video/mp4"]
    return words(max(films, key=_rate), "url") if films else ""


def _rate(variant: Found) -> int:
    return int(number(variant, "bitrate") or number(variant, "bit_rate") or "0")


def attached(message: Found) -> tuple[Attachment, ...]:
    """Return what is attached to a direct message of the older shape: a file or a place."""
    given = inner(message, "attachment")
    if media := inner(given, "media"):
        return (file_of(media),)
    where = inner(given, "location")
    place = inner(inner(where, "shared_place"), "place")
    point = inner(inner(where, "shared_coordinate"), "coordinates").get("coordinates")
    # GeoJSON names the longitude first.
    spot = ", ".join(str(n) for n in reversed(point) if isinstance(n, int | float)) if isinstance(point, list) else ""
    name = words(place, "full_name") or words(place, "name") or spot
    return (Attachment("location", name, words(place, "url")),) if name else ()
