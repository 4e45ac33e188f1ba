"""What a Telegram message holds: its words, its files, and what has no words told in some."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from adapters.kit.found import Found, inner, number, objects, sound, words
from inbox.ports.adapter import Attachment

DEEPEST = 20
"""How far into a rich message's blocks its words are looked for."""


def name(found: Found) -> str:
    """Return what a person or a chat is called."""
    full = " ".join(part for part in (words(found, "first_name"), words(found, "last_name")) if part)
    return full or words(found, "title") or words(found, "username")


def text(message: Found) -> str:
    """Return a message's words: its text, its caption, or what else it says in words."""
    if said := words(message, "text") or words(message, "caption"):
        return said
    for key, told in _TOLD.items():
        if (part := inner(message, key)) and (said := told(part)):
            return said
    return ""


def _place(found: Found) -> str:
    latitude, longitude = found.get("latitude"), found.get("longitude")
    return f"{latitude}, {longitude}" if all(type(n) in (int, float) for n in (latitude, longitude)) else ""


def _venue(found: Found) -> str:
    parts = (words(found, "title"), words(found, "address"), _place(inner(found, "location")))
    return "\n".join(part for part in parts if part)


def _contact(found: Found) -> str:
    return " ".join(part for part in (name(found), words(found, "phone_number")) if part)


def _poll(found: Found) -> str:
    return "\n".join([words(found, "question"), *(f"– {words(o, 'text')}" for o in objects(found.get("options")))])


def _checklist(found: Found) -> str:
    return "\n".join([words(found, "title"), *(f"– {words(o, 'text')}" for o in objects(found.get("tasks")))])


def _dice(found: Found) -> str:
    return f"{words(found, 'emoji')} {number(found, 'value')}".strip()


def _paid(found: Found) -> str:
    """Return an amount in the currency's smallest unit, as Telegram gives it: how many digits it has is not said."""
    return f"{number(found, 'total_amount')} {words(found, 'currency')} {words(found, 'invoice_payload')}".strip()


def _story(found: Found) -> str:
    by, id = words(inner(found, "chat"), "username"), number(found, "id")
    return f"https://t.me/{by}/s/{id}" if by and id else name(inner(found, "chat"))


def _titled(found: Found) -> str:
    return " – ".join(part for part in (words(found, "title"), words(found, "description")) if part)


def _strings(value: object, depth: int = 0) -> Iterator[str]:
    if depth > DEEPEST:
        return
    if isinstance(value, dict):
        yield from ([words(value, "text")] if words(value, "text") else [])
        for part in value.values():
            # A text may itself be a list of styled parts.
            if isinstance(part, (dict, list)):
                yield from _strings(part, depth + 1)
    elif isinstance(value, list):
        for part in value:
            yield from [sound(part)] if isinstance(part, str) else _strings(part, depth + 1)


def _rich(found: Found) -> str:
    return "\n".join(_strings(found))


_TOLD: dict[str, Callable[[Found], str]] = {
    "rich_message": _rich,
    "venue": _venue,  # before location, which comes with it for old programs
    "location": _place,
    "contact": _contact,
    "poll": _poll,
    "checklist": _checklist,
    "dice": _dice,
    "story": _story,
    "game": _titled,
    "invoice": _titled,
    "successful_payment": _paid,
    "refunded_payment": _paid,
    "web_app_data": lambda found: words(found, "data"),
}
_FILES = {
    "animation": ("video", "animation.mp4"),
    "video": ("video", "video.mp4"),
    "live_photo": ("video", "live.mp4"),
    "video_note": ("video", "video.mp4"),
    "audio": ("audio", "audio.mp3"),
    "voice": ("audio", "voice.ogg"),
    "document": ("file", "document"),
    "sticker": ("sticker", "sticker"),
}
"""What a message carries, the kind of file it is, and its name where it has none."""


def files(message: Found) -> tuple[Attachment, ...]:
    """Return the files of a message; of a picture in several sizes the largest."""
    found = list(_pictures(message.get("photo")))
    for key, (kind, plain) in _FILES.items():
        # An animation comes a second time as a document, for old programs.
        if not (key == "document" and "animation" in message):
            found += _file(inner(message, key), kind, plain)
    for paid in objects(inner(message, "paid_media").get("paid_media")):
        found += _pictures(paid.get("photo"))
        found += _file(inner(paid, "video"), "video", "video.mp4")
    return tuple(found)


def _pictures(sizes: object) -> Iterator[Attachment]:
    found = objects(sizes)
    if found:
        yield from _file(max(found, key=_extent), "image", "photo.jpg")


def _extent(found: Found) -> int:
    width, height = found.get("width"), found.get("height")
    return width * height if type(width) is int and type(height) is int else 0


def _file(found: Found, kind: str, plain: str) -> Iterator[Attachment]:
    if id := words(found, "file_id"):
        size, mime = found.get("file_size"), words(found, "mime_type").partition("/")[0]
        if kind == "file" and mime in ("image", "audio", "video"):
            kind = mime
        called = words(found, "file_name") or words(found, "title") or words(found, "emoji") or plain
        # A number larger than this fits no database, and no platform.
        fits = type(size) is int and 0 <= size < 2**53
        yield Attachment(kind, called, f"tg:{id}", size if fits else None)  # type: ignore[arg-type]  # an int here
