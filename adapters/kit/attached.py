"""What a message on Messenger or Instagram carries: its words, its files, and what has no words told in some.

https://developers.facebook.com/docs/messenger-platform/reference/webhook-events/messages
https://developers.facebook.com/docs/graph-api/reference/message (what the Conversations API says of the same message)
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from adapters.kit.found import Found, inner, name_of, objects, sound, words
from inbox.ports.adapter import Attachment

DEEPEST = 6
"""How far into a template's parts its words are looked for."""
_TWICE = ("image", "sticker", "share", "ig_post")
"""The old and the new names of stickers and of shared posts."""
_SAID = ("title", "text", "subtitle", "description")
UNTOLD = "unsupported"
"""The kind of what stands for something a customer sent and Meta's interfaces do not hand over: only its app shows it.

Somebody wrote and waits for an answer, so it is a message with this in place of what it says, on every one of them.
"""


def text(message: Found) -> str:
    """Return a message's words: its text, or what else it says in words."""
    if said := words(message, "text"):
        return said
    for part in _parts(message):
        payload = inner(part, "payload")
        kind = words(part, "type")
        if kind == "location" and (place := _place(part, payload)):
            return place
        if kind in ("template", "fallback", "appointment_booking") and (told := _told(part)):
            return told
    return words(inner(message, "quick_reply"), "payload")


def files(message: Found) -> tuple[Attachment, ...]:
    """Return what came with a message, the story it answers to included."""
    found = [_file(part) for part in _once(_parts(message))]
    story = inner(inner(message, "reply_to"), "story")
    if story:
        found.append(Attachment("story", "story", words(story, "url") or words(story, "link")))
    sticker = message.get("sticker_id")
    if sticker and not found:
        found.append(Attachment("sticker", f"sticker {name_of({'id': sticker})}"))
    # Some of what is not handed over comes as a message with a name and nothing else.
    bare = bool(name_of(message, "mid")) and not text(message) and not message.get("commands")
    if not found and (bare or message.get("is_unsupported") is True):
        found.append(untold())
    return tuple(found)


def untold(what: str = "") -> Attachment:
    """Return what stands for something that is not handed over; `what` it is, where at least that is told."""
    return Attachment(UNTOLD, f"{UNTOLD}: {what}" if what else UNTOLD)


def withheld(attachments: tuple[Attachment, ...], house: str = "Meta") -> str:
    """Return why nothing of it can be read, "" where it can."""
    return f"a message that {house} does not hand over" if any(a.kind == UNTOLD for a in attachments) else ""


def polled_files(message: Found) -> tuple[Attachment, ...]:
    """Return what came with a message, as the Conversations API says it."""
    found = []
    for part in objects(inner(message, "attachments").get("data")):
        url, kind = _address(part)
        size = part.get("size")
        fits = type(size) is int and 0 <= size < 2**53
        called = words(part, "name") or words(inner(part, "generic_template"), "title") or named(url, kind)
        found.append(Attachment(kind, called, url, size if fits else None))  # type: ignore[arg-type]  # an int here
    for part in objects(inner(message, "shares").get("data")):
        url = words(part, "link")
        found.append(Attachment("share", words(part, "name") or named(url, "share"), url))
    if url := words(message, "sticker"):
        found.append(Attachment("sticker", named(url, "sticker"), url))
    for kind, key in (("story", "reply_to"), ("story_mention", "mention")):
        if story := inner(inner(message, "story"), key):
            found.append(Attachment(kind, kind, words(story, "link")))
    if not found and not words(message, "message") and message.get("is_unsupported") is True:
        found.append(untold())
    return tuple(found)


def named(url: str, kind: str) -> str:
    """Return a file's name by its address, or what kind of thing it is."""
    try:
        last = unquote(urlsplit(url).path.rpartition("/")[2])
    except ValueError:
        return kind
    return sound(last) if "." in last.strip(".") else kind


def _parts(message: Found) -> list[Found]:
    single = inner(message, "attachment")
    return [*objects(message.get("attachments")), *([single] if single else [])]


def _once(parts: list[Found]) -> list[Found]:
    """Return each thing once that Meta tells in an old and a new shape at the same time, in the newer one.

    https://developers.facebook.com/documentation/business-messaging/messenger-platform/changelog (June 1, 2026)
    https://developers.facebook.com/docs/instagram-platform/webhooks/new (November 3, 2025)
    """
    told: dict[object, Found] = {}
    for number, part in enumerate(parts):
        payload, type_ = inner(part, "payload"), words(part, "type")
        thing = name_of(payload, "sticker_id") or name_of(payload, "ig_post_media_id")
        key: object = thing if thing and type_ in _TWICE else number
        before = told.get(key, {})
        newer = type_ if type_ not in ("image", "share") else words(before, "type") or type_
        told[key] = {
            **before,
            **part,
            "type": newer,
            "payload": {**inner(before, "payload"), **payload} or part.get("payload"),
        }
    return list(told.values())


def _file(part: Found) -> Attachment:
    payload = inner(part, "payload")
    kind = words(part, "type") or "file"
    if kind == "unsupported_type":
        kind = UNTOLD
    if payload.get("sticker_id"):
        kind = "sticker"
    url = words(payload, "url") or words(part, "url") or words(payload, "link")
    called = words(payload, "title") or words(part, "title") or words(payload, "name") or words(part, "name")
    return Attachment(kind, called or _heading(payload) or (kind if kind == UNTOLD else named(url, kind)), url)


def _heading(payload: Found) -> str:
    for part in (*objects(inner(payload, "product").get("elements")), *objects(payload.get("elements"))):
        if said := words(part, "title"):
            return said
    return ""


def _place(part: Found, payload: Found) -> str:
    where = inner(payload, "coordinates")
    latitude, longitude = where.get("lat"), where.get("long", where.get("lng"))
    numbers = all(type(n) in (int, float) for n in (latitude, longitude))
    titles = words(part, "title") or words(payload, "title")
    return "\n".join(line for line in (titles, f"{latitude}, {longitude}" if numbers else "") if line)


def _told(part: Found) -> str:
    return "\n".join(dict.fromkeys(_strings(part, 0)))


def _strings(value: object, depth: int) -> Iterator[str]:
    if depth > DEEPEST:
        return
    if isinstance(value, dict):
        yield from (said for key in _SAID if (said := words(value, key)))
        for part in value.values():
            if isinstance(part, (dict, list)):
                yield from _strings(part, depth + 1)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part, depth + 1)


def _address(part: Found) -> tuple[str, str]:
    """Return where a file is, and what kind it is."""
    mime = words(part, "mime_type").partition("/")[0]
    picture, film = inner(part, "image_data"), inner(part, "video_data")
    if picture:
        kind = "sticker" if picture.get("render_as_sticker") is True else "image"
        return words(picture, "url") or words(picture, "preview_url"), kind
    if film:
        return words(film, "url"), "video"
    template = inner(part, "generic_template")
    if template:
        return words(template, "media_url"), "template"
    url = words(part, "file_url") or words(part, "url")
    return url, mime if mime in ("image", "audio", "video") else "file"
