"""Brings an attachment from the mailbox, by the place of its part: the mail itself is not read again."""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from dataclasses import replace
from email.parser import BytesHeaderParser
from email.policy import compat32

from adapters.email.mailbox import Mailbox
from inbox.errors import Refused
from inbox.ports.adapter import WHOLE, Attachment, Incoming

_PLACE = re.compile(r"imap:([0-9]{1,12}):([0-9]{1,12}):((?:[0-9]{1,4}(?:\.[0-9]{1,4}){0,20})?)")


def placed(said: Incoming, validity: int, uid: int) -> Incoming:
    """Return an entry whose attachments know where in the mailbox they lie."""
    files = tuple(a if a.kind == WHOLE else replace(a, url=f"imap:{validity}:{uid}:{a.url}") for a in said.attachments)
    return replace(said, attachments=files)


async def brought(box: Mailbox, attachment: Attachment, limit: int) -> bytes:
    """Return an attachment's bytes. Raises: Refused where it is larger, or not there any more; Unreachable."""
    place = _PLACE.fullmatch(attachment.url)
    if place is None:
        raise Refused("Nobody knows where in the mailbox this lies; it came before the program could bring files.")
    if await box.validity() != int(place[1]):
        raise Refused("The mailbox was numbered anew since; look for the mail there.")
    # Base64 makes four bytes of three, and breaks its lines.
    header, body = await box.part(int(place[2]), place[3], limit * 3 // 2 + 1024)
    coding = (
        str(BytesHeaderParser(policy=compat32).parsebytes(header).get("Content-Transfer-Encoding", "")).strip().lower()
    )
    content = _decoded(body, coding)
    if len(content) > limit:
        raise Refused("The file is larger than {max} bytes.", max=limit)
    return content


def _decoded(body: bytes, coding: str) -> bytes:
    if coding == "quoted-printable":
        return quopri.decodestring(body)
    if coding != "base64":
        return body
    try:
        # What is no base64 in between (line ends, a scanner's footer) is passed over, as every mail program does.
        return base64.b64decode(re.sub(rb"[^A-Za-z0-9+/]", b"", body) + b"==")
    except binascii.Error:
        return b""
