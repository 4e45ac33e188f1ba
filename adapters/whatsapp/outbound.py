"""Makes of a reply what WhatsApp takes: one message, to one number, with at most one file.

https://developers.facebook.com/documentation/business-messaging/whatsapp/reference/whatsapp-business-phone-number/message-api
A person is reached by phone number (`to`) or by business-scoped id (`recipient`), a group by its id. Files:
https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media
"""

from __future__ import annotations

import re
from typing import NamedTuple

from adapters.kit.found import sound
from adapters.whatsapp.places import Place, scoped
from inbox.errors import Rejected
from inbox.ports.adapter import File, Outgoing

LONGEST = 4096
"""Characters of a message."""
CAPTION = 1024
"""Characters below a file."""
TOKEN = 512
"""Characters of ours that come back with what becomes of a message."""
_MB = 1024 * 1024
_WAMID = re.compile(r"wamid\.[\x21-\x7e]{1,500}")


class Carrier(NamedTuple):
    """How a file travels: as which type of message, how large it may be, and whether words may go with it."""

    type: str
    largest: int
    captioned: bool = True


_IMAGES = frozenset(("image/jpeg", "image/png"))
_VIDEOS = frozenset(("video/mp4", "video/3gpp"))
_SOUNDS = frozenset(("audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"))


def carrier(type: str) -> Carrier:
    """Return how a file of a media type travels; what WhatsApp does not show travels as a document."""
    plain = type.partition(";")[0].strip().lower()
    if plain in _IMAGES:
        return Carrier("image", 5 * _MB)
    if plain in _VIDEOS:
        return Carrier("video", 16 * _MB)
    if plain in _SOUNDS:
        return Carrier("audio", 16 * _MB, captioned=False)
    return Carrier("document", 100 * _MB)


def checked(out: Outgoing) -> File | None:
    """Return the reply's file, None where it has none. Raises: Rejected where WhatsApp would not take the reply."""
    length = len(sound(out.text))
    if length > LONGEST:
        raise Rejected("It is too long for WhatsApp: {used} of {max} characters.", used=length, max=LONGEST)
    if len(out.files) > 1:
        raise Rejected("A WhatsApp message carries one file; send the others in replies of their own.")
    if not out.files:
        if not out.text.strip():
            raise Rejected("WhatsApp takes no message without words or a file.")
        return None
    file = out.files[0]
    how = carrier(file.type)
    if len(file.content) > how.largest:
        most = how.largest // _MB
        raise Rejected(
            "{name} is too large for WhatsApp: {type} up to {max} MB.", name=file.name, type=how.type, max=most
        )
    if out.text.strip() and not how.captioned:
        raise Rejected("WhatsApp sends a sound without words; send the words in a reply of their own.")
    if length > CAPTION:
        raise Rejected(
            "It is too long to go with a file: {used} of {max} characters. Send the file in a reply of its own.",
            used=length,
            max=CAPTION,
        )
    return file


def message(place: Place, out: Outgoing, file: File | None = None, media: str = "") -> dict[str, object]:
    """Return the body of the call that sends a reply; its file lies at WhatsApp already, as `media`."""
    body: dict[str, object] = {"messaging_product": "whatsapp", **_to(place)}
    if len(out.token) <= TOKEN:
        body["biz_opaque_callback_data"] = out.token
    if _WAMID.fullmatch(out.reply_to):
        body["context"] = {"message_id": out.reply_to}
    if file is None:
        return {**body, "type": "text", "text": {"body": sound(out.text), "preview_url": False}}
    how = carrier(file.type)
    part = {"id": media}
    if out.text.strip():
        part["caption"] = sound(out.text)
    if how.type == "document":
        part["filename"] = file.name
    return {**body, "type": how.type, how.type: part}


def _to(place: Place) -> dict[str, object]:
    if place.group:
        return {"recipient_type": "group", "to": place.group}
    reached = "recipient" if scoped(place.contact) else "to"
    return {"recipient_type": "individual", reached: place.contact}
