"""Which files may go out with a reply, and what the facts say of them: names and what their bytes hash to, never the bytes."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import asdict, replace

from inbox.domain.incoming import Attachment, File
from inbox.domain.model import Channel, Words
from inbox.domain.picture import Picture
from inbox.domain.rules.facts import Mint, seal
from inbox.domain.text import clean_line
from inbox.errors import Refused

MOST = 10
LARGEST = 25 * 2**20
"""Bytes of all files of a reply together; no platform takes more of a bot, and mail servers rarely do."""


_TYPE = re.compile(r"[a-z0-9][\w.+-]{0,100}/[a-z0-9][\w.+-]{0,100}", re.ASCII | re.IGNORECASE)


def plain(file: File) -> File:
    """Return a file whose name and type can stand in a header: adapters write them there as they are."""
    type = file.type if _TYPE.fullmatch(file.type) else "application/octet-stream"
    return replace(file, name=clean_line(file.name) or "file", type=type)


def enclosed(picture: Picture, channel: Channel, files: Sequence[File], mint: Mint) -> Words | None:
    """Return what is said of a reply's files, None where it has none. Raises: Refused."""
    if not files:
        return None
    if not picture.limits.files(channel.platform):
        raise Refused("No file can be sent on {platform}; name a link instead.", platform=channel.shown_platform)
    size = sum(len(file.content) for file in files)
    if len(files) > MOST or size > LARGEST:
        raise Refused(
            "At most {most} files of {max} MB together go with a reply; these are {n} with {size} MB.",
            most=MOST,
            max=LARGEST // 2**20,
            n=len(files),
            size=-(-size // 2**20),
        )
    return seal(json.dumps([asdict(_told(plain(file))) for file in files], ensure_ascii=False), mint)


def _told(file: File) -> Attachment:
    kind = file.type.partition("/")[0]
    kind = kind if kind in ("image", "audio", "video") else "file"
    return Attachment(kind, file.name, f"sha256:{hashlib.sha256(file.content).hexdigest()}", len(file.content))
