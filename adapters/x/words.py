"""What a post or a message of X says as a person reads it: links in full, & for &amp;, files beside the text."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urlsplit

from adapters.kit.found import Found, inner, number, objects, words
from adapters.x.frame import Frame
from inbox.ports.adapter import Attachment

_KINDS = {"photo": "image", "video": "video", "animated_gif": "video", "audio": "audio"}


def text_of(post: Found, frame: Frame, hidden: str = "") -> str:
    """Return a post's words; a link to the post `hidden` is left out, as X leaves it out where it shows that post."""
    long = inner(post, "note_tweet") or inner(post, "note_post")
    extended = inner(post, "extended_tweet")
    if said := words(long, "text"):
        return _readable(said, [inner(long, "entities"), inner(post, "entities")], hidden)
    if said := words(extended, "full_text"):
        return _readable(said, [inner(extended, "entities"), inner(extended, "extended_entities")], hidden)
    said = words(post, "full_text") or words(post, "text")
    return _readable(said, [inner(post, "entities"), inner(post, "extended_entities")], hidden)


def direct_text(message: Found) -> str:
    """Return a direct message's words."""
    media = inner(inner(message, "attachment"), "media")
    return _readable(words(message, "text"), [inner(message, "entities"), {"media": [media]}], "")


def _readable(text: str, entities: list[Found], hidden: str) -> str:
    """Return a text with its links as they lead on. They are found by their words: places are counted differently."""
    for found in entities:
        for link in objects(found.get("media")):
            text = _without(text, words(link, "url"))
        for link in objects(found.get("urls")):
            short, full = words(link, "url"), words(link, "expanded_url")
            if words(link, "media_key") or words(link, "display_url").startswith(("pic.x.com/", "pic.twitter.com/")):
                text = _without(text, short)
            elif hidden and full.rstrip("/").endswith(f"/status/{hidden}"):
                text = _without(text, short)
            elif short and full:
                text = re.sub(re.escape(short) + r"(?![A-Za-z0-9])", lambda _, full=full: full, text)
    return unescape(text)


def _without(text: str, link: str) -> str:
    return re.sub(r"\s*" + re.escape(link) + r"(?![A-Za-z0-9])", "", text) if link else text


def files_of(post: Found, frame: Frame) -> tuple[Attachment, ...]:
    """Return a post's files and its poll, or those of a direct message in the shape of API v2."""
    attached = inner(post, "attachments")
    keys = attached.get("media_keys")
    given = [frame.media[key] for key in keys if isinstance(key, str) and key in frame.media] if _list(keys) else []
    missing = len([key for key in keys if isinstance(key, str)]) - len(given) if isinstance(keys, list) else 0
    extended = inner(post, "extended_tweet")
    old = next(
        (
            found
            for holder in (extended, post)
            for key in ("extended_entities", "entities")
            if (found := objects(inner(holder, key).get("media")))
        ),
        [],
    )
    files = [file_of(media) for media in [*given, *([] if given else old)]]
    files += [Attachment("file", "")] * max(0, missing - (len(old) if not given else 0))
    return (*files, *_polls(attached.get("poll_ids"), frame))


def _list(value: object) -> bool:
    return isinstance(value, list)


def file_of(media: Found) -> Attachment:
    """Return a file. Of a moving picture the best version counts; without one, its first picture."""
    kind = _KINDS.get(words(media, "type"), "file")
    still = words(media, "media_url_https") or words(media, "media_url") or words(media, "url")
    url = _best(media) or still or words(media, "preview_image_url")
    described = words(media, "alt_text") or words(media, "ext_alt_text")
    return Attachment(kind, described or urlsplit(_calm(url)).path.rpartition("/")[2], url)


def _calm(url: str) -> str:
    """Return an address that can be taken apart; brackets in the wrong place cannot."""
    return url.replace("[", "").replace("]", "")


def _best(media: Found) -> str:
    variants = objects(inner(media, "video_info").get("variants")) or objects(media.get("variants"))
    films = [v for v in variants if words(v, "content_type") == "video/mp4"]
    return words(max(films, key=_rate), "url") if films else ""


def _rate(variant: Found) -> int:
    return int(number(variant, "bitrate") or number(variant, "bit_rate") or "0")


def _polls(ids: object, frame: Frame) -> list[Attachment]:
    polls = [frame.polls[id] for id in ids if isinstance(id, str) and id in frame.polls] if isinstance(ids, list) else []
    return [Attachment("poll", " / ".join(words(o, "label") for o in objects(poll.get("options")))) for poll in polls]
