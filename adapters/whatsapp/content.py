"""What a WhatsApp message holds: its words, its files, and what has no words told in some.

https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from adapters.kit.found import Found, inner, name_of, objects, sound, words
from inbox.ports.adapter import Attachment

DEEPEST = 6
"""How far into an unknown kind of answer its words are looked for."""
_FILES = {
    "image": ("image", "image"),
    "video": ("video", "video"),
    "audio": ("audio", "audio"),
    "voice": ("audio", "voice"),
    "document": ("file", "document"),
    "sticker": ("sticker", "sticker"),
    "file": ("file", "file"),
}
"""What may be carried, the kind of file it is, and its name where it has none."""
_ENDINGS = {"jpeg": "jpg", "mpeg": "mp3", "plain": "txt", "quicktime": "mov", "svg+xml": "svg", "vnd.ms-excel": "xls"}
_UNTOLD = ("flow_token", "id", "type", "name", "payload", "sub_type", "index", "parameter_name")
"""What in an answer is for programs."""


def kind_of(message: Found) -> str:
    """Return a message's type, also where only its contents tell it."""
    return words(message, "type") or next((k for k in (*_TOLD, *_FILES, *_OTHERS) if k in message), "")


def text(message: Found) -> str:
    """Return a message's words: its text, its caption, or what else it says in words."""
    kind = kind_of(message)
    if kind in _TOLD:
        return _TOLD[kind](message)
    part = inner(message, kind)
    return words(part, "body") or words(part, "caption") or words(part, "text") or words(message, kind)


def files(message: Found) -> tuple[Attachment, ...]:
    """Return a message's file: known by its number, for its address is good for five minutes only."""
    kind = kind_of(message)
    part = inner(message, kind)
    if kind not in _FILES or not part:
        return ()
    id = name_of(part)
    url = f"wa:{id}" if id else words(part, "link") or words(part, "url")
    if not url:
        return ()
    plain, called = _FILES[kind]
    kinds = words(part, "mime_type").replace("\\", "").partition(";")[0].strip()
    family, _, ending = kinds.partition("/")
    if plain == "file" and family in ("image", "audio", "video"):
        plain = family
    if part.get("voice") is True:
        called = "voice"
    named = words(part, "filename") or (f"{called}.{_ENDINGS.get(ending, ending)}" if ending else called)
    size = part.get("file_size")
    return (Attachment(plain, named, url, size if type(size) is int and 0 <= size < 2**53 else None),)


def around(message: Found) -> str:
    """Return what a message came from: the ad that led here, the product that was looked at."""
    advert, product = inner(message, "referral"), inner(inner(message, "context"), "referred_product")
    welcome = words(inner(advert, "welcome_message"), "text")
    parts = [words(advert, "headline"), words(advert, "body"), welcome, words(advert, "source_url")]
    parts += [words(product, "catalog_id"), words(product, "product_retailer_id")]
    return _lines(*parts)


def _lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)


def _place(message: Found) -> str:
    found = inner(message, "location")
    latitude, longitude = found.get("latitude"), found.get("longitude")
    where = f"{latitude}, {longitude}" if all(type(n) in (int, float, str) for n in (latitude, longitude)) else ""
    return _lines(words(found, "name"), words(found, "address"), where, words(found, "url"))


def _contacts(message: Found) -> str:
    return _lines(*(_contact(c) for c in objects(message.get("contacts"))))


def _contact(found: Found) -> str:
    name, org = inner(found, "name"), inner(found, "org")
    called = words(name, "formatted_name") or " ".join(
        part for key in ("first_name", "last_name") if (part := words(name, key))
    )
    reached = [words(p, "phone") or name_of(p, "wa_id") for p in objects(found.get("phones"))]
    reached += [words(m, "email") for m in objects(found.get("emails"))]
    reached += [words(u, "url") for u in objects(found.get("urls"))]
    if not called:
        card = words(found, "vcard").replace("\r\n", "\n").split("\n")
        called = next((part[3:] for part in card if part.startswith("FN:")), "")
    told = ", ".join(part for part in (called, words(org, "company"), *dict.fromkeys(reached)) if part)
    return told or words(found, "vcard")


def _answer(message: Found) -> str:
    """Return what was chosen or filled in, in the words its author saw."""
    found = inner(message, "interactive")
    kind = words(found, "type")
    part = inner(found, kind)
    if kind in ("list_reply", "button_reply"):
        return _lines(words(part, "title"), words(part, "description")) or words(part, "id")
    if kind == "nfm_reply":
        return _filled(part)
    if kind == "call_permission_reply":
        return words(part, "response")
    return _lines(*dict.fromkeys(_strings(found)))


def _filled(part: Found) -> str:
    try:
        given = json.loads(words(part, "response_json") or "null")
    except (ValueError, RecursionError):
        given = words(part, "response_json")
    # WhatsApp writes "Sent" where a form has no words of its own.
    body = "" if words(part, "body") == "Sent" and given else words(part, "body")
    if not isinstance(given, dict):
        return _lines(body, _plain(given) if given else "")
    return _lines(body, *(f"{key}: {_plain(value)}" for key, value in given.items() if key != "flow_token"))


def _plain(value: object) -> str:
    return sound(value) if isinstance(value, str) else sound(json.dumps(value, ensure_ascii=False))


def _strings(value: object, depth: int = 0) -> Iterator[str]:
    if depth > DEEPEST:
        return
    if isinstance(value, dict):
        for key, part in value.items():
            if key not in _UNTOLD:
                yield from _strings(part, depth + 1)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part, depth + 1)
    elif isinstance(value, str) and value:
        yield sound(value)


def _template(message: Found) -> str:
    """Return what a template that was sent on our behalf was filled with: its own words are not told."""
    found = inner(message, "template")
    return _lines(words(found, "name"), *_strings(found.get("components")))


def _button(message: Found) -> str:
    found = inner(message, "button")
    return words(found, "text") or words(found, "payload")


def _order(message: Found) -> str:
    found = inner(message, "order")
    items = (_item(i) for i in objects(found.get("product_items")))
    return _lines(words(found, "text"), *items)


def _item(found: Found) -> str:
    price = " ".join(part for part in (_amount(found.get("item_price")), words(found, "currency")) if part)
    counted = f"{_amount(found.get('quantity')) or '1'} × {name_of(found, 'product_retailer_id')}"
    return f"{counted} ({price})" if price else counted


def _amount(value: object) -> str:
    return str(value) if type(value) in (int, float, str) else ""


_TOLD: dict[str, Callable[[Found], str]] = {
    "location": _place,
    "contacts": _contacts,
    "interactive": _answer,
    "button": _button,
    "order": _order,
    "template": _template,
}
_OTHERS = ("text", "reaction", "system", "edit", "revoke")
