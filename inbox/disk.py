"""Files on this person's own disk: read to be sent, saved under a name that cannot lead anywhere else."""

from __future__ import annotations

import mimetypes
import os
import re
from pathlib import Path

from inbox.domain.incoming import File
from inbox.domain.rules.enclosing import LARGEST
from inbox.errors import BadInput, Unreachable

_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f/\\\\:*?\"<>|]+")


def file_at(path: str) -> File:
    """Return a file to be sent. Raises: BadInput where there is none, or one that is too large."""
    place = Path(path).expanduser()
    try:
        if not place.is_file():
            raise BadInput("There is no file {path}.", path=path)
        if (size := place.stat().st_size) > LARGEST:
            raise BadInput(
                "{path} has {size} MB; at most {max} MB go with a reply.",
                path=path,
                size=-(-size // 2**20),
                max=LARGEST // 2**20,
            )
        content = bytes_at(place)
    except (OSError, ValueError) as cause:
        raise BadInput("{path} cannot be read; check who may.", path=path) from cause
    type = mimetypes.guess_type(place.name)[0] or "application/octet-stream"
    return File(place.name, type, content)


def bytes_at(path: str | Path) -> bytes:
    """Return what a file holds. Raises: BadInput, in our words, where there is none or it may not be read."""
    place = Path(path).expanduser()
    try:
        return place.read_bytes()
    except FileNotFoundError as cause:
        raise BadInput("There is no file {path}.", path=path) from cause
    except (OSError, ValueError) as cause:
        raise BadInput("{path} cannot be read; check who may.", path=path) from cause


def text_at(path: str | Path) -> str:
    """Return the text in a file. Raises: BadInput where there is none, it may not be read, or it is no UTF-8."""
    try:
        return bytes_at(path).decode("utf-8-sig")
    except UnicodeDecodeError as cause:
        raise BadInput("{path} is no UTF-8 text (byte {n}).", path=path, n=cause.start) from cause


def safe_name(name: str, kind: str) -> str:
    """Return a name under which a customer's file can lie on a disk: no folder, no hidden file, not too long."""
    plain = _UNSAFE.sub("_", name).strip(" .")
    stem, dot, ending = plain.rpartition(".")
    if dot and len(ending) <= 10:
        plain = f"{stem[:100]}.{ending}"
    return plain[:120] or (safe_name(kind, "") if kind else "file")


def save(content: bytes, place: Path) -> Path:
    """Write a file that only this person reads, beside what is there and never over it.

    Returns where it lies. Raises: Unreachable.
    """
    found = place
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        for n in range(1, 1000):
            try:
                handle = os.open(found, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
            except FileExistsError:
                found = place.with_name(f"{place.stem}-{n}{place.suffix}")
                continue
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            return found
    except OSError as cause:
        raise Unreachable("{path} cannot be written; check who may.", path=found) from cause
    raise Unreachable("{path} cannot be written; check who may.", path=place)
